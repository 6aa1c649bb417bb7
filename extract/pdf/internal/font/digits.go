package font

import (
	"bytes"

	"github.com/gongkai-data/gongkai/extract"
)

// digitOf is the value of an ASCII or full-width digit, -1 for another character.
func digitOf(r rune) int {
	switch {
	case '0' <= r && r <= '9':
		return int(r - '0')
	case '０' <= r && r <= '９':
		return int(r - '０')
	}
	return -1
}

// belied takes the name from a digit, or a sign inside a number, that the font
// draws as another digit; where drawn is -1 it says nothing. Two statements of a
// file against each other leave nobody to believe.
func (g *Glyph) belied(drawn func() int) {
	d := digitOf(g.Rune)
	if d < 0 && g.Rune != '.' && g.Rune != ',' && g.Rune != '-' || len(g.More) > 0 {
		return
	}
	if other := drawn(); other >= 0 && other != d {
		g.Rune, g.Belied = extract.Unmapped, true
	}
}

// drawnDigit is the digit that a CID draws, -1 where nothing tells it.
func (cf *cidFont) drawnDigit(bytes []byte, code uint32, cid int, known bool) int {
	if !known {
		return -1
	}
	if cf.embedded == nil {
		if r, _ := cf.byCode(bytes, code); r != 0 {
			return digitOf(r)
		}
		r, _ := cf.byCollection(cid, known)
		return digitOf(r)
	}
	gid := cid
	if cf.gids != nil {
		if 2*cid+1 >= len(cf.gids) {
			return -1
		}
		gid = int(cf.gids[2*cid])<<8 | int(cf.gids[2*cid+1])
	}
	p := cf.embedded.forDigits()
	if p.cff != nil {
		r, _ := p.ofCID(cid, gid)
		return digitOf(r)
	}
	return p.digitOf(gid)
}

// drawnDigit is the digit that a one-byte code draws, -1 where nothing tells it.
func (s *simpleFont) drawnDigit(code byte) int {
	if s.settle != nil {
		s.settle()
	}
	if rs := runesOf(s.names[code]); s.names[code] != "" {
		if len(rs) == 1 {
			return digitOf(rs[0])
		}
		return -1
	}
	p := s.program.forDigits()
	if p == nil {
		return digitOf(s.base[code])
	}
	if p.tellsCodes() {
		r, _ := p.ofCode(code)
		return digitOf(r)
	}
	if p.sfnt == nil {
		return -1
	}
	return p.digitOf(p.sfnt.glyphsOfCodes()[code])
}

// digitOf is the digit to which the Unicode cmap gives a glyph, -1 for none.
func (p *program) digitOf(gid int) int {
	if p.sfnt == nil || gid == 0 {
		return -1
	}
	for i, g := range p.sfnt.digitGlyphs() {
		if g == gid {
			return i % 10
		}
	}
	return -1
}

// digitGlyphs are the glyphs of the ASCII and then the full-width digits.
func (s *sfnt) digitGlyphs() *[20]int {
	if s.digits == nil {
		s.digits = new([20]int)
		each(s.unicode(), func(code, gid int) {
			switch d := digitOf(rune(code)); {
			case d < 0:
			case code <= '9':
				s.digits[d] = gid
			default:
				s.digits[10+d] = gid
			}
		})
	}
	return s.digits
}

const (
	directory  = 1024      // bytes that hold the table directory of a program
	clearText  = 3072      // of a Type 1 program with its encoding
	maxForCMap = 1 << 20   // as far into a program its cmap is sought
	maxCFF     = 256 << 10 // the largest program without one that is read for its digits
)

// forDigits returns the program as far as it tells which glyphs are digits; nil
// where there is none. Of a long one only the beginning is unpacked.
func (l *lazyProgram) forDigits() *program {
	switch {
	case l == nil:
		return nil
	case l.read != nil:
		return l.read
	case l.begun == nil:
		b := l.head(directory)
		if end := cmapEnd(b); end > 0 {
			if end <= maxForCMap {
				b = l.head(end)
			}
			l.begun = newProgram(b)
		} else if bytes.HasPrefix(b, []byte("%!")) {
			if b = l.head(clearText); !bytes.Contains(b, []byte("eexec")) {
				b = l.head(4 * clearText)
			}
			l.begun = newProgram(b)
		} else if newSFNT(b) == nil && l.size <= maxCFF {
			l.begun = l.get()
		} else {
			l.begun = &program{}
		}
	}
	return l.begun
}

// cmapEnd is the offset behind the cmap of a TrueType program, 0 where it has none.
func cmapEnd(b []byte) int {
	if len(b) < 12 || string(b[:4]) == "ttcf" || string(b[:4]) == "OTTO" {
		return 0
	}
	for i := range min(u16(b, 4), 256) {
		if at := 12 + 16*i; at+16 <= len(b) && string(b[at:at+4]) == "cmap" {
			return u32(b, at+8) + u32(b, at+12)
		}
	}
	return 0
}
