package docx

import (
	"strconv"
	"strings"

	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/extract/internal/ooxml"
)

// story reads one part with text: the body, notes, a header or a footer.
func (r *reader) story(part string, rels []ooxml.Relationship, role extract.Role) error {
	if err := r.open(part); err != nil {
		return err
	}
	r.rels, r.role = rels, role
	r.text, r.fields, r.instr, r.eq, r.depth = r.text[:0], r.fields[:0], 0, 0, 0
	r.par = parState{carry: -1}
	r.nums.reset()
	from := len(r.blocks)
	k, err := r.next()
	for ; err == nil && k != ooxml.Start; k, err = r.next() {
	}
	if err == nil && r.t.Space != ooxml.Word {
		err = &extract.Error{Code: "docx-no-document", Format: format, Part: part, Offset: r.t.Start, Detail: "the root element is not of WordprocessingML", Err: extract.ErrCorrupt}
	}
	if err == nil {
		err = r.root()
	}
	if err == nil {
		_, err = r.next() // what follows the root element must be nothing
	}
	if r.t.Replaced {
		r.notice("docx-utf8", part, extract.Prov{Part: part})
	}
	r.compact(from)
	if err != nil {
		return err
	}
	return r.readChunks()
}

// compact drops slots that nothing was put into.
func (r *reader) compact(from int) {
	kept := r.blocks[:from]
	for _, b := range r.blocks[from:] {
		if b != nil {
			kept = append(kept, b)
		}
	}
	r.blocks = kept
}

// root reads the root element of a story: w:document, w:hdr, w:footnotes …
func (r *reader) root() error {
	switch string(r.t.Local) {
	case "hdr", "ftr":
		return r.flow()
	}
	for {
		k, err := r.next()
		if err != nil || k == ooxml.End {
			return err
		}
		if k != ooxml.Start {
			continue
		}
		err = nil
		switch string(r.t.Local) {
		case "body", "comment":
			err = r.flow()
		case "footnote", "endnote":
			// Separators are lines, not notes ([ECMA-376] 17.18.33 ST_FtnEdn).
			if v, _ := r.t.Attr("type"); strings.HasPrefix(string(v), "separator") || strings.HasPrefix(string(v), "continuation") {
				err = r.t.Skip()
			} else {
				err = r.flow()
			}
		default:
			err = r.t.Skip()
		}
		if err != nil {
			return err
		}
	}
}

// flow reads block content up to the end of its container and ends a paragraph
// whose mark was deleted there.
func (r *reader) flow() error {
	outer := r.par
	r.par = parState{carry: -1}
	err := r.content()
	if err == nil {
		r.flush()
	}
	r.par = outer
	return err
}

// content reads block content ([ECMA-376] EG_BlockLevelElts) up to the end of
// the current element.
func (r *reader) content() error {
	for {
		k, err := r.next()
		if err != nil || k == ooxml.End {
			return err
		}
		if k == ooxml.Start {
			if err := r.block(); err != nil {
				return err
			}
		}
	}
}

func (r *reader) block() error {
	switch r.t.Space {
	case ooxml.Compat:
		return r.compat(r.content)
	case ooxml.Word:
	case ooxml.Math:
		return r.looseRun(r.math)
	default:
		return r.foreign()
	}
	switch string(r.t.Local) {
	case "p":
		return r.paragraph()
	case "tbl":
		r.flush()
		return r.table()
	case "sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag":
		return r.content()
	case "altChunk":
		return r.altChunk()
	case "r", "hyperlink":
		return r.looseRun(r.inlineElement)
	case "sectPr", "sdtPr", "sdtEndPr", "customXmlPr", "del", "moveFrom", "tcPr":
		return r.t.Skip()
	}
	return r.unknown()
}

// looseRun reads a run that stands where a paragraph should; Word refuses it,
// others read it.
func (r *reader) looseRun(read func() error) error {
	start, mark := r.t.Start, len(r.text)
	r.par.slot, r.par.hidden = 0, false
	if err := read(); err != nil {
		return err
	}
	r.emit(start, mark, nil)
	return nil
}

// compat reads markup compatibility ([ECMA-376] part 3): of AlternateContent one
// branch through read, everything else as if its tags were not there.
func (r *reader) compat(read func() error) error {
	if string(r.t.Local) != "AlternateContent" {
		return read()
	}
	done := false
	for {
		k, err := r.next()
		if err != nil || k == ooxml.End {
			return err
		}
		if k != ooxml.Start {
			continue
		}
		switch {
		case done || r.t.Space != ooxml.Compat:
			err = r.t.Skip()
		case string(r.t.Local) == "Fallback", string(r.t.Local) == "Choice" && r.understood():
			done = true
			err = read()
		default:
			err = r.t.Skip()
		}
		if err != nil {
			return err
		}
	}
}

// understood reports whether all namespaces that a Choice requires are known.
func (r *reader) understood() bool {
	v, _ := r.t.Attr("Requires")
	for _, prefix := range strings.Fields(string(v)) {
		if r.t.SpaceOf([]byte(prefix)) == ooxml.Other {
			return false
		}
	}
	return len(v) > 0
}

// smallPicture is the width in EMU below which a picture is no table: 7 cm.
const smallPicture = 7 * 360_000

// drawing reads what w:drawing, w:pict and w:object hold, and notes where a
// picture stands that may show a table: one that is not small, as far as it says
// ([ECMA-376] 20.4.2.7 extent, 20.1.8.13 blip, 19.1.2.11 imagedata).
func (r *reader) drawing() error {
	outer, at := r.pic, r.here()
	r.pic = picture{}
	err := r.foreign()
	if r.pic.is && !r.pic.small && !r.par.hidden && len(r.doc.Pictures) < extract.MaxPictures {
		r.doc.Pictures = append(r.doc.Pictures, at)
	}
	r.pic = outer
	return err
}

// picture is what a drawing says of itself.
type picture struct{ is, small bool }

// look notes what an element of a drawing says of its picture.
func (r *reader) look() {
	switch string(r.t.Local) {
	case "extent":
		cx, _ := r.t.Attr("cx")
		n, err := strconv.ParseInt(string(cx), 10, 64)
		r.pic.small = err == nil && n < smallPicture
	case "blip", "imagedata":
		r.pic.is = true
	}
}

// foreign reads an element of a drawing or of an unknown namespace: only text
// boxes inside it matter.
func (r *reader) foreign() error {
	for {
		k, err := r.next()
		if err != nil || k == ooxml.End {
			return err
		}
		if k != ooxml.Start {
			continue
		}
		r.look()
		switch {
		case r.t.Space == ooxml.Compat:
			err = r.compat(r.foreign)
		case r.t.Space == ooxml.Word && string(r.t.Local) == "txbxContent":
			err = r.textBox()
		default:
			err = r.foreign()
		}
		if err != nil {
			return err
		}
	}
}

// textBox reads the story of a text box as blocks after the paragraph that
// holds it.
func (r *reader) textBox() error {
	r.keepSlot()
	fields, instr, eq := r.fields, r.instr, r.eq
	r.fields, r.instr, r.eq = nil, 0, 0
	outer := r.par
	r.par = parState{carry: -1}
	err := r.content()
	if err == nil {
		r.flush()
	}
	r.par = outer
	r.fields, r.instr, r.eq = fields, instr, eq
	return err
}

// keepSlot keeps a place among the blocks for the paragraph being read, before
// what it holds.
func (r *reader) keepSlot() {
	if r.par.slot == 0 && !r.par.inCell {
		r.blocks = append(r.blocks, nil)
		r.par.slot = len(r.blocks)
	}
}

// unknown passes over an element that is not known here. Where it holds text
// that is told.
func (r *reader) unknown() error {
	name, at := string(r.t.Local), r.here()
	for depth := 1; depth > 0; {
		k, err := r.next()
		if err != nil {
			return err
		}
		switch k {
		case ooxml.Start:
			depth++
			if r.t.Space == ooxml.Word && string(r.t.Local) == "t" {
				r.notice("docx-unknown-element", strings.ToValidUTF8(name, "\uFFFD"), at)
			}
		case ooxml.End:
			depth--
		}
	}
	return nil
}
