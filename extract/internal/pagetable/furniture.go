package pagetable

import (
	"math"
	"slices"
	"strings"
	"unicode"
)

const (
	marginShare = 0.12 // of the height: furniture stands in the outer parts of a page
	samePlace   = 6.0  // points: furniture of two pages stands on one height
)

// furniture finds the lines at the top and the bottom of pages that say where
// one is: those that recur on other pages, digits apart, and page numbers.
func furniture(pages []*page) {
	type key struct {
		text string
		y    int // place in the page
	}
	count := make(map[key]int)
	keys := make([][]key, len(pages))
	for i, p := range pages {
		keys[i] = make([]key, len(p.lines))
		seen := make(map[key]bool)
		for k := range p.lines {
			l := &p.lines[k]
			if !p.marginal(l.rect) {
				continue
			}
			y := l.mid
			if y > p.h/2 {
				y -= p.h + 2000 // measured from the foot: sizes may differ
			}
			id := key{pattern(l.text), int(math.Round(y / samePlace))}
			if id.text == "" {
				continue
			}
			keys[i][k] = id
			if !seen[id] {
				seen[id] = true
				count[id]++
			}
		}
	}
	for i, p := range pages {
		for k := range p.lines {
			l := &p.lines[k]
			id := keys[i][k]
			if id.text == "" {
				continue
			}
			n := 0
			for d := -1; d <= 1; d++ {
				n += count[key{id.text, id.y + d}]
			}
			l.furniture = n > 1 && (n > 2 || 2*n >= len(pages)) || pageNumber(l.text) && p.outermost(k)
		}
	}
}

// marginal tells what stands in the outer part of a page.
func (p *page) marginal(r rect) bool {
	return r.y1 < p.h*marginShare || r.y0 > p.h*(1-marginShare)
}

// outermost tells whether nothing but furniture lies between a line and the
// nearer edge of the page.
func (p *page) outermost(k int) bool {
	l := &p.lines[k]
	top := l.mid < p.h/2
	for i := range p.lines {
		o := &p.lines[i]
		if i != k && !o.furniture && (top && o.mid < l.mid-1 || !top && o.mid > l.mid+1) && !pageNumber(o.text) {
			return false
		}
	}
	for _, t := range p.tables {
		if top && t.y0 < l.y0 || !top && t.y1 > l.y1 {
			return false
		}
	}
	return true
}

// pattern is a line with each number as one sign, so that running heads with
// page numbers are equal. A line of a number and nothing else has one of its own.
func pattern(s string) string {
	var b strings.Builder
	digit := false
	for _, r := range s {
		switch {
		case unicode.IsDigit(r):
			if !digit {
				b.WriteByte('#')
			}
			digit = true
			continue
		case unicode.IsSpace(r):
			continue
		}
		digit = false
		b.WriteRune(r)
	}
	return b.String()
}

// pageNumber tells 3, - 3 -, — 3 —, 第3页, 第3页共5页, 3/5, Page 3 of 5.
func pageNumber(s string) bool {
	p := strings.Trim(pattern(s), "-—–―－·.~〜|[]【】()（）")
	if p == "#" {
		return len([]rune(strings.TrimSpace(s))) <= 12
	}
	return slices.Contains([]string{"第#页", "第#页共#页", "第#页,共#页", "第#页，共#页", "第#页/共#页", "#/#", "Page#", "page#", "Page#of#", "page#of#", "P.#", "共#页第#页", "共#页,第#页", "共#页，第#页"}, p)
}
