package pagetable

import (
	"math"
	"slices"
	"unicode"
)

// group is a row in the making: the lines from … to.
type group struct{ from, to int }

// groups joins the lines of the body to rows.
func (a *aligned) groups() []group {
	var out []group
	pitch := a.pitch()
	linked := a.linked()
	for i := a.head; i < len(a.lines); i++ {
		if len(out) > 0 {
			if g := &out[len(out)-1]; linked[i] || !linked[g.from+1] && a.goesOn(*g, i, pitch) {
				g.to = i + 1
				continue
			}
		}
		out = append(out, group{i, i + 1})
	}
	return out
}

// linked finds the lines that belong to the row of the line before them because
// the label of the row is set in lines above and below the middle, where its
// figures stand.
func (a *aligned) linked() []bool {
	out := make([]bool, len(a.lines)+2)
	for i := a.head; i < len(a.lines); i++ {
		if !a.anchor(i) {
			continue
		}
		up, down := i-1, i+1
		own := a.lines[i].parts[0].from <= a.label
		for up >= a.head && down < len(a.lines) && a.labelOnly(up) && a.labelOnly(down) && !out[up] && !out[up+1] {
			d0, d1 := a.lines[i].mid-a.lines[up].mid, a.lines[down].mid-a.lines[i].mid
			size := a.lines[i].size
			if math.Abs(d0-d1) > 0.35*size || d1 > 1.5*size*float64(down-i) || a.ruled(a.lines[up].mid, a.lines[down].mid) {
				break
			}
			// Lines that stand closer than lines do are of one row, whatever else is on
			// the line of the figures: the label of a group.
			if near := 0.9 * size; own && down == i+1 && (d0 > near || d1 > near) && !(a.wraps(&a.lines[up].parts[0], &a.lines[i].parts[0]) && a.wraps(&a.lines[i].parts[0], &a.lines[down].parts[0])) {
				break
			}
			up, down = up-1, down+1
		}
		for k := up + 2; k < down; k++ {
			out[k] = true
		}
	}
	return out
}

// anchor tells a line with figures in the columns of figures.
func (a *aligned) anchor(i int) bool {
	n := 0
	for k := range a.lines[i].parts {
		if q := &a.lines[i].parts[k]; q.from > a.label && q.numeric() {
			n++
		}
	}
	return n > 0 && 2*n >= len(a.lines[i].parts)
}

// labelOnly tells a line that holds a piece of a label and nothing else.
func (a *aligned) labelOnly(i int) bool {
	l := &a.lines[i]
	return len(l.parts) == 1 && l.parts[0].to <= a.label && !l.parts[0].numeric()
}

// findLabel returns the last column before those of figures: the one of the
// labels, and whether there is none.
func (a *aligned) findLabel() (label int, none bool) {
	for c := range a.cols {
		figures, words := 0, 0
		for i := a.head; i < len(a.lines); i++ {
			for k := range a.lines[i].parts {
				if q := &a.lines[i].parts[k]; q.from == c && q.to == c {
					if q.numeric() {
						figures++
					} else {
						words++
					}
				}
			}
		}
		if figures > words {
			return max(0, c-1), c == 0
		}
	}
	return 0, false
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
		l.parts[0].from == 0 && a.wraps(&last.parts[0], &l.parts[0]) && alike(&last.parts[0], &l.parts[0]) && runsOn(&last.parts[0], &l.parts[0])
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
		if above == nil || q.from > 0 && (q.numeric() || above.numeric()) || !a.wraps(above, q) || !alike(above, q) {
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

// alike tells text of one weight and font.
func alike(x, y *part) bool {
	return x.bold == y.bold && x.glyphs[len(x.glyphs)-1].font == y.glyphs[0].font
}

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
	k := a.cols[min(above.to, q.to)]
	if wide(q.glyphs[0].r) { // lines of ideographs are filled, wherever they are set
		return above.w()+need > k.x1-k.x0-0.3*above.size
	}
	return above.x1+0.25*above.size+need > k.x1-0.3*above.size
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
