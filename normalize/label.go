package normalize

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Class says what a printed label does in a table.
type Class uint8

const (
	LeafLabel      Class = iota // names one row of the applications table, or a group of its rows
	GroupLabel                  // holds rows together: 不予公开, 无法提供 …
	ApplicantLabel              // a column of the applications table
	MeasureLabel                // a column of the proactive table: 本年制发件数 …
	SubjectLabel                // a row of the proactive table: 规章, 行政许可 …
	BlockLabel                  // a block of the litigation table: 行政复议, 未经复议直接起诉 …
	OutcomeLabel                // a column of the litigation table: 结果维持 …
	BannerLabel                 // stands in a table without naming a number: 信息内容, 第二十条第（一）项
	MarkLabel                   // tells that another form is printed
	numClasses
)

// Label is one thing that a form names, with every way in which it is known to
// be printed. Text is the official wording, Alias known variants; Keys are words
// that no other label of the class holds, used where neither matches, unless
// one of Not is there too.
type Label struct {
	Class Class
	Code  string
	Text  []string
	Alias []string
	Keys  []string
	Not   []string
	Leads bool // may be printed in front of another label, in one cell with it
}

// hit is one reading of a printed label.
type hit struct {
	code  string
	match Match
	class Class
}

// vocabulary finds labels by their folded text.
type vocabulary struct {
	exact  map[string][]hit
	labels []Label
	keys   [][]rune // folded Text[0] of each label, for near misses

	printed  [numClasses]map[string]hit // folded wordings with their punctuation, for running text
	leads    []lead                     // wordings that may stand in front of another label
	subjects map[string][]string        // wordings of the rows of the proactive table by their code
	whole    []lead                     // official wordings of rows, long enough to be found inside a text
}

// lead is a wording of a group of rows or columns.
type lead struct {
	key string
	hit hit
}

// newVocabulary folds the labels once.
func newVocabulary(labels []Label) *vocabulary {
	v := &vocabulary{exact: map[string][]hit{}, subjects: map[string][]string{}}
	for _, l := range labels {
		for i, ts := range [][]string{l.Text, l.Alias} {
			m := [...]Match{Exact, Alias}[i]
			for _, t := range ts {
				k := labelKey(t)
				v.exact[k] = append(v.exact[k], hit{l.Code, m, l.Class})
				if l.Class == SubjectLabel {
					v.subjects[l.Code] = append(v.subjects[l.Code], k)
				}
				if v.printed[l.Class] == nil {
					v.printed[l.Class] = map[string]hit{}
				}
				v.printed[l.Class][Fold(t)] = hit{l.Code, m, l.Class}
				if l.Leads {
					v.leads = append(v.leads, lead{k, hit{l.Code, m, l.Class}})
				}
			}
		}
		v.labels = append(v.labels, Label{Class: l.Class, Code: l.Code, Keys: foldAll(l.Keys), Not: foldAll(l.Not)})
		v.keys = append(v.keys, []rune(labelKey(l.Text[0])))
		if k := labelKey(l.Text[0]); (l.Class == LeafLabel || l.Class == SubjectLabel) && utf8.RuneCountInString(k) >= 4 {
			v.whole = append(v.whole, lead{k, hit{l.Code, Alias, l.Class}})
		}
	}
	v.whole = slices.DeleteFunc(v.whole, func(w lead) bool { return v.isLead(w.hit.code) })
	return v
}

func foldAll(ss []string) []string {
	out := make([]string, len(ss))
	for i, s := range ss {
		out[i] = Fold(s)
	}
	return out
}

// longestLabel is the number of runes beyond which a text is prose, not a label.
const longestLabel = 90

// find returns the readings of a printed text, at most one a class. Exact and
// known wordings come first; then the words that set a label apart; then near
// misses with one candidate only.
func (v *vocabulary) find(text string) []hit {
	key := labelKey(text)
	if key == "" {
		return nil
	}
	if hs, ok := v.exact[key]; ok {
		return hs
	}
	return v.unlike(key)
}

// unlike returns the readings of a folded label that is no known wording.
func (v *vocabulary) unlike(key string) []hit {
	n := utf8.RuneCountInString(key)
	if n > longestLabel {
		return nil
	}
	if hs, ok := v.led(key); ok {
		return hs
	}
	if v.several(key) {
		return nil
	}
	if hs := v.byKeys(key); len(hs) > 0 {
		return hs
	}
	return v.near(key, n)
}

// several reports a text that holds the whole wordings of two rows: it names
// neither.
func (v *vocabulary) several(key string) bool {
	first := ""
	for _, w := range v.whole {
		if !strings.Contains(key, w.key) || w.hit.code == first {
			continue
		}
		if first != "" {
			return true
		}
		first = w.hit.code
	}
	return false
}

// inLines reports a text whose lines name different rows. 其他 names one where
// another line stands above it and it has a number of its own.
func (v *vocabulary) inLines(text string) bool {
	first, group := "", ""
	for line := range strings.SplitSeq(text, "\n") {
		for _, h := range v.find(line) {
			bare := common(h) && stripOrdinal(Fold(line)) == Fold(line)
			switch {
			case h.class != LeafLabel && h.class != SubjectLabel || bare || h.code == first:
				continue
			case v.isLead(h.code):
				group = h.code
				continue
			case group != "" && strings.HasPrefix(h.code, "applications.") && !strings.HasPrefix(h.code, group+"."):
				return true // the row behind the group
			case common(h) && first == "":
				continue
			}
			if first != "" {
				return true
			}
			first = h.code
		}
	}
	return false
}

// isLead reports the code of a group of rows.
func (v *vocabulary) isLead(code string) bool {
	return slices.ContainsFunc(v.leads, func(l lead) bool { return strings.HasSuffix(code, "."+l.hit.code) })
}

// byKeys finds the labels whose distinguishing words the text holds. Where two
// labels of one class claim it, neither gets it.
func (v *vocabulary) byKeys(key string) []hit {
	var found [numClasses]hit
	var claims [numClasses]int
	for i := range v.labels {
		l := &v.labels[i]
		if !containsAny(key, l.Keys) || containsAny(key, l.Not) {
			continue
		}
		if claims[l.Class] > 0 && found[l.Class].code == l.Code {
			continue
		}
		claims[l.Class]++
		found[l.Class] = hit{l.Code, Alias, l.Class}
	}
	var hs []hit
	for c, n := range claims {
		if n == 1 {
			hs = append(hs, found[c])
		}
	}
	return hs
}

// led reads a text that begins with the wording of a group: the rest of it is
// the label, as in （三）不予公开 1.属于国家秘密. A rest that says no more than that
// the figures are the group's leaves the group alone.
func (v *vocabulary) led(key string) (hs []hit, ok bool) {
	for _, l := range v.leads {
		rest, found := strings.CutPrefix(key, l.key)
		if !found || rest == "" {
			continue
		}
		if inner, whole := strings.CutSuffix(strings.TrimPrefix(rest, "("), ")"); whole && rest[0] == '(' {
			rest = inner
		}
		if slices.Contains(groupOnly, rest) {
			return v.exact[l.key], true
		}
		if rest = stripOrdinal(strings.TrimLeft(rest, "0123456789")); rest == "" {
			return v.exact[l.key], true
		}
		below, known := v.exact[rest]
		if !known {
			below = v.unlike(rest)
		}
		for _, h := range below {
			if h.match == Exact {
				h.match = Alias
			}
			if h.class != l.hit.class {
				hs = append(hs, h)
			} else if h.class == GroupLabel {
				l.hit = h // 三、本年度办理结果（三）不予公开
			}
		}
		return append(hs, l.hit), true
	}
	return nil, false
}

// groupOnly are words behind the wording of a group that name no row of it.
var groupOnly = []string{"情况", "情形", "小计", "合计", "总计", "数量", "件数"}

func containsAny(s string, words []string) bool {
	for _, w := range words {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}

// near finds the one label within max(1, n/6) edits of the text. A second label
// of the same class within one edit of the best leaves the text unread.
func (v *vocabulary) near(key string, n int) []hit {
	if n < 4 {
		return nil
	}
	limit := max(1, n/6)
	best, second := limit+2, limit+2
	var hs []hit
	at := -1
	want := []rune(key)
	for i, k := range v.keys {
		l := &v.labels[i]
		if l.Class == BannerLabel || l.Class == MarkLabel || len(k) < 4 {
			continue
		}
		d := editDistance(want, k, limit+1)
		h := hit{l.Code, Fuzzy, l.Class}
		switch {
		case d <= best && at >= 0 && slices.Equal(k, v.keys[at]): // one wording, of a row and of a group
			hs = append(hs, h)
		case d < best:
			if at >= 0 && (hs[0].code != h.code || hs[0].class != h.class) {
				second = best
			}
			best, at, hs = d, i, []hit{h}
		case d < second && (hs == nil || hs[0].code != h.code || hs[0].class != h.class):
			second = d
		}
	}
	if best > limit || second <= best+1 {
		return nil
	}
	return hs
}

// editDistance is the Levenshtein distance, cut off above limit.
func editDistance(a, b []rune, limit int) int {
	if d := len(a) - len(b); d > limit || -d > limit {
		return limit + 1
	}
	var few [longestLabel + 1]int
	row := append(few[:0], make([]int, len(b)+1)...)
	for j := range row {
		row[j] = j
	}
	for i, x := range a {
		diag, least := row[0], i+1
		row[0] = i + 1
		for j, y := range b {
			cost := diag
			if x != y {
				cost++
			}
			diag = row[j+1]
			row[j+1] = min(cost, row[j+1]+1, row[j]+1)
			least = min(least, row[j+1])
		}
		if least > limit {
			return limit + 1
		}
	}
	return row[len(b)]
}

// labelKey folds a label for comparison: without ordinal, punctuation and the
// remarks in brackets that explain how to fill the form.
func labelKey(text string) string {
	s := Fold(text)
	s = stripOrdinal(stripOrdinal(s))
	s = cutRemarks(s)
	if !strings.ContainsFunc(s, isPunctuation) {
		return s
	}
	return strings.Map(func(r rune) rune {
		if isPunctuation(r) {
			return -1
		}
		return r
	}, s)
}

// isPunctuation reports signs that tell no label from another.
func isPunctuation(r rune) bool {
	if r >= firstHan {
		return false
	}
	switch r {
	case '、', '。', '.', ',', ';', ':', '《', '》', '〈', '〉', '·', '•', '-', '*', '_':
		return true
	}
	return false
}

// stripOrdinal removes one leading ordinal or bullet: 一、 （三） 1. ① •.
func stripOrdinal(s string) string {
	if r := hanAt(s, 0); r != 0 && !strings.ContainsRune(hanDigits, r) {
		return s // most labels begin with a word
	}
	t := strings.TrimLeft(s, "•·●○■□◆◇▪>*-")
	open := strings.HasPrefix(t, "(")
	u := strings.TrimPrefix(t, "(")
	i := 0
	for n, r := range u {
		if (r < '0' || r > '9') && !strings.ContainsRune(hanDigits, r) || n > 9 {
			break
		}
		i = n + utf8.RuneLen(r)
	}
	if i == 0 {
		return t
	}
	rest := u[i:]
	closed := strings.HasPrefix(rest, ")")
	rest = strings.TrimPrefix(rest, ")")
	after := strings.TrimLeft(rest, "、.,:·")
	digits := u[:i]
	switch {
	case after == "": // a number of its own
		return t
	case open != closed && open:
		return t
	case !closed && after == rest && digits[0] > '9': // 三安全一稳定 is a word
		return t
	case !closed && after == rest && digits[0] <= '9' && after[0] < utf8.RuneSelf:
		return t
	}
	return after
}

// remarks that explain a label and do not belong to it, by their first words.
var remarks = []string{"(区分处理", "(单位", "(指", "(设区的市", "(含", "(注", "(不含", "(包括", "(行政机关制定", "(万元", "(元", "(件", "(项", "(条"}

// cutRemarks removes bracketed remarks; what does not close is cut to the end.
func cutRemarks(s string) string {
	if strings.IndexByte(s, '(') < 0 {
		return s
	}
	for i := 0; i+5 < len(s); i++ { // (2023年)
		if _, ok := yearAt(s, i+1); ok && s[i] == '(' {
			if j := strings.IndexByte(s[i:], ')'); j >= 0 {
				s = s[:i] + s[i+j+1:]
			}
			break
		}
	}
	for _, r := range remarks {
		i := strings.Index(s, r)
		if i < 0 {
			continue
		}
		end := len(s)
		if j := strings.IndexByte(s[i:], ')'); j >= 0 {
			end = i + j + 1
		}
		s = s[:i] + s[end:]
	}
	return s
}

// pick returns the reading of class c.
func pick(hs []hit, c Class) (hit, bool) {
	for _, h := range hs {
		if h.class == c {
			return h, true
		}
	}
	return hit{}, false
}
