package mutate_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/normalize"
	"github.com/gongkai-data/gongkai/normalize/forms"
	"github.com/gongkai-data/gongkai/normalize/forms/mutate"
)

func read(t *testing.T, r *mutate.Report) *normalize.Report {
	t.Helper()
	got, err := normalize.Normalize(r.Document(), forms.All)
	if err != nil {
		t.Fatalf("%s %d: %v", r.Form, r.Year, err)
	}
	return got
}

func dump(t *testing.T, r *mutate.Report) string {
	t.Helper()
	var b strings.Builder
	if err := extract.Dump(&b, r.Document()); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestRobustness reads a small share of what `make robustness` reads: no number
// may come out wrong without a doubt.
func TestRobustness(t *testing.T) {
	if testing.Short() {
		t.Skip("short")
	}
	const reports = 400
	var table mutate.Table
	for n := range reports {
		r, errors := mutate.Damaged(1, n, mutate.Plan(n))
		got, err := normalize.Normalize(r.Document(), forms.All)
		if err != nil {
			got = nil
		}
		tally, wrong := mutate.Score(r, got)
		table.Add(n, errors, tally, wrong)
	}
	for _, f := range table.Silent {
		t.Errorf("report %d (%s): %s: %s = %s, printed %q", f.Report, f.Errors, f.Kind, f.Key, f.Got, f.Printed)
	}
	if table.All.Right < 50*reports {
		t.Errorf("%d right numbers in %d reports are too few to show anything", table.All.Right, reports)
	}
}

// TestTrueReports: an undamaged report is read completely and without doubt, and
// its numbers satisfy the rules unless they were made to contradict them.
func TestTrueReports(t *testing.T) {
	byForm := map[string]int{}
	for n := range 120 {
		r := mutate.New(mutate.NewRand(7, uint64(n)))
		byForm[r.Form]++
		tally, wrong := mutate.Score(r, read(t, r))
		if tally.Right+21 < tally.Cells || tally.Right < 186 || tally.Null+tally.Flagged+tally.ByRule+len(wrong) > 0 || tally.Doubted > 0 {
			t.Errorf("report %d, form %s: %+v %v", n, r.Form, tally, wrong)
		}
		failed := false
		for _, c := range read(t, r).Checks {
			failed = failed || c.Result == normalize.Fail
		}
		if failed == r.Sound {
			t.Errorf("report %d: sound %v, but a rule fails: %v", n, r.Sound, failed)
		}
	}
	for _, form := range []string{"B", "C", "C6"} {
		if byForm[form] < 10 {
			t.Errorf("form %s was made %d times", form, byForm[form])
		}
	}
}

// TestOlderForms: as soon as an older form is read, its true reports are read
// completely.
func TestOlderForms(t *testing.T) {
	for _, f := range forms.All.Forms {
		t.Run(f.Name, func(t *testing.T) {
			if !f.Read {
				t.Skipf("form %s is not read yet", f.Name)
			}
			for n := range 20 {
				r := mutate.New(mutate.NewRand(8, uint64(n)), f.Name)
				if tally, wrong := mutate.Score(r, read(t, r)); tally.Null+tally.Flagged+tally.ByRule+len(wrong) > 0 {
					t.Errorf("report %d: %+v %v", n, tally, wrong)
				}
			}
		})
	}
}

// TestScore plants errors in what was read and wants each in its place.
func TestScore(t *testing.T) {
	fresh := func() (*mutate.Report, *normalize.Report) {
		n := uint64(0)
		r := mutate.New(mutate.NewRand(7, n))
		for !r.Sound || r.Form != "C" {
			n++
			r = mutate.New(mutate.NewRand(7, n))
		}
		return r, read(t, r)
	}
	at := func(n *normalize.Report, indicator string) *normalize.Fact {
		for i := range n.Facts {
			if n.Facts[i].Indicator == indicator {
				return &n.Facts[i]
			}
		}
		t.Fatal("no " + indicator)
		return nil
	}
	r, n := fresh()
	right, _ := mutate.Score(r, n)
	for _, c := range []struct {
		name  string
		plant func(n *normalize.Report)
		want  func(t *mutate.Tally)
		wrong int
	}{
		{"nothing", func(*normalize.Report) {}, func(*mutate.Tally) {}, 0},
		{"wrong_number", func(n *normalize.Report) { at(n, "applications.new").Value.Coef++ }, func(t *mutate.Tally) { t.Right--; t.Silent++ }, 1},
		{"wrong_with_flag", func(n *normalize.Report) {
			at(n, "applications.new").Value.Coef++
			at(n, "applications.new").Flags = []normalize.Flag{normalize.FlagRowAssumed}
		}, func(t *mutate.Tally) { t.Right--; t.Flagged++ }, 0},
		{"wrong_with_failed_rule", func(n *normalize.Report) {
			f := at(n, "applications.new")
			f.Value.Coef++
			n.Checks = append(n.Checks, normalize.Check{Result: normalize.Fail, Operands: []normalize.Key{f.Key()}})
		}, func(t *mutate.Tally) { t.Right--; t.ByRule++ }, 0},
		{"right_with_flag", func(n *normalize.Report) {
			at(n, "applications.new").Flags = []normalize.Flag{normalize.FlagRowAssumed}
		}, func(t *mutate.Tally) { t.Doubted++ }, 0},
		{"number_not_read", func(n *normalize.Report) { at(n, "applications.new").Status = normalize.Ambiguous }, func(t *mutate.Tally) { t.Right--; t.Null++ }, 0},
		{"number_of_no_key", func(n *normalize.Report) {
			n.Facts = append(n.Facts, normalize.Fact{Indicator: "applications.result.denied", Applicant: "total", Status: normalize.Reported})
		}, func(t *mutate.Tally) { t.Cells++; t.Silent++ }, 1},
		{"row_of_its_own", func(n *normalize.Report) {
			n.Facts = append(n.Facts, normalize.Fact{Indicator: "nonstandard.applications.t2r9", Applicant: "total", Status: normalize.Reported})
		}, func(*mutate.Tally) {}, 0},
		{"fact_missing", func(n *normalize.Report) { n.Facts = n.Facts[1:] }, func(t *mutate.Tally) { t.Right--; t.Null++ }, 0},
		{"inferred_wrongly", func(n *normalize.Report) {
			d := normalize.Int(987654)
			at(n, "applications.new").Inferred = &d
		}, func(t *mutate.Tally) { t.Guessed++ }, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, n := fresh()
			c.plant(n)
			got, wrong := mutate.Score(r, n)
			want := right
			c.want(&want)
			if d := cmp.Diff(want, got); d != "" || len(wrong) != c.wrong {
				t.Errorf("%d wrong numbers: %v\n%s", len(wrong), wrong, d)
			}
			var table mutate.Table
			table.Add(0, nil, got, wrong)
			if failed := table.Verdict() != nil; failed != (c.wrong > 0) {
				t.Errorf("verdict: %v", table.Verdict())
			}
		})
	}
	t.Run("refused", func(t *testing.T) {
		if got, _ := mutate.Score(r, nil); got.Failed != 1 || got.Null != right.Right {
			t.Errorf("%+v", got)
		}
	})
}

// TestNeedlessDoubt: flags on right numbers fail the verdict only where the
// errors leave the reading certain.
func TestNeedlessDoubt(t *testing.T) {
	tally := mutate.Tally{Reports: 1, Cells: 200, Right: 200, Doubted: 5}
	for name, fails := range map[string]bool{"renumbered": true, "header_lost": false} {
		m, ok := mutate.Find(name)
		if !ok {
			t.Fatal(name)
		}
		var table mutate.Table
		table.Add(0, []mutate.Mutation{m}, tally, nil)
		if got := table.Verdict() != nil; got != fails {
			t.Errorf("%s: fails %v", name, got)
		}
	}
}

// TestSameSeedSameReport: a report depends on its seed and number alone.
func TestSameSeedSameReport(t *testing.T) {
	build := func(n int) string {
		r, errors := mutate.Damaged(5, n, 3)
		s := dump(t, r)
		for _, m := range errors {
			s += m.Name + "\n"
		}
		return s
	}
	var first []string
	for n := range 60 {
		first = append(first, build(n))
	}
	for n := 59; n >= 0; n-- {
		if d := cmp.Diff(first[n], build(n)); d != "" {
			t.Fatalf("report %d differs from itself:\n%s", n, d)
		}
		if n > 0 && first[n] == first[n-1] {
			t.Errorf("reports %d and %d are the same", n-1, n)
		}
	}
	if r, _ := mutate.Damaged(6, 0, 3); dump(t, r) == first[0] {
		t.Error("another seed gives the same report")
	}
}

var every = []string{"A1", "A2", "B", "C", "C6"}

// TestEveryError: each error finds a place in some report, changes what is
// printed where it says that it did, and leaves grids that hold together.
func TestEveryError(t *testing.T) {
	names := map[string]bool{}
	for _, m := range mutate.Mutations {
		if names[m.Name] || m.Ref == "" {
			t.Errorf("%q is there twice, or without a reference", m.Name)
		}
		names[m.Name] = true
		applied := 0
		for n := 0; n < 80 && applied < 6; n++ {
			r := mutate.New(mutate.NewRand(11, uint64(n)), every...)
			before := dump(t, r)
			if !m.Do(mutate.NewRand(12, uint64(n)), r) {
				if dump(t, r) != before {
					t.Errorf("%s: changed report %d and denies it", m.Name, n)
				}
				continue
			}
			if dump(t, r) != before {
				applied++
			}
			for _, table := range r.Document().Tables() {
				if err := table.Grid.Check(); err != nil || table.Grid.Rows == 0 {
					t.Errorf("%s: report %d: %d rows, %v", m.Name, n, table.Grid.Rows, err)
				}
			}
		}
		if applied < 3 {
			t.Errorf("%s: applied to %d of 80 reports", m.Name, applied)
		}
	}
}

// TestErrorsTogether: any three errors leave grids that hold together.
func TestErrorsTogether(t *testing.T) {
	three := 0
	for n := range 300 {
		r, errors := mutate.Damaged(13, n, 3, every...)
		if len(errors) == 3 {
			three++
		}
		for _, table := range r.Document().Tables() {
			if err := table.Grid.Check(); err != nil || table.Grid.Rows == 0 {
				t.Errorf("report %d: %d rows, %v", n, table.Grid.Rows, err)
			}
		}
	}
	if three < 295 {
		t.Errorf("only %d of 300 reports have three errors", three)
	}
}
