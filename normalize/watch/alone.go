package watch

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gongkai-data/gongkai/normalize"
)

// Alone evaluates the rules that one report answers by itself, R6 of form B, R7
// to R9, X5, W10, W12 and W17, and appends their checks and issues to it. What
// an earlier call appended is replaced.
func Alone(r *normalize.Report, s Settings) {
	r.Checks = slices.DeleteFunc(r.Checks, func(c normalize.Check) bool { return aloneRules[c.Rule] && c.OtherID == "" })
	r.Issues = slices.DeleteFunc(r.Issues, func(i normalize.Issue) bool { return aloneIssues[i.Code] })
	a := &alone{r: r, s: &s, b: briefOf(r)}
	if r.Generation == "B" || r.Generation == "C" {
		a.disclosed()
		a.regulations()
		a.suits()
		a.catalogue()
		a.nothing()
	}
	a.narrative()
}

var aloneRules = map[string]bool{"R6": true, "R7": true, "R8": true, "R9": true, "X5": true, "W10": true, "W12": true, "W17": true}

var aloneIssues = func() map[string]bool {
	m := map[string]bool{}
	for _, r := range Rules {
		if aloneRules[r.Code] {
			m[r.Issue] = true
		}
	}
	return m
}()

type alone struct {
	r *normalize.Report
	s *Settings
	b *brief
}

// tell keeps a check and, where it failed, its issue.
func (a *alone) tell(c normalize.Check, evidence string) {
	a.r.Checks = append(a.r.Checks, c)
	if c.Result == normalize.Fail {
		a.r.Issues = append(a.r.Issues, issueOf(&c, ruleOf(c.Rule).Severity, evidence))
	}
}

// disclosed is R6 of form B: what is newly disclosed is part of what is disclosed.
func (a *alone) disclosed() {
	if a.r.Generation != "B" {
		return
	}
	for _, s := range stockSubjects {
		c := equation(a.b, "R6", s, "≤", []term{a.b.term("proactive."+s+".newly_disclosed", "")}, []term{a.b.term("proactive."+s+".disclosed_total", "")})
		a.tell(c, told(&c))
	}
}

// regulations is R7: 规章 are made by the State Council's departments, provinces,
// and governments of cities with districts and autonomous prefectures.
func (a *alone) regulations() {
	if a.r.Body.Level == "" || mayLegislate(&a.r.Body) {
		return
	}
	c := normalize.Check{Rule: "R7", Scope: "regulations", Result: normalize.NotEvaluable}
	largest := normalize.Decimal{}
	for _, m := range []string{"made", "repealed", "in_force", "newly_made", "newly_disclosed", "disclosed_total"} {
		t := a.b.term("proactive.regulations."+m, "")
		if t.cell.state != printed || t.cell.doubt {
			continue
		}
		if c.Result == normalize.NotEvaluable {
			c.Result = normalize.Pass
		}
		if t.cell.value.Coef > 0 {
			c.Result = normalize.Fail
			c.Operands = append(c.Operands, t.key)
			if t.cell.value.Cmp(largest) > 0 {
				largest = t.cell.value
			}
		}
	}
	if c.Result == normalize.Fail {
		zero := normalize.Int(0)
		c.LHS, c.RHS, c.Difference = &largest, &zero, &largest
	}
	a.tell(c, fmt.Sprintf("%s, %s: %s", a.r.Body.Level, a.r.Body.Type, largest))
}

func mayLegislate(b *normalize.Body) bool {
	for _, office := range []string{"人民政府办公厅", "人民政府办公室", "政府办公厅", "政府办公室"} {
		if strings.HasSuffix(b.Name, office) && b.Level != "county" && b.Level != "township" {
			return true // it reports for its government
		}
	}
	switch b.Level {
	case "national":
		return true
	case "province":
		return b.Type == "government"
	case "prefecture":
		return b.Type == "government" && !strings.HasSuffix(b.Name, "地区行政公署") && !strings.HasSuffix(b.Name, "盟行政公署")
	}
	return false
}

// suits is R8: reconsiderations or direct suits without a request.
func (a *alone) suits() {
	total, ok1 := a.b.cells.number("applications.result.total", "total")
	in, ok2 := a.b.cells.number("applications.carried_in", "total")
	review, ok3 := a.b.cells.number("litigation.review.total", "")
	direct, ok4 := a.b.cells.number("litigation.direct.total", "")
	if !ok1 || !ok2 || !ok3 || !ok4 {
		return
	}
	c := normalize.Check{Rule: "R8", Scope: "litigation", Result: normalize.Pass}
	l, r := normalize.Int(review+direct), normalize.Int(total+in)
	c.LHS, c.RHS = &l, &r
	for _, k := range []normalize.Key{{Indicator: "litigation.review.total"}, {Indicator: "litigation.direct.total"},
		{Indicator: "applications.result.total", Applicant: "total"}, {Indicator: "applications.carried_in", Applicant: "total"}} {
		c.Operands = append(c.Operands, k)
	}
	if review+direct > 0 && total+in == 0 {
		c.Result = normalize.Fail
	}
	a.tell(c, fmt.Sprintf("R8 litigation: %d > 0, %d", review+direct, total+in))
}

// catalogue is R9: the number of decisions is the number of items.
func (a *alone) catalogue() {
	if a.r.Generation != "B" {
		return
	}
	for _, s := range catalogueSubjects {
		prev, ok1 := a.b.cells.number("proactive."+s+".items_prev_year", "")
		change, ok2 := a.b.cells.number("proactive."+s+".items_change", "")
		decisions, ok3 := a.b.cells.number("proactive."+s+".decisions", "")
		if !ok1 || !ok2 || !ok3 {
			continue
		}
		l, r := normalize.Int(decisions), normalize.Int(prev+change)
		d := l.Sub(r)
		c := normalize.Check{Rule: "R9", Scope: s, Result: normalize.Pass, LHS: &l, RHS: &r, Difference: &d}
		for _, m := range []string{"decisions", "items_prev_year", "items_change"} {
			c.Operands = append(c.Operands, normalize.Key{Indicator: "proactive." + s + "." + m})
		}
		if d.IsZero() && float64(decisions) >= a.s.threshold("catalogue_min_items") {
			c.Result = normalize.Fail
		}
		a.tell(c, fmt.Sprintf("R9 %s: %d = %d + %d", s, decisions, prev, change))
	}
}

// nothing is W12: a form of blanks (V31), or of zeros.
func (a *alone) nothing() {
	c := normalize.Check{Rule: "W12", Scope: "form", Result: normalize.Pass}
	n, numbers := normalize.Int(int64(a.b.sum.nonzero)), normalize.Int(int64(a.b.sum.printed))
	c.LHS, c.RHS = &n, &numbers
	switch {
	case a.b.sum.possible == 0:
		return
	case a.b.sum.nonzero > 0:
		a.r.Checks = append(a.r.Checks, c)
		return
	}
	c.Result = normalize.Fail
	a.r.Checks = append(a.r.Checks, c)
	severity := "info"
	if a.b.sum.printed == 0 {
		severity = "warning" // nothing was filled in at all
	}
	a.r.Issues = append(a.r.Issues, issueOf(&c, severity, fmt.Sprintf("%d × 0, %d cells", a.b.sum.printed, a.b.sum.possible)))
}
