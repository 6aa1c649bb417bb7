package parquet

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/gongkai-data/gongkai/sinks"
	"github.com/gongkai-data/gongkai/sinks/sinktest"
)

// BenchmarkWrite10kReports writes and publishes 10,000 made-up reports, facts
// and all. Heap is what the sink holds before Commit.
func BenchmarkWrite10kReports(b *testing.B) {
	const reports = 10_000
	var base []sinks.Result
	for i := range 40 {
		base = append(base, sinktest.ResultOf(sinktest.Report([]string{"B", "C"}[i%2], i)))
	}
	dir := filepath.Join(b.TempDir(), "dataset")
	var size int64
	var heap uint64
	rows := 0
	for b.Loop() {
		s, err := Open(dir, sinks.Options{})
		if err != nil {
			b.Fatal(err)
		}
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		rows = 0
		for i := range reports {
			res := base[i%len(base)]
			r := *res.Report
			r.ID = fmt.Sprintf("%s-%05d", r.ID, i)
			res.Report, res.Document.ReportID, res.Document.Path = &r, &r.ID, &r.ID
			rows += len(r.Facts)
			if err := s.Write(b.Context(), res); err != nil {
				b.Fatal(err)
			}
		}
		runtime.GC()
		runtime.ReadMemStats(&after)
		heap = after.HeapAlloc - before.HeapAlloc
		if err := s.Commit(b.Context()); err != nil {
			b.Fatal(err)
		}
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
	}
	entries, _ := os.ReadDir(dir)
	for _, e := range entries {
		st, _ := e.Info()
		size += st.Size()
	}
	b.ReportMetric(float64(rows*b.N)/b.Elapsed().Seconds(), "facts/s")
	b.ReportMetric(float64(size)/reports, "disk-B/report")
	b.ReportMetric(float64(heap)/reports, "heap-B/report")
}
