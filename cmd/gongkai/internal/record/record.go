// Package record keeps what was read of one document as bytes: in the frames
// between the command and its workers, and in the chunks under results/.
//
//	[x] the same record gives the same bytes
//	[x] bytes from elsewhere are checked like any input: sizes, UTF-8, schema, counts
//	[x] a record of another schema is refused, never misread
//
// A record is three parts: what became of the document with what its report is
// compared by, the texts, and the tables. Each is a table of its strings, each
// once (known.go has those that all share), and a body of small numbers; all but
// the first are compressed (zstd). codec.go derives the body from the Go types;
// grid.go keeps facts and cells by hand, by column, because they are most of it.
//
//	blob, err := record.NewEncoder().Encode(&rec)
//	rec, err := record.NewDecoder().Decode(blob)
package record

import (
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	"github.com/gongkai-data/gongkai/normalize"
	"github.com/gongkai-data/gongkai/normalize/watch"
	"github.com/gongkai-data/gongkai/sinks"
)

// ErrRecord says that bytes are no record, or one that contradicts itself.
var ErrRecord = errors.New("not a record")

// Digest is the SHA-256 of a document: its identity, whatever its path.
type Digest [32]byte

// String prints hexadecimal.
func (d Digest) String() string { return hex.EncodeToString(d[:]) }

// Brief is what became of a document, without the report.
type Brief struct {
	Digest   Digest
	Size     int64
	Sniffed  string // format by content, "" where unknown
	Reader   int    // version of the reader
	Pages    int
	Tables   int
	Read     bool // the reader returned a document
	Outcome  string
	Code     string // of the error, "" without one
	Message  string
	ReportID string // "" without a report
	Printed  int    // numbers that the report prints
}

// SetAside reports that the document ended its worker or was stopped at a limit of
// it: tried again, on another machine perhaps, it may be read.
func (b *Brief) SetAside() bool { return strings.HasPrefix(b.Code, "worker-") }

// Record is a Brief with its report.
type Record struct {
	Brief
	Report *normalize.Report // nil where there is none
	Watch  *watch.Brief      // of the report, as it was read
}

// The most that a record may hold; a document itself is held to less.
const (
	maxBlob  = 64 << 20  // compressed
	maxPlain = 256 << 20 // uncompressed
	maxHeld  = 768 << 20 // as Go values
	maxFacts = 20_000
	maxCells = 2_000_000
)

// check holds a record against itself.
func (r *Record) check() error {
	n := 0
	if r.Report != nil {
		n = Printed(r.Report)
	}
	return r.checkWith(n)
}

// checkWith does so where the numbers that the report prints are counted.
func (r *Record) checkWith(printed int) error {
	bad := func(format string, args ...any) error {
		return fmt.Errorf("%w: %s", ErrRecord, fmt.Sprintf(format, args...))
	}
	switch r.Outcome {
	case sinks.OK, sinks.Partial:
		if r.Report == nil {
			return bad("outcome %s without a report", r.Outcome)
		}
	case sinks.Failed, sinks.NotAReport:
		if r.Report != nil || r.Watch != nil || r.ReportID != "" || r.Printed != 0 {
			return bad("outcome %s with a report", r.Outcome)
		}
	default:
		return bad("outcome %.20q", r.Outcome)
	}
	if r.Size < 0 || r.Reader < 0 || r.Pages < 0 || r.Tables < 0 || len(r.Message) > 64<<10 {
		return bad("a count below nothing or an endless message")
	}
	if r.Report == nil {
		return nil
	}
	return r.checkReport(bad, printed)
}

func (r *Record) checkReport(bad func(string, ...any) error, printed int) error {
	p := r.Report
	switch {
	case p.Source != r.Digest:
		return bad("the report is of another document")
	case p.ID != r.ReportID || !plain(p.ID):
		return bad("report id %.40q", p.ID)
	case p.SupersededBy != "":
		return bad("a report alone is superseded")
	case r.Watch == nil || r.Watch.ID != p.ID || r.Watch.Check() != nil:
		return bad("what the report is compared by is another's")
	case p.Year < 0 || p.Year > 9999:
		return bad("year %d", p.Year)
	case len(p.Facts) > maxFacts || len(p.Cells) > maxCells:
		return bad("%d facts, %d cells", len(p.Facts), len(p.Cells))
	case r.Printed != printed:
		return bad("printed numbers are miscounted")
	}
	return nil
}

// Printed counts the facts of a report that have a number.
func Printed(p *normalize.Report) int {
	n := 0
	for i := range p.Facts {
		if p.Facts[i].HasValue() {
			n++
		}
	}
	return n
}

// plain reports whether an id is printable ASCII and of bearable length.
func plain(id string) bool {
	for i := range len(id) {
		if id[i] <= ' ' || id[i] > '~' {
			return false
		}
	}
	return id != "" && len(id) < 200
}
