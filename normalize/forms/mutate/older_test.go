package mutate_test

import (
	"testing"

	"github.com/gongkai-data/gongkai/normalize"
	"github.com/gongkai-data/gongkai/normalize/forms"
	"github.com/gongkai-data/gongkai/normalize/forms/mutate"
)

// TestRobustnessOfOlderForms reads damaged reports on forms A1 and A2: no number may
// come out wrong without a doubt, and errors that leave the reading certain raise none.
func TestRobustnessOfOlderForms(t *testing.T) {
	if testing.Short() {
		t.Skip("short")
	}
	const reports = 200
	for _, form := range []string{"A1", "A2"} {
		var table mutate.Table
		for n := range reports {
			r, errors := mutate.Damaged(1, n, mutate.Plan(n), form)
			got, err := normalize.Normalize(r.Document(), forms.All)
			if err != nil {
				got = nil
			}
			tally, wrong := mutate.Score(r, got)
			table.Add(n, errors, tally, wrong)
		}
		for _, f := range table.Silent {
			t.Errorf("%s, report %d (%s): %s: %s = %s, printed %q", form, f.Report, f.Errors, f.Kind, f.Key, f.Got, f.Printed)
		}
		if err := table.Verdict(); err != nil {
			t.Errorf("%s: %v", form, err)
		}
		if table.All.Right < 20*reports {
			t.Errorf("%s: %d right numbers in %d reports are too few to show anything", form, table.All.Right, reports)
		}
	}
}
