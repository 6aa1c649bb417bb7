package htmldoc

import (
	"bytes"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/gongkai-data/gongkai/extract"
)

// cellRun collects the text of one cell and the tables in it.
type cellRun struct {
	text   []byte
	lines  int
	nested []*html.Node
}

// add takes one paragraph. Empty ones leave no line, unless the cell holds
// nothing else: then its spaces are its text.
func (c *cellRun) add(b []byte, label *string) {
	for line := range bytes.SplitSeq(b, []byte{'\n'}) {
		blank := isBlank(line)
		switch {
		case len(line) == 0 || blank && len(c.text) > 0:
			continue
		case !blank && c.lines == 0:
			c.text = c.text[:0] // spaces only, so far
		case !blank:
			c.text = append(c.text, '\n')
		}
		if !blank {
			c.lines++
			c.text = append(c.text, *label...)
			*label = ""
		}
		c.text = append(c.text, line...)
	}
}

// tableRow is one tr with the row group that it stands in.
type tableRow struct {
	node     *html.Node
	group    int32 // first row behind the group
	inHead   bool
	from, to int // cells
}

// tableRows is a table as read, before its cells have places.
type tableRows struct {
	rows    []tableRow
	cells   []rawCell
	caption string
}

type rawCell struct {
	node   *html.Node
	id     int32
	text   string
	lines  int
	nested []*html.Node
}

// table reads the table n and, after it, the tables in its cells. A table that
// only lays out a page is passed through: its cells are read like the body.
func (p *page) table(n *html.Node, id int32, f flow) {
	if p.err != nil {
		return
	}
	if p.err = p.ctx.Err(); p.err != nil {
		return
	}
	if p.count++; p.count > p.lim.Tables {
		p.fail("html-too-many-tables", "limit tables = %d, needed >= %d", p.lim.Tables, p.count)
		return
	}
	t := &p.scan.tags[id]
	f.deleted = f.deleted || t.flags&deleted != 0
	if f.role == extract.Body && p.isFurniture(n, id, kTable, f) {
		f.role = extract.Furniture
	}
	rows := p.collect(n, f)
	if p.err != nil {
		return
	}
	if !p.all && p.isLayout(rows, id) {
		p.passThrough(rows, f)
		return
	}
	table := &extract.Table{Prov: p.prov(t.start, t.end), Caption: rows.caption, Role: f.role, Depth: f.depth}
	if len(rows.cells) > 0 {
		table.Grid = p.grid(rows)
	}
	if f.role == extract.Body && !f.content && isFurnitureTable(&table.Grid) {
		table.Role, f.role = extract.Furniture, extract.Furniture
	}
	if len(rows.cells) > 0 || rows.caption != "" {
		p.blocks = append(p.blocks, table)
		f.depth++
	}
	for _, c := range rows.cells {
		for _, in := range c.nested {
			p.table(in, tagID(in), f)
		}
	}
}

// collect reads rows and cells in the order in which they are printed: tfoot
// comes last (HTML 4.9.12.1, step 18).
func (p *page) collect(n *html.Node, f flow) *tableRows {
	out := &tableRows{rows: make([]tableRow, 0, 16), cells: make([]rawCell, 0, 64)}
	var feet []*html.Node
	var loose []*html.Node
	group := func(rows []*html.Node, head bool) {
		if len(rows) == 0 {
			return
		}
		from := len(out.rows)
		for _, tr := range rows {
			g := f
			g.deleted = f.deleted || p.isDeleted(tr) || p.isDeleted(tr.Parent)
			p.row(out, tr, head, g)
		}
		for i := from; i < len(out.rows); i++ {
			out.rows[i].group = int32(len(out.rows))
		}
	}
	for c := n.FirstChild; c != nil && p.err == nil; c = c.NextSibling {
		if c.Type != html.ElementNode || p.isHidden(c) {
			continue
		}
		switch c.DataAtom {
		case atom.Caption:
			if out.caption == "" {
				out.caption = p.run(c, f).string()
			}
		case atom.Tr:
			loose = append(loose, c)
		case atom.Thead, atom.Tbody:
			group(loose, false)
			loose = nil
			group(p.rowsOf(c), c.DataAtom == atom.Thead)
		case atom.Tfoot:
			feet = append(feet, c)
		}
	}
	group(loose, false)
	for _, c := range feet {
		group(p.rowsOf(c), false)
	}
	if len(out.rows) > p.lim.Rows {
		p.fail("html-too-many-rows", "limit rows = %d, needed >= %d", p.lim.Rows, len(out.rows))
	}
	return out
}

func (p *page) isHidden(n *html.Node) bool {
	id := tagID(n)
	return id >= 0 && p.scan.tags[id].flags&hidden != 0 && !p.shown
}

func (p *page) isDeleted(n *html.Node) bool {
	id := tagID(n)
	return id >= 0 && p.scan.tags[id].flags&deleted != 0
}

func (p *page) rowsOf(section *html.Node) []*html.Node {
	var rows []*html.Node
	for c := section.FirstChild; c != nil; c = c.NextSibling {
		if c.DataAtom == atom.Tr && !p.isHidden(c) {
			rows = append(rows, c)
		}
	}
	return rows
}

func (p *page) row(out *tableRows, tr *html.Node, head bool, f flow) {
	row := tableRow{node: tr, inHead: head, from: len(out.cells)}
	texts := 0
	for c := tr.FirstChild; c != nil && p.err == nil; c = c.NextSibling {
		if c.Type != html.ElementNode || kindOf(c.DataAtom) != kCell || p.isHidden(c) {
			continue
		}
		run := p.run(c, f)
		cell := rawCell{node: c, id: tagID(c), text: run.string(), lines: run.lines, nested: run.nested}
		if run.lines > 0 {
			texts++
		}
		out.cells = append(out.cells, cell)
	}
	row.to = len(out.cells)
	if id := tagID(tr); texts == 0 && id >= 0 && p.scan.tags[id].flags&artefact != 0 {
		out.cells = out.cells[:row.from] // widths for programs that need them
		return
	}
	out.rows = append(out.rows, row)
}

// run reads the content of one cell. It is valid until the next run: tables in
// a cell are read after it.
func (p *page) run(n *html.Node, f flow) *cellRun {
	label, from := p.label, p.from
	p.last = cellRun{text: p.last.text[:0]}
	p.label, p.cell = "", &p.last
	f.list, f.script = nil, 0
	f.deleted = f.deleted || p.isDeleted(n) // the cell stays, its neighbours keep their columns
	if id := tagID(n); id >= 0 && p.scan.tags[id].flags&pre != 0 {
		f.pre = true
	}
	p.flow(n, f)
	p.flush(f, p.from)
	p.label, p.cell, p.from = label, nil, from
	return &p.last
}

func (c *cellRun) string() string { return string(c.text) }

// isLayout tells a table that only lays out a page: one cell that holds a text
// of its own, or a cell that holds tables and the greater part of the text.
func (p *page) isLayout(t *tableRows, id int32) bool {
	if len(t.cells) == 1 {
		c := &t.cells[0]
		return c.lines > 2 || c.lines > 0 && len(c.nested) > 0 || len(c.nested) > 1
	}
	whole := p.sizes[id].text
	for i := range t.cells {
		c := &t.cells[i]
		if c.id >= 0 && len(c.nested) > 0 && (c.lines > 2 || len(c.nested) > 1) && p.sizes[c.id].text*2 > whole {
			return true
		}
	}
	return false
}

func (p *page) passThrough(t *tableRows, f flow) {
	p.count--
	for i := range t.cells {
		c := &t.cells[i]
		g := f
		if c.id >= 0 {
			in := &p.scan.tags[c.id]
			p.from = in.start
			g = p.enter(c.node, c.id, kBlock, f)
		}
		g.list = nil
		g.deleted = f.deleted || p.isDeleted(c.node)
		p.flow(c.node, g)
		end := p.from
		if c.id >= 0 {
			end = p.scan.tags[c.id].end
		}
		p.flush(g, end)
		p.from = end
	}
}

// grid gives every cell its place as HTML 4.9.12.1 does, with two differences:
// cells never overlap (the one that comes later is cut) and the area is bounded.
// A column is free again from the row that down notes, so the time is that of
// the cells and the columns they start or span in their first row.
func (p *page) grid(t *tableRows) extract.Grid {
	cells := make([]extract.Cell, 0, len(t.cells))
	var down []int32 // first free row of each column
	for r := range t.rows {
		row, at := &t.rows[r], 0
		r := int32(r)
		for i := row.from; i < row.to; i++ {
			c := &t.cells[i]
			for at < len(down) && down[at] > r {
				at++
			}
			tag := tag{rowspan: 1, colspan: 1}
			if c.id >= 0 {
				tag = p.scan.tags[c.id]
			}
			rows, cols := tag.rowspan, int(tag.colspan)
			if left := row.group - r; rows == 0 {
				rows = left
			} else if rows > left {
				rows = left
				p.cut++
			}
			free := 1
			for free < cols && (at+free >= len(down) || down[at+free] <= r) {
				free++
			}
			if free < cols {
				cols = free
				p.cut++
			}
			// One position is kept for each cell that is still to come.
			if left := max(1, p.lim.Cells-p.area-(p.scan.cells-p.placed-1)); int(rows)*cols > left {
				rows, cols = 1, min(cols, left)
				p.cut++
			}
			p.placed++
			p.area += int(rows) * cols
			for len(down) < at+cols {
				down = append(down, 0)
			}
			for k := at; k < at+cols; k++ {
				down[k] = r + rows
			}
			cells = append(cells, extract.Cell{Prov: p.prov(tag.start, tag.end), Row: int(r), Col: at, RowSpan: int(rows), ColSpan: cols,
				Header: tag.flags&header != 0 || row.inHead, Text: c.text})
			at += cols
		}
	}
	if p.area > p.lim.Cells {
		p.fail("html-too-many-cells", "limit cells = %d, needed >= %d", p.lim.Cells, p.area)
	}
	g, err := extract.NewGrid(cells)
	if err != nil && p.err == nil {
		p.err = &extract.Error{Code: "read-panic", Format: "html", Offset: -1, Detail: err.Error(), Err: extract.ErrInternal}
	}
	return g
}
