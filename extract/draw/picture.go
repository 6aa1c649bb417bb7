package draw

import (
	"image"
	"image/color"
	"image/draw"

	"github.com/gongkai-data/gongkai/extract"
)

// inks are the colours of layers in pictures, in turn.
var inks = [...]color.RGBA{{0, 102, 204, 255}, {204, 102, 0, 255}, {0, 153, 0, 255}, {153, 0, 153, 255}, {0, 102, 102, 255}, {170, 51, 51, 255}}

// Over draws the outlines of layers over a picture of the page with scale dots a
// point. Merged and header cells have colours of their own, as in SVG.
func Over(page image.Image, scale float64, layers []Layer) *image.RGBA {
	bounds := page.Bounds()
	out := image.NewRGBA(image.Rect(0, 0, bounds.Dx(), bounds.Dy()))
	draw.Draw(out, out.Bounds(), page, bounds.Min, draw.Src)
	for i, l := range layers {
		for _, s := range l.Shapes {
			ink := inks[i%len(inks)]
			switch s.Class {
			case "merged":
				ink = color.RGBA{170, 0, 255, 255}
			case "header":
				ink = color.RGBA{0, 170, 85, 255}
			}
			outline(out, s.Box, scale, ink)
		}
	}
	return out
}

// outline draws a box one dot wide; of a line that is all.
func outline(out *image.RGBA, b extract.Box, scale float64, ink color.RGBA) {
	at := func(v float64, most int) int { return min(max(int(finite(v)*scale), 0), most-1) }
	w, h := out.Bounds().Dx(), out.Bounds().Dy()
	if w == 0 || h == 0 {
		return
	}
	x0, x1, y0, y1 := at(b.X0, w), at(b.X1, w), at(b.Y0, h), at(b.Y1, h)
	for x := x0; x <= x1; x++ {
		out.SetRGBA(x, y0, ink)
		out.SetRGBA(x, y1, ink)
	}
	for y := y0; y <= y1; y++ {
		out.SetRGBA(x0, y, ink)
		out.SetRGBA(x1, y, ink)
	}
}
