package pipeline

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/gongkai-data/gongkai/sinks"
)

// BenchmarkWalk takes sample reports from bytes to rows, without the disk.
func BenchmarkWalk(b *testing.B) {
	for _, name := range []string{"qinghe-2024.docx", "qinghe-2024.html", "qinghe-2024-gb.html", "luhua-2023.txt"} {
		b.Run(name, func(b *testing.B) {
			bytes, err := os.ReadFile(filepath.Join("../../../../corpus/samples", name))
			if err != nil {
				b.Fatal(err)
			}
			b.SetBytes(int64(len(bytes)))
			b.ReportAllocs()
			s := All()
			for b.Loop() {
				var res Result
				s.walk(context.Background(), bytes, &res)
				if res.Report == nil || len(sinks.Facts(res.Report)) != 200 {
					b.Fatal(res.Code)
				}
			}
		})
	}
}
