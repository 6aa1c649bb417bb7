package sinks

import (
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gongkai-data/gongkai/normalize"
)

func TestEveryColumnIsNamedOnceAndExplained(t *testing.T) {
	for _, row := range []any{FactRow{}, ReportRow{}, DocumentRow{}, CellRow{}, SectionRow{}, CheckRow{}, IssueRow{}, ApplicationRow{}, ProactiveRow{}, LitigationRow{}, DictionaryRow{}} {
		rt := reflect.TypeOf(row)
		for i := range rt.NumField() {
			f := rt.Field(i)
			name, options, _ := strings.Cut(f.Tag.Get("parquet"), ",")
			if name != f.Tag.Get("json") {
				t.Errorf("%s.%s: parquet %q, json %q", rt.Name(), f.Name, name, f.Tag.Get("json"))
			}
			if !regexp.MustCompile(`^[a-z][a-z0-9_]*$`).MatchString(name) {
				t.Errorf("%s.%s: name %q", rt.Name(), f.Name, name)
			}
			if strings.Contains(options, "optional") && f.Type.Kind() != reflect.Slice {
				t.Errorf("%s.%s: optional on a plain field turns zero into NULL", rt.Name(), f.Name)
			}
		}
	}
	for _, table := range Tables() {
		named := map[string]bool{}
		for _, c := range table.Columns {
			if named[c.Name] || c.Zh == "" || c.En == "" || c.Type == "" {
				t.Errorf("%s.%s: named twice or not explained", table.Name, c.Name)
			}
			named[c.Name] = true
		}
		for _, k := range table.Key {
			if !named[k] {
				t.Errorf("%s: key %s is no column", table.Name, k)
			}
		}
	}
}

// Names of the panel are held by scripts of other people: UPDATE=1 may add to
// the golden, never change it.
func TestPanelNames(t *testing.T) {
	covered := map[normalize.Key]bool{}
	seen := map[string]bool{}
	var b strings.Builder
	for _, c := range PanelColumns {
		if !regexp.MustCompile(`^t[234]_[a-z][a-z0-9_]*$`).MatchString(c.Name) || len(c.Name) > 32 {
			t.Errorf("%s: not valid in Stata, R and SQL", c.Name)
		}
		if seen[c.Name] || covered[c.Key] {
			t.Errorf("%s %s: twice", c.Name, c.Key)
		}
		seen[c.Name], covered[c.Key] = true, true
		fmt.Fprintf(&b, "%s\t%s\t%v\n", c.Name, c.Key, c.Amount)
	}
	for _, generation := range []string{"B", "C"} {
		for _, k := range normalize.Grid(generation) {
			if !covered[k] {
				t.Errorf("%s: %s has no column", generation, k)
			}
		}
	}
	if !seen["t3_new__natural"] {
		t.Error("t3_new__natural is missing")
	}
	const golden = "testdata/panel.golden"
	if os.Getenv("UPDATE") == "1" {
		if err := os.MkdirAll("testdata", 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(golden, []byte(b.String()), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), b.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestFactRow(t *testing.T) {
	zero := normalize.Int(0)
	r := &normalize.Report{ID: "150203102-2024", Year: 2024, Generation: "C", Facts: []normalize.Fact{
		{Table: "nonstandard", Indicator: "nonstandard.x", Unit: "piece", Status: normalize.Blank, HasRaw: true},
		{Table: "applications", Indicator: "applications.new", Applicant: "total", Unit: "piece", Status: normalize.RowAbsent, Inferred: &zero, InferredBy: "R3"},
		{Table: "proactive", Indicator: "proactive.regulations.made", Unit: "piece", Status: normalize.Reported, Raw: "0", HasRaw: true, TableNo: 1, RowNo: 3, ColNo: 2, Row: normalize.Exact, Col: normalize.Exact},
	}}
	b, err := json.Marshal(Facts(r))
	if err != nil {
		t.Fatal(err)
	}
	var got []map[string]any
	if err := json.Unmarshal(b, &got); err != nil {
		t.Fatal(err)
	}
	for i, want := range []map[string]any{
		{"indicator": "proactive.regulations.made", "applicant": nil, "value": 0.0, "raw_text": "0", "table_no": 1.0, "page": nil, "inferred_value": nil, "box": nil},
		{"indicator": "applications.new", "applicant": "total", "value": nil, "raw_text": nil, "table_no": nil, "inferred_value": 0.0, "inferred_by": "R3"},
		{"indicator": "nonstandard.x", "value": nil, "raw_text": "", "status": "blank", "report_year": 2024.0},
	} {
		want["flags"] = []any{}
		for k, v := range want {
			if diff := cmp.Diff(v, got[i][k]); diff != "" {
				t.Errorf("row %d, %s (-want +got):\n%s", i, k, diff)
			}
		}
	}
}

func TestCountNeverRounds(t *testing.T) {
	for _, c := range []struct {
		d      normalize.Decimal
		status normalize.Status
		want   string
	}{
		{normalize.Decimal{Coef: 120, Scale: 1}, normalize.Reported, "12"},
		{normalize.Decimal{Coef: 125, Scale: 1}, normalize.Reported, "none"},
		{normalize.Int(-4), normalize.Corrected, "-4"},
		{normalize.Int(0), normalize.Reported, "0"},
		{normalize.Int(7), normalize.Blank, "none"},
	} {
		got := "none"
		if n := Count(&normalize.Fact{Status: c.status, Value: c.d}); n != nil {
			got = fmt.Sprint(*n)
		}
		if got != c.want {
			t.Errorf("%s %s: %s, want %s", c.status, c.d, got, c.want)
		}
	}
}

func TestFingerprints(t *testing.T) {
	issue := normalize.Issue{Code: "rule_failed", Severity: "error", Zh: "不符", En: "differs", Indicators: []normalize.Key{{Indicator: "applications.new", Applicant: "total"}}}
	r := &normalize.Report{ID: "a-2024", Issues: []normalize.Issue{issue, issue}}
	rows := Issues(r)
	if rows[0].Fingerprint == rows[1].Fingerprint {
		t.Error("two issues have one fingerprint")
	}
	r.Source[0], r.Issues[0].En = 9, "reworded"
	if Issues(r)[0].Fingerprint != rows[0].Fingerprint {
		t.Error("wording or another copy of the file changes the fingerprint")
	}
	if got := rows[0].Indicators; len(got) != 1 || got[0] != "applications.new|total" {
		t.Errorf("indicators %q", got)
	}
}

func TestTidyTables(t *testing.T) {
	r := &normalize.Report{ID: "a-2021", Year: 2021, Generation: "C"}
	for i, k := range normalize.Grid("C") {
		table, _, _ := strings.Cut(k.Indicator, ".")
		r.Facts = append(r.Facts, normalize.Fact{Table: table, Indicator: k.Indicator, Applicant: k.Applicant, Unit: "piece", Status: normalize.Reported, Value: normalize.Int(int64(i))})
	}
	a, p, l := Applications(r), Proactive(r), Litigation(r)
	if len(a) != 25 || len(p) != 10 || len(l) != 3 {
		t.Fatalf("%d applications, %d proactive, %d litigation; want 25, 10, 3", len(a), len(p), len(l))
	}
	if a[0].Indicator != "applications.new" || *a[0].NaturalPerson != 10 || *a[0].OrgOther != 15 || *a[0].Total != 16 {
		t.Errorf("first row of applications: %+v", a[0])
	}
	if p[9].Subject != "fees" || p[9].Measure != "amount" || *p[9].Value != 9 {
		t.Errorf("last row of proactive: %+v", p[9])
	}
	if l[2].Procedure != "after_review" || *l[2].Upheld != 195 || *l[2].Total != 199 {
		t.Errorf("last row of litigation: %+v", l[2])
	}
}
