package htmldoc

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/extract/extracttest"
)

func TestGolden(t *testing.T)      { extracttest.Golden(t, Format, "testdata/html") }
func TestGoldenMHTML(t *testing.T) { extracttest.Golden(t, MHTML, "testdata/mhtml") }

func FuzzRead(f *testing.F)      { extracttest.Fuzz(f, Format, seeds(f, "testdata/html")) }
func FuzzReadMHTML(f *testing.F) { extracttest.Fuzz(f, MHTML, seeds(f, "testdata/mhtml")) }

// seeds are the small fixtures: large ones stall the fuzzer.
func seeds(f *testing.F, dir string) [][]byte {
	var out [][]byte
	for _, b := range extracttest.Fixtures(f, dir) {
		if len(b) < 4096 {
			out = append(out, b)
		}
	}
	return out
}

// TestCodes wants every code to be explained, and to be met by some test.
func TestCodes(t *testing.T) {
	var met strings.Builder
	for _, pattern := range []string{"testdata/*/*.golden", "*_test.go"} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %v, %v", pattern, files, err)
		}
		for _, f := range files {
			b, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			met.Write(b)
		}
	}
	seen := make(map[extract.Code]bool)
	for _, m := range Codes {
		if seen[m.Code] || m.En == "" || m.Zh == "" || (m.NextEn == "") != (m.NextZh == "") {
			t.Errorf("%s: %+v", m.Code, m)
		}
		seen[m.Code] = true
		if !strings.Contains(met.String(), string(m.Code)) {
			t.Errorf("%s is met by no test", m.Code)
		}
	}
}

func TestReadBlocks(t *testing.T) {
	blocks, err := ReadBlocks(t.Context(), []byte("<p>前</p><table><tr><td>1</table>"), extract.Options{})
	if err != nil || len(blocks) != 2 {
		t.Fatalf("%v, %v", blocks, err)
	}
	if tb, ok := blocks[1].(*extract.Table); !ok || tb.Grid.Cells[0].Text != "1" {
		t.Errorf("%+v", blocks[1])
	}
	if _, err := ReadBlocks(t.Context(), []byte(strings.Repeat("<table><tr><td>", 500)), extract.Options{}); !errors.Is(err, extract.ErrLimit) {
		t.Errorf("deep tables: %v", err)
	}
}

func TestMHTMLWithoutHeader(t *testing.T) {
	var e *extract.Error
	if _, err := MHTML.Read(t.Context(), []byte("x\n"), extract.Options{}); !errors.As(err, &e) || e.Code != "mhtml-header" {
		t.Errorf("%v", err)
	}
}

// TestBlockedNot holds pages that look like a gatekeeper's and are not.
func TestBlockedNot(t *testing.T) {
	for _, page := range []string{
		`<form>用户名<input type=password></form><p>2024年年度报告</p><a href="a.docx">附件</a>`,
		`<meta name=ArticleTitle content="年度报告"><form>用户登录<input type=password></form><p>2024年年度报告</p>`,
		`<script>document.cookie="a";location.href="/b"</script><p>2024年年度报告</p>`,
		`<script>var x="geetest"</script>` + strings.Repeat("<p>全年公开政府信息若干条，请输入验证码。</p>", 60),
	} {
		if _, err := Format.Read(t.Context(), []byte(page), extract.Options{}); err != nil {
			t.Errorf("%.80s: %v", page, err)
		}
	}
}

// TestDeepPageDropsDeletedText: where the structure is flattened, deleted text
// and footnote signs still stay out of the numbers.
func TestDeepPageDropsDeletedText(t *testing.T) {
	for _, fill := range []string{strings.Repeat("<div>", 600), strings.Repeat("<div>", 600) + strings.Repeat("<sup>", 600) + strings.Repeat("</sup>", 600)} {
		doc, err := Format.Read(t.Context(), []byte(fill+"<table><tr><td><del>4</del>12<sup>1</sup></table>"), extract.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if got := doc.Tables()[0].Grid.Cells[0].Text; got != "12¹" {
			t.Errorf("cell %q", got)
		}
	}
}
