package pipeline

import (
	"iter"

	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/overrides"
	"github.com/gongkai-data/gongkai/normalize"
	"github.com/gongkai-data/gongkai/normalize/watch"
)

// Series does what Watch does with the reports of a run, for runs whose reports
// are not held: each is brought twice, to be known and to be finished.
type Series struct {
	settings watch.Settings
	entries  map[string][]overrides.Entry // by report
	met      map[string]bool              // reports with corrections that are there
	watcher  *watch.Watcher
}

// NewSeries starts with no report.
func NewSeries(s watch.Settings, entries []overrides.Entry) *Series {
	v := &Series{settings: s, entries: map[string][]overrides.Entry{}, met: map[string]bool{}, watcher: watch.New(s)}
	for _, e := range entries {
		v.entries[e.Correction.Report] = append(v.entries[e.Correction.Report], e)
	}
	return v
}

// Versions groups the documents of one report, which have been through Choose.
func Versions(same []Result) *watch.Versions {
	for _, v := range versionsOf(same) {
		return v
	}
	return nil
}

// Prepare applies the corrections of a report and lets it answer the rules that
// it answers by itself. It may be called for several reports at the same time.
func (s *Series) Prepare(v *watch.Versions) {
	id := v.Stands.ID
	if e := s.entries[id]; len(e) > 0 {
		fix(map[string]*watch.Versions{id: v}, e)
	}
	watch.Due(v.Stands, s.settings)
	watch.Alone(v.Stands, s.settings)
}

// Corrected reports that there are corrections of a report.
func (s *Series) Corrected(id string) bool { return len(s.entries[id]) > 0 }

// AddBrief makes a report known by its brief: of the prepared report where it has
// corrections, as it was read otherwise. The order has no influence.
func (s *Series) AddBrief(b *watch.Brief, corrected bool) {
	if corrected {
		s.met[b.ID] = true
	}
	s.watcher.AddBrief(b)
}

// Findings holds all reports that were added against each other; text returns the
// chapters of one.
func (s *Series) Findings(text func(id string) ([]normalize.Section, bool)) iter.Seq[watch.Finding] {
	return s.watcher.Finish(text)
}

// General is what concerns no report that is there, after Findings.
func (s *Series) General(entries []overrides.Entry) []normalize.Issue {
	var absent []overrides.Entry
	for _, e := range entries {
		if !s.met[e.Correction.Report] {
			absent = append(absent, e)
		}
	}
	return append(fix(nil, absent), s.watcher.General()...)
}

// Conclude appends to a prepared report what the others say of it, and says whose
// error a failed rule is. other brings a report that a rule across years names,
// prepared; nil where it is not there or has no second document to agree with.
func (s *Series) Conclude(v *watch.Versions, f *watch.Finding, other func(id string) *watch.Versions) {
	all := map[string]*watch.Versions{v.Stands.ID: v}
	if f != nil {
		v.Stands.Checks = append(v.Stands.Checks, f.Checks...)
		v.Stands.Issues = append(v.Stands.Issues, f.Issues...)
	}
	if e := s.entries[v.Stands.ID]; len(e) > 0 {
		confirm(all, e)
	}
	for i := range v.Stands.Checks {
		c := &v.Stands.Checks[i]
		if c.Result != normalize.Fail || len(v.Witnesses) == 0 {
			continue // without a second document of this one nothing is borne out
		}
		for _, o := range c.Others {
			if all[o.Report] == nil {
				if w := other(o.Report); w != nil {
					all[o.Report] = w
				}
			}
		}
	}
	watch.Attribute(all)
}
