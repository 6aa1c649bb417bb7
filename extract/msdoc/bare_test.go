package msdoc

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/extract/extracttest"
	"github.com/gongkai-data/gongkai/extract/internal/cfb/cfbtest"
)

// marked makes paragraphs of a text with | for the mark of a cell and / for that
// of a paragraph.
func marked(s string) []par {
	var pars []par
	for s != "" {
		i := strings.IndexAny(s, "|/")
		mark := "\r"
		if s[i] == '|' {
			mark = "\a"
		}
		pars = append(pars, par{runs: []run{{text: s[:i]}}, mark: mark})
		s = s[i+1:]
	}
	return pars
}

// outline writes blocks as lines: = for a row of a table, - for a paragraph.
func outline(doc *extract.Document) []string {
	var out []string
	for _, b := range doc.Blocks {
		switch b := b.(type) {
		case *extract.Paragraph:
			out = append(out, "- "+b.Text)
		case *extract.Table:
			for _, row := range b.Grid.Dense() {
				s := "="
				for _, c := range row {
					if c != nil {
						s += " [" + strings.ReplaceAll(c.Text, "\n", "~") + "]"
					}
				}
				out = append(out, s)
			}
			if !b.Text {
				out = append(out, "columns are told")
			}
		}
	}
	return out
}

// directory is where the directory of the file starts.
func directory(b []byte) int { return 512 * (data(b).i32(48) + 1) }

func TestBare(t *testing.T) {
	field := "共\x13 PAGE \x145\x15页/"
	for _, tt := range []struct {
		name, text string
		want       []string
		doubt      bool
	}{
		{"rows", "标题/甲|乙||1|2||/后/", []string{"- 标题", "= [甲] [乙]", "= [1] [2]", "- 后"}, false},
		{"merged-down", "三、结果|公开|1|2|||部分|3|4||||甲|5|6||/", []string{"= [三、结果] [公开] [1] [2]", "= [] [部分] [3] [4]", "= [] [] [甲] [5] [6]"}, false},
		{"lines-in-cells", "项/目|商业/企业|其他||/", []string{"- 项", "= [目] [商业~企业] [其他]"}, false},
		{"blank-inside", "甲|乙|丙||1||3||/", []string{"= [甲] [乙] [丙]", "= [1]", "= [3]"}, false},
		{"blank-many", "甲|乙|丙||1|||||||2||/", []string{"- 甲", "- 乙", "- 丙", "- 1", "- 2"}, true},
		{"field", field, []string{"- 共5页"}, false},
		{"aligned", "甲\t1\t2/乙\t3\t4/丙\t5\t6/", []string{"= [甲] [1] [2]", "= [乙] [3] [4]", "= [丙] [5] [6]"}, false},
		{"row-open", "甲|乙||1|2|", []string{"= [甲] [乙]", "- 1", "- 2"}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := (&doc{pars: [storyCount][]par{marked(tt.text)}}).bytes()
			b = b[:directory(b)]
			doc, err := Format.Read(context.Background(), b, extract.Options{})
			if err != nil {
				t.Fatal(err)
			}
			extracttest.Check(t, doc, len(b))
			if d := cmp.Diff(tt.want, outline(doc)); d != "" {
				t.Error(d)
			}
			codes := []extract.Code{"msdoc-cfb-broken", "msdoc-bare-text"}
			if tt.doubt {
				codes = append(codes, "msdoc-marks-doubt")
			}
			var got []extract.Code
			for _, n := range doc.Notices {
				got = append(got, n.Code)
			}
			if d := cmp.Diff(codes, got); d != "" {
				t.Error(d)
			}
		})
	}
}

// TestBareCut cuts the text itself at every byte: what is there is a beginning
// of what was, and no number is cut short.
func TestBareCut(t *testing.T) {
	var s strings.Builder
	for i := range 20 {
		fmt.Fprintf(&s, "项目%d|1234567|7654321||", i)
	}
	whole := (&doc{pars: [storyCount][]par{marked(s.String() + "/全年1234567件。/")}}).bytes()
	sound, err := Format.Read(context.Background(), whole[:directory(whole)], extract.Options{})
	if err != nil {
		t.Fatal(err)
	}
	all := outline(sound)
	if len(all) != 21 {
		t.Fatalf("%d lines", len(all))
	}
	rows := 0
	for n := 512 + textStart; n < directory(whole); n++ {
		doc, err := Format.Read(context.Background(), whole[:n], extract.Options{})
		if err != nil {
			continue // nothing of the text
		}
		for i, line := range outline(doc) {
			if i < len(all) && line == all[i] {
				rows++
				continue
			}
			if w := strings.TrimPrefix(line, "- "); !strings.HasPrefix(w, "项目") && w != "1234567" && w != "7654321" {
				t.Errorf("cut at %d: line %q", n, line)
			}
		}
	}
	if rows < 1000 {
		t.Errorf("%d rows in all", rows)
	}
}

// TestBareRefused holds what is not told from its text alone.
func TestBareRefused(t *testing.T) {
	of := func(change func(d *doc)) []cfbtest.Stream {
		d := &doc{pars: [storyCount][]par{marked("甲|乙||1|2||/后/")}}
		change(d)
		return d.streams()
	}
	none := func(*doc) {}
	for _, tt := range []struct {
		name   string
		b      []byte
		detail string
	}{
		{"tracked", cfbtest.Write(of(func(d *doc) { d.parts = map[int][]byte{fcSttbfRMark: make([]byte, onlyUnknown+6)} })...), "tracked"},
		{"fast-saved", cfbtest.Write(of(func(d *doc) { d.flags, d.clx = 4, []byte{2} })...), "no text where"},
		{"encrypted", cfbtest.Write(of(func(d *doc) { d.flags = 0x100 })...), "encrypted"},
		{"no-characters", changed(of(none), 0, func(b []byte) { clear(b[76:80]) }), "no text"},
		{"not-text", changed(of(none), 0, func(b []byte) {
			for i := textStart; i < textStart+20; i++ {
				b[i] = 0xE9
			}
		}), "no text where"},
		{"no-fib", changed(of(none), 0, func(b []byte) { b[0] = 0 }), "mscfb"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Format.Read(context.Background(), tt.b[:directory(tt.b)], extract.Options{})
			var e *extract.Error
			if !errors.As(err, &e) || e.Code != "msdoc-cut" || !strings.Contains(e.Detail, tt.detail) {
				t.Errorf("error %v, want msdoc-cut: %s", err, tt.detail)
			}
		})
	}
	one := of(func(d *doc) { d.parts = map[int][]byte{fcSttbfRMark: make([]byte, onlyUnknown)} })
	b := cfbtest.Write(one...)
	if doc, err := Format.Read(context.Background(), b[:directory(b)], extract.Options{}); err != nil || !slices.Contains(outline(doc), "= [1] [2]") {
		t.Errorf("no author of changes: error %v", err)
	}
}

func FuzzBare(f *testing.F) {
	for _, s := range []string{"标题/甲|乙||1|2||/后/", "三、结果|公开|1|2|||部分|3|4||||甲|5|6||/", "\x13 A \x14b\x15/"} {
		b := (&doc{pars: [storyCount][]par{marked(s)}}).bytes()
		b = b[:directory(b)]
		f.Add(b, uint16(0), []byte(nil))
		f.Add(b, uint16(512+24), []byte{0, 5})
		f.Add(b[:512+textStart+9], uint16(512+textStart), utf16Bytes("\a\a\r甲"))
	}
	f.Fuzz(func(t *testing.T, b []byte, at uint16, patch []byte) {
		b = slices.Clone(b)
		if int(at) < len(b) {
			copy(b[at:], patch)
		}
		doc, err := Format.Read(context.Background(), b, extract.Options{Limits: extract.Limits{Rows: 1000, Cells: 10000}})
		var e *extract.Error
		if err != nil {
			if !errors.As(err, &e) {
				t.Fatalf("error %v", err)
			}
			return
		}
		extracttest.Check(t, doc, len(b))
	})
}
