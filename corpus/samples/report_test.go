package samples

import (
	"fmt"
	"strings"
)

// cell is one cell of a printed table. List numbers the first line by the
// automatic list of that name instead of printing the number.
type cell struct {
	rows, cols int
	text       string // lines are paragraphs
	list       string
}

type row []cell

// one is a cell without spans.
func one(text string) cell { return cell{1, 1, text, ""} }

// wide spans columns, tall spans rows.
func wide(cols int, text string) cell { return cell{1, cols, text, ""} }
func tall(rows int, text string) cell { return cell{rows, 1, text, ""} }

// ones is a row of cells without spans.
func ones(texts ...string) row {
	var r row
	for _, t := range texts {
		r = append(r, one(t))
	}
	return r
}

// counts are the six applicants of one row; −1 leaves the cell blank.
type counts [6]int

const blank = -1

// cells prints the six columns and their total, or the total given.
func (c counts) cells(total int) row {
	var r row
	for _, n := range c {
		r = append(r, one(number(n)))
	}
	return append(r, one(number(total)))
}

func (c counts) sum() int {
	n := 0
	for _, v := range c {
		n += max(0, v)
	}
	return n
}

func number(n int) string {
	if n == blank {
		return ""
	}
	return fmt.Sprint(n)
}

// line is one row of the table of applications.
type line struct {
	groups []cell // labels before the leaf that start in this row
	leaf   cell
	counts counts
	total  int // printed total
}

// proactiveC is table 1 of form C.
func proactiveC(regulations, documents [3]string, licences, punishments, coercion, fees string) []row {
	block := func(item string) row { return row{wide(4, "第二十条第（"+item+"）项")} }
	decisions := row{one("信息内容"), wide(3, "本年处理决定数量")}
	return []row{
		block("一"),
		ones("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"),
		append(ones("规章"), ones(regulations[:]...)...),
		append(ones("行政规范性文件"), ones(documents[:]...)...),
		block("五"), decisions, {one("行政许可"), wide(3, licences)},
		block("六"), decisions, {one("行政处罚"), wide(3, punishments)}, {one("行政强制"), wide(3, coercion)},
		block("八"), {one("信息内容"), wide(3, "本年收费金额（单位：万元）")}, {one("行政事业性收费"), wide(3, fees)},
	}
}

// applicationsHead is the three header rows of the table of applications.
func applicationsHead() []row {
	return []row{
		{{3, 3, "（本列数据的勾稽关系为：第一项加第二项之和，\n等于第三项加第四项之和）", ""}, wide(7, "申请人情况")},
		{tall(2, "自然人"), wide(5, "法人或其他组织"), tall(2, "总计")},
		ones("商业\n企业", "科研\n机构", "社会公益组织", "法律服务机构", "其他"),
	}
}

// applicationsTable lays lines out below the header.
func applicationsTable(lines []line) []row {
	rows := applicationsHead()
	for _, l := range lines {
		r := append(row{}, l.groups...)
		r = append(r, l.leaf)
		rows = append(rows, append(r, l.counts.cells(l.total)...))
	}
	return rows
}

// litigationTable is table 3, the same in forms B and C.
func litigationTable(values [15]string) []row {
	leaves := []string{"结果\n维持", "结果\n纠正", "其他\n结果", "尚未\n审结", "总计"}
	second := row{}
	for _, l := range leaves {
		second = append(second, tall(2, l))
	}
	return []row{
		{wide(5, "行政复议"), wide(10, "行政诉讼")},
		append(second, wide(5, "未经复议直接起诉"), wide(5, "复议后起诉")),
		append(ones(leaves...), ones(leaves...)...),
		ones(values[:]...),
	}
}

// block is a heading, a paragraph or a table of a report.
type block struct {
	heading string // printed with an automatic number in .docx
	text    string
	table   []row
}

// sections numbers headings 一、 to 六、.
var ordinals = []string{"一", "二", "三", "四", "五", "六"}

// qinghe is the report of an invented district for 2024, on form C.
func qinghe() (title string, blocks []block) {
	b := func(n ...int) counts { // 科研机构 is blank throughout
		return counts{n[0], n[1], blank, n[2], n[3], n[4]}
	}
	item := func(list, text string, c counts) line {
		return line{leaf: cell{1, 1, text, list}, counts: c, total: c.sum()}
	}
	whole := func(text string, c counts) line {
		return line{leaf: cell{1, 3, text, ""}, counts: c, total: c.sum()}
	}
	under := func(l line, groups ...cell) line { l.groups = groups; return l }
	result := []line{
		under(line{leaf: wide(2, "（一）予以公开"), counts: b(15, 3, 0, 1, 0), total: 19}, tall(22, "三、本年度办理结果")),
		{leaf: wide(2, "（二）部分公开（区分处理的，只计这一情形，不计其他情形）"), counts: b(4, 0, 0, 0, 1), total: 5},
		under(item("denied", "属于国家秘密", b(0, 0, 0, 0, 0)), tall(8, "（三）\n不予\n公开")),
		item("denied", "其他法律行政法规禁止公开", b(1, 0, 0, 0, 0)),
		item("denied", "危及“三安全一稳定”", b(0, 0, 0, 0, 0)),
		item("denied", "保护第三方合法权益", b(2, 0, 0, 0, 0)),
		item("denied", "属于三类内部事务信息", b(1, 0, 0, 0, 0)),
		item("denied", "属于四类过程性信息", b(2, 1, 0, 0, 0)),
		item("denied", "属于行政执法案卷", b(3, 0, 0, 1, 0)),
		item("denied", "属于行政查询事项", b(0, 0, 0, 0, 0)),
		under(item("unable", "本机关不掌握相关政府信息", b(6, 1, 0, 0, 0)), tall(3, "（四）\n无法\n提供")),
		item("unable", "没有现成信息需要另行制作", b(1, 0, 0, 0, 0)),
		item("unable", "补正后申请内容仍不明确", b(0, 0, 0, 0, 0)),
		under(item("refused", "信访举报投诉类申请", b(2, 0, 0, 0, 0)), tall(5, "（五）\n不予\n处理")),
		item("refused", "重复申请", b(1, 0, 0, 0, 0)),
		item("refused", "要求提供公开出版物", b(0, 0, 0, 0, 0)),
		item("refused", "无正当理由大量反复申请", b(0, 0, 0, 0, 0)),
		item("refused", "要求行政机关确认或重新出具已获取信息", b(0, 0, 0, 0, 0)),
		under(item("other", "申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请", b(1, 0, 0, 0, 0)), tall(3, "（六）\n其他\n处理")),
		item("other", "申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请", b(0, 0, 0, 0, 0)),
		item("other", "其他", b(0, 0, 0, 0, 0)),
		{leaf: wide(2, "（七）总计"), counts: b(39, 5, 0, 2, 1), total: 47},
	}
	lines := []line{whole("一、本年新收政府信息公开申请数量", b(41, 6, 0, 2, 1)), whole("二、上年结转政府信息公开申请数量", b(2, 0, 0, 0, 0))}
	lines = append(lines, result...)
	lines = append(lines, whole("四、结转下年度继续办理", b(4, 1, 0, 0, 0)))
	return "云岭市青禾区人民政府2024年政府信息公开工作年度报告", []block{
		{text: "本年度报告根据《中华人民共和国政府信息公开条例》和《中华人民共和国政府信息公开工作年度报告格式》（国办公开办函〔2021〕30号）编制。所列数据的统计期限为2024年1月1日至2024年12月31日。如有疑问，请与青禾区人民政府办公室联系（地址：云岭市青禾区𠮷水路8号，邮编：000000，电话：0000-0000000）。"},
		{heading: "总体情况"},
		{text: "（一）主动公开。全年制发行政规范性文件3件，均已公开。"},
		{text: "（二）依申请公开。全年新收政府信息公开申请50件，上年结转2件，办结47件。"},
		{heading: "主动公开政府信息情况"},
		{table: proactiveC([3]string{"0", "0", "0"}, [3]string{"3", "1", "14"}, "412", "57", "4", "128.6450")},
		{heading: "收到和处理政府信息公开申请情况"},
		{table: applicationsTable(lines)},
		{heading: "政府信息公开行政复议、行政诉讼情况"},
		{table: litigationTable([15]string{"3", "1", "0", "0", "4", "1", "0", "0", "1", "2", "0", "0", "0", "0", "0"})},
		{heading: "存在的主要问题及改进情况"},
		{text: "部分乡镇公开不够及时，下一步将加强督促。"},
		{heading: "其他需要报告的事项"},
		{text: "本年度未收取信息处理费。"},
	}
}

// wangshu is the report of an invented department for 2020, on form B: blanks
// for zeros, words for signs, and a total that does not add up.
func wangshu() (title string, blocks []block) {
	z := counts{blank, blank, blank, blank, blank, blank}
	one6 := func(n int) counts { c := z; c[0] = n; return c }
	lines := []line{
		{leaf: wide(3, "一、本年新收政府信息公开申请数量"), counts: one6(7), total: 7},
		{leaf: wide(3, "二、上年结转政府信息公开申请数量"), counts: z, total: blank},
		{groups: []cell{tall(20, "三、本年度办理结果")}, leaf: wide(2, "（一）予以公开"), counts: one6(4), total: 5},
		{leaf: wide(2, "（二）部分公开（区分处理的，只计这一情况，不计其他情形）"), counts: z, total: blank},
	}
	group := func(name string, leaves ...string) {
		for i, l := range leaves {
			n := line{leaf: one(fmt.Sprintf("%d、%s", i+1, l)), counts: z, total: blank}
			if i == 0 {
				n.groups = []cell{tall(len(leaves), name)}
			}
			lines = append(lines, n)
		}
	}
	group("（三）不予公开", "属于国家秘密", "其他法律行政法规禁止公开", "危及“三安全一稳定”", "保护第三方合法权益", "属于三类内部事务信息", "属于四类过程性信息", "属于行政执法案卷", "属于行政查询事项")
	group("（四）无法提供", "本机关不掌握相关政府信息", "没有现成信息需要另行制作", "补正后申请内容仍不明确")
	lines[len(lines)-3].counts, lines[len(lines)-3].total = one6(3), 3
	group("（五）不予处理", "信访举报投诉类申请", "重复申请", "要求提供公开出版物", "无正当理由大量反复申请", "要求行政机关确认或重新出具已获取信息")
	lines = append(lines,
		line{leaf: wide(2, "（六）其他处理"), counts: z, total: blank},
		line{leaf: wide(2, "（七）总计"), counts: one6(7), total: 7},
		line{leaf: wide(3, "四、结转下年度继续办理"), counts: z, total: blank})
	block1 := func(item string) row { return row{wide(4, "第二十条第（"+item+"）项")} }
	items := ones("信息内容", "上一年项目数量", "本年增/减", "处理决定数量")
	return "云岭市望舒县水务局2020年政府信息公开工作年度报告", []block{
		{text: "根据《中华人民共和国政府信息公开条例》编制。统计期限自2020年1月1日起至2020年12月31日止。联系单位：望舒县水务局办公室，电话：0000-0000001。"},
		{heading: "总体情况"}, {text: "本年度共收到政府信息公开申请7件，均按时办结。"},
		{heading: "主动公开政府信息情况"},
		{table: []row{
			block1("一"), ones("信息内容", "本年新制作数量", "本年新公开数量", "对外公开总数量"), ones("规章", "", "", ""), ones("规范性文件", "2", "2", "19"),
			block1("五"), items, ones("行政许可", "8", "增2", "93"), ones("其他对外管理服务事项", "17", "减1", "65"),
			block1("六"), items, ones("行政处罚", "90", "0", "22"), ones("行政强制", "4", "0", "－"),
			block1("八"), {one("信息内容"), one("上一年项目数量"), wide(2, "本年增/减")}, {one("行政事业性收费"), one("1"), wide(2, "0")},
			block1("九"), {one("信息内容"), one("采购项目数量"), wide(2, "采购总金额")}, {one("政府集中采购"), one("4"), wide(2, "36.5万元")},
		}},
		{heading: "收到和处理政府信息公开申请情况"}, {table: applicationsTable(lines)},
		{heading: "因政府信息公开工作被申请行政复议、提起行政诉讼情况"},
		{table: litigationTable([15]string{"0", "0", "0", "0", "0", "0", "0", "0", "0", "0", "0", "0", "0", "0", "0"})},
		{heading: "政府信息公开工作存在的主要问题及改进情况"}, {text: "公开内容有待丰富。"},
		{heading: "其他需要报告的事项"}, {text: "无。"},
	}
}

// luhua is a text dump of the report of an invented town for 2023. A line that
// starts with a tab is a new cell, one that does not goes on with the cell, an
// empty line ends the row; merged cells leave nothing or a lone tab behind.
func luhua() string {
	var b strings.Builder
	text := func(lines ...string) { b.WriteString(strings.Join(lines, "\n") + "\n") }
	cells := func(texts ...string) { b.WriteString("\t" + strings.Join(texts, "\n\t") + "\n\n") }
	zeros := func(labels ...string) { cells(append(labels, "0", "0", "0", "0", "0", "0", "0")...) }
	text("云岭市青禾区芦花镇", "2023年政府信息公开工作年度报告",
		"[bookmark: _GoBack]本年度报告按照《中华人民共和国政府信息公开条例》要求编制，所列数据统计期限为2023年1月1日至2023年12月31日。如有疑问请与芦花镇党政办公室联系（地址：青禾区芦花镇镇政府，邮编：000000，电话：0000-0000002)。",
		"1、 总体情况", "全年未收到政府信息公开申请。", "二、主动公开政府信息情况")
	cells("第二十条第（一）项")
	cells("信息内容", "本年制发件数", "本年废止件数", "现行有效件数")
	cells("规章", "0", "0", "0")
	cells("行政规范性文件", "0", "0", "2")
	cells("第二十条第（五）项")
	cells("信息内容", "本年处理决定数量")
	cells("行政许可", "31")
	cells("第二十条第（六）项")
	cells("信息内容", "本年处理决定数量")
	cells("行政处罚", "0")
	cells("行政强制", "0")
	cells("第二十条第（八）项")
	cells("信息内容", "本年收费金额（单位：万元）")
	cells("行政事业性收费", "0")
	text("3、 收到和处理政府信息公开申请情况")
	cells("（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", "申请人情况")
	cells("", "自然人", "法人或其他组织", "总计")
	cells("", "", "商业\n企业", "科研\n机构", "社会\n公益\n组织", "法律服务机构", "其他", "")
	zeros("一、本年新收政府信息公开申请数量")
	zeros("二、上年结转政府信息公开申请数量")
	zeros("三、本年度办理结果", "（一）予以公开")
	zeros("", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）")
	for i, l := range []string{"属于国家秘密", "其他法律行政法规禁止公开", "危及“三安全一稳定”", "保护第三方合法权益", "属于三类内部事务信息", "属于四类过程性信息", "属于行政执法案卷", "属于行政查询事项"} {
		group := ""
		if i == 0 {
			group = "（3） \n不予\n公开"
		}
		zeros("", group, fmt.Sprintf("%d．%s", i+1, l))
	}
	zeros("", "", "2．没有现成信息需要另行制作")
	zeros("", "", "3．补正后申请内容仍不明确")
	text("4、 政府信息公开行政复议、行政诉讼情况")
	leaves := []string{"结果\n维持", "结果\n纠正", "其他\n结果", "尚未\n审结", "总计"}
	cells("行政复议", "行政诉讼")
	cells(append(append([]string{}, leaves...), "未经复议直接起诉", "复议后起诉")...)
	cells(append(append([]string{"", "", "", "", ""}, leaves...), leaves...)...)
	cells(strings.Split(strings.Repeat("0 ", 14)+"0", " ")...)
	text("五、存在的主要问题及改进情况", "公开形式较为单一，今后将予改进。", "六、其他需要报告的事项", "本年度未收取信息处理费。")
	return b.String()
}
