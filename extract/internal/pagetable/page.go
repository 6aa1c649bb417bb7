package pagetable

import (
	"cmp"
	"fmt"
	"slices"
	"unicode"

	"github.com/gongkai-data/gongkai/extract"
)

// page is one page on its way into blocks. Everything on it lies in a plane in
// which most of its text runs rightwards.
type page struct {
	no       int
	w, h     float64
	turn     turn // back to the page as it is displayed
	frags    []fragment
	edges    edges
	tables   []*table
	taken    []bool     // fragments that a table holds
	drawings []rect     // lattices that are none
	lines    []flowLine // outside of tables
	order    []flowRef  // of lines and tables
	overlay  []string   // texts of watermarks and stamps
	trace    tracer

	notices []extract.Notice
}

// table is one table of one page.
type table struct {
	rect
	page    int
	rows    int
	cols    int
	cells   []cell // by row and column
	depth   int
	aligned bool // the rows or columns come from alignment, not from rulings
	xs, ys  []float64
	by      *aligned // made it, of an aligned table
}

// upright returns the page turned so that most of its text runs rightwards.
func upright(p *extract.PageContent) (*extract.PageContent, turn) {
	var count [4]int
	for i := range p.Chars {
		if c := &p.Chars[i]; !c.Hidden && c.Dir <= extract.Upwards && c.Rune > ' ' {
			count[c.Dir]++
		}
	}
	main, all := 0, 0
	for d, n := range count {
		all += n
		if n > count[main] {
			main = d
		}
	}
	t := turn{extract.Dir(main), p.Width, p.Height}
	if main == 0 || 2*count[main] <= all {
		t.dir = extract.Rightwards
		return p, t
	}
	q := *p
	if t.dir != extract.Leftwards {
		q.Width, q.Height = p.Height, p.Width
	}
	q.Chars = slices.Clone(p.Chars)
	for i := range q.Chars {
		c := &q.Chars[i]
		c.Box = t.in(rectOf(c.Box)).box()
		c.Dir = (c.Dir + 4 - t.dir) % 4
	}
	q.Rulings = slices.Clone(p.Rulings)
	for i := range q.Rulings {
		q.Rulings[i].Box = t.in(rectOf(q.Rulings[i].Box)).box()
	}
	return &q, t
}

// layOut finds the fragments, edges and tables of a page.
func layOut(content *extract.PageContent, tell func(string, []extract.Shape)) *page {
	c, t := upright(content)
	p := &page{no: content.Number, w: c.Width, h: c.Height, turn: t}
	p.trace = tracer{tell, p}
	c = withOverlays(c)
	layers := layersOf(c)
	p.frags = p.join(c, layers[0])
	p.overprinted()
	if len(layers) > 1 {
		p.faint(p.join(c, layers[1]))
	}
	p.taken = make([]bool, len(p.frags))
	p.edges = edgesOf(c.Rulings)
	p.strike()
	p.trace.lines()
	p.trace.edges()
	p.ruledTables()
	p.alignedTables()
	p.trace.columns()
	p.trace.tables()
	p.take()
	p.flow()
	return p
}

// ruledTables makes tables of the lattices of the page.
func (p *page) ruledTables() {
	ls, ok := lattices(p.edges)
	if !ok {
		p.note("pagetable-drawing", "too many crossings")
		return
	}
	p.trace.crossings(ls)
	nest(ls)
	fill(ls, p)
	depth := make([]int, len(ls)) // of what lies in the cells of a lattice
	for i := range ls {
		if ls[i].parent >= 0 {
			depth[i] = depth[ls[i].parent]
		}
		if t := p.tableOf(&ls[i]); t != nil {
			t.depth = depth[i]
			depth[i]++
			p.tables = append(p.tables, t)
		}
	}
	p.take()
}

// take marks the fragments that tables hold.
func (p *page) take() {
	slices.SortStableFunc(p.tables, func(a, b *table) int { return cmp.Compare(a.y0, b.y0) })
	for i := range p.frags {
		f := &p.frags[i]
		for _, t := range p.tables {
			if t.has(f.xc(), f.yc()) {
				p.taken[i] = true
				break
			}
		}
	}
}

func (p *page) note(code extract.Code, detail string) {
	p.notices = append(p.notices, extract.Notice{Code: code, Detail: detail, Prov: extract.Prov{Page: p.no}})
}

// nest finds the lattice that holds each lattice in one of its cells: the
// smallest one. They come sorted by area, the largest first.
func nest(ls []lattice) {
	for i := range ls {
		for k := i - 1; k >= 0 && k >= i-512; k-- {
			if !ls[k].holds(ls[i].rect, touch) {
				continue
			}
			a, b := ls[k].cellAt(ls[i].x0+1, ls[i].y0+1), ls[k].cellAt(ls[i].x1-1, ls[i].y1-1)
			if a != nil && a == b {
				ls[i].parent = k
				break
			}
		}
	}
}

// fill puts the fragments into the cells of the innermost lattice by the
// middles of their characters.
func fill(ls []lattice, p *page) {
	if len(ls) == 0 {
		return
	}
	for i := range p.frags {
		f := &p.frags[i]
		back := turn{f.dir, p.w, p.h}
		start := 0
		var in *cell
		for k := range f.glyphs {
			b := back.out(f.glyphs[k].rect)
			c := innermost(ls, b.xc(), b.yc())
			if k > 0 && c != in {
				put(in, f, start, k)
				start = k
				if c == nil && f.torn(k) {
					in.in.halved++ // it reaches out of the table
				}
			}
			in = c
		}
		put(in, f, start, len(f.glyphs))
	}
}

func put(c *cell, f *fragment, from, to int) {
	if c != nil {
		c.in.whole++
		if from > 0 && !f.glyphs[from].spaced {
			c.in.cut++
			if f.torn(from) {
				c.in.halved++
			}
		}
		f.glyphs[from].torn = f.glyphs[from].torn || f.torn(from)
		f.glyphs[to-1].torn = f.glyphs[to-1].torn || f.torn(to)
		c.pieces = append(c.pieces, piece{f.dir, f.glyphs[from:to], f.mid, f.size})
	}
}

// torn tells a cut between two figures that stand next to each other.
func (f *fragment) torn(at int) bool {
	if at <= 0 || at >= len(f.glyphs) || f.glyphs[at].spaced {
		return false
	}
	a, b := f.glyphs[at-1].r, f.glyphs[at].r
	return inNumber(a) && inNumber(b) && (unicode.IsDigit(a) || unicode.IsDigit(b))
}

func innermost(ls []lattice, x, y float64) *cell {
	for i := len(ls) - 1; i >= 0; i-- {
		if c := ls[i].cellAt(x, y); c != nil {
			return c
		}
	}
	return nil
}

// first tells a lattice of a later page above which stands nothing but a running head.
func (p *page) first(l *lattice) bool {
	const head = 3 // fragments
	if p.no == 1 {
		return false
	}
	above := 0
	for i := range p.frags {
		if p.frags[i].yc() < l.y0 {
			if above++; above > head {
				return false
			}
		}
	}
	return true
}

// tableOf makes a table of a lattice, or nil where it is none.
func (p *page) tableOf(l *lattice) *table {
	var cells []cell
	full := 0
	for _, c := range l.cells {
		if len(c.pieces) == 0 && c.open {
			continue
		}
		if len(c.pieces) > 0 {
			full++
		}
		c.page = p.no
		cells = append(cells, c)
	}
	if full < 2 || l.ncols() < 2 || l.nrows() < 2 && full < 2 {
		return nil
	}
	t := &table{rect: l.rect, page: p.no, rows: l.nrows(), cols: l.ncols(), cells: cells, xs: l.xs, ys: l.ys}
	if t.drawing(l.cut, l.whole, p.first(l)) {
		p.drawings = append(p.drawings, l.rect)
		return nil
	}
	if l.halved > 0 {
		p.note("pagetable-number-cut", fmt.Sprintf("%d", l.halved))
	}
	if slices.ContainsFunc(cells, func(c cell) bool { return c.odd && !c.open && len(c.pieces) > 0 }) {
		p.note("pagetable-cell-irregular", "")
	}
	t.refine()
	return t
}
