package pipeline

import (
	"maps"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/overrides"
	"github.com/gongkai-data/gongkai/extract/extracttest"
	"github.com/gongkai-data/gongkai/normalize"
	"github.com/gongkai-data/gongkai/normalize/watch"
)

// watchAll holds the reports of a run against each other, as convert does. It
// returns what concerns no report.
func watchAll(results []Result, entries []overrides.Entry) []normalize.Issue {
	s := NewSeries(watch.Settings{}, entries)
	all := versionsOf(results)
	ids := slices.Sorted(maps.Keys(all))
	for _, id := range ids {
		s.Prepare(all[id])
		s.AddBrief(watch.BriefOf(all[id].Stands), s.Corrected(id))
	}
	text := func(id string) ([]normalize.Section, bool) { return all[id].Stands.Sections, true }
	found := map[string]*watch.Finding{}
	for f := range s.Findings(text) {
		found[f.Report] = &f
	}
	for _, id := range ids {
		s.Conclude(all[id], found[id], func(string) *watch.Versions { return nil })
	}
	return s.General(entries)
}

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
	if general := watchAll(results, nil); len(general) > 0 {
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

func TestCorrections(t *testing.T) {
	entry := func(id, kind, was, value string) overrides.Entry {
		return overrides.Entry{Correction: normalize.Correction{ID: id, Report: "b-2024", Cell: normalize.Key{Indicator: "a"}, Kind: kind, Was: was, Value: value, Who: "w", Why: "y"}}
	}
	gone := entry("g", normalize.ExtractionFix, "1", "2")
	gone.Report = "c-2024"
	for _, c := range []struct {
		name    string
		entries []overrides.Entry
		value   string
		codes   []string // of the issues that follow
	}{
		{"none", nil, "62", []string{"rule_failed", "suspect_extraction"}},
		{"fix", []overrides.Entry{entry("f", normalize.ExtractionFix, "62", "63")}, "63", nil},
		{"stale", []overrides.Entry{entry("f", normalize.ExtractionFix, "61", "63")}, "62", []string{"rule_failed", "override_stale", "suspect_extraction"}},
		{"confirmed", []overrides.Entry{entry("s", normalize.SourceErrorConfirmed, "62", "")}, "62", []string{normalize.SourceErrorConfirmed}},
		{"confirmed what is not read", []overrides.Entry{entry("s", normalize.SourceErrorConfirmed, "63", "")}, "62", []string{"rule_failed", "override_stale", "suspect_extraction"}},
		{"contradicting", []overrides.Entry{entry("f", normalize.ExtractionFix, "62", "63"), entry("s", normalize.SourceErrorConfirmed, "62", "")}, "62",
			[]string{"rule_failed", "override_conflict", "override_conflict", "suspect_extraction"}},
	} {
		r := report("1", "ok", "html", 62, 63)
		keys := []normalize.Key{{Indicator: "a"}, {Indicator: "b"}}
		r.Report.Generation = "A1" // a form whose rules a correction withdraws
		r.Report.Checks = []normalize.Check{{Rule: "R1", Scope: "total", Result: normalize.Fail, Operands: keys}}
		r.Report.Issues = []normalize.Issue{{Code: "rule_failed", Severity: "error", Indicators: keys}}
		general := watchAll([]Result{r}, append(c.entries, gone))
		if len(general) != 1 || general[0].Code != "override_stale" {
			t.Errorf("%s: a correction of no report: %v", c.name, general)
		}
		var codes []string
		for _, i := range r.Report.Issues {
			codes = append(codes, i.Code)
		}
		if diff := cmp.Diff(c.codes, codes); diff != "" || r.Report.Facts[0].Value.String() != c.value {
			t.Errorf("%s: %s (-want +got):\n%s", c.name, r.Report.Facts[0].Value, diff)
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
		watchAll(c.in, nil)
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
