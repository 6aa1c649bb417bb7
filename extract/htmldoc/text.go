package htmldoc

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"
)

// flowText collects the text of one paragraph as it is printed: runs of ASCII
// white space count as one space, none at the ends of lines (CSS Text 3, 4.1).
// Spaces of other kinds stay: tables are set with them. A tab stays too where
// no line break stands beside it; programs write the tabs of a text so.
type flowText struct {
	b       []byte
	pending byte // white space that waits for text: 0, ' ', '\t' or '\n'
}

func (f *flowText) add(s string, keep bool) {
	if keep {
		f.addPre(s)
		return
	}
	for i := 0; i < len(s); {
		if isSpace(s[i]) {
			switch c := s[i]; {
			case c == '\n' || c == '\r':
				f.pending = '\n'
			case f.pending == '\n':
			case c == '\t':
				f.pending = '\t'
			case f.pending == 0:
				f.pending = ' '
			}
			i++
			continue
		}
		j := i
		for j < len(s) && !isSpace(s[j]) {
			j++
		}
		if f.pending != 0 {
			f.space(s[i:j])
		}
		f.b = append(f.b, s[i:j]...)
		i = j
	}
}

// space writes the white space that stands before next. A line break of the
// source between wide characters prints nothing (CSS Text 3, 4.1.3).
func (f *flowText) space(next string) {
	p := f.pending
	f.pending = 0
	if len(f.b) == 0 || f.b[len(f.b)-1] == '\n' {
		return
	}
	if p != '\n' {
		f.b = append(f.b, p)
		return
	}
	last, _ := utf8.DecodeLastRune(f.b)
	first, _ := utf8.DecodeRuneInString(next)
	if last < utf8.RuneSelf || first < utf8.RuneSelf || !isWide(last) || !isWide(first) {
		f.b = append(f.b, ' ')
	}
}

func isWide(r rune) bool {
	if 0x2e80 <= r && r <= 0x9fff || 0xff00 <= r && r <= 0xff60 {
		return true
	}
	k := width.LookupRune(r).Kind()
	return (k == width.EastAsianWide || k == width.EastAsianFullwidth) && !unicode.Is(unicode.Hangul, r)
}

func (f *flowText) addPre(s string) {
	if f.pending != 0 {
		f.space(s)
	}
	for s != "" {
		line, rest, ok := strings.Cut(s, "\n")
		f.b = append(f.b, strings.TrimSuffix(line, "\r")...)
		if ok {
			f.br()
		}
		s = rest
	}
}

// br starts a new line.
func (f *flowText) br() {
	f.pending = 0
	f.b = append(trimRight(f.b), '\n')
}

func trimRight(b []byte) []byte {
	for len(b) > 0 && b[len(b)-1] != '\n' && isSpace(b[len(b)-1]) {
		b = b[:len(b)-1]
	}
	return b
}

// take returns the text and forgets it. It is valid until the next add.
func (f *flowText) take() []byte {
	b := f.b
	for len(b) > 0 && isSpace(b[len(b)-1]) {
		b = b[:len(b)-1]
	}
	for len(b) > 0 && b[0] == '\n' {
		b = b[1:]
	}
	f.b, f.pending = f.b[:0], 0
	return b
}

// scriptDigits writes the digits of raised or lowered text as the characters
// for them; there are none for other text, which stays.
func scriptDigits(s string, script flag) string {
	signs := []rune("⁰¹²³⁴⁵⁶⁷⁸⁹")
	if script&lowered != 0 {
		signs = []rune("₀₁₂₃₄₅₆₇₈₉")
	}
	return strings.Map(func(r rune) rune {
		switch {
		case '0' <= r && r <= '9':
			return signs[r-'0']
		case '０' <= r && r <= '９':
			return signs[r-'０']
		}
		return r
	}, s)
}

// isBlank reports whether s prints nothing.
func isBlank(b []byte) bool {
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		if !unicode.IsSpace(r) && r != '\u200b' && r != '\ufeff' {
			return false
		}
		i += n
	}
	return true
}
