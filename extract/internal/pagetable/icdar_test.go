package pagetable_test

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/extract/extracttest"
	"github.com/gongkai-data/gongkai/extract/internal/pagetable"
)

// The measure of the ICDAR 2013 table competition (Göbel, Hassan, Oro, Orsi: "A
// Methodology for Evaluating Algorithms for Table Understanding in PDF
// Documents", DocEng 2012; "ICDAR 2013 Table Competition"): a table is the list
// of relations of each cell with text to the nearest cell with text right of
// it and below it, blank cells passed over; a relation is the pair of texts and
// the direction. Texts are compared without white space, signs as "_". A
// spanning cell has one relation to each neighbour.
//
// The truth lists the part of a table on each page as a table of its own, so
// tables are cut at pages before they are compared. A table found is paired
// with at most one of the truth, on the same page, the pair with most common
// relations first; the relations of what has no partner count as wrong or as
// missed.

// relation is one adjacency.
type relation struct {
	from, to string
	down     bool
}

// icdarTable is a table of one page as its relations.
type icdarTable struct {
	page      int
	first     string
	relations map[relation]int
	n         int
}

func newICDARTable(page int, cells []extracttest.TruthCell) icdarTable {
	rows, cols := 0, 0
	for _, c := range cells {
		rows, cols = max(rows, c.Row+c.RowSpan), max(cols, c.Col+c.ColSpan)
	}
	dense := make([]int, rows*cols)
	t := icdarTable{page: page, relations: make(map[relation]int)}
	texts := make([]string, len(cells))
	for i, c := range cells {
		texts[i] = icdarText(c.Text)
		if texts[i] == "" {
			continue
		}
		if t.first == "" {
			t.first = c.Text
		}
		for r := c.Row; r < c.Row+c.RowSpan; r++ {
			for k := c.Col; k < c.Col+c.ColSpan; k++ {
				dense[r*cols+k] = i + 1
			}
		}
	}
	seen := make(map[[3]int]bool)
	add := func(a, b, down int) {
		if key := [3]int{a, b, down}; !seen[key] {
			seen[key] = true
			t.relations[relation{texts[a-1], texts[b-1], down == 1}]++
			t.n++
		}
	}
	for r := range rows {
		last := 0
		for k := range cols {
			if at := dense[r*cols+k]; at != 0 {
				if last != 0 && last != at {
					add(last, at, 0)
				}
				last = at
			}
		}
	}
	for k := range cols {
		last := 0
		for r := range rows {
			if at := dense[r*cols+k]; at != 0 {
				if last != 0 && last != at {
					add(last, at, 1)
				}
				last = at
			}
		}
	}
	return t
}

func icdarText(s string) string {
	var b strings.Builder
	for _, r := range norm.NFKC.String(s) {
		switch {
		case unicode.IsSpace(r) || r == '\u00AD' || r == '\u200B':
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			b.WriteRune(unicode.ToUpper(r))
		default:
			b.WriteByte('_')
		}
	}
	return b.String()
}

func common(a, b icdarTable) int {
	n := 0
	for r, k := range a.relations {
		n += min(k, b.relations[r])
	}
	return n
}

// icdarScore is the count of one document.
type icdarScore struct {
	name                  string
	truth, found, correct int
	lost                  []string // tables of the truth without a partner
	extra                 []string // tables found without a partner
	pairs                 []string
}

func (s icdarScore) precision() float64 { return ratio(s.correct, s.found) }
func (s icdarScore) recall() float64    { return ratio(s.correct, s.truth) }

func ratio(a, b int) float64 {
	if b == 0 {
		return 0
	}
	return float64(a) / float64(b)
}

func f1(p, r float64) float64 {
	if p+r == 0 {
		return 0
	}
	return 2 * p * r / (p + r)
}

func icdarCompare(truth, found []icdarTable) icdarScore {
	type pair struct{ t, f, n int }
	var pairs []pair
	var s icdarScore
	for i, t := range truth {
		s.truth += t.n
		for k, f := range found {
			if n := common(t, f); n > 0 && t.page == f.page {
				pairs = append(pairs, pair{i, k, n})
			}
		}
	}
	for _, f := range found {
		s.found += f.n
	}
	slices.SortStableFunc(pairs, func(a, b pair) int { return cmp.Compare(b.n, a.n) })
	hasT, hasF := make([]bool, len(truth)), make([]bool, len(found))
	for _, p := range pairs {
		if hasT[p.t] || hasF[p.f] {
			continue
		}
		hasT[p.t], hasF[p.f] = true, true
		s.correct += p.n
	}
	for i, t := range truth {
		if !hasT[i] && t.n > 0 {
			s.lost = append(s.lost, fmt.Sprintf("p%d %.30q (%d)", t.page, t.first, t.n))
		}
	}
	for i, f := range found {
		if !hasF[i] {
			s.extra = append(s.extra, fmt.Sprintf("p%d %.30q (%d)", f.page, f.first, f.n))
		}
	}
	return s
}

// icdarTruth reads the tables of a truth file.
func icdarTruth(tb testing.TB, path string) []icdarTable {
	tb.Helper()
	var doc struct {
		Tables []struct {
			Regions []struct {
				Page  int
				Cells []extracttest.TruthCell
			}
		}
	}
	b, err := os.ReadFile(path)
	if err == nil {
		err = json.Unmarshal(b, &doc)
	}
	if err != nil {
		tb.Fatal(err)
	}
	var out []icdarTable
	for _, t := range doc.Tables {
		for _, r := range t.Regions {
			out = append(out, newICDARTable(r.Page, r.Cells))
		}
	}
	return out
}

// tablesByPage cuts the tables of a document at pages.
func tablesByPage(blocks []extract.Block) []icdarTable {
	var out []icdarTable
	for _, b := range blocks {
		t, ok := b.(*extract.Table)
		if !ok || t.Role != extract.Body {
			continue
		}
		var pages []int
		parts := make(map[int][]extracttest.TruthCell)
		for _, c := range t.Grid.Cells {
			if parts[c.Page] == nil {
				pages = append(pages, c.Page)
			}
			parts[c.Page] = append(parts[c.Page], extracttest.TruthCell{Row: c.Row, Col: c.Col, RowSpan: c.RowSpan, ColSpan: c.ColSpan, Text: c.Text})
		}
		for _, p := range pages {
			out = append(out, newICDARTable(p, parts[p]))
		}
	}
	return out
}

// TestICDAR2013 measures whole documents without hints. Every third document was
// held out while the steps were developed.
func TestICDAR2013(t *testing.T) {
	root := extracttest.Documents(t)
	var scores [2][]icdarScore // developed on, held out
	n := 0
	for _, row := range extracttest.DocumentIndex(t, root) {
		truth, _, _ := strings.Cut(row["truth"], "|")
		if !strings.Contains(row["truth_kind"], "ICDAR 2013") {
			continue
		}
		res, err := pagetable.Build(context.Background(), pagesOf(t, root, row["path"]), extract.Options{})
		if err != nil {
			t.Errorf("%s: %v", row["path"], err)
			continue
		}
		s := icdarCompare(icdarTruth(t, filepath.Join(root, truth)), tablesByPage(res.Blocks))
		_, s.name, _ = strings.Cut(filepath.Base(row["path"]), "competition-dataset-")
		held := 0
		if n++; n%3 == 0 {
			held = 1
		}
		scores[held] = append(scores[held], s)
	}
	report(t, "developed on", scores[0], true)
	report(t, "held out", scores[1], true)
	micro, average := report(t, "all", append(scores[0], scores[1]...), false)
	if micro < 0.9 || average < 0.9 {
		t.Errorf("F1 %.4f over all relations, %.4f over documents: both were above 0.9", micro, average)
	}
}

// report logs the figures of documents and returns the F1 over all relations and
// that of the averages over documents.
func report(t *testing.T, name string, scores []icdarScore, detail bool) (micro, average float64) {
	var truth, found, correct int
	var p, r, f float64
	for _, s := range scores {
		if detail {
			t.Logf("%-18s P %.3f R %.3f  %d of %d, found %d  lost %v extra %v", s.name, s.precision(), s.recall(), s.correct, s.truth, s.found, s.lost, s.extra)
		}
		truth, found, correct = truth+s.truth, found+s.found, correct+s.correct
		p, r, f = p+s.precision(), r+s.recall(), f+f1(s.precision(), s.recall())
	}
	k := float64(len(scores))
	mp, mr := ratio(correct, found), ratio(correct, truth)
	t.Logf("%s, %d documents: micro P %.4f R %.4f F1 %.4f; document average P %.4f R %.4f F1 %.4f (mean of F1 %.4f)",
		name, len(scores), mp, mr, f1(mp, mr), p/k, r/k, f1(p/k, r/k), f/k)
	return f1(mp, mr), f1(p/k, r/k)
}
