package font

import (
	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/extract/internal/symbolfont"
	"github.com/gongkai-data/gongkai/extract/pdf/internal/object"
)

// cidFont is a Type 0 font with its descendant (9.7).
type cidFont struct {
	cmap       *cmap
	toUnicode  *parsedCMap
	collection string
	symbol     string       // name of a symbol font, "" for others
	embedded   *lazyProgram // nil without one
	lost       bool         // parts that tell characters are missing
	gids       []byte       // CIDToGIDMap as a stream
	widths     widths
	down       downs
	vertical   bool
	glyphs     map[uint64]Glyph
}

// newComposite loads a Type 0 font.
func (c *Cache) newComposite(d object.Object) *Font {
	child := c.f.Resolve(c.f.Get(d, "DescendantFonts").At(0))
	descriptor := c.f.Get(child, "FontDescriptor")
	f := &Font{}
	f.describe(c.f, c.f.Get(d, "BaseFont"), descriptor)
	f.gbk = false
	cf := &cidFont{glyphs: make(map[uint64]Glyph), symbol: symbolName(f.Name)}
	whole, encodingWhole := false, true
	cf.toUnicode, whole = c.toUnicode(d)
	cf.cmap, encodingWhole = c.loadCMap(d.Key("Encoding"), 0)
	cf.lost = !whole || !encodingWhole || cf.toUnicode == nil && c.missing(d, child, descriptor)
	if cf.cmap == nil {
		cf.cmap = named("Identity-H")
		if s := c.f.Get(d, "Encoding"); s.Kind == object.Name { // not known: nothing tells what its codes are
			cf.cmap = &cmap{spaces: []codeSpace{{2, 0, 0xffff}}}
		}
	}
	cf.collection = collection(c.f, c.f.Get(child, "CIDSystemInfo"))
	if cf.collection == "" {
		cf.collection = cf.cmap.collection
	}
	cf.embedded = c.lazy(descriptor)
	if m := c.f.Get(child, "CIDToGIDMap"); m.Kind == object.Stream {
		gidsWhole := false
		if cf.gids, gidsWhole = c.f.Data(m); !gidsWhole && cf.toUnicode == nil {
			cf.lost = true
		}
	}
	cf.vertical = cf.cmap.vertical
	cf.widths = c.readWidths(child)
	if cf.vertical {
		cf.down = c.readDowns(child)
	}
	f.Vertical, f.Lost, f.cid = cf.vertical, cf.lost, cf
	return f
}

func (cf *cidFont) next(s []byte) (Glyph, int) {
	code, n := cf.cmap.next(s)
	key := uint64(n)<<32 | uint64(code)
	g, ok := cf.glyphs[key]
	if !ok {
		g = cf.load(s[:n], code, n)
		cf.glyphs[key] = g
	}
	return g, n
}

// load makes the glyph of a code.
func (cf *cidFont) load(bytes []byte, code uint32, n int) Glyph {
	cid, known := cf.cmap.cid(code, n)
	g := glyphOf(
		func() (rune, []rune) { return stated(cf.toUnicode, cf.symbol, code) },
		func() (rune, []rune) { return cf.byCode(bytes, code) },
		func() (rune, []rune) { return cf.byProgram(cid, known) },
		func() (rune, []rune) { return cf.byCollection(cid, known) },
	)
	if cf.toUnicode != nil {
		g.belied(func() int { return cf.drawnDigit(bytes, code, cid, known) })
	}
	if cf.lost {
		g = Glyph{Rune: extract.Unmapped}
	}
	g.Width = cf.widths.of(cid)
	if cf.vertical {
		g.Down, g.OriginX = cf.down.of(cid, g.Width)
	}
	g.Space = n == 1 && code == ' '
	return g
}

// byCode reads codes that are characters themselves.
func (cf *cidFont) byCode(bytes []byte, code uint32) (rune, []rune) {
	switch cf.cmap.form {
	case utf16, utf8, utf32:
		return rune(code), nil
	}
	if cf.cmap.gbk {
		if len(bytes) == 1 && bytes[0] < 0x80 {
			return rune(bytes[0]), nil
		}
		if r, ok := gb18030(bytes); ok {
			return r, nil
		}
	}
	return 0, nil
}

// byCollection looks a CID up in its character collection.
func (cf *cidFont) byCollection(cid int, known bool) (rune, []rune) {
	if cf.collection == "" || !known {
		return 0, nil
	}
	if all := unicodes[cf.collection](); cid >= 0 && cid < len(all) {
		return all[cid], nil
	}
	return 0, nil
}

// byProgram asks the embedded font which character it draws: that is what is
// printed, whatever the collection says of the CID.
func (cf *cidFont) byProgram(cid int, known bool) (rune, []rune) {
	if cf.embedded == nil || !known {
		return 0, nil
	}
	gid := cid
	if cf.gids != nil {
		if 2*cid+1 >= len(cf.gids) {
			return 0, nil
		}
		gid = int(cf.gids[2*cid])<<8 | int(cf.gids[2*cid+1])
	}
	p := cf.embedded.get()
	if cf.symbol != "" && p.trueType() {
		if r := symbolfont.Unicode(cf.symbol, p.sfnt.symbolOf(gid)); says(r) {
			return r, nil
		}
	}
	return p.ofCID(cid, gid)
}

// widths are W and DW (9.7.4.3) in ems.
type widths struct {
	def    float64
	single map[int]float64
	ranges []widthRange
}

type widthRange struct {
	lo, hi int
	w      float64
}

// maxWidths is how many widths a font may list.
const maxWidths = 1 << 17

func (w *widths) of(cid int) float64 {
	if v, ok := w.single[cid]; ok {
		return v
	}
	for i := range w.ranges {
		if r := &w.ranges[i]; r.lo <= cid && cid <= r.hi {
			return r.w
		}
	}
	return w.def
}

func (c *Cache) readWidths(d object.Object) widths {
	w := widths{def: c.f.Get(d, "DW").Float(1000) / 1000, single: make(map[int]float64)}
	a := c.f.Get(d, "W")
	if a.Kind != object.Array {
		return w
	}
	for i := 0; i+1 < a.Len(); {
		first, second := c.f.Resolve(a.At(i)), c.f.Resolve(a.At(i+1))
		if second.Kind == object.Array {
			for k := 0; k < second.Len() && len(w.single) < maxWidths; k++ {
				w.single[first.Int()+k] = c.f.Resolve(second.At(k)).Float(0) / 1000
			}
			i += 2
			continue
		}
		if i+2 < a.Len() && len(w.ranges) < maxWidths {
			lo, hi, v := first.Int(), second.Int(), c.f.Resolve(a.At(i+2)).Float(0)/1000
			if lo == hi {
				w.single[lo] = v
			} else {
				w.ranges = append(w.ranges, widthRange{lo, hi, v})
			}
		}
		i += 3
	}
	return w
}

// downs are W2 and DW2 (9.7.4.3) in ems.
type downs struct {
	down   float64
	single map[int][2]float64 // advance, origin
	ranges []downRange
}

type downRange struct {
	lo, hi int
	v      [2]float64
}

func (d *downs) of(cid int, width float64) (down, originX float64) {
	if v, ok := d.single[cid]; ok {
		return v[0], v[1]
	}
	for i := range d.ranges {
		if r := &d.ranges[i]; r.lo <= cid && cid <= r.hi {
			return r.v[0], r.v[1]
		}
	}
	return d.down, width / 2
}

func (c *Cache) readDowns(o object.Object) downs {
	d := downs{down: -1, single: make(map[int][2]float64)}
	if v := c.f.Resolve(c.f.Get(o, "DW2").At(1)); v.IsNumber() {
		d.down = v.Num / 1000
	}
	a := c.f.Get(o, "W2")
	if a.Kind != object.Array {
		return d
	}
	num := func(o object.Object, i int) float64 { return c.f.Resolve(o.At(i)).Float(0) / 1000 }
	for i := 0; i+1 < a.Len(); {
		first, second := c.f.Resolve(a.At(i)), c.f.Resolve(a.At(i+1))
		if second.Kind == object.Array {
			for k := 0; k+2 < second.Len() && len(d.single) < maxWidths; k += 3 {
				d.single[first.Int()+k/3] = [2]float64{num(second, k), num(second, k+1)}
			}
			i += 2
			continue
		}
		if i+4 < a.Len() && len(d.ranges) < maxWidths {
			d.ranges = append(d.ranges, downRange{first.Int(), second.Int(), [2]float64{num(a, i+2), num(a, i+3)}})
		}
		i += 5
	}
	return d
}
