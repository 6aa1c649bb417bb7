package formats

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gongkai-data/gongkai/extract/extracttest"
)

// TestSniffCorpus holds Sniff against the kinds of the shared documents.
func TestSniffCorpus(t *testing.T) {
	dir := extracttest.Documents(t)
	f, err := os.Open(filepath.Join(dir, "index.tsv"))
	if err != nil {
		t.Skip("the shared documents are not here")
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.Comma, r.LazyQuotes, r.FieldsPerRecord = '\t', true, -1
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	// The made documents say in their name what they are.
	disguised := []struct{ part, kind string }{{".is-rtf.", "rtf"}, {".is-docx.", "docx"}, {".is-mht.", "mhtml"}, {".is-html.", "html"}, {".wps", "doc"}, {".mht", "mhtml"}}
	n, same := 0, 0
	for _, row := range rows[1:] {
		b, err := os.ReadFile(filepath.Join(dir, row[0]))
		if err != nil {
			continue
		}
		n++
		want, kind := row[2], Sniff(b)
		for _, d := range disguised {
			if strings.Contains(row[0], d.part) && strings.HasPrefix(row[0], "synthetic/") {
				want = d.kind
			}
		}
		switch {
		case kind == want || want == "txt" && kind == "textdump" || want == "md" && kind == "textdump":
			same++
		case strings.HasPrefix(row[0], "synthetic/"):
			t.Errorf("%s is %s", row[0], kind)
		}
	}
	// The others are encrypted, damaged, or misnamed collections of tests.
	if same*100 < n*94 {
		t.Errorf("%d of %d as indexed", same, n)
	}
	t.Logf("%d of %d as indexed", same, n)
}
