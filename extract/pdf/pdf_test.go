package pdf

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/extract/extracttest"
	"github.com/gongkai-data/gongkai/extract/internal/pagetable"
	"github.com/gongkai-data/gongkai/extract/pdf/internal/pdftest"
)

// ruled draws a table of 2 by 2 cells with a word in each.
const ruled = "10 10 m 190 10 l 10 50 m 190 50 l 10 90 m 190 90 l 10 10 m 10 90 l 100 10 m 100 90 l 190 10 m 190 90 l S " +
	"BT /F 12 Tf 20 65 Td (one) Tj 90 0 Td (two) Tj -90 -40 Td (three) Tj 90 0 Td (four) Tj ET"

// scan paints a picture over the whole page.
var scan = painted(0, 0, 200, 100)

// painted is a picture at a place on the page, measured from the lower left.
func painted(x, y, width, height int) string {
	return fmt.Sprintf("q %d 0 0 %d %d %d cm BI /W 1 /H 1 /BPC 8 /CS /G ID x EI Q ", width, height, x, y)
}

// made are the documents of the goldens.
func made() map[string][]byte {
	cases := make(map[string][]byte)
	file := func(name string, build func(f *pdftest.File) int) {
		var f pdftest.File
		cases[name] = f.Table(build(&f))
	}
	pages := func(name string, ps ...pdftest.Page) {
		for i := range ps {
			ps[i].Resources += helvetica
		}
		file(name, func(f *pdftest.File) int { return f.Pages(ps...) })
	}
	pages("ruled-table", pdftest.Page{Content: ruled})
	pages("two-pages", pdftest.Page{Content: "BT /F 12 Tf 20 60 Td (first page) Tj ET"}, pdftest.Page{Content: "BT /F 12 Tf 20 60 Td (second page) Tj ET"})
	pages("scan", pdftest.Page{Content: scan})
	pages("scan-with-page-number", pdftest.Page{Content: scan + "BT /F 8 Tf 90 5 Td (- 1 -) Tj ET"})
	pages("scan-with-text-layer", pdftest.Page{Content: scan + "BT 3 Tr /F 12 Tf 20 60 Td (recognised) Tj ET"})
	pages("scan-among-pages", pdftest.Page{Content: ruled}, pdftest.Page{Content: scan})
	pages("picture-on-a-page", pdftest.Page{Content: "BT /F 12 Tf 20 80 Td (heading) Tj ET " + painted(20, 30, 160, 40)})
	pages("stamp-on-a-page", pdftest.Page{Content: "BT /F 12 Tf 20 80 Td (heading) Tj ET " + painted(120, 30, 40, 40)})
	pages("picture-behind-text", pdftest.Page{Content: painted(20, 30, 160, 40) + "BT /F 6 Tf 22 60 Td (one two three four five six seven eight nine) Tj 0 -10 Td (ten eleven twelve) Tj ET"})
	pages("empty", pdftest.Page{})
	file("unmapped", func(f *pdftest.File) int {
		return f.Pages(pdftest.Page{Content: "BT /F 12 Tf 20 60 Td (text) Tj /G 12 Tf (abc) Tj ET",
			Resources: strings.TrimSuffix(helvetica, ">>") + "/G<</Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[<<>>]>>>>"})
	})
	file("properties", func(f *pdftest.File) int {
		info := f.Add("<</Title<feff5e744efd>/CreationDate(D:20250124103000+08'00')/Producer(\\(made\\))>>")
		f.Trailer = fmt.Sprintf("/Info %d 0 R", info)
		x := f.Stream("/Type/Metadata/Subtype/XML", []byte(`<rdf:Description xmp:CreatorTool="A &amp; B"><dc:title>not this</dc:title><dc:creator><rdf:Seq><rdf:li>office</rdf:li></rdf:Seq></dc:creator></rdf:Description>`))
		root := f.Pages(pdftest.Page{Content: "BT /F 12 Tf 20 60 Td (text) Tj ET", Resources: helvetica})
		f.Set(root, strings.Replace(f.Object(root), "/Type/Catalog", fmt.Sprintf("/Type/Catalog/Metadata %d 0 R", x), 1))
		return root
	})
	pages("clipped", pdftest.Page{Content: "BT /F 12 Tf 20 60 Td (seen) Tj 0 -90 Td (beside the page) Tj ET"})
	file("layer-off", func(f *pdftest.File) int {
		o := f.Add("<</Type/OCG>>")
		root := f.Pages(pdftest.Page{Content: "/OC /O BDC BT /F 12 Tf 20 60 Td (draft) Tj ET EMC BT /F 12 Tf 20 60 Td (text) Tj ET", Resources: helvetica + fmt.Sprintf("/Properties<</O %d 0 R>>", o)})
		f.Set(root, strings.Replace(f.Object(root), "/Type/Catalog", fmt.Sprintf("/Type/Catalog/OCProperties<</D<</OFF[%d 0 R]>>>>", o), 1))
		return root
	})
	// What tells the characters of a font stood behind the end: that its codes look
	// like others says nothing.
	cut := func(name, font string) {
		file(name, func(f *pdftest.File) int {
			return f.Pages(pdftest.Page{Content: "BT /F 12 Tf 20 60 Td (120) Tj ET", Resources: "/Font<</F<</Type/Font/BaseFont/ABCDEF+X" + font + ">>>>"})
		})
		cases[name] = cases[name][:strings.Index(string(cases[name]), "xref\n0")]
	}
	cut("to-unicode-lost", "/Subtype/TrueType/ToUnicode 99 0 R")
	cut("program-lost", "/Subtype/TrueType/FontDescriptor<</Flags 4/FontFile2 99 0 R>>")
	cut("descendant-lost", "/Subtype/Type0/Encoding/GBK-EUC-H/DescendantFonts[99 0 R]/ToUnicode 98 0 R")
	file("to-unicode-changed", func(f *pdftest.File) int {
		b := pdftest.Deflate([]byte("2 beginbfchar <31> <0031> <32> <0038> endbfchar"))
		b[len(b)-1]++
		u := f.Stream("/Filter/FlateDecode", b)
		return f.Pages(pdftest.Page{Content: "BT /F 12 Tf 20 60 Td (12) Tj ET", Resources: fmt.Sprintf("/Font<</F<</Type/Font/Subtype/TrueType/ToUnicode %d 0 R>>>>", u)})
	})
	file("password", func(f *pdftest.File) int {
		f.Encrypt(pdftest.AES128, "secret")
		return f.Pages(pdftest.Page{Content: ruled, Resources: helvetica})
	})
	file("encryption-unknown", func(f *pdftest.File) int {
		f.Trailer = fmt.Sprintf("/Encrypt %d 0 R", f.Add("<</Filter/Adobe.PubSec>>"))
		return f.Pages(pdftest.Page{Content: ruled, Resources: helvetica})
	})
	whole := cases["two-pages"]
	cases["cut-behind-the-pages"] = whole[:strings.Index(string(whole), "<</Type/Catalog")]
	cases["cut-in-a-stream"] = whole[:strings.Index(string(whole), "(second")+4]
	cases["no-page-left"] = whole[:40]
	return cases
}

func TestGoldens(t *testing.T) { extracttest.GoldenOf(t, Format, "testdata", made()) }

func TestCodes(t *testing.T) {
	known := extracttest.Declared(t, Codes)
	for _, want := range []extract.Code{"pdf-limit", "pdf-password"} {
		if !known[want] {
			t.Error(want)
		}
	}
}

// eyes is a second reader that sees what it is told to.
type eyes struct {
	pages []extract.PageContent
	err   error
	asked int
}

func (e *eyes) ReadPages(context.Context, []byte, extract.Options) ([]extract.PageContent, error) {
	e.asked++
	return e.pages, e.err
}

// line is a page with one line of text.
func line(s string) extract.PageContent {
	p := extract.PageContent{Number: 1, Page: extract.Page{Width: 200, Height: 100}, Fonts: []extract.Font{{Name: "F"}}}
	for i, r := range s {
		p.Chars = append(p.Chars, extract.Char{Rune: r, Size: 10, Box: extract.Box{X0: 20 + 6*float64(i), Y0: 40, X1: 26 + 6*float64(i), Y1: 50}})
	}
	return p
}

func TestSecondReader(t *testing.T) {
	broken := errors.New("broken")
	for _, c := range []struct {
		name  string
		b     []byte
		see   eyes
		want  string // text, or the code of the error
		asked int
		took  bool
	}{
		{"sound", made()["two-pages"], eyes{pages: []extract.PageContent{line("x")}}, "first page\nsecond page", 0, false},
		{"damaged", made()["no-page-left"], eyes{pages: []extract.PageContent{line("saved")}}, "saved", 1, true},
		{"damaged-for-both", made()["no-page-left"], eyes{err: broken}, "pdf-damaged", 1, false},
		{"unmapped", made()["unmapped"], eyes{pages: []extract.PageContent{line("text12")}}, "text12", 1, true},
		{"unmapped-for-both", made()["unmapped"], eyes{pages: []extract.PageContent{line("te\uFFFD\uFFFD\uFFFD")}}, "text\uFFFD\uFFFD", 1, false},
		{"fonts-lost", made()["to-unicode-lost"], eyes{pages: []extract.PageContent{line("120")}}, "\uFFFD\uFFFD\uFFFD", 0, false},
		{"nothing-found", made()["empty"], eyes{pages: []extract.PageContent{line("found")}}, "found", 1, true},
		{"pictures", made()["scan"], eyes{}, "pdf-no-text", 0, false},
		{"password", made()["password"], eyes{}, "pdf-password", 0, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc, err := Format.Read(context.Background(), c.b, extract.Options{Second: &c.see})
			got, took := "", false
			var e *extract.Error
			if errors.As(err, &e) {
				got = string(e.Code)
			} else {
				got = text(doc)
				for _, n := range doc.Notices {
					took = took || n.Code == "pdf-second-reader"
				}
			}
			if got != c.want || took != c.took || c.see.asked != c.asked {
				t.Errorf("%q, asked %d, taken %v; want %q, %d, %v", got, c.see.asked, took, c.want, c.asked, c.took)
			}
		})
	}
}

func TestInstead(t *testing.T) {
	see := eyes{pages: []extract.PageContent{line("witness")}}
	doc, err := Format.Read(context.Background(), made()["two-pages"], extract.Options{Instead: &see})
	if err != nil || text(doc) != "witness" {
		t.Error(err, doc)
	}
}

// text is the text of the paragraphs.
func text(doc *extract.Document) string {
	var s []string
	for _, b := range doc.Blocks {
		if p, ok := b.(*extract.Paragraph); ok {
			s = append(s, p.Text)
		}
	}
	return strings.Join(s, "\n")
}

// packed is a page whose content is packed.
func packed() []byte {
	var f pdftest.File
	c := f.Stream("/Filter/FlateDecode", pdftest.Deflate([]byte("BT /F 12 Tf 20 65 Td (text) Tj ET")))
	return f.Table(f.Pages(pdftest.Page{Resources: helvetica, Keys: fmt.Sprintf("/Contents %d 0 R", c)}))
}

func TestLimits(t *testing.T) {
	var f pdftest.File
	many := make([]pdftest.Page, 2001)
	for _, c := range []struct {
		name string
		b    []byte
		lim  extract.Limits
	}{
		{"bytes", made()["two-pages"], extract.Limits{Input: 10}},
		{"unpacked", packed(), extract.Limits{Unpacked: 20}},
		{"one-stream", packed(), extract.Limits{Entry: 20}},
		{"operators", made()["ruled-table"], extract.Limits{Tokens: 10}},
		{"pages", f.Table(f.Pages(many...)), extract.Limits{}},
	} {
		_, err := Format.Read(context.Background(), c.b, extract.Options{Limits: c.lim})
		var e *extract.Error
		if !errors.As(err, &e) || e.Code != "pdf-limit" || !errors.Is(err, extract.ErrLimit) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	gone, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := Format.Read(gone, made()["two-pages"], extract.Options{})
	if !errors.Is(err, extract.ErrLimit) {
		t.Errorf("past its deadline: %v", err)
	}
}

func FuzzRead(f *testing.F) {
	var seeds [][]byte
	for _, b := range made() {
		seeds = append(seeds, b)
	}
	extracttest.Fuzz(f, Format, seeds)
}

func TestCorpusEndsInTypedOutcome(t *testing.T) {
	root := extracttest.Documents(t)
	paths := extracttest.FilesOf(t, root, []string{".pdf"}, "docs/pdf", "docs/cn_gov", "synthetic")
	extracttest.TypedOutcomes(t, Format, slices.Concat(Codes, pagetable.Codes), root, paths, 5*time.Second)
}

// TestAChangedByteIsTold changes one byte of a report after the other. Where that
// changes what is read, the reader must say that something is wrong: digits that
// change and nobody notices are the worst that can happen.
func TestAChangedByteIsTold(t *testing.T) {
	var f pdftest.File
	u := f.Stream("/Filter/FlateDecode", pdftest.Deflate([]byte("1 beginbfrange <0010> <0019> <0030> endbfrange")))
	child := "<</Type/Font/Subtype/CIDFontType2/BaseFont/ABCDEF+X/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)>>/DW 500>>"
	n := f.Add(fmt.Sprintf("<</Type/Font/Subtype/Type0/BaseFont/ABCDEF+X/Encoding/Identity-H/ToUnicode %d 0 R/DescendantFonts[%s]>>", u, child))
	c := f.Stream("/Filter/FlateDecode", pdftest.Deflate([]byte("BT /F 12 Tf 20 65 Td <0011001200130014> Tj 0 -20 Td <0015001600170018> Tj ET")))
	b := f.Table(f.Pages(pdftest.Page{Resources: fmt.Sprintf("/Font<</F %d 0 R>>", n), Keys: fmt.Sprintf("/Contents %d 0 R", c)}))
	read := func(b []byte) (string, bool) {
		doc, err := Format.Read(context.Background(), b, extract.Options{})
		if err != nil {
			return err.Error(), true
		}
		told := false
		for _, n := range doc.Notices {
			told = told || n.Code != "pdf-repaired"
		}
		return text(doc), told
	}
	want, _ := read(b)
	if want != "1234\n5678" && want != "12345678" && want != "1234 5678" {
		t.Fatalf("read %q", want)
	}
	for i := range b {
		for _, to := range []byte{b[i] ^ 1, b[i] ^ 0x10, ' ', '9'} {
			changed := slices.Clone(b)
			changed[i] = to
			if got, told := read(changed); got != want && !told {
				t.Errorf("byte %d, %q to %q in %q: read %q", i, b[i], to, b[max(0, i-30):min(len(b), i+10)], got)
			}
		}
	}
}

func TestDetect(t *testing.T) {
	for _, c := range []struct {
		head string
		want bool
	}{{"%PDF-1.4", true}, {"junk\n%PDF-2.0", true}, {strings.Repeat("x", 1100) + "%PDF-1.4", false}, {"%\xe2\xe3\xcf\xd3\r\n1 0 obj", true}, {"text", false}, {"", false}} {
		if got := detect([]byte(c.head)); got != c.want {
			t.Errorf("%.20q: %v", c.head, got)
		}
	}
	if d := cmp.Diff("pdf", Format.Name); d != "" {
		t.Error(d)
	}
}
