package pagetable

import (
	"math"
	"slices"
)

// headCell is a cell of the head: stacked lines of one text.
type headCell struct {
	part
	pieces []piece
	level  int
	leaf   bool
}

// headCells joins the stacked lines of the head to cells and gives each its level.
func (a *aligned) headCells() (cells []headCell, levels int) {
	for i := range a.head {
		parts := slices.Clone(a.lines[i].parts)
		for k := len(parts) - 1; k >= 0; k-- { // the last one has the edge of the table to its right
			parts[k].from, parts[k].to = a.headSpan(i, parts, k)
		}
		own := a.lines[i].parts
		for k := 1; k < len(parts); k++ {
			if p, q := &parts[k-1], &parts[k]; p.to >= q.from && own[k-1].to < own[k].from { // what two stand over is the head of neither
				p.from, p.to = own[k-1].from, own[k-1].to
				q.from, q.to = own[k].from, own[k].to
			}
		}
		for _, q := range parts {
			if c := a.stacked(cells, &q); c != nil {
				c.pieces = append(c.pieces, q.piece)
				c.rect = c.union(q.rect)
				continue
			}
			cells = append(cells, headCell{part: q, pieces: []piece{q.piece}})
		}
	}
	slices.SortStableFunc(cells, func(x, y headCell) int {
		switch {
		case x.y0 < y.y0:
			return -1
		case x.y0 > y.y0:
			return 1
		}
		return 0
	})
	for i := range cells {
		cells[i].leaf = true
		for k := range i {
			if cells[k].from <= cells[i].to && cells[i].from <= cells[k].to {
				cells[i].level = max(cells[i].level, cells[k].level+1)
				cells[k].leaf = false
			}
		}
		levels = max(levels, cells[i].level+1)
	}
	return cells, levels
}

// stacked returns the cell right above q in the same columns, if no rule parts them.
func (a *aligned) stacked(cells []headCell, q *part) *headCell {
	for i := len(cells) - 1; i >= 0; i-- {
		c := &cells[i]
		if c.to < q.from || c.from > q.to {
			continue
		}
		if c.from != q.from || c.to != q.to || q.y0-c.y1 > 0.9*q.size {
			return nil
		}
		mid := c.pieces[len(c.pieces)-1].mid
		if hasEdge(a.marks, mid, q.mid, q.x0, q.x1) || hasEdge(a.rules, mid, q.mid, q.x0, q.x1) {
			return nil
		}
		return c
	}
	return nil
}

// headSpan returns the columns that a part of the head stands over: those of
// the rule that underlines it, those it covers, or those it is centred over.
func (a *aligned) headSpan(i int, parts []part, at int) (from, to int) {
	q := &parts[at]
	if q.to <= a.label {
		return 0, a.label
	}
	next := a.box.y1
	if i+1 < len(a.lines) {
		next = a.lines[i+1].mid
	}
	for _, e := range a.marks {
		if e.at > q.mid && e.at < next+1 && e.from <= q.x0+2 && e.to >= q.x1-2 && e.to-e.from > q.w()+4 {
			f, t := -1, -1
			for c, k := range a.cols {
				if overlap(e.from, e.to, k.x0, k.x1) > 0.5*(k.x1-k.x0) {
					if f < 0 {
						f = c
					}
					t = c
				}
			}
			if f >= 0 && f <= q.from && t >= q.to {
				return f, t
			}
		}
	}
	return a.centredOver(i, parts, at)
}

// centredOver returns the columns that a part stands in the middle of, if they
// are more than those it touches: up to its neighbours on the line.
func (a *aligned) centredOver(i int, parts []part, at int) (from, to int) {
	q := &parts[at]
	lo, hi, alone := 1, len(a.cols)-1, true
	groups := false // another part of the line is the head of a group
	if a.unlabelled {
		lo = 0
	}
	for k := range parts {
		o := &parts[k]
		groups = groups || k != at && o.from > 0 && o.to > o.from
		switch {
		case o.to < q.from:
			lo = max(lo, o.to+1)
			alone = alone && o.from == 0
		case o.from > q.to:
			hi = min(hi, o.from-1)
			alone = false
		}
	}
	if q.from < lo || q.to > hi {
		return q.from, q.to
	}
	if a.stacksOn(i, q) {
		return q.from, q.to
	}
	off := func(f, t int) float64 { return math.Abs((a.cols[f].x0+a.cols[t].x1)/2 - q.xc()) }
	if q.from == q.to && off(q.from, q.from) < 0.8*q.size && !(alone && a.underlined(i, q)) && !groups {
		return q.from, q.to
	}
	from, to = q.from, q.to
	for f := lo; f <= q.from; f++ {
		for t := hi; t >= q.to; t-- {
			if t-f > to-from && off(f, t) < 0.7*q.size+0.02*(a.cols[t].x1-a.cols[f].x0) {
				from, to = f, t
			}
		}
	}
	return from, to
}

// stacksOn tells whether the line below goes on what a part begins: text of one
// column, set below it.
func (a *aligned) stacksOn(i int, q *part) bool {
	if i+1 >= a.head || q.from != q.to {
		return false
	}
	for k := range a.lines[i+1].parts {
		o := &a.lines[i+1].parts[k]
		if o.from == q.from && o.to == q.to && o.mid-q.mid < 1.5*q.size && !hasEdge(a.marks, q.mid, o.mid, q.x0, q.x1) &&
			min(math.Abs(o.x0-q.x0), math.Abs(o.x1-q.x1), math.Abs(o.xc()-q.xc())) < 0.35*q.size {
			return true
		}
	}
	return false
}

// underlined tells whether a long line runs between a part and the line below it.
func (a *aligned) underlined(i int, q *part) bool {
	if i+1 >= len(a.lines) {
		return false
	}
	for _, e := range a.marks {
		if e.at > q.mid && e.at < a.lines[i+1].mid && e.to-e.from > 2*q.w() {
			return true
		}
	}
	return false
}

// table makes the table of the lines.
func (a *aligned) table() *table {
	heads, levels := a.headCells()
	t := &table{page: a.no, rect: a.box, cols: len(a.cols), aligned: true}
	for i := range heads {
		h := &heads[i]
		c := cell{rect: h.rect, row: h.level, col: h.from, rows: 1, cols: h.to - h.from + 1, pieces: h.pieces, page: a.no}
		if h.leaf {
			c.rows = levels - h.level
		}
		t.cells = append(t.cells, c)
	}
	blocks := a.takeBlocks()
	groups := a.groups()
	for i, g := range groups {
		t.cells = append(t.cells, a.rowCells(g, levels+i)...)
	}
	t.cells = append(t.cells, a.placeBlocks(blocks, groups, levels)...)
	t.rows = levels + len(groups)
	t.by = a
	t.settle()
	return t
}

// rowCells returns the cells of one row of the body.
func (a *aligned) rowCells(g group, row int) []cell {
	var cells []cell
	for i := g.from; i < g.to; i++ {
		for k := range a.lines[i].parts {
			q := &a.lines[i].parts[k]
			if len(a.lines[i].parts) == 1 && g.to-g.from == 1 && q.from > 0 {
				q.from, q.to = a.centredOver(i, a.lines[i].parts, k)
			}
			at := slices.IndexFunc(cells, func(c cell) bool { return c.col <= q.to && q.from < c.col+c.cols })
			if at < 0 {
				cells = append(cells, cell{rect: q.rect, row: row, col: q.from, rows: 1, cols: q.to - q.from + 1, pieces: []piece{q.piece}, page: a.no})
				continue
			}
			c := &cells[at]
			c.pieces = append(c.pieces, q.piece)
			c.rect = c.union(q.rect)
			if q.to >= c.col+c.cols && !slices.ContainsFunc(cells, func(o cell) bool { return o.col > c.col && o.col <= q.to }) {
				c.cols = q.to - c.col + 1
			}
		}
	}
	return cells
}

// settle sorts the cells and makes them one grid without overlaps: a cell that
// reaches into another loses its span, one that stands on another joins it.
func (t *table) settle() {
	slices.SortStableFunc(t.cells, func(x, y cell) int {
		if x.row != y.row {
			return x.row - y.row
		}
		return x.col - y.col
	})
	at := make([]int32, t.rows*t.cols)
	out := t.cells[:0]
	for _, c := range t.cells {
		if k := at[c.row*t.cols+c.col]; k > 0 {
			o := &out[k-1]
			o.pieces = append(o.pieces, c.pieces...)
			o.rect = o.union(c.rect)
			continue
		}
		cols, rows := 1, 1
		for cols < c.cols && at[c.row*t.cols+c.col+cols] == 0 {
			cols++
		}
	down:
		for ; rows < c.rows; rows++ {
			for k := range cols {
				if at[(c.row+rows)*t.cols+c.col+k] != 0 {
					break down
				}
			}
		}
		c.cols, c.rows = cols, rows
		out = append(out, c)
		for r := range rows {
			for k := range cols {
				at[(c.row+r)*t.cols+c.col+k] = int32(len(out))
			}
		}
	}
	t.cells = out
}
