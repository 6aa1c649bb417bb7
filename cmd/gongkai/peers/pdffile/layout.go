// Package pdffile prints a document as PDF the way word processors do, for
// measuring and for finding out what a reader of PDF mistakes: paragraphs and
// ruled tables on pages, cells that are merged, rows and tables that a page break cuts.
//
//	[x] columns by what they hold, rows by their lines, spans over rows and columns
//	[x] heads repeated, rows cut in the middle, running heads and page numbers, pages in columns
//	[x] fonts that are not embedded in each usual encoding, fonts with ToUnicode alone, Type 3 digits
//	[x] text shown by lines, glyph by glyph, in any order, under turned and mirrored matrices
//	[x] the same bytes for the same document and style
//	[ ] embedded programs, pictures
//
//	d := pdffile.Layout(doc, pdffile.Style{})
//	b := d.Save()
package pdffile

import (
	"math"
	"strings"
	"unicode"

	"github.com/gongkai-data/gongkai/extract"
)

// Style says how a document is printed. The zero value is what a word processor does.
type Style struct {
	Encoding string  // of the font of ideographs, see Encodings; "" is UniGB-UCS2-H
	Digits   Digits  // the font of digits and Latin letters
	Show     Show    // how text is shown
	Rules    Rules   // how the lines of tables are drawn
	Columns  int     // of text on a page; 0 is 1
	Wide     bool    // pages are as wide as those of two columns
	Foot     float64 // white below the text, 0 is 70 points; more of it moves the page breaks
	Split    bool    // rows may be cut by a page break
	Repeat   bool    // the head of a table is printed again on each page
	Running  bool    // running heads and page numbers
	Rotate   int     // of pages, whose content is turned back
	Turned   bool    // the content is turned, the page is not
	Origin   float64 // where the page begins in both directions
	Seed     uint64
}

// Sheet is one page: what is shown and drawn on it, measured in points from its upper left.
type Sheet struct {
	Width, Height float64
	Under, Over   string // content below and above that of the document
	Keys          string // of the dictionary of the page
	Texts         []Text
	Lines         []Line
	Cells         []Cell
}

// Text is one line of text; X is its left edge, Y its base line.
type Text struct {
	X, Y, Size float64
	S          string
	Cell       bool // of a table
}

// Line is a border.
type Line struct{ X0, Y0, X1, Y1 float64 }

// Cell is what of a cell stands on one page.
type Cell struct {
	Line
	Text string // of the whole cell
}

// Drawing is a document on its pages.
type Drawing struct {
	Style  Style
	Sheets []*Sheet
	Fonts  string // more entries of the font resources
	Extra  string // more entries of the resources
	Root   string // more entries of the catalog
	file   file
}

const (
	margin   = 60.0
	bodySize = 12.0
	cellSize = 8.0
	leading  = 1.3 // of the size
	padding  = 3.0
)

// Layout sets a document on pages.
func Layout(doc *extract.Document, st Style) *Drawing {
	st.Columns = max(st.Columns, 1)
	if st.Foot == 0 {
		st.Foot = 70
	}
	l := &layout{d: &Drawing{Style: st}}
	l.w, l.h = 595, 842
	if st.Columns > 1 || st.Wide {
		l.w, l.h = 1190, 842
	}
	l.width = (l.w - 2*margin - float64(st.Columns-1)*20) / float64(st.Columns)
	l.column()
	for _, b := range doc.Blocks {
		switch b := b.(type) {
		case *extract.Heading:
			l.paragraph(b.Text)
		case *extract.Paragraph:
			l.paragraph(b.Text)
		case *extract.Table:
			l.table(&b.Grid)
		}
	}
	l.furniture()
	return l.d
}

type layout struct {
	d     *Drawing
	w, h  float64 // of a page
	width float64 // of a column
	col   int     // the column that is filled, over all pages
	n     int     // columns so far
	x, y  float64 // where the next block goes
}

// column begins the next column, on a new page where the last is full.
func (l *layout) column() {
	c := l.d.Style.Columns
	if l.n%c == 0 {
		l.d.Sheets = append(l.d.Sheets, &Sheet{Width: l.w, Height: l.h})
	}
	l.x = margin + float64(l.n%c)*(l.width+20)
	l.y = margin + 10
	l.n++
}

func (l *layout) sheet() *Sheet { return l.d.Sheets[len(l.d.Sheets)-1] }
func (l *layout) foot() float64 { return l.h - l.d.Style.Foot }

func (l *layout) paragraph(s string) {
	for _, line := range l.d.Style.wrap(s, l.width, bodySize) {
		if l.y+bodySize*leading > l.foot() {
			l.column()
		}
		l.sheet().Texts = append(l.sheet().Texts, Text{X: l.x, Y: l.y + bodySize, Size: bodySize, S: line})
		l.y += bodySize * leading
	}
	l.y += 4
}

// wrap breaks a text into lines; numbers and words are not broken.
func (st *Style) wrap(s string, width, size float64) (lines []string) {
	for part := range strings.SplitSeq(s, "\n") {
		var line []rune
		used := 0.0
		for _, w := range words(part) {
			need := 0.0
			for _, r := range w {
				need += st.width(r) * size
			}
			if used+need > width && len(line) > 0 {
				lines = append(lines, string(line))
				line, used = nil, 0
			}
			line, used = append(line, w...), used+need
		}
		lines = append(lines, string(line))
	}
	return lines
}

func words(s string) (all [][]rune) {
	inner := false
	for _, r := range s {
		wide := r > 0x2000 || unicode.IsSpace(r)
		if wide || !inner {
			all = append(all, []rune{r})
		} else {
			all[len(all)-1] = append(all[len(all)-1], r)
		}
		inner = !wide
	}
	return all
}

// width of a character in ems.
func (st *Style) width(r rune) float64 {
	if r >= 0x2000 {
		return 1
	}
	if st.Digits == Helvetica {
		return helvetica(r)
	}
	return 0.5
}

func (st *Style) measure(s string, size float64) (w float64) {
	for _, r := range s {
		w += st.width(r) * size
	}
	return w
}

// grid is a table as if no page ended.
type grid struct {
	g     *extract.Grid
	xs    []float64 // edges of columns
	ys    []float64 // of rows
	lines [][]string
	head  int // rows
}

func (l *layout) table(g *extract.Grid) {
	if len(g.Cells) == 0 {
		return
	}
	t := &grid{g: g, xs: l.columns(g)}
	high := make([]float64, g.Rows)
	for i := range g.Cells {
		c := &g.Cells[i]
		lines := l.d.Style.wrap(c.Text, t.xs[c.Col+c.ColSpan]-t.xs[c.Col]-2*padding, cellSize)
		t.lines = append(t.lines, lines)
		if c.RowSpan == 1 {
			high[c.Row] = max(high[c.Row], heightOf(lines))
		}
	}
	for i := range g.Cells {
		c, sum := &g.Cells[i], 0.0
		for r := c.Row; r < c.Row+c.RowSpan; r++ {
			high[r] = max(high[r], cellSize*leading+2*padding)
			sum += high[r]
		}
		high[c.Row+c.RowSpan-1] += max(0, heightOf(t.lines[i])-sum)
	}
	t.ys = []float64{0}
	for _, h := range high {
		t.ys = append(t.ys, t.ys[len(t.ys)-1]+h)
	}
	t.head = headOf(g)
	l.rows(t)
}

func heightOf(lines []string) float64 {
	return float64(len(lines))*cellSize*leading + 2*padding
}

// headOf counts the rows above the first that holds a number.
func headOf(g *extract.Grid) int {
	first := g.Rows
	for i := range g.Cells {
		if c := &g.Cells[i]; c.Text != "" && strings.Trim(c.Text, "0123456789.,-") == "" {
			first = min(first, c.Row)
		}
	}
	for i := range g.Cells {
		if c := &g.Cells[i]; c.Row < first && c.Row+c.RowSpan > first {
			first = c.Row
		}
	}
	return first
}

// columns shares the width of the page among columns by what stands in them.
func (l *layout) columns(g *extract.Grid) []float64 {
	least, want := make([]float64, g.Cols), make([]float64, g.Cols)
	for i := range g.Cells {
		c := &g.Cells[i]
		n := float64(c.ColSpan)
		for _, w := range words(c.Text) {
			for k := range c.ColSpan {
				least[c.Col+k] = max(least[c.Col+k], l.d.Style.measure(string(w), cellSize)/n+2*padding+1)
			}
		}
		for k := range c.ColSpan {
			want[c.Col+k] = max(want[c.Col+k], math.Sqrt(l.d.Style.measure(c.Text, cellSize)/n))
		}
	}
	free, sum := l.width, 0.0
	for k := range least {
		least[k] = max(least[k], 16)
		free -= least[k]
		sum += want[k]
	}
	xs := []float64{l.x}
	for k := range least {
		xs = append(xs, xs[k]+least[k]+max(0, free)*want[k]/max(sum, 1))
	}
	return xs
}

// rows puts the rows of a table on pages.
func (l *layout) rows(t *grid) {
	from := 0.0 // of what comes next, in the space of the table
	for row := 0; from < t.ys[len(t.ys)-1]; {
		to := from
		room := l.foot() - l.y
		if from > 0 && l.d.Style.Repeat && t.head > 0 && from >= t.ys[t.head] {
			room -= t.ys[t.head]
		}
		for row < t.g.Rows && t.ys[row+1]-from <= room {
			row++
			to = t.ys[row]
		}
		if row < t.g.Rows && l.d.Style.Split {
			top := max(from, t.ys[row])
			step := cellSize * leading
			for k := 1.0; top == t.ys[row] && t.ys[row]+padding+k*step+padding < t.ys[row+1] && t.ys[row]+padding+k*step-from <= room; k++ {
				to = t.ys[row] + padding + k*step
			}
		}
		if to == from {
			if l.y <= margin+11 { // higher than a page
				row++
				to = t.ys[row]
			} else {
				l.column()
				dx := l.x - t.xs[0]
				for i := range t.xs {
					t.xs[i] += dx
				}
				continue
			}
		}
		if from > 0 && l.d.Style.Repeat && t.head > 0 && from >= t.ys[t.head] {
			l.strip(t, 0, t.ys[t.head])
		}
		l.strip(t, from, to)
		from = to
	}
	l.y += 8
}

// strip draws what of a table lies between two heights.
func (l *layout) strip(t *grid, from, to float64) {
	s := l.sheet()
	place := func(y float64) float64 { return l.y + y - from }
	for i := range t.g.Cells {
		c := &t.g.Cells[i]
		top, bottom := t.ys[c.Row], t.ys[c.Row+c.RowSpan]
		if bottom <= from || top >= to {
			continue
		}
		box := Line{t.xs[c.Col], place(max(top, from)), t.xs[c.Col+c.ColSpan], place(min(bottom, to))}
		s.Cells = append(s.Cells, Cell{box, c.Text})
		s.Lines = append(s.Lines, Line{box.X0, box.Y0, box.X1, box.Y0}, Line{box.X0, box.Y1, box.X1, box.Y1}, Line{box.X0, box.Y0, box.X0, box.Y1}, Line{box.X1, box.Y0, box.X1, box.Y1})
		step := cellSize * leading
		y := top + padding
		whole := top >= from && bottom <= to
		if whole && !l.d.Style.Split {
			y += (bottom - top - heightOf(t.lines[i])) / 2
		}
		for _, line := range t.lines[i] {
			switch {
			case y < from-0.1 && y+step > from+0.1 && !whole: // the break runs through it: it has moved down
				y = from + padding
			case y < to-0.1 && y+step > to+0.1 && !whole:
				y = to + padding
			}
			if y >= from-0.1 && y+step <= to+0.1 && line != "" {
				w := l.d.Style.measure(line, cellSize)
				x := (box.X0 + box.X1 - w) / 2
				if c.ColSpan == 1 && len(t.lines[i]) > 1 {
					x = box.X0 + padding
				}
				s.Texts = append(s.Texts, Text{X: x, Y: place(y) + cellSize, Size: cellSize, S: line, Cell: true})
			}
			y += step
		}
	}
	l.y += to - from
}

// furniture prints running heads and page numbers.
func (l *layout) furniture() {
	if !l.d.Style.Running {
		return
	}
	for i, s := range l.d.Sheets {
		s.Texts = append(s.Texts, Text{X: margin, Y: 40, Size: 9, S: "政府信息公开工作年度报告"},
			Text{X: s.Width/2 - 10, Y: s.Height - 30, Size: 9, S: "— " + string(rune('1'+i%9)) + " —"})
	}
}
