package font

import (
	stdutf16 "unicode/utf16"
	stdutf8 "unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/gongkai-data/gongkai/extract"
)

func decodeUTF8(s []byte) (rune, int) { return stdutf8.DecodeRune(s) }

// utf16Runes decodes big-endian UTF-16; a single byte is one character.
func utf16Runes(b []byte) []rune {
	if len(b) == 1 {
		return []rune{rune(b[0])}
	}
	units := make([]uint16, len(b)/2)
	for i := range units {
		units[i] = uint16(b[2*i])<<8 | uint16(b[2*i+1])
	}
	rs := stdutf16.Decode(units)
	for len(rs) > 1 && rs[len(rs)-1] == 0 { // padded
		rs = rs[:len(rs)-1]
	}
	return rs
}

// gb18030 decodes one code of GB 18030; ok is false where it is none, or one for
// private use.
func gb18030(code []byte) (rune, bool) {
	var dst [8]byte
	n, _, err := simplifiedchinese.GB18030.NewDecoder().Transform(dst[:], code, true)
	if err != nil {
		return 0, false
	}
	r, size := stdutf8.DecodeRune(dst[:n])
	return r, size == n && says(r)
}

// says reports whether a rune tells a character: control characters and those
// for private use do not.
func says(r rune) bool {
	switch {
	case r < ' ' && r != '\t' && r != '\n' && r != '\r', 0x7f <= r && r < 0xa0:
		return false
	case 0xe000 <= r && r <= 0xf8ff, r >= 0xf0000, 0xd800 <= r && r < 0xe000:
		return false
	case r == extract.Unmapped, r == 0xfffe, r == 0xffff:
		return false
	}
	return true
}

// decodeName reads the name of a font: UTF-8, or the GBK bytes that many
// programs write for Chinese ones.
func decodeName(b []byte) (name string, isGBK bool) {
	ascii := true
	for _, c := range b {
		ascii = ascii && c < 0x80
	}
	if ascii || stdutf8.Valid(b) {
		return string(b), false
	}
	if s, err := simplifiedchinese.GB18030.NewDecoder().Bytes(b); err == nil {
		han := false
		for _, r := range string(s) {
			if r == extract.Unmapped {
				return latin1(b), false
			}
			han = han || 0x4e00 <= r && r <= 0x9fff
		}
		return string(s), han
	}
	return latin1(b), false
}

// Bytes decodes bytes of which no encoding is told: UTF-8, or GBK where that gives
// Chinese characters; ok is false for others.
func Bytes(b []byte) (s string, ok bool) {
	s, gbk := decodeName(b)
	return s, gbk || stdutf8.Valid(b)
}

func latin1(b []byte) string {
	rs := make([]rune, len(b))
	for i, c := range b {
		rs[i] = rune(c)
	}
	return string(rs)
}
