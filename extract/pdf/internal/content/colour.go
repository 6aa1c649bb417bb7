package content

import (
	"github.com/gongkai-data/gongkai/extract/pdf/internal/object"
)

// paint is a colour as it shows on the page.
type paint struct {
	space   colourSpace
	known   bool // colour tells what is seen; of patterns and inks it does not
	colour  colour
	palette *palette // of an indexed space
}

// colour is red, green and blue from 0 to 1.
type colour [3]float32

var white, black = colour{1, 1, 1}, colour{}

type colourSpace uint8

const (
	additive    colourSpace = iota // 1 is white: gray, RGB, what is based on them
	subtractive                    // 0 is white: CMYK, inks
	lightness                      // Lab: the first component is the lightness up to 100
	indexed
	patterned
	unknown
)

// palette is the table of an indexed colour space (8.6.6.3).
type palette struct {
	space colourSpace
	n     int // components of a colour
	table []byte
}

// white reports whether a colour is that of the page.
func (p *paint) white() bool {
	return p.known && p.colour[0] >= 0.98 && p.colour[1] >= 0.98 && p.colour[2] >= 0.98
}

// dark reports whether a colour can be seen on every ground that is not dark.
func (p *paint) dark() bool { return p.known && max(p.colour[0], p.colour[1], p.colour[2]) <= 0.3 }

// apart is how far two colours differ, from 0 to 1.
func apart(a, b colour) (d float32) {
	for i := range a {
		d = max(d, a[i]-b[i], b[i]-a[i])
	}
	return d
}

// set notes a colour by its operands.
func (p *paint) set(space colourSpace, operands []object.Object) {
	p.space, p.known = space, false
	var v [4]float32
	n := 0
	for _, o := range operands {
		if !o.IsNumber() || n == len(v) {
			return
		}
		v[n] = float32(o.Num)
		n++
	}
	if space == indexed {
		p.look(int(v[0]))
		return
	}
	p.mix(space, v, n)
}

// mix notes a colour by its components.
func (p *paint) mix(space colourSpace, v [4]float32, n int) {
	p.known = true
	switch {
	case space == additive && n == 1:
		p.colour = colour{v[0], v[0], v[0]}
	case space == additive && n == 3:
		p.colour = colour{v[0], v[1], v[2]}
	case space == subtractive && n == 4:
		light := 1 - v[3]
		p.colour = colour{(1 - v[0]) * light, (1 - v[1]) * light, (1 - v[2]) * light}
	case space == subtractive && n > 0 && max(v[0], v[1], v[2], v[3]) < 0.1: // hardly any of whatever ink
		light := 1 - max(v[0], v[1], v[2], v[3])
		p.colour = colour{light, light, light}
	case space == lightness && n == 3 && v[0] >= 98:
		p.colour = white
	default:
		p.known = false
	}
}

// look takes a colour from the palette.
func (p *paint) look(i int) {
	t := p.palette
	if t == nil || i < 0 || i >= len(t.table)/t.n {
		return
	}
	var v [4]float32
	for k, c := range t.table[i*t.n:][:t.n] {
		v[k] = float32(c) / 255
		if t.space == lightness {
			v[k] *= 100
		}
	}
	p.mix(t.space, v, t.n)
}

// initial sets a colour space and its first colour, which is black in most (8.6.8).
func (r *reader) initial(p *paint, o object.Object) {
	*p = paint{known: true}
	if p.space, p.palette = r.colourSpaceOf(o, 0); p.space == patterned {
		p.known = false
	}
}

// colourSpaceOf tells which colour is white in a colour space (8.6).
func (r *reader) colourSpaceOf(o object.Object, depth int) (colourSpace, *palette) {
	if o = r.f.Resolve(o); o.Kind == object.Array {
		switch family := r.f.Resolve(o.At(0)); string(family.Bytes) {
		case "ICCBased":
			if r.f.Get(r.f.Resolve(o.At(1)), "N").Int() == 4 {
				return subtractive, nil
			}
			return additive, nil
		case "CalGray", "CalRGB":
			return additive, nil
		case "Separation", "DeviceN":
			return subtractive, nil
		case "Lab":
			return lightness, nil
		case "Indexed", "I":
			return indexed, r.paletteOf(o, depth)
		case "Pattern":
			return patterned, nil
		default:
			if o.Len() == 1 && depth < 4 {
				return r.colourSpaceOf(family, depth+1)
			}
			return unknown, nil
		}
	}
	switch string(o.Bytes) {
	case "DeviceGray", "G", "DeviceRGB", "RGB", "CalRGB", "CalGray":
		return additive, nil
	case "DeviceCMYK", "CMYK":
		return subtractive, nil
	case "Pattern":
		return patterned, nil
	}
	if named := r.f.Get(r.f.Get(r.resources, "ColorSpace"), string(o.Bytes)); named.Kind != object.Null && depth < 4 {
		return r.colourSpaceOf(named, depth+1)
	}
	return unknown, nil
}

// paletteOf reads the table of an indexed colour space, nil where its colours are inks.
func (r *reader) paletteOf(o object.Object, depth int) *palette {
	if depth >= 4 {
		return nil
	}
	space, _ := r.colourSpaceOf(o.At(1), depth+1)
	table := r.f.Resolve(o.At(3))
	b := table.Bytes
	if table.Kind == object.Stream {
		b, _ = r.f.Data(table)
	}
	n := len(b) / (max(0, min(r.f.Resolve(o.At(2)).Int(), 255)) + 1)
	if n != 1 && n != 3 && n != 4 {
		return nil
	}
	return &palette{space: space, n: n, table: b}
}
