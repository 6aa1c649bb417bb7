package normalize

import (
	"slices"
	"strings"
)

// listSum is a sum of a list: the whole and the codes of its parts behind it.
type listSum struct {
	rule, whole string
	parts       []string
}

// listSums are the structural sums of the older forms (domain.md §2.2).
var listSums = map[string][]listSum{
	"A2": {
		{"A2-1", "a2.applications.received", []string{"in_person", "fax", "online", "mail"}},
		{"A2-2", "a2.applications.closed", []string{"on_time", "extended"}},
		{"A2-3", "a2.applications.answered", []string{"already_public", "granted", "partial", "denied", "not_this_body", "not_exist", "correction_requested", "other_channel"}},
		{"A2-4", "a2.applications.answered.denied", []string{"state_secret", "trade_secret", "privacy", "security_stability", "not_government_information", "other_law"}},
		{"A2-5", "a2.review", []string{"upheld", "corrected", "other"}},
		{"A2-6", "a2.litigation", []string{"upheld", "corrected", "other"}},
		{"A2-7", "a2.org.staff", []string{"full_time", "part_time"}},
	},
	"A1": {
		{"A1-1", "a1.applications", []string{"in_person", "fax", "email", "online", "mail", "other"}},
		{"A1-2", "a1.answered", []string{"granted", "partial", "denied"}},
		{"A1-3", "a1.answered.denied", []string{"not_government_information", "not_exist", "not_held", "unclear", "exempt_1_state_secret", "exempt_2_trade_secret",
			"exempt_3_privacy", "exempt_4_in_process", "exempt_5_enforcement", "exempt_6_other_law", "other"}},
	},
}

// bound is a rule of a list that is no sum: the left cell is at most the right
// ones together. Soft bounds have honest exceptions.
type bound struct {
	rule, scope string
	small       string
	large       []string
	soft        bool
}

// listBounds are A2-8 to A2-10 (domain.md §2.2): 其中 is part of its whole; a
// disclosure has a channel, and no channel more than all disclosures.
var listBounds = func() []bound {
	const proactive, response, channel, applications = "a2.proactive.", "a2.response.", "a2.channel.", "a2.applications."
	bs := []bound{
		{"A2-8", proactive + "normative_disclosed", proactive + "normative_disclosed", []string{proactive + "disclosed"}, false},
		{"A2-8", response + "press_conferences_by_head", response + "press_conferences_by_head", []string{response + "press_conferences"}, false},
		{"A2-8", response + "online_interviews_by_head", response + "online_interviews_by_head", []string{response + "online_interviews"}, false},
	}
	var channels []string
	for _, c := range []string{"gazette", "website", "weibo", "wechat", "other"} {
		channels = append(channels, channel+c)
		bs = append(bs, bound{"A2-9", channel + c, channel + c, []string{proactive + "disclosed"}, true})
	}
	return append(bs, bound{"A2-9", proactive + "disclosed", proactive + "disclosed", channels, true},
		bound{"A2-10", applications + "closed", applications + "closed", []string{applications + "received"}, true},
		bound{"A2-10", applications + "answered", applications + "answered", []string{applications + "closed"}, true})
}()

// newListGrid makes the grid of a list with its sums.
func newListGrid(name string) *grid {
	g := &grid{index: map[Key]int{}}
	for i := range Indicators {
		ind := &Indicators[i]
		if ind.Generation == name && !ind.Derived {
			k := Key{Indicator: ind.Code}
			g.index[k] = len(g.template)
			g.template = append(g.template, Fact{Table: ind.Table, Indicator: ind.Code, Unit: ind.Unit})
		}
	}
	for _, s := range listSums[name] {
		e := equation{rule: s.rule, scope: s.whole, rhs: []int{g.index[Key{Indicator: s.whole}]}}
		for _, p := range s.parts {
			e.lhs = append(e.lhs, g.index[Key{Indicator: s.whole + "." + p}])
		}
		for _, at := range slices.Concat(e.lhs, e.rhs) {
			e.operands = append(e.operands, g.template[at].Key())
		}
		g.equations = append(g.equations, e)
	}
	return g
}

// checkList evaluates the rules of a list. A sum says nothing where lines that the
// form does not have stand among its own and account for the difference.
func (lr *listReader) checkList(r *Report, facts []Fact) {
	g := lr.form.grid
	verdicts := verdictsOf(g.equations, facts)
	for i := range g.equations {
		if e := lr.extras[g.equations[i].rule]; e != nil && verdicts[i].result == Fail && e.explained(verdicts[i].diff) {
			verdicts[i].result = NotEvaluable
		}
	}
	doubtFailing(facts, g.equations, verdicts)
	infer(facts, g.equations, verdicts, lr.extra)
	lr.judge(r, facts, verdicts)
}

// judge lists what the sums and bounds of the form say, and what fails.
func (lr *listReader) judge(r *Report, facts []Fact, verdicts []verdict) {
	g := lr.form.grid
	for i := range g.equations {
		c := checkAt(g.equations, facts, verdicts, i)
		r.Checks = append(r.Checks, c)
		if c.Result == Fail {
			r.Issues = append(r.Issues, issue("rule_failed", "error", c.Operands, evidenceOf(&c)))
		}
	}
	for i := range listBounds {
		if b := &listBounds[i]; strings.HasPrefix(b.small, strings.ToLower(lr.form.name)+".") {
			lr.checkBound(r, facts, b)
		}
	}
	r.Checks = append(r.Checks, countsCheck(r, strings.ToLower(lr.form.name)))
}

// checkBound evaluates one bound; blanks count as zero only where that makes it hold.
func (lr *listReader) checkBound(r *Report, facts []Fact, b *bound) {
	g := lr.form.grid
	e := equation{rule: b.rule, scope: b.scope, lhs: []int{g.index[Key{Indicator: b.small}]}}
	for _, c := range b.large {
		e.rhs = append(e.rhs, g.index[Key{Indicator: c}])
	}
	for _, at := range slices.Concat(e.lhs, e.rhs) {
		e.operands = append(e.operands, g.template[at].Key())
	}
	small, large := e.side(facts, e.lhs), e.side(facts, e.rhs)
	diff := small.sum.Sub(large.sum)
	v := verdict{NotEvaluable, small.sum, large.sum, diff}
	switch {
	case small.printed == 0 || large.printed == 0:
	case diff.Coef <= 0 && small.open+large.open == 0:
		v.result = Pass
	case diff.Coef <= 0 && small.absent+large.absent == 0:
		v.result = PassIfBlankZero
	case diff.Coef > 0 && large.open == 0:
		v.result = Fail
	}
	c := Check{Rule: e.rule, Scope: e.scope, Operands: e.operands, Result: v.result}
	if v.result != NotEvaluable {
		c.LHS, c.RHS, c.Difference = &v.lhs, &v.rhs, &v.diff
	}
	r.Checks = append(r.Checks, c)
	if v.result != Fail {
		return
	}
	evidence := e.rule + " " + e.scope + ": " + v.lhs.String() + " > " + v.rhs.String()
	if b.soft {
		r.Issues = append(r.Issues, issue("rule_doubtful", "info", c.Operands, evidence))
	} else {
		r.Issues = append(r.Issues, issue("rule_failed", "error", c.Operands, evidence))
	}
}

// openSums gathers for each sum the lines among its own that the form does not
// have: a part may be printed under a local label.
func (lr *listReader) openSums() {
	lr.extras = map[string]*listExtra{}
	for i := range lr.entries {
		e := &lr.entries[i]
		if e.indicator != "" || !e.filled || e.known && e.hit.heading {
			continue
		}
		codes := lr.form.codes()
		for _, s := range listSums[lr.form.name] {
			for _, at := range []int{lr.place(i-1, -1), lr.place(i+1, 1)} {
				if at < 0 || codes[at] != s.whole && !strings.HasPrefix(codes[at], s.whole+".") {
					continue
				}
				if lr.extras[s.rule] == nil {
					lr.extras[s.rule], lr.extra[s.rule] = &listExtra{}, true
				}
				lr.extras[s.rule].add(lr.printed(e))
				break
			}
		}
	}
}
