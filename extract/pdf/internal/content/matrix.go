package content

import (
	"math"

	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/extract/pdf/internal/object"
)

// matrix is [a b c d e f] of ISO 32000-1, 8.3.3.
type matrix [6]float64

var unit = matrix{1, 0, 0, 1, 0, 0}

// times applies m first and n after it.
func (m matrix) times(n matrix) matrix {
	return matrix{
		m[0]*n[0] + m[1]*n[2], m[0]*n[1] + m[1]*n[3],
		m[2]*n[0] + m[3]*n[2], m[2]*n[1] + m[3]*n[3],
		m[4]*n[0] + m[5]*n[2] + n[4], m[4]*n[1] + m[5]*n[3] + n[5],
	}
}

func (m *matrix) point(x, y float64) point {
	return point{m[0]*x + m[2]*y + m[4], m[1]*x + m[3]*y + m[5]}
}

// scale is by how much lengths grow, on average over the directions.
func (m *matrix) scale() float64 { return math.Sqrt(math.Abs(m[0]*m[3] - m[1]*m[2])) }

// box is the smallest box around a rectangle that is transformed.
func (m *matrix) box(x0, y0, x1, y1 float64) extract.Box {
	if m[1] == 0 && m[2] == 0 { // neither turned nor slanted
		ax, bx, ay, by := m[0]*x0+m[4], m[0]*x1+m[4], m[3]*y0+m[5], m[3]*y1+m[5]
		if ax > bx {
			ax, bx = bx, ax
		}
		if ay > by {
			ay, by = by, ay
		}
		return extract.Box{X0: ax, Y0: ay, X1: bx, Y1: by}
	}
	return around(m.point(x0, y0), m.point(x1, y0), m.point(x0, y1), m.point(x1, y1))
}

type point struct{ x, y float64 }

func around(first point, more ...point) extract.Box {
	b := extract.Box{X0: first.x, Y0: first.y, X1: first.x, Y1: first.y}
	for _, p := range more {
		b.X0, b.X1 = min(b.X0, p.x), max(b.X1, p.x)
		b.Y0, b.Y1 = min(b.Y0, p.y), max(b.Y1, p.y)
	}
	return b
}

// meet is what two boxes share; where they do not touch X0 > X1 or Y0 > Y1.
func meet(a, b extract.Box) extract.Box {
	return extract.Box{X0: max(a.X0, b.X0), Y0: max(a.Y0, b.Y0), X1: min(a.X1, b.X1), Y1: min(a.Y1, b.Y1)}
}

// enough is the share of a character that must be inside the clipping path, in
// each direction, so that it can be seen there.
const enough = 0.15

// seen reports whether enough of b is inside clip. A clip that is itself for the
// most part inside of b is drawn around the ink of this one character, as high as a dash.
func seen(b, clip extract.Box) bool {
	shared := func(b0, b1, c0, c1 float64) bool {
		m := min(b1, c1) - max(b0, c0)
		return m >= 0 && (m >= enough*(b1-b0) || m >= (c1-c0)/2)
	}
	return shared(b.X0, b.X1, clip.X0, clip.X1) && shared(b.Y0, b.Y1, clip.Y0, clip.Y1)
}

// farthest is where coordinates end: pages are 14,400 units wide at most (annex C.2).
const farthest = 1e6

// finite reports whether a box has numbers for coordinates that a page may have.
func finite(b extract.Box) bool {
	return b.X0 > -farthest && b.Y0 > -farthest && b.X1 < farthest && b.Y1 < farthest && b.X0 <= b.X1 && b.Y0 <= b.Y1
}

func (r *reader) matrixOf(o object.Object) matrix {
	m := unit
	if o.Kind == object.Array && o.Len() == 6 {
		for i := range m {
			m[i] = r.f.Resolve(o.At(i)).Float(unit[i])
		}
	}
	return m
}

// rectangle reads an array of four numbers, corners in any order.
func rectangle(f *object.File, o object.Object) (extract.Box, bool) {
	if o.Kind != object.Array || o.Len() < 4 {
		return extract.Box{}, false
	}
	var v [4]float64
	for i := range v {
		n := f.Resolve(o.At(i))
		if !n.IsNumber() {
			return extract.Box{}, false
		}
		v[i] = n.Num
	}
	b := around(point{v[0], v[1]}, point{v[2], v[3]})
	return b, finite(b)
}
