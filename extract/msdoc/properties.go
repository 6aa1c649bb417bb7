package msdoc

// pap is what the properties of a paragraph say, as far as it is read.
type pap struct {
	istd      int
	inTable   bool
	ttp       bool // its mark ends a row of a table of the body
	innerTtp  bool // its mark ends a row of a nested table
	innerCell bool // its mark ends a cell of a nested table
	itap      int  // depth in tables
	outline   int  // from 0; 9 is body text
	ilfo      int
	ilvl      int
	anld      data // ANLD of an autonumber of Word 95
	level     int  // nLvlAnm of an autonumber, 0 for none
}

// maxTaps bounds the arrays that hold table properties of one paragraph: FKP,
// sprmPHugePapx, sprmPTableProps and piece.
const maxTaps = 6

// depth is the number of tables around the paragraph.
func (p *pap) depth() int {
	if !p.inTable && p.itap <= 0 {
		return 0
	}
	return min(max(p.itap, 1), maxDepth)
}

// rowEnd reports whether the paragraph ends a row.
func (p *pap) rowEnd() bool {
	if p.depth() > 1 {
		return p.innerTtp
	}
	return p.ttp && p.depth() == 1
}

// cellEnd reports whether the paragraph ends a cell.
func (p *pap) cellEnd(mark rune) bool {
	switch p.depth() {
	case 0:
		return false
	case 1:
		return mark == '\a'
	}
	return p.innerCell || mark == '\a'
}

// prls walks an array of the document.
func (r *reader) prls(grpprl data) prls {
	return prls{rest: grpprl, old: r.fib.old, eastAsia: r.fib.eastAsia}
}

// apply changes p as the array says ([MS-DOC] 2.4.6.1). nested counts arrays
// that point at others.
func (p *pap) apply(r *reader, grpprl data, nested int) {
	table, from := false, 0 // table properties since from
	keep := func(to int) {
		switch {
		case !table:
		case len(r.taps) < maxTaps:
			r.taps = append(r.taps, grpprl[from:to])
		default:
			r.para.none = true
		}
		table, from = false, to
	}
	for it := r.prls(grpprl); it.next(); {
		v := it.arg.u8(0)
		switch it.op {
		case sprmPIstd:
			p.restyle(r, it.arg.u16(0))
		case sprmPIncLvl: // moves a heading up or down
			if n := p.istd + int(int8(v)); p.istd >= 1 && p.istd <= 9 && n >= 1 && n <= 9 {
				p.restyle(r, n)
			}
		case sprmPFInTable:
			p.inTable = v == 1
		case sprmPFTtp:
			p.ttp = v == 1
		case sprmPFInnerTblCell:
			p.innerCell = v == 1
		case sprmPFInnerTtp:
			p.innerTtp = v == 1
		case sprmPItap:
			p.itap = it.arg.i32(0)
		case sprmPDtap:
			p.itap += it.arg.i32(0)
		case sprmPOutLvl:
			p.outline = v
		case sprmPIlfo:
			p.ilfo = it.arg.i16(0)
		case sprmPIlvl:
			p.ilvl = v
		case sprmPAnld80:
			p.anld = it.arg
		case sprmPNLvlAnm:
			p.level = v
		case sprmPHugePapx, sprmPHugePapx2, sprmPTableProps:
			// [MS-DOC] 2.9.211 PrcData in the Data stream: a grpprl of its own
			if nested < 2 {
				keep(len(grpprl) - len(it.rest))
				p.apply(r, r.huge(it.arg.i32(0)), nested+1)
			}
		default:
			table = table || it.op>>10&7 == sgcTable
		}
	}
	keep(len(grpprl))
}

// maxHuge bounds the bytes of arrays in the Data stream that are read in all: one
// array may be pointed at from everywhere.
const maxHuge = 16 << 20

// says returns the array in the Data stream where grpprl says nothing but where
// that is, else grpprl: the rows of a table have an array each, and the contents
// are equal.
func (r *reader) says(grpprl data) (says data, huge bool) {
	if it := r.prls(grpprl); len(grpprl) == 6 && it.next() && it.op == sprmPHugePapx && len(it.arg) == 4 {
		if b := r.prcData(it.arg.i32(0)); len(b) > 0 && len(b) <= maxCached {
			return b, true
		}
	}
	return grpprl, false
}

// prcData returns the PrcData at an offset of the Data stream.
func (r *reader) prcData(at int) data {
	return r.dataStream().clip(at+2, max(r.dataStream().i16(at), 0))
}

// huge is prcData within the bounds of what is read.
func (r *reader) huge(at int) data {
	b := r.prcData(at)
	if r.hugeRead += len(b); r.hugeRead > maxHuge {
		r.para.lost = true
		return nil
	}
	return b
}

// restyle makes p the paragraph of a style.
func (p *pap) restyle(r *reader, istd int) {
	inTable, ttp, itap := p.inTable, p.ttp, p.itap
	innerCell, innerTtp := p.innerCell, p.innerTtp
	if s := r.styles.at(istd); s != nil {
		*p = s.pap
	} else {
		*p = noPap
	}
	p.istd = istd
	p.inTable, p.ttp, p.itap = p.inTable || inTable, p.ttp || ttp, max(p.itap, itap)
	p.innerCell, p.innerTtp = p.innerCell || innerCell, p.innerTtp || innerTtp
}

var noPap = pap{outline: 9}

// chp is what the properties of characters say, as far as it is read.
type chp struct {
	deleted bool
	hidden  bool
	struck  bool
	symbol  bool
	data    bool   // the picture is binary data of a form field
	font    int    // of the symbol
	char    rune   // of the symbol
	inline  bool   // there is a picture
	picture int    // place in the Data stream
	fonts   [3]int // for ASCII, for East Asia, for others; -1 where not told. Word 6 has the first only
	iss     int    // raised or lowered, -1 where not told
	up      int    // from the line, in half points
	size    int    // in half points, 0 where not told
}

// plainChp is what characters are without properties of their own.
func plainChp(hidden bool) chp { return chp{hidden: hidden, fonts: [3]int{-1, -1, -1}, iss: -1} }

// Values of chp.iss ([MS-DOC] 2.6.1 sprmCIss).
const (
	issSuper = 1
	issSub   = 2
)

// apply changes c as the array says. hidden is what the paragraph style says of
// sprmCFVanish.
func (c *chp) apply(r *reader, grpprl data, hidden bool) {
	for it := r.prls(grpprl); it.next(); {
		v := it.arg.u8(0)
		switch it.op {
		case sprmCFRMarkDel:
			c.deleted = toggle(v, false)
		case sprmCFVanish:
			c.hidden = toggle(v, hidden)
		case sprmCIstd:
			if s := r.styles.at(it.arg.u16(0)); s != nil {
				if s.chp.hidden {
					c.hidden, hidden = true, true
				}
				c.of(s)
			}
		case sprmCPlain:
			*c = chp{hidden: hidden, fonts: plainChp(false).fonts, iss: -1, deleted: c.deleted, symbol: c.symbol, data: c.data, inline: c.inline, picture: c.picture, font: c.font, char: c.char}
		case sprmCFStrike, sprmCFDStrike:
			c.struck = toggle(v, false)
		case sprmCIss:
			c.iss = v
		case sprmCHpsPos:
			c.up = it.arg.i16(0)
		case sprmCHps:
			c.size = it.arg.u16(0)
		case sprmCFData:
			c.data = v != 0
		case sprmCPicLocation:
			c.picture, c.inline = it.arg.i32(0), true
		case sprmCRgFtc0, sprmCFtc6:
			c.fonts[0] = it.arg.u16(0)
		case sprmCRgFtc1:
			c.fonts[1] = it.arg.u16(0)
		case sprmCRgFtc2:
			c.fonts[2] = it.arg.u16(0)
		case sprmCSymbol6:
			c.symbol, c.font, c.char = true, it.arg.u16(0), rune(it.arg.u8(2))
		case sprmCSymbol:
			c.symbol, c.font, c.char = true, it.arg.u16(0), rune(it.arg.u16(2))
		}
	}
}

// of takes what a style of characters tells.
func (c *chp) of(s *style) {
	for k, f := range s.chp.fonts {
		if f >= 0 {
			c.fonts[k] = f
		}
	}
	if s.chp.iss >= 0 {
		c.iss = s.chp.iss
	}
	if s.chp.size > 0 {
		c.size = s.chp.size
	}
}

// toggle is [MS-DOC] 2.9.342 ToggleOperand: 128 is as in the style, 129 the
// contrary.
func toggle(v int, style bool) bool {
	switch v {
	case 0x80:
		return style
	case 0x81:
		return !style
	}
	return v != 0
}
