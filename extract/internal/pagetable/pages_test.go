package pagetable_test

import (
	"encoding/gob"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gongkai-data/gongkai/extract"
)

func pagesOf(tb testing.TB, root, path string) []extract.PageContent {
	tb.Helper()
	f, err := os.Open(filepath.Join("../../../.cache/pagetable/pdfium", strings.ReplaceAll(path, "/", "__")+".gob"))
	if err != nil {
		tb.Log(err)
		return nil
	}
	defer f.Close()
	var ps []extract.PageContent
	if err := gob.NewDecoder(f).Decode(&ps); err != nil {
		tb.Fatal(err)
	}
	return ps
}
