package rtf

import "strings"

// style is one paragraph style of \stylesheet as far as it is read.
type style struct {
	base    int32
	name    string
	outline int8 // -1 where not given
	other   bool // of characters, sections or tables
}

type styles struct {
	byNum map[int32]style
	cur   style
}

// maxStyles bounds the list of styles and maxChain a chain of \sbasedon.
const (
	maxStyles = 1 << 14
	maxChain  = 32
)

// openStyle starts an entry of the style sheet: each is a group.
func (r *reader) openStyle() {
	r.styles.cur = style{outline: -1, base: -1}
	r.state.par = plainPar
	r.capture(endOfStyle)
}

func (r *reader) closeStyle(text []byte) {
	s := r.styles.cur
	name, _, _ := strings.Cut(string(text), ";")
	s.name = strings.TrimSpace(name)
	if s.other || s.name == "" {
		return
	}
	num := r.state.par.style
	if s.outline < 0 {
		s.outline = headingLevel(s.name)
	}
	if r.styles.byNum == nil {
		r.styles.byNum = make(map[int32]style)
	}
	if _, ok := r.styles.byNum[num]; !ok && len(r.styles.byNum) < maxStyles {
		r.styles.byNum[num] = s
	}
}

// headingLevel gives a built-in heading its level by its name, -1 for others.
func headingLevel(name string) int8 {
	low, _, _ := strings.Cut(strings.ToLower(name), ",")
	n, ok := strings.CutPrefix(low, "heading ")
	if !ok {
		n, ok = strings.CutPrefix(low, "标题 ")
	}
	if ok && len(n) == 1 && n[0] >= '1' && n[0] <= '9' {
		return int8(n[0] - '1')
	}
	return -1
}

func (s *styles) name(n int32) string { return s.byNum[n].name }

// outline returns the outline level of a style or of those it is based on.
func (s *styles) outline(n int32) int8 {
	for range maxChain {
		st, ok := s.byNum[n]
		if !ok {
			break
		}
		if st.outline >= 0 {
			return st.outline
		}
		n = st.base
	}
	return -1
}
