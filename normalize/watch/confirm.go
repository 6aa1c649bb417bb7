package watch

import (
	"slices"
	"strings"

	"github.com/gongkai-data/gongkai/normalize"
)

// Confirm closes the issues of rules that fail because the source itself prints
// a cell so (原文如此). The number stays, the checks go on failing. It returns
// the names of the checks, none where the cell does not read what the
// correction expects or no failed rule uses it. It comes after the rules and
// before Attribute.
func (v *Versions) Confirm(c *normalize.Correction) (closed []string) {
	r := v.Stands
	f := factOf(r, c.Cell)
	if f == nil || !f.Reads(c.Was) {
		return nil
	}
	for i := range r.Checks {
		k := &r.Checks[i]
		if k.Result != normalize.Fail || !slices.Contains(k.Operands, c.Cell) || c.Rule != "" && !strings.EqualFold(c.Rule, k.Rule) {
			continue
		}
		at := slices.IndexFunc(r.Issues, func(is normalize.Issue) bool {
			return is.Code == IssueOf(k.Rule) && slices.Equal(is.Indicators, k.Operands)
		})
		if at >= 0 {
			r.Issues = slices.Delete(r.Issues, at, at+1)
			closed = append(closed, k.Rule+" "+k.Scope)
		}
	}
	if len(closed) > 0 {
		r.Issues = append(r.Issues, issue(normalize.SourceErrorConfirmed, "info", []normalize.Key{c.Cell}, c.ID+": "+strings.Join(closed, "; ")+": "+c.Who+": "+c.Why))
		v.confirmed = append(v.confirmed, closed...)
	}
	return closed
}

// Unfit is the issue of a correction that was not applied.
func Unfit(code string, c *normalize.Correction, why string) normalize.Issue {
	severity := "warning"
	if code == "override_conflict" {
		severity = "error"
	}
	return issue(code, severity, []normalize.Key{c.Cell}, c.ID+": "+c.Report+" "+why)
}
