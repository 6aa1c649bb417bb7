package normalize

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/gongkai-data/gongkai/extract"
)

// Correction is what a person says about one cell of a report, after looking at
// the source (dataset: overrides).
type Correction struct {
	ID     string // unique, ASCII
	Report string // report_id
	Cell   Key
	Kind   string // ExtractionFix, SourceErrorConfirmed
	Was    string // what is read there: the number, or the status of a cell without one
	Value  string // ExtractionFix: what the source prints: a number, or blank, dash, slash, none
	Rule   string // SourceErrorConfirmed: the rule whose issue is closed, "" for every rule of the cell
	Who    string
	Why    string
}

// Kinds of a correction.
const (
	ExtractionFix        = "extraction_fix"         // the reading was wrong: the value changes
	SourceErrorConfirmed = "source_error_confirmed" // 原文如此: the value stays, the issue is closed
)

// Check returns what is wrong with a correction by itself.
func (c *Correction) Check() error {
	switch {
	case c.ID == "" || strings.ContainsFunc(c.ID, func(r rune) bool { return r <= ' ' || r > '~' || r == ';' || r == ':' }):
		return fmt.Errorf("id %q: use ASCII without spaces, colons and semicolons", c.ID)
	case c.Report == "" || strings.Contains(c.Report, "~"):
		return fmt.Errorf("report %q: give the report_id of a report that stands", c.Report)
	case !knownCell(c.Cell):
		return fmt.Errorf("cell %q: no form prints it", c.Cell)
	case c.Was == "":
		return fmt.Errorf("was: say what is read there now")
	case strings.TrimSpace(c.Who) == "":
		return fmt.Errorf("who: say who looked at the source")
	case strings.TrimSpace(c.Why) == "":
		return fmt.Errorf("why: say what the source prints and where")
	}
	status, value, ok := c.becomes()
	was, had := ParseDecimal(c.Was)
	switch {
	case c.Kind == ExtractionFix && !ok:
		return fmt.Errorf("value %q is no number, nor one of %s", c.Value, strings.Join(emptySigns, ", "))
	case c.Kind == ExtractionFix && c.Rule != "":
		return fmt.Errorf("rule: only for %s", SourceErrorConfirmed)
	case c.Kind == ExtractionFix && (c.Value == c.Was || had && status == Corrected && value.Cmp(was) == 0):
		return fmt.Errorf("value %q is what was read", c.Value)
	case c.Rule != "" && !ruleName.MatchString(c.Rule):
		return fmt.Errorf("rule %q: there is none of this name", c.Rule)
	case c.Kind == SourceErrorConfirmed && c.Value != "":
		return fmt.Errorf("value: only for %s; what is confirmed stays", ExtractionFix)
	case c.Kind != ExtractionFix && c.Kind != SourceErrorConfirmed:
		return fmt.Errorf("kind %q: use %s or %s", c.Kind, ExtractionFix, SourceErrorConfirmed)
	}
	return nil
}

// emptySigns are the statuses of a cell that a person finds without a number.
var emptySigns = []string{string(Blank), string(Dash), string(Slash), string(None)}

// becomes is what a correction makes of its cell: Corrected and a number, or the
// status of a cell without one.
func (c *Correction) becomes() (Status, Decimal, bool) {
	if d, ok := ParseDecimal(c.Value); ok {
		return Corrected, d, true
	}
	return Status(c.Value), Decimal{}, slices.Contains(emptySigns, c.Value)
}

// ruleName matches the rules whose issue a person may close.
var ruleName = regexp.MustCompile(`(?i)^(R[1-9]|A1-[1-3]|A2-([1-9]|10)|X[1-5]|W([1-9]|1[0-8]))$`)

func knownCell(k Key) bool {
	return slices.ContainsFunc(Indicators, func(ind Indicator) bool {
		return ind.Code == k.Indicator && !ind.Derived && (k.Applicant != "") == ind.ByApplicant &&
			(k.Applicant == "" || slices.ContainsFunc(Applicants, func(a Applicant) bool { return a.Code == k.Applicant }))
	})
}

// ParseDecimal reads a number of at most 15 digits as a person writes it: 12,
// -3, 0.50.
func ParseDecimal(s string) (Decimal, bool) {
	digits, negative := strings.CutPrefix(s, "-")
	var d Decimal
	point, n := false, 0
	for i, r := range digits {
		switch {
		case r >= '0' && r <= '9' && n < 15:
			d.Coef, n = d.Coef*10+int64(r-'0'), n+1
			if point {
				d.Scale++
			}
		case r == '.' && !point && i > 0 && i < len(digits)-1:
			point = true
		default:
			return Decimal{}, false
		}
	}
	if negative {
		d.Coef = -d.Coef
	}
	return d, n > 0
}

// ParseKey reads the key of a fact as Key.String writes it; the bar may be
// missing where there is no applicant.
func ParseKey(s string) Key {
	indicator, applicant, _ := strings.Cut(s, "|")
	return Key{indicator, applicant}
}

// Reads reports whether a fact says what a correction expects: the same number,
// or the same status of a cell without one.
func (f *Fact) Reads(was string) bool {
	if d, ok := ParseDecimal(was); ok {
		return f.HasValue() && f.Value.Cmp(d) == 0
	}
	return !f.HasValue() && string(f.Status) == was
}

// Correct sets one cell, to a number or to none, and evaluates the rules of the form again.
// It returns false, and changes nothing, where the cell is not there or does
// not read what the correction expects. Rules that other packages evaluate come
// after.
func (r *Report) Correct(c *Correction, forms *FormSet) bool {
	i := slices.IndexFunc(r.Facts, func(f Fact) bool { return f.Key() == c.Cell })
	status, d, ok := c.becomes()
	if i < 0 || !ok || !r.Facts[i].Reads(c.Was) {
		return false
	}
	f := &r.Facts[i]
	f.Status, f.Value, f.OverrideID = status, d, c.ID
	f.Flags, f.Inferred, f.InferredBy = nil, nil, "" // a person has settled the doubt
	r.recheck(forms, c.Cell)
	return true
}

// recheck evaluates the rules of the form and what they leave as the only number
// once more. Where the tables print rows or columns that the form has not,
// nothing is inferred: which rules they touch is not known any more. Where the
// report has no grid of a form, the rules of the corrected cell are withdrawn:
// what they said is over.
func (r *Report) recheck(forms *FormSet, cell Key) {
	if at := slices.IndexFunc(forms.lists, func(f *listForm) bool { return f.name == r.Generation }); at >= 0 && r.holds(forms.lists[at].grid) {
		r.recheckList(forms.lists[at])
		return
	}
	g := forms.grids[r.Generation]
	if r.mixed() {
		g = forms.grids[mixedC]
	}
	if r.Generation != "B" && r.Generation != "C" || g == nil || len(r.Facts) < len(g.template) {
		r.Checks = slices.DeleteFunc(r.Checks, func(c Check) bool { return slices.Contains(c.Operands, cell) })
		r.Issues = slices.DeleteFunc(r.Issues, func(i Issue) bool {
			return strings.HasPrefix(i.Code, "rule_") && slices.Contains(i.Indicators, cell)
		})
		for i := range r.Facts {
			r.Facts[i].Inferred, r.Facts[i].InferredBy = nil, "" // they may rest on the cell
		}
		return
	}
	facts := r.Facts[:len(g.template)]
	forget(facts)
	r.Issues = slices.DeleteFunc(r.Issues, func(i Issue) bool { return i.Code == "rule_failed" })
	verdicts := verdictsOf(g.equations, facts)
	if len(facts) == len(r.Facts) && !r.printsMore() {
		infer(facts, g.equations, verdicts, nil)
	}
	check(r, g, verdicts)
}

// holds reports that the facts start with the grid.
func (r *Report) holds(g *grid) bool {
	if len(r.Facts) < len(g.template) {
		return false
	}
	for i := range g.template {
		if r.Facts[i].Key() != g.template[i].Key() {
			return false
		}
	}
	return true
}

// recheckList is recheck for a form that is a list. A sum that said nothing
// although all its numbers are printed has lines of its own that the form does
// not have, and goes on saying nothing.
func (r *Report) recheckList(form *listForm) {
	g := form.grid
	facts := r.Facts[:len(g.template):len(g.template)]
	quiet := map[string]bool{}
	for i := range r.Checks {
		c := &r.Checks[i]
		quiet[c.Rule+" "+c.Scope] = c.Result == NotEvaluable
	}
	more := len(facts) < len(r.Facts) || r.printsMore()
	ofForm := func(rule string) bool {
		return strings.HasPrefix(rule, form.name+"-") || rule == "R5"
	}
	r.Checks = slices.DeleteFunc(r.Checks, func(c Check) bool { return ofForm(c.Rule) })
	r.Issues = slices.DeleteFunc(r.Issues, func(i Issue) bool { return strings.HasPrefix(i.Code, "rule_") })
	forget(facts)
	verdicts := verdictsOf(g.equations, facts)
	for i := range verdicts {
		if e := &g.equations[i]; more && verdicts[i].result == Fail && quiet[e.rule+" "+e.scope] {
			verdicts[i].result = NotEvaluable
		}
	}
	if !more {
		infer(facts, g.equations, verdicts, nil)
	}
	(&listReader{form: form}).judge(r, facts, verdicts)
}

// forget withdraws what was inferred.
func forget(facts []Fact) {
	for i := range facts {
		facts[i].Inferred, facts[i].InferredBy = nil, ""
	}
}

// printsMore reports rows or columns that the form has not.
func (r *Report) printsMore() bool {
	return slices.ContainsFunc(r.Cells, func(c Cell) bool { return c.Role == RoleExtra })
}

// mixed reports a report on form C with one row of other handling: its checks
// say so.
func (r *Report) mixed() bool {
	return r.Generation == "C" && slices.ContainsFunc(r.Checks, func(c Check) bool {
		return c.Rule == "R2" && slices.Contains(c.Operands, Key{"applications.result.other", c.Scope})
	})
}

// CorrectionMeanings explains the issues of corrections.
var CorrectionMeanings = []extract.Meaning{
	m(SourceErrorConfirmed, extract.Info, "A person has confirmed that the source prints it so; the number stays", "经人工核对，原文如此，数字保留"),
	m("override_stale", extract.Warn, "A correction does not fit what is read now and was not applied", "更正与现有读数不符，未予采用"),
	m("override_conflict", extract.Err, "Two corrections contradict each other; neither was applied", "两条更正相互矛盾，均未采用"),
}
