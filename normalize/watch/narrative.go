package watch

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/gongkai-data/gongkai/normalize"
)

// toldIn are the chapters whose sentences speak of the year reported on.
var toldIn = map[string]bool{"sec.overview": true, "sec.applications": true, "sec.litigation": true}

// narrative reads the sentences of the chapters once for X5, W10 and W17.
func (a *alone) narrative() {
	n := sentences{stated: map[string][]int64{}}
	for i := range a.r.Sections {
		s := &a.r.Sections[i]
		if s.Text != "" {
			n.chapter(s, a.r.Year)
		}
	}
	if a.r.Generation == "B" || a.r.Generation == "C" {
		a.compare(n.stated)
	}
	a.otherYear(&n)
	a.template(&n)
}

// sentences is what was found in the running text of a report.
type sentences struct {
	stated  map[string][]int64 // scope → numbers that clauses state
	year    string             // the first sentence about another year's work
	residue []string           // words of a template
	generic int                // sentences about nobody in particular
	numbers bool               // the text has a number of its own
	ours    bool               // the text speaks of the body
}

// maxStated bounds the numbers of one scope that are held against the tables.
const maxStated = 20

// maxText bounds what is read of one chapter.
const maxText = 64 << 10

func (n *sentences) chapter(s *normalize.Section, year int) {
	text := s.Text
	if len(text) > maxText {
		text = text[:maxText]
	}
	for line := range strings.SplitSeq(text, "\n") {
		line = normalize.Fold(line)
		if residue.in(line) {
			for _, w := range residue.list {
				if strings.Contains(line, w) {
					n.residue = append(n.residue, w)
				}
			}
		}
		for line != "" {
			var sentence string
			sentence, line = cutAny(line, sentenceEnds)
			n.sentence(sentence, s.Code, year)
		}
	}
}

func (n *sentences) sentence(s, chapter string, year int) {
	if s == "" || len(s) > 2000 {
		return
	}
	if chapter == "sec.overview" || chapter == "sec.problems" {
		n.ours = n.ours || speaksOfItself(s)
		n.numbers = n.numbers || strings.ContainsAny(s, "123456789") && !strings.HasPrefix(s, "20")
		if generic.in(s) {
			n.generic++
		}
	}
	if !toldIn[chapter] {
		return
	}
	if n.year == "" && chapter == "sec.overview" && aboutOtherYear(s, year) {
		n.year = s
	}
	if !strings.Contains(s, "申请") && !strings.Contains(s, "行政") {
		return
	}
	for s != "" {
		var part string
		part, s = cutAny(s, clauseEnds)
		n.clause(part)
	}
}

// clause keeps the number that one clause states.
func (n *sentences) clause(s string) {
	for i := range clauses {
		c := &clauses[i]
		if !hasAll(s, c.all) || c.unless.in(s) {
			continue
		}
		ok := true
		for _, list := range c.any {
			ok = ok && list.in(s)
		}
		if !ok && !(c.scope == "applications" && nothingReceived.in(s)) {
			continue
		}
		if nothingReceived.in(s) {
			if _, one := onlyNumber(s); !one && len(n.stated[c.scope]) < maxStated {
				n.stated[c.scope] = append(n.stated[c.scope], 0)
			}
			continue
		}
		if v, one := onlyNumber(s); one && len(n.stated[c.scope]) < maxStated {
			n.stated[c.scope] = append(n.stated[c.scope], v)
		}
	}
}

// onlyNumber returns the number of cases in a clause that holds exactly one
// number, years aside.
func onlyNumber(s string) (v int64, ok bool) {
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
		rest := s[j:]
		switch {
		case j-i == 4 && strings.HasPrefix(rest, "年"):
		case j < len(s) && (s[j] == '.' || s[j] == '%') || j-i > 9 || i > 0 && (s[i-1] == '.' || s[i-1] == '-'):
			return 0, false
		default:
			found++
			if !hasPrefix(rest, counted) {
				return 0, false
			}
			v, _ = strconv.ParseInt(s[i:j], 10, 64)
		}
		i = j
	}
	return v, found == 1
}

// compare is X5: a stated number must be one that the tables give.
func (a *alone) compare(stated map[string][]int64) {
	key := func(indicator, applicant string) normalize.Key {
		return normalize.Key{Indicator: indicator, Applicant: applicant}
	}
	a.stated("applications", stated["applications"], func(v []int64) []int64 { return []int64{v[0], v[0] + v[1], v[2], v[2] + v[3]} },
		key("applications.new", "total"), key("applications.carried_in", "total"), key("applications.result.total", "total"), key("applications.carried_out", "total"))
	a.stated("review", stated["review"], func(v []int64) []int64 { return v }, key("litigation.review.total", ""))
	a.stated("litigation", stated["litigation"], func(v []int64) []int64 { return []int64{v[0] + v[1], v[0], v[1]} },
		key("litigation.direct.total", ""), key("litigation.after_review.total", ""))
}

// stated compares: one number that fits is enough, sentences count differently.
// Where the tables lack a number, or it is in doubt, nothing is said.
func (a *alone) stated(scope string, told []int64, allow func([]int64) []int64, keys ...normalize.Key) {
	if len(told) == 0 {
		return
	}
	c := normalize.Check{Rule: "X5", Scope: scope, Result: normalize.NotEvaluable, Operands: keys}
	var values []int64
	for _, k := range keys {
		v, ok := a.b.cells.number(k.Indicator, k.Applicant)
		if !ok {
			a.tell(c, "")
			return
		}
		values = append(values, v)
	}
	allowed := allow(values)
	c.Result = normalize.Fail
	l, r := normalize.Int(told[0]), normalize.Int(allowed[0])
	for _, t := range told {
		for _, ok := range allowed {
			if t == ok && c.Result == normalize.Fail {
				c.Result = normalize.Pass
				l, r = normalize.Int(t), normalize.Int(ok)
			}
		}
	}
	d := l.Sub(r)
	c.LHS, c.RHS, c.Difference = &l, &r, &d
	a.tell(c, fmt.Sprintf("X5 %s: %v ∉ %v", scope, told, allowed))
}

// aboutOtherYear reports a sentence that begins with another year and says what
// the body did in it: 「2022年，我局收到…」 in the report on 2021.
func aboutOtherYear(s string, year int) bool {
	if i := strings.IndexAny(s, "2"); year == 0 || i < 0 || i > 12 {
		return false
	} else {
		s = s[i:]
	}
	if len(s) < 8 || s[0] != '2' || s[1] != '0' {
		return false
	}
	y, err := strconv.Atoi(s[:4])
	rest, ok := strings.CutPrefix(s[4:], "年")
	if err != nil || !ok || y == year || y < year-1 || y > year+1 {
		return false
	}
	rest = strings.TrimLeft(strings.TrimPrefix(rest, "度"), ",，")
	return startsWithOurs(rest) && didSomething.in(s) && !plans.in(s[4:]) && !strings.Contains(s, strconv.Itoa(year))
}

// startsWithOurs reports 我局, 本镇, 全区 …
func startsWithOurs(s string) bool {
	for _, p := range []string{"我", "本", "全"} {
		if rest, ok := strings.CutPrefix(s, p); ok && hasPrefix(rest, ofOurs) {
			return true
		}
	}
	return false
}

// speaksOfItself finds 我局, 本镇, 全区 anywhere.
func speaksOfItself(s string) bool {
	for i, r := range s {
		if (r == '我' || r == '本' || r == '全') && hasPrefix(s[i+utf8.RuneLen(r):], ofOurs) {
			return true
		}
	}
	return false
}

// otherYear is W10.
func (a *alone) otherYear(n *sentences) {
	if n.year == "" {
		return
	}
	c := normalize.Check{Rule: "W10", Scope: "sec.overview", Result: normalize.Fail}
	a.tell(c, fmt.Sprintf("%d ≠ 「%s」", a.r.Year, cut(n.year, 120)))
}

// template is W17: residue of a template (V32), or a text about nobody (V52).
func (a *alone) template(n *sentences) {
	c := normalize.Check{Rule: "W17", Scope: "text", Result: normalize.Fail}
	switch {
	case len(n.residue) > 0:
		a.tell(c, "「"+strings.Join(unique(n.residue), "」「")+"」")
	case float64(n.generic) >= a.s.threshold("template_generic") && !n.numbers && !n.ours:
		a.tell(c, fmt.Sprintf("%d × 「一些地区…」", n.generic))
	}
}

func unique(list []string) []string {
	var out []string
	had := map[string]bool{}
	for _, s := range list {
		if !had[s] {
			had[s] = true
			out = append(out, s)
		}
	}
	return out
}

// cut shortens a text to n bytes at most, between characters.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n] + "…"
}
