package content

import (
	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/extract/pdf/internal/font"
	"github.com/gongkai-data/gongkai/extract/pdf/internal/object"
)

// state is the graphics state (8.4) as far as it moves or shows text and lines.
type state struct {
	ctm          matrix
	clip         extract.Box
	fill, stroke paint
	width        float64
	dashed       bool
	alpha        bool // fills are transparent,
	blend        bool // blended with what is below them,
	masked       bool // or masked (11.6.4)
	unseen       bool // fills have no ink: their alpha is 0

	font               *font.Font
	fontIndex          int32
	size               float64
	charSpace, wordGap float64
	stretch            float64 // Tz / 100
	leading, rise      float64
	mode               int
}

func newState(ctm matrix, clip extract.Box) state {
	return state{ctm: ctm, clip: clip, width: 1, stretch: 1, fontIndex: -1}
}

// paint is a colour: only white, the colour of the page, matters.
type paint struct {
	space colourSpace
	white bool
}

type colourSpace uint8

const (
	additive    colourSpace = iota // 1 is white: gray, RGB, what is based on them
	subtractive                    // 0 is white: CMYK, inks
	unknown                        // patterns, indexed colours, Lab
)

// set notes a colour by its components.
func (p *paint) set(space colourSpace, components []object.Object) {
	p.space = space
	p.white = space != unknown && len(components) > 0
	for _, c := range components {
		v := c.Float(-1)
		if space == additive && v < 0.98 || space == subtractive && (v > 0.02 || v < 0) {
			p.white = false
		}
	}
}

// colourSpaceOf tells which colour is white in a colour space (8.6).
func (r *reader) colourSpaceOf(o object.Object, depth int) colourSpace {
	if o = r.f.Resolve(o); o.Kind == object.Array {
		switch family := r.f.Resolve(o.At(0)); string(family.Bytes) {
		case "ICCBased":
			if r.f.Get(r.f.Resolve(o.At(1)), "N").Int() == 4 {
				return subtractive
			}
			return additive
		case "CalGray", "CalRGB":
			return additive
		case "Separation", "DeviceN":
			return subtractive
		default:
			if o.Len() == 1 && depth < 4 {
				return r.colourSpaceOf(family, depth+1)
			}
			return unknown
		}
	}
	switch string(o.Bytes) {
	case "DeviceGray", "G", "DeviceRGB", "RGB", "CalRGB", "CalGray":
		return additive
	case "DeviceCMYK", "CMYK":
		return subtractive
	case "Pattern":
		return unknown
	}
	if named := r.f.Get(r.f.Get(r.resources, "ColorSpace"), string(o.Bytes)); named.Kind != object.Null && depth < 4 {
		return r.colourSpaceOf(named, depth+1)
	}
	return unknown
}

// extGState applies a dictionary of graphics state parameters (8.4.5).
func (r *reader) extGState(name object.Object) {
	d := r.f.Get(r.f.Get(r.resources, "ExtGState"), string(name.Bytes))
	if !d.IsDict() {
		return
	}
	if w := r.f.Get(d, "LW"); w.IsNumber() {
		r.gs.width = w.Num
	}
	if dash := r.f.Get(d, "D"); dash.Kind == object.Array {
		r.gs.dashed = dashes(arrayOf(r.f, r.f.Resolve(dash.At(0))))
	}
	r.transparency(d)
	if ft := r.f.Get(d, "Font"); ft.Kind == object.Array {
		r.useFont(ft.At(0), r.f.Resolve(ft.At(1)).Float(1))
	}
}

// transparency notes whether fills cover what is below them (11.6.4): a constant
// alpha, a blend mode and a soft mask each let it shine through.
func (r *reader) transparency(d object.Object) {
	if ca := r.f.Get(d, "ca"); ca.IsNumber() {
		r.gs.unseen = ca.Num <= 0.01
		r.gs.alpha = ca.Num < 0.99
	}
	mode := r.f.Get(d, "BM")
	if mode.Kind == object.Array {
		mode = r.f.Resolve(mode.At(0))
	}
	if mode.Kind == object.Name {
		r.gs.blend = !mode.IsName("Normal") && !mode.IsName("Compatible")
	}
	if mask := r.f.Get(d, "SMask"); mask.Kind != object.Null {
		r.gs.masked = mask.IsDict()
	}
}

// covers reports whether what is filled now hides what was painted before.
func (r *reader) covers() bool {
	return !r.gs.alpha && !r.gs.blend && !r.gs.masked && r.sheer == 0
}

func arrayOf(f *object.File, o object.Object) []object.Object {
	var all []object.Object
	for i := range o.Len() {
		all = append(all, f.Resolve(o.At(i)))
	}
	return all
}

// dashes reports whether a dash array leaves gaps: [] and [3 0] are solid.
func dashes(array []object.Object) bool {
	gap, on := 0.0, 0.0
	for i, v := range array {
		if i%2 == 1 || len(array) == 1 {
			gap += v.Float(0)
		}
		on += v.Float(0)
	}
	return gap > 0 && on > 0
}
