// Package report is the door for Go programs: the bytes of a document in, an
// annual report out; or files and folders in, a dataset out. It is what the command
// gongkai does, in the calling process.
//
//	res := report.Read(ctx, b, report.Options{})
//	if res.Report != nil {
//		for _, f := range res.Report.Facts { … }
//	}
//
// The stages by themselves are packages too: extract/formats (bytes to tables),
// normalize with normalize/forms (tables to numbers), sinks with sinks/targets
// (numbers to files). Package normalize says what a report holds, package extract what a
// document does.
//
// What the command does and this package does not: child processes around untrusted
// documents (a defect of a reader is caught here, memory is bounded by
// extract.Limits only), the second reader of PDF, recognition of characters,
// gongkai.toml. Documents from strangers are better read with the command, whose
// `gongkai read --json` prints the same.
package report

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"time"

	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/bulk"
	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/overrides"
	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/pipeline"
	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/normalize"
	"github.com/gongkai-data/gongkai/sinks"
	"github.com/gongkai-data/gongkai/sinks/targets"
)

// Options say how documents are read. The zero value is what the command does.
type Options struct {
	Password string         // tried on encrypted .doc and PDF files
	Limits   extract.Limits // zero fields are those of extract.DefaultLimits
	Deadline time.Duration  // of one document; 0 is ten seconds
	Jobs     int            // documents at the same time, of Convert; 0 is one for each processor
}

func (o *Options) stages() *pipeline.Stages {
	s := pipeline.All()
	s.Password, s.Limits, s.Deadline = o.Password, o.Limits, o.Deadline
	return s
}

// Result is what became of a document.
type Result struct {
	Outcome  string            // sinks.OK, Partial, Failed or NotAReport
	Code     string            // why there is no report, as `gongkai explain CODE` describes it; "" where there is one
	Message  string            // the same in technical words, English
	Format   string            // by content: docx, html, pdf …; "" where unknown
	Document *extract.Document // as the reader saw it; nil where it could not be read
	Report   *normalize.Report // nil where there is none
}

// Read reads one document. It never fails and never panics on what is in it: whatever goes wrong is
// the outcome. The same bytes give the same result.
func Read(ctx context.Context, b []byte, opt Options) Result {
	s := opt.stages()
	s.KeepDoc = true
	r := s.Bytes(ctx, b)
	return Result{r.Outcome, r.Code, r.Message, r.Sniffed, r.Doc, r.Report}
}

// Summary is what Convert says at its end.
type Summary struct {
	Documents int            // every file seen; the outcomes add up to it
	Outcomes  map[string]int // by sinks.OK, Partial, Failed, NotAReport, Duplicate
	Reports   int            // that stand
	Facts     int            // of these
	Unread    []Unread       // documents that failed, by path
}

// Unread is a document that could not be read.
type Unread struct{ Path, Code, Message string }

// ErrLocked says that another run holds the workspace.
var ErrLocked = pipeline.ErrLocked

// Convert reads files, folders and archives and publishes workspace/dataset, as a whole or not at
// all, with the corrections that lie in workspace/overrides. What it read is kept in the workspace: the
// next call reads what is new. Documents that cannot be read are no error; they
// are in the summary and in the dataset.
func Convert(ctx context.Context, workspace string, paths []string, opt Options) (*Summary, error) {
	given := make([]pipeline.Given, len(paths))
	for i, p := range paths {
		given[i].Path = p
	}
	sources, err := pipeline.Gather(given, workspace)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(workspace, 0o755); err != nil {
		return nil, err
	}
	unlock, err := pipeline.Lock(workspace)
	if err != nil {
		return nil, err
	}
	defer unlock()
	entries, problems, err := overrides.Read(workspace)
	for _, p := range problems {
		err = errors.Join(err, p)
	}
	if err != nil {
		return nil, err
	}
	if opt.Jobs == 0 {
		opt.Jobs = runtime.GOMAXPROCS(0)
	}
	limits := opt.Limits.WithDefaults()
	run := &bulk.Run{
		Workspace: workspace, Sources: sources, Jobs: opt.Jobs, Stages: opt.stages(), Limit: limits.Input, Now: time.Now, Entries: entries,
		Reading: fmt.Appendf(nil, "%q", fmt.Sprint("library", opt.Password, limits, opt.Deadline)), // read otherwise, kept apart
		Target:  targets.All[0], Options: sinks.Options{Generator: "gongkai library"},
	}
	made, err := run.Do(ctx)
	if err != nil {
		return nil, err
	}
	sum := &Summary{Documents: made.Documents, Outcomes: made.Outcomes, Reports: made.Reports, Facts: made.Facts}
	for _, u := range made.Unread {
		sum.Unread = append(sum.Unread, Unread(u))
	}
	return sum, nil
}
