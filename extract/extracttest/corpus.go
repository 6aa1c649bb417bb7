package extracttest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/unicode/norm"

	"github.com/gongkai-data/gongkai/extract"
)

// Documents returns the folder of shared documents beside the repository.
func Documents(tb testing.TB) string {
	tb.Helper()
	dir, err := os.Getwd()
	if err != nil {
		tb.Fatal(err)
	}
	for ; ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			break
		}
		if dir == filepath.Dir(dir) {
			tb.Fatal("no go.mod above the test")
		}
	}
	docs := filepath.Join(filepath.Dir(dir), "shared", "documents")
	if _, err := os.Stat(docs); err != nil {
		tb.Skip("the shared documents are not at hand")
	}
	return docs
}

// FilesOf returns the files below folders of root with one of the endings.
func FilesOf(tb testing.TB, root string, endings []string, folders ...string) []string {
	tb.Helper()
	var paths []string
	for _, f := range folders {
		err := filepath.WalkDir(filepath.Join(root, f), func(path string, d fs.DirEntry, err error) error {
			if slices.Contains(endings, strings.ToLower(filepath.Ext(path))) {
				paths = append(paths, path)
			}
			return err
		})
		if err != nil {
			tb.Fatal(err)
		}
	}
	if len(paths) == 0 {
		tb.Fatal("no document found")
	}
	return paths
}

// DocumentIndex returns the rows of index.tsv by their column names.
func DocumentIndex(tb testing.TB, root string) []map[string]string {
	tb.Helper()
	b, err := os.ReadFile(filepath.Join(root, "index.tsv"))
	if err != nil {
		tb.Fatal(err)
	}
	lines := bytes.Split(bytes.TrimSpace(b), []byte("\n"))
	names := strings.Split(string(lines[0]), "\t")
	var rows []map[string]string
	for _, l := range lines[1:] {
		row := make(map[string]string)
		for i, v := range strings.Split(string(l), "\t") {
			row[names[i]] = v
		}
		rows = append(rows, row)
	}
	return rows
}

// Declared returns the codes of a reader and of the limits that all share; each has
// both meanings and stands once.
func Declared(tb testing.TB, codes []extract.Meaning) map[extract.Code]bool {
	known := map[extract.Code]bool{"read-deadline": true}
	for _, m := range codes {
		if m.En == "" || m.Zh == "" || known[m.Code] {
			tb.Errorf("code %s: no meaning or twice", m.Code)
		}
		known[m.Code] = true
	}
	return known
}

// ReadFile reads a document that must be readable.
func ReadFile(tb testing.TB, f extract.Format, path string) *extract.Document {
	tb.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		tb.Fatal(err)
	}
	doc, err := f.Read(context.Background(), b, extract.Options{})
	if err != nil {
		tb.Fatal(path, err)
	}
	return doc
}

// Truth is the shape that Truth and reference files share.
type Truth struct {
	Tables []struct {
		Cells []TruthCell
	}
	Texts  []string
	Title  []string
	Layout *string         // null in made reports without table objects
	Nested json.RawMessage // a layout table of one cell holds others
	Errors []string
}

// TruthCell is one cell of a table of a truth file.
type TruthCell struct {
	Row, Col, RowSpan, ColSpan int
	Text                       string
}

// LoadTruth reads a truth or reference file.
func LoadTruth(tb testing.TB, path string) Truth {
	tb.Helper()
	var t Truth
	b, err := os.ReadFile(path)
	if err == nil {
		err = json.Unmarshal(b, &t)
	}
	if err != nil {
		tb.Fatal(path, err)
	}
	return t
}

// Folded is how texts are compared: NFKC without white space.
func Folded(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == '\u00AD' || r == '\u200B' {
			return -1
		}
		return r
	}, norm.NFKC.String(s))
}

// Shape prints cells so that equal tables print alike: columns and rows in which
// no cell starts do not count.
func Shape(cells []TruthCell) []string {
	cols, rows := make(map[int]bool), make(map[int]bool)
	for _, c := range cells {
		cols[c.Col], rows[c.Row] = true, true
	}
	rank := func(m map[int]bool, at int) int {
		n := 0
		for k := range m {
			if k < at {
				n++
			}
		}
		return n
	}
	var out []string
	for _, c := range cells {
		r, k := rank(rows, c.Row), rank(cols, c.Col)
		out = append(out, fmt.Sprintf("r%dc%d %dx%d", r, k, rank(rows, c.Row+c.RowSpan)-r, rank(cols, c.Col+c.ColSpan)-k))
	}
	return out
}

// CellsOf returns the cells of a table as a truth file lists them.
func CellsOf(t *extract.Table) []TruthCell {
	var cs []TruthCell
	for _, c := range t.Grid.Cells {
		cs = append(cs, TruthCell{c.Row, c.Col, c.RowSpan, c.ColSpan, c.Text})
	}
	return cs
}

// Differ compares the tables of the body with those of a truth file, whose
// nested tables may stand in another order, and returns the first difference.
// same tells whether two texts are equal.
func Differ(doc *extract.Document, want Truth, same func(got, want string) bool) string {
	var got [][]TruthCell
	for _, t := range doc.Tables() {
		if t.Role == extract.Body && !t.Text && !strings.Contains(t.Part, "notes") && !strings.Contains(t.Part, "comments") {
			got = append(got, CellsOf(t))
		}
	}
	if len(got) != len(want.Tables) {
		return fmt.Sprintf("%d tables, want %d", len(got), len(want.Tables))
	}
	used := make([]bool, len(got))
next:
	for i := range want.Tables {
		w, first := want.Tables[i].Cells, ""
		for j := range got {
			if used[j] {
				continue
			}
			d := differTable(got[j], w, same)
			if d == "" {
				used[j] = true
				continue next
			}
			if first == "" {
				first = d
			}
		}
		return fmt.Sprintf("table %d: %s", i, first)
	}
	return ""
}

func differTable(got, want []TruthCell, same func(got, want string) bool) string {
	g, w := Shape(got), Shape(want)
	for j := range max(len(g), len(w)) {
		switch {
		case j >= len(g):
			return "lacks " + w[j]
		case j >= len(w):
			return "has " + g[j]
		case g[j] != w[j] || !same(Folded(got[j].Text), Folded(want[j].Text)):
			return fmt.Sprintf("%s %q, want %s %q", g[j], Folded(got[j].Text), w[j], Folded(want[j].Text))
		}
	}
	return ""
}

// Equal holds where two folded texts are the same.
func Equal(got, want string) bool { return got == want }

// Longer holds where got is want with more characters in between: the labels of
// lists and the boxes of forms that other programs leave out.
func Longer(got, want string) bool {
	rest := []rune(strings.ReplaceAll(want, "[nestedtable]", ""))
	for _, c := range got {
		if len(rest) > 0 && rest[0] == c {
			rest = rest[1:]
		}
	}
	return len(rest) == 0
}

// SameCell holds for cells at one place of their grids.
func SameCell(w TruthCell, c *extract.Cell) bool { return w.Row == c.Row && w.Col == c.Col }

// SameRow holds for cells of one row: columns in which no cell starts count there.
func SameRow(w TruthCell, c *extract.Cell) bool { return w.Row == c.Row }

// printed adapts a reading to what a truth file lists: layout tables are not
// listed, labels that Word makes stand in the reading only. same
// tells whether a cell of the truth is the cell of the reading.
func printed(doc *extract.Document, want Truth, same func(w TruthCell, c *extract.Cell) bool) *extract.Document {
	out := new(extract.Document)
	for _, t := range doc.Tables() {
		if t.Text || slices.Contains(want.Errors, "NESTED") && len(t.Grid.Cells) == 1 {
			continue
		}
		u := *t
		u.Grid.Cells = slices.Clone(t.Grid.Cells)
		if slices.Contains(want.Errors, "AUTONUM") {
			for i := range u.Grid.Cells {
				c := &u.Grid.Cells[i]
				if label, rest, ok := strings.Cut(c.Text, "）"); ok && utf8.RuneCountInString(label) == 2 {
					for _, w := range want.Tables[len(out.Blocks)].Cells {
						if same(w, c) && w.Text == rest {
							c.Text = rest
						}
					}
				}
			}
		}
		out.Blocks = append(out.Blocks, &u)
	}
	return out
}

// AllText is the folded text of a document, tables included.
func AllText(doc *extract.Document) string {
	var b strings.Builder
	for _, x := range doc.Blocks {
		switch x := x.(type) {
		case *extract.Heading:
			b.WriteString(x.Text)
		case *extract.Paragraph:
			b.WriteString(x.Text)
		case *extract.Table:
			b.WriteString(x.Caption)
			for i := range x.Grid.Cells {
				b.WriteString(x.Grid.Cells[i].Text)
			}
		}
		b.WriteByte('\n')
	}
	return Folded(b.String())
}

// TypedOutcomes reads the files: each must end within the limit in a document that
// passes Check or in an *extract.Error of a declared code.
func TypedOutcomes(t *testing.T, f extract.Format, declaredCodes []extract.Meaning, root string, paths []string, limit time.Duration) {
	t.Helper()
	codes := make(map[extract.Code]int)
	var slowest time.Duration
	known := Declared(t, declaredCodes)
	for _, path := range paths {
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		start := time.Now()
		detected := f.Detect(b)
		doc, err := f.Read(context.Background(), b, extract.Options{})
		took := time.Since(start)
		if slowest = max(slowest, took); took > limit {
			t.Errorf("%s took %v", path, took)
		}
		name := strings.TrimPrefix(path, root)
		if err != nil {
			var e *extract.Error
			if !errors.As(err, &e) || !known[e.Code] || e.Err == nil {
				t.Errorf("%s: %v", name, err)
			} else {
				codes[e.Code]++
				t.Logf("%s: %s %v", name, e.Code, err)
			}
			continue
		}
		if !detected {
			t.Errorf("%s: read but not detected", name)
		}
		codes["ok"]++
		Check(t, doc, len(b))
		for _, n := range doc.Notices {
			codes[n.Code]++
			if !known[n.Code] {
				t.Errorf("%s: notice %s is not declared", name, n.Code)
			}
			if os.Getenv("NOTICES") != "" {
				t.Logf("%s: notice %s %s", name, n.Code, n.Detail)
			}
		}
	}
	t.Logf("slowest %v; %v", slowest, codes)
}

// MadeReports compares the made reports of synthetic/<name> with their truth: tables
// cell by cell, titles in the text. same tells whether a cell of the truth is a cell
// of the reading.
func MadeReports(t *testing.T, f extract.Format, root, name string, same func(w TruthCell, c *extract.Cell) bool) {
	t.Helper()
	ending := "." + name
	for _, path := range FilesOf(t, root, []string{ending}, "synthetic/"+name) {
		doc := ReadFile(t, f, path)
		want := LoadTruth(t, filepath.Join(root, "synthetic/truth", strings.TrimSuffix(filepath.Base(path), ending)+".json"))
		if want.Layout == nil || !strings.HasPrefix(*want.Layout, "tables") {
			want.Tables = nil // reports of aligned text hold no table object
		}
		if d := Differ(printed(doc, want, same), want, Equal); d != "" {
			t.Errorf("%s: %s", filepath.Base(path), d)
		}
		all := AllText(doc)
		for _, s := range want.Title {
			if !strings.Contains(all, Folded(s)) {
				t.Errorf("%s: title %q not found", filepath.Base(path), s)
			}
		}
	}
}

// Agreement reads each made report of synthetic/<name> and its .docx: equal grids,
// Equal texts.
func Agreement(t *testing.T, f extract.Format, root, name string, docx extract.Format) {
	t.Helper()
	ending := "." + name
	for _, path := range FilesOf(t, root, []string{ending}, "synthetic/"+name) {
		report := strings.TrimSuffix(filepath.Base(path), ending)
		b, err := os.ReadFile(filepath.Join(root, "synthetic/docx", report+".docx"))
		if err != nil {
			t.Fatal(err)
		}
		other, err := docx.Read(context.Background(), b, extract.Options{})
		if err != nil {
			t.Fatal(err)
		}
		doc := ReadFile(t, f, path)
		got, want := doc.Tables(), other.Tables()
		if len(got) != len(want) {
			t.Errorf("%s: %d tables, %d in .docx", report, len(got), len(want))
			continue
		}
		for i := range got {
			if g, w := Lines(got[i]), Lines(want[i]); !slices.Equal(g, w) {
				t.Errorf("%s: table %d: %s", report, i, cmp.Diff(w, g))
			}
		}
		if d := cmp.Diff(Prose(other), Prose(doc)); d != "" {
			t.Errorf("%s: %s", report, d)
		}
	}
}

// Lines prints the cells of a table so that equal tables of two formats print alike.
func Lines(t *extract.Table) []string {
	var out []string
	for i, s := range Shape(CellsOf(t)) {
		out = append(out, fmt.Sprintf("%d %v %s %q", t.Depth, t.Grid.Cells[i].Header, s, t.Grid.Cells[i].Text))
	}
	return out
}

// Prose prints the paragraphs and headings of a document, furniture left out.
func Prose(doc *extract.Document) []string {
	var out []string
	for _, b := range doc.Blocks {
		switch b := b.(type) {
		case *extract.Heading:
			out = append(out, fmt.Sprintf("heading %d %q", b.Level, b.Text))
		case *extract.Paragraph:
			if b.Role != extract.Furniture { // the field of the page number has no result in .docx
				out = append(out, fmt.Sprintf("%s %q", b.Role, b.Text))
			}
		}
	}
	return out
}
