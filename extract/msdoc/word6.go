package msdoc

import (
	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/extract/internal/codepage"
)

// Word 6 and 95 keep everything in the main stream, write text in the code page
// of its font and name properties by one byte. No specification of theirs is
// public; what is here follows the comparison of the two generations in the
// binary format documentation of Word 97 and what other readers do.

// readFib6 reads the FIB of Word 6 and 95. The pairs of offset and size have the
// same order as later.
func readFib6(word data) (*fib, error) {
	if !word.has(0, 0x58+8*(fcClx+1)) {
		return nil, corrupt("msdoc-fib", 0, "header of Word 6 cut off")
	}
	flags := word.u16(10)
	f := &fib{
		lid: word.u16(6), fcMin: word.i32(24), fcMac: word.i32(28), old: true,
		complex: flags&0x0004 != 0, wide: flags&0x1000 != 0, mac: word.u16(0x14) == 256,
		pairs: word.clip(0x58, 8*(fcPlcftxbxTxt+4)),
	}
	for i := range f.ccp {
		f.ccp[i] = max(word.i32(0x34+4*i), 0)
	}
	return f, nil
}

// structures6 is structures for Word 6 and 95.
func (r *reader) structures6() error {
	f := r.fib
	ok := true
	if f.complex {
		r.pieces, ok = readClx(f.part(r.word, fcClx), r.word, f)
	}
	if len(r.pieces.list) == 0 {
		r.pieces = plain(f, r.word)
	}
	if len(r.pieces.list) == 0 {
		return corrupt("msdoc-no-text", -1, "no text")
	}
	if !ok || r.pieces.end() < f.total() {
		r.notice("msdoc-piece-table", "", extract.Prov{})
	}
	r.para = newFkps(r.word, r.bte6(fcPlcfBtePapx, 0x18C, 0x190), 2, 7)
	r.char = newFkps(r.word, r.bte6(fcPlcfBteChpx, 0x18A, 0x18E), 2, 1)
	if r.para.n == 0 {
		r.para.lost = true
	}
	r.readFonts6(f.part(r.word, fcSttbfFfn))
	r.readStyles(f.part(r.word, fcStshf))
	return nil
}

// bte6 returns the list of formatted pages. Quick saving leaves it short: the
// pages then follow one another.
func (r *reader) bte6(part, pnFirst, cpnBte int) data {
	plc := r.fib.part(r.word, part)
	first, count := r.word.u16(pnFirst), r.word.u16(cpnBte)
	if n := (len(plc) - 4) / 6; n >= count || count > len(r.word)/fkpSize {
		return plc
	}
	var fcs, pns data
	last := uint32(0)
	for i := range count {
		page := r.word.sub((first+i)*fkpSize, fkpSize)
		fc := page.u32(0)
		last = page.u32(4 * page.u8(fkpSize-1))
		fcs = append(fcs, byte(fc), byte(fc>>8), byte(fc>>16), byte(fc>>24))
		pns = append(pns, byte(first+i), byte((first+i)>>8))
	}
	fcs = append(fcs, byte(last), byte(last>>8), byte(last>>16), byte(last>>24))
	return append(fcs, pns...)
}

// readFonts6 reads the names and character sets of the fonts.
func (r *reader) readFonts6(b data) {
	for at := 2; b.has(at, 6); at += 1 + b.u8(at) {
		ffn := b.clip(at+1, b.u8(at))
		name := ffn.from(5)
		end := 0
		for end < len(name) && name[end] != 0 {
			end++
		}
		page := codepage.OfCharset(ffn.u8(3))
		r.pages = append(r.pages, page)
		r.fonts = append(r.fonts, decode(max(page, 1), name.clip(0, end)))
		if len(r.fonts) >= maxStyles {
			break
		}
	}
}

// page returns the code page of a run: that of an East Asian document, else
// that of its font, else that of the language.
func (r *reader) page(c *chp) int {
	lang := r.language()
	font := 0
	if f := r.fontOf(c, 0); f >= 0 && f < len(r.pages) {
		font = r.pages[f]
	}
	switch {
	case lang == 936 || lang == 950 || lang == 932 || lang == 949:
		if font == 0 || font == 1252 {
			return lang
		}
	case r.fib.mac && font <= 1252:
		return 10000
	case font == 1252:
		return lang // the character set 0 is also that of fonts without one
	}
	if font == 0 {
		return lang
	}
	return font
}

// language is the code page of the document: in the versions for East Asia that
// of the first font of there, as the language need not be.
func (r *reader) language() int {
	if r.fib.eastAsia || r.fib.wide {
		for _, p := range r.pages {
			if p == 936 || p == 950 || p == 932 || p == 949 {
				return p
			}
		}
	}
	return pageOfLanguage(r.fib.lid)
}

// sprm6 is a property of Word 6: the size of its operand and the name that it has
// later, 0 where it is not read.
type sprm6 struct {
	size int8 // -1: told by the byte before it, -2: by two bytes that count one more
	op   uint16
}

// sprms6 by their code.
var sprms6 = func() (t [256]sprm6) {
	for _, s := range []struct {
		from, to int
		size     int8
	}{
		{2, 2, 2}, {3, 3, -1}, {4, 11, 1}, {12, 12, -1}, {13, 14, 1}, {15, 15, -1}, {16, 19, 2}, {20, 20, 4}, {21, 22, 2}, {23, 23, -1}, {24, 25, 1},
		{26, 28, 2}, {29, 29, 1}, {30, 36, 2}, {37, 37, 1}, {38, 43, 2}, {44, 44, 1}, {45, 49, 2}, {50, 51, 1}, {64, 64, -1}, {65, 67, 1}, {68, 68, -1},
		{69, 69, 2}, {70, 70, 4}, {71, 71, 1}, {72, 72, 2}, {73, 73, 3}, {74, 74, -1}, {75, 75, 1}, {77, 77, -1}, {79, 79, -1}, {80, 80, 2}, {81, 82, -1},
		{85, 92, 1}, {93, 93, 2}, {94, 94, 1}, {95, 95, 3}, {96, 97, 2}, {98, 98, 1}, {99, 99, 2}, {100, 100, 1}, {101, 101, 2}, {102, 102, 1},
		{103, 103, -1}, {104, 104, 1}, {105, 106, -1}, {107, 107, 2}, {108, 108, -1}, {109, 110, 2}, {111, 116, -1}, {117, 119, 1}, {120, 120, -1},
		{121, 124, 2}, {131, 132, 1}, {133, 133, -1}, {136, 137, 3}, {138, 139, 1}, {140, 141, 2}, {142, 143, 1}, {144, 145, 2}, {146, 147, 1},
		{148, 149, 2}, {150, 153, 1}, {154, 157, 2}, {158, 159, 1}, {160, 161, 2}, {162, 162, 1}, {164, 171, 2}, {179, 179, -1}, {181, 181, -1},
		{182, 184, 2}, {185, 186, 1}, {187, 187, 12}, {188, 188, -1}, {189, 189, 2}, {190, 190, -2}, {191, 191, -1}, {192, 192, 4}, {193, 193, 5},
		{194, 194, 4}, {195, 195, 2}, {196, 196, 4}, {197, 198, 2}, {199, 199, 5}, {200, 200, 4}, {207, 207, -1},
	} {
		for i := s.from; i <= s.to; i++ {
			t[i].size = s.size
		}
	}
	for code, op := range map[int]uint16{
		2: sprmPIstd, 4: sprmPIncLvl, 12: sprmPAnld80, 13: sprmPNLvlAnm, 24: sprmPFInTable, 25: sprmPFTtp,
		65: sprmCFRMarkDel, 71: sprmCFData, 74: sprmCSymbol6, 80: sprmCIstd, 87: sprmCFStrike, 92: sprmCFVanish, 93: sprmCFtc6, 99: sprmCHps, 101: sprmCHpsPos, 104: sprmCIss,
		183: sprmTDxaLeft, 184: sprmTDxaGapHalf, 186: sprmTTableHeader, 188: sprmTDefTable10, 190: sprmTDefTable10,
		194: sprmTInsert, 195: sprmTDelete, 196: sprmTDxaCol, 197: sprmTMerge, 198: sprmTSplit,
	} {
		t[code].op = op
	}
	return t
}()

// Names for properties that later versions do not have in this form; spra does
// not matter here.
const (
	sprmCSymbol6 = 0x0BFE
	sprmCFtc6    = 0x0BFD
)

// next6 reads one property of Word 6.
func (p *prls) next6() bool {
	b := p.rest
	if len(b) < 1 {
		return false
	}
	s := sprms6[b[0]]
	skip, n := 1, int(s.size)
	switch {
	case b[0] == 23 && b.u8(1) == 255: // sprmPChgTabs, as in variable
		del := b.u8(2)
		skip, n = 2, 2+4*del+3*b.u8(3+4*del)
	case n == -1:
		skip, n = 2, b.u8(1)
		switch b[0] { // what the byte does not count
		case 3:
			n += 3
		case 120:
			n += 12
		case 191:
			n++
		}
		if p.eastAsia && b[0] >= 111 && b[0] <= 113 { // the fonts of East Asian versions
			skip, n = 1, 2
		}
	case n == -2:
		skip, n = 3, max(b.u16(1)-1, 0)
	}
	if n > len(b)-skip {
		return false
	}
	p.op, p.arg, p.rest = s.op, b[skip:skip+n], b[skip+n:]
	return true
}
