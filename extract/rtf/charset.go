package rtf

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/gongkai-data/gongkai/extract/internal/codepage"
	"github.com/gongkai-data/gongkai/extract/internal/symbolfont"
)

// defaultPage is the code page where none is given.
const defaultPage = 1252

// charset is how the bytes of a font become characters.
type charset struct {
	page   int
	single *charmap.Charmap // nil for those of several bytes
	multi  encoding.Encoding
	utf8   bool
	symbol string // name of a symbol font

	guess *charset // what the bytes are where they make up its characters
}

type decoder = *encoding.Decoder

// newCharset returns how the bytes of a code page become characters, as of Western
// Europe where it is not known.
func newCharset(page int) (c *charset, known bool) {
	c = &charset{page: page, multi: codepage.Multi(page), utf8: page == 65001}
	if c.multi != nil || c.utf8 {
		return c, true
	}
	if c.single = codepage.Single(page); c.single == nil {
		c.single = codepage.Single(defaultPage)
		return c, false
	}
	return c, true
}

// pageSet returns the charset of a code page.
func (r *reader) pageSet(page int) *charset {
	if c := r.charsets[page]; c != nil {
		return c
	}
	c, known := newCharset(page)
	if !known {
		r.notice("rtf-code-page", strconv.Itoa(page), r.here())
	}
	r.charsets[page] = c
	return c
}

// charset returns how a byte above ASCII is read at the current place. The font
// of \f decides, after \dbch that of \af if it alone has characters of two bytes.
func (r *reader) charset() *charset {
	c := r.charsetOf(r.state.font)
	if r.wide == rawUTF8 && c.symbol == "" {
		return r.pageSet(65001)
	}
	if r.state.script == doubleByte && c.single != nil {
		if d := r.charsetOf(r.state.dbch); d.multi != nil {
			return d
		}
	}
	return c
}

// charsetOf returns the charset of a font, of the document for one that is not
// listed.
func (r *reader) charsetOf(font int32) *charset {
	f := r.fonts.find(font)
	if f == nil {
		return r.pageSet(r.page)
	}
	if f.set == nil {
		f.set = r.fontCharset(f)
	}
	return f.set
}

func (r *reader) fontCharset(f *font) *charset {
	if symbolfont.Is(f.name) {
		return &charset{page: 42, symbol: f.name}
	}
	page := f.page
	if page == 0 && f.charset > 0 {
		page = codepage.OfCharset(f.charset)
	}
	if page == 0 && f.charset <= 0 {
		page = suffixPage(f.name)
	}
	if page == 0 && f.charset == 0 {
		page = 1252
	}
	if page == 0 {
		page = r.page
	}
	c := r.pageSet(page)
	if doc := r.pageSet(r.page); page == 1252 && doc.multi != nil {
		if r.guessed == nil {
			r.guessed = &charset{page: page, single: c.single, guess: doc}
		}
		return r.guessed
	}
	return c
}

// suffixPage reads the script that old writers put behind the name of a font.
func suffixPage(name string) int {
	for _, s := range []struct {
		end  string
		page int
	}{{" CE", 1250}, {" Cyr", 1251}, {" Greek", 1253}, {" Tur", 1254}, {" (Hebrew)", 1255}, {" (Arabic)", 1256}, {" Baltic", 1257}, {" (Vietnamese)", 1258}} {
		if strings.HasSuffix(name, s.end) {
			return s.page
		}
	}
	return 0
}

// whole returns how many bytes from i on are whole characters, as an index into
// raw. What follows it is the start of one.
func (c *charset) whole(raw []byte, i int) int {
	if c.multi == nil {
		return len(raw) // a character of UTF-8 never holds ASCII
	}
	for i < len(raw) {
		n := 1
		switch {
		case !codepage.IsLead(c.page, raw[i]):
		case i+1 == len(raw):
			return i
		case c.multi == simplifiedchinese.GB18030 && '0' <= raw[i+1] && raw[i+1] <= '9':
			n = 4
		default:
			n = 2
		}
		if i+n > len(raw) {
			return i
		}
		i += n
	}
	return i
}

// pairs returns how many bytes are characters of two bytes, all above ASCII: all
// of them, all but the last, or none.
func (c *charset) pairs(raw []byte) int {
	n := len(raw) &^ 1
	for i := 0; i < n; i += 2 {
		if !codepage.IsLead(c.page, raw[i]) || raw[i] < 0xA1 || raw[i+1] < 0x80 {
			return 0
		}
	}
	return n
}

// isPunctuation reports bytes that are dots, quotation marks, bullets and dashes in
// code page 1252. Alone they are no character of two bytes; LibreOffice writes
// such bullets under \fcharset128.
func isPunctuation(b byte) bool { return b == 0x85 || 0x91 <= b && b <= 0x97 }

// pairsOfGuess is pairs of what the bytes may be.
func (c *charset) pairsOfGuess(raw []byte) int {
	if c.guess == nil {
		return 0
	}
	return c.guess.pairs(raw)
}

// decode appends the bytes as characters.
func (r *reader) decode(text []byte, c *charset, raw []byte) []byte {
	if n := c.pairsOfGuess(raw); n > 0 {
		r.notice("rtf-charset-guessed", "code page "+strconv.Itoa(c.guess.page), r.here())
		text, raw = r.decode(text, c.guess, raw[:n]), raw[n:]
	} else if c.multi != nil && len(raw) == 1 && isPunctuation(raw[0]) {
		r.notice("rtf-charset-guessed", "code page 1252", r.here())
		c = r.pageSet(1252)
	} else if c.single != nil && c.page != 10000 && isUTF8(raw) {
		r.notice("rtf-charset-guessed", "UTF-8", r.here())
		return append(text, raw...)
	}
	switch {
	case c.utf8:
		for len(raw) > 0 {
			u, n := utf8.DecodeRune(raw)
			text = utf8.AppendRune(text, u)
			raw = raw[n:]
		}
		return text
	case c.single != nil:
		for _, b := range raw {
			text = utf8.AppendRune(text, c.single.DecodeByte(b))
		}
		return text
	}
	d := r.decoders[c]
	if d == nil {
		d = c.multi.NewDecoder()
		r.decoders[c] = d
	}
	for need := 3*len(raw) + 16; cap(text)-len(text) < need; {
		text = append(text[:cap(text)], 0)[:len(text)]
	}
	d.Reset()
	n, _, _ := d.Transform(text[len(text):cap(text)], raw, true)
	return text[:len(text)+n]
}

// utf8ness says whether the bytes above ASCII of the file are UTF-8 whatever its
// code page says.
type utf8ness uint8

const (
	rawUnknown utf8ness = iota // none was met yet
	rawBytes                   // they are of a code page
	rawUTF8
)

var hexHigh = regexp.MustCompile(`\\'[89A-Fa-f]`)

// rawKind tells what the raw bytes of the file are. Characters of two bytes are
// UTF-8 all through a file by chance in the shortest texts only.
func (r *reader) rawKind() {
	r.wide = rawBytes
	wide := 0
	for b := r.b; len(b) > 0; {
		if b[0] < utf8.RuneSelf {
			b = b[1:]
			continue
		}
		u, n := utf8.DecodeRune(b)
		if u == utf8.RuneError && n < 2 {
			return
		}
		if n > 2 {
			wide++
		}
		b = b[n:]
	}
	if wide > 3 && !hexHigh.Match(r.b) {
		r.wide = rawUTF8
		r.notice("rtf-charset-guessed", "UTF-8", r.here())
	}
}

// isUTF8 reports whether bytes of a single-byte code page are really UTF-8 with
// Chinese in it: by chance that is all but impossible.
func isUTF8(raw []byte) bool {
	wide := 0
	for len(raw) > 0 {
		u, n := utf8.DecodeRune(raw)
		if u == utf8.RuneError && n < 2 {
			return false
		}
		if n > 2 {
			wide++
		}
		raw = raw[n:]
	}
	return wide > 0
}
