package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/pipeline"
	"github.com/gongkai-data/gongkai/cmd/gongkai/peers/pdffile"
	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/normalize/forms/mutate"
)

// print is one way to print a report that has misled readers of PDF.
type print struct {
	name  string
	style pdffile.Style
	trick func(rnd *rand.Rand, d *pdffile.Drawing) // changes what was laid out; nil for none
	least float64                                  // share of the printed numbers that must be read, the others null or in doubt
}

// prints are plain ways, of which every number is read, and tricks, of which none may be read wrongly.
func prints() (all []print) {
	add := func(name string, style pdffile.Style, least float64) {
		all = append(all, print{name: name, style: style, least: least})
	}
	add("plain", pdffile.Style{}, 1)
	for _, e := range append(slices.Clone(pdffile.Encodings), pdffile.Mapped) {
		add("encoding-"+e, pdffile.Style{Encoding: e}, 1)
		add("encoding-"+e+"-latin", pdffile.Style{Encoding: e, Digits: pdffile.Helvetica}, 1)
	}
	for i, n := range []string{"by-line", "by-glyph", "shuffled", "arrays", "spaced", "mirrored", "flipped", "scaled", "stretched", "commas", "twice"} {
		add("show-"+n, pdffile.Style{Show: pdffile.Show(i), Digits: pdffile.Helvetica}, 1)
	}
	for i, n := range []string{"strokes", "fills", "boxes", "dashed", "doubled", "open"} {
		add("rules-"+n, pdffile.Style{Rules: pdffile.Rules(i)}, 1)
	}
	add("rules-none", pdffile.Style{Rules: pdffile.None, Digits: pdffile.Helvetica}, 0)
	add("rules-none-foot", pdffile.Style{Rules: pdffile.None, Digits: pdffile.Helvetica, Foot: 210, Running: true}, 0)
	add("digits-type3", pdffile.Style{Digits: pdffile.Type3}, 1)
	add("digits-type3-mapped", pdffile.Style{Digits: pdffile.Type3Mapped}, 1)
	add("digits-type3-bare", pdffile.Style{Digits: pdffile.Type3Bare}, 0)
	add("digits-belied", pdffile.Style{Digits: pdffile.Belied}, 0)
	for _, turn := range []int{90, 180, 270} {
		add(fmt.Sprint("rotated-", turn), pdffile.Style{Rotate: turn, Origin: 37}, 1)
	}
	add("origin", pdffile.Style{Origin: -211.5}, 1)
	for foot := 70.0; foot < 480; foot += 37 {
		add(fmt.Sprint("foot-", foot), pdffile.Style{Foot: foot, Running: true}, 1)
		add(fmt.Sprint("split-", foot), pdffile.Style{Foot: foot, Split: true, Running: foot > 200}, 0.97)
		add(fmt.Sprint("repeat-", foot), pdffile.Style{Foot: foot, Repeat: true, Running: foot > 200}, 1)
		add(fmt.Sprint("split-repeat-", foot), pdffile.Style{Foot: foot, Repeat: true, Split: true}, 0.97)
	}
	for foot := 70.0; foot < 480; foot += 55 {
		for i := range 4 {
			add(fmt.Sprint("rules-none-", i, "-", foot), pdffile.Style{Rules: pdffile.None, Digits: pdffile.Helvetica, Foot: foot, Split: i&1 > 0, Repeat: i&2 > 0, Running: foot > 200}, 0)
		}
	}
	for foot := 70.0; foot < 480; foot += 37 {
		add(fmt.Sprint("wide-rules-none-", foot), pdffile.Style{Rules: pdffile.None, Wide: true, Foot: foot, Running: foot > 200}, 0)
	}
	for foot := 70.0; foot < 400; foot += 60 {
		add(fmt.Sprint("two-columns-", foot), pdffile.Style{Columns: 2, Foot: foot}, 0.9)
	}
	all = append(all, tricks()...)
	tricks := all[len(all)-len(tricks()):]
	for seed := range uint64(40) {
		rnd := rand.New(rand.NewPCG(seed, 11))
		mixed := tricks[rnd.IntN(len(tricks))]
		mixed.name, mixed.least = fmt.Sprintf("mixed-%d-%s", seed, strings.TrimPrefix(mixed.name, "trick-")), 0
		mixed.style = pdffile.Style{
			Encoding: pdffile.Encodings[rnd.IntN(len(pdffile.Encodings))], Digits: pdffile.Digits(rnd.IntN(4)), Show: pdffile.Show(rnd.IntN(11)),
			Rules: pdffile.Rules(rnd.IntN(7)), Columns: 1 + rnd.IntN(8)/7, Foot: 70 + 350*rnd.Float64(), Split: rnd.IntN(2) > 0, Repeat: rnd.IntN(2) > 0,
			Running: rnd.IntN(2) > 0, Rotate: 90 * rnd.IntN(4), Turned: rnd.IntN(4) == 0, Origin: 99 * rnd.Float64(), Seed: seed,
		}
		if strings.Contains(mixed.name, "annotation") || strings.Contains(mixed.name, "widget") || strings.Contains(mixed.name, "crop") {
			mixed.style.Rotate, mixed.style.Origin = 0, 0 // their boxes are those of the page that nothing turns
		}
		all = append(all, mixed)
	}
	return all
}

// TestPrintedReports prints made reports in many ways and reads them. A number
// that is not the printed one must carry a flag or fail a rule.
func TestPrintedReports(t *testing.T) {
	reports := 3
	if os.Getenv("GONGKAI_PRINTS") != "" {
		fmt.Sscan(os.Getenv("GONGKAI_PRINTS"), &reports)
	}
	only := os.Getenv("GONGKAI_PRINT")
	stages := pipeline.All()
	for i, p := range prints() {
		if only != "" && !strings.HasPrefix(p.name, only) {
			continue
		}
		t.Run(p.name, func(t *testing.T) {
			var sum mutate.Tally
			for n := range reports {
				r := mutate.New(mutate.NewRand(uint64(1000+i), uint64(n)))
				d := pdffile.Layout(r.Document(), p.style)
				if p.trick != nil {
					p.trick(rand.New(rand.NewPCG(uint64(i), uint64(n))), d)
				}
				b := d.Save()
				if dir := os.Getenv("GONGKAI_PRINTED"); dir != "" {
					_ = os.WriteFile(filepath.Join(dir, fmt.Sprintf("%s.%d.pdf", p.name, n)), b, 0o600)
				}
				res := stages.Bytes(t.Context(), b)
				tally, wrong := mutate.Score(r, res.Report)
				sum.Add(tally)
				for _, w := range wrong[:min(len(wrong), 4)] {
					t.Errorf("report %d: %s: %s = %s, printed %q", n, w.Kind, w.Key, w.Got, w.Printed)
				}
				if res.Report == nil && p.least > 0 {
					t.Errorf("report %d: %s %s %s", n, res.Outcome, res.Code, res.Message)
				}
			}
			all := sum.Cells - sum.Empty
			if float64(sum.Right) < p.least*float64(all) {
				t.Errorf("%d of %d numbers are read", sum.Right, all)
			}
			if p.least == 1 && sum.Doubted > 0 {
				t.Errorf("%d numbers are in doubt for nothing", sum.Doubted)
			}
			t.Logf("%+v", sum)
		})
	}
}

// TestPrintedErrors prints reports with errors of their layout: reading the PDF
// must not give a wrong number without a doubt that the tables themselves do not give.
func TestPrintedErrors(t *testing.T) {
	reports := 60
	if os.Getenv("GONGKAI_PRINTS") != "" {
		fmt.Sscan(os.Getenv("GONGKAI_PRINTS"), &reports)
	}
	stages := pipeline.All()
	var plain, printed mutate.Tally
	for n := range reports {
		r, errors := mutate.Damaged(5, n, mutate.Plan(n))
		for _, b := range r.Document().Blocks {
			if x, ok := b.(*extract.Table); ok && (x.Text || x.Depth > 0) {
				r = nil // no table that is ruled
				break
			}
		}
		if r == nil {
			continue
		}
		got, err := stages.Normalize(r.Document())
		if err != nil {
			got = nil
		}
		want, known := mutate.Score(r, got)
		style := pdffile.Style{Foot: 70 + float64(n*37%400), Split: n%3 == 0, Repeat: n%4 == 0, Digits: pdffile.Helvetica}
		res := stages.Bytes(t.Context(), pdffile.Layout(r.Document(), style).Save())
		tally, wrong := mutate.Score(r, res.Report)
		plain.Add(want)
		printed.Add(tally)
		var names []string
		for _, e := range errors {
			names = append(names, e.Name)
		}
		for _, w := range wrong {
			if w.Kind == mutate.Silent && !slices.Contains(known, w) {
				t.Errorf("report %d (%s): %s = %s, printed %q", n, names, w.Key, w.Got, w.Printed)
			}
		}
	}
	t.Logf("as tables %+v", plain)
	t.Logf("as PDF    %+v", printed)
	if 100*printed.Right < 95*plain.Right {
		t.Errorf("%d numbers are right in PDF, %d in the tables themselves", printed.Right, plain.Right)
	}
}
