package normalize

import (
	"slices"
	"strconv"
	"strings"

	"github.com/gongkai-data/gongkai/extract"
)

// flatList reads a list that has lost the marks between its cells: label, unit
// and digits stand one behind the other. nil where the text holds none.
func (rd *reader) flatList(doc *extract.Document) *listReader {
	if !mentions(doc, "指标", "统计表", "统计数") {
		return nil
	}
	f := newFlat(doc)
	var best *listReader
	most := 0
	for _, form := range rd.forms.lists {
		lr := rd.newList(form)
		if n, official := lr.flatLines(f); n >= fewestLines && n+official > most {
			best, most = lr, n+official
		}
	}
	return best
}

// maxLooks bounds how often a label is looked for in running text; a list takes
// some thousand looks.
const maxLooks = 20_000

// maxRegions bounds how many headers of lists are looked at in running text.
const maxRegions = 16

// flatHeads open a list in running text.
var flatHeads = []string{"统计指标", "指标名称", "统计内容", "统计项目"}

// flatLines reads every list of the text and counts the lines of the form, and
// those in the official wording.
func (lr *listReader) flatLines(f *flat) (known, official int) {
	for tries := 0; tries < maxRegions; tries++ {
		at, head := -1, ""
		for _, h := range flatHeads {
			if i := strings.Index(f.text[f.pos:], h); i >= 0 && (at < 0 || i < at) {
				at, head = i, h
			}
		}
		if at < 0 {
			break
		}
		f.pos += at + len(head)
		lr.flatRegion(f, head)
	}
	f.pos = 0
	for i := range lr.entries {
		if e := &lr.entries[i]; e.known {
			known++
			if e.hit.match == Exact {
				official++
			}
		}
	}
	return known, official
}

// flatColumns are the columns of a list in running text.
type flatColumns struct {
	kinds  []headKind // of numbers, in order
	value  int        // the one that counts, −1 where the header leaves a doubt
	coded  bool
	unread bool // no label of a column of numbers was found
}

// flatHeader reads the labels of columns behind the first one, up to the line
// at which the second list or the numbers begin.
func (lr *listReader) flatHeader(f *flat, head string) (c flatColumns, ok bool) {
	c.value = -1
	units := false
	for steps := 0; steps < 16; steps++ {
		if f.at(head) {
			break // two lists side by side
		}
		kind, n := lr.flatHead(f.text[f.pos:])
		if n == 0 {
			break
		}
		f.pos += n
		switch {
		case kind == unitHead:
			units = true
		case kind == codeHead:
			c.coded = true
		case kind >= ownHead:
			c.kinds = append(c.kinds, kind)
		}
	}
	for f.at(head) || lr.skipHead(f) { // the header of the second list
	}
	if len(c.kinds) == 0 {
		c.kinds, c.unread = []headKind{ownHead}, true
	}
	var own, year, part []int
	for i, k := range c.kinds {
		switch k {
		case ownHead:
			own = append(own, i)
		case yearHead:
			year = append(year, i)
		case partHead:
			part = append(part, i)
		}
	}
	switch {
	case len(year) == 1:
		c.value = year[0]
	case len(year) == 0 && len(own) == 1 && len(part) == 0:
		c.value = own[0]
	}
	return c, units
}

func (lr *listReader) skipHead(f *flat) bool {
	_, n := lr.flatHead(f.text[f.pos:])
	f.pos += n
	return n > 0
}

// flatHead reads the longest label of a column at the start of s.
func (lr *listReader) flatHead(s string) (kind headKind, n int) {
	if year, ok := yearAt(s, 0); ok { // 2018年, 2018年度
		n = 4 + len("年")
		if strings.HasPrefix(s[n:], "度") {
			n += len("度")
		}
		if year == lr.year {
			return yearHead, n
		}
		return otherHead, n
	}
	for _, w := range flatWords {
		if strings.HasPrefix(s, w) {
			return columnHead(w, lr.year), len(w)
		}
	}
	return noHead, 0
}

// flatWords are the labels of columns that running text may hold, longest first.
var flatWords = func() []string {
	ws := []string{"本期实际", "本期数", "本期", "本年累计", "本年度累计", "本年累计数", "历年累计", "历年累计数", "全年合计", "全年", "第一季度", "第二季度", "第三季度", "第四季度",
		"一季度", "二季度", "三季度", "四季度", "上半年", "下半年", "上年同期", "上年", "上年度", "上年累计", "去年同期", "同比增减", "同比", "增减", "备注", "说明"}
	for w, k := range lineHeads {
		if k != lineHead {
			ws = append(ws, w)
		}
	}
	slices.SortFunc(ws, func(a, b string) int {
		if len(a) != len(b) {
			return len(b) - len(a)
		}
		return strings.Compare(a, b)
	})
	return ws
}()

// farthestUnit is how many bytes a label with its heading and remarks may have.
const farthestUnit = 420

// flatRegion reads the lines behind a header.
func (lr *listReader) flatRegion(f *flat, head string) {
	columns, ok := lr.flatHeader(f, head)
	if !ok {
		return
	}
	known := false
	first := len(lr.entries)
	given := 0 // ordinal of the next line, where it was found glued to digits
	for len(lr.entries) < maxEntries {
		from := f.pos
		unit := lr.nextUnit(f)
		if unit == "" {
			break
		}
		label := f.text[from:f.pos]
		f.pos += len(unit)
		at := f.pos
		pieces, glued := f.digits()
		e := entry{label: -1, value: -1, unit: unit, col: Exact}
		e.text, e.hit, e.known = lr.flatLabelOf(label)
		ordinal := given
		if ordinal == 0 {
			ordinal = leadingOrdinal(label, e.text)
		}
		printed := strings.Join(pieces, " ")
		if given = 0; glued {
			if pieces, given = cutOrdinal(pieces, ordinal+1, lr.officialOrdinal(f)); given > 0 {
				printed = strings.Join(pieces, " ")
			}
		}
		lr.flatNumber(&e, columns, pieces)
		e.source = f.source(at, e.words)
		if e.bad {
			e.source.digits = printed
		}
		known = known || e.known
		lr.entries = append(lr.entries, e)
	}
	if !known {
		lr.entries = lr.entries[:first]
	}
}

// nextUnit moves the cursor to the next unit that closes a label: a number
// follows, or the label is one that the form knows.
func (lr *listReader) nextUnit(f *flat) string {
	start := f.pos
	for i := start; i < len(f.text) && i-start < farthestUnit; i++ {
		if f.text[i]&0xC0 == 0x80 {
			continue
		}
		if strings.HasPrefix(f.text[i:], "。") {
			return "" // a sentence: the list is over
		}
		for _, u := range flatUnits {
			if i == start || !strings.HasPrefix(f.text[i:], u) || strings.Count(f.text[start:i], "(") != strings.Count(f.text[start:i], ")") {
				continue // 计1条 inside a remark is no unit
			}
			behind := f.text[i+len(u):]
			digit := behind != "" && behind[0] >= '0' && behind[0] <= '9'
			_, _, known := lr.flatLabelOf(f.text[start:i])
			if known && !digit && lr.goesOn(f.text[start:i+len(u)], behind) {
				continue // 人 in 工作人员数
			}
			if known || digit && closesLabel(f.text[start:i]) {
				f.pos = i
				return u
			}
		}
	}
	return ""
}

// goesOn reports that a longer label of the form runs over the unit: 接受培训 and
// 接受培训人员数 both name the line.
func (lr *listReader) goesOn(through, behind string) bool {
	for size := 3; size <= min(len(behind), 24); size += 3 {
		if !utf8Boundary(behind, size) {
			return false
		}
		if _, _, known := lr.flatLabelOf(through + behind[:size]); known {
			return true
		}
	}
	return false
}

// flatUnits are the units, longest first.
var flatUnits = func() (us []string) {
	for u := range lineUnits {
		us = append(us, u)
	}
	slices.SortFunc(us, func(a, b string) int {
		if len(a) != len(b) {
			return len(b) - len(a)
		}
		return strings.Compare(a, b)
	})
	return us
}()

// closesLabel reports text that ends as labels of lists do.
func closesLabel(s string) bool {
	for _, e := range []string{"数", "数量", "次数", "人数", "量", "费用", "经费", ")", "原因", "情形", "信息"} {
		if strings.HasSuffix(s, e) {
			return true
		}
	}
	return false
}

// flatLabelOf finds the label at the end of a text that may begin with headings:
// the longest end that the form knows, else what follows the last heading.
func (lr *listReader) flatLabelOf(s string) (text string, h lineHit, known bool) {
	if lr.looked++; lr.looked > maxLooks {
		return s, lineHit{}, false
	}
	for i := 0; i < len(s); i++ {
		if s[i]&0xC0 == 0x80 {
			continue
		}
		if h, ok := lr.form.exact[lineKey(s[i:])]; ok && !h.heading && beginsLabel(s, i) {
			return s[i:], h, true
		}
	}
	for _, mark := range []string{"--", "情况"} {
		if i := strings.LastIndex(s, mark); i >= 0 && i+len(mark) < len(s) {
			s = s[i+len(mark):]
		}
	}
	h, known = lr.form.find(s)
	return s, h, known && !h.heading
}

// beginsLabel reports that a label can begin at byte i: with an ordinal, behind
// one, or behind the end of a heading. 信函、传真申请数 does not end with 传真申请数.
func beginsLabel(s string, i int) bool {
	if i == 0 || strings.HasPrefix(s[i:], "其中") || s[i] == '(' || s[i] >= '0' && s[i] <= '9' {
		return true
	}
	switch before := s[:i]; {
	case strings.HasSuffix(before, "-"), strings.HasSuffix(before, ":"), strings.HasSuffix(before, ")"), strings.HasSuffix(before, "情况"):
		return true
	case strings.HasSuffix(before, "."), strings.HasSuffix(before, "、"):
		before = strings.TrimRight(before, ".、")
		return before == "" || stripOrdinal(before+".x") == "x" || before[len(before)-1] >= '0' && before[len(before)-1] <= '9'
	}
	return false
}

// leadingOrdinal is the number in front of a label: 2 of 2.网上申请数.
func leadingOrdinal(whole, text string) int {
	i := strings.LastIndex(whole, text)
	s := strings.TrimLeft(whole[max(i, 0):], "其中:")
	for _, s := range []string{s, strings.TrimRight(whole[:max(i, 0)], ".、")} {
		n := 0
		for n < len(s) && s[n] >= '0' && s[n] <= '9' {
			n++
		}
		if n > 0 && n <= 2 {
			v, _ := strconv.Atoi(s[:n])
			return v
		}
		if n == 0 {
			k := len(s)
			for k > 0 && s[k-1] >= '0' && s[k-1] <= '9' {
				k--
			}
			if k < len(s) && len(s)-k <= 2 {
				v, _ := strconv.Atoi(s[k:])
				return v
			}
		}
	}
	return 0
}

// officialOrdinal is the number that the form prints in front of the next line,
// 0 where it prints none or the line is not of the form.
func (lr *listReader) officialOrdinal(f *flat) int {
	from := f.pos
	unit := lr.nextUnit(f)
	label := strings.TrimLeft(f.text[from:f.pos], ".、")
	f.pos = from
	if unit == "" {
		return 0
	}
	_, h, known := lr.flatLabelOf(label)
	if !known {
		return 0
	}
	return lr.form.ordinals[strings.Join(h.codes, "|")]
}

// cutOrdinal takes the ordinal of the next line off the end of the digits: the
// count goes on, or begins anew with 1, or the form prints that number there.
// Where none or several fit, the digits are given up.
func cutOrdinal(pieces []string, candidates ...int) (rest []string, ordinal int) {
	n := len(pieces) - 1
	if n < 0 {
		return nil, 0
	}
	fits := 0
	candidates = append(candidates, 1)
	slices.Sort(candidates)
	for _, o := range slices.Compact(candidates) {
		if o == 0 {
			continue
		}
		if s, ok := strings.CutSuffix(pieces[n], strconv.Itoa(o)); ok {
			fits++
			ordinal, rest = o, slices.Clone(pieces[:n])
			if s != "" {
				rest = append(rest, s)
			}
		}
	}
	if fits != 1 {
		return []string{"?"}, 0
	}
	return rest, ordinal
}

// flatNumber cuts the digits into the columns and takes the one that counts.
func (lr *listReader) flatNumber(e *entry, c flatColumns, pieces []string) {
	if c.coded && len(pieces) > 0 {
		code := lr.codeOf(e)
		rest, ok := strings.CutPrefix(pieces[0], code)
		if !ok || code == "" {
			e.bad, e.filled = true, true
			return
		}
		if pieces = slices.Clone(pieces[1:]); rest != "" {
			pieces = slices.Insert(pieces, 0, rest)
		}
	}
	if len(pieces) == 0 {
		return // the cell is empty
	}
	e.filled = true
	if slices.Contains(pieces, "?") {
		e.bad = true
		return
	}
	ways := splitDigits(pieces, len(c.kinds), func(v []string) bool { return plausible(v, c.kinds) })
	if len(ways) != 1 || c.value < 0 {
		e.bad = true
		return
	}
	e.words = ways[0][c.value]
	e.flags = append(e.flags, FlagGridRebuilt)
	if c.unread {
		e.col, e.flags = Assumed, append(e.flags, FlagColumnsAssumed)
	}
}

// plausible keeps the readings in which a part of the year is at most the year.
func plausible(v []string, kinds []headKind) bool {
	year := slices.Index(kinds, yearHead)
	if year < 0 {
		return true
	}
	for i, k := range kinds {
		if k == partHead && number(v[i]) > number(v[year]) {
			return false
		}
	}
	return true
}

// utf8Boundary reports that a character ends before byte i.
func utf8Boundary(s string, i int) bool { return i == len(s) || s[i]&0xC0 != 0x80 }
