package content

import (
	"cmp"
	"slices"

	"github.com/gongkai-data/gongkai/extract"
)

// A number of which a part is clipped away or painted over is not the number that
// its other digits make: U+FFFD stands where it is cut.

// shown is the last glyph that was painted.
type shown struct {
	extract.Char
	at int // among the characters of the page, -1 where it is clipped away
}

// after notes the glyph that follows the last one, at the index at or -1 where
// it is clipped away.
func (r *reader) after(c extract.Char, at int) {
	if (at < 0) != (r.before.at < 0) && sameNumber(&r.before.Char, &c) {
		r.cuts = append(r.cuts, max(at, r.before.at))
	}
	r.before = shown{c, at}
}

// numbersCut marks the characters of numbers beside those that do not show.
func (r *reader) numbersCut() {
	chars := r.page.Chars
	for _, i := range r.covered {
		if i > 0 && i < len(chars) && !chars[i-1].Hidden && sameNumber(&chars[i-1], &chars[i]) {
			r.cuts = append(r.cuts, i-1)
		}
		if i+1 < len(chars) && !chars[i+1].Hidden && sameNumber(&chars[i], &chars[i+1]) {
			r.cuts = append(r.cuts, i+1)
		}
	}
	r.twoInks()
	slices.Sort(r.cuts)
	for _, i := range slices.Compact(r.cuts) {
		if i >= len(chars) || chars[i].Hidden || !inNumber(chars[i].Rune) {
			continue
		}
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

// note keeps the colour of a character of a number.
func (r *reader) note(c *extract.Char, at int) {
	if p := &r.gs.fill; inNumber(c.Rune) && !c.Hidden && p.known && !p.dark() {
		r.inks = append(r.inks, inked{at, p.colour})
	}
}

// twoInks marks the characters of two colours that stand side by side as if they
// were one number: a stamp beside a number is no part of it.
func (r *reader) twoInks() {
	const clearly = 0.4 // do two colours differ
	if len(r.inks) == 0 {
		return
	}
	chars := r.page.Chars
	colours := make(map[int]colour, len(r.inks))
	for _, k := range r.inks {
		colours[k.at] = k.colour
	}
	middle := func(i int) float64 { return chars[i].Box.Y0 + chars[i].Box.Y1 }
	var all []int
	for i := range chars {
		if inNumber(chars[i].Rune) && !chars[i].Hidden {
			all = append(all, i)
		}
	}
	slices.SortFunc(all, func(a, b int) int { return cmp.Compare(middle(a), middle(b)) })
	for _, k := range r.inks {
		if k.at >= len(chars) || chars[k.at].Hidden {
			continue
		}
		c := &chars[k.at]
		from, _ := slices.BinarySearchFunc(all, c.Box.Y0+c.Box.Y0, func(i int, y float64) int { return cmp.Compare(middle(i), y) })
		for _, i := range all[from:] {
			if r.budget.operators--; middle(i) > c.Box.Y1+c.Box.Y1 || r.budget.operators <= 0 {
				break
			}
			if i != k.at && apart(colours[i], k.colour) > clearly && (sameNumber(c, &chars[i]) || sameNumber(&chars[i], c)) {
				r.cuts = append(r.cuts, k.at, i)
			}
		}
	}
}

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
	gap, beside, high := q.X0-p.X1, min(p.Y1, q.Y1)-max(p.Y0, q.Y0), q.Y1-q.Y0
	switch a.Dir {
	case extract.Leftwards:
		gap = p.X0 - q.X1
	case extract.Downwards:
		gap, beside, high = q.Y0-p.Y1, min(p.X1, q.X1)-max(p.X0, q.X0), q.X1-q.X0
	case extract.Upwards:
		gap, beside, high = p.Y0-q.Y1, min(p.X1, q.X1)-max(p.X0, q.X0), q.X1-q.X0
	}
	return gap < 0.5*high && gap > -0.5*high && beside > 0.5*high
}

// inNumber tells a character that numbers are made of.
func inNumber(r rune) bool {
	switch {
	case r >= '0' && r <= '9', r >= '０' && r <= '９':
		return true
	}
	return r == '.' || r == ',' || r == '-' || r == '−' || r == '－' || r == '．' || r == '，'
}
