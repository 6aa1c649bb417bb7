package pdfium

import "github.com/gongkai-data/gongkai/extract"

// area is a place that a filled path or a picture covers.
type area struct {
	extract.Box
	seq    int  // in the order of painting
	white  bool // it is of the colour of the page
	opaque bool // nothing shines through
}

const (
	maxAreas  = 4096 // of one page
	leastArea = 3    // points that an area is high and wide at least: lines hide no character
)

// cover notes what an object covers, by its bounds in the space that m leads from.
func (c *canvas) cover(obj uint64, m matrix, white bool) {
	if !c.yes("FPDFPageObj_GetBounds", obj, c.out(0), c.out(1), c.out(2), c.out(3)) { // left, bottom, right, top
		return
	}
	b := m.box(c.f32(0), c.f32(1), c.f32(2), c.f32(3))
	if b.X1-b.X0 <= leastArea || b.Y1-b.Y0 <= leastArea {
		return
	}
	if len(c.areas) == maxAreas {
		c.Cut = true // what they hide is not known
		return
	}
	c.areas = append(c.areas, area{b, c.objects, white, !c.yes("FPDFPageObj_HasTransparency", obj)})
}

// fade makes the characters pale that perhaps nobody sees: white on the bare page, or
// painted over by something opaque. Whether the shape and the clipping of that leave
// them free PDFium does not tell, so they are not hidden for sure.
func (c *canvas) fade() {
	for i := range c.Chars {
		ch, t := &c.Chars[i], c.owners[i]
		x, y := (ch.Box.X0+ch.Box.X1)/2, (ch.Box.Y0+ch.Box.Y1)/2
		bare := true
		for j := range c.areas {
			a := &c.areas[j]
			if x < a.X0 || x > a.X1 || y < a.Y0 || y > a.Y1 {
				continue
			}
			if a.seq > t.seq && t.seq > 0 {
				ch.Pale = ch.Pale || a.opaque
			} else {
				bare = bare && a.white
			}
		}
		ch.Pale = ch.Pale || t.white && bare
	}
}

// layered tells text in a layer (ISO 32000-2 14.11.2.2: marked content OC). Whether the layer is
// on PDFium does not tell; the page does not count as read completely.
func (c *canvas) layered(obj uint64) {
	for i := range c.count("FPDFPageObj_CountMarks", obj) {
		mark := uint64(uint32(c.call("FPDFPageObj_GetMark", obj, uint64(i))))
		const most = 16
		if mark == 0 || !c.yes("FPDFPageObjMark_GetName", mark, c.out(1), most, c.out(0)) {
			continue
		}
		if c.u32(0) == 6 && c.u32(1) == 'O'|'C'<<16 { // UTF-16 with its end
			c.Cut = true
			return
		}
	}
}

// Kinds of annotations that add nothing to the text of a page, fpdf_annot.h: notes, links, marks of
// text, and what pops up.
var mute = [...]int{1, 2, 9, 10, 11, 16}

// annotations tells annotations that may hold text or strike some out: they are not read, so
// the page is not read completely.
func (c *canvas) annotations() {
	for i := range min(c.count("FPDFPage_GetAnnotCount", c.page), maxObjects) {
		a := uint64(uint32(c.call("FPDFPage_GetAnnot", c.page, uint64(i))))
		if a == 0 {
			continue
		}
		kind := c.count("FPDFAnnot_GetSubtype", a)
		c.call("FPDFPage_CloseAnnot", a)
		silent := false
		for _, k := range mute {
			silent = silent || k == kind
		}
		if !silent {
			c.Cut = true
			return
		}
	}
}
