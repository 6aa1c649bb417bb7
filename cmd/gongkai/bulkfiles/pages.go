package main

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"strings"
	"unicode/utf16"

	"github.com/gongkai-data/gongkai/extract"
)

// A4 in points, with margins; a page with a table that is higher grows.
const (
	pageWidth  = 595
	pageHeight = 842
	edge       = 56
	bodySize   = 12
	cellSize   = 8
	leading    = 1.5
)

// sheet is a PDF 1.7 in the making: text in a Chinese font that is not embedded
// (UniGB-UCS2-H), tables with rulings, streams deflated.
type sheet struct {
	pages []leaf
	y     float64 // of the last line, from the top
}

type leaf struct {
	content bytes.Buffer
	height  float64
}

// paged is the report as a word processor exports it.
func paged(doc *extract.Document) ([]byte, error) {
	s := &sheet{}
	s.turn(pageHeight)
	texts(doc, s.paragraph, func(t *extract.Table) { s.table(&t.Grid) })
	return s.file()
}

func (s *sheet) turn(height float64) {
	s.pages = append(s.pages, leaf{height: height})
	s.y = edge
}

func (s *sheet) page() *leaf { return &s.pages[len(s.pages)-1] }

// paragraph breaks a text into lines, the first indented.
func (s *sheet) paragraph(text string) {
	x := float64(edge + 2*bodySize)
	for _, line := range broken(text, bodySize, pageWidth-2*edge-2*bodySize, pageWidth-2*edge) {
		if s.y+bodySize*leading > s.page().height-edge {
			s.turn(pageHeight)
		}
		s.y += bodySize * leading
		s.show(x, s.y, bodySize, line)
		x = edge
	}
}

// broken cuts a text into lines of the given widths, the first first.
func broken(text string, size, first, others float64) (lines []string) {
	width, used := first, 0.0
	var line strings.Builder
	end := func() {
		lines = append(lines, line.String())
		line.Reset()
		width, used = others, 0
	}
	for _, r := range text {
		w := size
		if r < 0x80 {
			w /= 2
		}
		if r == '\n' || used+w > width {
			end()
			if r == '\n' {
				continue
			}
		}
		used += w
		line.WriteRune(r)
	}
	end()
	return lines
}

func (s *sheet) show(x, y, size float64, text string) {
	if text == "" {
		return
	}
	p := s.page()
	fmt.Fprintf(&p.content, "BT /F %g Tf %.2f %.2f Td <", size, x, p.height-y)
	for _, u := range utf16.Encode([]rune(text)) {
		fmt.Fprintf(&p.content, "%04X", u)
	}
	p.content.WriteString("> Tj ET\n")
}

// table draws a grid on one page.
func (s *sheet) table(g *extract.Grid) {
	if g.Cols == 0 {
		return
	}
	width := float64(pageWidth-2*edge) / float64(g.Cols)
	lines := make([][]string, len(g.Cells))
	heights := make([]float64, g.Rows)
	for i := range heights {
		heights[i] = cellSize*leading + 4
	}
	for i := range g.Cells {
		c := &g.Cells[i]
		room := width*float64(c.ColSpan) - 4
		lines[i] = broken(c.Text, cellSize, room, room)
		if need := float64(len(lines[i]))*cellSize*leading + 4; c.RowSpan == 1 {
			heights[c.Row] = max(heights[c.Row], need)
		} else if c.Col > 0 { // a label of a group: its rows share the height
			for r := c.Row; r < c.Row+c.RowSpan; r++ {
				heights[r] = max(heights[r], need/float64(c.RowSpan))
			}
		}
	}
	tops := make([]float64, g.Rows+1)
	for i, h := range heights {
		tops[i+1] = tops[i] + h
	}
	s.y += cellSize
	if s.y+tops[g.Rows] > s.page().height-edge {
		s.turn(max(pageHeight, tops[g.Rows]+3*edge))
	}
	for i := range g.Cells {
		c := &g.Cells[i]
		x0, x1 := edge+width*float64(c.Col), edge+width*float64(c.Col+c.ColSpan)
		y0, y1 := s.y+tops[c.Row], s.y+tops[c.Row+c.RowSpan]
		fmt.Fprintf(&s.page().content, "0.5 w %.2f %.2f %.2f %.2f re S\n", x0, s.page().height-y1, x1-x0, y1-y0)
		for n, line := range lines[i] {
			s.show(x0+2, y0+2+float64(n+1)*cellSize*leading-3, cellSize, line)
		}
	}
	s.y += tops[g.Rows]
}

// file writes the objects and their table.
func (s *sheet) file() ([]byte, error) {
	objects := []string{"<</Type/Catalog/Pages 2 0 R>>", "",
		"<</Type/Font/Subtype/Type0/BaseFont/SimSun/Encoding/UniGB-UCS2-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType2/BaseFont/SimSun" +
			"/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>/DW 1000/W[1 95 500 814 939 500]>>]>>"}
	var kids strings.Builder
	for i := range s.pages {
		p := &s.pages[i]
		var packed bytes.Buffer
		z := zlib.NewWriter(&packed)
		if _, err := z.Write(p.content.Bytes()); err != nil {
			return nil, err
		}
		if err := z.Close(); err != nil {
			return nil, err
		}
		n := len(objects) + 1
		fmt.Fprintf(&kids, "%d 0 R ", n)
		objects = append(objects,
			fmt.Sprintf("<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %.2f]/Resources<</Font<</F 3 0 R>>>>/Contents %d 0 R>>", pageWidth, p.height, n+1),
			fmt.Sprintf("<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream", packed.Len(), packed.Bytes()))
	}
	objects[1] = fmt.Sprintf("<</Type/Pages/Kids[%s]/Count %d>>", kids.String(), len(s.pages))
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	at := make([]int, len(objects))
	for i, o := range objects {
		at[i] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	table := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, o := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&b, "trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, table)
	return b.Bytes(), nil
}
