package htmldoc

import (
	"fmt"
	"strings"
	"testing"

	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/extract/extracttest"
)

// BenchmarkRead reads one report page and a page of 1 MB with 550 tables.
func BenchmarkRead(b *testing.B) {
	pages := map[string][]byte{"tables": manyTables(550)}
	for name, page := range extracttest.Fixtures(b, "testdata/html") {
		if name == "report-page" || name == "report-page-gb18030" || name == "word-page" {
			pages[name] = page
		}
	}
	for name, page := range pages {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(page)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Format.Read(b.Context(), page, extract.Options{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func manyTables(n int) []byte {
	var s strings.Builder
	s.WriteString("<!DOCTYPE html><html><head><meta charset=utf-8></head><body>")
	for i := range n {
		fmt.Fprintf(&s, "<p>第%d表</p><table border=\"1\">", i)
		for r := range 7 {
			s.WriteString("<tr>")
			for c := range 8 {
				fmt.Fprintf(&s, "<td style=\"width:40px\">%d</td>", r*c)
			}
			s.WriteString("</tr>\n")
		}
		s.WriteString("</table>\n")
	}
	s.WriteString("</body></html>")
	return []byte(s.String())
}
