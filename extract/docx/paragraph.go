package docx

import (
	"bytes"
	"strconv"
	"strings"

	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/extract/internal/ooxml"
)

// parState is what is known of the paragraph being read.
type parState struct {
	slot   int // 1 + index in blocks kept for it, 0 for none
	carry  int // where in text a paragraph without its mark started, -1 for none
	since  int64
	inCell bool // text goes to the cell, not to a block
	lines  int  // paragraphs of the cell so far
	hidden bool // by its style
	script script
	struck bool // struck through
}

// parProps is w:pPr as far as it is read.
type parProps struct {
	style      int // index in styles, -1 for none
	outline    int // from 0, -1 where not given
	num, level int // -1 where not given
	markGone   bool
	markHidden bool
}

func (r *reader) paragraph() error {
	start, mark := r.t.Start, len(r.text)
	r.par.slot, r.par.hidden = 0, false
	pp := parProps{style: r.styles.def, outline: -1, num: -1, level: -1}
	if r.par.carry >= 0 {
		mark, start = r.par.carry, r.par.since
	}
	for {
		k, err := r.next()
		if err != nil {
			return err
		}
		if k == ooxml.End {
			break
		}
		if k != ooxml.Start {
			continue
		}
		if r.t.Space == ooxml.Word && string(r.t.Local) == "pPr" {
			err = r.parProps(&pp)
			r.par.hidden = r.styles.hidden(pp.style)
		} else {
			err = r.inlineElement()
		}
		if err != nil {
			return err
		}
	}
	r.endFields()
	if pp.markGone {
		r.par.carry, r.par.since = mark, start
		return nil
	}
	r.par.carry = -1
	if pp.markHidden && len(r.text) == mark {
		return nil
	}
	r.emit(start, mark, &pp)
	return nil
}

// flush ends a paragraph whose mark was deleted where nothing follows that it
// could join.
func (r *reader) flush() {
	if r.par.carry >= 0 {
		mark := r.par.carry
		r.par.carry = -1
		r.emit(r.par.since, mark, nil)
	}
}

// emit ends the paragraph whose text starts at mark: as a line of the cell or
// as a block.
func (r *reader) emit(start int64, mark int, pp *parProps) {
	if pp != nil {
		r.label(pp, mark)
	}
	if r.par.inCell {
		// The text stays where it is; a line break parts it from the line before.
		if r.par.lines++; r.par.lines > 1 {
			r.insert(mark, "\n")
		}
		return
	}
	text := string(r.text[mark:])
	r.text = r.text[:mark]
	if text == "" {
		return
	}
	var b extract.Block
	style, outline := "", -1
	if pp != nil {
		style = r.styles.name(pp.style)
		if outline = pp.outline; outline < 0 {
			outline = r.styles.outline(pp.style)
		}
	}
	if outline >= 0 && outline < 9 && r.role == extract.Body {
		b = &extract.Heading{Prov: r.prov(start), Level: outline + 1, Text: text}
	} else {
		b = &extract.Paragraph{Prov: r.prov(start), Role: r.role, Style: style, Text: text}
	}
	if r.par.slot > 0 {
		r.blocks[r.par.slot-1] = b
	} else {
		r.blocks = append(r.blocks, b)
	}
}

func (r *reader) insert(at int, s string) {
	n := len(r.text)
	r.text = append(r.text, s...)
	copy(r.text[at+len(s):], r.text[at:n])
	copy(r.text[at:], s)
}

// label puts the printed label of a list before the text.
func (r *reader) label(pp *parProps, mark int) {
	num, level := pp.num, pp.level
	if num < 0 || level < 0 {
		n, l := r.styles.numbering(pp.style)
		if num < 0 {
			num = n
		}
		if level < 0 && n >= 0 {
			level = l
		}
	}
	if num <= 0 {
		return
	}
	s := r.nums.next(r, num, max(level, 0))
	if len(r.text) == mark {
		s = strings.TrimSuffix(s, " ") // nothing to part the label from
	}
	r.insert(mark, s)
}

// parProps reads w:pPr ([ECMA-376] 17.3.1.26).
func (r *reader) parProps(pp *parProps) error {
	for {
		ok, err := r.t.NextOf(isParProp)
		if err != nil || !ok {
			return err
		}
		switch string(r.t.Local) {
		case "pStyle":
			v, _ := r.t.Attr("val")
			pp.style = r.styles.find(v, pp.style)
			err = r.t.Skip()
		case "outlineLvl":
			pp.outline = r.intVal(-1)
			err = r.t.Skip()
		case "numPr":
			pp.num, pp.level, err = r.numPr()
		case "rPr":
			err = r.markProps(pp)
		default: // pPrChange holds what was before
			err = r.t.Skip()
		}
		if err != nil {
			return err
		}
	}
}

// numPr reads w:numPr; -1 stands for what is not given.
func (r *reader) numPr() (num, level int, err error) {
	num, level = -1, -1
	for {
		ok, err := r.t.NextOf(isNumProp)
		if err != nil || !ok {
			return num, level, err
		}
		switch string(r.t.Local) {
		case "numId":
			num = r.intVal(-1)
		case "ilvl":
			level = r.intVal(-1)
		}
		if err := r.t.Skip(); err != nil {
			return num, level, err
		}
	}
}

// markProps reads the properties of the paragraph mark.
func (r *reader) markProps(pp *parProps) error {
	for {
		ok, err := r.t.NextOf(isMarkProp)
		if err != nil || !ok {
			return err
		}
		switch string(r.t.Local) {
		case "del", "moveFrom":
			pp.markGone = true
		case "vanish":
			pp.markHidden = r.on()
		}
		if err := r.t.Skip(); err != nil {
			return err
		}
	}
}

// intVal returns w:val as a number, def where there is none.
func (r *reader) intVal(def int) int {
	v, ok := r.t.Attr("val")
	if !ok {
		return def
	}
	return number(v, def)
}

func number(v []byte, def int) int {
	n, err := strconv.ParseInt(string(bytes.TrimSpace(v)), 10, 32)
	if err != nil {
		return def
	}
	return int(n)
}

// on returns w:val as a switch ([ECMA-376] 17.17.4): on where it is missing.
func (r *reader) on() bool {
	v, ok := r.t.Attr("val")
	if !ok {
		return true
	}
	switch string(v) {
	case "0", "false", "off":
		return false
	}
	return true
}

// inline reads what may stand in a paragraph up to the end of the current
// element.
func (r *reader) inline() error {
	for {
		k, err := r.next()
		if err != nil || k == ooxml.End {
			return err
		}
		if k == ooxml.Start {
			if err := r.inlineElement(); err != nil {
				return err
			}
		}
	}
}

func (r *reader) inlineElement() error {
	switch r.t.Space {
	case ooxml.Compat:
		return r.compat(r.inline)
	case ooxml.Math:
		return r.math()
	case ooxml.Word:
	default:
		return r.foreign()
	}
	switch string(r.t.Local) {
	case "r":
		return r.run()
	case "hyperlink", "ins", "moveTo", "smartTag", "sdt", "sdtContent", "fldSimple", "customXml", "bdo", "dir":
		return r.inline()
	case "del", "moveFrom", "pPr", "sdtPr", "sdtEndPr", "smartTagPr", "customXmlPr", "fldData", "rPr",
		"bookmarkStart", "bookmarkEnd", "proofErr", "subDoc":
		return r.t.Skip()
	case "p": // met in content controls of other writers
		return r.inline()
	case "tbl": // not allowed here, yet met (tdf111550 of LibreOffice)
		r.keepSlot()
		return r.table()
	}
	return r.unknown()
}

// math reads the text of an equation in its order.
func (r *reader) math() error {
	if string(r.t.Local) == "t" {
		return r.runText()
	}
	if strings.HasSuffix(string(r.t.Local), "Pr") {
		return r.t.Skip()
	}
	for {
		k, err := r.next()
		if err != nil || k == ooxml.End {
			return err
		}
		if k != ooxml.Start {
			continue
		}
		if r.t.Space == ooxml.Math {
			err = r.math()
		} else if string(r.t.Local) == "t" {
			err = r.runText()
		} else {
			err = r.inlineElement()
		}
		if err != nil {
			return err
		}
	}
}
