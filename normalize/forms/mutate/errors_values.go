package mutate

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gongkai-data/gongkai/normalize"
)

// valueErrors print numbers in other ways, or something else in their place.
var valueErrors = []Mutation{
	{"values_with_units", "§4.3", true, printOtherwise(60, withUnit)},
	{"values_full_width", "§4.3", true, printOtherwise(60, fullWidthValue)},
	{"values_chinese", "§4.3", true, printOtherwise(40, chineseValue)},
	{"values_with_separators", "§4.3", true, printOtherwise(100, withSeparators)},
	{"values_with_footnotes", "issue 5: footnote marks", false, printOtherwise(8, withFootnote)},
	{"values_in_white_space", "V18", true, printOtherwise(60, inWhiteSpace)},
	{"values_broken_over_lines", "issue 5: broken values", false, printOtherwise(60, brokenValue)},
	{"values_with_spaces_inside", "issue 5: broken values", false, printOtherwise(60, spacedValue)},
	{"values_with_leading_zeros", "V48", false, printOtherwise(30, leadingZeros)},
	{"values_with_decimals", "V48", false, printOtherwise(20, withDecimals)},
	{"values_with_letters", "V48", false, printOtherwise(10, withLetters)},
	{"values_not_exact", "V36", false, printOtherwise(6, notExact)},
	{"values_doubled_in_cell", "issue 5: joined values", false, printOtherwise(6, doubledValue)},
	{"zeros_blank", "V18", true, zerosAs(normalize.Blank, "", " ", "\u00a0", "\u3000")},
	{"zeros_dash", "V20", true, zerosAs(normalize.Dash, "-", "—", "——", "－")},
	{"zeros_slash", "V19", true, zerosAs(normalize.Slash, "/", "／", "\\")},
	{"zeros_none", "§4.3", true, zerosAs(normalize.None, "无")},
	{"text_for_number", "dataset.md status text", true, textForNumber},
	{"total_wrong", "V46", true, totalWrong},
	{"totals_blank", "V18", true, totalsBlank},
	{"cells_merged", "issue 5: merged values", false, cellsMerged},
	{"cells_joined", "issue 5: joined values", false, cellsJoined},
	{"money_in_yuan", "V28", false, moneyInYuan},
	{"changes_signed", "V27", false, changesSigned},
	{"count_negative", "R5", false, countNegative},
}

// filled lists the boxes that print a number plainly.
func (r *Report) filled() (out []*Box) {
	r.boxes(func(b *Box) {
		if b.Kind == Value && b.Status == normalize.Reported && b.Text == b.Value.String() {
			out = append(out, b)
		}
	})
	return out
}

// printOtherwise rewrites a share of the plain numbers; how returns false for a
// number that it does not fit.
func printOtherwise(percent int, how func(rnd *Rand, b *Box) bool) func(rnd *Rand, r *Report) bool {
	return func(rnd *Rand, r *Report) bool {
		changed := false
		for _, b := range r.filled() {
			if rnd.Chance(percent) && how(rnd, b) {
				changed = true
			}
		}
		return changed
	}
}

func withUnit(_ *Rand, b *Box) bool {
	if b.Key.Indicator == "proactive.fees.amount" {
		b.Text += "万元"
	} else {
		b.Text += "件"
	}
	return true
}

func fullWidthValue(_ *Rand, b *Box) bool {
	b.Text = fullWidth(b.Text)
	return true
}

func chineseValue(_ *Rand, b *Box) bool {
	if !b.Value.IsInt() || b.Value.Coef < 0 || b.Value.Coef > 9999 {
		return false
	}
	b.Text = chinese(b.Value.Coef)
	return true
}

// chinese writes a number below 10000 in Chinese numerals.
func chinese(n int64) string {
	if n == 0 {
		return "零"
	}
	digits := []rune("零一二三四五六七八九")
	var b strings.Builder
	gap := false
	for _, p := range []struct {
		n int64
		s string
	}{{1000, "千"}, {100, "百"}, {10, "十"}, {1, ""}} {
		d := n / p.n
		n %= p.n
		if d == 0 {
			gap = b.Len() > 0
			continue
		}
		if gap {
			b.WriteRune('零')
			gap = false
		}
		if !(d == 1 && p.n == 10 && b.Len() == 0) {
			b.WriteRune(digits[d])
		}
		b.WriteString(p.s)
	}
	return b.String()
}

func withSeparators(rnd *Rand, b *Box) bool {
	n := b.Value.Coef
	if !b.Value.IsInt() || n < 1000 || n > 999999 {
		return false
	}
	b.Text = fmt.Sprintf("%d%s%03d", n/1000, pick(rnd, []string{",", "，"}), n%1000)
	return true
}

func withFootnote(rnd *Rand, b *Box) bool {
	b.Text += pick(rnd, []string{"①", "²", "*", "[1]", "（注1）", "※"})
	b.Open = true
	return true
}

func inWhiteSpace(rnd *Rand, b *Box) bool {
	b.Text = pick(rnd, []string{" ", "\n", "\u3000", "\u00a0", ""}) + b.Text + pick(rnd, []string{" ", "\n", "\u200b", "\u00a0"})
	return true
}

func brokenValue(_ *Rand, b *Box) bool {
	if b.Value.Scale > 0 || b.Value.Coef < 10 {
		return false
	}
	b.Text = b.Text[:len(b.Text)-1] + "\n" + b.Text[len(b.Text)-1:]
	b.Open = true
	return true
}

func spacedValue(_ *Rand, b *Box) bool {
	if b.Value.Scale > 0 || b.Value.Coef < 10 {
		return false
	}
	b.Text = b.Text[:1] + " " + b.Text[1:]
	b.Open = true
	return true
}

func leadingZeros(_ *Rand, b *Box) bool {
	if b.Value.Coef < 0 || b.Value.Scale > 0 {
		return false
	}
	b.Text = "0" + b.Text
	return true
}

func withDecimals(_ *Rand, b *Box) bool {
	if b.Value.Scale > 0 {
		return false
	}
	b.Text += ".0"
	return true
}

// withLetters prints letters for digits: what stands there is no number.
func withLetters(rnd *Rand, b *Box) bool {
	was := b.Text
	if b.Value.IsZero() {
		b.Text = pick(rnd, []string{"O", "o", "〇", "○"})
		return true
	}
	b.Text = strings.NewReplacer("1", "l", "0", "O").Replace(was)
	if b.Text == was {
		return false
	}
	b.Status = normalize.TextStatus
	return true
}

func notExact(rnd *Rand, b *Box) bool {
	if b.Value.Coef <= 0 || b.Value.Scale > 0 {
		return false
	}
	b.Text = fmt.Sprintf(pick(rnd, []string{"约%s", "%s余", "近%s件", "%s多件", "≥%s", "%s+", "%s%%", "不足%s", "%s余件", "%s左右", ">%s"}), b.Text)
	b.Status = normalize.TextStatus
	return true
}

// doubledValue prints two numbers in the cell of one.
func doubledValue(rnd *Rand, b *Box) bool {
	if b.Value.Coef < 0 || b.Value.Scale > 0 {
		return false
	}
	form := pick(rnd, []string{"%s（%d）", "%s（上年%d）", "%s（其中网络%d）", "%s/%d", "%s-%d", "%s+%d", "%s;%d", "%s\n%d", "%s、%d", "%s；%d"})
	if b.Text = fmt.Sprintf(form, b.Text, 1+rnd.N(40)); !strings.Contains(form, "（") {
		b.Status = normalize.Ambiguous
	}
	b.Open = true
	return true
}

// zerosAs prints zeros in one of the ways to print nothing.
func zerosAs(status normalize.Status, texts ...string) func(rnd *Rand, r *Report) bool {
	return func(rnd *Rand, r *Report) bool {
		percent := pick(rnd, []int{10, 60, 100})
		s := pick(rnd, texts)
		return printOtherwise(percent, func(_ *Rand, b *Box) bool {
			if !b.Value.IsZero() {
				return false
			}
			b.Text, b.Status = s, status
			return true
		})(rnd, r)
	}
}

func textForNumber(rnd *Rand, r *Report) bool {
	bs := r.filled()
	if len(bs) == 0 {
		return false
	}
	for range 1 + rnd.N(3) {
		b := pick(rnd, bs)
		b.Text, b.Status = pick(rnd, []string{"详见附件", "见说明", "若干", "不详", "同上", "已公开"}), normalize.TextStatus
	}
	return true
}

func totalWrong(rnd *Rand, r *Report) bool {
	var totals []*Box
	for _, b := range r.filled() {
		if b.Key.Applicant == "total" || b.Key.Indicator == "applications.result.total" || strings.HasPrefix(b.Key.Indicator, "litigation.") && strings.HasSuffix(b.Key.Indicator, ".total") {
			totals = append(totals, b)
		}
	}
	if len(totals) == 0 {
		return false
	}
	for range 1 + rnd.N(2) {
		b := pick(rnd, totals)
		b.set(b.Value.Coef*pick(rnd, []int64{1, 1, 10}) + int64(1+rnd.N(50)))
	}
	r.Sound = false
	return true
}

func totalsBlank(_ *Rand, r *Report) bool {
	changed := false
	for _, b := range r.filled() {
		if b.Key.Applicant == "total" {
			b.Text, b.Status, changed = "", normalize.Blank, true
		}
	}
	return changed
}

// neighbours chooses two numbers of a row that stand side by side.
func neighbours(rnd *Rand, r *Report) (row *Row, at int) {
	s := some(rnd, r, 1)
	if s == nil {
		return nil, 0
	}
	row = &s.Rows[pick(rnd, s.data())]
	v := row.values()
	if len(v) < 2 {
		return nil, 0
	}
	at = v[rnd.N(len(v)-1)]
	if next := &row.Boxes[at+1]; next.Kind != Value || next.Status != normalize.Reported || row.Boxes[at].Status != normalize.Reported {
		return nil, 0
	}
	return row, at
}

// cellsMerged lets one number stand below two columns; the other is lost.
func cellsMerged(rnd *Rand, r *Report) bool {
	row, at := neighbours(rnd, r)
	if row == nil {
		return false
	}
	a, b := &row.Boxes[at], row.Boxes[at+1]
	a.Cols += b.Cols
	a.Open, a.Traced = true, true // the number may be that of either column
	row.Boxes = slices.Delete(row.Boxes, at+1, at+2)
	r.Sound = false
	return true
}

// cellsJoined prints two numbers in one cell that spans both columns.
func cellsJoined(rnd *Rand, r *Report) bool {
	row, at := neighbours(rnd, r)
	if row == nil {
		return false
	}
	a, b := &row.Boxes[at], row.Boxes[at+1]
	a.Text += pick(rnd, []string{" ", "\n", "  ", "/"}) + b.Text
	a.Cols += b.Cols
	a.Open, a.Traced = true, true
	b.Open, b.Traced = true, true
	a.More = &b
	row.Boxes = slices.Delete(row.Boxes, at+1, at+2)
	r.Sound = false
	return true
}

// moneyInYuan prints the fees in 元, said beside the number or in the label.
func moneyInYuan(rnd *Rand, r *Report) bool {
	for _, b := range r.filled() {
		if b.Key.Indicator != "proactive.fees.amount" || b.Value.IsZero() {
			continue
		}
		d := b.Value
		for d.Scale < 4 {
			d.Coef, d.Scale = d.Coef*10, d.Scale+1
		}
		yuan := normalize.Int(d.Coef).String()
		if d.Scale != 4 {
			return false
		}
		if rnd.Chance(50) {
			b.Text = yuan + "元"
			return true
		}
		if r.rewrite([]Kind{Head}, func(h *Box) string { return strings.Replace(h.Text, "单位：万元", "单位：元", 1) }) {
			b.Text = yuan
			return true
		}
	}
	return false
}

// changesSigned prints increases and decreases in the ways that form B's reports do.
func changesSigned(rnd *Rand, r *Report) bool {
	changed := false
	for _, b := range r.filled() {
		if !strings.HasSuffix(b.Key.Indicator, ".items_change") || b.Value.IsZero() {
			continue
		}
		n := b.Value.Coef
		changed = true
		switch {
		case n < 0:
			b.Text = fmt.Sprintf(pick(rnd, []string{"减%d", "－%d", "减少%d", "↓%d", "−%d"}), -n)
		default:
			b.Text = fmt.Sprintf(pick(rnd, []string{"增%d", "+%d", "增加%d", "↑%d", "＋%d"}), n)
		}
	}
	return changed
}

func countNegative(rnd *Rand, r *Report) bool {
	var bs []*Box
	for _, b := range r.filled() {
		if b.Value.Coef > 0 && b.Value.Scale == 0 && !strings.HasSuffix(b.Key.Indicator, ".items_change") {
			bs = append(bs, b)
		}
	}
	if len(bs) == 0 {
		return false
	}
	b := pick(rnd, bs)
	b.set(-b.Value.Coef)
	r.Sound = false
	return true
}
