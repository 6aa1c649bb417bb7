// Package term prepares untrusted text for a terminal and draws tables on it.
// Document text, titles and file names may hold escape sequences, line breaks
// or marks that turn the direction of writing; none of them reaches the screen.
package term

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Line returns s fit for one line: control characters, marks of direction and
// invalid bytes become visible escapes, line breaks too.
func Line(s string) string { return clean(s, false) }

// Block is Line for text of several lines: "\n" stays.
func Block(s string) string { return clean(s, true) }

// Quote returns s as Line does, between double quotes.
func Quote(s string) string {
	return `"` + strings.ReplaceAll(Line(s), `"`, `\"`) + `"`
}

func clean(s string, breaks bool) string {
	if !strings.ContainsFunc(s, func(r rune) bool { return hidden(r) || r == utf8.RuneError }) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && n == 1:
			fmt.Fprintf(&b, `\x%02x`, s[i])
		case r == '\n' && breaks:
			b.WriteByte('\n')
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case hidden(r):
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			b.WriteRune(r)
		}
		i += n
	}
	return b.String()
}

// hidden reports characters that act on a terminal instead of showing.
func hidden(r rune) bool {
	return unicode.IsControl(r) || r == '\u061c' || r == '\u200e' || r == '\u200f' ||
		'\u202a' <= r && r <= '\u202e' || '\u2066' <= r && r <= '\u2069' || r == '\u2028' || r == '\u2029' || r == '\ufeff'
}
