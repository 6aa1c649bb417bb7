package term

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gongkai-data/gongkai/extract"
)

func TestLine(t *testing.T) {
	for in, want := range map[string]string{
		"plain 文字":           "plain 文字",
		"a\x1b[31mred":       `a\u001b[31mred`,
		"a\nb\tc\r":          `a\nb\tc\u000d`,
		"bad\xff":            `bad\xff`,
		"x\u202egpj.exe":     `x\u202egpj.exe`,
		"\u009b31m":          `\u009b31m`,
		"\x1b]0;title\x07ok": `\u001b]0;title\u0007ok`,
	} {
		if got := Line(in); got != want {
			t.Errorf("Line(%q) = %q, want %q", in, got, want)
		}
	}
	if got := Block("a\nb\x00"); got != "a\nb\\u0000" {
		t.Errorf("Block = %q", got)
	}
	if got := Quote(`a"b`); got != `"a\"b"` {
		t.Errorf("Quote = %s", got)
	}
}

func TestWidths(t *testing.T) {
	if got := Width("总计a"); got != 5 {
		t.Errorf("Width = %d, want 5", got)
	}
	if got := Pad("总", 4) + "|" + PadLeft("7", 3); got != "总  |  7" {
		t.Errorf("Pad = %q", got)
	}
	if got := Cut("本年新收政府信息", 7); got != "本年新…" {
		t.Errorf("Cut = %q", got)
	}
	if diff := cmp.Diff([]string{"商业", "企业", "x"}, Wrap("商业企业\nx", 4)); diff != "" {
		t.Errorf("Wrap (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"总", "计"}, Wrap("总计", 1)); diff != "" {
		t.Errorf("Wrap of characters wider than a line (-want +got):\n%s", diff)
	}
}

func TestDraw(t *testing.T) {
	g, err := extract.NewGrid([]extract.Cell{
		{Row: 0, Col: 0, RowSpan: 2, ColSpan: 1, Text: "申请人\n情况"},
		{Row: 0, Col: 1, RowSpan: 1, ColSpan: 2, Text: "法人"},
		{Row: 1, Col: 1, RowSpan: 1, ColSpan: 1, Text: "企业"},
		{Row: 2, Col: 0, RowSpan: 1, ColSpan: 1, Text: "新收"},
		{Row: 2, Col: 1, RowSpan: 1, ColSpan: 2, Text: "7\x1b"},
	})
	if err != nil {
		t.Fatal(err)
	}
	want := strings.Split(strings.TrimSpace(`
┌──────┬───────┐
│申请人│法人   │
│情况  ├────┬──┤
│      │企业│╳ │
├──────┼────┴──┤
│新收  │7\u001b│
└──────┴───────┘`), "\n")
	if diff := cmp.Diff(want, Draw(&g, 12)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if Draw(&extract.Grid{Rows: 1000, Cols: 1000}, 10) != nil {
		t.Error("a grid above the limit was drawn")
	}
}
