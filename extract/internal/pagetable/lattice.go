package pagetable

import (
	"cmp"
	"slices"
	"sort"
)

const (
	touch     = 3.0     // points: edges that come so near to each other meet
	snap      = 3.0     // points: parallel edges of one lattice that are nearer are one
	stub      = 7.0     // points: how far a line sticks out where a border is left away
	wallShare = 0.6     // of the side of a face that an edge must cover
	maxPairs  = 400_000 // pairs of edges looked at for crossings, on one page
	maxFaces  = 20_000  // faces of one lattice, more are a drawing
)

// lattice is a connected set of edges with its faces joined to cells.
type lattice struct {
	rect
	xs, ys []float64 // edges of columns and rows
	hor    []bool    // hor[r*cols+c]: a line above row r in column c; one row more than rows
	ver    []bool    // ver[r*(cols+1)+c]: a line left of column c in row r
	cells  []cell
	at     []int32 // face → index in cells
	cut    int     // fragments that an edge cuts inside a word
	halved int     // those that it cuts between two digits
	whole  int     // all fragments in it
	parent int     // lattice that holds this one in a cell, or -1
}

// cell is a rectangle of faces.
type cell struct {
	rect
	row, col, rows, cols int
	open                 bool // at a side of the lattice where no line is drawn
	odd                  bool // part of a region that is no rectangle
	pieces               []piece
	in                   *lattice
	page                 int
}

func (l *lattice) nrows() int { return len(l.ys) - 1 }
func (l *lattice) ncols() int { return len(l.xs) - 1 }

// lattices finds the connected sets of edges and their cells. ok is false where
// there are too many crossings for anything but a drawing.
func lattices(es edges) (out []lattice, ok bool) {
	sets, ok := connected(es)
	for _, s := range sets {
		if l, ok := newLattice(s); ok {
			out = append(out, l)
		}
	}
	slices.SortStableFunc(out, func(a, b lattice) int {
		if c := cmp.Compare(b.w()*b.h(), a.w()*a.h()); c != 0 {
			return c
		}
		return cmp.Compare(a.y0, b.y0)
	})
	return out, ok
}

// connected groups edges that cross or touch.
func connected(es edges) (sets []edges, ok bool) {
	ver := slices.Clone(es.ver)
	slices.SortStableFunc(ver, func(a, b edge) int { return cmp.Compare(a.at, b.at) })
	u := newSets(len(es.hor) + len(ver))
	pairs := 0
	for i, h := range es.hor {
		from := sort.Search(len(ver), func(k int) bool { return ver[k].at >= h.from-touch })
		for k := from; k < len(ver) && ver[k].at <= h.to+touch; k++ {
			if pairs++; pairs > maxPairs {
				return nil, false
			}
			if v := ver[k]; h.at >= v.from-touch && h.at <= v.to+touch {
				u.join(i, len(es.hor)+k)
			}
		}
	}
	index := make(map[int]int)
	for i := range u {
		root := u.find(i)
		at, seen := index[root]
		if !seen {
			at = len(sets)
			index[root] = at
			sets = append(sets, edges{})
		}
		if i < len(es.hor) {
			sets[at].hor = append(sets[at].hor, es.hor[i])
		} else {
			sets[at].ver = append(sets[at].ver, ver[i-len(es.hor)])
		}
	}
	return sets, true
}

// disjoint sets of integers
type disjoint []int32

func newSets(n int) disjoint {
	d := make(disjoint, n)
	for i := range d {
		d[i] = int32(i)
	}
	return d
}

func (d disjoint) find(i int) int {
	for int(d[i]) != i {
		d[i] = d[d[i]]
		i = int(d[i])
	}
	return i
}

// join puts the sets of a and b together under the lower root.
func (d disjoint) join(a, b int) {
	a, b = d.find(a), d.find(b)
	if a > b {
		a, b = b, a
	}
	d[b] = int32(a)
}

func newLattice(s edges) (lattice, bool) {
	if len(s.hor) < 2 || len(s.ver) < 1 {
		return lattice{}, false
	}
	l := lattice{parent: -1}
	l.ys = positions(s.hor, s.ver)
	l.xs = positions(s.ver, s.hor)
	if len(l.xs) < 2 || len(l.ys) < 2 || (len(l.xs)-1)*(len(l.ys)-1) > maxFaces {
		return lattice{}, false
	}
	l.rect = rect{l.xs[0], l.ys[0], l.xs[len(l.xs)-1], l.ys[len(l.ys)-1]}
	l.walls(s)
	l.join()
	return l, true
}

// positions returns the places of edges, near ones as one, and the ends of the
// edges across where they stick out so far that a border must be missing.
func positions(es, across []edge) []float64 {
	at := make([]float64, len(es))
	for i := range es {
		at[i] = es[i].at
	}
	slices.Sort(at)
	var out []float64
	for i := 0; i < len(at); {
		j, sum := i, 0.0
		for j < len(at) && at[j]-at[i] <= snap {
			sum += at[j]
			j++
		}
		out = append(out, sum/float64(j-i))
		i = j
	}
	lo, hi := out[0], out[len(out)-1]
	for _, e := range across {
		lo, hi = min(lo, e.from), max(hi, e.to)
	}
	if out[0]-lo > stub {
		out = slices.Insert(out, 0, lo)
	}
	if hi-out[len(out)-1] > stub {
		out = append(out, hi)
	}
	return out
}

// walls marks the sides of faces that an edge covers.
func (l *lattice) walls(s edges) {
	rows, cols := l.nrows(), l.ncols()
	l.hor = make([]bool, (rows+1)*cols)
	l.ver = make([]bool, rows*(cols+1))
	for _, e := range s.hor {
		r := nearest(l.ys, e.at)
		for c := first(l.xs, e.from); c < cols && l.xs[c] < e.to; c++ {
			if covers(e, l.xs[c], l.xs[c+1]) {
				l.hor[r*cols+c] = true
			}
		}
	}
	for _, e := range s.ver {
		c := nearest(l.xs, e.at)
		for r := first(l.ys, e.from); r < rows && l.ys[r] < e.to; r++ {
			if covers(e, l.ys[r], l.ys[r+1]) {
				l.ver[r*(cols+1)+c] = true
			}
		}
	}
}

func covers(e edge, from, to float64) bool {
	return overlap(e.from, e.to, from, to) >= wallShare*(to-from)
}

// nearest returns the index of the position that is nearest to v.
func nearest(at []float64, v float64) int {
	i := sort.SearchFloat64s(at, v)
	if i == len(at) || i > 0 && v-at[i-1] <= at[i]-v {
		i--
	}
	return i
}

// first returns the interval that holds v, or the first.
func first(at []float64, v float64) int { return max(0, sort.SearchFloat64s(at, v)-1) }

// join joins faces without a wall between them to cells.
func (l *lattice) join() {
	rows, cols := l.nrows(), l.ncols()
	u := newSets(rows * cols)
	for r := range rows {
		for c := range cols {
			if c > 0 && !l.ver[r*(cols+1)+c] {
				u.join(r*cols+c-1, r*cols+c)
			}
			if r > 0 && !l.hor[r*cols+c] {
				u.join((r-1)*cols+c, r*cols+c)
			}
		}
	}
	l.at = make([]int32, rows*cols)
	for i := range l.at {
		l.at[i] = -1
	}
	shape := make(map[int]*region)
	for i := range l.at {
		root := u.find(i)
		g := shape[root]
		if g == nil {
			g = &region{r0: i / cols, c0: i % cols, c1: i % cols}
			shape[root] = g
		}
		g.r1, g.c0, g.c1 = i/cols, min(g.c0, i%cols), max(g.c1, i%cols)
		g.n++
	}
	for i := range l.at {
		if l.at[i] >= 0 {
			continue
		}
		g := shape[u.find(i)]
		if g.n != (g.r1-g.r0+1)*(g.c1-g.c0+1) {
			g.n = (g.r1 - g.r0 + 1) * (g.c1 - g.c0 + 1)
			g.odd = true
		}
		l.take(u, i/cols, i%cols, g.odd)
	}
}

type region struct {
	r0, r1, c0, c1, n int
	odd               bool
}

// take makes a cell of the largest rectangle of one region from a face to the
// right and down.
func (l *lattice) take(u disjoint, r, c int, odd bool) {
	rows, cols := l.nrows(), l.ncols()
	root := u.find(r*cols + c)
	free := func(r, c int) bool { return l.at[r*cols+c] < 0 && u.find(r*cols+c) == root }
	c1 := c + 1
	for c1 < cols && free(r, c1) {
		c1++
	}
	r1 := r + 1
down:
	for ; r1 < rows; r1++ {
		for k := c; k < c1; k++ {
			if !free(r1, k) {
				break down
			}
		}
	}
	l.put(cell{row: r, col: c, rows: r1 - r, cols: c1 - c, odd: odd})
}

func (l *lattice) put(k cell) {
	rows, cols := l.nrows(), l.ncols()
	k.rect = rect{l.xs[k.col], l.ys[k.row], l.xs[k.col+k.cols], l.ys[k.row+k.rows]}
	for r := k.row; r < k.row+k.rows; r++ {
		for c := k.col; c < k.col+k.cols; c++ {
			l.at[r*cols+c] = int32(len(l.cells))
			k.open = k.open || c == 0 && !l.ver[r*(cols+1)] || c == cols-1 && !l.ver[r*(cols+1)+cols] ||
				r == 0 && !l.hor[c] || r == rows-1 && !l.hor[rows*cols+c]
		}
	}
	l.cells = append(l.cells, k)
}

// cellAt returns the cell that holds a point of the lattice.
func (l *lattice) cellAt(x, y float64) *cell {
	if !l.has(x, y) {
		return nil
	}
	c := min(first(l.xs, x), l.ncols()-1)
	r := min(first(l.ys, y), l.nrows()-1)
	k := &l.cells[l.at[r*l.ncols()+c]]
	k.in = l
	return k
}
