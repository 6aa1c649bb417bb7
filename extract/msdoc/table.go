package msdoc

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/gongkai-data/gongkai/extract"
)

const (
	maxDepth = 32  // tables in tables
	snap     = 30  // twips within which edges of different rows are one
	ragged   = 240 // the same for the outer edges: rows of joined tables differ by the margins of their cells
	noWidth  = 1440
)

// table is a table that is being read: rows up to now and the cell that text
// goes to.
type table struct {
	slot       int // of its block
	tap        tap // of the last row that had one
	depth      int
	caption    string
	rows       []row
	cells      []rowCell // of the row being read
	text       []byte    // of the cell being read
	lines      int       // paragraphs of it so far
	start, end int       // of the cell, start -1 for none
}

type row struct {
	cells      []rowCell
	header     bool
	start, end int
}

// rowCell is one cell before it is placed in the grid.
type rowCell struct {
	text        string
	start, end  int // bytes
	left, right int // edges in twips, later columns
	merge       cellMerge
}

// tableAt returns the table at depth d, counted from 1; tables that are not open
// yet are opened, deeper ones closed.
func (r *reader) tableAt(d int) (*table, error) {
	if err := r.closeTables(d); err != nil {
		return nil, err
	}
	for len(r.open) < d {
		t := &table{slot: len(r.blocks), depth: len(r.open), caption: r.caption(), start: -1}
		r.blocks = append(r.blocks, nil)
		r.open = append(r.open, t)
		if err := r.spend(0); err != nil {
			return nil, err
		}
	}
	if d == 0 {
		return nil, nil
	}
	return r.open[d-1], nil
}

// closeTables ends the tables deeper than d.
func (r *reader) closeTables(d int) error {
	for len(r.open) > d {
		t := r.open[len(r.open)-1]
		r.open = r.open[:len(r.open)-1]
		if err := r.closeTable(t); err != nil {
			return err
		}
	}
	return nil
}

// caption returns the text of a paragraph in the caption style right above.
func (r *reader) caption() string {
	if n := len(r.blocks); n > 0 && len(r.open) == 0 {
		if p, ok := r.blocks[n-1].(*extract.Paragraph); ok && (strings.EqualFold(p.Style, "caption") || p.Style == "题注") {
			return p.Text
		}
	}
	return ""
}

// endCell keeps the text collected as a cell of the row.
func (t *table) endCell(end int) {
	t.cells = append(t.cells, rowCell{text: string(t.text), start: max(t.start, 0), end: max(t.end, end)})
	t.text, t.lines, t.start, t.end = t.text[:0], 0, -1, 0
}

// blank reports that no cell of the row being read has text.
func (t *table) blank() bool {
	return len(t.text) == 0 && !slices.ContainsFunc(t.cells, func(c rowCell) bool { return c.text != "" })
}

// endRow makes a row of the cells, as the properties of its mark say.
func (r *reader) endRow(t *table, tp tap, start, end int, dropped bool) error {
	if t.lines > 0 && len(t.text) > 0 { // text behind the last cell mark
		t.endCell(end)
	}
	t.text, t.lines, t.start, t.end = t.text[:0], 0, -1, 0
	cells := t.cells[:len(t.cells):len(t.cells)]
	if t.cells = t.cells[len(cells):]; cap(t.cells) < len(cells) { // room for some rows at once
		t.cells = make([]rowCell, 0, 8*len(cells))
	}
	if len(cells) == 0 || dropped {
		return nil
	}
	if len(tp.edges) == 0 { // its properties are lost: as the row above
		if len(t.tap.edges) == 0 || slices.ContainsFunc(t.tap.merges, func(m cellMerge) bool { return m != cellMerge{} }) {
			r.notice("msdoc-row-definition", "", r.prov(start, end))
		}
		tp.edges, tp.merges = t.tap.edges, make([]cellMerge, len(t.tap.merges))
	} else {
		t.tap = tp
	}
	if len(cells) != len(tp.merges) {
		r.notice("msdoc-row-cells", fmt.Sprintf("%d cell marks, %d cells defined", len(cells), len(tp.merges)), r.prov(start, end))
	}
	x := row{cells: cells, header: tp.header, start: cells[0].start, end: max(end, cells[len(cells)-1].end)}
	first := 0
	if r.para.lost { // the start of the row is lost, its end is not
		first = max(len(tp.merges)-len(cells), 0)
	}
	right := 0
	if len(tp.edges) > 0 {
		right = tp.edges[first]
	}
	for k := range cells {
		c, i := &cells[k], k+first
		c.left, c.right = right, right+noWidth
		if i < len(tp.merges) {
			c.right, c.merge = max(tp.edges[i+1], right), tp.merges[i]
		}
		right = c.right
	}
	r.steady(t, cells)
	x.cells = dropNarrow(joinRight(cells))
	t.align(x.cells)
	t.rows = append(t.rows, x)
	if len(t.rows) > r.lim.Rows {
		return r.limit("rows", r.lim.Rows, start)
	}
	return nil
}

// steady sees to a row of which an edge does not lie right of the one before: a
// cell with text has no width then. Such a row has the columns of the row above
// if that has as many cells.
func (r *reader) steady(t *table, cells []rowCell) {
	flat := slices.IndexFunc(cells, func(c rowCell) bool { return c.right <= c.left && c.text != "" && c.merge.horz == 0 })
	if flat < 0 {
		return
	}
	r.notice("msdoc-cell-edges", "", r.prov(cells[flat].start, cells[flat].end))
	if n := len(t.rows); n > 0 && len(t.rows[n-1].cells) == len(cells) {
		for k, above := range t.rows[n-1].cells {
			cells[k].left, cells[k].right = above.left, above.right
		}
	}
}

// align gives a cell that goes on from above the edges of the cell above where
// they differ by less than a quarter of it: Word joins such cells. The neighbours
// in the row move along.
func (t *table) align(row []rowCell) {
	if len(t.rows) == 0 || !slices.ContainsFunc(row, func(c rowCell) bool { return c.merge.down }) {
		return
	}
	above, k := t.rows[len(t.rows)-1].cells, 0
	for i := range row {
		c := &row[i]
		for k < len(above) && above[k].right-above[k].left < 4*(c.left-above[k].left) {
			k++
		}
		if !c.merge.down || k == len(above) || !above[k].merge.vert {
			continue
		}
		a := &above[k]
		near := func(x, y int) bool { return 4*max(x-y, y-x) < a.right-a.left }
		if !near(c.left, a.left) || !near(c.right, a.right) {
			continue
		}
		if i == 0 || row[i-1].left < a.left {
			if c.left = a.left; i > 0 {
				row[i-1].right = a.left
			}
		}
		if i+1 == len(row) || a.right < row[i+1].right {
			if c.right = a.right; i+1 < len(row) {
				row[i+1].left = a.right
			}
		}
	}
}

// joinRight joins cells that horzMerge makes one. Which value starts a set is
// told by the first of the row: writers do not agree, see horzFirst.
func joinRight(cells []rowCell) []rowCell {
	first := 0
	for first < len(cells) && cells[first].merge.horz == 0 {
		first++
	}
	if first == len(cells) {
		return cells
	}
	on := uint8(horzOn)
	if cells[first].merge.horz != horzFirst {
		on = horzFirst
	}
	out := cells[:0]
	for i := 0; i < len(cells); {
		c := cells[i]
		i++
		var texts []string
		for c.merge.horz != 0 && i < len(cells) && cells[i].merge.horz == on {
			c.right, c.end = cells[i].right, max(c.end, cells[i].end)
			if cells[i].text != "" {
				texts = append(texts, cells[i].text)
			}
			i++
		}
		if texts != nil {
			c.text = strings.TrimPrefix(c.text+"\n"+strings.Join(texts, "\n"), "\n")
		}
		out = append(out, c)
	}
	return out
}

// dropNarrow leaves out empty cells that are too narrow to be seen, as rows that
// were cut and joined again have.
func dropNarrow(cells []rowCell) []rowCell {
	out := cells[:0]
	for i := range cells {
		c := &cells[i]
		if c.right-c.left <= snap && c.text == "" && len(cells) > 1 {
			if len(out) > 0 {
				out[len(out)-1].right = c.right
			}
			continue
		}
		if len(out) < i {
			cells[len(out)] = *c
		}
		out = cells[:len(out)+1]
	}
	if len(out) == 0 {
		return cells[:1]
	}
	return out
}

// closeTable places the rows and puts the table into its slot.
func (r *reader) closeTable(t *table) error {
	if len(t.rows) == 0 && len(t.cells) == 0 && len(t.text) > 0 {
		// Paragraphs that say they are in a table, but no cell ever ends.
		r.blocks[t.slot] = &extract.Paragraph{Prov: r.prov(t.start, t.end), Role: r.role, Text: string(t.text)}
		return nil
	}
	if t.lines > 0 || len(t.cells) > 0 {
		if t.lines > 0 {
			t.endCell(t.end)
		}
		at := t.cells[0].start
		r.notice("msdoc-row-end", "", r.prov(at, at))
		lost := r.para.lost
		r.para.lost = false // here the end of the row is missing, not its start
		err := r.endRow(t, tap{}, at, at, false)
		r.para.lost = lost
		if err != nil {
			return err
		}
	}
	if len(t.rows) == 0 {
		return nil
	}
	if r.tables++; r.tables > r.lim.Tables {
		return r.limit("tables", r.lim.Tables, t.rows[0].start)
	}
	columns := t.columns()
	if r.cells += len(t.rows) * columns; r.cells > r.lim.Cells {
		return r.limit("cells", r.lim.Cells, t.rows[0].start)
	}
	b := &extract.Table{Depth: t.depth, Caption: t.caption}
	if r.role == extract.Furniture {
		b.Role = r.role
	}
	start, end := t.rows[0].start, t.rows[0].end
	for i := range t.rows {
		start, end = min(start, t.rows[i].start), max(end, t.rows[i].end)
	}
	b.Prov = r.prov(start, end)
	var err error
	if b.Grid, err = extract.NewGrid(r.place(t, columns)); err != nil {
		return &extract.Error{Code: "msdoc-grid", Format: format, Part: mainStream, Offset: int64(start), Detail: err.Error(), Err: extract.ErrCorrupt}
	}
	r.blocks[t.slot] = b
	return nil
}

// edge is one edge of one row.
type edge struct {
	at, row int
	cell    int // whose right edge it is, -1 for the left edge of the row
	nth     int // of those of its row at one place
}

// columns turns the edges of the cells from twips into columns: edges near one
// another are one, but those of one row never fall together. It returns the
// number of columns.
func (t *table) columns() int {
	t.trim()
	like := make([]int, len(t.rows)) // the row above with equal edges, or itself
	var edges []edge
	for i := range t.rows {
		cells := t.rows[i].cells
		if i > 0 && sameEdges(cells, t.rows[i-1].cells) {
			like[i] = like[i-1]
			continue
		}
		like[i] = i
		edges = append(edges, edge{at: cells[0].left, row: i, cell: -1})
		for k := range cells {
			edges = append(edges, edge{at: cells[k].right, row: i, cell: k})
		}
	}
	slices.SortFunc(edges, func(a, b edge) int { return cmp.Or(a.at-b.at, a.row-b.row, a.cell-b.cell) })
	near, from := -1, 0
	var wide []int                                   // columns of edges near one another: 1, or more where a row has several there
	in := make([]struct{ near, n int }, len(t.rows)) // 1 + where a row had its last edge, and how many there
	for i := range edges {
		e := &edges[i]
		if near < 0 || e.at-from > snap {
			near, from, wide = near+1, e.at, append(wide, 0)
		}
		if x := &in[e.row]; x.near != near+1 {
			x.near, x.n = near+1, 0
		}
		e.at, e.nth = near, in[e.row].n
		in[e.row].n++
		wide[near] = max(wide[near], in[e.row].n)
	}
	col := -1
	for i := range wide {
		wide[i], col = col+1, col+wide[i]
	}
	for _, e := range edges {
		if at := wide[e.at] + e.nth; e.cell < 0 {
			t.rows[e.row].cells[0].left = at
		} else {
			t.rows[e.row].cells[e.cell].right = at
		}
	}
	for i := range t.rows {
		cells, as := t.rows[i].cells, t.rows[like[i]].cells
		for k := range cells {
			c := &cells[k]
			if c.left, c.right = as[k].left, as[k].right; k > 0 {
				c.left = cells[k-1].right
			}
		}
	}
	return col
}

// trim makes the outer edges of the rows one where they nearly are: a row that
// starts a margin further right has no empty column in front.
func (t *table) trim() {
	left, right := t.rows[0].cells[0].left, t.rows[0].cells[0].right
	for i := range t.rows {
		cells := t.rows[i].cells
		left, right = min(left, cells[0].left), max(right, cells[len(cells)-1].right)
	}
	after, before := right, left // a narrow column at the edge of other rows is no margin
	for i := range t.rows {
		cells := t.rows[i].cells
		if cells[0].left == left {
			after = min(after, cells[0].right)
		}
		if last := &cells[len(cells)-1]; last.right == right {
			before = max(before, last.left)
		}
	}
	for i := range t.rows {
		cells := t.rows[i].cells
		if c := &cells[0]; c.left-left <= ragged && c.left < after-snap {
			c.left = left
		}
		if c := &cells[len(cells)-1]; right-c.right <= ragged && c.right > before+snap {
			c.right = right
		}
	}
}

func sameEdges(a, b []rowCell) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i].left != b[i].left || a[i].right != b[i].right {
			return false
		}
	}
	return true
}

// place makes grid cells of the rows. A cell that goes on from the row above
// grows the one there if both have the same columns; else it is one of its own.
func (r *reader) place(t *table, columns int) []extract.Cell {
	n := 0
	for i := range t.rows {
		n += len(t.rows[i].cells)
	}
	cells := make([]extract.Cell, 0, n)
	var more map[int][]string
	open := make([]int, columns) // 1 + index of the cell that may go on there
	next := make([]int, columns)
	heads := true
	for y := range t.rows {
		x := &t.rows[y]
		heads = heads && x.header
		clear(next)
		for i := range x.cells {
			c := &x.cells[i]
			up := open[c.left]
			if c.merge.down && (up == 0 || cells[up-1].ColSpan != c.right-c.left) {
				r.notice("msdoc-merge", strconv.Itoa(c.start), r.prov(c.start, c.end))
			}
			if c.merge.down && up > 0 && cells[up-1].ColSpan == c.right-c.left {
				cells[up-1].RowSpan++
				if c.text != "" {
					cells[up-1].End = max(cells[up-1].End, int64(c.end))
					if more == nil {
						more = make(map[int][]string)
					}
					more[up-1] = append(more[up-1], c.text)
				}
				next[c.left] = up
				continue
			}
			cells = cells[:len(cells)+1]
			into := &cells[len(cells)-1]
			into.Prov, into.Header, into.Text = r.prov(c.start, c.end), heads, c.text
			into.Row, into.Col, into.RowSpan, into.ColSpan = y, c.left, 1, c.right-c.left
			if c.merge.vert {
				next[c.left] = len(cells)
			}
		}
		open, next = next, open
	}
	for i, texts := range more {
		cells[i].Text = strings.TrimPrefix(cells[i].Text+"\n"+strings.Join(texts, "\n"), "\n")
	}
	return cells
}

func (r *reader) limit(what string, n, at int) error {
	return &extract.Error{Code: extract.Code("msdoc-" + what + "-limit"), Format: format, Part: mainStream, Offset: int64(at),
		Detail: fmt.Sprintf("limit %s = %d, needed more", what, n), Err: extract.ErrLimit}
}
