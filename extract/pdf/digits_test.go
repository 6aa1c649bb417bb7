package pdf

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gongkai-data/gongkai/extract/pdf/internal/pdftest"
)

// digitFont is a TrueType program of which the cmap gives the glyphs 3 to 12 to
// the digits 0 to 9.
const digitFont = "\x00\x01\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00cmap\x00\x00\x00\x00\x00\x00\x00\x1c\x00\x00\x00\x28" +
	"\x00\x00\x00\x01\x00\x03\x00\x0a\x00\x00\x00\x0c\x00\x0c\x00\x00\x00\x00\x00\x1c\x00\x00\x00\x00\x00\x00\x00\x01\x00\x00\x00\x30\x00\x00\x00\x39\x00\x00\x00\x03"

// TestDigitsThatAreBelied holds that a digit of which ToUnicode says another than
// the font draws has no name: neither is believed.
func TestDigitsThatAreBelied(t *testing.T) {
	var f pdftest.File
	plain, packed := f.Stream("", []byte(digitFont)), f.Stream("/Filter/FlateDecode", pdftest.Deflate([]byte(digitFont)))
	type1 := f.Stream("", []byte("%!PS-AdobeFont-1.0\n/Encoding 256 array dup 53 /five put readonly def currentfile eexec"))
	embedded := func(program int) string {
		return fmt.Sprintf("/Subtype/Type0/Encoding/Identity-H/DescendantFonts[<</Subtype/CIDFontType2/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)>>/FontDescriptor<</FontFile2 %d 0 R>>>>]", program)
	}
	for _, c := range []struct{ name, font, toUnicode, hex, want string }{
		{"agrees", embedded(plain), "1 beginbfrange <0003> <000c> <0030> endbfrange", "00080003", "50"},
		{"full-width", embedded(plain), "1 beginbfrange <0003> <000c> <ff10> endbfrange", "0008", "５"},
		{"shifted", embedded(plain), "1 beginbfrange <0003> <000b> <0031> endbfrange", "00080003", "\uFFFD\uFFFD"},
		{"packed", embedded(packed), "1 beginbfrange <0003> <000b> <0031> endbfrange", "00080003", "\uFFFD\uFFFD"},
		{"two-exchanged", embedded(packed), "2 beginbfchar <0004> <0036> <0009> <0031> endbfchar 1 beginbfrange <0005> <0008> <0032> endbfrange", "000400050009", "\uFFFD2\uFFFD"},
		{"point", embedded(plain), "1 beginbfchar <0003> <002e> endbfchar", "0003", "\uFFFD"},
		{"glyph-without-a-character", embedded(plain), "1 beginbfchar <0020> <0035> endbfchar", "0020", "5"},
		{"collection", "/Subtype/Type0/Encoding/Identity-H/DescendantFonts[<</Subtype/CIDFontType0/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)>>>>]", "2 beginbfchar <0016> <0035> <0017> <0035> endbfchar", "00160017", "5\uFFFD"},
		{"codes-are-characters", "/Subtype/Type0/Encoding/UniGB-UCS2-H/DescendantFonts[<</Subtype/CIDFontType0/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)>>>>]", "1 beginbfchar <0035> <0036> endbfchar", "0035", "\uFFFD"},
		{"glyph-name", "/Subtype/Type1/Encoding<</Differences[1/five/six]>>", "2 beginbfchar <01> <0035> <02> <0039> endbfchar", "0102", "5\uFFFD"},
		{"base-encoding", "/Subtype/TrueType/BaseFont/Arial/Encoding/WinAnsiEncoding", "1 beginbfchar <35> <0036> endbfchar", "35", "\uFFFD"},
		{"type-1", fmt.Sprintf("/Subtype/Type1/FontDescriptor<</Flags 4/FontFile %d 0 R>>", type1), "1 beginbfchar <35> <0036> endbfchar", "35", "\uFFFD"},
	} {
		t.Run(c.name, func(t *testing.T) {
			g := f
			u := g.Stream("", []byte(c.toUnicode))
			root := g.Pages(pdftest.Page{Content: "BT /F 10 Tf 10 50 Td <" + c.hex + "> Tj ET", Resources: fmt.Sprintf("/Font<</F<<%s/ToUnicode %d 0 R>>>>", c.font, u)})
			if d := cmp.Diff(c.want, shown(mustPages(t, g.Table(root)))); d != "" {
				t.Error(d)
			}
		})
	}
}
