package pagetable

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gongkai-data/gongkai/extract"
)

// layer tells which characters of a page are joined to lines: pale and slanted
// ones are a watermark or a stamp, or may be, and are no part of the text that
// they lie over.
type layer uint8

const (
	allChars layer = iota
	plainChars
	faintChars
)

func (l layer) has(c *extract.Char) bool {
	return l == allChars || (c.Pale || c.Slanted) == (l == faintChars)
}

// layersOf returns the layers of a page. Where nearly all of it is pale or
// slanted, that tells nothing; a watermark may well have more characters than the text.
func layersOf(p *extract.PageContent) []layer {
	faint, all := 0, 0
	for i := range p.Chars {
		if c := &p.Chars[i]; !c.Hidden && c.Rune > ' ' {
			all++
			if faintChars.has(c) {
				faint++
			}
		}
	}
	if faint == 0 || 10*faint > 9*all {
		return []layer{allChars}
	}
	return []layer{plainChars, faintChars}
}

// join joins the characters of a layer to fragments.
func (p *page) join(c *extract.PageContent, l layer) (out []fragment) {
	for d := extract.Rightwards; d <= extract.Upwards; d++ {
		out = append(out, fragments(c, l, d, turn{d, c.Width, c.Height})...)
	}
	return out
}

// faint sorts pale and slanted fragments: a watermark goes beside the text of
// the page, what may belong to it stays, but its figures count as unknown.
func (p *page) faint(frags []fragment) {
	const (
		large = 1.5 // of the size of most lines
		often = 3   // times on one page
	)
	var sizes []float64
	for i := range p.frags {
		sizes = append(sizes, p.frags[i].size)
	}
	slices.Sort(sizes)
	count := make(map[string]int)
	texts := make([]string, len(frags))
	for i := range frags {
		texts[i] = textOf([]piece{pieceOf(&frags[i])})
		count[texts[i]]++
	}
	var unsure strings.Builder
	for i := range frags {
		f := &frags[i]
		switch {
		case len(sizes) > 0 && f.size > large*sizes[len(sizes)/2],
			count[texts[i]] >= often && utf8.RuneCountInString(texts[i]) > 1,
			f.slanted() && strings.IndexFunc(texts[i], unicode.IsDigit) < 0:
			p.overlay = append(p.overlay, texts[i])
			continue
		}
		for k := range f.glyphs {
			if g := &f.glyphs[k]; unicode.IsDigit(g.r) {
				g.clash = true
				unsure.WriteRune(g.r)
			}
		}
		p.frags = append(p.frags, *f)
	}
	if unsure.Len() > 0 {
		p.note("pagetable-faint", fmt.Sprintf("%.60q", unsure.String()))
	}
	if len(p.overlay) > 0 {
		p.note("pagetable-overlay", fmt.Sprintf("%d: %.60q", len(p.overlay), strings.Join(p.overlay, " ")))
	}
}

func (f *fragment) slanted() bool {
	return slices.ContainsFunc(f.glyphs, func(g glyph) bool { return g.slanted })
}
