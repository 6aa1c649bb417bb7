package pagetable

import (
	"slices"
	"unicode"
)

// group is a row in the making: the lines from … to.
type group struct{ from, to int }

// groups joins the lines of the body to rows.
func (a *aligned) groups() []group {
	var out []group
	pitch := a.pitch()
	for i := a.head; i < len(a.lines); i++ {
		if len(out) > 0 {
			if g := &out[len(out)-1]; a.goesOn(*g, i, pitch) {
				g.to = i + 1
				continue
			}
		}
		out = append(out, group{i, i + 1})
	}
	return out
}

// pitch is the distance of lines within a paragraph: the small ones there are.
func (a *aligned) pitch() float64 {
	var ds []float64
	for i := a.head + 1; i < len(a.lines); i++ {
		ds = append(ds, a.lines[i].mid-a.lines[i-1].mid)
	}
	if len(ds) == 0 {
		return 0
	}
	slices.Sort(ds)
	return ds[len(ds)/10]
}

// goesOn tells whether line i belongs to the row of the lines before it.
func (a *aligned) goesOn(g group, i int, pitch float64) bool {
	l, last := &a.lines[i], &a.lines[i-1]
	if l.mid-last.mid > 1.35*pitch || a.ruled(last.mid, l.mid) {
		return false
	}
	if a.continues(g, i) {
		return true
	}
	// the label began a line above its figures
	return g.to-g.from == 1 && len(last.parts) == 1 && last.parts[0].from == 0 && len(l.parts) > 1 &&
		l.parts[0].from == 0 && a.wraps(&last.parts[0], &l.parts[0]) && last.parts[0].bold == l.parts[0].bold && runsOn(&last.parts[0], &l.parts[0])
}

// continues tells whether every part of line i goes on the text above it.
func (a *aligned) continues(g group, i int) bool {
	l := &a.lines[i]
	if a.filled(i) >= a.filled(g.from) && len(l.parts) > 1 && a.filled(i) > 1 && l.parts[0].from == 0 {
		return a.textual(g, i)
	}
	for k := range l.parts {
		q := &l.parts[k]
		above := a.lastIn(g, q)
		if above == nil || q.from > 0 && (q.numeric() || above.numeric()) || !a.wraps(above, q) || above.bold != q.bold {
			return false
		}
		if q.from == 0 && !runsOn(a.firstIn(g, 0), q) {
			return false
		}
	}
	return true
}

// textual tells a line that goes on in all columns, as in tables of sentences.
func (a *aligned) textual(g group, i int) bool {
	l := &a.lines[i]
	for k := range l.parts {
		q := &l.parts[k]
		above := a.lastIn(g, q)
		if above == nil || q.numeric() || !a.wraps(above, q) || !runsOn(above, q) {
			return false
		}
	}
	return true
}

func (a *aligned) filled(i int) int { return len(a.lines[i].parts) }

// lastIn returns the lowest part of a row in the column of q.
func (a *aligned) lastIn(g group, q *part) *part {
	for i := g.to - 1; i >= g.from; i-- {
		for k := range a.lines[i].parts {
			if o := &a.lines[i].parts[k]; o.from <= q.to && q.from <= o.to {
				return o
			}
		}
	}
	return nil
}

func (a *aligned) firstIn(g group, col int) *part {
	for i := g.from; i < g.to; i++ {
		for k := range a.lines[i].parts {
			if o := &a.lines[i].parts[k]; o.from <= col && col <= o.to {
				return o
			}
		}
	}
	return nil
}

// wraps tells whether the first word of q had no room behind above.
func (a *aligned) wraps(above, q *part) bool {
	word := firstWord(q.glyphs)
	need := word[len(word)-1].x1 - word[0].x0
	if wide(q.glyphs[0].r) {
		need = q.glyphs[0].w()
	}
	limit := a.cols[min(above.to, q.to)].x1
	return above.x1+0.25*above.size+need > limit-0.3*above.size
}

// runsOn tells whether q may be the rest of what begins with above: indented
// more, or in the middle of a sentence.
func runsOn(above, q *part) bool {
	if above == nil {
		return false
	}
	r := q.glyphs[0].r
	if unicode.IsLower(r) || wide(r) || q.x0 > above.x0+0.4*above.size {
		return true
	}
	switch last := above.glyphs[len(above.glyphs)-1].r; last {
	case '-', ',', '(', '/', '&', ';':
		return true
	}
	return r == '(' || r == ')'
}
