package extract

import (
	"bufio"
	"encoding/hex"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// Dump writes the document as text that is made to be read in review: one line
// for each property, block, cell and notice, foreign text quoted as in Go. An
// example:
//
//	format "docx"
//	property "core:title" "年度报告"
//	part "word/document.xml"
//	heading 1 "一、总体情况" @120-310
//	paragraph "正文" style="Normal" @310-402
//	table 2x2 @402-990
//	  r0c0 1x2 header "合计" @420-500
//	picture @700-760
//	notice docx-x "detail"
//
// A range after @ lies in the part named by the nearest part line above.
// ParseDump is the inverse.
func Dump(w io.Writer, doc *Document) error {
	d := dumper{w: bufio.NewWriter(w)}
	if doc.Format != "" {
		d.line("format ", strconv.Quote(doc.Format))
	}
	if doc.Digest != [32]byte{} {
		d.line("digest ", hex.EncodeToString(doc.Digest[:]))
	}
	if doc.Title != "" {
		d.line("title ", strconv.Quote(doc.Title))
	}
	for _, p := range doc.Properties {
		d.line("property ", strconv.Quote(p.Name), " ", strconv.Quote(p.Value))
	}
	for _, p := range doc.Pages {
		d.line("page ", float(p.Width), " ", float(p.Height))
	}
	for _, b := range doc.Blocks {
		d.block(b)
	}
	for _, p := range doc.Pictures {
		d.part(p)
		d.line("picture", place(p))
	}
	for _, n := range doc.Notices {
		d.part(n.Prov)
		d.line("notice ", string(n.Code), " ", strconv.Quote(n.Detail), place(n.Prov))
	}
	return d.w.Flush()
}

type dumper struct {
	w   *bufio.Writer
	cur string // Part of the last part line
}

func (d *dumper) line(fields ...string) {
	for _, s := range fields {
		d.w.WriteString(s) // the first error stays and comes back from Flush
	}
	d.w.WriteByte('\n')
}

func (d *dumper) part(p Prov) {
	if p.Part != d.cur {
		d.cur = p.Part
		d.line("part ", strconv.Quote(p.Part))
	}
}

func (d *dumper) block(b Block) {
	d.part(b.Where())
	switch b := b.(type) {
	case *Heading:
		d.line("heading ", strconv.Itoa(b.Level), " ", strconv.Quote(b.Text), place(b.Prov))
	case *Paragraph:
		d.line("paragraph ", strconv.Quote(b.Text), role(b.Role), quoted(" style=", b.Style), place(b.Prov))
	case *Table:
		depth, text := "", ""
		if b.Depth != 0 {
			depth = " depth=" + strconv.Itoa(b.Depth)
		}
		if b.Text {
			text = " text"
		}
		d.line(fmt.Sprintf("table %dx%d", b.Grid.Rows, b.Grid.Cols), quoted(" caption=", b.Caption), role(b.Role), depth, text, place(b.Prov))
		for i := range b.Grid.Cells {
			d.cell(&b.Grid.Cells[i])
		}
	}
}

func (d *dumper) cell(c *Cell) {
	d.part(c.Prov)
	span, header := "", ""
	if c.RowSpan != 1 || c.ColSpan != 1 {
		span = fmt.Sprintf(" %dx%d", c.RowSpan, c.ColSpan)
	}
	if c.Header {
		header = " header"
	}
	d.line(fmt.Sprintf("  r%dc%d", c.Row, c.Col), span, header, " ", strconv.Quote(c.Text), place(c.Prov))
}

func role(r Role) string {
	if r == Body {
		return ""
	}
	return " role=" + r.String()
}

func quoted(name, s string) string {
	if s == "" {
		return ""
	}
	return name + strconv.Quote(s)
}

// place prints everything of p but its part.
func place(p Prov) string {
	s := ""
	if p.Start != 0 || p.End != 0 {
		s = " @" + strconv.FormatInt(p.Start, 10) + "-" + strconv.FormatInt(p.End, 10)
	}
	if p.Page != 0 {
		s += " page=" + strconv.Itoa(p.Page)
	}
	if b := p.Box; b != (Box{}) {
		s += " box=" + float(b.X0) + "," + float(b.Y0) + "," + float(b.X1) + "," + float(b.Y1)
	}
	return s
}

func float(f float64) string { return strconv.FormatFloat(f, 'g', -1, 64) }

// ParseDump reads what Dump wrote. Empty slices come back as nil. It fails with
// the number of the line that it does not understand.
func ParseDump(r io.Reader) (*Document, error) {
	in := bufio.NewReader(r)
	p := dumpParser{doc: new(Document)}
	for {
		line, err := in.ReadString('\n')
		if err != nil && err != io.EOF {
			return nil, err
		}
		p.n++
		if line = strings.TrimRight(line, "\r\n"); strings.TrimSpace(line) != "" {
			p.line(strings.TrimLeft(line, " "))
		}
		if p.err != nil {
			return nil, fmt.Errorf("dump: line %d: %w", p.n, p.err)
		}
		if err == io.EOF {
			return p.doc, nil
		}
	}
}

type dumpParser struct {
	doc   *Document
	table *Table // the last one; cells go here
	part  string
	n     int
	rest  string // of the line
	err   error  // the first
}

func (p *dumpParser) line(s string) {
	word := ""
	word, p.rest, _ = strings.Cut(s, " ")
	d := p.doc
	switch {
	case word == "format":
		d.Format = p.text()
	case word == "title":
		d.Title = p.text()
	case word == "part":
		p.part = p.text()
	case word == "digest":
		p.digest()
	case word == "property":
		d.Properties = append(d.Properties, Property{p.text(), p.text()})
	case word == "page":
		d.Pages = append(d.Pages, Page{p.float(p.word()), p.float(p.word())})
	case word == "heading":
		h := &Heading{Level: p.int(p.word()), Text: p.text()}
		p.flags(&h.Prov, nil)
		d.Blocks = append(d.Blocks, h)
	case word == "paragraph":
		b := &Paragraph{Text: p.text()}
		p.flags(&b.Prov, func(k, v string) { p.paragraph(b, k, v) })
		d.Blocks = append(d.Blocks, b)
	case word == "table":
		p.openTable()
	case word == "picture":
		var at Prov
		p.flags(&at, nil)
		d.Pictures = append(d.Pictures, at)
	case word == "notice":
		n := Notice{Code: Code(p.word()), Detail: p.text()}
		p.flags(&n.Prov, nil)
		d.Notices = append(d.Notices, n)
	case strings.HasPrefix(word, "r"):
		p.cell(word)
	default:
		p.fail("unknown line %q", s)
	}
	if p.err == nil && p.rest != "" {
		p.fail("left over: %q", p.rest)
	}
}

func (p *dumpParser) digest() {
	b, err := hex.DecodeString(p.word())
	if err != nil || len(b) != len(p.doc.Digest) {
		p.fail("digest of %d bytes", len(b))
		return
	}
	copy(p.doc.Digest[:], b)
}

func (p *dumpParser) paragraph(b *Paragraph, k, v string) {
	switch k {
	case "role":
		b.Role = p.role(v)
	case "style":
		b.Style = v
	default:
		p.fail("unknown mark %q", k)
	}
}

func (p *dumpParser) openTable() {
	t := &Table{}
	t.Grid.Rows, t.Grid.Cols = p.pair(p.word())
	p.flags(&t.Prov, func(k, v string) {
		switch k {
		case "caption":
			t.Caption = v
		case "role":
			t.Role = p.role(v)
		case "depth":
			t.Depth = p.int(v)
		case "text":
			t.Text = true
		default:
			p.fail("unknown mark %q", k)
		}
	})
	p.table = t
	p.doc.Blocks = append(p.doc.Blocks, t)
}

func (p *dumpParser) cell(at string) {
	if p.table == nil {
		p.fail("cell without a table")
		return
	}
	row, col, ok := strings.Cut(at[1:], "c")
	if !ok {
		p.fail("address %q", at)
		return
	}
	c := Cell{Row: p.int(row), Col: p.int(col), RowSpan: 1, ColSpan: 1}
	for p.err == nil && !strings.HasPrefix(p.rest, `"`) {
		switch w := p.word(); w {
		case "header":
			c.Header = true
		default:
			c.RowSpan, c.ColSpan = p.pair(w)
		}
	}
	c.Text = p.text()
	p.flags(&c.Prov, nil)
	p.table.Grid.Cells = append(p.table.Grid.Cells, c)
}

// flags reads the marks up to the end of the line. Those of the place go to
// prov, others to more.
func (p *dumpParser) flags(prov *Prov, more func(k, v string)) {
	prov.Part = p.part
	for p.err == nil && p.rest != "" {
		if at, ok := strings.CutPrefix(p.rest, "@"); ok {
			p.rest = at
			a, b, _ := strings.Cut(p.word(), "-")
			prov.Start, prov.End = p.int64(a), p.int64(b)
			continue
		}
		i := strings.IndexAny(p.rest, "= ")
		k, v := p.rest, ""
		switch {
		case i < 0:
			p.rest = ""
		case p.rest[i] == ' ':
			k, p.rest = p.rest[:i], p.rest[i+1:]
		case strings.HasPrefix(p.rest[i+1:], `"`):
			k, p.rest = p.rest[:i], p.rest[i+1:]
			v = p.text()
		default:
			k, p.rest = p.rest[:i], p.rest[i+1:]
			v = p.word()
		}
		switch {
		case k == "page":
			prov.Page = p.int(v)
		case k == "box":
			prov.Box = p.box(v)
		case more != nil:
			more(k, v)
		default:
			p.fail("unknown mark %q", k)
		}
	}
}

func (p *dumpParser) box(s string) Box {
	f := strings.Split(s, ",")
	if len(f) != 4 {
		p.fail("box %q", s)
		return Box{}
	}
	return Box{p.float(f[0]), p.float(f[1]), p.float(f[2]), p.float(f[3])}
}

func (p *dumpParser) role(s string) Role {
	for _, r := range []Role{Body, Note, Furniture} {
		if r.String() == s {
			return r
		}
	}
	p.fail("role %q", s)
	return Body
}

func (p *dumpParser) pair(s string) (a, b int) {
	x, y, _ := strings.Cut(s, "x")
	return p.int(x), p.int(y)
}

func (p *dumpParser) word() string {
	var w string
	w, p.rest, _ = strings.Cut(p.rest, " ")
	return w
}

func (p *dumpParser) text() string {
	q, err := strconv.QuotedPrefix(p.rest)
	if err != nil {
		p.fail("quoted text expected at %q", p.rest)
		return ""
	}
	s, err := strconv.Unquote(q)
	if err != nil {
		p.fail("text %s: %v", q, err)
	}
	p.rest = strings.TrimPrefix(p.rest[len(q):], " ")
	return s
}

func (p *dumpParser) int(s string) int { return int(p.int64(s)) }

func (p *dumpParser) int64(s string) int64 {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		p.fail("number %q", s)
	}
	return n
}

func (p *dumpParser) float(s string) float64 {
	f, err := strconv.ParseFloat(s, 64)
	if err != nil {
		p.fail("number %q", s)
	}
	return f
}

func (p *dumpParser) fail(format string, args ...any) {
	if p.err == nil {
		p.err = fmt.Errorf(format, args...)
	}
}
