package watch

import (
	"fmt"

	"github.com/gongkai-data/gongkai/normalize"
)

// series holds one body's reports against each other, in the order of years.
func (w *Watcher) series(bs []*brief) {
	for i, cur := range bs {
		if i == 0 {
			continue
		}
		prev := bs[i-1]
		if cur.year != prev.year+1 { // a missing year never bridges
			w.gap(prev, cur)
			continue
		}
		cur.open()
		prev.open()
		w.consecutive(prev, cur)
		prev.close()
	}
	for _, b := range bs {
		b.close()
	}
}

// gap is W1 within the body's own series.
func (w *Watcher) gap(prev, cur *brief) {
	if prev.year < firstYear {
		return
	}
	for y := prev.year + 1; y < cur.year; y++ {
		if !w.expects(cur.body, y) { // else it is told by itself
			w.issue(cur, issue("missing_report", "info", nil, fmt.Sprintf("%d: %s, %s", y, prev.id, cur.id)))
		}
	}
}

// consecutive applies what holds between a year and the next.
func (w *Watcher) consecutive(prev, cur *brief) {
	b, c := prev.generation == "B", prev.generation == "C"
	nowB, nowC := cur.generation == "B", cur.generation == "C"
	if (b || c) && (nowB || nowC) {
		w.carried(prev, cur)
	}
	if c && nowC {
		w.stocks(prev, cur)
		w.feesJump(prev, cur)
	}
	if b && nowB {
		w.stocksOfB(prev, cur)
	}
	if prev.generation != "" && prev.generation == cur.generation {
		w.identical(prev, cur)
	}
	w.sameText(prev, cur)
}

// tell keeps a check and, where it failed, its issue.
func (w *Watcher) tell(b *brief, c normalize.Check, severity string) {
	f := w.finding(b)
	f.Checks = append(f.Checks, c)
	if c.Result == normalize.Fail {
		f.Issues = append(f.Issues, issueOf(&c, severity, told(&c)))
	}
}

// issue keeps an issue without a check.
func (w *Watcher) issue(b *brief, i normalize.Issue) {
	f := w.finding(b)
	f.Issues = append(f.Issues, i)
}

// carried is X1, for each kind of applicant.
func (w *Watcher) carried(prev, cur *brief) {
	checks := make([]normalize.Check, len(normalize.Applicants))
	failed := 0
	for i, a := range normalize.Applicants {
		checks[i] = equation(cur, "X1", a.Code, "=", []term{cur.term("applications.carried_in", a.Code)}, []term{prev.term("applications.carried_out", a.Code)})
		if checks[i].Result == normalize.Fail {
			failed++
		}
	}
	for i := range checks {
		if c := &checks[i]; c.Result == normalize.Fail && c.CauseHint == "" {
			c.CauseHint = carryCause(prev, cur, checks, i, failed)
		}
		w.tell(cur, checks[i], ruleOf("X1").Severity)
	}
}

// carryCause names what would explain a break in what was carried over.
func carryCause(prev, cur *brief, checks []normalize.Check, i, failed int) string {
	c, code := &checks[i], normalize.Applicants[i].Code
	equal := func(b *brief, indicator string) bool {
		x := b.cells.get(indicator, code)
		return x.state == printed && x.value.Coef != 0 && x.value.Cmp(*c.LHS) == 0
	}
	switch {
	case c.LHS.Coef != 0 && c.RHS.Cmp(ten(*c.LHS)) == 0, c.RHS.Coef != 0 && c.LHS.Cmp(ten(*c.RHS)) == 0:
		return "digit_lost:" + c.Operands[0].String()
	case equal(prev, "applications.carried_in"):
		return "carried_in_repeated:" + normalize.Key{Indicator: "applications.carried_in", Applicant: code}.String()
	case equal(cur, "applications.carried_out"):
		return "carried_out_repeated:" + normalize.Key{Indicator: "applications.carried_out", Applicant: code}.String()
	}
	if code != "total" {
		for k := range checks {
			if o := &checks[k]; k != i && normalize.Applicants[k].Code != "total" && o.Result == normalize.Fail &&
				o.Difference.Add(*c.Difference).IsZero() {
				return "moved_to:" + normalize.Applicants[k].Code
			}
		}
	}
	if failed >= len(checks)-1 {
		return "restated"
	}
	return ""
}

func ten(d normalize.Decimal) normalize.Decimal {
	d.Coef *= 10
	return d
}

// stocks is X2 and R6 of form C.
func (w *Watcher) stocks(prev, cur *brief) {
	for _, s := range stockSubjects {
		now, made, repealed := cur.term("proactive."+s+".in_force", ""), cur.term("proactive."+s+".made", ""), cur.term("proactive."+s+".repealed", "")
		before := prev.term("proactive."+s+".in_force", "")
		c := equation(cur, "X2", s, "=", []term{now}, []term{made, repealed.less(), before})
		if c.Result == normalize.Fail && c.CauseHint == "" {
			switch d := c.Difference; {
			case now.cell.value.Cmp(before.cell.value) == 0:
				c.CauseHint = "not_adjusted:" + now.key.String()
			case d.Cmp(repealed.cell.value) == 0:
				c.CauseHint = "repealed_not_subtracted:" + repealed.key.String()
			case d.Add(made.cell.value).IsZero():
				c.CauseHint = "difference_equals:" + made.key.String()
			}
		}
		w.tell(cur, c, ruleOf("X2").Severity)
		w.tell(cur, equation(cur, "R6", s, "≤", []term{repealed}, []term{made, before}), ruleOf("R6").Severity)
	}
}

// stocksOfB is X3.
func (w *Watcher) stocksOfB(prev, cur *brief) {
	for _, s := range stockSubjects {
		c := equation(cur, "X3", s, "=", []term{cur.term("proactive."+s+".disclosed_total", "")},
			[]term{cur.term("proactive."+s+".newly_disclosed", ""), prev.term("proactive."+s+".disclosed_total", "")})
		w.tell(cur, c, ruleOf("X3").Severity)
	}
	for _, s := range catalogueSubjects {
		now, before, change := cur.term("proactive."+s+".items_prev_year", ""), prev.term("proactive."+s+".items_prev_year", ""), prev.term("proactive."+s+".items_change", "")
		c := equation(cur, "X3", s, "=", []term{now}, []term{before, change})
		if c.Result == normalize.Fail && c.CauseHint == "" && now.cell.value.Cmp(before.cell.value) == 0 {
			c.CauseHint = "change_not_applied:" + change.key.String()
		}
		w.tell(cur, c, ruleOf("X3").Severity)
	}
}

// feesJump is W18: yuan where 万元 belongs.
func (w *Watcher) feesJump(prev, cur *brief) {
	now, before := cur.term("proactive.fees.amount", ""), prev.term("proactive.fees.amount", "")
	if now.cell.state != printed || before.cell.state != printed || now.cell.doubt || before.cell.doubt || now.cell.value.Coef <= 0 || before.cell.value.Coef <= 0 {
		return
	}
	x, y := now.cell.value, before.cell.value
	d := x.Sub(y)
	c := normalize.Check{Rule: "W18", Scope: "fees", Result: normalize.Pass, LHS: &x, RHS: &y, Difference: &d, Operands: []normalize.Key{now.key},
		OtherID: prev.id, Others: []normalize.Operand{{Report: prev.id, Key: before.key}}}
	lo, hi := w.settings.threshold("unit_jump_low"), w.settings.threshold("unit_jump_high")
	if r := x.Float() / y.Float(); r >= lo && r <= hi {
		c.Result, c.CauseHint = normalize.Fail, "yuan_for_10k:"+now.key.String()
	} else if 1/r >= lo && 1/r <= hi {
		c.Result, c.CauseHint = normalize.Fail, "yuan_for_10k:"+prev.id+"/"+before.key.String()
	}
	w.tell(cur, c, ruleOf("W18").Severity)
}

// identical is W7. Numbers that few years change, stocks, do not count as
// equal by copying.
func (w *Watcher) identical(prev, cur *brief) {
	if cur.sum.printed == 0 || prev.sum.printed == 0 || float64(cur.sum.flows) < w.settings.threshold("identical_min_numbers") {
		return
	}
	c := normalize.Check{Rule: "W7", Scope: "form", Result: normalize.Pass, OtherID: prev.id}
	if cur.sum == prev.sum {
		c.Result = normalize.Fail
	}
	f := w.finding(cur)
	f.Checks = append(f.Checks, c)
	if c.Result == normalize.Fail {
		f.Issues = append(f.Issues, issueOf(&c, ruleOf("W7").Severity, fmt.Sprintf("W7 form: %s = %s (%d ≠ 0)", cur.id, prev.id, cur.sum.nonzero)))
	}
}

// sameText is W8.
func (w *Watcher) sameText(prev, cur *brief) {
	alarm := w.settings.threshold("reuse_alarm")
	if prev.text.min == nil || cur.text.min == nil {
		return
	}
	near := cur.text.similar(&prev.text)
	if near >= alarm-doubtOfSketch {
		near = w.exact(prev, cur, near)
	}
	w.reuse("W8", prev, cur, near)
}

// doubtOfSketch is three standard errors of an estimate at 0.8.
const doubtOfSketch = 0.11

// reuse keeps the check of two texts.
func (w *Watcher) reuse(rule string, other, cur *brief, near float64) {
	alarm := w.settings.threshold("reuse_alarm")
	l, r := share(near), share(alarm)
	d := l.Sub(r)
	c := normalize.Check{Rule: rule, Scope: "text", Result: normalize.Pass, LHS: &l, RHS: &r, Difference: &d, OtherID: other.id}
	f := w.finding(cur)
	if near >= alarm {
		c.Result = normalize.Fail
		evidence := fmt.Sprintf("%s %s: %s ≈ %s (%s, %d)", rule, c.Scope, l, other.id, other.name, other.year)
		f.Issues = append(f.Issues, issueOf(&c, ruleOf(rule).Severity, evidence))
	}
	f.Checks = append(f.Checks, c)
}

// share is a share with four decimals.
func share(x float64) normalize.Decimal {
	return normalize.Decimal{Coef: int64(x*10000 + 0.5), Scale: 4}
}
