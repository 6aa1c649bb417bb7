package pagetable

import (
	"math"

	"github.com/gongkai-data/gongkai/extract"
)

// rect is a box in points, y downwards.
type rect struct{ x0, y0, x1, y1 float64 }

func rectOf(b extract.Box) rect { return rect{b.X0, b.Y0, b.X1, b.Y1} }

func (r rect) box() extract.Box { return extract.Box{X0: r.x0, Y0: r.y0, X1: r.x1, Y1: r.y1} }

func (r rect) w() float64  { return r.x1 - r.x0 }
func (r rect) h() float64  { return r.y1 - r.y0 }
func (r rect) xc() float64 { return (r.x0 + r.x1) / 2 }
func (r rect) yc() float64 { return (r.y0 + r.y1) / 2 }

func (r rect) union(o rect) rect {
	return rect{min(r.x0, o.x0), min(r.y0, o.y0), max(r.x1, o.x1), max(r.y1, o.y1)}
}

// holds reports whether o lies in r, give or take slack.
func (r rect) holds(o rect, slack float64) bool {
	return o.x0 >= r.x0-slack && o.x1 <= r.x1+slack && o.y0 >= r.y0-slack && o.y1 <= r.y1+slack
}

func (r rect) has(x, y float64) bool { return x >= r.x0 && x <= r.x1 && y >= r.y0 && y <= r.y1 }

// overlap is the length that two intervals share, negative where they are apart.
func overlap(a0, a1, b0, b1 float64) float64 { return min(a1, b1) - max(a0, b0) }

// maxCoordinate is far beyond any page; what lies farther out is not looked at.
const maxCoordinate = 1e5

// sane reports whether the corners are numbers, in order and near a page.
func (r rect) sane() bool {
	for _, v := range [4]float64{r.x0, r.y0, r.x1, r.y1} {
		if math.IsNaN(v) || v < -maxCoordinate || v > maxCoordinate {
			return false
		}
	}
	return r.x0 <= r.x1 && r.y0 <= r.y1
}

// turn maps boxes of text that runs in one direction to a plane where it runs
// rightwards, and back.
type turn struct {
	dir  extract.Dir
	w, h float64 // of the page
}

// in returns r as it lies in the turned plane.
func (t turn) in(r rect) rect {
	switch t.dir {
	case extract.Downwards: // the top becomes the left, the right edge the top
		return rect{r.y0, t.w - r.x1, r.y1, t.w - r.x0}
	case extract.Upwards: // the bottom becomes the left, the left edge the top
		return rect{t.h - r.y1, r.x0, t.h - r.y0, r.x1}
	case extract.Leftwards:
		return rect{t.w - r.x1, t.h - r.y1, t.w - r.x0, t.h - r.y0}
	}
	return r
}

// out is the inverse of in.
func (t turn) out(r rect) rect {
	switch t.dir {
	case extract.Downwards:
		return rect{t.w - r.y1, r.x0, t.w - r.y0, r.x1}
	case extract.Upwards:
		return rect{r.y0, t.h - r.x1, r.y1, t.h - r.x0}
	case extract.Leftwards:
		return rect{t.w - r.x1, t.h - r.y1, t.w - r.x0, t.h - r.y0}
	}
	return r
}
