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
	return []rate{
		{"W13", "denied", group("denied"), total("total")},
		{"W13", "not_held", total("unable.not_held"), total("total")},
		{"W13", "petition_complaint", total("not_processed.petition_complaint"), total("total")},
		{"W13", "excessive_repeat", total("not_processed.excessive_repeat"), total("total")},
		{"W13", "other", total("other.other"), total("total")},
		{"W14", "review", block("review", "corrected"), block("review", decided...)},
		{"W14", "suits", append(block("direct", "corrected"), block("after_review", "corrected")...), append(block("direct", decided...), block("after_review", decided...)...)},
	}
}()

// point is one body's share.
type point struct {
	b           *brief
	part, whole int64
}

func (p *point) share() float64 { return float64(p.part) / float64(p.whole) }

// fraction adds up the printed numbers; ok is false where one is missing.
func (r *rate) fraction(b *brief) (p point, ok bool) {
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
	return p, ok1 && ok2 && p.whole > 0 && p.part <= p.whole
}

// outliers is W13 and W14 over all reports.
func (w *Watcher) outliers(bs []*brief) {
	type group struct {
		level string
		year  int
	}
	groups := map[group][]*brief{}
	var order []group
	for _, b := range bs {
		if b.level == "" || b.year == 0 || b.generation != "B" && b.generation != "C" {
			continue
		}
		g := group{b.level, b.year}
		if groups[g] == nil {
			order = append(order, g)
		}
		groups[g] = append(groups[g], b)
	}
	for _, g := range order {
		points := make([][]point, len(rates))
		for _, b := range groups[g] {
			b.open()
			for i := range rates {
				r := &rates[i]
				if p, ok := r.fraction(b); ok && float64(p.whole) >= w.least(r) {
					points[i] = append(points[i], p)
				}
			}
			b.close()
		}
		for i := range rates {
			w.standOut(&rates[i], points[i])
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

// standOut tells the shares far above their group. A robust z alone would tell
// every share that is not zero where most are, and every share of few cases:
// so the distance must also be worth telling and more than chance.
func (w *Watcher) standOut(r *rate, ps []point) {
	if float64(len(ps)) < w.settings.threshold("outlier_min_group") {
		return
	}
	xs := make([]float64, len(ps))
	for i := range ps {
		xs[i] = ps[i].share()
	}
	mid, spread := medianSpread(xs)
	for i := range ps {
		p := &ps[i]
		x := p.share()
		z := math.Inf(1)
		if spread > 0 {
			z = 0.6745 * (x - mid) / spread
		}
		chance := math.Sqrt(max(mid*(1-mid), 0.25/float64(p.whole)) / float64(p.whole))
		l, m := share(x), share(mid)
		d := l.Sub(m)
		c := normalize.Check{Rule: r.rule, Scope: r.scope, Result: normalize.Pass, LHS: &l, RHS: &m, Difference: &d, Operands: append(append([]normalize.Key{}, r.parts...), r.whole...)}
		far := x-mid >= w.settings.threshold("outlier_min_distance") && (x-mid)/chance >= w.settings.threshold("outlier_chance")
		if far && z >= w.settings.threshold("outlier_z") {
			c.Result = normalize.Fail
		}
		f := w.finding(p.b)
		f.Checks = append(f.Checks, c)
		if c.Result == normalize.Fail {
			evidence := fmt.Sprintf("%s %s: %d/%d = %s, %s %d: median %s, n %d", r.rule, r.scope, p.part, p.whole, l, p.b.level, p.b.year, m, len(ps))
			if !math.IsInf(z, 1) {
				evidence += fmt.Sprintf(", z %.1f", z)
			}
			f.Issues = append(f.Issues, issueOf(&c, ruleOf(r.rule).Severity, evidence))
		}
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
