package docx

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/extract/internal/ooxml"
)

// maxSpan is wider than any table that Word can hold (63 columns).
const maxSpan = 1000

// usualCells is how many cells the largest table of a report has.
const usualCells = 288

// merge is what w:vMerge and w:hMerge say.
type merge uint8

const (
	noMerge merge = iota
	mergeStart
	mergeOn
)

// rowCell is one w:tc as read, before it is placed in the grid.
type rowCell struct {
	span int
	v, h merge
	gone bool // deleted as a tracked change
	text string
	prov extract.Prov
}

// grid places the rows of one table.
type grid struct {
	cells  []extract.Cell
	more   map[int][]string // texts of cells that go on, by index in cells
	open   []int            // by column: 1 + index of the cell that starts there in the row above and may go on
	row    int
	heads  bool // all rows so far are header rows
	before int
	isHead bool
	drop   bool
}

// table reads w:tbl ([ECMA-376] 17.4.37). Its block is put in place at once:
// tables and text boxes inside its cells follow it.
func (r *reader) table() error {
	if r.tables++; r.tables > r.lim.Tables {
		return r.limit("tables", r.lim.Tables)
	}
	start := r.t.Start
	t := &extract.Table{Depth: r.depth}
	if r.role == extract.Furniture {
		t.Role = r.role
	}
	t.Caption = r.caption()
	slot := len(r.blocks)
	r.blocks = append(r.blocks, nil)
	if r.spare == nil && r.depth == 0 {
		r.spare = make([]extract.Cell, 0, usualCells)
	}
	g := grid{heads: true, cells: r.spare[:0]}
	r.spare = nil // a nested table needs its own
	if err := r.rows(t, &g); err != nil {
		return err
	}
	defer func() { r.spare = g.cells }()
	if len(g.cells) == 0 {
		return nil
	}
	g.join()
	t.Prov = r.prov(start)
	var err error
	if t.Grid, err = extract.NewGrid(slices.Clone(g.cells)); err != nil {
		return &extract.Error{Code: "docx-grid", Format: format, Part: r.t.Part, Offset: start, Detail: err.Error(), Err: extract.ErrCorrupt}
	}
	r.blocks[slot] = t
	return nil
}

func (r *reader) limit(what string, n int) error {
	return r.t.Fail(what+"-limit", extract.ErrLimit, fmt.Sprintf("limit %s = %d, needed more", what, n))
}

// caption returns the text of a paragraph in the caption style right above.
func (r *reader) caption() string {
	if n := len(r.blocks); n > 0 && r.depth == 0 {
		if p, ok := r.blocks[n-1].(*extract.Paragraph); ok && (strings.EqualFold(p.Style, "caption") || p.Style == "题注") {
			return p.Text
		}
	}
	return ""
}

// rows reads the children of w:tbl; content controls around rows are passed
// through.
func (r *reader) rows(t *extract.Table, g *grid) error {
	for {
		k, err := r.next()
		if err != nil || k == ooxml.End {
			return err
		}
		if k != ooxml.Start {
			continue
		}
		if r.t.Space == ooxml.Compat {
			err = r.compat(func() error { return r.rows(t, g) })
		} else {
			err = r.tableElement(t, g)
		}
		if err != nil {
			return err
		}
	}
}

func (r *reader) tableElement(t *extract.Table, g *grid) error {
	switch string(r.t.Local) {
	case "tr":
		return r.tableRow(g)
	case "sdt", "sdtContent", "customXml", "ins", "moveTo":
		return r.rows(t, g)
	case "tblPr":
		return r.tableProps(t)
	case "tblGrid", "sdtPr", "sdtEndPr", "customXmlPr", "del", "moveFrom", "bookmarkStart", "bookmarkEnd", "proofErr":
		return r.t.Skip()
	}
	return r.unknown()
}

func (r *reader) tableProps(t *extract.Table) error {
	for {
		ok, err := r.t.NextOf(isTableProp)
		if err != nil || !ok {
			return err
		}
		if string(r.t.Local) == "tblCaption" {
			t.Caption = r.t.Value("val")
		}
		if err := r.t.Skip(); err != nil {
			return err
		}
	}
}

func (r *reader) tableRow(g *grid) error {
	g.before, g.isHead, g.drop = 0, false, false
	base := len(r.scratch)
	if err := r.rowContent(g); err != nil {
		return err
	}
	row := r.scratch[base:]
	var err error
	if !g.drop && len(row) > 0 {
		g.heads = g.heads && g.isHead // header rows lead the table ([ECMA-376] 17.4.78)
		if err = r.place(g, row); err == nil {
			if g.row++; g.row > r.lim.Rows {
				err = r.limit("rows", r.lim.Rows)
			}
		}
	}
	clear(row)
	r.scratch = r.scratch[:base]
	return err
}

func (r *reader) rowContent(g *grid) error {
	for {
		k, err := r.next()
		if err != nil || k == ooxml.End {
			return err
		}
		if k != ooxml.Start {
			continue
		}
		if r.t.Space == ooxml.Compat {
			err = r.compat(func() error { return r.rowContent(g) })
		} else {
			err = r.rowElement(g)
		}
		if err != nil {
			return err
		}
	}
}

func (r *reader) rowElement(g *grid) error {
	switch string(r.t.Local) {
	case "tc":
		if g.drop {
			return r.t.Skip()
		}
		return r.cell(g)
	case "trPr":
		return r.rowProps(g)
	case "sdt", "sdtContent", "customXml", "ins", "moveTo":
		return r.rowContent(g)
	case "tblPrEx", "sdtPr", "sdtEndPr", "customXmlPr", "del", "moveFrom", "bookmarkStart", "bookmarkEnd", "proofErr":
		return r.t.Skip()
	}
	return r.unknown()
}

func (r *reader) rowProps(g *grid) error {
	for {
		ok, err := r.t.NextOf(isRowProp)
		if err != nil || !ok {
			return err
		}
		switch string(r.t.Local) {
		case "gridBefore":
			g.before = r.span(0)
		case "tblHeader":
			g.isHead = r.on()
		case "del":
			g.drop = true
		}
		if err := r.t.Skip(); err != nil {
			return err
		}
	}
}

// span returns w:val as a number of columns.
func (r *reader) span(least int) int {
	v, _ := r.t.Attr("val")
	n := number(v, least)
	if n > maxSpan {
		r.notice("docx-span-clamped", string(r.t.Local)+" "+strings.ToValidUTF8(string(v), "\uFFFD"), r.here())
		n = maxSpan
	}
	return max(n, least)
}

// cell reads w:tc. Its paragraphs become lines of one text; tables inside it
// are blocks of their own.
func (r *reader) cell(g *grid) error {
	start, mark := r.t.Start, len(r.text)
	c := rowCell{span: 1}
	outer := r.par
	r.par = parState{carry: -1, inCell: true}
	r.depth++
	for {
		k, err := r.next()
		if err != nil {
			return err
		}
		if k == ooxml.End {
			break
		}
		if k != ooxml.Start {
			continue
		}
		if r.t.Space == ooxml.Word && string(r.t.Local) == "tcPr" {
			err = r.cellProps(&c)
		} else {
			err = r.block()
		}
		if err != nil {
			return err
		}
	}
	r.flush()
	r.depth--
	r.par = outer
	if !c.gone {
		c.text, c.prov = string(r.text[mark:]), r.prov(start)
		r.scratch = append(r.scratch, c)
	}
	r.text = r.text[:mark]
	return nil
}

func (r *reader) cellProps(c *rowCell) error {
	for {
		ok, err := r.t.NextOf(isCellProp)
		if err != nil || !ok {
			return err
		}
		switch string(r.t.Local) {
		case "gridSpan":
			c.span = r.span(1)
		case "vMerge":
			c.v = r.merge()
		case "hMerge":
			c.h = r.merge()
		case "cellDel":
			c.gone = true
		}
		if err := r.t.Skip(); err != nil {
			return err
		}
	}
}

func (r *reader) merge() merge {
	if v, _ := r.t.Attr("val"); string(v) == "restart" {
		return mergeStart
	}
	return mergeOn
}

// place puts one row into the grid. A cell that goes on upwards grows the cell
// above if both have the same columns; else it opens a cell of its own.
func (r *reader) place(g *grid, row []rowCell) error {
	row = joinRight(row)
	width := g.before
	for i := range row {
		width += row[i].span
	}
	if r.cells += width; r.cells > r.lim.Cells {
		return r.limit("cells", r.lim.Cells)
	}
	for len(g.open) < width {
		g.open = append(g.open, 0)
	}
	col := g.before
	for i := range g.before {
		g.open[i] = 0
	}
	for i := range row {
		c := &row[i]
		n := g.open[col]
		clear(g.open[col : col+c.span])
		if c.v == mergeOn && n > 0 && g.cells[n-1].ColSpan == c.span {
			up := &g.cells[n-1]
			up.RowSpan++
			if c.text != "" {
				up.End = max(up.End, c.prov.End)
				g.add(n-1, c.text)
			}
			g.open[col] = n
		} else {
			g.cells = append(g.cells, extract.Cell{
				Prov: c.prov, Row: g.row, Col: col, RowSpan: 1, ColSpan: c.span,
				Header: g.heads, Text: c.text,
			})
			if c.v != noMerge {
				g.open[col] = len(g.cells)
			}
		}
		col += c.span
	}
	clear(g.open[col:])
	return nil
}

// add keeps more text of a cell. Texts are joined once, at the end of the
// table: a cell may go on over thousands of rows.
func (g *grid) add(cell int, text string) {
	if g.more == nil {
		g.more = make(map[int][]string)
	}
	g.more[cell] = append(g.more[cell], text)
}

func (g *grid) join() {
	for i, texts := range g.more {
		c := &g.cells[i]
		c.Text = strings.TrimPrefix(c.Text+"\n"+strings.Join(texts, "\n"), "\n")
	}
}

// joinRight joins cells that w:hMerge makes one.
func joinRight(row []rowCell) []rowCell {
	out := row[:0]
	for i := 0; i < len(row); {
		c := row[i]
		i++
		var texts []string
		for c.h != noMerge && i < len(row) && row[i].h == mergeOn {
			c.span += row[i].span
			c.prov.End = row[i].prov.End
			if row[i].text != "" {
				texts = append(texts, row[i].text)
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
