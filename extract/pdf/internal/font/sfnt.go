package font

import (
	"encoding/binary"
	"strings"
)

// sfnt is a TrueType or OpenType program.
type sfnt struct {
	b       []byte
	tables  map[string][]byte
	reverse map[int]rune   // glyph number → character, made when first asked
	names   map[int]string // of the post table
	numbers map[string]int
	codes   *[256]int
	digits  *[20]int
	parsed  bool
}

func u16(b []byte, at int) int {
	if at < 0 || at+2 > len(b) {
		return 0
	}
	return int(binary.BigEndian.Uint16(b[at:]))
}

func u32(b []byte, at int) int {
	if at < 0 || at+4 > len(b) {
		return 0
	}
	return int(binary.BigEndian.Uint32(b[at:]))
}

// newSFNT reads the table directory, nil where there is none.
func newSFNT(b []byte) *sfnt {
	if len(b) < 12 {
		return nil
	}
	at := 0
	if string(b[:4]) == "ttcf" { // a collection: its first font
		at = u32(b, 12)
	}
	n := u16(b, at+4)
	if n == 0 || n > 256 || at+12+16*n > len(b) {
		return nil
	}
	s := &sfnt{b: b, tables: make(map[string][]byte)}
	for i := range n {
		e := b[at+12+16*i:]
		from, size := u32(e, 8), u32(e, 12)
		if from < len(b) {
			s.tables[string(e[:4])] = b[from:min(len(b), from+size)]
		}
	}
	return s
}

func (s *sfnt) table(name string) []byte { return s.tables[name] }

// subtable returns the cmap subtable of a platform and encoding; encoding -1 is any.
func (s *sfnt) subtable(platform, encoding int) []byte {
	t := s.table("cmap")
	for i := range min(u16(t, 2), 64) {
		at := 4 + 8*i
		if u16(t, at) == platform && (encoding < 0 || u16(t, at+2) == encoding) && at+8 <= len(t) {
			if from := u32(t, at+4); from < len(t) {
				return t[from:]
			}
		}
	}
	return nil
}

// maxMapped is how many entries of a cmap are looked at.
const maxMapped = 1 << 17

// each calls f for the codes of a cmap subtable and their glyphs.
func each(t []byte, f func(code, gid int)) {
	switch u16(t, 0) {
	case 0:
		for c := range 256 {
			if 6+c < len(t) && t[6+c] != 0 {
				f(c, int(t[6+c]))
			}
		}
	case 4:
		each4(t, f)
	case 6:
		first := u16(t, 6)
		for i := range u16(t, 8) {
			if g := u16(t, 10+2*i); g != 0 {
				f(first+i, g)
			}
		}
	case 10:
		first := u32(t, 12)
		for i := range min(u32(t, 16), maxMapped) {
			if g := u16(t, 20+2*i); g != 0 {
				f(first+i, g)
			}
		}
	case 12, 13:
		each12(t, f)
	}
}

func each4(t []byte, f func(code, gid int)) {
	n := u16(t, 6) / 2
	ends, starts, deltas, offsets := 14, 16+2*n, 16+4*n, 16+6*n
	left := maxMapped
	for i := range n {
		end, start, delta, offset := u16(t, ends+2*i), u16(t, starts+2*i), u16(t, deltas+2*i), u16(t, offsets+2*i)
		for c := start; c <= end && c != 0xffff && left > 0; c++ {
			left--
			g := c
			if offset != 0 {
				if g = u16(t, offsets+2*i+offset+2*(c-start)); g == 0 {
					continue
				}
			}
			if g = (g + delta) & 0xffff; g != 0 {
				f(c, g)
			}
		}
	}
}

func each12(t []byte, f func(code, gid int)) {
	left := maxMapped
	for i := range min(u32(t, 12), maxMapped) {
		at := 16 + 12*i
		if at+12 > len(t) {
			return
		}
		start, end, g := u32(t, at), u32(t, at+4), u32(t, at+8)
		for c := start; c <= end && c <= 0x10ffff && left > 0; c++ {
			left--
			f(c, g)
			if u16(t, 0) == 12 {
				g++
			}
		}
	}
}

// unicodeTables are the platforms and encodings of Unicode subtables, the best first.
var unicodeTables = [...][2]int{{3, 10}, {0, 6}, {0, 4}, {3, 1}, {0, 3}, {0, -1}}

// unicode returns the best Unicode subtable of the cmap, nil for none.
func (s *sfnt) unicode() []byte {
	for _, p := range unicodeTables {
		if t := s.subtable(p[0], p[1]); t != nil {
			return t
		}
	}
	return nil
}

// parse turns the Unicode cmap around and reads the glyph names.
func (s *sfnt) parse() {
	if s.parsed {
		return
	}
	s.parsed = true
	s.reverse = make(map[int]rune)
	for _, p := range unicodeTables {
		if t := s.subtable(p[0], p[1]); t != nil {
			each(t, func(code, gid int) {
				r := rune(code)
				if old, ok := s.reverse[gid]; says(r) && (!ok || better(r, old)) {
					s.reverse[gid] = r
				}
			})
		}
		if len(s.reverse) > 0 {
			break
		}
	}
	s.readPost()
}

// better tells which of two characters that share a glyph is meant: not the one
// that repeats the other, else the lower.
func better(r, old rune) bool {
	repeats := func(r rune) bool {
		return 0x2e80 <= r && r <= 0x2fdf || 0xf900 <= r && r <= 0xfaff || r >= 0x2f800 || r == 0xa0 || r == 0xad
	}
	if a, b := repeats(r), repeats(old); a != b {
		return b
	}
	return r < old
}

// readPost reads the glyph names of a post table of format 2.
func (s *sfnt) readPost() {
	t := s.table("post")
	s.names, s.numbers = make(map[int]string), make(map[string]int)
	if u32(t, 0) != 0x20000 {
		return
	}
	n := u16(t, 32)
	var custom []string
	for at := 34 + 2*n; at < len(t); {
		size := int(t[at])
		if at+1+size > len(t) {
			break
		}
		custom = append(custom, string(t[at+1:at+1+size]))
		at += 1 + size
	}
	for g := range n {
		const macintosh = 258
		i := u16(t, 34+2*g)
		name := ""
		if i >= macintosh && i-macintosh < len(custom) {
			name = custom[i-macintosh]
		} else if i < macintosh {
			name = macGlyph(i)
		}
		if name != "" {
			s.names[g] = name
			if _, ok := s.numbers[name]; !ok {
				s.numbers[name] = g
			}
		}
	}
}

// macGlyph is a name of the standard Macintosh order as far as it is ASCII.
func macGlyph(i int) string {
	const firstASCII = 3 // .notdef, .null, nonmarkingreturn
	if i >= firstASCII && i < firstASCII+95 {
		return nameOf(rune(i - firstASCII + ' '))
	}
	return ""
}

// runeOf is the character of a glyph, 0 where neither cmap nor name tells it.
func (s *sfnt) runeOf(gid int) rune {
	s.parse()
	if r := s.reverse[gid]; r != 0 {
		return r
	}
	r, _ := first(runesOf(s.names[gid]))
	return r
}

// symbolOf is the code of a glyph in the cmap of a symbol font, U+F000 and the
// code, 0 for none.
func (s *sfnt) symbolOf(gid int) (r rune) {
	if t := s.subtable(3, 0); t != nil {
		each(t, func(code, g int) {
			if g == gid && r == 0 && 0xf000 <= code && code <= 0xf0ff {
				r = rune(code)
			}
		})
	}
	return r
}

func (s *sfnt) gidOfName(name string) (int, bool) {
	s.parse()
	g, ok := s.numbers[name]
	return g, ok
}

// glyphsOfCodes follows one-byte codes through the cmap of a symbolic font
// (9.6.6.4) to glyphs, 0 for none.
func (s *sfnt) glyphsOfCodes() *[256]int {
	if s.codes != nil {
		return s.codes
	}
	s.codes = new([256]int)
	for _, p := range []struct{ platform, encoding, plus int }{{3, 0, 0xf000}, {3, 0, 0}, {3, 0, 0xf100}, {1, -1, 0}, {3, 1, 0}} {
		if t := s.subtable(p.platform, p.encoding); t != nil {
			each(t, func(c, gid int) {
				if c -= p.plus; 0 <= c && c < 256 && s.codes[c] == 0 {
					s.codes[c] = gid
				}
			})
		}
	}
	return s.codes
}

// ofCode asks what the font calls the glyph of a one-byte code.
func (s *sfnt) ofCode(code byte) (rune, []rune) {
	if gid := s.glyphsOfCodes()[code]; gid != 0 {
		return s.runeOf(gid), nil
	}
	return 0, nil
}

// asText reports whether the codes that have glyphs are those that a text in
// Latin script leaves of a font: gaps among the letters, none in the place of
// control codes. A program that numbers the glyphs of its own accord leaves no gaps.
func (s *sfnt) asText() bool {
	codes := s.glyphsOfCodes()
	const blanks = "\x00\x08\x09\x0a\x0d\x1d\x1f" // that fonts for Windows and Macintosh have
	for c := range ' ' {
		if codes[c] != 0 && !strings.ContainsRune(blanks, c) {
			return false
		}
	}
	have, gaps := 0, 0
	for c := '!'; c <= '~'; c++ {
		if codes[c] != 0 {
			have++
		} else if codes[c-1] != 0 {
			gaps++
		}
	}
	return have == '~'-'!'+1 || have >= 3 && gaps >= 3
}
