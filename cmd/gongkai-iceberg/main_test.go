package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet/file"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"
	icebergio "github.com/apache/iceberg-go/io"
	"github.com/apache/iceberg-go/table"
)

// The test binary is also the command, so that it can be killed: at its file
// operation of number GONGKAI_ICEBERG_KILL, half-way through where it writes.
// With "count" it tells on stderr how many there were.
const (
	envCommand = "GONGKAI_ICEBERG_COMMAND"
	envKill    = "GONGKAI_ICEBERG_KILL"
)

func TestMain(m *testing.M) {
	if os.Getenv(envCommand) == "" {
		code := m.Run()
		if made.dir != "" {
			os.RemoveAll(made.dir)
		}
		os.Exit(code)
	}
	c := &counter{}
	c.at, _ = strconv.ParseInt(os.Getenv(envKill), 10, 64)
	icebergio.Unregister("file")
	icebergio.Register("file", func(context.Context, *url.URL, map[string]string) (icebergio.IO, error) {
		return countedIO{icebergio.LocalFS{}, c}, nil
	})
	code := run(os.Args[1:], os.Stdout, os.Stderr)
	if os.Getenv(envKill) == "count" {
		fmt.Fprintf(os.Stderr, "operations %d\n", c.n.Load())
	}
	os.Exit(code)
}

// counter counts file operations and ends the process at one of them.
type counter struct {
	n  atomic.Int64
	at int64
}

func (c *counter) next() bool { return c.n.Add(1) == c.at }

func (c *counter) step() {
	if c.next() {
		die()
	}
}

func die() {
	_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
	select {}
}

type countedIO struct {
	icebergio.LocalFS
	c *counter
}

func (x countedIO) Open(name string) (icebergio.File, error) {
	x.c.step()
	return x.LocalFS.Open(name)
}

func (x countedIO) Remove(name string) error {
	x.c.step()
	return x.LocalFS.Remove(name)
}

func (x countedIO) WriteFile(name string, b []byte) error {
	if x.c.next() {
		_ = x.LocalFS.WriteFile(name, b[:len(b)/2])
		die()
	}
	return x.LocalFS.WriteFile(name, b)
}

func (x countedIO) Create(name string) (icebergio.FileWriter, error) {
	x.c.step()
	w, err := x.LocalFS.Create(name)
	return countedWriter{w, x.c}, err
}

type countedWriter struct {
	icebergio.FileWriter
	c *counter
}

func (w countedWriter) Write(b []byte) (int, error) {
	if w.c.next() {
		_, _ = w.FileWriter.Write(b[:len(b)/2])
		die()
	}
	return w.FileWriter.Write(b)
}

func (w countedWriter) Close() error {
	w.c.step()
	return w.FileWriter.Close()
}

// made is a store with two snapshots, of two and of all sample reports, made once
// by the gongkai command itself.
var made struct {
	dir string
	err error
}

// sampleStore returns the folder of a store with snapshots 1 and 2.
func sampleStore(t *testing.T) string {
	t.Helper()
	if made.dir == "" && made.err == nil {
		made.dir, made.err = makeStore()
	}
	if made.err != nil {
		t.Fatal(made.err)
	}
	return filepath.Join(made.dir, "store")
}

func makeStore() (string, error) {
	dir, err := os.MkdirTemp("", "gongkai-iceberg-")
	if err != nil {
		return "", err
	}
	gongkai := filepath.Join(dir, "gongkai")
	call := func(in, name string, args ...string) ([]byte, error) {
		cmd := exec.Command(name, args...)
		cmd.Dir = in
		cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
		var errs bytes.Buffer
		cmd.Stderr = &errs
		out, err := cmd.Output()
		if err != nil {
			err = fmt.Errorf("%s %q: %w\n%s", name, args, err, errs.Bytes())
		}
		return out, err
	}
	if _, err := call("../..", "go", "build", "-buildvcs=false", "-o", gongkai, "./cmd/gongkai"); err != nil {
		return dir, err
	}
	samples, _ := filepath.Glob("../../corpus/samples/*-*.*")
	if len(samples) < 4 {
		return dir, fmt.Errorf("only %d samples", len(samples))
	}
	for _, n := range []int{2, len(samples)} {
		store := filepath.Join(dir, "store")
		out, err := call(".", gongkai, append([]string{"plan", "--store", store, "--json"}, samples[:n]...)...)
		if err != nil {
			return dir, err
		}
		var p struct{ Plan string }
		if err := json.Unmarshal(out, &p); err != nil {
			return dir, err
		}
		if _, err := call(".", gongkai, "convert", "--plan", p.Plan, "--store", store, "--quiet"); err != nil {
			return dir, err
		}
		if _, err := call(".", gongkai, "commit", "--plan", p.Plan, "--store", store, "--quiet"); err != nil {
			return dir, err
		}
	}
	return dir, nil
}

// place is a store, a catalog and a warehouse.
type place struct {
	t                         *testing.T
	store, catalog, warehouse string
}

func newPlace(t *testing.T, store string) *place {
	dir := t.TempDir()
	return &place{t, store, filepath.Join(dir, "at", "catalog.db"), filepath.Join(dir, "at", "warehouse")}
}

func (p *place) args(more ...string) []string {
	if err := os.MkdirAll(p.warehouse, 0o755); err != nil {
		p.t.Fatal(err)
	}
	return append([]string{"register", p.store, "--catalog", p.catalog, "--warehouse", p.warehouse, "--json", "--lang", "en"}, more...)
}

// register runs the command in this process and expects an exit code.
func (p *place) register(exit int, more ...string) registered {
	p.t.Helper()
	var out, errs bytes.Buffer
	got := run(p.args(more...), &out, &errs)
	if got != exit {
		p.t.Fatalf("exit %d, not %d: %s", got, exit, errs.String())
	}
	var r registered
	if out.Len() > 0 {
		if err := json.Unmarshal(out.Bytes(), &r); err != nil {
			p.t.Fatalf("%v: %s", err, out.String())
		}
	}
	return r
}

// process is the command as a process of its own.
func (p *place) process(kill string, more ...string) *exec.Cmd {
	cmd := exec.CommandContext(p.t.Context(), os.Args[0], p.args(more...)...)
	cmd.Env = append(os.Environ(), envCommand+"=1", envKill+"="+kill)
	return cmd
}

func actions(r registered) string {
	seen := map[string]bool{}
	for _, o := range r.Tables {
		seen[o.Action] = true
	}
	return strings.Join(slices.Sorted(maps.Keys(seen)), " ")
}

// save and restore keep catalog and warehouse: metadata holds absolute paths, so
// they are put back where they were.
func (p *place) save() string {
	to := filepath.Join(p.t.TempDir(), "saved")
	if err := os.CopyFS(to, os.DirFS(filepath.Dir(p.catalog))); err != nil {
		p.t.Fatal(err)
	}
	return to
}

func (p *place) restore(from string) {
	at := filepath.Dir(p.catalog)
	if err := os.RemoveAll(at); err != nil {
		p.t.Fatal(err)
	}
	if err := os.CopyFS(at, os.DirFS(from)); err != nil {
		p.t.Fatal(err)
	}
}

// tables loads all tables of the catalog.
func (p *place) tables() map[string]*table.Table {
	p.t.Helper()
	cat, done, err := openCatalog(p.t.Context(), p.catalog, "gongkai", nil, true)
	if err != nil {
		p.t.Fatal(err)
	}
	defer done()
	found := map[string]*table.Table{}
	is, err := cat.CheckNamespaceExists(p.t.Context(), table.Identifier{"gongkai"})
	if err != nil {
		p.t.Fatal(err)
	}
	if !is {
		return found
	}
	for ident, err := range cat.ListTables(p.t.Context(), table.Identifier{"gongkai"}) {
		if err != nil {
			p.t.Fatal(err)
		}
		tbl, err := cat.LoadTable(p.t.Context(), ident)
		if err != nil {
			p.t.Fatal(err)
		}
		found[ident[1]] = tbl
	}
	return found
}

// content is a digest of the rows of a table as iceberg-go scans it.
func content(t *testing.T, tbl *table.Table, opts ...table.ScanOption) (string, int) {
	t.Helper()
	_, rows, err := tbl.Scan(opts...).ToArrowRecords(t.Context())
	if err != nil {
		t.Fatal(tbl.Identifier(), err)
	}
	h, n := sha256.New(), 0
	for r, err := range rows {
		if err != nil {
			t.Fatal(tbl.Identifier(), err)
		}
		if err := array.RecordToJSON(r, h); err != nil {
			t.Fatal(err)
		}
		n += int(r.NumRows())
	}
	return hex.EncodeToString(h.Sum(nil)), n
}

// datasetOf lists what the tables of a snapshot of a store hold: the rows of its files,
// read without Iceberg.
func datasetOf(t *testing.T, store string, number int) map[string]string {
	t.Helper()
	s, err := openStore(t.Context(), store)
	if err != nil {
		t.Fatal(err)
	}
	shot, err := readSnapshot(s, number)
	if err != nil {
		t.Fatal(err)
	}
	sums := map[string]string{}
	for _, src := range shot.tables() {
		h := sha256.New()
		for _, f := range src.Files {
			tbl := readParquet(t, filepath.Join(store, shot.Dataset, f.Name))
			for r := array.NewTableReader(tbl, 0); r.Next(); {
				if err := array.RecordToJSON(r.RecordBatch(), h); err != nil {
					t.Fatal(err)
				}
			}
		}
		sums[src.Table] = hex.EncodeToString(h.Sum(nil))
	}
	return sums
}

func readParquet(t *testing.T, name string) arrow.Table {
	t.Helper()
	f, err := file.OpenParquetFile(name, false)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r, err := pqarrow.NewFileReader(f, pqarrow.ArrowReadProperties{}, memory.DefaultAllocator)
	if err != nil {
		t.Fatal(err)
	}
	tbl, err := r.ReadTable(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return tbl
}

// holdsAll expects every table to hold exactly the rows of a snapshot.
func (p *place) holdsAll(number int) {
	p.t.Helper()
	want := datasetOf(p.t, p.store, number)
	found := p.tables()
	if len(found) != len(want) {
		p.t.Fatalf("%d tables, not %d", len(found), len(want))
	}
	for name, tbl := range found {
		if got, _ := content(p.t, tbl); got != want[name] {
			p.t.Errorf("%s holds other rows than snapshot %d", name, number)
		}
	}
}

// files lists the files below a folder, with their sizes.
func files(t *testing.T, dir string) []string {
	t.Helper()
	var all []string
	err := filepath.WalkDir(dir, func(name string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			var st fs.FileInfo
			if st, err = e.Info(); err == nil {
				all = append(all, fmt.Sprint(name, " ", st.Size()))
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// killed reports that a process ended by SIGKILL.
func killed(err error) bool {
	var exit *exec.ExitError
	return errors.As(err, &exit) && exit.Sys().(syscall.WaitStatus).Signal() == syscall.SIGKILL
}
