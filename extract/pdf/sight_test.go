package pdf

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/extract/pdf/internal/pdftest"
)

// sights is the text of a page with hidden characters in parentheses, "~" before
// pale and "/" before slanted ones.
func sights(p extract.PageContent) string {
	var s strings.Builder
	for _, c := range p.Chars {
		switch {
		case c.Hidden:
			fmt.Fprintf(&s, "(%c)", c.Rune)
		default:
			if c.Pale {
				s.WriteByte('~')
			}
			if c.Slanted {
				s.WriteByte('/')
			}
			s.WriteRune(c.Rune)
		}
	}
	return s.String()
}

// TestWhatIsSeen holds what is told of characters by their colour, what is below
// them and what is painted over them.
func TestWhatIsSeen(t *testing.T) {
	const a, b = "BT /F 10 Tf 10 50 Td (a) Tj ET ", "BT /F 10 Tf 10 50 Td (b) Tj ET "
	var f pdftest.File
	pattern := f.Stream("/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 4 4]/XStep 4/YStep 4/Resources<<>>", []byte("0 0 4 1 re f"))
	palette := f.Stream("", []byte("\x00\x00\x00\xff\xff\xff"))
	resources := strings.Replace(helvetica, "/Font<<", "/Font<</T<</Type/Font/Subtype/Type1/BaseFont/Times-Roman>>", 1) + fmt.Sprintf("/Pattern<</P %d 0 R>>/ColorSpace<</N[/Pattern/DeviceRGB]/I[/Indexed/DeviceRGB 1 %d 0 R]/L[/Lab<</WhitePoint[.96 1 .82]>>]/K[/Separation/Black/DeviceGray<<>>]>>/ExtGState<</T<</ca .03>>/W<</ca .3>>/V<</ca .9>>>>", pattern, palette)
	for _, c := range []struct{ name, content, want string }{
		{"nearly-white", ".97 g " + a, "(a)"},
		{"pale", ".75 g " + a, "~a"},
		{"grey", ".4 g " + a, "a"},
		{"red", "1 0 0 rg " + a, "a"},
		{"hardly-any-ink", "/T gs " + a, "(a)"},
		{"half-transparent", "/W gs " + a, "~a"},
		{"colour-of-its-cell", ".8 g 0 40 99 30 re f " + a, "(a)"},
		{"near-to-that-of-its-cell", ".5 g 0 40 99 30 re f .7 g " + a, "~a"},
		{"black-on-grey", ".8 g 0 40 99 30 re f 0 g " + a, "a"},
		{"black-on-black", "0 g 0 40 99 30 re f " + a, "(a)"},
		{"white-on-blue", "0 0 .6 rg 0 40 99 30 re f 1 g " + a, "a"},
		{"white-on-white-on-grey", ".8 g 0 40 99 30 re f 1 g 0 40 99 30 re f " + a, "(a)"},
		{"white-of-a-palette", "/I cs 1 sc " + a, "(a)"},
		{"black-of-a-palette", "/I cs 0 sc " + a, "a"},
		{"white-of-lab", "/L cs 100 0 0 sc " + a, "(a)"},
		{"ink-of-unknown-colour", "/K cs .5 scn " + a, "a"},
		{"white-under-a-stroke-of-black", "1 g 2 Tr " + a, "a"},
		{"clip-that-is-filled", "q 7 Tr " + a + "0 40 99 30 re f Q " + b, "ab"},
		{"clip-that-nothing-fills", "q 7 Tr " + a + "Q 0 Tr 20 0 9 9 re f " + b, "(a)b"},
		{"slanted", "BT /F 10 Tf .7 .7 -.7 .7 10 50 Tm (a) Tj ET", "/a"},
		{"turned", "BT /F 10 Tf 0 1 -1 0 50 50 Tm (a) Tj ET", "a"},
		{"italic", "BT /F 10 Tf 1 0 .3 1 50 50 Tm (a) Tj ET", "a"},

		{"under-a-pattern", a + "/Pattern cs /P scn 0 40 99 30 re f", "~a"},
		{"under-a-coloured-pattern", a + "/N cs 1 0 0 /P scn 0 40 99 30 re f", "~a"},
		{"under-two-rectangles", a + "1 g 0 40 99 30 re 100 0 9 9 re f", "(a)"},
		{"inside-a-frame", a + "0 30 99 50 re 4 34 91 42 re f*", "a"},
		{"under-a-round-shape", a + "1 g 0 20 m 60 20 60 90 0 90 c h f", "(a)"},
		{"partly-under-a-slanted-shape", a + "1 g 0 45 m 20 45 l 20 62 l h f", "~a"},
		{"beside-a-round-shape", a + "1 g 100 0 m 160 0 160 90 100 90 c h f", "a"},
		{"under-a-thick-line", a + "1 G 20 w 0 53 m 99 53 l S", "(a)"},
		{"under-a-thin-line", a + "1 G 1 w 0 53 m 99 53 l S", "a"},
		{"clipped-triangle", a + "q 0 40 m 60 40 l 0 99 l h W n 1 g 0 40 99 30 re f Q", "~a"},
		{"nearly-opaque", a + "/V gs 1 g 0 40 99 30 re f", "~a"},

		{"number-half-painted-over", "BT /F 10 Tf 10 50 Td (1234) Tj ET 1 g 21.5 40 99 30 re f", "12(3)(4)�"},
		{"its-first-half-painted-over", "BT /F 10 Tf 10 50 Td (1234) Tj ET 1 g 0 40 21 30 re f", "(1)(2)34�"},
		{"number-painted-over-and-printed-anew", "BT /F 10 Tf 10 50 Td (1234) Tj ET 1 g 0 40 99 30 re f 0 g BT /F 10 Tf 10 50 Td (5678) Tj ET", "(1)(2)(3)(4)5678"},
		{"word-half-painted-over", "BT /F 10 Tf 10 50 Td (abcd) Tj ET 1 g 21 40 99 30 re f", "ab(c)(d)"},
		{"number-beside-a-stamp", "BT /F 10 Tf 10 50 Td (12) Tj ET .9 0 0 rg BT /F 10 Tf 21 50 Td (3) Tj ET", "123��"},
		{"numbers-of-two-colours", "BT /F 10 Tf 10 50 Td (12) Tj ET .9 0 0 rg BT /F 10 Tf 40 50 Td (3) Tj ET", "123"},
		{"number-of-one-colour", ".9 0 0 rg BT /F 10 Tf 10 50 Td (12) Tj ET BT /F 10 Tf 21 50 Td (3) Tj ET", "123"},
		{"number-half-clipped", "q 0 0 20.5 99 re W n BT /F 10 Tf 10 50 Td (1234) Tj ET Q", "12�"},
		{"its-first-half-clipped", "q 21 0 99 99 re W n BT /F 10 Tf 10 50 Td (1234) Tj ET Q", "34�"},
		{"its-decimals-clipped", "q 0 0 21.5 99 re W n BT /F 10 Tf 10 50 Td (12.5) Tj ET Q", "12�"},
		{"number-clipped-whole", "q 0 0 1 1 re W n BT /F 10 Tf 10 50 Td (1234) Tj ET Q BT /F 10 Tf 10 50 Td (5) Tj ET", "5"},
		{"the-line-below-clipped", "q 0 50 99 99 re W n BT /F 10 Tf 10 50 Td (12) Tj 0 -12 Td (34) Tj ET Q", "12"},
		{"number-half-clipped-from-its-end", "q 0 0 20.5 99 re W n BT /F 10 Tf 26.7 50 Td (4) Tj -5.56 0 Td (3) Tj -5.56 0 Td (2) Tj -5.56 0 Td (1) Tj ET Q", "21�"},
		{"number-half-clipped-in-any-order", "q 0 0 20.5 99 re W n BT /F 10 Tf 21.1 50 Td (3) Tj -11.1 0 Td (1) Tj 16.7 0 Td (4) Tj -11.1 0 Td (2) Tj ET Q", "12�"},
		{"number-half-painted-over-in-any-order", "BT /F 10 Tf 21.1 50 Td (3) Tj -11.1 0 Td (1) Tj 16.7 0 Td (4) Tj -11.1 0 Td (2) Tj ET 1 g 21.5 40 99 30 re f", "(3)1(4)2�"},
		{"upright-number-of-two-colours", "BT /F 10 Tf 0 1 -1 0 50 10 Tm (12) Tj ET .9 0 0 rg BT /F 10 Tf 0 1 -1 0 50 21 Tm (3) Tj ET", "123��"},
		{"coloured-number-in-a-sentence", "BT /F 10 Tf 10 50 Td (a) Tj .9 0 0 rg (12) Tj 0 g (, b) Tj ET", "a12, b"},
		{"number-in-two-clips", "q 0 0 20.5 99 re W n BT /F 10 Tf 10 50 Td (1234) Tj ET Q q 20.5 0 99 99 re W n BT /F 10 Tf 10 50 Td (1234) Tj ET Q", "1234"},
		{"longer-number-clipped-in-its-place", "q 0 0 1 1 re W n BT /F 10 Tf 10 50 Td (1234) Tj ET Q BT /F 10 Tf 10 50 Td (56) Tj ET", "56"},
		{"digit-painted-over-and-printed-anew", "BT /T 10 Tf 10 50 Td (4) Tj ET 1 g 0 40 99 30 re f 0 g BT /T 10 Tf 10 50 Td (5) Tj ET", "(4)5"},
		{"longer-number-painted-over-and-printed-anew", "BT /F 10 Tf 10 50 Td (1234) Tj ET 1 g 0 40 99 30 re f 0 g BT /F 10 Tf 10 50 Td (56) Tj ET", "(1)(2)(3)(4)56"},
		{"last-digits-painted-over-and-printed-anew", "BT /F 10 Tf 10 50 Td (1234) Tj ET 1 g 21.5 40 99 30 re f 0 g BT /F 10 Tf 21.1 50 Td (56) Tj ET", "12(3)(4)56"},
		{"hardly-opaque", a + "/W gs 1 g 0 40 99 30 re f", "a"},
	} {
		t.Run(c.name, func(t *testing.T) {
			g := f
			pages := mustPages(t, g.Table(g.Pages(pdftest.Page{Content: c.content, Resources: resources})))
			if d := cmp.Diff(c.want, sights(pages[0])); d != "" {
				t.Error(d)
			}
		})
	}
}
