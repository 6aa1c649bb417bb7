package mutate

import (
	"strings"
	"unicode"

	"github.com/gongkai-data/gongkai/normalize"
)

// Tally counts what became of the cells of the form.
type Tally struct {
	Reports int
	Cells   int // cells of the form that the reading gave, and printed numbers that it did not even name
	Right   int // the printed number
	Doubted int // of those, with a flag
	Flagged int // another number, with a flag
	ByRule  int // another number, without a flag, but a rule fails on it
	Silent  int // another number and no doubt: the defect that must not be
	Excused int // another number and no doubt, where nothing printed could tell (DECISIONS.md 3)
	Null    int // a number is printed and none was read
	Empty   int // none is printed and none was read
	Guessed int // inferred numbers that are not the body's, in reports whose numbers satisfy the rules
	Failed  int // reports that were not read as a report at all
}

// Add sums two tallies.
func (t *Tally) Add(o Tally) {
	t.Reports += o.Reports
	t.Cells += o.Cells
	t.Right += o.Right
	t.Doubted += o.Doubted
	t.Flagged += o.Flagged
	t.ByRule += o.ByRule
	t.Silent += o.Silent
	t.Excused += o.Excused
	t.Null += o.Null
	t.Empty += o.Empty
	t.Guessed += o.Guessed
	t.Failed += o.Failed
}

// Wrong is one number that should not have been given as it was.
type Wrong struct {
	Key     normalize.Key
	Got     string
	Printed string // what the report prints for the key, "" where it prints nothing
	Kind    string // Silent, Guessed or Untellable
}

// The ways in which a number can be wrong without a doubt.
const (
	Silent     = "silent"
	Guessed    = "inferred"
	Untellable = "untellable"
)

// Score holds what was read of a report to what the report prints. got is nil
// where the reading refused the report.
func Score(r *Report, got *normalize.Report) (Tally, []Wrong) {
	t := Tally{Reports: 1}
	p := r.evidence()
	if got == nil {
		t.Failed = 1
		t.Cells = len(p.own)
		for _, bs := range p.own {
			t.null(bs)
		}
		return t, nil
	}
	doubt := map[normalize.Key]bool{}
	for _, c := range got.Checks {
		if c.Result == normalize.Fail {
			for _, k := range c.Operands {
				doubt[k] = true
			}
		}
	}
	var wrong []Wrong
	had := 0
	for i := range got.Facts {
		f := &got.Facts[i]
		if strings.HasPrefix(f.Indicator, "nonstandard.") {
			continue
		}
		t.Cells++
		own := p.own[f.Key()]
		if own != nil {
			had++
		}
		if f.Inferred != nil && r.Sound {
			if n, ok := r.Number[f.Key()]; ok && n.Cmp(*f.Inferred) != 0 {
				t.Guessed++
				wrong = append(wrong, Wrong{f.Key(), f.Inferred.String() + " by " + f.InferredBy, n.String(), Guessed})
			}
		}
		if !f.HasValue() {
			t.null(own)
			continue
		}
		switch said, isSaid := r.Said[f.Key()]; {
		case prints(own, f.Value) || isSaid && said.Cmp(f.Value) == 0:
			t.Right++
			if len(f.Flags) > 0 {
				t.Doubted++
			}
		case len(f.Flags) > 0:
			t.Flagged++
		case doubt[f.Key()]:
			t.ByRule++
		case p.traceless(f.Key(), f.Value):
			t.Excused++
			wrong = append(wrong, Wrong{f.Key(), f.Value.String(), printedText(own), Untellable})
		default:
			t.Silent++
			wrong = append(wrong, Wrong{f.Key(), f.Value.String(), printedText(own), Silent})
		}
	}
	for k, bs := range p.own {
		if had < len(p.own) && !hasFact(got, k) {
			t.Cells++
			t.null(bs)
		}
	}
	return t, wrong
}

func printedText(own []*Box) string {
	if len(own) == 0 {
		return ""
	}
	return own[0].Text
}

func hasFact(r *normalize.Report, k normalize.Key) bool {
	for i := range r.Facts {
		if r.Facts[i].Key() == k {
			return true
		}
	}
	return false
}

// null counts a cell without a value.
func (t *Tally) null(own []*Box) {
	for _, b := range own {
		if b.Status == normalize.Reported {
			t.Null++
			return
		}
	}
	t.Empty++
}

func prints(own []*Box, v normalize.Decimal) bool {
	for _, b := range own {
		if b.Status == normalize.Reported && b.Value.Cmp(v) == 0 {
			return true
		}
	}
	return false
}

// evidence is what a report prints, by what the numbers are and by where they stand.
type evidence struct {
	report *Report
	own    map[normalize.Key][]*Box
	seen   map[normalize.Key][]*Box
	faint  map[*Box]bool // numbers of rows whose label is lost
	rules  []rule
}

// A table counts as standing in its place unless a title says that it is not
// the report's, whosever it is.
func (r *Report) evidence() *evidence {
	p := &evidence{report: r, own: map[normalize.Key][]*Box{}, seen: map[normalize.Key][]*Box{}, faint: map[*Box]bool{}}
	for _, s := range r.sheets("") {
		for i := range s.Rows {
			if l := s.Rows[i].label(); l == nil || readable(l.Text) {
				continue
			}
			for j := range s.Rows[i].Boxes {
				p.faint[&s.Rows[i].Boxes[j]] = true
			}
		}
	}
	r.allBoxes(func(b *Box, other bool) {
		for ; b != nil; b = b.More {
			if b.Kind == Value {
				p.own[b.Key] = append(p.own[b.Key], b)
			}
			if b.Seen.Indicator != "" && !other {
				p.seen[b.Seen] = append(p.seen[b.Seen], b)
			}
		}
	})
	return p
}

// readable reports that a label has words left, not only its ordinal.
func readable(label string) bool {
	n := 0
	for _, c := range withoutOrdinal(label) {
		if unicode.Is(unicode.Han, c) {
			n++
		}
	}
	return n > 1
}

// traceless reports a number that stands alone and whole below and beside
// labels that are not its own, while every rule that the key is part of could
// still hold: then nothing printed contradicts the reading.
func (p *evidence) traceless(k normalize.Key, v normalize.Decimal) bool {
	b := p.alone(k)
	if b == nil || b.Traced || b.Status != normalize.Reported || b.Key == k || b.Value.Cmp(v) != 0 {
		return false
	}
	if p.rules == nil {
		p.rules = rules(p.report.Form)
	}
	for _, q := range p.rules {
		if q.touches(k) && !q.satisfiable(p) {
			return false
		}
	}
	return true
}

// alone is the one box that stands in the place of a key; the same table printed
// twice counts once. It is nil where none stands there, or boxes that differ.
func (p *evidence) alone(k normalize.Key) *Box {
	bs := p.seen[k]
	for _, b := range bs {
		if b.Key != bs[0].Key || b.Text != bs[0].Text {
			return nil
		}
	}
	if len(bs) == 0 {
		return nil
	}
	return bs[0]
}

// rule is one hard rule of the form: both sides sum to the same (domain.md §2.1).
type rule struct{ left, right []normalize.Key }

// rules lists the hard rules of a form: R1 to R4, or the sums of an older one.
func rules(form string) (out []rule) {
	if form == "A1" || form == "A2" {
		return rulesOf(form)
	}
	ap := func(row, applicant string) normalize.Key {
		return normalize.Key{Indicator: "applications." + row, Applicant: applicant}
	}
	rows := append([]row{}, resultRows...)
	if form == "C" {
		rows = append(rows, otherRows...)
	} else {
		rows = append(rows, otherRow)
	}
	for _, c := range columns {
		out = append(out, rule{[]normalize.Key{ap("new", c.code), ap("carried_in", c.code)}, []normalize.Key{ap("result.total", c.code), ap("carried_out", c.code)}})
		r2 := rule{right: []normalize.Key{ap("result.total", c.code)}}
		for _, r := range rows {
			r2.left = append(r2.left, ap(r.code, c.code))
		}
		out = append(out, r2)
	}
	for _, r := range append(append(append([]row{}, firstRows...), rows...), lastRows...) {
		r3 := rule{right: []normalize.Key{ap(r.code, "total")}}
		for _, c := range columns[:6] {
			r3.left = append(r3.left, ap(r.code, c.code))
		}
		out = append(out, r3)
	}
	for _, b := range litigationBlocks {
		r4 := rule{right: []normalize.Key{{Indicator: "litigation." + b + ".total"}}}
		for _, o := range outcomes[:4] {
			r4.left = append(r4.left, normalize.Key{Indicator: "litigation." + b + "." + o.code})
		}
		out = append(out, r4)
	}
	return out
}

func (q *rule) touches(k normalize.Key) bool {
	for _, side := range [2][]normalize.Key{q.left, q.right} {
		for _, o := range side {
			if o == k {
				return true
			}
		}
	}
	return false
}

// satisfiable reports that some whole numbers, zero or more, in the cells that
// print none, or none that must be read as one, would make both sides equal.
func (q *rule) satisfiable(p *evidence) bool {
	sum := func(keys []normalize.Key) (s normalize.Decimal, open bool) {
		for _, k := range keys {
			b := p.alone(k)
			if b == nil || b.Open || p.faint[b] || b.Status != normalize.Reported {
				open = true
				continue
			}
			s = s.Add(b.Value)
		}
		return s, open
	}
	l, lo := sum(q.left)
	r, ro := sum(q.right)
	switch d := l.Cmp(r); {
	case d < 0:
		return lo
	case d > 0:
		return ro
	}
	return true
}
