package pipeline

import (
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gongkai-data/gongkai/extract/extracttest"
	"github.com/gongkai-data/gongkai/normalize"
	"github.com/gongkai-data/gongkai/normalize/watch"
)

// pingtan reads the published reports of 平潭综合实验区 on 2019, 2021, 2023 and
// 2024, each as a page and as its text, and holds them against each other.
func pingtan(t *testing.T) map[int]*normalize.Report {
	dir := filepath.Join(extracttest.Documents(t), "docs", "cn_gov", "changwu_pingtan-gov-zwgk-archive")
	sources, err := Gather(given(dir), "")
	if err != nil {
		t.Fatal(err)
	}
	results, err := All().Run(t.Context(), sources, 2, nil)
	if err != nil {
		t.Fatal(err)
	}
	Choose(results)
	if general := Watch(results, watch.Settings{}, nil); len(general) > 0 {
		t.Errorf("issues of no report: %v", general)
	}
	byYear := map[int]*normalize.Report{}
	for i := range results {
		if r := results[i].Report; r != nil && r.SupersededBy == "" {
			byYear[r.Year] = r
		}
	}
	return byYear
}

// across lists what rules across years say of a report, "rule scope result".
func across(r *normalize.Report, rules ...string) []string {
	var out []string
	for _, c := range r.Checks {
		if slices.Contains(rules, c.Rule) && c.OtherID != "" {
			out = append(out, c.Rule+" "+c.Scope+" "+c.Result)
		}
	}
	return out
}

func TestPingtanAcrossYears(t *testing.T) {
	rs := pingtan(t)
	last, before := rs[2024], rs[2023]
	if last == nil || before == nil {
		t.Fatalf("reports on %v", rs)
	}
	want := []string{}
	for _, a := range normalize.Applicants {
		want = append(want, "X1 "+a.Code+" pass")
	}
	want = append(want, "X2 regulations pass", "X2 normative_documents fail")
	if diff := cmp.Diff(want, across(last, "X1", "X2")); diff != "" {
		t.Errorf("2023 → 2024 (-want +got):\n%s", diff)
	}
	i := slices.IndexFunc(last.Checks, func(c normalize.Check) bool { return c.Rule == "X2" && c.Result == normalize.Fail })
	c := last.Checks[i]
	if c.LHS.String() != "440" || c.RHS.String() != "499" || c.Difference.String() != "-59" || c.OtherID != before.ID {
		t.Errorf("X2: %s ≠ %s (%s), %s", c.LHS, c.RHS, c.Difference, c.OtherID)
	}
	if !slices.ContainsFunc(last.Issues, func(i normalize.Issue) bool { return i.Code == "stock_break" && i.Severity == "warning" }) {
		t.Error("the break is no issue")
	}
	if !slices.ContainsFunc(last.Issues, func(i normalize.Issue) bool {
		return i.Code == "suspect_extraction" && i.Evidence == "X2 normative_documents"
	}) {
		t.Error("the text cannot bear out the numbers of the page, so the error may be the reading's")
	}
	for _, year := range []int{2019, 2021, 2023} { // 2020 and 2022 are missing: nothing bridges them
		if got := across(rs[year], "X1", "X2", "X3", "W7", "W8", "W18"); len(got) > 0 {
			t.Errorf("%d is held against another year: %q", year, got)
		}
	}
	for year, gap := range map[int]string{2021: "2020: ", 2023: "2022: "} {
		if !slices.ContainsFunc(rs[year].Issues, func(i normalize.Issue) bool {
			return i.Code == "missing_report" && len(i.Evidence) > 6 && i.Evidence[:6] == gap
		}) {
			t.Errorf("%d: nothing says that %sis missing", year, gap)
		}
	}
}

func TestPublishedOrSuspect(t *testing.T) {
	doc := func(digest, format string, values ...int64) Result {
		r := report(digest, "ok", format, values...)
		r.Report.Checks = []normalize.Check{{Rule: "R1", Scope: "total", Result: normalize.Fail, Operands: []normalize.Key{{Indicator: "a"}, {Indicator: "b"}}}}
		return r
	}
	for _, c := range []struct {
		name string
		in   []Result
		want string
	}{
		{"page and Word file agree", []Result{doc("1", "html", 62, 63), doc("2", "docx", 62, 63)}, "published_error"},
		{"they differ", []Result{doc("1", "html", 62, 63), doc("2", "docx", 62, 62)}, "suspect_extraction"},
		{"alone", []Result{doc("1", "pdf", 62, 63)}, "suspect_extraction"},
	} {
		Choose(c.in)
		Watch(c.in, watch.Settings{}, nil)
		for i := range c.in {
			r := c.in[i].Report
			if r.SupersededBy != "" {
				continue
			}
			k := slices.IndexFunc(r.Issues, func(i normalize.Issue) bool { return i.Code == c.want })
			if k < 0 || r.Issues[k].Evidence != "R1 total" {
				t.Errorf("%s: %v", c.name, r.Issues)
			}
		}
	}
}
