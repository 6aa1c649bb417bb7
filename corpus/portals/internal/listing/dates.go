package listing

import (
	"fmt"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// A day in an address: t20240119_664642, /art/2024/1/12/, /2024-04-09/, /2026-02/02/, /20230331/.
var (
	dayInAddress   = regexp.MustCompile(`(?:^|/)((?:19|20)\d{2})[-/](\d{1,2})[-/](\d{1,2})(?:/|$)`)
	dayInFile      = regexp.MustCompile(`(?:^|/)t((?:19|20)\d{2})(\d{2})(\d{2})_\d+`)
	dayInDirectory = regexp.MustCompile(`/((?:19|20)\d{2})(\d{2})(\d{2})/`)
)

// day is an ISO date, "" where there is no such day.
func day(y, m, d string) string {
	yy, _ := strconv.Atoi(y)
	mm, _ := strconv.Atoi(m)
	dd, _ := strconv.Atoi(d)
	t := time.Date(yy, time.Month(mm), dd, 0, 0, 0, 0, time.UTC)
	if yy < 1990 || yy > 2099 || mm < 1 || dd < 1 || int(t.Month()) != mm || t.Day() != dd {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", yy, mm, dd)
}

// Day is the first day in a text, "" where there is none: 2024-01-19, 2024/1/9,
// 2024.01.19, 2024年1月19日.
func Day(text string) string {
	if d := days(text, 1); len(d) > 0 {
		return d[0]
	}
	return ""
}

// days are the days in a text, at most limit.
func days(text string, limit int) (out []string) {
	for i := 0; i < len(text) && len(out) < limit; {
		n := digitsAt(text[i:])
		if n == 0 {
			i++
			continue
		}
		if n == 4 && (text[i] == '1' || text[i] == '2') {
			if d, size := dayAt(text[i:]); d != "" {
				out = append(out, d)
				i += size
				continue
			}
		}
		i += n
	}
	return out
}

// digitsAt counts the digits that a text begins with.
func digitsAt(text string) int {
	n := 0
	for n < len(text) && text[n] >= '0' && text[n] <= '9' {
		n++
	}
	return n
}

// dayAt reads a day that a text begins with; size is how much of it.
func dayAt(text string) (d string, size int) {
	var part [3]string
	rest := text
	for i, marks := range []string{"-/.年", "-/.月", ""} {
		n := digitsAt(rest)
		if n == 0 || i > 0 && n > 2 {
			return "", 0
		}
		part[i], rest = rest[:n], rest[n:]
		if marks == "" {
			break
		}
		rest = strings.TrimPrefix(rest, " ")
		r, w := utf8.DecodeRuneInString(rest)
		if !strings.ContainsRune(marks, r) {
			return "", 0
		}
		rest = strings.TrimPrefix(rest[w:], " ")
	}
	return day(part[0], part[1], part[2]), len(text) - len(rest)
}

// dayOf is the day in an address.
func dayOf(u *url.URL) string {
	for _, re := range []*regexp.Regexp{dayInFile, dayInAddress, dayInDirectory} {
		if m := re.FindStringSubmatch(u.Path); m != nil {
			if d := day(m[1], m[2], m[3]); d != "" {
				return d
			}
		}
	}
	return ""
}
