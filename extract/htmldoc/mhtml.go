package htmldoc

import (
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"mime"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/gongkai-data/gongkai/extract"
)

// MHTML reads an archived web page (.mht, RFC 2557), also under the name .doc.
var MHTML = extract.Format{
	Name:   "mhtml",
	Reader: 1,
	Detect: isMHTML,
	Read:   readMHTML,
	Reads:  "archived web pages (.mht), with the frames that hold the content",
	Skips:  "images and style sheets of the archive",
}

// part is one body part (RFC 2045).
type part struct {
	header map[string]string // names in lower case, the first of each
	body   []byte            // as transferred
}

func isMHTML(b []byte) bool {
	head, rest := cutHeader(skipJunk(b))
	media := strings.ToLower(head["content-type"])
	if head["mime-version"] == "" && head["content-location"] == "" && head["from"] == "" && head["subject"] == "" {
		return false
	}
	return strings.HasPrefix(media, "multipart/") || strings.HasPrefix(media, "text/html") && len(rest) > 0
}

// skipJunk passes over what some programs leave before the header.
func skipJunk(b []byte) []byte {
	return bytes.TrimLeft(bytes.TrimPrefix(b, []byte("\xef\xbb\xbf")), " \t\r\n\x00")
}

// maxHeader bounds the header of a part.
const maxHeader = 64 << 10

// cutHeader splits header fields from what follows them. The header ends at an
// empty line or at a line that is no field.
func cutHeader(b []byte) (header map[string]string, rest []byte) {
	header = make(map[string]string)
	name := ""
	for size := 0; len(b) > 0 && size < maxHeader; {
		line, next, _ := bytes.Cut(b, []byte{'\n'})
		if len(line) > maxHeader {
			break
		}
		size += len(line)
		line = bytes.TrimSuffix(line, []byte{'\r'})
		if len(line) == 0 {
			return header, next
		}
		switch colon := bytes.IndexByte(line, ':'); {
		case line[0] == ' ' || line[0] == '\t':
			if name != "" {
				header[name] += " " + string(bytes.TrimSpace(line))
			}
		case colon > 0 && isToken(line[:colon]):
			name = strings.ToLower(string(line[:colon]))
			if _, ok := header[name]; ok {
				name = ""
			} else {
				header[name] = string(bytes.TrimSpace(line[colon+1:]))
			}
		default:
			return header, b
		}
		b = next
	}
	return header, b
}

func isToken(b []byte) bool {
	for _, c := range b {
		if !isLetter(c) && c != '-' && c != '_' && (c < '0' || c > '9') {
			return false
		}
	}
	return len(b) < 64
}

// media parses a Content-Type; the parameters of a broken one are looked for
// by their names.
func media(s string) (kind string, param map[string]string) {
	kind, param, err := mime.ParseMediaType(s)
	if err == nil {
		return kind, param
	}
	kind, _, _ = strings.Cut(strings.ToLower(s), ";")
	param = make(map[string]string)
	for _, name := range []string{"boundary", "charset", "start", "type"} {
		if i := indexFold(s, name+"="); i >= 0 {
			v := s[i+len(name)+1:]
			if q, ok := strings.CutPrefix(v, `"`); ok {
				v, _, _ = strings.Cut(q, `"`)
			} else {
				v, _, _ = strings.Cut(v, ";")
			}
			param[name] = strings.TrimSpace(v)
		}
	}
	return strings.TrimSpace(kind), param
}

// archive collects the parts of one archived page.
type archive struct {
	lim    extract.Limits
	parts  []part
	broken string
}

const maxNesting = 4 // of multiparts

func (a *archive) read(header map[string]string, body []byte, depth int) error {
	kind, param := media(header["content-type"])
	if !strings.HasPrefix(kind, "multipart/") {
		if a.parts = append(a.parts, part{header, body}); len(a.parts) > a.lim.Entries {
			return tooMany("limit parts = %d, needed >= %d", a.lim.Entries, len(a.parts))
		}
		return nil
	}
	if depth > maxNesting {
		return tooMany("limit nested parts = %d, needed > %d", maxNesting, maxNesting)
	}
	boundary := param["boundary"]
	if boundary == "" || !bytes.Contains(body, []byte("--"+boundary)) {
		a.broken = fmt.Sprintf("boundary %q does not occur", boundary)
		if boundary = firstBoundary(body); boundary == "" {
			a.parts = append(a.parts, part{map[string]string{}, body})
			return nil
		}
	}
	bodies, closed := splitParts(body, boundary)
	if !closed {
		a.broken = fmt.Sprintf("boundary %q is not closed", boundary)
	}
	for _, b := range bodies {
		h, rest := cutHeader(b)
		if err := a.read(h, rest, depth+1); err != nil {
			return err
		}
	}
	return nil
}

func tooMany(format string, args ...any) error {
	return &extract.Error{Code: "mhtml-too-many-parts", Format: "mhtml", Offset: -1, Detail: fmt.Sprintf(format, args...), Err: extract.ErrLimit}
}

// splitParts returns what stands between the lines of the boundary, and
// whether the last of them is there.
func splitParts(b []byte, boundary string) (parts [][]byte, closed bool) {
	mark := []byte("--" + boundary)
	start := -1
	for at := 0; at < len(b); {
		i := bytes.Index(b[at:], mark)
		if i < 0 {
			break
		}
		i += at
		at = i + len(mark)
		if i > 0 && b[i-1] != '\n' {
			continue
		}
		line, _, _ := bytes.Cut(b[at:min(len(b), at+200)], []byte{'\n'})
		tail := bytes.TrimSpace(line)
		if len(tail) > 0 && !bytes.HasPrefix(tail, []byte("--")) {
			continue // a longer boundary
		}
		if start >= 0 {
			parts = append(parts, bytes.TrimSuffix(bytes.TrimSuffix(b[start:i], []byte{'\n'}), []byte{'\r'}))
		}
		if start = min(len(b), at+len(line)+1); len(tail) > 0 {
			return parts, true
		}
	}
	if start >= 0 && start < len(b) {
		parts = append(parts, b[start:])
	}
	return parts, false
}

// firstBoundary finds a line that starts with -- in front of a part header.
func firstBoundary(b []byte) string {
	for range 1000 {
		line, rest, ok := bytes.Cut(b, []byte{'\n'})
		if !ok {
			return ""
		}
		line = bytes.TrimSpace(line)
		if len(line) > 4 && len(line) < 200 && bytes.HasPrefix(line, []byte("--")) {
			if h, _ := cutHeader(rest[:min(len(rest), maxHeader)]); h["content-type"] != "" {
				return string(line[2:])
			}
		}
		b = rest
	}
	return ""
}

// content undoes the transfer encoding, passing over what is broken in it.
func (p *part) content() []byte {
	switch strings.ToLower(strings.TrimSpace(p.header["content-transfer-encoding"])) {
	case "quoted-printable":
		return unquote(p.body)
	case "base64":
		clean := make([]byte, 0, len(p.body))
		for _, c := range p.body {
			if isLetter(c) || '0' <= c && c <= '9' || c == '+' || c == '/' {
				clean = append(clean, c)
			}
		}
		if len(clean)%4 == 1 {
			clean = clean[:len(clean)-1]
		}
		n, _ := base64.RawStdEncoding.Decode(clean, clean)
		return clean[:n]
	}
	return p.body
}

// unquote decodes quoted-printable (RFC 2045, 6.7). A sign of equality that
// starts no code stands for itself.
func unquote(b []byte) []byte {
	out := make([]byte, 0, len(b))
	for i := 0; i < len(b); i++ {
		if b[i] != '=' {
			out = append(out, b[i])
			continue
		}
		j := i + 1
		for j < len(b) && (b[j] == ' ' || b[j] == '\t' || b[j] == '\r') {
			j++
		}
		if j == len(b) || b[j] == '\n' {
			i = j // soft line break
			continue
		}
		if i+2 < len(b) {
			hi, lo := hex(b[i+1]), hex(b[i+2])
			if hi >= 0 && lo >= 0 {
				out = append(out, byte(hi<<4|lo))
				i += 2
				continue
			}
		}
		out = append(out, '=')
	}
	return out
}

func hex(c byte) int {
	switch {
	case '0' <= c && c <= '9':
		return int(c - '0')
	case 'a' <= c|0x20 && c|0x20 <= 'f':
		return int(c|0x20-'a') + 10
	}
	return -1
}

func (p *part) isPage() bool {
	kind, _ := media(p.header["content-type"])
	return kind == "text/html" || kind == "application/xhtml+xml" || kind == "" && isHTML(p.content())
}

func (p *part) name(i int) string {
	if l := text(p.header["content-location"]); l != "" {
		return l
	}
	if id := strings.Trim(text(p.header["content-id"]), "<>"); id != "" {
		return "cid:" + id
	}
	return fmt.Sprintf("part %d", i+1)
}

// text decodes a header field: encoded words (RFC 2047), else UTF-8, else GB18030.
func text(s string) string {
	if !utf8.ValidString(s) {
		s, _ = simplifiedchinese.GB18030.NewDecoder().String(s)
	}
	d := mime.WordDecoder{CharsetReader: wordReader}
	if t, err := d.DecodeHeader(s); err == nil {
		s = t
	}
	return strings.ToValidUTF8(s[:min(len(s), maxProperty)], "\ufffd")
}

func readMHTML(ctx context.Context, b []byte, opt extract.Options) (*extract.Document, error) {
	header, body := cutHeader(skipJunk(b))
	if header["content-type"] == "" {
		return nil, &extract.Error{Code: "mhtml-header", Format: "mhtml", Offset: 0, Detail: "no Content-Type", Err: extract.ErrCorrupt}
	}
	a := archive{lim: opt.Limits.WithDefaults()}
	if err := a.read(header, body, 0); err != nil {
		return nil, err
	}
	main := a.main(header)
	if main < 0 {
		return nil, &extract.Error{Code: "mhtml-no-page", Format: "mhtml", Offset: -1, Err: extract.ErrCorrupt}
	}
	doc, p, err := a.page(ctx, main, opt)
	if err != nil {
		return nil, named(err)
	}
	if err := a.frames(ctx, doc, p, main, opt); err != nil {
		return nil, named(err)
	}
	if why := p.blocked(doc); why != "" {
		return nil, &extract.Error{Code: "html-blocked", Format: "mhtml", Offset: -1, Detail: why, Err: extract.ErrBlocked}
	}
	a.describe(doc, header, main)
	return doc, nil
}

func named(err error) error {
	if e, ok := err.(*extract.Error); ok {
		e.Format = "mhtml"
	}
	return err
}

func (a *archive) page(ctx context.Context, i int, opt extract.Options) (*extract.Document, *page, error) {
	_, param := media(a.parts[i].header["content-type"])
	return readPage(ctx, a.parts[i].content(), origin{charset: param["charset"], part: a.parts[i].name(i)}, opt)
}

// main returns the page that the archive starts with: the part named by start,
// else the first page.
func (a *archive) main(header map[string]string) int {
	_, param := media(header["content-type"])
	if start := strings.Trim(param["start"], "<>"); start != "" {
		for i := range a.parts {
			if strings.Trim(a.parts[i].header["content-id"], "<>") == start && a.parts[i].isPage() {
				return i
			}
		}
	}
	for i := range a.parts {
		if a.parts[i].isPage() {
			return i
		}
	}
	return -1
}

// maxFrames bounds the frames that are read.
const maxFrames = 10

// frames adds the pages in the frames of the main page that hold more than it.
func (a *archive) frames(ctx context.Context, doc *extract.Document, p *page, main int, opt extract.Options) error {
	done := map[int]bool{main: true}
	area, tables, followed := p.area, len(doc.Tables()), false
	for _, src := range p.scan.frames {
		i := a.find(src)
		if i < 0 || done[i] || len(done) > maxFrames {
			continue
		}
		done[i] = true
		in, q, err := a.page(ctx, i, opt)
		if err != nil {
			return err
		}
		if q.total.figures <= p.total.figures && q.total.text <= p.total.text {
			continue
		}
		if area += q.area; area > a.lim.Cells {
			q.err = nil
			q.fail("html-too-many-cells", "limit cells = %d, needed >= %d", a.lim.Cells, area)
			return q.err
		}
		if tables += len(in.Tables()); tables > a.lim.Tables {
			q.fail("html-too-many-tables", "limit tables = %d, needed >= %d", a.lim.Tables, tables)
			return q.err
		}
		doc.Blocks = append(doc.Blocks, in.Blocks...)
		doc.Pictures = append(doc.Pictures, in.Pictures[:min(len(in.Pictures), extract.MaxPictures-len(doc.Pictures))]...)
		doc.Notices = append(doc.Notices, in.Notices...)
		for _, pr := range in.Properties {
			if pr.Name != "html:charset" {
				doc.Properties = append(doc.Properties, pr)
			}
		}
		if doc.Title == "" {
			doc.Title = in.Title
		}
		p.total.add(q.total)
		followed = true
	}
	if !followed {
		p.remarks(doc)
	}
	return nil
}

func (a *archive) find(src string) int {
	for i := range a.parts {
		h := a.parts[i].header
		id := strings.Trim(h["content-id"], "<>")
		loc := h["content-location"]
		if (src == loc && loc != "" || id != "" && src == "cid:"+id || loc != "" && src != "" && strings.HasSuffix(loc, "/"+strings.TrimPrefix(src, "./"))) && a.parts[i].isPage() {
			return i
		}
	}
	return -1
}

// describe adds what the headers say.
func (a *archive) describe(doc *extract.Document, header map[string]string, main int) {
	add := func(name, value string) {
		if value = text(value); value != "" {
			doc.Properties = append(doc.Properties, extract.Property{Name: "mime:" + name, Value: value})
		}
	}
	add("Subject", header["subject"])
	add("Date", header["date"])
	add("Snapshot-Content-Location", header["snapshot-content-location"])
	if l := a.parts[main].header["content-location"]; l != "" {
		add("Content-Location", l)
	} else {
		add("Content-Location", header["content-location"])
	}
	if doc.Title == "" {
		doc.Title = text(header["subject"])
	}
	if a.broken != "" {
		doc.Notices = append(doc.Notices, extract.Notice{Code: "mhtml-broken", Detail: a.broken})
	}
}
