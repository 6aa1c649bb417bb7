// Package symbolfont gives the characters of symbol fonts their Unicode meaning.
package symbolfont

import "strings"

// Unicode gives a character of a symbol font its Unicode meaning. Such fonts are
// addressed at U+F000 plus the code or by the bare code. What is not listed
// comes back as it is.
func Unicode(font string, c rune) rune {
	code := c
	if code >= 0xF000 && code <= 0xF0FF {
		code -= 0xF000
	}
	var table map[rune]rune
	switch f := strings.ToLower(font); {
	case f == "wingdings":
		table = wingdings
	case f == "wingdings 2":
		table = wingdings2
	case strings.HasPrefix(f, "symbol"):
		table = symbolFont
	default:
		return c
	}
	if u, ok := table[code]; ok {
		return u
	}
	if code >= ' ' && code < '@' && strings.HasPrefix(strings.ToLower(font), "symbol") {
		return code // digits and brackets are where ASCII has them
	}
	return c
}

// The tables hold what forms and lists print; they are never changed.
var (
	wingdings = map[rune]rune{
		0x6C: '●', 0x6D: '❍', 0x6E: '■', 0x6F: '□', 0x70: '❐', 0x71: '❑', 0x72: '❒', 0x74: '⧫', 0x75: '◆', 0x76: '❖',
		0x77: '⬥', 0x9F: '•', 0xA1: '○', 0xA4: '◉', 0xA7: '▪', 0xA8: '◻', 0xAB: '★', 0xD8: '➢', 0xDC: '➲', 0xDF: '←',
		0xE0: '→', 0xE1: '↑', 0xE2: '↓', 0xE8: '➔', 0xF0: '⇨', 0xFB: '✗', 0xFC: '✓', 0xFD: '☒', 0xFE: '☑',
		0x81: '①', 0x82: '②', 0x83: '③', 0x84: '④', 0x85: '⑤', 0x86: '⑥', 0x87: '⑦', 0x88: '⑧', 0x89: '⑨', 0x8A: '⑩',
		0x8C: '❶', 0x8D: '❷', 0x8E: '❸', 0x8F: '❹', 0x90: '❺', 0x91: '❻', 0x92: '❼', 0x93: '❽', 0x94: '❾', 0x95: '❿',
	}
	wingdings2 = map[rune]rune{
		0x4F: '✗', 0x50: '✓', 0x51: '☒', 0x52: '☑', 0x53: '☒', 0x54: '☒', 0x97: '●', 0xA2: '■', 0xA3: '□', 0x2A: '☑', 0x35: '☒',
		0x6A: '①', 0x6B: '②', 0x6C: '③', 0x6D: '④', 0x6E: '⑤', 0x6F: '⑥', 0x70: '⑦', 0x71: '⑧', 0x72: '⑨', 0x73: '⑩',
	}
	symbolFont = map[rune]rune{
		0xD9: '∧', 0xDA: '∨', 0x2D: '−', 0xA3: '≤', 0xA5: '∞', 0xB0: '°', 0xB1: '±', 0xB2: '″', 0xB3: '≥', 0xB4: '×', 0xB7: '•', 0xB8: '÷', 0xB9: '≠',
		0xBA: '≡', 0xBB: '≈', 0xAB: '↔', 0xAC: '←', 0xAD: '↑', 0xAE: '→', 0xAF: '↓', 0xD6: '√', 0xE5: '∑', 0xD0: '∠', 0x5E: '⊥',
		0x61: 'α', 0x62: 'β', 0x67: 'γ', 0x64: 'δ', 0x65: 'ε', 0x6C: 'λ', 0x6D: 'μ', 0x70: 'π', 0x73: 'σ', 0x71: 'θ', 0x77: 'ω',
		0x44: 'Δ', 0x53: 'Σ', 0x57: 'Ω',
	}
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
