package ooxml

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/orisano/gosax"

	"github.com/gongkai-data/gongkai/extract"
)

// Kind is the kind of a token.
type Kind uint8

// The kinds of tokens. A self-closing element gives a Start and an End.
const (
	EOF Kind = iota
	Start
	End
	Text
)

// Space is a namespace that readers know.
type Space uint8

// The namespaces. Other is any that is not listed, Known one of Microsoft's
// extensions of Office.
const (
	Other  Space = iota
	Word         // WordprocessingML, transitional or strict
	Compat       // markup compatibility, ECMA-376 part 3
	Math
	Known
)

func spaceOf(uri []byte) Space {
	switch string(uri) {
	case "http://schemas.openxmlformats.org/wordprocessingml/2006/main", "http://purl.oclc.org/ooxml/wordprocessingml/main":
		return Word
	case "http://schemas.openxmlformats.org/markup-compatibility/2006":
		return Compat
	case "http://schemas.openxmlformats.org/officeDocument/2006/math", "http://purl.oclc.org/ooxml/officeDocument/math":
		return Math
	}
	if bytes.HasPrefix(uri, []byte("http://schemas.microsoft.com/office/")) || bytes.HasPrefix(uri, []byte("http://schemas.openxmlformats.org/")) {
		return Known
	}
	return Other
}

// Tokens reads one part. What its fields and methods return is valid until the
// next call of Next.
type Tokens struct {
	Part       string
	Start, End int64  // byte range of the token in the part
	Space      Space  // of a Start
	Local      []byte // name without prefix of a Start
	Unmapped   bool   // the part is UTF-16: ranges mean nothing
	Replaced   bool   // invalid UTF-8 was met and replaced

	p         *Package
	g         *gosax.Reader
	attrs     []byte // of a Start
	text      []byte // of a Text, as written
	raw       bool   // CDATA
	selfEnd   bool   // an End is due
	selfFrame bool   // and has a frame
	rooted    bool
	frames    []frame
	names     []byte // of open elements, one after the other
	binds     []binding
	lastName  []byte // prefix looked up last
	lastIn    Space
	lastOK    bool
	buf       []byte // decoded text
}

type frame struct{ name, binds int } // where names and binds stood before

type binding struct {
	prefix string
	space  Space
}

// tokenBuffer is small enough for the first-level cache; it grows for a longer
// token.
const tokenBuffer = 16 << 10

// Tokens starts reading a part. Any Tokens of the package that was not read to
// its end is invalid from then on.
func (p *Package) Tokens(part string) (*Tokens, error) {
	r, err := p.open(part)
	if err != nil {
		return nil, err
	}
	t := &Tokens{Part: part, p: p}
	head := make([]byte, 4)
	n, err := io.ReadFull(r, head)
	if err != nil && !errors.Is(err, io.EOF) && err != io.ErrUnexpectedEOF {
		return nil, err
	}
	var src io.Reader = &headed{head: head[:n], r: r}
	if order := utf16Order(head[:n]); order != nil {
		t.Unmapped = true
		if src, err = fromUTF16(src, order); err != nil {
			return nil, err
		}
	}
	if p.xml == nil {
		p.xml = gosax.NewReaderSize(src, tokenBuffer)
	} else {
		p.xml.Reset(src)
	}
	t.g = p.xml
	return t, nil
}

// headed gives back bytes that were looked at first.
type headed struct {
	head []byte
	r    io.Reader
}

func (h *headed) Read(b []byte) (int, error) {
	if len(h.head) > 0 {
		n := copy(b, h.head)
		h.head = h.head[n:]
		return n, nil
	}
	return h.r.Read(b)
}

func utf16Order(b []byte) binary.ByteOrder {
	switch {
	case len(b) < 4:
	case b[0] == 0xFF && b[1] == 0xFE, b[0] == '<' && b[1] == 0:
		return binary.LittleEndian
	case b[0] == 0xFE && b[1] == 0xFF, b[0] == 0 && b[1] == '<':
		return binary.BigEndian
	}
	return nil
}

func fromUTF16(r io.Reader, order binary.ByteOrder) (io.Reader, error) {
	b, err := io.ReadAll(r)
	if err != nil {
		return nil, err
	}
	units := make([]uint16, len(b)/2)
	for i := range units {
		units[i] = order.Uint16(b[2*i:])
	}
	out := make([]byte, 0, len(b))
	for len(units) > 0 {
		c, n := rune(units[0]), 1
		if utf16.IsSurrogate(c) {
			c = utf8.RuneError
			if len(units) > 1 {
				if d := utf16.DecodeRune(rune(units[0]), rune(units[1])); d != utf8.RuneError {
					c, n = d, 2
				}
			}
		}
		out, units = utf8.AppendRune(out, c), units[n:]
	}
	return bytes.NewReader(out), nil
}

// Next reads the next token. Comments and processing instructions are passed
// over. It fails where a limit is met, where tags do not match and at a
// DOCTYPE; EOF comes only after the end of the root element.
func (t *Tokens) Next() (Kind, error) {
	if t.selfEnd {
		t.closeSelf()
		return End, nil
	}
	for {
		ev, err := t.event()
		if err != nil {
			return EOF, err
		}
		switch ev.Type() {
		case gosax.EventStart:
			return Start, t.start(ev.Bytes)
		case gosax.EventEnd:
			return End, t.end(ev.Bytes)
		case gosax.EventText, gosax.EventCData:
			t.text, t.raw = ev.Bytes, ev.Type() == gosax.EventCData
			if len(t.frames) > 0 {
				return Text, nil
			}
			if !t.rooted && len(bytes.TrimSpace(bytes.TrimPrefix(t.text, []byte("\xEF\xBB\xBF")))) > 0 {
				return EOF, t.broken("text before the root element")
			}
		case gosax.EventDocType:
			return EOF, t.Fail("doctype", extract.ErrCorrupt, "document type declaration")
		case gosax.EventEOF:
			if len(t.frames) > 0 || !t.rooted {
				return EOF, t.readError(io.EOF)
			}
			return EOF, nil
		}
	}
}

// event takes the next event and moves the range.
func (t *Tokens) event() (gosax.Event, error) {
	ev, err := t.g.Event()
	if err != nil {
		return ev, t.readError(err)
	}
	t.Start = t.End
	t.End += int64(len(ev.Bytes))
	if t.p.tokens++; t.p.tokens > t.p.lim.Tokens {
		err = t.Fail("xml-tokens", extract.ErrLimit, "limit tokens = "+strconv.Itoa(t.p.lim.Tokens)+", needed more")
	}
	return ev, err
}

// closeSelf ends a self-closing element; it has a frame only where it binds
// prefixes.
func (t *Tokens) closeSelf() {
	t.selfEnd = false
	if t.selfFrame {
		t.selfFrame = false
		t.pop()
	}
}

func (t *Tokens) readError(err error) error {
	var e *extract.Error
	if errors.As(err, &e) {
		return err
	}
	if err != io.EOF {
		return t.broken(strconv.Quote(err.Error()))
	}
	if n := len(t.frames); n > 0 {
		return t.broken("end of part inside " + strconv.Quote(string(t.names[t.frames[n-1].name:])))
	}
	return t.broken("end of part")
}

func (t *Tokens) broken(detail string) error {
	return t.Fail("xml-broken", extract.ErrCorrupt, detail)
}

// Fail returns an error at the current token.
func (t *Tokens) Fail(what string, sentinel error, detail string) error {
	return t.p.fail(what, t.Part, t.Start, sentinel, "%s", detail)
}

var nameEnd = [256]bool{' ': true, '\t': true, '\r': true, '\n': true, '/': true, '>': true, '=': true}

// start takes "<w:p a="b">" apart.
func (t *Tokens) start(b []byte) error {
	colon, i := 0, 1
	for ; i < len(b) && !nameEnd[b[i]]; i++ {
		if b[i] == ':' && colon == 0 {
			colon = i
		}
	}
	name := b[1:i]
	rest := b[i : len(b)-1]
	if n := len(rest); n > 0 && rest[n-1] == '/' {
		t.selfEnd, rest = true, rest[:n-1]
	}
	if len(name) == 0 {
		return t.broken("tag without a name")
	}
	if len(t.frames) == 0 {
		if t.rooted {
			return t.broken("second root element")
		}
		t.rooted = true
	}
	if len(t.frames) >= t.p.lim.Depth {
		return t.tooDeep()
	}
	t.attrs = rest
	binds := len(rest) > 6 && bytes.Contains(rest, []byte("xmlns"))
	if !t.selfEnd || binds || len(t.frames) == 0 {
		t.selfFrame = t.selfEnd
		t.push(name)
	}
	if binds {
		t.bind()
	}
	var prefix []byte
	if t.Local = name; colon > 0 {
		prefix, t.Local = b[1:colon], b[colon+1:i]
	}
	t.Space = t.lookup(prefix)
	return nil
}

func (t *Tokens) push(name []byte) {
	t.frames = append(t.frames, frame{len(t.names), len(t.binds)})
	t.names = append(t.names, name...)
}

func (t *Tokens) end(b []byte) error {
	name := b[2 : len(b)-1]
	for len(name) > 0 && nameEnd[name[len(name)-1]] {
		name = name[:len(name)-1]
	}
	n := len(t.frames)
	if n == 0 || !bytes.Equal(name, t.names[t.frames[n-1].name:]) {
		return t.broken("end tag " + strconv.Quote(string(name)) + " closes nothing")
	}
	t.pop()
	return nil
}

func (t *Tokens) pop() {
	n := len(t.frames) - 1
	f := t.frames[n]
	t.frames, t.names = t.frames[:n], t.names[:f.name]
	if f.binds != len(t.binds) {
		t.binds, t.lastOK = t.binds[:f.binds], false
	}
}

func (t *Tokens) bind() {
	for a := t.attrs; ; {
		key, val, rest, ok := nextAttr(a)
		if !ok {
			return
		}
		a = rest
		if p, ok := bytes.CutPrefix(key, []byte("xmlns")); ok && (len(p) == 0 || p[0] == ':') {
			t.binds = append(t.binds, binding{string(bytes.TrimPrefix(p, []byte(":"))), spaceOf(val)})
			t.lastOK = false
		}
	}
}

func (t *Tokens) lookup(prefix []byte) Space {
	if t.lastOK && bytes.Equal(prefix, t.lastName) {
		return t.lastIn
	}
	t.lastName, t.lastIn, t.lastOK = append(t.lastName[:0], prefix...), Other, true
	for i := len(t.binds) - 1; i >= 0; i-- {
		if t.binds[i].prefix == string(prefix) {
			t.lastIn = t.binds[i].space
			return t.lastIn
		}
	}
	// Fragments without a declaration are met in files made by hand.
	if string(prefix) == "w" {
		t.lastIn = Word
	}
	return t.lastIn
}

// SpaceOf returns the namespace that a prefix is bound to at the current token.
func (t *Tokens) SpaceOf(prefix []byte) Space { return t.lookup(prefix) }

// nextAttr takes the first attribute off b.
func nextAttr(b []byte) (key, val, rest []byte, ok bool) {
	i := 0
	for i < len(b) && nameEnd[b[i]] {
		i++
	}
	j := i
	for j < len(b) && !nameEnd[b[j]] {
		j++
	}
	key, b = b[i:j], b[j:]
	for len(b) > 0 && b[0] != '"' && b[0] != '\'' {
		b = b[1:]
	}
	if len(key) == 0 || len(b) == 0 {
		return nil, nil, nil, false
	}
	n := bytes.IndexByte(b[1:], b[0])
	if n < 0 {
		return nil, nil, nil, false
	}
	return key, b[1 : 1+n], b[n+2:], true
}

// Attr returns the value, as written, of the first attribute of this local
// name, whatever its prefix. ok tells whether the Start has it.
func (t *Tokens) Attr(local string) (val []byte, ok bool) {
	for a := t.attrs; len(a) > 0; {
		key, val, rest, ok := nextAttr(a)
		if !ok {
			return nil, false
		}
		a = rest
		if n := len(key) - len(local); n >= 0 && string(key[n:]) == local && (n == 0 || key[n-1] == ':') {
			return val, true
		}
	}
	return nil, false
}

// Value returns the decoded value of an attribute, "" where it is missing.
func (t *Tokens) Value(local string) string {
	v, ok := t.Attr(local)
	if !ok {
		return ""
	}
	s, _ := t.decode(v, false)
	return string(s)
}

// Text returns the decoded text of a Text token.
func (t *Tokens) Text() ([]byte, error) {
	b, ok := t.text, true
	if t.raw {
		b = bytes.TrimSuffix(bytes.TrimPrefix(b, []byte("<![CDATA[")), []byte("]]>"))
	}
	if b, ok = t.decode(b, t.raw); !ok {
		return b, t.broken("unknown entity in " + strconv.Quote(string(bytes.ToValidUTF8(t.text[:min(len(t.text), 80)], nil))))
	}
	return b, nil
}

func (t *Tokens) decode(b []byte, raw bool) (out []byte, ok bool) {
	ok = true
	if !raw && bytes.IndexByte(b, '&') >= 0 || bytes.IndexByte(b, '\r') >= 0 {
		t.buf, ok = unescape(t.buf[:0], b, raw)
		b = t.buf
	}
	if !utf8.Valid(b) {
		t.Replaced = true
		b = bytes.ToValidUTF8(b, []byte("\uFFFD"))
	}
	return b, ok
}

// unescape appends b with entities decoded (unless raw) and line ends made "\n",
// as [XML 1.0] 2.11 and 4.6 say. An unknown entity stays and makes it false.
func unescape(dst, b []byte, raw bool) ([]byte, bool) {
	ok := true
	for len(b) > 0 {
		i := bytes.IndexAny(b, "&\r")
		if i < 0 {
			return append(dst, b...), ok
		}
		dst = append(dst, b[:i]...)
		c := b[i]
		b = b[i+1:]
		if c == '\r' {
			if len(b) == 0 || b[0] != '\n' {
				dst = append(dst, '\n')
			}
			continue
		}
		semi := -1
		if !raw {
			semi = bytes.IndexByte(b[:min(len(b), 12)], ';')
		}
		r := rune(-1)
		if semi > 0 {
			r = entity(b[:semi])
		}
		if r < 0 {
			dst, ok = append(dst, '&'), ok && raw
			continue
		}
		dst, b = utf8.AppendRune(dst, r), b[semi+1:]
	}
	return dst, ok
}

func entity(name []byte) rune {
	switch string(name) {
	case "amp":
		return '&'
	case "lt":
		return '<'
	case "gt":
		return '>'
	case "quot":
		return '"'
	case "apos":
		return '\''
	}
	if len(name) < 2 || name[0] != '#' {
		return -1
	}
	digits, base := string(name[1:]), 10
	if digits[0] == 'x' {
		digits, base = digits[1:], 16
	}
	n, err := strconv.ParseUint(digits, base, 32)
	if err != nil || n > utf8.MaxRune || n == 0 {
		return -1
	}
	return rune(n) // a surrogate is appended as U+FFFD
}

// Skip reads to the end of the element whose Start was the last token. What is
// inside is looked at only as far as tags must match and limits hold.
func (t *Tokens) Skip() error {
	if t.selfEnd {
		t.closeSelf()
		return nil
	}
	return t.skipTo(len(t.frames))
}

// skipTo reads until fewer than depth elements are open.
func (t *Tokens) skipTo(depth int) error {
	for len(t.frames) >= depth {
		ev, err := t.event()
		if err != nil {
			return err
		}
		b := ev.Bytes
		switch ev.Type() {
		case gosax.EventStart:
			if len(b) > 2 && b[len(b)-2] == '/' {
				continue
			}
			i := 1
			for i < len(b) && !nameEnd[b[i]] {
				i++
			}
			if len(t.frames) >= t.p.lim.Depth {
				return t.tooDeep()
			}
			t.push(b[1:i])
		case gosax.EventEnd:
			if err := t.end(b); err != nil {
				return err
			}
		case gosax.EventDocType:
			return t.Fail("doctype", extract.ErrCorrupt, "document type declaration")
		case gosax.EventEOF:
			return t.readError(io.EOF)
		}
	}
	return nil
}

// NextOf moves to the Start of the next child whose local name is wanted and
// passes over the others at less cost than Next and Skip. It returns false at
// the end of the element; text in between is left out.
func (t *Tokens) NextOf(want func(local []byte) bool) (bool, error) {
	if t.selfEnd {
		t.closeSelf()
		return false, nil
	}
	for {
		ev, err := t.event()
		if err != nil {
			return false, err
		}
		b := ev.Bytes
		switch ev.Type() {
		case gosax.EventStart:
			colon, i := 0, 1
			for ; i < len(b) && !nameEnd[b[i]]; i++ {
				if b[i] == ':' {
					colon = i
				}
			}
			if want(b[colon+1 : i]) {
				return true, t.start(b)
			}
			if len(b) > 2 && b[len(b)-2] == '/' {
				continue
			}
			if len(t.frames) >= t.p.lim.Depth {
				return false, t.tooDeep()
			}
			t.push(b[1:i])
			if err := t.skipTo(len(t.frames)); err != nil {
				return false, err
			}
		case gosax.EventEnd:
			return false, t.end(b)
		case gosax.EventDocType:
			return false, t.Fail("doctype", extract.ErrCorrupt, "document type declaration")
		case gosax.EventEOF:
			return false, t.readError(io.EOF)
		}
	}
}

func (t *Tokens) tooDeep() error {
	return t.Fail("xml-depth", extract.ErrLimit, "limit depth = "+strconv.Itoa(t.p.lim.Depth)+", needed more")
}
