package pagetable_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/extract/internal/pagetable"
)

// sheet is a page in the making.
type sheet struct{ extract.PageContent }

func newSheet(no int) *sheet {
	return &sheet{extract.PageContent{Page: extract.Page{Width: 600, Height: 800}, Number: no, Fonts: []extract.Font{{Name: "A"}, {Name: "B", Bold: true}}}}
}

const em = 10

// text puts characters side by side; letters are half as wide as ideographs.
func (s *sheet) text(x, y float64, text string) *sheet { return s.sized(x, y, em, text) }

func (s *sheet) sized(x, y, size float64, text string) *sheet {
	for _, r := range text {
		w := size / 2
		if r >= 0x2000 {
			w = size
		}
		s.Chars = append(s.Chars, extract.Char{Rune: r, Size: float32(size), Box: extract.Box{X0: x, Y0: y, X1: x + w, Y1: y + size}})
		x += w
	}
	return s
}

func (s *sheet) line(x0, y0, x1, y1 float64) *sheet {
	s.Rulings = append(s.Rulings, extract.Ruling{Box: extract.Box{X0: x0, Y0: y0, X1: x1, Y1: y1}, Width: 0.5})
	return s
}

func (s *sheet) fill(x0, y0, x1, y1 float64) *sheet {
	s.Rulings = append(s.Rulings, extract.Ruling{Box: extract.Box{X0: x0, Y0: y0, X1: x1, Y1: y1}, Fill: true})
	return s
}

// grid draws all lines of a table.
func (s *sheet) grid(xs, ys []float64) *sheet {
	for _, x := range xs {
		s.line(x, ys[0], x, ys[len(ys)-1])
	}
	for _, y := range ys {
		s.line(xs[0], y, xs[len(xs)-1], y)
	}
	return s
}

// row puts one text into each cell.
func (s *sheet) row(y float64, xs []float64, texts ...string) *sheet {
	for i, t := range texts {
		s.text(xs[i]+4, y, t)
	}
	return s
}

func build(t *testing.T, sheets ...*sheet) pagetable.Result {
	t.Helper()
	res, err := pagetable.Build(context.Background(), pagesIn(sheets), extract.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return res
}

func pagesIn(sheets []*sheet) []extract.PageContent {
	var pages []extract.PageContent
	for _, s := range sheets {
		pages = append(pages, s.PageContent)
	}
	return pages
}

// printed writes blocks and notices so that they are read at a glance: the cells
// of a row between bars, with their spans.
func printed(res pagetable.Result) string {
	var b strings.Builder
	for _, x := range res.Blocks {
		switch x := x.(type) {
		case *extract.Paragraph:
			fmt.Fprintf(&b, "%s %q\n", x.Role, x.Text)
		case *extract.Table:
			fmt.Fprintf(&b, "table %dx%d", x.Grid.Rows, x.Grid.Cols)
			if x.Depth > 0 {
				fmt.Fprintf(&b, " depth %d", x.Depth)
			}
			if x.Text {
				b.WriteString(" text")
			}
			row := -1
			for _, c := range x.Grid.Cells {
				if c.Row != row {
					b.WriteString("\n ")
					row = c.Row
				}
				fmt.Fprintf(&b, " %d", c.Col)
				if c.RowSpan > 1 || c.ColSpan > 1 {
					fmt.Fprintf(&b, "(%dx%d)", c.RowSpan, c.ColSpan)
				}
				fmt.Fprintf(&b, ":%s", strings.ReplaceAll(c.Text, "\n", "/"))
			}
			b.WriteByte('\n')
		}
	}
	for _, n := range res.Notices {
		fmt.Fprintf(&b, "notice %s %s\n", n.Code, n.Detail)
	}
	return b.String()
}

func TestBuild(t *testing.T) {
	xs, ys := []float64{50, 150, 250, 350}, []float64{100, 120, 140, 160}
	three := func(s *sheet) *sheet {
		return s.row(105, xs, "信息内容", "本年制发件数", "件").row(125, xs, "规章", "12", "0").row(145, xs, "其他", "3", "45")
	}
	const threeRows = "table 3x3\n  0:信息内容 1:本年制发件数 2:件\n  0:规章 1:12 2:0\n  0:其他 1:3 2:45\n"
	for _, c := range []struct {
		name  string
		pages []*sheet
		want  string
	}{
		{"ruled", []*sheet{three(newSheet(1).grid(xs, ys))}, threeRows},
		{"thin-rectangles", []*sheet{three(rectangles(newSheet(1), xs, ys))}, threeRows},
		{"dashes-and-doubled-lines", []*sheet{three(dashed(newSheet(1), xs, ys))}, threeRows},
		{"each-cell-its-own-outline", []*sheet{three(outlines(newSheet(1), xs, ys))}, threeRows},
		{"sides-left-open", []*sheet{three(newSheet(1).line(150, 100, 150, 160).line(250, 100, 250, 160).
			line(50, 100, 350, 100).line(50, 120, 350, 120).line(50, 140, 350, 140).line(50, 160, 350, 160))}, threeRows},
		{"merged-cells", []*sheet{newSheet(1).line(50, 100, 350, 100).line(50, 160, 350, 160).line(150, 120, 350, 120).line(50, 140, 350, 140).
			line(50, 100, 50, 160).line(150, 100, 150, 160).line(250, 120, 250, 160).line(350, 100, 350, 160).
			text(54, 115, "类别").text(154, 105, "申请人情况").row(125, []float64{150, 250}, "自然人", "总计").row(145, xs, "新收", "1", "2")},
			"table 3x3\n  0(2x1):类别 1(1x2):申请人情况\n  1:自然人 2:总计\n  0:新收 1:1 2:2\n"},
		{"nested", []*sheet{newSheet(1).grid([]float64{50, 300, 550}, []float64{100, 200, 220}).grid([]float64{60, 120, 180}, []float64{120, 140, 160}).
			text(54, 105, "外").text(304, 105, "右").row(205, []float64{50, 300}, "下", "9").row(125, []float64{60, 120}, "甲", "1").row(145, []float64{60, 120}, "乙", "2")},
			"table 2x2\n  0:外 1:右\n  0:下 1:9\ntable 2x2 depth 1\n  0:甲 1:1\n  0:乙 1:2\n"},
		{"frame-around-a-table", []*sheet{three(newSheet(1).grid(xs, ys).grid([]float64{30, 500}, []float64{60, 400}).text(60, 80, "年度报告"))},
			"body \"年度报告\"\n" + threeRows},
		{"columns-drawn-in-the-head-only", []*sheet{newSheet(1).line(50, 100, 350, 100).line(50, 120, 350, 120).line(50, 140, 350, 140).line(50, 160, 350, 160).line(50, 180, 350, 180).
			line(50, 100, 50, 180).line(350, 100, 350, 180).line(150, 100, 150, 120).line(250, 100, 250, 120).
			row(105, xs, "甲", "乙", "丙").row(125, xs, "a", "1", "2").row(145, xs, "b", "3", "4").row(165, xs, "c", "5", "6")},
			"table 4x3\n  0:甲 1:乙 2:丙\n  0:a 1:1 2:2\n  0:b 1:3 2:4\n  0:c 1:5 2:6\n"},
		{"rows-drawn-under-the-head-only", []*sheet{newSheet(1).grid(xs, []float64{100, 120, 190}).
			row(105, xs, "甲", "乙", "丙").row(125, xs, "a", "1", "2").row(145, xs, "b", "3", "4").row(165, xs, "c", "5", "6")},
			"table 4x3\n  0:甲 1:乙 2:丙\n  0:a 1:1 2:2\n  0:b 1:3 2:4\n  0:c 1:5 2:6\n"},
		{"rules-above-and-below", []*sheet{newSheet(1).line(50, 98, 350, 98).line(50, 118, 350, 118).line(50, 182, 350, 182).
			row(105, xs, "甲", "乙", "丙").row(125, xs, "a", "1", "2").row(145, xs, "b", "3", "4").row(165, xs, "c", "5", "6")},
			"table 4x3\n  0:甲 1:乙 2:丙\n  0:a 1:1 2:2\n  0:b 1:3 2:4\n  0:c 1:5 2:6\n"},
		{"no-rulings", []*sheet{newSheet(1).row(105, xs, "甲", "乙", "丙").row(125, xs, "a", "1", "2").row(145, xs, "b", "3", "4").row(165, xs, "c", "5", "6")},
			"table 4x3\n  0:甲 1:乙 2:丙\n  0:a 1:1 2:2\n  0:b 1:3 2:4\n  0:c 1:5 2:6\n"},
		{"head-of-a-group-over-its-columns", []*sheet{newSheet(1).text(200, 90, "申请人情况").row(105, []float64{50, 150, 220, 290}, "行", "自然人", "商业", "总计").
			row(125, []float64{50, 150, 220, 290}, "a", "1", "2", "3").row(140, []float64{50, 150, 220, 290}, "b", "3", "4", "7").row(155, []float64{50, 150, 220, 290}, "c", "5", "6", "11")},
			"body \"申请人情况\"\ntable 4x4\n  0:行 1:自然人 2:商业 3:总计\n  0:a 1:1 2:2 3:3\n  0:b 1:3 2:4 3:7\n  0:c 1:5 2:6 3:11\n"},
		{"label-above-and-below-its-figures", []*sheet{newSheet(1).row(100, xs, "一二三四五六七", "甲", "乙").row(120, xs, "一二三四五六七", "1", "2").
			text(54, 134, "八九十百千万亿").text(154, 140, "3").text(254, 140, "4").text(54, 146, "兆").row(166, xs, "一二三四五六七", "5", "6")},
			"table 4x3\n  0:一二三四五六七 1:甲 2:乙\n  0:一二三四五六七 1:1 2:2\n  0:八九十百千万亿/兆 1:3 2:4\n  0:一二三四五六七 1:5 2:6\n"},
		{"vertical-label", []*sheet{vertical(newSheet(1).grid([]float64{50, 80, 150}, []float64{100, 150, 200}).line(50, 150, 80, 150), 60, 110, "三本年度").row(110, []float64{80}, "甲1").row(160, []float64{80}, "乙2")},
			"table 2x2\n  0:三本年度 1:甲1\n  0: 1:乙2\n"},
		{"one-character-a-line", []*sheet{newSheet(1).grid([]float64{50, 80, 150}, []float64{100, 150}).text(60, 105, "三").text(60, 117, "本").text(60, 129, "年").text(90, 110, "7")},
			"table 1x2\n  0:三/本/年 1:7\n"},
		{"digits-on-two-lines-stay-apart", []*sheet{newSheet(1).grid([]float64{50, 80, 150}, []float64{100, 130, 150}).text(54, 103, "1234").text(54, 115, "56").text(90, 105, "件").row(135, []float64{50, 80}, "a", "b")},
			"table 2x2\n  0:1234/56 1:件\n  0:a 1:b\n"},
		{"overprinted-bold", []*sheet{three(three(newSheet(1).grid(xs, ys)).shift(0.3))}, threeRows},
		{"raised-and-lowered-digits", []*sheet{newSheet(1).grid(xs, ys).text(54, 105, "12").sized(64, 102, 6, "3").text(154, 105, "H").sized(159, 111, 6, "2").row(125, xs, "a", "b", "c")},
			"table 3x3\n  0:12³ 1:H₂ 2:\n  0:a 1:b 2:c\n  0: 1: 2:\n"},
		{"hidden-text-is-left-out", []*sheet{three(newSheet(1).grid(xs, ys)).hidden(54, 180, "扫描")}, threeRows},
		{"turned-page", []*sheet{turned(three(newSheet(1).grid(xs, ys)))}, threeRows},
		{"number-cut-by-a-line", []*sheet{newSheet(1).grid(xs, ys).row(105, xs, "甲", "乙", "丙").text(141, 125, "1234").row(145, xs, "a", "b", "c")},
			"table 3x3\n  0:甲 1:乙 2:丙\n  0:12\uFFFD 1:\uFFFD34 2:\n  0:a 1:b 2:c\nnotice pagetable-number-cut 1\n"},
		{"cell-that-is-no-rectangle", []*sheet{newSheet(1).grid([]float64{50, 350}, []float64{100, 160}).line(50, 130, 200, 130).line(200, 100, 200, 130).text(60, 110, "甲").text(210, 110, "乙").text(60, 140, "丙")},
			"table 2x2\n  0:甲 1(2x1):乙\n  0:丙\nnotice pagetable-cell-irregular \n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if d := cmp.Diff(c.want, printed(build(t, c.pages...))); d != "" {
				t.Error(d)
			}
		})
	}
}

// shift moves what was painted last by a fraction of a character.
func (s *sheet) shift(by float64) *sheet {
	for i := len(s.Chars) / 2; i < len(s.Chars); i++ {
		s.Chars[i].Box.X0 += by
		s.Chars[i].Box.X1 += by
	}
	return s
}

func (s *sheet) hidden(x, y float64, text string) *sheet {
	from := len(s.Chars)
	s.text(x, y, text)
	for i := range s.Chars[from:] {
		s.Chars[from+i].Hidden = true
	}
	return s
}

func rectangles(s *sheet, xs, ys []float64) *sheet {
	for _, x := range xs {
		s.fill(x-0.3, ys[0], x+0.3, ys[len(ys)-1])
	}
	for _, y := range ys {
		s.fill(xs[0], y-0.3, xs[len(xs)-1], y+0.3)
	}
	return s
}

func dashed(s *sheet, xs, ys []float64) *sheet {
	for _, x := range xs {
		for y := ys[0]; y < ys[len(ys)-1]; y += 6 {
			s.line(x, y, x, y+3)
		}
		s.line(x, ys[len(ys)-1]-3, x, ys[len(ys)-1])
	}
	for _, y := range ys {
		s.line(xs[0], y-0.7, xs[len(xs)-1], y-0.7).line(xs[0], y+0.7, xs[len(xs)-1], y+0.7)
	}
	return s
}

func outlines(s *sheet, xs, ys []float64) *sheet {
	for i := range xs[1:] {
		for k := range ys[1:] {
			s.grid([]float64{xs[i] + 0.5, xs[i+1] - 0.5}, []float64{ys[k] + 0.5, ys[k+1] - 0.5})
		}
	}
	return s
}

// vertical writes downwards.
func vertical(s *sheet, x, y float64, text string) *sheet {
	for _, r := range text {
		s.Chars = append(s.Chars, extract.Char{Rune: r, Dir: extract.Downwards, Size: em, Box: extract.Box{X0: x, Y0: y, X1: x + em, Y1: y + em}})
		y += em
	}
	return s
}

// turned shows a page as it lies on its side: what ran rightwards runs upwards.
func turned(s *sheet) *sheet {
	turn := func(b extract.Box) extract.Box {
		return extract.Box{X0: b.Y0, Y0: s.Width - b.X1, X1: b.Y1, Y1: s.Width - b.X0}
	}
	for i := range s.Chars {
		s.Chars[i].Box, s.Chars[i].Dir = turn(s.Chars[i].Box), extract.Upwards
	}
	for i := range s.Rulings {
		s.Rulings[i].Box = turn(s.Rulings[i].Box)
	}
	s.Width, s.Height = s.Height, s.Width
	return s
}

func TestPages(t *testing.T) {
	xs := []float64{50, 100, 250, 320, 390}
	head := func(s *sheet, y float64) *sheet {
		return s.grid(xs, []float64{y, y + 20}).row(y+5, xs, "类", "情形", "自然人", "总计")
	}
	foot := func(s *sheet) *sheet { return s.text(290, 780, fmt.Sprintf("- %d -", s.Number)) }
	for _, c := range []struct {
		name  string
		pages []*sheet
		want  string
	}{
		{"goes-on", []*sheet{
			foot(head(newSheet(1), 700).grid(xs, []float64{720, 740}).row(725, xs, "一", "甲", "1", "2")),
			foot(newSheet(2).grid(xs, []float64{60, 80}).row(65, xs, "二", "乙", "3", "4")),
		}, "table 3x4\n  0:类 1:情形 2:自然人 3:总计\n  0:一 1:甲 2:1 3:2\n  0:二 1:乙 2:3 3:4\nfurniture \"- 1 -\"\nfurniture \"- 2 -\"\n"},
		{"head-repeated", []*sheet{
			foot(head(newSheet(1), 700).grid(xs, []float64{720, 740}).row(725, xs, "一", "甲", "1", "2")),
			foot(head(newSheet(2), 60).grid(xs, []float64{80, 100}).row(85, xs, "二", "乙", "3", "4")),
		}, "table 3x4\n  0:类 1:情形 2:自然人 3:总计\n  0:一 1:甲 2:1 3:2\n  0:二 1:乙 2:3 3:4\nfurniture \"- 1 -\"\nfurniture \"- 2 -\"\nnotice pagetable-header-repeated \n"},
		{"head-repeated-and-label-cut", []*sheet{
			foot(head(newSheet(1), 700).grid(xs, []float64{720, 740}).row(723, xs, "(四)", "1.甲", "1", "2").text(54, 731, "无")),
			foot(head(newSheet(2), 60).line(50, 80, 390, 80).line(100, 100, 390, 100).line(50, 120, 390, 120).grid(xs[1:], []float64{80, 120}).line(50, 80, 50, 120).
				text(54, 85, "法提供").row(85, xs[1:], "2.乙", "3", "4").row(105, xs[1:], "3.丙", "5", "6")),
		}, "table 4x4\n  0:类 1:情形 2:自然人 3:总计\n  0(3x1):(四)/无/法提供 1:1.甲 2:1 3:2\n  1:2.乙 2:3 3:4\n  1:3.丙 2:5 3:6\nfurniture \"- 1 -\"\nfurniture \"- 2 -\"\nnotice pagetable-header-repeated \nnotice pagetable-cell-joined \"(四)\\n无\" + \"法提供\"\n"},
		{"label-of-a-group-cut", []*sheet{
			foot(head(newSheet(1), 700).grid(xs, []float64{720, 740}).row(723, xs, "(四)", "1.甲", "1", "2").text(54, 731, "无")),
			foot(newSheet(2).line(50, 60, 390, 60).line(100, 80, 390, 80).line(50, 100, 390, 100).grid(xs[1:], []float64{60, 100}).line(50, 60, 50, 100).
				text(54, 65, "法提供").row(65, xs[1:], "2.乙", "3", "4").row(85, xs[1:], "3.丙", "5", "6")),
		}, "table 4x4\n  0:类 1:情形 2:自然人 3:总计\n  0(3x1):(四)/无/法提供 1:1.甲 2:1 3:2\n  1:2.乙 2:3 3:4\n  1:3.丙 2:5 3:6\nfurniture \"- 1 -\"\nfurniture \"- 2 -\"\nnotice pagetable-cell-joined \"(四)\\n无\" + \"法提供\"\n"},
		{"row-cut", []*sheet{
			foot(head(newSheet(1), 700).grid(xs, []float64{720, 740}).row(724, xs, "一", "申请人无正当理由逾期不补正", "1", "2")),
			foot(newSheet(2).grid(xs, []float64{60, 80, 100}).text(104, 65, "不再处理").row(85, xs, "二", "乙", "3", "4")),
		}, "table 3x4\n  0:类 1:情形 2:自然人 3:总计\n  0:一 1:申请人无正当理由逾期不补正/不再处理 2:1 3:2\n  0:二 1:乙 2:3 3:4\nfurniture \"- 1 -\"\nfurniture \"- 2 -\"\nnotice pagetable-cell-joined \"申请人无正当理由逾期不补正\" + \"不再处理\"\n"},
		{"blank-remainder-of-a-row", []*sheet{
			foot(head(newSheet(1), 700).grid(xs, []float64{720, 740}).row(725, xs, "一", "甲", "1", "2")),
			foot(newSheet(2).grid(xs, []float64{60, 66, 86}).row(70, xs, "二", "乙", "3", "4")),
		}, "table 3x4\n  0:类 1:情形 2:自然人 3:总计\n  0:一 1:甲 2:1 3:2\n  0:二 1:乙 2:3 3:4\nfurniture \"- 1 -\"\nfurniture \"- 2 -\"\n"},
		{"unclear-whether-a-row-goes-on", []*sheet{
			foot(head(newSheet(1), 700).grid(xs, []float64{720, 740}).row(726, xs, "一", "规章", "", "")),
			foot(newSheet(2).grid(xs, []float64{60, 80}).row(65, xs, "", "规范性文件", "3", "4")),
		}, "table 3x4\n  0:类 1:情形 2:自然人 3:总计\n  0(2x1):一 1:规章 2: 3:\n  1:规范性文件 2:3 3:4\nfurniture \"- 1 -\"\nfurniture \"- 2 -\"\nnotice pagetable-row-unclear \n"},
		{"another-table", []*sheet{
			foot(head(newSheet(1), 700).grid(xs, []float64{720, 740}).row(725, xs, "一", "甲", "1", "2")),
			foot(newSheet(2).text(50, 60, "四、行政复议").grid(xs, []float64{80, 100}).row(85, xs, "二", "乙", "3", "4")),
		}, "table 2x4\n  0:类 1:情形 2:自然人 3:总计\n  0:一 1:甲 2:1 3:2\nfurniture \"- 1 -\"\nbody \"四、行政复议\"\ntable 1x4\n  0:二 1:乙 2:3 3:4\nfurniture \"- 2 -\"\n"},
		{"sentence-goes-on", []*sheet{
			foot(newSheet(1).text(50, 700, "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十")), foot(newSheet(2).text(50, 60, "一二三四五。").text(70, 80, "又一段")),
		}, "body \"一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五。\"\nfurniture \"- 1 -\"\nbody \"又一段\"\nfurniture \"- 2 -\"\n"},
		{"running-head", []*sheet{
			foot(newSheet(1).text(200, 30, "年度报告").text(50, 200, "正文一")), foot(newSheet(2).text(200, 30, "年度报告").text(50, 200, "正文二")),
			foot(newSheet(3).text(200, 30, "年度报告").text(50, 200, "正文三")),
		}, "furniture \"年度报告\"\nbody \"正文一\"\nfurniture \"- 1 -\"\nfurniture \"年度报告\"\nbody \"正文二\"\nfurniture \"- 2 -\"\nfurniture \"年度报告\"\nbody \"正文三\"\nfurniture \"- 3 -\"\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if d := cmp.Diff(c.want, printed(build(t, c.pages...))); d != "" {
				t.Error(d)
			}
		})
	}
}

// What is no table must not become one.
func TestNoTable(t *testing.T) {
	const long = "the quick brown fox jumps over the lazy dogs and"
	columns := newSheet(1)
	for i := range 12 {
		columns.text(50, 100+float64(i)*12, long).text(320, 103+float64(i)*12, long)
	}
	list := newSheet(1)
	contents := newSheet(1)
	frame := newSheet(1).grid([]float64{40, 400}, []float64{90, 300}).text(50, 100, "一段文字")
	for i := range 6 {
		list.text(50, 100+float64(i)*14, fmt.Sprintf("%d.", i+1)).text(80, 100+float64(i)*14, "calculate the trip distance of each sample")
		contents.text(50, 100+float64(i)*14, "第一章 概况 ...................").text(400, 100+float64(i)*14, fmt.Sprint(i+3))
	}
	chart := newSheet(1)
	for i := range 9 {
		chart.line(100, 100+float64(i)*20, 400, 100+float64(i)*20).line(100+float64(i)*35, 100, 100+float64(i)*35, 260)
	}
	chart.text(120, 110, "12").text(250, 190, "7")
	for name, s := range map[string]*sheet{"columns": columns, "list": list, "contents": contents, "frame": frame, "chart": chart} {
		for _, b := range build(t, s).Blocks {
			if x, ok := b.(*extract.Table); ok {
				t.Errorf("%s: table %dx%d", name, x.Grid.Rows, x.Grid.Cols)
			}
		}
	}
}

func TestColumnsAreReadOneAfterTheOther(t *testing.T) {
	s := newSheet(1)
	for i, w := range []string{"甲甲甲甲甲甲甲甲甲甲甲甲", "乙乙乙乙乙乙乙乙乙乙乙乙", "丙丙丙丙丙丙丙丙丙丙丙丙", "丁丁丁丁丁丁"} {
		s.text(50, 100+float64(i)*14, w).text(320, 100+float64(i)*14, strings.Repeat("戊己庚辛壬癸", 2)[:len(w)])
	}
	got := printed(build(t, s))
	if want := "body \"甲甲甲甲甲甲甲甲甲甲甲甲乙乙乙乙乙乙乙乙乙乙乙乙丙丙丙丙丙丙丙丙丙丙丙丙丁丁丁丁丁丁\"\nbody \"戊己庚辛壬癸戊己庚辛壬癸戊己庚辛壬癸戊己庚辛壬癸戊己庚辛壬癸戊己庚辛壬癸戊己庚辛壬癸\"\n"; got != want {
		t.Error(cmp.Diff(want, got))
	}
}

func TestDrawing(t *testing.T) {
	s := newSheet(1)
	for i := range 700 {
		s.line(10+float64(i)*2, 10, 10+float64(i)*2, 1500).line(10, 10+float64(i)*2, 1500, 10+float64(i)*2)
	}
	if got, want := printed(build(t, s)), "notice pagetable-drawing too many crossings\n"; got != want {
		t.Error(got)
	}
}

func TestLimits(t *testing.T) {
	xs, ys := []float64{50, 150, 250, 350}, []float64{100, 120, 140, 160}
	s := newSheet(1).grid(xs, ys).row(105, xs, "a", "b", "c").row(125, xs, "d", "e", "f")
	_, err := pagetable.Build(context.Background(), pagesIn([]*sheet{s}), extract.Options{Limits: extract.Limits{Cells: 5}})
	var e *extract.Error
	if !errors.As(err, &e) || e.Code != "pagetable-limit" || !errors.Is(err, extract.ErrLimit) {
		t.Error(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := pagetable.Build(ctx, pagesIn([]*sheet{s}), extract.Options{}); !errors.As(err, &e) || e.Code != "read-deadline" {
		t.Error(err)
	}
}

func TestTrace(t *testing.T) {
	xs, ys := []float64{50, 150, 250}, []float64{100, 120, 140}
	s := newSheet(1).grid(xs, ys).row(105, xs, "a", "b").row(125, xs, "c", "d")
	got := make(map[string]int)
	opt := extract.Options{Trace: func(step string, shapes []extract.Shape) { got[step] += len(shapes) }}
	if _, err := pagetable.Build(context.Background(), pagesIn([]*sheet{s}), opt); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(map[string]int{"lines": 4, "edges": 6, "crossings": 9, "cells": 4, "tables": 1}, got); d != "" {
		t.Error(d)
	}
}
