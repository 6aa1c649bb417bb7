package forms_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/normalize"
	"github.com/gongkai-data/gongkai/normalize/forms"
)

// A sheet is one printed table as a test writes it: rows of cells from left to
// right, cells above that reach down are left out.
type sheet [][]box

type box struct {
	text       string
	rows, cols int
	key        normalize.Key // what a number is the number of
}

func b(text string) box            { return box{text: text, rows: 1, cols: 1} }
func w(text string, cols int) box  { return box{text: text, rows: 1, cols: cols} }
func t(text string, rows int) box  { return box{text: text, rows: rows, cols: 1} }
func wt(text string, r, c int) box { return box{text: text, rows: r, cols: c} }
func v(n int, i string, a string) box {
	return box{fmt.Sprint(n), 1, 1, normalize.Key{Indicator: i, Applicant: a}}
}

// document lays the sheets out below each other as real tables.
func document(sheets ...sheet) *extract.Document {
	doc := &extract.Document{Format: "test"}
	p := func(s string) { doc.Blocks = append(doc.Blocks, &extract.Paragraph{Text: s}) }
	p("青禾区云岭镇人民政府2024年政府信息公开工作年度报告")
	p("本报告所列数据的统计期限自2024年1月1日起至2024年12月31日止。")
	for i, s := range sheets {
		p([]string{"二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况", "四、政府信息公开行政复议、行政诉讼情况"}[min(i, 2)])
		doc.Blocks = append(doc.Blocks, s.table())
	}
	p("五、存在的主要问题及改进情况")
	return doc
}

// table places the boxes as the HTML table model does.
func (s sheet) table() *extract.Table {
	taken := map[[2]int]bool{}
	var cells []extract.Cell
	for r, row := range s {
		c := 0
		for _, x := range row {
			for taken[[2]int{r, c}] {
				c++
			}
			cell := extract.Cell{Row: r, Col: c, RowSpan: x.rows, ColSpan: x.cols, Text: x.text}
			cell.RowSpan = min(cell.RowSpan, len(s)-r)
			for i := range cell.RowSpan {
				for k := range x.cols {
					taken[[2]int{r + i, c + k}] = true
				}
			}
			cells = append(cells, cell)
			c += x.cols
		}
	}
	g, err := extract.NewGrid(cells)
	if err != nil {
		panic(err)
	}
	return &extract.Table{Grid: g}
}

func (s sheet) clone() sheet {
	out := make(sheet, len(s))
	for i := range s {
		out[i] = slices.Clone(s[i])
	}
	return out
}

// truth lists the numbers that the sheets print.
func truth(sheets []sheet) map[normalize.Key]string {
	m := map[normalize.Key]string{}
	for _, s := range sheets {
		for _, row := range s {
			for _, x := range row {
				if x.key.Indicator != "" {
					m[x.key] = x.text
				}
			}
		}
	}
	return m
}

type leafRow struct{ group, label, code string }

var leavesC = []leafRow{
	{"（三）不予公开", "1.属于国家秘密", "denied.state_secret"}, {"", "2.其他法律行政法规禁止公开", "denied.other_law_prohibited"},
	{"", "3.危及“三安全一稳定”", "denied.security_stability"}, {"", "4.保护第三方合法权益", "denied.third_party_rights"},
	{"", "5.属于三类内部事务信息", "denied.internal_affairs"}, {"", "6.属于四类过程性信息", "denied.process_information"},
	{"", "7.属于行政执法案卷", "denied.enforcement_file"}, {"", "8.属于行政查询事项", "denied.administrative_query"},
	{"（四）无法提供", "1.本机关不掌握相关政府信息", "unable.not_held"}, {"", "2.没有现成信息需要另行制作", "unable.requires_creation"},
	{"", "3.补正后申请内容仍不明确", "unable.still_unclear"},
	{"（五）不予处理", "1.信访举报投诉类申请", "not_processed.petition_complaint"}, {"", "2.重复申请", "not_processed.duplicate"},
	{"", "3.要求提供公开出版物", "not_processed.publication"}, {"", "4.无正当理由大量反复申请", "not_processed.excessive_repeat"},
	{"", "5.要求行政机关确认或重新出具已获取信息", "not_processed.confirm_or_reissue"},
	{"（六）其他处理", "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请", "other.correction_overdue"},
	{"", "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请", "other.fee_unpaid"}, {"", "3.其他", "other.other"},
}

// reportC makes a consistent report on form C; old6 prints （六） as one row.
func reportC(rnd *rand.Rand, old6 bool) []sheet {
	n := func() int { return rnd.IntN(90) + 1 }
	small := func() int { return max(0, rnd.IntN(14)-5) }
	one := sheet{
		{w("第二十条第（一）项", 4)}, {b("信息内容"), b("本年制发件数"), b("本年废止件数"), b("现行有效件数")},
		{b("规章"), v(small(), "proactive.regulations.made", ""), v(small(), "proactive.regulations.repealed", ""), v(n(), "proactive.regulations.in_force", "")},
		{b("行政规范性文件"), v(n(), "proactive.normative_documents.made", ""), v(n(), "proactive.normative_documents.repealed", ""), v(n(), "proactive.normative_documents.in_force", "")},
		{w("第二十条第（五）项", 4)}, {b("信息内容"), w("本年处理决定数量", 3)}, {b("行政许可"), v3(n(), "proactive.licensing.decisions")},
		{w("第二十条第（六）项", 4)}, {b("信息内容"), w("本年处理决定数量", 3)}, {b("行政处罚"), v3(n(), "proactive.punishment.decisions")}, {b("行政强制"), v3(n(), "proactive.coercion.decisions")},
		{w("第二十条第（八）项", 4)}, {b("信息内容"), w("本年收费金额（单位：万元）", 3)}, {b("行政事业性收费"), v3(n(), "proactive.fees.amount")},
	}
	apps := []string{"natural_person", "org_commercial", "org_research", "org_public_welfare", "org_legal_service", "org_other", "total"}
	values := func(code string, nums [7]int) (row []box) {
		for i, a := range apps {
			row = append(row, v(nums[i], "applications."+code, a))
		}
		return row
	}
	random := func() (x [7]int) {
		for i := range 6 {
			x[i] = small()
			x[6] += x[i]
		}
		return x
	}
	two := sheet{
		{wt("（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", 3, 3), w("申请人情况", 7)},
		{t("自然人", 2), w("法人或其他组织", 5), t("总计", 2)},
		{b("商业\n企业"), b("科研\n机构"), b("社会公益组织"), b("法律服务机构"), b("其他")},
	}
	leaves := leavesC
	if old6 {
		leaves = append(slices.Clone(leavesC[:16]), leafRow{"", "（六）其他处理", "other"})
	}
	var total, out [7]int
	var body sheet
	add := func(code string, label []box) {
		x := random()
		for i := range x {
			total[i] += x[i]
		}
		body = append(body, append(label, values("result."+code, x)...))
	}
	add("granted", []box{t("三、本年度办理结果", len(leaves)+3), w("（一）予以公开", 2)})
	add("partial", []box{w("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", 2)})
	for i, l := range leaves {
		var label []box
		if l.code == "other" {
			label = []box{w(l.label, 2)}
		} else {
			if l.group != "" {
				size := 1
				for size+i < len(leaves) && leaves[i+size].group == "" && leaves[i+size].code != "other" {
					size++
				}
				label = append(label, t(l.group, size))
			}
			label = append(label, b(l.label))
		}
		add(l.code, label)
	}
	out = random()
	carried := random()
	var fresh [7]int
	for i := range fresh {
		fresh[i] = total[i] + out[i] - carried[i]
		if fresh[i] < 0 {
			carried[i] += fresh[i]
			fresh[i] = 0
		}
	}
	fresh[6], carried[6] = sum6(fresh), sum6(carried)
	two = append(two, append([]box{w("一、本年新收政府信息公开申请数量", 3)}, values("new", fresh)...))
	two = append(two, append([]box{w("二、上年结转政府信息公开申请数量", 3)}, values("carried_in", carried)...))
	two = append(two, body...)
	two = append(two, append([]box{w("（七）总计", 2)}, values("result.total", total)...))
	two = append(two, append([]box{w("四、结转下年度继续办理", 3)}, values("carried_out", out)...))
	three := sheet{
		{w("行政复议", 5), w("行政诉讼", 10)},
		{t("结果维持", 2), t("结果纠正", 2), t("其他结果", 2), t("尚未审结", 2), t("总计", 2), w("未经复议直接起诉", 5), w("复议后起诉", 5)},
		{b("结果维持"), b("结果纠正"), b("其他结果"), b("尚未审结"), b("总计"), b("结果维持"), b("结果纠正"), b("其他结果"), b("尚未审结"), b("总计")},
	}
	var last []box
	for _, block := range []string{"review", "direct", "after_review"} {
		sum := 0
		for _, o := range []string{"upheld", "corrected", "other", "pending"} {
			x := small()
			sum += x
			last = append(last, v(x, "litigation."+block+"."+o, ""))
		}
		last = append(last, v(sum, "litigation."+block+".total", ""))
	}
	return []sheet{one, two, append(three, last)}
}

func v3(n int, code string) box {
	x := v(n, code, "")
	x.cols = 3
	return x
}

func sum6(x [7]int) (s int) {
	for _, n := range x[:6] {
		s += n
	}
	return s
}

// damage is one kind of layout error.
type damage struct {
	name string // damages of header_ and column_ rewrite the same rows: no two of them go together
	do   func(rnd *rand.Rand, s []sheet) []sheet
}

const head = 3 // header rows of table 2

// dropText cuts the label of the row that a group cell started out of it, so
// that what stays behind is still a table.
func dropRow(s sheet, i int) sheet {
	s = s.clone()
	gone := s[i]
	for k := range i { // cells above that reach down become shorter
		for j := range s[k] {
			if k+s[k][j].rows > i {
				s[k][j].rows--
			}
		}
	}
	var stay []box // cells that begin here and reach further down begin below
	for _, x := range gone {
		if x.rows > 1 {
			x.rows--
			stay = append(stay, x)
		}
	}
	s = slices.Delete(s, i, i+1)
	if i < len(s) && len(stay) > 0 {
		s[i] = append(stay, s[i]...)
	}
	return s
}

var damages = []damage{
	{"none", func(_ *rand.Rand, s []sheet) []sheet { return s }},
	{"row_lost", func(rnd *rand.Rand, s []sheet) []sheet {
		s[1] = dropRow(s[1], head+2+rnd.IntN(len(s[1])-head-2))
		return s
	}},
	{"rows_end_early", func(rnd *rand.Rand, s []sheet) []sheet {
		s[1] = s[1][:head+4+rnd.IntN(len(s[1])-head-5)]
		return s
	}},
	{"row_doubled", func(rnd *rand.Rand, s []sheet) []sheet {
		i := head + rnd.IntN(2)
		s[1] = slices.Insert(s[1].clone(), i, slices.Clone(s[1][i]))
		return s
	}},
	{"row_doubled_other_numbers", func(rnd *rand.Rand, s []sheet) []sheet {
		i := head + rnd.IntN(2)
		row := slices.Clone(s[1][i])
		for k := range row {
			if row[k].key.Indicator != "" {
				row[k].text = fmt.Sprint(rnd.IntN(50))
				row[k].key = normalize.Key{}
			}
		}
		s[1] = slices.Insert(s[1].clone(), i+1, row)
		return s
	}},
	{"label_lost", func(rnd *rand.Rand, s []sheet) []sheet {
		i := head + rnd.IntN(len(s[1])-head)
		for k := range s[1][i] {
			if s[1][i][k].key.Indicator == "" && s[1][i][k].rows == 1 {
				s[1][i][k].text = ""
			}
		}
		return s
	}},
	{"label_damaged", func(rnd *rand.Rand, s []sheet) []sheet {
		i := head + rnd.IntN(len(s[1])-head)
		for k := range s[1][i] {
			if x := &s[1][i][k]; x.key.Indicator == "" && x.rows == 1 {
				rs := []rune(x.text)
				at := rnd.IntN(len(rs))
				x.text = string(slices.Delete(rs, at, min(len(rs), at+1+rnd.IntN(3))))
			}
		}
		return s
	}},
	{"label_of_next_row", func(rnd *rand.Rand, s []sheet) []sheet {
		i := head + 4 + rnd.IntN(6)
		last := len(s[1][i]) - 8
		s[1] = s[1].clone()
		s[1][i][last].text = s[1][i+1][len(s[1][i+1])-8].text
		return s
	}},
	{"header_lost", func(_ *rand.Rand, s []sheet) []sheet { s[1] = s[1][head:]; return s }},
	{"header_last_row_lost", func(_ *rand.Rand, s []sheet) []sheet { s[1] = dropRow(s[1], 2); return s }},
	{"header_flat", func(_ *rand.Rand, s []sheet) []sheet {
		s[1] = append(sheet{{w("项目", 3), b("自然人"), b("商业企业"), b("科研机构"), b("社会公益组织"), b("法律服务机构"), b("其他"), b("总计")}}, s[1][head:]...)
		return s
	}},
	{"header_shifted", func(_ *rand.Rand, s []sheet) []sheet {
		h := s[1].clone()
		h[1] = []box{w("自然人", 2), w("法人或其他组织", 4), b("总计")}
		h[2] = []box{b(""), b("商业企业"), b("科研机构"), b("社会公益组织"), b("法律服务机构"), b("其他"), b("")}
		s[1] = h
		return s
	}},
	{"columns_swapped", func(rnd *rand.Rand, s []sheet) []sheet {
		h := s[1].clone()
		x, y := rnd.IntN(5), rnd.IntN(5)
		h[2][x], h[2][y] = h[2][y], h[2][x]
		for i := head; i < len(h); i++ {
			n := len(h[i]) - 6
			h[i][n+x], h[i][n+y] = h[i][n+y], h[i][n+x]
		}
		s[1] = h
		return s
	}},
	{"column_lost", func(rnd *rand.Rand, s []sheet) []sheet {
		h := s[1].clone()
		x := rnd.IntN(5)
		h[0][1].cols, h[1][1].cols = 6, 4
		h[2] = slices.Delete(h[2], x, x+1)
		for i := head; i < len(h); i++ {
			n := len(h[i]) - 6
			h[i] = slices.Delete(h[i], n+x, n+x+1)
		}
		s[1] = h
		return s
	}},
	{"column_added", func(_ *rand.Rand, s []sheet) []sheet {
		h := s[1].clone()
		for i := range h {
			h[i] = append(h[i], b(""))
		}
		s[1] = h
		return s
	}},
	{"column_of_last_year_added", func(rnd *rand.Rand, s []sheet) []sheet {
		h := s[1].clone()
		h[0] = append(h[0], t("2023年总计", 3))
		for i := head; i < len(h); i++ {
			h[i] = append(h[i], b(fmt.Sprint(rnd.IntN(40))))
		}
		s[1] = h
		return s
	}},
	{"table_split", func(rnd *rand.Rand, s []sheet) []sheet {
		i := head + 3 + rnd.IntN(15)
		return []sheet{s[0], s[1][:i].clone(), s[1][i:].clone(), s[2]}
	}},
	{"tables_turned", func(_ *rand.Rand, s []sheet) []sheet {
		for i := 1; i < 3; i++ {
			s[i] = s[i].turned()
		}
		return s
	}},
	{"litigation_in_three", func(_ *rand.Rand, s []sheet) []sheet {
		row := s[2][3]
		s = s[:2]
		for i, name := range []string{"行政复议", "行政诉讼（未经复议直接起诉）", "行政诉讼（复议后起诉）"} {
			s = append(s, sheet{{w(name, 5)}, {b("结果维持"), b("结果纠正"), b("其他结果"), b("尚未审结"), b("总计")}, slices.Clone(row[i*5 : i*5+5])})
		}
		return s
	}},
	{"last_years_table", func(rnd *rand.Rand, s []sheet) []sheet {
		return append(s, lastYear(rnd))
	}},
	{"values_printed_otherwise", func(rnd *rand.Rand, s []sheet) []sheet {
		for _, sh := range s {
			for _, row := range sh {
				for k := range row {
					if row[k].key.Indicator != "" && row[k].key.Indicator != "proactive.fees.amount" {
						row[k].text = otherwise(rnd, row[k].text)
					}
				}
			}
		}
		return s
	}},
	{"total_wrong", func(rnd *rand.Rand, s []sheet) []sheet {
		row := s[1][head+rnd.IntN(len(s[1])-head)]
		row[len(row)-1].text = fmt.Sprint(100 + rnd.IntN(900))
		return s
	}},
	{"columns_merged_in_a_row", func(rnd *rand.Rand, s []sheet) []sheet {
		i := head + rnd.IntN(len(s[1])-head)
		row := slices.Clone(s[1][i])
		n := len(row) - 6 + rnd.IntN(5)
		row[n].cols = 2
		row[n].key = normalize.Key{}
		s[1] = s[1].clone()
		s[1][i] = slices.Delete(row, n+1, n+2)
		return s
	}},
	{"group_lost", func(rnd *rand.Rand, s []sheet) []sheet {
		s[1] = dropRow(s[1], head+4+8) // the first row of （四）
		s[1] = s[1].clone()
		for i := range s[1] {
			for k := range s[1][i] {
				if strings.HasPrefix(s[1][i][k].text, "（四）") {
					s[1][i][k].text = ""
				}
			}
		}
		return s
	}},
	{"renumbered", func(_ *rand.Rand, s []sheet) []sheet {
		for i := range s[1] {
			for k := range s[1][i] {
				s[1][i][k].text = strings.NewReplacer("1.", "①", "2.", "2、", "3.", "（3）", "（三）", "（3）", "四、", "4、").Replace(s[1][i][k].text)
			}
		}
		return s
	}},
}

func otherwise(rnd *rand.Rand, s string) string {
	switch rnd.IntN(6) {
	case 0:
		return s + "件"
	case 1:
		return strings.Map(func(r rune) rune { return r - '0' + '０' }, s)
	case 2:
		return " " + s + "\u00a0"
	case 3:
		return s + "\n"
	}
	return s
}

func lastYear(rnd *rand.Rand) sheet {
	s := reportC(rnd, false)[1]
	for i := range s {
		for k := range s[i] {
			s[i][k].key = normalize.Key{}
		}
	}
	return s
}

func (s sheet) turned() sheet {
	g := s.table().Grid
	keys := map[string]normalize.Key{}
	n := 0
	for r, row := range s { // cells come back in order, so their keys do
		_ = r
		for _, x := range row {
			keys[fmt.Sprint(n)] = x.key
			n++
		}
	}
	type cell struct {
		c   extract.Cell
		key normalize.Key
	}
	var cells []cell
	for i, c := range g.Cells {
		cells = append(cells, cell{c, keys[fmt.Sprint(i)]})
	}
	slices.SortFunc(cells, func(x, y cell) int {
		if x.c.Col != y.c.Col {
			return x.c.Col - y.c.Col
		}
		return x.c.Row - y.c.Row
	})
	out := make(sheet, g.Cols)
	for _, x := range cells {
		out[x.c.Col] = append(out[x.c.Col], box{x.c.Text, x.c.ColSpan, x.c.RowSpan, x.key})
	}
	return out
}

// TestLayoutErrors applies layout errors alone and in pairs to true reports: no
// number may come out wrong without a flag or a failed check on it.
func TestLayoutErrors(tt *testing.T) {
	rounds := 12
	if testing.Short() {
		rounds = 2
	}
	type tally struct{ right, doubted, flagged, silent, null int }
	sums := map[string]*tally{}
	for seed := range rounds {
		for i, d1 := range damages {
			for j, d2 := range damages {
				if j != 0 && ((seed+i+j)%3 != 0 || aboutColumns(d1) && aboutColumns(d2) || relabelled(d1, d2)) {
					continue
				}
				rnd := rand.New(rand.NewPCG(uint64(seed), uint64(i*100+j)))
				sheets := reportC(rnd, seed%3 == 2)
				want := truth(sheets)
				s := d1.do(rnd, sheets)
				if j != 0 {
					if s = applied(rnd, d2, s); s == nil {
						continue
					}
				}
				printed := truth(s)
				doc := laid(s)
				if doc == nil {
					continue
				}
				r, err := normalize.Normalize(doc, forms.All)
				name := d1.name
				if j != 0 {
					name += "+" + d2.name
				}
				if err != nil {
					tt.Errorf("%s seed %d: %v", name, seed, err)
					continue
				}
				failed := map[normalize.Key]bool{}
				for _, c := range r.Checks {
					if c.Result == normalize.Fail {
						for _, k := range c.Operands {
							failed[k] = true
						}
					}
				}
				sum := sums[d1.name]
				if sum == nil {
					sum = &tally{}
					sums[d1.name] = sum
				}
				for i := range r.Facts {
					f := &r.Facts[i]
					p, isPrinted := printed[f.Key()]
					if !f.HasValue() {
						if isPrinted {
							sum.null++
						}
						continue
					}
					if _, of := want[f.Key()]; !of {
						continue // of another form, or not of any
					}
					doubt := len(f.Flags) > 0 || failed[f.Key()]
					if isPrinted && plain(p) == f.Value.String() {
						sum.right++
						if len(f.Flags) > 0 {
							sum.doubted++
						}
						continue
					}
					if doubt {
						sum.flagged++
						continue
					}
					sum.silent++
					if sum.silent < 4 {
						tt.Errorf("%s seed %d: %s = %s, printed %q, no flag", name, seed, f.Key(), f.Value, p)
					}
				}
			}
		}
	}
	for _, d := range damages {
		s := sums[d.name]
		tt.Logf("%-28s right %6d (%4.1f%% flagged)  wrong and flagged %5d  silent %d  null %5d", d.name, s.right, 100*float64(s.doubted)/float64(max(1, s.right)), s.flagged, s.silent, s.null)
	}
}

func aboutColumns(d damage) bool {
	return strings.HasPrefix(d.name, "header_") || strings.HasPrefix(d.name, "column")
}

// relabelled reports damages that together can leave one row under the label of
// another without any trace: nothing printed could tell.
func relabelled(d1, d2 damage) bool {
	lost := func(d damage) bool { return d.name == "row_lost" || d.name == "rows_end_early" }
	return d1.name == "label_of_next_row" && lost(d2) || d2.name == "label_of_next_row" && lost(d1)
}

// laid is nil where two damages together leave no table.
func laid(s []sheet) (doc *extract.Document) {
	defer func() {
		if recover() != nil {
			doc = nil
		}
	}()
	return document(s...)
}

// applied reports nil where the second damage does not fit what the first left.
func applied(rnd *rand.Rand, d damage, s []sheet) (out []sheet) {
	defer func() {
		if recover() != nil {
			out = nil
		}
	}()
	if len(s) < 3 || len(s[1]) < 12 {
		return nil
	}
	return d.do(rnd, s)
}

func plain(s string) string {
	return strings.TrimSuffix(strings.TrimSpace(normalize.Fold(s)), "件")
}

func textOf(s string) extract.Block { return &extract.Paragraph{Text: s} }
