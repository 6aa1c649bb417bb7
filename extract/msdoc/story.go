package msdoc

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"sort"
	"strings"

	"github.com/gongkai-data/gongkai/extract"
)

// stories reads the stories in the order in which the sibling readers give them:
// body, notes, then what stands around the pages. Text boxes follow the
// paragraph that holds them.
func (r *reader) stories() error {
	var starts [storyCount + 1]int
	for i, n := range r.fib.ccp {
		starts[i+1] = min(starts[i]+n, r.pieces.end())
	}
	if r.fib.ccp[storyMain] == 0 || starts[1] == 0 { // lost with the rest of the FIB
		starts[1] = r.pieces.end()
		for i := 2; i < len(starts); i++ {
			starts[i] = starts[1]
		}
	}
	r.boxes.start[0], r.boxes.start[1] = starts[storyTextboxes], starts[storyHeaderTextboxes]
	for _, s := range []struct {
		story int
		role  extract.Role
	}{
		{storyMain, extract.Body}, {storyFootnotes, extract.Note}, {storyEndnotes, extract.Note},
		{storyAnnotations, extract.Note}, {storyHeaders, extract.Furniture}, {storyTextboxes, extract.Body},
	} {
		if s.story == storyTextboxes && !r.fib.old {
			break // they stand with their anchors
		}
		r.role = s.role
		r.nums.reset()
		r.boxes.reset(s.story)
		if err := r.story(starts[s.story], starts[s.story+1], starts[s.story]); err != nil {
			return err
		}
		if err := r.looseBoxes(); err != nil {
			return err
		}
	}
	kept := r.blocks[:0]
	for _, b := range r.blocks {
		if b != nil {
			kept = append(kept, b)
		}
	}
	r.blocks = kept
	return nil
}

// story reads the paragraphs between two character positions; base is where its
// story starts.
func (r *reader) story(cp, end, base int) error {
	r.fields, r.instr, r.eq = r.fields[:0], 0, 0
	r.text, r.from, r.carry = r.text[:0], -1, false
	for cp < end {
		next, err := r.paragraph(cp, end, base)
		if err != nil {
			return err
		}
		if next <= cp {
			break
		}
		cp = next
	}
	if r.carry {
		r.carry = false
		p := noPap
		if err := r.emit(&p, '\r', false, base, cp, cp); err != nil {
			return err
		}
	}
	return r.closeTables(0)
}

// step looks at the deadline, now and then.
func (r *reader) step() error {
	if r.steps++; r.steps&255 == 0 && r.ctx.Err() != nil {
		return &extract.Error{Code: "read-deadline", Format: format, Part: mainStream, Offset: -1, Detail: r.ctx.Err().Error(), Err: extract.ErrLimit}
	}
	return nil
}

// paragraph reads one paragraph and returns the position behind it
// ([MS-DOC] 2.4.2 Determining Paragraph Boundaries).
func (r *reader) paragraph(cp, limit, base int) (next int, err error) {
	if err := r.step(); err != nil {
		return 0, err
	}
	end, mark, at, i := r.markAfter(cp, limit)
	p := r.papAt(at, i)
	if r.carry && p.depth() != r.depth { // no mark of Word joins text to a cell
		r.carry = false
		if err := r.emit(&r.carried, '\r', false, base, cp, cp); err != nil {
			return 0, err
		}
		p = r.papAt(at, i)
	}
	hidden := false
	if r.istd, r.depth = p.istd, p.depth(); p.itap > maxDepth {
		r.notice("msdoc-depth", "", r.prov(at, at))
	}
	if s := r.styles.at(p.istd); s != nil {
		hidden = s.chp.hidden
	}
	r.here = r.prov(at, at)
	textEnd := end
	if mark != 0 {
		textEnd--
	}
	if err := r.run(cp, textEnd, hidden); err != nil {
		return 0, err
	}
	c := r.chpAt(at, i, hidden)
	r.endHalf(c)
	r.extend(at, at+r.width(i))
	if r.instr > 0 && !r.fieldGoesOn(end, limit) {
		r.endFields()
	}
	if mark == '\r' && c.deleted && !p.rowEnd() && !p.cellEnd(mark) {
		r.carry, r.carried = true, *p
		return end, nil
	}
	r.carry = false
	if p.rowEnd() {
		return end, r.endTableRow(p, c, at, at+r.width(i))
	}
	return end, r.emit(p, mark, c.hidden, base, cp, end)
}

// markAfter returns the position behind the paragraph that starts at cp, its
// mark (0 where the story ends without one), the byte of the mark and its piece.
func (r *reader) markAfter(cp, limit int) (end int, mark rune, at, i int) {
	for cp < limit {
		i = r.pieces.at(cp)
		if i < 0 {
			return limit, 0, -1, -1
		}
		p := &r.pieces.list[i]
		stop := min(p.end, limit)
		b := r.word[p.fc+(cp-p.cp)*p.width : p.fc+(stop-p.cp)*p.width]
		for k := 0; k < len(b); k += p.width {
			c := b[k]
			if c > '\r' || c != '\r' && c != '\a' && c != '\f' || p.width == 2 && b[k+1] != 0 {
				continue
			}
			at = p.fc + (cp-p.cp)*p.width + k
			if c == '\f' && !r.endsParagraph(at, p.width) {
				continue
			}
			return cp + k/p.width + 1, rune(c), at, i
		}
		at = p.fc + (stop-p.cp-1)*p.width
		cp = stop
	}
	return limit, 0, at, i
}

// endsParagraph tells the end of a section, which ends a paragraph, from a page
// break, which need not: properties change behind it.
func (r *reader) endsParagraph(at, width int) bool {
	_, _, to, ok := r.para.papx(at)
	return !ok || to <= at+width
}

func (r *reader) width(i int) int {
	if i < 0 {
		return 0
	}
	return r.pieces.list[i].width
}

// Properties of paragraphs and characters repeat: those met last are kept by
// their bytes.
const (
	kept      = 64
	maxCached = 1 << 10 // bytes of an array that is kept
)

type (
	keptPap struct {
		istd   int
		huge   bool // grpprl stands in the Data stream
		grpprl data
		pap    pap
		tap    tap
	}
	keptChp struct {
		hidden bool
		grpprl data
		chp    chp
	}
)

// slot tells where an array of properties is kept. A document has few that
// differ; in one slot they would push each other out.
func slot(grpprl data, salt int) int {
	const spread = 0x9E3779B97F4A7C15 // 2^64 divided by the golden ratio
	h := uint64(salt)
	for len(grpprl) >= 8 {
		h = (h ^ binary.LittleEndian.Uint64(grpprl)) * spread
		h ^= h >> 32
		grpprl = grpprl[8:]
	}
	for _, c := range grpprl {
		h = (h ^ uint64(c)) * spread
	}
	return int((h ^ h>>32) * spread >> 32 % kept)
}

// papAt returns the properties of the paragraph whose mark is at byte at of
// piece i.
func (r *reader) papAt(at, i int) *pap {
	r.row = nil
	if i < 0 {
		r.pap = noPap
		return &r.pap
	}
	istd, grpprl, _, ok := r.para.papx(at)
	if !ok {
		r.para.none = true
	}
	more := r.pieces.list[i].grpprl
	says, huge := r.says(grpprl)
	keep := more == nil && len(says) > 0 && len(says) <= maxCached
	var k *keptPap
	if keep {
		k = &r.paps[slot(says, istd)]
		if k.istd == istd && k.huge == huge && bytes.Equal(k.grpprl, says) {
			r.row = &k.tap
			return &k.pap
		}
	}
	r.taps = r.taps[:0]
	p := &r.pap
	if keep {
		p = &k.pap
		k.istd, k.huge, k.grpprl = istd, huge, says
	}
	*p = noPap
	p.restyle(r, istd)
	p.apply(r, grpprl, 0)
	if more != nil {
		p.apply(r, more, 0)
	}
	if keep {
		k.tap = tap{}
		if len(r.taps) > 0 {
			k.tap = r.readTap()
		}
		r.row = &k.tap
	}
	return p
}

// rowTap returns the table properties of the paragraph that papAt read last.
func (r *reader) rowTap() tap {
	if r.row != nil {
		return *r.row
	}
	return r.readTap()
}

// chpAt returns the properties of the character at byte at of piece i.
func (r *reader) chpAt(at, i int, hidden bool) *chp {
	if i < 0 {
		r.chp = plainChp(false)
		return &r.chp
	}
	grpprl, _, _ := r.char.chpx(at)
	return r.chpOf(grpprl, i, hidden)
}

func (r *reader) chpOf(grpprl data, i int, hidden bool) *chp {
	more := r.pieces.list[i].grpprl
	switch {
	case more != nil:
		if r.spentPrc += len(more); r.spentPrc > maxHuge { // one array may be put on everything
			r.char.none = true
			more = nil
		}
		r.chp = plainChp(hidden)
		r.chp.apply(r, grpprl, hidden)
		r.chp.apply(r, more, hidden)
		return &r.chp
	case len(grpprl) == 0 && hidden:
		return &r.plain[1]
	case len(grpprl) == 0:
		return &r.plain[0]
	}
	k := &r.chps[slot(grpprl, 0)]
	if k.hidden != hidden || !bytes.Equal(k.grpprl, grpprl) {
		k.hidden, k.grpprl, k.chp = hidden, grpprl, plainChp(hidden)
		k.chp.apply(r, grpprl, hidden)
	}
	return &k.chp
}

// extend makes the paragraph reach over the bytes.
func (r *reader) extend(from, to int) {
	if r.from < 0 || from < r.from {
		r.from = from
	}
	r.to = max(r.to, to)
}

// endTableRow ends a row of the innermost table.
func (r *reader) endTableRow(p *pap, c *chp, start, end int) error {
	t, err := r.tableAt(p.depth())
	if err != nil {
		return err
	}
	if len(r.text) > 0 { // properties have slipped: it is of a cell without a mark
		t.lines, t.text = t.lines+1, append(t.text, r.text...)
		t.start = start
	}
	r.text, r.from, r.to = r.text[:0], -1, 0
	return r.endRow(t, r.rowTap(), start, end, c.deleted || c.hidden && t.blank())
}

// emit ends a paragraph: as a line of a cell or as a block.
func (r *reader) emit(p *pap, mark rune, hiddenMark bool, base, cp, end int) error {
	from, to := r.from, r.to
	r.from, r.to = -1, 0
	t, err := r.tableAt(p.depth())
	if err != nil {
		return err
	}
	if err := r.spend(len(r.text)); err != nil {
		return err
	}
	empty := len(r.text) == 0
	ends := p.cellEnd(mark)
	if !hiddenMark || !empty {
		r.label(p)
	}
	text := r.text
	r.text = r.text[:0]
	switch {
	case t != nil:
		for _, outer := range r.open {
			if outer.start < 0 {
				outer.start = from
			}
			outer.start, outer.end = min(outer.start, from), max(outer.end, to)
		}
		if !hiddenMark || !empty || ends {
			if t.lines++; t.lines > 1 {
				t.text = append(t.text, '\n')
			}
			t.text = append(t.text, text...)
		}
		if ends {
			t.endCell(to)
		}
	case len(text) > 0:
		r.blocks = append(r.blocks, r.block(p, string(text), from, to))
	}
	return r.boxesBetween(cp-base, end-base)
}

func (r *reader) block(p *pap, text string, from, to int) extract.Block {
	at := r.prov(from, to)
	if p.outline >= 0 && p.outline < 9 && r.role == extract.Body {
		return &extract.Heading{Prov: at, Level: p.outline + 1, Text: text}
	}
	return &extract.Paragraph{Prov: at, Role: r.role, Style: r.styles.name(p.istd), Text: text}
}

// paragraphCost is about what a block or a table takes in memory.
const paragraphCost = 256

// spend holds text and blocks against the limit of decoded bytes.
func (r *reader) spend(n int) error {
	if r.spent += int64(n) + paragraphCost; r.spent > r.lim.Unpacked {
		return &extract.Error{Code: "msdoc-text-limit", Format: format, Part: mainStream, Offset: -1,
			Detail: fmt.Sprintf("limit unpacked = %d, needed more", r.lim.Unpacked), Err: extract.ErrLimit}
	}
	return nil
}

// label puts the printed label of a list before the text.
func (r *reader) label(p *pap) {
	s := ""
	switch {
	case r.fib.old && p.level > 0, p.ilfo == ilfoAutonumber:
		s = r.autonumber(p)
	case p.ilfo != 0:
		s = r.nums.next(r, p.ilfo, p.ilvl)
	}
	if s == "" {
		return
	}
	if len(r.text) == 0 {
		s = strings.TrimSuffix(s, " ") // nothing to part the label from
	}
	n := len(r.text)
	r.spent += int64(len(s))
	r.text = append(r.text, s...)
	copy(r.text[len(s):], r.text[:n])
	copy(r.text, s)
}

// boxes are the text boxes of the body and of the headers.
type boxes struct {
	list  [2][]box         // main, headers
	at    [2]map[int][]int // indices in list by shape
	spas  [2][]spa
	start [2]int // of their stories
	which int    // of the story being read, -1 for one without boxes
	next  int    // in spas
	done  []bool
	busy  bool
}

// box is a text box: its characters in the story of text boxes.
type box struct{ cp, end, shape int }

// spa is the anchor of a shape in the text.
type spa struct{ cp, shape int }

const (
	spaSize   = 26 // [MS-DOC] 2.9.253 Spa
	ftxbxSize = 22 // [MS-DOC] 2.9.106 FTXBXS
)

// readBoxes reads where text boxes are anchored ([MS-DOC] 2.8.37 PlcfSpa) and
// where their text is ([MS-DOC] 2.8.32 PlcftxbxTxt).
func (r *reader) readBoxes() {
	for k := range 2 {
		plc := r.fib.part(r.table, fcPlcSpaMom+k)
		n := max((len(plc)-4)/(4+spaSize), 0)
		for i := range n {
			r.boxes.spas[k] = append(r.boxes.spas[k], spa{plc.i32(4 * i), plc.i32(4*(n+1) + spaSize*i)})
		}
		spas := r.boxes.spas[k]
		sort.SliceStable(spas, func(i, j int) bool { return spas[i].cp < spas[j].cp })
		plc = r.fib.part(r.table, fcPlcftxbxTxt+2*k)
		n = max((len(plc)-4)/(4+ftxbxSize), 0)
		last := 0
		r.boxes.at[k] = make(map[int][]int)
		for i := range n {
			b := box{plc.i32(4 * i), plc.i32(4*i + 4), plc.i32(4*(n+1) + ftxbxSize*i + 14)}
			if b.cp >= last && b.end > b.cp { // no text is read twice
				r.boxes.at[k][b.shape] = append(r.boxes.at[k][b.shape], len(r.boxes.list[k]))
				r.boxes.list[k] = append(r.boxes.list[k], b)
				last = b.end
			}
		}
	}
}

func (b *boxes) reset(story int) {
	b.which, b.next = -1, 0
	switch story {
	case storyMain:
		b.which = 0
	case storyHeaders:
		b.which = 1
	}
	if b.which >= 0 {
		b.done = make([]bool, len(b.list[b.which]))
	}
}

// boxesBetween reads the text boxes that are anchored in a range of the story.
func (r *reader) boxesBetween(cp, end int) error {
	b := &r.boxes
	if b.which < 0 || b.busy {
		return nil
	}
	spas := b.spas[b.which]
	for ; b.next < len(spas) && spas[b.next].cp < end; b.next++ {
		shape := spas[b.next].shape
		for _, i := range b.at[b.which][shape] {
			if err := r.box(i); err != nil {
				return err
			}
		}
		delete(b.at[b.which], shape) // a shape is read once
		if err := r.anchoredArt(shape); err != nil {
			return err
		}
	}
	return nil
}

// looseBoxes reads the text boxes whose anchor was not met: those in groups have
// the anchor of their group.
func (r *reader) looseBoxes() error {
	if r.boxes.which < 0 {
		return nil
	}
	for i := range r.boxes.done {
		if !r.boxes.done[i] {
			if err := r.box(i); err != nil {
				return err
			}
		}
	}
	return nil
}

// box reads one text box as a story inside the one being read.
func (r *reader) box(i int) error {
	b := &r.boxes
	if b.done[i] {
		return nil
	}
	b.done[i], b.busy = true, true
	x := b.list[b.which][i]
	start := b.start[b.which]
	stop := start + r.fib.ccp[storyTextboxes+b.which]
	open, fields, instr, eq := r.open, r.fields, r.instr, r.eq
	r.open, r.fields = nil, nil
	err := r.story(min(start+x.cp, stop), min(start+x.end, stop, r.pieces.end()), start)
	r.open, r.fields, r.instr, r.eq = open, fields, instr, eq
	b.busy = false
	return err
}
