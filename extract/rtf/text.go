package rtf

import (
	"bytes"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/extract/internal/symbolfont"
)

// shows reports whether text is kept at the current place.
func (r *reader) shows() bool {
	switch r.state.dest {
	case toStory:
		return !r.state.hidden && !r.state.gone
	case toCapture:
		return true
	}
	return false
}

// begin notes where the text of the paragraph or cell starts.
func (r *reader) begin(at int) {
	if r.story.first < 0 && r.state.dest == toStory {
		r.story.first = at
	}
}

// put adds printed text whose source starts at byte at.
func (r *reader) put(s string, at int) {
	if !r.shows() {
		return
	}
	r.flush()
	r.begin(at)
	r.text = append(r.text, s...)
}

// run reads plain bytes: text in ASCII and, in some files, raw bytes of a code
// page.
func (r *reader) run(from, to int) {
	if r.skip > 0 {
		n := min(r.skip, to-from)
		r.skip -= n
		if from += n; from == to {
			return
		}
	}
	switch r.state.dest {
	case toFonts:
		r.fonts.name(r.b[from:to])
		return
	case toNowhere, toStyles:
		return
	}
	if !r.shows() {
		return
	}
	if r.state.struck {
		r.struck(from, to)
	}
	if r.wide == rawUnknown && hasHigh(r.b[from:to]) {
		r.rawKind()
	}
	if len(r.raw) > 0 || r.high != 0 || r.state.digits != "" || r.symbolFont() {
		for i := from; i < to; i++ {
			r.byte(r.b[i], i)
		}
		return
	}
	r.begin(from)
	for i := from; i < to; i++ {
		if r.b[i] >= 0x80 {
			r.text = append(r.text, r.b[from:i]...)
			for ; i < to; i++ {
				r.byte(r.b[i], i)
			}
			return
		}
	}
	r.text = append(r.text, r.b[from:to]...)
}

func hasHigh(b []byte) bool {
	for _, c := range b {
		if c >= utf8.RuneSelf {
			return true
		}
	}
	return false
}

// symbolFont reports whether the font gives ASCII another meaning.
func (r *reader) symbolFont() bool {
	return r.fonts.symbols && r.charsetOf(r.state.font).symbol != ""
}

// byte reads one byte of a code page. Bytes above ASCII wait until it is known
// that a character ends with them.
func (r *reader) byte(c byte, at int) {
	if r.state.dest == toFonts || !r.shows() {
		return
	}
	r.begin(at)
	if r.state.struck && r.b[at] == '\\' {
		r.struck(at, r.pos)
	}
	if c < 0x80 {
		if len(r.raw) > 0 {
			if r.rawWhole = r.rawSet.whole(r.raw, r.rawWhole); r.rawWhole < len(r.raw) {
				r.raw = append(r.raw, c)
				return
			}
		}
		r.flush()
		r.ascii(c)
		return
	}
	set := r.charset()
	if len(r.raw) > 0 && set != r.rawSet || r.high != 0 {
		r.flush()
	}
	if set.symbol != "" {
		r.symbolChar(set.symbol, 0xF000+rune(c))
		return
	}
	r.rawSet = set
	r.raw = append(r.raw, c)
}

func (r *reader) ascii(c byte) {
	if c < ' ' && c != '\t' {
		if r.state.hook != endOfLevelText { // there such bytes stand for numbers
			return
		}
	}
	if r.fonts.symbols {
		if set := r.charsetOf(r.state.font); set.symbol != "" && c > ' ' {
			r.symbolChar(set.symbol, 0xF000+rune(c))
			return
		}
	}
	r.plain(rune(c))
}

// plain adds a character that is what it says, unless it is a raised digit.
func (r *reader) plain(u rune) {
	if r.state.digits != "" && '0' <= u && u <= '9' {
		u = []rune(r.state.digits)[u-'0']
	}
	r.text = utf8.AppendRune(r.text, u)
}

// Raised digits are no part of the number before them.
const (
	raised  = "⁰¹²³⁴⁵⁶⁷⁸⁹"
	lowered = "₀₁₂₃₄₅₆₇₈₉"
)

// raise keeps in mind how digits are raised or lowered: by \super and \sub, or by
// \up and \dn if by a quarter of the size of the font at least; less only moves
// text on its line.
func (r *reader) raise() {
	st := &r.state
	size := st.size
	if size == 0 {
		size = usualSize
	}
	switch st.digits = st.offset; {
	case st.digits != "":
	case 4*st.up >= size:
		st.digits = raised
	case -4*st.up >= size:
		st.digits = lowered
	}
}

// usualSize is the size of a font that is not told, in half points.
const usualSize = 24

// struck tells of struck-through text in a table. It stays: deletions are marked
// in another way.
func (r *reader) struck(from, to int) {
	if b := bytes.TrimSpace(r.b[from:to]); len(b) > 0 && r.state.par.tableLevel() > 0 {
		r.notice("rtf-strike", string(bytes.ToValidUTF8(b[:min(len(b), 60)], nil)), prov(from, to))
	}
}

func (r *reader) symbolChar(font string, c rune) {
	u := symbolfont.Unicode(font, c)
	if u >= 0xE000 && u < 0xF900 && r.state.hook == endOfLabel {
		u = symbolfont.Bullet(u)
	}
	if u >= 0xE000 && u < 0xF900 && r.state.hook != endOfLevelText {
		r.notice("rtf-symbol", strconv.Quote(font)+" "+strconv.FormatInt(int64(u), 16), r.here())
	}
	r.text = utf8.AppendRune(r.text, u)
}

// unicode reads \uN: a UTF-16 unit, signed in most files.
func (r *reader) unicode(n int, at int) {
	r.skip = int(r.state.uc)
	if !r.shows() {
		return
	}
	if len(r.raw) > 0 {
		r.flush()
	}
	if r.state.struck {
		r.struck(at, r.pos)
	}
	r.begin(at)
	u := rune(n)
	if n < 0 {
		u += 0x10000
	}
	switch {
	case u >= 0xD800 && u < 0xDC00:
		r.flush()
		r.high = uint16(u)
		return
	case u >= 0xDC00 && u < 0xE000:
		if r.high != 0 {
			u = utf16.DecodeRune(rune(r.high), u)
			r.high = 0
		} else {
			u = r.halfCharacter()
		}
	case r.high != 0:
		r.flush()
	}
	switch {
	case u < ' ' && u != '\t' || u == 0x7f:
		if u == '\n' || u == '\v' {
			r.text = append(r.text, '\n')
		}
	case u >= 0xF000 && u <= 0xF0FF:
		font := r.fonts.nameOf(r.state.font)
		if r.state.script == doubleByte && !symbolfont.Is(font) {
			font = r.fonts.nameOf(r.state.dbch)
		}
		r.symbolChar(font, u)
	case u&0xFFFE == 0xFFFE, u == '\uFEFF': // no characters
	case u == '\u2028':
		r.text = append(r.text, '\n')
	default:
		if u < 0 || u > utf8.MaxRune {
			u = utf8.RuneError
		}
		r.plain(u)
	}
}

func (r *reader) halfCharacter() rune {
	r.notice("rtf-surrogate", "", r.here())
	return utf8.RuneError
}

// flush decodes the bytes that wait.
func (r *reader) flush() {
	if r.high != 0 {
		r.high = 0
		r.text = utf8.AppendRune(r.text, r.halfCharacter())
	}
	if len(r.raw) == 0 {
		return
	}
	mark := len(r.text)
	r.text = r.decode(r.text, r.rawSet, r.raw)
	r.raw, r.rawWhole = r.raw[:0], 0
	if bytes.Contains(r.text[mark:], []byte("\uFFFD")) {
		r.notice("rtf-bytes", "code page "+strconv.Itoa(r.rawSet.page), r.here())
	}
}

// pageBreak parts lines only inside text.
func (r *reader) pageBreak(at int) {
	if n := len(r.text); r.story.mark < n && r.text[n-1] != '\n' && r.state.dest == toStory {
		r.put("\n", at)
	}
}

func prov(start, end int) extract.Prov {
	return extract.Prov{Start: int64(min(start, end)), End: int64(end)}
}
