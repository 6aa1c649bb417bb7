package htmldoc

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
	"golang.org/x/text/runes"
	"golang.org/x/text/transform"

	"github.com/gongkai-data/gongkai/extract"
)

// source is one page as bytes and as text.
type source struct {
	raw     []byte
	text    []byte // UTF-8, always valid
	charset string // name of the encoding that was used
	skip    int    // bytes of the byte order mark
	decoder func() transform.Transformer
	notices []extract.Notice
}

// decoding is a choice of charset: where it comes from and what makes it doubtful.
type decoding struct {
	name  string
	enc   encoding.Encoding // nil for UTF-8
	skip  int
	doubt string
	guess bool
}

const (
	metaWindow = 4096 // bytes that are searched for a declaration; the standard's 1024 miss late ones
	maxText    = 16 << 20
)

// decode turns the bytes of a page into UTF-8. The charset is that of the byte
// order mark, else of header (a charset of the transport, may be ""), else of
// a declaration in the page, else UTF-8 where the bytes are valid, else
// GB18030. A declaration that the bytes contradict is overruled.
func decode(b []byte, header string) (*source, error) {
	d := chooseCharset(b, header)
	s := &source{raw: b, charset: d.name, skip: d.skip}
	if d.doubt != "" {
		s.notices = append(s.notices, extract.Notice{Code: "html-charset-doubt", Detail: d.doubt})
	}
	if d.guess {
		s.notices = append(s.notices, extract.Notice{Code: "html-charset-guessed", Detail: d.name})
	}
	body := b[d.skip:]
	switch {
	case d.enc != nil:
		s.decoder = func() transform.Transformer { return d.enc.NewDecoder() }
	case utf8.Valid(body):
		s.text = body
	default:
		s.decoder = func() transform.Transformer { return runes.ReplaceIllFormed() }
	}
	if s.decoder != nil {
		text, err := decodeText(s.decoder(), body)
		if err != nil {
			return nil, err
		}
		s.text = text
	}
	if len(s.text) > maxText {
		return nil, tooLarge(len(s.text))
	}
	if detail := suspect(s.text); detail != "" {
		s.notices = append(s.notices, extract.Notice{Code: "html-encoding-suspect", Detail: detail})
	}
	return s, nil
}

func tooLarge(n int) error {
	return &extract.Error{Code: "html-too-large", Format: "html", Offset: -1, Err: extract.ErrLimit,
		Detail: fmt.Sprintf("limit html text = %d, needed >= %d", maxText, n)}
}

func decodeText(t transform.Transformer, b []byte) ([]byte, error) {
	out := make([]byte, 0, len(b)+len(b)/2+16)
	for {
		n, m, err := t.Transform(out[len(out):cap(out)], b, true)
		out = out[:len(out)+n]
		b = b[m:]
		switch {
		case err != transform.ErrShortDst: // nil; these decoders replace what is broken
			return out, nil
		case len(out) > maxText:
			return nil, tooLarge(len(out))
		}
		out = append(out, make([]byte, len(out)+64)...)[:len(out)]
	}
}

// sources maps ascending offsets of the text to offsets of the bytes, in place.
// The bytes are decoded again up to each offset in turn.
func (s *source) sources(offsets []int64) {
	if s.decoder == nil {
		for i := range offsets {
			offsets[i] += int64(s.skip)
		}
		return
	}
	t := s.decoder()
	var buf [4096]byte
	at, from := int64(0), s.skip
	for i, want := range offsets {
		for at < want {
			n, m, err := t.Transform(buf[:min(int64(len(buf)), want-at)], s.raw[from:], true)
			if at, from = at+int64(n), from+m; n == 0 && m == 0 && err != nil {
				break // inside a character, which the scan never asks for
			}
		}
		offsets[i] = int64(from)
	}
}

func chooseCharset(b []byte, header string) decoding {
	if d, ok := byMark(b); ok {
		return d
	}
	if d, ok := byZeros(b); ok {
		return d
	}
	label, from := strings.ToLower(strings.Trim(header, " \t\"'")), "header"
	if !knownLabel(label) {
		label, from = declared(b), "page"
	}
	if !knownLabel(label) {
		return guessCharset(b)
	}
	return confirm(b, label, from)
}

// byMark reads a byte order mark. UTF-32 comes first: its little-endian mark
// starts with that of UTF-16.
func byMark(b []byte) (decoding, bool) {
	switch {
	case bytes.HasPrefix(b, []byte{0xff, 0xfe, 0, 0}):
		return decoding{name: "utf-32le", enc: utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM), skip: 4}, true
	case bytes.HasPrefix(b, []byte{0, 0, 0xfe, 0xff}):
		return decoding{name: "utf-32be", enc: utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM), skip: 4}, true
	case bytes.HasPrefix(b, []byte{0xff, 0xfe}):
		return decoding{name: "utf-16le", enc: utf16le, skip: 2}, true
	case bytes.HasPrefix(b, []byte{0xfe, 0xff}):
		return decoding{name: "utf-16be", enc: utf16be, skip: 2}, true
	case bytes.HasPrefix(b, []byte{0xef, 0xbb, 0xbf}):
		return decoding{name: "utf-8", skip: 3}, true
	}
	return decoding{}, false
}

var (
	utf16le = unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
	utf16be = unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
)

// byZeros tells UTF-16 without a mark: markup is ASCII, every other byte zero.
func byZeros(b []byte) (decoding, bool) {
	head := b[:min(len(b), 512)]
	var zeros [2]int
	for i, c := range head {
		if c == 0 {
			zeros[i&1]++
		}
	}
	half := len(head) / 2
	switch {
	case half < 4:
	case zeros[1]*10 > half*4 && zeros[0]*10 < half:
		return decoding{name: "utf-16le", enc: utf16le, guess: true}, true
	case zeros[0]*10 > half*4 && zeros[1]*10 < half:
		return decoding{name: "utf-16be", enc: utf16be, guess: true}, true
	}
	return decoding{}, false
}

// isGB reports whether label names a charset that GB18030 includes. Pages that
// declare gb2312 or gbk do hold four-byte characters of GB18030.
func isGB(label string) bool {
	switch label {
	case "gb2312", "gb_2312", "gb_2312-80", "gb2312-80", "gb-2312", "csgb2312", "csiso58gb231280", "iso-ir-58", "chinese", "euc-cn", "euccn",
		"gbk", "x-gbk", "cp936", "ms936", "windows-936", "936", "gb18030", "gb_18030", "gb-18030", "gb18030-2000", "gb18030-2005", "gb18030-2022",
		"hz", "hz-gb-2312":
		return true
	}
	return false
}

func knownLabel(label string) bool {
	if isGB(label) {
		return true
	}
	enc, err := htmlindex.Get(label)
	return err == nil && enc != encoding.Replacement
}

// confirm holds a declared charset against the bytes.
func confirm(b []byte, label, from string) decoding {
	wide, broken := utf8Shape(b)
	isUTF8 := wide > 0 && broken == 0
	doubt := func(is string) string { return fmt.Sprintf("%s says %q, the bytes are %s", from, label, is) }
	switch {
	case isGB(label):
		if isUTF8 && wide > 3 {
			return decoding{name: "utf-8", doubt: doubt("utf-8")}
		}
		if strings.HasPrefix(label, "hz") && wide+broken == 0 && bytes.Contains(b, []byte("~{")) {
			return decoding{name: "hz-gb-2312", enc: simplifiedchinese.HZGB2312}
		}
		return decoding{name: "gb18030", enc: simplifiedchinese.GB18030}
	case isUTF8 && wide > 3:
		d := decoding{name: "utf-8"}
		if name := canonical(label); name != "utf-8" {
			d.doubt = doubt("utf-8")
		}
		return d
	}
	switch name := canonical(label); {
	case name == "utf-8" || strings.HasPrefix(name, "utf-16"):
		// Some broken sequences in a long text are damage, not another charset.
		if broken > 0 && broken*20 > wide && isGB18030(b) {
			return decoding{name: "gb18030", enc: simplifiedchinese.GB18030, doubt: doubt("gb18030")}
		}
		return decoding{name: "utf-8"}
	case strings.HasPrefix(name, "windows-125") || strings.HasPrefix(name, "iso-8859"):
		if broken > 3 && isChinese(b) {
			return decoding{name: "gb18030", enc: simplifiedchinese.GB18030, doubt: doubt("gb18030")}
		}
	}
	enc, _ := htmlindex.Get(label) // known
	return decoding{name: canonical(label), enc: enc}
}

func canonical(label string) string {
	enc, err := htmlindex.Get(label)
	if err != nil {
		return label
	}
	name, err := htmlindex.Name(enc)
	if err != nil {
		return label
	}
	return name
}

func guessCharset(b []byte) decoding {
	wide, broken := utf8Shape(b)
	switch {
	case broken == 0 || broken*20 <= wide:
		return decoding{name: "utf-8"}
	case isGB18030(b):
		return decoding{name: "gb18030", enc: simplifiedchinese.GB18030, guess: true}
	}
	enc, _ := htmlindex.Get("windows-1252")
	return decoding{name: "windows-1252", enc: enc, guess: true}
}

// utf8Shape counts characters beyond ASCII, up to four in valid text, and
// bytes that are no UTF-8.
func utf8Shape(b []byte) (wide, broken int) {
	valid := utf8.Valid(b)
	for i := 0; i < len(b); {
		if b[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n == 1 {
			broken++
		} else if wide++; valid && wide > 3 {
			break
		}
		i += n
	}
	return wide, broken
}

// gbShape decodes the start of b and counts characters beyond ASCII, common
// Han among them, and failures.
func gbShape(b []byte) (wide, han, broken int) {
	text, _ := simplifiedchinese.GB18030.NewDecoder().Bytes(b[:min(len(b), 1<<20)])
	for _, r := range string(text) {
		switch {
		case r == utf8.RuneError:
			broken++
		case 0x4e00 <= r && r <= 0x9fff:
			wide, han = wide+1, han+1
		case r >= utf8.RuneSelf:
			wide++
		}
	}
	return wide, han, broken
}

func isGB18030(b []byte) bool {
	wide, _, broken := gbShape(b)
	return broken*50 <= wide
}

// isChinese wants more than validity: any two high bytes are valid GB18030.
func isChinese(b []byte) bool {
	wide, han, broken := gbShape(b)
	return broken*50 <= wide && han >= 10 && han*10 > wide*6
}

// declared returns the charset that the page declares in its first bytes: a
// meta element outside comments, or the encoding of an XML declaration.
func declared(b []byte) string {
	head := bytes.ToLower(b[:min(len(b), metaWindow)])
	if t := bytes.TrimLeft(head, " \t\r\n"); bytes.HasPrefix(t, []byte("<?xml")) {
		decl, _, _ := bytes.Cut(t, []byte("?>"))
		if l := valueAfter(decl, "encoding"); l != "" {
			return l
		}
	}
	for {
		i := bytes.IndexByte(head, '<')
		if i < 0 {
			return ""
		}
		head = head[i:]
		switch {
		case bytes.HasPrefix(head, []byte("<!--")):
			_, head, _ = bytes.Cut(head[4:], []byte("-->"))
		case bytes.HasPrefix(head, []byte("<meta")):
			tag, _, _ := bytes.Cut(head, []byte(">"))
			if l := valueAfter(tag, "charset"); l != "" {
				return l
			}
			head = head[len(tag):]
		default:
			head = head[1:]
		}
	}
}

// valueAfter returns what follows name and a sign of equality in lower-case s.
func valueAfter(s []byte, name string) string {
	for {
		_, rest, ok := bytes.Cut(s, []byte(name))
		if !ok {
			return ""
		}
		v, ok := bytes.CutPrefix(bytes.TrimLeft(rest, " \t\r\n"), []byte("="))
		if !ok {
			s = rest
			continue
		}
		v = bytes.TrimLeft(v, " \t\r\n\"'")
		if i := bytes.IndexAny(v, " \t\r\n\"';/>?"); i >= 0 {
			v = v[:i]
		}
		return string(v)
	}
}

// suspect tells text that was decoded wrongly, here or before it was published:
// replacement characters, control characters of Latin-1 and the characters
// that UTF-8 punctuation and frequent words become when read as GBK (锛 is the
// comma, 銆 the full stop). Over 0.5 % of the characters beyond ASCII is too many.
func suspect(text []byte) string {
	wide, lost, odd := 0, 0, 0
	for i := 0; i < len(text); {
		if text[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, n := utf8.DecodeRune(text[i:])
		i += n
		wide++
		switch {
		case r == utf8.RuneError:
			lost++
		case 0x80 <= r && r <= 0x9f:
			odd++
		case r == '锟' || r == '锛' || r == '銆' || r == '鈥' || r == '闂' || r == '鐨' || r == '閿' || r == '鏀' || r == '鍏':
			odd++
		}
	}
	if (lost+odd)*200 <= wide {
		return ""
	}
	return fmt.Sprintf("%d characters lost and %d unlikely of %d beyond ASCII", lost, odd, wide)
}

// wordReader decodes the charsets of encoded words.
func wordReader(charset string, r io.Reader) (io.Reader, error) {
	charset = strings.ToLower(charset)
	if isGB(charset) {
		return simplifiedchinese.GB18030.NewDecoder().Reader(r), nil
	}
	enc, err := htmlindex.Get(charset)
	if err != nil {
		return nil, err
	}
	return enc.NewDecoder().Reader(r), nil
}
