package msdoc

import (
	"slices"
	"sort"
)

// piece is one Pcd with its characters ([MS-DOC] 2.8.35 PlcPcd).
type piece struct {
	cp, end int // characters
	fc      int // of the first, in the main stream
	width   int // bytes of a character
	grpprl  data
}

// pieces is the text in the order in which it is read.
type pieces struct {
	list []piece
	last int // where at looked last
}

// readClx reads the piece table ([MS-DOC] 2.9.38 Clx). Where it is damaged, what
// it says up to the damage is kept and ok is false.
func readClx(clx, word data, f *fib) (ps pieces, ok bool) {
	var prcs []data
	for len(clx) > 0 && clx[0] == 1 { // Prc
		n := clx.i16(1)
		if n < 0 || !clx.has(3, n) {
			return ps, false
		}
		prcs = append(prcs, clx.sub(3, n))
		clx = clx.from(3 + n)
	}
	if len(clx) < 5 || clx[0] != 2 { // Pcdt
		return ps, false
	}
	lcb := clx.i32(1)
	plc := clx.clip(5, lcb)
	ok = len(plc) == lcb && lcb >= 16
	n := (len(plc) - 4) / 12
	if lcb > len(plc) { // cut: the Pcds stand where the whole table has them
		n = min((lcb-4)/12, len(plc)/4-1)
	}
	pcds := plc.from(4 * (max((lcb-4)/12, 0) + 1))
	ps.list = make([]piece, 0, max(n, 0))
	left := len(word) // no character is read twice
	for i := range max(n, 0) {
		p := piece{cp: plc.i32(4 * i), end: plc.i32(4*i + 4)}
		if !pcds.has(8*i, 8) || p.cp < 0 || p.end < p.cp || len(ps.list) > 0 && p.cp != ps.list[len(ps.list)-1].end {
			return ps, false
		}
		p.place(pcds.u32(8*i+2), f)
		p.grpprl = prm(pcds.u16(8*i+6), prcs, f.old)
		if whole := max((len(word)-p.fc)/p.width, 0); p.end-p.cp > min(whole, left) {
			// The text goes on behind the end of the stream.
			p.end = p.cp + min(whole, left)
			return pieces{list: append(ps.list, p)}, false
		}
		left -= p.end - p.cp
		if p.end > p.cp {
			ps.list = append(ps.list, p)
		}
	}
	return ps, ok && len(ps.list) > 0
}

// place reads where the piece is: [MS-DOC] 2.9.73 FcCompressed, in Word 6 the
// plain offset.
func (p *piece) place(fc uint32, f *fib) {
	p.fc, p.width = int(fc&0x3FFFFFFF), 2
	switch {
	case f.old && !f.wide:
		p.width = 1
	case !f.old && fc&0x40000000 != 0:
		p.fc, p.width = p.fc/2, 1
	}
}

// prm returns the properties that a piece adds ([MS-DOC] 2.9.216 Prm).
func prm(v int, prcs []data, old bool) data {
	switch {
	case v == 0:
		return nil
	case v&1 != 0: // Prm1
		if i := v >> 1; i < len(prcs) {
			return prcs[i]
		}
		return nil
	}
	if old {
		return data{byte(v >> 1 & 0x7F), byte(v >> 8)}
	}
	op, ok := isprms[v>>1&0x7F] // Prm0
	if !ok {
		return nil
	}
	return data{byte(op), byte(op >> 8), byte(v >> 8)}
}

// isprms are the values of Prm0.isprm that matter here ([MS-DOC] 2.9.217).
var isprms = map[int]uint16{
	0x04: sprmPIncLvl, 0x0C: sprmPIlvl, 0x18: sprmPFInTable, 0x19: sprmPFTtp,
	0x41: sprmCFRMarkDel, 0x47: sprmCFData, 0x57: sprmCFStrike, 0x5C: sprmCFVanish, 0x68: sprmCIss, 0x79: sprmPOutLvl,
}

// at returns the index of the piece that holds cp, -1 where none does.
func (ps *pieces) at(cp int) int {
	for i := ps.last; i < min(ps.last+2, len(ps.list)); i++ {
		if p := &ps.list[i]; p.cp <= cp && cp < p.end {
			ps.last = i
			return i
		}
	}
	i := sort.Search(len(ps.list), func(i int) bool { return ps.list[i].end > cp })
	if i == len(ps.list) || ps.list[i].cp > cp {
		return -1
	}
	ps.last = i
	return i
}

// end is the position behind the last character.
func (ps *pieces) end() int {
	if len(ps.list) == 0 {
		return 0
	}
	return ps.list[len(ps.list)-1].end
}

// plain is the piece table of a file whose own is lost: the text between fcMin
// and fcMac in one piece. Its width is told by the number of characters.
func plain(f *fib, word data) pieces {
	total := f.total()
	size := min(f.fcMac, len(word)) - f.fcMin
	if f.fcMin < fibBaseSize || size <= 0 || total == 0 {
		return pieces{}
	}
	p := piece{fc: f.fcMin, width: 2}
	if full := f.fcMac - f.fcMin; full < 2*total-1 || f.old && !f.wide {
		p.width = 1
	}
	p.end = min(size/p.width, total)
	return pieces{list: slices.Clip([]piece{p})}
}
