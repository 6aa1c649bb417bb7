package pdfium

import (
	"math"

	"github.com/gongkai-data/gongkai/extract"
)

// matrix maps points: x' = a·x + c·y + e, y' = b·x + d·y + f (ISO 32000-2 8.3.3).
type matrix struct{ a, b, c, d, e, f float64 }

func (m matrix) apply(x, y float64) (float64, float64) {
	return m.a*x + m.c*y + m.e, m.b*x + m.d*y + m.f
}

// times is m first, then n.
func (m matrix) times(n matrix) matrix {
	return matrix{
		m.a*n.a + m.b*n.c, m.a*n.b + m.b*n.d,
		m.c*n.a + m.d*n.c, m.c*n.b + m.d*n.d,
		m.e*n.a + m.f*n.c + n.e, m.e*n.b + m.f*n.d + n.f,
	}
}

// scale is by how much m makes lengths longer, on the mean of both axes.
func (m matrix) scale() float64 { return math.Sqrt(math.Abs(m.a*m.d - m.b*m.c)) }

// box is the box of a transformed rectangle.
func (m matrix) box(x0, y0, x1, y1 float64) extract.Box {
	ax, ay := m.apply(x0, y0)
	bx, by := m.apply(x1, y1)
	cx, cy := m.apply(x0, y1)
	dx, dy := m.apply(x1, y0)
	return extract.Box{X0: min(ax, bx, cx, dx), Y0: min(ay, by, cy, dy), X1: max(ax, bx, cx, dx), Y1: max(ay, by, cy, dy)}
}

// canvas is one page while it is read.
type canvas struct {
	*engine
	extract.PageContent
	page    uint64
	display matrix // from the page's user space to points from the top left of the displayed page
	objects int
	fonts   map[uint64]int32
	texts   map[uint64]*textObject
	owners  []*textObject // of each character
	areas   []area
}

// page reads the page with the given index, from 0.
func (e *engine) page(doc uint64, index int) extract.PageContent {
	c := &canvas{engine: e, fonts: map[uint64]int32{}, texts: map[uint64]*textObject{}}
	c.Number = index + 1
	c.page = uint64(uint32(e.call("FPDF_LoadPage", doc, uint64(index))))
	if c.page == 0 {
		c.Cut = true
		return c.PageContent
	}
	c.place()
	c.readChars()
	n := e.count("FPDFPage_CountObjects", c.page)
	for i := range n {
		c.object(uint64(uint32(e.call("FPDFPage_GetObject", c.page, uint64(i)))), c.display, 0)
	}
	c.fade()
	c.annotations()
	e.call("FPDF_ClosePage", c.page)
	return c.PageContent
}

// place finds the size of the displayed page and how user space lies on it.
func (c *canvas) place() {
	if !c.yes("FPDF_GetPageBoundingBox", c.page, c.out(0)) {
		c.Cut = true
		return
	}
	l, t, r, b := c.f32at(0, 0), c.f32at(0, 1), c.f32at(0, 2), c.f32at(0, 3) // FS_RECTF: left, top, right, bottom
	switch c.count("FPDFPage_GetRotation", c.page) {
	case 1:
		c.display = matrix{0, 1, 1, 0, -b, -l}
		c.Width, c.Height = t-b, r-l
	case 2:
		c.display = matrix{-1, 0, 0, 1, r, -b}
		c.Width, c.Height = r-l, t-b
	case 3:
		c.display = matrix{0, -1, -1, 0, t, r}
		c.Width, c.Height = t-b, r-l
	default:
		c.display = matrix{1, 0, 0, -1, -l, t}
		c.Width, c.Height = r-l, t-b
	}
}
