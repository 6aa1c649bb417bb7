package font

import (
	"slices"
	"sort"
	"strings"

	"github.com/gongkai-data/gongkai/extract/pdf/internal/object"
)

// cmap takes codes to CIDs (9.7.5). The codes of a CMap whose name starts with
// Uni are Unicode, written in one of its forms.
type cmap struct {
	vertical   bool
	collection string // character collection of its CIDs: GB1, CNS1, Japan1, Korea1 or ""
	form       form
	spaces     []codeSpace
	spans      []cidSpan // by length and code
	use        *cmap     // looked into for codes that spans does not have
	gbk        bool      // the codes are those of GB 18030 and what it holds
}

// form is how the codes of a CMap are written.
type form uint8

const (
	ranges   form = iota // as its code spaces say
	identity             // two bytes, the CID
	utf16
	utf8
	utf32
)

type codeSpace struct {
	n      int
	lo, hi uint32
}

type cidSpan struct {
	n      uint8
	lo, hi uint32
	cid    uint32
}

// next reads the code at the start of s, which is not empty.
func (c *cmap) next(s []byte) (code uint32, n int) {
	switch c.form {
	case identity:
		return take(s, 2)
	case utf16:
		code, n = take(s, 2)
		if code>>10 == 0xd800>>10 && len(s) >= 4 {
			low, _ := take(s[2:], 2)
			return (code&0x3ff)<<10 + low&0x3ff + 0x10000, 4
		}
		return code, n
	case utf32:
		return take(s, 4)
	case utf8:
		r, n := decodeUTF8(s)
		return uint32(r), n
	}
	longest := 1
	for n := 1; n <= 4 && n <= len(s); n++ {
		code = code<<8 | uint32(s[n-1])
		for _, sp := range c.spaces {
			if sp.n == n && sp.holds(code, n) {
				return code, n
			}
			if sp.n > n && n == 1 && byte(sp.lo>>(8*(sp.n-1))) <= s[0] && s[0] <= byte(sp.hi>>(8*(sp.n-1))) {
				longest = max(longest, sp.n) // its first byte fits: it is one broken code
			}
		}
	}
	return take(s, longest)
}

func take(s []byte, n int) (code uint32, used int) {
	n = min(n, len(s))
	for _, b := range s[:n] {
		code = code<<8 | uint32(b)
	}
	return code, n
}

// holds compares byte by byte: a code space is a box, not an interval (9.7.6.2).
func (sp codeSpace) holds(code uint32, n int) bool {
	for i := range n {
		b := byte(code >> (8 * i))
		if b < byte(sp.lo>>(8*i)) || b > byte(sp.hi>>(8*i)) {
			return false
		}
	}
	return true
}

// cid looks the CID of a code of n bytes up.
func (c *cmap) cid(code uint32, n int) (int, bool) {
	for depth := 0; c != nil && depth < 8; depth++ {
		switch c.form {
		case identity:
			return int(code), true
		case utf16, utf8, utf32:
			n = 4 // the table is that of UTF-32
		}
		i := sort.Search(len(c.spans), func(i int) bool {
			s := &c.spans[i]
			return int(s.n) > n || int(s.n) == n && s.lo > code
		}) - 1
		if i >= 0 && int(c.spans[i].n) == n && code <= c.spans[i].hi {
			return int(c.spans[i].cid + code - c.spans[i].lo), true
		}
		c = c.use
	}
	return 0, false
}

// Limits of CMaps that a file holds.
const (
	maxSpans    = 1 << 18
	maxUseDepth = 6
)

// named returns a predefined CMap, nil where the name is not known.
func named(name string) *cmap {
	switch name {
	case "Identity-H":
		return &cmap{form: identity}
	case "Identity-V":
		return &cmap{form: identity, vertical: true}
	}
	if u, ok := unicodeForms[name]; ok {
		table := predefined[u.table]()
		return &cmap{form: u.form, vertical: table.vertical, collection: table.collection, spans: table.spans, use: table.use}
	}
	load, ok := predefined[name]
	if !ok {
		return nil
	}
	c := *load()
	switch strings.TrimSuffix(strings.TrimSuffix(name, "-H"), "-V") {
	case "GB-EUC", "GBK-EUC", "GBKp-EUC", "GBK2K", "GBpc-EUC":
		c.gbk = true
	}
	return &c
}

type unicodeForm struct {
	table string
	form  form
}

// unicodeForms are the names under which one table is used with the codes
// written in different forms. Those of UCS-2 are read as UTF-16, which they are a part of.
var unicodeForms = func() map[string]unicodeForm {
	m := make(map[string]unicodeForm)
	for _, family := range []struct{ name, table string }{
		{"UniGB", "UniGB"}, {"UniCNS", "UniCNS"}, {"UniJIS", "UniJIS"}, {"UniKS", "UniKS"}, {"UniJIS2004", "UniJIS"}, {"UniJISPro", "UniJIS"}, {"UniJISX0213", "UniJIS"},
	} {
		for _, f := range []struct {
			suffix string
			form   form
		}{{"UCS2", utf16}, {"UCS2-HW", utf16}, {"UTF16", utf16}, {"UTF8", utf8}, {"UTF32", utf32}} {
			for _, mode := range []string{"-H", "-V"} {
				m[family.name+"-"+f.suffix+mode] = unicodeForm{family.table + "-UTF32" + mode, f.form}
			}
		}
	}
	return m
}()

// loadCMap reads the Encoding of a Type 0 font: a name or a stream. whole is
// false where the stream breaks off or was changed.
func (c *Cache) loadCMap(o object.Object, depth int) (_ *cmap, whole bool) {
	o = c.f.Resolve(o)
	if o.Kind == object.Name {
		return named(string(o.Bytes)), true
	}
	if o.Kind != object.Stream || depth > maxUseDepth {
		return nil, true
	}
	b, whole := c.f.Data(o)
	m := parseCMap(b)
	m.vertical = m.vertical || c.f.Get(o, "WMode").Int() == 1
	use := c.f.Get(o, "UseCMap")
	if use.Kind == object.Null && m.useName != "" {
		m.use = named(m.useName)
	} else if use.Kind != object.Null {
		useWhole := false
		m.use, useWhole = c.loadCMap(use, depth+1)
		whole = whole && useWhole
	}
	if m.use != nil && len(m.spaces) == 0 {
		m.spaces = m.use.spaces
		if m.use.form != ranges {
			m.form, m.spans = m.use.form, nil
		}
	}
	m.cmap.collection = collection(c.f, c.f.Get(o, "CIDSystemInfo"))
	if len(m.spaces) == 0 && m.form == ranges { // nothing says how long a code is: two bytes, as nearly all have
		m.spaces = []codeSpace{{2, 0, 0xffff}}
	}
	return &m.cmap, whole
}

// collection is the character collection of a CIDSystemInfo, "" for one without
// a table.
func collection(f *object.File, info object.Object) string {
	if !info.IsDict() {
		return ""
	}
	ordering := string(f.Get(info, "Ordering").Bytes)
	if _, ok := unicodes[ordering]; ok {
		return ordering
	}
	return ""
}

// parsedCMap is a CMap stream, or a ToUnicode stream.
type parsedCMap struct {
	cmap
	useName string
	bf      []bfSpan
}

// bfSpan takes codes to characters.
type bfSpan struct {
	lo, hi uint32
	first  rune
	more   []rune // characters behind the first, where one code is several
}

// parseCMap reads the operators of a CMap (Adobe Technical Note 5014) and skips
// everything else.
func parseCMap(b []byte) *parsedCMap {
	p := &parsedCMap{}
	l := object.NewLexer(b)
	var stack []object.Object // what stands in front of an operator
	for {
		t := l.Object()
		if t.Kind == object.EOF {
			break
		}
		if t.Kind != object.Keyword {
			if len(stack) < 1024 {
				stack = append(stack, t)
			}
			continue
		}
		p.operator(string(t.Bytes), stack, l)
		stack = stack[:0]
	}
	slices.SortStableFunc(p.spans, func(a, b cidSpan) int {
		if a.n != b.n {
			return int(a.n) - int(b.n)
		}
		return int(int64(a.lo) - int64(b.lo))
	})
	slices.SortStableFunc(p.bf, func(a, b bfSpan) int { return int(int64(a.lo) - int64(b.lo)) })
	return p
}

func (p *parsedCMap) operator(word string, stack []object.Object, l *object.Lexer) {
	switch word {
	case "usecmap":
		if n := len(stack); n > 0 {
			p.useName = string(stack[n-1].Bytes)
		}
	case "def":
		if n := len(stack); n >= 2 && stack[n-2].IsName("WMode") {
			p.vertical = stack[n-1].Int() == 1
		}
	case "begincodespacerange":
		p.entries(l, 2, func(e []object.Object) {
			if n := len(e[0].Bytes); 1 <= n && n <= 4 && len(p.spaces) < 256 {
				p.spaces = append(p.spaces, codeSpace{n, code(e[0]), code(e[1])})
			}
		})
	case "begincidrange", "beginnotdefrange":
		p.entries(l, 3, func(e []object.Object) {
			if word == "begincidrange" {
				p.addCIDs(e[0], e[1], e[2])
			}
		})
	case "begincidchar":
		p.entries(l, 2, func(e []object.Object) { p.addCIDs(e[0], e[0], e[1]) })
	case "beginbfchar":
		p.entries(l, 2, func(e []object.Object) { p.addText(code(e[0]), code(e[0]), e[1]) })
	case "beginbfrange":
		p.entries(l, 3, func(e []object.Object) {
			lo, hi := code(e[0]), code(e[1])
			if e[2].Kind != object.Array {
				p.addText(lo, hi, e[2])
				return
			}
			for i := range min(e[2].Len(), maxSpans) {
				p.addText(lo+uint32(i), lo+uint32(i), e[2].At(i))
			}
		})
	}
}

// entries reads groups of n objects up to the "end…" operator.
func (p *parsedCMap) entries(l *object.Lexer, n int, add func(e []object.Object)) {
	group := make([]object.Object, 0, 3)
	for {
		at := l.Pos()
		t := l.Object()
		if t.Kind == object.EOF {
			return
		}
		if t.Kind == object.Keyword {
			if len(t.Bytes) > 5 && string(t.Bytes[:5]) == "begin" { // the end is missing
				l.Seek(at)
			}
			return
		}
		if group = append(group, t); len(group) == n {
			if len(p.spans)+len(p.bf) < maxSpans {
				add(group)
			}
			group = group[:0]
		}
	}
}

func code(o object.Object) uint32 {
	if o.IsNumber() {
		return uint32(max(0, o.Int()))
	}
	c, _ := take(o.Bytes, 4)
	return c
}

func (p *parsedCMap) addCIDs(lo, hi, cid object.Object) {
	n := len(lo.Bytes)
	if from, to := code(lo), code(hi); 1 <= n && n <= 4 && from <= to && cid.Kind == object.Int && cid.Num >= 0 {
		p.spans = append(p.spans, cidSpan{uint8(n), from, to, uint32(cid.Int())})
	}
}

// addText notes the characters of a range of codes: a string in UTF-16, or the
// name of a glyph.
func (p *parsedCMap) addText(lo, hi uint32, text object.Object) {
	var rs []rune
	switch text.Kind {
	case object.String:
		rs = utf16Runes(text.Bytes)
	case object.Name:
		rs = runesOf(string(text.Bytes))
	}
	if len(rs) == 0 || lo > hi || hi-lo > 0xffff {
		return
	}
	s := bfSpan{lo: lo, hi: hi, first: rs[0]}
	if len(rs) > 1 {
		s.more = rs[1:]
	}
	p.bf = append(p.bf, s)
}

// text looks the characters of a code up.
func (p *parsedCMap) text(code uint32) (first rune, more []rune) {
	i := sort.Search(len(p.bf), func(i int) bool { return p.bf[i].lo > code }) - 1
	for k := 0; i >= 0 && k < 4; i, k = i-1, k+1 { // ranges may lie inside others
		s := &p.bf[i]
		if code > s.hi {
			continue
		}
		if len(s.more) == 0 {
			return s.first + rune(code-s.lo), nil
		}
		if code == s.lo {
			return s.first, s.more
		}
		more = slices.Clone(s.more) // the last character counts on
		more[len(more)-1] += rune(code - s.lo)
		return s.first, more
	}
	return 0, nil
}

// lies reports whether a ToUnicode map says the same of many codes: what some
// programs write so that text cannot be copied.
func (p *parsedCMap) lies() bool {
	const many = 8
	if len(p.bf) < many {
		return false
	}
	for _, s := range p.bf {
		if s.first != p.bf[0].first || s.lo != s.hi || len(s.more) > 0 {
			return false
		}
	}
	return true
}
