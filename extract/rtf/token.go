package rtf

import (
	"github.com/gongkai-data/gongkai/extract"
)

// kind is what a byte starts.
type kind uint8

const (
	isText kind = iota
	isBlank
	isOpen
	isClose
	isControl
)

// kinds tells the bytes apart. Line ends and other control characters print
// nothing.
var kinds = func() (t [256]kind) {
	for c := range 32 {
		t[c] = isBlank
	}
	t[0x7f] = isBlank
	t['\t'], t['{'], t['}'], t['\\'] = isText, isOpen, isClose, isControl
	return t
}()

var letters = func() (t [256]bool) {
	for c := 'a'; c <= 'z'; c++ {
		t[c], t[c-0x20] = true, true
	}
	return t
}()

func isLetter(c byte) bool { return letters[c] }

// groups reads the document up to the end of its outermost group.
func (r *reader) groups() error {
	b := r.b
	for r.pos < len(b) {
		if r.tokens++; r.tokens >= r.nextWatch {
			r.nextWatch = r.tokens + 4096
			if err := r.watch(); err != nil {
				return err
			}
		}
		var err error
		switch kinds[b[r.pos]] {
		case isText:
			i := r.pos + 1
			for i < len(b) && kinds[b[i]] == isText {
				i++
			}
			from := r.pos
			r.pos = i
			r.run(from, i)
		case isBlank:
			r.pos++
		case isOpen:
			r.pos++
			err = r.openGroup()
		case isClose:
			r.pos++
			if err = r.closeGroup(); err == nil && len(r.stack) == 0 {
				return nil
			}
		case isControl:
			err = r.control()
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// watch looks at the deadline and at what the reading costs.
func (r *reader) watch() error {
	switch {
	case r.ctx.Err() != nil:
		return &extract.Error{Code: "read-deadline", Format: format, Offset: int64(r.pos), Detail: r.ctx.Err().Error(), Err: extract.ErrLimit}
	case r.tokens > r.lim.Tokens:
		return r.limit("rtf-tokens", "tokens", r.lim.Tokens)
	}
	return r.checkSpent()
}

// checkSpent holds the text against the limit of what a document may unpack to.
func (r *reader) checkSpent() error {
	if r.spent+int64(len(r.text)) > r.lim.Unpacked {
		return r.limit("rtf-unpacked-limit", "unpacked", int(r.lim.Unpacked))
	}
	return nil
}

// control reads what a backslash starts: a word with its number or a symbol.
func (r *reader) control() error {
	b, i := r.b, r.pos+1
	if i >= len(b) {
		r.pos = i
		return nil
	}
	if !isLetter(b[i]) {
		return r.symbol(b[i])
	}
	from, h := i, uint32(0)
	for ; i < len(b) && isLetter(b[i]); i++ {
		h = hashNext(h, b[i])
	}
	w := lookup(b[from:i], h)
	n, has := 0, false
	if i < len(b) {
		neg := b[i] == '-' && i+1 < len(b) && b[i+1]-'0' < 10
		if neg {
			i++
		}
		for ; i < len(b) && b[i]-'0' < 10; i++ {
			if has = true; n < 1<<27 {
				n = n*10 + int(b[i]-'0')
			}
		}
		if neg {
			n = -n
		}
		if i < len(b) && b[i] == ' ' {
			i++
		}
	}
	at := r.pos
	r.pos = i
	if w == wNone {
		r.skip = 0
		if r.star {
			r.star = false
			r.skipGroup()
		}
		return nil
	}
	return r.word(w, n, has, at)
}

// symbol reads a control symbol ([RTF] "Special Characters").
func (r *reader) symbol(c byte) error {
	at := r.pos
	r.pos += 2
	switch c {
	case '\'':
		r.hex(at)
		return nil
	case '*':
		r.star = r.leads(at)
		return nil
	case '\r', '\n':
		r.skip = 0
		return r.par(r.pos)
	}
	if r.skip > 0 {
		r.skip--
		return nil
	}
	switch c {
	case '\\', '{', '}':
		r.run(at+1, at+2)
	case '~':
		r.put("\u00a0", at)
	case '_':
		r.put("-", at)
	case '\t':
		r.put("\t", at)
	case '-', '|', ':': // optional hyphen, formula, index
	default:
		if c >= 0x80 { // a backslash too many before a raw byte
			r.pos--
		}
	}
	return nil
}

// hex reads \'hh.
func (r *reader) hex(at int) {
	c, ok := r.hexByte()
	if !ok {
		return
	}
	if r.skip > 0 {
		r.skip--
		return
	}
	r.byte(c, at)
}

// hexByte reads two digits; what is no digit is left to be read.
func (r *reader) hexByte() (byte, bool) {
	v := byte(0)
	for range 2 {
		if r.pos >= len(r.b) {
			return 0, false
		}
		d, ok := hexDigit(r.b[r.pos])
		if !ok {
			return 0, false
		}
		v = v<<4 | d
		r.pos++
	}
	return v, true
}

func isHex(c byte) bool {
	_, ok := hexDigit(c)
	return ok
}

func hexDigit(c byte) (byte, bool) {
	switch {
	case '0' <= c && c <= '9':
		return c - '0', true
	case 'a' <= c|0x20 && c|0x20 <= 'f':
		return c | 0x20 - 'a' + 10, true
	}
	return 0, false
}
