package pipeline

import (
	"bytes"
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/normalize"
	"github.com/gongkai-data/gongkai/sinks"
)

// secondMock is a second reader that counts.
type secondMock struct {
	starts, reads atomic.Int32
	started       atomic.Bool
	slow          time.Duration
	fails         bool
}

func (s *secondMock) Started() bool { return s.started.Load() }

func (s *secondMock) Start(context.Context) error {
	s.starts.Add(1)
	time.Sleep(s.slow)
	if s.fails {
		return errors.New("cannot start")
	}
	s.started.Store(true)
	return nil
}

func (s *secondMock) ReadPages(context.Context, []byte, extract.Options) ([]extract.PageContent, error) {
	if !s.Started() {
		return nil, &extract.Error{Code: "pdf-second", Offset: -1, Err: extract.ErrInternal}
	}
	s.reads.Add(1)
	return []extract.PageContent{{Number: 2}}, nil
}

// paged reads what the bytes say: "sound", "doubt" (a rule fails), "broken" (the
// first reader cannot read it), "scan" (no text). The number of a cell is 1 as the first reader
// sees it, and the number of the page as any other does.
func paged() *Stages {
	number := func(n int) []normalize.Fact {
		return []normalize.Fact{{Indicator: "i", Status: normalize.Reported, Value: normalize.Int(int64(n)), HasRaw: true, Raw: "n"}}
	}
	return &Stages{
		Deadline: 200 * time.Millisecond,
		Read: func(ctx context.Context, b []byte, opt extract.Options) (*extract.Document, error) {
			doc := &extract.Document{Title: string(b), Pages: []extract.Page{{Width: 1}}}
			from := opt.Instead
			if from == nil && bytes.HasPrefix(b, []byte("scan")) {
				return nil, &extract.Error{Code: "pdf-no-text", Offset: -1, Err: extract.ErrNoText}
			}
			if from == nil && bytes.HasPrefix(b, []byte("broken")) {
				if opt.Second == nil {
					return nil, &extract.Error{Code: "pdf-damaged", Offset: -1, Err: extract.ErrCorrupt}
				}
				from = opt.Second
			}
			if from != nil {
				pages, err := from.ReadPages(ctx, b, opt)
				if err != nil {
					return nil, err
				}
				doc.Pages[0].Height = float64(pages[0].Number)
			}
			return doc, nil
		},
		Normalize: func(doc *extract.Document) (*normalize.Report, error) {
			r := &normalize.Report{ID: "x-2024", Generation: "C", SourceKind: "table", Facts: number(max(1, int(doc.Pages[0].Height)))}
			if bytes.HasPrefix([]byte(doc.Title), []byte("doubt")) {
				r.Checks = []normalize.Check{{Rule: "R1", Result: normalize.Fail}}
			}
			return r, nil
		},
	}
}

func TestSecondReader(t *testing.T) {
	dir := t.TempDir()
	for _, c := range []struct {
		text         string
		witness      bool
		fails        bool
		outcome      string
		code         string
		second       bool
		starts, read int32
		value        string
		flags        []normalize.Flag
	}{
		{text: "sound", witness: true, outcome: sinks.OK, value: "1"},
		{text: "doubt", witness: true, outcome: sinks.OK, second: true, starts: 1, read: 1, value: "1", flags: []normalize.Flag{normalize.FlagWitnessDiffers}},
		{text: "doubt without", outcome: sinks.OK, value: "1"},
		{text: "doubt alone", witness: true, fails: true, outcome: sinks.OK, starts: 1, value: "1"},
		{text: "broken", witness: true, outcome: sinks.OK, second: true, starts: 1, read: 1, value: "2"},
		{text: "broken alone", fails: true, outcome: sinks.Failed, code: "pdf-second", starts: 1},
		{text: "scan", witness: true, outcome: sinks.Failed, code: "pdf-no-text"},
	} {
		t.Run(c.text, func(t *testing.T) {
			second := &secondMock{fails: c.fails, slow: 300 * time.Millisecond} // longer than a document may take
			s := paged()
			s.Second, s.Witness = second, c.witness
			res := s.Document(t.Context(), Source{Path: "x", File: write(t, dir, c.text, c.text)})
			if res.Outcome != c.outcome || res.Code != c.code || res.Second != c.second {
				t.Errorf("outcome %s %s, second %v", res.Outcome, res.Code, res.Second)
			}
			if second.starts.Load() != c.starts || second.reads.Load() != c.read {
				t.Errorf("%d starts, %d reads", second.starts.Load(), second.reads.Load())
			}
			if c.value == "" {
				return
			}
			f := res.Report.Facts[0]
			if d := cmp.Diff(c.flags, f.Flags); d != "" || f.Value.String() != c.value {
				t.Errorf("value %s, %s", f.Value, d)
			}
		})
	}
}

// recogniserMock recognises every page, or fails.
type recogniserMock struct{ err error }

func (r recogniserMock) Recognise(context.Context, []byte, extract.Options) (Recognition, error) {
	if r.err != nil {
		return nil, r.err
	}
	return recognitionMock{}, nil
}

type recognitionMock struct{}

func (recognitionMock) ReadPages(context.Context, []byte, extract.Options) ([]extract.PageContent, error) {
	return []extract.PageContent{{Number: 3}}, nil
}
func (recognitionMock) Confidence(extract.Prov) (int, bool) { return 80, true }

func TestRecognition(t *testing.T) {
	dir := t.TempDir()
	missing := &extract.Error{Code: "ocr-missing", Offset: -1, Err: extract.ErrNoText}
	for _, c := range []struct {
		text, outcome, code, value string
		err                        error
	}{
		{text: "sound", outcome: sinks.OK, value: "1"},
		{text: "scan", outcome: sinks.Partial, value: "3"},
		{text: "scan without", outcome: sinks.Failed, code: "ocr-missing", err: missing},
	} {
		t.Run(c.text, func(t *testing.T) {
			s := paged()
			s.Second, s.Recognise = &secondMock{}, recogniserMock{c.err}
			res := s.Document(t.Context(), Source{Path: "x", File: write(t, dir, c.text, c.text)})
			if res.Outcome != c.outcome || res.Code != c.code {
				t.Errorf("outcome %s %s", res.Outcome, res.Code)
			}
			if c.value == "" {
				return
			}
			f := res.Report.Facts[0]
			if f.Value.String() != c.value || (len(f.Flags) == 2) != (c.text == "scan") {
				t.Errorf("%s %v", f.Value, f.Flags)
			}
		})
	}
}
