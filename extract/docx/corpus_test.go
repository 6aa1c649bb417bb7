package docx

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/extract/extracttest"
)

func TestCorpusEndsInTypedOutcome(t *testing.T) {
	root := extracttest.Documents(t)
	paths := extracttest.FilesOf(t, root, []string{".docx", ".docm", ".dotx", ".dotm"}, "docs/docx", "docs/cn_gov", "synthetic/docx")
	extracttest.TypedOutcomes(t, Format, Codes, root, paths, 10*time.Second)
}

func TestSyntheticReportsAreExact(t *testing.T) {
	extracttest.MadeReports(t, Format, extracttest.Documents(t), "docx", extracttest.SameCell)
}

// TestCrossRead compares with what other programs read. They are no truth: a
// difference is logged, and their number must not grow. What differs, each looked
// at: text boxes in cells follow the table here; tables of word-extractor and of
// text boxes are not in the lists; deleted rows and cells and hidden text count
// as printed there; equations are LaTeX there; comments stand in the text there.
func TestCrossRead(t *testing.T) {
	root := extracttest.Documents(t)
	for _, tt := range []struct {
		name, column      string
		mostTab, mostText int
	}{
		{"truth", "truth", 6, 13},
		{"reference", "reference", 27, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tables, texts, files := 0, 0, 0
			for _, row := range extracttest.DocumentIndex(t, root) {
				if row["group"] == "synthetic" || row[tt.column] == "" || !strings.HasPrefix(row["format"], "do") || row["format"] == "doc" || row["format"] == "dot" {
					continue
				}
				b, err := os.ReadFile(filepath.Join(root, row["path"]))
				if err != nil {
					t.Fatal(err)
				}
				doc, err := Format.Read(context.Background(), b, extract.Options{})
				if err != nil {
					t.Logf("%s: %v", row["path"], err)
					continue
				}
				files++
				want := extracttest.LoadTruth(t, filepath.Join(root, row[tt.column]))
				if d := extracttest.Differ(doc, want, extracttest.Longer); d != "" {
					tables++
					t.Logf("%s: tables: %s", row["path"], d)
				}
				all := extracttest.AllText(doc)
				for _, s := range want.Texts {
					if !strings.Contains(all, extracttest.Folded(s)) {
						texts++
						t.Logf("%s: text: %q not found", row["path"], s)
						break
					}
				}
			}
			t.Logf("%d files, %d differ in tables, %d in texts", files, tables, texts)
			if tables > tt.mostTab || texts > tt.mostText {
				t.Errorf("differences: tables %d > %d or texts %d > %d", tables, tt.mostTab, texts, tt.mostText)
			}
		})
	}
}
