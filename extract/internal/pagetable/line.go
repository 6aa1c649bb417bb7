package pagetable

import (
	"cmp"
	"slices"
	"unicode"
)

// textLine is a row of fragments on one height of the page, left to right.
type textLine struct {
	rect
	frags []*fragment
	mid   float64
	size  float64
}

// linesOf gathers fragments to lines from top to bottom.
func linesOf(frags []*fragment) []textLine {
	slices.SortStableFunc(frags, func(a, b *fragment) int { return cmp.Compare(a.mid, b.mid) })
	var out []textLine
	for i := 0; i < len(frags); {
		small := frags[i].size
		j := i + 1
		for j < len(frags) {
			s := min(small, frags[j].size)
			if frags[j].mid-frags[i].mid > 0.4*s {
				break
			}
			small = s
			j++
		}
		l := textLine{rect: frags[i].rect, frags: frags[i:j:j], mid: frags[i].mid}
		for _, f := range l.frags {
			l.rect = l.union(f.rect)
			l.size = max(l.size, f.size)
		}
		slices.SortStableFunc(l.frags, func(a, b *fragment) int { return cmp.Compare(a.x0, b.x0) })
		out = append(out, l)
		i = j
	}
	return out
}

// words returns the boxes of the words of a fragment that runs rightwards.
func (f *fragment) words() []rect {
	var out []rect
	for i := range f.glyphs {
		g := &f.glyphs[i]
		if i == 0 || g.spaced {
			out = append(out, g.rect)
			continue
		}
		out[len(out)-1] = out[len(out)-1].union(g.rect)
	}
	return out
}

// numeric tells a figure, or a sign that stands in the place of one.
func (f *fragment) numeric() bool { return numericGlyphs(f.glyphs) }

func numericGlyphs(gs []glyph) bool {
	digits, letters, n := 0, 0, 0
	for i := range gs {
		if gs[i].script != 0 {
			continue
		}
		n++
		switch r := gs[i].r; {
		case unicode.IsDigit(r):
			digits++
		case unicode.IsLetter(r):
			letters++
		}
	}
	if digits == 0 {
		return letters == 0 && n <= 6 || letters <= 2 && n <= 4 && !wide(gs[0].r)
	}
	return digits >= letters && letters <= 4
}

// ems is the width of a fragment in ideographs: two letters are as wide as one.
func (f *fragment) ems() float64 { return f.w() / f.size }

func (f *fragment) first() rune { return f.glyphs[0].r }
func (f *fragment) last() rune  { return f.glyphs[len(f.glyphs)-1].r }

// leaders tells a fragment that ends in a row of dots.
func (f *fragment) leaders() bool {
	n := 0
	for i := len(f.glyphs) - 1; i >= 0; i-- {
		if r := f.glyphs[i].r; r != '.' && r != '…' && r != '·' && r != '_' {
			break
		}
		n++
	}
	return n >= 4 || n >= 2 && f.last() == '…'
}

// digits tells text that holds more digits than letters.
func digits(gs []glyph) bool {
	d, l := 0, 0
	for i := range gs {
		switch r := gs[i].r; {
		case unicode.IsDigit(r):
			d++
		case unicode.IsLetter(r):
			l++
		}
	}
	return d > l
}
