package pipeline

import (
	"fmt"

	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/overrides"
	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/normalize"
	"github.com/gongkai-data/gongkai/normalize/forms"
	"github.com/gongkai-data/gongkai/normalize/watch"
)

// versionsOf are the reports that stand, each with its witnesses.
func versionsOf(results []Result) map[string]*watch.Versions {
	versions := map[string]*watch.Versions{}
	for i := range results {
		if r := results[i].Report; r != nil && r.SupersededBy == "" {
			versions[r.ID] = &watch.Versions{Stands: r}
		}
	}
	for i := range results {
		if r := results[i].Report; r != nil && r.SupersededBy != "" {
			v := versions[r.SupersededBy]
			v.Witnesses = append(v.Witnesses, r)
		}
	}
	return versions
}

// fix applies what changes a value, and tells what does not fit. It returns the
// issues of corrections whose report is not there.
func fix(versions map[string]*watch.Versions, entries []overrides.Entry) (general []normalize.Issue) {
	conflicts := overrides.Conflicts(entries)
	for i := range entries {
		c := &entries[i].Correction
		v := versions[c.Report]
		switch {
		case v == nil:
			general = append(general, watch.Unfit("override_stale", c, "is not here"))
		case conflicts[c.ID]:
			v.Stands.Issues = append(v.Stands.Issues, watch.Unfit("override_conflict", c, c.Cell.String()))
		case c.Kind == normalize.ExtractionFix && !v.Stands.Correct(c, forms.All):
			v.Stands.Issues = append(v.Stands.Issues, watch.Unfit("override_stale", c, differs(v.Stands, c)))
		}
	}
	return general
}

// confirm closes the issues of what the source prints so.
func confirm(versions map[string]*watch.Versions, entries []overrides.Entry) {
	conflicts := overrides.Conflicts(entries)
	for i := range entries {
		c := &entries[i].Correction
		if v := versions[c.Report]; v != nil && c.Kind == normalize.SourceErrorConfirmed && !conflicts[c.ID] && v.Confirm(c) == nil {
			v.Stands.Issues = append(v.Stands.Issues, watch.Unfit("override_stale", c, differs(v.Stands, c)))
		}
	}
}

// differs says why a correction does not fit.
func differs(r *normalize.Report, c *normalize.Correction) string {
	for i := range r.Facts {
		f := &r.Facts[i]
		if f.Key() != c.Cell {
			continue
		}
		if f.Reads(c.Was) {
			return fmt.Sprintf("%s: no failed rule uses it", c.Cell)
		}
		now := string(f.Status)
		if f.HasValue() {
			now = f.Value.String()
		}
		return fmt.Sprintf("%s: was %q, is %q", c.Cell, c.Was, now)
	}
	return fmt.Sprintf("%s: no such cell", c.Cell)
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
