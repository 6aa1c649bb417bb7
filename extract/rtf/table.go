package rtf

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/gongkai-data/gongkai/extract"
)

// merge is what \clvmgf, \clvmrg, \clmgf and \clmrg say.
type merge uint8

const (
	noMerge merge = iota
	mergeStart
	mergeOn
)

// cellDef is the definition of one cell, which \cellx ends ([RTF] "Table
// Definitions").
type cellDef struct {
	right int32 // twips
	v, h  merge
	gone  bool // deleted as a tracked change
}

// rowDef is \trowd … \cellx.
type rowDef struct {
	left   int32
	cells  []cellDef
	header bool
	cur    cellDef
	before []cellDef // of the definition that \trowd replaced
}

func (d *rowDef) reset() {
	if len(d.cells) > 0 {
		d.before, d.cells = d.cells, d.before[:0]
	}
	d.left, d.header, d.cur = 0, false, cellDef{}
}

// maxNesting bounds \itap, maxEdges the cells that one row may define.
const (
	maxNesting = 64
	maxEdges   = 10_000
)

// tableLevel returns how many tables the properties put the paragraph in.
func (p *parProps) tableLevel() int {
	if p.itap == 0 && p.intbl {
		return 1
	}
	return int(p.itap)
}

// level is an open table.
type level struct {
	slot  int // 1 + index of its place among the blocks
	start int
	cells []rowCell
	row   int // index of the first cell of the row being read
	above int // the same of the row before
	rows  int
	text  []byte         // of all cells
	from  int            // where the cell being read starts in text
	lines int            // paragraphs of that cell so far
	first int            // byte where its source starts, -1 before it
	heads bool           // all rows so far are header rows
	apart []extract.Prov // cells that go on from above, where no cell has their columns
}

// rowCell is one cell as read, before it is placed in the grid.
type rowCell struct {
	row         int
	left, right int32 // edges in twips, then columns
	v, h        merge
	header      bool
	from, to    int // its text
	start, end  int // its source
}

func (r *reader) tableWord(w word, n int, at int) error {
	s := r.story
	if r.state.dest != toStory {
		return nil
	}
	switch w {
	case wCell:
		return r.endCell(1)
	case wNestcell:
		return r.endCell(max(2, r.state.par.tableLevel()))
	case wRow:
		return r.endRowWord(1)
	case wNestrow:
		return r.endRowWord(max(2, len(s.levels)))
	}
	def := &s.def
	if r.state.nestProps {
		def = &s.nested
	}
	switch w {
	case wTrowd:
		def.reset()
		s.fresh, s.defined = true, true
	case wTrleft:
		def.left = int32(n)
	case wTrhdr:
		def.header = true
	case wClvmgf:
		def.cur.v = mergeStart
	case wClvmrg:
		def.cur.v = mergeOn
	case wClmgf:
		def.cur.h = mergeStart
	case wClmrg:
		def.cur.h = mergeOn
	case wCldel:
		def.cur.gone = true
	case wCellx:
		def.cur.right = int32(n)
		if len(def.cells) < maxEdges {
			def.cells = append(def.cells, def.cur)
		}
		def.cur = cellDef{}
	}
	return nil
}

// inTable returns how many tables the paragraph that ends here stands in. After
// a row its properties may still say \intbl where the table is over, and inside
// a row a cell may lack it; then the next word of a table decides.
func (r *reader) inTable() int {
	s := r.story
	n := r.state.par.tableLevel()
	if n > 0 && s.fresh {
		return n
	}
	if n == 0 && !s.defined && !s.openRow() {
		return 0
	}
	if !r.rowAhead() {
		return 0
	}
	return max(n, 1)
}

func (s *story) openRow() bool {
	return len(s.levels) > 0 && (len(s.levels[0].cells) > s.levels[0].row || s.levels[0].lines > 0)
}

// rowAhead reports whether a cell or a row ends before another one is set up.
func (r *reader) rowAhead() bool {
	if r.pos <= r.ahead {
		return r.aheadIsCell
	}
	b := r.b
	for i := r.pos; i < len(b); i++ {
		if b[i] != '\\' {
			continue
		}
		j, h := i+1, uint32(0)
		for ; j < len(b) && isLetter(b[j]); j++ {
			h = hashNext(h, b[j])
		}
		if j == i+1 {
			i = escapeEnd(b, i) - 1
			continue
		}
		switch lookup(b[i+1:j], h) {
		case wCell, wNestcell, wRow, wNestrow:
			r.ahead, r.aheadIsCell = i, true
			return true
		case wTrowd, wIntbl:
			r.ahead, r.aheadIsCell = i, false
			return false
		case wBin:
			i = escapeEnd(b, i) - 1
			continue
		}
		i = j - 1
	}
	r.ahead, r.aheadIsCell = len(b), false
	return false
}

// openTables opens tables up to a level. Their blocks are put in place at once:
// tables and text boxes inside their cells follow them.
func (r *reader) openTables(n int) {
	s := r.story
	for len(s.levels) < n {
		l := new(level)
		if k := len(r.spare); k > 0 {
			l, r.spare = r.spare[k-1], r.spare[:k-1]
		}
		at := s.first
		if at < 0 {
			at = r.pos
		}
		*l = level{cells: l.cells[:0], text: l.text[:0], first: -1, heads: true, start: at}
		if slot := s.slot; slot > 0 && len(s.levels) == 0 { // kept for a paragraph that turns out to be in a cell
			l.slot, s.slot = slot, 0
		} else {
			r.out[s.role] = append(r.out[s.role], nil)
			l.slot = len(r.out[s.role])
		}
		s.levels = append(s.levels, l)
	}
}

// cellPar ends a paragraph of a cell: a line break parts it from the one before.
func (r *reader) cellPar(n int) error {
	s := r.story
	l := s.levels[n-1]
	if r.state.hidden && len(r.text) == s.mark {
		r.labeled = false
		return nil
	}
	r.printLabel()
	if l.lines++; l.lines > 1 {
		l.text = append(l.text, '\n')
	}
	l.text = append(l.text, r.text[s.mark:]...)
	if l.first < 0 {
		l.first = s.first
	}
	r.spent += int64(len(r.text)-s.mark) + 1
	r.text, s.first = r.text[:s.mark], -1
	return r.checkSpent()
}

func (r *reader) endCell(n int) error {
	r.flush()
	s := r.story
	if err := r.closeTables(n); err != nil {
		return err
	}
	r.part(r.pos)
	r.openTables(n)
	if err := r.cellPar(n); err != nil {
		return err
	}
	l := s.levels[n-1]
	l.endCell(r.pos)
	if r.cells+len(l.cells) > r.lim.Cells {
		return r.limit("rtf-cells-limit", "cells", r.lim.Cells)
	}
	return nil
}

func (l *level) endCell(end int) {
	start := l.first
	if start < 0 || start > end {
		start = end
	}
	l.cells = append(l.cells, rowCell{row: l.rows, from: l.from, to: len(l.text), start: start, end: end})
	l.from, l.lines, l.first = len(l.text), 0, -1
}

// endRowWord acts on \row and \nestrow.
func (r *reader) endRowWord(n int) error {
	s := r.story
	r.flush()
	if len(s.levels) >= n {
		if len(r.text) > s.mark { // the last cell is not closed
			if err := r.closeTables(n); err != nil {
				return err
			}
			if err := r.cellPar(n); err != nil {
				return err
			}
		}
		if err := r.closeTables(n); err != nil {
			return err
		}
		if l := s.levels[n-1]; r.state.gone || r.state.hidden && l.blank() {
			l.dropRow()
		} else if err := r.endRow(n); err != nil {
			return err
		}
	}
	if n == 1 {
		s.fresh, s.defined = false, false
	}
	return nil
}

// blank reports that no cell of the row being read has text.
func (l *level) blank() bool {
	from := l.from
	if len(l.cells) > l.row {
		from = l.cells[l.row].from
	}
	return len(l.text) == from
}

// dropRow takes away the row being read, which was deleted as a tracked change or is hidden.
func (l *level) dropRow() {
	l.cells = l.cells[:l.row]
	l.lines, l.from, l.first = 0, len(l.text), -1
}

// endRow gives the cells of a row the edges of its definition.
func (r *reader) endRow(n int) error {
	s := r.story
	l := s.levels[n-1]
	if l.lines > 0 && len(l.text) > l.from {
		l.endCell(r.pos)
	}
	l.lines, l.from, l.first = 0, len(l.text), -1
	row := l.cells[l.row:]
	if len(row) == 0 {
		return nil
	}
	def := &s.def
	if n > 1 {
		def = &s.nested
	}
	defs := def.cells
	if len(defs) == 0 {
		defs = def.before
	}
	row = r.edges(row, defs, def.left)
	l.steady(r, row)
	row = joinRight(l, row)
	l.align(row)
	l.heads = l.heads && def.header // header rows lead the table
	for i := range row {
		row[i].header = l.heads
	}
	l.cells = l.cells[:l.row+len(row)]
	if len(row) == 0 {
		return nil
	}
	l.above, l.row = l.row, len(l.cells)
	if l.rows++; l.rows > r.lim.Rows {
		return r.limit("rtf-rows-limit", "rows", r.lim.Rows)
	}
	return nil
}

// usualWidth is how wide a cell is that has no definition, in twips.
const usualWidth = 1440

// edges gives each cell its place and drops deleted cells. Cells beyond the
// definition are kept behind it where they have text; where cells are missing,
// nothing says which.
func (r *reader) edges(row []rowCell, defs []cellDef, left int32) []rowCell {
	if n := len(row); n < len(defs) {
		r.notice("rtf-missing-cell", fmt.Sprintf("%d cells, %d defined", n, len(defs)), prov(row[0].start, row[n-1].end))
	}
	kept := row[:0]
	moved := int32(0) // the width of deleted cells, which those behind them take
	for i := range row {
		c := row[i]
		var d cellDef
		if i < len(defs) {
			d = defs[i]
		} else {
			if len(defs) > 0 && c.from == c.to {
				continue
			}
			if len(defs) > 0 {
				r.notice("rtf-extra-cell", "", prov(c.start, c.end))
			}
			d.right = left + moved + usualWidth
		}
		if d.right -= moved; d.right <= left {
			d.right = left + 1
		}
		if d.gone {
			moved += d.right - left
			continue
		}
		c.left, c.right, c.v, c.h = left, d.right, d.v, d.h
		left = d.right
		kept = append(kept, c)
	}
	return kept
}

// steady sees to a row of which an edge does not lie right of the one before: a
// cell with text has no width then. Such a row has the columns of the row above
// if that has as many cells.
func (l *level) steady(r *reader, row []rowCell) {
	flat := func(c *rowCell) bool { return c.right-c.left <= 1 && c.from < c.to }
	i := 0
	for i < len(row) && !flat(&row[i]) {
		i++
	}
	if i == len(row) {
		return
	}
	r.notice("rtf-cell-edges", "", prov(row[i].start, row[i].end))
	if above := l.cells[l.above:l.row]; len(above) == len(row) {
		for k := range row {
			row[k].left, row[k].right = above[k].left, above[k].right
		}
	}
}

// align gives a cell that goes on from above the edges of the cell above where
// they differ by less than a quarter of it: word processors join such cells. The
// neighbours in the row move along.
func (l *level) align(row []rowCell) {
	above := l.cells[l.above:l.row]
	k := 0
	for i := range row {
		c := &row[i]
		for k < len(above) && above[k].right-above[k].left < 4*(c.left-above[k].left) {
			k++
		}
		if c.v != mergeOn || k == len(above) || above[k].v == noMerge {
			continue
		}
		a := &above[k]
		near := func(x, y int32) bool { return 4*max(x-y, y-x) < a.right-a.left }
		if !near(c.left, a.left) || !near(c.right, a.right) {
			continue
		}
		if i == 0 || row[i-1].left < a.left {
			if c.left = a.left; i > 0 {
				row[i-1].right = a.left
			}
		}
		if i+1 == len(row) || a.right < row[i+1].right {
			if c.right = a.right; i+1 < len(row) {
				row[i+1].left = a.right
			}
		}
	}
}

// joinRight joins cells that \clmgf and \clmrg make one.
func joinRight(l *level, row []rowCell) []rowCell {
	out := row[:0]
	for i := 0; i < len(row); {
		c := row[i]
		i++
		for c.h != noMerge && i < len(row) && row[i].h == mergeOn {
			c.right, c.end = row[i].right, row[i].end
			if row[i].from < row[i].to { // merged cells hold text: it is put together behind all cells
				c.from, c.to = l.together(c, row[i])
			}
			i++
		}
		out = append(out, c)
	}
	return out
}

// together appends the texts of two cells and returns where they stand. The text
// of a cell that was put together last only grows.
func (l *level) together(a, b rowCell) (from, to int) {
	if a.to != len(l.text) || a.from == a.to {
		from = len(l.text)
		l.text = append(l.text, l.text[a.from:a.to]...)
	} else {
		from = a.from
	}
	if len(l.text) > from {
		l.text = append(l.text, '\n')
	}
	l.text = append(l.text, l.text[b.from:b.to]...)
	l.from = len(l.text)
	return from, len(l.text)
}

// closeTables ends the tables inside the n outermost.
func (r *reader) closeTables(n int) error {
	s := r.story
	for len(s.levels) > n {
		k := len(s.levels)
		l := s.levels[k-1]
		if len(l.cells) > l.row || l.lines > 0 && l.rows > 0 && len(l.text) > l.from {
			r.notice("rtf-row-end", "", prov(l.start, r.pos))
			if err := r.endRow(k); err != nil {
				return err
			}
		}
		s.levels = s.levels[:k-1]
		if err := r.closeTable(l, k); err != nil {
			return err
		}
		r.spare = append(r.spare, l)
		if k == 1 {
			s.defined = false
		}
	}
	return nil
}

func (r *reader) closeTable(l *level, n int) error {
	s := r.story
	if len(l.cells) == 0 {
		r.loose(l, n)
		return nil
	}
	if r.tables++; r.tables > r.lim.Tables {
		return r.limit("rtf-tables-limit", "tables", r.lim.Tables)
	}
	t := &extract.Table{Depth: s.depth + n - 1, Prov: prov(l.start, l.cells[len(l.cells)-1].end)}
	if s.role == extract.Furniture {
		t.Role = s.role
	}
	t.Caption = r.caption(l, t.Depth)
	cols := columns(l.cells)
	if r.cells += l.rows * cols; r.cells > r.lim.Cells {
		return r.limit("rtf-cells-limit", "cells", r.lim.Cells)
	}
	var err error
	if t.Grid, err = extract.NewGrid(l.place(cols)); err != nil {
		return &extract.Error{Code: "rtf-grid", Format: format, Offset: int64(l.start), Detail: err.Error(), Err: extract.ErrCorrupt}
	}
	for _, at := range l.apart {
		r.notice("rtf-merge", strconv.FormatInt(at.Start, 10), at)
	}
	r.out[s.role][l.slot-1] = t
	return nil
}

// loose makes paragraphs that say \intbl where no cell follows text again.
func (r *reader) loose(l *level, n int) {
	text := string(l.text)
	if text == "" {
		return
	}
	at := prov(max(l.first, 0), r.pos)
	if n > 1 { // it is text of the cell around
		up := r.story.levels[n-2]
		if up.lines++; up.lines > 1 {
			up.text = append(up.text, '\n')
		}
		up.text = append(up.text, text...)
		return
	}
	var ps []extract.Block
	for line := range strings.SplitSeq(text, "\n") {
		if line != "" {
			ps = append(ps, &extract.Paragraph{Prov: at, Role: r.story.role, Text: line})
		}
	}
	out := &r.out[r.story.role]
	*out = slices.Replace(*out, l.slot-1, l.slot, ps...)
}

// caption returns the text of a paragraph in the caption style right above.
func (r *reader) caption(l *level, depth int) string {
	if l.slot < 2 || depth > 0 {
		return ""
	}
	p, ok := r.out[r.story.role][l.slot-2].(*extract.Paragraph)
	if ok && (strings.EqualFold(p.Style, "caption") || p.Style == "题注") {
		return p.Text
	}
	return ""
}

// place makes the cells of the grid. A cell that goes on upwards grows the cell
// above if both have the same columns; else it opens a cell of its own.
func (l *level) place(cols int) []extract.Cell {
	all := string(l.text)
	cells := make([]extract.Cell, 0, len(l.cells))
	open := make([]int, cols) // 1 + index of the cell that starts there in the row above and may go on
	more := make(map[int][]string)
	last := make([]int, cols) // 1 + row in which open was set
	for i := range l.cells {
		c := &l.cells[i]
		col, span := int(c.left), int(c.right-c.left)
		text := all[c.from:c.to]
		n := open[col]
		if n > 0 && last[col] != c.row {
			n = 0 // a row in between has no cell here
		}
		if c.v == mergeOn && n > 0 && cells[n-1].ColSpan == span {
			up := &cells[n-1]
			up.RowSpan++
			if text != "" {
				up.End = max(up.End, int64(c.end))
				more[n-1] = append(more[n-1], text)
			}
			last[col] = c.row + 1
			continue
		}
		if c.v == mergeOn {
			l.apart = append(l.apart, prov(c.start, c.end))
		}
		cells = append(cells, extract.Cell{Prov: prov(c.start, c.end), Row: c.row, Col: col, RowSpan: 1, ColSpan: span, Header: c.header, Text: text})
		open[col], last[col] = 0, c.row+1
		if c.v != noMerge {
			open[col] = len(cells)
		}
	}
	for i, texts := range more {
		c := &cells[i]
		c.Text = strings.TrimPrefix(c.Text+"\n"+strings.Join(texts, "\n"), "\n")
	}
	return cells
}
