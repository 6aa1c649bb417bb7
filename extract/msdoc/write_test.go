package msdoc

import (
	"bytes"
	"encoding/binary"
	"unicode/utf16"

	"github.com/gongkai-data/gongkai/extract/internal/cfb/cfbtest"
)

// doc is a Word document to be written: a valid compound file with FIB, piece
// table and formatted pages around the structures under test.
type doc struct {
	lid    int
	flags  int // more flags of FibBase
	stshf  []byte
	lst    []byte // PlfLst with its levels behind
	lfo    []byte
	fonts  []string
	spa    [2][]spa // of the body, of headers
	boxes  [2][]int // shapes, one text box each, in order
	prcs   [][]byte
	data   []byte
	title  string
	pars   [storyCount][]par
	parts  map[int][]byte
	clx    []byte // in place of the one made
	head   []byte // in front of the table stream
	pieces func(ps []pcd) []pcd
}

// par is one paragraph with its mark.
type par struct {
	runs []run
	mark string // "\r" where empty
	istd int
	papx []byte
	chpx []byte // of the mark
	prm  int
}

// run is text of equal properties.
type run struct {
	text   string
	units  []uint16 // behind text, halves of characters too
	chpx   []byte
	narrow bool // 8-bit
	prm    int
}

// pcd is one piece.
type pcd struct{ chars, fc, prm int }

// sprmCFSpec marks characters with a meaning of their own; readers know them by
// their code.
const sprmCFSpec = 0x0855

func text(s string) par { return par{runs: []run{{text: s}}} }

// prl writes one Prl.
func prl(op uint16, arg ...byte) []byte { return append([]byte{byte(op), byte(op >> 8)}, arg...) }

func join(bs ...[]byte) []byte {
	var out []byte
	for _, b := range bs {
		out = append(out, b...)
	}
	return out
}

func u16(n int) []byte { return []byte{byte(n), byte(n >> 8)} }
func u32(n int) []byte { return []byte{byte(n), byte(n >> 8), byte(n >> 16), byte(n >> 24)} }

func utf16Bytes(s string) []byte {
	var b []byte
	for _, u := range utf16.Encode([]rune(s)) {
		b = binary.LittleEndian.AppendUint16(b, u)
	}
	return b
}

// span is a run of properties in the main stream.
type span struct {
	from, to int
	grpprl   []byte
}

const textStart = 1024

// streams writes the document into its streams.
func (d *doc) streams() []cfbtest.Stream {
	var word []byte
	var paps, chps []span
	var ps []pcd
	word = make([]byte, textStart)
	var ccp [storyCount]int
	put := func(r run, story int) {
		from := len(word)
		n := 0
		if r.narrow {
			word = append(word, r.text...)
			n = len(r.text)
		} else {
			word = append(word, utf16Bytes(r.text)...)
			for _, u := range r.units {
				word = binary.LittleEndian.AppendUint16(word, u)
			}
			n = (len(word) - from) / 2
		}
		if n == 0 {
			return
		}
		ccp[story] += n
		chps = append(chps, span{from, len(word), r.chpx})
		fc := from
		if r.narrow {
			fc = from*2 | 0x40000000
		}
		if k := len(ps) - 1; k >= 0 && ps[k].prm == r.prm && !r.narrow && ps[k].fc&0x40000000 == 0 && ps[k].fc+2*ps[k].chars == from {
			ps[k].chars += n
			return
		}
		ps = append(ps, pcd{n, fc, r.prm})
	}
	for story := range d.pars {
		for _, p := range d.pars[story] {
			from := len(word)
			for _, r := range p.runs {
				put(r, story)
			}
			mark := p.mark
			if mark == "" {
				mark = "\r"
			}
			put(run{text: mark, chpx: p.chpx, prm: p.prm}, story)
			paps = append(paps, span{from, len(word), join(u16(p.istd), p.papx)})
		}
	}
	if d.pieces != nil {
		ps = d.pieces(ps)
	}
	word = append(word, make([]byte, (512-len(word)%512)%512)...)
	var btePapx, bteChpx []byte
	word, btePapx = pages(word, paps, 13, papxInFkp)
	word, bteChpx = pages(word, chps, 1, chpxInFkp)
	t := &tableWriter{b: bytes.Clone(d.head)}
	clx := d.clx
	if clx == nil {
		clx = writeClx(ps, d.prcs)
	}
	t.part(fcClx, clx)
	t.part(fcPlcfBtePapx, btePapx)
	t.part(fcPlcfBteChpx, bteChpx)
	t.part(fcStshf, d.stshf)
	t.part(fcSttbfFfn, writeFonts(d.fonts))
	for k := range 2 {
		t.part(fcPlcSpaMom+k, writeSpas(d.spa[k]))
		t.part(fcPlcftxbxTxt+2*k, d.writeBoxes(k))
	}
	t.part(fcPlfLfo, d.lfo)
	if d.lst != nil {
		n := 2 + lstfSize*int(d.lst[0])
		t.part(fcPlfLst, d.lst[:n])
		t.b = append(t.b, d.lst[n:]...) // the levels are not counted
	}
	for i, b := range d.parts {
		t.part(i, b)
	}
	writeFib(word, d, ccp, t.pairs)
	s := []cfbtest.Stream{{Name: "WordDocument", Bytes: word}, {Name: "1Table", Bytes: t.b}}
	if d.data != nil {
		s = append(s, cfbtest.Stream{Name: "Data", Bytes: d.data})
	}
	if d.title != "" {
		s = append(s, cfbtest.Stream{Name: "\x05SummaryInformation", Bytes: writeSummary(d.title)})
	}
	return s
}

func (d *doc) bytes() []byte { return cfbtest.Write(d.streams()...) }

type tableWriter struct {
	b     []byte
	pairs [93][2]int
}

func (t *tableWriter) part(i int, b []byte) {
	if len(b) > 0 {
		t.pairs[i] = [2]int{len(t.b), len(b)}
		t.b = append(t.b, b...)
	}
}

func writeFib(word []byte, d *doc, ccp [storyCount]int, pairs [93][2]int) {
	le := binary.LittleEndian
	le.PutUint16(word, 0xA5EC)
	le.PutUint16(word[2:], 0xC1)
	le.PutUint16(word[6:], uint16(d.lid))
	le.PutUint16(word[10:], uint16(0x1200|d.flags))
	le.PutUint32(word[24:], textStart)
	le.PutUint32(word[28:], uint32(len(word)))
	le.PutUint16(word[32:], 14)
	le.PutUint16(word[62:], 22)
	for i, n := range ccp {
		le.PutUint32(word[64+12+4*i:], uint32(n))
	}
	le.PutUint16(word[152:], uint16(len(pairs)))
	for i, p := range pairs {
		le.PutUint32(word[154+8*i:], uint32(p[0]))
		le.PutUint32(word[158+8*i:], uint32(p[1]))
	}
}

func writeClx(ps []pcd, prcs [][]byte) []byte {
	var b, cps, pcds []byte
	for _, g := range prcs {
		b = join(b, []byte{1}, u16(len(g)), g)
	}
	cp := 0
	for _, p := range ps {
		cps = append(cps, u32(cp)...)
		cp += p.chars
		pcds = join(pcds, u16(0), u32(p.fc), u16(p.prm))
	}
	cps = append(cps, u32(cp)...)
	return join(b, []byte{2}, u32(len(cps)+len(pcds)), cps, pcds)
}

// papxInFkp pads to whole words, as the count of a PapxInFkps wants.
func papxInFkp(g []byte) []byte {
	if len(g)%2 != 0 {
		return append([]byte{byte(len(g)/2 + 1)}, g...)
	}
	return append([]byte{0, byte(len(g) / 2)}, g...)
}

func chpxInFkp(g []byte) []byte {
	if len(g) == 0 {
		return nil
	}
	return append([]byte{byte(len(g))}, g...)
}

// pages writes formatted disk pages at the end of the main stream and the table
// that lists them.
func pages(word []byte, spans []span, bx int, write func([]byte) []byte) (out, bte []byte) {
	var fcs, pns []byte
	for len(spans) > 0 {
		page := make([]byte, 512)
		n, top := 0, 511
		var offs []int
		for n < len(spans) {
			g := write(spans[n].grpprl)
			at := 0
			if len(g) > 0 {
				at = (top - len(g)) / 2 * 2
			}
			low := top
			if len(g) > 0 {
				low = top - len(g) - 1
			}
			if low < 4*(n+2)+bx*(n+1) {
				break
			}
			if at > 0 {
				copy(page[at:], g)
				top = at
			}
			offs = append(offs, at/2)
			n++
		}
		if n == 0 {
			panic("properties do not fit a page")
		}
		for i, s := range spans[:n] {
			binary.LittleEndian.PutUint32(page[4*i:], uint32(s.from))
			page[4*(n+1)+bx*i] = byte(offs[i])
		}
		binary.LittleEndian.PutUint32(page[4*n:], uint32(spans[n-1].to))
		page[511] = byte(n)
		fcs = append(fcs, u32(spans[0].from)...)
		pns = append(pns, u32(len(word)/512)...)
		word = append(word, page...)
		if n == len(spans) {
			fcs = append(fcs, u32(spans[n-1].to)...)
		}
		spans = spans[n:]
	}
	return word, append(fcs, pns...)
}

func writeFonts(names []string) []byte {
	if names == nil {
		return nil
	}
	b := join(u16(len(names)), u16(0))
	for _, n := range names {
		f := join(make([]byte, 39), utf16Bytes(n), []byte{0, 0})
		b = append(append(b, byte(len(f))), f...)
	}
	return b
}

func writeSpas(spas []spa) []byte {
	if spas == nil {
		return nil
	}
	var cps, b []byte
	for _, s := range spas {
		cps = append(cps, u32(s.cp)...)
		b = join(b, u32(s.shape), make([]byte, spaSize-4))
	}
	return join(cps, u32(1<<20), b)
}

// writeBoxes gives each text box one paragraph of its story.
func (d *doc) writeBoxes(k int) []byte {
	if d.boxes[k] == nil {
		return nil
	}
	var cps, b []byte
	cp := 0
	story := d.pars[storyTextboxes+k]
	for i, shape := range d.boxes[k] {
		cps = append(cps, u32(cp)...)
		for _, r := range story[i].runs {
			cp += len(utf16Bytes(r.text)) / 2
		}
		cp++
		b = join(b, make([]byte, 14), u32(shape), make([]byte, 4))
	}
	return join(cps, u32(cp), b)
}

// writeSummary writes a property set with a title of code page 936.
func writeSummary(title string) []byte {
	set := join(u32(0), u32(3), u32(1), u32(32), u32(2), u32(40), u32(12), u32(48+len(title)))
	set = join(set, u32(vtI2), u16(936), u16(0), u32(vtLPSTR), u32(len(title)), []byte(title), u32(vtFileTime), []byte{0, 0x80, 0x3E, 0xD5, 0xDE, 0xB1, 0x9D, 1})
	return join([]byte{0xFE, 0xFF, 0, 0}, make([]byte, 20), u32(1), make([]byte, 16), u32(48), set)
}

// writeStyles writes a style sheet; index is istd.
func writeStyles(styles ...[]byte) []byte {
	b := join(u16(18), u16(len(styles)), u16(10), make([]byte, 14))
	for _, s := range styles {
		b = join(b, u16(len(s)), s)
	}
	return b
}

// std writes a paragraph style.
func std(sti, base int, name string, papx, chpx []byte) []byte {
	b := join(u16(sti), u16(stkPara|base<<4), u16(2), u16(0), u16(0), u16(len([]rune(name))), utf16Bytes(name), u16(0))
	for _, upx := range [][]byte{append(u16(0), papx...), chpx} {
		b = join(b, u16(len(upx)), upx)
		if len(upx)%2 != 0 {
			b = append(b, 0)
		}
	}
	return b
}

// level of a list for writeList: text with %1 to %9 for numbers.
func lvl(nfc, start int, text string) []byte {
	var xst []byte
	var places [9]byte
	n, k := 0, 0
	rs := []rune(text)
	for i := 0; i < len(rs); i++ {
		c := rs[i]
		if c == '%' {
			i++
			c = rs[i] - '1'
			places[k] = byte(n + 1)
			k++
		}
		xst = append(xst, utf16Bytes(string(c))...)
		n++
	}
	return join(u32(start), []byte{byte(nfc), 0}, places[:], []byte{0}, make([]byte, 8), []byte{0, 0, 0, 0}, u16(n), xst)
}

// writeLists writes PlfLst: each list is its levels, one or nine.
func writeLists(lists ...[][]byte) []byte {
	b := u16(len(lists))
	var levels []byte
	for i, l := range lists {
		simple := byte(0)
		if len(l) == 1 {
			simple = 1
		}
		styles := make([]byte, 18)
		for k := range 9 {
			styles[2*k], styles[2*k+1] = 0xFF, 0x0F
		}
		b = join(b, u32(100+i), u32(0), styles, []byte{simple, 0})
		levels = join(levels, join(l...))
	}
	return append(b, levels...)
}

// writeLfos writes PlfLfo; each override is an LFOLVL.
func writeLfos(list []int, overrides ...[][]byte) []byte {
	b := u32(len(list))
	var rest []byte
	for i, l := range list {
		n := 0
		rest = append(rest, 0xFF, 0xFF, 0xFF, 0xFF)
		if i < len(overrides) {
			n = len(overrides[i])
			rest = join(rest, join(overrides[i]...))
		}
		b = join(b, u32(100+l), make([]byte, 8), []byte{byte(n), 0, 0, 0})
	}
	return append(b, rest...)
}

// cell is a paragraph that ends a cell of a table of the body.
func cell(s string) par {
	return par{runs: []run{{text: s}}, mark: "\a", papx: join(prl(sprmPFInTable, 1), prl(sprmPItap, 1, 0, 0, 0))}
}

// rowEnd is the mark of a row with the edges and flags of its cells.
func rowEnd(edges []int, flags []int, more ...[]byte) par {
	return par{mark: "\a", papx: join(prl(sprmPFInTable, 1), prl(sprmPFTtp, 1), prl(sprmPItap, 1, 0, 0, 0), defTable(edges, flags), join(more...))}
}

func defTable(edges, flags []int) []byte {
	arg := []byte{byte(len(edges) - 1)}
	for _, e := range edges {
		arg = append(arg, u16(e)...)
	}
	for _, f := range flags {
		arg = join(arg, u16(f), make([]byte, 18))
	}
	return join(prl(sprmTDefTable), u16(len(arg)+1), arg)
}

// inner makes a paragraph of a nested table of one that ends a cell or row.
func inner(p par, depth int) par {
	p.mark = "\r"
	ttp := len(p.runs) == 0
	p.papx = join(prl(sprmPFInTable, 1), prl(sprmPItap, byte(depth), 0, 0, 0), p.papx)
	// The marks of nested tables have sprms of their own.
	flag := prl(sprmPFInnerTblCell, 1)
	if ttp {
		flag = join(flag, prl(sprmPFInnerTtp, 1))
	}
	p.papx = join(p.papx, prl(sprmPFTtp, 0), prl(sprmPItap, byte(depth), 0, 0, 0), flag)
	return p
}
