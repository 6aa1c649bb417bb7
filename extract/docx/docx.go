// Package docx reads WordprocessingML packages (.docx, .docm, .dotx, .dotm;
// ECMA-376 part 1, 5th edition, transitional and strict).
//
//	[x] paragraphs, headings by style or outline level, runs, tabs, breaks, symbols
//	[x] tables: gridSpan, vMerge, hMerge, gridBefore, header rows, nested tables
//	[x] numbering resolved to the printed label: 一、（三） 1.2 ①
//	[x] tracked changes as if accepted: inserted kept, deleted and moved-away dropped
//	[x] superscript and subscript digits kept apart from numbers, strike-through in tables told
//	[x] fields (their result), hyperlinks, content controls, hidden text dropped
//	[x] text boxes after the paragraph that holds them, one alternative of each
//	[x] footnotes, endnotes, comments as notes; headers and footers as furniture
//	[x] altChunk: HTML through a function given to New, plain text, nested packages
//	[x] tables printed as aligned text (extract.TextTables)
//	[x] UTF-16 parts, other main part names, packages without their directory
//	[ ] EQ fields, WordArt, charts, SmartArt, OLE objects, altChunk of RTF or MHTML
//	[ ] encrypted packages: they are OLE compound files
//
// An example:
//
//	doc, err := docx.Format.Read(ctx, b, extract.Options{})
//	for _, t := range doc.Tables() {
//		fmt.Println(t.Grid.Rows, t.Grid.Cols)
//	}
package docx

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/extract/internal/ooxml"
)

const format = "docx"

// AltHTML reads the HTML of an altChunk into blocks.
type AltHTML func(ctx context.Context, b []byte, opt extract.Options) ([]extract.Block, error)

// Format is the reader without a reader for HTML inside a document.
var Format = New(nil)

// New returns the reader. Where alt is nil, HTML inside a document is set aside
// with a notice.
func New(alt AltHTML) extract.Format {
	return extract.Format{
		Name: format, Reader: 2, Detect: detect,
		Read: func(ctx context.Context, b []byte, opt extract.Options) (*extract.Document, error) {
			return read(ctx, b, opt, alt, 0)
		},
		Reads: "Word .docx, .docm, .dotx and .dotm: text, headings, tables with spans, printed list labels, notes, text boxes",
		Skips: "pictures, charts, WordArt, equation fields, macros, encrypted files",
	}
}

// detect holds for a zip package whose main part is a Word document.
func detect(b []byte) bool {
	p, err := ooxml.Open(b, format, extract.DefaultLimits)
	if err != nil {
		return refused(b, err)
	}
	if p.Has(defaultMain) {
		return true
	}
	part, err := mainPart(p)
	return err == nil && part != ""
}

// refused reports whether a package that cannot be opened is still a Word
// document by the names of its parts, so that Read can say what is wrong.
func refused(b []byte, err error) bool {
	var e *extract.Error
	return errors.As(err, &e) && e.Code != "docx-not-zip" && bytes.Contains(b, []byte("word/document"))
}

const defaultMain = "word/document.xml"

// mainPart returns the part of the document, "" where the package is of another
// kind.
func mainPart(p *ooxml.Package) (string, error) {
	part, err := p.Main()
	if err != nil || part == "" || !p.Has(part) {
		part = defaultMain
	}
	if !p.Has(part) {
		return "", err
	}
	kind, err := p.ContentType(part)
	if err != nil || kind == "" || kind == "application/xml" || kind == "text/xml" {
		if part == defaultMain {
			return part, nil
		}
		return "", err
	}
	// wordprocessingml.document.main+xml, ms-word.template.macroEnabledTemplate.main+xml
	if strings.Contains(kind, "wordprocessingml") || strings.Contains(kind, "ms-word") {
		return part, nil
	}
	return "", nil
}

// reader carries one reading through its parts.
type reader struct {
	ctx   context.Context
	opt   extract.Options
	lim   extract.Limits
	alt   AltHTML
	inner int // level of documents inside documents
	pkg   *ooxml.Package
	doc   *extract.Document
	t     *ooxml.Tokens
	steps int

	styles styles
	nums   numbering
	rels   []ooxml.Relationship // of the part being read
	chunks []chunk              // altChunks of the part being read

	role   extract.Role
	blocks []extract.Block
	text   []byte // of the paragraph or cell being read, outer ones before it
	depth  int    // of cells around the current place
	par    parState
	pic    picture // of the drawing being read
	fields []bool  // open fields: true inside the instruction
	instr  int     // how many of them are inside it
	eq     int     // 1 + index in fields of an EQ field without a result yet

	tables, cells int
	scratch       []rowCell
	spare         []extract.Cell  // buffer for the cells of a table of the body
	told          map[string]bool // notices given once
}

func read(ctx context.Context, b []byte, opt extract.Options, alt AltHTML, inner int) (*extract.Document, error) {
	r := &reader{ctx: ctx, opt: opt, lim: opt.Limits.WithDefaults(), alt: alt, inner: inner, doc: new(extract.Document)}
	if err := r.read(b); err != nil {
		return nil, err
	}
	return r.doc, nil
}

func (r *reader) read(b []byte) error {
	r.styles.def = -1
	var err error
	if r.pkg, err = ooxml.Open(b, format, r.lim); err != nil {
		return err
	}
	if r.pkg.Cut {
		r.notice("docx-cut", "", extract.Prov{})
	}
	part, err := mainPart(r.pkg)
	if err != nil {
		return err
	}
	if part == "" {
		return &extract.Error{Code: "docx-no-document", Format: format, Offset: -1, Detail: "no part of a Word document", Err: extract.ErrCorrupt}
	}
	if err := r.walk(part); err != nil {
		return err
	}
	for _, name := range r.pkg.BadSums {
		r.notice("docx-zip-sum", name, extract.Prov{Part: name})
	}
	r.doc.Blocks = extract.TextTables(r.blocks)
	return r.checkTextTables()
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
		what, limit := "", 0
		switch {
		case r.tables > r.lim.Tables:
			what, limit = "tables", r.lim.Tables
		case t.Grid.Rows > r.lim.Rows:
			what, limit = "rows", r.lim.Rows
		case r.cells > r.lim.Cells:
			what, limit = "cells", r.lim.Cells
		default:
			continue
		}
		return &extract.Error{Code: extract.Code("docx-" + what + "-limit"), Format: format, Part: t.Part, Offset: t.Start,
			Detail: fmt.Sprintf("limit %s = %d, needed more", what, limit), Err: extract.ErrLimit}
	}
	return nil
}

// walk reads the main part and what it points to.
func (r *reader) walk(part string) error {
	rels, err := r.pkg.Relationships(part)
	if err != nil {
		if err := r.tolerate(part, err); err != nil {
			return err
		}
	}
	if len(rels) == 0 {
		rels = r.guessRels()
	}
	if err := r.definitions(rels); err != nil {
		return err
	}
	if err := r.story(part, rels, extract.Body); err != nil {
		return err
	}
	if err := r.around(rels); err != nil {
		return err
	}
	return r.properties()
}

// guessRels stands in for relationships that are missing: the usual names.
func (r *reader) guessRels() []ooxml.Relationship {
	var rels []ooxml.Relationship
	for _, word := range []string{"styles", "numbering", "footnotes", "endnotes", "comments"} {
		if name := "word/" + word + ".xml"; r.pkg.Has(name) {
			rels = append(rels, ooxml.Relationship{Type: "/" + word, Target: name})
		}
	}
	for _, word := range []string{"header", "footer"} {
		for _, n := range []string{"1", "2", "3"} {
			if name := "word/" + word + n + ".xml"; r.pkg.Has(name) {
				rels = append(rels, ooxml.Relationship{Type: "/" + word, Target: name})
			}
		}
	}
	return rels
}

func (r *reader) definitions(rels []ooxml.Relationship) error {
	for _, d := range []struct {
		word string
		read func() error
	}{{"styles", r.readStyles}, {"numbering", r.readNumbering}} {
		for i := range rels {
			if rels[i].Is(d.word) && !rels[i].External {
				if err := r.sidePart(rels[i].Target, d.read); err != nil {
					return err
				}
				break
			}
		}
	}
	r.nums.link(&r.styles)
	r.styles.resolve(&r.nums)
	return nil
}

// around reads notes, then headers and footers, each part once.
func (r *reader) around(rels []ooxml.Relationship) error {
	seen := make(map[string]bool)
	for _, s := range []struct {
		word string
		role extract.Role
	}{
		{"footnotes", extract.Note}, {"endnotes", extract.Note}, {"comments", extract.Note},
		{"header", extract.Furniture}, {"footer", extract.Furniture},
	} {
		var parts []string
		for i := range rels {
			if name := rels[i].Target; rels[i].Is(s.word) && !rels[i].External && !seen[name] {
				seen[name] = true
				parts = append(parts, name)
			}
		}
		slices.Sort(parts)
		for _, name := range parts {
			if !r.pkg.Has(name) {
				r.notice("docx-part-missing", name, extract.Prov{Part: name})
				continue
			}
			sub, err := r.pkg.Relationships(name)
			if err == nil {
				err = r.story(name, sub, s.role)
			}
			if err := r.tolerate(name, err); err != nil {
				return err
			}
		}
	}
	return nil
}

// sidePart reads a part that the document can do without.
func (r *reader) sidePart(name string, read func() error) error {
	if !r.pkg.Has(name) {
		r.notice("docx-part-missing", name, extract.Prov{Part: name})
		return nil
	}
	err := r.open(name)
	if err == nil {
		err = read()
	}
	return r.tolerate(name, err)
}

// tolerate turns a broken part into a notice; limits stay errors.
func (r *reader) tolerate(part string, err error) error {
	var e *extract.Error
	if err == nil || !errors.As(err, &e) || !errors.Is(err, extract.ErrCorrupt) || e.Code == "docx-doctype" {
		return err
	}
	r.notice("docx-part-broken", part+": "+e.Detail, extract.Prov{Part: part})
	return nil
}

func (r *reader) open(part string) error {
	t, err := r.pkg.Tokens(part)
	r.t = t
	return err
}

// next is Tokens.Next with a look at the deadline.
func (r *reader) next() (ooxml.Kind, error) {
	if r.steps++; r.steps&4095 == 0 && r.ctx.Err() != nil {
		return ooxml.EOF, &extract.Error{Code: "read-deadline", Format: format, Part: r.t.Part, Offset: r.t.Start, Detail: r.ctx.Err().Error(), Err: extract.ErrLimit}
	}
	return r.t.Next()
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

// prov is the range from start to the end of the current token.
func (r *reader) prov(start int64) extract.Prov {
	if r.t.Unmapped {
		return extract.Prov{Part: r.t.Part}
	}
	return extract.Prov{Part: r.t.Part, Start: start, End: r.t.End}
}

// here is the place of the current token.
func (r *reader) here() extract.Prov { return r.prov(r.t.Start) }
