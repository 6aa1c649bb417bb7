// Package extracttest holds the tests that every reader runs.
//
//   - Golden compares the reading of each fixture with the dump beside it.
//   - Check holds a document against the invariants of package extract.
//   - Fuzz feeds a reader with changed fixtures and checks what it returns.
package extracttest

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/gongkai-data/gongkai/extract"
)

// Golden reads every fixture of dir and compares its dump with <case>.golden.
// A fixture is <case>.<ext>; a .txtar holds the parts of a package and is
// zipped first. The golden of a fixture that cannot be read holds the error.
// With UPDATE=1 in the environment goldens are written and orphaned ones
// removed; else a missing or an orphaned golden fails.
func Golden(t *testing.T, f extract.Format, dir string) {
	t.Helper()
	GoldenOf(t, f, dir, Fixtures(t, dir))
}

// GoldenOf is Golden for fixtures that a test makes: their bytes by their case.
func GoldenOf(t *testing.T, f extract.Format, dir string, cases map[string][]byte) {
	t.Helper()
	if len(cases) == 0 {
		t.Fatalf("no fixture for %s", dir)
	}
	update := os.Getenv("UPDATE") == "1"
	for name, b := range cases {
		t.Run(name, func(t *testing.T) {
			if !f.Detect(b) {
				t.Errorf("%s does not detect its fixture", f.Name)
			}
			golden(t, filepath.Join(dir, name+".golden"), dumped(t, f, b), update)
		})
	}
	old, err := filepath.Glob(filepath.Join(dir, "*.golden"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range old {
		if _, ok := cases[strings.TrimSuffix(filepath.Base(path), ".golden")]; ok {
			continue
		}
		if update {
			os.Remove(path)
		} else {
			t.Errorf("%s: golden without a fixture", path)
		}
	}
}

func dumped(t *testing.T, f extract.Format, b []byte) []byte {
	t.Helper()
	doc, err := f.Read(t.Context(), b, extract.Options{})
	var out bytes.Buffer
	if err != nil {
		var e *extract.Error
		if !errors.As(err, &e) {
			t.Fatalf("error without a code: %v", err)
		}
		fmt.Fprintf(&out, "error %s %s\n", e.Code, err)
		return out.Bytes()
	}
	Check(t, doc, len(b), func() (*extract.Document, error) {
		return f.Read(t.Context(), b, extract.Options{})
	})
	if err := extract.Dump(&out, doc); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func golden(t *testing.T, path string, got []byte, update bool) {
	t.Helper()
	want, err := os.ReadFile(path)
	switch {
	case update:
		if !bytes.Equal(want, got) {
			if err := os.WriteFile(path, got, 0o644); err != nil {
				t.Fatal(err)
			}
		}
	case err != nil:
		t.Errorf("%v (UPDATE=1 writes it)", err)
	default:
		if d := cmp.Diff(string(want), string(got)); d != "" {
			t.Errorf("%s (-want +got):\n%s", path, d)
		}
	}
}

// Fixtures returns the bytes of the fixtures of dir by their case. Two fixtures
// of one case fail the test.
func Fixtures(tb testing.TB, dir string) map[string][]byte {
	tb.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		tb.Fatal(err)
	}
	cases := make(map[string][]byte)
	for _, e := range entries {
		ext := filepath.Ext(e.Name())
		if e.IsDir() || ext == ".golden" || ext == ".tsv" {
			continue
		}
		b, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			tb.Fatal(err)
		}
		if ext == ".txtar" {
			b = Zip(tb, b)
		}
		name := strings.TrimSuffix(e.Name(), ext)
		if _, ok := cases[name]; ok {
			tb.Fatalf("%s: two fixtures of case %s", dir, name)
		}
		cases[name] = b
	}
	return cases
}

// Zip packs the files of a txtar archive in their order.
func Zip(tb testing.TB, archive []byte) []byte {
	tb.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, f := range txtar.Parse(archive).Files {
		w, err := z.Create(f.Name)
		if err == nil {
			_, err = w.Write(f.Data)
		}
		if err != nil {
			tb.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		tb.Fatal(err)
	}
	return out.Bytes()
}

// Check fails the test where the document, read from n bytes, breaks an
// invariant: grids as in extract.Grid, valid UTF-8, ranges inside their part
// where its size is known, boxes on pages that exist, no more cells than the
// default limits allow. Each function given as again must return an equal
// document.
func Check(tb testing.TB, doc *extract.Document, n int, again ...func() (*extract.Document, error)) {
	tb.Helper()
	c := checker{tb, int64(n), len(doc.Pages)}
	c.text("title", doc.Title)
	for _, p := range doc.Properties {
		c.text("property", p.Name+p.Value)
	}
	positions, lim := 0, extract.DefaultLimits
	for i, b := range doc.Blocks {
		at := fmt.Sprintf("block %d", i)
		c.prov(at, b.Where())
		switch b := b.(type) {
		case *extract.Heading:
			c.text(at, b.Text)
			if b.Level < 1 {
				tb.Errorf("%s: heading of level %d", at, b.Level)
			}
		case *extract.Paragraph:
			c.text(at, b.Style+b.Text)
		case *extract.Table:
			c.table(at, b)
			for j := range b.Grid.Cells {
				positions += b.Grid.Cells[j].RowSpan * b.Grid.Cells[j].ColSpan
			}
		default:
			tb.Errorf("%s is a %T", at, b)
		}
	}
	if positions > lim.Cells {
		tb.Errorf("%d grid positions, limit %d", positions, lim.Cells)
	}
	if k := len(doc.Tables()); k > lim.Tables {
		tb.Errorf("%d tables, limit %d", k, lim.Tables)
	}
	for _, p := range doc.Pictures {
		c.prov("picture", p)
	}
	for _, n := range doc.Notices {
		c.text("notice", n.Detail)
		c.prov("notice "+string(n.Code), n.Prov)
	}
	for _, f := range again {
		doc2, err := f()
		if err != nil {
			tb.Errorf("second reading: %v", err)
		} else if d := cmp.Diff(doc, doc2); d != "" {
			tb.Errorf("second reading differs:\n%s", d)
		}
	}
}

type checker struct {
	tb    testing.TB
	n     int64
	pages int
}

func (c checker) table(at string, t *extract.Table) {
	c.tb.Helper()
	c.text(at, t.Caption)
	if t.Depth < 0 {
		c.tb.Errorf("%s: depth %d", at, t.Depth)
	}
	if t.Grid.Rows > extract.DefaultLimits.Rows {
		c.tb.Errorf("%s: %d rows", at, t.Grid.Rows)
	}
	if err := t.Grid.Check(); err != nil {
		c.tb.Errorf("%s: %v", at, err)
	}
	for i := range t.Grid.Cells {
		cell := &t.Grid.Cells[i]
		at := fmt.Sprintf("%s r%dc%d", at, cell.Row, cell.Col)
		c.text(at, cell.Text)
		c.prov(at, cell.Prov)
	}
}

func (c checker) text(at, s string) {
	c.tb.Helper()
	if !utf8.ValidString(s) {
		c.tb.Errorf("%s: invalid UTF-8 in %q", at, s)
	}
}

func (c checker) prov(at string, p extract.Prov) {
	c.tb.Helper()
	if p.Start < 0 || p.End < p.Start || p.Part == "" && p.End > c.n {
		c.tb.Errorf("%s: range %d-%d of %d bytes", at, p.Start, p.End, c.n)
	}
	if p.Part != "" && p.End > extract.DefaultLimits.Unpacked {
		c.tb.Errorf("%s: range %d-%d in %q", at, p.Start, p.End, p.Part)
	}
	if p.Page < 0 || p.Page > c.pages && c.pages > 0 {
		c.tb.Errorf("%s: page %d of %d", at, p.Page, c.pages)
	}
}

// fuzzLimit is the time that one reading may take; far above what is normal, as
// machines that fuzz are busy.
const fuzzLimit = 10 * time.Second

// Fuzz runs the reader over changed seeds: it must not panic, must end in time,
// must fail with an *extract.Error only and return documents that pass Check.
func Fuzz(f *testing.F, format extract.Format, seeds [][]byte) {
	for _, s := range seeds {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		start := time.Now()
		format.Detect(b)
		doc, err := format.Read(context.Background(), b, extract.Options{})
		if took := time.Since(start); took > fuzzLimit {
			t.Errorf("took %v", took)
		}
		if err != nil {
			var e *extract.Error
			if !errors.As(err, &e) || e.Code == "" || e.Err == nil {
				t.Errorf("error without a code: %v", err)
			}
			return
		}
		Check(t, doc, len(b), func() (*extract.Document, error) {
			return format.Read(context.Background(), b, extract.Options{})
		})
	})
}
