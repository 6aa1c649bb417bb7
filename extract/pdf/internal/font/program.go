package font

import "bytes"

// program is an embedded font program as far as it tells characters: TrueType
// and OpenType by cmap and post, CFF by charset and encoding, Type 1 by its
// encoding.
type program struct {
	sfnt    *sfnt
	cff     *cff
	type1   [256]string
	isType1 bool
}

// newProgram looks what a font program is; one that is nothing known tells nothing.
func newProgram(b []byte) *program {
	p := &program{}
	switch {
	case bytes.HasPrefix(b, []byte("%!")), bytes.HasPrefix(b, []byte("\x80\x01")):
		p.type1, p.isType1 = type1Encoding(b), true
	case len(b) > 4 && b[0] == 1 && b[1] == 0 && b[2] >= 4 && b[2] < 32 && b[3] >= 1 && b[3] <= 4:
		p.cff = newCFF(b)
	default:
		if p.sfnt = newSFNT(b); p.sfnt != nil {
			if table := p.sfnt.table("CFF "); table != nil {
				p.cff = newCFF(table)
			}
		}
	}
	return p
}

func (p *program) trueType() bool { return p.sfnt != nil && p.cff == nil }

// tellsCodes reports whether the program has an encoding of its own.
func (p *program) tellsCodes() bool { return p.isType1 || p.cff != nil }

// ofCID gives the characters of a CID or glyph number of a composite font.
func (p *program) ofCID(cid, gid int) (rune, []rune) {
	if p.cff != nil {
		if p.cff.byCID { // the glyph of a CID stands elsewhere
			if r := p.cff.collectionOf(cid); r != 0 {
				return r, nil
			}
			gid = p.cff.gidOf(cid)
		} else if r, more := first(runesOf(p.cff.nameOf(gid))); r != 0 {
			return r, more
		}
	}
	if p.sfnt != nil {
		return p.sfnt.runeOf(gid), nil
	}
	return 0, nil
}

// ofName gives the characters of a glyph name that is no name of a character.
func (p *program) ofName(name string) (rune, []rune) {
	if p.sfnt == nil {
		return 0, nil
	}
	if gid, ok := p.sfnt.gidOfName(name); ok {
		return p.sfnt.runeOf(gid), nil
	}
	if gid, ok := glyphNumber(name); ok {
		return p.sfnt.runeOf(gid), nil
	}
	return 0, nil
}

// ofCode gives the characters of a one-byte code by the encoding of the program.
func (p *program) ofCode(code byte) (rune, []rune) {
	switch {
	case p.isType1:
		return first(runesOf(p.type1[code]))
	case p.cff != nil:
		return first(runesOf(p.cff.encodingOf(code)))
	case p.sfnt != nil:
		return p.sfnt.ofCode(code)
	}
	return 0, nil
}

func first(rs []rune) (rune, []rune) {
	if len(rs) == 0 {
		return 0, nil
	}
	return rs[0], rs[1:]
}
