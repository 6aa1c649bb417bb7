package pdfium

import (
	"math"
	"strings"
	"unicode/utf16"

	"github.com/gongkai-data/gongkai/extract"
)

// textObject is what all characters of one text object share.
type textObject struct {
	font            int32
	hidden          bool
	white           bool    // painted in the colour of the page
	seq             int     // the place of the object in the order of painting, 0 where it was not met
	nominal         float64 // font size before any matrix
	ascent, descent float64 // of the font at its nominal size
	known           bool    // m is read
	m               matrix  // from text to the displayed page, without the font size
}

// glyph is a character before its box is settled.
type glyph struct {
	extract.Char
	obj          uint64
	ox, oy       float64 // origin on the displayed page
	loose, tight extract.Box
}

// hyphen is what PDFium names a hyphen that ends a line.
const hyphen = 2

// readChars reads the text page. Characters that PDFium puts in (spaces and line
// ends between words) are left out.
func (c *canvas) readChars() {
	tp := uint64(uint32(c.call("FPDFText_LoadPage", c.page)))
	if tp == 0 {
		c.Cut = true
		return
	}
	n := c.count("FPDFText_CountChars", tp)
	if n > maxChars {
		n, c.Cut = maxChars, true
	}
	glyphs := make([]glyph, 0, n)
	for i := range n {
		if g, ok := c.glyph(tp, uint64(i)); ok {
			glyphs = append(glyphs, g)
		}
	}
	c.call("FPDFText_ClosePage", tp)
	c.settle(joinSurrogates(glyphs))
}

// maxChars bounds the characters of one page; a page of small print holds 10,000.
const maxChars = 500_000

func (c *canvas) glyph(tp, i uint64) (glyph, bool) {
	u := uint32(c.call("FPDFText_GetUnicode", tp, i))
	if u <= ' ' && u != hyphen && c.yes("FPDFText_IsGenerated", tp, i) {
		return glyph{}, false
	}
	g := glyph{obj: uint64(uint32(c.call("FPDFText_GetTextObject", tp, i)))}
	g.Rune = rune(u)
	switch {
	case c.yes("FPDFText_HasUnicodeMapError", tp, i), u == 0, u == 0xFFFE, u > 0x10FFFF:
		g.Rune = extract.Unmapped
	case u == hyphen:
		g.Rune = '-'
	case u < ' ':
		return glyph{}, false
	}
	t := c.text(g.obj, tp, i)
	if !t.known {
		return glyph{}, false
	}
	if c.yes("FPDFText_GetCharOrigin", tp, i, c.out(0), c.out(1)) {
		g.ox, g.oy = c.display.apply(c.f64(0), c.f64(1))
	}
	if c.yes("FPDFText_GetLooseCharBox", tp, i, c.out(0)) {
		g.loose = c.display.box(c.f32at(0, 0), c.f32at(0, 3), c.f32at(0, 2), c.f32at(0, 1)) // FS_RECTF
	}
	if c.yes("FPDFText_GetCharBox", tp, i, c.out(0), c.out(1), c.out(2), c.out(3)) {
		g.tight = c.display.box(c.f64(0), c.f64(2), c.f64(1), c.f64(3)) // left, right, bottom, top
	}
	g.Font, g.Hidden = t.font, t.hidden
	g.Size = float32(t.nominal * math.Hypot(t.m.c, t.m.d))
	return g, true
}

// text returns what the characters of a text object share.
func (c *canvas) text(obj, tp, i uint64) *textObject {
	if t := c.texts[obj]; t != nil {
		return t
	}
	t := &textObject{}
	c.texts[obj] = t
	if obj == 0 || !c.yes("FPDFText_GetMatrix", tp, i, c.out(0)) {
		return t
	}
	t.m = c.readMatrix(0).times(c.display)
	t.known = true
	t.nominal = math.Float64frombits(c.call("FPDFText_GetFontSize", tp, i))
	if t.nominal < 0 { // turned by 180°, by its size
		t.nominal, t.m.a, t.m.b, t.m.c, t.m.d = -t.nominal, -t.m.a, -t.m.b, -t.m.c, -t.m.d
	}
	mode := int32(c.call("FPDFTextObj_GetTextRenderMode", obj))
	t.hidden = mode == 3 || mode == 7 // ISO 32000-2 9.3.6: neither filled nor stroked
	t.white = c.white("FPDFPageObj_GetFillColor", obj)
	font := uint64(uint32(c.call("FPDFTextObj_GetFont", obj)))
	t.font = c.font(font)
	if font != 0 {
		size := uint64(math.Float32bits(float32(t.nominal)))
		if c.yes("FPDFFont_GetAscent", font, size, c.out(0)) {
			t.ascent = c.f32(0)
		}
		if c.yes("FPDFFont_GetDescent", font, size, c.out(0)) {
			t.descent = c.f32(0)
		}
	}
	if t.ascent-t.descent <= 0 {
		t.ascent, t.descent = 0.88*t.nominal, -0.12*t.nominal
	}
	return t
}

// readMatrix reads an FS_MATRIX.
func (c *canvas) readMatrix(i int) matrix {
	return matrix{c.f32at(i, 0), c.f32at(i, 1), c.f32at(i, 2), c.f32at(i, 3), c.f32at(i, 4), c.f32at(i, 5)}
}

// font returns the index of a font.
func (c *canvas) font(handle uint64) int32 {
	if i, ok := c.fonts[handle]; ok {
		return i
	}
	var f extract.Font
	if handle != 0 {
		n := c.count("FPDFFont_GetBaseFontName", handle, c.out(0), scratchSize)
		if b, ok := c.mem.Read(uint32(c.scratch), uint32(min(n, scratchSize))); ok && n > 0 {
			f.Name = strings.ToValidUTF8(strings.TrimRight(string(b), "\x00"), "\uFFFD")
		}
		if p, rest, ok := strings.Cut(f.Name, "+"); ok && len(p) == 6 {
			f.Name = rest
		}
		flags := c.count("FPDFFont_GetFlags", handle)
		name := strings.ToLower(f.Name)
		f.Bold = flags&(1<<18) != 0 || c.count("FPDFFont_GetWeight", handle) >= 600 || // ISO 32000-2 table 121: ForceBold
			strings.Contains(name, "bold") || strings.Contains(name, "heavy") || strings.Contains(name, "black")
	}
	i := int32(len(c.Fonts))
	c.Fonts = append(c.Fonts, f)
	c.fonts[handle] = i
	return i
}

// joinSurrogates makes one character of each UTF-16 pair.
func joinSurrogates(gs []glyph) []glyph {
	out := gs[:0]
	for i := 0; i < len(gs); i++ {
		g := gs[i]
		if utf16.IsSurrogate(g.Rune) {
			g.Rune = extract.Unmapped
			if i+1 < len(gs) {
				if r := utf16.DecodeRune(gs[i].Rune, gs[i+1].Rune); r != extract.Unmapped {
					g.Rune = r
					i++
				}
			}
		}
		out = append(out, g)
	}
	return out
}

// settle gives every glyph its direction and box and appends it to the page.
func (c *canvas) settle(gs []glyph) {
	c.findVertical(gs)
	for i := 0; i < len(gs); {
		j := i + 1 // glyphs of one code, as of a ligature, share their place
		for j < len(gs) && gs[j].obj == gs[i].obj && gs[j].ox == gs[i].ox && gs[j].oy == gs[i].oy && gs[j].tight == gs[i].tight {
			j++
		}
		var next *glyph
		if j < len(gs) && gs[j].obj == gs[i].obj {
			next = &gs[j]
		}
		g := gs[i]
		c.stand(&g, next)
		for k := i; k < j; k++ {
			ch := g.Char
			ch.Rune = gs[k].Rune
			ch.Box = share(g.Box, g.Dir, k-i, j-i)
			c.Chars = append(c.Chars, ch)
			c.owners = append(c.owners, c.texts[g.obj])
		}
		i = j
	}
}

// stand settles direction and box of a glyph; next is the one behind it in the
// same text object.
func (c *canvas) stand(g *glyph, next *glyph) {
	t := c.texts[g.obj]
	g.Dir = direction(t.m.a, t.m.b)
	upright := g.Dir == extract.Rightwards && t.m.b == 0 && t.m.c == 0 && g.loose.X1 > g.loose.X0 && g.loose.Y1 > g.loose.Y0
	if upright {
		g.Box = g.loose
	} else {
		g.Box = c.turned(g, next, t)
	}
	if c.Fonts[g.Font].Vertical {
		g.Dir = (g.Dir + 1) % 4
	}
}

// findVertical finds the fonts of vertical writing. PDFium does not name them:
// the characters of their text objects follow each other across the base line,
// never along it.
func (c *canvas) findVertical(gs []glyph) {
	along, across := make([]int, len(c.Fonts)), make([]int, len(c.Fonts))
	for i := 1; i < len(gs); i++ {
		a, b := &gs[i-1], &gs[i]
		if a.obj != b.obj {
			continue
		}
		t := c.texts[a.obj]
		ux, uy := unit(t.m.a, t.m.b)
		dx, dy := b.ox-a.ox, b.oy-a.oy
		u, v := math.Abs(dx*ux+dy*uy), math.Abs(dx*uy-dy*ux)
		switch {
		case v > u && v > float64(a.Size)/3:
			across[a.Font]++
		case u > v:
			along[a.Font]++
		}
	}
	for i := range c.Fonts {
		c.Fonts[i].Vertical = across[i] > 0 && along[i] == 0
	}
}

// turned is the box of a glyph of turned or slanted text, for which PDFium knows
// the box of the ink only: from its origin to the next one, or to the end of its
// ink, and as high as its font.
func (c *canvas) turned(g *glyph, next *glyph, t *textObject) extract.Box {
	ux, uy := unit(t.m.a, t.m.b)
	end := 0.0
	for _, p := range [][2]float64{{g.tight.X0, g.tight.Y0}, {g.tight.X1, g.tight.Y1}, {g.tight.X0, g.tight.Y1}, {g.tight.X1, g.tight.Y0}} {
		end = max(end, (p[0]-g.ox)*ux+(p[1]-g.oy)*uy)
	}
	if next != nil {
		if d := (next.ox-g.ox)*ux + (next.oy-g.oy)*uy; d > 0 && d < 2*float64(g.Size) {
			end = d
		}
	}
	vx, vy := t.m.c, t.m.d
	x0, y0 := g.ox+vx*t.descent, g.oy+vy*t.descent
	x1, y1 := g.ox+vx*t.ascent+ux*end, g.oy+vy*t.ascent+uy*end
	return extract.Box{X0: min(x0, x1), Y0: min(y0, y1), X1: max(x0, x1), Y1: max(y0, y1)}
}

func unit(x, y float64) (float64, float64) {
	if n := math.Hypot(x, y); n > 0 {
		return x / n, y / n
	}
	return 1, 0
}

// direction is where (x, y) points on the displayed page, y downwards.
func direction(x, y float64) extract.Dir {
	switch {
	case math.Abs(x) >= math.Abs(y) && x >= 0:
		return extract.Rightwards
	case math.Abs(x) >= math.Abs(y):
		return extract.Leftwards
	case y > 0:
		return extract.Downwards
	}
	return extract.Upwards
}

// share is the i-th of n parts of a box along a direction.
func share(b extract.Box, d extract.Dir, i, n int) extract.Box {
	if n == 1 {
		return b
	}
	if d == extract.Leftwards || d == extract.Upwards {
		i = n - 1 - i
	}
	w, h := (b.X1-b.X0)/float64(n), (b.Y1-b.Y0)/float64(n)
	if d == extract.Rightwards || d == extract.Leftwards {
		b.X0 += w * float64(i)
		b.X1 = b.X0 + w
	} else {
		b.Y0 += h * float64(i)
		b.Y1 = b.Y0 + h
	}
	return b
}
