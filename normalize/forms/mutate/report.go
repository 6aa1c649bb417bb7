package mutate

import (
	"slices"
	"strings"

	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/normalize"
)

// Part is one line of text or one table of a report.
type Part struct {
	Text  string
	Sheet *Sheet // nil for a line of text
	Other bool   // a title that says that the table below it is not the report's
}

// Report is one printed report with what its numbers are.
type Report struct {
	Form   string // B, C, or C6: form C with （六）其他处理 in one row
	Year   int
	Body   string
	Title  string
	Sound  bool                                // the numbers satisfy the rules and no error changed them
	Parts  []Part                              // reading order
	Number map[normalize.Key]normalize.Decimal // the body's true numbers, printed or not
	Said   map[normalize.Key]normalize.Decimal // numbers that the sentences state
}

// sheets lists the report's own tables of a kind, of every kind for "".
func (r *Report) sheets(table string) (out []*Sheet) {
	for _, p := range r.Parts {
		if p.Sheet != nil && p.Sheet.Table != "" && (table == "" || p.Sheet.Table == table) {
			out = append(out, p.Sheet)
		}
	}
	return out
}

// at is the index of a sheet among the parts.
func (r *Report) at(s *Sheet) int {
	return slices.IndexFunc(r.Parts, func(p Part) bool { return p.Sheet == s })
}

// boxes calls f for every box of the report's own tables.
func (r *Report) boxes(f func(b *Box)) {
	for _, s := range r.sheets("") {
		for i := range s.Rows {
			for j := range s.Rows[i].Boxes {
				f(&s.Rows[i].Boxes[j])
			}
		}
	}
}

// allBoxes calls f for every box of every table; other tells that a title says
// that the table is not the report's.
func (r *Report) allBoxes(f func(b *Box, other bool)) {
	for n, p := range r.Parts {
		if p.Sheet == nil {
			continue
		}
		other := r.titledOther(n)
		for i := range p.Sheet.Rows {
			for j := range p.Sheet.Rows[i].Boxes {
				f(&p.Sheet.Rows[i].Boxes[j], other)
			}
		}
	}
}

// titledOther looks for the title above table n: the nearest line that is a
// heading or names a year's figures, whatever sentence stands in between.
func (r *Report) titledOther(n int) bool {
	for n--; n >= 0 && r.Parts[n].Sheet == nil; n-- {
		if t := r.Parts[n].Text; r.Parts[n].Other || strings.HasSuffix(t, "工作情况") || strings.Contains(t, "、") && !strings.HasSuffix(t, "。") {
			return r.Parts[n].Other
		}
	}
	return false
}

// Document prints the report as a reader would hand it on.
func (r *Report) Document() *extract.Document {
	doc := &extract.Document{Format: "mutate"}
	line := func(s string) { doc.Blocks = append(doc.Blocks, &extract.Paragraph{Text: s}) }
	text := false
	line(r.Title)
	for _, p := range r.Parts {
		if p.Sheet == nil {
			line(p.Text)
			continue
		}
		s := p.Sheet
		switch s.Look {
		case AsTabs:
			t := fieldTable(s.fields(true))
			doc.Blocks = append(doc.Blocks, t)
		case AsNested:
			doc.Blocks = append(doc.Blocks, newTable([]extract.Cell{{RowSpan: 1, ColSpan: 1}, {Row: 1, RowSpan: 1, ColSpan: 1}}))
			t := s.table()
			t.Depth = 1
			doc.Blocks = append(doc.Blocks, t)
		case AsSpaces:
			text = true
			for _, f := range s.fields(false) {
				if l := strings.Join(printed(f), "    "); l != "" {
					line(l)
				}
			}
		case AsLines:
			for _, f := range s.fields(false) {
				for _, c := range printed(f) {
					line(c)
				}
			}
		case AsGlued:
			var b strings.Builder
			for _, f := range s.fields(false) {
				b.WriteString(strings.Join(printed(f), ""))
			}
			line(b.String())
		default:
			doc.Blocks = append(doc.Blocks, s.table())
		}
	}
	if text {
		doc.Blocks = extract.TextTables(doc.Blocks)
	}
	return doc
}

// printed lists the fields that leave something on a line of text. White space
// inside a field goes, but not between digits: two numbers never become one.
func printed(fields []string) (out []string) {
	for _, f := range fields {
		line := ""
		for w := range strings.FieldsSeq(f) {
			if n := len(line); n > 0 && isDigit(line[n-1]) && isDigit(w[0]) {
				line += " "
			}
			line += w
		}
		if line != "" {
			out = append(out, line)
		}
	}
	return out
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// fieldTable makes a table whose columns are only fields in order.
func fieldTable(rows [][]string) *extract.Table {
	var cells []extract.Cell
	for r, row := range rows {
		for c, text := range row {
			cells = append(cells, extract.Cell{Row: r, Col: c, RowSpan: 1, ColSpan: 1, Text: text})
		}
	}
	t := newTable(cells)
	t.Text = true
	return t
}
