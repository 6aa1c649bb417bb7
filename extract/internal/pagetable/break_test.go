package pagetable_test

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/extract/docx"
	"github.com/gongkai-data/gongkai/extract/extracttest"
	"github.com/gongkai-data/gongkai/extract/internal/pagetable"
)

// TestPageBreakAnywhere moves the page break of made reports through their
// second page: the tables stay what they are in .docx.
func TestPageBreakAnywhere(t *testing.T) {
	root := extracttest.Documents(t)
	n, wrong := 0, 0
	for _, path := range extracttest.FilesOf(t, root, []string{".pdf"}, "synthetic/pdf", "synthetic/pdf_cjk") {
		name, _, _ := strings.Cut(filepath.Base(path), ".")
		truth := extracttest.LoadTruth(t, filepath.Join(root, "synthetic/truth", name+".json"))
		if slices.Contains(truth.Errors, "TRACKED") || slices.Contains(truth.Errors, "TABTEXT") || strings.Contains(path, ".none.") || strings.Contains(path, ".rotlast.") {
			continue // not the tables of .docx, or a second page that is turned
		}
		rel, _ := filepath.Rel(root, path)
		pages := pagesOf(t, root, rel)
		want := gridsOf(extracttest.ReadFile(t, docx.Format, filepath.Join(root, "synthetic/docx", name+".docx")).Blocks)
		for cut := 300.0; cut < 760; cut += 23 {
			broken := rebroken(pages, cut)
			if broken == nil {
				continue
			}
			res, err := pagetable.Build(context.Background(), broken, extract.Options{})
			if err != nil {
				t.Fatal(err)
			}
			n++
			if d := gridsDiffer(gridsOf(res.Blocks), want); d != "" {
				wrong++
				t.Logf("%s cut at %.0f: %s", rel, cut, d)
			}
		}
	}
	t.Logf("%d of %d differ", wrong, n)
	if n < 200 || wrong > 6 {
		t.Errorf("%d of %d differ, 6 of 248 did: heads of one row at the foot of a page, tables with one head under each other", wrong, n)
	}
}

func gridsDiffer(got, want [][]extracttest.TruthCell) string {
	if len(got) != len(want) {
		return fmt.Sprintf("%d tables, want %d", len(got), len(want))
	}
	for i := range want {
		if d := firstDifference(got[i], want[i], extracttest.Equal); d != "" {
			return fmt.Sprintf("table %d: %s", i, d)
		}
	}
	return ""
}

// rebroken cuts the second page at a height between two lines of text: what is
// below stands on a page of its own. Rulings are cut where they cross, and
// closed, as programs do.
func rebroken(pages []extract.PageContent, cut float64) []extract.PageContent {
	if len(pages) < 2 {
		return nil
	}
	const foot = 770
	p := pages[1]
	for _, c := range p.Chars {
		if c.Rune > ' ' && c.Box.Y0 < cut && c.Box.Y1 > cut {
			return nil
		}
	}
	up, down := p, p
	up.Chars, down.Chars, up.Rulings, down.Rulings = nil, nil, nil, nil
	dy := cut - 60
	for _, c := range p.Chars {
		if c.Box.Y0 < cut || c.Box.Y0 > foot {
			up.Chars = append(up.Chars, c)
		}
		if c.Box.Y0 >= cut {
			if c.Box.Y0 < foot {
				c.Box.Y0, c.Box.Y1 = c.Box.Y0-dy, c.Box.Y1-dy
			}
			down.Chars = append(down.Chars, c)
		}
	}
	x0, x1 := 1e9, -1e9
	for _, r := range p.Rulings {
		a, b := r, r
		if r.Y0 < cut {
			a.Y1 = min(r.Y1, cut)
			up.Rulings = append(up.Rulings, a)
		}
		if r.Y1 > cut {
			b.Y0 = max(r.Y0, cut)
			b.Y0, b.Y1 = b.Y0-dy, b.Y1-dy
			down.Rulings = append(down.Rulings, b)
		}
		if r.Y0 < cut && r.Y1 > cut {
			x0, x1 = min(x0, r.X0), max(x1, r.X1)
		}
	}
	if x1 > x0 {
		up.Rulings = append(up.Rulings, extract.Ruling{Box: extract.Box{X0: x0, Y0: cut, X1: x1, Y1: cut}, Width: 0.5})
		down.Rulings = append(down.Rulings, extract.Ruling{Box: extract.Box{X0: x0, Y0: 60, X1: x1, Y1: 60}, Width: 0.5})
	}
	for i := range up.Chars {
		if c := &up.Chars[i]; c.Box.Y0 < foot {
			c.Box.Y0, c.Box.Y1 = c.Box.Y0+foot-6-cut, c.Box.Y1+foot-6-cut
		}
	}
	for i := range up.Rulings {
		r := &up.Rulings[i]
		r.Y0, r.Y1 = r.Y0+foot-6-cut, r.Y1+foot-6-cut
	}
	out := append([]extract.PageContent{pages[0], up, down}, pages[2:]...)
	for i := range out {
		out[i].Number = i + 1
	}
	return out
}
