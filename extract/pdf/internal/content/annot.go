package content

import (
	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/extract/pdf/internal/object"
)

// annotations reads the appearances that stand on the page: values of form
// fields, free text, stamps (12.5.5).
func (r *reader) annotations(page object.Object, base matrix) {
	annots := r.f.Get(page, "Annots")
	for i := range annots.Len() {
		if annots.Kind != object.Array || r.exhausted() {
			return
		}
		a := r.f.Resolve(annots.At(i))
		const hidden, noView = 2, 32
		if flags := r.f.Get(a, "F").Int(); !a.IsDict() || flags&(hidden|noView) != 0 || r.f.Get(a, "Subtype").IsName("Popup") {
			continue
		}
		rect, ok := rectangle(r.f, r.f.Get(a, "Rect"))
		if !ok || !r.layers.on(r.f.Get(a, "OC")) {
			continue
		}
		look := r.f.Get(r.f.Get(a, "AP"), "N")
		if look.Kind == object.Dict {
			look = r.f.Get(look, string(r.f.Get(a, "AS").Bytes))
		} else if look.Kind != object.Stream {
			r.bare(a, base.box(rect.X0, rect.Y0, rect.X1, rect.Y1), base)
		}
		if look.Kind == object.Stream {
			r.appearance(look, rect, base)
		}
	}
}

// bare does what viewers do for an annotation without an appearance as far as it
// can change what is read. What they write there themselves is a character that
// nothing names: it takes the trust from what it stands on.
func (r *reader) bare(a object.Object, b extract.Box, base matrix) {
	if b = meet(b, r.visible()); !finite(b) || b.X1-b.X0 < 1 || b.Y1-b.Y0 < 1 {
		return
	}
	unnamed := func() {
		r.page.Bare++
		r.gs.font, r.gs.fontIndex = r.fonts.Load(object.Object{}), -1
		r.add(extract.Char{Rune: extract.Unmapped, Font: r.indexOf(r.gs.font), Size: float32(min(b.Y1-b.Y0, 12)), Box: b})
	}
	switch subtype := r.f.Get(a, "Subtype"); string(subtype.Bytes) {
	case "FreeText":
		if len(r.f.Get(a, "Contents").Bytes) > 0 || r.f.Get(a, "RC").Kind != object.Null {
			unnamed()
		}
	case "Stamp":
		unnamed()
	case "Widget":
		if kind := r.inherited(a, "FT"); (kind.IsName("Tx") || kind.IsName("Ch")) && len(r.inherited(a, "V").Bytes) > 0 {
			unnamed()
		}
	case "StrikeOut":
		r.page.Bare++
		r.strikeOut(a, b, base)
	case "Square", "Circle", "Polygon":
		if r.f.Get(a, "IC").Len() > 0 {
			r.page.Bare++
			r.gs = newState(base, r.visible())
			r.cover(b, blurs)
		}
	case "Line", "Ink", "PolyLine", "Redact":
		r.page.Bare++
	}
}

// inherited is a key of a form field or of the fields that it is part of (12.7.3.1).
func (r *reader) inherited(field object.Object, key string) object.Object {
	for range maxForms {
		if v := r.f.Get(field, key); v.Kind != object.Null || !field.IsDict() {
			return v
		}
		field = r.f.Get(field, "Parent")
	}
	return object.Object{}
}

// strikeOut draws the lines through the middle of what is struck out (12.5.6.10).
func (r *reader) strikeOut(a object.Object, whole extract.Box, base matrix) {
	r.gs = newState(base, r.visible())
	quads := r.f.Get(a, "QuadPoints")
	line := func(b extract.Box) {
		y := (b.Y0 + b.Y1) / 2
		r.rule(extract.Ruling{Box: extract.Box{X0: b.X0, Y0: y, X1: b.X1, Y1: y}, Width: 1})
	}
	if quads.Kind != object.Array || quads.Len() < 8 {
		line(whole)
		return
	}
	for i := 0; i+8 <= quads.Len() && !r.exhausted(); i += 8 {
		var ps [4]point
		for k := range ps {
			ps[k] = base.point(r.f.Resolve(quads.At(i+2*k)).Float(0), r.f.Resolve(quads.At(i+2*k+1)).Float(0))
		}
		r.budget.operators--
		line(around(ps[0], ps[1:]...))
	}
}

// appearance paints a form so that its box fills the rectangle of its
// annotation (algorithm 8.1 in 12.5.5).
func (r *reader) appearance(look object.Object, rect extract.Box, base matrix) {
	bbox, ok := rectangle(r.f, r.f.Get(look, "BBox"))
	if !ok {
		return
	}
	m := r.matrixOf(r.f.Get(look, "Matrix"))
	b := m.box(bbox.X0, bbox.Y0, bbox.X1, bbox.Y1)
	if b.X1 <= b.X0 || b.Y1 <= b.Y0 {
		return
	}
	sx, sy := (rect.X1-rect.X0)/(b.X1-b.X0), (rect.Y1-rect.Y0)/(b.Y1-b.Y0)
	place := matrix{sx, 0, 0, sy, rect.X0 - b.X0*sx, rect.Y0 - b.Y0*sy}
	r.gs = newState(place.times(base), r.visible())
	r.resources = object.Object{}
	r.form(look)
}
