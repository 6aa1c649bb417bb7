package extract_test

import (
	"bytes"
	"math/rand"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gongkai-data/gongkai/extract"
)

const sample = `format "docx"
title "2024年度报告"
property "core:title" "2024\n年度\"报告\""
page 595.3 841.9
paragraph "无部件" @3-9
part "word/document.xml"
heading 2 "（一）总体情况" @120-310
paragraph "第一行\n第二行\u3000\xff" role=note style="a b=c" @310-402 page=3 box=1,2.5,3,4
table 2x3 caption="表 1" role=furniture depth=1 text @402-990
  r0c0 1x2 header "合计" @420-500
  r0c2 2x1 ""
  r1c0 "a\tb"
table 0x0
part ""
notice docx-lossy "cut" 
notice docx-lossy "cut" @1-2
`

func TestDumpOfSample(t *testing.T) {
	doc, err := extract.ParseDump(strings.NewReader(sample))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := extract.Dump(&b, doc); err != nil {
		t.Fatal(err)
	}
	want := strings.ReplaceAll(sample, "\"cut\" \n", "\"cut\"\n")
	if d := cmp.Diff(want, b.String()); d != "" {
		t.Error(d)
	}
	if p := doc.Blocks[2].(*extract.Paragraph); p.Text != "第一行\n第二行\u3000\xff" || p.Role != extract.Note || p.Box.Y0 != 2.5 || p.Page != 3 {
		t.Errorf("paragraph read as %+v", p)
	}
}

func TestParseDumpErrors(t *testing.T) {
	for _, s := range []string{
		"paragraf \"x\"", "heading x \"y\"", "heading 1 y", "paragraph \"x\" role=none", "paragraph \"x\" colour=red",
		"r0c0 \"x\"", "table 1x1\nr0 \"x\"", "table 1x1\nr0c0 x", "digest 00", "paragraph \"x\" box=1,2", "title \"a\" \"b\"",
	} {
		if doc, err := extract.ParseDump(strings.NewReader(s)); err == nil {
			t.Errorf("%q: no error, %+v", s, doc)
		} else if !strings.HasPrefix(err.Error(), "dump: line ") {
			t.Errorf("%q: %v names no line", s, err)
		}
	}
}

func TestDumpInverse(t *testing.T) {
	r := rand.New(rand.NewSource(1))
	for range 500 {
		doc := randomDocument(r)
		var b bytes.Buffer
		if err := extract.Dump(&b, doc); err != nil {
			t.Fatal(err)
		}
		got, err := extract.ParseDump(bytes.NewReader(b.Bytes()))
		if err != nil {
			t.Fatalf("%v in\n%s", err, b.Bytes())
		}
		if d := cmp.Diff(doc, got); d != "" {
			t.Fatalf("%s in\n%s", d, b.Bytes())
		}
	}
}

func randomDocument(r *rand.Rand) *extract.Document {
	text := func() string {
		const runes = "一、A \n\t\"\\=@\u3000𠮷\xff\r<"
		var s []byte
		for range r.Intn(8) {
			s = append(s, runes[r.Intn(len(runes))])
		}
		return string(s)
	}
	prov := func() extract.Prov {
		p := extract.Prov{Part: []string{"", "a", "b c"}[r.Intn(3)], Start: int64(r.Intn(3)), Page: r.Intn(2)}
		p.End = p.Start + int64(r.Intn(3))
		if r.Intn(2) == 0 {
			p.Box = extract.Box{X0: r.Float64(), Y1: r.NormFloat64()}
		}
		return p
	}
	doc := &extract.Document{Format: text(), Title: text()}
	r.Read(doc.Digest[:r.Intn(2)*32])
	for range r.Intn(3) {
		doc.Properties = append(doc.Properties, extract.Property{Name: text(), Value: text()})
		doc.Pages = append(doc.Pages, extract.Page{Width: r.Float64(), Height: 3})
		doc.Pictures = append(doc.Pictures, prov())
		doc.Notices = append(doc.Notices, extract.Notice{Code: "a-b", Detail: text(), Prov: prov()})
	}
	for range r.Intn(5) {
		switch r.Intn(3) {
		case 0:
			doc.Blocks = append(doc.Blocks, &extract.Heading{Prov: prov(), Level: r.Intn(9), Text: text()})
		case 1:
			doc.Blocks = append(doc.Blocks, &extract.Paragraph{Prov: prov(), Role: extract.Role(r.Intn(3)), Style: text(), Text: text()})
		default:
			t := &extract.Table{Prov: prov(), Caption: text(), Role: extract.Role(r.Intn(3)), Depth: r.Intn(2), Text: r.Intn(2) == 0}
			for i := range r.Intn(4) {
				t.Grid.Cells = append(t.Grid.Cells, extract.Cell{Prov: prov(), Row: i, RowSpan: 1 + r.Intn(2), ColSpan: 1, Header: r.Intn(2) == 0, Text: text()})
				t.Grid.Rows, t.Grid.Cols = i+2, 1
			}
			doc.Blocks = append(doc.Blocks, t)
		}
	}
	return doc
}
