package htmldoc

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/extract/extracttest"
)

// truthTable is a table of truth/ or reference/.
type truthTable struct {
	Name  string
	Cells []struct {
		Row, Col, Rowspan, Colspan int
		Text                       string
	}
	Grid [][]string
}

func truth(t *testing.T, path string) []truthTable {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var f struct{ Tables []truthTable }
	if err := json.Unmarshal(b, &f); err != nil {
		t.Fatal(err)
	}
	return f.Tables
}

func fold(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == '\u200b' {
			return -1
		}
		return r
	}, norm.NFKC.String(s))
}

// placed is a table as address → span and text, columns that no cell starts in
// left out.
func placed(cells []extract.Cell) map[string]string {
	cols := map[int]int{}
	width := 0
	for _, c := range cells {
		cols[c.Col] = 0
		width = max(width, c.Col+c.ColSpan)
	}
	n := 0
	at := make([]int, width+1)
	for i := range at {
		at[i] = n
		if _, ok := cols[i]; ok {
			n++
		}
	}
	m := make(map[string]string)
	for _, c := range cells {
		m[fmt.Sprintf("r%dc%d %dx%d", c.Row, at[c.Col], c.RowSpan, at[c.Col+c.ColSpan]-at[c.Col])] = fold(c.Text)
	}
	return m
}

func (tt truthTable) cells() []extract.Cell {
	var cs []extract.Cell
	for _, c := range tt.Cells {
		cs = append(cs, extract.Cell{Row: c.Row, Col: c.Col, RowSpan: c.Rowspan, ColSpan: c.Colspan, Text: c.Text})
	}
	return cs
}

// differences names up to three cells that differ.
func differences(want, got map[string]string) []string {
	var out []string
	for k, v := range want {
		if g, ok := got[k]; !ok {
			out = append(out, fmt.Sprintf("%s %q missing", k, v))
		} else if g != v {
			out = append(out, fmt.Sprintf("%s want %q got %q", k, v, g))
		}
	}
	for k, v := range got {
		if _, ok := want[k]; !ok {
			out = append(out, fmt.Sprintf("%s %q unexpected", k, v))
		}
	}
	if len(out) > 3 {
		out = append(out[:3], fmt.Sprintf("… %d in all", len(out)))
	}
	return out
}

// contentTables are the tables of the article that print something.
func contentTables(doc *extract.Document) []*extract.Table {
	var out []*extract.Table
	for _, t := range doc.Tables() {
		if t.Role == extract.Body && !(len(t.Grid.Cells) == 1 && strings.TrimSpace(t.Grid.Cells[0].Text) == "") {
			out = append(out, t)
		}
	}
	return out
}

func readFile(t testing.TB, f extract.Format, path string) *extract.Document {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !f.Detect(b) {
		t.Errorf("%s is not detected as %s", filepath.Base(path), f.Name)
	}
	start := time.Now()
	doc, err := f.Read(t.Context(), b, extract.Options{})
	if took := time.Since(start); took > 5*time.Second {
		t.Errorf("%s took %v", filepath.Base(path), took)
	}
	if err != nil {
		var e *extract.Error
		if !errors.As(err, &e) {
			t.Errorf("%s: error without a code: %v", path, err)
		}
		t.Logf("%s: %v", filepath.Base(path), err)
		return nil
	}
	extracttest.Check(t, doc, len(b))
	return doc
}

// TestMadeReports compares every made report with the tables that it was made from.
func TestMadeReports(t *testing.T) {
	dir := extracttest.Documents(t)
	files, _ := filepath.Glob(filepath.Join(dir, "synthetic/html/*.html"))
	if len(files) < 50 {
		t.Fatalf("%d files", len(files))
	}
	for _, path := range files {
		name := filepath.Base(path)
		t.Run(name, func(t *testing.T) {
			doc := readFile(t, Format, path)
			key, _, _ := strings.Cut(name, ".")
			compare(t, truth(t, filepath.Join(dir, "synthetic/truth", key+".json")), doc)
			if doc.Properties[0].Name != "html:charset" || metaOf(doc, "PubDate") == "" || doc.Title == "" {
				t.Errorf("title %q, properties %v", doc.Title, doc.Properties)
			}
			for _, b := range doc.Blocks {
				if p, ok := b.(*extract.Paragraph); ok && p.Role == extract.Furniture && len(p.Text) > 60 {
					t.Errorf("furniture: %q", p.Text)
				}
			}
		})
	}
	t.Run("archive", func(t *testing.T) {
		const key = "29_白云岭市北关街道办事处_2022"
		doc := readFile(t, MHTML, filepath.Join(dir, "synthetic/html", key+".mht"))
		compare(t, truth(t, filepath.Join(dir, "synthetic/truth", key+".json")), doc)
	})
}

func metaOf(doc *extract.Document, name string) string {
	for _, p := range doc.Properties {
		if p.Name == "meta:"+name {
			return p.Value
		}
	}
	return ""
}

func compare(t *testing.T, want []truthTable, doc *extract.Document) {
	t.Helper()
	got := contentTables(doc)
	if len(got) != len(want) {
		t.Errorf("%d tables, want %d", len(got), len(want))
		return
	}
	for i, w := range want {
		cells := w.cells()
		if got[i].Text {
			cells = nil
			for r, row := range w.Grid {
				for c, s := range row {
					cells = append(cells, extract.Cell{Row: r, Col: c, RowSpan: 1, ColSpan: 1, Text: s})
				}
			}
		}
		for _, d := range differences(placed(cells), placed(got[i].Grid.Cells)) {
			// The report with AUTONUM: its Word file numbers this label by
			// itself, the page prints the number.
			if d != `r7c1 10x1 want "不予公开" got "(三)不予公开"` {
				t.Errorf("table %d: %s", i, d)
			}
		}
	}
}

// TestSavedByOffice compares the texts of each row: LibreOffice writes some
// column edges twice, so that its own rows disagree on where a column starts.
func TestSavedByOffice(t *testing.T) {
	dir := extracttest.Documents(t)
	files, _ := filepath.Glob(filepath.Join(dir, "synthetic/html_lo/*.html"))
	if len(files) < 20 {
		t.Fatalf("%d files", len(files))
	}
	for _, path := range files {
		name := filepath.Base(path)
		t.Run(name, func(t *testing.T) {
			doc := readFile(t, Format, path)
			want := truth(t, filepath.Join(dir, "synthetic/truth", strings.TrimSuffix(name, ".html")+".json"))
			got := contentTables(doc)
			if len(got) != len(want) {
				t.Fatalf("%d tables, want %d", len(got), len(want))
			}
			for i := range want {
				g, err := extract.NewGrid(want[i].cells())
				if err != nil {
					t.Fatal(err)
				}
				w, h := rowTexts(&g), rowTexts(&got[i].Grid)
				if len(w) != len(h) {
					t.Errorf("table %d: %d rows, want %d", i, len(h), len(w))
					continue
				}
				for r := range w {
					// Auto-numbered labels print as numbers of a list; what was
					// deleted under tracking prints in front of what was inserted.
					if w[r] != h[r] && w[r] != strings.ReplaceAll(h[r], "|3.不予公开", "|不予公开") && !strings.HasPrefix(name, "10_") {
						t.Errorf("table %d row %d:\nwant %s\ngot  %s", i, r, w[r], h[r])
					}
				}
			}
		})
	}
}

// rowTexts returns the texts of each row, a spanned cell once a row.
func rowTexts(g *extract.Grid) []string {
	var out []string
	for _, row := range g.Dense() {
		var s strings.Builder
		var last *extract.Cell
		for _, c := range row {
			if c != nil && c != last {
				s.WriteString("|" + fold(c.Text))
			}
			last = c
		}
		out = append(out, s.String())
	}
	return out
}

// referenceDiffers lists where another tool's reading of a page is not ours, and why.
var referenceDiffers = map[string]string{
	"example_08.html":            "rows of one rowspan cell: the other tool drops such a row, HTML 4.9.12.1 keeps it",
	"html_rich_table_cells.html": "numbers of ol are printed; the truth was folded otherwise (quotes, hyphens)",
	"table_05.html":              "a cell does not repeat the text of the table in it",
	"table_06.html":              "a cell does not repeat the text of the table in it",
	"testlargerbuffer.html":      "no charset is declared: the other tool guesses windows-1251",
	"ofz39850-1.html":            "damaged by a fuzzer: unclosed select",
	"ofz40766-1.html":            "damaged by a fuzzer: rows without a table",
	"ofz-msan-1.html":            "damaged by a fuzzer",
	"forcepoint100.html":         "damaged by a fuzzer: charset",
	"forcepoint91.html":          "damaged by a fuzzer: control characters",
	"tika434.html":               "the other tool prints comments and the entries of select",
	"kde141510-1.html":           "the other tool prints comments",
	"chinese_utf-32.html":        "UTF-32 with a mark is decoded; browsers and html5lib do not",
}

// TestPagesOfOthers compares pages of all kinds with what other tools read.
func TestPagesOfOthers(t *testing.T) {
	dir := extracttest.Documents(t)
	f, err := os.Open(filepath.Join(dir, "index.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.Comma, r.LazyQuotes, r.FieldsPerRecord = '\t', true, -1
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	col := make(map[string]int)
	for i, n := range rows[0] {
		col[n] = i
	}
	pages, tables := 0, 0
	for _, row := range rows[1:] {
		path := row[col["path"]]
		archive := row[col["format"]] == "mhtml" || row[col["format"]] == "mht"
		if !strings.HasPrefix(path, "docs/") || !archive && row[col["format"]] != "html" && row[col["format"]] != "htm" {
			continue
		}
		pages++
		t.Run(strings.ReplaceAll(path, " ", "_"), func(t *testing.T) {
			b, err := os.ReadFile(filepath.Join(dir, path))
			if err != nil {
				t.Fatal(err)
			}
			if archive {
				doc := readFile(t, MHTML, filepath.Join(dir, path))
				if len(doc.Blocks) < 5 || strings.Contains(bodyText(doc), "=3D") {
					t.Errorf("%d blocks", len(doc.Blocks))
				}
				return
			}
			if !strings.Contains(path, "/libreoffice") { // fuzzed bytes, some no longer HTML
				readFile(t, Format, filepath.Join(dir, path))
			}
			doc, _, err := readPage(t.Context(), b, origin{all: true}, extract.Options{})
			if err != nil {
				t.Fatal(err)
			}
			extracttest.Check(t, doc, len(b))
			ref := row[col["reference"]]
			if ref == "" {
				return
			}
			for name, why := range referenceDiffers {
				if strings.HasSuffix(path, name) {
					t.Skip(why)
				}
			}
			want := truth(t, filepath.Join(dir, ref))
			var got []*extract.Table
			for _, tb := range doc.Tables() {
				if !tb.Text {
					got = append(got, tb)
				}
			}
			if len(got) != len(want) {
				t.Errorf("%d tables, want %d", len(got), len(want))
				return
			}
			tables += len(want)
			for i, w := range want {
				cells := w.cells()
				for i := range cells {
					cells[i].Text = strings.ReplaceAll(cells[i].Text, "[nested table]", "")
				}
				for _, d := range differences(placed(cells), placed(got[i].Grid.Cells)) {
					t.Errorf("table %d: %.300s", i, d)
				}
			}
		})
	}
	if pages < 80 || tables < 100 {
		t.Errorf("%d pages with %d tables compared", pages, tables)
	}
}
