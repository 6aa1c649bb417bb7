// Package codepage knows the code pages that Word and RTF name by number: their
// encodings, their lead bytes and the character sets of fonts that stand for them.
package codepage

import (
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// OfCharset gives the code page of the character set of a font ([MS-WMF] 2.1.1.5
// CharacterSet; [RTF] \fcharset), 0 where it says none. The Asian sets of the
// Macintosh are taken for those of Windows.
func OfCharset(charset int) int {
	switch charset {
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

// Multi returns the encoding of a code page whose characters have one or more
// bytes, nil for any other. GB18030 stands for 936: files hold characters of
// four bytes under it.
func Multi(page int) encoding.Encoding {
	switch page {
	case 936, 54936, 10008, 20936, 1386:
		return simplifiedchinese.GB18030
	case 950, 10002, 951:
		return traditionalchinese.Big5
	case 932, 10001:
		return japanese.ShiftJIS
	case 949, 10003:
		return korean.EUCKR
	}
	return nil
}

// IsLead reports whether b is the first of several bytes in a code page that
// Multi knows.
func IsLead(page int, b byte) bool {
	if page == 932 || page == 10001 {
		return 0x81 <= b && b <= 0x9F || 0xE0 <= b && b <= 0xFC
	}
	return 0x81 <= b && b <= 0xFE
}

// Single returns the encoding of a code page whose characters are single bytes,
// nil for any other.
func Single(page int) *charmap.Charmap { return singles[page] }

// singles is never changed.
var singles = map[int]*charmap.Charmap{
	0: charmap.Windows1252, 437: charmap.CodePage437, 850: charmap.CodePage850, 852: charmap.CodePage852, 855: charmap.CodePage855,
	858: charmap.CodePage858, 860: charmap.CodePage860, 862: charmap.CodePage862, 863: charmap.CodePage863, 865: charmap.CodePage865,
	866: charmap.CodePage866, 874: charmap.Windows874, 1250: charmap.Windows1250, 1251: charmap.Windows1251, 1252: charmap.Windows1252,
	1253: charmap.Windows1253, 1254: charmap.Windows1254, 1255: charmap.Windows1255, 1256: charmap.Windows1256, 1257: charmap.Windows1257,
	1258: charmap.Windows1258, 10000: charmap.Macintosh, 10007: charmap.MacintoshCyrillic, 20866: charmap.KOI8R, 21866: charmap.KOI8U,
}
