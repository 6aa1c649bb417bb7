package pdfium

import (
	"bytes"
	"encoding/binary"
	"os"
	"slices"
	"testing"
	"unicode/utf16"

	"github.com/gongkai-data/gongkai/extract"
)

const boxFile = "sandbox/usr/share/fonts/box.ttf"

// boxFont makes the font of the sandbox: a TrueType file (ISO/IEC 14496-22) with
// one glyph, a hollow square, for every character that is no space.
func boxFont() []byte {
	be := binary.BigEndian
	words := func(v ...int) []byte {
		var b []byte
		for _, w := range v {
			b = be.AppendUint16(b, uint16(w))
		}
		return b
	}
	long := func(b []byte, v ...uint32) []byte {
		for _, w := range v {
			b = be.AppendUint32(b, w)
		}
		return b
	}
	outline := words(2, 50, -100, 950, 860, 3, 7, 0) // contours, box, ends of contours, no instructions
	outline = append(outline, bytes.Repeat([]byte{1}, 8)...)
	outline = append(outline, words(50, 0, 900, 0, -860, 0, 800, 0)...) // x: the outer square, then the inner one turning back
	outline = append(outline, words(-100, 960, 0, -960, 40, 0, 880, 0)...)
	outline = append(outline, make([]byte, (4-len(outline)%4)%4)...)
	cmap := words(0, 1, 3, 10)
	cmap = long(cmap, 12)
	cmap = append(cmap, words(13, 0)...)
	cmap = long(cmap, 16+4*12, 0, 4, 0x21, 0x9F, 1, 0xA1, 0x1FFF, 1, 0x200B, 0x2FFF, 1, 0x3001, 0x10FFFF, 1) // all but spaces
	os2 := words(1, 1000, 400, 5, 0, 650, 700, 0, 140, 650, 700, 0, 480, 50, 250, 0)
	os2 = append(os2, make([]byte, 10+16)...) // panose, Unicode ranges
	os2 = append(os2, "none"...)
	os2 = append(os2, words(0x40, 0x2E80, 0xFFFF, 860, -120, 0, 900, 120)...)
	os2 = long(os2, 1<<17|1<<18|1<<19|1<<20, 0) // code pages of Japan, China, Korea, Taiwan
	name := func() []byte {
		var strings []byte
		records := words(0, 4, 6+4*12)
		for _, r := range []struct {
			id   int
			text string
		}{{1, "Box"}, {2, "Regular"}, {4, "Box"}, {6, "Box"}} {
			at := len(strings)
			for _, u := range utf16.Encode([]rune(r.text)) {
				strings = be.AppendUint16(strings, u)
			}
			records = append(records, words(3, 1, 0x409, r.id, len(strings)-at, at)...)
		}
		return append(records, strings...)
	}()
	head := long(nil, 0x00010000, 0x00010000, 0, 0x5F0F3CF5)
	head = append(head, words(0, 1000)...)
	head = append(head, make([]byte, 16)...) // dates
	head = append(head, words(0, -100, 1000, 900, 0, 8, 2, 1, 0)...)
	hhea := append(long(nil, 0x00010000), words(860, -120, 0, 1000, 50, 50, 950, 1, 0, 0, 0, 0, 0, 0, 0, 2)...)
	maxp := append(long(nil, 0x00010000), words(2, 8, 2, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0)...)
	post := long(nil, 0x00030000, 0, 0, 0, 0, 0, 0, 0)
	tables := []struct {
		tag  string
		data []byte
	}{
		{"OS/2", os2}, {"cmap", cmap}, {"glyf", outline}, {"head", head}, {"hhea", hhea}, {"hmtx", words(1000, 0, 1000, 50)},
		{"loca", long(nil, 0, 0, uint32(len(outline)))}, {"maxp", maxp}, {"name", name}, {"post", post},
	}
	file := long(nil, 0x00010000)
	file = append(file, words(len(tables), 128, 3, len(tables)*16-128)...)
	var body []byte
	for _, t := range tables {
		padded := append(slices.Clone(t.data), make([]byte, (4-len(t.data)%4)%4)...)
		var sum uint32
		for i := 0; i < len(padded); i += 4 {
			sum += be.Uint32(padded[i:])
		}
		file = append(file, t.tag...)
		file = long(file, sum, uint32(12+16*len(tables)+len(body)), uint32(len(t.data)))
		body = append(body, padded...)
	}
	return append(file, body...)
}

func TestBoxFontIsWhatMakesIt(t *testing.T) {
	want := boxFont()
	if os.Getenv("UPDATE") == "1" {
		if err := os.WriteFile(boxFile, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(boxFile)
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("%d bytes, not %d; %v", len(got), len(want), err)
	}
}

// TestLoneCharactersOfMissingFonts: a Chinese character that is a text object of
// its own is seen, though its font is not in the file.
func TestLoneCharactersOfMissingFonts(t *testing.T) {
	f := onePage("BT /F 10 Tf 50 250 Td <B9FA> Tj ET BT /F 10 Tf 60 250 Td <BCD2> Tj ET BT /F 10 Tf 80 250 Td <31> Tj ET BT /F 10 Tf 100 250 Td <A3B2> Tj ET", "", "")
	f.objects[3] = "<</Type/Font/Subtype/Type0/BaseFont/SimSun/Encoding/GBK-EUC-H/DescendantFonts[6 0 R]>>"
	f.add("<</Type/Font/Subtype/CIDFontType0/BaseFont/SimSun/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>/FontDescriptor 7 0 R>>")
	f.add("<</Type/FontDescriptor/FontName/SimSun/Flags 4/Ascent 880/Descent -120/FontBBox[0 -120 1000 880]/ItalicAngle 0/CapHeight 880/StemV 80>>")
	p := read(t, f.bytes())[0]
	if got := text(p); got != "国家1２" {
		t.Errorf("%q", got)
	}
	want := extract.Box{X0: 60, Y0: 40, X1: 70, Y1: 55}
	if b := p.Chars[1].Box; b.X0 != want.X0 || b.X1 != want.X1 || b.Y0 < want.Y0 || b.Y1 > want.Y1 {
		t.Errorf("家 stands at %v", b)
	}
}
