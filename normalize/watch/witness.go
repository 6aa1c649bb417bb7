package watch

import (
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"github.com/gongkai-data/gongkai/normalize"
)

// Versions are the documents of one report: the one that stands and those that
// it supersedes.
type Versions struct {
	Stands    *normalize.Report
	Witnesses []*normalize.Report

	confirmed []string // checks whose issues a person has closed
}

// Attribute says of every rule that fails whose error it is (dataset.md §7,
// domain.md §2.3): where another document of the report prints the same
// numbers, the publisher's (published_error), else it may be the reading's
// (suspect_extraction). all holds every report that stands, by ID. It tells
// silent edits too (W15). It comes after everything else that adds checks.
func Attribute(all map[string]*Versions) {
	for _, v := range all {
		var ours, theirs verdict
		for i := range v.Stands.Checks {
			c := &v.Stands.Checks[i]
			if c.Result != normalize.Fail || !attributed(c.Rule) || slices.Contains(v.confirmed, c.Rule+" "+c.Scope) {
				continue
			}
			if agreed(all, v, c) {
				theirs.add(c)
			} else {
				ours.add(c)
			}
		}
		theirs.tell(v.Stands, "published_error")
		ours.tell(v.Stands, "suspect_extraction")
		silentEdits(v)
	}
}

// attributed reports the rules whose failure is somebody's wrong number.
func attributed(rule string) bool {
	return OfForm(rule) && IssueOf(rule) == "rule_failed" || rule == "X1" || rule == "X2"
}

// verdict collects the checks that are judged alike.
type verdict struct {
	names []string
	keys  []normalize.Key
}

func (d *verdict) add(c *normalize.Check) {
	d.names = append(d.names, c.Rule+" "+c.Scope)
	for _, k := range c.Operands {
		if !slices.Contains(d.keys, k) {
			d.keys = append(d.keys, k)
		}
	}
}

func (d *verdict) tell(r *normalize.Report, code string) {
	if len(d.names) > 0 {
		r.Issues = append(r.Issues, issue(code, "info", d.keys, strings.Join(d.names, "; ")))
	}
}

// agreed reports whether other documents bear out every number of a check.
func agreed(all map[string]*Versions, v *Versions, c *normalize.Check) bool {
	for _, k := range c.Operands {
		if !v.bears(k) {
			return false
		}
	}
	for _, o := range c.Others {
		if other := all[o.Report]; other == nil || !other.bears(o.Key) {
			return false
		}
	}
	return true
}

// bears reports whether a witness prints what the report prints.
func (v *Versions) bears(k normalize.Key) bool {
	f := factOf(v.Stands, k)
	if f == nil {
		return false
	}
	return slices.ContainsFunc(v.Witnesses, func(w *normalize.Report) bool {
		g := factOf(w, k)
		return g != nil && (f.HasValue() && g.HasValue() && f.Value.Cmp(g.Value) == 0 || !f.HasValue() && f.Status == g.Status)
	})
}

func factOf(r *normalize.Report, k normalize.Key) *normalize.Fact {
	for i := range r.Facts {
		if f := &r.Facts[i]; f.Indicator == k.Indicator && f.Applicant == k.Applicant {
			return f
		}
	}
	return nil
}

// silentEdits is W15: the same page at the same address with other content.
func silentEdits(v *Versions) {
	for _, w := range v.Witnesses {
		if v.Stands.SourceURL == "" || w.SourceURL != v.Stands.SourceURL || w.Format != v.Stands.Format || w.Source == v.Stands.Source {
			continue
		}
		var keys []normalize.Key
		var changes []string
		for i := range v.Stands.Facts {
			f := &v.Stands.Facts[i]
			g := factOf(w, f.Key())
			if g == nil || f.HasValue() == g.HasValue() && (!f.HasValue() || f.Value.Cmp(g.Value) == 0) {
				continue
			}
			keys = append(keys, f.Key())
			changes = append(changes, fmt.Sprintf("%s: %s / %s", f.Key(), shown(f), shown(g)))
		}
		text := textOf(v.Stands) != textOf(w)
		if len(keys) == 0 && !text {
			continue
		}
		evidence := fmt.Sprintf("%s %s / %s", v.Stands.SourceURL, hex.EncodeToString(v.Stands.Source[:4]), hex.EncodeToString(w.Source[:4]))
		if text {
			evidence += " text"
		}
		for _, c := range changes[:min(len(changes), 20)] {
			evidence += "; " + c
		}
		v.Stands.Issues = append(v.Stands.Issues, issue("silent_edit", ruleOf("W15").Severity, keys, evidence))
	}
}

func shown(f *normalize.Fact) string {
	if f.HasValue() {
		return f.Value.String()
	}
	return string(f.Status)
}

// textOf is the running text of a report without white space.
func textOf(r *normalize.Report) string {
	var b strings.Builder
	for i := range r.Sections {
		b.WriteString(normalize.Fold(r.Sections[i].Text))
	}
	return b.String()
}
