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
// and governments of cities with districts and autonomous prefectures. Zeros and
// blanks are right for everybody; of a body whose level is not known, and of
// numbers that are lost or in doubt, nothing is said.
func (a *alone) regulations() {
	if a.r.Body.Level != "" && mayLegislate(&a.r.Body) {
		return
	}
	c := normalize.Check{Rule: "R7", Scope: "regulations", Result: normalize.NotEvaluable}
	members := []string{"made", "repealed", "in_force"}
	if a.r.Generation == "B" {
		members = []string{"newly_made", "newly_disclosed", "disclosed_total"}
	}
	largest := normalize.Decimal{}
	var n tally
	for _, m := range members {
		t := a.b.term("proactive.regulations."+m, "")
		n.count(t.cell)
		if t.cell.state == printed && !t.cell.doubt && t.cell.value.Coef > 0 {
			c.Operands = append(c.Operands, t.key)
			if t.cell.value.Cmp(largest) > 0 {
				largest = t.cell.value
			}
		}
	}
	switch {
	case len(c.Operands) > 0 && a.r.Body.Level != "":
		c.Result = normalize.Fail
		zero := normalize.Int(0)
		c.LHS, c.RHS, c.Difference = &largest, &zero, &largest
	case len(c.Operands) == 0:
		c.Result = n.holds()
	}
	a.tell(c, fmt.Sprintf("%s, %s: %s", a.r.Body.Level, a.r.Body.Type, largest))
}

// tally counts the cells of a rule by what is known of them.
type tally struct{ numbers, open, lost int }

func (n *tally) count(c cell) {
	switch {
	case c.state == printed && !c.doubt:
		n.numbers++
	case c.state == empty:
		n.open++
	default:
		n.lost++
	}
}

// holds is the result of a rule that nothing known speaks against.
func (n *tally) holds() string {
	switch {
	case n.numbers == 0 || n.lost > 0:
		return normalize.NotEvaluable
	case n.open > 0:
		return normalize.PassIfBlankZero
	}
	return normalize.Pass
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
		// A 地区 or 盟 has an agency of its province, no congress of its own.
		place := strings.TrimSuffix(strings.TrimSuffix(b.Name, "人民政府"), "行政公署")
		return b.Type == "government" && !strings.HasSuffix(place, "地区") && !strings.HasSuffix(place, "盟")
	}
	return false
}

// suits is R8: reconsiderations or direct suits without a request.
func (a *alone) suits() {
	c := normalize.Check{Rule: "R8", Scope: "litigation", Result: normalize.NotEvaluable}
	var n tally
	sum := func(terms ...term) (d normalize.Decimal) {
		for _, t := range terms {
			c.Operands = append(c.Operands, t.key)
			if n.count(t.cell); t.cell.state == printed {
				d = d.Add(t.cell.value)
			}
		}
		return d
	}
	l := sum(a.b.term("litigation.review.total", ""), a.b.term("litigation.direct.total", ""))
	r := sum(a.b.term("applications.result.total", "total"), a.b.term("applications.carried_in", "total"))
	switch broken := l.Coef > 0 && r.IsZero(); {
	case !broken:
		c.Result = n.holds()
	case n.open+n.lost == 0:
		c.Result = normalize.Fail
	}
	if c.Result != normalize.NotEvaluable {
		d := l.Sub(r)
		c.LHS, c.RHS, c.Difference = &l, &r, &d
	}
	a.tell(c, fmt.Sprintf("R8 litigation: %s > 0, %s", l, r))
}

// catalogue is R9: the number of decisions is the number of items.
func (a *alone) catalogue() {
	if a.r.Generation != "B" {
		return
	}
	for _, s := range catalogueSubjects {
		if s == "fees" {
			continue // they have items but no decisions
		}
		decisions, prev, change := a.b.term("proactive."+s+".decisions", ""), a.b.term("proactive."+s+".items_prev_year", ""), a.b.term("proactive."+s+".items_change", "")
		c := normalize.Check{Rule: "R9", Scope: s, Result: normalize.NotEvaluable}
		var n tally
		for _, t := range []term{decisions, prev, change} {
			c.Operands = append(c.Operands, t.key)
			n.count(t.cell)
		}
		l, r := decisions.cell.value, prev.cell.value.Add(change.cell.value)
		if n.open+n.lost == 0 {
			d := l.Sub(r)
			c.Result, c.LHS, c.RHS, c.Difference = normalize.Pass, &l, &r, &d
			if d.IsZero() && l.Float() >= a.s.threshold("catalogue_min_items") {
				c.Result = normalize.Fail
			}
		}
		a.tell(c, fmt.Sprintf("R9 %s: %s = %s + %s", s, l, prev.cell.value, change.cell.value))
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
