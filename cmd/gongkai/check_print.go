package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	screen "github.com/gongkai-data/gongkai/cmd/gongkai/internal/term"
	"github.com/gongkai-data/gongkai/normalize"
	"github.com/gongkai-data/gongkai/normalize/watch"
)

// one prints a finding: what it is, its arithmetic, the likely cause.
func (c *checking) one(b *strings.Builder, f *finding) {
	code := f.Code
	if f.Rule != nil {
		code = *f.Rule + " " + *f.Scope
	}
	text := c.app.gloss(f.Code)
	if f.Code == "rule_failed" && f.Rule != nil {
		text = c.app.gloss(*f.Rule)
	}
	if text == "" {
		text = f.MessageEn
	}
	fmt.Fprintf(b, "  %s  %s  %s\n", screen.Pad(c.severityName(f.Severity), 7), screen.Line(code), screen.Line(text))
	const margin = "           "
	if sum := c.arithmetic(f); sum != "" {
		fmt.Fprintf(b, "%s%s\n", margin, screen.Line(sum))
	} else if f.Path != nil {
		fmt.Fprintf(b, "%s%s: %s\n", margin, screen.Line(*f.Path), screen.Line(c.app.coded(deref(f.Evidence))))
	} else if f.Evidence != nil {
		fmt.Fprintf(b, "%s%s\n", margin, screen.Line(screen.Cut(strings.ReplaceAll(*f.Evidence, "\n", "; "), 400)))
	}
	if f.CauseHint != nil {
		fmt.Fprintf(b, "%s%s%s\n", margin, c.say("hint"), screen.Line(c.hint(*f.CauseHint)))
	}
	if f.Whose != nil {
		fmt.Fprintf(b, "%s%s%s\n", margin, c.say("whose"), screen.Line(c.app.coded(*f.Whose)))
	}
}

// hint is a cause in words, with the cell that it is about.
func (c *checking) hint(hint string) string {
	code, about, _ := strings.Cut(hint, ":")
	text := c.app.gloss(code)
	if text == "" {
		return hint
	}
	if about == "" {
		return text
	}
	report, key, other := strings.Cut(about, "/")
	if !other {
		report, key = "", about
	}
	indicator, applicant, _ := strings.Cut(key, "|")
	return fmt.Sprintf("%s (%s)", text, strings.TrimSpace(c.label(indicator, applicant)+" "+report))
}

// arithmetic is the equation of a finding with its numbers, "" where it has none.
func (c *checking) arithmetic(f *finding) string {
	if f.Rule == nil || f.LHS == nil || f.RHS == nil || len(f.Operands) == 0 {
		return ""
	}
	s, ok := watch.ShapeOf(*f.Rule)
	if !ok {
		return ""
	}
	left := s.Left
	if left < 0 {
		left += len(f.Operands)
	}
	if left < 0 || left > len(f.Operands) {
		return ""
	}
	l := c.side(f, 0, left, s.Minus)
	r := c.side(f, left, len(f.Operands), s.Minus)
	diff := ""
	if f.Difference != nil && (!f.holds || *f.Difference != 0) {
		diff = fmt.Sprintf("  (%s)", signed(*f.Difference))
	}
	relation := s.Broken()
	if f.holds {
		relation = s.Relation
	}
	return fmt.Sprintf("%s%s  %s  %s%s%s", l, sumOf(left, *f.LHS), relation, r, sumOf(len(f.Operands)-left, *f.RHS), diff)
}

// sumOf is the sum of a side of several terms.
func sumOf(terms int, sum float64) string {
	if terms < 2 {
		return ""
	}
	return " = " + number(sum)
}

// manyTerms is from how many terms on zeros and empty cells are only counted.
const manyTerms = 5

// side writes the terms from..to.
func (c *checking) side(f *finding, from, to int, minus []int) string {
	var b strings.Builder
	join := func(term string, taken bool) {
		switch {
		case taken:
			b.WriteString(" − ")
		case b.Len() > 0:
			b.WriteString(" + ")
		}
		b.WriteString(term)
	}
	left := map[string]int{} // not written: zeros under "0", others by status
	var order []string
	for i := from; i < to; i++ {
		o := &f.Operands[i]
		value := o.Status
		if o.Value != nil {
			value = number(*o.Value)
		}
		if to-from >= manyTerms && (o.Value == nil || *o.Value == 0) {
			if left[value] == 0 {
				order = append(order, value)
			}
			left[value]++
			continue
		}
		term := c.label(o.Indicator, deref(o.Applicant)) + " " + value
		if o.ReportID != deref(f.ReportID) {
			term += " [" + o.ReportID + "]"
		}
		join(term, slices.Contains(minus, i))
	}
	for _, value := range order {
		join(fmt.Sprintf("%d × %s", left[value], value), false)
	}
	return b.String()
}

// label names a cell: in Chinese as the form does, in English by its code.
func (c *checking) label(indicator, applicant string) string {
	name := indicator
	if c.app.lang == chinese {
		for i := range normalize.Indicators {
			if ind := &normalize.Indicators[i]; ind.Code == indicator {
				name = ind.Zh
			}
		}
	}
	if applicant == "" || applicant == "total" {
		return name
	}
	if c.app.lang == chinese {
		for _, a := range normalize.Applicants {
			if a.Code == applicant {
				_, last, ok := strings.Cut(a.Zh, " / ")
				if !ok {
					last = a.Zh
				}
				return name + "·" + last
			}
		}
	}
	return name + "|" + applicant
}

// severityName is a severity in the user's language.
func (c *checking) severityName(s string) string {
	if i := slices.Index(severities, s); i >= 0 && c.app.lang == chinese {
		return []string{"提示", "警告", "错误"}[i]
	}
	return s
}

func number(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

func signed(v float64) string {
	if v > 0 {
		return "+" + number(v)
	}
	return strings.Replace(number(v), "-", "−", 1)
}
