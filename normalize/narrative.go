package normalize

import (
	"slices"
	"strconv"
	"strings"
)

// FlagNarrative marks a number that a sentence states, not a table.
const FlagNarrative Flag = "narrative"

// maxNarrative bounds what is read of one chapter.
const maxNarrative = 64 << 10

// narrate reads the totals that the sentences of a report without tables state.
// A total is taken where every clause that states it gives the same number;
// where they differ it is ambiguous. Each is flagged: sentences count
// differently from tables. No grid is filled: the report uses no form.
func narrate(r *Report) {
	r.SourceKind = "narrative"
	found := map[Key][]statement{}
	var keys []Key
	for i := range r.Sections {
		for _, s := range statements(&r.Sections[i], r.Year, r.GenerationExpected) {
			if found[s.key] == nil {
				keys = append(keys, s.key)
			}
			found[s.key] = append(found[s.key], s)
		}
	}
	order := placesOf(r.GenerationExpected)
	slices.SortStableFunc(keys, func(a, b Key) int { return order[a.Indicator] - order[b.Indicator] })
	for _, k := range keys {
		r.Facts = append(r.Facts, toldFact(k, found[k], r.GenerationExpected))
	}
}

// statement is one number that a clause states.
type statement struct {
	key    Key
	value  int64
	clause string
}

// placesOf gives the place of each indicator on a form.
func placesOf(generation string) map[string]int {
	m := map[string]int{}
	for i := range Indicators {
		if ind := &Indicators[i]; ind.Generation == generation {
			m[ind.Code] = ind.Order
		}
	}
	return m
}

// toldFact makes the fact of a total from all clauses that state it.
func toldFact(k Key, ss []statement, generation string) Fact {
	f := Fact{Indicator: k.Indicator, Applicant: k.Applicant, Unit: "piece", Status: Reported, Value: Int(ss[0].value),
		Raw: ss[0].clause, HasRaw: true, Row: Alias, Col: Assumed, Flags: []Flag{FlagNarrative}}
	for i := range Indicators {
		if ind := &Indicators[i]; ind.Code == k.Indicator && ind.Generation == generation {
			f.Table, f.Unit = ind.Table, ind.Unit
		}
	}
	for _, s := range ss[1:] {
		if s.value != ss[0].value {
			f.Status, f.Value = Ambiguous, Decimal{}
			f.Flags = []Flag{FlagDuplicate, FlagNarrative}
		}
	}
	return f
}

// statements reads one chapter sentence by sentence. Problems and plans state
// no totals of the year.
func statements(s *Section, year int, generation string) (out []statement) {
	if s.Code == "sec.problems" || s.Code == "sec.preface" || generation == "" {
		return nil
	}
	text := s.Text
	if len(text) > maxNarrative {
		text = text[:maxNarrative]
	}
	for line := range strings.SplitSeq(text, "\n") {
		quoted := unquoted(line)
		folded := Fold(quoted)
		for _, sentence := range strings.FieldsFunc(folded, func(r rune) bool { return strings.ContainsRune("。;；!?", r) }) {
			out = append(out, sentenceTotals(sentence, year, generation)...)
		}
	}
	return out
}

// unquoted cuts what stands in quotation marks and book title marks: the form, a
// notice, somebody else's words.
func unquoted(s string) string {
	for _, q := range [][2]string{{"「", "」"}, {"“", "”"}, {"《", "》"}, {"『", "』"}} {
		for {
			i := strings.Index(s, q[0])
			if i < 0 {
				break
			}
			j := strings.Index(s[i:], q[1])
			if j < 0 {
				break
			}
			s = s[:i] + s[i+j+len(q[1]):]
		}
	}
	return s
}

// sentenceTotals reads the clauses of one sentence. One that speaks of another
// year, of no year's work or of a percentage states nothing.
func sentenceTotals(s string, year int, generation string) (out []statement) {
	if len(s) > 1500 || foreignYear(s, year) {
		return nil
	}
	for _, clause := range strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == '，' || r == ':' }) {
		for i := range tolds {
			t := &tolds[i]
			key, ok := t.key[generation]
			if !ok {
				continue
			}
			if v, ok := t.value(clause); ok {
				out = append(out, statement{key: key, value: v, clause: clause})
			}
		}
	}
	return out
}

// foreignYear reports a sentence that names a year other than the report's, or
// the year before in words.
func foreignYear(s string, year int) bool {
	for i := 0; i+4 < len(s); i++ {
		if n, ok := yearAt(s, i); ok && n != year {
			return true
		}
	}
	return containsAny(s, []string{"去年", "上年同期", "往年", "历年"})
}

// value is the number that the clause states for a total.
func (t *told) value(clause string) (int64, bool) {
	at := -1
	for _, w := range t.words {
		if i := strings.Index(clause, w); i >= 0 && (at < 0 || i < at) {
			at = i
		}
	}
	own := clause
	for _, w := range t.words { // 上年结转 is the name of a total, not of another year
		own = strings.ReplaceAll(own, w, "")
	}
	if at < 0 || containsAny(clause, t.unless) || containsAny(own, elsewhere) {
		return 0, false
	}
	if containsAny(clause, t.none) {
		return 0, !strings.ContainsAny(withoutYear(clause), "0123456789")
	}
	if t.twin != "" && strings.Contains(clause, t.twin) {
		return 0, false
	}
	if t.verbs != nil && !containsAny(clause, t.verbs) {
		return 0, false
	}
	return onlyCount(clause, t.units)
}

// withoutYear cuts the years out.
func withoutYear(s string) string {
	for i := 0; i+4 < len(s); i++ {
		if _, ok := yearAt(s, i); ok {
			return s[:i] + withoutYear(s[i+4:])
		}
	}
	return s
}

// onlyCount returns the one number of a clause, years aside, where a unit
// follows it.
func onlyCount(s string, units []string) (v int64, ok bool) {
	s = withoutYear(s)
	found := 0
	for i := 0; i < len(s); {
		if s[i] < '0' || s[i] > '9' {
			i++
			continue
		}
		j := i
		for j < len(s) && s[j] >= '0' && s[j] <= '9' {
			j++
		}
		if found++; found > 1 || j-i > 9 || i > 0 && (s[i-1] == '.' || s[i-1] == '-') {
			return 0, false
		}
		unit := false
		for _, u := range units {
			unit = unit || strings.HasPrefix(s[j:], u)
		}
		if !unit {
			return 0, false
		}
		v, _ = strconv.ParseInt(s[i:j], 10, 64)
		i = j
	}
	if found == 0 {
		return spokenCount(s, units)
	}
	return v, true
}

// spokenCount reads 三件, 十二条.
func spokenCount(s string, units []string) (int64, bool) {
	for i := range s {
		n, rest, ok := cutChinese(s[i:])
		if !ok || rest == s[i:] {
			continue
		}
		for _, u := range units {
			if strings.HasPrefix(rest, u) {
				return n, true
			}
		}
		return 0, false // 一批, 两个: counts something else
	}
	return 0, false
}
