package pagetable

import (
	"cmp"
	"slices"

	"github.com/gongkai-data/gongkai/extract"
)

// edge is one straight line that the eye sees: at is its y (or x), from and to
// its extent along the other axis.
type edge struct {
	at, from, to float64
}

// edges are the lines of a page or of a part of it, sorted by at.
type edges struct{ hor, ver []edge }

const (
	thin      = 3.2 // points: a filled rectangle not thicker than that is a line
	sameEdge  = 1.6 // points: parallel lines that are nearer are one
	bridge    = 2.6 // points: a gap in a line that is not seen
	dashes    = 6.0 // points: a gap between two dashes
	minEdge   = 2.0 // points: shorter ones are dots
	shadeEdge = 5.0 // points: the smallest side of a shaded cell
	maxEdges  = 6000
)

// edgesOf turns the rulings of a page into edges.
func edgesOf(rulings []extract.Ruling) edges {
	var lines edges
	var shades []shade
	for i := range rulings {
		r := &rulings[i]
		b := rectOf(r.Box)
		if !b.sane() {
			continue
		}
		switch {
		case r.Background && r.Fill && b.w() > shadeEdge && b.h() > shadeEdge:
			lines.hide(b)
			shades = append(shades, shade{b, true})
		case r.Background:
			if over(shades, b) {
				lines.add(b) // a light line on a dark ground
			}
		case !r.Fill || b.w() <= thin || b.h() <= thin:
			lines.add(b)
		default:
			shades = append(shades, shade{b, false})
		}
	}
	lines.hor = merge(lines.hor)
	lines.ver = merge(lines.ver)
	return lines
}

// shade is a filled rectangle that is no line.
type shade struct {
	rect
	blank bool // in the colour of the page
}

// over tells whether a light line lies on a dark area.
func over(shades []shade, b rect) bool {
	for i := len(shades) - 1; i >= 0 && i >= len(shades)-256; i-- {
		if s := &shades[i]; s.holds(b, 2) || s.has(b.xc(), b.yc()) {
			return !s.blank
		}
	}
	return false
}

func (l *edges) add(b rect) {
	switch {
	case b.w() >= b.h() && b.w() >= minEdge/2 && b.h() <= thin:
		l.hor = append(l.hor, edge{b.yc(), b.x0, b.x1})
	case b.h() > b.w() && b.h() >= minEdge/2 && b.w() <= thin:
		l.ver = append(l.ver, edge{b.xc(), b.y0, b.y1})
	}
}

// hide takes away what a light area covers, but not its own border.
func (l *edges) hide(b rect) {
	const rim = 1.2
	cover := func(es []edge, at0, at1, from, to float64) []edge {
		for i := range es {
			e := &es[i]
			if e.at > at0+rim && e.at < at1-rim && e.from >= from-rim && e.to <= to+rim {
				e.from, e.to = 0, -1 // empty: merge drops it
			}
		}
		return es
	}
	if len(l.hor)+len(l.ver) > 512 {
		return // a drawing: what lies over what is not worth a look at every pair
	}
	l.hor = cover(l.hor, b.y0, b.y1, b.x0, b.x1)
	l.ver = cover(l.ver, b.x0, b.x1, b.y0, b.y1)
}

// merge joins pieces of one line: doubled lines, dashes, segments that meet.
func merge(es []edge) []edge {
	es = slices.DeleteFunc(es, func(e edge) bool { return e.to < e.from })
	slices.SortStableFunc(es, func(a, b edge) int { return cmp.Compare(a.at, b.at) })
	var out []edge
	for i := 0; i < len(es); {
		j := i + 1
		for j < len(es) && es[j].at-es[j-1].at <= sameEdge/2 && es[j].at-es[i].at <= sameEdge {
			j++
		}
		out = append(out, joinRow(es[i:j])...)
		i = j
	}
	if len(out) > maxEdges {
		return nil // no table has so many lines
	}
	return out
}

// joinRow joins the pieces that lie on one line.
func joinRow(row []edge) []edge {
	slices.SortStableFunc(row, func(a, b edge) int { return cmp.Compare(a.from, b.from) })
	var out []edge
	for i := 0; i < len(row); {
		cur, short := row[i], row[i].to-row[i].from < dashes*1.5
		sum, n := row[i].at, 1.0
		j := i + 1
		for ; j < len(row); j++ {
			gap, dash := row[j].from-cur.to, row[j].to-row[j].from < dashes*1.5
			if gap > bridge && !(short && dash && gap <= dashes) {
				break
			}
			short = dash
			cur.to = max(cur.to, row[j].to)
			sum, n = sum+row[j].at, n+1
		}
		cur.at = sum / n
		if cur.to-cur.from >= minEdge {
			out = append(out, cur)
		}
		i = j
	}
	return out
}
