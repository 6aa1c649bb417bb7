// Package robots reads robots.txt as RFC 9309 says.
//
//	[x] groups: all that name an agent count together, else those of "*"
//	[x] allow, disallow: the longest rule that matches wins, of two equal ones the one that allows
//	[x] * and $ in rules; percent-encoded, UTF-8 and GBK paths are one where their octets are
//	[x] crawl-delay, which the RFC does not know and sites use
//	[ ] sitemap and all else: passed over, without an end to the group that they stand in
//
// Usual mistakes are read as meant where that asks for less: a missing colon, a
// misspelt "disallow".
package robots

import (
	"bytes"
	"math"
	"strconv"
	"strings"
	"time"
)

// MaxSize is how much of a file is read. RFC 9309 2.5 wants at least 500 KiB.
const MaxSize = 512 << 10

// maxLine is how much of a line is read; what follows is cut off, as Google's
// parser does.
const maxLine = 2083*8 - 1

// Rules are the rules of a file for one agent. The zero Rules allow everything.
type Rules struct {
	Delay time.Duration // crawl-delay, 0 where there is none
	rules []rule
}

// rule is one allow or disallow line.
type rule struct {
	allow   bool
	pattern string
}

// None refuses everything but robots.txt: the rules of a site whose file cannot
// be had.
var None = Rules{rules: []rule{{false, "/"}}}

// Parse returns the rules of a file for an agent, which is a product token such
// as "gongkai".
func Parse(file []byte, agent string) Rules {
	if len(file) > MaxSize {
		file = file[:MaxSize]
	}
	file = withoutMark(file)
	var own, all Rules // of the agent, of "*"
	named := false     // a group names the agent
	var toOwn, toAll, begun bool
	for line := range bytes.FieldsFuncSeq(file, func(r rune) bool { return r == '\n' || r == '\r' }) {
		key, value := split(line)
		switch key {
		case "user-agent":
			if begun { // rules came before: another group
				toOwn, toAll, begun = false, false, false
			}
			switch name := token(value); {
			case value == "*" || strings.HasPrefix(value, "* ") || strings.HasPrefix(value, "*\t"):
				toAll = true
			case name != "" && strings.EqualFold(name, agent):
				toOwn, named = true, true
			}
		case "allow", "disallow", "crawl-delay":
			begun = true
			for _, r := range []struct {
				to    bool
				rules *Rules
			}{{toOwn, &own}, {toAll, &all}} {
				if r.to {
					r.rules.add(key, value)
				}
			}
		}
	}
	if named {
		return own
	}
	return all
}

// withoutMark drops a byte order mark, or the first bytes of one.
func withoutMark(b []byte) []byte {
	for _, m := range []byte{0xef, 0xbb, 0xbf} {
		if len(b) == 0 || b[0] != m {
			break
		}
		b = b[1:]
	}
	return b
}

// split returns the key of a line, in the one spelling used here, and its value;
// "" for lines without.
func split(line []byte) (key, value string) {
	if len(line) > maxLine {
		line = line[:maxLine]
	}
	text, _, _ := strings.Cut(string(line), "#")
	text = strings.TrimSpace(text)
	key, value, ok := strings.Cut(text, ":")
	if !ok {
		if f := strings.Fields(text); len(f) == 2 {
			key, value = f[0], f[1]
		} else {
			return "", ""
		}
	}
	value = strings.TrimSpace(value)
	switch key = strings.ToLower(strings.TrimSpace(key)); key {
	case "useragent", "user agent":
		key = "user-agent"
	case "dissallow", "dissalow", "disalow", "diasllow", "disallaw":
		key = "disallow"
	}
	return key, value
}

// token is the part of a user-agent line that names a product: RFC 9309 2.2.1.
func token(s string) string {
	for i := range len(s) {
		c := s[i] | 0x20
		if (c < 'a' || c > 'z') && s[i] != '-' && s[i] != '_' {
			return s[:i]
		}
	}
	return s
}

func (r *Rules) add(key, value string) {
	switch {
	case key == "crawl-delay":
		if s, err := strconv.ParseFloat(value, 64); err == nil && s > 0 {
			r.Delay = max(r.Delay, time.Duration(min(s*float64(time.Second), math.MaxInt64/2)))
		}
	case value != "": // an empty rule matches nothing
		r.rules = append(r.rules, rule{key == "allow", canonical(value)})
	}
}

// Allowed reports whether a path, with its query, may be asked for.
func (r Rules) Allowed(path string) bool {
	path = canonical(path)
	if path == "/robots.txt" {
		return true
	}
	longest, allow := -1, true
	for _, x := range r.rules {
		if n := len(x.pattern); (n > longest || n == longest && x.allow) && matches(x.pattern, path) {
			longest, allow = n, x.allow
		}
	}
	return allow
}

// matches reports whether a path begins with what a pattern says. Every part
// between stars is taken where it comes first, so that the time is that of
// searching for each once.
func matches(pattern, path string) bool {
	pattern, whole := strings.CutSuffix(pattern, "$")
	first, rest, star := strings.Cut(pattern, "*")
	path, ok := strings.CutPrefix(path, first)
	if !ok {
		return false
	}
	for star {
		var part string
		part, rest, star = strings.Cut(rest, "*")
		if !star && whole {
			return strings.HasSuffix(path, part)
		}
		i := strings.Index(path, part)
		if i < 0 {
			return false
		}
		path = path[i+len(part):]
	}
	return !whole || path == ""
}

const (
	upper      = "0123456789ABCDEF"
	unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
)

// canonical writes octets in one way, RFC 9309 2.2.2: those outside of ASCII
// percent-encoded, encoded unreserved ones as they are, digits in upper case.
func canonical(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c == '%' && i+2 < len(s) {
			if v, err := strconv.ParseUint(s[i+1:i+3], 16, 8); err == nil {
				if strings.IndexByte(unreserved, byte(v)) >= 0 {
					b.WriteByte(byte(v))
				} else {
					b.Write([]byte{'%', upper[v>>4], upper[v&15]})
				}
				i += 2
				continue
			}
		}
		if c > 0x7e || c <= ' ' || c == '%' {
			b.Write([]byte{'%', upper[c>>4], upper[c&15]})
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}
