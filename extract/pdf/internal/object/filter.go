package object

import (
	"bytes"
	"encoding/binary"
	"hash/adler32"
	"io"
	"slices"

	"github.com/klauspost/compress/flate"
)

// maxFilters is how many filters a stream may have.
const maxFilters = 8

// Data returns the decoded bytes of a stream as far as they can be decoded;
// whole is false where something is missing: the stream is cut off or broken,
// its filter is that of a picture, or a budget ended.
func (f *File) Data(o Object) (b []byte, whole bool) {
	if o.Kind != Stream {
		return nil, false
	}
	b, whole = o.c.raw, !o.c.cut
	if o.c.cut {
		f.Cut = true
	}
	filters, parms := f.chain(o)
	if f.crypt != nil && f.crypt.key != nil && !o.c.plain && !o.Key("Type").IsName("XRef") {
		m := f.crypt.stream
		for i, name := range filters {
			if name == "Crypt" {
				m = f.crypt.named(f.Get(parms[i], "Name"))
			}
		}
		if !(o.Key("Type").IsName("Metadata") && !f.crypt.metadata) {
			b = f.crypt.open(b, o.c.num, o.c.gen, m)
		}
	}
	if len(filters) > maxFilters {
		return nil, false
	}
	for i, name := range filters {
		limit := min(f.budget, f.largest)
		if limit <= 0 || f.ctx.Err() != nil {
			f.Spent = true
			return nil, false
		}
		ok := true
		b, ok = f.filter(name, b, parms[i], limit)
		if whole = whole && ok; !ok && len(b) > 0 {
			f.Cut = true
		}
		if f.budget -= int64(len(b)); int64(len(b)) >= limit {
			f.Spent = true
		}
	}
	return b, whole
}

// Head returns the first n bytes of a stream, fewer where it is shorter or broken.
func (f *File) Head(o Object, n int) []byte {
	if o.Kind != Stream {
		return nil
	}
	names, parms := f.chain(o)
	if f.crypt != nil || len(names) != 1 || names[0] != "FlateDecode" || parms[0].IsDict() {
		b, _ := f.Data(o)
		return b[:min(len(b), n)]
	}
	limit := min(f.budget, f.largest, int64(n))
	if limit <= 0 {
		return nil
	}
	const header = 64                                             // of the stream and of a block
	b, _ := f.flate(o.c.raw[:min(len(o.c.raw), n+header)], limit) // unpacked they are hardly ever fewer
	f.budget -= int64(len(b))
	return b
}

// Packed is the length of a stream as it stands in the file.
func (o Object) Packed() int {
	if o.Kind != Stream {
		return 0
	}
	return len(o.c.raw)
}

// named is the method of a crypt filter.
func (c *crypt) named(name Object) cryptMethod {
	if name.Kind != Name {
		return identity
	}
	return c.methods[string(name.Bytes)]
}

// chain returns the names of the filters with the parameters of each.
func (f *File) chain(o Object) (names []string, parms []Object) {
	first := func(long, short string) Object {
		if v := f.Get(o, long); v.Kind != Null {
			return v
		}
		return f.Get(o, short)
	}
	filter, parm := first("Filter", "F"), first("DecodeParms", "DP")
	if filter.Kind == Name {
		if parm.Kind == Array {
			parm = f.Resolve(parm.At(0))
		}
		return []string{string(filter.Bytes)}, []Object{parm}
	}
	for i := range min(filter.Len(), maxFilters+1) {
		names = append(names, string(f.Resolve(filter.At(i)).Bytes))
		p := f.Resolve(parm.At(i))
		if parm.Kind == Dict {
			p = parm
		}
		parms = append(parms, p)
	}
	return names, parms
}

// HasFilter reports whether a stream has a filter of that name.
func (f *File) HasFilter(o Object, name string) bool {
	names, _ := f.chain(o)
	return slices.Contains(names, name)
}

// filter decodes b by one filter, at most limit bytes (7.4).
func (f *File) filter(name string, b []byte, parm Object, limit int64) ([]byte, bool) {
	var whole bool
	switch name {
	case "FlateDecode", "Fl":
		b, whole = f.flate(b, limit)
		return f.predict(b, parm), whole
	case "LZWDecode", "LZW":
		b, whole = unLZW(b, f.Get(parm, "EarlyChange").Float(1) != 0, limit)
		return f.predict(b, parm), whole
	case "ASCIIHexDecode", "AHx":
		if i := bytes.IndexByte(b, '>'); i >= 0 {
			b = b[:i+1]
		}
		l := Lexer{b: b}
		return l.hex().Bytes, true
	case "ASCII85Decode", "A85":
		return ascii85(b, limit)
	case "RunLengthDecode", "RL":
		return runLength(b, limit)
	case "Crypt":
		return b, true
	}
	return nil, false // a picture, or a name that is not known
}

// flate inflates zlib data. Where its checksum is there and wrong, the data are
// given but not said to be whole: a changed byte need not break the code, and may change a digit.
func (f *File) flate(b []byte, limit int64) ([]byte, bool) {
	for len(b) > 0 && class[b[0]] == space { // an end of line too many
		b = b[1:]
	}
	raw := b
	if len(b) >= 2 && b[0]&0x0f == 8 && (int(b[0])<<8|int(b[1]))%31 == 0 {
		raw = b[2:]
		if b[1]&0x20 != 0 && len(raw) >= 4 { // a preset dictionary, that no PDF has
			raw = raw[4:]
		}
	} else if len(b) >= 2 && b[0]&0x0f == 8 { // a header with a wrong check
		raw = b[2:]
	}
	out, err := f.inflated(raw, limit)
	if len(out) == 0 && err != nil && len(raw) != len(b) {
		out, err = f.inflated(b, limit) // no header at all
	}
	if len(raw) != len(b) && err == nil && f.packed.Len() >= 4 {
		var sum [4]byte
		f.packed.Read(sum[:]) // a bytes.Reader with so much left does not fail
		if binary.BigEndian.Uint32(sum[:]) != adler32.Checksum(out) {
			return out, false
		}
	}
	return out, err == nil
}

func (f *File) inflated(raw []byte, limit int64) ([]byte, error) {
	f.packed.Reset(raw)
	if f.inflate == nil {
		f.inflate = flate.NewReader(&f.packed).(resetReader)
	} else if err := f.inflate.Reset(&f.packed, nil); err != nil {
		return nil, err
	}
	out := make([]byte, 0, min(int64(len(raw))*4+512, limit+1))
	for {
		n, err := f.inflate.Read(out[len(out):cap(out)])
		out = out[:len(out)+n]
		switch {
		case int64(len(out)) >= limit:
			return out[:limit], io.ErrShortBuffer
		case err == io.EOF:
			return out, nil
		case err != nil:
			return out, err
		case len(out) == cap(out):
			if f.ctx.Err() != nil {
				return out, f.ctx.Err()
			}
			out = append(out, 0)[:len(out)]
		}
	}
}

// unLZW decodes variable codes of 9 to 12 bits (7.4.4).
func unLZW(b []byte, early bool, limit int64) ([]byte, bool) {
	const clear, end = 256, 257
	var prefix [4096]uint16
	var last [4096]byte
	var length [4096]int32
	for i := range 256 {
		last[i], length[i] = byte(i), 1
	}
	out := make([]byte, 0, min(int64(len(b))*3+16, limit))
	next, width, previous := 258, 9, -1
	add := 0
	if early {
		add = 1
	}
	bits, n := uint32(0), 0
	for _, c := range b {
		bits = bits<<8 | uint32(c)
		if n += 8; n < width {
			continue
		}
		n -= width
		code := int(bits >> n & (1<<width - 1))
		switch {
		case code == end:
			return out, true
		case code == clear:
			next, width, previous = 258, 9, -1
			continue
		case previous < 0:
			if code > 255 {
				return out, false
			}
			out = append(out, byte(code))
		default:
			if code > next || code == next && next >= 4096 {
				return out, false
			}
			if next < 4096 { // known from the next code on: its last byte is the first of this one
				prefix[next], length[next] = uint16(previous), length[previous]+1
				first := code
				if code == next {
					first = previous
				}
				for first > 257 {
					first = int(prefix[first])
				}
				last[next] = byte(first)
			}
			size := int(length[code])
			if int64(len(out)+size) > limit {
				return out, false
			}
			from := len(out)
			out = append(out, make([]byte, size)...)
			for i, k := from+size-1, code; i >= from; i-- {
				out[i] = last[k]
				k = int(prefix[k])
			}
			if next < 4096 {
				next++
			}
		}
		previous = code
		if next+add >= 1<<width && width < 12 {
			width++
		}
	}
	return out, false
}

// ascii85 decodes groups of five characters (7.4.3).
func ascii85(b []byte, limit int64) ([]byte, bool) {
	b = bytes.TrimPrefix(bytes.TrimLeft(b, "\x00\t\n\f\r "), []byte("<~"))
	out := make([]byte, 0, min(int64(len(b))*4/5+8, limit))
	value, n := uint32(0), 0
	for _, c := range b {
		switch {
		case int64(len(out))+4 > limit:
			return out, false
		case class[c] == space:
		case c == 'z' && n == 0:
			out = append(out, 0, 0, 0, 0)
		case '!' <= c && c <= 'u':
			value = value*85 + uint32(c-'!')
			if n++; n == 5 {
				out = append(out, byte(value>>24), byte(value>>16), byte(value>>8), byte(value))
				value, n = 0, 0
			}
		case c == '~':
			return lastGroup(out, value, n), true
		default:
			return out, false
		}
	}
	return lastGroup(out, value, n), false
}

func lastGroup(out []byte, value uint32, n int) []byte {
	if n < 2 {
		return out
	}
	for i := n; i < 5; i++ {
		value = value*85 + 84
	}
	for i := range n - 1 {
		out = append(out, byte(value>>(24-8*i)))
	}
	return out
}

// runLength decodes runs of bytes (7.4.5).
func runLength(b []byte, limit int64) ([]byte, bool) {
	var out []byte
	for len(b) > 1 && int64(len(out)) < limit {
		n := int(b[0])
		switch {
		case n == 128:
			return out, true
		case n < 128:
			n = min(n+1, len(b)-1)
			out = append(out, b[1:1+n]...)
			b = b[1+n:]
		default:
			out = append(out, bytes.Repeat(b[1:2], 257-n)...)
			b = b[2:]
		}
	}
	return out[:min(int64(len(out)), limit)], len(b) > 0 && b[0] == 128
}

// predict undoes the predictor of Flate and LZW (7.4.4.4).
func (f *File) predict(b []byte, parm Object) []byte {
	predictor := f.Get(parm, "Predictor").Int()
	if predictor < 2 {
		return b
	}
	colors := clamp(int(f.Get(parm, "Colors").Float(1)), 1, 32)
	depth := clamp(int(f.Get(parm, "BitsPerComponent").Float(8)), 1, 16)
	columns := clamp(int(f.Get(parm, "Columns").Float(1)), 1, 1<<20)
	pixel := max(1, colors*depth/8)
	row := (columns*colors*depth + 7) / 8
	if predictor == 2 {
		return tiffRows(b, row, pixel, depth)
	}
	return pngRows(b, row, pixel)
}

func clamp(v, lo, hi int) int { return max(lo, min(v, hi)) }

// tiffRows adds the pixel to the left; samples of other than 8 bits occur in
// pictures only and are left alone.
func tiffRows(b []byte, row, pixel, depth int) []byte {
	if depth != 8 {
		return b
	}
	for start := 0; start < len(b); start += row {
		line := b[start:min(len(b), start+row)]
		for i := pixel; i < len(line); i++ {
			line[i] += line[i-pixel]
		}
	}
	return b
}

// pngRows undoes the filters of PNG, one byte for each row telling which; the rows move up.
func pngRows(b []byte, row, pixel int) []byte {
	out := b[:0]
	above := make([]byte, row)
	for len(b) > 1 {
		kind := b[0]
		n := min(row, len(b)-1)
		line := b[1 : 1+n]
		b = b[1+n:]
		for i := range line {
			var left, up, corner int
			up = int(above[i])
			if i >= pixel {
				left, corner = int(line[i-pixel]), int(above[i-pixel])
			}
			switch kind {
			case 1:
				line[i] += byte(left)
			case 2:
				line[i] += byte(up)
			case 3:
				line[i] += byte((left + up) / 2)
			case 4:
				line[i] += byte(paeth(left, up, corner))
			}
		}
		copy(above, line)
		out = append(out, line...)
	}
	return out
}

func paeth(a, b, c int) int {
	p := a + b - c
	pa, pb, pc := abs(p-a), abs(p-b), abs(p-c)
	switch {
	case pa <= pb && pa <= pc:
		return a
	case pb <= pc:
		return b
	}
	return c
}

func abs(v int) int {
	if v < 0 {
		return -v
	}
	return v
}
