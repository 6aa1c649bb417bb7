package htmldoc

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/gongkai-data/gongkai/extract"
)

// A page is scanned before it is parsed. The scan
//   - counts tags, so that a flood of them ends before it costs memory;
//   - notes where each element stands in the bytes, which the tree of
//     golang.org/x/net/html does not keep;
//   - writes slim markup for the parser: scripts, comments, controls and
//     elements that only change the look are gone, and an attribute id with
//     the number of a tag stands in place of its attributes.
//
// Most of a page saved from Word or a portal is attributes: parsing the slim
// markup takes a fraction of the time, and the reconstruction of formatting
// elements, which multiplies nodes, has nothing to work on.

// maxTags bounds the elements of a page; each costs about 300 bytes.
const maxTags = 1_000_000

type flag uint16

const (
	hidden    flag = 1 << iota // display:none and its kin
	pre                        // white space is kept
	furniture                  // named like navigation
	content                    // named like the container of an article
	artefact                   // row of widths, written for programs that need it
	header                     // th, or in thead
	noLabel                    // list without numbers
	banner                     // named header: of the site or of the article
	deleted                    // struck through: text that its author took back
	raised                     // superscript
	lowered                    // subscript

	spanKept = hidden | pre | deleted | raised | lowered // what a span is kept for
)

// tag is one element of the page.
type tag struct {
	start, end       int32 // indices in scan.pos
	rowspan, colspan int32 // as written, 1 where absent; rowspan 0 has a meaning
	flags            flag
	number           int32  // start of ol, value of li; 0 where absent
	kind             byte   // type of ol
	class            string // of p; href of a
}

// scan is what one pass over the text leaves.
type scan struct {
	src   string
	out   []byte
	tags  []tag
	pos   []int64 // offsets of kept tags in src, ascending; later in the bytes
	flat  bool    // keep tables and paragraphs only
	cells int
	lim   extract.Limits

	stack  []open
	count  [kinds]int32 // open elements of each kind
	spans  []spanOpen   // of elements that change the look, where one of them is kept
	kept   int          // kept ones of them
	linked bool         // a is open
	sparse bool         // inside a conditional block for misaligned columns
	ends   map[atom.Atom]int

	small   int  // end of a small cell, see smallCell
	printed bool // text stands in it
	newLine bool // a line of it has ended

	implied    bool // the outermost table was not written in the page
	properties []extract.Property
	title      string
	hasTitle   bool
	frames     []string
	redirect   string
	cut        int // offset from which the rest is not text, -1
	images     int
	pictures   []int32 // images that may show a table: indices in pos
	password   bool
	scripts    int // bytes
	err        error
}

type open struct {
	id   int32
	kind kind
}

type spanOpen struct {
	name atom.Atom // 0 marks the start of a table or cell
	kept bool
}

// kind groups the kept elements by what closes them.
type kind uint8

const (
	other kind = iota // dropped, its text stays
	kTable
	kSection // thead, tbody, tfoot
	kRow
	kCell
	kCaption
	kPar
	kHeading
	kItem // li, dd, dt
	kList // ul, ol, dl
	kBlock
	kForm
	kinds
)

func kindOf(a atom.Atom) kind {
	switch a {
	case atom.Table:
		return kTable
	case atom.Thead, atom.Tbody, atom.Tfoot:
		return kSection
	case atom.Tr:
		return kRow
	case atom.Td, atom.Th:
		return kCell
	case atom.Caption:
		return kCaption
	case atom.P:
		return kPar
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		return kHeading
	case atom.Li, atom.Dd, atom.Dt:
		return kItem
	case atom.Ul, atom.Ol, atom.Dl, atom.Menu, atom.Dir:
		return kList
	case atom.Div, atom.Pre, atom.Listing, atom.Blockquote, atom.Center, atom.Address, atom.Article, atom.Section, atom.Main, atom.Nav,
		atom.Header, atom.Footer, atom.Aside, atom.Figure, atom.Figcaption, atom.Fieldset, atom.Legend, atom.Details, atom.Summary:
		return kBlock
	case atom.Form:
		return kForm
	}
	return other
}

func scanPage(text []byte, lim extract.Limits, flat bool) (*scan, error) {
	s := &scan{src: string(text), lim: lim, flat: flat, cut: -1, ends: make(map[atom.Atom]int)}
	s.out = make([]byte, 0, len(text)/2+64)
	n := min(bytes.Count(text, []byte{'<'})/2+8, maxTags)
	s.tags = make([]tag, 0, n)
	s.pos = make([]int64, 0, n)
	for i := 0; i < len(s.src) && s.err == nil; {
		j := i
		for j < len(s.src) && s.src[j] != '<' {
			j++
		}
		if i < s.small && strings.TrimSpace(s.src[i:j]) != "" {
			s.line()
		}
		s.out = append(s.out, s.src[i:j]...)
		if j == len(s.src) {
			break
		}
		i = s.markup(j)
	}
	s.closeTo(0, len(s.src))
	return s, s.err
}

// markup reads what starts with the < at i and returns where it ends.
func (s *scan) markup(i int) int {
	rest := s.src[i+1:]
	switch {
	case rest == "":
	case isLetter(rest[0]):
		return s.startTag(i)
	case rest[0] == '/' && len(rest) > 1 && isLetter(rest[1]):
		return s.endTag(i)
	case rest[0] == '/' || rest[0] == '?' || rest[0] == '!':
		return s.comment(i)
	}
	if i < s.small {
		s.line()
	}
	s.out = append(s.out, "&lt;"...)
	return i + 1
}

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }
func isSpace(c byte) bool  { return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f' }

// comment passes over a comment. Word hides nothing in <![if …]>: what stands
// up to <![endif]> is printed.
func (s *scan) comment(i int) int {
	rest := s.src[i:]
	end, body := -1, ""
	if len(rest) >= 4 && rest[:4] == "<!--" {
		switch {
		case len(rest) > 4 && rest[4] == '>': // abruptly closed, HTML 13.2.5.43
			return i + 5
		case len(rest) > 5 && rest[4:6] == "->":
			return i + 6
		}
		if s.cut < 0 {
			end = index(rest, 4, "-->")
		}
		if end < 0 {
			s.cutAt(i)
			return len(s.src)
		}
		body, end = rest[4:end], end+3
	} else {
		end = index(rest, 2, ">")
		if end < 0 {
			return len(s.src)
		}
		body, end = rest[2:end], end+1
	}
	if len(body) < 64 {
		switch {
		case strings.Contains(body, "supportMisalignedColumns"):
			s.sparse = true
		case strings.Contains(body, "endif"):
			s.sparse = false
		}
	}
	return i + end
}

func index(s string, from int, sep string) int {
	if i := strings.Index(s[from:], sep); i >= 0 {
		return from + i
	}
	return -1
}

func (s *scan) cutAt(i int) {
	if s.cut < 0 {
		s.cut = i
	}
}

// attrs walks the attributes of the tag whose name ends at i and returns where
// the tag ends. A tag that the text ends in is no tag: the rest is passed over.
func (s *scan) attrs(i int, each func(name, value string)) int {
	src := s.src
	for i < len(src) {
		for i < len(src) && (isSpace(src[i]) || src[i] == '/') {
			i++
		}
		if i == len(src) {
			break
		}
		if src[i] == '>' {
			return i + 1
		}
		from := i
		for i++; i < len(src) && !isSpace(src[i]) && src[i] != '/' && src[i] != '>' && src[i] != '='; i++ {
		}
		name := src[from:i]
		for i < len(src) && isSpace(src[i]) {
			i++
		}
		value := ""
		if i < len(src) && src[i] == '=' {
			for i++; i < len(src) && isSpace(src[i]); i++ {
			}
			if i == len(src) {
				break
			}
			if q := src[i]; q == '"' || q == '\'' {
				n := strings.IndexByte(src[i+1:], q)
				if n < 0 {
					break
				}
				value, i = src[i+1:i+1+n], i+n+2
			} else {
				from = i
				for i < len(src) && !isSpace(src[i]) && src[i] != '>' {
					i++
				}
				value = src[from:i]
			}
		}
		if each != nil {
			each(name, value)
		}
	}
	return len(src)
}

// name reads the tag name at i. Names of more than 24 bytes are none we know.
func (s *scan) name(i int) (a atom.Atom, end int) {
	end = i
	for end < len(s.src) && !isSpace(s.src[end]) && s.src[end] != '/' && s.src[end] != '>' {
		end++
	}
	var low [24]byte
	if end-i > len(low) {
		return 0, end
	}
	n := copy(low[:], s.src[i:end])
	for k := range n {
		if 'A' <= low[k] && low[k] <= 'Z' {
			low[k] |= 0x20
		}
	}
	if a = atom.Lookup(low[:n]); a == 0 && string(low[:n]) == "xml" {
		a = atomXML
	}
	return a, end
}

// atomXML stands for the islands of data in pages saved from Word; no atom of
// the table has this value, whose length byte is zero.
const atomXML = atom.Atom(0x100)

func (s *scan) startTag(i int) int {
	a, at := s.name(i + 1)
	k := kindOf(a)
	if k == other {
		return s.otherTag(a, i, at)
	}
	t := tag{rowspan: 1, colspan: 1}
	end := s.attrs(at, func(name, value string) { t.attr(a, name, value) })
	t.element(a)
	if s.sparse && k == kRow {
		t.flags |= artefact
	}
	if k == kCell {
		if s.cells++; s.cells > s.lim.Cells {
			s.fail("html-too-many-cells", "limit cells = %d, needed >= %d", s.lim.Cells, s.cells)
		}
	}
	if k == kPar && i < s.small && t.flags&(hidden|pre|deleted) == 0 {
		s.newLine = true
		return end
	}
	s.open(a, k, t, i)
	if k == kCell && i >= s.small {
		s.small, s.printed, s.newLine = s.smallCell(end), false, false
	}
	return end
}

// smallCell returns the end of the cell whose content starts at i if it holds
// one or two paragraphs and nothing of structure, else 0. Most cells are so; p
// in them is written as a line break, which halves the nodes of a page of tables.
func (s *scan) smallCell(i int) int {
	pars := 0
	for range 40 {
		j := strings.IndexByte(s.src[i:min(len(s.src), i+2000)], '<')
		if j < 0 {
			return 0
		}
		i += j + 1
		tag := s.src[i:min(len(s.src), i+12)]
		closing := strings.HasPrefix(tag, "/")
		a, _ := s.name(i + len(tag) - len(strings.TrimPrefix(tag, "/")))
		switch k := kindOf(a); {
		case k == kCell || k == kRow || k == kSection || k == kTable && closing:
			if pars == 0 || pars > 2 {
				return 0
			}
			return i - 1
		case k == kPar:
			if !closing {
				pars++
			}
		case k != other || strings.HasPrefix(tag, "!") || a == atom.Script || a == atom.Style || a == atom.Textarea || a == atom.Xmp:
			return 0
		}
	}
	return 0
}

// line writes the line break that waits in a small cell.
func (s *scan) line() {
	if s.newLine && s.printed {
		s.out = append(s.out, "<br>"...)
	}
	s.newLine, s.printed = false, true
}

func (s *scan) fail(code extract.Code, format string, args ...any) {
	if s.err == nil {
		s.err = &extract.Error{Code: code, Format: "html", Offset: -1, Detail: fmt.Sprintf(format, args...), Err: extract.ErrLimit}
	}
}

// open writes the tag and keeps the stack as the parser will have it.
func (s *scan) open(a atom.Atom, k kind, t tag, i int) {
	switch k {
	case kTable:
		s.barrier()
	case kSection, kRow, kCell:
		if s.count[kTable] == 0 { // rows without a table; browsers would run their cells together
			s.open(atom.Table, kTable, tag{rowspan: 1, colspan: 1}, i)
			s.implied = true
		}
		s.closeRow(k, i)
		s.barrier()
	case kPar, kHeading, kBlock, kList, kForm, kItem:
		if s.implied && s.count[kCell] == 0 {
			s.out = append(s.out, "</table>"...)
			s.closeTo(0, i)
		}
		if n := len(s.stack); n > 0 && s.stack[n-1].kind == kPar {
			s.closeTo(n-1, i)
		}
		if k == kItem {
			s.closeItem(i)
		}
	}
	if len(s.tags) >= maxTags {
		s.fail("html-too-many-tags", "limit tags = %d, needed > %d", maxTags, maxTags)
		return
	}
	t.start = s.place(i)
	t.end = t.start
	id := int32(len(s.tags))
	s.tags = append(s.tags, t)
	s.stack = append(s.stack, open{id, k})
	s.count[k]++
	name := a.String()
	if s.flat && k >= kPar {
		if name = "p"; k == kHeading {
			name = a.String()
		}
	}
	if (k == kRow || k == kSection) && t.flags&(hidden|artefact|pre|deleted) == 0 {
		id = -1 // nothing is asked about it
	}
	s.write(name, id)
}

func (s *scan) write(name string, id int32) {
	s.out = append(s.out, '<')
	s.out = append(s.out, name...)
	if id >= 0 {
		s.out = append(s.out, " id="...)
		s.out = strconv.AppendInt(s.out, int64(id), 10)
	}
	s.out = append(s.out, '>')
}

// place keeps offset i and returns its index.
func (s *scan) place(i int) int32 {
	if n := len(s.pos); n > 0 && s.pos[n-1] == int64(i) {
		return int32(n - 1)
	}
	s.pos = append(s.pos, int64(i))
	return int32(len(s.pos) - 1)
}

// closeTo ends all open elements from depth on at offset i.
func (s *scan) closeTo(depth, i int) {
	if len(s.stack) <= depth {
		return
	}
	at := s.place(i)
	for _, o := range s.stack[depth:] {
		s.tags[o.id].end = at
		s.count[o.kind]--
		if o.kind == kTable && s.count[kTable] == 0 {
			s.implied = false
		}
	}
	s.stack = s.stack[:depth]
}

// maxSearch bounds the search for an open element; the parser refuses more.
const maxSearch = 600

// closeRow ends the cell, row or section that a new one of kind k follows.
func (s *scan) closeRow(k kind, i int) {
	at := -1
	for n := len(s.stack) - 1; n >= 0 && n > len(s.stack)-maxSearch; n-- {
		o := s.stack[n].kind
		if o == kTable {
			break
		}
		if o >= k && o <= kCaption {
			at = n
		}
	}
	if at >= 0 {
		s.closeTo(at, i)
	}
}

func (s *scan) closeItem(i int) {
	for n := len(s.stack) - 1; n >= 0 && n > len(s.stack)-maxSearch; n-- {
		switch s.stack[n].kind {
		case kItem:
			s.closeTo(n, i)
			return
		case kList, kCell, kTable, kCaption:
			return
		}
	}
}

func (s *scan) endTag(i int) int {
	a, at := s.name(i + 2)
	end := s.attrs(at, nil)
	k := kindOf(a)
	switch {
	case a == atom.A:
		if s.linked {
			s.out, s.linked = append(s.out, "</x-a>"...), false
		}
		return end
	case k == other:
		s.endSpan(a)
		return end
	case k == kPar && i < s.small:
		s.newLine = true
		return end
	case s.flat && k >= kPar && k != kHeading:
		if k == kPar || k == kBlock || k == kItem {
			s.out = append(s.out, "</p>"...)
		}
	default:
		s.out = append(s.out, "</"...)
		s.out = append(s.out, a.String()...)
		s.out = append(s.out, '>')
	}
	if s.count[k] > 0 {
		s.closeKind(k, end)
	}
	if k == kTable || k == kCell {
		s.leave()
	}
	return end
}

// closeKind ends the nearest open element of kind k in its scope.
func (s *scan) closeKind(k kind, i int) {
	for n := len(s.stack) - 1; n >= 0 && n > len(s.stack)-maxSearch; n-- {
		o := s.stack[n].kind
		if o == k {
			s.closeTo(n, i)
			return
		}
		if o == kTable || o == kCell && k > kCaption {
			return
		}
	}
}

func (s *scan) barrier() {
	s.linked = false
	if s.kept > 0 {
		s.spans = append(s.spans, spanOpen{})
	}
}

// leave forgets the spans of the table or cell that ends.
func (s *scan) leave() {
	s.linked = false
	for n := len(s.spans) - 1; n >= 0; n-- {
		sp := s.spans[n]
		s.spans = s.spans[:n]
		if sp.name == 0 {
			return
		}
		if sp.kept {
			s.kept--
		}
	}
}

// maxFlatSpans bounds the spans kept where elements are nested too deeply.
const maxFlatSpans = 100

// span opens an element that only changes the look: kept as a span where it
// hides or moves its text, for the parser has rules of its own for the others.
func (s *scan) span(a atom.Atom, t tag, i int) {
	keep := t.flags&spanKept != 0
	if !keep && s.kept == 0 {
		return
	}
	if len(s.spans) > maxSearch {
		return
	}
	s.spans = append(s.spans, spanOpen{a, keep})
	if keep {
		s.kept++
		s.mark("span", t, i)
	}
}

// mark writes an element that is not on the stack.
func (s *scan) mark(name string, t tag, i int) {
	if len(s.tags) >= maxTags {
		s.fail("html-too-many-tags", "limit tags = %d, needed > %d", maxTags, maxTags)
		return
	}
	t.start = s.place(i)
	t.end = t.start
	s.tags = append(s.tags, t)
	s.write(name, int32(len(s.tags)-1))
}

func (s *scan) endSpan(a atom.Atom) {
	for n := len(s.spans) - 1; n >= 0 && s.spans[n].name != 0; n-- {
		if s.spans[n].name != a {
			continue
		}
		for _, sp := range s.spans[n:] {
			if sp.kept {
				s.out = append(s.out, "</span>"...)
				s.kept--
			}
		}
		s.spans = s.spans[:n]
		return
	}
}

// skipTo passes over the content of an element up to its end tag. Where there
// is none, the rest of the page is content if cut is set, else none of it.
func (s *scan) skipTo(a atom.Atom, name string, from int, cut bool) int {
	end, ok := s.ends[a]
	if !ok || end < from && end >= 0 {
		end = indexEnd(s.src, from, name)
		s.ends[a] = end
	}
	switch {
	case end >= 0:
		return s.attrs(end+2+len(name), nil)
	case cut:
		s.cutAt(from)
		return len(s.src)
	}
	return from
}

// indexEnd returns the offset of the end tag of name, or -1.
func indexEnd(s string, from int, name string) int {
	for from < len(s) {
		i := strings.Index(s[from:], "</")
		if i < 0 {
			return -1
		}
		from += i
		if rest := s[from+2:]; len(rest) >= len(name) && strings.EqualFold(rest[:len(name)], name) && (len(rest) == len(name) || !isNameByte(rest[len(name)])) {
			return from
		}
		from += 2
	}
	return -1
}

func isNameByte(c byte) bool { return isLetter(c) || '0' <= c && c <= '9' || c == '-' || c == ':' }

// parse returns the tree of the slim markup.
func (s *scan) parse() (*html.Node, error) { return html.Parse(bytes.NewReader(s.out)) }
