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
	vertAlign      script
	hasVertAlign   bool

	all resolved // with what it is based on
}

// resolved is a style together with its chain of w:basedOn.
type resolved struct {
	outline    int
	num, level int
	hidden     bool
	script     script
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
		// A built-in heading that leaves its level out has it by its name.
		if n, ok := strings.CutPrefix(strings.ToLower(st.name), "heading "); ok && st.outline < 0 && len(n) == 1 && n[0] >= '1' && n[0] <= '9' {
			st.outline = int(n[0] - '1')
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
		switch string(r.t.Local) {
		case "vanish":
			if st.vanish = 0; r.on() {
				st.vanish = 1
			}
		case "vertAlign":
			st.vertAlign, st.hasVertAlign = r.vertAlign(), true
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

// resolve follows the chains once, so that paragraphs need not.
func (s *styles) resolve(nums *numbering) {
	for i := range s.list {
		all := &s.list[i].all
		all.outline = s.ownOutline(i)
		all.hidden = s.ownHidden(i)
		all.script = s.ownScript(i)
		all.num, all.level = s.ownNumbering(i, nums)
	}
}

// chain calls f for the style and those it is based on until f returns true.
func (s *styles) chain(i int, f func(st *style) bool) {
	for range maxChain {
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

func (s *styles) ownOutline(i int) (level int) {
	s.chain(i, func(st *style) bool {
		level = st.outline
		return level >= 0
	})
	return level
}

func (s *styles) ownHidden(i int) (on bool) {
	s.chain(i, func(st *style) bool {
		on = st.vanish == 1
		return st.vanish >= 0
	})
	return on
}

func (s *styles) ownScript(i int) (v script) {
	s.chain(i, func(st *style) bool {
		v = st.vertAlign
		return st.hasVertAlign
	})
	return v
}

func (s *styles) ownNumbering(i int, nums *numbering) (num, level int) {
	num, level = -1, -1
	s.chain(i, func(st *style) bool {
		if level < 0 {
			level = st.level
		}
		if num = st.num; num < 0 {
			return false
		}
		// The level that names the style counts, not w:ilvl ([ECMA-376] 17.9.23).
		if l := nums.levelOf(num, s.list[i].id); l >= 0 {
			level = l
		} else if l := nums.levelOf(num, st.id); l >= 0 {
			level = l
		}
		return true
	})
	return num, level
}

func (s *styles) name(i int) string {
	if i < 0 {
		return ""
	}
	if s.list[i].name == "" {
		return s.list[i].id
	}
	return s.list[i].name
}

// outline returns the outline level from 0, -1 for none.
func (s *styles) outline(i int) int {
	if i < 0 {
		return -1
	}
	return s.list[i].all.outline
}

func (s *styles) hidden(i int) bool { return i >= 0 && s.list[i].all.hidden }

// script returns how a style raises or lowers text.
func (s *styles) script(i int) script {
	if i < 0 {
		return ""
	}
	return s.list[i].all.script
}

// numbering returns the list and the level that a style gives; num is -1 where
// it gives none.
func (s *styles) numbering(i int) (num, level int) {
	if i < 0 {
		return -1, -1
	}
	return s.list[i].all.num, s.list[i].all.level
}
