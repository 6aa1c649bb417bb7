package pdfium

import (
	"context"
	"image"
	"math"

	"github.com/gongkai-data/gongkai/extract"
)

// MaxPixels bounds a rendered page: 20 million, an A4 page at about 490 dpi.
const MaxPixels = 20_000_000

// Rendered is one page as a picture.
type Rendered struct {
	extract.Page
	Number int         // from 1
	Scale  float64     // pixels a point
	Image  *image.Gray // as displayed, rotation applied
}

// Render paints the given pages, counted from 1, in the order given; nil stands for all. A page that
// would have more than MaxPixels at the given resolution is painted smaller. Characters of fonts that the file does not embed are
// missing: the sandbox has no fonts. An error of each ends the rendering.
func (r *Reader) Render(ctx context.Context, b []byte, opt extract.Options, pages []int, dpi float64, each func(Rendered) error) error {
	return r.with(ctx, b, opt, func(e *engine, doc uint64) {
		n := e.count("FPDF_GetPageCount", doc)
		if pages == nil {
			for i := range min(n, maxPages) {
				pages = append(pages, i+1)
			}
		}
		for _, number := range pages {
			if number < 1 || number > n {
				continue
			}
			img, ok := e.render(doc, number, dpi)
			if !ok {
				continue
			}
			if err := each(img); err != nil {
				e.fail(err)
			}
		}
	})
}

// Constants of fpdfview.h.
const (
	bitmapGray       = 1
	renderAnnots     = 0x01
	renderGray       = 0x08
	bytesPerGrayDot  = 1
	backgroundOfPage = 0xFFFFFFFF
)

// render paints one page. It reports false for a page that cannot be loaded or
// has no area.
func (e *engine) render(doc uint64, number int, dpi float64) (Rendered, bool) {
	page := uint64(uint32(e.call("FPDF_LoadPage", doc, uint64(number-1))))
	if page == 0 {
		return Rendered{}, false
	}
	defer e.call("FPDF_ClosePage", page)
	out := Rendered{Number: number, Scale: dpi / 72}
	out.Width = float64(math.Float32frombits(uint32(e.call("FPDF_GetPageWidthF", page))))
	out.Height = float64(math.Float32frombits(uint32(e.call("FPDF_GetPageHeightF", page))))
	if !(out.Width > 0 && out.Height > 0) {
		return Rendered{}, false
	}
	if px := out.Width * out.Height * out.Scale * out.Scale; px > MaxPixels {
		out.Scale *= math.Sqrt(MaxPixels / px)
	}
	w, h := int(out.Width*out.Scale), int(out.Height*out.Scale)
	if w < 1 || h < 1 {
		return Rendered{}, false
	}
	buffer := uint64(uint32(e.call("malloc", uint64(w*h*bytesPerGrayDot))))
	if buffer == 0 {
		e.fail(failed(codeLimit, extract.ErrLimit, "memory of the sandbox: a page of %d × %d", w, h))
	}
	defer e.call("free", buffer)
	bitmap := uint64(uint32(e.call("FPDFBitmap_CreateEx", uint64(w), uint64(h), bitmapGray, buffer, uint64(w))))
	if bitmap == 0 {
		return Rendered{}, false
	}
	defer e.call("FPDFBitmap_Destroy", bitmap)
	e.call("FPDFBitmap_FillRect", bitmap, 0, 0, uint64(w), uint64(h), backgroundOfPage)
	e.call("FPDF_RenderPageBitmap", bitmap, page, 0, 0, uint64(w), uint64(h), 0, renderAnnots|renderGray)
	dots, ok := e.mem.Read(uint32(buffer), uint32(w*h))
	if !ok {
		return Rendered{}, false
	}
	out.Image = image.NewGray(image.Rect(0, 0, w, h))
	copy(out.Image.Pix, dots) // the memory is the sandbox's own
	return out, true
}
