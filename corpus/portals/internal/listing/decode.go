package listing

import (
	"bytes"
	"mime"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

var metaCharset = regexp.MustCompile(`(?i)<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w.:-]{2,20})`)

// Decode turns a page into UTF-8: byte order mark, header, meta tag in the first
// 4 KB, and where these are silent or lie, what the bytes allow. Every GB label
// means GB18030, which holds the names that GBK lacks.
func Decode(b []byte, contentType string) string {
	label := ""
	if _, params, err := mime.ParseMediaType(contentType); err == nil {
		label = params["charset"]
	}
	if m := metaCharset.FindSubmatch(b[:min(len(b), 4096)]); label == "" && m != nil {
		label = string(m[1])
	}
	var e encoding.Encoding
	switch label = strings.ToLower(strings.TrimSpace(label)); {
	case bytes.HasPrefix(b, []byte("\xef\xbb\xbf")):
		b = b[3:]
	case bytes.HasPrefix(b, []byte("\xff\xfe")), bytes.HasPrefix(b, []byte("\xfe\xff")):
		e = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
	case utf8.Valid(b): // as it is, whatever the label: no GB text of some length is valid UTF-8
		if label == "" || !isWide(label) {
			break
		}
		e, _ = charset.Lookup(label)
	case isGB(label), label == "", label == "utf-8", label == "utf8":
		e = simplifiedchinese.GB18030
	default:
		if e, _ = charset.Lookup(label); e == nil {
			e = simplifiedchinese.GB18030
		}
	}
	// a page in UTF-8 with one damaged character is one in UTF-8
	if e == simplifiedchinese.GB18030 && !isGB(label) && mostlyUTF8(b) {
		e = nil
	}
	if e != nil {
		if out, err := e.NewDecoder().Bytes(b); err == nil {
			b = out
		}
	}
	return strings.ToValidUTF8(string(b), "\uFFFD")
}

func isGB(label string) bool {
	return strings.HasPrefix(label, "gb") || label == "x-gbk" || label == "cp936" || label == "ms936" || label == "hz-gb-2312"
}

func isWide(label string) bool { return strings.HasPrefix(label, "utf-16") }

// mostlyUTF8 tells whether the multi-byte characters of a text are nearly all of
// UTF-8.
func mostlyUTF8(b []byte) bool {
	good, bad := 0, 0
	for i := 0; i < len(b); {
		if b[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n <= 1 {
			bad++
		} else {
			good++
		}
		i += n
	}
	return good > 20*bad
}
