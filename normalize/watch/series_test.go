package watch

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gongkai-data/gongkai/normalize"
)

// tenYears are the reports of one body on 2019 to 2028: two of form B, eight of C.
func tenYears(seed int) []*normalize.Report {
	b := newBody(seed)
	var rs []*normalize.Report
	for y := 2019; y <= 2028; y++ {
		rs = append(rs, b.report(y))
	}
	return rs
}

func year(rs []*normalize.Report, y int) *normalize.Report {
	return rs[slices.IndexFunc(rs, func(r *normalize.Report) bool { return r.Year == y })]
}

func TestSoundSeriesYieldsNothing(t *testing.T) {
	for seed := range 40 {
		rs := tenYears(seed)
		if got := issuesOf(watched(Settings{}, rs...)); len(got) > 0 {
			t.Fatalf("seed %d: %q", seed, got)
		}
		for _, r := range rs {
			if Alone(r, Settings{}); len(r.Issues) > 0 {
				t.Fatalf("seed %d: %d: %v", seed, r.Year, r.Issues)
			}
		}
	}
}

// TestSoundSeriesIsEvaluated holds the silence above to work done: every rule
// passes where it applies, for every pair of years.
func TestSoundSeriesIsEvaluated(t *testing.T) {
	passed := map[string]int{}
	for _, f := range watched(Settings{}, tenYears(1)...).Reports {
		for _, c := range f.Checks {
			if c.Result != normalize.Pass {
				t.Errorf("%s %s %s: %s", f.Report, c.Rule, c.Scope, c.Result)
			}
			if c.OtherID == "" {
				t.Errorf("%s %s %s names no other report", f.Report, c.Rule, c.Scope)
			}
			passed[c.Rule]++
		}
	}
	want := map[string]int{"X1": 9 * 7, "X2": 7 * 2, "R6": 7 * 2, "X3": 1 * 7, "W7": 8, "W8": 9, "W18": 7}
	// fees of form B have items but no decisions; 2 stocks and 5 catalogues are 7.
	if diff := cmp.Diff(want, passed); diff != "" {
		t.Errorf("checks that pass (-want +got):\n%s", diff)
	}
}

// TestPlantedBreaks plants each kind of break into ten years and wants exactly
// the issues that follow from it.
func TestPlantedBreaks(t *testing.T) {
	for _, c := range []struct {
		name  string
		plant func(rs []*normalize.Report) []*normalize.Report
		want  []string // code and what the evidence must hold
	}{
		{"carried in differs", func(rs []*normalize.Report) []*normalize.Report {
			r := year(rs, 2024)
			set(r, "applications.carried_in", "total", fact(r, "applications.carried_in", "total").Value.Coef+101)
			return rs
		}, []string{"2024 warning carry_break: X1 total:"}},
		{"carried in repeats the year before", func(rs []*normalize.Report) []*normalize.Report {
			set(year(rs, 2025), "applications.carried_in", "total", fact(year(rs, 2024), "applications.carried_in", "total").Value.Coef)
			return rs
		}, []string{"2025 warning carry_break: X1 total:|carried_in_repeated:"}},
		{"from B to C", func(rs []*normalize.Report) []*normalize.Report {
			set(year(rs, 2020), "applications.carried_out", "natural_person", 900)
			return rs
		}, []string{"2021 warning carry_break: X1 natural_person:|-2020"}},
		{"moved to another column", func(rs []*normalize.Report) []*normalize.Report {
			r := year(rs, 2027)
			a, b := fact(r, "applications.carried_in", "natural_person").Value.Coef, fact(r, "applications.carried_in", "org_research").Value.Coef
			set(r, "applications.carried_in", "natural_person", 0)
			set(r, "applications.carried_in", "org_research", a+b)
			return rs
		}, []string{"2027 warning carry_break: X1 natural_person:|moved_to:org_research", "2027 warning carry_break: X1 org_research:|moved_to:natural_person"}},
		{"stock not adjusted", func(rs []*normalize.Report) []*normalize.Report {
			r := year(rs, 2028)
			set(r, "proactive.normative_documents.made", "", 40)
			set(r, "proactive.normative_documents.repealed", "", 0)
			set(r, "proactive.normative_documents.in_force", "", fact(year(rs, 2027), "proactive.normative_documents.in_force", "").Value.Coef)
			return rs
		}, []string{"2028 warning stock_break: X2 normative_documents:|not_adjusted:"}},
		{"more repealed than there was", func(rs []*normalize.Report) []*normalize.Report {
			r := year(rs, 2028)
			set(r, "proactive.regulations.repealed", "", 5)
			return rs
		}, []string{"2028 warning stock_break: X2 regulations:", "2028 warning stock_impossible: R6 regulations: 5 > 0"}},
		{"catalogue of form B", func(rs []*normalize.Report) []*normalize.Report {
			set(year(rs, 2020), "proactive.licensing.items_prev_year", "", 77)
			return rs
		}, []string{"2020 info catalogue_break: X3 licensing: 77 ≠"}},
		{"fees in yuan", func(rs []*normalize.Report) []*normalize.Report {
			f := fact(year(rs, 2028), "proactive.fees.amount", "")
			set(year(rs, 2028), "proactive.fees.amount", "", fact(year(rs, 2027), "proactive.fees.amount", "").Value.Coef*10000+f.Value.Coef)
			return rs
		}, []string{"2028 warning unit_jump: W18 fees:|yuan_for_10k:proactive.fees.amount|"}},
		{"last year's numbers and text", func(rs []*normalize.Report) []*normalize.Report {
			was, r := year(rs, 2027), year(rs, 2028)
			r.Facts, r.Sections = slices.Clone(was.Facts), slices.Clone(was.Sections)
			r.Sections[1].Text = strings.ReplaceAll(was.Sections[1].Text, "2027", "2028")
			return rs
		}, []string{"2028 warning identical_tables: W7 form:", "2028 warning text_reuse_prev_year: W8 text: 1.0000", "carry_break", "stock_break"}},
		{"missing year bridges nothing", func(rs []*normalize.Report) []*normalize.Report {
			set(year(rs, 2025), "applications.carried_in", "total", 999) // nobody can contradict it
			set(year(rs, 2025), "proactive.normative_documents.in_force", "", 9999)
			set(year(rs, 2026), "proactive.normative_documents.in_force", "", 9999+fact(year(rs, 2026), "proactive.normative_documents.made", "").Value.Coef-fact(year(rs, 2026), "proactive.normative_documents.repealed", "").Value.Coef)
			rs = slices.DeleteFunc(rs, func(r *normalize.Report) bool { return r.Year == 2024 })
			rs = slices.DeleteFunc(rs, func(r *normalize.Report) bool { return r.Year >= 2027 })
			return rs
		}, []string{"2025 info missing_report: 2024:"}},
	} {
		t.Run(strings.ReplaceAll(c.name, " ", "-"), func(t *testing.T) {
			got := issuesOf(watched(Settings{}, c.plant(tenYears(7))...))
			for _, want := range c.want {
				if !slices.ContainsFunc(got, func(g string) bool {
					for part := range strings.SplitSeq(want, "|") {
						if !strings.Contains(g, part) {
							return false
						}
					}
					return true
				}) {
					t.Errorf("no issue %q", want)
				}
			}
			allowed := func(g string) bool {
				return slices.ContainsFunc(c.want, func(w string) bool { first, _, _ := strings.Cut(w, ":"); return strings.Contains(g, first) })
			}
			for _, g := range got {
				if !allowed(g) {
					t.Errorf("unexpected: %s", g)
				}
			}
		})
	}
}

func TestBlanksStrictAndAsZero(t *testing.T) {
	for _, c := range []struct {
		name    string
		in, out int64 // -1 is a blank
		want    string
	}{
		{"both printed and equal", 3, 3, normalize.Pass},
		{"both printed and different", 3, 4, normalize.Fail},
		{"zero against blank", -1, 0, normalize.PassIfBlankZero},
		{"blank against zero", 0, -1, normalize.PassIfBlankZero},
		{"number against blank", 5, -1, normalize.NotEvaluable},
		{"both blank", -1, -1, normalize.NotEvaluable},
	} {
		b := newBody(3)
		prev, cur := b.report(2022), b.report(2023)
		put := func(r *normalize.Report, indicator string, n int64) {
			if n < 0 {
				blank(r, indicator, "org_public_welfare")
				return
			}
			set(r, indicator, "org_public_welfare", n)
		}
		put(cur, "applications.carried_in", c.in)
		put(prev, "applications.carried_out", c.out)
		f := watched(Settings{}, prev, cur)
		i := slices.IndexFunc(f.Reports[0].Checks, func(c normalize.Check) bool { return c.Rule == "X1" && c.Scope == "org_public_welfare" })
		got := f.Reports[0].Checks[i]
		if got.Result != c.want {
			t.Errorf("%s: %s, want %s", c.name, got.Result, c.want)
		}
		if (got.LHS != nil) != (c.want != normalize.NotEvaluable) {
			t.Errorf("%s: sums %v", c.name, got.LHS)
		}
		want := []normalize.Operand{{Report: prev.ID, Key: normalize.Key{Indicator: "applications.carried_out", Applicant: "org_public_welfare"}}}
		if diff := cmp.Diff(want, got.Others); diff != "" {
			t.Errorf("%s: operands of the other report (-want +got):\n%s", c.name, diff)
		}
	}
}

func TestRowAbsentIsNeverZero(t *testing.T) {
	b := newBody(3)
	prev, cur := b.report(2022), b.report(2023)
	f := fact(prev, "applications.carried_out", "org_public_welfare")
	f.Status, f.Value = normalize.RowAbsent, normalize.Decimal{}
	for _, c := range watched(Settings{}, prev, cur).Reports[0].Checks {
		if c.Rule == "X1" && c.Scope == "org_public_welfare" && c.Result != normalize.NotEvaluable {
			t.Errorf("absent row against 0: %s", c.Result)
		}
	}
}

// TestOrderHasNoInfluence adds the same reports forwards and backwards.
func TestOrderHasNoInfluence(t *testing.T) {
	var rs []*normalize.Report
	for seed := range 30 {
		rs = append(rs, tenYears(seed)...)
	}
	set(rs[5], "applications.carried_in", "total", 77)
	rs[25].Sections = rs[15].Sections
	a := watched(Settings{}, rs...)
	slices.Reverse(rs)
	b := watched(Settings{}, rs...)
	if diff := cmp.Diff(a, b); diff != "" {
		t.Errorf("forwards and backwards:\n%s", diff)
	}
	if len(issuesOf(a)) == 0 {
		t.Error("nothing was found in either")
	}
}

func TestBriefKeepsCells(t *testing.T) {
	r := newBody(5).report(2023)
	blank(r, "applications.new", "total")
	fact(r, "applications.carried_out", "total").Flags = []normalize.Flag{normalize.FlagLabelFuzzy}
	b := briefOf(r)
	want := *b.cells
	b.close()
	if b.cells != nil {
		t.Fatal("cells stay open")
	}
	if got := *b.open().cells; got != want {
		t.Errorf("cells differ after packing")
	}
	if len(slots) > maxSlots || maxSlots > 255 {
		t.Errorf("%d slots do not fit", len(slots))
	}
}
