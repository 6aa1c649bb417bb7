package rtf

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"

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

// pageOf gives the code page of \fcharset ([RTF] "Font Table"), 0 for that of
// the document. The Asian sets of the Macintosh are read as those of Windows.
func pageOf(fcharset int) int {
	switch fcharset {
	case 0:
		return 1252
	case 77:
		return 10000
	case 78, 128:
		return 932
	case 79, 129:
		return 949
	case 80, 134:
		return 936
	case 81, 136:
		return 950
	case 89:
		return 10007
	case 130:
		return 1361
	case 161:
		return 1253
	case 162:
		return 1254
	case 163:
		return 1258
	case 177:
		return 1255
	case 178:
		return 1256
	case 186:
		return 1257
	case 204:
		return 1251
	case 222:
		return 874
	case 238:
		return 1250
	case 254:
		return 437
	case 255:
		return 850
	}
	return 0
}

// GB18030 stands for code page 936: files hold four-byte characters under it.
func newCharset(page int) (*charset, bool) {
	c := &charset{page: page}
	switch page {
	case 936, 54936, 10008, 20936, 1386:
		c.multi = simplifiedchinese.GB18030
	case 950, 10002, 951:
		c.multi = traditionalchinese.Big5
	case 932, 10001:
		c.multi = japanese.ShiftJIS
	case 949, 10003:
		c.multi = korean.EUCKR
	case 65001:
		c.utf8 = true
	default:
		if c.single = singleByte(page); c.single == nil {
			c.single = charmap.Windows1252
			return c, false
		}
	}
	return c, true
}

func singleByte(page int) *charmap.Charmap {
	switch page {
	case 437:
		return charmap.CodePage437
	case 850:
		return charmap.CodePage850
	case 852:
		return charmap.CodePage852
	case 855:
		return charmap.CodePage855
	case 858:
		return charmap.CodePage858
	case 860:
		return charmap.CodePage860
	case 862:
		return charmap.CodePage862
	case 863:
		return charmap.CodePage863
	case 865:
		return charmap.CodePage865
	case 866:
		return charmap.CodePage866
	case 874:
		return charmap.Windows874
	case 1250:
		return charmap.Windows1250
	case 1251:
		return charmap.Windows1251
	case 0, 1252:
		return charmap.Windows1252
	case 1253:
		return charmap.Windows1253
	case 1254:
		return charmap.Windows1254
	case 1255:
		return charmap.Windows1255
	case 1256:
		return charmap.Windows1256
	case 1257:
		return charmap.Windows1257
	case 1258:
		return charmap.Windows1258
	case 10000:
		return charmap.Macintosh
	case 10007:
		return charmap.MacintoshCyrillic
	case 20866:
		return charmap.KOI8R
	case 21866:
		return charmap.KOI8U
	}
	return nil
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
		page = pageOf(f.charset)
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

func (c *charset) isLead(b byte) bool {
	if c.page == 932 || c.page == 10001 {
		return 0x81 <= b && b <= 0x9F || 0xE0 <= b && b <= 0xFC
	}
	return 0x81 <= b && b <= 0xFE
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
		case !c.isLead(raw[i]):
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
		if !c.isLead(raw[i]) || raw[i] < 0xA1 || raw[i+1] < 0x80 {
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
