package pipeline

import (
	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/normalize"
	"github.com/gongkai-data/gongkai/normalize/watch"
)

// Watch holds the reports of a run against each other and appends what it finds
// to them. It returns what concerns no report of the run. Results have been
// through Choose.
func Watch(results []Result, s watch.Settings) []normalize.Issue {
	versions := map[string]*watch.Versions{}
	w := watch.New(s)
	for i := range results {
		r := results[i].Report
		if r == nil || r.SupersededBy != "" {
			continue
		}
		versions[r.ID] = &watch.Versions{Stands: r}
		watch.Due(r, s)
		watch.Alone(r, s)
		w.Add(r)
	}
	for i := range results {
		if r := results[i].Report; r != nil && r.SupersededBy != "" {
			v := versions[r.SupersededBy]
			v.Witnesses = append(v.Witnesses, r)
		}
	}
	text := func(id string) ([]normalize.Section, bool) {
		v, ok := versions[id]
		if !ok {
			return nil, false
		}
		return v.Stands.Sections, true
	}
	for f := range w.Finish(text) {
		r := versions[f.Report].Stands
		r.Checks = append(r.Checks, f.Checks...)
		r.Issues = append(r.Issues, f.Issues...)
	}
	watch.Attribute(versions)
	return w.General()
}

// Alone lets each document answer the rules that a report answers by itself,
// for commands that look at documents one at a time.
func (s *Stages) Alone() *Stages {
	read := s.Normalize
	s.Normalize = func(doc *extract.Document) (*normalize.Report, error) {
		r, err := read(doc)
		if r != nil {
			watch.Alone(r, watch.Settings{})
		}
		return r, err
	}
	return s
}
