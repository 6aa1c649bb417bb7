package font

import (
	"bytes"
	"compress/flate"
	_ "embed" // the tables
	"encoding/binary"
	"io"
	"strconv"
	"strings"
	"sync"
)

// The tables are written by gen.go. Each is unpacked once, when a font first
// needs it, and never changed afterwards.
var (
	//go:embed table/cmaps.tsv
	cmapIndex string
	//go:embed table/cmaps.bin
	cmapBlobs []byte
	//go:embed table/gb1.bin
	gb1 []byte
	//go:embed table/cns1.bin
	cns1 []byte
	//go:embed table/japan1.bin
	japan1 []byte
	//go:embed table/korea1.bin
	korea1 []byte
	//go:embed table/metrics.bin
	metricsPacked []byte
	//go:embed table/glyphs.bin
	glyphsPacked []byte
)

// unpack inflates an embedded table; the tables are sound.
func unpack(b []byte) []byte {
	out, _ := io.ReadAll(flate.NewReader(bytes.NewReader(b)))
	return out
}

// unicodes gives the character of each CID of a character collection, 0 for none.
var unicodes = map[string]func() []rune{
	"GB1": unicodesOf(gb1), "CNS1": unicodesOf(cns1), "Japan1": unicodesOf(japan1), "Korea1": unicodesOf(korea1),
}

func unicodesOf(packed []byte) func() []rune {
	return sync.OnceValue(func() []rune {
		b := unpack(packed)
		all := make([]rune, 0, 32000)
		for previous := int64(0); len(b) > 0; {
			v, n := binary.Varint(b)
			b = b[n:]
			all = append(all, rune(previous+v))
			previous += v + 1
		}
		return all
	})
}

// predefined gives the predefined CMaps by name (ISO 32000-1, 9.7.5.2).
var predefined = func() map[string]func() *cmap {
	m := make(map[string]func() *cmap)
	offset := 0
	for line := range strings.Lines(cmapIndex) {
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		size, _ := strconv.Atoi(f[4])
		packed := cmapBlobs[offset : offset+size]
		offset += size
		m[f[0]] = sync.OnceValue(func() *cmap {
			c := decodeCMap(unpack(packed))
			c.collection, c.vertical = f[1], f[3] == "true"
			if f[2] != "" {
				c.use = m[f[2]]()
				if len(c.spaces) == 0 {
					c.spaces = c.use.spaces
				}
			}
			return c
		})
	}
	return m
}()

// decodeCMap reads what gen.go wrote.
func decodeCMap(b []byte) *cmap {
	next := func() uint32 {
		v, n := binary.Uvarint(b)
		b = b[n:]
		return uint32(v)
	}
	c := &cmap{}
	for range next() {
		c.spaces = append(c.spaces, codeSpace{n: int(next()), lo: next(), hi: next()})
	}
	c.spans = make([]cidSpan, next())
	code, cid, length := uint32(0), int64(0), uint8(0)
	for i := range c.spans {
		s := &c.spans[i]
		s.n = b[0]
		b = b[1:]
		if s.n != length {
			code = 0
		}
		length = s.n
		s.lo = code + next()
		s.hi = s.lo + next()
		step, n := binary.Varint(b)
		b = b[n:]
		s.cid = uint32(cid + step)
		code, cid = s.hi, int64(s.cid)+int64(s.hi-s.lo)+1
	}
	return c
}

// metrics are the widths of a core font in thousandths, by glyph name, and its
// own encoding.
type metrics struct {
	widths   map[string]float64
	encoding [256]string
}

// core gives the metrics of the core fonts (9.6.2.2); oblique ones have the
// widths of upright ones.
var core = sync.OnceValue(func() map[string]*metrics {
	all := make(map[string]*metrics)
	var m *metrics
	for line := range strings.Lines(string(unpack(metricsPacked))) {
		f := strings.Fields(line)
		if f[0] == "=" {
			m = &metrics{widths: make(map[string]float64)}
			all[f[1]] = m
			continue
		}
		code, _ := strconv.Atoi(f[0])
		m.widths[f[2]], _ = strconv.ParseFloat(f[1], 64)
		if code >= 0 {
			m.encoding[code] = f[2]
		}
	}
	return all
})

// glyphList is the Adobe Glyph List.
var glyphList = sync.OnceValue(func() map[string][]rune {
	m := make(map[string][]rune, 4300)
	for line := range strings.Lines(string(unpack(glyphsPacked))) {
		f := strings.Fields(line)
		for _, h := range f[1:] {
			v, _ := strconv.ParseUint(h, 16, 32)
			m[f[0]] = append(m[f[0]], rune(v))
		}
	}
	return m
})
