package forms_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/normalize"
	"github.com/gongkai-data/gongkai/normalize/forms"
)

// matrixOf writes the applications table: rows as "label|label|v v v v v v v", "_" an empty cell.
func matrixOf(rows ...string) sheet {
	s := sheet{
		{wt("（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", 3, 3), w("申请人情况", 7)},
		{t("自然人", 2), w("法人或其他组织", 5), t("总计", 2)},
		{b("商业企业"), b("科研机构"), b("社会公益组织"), b("法律服务机构"), b("其他")},
	}
	for _, r := range rows {
		s = append(s, rowOf(r))
	}
	return s
}

func rowOf(r string) (line []box) {
	parts := strings.Split(r, "|")
	for i, p := range parts[:len(parts)-1] {
		x := b(p)
		if i == len(parts)-2 {
			x.cols = 3 - i
		}
		line = append(line, x)
	}
	for _, v := range strings.Fields(parts[len(parts)-1]) {
		line = append(line, b(strings.ReplaceAll(v, "_", "")))
	}
	return line
}

func outcomesOf(third []string, values string) sheet {
	s := sheet{
		{w("行政复议", 5), w("行政诉讼", 10)},
		{t("结果维持", 2), t("结果纠正", 2), t("其他结果", 2), t("尚未审结", 2), t("总计", 2), w("未经复议直接起诉", 5), w("复议后起诉", 5)}, nil, nil,
	}
	for _, l := range third {
		s[2] = append(s[2], b(l))
	}
	for _, v := range strings.Fields(values) {
		s[3] = append(s[3], b(strings.ReplaceAll(v, "_", "")))
	}
	return s
}

func linesOf(lines string) (bs []extract.Block) {
	for _, l := range strings.Fields(lines) {
		bs = append(bs, &extract.Paragraph{Text: l})
	}
	return bs
}

func reportOf(blocks ...extract.Block) *extract.Document {
	return &extract.Document{Format: "test", Blocks: append([]extract.Block{
		&extract.Paragraph{Text: "青禾区云岭镇人民政府2024年政府信息公开工作年度报告"},
		&extract.Paragraph{Text: "本报告所列数据的统计期限自2024年1月1日起至2024年12月31日止。"},
		&extract.Paragraph{Text: "一、总体情况"}, &extract.Paragraph{Text: "二、主动公开政府信息情况"}, &extract.Paragraph{Text: "三、收到和处理政府信息公开申请情况"}, &extract.Paragraph{Text: "四、政府信息公开行政复议、行政诉讼情况"}}, blocks...)}
}

// TestNoSilentError holds layouts that once gave a wrong number without a doubt:
// each is a document, a cell and the number that must not stand there unflagged.
func TestNoSilentError(tt *testing.T) {
	whole := []string{"结果维持", "结果纠正", "其他结果", "尚未审结", "总计", "结果维持", "结果纠正", "其他结果", "尚未审结", "总计"}
	lines, _ := rowsOf("A2") // zeros, so that every sum holds, but for 举报投诉数量
	for i := range lines {
		lines[i].value = "0"
		if strings.Contains(lines[i].label, "举报投诉") {
			lines[i].value = "48"
		}
	}
	const fresh = "一、本年新收政府信息公开申请数量"
	of := func(rows ...string) *extract.Document { return reportOf(matrixOf(rows...).table()) }
	turnedText := func(fields [][]string) string {
		var s strings.Builder
		for k, h := range headA2 {
			s.WriteString(h)
			for _, f := range fields {
				s.WriteString(f[k])
			}
		}
		return s.String()
	}
	unnamed := func(fields [][]string) [][]string {
		for _, f := range fields {
			f[0] = ""
		}
		return fields
	}
	broken := []string{"结果维持", "结果纠正", "其他结开", "尚未审结", "总计", "结果维持", "结果纠正", "其他结果", "尚未审结", "总计"}
	labels := func(cols string) string {
		return "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和） 申请人情况 自然人 法人或其他组织 总计 " + cols
	}
	flatRows := func() string {
		var s strings.Builder
		zero := " 0 0 0 0 0 0 0 "
		s.WriteString(" 一、本年新收政府信息公开申请数量 1 2 0 0 0 0 3 二、上年结转政府信息公开申请数量" + zero + "三、本年度办理结果 （一）予以公开 1 2 0 0 0 0 3 （二）部分公开" + zero)
		for _, l := range leavesC {
			s.WriteString(l.group + " " + l.label + zero)
		}
		s.WriteString("（七）总计 1 2 0 0 0 0 3 四、结转下年度继续办理" + zero)
		return s.String()
	}
	long := sheet{nil, nil}
	for _, p := range []string{"行政复议-", "行政诉讼（未经复议直接起诉）-", "行政诉讼（复议后起诉）-"} {
		for _, o := range []string{"结果维持", "结果纠正", "其他结果", "尚未审结", "总计"} {
			long[0] = append(long[0], b(p+o))
		}
	}
	for _, v := range strings.Fields("3 _ _ _ 3 4 _ _ _ 4 _ _ _ _ _") {
		long[1] = append(long[1], b(strings.ReplaceAll(v, "_", "")))
	}
	head1 := []box{b("信息内容"), b("上一年项目数量"), b("本年增/减"), b("处理决定数量")}
	hole := matrixOf("一、本年新收政府信息公开申请数量|0 0 0 0 0 _ 0", "二、上年结转政府信息公开申请数量|0 0 0 0 0 _ 0")
	hole[1][1].cols = 4
	ragged := matrixOf("一、本年新收政府信息公开申请数量|0 0 5 0 0 0 5 _", "二、上年结转政府信息公开申请数量|0 0 0 0 0 0 _")
	longer := matrixOf("一、本年新收政府信息公开申请数量|3 0 0 0 0 0 _", "二、上年结转政府信息公开申请数量|0 0 _ 0 0 0 0 _")
	both := matrixOf("一、本年新收政府信息公开申请数量|1 0 0 0 0 0 7 0 0 0 0 0 7")
	both[0][1] = w("2024年申请人情况", 6)
	both[0] = append(both[0], w("2023年申请人情况", 7))
	both[1] = []box{t("自然人", 2), w("法人或其他组织", 5), t("自然人", 2), w("法人或其他组织", 5), t("总计", 2)}
	both[2] = append(both[2], both[2]...)
	for _, c := range []struct {
		name, because string
		doc           *extract.Document
		key           normalize.Key
		bad           string
	}{
		{"S1_group_row", "a local row that repeats a group's words is read as the group, which prints no number",
			reportOf(matrixOf("一、本年新收政府信息公开申请数量|9 0 0 0 0 0 9", "三、本年度办理结果|（四）无法提供|1.本机关不掌握相关政府信息|2 0 0 0 0 0 2", "|（四）无法提供|4.其他无法提供情形|7 0 0 0 0 0 7").table()),
			normalize.Key{Indicator: "applications.result.unable", Applicant: "total"}, "7"},
		{"S2_unread_outcome_and_empty_end", "14 read labels and 15 cells with an empty last one are paired by order",
			reportOf(outcomesOf(broken, "0 0 0 0 0 0 0 0 7 7 _ _ _ _ _").table()), normalize.Key{Indicator: "litigation.after_review.upheld"}, "7"},
		{"S2_unread_outcome_and_short_row", "14 read labels and 14 cells are paired by order, though 15 columns are there",
			reportOf(outcomesOf(broken, "0 0 0 0 0 0 0 3 4 7 0 0 0 0").table()), normalize.Key{Indicator: "litigation.direct.pending"}, "3"},
		{"S3_flat_header_names_blocks", "each label names its block and its outcome; the block is not used, the row's own is guessed",
			reportOf(long.table()), normalize.Key{Indicator: "litigation.direct.upheld"}, "3"},
		{"S4_running_text_in_other_column_order", "columns of running text are taken in the official order whatever its header says; R1 to R3 cannot tell",
			reportOf(linesOf(labels("科研机构 商业企业 社会公益组织 法律服务机构 其他") + flatRows())...), normalize.Key{Indicator: "applications.new", Applicant: "org_commercial"}, "2"},
		{"S5_running_text_of_last_year", "running text under the title of another year is read; zeros even without a flag",
			reportOf(linesOf("2023年政府信息公开工作情况 第二十条第（一）项 信息内容 本年制发件数 本年废止件数 现行有效件数 规章 0 0 0 附表 " +
				"第二十条第（一）项 信息内容 本年制发件数 本年废止件数 现行有效件数 规章 1 0 5")...), normalize.Key{Indicator: "proactive.regulations.made"}, "0"},
		{"S6_key_of_no_form", "running text makes a key that no form has",
			reportOf(linesOf("第二十条第（一）项 信息内容 本年新制作数量 本年新公开数量 对外公开总数量 行政许可 0 0 0 第二十条第（九）项 信息内容 采购项目数量 采购总金额 政府集中采购 0 0")...),
			normalize.Key{Indicator: "proactive.licensing.newly_made"}, "0"},
		{"S7_rest_of_value_ignored", "what follows the digits in running text is dropped",
			reportOf(linesOf("第二十条第（六）项 信息内容 本年处理决定数量 行政处罚 0；6 第二十条第（八）项 信息内容 本年收费金额（单位：万元） 行政事业性收费 0")...), normalize.Key{Indicator: "proactive.punishment.decisions"}, "0"},
		{"S8_row_one_cell_short", "the empty column on the right hides that the row lost a cell",
			reportOf(ragged.table()), normalize.Key{Indicator: "applications.carried_in", Applicant: "org_research"}, "0"},
		{"S9_row_one_cell_long", "a cell beyond the header, which no other row has, hides that the row got one more",
			reportOf(longer.table()), normalize.Key{Indicator: "applications.carried_in", Applicant: "total"}, "0"},
		{"S10_hole_in_header", "法人或其他组织 spans one column too few: 总计 stands over 其他's numbers and 其他 over the totals, a hole beside it",
			reportOf(hole.table()), normalize.Key{Indicator: "applications.carried_in", Applicant: "org_other"}, "0"},
		{"S11_two_years_side_by_side", "two years stand side by side and this year's 总计 is missing: last year's is read",
			reportOf(both.table()), normalize.Key{Indicator: "applications.new", Applicant: "total"}, "7"},
		{"S12_only_the_example", "the only table is titled 填报示例",
			reportOf(&extract.Paragraph{Text: "填报示例："}, matrixOf("二、上年结转政府信息公开申请数量|7 0 0 0 0 0 7", "一、本年新收政府信息公开申请数量|1 0 0 0 0 0 1").table()),
			normalize.Key{Indicator: "applications.carried_in", Applicant: "total"}, "7"},
		{"S12_only_another_body", "the only table is titled with the name of another body",
			reportOf(&extract.Paragraph{Text: "附件：青禾区民政局2024年政府信息公开申请情况"}, matrixOf("一、本年新收政府信息公开申请数量|7 0 0 0 0 0 7").table()),
			normalize.Key{Indicator: "applications.new", Applicant: "total"}, "7"},
		{"S13_unread_twin_in_table_1", "a row beside 行政强制 with a label one character off and other numbers goes unheeded",
			reportOf(sheet{head1, {b("行政处罚"), b("1"), b("0"), b("5")}, {b("行政强"), b("67"), b("0"), b("3")}, {b("行政强制"), b("96"), b("0"), b("4")}}.table()),
			normalize.Key{Indicator: "proactive.coercion.items_prev_year"}, "96"},
		{"S13_merged_twin_in_table_1", "the first row 行政强制 has two numbers in one cell, so the second, with other numbers, is taken alone",
			reportOf(sheet{head1, {b("行政处罚"), b("1"), b("0"), b("5")}, {b("行政强制"), w("67 0", 2), b("3")}, {b("行政强制"), b("96"), b("0"), b("4")}}.table()),
			normalize.Key{Indicator: "proactive.coercion.items_prev_year"}, "96"},
		{"S14_column_without_label_in_text", "seven fields and eight columns, one of which the form does not have: the count fits by chance",
			textReport([]string{"（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）    申请人情况    同比增长", "自然人    法人或其他组织    总计", "商业企业    科研机构    社会公益组织    法律服务机构    其他",
				"一、本年新收政府信息公开申请数量    1    0    0    0    0    0    1    12%", "二、上年结转政府信息公开申请数量    0    0    4    0    0    4    3%"}),
			normalize.Key{Indicator: "applications.carried_in", Applicant: "org_other"}, "4"},
		{"S15_two_rows_of_outcomes_in_text", "the first row has lost its blanks; only its first number is set against the second row, the rest of which is taken without a doubt",
			textReport([]string{"行政复议    行政诉讼", "结果维持    结果纠正    其他结果    尚未审结    总计    未经复议直接起诉    复议后起诉",
				"结果维持    结果纠正    其他结果    尚未审结    总计    结果维持    结果纠正    其他结果    尚未审结    总计", "66    80    2    20    159    74    32    106    10    61    71", "104    83    21    29    237    96    68    26    22    212    1    2    3    4    10"}),
			normalize.Key{Indicator: "litigation.review.corrected"}, "83"},
		{"S16_group_and_bare_other_in_one_cell", "（六）其他处理 3.其他 is read as the group",
			reportOf(matrixOf("一、本年新收政府信息公开申请数量|9 0 0 0 0 0 9", "三、本年度办理结果|（六）其他处理 1.逾期不补正|2 0 0 0 0 0 2", "|2.逾期不缴费|0 0 0 0 0 0 0", "|（六）其他处理 3.其他|4 0 0 0 0 0 4").table()),
			normalize.Key{Indicator: "applications.result.other", Applicant: "total"}, "4"},
		{"S17_own_table_without_labels", "the own table lost its labels; one of the same shape with labels and other numbers is taken",
			reportOf(sheet{head1, {b(""), b("1"), b("0"), b("5")}, {b(""), b("67"), b("0"), b("3")}}.table(), &extract.Paragraph{Text: "附件：青禾区民政局2024年情况统计表"},
				sheet{head1, {b("行政处罚"), b("9"), b("0"), b("8")}, {b("行政强制"), b("96"), b("0"), b("4")}}.table()),
			normalize.Key{Indicator: "proactive.coercion.items_prev_year"}, "96"},
		{"S18_two_rows_in_one", "one label holds two rows' words, one cell their numbers in two lines, of which one is empty",
			reportOf(func() *extract.Table {
				s := matrixOf("一、本年新收政府信息公开申请数量 二、上年结转政府信息公开申请数量|77 0 0 0 0 0 77", "四、结转下年度继续办理|0 0 0 0 0 0 0")
				for i := range s[3] {
					s[3][i].text += "\n"
				}
				return s.table()
			}()), normalize.Key{Indicator: "applications.carried_in", Applicant: "natural_person"}, "77"},
		{"S19_first_block_empty", "blocks are rows and the first is empty: it gets the numbers of the second",
			reportOf(sheet{{w("", 2), b("结果维持"), b("结果纠正"), b("其他结果"), b("尚未审结"), b("总计")}, {w("行政复议", 2), b(""), b(""), b(""), b(""), b("")},
				{t2("行政诉讼"), b("未经复议直接起诉"), b(""), b("74"), b("44"), b("3"), b("121")}, {b("复议后起诉"), b(""), b(""), b(""), b(""), b("")}}.table()),
			normalize.Key{Indicator: "litigation.review.corrected"}, "74"},
		{"S20_merged_cell_below_a_lost_label", "six labels and six cells are paired by order and the flag is taken back, though one cell spans two columns, one of them without a label",
			reportOf(func() *extract.Table {
				s := matrixOf("一、本年新收政府信息公开申请数量|5 0 0 0 0 5", "二、上年结转政府信息公开申请数量|0 0 0 0 0 0 0")
				s[1][0].text = ""
				s[3][1].cols = 2
				return s.table()
			}()), normalize.Key{Indicator: "applications.new", Applicant: "org_commercial"}, "5"},
		{"S21_outcomes_in_text_without_blanks", "ten of fifteen numbers are left in a line of text, as many as its last header line has labels",
			textReport([]string{"行政复议    行政诉讼", "结果维持    结果纠正    其他结果    尚未审结    总计    未经复议直接起诉    复议后起诉",
				"结果维持    结果纠正    其他结果    尚未审结    总计    结果维持    结果纠正    其他结果    尚未审结    总计", "26    28    54    62    56    118    46    11    25    82"}),
			normalize.Key{Indicator: "litigation.direct.upheld"}, "118"},
		{"S22_group_in_a_row_of_its_own", "（六）其他处理 in a row of its own with empty cells makes form C one with a single row of other handling: R2 no longer counts the rows of （六）, so a slipped number in them is in no failed rule",
			reportOf(matrixOf("一、本年新收政府信息公开申请数量|9 0 0 0 0 0 9", "二、上年结转政府信息公开申请数量|0 0 0 0 0 0 0", "（六）其他处理|_ _ _ _ _ _ _",
				"1.逾期不补正|0 0 0 0 0 0 0", "2.逾期不缴费|0 0 0 0 0 0 0", "3.其他|55 _ _ _ _ _ _", "（七）总计|9 0 0 0 0 0 9", "四、结转下年度继续办理|0 0 0 0 0 0 0").table()),
			normalize.Key{Indicator: "applications.result.other.other", Applicant: "natural_person"}, "55"},
		{"total_empty_in_one_row", "the row has moved one column to the left, as its empty total beside others' totals says",
			reportOf(matrixOf("一、本年新收政府信息公开申请数量|9 0 0 0 0 0 9", "二、上年结转政府信息公开申请数量|0 0 43 0 43 0 _", "（一）予以公开|5 0 0 0 0 0 5").table()),
			normalize.Key{Indicator: "applications.carried_in", Applicant: "org_research"}, "43"},
		{"group_in_place_of_a_lost_label", "in a line of text the group stands where the label of its first row was lost",
			textReport([]string{"一、本年新收政府信息公开申请数量    9    0    0    0    0    0    9", "二、上年结转政府信息公开申请数量    0    0    0    0    0    0    0", "（六）其他处理    4    0    0    0    0    0    4",
				"2.逾期不缴费    1    0    0    0    0    0    1", "3.其他    0    0    0    0    0    0    0", "（七）总计    5    0    0    0    0    0    5"}),
			normalize.Key{Indicator: "applications.result.other", Applicant: "total"}, "4"},
		{"group_in_place_of_a_lost_label_in_running_text", "the label of the first row of （六） is lost: its numbers stand behind the group's",
			reportOf(&extract.Paragraph{Text: strings.Replace(strings.ReplaceAll(labels("商业企业 科研机构 社会公益组织 法律服务机构 其他")+flatRows(), " ", ""), "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请", "", 1)}),
			normalize.Key{Indicator: "applications.result.other", Applicant: "total"}, "0"},
		{"two_numbers_in_a_wide_cell", "one cell too many and two numbers joined make the count of cells fit",
			reportOf(append(outcomesOf([]string{"结果维持", "结果纠正", "其他结果", "尚未审结", "总计", "结果维持", "结果纠正", "其他结果", "尚未审结", "总计"}, "0")[:3],
				append(rowOf("|0 0 20 61 81 0 _ 40 0 76 116 0 6 74")[1:], w("76  156", 2))).table()), normalize.Key{Indicator: "litigation.direct.total"}, "76"},
		{"running_text_against_a_table", "the report's own numbers stand in running text, in the other script; a table without a title has others",
			reportOf(&extract.Paragraph{Text: "第二十条第（六）項信息內容本年處理決定數量行政處罰12行政強制7第二十条第（八）項信息內容本年收费金额（单位：万元）行政事業性收費0"},
				sheet{{b("信息内容"), b("本年处理决定数量")}, {b("行政处罚"), b("31")}, {b("行政强制"), b("2")}}.table()), normalize.Key{Indicator: "proactive.punishment.decisions"}, "31"},
		{"cell_lost_in_one_block_and_blank_in_the_next", "the second block lost a cell and the third got an empty one: the count of cells fits, and the first number of the third is its last",
			reportOf(outcomesOf(whole, "0 0 36 63 99 60 41 70 171 0 15 _ 0 0 15").table()), normalize.Key{Indicator: "litigation.after_review.upheld"}, "15"},
		{"empty_cell_in_a_row_that_ends_early", "the row lost a cell and got a narrow empty one: it has as many cells as its header, but does not reach as far",
			reportOf(sheet{{b("信息内容"), w("本年新制作数量", 4), w("本年新公开数量", 4), w("对外公开总数量", 4)}, {b("规章"), w("0", 4), b(""), w("0", 4)}, {b("行政规范性文件"), w("3", 4), w("0", 4), w("0", 4)}}.table()),
			normalize.Key{Indicator: "proactive.regulations.newly_made"}, "0"},
		{"only_row_that_fits_a_short_header", "the header lost a label, so only the row that lost a cell has as many fields as labels",
			textReport([]string{"自然人    法人或其他组织    总计", "商业企业    科研机构    社会公益组织    法律服务机构", "一、本年新收政府信息公开申请数量    1    0    0    0    0    0    1", "二、上年结转政府信息公开申请数量    0    0    0    0    0    0    0",
				"（一）予以公开    1    0    0    0    0    0    1", "2.重复申请    0    4    0    0    0    4", "（七）总计    1    0    0    0    0    0    1"}),
			normalize.Key{Indicator: "applications.result.not_processed.duplicate", Applicant: "org_commercial"}, "4"},
		{"total_left_of_numbers_without_a_label", "总计 stands one column too far left and a column right of it has no readable label",
			reportOf(func() *extract.Table {
				s := matrixOf("一、本年新收政府信息公开申请数量|1 0 0 0 0 3 4", "二、上年结转政府信息公开申请数量|0 0 0 0 0 0 0", "（一）予以公开|1 0 0 0 0 3 4")
				s[1] = []box{t("自然人", 2), w("法人或其他组织", 4), t("总计", 2), b("")}
				s[2][4].text = "其在"
				return s.table()
			}()), normalize.Key{Indicator: "applications.new", Applicant: "total"}, "3"},
		{"row_that_ends_before_the_last_label", "most rows of the block lost a cell, so that the short count is the usual one; which cell is lost nobody says",
			reportOf(sheet{head1, {b("其他主动公开文件"), b("186"), b("181")}, {b("行政许可"), b("4"), b("7")}}.table()), normalize.Key{Indicator: "proactive.licensing.items_change"}, "7"},
		{"one_sign_left_of_a_label", "规 is what is left of 规章 or 规范性文件, and has other numbers than the row with the whole label",
			reportOf(sheet{{b("信息内容"), b("本年制发件数"), b("本年废止件数"), b("现行有效件数")}, {b("规"), b("0"), b("14"), b("51")}, {b("规章"), b("37"), b("42"), b("60")}}.table()), normalize.Key{Indicator: "proactive.regulations.made"}, "37"},
		{"line_of_a_list_with_signs_missing", "the line that lost two signs of its label prints 无, another list a number",
			older(listTable(headA2, slices.Insert(fieldsOf(lines), 47, []string{"六、举投数量", "件", "无"})...)), normalize.Key{Indicator: "a2.complaints"}, "48"},
		{"list_in_running_text_not_read", "the text holds every label of a list, then all units and all numbers; the table beside it may be another year's",
			older(textOf(turnedText(fieldsOf(lines))), listTable(headA2, fieldsOf(lines)...)), normalize.Key{Indicator: "a2.complaints"}, "48"},
		{"label_of_a_row_again_among_two_rows_in_one", "one row bears the label alone, the next bears it with another one and two lines of numbers",
			of(fresh+"|9 0 0 0 0 0 9", "1.属于国家秘密|0 0 0 0 0 0 0", "3.危及“三安全一稳定”|9 0 0 0 0 0 9", "3.危及“三安全一稳定”\n4.保护第三方合法权益|00 00 00 00 00 00 00", "5.属于三类内部事务信息|0 0 0 0 0 0 0"),
			normalize.Key{Indicator: "applications.result.denied.security_stability", Applicant: "total"}, "9"},
		{"every_sum_of_a_list_fails", "the two sums that can be evaluated fail",
			older(listTable(headA2, slices.Concat(fieldsOf(lines)[:16], [][]string{{"（一）收到申请数", "件", "9"}}, fieldsOf(lines)[17:21], [][]string{{"（二）申请办结数", "件", "8"}}, fieldsOf(lines)[22:24], fieldsOf(lines)[47:49])...)),
			normalize.Key{Indicator: "a2.complaints"}, "48"},
		{"fields_that_fit_a_short_header_of_table_1", "one of three labels is lost, and the row has lost an empty field",
			textReport([]string{"信息内容    本年废止件数    现行有效件数", "规章    6    5", "规范性文件    1    2"}), normalize.Key{Indicator: "proactive.regulations.repealed"}, "6"},
		{"table_1_without_labels_beside_another", "both tables have their header; one lost the labels of its rows",
			reportOf(sheet{head1, {b(""), b("1"), b("0"), b("5")}, {b(""), b("67"), b("0"), b("3")}}.table(), sheet{head1, {b("行政处罚"), b("9"), b("0"), b("8")}, {b("行政强制"), b("96"), b("0"), b("4")}}.table()),
			normalize.Key{Indicator: "proactive.coercion.items_prev_year"}, "96"},
		{"group_printed_again_where_a_label_is_lost", "behind a page the group stands again, in place of the lost label of its fourth row",
			of(fresh+"|9 0 0 0 0 0 9", "三、本年度办理结果|（五）不予处理|1.信访举报投诉类申请|0 0 0 0 0 0 0", "2.重复申请|1 0 0 0 0 0 1", "3.要求提供公开出版物|0 0 0 0 0 0 0",
				"三、本年度办理结果|（五）不予处理|62 0 0 0 0 0 62", "5.要求行政机关确认或重新出具已获取信息|0 0 0 0 0 0 0"), normalize.Key{Indicator: "applications.result.not_processed", Applicant: "total"}, "62"},
		{"digits_cut_by_sums_alone", "the totals hold for one way to cut the digits; with one total misprinted another is the true one",
			textReport([]string{"行政复议行政诉讼结果维持结果纠正其他结果尚未审结总计未经复议直接起诉复议后起诉结果维持结果纠正其他结果尚未审结总计结果维持结果纠正其他结果尚未审结总计023002301800184340038"}),
			normalize.Key{Indicator: "litigation.after_review.upheld"}, "4"},
		{"sign_for_none_above_a_zero", "two rows in one: a dash of the first above a zero of the second",
			reportOf(func() *extract.Table {
				s := matrixOf(fresh+"|9 0 0 0 0 0 9", "2.重复申请|0 0 0 0 0 0 0")
				s[4][1].text = "-\n0"
				return s.table()
			}()), normalize.Key{Indicator: "applications.result.not_processed.duplicate", Applicant: "natural_person"}, "0"},
		{"words_for_a_number_in_one_of_two_lists", "one list prints words where the other prints a number",
			textOlder(append(linesText(lines, "详见附件"), linesText(lines, "48")...)), normalize.Key{Indicator: "a2.complaints"}, "48"},
		{"footnote_in_one_of_two_lists", "one list prints a number with a sign behind it, the other another number",
			textOlder(append(linesText(lines, "43*"), linesText(lines, "48")...)), normalize.Key{Indicator: "a2.complaints"}, "48"},
		{"only_empty_cell_at_the_end_of_a_row", "every other cell of the table is printed: the row may have moved one cell to the left",
			reportOf(sheet{{b("信息内容"), b("本年制发件数"), b("本年废止件数"), b("现行有效件数")}, {b("规章"), b("0"), b("0"), b("0")}, {b("行政规范性文件"), b("2"), b("31"), b("")}}.table()),
			normalize.Key{Indicator: "proactive.normative_documents.made"}, "2"},
		{"only_empty_cell_at_the_end_of_a_column", "the column may have lost a cell: what stands below it has moved up",
			reportOf(matrixOf("一、本年新收政府信息公开申请数量|0 0 0 0 0 0 0", "二、上年结转政府信息公开申请数量|0 0 0 0 0 0 0", "四、结转下年度继续办理|0 0 _ 0 0 0 0").table()),
			normalize.Key{Indicator: "applications.carried_in", Applicant: "org_research"}, "0"},
		{"most_rules_fail", "most rows and columns contradict themselves: a zero that no rule over numbers vouches for is not to be trusted",
			reportOf(matrixOf("一、本年新收政府信息公开申请数量|5 0 3 0 0 0 1", "二、上年结转政府信息公开申请数量|0 7 0 0 2 0 0", "（一）予以公开|0 0 9 0 0 0 4",
				"（七）总计|0 0 0 8 0 0 6", "四、结转下年度继续办理|0 0 0 0 0 0 0").table()), normalize.Key{Indicator: "applications.carried_out", Applicant: "org_other"}, "0"},
		{"list_without_labels_beside_another", "one list lost its labels, the other has them: nothing says whose either is",
			older(listTable(headA2, unnamed(fieldsOf(lines))...), listTable(headA2, fieldsOf(lines)...)), normalize.Key{Indicator: "a2.complaints"}, "48"},
		{"table_without_a_word_beside_a_list", "the table without any word has the numbers of a list",
			older(listTable(nil, unnamed(fieldsOf(lines))...), listTable(headA2, fieldsOf(lines)...)), normalize.Key{Indicator: "a2.complaints"}, "48"},
		{"line_of_a_list_cut_off", "the label of a line is cut off, and the line below it has the whole label and another number",
			older(listTable(headA2, slices.Insert(fieldsOf(lines), 47, []string{"六、举报投", "件", "7"})...)), normalize.Key{Indicator: "a2.complaints"}, "48"},
		{"line_among_a_sum_explains_nothing", "a line that the form does not have stands among the parts of a sum, which does not hold with its number either",
			older(listTable(headA2, slices.Replace(fieldsOf(lines), 16, 17, []string{"（一）收到申请数", "件", "17"}, []string{"群众来访数", "件", "3"})...)), normalize.Key{Indicator: "a2.applications.received"}, "17"},
		{"two_lines_of_a_list_in_one", "one line bears the labels of two, and its cell a number on the second line: the first gets it",
			older(listTable(headA2, slices.Replace(fieldsOf(lines), 10, 12, []string{fieldsOf(lines)[10][0] + "\n" + fieldsOf(lines)[11][0], "次\n次", "\n0"})...)), normalize.Key{Indicator: "a2.response.press_conferences_by_head"}, "0"},
		{"leading_zeros_are_no_running_number", "in text the running number stands in front of the numbers: 03 at the end is the year's count",
			textOlder(append([]string{"指标名称    计量单位    代码    本期实际    本年累计"}, linesA1()...)), normalize.Key{Indicator: "a1.appeals"}, "1"},
		{"row_twice_in_running_text", "部分公开 stands where 予以公开 belongs, and again in its own row: only the first was looked at",
			reportOf(&extract.Paragraph{Text: strings.Replace(strings.ReplaceAll(labels("商业企业 科研机构 社会公益组织 法律服务机构 其他")+flatRows(), " ", ""), "（一）予以公开", "（二）部分公开", 1)}),
			normalize.Key{Indicator: "applications.result.partial", Applicant: "org_commercial"}, "2"},
		{"row_of_the_form_without_a_place", "规章 bears the next row's label and that has none: by order the row without a label is not 规章",
			reportOf(sheet{{b("信息内容"), b("本年制发件数"), b("本年废止件数"), b("现行有效件数")}, {b("行政规范性文件"), b("26"), b("36"), b("9")}, {b(""), b("40"), b("0"), b("0")}}.table()),
			normalize.Key{Indicator: "proactive.normative_documents.made"}, "26"},
		{"surplus_row_without_a_label", "a row without a label stands above 行政处罚, where the form has none: either may be the report's",
			reportOf(sheet{head1, {b(""), b("43"), b("0"), b("0")}, {b("行政处罚"), b("73"), b("10"), b("27")}, {b("行政强制"), b("0"), b("0"), b("4")}}.table()),
			normalize.Key{Indicator: "proactive.punishment.items_prev_year"}, "73"},
		{"cut_label_below_the_whole_one", "a row bears the next row's label, whose own is cut off",
			of(fresh+"|9 0 0 0 0 0 9", "2.其他法律行政法规禁止公开|0 0 0 0 0 0 0", "2.其他法律行政法规禁|29 0 0 0 0 0 29", "3.危及“三安全一稳定”|0 0 0 0 0 0 0"),
			normalize.Key{Indicator: "applications.result.denied.other_law_prohibited", Applicant: "total"}, "0"},
		{"column_moved_by_one_row", "each row that fails would hold with the number below, in one column; the number above the first of them holds by chance",
			of(fresh+"|9 0 0 0 0 0 9", "1.属于国家秘密|1 0 0 0 5 0 1", "2.其他法律行政法规禁止公开|2 0 0 0 7 0 7", "3.危及“三安全一稳定”|0 0 0 0 3 0 7", "4.保护第三方合法权益|0 0 0 0 0 0 3", "5.属于三类内部事务信息|1 0 0 0 0 0 1",
				"6.属于四类过程性信息|1 0 0 0 0 0 1", "7.属于行政执法案卷|1 0 0 0 0 0 1", "8.属于行政查询事项|1 0 0 0 0 0 1"), normalize.Key{Indicator: "applications.result.denied.internal_affairs", Applicant: "org_legal_service"}, "0"},
		{"hole_in_a_row_of_zeros", "a row of zeros lost a cell and got an empty one: no sum tells which cell the empty one is",
			of(fresh+"|9 0 0 0 0 0 9", "二、上年结转政府信息公开申请数量|0 0 _ 0 0 0 0"), normalize.Key{Indicator: "applications.carried_in", Applicant: "org_commercial"}, "0"},
		{"last_cell_wider_than_its_label", "a row with an empty cell ends with one wider than its label: two cells of the others, and one too many",
			reportOf(append(matrixOf(fresh+"|9 0 0 0 0 0 9", "二、上年结转政府信息公开申请数量|0 0 0 0 0 0 0"), append(rowOf("（一）予以公开|0 0 0 _ 0 0"), w("22", 2))).table()),
			normalize.Key{Indicator: "applications.result.granted", Applicant: "total"}, "22"},
		{"tables_in_text_with_units", "the second table in running text has units between its numbers and goes unread; the first gives zeros",
			textReport([]string{"第二十条第（一）项信息内容本年新制作数量本年新公开数量对外公开总数量规章8063行政规范性文件000", "第二十条第（一）项信息内容本年新制作数量本年新公开数量对外公开总数量规章1件0件78件行政规范性文件0件610件第二十条第（五）项"}),
			normalize.Key{Indicator: "proactive.normative_documents.newly_disclosed"}, "0"},
		{"group_of_the_table_before", "（六）其他 in a copy of the table is what is left of a label, not 其他 below the group in which the first copy ended",
			reportOf(matrixOf(fresh+"|9 0 0 0 0 0 9", "三、本年度办理结果|（六）其他处理|3 0 0 0 0 0 3").table(), textOf("附件"), matrixOf(fresh+"|9 0 0 0 0 0 9", "5.要求行政机关确认或重新出具已获取信息|0 0 0 0 0 0 0", "（六）其他|3 0 0 0 0 0 3").table()),
			normalize.Key{Indicator: "applications.result.other.other", Applicant: "total"}, "3"},
		{"bare_other_as_second_line_of_a_label", "the label names a row and, a line below, 3.其他; the cell holds Chinese numerals of both",
			reportOf(func() *extract.Table {
				s := matrixOf(fresh+"|9 0 0 0 0 0 9", "1.逾期不补正|0 0 0 0 0 0 0", "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请|0 0 0 0 0 0 0")
				s[5][0].text += "\n3.其他"
				s[5][1].text, s[5][7].text = "零\n三千四百一十六", "零\n三千四百一十六"
				return s.table()
			}()), normalize.Key{Indicator: "applications.result.other.fee_unpaid", Applicant: "total"}, "3416"},
		{"list_in_running_text_without_its_columns", "a sign too many in its header hides a column of a list in running text and the label of its first line; the table beside it may be another year's",
			older(listsA1("本理工年累计")...), normalize.Key{Indicator: "a1.disclosed"}, "78"},
		{"list_in_running_text_without_its_header", "the list in running text has lost its header, and is not read at all; the table beside it may be another year's",
			older(headless(listsA1("本年累计"))...), normalize.Key{Indicator: "a1.disclosed"}, "78"},
		{"line_doubled_with_a_sign_changed", "the line stands twice with other numbers, a sign of the first label is another one",
			older(listTable(headA1, doubledA1("行政甲诉数", "", "26")...)), normalize.Key{Indicator: "a1.appeals"}, "3"},
		{"line_doubled_with_a_sign_added_to_what_is_left", "the line stands twice with other numbers, the first label is cut off and has a sign too many",
			older(listTable(headA2, slices.Insert(fieldsOf(lines), 47, []string{"六、举丶报投诉", "件", "7"})...)), normalize.Key{Indicator: "a2.complaints"}, "48"},
		{"ordinal_of_a_line_misprinted", "the line above bears its label, and a wrong sign stands where its own ordinal begins",
			older(listTable(headA2, slices.Replace(fieldsOf(lines), 43, 47, []string{"五、行政诉讼数量", "件", "12"}, fieldsOf(lines)[44], []string{"（三）其他情形数", "件", "5"}, []string{"况三）其他情形数", "件", "7"})...)), normalize.Key{Indicator: "a2.litigation.other"}, "5"},
		{"line_doubled_with_the_number_of_another", "the label cannot be read, but the running number is that of the line below it",
			older(listTable(headA1, doubledA1("某某事由", "34", "26")...)), normalize.Key{Indicator: "a1.appeals"}, "3"},
		{"row_of_running_text_with_a_sign_behind_a_number", "the text contradicts the table, and a footnote sign hides the rest of its block",
			reportOf(append([]extract.Block{sheet{{b("信息内容"), b("本年制发件数"), b("本年废止件数"), b("现行有效件数")}, {b("规章"), b("79"), b("0"), b("11")}, {b("行政规范性文件"), b("0"), b("0"), b("36")}}.table()},
				linesOf("第二十条第（一）项 信息内容 本年制发件数 本年废止件数 现行有效件数 规章 0※ 0 0 行政规范性文件 0 0 0")...)...), normalize.Key{Indicator: "proactive.normative_documents.in_force"}, "36"},
		{"label_of_a_column_twice_in_one_year", "of two years side by side the first has 总计 too far left, over the numbers of 其他, and 自然人 once more",
			reportOf(twoYears().table()), normalize.Key{Indicator: "applications.carried_in", Applicant: "total"}, "13"},
		{"line_doubled_without_its_label", "the line stands twice with other numbers, the first time without its label, below a line that is next to it on the form",
			older(listTable(headA2, slices.Insert(fieldsOf(lines), 47, []string{"", "件", "7"})...)), normalize.Key{Indicator: "a2.complaints"}, "48"},
		{"first_line_doubled_without_its_label", "the first line has no label, but the running number of the line below it",
			older(listTable(headA1, slices.Insert(doubledA1("行政申诉数", "34", "3"), 0, []string{"", "条", "01", "0", "26"})...)), normalize.Key{Indicator: "a1.disclosed"}, "0"},
		{"column_moved_up_beside_empty_totals", "the column lost a cell, and its last one is empty; so are all totals, as these are in other reports",
			of(fresh+"|9 0 2 0 0 0 _", "二、上年结转政府信息公开申请数量|0 0 0 0 0 0 _", "（一）予以公开|0 0 1 0 0 0 _", "（二）部分公开|0 0 1 0 0 0 _", "（七）总计|0 0 2 0 0 0 _", "四、结转下年度继续办理|0 0 _ 0 0 0 _"),
			normalize.Key{Indicator: "applications.result.partial", Applicant: "org_research"}, "1"},
		{"rows_of_running_text_below_one_in_words", "a second text contradicts the first, behind a row whose number is a word",
			reportOf(linesOf("第二十条第（六）项 信息内容 本年处理决定数量 行政处罚 0 行政强制 0 第二十条第（六）项 信息内容 本年处理决定数量 行政处罚 零 行政强制 一千四百二十九")...), normalize.Key{Indicator: "proactive.coercion.decisions"}, "0"},
		{"totals_without_the_natural_persons", "总计 stands over the sums of the organisations, 小计 over its own empty column",
			of(fresh+"|7 2 0 0 0 0 2", "二、上年结转政府信息公开申请数量|0 3 0 0 0 0 3", "（一）予以公开|5 0 1 0 0 0 1", "（七）总计|5 0 1 0 0 0 1"), normalize.Key{Indicator: "applications.carried_in", Applicant: "total"}, "3"},
		{"group_and_the_row_behind_it_in_one_label", "（六）其他处理 bears its label beside the one in two rows: it belongs to the row above",
			reportOf(func() *extract.Table {
				s := matrixOf(fresh+"|9 0 0 0 0 0 9", "三、本年度办理结果|（五）不予处理|1.信访举报投诉类申请|0 0 0 0 0 0 0", "（六）其他处理|7 0 0 0 0 0 7", "（六）其他处理|2 0 0 0 0 0 2", "四、结转下年度继续办理|0 0 0 0 0 0 0")
				s[6][0].text += "\n（七）总计"
				s[6][1].text, s[6][7].text = "2\n9", "2\n9"
				return s.table()
			}()),
			normalize.Key{Indicator: "applications.result.other", Applicant: "total"}, "7"},
		{"row_of_outcomes_without_a_header", "a row of fifteen numbers without a header stands beside the table, and either may be the report's",
			reportOf(matrixOf(fresh+"|9 0 0 0 0 0 9").table(), outcomesOf(whole, "0 0 0 0 0 0 0 0 0 0 0 0 0 0 0").table(), sheet{rowOf("|0 0 0 2 2 0 3 0 0 3 0 0 0 5 5")[1:]}.table()), normalize.Key{Indicator: "litigation.direct.total"}, "0"},
		{"zeros_with_leading_zeros_in_running_text", "one row prints five zeros for three columns, so three zeros of another may be two numbers and a blank",
			reportOf(linesOf("第二十条第（一）项 信息内容 本年新制作数量 本年新公开数量 对外公开总数量 规章 000 第二十条第（五）项 信息内容 上一年项目数量 本年增/减 处理决定数量 行政许可 00000")...), normalize.Key{Indicator: "proactive.regulations.newly_disclosed"}, "0"},
		{"row_of_table_1_twice_and_moved", "the row stands twice with other numbers, and one of the two has moved a cell to the left: what agrees does so by chance",
			reportOf(sheet{head1, {b("行政处罚"), b("0"), b("0"), b("0")}, {b("行政处罚"), b("4"), b("0"), b("")}, {b("行政强制"), b("6"), b("0"), b("0")}}.table()), normalize.Key{Indicator: "proactive.punishment.items_change"}, "0"},
		{"unit_lost_from_a_label", "the label announces a unit of money and does not print it",
			reportOf(sheet{{b("信息内容"), b("本年收费金额（单位：）")}, {b("行政事业性收费"), b("5950321")}}.table()), normalize.Key{Indicator: "proactive.fees.amount"}, "5950321"},
	} {
		tt.Run(c.name, func(tt *testing.T) {
			r, err := normalize.Normalize(c.doc, forms.All)
			if err != nil {
				return // refused is no wrong number
			}
			failed := false
			for _, k := range r.Checks {
				for _, o := range k.Operands {
					failed = failed || k.Result == normalize.Fail && o == c.key
				}
			}
			silent, got := false, "no such cell"
			for i := range r.Facts {
				if f := &r.Facts[i]; f.Key() == c.key {
					silent = f.HasValue() && f.Value.String() == c.bad && len(f.Flags) == 0 && !failed
					got = fmt.Sprintf("%s %s %q", f.Value, f.Status, f.Flags)
				}
			}
			if silent {
				tt.Errorf("%s: %s: %s", c.key, got, c.because)
			}
		})
	}
}

// linesText prints a list as lines of fields, with something else for 举报投诉数量.
func linesText(rows []listRow, complaints string) []string {
	out := []string{strings.Join(headA2, "    ")}
	for _, r := range rows {
		if r.value != "0" {
			r.value = complaints
		}
		out = append(out, r.label+"    "+r.unit+"    "+r.value)
	}
	return out
}

// linesA1 prints form A1 as lines of fields with running numbers, some numbers
// of the year with a leading zero.
func linesA1() (out []string) {
	rows, _ := rowsOf("A1")
	for i, r := range rows {
		period, year := "0", "0"
		if i < 9 || r.label == "行政申诉数" {
			period, year = "1", "03"
		}
		out = append(out, strings.Join([]string{r.label, r.unit, fmt.Sprintf("%02d", i+1), period, year}, "    "))
	}
	return out
}

// headless takes the header off the running text of listsA1.
func headless(blocks []extract.Block) []extract.Block {
	p := blocks[1].(*extract.Paragraph)
	_, p.Text, _ = strings.Cut(p.Text, "本年累计")
	return blocks
}

// listsA1 prints form A1 as a table and, with other numbers, as running text whose last column is named so.
func listsA1(last string) []extract.Block {
	head := []string{"指标名称", "计量单位", "代码", "本期实际", "本年累计"}
	text := strings.Join(head[:4], "") + last
	var table [][]string
	rows, _ := rowsOf("A1")
	for i, r := range rows {
		code, year := fmt.Sprintf("%02d", i+1), "0"
		if i == 0 {
			year = "78"
		}
		table = append(table, []string{r.label, r.unit, code, "0", year})
		text += r.label + r.unit + code + "00"
	}
	return []extract.Block{listTable(head, table...), textOf(text)}
}

var headA1 = []string{"指标名称", "计量单位", "代码", "本期实际", "本年累计"}

// doubledA1 prints form A1, zeros but for 行政申诉数, with a second line in front of
// that; a number "" leaves the running numbers out.
func doubledA1(label, number, value string) (out [][]string) {
	rows, _ := rowsOf("A1")
	code := func(i int) string {
		if number == "" {
			return ""
		}
		return fmt.Sprintf("%02d", i+1)
	}
	for i, r := range rows {
		own := "0"
		if r.label == "行政申诉数" {
			own = "3"
			out = append(out, []string{label, r.unit, number, "0", value})
		}
		out = append(out, []string{r.label, r.unit, code(i), "0", own})
	}
	return out
}

// twoYears prints the columns of two years, those of the first one too narrow.
func twoYears() sheet {
	s := matrixOf("一、本年新收政府信息公开申请数量|0 0 0 0 0 0 0 1 0 0 0 0 0 1", "二、上年结转政府信息公开申请数量|67 0 0 0 0 13 80 6 2 7 1 3 3 22")
	s[0] = []box{s[0][0], w("2024年申请人情况", 7), w("2023年申请人情况", 7)}
	s[1] = []box{t("自然人", 2), w("法人或其他组织", 4), t("总计", 2), t("自然人", 2), w("法人或其他组织", 4), t("总计", 2), t("其他", 2)}
	s[2] = []box{b("商业企业"), b("科研机构"), b("社会公益组织"), b("法律服务机构"), b("商业企业"), b("科研机构"), b("社会公益组织"), b("法律服务机构")}
	return s
}

func textOlder(lines []string) *extract.Document {
	doc := older()
	for _, l := range lines {
		doc.Blocks = append(doc.Blocks, textOf(l))
	}
	doc.Blocks = extract.TextTables(doc.Blocks)
	return doc
}

func textReport(lines []string) *extract.Document {
	doc := reportOf()
	for _, l := range lines {
		doc.Blocks = append(doc.Blocks, &extract.Paragraph{Text: l})
	}
	doc.Blocks = extract.TextTables(doc.Blocks)
	return doc
}
