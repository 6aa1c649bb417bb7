package targets

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/gongkai-data/gongkai/sinks"
	"github.com/gongkai-data/gongkai/sinks/parquet"
	"github.com/gongkai-data/gongkai/sinks/sinktest"
)

// BenchmarkExport2M writes the facts of 10,000 made-up reports, 1,990,000 rows, in
// each form. Peak is the most memory that the process held in the run of one form;
// run it alone: -bench Export2M/csv -benchtime 1x.
func BenchmarkExport2M(b *testing.B) {
	dir := os.Getenv("GONGKAI_BENCH_DATASET") // to publish once for several runs
	if dir == "" {
		dir = filepath.Join(b.TempDir(), "dataset")
	}
	if _, err := os.Stat(dir); err != nil {
		publish(b, dir, 10_000)
	}
	for _, e := range Exports {
		b.Run(e.Name, func(b *testing.B) {
			src, err := parquet.OpenSource(dir, "facts", "dictionary")
			if err != nil {
				b.Fatal(err)
			}
			defer src.Close()
			runtime.GC()
			_ = os.WriteFile("/proc/self/clear_refs", []byte("5"), 0) // the peak starts again, where there is one
			out := filepath.Join(b.TempDir(), "out"+e.Suffix)
			for b.Loop() {
				if err := e.Write(b.Context(), src, out, sinks.ExportOptions{Replace: true}); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(src.Count("facts"))*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
			b.ReportMetric(peakMB(), "peak-MB")
		})
	}
}

func publish(b *testing.B, dir string, reports int) {
	s, err := parquet.Open(dir, sinks.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	var base []sinks.Result
	for i := range 40 {
		base = append(base, sinktest.ResultOf(sinktest.Report([]string{"B", "C"}[i%2], i)))
	}
	for i := range reports {
		res := base[i%len(base)]
		r := *res.Report
		r.ID = fmt.Sprintf("%s-%05d", r.ID, i)
		res.Report, res.Document.ReportID, res.Document.Path = &r, &r.ID, &r.ID
		if err := s.Write(b.Context(), res); err != nil {
			b.Fatal(err)
		}
	}
	if err := s.Commit(b.Context()); err != nil {
		b.Fatal(err)
	}
}

// peakMB is VmHWM, 0 where the system does not tell.
func peakMB() float64 {
	text, _ := os.ReadFile("/proc/self/status")
	_, rest, ok := strings.Cut(string(text), "VmHWM:")
	if !ok {
		return 0
	}
	n, _ := strconv.ParseFloat(strings.Fields(rest)[0], 64)
	return n / 1024
}
