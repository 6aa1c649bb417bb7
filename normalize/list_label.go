package normalize

import (
	"strings"
	"unicode/utf8"
)

// Line is one printed row of a form that is a list: 指标, 单位, 数. A form with
// Lines is read by its list, not by the tables of B and C.
type Line struct {
	// Code is the indicator. Where the form prints one wording for several rows
	// (被依法纠错数), it holds all of them with "|" between; what stands around a
	// row then tells which it is.
	Code    string
	Text    string   // official wording
	Alias   []string // known variants
	Keys    []string // words that no other line of the form holds, used where no wording matches
	Not     []string // words that rule Keys out
	Heading bool     // a heading without a number of its own; Code is what its lines have in common
}

// lineHit is one reading of the label of a line.
type lineHit struct {
	codes   []string // several where the wording alone does not tell
	match   Match
	heading bool
}

// listForm is a form that is a list, ready to be looked up.
type listForm struct {
	name  string
	exact map[string]lineHit
	lines []Line   // folded, Text without ordinal
	runes [][]rune // keys of the official wordings, for near misses
	order map[string]int
	grid  *grid

	ordinals map[string]int // by Code: the number in front of the official wording
}

// newListForm folds the wordings of a form once.
func newListForm(name string, lines []Line) *listForm {
	f := &listForm{name: name, exact: map[string]lineHit{}, order: map[string]int{}, ordinals: map[string]int{}, grid: newListGrid(name)}
	for i := range f.grid.template {
		f.order[f.grid.template[i].Indicator] = i
	}
	for _, l := range lines {
		codes := strings.Split(l.Code, "|")
		f.ordinals[l.Code] = leadingOrdinal(Fold(l.Text), Fold(l.Text))
		f.exact[lineKey(l.Text)] = lineHit{codes, Exact, l.Heading}
		for _, a := range l.Alias {
			f.exact[lineKey(a)] = lineHit{codes, Alias, l.Heading}
		}
		f.lines = append(f.lines, Line{Code: l.Code, Text: stripOrdinal(strings.TrimPrefix(Fold(l.Text), "其中:")), Keys: foldAll(l.Keys), Not: foldAll(l.Not), Heading: l.Heading})
		f.runes = append(f.runes, []rune(lineKey(l.Text)))
	}
	return f
}

// find reads one label: by a known wording, by words that set one line apart,
// then as a near miss with one candidate. ok is false where it names no line.
func (f *listForm) find(text string) (h lineHit, ok bool) {
	key := lineKey(text)
	if key == "" {
		return lineHit{}, false
	}
	if h, ok = f.exact[key]; ok {
		return h, true
	}
	n := utf8.RuneCountInString(key)
	if n > longestLabel {
		return lineHit{}, false
	}
	if h, ok = f.byKeys(key); ok {
		return h, true
	}
	return f.near(key, n)
}

// severalLines returns the codes of the lines of the form that the lines of a
// label name, where they are different ones.
func (f *listForm) severalLines(text string) (codes []string) {
	if !strings.Contains(text, "\n") {
		return nil
	}
	named := 0
	last := ""
	for l := range strings.SplitSeq(text, "\n") {
		h, ok := f.find(l)
		if code := strings.Join(h.codes, "|"); ok && !h.heading && code != last {
			last = code
			codes = append(codes, h.codes...)
			named++
		}
	}
	if named < 2 {
		return nil
	}
	return codes
}

// byKeys finds the only line whose distinguishing words the text holds.
func (f *listForm) byKeys(key string) (h lineHit, ok bool) {
	for i := range f.lines {
		l := &f.lines[i]
		if !containsAny(key, l.Keys) || containsAny(key, l.Not) {
			continue
		}
		if ok {
			return lineHit{}, false
		}
		h, ok = lineHit{strings.Split(l.Code, "|"), Alias, l.Heading}, true
	}
	return h, ok
}

// near finds the one line within max(1, n/6) edits. Another line within one edit
// of the best leaves the label unread: 政务微博 and 政务微信 differ by one character.
func (f *listForm) near(key string, n int) (lineHit, bool) {
	if n < 4 {
		return lineHit{}, false
	}
	limit := max(1, n/6)
	best, second, at := limit+2, limit+2, -1
	want := []rune(key)
	for i, k := range f.runes {
		if len(k) < 4 || f.lines[i].Heading {
			continue
		}
		switch d := editDistance(want, k, limit+1); {
		case d < best:
			best, second, at = d, best, i
		case d < second:
			second = d
		}
	}
	if at < 0 || best > limit || second <= best+1 {
		return lineHit{}, false
	}
	return lineHit{strings.Split(f.lines[at].Code, "|"), Fuzzy, false}, true
}

// lineKey folds the label of a line for comparison: without 其中, ordinals,
// remarks in brackets and punctuation.
func lineKey(text string) string {
	s := Fold(text)
	for range 5 {
		t := strings.TrimLeft(s, "-*:;,.、。")
		t = stripOrdinal(strings.TrimPrefix(t, "其中"))
		if t == s {
			break
		}
		s = t
	}
	s = cutBrackets(s)
	return strings.Map(func(r rune) rune {
		if isPunctuation(r) {
			return -1
		}
		return r
	}, s)
}

// cutBrackets removes every remark in brackets behind the first word; one that
// does not close is cut to the end.
func cutBrackets(s string) string {
	for {
		i := strings.IndexByte(s, '(')
		if i <= 0 {
			return s
		}
		j := strings.IndexByte(s[i:], ')')
		if j < 0 {
			return s[:i]
		}
		s = s[:i] + s[i+j+1:]
	}
}

// lineUnits are the words of the column of units.
var lineUnits = map[string]bool{"条": true, "件": true, "次": true, "篇": true, "个": true, "人": true, "人次": true, "万元": true, "元": true, "亿元": true,
	"份": true, "项": true, "宗": true, "起": true, "处": true, "场": true, "期": true, "万条": true, "万件": true, "万人次": true, "万次": true, "件次": true, "条次": true, "名": true, "批": true}

// lineUnit returns the unit that a cell names, "" for none.
func lineUnit(text string) string {
	s := strings.Trim(Fold(text), "()")
	if lineUnits[s] {
		return s
	}
	return ""
}
