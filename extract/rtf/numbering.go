package rtf

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/extract/internal/listnum"
	"github.com/gongkai-data/gongkai/extract/internal/symbolfont"
)

const listLevels = 9

// maxLists bounds \list and \listoverride, maxLabel the bytes of \leveltext.
const (
	maxLists = 1 << 14
	maxLabel = 256
)

// listLevel is \listlevel ([RTF] "List Table").
type listLevel struct {
	start   int
	nfc     int
	follow  int // 0 tab, 1 space, 2 nothing
	text    string
	legal   bool // every number in digits
	forever bool // \levelnorestart
}

type list struct {
	levels []listLevel
	counts [extract.Furniture + 1]counts // by role: body, notes and furniture count apart
}

// counts is how far a list has come.
type counts struct {
	at   [listLevels]int
	live [listLevels]bool
}

// override is \listoverride: one list, or one run of a list.
type override struct {
	list   int32 // \listid
	starts [listLevels]int
	begun  [extract.Furniture + 1][listLevels]bool // by role
	looks  [listLevels]*listLevel                  // levels that replace those of the list, nil for others
	levels int                                     // \lfolevel seen
	now    bool                                    // the number to start with is told
	look   bool                                    // the level is told
}

// level returns a level of the list as the override has it.
func (o *override) level(x *list, k int) *listLevel {
	if o.looks[k] != nil {
		return o.looks[k]
	}
	return &x.levels[k]
}

type lists struct {
	all     []*list
	byID    map[int32]*list
	over    []*override
	byLs    map[int32]*override
	inOver  bool
	scratch listLevel // of \lfolevel
}

// listWord acts on the words of both list tables.
func (r *reader) listWord(w word, n int) {
	l := &r.lists
	switch w {
	case wList:
		if len(l.all) < maxLists {
			l.all = append(l.all, new(list))
		}
	case wListoverride:
		if l.inOver = true; len(l.over) < maxLists {
			o := new(override)
			for i := range o.starts {
				o.starts[i] = -1
			}
			l.over = append(l.over, o)
		}
	case wLfolevel:
		if o := l.override(); o != nil {
			o.levels++
			o.now, o.look = false, false
		}
	case wListoverridestartat:
		if o := l.override(); o != nil {
			o.now = true
		}
	case wListoverrideformat:
		if o := l.override(); o != nil {
			o.look = true
		}
	case wListid:
		l.id(int32(n))
	default:
		r.levelWord(w, n)
	}
}

func (l *lists) override() *override {
	if !l.inOver || len(l.over) == 0 {
		return nil
	}
	return l.over[len(l.over)-1]
}

func (l *lists) id(n int32) {
	if o := l.override(); o != nil {
		o.list = n
		return
	}
	if len(l.all) > 0 {
		if l.byID == nil {
			l.byID = make(map[int32]*list)
		}
		l.byID[n] = l.all[len(l.all)-1]
	}
}

// overrideNumber names the override being read by its \ls.
func (l *lists) overrideNumber(n int32) {
	if o := l.override(); o != nil {
		if l.byLs == nil {
			l.byLs = make(map[int32]*override)
		}
		if _, ok := l.byLs[n]; !ok {
			l.byLs[n] = o
		}
	}
}

func (l *lists) endOverride() { l.inOver = false }

// level returns the level that is being read.
func (l *lists) level() *listLevel {
	if o := l.override(); o != nil {
		if k := o.levels - 1; k >= 0 && k < listLevels && o.looks[k] != nil {
			return o.looks[k]
		}
		return &l.scratch
	}
	if len(l.all) == 0 {
		return nil
	}
	x := l.all[len(l.all)-1]
	if len(x.levels) == 0 {
		return nil
	}
	return &x.levels[len(x.levels)-1]
}

func (r *reader) levelWord(w word, n int) {
	l := &r.lists
	if w == wListlevel {
		if o := l.override(); o != nil {
			if k := o.levels - 1; o.look && k >= 0 && k < listLevels {
				o.looks[k] = &listLevel{start: 1}
			}
		} else if len(l.all) > 0 {
			if x := l.all[len(l.all)-1]; len(x.levels) < listLevels {
				x.levels = append(x.levels, listLevel{start: 1})
			}
		}
		return
	}
	if o := l.override(); o != nil && w == wLevelstartat && o.levels > 0 && o.levels <= listLevels {
		if o.now {
			o.starts[o.levels-1] = n
		}
	}
	v := l.level()
	if v == nil {
		return
	}
	switch w {
	case wLevelstartat:
		v.start = n
	case wLevelnfc, wLevelnfcn:
		v.nfc = n
	case wLevelfollow:
		v.follow = n
	case wLevellegal:
		v.legal = n != 0
	case wLevelnorestart:
		v.forever = n != 0
	}
}

// levelText keeps \leveltext: its first character is its length without the
// semicolon at the end, numbers below 9 stand for the numbers of the levels.
func (l *lists) levelText(b []byte) {
	v := l.level()
	if v == nil || len(b) == 0 || len(b) > maxLabel {
		return
	}
	length, n := utf8.DecodeRune(b)
	v.text = strings.TrimSuffix(strings.TrimRight(string(b[n:]), " "), ";")
	for i := range v.text {
		if length--; length < 0 {
			v.text = v.text[:i]
			break
		}
	}
}

// count numbers one paragraph of a list and returns its label, if that is
// wanted, and whether nothing parts the label from the text.
func (r *reader) count(ls int32, level int, print bool) (label string, nothing bool) {
	o := r.lists.byLs[ls]
	if o == nil {
		return "", false
	}
	x := r.lists.byID[o.list]
	if x == nil || level >= len(x.levels) {
		return "", false
	}
	n, begun := &x.counts[r.story.role], &o.begun[r.story.role]
	switch {
	case o.starts[level] >= 0 && !begun[level]:
		begun[level] = true
		n.at[level] = o.starts[level]
	case !n.live[level]:
		n.at[level] = x.start(o, level)
	default:
		n.at[level]++
	}
	n.live[level] = true
	for k := level + 1; k < len(x.levels); k++ {
		if !o.level(x, k).forever {
			n.live[k] = false
		}
	}
	v := o.level(x, level)
	if !print {
		return "", v.follow == 2
	}
	label = r.spell(x, o, v)
	if label == "" || v.follow == 2 || listnum.Joins(label) {
		return label, v.follow == 2
	}
	return label + " ", false
}

func (x *list) start(o *override, level int) int {
	if o.starts[level] >= 0 {
		return o.starts[level]
	}
	return o.level(x, level).start
}

func (r *reader) spell(x *list, o *override, v *listLevel) string {
	var b strings.Builder
	for _, c := range v.text {
		if b.Len() > maxLabel {
			break
		}
		switch {
		case c < listLevels && int(c) < len(x.levels):
			b.WriteString(r.number(x, o, v, int(c)))
		case c < ' ':
		case v.nfc == bulletNFC:
			b.WriteRune(symbolfont.Bullet(c))
		default:
			b.WriteRune(c)
		}
	}
	return b.String()
}

func (r *reader) number(x *list, o *override, v *listLevel, level int) string {
	c := &x.counts[r.story.role]
	n := c.at[level]
	if !c.live[level] {
		n = x.start(o, level)
	}
	k := o.level(x, level)
	if v.legal && k.nfc != noneNFC {
		return strconv.Itoa(n)
	}
	s, ok := listnum.SpellNFC(k.nfc, n)
	if !ok {
		r.notice("rtf-number-format", strconv.Itoa(k.nfc), r.here())
	}
	return s
}

const (
	bulletNFC = 23
	noneNFC   = 255
)
