package htmldoc

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/gongkai-data/gongkai/extract"
)

// page turns the tree of one page into blocks.
type page struct {
	ctx context.Context
	lim extract.Limits
	origin
	scan   *scan
	sizes  []size // by number of the tag
	total  size
	shown  bool // what is marked as hidden is read
	err    error
	blocks []extract.Block

	text   flowText
	from   int32    // index in scan.pos where the next paragraph starts
	label  string   // of the list entry that starts
	cell   *cellRun // where text goes; nil for the body
	last   cellRun  // the cell that is or was read
	count  int      // of tables
	struck int      // pieces of deleted text that were dropped
	area   int      // grid positions that are taken
	placed int      // cells that take them
	cut    int      // spans that were cut
	links  []string
}

// flow is what a piece of text inherits.
type flow struct {
	role    extract.Role
	pre     bool
	content bool // inside the container of the article
	deleted bool
	script  flag // raised, lowered or 0
	class   string
	level   int // of a heading, 0 outside
	list    *list
	depth   int
}

// walk reads the tree below root.
func (p *page) walk(root *html.Node) error {
	p.sizes = make([]size, len(p.scan.tags))
	p.total = p.measure(root)
	if p.total.text == 0 && p.total.hidden > 20 {
		p.shown = true
		p.total = p.measure(root)
	}
	p.flow(root, flow{})
	p.flush(flow{}, int32(len(p.scan.pos)-1))
	return p.err
}

// tag returns the number of the tag that n was written for, or -1.
func tagID(n *html.Node) int32 {
	if len(n.Attr) == 0 || n.Attr[0].Key != "id" {
		return -1
	}
	id := int32(0)
	for _, c := range []byte(n.Attr[0].Val) {
		id = id*10 + int32(c-'0')
	}
	return id
}

func (p *page) flow(n *html.Node, f flow) {
	for c := n.FirstChild; c != nil && p.err == nil; c = c.NextSibling {
		switch c.Type {
		case html.TextNode:
			p.write(c.Data, f)
		case html.ElementNode:
			p.element(c, f)
		}
	}
}

func (p *page) element(n *html.Node, f flow) {
	id := tagID(n)
	if id < 0 {
		switch n.DataAtom {
		case atom.Br:
			p.text.br()
		case atom.Hr:
			p.flush(f, p.from)
		default:
			p.flow(n, f)
		}
		return
	}
	t := &p.scan.tags[id]
	if t.flags&hidden != 0 && !p.shown {
		return
	}
	f.pre = f.pre || t.flags&pre != 0
	f.deleted = f.deleted || t.flags&deleted != 0
	switch k := kindOf(n.DataAtom); k {
	case other:
		if v := t.flags & (raised | lowered); v != 0 {
			f.script = v
		}
		if n.DataAtom == 0 && t.class != "" {
			p.link(n, t.class)
		}
		p.flow(n, f)
	case kTable:
		p.flush(f, t.start)
		if p.cell != nil {
			p.cell.nested = append(p.cell.nested, n)
		} else {
			p.table(n, id, f)
		}
		p.from = t.end
	default:
		p.flush(f, t.start)
		p.from = t.start
		f = p.enter(n, id, k, f)
		p.flow(n, f)
		p.flush(f, t.end)
		p.from = t.end
	}
}

// write adds a piece of text. Deleted text is dropped, as it is where Word
// tracks deletions; raised digits are no part of the number before them.
func (p *page) write(s string, f flow) {
	switch {
	case f.deleted:
		if printed(s) > 0 {
			p.struck++
		}
		return
	case f.script != 0:
		s = scriptDigits(s, f.script)
	}
	p.text.add(s, f.pre)
}

// enter returns what the text of a block element inherits.
func (p *page) enter(n *html.Node, id int32, k kind, f flow) flow {
	t := &p.scan.tags[id]
	switch k {
	case kPar:
		f.class = t.class
	case kHeading:
		f.level = int(n.DataAtom.String()[1] - '0')
	case kList:
		f.list = newList(n, t)
	case kItem:
		if f.list != nil && n.DataAtom == atom.Li && !f.deleted {
			p.label = f.list.next(t)
		}
	}
	if f.role == extract.Body && p.isFurniture(n, id, k, f) {
		f.role = extract.Furniture
	}
	f.content = f.content || t.flags&content != 0
	return f
}

func (p *page) link(n *html.Node, href string) {
	if len(p.links) >= maxProperties {
		return
	}
	if href = strings.TrimSpace(html.UnescapeString(href)); isAttachment(href, n) && !slices.Contains(p.links, href) {
		p.links = append(p.links, href)
	}
}

func (p *page) prov(start, end int32) extract.Prov {
	pos := p.scan.pos
	if len(pos) == 0 {
		return extract.Prov{Part: p.part}
	}
	last := int32(len(pos) - 1)
	start, end = min(max(start, 0), last), min(end, last)
	return extract.Prov{Part: p.part, Start: pos[start], End: max(pos[start], pos[max(end, 0)])}
}

// flush ends the paragraph that is collected; it stands before position end.
func (p *page) flush(f flow, end int32) {
	b := p.text.take()
	if p.cell != nil {
		p.cell.add(b, &p.label)
		return
	}
	if isBlank(b) {
		return
	}
	where := p.prov(p.from, end)
	for len(b) > 0 {
		// An empty line is a boundary, as authors who know no p write it.
		par, rest := cutBlankLine(b)
		b = rest
		if !isBlank(par) {
			p.paragraph(string(par), f, where)
		}
	}
}

func cutBlankLine(b []byte) (par, rest []byte) {
	for at := 0; ; {
		i := bytes.IndexByte(b[at:], '\n')
		if i < 0 {
			return b, nil
		}
		end := at + i
		next := end + 1
		for next < len(b) { // lines of spaces
			j := bytes.IndexByte(b[next:], '\n')
			if j < 0 || !isBlank(b[next:next+j]) {
				break
			}
			next += j + 1
		}
		if next > end+1 {
			return b[:end], b[next:]
		}
		at = next
	}
}

func (p *page) paragraph(s string, f flow, where extract.Prov) {
	if p.label != "" {
		s, p.label = p.label+s, ""
	}
	switch {
	case f.role == extract.Body && f.level > 0:
		p.blocks = append(p.blocks, &extract.Heading{Prov: where, Level: f.level, Text: s})
		return
	case f.role == extract.Body && !f.content && isFurnitureLine(s):
		f.role = extract.Furniture
	}
	p.blocks = append(p.blocks, &extract.Paragraph{Prov: where, Role: f.role, Style: f.class, Text: s})
}

func (p *page) fail(code extract.Code, format string, args ...any) {
	if p.err == nil {
		p.err = &extract.Error{Code: code, Format: "html", Part: p.part, Offset: -1, Detail: fmt.Sprintf(format, args...), Err: extract.ErrLimit}
	}
}

// list numbers the entries of one ol.
type list struct {
	kind byte // of the label; 0 for none
	at   int32
}

func newList(n *html.Node, t *tag) *list {
	if n.DataAtom != atom.Ol || t.flags&noLabel != 0 {
		return &list{}
	}
	l := &list{kind: t.kind, at: t.number}
	if l.kind == 0 {
		l.kind = '1'
	}
	if t.number == 0 {
		l.at = 1
	}
	return l
}

// next returns the label of the next entry as it is printed.
func (l *list) next(t *tag) string {
	if l.kind == 0 {
		return ""
	}
	if t.number != 0 {
		l.at = t.number
	}
	n := l.at
	l.at++
	return listLabel(l.kind, n)
}

func listLabel(kind byte, n int32) string {
	switch {
	case kind == 'c' && n > 0 && n < 100:
		return chinese(n) + "、"
	case (kind == 'a' || kind == 'A') && n > 0:
		s := ""
		for ; n > 0; n = (n - 1) / 26 {
			s = string(rune(kind)+(n-1)%26) + s
		}
		return s + ". "
	case (kind == 'i' || kind == 'I') && n > 0 && n < 4000:
		s := roman(n)
		if kind == 'i' {
			s = strings.ToLower(s)
		}
		return s + ". "
	}
	return fmt.Sprintf("%d. ", n)
}

func roman(n int32) string {
	var s strings.Builder
	for _, d := range []struct {
		v int32
		s string
	}{{1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}} {
		for ; n >= d.v; n -= d.v {
			s.WriteString(d.s)
		}
	}
	return s.String()
}

func chinese(n int32) string {
	digits := []rune("〇一二三四五六七八九")
	s := ""
	if n >= 20 {
		s = string(digits[n/10])
	}
	if n >= 10 {
		s += "十"
	}
	if n%10 != 0 {
		s += string(digits[n%10])
	}
	return s
}
