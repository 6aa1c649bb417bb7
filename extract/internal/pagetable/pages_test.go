package pagetable_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/extract/pdf"
)

// pagesOf reads the pages of a shared document, nil where it cannot be read.
func pagesOf(tb testing.TB, root, path string) []extract.PageContent {
	tb.Helper()
	b, err := os.ReadFile(filepath.Join(root, path))
	if err != nil {
		tb.Fatal(err)
	}
	pages, err := pdf.Pages(context.Background(), b, extract.Options{})
	if err != nil {
		tb.Log(path, err)
		return nil
	}
	return pages
}
