package pipeline

import (
	"context"
	"errors"
	"sync/atomic"

	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/normalize"
)

// Second is a reader of pages that takes long to start.
type Second interface {
	extract.PageReader               // fails until it is started
	Start(ctx context.Context) error // waits until it is; the first time may take seconds
	Started() bool
}

// Recogniser recognises characters in the pages of a document that are pictures.
type Recogniser interface {
	// Recognise returns the pages of a document, as if they were text. Where none is
	// a picture it returns nil.
	Recognise(ctx context.Context, b []byte, opt extract.Options) (Recognition, error)
}

// Recognition is the pages of one document, some of them recognised.
type Recognition interface {
	extract.PageReader
	// Confidence is how sure the recognition is of what stands at a place, 0 to 100;
	// false where the place was read, not recognised.
	Confidence(extract.Prov) (int, bool)
}

// made is what the stages made of one document.
type made struct {
	doc    *extract.Document
	report *normalize.Report
	err    error
}

// read takes the bytes through both steps. A document whose reader asks for the
// second one before that is started begins anew once it is: the start counts
// against no document's time. A report in doubt is then compared with what the second reader sees, and pictures
// are recognised where the user wants it.
func (s *Stages) read(ctx context.Context, b []byte, res *Result) made {
	opt := extract.Options{Limits: s.Limits, Digest: res.sum(), Password: s.Password, Trace: s.Trace}
	if s.Second == nil {
		return s.bounded(ctx, b, opt, s.deadline())
	}
	ask := &asked{Second: s.Second}
	opt.Second = ask
	m := s.bounded(ctx, b, opt, s.deadline())
	if ask.early.Load() && s.Second.Start(ctx) == nil {
		m = s.bounded(ctx, b, opt, s.deadline())
	}
	res.Second = ask.used.Load()
	if s.Recognise != nil && pictured(m) {
		return s.recognise(ctx, b, opt, m)
	}
	if s.Witness && !res.Second && inDoubt(m) && s.Second.Start(ctx) == nil {
		res.Second = true
		s.attest(ctx, b, opt, m.report)
	}
	return m
}

// asked notes what became of a reader's wish for the second one.
type asked struct {
	Second
	early, used atomic.Bool
}

// ReadPages reads where the second reader is started, and notes the wish where
// it is not.
func (a *asked) ReadPages(ctx context.Context, b []byte, opt extract.Options) ([]extract.PageContent, error) {
	if a.Started() {
		a.used.Store(true)
	} else {
		a.early.Store(true)
	}
	return a.Second.ReadPages(ctx, b, opt)
}

// inDoubt reports that a report was read from pages and something in it should be
// compared with what the second reader finds in the file. Both rebuild tables by the same
// steps: it is a witness of characters and lines, not of cells.
func inDoubt(m made) bool {
	return m.report != nil && len(m.doc.Pages) > 0 && (normalize.NeedsWitness(m.report) || unmapped(m.doc))
}

// unmapped reports characters that the file paints without naming them.
func unmapped(doc *extract.Document) bool {
	for _, n := range doc.Notices {
		if n.Code == "pdf-unmapped" {
			return true
		}
	}
	return false
}

// attest reads the same bytes with the second reader and compares. A witness
// that cannot read them says nothing.
func (s *Stages) attest(ctx context.Context, b []byte, opt extract.Options, report *normalize.Report) {
	opt.Second, opt.Instead, opt.Trace = nil, s.Second, nil
	if w := s.bounded(ctx, b, opt, s.deadline()); w.err == nil && w.report != nil {
		normalize.Attest(report, w.report)
	}
}

// pictured reports that what was looked for may stand in pictures.
func pictured(m made) bool {
	if errors.Is(m.err, extract.ErrNoText) {
		return true
	}
	if m.doc == nil || len(m.doc.Pages) == 0 {
		return false
	}
	if m.report == nil {
		return m.err != nil && errors.Is(m.err, normalize.ErrNoForm)
	}
	for i := range m.report.Facts {
		switch m.report.Facts[i].Status {
		case normalize.ImageOnly, normalize.TableAbsent:
			return true
		}
	}
	return m.report.Generation == ""
}

// recognise reads a document again with its pictures recognised; m is what was
// read without. Where nothing comes of it, m stands, and says why if it was an error.
func (s *Stages) recognise(ctx context.Context, b []byte, opt extract.Options, m made) made {
	if err := s.Second.Start(ctx); err != nil {
		return m
	}
	slow, cancel := context.WithTimeout(ctx, RecogniseDeadline)
	defer cancel()
	seen, err := s.Recognise.Recognise(slow, b, opt)
	if err != nil && m.err != nil {
		m.err = err
	}
	if err != nil || seen == nil {
		return m
	}
	opt.Second, opt.Instead = nil, seen
	again := s.bounded(ctx, b, opt, s.deadline())
	if again.err != nil && m.report != nil {
		return m
	}
	if again.report != nil {
		normalize.Recognised(again.report, seen.Confidence)
	}
	return again
}
