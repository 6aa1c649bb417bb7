package pagetable

import (
	"cmp"
	"math"
	"slices"

	"github.com/gongkai-data/gongkai/extract"
)

const largeText = 1.5 // of the size of other text: headings are, and what is stamped over a page

// withOverlays returns the page with large text that lies over other text, or
// over lines, as pale: dark or not, it is no part of what it lies over. Nobody
// sets a heading across the lines of a table.
func withOverlays(p *extract.PageContent) *extract.PageContent {
	small, usual := sizesOf(p.Chars)
	var large []int
	for i := range p.Chars {
		if c := &p.Chars[i]; !c.Hidden && !c.Pale && c.Rune > ' ' && c.Size > largeText*small && rectOf(c.Box).sane() {
			large = append(large, i)
		}
	}
	if len(large) == 0 {
		return p
	}
	below := newPlaces(p)
	var over, under []int
	for from := 0; from < len(large); {
		to, hits := from+1, 0
		for to < len(large) && sameRun(&p.Chars[large[to-1]], &p.Chars[large[to]]) {
			to++
		}
		for _, i := range large[from:to] {
			if c := &p.Chars[i]; below.text(c) || c.Size > largeText*usual && below.ruled(c) {
				hits++
			}
		}
		if 3*hits >= to-from {
			over = append(over, large[from:to]...)
			if !slices.ContainsFunc(large[from:to], func(i int) bool { return !inNumber(p.Chars[i].Rune) }) {
				for _, i := range large[from:to] {
					under = append(under, below.figures(p, &p.Chars[i])...)
				}
			}
		}
		from = to
	}
	if len(over) == 0 {
		return p
	}
	q := *p
	q.Chars = slices.Clone(p.Chars)
	for _, i := range over {
		q.Chars[i].Pale = true
	}
	slices.Sort(under)
	for _, i := range slices.Compact(under) { // a number over another one may be there to correct it
		q.Chars[i].Rune = extract.Unmapped
	}
	return &q
}

// sizesOf returns a small size among those of the characters, and the one in the middle.
func sizesOf(chars []extract.Char) (small, usual float32) {
	var sizes []float32
	for i := 0; i < len(chars); i += 1 + len(chars)/512 {
		if c := &chars[i]; !c.Hidden && c.Rune > ' ' {
			sizes = append(sizes, c.Size)
		}
	}
	if len(sizes) == 0 {
		return 0, 0
	}
	slices.Sort(sizes)
	return sizes[len(sizes)/10], sizes[len(sizes)/2]
}

// sameRun tells two characters that are set one behind the other.
func sameRun(a, b *extract.Char) bool {
	p, q, size := rectOf(a.Box), rectOf(b.Box), float64(a.Size)
	return a.Dir == b.Dir && math.Abs(float64(a.Size-b.Size)) < 0.03*size &&
		q.x0-p.x1 < 0.6*size && p.x0-q.x1 < 0.6*size && q.y0-p.y1 < 0.6*size && p.y0-q.y1 < 0.6*size
}

// places finds what lies under a character.
type places struct {
	chars  []spot // by height
	levels []rect // lines, by height
	plumbs []rect // upright lines, from left to right
}

type spot struct {
	x, y float64 // of the middle
	size float32
	at   int // among the characters of the page
}

// most is how many characters or lines are looked at for one character.
const most = 256

func newPlaces(p *extract.PageContent) *places {
	const thin = 3 // points
	out := new(places)
	for i := range p.Chars {
		if c := &p.Chars[i]; !c.Hidden && c.Rune > ' ' {
			b := rectOf(c.Box)
			out.chars = append(out.chars, spot{b.xc(), b.yc(), c.Size, i})
		}
	}
	for i := range p.Rulings {
		switch r := rectOf(p.Rulings[i].Box); {
		case !r.sane() || p.Rulings[i].Background || min(r.w(), r.h()) > thin:
		case r.w() > r.h():
			out.levels = append(out.levels, r)
		default:
			out.plumbs = append(out.plumbs, r)
		}
	}
	slices.SortFunc(out.chars, func(a, b spot) int { return cmp.Compare(a.y, b.y) })
	slices.SortFunc(out.levels, func(a, b rect) int { return cmp.Compare(a.y0, b.y0) })
	slices.SortFunc(out.plumbs, func(a, b rect) int { return cmp.Compare(a.x0, b.x0) })
	return out
}

// middle is the inner part of the box of a character.
func middle(c *extract.Char) rect {
	b := rectOf(c.Box)
	dx, dy := 0.2*b.w(), 0.2*b.h()
	return rect{b.x0 + dx, b.y0 + dy, b.x1 - dx, b.y1 - dy}
}

// text tells whether a far smaller character stands in the middle of a large one.
func (s *places) text(c *extract.Char) bool { return len(s.within(c, middle(c))) > 0 }

// figures returns the far smaller characters of numbers that stand in the box of a large one.
func (s *places) figures(p *extract.PageContent, c *extract.Char) (out []int) {
	for _, q := range s.within(c, rectOf(c.Box)) {
		if inNumber(p.Chars[q.at].Rune) {
			out = append(out, q.at)
		}
	}
	return out
}

// within returns the far smaller characters whose middle is in a part of a large one.
func (s *places) within(c *extract.Char, in rect) (out []spot) {
	at, _ := slices.BinarySearchFunc(s.chars, in.y0, func(p spot, y float64) int { return cmp.Compare(p.y, y) })
	for _, p := range s.chars[at:min(len(s.chars), at+most)] {
		if p.y >= in.y1 {
			break
		}
		if p.x > in.x0 && p.x < in.x1 && largeText*p.size < c.Size {
			out = append(out, p)
		}
	}
	return out
}

// ruled tells whether a line runs through the middle of a character, all of it.
func (s *places) ruled(c *extract.Char) bool {
	b, in := rectOf(c.Box), middle(c)
	at, _ := slices.BinarySearchFunc(s.levels, in.y0, func(r rect, y float64) int { return cmp.Compare(r.y0, y) })
	for _, r := range s.levels[at:min(len(s.levels), at+most)] {
		if r.y0 >= in.y1 {
			break
		}
		if r.x0 < b.x0 && r.x1 > b.x1 {
			return true
		}
	}
	at, _ = slices.BinarySearchFunc(s.plumbs, in.x0, func(r rect, x float64) int { return cmp.Compare(r.x0, x) })
	for _, r := range s.plumbs[at:min(len(s.plumbs), at+most)] {
		if r.x0 >= in.x1 {
			break
		}
		if r.y0 < b.y0 && r.y1 > b.y1 {
			return true
		}
	}
	return false
}
