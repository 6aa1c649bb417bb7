// Package font reads the fonts of a PDF file (ISO 32000-1, 9.5 to 9.10): which
// character a code stands for, and how wide it is.
//
//	[x] Type 1, TrueType, Type 3, multiple master: encodings, differences, glyph names, built-in encodings
//	[x] Type 0: ToUnicode, the predefined CMaps of all four collections, embedded CMaps with usecmap
//	[x] CIDs of Adobe-GB1, CNS1, Japan1, Korea1; glyphs by the embedded font's own cmap or names
//	[x] widths, vertical metrics, the metrics of the 14 core fonts
//	[x] Chinese fonts that say WinAnsi and mean GBK
//	[ ] glyphs known by their outline only: they are extract.Unmapped
//
// What no table of the file tells is extract.Unmapped, never a guess.
package font

import (
	"strings"

	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/extract/internal/symbolfont"
	"github.com/gongkai-data/gongkai/extract/pdf/internal/object"
)

// Font takes the bytes of a string to glyphs. It belongs to the Cache that
// loaded it.
type Font struct {
	Name            string // without the subset prefix "ABCDEF+"
	Bold            bool
	Vertical        bool
	Lost            bool    // the file has lost what told its characters: all are unmapped
	Ascent, Descent float64 // in ems, Descent is negative

	simple [256]Glyph // of fonts with one byte for a code
	made   [256]bool
	cid    *cidFont // nil for fonts with one byte for a code
	gbk    bool     // codes above 127 are halves of GBK characters
	load   func(code byte) Glyph
	type3  bool
}

// Glyph is what one code shows. Lengths are in ems.
type Glyph struct {
	Rune     rune   // extract.Unmapped where nothing tells it; 0 for a glyph that is no character
	More     []rune // behind Rune, where one glyph is several characters
	Width    float64
	Down     float64 // advance in vertical writing, negative
	OriginX  float64 // of vertical writing, right of the horizontal origin
	Inferred bool    // Rune is told by the codes that the font has, not by a table
	Belied   bool    // it is said to be one digit and drawn as another: Rune is extract.Unmapped
	Space    bool    // word spacing applies: the one-byte code 32 (9.3.3)
}

// Type3 reports whether glyphs are content streams in a space of their own.
func (f *Font) Type3() bool { return f.type3 }

// Next returns the glyph of the first code of s, which is not empty, and how many
// bytes the code has.
func (f *Font) Next(s []byte) (Glyph, int) {
	if f.cid != nil {
		return f.cid.next(s)
	}
	c := s[0]
	if f.gbk && c >= 0x81 && len(s) > 1 && s[1] >= 0x40 {
		if r, ok := gb18030(s[:2]); ok {
			return Glyph{Rune: r, Width: f.glyph(c).Width + f.glyph(s[1]).Width}, 2
		}
	}
	return *f.glyph(c), 1
}

// glyph makes the glyph of a one-byte code once.
func (f *Font) glyph(c byte) *Glyph {
	if !f.made[c] {
		f.made[c] = true
		f.simple[c] = f.load(c)
		f.simple[c].Space = c == ' '
	}
	return &f.simple[c]
}

// Cache loads each font of a file once.
type Cache struct {
	f     *object.File
	fonts map[any]*Font
	none  *Font
}

// NewCache returns the cache of a file.
func NewCache(f *object.File) *Cache { return &Cache{f: f, fonts: make(map[any]*Font)} }

// Load returns the font of a dictionary. Where there is none, viewers show
// Helvetica, but what the codes were meant for nobody knows.
func (c *Cache) Load(o object.Object) *Font {
	d := c.f.Resolve(o)
	if !d.IsDict() {
		if c.none == nil {
			c.none = c.newSimple(d)
			c.none.Lost = true
			c.none.load = func(byte) Glyph { return Glyph{Rune: extract.Unmapped, Width: 0.5} }
		}
		return c.none
	}
	f, ok := c.fonts[d.Identity()]
	if !ok {
		if c.f.Get(d, "Subtype").IsName("Type0") || c.f.Get(d, "DescendantFonts").Kind == object.Array {
			f = c.newComposite(d)
		} else {
			f = c.newSimple(d)
		}
		c.fonts[d.Identity()] = f
	}
	return f
}

// describe fills what name and descriptor tell (9.8).
func (f *Font) describe(file *object.File, name, descriptor object.Object) {
	if name.Kind != object.Name {
		name = file.Get(descriptor, "FontName")
	}
	raw := name.Bytes
	if len(raw) > 7 && raw[6] == '+' && strings.IndexFunc(string(raw[:6]), func(r rune) bool { return r < 'A' || r > 'Z' }) < 0 {
		raw = raw[7:]
	}
	f.Name, f.gbk = decodeName(raw)
	f.gbk = f.gbk || chinese(f.Name)
	lower := strings.ToLower(f.Name)
	const forceBold = 1 << 18
	f.Bold = strings.Contains(lower, "bold") || strings.Contains(lower, "black") || strings.Contains(lower, "heavy") ||
		file.Get(descriptor, "Flags").Int()&forceBold != 0 || file.Get(descriptor, "FontWeight").Float(0) >= 600
	f.Ascent = file.Get(descriptor, "Ascent").Float(0) / 1000
	f.Descent = file.Get(descriptor, "Descent").Float(0) / 1000
	f.extent()
}

// chinese reports whether a name is that of a font for simplified Chinese.
func chinese(name string) bool {
	if strings.ContainsFunc(name, func(r rune) bool { return 0x4e00 <= r && r <= 0x9fff }) {
		return true
	}
	name = strings.ToLower(name)
	for _, part := range []string{"simsun", "simhei", "simfang", "simkai", "simyou", "simli", "fangsong", "kaiti", "gb2312", "gbk1", "gb1-", "stsong", "stkaiti", "stheiti", "stxihei", "stzhongsong", "yahei"} {
		if strings.Contains(name, part) {
			return true
		}
	}
	return false
}

// extent puts what can be no ascent or descent in order.
func (f *Font) extent() {
	if f.Descent > 0 {
		f.Descent = -f.Descent
	}
	if !(f.Ascent >= 0.3 && f.Ascent <= 1.2) {
		f.Ascent = 0.86
	}
	if !(f.Descent <= -0.05 && f.Descent >= -0.6) {
		f.Descent = -0.14
	}
}

// lazyProgram is an embedded font program that is read when it is first asked for.
type lazyProgram struct {
	load  func() ([]byte, bool)
	head  func(n int) []byte // its first n bytes
	size  int                // packed
	read  *program
	begun *program // as far as forDigits needs it
}

// get returns the program; nil where there is none. One that is not whole tells
// nothing: what is left of its tables may lead to other characters.
func (l *lazyProgram) get() *program {
	if l == nil {
		return nil
	}
	if l.read == nil {
		b, whole := l.load()
		if !whole {
			b = nil
		}
		l.read = newProgram(b)
	}
	return l.read
}

// missing reports whether a part of a font that tells its characters refers to an
// object that is not there.
func (c *Cache) missing(dicts ...object.Object) bool {
	for _, d := range dicts {
		for _, key := range []string{"ToUnicode", "Encoding", "DescendantFonts", "FontDescriptor", "FontFile", "FontFile2", "FontFile3", "CIDSystemInfo", "CIDToGIDMap", "Differences"} {
			if c.f.Lost(d, key) {
				return true
			}
		}
	}
	return false
}

// lazy returns the embedded font program, nil where there is none.
func (c *Cache) lazy(descriptor object.Object) *lazyProgram {
	for _, key := range []string{"FontFile2", "FontFile3", "FontFile"} {
		if s := c.f.Get(descriptor, key); s.Kind == object.Stream {
			return &lazyProgram{load: func() ([]byte, bool) { return c.f.Data(s) }, head: func(n int) []byte { return c.f.Head(s, n) }, size: s.Packed()}
		}
	}
	return nil
}

// toUnicode parses the ToUnicode stream of a font, nil where there is none or it
// lies. whole is false where it breaks off or was changed: nothing of it is believed then.
func (c *Cache) toUnicode(d object.Object) (p *parsedCMap, whole bool) {
	s := c.f.Get(d, "ToUnicode")
	if s.Kind != object.Stream {
		return nil, !c.f.Lost(d, "ToUnicode")
	}
	b, whole := c.f.Data(s)
	if !whole {
		return nil, false
	}
	p = parseCMap(b)
	if p.useName != "" && len(p.bf) == 0 || p.lies() {
		return nil, true
	}
	return p, true
}

// stated is what a ToUnicode map says of a code; what it says of a symbol font in
// code points for private use is put in those that Unicode has.
func stated(p *parsedCMap, symbol string, code uint32) (rune, []rune) {
	if p == nil {
		return 0, nil
	}
	r, more := p.text(code)
	if symbol != "" && 0xf000 <= r && r <= 0xf0ff {
		r = symbolfont.Unicode(symbol, r)
	}
	return r, more
}

// glyphOf makes a glyph of what a table says, trying one table after the other.
func glyphOf(sources ...func() (rune, []rune)) Glyph {
	for _, s := range sources {
		if r, more := s(); r != 0 && says(r) {
			for i := range more {
				if !says(more[i]) {
					more = more[:i]
					break
				}
			}
			return Glyph{Rune: r, More: more}
		}
	}
	return Glyph{Rune: extract.Unmapped}
}
