package sinktest

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gongkai-data/gongkai/sinks"
)

// Memory is a source of rows made in code.
type Memory struct {
	Defs []sinks.Table
	Data map[string][][]sinks.Value
	Fail error // what the rows of the last table end with, nil for none
}

// About names nothing real.
func (m *Memory) About() sinks.About {
	return sinks.About{Version: "v1", Schema: "1.0", Generator: "test 1"}
}

// Tables describes the tables.
func (m *Memory) Tables() []sinks.Table { return m.Defs }

// Count tells how many rows a table has.
func (m *Memory) Count(table string) int64 { return int64(len(m.Data[table])) }

// Rows gives the rows of a table, in memory that is used again for each.
func (m *Memory) Rows(ctx context.Context, table string) iter.Seq2[[]sinks.Value, error] {
	return func(yield func([]sinks.Value, error) bool) {
		var buf []sinks.Value
		for _, row := range m.Data[table] {
			buf = append(buf[:0], row...)
			if !yield(buf, nil) {
				return
			}
		}
		if m.Fail != nil && table == m.Defs[len(m.Defs)-1].Name {
			yield(nil, m.Fail)
		}
	}
}

// Hostile are texts that some form of output could take for something else: they
// must come back as they are.
var Hostile = []string{
	"", " ", "'", "''", "NULL", "\\N", "\"", "a\"b", "a,b", "a;b", "a\tb", "a\nb", "a\r\nb", "\r", "\n", "乙县人民政府", "（一）予以公开", "𠮷野家", "e\u0301", "\u202e反", "\u2028",
	"=1+1", "=cmd|' /C calc'!A0", "+1+1", "-1+1", "@SUM(1+1)", "\t=1", "\r=1", "\n=1", "'=1+1", "＝1+1", "＋1", "－1＋1", "＠SUM", " =1+1", "\ufeff=1+1",
	"=HYPERLINK(\"http://example.org?\"&A1,\"x\")", "-", "--", "—", "－", "－－", "-5", "+5", "-5.25", "1,234", "-1,234.5%", "－５", "00123", "1e5", "true", "2024-01-20", "110000",
	"<b>&amp;</b>", "]]>", "_x0041_", "_x005F_", "$x `y' ${z}", "%s", "{\"a\":1}", "[1,2]", "a\\b",
}

// HostileSource has every kind of column and every hostile text in each place that a
// text can stand, NULL beside empty, and numbers at the edges.
func HostileSource() *Memory {
	columns := []sinks.Column{
		{Name: "report_id", Type: "string", Zh: "年报编号", En: "Report"},
		{Name: "raw_text", Type: "string", Nullable: true, Zh: "原文", En: "Cell as printed"},
		{Name: "report_year", Type: "int16", Zh: "报告年度", En: "Year"},
		{Name: "page", Type: "int32", Nullable: true, Zh: "页码", En: "Page"},
		{Name: "bytes", Type: "int64", Zh: "字节数", En: "Bytes"},
		{Name: "value", Type: "double", Nullable: true, Zh: "数值", En: "Value"},
		{Name: "fee_charged", Type: "bool", Nullable: true, Zh: "是否收费", En: "Fee"},
		{Name: "flags", Type: "list<string>", Zh: "标记", En: "Flags"},
		{Name: "box", Type: "list<float>", Nullable: true, Zh: "位置", En: "Box"},
	}
	m := &Memory{Data: map[string][][]sinks.Value{}}
	m.Defs = []sinks.Table{
		{Name: "facts", Key: []string{"report_id"}, Zh: "指标", En: "facts", Columns: columns},
		{Name: "documents", Key: []string{"report_id"}, Zh: "文件", En: "documents, none of them", Columns: columns},
		{Name: "cells", Key: []string{"report_id"}, Zh: "单元格", En: "cells", Columns: columns[:2]},
	}
	numbers := []float64{0, 1, -1, 0.1, 12.871, 999999999999999, -999999999999999, 123456789.123456, 1e-7}
	for i, s := range Hostile {
		row := []sinks.Value{
			{Kind: sinks.Text, Text: fmt.Sprintf("r%03d", i)}, {Kind: sinks.Text, Text: s}, {Kind: sinks.Integer, Int: int64(2008 + i%18)}, {},
			{Kind: sinks.Integer, Int: int64(i) * 1_000_000_007}, {}, {}, {Kind: sinks.Texts}, {},
		}
		if i%2 == 0 {
			row[3] = sinks.Value{Kind: sinks.Integer, Int: int64(i)}
			row[5] = sinks.Value{Kind: sinks.Double, Double: numbers[i/2%len(numbers)]}
			row[6] = sinks.Value{Kind: sinks.Bool, Int: int64(i / 2 % 2)}
			row[7] = sinks.Value{Kind: sinks.Texts, Texts: []string{s, "label_fuzzy"}}
			row[8] = sinks.Value{Kind: sinks.Floats, Floats: []float32{1, 2.5, 0.1, float32(i)}}
		}
		if i%7 == 3 {
			row[8] = sinks.Value{Kind: sinks.Floats}
		}
		m.Data["facts"] = append(m.Data["facts"], row)
		m.Data["cells"] = append(m.Data["cells"], row[:2])
	}
	m.Data["facts"] = append(m.Data["facts"], []sinks.Value{{Kind: sinks.Text, Text: "z"}, {}, {Kind: sinks.Integer}, {}, {Kind: sinks.Integer}, {}, {}, {Kind: sinks.Texts}, {}})
	return m
}

// Back reads an export: the rows of each table. Values that the form cannot tell
// from others may come back as any of them; Same decides.
type Back func(t *testing.T, out string, tables []sinks.Table) map[string][][]sinks.Value

// RunExport holds an export against the contract: what is published is in it, column by
// column; the same dataset gives the same bytes; an export that breaks off leaves
// what was there; nothing else lies around. same compares a value with what came
// back of it, nil for exactly.
func RunExport(t *testing.T, e sinks.Export, sources map[string]sinks.Source, back Back, same func(want, got sinks.Value) bool) {
	if same == nil {
		same = Equal
	}
	for name, src := range sources {
		t.Run("RoundTrip/"+name, func(t *testing.T) {
			out := filepath.Join(t.TempDir(), "out"+e.Suffix)
			var rows int64
			if err := e.Write(t.Context(), src, out, sinks.ExportOptions{Progress: func(n int64) { rows += n }}); err != nil {
				t.Fatal(err)
			}
			compare(t, src, back(t, out, src.Tables()), same)
			for _, table := range src.Tables() {
				rows -= src.Count(table.Name)
			}
			if rows != 0 {
				t.Errorf("progress is %d rows off", rows)
			}
			alone(t, out)
		})
	}
	t.Run("DeterministicBytes", func(t *testing.T) {
		a, b := filepath.Join(t.TempDir(), "out"+e.Suffix), filepath.Join(t.TempDir(), "out"+e.Suffix)
		for _, out := range []string{a, b} {
			if err := e.Write(t.Context(), HostileSource(), out, sinks.ExportOptions{}); err != nil {
				t.Fatal(err)
			}
		}
		if diff := cmp.Diff(Tree(t, a), Tree(t, b)); diff != "" {
			t.Errorf("the same rows give other bytes:\n%s", diff)
		}
	})
	t.Run("Abort", func(t *testing.T) { abortExport(t, e) })
	t.Run("Replace", func(t *testing.T) { replaceExport(t, e) })
}

func compare(t *testing.T, src sinks.Source, got map[string][][]sinks.Value, same func(want, got sinks.Value) bool) {
	t.Helper()
	for _, table := range src.Tables() {
		n, rows := 0, got[table.Name]
		for want, err := range src.Rows(t.Context(), table.Name) {
			if err != nil {
				t.Fatal(err)
			}
			if n >= len(rows) || len(rows[n]) != len(want) {
				t.Fatalf("%s: %d rows came back, want %d", table.Name, len(rows), src.Count(table.Name))
			}
			for i := range want {
				if !same(want[i], rows[n][i]) {
					t.Fatalf("%s: row %d, %s: %q came back as %q", table.Name, n, table.Columns[i].Name, want[i].AppendJSON(nil), rows[n][i].AppendJSON(nil))
				}
			}
			n++
		}
		if n != len(rows) {
			t.Errorf("%s: %d rows came back, want %d", table.Name, len(rows), n)
		}
	}
}

// Equal compares two values exactly, and NULL with nothing else.
func Equal(a, b sinks.Value) bool {
	return a.Kind == b.Kind && string(a.AppendJSON(nil)) == string(b.AppendJSON(nil))
}

// abortExport breaks an export off in the middle and after the last row, over
// nothing and over an older export.
func abortExport(t *testing.T, e sinks.Export) {
	out := filepath.Join(t.TempDir(), "out"+e.Suffix)
	broken := HostileSource()
	broken.Fail = errors.New("the disk went away")
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	try := func() {
		t.Helper()
		if err := e.Write(t.Context(), broken, out, sinks.ExportOptions{Replace: true}); !errors.Is(err, broken.Fail) {
			t.Errorf("broken: error %v", err)
		}
		if err := e.Write(cancelled, HostileSource(), out, sinks.ExportOptions{Replace: true}); !errors.Is(err, context.Canceled) {
			t.Errorf("cancelled: error %v", err)
		}
	}
	try()
	if names, err := os.ReadDir(filepath.Dir(out)); err != nil || len(names) != 0 {
		t.Errorf("left behind: %v %v", names, err)
	}
	if err := e.Write(t.Context(), HostileSource(), out, sinks.ExportOptions{}); err != nil {
		t.Fatal(err)
	}
	before := Tree(t, out)
	try()
	if diff := cmp.Diff(before, Tree(t, out)); diff != "" {
		t.Errorf("a failed export changes the one before:\n%s", diff)
	}
	alone(t, out)
}

// replaceExport wants what is at the place to stay unless the caller says
// otherwise, and whatever is no export to stay in any case.
func replaceExport(t *testing.T, e sinks.Export) {
	out := filepath.Join(t.TempDir(), "out"+e.Suffix)
	if err := e.Write(t.Context(), HostileSource(), out, sinks.ExportOptions{}); err != nil {
		t.Fatal(err)
	}
	if err := e.Write(t.Context(), HostileSource(), out, sinks.ExportOptions{}); !errors.Is(err, sinks.ErrExists) {
		t.Errorf("over another export: %v", err)
	}
	few := HostileSource()
	few.Defs = slices.Clone(few.Defs[2:])
	before := Tree(t, out)
	if err := e.Write(t.Context(), few, out, sinks.ExportOptions{Replace: true}); err != nil {
		t.Fatal(err)
	}
	if after := Tree(t, out); cmp.Equal(before, after) {
		t.Error("nothing was replaced")
	}
	alone(t, out)
	mine := filepath.Join(t.TempDir(), "mine")
	if e.Suffix != "" {
		if err := os.Mkdir(mine, 0o755); err != nil { // a folder where a file should go
			t.Fatal(err)
		}
	} else if err := errors.Join(os.Mkdir(mine, 0o755), os.WriteFile(filepath.Join(mine, "thesis.txt"), nil, 0o644)); err != nil {
		t.Fatal(err)
	}
	if err := e.Write(t.Context(), HostileSource(), mine, sinks.ExportOptions{Replace: true}); !errors.Is(err, sinks.ErrExists) {
		t.Errorf("over something else: %v", err)
	}
}
