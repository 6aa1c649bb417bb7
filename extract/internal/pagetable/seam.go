package pagetable

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/gongkai-data/gongkai/extract"
)

// seam joins what a page break cut: the row that begins on one page and ends on
// the next, and merged cells that reach over the break. It returns the cells
// that are left of the lower part and its rows.
func (j *joined) seam(cells []joinedCell, rows int, note func(extract.Code, string)) ([]joinedCell, int) {
	pairs, opens, closes := j.match(cells)
	split := opens || closes
	opens = opens && !closes
	cut, clear := false, true
	if !split {
		cut, clear = j.cutRow(cells, pairs)
	}
	if !clear {
		note("pagetable-row-unclear", "")
	}
	gone := make(map[int]bool)
	headed := !opens && j.headed()
	for _, q := range pairs {
		a, b := &j.cells[q.above], &cells[q.below]
		if !cut && (headed || !reaches(a, b, opens, split, q.label)) {
			continue
		}
		switch {
		case b.text != "" && squeezed(a.text) == squeezed(b.text):
			b.text = "" // the label of a group, said again on the next page
		case a.text != "" && b.text != "":
			note("pagetable-cell-joined", fmt.Sprintf("%q + %q", a.text, b.text))
		}
		a.text = joinTexts(a.text, b.text)
		a.rows += b.rows
		if cut {
			a.rows--
		}
		gone[q.below] = true
	}
	var out []joinedCell
	for i := range cells {
		if gone[i] {
			continue
		}
		if cut {
			cells[i].row--
		}
		out = append(out, cells[i])
	}
	if cut {
		rows--
	}
	return out, rows
}

// headed tells a last row of words alone: what stands below it is no part of its
// cells, but what they are the heads of.
func (j *joined) headed() bool {
	for _, i := range j.ends {
		if c := &j.cells[i]; c.text == "" || isNumber(c.text) {
			return false
		}
	}
	return len(j.ends) > 1
}

// pair is a cell above a page break and the one below it, by index. label is
// set left of the first cell below that holds text.
type pair struct {
	above, below int
	label        bool
}

// match pairs the cells of equal columns. opens is true where a cell stands over
// several, closes where several stand over one: there the page break is the edge
// of a row.
func (j *joined) match(cells []joinedCell) (pairs []pair, opens, closes bool) {
	at := make([]int, j.cols)
	for i := range at {
		at[i] = -1
	}
	for _, i := range j.ends {
		c := &j.cells[i]
		for k := c.col; k < c.col+c.cols; k++ {
			at[k] = i
		}
	}
	label := true
	var row []int
	for i := range cells {
		if cells[i].row == 0 {
			row = append(row, i)
		}
	}
	slices.SortFunc(row, func(a, b int) int { return cells[a].col - cells[b].col })
	for _, i := range row {
		b := &cells[i]
		if b.text != "" {
			label = false
		}
		a := at[b.col]
		if a < 0 {
			continue
		}
		if k := &j.cells[a]; k.col != b.col || k.cols != b.cols {
			opens = opens || k.cols > b.cols
			closes = closes || k.cols <= b.cols
			continue
		}
		pairs = append(pairs, pair{a, i, label})
	}
	return pairs, opens, closes
}

// cutRow tells whether the page break runs through a row: its figures stand on
// one side of it, and no text below begins a row of its own. clear is false
// where that is a guess.
func (j *joined) cutRow(cells []joinedCell, pairs []pair) (cut, clear bool) {
	figuresAbove, figuresBelow, both, wrapped, textBelow, own := 0, 0, 0, 0, 0, 0
	blankAbove, fresh := 0, false // a text below begins a row of its own
	for _, q := range pairs {
		a, b := &j.cells[q.above], &cells[q.below]
		if a.rows > 1 || b.rows > 1 { // a group of rows
			if b.text != "" && !reaches(a, b, false, false, q.label) {
				return false, true
			}
			continue
		}
		own++
		if a.text == "" {
			blankAbove++
		}
		na, nb := isNumber(a.text), isNumber(b.text)
		if nb && a.text != "" { // a head or a figure above a figure
			return false, true
		}
		if na {
			figuresAbove++
		}
		if nb {
			figuresBelow++
		}
		if b.text != "" {
			textBelow++
			fresh = fresh || ordinal(b.text)
		}
		if a.text != "" && b.text != "" {
			both++
			if !a.foot {
				return false, true // there was room for more: the text above is whole
			}
			if a.full {
				wrapped++
			}
		}
	}
	switch {
	case own > 1 && blankAbove == own: // the row has moved to the next page whole
		return true, true
	case fresh:
		return false, true
	case own == 0 || figuresAbove > 0 && figuresBelow > 0:
		return false, true
	case both == 0: // nothing is said twice
		return textBelow < own || figuresAbove+figuresBelow == 0, true
	case wrapped == both:
		return true, true
	}
	return false, false
}

// reaches tells whether a merged cell above the break goes on in a cell below it.
// opens is set where the row above is the head of groups whose columns begin below.
func reaches(a, b *joinedCell, opens, split, label bool) bool {
	merged := a.rows > 1 || b.rows > 1 || split
	if b.text == "" {
		if a.text == "" && a.rows == 1 && b.rows == 1 {
			return false
		}
		return merged && !isNumber(a.text) || label && a.text != "" && !isNumber(a.text)
	}
	if a.text == "" && b.text != "" && !isNumber(b.text) && merged && !split {
		return true // set in the middle of its rows, most of which are below
	}
	if a.rows > 1 && !isNumber(a.text) && squeezed(a.text) == squeezed(b.text) {
		return true
	}
	if a.text == "" || isNumber(a.text) && !bareOrdinal(a.text) || isNumber(b.text) || ordinal(b.text) || !a.foot && !a.full && !bareOrdinal(a.text) {
		return false
	}
	return a.rows > 1 || b.rows > 1 || a.full && (opens || ordinal(a.text)) || bareOrdinal(a.text)
}

// ordinal tells text that begins with a number of a list: 一、 （三） 2. 4）
func ordinal(s string) bool {
	rs := []rune(strings.TrimSpace(s))
	i := 0
	open := i < len(rs) && (rs[i] == '（' || rs[i] == '(')
	if open {
		i++
	}
	from := i
	for i < len(rs) && i-from < 3 && strings.ContainsRune("一二三四五六七八九十0123456789０１２３４５６７８９", rs[i]) {
		i++
	}
	if i == from || i == len(rs) {
		return from < len(rs) && rs[from] >= '①' && rs[from] <= '⑳'
	}
	switch rs[i] {
	case '）', ')':
		return true
	case '、', '.', '．', ',', '，':
		return !open
	}
	return false
}

// bareOrdinal tells the number of a list without the text that it counts.
func bareOrdinal(s string) bool {
	return ordinal(s) && strings.TrimRight(strings.TrimSpace(s), "）)、.．") != "" && utf8.RuneCountInString(strings.TrimSpace(s)) <= 4 &&
		strings.ContainsAny(s[len(strings.TrimRight(s, "）)、.．")):], "）)、.．")
}

// full tells whether the last line of a cell leaves no room for one more word.
func (c *cell) full() bool {
	const padding = 11 // points, left and right together
	if len(c.pieces) == 0 {
		return false
	}
	last := 0
	for i := range c.pieces {
		if c.pieces[i].mid > c.pieces[last].mid {
			last = i
		}
	}
	p := &c.pieces[last]
	gs := p.glyphs
	return c.w()-(gs[len(gs)-1].x1-gs[0].x0) < 1.05*p.size+padding
}

// tight tells whether no line more had room below the text of a cell.
func (c *cell) tight() bool {
	last, size := c.y0, 0.0
	for i := range c.pieces {
		last, size = max(last, c.pieces[i].mid), max(size, c.pieces[i].size)
	}
	return len(c.pieces) == 0 || c.y1-last < 1.6*size
}

func joinTexts(a, b string) string {
	switch {
	case a == "":
		return b
	case b == "":
		return a
	}
	return a + "\n" + b
}
