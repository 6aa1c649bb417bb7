package pagetable_test

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/extract/docx"
	"github.com/gongkai-data/gongkai/extract/extracttest"
	"github.com/gongkai-data/gongkai/extract/internal/pagetable"
)

// TestMadeReports holds each made report as PDF to the same report as .docx: all
// cells with their spans and texts, page breaks included.
func TestMadeReports(t *testing.T) {
	root := extracttest.Documents(t)
	compared, cells := 0, 0
	for _, path := range extracttest.FilesOf(t, root, []string{".pdf"}, "synthetic/pdf", "synthetic/pdf_cjk", "synthetic/variants") {
		rel, _ := filepath.Rel(root, path)
		if strings.Contains(rel, "scanned") || strings.Contains(rel, "needs-password") {
			continue
		}
		pages := pagesOf(t, root, rel)
		if pages == nil || slices.ContainsFunc(pages, func(p extract.PageContent) bool { return p.Cut }) {
			continue // broken off
		}
		name, _, _ := strings.Cut(filepath.Base(path), ".")
		want := gridsOf(extracttest.ReadFile(t, docx.Format, filepath.Join(root, "synthetic/docx", name+".docx")).Blocks)
		truth := extracttest.LoadTruth(t, filepath.Join(root, "synthetic/truth", name+".json"))
		same := extracttest.Equal
		if slices.Contains(truth.Errors, "TRACKED") {
			same = extracttest.Longer // PDF prints deleted and inserted text together
		}
		res, err := pagetable.Build(context.Background(), pages, extract.Options{})
		if err != nil {
			t.Error(rel, err)
			continue
		}
		got := gridsOf(res.Blocks)
		compared++
		if len(want) == 0 && len(got) > 0 { // text with tabulators in .docx, tables in this PDF
			for _, x := range truth.Tables {
				want = append(want, x.Cells)
			}
		}
		if strings.Contains(rel, ".none.") {
			figureRows(t, rel, got, want)
			continue
		}
		if len(got) != len(want) {
			t.Errorf("%s: %d tables, %d in .docx", rel, len(got), len(want))
			continue
		}
		for i := range want {
			cells += len(want[i])
			if d := firstDifference(got[i], want[i], same); d != "" {
				t.Errorf("%s: table %d: %s", rel, i, d)
			}
		}
	}
	t.Logf("%d documents, %d cells", compared, cells)
	if compared < 40 {
		t.Errorf("only %d documents were compared", compared)
	}
}

// figureRows holds a report without rulings to its rows of figures: which cells
// of the head span others is not to be seen there.
func figureRows(t *testing.T, name string, got, want [][]extracttest.TruthCell) {
	t.Helper()
	have := make(map[string]bool)
	for _, g := range got {
		for _, row := range rowsOf(g) {
			have[row] = true
		}
	}
	n := 0
	for _, w := range want {
		for _, row := range rowsOf(w) {
			if strings.ContainsAny(row, "0123456789") {
				n++
				if !have[row] {
					t.Errorf("%s: lacks the row %s", name, row)
				}
			}
		}
	}
	if n == 0 {
		t.Errorf("%s: no row of figures", name)
	}
}

// rowsOf prints the texts of each row, labels of groups left out.
func rowsOf(cells []extracttest.TruthCell) map[int]string {
	out := make(map[int]string)
	for _, c := range cells {
		if text := extracttest.Folded(c.Text); text != "" && c.RowSpan == 1 {
			out[c.Row] += "|" + text
		}
	}
	return out
}

// gridsOf returns the cells of the tables, frames of one cell and text with
// tabulators left out.
func gridsOf(blocks []extract.Block) [][]extracttest.TruthCell {
	var out [][]extracttest.TruthCell
	for _, b := range blocks {
		if t, ok := b.(*extract.Table); ok && t.Role == extract.Body && len(t.Grid.Cells) > 1 && !t.Text {
			out = append(out, extracttest.CellsOf(t))
		}
	}
	return out
}

func firstDifference(got, want []extracttest.TruthCell, same func(got, want string) bool) string {
	g, w := extracttest.Shape(got), extracttest.Shape(want)
	for i := range max(len(g), len(w)) {
		switch {
		case i >= len(g):
			return "lacks " + w[i]
		case i >= len(w):
			return "has " + g[i]
		case g[i] != w[i]:
			return g[i] + ", want " + w[i] + " " + want[i].Text
		}
		if a, b := extracttest.Folded(got[i].Text), extracttest.Folded(want[i].Text); !same(a, b) && !(a == "?" && b == "—") { // a font without a dash
			return g[i] + ": " + a + ", want " + b
		}
	}
	return ""
}
