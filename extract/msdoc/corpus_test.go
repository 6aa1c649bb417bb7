package msdoc

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
	paths := extracttest.FilesOf(t, root, []string{".doc", ".dot", ".wps", ".ole2"}, "docs/doc", "docs/cn_gov", "synthetic/doc", "synthetic/variants")
	extracttest.TypedOutcomes(t, Format, Codes, root, paths, 5*time.Second)
}

func TestSyntheticReportsAreExact(t *testing.T) {
	extracttest.MadeReports(t, Format, extracttest.Documents(t), "doc", extracttest.SameCell)
}

func TestAgreement(t *testing.T) {
	extracttest.Agreement(t, Format, extracttest.Documents(t), "doc", docx.Format)
}

// TestCrossRead compares with what LibreOffice 7.4 and word-extractor read. They
// are no truth: a difference is logged, and their number must not grow. What
// differs, each looked at, and who is right:
//
//   - word-extractor lists no tables (5 files of truth).
//   - Rows shorter than their table: LibreOffice adds an empty cell, the file has
//     none (53379, 20-Force-on-a-current-S00, tdf73056, tdf124601).
//   - Tables of headers, text boxes and frames are not listed there, nested ones
//     not always (header_image, o_kurs, crash-4, new-page-styles, floating-table
//     twice, tdf121734, test07, Bug46817, TestBug52372, tdf96277, fdo53985).
//   - Symbol characters stay codes there (Bug53380_1, parentinvguid, tdf115896).
//   - Fields are printed anew there (TestSectionDictionary, fdo68963).
//   - Hidden text and rows that were deleted as a tracked change are printed there
//     (tdf102334, 53446, testWORD_2006ml).
//   - Cells merged by horzMerge are three there (tdf106291).
//   - Fuzzed files, no side is right (forcepoint44, 50-rows-1 and 92, hang-8, ofz18414-1).
func TestCrossRead(t *testing.T) {
	root := extracttest.Documents(t)
	for _, tt := range []struct {
		name, column      string
		mostTab, mostText int
	}{
		{"truth", "truth", 5, 0},
		{"reference", "reference", 30, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tables, texts, files := 0, 0, 0
			for _, row := range extracttest.DocumentIndex(t, root) {
				if row["group"] == "synthetic" || row[tt.column] == "" || row["format"] != "doc" && row["format"] != "dot" && row["format"] != "wps" {
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
