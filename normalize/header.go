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
	tokens [][]hit // the labels of each header row in order, for tables whose spans cannot be trusted
	stale  bool    // numbers have followed: the next header row starts anew
	slots  []slot  // what order returned, once it was asked
	asked  bool
}

// column is what stands above one grid column.
type column struct {
	leaf  hit // applicant, outcome or measure; code "" where none
	cell  int // cell that printed it, so that a merged label is one column
	from  int // edges of that cell
	to    int
	block string
	unit  string // printed with the label, "" where none is
	other bool   // a number of another year stands here
	words bool   // something is printed above the column, label or not
}

// headerRow takes one row of column labels in.
func (h *header) headerRow(v *view, r int, line []int, table string, class Class, year int) {
	if h.stale || h.table != table || len(h.cols) != v.cols {
		*h = header{table: table, cols: make([]column, v.cols)}
	}
	var tokens []hit
	h.fields, h.asked = 0, false
	for _, i := range line {
		c := &v.cells[i]
		h.fields++
		if c.r0 != r {
			continue
		}
		leaf, isLeaf := pick(c.hits, class)
		block, isBlock := pick(c.hits, BlockLabel)
		isBlock = isBlock && table == "litigation" && !isLeaf
		other := year > 0 && headsOtherYear(c, leaf, year)
		unit := ""
		if isLeaf {
			unit = labelUnit(c.src.Text)
		}
		for k := c.c0; k < c.c1; k++ {
			col := &h.cols[k]
			switch {
			case isLeaf:
				col.leaf, col.cell, col.from, col.to, col.unit = leaf, i, c.c0, c.c1, unit
			case isBlock && (block.code != "litigation" || col.block == ""):
				col.block = block.code
			}
			col.other = col.other || other
			col.words = col.words || c.kind == wordCell
		}
		if isLeaf || c.kind == wordCell {
			c.role = labelRole
		}
		switch org, _ := pick(c.hits, BannerLabel); {
		case isLeaf:
			tokens = append(tokens, leaf)
		case isBlock:
			tokens = appendOnce(tokens, block)
		case org.code == "organisations":
			tokens = appendOnce(tokens, org)
		}
	}
	if len(tokens) > 0 {
		h.tokens = append(h.tokens, tokens)
	}
}

// appendOnce appends a group label unless it repeats the one before.
func appendOnce(ts []hit, t hit) []hit {
	if n := len(ts); n > 0 && ts[n-1] == t {
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
	leaf  hit
	block string
	unit  string
	other bool
}

// order returns the logical columns from left to right as the labels say it,
// whatever the spans are; nil where the labels leave a doubt.
func (h *header) order() []slot {
	if !h.asked {
		h.slots, h.asked = h.findOrder(), true
	}
	return h.slots
}

func (h *header) findOrder() []slot {
	var s []slot
	switch h.table {
	case "litigation":
		s = h.litigationOrder()
	case "applications":
		s = h.applicationsOrder()
	case "proactive":
		if n := len(h.tokens); n > 0 {
			for _, t := range h.tokens[n-1] {
				if len(s) == 0 || s[len(s)-1].leaf != t {
					s = append(s, slot{leaf: t})
				}
			}
		}
	}
	for i := range s {
		if slices.IndexFunc(s, func(o slot) bool { return o.leaf.code == s[i].leaf.code && o.block == s[i].block }) != i {
			return nil
		}
	}
	return s
}

// applicationsOrder puts the kinds of organisations where their group stands.
func (h *header) applicationsOrder() []slot {
	var s []slot
	for i, row := range h.tokens {
		group := slices.IndexFunc(row, func(t hit) bool { return t.class == BannerLabel })
		if group < 0 {
			continue
		}
		for _, t := range row {
			if t.class != BannerLabel {
				s = append(s, slot{leaf: t})
				continue
			}
			if i+1 == len(h.tokens) {
				return nil
			}
			for _, u := range h.tokens[i+1] {
				if strings.HasPrefix(u.code, "org_") {
					s = append(s, slot{leaf: u})
				}
			}
		}
		return s
	}
	for _, row := range h.tokens {
		if len(row) > len(s) {
			s = s[:0]
			for _, t := range row {
				s = append(s, slot{leaf: t})
			}
		}
	}
	return s
}

// litigationOrder gives the runs of outcomes to the blocks in printed order.
func (h *header) litigationOrder() []slot {
	var blocks []string
	var runs [][]hit
	parent := false
	for _, row := range h.tokens {
		var run []hit
		var own [][]hit
		for _, t := range row {
			if t.class == BlockLabel {
				if t.code == "litigation" {
					parent = true
				} else if !slices.Contains(blocks, t.code) {
					blocks = append(blocks, t.code)
				}
				continue
			}
			if slices.ContainsFunc(run, func(u hit) bool { return u.code == t.code }) {
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
	if len(blocks) == 0 && parent || len(blocks) != len(runs) {
		return nil
	}
	var s []slot
	for i, run := range runs {
		for _, t := range run {
			s = append(s, slot{leaf: t, block: blocks[i]})
		}
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
	if _, ok := pick(c.hits, BannerLabel); ok {
		return false
	}
	s := Fold(c.src.Text)
	return strings.Contains(s, "年") && namesOtherYear(cutRemarks(s), year)
}

// labelUnit returns the unit that a label names: 元, 万元, 亿元, 万件, "" for none.
func labelUnit(text string) string {
	s := Fold(text)
	if !strings.Contains(s, "元") && !strings.Contains(s, "万件") { // of most labels
		return ""
	}
	for _, u := range [...]string{"亿元", "万元", "元", "万件"} {
		if strings.Contains(s, "单位:"+u) || strings.Contains(s, "("+u+")") {
			return u
		}
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
