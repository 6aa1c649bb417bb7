package htmldoc

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/extract/extracttest"
)

func repeat(n int, s string) string { return strings.Repeat(s, n) }

// TestHostile holds pages that are made to cost time or memory against the
// limits: each ends in a document or in the error named.
func TestHostile(t *testing.T) {
	tests := []struct {
		name string
		page string
		code extract.Code // "" for a document
	}{
		{"a-million-cells", "<table><tr>" + repeat(1_000_000, "<td>"), "html-too-many-cells"},
		{"cells-below-the-limit", "<table>" + repeat(19_000, "<tr><td>1<td>2<td>3"), ""},
		{"rows", "<table>" + repeat(20_001, "<tr><td>1"), "html-too-many-rows"},
		{"rows-without-cells", "<table>" + repeat(300_000, "<tr>"), "html-too-many-rows"},
		{"nested-tables", repeat(100_000, "<table><tr><td>"), "html-too-deep"},
		{"tables", repeat(2_001, "<table><tr><td>1</table>"), "html-too-many-tables"},
		{"attributes", "<p " + repeat(2_000_000, "a ") + ">x", ""},
		{"attributes-with-values", "<td " + repeat(500_000, `class="x y" style="a:b;"`) + ">x", ""},
		{"deep-elements", repeat(300_000, "<div>") + "<table><tr><td>1</table>", ""},
		{"deep-formatting", repeat(400_000, "<b><i>") + "x", ""},
		{"formatting-that-multiplies", func() string {
			var s strings.Builder
			for i := range 500 {
				fmt.Fprintf(&s, "<font id=%d>", i)
			}
			return s.String() + repeat(100_000, "<p>x")
		}(), ""},
		{"hidden-formatting-that-multiplies", repeat(500, `<font style="display:none">`) + repeat(50_000, "<p>x</p>"), ""},
		{"links", repeat(200_000, `<a href=x.pdf>a`), ""},
		{"tags", repeat(1_100_000, "<p>"), "html-too-many-tags"},
		{"text", repeat(17<<20, "x"), "html-too-large"},
		{"text-that-grows", "\xff\xfe" + repeat(9<<20, "\x00\x4e"), "html-too-large"},
		{"spans", "<table>" + repeat(1000, "<tr>"+repeat(10, "<td colspan=1000 rowspan=65534>")), ""},
		{"spans-in-one-row", "<table><tr>" + repeat(150_000, "<td colspan=1000>"), ""},
		{"rowspan-zero", "<table>" + repeat(5_000, "<tr>"+repeat(4, "<td rowspan=0 colspan=9>")), ""},
		{"unclosed-comment", repeat(300_000, "<!-- x ") + "x", ""},
		{"unclosed-controls", repeat(200_000, "<select><noscript><svg><button>"), ""},
		{"end-tags", repeat(500_000, "</div></p></table>"), ""},
		{"end-tags-in-a-cell", "<div><table><tr><td>" + repeat(100_000, "<center>") + repeat(100_000, "</div>"), ""},
		{"half-tag", "<p>x" + repeat(1_000_000, "<a b='"), ""},
		{"entities", repeat(500_000, "&#x4e00;&nbsp;&notin;"), ""},
		{"text-lines", "<pre>" + repeat(100_000, "a  b\n"), "html-too-many-rows"},
		{"break-lines", repeat(300_000, "a<br>"), ""},
		{"list-labels", "<ol start=2147483647>" + repeat(1000, "<li>x"), ""},
		{"metas", repeat(300_000, "<meta name=a content=b>") + "x", ""},
		{"nul", "<p>a\x00b<table\x00><td\x00>", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&before)
			start := time.Now()
			doc, err := Format.Read(t.Context(), []byte(tt.page), extract.Options{})
			took := time.Since(start)
			runtime.ReadMemStats(&after)
			if took > 10*time.Second {
				t.Errorf("took %v", took)
			}
			if used := (after.Sys - before.Sys) >> 20; used > 512 {
				t.Errorf("%d MB more of memory", used)
			}
			t.Logf("%v, %d MB allocated, %v", took, (after.TotalAlloc-before.TotalAlloc)>>20, err)
			var e *extract.Error
			switch {
			case tt.code == "" && err != nil:
				t.Errorf("error %v", err)
			case tt.code != "" && (!errors.As(err, &e) || e.Code != tt.code || !errors.Is(err, extract.ErrLimit)):
				t.Errorf("error %v, want %s", err, tt.code)
			case err == nil:
				extracttest.Check(t, doc, len(tt.page))
			}
		})
	}
}

func TestHostileArchives(t *testing.T) {
	const head = "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n"
	tests := []struct {
		name, file string
		code       extract.Code
	}{
		{"parts", head + repeat(100_000, "--b\n\nx\n"), "mhtml-too-many-parts"},
		{"nesting", func() string {
			var s strings.Builder
			s.WriteString("MIME-Version: 1.0\n")
			for i := range 50 {
				fmt.Fprintf(&s, "Content-Type: multipart/related; boundary=b%dx\n\n--b%dx\n", i, i)
			}
			return s.String()
		}(), "mhtml-too-many-parts"},
		{"long-header", "MIME-Version: 1.0\nContent-Type: text/html\n" + repeat(1_000_000, "a: b\n"), ""},
		{"folded-header", "MIME-Version: 1.0\nContent-Type: text/html;\n" + repeat(1_000_000, " x\n"), ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			start := time.Now()
			doc, err := MHTML.Read(t.Context(), []byte(tt.file), extract.Options{})
			if took := time.Since(start); took > 5*time.Second {
				t.Errorf("took %v", took)
			}
			var e *extract.Error
			switch {
			case err != nil && (!errors.As(err, &e) || e.Code != tt.code):
				t.Errorf("error %v, want %q", err, tt.code)
			case err == nil && tt.code != "":
				t.Errorf("no error, want %s", tt.code)
			case err == nil:
				extracttest.Check(t, doc, len(tt.file))
			}
		})
	}
}
