package csv

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/gongkai-data/gongkai/sinks"
	"github.com/gongkai-data/gongkai/sinks/internal/fsx"
	"github.com/gongkai-data/gongkai/sinks/internal/fsxtest"
	"github.com/gongkai-data/gongkai/sinks/parquet/parquettest"
	"github.com/gongkai-data/gongkai/sinks/sinktest"
)

// cell is a field of CSV: what it says and whether it stood in quotes.
type cell struct {
	text   string
	quoted bool
}

// parse reads RFC 4180 strictly: line ends are CR LF, quotes stand around whole
// fields. encoding/csv would lose CR and the quotes of an empty text.
func parse(t *testing.T, b []byte) (records [][]cell) {
	t.Helper()
	var record []cell
	for len(b) > 0 {
		var c cell
		if b[0] == '"' {
			c.quoted, b = true, b[1:]
			for {
				i := bytes.IndexByte(b, '"')
				if i < 0 {
					t.Fatal("a quote is not closed")
				}
				c.text += string(b[:i])
				if b = b[i+1:]; len(b) == 0 || b[0] != '"' {
					break
				}
				c.text += `"`
				b = b[1:]
			}
		} else {
			i := bytes.IndexAny(b, ",\r\n\"")
			if i < 0 {
				t.Fatal("the last line has no end")
			}
			c.text, b = string(b[:i]), b[i:]
		}
		record = append(record, c)
		switch {
		case len(b) > 0 && b[0] == ',':
			b = b[1:]
		case bytes.HasPrefix(b, []byte("\r\n")):
			b, records, record = b[2:], append(records, record), nil
		default:
			t.Fatalf("after a field: %.10q", b)
		}
	}
	return records
}

// value is what a field says in a column.
func value(t *testing.T, c sinks.Column, f cell, raw bool) sinks.Value {
	t.Helper()
	if f.text == "" && !f.quoted {
		return sinks.Value{}
	}
	v := sinks.Value{Kind: sinks.KindOf(c.Type)}
	var err error
	switch v.Kind {
	case sinks.Text:
		if v.Text = f.text; !raw {
			v.Text = Unguard(f.text)
		}
	case sinks.Integer:
		v.Int, err = strconv.ParseInt(f.text, 10, 64)
	case sinks.Double:
		v.Double, err = strconv.ParseFloat(f.text, 64)
	case sinks.Bool:
		var b bool
		if b, err = strconv.ParseBool(f.text); b {
			v.Int = 1
		}
	case sinks.Texts:
		err = json.Unmarshal([]byte(f.text), &v.Texts)
	case sinks.Floats:
		err = json.Unmarshal([]byte(f.text), &v.Floats)
	}
	if err != nil {
		t.Fatalf("%s: %v", c.Name, err)
	}
	return v
}

func back(raw bool) sinktest.Back {
	return func(t *testing.T, out string, tables []sinks.Table) map[string][][]sinks.Value {
		got := map[string][][]sinks.Value{}
		for _, table := range tables {
			b, err := os.ReadFile(filepath.Join(out, table.Name+".csv"))
			if err != nil {
				t.Fatal(err)
			}
			records := parse(t, bytes.TrimPrefix(b, []byte("\ufeff")))
			for i, c := range table.Columns {
				if records[0][i].text != c.Name {
					t.Fatalf("%s: heading %q, want %q", table.Name, records[0][i].text, c.Name)
				}
			}
			for _, r := range records[1:] {
				var row []sinks.Value
				for i, f := range r {
					row = append(row, value(t, table.Columns[i], f, raw))
				}
				got[table.Name] = append(got[table.Name], row)
			}
		}
		return got
	}
}

// sources are rows made to hurt, a published dataset, and one without documents.
func sources(t *testing.T) map[string]sinks.Source {
	return map[string]sinks.Source{"hostile": sinktest.HostileSource(), "published": parquettest.Published(t, sinktest.Results()), "empty": parquettest.Published(t, nil)}
}

func TestExport(t *testing.T) { sinktest.RunExport(t, Export, sources(t), back(false), nil) }

func TestStata(t *testing.T) { sinktest.RunExport(t, Stata, sources(t), back(false), nil) }

func TestRaw(t *testing.T) {
	raw := sinks.Export{Name: "csv", Write: func(ctx context.Context, src sinks.Source, out string, opt sinks.ExportOptions) error {
		opt.Raw, opt.BOM = true, true
		return Export.Write(ctx, src, out, opt)
	}}
	sinktest.RunExport(t, raw, sources(t), back(true), nil)
}

func TestBOM(t *testing.T) {
	for _, bom := range []bool{false, true} {
		out := filepath.Join(t.TempDir(), "out")
		if err := Export.Write(t.Context(), sinktest.HostileSource(), out, sinks.ExportOptions{BOM: bom}); err != nil {
			t.Fatal(err)
		}
		b, err := os.ReadFile(filepath.Join(out, "facts.csv"))
		if err != nil || bytes.HasPrefix(b, []byte("\ufeff")) != bom || !utf8.Valid(b) {
			t.Errorf("asked for a byte order mark: %v, the file begins %.9q, %v", bom, b, err)
		}
	}
}

func TestGuard(t *testing.T) {
	for in, want := range map[string]string{
		"=1+1": "'=1+1", "+1+1": "'+1+1", "-1+1": "'-1+1", "@SUM(1)": "'@SUM(1)", "\t=1": "'\t=1", "\r=1": "'\r=1", "\nx": "'\nx",
		"＝1+1": "'＝1+1", "－1＋1": "'－1＋1", "＠a": "'＠a", " =1": "' =1", "\u3000=1": "'\u3000=1", "\x00=1": "'\x00=1", "-": "-", "--": "--", "－": "－", "- -": "- -", "—": "—", "-5": "-5",
		"+5": "+5", "-5.25": "-5.25", "-1,234.5%": "-1,234.5%", "－５": "－５", "－５％": "－５％", "-5 ": "-5 ", "-5%%": "'-5%%", "-5-3": "'-5-3", "-1e5": "'-1e5", "-甲": "'-甲",
		"'=1": "''=1", "''=1": "'''=1", "'": "'", "'a": "'a", "": "", "甲=1": "甲=1", "1=1": "1=1", "0": "0", "-cmd|'/c calc'!A1": "'-cmd|'/c calc'!A1", "+": "'+", "=": "'=",
	} {
		if got := Guard(in); got != want {
			t.Errorf("Guard(%q) = %q, want %q", in, got, want)
		}
		if got := Unguard(Guard(in)); got != in {
			t.Errorf("%q comes back as %q", in, got)
		}
	}
}

func FuzzGuard(f *testing.F) {
	for _, s := range sinktest.Hostile {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		g := Guard(s)
		if Unguard(g) != s {
			t.Errorf("%q became %q and came back as %q", s, g, Unguard(g))
		}
		if strings.HasPrefix(g, "=") || strings.HasPrefix(g, "@") {
			t.Errorf("%q stays a formula", s)
		}
	})
}

// Every operation on files that fails leaves nothing, and is told.
func TestEachOperationFails(t *testing.T) {
	few := sinktest.HostileSource()
	few.Defs = few.Defs[1:]
	count := &fsxtest.Faulty{FS: fsx.OS{}}
	if err := export(t.Context(), count, few, filepath.Join(t.TempDir(), "out"), sinks.ExportOptions{}, doFile); err != nil {
		t.Fatal(err)
	}
	if count.N < 20 {
		t.Errorf("only %d operations", count.N)
	}
	for at := 1; at <= count.N; at++ {
		if strings.HasPrefix(count.Log[at-1], "removeall") {
			continue
		}
		parent := t.TempDir()
		out := filepath.Join(parent, "out")
		faulty := &fsxtest.Faulty{FS: fsx.OS{}, At: at, Err: syscall.ENOSPC}
		err := export(t.Context(), faulty, few, out, sinks.ExportOptions{}, doFile)
		if !errors.Is(err, syscall.ENOSPC) {
			t.Errorf("%s fails: error %v", count.Log[at-1], err)
		}
		entries, _ := os.ReadDir(parent)
		done := strings.HasPrefix(count.Log[at-1], "syncdir "+filepath.Dir(out)) // the rename is done: the folder is whole
		if len(entries) > 0 && !done && !(len(entries) == 1 && entries[0].Name() == "out" && whole(out)) {
			t.Errorf("%s fails: %v is left", count.Log[at-1], entries)
		}
	}
}

func whole(out string) bool {
	_, err := os.Stat(filepath.Join(out, "datapackage.json"))
	return err == nil
}

func TestDataPackage(t *testing.T) {
	src := parquettest.Published(t, sinktest.Results())
	out := filepath.Join(t.TempDir(), "out")
	if err := Export.Write(t.Context(), src, out, sinks.ExportOptions{}); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(filepath.Join(out, "datapackage.json"))
	if err != nil {
		t.Fatal(err)
	}
	var d descriptor
	if err := json.Unmarshal(b, &d); err != nil {
		t.Fatal(err)
	}
	if len(d.Resources) != len(src.Tables()) || d.Version != src.About().Version {
		t.Errorf("%d resources of version %q", len(d.Resources), d.Version)
	}
	for _, r := range d.Resources {
		st, err := os.Stat(filepath.Join(out, r.Path))
		if err != nil || st.Size() != r.Bytes || r.Schema == nil {
			t.Errorf("%s: %v", r.Path, err)
		}
	}
	types := map[string]string{}
	for _, f := range d.Resources[0].Schema.Fields {
		types[f.Name] = f.Type
	}
	if types["value"] != "number" || types["flags"] != "array" || types["report_year"] != "integer" || types["division_code"] != "string" {
		t.Errorf("types of facts: %v", types)
	}
}

// The do-file names every column with a label, and its quotes and names keep to
// what Stata allows.
func TestDoFile(t *testing.T) {
	src := parquettest.Published(t, sinktest.Results())
	for _, en := range []bool{false, true} {
		out := filepath.Join(t.TempDir(), "out")
		if err := Stata.Write(t.Context(), src, out, sinks.ExportOptions{English: en}); err != nil {
			t.Fatal(err)
		}
		b, err := os.ReadFile(filepath.Join(out, "gongkai.do"))
		if err != nil {
			t.Fatal(err)
		}
		do := string(b)
		for _, table := range src.Tables() {
			_, part, ok := strings.Cut(do, "\nimport delimited using \""+table.Name+".csv\"")
			part, _, ok2 := strings.Cut(part, "save \""+table.Name+".dta\"")
			if !ok || !ok2 {
				t.Fatalf("%s is not read", table.Name)
			}
			for _, c := range table.Columns {
				if !strings.Contains(part, "\nlabel variable "+c.Name+" \"") {
					t.Errorf("%s.%s has no label", table.Name, c.Name)
				}
			}
		}
		name := regexp.MustCompile(`^[a-z_][a-zA-Z0-9_]*$`)
		for _, m := range regexp.MustCompile(`(?m)^label variable (\S+) "(.*)"$`).FindAllStringSubmatch(do, -1) {
			if !name.MatchString(m[1]) || len(m[1]) > nameLimit || utf8.RuneCountInString(m[2]) > labelLimit || m[2] == "" {
				t.Errorf("label variable %s %q", m[1], m[2])
			}
		}
		for line := range strings.Lines(do) {
			if strings.Count(line, `"`)%2 != 0 || strings.ContainsAny(line, "`$") {
				t.Errorf("quotes or macros: %q", line)
			}
		}
		want := `label define status_n 1 "印有数字，含零" 2 "有格而空"`
		if en {
			want = `label define status_n 1 "a number is printed, zero included" 2 "the cell is there and empty"`
		}
		if !strings.Contains(do, want) || !strings.Contains(do, "encode status, generate(status_n) label(status_n)\n") {
			t.Error("codes of status have no labels")
		}
	}
}

func TestPlain(t *testing.T) {
	got := short("a\"b`c'$d\n" + strings.Repeat("甲", 100))
	if want := "abc'd" + strings.Repeat("甲", 74) + "…"; got != want {
		t.Error(cmp.Diff(want, got))
	}
}
