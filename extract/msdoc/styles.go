package msdoc

import (
	"strings"
	"unicode/utf16"
)

// style is one STD ([MS-DOC] 2.9.260) with everything that it is based on.
type style struct {
	name string
	pap  pap
	chp  chp // what it tells of characters

	sti, stk, base int
	papx, chpx     data
	done           bool
}

// styles is the style sheet ([MS-DOC] 2.9.271 STSH).
type styles struct{ list []style }

const (
	maxStyles = 4096 // istd has 12 bits
	stkPara   = 1
	stkChar   = 2
	stkTable  = 3
	stkList   = 4
	maxChain  = 32 // styles based on one another; they may be a ring
)

// at returns a style, nil where there is none.
func (s *styles) at(istd int) *style {
	if istd < 0 || istd >= len(s.list) {
		return nil
	}
	return &s.list[istd]
}

func (s *styles) name(istd int) string {
	if st := s.at(istd); st != nil {
		return st.name
	}
	return ""
}

// readStyles reads the style sheet and resolves what styles are based on.
func (r *reader) readStyles(stsh data) {
	cbStshi := stsh.u16(0)
	stshi := stsh.clip(2, cbStshi)
	count, size := min(stshi.u16(0), maxStyles), stshi.u16(2)
	at := 2 + cbStshi
	r.styles.list = make([]style, 0, count)
	for range count {
		if !stsh.has(at, 2) {
			break
		}
		n := stsh.u16(at)
		r.styles.list = append(r.styles.list, r.readStyle(stsh.clip(at+2, n), size))
		at += 2 + n
	}
	for i := range r.styles.list {
		r.resolveStyle(i, 0)
	}
}

// readStyle reads one STD; size is that of its fixed part.
func (r *reader) readStyle(b data, size int) style {
	s := style{base: 0xFFF, pap: noPap, chp: plainChp(false)}
	if len(b) < 8 {
		s.done = true
		return s // an empty slot
	}
	s.sti = b.u16(0) & 0xFFF
	s.stk, s.base = b.u16(2)&0xF, b.u16(2)>>4
	upxs := b.u16(4) & 0xF
	name, at := "", 0
	if r.fib.old {
		cch := b.u8(size)
		name, at = decode(r.language(), b.clip(size+1, cch)), size+1+cch+1
	} else {
		cch := b.u16(size)
		name, at = utf16Text(b.clip(size+2, 2*cch)), size+2+2*cch+2
	}
	s.name, _, _ = strings.Cut(name, ",") // aliases follow
	for i := range upxs {
		at += at & 1 // UPXs start at even offsets
		n := b.u16(at)
		upx := b.clip(at+2, n)
		switch { // [MS-DOC] 2.9.110 GrLPUpxSw
		case s.stk == stkPara && i == 0, s.stk == stkList && i == 0, s.stk == stkTable && i == 1:
			s.papx = upx.from(2)
		case s.stk == stkPara && i == 1, s.stk == stkChar && i == 0, s.stk == stkTable && i == 2:
			s.chpx = upx
		}
		at += 2 + n
	}
	return s
}

// resolveStyle applies the properties of a style on those of its base.
func (r *reader) resolveStyle(i, depth int) {
	s := &r.styles.list[i]
	if s.done || depth > maxChain {
		return
	}
	s.done = true
	if b := r.styles.at(s.base); b != nil && s.base != i {
		r.resolveStyle(s.base, depth+1)
		s.pap, s.chp = b.pap, b.chp
	}
	if s.stk == stkPara && s.sti >= 1 && s.sti <= 9 { // built-in headings have their level by name
		s.pap.outline = s.sti - 1
	}
	papx := s.papx
	own := noPap
	own.ilvl = -1
	own.apply(r, papx, 0)
	s.pap.apply(r, papx, 0)
	if own.ilfo != 0 && own.ilvl < 0 {
		s.pap.ilvl = r.nums.levelOf(own.ilfo, i)
	}
	s.pap.istd = i
	r.taps = r.taps[:0] // table properties of a paragraph style mean nothing
	s.chp.apply(r, s.chpx, s.chp.hidden)
}

// utf16Text decodes UTF-16LE.
func utf16Text(b data) string {
	units := make([]uint16, len(b)/2)
	for i := range units {
		units[i] = uint16(b[2*i]) | uint16(b[2*i+1])<<8
	}
	return string(utf16.Decode(units))
}
