package pdf

import (
	"slices"

	"github.com/gongkai-data/gongkai/extract"
)

const (
	maxPlaces   = 256 // places of one page that are looked at
	widthOfCell = 0.7 // share of its cell that a figure has at most; a wider one is its background
)

// unread puts an unnamed character where a cell holds no text but a picture, a
// figure, or text that a picture hides: it is not empty, though nothing of it can be read.
func unread(p *extract.PageContent, figures []extract.Box) {
	if len(p.Pictures) == 0 && len(figures) == 0 || len(p.Rulings) == 0 || len(p.Chars) == 0 {
		return
	}
	var places []extract.Box
	for _, b := range p.Pictures {
		if area := (b.X1 - b.X0) * (b.Y1 - b.Y0); area > mostOfPage*p.Width*p.Height {
			continue
		}
		places = append(places, b)
		for i := range p.Chars {
			if c := &p.Chars[i]; c.Hidden && c.Rune > ' ' && inside(b, c.Box) {
				places = append(places, c.Box)
			}
		}
	}
	pictured := len(places)
	places = append(places, figures...)
	var done []extract.Box
	for i, b := range places[:min(len(places), maxPlaces)] {
		cell, ok := cellAround(p, b)
		if !ok || slices.Contains(done, cell) || i >= pictured && b.X1-b.X0 > widthOfCell*(cell.X1-cell.X0) {
			continue
		}
		done = append(done, cell)
		if !slices.ContainsFunc(p.Chars, func(c extract.Char) bool { return !c.Hidden && c.Rune > ' ' && inside(cell, c.Box) }) {
			p.Chars = append(p.Chars, extract.Char{Rune: extract.Unmapped, Font: p.Chars[0].Font, Size: p.Chars[0].Size, Box: within(b, cell)})
		}
	}
}

// inside reports whether the middle of b is in a box.
func inside(box, b extract.Box) bool {
	x, y := (b.X0+b.X1)/2, (b.Y0+b.Y1)/2
	return box.X0 < x && x < box.X1 && box.Y0 < y && y < box.Y1
}

// within is the part of b that is in a cell.
func within(b, cell extract.Box) extract.Box {
	return extract.Box{X0: max(b.X0, cell.X0), Y0: max(b.Y0, cell.Y0), X1: min(b.X1, cell.X1), Y1: min(b.Y1, cell.Y1)}
}

// cellAround is the space between the nearest lines on the four sides of the
// middle of b; ok is false where one of them is missing.
func cellAround(p *extract.PageContent, b extract.Box) (cell extract.Box, ok bool) {
	const thin = 3 // points
	x, y := (b.X0+b.X1)/2, (b.Y0+b.Y1)/2
	cell = extract.Box{X0: -1, Y0: -1, X1: p.Width + 1, Y1: p.Height + 1}
	for i := range p.Rulings {
		r := &p.Rulings[i]
		switch {
		case r.Background:
		case r.Y1-r.Y0 <= thin && r.X0 <= x && x <= r.X1:
			if r.Y0 < y {
				cell.Y0 = max(cell.Y0, r.Y1)
			} else {
				cell.Y1 = min(cell.Y1, r.Y0)
			}
		case r.X1-r.X0 <= thin && r.Y0 <= y && y <= r.Y1:
			if r.X0 < x {
				cell.X0 = max(cell.X0, r.X1)
			} else {
				cell.X1 = min(cell.X1, r.X0)
			}
		}
	}
	return cell, cell.X0 >= 0 && cell.Y0 >= 0 && cell.X1 <= p.Width && cell.Y1 <= p.Height
}
