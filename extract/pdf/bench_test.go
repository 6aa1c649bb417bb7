package pdf

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/extract/extracttest"
)

// BenchmarkPages reads the pages of reports as LibreOffice and Word wrote them.
func BenchmarkPages(b *testing.B) {
	root := extracttest.Documents(b)
	for _, name := range []string{
		"synthetic/pdf/01_青川市临河区人民政府_2024.pdf",
		"synthetic/pdf_cjk/01_青川市临河区人民政府_2024.UniGB-UCS2-H.fill.pdf",
		"docs/cn_gov/zxj6827111-blip_govnianbao/annual_report__淮安市2024.pdf",
	} {
		data, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			b.Fatal(err)
		}
		b.Run(filepath.Base(name), func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Pages(context.Background(), data, extract.Options{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkRead reads a document of three pages whole, tables rebuilt.
func BenchmarkRead(b *testing.B) {
	root := extracttest.Documents(b)
	data, err := os.ReadFile(filepath.Join(root, "synthetic/pdf/01_青川市临河区人民政府_2024.pdf"))
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Format.Read(context.Background(), data, extract.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
