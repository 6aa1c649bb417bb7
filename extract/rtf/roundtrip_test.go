package rtf

import (
	"context"
	"fmt"
	"math/rand"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/extract/extracttest"
)

// TestRandomGrids writes random grids, their edges a few twips off, and reads
// them back.
func TestRandomGrids(t *testing.T) {
	rnd := rand.New(rand.NewSource(1))
	for i := range 500 {
		want := randomGrid(rnd)
		b := []byte(`{\rtf1 ` + writeGrid(rnd, want) + `\pard after\par}`)
		doc, err := Format.Read(context.Background(), b, extract.Options{})
		if err != nil {
			t.Fatal(err)
		}
		ts := doc.Tables()
		if len(ts) != 1 || len(doc.Blocks) != 2 {
			t.Fatalf("%d: %d tables, %d blocks\n%s", i, len(ts), len(doc.Blocks), b)
		}
		got := extracttest.CellsOf(ts[0])
		if d := cmp.Diff(texts(want), texts(got)); d != "" {
			t.Fatalf("%d (-want +got):\n%s\n%s", i, d, b)
		}
	}
}

func texts(cells []extracttest.TruthCell) []string {
	out := extracttest.Shape(cells)
	for i := range out {
		out[i] += " " + cells[i].Text
	}
	return out
}

// randomGrid merges random rectangles of a grid.
func randomGrid(rnd *rand.Rand) []extracttest.TruthCell {
	rows, cols := 1+rnd.Intn(6), 1+rnd.Intn(6)
	taken := make(map[[2]int]bool)
	var cells []extracttest.TruthCell
	for r := range rows {
		for c := range cols {
			if taken[[2]int{r, c}] {
				continue
			}
			w, h := 1, 1
			if rnd.Intn(3) == 0 {
				w, h = 1+rnd.Intn(cols-c), 1+rnd.Intn(rows-r)
			}
			for k := c; k < c+w; k++ {
				if taken[[2]int{r, k}] {
					w = k - c
				}
			}
			for y := r; y < r+h; y++ {
				for x := c; x < c+w; x++ {
					taken[[2]int{y, x}] = true
				}
			}
			cells = append(cells, extracttest.TruthCell{Row: r, Col: c, RowSpan: h, ColSpan: w, Text: fmt.Sprintf("r%dc%d", r, c)})
		}
	}
	return cells
}

func writeGrid(rnd *rand.Rand, cells []extracttest.TruthCell) string {
	rows := 0
	for _, c := range cells {
		rows = max(rows, c.Row+c.RowSpan)
	}
	var b strings.Builder
	for r := range rows {
		def, text := "", ""
		for col := 0; ; {
			at := -1
			for i, c := range cells {
				if c.Col == col && c.Row <= r && r < c.Row+c.RowSpan {
					at = i
				}
			}
			if at < 0 {
				break
			}
			c := cells[at]
			if c.Row < r {
				def += `\clvmrg`
			} else if c.RowSpan > 1 {
				def += `\clvmgf`
			}
			if c.Row == r {
				text += c.Text
			}
			col += c.ColSpan
			if c.ColSpan > 1 && rnd.Intn(2) == 0 { // written as two cells that are merged
				def += fmt.Sprintf(`\clmgf\cellx%d\clmrg`, (col-1)*1000+rnd.Intn(20))
				if c.Row < r {
					def += `\clvmrg`
				} else if c.RowSpan > 1 {
					def += `\clvmgf`
				}
				text += `\cell `
			}
			def += fmt.Sprintf(`\cellx%d`, col*1000+rnd.Intn(20))
			text += `\cell `
		}
		if rnd.Intn(2) == 0 {
			fmt.Fprintf(&b, `\trowd%s\pard\intbl %s\row `, def, text)
		} else {
			fmt.Fprintf(&b, `\pard\intbl %s{\trowd%s\row}`, text, def)
		}
	}
	return b.String()
}
