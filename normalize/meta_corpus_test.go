package normalize

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/extract/formats"
)

// TestHeadersOfAllKnownReports reads every report whose body and year are
// known, in the formats that have a reader.
func TestHeadersOfAllKnownReports(t *testing.T) {
	root := filepath.Join("..", "..", "shared", "documents")
	list, err := os.ReadFile(filepath.Join(root, "reports.tsv"))
	if err != nil {
		t.Skipf("documents for testing are not here: %v", err)
	}
	read := map[string]int{}
	for _, row := range strings.Split(strings.TrimSpace(string(list)), "\n")[1:] {
		f := strings.Split(row, "\t")
		if len(f) < 4 || strings.Contains(f[3], "needs-password") || strings.Contains(f[3], "unreadable: corrupt") || strings.Contains(f[3], "scanned") {
			continue
		}
		var want struct {
			Body string
			Year int
		}
		facts, err := os.ReadFile(filepath.Join(root, f[1]))
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(facts, &want); err != nil {
			t.Fatal(err)
		}
		b, err := os.ReadFile(filepath.Join(root, f[0]))
		if err != nil {
			t.Fatal(err)
		}
		doc, err := formats.Read(t.Context(), b, extract.Options{})
		if err != nil || doc.Format == "textdump" && f[2] != "txt" && f[2] != "md" {
			continue // no reader for it
		}
		read[f[2]]++
		r := &Report{}
		readHeader(doc, r)
		if _, ok := reportEvidence(doc); !ok {
			t.Errorf("%s: not taken for a report", f[0])
		}
		if r.Year != want.Year || !strings.Contains(r.Body.Name, strings.TrimSuffix(want.Body, "人民政府")) {
			t.Errorf("%s: %q %d, want %q %d; title %q", f[0], r.Body.Name, r.Year, want.Body, want.Year, r.Title)
		}
		missing := ""
		for _, i := range r.Issues {
			if i.Code != "body_unresolved" {
				missing += " " + i.Code + "=" + i.Evidence
			}
		}
		t.Logf("%s %s %s %s:%s", r.ID, r.Body.Type, r.Body.Level, f[0][max(0, len(f[0])-40):], missing)
	}
	if len(read) == 0 {
		t.Error("no report could be read")
	}
	t.Log(read)
}
