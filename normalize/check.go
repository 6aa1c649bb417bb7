package normalize

import (
	"slices"
	"strings"
)

// equation is one hard rule over the cells of a grid: the sum of lhs equals the
// sum of rhs. Indices point into the template of the grid.
type equation struct {
	rule, scope string
	lhs, rhs    []int
	operands    []Key // of both sides, in order; shared by every check of the rule
}

// hardRules builds the rules of the form: R1 is printed on it, R2 to R4 follow
// from its definitions.
func hardRules(g *grid, name string) []equation {
	var eqs []equation
	at := func(indicator, applicant string) int { return g.index[Key{indicator, applicant}] }
	for _, a := range Applicants {
		eqs = append(eqs, equation{rule: "R1", scope: a.Code,
			lhs: []int{at("applications.new", a.Code), at("applications.carried_in", a.Code)},
			rhs: []int{at("applications.result.total", a.Code), at("applications.carried_out", a.Code)}})
	}
	rows := applicationRows(g)
	for _, a := range Applicants {
		e := equation{rule: "R2", scope: a.Code, rhs: []int{at("applications.result.total", a.Code)}}
		for _, row := range rows {
			leafOfOther := strings.HasPrefix(row, "applications.result.other.")
			if strings.HasPrefix(row, "applications.result.") && row != "applications.result.total" && !(leafOfOther && name == mixedC) {
				e.lhs = append(e.lhs, at(row, a.Code))
			}
		}
		eqs = append(eqs, e)
	}
	for _, row := range rows {
		e := equation{rule: "R3", scope: row, rhs: []int{at(row, "total")}}
		for _, a := range Applicants[:len(Applicants)-1] {
			e.lhs = append(e.lhs, at(row, a.Code))
		}
		eqs = append(eqs, e)
	}
	for _, b := range []string{"review", "direct", "after_review"} {
		e := equation{rule: "R4", scope: b, rhs: []int{at("litigation."+b+".total", "")}}
		for _, o := range []string{"upheld", "corrected", "other", "pending"} {
			e.lhs = append(e.lhs, at("litigation."+b+"."+o, ""))
		}
		eqs = append(eqs, e)
	}
	for i := range eqs {
		for _, at := range slices.Concat(eqs[i].lhs, eqs[i].rhs) {
			eqs[i].operands = append(eqs[i].operands, g.template[at].Key())
		}
	}
	return eqs
}

func applicationRows(g *grid) []string {
	var rows []string
	for i := range g.template {
		if f := &g.template[i]; f.Table == "applications" && f.Applicant == "total" {
			rows = append(rows, f.Indicator)
		}
	}
	return rows
}

// check evaluates the rules of the form and lists what fails.
func check(r *Report, g *grid, verdicts []verdict) {
	facts := r.Facts[:len(g.template)]
	r.Checks = make([]Check, 0, len(g.equations)+3)
	for i := range g.equations {
		c := checkAt(g.equations, facts, verdicts, i)
		r.Checks = append(r.Checks, c)
		if c.Result == Fail {
			r.Issues = append(r.Issues, issue("rule_failed", "error", c.Operands, evidenceOf(&c)))
		}
	}
	for _, table := range []string{"proactive", "applications", "litigation"} {
		r.Checks = append(r.Checks, countsCheck(r, table))
	}
}

func evidenceOf(c *Check) string {
	s := c.Rule + " " + c.Scope + ":"
	if c.LHS != nil {
		s += " " + c.LHS.String()
	}
	if c.RHS != nil {
		s += " != " + c.RHS.String()
	}
	return s
}

// verdict is what one rule says: a result of a check, and both sums with their
// difference, which mean nothing where the rule cannot be evaluated.
type verdict struct {
	result         string
	lhs, rhs, diff Decimal
}

// verdictsOf applies the rules to the printed numbers.
func verdictsOf(eqs []equation, facts []Fact) []verdict {
	verdicts := make([]verdict, len(eqs))
	for i := range eqs {
		verdicts[i] = eqs[i].evaluate(facts)
	}
	return verdicts
}

// evaluate applies the rule to printed numbers. With a number missing it looks
// whether blanks as zero satisfy it; only cells that are there and empty count
// as zero. It fails where no numbers in the open cells could satisfy it.
func (e *equation) evaluate(facts []Fact) verdict {
	l, r := e.side(facts, e.lhs), e.side(facts, e.rhs)
	v := verdict{NotEvaluable, l.sum, r.sum, l.sum.Sub(r.sum)}
	switch {
	case l.printed+r.printed == 0:
	case l.open+r.open == 0:
		v.result = Fail
		if v.diff.IsZero() {
			v.result = Pass
		}
	case v.diff.IsZero() && l.absent+r.absent == 0:
		v.result = PassIfBlankZero
	case l.open == 0 && v.diff.Coef < 0 || r.open == 0 && v.diff.Coef > 0:
		v.result = Fail
	}
	return v
}

// checkAt is a verdict as the report shows it.
func checkAt(eqs []equation, facts []Fact, verdicts []verdict, i int) Check {
	e, v := &eqs[i], &verdicts[i]
	c := Check{Rule: e.rule, Scope: e.scope, Operands: e.operands, Result: v.result}
	if v.result != NotEvaluable {
		c.LHS, c.RHS, c.Difference = &v.lhs, &v.rhs, &v.diff
	}
	if v.result == Fail {
		c.CauseHint = e.cause(facts, v.diff)
		if j := swapped(eqs, verdicts, i); j >= 0 {
			c.CauseHint = "totals_swapped:" + facts[eqs[j].rhs[0]].Key().String()
		}
	}
	return c
}

// swapped finds the sum whose total stands in place of the total of another one,
// and the other way round: -1 where there is none, or several.
func swapped(eqs []equation, verdicts []verdict, i int) int {
	found := -1
	for j := range eqs {
		a, b := &verdicts[i], &verdicts[j]
		if b.result != Fail || eqs[j].rule != eqs[i].rule || len(eqs[i].rhs) != 1 || len(eqs[j].rhs) != 1 || a.lhs.Cmp(b.rhs) != 0 || b.lhs.Cmp(a.rhs) != 0 {
			continue
		}
		if found >= 0 {
			return -1
		}
		found = j
	}
	return found
}

// side is the sum of one side: printed numbers, and the cells without one.
type side struct {
	sum                   Decimal
	printed, open, absent int // absent: open cells that are not simply empty
}

func (e *equation) side(facts []Fact, at []int) side {
	var s side
	for _, i := range at {
		f := &facts[i]
		switch {
		case f.HasValue():
			s.sum = s.sum.Add(f.Value)
			s.printed++
		case f.Empty():
			s.open++
		default:
			s.open++
			s.absent++
		}
	}
	return s
}

// Empty reports a cell that is there and holds no number: left blank, or with a
// sign for nothing.
func (f *Fact) Empty() bool {
	return f.Status == Blank || f.Status == Dash || f.Status == Slash || f.Status == None
}

// cause names what would explain the difference.
func (e *equation) cause(facts []Fact, diff Decimal) string {
	size := Decimal{abs(diff.Coef), diff.Scale}
	if len(e.rhs) == 1 {
		total := &facts[e.rhs[0]]
		if total.HasValue() {
			sum := diff.Add(total.Value)
			if !total.Value.IsZero() && sum.Coef/10 == total.Value.Coef && sum.Scale == 0 {
				return "digit_lost:" + total.Key().String()
			}
			if total.Value.IsZero() {
				return "total_zero:" + total.Key().String()
			}
			if f := &facts[e.lhs[0]]; f.HasValue() && f.Value.Cmp(total.Value) == 0 && !f.Value.IsZero() {
				return "total_equals:" + f.Key().String()
			}
		}
	}
	hint := ""
	for _, i := range slices.Concat(e.lhs, e.rhs) {
		if f := &facts[i]; f.HasValue() && f.Value.Cmp(size) == 0 {
			if hint != "" {
				return "difference_equals_several"
			}
			hint = "difference_equals:" + f.Key().String()
		}
	}
	return hint
}

// countsCheck is R5: counts are whole and not negative, amounts not negative.
// Its operands are the cells that break it.
func countsCheck(r *Report, table string) Check {
	c := Check{Rule: "R5", Scope: table, Result: NotEvaluable}
	for i := range r.Facts {
		f := &r.Facts[i]
		if f.Table != table || !f.HasValue() {
			continue
		}
		if c.Result == NotEvaluable {
			c.Result = Pass
		}
		signed := strings.HasSuffix(f.Indicator, ".items_change")
		if f.Value.Coef < 0 && !signed || f.Unit == "piece" && !f.Value.IsInt() {
			c.Result = Fail
			c.Operands = append(c.Operands, f.Key())
		}
	}
	if c.Result == Fail {
		r.Issues = append(r.Issues, issue("rule_failed", "error", c.Operands, "R5 "+table))
	}
	return c
}
