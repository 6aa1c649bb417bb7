package normalize

import "strings"

// headKind says what a column of a list holds.
type headKind uint8

const (
	noHead    headKind = iota
	lineHead           // the labels
	unitHead           // their units
	codeHead           // a running number
	ownHead            // 统计数: the number, without saying of what time
	yearHead           // the number of the whole year: 本年累计, 全年, 2016年
	partHead           // the number of a part of the year, or of a part of the body
	otherHead          // another year's, a change, a remark
)

var lineHeads = map[string]headKind{
	"统计指标": lineHead, "指标名称": lineHead, "指标": lineHead, "统计项目": lineHead, "统计内容": lineHead, "统计指标名称": lineHead, "项目": lineHead, "内容": lineHead, "指标内容": lineHead, "信息公开指标": lineHead, "统计事项": lineHead,
	"单位": unitHead, "计量单位": unitHead, "计算单位": unitHead, "统计单位": unitHead,
	"代码": codeHead, "序号": codeHead, "编号": codeHead, "行次": codeHead, "行号": codeHead, "指标代码": codeHead, "编码": codeHead,
	"统计数": ownHead, "统计数据": ownHead, "统计数字": ownHead, "数量": ownHead, "数值": ownHead, "数据": ownHead, "数字": ownHead, "件数": ownHead, "统计值": ownHead, "指标值": ownHead, "统计结果": ownHead, "统计数量": ownHead, "填报数": ownHead, "数": ownHead,
	"累计": yearHead, "累计数": yearHead, "合计": yearHead, "总计": yearHead, "本年": yearHead, "本年度": yearHead, "年度": yearHead,
}

// Words of headers, the strongest first: 本年累计 is of the year though 累计 alone may not be.
var (
	otherHeads = []string{"备注", "说明", "同比", "环比", "增减", "增长", "增幅", "变化", "占比", "上年", "去年", "上一年", "同期", "历年", "以来", "往年"}
	partHeads  = []string{"季度", "上半年", "下半年", "半年", "本期", "当期", "本季", "本月", "月份"}
	yearHeads  = []string{"本年累计", "全年", "年度合计", "年度累计", "年累计", "本年", "当年", "年度数", "年合计", "年度总"}
)

// columnHead reads the label of a column in the report on a year.
func columnHead(text string, year int) headKind {
	s := Fold(text)
	if len(s) > 60 || s == "" {
		return noHead
	}
	bare := cutBrackets(s)
	if k := lineHeads[bare]; k != noHead {
		return k
	}
	named := strings.Contains(s, "年")
	switch {
	case containsAny(s, otherHeads), named && year > 0 && namesOtherYear(s, year):
		return otherHead
	case containsAny(s, partHeads):
		return partHead
	case containsAny(s, yearHeads), named && namesYear(s, year) && len(bare) <= len("2018年度统计数据"):
		return yearHead
	case (strings.HasSuffix(bare, "统计数") || strings.HasSuffix(bare, "数量")) && len(bare) <= 45:
		return partHead // 区直单位统计数
	}
	return nearHead(bare)
}

// nearHead reads a misprinted label of a column: one sign off a word of three or more.
func nearHead(s string) headKind {
	want := []rune(s)
	if len(want) < 3 || len(want) > 6 {
		return noHead
	}
	found := noHead
	for _, w := range nearHeads {
		if editDistance(want, []rune(w), 2) > 1 {
			continue
		}
		k := columnHead(w, 0)
		if found != noHead && k != found {
			return noHead
		}
		found = k
	}
	return found
}

// nearHeads are the labels of columns that the forms print.
var nearHeads = []string{"统计指标", "指标名称", "计量单位", "统计数", "本年累计", "本期实际", "历年累计"}

// namesYear reports the year in digits.
func namesYear(s string, year int) bool {
	for i := range len(s) {
		if n, ok := yearAt(s, i); ok && n == year {
			return true
		}
	}
	return false
}

// half is one of the lists that stand side by side in a table.
type half struct {
	from, to int  // columns of the grid
	value    int  // column of the number that counts, −1 where the labels leave a doubt
	end      int  // behind the label over value
	coded    bool // has a column of running numbers
	codeLast bool // right of those of numbers
	values   int  // labels of columns of numbers, running numbers aside
}

// listColumns are the columns of a table, by its header.
type listColumns struct {
	kinds  []headKind
	cells  []int // the cell that printed each kind
	halves []half
}

// headRow takes a row of column labels in; false where it is none.
func (lc *listColumns) headRow(v *view, r int, line []int, kinds []headKind) bool {
	heads, words := 0, 0
	for n, i := range line {
		c := &v.cells[i]
		if c.r0 == r && (printsNumber(c) || c.kind == wordCell && lineUnit(c.src.Text) != "") {
			return false // a number or a unit, as lines have, not their header
		}
		if c.r0 == r && c.kind == wordCell {
			words++
			if kinds[n] != noHead {
				heads++
			}
		}
	}
	if heads == 0 || heads*2 < words || heads == 1 && len(lc.kinds) == 0 && len(line) > 1 {
		return false
	}
	fresh := len(lc.kinds) != v.cols
	for n, i := range line {
		if kinds[n] == lineHead && v.cells[i].r0 == r {
			fresh = true // the header is printed anew
		}
	}
	if fresh {
		lc.kinds, lc.cells = make([]headKind, v.cols), make([]int, v.cols)
	}
	for n, i := range line {
		c := &v.cells[i]
		if c.r0 != r || kinds[n] == noHead {
			continue
		}
		c.role = labelRole
		for k := c.c0; k < c.c1; k++ {
			lc.kinds[k], lc.cells[k] = kinds[n], i
		}
	}
	lc.split()
	return true
}

// split cuts the columns into halves: a label or a running number behind a
// column of numbers opens the next.
func (lc *listColumns) split() {
	lc.halves = lc.halves[:0]
	open := 0
	numbers := false
	for k, kind := range lc.kinds {
		switch kind {
		case lineHead, codeHead:
			if numbers && lc.opens(k) {
				lc.add(open, k)
				open, numbers = k, false
			}
		case ownHead, yearHead, partHead:
			numbers = true
		}
	}
	lc.add(open, len(lc.kinds))
}

// opens reports that a list begins at column k: a label, or a running number with a label behind it.
func (lc *listColumns) opens(k int) bool {
	for ; k < len(lc.kinds); k++ {
		switch lc.kinds[k] {
		case lineHead:
			return true
		case codeHead, noHead:
		default:
			return false
		}
	}
	return false
}

// add settles which column of a half holds the number that counts: the only one
// of the whole year, else the only one at all.
func (lc *listColumns) add(from, to int) {
	h := half{from: from, to: to, value: -1}
	var at [otherHead + 1][]int
	for k := from; k < to; k++ {
		kind := lc.kinds[k]
		if kind == noHead || k > from && lc.kinds[k-1] == kind && lc.cells[k-1] == lc.cells[k] {
			continue
		}
		at[kind] = append(at[kind], k)
		if kind == codeHead {
			h.coded, h.codeLast = true, h.values > 0
		}
		if kind >= ownHead {
			h.values++
		}
	}
	switch own, year := at[ownHead], at[yearHead]; {
	case len(year) == 1:
		h.value = year[0]
	case len(year) == 0 && len(own) == 1 && len(at[partHead]) == 0:
		h.value = own[0]
	}
	for h.end = h.value; h.value >= 0 && h.end < to && lc.cells[h.end] == lc.cells[h.value]; {
		h.end++
	}
	lc.halves = append(lc.halves, h)
}

// at returns the half that holds a column, nil where there is no header.
func (lc *listColumns) at(col int) *half {
	for i := range lc.halves {
		if h := &lc.halves[i]; col >= h.from && col < h.to {
			return h
		}
	}
	return nil
}

// heads lists the labels of a half by their first columns.
func (lc *listColumns) heads(h *half) (cols []int) {
	for k := h.from; k < h.to; k++ {
		if lc.kinds[k] != noHead && (k == h.from || lc.kinds[k-1] == noHead || lc.cells[k-1] != lc.cells[k]) {
			cols = append(cols, k)
		}
	}
	return cols
}

// rank is the place of the column that counts among the labels of a half.
func (lc *listColumns) rank(h *half) int {
	for n, k := range lc.heads(h) {
		if k == h.value {
			return n
		}
	}
	return -1
}
