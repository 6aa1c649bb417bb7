package pdf

import "github.com/gongkai-data/gongkai/extract"

const (
	wideAsTable = 0.5 // share of the width of the page that a picture of a table has at least
	highAsTable = 20  // points
	mostPlaces  = 100 // wide pictures of one page that are looked at
)

// pictures returns the pictures that may show a table: pages that are one, and
// places on other pages that are wide and without text. A picture with text on
// it is a background.
func pictures(pages []extract.PageContent) (all []extract.Prov) {
	for i := range pages {
		p := &pages[i]
		if count(p).pictured {
			all = append(all, extract.Prov{Page: i + 1})
			continue
		}
		seen := 0
		for _, b := range p.Pictures {
			b.X0, b.Y0, b.X1, b.Y1 = max(b.X0, 0), max(b.Y0, 0), min(b.X1, p.Width), min(b.Y1, p.Height)
			if b.X1-b.X0 <= wideAsTable*p.Width || b.Y1-b.Y0 <= highAsTable || seen == mostPlaces {
				continue
			}
			if seen++; !written(p, b) {
				all = append(all, extract.Prov{Page: i + 1, Box: b})
			}
		}
	}
	return all[:min(len(all), extract.MaxPictures)]
}

// written reports that more text stands on a place than a stamp or a number has.
func written(p *extract.PageContent, b extract.Box) bool {
	n := 0
	for i := range p.Chars {
		c := &p.Chars[i]
		x, y := (c.Box.X0+c.Box.X1)/2, (c.Box.Y0+c.Box.Y1)/2
		if c.Rune > ' ' && !c.Hidden && b.X0 < x && x < b.X1 && b.Y0 < y && y < b.Y1 {
			n++
		}
	}
	return n >= fewChars
}
