// Package rtf reads Rich Text Format (Rich Text Format Specification, version
// 1.9.1, cited as [RTF]).
//
//	[x] groups, \bin, hex and raw bytes, \u with \uc, surrogate pairs, \upr
//	[x] code pages: \ansicpg, \mac, \pc, \pca; \fcharset and \cpg of each font; \dbch
//	[x] paragraphs, headings by outline level or style, tabs, line breaks, special characters
//	[x] tables: \cellx edges snapped to one grid, \clvmgf \clvmrg \clmgf \clmrg, \trhdr,
//	    nesting by \itap, definitions before or behind the cells or inherited
//	[x] list labels as printed (\listtext, \pntext), else counted from \listtable
//	[x] fields (their result), SYMBOL fields, check boxes of forms
//	[x] tracked changes as if accepted; hidden text dropped
//	[x] superscript and subscript digits kept apart from numbers, strike-through in tables told
//	[x] footnotes, endnotes, comments as notes; headers and footers as furniture
//	[x] text boxes and the text of WordArt after the paragraph that holds them
//	[x] tables printed as aligned text (extract.TextTables)
//	[ ] EQ fields, pictures, embedded objects (their printed result is read)
//	[ ] HTML kept inside mail (\*\htmltag); the RTF around it is read
//	[ ] code page 1361 (Johab) and the Asian code pages of the Macintosh in full
//
// An example:
//
//	doc, err := rtf.Format.Read(ctx, b, extract.Options{})
//	for _, t := range doc.Tables() {
//		fmt.Println(t.Grid.Rows, t.Grid.Cols)
//	}
package rtf

import (
	"bytes"
	"context"
	"fmt"

	"github.com/gongkai-data/gongkai/extract"
)

const format = "rtf"

// Format is the reader.
var Format = extract.Format{
	Name: format, Reader: 2, Detect: detect,
	Read: func(ctx context.Context, b []byte, opt extract.Options) (*extract.Document, error) {
		r := newReader(ctx, b, opt)
		if err := r.read(); err != nil {
			return nil, err
		}
		return r.doc, nil
	},
	Reads: "Rich Text Format, also under the name .doc: text, headings, tables with spans, printed list labels, notes, text boxes, WordArt",
	Skips: "pictures, embedded objects, equation fields",
}

// lead returns where the document starts behind blanks and a byte order mark,
// -1 where it is no RTF.
func lead(b []byte) int {
	head := bytes.TrimLeft(bytes.TrimPrefix(b[:min(len(b), 8<<10)], []byte("\xef\xbb\xbf")), " \t\r\n\f\x00")
	if !bytes.HasPrefix(head, []byte(`{\rtf`)) && !bytes.HasPrefix(head, []byte(`{\urtf`)) {
		return -1
	}
	return bytes.IndexByte(b, '{')
}

func detect(b []byte) bool { return lead(b) >= 0 }

// reader carries one reading through the file.
type reader struct {
	ctx context.Context
	lim extract.Limits
	doc *extract.Document

	b         []byte
	pos       int
	tokens    int
	nextWatch int // tokens at which the limits are looked at
	state     state
	stack     []state // of the groups around the current one
	star      bool    // \* stands before the next word
	skip      int     // characters left that stand in for the \u before them

	text     []byte // of the paragraph being read; captured text and inner stories behind it
	raw      []byte // bytes of a code page, not decoded yet
	rawSet   *charset
	rawWhole int    // how many of them are known to be whole characters
	high     uint16 // first half of a surrogate pair

	page     int // code page of the document
	deff     int32
	fonts    fonts
	charsets map[int]*charset
	guessed  *charset // of the fonts for Western text in a document of another code page
	wide     utf8ness // of the raw bytes of the file
	decoders map[*charset]decoder

	styles  styles
	lists   lists
	label   []byte // printed label of the paragraph being read
	labeled bool   // there was one, perhaps empty

	out       [3][]extract.Block // by role
	story     *story
	furniture [][]byte // groups of headers and footers read
	shapeProp string   // name of the property of a shape that is being read
	instr     field
	outer     []field // fields around it
	moment    moment

	ahead         int // where the next word of a table stands that rowAhead found
	aheadIsCell   bool
	tables, cells int
	spent         int64 // bytes of text
	spare         []*level
	told          map[string]bool // notices given once
}

func newReader(ctx context.Context, b []byte, opt extract.Options) *reader {
	return &reader{
		ctx: ctx, lim: opt.Limits.WithDefaults(), doc: new(extract.Document), b: b, page: defaultPage,
		charsets: make(map[int]*charset), decoders: make(map[*charset]decoder), ahead: -1,
	}
}

func (r *reader) read() error {
	if r.pos = lead(r.b); r.pos < 0 {
		return &extract.Error{Code: "rtf-not-rtf", Format: format, Offset: 0, Detail: "no {\\rtf at the start", Err: extract.ErrCorrupt}
	}
	r.state = state{dest: toStory, uc: 1, par: plainPar}
	r.story = &story{first: -1}
	if err := r.groups(); err != nil {
		return err
	}
	if err := r.end(); err != nil {
		return err
	}
	for _, blocks := range r.out {
		for _, b := range blocks {
			if b != nil {
				r.doc.Blocks = append(r.doc.Blocks, b)
			}
		}
	}
	r.doc.Blocks = extract.TextTables(r.doc.Blocks)
	return r.checkTextTables()
}

// end closes what the end of the file leaves open.
func (r *reader) end() error {
	if len(r.stack) > 0 {
		r.notice("rtf-cut", "", extract.Prov{Start: int64(len(r.b)), End: int64(len(r.b))})
	} else if rest := bytes.Trim(r.b[r.pos:], " \t\r\n\x00\x1a}"); len(rest) > 0 {
		r.notice("rtf-behind-end", fmt.Sprintf("%d bytes", len(rest)), extract.Prov{Start: int64(r.pos), End: int64(len(r.b))})
	}
	for len(r.stack) > 0 {
		if err := r.closeGroup(); err != nil {
			return err
		}
	}
	return r.endStory()
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
		r.pos = int(t.Start)
		switch {
		case r.tables > r.lim.Tables:
			return r.limit("rtf-tables-limit", "tables", r.lim.Tables)
		case t.Grid.Rows > r.lim.Rows:
			return r.limit("rtf-rows-limit", "rows", r.lim.Rows)
		case r.cells > r.lim.Cells:
			return r.limit("rtf-cells-limit", "cells", r.lim.Cells)
		}
	}
	return nil
}

func (r *reader) limit(code extract.Code, what string, n int) error {
	return &extract.Error{Code: code, Format: format, Offset: int64(r.pos), Detail: fmt.Sprintf("limit %s = %d, needed more", what, n), Err: extract.ErrLimit}
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

// here is the place that was just read.
func (r *reader) here() extract.Prov {
	return extract.Prov{Start: int64(max(r.pos-1, 0)), End: int64(r.pos)}
}
