// Package symbolfont gives the characters of symbol fonts their Unicode meaning.
package symbolfont

import "strings"

// Is reports whether the characters of a font are symbols of its own.
func Is(font string) bool {
	switch f := strings.ToLower(font); f {
	case "symbol", "webdings", "marlett", "mt extra", "zapfdingbats":
		return true
	default:
		return strings.HasPrefix(f, "wingdings") || strings.HasPrefix(f, "zapf dingbats")
	}
}

// Unicode gives a character of a symbol font its Unicode meaning. Such fonts are
// addressed at U+F000 plus the code or by the bare code. What is not listed
// comes back at U+F000 plus the code, so that no picture is taken for a digit;
// characters of other fonts and others than these codes as they are.
func Unicode(font string, c rune) rune {
	code := c
	if code >= 0xF000 && code <= 0xF0FF {
		code -= 0xF000
	} else if code > ' ' && code <= 0xFF && Is(font) {
		c += 0xF000
	}
	var table map[rune]rune
	switch f := strings.ToLower(font); {
	case f == "wingdings":
		table = wingdings
	case f == "wingdings 2":
		table = wingdings2
	case strings.HasPrefix(f, "symbol"):
		return symbol(c, code)
	default:
		return c
	}
	if code == ' ' {
		return ' '
	}
	if u, ok := table[code]; ok {
		return u
	}
	return c
}

func symbol(c, code rune) rune {
	table, i := symbolLow, int(code-' ')
	if code >= 0xA0 {
		table, i = symbolHigh, int(code-0xA0)
	}
	if i >= 0 && i < len(table) && table[i] != 0 {
		return table[i]
	}
	return c
}

// The tables hold what forms and lists print; they are never changed.
var (
	wingdings = map[rune]rune{
		0x6C: '●', 0x6D: '❍', 0x6E: '■', 0x6F: '□', 0x70: '❐', 0x71: '❑', 0x72: '❒', 0x74: '⧫', 0x75: '◆', 0x76: '❖',
		0x77: '⬥', 0x9E: '·', 0x9F: '•', 0xA1: '○', 0xA4: '◉', 0xA7: '▪', 0xA8: '◻', 0xAB: '★', 0xD8: '➢', 0xDC: '➲', 0xDF: '←',
		0xE0: '→', 0xE1: '↑', 0xE2: '↓', 0xE8: '➔', 0xF0: '⇨', 0xFB: '✗', 0xFC: '✓', 0xFD: '☒', 0xFE: '☑',
		0x21: '✏', 0x22: '✂', 0x23: '✁', 0x28: '☎', 0x29: '✆', 0x2A: '✉', 0x36: '⌛', 0x37: '⌨', 0x3E: '✇', 0x3F: '✍', 0x41: '✌',
		0x45: '☜', 0x46: '☞', 0x47: '☝', 0x48: '☟', 0x4A: '☺', 0x4B: '😐', 0x4C: '☹', 0x4E: '☠', 0x4F: '⚐', 0x51: '✈', 0x52: '☼', 0x54: '❄',
		0x58: '✠', 0x59: '✡', 0x5A: '☪', 0x5B: '☯', 0x5C: 'ॐ', 0x5D: '☸', 0x5E: '♈', 0x5F: '♉', 0x60: '♊', 0x61: '♋', 0x62: '♌', 0x63: '♍',
		0x64: '♎', 0x65: '♏', 0x66: '♐', 0x67: '♑', 0x68: '♒', 0x69: '♓', 0x78: '⌧', 0x7A: '⌘', 0x7B: '❀', 0x7C: '✿', 0x7D: '❝', 0x7E: '❞',
		0xAA: '✦', 0xAC: '✶', 0xAD: '✴', 0xAE: '✹', 0xAF: '✵', 0xB1: '⌖', 0xB5: '✪', 0xB6: '✰', 0xD5: '⌫', 0xD6: '⌦', 0xEF: '⇦', 0xF1: '⇧', 0xF2: '⇩',
		0x80: '⓪', 0x8B: '⓿', 0x81: '①', 0x82: '②', 0x83: '③', 0x84: '④', 0x85: '⑤', 0x86: '⑥', 0x87: '⑦', 0x88: '⑧', 0x89: '⑨', 0x8A: '⑩',
		0x8C: '❶', 0x8D: '❷', 0x8E: '❸', 0x8F: '❹', 0x90: '❺', 0x91: '❻', 0x92: '❼', 0x93: '❽', 0x94: '❾', 0x95: '❿',
	}
	wingdings2 = map[rune]rune{
		0x4F: '✗', 0x50: '✓', 0x51: '☒', 0x52: '☑', 0x53: '☒', 0x54: '☒', 0x97: '●', 0xA2: '■', 0xA3: '□', 0x2A: '☑', 0x35: '☒',
		0x6A: '①', 0x6B: '②', 0x6C: '③', 0x6D: '④', 0x6E: '⑤', 0x6F: '⑥', 0x70: '⑦', 0x71: '⑧', 0x72: '⑨', 0x73: '⑩',
		0x69: '⓪', 0x74: '⓿', 0x75: '❶', 0x76: '❷', 0x77: '❸', 0x78: '❹', 0x79: '❺', 0x7A: '❻', 0x7B: '❼', 0x7C: '❽', 0x7D: '❾', 0x7E: '❿',
	}
	// The whole of the Symbol font, from space on, and its upper half, from A0 on
	// (Unicode, MAPPINGS/VENDORS/ADOBE/symbol.txt).
	symbolLow  = []rune(" !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼")
	symbolHigh = []rune("€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪\x00〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭")
)

// Bullet gives a character of a bullet label that stands in the private use
// area its usual shape; the font is not looked at.
func Bullet(c rune) rune {
	if c < 0xF000 || c > 0xF0FF {
		return c
	}
	if c == 0xF0B7 {
		return '•'
	}
	if u, ok := wingdings[c-0xF000]; ok {
		return u
	}
	return '•'
}
