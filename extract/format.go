package extract

import (
	"context"
	"errors"
	"fmt"
)

// Format is one kind of file that can be read.
type Format struct {
	Name   string              // stable, stored in the dataset
	Reader int                 // version of the reader: raised when its output for some file changes
	Detect func(b []byte) bool // by content; the file name is never consulted
	Read   func(ctx context.Context, b []byte, opt Options) (*Document, error)

	Reads, Skips string // one line each for people: what is read, what is not
}

// Options bounds a Read.
type Options struct {
	Limits   Limits
	Digest   [32]byte                          // SHA-256 of the bytes, where the caller has it already
	Password string                            // of an encrypted document, "" for none
	Trace    func(step string, shapes []Shape) // nil in production; explain and tests set it
	Second   PageReader                        // reads page formats where the first reader fails; nil for none
	Instead  PageReader                        // reads page formats in place of the first reader: a witness, or characters recognised in pictures; nil for none
}

// Shape is one traced figure: a labelled box on a page.
type Shape struct {
	Page  int
	Box   Box
	Label string
}

// Limits caps what one document may cost. The zero value means DefaultLimits.
type Limits struct {
	Input    int64 // bytes of the document
	Entries  int   // entries of a zip package
	Entry    int64 // unpacked bytes of one entry
	Unpacked int64 // unpacked or decoded bytes in all
	Ratio    int64 // unpacked : packed, looked at once an entry passes 8 MB
	Depth    int   // nesting of XML elements
	Tokens   int   // XML tokens
	Tables   int   // tables of a document
	Rows     int   // rows of a table
	Cells    int   // grid positions of a document, spans included
}

// DefaultLimits are the limits that apply where none are given.
var DefaultLimits = Limits{
	Input: 64 << 20, Entries: 2000, Entry: 64 << 20, Unpacked: 256 << 20, Ratio: 200,
	Depth: 256, Tokens: 20_000_000, Tables: 2000, Rows: 20_000, Cells: 200_000,
}

// WithDefaults returns l with every zero field taken from DefaultLimits.
func (l Limits) WithDefaults() Limits {
	d := DefaultLimits
	set64 := func(v *int64, def int64) {
		if *v == 0 {
			*v = def
		}
	}
	set := func(v *int, def int) {
		if *v == 0 {
			*v = def
		}
	}
	set64(&l.Input, d.Input)
	set64(&l.Entry, d.Entry)
	set64(&l.Unpacked, d.Unpacked)
	set64(&l.Ratio, d.Ratio)
	set(&l.Entries, d.Entries)
	set(&l.Depth, d.Depth)
	set(&l.Tokens, d.Tokens)
	set(&l.Tables, d.Tables)
	set(&l.Rows, d.Rows)
	set(&l.Cells, d.Cells)
	return l
}

// The decisions that a caller can take on a failed Read.
var (
	ErrFormat    = errors.New("format not known")     // no reader for these bytes
	ErrNotYet    = errors.New("format not read yet")  // known by name, without a reader
	ErrEncrypted = errors.New("encrypted")            // a password is needed
	ErrCorrupt   = errors.New("corrupt")              // the structure of the file is broken
	ErrLimit     = errors.New("limit exceeded")       // a limit or a deadline ended the reading
	ErrNoText    = errors.New("no text in the pages") // scanned pages
	ErrBlocked   = errors.New("page of a gatekeeper") // a firewall's challenge or a login instead of a document
	ErrInternal  = errors.New("internal error")       // a defect of the program, caught
)

// Error is a failed Read. It wraps one of the sentinels above.
type Error struct {
	Code   Code   // "docx-zip-ratio": declared in notice.go with its meaning
	Format string // reader that failed, "" before one was chosen
	Part   string // part of the file, "" where it has one only
	Offset int64  // byte offset in Part, -1 where unknown
	Detail string // what was met, foreign text quoted
	Err    error
}

// Error prints as "docx: word/document.xml@0x1a2f: detail: corrupt"; what is not
// known is left out.
func (e *Error) Error() string {
	place := e.Part
	if e.Offset >= 0 {
		place += fmt.Sprintf("@0x%x", e.Offset)
	}
	s := ""
	for _, part := range []string{e.Format, place, e.Detail} {
		if part != "" {
			s += part + ": "
		}
	}
	return s + e.Err.Error()
}

// Unwrap returns the sentinel.
func (e *Error) Unwrap() error { return e.Err }
