package csv

import (
	"regexp"
	"strings"
)

// Guard makes a text safe to open in a spreadsheet: one that Excel, LibreOffice or a
// kin would take for a formula gets a single quote in front (OWASP, CSV Injection).
// Such a text begins with = + - @, the same in full width (formulas too in an East
// Asian Excel), TAB, CR or LF, with or without spaces before it. Numbers and lone
// dashes stay as they are: they are what reports print.
//
// A text that has such a beginning behind single quotes gets one more, so that
// Unguard always gives the text back.
func Guard(s string) string {
	if dangerous(s) {
		return "'" + s
	}
	return s
}

// Unguard is the inverse of Guard.
func Unguard(s string) string {
	if rest, ok := strings.CutPrefix(s, "'"); ok && dangerous(rest) {
		return rest
	}
	return s
}

// spaces may stand before a formula and be dropped by a program.
const spaces = " \u00a0\u3000\ufeff\u200b\x00"

func dangerous(s string) bool {
	if s == "" || s[0] >= '0' && s[0] <= '9' { // nearly all
		return false
	}
	s = strings.TrimLeft(s, "'")
	s = strings.TrimLeft(s, spaces)
	if s == "" || !strings.ContainsAny(s[:1], "=+-@\t\r\n") && !fullWidth(s) {
		return false
	}
	return !number(s) && strings.Trim(s, "-－ ") != ""
}

func fullWidth(s string) bool {
	for _, sign := range []string{"＝", "＋", "－", "＠"} {
		if strings.HasPrefix(s, sign) {
			return true
		}
	}
	return false
}

// printed is a number as reports print it: a sign, digits with or without
// separators of thousands, decimals, a percent sign.
var printed = regexp.MustCompile(`^[-+]?([0-9][0-9,]*(\.[0-9]+)?|\.[0-9]+)%?$`)

// number tells a printed number, in either width.
func number(s string) bool {
	return printed.MatchString(strings.TrimRight(strings.Map(func(r rune) rune {
		if r >= '！' && r <= '～' {
			return r - '！' + '!'
		}
		return r
	}, s), spaces))
}
