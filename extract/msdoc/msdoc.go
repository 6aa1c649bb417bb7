// Package msdoc reads Word binary documents (.doc, .dot and the .wps of Kingsoft
// WPS; [MS-DOC] version 12.3, [MS-CFB], [MS-OSHARED]).
//
//	[x] Word 97 and later, fast-saved files, 8-bit and UTF-16 text mixed
//	[x] paragraphs, headings by style or outline level, breaks, symbols
//	[x] tables: cell edges in twips, horizontal and vertical merges, header rows, nested tables
//	[x] lists resolved to the printed label: 一、（三） 1.2 ①
//	[x] tracked changes as if accepted: inserted kept, deleted dropped; hidden text dropped
//	[x] superscript and subscript digits kept apart from numbers, strike-through in tables told
//	[x] fields (their result), check boxes of forms
//	[x] text boxes after the paragraph that holds them
//	[x] footnotes, endnotes, annotations as notes; headers and footers as furniture
//	[x] document properties
//	[x] tables printed as aligned text (extract.TextTables)
//	[x] damaged files as far as they go, with a notice
//	[x] files cut off before their directory: text and cells by their marks, where no change was tracked
//	[x] the text of WordArt
//	[ ] EQ fields, pictures, other drawings, embedded objects
//	[x] encrypted documents with their password: XOR, RC4, RC4 CryptoAPI
//	[x] Word 6 and 95: text by the code page of its font, tables
//
// An example:
//
//	doc, err := msdoc.Format.Read(ctx, b, extract.Options{})
//	for _, t := range doc.Tables() {
//		fmt.Println(t.Grid.Rows, t.Grid.Cols)
//	}
package msdoc

import (
	"context"
	"fmt"

	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/extract/internal/cfb"
)

const (
	format     = "doc"
	mainStream = "WordDocument"
)

// Format is the reader.
var Format = extract.Format{
	Name: format, Reader: 2, Detect: detect, Read: read,
	Reads: "Word .doc and .dot of Word 6 and later, .wps of Kingsoft WPS: text, headings, tables with spans, printed list labels, notes, text boxes, WordArt",
	Skips: "pictures, other drawings, equation fields, macros, embedded objects, Word 2 and older",
}

// detect holds for a compound file with a Word document in it.
func detect(b []byte) bool {
	if !cfb.Is(b) {
		return false
	}
	if cfb.Lists(b, mainStream) {
		return true
	}
	f, err := cfb.Open(b, format, "msdoc")
	return err != nil || f.Has(mainStream) || f.Empty()
}

// reader carries one reading.
type reader struct {
	ctx    context.Context
	lim    extract.Limits
	doc    *extract.Document
	file   *cfb.File
	word   data // the main stream
	table  data // the table stream
	stream data // the Data stream, see dataStream
	opened bool // stream was looked for
	fib    *fib
	cipher cipher // nil for a plain document

	pieces pieces
	para   fkps
	char   fkps
	taps   []data // arrays with table properties of the paragraph being read
	styles styles
	nums   numbering
	fonts  []string
	pages  []int // code pages of the fonts of Word 6
	boxes  boxes
	art    map[int]string // text of WordArt by its shape

	role    extract.Role
	blocks  []extract.Block
	open    []*table // tables around the current place
	text    []byte   // of the paragraph being read
	half    half
	from    int    // its first byte, -1 for none
	to      int    // behind its last byte
	carry   bool   // its mark was deleted: the next paragraph goes on
	carried pap    // of that paragraph
	fields  []bool // open fields: true inside the instruction
	instr   int    // how many of them are inside it
	eq      int    // 1 + index in fields of an EQ field without a result yet
	code    []byte // start of the instruction of the innermost field
	anchor  int    // where among the blocks its text boxes go, -1 for none
	here    extract.Prov

	istd  int // style of the paragraph being read
	depth int // of tables around it
	pap   pap // of a paragraph that is not kept
	chp   chp
	plain [2]chp // of characters without properties: shown, hidden
	row   *tap   // of the paragraph that was read last, nil where it is not kept
	paps  [kept]keptPap
	chps  [kept]keptChp

	tables, cells, steps int
	hugeRead             int             // bytes of arrays in the Data stream
	spentPrc             int             // bytes of arrays that pieces put on characters
	ahead                int             // characters looked at in search of the end of a field
	spent                int64           // bytes of text and of what holds it
	told                 map[string]bool // notices given once
}

func read(ctx context.Context, b []byte, opt extract.Options) (*extract.Document, error) {
	r := &reader{ctx: ctx, lim: opt.Limits.WithDefaults(), doc: new(extract.Document), plain: [2]chp{plainChp(false), plainChp(true)}}
	if err := r.read(b, opt.Password); err != nil {
		return nil, err
	}
	return r.doc, nil
}

func (r *reader) read(b []byte, password string) error {
	var err error
	if r.file, err = cfb.Open(b, format, "msdoc"); err != nil {
		return err
	}
	if r.file.Broken != "" {
		r.notice("msdoc-cfb-broken", r.file.Broken, extract.Prov{})
	}
	if r.file.Broken != "" && r.file.Empty() {
		return r.readBare(b)
	}
	if err := r.streams(password); err != nil {
		return err
	}
	if err := r.structures(); err != nil {
		return err
	}
	if err := r.stories(); err != nil {
		return err
	}
	if r.para.lost || r.char.lost || r.para.none || r.char.none {
		r.notice("msdoc-fkp", "", extract.Prov{Part: mainStream})
	}
	r.properties()
	r.doc.Blocks = extract.TextTables(r.blocks)
	return r.checkTextTables()
}

// streams finds the main stream and the table stream.
func (r *reader) streams(password string) error {
	word, whole := r.file.Stream(mainStream)
	if len(word) == 0 {
		return &extract.Error{Code: "msdoc-no-document", Format: format, Offset: -1, Detail: "no stream WordDocument", Err: extract.ErrCorrupt}
	}
	r.word = word
	if !whole {
		r.notice("msdoc-stream-cut", mainStream, extract.Prov{Part: mainStream})
	}
	nFib, known := identity(r.word)
	switch {
	case !known:
		return corrupt("msdoc-fib", 0, fmt.Sprintf("wIdent %#x", r.word.u16(0)))
	case nFib < firstNFibWord6:
		return &extract.Error{Code: "msdoc-version", Format: format, Part: mainStream, Offset: 2, Detail: fmt.Sprintf("nFib %d", nFib), Err: extract.ErrNotYet}
	}
	old := nFib < firstNFibWord8
	if !old {
		r.tableStream()
	}
	if r.word.u16(10)&0x0100 != 0 { // fEncrypted
		if err := r.decrypt(nFib, password); err != nil {
			return err
		}
	}
	var err error
	if old {
		r.fib, err = readFib6(r.word)
	} else {
		r.fib, err = readFib(r.word)
	}
	if err != nil {
		return err
	}
	r.fib.eastAsia = r.word.u16(0) >= 0xA697 && r.word.u16(0) <= 0xA699
	return nil
}

// tableStream finds the table stream: fWhichTblStm of FibBase names it.
func (r *reader) tableStream() {
	name, other := "0Table", "1Table"
	if r.word.u16(10)&0x0200 != 0 {
		name, other = other, name
	}
	table, whole := r.file.Stream(name)
	if len(table) == 0 { // the bit is wrong in some files
		if b, w := r.file.Stream(other); len(b) > 0 {
			name, table, whole = other, b, w
		}
	}
	if r.table = table; !whole {
		r.notice("msdoc-stream-cut", name, extract.Prov{})
	}
}

// dataStream returns the Data stream, nil where there is none.
func (r *reader) dataStream() data {
	if !r.opened && r.file != nil {
		r.opened = true
		r.stream, _ = r.file.Stream("Data")
		if r.cipher != nil {
			r.stream = decrypted(r.cipher, r.stream, 0)
		}
	}
	return r.stream
}

// structures reads what the text needs: pieces, properties, styles, lists.
func (r *reader) structures() error {
	f := r.fib
	if f.old {
		return r.structures6()
	}
	var ok bool
	if r.pieces, ok = readClx(f.part(r.table, fcClx), r.word, f); !ok {
		r.notice("msdoc-piece-table", "", extract.Prov{})
		if len(r.pieces.list) == 0 {
			r.pieces = plain(f, r.word)
		}
		if len(r.pieces.list) == 0 {
			return corrupt("msdoc-no-text", -1, "no piece table")
		}
	}
	if n := r.pieces.end() - f.total(); ok && (n < 0 || n > 1) { // one more where there are other stories
		r.notice("msdoc-piece-table", fmt.Sprintf("%d characters, %d told", r.pieces.end(), f.total()), extract.Prov{})
	}
	r.para = newFkps(r.word, f.part(r.table, fcPlcfBtePapx), 4, 13)
	r.char = newFkps(r.word, f.part(r.table, fcPlcfBteChpx), 4, 1)
	if r.para.n == 0 {
		r.para.lost = true
	}
	lst, lfo := 8*fcPlfLst, 8*fcPlfLfo
	if !r.nums.readLists(r.table, f.pairs.i32(lst), f.pairs.i32(lst+4), f.pairs.i32(lfo), f.pairs.i32(lfo+4)) {
		r.notice("msdoc-lists", "", extract.Prov{})
	}
	r.readStyles(f.part(r.table, fcStshf))
	r.readFonts(f.part(r.table, fcSttbfFfn))
	r.readBoxes()
	if len(r.boxes.spas[0])+len(r.boxes.spas[1]) > 0 {
		r.art = wordArt(f.part(r.table, fcDggInfo))
	}
	return nil
}

// checkTextTables holds the tables made of aligned text against the limits.
func (r *reader) checkTextTables() error {
	for _, b := range r.doc.Blocks {
		t, ok := b.(*extract.Table)
		if !ok || !t.Text {
			continue
		}
		r.tables++
		r.cells += t.Grid.Rows * t.Grid.Cols
		switch {
		case r.tables > r.lim.Tables:
			return r.limit("tables", r.lim.Tables, int(t.Start))
		case t.Grid.Rows > r.lim.Rows:
			return r.limit("rows", r.lim.Rows, int(t.Start))
		case r.cells > r.lim.Cells:
			return r.limit("cells", r.lim.Cells, int(t.Start))
		}
	}
	return nil
}

func (r *reader) notice(code extract.Code, detail string, at extract.Prov) {
	key := string(code) + "\x00" + detail
	if r.told[key] || len(r.told) > 1000 {
		return
	}
	if r.told == nil {
		r.told = make(map[string]bool)
	}
	r.told[key] = true
	r.doc.Notices = append(r.doc.Notices, extract.Notice{Code: code, Detail: detail, Prov: at})
}

func (r *reader) prov(start, end int) extract.Prov {
	if start < 0 || end < start {
		return extract.Prov{Part: mainStream}
	}
	return extract.Prov{Part: mainStream, Start: int64(start), End: int64(end)}
}
