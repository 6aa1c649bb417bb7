package pagetable

import (
	"cmp"
	"slices"

	"github.com/gongkai-data/gongkai/extract"
)

// refine lets alignment do what the rulings of a table leave open: rows whose
// columns are not drawn, and columns whose rows are not drawn.
func (t *table) refine() {
	t.splitLists()
	t.splitColumns()
	t.splitRows()
	for c := t.cols - 1; c >= 0; c-- {
		t.splitFigures(c)
	}
}

// splitLists cuts cells over several rows that hold one entry of a list in each
// of them: the border between is not drawn, or so faintly that it was not seen.
func (t *table) splitLists() {
	var out []cell
	for i := range t.cells {
		if parts := t.listOf(&t.cells[i]); parts != nil {
			out = append(out, parts...)
		} else {
			out = append(out, t.cells[i])
		}
	}
	if len(out) > len(t.cells) {
		t.cells = out
		t.settle()
	}
}

// listOf cuts one cell at its rows, nil where it holds no list.
func (t *table) listOf(c *cell) []cell {
	if c.rows < 2 || len(c.pieces) < c.rows {
		return nil
	}
	parts := make([]cell, c.rows)
	for k := range parts {
		parts[k] = cell{row: c.row + k, col: c.col, rows: 1, cols: c.cols, page: c.page, rect: rect{c.x0, t.ys[c.row+k], c.x1, t.ys[c.row+k+1]}}
	}
	for _, p := range c.pieces {
		k := min(max(first(t.ys, p.mid)-c.row, 0), c.rows-1)
		parts[k].pieces = append(parts[k].pieces, p)
	}
	if slices.ContainsFunc(parts, func(q cell) bool {
		return len(q.pieces) == 0 || q.pieces[0].dir != extract.Rightwards || !ordinal(textOf(slices.Clone(q.pieces)))
	}) {
		return nil
	}
	return parts
}

// splitFigures cuts a column whose cells hold figures side by side, in the same
// places in most of its rows: their columns are not drawn.
func (t *table) splitFigures(c int) {
	var parts []part
	for i := range t.cells {
		k := &t.cells[i]
		if k.col != c || k.cols != 1 {
			continue
		}
		for _, p := range k.pieces {
			if p.dir != extract.Rightwards {
				return
			}
			parts = append(parts, fieldsOf(p)...)
		}
	}
	var lines []textLine
	multi, figures, fields := 0, 0, 0
	for _, l := range linesOfParts(parts) {
		tl := textLine{rect: l.rect, mid: l.mid, size: l.size}
		for k := range l.parts {
			q := &l.parts[k]
			tl.frags = append(tl.frags, &fragment{rect: q.rect, glyphs: q.glyphs, mid: q.mid, size: q.size})
		}
		lines = append(lines, tl)
		if len(tl.frags) < 2 {
			continue
		}
		multi++
		for _, f := range tl.frags {
			fields++
			if f.numeric() {
				figures++
			}
		}
	}
	if multi < 4 || 10*multi < 6*len(lines) || 10*figures < 7*fields {
		return
	}
	cols := columnsOf(lines)
	if len(cols) < 2 {
		return
	}
	var inner []float64
	for i := 1; i < len(cols); i++ {
		inner = append(inner, (cols[i-1].x1+cols[i].x0)/2)
	}
	t.cutAt(c, inner)
}

// fieldsOf cuts a piece at each gap.
func fieldsOf(p piece) []part {
	var out []part
	for i := range p.glyphs {
		g := &p.glyphs[i]
		if i > 0 && !(g.spaced && g.x0-p.glyphs[i-1].x1 > 0.3*p.size) {
			q := &out[len(out)-1]
			q.glyphs = p.glyphs[i-len(q.glyphs) : i+1]
			q.rect = q.union(g.rect)
			continue
		}
		out = append(out, part{piece: piece{p.dir, p.glyphs[i : i+1], p.mid, p.size}, rect: g.rect})
	}
	return out
}

// cutAt puts edges into a column and shares its cells out.
func (t *table) cutAt(c int, inner []float64) {
	n := len(inner)
	t.xs = slices.Insert(slices.Clone(t.xs), c+1, inner...)
	t.cols += n
	var out []cell
	for _, k := range t.cells {
		whole := k.col == c && k.cols == 1
		switch {
		case k.col > c:
			k.col += n
		case k.col+k.cols > c:
			k.cols += n
		}
		if whole {
			if parts := t.cutColumns(&k); parts != nil {
				out = append(out, parts...)
				continue
			}
		}
		out = append(out, k)
	}
	t.cells, t.aligned = out, true
	t.settle()
}

// splitColumns cuts cells over several columns whose fragments stand in one
// column each, where most rows of the table are like that: the columns are
// drawn in the head alone.
func (t *table) splitColumns() {
	if t.cols < 2 {
		return
	}
	var cut [][]cell
	rows := make(map[int]bool)
	wide := 0
	for i := range t.cells {
		c := &t.cells[i]
		var parts []cell
		if c.cols > 1 && len(c.pieces) > 0 {
			if 2*c.cols > t.cols {
				wide++
			}
			parts = t.cutColumns(c)
		}
		if len(parts) > 1 {
			rows[c.row] = true
		}
		cut = append(cut, parts)
	}
	if len(rows) < 3 || 2*len(rows) < t.rows || 10*len(rows) < 6*wide {
		return
	}
	var out []cell
	for i := range t.cells {
		if len(cut[i]) > 1 {
			out = append(out, cut[i]...)
		} else {
			out = append(out, t.cells[i])
		}
	}
	t.cells, t.aligned = out, true
}

// cutColumns returns the parts of a cell, one for each column that is filled,
// or nil where a fragment crosses the edge of a column.
func (t *table) cutColumns(c *cell) []cell {
	parts := make([]cell, c.cols)
	for k := range parts {
		parts[k] = cell{row: c.row, col: c.col + k, rows: c.rows, cols: 1, page: c.page,
			rect: rect{t.xs[c.col+k], c.y0, t.xs[c.col+k+1], c.y1}}
	}
	for _, p := range c.pieces {
		if p.dir != extract.Rightwards {
			return nil
		}
		start := 0
		for i := range p.glyphs {
			if i > 0 && p.glyphs[i].spaced && t.columnAt(p.glyphs[i].xc()) != t.columnAt(p.glyphs[i-1].xc()) {
				if !put1(parts, c.col, t, p, start, i) {
					return nil
				}
				start = i
			}
		}
		if !put1(parts, c.col, t, p, start, len(p.glyphs)) {
			return nil
		}
	}
	filled := 0
	for k := range parts {
		if len(parts[k].pieces) > 0 {
			filled++
		}
	}
	if filled < 2 {
		return nil
	}
	return parts
}

func (t *table) columnAt(x float64) int { return min(first(t.xs, x), t.cols-1) }

func put1(parts []cell, col int, t *table, p piece, from, to int) bool {
	const slack = 1.5
	gs := p.glyphs[from:to]
	k := t.columnAt((gs[0].x0+gs[len(gs)-1].x1)/2) - col
	if k < 0 || k >= len(parts) || gs[0].x0 < parts[k].x0-slack || gs[len(gs)-1].x1 > parts[k].x1+slack {
		return false
	}
	p.glyphs = gs
	parts[k].pieces = append(parts[k].pieces, p)
	return true
}

const minStack = 3 // lines of figures under each other, from which a row is many rows

// splitRows cuts rows that hold stacks of figures line by line: the rows are
// not drawn.
func (t *table) splitRows() {
	for r := t.rows - 1; r >= 0; r-- {
		if t.stacked(r) {
			t.splitRow(r)
		}
	}
}

// stacked tells a row with lines of figures under each other in two columns or
// more, on the same heights.
func (t *table) stacked(r int) bool {
	heights := make(map[int]int) // by quarter of a line
	stacks, lines := 0, 0
	for i := range t.cells {
		c := &t.cells[i]
		if r < c.row || r >= c.row+c.rows || len(c.pieces) == 0 {
			continue
		}
		n, figures := 0, 0
		seen := make(map[int]bool)
		for _, p := range c.pieces {
			if p.dir != extract.Rightwards || p.mid < t.ys[r] || p.mid > t.ys[r+1] {
				continue
			}
			n++
			if digits(p.glyphs) || len(p.glyphs) <= 2 && !wide(p.glyphs[0].r) {
				figures++
			}
			key := int(p.mid / (0.5*p.size + 0.1))
			if !seen[key] {
				seen[key] = true
				heights[key]++
				lines++
			}
		}
		if n >= minStack && 10*figures >= 7*n && c.cols == 1 {
			stacks++
		}
	}
	common := 0
	for k, n := range heights {
		if n+heights[k+1]+heights[k-1] > 1 {
			common += n
		}
	}
	return stacks >= 2 && 10*common >= 8*lines
}

// splitRow puts the lines of row r into rows of their own.
func (t *table) splitRow(r int) {
	a := &aligned{no: t.page, box: rect{t.x0, t.ys[r], t.x1, t.ys[r+1]}}
	for c := range t.cols {
		a.cols = append(a.cols, column{t.xs[c] + 1, t.xs[c+1] - 1})
	}
	var keep []cell
	var parts []part
	for i := range t.cells {
		c := t.cells[i]
		if r < c.row || r >= c.row+c.rows {
			keep = append(keep, c)
			continue
		}
		var above []piece
		for _, p := range c.pieces {
			if p.mid < t.ys[r] && c.row < r {
				above = append(above, p)
				continue
			}
			q := part{piece: p, rect: p.glyphs[0].rect, from: c.col, to: c.col + c.cols - 1}
			for k := range p.glyphs {
				q.rect = q.rect.union(p.glyphs[k].rect)
			}
			parts = append(parts, q)
		}
		if c.row < r {
			up := c
			up.rows, up.pieces, up.y1 = r-c.row, above, t.ys[r]
			keep = append(keep, up)
		}
	}
	a.lines = linesOfParts(parts)
	groups := a.groups()
	more := len(groups) - 1
	for i := range keep {
		c := &keep[i]
		if c.row > r {
			c.row += more
		}
	}
	for k, g := range groups {
		keep = append(keep, a.rowCells(g, r+k)...)
	}
	for i := range keep {
		if keep[i].page == 0 {
			keep[i].page = t.page
		}
	}
	ys := slices.Clone(t.ys[:r+1])
	for k := 1; k < len(groups); k++ {
		ys = append(ys, (a.lines[groups[k-1].to-1].y1+a.lines[groups[k].from].y0)/2)
	}
	t.ys = append(ys, t.ys[r+1:]...)
	t.cells, t.rows, t.aligned = keep, t.rows+more, true
	t.settle()
}

// linesOfParts gathers parts to lines from top to bottom.
func linesOfParts(parts []part) []alignedLine {
	slices.SortStableFunc(parts, func(a, b part) int { return cmp.Compare(a.mid, b.mid) })
	var out []alignedLine
	for i := 0; i < len(parts); {
		j := i + 1
		l := alignedLine{textLine: textLine{rect: parts[i].rect, mid: parts[i].mid, size: parts[i].size}}
		for j < len(parts) && parts[j].mid-parts[i].mid <= 0.4*min(parts[i].size, parts[j].size) {
			l.rect = l.union(parts[j].rect)
			j++
		}
		l.parts = parts[i:j:j]
		slices.SortStableFunc(l.parts, func(a, b part) int { return cmp.Compare(a.x0, b.x0) })
		out = append(out, l)
		i = j
	}
	return out
}

// drawing tells the axes, bars and boxes of a chart from a table: few of its
// faces hold text, no row and no column is filled, lines cut through words, or
// many cells reach over rows and columns both. first says that it may go on with
// a table of the page before, where the words are that its figures belong to.
func (t *table) drawing(cut, whole int, first bool) bool {
	rows, cols := make([]int, t.rows), make([]int, t.cols)
	full, blocks, figures := 0, 0, 0
	tall, starts := make(map[int]bool), make(map[int]bool) // columns and first rows of bars
	for i := range t.cells {
		c := &t.cells[i]
		if len(c.pieces) == 0 {
			continue
		}
		full++
		if c.wordless() {
			figures++
		}
		if c.rows > 1 && c.cols > 1 {
			blocks++
		}
		if c.rows > 2 {
			tall[c.col], starts[c.row] = true, true
		}
		for r := c.row; r < c.row+c.rows; r++ {
			rows[r]++
		}
		for k := c.col; k < c.col+c.cols; k++ {
			cols[k] += c.rows
		}
	}
	if 5*cut > whole && 2*full < len(t.cells) || blocks > 3 && 3*blocks > full || len(tall) > 3 && len(starts) > 2 {
		return true
	}
	if len(t.cells) < 12 || 3*full >= len(t.cells) {
		return false
	}
	if !first && 4*full < len(t.cells) && 10*figures >= 9*full { // figures at bars: a table says of what they are
		return true
	}
	for _, n := range rows {
		if 2*n >= t.cols {
			return false
		}
	}
	for _, n := range cols {
		if 2*n >= t.rows {
			return false
		}
	}
	return true
}

// wordless tells a cell whose text has no word.
func (c *cell) wordless() bool {
	for _, p := range c.pieces {
		if !numericGlyphs(p.glyphs) {
			return false
		}
	}
	return true
}
