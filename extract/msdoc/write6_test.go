package msdoc

import (
	"encoding/binary"

	"github.com/gongkai-data/gongkai/extract/internal/cfb/cfbtest"
)

// doc6 is a document of Word 6 or 95 to be written: paragraphs of bytes.
type doc6 struct {
	ident, lid int
	flags      int
	wide       bool // two bytes for each character
	mac        bool
	fonts      []font6
	stshf      []byte
	pars       []par // texts are bytes of a code page
	fast       bool  // with a piece table, in two pieces
	short      bool  // the lists of formatted pages are left short
}

type font6 struct {
	chs  int
	name string
}

// prl6 writes one property of Word 6.
func prl6(code byte, arg ...byte) []byte { return append([]byte{code}, arg...) }

func (d *doc6) bytes() []byte {
	const start = 768
	word := make([]byte, start)
	var paps, chps []span
	chars := 0
	put := func(s string, chpx []byte) {
		from := len(word)
		for i := 0; i < len(s); i++ {
			switch {
			case !d.wide:
				word = append(word, s[i])
			case s[i] >= 0x81 && i+1 < len(s):
				word = append(word, s[i+1], s[i])
				i++
			default:
				word = append(word, s[i], 0)
			}
			chars++
		}
		if len(word) > from {
			chps = append(chps, span{from, len(word), chpx})
		}
	}
	for _, p := range d.pars {
		from := len(word)
		for _, r := range p.runs {
			put(r.text, r.chpx)
		}
		mark := p.mark
		if mark == "" {
			mark = "\r"
		}
		put(mark, p.chpx)
		paps = append(paps, span{from, len(word), append([]byte{byte(p.istd)}, p.papx...)})
	}
	end := len(word)
	word = append(word, make([]byte, (512-len(word)%512)%512)...)
	le := binary.LittleEndian
	first := len(word) / 512
	word, btePapx := pages(word, paps, 7, func(g []byte) []byte {
		if len(g)%2 != 0 {
			g = append(append([]byte(nil), g...), 0)
		}
		return append([]byte{byte(len(g) / 2)}, g...)
	})
	le.PutUint16(word[0x18C:], uint16(first))
	le.PutUint16(word[0x190:], uint16(len(word)/512-first))
	first = len(word) / 512
	word, bteChpx := pages(word, chps, 1, chpxInFkp)
	le.PutUint16(word[0x18A:], uint16(first))
	le.PutUint16(word[0x18E:], uint16(len(word)/512-first))
	ident := d.ident
	if ident == 0 {
		ident = 0xA5DC
	}
	le.PutUint16(word, uint16(ident))
	le.PutUint16(word[2:], firstNFibWord6)
	le.PutUint16(word[6:], uint16(d.lid))
	flags := d.flags
	if d.wide {
		flags |= 0x1000
	}
	var clx []byte
	if d.fast {
		flags |= 4
		half := chars / 2
		width := (end - start) / chars
		clx = join([]byte{2}, u32(12+16), u32(0), u32(half), u32(chars), u16(0), u32(start), u16(0), u16(0), u32(start+half*width), u16(0))
	}
	le.PutUint16(word[10:], uint16(flags))
	if d.mac {
		le.PutUint16(word[0x14:], 256)
	}
	le.PutUint32(word[24:], start)
	le.PutUint32(word[28:], uint32(end))
	le.PutUint32(word[0x34:], uint32(chars))
	part := func(i int, b []byte) {
		if len(b) > 0 {
			le.PutUint32(word[0x58+8*i:], uint32(len(word)))
			le.PutUint32(word[0x5C+8*i:], uint32(len(b)))
			word = append(word, b...)
		}
	}
	part(fcClx, clx)
	part(fcPlcfBtePapx, bte2(btePapx, d.short))
	part(fcPlcfBteChpx, bte2(bteChpx, d.short))
	part(fcStshf, d.stshf)
	var fonts []byte
	for _, f := range d.fonts {
		ffn := join([]byte{0, 0, 0, byte(f.chs), 0}, []byte(f.name), []byte{0})
		fonts = append(append(fonts, byte(len(ffn))), ffn...)
	}
	part(fcSttbfFfn, join(u16(len(fonts)+2), fonts))
	return cfbtest.Write(cfbtest.Stream{Name: "WordDocument", Bytes: word})
}

// bte2 shortens the numbers of the pages to two bytes.
func bte2(b []byte, short bool) []byte {
	n := (len(b) - 4) / 8
	out := append([]byte(nil), b[:4*(n+1)]...)
	for i := range n {
		out = append(out, b[4*(n+1)+4*i:][:2]...)
	}
	if short {
		return nil
	}
	return out
}

// std6 writes a paragraph style of Word 6.
func std6(sti int, name string, papx []byte) []byte {
	b := join(u16(sti), u16(stkPara|0xFFF0), u16(2), u16(0), []byte{byte(len(name))}, []byte(name), []byte{0})
	for _, upx := range [][]byte{append(u16(0), papx...), nil} {
		if len(b)%2 != 0 {
			b = append(b, 0)
		}
		b = join(b, u16(len(upx)), upx)
	}
	return b
}

func styles6(styles ...[]byte) []byte {
	b := join(u16(4), u16(len(styles)), u16(8))
	for _, s := range styles {
		b = join(b, u16(len(s)), s)
	}
	return b
}

func cell6(s string) par {
	return par{runs: []run{{text: s}}, mark: "\a", papx: prl6(24, 1)}
}

func rowEnd6(edges, flags []int, more ...[]byte) par {
	arg := []byte{byte(len(edges) - 1)}
	for _, e := range edges {
		arg = append(arg, u16(e)...)
	}
	for _, f := range flags {
		arg = join(arg, u16(f), make([]byte, 8))
	}
	return par{mark: "\a", papx: join(prl6(24, 1), prl6(25, 1), prl6(190, u16(len(arg)+1)...), arg, join(more...))}
}

// fixtures6 are documents of Word 6 and 95.
func fixtures6() map[string]*doc6 {
	anld6 := make([]byte, 52)
	anld6[1], anld6[2], anld6[10] = 1, 1, 3
	copy(anld6[20:], "()")
	pars := []par{
		{runs: []run{{text: "\xd2\xbb\xa1\xa2\xd7\xdc\xcc\xe5\xc7\xe9\xbf\xf6"}}, istd: 1},
		{runs: []run{{text: "\xd5\xfd\xce\xc4 A"}, {text: "\xc9\xbe\xb3\xfd", chpx: prl6(65, 1)}, {text: "\xd2\xfe\xb2\xd8", chpx: prl6(92, 1)}, {text: "(", chpx: join(prl6(74, 3, 2, 0, 0xFE), prl6(117, 1))}}},
		cell6("\xba\xcf\xbc\xc6"), cell6(""), cell6("3"), rowEnd6([]int{0, 1000, 2000, 3000}, []int{1, 2, 0}, prl6(186, 1)),
		cell6("\xbc\xd7"), cell6("1"), rowEnd6([]int{0, 1500, 2990}, []int{0, 0}, prl6(194, 0, 0, 0, 0)),
		{runs: []run{{text: "\xb1\xe0\xba\xc5"}}, papx: join(prl6(13, 10), prl6(12, 52), anld6)},
		{runs: []run{{text: "\xb1\xe0\xba\xc5"}}, papx: join(prl6(13, 10), prl6(12, 52), anld6)},
		{runs: []run{{text: "tabs"}}, papx: join(prl6(23, 4, 0, 1, 0, 2, 0), prl6(5, 1))},
	}
	fonts := []font6{{134, "\xcb\xce\xcc\xe5"}, {204, "Arial Cyr"}, {2, "Wingdings"}}
	styles := styles6(std6(0, "Normal", nil), std6(1, "\xb1\xea\xcc\xe2 1", nil))
	return map[string]*doc6{
		"word6-gbk":        {lid: 0x804, fonts: fonts, stshf: styles, pars: pars},
		"word6-fast-saved": {lid: 0x804, fonts: fonts, stshf: styles, pars: pars, fast: true, short: true},
		"word95-two-bytes": {ident: 0xA698, lid: 0x409, fonts: fonts, stshf: styles, pars: append(append([]par(nil), pars...), text("\x93")), wide: true},
		"word6-fonts": {lid: 0x409, fonts: fonts, pars: []par{
			{runs: []run{{text: "caf\xe9 "}, {text: "\xcf\xf0\xe8", chpx: prl6(93, 1, 0)}, {text: " \xb9\xab\xbf\xaa", chpx: prl6(93, 0, 0)}, {text: "\xa8\xfe", chpx: prl6(93, 2, 0)}}},
		}},
		"word6-split": {lid: 0x804, fonts: fonts, pars: []par{
			{runs: []run{{text: "\xba"}, {text: "\xcf\xbc", chpx: prl6(65, 0)}, {text: "\xc6 1"}}},
			{runs: []run{{text: "\xba\xcf\xbc"}}}, text("\xff\xff"), text("\xbc\x1e\xc6"),
		}},
		"word6-macintosh": {lid: 0x409, mac: true, pars: []par{text("caf\x8e")}},
		"word6-encrypted": {lid: 0x409, flags: 0x100, pars: []par{text("x")}},
	}
}
