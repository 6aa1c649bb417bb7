package docx

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/gongkai-data/gongkai/extract/internal/listnum"
	"github.com/gongkai-data/gongkai/extract/internal/ooxml"
	"github.com/gongkai-data/gongkai/extract/internal/symbolfont"
)

const listLevels = 9

// maxLabel bounds w:lvlText in bytes, as it is printed for every paragraph.
const maxLabel = 256

// level is w:lvl ([ECMA-376] 17.9.6).
type level struct {
	start   int
	restart int // w:lvlRestart, -1 where not given
	format  string
	custom  string // w:format of the format "custom"
	text    string // "%1.%2、"
	style   string // w:pStyle
	nothing bool   // w:suff is nothing
	space   bool   // w:suff is a space
	legal   bool   // w:isLgl: every number in digits
}

type abstractNum struct {
	levels  [listLevels]level
	link    string // w:numStyleLink
	through int    // index of the abstractNum that stands in for it
}

// num is w:num: one list, or one run of a list.
type num struct {
	abstract int
	starts   [listLevels]int // w:startOverride, -1 for none
	levels   [listLevels]*level
}

// progress is how far the lists of one abstractNum have counted.
type progress struct {
	at   [listLevels]int
	live [listLevels]bool
}

type numbering struct {
	abstracts []abstractNum
	byAbs     map[int]int
	nums      []num
	byNum     map[int]int
	state     []progress
	begun     map[[2]int]bool // num and level whose startOverride was used
}

func (r *reader) readNumbering() error {
	n := &r.nums
	n.byAbs, n.byNum = make(map[int]int), make(map[int]int)
	for {
		k, err := r.next()
		if err != nil || k == ooxml.EOF {
			return err
		}
		if k != ooxml.Start || r.t.Space != ooxml.Word {
			continue
		}
		switch string(r.t.Local) {
		case "abstractNum":
			err = r.abstractNum()
		case "num":
			err = r.num()
		case "numPicBullet":
			err = r.t.Skip()
		}
		if err != nil {
			return err
		}
	}
}

func (r *reader) abstractNum() error {
	v, _ := r.t.Attr("abstractNumId")
	id := number(v, -1)
	a := abstractNum{through: -1}
	for i := range a.levels {
		a.levels[i] = level{start: 1, restart: -1}
	}
	for {
		k, err := r.next()
		if err != nil {
			return err
		}
		if k == ooxml.End {
			break
		}
		if k != ooxml.Start {
			continue
		}
		switch string(r.t.Local) {
		case "lvl":
			v, _ := r.t.Attr("ilvl")
			l := level{start: 0, restart: -1}
			if err = r.level(&l); err == nil {
				if i := number(v, -1); i >= 0 && i < listLevels {
					a.levels[i] = l
				}
			}
		case "numStyleLink":
			a.link = r.rawAttr("val")
			err = r.t.Skip()
		default:
			err = r.t.Skip()
		}
		if err != nil {
			return err
		}
	}
	r.nums.byAbs[id] = len(r.nums.abstracts)
	r.nums.abstracts = append(r.nums.abstracts, a)
	return nil
}

func (r *reader) level(l *level) error {
	for {
		k, err := r.next()
		if err != nil || k == ooxml.End {
			return err
		}
		if k != ooxml.Start {
			continue
		}
		if r.t.Space == ooxml.Compat {
			err = r.compat(func() error { return r.level(l) })
		} else {
			r.levelProp(l)
			err = r.t.Skip()
		}
		if err != nil {
			return err
		}
	}
}

func (r *reader) levelProp(l *level) {
	switch string(r.t.Local) {
	case "start":
		l.start = r.intVal(0)
	case "numFmt":
		l.format, l.custom = r.rawAttr("val"), r.rawAttr("format")
	case "lvlText":
		l.text = r.t.Value("val")
		if len(l.text) > maxLabel {
			l.text = strings.ToValidUTF8(l.text[:maxLabel], "")
		}
	case "lvlRestart":
		l.restart = r.intVal(-1)
	case "pStyle":
		l.style = r.rawAttr("val")
	case "isLgl":
		l.legal = r.on()
	case "suff":
		v, _ := r.t.Attr("val")
		l.nothing, l.space = string(v) == "nothing", string(v) == "space"
	}
}

func (r *reader) num() error {
	v, _ := r.t.Attr("numId")
	id := number(v, -1)
	n := num{abstract: -1}
	for i := range n.starts {
		n.starts[i] = -1
	}
	for {
		k, err := r.next()
		if err != nil {
			return err
		}
		if k == ooxml.End {
			break
		}
		if k != ooxml.Start {
			continue
		}
		switch string(r.t.Local) {
		case "abstractNumId":
			if i, ok := r.nums.byAbs[r.intVal(-1)]; ok {
				n.abstract = i
			}
			err = r.t.Skip()
		case "lvlOverride":
			err = r.override(&n)
		default:
			err = r.t.Skip()
		}
		if err != nil {
			return err
		}
	}
	r.nums.byNum[id] = len(r.nums.nums)
	r.nums.nums = append(r.nums.nums, n)
	return nil
}

func (r *reader) override(n *num) error {
	v, _ := r.t.Attr("ilvl")
	i := number(v, -1)
	ok := i >= 0 && i < listLevels
	for {
		k, err := r.next()
		if err != nil || k == ooxml.End {
			return err
		}
		if k != ooxml.Start {
			continue
		}
		switch {
		case ok && string(r.t.Local) == "startOverride":
			n.starts[i] = r.intVal(-1)
			err = r.t.Skip()
		case ok && string(r.t.Local) == "lvl":
			l := &level{restart: -1}
			err = r.level(l)
			n.levels[i] = l
		default:
			err = r.t.Skip()
		}
		if err != nil {
			return err
		}
	}
}

// link resolves w:numStyleLink: the list of a style stands in.
func (n *numbering) link(s *styles) {
	for i := range n.abstracts {
		a := &n.abstracts[i]
		if a.link == "" {
			continue
		}
		if j := s.find([]byte(a.link), -1); j >= 0 {
			if k, ok := n.byNum[s.list[j].num]; ok {
				a.through = n.nums[k].abstract
			}
		}
	}
}

// reset starts counting afresh: each story counts on its own.
func (n *numbering) reset() {
	n.state = make([]progress, len(n.abstracts))
	n.begun = nil
}

// list returns the num and its abstractNum.
func (n *numbering) list(id int) (*num, int) {
	i, ok := n.byNum[id]
	if !ok || n.nums[i].abstract < 0 {
		return nil, -1
	}
	a := n.nums[i].abstract
	if t := n.abstracts[a].through; t >= 0 {
		a = t
	}
	return &n.nums[i], a
}

func (n *numbering) at(x *num, abs, l int) *level {
	if x.levels[l] != nil {
		return x.levels[l]
	}
	return &n.abstracts[abs].levels[l]
}

// levelOf returns the level of the list that belongs to the style, -1 for none.
func (n *numbering) levelOf(id int, style string) int {
	x, abs := n.list(id)
	if x == nil || style == "" {
		return -1
	}
	for l := range listLevels {
		if n.at(x, abs, l).style == style {
			return l
		}
	}
	return -1
}

// next counts one paragraph of a list and returns its printed label with what
// parts it from the text.
func (n *numbering) next(r *reader, id, l int) string {
	x, abs := n.list(id)
	if x == nil || l >= listLevels {
		return ""
	}
	st := &n.state[abs]
	key := [2]int{id, l}
	switch {
	case x.starts[l] >= 0 && !n.begun[key]:
		if n.begun == nil {
			n.begun = make(map[[2]int]bool)
		}
		n.begun[key] = true
		st.at[l] = x.starts[l]
	case !st.live[l]:
		st.at[l] = n.start(x, abs, l)
	default:
		st.at[l]++
	}
	st.live[l] = true
	for k := l + 1; k < listLevels; k++ {
		if v := n.at(x, abs, k).restart; v < 0 || l < v {
			st.live[k] = false
		}
	}
	return n.print(r, x, abs, l)
}

func (n *numbering) start(x *num, abs, l int) int {
	if x.starts[l] >= 0 {
		return x.starts[l]
	}
	return n.at(x, abs, l).start
}

func (n *numbering) print(r *reader, x *num, abs, l int) string {
	lv := n.at(x, abs, l)
	var b strings.Builder
	for s := lv.text; s != ""; {
		c, size := utf8.DecodeRuneInString(s)
		if c == '%' && len(s) > 1 && s[1] >= '1' && s[1] <= '9' {
			b.WriteString(n.value(r, x, abs, l, int(s[1]-'1')))
			s = s[2:]
			continue
		}
		if lv.format == "bullet" {
			c = symbolfont.Bullet(c)
		}
		b.WriteRune(c)
		s = s[size:]
	}
	label := b.String()
	if label == "" || lv.nothing || listnum.Joins(label) {
		return label
	}
	return label + " "
}

// value prints the number of level k inside the label of level l.
func (n *numbering) value(r *reader, x *num, abs, l, k int) string {
	st := &n.state[abs]
	v := st.at[k]
	if !st.live[k] {
		v = n.start(x, abs, k)
	}
	lk := n.at(x, abs, k)
	if n.at(x, abs, l).legal && lk.format != "none" {
		return strconv.Itoa(v)
	}
	if lk.format == "custom" {
		return listnum.Custom(lk.custom, v)
	}
	s, ok := listnum.Spell(lk.format, v)
	if !ok {
		r.notice("docx-number-format", strings.ToValidUTF8(lk.format, "\uFFFD"), r.here())
	}
	return s
}
