// Package pdf reads PDF files (ISO 32000-1; ISO 32000-2 for AES-256).
//
//	[x] files with tables and streams of cross-references, updates, linearised; files whose
//	    cross-references are wrong or whose end is lost, as far as their pages are there
//	[x] encryption with RC4 and AES by an empty or a given password
//	[x] characters by ToUnicode, encodings, glyph names, predefined and embedded CMaps, the
//	    collections of Adobe, the cmap of embedded fonts; vertical writing, turned pages
//	[x] rulings of strokes and filled rectangles, forms inside pages, values of form fields
//	[x] layers that are off and text that is clipped away are left out, as in print
//	[x] tables and paragraphs: package pagetable
//	[x] a second reader where this one fails, finds nothing or cannot name the characters
//	[ ] characters in pictures, glyphs that only their outline tells
//	[ ] the structure tree: tables are rebuilt from what is printed
//
// An example:
//
//	doc, err := pdf.Format.Read(ctx, b, extract.Options{})
//	for _, t := range doc.Tables() {
//		fmt.Println(t.Page, t.Grid.Rows, t.Grid.Cols)
//	}
package pdf

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/extract/internal/pagetable"
	"github.com/gongkai-data/gongkai/extract/pdf/internal/content"
	"github.com/gongkai-data/gongkai/extract/pdf/internal/object"
)

const format = "pdf"

// Format is the reader.
var Format = extract.Format{
	Name: format, Reader: 1, Detect: detect, Read: read,
	Reads: "PDF: text and tables rebuilt from the page, encrypted with an empty or given password, damaged and cut files as far as pages are left",
	Skips: "scanned pages without character recognition, pictures",
}

// detect looks for the header within the first 1024 bytes (ISO 32000-1, annex
// H.3.4.1), or for the second line of a file that lost its first.
func detect(b []byte) bool {
	return bytes.Contains(b[:min(len(b), 1024)], []byte("%PDF-")) || bytes.HasPrefix(b, []byte("%\xe2\xe3\xcf\xd3"))
}

// Pages reads what each page of a file shows. Errors are those of Format.Read.
func Pages(ctx context.Context, b []byte, opt extract.Options) ([]extract.PageContent, error) {
	s, err := readFirst(ctx, b, opt)
	return s.pages, err
}

// seen is what the first reader saw in a file.
type seen struct {
	pages    []extract.PageContent
	file     *object.File // nil where it could not be opened
	off      int          // characters of layers that are off
	inferred int          // characters that codes alone tell
	clipped  int          // characters beside the page or clipped away
	bare     int          // annotations without an appearance
	lost     []bool       // by page: fonts of it are lost, with what told their characters
	complete bool         // every page of the tree was found
}

// readFirst reads the pages by the packages object, font and content.
func readFirst(ctx context.Context, b []byte, opt extract.Options) (s seen, err error) {
	lim := opt.Limits.WithDefaults()
	if int64(len(b)) > lim.Input {
		return s, failed("pdf-limit", extract.ErrLimit, "limit input = %d, needed %d", lim.Input, len(b))
	}
	if !detect(b) {
		return s, failed("pdf-damaged", extract.ErrCorrupt, "no %%PDF- in the first 1024 bytes")
	}
	s.file, err = object.Open(ctx, b, opt.Password, lim)
	switch {
	case errors.Is(err, object.ErrPassword):
		return s, failed("pdf-password", extract.ErrEncrypted, "")
	case errors.Is(err, object.ErrEncryption):
		return s, failed("pdf-encryption", extract.ErrEncrypted, "%v", err)
	case err != nil:
		return s, failed("pdf-damaged", extract.ErrCorrupt, "%v", err)
	}
	nodes, complete := s.file.Pages()
	s.complete = complete
	if len(nodes) > object.MaxPages {
		return s, failed("pdf-limit", extract.ErrLimit, "limit pages = %d, needed >= %d", object.MaxPages, len(nodes))
	}
	doc := content.NewDocument(ctx, s.file, lim.Tokens)
	for i, n := range nodes {
		p := doc.Page(n, i+1)
		unread(&p.PageContent, p.Figures)
		s.off += p.Off
		s.inferred += p.Inferred
		s.clipped += p.Clipped
		s.bare += p.Bare
		s.lost = append(s.lost, p.Lost > 0)
		s.pages = append(s.pages, p.PageContent)
		if ctx.Err() != nil {
			return s, failed("read-deadline", extract.ErrLimit, "page %d of %d", i+1, len(nodes))
		}
		if s.file.Spent {
			return s, failed("pdf-limit", extract.ErrLimit, "limit unpacked = %d, one stream = %d, page %d of %d", lim.Unpacked, lim.Entry, i+1, len(nodes))
		}
		if doc.Spent() {
			return s, failed("pdf-limit", extract.ErrLimit, "limit operators = %d, page %d of %d", lim.Tokens, i+1, len(nodes))
		}
	}
	if ctx.Err() != nil {
		return s, failed("read-deadline", extract.ErrLimit, "")
	}
	if len(s.pages) == 0 {
		return s, failed("pdf-damaged", extract.ErrCorrupt, "no page found%s", because(s.file))
	}
	return s, nil
}

func because(f *object.File) string {
	if f.Repaired == "" {
		return ""
	}
	return ": " + f.Repaired
}

func failed(code extract.Code, sentinel error, detail string, args ...any) *extract.Error {
	return &extract.Error{Code: code, Format: format, Offset: -1, Detail: fmt.Sprintf(detail, args...), Err: sentinel}
}

// read reads a document. Where no character of it can be seen it fails with
// ErrNoText.
func read(ctx context.Context, b []byte, opt extract.Options) (*extract.Document, error) {
	doc := &extract.Document{}
	s, err := readFirst(ctx, b, opt)
	pages := s.pages
	if opt.Instead != nil {
		pages, err = opt.Instead.ReadPages(ctx, b, opt)
	} else if why := doubt(&s, err); why != "" && opt.Second != nil {
		var asked bool
		if pages, asked, err = askSecond(ctx, b, opt, &s, err); asked {
			doc.Notices = append(doc.Notices, extract.Notice{Code: "pdf-second-reader", Detail: why})
		}
	}
	if err != nil {
		return nil, err
	}
	for i := range pages {
		doc.Pages = append(doc.Pages, pages[i].Page)
	}
	doc.Notices = append(doc.Notices, notices(&s, pages)...)
	doc.Pictures = pictures(pages)
	if !legible(pages) {
		return nil, failed("pdf-no-text", extract.ErrNoText, "%d pages", len(pages))
	}
	if s.file != nil {
		properties(s.file, doc)
	}
	tables, err := pagetable.Build(ctx, pages, opt)
	if err != nil {
		var e *extract.Error
		if errors.As(err, &e) && e.Format == "" {
			e.Format = format
		}
		return nil, err
	}
	doc.Blocks = tables.Blocks
	doc.Notices = append(doc.Notices, tables.Notices...)
	return doc, nil
}
