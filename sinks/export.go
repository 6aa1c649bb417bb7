package sinks

import (
	"context"
	"errors"
	"iter"
)

// ErrExists says that something is at the place of an export that the caller did
// not allow to be replaced, or that is no export.
var ErrExists = errors.New("there already")

// Source is a published dataset, table by table and row by row. An export reads
// from it, so that what people get in another form is what was published, and a
// dataset of any size passes through little memory.
type Source interface {
	// About names the dataset: its version, the version of the columns, the
	// program that wrote it.
	About() About
	// Tables describes the tables to be exported, in order.
	Tables() []Table
	// Count tells how many rows a table has.
	Count(table string) int64
	// Rows gives the rows of a table in the order of the dataset, values in the
	// order of its columns. A row and what it points to are valid until the next.
	// The sequence ends with the first error.
	Rows(ctx context.Context, table string) iter.Seq2[[]Value, error]
}

// About names a dataset.
type About struct{ Version, Schema, Generator string }

// Export is one form that a published dataset can be given in.
type Export struct {
	Name   string // stable: the value of --to
	Suffix string // of its file, with the dot; "" where it is a folder
	// Write makes out, whole or not at all. It fails with ErrExists, or with
	// ErrSpace; whatever failed, what was at out is still there.
	Write func(ctx context.Context, src Source, out string, opt ExportOptions) error
}

// ExportOptions are the same for all exports; each heeds those that concern it.
type ExportOptions struct {
	Replace bool // what is at out may be replaced, where it is an export
	BOM     bool // csv: begin each file with a byte order mark, for Excel
	Raw     bool // csv, stata: text that a spreadsheet would take for a formula stays as it is
	English bool // xlsx, stata: headings and labels in English, not in Chinese

	Progress func(rows int64)  // nil, or told of rows written since it was last called
	Remark   func(note Remark) // nil, or told what the form could not hold
}

// Remark is something about an export that the user should know.
type Remark struct {
	Code  string // RemarkSplit …
	Table string
	N     int64 // sheets, cells
}

// Codes of remarks.
const (
	RemarkSplit    = "export-split"    // a table has more rows than a sheet: it is on N sheets
	RemarkCut      = "export-cut"      // N cells hold longer text than the form can: cut
	RemarkReplaced = "export-replaced" // N cells hold characters that the form cannot: U+FFFD instead
)

// Step tells progress, where somebody listens.
func (o *ExportOptions) Step(rows int64) {
	if o.Progress != nil && rows > 0 {
		o.Progress(rows)
	}
}

// Note makes a remark, where somebody listens.
func (o *ExportOptions) Note(code, table string, n int64) {
	if o.Remark != nil && n > 0 {
		o.Remark(Remark{code, table, n})
	}
}

// EachRow passes the rows of a table to do, tells progress, and stops when ctx
// ends.
func (o *ExportOptions) EachRow(ctx context.Context, src Source, table string, do func(row []Value) error) error {
	const often = 4096
	n := int64(0)
	for row, err := range src.Rows(ctx, table) {
		if err != nil {
			return err
		}
		if err := do(row); err != nil {
			return err
		}
		if n++; n%often == 0 {
			o.Step(often)
			if err := ctx.Err(); err != nil {
				return err
			}
		}
	}
	o.Step(n % often)
	return ctx.Err()
}
