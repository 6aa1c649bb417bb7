package msdoc

const fkpSize = 512

// fkps finds properties by the place of a character: PlcBtePapx and PlcBteChpx
// with their formatted disk pages ([MS-DOC] 2.8.5, 2.8.6, 2.9.174, 2.9.32).
type fkps struct {
	word data // the pages lie in the main stream
	plc  data
	pn   int // bytes of a page number: 4, or 2 in Word 6
	n    int // pages
	bx   int // bytes for each run in a page

	last int  // page that was looked at last
	page data // nil for one that is not there
	runs int
	run  int  // found last
	lost bool // a page is not there or says nonsense
	none bool // a character or a paragraph is on no page
}

func newFkps(word, plc data, pn, bx int) fkps {
	f := fkps{word: word, plc: plc, pn: pn, bx: bx, last: -1}
	f.n = max((len(plc)-4)/(4+pn), 0)
	return f
}

// find returns the run of equal properties that holds the character at fc: its
// bounds and the offset of its properties in the page, 0 for none.
func (f *fkps) find(fc int) (from, to, off int, ok bool) {
	if f.last < 0 || !f.inPage(f.last, fc) {
		lo, hi := 0, f.n // the last page whose first fc is not above fc
		for lo < hi {
			mid := int(uint(lo+hi) / 2)
			if f.plc.i32(4*mid) <= fc {
				lo = mid + 1
			} else {
				hi = mid
			}
		}
		if lo == 0 || !f.inPage(lo-1, fc) {
			return 0, 0, 0, false
		}
		f.open(lo - 1)
	}
	if f.page == nil {
		return 0, 0, 0, false
	}
	return f.inRuns(fc)
}

func (f *fkps) inPage(i, fc int) bool {
	return i < f.n && f.plc.i32(4*i) <= fc && fc < f.plc.i32(4*i+4)
}

func (f *fkps) open(i int) {
	if f.last == i {
		return
	}
	f.last, f.run = i, 0
	at := f.plc.u16(4*(f.n+1) + f.pn*i)
	if f.pn == 4 {
		at = int(f.plc.u32(4*(f.n+1)+4*i) & 0x3FFFFF)
	}
	f.page = f.word.sub(at*fkpSize, fkpSize)
	f.runs = f.page.u8(fkpSize - 1)
	if f.page == nil || f.runs == 0 || 4*(f.runs+1)+f.bx*f.runs >= fkpSize {
		f.page, f.lost = nil, true
	}
}

func (f *fkps) inRuns(fc int) (from, to, off int, ok bool) {
	holds := func(i int) bool { return i < f.runs && f.page.i32(4*i) <= fc && fc < f.page.i32(4*i+4) }
	i := f.run
	if !holds(i) {
		if i++; !holds(i) {
			lo, hi := 0, f.runs
			for lo < hi {
				mid := int(uint(lo+hi) / 2)
				if f.page.i32(4*mid+4) <= fc {
					lo = mid + 1
				} else {
					hi = mid
				}
			}
			if i = lo; !holds(i) {
				f.lost = true
				return 0, 0, 0, false
			}
		}
	}
	f.run = i
	return f.page.i32(4 * i), f.page.i32(4*i + 4), 2 * f.page.u8(4*(f.runs+1)+f.bx*i), true
}

// papx returns the style and the properties of the paragraph at fc
// ([MS-DOC] 2.9.175 PapxInFkps), and where the run ends.
func (f *fkps) papx(fc int) (istd int, grpprl data, to int, ok bool) {
	_, to, off, ok := f.find(fc)
	if !ok || off == 0 {
		return 0, nil, to, ok
	}
	n := 2*f.page.u8(off) - 1
	if f.pn == 2 { // [MS-DOC] has no Word 6: cw counts words behind itself
		n = 2 * f.page.u8(off)
	}
	off++
	if n <= 0 {
		n = 2 * f.page.u8(off)
		off++
	}
	b := f.page.clip(off, n)
	if f.pn == 2 {
		return b.u8(0), b.from(1), to, true
	}
	return b.u16(0), b.from(2), to, true
}

// chpx returns the properties of the characters at fc ([MS-DOC] 2.9.31 Chpx), and
// where the run ends.
func (f *fkps) chpx(fc int) (grpprl data, to int, ok bool) {
	_, to, off, ok := f.find(fc)
	if !ok || off == 0 {
		return nil, to, ok
	}
	return f.page.clip(off+1, f.page.u8(off)), to, true
}
