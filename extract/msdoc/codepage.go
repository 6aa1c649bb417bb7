package msdoc

import "github.com/gongkai-data/gongkai/extract/internal/codepage"

// decode turns bytes of a code page into text, those of one that is not known as
// if of Western Europe.
func decode(page int, b []byte) string {
	if page == 65001 {
		return string(b)
	}
	decoder := codepage.Single(1252).NewDecoder()
	if m := codepage.Multi(page); m != nil {
		decoder = m.NewDecoder()
	} else if c := codepage.Single(page); c != nil {
		decoder = c.NewDecoder()
	}
	s, err := decoder.Bytes(b)
	if err != nil {
		return ""
	}
	return string(s)
}

// endsInLead reports whether bytes of a code page end with the first of two.
func endsInLead(page int, b []byte) bool {
	if codepage.Multi(page) == nil {
		return false
	}
	i := 0
	for i < len(b) {
		if codepage.IsLead(page, b[i]) {
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
