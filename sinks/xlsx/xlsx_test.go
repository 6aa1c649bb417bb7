package xlsx

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"github.com/gongkai-data/gongkai/sinks"
	"github.com/gongkai-data/gongkai/sinks/internal/fsx"
	"github.com/gongkai-data/gongkai/sinks/internal/fsxtest"
	"github.com/gongkai-data/gongkai/sinks/parquet"
	"github.com/gongkai-data/gongkai/sinks/parquet/parquettest"
	"github.com/gongkai-data/gongkai/sinks/sinktest"
)

// back reads every sheet, checks its headings, and that text is stored as text.
func back(t *testing.T, out string, tables []sinks.Table) map[string][][]sinks.Value {
	f, err := excelize.OpenFile(out)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	got := map[string][][]sinks.Value{}
	for _, table := range tables {
		for n := int64(1); ; n++ {
			name := sheetName(table.Name, false, n)
			if i, _ := f.GetSheetIndex(name); i < 0 {
				break
			}
			rows, err := f.GetRows(name, excelize.Options{RawCellValue: true})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(headings(table, false), rows[0]); diff != "" {
				t.Fatalf("%s: headings\n%s", name, diff)
			}
			for _, texts := range rows[1:] {
				row := make([]sinks.Value, len(table.Columns))
				for i, s := range texts {
					row[i] = value(t, table.Columns[i], s)
				}
				got[table.Name] = append(got[table.Name], row)
			}
		}
	}
	return got
}

func value(t *testing.T, c sinks.Column, s string) sinks.Value {
	t.Helper()
	if s == "" {
		return sinks.Value{}
	}
	v := sinks.Value{Kind: sinks.KindOf(c.Type)}
	var err error
	switch v.Kind {
	case sinks.Text:
		v.Text = s
	case sinks.Integer:
		v.Int, err = strconv.ParseInt(s, 10, 64)
	case sinks.Double:
		v.Double, err = strconv.ParseFloat(s, 64)
	case sinks.Bool:
		v.Int, err = strconv.ParseInt(s, 10, 64)
	case sinks.Texts:
		err = json.Unmarshal([]byte(s), &v.Texts)
	case sinks.Floats:
		err = json.Unmarshal([]byte(s), &v.Floats)
	}
	if err != nil {
		t.Fatalf("%s: %v", c.Name, err)
	}
	return v
}

// same takes NULL and an empty text for one: a cell knows no difference.
func same(want, got sinks.Value) bool {
	if want.Kind == sinks.Text && want.Text == "" {
		want = sinks.Value{}
	}
	return sinktest.Equal(want, got)
}

func TestExport(t *testing.T) {
	sinktest.RunExport(t, Export, map[string]sinks.Source{
		"hostile": sinktest.HostileSource(), "published": parquettest.Published(t, sinktest.Results()), "empty": parquettest.Published(t, nil),
	}, back, same)
}

// parts reads the files of the archive.
func parts(t *testing.T, out string) (names []string, content map[string]string) {
	t.Helper()
	z, err := zip.OpenReader(out)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	content = map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		names, content[f.Name] = append(names, f.Name), string(b)
	}
	return names, content
}

// No cell is a formula and nothing points outside, whatever the text.
func TestTextIsText(t *testing.T) {
	out := filepath.Join(t.TempDir(), "x.xlsx")
	if err := Export.Write(t.Context(), sinktest.HostileSource(), out, sinks.ExportOptions{}); err != nil {
		t.Fatal(err)
	}
	names, content := parts(t, out)
	if names[0] != "[Content_Types].xml" {
		t.Errorf("the first part is %s", names[0])
	}
	texts := 0
	for name, xml := range content {
		for _, bad := range []string{"<f>", "<f ", "hyperlink", "externalLink", "oleObject", "TargetMode"} {
			if strings.Contains(xml, bad) {
				t.Errorf("%s has %s", name, bad)
			}
		}
		texts += strings.Count(xml, `t="inlineStr"`) + strings.Count(xml, `t="str"`)
	}
	if texts < 3*len(sinktest.Hostile) {
		t.Errorf("only %d cells of text", texts)
	}
}

func TestSheetsArePleasant(t *testing.T) {
	src := parquettest.Published(t, sinktest.Results())
	for _, en := range []bool{false, true} {
		out := filepath.Join(t.TempDir(), "x.xlsx")
		if err := Export.Write(t.Context(), src, out, sinks.ExportOptions{English: en}); err != nil {
			t.Fatal(err)
		}
		f, err := excelize.OpenFile(out)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		if got := len(f.GetSheetList()); got != 1+len(src.Tables()) {
			t.Errorf("%d sheets: %v", got, f.GetSheetList())
		}
		facts := sheetName("facts", en, 1)
		panes, err := f.GetPanes(facts)
		if err != nil || !panes.Freeze || panes.YSplit != 1 {
			t.Errorf("panes %+v %v", panes, err)
		}
		head, _ := f.GetCellValue(facts, "K1")
		if want := map[bool]string{false: "数值（仅限印出者）", true: "value"}[en]; head != want {
			t.Errorf("heading %q, want %q", head, want)
		}
		for cell, want := range map[string]excelize.CellType{"D2": excelize.CellTypeInlineString, "F2": excelize.CellTypeUnset} {
			if got, err := f.GetCellType(facts, cell); err != nil || got != want {
				t.Errorf("%s is of type %v, want %v %v", cell, got, want, err)
			}
		}
		if shown, _ := f.GetCellValue(facts, "F2"); len(shown) != 4 {
			t.Errorf("the year is shown as %q", shown)
		}
		_, content := parts(t, out)
		filters := 0
		for name, xml := range content {
			if strings.Contains(xml, "<autoFilter ") {
				filters++
			}
			if name == "xl/workbook.xml" && strings.Count(xml, "_xlnm._FilterDatabase") < 10 {
				t.Error("filters are not named")
			}
		}
		if filters < 10 {
			t.Errorf("%d sheets have a filter", filters)
		}
		rows, err := f.GetRows(f.GetSheetName(0))
		columns := 0
		for _, t := range src.Tables() {
			columns += len(t.Columns) + 1
		}
		if err != nil || len(rows) != columns+5 {
			t.Errorf("%d rows of explanation, want %d %v", len(rows), columns+5, err)
		}
	}
}

func TestEveryTableHasASheetName(t *testing.T) {
	had := map[string]bool{}
	for _, table := range parquet.ExportTables() {
		zh := sheetName(table.Name, false, 99)
		if sheetNames[table.Name] == "" || had[zh] || len([]rune(zh)) > 31 || len([]rune(sheetName(table.Name, true, 99))) > 31 {
			t.Errorf("%s is called %q", table.Name, zh)
		}
		had[zh] = true
		heads := map[string]bool{}
		for _, h := range headings(table, false) {
			if heads[h] {
				t.Errorf("%s: heading %q twice", table.Name, h)
			}
			heads[h] = true
		}
	}
}

// A table with more rows than a sheet holds goes on in the next sheet, and no row
// is lost at the border.
func TestMoreRowsThanASheetHolds(t *testing.T) {
	for _, limit := range []int{10, len(sinktest.Hostile) + 2, len(sinktest.Hostile) + 1} {
		out := filepath.Join(t.TempDir(), "x.xlsx")
		var notes []sinks.Remark
		src := sinktest.HostileSource()
		err := export(t.Context(), fsx.OS{}, src, out, sinks.ExportOptions{Remark: func(n sinks.Remark) { notes = append(notes, n) }}, limit)
		if err != nil {
			t.Fatal(err)
		}
		var want []sinks.Remark
		for _, table := range src.Defs {
			if n := (len(src.Data[table.Name]) + limit - 2) / (limit - 1); n > 1 {
				want = append(want, sinks.Remark{Code: sinks.RemarkSplit, Table: table.Name, N: int64(n)})
			}
		}
		if diff := cmp.Diff(want, notes); diff != "" {
			t.Errorf("limit %d: remarks (-want +got):\n%s", limit, diff)
		}
		got := back(t, out, src.Defs)
		for _, table := range src.Defs {
			if len(got[table.Name]) != len(src.Data[table.Name]) {
				t.Errorf("limit %d: %d rows of %s, want %d", limit, len(got[table.Name]), table.Name, len(src.Data[table.Name]))
			}
		}
	}
}

func TestTextThatDoesNotFit(t *testing.T) {
	src := sinktest.HostileSource()
	src.Defs = src.Defs[2:]
	long := strings.Repeat("甲", textLimit)
	src.Data["cells"] = nil
	for i, s := range []string{long, long + "乙", strings.Repeat("𠮷", textLimit/2) + "乙乙", "a\x00b\x0bc\ufffe", "a\tb\nc"} {
		src.Data["cells"] = append(src.Data["cells"], []sinks.Value{{Kind: sinks.Text, Text: fmt.Sprint("r", i)}, {Kind: sinks.Text, Text: s}})
	}
	var notes []sinks.Remark
	out := filepath.Join(t.TempDir(), "x.xlsx")
	if err := Export.Write(t.Context(), src, out, sinks.ExportOptions{Remark: func(n sinks.Remark) { notes = append(notes, n) }}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]sinks.Remark{{Code: sinks.RemarkCut, Table: "cells", N: 2}, {Code: sinks.RemarkReplaced, Table: "cells", N: 1}}, notes); diff != "" {
		t.Errorf("remarks (-want +got):\n%s", diff)
	}
	rows := back(t, out, src.Defs)["cells"]
	for i, want := range []string{long, strings.Repeat("甲", textLimit-1) + "…", strings.Repeat("𠮷", textLimit/2) + "…", "a\ufffdb\ufffdc\ufffd", "a\tb\nc"} {
		if got := rows[i][1].Text; got != want {
			t.Errorf("row %d: %d units %.10q…, want %d", i, units(got), got, units(want))
		}
	}
}

func TestLargeNumbersKeepTheirDigits(t *testing.T) {
	b := &book{}
	for n, want := range map[int64]any{123456789012345: int64(123456789012345), 1234567890123456: "1234567890123456", -9223372036854775808: "-9223372036854775808"} {
		if got := b.cell(&sinks.Value{Kind: sinks.Integer, Int: n}); got != want {
			t.Errorf("%d became %v", n, got)
		}
	}
}

func TestEachOperationFails(t *testing.T) {
	few := sinktest.HostileSource()
	few.Defs = few.Defs[2:]
	count := &fsxtest.Faulty{FS: fsx.OS{}}
	if err := export(t.Context(), count, few, filepath.Join(t.TempDir(), "x.xlsx"), sinks.ExportOptions{}, rowLimit); err != nil {
		t.Fatal(err)
	}
	for at := 1; at <= count.N; at++ {
		what := count.Log[at-1]
		if strings.HasPrefix(what, "removeall") {
			continue
		}
		parent := t.TempDir()
		faulty := &fsxtest.Faulty{FS: fsx.OS{}, At: at, Err: syscall.EDQUOT}
		err := export(t.Context(), faulty, few, filepath.Join(parent, "x.xlsx"), sinks.ExportOptions{}, rowLimit)
		if !errors.Is(err, syscall.EDQUOT) {
			t.Errorf("%s fails: error %v", what, err)
		}
		if entries, _ := os.ReadDir(parent); len(entries) > 0 && !strings.HasPrefix(what, "syncdir") {
			t.Errorf("%s fails: %v is left", what, entries)
		}
	}
}

// LibreOffice, where it is there, opens the workbook, finds no formula and shows
// the same numbers.
func TestLibreOfficeAgrees(t *testing.T) {
	program, err := exec.LookPath("soffice")
	if err != nil {
		t.Skip("LibreOffice is not installed: the workbook is opened with our own library only")
	}
	if testing.Short() {
		t.Skip("short: LibreOffice takes seconds to start")
	}
	dir := t.TempDir()
	out := filepath.Join(dir, "x.xlsx")
	src := sinktest.HostileSource()
	if err := Export.Write(t.Context(), src, out, sinks.ExportOptions{}); err != nil {
		t.Fatal(err)
	}
	// Flat ODF shows formulas as attributes and every text as it is stored.
	cmd := exec.CommandContext(t.Context(), program, "-env:UserInstallation=file://"+dir+"/profile", "--headless", "--convert-to", "fods", "--outdir", dir, out)
	if b, err := cmd.CombinedOutput(); err != nil {
		t.Skipf("LibreOffice does not start here: %v %s", err, b)
	}
	b, err := os.ReadFile(filepath.Join(dir, "x.fods"))
	if err != nil {
		t.Fatal(err)
	}
	if n := bytes.Count(b, []byte("table:formula=")); n != 0 {
		t.Errorf("%d cells are formulas", n)
	}
	for _, want := range []string{"乙县人民政府", "=cmd|&apos; /C calc&apos;!A0", `office:value="999999999999999"`, `office:value="12.871"`, `table:name="指标数据"`} {
		if !bytes.Contains(b, []byte(want)) && !bytes.Contains(b, []byte(strings.ReplaceAll(want, "&apos;", "'"))) {
			t.Errorf("LibreOffice does not show %s", want)
		}
	}
	cells := regexp.MustCompile(`office:value-type="string"`).FindAll(b, -1)
	if len(cells) < 3*len(sinktest.Hostile) {
		t.Errorf("only %d cells of text", len(cells))
	}
}
