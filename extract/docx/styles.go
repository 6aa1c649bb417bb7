package docx

import (
	"strings"

	"github.com/gongkai-data/gongkai/extract/internal/ooxml"
)

// style is w:style ([ECMA-376] 17.7.4.17) as far as it is read. -1 stands for
// what the style does not say.
type style struct {
	id, name, base string
	outline        int
	num, level     int
	vanish         int
}

type styles struct {
	list []style
	byID map[string]int
	def  int // default paragraph style, -1 for none
}

// maxChain bounds a chain of basedOn; it may be a ring.
const maxChain = 32

func (r *reader) readStyles() error {
	s := &r.styles
	s.byID = make(map[string]int)
	for {
		k, err := r.next()
		if err != nil || k == ooxml.EOF {
			return err
		}
		if k != ooxml.Start || string(r.t.Local) != "style" || r.t.Space != ooxml.Word {
			continue
		}
		st := style{id: r.rawAttr("styleId"), outline: -1, num: -1, level: -1, vanish: -1}
		kind, _ := r.t.Attr("type")
		def, _ := r.t.Attr("default")
		isDef := string(kind) == "paragraph" && (string(def) == "1" || string(def) == "true" || string(def) == "on")
		if err := r.style(&st); err != nil {
			return err
		}
		if isDef {
			s.def = len(s.list)
		}
		if _, ok := s.byID[st.id]; !ok {
			s.byID[st.id] = len(s.list)
		}
		s.list = append(s.list, st)
	}
}

// rawAttr returns an attribute as written: identifiers are only compared.
func (r *reader) rawAttr(local string) string {
	v, _ := r.t.Attr(local)
	return strings.ToValidUTF8(string(v), "\uFFFD")
}

func (r *reader) style(st *style) error {
	for {
		k, err := r.next()
		if err != nil || k == ooxml.End {
			return err
		}
		if k != ooxml.Start {
			continue
		}
		switch string(r.t.Local) {
		case "name":
			st.name = r.t.Value("val")
			err = r.t.Skip()
		case "basedOn":
			st.base = r.rawAttr("val")
			err = r.t.Skip()
		case "pPr":
			pp := parProps{style: -1, outline: -1, num: -1, level: -1}
			err = r.parProps(&pp)
			st.outline, st.num, st.level = pp.outline, pp.num, pp.level
		case "rPr":
			outer := r.par.hidden
			r.par.hidden = false
			err = r.styleRun(st)
			r.par.hidden = outer
		default:
			err = r.t.Skip()
		}
		if err != nil {
			return err
		}
	}
}

func (r *reader) styleRun(st *style) error {
	for {
		ok, err := r.t.NextOf(isRunProp)
		if err != nil || !ok {
			return err
		}
		if string(r.t.Local) == "vanish" {
			if st.vanish = 0; r.on() {
				st.vanish = 1
			}
		}
		if err := r.t.Skip(); err != nil {
			return err
		}
	}
}

// find returns the index of a style, def for one that is not there.
func (s *styles) find(id []byte, def int) int {
	if i, ok := s.byID[string(id)]; ok {
		return i
	}
	return def
}

// chain calls f for the style and those it is based on until f returns true.
func (s *styles) chain(i int, f func(st *style) bool) {
	for n := 0; n < maxChain && i >= 0 && i < len(s.list); n++ {
		st := &s.list[i]
		if f(st) || st.base == "" {
			return
		}
		j, ok := s.byID[st.base]
		if !ok {
			return
		}
		i = j
	}
}

func (s *styles) name(i int) string {
	if i < 0 || i >= len(s.list) {
		return ""
	}
	if s.list[i].name == "" {
		return s.list[i].id
	}
	return s.list[i].name
}

// outline returns the outline level from 0, -1 for none. A built-in heading
// whose definition leaves its level out has it by its name.
func (s *styles) outline(i int) int {
	level := -1
	s.chain(i, func(st *style) bool {
		level = st.outline
		if n, ok := strings.CutPrefix(strings.ToLower(st.name), "heading "); level < 0 && ok && len(n) == 1 && n[0] >= '1' && n[0] <= '9' {
			level = int(n[0] - '1')
		}
		return level >= 0
	})
	return level
}

func (s *styles) hidden(i int) bool {
	on := false
	s.chain(i, func(st *style) bool {
		on = st.vanish == 1
		return st.vanish >= 0
	})
	return on
}

// numbering returns the list and the level that a style gives; num is -1 where
// it gives none.
func (s *styles) numbering(i int, nums *numbering) (num, level int) {
	num, level = -1, -1
	s.chain(i, func(st *style) bool {
		if level < 0 {
			level = st.level
		}
		if num = st.num; num < 0 {
			return false
		}
		// The level that names the style counts, not w:ilvl ([ECMA-376] 17.9.23).
		for _, id := range []string{s.list[i].id, st.id} {
			if l := nums.levelOf(num, id); l >= 0 {
				level = l
				return true
			}
		}
		return true
	})
	return num, level
}
