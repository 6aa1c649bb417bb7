package pdf

import (
	"bytes"
	"html"
	"strings"
	"unicode/utf8"

	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/extract/pdf/internal/content"
	"github.com/gongkai-data/gongkai/extract/pdf/internal/font"
	"github.com/gongkai-data/gongkai/extract/pdf/internal/object"
)

// maxProperty is how long the value of a property may be.
const maxProperty = 4096

// properties reads what the file says about itself: the information dictionary
// (ISO 32000-1, 14.3.3), and of the metadata stream (14.3.2) what that lacks.
func properties(f *object.File, doc *extract.Document) {
	add := func(name, value string) {
		value = strings.TrimSpace(strings.Trim(value, "\x00"))
		if value == "" || !utf8.ValidString(value) || len(value) > maxProperty {
			return
		}
		if name == "Title" {
			doc.Title = value
		}
		doc.Properties = append(doc.Properties, extract.Property{Name: "pdf:" + name, Value: value})
	}
	info := f.Get(f.Trailer(), "Info")
	xmp, _ := f.Data(f.Get(f.Get(f.Trailer(), "Root"), "Metadata"))
	for _, p := range []struct{ key, tag string }{
		{"Title", "dc:title"}, {"Author", "dc:creator"}, {"Subject", "dc:description"}, {"Creator", "xmp:CreatorTool"},
		{"Producer", "pdf:Producer"}, {"CreationDate", "xmp:CreateDate"}, {"ModDate", "xmp:ModifyDate"},
	} {
		if v := f.Get(info, p.key); v.Kind == object.String && len(v.Bytes) > 0 {
			add(p.key, textString(v.Bytes))
		} else {
			add(p.key, tagged(xmp, p.tag))
		}
	}
}

// textString decodes a text string (7.9.2.2), and what many programs write
// instead of one: UTF-8 without its mark, or GBK.
func textString(b []byte) string {
	marked := bytes.HasPrefix(b, []byte("\xfe\xff")) || bytes.HasPrefix(b, []byte("\xff\xfe")) || bytes.HasPrefix(b, []byte("\xef\xbb\xbf"))
	if s, ok := font.Bytes(b); ok && !marked {
		return s
	}
	return string(content.TextString(b))
}

// tagged returns the text of the first element, or the value of the first
// attribute, of that name in an XMP packet.
func tagged(xmp []byte, tag string) string {
	if _, rest, ok := bytes.Cut(xmp, []byte("<"+tag+">")); ok {
		inner, _, ok := bytes.Cut(rest, []byte("</"+tag+">"))
		if !ok {
			return ""
		}
		for bytes.Contains(inner, []byte("<")) { // rdf:Alt, rdf:Seq: the first of a list
			_, after, _ := bytes.Cut(inner, []byte(">"))
			before, _, _ := bytes.Cut(after, []byte("<"))
			if inner = after; len(bytes.TrimSpace(before)) > 0 {
				inner = before
			}
		}
		return html.UnescapeString(string(inner))
	}
	if _, rest, ok := bytes.Cut(xmp, []byte(tag+`="`)); ok {
		value, _, _ := bytes.Cut(rest, []byte(`"`))
		return html.UnescapeString(string(value))
	}
	return ""
}
