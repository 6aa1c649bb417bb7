// Package parquet writes the dataset folder: every table as Parquet, with the
// dictionary, the crosswalk, a data package, views for DuckDB, a README and
// checksums.
//
// Format: https://github.com/apache/parquet-format 2.x, Data Package v1 (frictionless).
//
//   - [x] one file a table, zstd, page index, row groups of 250,000 rows
//   - [x] the same results give the same bytes, in whatever order they are written
//   - [x] everything is written beside the dataset, synced, read again, checked, and switched in one step
//   - [x] what a killed run left behind is removed by the next
//   - [ ] folders partitioned by report_year, for more than about 50 million facts
//
// Until Commit every result is kept in memory, packed (pack.go). Commit makes
// one pass over them in the order of the report ids and feeds all tables.
package parquet

import (
	"cmp"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"unicode/utf8"

	"github.com/gongkai-data/gongkai/sinks"
	"github.com/gongkai-data/gongkai/sinks/internal/fsx"
)

// Target is the dataset folder.
var Target = sinks.Target{Name: "parquet", Open: Open, Stream: Stream}

// Open starts a dataset that Commit puts at dir. It removes what dead runs left
// beside dir and refuses a dir that is something other than a dataset.
func Open(dir string, opt sinks.Options) (sinks.Sink, error) {
	return open(fsx.OS{}, dir, opt)
}

func open(fs fsx.FS, dir string, opt sinks.Options) (*sink, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	p, err := newPacker()
	if err != nil {
		return nil, err
	}
	s := &sink{opt: opt, packer: p, reports: map[string]bool{}, pub: publisher{fs: fs, dir: dir}}
	if s.opt.Generator == "" {
		s.opt.Generator = "gongkai"
	}
	if err := s.pub.prepare(); err != nil {
		return nil, err
	}
	return s, nil
}

// entry is one result: its document as it is, the rest packed.
type entry struct {
	document sinks.DocumentRow
	reportID string // "" where the document gave no report
	packed   []byte // nil where there is neither report nor issue
}

type sink struct {
	opt     sinks.Options
	packer  *packer
	entries []entry
	reports map[string]bool
	pub     publisher
	err     error // the first failed Write: such a set is never published
	done    bool
}

// Write checks and keeps one result.
func (s *sink) Write(ctx context.Context, r sinks.Result) error {
	if s.done {
		return sinks.ErrClosed
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := s.write(r); err != nil {
		s.err = cmp.Or(s.err, err)
		return err
	}
	return nil
}

func (s *sink) write(r sinks.Result) error {
	if err := checkResult(r); err != nil {
		return fmt.Errorf("document %.12s: %w", r.Document.DocumentSHA256, err)
	}
	e := entry{document: r.Document}
	if r.Report != nil {
		e.reportID = r.Report.ID
		if s.reports[e.reportID] {
			return fmt.Errorf("report %s: a second document gives it: %w", e.reportID, sinks.ErrIntegrity)
		}
		s.reports[e.reportID] = true
	}
	if r.Report != nil || len(r.Issues) > 0 {
		var err error
		if e.packed, err = s.packer.pack(packed{r.Report, r.Issues}); err != nil {
			return fmt.Errorf("document %.12s: %w", r.Document.DocumentSHA256, err)
		}
	}
	s.entries = append(s.entries, e)
	return nil
}

// checkResult holds a result against itself.
func checkResult(r sinks.Result) error {
	broken := func(format string, args ...any) error {
		return fmt.Errorf(format+": %w", append(args, sinks.ErrIntegrity)...)
	}
	d := &r.Document
	switch d.Outcome {
	case sinks.OK, sinks.Partial:
		if r.Report == nil {
			return broken("outcome %s without a report", d.Outcome)
		}
	case sinks.Failed, sinks.NotAReport, sinks.Duplicate:
		if r.Report != nil {
			return broken("outcome %s with a report", d.Outcome)
		}
	default:
		return broken("outcome %q", d.Outcome)
	}
	for _, t := range []*string{&d.DocumentSHA256, d.Path, d.URL, d.ClaimedType, d.SniffedType, d.ErrorCode, d.ErrorMessage, d.ReportID, d.Reader} {
		if t != nil && !utf8.ValidString(*t) {
			return broken("text %.40q is not UTF-8", *t)
		}
	}
	unread := d.Outcome == sinks.Failed && d.DocumentSHA256 == "" // the system gave no bytes
	if sum, err := hex.DecodeString(d.DocumentSHA256); !unread && (err != nil || len(sum) != 32) {
		return broken("hash %q", d.DocumentSHA256)
	}
	if r.Report == nil {
		return nil
	}
	switch {
	case !plainID(r.Report.ID):
		return broken("report id %q", r.Report.ID)
	case d.ReportID == nil || *d.ReportID != r.Report.ID:
		return broken("report %s is not the one that the document names", r.Report.ID)
	case d.DocumentSHA256 != hex.EncodeToString(r.Report.Source[:]):
		return broken("report %s comes from another document", r.Report.ID)
	case len(r.Issues) > 0:
		return broken("report %s: issues belong to the report where there is one", r.Report.ID)
	}
	return nil
}

// plainID reports whether an id is printable ASCII.
func plainID(id string) bool {
	for _, c := range id {
		if c <= ' ' || c > '~' {
			return false
		}
	}
	return id != ""
}

// Commit writes, checks and publishes the dataset.
func (s *sink) Commit(ctx context.Context) error {
	if s.done {
		return sinks.ErrClosed
	}
	s.done = true
	err := s.commit(ctx)
	if err != nil {
		err = errors.Join(err, s.pub.discard())
	}
	return err
}

func (s *sink) commit(ctx context.Context) error {
	if s.err != nil {
		return s.err
	}
	s.sort()
	return s.make(ctx, s.held(ctx))
}

// make writes the folder from a feed and switches it.
func (s *sink) make(ctx context.Context, feed sinks.Feed) error {
	if err := s.pub.begin(); err != nil {
		return err
	}
	if err := s.fill(ctx, feed); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return s.pub.publish()
}

// sort brings the results into the one order that the dataset has: reports by
// id, then the documents that gave none.
func (s *sink) sort() {
	slices.SortFunc(s.entries, func(a, b entry) int {
		if (a.reportID == "") != (b.reportID == "") {
			return cmp.Compare(b.reportID, a.reportID)
		}
		return cmp.Or(cmp.Compare(a.reportID, b.reportID), compareDocuments(&a.document, &b.document))
	})
}

// compareDocuments orders by the key of documents.
func compareDocuments(a, b *sinks.DocumentRow) int {
	or := func(s *string) string {
		if s == nil {
			return ""
		}
		return *s
	}
	return cmp.Or(cmp.Compare(or(a.Path), or(b.Path)), cmp.Compare(or(a.URL), or(b.URL)), cmp.Compare(a.DocumentSHA256, b.DocumentSHA256))
}

// Close discards what was not published.
func (s *sink) Close() error {
	s.done = true
	s.entries = nil
	return s.pub.discard()
}

// held is the feed of what Write was given.
func (s *sink) held(ctx context.Context) sinks.Feed {
	return sinks.Feed{
		Results: func(yield func(sinks.Result) error) error { return s.each(ctx, yield) },
		Documents: func(yield func(sinks.DocumentRow) error) error {
			rows := make([]*sinks.DocumentRow, len(s.entries))
			for i := range s.entries {
				rows[i] = &s.entries[i].document
			}
			slices.SortFunc(rows, compareDocuments)
			for _, d := range rows {
				if err := yield(*d); err != nil {
					return err
				}
			}
			return nil
		},
	}
}

// each unpacks the results in order.
func (s *sink) each(ctx context.Context, yield func(sinks.Result) error) error {
	for i := range s.entries {
		if err := ctx.Err(); err != nil {
			return err
		}
		e := &s.entries[i]
		var v packed
		if e.packed != nil {
			var err error
			if v, err = s.packer.unpack(e.packed); err != nil {
				return err
			}
		}
		if err := yield(sinks.Result{Document: e.document, Report: v.Report, Issues: v.Issues}); err != nil {
			return err
		}
	}
	return nil
}
