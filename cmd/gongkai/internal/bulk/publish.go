package bulk

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/failpoint"
	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/pipeline"
	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/record"
	"github.com/gongkai-data/gongkai/normalize"
	"github.com/gongkai-data/gongkai/normalize/watch"
	"github.com/gongkai-data/gongkai/sinks"
)

// publish writes the dataset in two passes over the reports.
func (r *Run) publish(ctx context.Context, dir string, s *source, sum *Summary) error {
	if err := failpoint.Hit(failpoint.PublishBegin); err != nil {
		return err
	}
	series := pipeline.NewSeries(r.Settings, r.Entries)
	r.stage("compare", len(s.ids))
	if err := s.first(ctx, series, r.Jobs, r.step); err != nil {
		return err
	}
	findings, err := r.findings(ctx, s, series)
	if err != nil {
		return err
	}
	defer findings.Close() // it is gone by then
	opt := r.Options
	opt.Issues = series.General(r.Entries)
	sum.tellUnfit(opt.Issues)
	r.stage("publish", len(s.items))
	p := &pass{run: r, ctx: ctx, source: s, series: series, findings: findings, sum: sum}
	return r.Target.Stream(ctx, dir, opt, sinks.Feed{Results: p.results, Documents: p.documents})
}

// findings holds the reports against each other and keeps what comes of it.
func (r *Run) findings(ctx context.Context, s *source, series *pipeline.Series) (*findings, error) {
	found, err := newFindings(filepath.Join(r.Workspace, "results"))
	if err != nil {
		return nil, err
	}
	for f := range series.Findings(s.text(ctx)) {
		err := found.keep(&f)
		if ctx.Err() != nil {
			err = context.Cause(ctx)
		}
		if err != nil {
			return nil, errors.Join(err, found.Close())
		}
	}
	return found, nil
}

// pass is the second one.
type pass struct {
	run      *Run
	ctx      context.Context
	source   *source
	series   *pipeline.Series
	findings *findings
	sum      *Summary
}

// ready is a report as it is published.
type ready struct {
	result sinks.Result
	err    error
}

// results gives the reports by ID, then the documents that failed, by path.
func (p *pass) results(yield func(sinks.Result) error) error {
	s := p.source
	err := inOrder(p.ctx, p.run.Jobs, len(s.items), func(n int) ready { return p.item(&s.items[n]) }, func(v ready) error {
		if v.err != nil {
			return v.err
		}
		if err := failpoint.Hit(failpoint.PublishRow); err != nil {
			return err
		}
		p.sum.report(v.result.Report)
		p.run.step()
		return yield(v.result)
	})
	if err != nil {
		return err
	}
	for _, i := range p.byPath() {
		res := p.document(i)
		if res.Outcome != sinks.Failed {
			continue
		}
		if err := yield(res.Sink("")); err != nil {
			return err
		}
	}
	return nil
}

// item makes one report ready.
func (p *pass) item(it *item) ready {
	b := p.source.bring(p.ctx, p.series, it.group)
	if b.err != nil {
		return ready{err: b.err}
	}
	at := slices.Index(p.source.groups[it.group], it.at)
	res := &b.same[at]
	if res.Report.ID != it.id {
		return ready{err: errors.Join(sinks.ErrIntegrity, errors.New("report "+it.id+" was chosen otherwise before"))}
	}
	if res.Report.SupersededBy == "" {
		f, err := p.finding(it.id)
		if err != nil {
			return ready{err: err}
		}
		p.series.Conclude(b.v, f, func(id string) *watch.Versions {
			if len(p.source.groups[id]) < 2 {
				return nil
			}
			return p.source.bring(p.ctx, p.series, id).v
		})
	}
	return ready{result: res.Sink(it.id)}
}

func (p *pass) finding(id string) (*watch.Finding, error) {
	packed, err := p.findings.of(id)
	if packed == nil {
		return nil, err
	}
	dec := p.source.coders.Get().(*record.Decoder)
	defer p.source.coders.Put(dec)
	var f watch.Finding
	return &f, dec.DecodeAs(findingForm, packed, &f)
}

// byPath is the order of the table documents.
func (p *pass) byPath() []int {
	order := make([]int, len(p.source.files))
	for i := range order {
		order[i] = i
	}
	f := p.source.files
	slices.SortStableFunc(order, func(a, b int) int { return strings.Compare(f[a].Path, f[b].Path) })
	return order
}

// document is what became of file i.
func (p *pass) document(i int) pipeline.Result { return p.source.document(i) }

func (s *source) document(i int) pipeline.Result {
	f := &s.files[i]
	switch {
	case f.Code != "":
		return f.unopened()
	case f.Err != "":
		return pipeline.Result{Path: f.Path, Outcome: sinks.Failed, Code: "file-unreadable", Message: "read: " + f.Err}
	}
	place := s.results.Places[f.Digest]
	res := briefly(&place.Brief, f.Path)
	if !s.reads(i) {
		res.Outcome, res.Code, res.Message = sinks.Duplicate, "", ""
	}
	return res
}

// documents gives the row of every file, by path.
func (p *pass) documents(yield func(sinks.DocumentRow) error) error {
	s := p.source
	report := map[record.Digest]string{}
	for i, id := range s.final {
		report[s.files[i].Digest] = id
	}
	for _, i := range p.byPath() {
		res := p.document(i)
		id := ""
		if s.files[i].Err == "" {
			id = report[s.files[i].Digest]
		}
		if err := yield(res.Sink(id).Document); err != nil {
			return err
		}
	}
	return nil
}

// tellUnfit keeps the issues of corrections that did not fit.
func (s *Summary) tellUnfit(issues []normalize.Issue) {
	for i := range issues {
		if c := issues[i].Code; (c == "override_stale" || c == "override_conflict") && len(s.Unfit) < unfitKept {
			s.Unfit = append(s.Unfit, issues[i])
		}
	}
}

// unfitKept bounds what a summary holds of one kind.
const unfitKept = 1000
