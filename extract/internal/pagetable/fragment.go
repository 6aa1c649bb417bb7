package pagetable

import (
	"math"
	"slices"
	"unicode"

	"github.com/gongkai-data/gongkai/extract"
)

// glyph is one character with ink. Its box lies in the plane in which its text
// runs rightwards.
type glyph struct {
	rect
	r      rune
	size   float64
	font   int32
	spaced bool // white space was painted, or left, before it
	script int8 // 1 raised, -1 lowered, 0 on the line
	struck bool // a line runs through it
	clash  bool // another figure stands in its place
	torn   bool // the border of a cell parts it from a figure beside it

	slanted bool
}

// fragment is a piece of a line without a wide gap in it. Its box lies in the
// page; its glyphs lie in the plane of its direction, in reading order.
type fragment struct {
	rect
	dir    extract.Dir
	glyphs []glyph
	size   float64 // of most of its characters
	bold   bool
	mid    float64 // y of the middle of the line, in the plane of the direction
}

const (
	wordGap     = 0.18 // of the size: a gap that is a space
	mixedGap    = 0.4  // the same between an ideograph and a letter or digit, which are set a little apart
	cjkWordGap  = 0.55 // the same between ideographs, which are set apart to fill lines
	fragmentGap = 0.85 // of the size: a gap that ends a fragment
	sameLine    = 0.36 // of the size: the middles of one line differ by less
	scriptSize  = 0.82 // of the size: what is smaller may be raised or lowered
	maxOpen     = 48   // fragments of one band that may still grow: more lie on top of each other
)

// fragments joins the characters of a layer that run in one direction.
func fragments(p *extract.PageContent, l layer, dir extract.Dir, t turn) []fragment {
	glyphs := glyphsOf(p, l, dir, t)
	if len(glyphs) == 0 {
		return nil
	}
	order := make([]sortKey, len(glyphs))
	for i := range glyphs {
		order[i] = sortKey{glyphs[i].x0, int32(i)}
	}
	slices.SortFunc(order, func(a, b sortKey) int {
		switch {
		case a.x < b.x:
			return -1
		case a.x > b.x:
			return 1
		}
		return int(a.at - b.at)
	})
	j := newJoiner(glyphs)
	for _, k := range order {
		j.add(k.at)
	}
	return j.done(p, dir, t)
}

// sortKey is the left edge of a glyph and its index.
type sortKey struct {
	x  float64
	at int32
}

func glyphsOf(p *extract.PageContent, l layer, dir extract.Dir, t turn) []glyph {
	n := 0
	for i := range p.Chars {
		if c := &p.Chars[i]; c.Dir == dir && !c.Hidden && l.has(c) {
			n++
		}
	}
	out := make([]glyph, 0, n)
	for i := range p.Chars {
		c := &p.Chars[i]
		if c.Dir != dir || c.Hidden || !l.has(c) {
			continue
		}
		g := glyph{rect: rectOf(c.Box), r: c.Rune, size: float64(c.Size), font: c.Font, slanted: c.Slanted}
		if !g.sane() || c.Rune == 0 || c.Rune == '\u200b' || c.Rune == '\u00ad' && g.w() == 0 {
			continue
		}
		g.rect = t.in(g.rect)
		if !(g.size > 0.5) || g.size > 4*g.h()+1 {
			g.size = g.h()
		}
		if g.size < 0.5 || math.IsNaN(g.size) {
			continue
		}
		out = append(out, g)
	}
	return out
}

func medianSize(glyphs []glyph) float64 {
	sizes := make([]float64, 0, 257)
	for i := 0; i < len(glyphs); i += 1 + len(glyphs)/256 {
		sizes = append(sizes, glyphs[i].size)
	}
	slices.Sort(sizes)
	return sizes[len(sizes)/2]
}

// joiner appends glyphs, which come from left to right, to the fragments that
// end just before them. Fragments that may still grow wait in bands of the page.
type joiner struct {
	glyphs []glyph
	prev   []int32 // glyph before each one in its fragment, -1 for the first
	y0     float64 // of the first band
	step   float64 // height of a band
	open   [][]int32
	frags  []growing
}

type growing struct {
	last    int32   // glyph
	n       int     // of glyphs
	end     float64 // right edge of the last glyph
	mid     float64 // middle of the line, by its glyphs of full size
	size    float64 // the largest
	blank   bool    // white space follows the last glyph
	blankTo float64 // its right edge
}

const maxBands = 4096

func newJoiner(glyphs []glyph) *joiner {
	j := &joiner{glyphs: glyphs, prev: make([]int32, len(glyphs)), y0: math.Inf(1), step: medianSize(glyphs) * 0.75}
	y1 := math.Inf(-1)
	for i := range glyphs {
		y := glyphs[i].yc()
		j.y0, y1 = min(j.y0, y), max(y1, y)
	}
	j.step = max(j.step, (y1-j.y0)/(maxBands-1))
	j.open = make([][]int32, int((y1-j.y0)/j.step)+1)
	j.frags = make([]growing, 0, len(glyphs)/4+1)
	return j
}

func (j *joiner) add(at int32) {
	g := &j.glyphs[at]
	mid := g.yc()
	band := min(int((mid-j.y0)/j.step), len(j.open)-1)
	reach := min(1+int(g.size/j.step), 8)
	best, bestCost := int32(-1), math.Inf(1)
	for b := max(0, band-reach); b <= min(band+reach, len(j.open)-1); b++ {
		list := j.open[b]
		if len(list) == 0 {
			continue
		}
		if len(list) > maxOpen {
			list = list[len(list)-maxOpen:]
		}
		keep := list[:0]
		for _, k := range list {
			f := &j.frags[k]
			size := max(f.size, g.size)
			gap := g.x0 - f.end
			if gap > 2*size && gap > 4*j.step {
				continue // too far behind ever to grow again
			}
			keep = append(keep, k)
			if l := &j.glyphs[f.last]; clashes(l, g) && !j.twice(f, g) {
				l.clash, g.clash = true, true
			}
			if cost, ok := j.accepts(f, g, mid, gap); ok && cost < bestCost {
				best, bestCost = k, cost
			}
		}
		j.open[b] = keep
	}
	blank := unicode.IsSpace(g.r)
	if best < 0 {
		if !blank {
			j.prev[at] = -1
			j.frags = append(j.frags, growing{last: at, n: 1, end: g.x1, mid: mid, size: g.size})
			j.open[band] = append(j.open[band], int32(len(j.frags)-1))
		}
		return
	}
	f := &j.frags[best]
	if blank {
		f.blank, f.blankTo = true, max(f.blankTo, g.x1)
		return
	}
	if j.twice(f, g) {
		return
	}
	g.spaced = f.blank || spaceBetween(&j.glyphs[f.last], g, g.x0-f.end)
	f.blank = false
	j.prev[at] = f.last
	f.last, f.n = at, f.n+1
	f.end = max(f.end, g.x1)
	if g.size > f.size*1.2 { // it began with a raised sign
		f.size, f.mid = g.size, mid
		j.open[band] = append(j.open[band], best)
	}
}

// accepts tells whether the glyph goes on the fragment, and how badly it fits.
func (j *joiner) accepts(f *growing, g *glyph, mid, gap float64) (cost float64, ok bool) {
	big, small := max(f.size, g.size), min(f.size, g.size)
	dy := math.Abs(mid - f.mid)
	limit, wide := sameLine*small, fragmentGap*small
	if small < scriptSize*big {
		if dy > limit { // raised or lowered: close by, and inside the height of the line
			limit, wide = 0.62*big, 0.3*big
		} else {
			limit, wide = sameLine*big, min(wide, fragmentGap*small)
		}
	}
	if f.blank && f.blankTo > f.end {
		if lone := f.blankTo - f.end; lone < 0.7*small && g.x0-f.blankTo < 0.3*small {
			wide = max(wide, 1.05*small) // one wide space of justified text
		}
	}
	if dy > limit || gap > wide || gap < -0.9*g.w()-0.1*big && !j.twice(f, g) {
		return 0, false
	}
	return dy/big + 0.3*math.Abs(gap)/big, true
}

// twice tells a glyph that is painted over one that is there already: bold by
// overprinting, or its shadow.
func (j *joiner) twice(f *growing, g *glyph) bool {
	at := f.last
	for range 3 {
		if at < 0 {
			break
		}
		l := &j.glyphs[at]
		if l.r == g.r && math.Abs(g.x0-l.x0) < 0.25*max(l.w(), 0.2*l.size) && math.Abs(g.y0-l.y0) < 0.2*l.size && math.Abs(g.size-l.size) < 0.1*l.size {
			return true
		}
		at = j.prev[at]
	}
	return false
}

// clashes tells two figures in one place: which of them counts the page does not
// say. It looks at where they begin, for a font that is not at hand may be
// thought wider than it is.
func clashes(a, b *glyph) bool {
	size := min(a.size, b.size)
	return math.Abs(a.x0-b.x0) < 0.6*min(a.w(), b.w(), 0.5*size) && math.Abs(a.yc()-b.yc()) < 0.5*size &&
		inNumber(a.r) && inNumber(b.r)
}

func spaceBetween(a, b *glyph, gap float64) bool {
	size := min(a.size, b.size)
	switch {
	case wide(a.r) && wide(b.r):
		return gap > cjkWordGap*size
	case wide(a.r) || wide(b.r):
		return gap > mixedGap*size
	}
	return gap > wordGap*size+0.01
}

// wide tells ideographs, kana, full-width signs and their punctuation.
func wide(r rune) bool {
	return r >= 0x2E80 && r <= 0x9FFF || r >= 0xF900 && r <= 0xFAFF || r >= 0xFE30 && r <= 0xFE4F ||
		r >= 0xFF00 && r <= 0xFF60 || r >= 0x20000 && r <= 0x3FFFF || r >= 0x3000 && r <= 0x303F
}

// done returns the fragments in the order in which they begin.
func (j *joiner) done(p *extract.PageContent, dir extract.Dir, t turn) []fragment {
	out := make([]fragment, len(j.frags))
	all := make([]glyph, len(j.glyphs))
	used := 0
	for i := range j.frags {
		g := &j.frags[i]
		f := &out[i]
		f.dir, f.mid = dir, g.mid
		f.glyphs = all[used : used+g.n : used+g.n]
		used += g.n
		box := j.glyphs[g.last].rect
		for at, k := g.last, g.n-1; k >= 0; at, k = j.prev[at], k-1 {
			f.glyphs[k] = j.glyphs[at]
			box = box.union(j.glyphs[at].rect)
		}
		f.settle(p)
		f.rect = t.out(box)
	}
	return out
}

// settle finds the size and weight of most characters and marks raised and lowered ones.
func (f *fragment) settle(p *extract.PageContent) {
	bold := 0
	for i := range f.glyphs {
		g := &f.glyphs[i]
		f.size = max(f.size, g.size)
		if g.font >= 0 && int(g.font) < len(p.Fonts) && p.Fonts[g.font].Bold {
			bold++
		}
	}
	f.bold = 2*bold > len(f.glyphs)
	for i := range f.glyphs {
		g := &f.glyphs[i]
		if g.size >= scriptSize*f.size {
			continue
		}
		switch d := f.mid - g.yc(); {
		case d > 0.12*f.size:
			g.script = 1
		case d < -0.12*f.size:
			g.script = -1
		}
	}
	f.raise()
}

// raise marks the digits of full size that stand clearly above or below most
// digits of the fragment.
func (f *fragment) raise() {
	const clear = 0.18 // of the size
	var mids []float64
	lo, hi := math.Inf(1), math.Inf(-1)
	for i := range f.glyphs {
		if g := &f.glyphs[i]; g.script == 0 && unicode.IsDigit(g.r) {
			lo, hi = min(lo, g.yc()), max(hi, g.yc())
		}
	}
	if !(hi-lo > clear*f.size) {
		return
	}
	for i := range f.glyphs {
		if g := &f.glyphs[i]; g.script == 0 && unicode.IsDigit(g.r) {
			mids = append(mids, g.yc())
		}
	}
	slices.Sort(mids)
	line := mids[len(mids)/2]
	for i := range f.glyphs {
		if g := &f.glyphs[i]; g.script == 0 && unicode.IsDigit(g.r) && math.Abs(line-g.yc()) > clear*f.size {
			g.script = sign(line - g.yc())
		}
	}
}
