package content

import (
	"unicode/utf16"

	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/extract/pdf/internal/object"
)

// marks is the marked content that is open (14.6).
type marks struct {
	open   []mark
	hidden int // how many of them are optional content that is off
	deep   int // marks beyond maxMarks
}

type mark struct {
	off    bool
	actual []rune // ActualText (14.9.4)
	from   int    // characters of the page before it
}

// shown reports whether what is painted now shows.
func (m *marks) shown() bool { return m.hidden == 0 }

func (m *marks) begin(r *reader, tag, properties object.Object) {
	if len(m.open) >= maxMarks {
		m.deep++
		return
	}
	if properties.Kind == object.Name {
		properties = r.f.Get(r.f.Get(r.resources, "Properties"), string(properties.Bytes))
	}
	k := mark{from: len(r.page.Chars)}
	if tag.IsName("OC") {
		k.off = !r.layers.on(properties)
	}
	if text := r.f.Get(properties, "ActualText"); text.Kind == object.String {
		k.actual = TextString(text.Bytes)
	}
	if k.off {
		m.hidden++
	}
	m.open = append(m.open, k)
}

func (m *marks) end(r *reader) {
	if m.deep > 0 {
		m.deep--
		return
	}
	n := len(m.open)
	if n == 0 {
		return
	}
	k := m.open[n-1]
	m.open = m.open[:n-1]
	if k.off {
		m.hidden--
	}
	if len(k.actual) > 0 {
		replace(&r.page, k.from, k.actual)
	}
}

func (m *marks) closeTo(r *reader, n int) {
	for m.deep = 0; len(m.open) > n; {
		m.end(r)
	}
}

// replace puts the ActualText in the place of glyphs that nothing else names.
// Glyphs that are named stay as they are painted: ActualText is what somebody
// wants read, not what is printed.
func replace(page *Page, from int, actual []rune) {
	painted := page.Chars[from:]
	if len(painted) == 0 {
		return
	}
	unmapped := 0
	first, last := painted[0], painted[len(painted)-1]
	for _, c := range painted {
		if c.Rune == extract.Unmapped {
			unmapped++
		}
	}
	switch sameLine := first.Dir == last.Dir && first.Box.Y0 < last.Box.Y1 && last.Box.Y0 < first.Box.Y1; {
	case unmapped == 0:
	case len(actual) == len(painted):
		for i := range painted {
			painted[i].Rune = actual[i]
		}
	case sameLine && unmapped == len(painted):
		b := first.Box
		for _, c := range painted {
			b = extract.Box{X0: min(b.X0, c.Box.X0), Y0: min(b.Y0, c.Box.Y0), X1: max(b.X1, c.Box.X1), Y1: max(b.Y1, c.Box.Y1)}
		}
		page.Chars = page.Chars[:from]
		for i, part := range split(b, first.Dir, len(actual)) {
			first.Rune, first.Box = actual[i], part
			page.Chars = append(page.Chars, first)
		}
	}
}

// TextString decodes a text string: UTF-16 or UTF-8 by its mark, else
// PDFDocEncoding (7.9.2.2).
func TextString(b []byte) []rune {
	switch {
	case len(b) >= 2 && b[0] == 0xfe && b[1] == 0xff:
		return utf16of(b[2:], 0, 1)
	case len(b) >= 2 && b[0] == 0xff && b[1] == 0xfe:
		return utf16of(b[2:], 1, 0)
	case len(b) >= 3 && b[0] == 0xef && b[1] == 0xbb && b[2] == 0xbf:
		return []rune(string(b[3:]))
	}
	out := make([]rune, 0, len(b))
	for _, c := range b {
		out = append(out, docEncoding(c))
	}
	return out
}

func utf16of(b []byte, high, low int) []rune {
	units := make([]uint16, len(b)/2)
	for i := range units {
		units[i] = uint16(b[2*i+high])<<8 | uint16(b[2*i+low])
	}
	return utf16.Decode(units)
}

// docEncoding is PDFDocEncoding (annex D.2) where it differs from Latin-1.
func docEncoding(c byte) rune {
	const low = "˘ˇˆ˙˝˛˚˜"
	const high = "•†‡…—–ƒ⁄‹›−‰„“”‘’‚™ﬁﬂŁŒŠŸŽıłœšž"
	switch {
	case 0x18 <= c && c <= 0x1f:
		return []rune(low)[c-0x18]
	case 0x80 <= c && c <= 0x9e:
		return []rune(high)[c-0x80]
	case c == 0xa0:
		return '€'
	}
	return rune(c)
}
