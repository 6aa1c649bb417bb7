package pagetable

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"

	"github.com/gongkai-data/gongkai/extract"
)

// joined is a table with its parts on all pages.
type joined struct {
	parts []joinedPart
	edges []float64 // of columns, over all parts; nil for aligned tables
	rows  int
	cols  int
	cells []joinedCell
	head  int   // cells of the first part
	ends  []int // cells that end the last row
}

type joinedPart struct {
	page  *page
	table *table
}

// joinedCell is a cell with the page that it begins on.
type joinedCell struct {
	row, col, rows, cols int
	page                 *page
	rect                 rect
	text                 string
	full                 bool // its last line leaves no room for one more word
	foot                 bool // its text ends where the cell does: no line more had room
}

// joinPages joins tables that go on over page breaks. The result has an entry for each
// table that is the first part.
func joinPages(pages []*page, notices *[]extract.Notice) map[*table]*joined {
	out := make(map[*table]*joined)
	var open *joined // ends its page
	for _, p := range pages {
		var first *table
		if t := p.firstTable(); open != nil && t != nil && open.join(p, t, notices) {
			first = t
		}
		for _, t := range p.tables {
			if t != first {
				out[t] = newJoined(p, t)
			}
		}
		last := p.lastTable()
		switch {
		case last == nil:
			if !p.blank() {
				open = nil
			}
		case last != first:
			open = out[last]
		}
	}
	return out
}

// blank tells a page with nothing on it but furniture.
func (p *page) blank() bool {
	for _, o := range p.order {
		if o.table != nil || !p.lines[o.line].furniture {
			return false
		}
	}
	return true
}

// firstTable returns the table that a page begins with, furniture apart.
func (p *page) firstTable() *table {
	for _, o := range p.order {
		if o.table != nil {
			return o.table
		}
		if !p.lines[o.line].furniture {
			return nil
		}
	}
	return nil
}

// lastTable returns the table that a page ends with.
func (p *page) lastTable() *table {
	for i := len(p.order) - 1; i >= 0; i-- {
		o := p.order[i]
		if o.table != nil {
			return o.table
		}
		if !p.lines[o.line].furniture {
			return nil
		}
	}
	return nil
}

func newJoined(p *page, t *table) *joined {
	j := &joined{parts: []joinedPart{{p, t}}, rows: t.rows, cols: t.cols}
	if len(t.xs) == t.cols+1 {
		j.edges = t.xs
	}
	j.take(cellsOf(p, t))
	return j
}

// take replaces the cells by those of the first part.
func (j *joined) take(cells []joinedCell) {
	j.cells, j.head, j.ends = cells, len(cells), nil
	j.findEnds(0)
}

// findEnds finds the cells that end the last row: of those that ended it before,
// and of those from an index on.
func (j *joined) findEnds(from int) {
	var out []int
	for _, i := range j.ends {
		if c := &j.cells[i]; c.row+c.rows == j.rows {
			out = append(out, i)
		}
	}
	for i := from; i < len(j.cells); i++ {
		if c := &j.cells[i]; c.row+c.rows == j.rows {
			out = append(out, i)
		}
	}
	j.ends = out
}

func cellsOf(p *page, t *table) []joinedCell {
	out := make([]joinedCell, len(t.cells))
	for i := range t.cells {
		c := &t.cells[i]
		out[i] = joinedCell{row: c.row, col: c.col, rows: c.rows, cols: c.cols, page: p, rect: c.rect, text: textOf(c.pieces), full: c.full()}
		out[i].foot = c.tight()
	}
	return out
}

// join puts a table of the next page at the end, if it goes on there.
func (j *joined) join(p *page, t *table, notices *[]extract.Notice) bool {
	last := j.parts[len(j.parts)-1]
	if t.depth != 0 || last.table.depth != 0 {
		return false
	}
	if a, b := last.table.by, t.by; a != nil && b != nil {
		return j.joinAligned(p, t, notices)
	}
	if math.Abs(t.x0-last.table.x0) > 4 || math.Abs(t.x1-last.table.x1) > 4 || j.edges == nil || len(t.xs) != t.cols+1 {
		return false
	}
	cells := cellsOf(p, t)
	edges, ok := joinEdges(j.edges, t.xs)
	if !ok {
		return false
	}
	if len(edges) != len(j.edges) {
		recolumn(j.cells, j.edges, edges)
	}
	recolumn(cells, t.xs, edges)
	if j.restarts(cells, len(edges)-1) {
		j.cols, j.edges = len(edges)-1, edges
		return false
	}
	j.cols, j.edges = len(edges)-1, edges
	j.append(p, t, cells, notices)
	return true
}

// joinAligned joins tables without rulings: their figures stand in the same
// columns. Columns that one page shows and the other does not are those of both.
func (j *joined) joinAligned(p *page, t *table, notices *[]extract.Notice) bool {
	last := j.parts[len(j.parts)-1]
	a, b := last.table.by, t.by
	if !sameFigures(a, b) {
		return false
	}
	switch {
	case len(a.cols) < len(b.cols) && len(j.parts) == 1:
		u := a.with(b.cols)
		*last.table = *u
		j.rows, j.cols = u.rows, u.cols
		j.take(cellsOf(last.page, u))
	case len(a.cols) > len(b.cols):
		*t = *b.with(a.cols)
	case len(a.cols) != len(b.cols):
		return false
	}
	j.append(p, t, cellsOf(p, t), notices)
	return true
}

// sameFigures tells whether the columns right of the labels are the same.
func sameFigures(a, b *aligned) bool {
	n := len(a.cols) - 1 - a.label
	if n < 2 || n != len(b.cols)-1-b.label || b.figureRows() == 0 {
		return false
	}
	for k := 1; k <= n; k++ {
		x, y := a.cols[len(a.cols)-k], b.cols[len(b.cols)-k]
		if overlap(x.x0, x.x1, y.x0, y.x1) <= 0 {
			return false
		}
	}
	return true
}

// figureRows counts the lines of the body that hold figures.
func (a *aligned) figureRows() int {
	n := 0
	for i := a.head; i < len(a.lines); i++ {
		if a.anchor(i) {
			n++
		}
	}
	return n
}

// append puts the rows of a part at the end.
func (j *joined) append(p *page, t *table, cells []joinedCell, notices *[]extract.Notice) {
	rows := t.rows
	note := func(code extract.Code, detail string) {
		*notices = append(*notices, extract.Notice{Code: code, Detail: detail, Prov: p.prov(t.rect)})
	}
	if n := j.repeated(cells); n > 0 && n < rows {
		cells = slices.DeleteFunc(cells, func(c joinedCell) bool { return c.row < n })
		for i := range cells {
			cells[i].row -= n
		}
		rows -= n
		note("pagetable-header-repeated", "")
	}
	cells, rows = j.seam(cells, rows, note)
	for i := range cells {
		cells[i].row += j.rows
	}
	from := len(j.cells)
	j.cells = append(j.cells, cells...)
	j.rows += rows
	j.findEnds(from)
	j.parts = append(j.parts, joinedPart{p, t})
}

// joinEdges returns the edges of both parts, or false where they are the
// columns of two tables.
func joinEdges(a, b []float64) ([]float64, bool) {
	var out []float64
	common := 0
	i, k := 0, 0
	for i < len(a) || k < len(b) {
		switch {
		case i < len(a) && k < len(b) && math.Abs(a[i]-b[k]) <= 4:
			out = append(out, a[i])
			common++
			i, k = i+1, k+1
		case k == len(b) || i < len(a) && a[i] < b[k]:
			out = append(out, a[i])
			i++
		default:
			out = append(out, b[k])
			k++
		}
	}
	inner := min(len(a), len(b)) - 2
	return out, inner <= 0 && len(out) <= 3 || common-2 >= max(1, (2*inner+2)/3)
}

// recolumn moves cells from one set of edges to another that holds it.
func recolumn(cells []joinedCell, from, to []float64) {
	at := make([]int, len(from))
	for i, x := range from {
		at[i] = nearest(to, x)
	}
	for i := range cells {
		c := &cells[i]
		end := c.col + c.cols
		c.col = at[c.col]
		c.cols = at[end] - c.col
	}
}

// repeated returns how many rows at the top of a part repeat the head.
func (j *joined) repeated(cells []joinedCell) int {
	n := 0
	for {
		a, b := rowOf(j.cells[:j.head], n), rowOf(cells, n)
		if len(a) == 0 || len(a) != len(b) {
			break
		}
		same, words := true, false
		for i := range a {
			x, y := a[i], b[i]
			if x.col != y.col || x.cols != y.cols || x.rows != y.rows || squeezed(x.text) != squeezed(y.text) || isNumber(x.text) {
				same = false
				break
			}
			words = words || squeezed(x.text) != ""
		}
		if !same || !words {
			break
		}
		n++
	}
	for n > 0 && slices.ContainsFunc(cells, func(c joinedCell) bool { return c.row < n && c.row+c.rows > n }) {
		n--
	}
	return n
}

// restarts tells a part that is a table of its own: another title over the same
// head.
func (j *joined) restarts(cells []joinedCell, cols int) bool {
	a, b := rowOf(j.cells[:j.head], 0), rowOf(cells, 0)
	if len(a) != 1 || len(b) != 1 || a[0].cols != cols || b[0].cols != cols || squeezed(a[0].text) == squeezed(b[0].text) {
		return false
	}
	a, b = rowOf(j.cells[:j.head], a[0].rows), rowOf(cells, b[0].rows)
	if len(a) < 3 || len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i].text == "" || isNumber(a[i].text) || squeezed(a[i].text) != squeezed(b[i].text) {
			return false
		}
	}
	return true
}

func rowOf(cells []joinedCell, row int) []joinedCell {
	var out []joinedCell
	for _, c := range cells {
		if c.row == row {
			out = append(out, c)
		}
	}
	slices.SortFunc(out, func(a, b joinedCell) int { return cmp.Compare(a.col, b.col) })
	return out
}

func squeezed(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}

// isNumber tells a cell that holds a figure, or a sign in the place of one.
func isNumber(s string) bool {
	d, l := 0, 0
	for _, r := range s {
		switch {
		case unicode.IsDigit(r):
			d++
		case unicode.IsLetter(r):
			l++
		}
	}
	return d > 0 && l <= 1 || s != "" && strings.Trim(s, " -—–―─－/／\\*＊") == ""
}

// loose tells a table whose columns are not sure: neither rulings nor every one
// of its figures show them.
func (j *joined) loose() bool {
	for i, n := range j.parts {
		if n.table.by != nil && !n.table.by.firm(i == 0) {
			return true
		}
	}
	return false
}

// block returns the table as a block of the document.
func (j *joined) block(depth int) *extract.Table {
	p, t := j.parts[0].page, j.parts[0].table
	out := &extract.Table{Prov: p.prov(t.rect), Depth: depth, Text: j.loose(), Grid: extract.Grid{Rows: j.rows, Cols: j.cols}}
	slices.SortStableFunc(j.cells, func(a, b joinedCell) int {
		if a.row != b.row {
			return a.row - b.row
		}
		return a.col - b.col
	})
	for i := range j.cells {
		c := &j.cells[i]
		out.Grid.Cells = append(out.Grid.Cells, extract.Cell{
			Prov: c.page.prov(c.rect), Row: c.row, Col: c.col, RowSpan: c.rows, ColSpan: c.cols, Text: c.text,
		})
	}
	return out
}
