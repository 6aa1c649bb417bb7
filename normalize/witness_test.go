package normalize

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gongkai-data/gongkai/extract"
)

func numbered(indicator string, n int64) Fact {
	return Fact{Table: "t." + indicator[:1], Indicator: indicator, Status: Reported, Value: Int(n), HasRaw: true, Raw: Int(n).String()}
}

func empty(indicator string, s Status) Fact {
	return Fact{Table: "t." + indicator[:1], Indicator: indicator, Status: s}
}

func TestAttest(t *testing.T) {
	one := Int(1)
	inferred := empty("a.9", Blank)
	inferred.Inferred, inferred.InferredBy = &one, "R1"
	elsewhere := empty("b.9", Blank)
	elsewhere.Inferred, elsewhere.InferredBy = &one, "R1"
	for _, c := range []struct {
		name      string
		first     Fact
		witness   Fact
		different bool
	}{
		{"same-number", numbered("a.1", 5), numbered("a.1", 5), false},
		{"other-number", numbered("a.1", 5), numbered("a.1", 6), true},
		{"number-or-blank", numbered("a.1", 5), empty("a.1", Blank), true},
		{"blank-or-number", empty("a.1", Blank), numbered("a.1", 5), true},
		{"row-missed", empty("a.1", RowAbsent), numbered("a.1", 5), true},
		{"witness-missed-row", numbered("a.1", 5), empty("a.1", RowAbsent), false},
		{"witness-undecided", numbered("a.1", 5), empty("a.1", Ambiguous), false},
		{"witness-cannot-read", numbered("a.1", 5), empty("a.1", Unreadable), false},
		{"blank-or-ink", empty("a.1", Blank), empty("a.1", Unreadable), true},
		{"undecided", empty("a.1", Ambiguous), numbered("a.1", 5), false},
		{"blank-or-dash", empty("a.1", Blank), empty("a.1", Dash), false},
		{"unknown-to-witness", numbered("a.1", 5), numbered("a.2", 5), false},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := &Report{Facts: []Fact{c.first, inferred, elsewhere}}
			Attest(r, &Report{Facts: []Fact{c.witness}})
			if d := cmp.Diff(c.first.Value, r.Facts[0].Value, cmp.AllowUnexported(Decimal{})); d != "" || r.Facts[0].Status != c.first.Status {
				t.Errorf("what was read has changed: %s", d)
			}
			var flags []Flag
			if c.different {
				flags = []Flag{FlagWitnessDiffers}
			}
			if d := cmp.Diff(flags, r.Facts[0].Flags); d != "" {
				t.Error(d)
			}
			if told := len(r.Issues) == 1 && r.Issues[0].Code == "readers_differ"; told != c.different {
				t.Errorf("issues %v", r.Issues)
			}
			if (r.Facts[1].Inferred == nil) != c.different || r.Facts[2].Inferred == nil {
				t.Error("inferred numbers are withdrawn in the table of a difference, and only there")
			}
		})
	}
}

func TestAttestTellsBoth(t *testing.T) {
	r := &Report{Facts: []Fact{numbered("a.1", 5), empty("a.2", RowAbsent)}}
	Attest(r, &Report{Facts: []Fact{numbered("a.1", 15), numbered("a.2", 7)}})
	if d := cmp.Diff("a.1|: 5 / 15\na.2|: row_absent / 7", r.Issues[0].Evidence); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]Key{{Indicator: "a.1"}, {Indicator: "a.2"}}, r.Issues[0].Indicators); d != "" {
		t.Error(d)
	}
}

func TestNeedsWitness(t *testing.T) {
	flagged := func(g Flag) Fact {
		f := numbered("a.1", 5)
		f.Flags = []Flag{g}
		return f
	}
	for _, c := range []struct {
		name string
		r    Report
		want bool
	}{
		{"sound", Report{Facts: []Fact{numbered("a.1", 5), empty("a.2", Blank), empty("a.3", RowAbsent)}, Checks: []Check{{Result: Pass}, {Result: NotEvaluable}}}, false},
		{"failed-rule", Report{Checks: []Check{{Result: Pass}, {Result: Fail}}}, true},
		{"ambiguous", Report{Facts: []Fact{empty("a.1", Ambiguous)}}, true},
		{"doubtful-flag", Report{Facts: []Fact{flagged(FlagSpaceInNumber)}}, true},
		{"harmless-flag", Report{Facts: []Fact{flagged(FlagLeadingZeros)}}, false},
	} {
		if got := NeedsWitness(&c.r); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}

func TestRecognised(t *testing.T) {
	sample := func() *Report {
		r := &Report{SourceKind: "table", Facts: []Fact{numbered("a.1", 5), numbered("a.2", 6), numbered("a.3", 7), numbered("a.4", 8), empty("a.5", Blank)}}
		for i := range r.Facts {
			r.Facts[i].Prov.Page = 1
		}
		r.Facts[3].Prov.Page = 2
		r.Facts[4].HasRaw = true // an empty cell
		k := func(s string) Key { return Key{Indicator: s} }
		r.Checks = []Check{
			{Result: Pass, Operands: []Key{k("a.1"), k("a.2")}},
			{Result: Fail, Operands: []Key{k("a.2"), k("a.3")}},
		}
		n := Int(3)
		r.Facts[4].Inferred, r.Facts[4].InferredBy = &n, "R1"
		return r
	}
	r := sample()
	Recognised(r, func(p extract.Prov) (int, bool) { return 91, p.Page == 1 })
	want := [][]Flag{{FlagOCR}, {FlagOCR, FlagOCRUnproven}, {FlagOCR, FlagOCRUnproven}, nil, {FlagOCR}}
	for i := range r.Facts {
		if d := cmp.Diff(want[i], r.Facts[i].Flags); d != "" {
			t.Errorf("%s: %s", r.Facts[i].Indicator, d)
		}
	}
	if r.SourceKind != "mixed" || r.Facts[4].Inferred != nil || len(r.Issues) != 1 || r.Issues[0].Evidence != "a.1|: 5 (91 %)\na.2|: 6 (91 %)\na.3|: 7 (91 %)" {
		t.Errorf("%s %+v", r.SourceKind, r.Issues)
	}
	r = sample()
	Recognised(r, func(extract.Prov) (int, bool) { return 0, false })
	if r.SourceKind != "table" || r.Facts[4].Inferred == nil || len(r.Issues) != 0 {
		t.Error("a report that was read is changed")
	}
}
