package pagetable

import (
	"fmt"
	"sort"
	"strings"
	"unicode"

	"github.com/gongkai-data/gongkai/extract"
)

// struckOut follows each figure that has a line through it: U+0336 COMBINING
// LONG STROKE OVERLAY writes what the page shows.
const struckOut = '\u0336'

// strike marks the figures that a horizontal line runs through. A page does not
// say whether the line takes them back, so they are kept and told.
func (p *page) strike() {
	const top, bottom = 0.3, 0.74 // of the box of a figure: a line there is neither below nor above it
	if len(p.edges.hor) == 0 {
		return
	}
	var seen []string
	for i := range p.frags {
		f := &p.frags[i]
		if f.dir != extract.Rightwards {
			continue
		}
		from := sort.Search(len(p.edges.hor), func(k int) bool { return p.edges.hor[k].at > f.y0+0.1*f.h() })
		for _, e := range p.edges.hor[from:] {
			if e.at > f.y1-0.1*f.h() {
				break
			}
			if overlap(e.from, e.to, f.x0, f.x1) <= 0 {
				continue
			}
			var b strings.Builder
			for k := range f.glyphs {
				g := &f.glyphs[k]
				if inNumber(g.r) && e.at > g.y0+top*g.h() && e.at < g.y0+bottom*g.h() && overlap(e.from, e.to, g.x0, g.x1) > 0.5*g.w() {
					g.struck = true
					b.WriteRune(g.r)
				}
			}
			if b.Len() > 0 {
				seen = append(seen, b.String())
			}
		}
	}
	if len(seen) > 0 {
		p.note("pagetable-struck", fmt.Sprintf("%d: %.60q", len(seen), strings.Join(seen, " ")))
	}
}

// overprinted tells the figures that stand in one place with others.
func (p *page) overprinted() {
	var b strings.Builder
	for i := range p.frags {
		for k := range p.frags[i].glyphs {
			if g := &p.frags[i].glyphs[k]; g.clash {
				b.WriteRune(g.r)
			}
		}
	}
	if b.Len() > 0 {
		p.note("pagetable-overprinted", fmt.Sprintf("%.60q", b.String()))
	}
}

// inNumber tells a character that numbers are made of.
func inNumber(r rune) bool {
	return unicode.IsDigit(r) || r == '.' || r == ',' || r == '-' || r == '−'
}
