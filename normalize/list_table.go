package normalize

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gongkai-data/gongkai/extract"
)

// entry is one printed line of a list: a label and what stands behind it.
type entry struct {
	view    *view
	row     int
	half    int      // of the lines that stand side by side
	label   int      // cell that names the line, −1 where none does
	text    string   // its text
	groups  []string // labels of merged cells to its left
	unit    string
	code    string // running number as printed
	hit     lineHit
	known   bool
	several []string // codes, where its label names several lines of the form, one below the other

	value  int    // cell of the number, −1 where none is
	other  string // the text that says that the line is of another year
	words  string // the number as printed, where it stands in running text
	source *flatSource
	col    Match
	flags  []Flag
	bad    bool // a number is printed, but not which of several counts
	filled bool // a number is printed somewhere in the line

	indicator string // settled by matching, "" where none fits
	row0      Match
	doubt     []Flag
}

// listReader reads the lists of one document on one form.
type listReader struct {
	*reader
	form    *listForm
	entries []entry
	columns listColumns           // of the last table, for one that goes on
	own     bool                  // a list of the report's year is there
	missing map[string]bool       // lines whose label is there, but no cell for their number
	other   string                // title inside the table at hand that says that what follows is of another year
	looked  int                   // how often a label was looked for in running text
	footers []string              // lines below the list: who filled it in, when
	extras  map[string]*listExtra // by rule: lines among those of its sum that are not of the form
	strays  map[string][]*entry   // by indicator: lines whose label may be what is left of its own
	coded   bool                  // the running numbers are those of the form
	unnamed bool                  // a list without labels stands beside
}

// maxEntries bounds the lines of a document: forms have at most 58.
const maxEntries = 4000

// fewestLines is how many lines of a form make a table its list: fewer labels
// stand in other tables too.
const fewestLines = 5

// strength counts the different lines of a form that a table prints, and how
// many of them in the official wording.
func (f *listForm) strength(t *extract.Table) (lines, official int) {
	had := map[string]bool{}
	for i := range t.Grid.Cells {
		text := t.Grid.Cells[i].Text
		if len(text) < 9 || len(text) > 3*longestLabel+30 {
			continue
		}
		key := lineKey(text)
		h, ok := f.exact[key]
		if !ok {
			h, ok = f.byKeys(key)
		}
		if code := strings.Join(h.codes, "|"); ok && !h.heading && !had[code] {
			had[code] = true
			if h.match == Exact {
				official++
			}
		}
	}
	return len(had), official
}

// table reads one table into entries.
func (lr *listReader) table(t *extract.Table, no, block int, other string) *view {
	v := &view{room: lr.room, no: no, block: block, rows: t.Grid.Rows, cols: t.Grid.Cols, loose: t.Text, cells: lr.room.takeCells(len(t.Grid.Cells)), otherYear: other}
	for i := range t.Grid.Cells {
		c := &t.Grid.Cells[i]
		vc := &v.cells[i]
		vc.src, vc.r0, vc.r1, vc.c0, vc.c1 = c, c.Row, c.Row+c.RowSpan, c.Col, c.Col+c.ColSpan
		vc.kind = kindOfCell(c.Text)
	}
	if lr.form.sideways(v) {
		v.turn()
	}
	v.index()
	if len(lr.columns.kinds) != v.cols {
		lr.columns = listColumns{}
	}
	var line []int
	lr.other = ""
	first := len(lr.entries)
	for r := 0; r < v.rows; r++ {
		line = v.line(r, line)
		lr.row(v, r, line)
	}
	// Lists that stand side by side are read one after the other.
	slices.SortStableFunc(lr.entries[first:], func(a, b entry) int { return a.half - b.half })
	return v
}

// kindOfCell tells labels from values; units count as words.
func kindOfCell(text string) cellKind {
	if _, ok := plainInteger(text); ok {
		return numberCell
	}
	if lineUnit(text) != "" {
		return wordCell
	}
	switch ParseValue(text, Quantity{Unit: "piece", Signed: true}).Status {
	case Blank:
		return emptyCell
	case TextStatus:
		return wordCell
	}
	return numberCell
}

// sideways reports that the lines of the form run along a row.
func (f *listForm) sideways(v *view) bool {
	across, down := map[int]int{}, map[int]int{}
	mostAcross, mostDown := 0, 0
	for i := range v.cells {
		c := &v.cells[i]
		if h, ok := f.exact[lineKey(c.src.Text)]; ok && !h.heading {
			across[c.r0]++
			down[c.c0]++
			mostAcross, mostDown = max(mostAcross, across[c.r0]), max(mostDown, down[c.c0])
		}
	}
	return mostAcross >= fewestLines && mostAcross > mostDown
}

// row reads one row: a header, a footer, or lines.
func (lr *listReader) row(v *view, r int, line []int) {
	kinds := make([]headKind, len(line))
	for n, i := range line {
		if text := v.cells[i].src.Text; v.cells[i].kind == wordCell {
			if _, known := lr.form.find(text); !known {
				kinds[n] = columnHead(text, lr.year)
			}
		}
	}
	switch {
	case lettersOnly(v, line):
		for _, i := range line {
			v.cells[i].role = labelRole
		}
		return
	case footer(v, r, line):
		for _, i := range line {
			lr.footers = append(lr.footers, v.cells[i].src.Text)
		}
		return
	case lr.columns.headRow(v, r, line, kinds):
		return
	case lr.title(v, r, line):
		return
	}
	lr.lines(v, r, line)
}

// title reports a row that is one text about figures, and notes whether these
// are of another year.
func (lr *listReader) title(v *view, r int, line []int) bool {
	text := ""
	for _, i := range line {
		if c := &v.cells[i]; c.kind != emptyCell {
			if text != "" || c.r0 != r || c.kind != wordCell {
				return false
			}
			text = c.src.Text
		}
	}
	s := Fold(text)
	if _, known := lr.form.find(text); known || s == "" || len(s) > 150 || !containsAny(s, figureWords) || containsAny(s, dateWords) || !strings.Contains(s, "年") {
		return false
	}
	lr.other = ""
	if lr.year > 0 && namesOtherYear(s, lr.year) {
		lr.other = text
	}
	return true
}

// lettersOnly reports the row 甲 乙 丙 1 2 that names columns for instructions.
func lettersOnly(v *view, line []int) bool {
	letters := 0
	for _, i := range line {
		switch s := Fold(v.cells[i].src.Text); {
		case s == "甲" || s == "乙" || s == "丙" || s == "丁":
			letters++
		case len(s) > 1:
			return false
		}
	}
	return letters > 0
}

// footerWords open the fields below a list.
var footerWords = []string{"单位负责人", "审核人", "填报人", "填表人", "联系电话", "填报日期", "填表日期", "报出日期", "单位名称", "填报单位", "制表人", "分管负责人", "主管领导", "单位盖章", "联系人", "单位领导"}

// footer reports a row of such fields.
func footer(v *view, r int, line []int) bool {
	for _, i := range line {
		c := &v.cells[i]
		s := Fold(c.src.Text)
		if c.r0 != r || s == "" {
			continue
		}
		for _, w := range footerWords {
			if strings.HasPrefix(s, w) {
				return true
			}
		}
		return false
	}
	return false
}

// lines cuts a row into lines: a label behind a unit or a number opens the next
// one, and so does a label in another half of the table.
func (lr *listReader) lines(v *view, r int, line []int) {
	var parts [][]int
	var part []int
	named, closed := false, false
	var in *half
	for _, i := range line {
		c := &v.cells[i]
		word := c.kind == wordCell && lineUnit(c.src.Text) == "" && !wordless(c.src.Text) && !lr.belowValue(v, c)
		h := lr.columns.at(c.c0)
		if v.loose {
			h = nil
		}
		next := word && named && closed || h != nil && in != nil && h != in
		if next {
			parts = append(parts, part)
			part, named, closed = nil, false, false
		}
		part = append(part, i)
		in = h
		named = named || word
		closed = closed || named && !word && c.kind != emptyCell
	}
	for n, p := range append(parts, part) {
		lr.line(v, r, n, p)
	}
}

// belowValue reports words below the label of a column of numbers.
func (lr *listReader) belowValue(v *view, c *viewCell) bool {
	if v.loose || c.c0 >= len(lr.columns.kinds) {
		return false
	}
	k := lr.columns.kinds[c.c0]
	return k >= ownHead || k == codeHead
}

// line reads the cells of one line.
func (lr *listReader) line(v *view, r, side int, cells []int) {
	e := entry{view: v, row: r, half: side, label: -1, value: -1, col: Exact, other: v.otherYear}
	if e.other == "" {
		e.other = lr.other
	}
	if v.turned && v.loose { // a field that is lost moves all behind it
		e.flags = append(e.flags, FlagGridRebuilt)
	}
	h := lr.half(v, cells)
	kinds, inOrder := lr.lineKinds(v, cells, h)
	var numbers []int
	for n, i := range cells {
		c := &v.cells[i]
		word := c.kind == wordCell && kinds[n] < ownHead && kinds[n] != codeHead
		switch u := lineUnit(c.src.Text); {
		case word && u != "":
			e.unit = u
			c.role = labelRole
		case word && c.r0 < r:
			e.groups = append(e.groups, c.src.Text)
		case word:
			lr.nameLine(&e, i)
		case c.kind == numberCell && isCode(c, h, kinds[n], v.loose, e.label < 0) && (!v.loose || e.code == "" && len(numbers) == 0):
			e.code = Fold(c.src.Text)
		case e.label < 0 && c.kind == emptyCell && kinds[n] < ownHead:
		case kinds[n] == unitHead:
			if printsNumber(c) {
				e.bad, e.filled = true, true // a number where the unit belongs
			}
		default:
			numbers = append(numbers, i)
		}
		if inOrder && h.value >= 0 && n == lr.columns.rank(h) {
			e.value = i
		}
	}
	if e.label >= 0 {
		v.cells[e.label].role = labelRole
		e.text = v.cells[e.label].src.Text
		e.hit, e.known = lr.form.find(e.text)
		if e.several = lr.form.severalLines(e.text); len(e.several) > 1 {
			e.hit, e.known, e.bad = lineHit{}, false, true
		}
	}
	if inOrder && e.value >= 0 {
		e.col, e.flags = Assumed, append(e.flags, FlagSpanInconsistent)
		e.filled = printsNumber(&v.cells[e.value])
	} else {
		e.value = -1
		lr.number(&e, h, numbers)
	}
	if (e.label >= 0 || e.filled) && len(lr.entries) < maxEntries {
		lr.entries = append(lr.entries, e)
	}
}

// lineKinds gives each cell of a line the label of its column. Where header and
// line have as many cells as each other that do not stand below each other,
// they are paired in order.
func (lr *listReader) lineKinds(v *view, cells []int, h *half) (kinds []headKind, inOrder bool) {
	kinds = make([]headKind, len(cells))
	if h == nil || v.loose {
		return kinds, false
	}
	heads := lr.columns.heads(h)
	for n, i := range cells {
		kinds[n] = lr.columns.kinds[v.cells[i].c0]
		inOrder = inOrder || len(heads) == len(cells) && heads[n] != v.cells[i].c0
	}
	if !inOrder {
		return kinds, false
	}
	for n, k := range heads {
		kinds[n] = lr.columns.kinds[k]
	}
	return kinds, true
}

// printsNumber reports more than a sign for none.
func printsNumber(c *viewCell) bool {
	if c.kind != numberCell {
		return false
	}
	_, nothing := emptyLike(Fold(c.src.Text))
	return !nothing
}

// nameLine takes a word as the label: the last one, but one that the form knows
// before one that it does not.
func (lr *listReader) nameLine(e *entry, i int) {
	if e.label >= 0 {
		old := e.view.cells[e.label].src.Text
		if _, known := lr.form.find(old); known {
			text := e.view.cells[i].src.Text
			if _, better := lr.form.find(text); !better {
				if strings.ContainsAny(Fold(text), "0123456789") {
					e.bad, e.filled = true, true // where the number belongs stands more than one
				}
				return
			}
		}
		e.groups = append(e.groups, old)
	}
	e.label = i
}

// half is the half of the table that a line stands in.
func (lr *listReader) half(v *view, cells []int) *half {
	if len(lr.columns.halves) == 0 || len(cells) == 0 {
		return nil
	}
	h := lr.columns.at(v.cells[cells[0]].c0)
	if v.loose {
		h = &lr.columns.halves[0]
	}
	if h.values == 0 {
		return nil // the labels above the numbers are lost
	}
	return h
}

// isCode reports a running number: below its label, or in front of the label.
func isCode(c *viewCell, h *half, kind headKind, loose, front bool) bool {
	if h != nil && !loose {
		return kind == codeHead
	}
	return front || h != nil && h.coded && leadingZero(c.src.Text)
}

// leadingZero reports 01 to 09.
func leadingZero(text string) bool {
	s := Fold(text)
	return len(s) == 2 && s[0] == '0' && s[1] >= '1' && s[1] <= '9'
}

// number chooses the cell whose number counts.
func (lr *listReader) number(e *entry, h *half, numbers []int) {
	v := e.view
	var there []int
	for _, i := range numbers {
		if v.cells[i].kind != emptyCell {
			there = append(there, i)
		}
	}
	e.filled = e.filled || slices.ContainsFunc(there, func(i int) bool { return printsNumber(&v.cells[i]) })
	switch {
	case h == nil:
		lr.unheaded(e, numbers, there)
	case v.loose:
		lr.inOrder(e, h, numbers, there)
	case h.value < 0:
		e.bad = e.filled
	default:
		lr.below(e, h, there)
	}
}

// below takes the cell below the label of the column that counts.
func (lr *listReader) below(e *entry, h *half, there []int) {
	v := e.view
	var at []int
	for k := h.value; k < h.end; k++ {
		if n := int(v.at[e.row*v.cols+k]) - 1; n >= 0 && !slices.Contains(at, n) {
			at = append(at, n)
		}
	}
	for _, i := range slices.Clone(at) { // one label over a number and empty cells
		if len(at) > 1 && v.cells[i].kind == emptyCell {
			at = slices.Delete(at, slices.Index(at, i), slices.Index(at, i)+1)
		}
	}
	if len(at) != 1 {
		e.bad = e.filled
		return
	}
	c := &v.cells[at[0]]
	switch {
	case at[0] == e.label || c.kind == wordCell && lineUnit(c.src.Text) != "" || c.c0 < h.value || c.c1 > h.end && h.values > 1:
		// The cells of the row and of the header do not stand in the same columns.
		if len(there) == 1 && h.values == 1 && v.cells[there[0]].kind == numberCell {
			e.value = there[0]
			e.col, e.flags = Assumed, append(e.flags, FlagSpanInconsistent)
			return
		}
		e.bad = e.filled
	case c.r0 != e.row || c.r1-c.r0 > 1:
		e.bad = c.kind != emptyCell
		e.flags = append(e.flags, FlagValueMerged)
	case c.kind == emptyCell && slices.ContainsFunc(there, func(i int) bool { return v.cells[i].kind == numberCell && lr.columns.kinds[v.cells[i].c0] == noHead }):
		e.bad = true // the number stands beside its column
	default:
		e.value = at[0]
	}
}

// inOrder pairs numbers and columns one by one, where fields have no place of
// their own.
func (lr *listReader) inOrder(e *entry, h *half, numbers, there []int) {
	columns := 0 // those of the half that hold numbers, up to the one that counts
	for k := h.from; k < h.value; k++ {
		if lr.columns.kinds[k] >= ownHead {
			columns++
		}
	}
	if h.coded && e.code == "" && len(numbers) == h.values+1 {
		code := 0
		if h.codeLast {
			code = h.values
		}
		e.code = Fold(e.view.cells[numbers[code]].src.Text)
		numbers = slices.Delete(numbers, code, code+1)
	}
	switch {
	case h.value < 0, h.coded && e.code == "":
		e.bad = e.filled
	case len(numbers) == h.values:
		e.value = numbers[columns]
	case h.values == 1 && len(there) == 1:
		e.value = there[0]
	default:
		e.bad = e.filled
	}
}

// unheaded takes the only number of a line whose table has no header.
func (lr *listReader) unheaded(e *entry, numbers, there []int) {
	coded := len(there) > 1 && lr.form.name == "A1" && lr.codeOf(e) == Fold(e.view.cells[there[0]].src.Text)
	switch {
	case len(there) == 0 && len(numbers) > 0:
		e.value = numbers[len(numbers)-1]
	case len(there) == 1:
		e.value = there[0]
	case coded && len(there) == 2 && len(numbers) == 2, coded && len(there) == 3:
		e.value = there[len(there)-1] // 代码, 本期实际, 本年累计: the order of the form
	default:
		e.bad = len(there) > 1
	}
	e.col, e.flags = Assumed, append(e.flags, FlagColumnsAssumed)
}

// codeOf is the running number that the form prints for the line of e.
func (lr *listReader) codeOf(e *entry) string {
	if !e.known || len(e.hit.codes) != 1 {
		return ""
	}
	n, ok := lr.form.order[e.hit.codes[0]]
	if !ok {
		return ""
	}
	return fmt.Sprintf("%02d", n+1)
}
