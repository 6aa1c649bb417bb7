package msdoc

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/gongkai-data/gongkai/extract"
)

// TestLedger holds what becomes of each shared document against testdata/ledger.tsv:
// outcome, blocks, tables, cells, characters and notices. UPDATE=1 rewrites it;
// the difference is to be read. A document that fails no longer shows as well.
func TestLedger(t *testing.T) {
	root := documents(t)
	var out strings.Builder
	out.WriteString("path\toutcome\tblocks\ttables\tcells\tcharacters\tnotices\n")
	for _, path := range files(t, root, "docs/doc", "docs/cn_gov", "synthetic/doc", "synthetic/variants") {
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		rel, err := filepath.Rel(root, path)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&out, "%s\t%s\n", filepath.ToSlash(rel), outcome(b))
	}
	const ledger = "testdata/ledger.tsv"
	if os.Getenv("UPDATE") == "1" {
		if err := os.WriteFile(ledger, []byte(out.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(ledger)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(out.String(), "\n")); d != "" {
		t.Errorf("%s (-want +got):\n%s", ledger, d)
	}
}

func outcome(b []byte) string {
	doc, err := Format.Read(context.Background(), b, extract.Options{})
	var e *extract.Error
	if errors.As(err, &e) {
		return string(e.Code) + "\t0\t0\t0\t0\t"
	}
	cells, chars := 0, utf8.RuneCountInString(allText(doc))
	for _, t := range doc.Tables() {
		cells += len(t.Grid.Cells)
	}
	state := "ok"
	var notices []string
	for _, n := range doc.Notices {
		for _, m := range Codes {
			if m.Code == n.Code && m.Lossy {
				state = "partial"
			}
		}
		notices = append(notices, strings.TrimPrefix(string(n.Code), "msdoc-"))
	}
	return fmt.Sprintf("%s\t%d\t%d\t%d\t%d\t%s", state, len(doc.Blocks), len(doc.Tables()), cells, chars, strings.Join(notices, " "))
}
