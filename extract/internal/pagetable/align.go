package pagetable

import (
	"math"
	"slices"
	"strconv"
	"unicode"

	"github.com/gongkai-data/gongkai/extract"
)

// alignedTables looks for tables in what no lattice holds.
func (p *page) alignedTables() {
	var free []*fragment
	for i := range p.frags {
		if f := &p.frags[i]; !p.taken[i] && f.dir == extract.Rightwards && !p.drawn(f) {
			free = append(free, f)
		}
	}
	if len(free) == 0 {
		return
	}
	lines := linesOf(free)
	prose := markProse(lines)
	for _, run := range p.runs(lines, prose) {
		p.alignedRun(run, 0)
	}
}

// drawn tells what stands in a drawing or beside it, as the labels of a chart do.
func (p *page) drawn(f *fragment) bool {
	for _, d := range p.drawings {
		if x, y := f.xc(), f.yc(); x > d.x0-3*f.size && x < d.x1+3*f.size && y > d.y0-f.size && y < d.y1+3*f.size {
			return true
		}
	}
	return false
}

// markProse tells the fragments that are lines of a paragraph: they stand under
// each other, long and of about one length, with nothing short beside them.
func markProse(lines []textLine) map[*fragment]bool {
	chains := make(map[int][]*chain)
	var all []*chain
	for i := range lines {
		for k, f := range lines[i].frags {
			key := int(f.x0 / 4)
			var c *chain
			for d := -1; d <= 1 && c == nil; d++ {
				list := chains[key+d]
				for n := len(list) - 1; n >= 0 && n >= len(list)-3; n-- {
					if list[n].goesOn(f) {
						c = list[n]
						break
					}
				}
			}
			if c == nil {
				c = &chain{x0: f.x0}
				chains[key] = append(chains[key], c)
				all = append(all, c)
			}
			c.add(f, shortBeside(lines, i, k))
		}
	}
	out := make(map[*fragment]bool)
	for _, c := range all {
		whole := c.justified()
		if !whole && !c.prose() {
			continue
		}
		for i, f := range c.frags {
			if whole || !c.beside[i] { // else the last row of a table above the paragraph
				out[f] = true
			}
		}
	}
	return out
}

// chain is a stack of fragments with one left edge.
type chain struct {
	frags  []*fragment
	x0, x1 float64
	ems    float64
	beside []bool // something short stands beside the fragment
}

func (c *chain) goesOn(f *fragment) bool {
	l := c.frags[len(c.frags)-1]
	d := f.mid - l.mid
	return math.Abs(f.x0-c.x0) <= 2 && d > 0.5*l.size && d <= 2*l.size && math.Abs(f.size-l.size) <= 0.12*l.size
}

func (c *chain) add(f *fragment, short bool) {
	c.frags = append(c.frags, f)
	c.x1 = max(c.x1, f.x1)
	c.ems += f.ems()
	c.beside = append(c.beside, short)
}

// shortBeside tells whether something short stands beside a fragment, on its
// line or between two lines.
func shortBeside(lines []textLine, i, k int) bool {
	const short = 8 // ems
	f, line := lines[i].frags[k], lines[i].frags
	if k > 0 && line[k-1].ems() < short || k < len(line)-1 && line[k+1].ems() < short {
		return true
	}
	for _, j := range [2]int{i - 1, i + 1} {
		if j < 0 || j >= len(lines) || math.Abs(lines[j].mid-f.mid) > 0.8*f.size {
			continue
		}
		for _, o := range lines[j].frags {
			if o.ems() < short && (o.x0 > f.x1 || o.x1 < f.x0) {
				return true
			}
		}
	}
	return false
}

// justified tells lines that begin and end under each other, whatever stands
// beside them: labels of a table never do.
func (c *chain) justified() bool {
	n := len(c.frags)
	if n < 5 || c.ems < 13*float64(n) {
		return false
	}
	even := 0
	for i, f := range c.frags {
		if i > 0 && math.Abs(f.x1-c.frags[i-1].x1) < 1.5 && f.ems() > 13 {
			even++
		}
	}
	return 2*even >= n
}

func (c *chain) prose() bool {
	n, short := len(c.frags), 0
	for _, b := range c.beside {
		if b {
			short++
		}
	}
	if n < 3 || c.ems < 11*float64(n) || 2*short > n {
		return false
	}
	full := 0
	for _, f := range c.frags {
		if f.x1 >= c.x1-0.22*(c.x1-c.x0) {
			full++
		}
	}
	return 10*full >= 7*(n-1)
}

const (
	maxLoneLines = 6   // lines of one fragment between two rows
	maxLoneEms   = 34  // the length of such a line
	maxLineGap   = 3.6 // of the size: white between two rows of one table
)

// runs cuts the lines into runs that may be tables.
func (p *page) runs(lines []textLine, prose map[*fragment]bool) [][]textLine {
	var out [][]textLine
	var run []textLine
	end, lone := 0, 0 // of the run without the lone lines behind it
	flush := func() {
		if end > 1 {
			out = append(out, run[:end+min(lone, 2)])
		}
		run, end, lone = nil, 0, 0
	}
	for i := range lines {
		l := lines[i]
		l.frags = slices.DeleteFunc(slices.Clone(l.frags), func(f *fragment) bool { return prose[f] })
		if len(l.frags) == 0 && beside(run, end, &lines[i]) {
			continue // in another column of the page
		}
		if len(l.frags) == 0 {
			flush()
			continue
		}
		if len(l.frags) < len(lines[i].frags) {
			l.rect = l.frags[0].rect
			for _, f := range l.frags {
				l.rect = l.union(f.rect)
			}
		}
		if len(run) > 0 {
			last := &run[len(run)-1]
			if l.mid-last.mid > maxLineGap*max(l.size, last.size) || p.between(last, &l) {
				flush()
			}
		}
		if len(l.frags) == 1 {
			if end > 0 && (l.frags[0].ems() > maxLoneEms && !centred(&l, run) || lone >= maxLoneLines || otherSize(&l, &run[len(run)-1])) {
				flush()
			}
			if end == 0 {
				run = nil
				continue
			}
			run = append(run, l)
			lone++
			continue
		}
		run = append(run, l)
		end, lone = len(run), 0
	}
	flush()
	return out
}

// beside tells a line that stands beside a run, not below it.
func beside(run []textLine, end int, l *textLine) bool {
	if end == 0 {
		return false
	}
	x0, x1 := run[0].x0, run[0].x1
	for i := max(0, end-20); i < end; i++ {
		x0, x1 = min(x0, run[i].x0), max(x1, run[i].x1)
	}
	return l.x0 > x1+l.size || l.x1 < x0-l.size
}

// centred tells a line in the middle of those before it, which may be the head
// of a group.
func centred(l *textLine, run []textLine) bool {
	box := run[0].rect
	for i := range run {
		box = box.union(run[i].rect)
	}
	return l.x0 > box.x0+4*l.size && l.x1 < box.x1-0.1*l.size && l.w() < 0.8*box.w()
}

// otherSize tells a line that is set in another size, as headings are.
func otherSize(a, b *textLine) bool { return max(a.size, b.size) > 1.12*min(a.size, b.size) }

// between tells whether a table lies between two lines.
func (p *page) between(a, b *textLine) bool {
	for _, t := range p.tables {
		if t.y0 > a.mid && t.y1 < b.mid && overlap(t.x0, t.x1, min(a.x0, b.x0), max(a.x1, b.x1)) > 0 {
			return true
		}
	}
	return false
}

// alignedRun makes a table of a run of lines, or of parts of it.
func (p *page) alignedRun(run []textLine, depth int) {
	if len(run) < 2 || depth > 12 {
		return
	}
	a := newAligned(p, run)
	if a != nil && a.good() && !a.axis() {
		if t := a.table(); t != nil {
			p.tables = append(p.tables, t)
			return
		}
	}
	if a != nil && a.axis() {
		return
	}
	// try the parts above and below the widest gap
	at, widest := 0, 0.0
	for i := 1; i < len(run); i++ {
		if d := run[i].mid - run[i-1].mid; d > widest+0.5 {
			at, widest = i, d
		}
	}
	if at == 0 || widest < 1.25*medianPitch(run) {
		return
	}
	p.alignedRun(run[:at], depth+1)
	p.alignedRun(run[at:], depth+1)
}

func medianPitch(lines []textLine) float64 {
	var ds []float64
	for i := 1; i < len(lines); i++ {
		ds = append(ds, lines[i].mid-lines[i-1].mid)
	}
	if len(ds) == 0 {
		return 0
	}
	slices.Sort(ds)
	return ds[(len(ds)-1)/2]
}

// aligned is a table in the making.
type aligned struct {
	p     *page
	no    int // of the page
	run   []textLine
	lines []alignedLine // of the run, in columns
	cols  []column
	rules []edge // horizontal, as wide as most of the table
	marks []edge // all other horizontal edges inside
	head  int    // lines of the head
	label int    // the column of the labels; those left of it hold groups

	unlabelled bool // figures stand in the first column
	box        rect
}

// alignedLine is a line with its fragments put into columns.
type alignedLine struct {
	textLine
	parts []part
}

// part is a fragment, or some words of one, in the columns from … to.
type part struct {
	rect
	piece
	from, to int
	bold     bool
}

func (q *part) numeric() bool { return numericGlyphs(q.glyphs) }

func newAligned(p *page, run []textLine) *aligned {
	a := &aligned{p: p, no: p.no}
	a.box = run[0].rect
	for i := range run {
		a.box = a.box.union(run[i].rect)
	}
	a.findRules()
	run = a.trim(run)
	if len(run) < 2 {
		return nil
	}
	a.cols = columnsOf(run)
	if len(a.cols) < 2 {
		return nil
	}
	a.run = run
	a.place()
	return a
}

// place puts the lines into the columns.
func (a *aligned) place() {
	a.lines = nil
	for i := range a.run {
		a.lines = append(a.lines, a.split(a.run[i]))
	}
	a.head = a.findHead()
	a.label, a.unlabelled = a.findLabel()
	if a.label > 0 && a.splitStub() {
		a.place()
		return
	}
	for a.head > 1 && a.head < len(a.lines) && a.labelOnly(a.head-1) && a.lines[a.head].mid-a.lines[a.head-1].mid < 0.95*a.lines[a.head].size {
		a.head-- // the label of the first row stands in lines above and below its figures
	}
}

// with returns the table of the same lines in other columns.
func (a *aligned) with(cols []column) *table {
	b := *a
	b.cols = cols
	b.place()
	return b.table()
}

// findRules looks for edges across the run and a little above and below it.
func (a *aligned) findRules() {
	const beyond = 60
	for _, e := range a.p.edges.hor {
		if e.at < a.box.y0-beyond || e.at > a.box.y1+beyond {
			continue
		}
		o := overlap(e.from, e.to, a.box.x0, a.box.x1)
		switch {
		case o >= 0.75*a.box.w() && o > 0.6*(e.to-e.from):
			a.rules = append(a.rules, e)
		case o > 8:
			a.marks = append(a.marks, e)
		}
	}
	a.rules = append(a.rules, broken(a.marks, a.box)...)
	slices.SortFunc(a.rules, func(x, y edge) int {
		if x.at < y.at {
			return -1
		} else if x.at > y.at {
			return 1
		}
		return 0
	})
}

// broken finds rules that are drawn in pieces, one over each column.
func broken(marks []edge, box rect) []edge {
	var out []edge
	for i := 0; i < len(marks); {
		j, sum := i, 0.0
		for j < len(marks) && marks[j].at-marks[i].at < sameEdge {
			sum += overlap(marks[j].from, marks[j].to, box.x0, box.x1)
			j++
		}
		if j-i > 1 && sum >= 0.75*box.w() {
			out = append(out, edge{at: marks[i].at, from: box.x0, to: box.x1})
		}
		i = j
	}
	return out
}

// trim takes away lines that rules part from the table: captions above its
// first rule, notes below its last one.
func (a *aligned) trim(run []textLine) []textLine {
	if len(a.rules) < 2 {
		return run
	}
	from := 0
	for from < len(run) && run[from].mid < a.rules[0].at {
		from++
	}
	if from > 0 && from <= 4 && len(run)-from >= 2 && run[from].mid < a.rules[len(a.rules)-1].at && !a.likeHead(run[:from], run[from:]) {
		run = run[from:]
	}
	to := len(run)
	last := a.rules[len(a.rules)-1].at
	for to > 0 && run[to-1].mid > last && !figures(&run[to-1]) {
		to--
	}
	if to >= 2 && run[to-1].mid < last && run[0].mid < a.rules[len(a.rules)-2].at+1 {
		run = run[:to]
	}
	a.box = run[0].rect
	for i := range run {
		a.box = a.box.union(run[i].rect)
	}
	return run
}

// likeHead tells lines above the first rule that name the columns below it.
func (a *aligned) likeHead(above, below []textLine) bool {
	cols := columnsOf(below)
	if len(cols) < 2 {
		return false
	}
	filled := make(map[int]bool)
	for i := range above {
		for _, f := range above[i].frags {
			from, to := place(cols, f.rect)
			if from != to && len(above[i].frags) == 1 && f.x0 < cols[0].x1 {
				return false
			}
			for c := from; c <= to; c++ {
				filled[c] = true
			}
		}
	}
	return 3*len(filled) >= 2*len(cols)
}

// figures tells a line with figures in it.
func figures(l *textLine) bool {
	for _, f := range l.frags[1:] {
		if f.numeric() {
			return true
		}
	}
	return false
}

// split puts the fragments of a line into columns. A fragment over several
// columns is cut where words end in the white between them, if figures stand
// on both sides.
func (a *aligned) split(l textLine) alignedLine {
	out := alignedLine{textLine: l}
	for _, f := range l.frags {
		from, to := place(a.cols, f.rect)
		start := 0
		if to > from {
			for k := 1; k < len(f.glyphs); k++ {
				g := &f.glyphs[k]
				if !g.spaced {
					continue
				}
				left, right := f.glyphs[k-1].x1, g.x0
				c := a.gutter(left, right)
				before, after := lastWord(f.glyphs[:k]), firstWord(f.glyphs[k:])
				if c < 0 || !a.parted(f, k) && !(numericGlyphs(after) && (numericGlyphs(before) || dots(before))) {
					continue
				}
				out.parts = append(out.parts, a.part(f, start, k))
				start = k
			}
		}
		out.parts = append(out.parts, a.part(f, start, len(f.glyphs)))
	}
	return out
}

// parted tells a gap that is clearly wider than the other gaps between words.
func (a *aligned) parted(f *fragment, k int) bool {
	gap := f.glyphs[k].x0 - f.glyphs[k-1].x1
	if gap < 0.42*f.size {
		return false
	}
	sum, n := 0.0, 0
	for i := 1; i < len(f.glyphs); i++ {
		if i != k && f.glyphs[i].spaced {
			sum, n = sum+f.glyphs[i].x0-f.glyphs[i-1].x1, n+1
		}
	}
	return n == 0 || gap > 1.5*sum/float64(n)
}

// dots tells the leader between a label and its figure.
func dots(gs []glyph) bool {
	for i := range gs {
		if r := gs[i].r; r != '.' && r != '…' && r != '·' && r != '_' {
			return false
		}
	}
	return true
}

func lastWord(gs []glyph) []glyph {
	for i := len(gs) - 1; i > 0; i-- {
		if gs[i].spaced {
			return gs[i:]
		}
	}
	return gs
}

func firstWord(gs []glyph) []glyph {
	for i := 1; i < len(gs); i++ {
		if gs[i].spaced {
			return gs[:i]
		}
	}
	return gs
}

// gutter returns the column that begins after a gap, or -1.
func (a *aligned) gutter(left, right float64) int {
	for c := 1; c < len(a.cols); c++ {
		if left <= a.cols[c].x0+0.8 && right >= a.cols[c-1].x1-0.8 && right <= a.cols[c].x1 && left >= a.cols[c-1].x0 {
			return c
		}
	}
	return -1
}

func (a *aligned) part(f *fragment, from, to int) part {
	gs := f.glyphs[from:to]
	q := part{rect: gs[0].rect, piece: piece{f.dir, gs, f.mid, f.size}, bold: f.bold}
	for i := range gs {
		q.rect = q.rect.union(gs[i].rect)
	}
	q.from, q.to = place(a.cols, q.rect)
	return q
}

// ruled tells whether a rule runs between two heights.
func (a *aligned) ruled(y0, y1 float64) bool { return hasEdge(a.rules, y0, y1, a.box.x0, a.box.x1) }

func hasEdge(es []edge, y0, y1, x0, x1 float64) bool {
	for _, e := range es {
		if e.at > y0 && e.at < y1 && overlap(e.from, e.to, x0, x1) > 0.5*(x1-x0) {
			return true
		}
	}
	return false
}

// findHead returns how many lines stand in the head: those above the first rule
// across the table, or above the first line of figures.
func (a *aligned) findHead() int {
	n := len(a.lines)
	for i := 1; i < min(n, 10); i++ {
		if a.ruled(a.lines[i-1].mid, a.lines[i].mid) {
			return i
		}
	}
	for i := range min(n, 8) {
		figures, words := 0, 0
		for k := range a.lines[i].parts {
			if q := &a.lines[i].parts[k]; q.from > 0 {
				if q.numeric() {
					figures++
				} else {
					words++
				}
			}
		}
		if figures > words {
			return i
		}
	}
	return 1
}

// good tells a table from prose, lists and tables of contents.
func (a *aligned) good() bool {
	rows, figures, parts, odd, chars := 0, 0, 0, 0, 0
	contents, labels, crowded := 0, 0, 0
	body, bodyParts := 0, 0
	for i := range a.lines {
		l := &a.lines[i]
		if len(l.parts) < 2 {
			continue
		}
		rows++
		if i >= a.head {
			body, bodyParts = body+1, bodyParts+len(l.parts)
		}
		for k := range l.parts {
			q := &l.parts[k]
			parts++
			chars += len(q.glyphs)
			if q.from > 0 && q.numeric() {
				figures++
			}
			if q.to > q.from && i >= a.head {
				odd++
			}
			if k > 0 && l.parts[k-1].to >= q.from && i >= a.head {
				crowded++
				if q.numeric() {
					crowded++ // a figure that shares its column cannot be told from its neighbour
				}
			}
		}
		if len(l.frags) == 2 && l.frags[0].leaders() && l.frags[1].numeric() {
			contents++
		}
		if listLabel(l.frags[0]) {
			labels++
		}
	}
	ruled := a.ruledBy()
	switch {
	case rows < 2 || 2*contents > rows || odd*4 > parts || crowded*10 > rows:
		return false
	case len(a.cols) == 2 && 2*labels >= rows:
		return false
	case ruled >= 2:
		return chars < 40*parts
	case rows < 3:
		return false
	case len(a.cols) == 2:
		return 3*figures >= rows && chars < 25*parts && rows >= 3
	}
	return (4*figures >= parts || chars < 12*parts) && chars < 30*parts && 2*bodyParts >= body*len(a.cols)
}

// ruledBy counts the rules at and in the table.
func (a *aligned) ruledBy() int {
	n := 0
	for _, e := range a.rules {
		if e.at > a.box.y0-20 && e.at < a.box.y1+20 {
			n++
		}
	}
	return n
}

// axis tells the labels of a chart: figures that rise or fall by equal steps, a
// step being more than the one by which years and rows are counted.
func (a *aligned) axis() bool {
	need := 1
	if a.ruledBy() > 1 {
		need = 2 // decades in a ruled table are no axis, the two sides of a chart are
	}
	for c := range a.cols {
		var values []float64
		for i := range a.lines {
			for k := range a.lines[i].parts {
				q := &a.lines[i].parts[k]
				if q.from != c || q.to != c || !q.numeric() {
					continue
				}
				if v, ok := figure(q.glyphs); ok {
					values = append(values, v)
				}
			}
		}
		if evenSteps(values) {
			if need--; need == 0 {
				return true
			}
		}
	}
	return false
}

// evenSteps tells figures that differ by one step, here and there by a few of them.
func evenSteps(values []float64) bool {
	if len(values) < 4 {
		return false
	}
	step := values[1] - values[0]
	for i := 2; i < len(values); i++ {
		if d := values[i] - values[i-1]; math.Abs(d) < math.Abs(step) {
			step = d
		}
	}
	if math.Abs(step) < 1e-6 || math.Abs(math.Abs(step)-1) < 1e-6 {
		return false
	}
	one := 0
	for i := 1; i < len(values); i++ {
		n := (values[i] - values[i-1]) / step
		if r := math.Round(n); math.Abs(n-r) > 1e-6 || r < 1 || r > 4 {
			return false
		} else if r == 1 {
			one++
		}
	}
	return 3*one >= 2*(len(values)-1)
}

// figure is the value of a number as a label of a chart prints it.
func figure(gs []glyph) (float64, bool) {
	var s []byte
	for i := range gs {
		switch r := gs[i].r; {
		case r >= '0' && r <= '9', r == '.', r == '-':
			s = append(s, byte(r))
		case r == '−' || r == '–':
			s = append(s, '-')
		}
	}
	v, err := strconv.ParseFloat(string(s), 64)
	return v, err == nil
}

// firm tells whether each figure of the body stands in a column of its own, so
// that which column it belongs to is seen, not guessed. A table that is headed
// must name them.
func (a *aligned) firm(headed bool) bool {
	for i := a.head; i < len(a.lines); i++ {
		last := -1
		for k := range a.lines[i].parts {
			q := &a.lines[i].parts[k]
			if q.to <= a.label {
				continue
			}
			if q.from <= last || q.numeric() && q.from != q.to {
				return false
			}
			last = q.to
		}
	}
	return a.head > 0 || !headed
}

// listLabel tells a bullet or a number that begins an entry of a list.
func listLabel(f *fragment) bool {
	if len(f.glyphs) == 1 && !unicode.IsDigit(f.first()) && !unicode.IsLetter(f.first()) {
		return true
	}
	if len(f.glyphs) > 5 {
		return false
	}
	switch f.last() {
	case '.', ')', '）', '、', '．', ':', '：':
		return true
	}
	return false
}
