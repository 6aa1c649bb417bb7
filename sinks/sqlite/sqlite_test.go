package sqlite

import (
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gongkai-data/gongkai/sinks"
	"github.com/gongkai-data/gongkai/sinks/parquet"
	"github.com/gongkai-data/gongkai/sinks/parquet/parquettest"
	"github.com/gongkai-data/gongkai/sinks/sinktest"
)

func open(t *testing.T, path string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func back(t *testing.T, out string, tables []sinks.Table) map[string][][]sinks.Value {
	db := open(t, out)
	defer db.Close()
	got := map[string][][]sinks.Value{}
	for _, table := range tables {
		rows, err := db.Query("SELECT * FROM " + table.Name + " ORDER BY rowid")
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			raw, ptr := make([]any, len(table.Columns)), make([]any, len(table.Columns))
			for i := range raw {
				ptr[i] = &raw[i]
			}
			if err := rows.Scan(ptr...); err != nil {
				t.Fatal(err)
			}
			row := make([]sinks.Value, len(raw))
			for i := range raw {
				row[i] = value(t, table.Columns[i], raw[i])
			}
			got[table.Name] = append(got[table.Name], row)
		}
		if err := errors.Join(rows.Err(), rows.Close()); err != nil {
			t.Fatal(err)
		}
	}
	return got
}

func value(t *testing.T, c sinks.Column, raw any) sinks.Value {
	t.Helper()
	if raw == nil {
		return sinks.Value{}
	}
	v := sinks.Value{Kind: sinks.KindOf(c.Type)}
	ok := true
	switch v.Kind {
	case sinks.Text:
		v.Text, ok = raw.(string)
	case sinks.Integer, sinks.Bool:
		v.Int, ok = raw.(int64)
	case sinks.Double:
		v.Double, ok = raw.(float64)
	case sinks.Texts:
		ok = json.Unmarshal([]byte(raw.(string)), &v.Texts) == nil
	case sinks.Floats:
		ok = json.Unmarshal([]byte(raw.(string)), &v.Floats) == nil
	}
	if !ok {
		t.Fatalf("%s holds %T", c.Name, raw)
	}
	return v
}

func TestExport(t *testing.T) {
	sinktest.RunExport(t, Export, map[string]sinks.Source{
		"hostile": sinktest.HostileSource(), "published": parquettest.Published(t, sinktest.Results()), "empty": parquettest.Published(t, nil),
	}, back, nil)
}

func exported(t *testing.T) (*sql.DB, *parquet.Source, string) {
	t.Helper()
	src := parquettest.Published(t, sinktest.Results())
	out := filepath.Join(t.TempDir(), "甲 %?#'.sqlite")
	if err := Export.Write(t.Context(), src, out, sinks.ExportOptions{}); err != nil {
		t.Fatal(err)
	}
	return open(t, (&urlOf{out}).String()), src, out
}

// urlOf is the path of a file with letters that an address gives another meaning.
type urlOf struct{ path string }

func (u *urlOf) String() string {
	return "file:" + strings.NewReplacer("%", "%25", "?", "%3f", "#", "%23", " ", "%20").Replace(u.path)
}

// Every view of views.sql is there, under its name and with its columns.
func TestViewsAreThoseOfTheDataset(t *testing.T) {
	text, err := parquet.Views("/")
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, m := range regexp.MustCompile(`(?m)^CREATE OR REPLACE VIEW (\w+) +AS$`).FindAllStringSubmatch(text, -1) {
		want = append(want, m[1])
	}
	db, _, _ := exported(t)
	var got []string
	rows, err := db.Query("SELECT name FROM sqlite_master WHERE type = 'view'")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		got = append(got, name)
	}
	slices.Sort(want)
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" || len(want) < 5 {
		t.Errorf("views (-views.sql +SQLite):\n%s", diff)
	}
	for _, name := range got {
		if _, err := db.Exec("SELECT * FROM " + name); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func one(t *testing.T, db *sql.DB, query string, args ...any) (v any) {
	t.Helper()
	if err := db.QueryRow(query, args...).Scan(&v); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return v
}

// The views say what can be counted from the rows by hand.
func TestViewsCountRight(t *testing.T) {
	db, src, _ := exported(t)
	certain, parts, complete := int64(0), map[string]float64{}, map[string]bool{}
	for _, res := range sinktest.Results() {
		if res.Report == nil {
			continue
		}
		for _, f := range sinks.Facts(res.Report) {
			if f.Value != nil && len(f.Flags) == 0 {
				certain++
			}
			if strings.HasPrefix(f.Indicator, "applications.result.denied.") {
				key := f.ReportID + " " + *f.Applicant
				v := f.Value
				if v == nil {
					v = f.InferredValue
				}
				if _, seen := complete[key]; !seen {
					complete[key] = true
				}
				if v == nil {
					complete[key] = false
				} else {
					parts[key] += *v
				}
			}
		}
	}
	if got := one(t, db, "SELECT count(*) FROM facts_certain"); got != certain || certain == 0 {
		t.Errorf("certain: %v, want %d", got, certain)
	}
	for key, whole := range complete {
		report, applicant, _ := strings.Cut(key, " ")
		got := one(t, db, "SELECT value FROM group_sums WHERE report_id = ? AND applicant = ? AND indicator = 'applications.result.denied'", report, applicant)
		if whole && got != parts[key] || !whole && got != nil {
			t.Errorf("%s: %v, want %v %v", key, got, parts[key], whole)
		}
	}
	if one(t, db, "SELECT count(*) FROM facts_labelled") != src.Count("facts") || one(t, db, "SELECT count(*) FROM facts_labelled WHERE indicator_zh IS NULL") != int64(0) {
		t.Error("facts_labelled loses or does not label rows")
	}
	share := one(t, db, "SELECT max(abs(reported_share - CAST(facts_reported AS REAL) / facts)) FROM coverage")
	if share != 0.0 {
		t.Errorf("reported_share is off by %v", share)
	}
}

// A rate is a fraction, not the whole number that SQLite makes of two of them.
func TestRatesAreFractions(t *testing.T) {
	r := sinktest.Report("C", 5)
	want := map[string]float64{}
	for i := range r.Facts {
		f := &r.Facts[i]
		if f.Applicant != "total" && f.Indicator != "applications.new" {
			continue
		}
		n := map[string]int64{"applications.result.granted": 2, "applications.result.partial": 1, "applications.result.total": 4, "applications.new": 8, "applications.carried_in": 0}[f.Indicator]
		if f.Indicator == "applications.new" && f.Applicant == "natural_person" {
			n = 5
		}
		f.Status, f.Value.Coef, f.Value.Scale, f.Inferred, f.InferredBy = "reported", n, 0, nil, ""
		f.HasRaw, f.Raw = true, fmt.Sprint(n)
	}
	want["grant_rate"], want["strict_grant_rate"], want["clearance"], want["natural_person_share"] = 0.75, 0.5, 0.5, 0.625
	out := filepath.Join(t.TempDir(), "x.sqlite")
	if err := Export.Write(t.Context(), parquettest.Published(t, []sinks.Result{sinktest.ResultOf(r)}), out, sinks.ExportOptions{}); err != nil {
		t.Fatal(err)
	}
	db := open(t, out)
	for name, w := range want {
		if got := one(t, db, "SELECT "+name+" FROM rates"); got != w {
			t.Errorf("%s: %v, want %v", name, got, w)
		}
	}
}

func TestFileSaysWhatItIs(t *testing.T) {
	db, src, _ := exported(t)
	if got := one(t, db, "SELECT value FROM about WHERE name = 'dataset_version'"); got != src.About().Version {
		t.Errorf("version %v", got)
	}
	if one(t, db, "PRAGMA application_id") != int64(applicationID) || one(t, db, "PRAGMA integrity_check") != "ok" {
		t.Error("not marked, or not whole")
	}
	for query, index := range map[string]string{
		"SELECT * FROM facts WHERE report_id = 'x' AND indicator = 'y'":     "facts_by_report_id_indicator_applicant",
		"SELECT * FROM facts WHERE indicator = 'y' AND applicant = 'total'": "facts_by_indicator_applicant_report_year",
		"SELECT * FROM panel WHERE body_id = 'y'":                           "panel_by_body_id_report_year",
	} {
		var a, b, c int
		var plan string
		if err := db.QueryRow("EXPLAIN QUERY PLAN "+query).Scan(&a, &b, &c, &plan); err != nil || !strings.Contains(plan, index) {
			t.Errorf("%s: %q %v", query, plan, err)
		}
	}
	if got := one(t, db, "SELECT typeof(value) FROM facts WHERE value IS NOT NULL"); got != "real" {
		t.Errorf("value is %v", got)
	}
}

// The program sqlite3, where it is there, reads the same.
func TestSQLite3Agrees(t *testing.T) {
	program, err := exec.LookPath("sqlite3")
	if err != nil {
		t.Skip("sqlite3 is not installed: the file is read with our own driver only")
	}
	_, src, out := exported(t)
	b, err := exec.Command(program, "-readonly", out, "PRAGMA integrity_check; SELECT count(*) FROM facts; SELECT count(*) FROM coverage; SELECT body_name FROM reports LIMIT 1;").CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, b)
	}
	lines := strings.Fields(string(b))
	if len(lines) != 4 || lines[0] != "ok" || lines[1] != fmt.Sprint(src.Count("facts")) || !strings.HasPrefix(lines[3], "甲") {
		t.Errorf("sqlite3 says %q", lines)
	}
}

func TestDamagedSourceIsTold(t *testing.T) {
	m := sinktest.HostileSource()
	m.Data["facts"][0][5] = sinks.Value{Kind: sinks.Double, Double: math.NaN()} // SQLite stores NULL
	out := filepath.Join(t.TempDir(), "x.sqlite")
	if err := Export.Write(t.Context(), m, out, sinks.ExportOptions{}); err != nil {
		t.Fatal(err)
	}
	m.Data["facts"][0][0] = sinks.Value{} // NULL in a column without
	if err := Export.Write(t.Context(), m, out, sinks.ExportOptions{Replace: true}); err == nil {
		t.Error("NULL in a column that has none")
	}
	if _, err := os.Stat(out); err != nil {
		t.Error(err)
	}
}
