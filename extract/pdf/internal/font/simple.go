package font

import (
	"strings"

	"golang.org/x/text/encoding/charmap"

	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/extract/internal/symbolfont"
	"github.com/gongkai-data/gongkai/extract/pdf/internal/object"
)

// simpleFont is what a font with one byte for a code tells of it (9.6).
type simpleFont struct {
	toUnicode *parsedCMap
	names     [256]string // by Encoding, "" where it says nothing
	base      [256]rune   // by BaseEncoding
	program   *lazyProgram
	type3     bool   // names are those of content streams
	symbolic  bool   // a symbolic TrueType font: codes go through its cmap before the encoding
	lost      *bool  // Font.Lost
	settle    func() // reads encoding and program, which a good ToUnicode makes needless
	symbol    string // name of a symbol font, "" for others
	first     int    // FirstChar
	widths    []float64
	missing   float64
	core      *metrics // where the file has no widths
	scale     float64  // of widths to ems
}

// newSimple loads a font with one byte for a code.
func (c *Cache) newSimple(d object.Object) *Font {
	descriptor := c.f.Get(d, "FontDescriptor")
	f := &Font{}
	f.describe(c.f, c.f.Get(d, "BaseFont"), descriptor)
	s := &simpleFont{scale: 1.0 / 1000, lost: &f.Lost}
	whole := false
	s.toUnicode, whole = c.toUnicode(d)
	f.Lost = !whole || s.toUnicode == nil && c.missing(d, descriptor, c.f.Get(d, "Encoding"))
	if c.f.Get(d, "Subtype").IsName("Type3") {
		s.type3 = true
		c.type3(d, f, s)
	} else {
		s.program = c.lazy(descriptor)
	}
	f.gbk = f.gbk && s.program == nil && s.toUnicode == nil && !f.type3
	s.symbol = symbolName(f.Name)
	s.core = core()[coreName(f.Name)]
	s.settle = func() {
		s.settle = nil
		c.encoding(d, descriptor, f, s)
	}
	c.simpleWidths(d, descriptor, s)
	f.load = s.load
	return f
}

// type3 reads what Type 3 fonts have of their own (9.6.5).
func (c *Cache) type3(d object.Object, f *Font, s *simpleFont) {
	f.type3 = true
	m, box := c.f.Get(d, "FontMatrix"), c.f.Get(d, "FontBBox")
	num := func(o object.Object, i int) float64 { return c.f.Resolve(o.At(i)).Float(0) }
	if s.scale = num(m, 0); s.scale == 0 {
		s.scale = 1.0 / 1000
	}
	up := num(m, 3)
	f.Ascent, f.Descent = max(num(box, 1)*up, num(box, 3)*up), min(num(box, 1)*up, num(box, 3)*up)
	if f.Ascent-f.Descent < 0.05 || f.Ascent > 10 || f.Descent < -10 {
		f.Ascent, f.Descent = 0.75, -0.25
	}
}

// encoding reads Encoding with its differences (9.6.6).
func (c *Cache) encoding(d, descriptor object.Object, f *Font, s *simpleFont) {
	e := c.f.Get(d, "Encoding")
	base := e
	if e.Kind == object.Dict {
		base = c.f.Get(e, "BaseEncoding")
	}
	const symbolic = 1 << 2
	isSymbolic := c.f.Get(descriptor, "Flags").Int()&symbolic != 0
	switch {
	case base.IsName("WinAnsiEncoding"):
		s.base = winAnsi
	case base.IsName("MacRomanEncoding"):
		s.base = macRoman
	case base.IsName("StandardEncoding"), !f.type3 && s.program == nil && s.symbol == "" && !coreSymbol(f.Name):
		s.standard("Helvetica")
	case s.program == nil && coreSymbol(f.Name):
		s.standard(coreName(f.Name))
	case s.program != nil && !isSymbolic && e.Kind == object.Dict: // table 114: not symbolic, so standard
		if !s.program.get().tellsCodes() {
			s.standard("Helvetica")
		}
	}
	// A symbolic TrueType font is addressed by its own cmap, but the programs that
	// say both mean the encoding: it is asked where the cmap is silent.
	s.symbolic = s.program != nil && isSymbolic && base.Kind == object.Name
	differences := c.f.Get(e, "Differences")
	code := 0
	for i := range differences.Len() {
		switch v := c.f.Resolve(differences.At(i)); {
		case differences.Kind != object.Array:
		case v.IsNumber():
			code = v.Int()
		case v.Kind == object.Name:
			if code >= 0 && code < 256 {
				s.names[code], s.base[code] = string(v.Bytes), 0
			}
			code++
		}
	}
}

// standard takes the encoding of a core font as the base.
func (s *simpleFont) standard(name string) {
	for code, n := range core()[name].encoding {
		if rs := runesOf(n); n != "" && len(rs) == 1 {
			s.base[code] = rs[0]
		} else if n != "" && name == "ZapfDingbats" {
			s.base[code] = dingbat(byte(code))
		}
	}
}

func (c *Cache) simpleWidths(d, descriptor object.Object, s *simpleFont) {
	s.first = c.f.Get(d, "FirstChar").Int()
	s.missing = c.f.Get(descriptor, "MissingWidth").Float(0)
	w := c.f.Get(d, "Widths")
	for i := range min(w.Len(), 256) {
		if w.Kind == object.Array {
			s.widths = append(s.widths, c.f.Resolve(w.At(i)).Float(s.missing))
		}
	}
	if len(s.widths) > 0 {
		s.core = nil
	} else if s.core == nil {
		s.core = core()[substitute(c.f.Get(descriptor, "Flags").Int())]
	}
}

// substitute names the core font whose widths stand in for those of a font that
// has none.
func substitute(flags int) string {
	const fixed, serif = 1, 2
	switch {
	case flags&fixed != 0:
		return "Courier"
	case flags&serif != 0:
		return "Times-Roman"
	}
	return "Helvetica"
}

// load makes the glyph of a code.
func (s *simpleFont) load(code byte) Glyph {
	g := glyphOf(
		func() (rune, []rune) { return stated(s.toUnicode, s.symbol, uint32(code)) },
		func() (rune, []rune) {
			if s.settle != nil {
				s.settle()
			}
			return s.byName(s.names[code])
		},
		func() (rune, []rune) { return s.bySymbol(code) },
		func() (rune, []rune) {
			if s.symbolic && s.program.get().trueType() {
				return s.byProgram(code)
			}
			return 0, nil
		},
		func() (rune, []rune) { return s.base[code], nil },
		func() (rune, []rune) { return s.byProgram(code) },
	)
	if s.toUnicode != nil && s.symbol == "" && !s.type3 {
		g.belied(func() int { return s.drawnDigit(code) })
	}
	if *s.lost {
		g = Glyph{Rune: extract.Unmapped}
	} else if g.Rune == extract.Unmapped && !g.Belied && s.asText(code) {
		g.Rune, g.Inferred = rune(code), true
	}
	if code < ' ' && g.Rune == extract.Unmapped && !*s.lost && !g.Belied && s.program == nil && s.names[code] == "" {
		g.Rune = 0 // a control code of a font that has no glyph for it
	}
	g.Width = s.width(code, g.Rune) * s.scale
	return g
}

func (s *simpleFont) byName(name string) (rune, []rune) {
	if name == "" {
		return 0, nil
	}
	if rs := runesOf(name); len(rs) > 0 {
		return rs[0], rs[1:]
	}
	if s.program != nil {
		return s.program.get().ofName(name)
	}
	if code, ok := dingbatCode(name); ok && s.symbol != "" {
		return dingbat(code), nil
	}
	return 0, nil
}

// symbolName is the name under which package symbolfont knows a font: "wingdings"
// for Wingdings-Regular, "symbol" for SymbolMT; "" for a font with letters.
func symbolName(name string) string {
	name = strings.ToLower(name)
	for _, suffix := range []string{"-identity-h", "-regular", "mt"} {
		name = strings.TrimSuffix(name, suffix)
	}
	switch name {
	case "wingdings2", "wingdings3":
		name = "wingdings " + name[len(name)-1:]
	}
	if !symbolfont.Is(name) {
		return ""
	}
	return name
}

// bySymbol reads codes of the symbol fonts that come with Windows.
func (s *simpleFont) bySymbol(code byte) (rune, []rune) {
	if s.symbol == "" {
		return 0, nil
	}
	if r := symbolfont.Unicode(s.symbol, 0xf000+rune(code)); says(r) {
		return r, nil
	}
	return 0, nil
}

func (s *simpleFont) byProgram(code byte) (rune, []rune) {
	if s.program == nil {
		return 0, nil
	}
	return s.program.get().ofCode(code)
}

// asText reports whether a code that nothing names is a character of ASCII all
// the same: the font is embedded for just this text, and its codes and the widths of its
// digits are those of a Latin font.
func (s *simpleFont) asText(code byte) bool {
	if s.symbol != "" || code < ' ' || code > '~' || s.program == nil || !s.program.get().trueType() || !s.program.get().sfnt.asText() {
		return false
	}
	glyphs := s.program.get().sfnt.glyphsOfCodes()
	digit := 0.0
	for c := '0'; c <= '9'; c++ {
		if glyphs[c] == 0 {
			continue
		}
		w := s.width(byte(c), 0)
		if digit != 0 && w != digit {
			return false
		}
		digit = w
	}
	return glyphs[code] != 0
}

// width is the width of a code in the units of the font.
func (s *simpleFont) width(code byte, r rune) float64 {
	if i := int(code) - s.first; i >= 0 && i < len(s.widths) {
		return s.widths[i]
	}
	if s.core == nil {
		return s.missing
	}
	if s.settle != nil {
		s.settle()
	}
	name := s.names[code]
	if name == "" {
		name = nameOf(r)
	}
	if name == "" {
		name = s.core.encoding[code]
	}
	if w, ok := s.core.widths[name]; ok {
		return w
	}
	return s.missing
}

var winAnsi, macRoman = encodingOf(charmap.Windows1252, map[byte]rune{0x7f: '•', 0x81: '•', 0x8d: '•', 0x8f: '•', 0x90: '•', 0x9d: '•', 0xa0: ' ', 0xad: '-'}),
	encodingOf(charmap.Macintosh, map[byte]rune{0xca: ' ', 0xdb: '¤'})

// encodingOf takes an encoding from its code page, and what annex D.2 has else.
func encodingOf(m *charmap.Charmap, rest map[byte]rune) (t [256]rune) {
	for c := ' '; c < 256; c++ {
		if r := m.DecodeByte(byte(c)); says(r) {
			t[c] = r
		}
		if r, ok := rest[byte(c)]; ok {
			t[c] = r
		}
	}
	return t
}

// coreName is the core font that a name means, "" for none.
func coreName(name string) string {
	name = strings.ReplaceAll(name, " ", "")
	family, style, _ := strings.Cut(name, ",")
	if style == "" {
		family, style, _ = strings.Cut(name, "-")
	}
	bold, italic := strings.Contains(style, "Bold"), strings.Contains(style, "Italic") || strings.Contains(style, "Oblique")
	switch strings.TrimSuffix(strings.TrimSuffix(family, "MT"), "PS") {
	case "Courier", "CourierNew", "CourierNewPS":
		return "Courier"
	case "Helvetica", "Arial":
		if bold {
			return "Helvetica-Bold"
		}
		return "Helvetica"
	case "Times", "TimesNewRoman", "TimesNewRomanPS":
		switch {
		case bold && italic:
			return "Times-BoldItalic"
		case bold:
			return "Times-Bold"
		case italic:
			return "Times-Italic"
		}
		return "Times-Roman"
	case "Symbol":
		return "Symbol"
	case "ZapfDingbats":
		return "ZapfDingbats"
	}
	return ""
}

func coreSymbol(name string) bool {
	n := coreName(name)
	return n == "Symbol" || n == "ZapfDingbats"
}
