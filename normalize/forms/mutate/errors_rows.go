package mutate

import (
	"fmt"
	"slices"

	"github.com/gongkai-data/gongkai/normalize"
)

// rowErrors lose, double, move and tear rows of numbers.
var rowErrors = []Mutation{
	{"row_lost", "V04", true, rowLost},
	{"rows_end_early", "V04", true, rowsEndEarly},
	{"group_lost", "V04 V05", true, groupLost},
	{"row_doubled", "issue 5: doubled rows", true, rowDoubled},
	{"row_doubled_other_numbers", "issue 5: doubled rows", false, rowDoubledOtherNumbers},
	{"rows_swapped", "§0.6", true, rowsSwapped},
	{"row_extra", "V17", true, rowExtra},
	{"row_subtotal", "V17", true, rowSubtotal},
	{"row_over_three_lines", "V11", false, rowOverThreeLines},
	{"row_shifted_left", "V29", false, func(rnd *Rand, r *Report) bool { return rowShifted(rnd, r, true) }},
	{"row_shifted_right", "V29", false, func(rnd *Rand, r *Report) bool { return rowShifted(rnd, r, false) }},
	{"row_cell_lost", "V29 V51", false, rowCellLost},
	{"row_cell_added", "V51", false, rowCellAdded},
	{"row_in_one_cell", "issue 5: joined values", false, rowInOneCell},
	{"two_rows_in_one", "V06 V11", false, twoRowsInOne},
	{"rows_of_both_years", "issue 5: last year", true, rowsOfBothYears},
	{"column_slipped", "V29", false, columnSlipped},
}

// some chooses one of the report's own tables that has at least so many rows of
// numbers, the largest most often; nil where none has.
func some(rnd *Rand, r *Report, rows int) *Sheet {
	var all []*Sheet
	for _, s := range r.sheets("") {
		if n := len(s.data()); n >= rows {
			for range 1 + n/6 {
				all = append(all, s)
			}
		}
	}
	if len(all) == 0 {
		return nil
	}
	return pick(rnd, all)
}

// matrix chooses one of the report's applications tables with at least so many rows.
func matrix(rnd *Rand, r *Report, rows int) *Sheet {
	var all []*Sheet
	for _, s := range r.sheets("applications") {
		if len(s.data()) >= rows {
			all = append(all, s)
		}
	}
	if len(all) == 0 {
		return nil
	}
	return pick(rnd, all)
}

func rowLost(rnd *Rand, r *Report) bool {
	s := some(rnd, r, 2)
	if s == nil {
		return false
	}
	s.drop(pick(rnd, s.data()))
	return true
}

func rowsEndEarly(rnd *Rand, r *Report) bool {
	s := matrix(rnd, r, 6)
	if s == nil {
		return false
	}
	data := s.data()
	s.Rows = s.Rows[:data[4+rnd.N(len(data)-5)]]
	return true
}

// groupLost takes the label of a group away with its first row, as in the seed
// report, or with all its rows.
func groupLost(rnd *Rand, r *Report) bool {
	s := matrix(rnd, r, 6)
	if s == nil {
		return false
	}
	var at []int
	for _, i := range s.data() {
		if n := len(s.Rows[i].Boxes); n > 0 && s.innerGroup(i) != nil {
			at = append(at, i)
		}
	}
	if len(at) == 0 {
		return false
	}
	i := pick(rnd, at)
	g := s.innerGroup(i)
	n := min(g.Rows, len(s.Rows)-i)
	if rnd.Chance(50) {
		n = 1
	}
	g.Text = ""
	for range n {
		s.drop(i)
	}
	return true
}

// innerGroup is the label of the group that begins in row i, nil where none does.
func (s *Sheet) innerGroup(i int) *Box {
	for j := range s.Rows[i].Boxes {
		if b := &s.Rows[i].Boxes[j]; b.Kind == Group && b.Rows < 12 {
			return b
		}
	}
	return nil
}

// bare copies the label and the numbers of a row, without the groups that begin in it.
func (r *Row) bare() Row {
	out := Row{Kind: r.Kind}
	for _, b := range r.Boxes {
		if b.Kind != Group {
			b.Rows = 1
			out.Boxes = append(out.Boxes, b)
		}
	}
	return out
}

func rowDoubled(rnd *Rand, r *Report) bool {
	s := some(rnd, r, 1)
	if s == nil {
		return false
	}
	i := pick(rnd, s.data())
	s.insertAfter(i, s.Rows[i].bare())
	return true
}

func rowDoubledOtherNumbers(rnd *Rand, r *Report) bool {
	s := some(rnd, r, 1)
	if s == nil {
		return false
	}
	i := pick(rnd, s.data())
	twin := s.Rows[i].bare()
	for j := range twin.Boxes {
		if b := &twin.Boxes[j]; b.Kind == Value {
			b.alien(b.Value.Coef + int64(1+rnd.N(40)))
			b.Seen = s.Rows[i].bare().Boxes[j].Seen
		}
	}
	s.insertAfter(i, twin)
	return true
}

// alien makes the box a number that is none of the report's.
func (b *Box) alien(n int64) {
	if n < 0 {
		n = -n
	}
	b.set(n)
	b.Kind, b.Key, b.Seen, b.Status = Alien, normalize.Key{}, normalize.Key{}, normalize.Reported
}

// plainRow reports a row that begins with its label, outside of which no group begins.
func (r *Row) plainRow() bool {
	return r.Kind == DataRow && len(r.Boxes) > 2 && r.Boxes[0].Kind == Label && len(r.values()) > 0 &&
		!slices.ContainsFunc(r.Boxes[1:], func(b Box) bool { return b.Kind != Value && b.Kind != Note })
}

// plainRows lists the rows of one label and numbers.
func (s *Sheet) plainRows() (at []int) {
	for i := range s.Rows {
		if s.Rows[i].plainRow() {
			at = append(at, i)
		}
	}
	return at
}

func rowsSwapped(rnd *Rand, r *Report) bool {
	s := matrix(rnd, r, 4)
	if s == nil {
		return false
	}
	for range 10 {
		at := s.plainRows()
		if len(at) < 2 {
			return false
		}
		i := rnd.N(len(at) - 1)
		a, b := at[i], at[i+1]
		if b == a+1 && s.Rows[a].Boxes[0].Cols == s.Rows[b].Boxes[0].Cols {
			s.Rows[a], s.Rows[b] = s.Rows[b], s.Rows[a]
			return true
		}
	}
	return false
}

// extraLabels name rows that offices add to the form.
var extraLabels = []string{"其他主动公开文件", "9.其他不予公开情形", "其中：通过网站提交申请", "4.其他无法提供情形", "6.其他不予处理情形", "咨询类申请", "主动撤回申请"}

func rowExtra(rnd *Rand, r *Report) bool {
	s := some(rnd, r, 2)
	if s == nil || s.Table == "litigation" {
		return false
	}
	at := s.plainRows()
	if len(at) == 0 {
		return false
	}
	i := pick(rnd, at)
	twin := s.Rows[i].bare()
	twin.Boxes[0].Text = pick(rnd, extraLabels)
	if s.Table == "proactive" {
		twin.Boxes[0].Text = "其他主动公开文件"
	}
	for _, j := range twin.values() {
		twin.Boxes[j].alien(int64(rnd.N(300)))
	}
	if rnd.Chance(50) {
		s.insert(i, twin)
	} else {
		s.insertAfter(i, twin)
	}
	return true
}

// rowSubtotal prints the sum of a group below it.
func rowSubtotal(rnd *Rand, r *Report) bool {
	s := matrix(rnd, r, 6)
	if s == nil {
		return false
	}
	var at []int
	for _, i := range s.data() {
		if g := s.innerGroup(i); g != nil && i+g.Rows < len(s.Rows) && g.Rows > 1 && s.Rows[i+g.Rows-1].plainRow() {
			at = append(at, i)
		}
	}
	if len(at) == 0 {
		return false
	}
	i := pick(rnd, at)
	g := s.innerGroup(i)
	last := i + g.Rows - 1
	twin := s.Rows[last].bare()
	twin.Boxes[0].Text = pick(rnd, []string{"小计", "小 计", "本项小计"})
	for n, j := range twin.values() {
		sum := int64(0)
		for k := i; k <= last; k++ {
			if v := s.Rows[k].values(); n < len(v) {
				sum += s.Rows[k].Boxes[v[n]].Value.Coef
			}
		}
		twin.Boxes[j].alien(sum)
	}
	s.insert(last, twin)
	s.Rows[last], s.Rows[last+1] = s.Rows[last+1], s.Rows[last]
	return true
}

// rowOverThreeLines breaks the label of a row around its numbers.
func rowOverThreeLines(rnd *Rand, r *Report) bool {
	s := matrix(rnd, r, 4)
	if s == nil {
		return false
	}
	at := s.plainRows()
	if len(at) == 0 {
		return false
	}
	i := pick(rnd, at)
	words := []rune(s.Rows[i].Boxes[0].Text)
	if len(words) < 6 {
		return false
	}
	above, below := s.Rows[i].bare(), s.Rows[i].bare()
	above.Boxes[0].Text, below.Boxes[0].Text = string(words[:len(words)/2]), string(words[len(words)/2:])
	for _, half := range []Row{above, below} {
		for j := 1; j < len(half.Boxes); j++ {
			half.Boxes[j] = text(Note, "", 1, half.Boxes[j].Cols)
		}
	}
	s.Rows[i].Boxes[0].Text = ""
	s.insertAfter(i, below)
	s.insert(i, above)
	return true
}

// rowShifted moves the numbers of a row by one column; an empty cell fills the gap.
func rowShifted(rnd *Rand, r *Report, left bool) bool {
	s := some(rnd, r, 1)
	if s == nil {
		return false
	}
	row := &s.Rows[pick(rnd, s.data())]
	v := row.values()
	if len(v) < 3 || v[len(v)-1]-v[0] != len(v)-1 {
		return false
	}
	seen := make([]normalize.Key, len(v))
	for n, j := range v {
		if row.Boxes[j].Cols != row.Boxes[v[0]].Cols {
			return false // a merged cell would move the others by more than one column
		}
		seen[n] = row.Boxes[j].Seen
	}
	first, last := v[0], v[len(v)-1]
	moved := slices.Clone(row.Boxes[first : last+1])
	gap := text(Note, "", 1, 1)
	if left {
		gap.Cols = moved[len(moved)-1].Cols
		moved = append(moved[1:], gap)
	} else {
		gap.Cols = moved[0].Cols
		moved = append([]Box{gap}, moved[:len(moved)-1]...)
	}
	for n := range moved {
		if moved[n].Kind == Value {
			moved[n].Seen = seen[n]
		}
	}
	copy(row.Boxes[first:], moved)
	r.Sound = false
	return true
}

// rowCellLost loses one cell of a row: the row is shorter than its header.
func rowCellLost(rnd *Rand, r *Report) bool {
	s := some(rnd, r, 1)
	if s == nil {
		return false
	}
	row := &s.Rows[pick(rnd, s.data())]
	v := row.values()
	if len(v) < 3 {
		return false
	}
	n := rnd.N(len(v))
	for k := len(v) - 1; k > n; k-- {
		row.Boxes[v[k]].Seen = row.Boxes[v[k-1]].Seen
	}
	row.Boxes = slices.Delete(row.Boxes, v[n], v[n]+1)
	row.trace()
	r.Sound = false
	return true
}

// trace notes that the row itself shows that something is wrong with it.
func (r *Row) trace() {
	for j := range r.Boxes {
		r.Boxes[j].Traced = true
	}
}

// rowCellAdded puts an empty cell among the numbers of a row.
func rowCellAdded(rnd *Rand, r *Report) bool {
	s := some(rnd, r, 1)
	if s == nil {
		return false
	}
	row := &s.Rows[pick(rnd, s.data())]
	v := row.values()
	if len(v) < 2 {
		return false
	}
	n := rnd.N(len(v))
	for k := n; k+1 < len(v); k++ {
		row.Boxes[v[k]].Seen = row.Boxes[v[k+1]].Seen
	}
	row.Boxes = slices.Insert(row.Boxes, v[n], text(Note, "", 1, 1))
	row.trace()
	r.Sound = false
	return true
}

// join takes the numbers behind box a of a row into its cell.
func (r *Row) join(first int, rest []int, sep string) {
	a := &r.Boxes[first]
	last := a.end()
	for _, j := range rest {
		b := r.Boxes[j]
		a.Text += sep + b.Text
		a.Cols += b.Cols
		last.More = &b
		last = b.end()
	}
	for b := a; b != nil; b = b.More {
		b.Open, b.Traced = true, true
	}
}

// end is the last number of the cell.
func (b *Box) end() *Box {
	for b.More != nil {
		b = b.More
	}
	return b
}

// rowInOneCell prints all numbers of a row in one cell that spans their columns.
func rowInOneCell(rnd *Rand, r *Report) bool {
	s := some(rnd, r, 1)
	if s == nil {
		return false
	}
	row := &s.Rows[pick(rnd, s.data())]
	v := row.values()
	if len(v) < 3 || v[len(v)-1]-v[0] != len(v)-1 {
		return false
	}
	row.join(v[0], v[1:], pick(rnd, []string{" ", "  ", "\n", "、"}))
	row.Boxes = slices.Delete(row.Boxes, v[1], v[len(v)-1]+1)
	r.Sound = false
	return true
}

// twoRowsInOne prints two rows as two lines of every cell of one row.
func twoRowsInOne(rnd *Rand, r *Report) bool {
	s := some(rnd, r, 2)
	if s == nil {
		return false
	}
	var at []int
	for i := range len(s.Rows) - 1 {
		a, b := &s.Rows[i], &s.Rows[i+1]
		if a.plainRow() && b.plainRow() && len(a.Boxes) == len(b.Boxes) && a.Boxes[0].Cols == b.Boxes[0].Cols {
			at = append(at, i)
		}
	}
	if len(at) == 0 {
		return false
	}
	i := pick(rnd, at)
	a, b := &s.Rows[i], &s.Rows[i+1]
	for j := range a.Boxes {
		x, y := &a.Boxes[j], b.Boxes[j]
		x.Text += "\n" + y.Text
		if x.Kind != Value || y.Kind != Value {
			continue
		}
		x.Open, x.Traced, y.Open, y.Traced = true, true, true, true
		x.end().More = &y
	}
	s.drop(i + 1)
	r.Sound = false
	return true
}

// rowsOfBothYears prints every row twice, for this year and the one before, and
// says which is which beside the label.
func rowsOfBothYears(rnd *Rand, r *Report) bool {
	s := matrix(rnd, r, 4)
	if s == nil {
		return false
	}
	first := rnd.Chance(60)
	for i := len(s.Rows) - 1; i >= 0; i-- {
		row := &s.Rows[i]
		l, v := row.label(), row.values()
		if row.Kind != DataRow || l == nil || len(v) == 0 {
			if row.Kind == HeadRow && i == 0 && len(row.Boxes) > 0 {
				row.Boxes[0].Cols++
			}
			continue
		}
		l.Rows = 1
		old := Row{Kind: DataRow, Boxes: []Box{text(Note, fmt.Sprintf("%d年", r.Year-1), 1, 1)}}
		for _, j := range v {
			b := row.Boxes[j]
			b.alien(int64(rnd.N(60)))
			old.Boxes = append(old.Boxes, b)
		}
		behind := slices.IndexFunc(row.Boxes, func(b Box) bool { return b.Kind == Label }) + 1 // an empty cell may stand before the first number
		own := append([]Box{text(Note, fmt.Sprintf("%d年", r.Year), 1, 1)}, row.Boxes[behind:]...)
		lower := old.Boxes
		if !first {
			own, lower = lower, own
		}
		row.Boxes = append(slices.Clone(row.Boxes[:behind]), own...)
		row.label().Rows = 2
		below := Row{Kind: DataRow, Boxes: lower}
		for k := range i { // groups that reach over the row hold both lines
			for j := range s.Rows[k].Boxes {
				if b := &s.Rows[k].Boxes[j]; k+b.Rows > i {
					b.Rows++
				}
			}
		}
		for j := range row.Boxes {
			if row.Boxes[j].Kind == Group {
				row.Boxes[j].Rows++
			}
		}
		s.Rows = slices.Insert(s.Rows, i+1, below)
	}
	return true
}

// columnSlipped lets one column lose a cell: what stands below it moves up.
func columnSlipped(rnd *Rand, r *Report) bool {
	s := matrix(rnd, r, 5)
	if s == nil {
		return false
	}
	applicant := pick(rnd, columns).code
	var column []*Box
	for _, i := range s.data() {
		for j := range s.Rows[i].Boxes {
			if b := &s.Rows[i].Boxes[j]; b.Kind == Value && b.Seen.Applicant == applicant {
				column = append(column, b)
			}
		}
	}
	if len(column) < 4 {
		return false
	}
	for n := rnd.N(len(column) - 1); n < len(column); n++ {
		b := column[n]
		place := *b
		if n+1 < len(column) {
			*b = *column[n+1]
		} else {
			*b = text(Note, "", 1, 1)
		}
		b.Seen, b.Rows, b.Cols = place.Seen, place.Rows, place.Cols
	}
	r.Sound = false
	return true
}
