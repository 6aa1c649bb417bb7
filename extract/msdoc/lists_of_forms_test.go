package msdoc

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/normalize"
	"github.com/gongkai-data/gongkai/normalize/forms"
	"github.com/gongkai-data/gongkai/normalize/forms/mutate"
)

// saved writes paragraphs and tables as a Word document.
func saved(d *extract.Document) []byte {
	out := &doc{}
	for _, b := range d.Blocks {
		switch b := b.(type) {
		case *extract.Paragraph:
			out.pars[0] = append(out.pars[0], text(b.Text))
		case *extract.Table:
			edges := make([]int, b.Grid.Cols+1)
			for i := range edges {
				edges[i] = i * 1600
			}
			for _, row := range b.Grid.Dense() {
				for _, c := range row {
					out.pars[0] = append(out.pars[0], cell(c.Text))
				}
				out.pars[0] = append(out.pars[0], rowEnd(edges, make([]int, b.Grid.Cols)))
			}
		}
	}
	out.pars[0] = append(out.pars[0], text(""))
	return out.bytes()
}

// TestListsOfOlderForms: reports on forms A1 and A2 (domain.md §1.7, §1.8) that are
// saved as .doc are read completely and without a doubt.
func TestListsOfOlderForms(t *testing.T) {
	for _, form := range []string{"A1", "A2"} {
		for n := range uint64(5) {
			want := mutate.New(mutate.NewRand(2014, n), form)
			d, err := Format.Read(t.Context(), saved(want.Document()), extract.Options{})
			if err != nil {
				t.Fatal(err)
			}
			got, err := normalize.Normalize(d, forms.All)
			if err != nil {
				t.Fatal(err)
			}
			tally, wrong := mutate.Score(want, got)
			all := mutate.Tally{Reports: 1, Cells: len(want.Number), Right: len(want.Number)}
			if diff := cmp.Diff(all, tally); diff != "" || len(wrong) > 0 || got.Generation != form {
				t.Errorf("%s %d: form %s %v\n%s", form, n, got.Generation, wrong, diff)
			}
		}
	}
}
