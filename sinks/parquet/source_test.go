package parquet

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gongkai-data/gongkai/sinks"
	"github.com/gongkai-data/gongkai/sinks/sinktest"
)

// valuesOf turns a typed row into values, by reflection: another way to the same.
func valuesOf(row any) []sinks.Value {
	v := reflect.Indirect(reflect.ValueOf(row))
	out := make([]sinks.Value, v.NumField())
	for i := range out {
		f := v.Field(i)
		if f.Kind() == reflect.Pointer {
			if f.IsNil() {
				continue
			}
			f = f.Elem()
		}
		switch x := f.Interface().(type) {
		case string:
			out[i] = sinks.Value{Kind: sinks.Text, Text: x}
		case float64:
			out[i] = sinks.Value{Kind: sinks.Double, Double: x}
		case bool:
			out[i] = sinks.Value{Kind: sinks.Bool}
			if x {
				out[i].Int = 1
			}
		case []string:
			out[i] = sinks.Value{Kind: sinks.Texts, Texts: x}
		case []float32:
			if x != nil {
				out[i] = sinks.Value{Kind: sinks.Floats, Floats: x}
			}
		default:
			out[i] = sinks.Value{Kind: sinks.Integer, Int: f.Int()}
		}
	}
	return out
}

// sameRows compares the two ways to read a table, and returns its rows.
func sameRows[T any](t *testing.T, s *Source, table string) (n int) {
	t.Helper()
	var want [][]sinks.Value
	for row, err := range Rows[T](s.d, table) {
		if err != nil {
			t.Fatal(err)
		}
		want = append(want, valuesOf(row))
	}
	for row, err := range s.Rows(t.Context(), table) {
		if err != nil {
			t.Fatal(err)
		}
		for i := range row {
			w, g := &want[n][i], &row[i]
			if w.Kind != g.Kind || string(w.AppendJSON(nil)) != string(g.AppendJSON(nil)) {
				t.Fatalf("%s: row %d, column %d: %s, want %s", table, n, i, g.AppendJSON(nil), w.AppendJSON(nil))
			}
		}
		n++
	}
	if n != len(want) || int64(n) != s.Count(table) {
		t.Fatalf("%s: %d rows, typed %d, counted %d", table, n, len(want), s.Count(table))
	}
	return n
}

// Every column of every table is the same as by its Go type, over many pages.
func TestSourceGivesWhatTypedRowsGive(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "dataset")
	sink, err := Open(dir, sinks.Options{Generator: "test 1"})
	if err != nil {
		t.Fatal(err)
	}
	defer sink.Close()
	for _, r := range sinktest.Results() {
		if err := sink.Write(t.Context(), r); err != nil {
			t.Fatal(err)
		}
	}
	for i := range 200 {
		r := sinktest.Report([]string{"B", "C"}[i%2], 100+i)
		if err := sink.Write(t.Context(), sinktest.ResultOf(r)); err != nil {
			t.Fatal(err)
		}
	}
	if err := sink.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
	s, err := OpenSource(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	total := sameRows[sinks.FactRow](t, s, "facts") + sameRows[sinks.ReportRow](t, s, "reports") + sameRows[sinks.DocumentRow](t, s, "documents") +
		sameRows[sinks.CellRow](t, s, "cells") + sameRows[sinks.SectionRow](t, s, "sections") + sameRows[sinks.CheckRow](t, s, "checks") +
		sameRows[sinks.IssueRow](t, s, "issues") + sameRows[sinks.ApplicationRow](t, s, "applications") + sameRows[sinks.ProactiveRow](t, s, "proactive") +
		sameRows[sinks.LitigationRow](t, s, "litigation") + sameRows[sinks.DictionaryRow](t, s, "dictionary")
	if total < 40_000 {
		t.Errorf("only %d rows", total)
	}
	samePanel(t, s)
	if s.Count("crosswalk") != int64(len(crosswalk)) || s.About().Generator != "test 1" || s.About().Version == "" {
		t.Errorf("%d concepts, about %+v", s.Count("crosswalk"), s.About())
	}
}

// samePanel compares the panel with the facts that it is made of.
func samePanel(t *testing.T, s *Source) {
	t.Helper()
	facts := map[string]float64{}
	for f, err := range Rows[sinks.FactRow](s.d, "facts") {
		if err != nil {
			t.Fatal(err)
		}
		if f.Value == nil {
			continue
		}
		key := f.Indicator + "|"
		if f.Applicant != nil {
			key += *f.Applicant
		}
		facts[f.ReportID+" "+key] = *f.Value
	}
	heads, compared := len(sinks.ColumnsOf[sinks.PanelHead]()), 0
	for row, err := range s.Rows(t.Context(), "panel") {
		if err != nil {
			t.Fatal(err)
		}
		for i, c := range sinks.PanelColumns {
			v := row[heads+i]
			got := v.Double
			if v.Kind == sinks.Integer {
				got = float64(v.Int)
			}
			want, there := facts[row[0].Text+" "+c.Key.String()]
			if there != (v.Kind != sinks.Null) || there && got != want {
				t.Fatalf("%s %s: %v, want %v %v", row[0].Text, c.Name, v, want, there)
			}
			compared++
		}
	}
	if compared < 200*len(sinks.PanelColumns) {
		t.Errorf("only %d cells of the panel compared", compared)
	}
}

func TestOpenSourceRefuses(t *testing.T) {
	dir, _ := published(t, 2)
	if err := os.Remove(filepath.Join(dir, "crosswalk.csv")); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenSource(dir); !errors.Is(err, sinks.ErrIntegrity) {
		t.Errorf("without a crosswalk: %v", err)
	}
	s, err := OpenSource(dir, "facts")
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, err := range s.Rows(ctx, "facts") {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("cancelled: %v", err)
		}
	}
	for _, err := range s.Rows(t.Context(), "cells") {
		if err == nil {
			t.Error("a table that was not opened gives rows")
		}
	}
}

func TestOpenSourceChecksColumns(t *testing.T) {
	dir, _ := published(t, 2)
	s, err := OpenSource(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	s.tables[0].Columns = s.tables[0].Columns[1:]
	if err := s.open("facts"); !errors.Is(err, sinks.ErrIntegrity) {
		t.Errorf("a column more in the file: %v", err)
	}
}

// A page that is damaged ends the rows with an error, never with fewer rows.
func TestSourceTellsDamage(t *testing.T) {
	dir, _ := published(t, 30)
	path := filepath.Join(dir, "facts.parquet")
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	told := 0
	for at := 100; at < len(b)/2; at += len(b) / 40 {
		broken := append([]byte(nil), b...)
		for i := range 16 {
			broken[at+i] ^= 0x5a
		}
		if err := os.WriteFile(path, broken, 0o644); err != nil {
			t.Fatal(err)
		}
		s, err := OpenSource(dir, "facts")
		if err != nil {
			told++
			continue
		}
		rows, failed := int64(0), false
		for _, err := range s.Rows(t.Context(), "facts") {
			if err != nil {
				failed = true
				break
			}
			rows++
		}
		if failed {
			told++
		} else if rows != s.Count("facts") {
			t.Errorf("damage at %d: %d rows without a word", at, rows)
		}
		s.Close()
	}
	if told == 0 {
		t.Error("no damage was told")
	}
}

func TestViewsNameTheFilesOfAFolder(t *testing.T) {
	sql, err := Views("/a'b")
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(sql, "('/a''b/"); n != len(ExportTables()) {
		t.Errorf("%d files named, want %d", n, len(ExportTables()))
	}
	var named []string
	for _, t := range ExportTables() {
		if strings.Contains(sql, fmt.Sprintf("CREATE OR REPLACE VIEW %-12s AS SELECT * FROM read_", t.Name)) {
			named = append(named, t.Name)
		}
	}
	if diff := cmp.Diff(len(ExportTables()), len(named)); diff != "" {
		t.Errorf("views of tables: %s %v", diff, named)
	}
}
