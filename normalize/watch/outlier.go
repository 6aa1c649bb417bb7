package watch

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/gongkai-data/gongkai/normalize"
)

// rate is one share that is held against the bodies of a level and year.
type rate struct {
	rule, scope string
	parts       []normalize.Key // added up above the line
	whole       []normalize.Key // added up below it
	operands    []normalize.Key // both
}

// rates lists them: W13 shares of the results, W14 what was lost.
var rates = func() []rate {
	total := func(codes ...string) (ks []normalize.Key) {
		for _, c := range codes {
			ks = append(ks, normalize.Key{Indicator: "applications.result." + c, Applicant: "total"})
		}
		return ks
	}
	group := func(parent string) (ks []normalize.Key) {
		for i := range normalize.Indicators {
			if ind := &normalize.Indicators[i]; ind.Generation == "C" && ind.Parent == "applications.result."+parent && !ind.Derived {
				ks = append(ks, normalize.Key{Indicator: ind.Code, Applicant: "total"})
			}
		}
		return ks
	}
	block := func(b string, outcomes ...string) (ks []normalize.Key) {
		for _, o := range outcomes {
			ks = append(ks, normalize.Key{Indicator: "litigation." + b + "." + o})
		}
		return ks
	}
	decided := []string{"upheld", "corrected", "other"}
	list := []rate{
		{rule: "W13", scope: "denied", parts: group("denied"), whole: total("total")},
		{rule: "W13", scope: "not_held", parts: total("unable.not_held"), whole: total("total")},
		{rule: "W13", scope: "petition_complaint", parts: total("not_processed.petition_complaint"), whole: total("total")},
		{rule: "W13", scope: "excessive_repeat", parts: total("not_processed.excessive_repeat"), whole: total("total")},
		{rule: "W13", scope: "other", parts: total("other.other"), whole: total("total")},
		{rule: "W14", scope: "review", parts: block("review", "corrected"), whole: block("review", decided...)},
		{rule: "W14", scope: "suits", parts: append(block("direct", "corrected"), block("after_review", "corrected")...),
			whole: append(block("direct", decided...), block("after_review", decided...)...)},
	}
	for i := range list {
		list[i].operands = append(append([]normalize.Key{}, list[i].parts...), list[i].whole...)
	}
	return list
}()

// point is one body's share.
type point struct {
	b           *brief
	part, whole int64
}

func (p *point) share() float64 { return float64(p.part) / float64(p.whole) }

// fraction adds up the printed numbers; ok is false where one is missing or the
// whole is too small to make a share.
func (w *Watcher) fraction(r *rate, b *brief) (p point, ok bool) {
	sum := func(ks []normalize.Key) (n int64, ok bool) {
		for _, k := range ks {
			v, printed := b.cells.number(k.Indicator, k.Applicant)
			if !printed {
				return 0, false
			}
			n += v
		}
		return n, true
	}
	p.b = b
	var ok1, ok2 bool
	p.part, ok1 = sum(r.parts)
	p.whole, ok2 = sum(r.whole)
	return p, ok1 && ok2 && p.whole > 0 && p.part <= p.whole && float64(p.whole) >= w.least(r)
}

// group is the bodies that are held against each other.
type group struct {
	level string
	year  int
}

// middle is what a share is held against.
type middle struct {
	n           int
	mid, spread float64
}

func groupOf(b *brief) (group, bool) {
	return group{b.level, b.year}, b.level != "" && b.year != 0 && (b.generation == "B" || b.generation == "C")
}

// measure finds the middle of every rate at every level and year.
func (w *Watcher) measure() {
	xs := map[group][][]float64{}
	for _, b := range w.briefs {
		g, ok := groupOf(b)
		if !ok {
			continue
		}
		if xs[g] == nil {
			xs[g] = make([][]float64, len(rates))
		}
		b.open()
		for i := range rates {
			if p, ok := w.fraction(&rates[i], b); ok {
				xs[g][i] = append(xs[g][i], p.share())
			}
		}
		b.close()
	}
	w.middles = make(map[group][]middle, len(xs))
	for g, lists := range xs {
		ms := make([]middle, len(rates))
		for i, list := range lists {
			if ms[i].n = len(list); ms[i].n > 0 {
				ms[i].mid, ms[i].spread = medianSpread(list)
			}
		}
		w.middles[g] = ms
	}
}

// outliers is W13 and W14 of one report, whose cells are open.
func (w *Watcher) outliers(b *brief) {
	g, ok := groupOf(b)
	if !ok {
		return
	}
	for i := range rates {
		m := &w.middles[g][i]
		if p, ok := w.fraction(&rates[i], b); ok && float64(m.n) >= w.settings.threshold("outlier_min_group") {
			w.standOut(&rates[i], &p, m)
		}
	}
}

// least is the smallest whole that makes a share.
func (w *Watcher) least(r *rate) float64 {
	if r.rule == "W14" {
		return w.settings.threshold("loss_min_count")
	}
	return w.settings.threshold("outlier_min_count")
}

// standOut tells a share far above its group. A robust z alone would tell every
// share that is not zero where most are, and every share of few cases: so the
// distance must also be worth telling and more than chance.
func (w *Watcher) standOut(r *rate, p *point, m *middle) {
	x := p.share()
	z := math.Inf(1)
	if m.spread > 0 {
		z = 0.6745 * (x - m.mid) / m.spread
	}
	whole := float64(p.whole)
	chance := math.Sqrt(max(m.mid*(1-m.mid), 0.25/whole) / whole)
	left, right := share(x), share(m.mid)
	d := left.Sub(right)
	c := normalize.Check{Rule: r.rule, Scope: r.scope, Result: normalize.Pass, LHS: &left, RHS: &right, Difference: &d, Operands: r.operands}
	far := x-m.mid >= w.settings.threshold("outlier_min_distance") && (x-m.mid)/chance >= w.settings.threshold("outlier_chance")
	if far && z >= w.settings.threshold("outlier_z") {
		c.Result = normalize.Fail
	}
	f := w.finding(p.b)
	f.Checks = append(f.Checks, c)
	if c.Result == normalize.Fail {
		evidence := fmt.Sprintf("%s %s: %d/%d = %s, %s %d: median %s, n %d", r.rule, r.scope, p.part, p.whole, left, p.b.level, p.b.year, right, m.n)
		if !math.IsInf(z, 1) {
			evidence += fmt.Sprintf(", z %.1f", z)
		}
		f.Issues = append(f.Issues, issueOf(&c, ruleOf(r.rule).Severity, evidence))
	}
}

// medianSpread returns the median and the median distance from it. Where half of
// the group has the same share that is zero, and the mean distance stands in,
// scaled to agree for a normal distribution (Iglewicz and Hoaglin 1993).
func medianSpread(xs []float64) (mid, spread float64) {
	mid = median(xs)
	far := make([]float64, len(xs))
	mean := 0.0
	for i, x := range xs {
		far[i] = math.Abs(x - mid)
		mean += far[i] / float64(len(xs))
	}
	if spread = median(far); spread == 0 {
		spread = mean * 1.253314 * 0.6745
	}
	return mid, spread
}

func median(xs []float64) float64 {
	s := slices.Clone(xs)
	slices.SortFunc(s, cmp.Compare)
	n := len(s)
	if n%2 == 1 {
		return s[n/2]
	}
	return (s[n/2-1] + s[n/2]) / 2
}
