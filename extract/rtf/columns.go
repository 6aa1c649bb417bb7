package rtf

import (
	"cmp"
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
	cell  int // index of the cell
}

// columns turns the edges of the cells from twips into columns and returns how
// many there are. Columns in which no cell starts are left out.
func columns(cells []rowCell) int {
	edges := rowEdges(cells)
	slices.SortFunc(edges, func(a, b edge) int {
		return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.row, b.row))
	})
	// Edges of one row never fall together: narrow cells stay apart.
	col, from := -1, int32(0)
	in := make([]int, cells[len(cells)-1].row+1) // 1 + column in which a row has an edge
	starts := make([]bool, 0, 64)
	for i := range edges {
		e := &edges[i]
		if col < 0 || e.at-from > snap || in[e.row] == col+1 {
			col, from = col+1, e.at
			starts = append(starts, false)
		}
		in[e.row] = col + 1
		if e.right {
			cells[e.cell].right = int32(col)
		} else {
			cells[e.cell].left = int32(col)
		}
	}
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
	least := cells[0].left
	for i := range cells {
		if i == 0 || cells[i].row != cells[i-1].row {
			least = min(least, cells[i].left)
		}
	}
	edges := make([]edge, 0, len(cells)+len(cells)/4)
	for i := range cells {
		c := &cells[i]
		if i == 0 || c.row != cells[i-1].row {
			at := c.left
			if at-least < indent && at-least < c.right-at {
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
