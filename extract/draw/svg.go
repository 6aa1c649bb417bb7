package draw

import (
	"bytes"
	"fmt"
	"math"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gongkai-data/gongkai/extract"
)

// style colours the layers. Those of steps take colours in turn, in SVG.
const style = `
text{font-family:sans-serif;fill:#222;white-space:pre}
.hidden{fill:#bbb}.unmapped{fill:#d00}
.rulings *{fill:none;stroke:#888}.rulings .fill{fill:#ddd;stroke:none}.rulings .background{fill:none;stroke:#cde;stroke-dasharray:1 2}.rulings .dashed{stroke-dasharray:3 2}
.pictures rect{fill:#fec;stroke:#b80;fill-opacity:.3}
.layer rect{fill-opacity:.08;stroke-width:.6}
.document-cells rect{fill:#08f;stroke:#08f}.document-cells .merged{fill:#a0f;stroke:#a0f}.document-cells .header{fill:#0a5;stroke:#0a5}
.document-tables rect{fill:none;stroke:#d00;stroke-width:1.2}
`

// colours of the layers of steps.
var colours = [...]string{"#06c", "#c60", "#090", "#909", "#066", "#a33"}

// SVG draws a page. Layers lie above each other in the order given; each is a
// group with its name as id, so that viewers and editors can hide it. Equal input gives equal bytes.
func SVG(p *extract.PageContent, layers []Layer) []byte {
	var w bytes.Buffer
	width, height := number(finite(p.Width)), number(finite(p.Height))
	fmt.Fprintf(&w, `<svg xmlns="http://www.w3.org/2000/svg" width="%s" height="%s" viewBox="0 0 %s %s">`+"\n", width, height, width, height)
	fmt.Fprintf(&w, "<style>%s</style>\n", style)
	fmt.Fprintf(&w, `<rect id="page" width="%s" height="%s" fill="#fff" stroke="#ccc"/>`+"\n", width, height)
	pictures(&w, p)
	rulings(&w, p)
	characters(&w, p)
	for i, l := range layers {
		colour := colours[i%len(colours)]
		fmt.Fprintf(&w, `<g id="%s" class="layer %s" fill="%s" stroke="%s">`+"\n", name(l.Name), name(l.Name), colour, colour)
		for _, s := range l.Shapes {
			rect(&w, s.Box, name(s.Class), s.Label)
		}
		w.WriteString("</g>\n")
	}
	w.WriteString("</svg>\n")
	return w.Bytes()
}

func pictures(w *bytes.Buffer, p *extract.PageContent) {
	if len(p.Pictures) == 0 {
		return
	}
	w.WriteString(`<g id="pictures" class="pictures">` + "\n")
	for _, b := range p.Pictures {
		rect(w, b, "", "")
	}
	w.WriteString("</g>\n")
}

func rulings(w *bytes.Buffer, p *extract.PageContent) {
	w.WriteString(`<g id="rulings" class="rulings">` + "\n")
	for i := range p.Rulings {
		r := &p.Rulings[i]
		class := ""
		switch {
		case r.Background:
			class = "background"
		case r.Fill:
			class = "fill"
		case r.Dashed:
			class = "dashed"
		}
		if r.Fill {
			rect(w, r.Box, class, "")
			continue
		}
		fmt.Fprintf(w, `<line%s x1="%s" y1="%s" x2="%s" y2="%s" stroke-width="%s"/>`+"\n", classOf(class), number(r.X0), number(r.Y0), number(r.X1), number(r.Y1), number(max(0.1, float64(r.Width))))
	}
	w.WriteString("</g>\n")
}

// characters writes a text element for each run of characters that stand on one
// line and look alike, with a place for every one of them.
func characters(w *bytes.Buffer, p *extract.PageContent) {
	w.WriteString(`<g id="characters">` + "\n")
	for i := 0; i < len(p.Chars); {
		j := i + 1
		for j < len(p.Chars) && alike(&p.Chars[i], &p.Chars[j]) {
			j++
		}
		run(w, p, p.Chars[i:j])
		i = j
	}
	w.WriteString("</g>\n")
}

func alike(a, b *extract.Char) bool {
	return a.Dir == extract.Rightwards && b.Dir == extract.Rightwards && a.Font == b.Font && a.Size == b.Size && a.Hidden == b.Hidden &&
		(a.Rune == extract.Unmapped) == (b.Rune == extract.Unmapped) && a.Box.Y0 == b.Box.Y0 && a.Box.Y1 == b.Box.Y1
}

// baseline is how far below the top of its box a character stands.
const baseline = 0.85

func run(w *bytes.Buffer, p *extract.PageContent, cs []extract.Char) {
	c := &cs[0]
	class := ""
	switch {
	case c.Rune == extract.Unmapped:
		class = "unmapped"
	case c.Hidden:
		class = "hidden"
	}
	size := float64(c.Size)
	if !(size > 0) {
		size = c.Box.Y1 - c.Box.Y0
	}
	fmt.Fprintf(w, `<text%s font-size="%s"`, classOf(class), number(size))
	if turn := angle(p, c); turn != 0 {
		x, y := corner(c)
		fmt.Fprintf(w, ` transform="translate(%s %s) rotate(%d)" y="%s">`, number(x), number(y), turn, number(size*baseline))
	} else {
		xs := make([]string, len(cs))
		for i := range cs {
			xs[i] = number(cs[i].Box.X0)
		}
		fmt.Fprintf(w, ` x="%s" y="%s">`, strings.Join(xs, " "), number(c.Box.Y0+baseline*(c.Box.Y1-c.Box.Y0)))
	}
	for i := range cs {
		w.WriteString(escape(string(cs[i].Rune)))
	}
	w.WriteString("</text>\n")
}

// angle is how a character is turned, clockwise. Those of vertical writing stand
// upright though they run downwards.
func angle(p *extract.PageContent, c *extract.Char) int {
	d := c.Dir
	if c.Font >= 0 && int(c.Font) < len(p.Fonts) && p.Fonts[c.Font].Vertical {
		d = (d + 3) % 4
	}
	return 90 * int(d)
}

// corner is where the turned top left corner of a character lies.
func corner(c *extract.Char) (x, y float64) {
	switch c.Dir {
	case extract.Downwards:
		return c.Box.X1, c.Box.Y0
	case extract.Leftwards:
		return c.Box.X1, c.Box.Y1
	case extract.Upwards:
		return c.Box.X0, c.Box.Y1
	}
	return c.Box.X0, c.Box.Y0
}

func rect(w *bytes.Buffer, b extract.Box, class, label string) {
	fmt.Fprintf(w, `<rect%s x="%s" y="%s" width="%s" height="%s"`, classOf(class), number(b.X0), number(b.Y0), number(max(0.1, b.X1-b.X0)), number(max(0.1, b.Y1-b.Y0)))
	if label == "" {
		w.WriteString("/>\n")
		return
	}
	fmt.Fprintf(w, "><title>%s</title></rect>\n", escape(label))
}

func classOf(class string) string {
	if class == "" {
		return ""
	}
	return ` class="` + class + `"`
}

// number prints a coordinate in hundredths of a point.
func number(v float64) string {
	s := fmt.Sprintf("%.2f", finite(v))
	s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	if s == "-0" {
		return "0"
	}
	return s
}

// finite keeps what no viewer could draw out of the file.
func finite(v float64) float64 {
	if math.IsNaN(v) || math.Abs(v) > 1e6 {
		return 0
	}
	return v
}

// name makes an id of the name of a step.
func name(s string) string {
	return strings.Map(func(r rune) rune {
		if r < utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsDigit(r) || r == '-') {
			return r
		}
		return '-'
	}, s)
}

// escape writes foreign text into XML: no markup, no control characters.
func escape(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '&':
			b.WriteString("&amp;")
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r), r == 0xFFFE, r == 0xFFFF:
			b.WriteRune(' ')
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
