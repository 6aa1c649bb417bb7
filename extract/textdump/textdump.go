// Package textdump reads plain text that a converter made of a document.
//
// Three ways to write a table are known:
//
//	[x] cells that start with a tab, as converters of Word files print them: lines
//	    without a tab go on in the cell above, an empty line ends the row, the
//	    first other line after an empty one ends the table. Merged cells leave no
//	    trace but an empty cell below, so the columns of such a table are only
//	    fields in order (Table.Text).
//	[x] rows between pipes, as Markdown prints them
//	[x] lines with columns of white space (extract.TextTables)
//	[x] "name: value" lines above a ruler of equals signs, as archives of portal
//	    pages print the page's own statements
//	[ ] tables that have lost every mark between their cells: they stay prose
package textdump

import (
	"bytes"
	"context"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/gongkai-data/gongkai/extract"
)

// Format reads text dumps.
var Format = extract.Format{
	Name: name, Reader: 1, Detect: Detect, Read: Read,
	Reads: "plain text: tables of tab cells, of pipes, of columns of spaces; UTF-8, UTF-16, GB18030",
	Skips: "spans of merged cells, which the text does not hold",
}

const name = "textdump"

// Codes lists what this reader tells.
var Codes = []extract.Meaning{
	{Code: "textdump-charset-doubt", Severity: extract.Warn, En: "The text is not UTF-8; it was read as GB18030.", Zh: "文本不是 UTF-8，按 GB18030 读取。"},
	{Code: "textdump-invalid-bytes", Severity: extract.Warn, Lossy: true, En: "Some bytes are no characters in the encoding of the text.", Zh: "部分字节不是有效字符。"},
	{Code: "textdump-cells-limit", Severity: extract.Err, En: "The tables have more cells than a document may have.", Zh: "表格单元格数量超过上限。"},
}

// Detect reports bytes that are text: no NUL or other control characters in the
// first 4 KB, and valid UTF-8, UTF-16 with a byte order mark, or GB18030.
func Detect(b []byte) bool {
	head := b[:min(len(b), 4096)]
	if bytes.HasPrefix(head, []byte{0xFF, 0xFE}) || bytes.HasPrefix(head, []byte{0xFE, 0xFF}) {
		return len(b)%2 == 0
	}
	for _, c := range head {
		if c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != 0x1A || c == 0x7F {
			return false
		}
	}
	for cut := 0; cut < 4 && cut < len(head); cut++ { // the head may end inside a character
		if utf8.Valid(head[:len(head)-cut]) {
			return true
		}
	}
	if mostlyUTF8(head) {
		return true
	}
	s, err := simplifiedchinese.GB18030.NewDecoder().Bytes(head)
	return err == nil && bytes.Count(s, []byte("\uFFFD")) <= 1
}

// Read splits the text into paragraphs and tables.
func Read(ctx context.Context, b []byte, opt extract.Options) (*extract.Document, error) {
	d := &dump{ctx: ctx, lim: opt.Limits.WithDefaults(), doc: &extract.Document{}}
	text := d.decode(b)
	text = d.statements(text)
	if err := d.blocks(text); err != nil {
		return nil, err
	}
	d.doc.Blocks = extract.TextTables(d.doc.Blocks)
	return d.doc, nil
}

// dump is one text being read.
type dump struct {
	ctx    context.Context
	lim    extract.Limits
	doc    *extract.Document
	offset int64 // of the text that is left
	moved  bool  // the text is not at the places of the file's bytes
	cells  int
}

// prov is the range of n bytes at the offset, unknown where decoding moved bytes.
func (d *dump) prov(at int64, n int) extract.Prov {
	if d.moved {
		return extract.Prov{}
	}
	return extract.Prov{Start: at, End: at + int64(n)}
}

// decode brings the bytes to UTF-8. Where that moves bytes, ranges stay unknown.
func (d *dump) decode(b []byte) string {
	notice := func(c extract.Code, detail string) {
		d.doc.Notices = append(d.doc.Notices, extract.Notice{Code: c, Detail: detail})
	}
	d.moved = true
	switch {
	case bytes.HasPrefix(b, []byte{0xFF, 0xFE}):
		return string(wide(b[2:], func(x, y byte) uint16 { return uint16(y)<<8 | uint16(x) }))
	case bytes.HasPrefix(b, []byte{0xFE, 0xFF}):
		return string(wide(b[2:], func(x, y byte) uint16 { return uint16(x)<<8 | uint16(y) }))
	}
	if rest, ok := bytes.CutPrefix(b, []byte("\xEF\xBB\xBF")); ok {
		b, d.offset = rest, 3
	}
	if utf8.Valid(b) {
		d.moved = false
		return string(b)
	}
	if mostlyUTF8(b) {
		notice("textdump-invalid-bytes", "utf-8")
		return strings.ToValidUTF8(string(b), "\uFFFD")
	}
	gb, err := simplifiedchinese.GB18030.NewDecoder().Bytes(b)
	if err != nil || bytes.Count(gb, []byte("\uFFFD"))*100 > len(gb) {
		notice("textdump-invalid-bytes", "utf-8")
		return strings.ToValidUTF8(string(b), "\uFFFD")
	}
	notice("textdump-charset-doubt", "gb18030")
	if bytes.Contains(gb, []byte("\uFFFD")) {
		notice("textdump-invalid-bytes", "gb18030")
	}
	return string(gb)
}

// mostlyUTF8 reports text that is UTF-8 but for a few damaged bytes: every other
// encoding would turn all of it into other characters.
func mostlyUTF8(b []byte) bool {
	long, bad := 0, 0
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		if r == utf8.RuneError && n == 1 {
			bad++
		} else if n > 1 {
			long++
		}
		b = b[n:]
	}
	return long > 10*bad
}

func wide(b []byte, join func(x, y byte) uint16) []rune {
	u := make([]uint16, len(b)/2)
	for i := range u {
		u[i] = join(b[2*i], b[2*i+1])
	}
	return utf16.Decode(u)
}

// statements takes the "name: value" lines above a ruler of equals signs.
func (d *dump) statements(text string) string {
	head := text[:min(len(text), 4096)]
	i := strings.Index(head, "\n==========")
	if i < 0 {
		return text
	}
	end := strings.IndexByte(text[i+1:], '\n')
	if end < 0 {
		return text
	}
	for l := range strings.SplitSeq(head[:i], "\n") {
		name, value, ok := strings.Cut(l, ": ")
		if !ok || utf8.RuneCountInString(name) > 12 {
			continue
		}
		if value = strings.TrimSpace(value); value != "" {
			d.doc.Properties = append(d.doc.Properties, extract.Property{Name: "page:" + strings.TrimSpace(name), Value: value})
		}
		if name == "标题" {
			d.doc.Title = value
		}
	}
	d.offset += int64(i + 1 + end + 1)
	return text[i+1+end+1:]
}

// blocks walks over the lines.
func (d *dump) blocks(text string) error {
	for n := 0; text != ""; n++ {
		if n%1024 == 0 && d.ctx.Err() != nil {
			return &extract.Error{Code: "read-deadline", Format: name, Offset: d.offset, Err: extract.ErrLimit}
		}
		line, rest, _ := strings.Cut(text, "\n")
		switch {
		case strings.HasPrefix(line, "\t"):
			size, err := d.tabTable(text)
			if err != nil {
				return err
			}
			rest = text[size:]
		case pipeRow(line):
			size, err := d.pipeTable(text)
			if err != nil {
				return err
			}
			rest = text[size:]
		default:
			d.paragraph(line)
		}
		d.offset += int64(len(text) - len(rest))
		text = rest
	}
	return nil
}

// paragraph keeps a line of prose. A Markdown heading is a heading.
func (d *dump) paragraph(line string) {
	prov := d.prov(d.offset, len(line))
	line = strings.TrimRight(line, "\r")
	if marks := len(line) - len(strings.TrimLeft(line, "#")); marks > 0 && marks <= 6 && strings.HasPrefix(line[marks:], " ") {
		d.doc.Blocks = append(d.doc.Blocks, &extract.Heading{Prov: prov, Level: marks, Text: strings.TrimSpace(line[marks:])})
		return
	}
	if line = cutMarks(line); strings.TrimSpace(line) != "" {
		d.doc.Blocks = append(d.doc.Blocks, &extract.Paragraph{Prov: prov, Text: line})
	}
}

// cutMarks drops the marks that converters put before a text: [bookmark: …], [image: …].
func cutMarks(s string) string {
	for strings.HasPrefix(s, "[bookmark:") || strings.HasPrefix(s, "[image:") {
		_, rest, ok := strings.Cut(s, "]")
		if !ok {
			return s
		}
		s = rest
	}
	return s
}

// tabTable reads the table at the start of text and returns its length.
func (d *dump) tabTable(text string) (int, error) {
	var cells []extract.Cell
	row, col, size := 0, 0, 0
	blank := false // an empty line has ended a row
	for size < len(text) {
		line, _, more := strings.Cut(text[size:], "\n")
		n := len(line)
		if more {
			n++
		}
		line = strings.TrimRight(line, "\r")
		at := d.offset + int64(size)
		switch {
		case line == "":
			if col > 0 {
				row, col = row+1, 0
			}
			blank = true
		case line[0] == '\t':
			cells = append(cells, extract.Cell{Prov: d.prov(at, len(line)), Row: row, Col: col, RowSpan: 1, ColSpan: 1, Text: cutMarks(line[1:])})
			col++
			blank = false
		case blank:
			return size, d.table(cells, at-int64(size))
		default:
			c := &cells[len(cells)-1]
			c.Text += "\n" + line
			if !d.moved {
				c.End = at + int64(len(line))
			}
		}
		if d.cells+len(cells) > d.lim.Cells || row > d.lim.Rows {
			return 0, &extract.Error{Code: "textdump-cells-limit", Format: name, Offset: at, Err: extract.ErrLimit}
		}
		size += n
	}
	return size, d.table(cells, d.offset)
}

// table closes a table that starts at the offset.
func (d *dump) table(cells []extract.Cell, start int64) error {
	g, err := extract.NewGrid(cells)
	if err != nil {
		return err
	}
	d.cells += len(cells)
	t := &extract.Table{Prov: d.prov(start, int(max(0, cells[len(cells)-1].End-start))), Text: true, Grid: g}
	d.doc.Blocks = append(d.doc.Blocks, t)
	return nil
}

// pipeRow reports a line of a pipe table.
func pipeRow(line string) bool {
	line = strings.TrimSpace(line)
	return len(line) > 2 && line[0] == '|' && strings.Count(line, "|") > 1
}

// pipeTable reads the pipe table at the start of text and returns its length.
// Two tables without a line between them are told apart by their rulers.
func (d *dump) pipeTable(text string) (int, error) {
	var cells []extract.Cell
	row, size := 0, 0
	for size < len(text) {
		line, rest, more := strings.Cut(text[size:], "\n")
		if !pipeRow(line) || row > 0 && rulerNext(rest) && !ruler(line) {
			break
		}
		at := d.offset + int64(size)
		if !ruler(line) {
			line := strings.TrimSpace(line)
			line = strings.TrimSuffix(strings.TrimPrefix(line, "|"), "|")
			for col, f := range strings.Split(line, "|") {
				cells = append(cells, extract.Cell{Prov: d.prov(at, len(line)), Row: row, Col: col, RowSpan: 1, ColSpan: 1, Text: strings.TrimSpace(f)})
			}
			row++
		}
		if d.cells+len(cells) > d.lim.Cells {
			return 0, &extract.Error{Code: "textdump-cells-limit", Format: name, Offset: at, Err: extract.ErrLimit}
		}
		size += len(text[size:]) - len(rest)
		if !more {
			size = len(text)
		}
	}
	if len(cells) == 0 { // a ruler alone
		d.paragraph(text[:size])
		return size, nil
	}
	return size, d.table(cells, d.offset)
}

func rulerNext(rest string) bool {
	line, _, _ := strings.Cut(rest, "\n")
	return ruler(line)
}

// ruler reports the line of dashes below the head of a pipe table.
func ruler(line string) bool {
	line = strings.TrimSpace(line)
	return strings.HasPrefix(line, "|") && strings.Contains(line, "--") && strings.Trim(line, "|-: \t") == ""
}
