package pdfium

import (
	"math"

	"github.com/gongkai-data/gongkai/extract"
)

// Kinds of page objects and path segments, fpdf_edit.h.
const (
	objectText    = 1
	objectPath    = 2
	objectImage   = 3
	objectShading = 4
	objectForm    = 5

	segmentLine   = 0
	segmentBezier = 1
	segmentMove   = 2
)

const (
	maxObjects  = 200_000 // looked at on one page
	maxSegments = 100_000 // of one path
	maxDepth    = 32      // of form XObjects
)

// object reads one page object; m leads to the displayed page.
func (c *canvas) object(obj uint64, m matrix, depth int) {
	if c.objects++; obj == 0 || c.objects > maxObjects || depth > maxDepth {
		c.Cut = true
		return
	}
	switch c.count("FPDFPageObj_GetType", obj) {
	case objectText:
		if t := c.texts[obj]; t != nil {
			t.seq = c.objects
			c.layered(obj)
		}
	case objectPath:
		c.path(obj, m)
	case objectImage, objectShading:
		c.cover(obj, m, false)
		if c.yes("FPDFPageObj_GetBounds", obj, c.out(0), c.out(1), c.out(2), c.out(3)) { // left, bottom, right, top
			c.Pictures = append(c.Pictures, m.box(c.f32(0), c.f32(1), c.f32(2), c.f32(3)))
		}
	case objectForm:
		if !c.yes("FPDFPageObj_GetMatrix", obj, c.out(0)) {
			c.Cut = true
			return
		}
		m = c.readMatrix(0).times(m)
		for i := range c.count("FPDFFormObj_CountObjects", obj) {
			c.object(uint64(uint32(c.call("FPDFFormObj_GetObject", obj, uint64(i)))), m, depth+1)
			if c.objects > maxObjects {
				return
			}
		}
	}
}

type point struct{ x, y float64 }

// subpath is the points of one subpath on the displayed page.
type subpath struct {
	points []point
	curved []bool // curved[i]: the way to points[i] is no straight line
	closed bool
}

// path reads the strokes and filled rectangles of a path object.
func (c *canvas) path(obj uint64, m matrix) {
	if !c.yes("FPDFPath_GetDrawMode", obj, c.out(0), c.out(1)) {
		return
	}
	fill, stroke := c.u32(0) != 0, c.u32(1) != 0
	if !fill && !stroke {
		return // a path that only clips
	}
	if !c.yes("FPDFPageObj_GetMatrix", obj, c.out(0)) {
		return
	}
	if fill {
		c.cover(obj, m, c.white("FPDFPageObj_GetFillColor", obj))
		c.call("FPDFPageObj_GetMatrix", obj, c.out(0))
	}
	m = c.readMatrix(0).times(m)
	paths := c.subpaths(obj, m)
	if fill {
		white := c.white("FPDFPageObj_GetFillColor", obj)
		for _, s := range paths {
			if b, ok := s.rectangle(); ok {
				c.Rulings = append(c.Rulings, extract.Ruling{Box: b, Fill: true, Background: white})
			}
		}
	}
	if stroke {
		r := extract.Ruling{Background: c.white("FPDFPageObj_GetStrokeColor", obj), Dashed: c.count("FPDFPageObj_GetDashCount", obj) > 0}
		if c.yes("FPDFPageObj_GetStrokeWidth", obj, c.out(0)) {
			r.Width = float32(c.f32(0) * m.scale())
		}
		for _, s := range paths {
			c.strokes(s, r)
		}
	}
}

// white reports that a colour is that of the page, or not seen at all.
func (c *canvas) white(get string, obj uint64) bool {
	if !c.yes(get, obj, c.out(0), c.out(1), c.out(2), c.out(3)) {
		return false
	}
	return c.u32(0) >= 250 && c.u32(1) >= 250 && c.u32(2) >= 250 || c.u32(3) == 0
}

// subpaths reads the segments of a path.
func (c *canvas) subpaths(obj uint64, m matrix) []subpath {
	n := c.count("FPDFPath_CountSegments", obj)
	if n > maxSegments {
		n, c.Cut = maxSegments, true
	}
	var all []subpath
	for i := range n {
		seg := uint64(uint32(c.call("FPDFPath_GetPathSegment", obj, uint64(i))))
		if seg == 0 || !c.yes("FPDFPathSegment_GetPoint", seg, c.out(0), c.out(1)) {
			continue
		}
		x, y := m.apply(c.f32(0), c.f32(1))
		kind := c.call("FPDFPathSegment_GetType", seg)
		if int32(kind) == segmentMove || len(all) == 0 || all[len(all)-1].closed {
			all = append(all, subpath{})
		}
		s := &all[len(all)-1]
		s.points = append(s.points, point{x, y})
		s.curved = append(s.curved, int32(kind) == segmentBezier)
		s.closed = int32(kind) != segmentMove && c.yes("FPDFPathSegment_GetClose", seg)
	}
	return all
}

// slack is how far from straight a line may be and still be upright or level.
const slack = 0.3

func near(a, b float64) bool { return math.Abs(a-b) <= slack }

// rectangle is the box of a subpath that is an upright rectangle.
func (s *subpath) rectangle() (extract.Box, bool) {
	p := s.points
	if n := len(p); n > 4 && near(p[0].x, p[n-1].x) && near(p[0].y, p[n-1].y) {
		p = p[:n-1]
	}
	for _, curved := range s.curved {
		if curved {
			return extract.Box{}, false
		}
	}
	if len(p) == 2 { // a line that is filled shows as thin as the screen can
		if !near(p[0].x, p[1].x) && !near(p[0].y, p[1].y) {
			return extract.Box{}, false
		}
		return boxOf(p), true
	}
	if len(p) != 4 {
		return extract.Box{}, false
	}
	upright := near(p[0].x, p[1].x) && near(p[1].y, p[2].y) && near(p[2].x, p[3].x) && near(p[3].y, p[0].y)
	level := near(p[0].y, p[1].y) && near(p[1].x, p[2].x) && near(p[2].y, p[3].y) && near(p[3].x, p[0].x)
	return boxOf(p), upright || level
}

func boxOf(p []point) extract.Box {
	b := extract.Box{X0: p[0].x, Y0: p[0].y, X1: p[0].x, Y1: p[0].y}
	for _, q := range p[1:] {
		b = extract.Box{X0: min(b.X0, q.x), Y0: min(b.Y0, q.y), X1: max(b.X1, q.x), Y1: max(b.Y1, q.y)}
	}
	return b
}

// strokes appends the upright and level lines of a subpath.
func (c *canvas) strokes(s subpath, r extract.Ruling) {
	line := func(a, b point) {
		dx, dy := math.Abs(a.x-b.x), math.Abs(a.y-b.y)
		if dx > slack && dy > slack || dx == 0 && dy == 0 {
			return
		}
		r.Box = boxOf([]point{a, b})
		if dx >= dy {
			r.Y0, r.Y1 = (a.y+b.y)/2, (a.y+b.y)/2
		} else {
			r.X0, r.X1 = (a.x+b.x)/2, (a.x+b.x)/2
		}
		c.Rulings = append(c.Rulings, r)
	}
	for i := 1; i < len(s.points); i++ {
		if !s.curved[i] {
			line(s.points[i-1], s.points[i])
		}
	}
	if n := len(s.points); s.closed && n > 2 {
		line(s.points[n-1], s.points[0])
	}
}
