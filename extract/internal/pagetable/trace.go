package pagetable

import (
	"fmt"

	"github.com/gongkai-data/gongkai/extract"
)

// tracer tells the steps of one page as shapes. It does nothing where nobody
// listens.
type tracer struct {
	tell func(step string, shapes []extract.Shape)
	page *page
}

func (t tracer) step(name string, boxes []rect, label func(i int) string) {
	if t.tell == nil || len(boxes) == 0 {
		return
	}
	shapes := make([]extract.Shape, len(boxes))
	for i, b := range boxes {
		shapes[i] = extract.Shape{Page: t.page.no, Box: t.page.turn.out(b).box()}
		if label != nil {
			shapes[i].Label = label(i)
		}
	}
	t.tell(name, shapes)
}

// lines tells the fragments.
func (t tracer) lines() {
	if t.tell == nil {
		return
	}
	var boxes []rect
	for i := range t.page.frags {
		boxes = append(boxes, t.page.frags[i].rect)
	}
	t.step("lines", boxes, nil)
}

func (t tracer) edges() {
	if t.tell == nil {
		return
	}
	var boxes []rect
	for _, e := range t.page.edges.hor {
		boxes = append(boxes, rect{e.from, e.at, e.to, e.at})
	}
	for _, e := range t.page.edges.ver {
		boxes = append(boxes, rect{e.at, e.from, e.at, e.to})
	}
	t.step("edges", boxes, nil)
}

// crossings tells where two walls of a lattice meet.
func (t tracer) crossings(ls []lattice) {
	if t.tell == nil {
		return
	}
	var boxes []rect
	for i := range ls {
		l := &ls[i]
		for r := range l.ys {
			for c := range l.xs {
				if l.wallAt(r, c) {
					boxes = append(boxes, rect{l.xs[c], l.ys[r], l.xs[c], l.ys[r]})
				}
			}
		}
	}
	t.step("crossings", boxes, nil)
}

// wallAt tells whether a horizontal and a vertical wall meet at a corner.
func (l *lattice) wallAt(r, c int) bool {
	rows, cols := l.nrows(), l.ncols()
	hor := c > 0 && l.hor[r*cols+c-1] || c < cols && l.hor[r*cols+c]
	ver := r > 0 && l.ver[(r-1)*(cols+1)+c] || r < rows && l.ver[r*(cols+1)+c]
	return hor && ver
}

// columns tells the strips of tables that alignment made.
func (t tracer) columns() {
	if t.tell == nil {
		return
	}
	var boxes []rect
	for _, x := range t.page.tables {
		if x.by == nil {
			continue
		}
		for _, c := range x.by.cols {
			boxes = append(boxes, rect{c.x0, x.y0, c.x1, x.y1})
		}
	}
	t.step("columns", boxes, nil)
}

// tables tells the tables of the page and their cells.
func (t tracer) tables() {
	if t.tell == nil {
		return
	}
	var cells, boxes []rect
	var names, sizes []string
	for _, x := range t.page.tables {
		boxes = append(boxes, x.rect)
		sizes = append(sizes, fmt.Sprintf("%dx%d", x.rows, x.cols))
		for i := range x.cells {
			c := &x.cells[i]
			cells = append(cells, c.rect)
			names = append(names, fmt.Sprintf("r%dc%d", c.row, c.col))
		}
	}
	t.step("cells", cells, func(i int) string { return names[i] })
	t.step("tables", boxes, func(i int) string { return sizes[i] })
}
