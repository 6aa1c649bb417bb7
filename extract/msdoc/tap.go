package msdoc

// tap is what the properties of a row say ([MS-DOC] 2.6.3): the edges of its
// cells in twips and how cells merge.
type tap struct {
	edges   []int // one more than cells; empty where the row has no definition
	merges  []cellMerge
	gapHalf int
	header  bool
}

// cellMerge is TCGRF as far as it is read ([MS-DOC] 2.9.317).
type cellMerge struct {
	horz uint8 // horzMerge
	down bool  // goes on from the cell above
	vert bool  // belongs to a vertical merge
}

// maxColumns is more than Word can hold (63).
const maxColumns = 255

// readTap applies the table properties of a row mark in their order.
func (r *reader) readTap() tap {
	var t tap
	for _, grpprl := range r.taps {
		for it := r.prls(grpprl); it.next(); {
			t.apply(it.op, it.arg)
		}
	}
	return t
}

func (t *tap) apply(op uint16, arg data) {
	switch op {
	case sprmTDefTable:
		t.define(arg, 20)
	case sprmTDefTable10:
		t.define(arg, 10)
	case sprmTTableHeader:
		t.header = arg.u8(0) == 1
	case sprmTDxaLeft:
		if len(t.edges) > 0 {
			t.shift(arg.i16(0) - t.edges[0] - t.gapHalf)
		}
	case sprmTDxaGapHalf:
		if len(t.edges) > 0 {
			t.edges[0] += t.gapHalf - arg.i16(0)
		}
		t.gapHalf = arg.i16(0)
	case sprmTInsert:
		t.insert(arg.u8(0), arg.u8(1), arg.i16(2))
	case sprmTDelete:
		t.remove(arg.u8(0), arg.u8(1))
	case sprmTDxaCol:
		t.widen(arg.u8(0), arg.u8(1), arg.i16(2))
	case sprmTMerge:
		for i := arg.u8(0); i < min(arg.u8(1), len(t.merges)); i++ {
			t.merges[i].horz = horzOn
		}
		if i := arg.u8(0); i < min(arg.u8(1), len(t.merges)) {
			t.merges[i].horz = horzFirst
		}
	case sprmTSplit:
		for i := arg.u8(0); i < min(arg.u8(1), len(t.merges)); i++ {
			t.merges[i].horz = 0
		}
	case sprmTVertMerge: // [MS-DOC] 2.9.345 VertMergeOperand, behind its size
		if i := arg.u8(0); i < len(t.merges) {
			t.merges[i].down, t.merges[i].vert = arg.u8(1) == 1, arg.u8(1) != 0
		}
	}
}

// Values of horzMerge. The specification has 1 for a cell that goes on and 2 or
// 3 for the first of a set; Word and those who read it have always taken them as
// bits: 1 fFirstMerged, 2 fMerged.
const (
	horzFirst = 1
	horzOn    = 2
)

// define reads TDefTableOperand ([MS-DOC] 2.9.321); size is that of a TC.
func (t *tap) define(arg data, size int) {
	n := min(arg.u8(0), maxColumns)
	if n == 0 || !arg.has(1, 2*(n+1)) {
		return
	}
	t.edges = make([]int, n+1)
	for i := range t.edges {
		t.edges[i] = arg.i16(1 + 2*i)
	}
	t.merges = make([]cellMerge, n)
	tcs := arg.from(1 + 2*(n+1))
	for i := range t.merges {
		if tc := tcs.sub(size*i, 2); tc != nil {
			flags := tc.u16(0)
			t.merges[i].horz = uint8(flags & 3)
			if size == 20 {
				t.merges[i].vert = flags&0x60 != 0
				t.merges[i].down = flags&0x60 == 0x20
			}
		}
	}
}

func (t *tap) shift(by int) {
	for i := range t.edges {
		t.edges[i] += by
	}
}

// insert puts n cells before cell at.
func (t *tap) insert(at, n, width int) {
	if len(t.edges) == 0 {
		t.edges = []int{0}
	}
	at = min(at, len(t.merges))
	n = min(n, maxColumns-len(t.merges))
	if n <= 0 {
		return
	}
	edges := append([]int(nil), t.edges[:at+1]...)
	for range n {
		edges = append(edges, edges[len(edges)-1]+width)
	}
	for _, e := range t.edges[at+1:] {
		edges = append(edges, e+n*width)
	}
	merges := append([]cellMerge(nil), t.merges[:at]...)
	merges = append(merges, make([]cellMerge, n)...)
	t.edges, t.merges = edges, append(merges, t.merges[at:]...)
}

// remove takes the cells from first up to lim away.
func (t *tap) remove(first, lim int) {
	lim = min(lim, len(t.merges))
	if first >= lim {
		return
	}
	gone := t.edges[lim] - t.edges[first]
	edges := append([]int(nil), t.edges[:first+1]...)
	for _, e := range t.edges[lim+1:] {
		edges = append(edges, e-gone)
	}
	t.merges = append(append([]cellMerge(nil), t.merges[:first]...), t.merges[lim:]...)
	t.edges = edges
}

// widen sets the width of the cells from first up to lim.
func (t *tap) widen(first, lim, width int) {
	for i := first; i < min(lim, len(t.merges)); i++ {
		by := width - (t.edges[i+1] - t.edges[i])
		for k := i + 1; k < len(t.edges); k++ {
			t.edges[k] += by
		}
	}
}
