package pagetable

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"
)

// flowLine is one printed line outside of tables.
type flowLine struct {
	rect
	frags     []*fragment
	mid, size float64
	text      string
	furniture bool
	zone      rect // the column of text that it belongs to
}

// flow orders the lines of a page that no table holds, and its tables, as one
// reads them: columns from left to right, in each from top to bottom.
func (p *page) flow() {
	var free []*fragment
	for i := range p.frags {
		if !p.taken[i] {
			free = append(free, &p.frags[i])
		}
	}
	var items []item
	for _, f := range free {
		items = append(items, item{rect: f.rect, frag: f})
	}
	for _, t := range p.tables {
		if t.depth == 0 {
			items = append(items, item{rect: t.rect, table: t})
		}
	}
	zones, _ := cutZone(items, 0)
	for _, z := range zones {
		p.writeZone(z)
	}
}

// item is a fragment or a table in the flow.
type item struct {
	rect
	frag  *fragment
	table *table
}

const (
	maxZoneDepth = 10
	minGutter    = 9.0 // points between columns of text
	minZoneLines = 4
)

// cutZone cuts a zone at the widest white across it until no columns are left in
// its parts. Rows are cut only where columns come to light: cut is false where
// none do, and the zone is one.
func cutZone(items []item, depth int) (zones [][]item, cut bool) {
	if len(items) == 0 {
		return nil, false
	}
	whole := [][]item{items}
	if depth >= maxZoneDepth {
		return whole, false
	}
	if left, right, ok := cutColumns(items); ok {
		a, _ := cutZone(left, depth+1)
		b, _ := cutZone(right, depth+1)
		return append(a, b...), true
	}
	if !mayHoldColumns(items) {
		return whole, false
	}
	above, below, ok := cutRows(items)
	if !ok {
		return whole, false
	}
	a, cutA := cutZone(above, depth+1)
	b, cutB := cutZone(below, depth+1)
	if !cutA && !cutB {
		return whole, false
	}
	return append(a, b...), true
}

// cutColumns cuts a zone at a gutter from top to bottom.
func cutColumns(items []item) (left, right []item, ok bool) {
	byX := slices.Clone(items)
	slices.SortStableFunc(byX, func(a, b item) int { return cmp.Compare(a.x0, b.x0) })
	end := byX[0].x1
	best, width := 0, minGutter
	for i := 1; i < len(byX); i++ {
		if gap := byX[i].x0 - end; gap > width && textual(byX[:i]) && textual(byX[i:]) {
			best, width = i, gap
		}
		end = max(end, byX[i].x1)
	}
	if best == 0 {
		return nil, nil, false
	}
	return byX[:best], byX[best:], true
}

// textual tells a column of running text: some lines, not short.
func textual(items []item) bool {
	n, ems := 0, 0.0
	for i := range items {
		if items[i].frag == nil {
			return true
		}
		n++
		ems += items[i].frag.ems()
	}
	return n >= minZoneLines && ems >= 9*float64(n)
}

func mayHoldColumns(items []item) bool {
	box := items[0].rect
	for i := range items {
		box = box.union(items[i].rect)
	}
	narrow := 0
	for i := range items {
		if items[i].w() < 0.6*box.w() {
			narrow++
		}
	}
	return narrow >= 2*minZoneLines
}

// cutRows cuts a zone at the widest white from left to right.
func cutRows(items []item) (above, below []item, ok bool) {
	byY := slices.Clone(items)
	slices.SortStableFunc(byY, func(a, b item) int { return cmp.Compare(a.y0, b.y0) })
	end := byY[0].y1
	best, width := 0, 0.5
	for i := 1; i < len(byY); i++ {
		if gap := byY[i].y0 - end; gap > width {
			best, width = i, gap
		}
		end = max(end, byY[i].y1)
	}
	if best == 0 {
		return nil, nil, false
	}
	return byY[:best], byY[best:], true
}

// writeZone appends the lines and tables of a zone to the page.
func (p *page) writeZone(items []item) {
	var frags []*fragment
	box := items[0].rect
	for i := range items {
		box = box.union(items[i].rect)
		if f := items[i].frag; f != nil {
			frags = append(frags, f)
		}
	}
	var turned []*fragment
	frags = slices.DeleteFunc(frags, func(f *fragment) bool {
		if f.dir != 0 {
			turned = append(turned, f)
		}
		return f.dir != 0
	})
	order := make([]flowItem, 0, len(items))
	for _, l := range linesOf(frags) {
		order = append(order, flowItem{line: flowLine{rect: l.rect, frags: l.frags, mid: l.mid, size: l.size, text: lineText(l.frags), zone: box}})
	}
	for _, f := range turned {
		order = append(order, flowItem{line: flowLine{rect: f.rect, frags: []*fragment{f}, mid: f.yc(), size: f.size, text: textOf([]piece{pieceOf(f)}), zone: f.rect}})
	}
	for i := range items {
		if t := items[i].table; t != nil {
			order = append(order, flowItem{table: t})
		}
	}
	slices.SortStableFunc(order, func(a, b flowItem) int { return cmp.Compare(a.y(), b.y()) })
	for _, o := range order {
		if o.table != nil {
			p.order = append(p.order, flowRef{table: o.table})
			continue
		}
		p.lines = append(p.lines, o.line)
		p.order = append(p.order, flowRef{line: len(p.lines) - 1})
	}
}

type flowItem struct {
	line  flowLine
	table *table
}

func (f flowItem) y() float64 {
	if f.table != nil {
		return f.table.y0
	}
	return f.line.mid
}

// flowRef is a place in the flow of a page: a table, or the index of a line.
type flowRef struct {
	table *table
	line  int
}

// lineText writes the fragments of a line with two spaces where white parts them.
func lineText(frags []*fragment) string {
	var b strings.Builder
	for i, f := range frags {
		if i > 0 {
			b.WriteString("  ")
		}
		b.WriteString(textOf([]piece{pieceOf(f)}))
	}
	return b.String()
}

// paragraph is a run of lines.
type paragraph struct {
	page *page // of its last line
	rect
	lines     []*flowLine
	furniture bool
}

// goesOn tells whether a line belongs to the paragraph of the lines before it:
// these fill their column, and the line begins at its left edge.
func (g *paragraph) goesOn(l *flowLine) bool {
	last := g.lines[len(g.lines)-1]
	if l.furniture || g.furniture || last.zone != l.zone {
		return false
	}
	if len(last.frags) > 1 {
		return l.tabbed(last) || l.brokenOff(last)
	}
	if len(l.frags) > 1 {
		return false
	}
	if d := l.mid - last.mid; d <= 0 || d > 2.4*last.size || max(l.size, last.size) > 1.15*min(l.size, last.size) {
		return false
	}
	if last.x1 < l.zone.x1-2.2*l.size { // the next word would have had room
		return false
	}
	return l.x0 <= l.zone.x0+1.2*l.size || l.x0 <= last.x0+0.5*l.size && len(g.lines) > 1
}

// goesOver tells whether the first line of a page goes on the last paragraph of
// the page before: that one breaks off at the edge in the middle of a sentence.
func (g *paragraph) goesOver(l *flowLine) bool {
	last := g.lines[len(g.lines)-1]
	if len(last.frags) > 1 || len(l.frags) > 1 || last.text == "" || max(l.size, last.size) > 1.08*min(l.size, last.size) {
		return false
	}
	if strings.HasSuffix(last.text, "。") || strings.HasSuffix(last.text, ".") || strings.HasSuffix(last.text, "：") || strings.HasSuffix(last.text, ":") {
		return false
	}
	return last.x1 > last.zone.x1-2.2*last.size && last.w() > 0.5*g.page.w*0.8 && math.Abs(l.x0-last.zone.x0) < 0.8*l.size
}

// tabbed tells a line of figures that goes on a line of fields: the next stop of
// the tabulator lay beyond the edge.
func (l *flowLine) tabbed(last *flowLine) bool {
	stop := l.x0 - l.zone.x0
	if stop < 1.2*l.size || stop > 6*l.size || l.mid-last.mid > 2*l.size || last.x1+1.3*stop < l.zone.x1 {
		return false
	}
	for _, f := range l.frags {
		if !f.numeric() {
			return false
		}
	}
	return true
}

// brokenOff tells a line that goes on a word of a line of fields, which reached
// the edge.
func (l *flowLine) brokenOff(last *flowLine) bool {
	f := last.frags[len(last.frags)-1]
	return last.x1 > l.zone.x1-1.3*l.size && l.x0 < l.zone.x0+0.5*l.size && l.mid-last.mid < 2*l.size &&
		!f.numeric() && !l.frags[0].numeric() && !ordinal(l.text)
}

func (g *paragraph) text() string {
	var b strings.Builder
	last := rune(0)
	for i, l := range g.lines {
		s := l.text
		if s == "" {
			continue
		}
		first := []rune(s)[0]
		switch {
		case i > 0 && l.tabbed(g.lines[i-1]):
			b.WriteString("  ")
		case i > 0:
			b.WriteString(joint(last, first))
		}
		b.WriteString(s)
		rs := []rune(s)
		last = rs[len(rs)-1]
	}
	return b.String()
}

// joint is what stands between two lines of one paragraph: nothing between
// ideographs and behind a hyphen, "\n" between digits, which may be one number
// or two, else a space.
func joint(last, first rune) string {
	switch {
	case unicode.IsDigit(last) && unicode.IsDigit(first):
		return "\n"
	case wide(last) || wide(first):
		return ""
	case last == '-' && unicode.IsLower(first):
		return ""
	}
	return " "
}
