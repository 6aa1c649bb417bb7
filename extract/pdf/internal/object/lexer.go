package object

import (
	"bytes"
	"math"
)

// Lexer reads tokens and objects from bytes (ISO 32000-1, 7.2 and 7.3). It never
// fails: what is no token is skipped, what is cut off ends with the bytes.
type Lexer struct {
	b    []byte
	pos  int
	slab []byte // strings and names with escapes are decoded into it
}

// NewLexer starts at the first byte of b.
func NewLexer(b []byte) *Lexer { return &Lexer{b: b} }

// Pos is the offset of the next byte.
func (l *Lexer) Pos() int { return l.pos }

// Seek sets the offset of the next byte.
func (l *Lexer) Seek(pos int) { l.pos = max(0, min(pos, len(l.b))) }

// Rest returns the bytes that were not read yet.
func (l *Lexer) Rest() []byte { return l.b[l.pos:] }

// Recycle lets the memory of decoded strings be used again: no Bytes of earlier
// tokens may be used any more.
func (l *Lexer) Recycle() { l.slab = l.slab[:0] }

// Classes of characters (ISO 32000-1, 7.2.2).
const (
	regular = iota
	space
	delimiter
)

var class = func() (t [256]uint8) {
	for _, c := range []byte("\x00\t\n\f\r ") {
		t[c] = space
	}
	for _, c := range []byte("()<>[]{}/%") {
		t[c] = delimiter
	}
	return t
}()

// SkipSpace skips white space and comments.
func (l *Lexer) SkipSpace() {
	for l.pos < len(l.b) {
		switch c := l.b[l.pos]; {
		case class[c] == space:
			l.pos++
		case c == '%':
			l.line()
		default:
			return
		}
	}
}

func (l *Lexer) line() {
	i := bytes.IndexAny(l.b[l.pos:], "\r\n")
	if i < 0 {
		l.pos = len(l.b)
		return
	}
	l.pos += i
}

// Token reads the next token; brackets are tokens of their own.
func (l *Lexer) Token() Object {
	for {
		l.SkipSpace()
		if l.pos >= len(l.b) {
			return Object{Kind: EOF}
		}
		c := l.b[l.pos]
		switch {
		case '0' <= c && c <= '9' || c == '-' || c == '+' || c == '.':
			return l.number()
		case class[c] == regular:
			return l.keyword()
		}
		l.pos++
		if t := l.delimited(c); t.Kind != Null {
			return t
		}
	}
}

// delimited reads the token that a delimiter starts, null where it starts none.
func (l *Lexer) delimited(c byte) Object {
	switch c {
	case '/':
		return l.name()
	case '(':
		return l.literal()
	case '[':
		return Object{Kind: ArrayOpen}
	case ']':
		return Object{Kind: ArrayClose}
	case '<':
		if l.pos < len(l.b) && l.b[l.pos] == '<' {
			l.pos++
			return Object{Kind: DictOpen}
		}
		return l.hex()
	case '>':
		if l.pos < len(l.b) && l.b[l.pos] == '>' {
			l.pos++
			return Object{Kind: DictClose}
		}
	case '{', '}':
		return Object{Kind: Keyword, Bytes: l.b[l.pos-1 : l.pos]}
	}
	return Object{} // a ")" or ">" that closes nothing
}

// number reads digits; where letters follow, the token is a keyword. Real files
// hold "--5", "1.2.3", "5-3" and "4.", which other readers take for -5, 1.2, 5 and 4.
func (l *Lexer) number() Object {
	start, sign := l.pos, 1.0
	for l.pos < len(l.b) && (l.b[l.pos] == '-' || l.b[l.pos] == '+') {
		if l.b[l.pos] == '-' {
			sign = -1
		}
		l.pos++
	}
	mantissa, digits, kind := 0.0, 0, Int
	for l.pos < len(l.b) && l.b[l.pos]-'0' <= 9 {
		mantissa = mantissa*10 + float64(l.b[l.pos]-'0')
		digits++
		l.pos++
	}
	if l.pos < len(l.b) && l.b[l.pos] == '.' {
		l.pos++
		kind = Real
		places := 0
		for l.pos < len(l.b) && (l.b[l.pos]-'0' <= 9 || l.b[l.pos] == '-') {
			if l.b[l.pos] == '-' { // "0.-5": the sign is read over
				l.pos++
				continue
			}
			if places < len(tenths)-1 {
				mantissa = mantissa*10 + float64(l.b[l.pos]-'0')
				places++
			}
			digits++
			l.pos++
		}
		mantissa /= tenths[places]
	}
	for l.pos < len(l.b) && class[l.b[l.pos]] == regular {
		c := l.b[l.pos]
		if c != '.' && c != '-' && c != '+' && c-'0' > 9 {
			if digits == 0 {
				l.pos = start
				return l.keyword()
			}
			return Object{Kind: kind, Num: sign * mantissa} // "0Tc": a number and an operator
		}
		l.pos++
	}
	if math.IsInf(mantissa, 0) {
		mantissa = math.MaxInt32
	}
	return Object{Kind: kind, Num: sign * mantissa}
}

var tenths = [...]float64{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9}

func (l *Lexer) keyword() Object {
	start := l.pos
	for l.pos < len(l.b) && class[l.b[l.pos]] == regular {
		l.pos++
	}
	word := l.b[start:l.pos]
	switch string(word) {
	case "true":
		return Object{Kind: Bool, Num: 1}
	case "false":
		return Object{Kind: Bool}
	case "null":
		return Object{Kind: Null}
	}
	return Object{Kind: Keyword, Bytes: word}
}

// name reads what follows a "/" (7.3.5).
func (l *Lexer) name() Object {
	start, escaped := l.pos, false
	for l.pos < len(l.b) && class[l.b[l.pos]] == regular {
		escaped = escaped || l.b[l.pos] == '#'
		l.pos++
	}
	raw := l.b[start:l.pos]
	if !escaped {
		return Object{Kind: Name, Bytes: raw}
	}
	from := l.room(len(raw))
	for i := 0; i < len(raw); i++ {
		if raw[i] == '#' && i+2 < len(raw) && nibble(raw[i+1]) < 16 && nibble(raw[i+2]) < 16 {
			l.slab = append(l.slab, nibble(raw[i+1])<<4|nibble(raw[i+2]))
			i += 2
			continue
		}
		l.slab = append(l.slab, raw[i])
	}
	return Object{Kind: Name, Bytes: l.slab[from:len(l.slab):len(l.slab)]}
}

// room makes place for n more bytes without moving those that tokens point at,
// and returns where they will start.
func (l *Lexer) room(n int) int {
	if cap(l.slab)-len(l.slab) < n {
		l.slab = make([]byte, 0, max(n, 512))
	}
	return len(l.slab)
}

func nibble(c byte) byte {
	switch {
	case c-'0' <= 9:
		return c - '0'
	case c|0x20 >= 'a' && c|0x20 <= 'f':
		return c | 0x20 - 'a' + 10
	}
	return 255
}

// literal reads what follows a "(" (7.3.4.2).
func (l *Lexer) literal() Object {
	start, depth, plain := l.pos, 1, true
	for ; l.pos < len(l.b); l.pos++ {
		switch l.b[l.pos] {
		case '\\':
			plain = false
			l.pos++
			continue
		case '\r':
			plain = false
		case '(':
			depth++
		case ')':
			if depth--; depth > 0 {
				continue
			}
			raw := l.b[start:l.pos]
			l.pos++
			if plain {
				return Object{Kind: String, Bytes: raw}
			}
			return Object{Kind: String, Bytes: l.unescape(raw)}
		}
	}
	l.pos = len(l.b)
	return Object{Kind: String, Bytes: l.unescape(l.b[start:])}
}

func (l *Lexer) unescape(raw []byte) []byte {
	from := l.room(len(raw))
	for i := 0; i < len(raw); i++ {
		c := raw[i]
		if c == '\r' { // an end of line is "\n", however it is written
			if i+1 < len(raw) && raw[i+1] == '\n' {
				i++
			}
			c = '\n'
		}
		if c != '\\' || i+1 == len(raw) {
			l.slab = append(l.slab, c)
			continue
		}
		i++
		switch c = raw[i]; {
		case c == 'n':
			c = '\n'
		case c == 'r':
			c = '\r'
		case c == 't':
			c = '\t'
		case c == 'b':
			c = '\b'
		case c == 'f':
			c = '\f'
		case c == '\n':
			continue
		case c == '\r':
			if i+1 < len(raw) && raw[i+1] == '\n' {
				i++
			}
			continue
		case '0' <= c && c <= '7':
			c -= '0'
			for k := 0; k < 2 && i+1 < len(raw) && '0' <= raw[i+1] && raw[i+1] <= '7'; k++ {
				i++
				c = c<<3 | (raw[i] - '0')
			}
		}
		l.slab = append(l.slab, c)
	}
	return l.slab[from:len(l.slab):len(l.slab)]
}

// hex reads what follows a "<" (7.3.4.3).
func (l *Lexer) hex() Object {
	end := bytes.IndexByte(l.b[l.pos:], '>')
	raw := l.b[l.pos:]
	if end >= 0 {
		raw = raw[:end]
		l.pos += end + 1
	} else {
		l.pos = len(l.b)
	}
	from := l.room(len(raw)/2 + 1)
	high, half := byte(0), false
	for _, c := range raw {
		n := nibble(c)
		switch {
		case n > 15:
		case half:
			l.slab = append(l.slab, high|n)
			half = false
		default:
			high, half = n<<4, true
		}
	}
	if half {
		l.slab = append(l.slab, high)
	}
	return Object{Kind: String, Bytes: l.slab[from:len(l.slab):len(l.slab)]}
}

// maxDepth is how deep arrays and dictionaries may be nested; what is deeper is null.
const maxDepth = 64

// Object reads the next object: arrays and dictionaries whole, "n g R" as a
// reference. A keyword is returned as one.
func (l *Lexer) Object() Object { return l.object(l.Token(), 0) }

func (l *Lexer) object(t Object, depth int) Object {
	switch t.Kind {
	case ArrayOpen:
		if depth >= maxDepth {
			return Object{}
		}
		return l.array(depth + 1)
	case DictOpen:
		if depth >= maxDepth {
			return Object{}
		}
		return l.dict(depth + 1)
	case ArrayClose, DictClose:
		return Object{}
	case Int:
		return l.reference(t)
	}
	return t
}

// reference looks whether an integer starts "n g R".
func (l *Lexer) reference(num Object) Object {
	at := l.pos
	if num.Num < 0 || at >= len(l.b) || class[l.b[at]] != space {
		return num
	}
	for at < len(l.b) && class[l.b[at]] == space {
		at++
	}
	gen, from := 0, at
	for at < len(l.b) && l.b[at]-'0' <= 9 && at-from < 6 {
		gen = gen*10 + int(l.b[at]-'0')
		at++
	}
	if at == from || at >= len(l.b) || class[l.b[at]] != space {
		return num
	}
	for at < len(l.b) && class[l.b[at]] == space {
		at++
	}
	if at >= len(l.b) || l.b[at] != 'R' || at+1 < len(l.b) && class[l.b[at+1]] == regular {
		return num
	}
	l.pos = at + 1
	return Object{Kind: Ref, Num: num.Num, Gen: int32(gen)}
}

func (l *Lexer) array(depth int) Object {
	o := Object{Kind: Array, c: &composite{}}
	for {
		t := l.Token()
		switch {
		case t.Kind == ArrayClose, t.Kind == EOF:
			return o
		case t.Kind == DictClose: // a missing "]"
			l.pos -= 2
			return o
		case t.Kind == Keyword:
			if ends(t.Bytes) {
				l.pos -= len(t.Bytes)
				return o
			}
		default:
			o.c.elems = append(o.c.elems, l.object(t, depth))
		}
	}
}

// ends tells the keywords that cannot stand inside an object.
func ends(word []byte) bool {
	switch string(word) {
	case "endobj", "stream", "endstream", "obj", "xref", "trailer", "startxref":
		return true
	}
	return false
}

// Dict reads what follows a "<<".
func (l *Lexer) Dict() Object { return l.dict(0) }

func (l *Lexer) dict(depth int) Object {
	o := Object{Kind: Dict, c: &composite{}}
	for {
		k := l.Token()
		switch {
		case k.Kind == DictClose, k.Kind == EOF:
			return o
		case k.Kind == Keyword && ends(k.Bytes):
			l.pos -= len(k.Bytes)
			return o
		case k.Kind == DictOpen, k.Kind == ArrayOpen: // the name in front of it is lost; it ends where it ends
			l.object(k, depth)
			continue
		case k.Kind != Name:
			continue
		}
		at := l.pos
		v := l.Token()
		if v.Kind == DictClose || v.Kind == EOF || v.Kind == Keyword && ends(v.Bytes) { // a key without a value
			l.pos = at
			continue
		}
		v = l.object(v, depth)
		if v.Kind != Keyword {
			if o.c.elems == nil {
				o.c.elems = make([]Object, 0, 12)
			}
			o.c.elems = append(o.c.elems, k, v)
		}
	}
}
