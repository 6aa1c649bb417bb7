package main

import (
	"testing"

	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/pipeline"
	"github.com/gongkai-data/gongkai/normalize"
)

// TestFilesAreReports reads one of each kind: a report of its own, whose numbers
// are those that were made.
func TestFilesAreReports(t *testing.T) {
	ids := map[string]bool{}
	for _, i := range []int{0, 1, 43, 44, 74, 76, 90, 95, 96, 97, 98, 99, 198, 340, 359} {
		name, b, err := file(1, i)
		if err != nil {
			t.Fatal(err)
		}
		res := pipeline.All().Bytes(t.Context(), b)
		if res.Report == nil {
			t.Errorf("%s: %s %s %s", name, res.Outcome, res.Code, res.Message)
			continue
		}
		if ids[res.Report.ID] {
			t.Errorf("%s: report %s twice", name, res.Report.ID)
		}
		ids[res.Report.ID] = true
		want := report(1, i).Number
		for j := range res.Report.Facts {
			f := &res.Report.Facts[j]
			if v, ok := want[normalize.Key{Indicator: f.Indicator, Applicant: f.Applicant}]; ok && f.HasValue() && len(f.Flags) == 0 && report(1, i).Sound && f.Value.Cmp(v) != 0 {
				t.Errorf("%s: %s is %s, made as %s", name, f.Key(), f.Value, v)
			}
		}
		again, c, err := file(1, i)
		if err != nil || again != name || string(c) != string(b) {
			t.Errorf("%s: made again it differs", name)
		}
	}
}
