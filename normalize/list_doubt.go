package normalize

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gongkai-data/gongkai/extract"
)

// explained reports that lines which the form does not have make a failing sum
// of a list hold, or could: one of them prints a number that was not read.
func (s *listExtra) explained(diff Decimal) bool {
	if s.unread {
		return true
	}
	for set := 1; set < 1<<len(s.values); set++ {
		sum := Decimal{}
		for i, v := range s.values {
			if set&(1<<i) != 0 {
				sum = sum.Add(v)
			}
		}
		if sum.Add(diff).IsZero() {
			return true
		}
	}
	return false
}

// listExtra is what the lines print that stand among those of a sum and are not of the form.
type listExtra struct {
	values []Decimal
	unread bool // a number that could not be read, or more lines than can be tried
}

// mostExtra bounds the lines of which every choice is tried as part of a sum.
const mostExtra = 8

func (s *listExtra) add(v Value) {
	if v.Status != Reported || len(s.values) == mostExtra {
		s.unread = true
		return
	}
	s.values = append(s.values, v.Dec)
}

// doubtUnnamed flags every line of the lists where another list has lost its
// labels: it may be the report's, and the one with labels another year's.
func (lr *listReader) doubtUnnamed() {
	for v, n := range lr.unnamedLines() {
		lr.unnamed = lr.unnamed || n >= fewestUnnamed && lr.namedLines(v) < n
	}
	if !lr.unnamed {
		return
	}
	for i := range lr.obs {
		lr.obs[i].value.flag(FlagTablesCompete)
	}
}

// fewestUnnamed is how many lines of numbers without labels make a table a list
// that may be the report's.
const fewestUnnamed = 10

// unnamedLines counts the lines of each table that print a number, name nothing
// and took no place of the form.
func (lr *listReader) unnamedLines() map[*view]int {
	n := map[*view]int{}
	for i := range lr.entries {
		if e := &lr.entries[i]; e.filled && e.other == "" && e.indicator == "" && !e.known && wordless(e.text) {
			n[e.view]++
		}
	}
	return n
}

func (lr *listReader) namedLines(v *view) (n int) {
	for i := range lr.entries {
		if e := &lr.entries[i]; e.view == v && e.indicator != "" && e.row0 != Assumed {
			n++
		}
	}
	return n
}

// strayLines notes lines that the form does not have but whose label may be one of
// its labels damaged, whose running number is that of a line of the form, or that
// have no label where the form has no line.
func (lr *listReader) strayLines() {
	lr.strays = map[string][]*entry{}
	for i := range lr.entries {
		e := &lr.entries[i]
		says := e.filled || e.source == nil && e.value >= 0 && e.view.cells[e.value].kind == numberCell // a number, or a sign for none
		if e.known || e.indicator != "" || e.other != "" || !says {
			continue
		}
		if code := lr.codeNumbered(e.code); code != "" {
			lr.strays[code] = append(lr.strays[code], e)
		} else if wordless(e.text) {
			lr.surplusLine(i)
		}
		if wordless(e.text) {
			continue
		}
		key := []rune(lineKey(e.text))
		for n, l := range lr.form.lines {
			if l.Heading || !maybeLabel(key, lr.form.runes[n]) {
				continue
			}
			for _, code := range lr.nearest(strings.Split(l.Code, "|"), i) {
				if !slices.Contains(lr.strays[code], e) {
					lr.strays[code] = append(lr.strays[code], e)
				}
			}
		}
	}
}

// codeNumbered is the indicator of a running number, "" where the list is not
// numbered as the form.
func (lr *listReader) codeNumbered(number string) string {
	if lr.coded && number != "" {
		for code, n := range lr.form.order {
			if strings.TrimLeft(number, "0") == fmt.Sprint(n+1) {
				return code
			}
		}
	}
	return ""
}

// surplusLine notes a line without a label where the form has no place for it: the
// line above or below it may be printed twice.
func (lr *listReader) surplusLine(i int) {
	from, to := i, i+1
	for from > 0 && lr.open(from-1) {
		from--
	}
	for to < len(lr.entries) && lr.open(to) {
		to++
	}
	above, below := lr.place(from-1, -1), lr.place(to, 1)
	if below < 0 {
		below = len(lr.form.order)
	}
	if below < above || below-above-1 >= to-from {
		return
	}
	codes := lr.form.codes()
	for _, n := range []int{above, below} {
		if n >= 0 && n < len(codes) {
			lr.strays[codes[n]] = append(lr.strays[codes[n]], &lr.entries[i])
		}
	}
}

// maybeLabel reports what may be left of a label: its beginning, or half of its
// signs in order; either with one sign added, lost or changed; or all of it among
// a few other signs.
func maybeLabel(key, full []rune) bool {
	k, f := string(key), string(full)
	switch {
	case strings.HasPrefix(f, k), 2*len(k) >= len(f) && within(k, f), len(full) >= 4 && len(key) <= len(full)+3 && strings.Contains(k, f):
		return true
	case len(key) < 4 || len(full) < 4 || len(key) > longestLabel:
		return false
	case key[0] != full[0] && key[1] != full[0] && key[0] != full[1] && key[1] != full[1]:
		return false // more than one sign differs
	}
	for n := max(4, len(key)-1); n <= min(len(key)+1, len(full)); n++ {
		if editDistance(key, full[:n], 1) <= 1 {
			return true
		}
	}
	return false
}

// nearest chooses of lines that the form prints with the same label those that
// stand nearest to line i of the list.
func (lr *listReader) nearest(codes []string, i int) (out []string) {
	if len(codes) == 1 {
		return codes
	}
	best := len(lr.form.order)
	for _, at := range []int{lr.place(i-1, -1), lr.place(i+1, 1)} {
		for _, c := range codes {
			d := max(at-lr.form.order[c], lr.form.order[c]-at)
			if at < 0 || d > best {
				continue
			}
			if d < best {
				best, out = d, nil
			}
			if !slices.Contains(out, c) {
				out = append(out, c)
			}
		}
	}
	return out
}

// besideStrayLine flags a number that a line with a damaged label contradicts, and
// leaves a missing one undecided.
func (lr *listReader) besideStrayLine(f *Fact) {
	for _, e := range lr.strays[f.Indicator] {
		v := lr.printed(e)
		switch {
		case f.Status == RowAbsent:
			f.Status = Ambiguous
		case f.HasValue() && (v.Status != Reported || v.Dec.Cmp(f.Value) != 0):
			f.flag(FlagDuplicate)
		}
	}
}

// printed reads the number of a line as a count.
func (lr *listReader) printed(e *entry) Value {
	text := e.words
	switch {
	case e.bad:
		return Value{Status: Ambiguous}
	case e.source == nil && e.value < 0:
		return Value{Status: Blank}
	case e.source == nil:
		text = e.view.cells[e.value].src.Text
	}
	return ParseValue(text, Quantity{Unit: "piece"})
}

// unnamedTables reports tables beside the lists that print many numbers without
// any label: those of a list, maybe the report's, whose labels are lost.
func (rd *reader) unnamedTables(doc *extract.Document, lists []int) bool {
	for i, b := range doc.Blocks {
		t, ok := b.(*extract.Table)
		if ok && t.Role != extract.Furniture && !slices.Contains(lists, i) && unnamedRows(t) >= fewestUnnamed && rd.otherYear(doc.Blocks[:i], t) == "" {
			return true
		}
	}
	return false
}

// unreadText reports running text that holds many lines of the form of which few
// were read: a list that lost the order of its cells, maybe the report's.
func (lr *listReader) unreadText(f *flat) bool {
	n := 0
	for i := range lr.form.lines {
		if l := &lr.form.lines[i]; !l.Heading && strings.Contains(f.text, l.Text) {
			n++
		}
	}
	for i := range lr.entries {
		if e := &lr.entries[i]; e.source != nil && e.known && !e.bad {
			n--
		}
	}
	return n >= fewestUnnamed
}

// unnamedRows counts the rows that print a number but, units aside, no word.
func unnamedRows(t *extract.Table) (n int) {
	number, word := make([]bool, t.Grid.Rows), make([]bool, t.Grid.Rows)
	for i := range t.Grid.Cells {
		c := &t.Grid.Cells[i]
		switch kindOfCell(c.Text) {
		case numberCell:
			number[c.Row] = true
		case wordCell:
			for r := c.Row; r < c.Row+c.RowSpan; r++ {
				word[r] = word[r] || lineUnit(c.Text) == "" && !wordless(c.Text)
			}
		}
	}
	for r := range number {
		if number[r] && !word[r] {
			n++
		}
	}
	return n
}
