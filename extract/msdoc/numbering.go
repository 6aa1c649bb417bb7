package msdoc

import (
	"strconv"
	"strings"

	"github.com/gongkai-data/gongkai/extract/internal/listnum"
	"github.com/gongkai-data/gongkai/extract/internal/symbolfont"
)

const (
	listLevels = 9
	lstfSize   = 28
	lfoSize    = 16
	lvlfSize   = 28
	maxLists   = 4096
	maxLabel   = 256 // bytes of a level's text, as it is printed for every paragraph
	nfcBullet  = 0x17
	nfcNone    = 0xFF
)

// level is LVL ([MS-DOC] 2.9.150).
type level struct {
	start   int
	restart int // numbers start again after a paragraph of a lower level than this; -1 for any lower
	nfc     int
	legal   bool   // every number in digits
	follow  int    // ixchFollow: 0 tab, 1 space, 2 nothing
	text    string // the runes 0 to 8 at the places listed stand for numbers
	places  [listLevels]byte
}

// list is LSTF with its levels ([MS-DOC] 2.9.149).
type list struct {
	lsid   int
	styles [listLevels]int
	levels [listLevels]level
	simple bool
}

// lfo is LFO with its overrides ([MS-DOC] 2.9.131).
type lfo struct {
	list   int                // index, -1 for none
	starts [listLevels]int    // -1 for none
	levels [listLevels]*level // nil for none
}

// progress is how far the lists of one LSTF have counted.
type progress struct {
	at   [listLevels]int
	live [listLevels]bool
}

type numbering struct {
	lists []list
	lfos  []lfo
	state []progress
	begun map[[2]int]bool // lfo and level whose start was used
	auto  [listLevels + 1]int
}

// readLists reads PlfLst with the levels behind it, which its size does not
// count ([MS-DOC] 2.9.192), and PlfLfo ([MS-DOC] 2.9.191).
func (n *numbering) readLists(table data, fcLst, lcbLst, fcLfo, lcbLfo int) (ok bool) {
	ok = true
	if lcbLst > 0 {
		ok = n.readLst(table.from(fcLst))
	}
	if lcbLfo > 0 {
		ok = n.readLfo(table.clip(fcLfo, lcbLfo)) && ok
	}
	return ok
}

func (n *numbering) readLst(b data) bool {
	count := b.i16(0)
	if count < 0 || count > maxLists || !b.has(2, count*lstfSize) {
		return false
	}
	n.lists = make([]list, count)
	levels := b.from(2 + count*lstfSize)
	for i := range n.lists {
		f, l := b.from(2+i*lstfSize), &n.lists[i]
		l.lsid, l.simple = f.i32(0), f.u8(26)&1 != 0
		for k := range l.styles {
			l.styles[k] = f.u16(8 + 2*k)
		}
		size := listLevels
		if l.simple {
			size = 1
		}
		for k := range l.levels {
			l.levels[k] = level{start: 1, restart: -1, nfc: nfcNone}
		}
		for k := range size {
			rest, ok := l.levels[k].read(levels)
			if !ok {
				return false
			}
			levels = rest
		}
	}
	return true
}

// read reads one LVL and returns what follows it.
func (l *level) read(b data) (rest data, ok bool) {
	if !b.has(0, lvlfSize+2) {
		return nil, false
	}
	l.start, l.nfc, l.follow, l.restart = b.i32(0), b.u8(4), b.u8(15), -1
	flags := b.u8(5)
	l.legal = flags&0x04 != 0
	if flags&0x08 != 0 { // fNoRestart
		l.restart = b.u8(26)
	}
	copy(l.places[:], b[6:15])
	at := lvlfSize + b.u8(24) + b.u8(25) // LVLF, grpprlPapx, grpprlChpx
	cch := b.u16(at)
	xst := b.sub(at+2, 2*cch)
	if xst == nil {
		return nil, false
	}
	if cch > maxLabel {
		xst = xst[:2*maxLabel]
	}
	l.text = utf16Text(xst)
	return b.from(at + 2 + 2*cch), true
}

func (n *numbering) readLfo(b data) bool {
	count := int(b.u32(0))
	if count < 0 || count > maxLists || !b.has(4, count*lfoSize) {
		return false
	}
	n.lfos = make([]lfo, count)
	for i := range n.lfos {
		x := &n.lfos[i]
		x.list = n.byID(b.i32(4 + i*lfoSize))
		for k := range x.starts {
			x.starts[k] = -1
		}
	}
	at := b.from(4 + count*lfoSize)
	for i := range n.lfos {
		f, x := b.from(4+i*lfoSize), &n.lfos[i]
		at = at.from(4) // LFOData.cp
		for range min(f.u8(12), listLevels) {
			var ok bool
			if at, ok = x.override(at); !ok {
				return false
			}
		}
	}
	return true
}

// override reads one LFOLVL ([MS-DOC] 2.9.133).
func (x *lfo) override(b data) (rest data, ok bool) {
	if !b.has(0, 8) {
		return nil, false
	}
	start, flags := b.i32(0), b.u32(4)
	k := int(flags & 0xF)
	b = b.from(8)
	var l *level
	if flags&0x20 != 0 { // fFormatting
		l = new(level)
		if b, ok = l.read(b); !ok {
			return nil, false
		}
		start = l.start
	}
	if k < listLevels {
		x.levels[k] = l
		if flags&0x10 != 0 { // fStartAt
			x.starts[k] = start
		}
	}
	return b, true
}

func (n *numbering) byID(lsid int) int {
	for i := range n.lists {
		if n.lists[i].lsid == lsid {
			return i
		}
	}
	return -1
}

// reset starts counting afresh: each story counts on its own.
func (n *numbering) reset() {
	n.state = make([]progress, len(n.lists))
	n.begun = nil
	n.auto = [listLevels + 1]int{}
}

// lfo returns the LFO of a paragraph and its list. 0 and 2047 (0xF801 as a signed number is
// negative) mean no list; negative numbers a list whose label was removed.
func (n *numbering) lfo(ilfo int) (*lfo, *list) {
	if ilfo <= 0 || ilfo > len(n.lfos) {
		return nil, nil
	}
	x := &n.lfos[ilfo-1]
	if x.list < 0 {
		return nil, nil
	}
	return x, &n.lists[x.list]
}

// levelOf returns the level of the list that belongs to a style, 0 for none.
func (n *numbering) levelOf(ilfo, istd int) int {
	if _, l := n.lfo(ilfo); l != nil {
		for k, s := range l.styles {
			if s == istd {
				return k
			}
		}
	}
	return 0
}

func (x *lfo) level(l *list, k int) *level {
	if x.levels[k] != nil {
		return x.levels[k]
	}
	if l.simple {
		k = 0
	}
	return &l.levels[k]
}

// next counts one paragraph of a list and returns its printed label with what
// parts it from the text.
func (n *numbering) next(r *reader, ilfo, k int) string {
	x, l := n.lfo(ilfo)
	if x == nil || k < 0 || k >= listLevels {
		return ""
	}
	st, key := &n.state[x.list], [2]int{ilfo, k}
	switch {
	case x.starts[k] >= 0 && !n.begun[key]:
		if n.begun == nil {
			n.begun = make(map[[2]int]bool)
		}
		n.begun[key] = true
		st.at[k] = x.starts[k]
	case !st.live[k]:
		st.at[k] = n.start(x, l, k)
	default:
		st.at[k]++
	}
	st.live[k] = true
	for j := k + 1; j < listLevels; j++ {
		if v := x.level(l, j).restart; v < 0 || k < v {
			st.live[j] = false
		}
	}
	return n.print(r, x, l, k)
}

func (n *numbering) start(x *lfo, l *list, k int) int {
	if x.starts[k] >= 0 {
		return x.starts[k]
	}
	return x.level(l, k).start
}

func (n *numbering) print(r *reader, x *lfo, l *list, k int) string {
	lv := x.level(l, k)
	var b strings.Builder
	i := 0
	for _, c := range lv.text {
		i++
		switch {
		case c < listLevels && lv.nfc != nfcBullet && lv.holds(i):
			b.WriteString(n.value(r, x, l, k, int(c)))
		case lv.nfc == nfcBullet:
			b.WriteRune(symbolfont.Bullet(c))
		case c >= ' ':
			b.WriteRune(c)
		}
	}
	label := b.String()
	if label == "" || lv.follow == 2 || listnum.Joins(label) {
		return label
	}
	return label + " "
}

// holds reports whether the character at place i, counted from 1, is a number.
func (l *level) holds(i int) bool {
	for _, p := range l.places {
		if int(p) == i {
			return true
		}
	}
	return false
}

// value prints the number of level j inside the label of level k.
func (n *numbering) value(r *reader, x *lfo, l *list, k, j int) string {
	st := &n.state[x.list]
	v := st.at[j]
	if !st.live[j] {
		v = n.start(x, l, j)
	}
	lj := x.level(l, j)
	if x.level(l, k).legal && lj.nfc != nfcNone {
		return strconv.Itoa(v)
	}
	return r.number(lj.nfc, v)
}

// number prints v in a format of [MS-OSHARED] 2.2.1.3 MSONFC.
func (r *reader) number(nfc, v int) string {
	if nfc == nfcNone || nfc == nfcBullet {
		return ""
	}
	s, ok := listnum.SpellNFC(nfc, v)
	if !ok {
		r.notice("msdoc-number-format", strconv.Itoa(nfc), r.here)
		return strconv.Itoa(v)
	}
	return s
}
