package normalize

import (
	"slices"
	"strings"
)

// header is what the rows above the numbers say about the columns.
type header struct {
	table  string // proactive, applications, litigation; "" before any
	fields int    // cells of the last header row
	cols   []column
	tokens [][]token // the labels of each header row in order, for tables whose spans cannot be trusted
	last   int       // its lowest row
	stale  bool      // numbers have followed: the next header row starts anew
	extra  int       // words above the first header row of a table without spans that head columns of their own

	first    int    // column of the first number, as far as it is known
	slots    []slot // what order returned for first, once it was asked
	asked    bool
	official answer // whether the labels stand as on the form
	agrees   bool   // the labels stand from left to right in the order of slots
	shapeOf  *view  // whose rows shape was taken from
	shape    int    // cells behind the label of most rows, −1 where they differ
	shapeOne bool   // there is one row of numbers only
}

// answer is one of yes and no, or not asked yet.
type answer uint8

const (
	unasked answer = iota
	yes
	no
)

// column is what stands above one grid column.
type column struct {
	leaf  hit // applicant, outcome or measure; code "" where none
	cell  int // lowest cell above the column; with a leaf the one that printed it, so that a merged label is one column
	from  int // edges of that cell
	to    int
	block string
	unit  string // printed with the label, "" where none is
	other bool   // a number of another year stands here
	words bool   // something is printed above the column, label or not
	head  bool   // a cell of the header stands above the column
}

// token is one cell of a header row: the label of a column, of a group of
// columns, or a cell that no label was read in (code "").
type token struct {
	hit
	block  string // printed in the same cell as a label of a column
	row    int    // first row below the cell
	c0, c1 int
	empty  bool
}

// headerRow takes one row of column labels in.
func (h *header) headerRow(v *view, r int, line []int, table string, class Class, year int) {
	if h.stale || h.table != table || len(h.cols) != v.cols {
		*h = header{table: table, cols: make([]column, v.cols), first: -1}
		h.rowAbove(v, r, year)
	}
	tokens := make([]token, 0, len(line))
	h.fields, h.asked, h.official, h.shapeOf, h.last = 0, false, unasked, nil, r
	for _, i := range line {
		c := &v.cells[i]
		h.fields++
		if c.r0 != r {
			continue
		}
		t := token{row: c.r1, c0: c.c0, c1: c.c1, empty: c.kind == emptyCell}
		leaf, isLeaf := pick(c.hits, class)
		block, isBlock := pick(c.hits, BlockLabel)
		isBlock = isBlock && table == "litigation"
		other := year > 0 && headsOtherYear(c, leaf, year)
		unit := ""
		if isLeaf {
			unit = labelUnit(c.src.Text)
		}
		for k := c.c0; k < c.c1; k++ {
			col := &h.cols[k]
			col.head = true
			switch {
			case isLeaf:
				col.leaf, col.cell, col.from, col.to, col.unit = leaf, i, c.c0, c.c1, unit
			case col.leaf.code == "":
				col.cell, col.from, col.to = i, c.c0, c.c1
			}
			if isBlock && (block.code != "litigation" || col.block == "") {
				col.block = block.code
			}
			col.other = col.other || other
			col.words = col.words || c.kind == wordCell
		}
		if isLeaf || c.kind == wordCell {
			c.role = labelRole
		}
		switch banner, isBanner := pick(c.hits, BannerLabel); {
		case isLeaf:
			t.hit = leaf
			if isBlock && block.code != "litigation" {
				t.block = block.code
			}
			tokens = append(tokens, t)
		case isBlock:
			t.hit = block
			tokens = appendOnce(tokens, t)
		case banner.code == "organisations":
			t.hit = banner
			tokens = appendOnce(tokens, t)
		case !isBanner && (c.kind == emptyCell || c.kind == wordCell):
			tokens = append(tokens, t)
		}
	}
	if slices.ContainsFunc(tokens, func(t token) bool { return !unnamed(t) }) {
		h.tokens = append(h.tokens, tokens)
	}
}

// rowAbove takes the row above the first header row in: the years of columns,
// and the words of columns that the form has not, stand there.
func (h *header) rowAbove(v *view, r, year int) {
	if r == 0 {
		return
	}
	line := v.line(r-1, nil)
	for _, i := range line {
		if c := &v.cells[i]; c.kind == numberCell || len(line) == 1 && !v.cells[i].titles(year) {
			return
		}
	}
	for _, i := range line {
		c := &v.cells[i]
		if c.r0 != r-1 {
			continue
		}
		other := year > 0 && headsOtherYear(c, hit{}, year)
		for k := c.c0; k < c.c1; k++ {
			h.cols[k].other = h.cols[k].other || other
			h.cols[k].words = h.cols[k].words || c.kind == wordCell && len(line) > 1
		}
		if v.loose && c.kind == wordCell && len(c.hits) == 0 {
			h.extra++
		}
	}
}

// titles reports that the only cell of a row is the title of figures of another year.
func (c *viewCell) titles(year int) bool { return year > 0 && titlesOtherYear(c.src.Text, year) }

// appendOnce appends a group label unless it repeats the one before.
func appendOnce(ts []token, t token) []token {
	if n := len(ts); n > 0 && ts[n-1].hit == t.hit {
		ts[n-1].c1 = t.c1
		return ts
	}
	return append(ts, t)
}

// misses reports a number to the left of every labelled column: the row does
// not stand below this header, as the first rows of a table cut in two do.
func (h *header) misses(v *view, values []int) bool {
	first := slices.IndexFunc(h.cols, func(c column) bool { return c.leaf.code != "" })
	return slices.ContainsFunc(values, func(i int) bool { return v.cells[i].kind == numberCell && v.cells[i].c0 < first })
}

// slot is one logical column: what a number in it counts.
type slot struct {
	leaf   hit
	block  string
	unit   string
	other  bool
	c0, c1 int // columns of its label, where spans are known
}

// order returns the logical columns from left to right as the labels say it,
// whatever the spans are; nil where the labels leave a doubt. A slot without a
// code is a column whose label was not read. Cells left of first are none.
func (h *header) order(v *view, first int) []slot {
	if !h.asked || h.first != first {
		h.asked, h.first = true, first
		h.slots = h.findOrder(v, first)
		h.agrees = h.slots == nil && !h.repeats() || h.slots != nil && h.sequence(h.slots)
	}
	return h.slots
}

// repeats reports two columns of the report's year with the label of one kind of
// applicant: the labels do not stand over their columns.
func (h *header) repeats() bool {
	for k := range h.cols {
		c := &h.cols[k]
		if h.table == "applications" && c.leaf.code != "" && !c.other && slices.ContainsFunc(h.cols[:k], func(o column) bool { return o.leaf.code == c.leaf.code && o.cell != c.cell && !o.other }) {
			return true
		}
	}
	return false
}

// sequence reports that the labels stand in the order of slots over the columns.
func (h *header) sequence(slots []slot) bool {
	n, last := 0, -1
	for k := range h.cols {
		c := &h.cols[k]
		if c.leaf.code == "" || c.cell == last {
			continue
		}
		last = c.cell
		for n < len(slots) && (slots[n].leaf.code == "" || slots[n].leaf.match == Assumed) {
			n++
		}
		if n == len(slots) || slots[n].leaf.code != c.leaf.code || slots[n].block != "" && c.block != "" && c.block != "litigation" && slots[n].block != c.block {
			return n > 0 && slots[n-1].leaf.code == c.leaf.code && h.table == "proactive"
		}
		n++
	}
	return true
}

func (h *header) findOrder(v *view, first int) []slot {
	var s []slot
	rows := h.rowsOfTokens(v, first)
	switch h.table {
	case "litigation":
		s = litigationOrder(rows)
	case "applications":
		s = h.applicationsOrder(v, rows)
	case "proactive":
		if n := len(rows); n > 0 {
			for _, t := range rows[n-1] {
				if len(s) == 0 || s[len(s)-1].leaf != t.hit || t.code == "" {
					s = append(s, t.slot())
				} else {
					s[len(s)-1].c1 = t.c1
				}
			}
		}
	}
	for range h.extra {
		s = append(s, slot{})
	}
	for i := range s {
		if s[i].leaf.code != "" && slices.IndexFunc(s, func(o slot) bool { return o.leaf.code == s[i].leaf.code && o.block == s[i].block }) != i {
			return nil
		}
	}
	return h.complete(s)
}

func (t *token) slot() slot { return slot{leaf: t.hit, block: t.block, c0: t.c0, c1: t.c1} }

func unnamed(t token) bool { return t.code == "" }

// rowsOfTokens leaves out the cells without a label that head no column: those
// left of the numbers, and those above other cells of the header. Where spans
// are not known, empty fields at the edges continue cells above.
func (h *header) rowsOfTokens(v *view, first int) [][]token {
	rows := make([][]token, len(h.tokens))
	for i, row := range h.tokens {
		if !slices.ContainsFunc(row, unnamed) {
			rows[i] = row
			continue
		}
		from := slices.IndexFunc(row, func(t token) bool { return !unnamed(t) })
		to := len(row) - 1
		for to > from && row[to].code == "" {
			to--
		}
		rows[i] = make([]token, 0, len(row))
		for n, t := range row {
			switch {
			case t.code != "":
			case v.loose && t.empty && (n < from || n > to):
				continue
			case !v.loose && (t.c0 < first || t.row <= h.last):
				continue
			}
			rows[i] = append(rows[i], t)
		}
	}
	return rows
}

// applicationsOrder puts the kinds of organisations where their group stands.
func (h *header) applicationsOrder(v *view, rows [][]token) []slot {
	var s []slot
	for i, row := range rows {
		group := slices.IndexFunc(row, func(t token) bool { return t.class == BannerLabel && t.code != "" })
		if group < 0 {
			continue
		}
		if i+1 >= len(rows) {
			return nil
		}
		kinds := rows[i+1]
		right := 0 // where the labels of both rows end
		for _, t := range row {
			if t.class != BannerLabel || t.code == "" {
				s = append(s, t.slot())
				right = max(right, t.c1)
				continue
			}
			right = max(right, t.c1)
			for _, u := range kinds {
				if strings.HasPrefix(u.code, "org_") || u.code == "" && (v.loose || u.c0 >= t.c0 && u.c0 < t.c1) {
					s = append(s, u.slot())
				}
			}
		}
		for _, u := range kinds {
			if u.code == "" && !v.loose && (u.c0 < row[group].c0 || u.c0 >= row[group].c1) {
				if u.c0 < right {
					return nil
				}
				s = append(s, u.slot())
			}
		}
		return s
	}
	for _, row := range rows {
		if len(row) > len(s) {
			s = s[:0]
			for _, t := range row {
				s = append(s, t.slot())
			}
		}
	}
	return s
}

// litigationOrder gives the runs of outcomes to the blocks in printed order.
func litigationOrder(rows [][]token) []slot {
	var blocks []string
	var runs [][]token
	parent := false
	for _, row := range rows {
		var run []token
		var own [][]token
		for _, t := range row {
			if t.class == BlockLabel && t.code != "" {
				if t.code == "litigation" {
					parent = true
				} else if !slices.Contains(blocks, t.code) {
					blocks = append(blocks, t.code)
				}
				continue
			}
			if t.code == "" && len(run) == 5 || t.code != "" && slices.ContainsFunc(run, func(u token) bool { return u.code == t.code }) {
				own, run = append(own, run), nil
			}
			run = append(run, t)
		}
		if len(run) > 0 {
			own = append(own, run)
		}
		if len(own) == len(blocks) && len(blocks) > 1 {
			runs = own // one row names the outcomes of every block
		} else {
			runs = append(runs, own...)
		}
	}
	if own := ownBlocks(runs); own != nil {
		return own
	}
	if len(blocks) == 0 && parent || len(blocks) != len(runs) {
		return nil
	}
	s := make([]slot, 0, len(litigationForm))
	for i, run := range runs {
		for _, t := range run {
			o := t.slot()
			o.block = blocks[i]
			s = append(s, o)
		}
	}
	return s
}

// ownBlocks returns the columns where each label names its block itself.
func ownBlocks(runs [][]token) (s []slot) {
	for _, run := range runs {
		for _, t := range run {
			if t.block == "" {
				return nil
			}
			s = append(s, t.slot())
		}
	}
	return s
}

// complete names the columns without a readable label where the others stand as
// on the form and leave one name for each.
func (h *header) complete(s []slot) []slot {
	if !slices.ContainsFunc(s, func(o slot) bool { return o.leaf.code == "" }) {
		return s
	}
	if form := formOf(h.table, s); form != nil {
		for i := range s {
			if s[i].leaf.code == "" {
				s[i].leaf, s[i].block = form[i].leaf, form[i].block
			}
		}
		return s
	}
	if h.table == "litigation" {
		return nil // a run without a name leaves all blocks open
	}
	return s
}

// headsOtherYear reports a label of a column that is of another year. A year
// inside a remark, or of a law, is none of the column's; neither is that of
// 上一年项目数量, which the form itself asks for.
func headsOtherYear(c *viewCell, leaf hit, year int) bool {
	if leaf.code == "items_prev_year" {
		return false
	}
	if b, ok := pick(c.hits, BannerLabel); ok && b.code != "applicants" && b.code != "organisations" {
		return false
	}
	s := Fold(c.src.Text)
	return strings.Contains(s, "年") && namesOtherYear(cutRemarks(s), year)
}

// unreadUnit stands for a unit that a label announces but does not print.
const unreadUnit = "?"

// labelUnit returns the unit that a label names: 元, 万元, 亿元, 万件, "" for none.
func labelUnit(text string) string {
	s := Fold(text)
	if !strings.Contains(s, "元") && !strings.Contains(s, "万件") && !strings.Contains(s, "单位") { // of most labels
		return ""
	}
	for _, u := range [...]string{"亿元", "万元", "元", "万件"} {
		if strings.Contains(s, "单位:"+u) || strings.Contains(s, "("+u+")") {
			return u
		}
	}
	open := strings.LastIndexByte(s, '(')
	if open < 0 {
		return ""
	}
	remark := strings.TrimSuffix(s[open+1:], ")") // a sign of it may be lost
	for _, u := range [...]string{"亿元", "万元", "元"} {
		if strings.HasSuffix(remark, u) {
			return u
		}
	}
	if strings.TrimRight(remark, ":") == "单位" {
		return unreadUnit
	}
	return ""
}

// namesOtherYear reports a short text that names a year other than the
// report's, or the year before it in words.
func namesOtherYear(text string, year int) bool {
	s := Fold(text)
	if len(s) > 150 || !strings.Contains(s, "年") || strings.Contains(s, "修订") || strings.Contains(s, "修正") {
		return false
	}
	found, own := false, false
	for i := 0; i+4 <= len(s); i++ {
		if n, ok := yearAt(s, i); ok {
			found = true
			own = own || n == year
			i += 3
		}
	}
	if found {
		return !own
	}
	for _, w := range [...]string{"去年", "上年同期", "上年度数据", "上年数据", "上年度情况", "往年"} {
		if strings.Contains(s, w) {
			return true
		}
	}
	return s == "上年" || s == "上年度" || s == "上一年" || s == "上一年度"
}

// yearAt reads four digits followed by 年 that no digit precedes.
func yearAt(s string, i int) (int, bool) {
	if i+4 > len(s) {
		return 0, false
	}
	if i > 0 && s[i-1] >= '0' && s[i-1] <= '9' || !strings.HasPrefix(s[i+4:], "年") {
		return 0, false
	}
	n := 0
	for _, c := range []byte(s[i : i+4]) {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int(c-'0')
	}
	return n, n >= 1990 && n < 2100
}
