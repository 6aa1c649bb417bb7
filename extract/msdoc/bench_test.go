package msdoc

import (
	"context"
	"fmt"
	"os"
	"testing"

	"github.com/gongkai-data/gongkai/extract"
)

// report is a report of usual size: two pages of text and three tables.
func report() []byte {
	seed := uint32(1)
	next := func() uint32 {
		seed = seed*1664525 + 1013904223
		return seed >> 8
	}
	font := join(prl(0x4A4F, 1, 0), prl(0x4A50, 1, 0), prl(0x4A43, 32, 0))
	line := prl(0x6412, 0x30, 2, 0, 0)
	var pars []par
	add := func(p par) {
		p.papx = join(line, p.papx)
		for i := range p.runs {
			p.runs[i].chpx = font
		}
		p.chpx = font
		pars = append(pars, p)
	}
	for i := range 40 {
		add(text(fmt.Sprintf("（%d）全年通过政府网站、政务新媒体主动公开政府信息%d条，落实信息发布“三审三校”制度，加强政府网站专栏建设。", i+1, next()%9000)))
	}
	for _, size := range [][2]int{{14, 4}, {28, 10}, {4, 15}} {
		add(text("（表）"))
		edges := []int{0}
		for k := range size[1] {
			edges = append(edges, edges[k]+9000/size[1])
		}
		for range size[0] {
			for range size[1] {
				add(cell(fmt.Sprint(next() % 1000)))
			}
			add(rowEnd(edges, make([]int, size[1])))
		}
	}
	add(text("完"))
	d := &doc{pars: [storyCount][]par{pars}, title: "report", stshf: writeStyles(std(0, 0xFFF, "Normal", nil, nil))}
	return d.bytes()
}

// benchFile is a report of usual size: $BENCH names another file.
func benchFile(b *testing.B) []byte {
	b.Helper()
	if path := os.Getenv("BENCH"); path != "" {
		data, err := os.ReadFile(path)
		if err != nil {
			b.Fatal(err)
		}
		return data
	}
	return report()
}

func TestReportOfUsualSize(t *testing.T) {
	b := report()
	doc, err := Format.Read(context.Background(), b, extract.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var shapes string
	for _, x := range doc.Tables() {
		shapes += fmt.Sprint(x.Grid.Rows, "x", x.Grid.Cols, " ", len(x.Grid.Cells), "; ")
	}
	if shapes != "14x4 56; 28x10 280; 4x15 60; " || len(doc.Blocks) != 47 || len(doc.Notices) != 0 {
		t.Errorf("%d blocks, tables %s, notices %v", len(doc.Blocks), shapes, doc.Notices)
	}
	t.Logf("%d bytes", len(b))
}

func BenchmarkRead(b *testing.B) {
	data := benchFile(b)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Format.Read(context.Background(), data, extract.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkDetect(b *testing.B) {
	data := benchFile(b)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if !Format.Detect(data) {
			b.Fatal("not detected")
		}
	}
}
