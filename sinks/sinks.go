// Package sinks writes what was read: the rows of the dataset's tables, the Sink
// and Target that publish it, and the Export that gives what is published in
// another form.
//
//   - [x] the columns of every table (rows.go), shared by all sinks and by JSON output
//   - [x] parquet: the whole dataset folder
//   - [x] csv, stata, xlsx, sqlite, jsonl: exports of a published dataset (export.go)
//
// A run opens a sink, writes one Result for each document, and commits:
//
//	s, err := target.Open("workspace/dataset", sinks.Options{Generator: "gongkai 1.0"})
//	defer s.Close()
//	err = s.Write(ctx, sinks.Result{Document: row, Report: report})
//	err = s.Commit(ctx)
package sinks

import (
	"context"
	"errors"

	"github.com/gongkai-data/gongkai/normalize"
)

// The decisions that a caller can take on a failed Write or Commit. Whatever
// failed, what was published before is still there, whole.
var (
	ErrSpace     = errors.New("no space left")    // disk, quota or file size limit
	ErrIntegrity = errors.New("integrity failed") // the results contradict each other or the grid
	ErrClosed    = errors.New("sink is closed")   // Write or Commit after Commit or Close
)

// Result is what became of one document.
type Result struct {
	Document DocumentRow       // every input has one
	Report   *normalize.Report // nil unless the outcome is ok or partial
	Issues   []normalize.Issue // about the document itself, where Report is nil
}

// Sink receives results and publishes them together.
type Sink interface {
	// Write takes one result. The order of results has no influence on what is
	// published. Write keeps no reference to r after it returns.
	Write(ctx context.Context, r Result) error
	// Commit checks everything and makes it visible at once, or returns an
	// error and leaves what was visible before.
	Commit(ctx context.Context) error
	// Close discards what was not committed. It is safe after Commit and twice.
	Close() error
}

// Target is one kind of output.
type Target struct {
	Name string // stable: the value of --target
	Open func(dir string, opt Options) (Sink, error)
	// Stream publishes a feed, as Open, Write and Commit would publish its results,
	// byte for byte, without holding them; nil where the target cannot.
	Stream func(ctx context.Context, dir string, opt Options, feed Feed) error
}

// Feed is the results of a run in the order of the dataset, for runs that are too
// large to be held. Each sequence is taken once; the first error ends it.
type Feed struct {
	// Results gives every report by its ID, then the documents with issues and
	// without a report in the order of Documents.
	Results func(yield func(Result) error) error
	// Documents gives the row of every document, by path, URL and hash.
	Documents func(yield func(DocumentRow) error) error
}

// Options are the same for all targets. They become part of the output, so
// they hold nothing that differs between two runs over the same documents.
type Options struct {
	Version   string            // version of the dataset; "" means a digest of its content
	Generator string            // name and version of the program
	Terms     []Term            // codes that the sink cannot know: flags, issues, errors, rules
	Issues    []normalize.Issue // about what is not there: no report and no document has them
}

// Term explains one code in the dictionary.
type Term struct {
	Kind   string // flag, issue, error, rule, reason …
	Code   string
	Zh, En string
}
