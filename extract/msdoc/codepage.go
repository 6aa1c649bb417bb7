package msdoc

import (
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// codePage returns the encoding of a Windows code page, that of Western Europe
// where it is not known. 936 is read as GB18030, which holds all of it.
func codePage(n int) encoding.Encoding {
	switch n {
	case 936, 54936:
		return simplifiedchinese.GB18030
	case 950:
		return traditionalchinese.Big5
	case 932:
		return japanese.ShiftJIS
	case 949, 1361:
		return korean.EUCKR
	case 874:
		return charmap.Windows874
	case 1250:
		return charmap.Windows1250
	case 1251:
		return charmap.Windows1251
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
	}
	return charmap.Windows1252
}

// decode turns bytes of a code page into text.
func decode(page int, b []byte) string {
	if page == 65001 {
		return string(b)
	}
	s, err := codePage(page).NewDecoder().Bytes(b)
	if err != nil {
		return ""
	}
	return string(s)
}

// endsInLead reports whether bytes of a code page end with the first of two.
func endsInLead(page int, b []byte) bool {
	var lead func(c byte) bool
	switch page {
	case 936, 950, 949, 1361, 54936:
		lead = func(c byte) bool { return 0x81 <= c && c <= 0xFE }
	case 932:
		lead = func(c byte) bool { return 0x81 <= c && c <= 0x9F || 0xE0 <= c && c <= 0xFC }
	default:
		return false
	}
	i := 0
	for i < len(b) {
		if lead(b[i]) {
			i++
		}
		i++
	}
	return i > len(b)
}

// pageOfLanguage returns the code page of a language ([MS-LCID]).
func pageOfLanguage(lid int) int {
	switch lid {
	case 0x804, 0x1004: // Chinese of the mainland, of Singapore
		return 936
	case 0x404, 0xC04, 0x1404: // of Taiwan, Hong Kong, Macao
		return 950
	case 0x411:
		return 932
	case 0x412:
		return 949
	case 0x41E:
		return 874
	case 0x405, 0x40E, 0x415, 0x418, 0x41A, 0x41B, 0x41C, 0x424:
		return 1250
	case 0x402, 0x419, 0x422, 0x423, 0x42F, 0xC1A:
		return 1251
	case 0x408:
		return 1253
	case 0x41F:
		return 1254
	case 0x40D:
		return 1255
	case 0x401, 0x420, 0x429:
		return 1256
	case 0x425, 0x426, 0x427:
		return 1257
	case 0x42A:
		return 1258
	}
	return 1252
}

// pageOfCharset returns the code page of the character set of a font, 0 where it
// says nothing ([MS-WMF] 2.1.1.5 CharacterSet).
func pageOfCharset(chs int) int {
	switch chs {
	case 134:
		return 936
	case 136:
		return 950
	case 128:
		return 932
	case 129, 130:
		return 949
	case 222:
		return 874
	case 238:
		return 1250
	case 204:
		return 1251
	case 161:
		return 1253
	case 162:
		return 1254
	case 177:
		return 1255
	case 178:
		return 1256
	case 186:
		return 1257
	case 163:
		return 1258
	case 77:
		return 10000
	case 0:
		return 1252
	}
	return 0
}
