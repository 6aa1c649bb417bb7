package content

import (
	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/extract/pdf/internal/object"
)

// maxInked is how many inked boxes of a page are kept; on a page with more all
// of it counts as inked.
const maxInked = 4096

// least is how high and wide a fill must be to hide a character, in points.
const least = 3

// mostOfGlyph is the share of its box in which a glyph has its ink.
const mostOfGlyph = 0.7

// ink notes an area on which characters in the colour of the page can be seen.
func (r *reader) ink(b extract.Box) {
	if b = meet(b, r.gs.clip); len(r.inked) <= maxInked && b.X1-b.X0 > least && b.Y1-b.Y0 > least {
		r.inked = append(r.inked, b)
	}
}

// blank reports whether a character in the colour of the page stands on the
// bare page, where nobody sees it.
func (r *reader) blank(b extract.Box) bool {
	if len(r.inked) > maxInked {
		return false
	}
	r.budget.operators -= len(r.inked) / 64
	for _, i := range r.inked {
		if within(b, i) {
			return false
		}
	}
	return true
}

// within reports whether the middle of b is inside a box.
func within(b, box extract.Box) bool {
	x, y := (b.X0+b.X1)/2, (b.Y0+b.Y1)/2
	return box.X0 <= x && x <= box.X1 && box.Y0 <= y && y <= box.Y1
}

// cover hides the characters that were painted before what covers them: text
// under a bar, a number painted over with white and printed anew, recognised text under its scan.
func (r *reader) cover(b extract.Box) {
	if b = meet(b, r.gs.clip); b.X1-b.X0 <= least || b.Y1-b.Y0 <= least || !r.marks.shown() {
		return
	}
	r.budget.operators -= len(r.page.Chars) / 64
	for i := range r.page.Chars {
		c := &r.page.Chars[i]
		if c.Hidden || !within(c.Box, b) {
			continue
		}
		if m := meet(c.Box, b); (m.X1-m.X0)*(m.Y1-m.Y0) >= mostOfGlyph*(c.Box.X1-c.Box.X0)*(c.Box.Y1-c.Box.Y0) {
			c.Hidden = true
		}
	}
}

// opaque reports whether an image hides what is below it. One in JPEG 2000 may
// have an alpha channel that its dictionary does not tell.
func (r *reader) opaque(image object.Object) bool {
	return r.covers() && !r.f.HasFilter(image, "JPXDecode") && r.f.Get(image, "SMask").Kind == object.Null && r.f.Get(image, "Mask").Kind == object.Null &&
		!r.f.Get(image, "ImageMask").Bool(false)
}
