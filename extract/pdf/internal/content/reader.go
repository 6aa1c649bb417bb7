package content

import (
	"bytes"

	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/extract/pdf/internal/font"
	"github.com/gongkai-data/gongkai/extract/pdf/internal/object"
)

// reader interprets the streams of one page.
type reader struct {
	*Document
	page      Page
	fontIndex map[*font.Font]int32
	resources object.Object
	fontNames map[string]*font.Font // of the current resources
	active    map[any]bool          // forms that are being painted
	gs        state
	saved     []state
	tm, tlm   matrix // text matrix and text line matrix (9.4.1)
	path      path
	marks     marks
	operands  []object.Object
	array     int // index in operands where the last array starts, -1 for none
	inArray   bool
	words     int // operators of the stream, and those of them that are none
	unknown   int
	outside   int       // characters beside the page
	sheer     int       // forms that are painted so that what is below them shines through
	grounds   []ground  // what was filled, in the order of painting, from the first that is not white
	dark      bool      // one of them is dark
	covered   []covered // characters that were painted over
	gone      []gone    // characters of numbers that do not show
	inks      []inked   // characters of numbers that are not dark
	before    shown     // the last glyph
	clipFrom  int       // characters of the page before the text object
	steps     uint      // since the deadline was looked at
	lexer     *object.Lexer
}

// fewUnknown is how many words that are no operators a stream may have.
const fewUnknown = 4

// maxOperands is how many operands an operator keeps, those of an array counted.
const maxOperands = 1 << 16

// run paints a page.
func (r *reader) run(b []byte, resources object.Object, base matrix, clip extract.Box) {
	r.gs = newState(base, clip)
	r.stream(b, resources)
}

// exhausted reports whether reading has to end.
func (r *reader) exhausted() bool {
	if r.budget.operators <= 0 || r.budget.chars <= 0 {
		r.page.Cut = true
		return true
	}
	r.steps++
	return r.steps%1024 == 0 && r.ctx.Err() != nil
}

// stream interprets one content stream with its resources. Afterwards the state
// is that of before, whatever q and Q the stream left open.
func (r *reader) stream(b []byte, resources object.Object) {
	outer, outerNames, outerLexer := r.resources, r.fontNames, r.lexer
	r.inArray = false
	floor := len(r.saved)
	state, tm, tlm, marked := r.gs, r.tm, r.tlm, len(r.marks.open)
	if !resources.Same(outer) {
		r.resources, r.fontNames = resources, nil
	}
	r.lexer, r.operands, r.array = object.NewLexer(b), r.operands[:0], -1 // an operator that paints a form has used its operands
	words, unknown := r.words, r.unknown
	r.words, r.unknown = 0, 0
	r.operators(floor)
	if r.unknown > fewUnknown && r.unknown*5 > r.words { // packed data of which the filter is lost
		r.page.Cut = true
	}
	r.words, r.unknown = words, unknown
	r.marks.closeTo(r, marked)
	r.path.clear()
	r.saved = r.saved[:floor]
	r.gs, r.tm, r.tlm = state, tm, tlm
	r.resources, r.fontNames, r.lexer, r.operands, r.array = outer, outerNames, outerLexer, r.operands[:0], -1
}

// operators reads operands and operators until the stream ends.
func (r *reader) operators(floor int) {
	for {
		t := r.lexer.Token()
		switch t.Kind {
		case object.EOF:
			return
		case object.Keyword:
			r.budget.operators--
			if r.exhausted() {
				return
			}
			if r.inArray && !r.endsArray(t.Bytes) {
				continue
			}
			r.operator(t.Bytes, floor)
			r.operands, r.array, r.inArray = r.operands[:0], -1, false
			r.lexer.Recycle()
			continue
		case object.ArrayOpen:
			r.array, r.inArray = len(r.operands), true
			continue
		case object.ArrayClose:
			r.inArray = false
			continue
		case object.DictClose:
			continue
		case object.DictOpen:
			t = r.lexer.Dict()
		}
		if len(r.operands) < maxOperands {
			r.operands = append(r.operands, t)
		}
	}
}

// endsArray reports whether a word cannot stand inside an array that was not
// closed; others are left out of it, as in "[(a) 0 Tc (b)] TJ".
func (r *reader) endsArray(word []byte) bool {
	switch string(word) {
	case "TJ", "ET", "BT", "q", "Q", "Do", "EMC", "BMC", "BDC":
		return true
	}
	return false
}

// num is operand i as a number, 0 where there is none.
func (r *reader) num(i int) float64 {
	if i < 0 || i >= len(r.operands) {
		return 0
	}
	return r.operands[i].Float(0)
}

// operand is operand i, null where there is none.
func (r *reader) operand(i int) object.Object {
	if i < 0 || i >= len(r.operands) {
		return object.Object{}
	}
	return r.operands[i]
}

// last keeps the last n operands: those in front of them are left over from
// something that was no operator.
func (r *reader) last(n int) bool {
	if len(r.operands) < n {
		return false
	}
	r.operands = r.operands[len(r.operands)-n:]
	return true
}

// operator executes one operator (annex A); those that neither show text nor
// move or paint lines are passed over.
func (r *reader) operator(word []byte, floor int) {
	r.words++
	if len(word) > 3 {
		r.unknown++
		return
	}
	switch string(word) {
	case "q":
		if len(r.saved)-floor < maxStates {
			r.saved = append(r.saved, r.gs)
		}
	case "Q":
		if n := len(r.saved); n > floor {
			r.gs = r.saved[n-1]
			r.saved = r.saved[:n-1]
		}
	case "cm":
		if r.last(6) {
			r.gs.ctm = r.sixNumbers().times(r.gs.ctm)
		}
	case "w":
		r.gs.width = max(0, r.num(len(r.operands)-1))
	case "d":
		if n := len(r.operands); r.array >= 0 && r.array < n {
			r.gs.dashed = dashes(r.operands[r.array : n-1])
		} else {
			r.gs.dashed = false
		}
	case "gs":
		r.extGState(r.operand(0))
	case "Do":
		r.xobject(r.operand(0))
	case "sh":
		r.picture(r.gs.clip)
	case "BI":
		r.inlineImage()
	case "BMC", "BDC":
		r.marks.begin(r, r.operand(0), r.operand(1))
	case "EMC":
		r.marks.end(r)
	default:
		if !r.pathOperator(word) && !r.textOperator(word) && !r.colourOperator(word) && !passed(word) {
			r.unknown++
		}
	}
}

func (r *reader) sixNumbers() matrix {
	return matrix{r.num(0), r.num(1), r.num(2), r.num(3), r.num(4), r.num(5)}
}

// passed tells the operators that neither show nor move anything.
func passed(word []byte) bool {
	switch string(word) {
	case "i", "j", "J", "M", "ri", "d0", "d1", "MP", "DP", "BX", "EX", "ID", "EI":
		return true
	}
	return false
}

// pathOperator executes the operators of paths (8.5).
func (r *reader) pathOperator(word []byte) bool {
	p, m := &r.path, &r.gs.ctm
	switch string(word) {
	case "m":
		if r.last(2) {
			p.at = point{r.num(0), r.num(1)}
			p.move(m.point(r.num(0), r.num(1)))
		}
	case "l":
		if r.last(2) {
			p.line(m.point(r.num(0), r.num(1)))
		}
	case "c":
		if r.last(6) {
			p.curve(m.point(r.num(0), r.num(1)), m.point(r.num(2), r.num(3)), m.point(r.num(4), r.num(5)))
		}
	case "v":
		if r.last(4) {
			p.curve(p.last(), m.point(r.num(0), r.num(1)), m.point(r.num(2), r.num(3)))
		}
	case "y":
		if r.last(4) {
			end := m.point(r.num(2), r.num(3))
			p.curve(m.point(r.num(0), r.num(1)), end, end)
		}
	case "h":
		p.close()
	case "re":
		if r.last(4) {
			p.rectangle(m, r.num(0), r.num(1), r.num(2), r.num(3))
		}
	case "S":
		r.paint(false, true)
	case "s":
		p.close()
		r.paint(false, true)
	case "f", "F", "f*":
		r.paint(true, false)
	case "B", "B*":
		r.paint(true, true)
	case "b", "b*":
		p.close()
		r.paint(true, true)
	case "n":
		r.paint(false, false)
	case "W", "W*":
		p.clips = true
	default:
		return false
	}
	return true
}

// colourOperator executes the operators of colours (8.6.8).
func (r *reader) colourOperator(word []byte) bool {
	switch string(word) {
	case "g", "rg":
		r.gs.fill.set(additive, r.operands)
	case "G", "RG":
		r.gs.stroke.set(additive, r.operands)
	case "k":
		r.gs.fill.set(subtractive, r.operands)
	case "K":
		r.gs.stroke.set(subtractive, r.operands)
	case "cs":
		r.initial(&r.gs.fill, r.operand(0))
	case "CS":
		r.initial(&r.gs.stroke, r.operand(0))
	case "sc", "scn":
		r.gs.fill.set(r.gs.fill.space, r.operands)
	case "SC", "SCN":
		r.gs.stroke.set(r.gs.stroke.space, r.operands)
	default:
		return false
	}
	return true
}

// form is a form XObject that was read.
type form struct {
	b         []byte
	whole     bool
	resources object.Object
}

// xobject paints a form or notes a picture (8.8).
func (r *reader) xobject(name object.Object) {
	all := r.f.Get(r.resources, "XObject")
	o := r.f.Get(all, string(name.Bytes))
	if r.f.Lost(all, string(name.Bytes)) || r.f.Lost(r.resources, "XObject") {
		r.page.Cut = true
	}
	if o.Kind != object.Stream || !r.layers.on(r.f.Get(o, "OC")) {
		return
	}
	if r.f.Get(o, "Subtype").IsName("Image") {
		b := r.gs.ctm.box(0, 0, 1, 1)
		r.picture(b)
		if r.opaque(o) {
			r.cover(b, r.covering(&paint{known: true}, r.gs.fillAlpha))
		}
		return
	}
	r.form(o)
}

// What painting a form costs of the operators that a document may have, whatever
// is in it: forms that paint others several times each are few bytes and no end of work.
const (
	formCost         = 32
	bytesPerOperator = 2 // when it is painted again: a stream of operands costs time too
)

// form paints a form XObject (8.10) unless it is inside itself.
func (r *reader) form(o object.Object) {
	id := o.Identity()
	if r.active[id] {
		return
	}
	if len(r.active) >= maxForms {
		r.page.Cut = true
		return
	}
	fm, ok := r.forms[id]
	if !ok {
		fm.b, fm.whole = r.f.Data(o)
		fm.resources = r.f.Get(o, "Resources")
		r.forms[id] = fm
	}
	r.page.Cut = r.page.Cut || !fm.whole
	r.budget.operators -= formCost
	if ok { // what is painted once is bounded by what the file may unpack
		r.budget.operators -= len(fm.b) / bytesPerOperator
	}
	if r.exhausted() {
		return
	}
	r.active[id] = true
	if r.covering(&paint{}, r.gs.fillAlpha) != hides {
		r.sheer++
		defer func() { r.sheer-- }()
	}
	outer, current := r.gs, r.path
	r.path = path{}
	m := r.matrixOf(r.f.Get(o, "Matrix"))
	r.gs.ctm = m.times(r.gs.ctm)
	if b, ok := rectangle(r.f, r.f.Get(o, "BBox")); ok {
		r.gs.clip = meet(r.gs.clip, r.gs.ctm.box(b.X0, b.Y0, b.X1, b.Y1))
	}
	resources := fm.resources
	if !resources.IsDict() { // 7.8.3: of old the page's resources counted
		resources = r.resources
	}
	r.stream(fm.b, resources)
	r.gs, r.path = outer, current
	delete(r.active, id)
}

// thin is how high or wide a picture may be that is a line to the eye, in points.
const thin = 3

// picture notes an image that shows; one that is a thin strip is a ruling.
func (r *reader) picture(b extract.Box) {
	if b = meet(b, r.gs.clip); !finite(b) || !r.marks.shown() {
		return
	}
	r.reveal()
	r.ink(b, nil)
	if w, h := b.X1-b.X0, b.Y1-b.Y0; min(w, h) <= thin && max(w, h) > 2*thin {
		r.rule(extract.Ruling{Box: b, Fill: true})
		return
	}
	if r.budget.boxes--; r.budget.boxes > 0 {
		r.page.Pictures = append(r.page.Pictures, b)
	}
}

// inlineImage passes over "BI … ID data EI" (8.9.7).
func (r *reader) inlineImage() {
	keys := make(map[string]object.Object)
	for {
		k := r.lexer.Token()
		if k.Kind == object.EOF {
			return
		}
		if k.Kind == object.Keyword {
			if string(k.Bytes) == "ID" {
				break
			}
			continue
		}
		if k.Kind == object.Name {
			keys[string(k.Bytes)] = r.lexer.Object()
		}
	}
	r.lexer.Seek(r.lexer.Pos() + 1) // one white space
	r.lexer.Seek(r.lexer.Pos() + imageEnd(r.lexer.Rest(), rawLength(keys)))
	r.picture(r.gs.ctm.box(0, 0, 1, 1))
}

// rawLength is the length of the data of an inline image without filters, 0
// where it is not known.
func rawLength(keys map[string]object.Object) int {
	first := func(names ...string) object.Object {
		for _, n := range names {
			if v, ok := keys[n]; ok {
				return v
			}
		}
		return object.Object{}
	}
	if f := first("F", "Filter"); f.Kind == object.Name || f.Len() > 0 {
		return 0
	}
	w, h := first("W", "Width").Int(), first("H", "Height").Int()
	bits, components := first("BPC", "BitsPerComponent").Int(), 0
	switch string(first("CS", "ColorSpace").Bytes) {
	case "G", "DeviceGray":
		components = 1
	case "RGB", "DeviceRGB":
		components = 3
	case "CMYK", "DeviceCMYK":
		components = 4
	}
	if first("IM", "ImageMask").Bool(false) {
		bits, components = 1, 1
	}
	if w <= 0 || h <= 0 || bits <= 0 || w > 1<<15 || h > 1<<15 || bits > 16 {
		return 0
	}
	return (w*bits*components + 7) / 8 * h
}

// imageEnd finds the offset behind the EI that ends the data of an inline image:
// behind n bytes, or the first that stands alone and is followed by text.
func imageEnd(b []byte, n int) int {
	if n > 0 && n <= len(b) {
		rest := bytes.TrimLeft(b[n:min(len(b), n+8)], "\x00\t\n\f\r ")
		if bytes.HasPrefix(rest, []byte("EI")) {
			return n + bytes.Index(b[n:], []byte("EI")) + 2
		}
	}
	for pos := 0; ; {
		i := bytes.Index(b[pos:], []byte("EI"))
		if i < 0 {
			return len(b)
		}
		pos += i + 2
		before := pos == 2 || blank(b[pos-3])
		if before && (pos == len(b) || blank(b[pos])) && readable(b[pos:min(len(b), pos+12)]) {
			return pos
		}
	}
}

func blank(c byte) bool {
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == 0 || c == '\f'
}

// readable reports whether bytes look like operators and not like a picture.
func readable(b []byte) bool {
	for _, c := range b {
		if c > 0x7e || c < ' ' && !blank(c) || c == 0 {
			return false
		}
	}
	return true
}
