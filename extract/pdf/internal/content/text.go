package content

import (
	"math"

	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/extract/pdf/internal/font"
	"github.com/gongkai-data/gongkai/extract/pdf/internal/object"
)

// textOperator executes the operators of text (9.3 and 9.4).
func (r *reader) textOperator(word []byte) bool {
	switch string(word) {
	case "BT":
		r.tm, r.tlm = unit, unit
		r.clipFrom = len(r.page.Chars)
	case "ET":
		if r.gs.mode == 7 && len(r.page.Chars) > r.clipFrom {
			r.gs.clipText = [2]int{r.clipFrom, len(r.page.Chars)}
		}
	case "Tc":
		r.gs.charSpace = r.num(0)
	case "Tw":
		r.gs.wordGap = r.num(0)
	case "Tz":
		r.gs.stretch = r.num(0) / 100
	case "TL":
		r.gs.leading = r.num(0)
	case "Ts":
		r.gs.rise = r.num(0)
	case "Tr":
		r.gs.mode = int(r.num(0))
	case "Tf":
		if n := len(r.operands); n >= 2 {
			r.selectFont(r.operand(n-2), r.num(n-1))
		}
	case "Td":
		if r.last(2) {
			r.newLine(r.num(0), r.num(1))
		}
	case "TD":
		if r.last(2) {
			r.gs.leading = -r.num(1)
			r.newLine(r.num(0), r.num(1))
		}
	case "Tm":
		if r.last(6) {
			r.tm = r.sixNumbers()
			r.tlm = r.tm
		}
	case "T*":
		r.newLine(0, -r.gs.leading)
	case "Tj":
		r.show(r.operand(len(r.operands) - 1).Bytes)
	case "'":
		r.newLine(0, -r.gs.leading)
		r.show(r.operand(len(r.operands) - 1).Bytes)
	case `"`:
		if r.last(3) {
			r.gs.wordGap, r.gs.charSpace = r.num(0), r.num(1)
			r.newLine(0, -r.gs.leading)
			r.show(r.operand(2).Bytes)
		}
	case "TJ":
		r.showArray()
	default:
		return false
	}
	return true
}

func (r *reader) newLine(tx, ty float64) {
	r.tlm = matrix{1, 0, 0, 1, tx, ty}.times(r.tlm)
	r.tm = r.tlm
}

// selectFont looks a font up in the resources.
func (r *reader) selectFont(name object.Object, size float64) {
	if f, ok := r.fontNames[string(name.Bytes)]; ok {
		r.setFont(f, size)
		return
	}
	all := r.f.Get(r.resources, "Font")
	if r.f.Lost(all, string(name.Bytes)) || r.f.Lost(r.resources, "Font") {
		r.page.Cut = true
	}
	r.useFont(all.Key(string(name.Bytes)), size)
	if r.fontNames == nil {
		r.fontNames = make(map[string]*font.Font)
	}
	r.fontNames[string(name.Bytes)] = r.gs.font
}

func (r *reader) useFont(o object.Object, size float64) { r.setFont(r.fonts.Load(o), size) }

func (r *reader) setFont(f *font.Font, size float64) {
	if f != r.gs.font {
		r.gs.fontIndex = -1
	}
	r.gs.font, r.gs.size = f, size
}

// showArray is TJ: strings, and numbers that move the next one.
func (r *reader) showArray() {
	from := max(r.array, 0)
	if r.array < 0 && len(r.operands) > 1 {
		from = len(r.operands) - 1
	}
	for _, o := range r.operands[min(from, len(r.operands)):] {
		if o.Kind == object.String {
			r.show(o.Bytes)
			continue
		}
		shift := -o.Float(0) / 1000 * r.gs.size
		if r.gs.font != nil && r.gs.font.Vertical {
			r.advance(0, shift)
		} else {
			r.advance(shift*r.gs.stretch, 0)
		}
	}
}

// advance moves the place of the next glyph, in text space.
func (r *reader) advance(tx, ty float64) {
	r.tm[4] += tx*r.tm[0] + ty*r.tm[2]
	r.tm[5] += tx*r.tm[1] + ty*r.tm[3]
}

// show notes the glyphs of a string (9.4.3).
func (r *reader) show(s []byte) {
	f := r.gs.font
	if f == nil {
		if f = r.fonts.Load(object.Object{}); f == nil {
			return
		}
		r.setFont(f, r.gs.size)
	}
	if !r.marks.shown() {
		r.page.Off += len(s)
	}
	gs := &r.gs
	scale := matrix{gs.size * gs.stretch, 0, 0, gs.size, 0, gs.rise}
	for len(s) > 0 {
		if r.budget.operators--; r.exhausted() {
			return
		}
		g, n := f.Next(s)
		s = s[n:]
		trm := scale.times(r.tm).times(gs.ctm)
		r.glyph(f, &g, &trm)
		gap := gs.charSpace
		if g.Space {
			gap += gs.wordGap
		}
		if f.Vertical {
			r.advance(0, g.Down*gs.size+gap)
		} else {
			r.advance((g.Width*gs.size+gap)*gs.stretch, 0)
		}
	}
}

// glyph notes the characters of one glyph; trm takes its space, one em wide, to
// the page.
func (r *reader) glyph(f *font.Font, g *font.Glyph, trm *matrix) {
	if g.Rune == 0 || !r.marks.shown() {
		return
	}
	var b extract.Box
	x, y := trm[0], trm[1]
	if f.Vertical {
		b = trm.box(-g.OriginX, min(g.Down, 0), g.Width-g.OriginX, 0)
		x, y = -trm[2], -trm[3]
	} else {
		b = trm.box(min(g.Width, 0), f.Descent, max(g.Width, 0), f.Ascent)
	}
	if !finite(b) || !seen(b, r.gs.clip) {
		if !finite(b) || !seen(b, r.visible()) {
			r.outside++
		}
		if g.Rune > ' ' {
			r.page.Clipped++
		}
		r.clipped(extract.Char{Rune: g.Rune, Dir: direction(x, y), Box: b})
		return
	}
	if f.Lost || g.Belied {
		r.page.Lost++
	}
	if g.Inferred {
		r.page.Inferred++
	}
	dir := direction(x, y)
	c := extract.Char{Rune: g.Rune, Dir: dir, Slanted: slanted(x, y), Font: r.indexOf(f), Size: float32(math.Hypot(trm[2], trm[3])), Box: b}
	c.Hidden, c.Pale = r.sight(b)
	if f.Type3() {
		c.Size = float32(math.Abs(b.Y1 - b.Y0))
	}
	if len(g.More) == 0 {
		r.add(c)
		r.painted(&c)
		return
	}
	for i, part := range split(b, dir, 1+len(g.More)) {
		if c.Box = part; i > 0 {
			c.Rune = g.More[i-1]
		}
		r.add(c)
	}
}

func (r *reader) add(c extract.Char) {
	if r.budget.chars--; r.budget.chars > 0 {
		r.page.Chars = append(r.page.Chars, c)
	}
}

// split cuts a box into n equal shares along a direction.
func split(b extract.Box, dir extract.Dir, n int) []extract.Box {
	parts := make([]extract.Box, n)
	for i := range parts {
		p, from, to := b, float64(i)/float64(n), float64(i+1)/float64(n)
		w, h := b.X1-b.X0, b.Y1-b.Y0
		switch dir {
		case extract.Rightwards:
			p.X0, p.X1 = b.X0+w*from, b.X0+w*to
		case extract.Leftwards:
			p.X0, p.X1 = b.X1-w*to, b.X1-w*from
		case extract.Downwards:
			p.Y0, p.Y1 = b.Y0+h*from, b.Y0+h*to
		case extract.Upwards:
			p.Y0, p.Y1 = b.Y1-h*to, b.Y1-h*from
		}
		parts[i] = p
	}
	return parts
}

// direction is the nearest of the four to a vector on the page.
func direction(x, y float64) extract.Dir {
	switch {
	case math.Abs(x) >= math.Abs(y) && x >= 0:
		return extract.Rightwards
	case math.Abs(x) >= math.Abs(y):
		return extract.Leftwards
	case y > 0:
		return extract.Downwards
	}
	return extract.Upwards
}

// slanted reports whether a vector on the page is off the four directions by
// more than 5°.
func slanted(x, y float64) bool {
	const tan5 = 0.0875
	x, y = math.Abs(x), math.Abs(y)
	return min(x, y) > tan5*max(x, y)
}

// indexOf is the index of the current font among those of the page.
func (r *reader) indexOf(f *font.Font) int32 {
	if r.gs.fontIndex >= 0 {
		return r.gs.fontIndex
	}
	i, ok := r.fontIndex[f]
	if !ok {
		i = int32(len(r.page.Fonts))
		r.fontIndex[f] = i
		r.page.Fonts = append(r.page.Fonts, extract.Font{Name: f.Name, Bold: f.Bold, Vertical: f.Vertical})
	}
	r.gs.fontIndex = i
	return i
}
