package object

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/extract/extracttest"
)

// BenchmarkOpen opens a report and decodes the content of its pages.
func BenchmarkOpen(b *testing.B) {
	root := extracttest.Documents(b)
	for _, name := range []string{
		"synthetic/pdf/01_青川市临河区人民政府_2024.pdf",
		"docs/cn_gov/zxj6827111-blip_govnianbao/annual_report__淮安市2024.pdf",
	} {
		data, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			b.Fatal(err)
		}
		b.Run(filepath.Base(name), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				f, err := Open(context.Background(), data, "", extract.Limits{})
				if err != nil {
					b.Fatal(err)
				}
				pages, _ := f.Pages()
				for _, p := range pages {
					f.Contents(p.Dict)
				}
			}
		})
	}
}
