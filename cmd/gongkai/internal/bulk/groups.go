package bulk

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"sync"

	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/chunk"
	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/pipeline"
	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/record"
	"github.com/gongkai-data/gongkai/normalize"
	"github.com/gongkai-data/gongkai/normalize/watch"
)

// source is the documents of a run with what became of them.
type source struct {
	files   []File // by (digest, path); without bytes first
	results *chunk.Results
	coders  sync.Pool // of *record.Decoder

	groups map[string][]int // reports by the ID that their documents give; places in files
	ids    []string         // keys of groups, sorted
	final  map[int]string   // ID under which a document's report is published
	items  []item           // what is published, by ID
}

// item is one report that is published.
type item struct {
	id    string // as published
	group string
	at    int // place in files
}

func newSource(files []File, results *chunk.Results) *source {
	s := &source{files: files, results: results, groups: map[string][]int{}, final: map[int]string{}}
	s.coders.New = func() any {
		d, err := record.NewDecoder()
		if err != nil {
			panic(err) // of constant options
		}
		return d
	}
	for i := range files {
		if !s.reads(i) {
			continue
		}
		if id := results.Places[files[i].Digest].ReportID; id != "" {
			s.groups[id] = append(s.groups[id], i)
		}
	}
	for id := range s.groups {
		s.ids = append(s.ids, id)
	}
	slices.Sort(s.ids)
	return s
}

// reads reports that file i is the one of its bytes that was read; others with
// the same bytes are duplicates.
func (s *source) reads(i int) bool {
	return s.files[i].Err == "" && (i == 0 || s.files[i-1].Err != "" || s.files[i-1].Digest != s.files[i].Digest)
}

// chosen reads the documents of a report and settles which of them stands. The
// results are in the order of files.
func (s *source) chosen(ctx context.Context, id string) ([]pipeline.Result, error) {
	dec := s.coders.Get().(*record.Decoder)
	defer s.coders.Put(dec)
	same := make([]pipeline.Result, 0, len(s.groups[id]))
	for _, i := range s.groups[id] {
		p := s.results.Places[s.files[i].Digest]
		blob, err := s.results.Blob(ctx, &p)
		if err != nil {
			return nil, err
		}
		rec, err := dec.Decode(blob)
		if err != nil {
			return nil, err
		}
		if rec.Digest != p.Digest || rec.Report == nil || rec.ReportID != id {
			return nil, errors.Join(chunk.ErrChunk, record.ErrRecord)
		}
		same = append(same, resultOf(rec, s.files[i].Path))
	}
	pipeline.Choose(same)
	return same, nil
}

// only returns the record of a report that one document gives, still packed.
func (s *source) only(ctx context.Context, id string) ([]byte, error) {
	p := s.results.Places[s.files[s.groups[id][0]].Digest]
	return s.results.Blob(ctx, &p)
}

// brought is a report whose documents were read and settled.
type brought struct {
	id   string
	same []pipeline.Result
	v    *watch.Versions
	err  error
}

// bring is chosen, with the report prepared.
func (s *source) bring(ctx context.Context, series *pipeline.Series, id string) brought {
	same, err := s.chosen(ctx, id)
	if err != nil {
		return brought{id: id, err: err}
	}
	v := pipeline.Versions(same)
	series.Prepare(v)
	return brought{id, same, v, nil}
}

// first is the pass that makes every report known, and with it the order in
// which reports are published.
func (s *source) first(ctx context.Context, series *pipeline.Series, jobs int, shown func()) error {
	err := inOrder(ctx, jobs, len(s.ids), func(n int) met { return s.meet(ctx, series, s.ids[n]) }, func(m met) error {
		if m.err != nil {
			return m.err
		}
		series.AddBrief(m.brief, m.corrected)
		for k, i := range s.groups[m.id] {
			s.final[i] = m.finals[k]
			s.items = append(s.items, item{m.finals[k], m.id, i})
		}
		shown()
		return nil
	})
	slices.SortFunc(s.items, func(a, b item) int { return cmp.Or(strings.Compare(a.id, b.id), cmp.Compare(a.at, b.at)) })
	return err
}

// met is what the first pass keeps of a report.
type met struct {
	id        string
	brief     *watch.Brief
	finals    []string // IDs that its documents are published under
	corrected bool
	err       error
}

// meet reads a report for the first pass. Most have one document and no
// correction: what was made of it when it was read is enough.
func (s *source) meet(ctx context.Context, series *pipeline.Series, id string) met {
	if len(s.groups[id]) == 1 && !series.Corrected(id) {
		blob, err := s.only(ctx, id)
		if err != nil {
			return met{err: err}
		}
		dec := s.coders.Get().(*record.Decoder)
		defer s.coders.Put(dec)
		b, err := dec.Watch(blob)
		if err == nil && (b == nil || b.ID != id || b.Check() != nil) {
			err = errors.Join(chunk.ErrChunk, record.ErrRecord)
		}
		return met{id: id, brief: b, finals: []string{id}, err: err}
	}
	b := s.bring(ctx, series, id)
	if b.err != nil {
		return met{err: b.err}
	}
	m := met{id: id, brief: watch.BriefOf(b.v.Stands), corrected: series.Corrected(id)}
	for i := range b.same {
		m.finals = append(m.finals, strings.Clone(b.same[i].Report.ID))
	}
	m.brief.Detach()
	return m
}

// text returns the chapters of a report, for comparisons of text.
func (s *source) text(ctx context.Context) func(id string) ([]normalize.Section, bool) {
	return func(id string) ([]normalize.Section, bool) {
		switch len(s.groups[id]) {
		case 0:
			return nil, false
		case 1:
			blob, err := s.only(ctx, id)
			if err != nil {
				return nil, false // the second pass meets it again and says so
			}
			dec := s.coders.Get().(*record.Decoder)
			defer s.coders.Put(dec)
			sections, err := dec.Texts(blob)
			return sections, err == nil
		}
		same, err := s.chosen(ctx, id)
		if err != nil {
			return nil, false
		}
		return pipeline.Versions(same).Stands.Sections, true
	}
}

// inOrder makes n values with several goroutines and hands them over in order;
// few are ahead at any time.
func inOrder[T any](ctx context.Context, jobs, n int, make1 func(i int) T, use func(T) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	queue := make(chan chan T, 2*jobs)
	work := make(chan func(), jobs)
	var wg sync.WaitGroup
	defer wg.Wait()
	for range jobs {
		wg.Go(func() {
			for f := range work {
				f()
			}
		})
	}
	wg.Go(func() {
		defer close(work)
		defer close(queue)
		for i := range n {
			one := make(chan T, 1)
			select {
			case queue <- one:
			case <-ctx.Done():
				return
			}
			work <- func() { one <- make1(i) }
		}
	})
	var err error
	for one := range queue {
		v := <-one
		if err == nil {
			if err = use(v); err != nil {
				cancel()
			}
		}
	}
	if err == nil && ctx.Err() != nil {
		err = context.Cause(ctx)
	}
	return err
}
