package content

import (
	"math"

	"github.com/gongkai-data/gongkai/extract"
)

// path is the current path in points of the page (8.5.2).
type path struct {
	points []point
	subs   []subpath
	clips  bool // W or W*: it clips once it is painted
	at     point
}

// subpath is a run of points.
type subpath struct {
	from   int
	closed bool
	curved bool
}

// maxPoints is how long a path is followed.
const maxPoints = 1 << 20

func (p *path) clear() {
	p.points, p.subs, p.clips = p.points[:0], p.subs[:0], false
}

func (p *path) move(q point) {
	if len(p.points) < maxPoints {
		p.subs = append(p.subs, subpath{from: len(p.points)})
		p.points = append(p.points, q)
	}
}

func (p *path) line(q point) {
	if len(p.subs) == 0 {
		p.move(q)
		return
	}
	if s := &p.subs[len(p.subs)-1]; s.closed { // a new one starts where the last ended
		p.move(p.points[s.from])
	}
	if len(p.points) < maxPoints {
		p.points = append(p.points, q)
	}
}

// curve follows a Bézier curve (8.5.2.2) in four straight pieces: enough to tell
// what is inside.
func (p *path) curve(c1, c2, end point) {
	from := p.last()
	for _, t := range [3]float64{0.25, 0.5, 0.75} {
		u := 1 - t
		a, b, c, d := u*u*u, 3*u*u*t, 3*u*t*t, t*t*t
		p.line(point{a*from.x + b*c1.x + c*c2.x + d*end.x, a*from.y + b*c1.y + c*c2.y + d*end.y})
	}
	p.line(end)
	p.subs[len(p.subs)-1].curved = true
}

// last is the point at which the path is; the origin where it has none.
func (p *path) last() point {
	if n := len(p.subs); n > 0 && p.subs[n-1].closed {
		return p.points[p.subs[n-1].from]
	}
	if n := len(p.points); n > 0 {
		return p.points[n-1]
	}
	return point{}
}

func (p *path) close() {
	if n := len(p.subs); n > 0 {
		p.subs[n-1].closed = true
	}
}

func (p *path) rectangle(m *matrix, x, y, w, h float64) {
	p.move(m.point(x, y))
	p.line(m.point(x+w, y))
	p.line(m.point(x+w, y+h))
	p.line(m.point(x, y+h))
	p.close()
}

// of returns the points of a subpath.
func (p *path) of(i int) []point {
	end := len(p.points)
	if i+1 < len(p.subs) {
		end = p.subs[i+1].from
	}
	return p.points[p.subs[i].from:end]
}

// straight is how far the ends of a line may be off, as a share of its length,
// so that it still counts as level or upright; and in points.
const (
	straightShare  = 0.005
	straightPoints = 0.3
)

// axis straightens a line: ok where it is level or upright.
func axis(a, b point) (extract.Box, bool) {
	dx, dy := math.Abs(a.x-b.x), math.Abs(a.y-b.y)
	switch {
	case dy <= straightPoints && dy <= max(dx*straightShare, 0.01):
		y := (a.y + b.y) / 2
		return extract.Box{X0: min(a.x, b.x), Y0: y, X1: max(a.x, b.x), Y1: y}, true
	case dx <= straightPoints && dx <= max(dy*straightShare, 0.01):
		x := (a.x + b.x) / 2
		return extract.Box{X0: x, Y0: min(a.y, b.y), X1: x, Y1: max(a.y, b.y)}, true
	}
	return extract.Box{}, false
}

// paint ends the current path: S, f, B and their kin.
func (r *reader) paint(fill, stroke bool) {
	if fill && r.marks.shown() {
		r.fillPath()
	}
	if stroke && r.marks.shown() {
		r.strokePath()
	}
	if r.path.clips && len(r.path.points) > 0 {
		if _, ok := upright(r.path.points); !ok || r.path.subs[0].curved {
			r.gs.rough = true
		}
		r.gs.clip = meet(r.gs.clip, around(r.path.points[0], r.path.points[1:]...))
	} else if r.path.clips {
		r.gs.clip = extract.Box{X0: 1, X1: 0} // an empty path leaves nothing
	}
	r.path.clear()
}

func (r *reader) fillPath() {
	if r.reveal() {
		return
	}
	for i := range r.path.subs {
		ps := r.path.of(i)
		if len(ps) == 0 {
			continue
		}
		b, ok := extract.Box{}, false
		if !r.path.subs[i].curved {
			b, ok = upright(ps)
		}
		if !ok {
			b = around(ps[0], ps[1:]...)
			r.ink(b, nil)
			r.figure(b)
			continue
		}
		r.rule(extract.Ruling{Box: b, Fill: true, Background: r.gs.fill.white()})
		if len(r.path.subs) == 1 {
			r.ink(b, &r.gs.fill)
			r.cover(b, r.covering(&r.gs.fill, r.gs.fillAlpha))
			return
		}
		if !r.gs.fill.white() {
			r.ink(b, nil)
		}
	}
	r.coverShape()
}

// Bounds of figures, in points, and how many of a page are kept.
const (
	smallFigure = 2
	largeFigure = 40
	maxFigures  = 1024
)

// figure notes a small shape that shows.
func (r *reader) figure(b extract.Box) {
	b = meet(b, r.gs.clip)
	w, h := b.X1-b.X0, b.Y1-b.Y0
	if r.gs.fill.white() || min(w, h) < smallFigure/2 || max(w, h) < smallFigure || max(w, h) > largeFigure || len(r.page.Figures) >= maxFigures {
		return
	}
	r.page.Figures = append(r.page.Figures, b)
}

// upright reports whether points are the corners of a rectangle whose sides are
// level and upright, or a line that encloses nothing.
func upright(ps []point) (extract.Box, bool) {
	if n := len(ps); n > 1 && ps[0] == ps[n-1] {
		ps = ps[:n-1]
	}
	if len(ps) < 2 || len(ps) > 8 {
		return extract.Box{}, false
	}
	b := around(ps[0], ps[1:]...)
	tol := min(straightPoints, 0.05+0.01*max(b.X1-b.X0, b.Y1-b.Y0))
	corners := 0
	for i, p := range ps {
		left, right := p.x-b.X0 <= tol, b.X1-p.x <= tol
		top, bottom := p.y-b.Y0 <= tol, b.Y1-p.y <= tol
		if (left || right) && (top || bottom) {
			corners++
		} else if !left && !right && !top && !bottom {
			return extract.Box{}, false
		}
		q := ps[(i+1)%len(ps)]
		if math.Abs(p.x-q.x) > tol && math.Abs(p.y-q.y) > tol { // a slanted side
			return extract.Box{}, false
		}
	}
	return b, corners == len(ps) || corners >= 4
}

func (r *reader) strokePath() {
	width := r.gs.width * r.gs.ctm.scale()
	if m := &r.gs.ctm; width == 0 && r.gs.width > 0 { // a transform that flattens the page
		width = r.gs.width * max(math.Hypot(m[0], m[1]), math.Hypot(m[2], m[3]))
	}
	draw := func(a, b point) {
		if box, ok := axis(a, b); ok {
			if width > least {
				half := width / 2
				r.cover(extract.Box{X0: box.X0 - half, Y0: box.Y0 - half, X1: box.X1 + half, Y1: box.Y1 + half}, r.covering(&r.gs.stroke, r.gs.strokeAlpha))
			}
			r.rule(extract.Ruling{Box: box, Width: float32(width), Dashed: r.gs.dashed, Background: r.gs.stroke.white()})
		}
	}
	for i, s := range r.path.subs {
		ps := r.path.of(i)
		if width > least && !r.gs.stroke.white() && len(ps) > 0 { // a bar
			b, half := around(ps[0], ps[1:]...), width/2
			r.ink(extract.Box{X0: b.X0 - half, Y0: b.Y0 - half, X1: b.X1 + half, Y1: b.Y1 + half}, nil)
		}
		if s.curved {
			continue
		}
		for k := 1; k < len(ps); k++ {
			draw(ps[k-1], ps[k])
		}
		if n := len(ps); s.closed && n > 1 {
			draw(ps[n-1], ps[0])
		}
	}
}

// rule notes a ruling as far as it is not clipped away.
func (r *reader) rule(line extract.Ruling) {
	reach := r.gs.clip
	if half := float64(line.Width) / 2; !line.Fill && line.Y0 == line.Y1 { // the centre may be outside and the ink inside
		reach.Y0, reach.Y1 = reach.Y0-half, reach.Y1+half
	} else if !line.Fill {
		reach.X0, reach.X1 = reach.X0-half, reach.X1+half
	}
	if line.Box = meet(line.Box, reach); !finite(line.Box) {
		return
	}
	if !line.Fill && line.X0 == line.X1 && line.Y0 == line.Y1 { // a dot
		return
	}
	if r.budget.rulings--; r.budget.rulings > 0 {
		r.page.Rulings = append(r.page.Rulings, line)
	}
}
