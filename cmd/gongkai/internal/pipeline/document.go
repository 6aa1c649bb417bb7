// Package pipeline takes documents through the stages: bytes → document →
// report → dataset. document.go shows the walk of one document, run.go the loop
// over many, choose.go what happens where several documents are one report,
// publish.go how the dataset is written.
//
//	[x] folders, files, a list on stdin; symbolic links in folders are not followed
//	[x] a deadline and a recover for each document; one document never ends a run
//	[x] the same result whatever the number of workers and the order of the files
//	[x] convert reads in child processes (internal/worker); the commands that look read in goroutines
package pipeline

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"time"

	"github.com/gongkai-data/gongkai/corpus/archive"
	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/extract/formats"
	"github.com/gongkai-data/gongkai/normalize"
	"github.com/gongkai-data/gongkai/sinks"
)

// Outcomes lists the outcomes in the order in which summaries show them.
var Outcomes = []string{sinks.OK, sinks.Partial, sinks.Failed, sinks.NotAReport, sinks.Duplicate}

// Deadline is how long one document may take.
const Deadline = 10 * time.Second

// RecogniseDeadline is how long the recognition of one document may take.
const RecogniseDeadline = 10 * time.Minute

// grace is how much longer a reader may take to notice that its time is over.
const grace = 2 * time.Second

// Source is one document to read.
type Source struct {
	Path string // as the dataset stores it
	File string // as the system opens it
	Held *Held  // its bytes, where it lies in an archive; nil for a file
}

// Held is what an archive gave of a document.
type Held struct {
	Bytes         []byte
	Size          int64  // may be larger: a document above the limit is not held
	Kind          string // of an archive that could not be read to its end
	Code, Message string // why there are no bytes, "" where there are
}

// Result is what became of one document.
type Result struct {
	Path        string
	Digest      string // SHA-256 in hex; "" where the file could not be read
	Size        int64
	Sniffed     string // format by content, "" where unknown
	Reader      int    // version of the reader
	Pages       int
	Tables      int
	Read        bool // the reader returned a document
	Second      bool // the second reader was asked, in place of the first or as a witness
	Outcome     string
	Code        string // of the error, "" without one
	Message     string
	Report      *normalize.Report // nil where there is none
	Doc         *extract.Document // kept only where asked for
	DuplicateOf string            // path of the document with the same bytes
}

// sum is the digest as bytes, zero where there is none.
func (r *Result) sum() (d [32]byte) {
	if len(r.Digest) == hex.EncodedLen(len(d)) {
		_, _ = hex.Decode(d[:], []byte(r.Digest))
	}
	return d
}

// Stages are the two steps of a document; tests put others in their place.
type Stages struct {
	Read      func(ctx context.Context, b []byte, opt extract.Options) (*extract.Document, error)
	Normalize func(doc *extract.Document) (*normalize.Report, error)
	Limits    extract.Limits
	Password  string // tried on every encrypted document
	Deadline  time.Duration
	Used      func() time.Duration // processor time of this process, which a document is then held to; nil for the clock on the wall
	KeepDoc   bool                 // for commands that show the document
	ReadOnly  bool                 // no report is looked for
	Second    Second               // reads pages where the first reader cannot; nil for none
	Witness   bool                 // asks Second about reports in doubt
	Recognise Recogniser           // of characters in pictures, nil for none
	Trace     func(step string, shapes []extract.Shape)
}

// Document takes one document through the stages. It never fails: whatever
// goes wrong is the outcome.
func (s *Stages) Document(ctx context.Context, src Source) Result {
	b, res := load(src, s.Limits.WithDefaults().Input)
	if res.Outcome != "" {
		return res
	}
	s.walk(ctx, b, &res)
	return res
}

// walk is the way of the bytes: detect → read → normalize → outcome.
func (s *Stages) walk(ctx context.Context, b []byte, res *Result) {
	m := s.read(ctx, b, res)
	doc, report, err := m.doc, m.report, m.err
	res.Sniffed, res.Reader = s.chosen(doc, b)
	if doc != nil {
		res.Read, res.Pages, res.Tables = true, len(doc.Pages), len(doc.Tables())
		if s.KeepDoc {
			res.Doc = doc
		}
	}
	res.Report = report
	res.Outcome, res.Code, res.Message = s.outcome(doc, report, err)
}

// chosen is the format that was read, with the version of its reader; where
// nothing was read, the one that would have been, or the kind without a reader.
func (s *Stages) chosen(doc *extract.Document, b []byte) (name string, reader int) {
	if doc == nil {
		defer func() { _ = recover() }() // what made the reading panic may do so again
		f, err := formats.Detect(b, s.Limits)
		if err != nil {
			if kind := formats.Sniff(b); kind != "empty" && kind != "unknown" {
				return kind, 0
			}
			return "", 0
		}
		return f.Name, f.Reader
	}
	i := slices.IndexFunc(formats.All, func(f extract.Format) bool { return f.Name == doc.Format })
	if i < 0 {
		return doc.Format, 0
	}
	return doc.Format, formats.All[i].Reader
}

func (s *Stages) deadline() time.Duration {
	if s.Deadline == 0 {
		return Deadline
	}
	return s.Deadline
}

// bounded runs both steps under a deadline. Go cannot stop a goroutine: a
// step that does not look at its context is left behind and its document fails.
func (s *Stages) bounded(ctx context.Context, b []byte, opt extract.Options, limit time.Duration) made {
	ctx, cancel := s.within(ctx, limit)
	defer cancel()
	done := make(chan made, 1)
	go func() {
		var m made
		defer func() {
			if p := recover(); p != nil {
				m.report = nil
				m.err = &extract.Error{Code: "read-panic", Offset: -1, Detail: fmt.Sprintf("%q", fmt.Sprint(p)), Err: extract.ErrInternal}
			}
			done <- m
		}()
		if m.doc, m.err = s.Read(ctx, b, opt); m.err == nil {
			m.report, m.err = s.Normalize(m.doc)
		}
	}()
	select {
	case m := <-done:
		return m
	case <-ctx.Done():
	}
	select {
	case m := <-done:
		return m
	case <-time.After(grace):
		return made{err: &extract.Error{Code: "read-deadline", Offset: -1, Detail: fmt.Sprintf("limit time = %s", limit), Err: extract.ErrLimit}}
	}
}

// outcome names what became of a document.
func (s *Stages) outcome(doc *extract.Document, report *normalize.Report, err error) (name, code, message string) {
	var re *extract.Error
	var ne *normalize.Error
	switch {
	case err == nil && (report != nil || s.ReadOnly):
		if whole(doc, report) {
			return sinks.OK, "", ""
		}
		return sinks.Partial, "", ""
	case errors.As(err, &ne) && errors.Is(err, normalize.ErrNoForm):
		return sinks.NotAReport, ne.Code, ne.Error()
	case errors.As(err, &ne):
		return sinks.Failed, ne.Code, ne.Error()
	case errors.As(err, &re):
		return sinks.Failed, string(re.Code), re.Error()
	case err != nil:
		return sinks.Failed, "read-panic", err.Error()
	}
	return sinks.NotAReport, "", ""
}

// whole reports that nothing of the form is missing as a table and that the
// reader lost nothing. A row or cell that the source does not print is no loss.
func whole(doc *extract.Document, report *normalize.Report) bool {
	if report != nil && (report.Generation == "" || report.SourceKind == "ocr" || report.SourceKind == "mixed") {
		return false // sentences only, or pictures
	}
	for i := 0; report != nil && i < len(report.Facts); i++ {
		switch report.Facts[i].Status {
		case normalize.TableAbsent, normalize.ImageOnly, normalize.Unreadable:
			return false
		}
	}
	if len(doc.Notices) == 0 {
		return true
	}
	lossy := map[extract.Code]bool{}
	for _, m := range formats.Codes() {
		lossy[m.Code] = m.Lossy
	}
	for _, n := range doc.Notices {
		if lossy[n.Code] {
			return false
		}
	}
	return true
}

// load reads a file and its digest. A file above the limit is digested but not
// kept; one that cannot be read fails without a digest.
func load(src Source, limit int64) ([]byte, Result) {
	if src.Held != nil {
		return src.Held.load(src.Path, limit)
	}
	res := Result{Path: src.Path}
	unreadable := func(err error) ([]byte, Result) {
		var p *os.PathError
		if errors.As(err, &p) {
			err = p.Err // the dataset stores no machine's paths
		}
		res.Outcome, res.Code, res.Message = sinks.Failed, "file-unreadable", "read: "+err.Error()
		return nil, res
	}
	st, err := os.Stat(src.File) // before it is opened: a pipe would wait for a writer
	if err != nil {
		return unreadable(err)
	}
	if !st.Mode().IsRegular() {
		return unreadable(errors.New("not a regular file"))
	}
	f, err := os.Open(src.File)
	if err != nil {
		return unreadable(err)
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, limit+1))
	if err != nil {
		return unreadable(err)
	}
	h := sha256.New()
	h.Write(b)
	rest, err := io.Copy(h, f)
	if err != nil {
		return unreadable(err)
	}
	res.Size, res.Digest = int64(len(b))+rest, hex.EncodeToString(h.Sum(nil))
	if res.Size > limit {
		res.tooLarge(limit)
		return nil, res
	}
	return b, res
}

func (r *Result) tooLarge(limit int64) {
	e := &extract.Error{Code: "format-too-large", Offset: -1, Err: extract.ErrLimit, Detail: fmt.Sprintf("limit input = %d, needed >= %d", limit, r.Size)}
	r.Outcome, r.Code, r.Message = sinks.Failed, string(e.Code), e.Error()
}

// Unopened is the outcome of an archive that cannot be read to its end, or of a
// member that cannot be read.
func (r *Result) Unopened(code, message string) {
	r.Outcome, r.Code, r.Message = sinks.Failed, code, "unpack: "+message
	if code == archive.Empty {
		r.Outcome = sinks.NotAReport
	}
}

func (h *Held) load(path string, limit int64) ([]byte, Result) {
	res := Result{Path: path, Size: h.Size, Sniffed: h.Kind}
	switch {
	case h.Code != "":
		res.Unopened(h.Code, h.Message)
		return nil, res
	case h.Size > limit:
		res.tooLarge(limit)
		return nil, res
	}
	sum := sha256.Sum256(h.Bytes)
	res.Digest = hex.EncodeToString(sum[:])
	return h.Bytes, res
}
