package extract

import (
	"fmt"
	"slices"
)

// Grid is a table as cells with spans. Cells are the truth; rows and columns
// are numbered from 0.
type Grid struct {
	Rows, Cols int
	Cells      []Cell // in (Row, Col) order, inside the grid, never overlapping; holes are allowed
}

// Cell is one physical cell.
type Cell struct {
	Prov
	Row, Col, RowSpan, ColSpan int    // spans are at least 1
	Header                     bool   // the file says so; never inferred
	Text                       string // decoded, not cleaned; paragraphs and line breaks are "\n"
}

// NewGrid sorts the cells, checks them and computes Rows and Cols.
// It fails with ErrCorrupt where cells overlap or a span is below 1.
func NewGrid(cells []Cell) (Grid, error) {
	g := Grid{Cells: cells}
	if !inOrder(cells) {
		slices.SortStableFunc(g.Cells, func(a, b Cell) int {
			if a.Row != b.Row {
				return a.Row - b.Row
			}
			return a.Col - b.Col
		})
	}
	for i := range g.Cells {
		c := &g.Cells[i]
		g.Rows = max(g.Rows, c.Row+c.RowSpan)
		g.Cols = max(g.Cols, c.Col+c.ColSpan)
	}
	return g, g.Check()
}

// inOrder reports cells that stand in (Row, Col) order, as readers give them.
func inOrder(cells []Cell) bool {
	for i := 1; i < len(cells); i++ {
		if a, b := &cells[i-1], &cells[i]; a.Row > b.Row || a.Row == b.Row && a.Col > b.Col {
			return false
		}
	}
	return true
}

// Check reports the first broken invariant of the grid, wrapped in ErrCorrupt.
// Its time is that of one sweep over the rows, not of the spanned area.
func (g *Grid) Check() error {
	// open[c] is the first row that is free again in column c.
	open := make([]int, g.Cols)
	for i := range g.Cells {
		c := &g.Cells[i]
		if c.RowSpan < 1 || c.ColSpan < 1 || c.Row < 0 || c.Col < 0 || c.Row+c.RowSpan > g.Rows || c.Col+c.ColSpan > g.Cols {
			return fmt.Errorf("grid: cell r%dc%d span %dx%d outside %dx%d: %w", c.Row, c.Col, c.RowSpan, c.ColSpan, g.Rows, g.Cols, ErrCorrupt)
		}
		if i > 0 {
			if p := &g.Cells[i-1]; p.Row > c.Row || p.Row == c.Row && p.Col >= c.Col {
				return fmt.Errorf("grid: cell r%dc%d out of order: %w", c.Row, c.Col, ErrCorrupt)
			}
		}
		for k := c.Col; k < c.Col+c.ColSpan; k++ {
			if open[k] > c.Row {
				return fmt.Errorf("grid: cells overlap at r%dc%d: %w", c.Row, k, ErrCorrupt)
			}
			open[k] = c.Row + c.RowSpan
		}
	}
	return nil
}

// Dense returns the grid as rows of pointers into Cells: a spanned position
// points at its cell, a hole is nil.
func (g *Grid) Dense() [][]*Cell {
	flat := make([]*Cell, g.Rows*g.Cols)
	rows := make([][]*Cell, g.Rows)
	for r := range rows {
		rows[r] = flat[r*g.Cols : (r+1)*g.Cols : (r+1)*g.Cols]
	}
	for i := range g.Cells {
		c := &g.Cells[i]
		for r := c.Row; r < c.Row+c.RowSpan; r++ {
			for k := c.Col; k < c.Col+c.ColSpan; k++ {
				rows[r][k] = c
			}
		}
	}
	return rows
}
