package content

import (
	"cmp"
	"math"
	"slices"
	"unicode"

	"github.com/gongkai-data/gongkai/extract"
)

// A number of which a part is clipped away or painted over is not the number that
// its other digits make: U+FFFD stands where it is cut.

// shown is the last glyph that was painted.
type shown struct {
	extract.Char
	at int // among the characters of the page, -1 where it is clipped away
}

// gone is a character of a number that does not show.
type gone struct {
	extract.Char
	clip  extract.Box // what it is clipped to
	until int         // characters of the page that were painted before it went
	next  int         // character of the page that was painted before or after it, -1 for none
}

// everywhere is a clip that clips nothing.
var everywhere = extract.Box{X0: -farthest, Y0: -farthest, X1: farthest, Y1: farthest}

// clipped notes the character c that is clipped away.
func (r *reader) clipped(c extract.Char) {
	next := -1
	if r.before.at >= 0 && sameNumber(&r.before.Char, &c) {
		next = r.before.at
	}
	r.before = shown{c, -1}
	if !inNumber(c.Rune) || !finite(c.Box) {
		return
	}
	if r.budget.chars--; r.budget.chars > 0 {
		r.gone = append(r.gone, gone{c, r.gs.clip, math.MaxInt, next})
	}
}

// painted notes the character c, the last one of the page.
func (r *reader) painted(c *extract.Char) {
	at := len(r.page.Chars) - 1
	if r.budget.chars <= 0 { // c is not among them
		return
	}
	if n := len(r.gone); n > 0 && r.before.at < 0 && sameNumber(&r.before.Char, c) {
		r.gone[n-1].next = at
	}
	r.before = shown{*c, at}
	if p := &r.gs.fill; inNumber(c.Rune) && !c.Hidden && p.known && !p.dark() {
		r.inks = append(r.inks, inked{at, p.colour})
	}
}

// numbersCut marks the characters of numbers beside those that do not show.
func (r *reader) numbersCut() {
	for _, k := range r.covered {
		if c := r.page.Chars[k.at]; inNumber(c.Rune) {
			r.gone = append(r.gone, gone{c, everywhere, k.until, -1})
		}
	}
	if len(r.gone) == 0 && len(r.inks) == 0 {
		return
	}
	chars := r.page.Chars
	f := figuresOf(chars)
	var cuts []int
	for i := range r.gone {
		g := &r.gone[i]
		beside := f.beside(&g.Char, &r.budget)
		if slices.ContainsFunc(beside, func(i int) bool { return samePlace(&chars[i], &g.Char) }) { // printed anew
			continue
		}
		for _, i := range beside {
			if i < g.until && (i == g.next || seen(chars[i].Box, g.clip)) && adjoin(&chars[i], &g.Char) {
				cuts = append(cuts, i)
			}
		}
	}
	cuts = append(cuts, r.twoInks(&f)...)
	slices.Sort(cuts)
	for _, i := range slices.Compact(cuts) {
		c := chars[i]
		c.Rune, c.Box = extract.Unmapped, core(c.Box)
		r.add(c)
	}
}

// inked is a character of a number that is not dark.
type inked struct {
	at     int
	colour colour
}

// twoInks returns the digits of two colours that stand side by side as if they
// were one number: a stamp beside a number is no part of it. Commas and points
// behind a coloured number are those of the sentence.
func (r *reader) twoInks(f *figures) (cuts []int) {
	const clearly = 0.4 // do two colours differ
	chars := r.page.Chars
	colours := make(map[int]colour, len(r.inks))
	for _, k := range r.inks {
		colours[k.at] = k.colour
	}
	for _, k := range r.inks {
		c := &chars[k.at]
		if c.Hidden {
			continue
		}
		for _, i := range f.beside(c, &r.budget) {
			if i != k.at && unicode.IsDigit(c.Rune) && unicode.IsDigit(chars[i].Rune) && apart(colours[i], k.colour) > clearly && adjoin(c, &chars[i]) {
				cuts = append(cuts, k.at, i)
			}
		}
	}
	return cuts
}

// figures finds the characters of numbers that stand on one line with another.
type figures struct {
	chars []extract.Char
	lines [2][]int // those that run level and upright, by their middle across
}

func figuresOf(chars []extract.Char) figures {
	f := figures{chars: chars}
	for i := range chars {
		if c := &chars[i]; inNumber(c.Rune) && !c.Hidden {
			f.lines[lineAxis(c)] = append(f.lines[lineAxis(c)], i)
		}
	}
	for _, l := range f.lines {
		slices.SortFunc(l, func(a, b int) int { return cmp.Compare(f.middle(a), f.middle(b)) })
	}
	return f
}

// lineAxis is 0 for a character on a level line, 1 for one on an upright line.
func lineAxis(c *extract.Char) int {
	if c.Dir == extract.Downwards || c.Dir == extract.Upwards {
		return 1
	}
	return 0
}

// across is where a character begins and ends across the line that it stands on.
func across(c *extract.Char) (from, to float64) {
	if lineAxis(c) == 1 {
		return c.Box.X0, c.Box.X1
	}
	return c.Box.Y0, c.Box.Y1
}

func (f *figures) middle(i int) float64 {
	from, to := across(&f.chars[i])
	return (from + to) / 2
}

// beside returns those whose middle is on the line of c, none once the work is spent.
func (f *figures) beside(c *extract.Char, b *budget) []int {
	const perOperator = 16
	line := f.lines[lineAxis(c)]
	from, to := across(c)
	at := func(x float64) int {
		i, _ := slices.BinarySearchFunc(line, x, func(i int, x float64) int { return cmp.Compare(f.middle(i), x) })
		return i
	}
	line = line[at(from):max(at(from), at(to))]
	if b.operators -= 1 + len(line)/perOperator; b.operators <= 0 {
		return nil
	}
	return line
}

// samePlace tells two characters of one size that stand on top of each other.
func samePlace(a, b *extract.Char) bool {
	p, q := a.Box, b.Box
	high := func(b extract.Box) float64 { return max(b.X1-b.X0, b.Y1-b.Y0) }
	return within(p, q) && within(q, p) && 2*high(p) > high(q) && 2*high(q) > high(p)
}

// adjoin reports whether two characters stand side by side in one number.
func adjoin(a, b *extract.Char) bool { return sameNumber(a, b) || sameNumber(b, a) }

// core is a small box in the middle of b, which lies in the same cell as b for certain.
func core(b extract.Box) extract.Box {
	const share = 0.05
	x, y := (b.X0+b.X1)/2, (b.Y0+b.Y1)/2
	dx, dy := share*(b.X1-b.X0), share*(b.Y1-b.Y0)
	return extract.Box{X0: x - dx, Y0: y - dy, X1: x + dx, Y1: y + dy}
}

// sameNumber reports whether b goes on a number that a ends.
func sameNumber(a, b *extract.Char) bool {
	if !inNumber(a.Rune) || !inNumber(b.Rune) || a.Dir != b.Dir {
		return false
	}
	p, q := a.Box, b.Box
	gap, beside, high, wide := q.X0-p.X1, min(p.Y1, q.Y1)-max(p.Y0, q.Y0), q.Y1-q.Y0, min(p.X1-p.X0, q.X1-q.X0)
	switch a.Dir {
	case extract.Leftwards:
		gap = p.X0 - q.X1
	case extract.Downwards:
		gap, beside, high, wide = q.Y0-p.Y1, min(p.X1, q.X1)-max(p.X0, q.X0), q.X1-q.X0, min(p.Y1-p.Y0, q.Y1-q.Y0)
	case extract.Upwards:
		gap, beside, high, wide = p.Y0-q.Y1, min(p.X1, q.X1)-max(p.X0, q.X0), q.X1-q.X0, min(p.Y1-p.Y0, q.Y1-q.Y0)
	}
	return gap < 0.5*high && gap > -0.6*wide && beside > 0.5*high
}

// inNumber tells a character that numbers are made of.
func inNumber(r rune) bool {
	switch {
	case r >= '0' && r <= '9', r >= '０' && r <= '９':
		return true
	}
	return r == '.' || r == ',' || r == '-' || r == '−' || r == '－' || r == '．' || r == '，'
}
