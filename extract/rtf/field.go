package rtf

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/gongkai-data/gongkai/extract/internal/symbolfont"
)

// field is the field being read, the innermost of those open.
type field struct {
	drawn    bool // its printed form is known without its result
	equation bool
	kind     int // \fftype, 1 for a check box
	result   int // \ffres, 25 where the default counts
	initial  int // \ffdefres
	isForm   bool
}

func (f *field) word(w word, n int) {
	switch w {
	case wFftype:
		f.isForm, f.kind, f.result = true, n, 25
	case wFfres:
		f.result = n
	case wFfdefres:
		f.initial = n
	}
}

func (r *reader) startInstruction() {
	if r.state.dest != toStory {
		r.state.dest = toNowhere
		return
	}
	hidden := !r.shows()
	r.instr = field{}
	r.capture(endOfInstruction)
	r.state.hidden = hidden // told to endInstruction
}

// endInstruction prints what a field shows that has no result: a symbol or the
// box of a form.
func (r *reader) endInstruction(text string) {
	shown := !r.state.hidden
	if shown && r.story.first < 0 {
		r.story.first = r.pos
	}
	args := strings.Fields(text)
	switch {
	case !shown:
	case r.instr.isForm && r.instr.kind == 1:
		on := r.instr.result
		if on == 25 {
			on = r.instr.initial
		}
		box := "☐"
		if on == 1 {
			box = "☒"
		}
		r.text = append(r.text, box...)
		r.instr.drawn = true
	case len(args) > 1 && strings.EqualFold(args[0], "SYMBOL"):
		r.symbolField(args)
	case len(args) > 1 && strings.EqualFold(args[0], "EQ"):
		r.instr.equation = true
	}
}

// symbolField prints SYMBOL 254 \f "Wingdings".
func (r *reader) symbolField(args []string) {
	n, err := strconv.ParseInt(args[1], 0, 32)
	if err != nil || n < ' ' || n > 0xFFFF || n >= 0xD800 && n < 0xE000 {
		return
	}
	name := ""
	if i := slices.Index(args, `\f`); i >= 0 {
		rest := strings.TrimPrefix(strings.Join(args[i+1:], " "), `"`)
		name, _, _ = strings.Cut(rest, `"`)
	}
	switch {
	case symbolfont.Is(name):
		if n < 0x100 {
			n += 0xF000
		}
		r.symbolChar(name, rune(n))
	case n < 0x80 || n >= 0x100:
		r.text = utf8.AppendRune(r.text, rune(n))
	default:
		r.text = r.decode(r.text, r.pageSet(r.page), []byte{byte(n)})
	}
	r.instr.drawn = true
}

func (r *reader) startResult() {
	if r.instr.drawn && r.state.dest == toStory {
		r.skipGroup()
		return
	}
	if r.state.dest == toStory {
		r.state.hook, r.state.mark = endOfResult, len(r.text)
	}
}

func (r *reader) endResult() {
	if len(r.text) > r.state.mark {
		r.instr.equation = false
	}
}

func (r *reader) endField() {
	if r.instr.equation {
		r.notice("rtf-equation-field", "", r.here())
	}
	n := len(r.outer) - 1
	r.instr, r.outer = r.outer[n], r.outer[:n]
}

// moment is a date of \info being read.
type moment struct {
	year, month, day, hour, minute, second int
}

func (m *moment) word(w word, n int) {
	switch w {
	case wYr:
		m.year = n
	case wMo:
		m.month = n
	case wDy:
		m.day = n
	case wHr:
		m.hour = n
	case wMin:
		m.minute = n
	case wSec:
		m.second = n
	}
}

func (r *reader) startMoment(w word) {
	r.moment = moment{}
	r.state.dest, r.state.hook = toNowhere, endOfCreatim
	if w == wRevtim {
		r.state.hook = endOfRevtim
	}
}

// endMoment keeps a date; LibreOffice writes zeros where it knows none.
func (r *reader) endMoment() {
	m := r.moment
	if m.year <= 0 || m.month < 1 || m.month > 12 || m.day < 1 || m.day > 31 {
		return
	}
	name := "core:created"
	if r.state.hook == endOfRevtim {
		name = "core:modified"
	}
	r.property(name, fmt.Appendf(nil, "%04d-%02d-%02dT%02d:%02d:%02d", m.year, m.month, m.day, m.hour, m.minute, m.second))
}
