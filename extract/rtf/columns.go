package rtf

import (
	"cmp"
	"math"
	"slices"
)

// snap is how far edges of one column lie apart, in twips: word processors round
// widths row by row.
const snap = 30

// indent is how far the left edges of rows lie apart that start at one column:
// rows differ by the padding that their writer took off.
const indent = 240

// edge is one edge of one row.
type edge struct {
	at    int32
	row   int
	right bool
	cell  int   // index of the cell
	nth   int32 // of those of its row at one place
}

// columns turns the edges of the cells from twips into columns and returns how
// many there are. Edges of one row never fall together: narrow cells stay apart. Columns in which no cell starts are left out.
func columns(cells []rowCell) int {
	edges := rowEdges(cells)
	slices.SortFunc(edges, func(a, b edge) int {
		return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.row, b.row), cmp.Compare(a.cell, b.cell))
	})
	near, from := -1, int32(0)
	var wide []int32                                                 // columns of edges near one another: 1, or more where a row has several there
	in := make([]struct{ near, n int32 }, cells[len(cells)-1].row+1) // 1 + where a row had its last edge, and how many there
	for i := range edges {
		e := &edges[i]
		if near < 0 || e.at-from > snap {
			near, from, wide = near+1, e.at, append(wide, 0)
		}
		if x := &in[e.row]; x.near != int32(near)+1 {
			x.near, x.n = int32(near)+1, 0
		}
		e.at, e.nth = int32(near), in[e.row].n
		in[e.row].n++
		wide[near] = max(wide[near], in[e.row].n)
	}
	col := int32(0)
	for i := range wide {
		wide[i], col = col, col+wide[i]
	}
	for i := range edges {
		if e := &edges[i]; e.right {
			cells[e.cell].right = wide[e.at] + e.nth
		} else {
			cells[e.cell].left = wide[e.at] + e.nth
		}
	}
	starts := make([]bool, col)
	fill(cells)
	for i := range cells {
		starts[cells[i].left] = true
	}
	rank := make([]int32, len(starts)+1)
	for i, s := range starts {
		rank[i+1] = rank[i]
		if s {
			rank[i+1]++
		}
	}
	for i := range cells {
		c := &cells[i]
		c.left, c.right = rank[c.left], rank[c.right]
	}
	return int(rank[len(starts)])
}

// rowEdges lists the right edges of all cells and the left edge of each row.
func rowEdges(cells []rowCell) []edge {
	first := func(i int) bool { return i == 0 || cells[i].row != cells[i-1].row }
	least := cells[0].left
	for i := range cells {
		if first(i) {
			least = min(least, cells[i].left)
		}
	}
	after := int32(math.MaxInt32) // the least right edge of a first cell that starts there
	for i := range cells {
		if first(i) && cells[i].left == least {
			after = min(after, cells[i].right)
		}
	}
	edges := make([]edge, 0, len(cells)+len(cells)/4)
	for i := range cells {
		c := &cells[i]
		if first(i) {
			at := c.left
			if at-least < indent && at-least < c.right-at && at < after-snap {
				at = least
			}
			edges = append(edges, edge{at: at, row: c.row, cell: i})
		}
		edges = append(edges, edge{at: c.right, row: c.row, right: true, cell: i})
	}
	return edges
}

// fill gives cells the left edge that is the right edge of their neighbour.
func fill(cells []rowCell) {
	for i := 1; i < len(cells); i++ {
		c := &cells[i]
		if c.row == cells[i-1].row {
			c.left = cells[i-1].right
		}
	}
}
