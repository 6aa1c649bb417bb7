package extract_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gongkai-data/gongkai/extract"
)

func TestFields(t *testing.T) {
	tests := []struct {
		line string
		want []string
	}{
		{"", nil},
		{"\u3000\u3000（一）主动公开情况。", []string{"（一）主动公开情况。"}},
		{"规章\u00a0\u00a00\u00a0\u00a01\u00a0 2", []string{"规章", "0", "1", "2"}},
		{"规章\t0\t\t2", []string{"规章", "0", "", "2"}},
		{"规章\t0\t\t", []string{"规章", "0", "", ""}},
		{"规章\t", []string{"规章"}},
		{"规章 \t 0", []string{"规章", "0"}},
		{"规章\u20030", []string{"规章", "0"}},
		{"联系人 张\u3000三", []string{"联系人 张\u3000三"}},
		{"a  b", []string{"a", "b"}},
	}
	for _, tt := range tests {
		if d := cmp.Diff(tt.want, extract.Fields(tt.line)); d != "" {
			t.Errorf("%q: %s", tt.line, d)
		}
	}
}

func TestTextTables(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"prose", `paragraph "一" @1-2
paragraph "二" @2-3
`, ""},
		{"two-lines-are-none", `paragraph "a  b" @1-2
paragraph "a  b" @2-3
`, ""},
		{"rows-and-prose-around", `paragraph "一、总体情况" @1-2
paragraph "名称  本年  上年" @2-3
paragraph "规章  0  1" @3-4
paragraph "" @4-5
paragraph "文件  2  3" @5-6
paragraph "一、无" @6-7
`, `paragraph "一、总体情况" @1-2
table 3x3 text @2-6
  r0c0 "名称" @2-3
  r0c1 "本年" @2-3
  r0c2 "上年" @2-3
  r1c0 "规章" @3-4
  r1c1 "0" @3-4
  r1c2 "1" @3-4
  r2c0 "文件" @5-6
  r2c1 "2" @5-6
  r2c2 "3" @5-6
paragraph "一、无" @6-7
`},
		{"merged-cells-are-rows", `paragraph "第一项" @1-2
paragraph "名称\t本年" @2-3
paragraph "规章\t1" @3-4
paragraph "第五项" @4-5
paragraph "许可\t2" @5-6
paragraph "三、收到申请" @6-7
paragraph "x\ty" @7-8
paragraph "x\ty" @8-9
`, `table 5x2 text @1-6
  r0c0 "第一项" @1-2
  r1c0 "名称" @2-3
  r1c1 "本年" @2-3
  r2c0 "规章" @3-4
  r2c1 "1" @3-4
  r3c0 "第五项" @4-5
  r4c0 "许可" @5-6
  r4c1 "2" @5-6
paragraph "三、收到申请" @6-7
paragraph "x\ty" @7-8
paragraph "x\ty" @8-9
`},
		{"lines-of-one-paragraph", `paragraph "前\na  1\nb  2\nc  3\n后" style="x" @1-9
`, `paragraph "前" style="x" @1-9
table 3x2 text @1-9
  r0c0 "a" @1-9
  r0c1 "1" @1-9
  r1c0 "b" @1-9
  r1c1 "2" @1-9
  r2c0 "c" @1-9
  r2c1 "3" @1-9
paragraph "后" style="x" @1-9
`},
		{"list-entries-are-none", `paragraph "1.\u00a0\u00a0\u00a0 甲\n（二）\t乙\n③  丙\n第四条  丁\n五、  戊" @1-9
`, ""},
		{"numbered-rows", `paragraph "1.  甲  2\n2.  乙  3\n3.  丙  4" @1-9
`, `table 3x3 text @1-9
  r0c0 "1." @1-9
  r0c1 "甲" @1-9
  r0c2 "2" @1-9
  r1c0 "2." @1-9
  r1c1 "乙" @1-9
  r1c2 "3" @1-9
  r2c0 "3." @1-9
  r2c1 "丙" @1-9
  r2c2 "4" @1-9
`},
		{"furniture-is-left", `paragraph "a  1\nb  2\nc  3" role=furniture @1-9
`, ""},
		{"prose-in-two-columns", `paragraph "` + strings.Repeat("公开", 20) + `  ` + strings.Repeat("公开", 20) + `\n` + strings.Repeat("公开", 20) + `  ` + strings.Repeat("公开", 20) + `\n` + strings.Repeat("公开", 20) + `  ` + strings.Repeat("公开", 20) + `" @1-9
`, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc, err := extract.ParseDump(strings.NewReader(tt.in))
			if err != nil {
				t.Fatal(err)
			}
			var got bytes.Buffer
			if err := extract.Dump(&got, &extract.Document{Blocks: extract.TextTables(doc.Blocks)}); err != nil {
				t.Fatal(err)
			}
			want := tt.want
			if want == "" {
				want = tt.in
			}
			if d := cmp.Diff(want, got.String()); d != "" {
				t.Error(d)
			}
		})
	}
}

// TestTextTablesProse: sentences set apart by two spaces are prose, however
// many of them stand on a line.
func TestTextTablesProse(t *testing.T) {
	var blocks []extract.Block
	for range 4 {
		blocks = append(blocks, &extract.Paragraph{Text: "The quantity under the agreement would be fixed.  The supplier would be told each day by noon.  A later change would need consent."})
	}
	if got := extract.TextTables(blocks); len(got) != 4 {
		t.Errorf("%d blocks from four paragraphs of prose, want four", len(got))
	}
	if _, ok := extract.TextTables(blocks)[0].(*extract.Paragraph); !ok {
		t.Error("prose became a table")
	}
}
