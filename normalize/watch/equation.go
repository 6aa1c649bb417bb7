package watch

import (
	"strings"

	"github.com/gongkai-data/gongkai/normalize"
)

// term is one cell of an equation.
type term struct {
	of    *brief // nil for the report itself
	key   normalize.Key
	cell  cell
	minus bool
}

// own and other make terms.
func (b *brief) term(indicator, applicant string) term {
	return term{of: b, key: normalize.Key{Indicator: indicator, Applicant: applicant}, cell: b.cells.get(indicator, applicant)}
}

// less is the term taken away.
func (t term) less() term { t.minus = true; return t }

// equation evaluates lhs = rhs, lhs ≤ rhs or lhs ≥ rhs for the report me. Its
// own terms come before those of others, as a Shape expects them. The result is not_evaluable where a number is missing, unless empty cells as zero
// satisfy it.
func equation(me *brief, rule, scope, relation string, lhs, rhs []term) normalize.Check {
	c := normalize.Check{Rule: rule, Scope: scope, Result: normalize.NotEvaluable}
	l, r := normalize.Decimal{}, normalize.Decimal{}
	numbers, open, lost := 0, 0, 0
	add := func(sum *normalize.Decimal, ts []term) {
		for _, t := range ts {
			if t.of == me {
				c.Operands = append(c.Operands, t.key)
			} else {
				c.OtherID = t.of.id
				c.Others = append(c.Others, normalize.Operand{Report: t.of.id, Key: t.key})
			}
			switch {
			case t.cell.state == printed && t.minus:
				*sum = sum.Sub(t.cell.value)
				numbers++
			case t.cell.state == printed:
				*sum = sum.Add(t.cell.value)
				numbers++
			case t.cell.state == empty:
				open++
			default:
				lost++
			}
		}
	}
	add(&l, lhs)
	add(&r, rhs)
	diff := l.Sub(r)
	holds := diff.IsZero() || relation == "≤" && diff.Coef < 0 || relation == "≥" && diff.Coef > 0
	switch {
	case numbers == 0 || lost > 0:
		return c
	case open == 0 && holds:
		c.Result = normalize.Pass
	case open == 0:
		c.Result = normalize.Fail
	case holds:
		c.Result = normalize.PassIfBlankZero
	default:
		return c
	}
	c.LHS, c.RHS, c.Difference = &l, &r, &diff
	if c.Result == normalize.Fail {
		for _, t := range append(append([]term{}, lhs...), rhs...) {
			if t.cell.doubt {
				c.CauseHint = "doubtful:" + t.key.String()
				break
			}
		}
	}
	return c
}

// issueOf makes the issue of a check that failed.
func issueOf(c *normalize.Check, severity, evidence string) normalize.Issue {
	return issue(ruleOf(c.Rule).Issue, severity, c.Operands, evidence)
}

// told is a failed check in one line that reads the same in every language:
// "X1 total: 3 ≠ 5 (−2) X-2023".
func told(c *normalize.Check) string {
	var b strings.Builder
	b.WriteString(c.Rule + " " + c.Scope + ":")
	if c.LHS != nil && c.RHS != nil {
		s, _ := ShapeOf(c.Rule)
		b.WriteString(" " + c.LHS.String() + " " + s.Broken() + " " + c.RHS.String())
	}
	if c.OtherID != "" {
		b.WriteString(" (" + c.OtherID + ")")
	}
	if c.CauseHint != "" {
		b.WriteString(" " + c.CauseHint)
	}
	return b.String()
}

// issue makes an issue with the meaning of its code.
func issue(code, severity string, keys []normalize.Key, evidence string) normalize.Issue {
	i := normalize.Issue{Code: code, Severity: severity, Indicators: keys, Evidence: evidence}
	for _, m := range IssueMeanings {
		if string(m.Code) == code {
			i.Zh, i.En = m.Zh, m.En
		}
	}
	if i.En == "" {
		if m, ok := normalize.Meaning(code); ok {
			i.Zh, i.En = m.Zh, m.En
		}
	}
	if evidence != "" {
		i.Zh += "：" + evidence
		i.En += ": " + evidence
	}
	return i
}
