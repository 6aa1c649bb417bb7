package parquet

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"

	"github.com/gongkai-data/gongkai/sinks"
	"github.com/gongkai-data/gongkai/sinks/sinktest"
)

// published writes n made-up reports and returns the folder.
func published(t *testing.T, n int) (dir string, want []sinks.CheckRow) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "dataset")
	s, err := Open(dir, sinks.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for seed := range n {
		r := sinktest.ResultOf(sinktest.Report("C", seed))
		want = append(want, sinks.Checks(r.Report)...)
		if err := s.Write(t.Context(), r); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
	return dir, want
}

func TestRowsAreReadAgain(t *testing.T) {
	dir, want := published(t, 9)
	d, err := OpenDataset(dir, "checks", "facts")
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	var got []sinks.CheckRow
	for row, err := range Rows[sinks.CheckRow](d, "checks") {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, *row)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	// Some columns only, many batches.
	type few struct {
		ReportID string   `parquet:"report_id"`
		Value    *float64 `parquet:"value"`
	}
	n, values := 0, 0
	for row, err := range Rows[few](d, "facts") {
		if err != nil || row.ReportID == "" {
			t.Fatal(row, err)
		}
		if n++; row.Value != nil {
			values++
		}
	}
	if n != 9*200 || values == 0 || values == n {
		t.Errorf("%d facts, %d values", n, values)
	}
}

func TestRowsOfSomeReports(t *testing.T) {
	dir, _ := published(t, 60)
	d, err := OpenDataset(dir, "facts", "reports")
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	one := sinktest.Report("C", 7).ID
	found := 0
	for row, err := range RowsOf[sinks.ReportRow](d, "reports", map[string]bool{one: true}) { // a column without a dictionary
		if err != nil {
			t.Fatal(err)
		}
		if row.ReportID == one {
			found++
		}
	}
	if found != 1 {
		t.Errorf("%d rows of %s in reports", found, one)
	}
	for _, wanted := range []map[string]bool{
		{}, {"none": true}, {sinktest.Report("C", 0).ID: true}, {sinktest.Report("C", 59).ID: true},
		{sinktest.Report("C", 3).ID: true, sinktest.Report("C", 4).ID: true, sinktest.Report("C", 55).ID: true},
	} {
		var want, got []sinks.FactRow
		for row, err := range Rows[sinks.FactRow](d, "facts") {
			if err != nil {
				t.Fatal(err)
			}
			if wanted[row.ReportID] {
				want = append(want, *row)
			}
		}
		for row, err := range RowsOf[sinks.FactRow](d, "facts", wanted) {
			if err != nil {
				t.Fatal(err)
			}
			if wanted[row.ReportID] {
				got = append(got, *row)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%v (-want +got):\n%s", wanted, diff)
		}
	}
}

func TestOpenDatasetRefuses(t *testing.T) {
	if _, err := OpenDataset(t.TempDir(), "checks"); !errors.Is(err, ErrNoDataset) {
		t.Errorf("an empty folder: %v", err)
	}
	for name, damage := range map[string]func(dir string) error{
		"a table is gone": func(dir string) error { return os.Remove(filepath.Join(dir, "checks.parquet")) },
		"a table is cut":  func(dir string) error { return os.Truncate(filepath.Join(dir, "checks.parquet"), 90) },
		"no Parquet": func(dir string) error {
			return os.WriteFile(filepath.Join(dir, "checks.parquet"), []byte("PAR1"), 0o644)
		},
		"of another version": func(dir string) error {
			other, _ := published(t, 3)
			b, err := os.ReadFile(filepath.Join(other, "checks.parquet"))
			if err != nil {
				return err
			}
			return os.WriteFile(filepath.Join(dir, "checks.parquet"), b, 0o644)
		},
	} {
		dir, _ := published(t, 2)
		if err := damage(dir); err != nil {
			t.Fatal(err)
		}
		if d, err := OpenDataset(dir, "reports", "checks"); !errors.Is(err, sinks.ErrIntegrity) {
			t.Errorf("%s: %v %v", name, d, err)
		}
	}
}

// olderReport is a row of reports before the columns of schema 1.1.
type olderReport struct {
	ReportID string  `parquet:"report_id"`
	BodyName string  `parquet:"body_name"`
	Title    *string `parquet:"title,optional"`
}

// TestOpenDatasetOfAnOlderSchema reads a dataset that lacks the columns added
// since: they are null. An export, which takes every column, refuses it.
func TestOpenDatasetOfAnOlderSchema(t *testing.T) {
	write := func(schema string) string {
		t.Helper()
		dir, _ := published(t, 1)
		var b bytes.Buffer
		title := "年报"
		w := parquet.NewGenericWriter[olderReport](&b, parquet.KeyValueMetadata("schema_version", schema), parquet.KeyValueMetadata("dataset_version", "v"))
		if _, err := w.Write([]olderReport{{"b-2023", "某县", &title}, {"b-2024", "某县", nil}}); err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(w.Close(), os.WriteFile(filepath.Join(dir, "reports.parquet"), b.Bytes(), 0o644)); err != nil {
			t.Fatal(err)
		}
		return dir
	}
	d, err := OpenDataset(write("1.0"), "reports")
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	var got []string
	for r, err := range Rows[sinks.ReportRow](d, "reports") {
		if err != nil {
			t.Fatal(err)
		}
		if r.ParentCode != nil || r.IndexNumber != nil {
			t.Errorf("a column that is not there: %v %v", r.ParentCode, r.IndexNumber)
		}
		got = append(got, r.ReportID+" "+r.BodyName)
	}
	if !slices.Equal(got, []string{"b-2023 某县", "b-2024 某县"}) {
		t.Errorf("%q", got)
	}
	if s, err := OpenSource(write("1.0"), "reports"); !errors.Is(err, sinks.ErrIntegrity) || !strings.Contains(err.Error(), `schema "1.0"`) {
		t.Errorf("exported: %v %v", s, err)
	}
	if s, err := OpenSource(write(sinks.SchemaVersion), "reports"); !errors.Is(err, sinks.ErrIntegrity) {
		t.Errorf("exported without its columns: %v %v", s, err)
	}
	for _, schema := range []string{"0.9", "2.0", "1.99", "1.", "1", "", "1.-1"} {
		if d, err := OpenDataset(write(schema), "reports"); !errors.Is(err, sinks.ErrIntegrity) {
			t.Errorf("schema %q: %v %v", schema, d, err)
		}
	}
}
