package pdf

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/extract/pdf/internal/pdftest"
)

const helvetica = "/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>>>"

// shown is the text of pages: one line for a run of characters of one direction
// and baseline, "|" between pages; hidden characters in parentheses.
func shown(pages []extract.PageContent) string {
	var s strings.Builder
	for i, p := range pages {
		if i > 0 {
			s.WriteString("|")
		}
		for _, c := range p.Chars {
			if c.Hidden {
				fmt.Fprintf(&s, "(%c)", c.Rune)
			} else {
				s.WriteRune(c.Rune)
			}
		}
	}
	return s.String()
}

func onePage(content, resources string) []byte {
	var f pdftest.File
	return f.Table(f.Pages(pdftest.Page{Content: content, Resources: resources}))
}

func mustPages(t *testing.T, b []byte) []extract.PageContent {
	t.Helper()
	pages, err := Pages(context.Background(), b, extract.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return pages
}

func TestFilesAreReadHoweverTheyAreWritten(t *testing.T) {
	two := []pdftest.Page{{Content: "BT /F 12 Tf 10 50 Td (one) Tj ET", Resources: helvetica}, {Content: "BT /F 12 Tf 10 50 Td (two) Tj ET", Resources: helvetica}}
	whole := func() []byte { var f pdftest.File; return f.Table(f.Pages(two...)) }()
	streams := func() []byte { var f pdftest.File; return f.XRefStream(f.Pages(two...)) }()
	encrypted := func(how pdftest.Encryption) []byte {
		var f pdftest.File
		f.Encrypt(how, "")
		return f.Table(f.Pages(two...))
	}
	updated := func() []byte { // 7.5.6: the objects of the update count
		var f pdftest.File
		b := f.Table(f.Pages(two...))
		start := strings.LastIndex(string(b), "startxref\n") + len("startxref\n")
		var prev int
		fmt.Sscan(string(b[start:]), &prev)
		at := len(b)
		b = fmt.Appendf(b, "2 0 obj\n<</Length 33>>stream\nBT /F 12 Tf 10 50 Td (new) Tj ET \nendstream\nendobj\n")
		x := len(b)
		return fmt.Appendf(b, "xref\n2 1\n%010d 00000 n \ntrailer\n<</Root 6 0 R/Size 7/Prev %d>>\nstartxref\n%d\n%%%%EOF\n", at, prev, x)
	}()
	for _, c := range []struct {
		name string
		b    []byte
		want string
	}{
		{"table", whole, "one|two"},
		{"cross-reference-stream", streams, "one|two"},
		{"updated", updated, "new|two"},
		{"junk-in-front", append([]byte("HTTP/1.1 200 OK\r\n\r\n"), whole...), "one|two"},
		{"offsets-wrong", []byte(strings.Replace(string(whole), "%PDF-1.7\n", "%PDF-1.7\n% a line was put in\n", 1)), "one|two"},
		{"no-cross-references", whole[:strings.Index(string(whole), "xref\n0")], "one|two"},
		{"streams-without-cross-references", streams[:strings.Index(string(streams), "/Type/XRef")-4], "one|two"},
		{"length-wrong", []byte(strings.ReplaceAll(string(whole), "/Length 32", "/Length 77")), "one|two"},
		{"catalog-lost", []byte(strings.Replace(string(whole), "/Type/Catalog", "/Type/Catabog", 1)), "one|two"},
		{"tree-lost", []byte(strings.Replace(string(whole), "/Kids[", "/Kibs[", 1)), "one|two"},
		{"rc4-40", encrypted(pdftest.RC440), "one|two"},
		{"rc4-128", encrypted(pdftest.RC4128), "one|two"},
		{"aes-128", encrypted(pdftest.AES128), "one|two"},
		{"aes-256", encrypted(pdftest.AES256), "one|two"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if d := cmp.Diff(c.want, shown(mustPages(t, c.b))); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestPasswords(t *testing.T) {
	for how, name := range []string{"rc4-40", "rc4-128", "aes-128", "aes-256"} {
		var f pdftest.File
		f.Encrypt(pdftest.Encryption(how), "user")
		b := f.Table(f.Pages(pdftest.Page{Content: "BT /F 12 Tf 10 50 Td (secret) Tj ET", Resources: helvetica}))
		for _, c := range []struct{ password, want string }{{"", ""}, {"wrong", ""}, {"user", "secret"}, {"owner", "secret"}} {
			pages, err := Pages(context.Background(), b, extract.Options{Password: c.password})
			if got := shown(pages); got != c.want {
				t.Errorf("%s, password %q: %q, %v", name, c.password, got, err)
			}
			var e *extract.Error
			if c.want == "" && (!errors.As(err, &e) || e.Code != "pdf-password" || !errors.Is(err, extract.ErrEncrypted)) {
				t.Errorf("%s, password %q: error %v", name, c.password, err)
			}
		}
	}
}

// type0 is a Type 0 font that is not embedded.
func type0(encoding, ordering, more string) string {
	return "/Font<</F<</Type/Font/Subtype/Type0/BaseFont/Song/Encoding" + encoding + more +
		"/DescendantFonts[<</Type/Font/Subtype/CIDFontType0/BaseFont/Song/CIDSystemInfo<</Registry(Adobe)/Ordering(" + ordering + ")/Supplement 4>>/DW 1000/W[1 95 500 814 939 500]>>]>>>>"
}

func TestCodesOfChineseFonts(t *testing.T) {
	const want = "政府2024年"
	gbk, err := simplifiedchinese.GBK.NewEncoder().String(want)
	if err != nil {
		t.Fatal(err)
	}
	utf16 := "653f5e9c" + "0032003000320034" + "5e74"
	for _, c := range []struct{ encoding, ordering, hex string }{
		{"GBK-EUC-H", "GB1", fmt.Sprintf("%x", gbk)}, {"GBK-EUC-V", "GB1", fmt.Sprintf("%x", gbk)},
		{"GBKp-EUC-H", "GB1", fmt.Sprintf("%x", gbk)}, {"GBK2K-H", "GB1", fmt.Sprintf("%x", gbk)},
		{"GB-EUC-H", "GB1", fmt.Sprintf("%x", gbk)}, {"GBpc-EUC-H", "GB1", fmt.Sprintf("%x", gbk)},
		{"UniGB-UCS2-H", "GB1", utf16}, {"UniGB-UCS2-V", "GB1", utf16}, {"UniGB-UTF16-H", "GB1", utf16},
		{"UniGB-UTF8-H", "GB1", fmt.Sprintf("%x", want)},
		{"UniCNS-UCS2-H", "CNS1", utf16}, {"UniJIS-UTF16-H", "Japan1", utf16}, {"UniKS-UCS2-H", "Korea1", utf16},
		{"Identity-H", "GB1", "119f" + "06a9" + "0013001100130015" + "0b4d"},
		{"90ms-RKSJ-H", "Japan1", "90ad957b" + "32303234" + "944e"},
		{"ETen-B5-H", "CNS1", "ac46a9b2" + "32303234" + "a67e"},
		{"KSCms-UHC-H", "Korea1", "efd9dda4" + "32303234" + "d2b4"},
	} {
		t.Run(c.encoding+"-"+c.ordering, func(t *testing.T) {
			pages := mustPages(t, onePage("BT /F 10 Tf 10 90 Td <"+c.hex+"> Tj ET", type0("/"+c.encoding, c.ordering, "")))
			if d := cmp.Diff(want, shown(pages)); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestVerticalWriting(t *testing.T) {
	pages := mustPages(t, onePage("BT /F 10 Tf 50 90 Td <653f5e9c> Tj ET", type0("/UniGB-UCS2-V", "GB1", "")))
	want := []extract.Char{
		{Rune: '政', Dir: extract.Downwards, Size: 10, Box: extract.Box{X0: 45, Y0: 10, X1: 55, Y1: 20}},
		{Rune: '府', Dir: extract.Downwards, Size: 10, Box: extract.Box{X0: 45, Y0: 20, X1: 55, Y1: 30}},
	}
	if d := cmp.Diff(want, pages[0].Chars); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]extract.Font{{Name: "Song", Vertical: true}}, pages[0].Fonts); d != "" {
		t.Error(d)
	}
}

// simple is a font with one byte for a code.
func simple(keys string) string {
	return "/Font<</F<</Type/Font/Subtype/TrueType/FirstChar 32/LastChar 255/Widths[" + strings.Repeat("500 ", 224) + "]" + keys + ">>>>"
}

func TestCodesOfSimpleFonts(t *testing.T) {
	for _, c := range []struct{ name, font, hex, want string }{
		{"winansi", "/BaseFont/A/Encoding/WinAnsiEncoding", "41809280", "A€’€"},
		{"macroman", "/BaseFont/A/Encoding/MacRomanEncoding", "8a", "ä"},
		{"standard", "/BaseFont/A", "27ae", "’ﬁ"},
		{"differences", "/BaseFont/A/Encoding<</BaseEncoding/WinAnsiEncoding/Differences[65/eacute/uni5e74 70/u1f600/f_f_i/a.sc]>>", "41424344464748", "é年CD😀ffia"},
		{"names-that-tell-nothing", "/BaseFont/A/Encoding<</Differences[65/g12/foo]>>", "4142", "\uFFFD\uFFFD"},
		{"control-codes-print-nothing", "/BaseFont/A/Encoding/WinAnsiEncoding", "41000d42", "AB"},
		{"symbol", "/BaseFont/Symbol", "6162a5", "αβ∞"},
		{"dingbats", "/BaseFont/ZapfDingbats", "34c8a8", "✔➈♣"},
		{"wingdings", "/BaseFont/Wingdings", "fea8", "☑◻"},
		{"gbk-under-winansi", "/BaseFont/#d0#a1#b1#ea#cb#ce/Encoding/WinAnsiEncoding", "d5feb8ae32303234c4ea", "政府2024年"},
		{"gbk-by-the-name-of-the-font", "/BaseFont/SimSun/Encoding/WinAnsiEncoding", "d5feb8ae3137", "政府17"},
		{"gbk-and-signs", "/BaseFont/FangSong_GB2312/Encoding/WinAnsiEncoding", "a3a8d2bba3a9a1a3", "（一）。"},
		{"latin-name-is-no-gbk", "/BaseFont/Arial/Encoding/WinAnsiEncoding", "d5fe", "Õþ"},
	} {
		t.Run(c.name, func(t *testing.T) {
			pages := mustPages(t, onePage("BT /F 10 Tf 10 50 Td <"+c.hex+"> Tj ET", simple(c.font)))
			if d := cmp.Diff(c.want, shown(pages)); d != "" {
				t.Error(d)
			}
		})
	}
}

// withToUnicode shows codes of a font that has nothing but a ToUnicode map.
func withToUnicode(cmap, content string) []byte {
	var f pdftest.File
	u := f.Stream("", []byte(cmap))
	return f.Table(f.Pages(pdftest.Page{Content: content, Resources: fmt.Sprintf(
		"/Font<</F<</Type/Font/Subtype/Type0/BaseFont/ABCDEF+X/Encoding/Identity-H/ToUnicode %d 0 R/DescendantFonts[<</Subtype/CIDFontType2/BaseFont/ABCDEF+X/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)>>>>]>>>>", u)}))
}

func TestToUnicode(t *testing.T) {
	lie := "8 beginbfchar\n"
	for i := range 8 {
		lie += fmt.Sprintf("<%04x> <0041>\n", i+1)
	}
	for _, c := range []struct{ name, cmap, hex, want string }{
		{"characters", "2 beginbfchar <0001> <5e74> <0002> <00660069> endbfchar", "00010002", "年fi"},
		{"ranges", "2 beginbfrange <0001> <0003> <0061> <0005> <0006> [<0041> <5e74>] endbfrange", "0001000300050006", "acA年"},
		{"surrogates", "1 beginbfchar <0001> <d83dde00> endbfchar", "0001", "😀"},
		{"missing-code", "1 beginbfchar <0001> <0061> endbfchar", "00010009", "a\uFFFD"},
		{"private-use-tells-nothing", "1 beginbfchar <0001> <e123> endbfchar", "0001", "\uFFFD"},
		{"one-character-for-all-is-a-lie", lie + "endbfchar", "00010002", "\uFFFD\uFFFD"},
		{"missing-end", "1 beginbfchar <0001> <0061> 1 beginbfchar <0002> <0062> endbfchar", "00010002", "ab"},
	} {
		t.Run(c.name, func(t *testing.T) {
			pages := mustPages(t, withToUnicode(c.cmap, "BT /F 10 Tf 10 50 Td <"+c.hex+"> Tj ET"))
			if d := cmp.Diff(c.want, shown(pages)); d != "" {
				t.Error(d)
			}
			if got := pages[0].Fonts[0].Name; got != "X" {
				t.Errorf("font %q", got)
			}
		})
	}
}

func TestEmbeddedCMap(t *testing.T) {
	var f pdftest.File
	m := f.Stream("/Type/CMap/CMapName/M/UseCMap/GBK-EUC-H/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>",
		[]byte("1 begincidchar <c0c0> 4511 endcidchar"))
	b := f.Table(f.Pages(pdftest.Page{Content: "BT /F 10 Tf 10 50 Td <c0c0> Tj ET", Resources: type0(fmt.Sprintf(" %d 0 R", m), "GB1", "")}))
	if d := cmp.Diff("政", shown(mustPages(t, b))); d != "" {
		t.Error(d)
	}
}

// boxes prints characters with the left edge and the baseline side of their boxes.
func boxes(p extract.PageContent) string {
	var s []string
	for _, c := range p.Chars {
		s = append(s, fmt.Sprintf("%c%d(%.0f,%.0f %.0f,%.0f)", c.Rune, c.Dir, c.Box.X0, c.Box.Y0, c.Box.X1, c.Box.Y1))
	}
	return strings.Join(s, " ")
}

func TestPlacesOfText(t *testing.T) {
	font := simple("/BaseFont/A/Encoding/WinAnsiEncoding/FontDescriptor<</Ascent 800/Descent -200>>")
	for _, c := range []struct{ name, content, keys, want string }{
		{"line", "BT /F 10 Tf 10 50 Td (ab) Tj ET", "", "a0(10,42 15,52) b0(15,42 20,52)"},
		{"matrix", "BT /F 1 Tf 10 0 0 20 10 50 Tm (ab) Tj ET", "", "a0(10,34 15,54) b0(15,34 20,54)"},
		{"spacing", "BT /F 10 Tf 2 Tc 3 Tw 10 50 Td (a b) Tj ET", "", "a0(10,42 15,52)  0(17,42 22,52) b0(27,42 32,52)"},
		{"stretched", "BT /F 10 Tf 200 Tz 10 50 Td (ab) Tj ET", "", "a0(10,42 20,52) b0(20,42 30,52)"},
		{"raised", "BT /F 10 Tf 5 Ts 10 50 Td (a) Tj ET", "", "a0(10,37 15,47)"},
		{"leading", "BT /F 10 Tf 12 TL 10 50 Td (a) Tj T* (b) Tj (c) ' 1 1 (d) \" ET", "", "a0(10,42 15,52) b0(10,54 15,64) c0(10,66 15,76) d0(10,78 15,88)"},
		{"lines", "BT /F 10 Tf 10 50 Td (a) Tj 0 -12 TD (b) Tj T* (c) Tj ET", "", "a0(10,42 15,52) b0(10,54 15,64) c0(10,66 15,76)"},
		{"array", "BT /F 10 Tf 10 50 Td [(a)-500(b)] TJ ET", "", "a0(10,42 15,52) b0(20,42 25,52)"},
		{"array-with-operator", "BT /F 10 Tf 10 50 Td [(a)-500 0 Tc (b)] TJ ET", "", "a0(10,42 15,52) b0(20,42 25,52)"},
		{"turned-up", "BT /F 10 Tf 0 1 -1 0 50 10 Tm (ab) Tj ET", "", "a3(42,85 52,90) b3(42,80 52,85)"},
		{"turned-down", "BT /F 10 Tf 0 -1 1 0 50 90 Tm (ab) Tj ET", "", "a1(48,10 58,15) b1(48,15 58,20)"},
		{"upside-down", "BT /F 10 Tf -1 0 0 -1 50 50 Tm (ab) Tj ET", "", "a2(45,48 50,58) b2(40,48 45,58)"},
		{"state-restored", "q 2 0 0 2 0 0 cm Q BT /F 10 Tf 10 50 Td (a) Tj ET", "", "a0(10,42 15,52)"},
		{"more-Q-than-q", "Q Q BT /F 10 Tf 10 50 Td (a) Tj ET", "", "a0(10,42 15,52)"},
		{"page-rotated-90", "BT /F 10 Tf 10 50 Td (ab) Tj ET", "/Rotate 90", "a1(48,10 58,15) b1(48,15 58,20)"},
		{"page-rotated-180", "BT /F 10 Tf 10 50 Td (a) Tj ET", "/Rotate 180", "a2(185,48 190,58)"},
		{"page-rotated-270", "BT /F 10 Tf 10 50 Td (a) Tj ET", "/Rotate -90", "a3(42,185 52,190)"},
		{"crop-box", "BT /F 10 Tf 10 50 Td (ab) Tj ET", "/CropBox[15 0 200 100]", "b0(0,42 5,52)"},
		{"user-unit", "BT /F 10 Tf 10 50 Td (a) Tj ET", "/UserUnit 2", "a0(20,84 30,104)"},
		{"clipped", "q 0 0 200 40 re W n BT /F 10 Tf 10 50 Td (a) Tj ET Q BT /F 10 Tf 10 50 Td (b) Tj ET", "", "b0(10,42 15,52)"},
		{"clipped-to-its-ink", "11 53 3 1 re W n BT /F 10 Tf 10 50 Td (-) Tj ET", "", "-0(10,42 15,52)"},
		{"off-the-page", "BT /F 10 Tf 10 500 Td (a) Tj ET", "", ""},
		{"operators-run-together", "BT/F 10 Tf 10 50 Td(a)Tj 0 -12TD[(b)]TJ ET", "", "a0(10,42 15,52) b0(10,54 15,64)"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var f pdftest.File
			pages := mustPages(t, f.Table(f.Pages(pdftest.Page{Content: c.content, Resources: font, Keys: c.keys})))
			if d := cmp.Diff(c.want, boxes(pages[0])); d != "" {
				t.Error(d)
			}
		})
	}
}

func rulings(p extract.PageContent) string {
	var s []string
	for _, r := range p.Rulings {
		kind := "line"
		if r.Fill {
			kind = "fill"
		}
		if r.Dashed {
			kind += " dashed"
		}
		if r.Background {
			kind += " background"
		}
		s = append(s, fmt.Sprintf("%s %g,%g %g,%g w%g", kind, r.X0, r.Y0, r.X1, r.Y1, r.Width))
	}
	return strings.Join(s, "; ")
}

func TestRulings(t *testing.T) {
	for _, c := range []struct{ name, content, want string }{
		{"line", "2 w 10 50 m 90 50 l S", "line 10,50 90,50 w2"},
		{"polyline", "10 50 m 90 50 l 90 20 l s", "line 10,50 90,50 w1; line 90,50 90,80 w1"},
		{"slanted", "10 50 m 90 20 l S", ""},
		{"curve", "10 50 m 20 50 30 50 40 50 c S", ""},
		{"width-by-transform", "0.5 0 0 0.5 0 0 cm 2 w 20 100 m 180 100 l S", "line 10,50 90,50 w1"},
		{"stroked-rectangle", "10 20 30 40 re S", "line 10,80 40,80 w1; line 40,40 40,80 w1; line 10,40 40,40 w1; line 10,40 10,80 w1"},
		{"filled-rectangle", "10 50 80 1 re f", "fill 10,49 90,50 w0"},
		{"filled-path", "10 50 m 90 50 l 90 51 l 10 51 l h f*", "fill 10,49 90,50 w0"},
		{"triangle", "10 50 m 90 50 l 90 80 l h f", ""},
		{"white", "1 g 10 50 80 1 re f", "fill background 10,49 90,50 w0"},
		{"white-gray", "1 g 10 20 80 30 re f", "fill background 10,50 90,80 w0"},
		{"white-rgb", "1 1 1 rg 10 20 80 30 re f", "fill background 10,50 90,80 w0"},
		{"white-cmyk", "0 0 0 0 k 10 20 80 30 re f", "fill background 10,50 90,80 w0"},
		{"white-by-colour-space", "/DeviceGray cs 1 sc 10 20 80 30 re f", "fill background 10,50 90,80 w0"},
		{"black-after-cs", "1 g /DeviceCMYK cs 10 20 80 30 re f", "fill 10,50 90,80 w0"},
		{"dashed", "[3 2] 0 d 10 50 m 90 50 l S [] 0 d 10 60 m 90 60 l S", "line dashed 10,50 90,50 w1; line 10,40 90,40 w1"},
		{"clipped", "20 0 50 100 re W n 10 50 m 90 50 l S 80 0 m 80 100 l S", "line 20,50 70,50 w1"},
		{"not-painted", "10 50 m 90 50 l n", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			pages := mustPages(t, onePage(c.content, ""))
			if d := cmp.Diff(c.want, rulings(pages[0])); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestWhatShows(t *testing.T) {
	var f pdftest.File
	f.Trailer = "/Info<</Title(x)>>"
	font := helvetica
	inner := f.Stream("/Type/XObject/Subtype/Form/BBox[0 0 50 50]/Matrix[1 0 0 1 10 20]/Resources<<"+font+">>", []byte("BT /F 10 Tf 0 0 Td (form) Tj 0 60 Td (beyond) Tj ET"))
	loop := f.Add("null")
	f.Set(loop, fmt.Sprintf("<</Type/XObject/Subtype/Form/BBox[0 0 99 99]/Resources<<%s/XObject<</L %d 0 R>>>>/Length 40>>stream\nBT /F 10 Tf 0 0 Td (loop) Tj ET /L Do    \nendstream", font, loop))
	picture := f.Stream("/Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8", []byte("x"))
	stencil := f.Stream("/Type/XObject/Subtype/Image/Width 1/Height 1/ImageMask true/BitsPerComponent 1", []byte("x"))
	off := f.Add("<</Type/OCG/Name(off)>>")
	look := f.Stream("/Type/XObject/Subtype/Form/BBox[0 0 40 10]/Resources<<"+font+">>", []byte("BT /F 10 Tf 0 2 Td (field) Tj ET"))
	head, tail := f.Stream("", []byte("BT /F 10 Tf 10 50 Td (a) Tj")), f.Stream("", []byte("(b) Tj ET"))
	resources := font + fmt.Sprintf("/XObject<</I %d 0 R/L %d 0 R/P %d 0 R/S %d 0 R>>/Properties<</O %d 0 R>>/ExtGState<</T<</ca 0>>/M<</BM/Multiply>>>>", inner, loop, picture, stencil, off)
	for _, c := range []struct{ name, content, keys, want string }{
		{"form", "/I Do", "", "form"},
		{"form-in-itself", "/L Do", "", "loop"},
		{"layer-off", "/OC /O BDC BT /F 10 Tf 10 50 Td (a) Tj ET EMC BT /F 10 Tf 10 50 Td (b) Tj ET", "", "b"},
		{"hidden", "BT /F 10 Tf 3 Tr 10 50 Td (a) Tj 0 Tr (b) Tj ET", "", "(a)b"},
		{"white-on-the-page", "1 g BT /F 10 Tf 10 50 Td (a) Tj ET 0 g BT /F 10 Tf 30 50 Td (b) Tj ET", "", "(a)b"},
		{"white-on-black", "0 40 99 30 re f 1 g BT /F 10 Tf 10 50 Td (a) Tj ET", "", "a"},
		{"white-on-a-bar", "30 w 0 50 m 99 50 l S 1 g BT /F 10 Tf 10 50 Td (a) Tj ET", "", "a"},
		{"white-on-a-round-shape", "0 40 m 50 0 90 0 99 60 c f 1 g BT /F 10 Tf 20 40 Td (a) Tj ET", "", "a"},
		{"without-alpha", "/T gs BT /F 10 Tf 10 50 Td (a) Tj ET", "", "(a)"},
		{"painted-over", "BT /F 10 Tf 10 50 Td (a) Tj ET 1 g 0 40 99 30 re f 0 g BT /F 10 Tf 10 50 Td (b) Tj ET", "", "(a)b"},
		{"struck-by-a-thin-line", "BT /F 10 Tf 10 50 Td (a) Tj ET 0 52 99 1 re f", "", "a"},
		{"background-first", "1 g 0 40 99 30 re f 0 g BT /F 10 Tf 10 50 Td (a) Tj ET", "", "a"},
		{"highlighted", "BT /F 10 Tf 10 50 Td (a) Tj ET /M gs 1 1 0 rg 0 40 99 30 re f", "", "a"},
		{"under-its-scan", "BT /F 10 Tf 10 50 Td (a) Tj ET q 200 0 0 100 0 0 cm /P Do Q", "", "(a)"},
		{"under-a-stencil", "BT /F 10 Tf 10 50 Td (a) Tj ET q 200 0 0 100 0 0 cm /S Do Q", "", "a"},
		{"inline-image", "q 10 0 0 10 0 0 cm BI /W 2 /H 2 /BPC 8 /CS /G ID EI E EI Q BT /F 10 Tf 10 50 Td (a) Tj ET", "", "a"},
		{"inline-image-filtered", "BI /W 2 /H 2 /BPC 8 /CS /G /F /A85 ID EIEI~> EI BT /F 10 Tf 10 50 Td (a) Tj ET", "", "a"},
		{"actual-text-names-the-unnamed", "/Span<</ActualText(year)>>BDC BT /F 10 Tf 10 50 Td <ff> Tj ET EMC", "", "ÿ"},
		{"field", "", fmt.Sprintf("/Annots[<</Subtype/Widget/Rect[10 10 50 20]/AP<</N %d 0 R>>>><</Subtype/Widget/F 2/Rect[10 10 50 20]/AP<</N %d 0 R>>>>]", look, look), "field"},
		{"field-by-state", "", fmt.Sprintf("/Annots[<</Subtype/Widget/AS/On/Rect[10 10 50 20]/AP<</N<</On %d 0 R/Off null>>>>>>]", look), "field"},
		{"several-streams", "", fmt.Sprintf("/Contents[%d 0 R %d 0 R 99 0 R]", head, tail), "ab"},
	} {
		t.Run(c.name, func(t *testing.T) {
			g := f
			root := g.Pages(pdftest.Page{Content: c.content, Resources: resources, Keys: c.keys})
			g.Set(root, strings.Replace(g.Object(root), "/Type/Catalog", fmt.Sprintf("/Type/Catalog/OCProperties<</OCGs[%d 0 R]/D<</OFF[%d 0 R]>>>>", off, off), 1))
			pages := mustPages(t, g.Table(root))
			if d := cmp.Diff(c.want, shown(pages)); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestActualText(t *testing.T) {
	for _, c := range []struct{ name, actual, hex, want string }{
		{"one-for-one", "<feff5e74>", "0009", "年"},
		{"several-for-one", "(10%)", "0009", "10%"},
		{"print-counts-where-it-is-named", "(9)", "0001", "1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			pages := mustPages(t, withToUnicode("1 beginbfchar <0001> <0031> endbfchar", "/Span<</ActualText"+c.actual+">>BDC BT /F 10 Tf 10 50 Td <"+c.hex+"> Tj ET EMC"))
			if d := cmp.Diff(c.want, shown(pages)); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestType3(t *testing.T) {
	var f pdftest.File
	g := f.Stream("", []byte("500 0 0 0 500 500 d1 0 0 500 500 re f"))
	resources := fmt.Sprintf("/Font<</F<</Type/Font/Subtype/Type3/FontBBox[0 -200 1000 800]/FontMatrix[.002 0 0 .002 0 0]/FirstChar 97/LastChar 98/Widths[250 500]/CharProcs<</one %d 0 R/x1 %d 0 R>>/Encoding<</Differences[97/one/x1]>>>>>>", g, g)
	pages := mustPages(t, f.Table(f.Pages(pdftest.Page{Content: "BT /F 10 Tf 10 50 Td (ab) Tj ET", Resources: resources})))
	if d := cmp.Diff("10(10,34 15,54) \uFFFD0(15,34 25,54)", boxes(pages[0])); d != "" {
		t.Error(d)
	}
}

func TestTextStrings(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"\xfe\xff\x5e\x74", "年"}, {"\xff\xfe\x74\x5e", "年"}, {"\xef\xbb\xbf年", "年"}, {"年", "年"}, {"\xc4\xea\xb1\xa8", "年报"}, {"plain", "plain"}, {"caf\xe9 \x84", "café —"},
	} {
		if got := textString([]byte(c.in)); got != c.want {
			t.Errorf("%q: %q, want %q", c.in, got, c.want)
		}
	}
}
