package docx

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/gongkai-data/gongkai/extract"
)

// reportBytes makes a report of usual size and shape: 180 KB of document.xml
// with fonts and revision marks on every run, three tables, numbering, styles.
func reportBytes(tb testing.TB) []byte {
	tb.Helper()
	w := &reportWriter{seed: 1}
	w.str(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + open1)
	w.par("2024年政府信息公开工作年度报告")
	for i := range 40 {
		w.par(fmt.Sprintf("（%d）全年通过政府网站、政务新媒体主动公开政府信息%d条，落实信息发布“三审三校”制度，加强政府网站专栏建设。", i+1, w.next()%9000))
	}
	w.table(14, 4)
	w.table(28, 10)
	w.table(4, 15)
	w.str(`<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr>` + shut1)
	styles := `<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">`
	for i := range 60 {
		styles += fmt.Sprintf(`<w:style w:type="paragraph" w:styleId="s%d"><w:name w:val="style %d"/><w:basedOn w:val="s%d"/><w:rPr><w:sz w:val="%d"/></w:rPr></w:style>`, i, i, i/2-1, 20+i)
	}
	return pack(tb, part{"word/styles.xml", styles + "</w:styles>"}, part{defaultMain, w.b.String()})
}

type reportWriter struct {
	b    strings.Builder
	seed uint32
}

func (w *reportWriter) str(s string) { w.b.WriteString(s) }

func (w *reportWriter) next() uint32 {
	w.seed = w.seed*1664525 + 1013904223
	return w.seed >> 8
}

func (w *reportWriter) par(text string) {
	fmt.Fprintf(&w.b, `<w:p w:rsidR="%08X" w:rsidRDefault="%08X"><w:pPr><w:pStyle w:val="s%d"/><w:spacing w:line="560" w:lineRule="exact"/><w:jc w:val="center"/></w:pPr>`+
		`<w:r><w:rPr><w:rFonts w:ascii="仿宋_GB2312" w:eastAsia="仿宋_GB2312" w:hint="eastAsia"/><w:sz w:val="32"/></w:rPr><w:t>%s</w:t></w:r></w:p>`,
		w.next(), w.next(), w.next()%60, text)
}

func (w *reportWriter) table(rows, cols int) {
	w.str(`<w:tbl><w:tblPr><w:tblW w:w="9000" w:type="dxa"/></w:tblPr><w:tblGrid/>`)
	for r := range rows {
		fmt.Fprintf(&w.b, `<w:tr w:rsidR="%08X"><w:trPr><w:trHeight w:val="400"/></w:trPr>`, w.next())
		for range cols {
			w.str(`<w:tc><w:tcPr><w:tcW w:w="900" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>`)
			w.par(fmt.Sprint(w.next() % 1000 / uint32(r+1)))
			w.str(`</w:tc>`)
		}
		w.str(`</w:tr>`)
	}
	w.str(`</w:tbl>`)
}

func TestReportOfUsualSize(t *testing.T) {
	b := reportBytes(t)
	doc, err := Format.Read(context.Background(), b, extract.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var shapes []string
	for _, x := range doc.Tables() {
		shapes = append(shapes, fmt.Sprint(x.Grid.Rows, "x", x.Grid.Cols, " ", len(x.Grid.Cells)))
	}
	if got := strings.Join(shapes, ", "); got != "14x4 56, 28x10 280, 4x15 60" || len(doc.Blocks) != 44 {
		t.Errorf("%d blocks, tables %s", len(doc.Blocks), got)
	}
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	if n := z.File[1].UncompressedSize64; n < 150_000 || n > 230_000 {
		t.Errorf("document.xml has %d bytes", n)
	}
	t.Logf("package %d bytes, document.xml %d", len(b), z.File[1].UncompressedSize64)
}
