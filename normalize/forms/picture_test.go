package forms_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/normalize"
	"github.com/gongkai-data/gongkai/normalize/forms"
)

// placed gives each block its place: by bytes, or each on a page of its own.
func placed(doc *extract.Document, pages bool) *extract.Document {
	for i, b := range doc.Blocks {
		at := extract.Prov{Start: int64(10 * i), End: int64(10*i + 5)}
		if pages {
			at = extract.Prov{Page: i + 1, Box: extract.Box{X0: 50, Y0: 100, X1: 500, Y1: 700}}
		}
		switch b := b.(type) {
		case *extract.Paragraph:
			b.Prov = at
		case *extract.Table:
			b.Prov = at
		}
	}
	return doc
}

// without takes the n-th table out of a document and returns the place where it stood.
func without(doc *extract.Document, n int) extract.Prov {
	i := slices.Index(doc.Blocks, extract.Block(doc.Tables()[n]))
	at := doc.Blocks[i].Where()
	doc.Blocks = slices.Delete(doc.Blocks, i, i+1)
	return at
}

// statuses returns the status of each table of the form, "" where they differ.
func statuses(t *testing.T, r *normalize.Report) map[string]normalize.Status {
	t.Helper()
	out := map[string]normalize.Status{}
	for i := range r.Facts {
		f := &r.Facts[i]
		if s, ok := out[f.Table]; ok && s != f.Status {
			out[f.Table] = ""
		} else {
			out[f.Table] = f.Status
		}
		if f.Status == normalize.ImageOnly && (f.HasValue() || f.HasRaw || f.Inferred != nil && f.InferredBy == "") {
			t.Errorf("%s is in a picture and has a value", f.Key())
		}
	}
	return out
}

func TestTablesInPictures(t *testing.T) {
	const proactive, applications, litigation = 0, 1, 2
	names := []string{"proactive", "applications", "litigation"}
	page := func(p extract.Prov) extract.Prov { return extract.Prov{Page: p.Page} }
	for _, c := range []struct {
		name   string
		pages  bool
		gone   int
		remake func(doc *extract.Document, at extract.Prov) // puts pictures
		want   normalize.Status
		issue  string
	}{
		{"in-its-place", false, applications, func(d *extract.Document, at extract.Prov) { d.Pictures = []extract.Prov{at} }, normalize.ImageOnly, "table_in_picture"},
		{"first-table", false, proactive, func(d *extract.Document, at extract.Prov) { d.Pictures = []extract.Prov{at} }, normalize.ImageOnly, "table_in_picture"},
		{"no-picture", false, applications, func(*extract.Document, extract.Prov) {}, normalize.TableAbsent, "table_missing"},
		{"above-the-heading", false, litigation, func(d *extract.Document, at extract.Prov) {
			d.Pictures = []extract.Prov{{Start: at.Start - 15}}
		}, normalize.TableAbsent, "table_missing"},
		{"below-the-next-heading", false, litigation, func(d *extract.Document, at extract.Prov) {
			d.Pictures = []extract.Prov{{Start: at.Start + 15}}
		}, normalize.TableAbsent, "table_missing"},
		{"in-another-part", false, litigation, func(d *extract.Document, at extract.Prov) {
			d.Pictures = []extract.Prov{{Part: "header", Start: at.Start}}
		}, normalize.TableAbsent, "table_missing"},
		{"page", true, litigation, func(d *extract.Document, at extract.Prov) { d.Pictures = []extract.Prov{page(at)} }, normalize.ImageOnly, "table_in_picture"},
		{"place-on-the-page-of-its-heading", true, applications, func(d *extract.Document, at extract.Prov) {
			d.Pictures = []extract.Prov{{Page: at.Page - 1, Box: extract.Box{X0: 50, Y0: 400, X1: 500, Y1: 700}}}
		}, normalize.ImageOnly, "table_in_picture"},
		{"above-its-heading-on-the-page", true, applications, func(d *extract.Document, at extract.Prov) {
			d.Pictures = []extract.Prov{{Page: at.Page - 1, Box: extract.Box{X0: 50, Y0: 20, X1: 500, Y1: 90}}}
		}, normalize.TableAbsent, "table_missing"},
		{"page-that-holds-the-heading-too", true, litigation, func(d *extract.Document, at extract.Prov) {
			d.Pictures = []extract.Prov{page(at)}
			d.Blocks = slices.DeleteFunc(d.Blocks, func(b extract.Block) bool { return b.Where().Page == at.Page-1 })
		}, normalize.ImageOnly, "table_in_picture"},
		{"place-without-the-heading", true, litigation, func(d *extract.Document, at extract.Prov) {
			d.Pictures = []extract.Prov{at}
			d.Blocks = slices.DeleteFunc(d.Blocks, func(b extract.Block) bool { return b.Where().Page == at.Page-1 })
		}, normalize.TableAbsent, "table_missing"},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc := placed(document(reportC(rand.New(rand.NewPCG(4, 4)), false)...), c.pages)
			at := without(doc, c.gone)
			c.remake(doc, at)
			r, err := normalize.Normalize(doc, forms.All)
			if err != nil {
				t.Fatal(err)
			}
			got := statuses(t, r)
			for i, name := range names {
				want := normalize.Reported
				if i == c.gone {
					want = c.want
				}
				if got[name] != want {
					t.Errorf("%s is %q, want %q", name, got[name], want)
				}
			}
			if !told(r, c.issue) {
				t.Errorf("no issue %s in %v", c.issue, r.Issues)
			}
			if n := len(r.Facts); n != 200 {
				t.Errorf("%d facts", n)
			}
		})
	}
}

// TestReportOfPictures holds a report whose tables are all pictures: the whole
// form, and what its sentences state, flagged.
func TestReportOfPictures(t *testing.T) {
	doc := document(reportC(rand.New(rand.NewPCG(4, 4)), false)...)
	for i, b := range doc.Blocks {
		if p, ok := b.(*extract.Paragraph); ok && p.Text == "三、收到和处理政府信息公开申请情况" {
			doc.Blocks = slices.Insert(doc.Blocks, i+1, textOf("2024年，本机关新收政府信息公开申请12件。"))
			break
		}
	}
	placed(doc, false)
	for range 3 {
		doc.Pictures = append(doc.Pictures, without(doc, 0))
	}
	r, err := normalize.Normalize(doc, forms.All)
	if err != nil {
		t.Fatal(err)
	}
	if r.Generation != "C" || r.SourceKind != "narrative" || !told(r, "generation_undecided") {
		t.Errorf("form %q, source %q, issues %v", r.Generation, r.SourceKind, r.Issues)
	}
	var stated []string
	for i := range r.Facts {
		f := &r.Facts[i]
		switch {
		case f.HasValue():
			stated = append(stated, f.Key().String()+" "+f.Value.String()+" "+string(f.Flags[0]))
		case f.Status != normalize.ImageOnly:
			t.Errorf("%s is %s", f.Key(), f.Status)
		}
	}
	if d := cmp.Diff([]string{"applications.new|total 12 narrative"}, stated); d != "" {
		t.Error(d)
	}
	if n := len(r.Facts); n != 200 {
		t.Errorf("%d facts", n)
	}
	for _, c := range r.Checks {
		if c.Result != "not_evaluable" {
			t.Errorf("%s %s is %s", c.Rule, c.Scope, c.Result)
		}
	}
}
