package pagetable_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/extract/extracttest"
	"github.com/gongkai-data/gongkai/extract/internal/pagetable"
)

const agreementFile = "testdata/agreement.tsv"

// TestAgreement compares with what the tests of other programs expect of the same
// files: how many of the relations between neighbouring cells are found, as in
// TestICDAR2013. Their expectations are for parts of pages and for options of
// their own, and some hold their errors, so the figures are no marks: the test
// holds what agreement there is. UPDATE=1 writes it anew.
func TestAgreement(t *testing.T) {
	root := extracttest.Documents(t)
	recorded := recordedAgreement(t)
	var out strings.Builder
	out.WriteString("# agreement with expectations of other programs' tests: truth file, relations, of them found\n")
	for _, row := range extracttest.DocumentIndex(t, root) {
		if row["format"] != "pdf" || !strings.Contains(row["truth_kind"], "golden") {
			continue
		}
		var found []icdarTable
		if pages := pagesOf(t, root, row["path"]); pages != nil {
			res, err := pagetable.Build(context.Background(), pages, extract.Options{})
			if err != nil {
				t.Error(row["path"], err)
			}
			found = tablesByPage(res.Blocks)
		}
		for _, truth := range strings.Split(row["truth"], "|") {
			want := goldenTables(t, filepath.Join(root, truth))
			all, same := 0, 0
			for _, w := range want {
				best := 0
				for _, f := range found {
					best = max(best, common(w, f))
				}
				all, same = all+w.n, same+best
			}
			if all == 0 {
				continue
			}
			name := strings.TrimSuffix(filepath.Base(truth), ".json")
			fmt.Fprintf(&out, "%s\t%d\t%d\n", name, all, same)
			t.Logf("%.3f %d of %d %s", ratio(same, all), same, all, name)
			if old, ok := recorded[name]; os.Getenv("UPDATE") == "" && (!ok || same < old) {
				t.Errorf("%s: %d relations agree, %d did", name, same, old)
			}
		}
	}
	if os.Getenv("UPDATE") == "1" {
		if err := os.WriteFile(agreementFile, []byte(out.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func recordedAgreement(t *testing.T) map[string]int {
	t.Helper()
	out := make(map[string]int)
	b, err := os.ReadFile(agreementFile)
	if err != nil {
		t.Log(err)
	}
	for line := range strings.Lines(string(b)) {
		if f := strings.Split(strings.TrimSpace(line), "\t"); len(f) == 3 {
			out[f[0]], _ = strconv.Atoi(f[2])
		}
	}
	return out
}

// goldenTables reads the tables of a truth file: rows of texts, or cells.
func goldenTables(t *testing.T, path string) []icdarTable {
	t.Helper()
	var doc struct {
		Tables []struct {
			Grid  [][]string
			Cells []extracttest.TruthCell
		}
	}
	b, err := os.ReadFile(path)
	if err == nil {
		err = json.Unmarshal(b, &doc)
	}
	if err != nil {
		t.Fatal(err)
	}
	var out []icdarTable
	for _, x := range doc.Tables {
		cells := x.Cells
		for r, row := range x.Grid {
			for c, text := range row {
				cells = append(cells, extracttest.TruthCell{Row: r, Col: c, RowSpan: 1, ColSpan: 1, Text: text})
			}
		}
		out = append(out, newICDARTable(0, cells))
	}
	return out
}
