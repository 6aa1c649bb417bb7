package rtf

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/extract/docx"
	"github.com/gongkai-data/gongkai/extract/extracttest"
)

func TestCorpusEndsInTypedOutcome(t *testing.T) {
	root := extracttest.Documents(t)
	paths := extracttest.FilesOf(t, root, []string{".rtf"}, "docs/rtf", "synthetic/rtf")
	extracttest.TypedOutcomes(t, Format, Codes, root, paths, 10*time.Second)
}

func TestSyntheticReportsAreExact(t *testing.T) {
	extracttest.MadeReports(t, Format, extracttest.Documents(t), "rtf", extracttest.SameRow)
}

func TestAgreement(t *testing.T) {
	extracttest.Agreement(t, Format, extracttest.Documents(t), "rtf", docx.Format)
}

// TestCrossRead compares with what pandoc reads: no truth, but each difference
// was looked at.
func TestCrossRead(t *testing.T) {
	root := extracttest.Documents(t)
	differs := 0
	for _, row := range extracttest.DocumentIndex(t, root) {
		if row["group"] == "synthetic" || row["truth"] == "" || row["format"] != "rtf" {
			continue
		}
		b, err := os.ReadFile(filepath.Join(root, row["path"]))
		if err != nil {
			t.Fatal(err)
		}
		doc, err := Format.Read(context.Background(), b, extract.Options{})
		if err != nil {
			t.Logf("%s: %v", row["path"], err)
			differs++
			continue
		}
		want := extracttest.LoadTruth(t, filepath.Join(root, row["truth"]))
		if d := extracttest.Differ(doc, want, extracttest.Longer); d != "" {
			differs++
			t.Logf("%s: tables: %s", row["path"], d)
		}
		all := extracttest.AllText(doc)
		for _, s := range want.Texts {
			if !strings.Contains(all, extracttest.Folded(s)) {
				differs++
				t.Logf("%s: text: %q not found", row["path"], s)
				break
			}
		}
	}
	// Hidden text counts as printed there, a soft break parts entries of a list
	// there, and one file is a fragment of RTF.
	if differs > 3 {
		t.Errorf("%d differences", differs)
	}
}
