package font

import (
	"strconv"
	"strings"
	"sync"
)

// runesOf gives the characters of a glyph name by the rules of the Adobe Glyph
// List specification, nil for a name that tells none.
func runesOf(name string) []rune {
	name, _, _ = strings.Cut(name, ".")
	if name == "" {
		return nil
	}
	if rs, ok := glyphList()[name]; ok {
		return rs
	}
	var all []rune
	for part := range strings.SplitSeq(name, "_") {
		rs := runesOfPart(part)
		if rs == nil {
			return nil
		}
		all = append(all, rs...)
	}
	return all
}

func runesOfPart(name string) []rune {
	if rs, ok := glyphList()[name]; ok {
		return rs
	}
	if h, ok := strings.CutPrefix(name, "uni"); ok && len(h) >= 4 && len(h)%4 == 0 && len(h) <= 64 {
		var rs []rune
		for ; h != ""; h = h[4:] {
			v, err := strconv.ParseUint(h[:4], 16, 32)
			if err != nil {
				return nil
			}
			rs = append(rs, rune(v))
		}
		return rs
	}
	if h, ok := strings.CutPrefix(name, "u"); ok && 4 <= len(h) && len(h) <= 6 {
		if v, err := strconv.ParseUint(h, 16, 32); err == nil && v <= 0x10ffff {
			return []rune{rune(v)}
		}
	}
	return nil
}

// glyphNumber reads the names that programs make of the number of a glyph: g12,
// glyph12, gid12, cid12, index12.
func glyphNumber(name string) (int, bool) {
	for _, prefix := range []string{"glyph", "gid", "cid", "index", "g"} {
		if d, ok := strings.CutPrefix(name, prefix); ok {
			n, err := strconv.Atoi(d)
			return n, err == nil && n >= 0 && n < 1<<16
		}
	}
	return 0, false
}

// latinNames are the names of the characters that core fonts have.
var latinNames = sync.OnceValue(func() map[rune]string {
	m := make(map[rune]string)
	for name := range core()["Helvetica"].widths {
		if rs := glyphList()[name]; len(rs) == 1 {
			m[rs[0]] = name
		}
	}
	m[0xa0] = "space"
	return m
})

func nameOf(r rune) string { return latinNames()[r] }

// dingbatCode is the code of a glyph name of ZapfDingbats.
func dingbatCode(name string) (byte, bool) {
	for code, n := range core()["ZapfDingbats"].encoding {
		if n == name {
			return byte(code), true
		}
	}
	return 0, false
}

// dingbat is the character of a code of ZapfDingbats (ISO 32000-1, D.6): the
// block U+2700 follows its order but for those that Unicode had already.
func dingbat(code byte) rune {
	const had = "\x25☎\x2a☛\x2b☞\x48★\x6c●\x6e■\x73▲\x74▼\x75◆\x77◗\xa8♣\xa9♦\xaa♥\xab♠\xd5→\xd6↔\xd7↕"
	for i := 0; i < len(had); i += 4 {
		if had[i] == code {
			return []rune(had[i+1 : i+4])[0]
		}
	}
	switch {
	case code == ' ':
		return ' '
	case 0x21 <= code && code <= 0x7e:
		return 0x2700 + rune(code) - 0x20
	case 0x80 <= code && code <= 0x8d:
		return 0x2768 + rune(code) - 0x80
	case 0xa1 <= code && code <= 0xa7:
		return 0x2761 + rune(code) - 0xa1
	case 0xac <= code && code <= 0xb5:
		return 0x2460 + rune(code) - 0xac
	case 0xb6 <= code && code <= 0xfe && code != 0xf0:
		return 0x2700 + rune(code) - 0x40
	}
	return 0
}
