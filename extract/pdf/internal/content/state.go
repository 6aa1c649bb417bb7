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
	rough        bool // the clipping path is inside of clip and no rectangle
	blend        bool // what is painted is blended with what is below it
	masked       bool // or masked (11.6.4)

	fillAlpha, strokeAlpha float32 // 1 hides what is below, 0 has no ink
	clipText               [2]int  // characters that are the clipping path: what is filled next shows them

	font               *font.Font
	fontIndex          int32
	size               float64
	charSpace, wordGap float64
	stretch            float64 // Tz / 100
	leading, rise      float64
	mode               int
}

func newState(ctm matrix, clip extract.Box) state {
	ink := paint{known: true}
	return state{ctm: ctm, clip: clip, width: 1, stretch: 1, fontIndex: -1, fill: ink, stroke: ink, fillAlpha: 1, strokeAlpha: 1}
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
		r.gs.fillAlpha = float32(ca.Num)
	}
	if ca := r.f.Get(d, "CA"); ca.IsNumber() {
		r.gs.strokeAlpha = float32(ca.Num)
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
