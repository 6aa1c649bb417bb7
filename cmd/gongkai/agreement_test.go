package main

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/pipeline"
	"github.com/gongkai-data/gongkai/sinks"
)

// readSample takes one sample through all stages.
func readSample(t *testing.T, name string) pipeline.Result {
	res := pipeline.All().Document(context.Background(), pipeline.Source{Path: name, File: filepath.Join("../../corpus/samples", name)})
	if res.Outcome != sinks.OK {
		t.Fatalf("%s: %s %s %s", name, res.Outcome, res.Code, res.Message)
	}
	return res
}

// TestOneReportInThreeFilesGivesOneSetOfFacts reads the report that was saved
// as .docx, as a UTF-8 page and as a GB18030 page.
func TestOneReportInThreeFilesGivesOneSetOfFacts(t *testing.T) {
	var first pipeline.Result
	var want []sinks.FactRow
	for i, name := range []string{"qinghe-2024.docx", "qinghe-2024.html", "qinghe-2024-gb.html"} {
		res := readSample(t, name)
		facts := sinks.Facts(res.Report)
		for k := range facts { // where it stands differs, what it says does not
			f := &facts[k]
			f.DocumentSHA256, f.TableNo, f.RowNo, f.ColNo, f.Page, f.Box = "", nil, nil, nil, nil, nil
			if f.RawText != nil { // a page prints &nbsp; where Word prints nothing
				raw := strings.TrimSpace(*f.RawText)
				f.RawText = &raw
			}
		}
		if i == 0 {
			first, want = res, facts
			if len(want) != 200 {
				t.Fatalf("%d facts", len(want))
			}
			continue
		}
		if diff := cmp.Diff(want, facts); diff != "" {
			t.Errorf("%s (-docx +%s):\n%s", name, name, diff)
		}
		if res.Report.ID != first.Report.ID || res.Report.Year != 2024 {
			t.Errorf("%s: report %s of %d, docx %s", name, res.Report.ID, res.Report.Year, first.Report.ID)
		}
		if diff := cmp.Diff(sinks.Checks(first.Report), sinks.Checks(res.Report)); diff != "" {
			t.Errorf("%s: checks (-docx +%s):\n%s", name, name, diff)
		}
	}
}

// TestSamplesSayWhatTheirDescriptionSays counts what the samples print.
func TestSamplesSayWhatTheirDescriptionSays(t *testing.T) {
	for _, c := range []struct {
		name, generation string
		year             int
		status           map[string]int
		failed           int
	}{
		{"qinghe-2024.docx", "C", 2024, map[string]int{"reported": 175, "blank": 25}, 0},
		{"wangshu-shuiwuju-2020.html", "B", 2020, map[string]int{"reported": 41, "blank": 156, "dash": 1}, 1},
		{"luhua-2023.txt", "C", 2023, map[string]int{"reported": 123, "row_absent": 77}, 0},
	} {
		r := readSample(t, c.name).Report
		got, failed := map[string]int{}, 0
		for i := range r.Facts {
			got[string(r.Facts[i].Status)]++
		}
		for i := range r.Checks {
			if r.Checks[i].Result == "fail" {
				failed++
			}
		}
		if diff := cmp.Diff(c.status, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
		if r.Generation != c.generation || r.Year != c.year || failed == 0 != (c.failed == 0) {
			t.Errorf("%s: form %s, year %d, %d failed checks", c.name, r.Generation, r.Year, failed)
		}
	}
}
