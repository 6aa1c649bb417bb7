package content

import (
	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/extract/pdf/internal/object"
)

// maxGrounds is how many grounds of a page are kept; on a page with more nobody
// knows what is below a character.
const maxGrounds = 4096

// least is how high and wide a fill must be to hide a character, in points.
const least = 3

// Shares of the box of a glyph: most of it holds its ink, half of it may.
const (
	mostOfGlyph = 0.7
	halfOfGlyph = 0.45
)

// Contrasts of a colour with what is below it, from 0 to 1.
const (
	noContrast   = 0.06 // nobody sees it
	weakContrast = 0.45 // that of a watermark
)

// veil is an opacity that lets hardly anything shine through.
const veil = 0.7

// ground is an area that was filled.
type ground struct {
	extract.Box
	colour colour
	known  bool // colour is seen all over the box
}

// ink notes an area that is filled, p nil where nobody knows how. White on the
// bare page changes nothing.
func (r *reader) ink(b extract.Box, p *paint) {
	g := ground{Box: meet(b, r.gs.clip)}
	if g.X1-g.X0 <= least || g.Y1-g.Y0 <= least || len(r.grounds) > maxGrounds {
		return
	}
	if p != nil && r.covering(p, r.gs.fillAlpha) == hides {
		g.known, g.colour = p.known, p.colour
		if p.white() && len(r.grounds) == 0 {
			return
		}
		r.dark = r.dark || max(g.colour[0], g.colour[1], g.colour[2]) < 0.8
	} else if p == nil && r.gs.fill.white() && len(r.grounds) == 0 {
		return
	}
	r.grounds = append(r.grounds, g)
}

// below is the colour on which a character at b stands; known is false where
// nobody can tell.
func (r *reader) below(b extract.Box) (c colour, known bool) {
	if len(r.grounds) > maxGrounds {
		return c, false
	}
	r.budget.operators -= len(r.grounds) / 64
	for i := len(r.grounds) - 1; i >= 0; i-- {
		if g := &r.grounds[i]; within(b, g.Box) {
			return g.colour, g.known
		}
	}
	return white, true
}

// sight reports whether a glyph at b is painted so that nobody sees it, or hardly.
func (r *reader) sight(b extract.Box) (hidden, pale bool) {
	switch r.gs.mode {
	case 3, 7:
		return true, false
	case 1, 5:
		return r.sightOf(&r.gs.stroke, r.gs.strokeAlpha, b)
	case 2, 6:
		fillHidden, fillPale := r.sightOf(&r.gs.fill, r.gs.fillAlpha, b)
		hidden, pale = r.sightOf(&r.gs.stroke, r.gs.strokeAlpha, b)
		return hidden && fillHidden, (pale || hidden) && (fillPale || fillHidden)
	}
	return r.sightOf(&r.gs.fill, r.gs.fillAlpha, b)
}

func (r *reader) sightOf(p *paint, alpha float32, b extract.Box) (hidden, pale bool) {
	if alpha > veil && p.dark() && !r.dark { // as most text is
		return false, false
	}
	contrast := alpha
	if p.known {
		if c, known := r.below(b); known {
			contrast *= apart(p.colour, c)
		}
	}
	return contrast < noContrast, contrast < weakContrast
}

// within reports whether the middle of b is inside a box.
func within(b, box extract.Box) bool {
	x, y := (b.X0+b.X1)/2, (b.Y0+b.Y1)/2
	return box.X0 <= x && x <= box.X1 && box.Y0 <= y && y <= box.Y1
}

// covering is what a fill does to what was painted before.
type covering uint8

const (
	shows covering = iota
	blurs          // perhaps it hides it
	hides
)

// covering tells what is filled now does to what is below it: a constant alpha, a
// blend mode and a soft mask let it shine through (11.6.4), a pattern has gaps.
func (r *reader) covering(p *paint, alpha float32) covering {
	switch {
	case r.gs.blend || r.gs.masked || r.sheer > 0 || alpha < veil:
		return shows
	case alpha < 0.99 || p.space == patterned || r.gs.rough:
		return blurs
	}
	return hides
}

// covered is a character of the page that was painted over when the page had
// as many characters as until says.
type covered struct{ at, until int }

// cover hides the characters that were painted before what covers them: text
// under a bar, a number painted over with white and printed anew, recognised text under its scan.
func (r *reader) cover(b extract.Box, how covering) {
	if b = meet(b, r.gs.clip); how == shows || b.X1-b.X0 <= least || b.Y1-b.Y0 <= least || !r.marks.shown() {
		return
	}
	r.budget.operators -= len(r.page.Chars) / 64
	for i := range r.page.Chars {
		c := &r.page.Chars[i]
		if c.Hidden || !within(c.Box, b) {
			continue
		}
		m := meet(c.Box, b)
		share := (m.X1 - m.X0) * (m.Y1 - m.Y0) / max((c.Box.X1-c.Box.X0)*(c.Box.Y1-c.Box.Y0), 1e-9)
		if c.Hidden = how == hides && share >= mostOfGlyph; c.Hidden {
			r.covered = append(r.covered, covered{i, len(r.page.Chars)})
		}
		c.Pale = c.Pale || !c.Hidden && share >= halfOfGlyph
	}
}

// maxCorners is how many points a shape may have that is held against every
// character below it: more are a drawing.
const maxCorners = 1024

// coverShape does what cover does for a path that is no rectangle or several.
func (r *reader) coverShape() {
	how := r.covering(&r.gs.fill, r.gs.fillAlpha)
	if how == shows || len(r.path.points) == 0 || len(r.path.points) > maxCorners {
		return
	}
	b := meet(around(r.path.points[0], r.path.points[1:]...), r.gs.clip)
	if b.X1-b.X0 <= least || b.Y1-b.Y0 <= least {
		return
	}
	r.budget.operators -= len(r.page.Chars) / 64
	for i := range r.page.Chars {
		c := &r.page.Chars[i]
		if c.Hidden || !within(c.Box, b) {
			continue
		}
		r.budget.operators -= len(r.path.points) / 16
		switch n := r.path.holds(c.Box); {
		case n == 5 && how == hides:
			c.Hidden = true
			r.covered = append(r.covered, covered{i, len(r.page.Chars)})
		case n >= 3:
			c.Pale = true
		}
	}
}

// holds counts how many of five points of a glyph's box a path encloses: the
// middle, and towards the corners those around its ink.
func (p *path) holds(b extract.Box) (n int) {
	x, y := (b.X0+b.X1)/2, (b.Y0+b.Y1)/2
	dx, dy := 0.35*(b.X1-b.X0), 0.35*(b.Y1-b.Y0)
	for _, q := range [5]point{{x, y}, {x - dx, y - dy}, {x + dx, y - dy}, {x - dx, y + dy}, {x + dx, y + dy}} {
		if p.encloses(q) {
			n++
		}
	}
	return n
}

// encloses reports whether a point is inside by the even-odd rule, which is also
// that of shapes with holes in them (8.5.3.3.3).
func (p *path) encloses(q point) (inside bool) {
	for i := range p.subs {
		ps := p.of(i)
		for k, a := range ps {
			b := ps[(k+1)%len(ps)]
			if (a.y > q.y) != (b.y > q.y) && q.x < a.x+(q.y-a.y)/(b.y-a.y)*(b.x-a.x) {
				inside = !inside
			}
		}
	}
	return inside
}

// reveal shows the characters that are the clipping path, where what is filled
// now is filled through them (9.3.6).
func (r *reader) reveal() bool {
	from, to := r.gs.clipText[0], min(r.gs.clipText[1], len(r.page.Chars))
	if from >= to {
		return false
	}
	if r.gs.fill.white() || !r.marks.shown() {
		return true
	}
	for i := from; i < to; i++ {
		r.page.Chars[i].Hidden = false
	}
	r.gs.clipText = [2]int{}
	return true
}

// opaque reports whether an image hides what is below it. One in JPEG 2000 may
// have an alpha channel that its dictionary does not tell.
func (r *reader) opaque(image object.Object) bool {
	return !r.f.HasFilter(image, "JPXDecode") && r.f.Get(image, "SMask").Kind == object.Null && r.f.Get(image, "Mask").Kind == object.Null &&
		!r.f.Get(image, "ImageMask").Bool(false)
}
