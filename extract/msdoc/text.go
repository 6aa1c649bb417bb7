package msdoc

import (
	"bytes"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"github.com/gongkai-data/gongkai/extract/internal/symbolfont"
)

// run adds the text between two positions to the paragraph.
func (r *reader) run(cp, end int, hidden bool) error {
	for cp < end {
		i := r.pieces.at(cp)
		if i < 0 {
			return nil
		}
		p := &r.pieces.list[i]
		stop := min(p.end, end)
		fc, last := p.fc+(cp-p.cp)*p.width, p.fc+(stop-p.cp)*p.width
		r.extend(fc, last)
		for fc < last {
			if err := r.step(); err != nil {
				return err
			}
			grpprl, to, ok := r.char.chpx(fc)
			if !ok {
				to, r.char.none = last, true
			}
			// A run may end inside a character where a file is damaged.
			to = fc + (max(min(to, last)-fc, 1)+p.width-1)/p.width*p.width
			c := r.chpOf(grpprl, i, hidden)
			mark := len(r.text)
			r.characters(r.word[fc:to], p.width, c)
			if c.struck && r.depth > 0 {
				r.struck(mark, fc, to)
			}
			fc = to
		}
		cp = stop
	}
	return nil
}

// characters adds one run of equal properties.
func (r *reader) characters(b []byte, width int, c *chp) {
	if c.deleted {
		return
	}
	switch {
	case r.fib.old && width == 2:
		r.characters95(b, c)
		return
	case r.fib.old:
		r.characters6(b, c)
		return
	}
	if width == 1 {
		for _, x := range b {
			if x >= ' ' && x < 0x7F && !c.symbol {
				r.put(rune(x), c)
			} else {
				r.character(charmap.Windows1252.DecodeByte(x), c)
			}
		}
		return
	}
	shown := !c.hidden && !c.symbol
	for k := 0; k+1 < len(b); k += 2 {
		u := rune(b[k]) | rune(b[k+1])<<8
		if shown && r.instr == 0 && r.half.high == 0 && u >= firstHan && u <= lastHan { // nearly all of a report
			r.text = append(r.text, 0xE0|byte(u>>12), 0x80|byte(u>>6)&0x3F, 0x80|byte(u)&0x3F)
			continue
		}
		if u >= 0xD800 && u < 0xE000 {
			r.surrogate(u, c)
			continue
		}
		r.endHalf(c)
		r.character(u, c)
	}
}

// half is the start of a character that ends in the next run.
type half struct {
	high rune // of a surrogate pair, 0 for none
	lead byte // of two bytes of a code page, 0 for none
}

// surrogate adds half a character; properties may change between the halves.
func (r *reader) surrogate(u rune, c *chp) {
	if u < 0xDC00 {
		r.endHalf(c)
		r.half.high = u
		return
	}
	u = utf16.DecodeRune(r.half.high, u)
	r.half.high = 0
	r.character(u, c)
}

// endHalf tells of half a character whose other half did not come.
func (r *reader) endHalf(c *chp) {
	if r.half != (half{}) {
		r.half = half{}
		r.character(utf8.RuneError, c)
	}
}

// Chinese characters; each is three bytes of UTF-8.
const firstHan, lastHan = 0x4E00, 0x9FFF

// characters6 adds one run of Word 6, whose bytes are of a code page.
func (r *reader) characters6(b []byte, c *chp) {
	for len(b) > 0 {
		n := 0
		for n < len(b) && b[n] >= ' ' {
			n++
		}
		if n == 0 || c.symbol {
			r.endHalf(c)
			r.character(rune(b[0]), c)
			b = b[1:]
			continue
		}
		if font := r.symbolFont(c); font != "" {
			for _, x := range b[:n] {
				r.symbol(font, 0xF000+rune(x), c)
			}
			b = b[n:]
			continue
		}
		page, s := r.page(c), b[:n]
		if r.half.lead != 0 {
			s, r.half.lead = append([]byte{r.half.lead}, s...), 0
		}
		if n == len(b) && endsInLead(page, s) {
			s, r.half.lead = s[:len(s)-1], s[len(s)-1]
		}
		for _, u := range decode(page, s) {
			r.character(u, c)
		}
		b = b[n:]
	}
}

// characters95 adds one run of the versions of Word 95 for East Asia. Each
// character is two bytes, a number: 0x8AC7 stands for 8A C7 in the code page of
// the document, 0x93 and 0x1093 for a character of Western Europe.
func (r *reader) characters95(b []byte, c *chp) {
	page := r.language()
	var east []byte
	flush := func() {
		for _, u := range decode(page, east) {
			r.character(u, c)
		}
		east = east[:0]
	}
	for k := 0; k+1 < len(b); k += 2 {
		lo, hi := b[k], b[k+1]
		switch {
		case hi >= 0x80: // no lead byte is lower; 10 is met over quotation marks
			east = append(east, hi, lo)
		case lo < 0x80 || page == 932 && lo >= 0xA1 && lo <= 0xDF: // katakana of half width
			if lo < ' ' || c.symbol {
				flush()
				r.character(rune(lo), c)
				continue
			}
			east = append(east, lo)
		default:
			flush()
			r.character(charmap.Windows1252.DecodeByte(lo), c)
		}
	}
	flush()
}

// put adds printed text, unless it is hidden or part of a field's instruction.
func (r *reader) put(u rune, c *chp) {
	switch {
	case r.instr > 0:
		if len(r.code) < 64 {
			r.code = utf8.AppendRune(r.code, u)
		}
	case !c.hidden:
		if u >= '0' && u <= '9' {
			u = r.digit(u, c)
		}
		r.text = utf8.AppendRune(r.text, u)
	}
}

const (
	raised  = "⁰¹²³⁴⁵⁶⁷⁸⁹"
	lowered = "₀₁₂₃₄₅₆₇₈₉"
)

// digit returns a digit as it is printed: one that is raised or lowered is no part
// of the number before it. Text that is moved by less than a quarter of its size
// stands on its line.
func (r *reader) digit(u rune, c *chp) rune {
	iss, size := c.iss, c.size
	if iss < 0 || size == 0 {
		if s := r.styles.at(r.istd); s != nil {
			if iss < 0 {
				iss = s.chp.iss
			}
			if size == 0 {
				size = s.chp.size
			}
		}
	}
	if size == 0 {
		size = usualSize
	}
	switch {
	case iss == issSuper, 4*c.up >= size:
		return []rune(raised)[u-'0']
	case iss == issSub, -4*c.up >= size:
		return []rune(lowered)[u-'0']
	}
	return u
}

// usualSize is the size of characters in half points where none is told
// ([MS-DOC] 2.6.1 sprmCHps).
const usualSize = 20

// struck tells of struck-through text in a table. It stays: deletions are marked
// in another way.
func (r *reader) struck(mark, from, to int) {
	if b := bytes.TrimSpace(r.text[min(mark, len(r.text)):]); len(b) > 0 {
		r.notice("msdoc-strike", string(bytes.ToValidUTF8(b[:min(len(b), 60)], nil)), r.prov(from, to))
	}
}

// character adds one character; those below space have a meaning of their own
// ([MS-DOC] 2.4.1 and 2.6.1 sprmCFSpec).
func (r *reader) character(u rune, c *chp) {
	switch {
	case c.symbol && (u == '(' || u >= 0xF000):
		r.symbol(r.font(c.font), c.char, c)
		return
	case u >= 0xF000 && u <= 0xF0FF:
		r.symbol(r.symbolFont(c), u, c)
		return
	}
	if u >= ' ' {
		if u == utf8.RuneError {
			r.notice("msdoc-bytes", "", r.here)
		}
		if u != 0xFEFF && u != 0xFFFF && u != 0xFFFE {
			r.put(u, c)
		}
		return
	}
	switch u {
	case '\t':
		r.put(u, c)
	case '\v', 0x0E: // line break, column break
		r.put('\n', c)
	case '\f': // page break
		if len(r.text) > 0 && r.text[len(r.text)-1] != '\n' {
			r.put('\n', c)
		}
	case 0x1E:
		r.put('-', c)
	case 0x13:
		r.beginField()
	case 0x14:
		r.separateField()
	case 0x15:
		r.endField()
	case 0x01:
		if c.data {
			r.checkBox(c)
		} else if c.inline {
			r.inlineArt(c)
		}
	}
}

// symbol adds a character of a symbol font.
func (r *reader) symbol(font string, char rune, c *chp) {
	u := symbolfont.Unicode(font, char)
	if u >= 0xE000 && u < 0xF900 {
		r.notice("msdoc-symbol", strconv.Quote(font)+" "+strconv.FormatInt(int64(char), 16), r.here)
	}
	r.put(u, c)
}

func (r *reader) beginField() {
	if len(r.fields) < 1000 {
		r.fields = append(r.fields, true)
		r.instr++
		r.code = r.code[:0]
	}
}

func (r *reader) separateField() {
	n := len(r.fields)
	if n > 0 && r.fields[n-1] {
		r.isEquation()
		r.fields[n-1] = false
		r.instr--
		if r.eq == n {
			r.eq = 0
		}
	}
}

// isEquation keeps in mind that the innermost field draws a formula.
func (r *reader) isEquation() {
	b := bytes.TrimSpace(r.code)
	if len(b) > 2 && bytes.EqualFold(b[:2], []byte("eq")) && (b[2] == ' ' || b[2] == '\\') {
		r.eq = len(r.fields)
	}
	r.code = r.code[:0]
}

func (r *reader) endField() {
	n := len(r.fields)
	if n == 0 {
		return
	}
	if r.fields[n-1] {
		r.isEquation()
		r.instr--
	}
	if r.eq == n {
		r.notice("msdoc-equation-field", "", r.here)
		r.eq = 0
	}
	r.fields = r.fields[:n-1]
}

// maxInstruction is how far the end of an instruction is looked for behind the
// paragraph in which it starts; maxAhead bounds the looking in all.
const (
	maxInstruction = 4096
	maxAhead       = 1 << 22
)

// fieldGoesOn reports whether the instruction of the innermost field ends in a
// paragraph to come, as that of IF may. No instruction goes on in another cell.
func (r *reader) fieldGoesOn(cp, limit int) bool {
	limit = min(limit, cp+maxInstruction, cp+maxAhead-r.ahead)
	inner := 0
	for cp < limit {
		i := r.pieces.at(cp)
		if i < 0 {
			return false
		}
		p := &r.pieces.list[i]
		stop := min(p.end, limit)
		r.ahead += stop - cp
		b := r.word[p.fc+(cp-p.cp)*p.width : p.fc+(stop-p.cp)*p.width]
		for k := 0; k < len(b); k += p.width {
			if p.width == 2 && b[k+1] != 0 {
				continue
			}
			switch b[k] {
			case '\a':
				return false
			case 0x13:
				inner++
			case 0x14, 0x15:
				if inner == 0 {
					return true
				}
				if b[k] == 0x15 {
					inner--
				}
			}
		}
		cp = stop
	}
	return false
}

// endFields closes at the end of a paragraph the fields whose instruction is
// still open: a lost end must not swallow what follows.
func (r *reader) endFields() {
	for r.instr > 0 {
		if n := len(r.fields); !r.fields[n-1] {
			r.fields[n-1] = true // counted below
			r.instr++
		}
		r.endField()
	}
}

// checkBox prints the check box of a form ([MS-DOC] 2.9.78 FFData in
// NilPICFAndBinData).
func (r *reader) checkBox(c *chp) {
	d := r.dataStream()
	cbHeader := d.u16(c.picture + 4)
	ff := d.clip(c.picture+cbHeader, max(d.i32(c.picture)-cbHeader, 0))
	if c.hidden || ff.u32(0) != 0xFFFFFFFF {
		return
	}
	bits := ff.u16(4)
	if bits&3 != 1 { // iType: check box
		return
	}
	on := bits >> 2 & 0x1F // iRes
	if on == 25 {          // as wDef says, behind the name
		cch := ff.u16(10)
		on = ff.u16(12 + 2*cch + 2)
	}
	if on == 1 {
		r.text = append(r.text, "☒"...)
	} else {
		r.text = append(r.text, "☐"...)
	}
}

// readFonts reads the names of the fonts ([MS-DOC] 2.9.286 SttbfFfn).
func (r *reader) readFonts(b data) {
	n := b.u16(0)
	at := 4
	if n == 0xFFFF { // fExtend
		n, at = b.u16(2), 6
	}
	for range n {
		if !b.has(at, 1) {
			break
		}
		size := b.u8(at)
		ffn := b.clip(at+1, size) // [MS-DOC] 2.9.81 FFN
		name := ffn.from(39)
		end := 0
		for end+1 < len(name) && (name[end] != 0 || name[end+1] != 0) {
			end += 2
		}
		r.fonts = append(r.fonts, utf16Text(name.clip(0, end)))
		at += 1 + size
	}
}

// fontOf returns the font of characters, told by themselves or by the style of
// their paragraph; -1 where neither does. k is as in chp.fonts.
func (r *reader) fontOf(c *chp, k int) int {
	if c.fonts[k] >= 0 {
		return c.fonts[k]
	}
	if s := r.styles.at(r.istd); s != nil {
		return s.chp.fonts[k]
	}
	return -1
}

// symbolFont returns the name of the font where its characters are symbols. Word
// shows what stands at U+F000 in the font for other characters.
func (r *reader) symbolFont(c *chp) string {
	for _, k := range [...]int{2, 0, 1} {
		if name := r.font(r.fontOf(c, k)); symbolfont.Is(name) {
			return name
		}
	}
	return ""
}

func (r *reader) font(i int) string {
	if i < 0 || i >= len(r.fonts) {
		return ""
	}
	return r.fonts[i]
}
