package term

import (
	"strings"

	"github.com/gongkai-data/gongkai/extract"
)

// DrawLimit is the number of grid positions above which a table is not drawn:
// nobody reads such a picture, and a hostile table would fill the disk.
const DrawLimit = 20_000

// Draw returns the grid as lines of box-drawing characters, every cell with its
// spans, text wrapped at wrap columns. A position without a cell shows "╳".
// It returns nil for a grid above DrawLimit.
func Draw(g *extract.Grid, wrap int) []string {
	if g.Rows == 0 || g.Cols == 0 || g.Rows > DrawLimit || g.Cols > DrawLimit || g.Rows*g.Cols > DrawLimit {
		return nil
	}
	d := drawing{grid: g, owner: g.Dense(), wrap: max(2, wrap)}
	d.measure()
	return d.lines()
}

// drawing holds the measures of one picture.
type drawing struct {
	grid   *extract.Grid
	owner  [][]*extract.Cell
	wrap   int
	width  []int // of each column
	height []int // of each row
}

// shown is the text of a cell as it is drawn.
func shown(c *extract.Cell) string {
	return Block(strings.TrimSpace(strings.ReplaceAll(c.Text, "\t", " ")))
}

// measure finds column widths, then row heights: first from cells that span
// nothing, then a spanning cell stretches its last column or row.
func (d *drawing) measure() {
	d.width, d.height = make([]int, d.grid.Cols), make([]int, d.grid.Rows)
	for i := range d.width {
		d.width[i] = 1
	}
	for i := range d.height {
		d.height[i] = 1
	}
	for _, wide := range []bool{false, true} {
		for i := range d.grid.Cells {
			c := &d.grid.Cells[i]
			if (c.ColSpan > 1) != wide {
				continue
			}
			need := 0
			for _, line := range Wrap(shown(c), d.wrap) {
				need = max(need, Width(line))
			}
			last := c.Col + c.ColSpan - 1
			d.width[last] += max(0, need-d.inner(d.width, c.Col, c.ColSpan))
		}
	}
	for _, tall := range []bool{false, true} {
		for i := range d.grid.Cells {
			c := &d.grid.Cells[i]
			if (c.RowSpan > 1) != tall {
				continue
			}
			need := len(Wrap(shown(c), d.inner(d.width, c.Col, c.ColSpan)))
			last := c.Row + c.RowSpan - 1
			d.height[last] += max(0, need-d.inner(d.height, c.Row, c.RowSpan))
		}
	}
}

// inner is the room of span tracks with the lines between them.
func (d *drawing) inner(size []int, from, span int) int {
	n := span - 1
	for _, s := range size[from : from+span] {
		n += s
	}
	return n
}

// lines paints rulings first, then the texts over them.
func (d *drawing) lines() []string {
	var out []string
	for r := 0; r <= d.grid.Rows; r++ {
		out = append(out, d.ruling(r))
		for k := 0; r < d.grid.Rows && k < d.height[r]; k++ {
			out = append(out, d.textLine(r, k))
		}
	}
	return out
}

// at is the cell at a position; outside the grid and in holes there is none.
func (d *drawing) at(r, c int) *extract.Cell {
	if r < 0 || c < 0 || r >= d.grid.Rows || c >= d.grid.Cols {
		return nil
	}
	return d.owner[r][c]
}

// inside tells positions of the grid from those around it.
func (d *drawing) inside(r, c int) bool {
	return r >= 0 && c >= 0 && r < d.grid.Rows && c < d.grid.Cols
}

// split reports whether a line runs between two neighbouring positions.
func (d *drawing) split(r1, c1, r2, c2 int) bool {
	in1, in2 := d.inside(r1, c1), d.inside(r2, c2)
	if !in1 && !in2 {
		return false
	}
	if in1 != in2 {
		return true
	}
	a, b := d.at(r1, c1), d.at(r2, c2)
	return a == nil || b == nil || a != b
}

// corners by which arms they have: up 1, right 2, down 4, left 8.
var corners = [16]rune{' ', '│', '─', '└', '│', '│', '┌', '├', '─', '┘', '─', '┴', '┐', '┤', '┬', '┼'}

// ruling is the line above row r.
func (d *drawing) ruling(r int) string {
	var b strings.Builder
	for c := 0; c <= d.grid.Cols; c++ {
		arms := 0
		for i, arm := range [4]bool{d.split(r-1, c-1, r-1, c), d.split(r-1, c, r, c), d.split(r, c-1, r, c), d.split(r-1, c-1, r, c-1)} {
			if arm {
				arms |= 1 << i
			}
		}
		spanned := d.at(r, c) // a cell that runs through this ruling shows its text here
		b.WriteRune(corners[arms])
		if c == d.grid.Cols {
			break
		}
		if d.split(r-1, c, r, c) {
			b.WriteString(strings.Repeat("─", d.width[c]))
			continue
		}
		text, to := d.piece(spanned, r, -1)
		b.WriteString(text)
		c = to
	}
	return b.String()
}

// textLine is line k of row r.
func (d *drawing) textLine(r, k int) string {
	var b strings.Builder
	for c := 0; c < d.grid.Cols; c++ {
		b.WriteRune('│')
		cell := d.at(r, c)
		if cell == nil {
			b.WriteString(Pad("╳", d.width[c]))
			continue
		}
		text, to := d.piece(cell, r, k)
		b.WriteString(text)
		c = to
	}
	b.WriteRune('│')
	return b.String()
}

// piece is the part of a cell's text on line k of row r (k = -1: the ruling
// above row r), over the full width of the cell, and its last column.
func (d *drawing) piece(c *extract.Cell, r, k int) (string, int) {
	room := d.inner(d.width, c.Col, c.ColSpan)
	line := k
	for i := c.Row; i < r; i++ {
		line += d.height[i] + 1
	}
	text := ""
	if lines := Wrap(shown(c), room); line >= 0 && line < len(lines) {
		text = lines[line]
	}
	return Pad(text, room), c.Col + c.ColSpan - 1
}
