package pipeline

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/gongkai-data/gongkai/cmd/gongkai/peers/wordfile"
	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/extract/extracttest"
	"github.com/gongkai-data/gongkai/sinks"
)

// BenchmarkWalk takes reports from bytes to rows, without the disk: the samples
// and one of usual size as a word processor saves it. docs/s is that of one
// core as far as the collector leaves it alone; -cpu 1 keeps it there.
func BenchmarkWalk(b *testing.B) {
	for _, name := range []string{"qinghe-2024.docx", "qinghe-2024.html", "qinghe-2024-gb.html", "wangshu-shuiwuju-2020.html", "luhua-2023.txt"} {
		b.Run(name, func(b *testing.B) { benchmarkWalk(b, sample(b, name)) })
	}
	b.Run("usual-25KB.docx", func(b *testing.B) { benchmarkWalk(b, usual(b)) })
	for _, format := range []string{"doc", "rtf", "html"} {
		b.Run("made-report."+format, func(b *testing.B) { benchmarkWalk(b, madeReport(b, format)) })
	}
}

// madeReport is the shared report of middle size, as a word processor saved it.
func madeReport(b *testing.B, format string) []byte {
	b.Helper()
	files := extracttest.FilesOf(b, extracttest.Documents(b), []string{"." + format}, filepath.Join("synthetic", format))
	if len(files) == 0 {
		b.Skip("no made reports of this format are at hand")
	}
	var reports [][]byte
	for _, f := range files {
		bytes, err := os.ReadFile(f)
		if err != nil {
			b.Fatal(err)
		}
		reports = append(reports, bytes)
	}
	slices.SortStableFunc(reports, func(x, y []byte) int { return len(x) - len(y) })
	return reports[len(reports)/2]
}

func benchmarkWalk(b *testing.B, bytes []byte) {
	Tune() // as the command does
	b.SetBytes(int64(len(bytes)))
	b.ReportAllocs()
	s := All()
	for b.Loop() {
		var res Result
		s.walk(context.Background(), bytes, &res)
		if res.Report == nil || len(sinks.Facts(res.Report)) < 198 { // form B prints the fewest
			b.Fatal(res.Outcome, res.Code)
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "docs/s")
}

func sample(b *testing.B, name string) []byte {
	b.Helper()
	bytes, err := os.ReadFile(filepath.Join("../../../../corpus/samples", name))
	if err != nil {
		b.Fatal(err)
	}
	return bytes
}

// usual is the sample as Word would save it, with a narrative.
func usual(b *testing.B) []byte {
	b.Helper()
	doc, err := All().Read(context.Background(), sample(b, "qinghe-2024.docx"), extract.Options{})
	if err != nil {
		b.Fatal(err)
	}
	bytes, err := wordfile.Save(doc, wordfile.Usual)
	if err != nil {
		b.Fatal(err)
	}
	return bytes
}
