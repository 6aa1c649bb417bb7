// Package formats is the list of readers.
package formats

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"

	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/extract/docx"
	"github.com/gongkai-data/gongkai/extract/htmldoc"
	"github.com/gongkai-data/gongkai/extract/internal/pagetable"
	"github.com/gongkai-data/gongkai/extract/msdoc"
	"github.com/gongkai-data/gongkai/extract/pdf"
	"github.com/gongkai-data/gongkai/extract/rtf"
	"github.com/gongkai-data/gongkai/extract/textdump"
)

// All lists the readers in the order in which their Detect is asked.
var All = []extract.Format{
	docx.New(readHTML),
	rtf.Format,
	msdoc.Format,
	pdf.Format,
	htmldoc.MHTML,
	htmldoc.Format,
	textdump.Format, // last: most text is text
}

// readHTML reads the HTML inside a Word document.
func readHTML(ctx context.Context, b []byte, opt extract.Options) ([]extract.Block, error) {
	doc, err := htmldoc.Format.Read(ctx, b, opt)
	if err != nil {
		return nil, err
	}
	return doc.Blocks, nil
}

// Detect returns the format of the bytes by their content. Where no reader
// takes them it returns an *extract.Error with code format-empty,
// format-too-large, format-encrypted, format-damaged, format-not-yet or
// format-unknown.
func Detect(b []byte, lim extract.Limits) (extract.Format, error) {
	lim = lim.WithDefaults()
	switch {
	case len(b) == 0:
		return extract.Format{}, &extract.Error{Code: "format-empty", Offset: -1, Detail: "the file is empty", Err: extract.ErrFormat}
	case int64(len(b)) > lim.Input:
		return extract.Format{}, &extract.Error{Code: "format-too-large", Offset: -1, Err: extract.ErrLimit,
			Detail: fmt.Sprintf("limit input = %d, needed >= %d", lim.Input, len(b))}
	}
	kind := Sniff(b)
	unread, known := notYet[kind]
	for _, f := range All {
		if (!known || kind == "zip") && f.Detect(b) {
			return f, nil
		}
	}
	switch {
	case kind == "ooxml-encrypted":
		return extract.Format{}, &extract.Error{Code: "format-encrypted", Offset: -1, Detail: kind + ": " + unread, Err: extract.ErrEncrypted}
	case damaged(kind, b):
		return extract.Format{}, &extract.Error{Code: "format-damaged", Offset: -1, Detail: kind, Err: extract.ErrCorrupt}
	case known:
		return extract.Format{}, &extract.Error{Code: "format-not-yet", Offset: -1, Detail: kind + ": " + unread, Err: extract.ErrNotYet}
	}
	return extract.Format{}, &extract.Error{Code: "format-unknown", Offset: -1, Err: extract.ErrFormat}
}

// damaged reports whether bytes that no reader takes are what is left of a kind
// that is read: a package that cannot be opened, a compound file without a
// directory.
func damaged(kind string, b []byte) bool {
	switch kind {
	case "doc", "docx", "rtf":
		return true
	case "zip":
		_, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
		return err != nil
	case "ole":
		return !slices.ContainsFunc(rootEntries(b), func(name string) bool { return name != "" && name != "Root Entry" })
	}
	return false
}

// Read detects the format and reads the document. A panic of a reader becomes
// an *extract.Error with code read-panic: one document never ends a run.
func Read(ctx context.Context, b []byte, opt extract.Options) (doc *extract.Document, err error) {
	f, err := Detect(b, opt.Limits)
	if err != nil {
		return nil, err
	}
	defer func() {
		if p := recover(); p != nil {
			doc, err = nil, &extract.Error{Code: "read-panic", Format: f.Name, Offset: -1, Detail: fmt.Sprintf("%q", fmt.Sprint(p)), Err: extract.ErrInternal}
		}
	}()
	doc, err = f.Read(ctx, b, opt)
	if err != nil {
		var e *extract.Error
		if !errors.As(err, &e) && ctx.Err() != nil {
			err = &extract.Error{Code: "read-deadline", Format: f.Name, Offset: -1, Err: extract.ErrLimit}
		}
		return nil, err
	}
	doc.Format = f.Name
	if doc.Digest = opt.Digest; doc.Digest == ([32]byte{}) {
		doc.Digest = sha256.Sum256(b)
	}
	return doc, nil
}

// Codes joins the codes of all readers.
func Codes() []extract.Meaning {
	return slices.Concat(extract.Codes, docx.Codes, rtf.Codes, msdoc.Codes, pdf.Codes, pagetable.Codes, htmldoc.Codes, textdump.Codes)
}
