package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"
	"github.com/apache/iceberg-go"
	"github.com/apache/iceberg-go/table"
)

// madeStore is a store of snapshots that a test puts together.
type madeStore struct {
	t   *testing.T
	dir string
	n   int
}

// put commits a dataset of these files.
func (m *madeStore) put(files map[string][]byte) *snapshot {
	m.t.Helper()
	m.n++
	var sums bytes.Buffer
	shot := &snapshot{Number: m.n, Plan: fmt.Sprintf("plan%d", m.n)}
	digest := func(b []byte) string { sum := sha256.Sum256(b); return hex.EncodeToString(sum[:]) }
	for _, name := range slices.Sorted(maps.Keys(files)) {
		shot.Files = append(shot.Files, snapshotFile{name, digest(files[name]), int64(len(files[name]))})
		fmt.Fprintf(&sums, "%s  %s\n", digest(files[name]), name)
	}
	shot.Sums = digest(sums.Bytes())
	shot.Dataset = "datasets/" + shot.Sums[:16] + "/"
	shot.Files = append(shot.Files, snapshotFile{sumsName, shot.Sums, int64(sums.Len())})
	for name, b := range files {
		m.write(shot.Dataset+name, b)
	}
	m.write(shot.Dataset+sumsName, sums.Bytes())
	m.tell(shot)
	return shot
}

func (m *madeStore) tell(shot *snapshot) {
	b, err := json.Marshal(shot)
	if err != nil {
		m.t.Fatal(err)
	}
	m.write(fmt.Sprintf("snapshots/%06d.json", shot.Number), b)
}

func (m *madeStore) write(key string, b []byte) {
	name := filepath.Join(m.dir, filepath.FromSlash(key))
	if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o755), os.WriteFile(name, b, 0o644)); err != nil {
		m.t.Fatal(err)
	}
}

// rows makes a Parquet file: columns as "name:type", values row by row as JSON.
func rows(t *testing.T, columns, values string) []byte {
	t.Helper()
	types := map[string]arrow.DataType{"int": arrow.PrimitiveTypes.Int32, "long": arrow.PrimitiveTypes.Int64, "string": arrow.BinaryTypes.String, "strings": arrow.ListOf(arrow.BinaryTypes.String)}
	var fields []arrow.Field
	for _, c := range strings.Fields(columns) {
		name, typ, _ := strings.Cut(c, ":")
		fields = append(fields, arrow.Field{Name: name, Type: types[typ], Nullable: true})
	}
	sc := arrow.NewSchema(fields, nil)
	r, _, err := array.RecordFromJSON(memory.DefaultAllocator, sc, strings.NewReader(values))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w, err := pqarrow.NewFileWriter(sc, &out, nil, pqarrow.DefaultWriterProps())
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(w.Write(r), w.Close()); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// rowsOf are the rows of a table as lines of JSON.
func (p *place) rowsOf(name string, opts ...table.ScanOption) string {
	p.t.Helper()
	_, all, err := p.tables()[name].Scan(opts...).ToArrowRecords(p.t.Context())
	if err != nil {
		p.t.Fatal(err)
	}
	var out bytes.Buffer
	for r, err := range all {
		if err == nil {
			err = array.RecordToJSON(r, &out)
		}
		if err != nil {
			p.t.Fatal(err)
		}
	}
	return strings.TrimSpace(out.String())
}

// TestColumns: a later version may add columns, which old rows have not; one that
// takes a column away or gives it another type is refused before anything changes.
func TestColumns(t *testing.T) {
	m := &madeStore{t: t, dir: t.TempDir()}
	p := newPlace(t, m.dir)
	reports := rows(t, "id:int", `[{"id": 7}]`)
	m.put(map[string][]byte{"facts.parquet": rows(t, "id:int name:string", `[{"id": 1, "name": "甲"}]`), "reports.parquet": reports})
	first := p.register(exitDone)
	m.put(map[string][]byte{"facts.parquet": rows(t, "id:int flags:strings name:string", `[{"id": 2, "name": "乙", "flags": ["疑", "x"]}]`), "reports.parquet": reports})
	made := p.register(exitDone)
	if got := made.Tables[1]; got.Table != "facts" || fmt.Sprint(got.Added) != "[flags]" {
		t.Errorf("%+v", made.Tables)
	}
	if got := p.rowsOf("facts"); got != `{"flags":["疑","x"],"id":2,"name":"乙"}` {
		t.Error(got)
	}
	if got := p.rowsOf("facts", table.WithSnapshotID(first.Tables[1].Iceberg)); got != `{"id":1,"name":"甲"}` {
		t.Error("old rows:", got)
	}
	if n := len(p.tables()["facts"].Metadata().Snapshots()); n != 2 {
		t.Errorf("%d commits", n)
	}
	for columns, values := range map[string]string{
		"id:int name:string":                `[{"id": 3, "name": "丙"}]`,
		"id:long name:string flags:strings": `[{"id": 3, "name": "丙"}]`,
		"id:int name:int flags:strings":     `[{"id": 3, "name": 5}]`,
	} {
		m.put(map[string][]byte{"facts.parquet": rows(t, columns, values), "reports.parquet": rows(t, "id:int", `[{"id": 8}]`)})
		before := files(t, p.warehouse)
		p.register(exitPlan)
		p.register(exitPlan, "--force")
		if !slices.Equal(before, files(t, p.warehouse)) {
			t.Errorf("%s: refused, and yet something changed", columns)
		}
	}
}

// TestFolders: a table of many files, one a year, is one table.
func TestFolders(t *testing.T) {
	m := &madeStore{t: t, dir: filepath.Join(t.TempDir(), "政府 信息")}
	p := newPlace(t, m.dir)
	year := func(y int, ids ...int) []byte {
		var all []string
		for _, id := range ids {
			all = append(all, fmt.Sprintf(`{"report_year": %d, "id": %d}`, y, id))
		}
		return rows(t, "report_year:int id:int", "["+strings.Join(all, ",")+"]")
	}
	m.put(map[string][]byte{"facts/report_year=2023/a.parquet": year(2023, 1, 2), "facts/report_year=2024/b.parquet": year(2024, 3), "facts/report_year=2025/c.parquet": year(2025)})
	if made := p.register(exitDone); len(made.Tables) != 1 || made.Tables[0].Files != 3 || made.Tables[0].Rows != 3 {
		t.Errorf("%+v", made)
	}
	if got := p.rowsOf("facts", table.WithRowFilter(iceberg.EqualTo(iceberg.Reference("report_year"), int32(2023)))); got != "{\"id\":1,\"report_year\":2023}\n{\"id\":2,\"report_year\":2023}" {
		t.Error(got)
	}
	m.put(map[string][]byte{"facts/report_year=2023/a.parquet": year(2023, 9)})
	p.register(exitDone)
	if got := p.rowsOf("facts"); got != `{"id":9,"report_year":2023}` {
		t.Error(got)
	}
	m.put(map[string][]byte{"facts/report_year=2023/a.parquet": rows(t, "id:int", `[{"id": 1}]`)})
	p.register(exitPlan) // the year would be lost
	m.put(map[string][]byte{"facts/report_year=2023/a.parquet": year(2023, 9), "facts/report_year=2024/a.parquet": rows(t, "report_year:int", `[{"report_year": 1}]`)})
	p.register(exitPlan) // files that do not agree
}

// TestSameAgain: a dataset that comes back, or comes twice under two numbers, lies
// in the same files.
func TestSameAgain(t *testing.T) {
	m := &madeStore{t: t, dir: t.TempDir()}
	p := newPlace(t, m.dir)
	one := map[string][]byte{"facts.parquet": rows(t, "id:int", `[{"id": 1}]`)}
	m.put(one)
	p.register(exitDone)
	m.put(one)
	if got := actions(p.register(exitDone)); got != unchanged {
		t.Error(got)
	}
	m.put(map[string][]byte{"facts.parquet": rows(t, "id:int", `[{"id": 2}]`)})
	p.register(exitDone)
	m.put(one)
	if got := actions(p.register(exitDone)); got != replaced {
		t.Error(got)
	}
	if got := p.rowsOf("facts"); got != `{"id":1}` {
		t.Error(got)
	}
	if got := actions(p.register(exitDone)); got != unchanged {
		t.Error(got)
	}
}

// TestOthers: rows that another program added or deleted are taken back by the next
// registration; a table of other origin is never touched.
func TestOthers(t *testing.T) {
	m := &madeStore{t: t, dir: t.TempDir()}
	p := newPlace(t, m.dir)
	m.put(map[string][]byte{"facts.parquet": rows(t, "id:int", `[{"id": 1}, {"id": 2}]`)})
	p.register(exitDone)
	append1 := func() {
		tbl := p.tables()["facts"]
		sc, err := table.SchemaToArrowSchema(tbl.Schema(), nil, true, false)
		if err != nil {
			t.Fatal(err)
		}
		r, _, err := array.RecordFromJSON(memory.DefaultAllocator, sc, strings.NewReader(`[{"id": 3}]`))
		if err != nil {
			t.Fatal(err)
		}
		cat, done, err := openCatalog(t.Context(), p.catalog, "gongkai", nil, false)
		if err != nil {
			t.Fatal(err)
		}
		defer done()
		if tbl, err = cat.LoadTable(t.Context(), table.Identifier{"gongkai", "facts"}); err != nil {
			t.Fatal(err)
		}
		if _, err := tbl.AppendTable(t.Context(), array.NewTableFromRecords(sc, []arrow.RecordBatch{r}), 10, nil); err != nil {
			t.Fatal(err)
		}
	}
	deleted := func() {
		cat, done, err := openCatalog(t.Context(), p.catalog, "gongkai", nil, false)
		if err != nil {
			t.Fatal(err)
		}
		defer done()
		tbl, err := cat.LoadTable(t.Context(), table.Identifier{"gongkai", "facts"})
		if err != nil {
			t.Fatal(err)
		}
		tx := tbl.NewTransaction()
		if err := tx.SetProperties(iceberg.Properties{table.WriteDeleteModeKey: table.WriteModeMergeOnRead}); err != nil {
			t.Fatal(err)
		}
		if tbl, err = tx.Commit(t.Context()); err != nil {
			t.Fatal(err)
		}
		if _, err := tbl.Delete(t.Context(), iceberg.EqualTo(iceberg.Reference("id"), int32(1)), nil); err != nil {
			t.Fatal(err)
		}
	}
	for name, c := range map[string]struct {
		do   func()
		rows int
	}{"append": {append1, 3}, "delete": {deleted, 1}} {
		c.do()
		if got := p.rowsOf("facts"); strings.Count(got, "{") != c.rows {
			t.Fatalf("%s: %s", name, got)
		}
		if s := p.status()[0]; !s.Changed || *s.Current {
			t.Errorf("%s: %+v", name, s)
		}
		again := p.register(exitDone)
		if o := again.Tables[0]; o.Action != replaced || !o.Restored {
			t.Errorf("%s: %+v", name, o)
		}
		if got := p.rowsOf("facts"); got != "{\"id\":1}\n{\"id\":2}" {
			t.Errorf("%s: %s", name, got)
		}
		if s := p.status()[0]; s.Changed || !*s.Current {
			t.Errorf("%s: %+v", name, s)
		}
	}

	other := &madeStore{t: t, dir: t.TempDir()}
	other.put(map[string][]byte{"facts.parquet": rows(t, "id:int", `[{"id": 9}]`)})
	q := *p
	q.store = other.dir
	q.register(exitPlan)
	if got := p.rowsOf("facts"); strings.Contains(got, "9") {
		t.Error(got)
	}
	cat, done, err := openCatalog(t.Context(), p.catalog, "gongkai", nil, false)
	if err != nil {
		t.Fatal(err)
	}
	defer done()
	if _, err := cat.CreateTable(t.Context(), table.Identifier{"gongkai", "reports"}, iceberg.NewSchema(0, iceberg.NestedField{ID: 1, Name: "id", Type: iceberg.PrimitiveTypes.Int32})); err == nil {
		t.Fatal("expected to need a location")
	}
	if err := cat.CreateNamespace(t.Context(), table.Identifier{"mine"}, iceberg.Properties{"location": "file://" + p.warehouse + "/mine"}); err != nil {
		t.Fatal(err)
	}
	if _, err := cat.CreateTable(t.Context(), table.Identifier{"mine", "facts"}, iceberg.NewSchema(0, iceberg.NestedField{ID: 1, Name: "id", Type: iceberg.PrimitiveTypes.Int32})); err != nil {
		t.Fatal(err)
	}
	p.register(exitPlan, "--namespace", "mine")
	p.register(exitPlan, "--namespace", "mine", "--force")
}

// status runs the command.
func (p *place) status() []state {
	p.t.Helper()
	var out, errs bytes.Buffer
	if got := run([]string{"status", p.store, "--catalog", p.catalog, "--json"}, &out, &errs); got != exitDone {
		p.t.Fatalf("exit %d: %s", got, errs.String())
	}
	var all []state
	if err := json.Unmarshal(out.Bytes(), &all); err != nil {
		p.t.Fatal(err)
	}
	return all
}

// TestIntegrity: a store that is not what it says is refused, before any table is
// made: by size, by digest, by its list, by names that lead elsewhere.
func TestIntegrity(t *testing.T) {
	good := rows(t, "id:int", `[{"id": 1}]`)
	for name, harm := range map[string]func(m *madeStore, x *snapshot){
		"longer": func(m *madeStore, x *snapshot) { m.write(x.Dataset+"facts.parquet", append(slices.Clone(good), 0)) },
		"bit": func(m *madeStore, x *snapshot) {
			b := slices.Clone(good)
			b[8] ^= 1
			m.write(x.Dataset+"facts.parquet", b)
		},
		"gone": func(m *madeStore, x *snapshot) { os.Remove(filepath.Join(m.dir, x.Dataset, "facts.parquet")) },
		"sums": func(m *madeStore, x *snapshot) { m.write(x.Dataset+sumsName, []byte("")) },
		"list": func(m *madeStore, x *snapshot) { x.Files[0].SHA256 = x.Sums; m.tell(x) },
		"more": func(m *madeStore, x *snapshot) {
			x.Files = append(x.Files, snapshotFile{"b.parquet", x.Sums, 1})
			m.tell(x)
		},
		"twice":     func(m *madeStore, x *snapshot) { x.Files = append(x.Files, x.Files[0]); m.tell(x) },
		"up":        func(m *madeStore, x *snapshot) { x.Files[0].Name = "../../facts.parquet"; m.tell(x) },
		"root":      func(m *madeStore, x *snapshot) { x.Files[0].Name = "/etc/facts.parquet"; m.tell(x) },
		"query":     func(m *madeStore, x *snapshot) { x.Files[0].Name = "facts%2f.parquet"; m.tell(x) },
		"elsewhere": func(m *madeStore, x *snapshot) { x.Dataset = "../" + x.Dataset; m.tell(x) },
		"number": func(m *madeStore, x *snapshot) {
			x.Number = 7
			b, _ := json.Marshal(x)
			m.write("snapshots/000001.json", b)
		},
		"json": func(m *madeStore, x *snapshot) { m.write("snapshots/000001.json", []byte("{")) },
	} {
		m := &madeStore{t: t, dir: t.TempDir()}
		harm(m, m.put(map[string][]byte{"facts.parquet": good}))
		p := newPlace(t, m.dir)
		t.Run(name, func(t *testing.T) {
			p.t = t
			p.register(exitIntegrity)
			if got := files(t, p.warehouse); len(got) != 0 {
				t.Error(got)
			}
		})
	}
	t.Run("no-parquet", func(t *testing.T) {
		m := &madeStore{t: t, dir: t.TempDir()}
		m.put(map[string][]byte{"facts.parquet": []byte("PAR1 not at all PAR1")})
		newPlace(t, m.dir).register(exitIntegrity)
	})
}

// TestUsage: what cannot be meant is told with exit code 2, in both languages.
func TestUsage(t *testing.T) {
	m := &madeStore{t: t, dir: t.TempDir()}
	m.put(map[string][]byte{"facts.parquet": rows(t, "id:int", `[{"id": 1}]`)})
	db := filepath.Join(t.TempDir(), "c.db")
	for _, c := range []struct {
		exit int
		args []string
		text string
	}{
		{exitUsage, []string{"register"}, "give one store"},
		{exitUsage, []string{"register", m.dir}, "no catalog given"},
		{exitUsage, []string{"register", m.dir, "--catalog", db}, "no warehouse given"},
		{exitUsage, []string{"register", m.dir, "--catalog", db, "--warehouse", "/tmp/年 报"}, "engines do not agree"},
		{exitUsage, []string{"register", m.dir, "--catalog", db, "--warehouse", "ftp://x/y"}, "cannot use this address"},
		{exitUsage, []string{"register", m.dir, "--catalog", "mysql://x", "--warehouse", t.TempDir()}, "cannot use this address"},
		{exitUsage, []string{"register", "s3://id:secret@bucket/x", "--catalog", db, "--warehouse", t.TempDir()}, "cannot use this address"},
		{exitUsage, []string{"register", m.dir, "--catalog", db, "--warehouse", t.TempDir(), "--namespace", "a..b"}, "is no name"},
		{exitUsage, []string{"register", m.dir, "--catalog", db, "--warehouse", t.TempDir(), "--snapshot", "first"}, "neither a number nor latest"},
		{exitFailed, []string{"register", m.dir, "--catalog", db, "--warehouse", t.TempDir(), "--snapshot", "2"}, "no such snapshot"},
		{exitFailed, []string{"register", t.TempDir(), "--catalog", db, "--warehouse", t.TempDir()}, "no such snapshot"},
		{exitFailed, []string{"status", "--catalog", db}, "no such file"},
		{exitUsage, []string{"unknown"}, "unknown command"},
		{exitUsage, []string{"status", "--catalog", db, "--lang", "fr"}, "neither zh nor en"},
		{exitUsage, []string{"register", "--lang", "zh"}, "请给出一个存放处"},
	} {
		var out, errs bytes.Buffer
		if !slices.Contains(c.args, "--lang") {
			t.Setenv("LC_ALL", "C")
		}
		if got := run(c.args, &out, &errs); got != c.exit || !strings.Contains(errs.String(), c.text) || strings.Contains(errs.String(), "secret") {
			t.Errorf("%q: exit %d: %s", c.args, got, errs.String())
		}
	}
	if _, err := os.Stat(db); err == nil {
		t.Error("a refused command made a catalog")
	}
	for key, p := range phrases {
		if p.En == "" || p.Zh == "" || strings.Count(p.En, "%") != strings.Count(p.Zh, "%") {
			t.Errorf("%s: %q %q", key, p.En, p.Zh)
		}
	}
}

// TestLocate: addresses of stores as they stand in the metadata of tables.
func TestLocate(t *testing.T) {
	t.Setenv("AZURE_STORAGE_ACCOUNT", "acc")
	for at, want := range map[string]string{
		"/srv/foi/": "file:///srv/foi", "file:///srv/foi": "file:///srv/foi", "s3://b/x/y?region=r&use_path_style=true": "s3://b/x/y", "s3://b": "s3://b",
		"gs://b/x/": "gs://b/x", "azblob://c/x": "abfss://c@acc.dfs.core.windows.net/x", "/srv/年 报": "file:///srv/年 报",
		"": "", "/srv/a%20b": "", "s3:///x": "", "s3://b/../x": "", "ftp://b/x": "",
	} {
		if got, _, err := locate(at); got != want || (err == nil) != (want != "") {
			t.Errorf("%q: %q %v", at, got, err)
		}
	}
}
