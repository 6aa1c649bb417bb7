package rtf

import (
	"bytes"
	"strings"

	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/extract/internal/listnum"
)

// story is a flow of paragraphs: the body, a note, a header, a text box.
type story struct {
	role      extract.Role
	mark      int // where the text of the current paragraph starts in reader.text
	first     int // byte where its source starts, -1 before it
	joined    int // behind the text of paragraphs with a deleted mark, 0 for none
	joinedPar parProps
	slot      int // 1 + index of the place kept for it among the blocks, 0 for none
	depth     int // of cells around the story

	levels  []*level // open tables, the outermost first
	def     rowDef   // of the outermost table
	nested  rowDef
	fresh   bool // \trowd, \intbl or \itap since the last row
	defined bool // \trowd since the last row

	outer   *story
	label   []byte // of the paragraph around
	labeled bool
	instr   field
}

// maxStories bounds stories inside stories.
const maxStories = 32

// pushStory starts a note, header or text box, which ends with its group.
func (r *reader) pushStory(w word) error {
	depth := 0
	for s := r.story; s.outer != nil; s = s.outer {
		depth++
	}
	if r.state.dest == toCapture || depth >= maxStories || !r.storyShows(w) {
		r.skipGroup()
		return nil
	}
	r.flush()
	s := &story{role: r.story.role, first: -1, outer: r.story, instr: r.instr, labeled: r.labeled, label: bytes.Clone(r.label)}
	switch w {
	case wFootnote:
		s.role = extract.Note
	case wHeader:
		s.role = extract.Furniture
	case wShptxt:
		r.keepSlot()
		s.depth = r.story.depth + len(r.story.levels)
	}
	s.mark = len(r.text)
	r.story, r.labeled, r.instr = s, false, field{}
	r.state.dest, r.state.hook = toStory, endOfStory
	r.state.par, r.state.nestProps = plainPar, false
	r.state.unformatted()
	r.state.font = r.deff
	return nil
}

// storyShows reports whether a story is to be read: not one inside deleted or
// hidden text, and of equal headers only the first.
func (r *reader) storyShows(w word) bool {
	if r.state.hidden || r.state.gone {
		return false
	}
	if w != wHeader {
		return true
	}
	group := r.b[r.pos:groupEnd(r.b, r.pos)]
	for _, g := range r.furniture {
		if bytes.Equal(g, group) {
			return false
		}
	}
	if len(r.furniture) < 64 {
		r.furniture = append(r.furniture, group)
	}
	return true
}

func (r *reader) popStory() error {
	if err := r.endStory(); err != nil {
		return err
	}
	s := r.story
	r.text = r.text[:s.mark]
	r.label, r.labeled, r.instr = s.label, s.labeled, s.instr
	r.story = s.outer
	return nil
}

// endStory ends the paragraph and the tables that are open.
func (r *reader) endStory() error {
	r.flush()
	s := r.story
	if s.mark > len(r.text) {
		s.mark = len(r.text)
	}
	if len(r.text) > s.mark {
		r.state.gone, r.state.hidden = false, false
		if err := r.par(r.pos); err != nil {
			return err
		}
	}
	return r.closeTables(0)
}

// keepSlot keeps a place among the blocks for the paragraph or the table being
// read, before what it holds.
func (r *reader) keepSlot() {
	s := r.story
	if n := r.state.par.tableLevel(); n > 0 && s.fresh {
		if len(s.levels) < n {
			r.openTables(n)
		}
		return
	}
	if s.slot == 0 && len(s.levels) == 0 {
		r.out[s.role] = append(r.out[s.role], nil)
		s.slot = len(r.out[s.role])
	}
}

// par ends a paragraph; end is the byte behind its mark.
func (r *reader) par(end int) error {
	if r.state.dest != toStory {
		return nil
	}
	r.flush()
	if r.state.gone { // a deleted mark joins the paragraphs
		if s := r.story; len(r.text) > s.mark && r.inTable() == 0 {
			s.joined, s.joinedPar = len(r.text), r.state.par
		}
		return nil
	}
	r.tokens += 15 // a block costs more than a word
	level := r.inTable()
	if level > 0 {
		r.part(end)
	}
	if err := r.closeTables(level); err != nil {
		return err
	}
	if level > 0 {
		r.openTables(level)
		return r.cellPar(level)
	}
	r.emit(end)
	return nil
}

// part ends the paragraph whose mark was deleted in front of a table: text of a
// cell does not go on from there.
func (r *reader) part(end int) {
	s := r.story
	if s.joined <= s.mark || s.joined > len(r.text) || len(s.levels) > 0 {
		return
	}
	rest, now := bytes.Clone(r.text[s.joined:]), r.state.par
	r.text, r.state.par = r.text[:s.joined], s.joinedPar
	r.emit(end)
	r.text, r.state.par, s.first = append(r.text, rest...), now, end
}

// wordArt puts text that is a property of a drawing behind the paragraph that
// holds it ([MS-ODRAW] 2.3.22.1 gtextUNICODE).
func (r *reader) wordArt(text []byte) {
	s := string(bytes.TrimSpace(text))
	if s == "" {
		return
	}
	r.spent += int64(len(s))
	role := r.story.role
	r.out[role] = append(r.out[role], &extract.Paragraph{Prov: prov(r.state.start, r.pos), Role: role, Text: s})
}

// section ends a paragraph that has text; a section mark alone is no paragraph.
func (r *reader) section(end int) error {
	r.flush()
	if len(r.text) > r.story.mark {
		return r.par(end)
	}
	return nil
}

// emit makes the text of the current paragraph a block.
func (r *reader) emit(end int) {
	s := r.story
	if r.state.hidden && len(r.text) == s.mark { // it is not printed and not counted
		s.first, s.slot, r.labeled = -1, 0, false
		return
	}
	r.printLabel()
	text := string(r.text[s.mark:])
	start := s.first
	r.text, s.first, s.joined = r.text[:s.mark], -1, 0
	slot := s.slot
	s.slot = 0
	if text == "" {
		return
	}
	r.spent += int64(len(text))
	p := &r.state.par
	outline := p.outline
	if outline < 0 {
		outline = r.styles.outline(p.style)
	}
	at := prov(start, end)
	if start < 0 {
		at.Start = at.End
	}
	var b extract.Block
	if outline >= 0 && outline < 9 && s.role == extract.Body {
		b = &extract.Heading{Prov: at, Level: int(outline) + 1, Text: text}
	} else {
		b = &extract.Paragraph{Prov: at, Role: s.role, Style: r.styles.name(p.style), Text: text}
	}
	if slot > 0 {
		r.out[s.role][slot-1] = b
	} else {
		r.out[s.role] = append(r.out[s.role], b)
	}
}

// printLabel puts the label of a list before the text: as it is printed in the
// file, else as the list tables count it.
func (r *reader) printLabel() {
	p := &r.state.par
	var label string
	nothing := false
	if p.list > 0 {
		label, nothing = r.count(p.list, int(p.level), !r.labeled)
	}
	if r.labeled {
		label = strings.TrimLeft(string(r.label), " ") // LibreOffice writes one there
		bare := strings.TrimRight(label, "\t ")
		if nothing || bare == label || bare == "" || listnum.Joins(bare) {
			label = bare
		} else {
			label = bare + " "
		}
		r.labeled = false
	}
	mark := r.story.mark
	if len(r.text) == mark {
		label = strings.TrimSuffix(label, " ") // nothing to part the label from
	}
	if label == "" {
		return
	}
	n := len(r.text)
	r.text = append(r.text, label...)
	copy(r.text[mark+len(label):], r.text[mark:n])
	copy(r.text[mark:], label)
}
