package archive

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// clean makes a recorded name of what an archive calls a file: parts
// divided by /, no empty ones. What could not be seen stands as \x01, "..", "C:" and the like stay: nothing is
// opened by a name. One that is too long ends with its digest.
func clean(name string, limit int) string {
	var kept []string
	for p := range strings.SplitSeq(name, "/") {
		if p != "" && p != "." {
			kept = append(kept, p)
		}
	}
	return visible(strings.Join(kept, "/"), limit)
}

// visible is a name of bounded length in which every sign can be seen.
func visible(name string, limit int) string {
	var b strings.Builder
	for _, r := range strings.ToValidUTF8(name, "�") {
		if unicode.IsControl(r) {
			fmt.Fprintf(&b, `\x%02x`, r)
			continue
		}
		b.WriteRune(r)
	}
	s := b.String()
	if s == "" {
		s = "_"
	}
	if len(s) > limit {
		sum := sha256.Sum256([]byte(s))
		cut := max(0, limit-20)
		for cut > 0 && !utf8.RuneStart(s[cut]) {
			cut--
		}
		s = s[:cut] + "…" + hex.EncodeToString(sum[:8])
	}
	return s
}

// decode makes UTF-8 of a name whose charset the archive does not tell: what is
// valid as UTF-8, else as GB18030; else bytes that are neither stand as \xff.
func decode(name string) string {
	valid := utf8.ValidString(name)
	if s, ok := gb18030(name); ok && (!valid || moreChinese(s, name)) {
		return told(s)
	}
	if valid {
		return told(name)
	}
	name = told(name)
	var b strings.Builder
	for i := 0; i < len(name); {
		r, size := utf8.DecodeRuneInString(name[i:])
		if r == utf8.RuneError && size == 1 {
			fmt.Fprintf(&b, `\x%02x`, name[i])
		} else {
			b.WriteString(name[i : i+size])
		}
		i += size
	}
	return b.String()
}

// told is a name that needs no decoding. Programs for Windows divide by \.
func told(name string) string { return strings.ReplaceAll(name, `\`, "/") }

// gb18030 decodes a name, if it is one without any doubt.
func gb18030(name string) (string, bool) {
	s, err := simplifiedchinese.GB18030.NewDecoder().String(name)
	if err != nil || strings.ContainsRune(s, utf8.RuneError) {
		return "", false
	}
	for _, r := range s {
		if unicode.In(r, unicode.Co) { // GB18030 maps the rest of its table there
			return "", false
		}
	}
	return s, true
}

// moreChinese reports whether bytes that are valid in both charsets are Chinese
// only in GB18030: 联通 is two Cyrillic letters as UTF-8.
func moreChinese(gb, utf string) bool {
	return han(gb) > 0 && han(utf) == 0 && !strings.ContainsFunc(gb, func(r rune) bool { return r >= 0x80 && !unicode.Is(unicode.Han, r) && !isMark(r) })
}

func isMark(r rune) bool {
	return unicode.IsPunct(r) || unicode.IsSymbol(r) || unicode.IsSpace(r) || 0xFF00 <= r && r <= 0xFFEF
}

func han(s string) (n int) {
	for _, r := range s {
		if unicode.Is(unicode.Han, r) {
			n++
		}
	}
	return n
}

// hidden reports whether folders would pass a file over too: it, or a folder
// around it, begins with a point; or it is what a Mac puts beside each file.
func hidden(name string) bool {
	for p := range strings.SplitSeq(name, "/") {
		if p == "__MACOSX" || strings.HasPrefix(p, ".") && p != "." && p != ".." {
			return true
		}
	}
	return false
}

// Inner is the name of what a file of this name holds that is packed with gzip and
// does not say it.
func Inner(outer string) string { return clean(unpacked("", outer), DefaultLimits.Name) }

// unpacked is the name of what a file packed with gzip holds.
func unpacked(inner, outer string) string {
	if inner != "" {
		return inner
	}
	base := path.Base(told(outer))
	if cut := strings.TrimSuffix(base, path.Ext(base)); cut != "" && cut != "." {
		return cut
	}
	return "content"
}
