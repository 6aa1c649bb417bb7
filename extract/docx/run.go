package docx

import (
	"bytes"
	"strconv"
	"unicode/utf8"

	"github.com/gongkai-data/gongkai/extract/internal/ooxml"
	"github.com/gongkai-data/gongkai/extract/internal/symbolfont"
)

// run reads w:r ([ECMA-376] 17.3.2.25). Its properties come first, so hidden
// text is known before it is met.
func (r *reader) run() error {
	hidden, script, struck := r.par.hidden, r.par.script, r.par.struck
	r.par.script, r.par.struck = "", false
	err := r.runContent()
	r.par.hidden, r.par.script, r.par.struck = hidden, script, struck
	return err
}

func (r *reader) runContent() error {
	for {
		k, err := r.next()
		if err != nil || k == ooxml.End {
			return err
		}
		if k != ooxml.Start {
			continue
		}
		switch r.t.Space {
		case ooxml.Word:
			err = r.runElement()
		case ooxml.Compat:
			err = r.compat(r.runContent)
		case ooxml.Math:
			err = r.math()
		default:
			err = r.foreign()
		}
		if err != nil {
			return err
		}
	}
}

func (r *reader) runElement() error {
	switch string(r.t.Local) {
	case "t":
		return r.runText()
	case "rPr":
		return r.runProps()
	case "tab", "ptab":
		r.put("\t")
	case "cr":
		r.put("\n")
	case "br":
		r.lineBreak()
	case "noBreakHyphen":
		r.put("-")
	case "sym":
		r.sym()
	case "fldChar":
		return r.fldChar()
	case "instrText":
		return r.instrText()
	case "drawing", "pict", "object":
		return r.drawing()
	case "ruby", "rubyBase":
		// The base is printed text, w:rt is its reading beside it.
		return r.inline2()
	case "sdt", "sdtContent", "ins", "moveTo", "smartTag", "r":
		return r.runContent()
	case "softHyphen", "lastRenderedPageBreak", "footnoteReference", "endnoteReference", "commentReference",
		"footnoteRef", "endnoteRef", "annotationRef", "separator", "continuationSeparator", "pgNum",
		"delText", "delInstrText", "rt", "rubyPr", "dayShort", "dayLong", "monthShort", "monthLong",
		"yearShort", "yearLong", "sdtPr", "sdtEndPr", "del", "moveFrom", "contentPart", "control":
	default:
		return r.unknown()
	}
	return r.t.Skip()
}

// inline2 reads the children of w:ruby: w:rubyBase holds runs.
func (r *reader) inline2() error {
	for {
		k, err := r.next()
		if err != nil || k == ooxml.End {
			return err
		}
		if k != ooxml.Start {
			continue
		}
		switch string(r.t.Local) {
		case "rubyBase":
			err = r.inline2()
		case "rt", "rubyPr":
			err = r.t.Skip()
		default:
			err = r.inlineElement()
		}
		if err != nil {
			return err
		}
	}
}

// put adds printed text, unless it is hidden or part of a field's instruction.
func (r *reader) put(s string) {
	if !r.par.hidden && r.instr == 0 {
		r.text = append(r.text, s...)
	}
}

// lineBreak reads w:br. A break of page or column parts lines only inside text.
func (r *reader) lineBreak() {
	kind, _ := r.t.Attr("type")
	if k := string(kind); (k == "page" || k == "column") && (len(r.text) == 0 || r.text[len(r.text)-1] == '\n') {
		return
	}
	r.put("\n")
}

// runText reads w:t or m:t. Without xml:space="preserve" white space around the
// text is no part of it.
func (r *reader) runText() error {
	space, _ := r.t.Attr("space")
	keep := string(space) == "preserve"
	if r.par.hidden || r.instr > 0 {
		return r.t.Skip()
	}
	mark := len(r.text)
	for {
		k, err := r.next()
		if err != nil {
			return err
		}
		if k == ooxml.Text {
			b, err := r.t.Text()
			if err != nil {
				return err
			}
			r.text = append(r.text, b...)
			continue
		}
		if k == ooxml.End {
			break
		}
		if err := r.unknown(); err != nil {
			return err
		}
	}
	if !keep {
		b := bytes.Trim(r.text[mark:], " \t\n")
		r.text = r.text[:mark+copy(r.text[mark:], b)]
	}
	r.runLook(mark)
	if b := r.text[mark:]; bytes.IndexByte(b, '\n') >= 0 {
		for i := range b {
			if b[i] == '\n' { // a line end in the file is no line break in print
				b[i] = ' '
			}
		}
	}
	return nil
}

func (r *reader) runProps() error {
	for {
		ok, err := r.t.NextOf(isRunProp)
		if err != nil || !ok {
			return err
		}
		switch string(r.t.Local) {
		case "rStyle":
			v, _ := r.t.Attr("val")
			style := r.styles.find(v, -1)
			if r.styles.hidden(style) {
				r.par.hidden = true
			}
			r.par.script = r.styles.script(style)
		case "vanish":
			r.par.hidden = r.on()
		case "vertAlign":
			r.par.script = r.vertAlign()
		case "strike", "dstrike":
			r.par.struck = r.on()
		}
		if err := r.t.Skip(); err != nil {
			return err
		}
	}
}

// script is the digits that raised or lowered text is written with, "" for
// text on the line.
type script string

const (
	raised  script = "⁰¹²³⁴⁵⁶⁷⁸⁹"
	lowered script = "₀₁₂₃₄₅₆₇₈₉"
)

// vertAlign reads w:vertAlign ([ECMA-376] 17.3.2.42).
func (r *reader) vertAlign() script {
	v, _ := r.t.Attr("val")
	switch string(v) {
	case "superscript":
		return raised
	case "subscript":
		return lowered
	}
	return ""
}

// runLook takes account of how the text from mark on looks: raised digits are
// no part of the number before them. Struck-through text stays, for Word marks
// deletions in another way; in a table it is told.
func (r *reader) runLook(mark int) {
	b := r.text[mark:]
	if r.par.struck && r.par.inCell && len(bytes.TrimSpace(b)) > 0 {
		r.notice("docx-strike", string(bytes.ToValidUTF8(b[:min(len(b), 60)], nil)), r.here())
	}
	if r.par.script == "" || !bytes.ContainsAny(b, "0123456789") {
		return
	}
	signs := []rune(r.par.script)
	r.text = append(r.text[:mark], bytes.Map(func(c rune) rune {
		if '0' <= c && c <= '9' {
			return signs[c-'0']
		}
		return c
	}, b)...)
}

// fldChar reads the marks of a complex field ([ECMA-376] 17.16.18).
func (r *reader) fldChar() error {
	kind, _ := r.t.Attr("fldCharType")
	n := len(r.fields)
	switch string(kind) {
	case "begin":
		if n < 1000 {
			r.fields = append(r.fields, true)
			r.instr++
		}
	case "separate":
		if n > 0 && r.fields[n-1] {
			r.fields[n-1] = false
			r.instr--
			if r.eq == n {
				r.eq = 0
			}
		}
	case "end":
		if n > 0 {
			r.closeField()
		}
	}
	return r.formField()
}

func (r *reader) closeField() {
	n := len(r.fields)
	if r.fields[n-1] {
		r.instr--
	}
	if r.eq == n {
		r.notice("docx-equation-field", "", r.here())
		r.eq = 0
	}
	r.fields = r.fields[:n-1]
}

// endFields closes at the end of a paragraph the fields whose instruction is
// still open: a lost end must not swallow what follows.
func (r *reader) endFields() {
	for r.instr > 0 {
		if n := len(r.fields); !r.fields[n-1] {
			r.fields[n-1] = true // counted below
			r.instr++
		}
		r.closeField()
	}
}

// formField reads w:ffData inside w:fldChar: a check box prints as ☐ or ☒.
func (r *reader) formField() error {
	box, checked := false, false
	for depth := 1; depth > 0; {
		k, err := r.next()
		if err != nil {
			return err
		}
		switch k {
		case ooxml.Start:
			depth++
			switch string(r.t.Local) {
			case "checkBox":
				box = true
			case "default", "checked":
				if box {
					checked = r.on()
				}
			}
		case ooxml.End:
			depth--
		}
	}
	if box && !r.par.hidden {
		if checked {
			r.text = append(r.text, "☒"...)
		} else {
			r.text = append(r.text, "☐"...)
		}
	}
	return nil
}

func (r *reader) instrText() error {
	n := len(r.fields)
	for {
		k, err := r.next()
		if err != nil || k == ooxml.End {
			return err
		}
		if k == ooxml.Start {
			if err := r.t.Skip(); err != nil {
				return err
			}
			continue
		}
		b, err := r.t.Text()
		if err != nil {
			return err
		}
		b = bytes.TrimSpace(b)
		if n > 0 && r.fields[n-1] && len(b) > 2 && bytes.EqualFold(b[:2], []byte("eq")) && (b[2] == ' ' || b[2] == '\\') {
			r.eq = n
		}
	}
}

// sym reads w:sym ([ECMA-376] 17.3.3.30): a character by its code in a font.
func (r *reader) sym() {
	v, _ := r.t.Attr("char")
	font, _ := r.t.Attr("font")
	n, err := strconv.ParseUint(string(v), 16, 32)
	if err != nil || n > utf8.MaxRune || n == 0 || n >= 0xD800 && n < 0xE000 {
		return
	}
	c := symbolfont.Unicode(string(font), rune(n))
	if c >= 0xE000 && c < 0xF900 {
		r.notice("docx-symbol", strconv.Quote(string(bytes.ToValidUTF8(font, nil)))+" "+string(bytes.ToValidUTF8(v, nil)), r.here())
	}
	r.put(string(c))
}
