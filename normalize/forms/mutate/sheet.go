package mutate

import (
	"slices"

	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/normalize"
)

// Kind says what a box is for.
type Kind uint8

const (
	Note  Kind = iota // a banner or remark
	Label             // names the row
	Group             // holds rows together
	Head              // names a column, or several
	Value             // a number of the form, or what stands in its place
	Alien             // a number that is none of the form's for this report
)

// Box is one printed cell.
type Box struct {
	Kind       Kind
	Text       string
	Rows, Cols int
	Code       string // of a Head: the column that it names; of a Note above columns: applicants, organisations

	Key    normalize.Key     // of a Value: what it is the number of
	Seen   normalize.Key     // the key under whose labels it stands; Key unless an error moved it
	Value  normalize.Decimal // what is printed, in the unit of the form
	Status normalize.Status  // Reported, or how the cell prints no number
	Open   bool              // what is printed could be read in two ways
	Traced bool              // the cell itself shows that something is wrong with its row
	More   *Box              // a second number in the same cell
}

// RowKind says what a row is for.
type RowKind uint8

const (
	DataRow RowKind = iota
	HeadRow
	NoteRow
)

// Row is one printed row: its boxes from left to right, without those that
// reach into it from above.
type Row struct {
	Kind  RowKind
	Boxes []Box
}

// Look says how a sheet is printed.
type Look uint8

const (
	AsGrid   Look = iota
	AsNested      // inside a table that only places it
	AsTabs        // fields in order, merged cells collapsed (domain.md §4.1)
	AsSpaces      // lines of text, columns set apart by spaces; empty cells leave no trace
	AsLines       // one cell a line
	AsGlued       // running text without any mark between the cells
)

// Sheet is one printed table.
type Sheet struct {
	Table  string // proactive, applications, litigation; "" where it is none of the report's own
	Rows   []Row
	Look   Look
	Turned bool // rows are columns
}

func (s *Sheet) clone() *Sheet {
	c := *s
	c.Rows = make([]Row, len(s.Rows))
	for i, r := range s.Rows {
		c.Rows[i] = Row{r.Kind, slices.Clone(r.Boxes)}
	}
	return &c
}

// data lists the rows of numbers.
func (s *Sheet) data() (rows []int) {
	for i := range s.Rows {
		if s.Rows[i].Kind == DataRow {
			rows = append(rows, i)
		}
	}
	return rows
}

// heads lists the rows of column labels.
func (s *Sheet) heads() (rows []int) {
	for i := range s.Rows {
		if s.Rows[i].Kind == HeadRow {
			rows = append(rows, i)
		}
	}
	return rows
}

// label is the box that names the row, nil where none does.
func (r *Row) label() *Box {
	for i := len(r.Boxes) - 1; i >= 0; i-- {
		if r.Boxes[i].Kind == Label {
			return &r.Boxes[i]
		}
	}
	return nil
}

// values lists the boxes of numbers.
func (r *Row) values() (at []int) {
	for i := range r.Boxes {
		if r.Boxes[i].Kind == Value {
			at = append(at, i)
		}
	}
	return at
}

// drop removes row i. Cells that reach over it become shorter, cells that begin
// in it and reach on begin one row below.
func (s *Sheet) drop(i int) {
	for k := range i {
		for j := range s.Rows[k].Boxes {
			if b := &s.Rows[k].Boxes[j]; k+b.Rows > i {
				b.Rows--
			}
		}
	}
	var stay []Box
	for _, b := range s.Rows[i].Boxes {
		if b.Rows > 1 {
			b.Rows--
			stay = append(stay, b)
		}
	}
	s.Rows = slices.Delete(s.Rows, i, i+1)
	if i < len(s.Rows) && len(stay) > 0 {
		s.Rows[i].Boxes = append(stay, s.Rows[i].Boxes...)
	}
}

// insert puts a row before row i; cells that reach over the place grow.
func (s *Sheet) insert(i int, r Row) {
	for k := range i {
		for j := range s.Rows[k].Boxes {
			if b := &s.Rows[k].Boxes[j]; k+b.Rows > i {
				b.Rows++
			}
		}
	}
	s.Rows = slices.Insert(s.Rows, i, r)
}

// insertAfter puts a row below row i; groups that end with row i hold it too.
func (s *Sheet) insertAfter(i int, r Row) {
	for k := range i + 1 {
		for j := range s.Rows[k].Boxes {
			b := &s.Rows[k].Boxes[j]
			if k+b.Rows > i+1 || k+b.Rows == i+1 && b.Kind == Group {
				b.Rows++
			}
		}
	}
	s.Rows = slices.Insert(s.Rows, i+1, r)
}

// cut takes the rows from i on off as a sheet of their own. Groups that reach
// over the cut are printed again below it where again is set, else they end.
func (s *Sheet) cut(i int, again bool) *Sheet {
	var over []Box
	for k := range i {
		for j := range s.Rows[k].Boxes {
			b := &s.Rows[k].Boxes[j]
			if k+b.Rows <= i {
				continue
			}
			rest := *b
			rest.Rows = k + b.Rows - i
			b.Rows = i - k
			if !again {
				rest.Text = ""
			}
			over = append(over, rest)
		}
	}
	t := &Sheet{Table: s.Table, Look: s.Look, Turned: s.Turned, Rows: slices.Clone(s.Rows[i:])}
	s.Rows = s.Rows[:i:i]
	if len(over) > 0 && len(t.Rows) > 0 {
		t.Rows[0].Boxes = append(over, t.Rows[0].Boxes...)
	}
	return t
}

// placed is a box with its place in the grid.
type placed struct {
	*Box
	row, col, rows, cols int
}

// place lays the boxes out as the HTML table model does. Where spans collide
// the later cell is narrower, as browsers show it.
func (s *Sheet) place() (cells []placed, width int) {
	taken := make([][]bool, len(s.Rows))
	at := func(r, c int) bool { return c < len(taken[r]) && taken[r][c] }
	for r := range s.Rows {
		c := 0
		for i := range s.Rows[r].Boxes {
			b := &s.Rows[r].Boxes[i]
			for at(r, c) {
				c++
			}
			p := placed{b, r, c, min(b.Rows, len(s.Rows)-r), 1}
			for p.cols < b.Cols && !at(r, c+p.cols) {
				p.cols++
			}
			for k := r; k < r+p.rows; k++ {
				for len(taken[k]) < c+p.cols {
					taken[k] = append(taken[k], false)
				}
				for n := c; n < c+p.cols; n++ {
					if taken[k][n] && k > r {
						p.rows = k - r
						break
					}
				}
			}
			for k := r; k < r+p.rows; k++ {
				for n := c; n < c+p.cols; n++ {
					taken[k][n] = true
				}
			}
			c += p.cols
			width = max(width, c)
			cells = append(cells, p)
		}
	}
	return cells, width
}

// table prints the sheet as a grid.
func (s *Sheet) table() *extract.Table {
	cells, _ := s.place()
	out := make([]extract.Cell, len(cells))
	for i, p := range cells {
		out[i] = extract.Cell{Row: p.row, Col: p.col, RowSpan: p.rows, ColSpan: p.cols, Text: p.Text}
		if s.Turned {
			out[i].Row, out[i].Col, out[i].RowSpan, out[i].ColSpan = p.col, p.row, p.cols, p.rows
		}
	}
	return newTable(out)
}

// newTable makes a table of cells that do not overlap.
func newTable(cells []extract.Cell) *extract.Table {
	g, err := extract.NewGrid(cells)
	if err != nil {
		return &extract.Table{} // cannot be: place gives each position to one cell
	}
	return &extract.Table{Grid: g}
}

// fields lists the cells of each row as a text of fields shows them: merged
// cells once, and with filler an empty field where one reaches in from above.
func (s *Sheet) fields(filler bool) [][]string {
	cells, width := s.place()
	rows := len(s.Rows)
	if s.Turned {
		rows, width = width, rows
	}
	grid := make([][]int, rows)
	for r := range grid {
		grid[r] = make([]int, width)
	}
	for i, p := range cells {
		if s.Turned {
			p.row, p.col, p.rows, p.cols = p.col, p.row, p.cols, p.rows
		}
		for r := p.row; r < p.row+p.rows; r++ {
			for c := p.col; c < p.col+p.cols; c++ {
				grid[r][c] = i + 1
			}
		}
	}
	out := make([][]string, rows)
	for r := range grid {
		last := 0
		for _, n := range grid[r] {
			if n == 0 || n == last {
				continue
			}
			last = n
			if r == 0 || !slices.Contains(grid[r-1], n) {
				out[r] = append(out[r], cells[n-1].Text)
			} else if filler {
				out[r] = append(out[r], "")
			}
		}
	}
	return out
}
