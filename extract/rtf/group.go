package rtf

import (
	"bytes"

	"github.com/gongkai-data/gongkai/extract"
)

// destination says where text goes.
type destination uint8

const (
	toStory   destination = iota
	toCapture             // read by the hook of a group
	toFonts
	toStyles
	toNowhere // only destinations inside matter
)

// hook says what happens at the end of a group.
type hook uint8

const (
	noHook hook = iota
	endOfStory
	endOfLabel
	endOfTitle
	endOfAuthor
	endOfGenerator
	endOfCreatim
	endOfRevtim
	endOfField
	endOfInstruction
	endOfResult
	endOfStyle
	endOfLevelText
	endOfOverride
	endOfFonts
	endOfShapeName
	endOfShapeValue
)

// script is the kind of characters that \loch, \hich and \dbch announce.
type script uint8

const (
	lowAnsi script = iota
	highAnsi
	doubleByte
)

// state is what a group inherits and gives back at its end ([RTF] "Formal
// Syntax").
type state struct {
	dest      destination
	hook      hook
	script    script
	nestProps bool // inside \nesttableprops
	upr       bool // the group of \upr, where only \ud counts
	hidden    bool
	gone      bool   // deleted or moved away
	struck    bool   // struck through
	digits    string // how raised or lowered digits are written, "" on the line
	offset    string // the same, as \super and \sub say
	up, size  int32  // \up, negative for \dn, and \fs, in half points
	mark      int    // where the hook's text starts
	start     int    // byte behind the brace of the group
	outer     destination

	font, dbch int32
	uc         int32
	par        parProps
}

// parProps are the paragraph properties that are read.
type parProps struct {
	style   int32
	list    int32 // \ls, 0 for none
	outline int8  // from 0, -1 where not given
	level   int8  // \ilvl
	itap    int16
	intbl   bool
}

// unformatted takes back what \plain does of the properties of characters.
func (st *state) unformatted() {
	st.hidden, st.gone, st.struck = false, false, false
	st.digits, st.offset, st.up, st.size = "", "", 0, 0
}

var plainPar = parProps{outline: -1}

func (r *reader) openGroup() error {
	r.skip = 0
	if len(r.stack) >= r.lim.Depth {
		return r.limit("rtf-depth", "depth", r.lim.Depth)
	}
	r.stack = append(r.stack, r.state)
	r.state.hook, r.state.start = noHook, r.pos
	r.state.upr = false
	if r.state.dest == toStyles {
		r.openStyle()
	}
	return nil
}

// closeGroup ends a group. The last one ends the document.
func (r *reader) closeGroup() error {
	r.skip, r.star = 0, false
	if r.state.hook != noHook {
		r.flush()
		if err := r.runHook(); err != nil {
			return err
		}
	}
	n := len(r.stack) - 1
	r.state = r.stack[n]
	r.stack = r.stack[:n]
	return nil
}

func (r *reader) runHook() error {
	text := r.text[min(r.state.mark, len(r.text)):]
	switch r.state.hook {
	case endOfStory:
		return r.popStory()
	case endOfField:
		r.endField()
		return nil
	case endOfResult:
		r.endResult()
		return nil
	case endOfCreatim, endOfRevtim:
		r.endMoment()
		return nil
	case endOfFonts:
		r.fonts.finish()
		return nil
	case endOfOverride:
		r.lists.endOverride()
		return nil
	case endOfLabel:
		r.label, r.labeled = append(r.label[:0], text[:min(len(text), maxLabel)]...), true
	case endOfTitle:
		r.property("core:title", text)
	case endOfAuthor:
		r.property("core:creator", text)
	case endOfGenerator:
		r.property("app:Application", bytes.TrimSuffix(text, []byte(";")))
	case endOfStyle:
		r.closeStyle(text)
	case endOfLevelText:
		r.lists.levelText(text)
	case endOfShapeName:
		r.shapeProp = string(bytes.TrimSpace(text))
	case endOfShapeValue:
		r.wordArt(text)
	}
	mark := r.state.mark
	if r.state.hook == endOfInstruction {
		s := string(text)
		r.text = r.text[:mark]
		r.endInstruction(s)
		return nil
	}
	r.text = r.text[:mark]
	return nil
}

// capture sends the text of the group to a hook.
func (r *reader) capture(h hook) {
	r.flush()
	r.state.dest, r.state.hook, r.state.mark = toCapture, h, len(r.text)
	r.state.unformatted()
}

// skipGroup goes to the end of the current group without reading it.
func (r *reader) skipGroup() {
	r.pos = groupEnd(r.b, r.pos)
}

// groupEnd returns where the brace stands that ends the group around pos.
func groupEnd(b []byte, pos int) int {
	for depth := 0; pos < len(b); pos++ {
		switch c := b[pos]; {
		case c == '{':
			depth++
		case c == '}':
			if depth == 0 {
				return pos
			}
			depth--
		case c == '\\':
			pos = escapeEnd(b, pos) - 1
		}
	}
	return len(b)
}

// escapeEnd returns where the control that starts at pos ends, with the bytes of
// \bin.
func escapeEnd(b []byte, pos int) int {
	if !bytes.HasPrefix(b[pos:], []byte(`\bin`)) {
		return min(pos+2, len(b))
	}
	pos += 4
	if pos < len(b) && isLetter(b[pos]) {
		return pos
	}
	n := 0
	for ; pos < len(b) && '0' <= b[pos] && b[pos] <= '9'; pos++ {
		n = min(n*10+int(b[pos]-'0'), 1<<31)
	}
	if pos < len(b) && b[pos] == ' ' {
		pos++
	}
	return min(pos+n, len(b))
}

// leads reports whether what stands at byte at is the first of its group, where
// alone a word says what the group is. Elsewhere it is damage, and what follows
// is still text.
func (r *reader) leads(at int) bool {
	if at-r.state.start > 64 {
		return false
	}
	for i := r.state.start; i < at; i++ {
		if kinds[r.b[i]] == isBlank || r.b[i] == ' ' {
			continue
		}
		if r.b[i] != '\\' || i+1 >= at || r.b[i+1] != '*' {
			return false
		}
		i++
	}
	return true
}

// property keeps what the file says of itself.
func (r *reader) property(name string, value []byte) {
	v := string(bytes.TrimSpace(value))
	if v == "" {
		return
	}
	r.doc.Properties = append(r.doc.Properties, extract.Property{Name: name, Value: v})
	if name == "core:title" {
		r.doc.Title = v
	}
}
