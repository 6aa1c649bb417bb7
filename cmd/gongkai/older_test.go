package main

import (
	"fmt"
	"html"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/pipeline"
	"github.com/gongkai-data/gongkai/cmd/gongkai/peers/wordfile"
	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/extract/extracttest"
	"github.com/gongkai-data/gongkai/normalize"
	"github.com/gongkai-data/gongkai/normalize/forms/mutate"
)

// TestOlderFiles: reports on the forms before 2019 (domain.md §1.7, §1.8) are read
// from .docx and HTML completely and without a doubt; extract/msdoc has the same
// of .doc.
func TestOlderFiles(t *testing.T) {
	stages := pipeline.All()
	for _, form := range []string{"A1", "A2"} {
		for format, save := range map[string]func(*extract.Document) ([]byte, error){
			"docx": func(d *extract.Document) ([]byte, error) { return wordfile.Save(d, 0) }, "html": webPage,
		} {
			for n := range uint64(5) {
				want := mutate.New(mutate.NewRand(2014, n), form)
				b, err := save(want.Document())
				if err != nil {
					t.Fatal(err)
				}
				doc, err := stages.Read(t.Context(), b, extract.Options{})
				if err != nil {
					t.Fatal(err)
				}
				got, err := stages.Normalize(doc)
				if err != nil {
					t.Fatal(err)
				}
				if got.Generation != form || got.Year != want.Year || doc.Format != format {
					t.Errorf("form %s of %d in %s, want %s of %d in %s", got.Generation, got.Year, doc.Format, form, want.Year, format)
				}
				tally, wrong := mutate.Score(want, got)
				all := mutate.Tally{Reports: 1, Cells: len(want.Number), Right: len(want.Number)}
				if d := cmp.Diff(all, tally); d != "" || len(wrong) > 0 {
					t.Errorf("%s %s %d: %v\n%s", form, format, n, wrong, d)
				}
			}
		}
	}
}

// webPage prints paragraphs and tables as HTML.
func webPage(doc *extract.Document) ([]byte, error) {
	var b strings.Builder
	b.WriteString("<!DOCTYPE html>\n<html lang=\"zh\"><head><meta charset=\"utf-8\"><title>年度报告</title></head><body>\n")
	for _, x := range doc.Blocks {
		switch x := x.(type) {
		case *extract.Paragraph:
			fmt.Fprintf(&b, "<p>%s</p>\n", html.EscapeString(x.Text))
		case *extract.Table:
			b.WriteString("<table border=\"1\"><tr>\n")
			row := 0
			for _, c := range x.Grid.Cells {
				for ; row < c.Row; row++ {
					b.WriteString("</tr>\n<tr>")
				}
				fmt.Fprintf(&b, "<td rowspan=\"%d\" colspan=\"%d\">%s</td>", c.RowSpan, c.ColSpan, html.EscapeString(c.Text))
			}
			b.WriteString("</tr>\n</table>\n")
		}
	}
	b.WriteString("</body></html>\n")
	return []byte(b.String()), nil
}

// TestLocalTableInText: 平潭 2018 prints a local table that has lost its cells. What
// can be told apart is read with a flag, the rest is named and left open.
func TestLocalTableInText(t *testing.T) {
	files := extracttest.FilesOf(t, extracttest.Documents(t), []string{".txt"}, "docs/cn_gov")
	path := ""
	for _, f := range files {
		if strings.Contains(f, "平潭2018__page.abridged") {
			path = f
		}
	}
	if path == "" {
		t.Skip("平潭 2018 is not at hand")
	}
	got := readReport(t, path)
	if got.Generation != "A1" || got.GenerationExpected != "A2" || got.Year != 2018 {
		t.Errorf("form %s, expected %s, year %d", got.Generation, got.GenerationExpected, got.Year)
	}
	values := map[string]string{}
	for i := range got.Facts {
		f := &got.Facts[i]
		values[f.Indicator] = string(f.Status)
		if f.HasValue() {
			values[f.Indicator] = f.Value.String()
			if len(f.Flags) == 0 {
				t.Errorf("%s has no flag", f.Indicator)
			}
		}
	}
	want := map[string]string{
		"a1.applications": "0", "a1.applications.in_person": "0", "a1.applications.fax": "ambiguous", "a1.applications.online": "0", // the line of its running number has another label
		"a1.answered": "0", "a1.answered.granted": "0", "a1.answered.partial": "0",
		"a1.answered.denied": "0", "a1.review": "0", "a1.litigation": "0",
		"nonstandard.a1.n01": "ambiguous", "nonstandard.a1.n02": "ambiguous", "nonstandard.a1.n03": "0", "nonstandard.a1.n07": "0", "nonstandard.a1.n12": "0", "nonstandard.a1.n13": "0",
	}
	if d := cmp.Diff(want, values); d != "" {
		t.Error(d)
	}
	for _, code := range []string{"format_generation_mismatch", "lines_unknown"} {
		if !hasCode(got, code) {
			t.Errorf("no issue %s", code)
		}
	}
}

func hasCode(r *normalize.Report, code string) bool {
	for _, i := range r.Issues {
		if i.Code == code {
			return true
		}
	}
	return false
}

func readReport(t *testing.T, path string) *normalize.Report {
	t.Helper()
	stages := pipeline.All()
	sources, err := pipeline.Gather([]pipeline.Given{{Path: path}}, "")
	if err != nil || len(sources) != 1 {
		t.Fatal(sources, err)
	}
	res := stages.Document(t.Context(), sources[0])
	if res.Report == nil {
		t.Fatalf("%s: %s %s", res.Outcome, res.Code, res.Message)
	}
	return res.Report
}
