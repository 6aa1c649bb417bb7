package msdoc

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/gongkai-data/gongkai/extract"
)

// readBare reads a file whose directory is lost, as downloads leave it that
// break off: the FIB lies at the start of a sector and says where the text is.
// The formatted pages lie behind the text and are lost with the directory, so
// only the marks in the text tell cells and rows.
func (r *reader) readBare(b []byte) error {
	cut := func(detail string) error {
		return &extract.Error{Code: "msdoc-cut", Format: format, Offset: -1, Detail: detail, Err: extract.ErrCorrupt}
	}
	if r.word = r.file.Chain(isFib); r.word == nil {
		return cut(r.file.Broken)
	}
	f, err := readFib(r.word)
	if err != nil {
		return cut("no whole FIB")
	}
	r.fib = f
	switch {
	case r.word.u16(10)&0x0100 != 0: // fEncrypted
		return cut("encrypted")
	case f.pairs.i32(8*fcSttbfRMark+4) > onlyUnknown:
		return cut("changes were tracked: deleted text cannot be told")
	case f.ccp[storyMain] == 0:
		return cut("no text")
	}
	if !r.barePieces(b) {
		return cut("no text where the FIB says")
	}
	r.notice("msdoc-bare-text", fmt.Sprintf("%d of %d characters", min(r.pieces.end(), f.ccp[storyMain]), f.ccp[storyMain]), extract.Prov{Part: mainStream})
	if err := r.bareStory(); err != nil {
		return err
	}
	r.doc.Blocks = extract.TextTables(r.blocks)
	return r.checkTextTables()
}

// onlyUnknown is the size of a SttbfRMark ([MS-DOC] 2.9.288) that names no author but
// "Unknown". Who tracks changes is named there; in no document that was met
// deleted text goes with a smaller one.
const onlyUnknown = 22

// isFib tells the first sector of the main stream of Word 97 and later: wIdent,
// nFib and the counts of FibBase.csw and FibRgW97.cslw ([MS-DOC] 2.5.1).
func isFib(sector []byte) bool {
	d := data(sector)
	return d.u16(0) == 0xA5EC && d.u16(2) >= firstNFibWord8 && d.u16(32) == 14 && d.u16(62) == 22
}

// barePieces finds the piece table, which may have been in front of the cut, or
// takes the text for one piece, and keeps what is text of it.
func (r *reader) barePieces(b data) bool {
	f := r.fib
	if clx := findClx(b, f); clx != nil {
		r.pieces, _ = readClx(clx, r.word, f)
	} else if !f.complex { // else deleted text may stand between
		r.pieces = plain(f, r.word)
	}
	for i := range r.pieces.list {
		p := &r.pieces.list[i]
		if n := credible(r.word.clip(p.fc, (p.end-p.cp)*p.width), p.width) / p.width; n < p.end-p.cp {
			p.end = p.cp + n
			r.pieces.list = r.pieces.list[:i+1]
			break
		}
	}
	return r.pieces.end() > 0
}

// findClx returns the only bytes of the file that can be the piece table: it has
// the size that the FIB states and covers the characters of all stories.
func findClx(b data, f *fib) (clx data) {
	lcb := f.pairs.i32(8*fcClx + 4)
	if lcb < 21 || (lcb-9)%12 != 0 || lcb > len(b) {
		return nil
	}
	n := (lcb - 9) / 12
	head := []byte{2, byte(lcb - 5), byte((lcb - 5) >> 8), byte((lcb - 5) >> 16), byte((lcb - 5) >> 24), 0, 0, 0, 0}
	for at, met := 0, 0; met < maxClx; at++ {
		i := bytes.Index(b.from(at), head)
		if i < 0 {
			return clx
		}
		at += i
		x := b.sub(at, lcb)
		if last := x.i32(5 + 4*n); x == nil || last < f.total() || last > f.total()+1 {
			continue
		}
		if met++; clx != nil && !bytes.Equal(clx, x) {
			return nil
		}
		clx = x
	}
	return nil
}

// maxClx bounds the copies of a piece table that are compared.
const maxClx = 16

// credible returns how many bytes from the start on are text: it stops in front
// of the first stretch of them that holds more than a few characters that no
// document prints.
func credible(b data, width int) int {
	const stretch = 256
	for at := 0; at < len(b); at += stretch {
		part, bad := b.clip(at, stretch), 0
		for k := 0; k+width <= len(part); k += width {
			u := part.u8(k)
			if width == 2 {
				u = part.u16(k)
			}
			if !inDocuments(rune(u)) {
				bad++
			}
		}
		if bad*16*width > len(part) {
			return at
		}
	}
	return len(b) / width * width
}

// inDocuments reports characters of Chinese and Western documents and the marks of
// Word in them.
func inDocuments(u rune) bool {
	switch {
	case u < ' ':
		return u == '\t' || u == '\a' || u >= '\v' && u <= 0x0E || u >= 0x13 && u <= 0x15 || u >= 1 && u <= 8 || u >= 0x1E
	case u < 0x0530, u >= 0x2000 && u < 0x3400, u >= 0x4E00 && u < 0xA000, u >= 0xFE10 && u < 0xFFF0:
		return true
	}
	return false
}

// bareStory reads the body by its marks: 0D ends a paragraph, 07 a cell; one
// more 07 with no text in front ends the row.
func (r *reader) bareStory() error {
	limit := min(r.fib.ccp[storyMain], r.pieces.end())
	r.role, r.from = extract.Body, -1
	var t bareTable
	for cp := 0; cp < limit; {
		end, mark, at, i := r.markAfter(cp, limit)
		if mark == 0 {
			break // the cut is in it: half a number is none
		}
		r.here = r.prov(at, at)
		if err := r.run(cp, end-1, false); err != nil {
			return err
		}
		r.extend(at, at+r.width(i))
		r.endFields()
		u := bareText{string(r.text), r.from, r.to, mark == '\a'}
		r.text, r.from, r.to = r.text[:0], -1, 0
		if err := r.spend(len(u.text)); err != nil {
			return err
		}
		if err := r.bareUnit(&t, u); err != nil {
			return err
		}
		cp = end
	}
	return r.endBare(&t)
}

// bareText is what stands in front of a mark.
type bareText struct {
	text     string
	from, to int
	cell     bool // the mark ends a cell
}

// bareTable is the table being read, its marks read in the one way in which no
// row ends with an empty cell. A row that does, or has one behind its label, ends
// early, and what is left of it starts the next: the table is told as aligned
// text (Table.Text), in which the place in a row says nothing of the column.
type bareTable struct {
	rows  [][]bareText
	row   []bareText
	lines []bareText // paragraphs that may be the start of a cell
	doubt bool
}

// maxBlank is how many cells at the start of a row may be empty, as cells that go
// on from above are. More are blank cells: where a row ends there is not told.
const maxBlank = 3

func (r *reader) bareUnit(t *bareTable, u bareText) error {
	switch {
	case !u.cell && len(t.row) == 0:
		if err := r.endBare(t); err != nil { // behind a row, or no table at all
			return err
		}
		t.lines = append(t.lines[:0], u)
	case !u.cell:
		t.lines = append(t.lines, u)
	case u.text == "" && len(t.lines) == 0 && len(t.row) > 0 && t.row[len(t.row)-1].text != "":
		t.doubt = t.doubt || len(t.row) > maxBlank && t.row[maxBlank].text == ""
		t.rows = append(t.rows, t.row)
		t.row = nil
		if len(t.rows) > r.lim.Rows {
			return r.limit("rows", r.lim.Rows, u.from)
		}
	default:
		if len(t.row) == 0 { // a paragraph in front of a first cell stands by itself
			r.bareLines(t.lines)
			t.lines = t.lines[:0]
		}
		t.row = append(t.row, u.behind(t.lines))
		t.lines = t.lines[:0]
	}
	return nil
}

// behind returns the cell of which the lines are the first paragraphs.
func (u bareText) behind(lines []bareText) bareText {
	if len(lines) == 0 {
		return u
	}
	var text strings.Builder
	for _, l := range lines {
		text.WriteString(l.text)
		text.WriteByte('\n')
	}
	text.WriteString(u.text)
	return bareText{text.String(), lines[0].from, u.to, u.cell}
}

// endBare puts the table into the document. The cells of a row without an end,
// the one with the cut in it, are paragraphs: some of them are missing.
func (r *reader) endBare(t *bareTable) error {
	if err := r.bareRows(t); err != nil {
		return err
	}
	r.bareLines(t.row)
	r.bareLines(t.lines)
	*t = bareTable{lines: t.lines[:0]}
	return nil
}

// bareRows puts the rows that have an end into the document.
func (r *reader) bareRows(t *bareTable) error {
	rows := t.rows
	if len(rows) == 0 {
		return nil
	}
	if t.doubt {
		for _, row := range rows {
			r.bareLines(row)
		}
		r.notice("msdoc-marks-doubt", "", r.prov(rows[0][0].from, rows[0][0].to))
		return nil
	}
	b := &extract.Table{Text: true}
	var cells []extract.Cell
	start, end := rows[0][0].from, rows[0][0].to
	for y, row := range rows {
		for x, c := range row {
			start, end = min(start, c.from), max(end, c.to)
			cells = append(cells, extract.Cell{Prov: r.prov(c.from, c.to), Row: y, Col: x, RowSpan: 1, ColSpan: 1, Text: c.text})
		}
	}
	b.Prov = r.prov(start, end)
	var err error
	if b.Grid, err = extract.NewGrid(cells); err != nil {
		return corrupt("msdoc-grid", start, err.Error())
	}
	r.blocks = append(r.blocks, b)
	return nil
}

func (r *reader) bareLines(us []bareText) {
	for _, u := range us {
		if u.text != "" {
			r.blocks = append(r.blocks, &extract.Paragraph{Prov: r.prov(u.from, u.to), Role: r.role, Text: u.text})
		}
	}
}
