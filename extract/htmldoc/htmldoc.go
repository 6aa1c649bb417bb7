// Package htmldoc reads web pages, archived web pages (MHTML) and the HTML that
// other formats embed. Pages are those of government portals and of Word: the
// charset declared is not the charset used, tables are pasted from Word, the
// report is a part of the page only.
//
// Specifications: HTML Living Standard (2026), 4.9 (tables), 13.2 (parsing, by
// golang.org/x/net/html); CSS Text 3 (white space); Encoding Standard (labels);
// RFC 2557, 2045, 2047 (MHTML).
//
//	[x] charset from byte order mark, transport, declaration, bytes; doubt told
//	[x] rowspan, colspan, row groups, captions, header cells, nested tables
//	[x] tables that only lay out a page are passed through
//	[x] tables printed as lines of text, in p and in pre
//	[x] markup of Word: conditional comments, o:p, mso-hide, list labels
//	[x] rows without a table, unclosed cells, elements nested over 512 deep
//	[x] struck-through text dropped; digits of sup and sub kept apart from numbers
//	[x] labels of ol as printed; bullets of ul are dropped
//	[x] page furniture told from content; metadata of portals
//	[x] pages of firewalls and logins refused
//	[x] MHTML with base64, quoted-printable, nested parts, one level of frames
//	[ ] what scripts write; style sheets; text of images, SVG and form fields
//
// An example:
//
//	doc, err := htmldoc.Format.Read(ctx, b, extract.Options{})
package htmldoc

import (
	"bytes"
	"context"
	"fmt"

	"golang.org/x/net/html"

	"github.com/gongkai-data/gongkai/extract"
)

// Format reads a web page.
var Format = extract.Format{
	Name:   "html",
	Reader: 1,
	Detect: isHTML,
	Read:   read,
	Reads:  "web pages of portals and of Word in any charset: text, tables, metadata",
	Skips:  "scripts, style sheets, images",
}

// ReadBlocks reads HTML that another format embeds, such as an altChunk of a
// .docx. Addresses count in b.
func ReadBlocks(ctx context.Context, b []byte, opt extract.Options) ([]extract.Block, error) {
	doc, _, err := readPage(ctx, b, origin{}, opt)
	if err != nil {
		return nil, err
	}
	return doc.Blocks, nil
}

func read(ctx context.Context, b []byte, opt extract.Options) (*extract.Document, error) {
	doc, p, err := readPage(ctx, skipResponse(b), origin{}, opt)
	if err != nil {
		return nil, err
	}
	if skipped := int64(len(b) - len(skipResponse(b))); skipped > 0 {
		shift(doc, skipped)
	}
	if why := p.blocked(doc); why != "" {
		return nil, &extract.Error{Code: "html-blocked", Format: "html", Offset: -1, Detail: why, Err: extract.ErrBlocked}
	}
	p.remarks(doc)
	return doc, nil
}

// origin says what stands around the bytes of a page.
type origin struct {
	charset string // of the transport
	part    string // name of the page in its archive
	all     bool   // what is hidden and tables that only lay out the page are kept
}

func readPage(ctx context.Context, b []byte, from origin, opt extract.Options) (*extract.Document, *page, error) {
	src, err := decode(b, from.charset)
	if err != nil {
		return nil, nil, err
	}
	lim := opt.Limits.WithDefaults()
	if int64(len(src.text)) > lim.Unpacked {
		return nil, nil, tooLarge(len(src.text))
	}
	s, root, err := parse(src.text, lim)
	if err != nil {
		return nil, nil, err
	}
	src.sources(s.pos)
	p := &page{ctx: ctx, lim: lim, origin: from, scan: s, shown: from.all}
	if err := p.walk(root); err != nil {
		return nil, nil, err
	}
	doc := &extract.Document{Title: s.title, Notices: src.notices}
	doc.Properties = append(doc.Properties, extract.Property{Name: "html:charset", Value: src.charset})
	doc.Properties = append(doc.Properties, s.properties...)
	doc.Blocks = p.blocks
	doc.Properties = append(doc.Properties, pageLines(doc.Blocks)...)
	for _, href := range p.links {
		doc.Properties = append(doc.Properties, extract.Property{Name: "attachment", Value: href})
	}
	if doc.Blocks = extract.TextTables(p.blocks); len(doc.Tables()) > lim.Tables {
		return nil, nil, &extract.Error{Code: "html-too-many-tables", Format: "html", Part: from.part, Offset: -1, Err: extract.ErrLimit,
			Detail: fmt.Sprintf("limit tables = %d, needed >= %d", lim.Tables, len(doc.Tables()))}
	}
	if err := checkTextTables(doc, lim, p.area); err != nil {
		return nil, nil, err
	}
	for _, at := range s.pictures {
		doc.Pictures = append(doc.Pictures, p.prov(at, at))
	}
	p.notices(doc)
	return doc, p, nil
}

// checkTextTables holds the tables made of text against the limits.
func checkTextTables(doc *extract.Document, lim extract.Limits, area int) error {
	for _, t := range doc.Tables() {
		if !t.Text {
			continue
		}
		if t.Grid.Rows > lim.Rows {
			return &extract.Error{Code: "html-too-many-rows", Format: "html", Offset: -1, Err: extract.ErrLimit,
				Detail: fmt.Sprintf("limit rows = %d, needed >= %d", lim.Rows, t.Grid.Rows)}
		}
		if area += len(t.Grid.Cells); area > lim.Cells {
			return &extract.Error{Code: "html-too-many-cells", Format: "html", Offset: -1, Err: extract.ErrLimit,
				Detail: fmt.Sprintf("limit cells = %d, needed >= %d", lim.Cells, area)}
		}
	}
	return nil
}

// parse scans and parses the text. The parser refuses more than 512 open
// elements; a page that has them is read again with tables and paragraphs only.
func parse(text []byte, lim extract.Limits) (*scan, *html.Node, error) {
	s, err := scanPage(text, lim, false)
	if err != nil {
		return nil, nil, err
	}
	root, err := s.parse()
	if err == nil {
		return s, root, nil
	}
	if s, err = scanPage(text, lim, true); err != nil {
		return nil, nil, err
	}
	if root, err = s.parse(); err != nil {
		return nil, nil, &extract.Error{Code: "html-too-deep", Format: "html", Offset: -1, Detail: "limit open elements = 512, needed > 512", Err: extract.ErrLimit}
	}
	return s, root, nil
}

// notices tells what was assumed while reading.
func (p *page) notices(doc *extract.Document) {
	add := func(code extract.Code, detail string) {
		doc.Notices = append(doc.Notices, extract.Notice{Code: code, Detail: detail, Prov: extract.Prov{Part: p.part}})
	}
	if p.scan.flat {
		add("html-flattened", "")
	}
	if p.scan.cut >= 0 {
		add("html-cut", fmt.Sprintf("from byte %d of %d bytes of text", p.scan.cut, len(p.scan.src)))
	}
	if p.shown {
		add("html-hidden-shown", "")
	}
	if p.struck > 0 {
		add("html-deleted-text", fmt.Sprintf("%d pieces", p.struck))
	}
	if p.cut > 0 {
		add("html-span-cut", fmt.Sprintf("%d spans", p.cut))
	}
}

// shift moves every address of the document by n bytes.
func shift(doc *extract.Document, n int64) {
	move := func(p *extract.Prov) { p.Start, p.End = p.Start+n, p.End+n }
	for i := range doc.Pictures {
		move(&doc.Pictures[i])
	}
	moved := make(map[*extract.Paragraph]bool)
	for _, b := range doc.Blocks {
		switch b := b.(type) {
		case *extract.Heading:
			move(&b.Prov)
		case *extract.Paragraph:
			if !moved[b] {
				move(&b.Prov)
				moved[b] = true
			}
		case *extract.Table:
			move(&b.Prov)
			for i := range b.Grid.Cells {
				move(&b.Grid.Cells[i].Prov)
			}
		}
	}
}

// skipResponse passes over the header of a saved HTTP response.
func skipResponse(b []byte) []byte {
	head := b[:min(len(b), 16<<10)]
	t := bytes.TrimLeft(head, " \t\r\n")
	if !bytes.HasPrefix(t, []byte("HTTP/")) {
		return b
	}
	for _, sep := range []string{"\r\n\r\n", "\n\n"} {
		if i := bytes.Index(head, []byte(sep)); i >= 0 {
			return b[i+len(sep):]
		}
	}
	return b
}

// isHTML reports whether the bytes are a web page: a tag of HTML comes first
// behind comments and declarations, or a document type or root element soon.
func isHTML(b []byte) bool {
	if isMHTML(b) {
		return false
	}
	head := ascii(skipResponse(b))
	xml := bytes.HasPrefix(head, []byte("<?xml"))
	if xml {
		_, rest, _ := bytes.Cut(head, []byte("?>"))
		head = bytes.TrimLeft(rest, " \t\r\n")
	}
	for bytes.HasPrefix(head, []byte("<!--")) {
		_, rest, ok := bytes.Cut(head, []byte("-->"))
		if !ok {
			return !xml && (bytes.Contains(head, []byte("[if ")) || bytes.Contains(head, []byte("html")))
		}
		if head = bytes.TrimLeft(rest, " \t\r\n"); len(head) == 0 {
			return !xml
		}
	}
	if len(head) > 1 && head[0] == '<' {
		return isHTMLTag(head[1:], xml)
	}
	soon := head[:min(len(head), 1024)]
	return bytes.Contains(soon, []byte("<!doctype html")) || bytes.Contains(soon, []byte("<html"))
}

// ascii returns the start of b in lower case, without byte order mark, leading
// space and the zeros of UTF-16.
func ascii(b []byte) []byte {
	b = b[:min(len(b), 8<<10)]
	switch d, ok := byMark(b); {
	case ok && d.enc != nil:
		b = bytes.ReplaceAll(b[d.skip:], []byte{0}, nil)
	case ok:
		b = b[d.skip:]
	default:
		if _, ok := byZeros(b); ok {
			b = bytes.ReplaceAll(b, []byte{0}, nil)
		}
	}
	return bytes.ToLower(bytes.TrimLeft(b, " \t\r\n\f\x00"))
}

// isHTMLTag reads the first tag; in XML only the root element of HTML counts.
func isHTMLTag(head []byte, xml bool) bool {
	if bytes.HasPrefix(head, []byte("!doctype")) {
		return bytes.HasPrefix(bytes.TrimLeft(head[8:], " \t\r\n"), []byte("html"))
	}
	head = bytes.TrimPrefix(head, []byte("/"))
	n := 0
	for n < len(head) && (isLetter(head[n]) || '0' <= head[n] && head[n] <= '9') {
		n++
	}
	if n == len(head) || !isSpace(head[n]) && head[n] != '>' && head[n] != '/' {
		return false
	}
	if xml {
		return string(head[:n]) == "html"
	}
	switch string(head[:n]) {
	case "html", "head", "body", "title", "meta", "link", "base", "style", "script", "noscript", "div", "span", "p", "table", "tbody", "thead", "tr", "td", "th",
		"h1", "h2", "h3", "h4", "h5", "h6", "a", "b", "i", "u", "strong", "em", "font", "center", "br", "hr", "img", "ul", "ol", "li", "pre", "form", "section", "article",
		"main", "header", "footer", "nav", "blockquote", "iframe", "frameset", "input":
		return true
	}
	return false
}
