package msdoc

import (
	"fmt"
	"slices"
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
	x.cells = dropNarrow(joinRight(cells))
	t.rows = append(t.rows, x)
	if len(t.rows) > r.lim.Rows {
		return r.limit("rows", r.lim.Rows, start)
	}
	return nil
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

// columns turns the edges of all rows into columns: edges near one another are
// one. It returns the number of columns.
func (t *table) columns() int {
	t.trim()
	var edges []int
	for i := range t.rows {
		if i > 0 && sameEdges(t.rows[i].cells, t.rows[i-1].cells) {
			continue
		}
		for k := range t.rows[i].cells {
			c := &t.rows[i].cells[k]
			edges = append(edges, c.left, c.right)
		}
	}
	slices.Sort(edges)
	edges = slices.Compact(edges)
	for tolerance := snap; ; tolerance /= 3 {
		first := cluster(edges, tolerance)
		if tolerance > 0 && t.collapses(edges, first) {
			continue
		}
		return t.number(edges, first)
	}
}

// trim makes the outer edges of the rows one where they nearly are: a row that
// starts a margin further right has no empty column in front.
func (t *table) trim() {
	left, right := t.rows[0].cells[0].left, t.rows[0].cells[0].right
	for i := range t.rows {
		cells := t.rows[i].cells
		left, right = min(left, cells[0].left), max(right, cells[len(cells)-1].right)
	}
	for i := range t.rows {
		cells := t.rows[i].cells
		if c := &cells[0]; c.left-left <= ragged {
			c.left = left
		}
		if c := &cells[len(cells)-1]; right-c.right <= ragged {
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

// cluster returns for each edge the column line that it belongs to.
func cluster(edges []int, tolerance int) []int {
	lines := make([]int, len(edges))
	line, from := -1, 0
	for i, e := range edges {
		if line < 0 || e-from > tolerance {
			line++
			from = e
		}
		lines[i] = line
	}
	return lines
}

// collapses reports whether a cell would have no column left.
func (t *table) collapses(edges, lines []int) bool {
	for i := range t.rows {
		cells := t.rows[i].cells
		if i > 0 && sameEdges(cells, t.rows[i-1].cells) {
			continue
		}
		for k := range cells {
			c := &cells[k]
			if c.right > c.left && line(edges, lines, c.left) == line(edges, lines, c.right) {
				return true
			}
		}
	}
	return false
}

func line(edges, lines []int, e int) int {
	i, _ := slices.BinarySearch(edges, e)
	return lines[i]
}

// number writes columns into the cells; a cell without width gets the next
// column, and what follows moves on.
func (t *table) number(edges, lines []int) int {
	width := 0
	for i := range t.rows {
		last := 0
		for k := range t.rows[i].cells {
			c := &t.rows[i].cells[k]
			c.left = max(line(edges, lines, c.left), last)
			c.right = max(line(edges, lines, c.right), c.left+1)
			last = c.right
		}
		width = max(width, last)
	}
	return width
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
