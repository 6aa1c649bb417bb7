package draw

import (
	"bytes"
	"encoding/xml"
	"errors"
	"image"
	"image/color"
	"io"
	"math"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gongkai-data/gongkai/extract"
)

func box(x0, y0, x1, y1 float64) extract.Box { return extract.Box{X0: x0, Y0: y0, X1: x1, Y1: y1} }

// ruled is a page with a heading and a table of two rows, whose first cell is
// merged: what each kind of thing looks like.
func ruled(t *testing.T) (*extract.PageContent, *extract.Document) {
	p := &extract.PageContent{Page: extract.Page{Width: 200, Height: 120}, Number: 1, Fonts: []extract.Font{{Name: "SimSun"}, {Name: "SimSun", Vertical: true}}}
	text := func(s string, x, y float64, dir extract.Dir, font int32) {
		for _, r := range s {
			p.Chars = append(p.Chars, extract.Char{Rune: r, Dir: dir, Font: font, Size: 10, Box: box(x, y, x+10, y+10)})
			switch dir {
			case extract.Rightwards:
				x += 10
			case extract.Downwards:
				y += 10
			case extract.Upwards:
				y -= 10
			}
		}
	}
	text("表1 <总计>", 20, 10, extract.Rightwards, 0)
	text("合计", 25, 45, extract.Downwards, 1)
	text("12", 70, 42, extract.Rightwards, 0)
	text("旁注", 190, 60, extract.Upwards, 0)
	text("�", 110, 42, extract.Rightwards, 0)
	p.Chars = append(p.Chars, extract.Char{Rune: '隐', Hidden: true, Size: 10, Box: box(70, 70, 80, 80)})
	for _, y := range []float64{40, 60, 80} {
		p.Rulings = append(p.Rulings, extract.Ruling{Box: box(20, y, 180, y), Width: 0.5, Dashed: y == 60})
	}
	p.Rulings = append(p.Rulings, extract.Ruling{Box: box(20, 40, 20.5, 80), Fill: true}, extract.Ruling{Box: box(60, 41, 179, 59), Fill: true, Background: true})
	p.Pictures = []extract.Box{box(150, 90, 190, 110)}
	at := func(b extract.Box) extract.Prov { return extract.Prov{Page: 1, Box: b} }
	grid, err := extract.NewGrid([]extract.Cell{
		{Prov: at(box(20, 40, 60, 80)), RowSpan: 2, ColSpan: 1, Text: "合计"},
		{Prov: at(box(60, 40, 180, 60)), Col: 1, RowSpan: 1, ColSpan: 1, Header: true, Text: "12"},
		{Prov: at(box(60, 60, 180, 80)), Row: 1, Col: 1, RowSpan: 1, ColSpan: 1},
	})
	if err != nil {
		t.Fatal(err)
	}
	return p, &extract.Document{Blocks: []extract.Block{&extract.Paragraph{}, &extract.Table{Caption: "表1 <总计>", Grid: grid}}}
}

func layers(doc *extract.Document) []Layer {
	var tr Trace
	tr.Step("edges", []extract.Shape{{Page: 1, Box: box(20, 40, 180, 40)}, {Page: 2, Box: box(0, 0, 1, 1)}})
	tr.Step("crossings", []extract.Shape{{Page: 1, Box: box(19, 39, 21, 41), Label: "a&b\x1b"}})
	tr.Step("edges", []extract.Shape{{Page: 1, Box: box(20, 80, 180, 80)}})
	return append(tr.Layers(1), Document(doc, 1)...)
}

func TestSVG(t *testing.T) {
	p, doc := ruled(t)
	turned := &extract.PageContent{Page: extract.Page{Width: 60, Height: 60}, Fonts: []extract.Font{{}}, Chars: []extract.Char{
		{Rune: '左', Dir: extract.Leftwards, Size: 10, Box: box(20, 20, 30, 30)}, {Rune: '下', Dir: extract.Downwards, Size: 10, Box: box(40, 20, 50, 30)},
	}}
	for name, got := range map[string][]byte{"ruled": SVG(p, layers(doc)), "turned": SVG(turned, nil)} {
		t.Run(name, func(t *testing.T) {
			wellFormed(t, got)
			file := "testdata/" + name + ".svg"
			if os.Getenv("UPDATE") == "1" {
				if err := os.WriteFile(file, got, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(string(want), string(got)); d != "" {
				t.Error(d)
			}
		})
	}
}

func wellFormed(t *testing.T, b []byte) {
	t.Helper()
	for d := xml.NewDecoder(bytes.NewReader(b)); ; {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			t.Fatal(err)
		}
	}
}

// TestHostilePages: whatever stands on a page, the file is XML.
func TestHostilePages(t *testing.T) {
	nan := math.NaN()
	p := &extract.PageContent{Page: extract.Page{Width: math.Inf(1), Height: nan},
		Chars:    []extract.Char{{Rune: '<', Font: 7, Size: float32(nan)}, {Rune: 0}, {Rune: 0xFFFF}, {Rune: 0xD800}, {Rune: '"', Dir: extract.Upwards, Font: -1}},
		Rulings:  []extract.Ruling{{Box: box(nan, -1e300, 1e300, 0), Width: float32(math.Inf(-1))}},
		Pictures: []extract.Box{box(9, 9, 1, 1)},
	}
	ls := []Layer{{Name: `"><script>`, Shapes: []Shape{{Class: `"x`, Label: "</title><script>"}}}}
	got := SVG(p, ls)
	wellFormed(t, got)
	if bytes.Contains(got, []byte("<script")) || bytes.Contains(got, []byte("NaN")) || bytes.Contains(got, []byte("Inf")) {
		t.Errorf("%s", got)
	}
	Over(image.NewGray(image.Rect(0, 0, 3, 3)), 2, []Layer{{Shapes: []Shape{{Box: p.Rulings[0].Box}}}})
	Over(image.NewGray(image.Rect(0, 0, 0, 0)), 2, ls)
}

func TestTraceKeepsOrderAndPage(t *testing.T) {
	_, doc := ruled(t)
	var names []string
	var counts []int
	for _, l := range layers(doc) {
		names, counts = append(names, l.Name), append(counts, len(l.Shapes))
	}
	if d := cmp.Diff([]string{"edges", "crossings", "document-cells", "document-tables"}, names); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]int{2, 1, 3, 1}, counts); d != "" {
		t.Error(d)
	}
	if l := Document(doc, 2); len(l) != 0 {
		t.Errorf("another page shows %v", l)
	}
}

func TestOver(t *testing.T) {
	_, doc := ruled(t)
	page := image.NewGray(image.Rect(0, 0, 400, 240))
	out := Over(page, 2, Document(doc, 1))
	if got := out.RGBAAt(40, 100); got != (color.RGBA{204, 102, 0, 255}) { // the table lies over its cell
		t.Errorf("left edge %v", got)
	}
	if got := out.RGBAAt(200, 120); got == (color.RGBA{0, 0, 0, 255}) {
		t.Error("no edge between the cells")
	}
	if got := out.RGBAAt(200, 100); got != (color.RGBA{0, 0, 0, 255}) {
		t.Errorf("a cell is filled: %v", got)
	}
}
