package pdffile

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

// Encodings of fonts that are not embedded, and Mapped, whose codes a ToUnicode map alone tells.
var Encodings = []string{"UniGB-UCS2-H", "UniGB-UTF16-H", "GBK-EUC-H", "GBKp-EUC-H", "GBK2K-H", "GB-EUC-H", "GBpc-EUC-H"}

const Mapped = "mapped"

// Digits is the font that digits and Latin letters are set in.
type Digits uint8

const (
	SameFont    Digits = iota // that of the ideographs
	Helvetica                 // a font of its own, as in most documents
	Type3                     // glyphs that the file draws, with the usual names
	Type3Mapped               // with names that tell nothing and a ToUnicode map
	Type3Bare                 // with names that tell nothing: nobody can know
	Belied                    // glyph names say other digits than ToUnicode
)

// Show is how text is shown.
type Show uint8

const (
	ByLine    Show = iota
	ByGlyph        // each glyph is placed for itself
	Shuffled       // and in any order
	Arrays         // one TJ with a move behind each glyph
	Spaced         // a character space as wide as a glyph, taken back by TJ
	Mirrored       // a negative size under a mirrored matrix
	Flipped        // the whole page is flipped, each text back
	Scaled         // size 1 under a matrix
	Stretched      // half the size, stretched
	Commas         // a new string at each comma, point and sign
	Twice          // bold: again, a little to the right
)

// Rules is how lines are drawn.
type Rules uint8

const (
	Strokes Rules = iota
	Fills         // thin rectangles
	Boxes         // a rectangle around each cell
	Dashed
	Doubled
	Open // no border at the left and right of the table
	None
)

// file gathers numbered objects.
type file struct{ objects []string }

func (f *file) add(s string) int {
	f.objects = append(f.objects, s)
	return len(f.objects)
}

// Object adds an object and returns how it is referred to.
func (d *Drawing) Object(s string) string { return fmt.Sprintf("%d 0 R", d.file.add(s)) }

// Stream adds a stream with the keys of its dictionary.
func (d *Drawing) Stream(keys, s string) string {
	return d.Object(fmt.Sprintf("<<%s/Length %d>>stream\n%s\nendstream", keys, len(s), s))
}

// Save writes the file.
func (d *Drawing) Save() []byte {
	rnd := rand.New(rand.NewPCG(d.Style.Seed, 7))
	w := &writer{Drawing: d, rnd: rnd, codes: make(map[rune]int)}
	var contents []string
	for _, s := range d.Sheets {
		contents = append(contents, w.content(s))
	}
	resources := d.Object("<</Font<<" + w.fonts() + d.Fonts + ">>" + d.Extra + ">>")
	parent := len(d.file.objects) + 2*len(d.Sheets) + 1
	var kids strings.Builder
	for i, s := range d.Sheets {
		c := d.Stream("", contents[i])
		o := d.Style.Origin
		width, height := s.Width, s.Height
		if d.Style.Rotate%180 != 0 {
			width, height = height, width
		}
		box := fmt.Sprintf("[%g %g %g %g]", o, o, o+width, o+height)
		media := fmt.Sprintf("[%g %g %g %g]", o-50, o-20, o+width+30, o+height+70)
		if o == 0 {
			media = box
		}
		keys := fmt.Sprintf("/MediaBox%s/CropBox%s", media, box) + s.Keys
		if !d.Style.Turned {
			keys += fmt.Sprintf("/Rotate %d", d.Style.Rotate)
		}
		fmt.Fprintf(&kids, "%s ", d.Object(fmt.Sprintf("<</Type/Page/Parent %d 0 R/Resources %s/Contents %s%s>>", parent, resources, c, keys)))
	}
	pages := d.Object(fmt.Sprintf("<</Type/Pages/Kids[%s]/Count %d>>", kids.String(), len(d.Sheets)))
	root := d.Object("<</Type/Catalog/Pages " + pages + d.Root + ">>")
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n")
	var at []int
	for i, o := range d.file.objects {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	x := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, a := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", a)
	}
	fmt.Fprintf(&b, "trailer\n<</Root %s/Size %d>>\nstartxref\n%d\n%%%%EOF\n", root, len(at)+1, x)
	return b.Bytes()
}

type writer struct {
	*Drawing
	rnd   *rand.Rand
	codes map[rune]int // of a mapped font
	runes []rune
}

// content is the stream of a page.
func (w *writer) content(s *Sheet) string {
	var b strings.Builder
	o, st := w.Style.Origin, &w.Style
	switch st.Rotate {
	case 0:
		fmt.Fprintf(&b, "1 0 0 1 %g %g cm\n", o, o)
	case 90:
		fmt.Fprintf(&b, "0 1 -1 0 %g %g cm\n", o+s.Height, o)
	case 180:
		fmt.Fprintf(&b, "-1 0 0 -1 %g %g cm\n", o+s.Width, o+s.Height)
	case 270:
		fmt.Fprintf(&b, "0 -1 1 0 %g %g cm\n", o, o+s.Width)
	}
	b.WriteString(s.Under)
	w.rules(&b, s)
	texts := s.Texts
	if st.Show == Shuffled {
		var glyphs []Text
		for _, t := range texts {
			for _, g := range w.glyphs(t) {
				glyphs = append(glyphs, g)
			}
		}
		w.rnd.Shuffle(len(glyphs), func(i, k int) { glyphs[i], glyphs[k] = glyphs[k], glyphs[i] })
		texts = glyphs
	}
	for _, t := range texts {
		for _, run := range w.runs(t) {
			w.show(&b, s, run)
		}
	}
	b.WriteString(s.Over)
	return b.String()
}

func (w *writer) rules(b *strings.Builder, s *Sheet) {
	h := s.Height
	switch w.Style.Rules {
	case None:
		return
	case Boxes:
		b.WriteString("0.5 w\n")
		for _, c := range s.Cells {
			fmt.Fprintf(b, "%.2f %.2f %.2f %.2f re S\n", c.X0, h-c.Y1, c.X1-c.X0, c.Y1-c.Y0)
		}
		return
	case Dashed:
		b.WriteString("[2 1] 0 d ")
	}
	left, right := 1e9, -1e9
	for _, c := range s.Cells {
		left, right = min(left, c.X0), max(right, c.X1)
	}
	b.WriteString("0.5 w\n")
	for _, l := range s.Lines {
		switch {
		case w.Style.Rules == Open && l.X0 == l.X1 && (l.X0 < left+1 || l.X0 > right-1):
		case w.Style.Rules == Fills:
			fmt.Fprintf(b, "%.2f %.2f %.2f %.2f re f\n", l.X0-0.25, h-l.Y1-0.25, l.X1-l.X0+0.5, l.Y1-l.Y0+0.5)
		case w.Style.Rules == Doubled:
			dx, dy := 0.0, 1.5
			if l.X0 == l.X1 {
				dx, dy = 1.5, 0
			}
			fmt.Fprintf(b, "%.2f %.2f m %.2f %.2f l %.2f %.2f m %.2f %.2f l S\n", l.X0, h-l.Y0, l.X1, h-l.Y1, l.X0+dx, h-l.Y0-dy, l.X1+dx, h-l.Y1-dy)
		default:
			fmt.Fprintf(b, "%.2f %.2f m %.2f %.2f l S\n", l.X0, h-l.Y0, l.X1, h-l.Y1)
		}
	}
	b.WriteString("[] 0 d\n")
}

// glyphs parts a text into its characters.
func (w *writer) glyphs(t Text) (all []Text) {
	for _, r := range t.S {
		g := t
		g.S = string(r)
		all = append(all, g)
		t.X += w.Style.width(r) * t.Size
	}
	return all
}

// runs parts a text where its font changes, and where the style wants it.
func (w *writer) runs(t Text) (all []Text) {
	var last rune
	for _, g := range w.glyphs(t) {
		r := []rune(g.S)[0]
		n := len(all)
		cut := n == 0 || w.font(r) != w.font(last) || w.Style.Show == ByGlyph
		if w.Style.Show == Commas {
			cut = cut || strings.ContainsRune(",.-", r) || strings.ContainsRune(",.-", last)
		}
		if cut {
			all = append(all, g)
		} else {
			all[n-1].S += g.S
		}
		last = r
	}
	return all
}

func (w *writer) font(r rune) string {
	if r < 0x2000 && w.Style.Digits != SameFont {
		return "D"
	}
	return "F"
}

// Write is the content that shows a text on a sheet, in the font of the drawing.
func (d *Drawing) Write(s *Sheet, t Text) string {
	w := &writer{Drawing: d, codes: make(map[rune]int)}
	if d.Style.Encoding == Mapped {
		panic("pdffile: a mapped font has codes for the document alone")
	}
	var b strings.Builder
	for _, run := range w.runs(t) {
		fmt.Fprintf(&b, "BT /%s %.3f Tf 1 0 0 1 %.3f %.3f Tm <%s> Tj ET\n", w.font([]rune(run.S)[0]), run.Size, run.X, s.Height-run.Y, w.hex(run.S))
	}
	return b.String()
}

func (w *writer) show(b *strings.Builder, s *Sheet, t Text) {
	font, y := w.font([]rune(t.S)[0]), s.Height-t.Y
	hex := w.hex(t.S)
	switch w.Style.Show {
	case Arrays, Spaced:
		tc := 0.0
		if w.Style.Show == Spaced {
			tc = t.Size
		}
		fmt.Fprintf(b, "BT /%s %.3f Tf %.3f Tc 1 0 0 1 %.3f %.3f Tm [", font, t.Size, tc, t.X, y)
		for _, r := range t.S {
			fmt.Fprintf(b, "<%s>%.0f ", w.hex(string(r)), tc/t.Size*1000)
		}
		b.WriteString("] TJ 0 Tc ET\n")
	case Mirrored:
		fmt.Fprintf(b, "BT /%s %.3f Tf -1 0 0 -1 %.3f %.3f Tm <%s> Tj ET\n", font, -t.Size, t.X, y, hex)
	case Flipped:
		fmt.Fprintf(b, "q 1 0 0 -1 0 %.3f cm BT /%s %.3f Tf 1 0 0 -1 %.3f %.3f Tm <%s> Tj ET Q\n", s.Height, font, t.Size, t.X, t.Y, hex)
	case Scaled:
		fmt.Fprintf(b, "BT /%s 1 Tf %.3f 0 0 %.3f %.3f %.3f Tm <%s> Tj ET\n", font, t.Size, t.Size, t.X, y, hex)
	case Stretched:
		fmt.Fprintf(b, "BT /%s %.3f Tf 50 Tz 2 0 0 1 %.3f %.3f Tm <%s> Tj 100 Tz ET\n", font, t.Size, t.X, y, hex)
	case Twice:
		fmt.Fprintf(b, "BT /%s %.3f Tf 1 0 0 1 %.3f %.3f Tm <%s> Tj 1 0 0 1 %.3f %.3f Tm <%s> Tj ET\n", font, t.Size, t.X, y, hex, t.X+0.3, y, hex)
	default:
		fmt.Fprintf(b, "BT /%s %.3f Tf 1 0 0 1 %.3f %.3f Tm <%s> Tj ET\n", font, t.Size, t.X, y, hex)
	}
}

// hex writes the codes of a text.
func (w *writer) hex(s string) string {
	if r := []rune(s)[0]; w.font(r) == "D" {
		return fmt.Sprintf("%x", s)
	}
	if w.Style.Encoding == Mapped {
		var b strings.Builder
		for _, r := range s {
			if _, ok := w.codes[r]; !ok {
				w.runes = append(w.runes, r)
				w.codes[r] = len(w.runes)
			}
			fmt.Fprintf(&b, "%04x", w.codes[r])
		}
		return b.String()
	}
	out, err := encoderOf(w.Style.Encoding).String(s)
	if err != nil {
		out = strings.Repeat("?", len([]rune(s)))
	}
	return fmt.Sprintf("%x", out)
}

func encoderOf(name string) *encoding.Encoder {
	switch name {
	case "", "UniGB-UCS2-H", "UniGB-UTF16-H":
		return unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewEncoder()
	case "GBK2K-H":
		return simplifiedchinese.GB18030.NewEncoder()
	}
	return simplifiedchinese.GBK.NewEncoder()
}

// fonts writes the font resources.
func (w *writer) fonts() string {
	name := w.Style.Encoding
	if name == "" {
		name = "UniGB-UCS2-H"
	}
	ordering, toUnicode, widths := "GB1", "", "/DW 1000/W[1 95 500 814 939 500]"
	if name == Mapped {
		name, ordering = "Identity-H", "Identity"
		var m, ws strings.Builder
		for i, r := range w.runes {
			fmt.Fprintf(&m, "1 beginbfchar <%04x> <%04x> endbfchar\n", i+1, r)
			fmt.Fprintf(&ws, "%d[%.0f]", i+1, 1000*w.Style.width(r))
		}
		toUnicode = "/ToUnicode " + w.Stream("", m.String())
		widths = "/DW 1000/W[" + ws.String() + "]"
	}
	f := fmt.Sprintf("/F<</Type/Font/Subtype/Type0/BaseFont/SimSun/Encoding/%s%s/DescendantFonts[<</Type/Font/Subtype/CIDFontType0/BaseFont/SimSun/CIDSystemInfo<</Registry(Adobe)/Ordering(%s)/Supplement 4>>%s>>]>>", name, toUnicode, ordering, widths)
	return f + w.digits()
}

var digitNames = []string{"zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"}

func (w *writer) digits() string {
	const latin = "/D<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding"
	switch w.Style.Digits {
	case SameFont:
		return ""
	case Helvetica:
		return latin + ">>"
	case Belied:
		var m strings.Builder
		for i := range 10 {
			fmt.Fprintf(&m, "1 beginbfchar <%02x> <%04x> endbfchar\n", '0'+i, '0'+(i+3)%10)
		}
		return latin + "/ToUnicode " + w.Stream("", m.String()) + ">>"
	}
	var procs, differences, m strings.Builder
	for c := 32; c < 127; c++ {
		name := fmt.Sprintf("uni%04X", c)
		if c >= '0' && c <= '9' {
			name = digitNames[c-'0']
		}
		if w.Style.Digits != Type3 {
			name = fmt.Sprintf("g%d", c)
		}
		fmt.Fprintf(&procs, "/%s %s", name, w.Stream("", fmt.Sprintf("500 0 0 0 500 700 d1 50 0 %d 700 re f", 100+c)))
		fmt.Fprintf(&differences, "/%s", name)
		fmt.Fprintf(&m, "1 beginbfchar <%02x> <%04x> endbfchar\n", c, c)
	}
	toUnicode := ""
	if w.Style.Digits == Type3Mapped {
		toUnicode = "/ToUnicode " + w.Stream("", m.String())
	}
	return fmt.Sprintf("/D<</Type/Font/Subtype/Type3/FontBBox[0 0 1000 1000]/FontMatrix[.001 0 0 .001 0 0]/FirstChar 32/LastChar 126/Widths[%s]/CharProcs<<%s>>/Encoding<</Type/Encoding/Differences[32%s]>>%s>>",
		strings.Repeat("500 ", 95), procs.String(), differences.String(), toUnicode)
}

// helvetica is the width of the characters that numbers and dates are made of.
func helvetica(r rune) float64 {
	switch r {
	case ' ', ',', '.', '/', ':':
		return 0.278
	case '-', '(', ')':
		return 0.333
	}
	return 0.556
}
