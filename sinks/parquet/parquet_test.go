package parquet

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"

	"github.com/gongkai-data/gongkai/normalize"
	"github.com/gongkai-data/gongkai/sinks"
	"github.com/gongkai-data/gongkai/sinks/internal/fsx"
	"github.com/gongkai-data/gongkai/sinks/sinktest"
)

func read[T any](t *testing.T, dir, table string) []T {
	t.Helper()
	rows, err := parquet.ReadFile[T](filepath.Join(dir, table+".parquet"))
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func TestContract(t *testing.T) {
	sinktest.Run(t, Target, func(t *testing.T, dir string) map[string]int {
		n := map[string]int{}
		for _, r := range read[sinks.ReportRow](t, dir, "reports") {
			n[r.ReportID]++
		}
		return n
	})
}

// publish writes a set to a new dataset and returns its folder.
func publish(t testing.TB, rs []sinks.Result, opt sinks.Options) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "dataset")
	if err := publishTo(context.Background(), fsx.OS{}, dir, rs, opt); err != nil {
		t.Fatal(err)
	}
	return dir
}

func publishTo(ctx context.Context, fs fsx.FS, dir string, rs []sinks.Result, opt sinks.Options) error {
	s, err := open(fs, dir, opt)
	if err != nil {
		return err
	}
	for _, r := range rs {
		if err := s.Write(ctx, r); err != nil {
			return errors.Join(err, s.Close())
		}
	}
	return errors.Join(s.Commit(ctx), s.Close())
}

// What is read back equals what the rows said, zero apart from NULL included.
func TestRowsComeBackAsWritten(t *testing.T) {
	rs := sinktest.Results()
	dir := publish(t, rs, sinks.Options{})
	by := map[string]*normalize.Report{}
	for _, r := range rs {
		if r.Report != nil {
			by[r.Report.ID] = r.Report
		}
	}
	got := map[string][]sinks.FactRow{}
	for _, row := range read[sinks.FactRow](t, dir, "facts") {
		got[row.ReportID] = append(got[row.ReportID], row)
	}
	for id, r := range by {
		if diff := cmp.Diff(sinks.Facts(r), got[id]); diff != "" {
			t.Errorf("facts of %s (-want +got):\n%s", id, diff)
		}
	}
	for _, row := range read[sinks.ReportRow](t, dir, "reports") {
		if diff := cmp.Diff(sinks.ReportOf(by[row.ReportID]), row); diff != "" {
			t.Errorf("report (-want +got):\n%s", diff)
		}
	}
	checks := read[sinks.CheckRow](t, dir, "checks")
	if diff := cmp.Diff(sinks.Checks(by[checks[0].ReportID]), checks[:2]); diff != "" {
		t.Errorf("checks (-want +got):\n%s", diff)
	}
	cells := read[sinks.CellRow](t, dir, "cells")
	if diff := cmp.Diff(sinks.Cells(by[cells[0].ReportID]), cells[:12]); diff != "" {
		t.Errorf("cells (-want +got):\n%s", diff)
	}
	documents := read[sinks.DocumentRow](t, dir, "documents")
	if len(documents) != len(rs) || *documents[0].Path >= *documents[1].Path {
		t.Errorf("documents are not all there in order: %d", len(documents))
	}
	issues := read[sinks.IssueRow](t, dir, "issues")
	if len(issues) != 5 || issues[4].ReportID != nil || issues[4].Code != "docx-zip" {
		t.Errorf("issues: %d, the last %+v", len(issues), issues[len(issues)-1])
	}
}

func TestPanelHoldsPrintedCellsOnly(t *testing.T) {
	r := sinktest.Report("C", 2)
	dir := publish(t, []sinks.Result{sinktest.ResultOf(r), sinktest.ResultOf(sinktest.Report("A2", 3))}, sinks.Options{})
	f, err := os.Open(filepath.Join(dir, "panel.parquet"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	st, _ := f.Stat()
	file, err := parquet.OpenFile(f, st.Size())
	if err != nil {
		t.Fatal(err)
	}
	rows := make([]parquet.Row, 3)
	reader := file.RowGroups()[0].Rows()
	defer reader.Close()
	if n, _ := reader.ReadRows(rows); n != 1 {
		t.Fatalf("%d rows, want 1: A2 has no columns here", n)
	}
	by := map[string]parquet.Value{}
	for i, c := range file.Schema().Columns() {
		by[c[0]] = rows[0][i]
	}
	if by["report_id"].String() != r.ID {
		t.Errorf("report_id %v", by["report_id"])
	}
	printed := map[normalize.Key]*normalize.Fact{}
	for i := range r.Facts {
		printed[r.Facts[i].Key()] = &r.Facts[i]
	}
	for _, c := range sinks.PanelColumns {
		got, want := by[c.Name], "<null>"
		if f := printed[c.Key]; f != nil && f.HasValue() {
			want = fmt.Sprint(f.Value.Float())
		}
		if got.String() != want {
			t.Errorf("%s = %v, want %s", c.Name, got, want)
		}
	}
}

func TestMetadata(t *testing.T) {
	dir := publish(t, sinktest.Results(), sinks.Options{Generator: "gongkai 0.1"})
	other := publish(t, sinktest.Results()[:2], sinks.Options{Generator: "gongkai 0.1"})
	given := publish(t, sinktest.Results(), sinks.Options{Version: "2026.1"})
	version := func(dir, table, key string) string {
		f, err := os.Open(filepath.Join(dir, table+".parquet"))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		st, _ := f.Stat()
		file, err := parquet.OpenFile(f, st.Size())
		if err != nil {
			t.Fatal(err)
		}
		v, ok := file.Lookup(key)
		if !ok {
			t.Errorf("%s: no %s", table, key)
		}
		return v
	}
	for _, table := range sinks.Tables() {
		if got := version(dir, table.Name, "schema_version"); got != sinks.SchemaVersion {
			t.Errorf("%s: schema_version %q", table.Name, got)
		}
		if got := version(dir, table.Name, "generator"); got != "gongkai 0.1" {
			t.Errorf("%s: generator %q", table.Name, got)
		}
		if version(dir, table.Name, "dataset_version") != version(dir, "facts", "dataset_version") {
			t.Errorf("%s: dataset_version is another than that of facts", table.Name)
		}
	}
	if version(dir, "facts", "dataset_version") == version(other, "facts", "dataset_version") {
		t.Error("two contents have one dataset_version")
	}
	if got := version(given, "facts", "dataset_version"); got != "2026.1" {
		t.Errorf("dataset_version %q, given 2026.1", got)
	}
}

func TestFolder(t *testing.T) {
	dir := publish(t, sinktest.Results(), sinks.Options{Terms: []sinks.Term{{Kind: "flag", Code: "label_fuzzy", Zh: "近似", En: "near miss"}}})
	var names []string
	for name := range sinktest.Tree(t, dir) {
		names = append(names, name)
	}
	want := strings.Fields("facts.parquet reports.parquet documents.parquet cells.parquet sections.parquet checks.parquet issues.parquet panel.parquet " +
		"applications.parquet proactive.parquet litigation.parquet dictionary.parquet dictionary.csv crosswalk.csv datapackage.json views.sql README.md SHA256SUMS")
	if diff := cmp.Diff(want, names, cmp.Transformer("set", func(s []string) map[string]bool {
		m := map[string]bool{}
		for _, n := range s {
			m[n] = true
		}
		return m
	})); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
	st, err := os.Stat(dir)
	parent, _ := os.Stat(filepath.Dir(dir))
	if err != nil || st.Mode().Perm() != parent.Mode().Perm() {
		t.Errorf("folder mode %v, its parent %v", st.Mode(), parent.Mode())
	}
	sums, _ := os.ReadFile(filepath.Join(dir, "SHA256SUMS"))
	tree := sinktest.Tree(t, dir)
	if lines := strings.Split(strings.TrimSpace(string(sums)), "\n"); len(lines) != len(want)-1 {
		t.Errorf("SHA256SUMS has %d lines", len(lines))
	} else {
		for _, line := range lines {
			sum, name, _ := strings.Cut(line, "  ")
			if tree[name] != sum {
				t.Errorf("SHA256SUMS: %s", line)
			}
		}
	}
	var p descriptor
	b, _ := os.ReadFile(filepath.Join(dir, packageName))
	if err := json.Unmarshal(b, &p); err != nil || len(p.Resources) != len(want)-2 {
		t.Errorf("datapackage.json: %v, %d resources", err, len(p.Resources))
	}
	for _, r := range p.Resources {
		if r.Schema == nil {
			continue
		}
		for _, f := range r.Schema.Fields {
			if f.Name == "" || f.Type == "" || f.Title == "" || f.Description == "" {
				t.Errorf("datapackage.json: %s: field %+v", r.Name, f)
			}
		}
	}
	readme, _ := os.ReadFile(filepath.Join(dir, "README.md"))
	zh, en, _ := strings.Cut(string(readme), "\n# Annual reports")
	for _, half := range []string{zh, en} { // each half stands for itself
		for _, want := range []string{"| `facts.parquet` |", "| `table_absent` |", "superseded_by", "```sql", "```python", "```r\n", "panel.dta", "division_code"} {
			if !strings.Contains(half, want) {
				t.Errorf("README.md: one language lacks %s", want)
			}
		}
	}
	if strings.Contains(string(readme), "{{") || strings.Contains(string(readme), "~") || !strings.Contains(string(readme), "`coalesce(value, inferred_value)`") {
		t.Errorf("README.md is not filled in:\n%s", readme)
	}
}

func TestIntegrity(t *testing.T) {
	for name, spoil := range map[string]func(r *sinks.Result){
		"FactTwice":       func(r *sinks.Result) { r.Report.Facts = append(r.Report.Facts, r.Report.Facts[3]) },
		"FactMissing":     func(r *sinks.Result) { r.Report.Facts = r.Report.Facts[:199] },
		"FactOfOtherForm": func(r *sinks.Result) { r.Report.Facts[0].Indicator = "proactive.regulations.newly_made" },
		"UnknownStatus":   func(r *sinks.Result) { r.Report.Facts[0].Status = "" },
		"AbsentWithCell":  func(r *sinks.Result) { f := &r.Report.Facts[0]; f.Status, f.HasRaw = normalize.RowAbsent, true },
		"InferredBesideRead": func(r *sinks.Result) {
			f := &r.Report.Facts[1]
			f.Status = normalize.Reported
			f.Inferred = &f.Value
			f.InferredBy = "R1"
		},
		"InferredByNothing": func(r *sinks.Result) {
			f := &r.Report.Facts[1]
			f.Status = normalize.Blank
			f.Inferred = &f.Value
			f.InferredBy = ""
		},
		"CheckTwice":       func(r *sinks.Result) { r.Report.Checks = append(r.Report.Checks, r.Report.Checks[0]) },
		"CellTwice":        func(r *sinks.Result) { r.Report.Cells = append(r.Report.Cells, r.Report.Cells[0]) },
		"NotUTF8":          func(r *sinks.Result) { r.Report.Sections[0].Text = "\xff" },
		"Generation":       func(r *sinks.Result) { r.Report.Generation = "D" },
		"Year":             func(r *sinks.Result) { r.Report.Year = 70000 },
		"NoReport":         func(r *sinks.Result) { r.Report = nil },
		"FailedWithReport": func(r *sinks.Result) { r.Document.Outcome = sinks.Failed },
		"Outcome":          func(r *sinks.Result) { r.Document.Outcome = "fine" },
		"OtherHash":        func(r *sinks.Result) { r.Report.Source[0]++ },
		"OtherReport":      func(r *sinks.Result) { r.Document.ReportID = &[]string{"x"}[0] },
		"EmptyID":          func(r *sinks.Result) { r.Report.ID = "" },
		"IDWithSpace":      func(r *sinks.Result) { r.Report.ID = "a b" },
		"UnknownReport": func(r *sinks.Result) {
			*r = sinktest.FailedResult("x")
			r.Document.ReportID = &[]string{"nowhere"}[0]
		},
	} {
		t.Run(name, func(t *testing.T) {
			r := sinktest.ResultOf(sinktest.Report("C", 2))
			spoil(&r)
			dir := filepath.Join(t.TempDir(), "dataset")
			err := publishTo(t.Context(), fsx.OS{}, dir, []sinks.Result{r, sinktest.ResultOf(sinktest.Report("C", 4))}, sinks.Options{})
			if !errors.Is(err, sinks.ErrIntegrity) {
				t.Errorf("error %v, want ErrIntegrity", err)
			}
			if _, err := os.Stat(dir); !os.IsNotExist(err) {
				t.Errorf("a dataset is there: %v", err)
			}
		})
	}
}

// superseded is r as another document carries it.
func superseded(r *normalize.Report, by string) sinks.Result {
	r.ID, r.SupersededBy = by+"~11111111", by
	return sinktest.ResultOf(r)
}

// A report that another stands in front of is evidence, and counted nowhere.
func TestSupersededReportsAreNotCounted(t *testing.T) {
	stands := sinktest.Report("C", 2)
	other := superseded(sinktest.Report("C", 8), stands.ID)
	other.Report.Facts = other.Report.Facts[:150] // what does not count need not be whole
	repost := sinktest.FailedResult("repost.docx")
	repost.Document.Outcome, repost.Document.ReportID, repost.Issues = sinks.Duplicate, &other.Report.ID, nil
	dir := publish(t, []sinks.Result{sinktest.ResultOf(stands), other, repost}, sinks.Options{})
	count := func(ids []string) map[string]bool {
		m := map[string]bool{}
		for _, id := range ids {
			m[id] = true
		}
		return m
	}
	one, both := map[string]bool{stands.ID: true}, map[string]bool{stands.ID: true, other.Report.ID: true}
	for table, want := range map[string]map[string]bool{
		"facts": one, "panel": one, "applications": one, "proactive": one, "litigation": one, "checks": one,
		"reports": both, "documents": both, "cells": both, "sections": both, "issues": both,
	} {
		var ids []string
		for _, row := range read[struct {
			ReportID string `parquet:"report_id"`
		}](t, dir, table) {
			ids = append(ids, row.ReportID)
		}
		if diff := cmp.Diff(want, count(ids)); diff != "" {
			t.Errorf("reports in %s (-want +got):\n%s", table, diff)
		}
	}
	if n := len(read[sinks.FactRow](t, dir, "facts")); n != 200 {
		t.Errorf("%d facts, want 200", n)
	}
}

// What supersedes a report must be there and stand itself.
func TestSupersededByNothing(t *testing.T) {
	stands := sinktest.Report("C", 2)
	first := superseded(sinktest.Report("C", 8), stands.ID)
	second := superseded(sinktest.Report("C", 4), first.Report.ID)
	for name, rs := range map[string][]sinks.Result{
		"gone":       {first},
		"superseded": {sinktest.ResultOf(stands), first, second},
	} {
		err := publishTo(t.Context(), fsx.OS{}, filepath.Join(t.TempDir(), "dataset"), rs, sinks.Options{})
		if !errors.Is(err, sinks.ErrIntegrity) {
			t.Errorf("%s: error %v, want ErrIntegrity", name, err)
		}
	}
}

// A file that the system does not give has no hash, and each such file an issue.
func TestDocumentsWithoutBytes(t *testing.T) {
	a, b := sinktest.FailedResult("a.doc"), sinktest.FailedResult("b.doc")
	a.Document.DocumentSHA256, b.Document.DocumentSHA256 = "", ""
	issues := read[sinks.IssueRow](t, publish(t, []sinks.Result{a, b}, sinks.Options{}), "issues")
	if len(issues) != 2 || issues[0].Fingerprint == issues[1].Fingerprint || issues[0].DocumentSHA256 != nil {
		t.Errorf("issues: %+v", issues)
	}
}

// Rows that a form does not have are kept, behind the grid.
func TestExtraFactsAreKept(t *testing.T) {
	r := sinktest.Report("C", 2)
	r.Facts = append(r.Facts,
		normalize.Fact{Table: "nonstandard", Indicator: "nonstandard.b", Unit: "piece", Status: normalize.Reported, Value: normalize.Int(3)},
		normalize.Fact{Table: "applications", Indicator: "applications.result.other", Applicant: "total", Unit: "piece", Status: normalize.Reported, Value: normalize.Int(4)},
		normalize.Fact{Table: "nonstandard", Indicator: "nonstandard.a", Unit: "piece", Status: normalize.Blank})
	rows := read[sinks.FactRow](t, publish(t, []sinks.Result{sinktest.ResultOf(r)}, sinks.Options{}), "facts")
	var got []string
	for _, row := range rows[200:] {
		got = append(got, row.Indicator)
	}
	if diff := cmp.Diff([]string{"applications.result.other", "nonstandard.a", "nonstandard.b"}, got); diff != "" {
		t.Errorf("behind the grid (-want +got):\n%s", diff)
	}
}

func TestDictionaryKeysAreUnique(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range dictionary(nil) {
		k := r.Kind + "|" + r.Code
		if r.Kind == "column" {
			k += "|" + *r.TableName
		}
		if seen[k] {
			t.Errorf("%s twice", k)
		}
		seen[k] = true
		if r.LabelZh == "" || r.LabelEn == "" {
			t.Errorf("%s has no label", k)
		}
	}
	for k, want := range map[string]string{
		"applications.result.total": "B-C exact, A2-B approx", "applications.result.not_processed.duplicate": "B-C exact, A2-B approx",
		"proactive.regulations.in_force": "B-C none, A2-B none", "a2.channel.weibo": "B-C none, A2-B none", "a1.review": "",
	} {
		if got := comparability(k); got != want {
			t.Errorf("comparability(%s) = %q, want %q", k, got, want)
		}
	}
}

// Every code of the crosswalk is an indicator, or stands for some.
func TestCrosswalkNamesIndicators(t *testing.T) {
	for _, row := range crosswalk {
		for generation, codes := range map[string]string{"A2": row.A2, "B": row.B, "C": row.C} {
			for code := range strings.SplitSeq(codes, " + ") {
				prefix, wild := strings.CutSuffix(code, "*")
				found := code == ""
				for _, ind := range normalize.Indicators {
					found = found || ind.Generation == generation && (ind.Code == code || wild && strings.HasPrefix(ind.Code, prefix))
				}
				if !found {
					t.Errorf("%s: %s is not in %s", row.Concept, code, generation)
				}
			}
		}
		for _, level := range []string{row.BC, row.A2B} {
			if level != exact && level != approx && level != none {
				t.Errorf("%s: level %q", row.Concept, level)
			}
		}
	}
}

func TestPackKeepsEverything(t *testing.T) {
	p, err := newPacker()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range sinktest.Results() {
		want := packed{r.Report, r.Issues}
		b, err := p.pack(want)
		if err != nil {
			t.Fatal(err)
		}
		got, err := p.unpack(b)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
}

// The schema of every file as Parquet prints it. UPDATE=1 rewrites it.
func TestSchemaGolden(t *testing.T) {
	dir := publish(t, nil, sinks.Options{})
	var b strings.Builder
	fmt.Fprintf(&b, "schema_version %s\n", sinks.SchemaVersion)
	for _, table := range sinks.Tables() {
		f, err := os.Open(filepath.Join(dir, table.Name+".parquet"))
		if err != nil {
			t.Fatal(err)
		}
		st, _ := f.Stat()
		file, err := parquet.OpenFile(f, st.Size())
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "\n%s\n", strings.Replace(file.Schema().String(), "message "+file.Schema().Name(), "message "+table.Name, 1))
		var columns []string
		for _, c := range file.Schema().Fields() {
			columns = append(columns, c.Name())
		}
		var named []string
		for _, c := range table.Columns {
			named = append(named, c.Name)
		}
		if diff := cmp.Diff(named, columns); diff != "" {
			t.Errorf("%s: described and written columns differ:\n%s", table.Name, diff)
		}
		f.Close()
	}
	golden(t, "testdata/schema.golden", b.String())
}

func golden(t *testing.T, path, got string) {
	t.Helper()
	if os.Getenv("UPDATE") == "1" {
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got, UPDATE=1 rewrites it):\n%s", path, diff)
	}
}

// DuckDB reads what the sink writes. `make duckdb` installs it and runs this test.
func TestDuckDB(t *testing.T) {
	modules := os.Getenv("DUCKDB_MODULES")
	if modules == "" {
		t.Skip("DUCKDB_MODULES is not set: `make duckdb` sets it")
	}
	rs := sinktest.Results()
	rs = append(rs, superseded(sinktest.Report("C", 8), rs[0].Report.ID))
	dir := publish(t, rs, sinks.Options{})
	expected := map[string]any{"rows": map[string]int{}, "queries": []any{}}
	rows := expected["rows"].(map[string]int)
	var values float64
	flagged := 0
	for _, r := range rs {
		rows["documents"]++
		rows["issues"] += len(r.Issues)
		if r.Report == nil {
			continue
		}
		rows["reports"]++
		rows["cells"] += len(r.Report.Cells)
		rows["sections"] += len(r.Report.Sections)
		rows["issues"] += len(r.Report.Issues)
		if r.Report.SupersededBy != "" {
			continue
		}
		rows["coverage"]++
		rows["facts"] += len(r.Report.Facts)
		rows["checks"] += len(r.Report.Checks)
		rows["applications"] += len(sinks.Applications(r.Report))
		rows["proactive"] += len(sinks.Proactive(r.Report))
		rows["litigation"] += len(sinks.Litigation(r.Report))
		if _, _, ok := sinks.Panel(r.Report); ok {
			rows["panel"]++
		}
		for _, f := range r.Report.Facts {
			if f.HasValue() {
				values += f.Value.Float()
			}
			if len(f.Flags) > 0 {
				flagged++
			}
		}
	}
	rows["dictionary"] = len(dictionary(nil))
	rows["crosswalk"] = len(crosswalk)
	expected["queries"] = []map[string]any{
		{"sql": "SELECT round(sum(value), 4) FROM facts", "want": values},
		{"sql": "SELECT count(*) FROM facts WHERE len(flags) > 0", "want": flagged},
		{"sql": "SELECT count(*) FROM facts_labelled WHERE indicator_zh IS NULL", "want": 0},
		{"sql": "SELECT count(*) FROM cells WHERE box[3] = 30.5", "want": rows["cells"]},
	}
	b, _ := json.Marshal(expected)
	file := filepath.Join(t.TempDir(), "expected.json")
	if err := os.WriteFile(file, b, 0o666); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("node", "duckdb/check.mjs", dir, file)
	cmd.Env = append(os.Environ(), "DUCKDB_MODULES="+modules)
	out, err := cmd.CombinedOutput()
	t.Logf("%s", out)
	if err != nil {
		t.Fatal(err)
	}
}
