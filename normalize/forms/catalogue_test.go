package forms_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/normalize"
	"github.com/gongkai-data/gongkai/normalize/forms"
)

// TestCatalogue goes through the variants that real reports print (domain.md
// §4.4) by their numbers: a small document, one of its cells and what must be
// read there, an issue that must be told, or both. Variants that are not of
// tables are tested where they are read: sections (V37), contacts, periods and text
// that is damaged (V35, V39, V41 to V44, V53) in meta_test.go, watchdog rules (V29, V36,
// V45, V46, V52) in package watch, pictures (V23) in picture_test.go, bytes (V40) in the
// readers, as TestDecode of htmldoc does.
func TestCatalogue(tt *testing.T) {
	const fresh, carried, granted, total, out = "一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量", "（一）予以公开", "（七）总计", "四、结转下年度继续办理"
	const zero = "|0 0 0 0 0 0 0"
	made := []box{b("信息内容"), b("本年制发件数"), b("本年废止件数"), b("现行有效件数")}
	items := []box{b("信息内容"), b("上一年项目数量"), b("本年增/减"), b("处理决定数量")}
	of := func(rows ...string) *extract.Document { return reportOf(matrixOf(rows...).table()) }
	one := func(rows ...[]box) *extract.Document { return reportOf(append(sheet{}, rows...).table()) }
	text := func(s string) *extract.Document { return reportOf(textOf(s)) }
	depth := func(t *extract.Table) *extract.Table { t.Depth = 1; return t }
	collapsed := func(row string) *extract.Document {
		return textReport([]string{"（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）    申请人情况", "自然人    法人或其他组织    总计", "商业企业    科研机构    社会公益组织    法律服务机构    其他", row, carried + "    0    0    0    0    0    0    0"})
	}
	numbered := matrixOf(fresh+"|1 0 0 0 0 0 1", carried+zero)
	for _, c := range []struct {
		v, name              string
		doc                  *extract.Document
		indicator, applicant string
		want                 string // "" where only the issue counts
		issue                string
	}{
		{"V01", "numbering of headings mixed", &extract.Document{Blocks: []extract.Block{textOf("青禾区云岭镇人民政府2024年政府信息公开工作年度报告"), textOf("1、 总体情况"), textOf("无。"), textOf("二、主动公开政府信息情况"),
			textOf("3、 收到和处理政府信息公开申请情况"), numbered.table(), textOf("4、政府信息公开行政复议、行政诉讼情况")}}, "applications.new", "total", "reported 1", "heading_numbering_mixed"},
		{"V02", "number of a group in digits", of(fresh+zero, "三、本年度办理结果|（3） \n不予\n公开|1．属于国家秘密|2 0 0 0 0 0 2"), "applications.result.denied.state_secret", "total", "reported 2", ""},
		{"V03", "full-width point behind an ordinal", of("1．属于国家秘密|2 0 0 0 0 0 2", "2、其他法律行政法规禁止公开"+zero, "3. 危及“三安全一稳定”"+zero), "applications.result.denied.other_law_prohibited", "total", "reported 0", ""},
		{"V04", "rows missing", of(fresh+"|1 0 0 0 0 0 1", carried+zero), "applications.result.unable.not_held", "total", "row_absent", "rows_missing"},
		{"V05", "ordinals begin anew without their group", of("8．属于行政查询事项"+zero, "2．没有现成信息需要另行制作|3 0 0 0 0 0 3"), "applications.result.unable.requires_creation", "total", "reported 3", ""},
		{"V06", "labels of columns on several lines", func() *extract.Document {
			s := matrixOf(fresh+"|1 2 0 0 0 0 3", carried+zero)
			s[2][0].text, s[2][1].text = "商业\n企业", "科研\n机构"
			return reportOf(s.table())
		}(), "applications.new", "org_commercial", "reported 2", ""},
		{"V07", "letters spaced", func() *extract.Document {
			s := matrixOf(fresh+"|1 2 0 0 0 0 3", carried+zero)
			s[2][0].text = "商 业 企\n业"
			return reportOf(s.table())
		}(), "applications.new", "org_commercial", "reported 2", ""},
		{"V08", "page number inside a table", reportOf(numbered.table(), textOf("- 5 -"), append(sheet{}, rowOf(granted+"|1 0 0 0 0 0 1")).table()), "applications.result.granted", "total", "reported 1", ""},
		{"V09", "vertical label", of(fresh+zero, "三\n、\n本\n年\n度\n办\n理\n结\n果|"+granted+"|1 0 0 0 0 0 1"), "applications.result.granted", "total", "reported 1", ""},
		{"V10", "header printed again", reportOf(slices.Concat(matrixOf(fresh+"|1 0 0 0 0 0 1"), matrixOf(carried+"|2 0 0 0 0 0 2")).table()), "applications.carried_in", "total", "reported 2", ""},
		{"V11", "label around its numbers", of(fresh+"|9 0 0 0 0 0 9", carried+zero, "2.其他法律行政法规禁止公|_ _ _ _ _ _ _", "|27 0 0 0 0 0 27", "开|_ _ _ _ _ _ _"), "applications.result.denied.other_law_prohibited", "total", "reported 27 row_assumed", ""},
		{"V12", "space in the caption of a block", one([]box{w("第二十条 第（一）项", 4)}, made, []box{b("规章"), b("1"), b("0"), b("5")}), "proactive.regulations.in_force", "", "reported 5", ""},
		{"V13", "slip in a note", of(fresh+zero, "（二）部分公开（区分处理的，只计这一情况，不计其他情形）|4 0 0 0 0 0 4"), "applications.result.partial", "total", "reported 4", ""},
		{"V14", "characters lost from labels", one([]box{b("信息内容"), b("本年发件"), b("本年废止件"), b("现行有效件")}, []box{b("规章"), b("1"), b("0"), b("5")}), "proactive.regulations.made", "", "reported 1", ""},
		{"V15", "labels cut at the end of a line", one([]box{b("信息内容"), b("本年新"), b("本年新"), b("对外公开总数量")}, []box{b("规章"), b("1"), b("2"), b("5")}), "proactive.regulations.newly_disclosed", "", "reported 2 columns_assumed", ""},
		{"V16", "instructions inside labels, in the other script", one([]box{b("信息內容"), b("上一年項目數量（指2019年事項數）"), b("本年增/減"), b("處理決定數量")}, []box{b("行政許可"), b("8"), b("+5"), b("93")}), "proactive.licensing.items_prev_year", "", "reported 8", ""},
		{"V17", "row of the office's own", one(items, []box{b("行政许可"), b("1"), b("0"), b("5")}, []box{b("其他主动公开文件"), b("186"), b("86"), b("255")}), "nonstandard.proactive.t1r3.items_prev_year", "", "reported 186 extra_row", ""},
		{"V18", "blanks for zero", of(fresh+"|3 _ _ _ _ _ 3", carried+"|_ _ _ _ _ _ _", granted+"|2 _ _ _ _ _ 2"), "applications.new", "org_other", "blank", ""},
		{"V19", "slashes", one(made, []box{b("规章"), b("/"), b("/"), b("/")}, []box{b("行政规范性文件"), b("1"), b("0"), b("2")}), "proactive.regulations.made", "", "slash", ""},
		{"V20", "a dash is no minus", one(items, []box{b("行政强制"), b("4"), b("4"), b("-")}), "proactive.coercion.decisions", "", "dash", ""},
		{"V21", "无 in place of a table", reportOf(numbered.table(), textOf("四、政府信息公开行政复议、行政诉讼情况"), textOf("无。")), "litigation.review.total", "", "table_absent", "table_missing"},
		{"V22", "a sentence in place of the tables", text("2024年，本机关收到政府信息公开申请数量为3件，结转下年度继续办理1件。"), "applications.new", "total", "reported 3 narrative", "table_missing_or_image"},
		{"V24", "text that lost its values", text("一、本年新收政府信息公开申请数量二、上年结转政府信息公开申请数量（一）予以公开（七）总计四、结转下年度继续办理"), "applications.new", "total", "no fact", ""},
		{"V25", "one cell a line, its columns proven by the rules", func() *extract.Document {
			return reportOf(linesOf("（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和） 申请人情况 自然人 法人或其他组织 总计 商业企业 科研机构 社会公益组织 法律服务机构 其他 " +
				fresh + " 1 2 0 0 0 0 3 " + carried + " 0 0 0 0 0 0 0 " + granted + " 1 2 0 0 0 0 3 " + total + " 1 2 0 0 0 0 3 " + out + " 0 0 0 0 0 0 0")...)
		}(), "applications.new", "org_commercial", "reported 2", ""},
		{"V25", "one cell a line, a blank among them", reportOf(linesOf("第二十条第（一）项 信息内容 本年制发件数 本年废止件数 现行有效件数 规章 1 0 5")...), "proactive.regulations.made", "", "reported 1 grid_reconstructed", ""},
		{"V26", "blanks lost, two equal numbers left", collapsed(fresh + "    3    3"), "applications.new", "total", "reported 3 columns_assumed", ""},
		{"V26", "blanks lost, two equal numbers left", collapsed(fresh + "    3    3"), "applications.new", "natural_person", "reported 3 columns_assumed", ""},
		{"V26", "blanks lost, two equal numbers left", collapsed(fresh + "    3    3"), "applications.new", "org_commercial", "column_absent", ""},
		{"V26", "blanks lost, two other numbers left", collapsed(fresh + "    3    4"), "applications.new", "total", "ambiguous", ""},
		{"V27", "words for signs", one(items, []box{b("行政许可"), b("75"), b("增13"), b("88")}, []box{b("行政处罚"), b("9"), b("减3"), b("2")}), "proactive.punishment.items_change", "", "reported -3 signed_text", ""},
		{"V28", "unit inside the value", one([]box{b("信息内容"), b("采购项目数量"), b("采购总金额")}, []box{b("政府集中采购"), b("2"), b("251000元")}), "proactive.procurement.amount", "", "reported 25.1000 unit_in_value", ""},
		{"V30", "form B in a report on 2024", one(items, []box{b("行政许可"), b("1"), b("0"), b("5")}), "proactive.licensing.items_prev_year", "", "reported 1", "format_generation_mismatch"},
		{"V31", "form left blank", of(fresh+"|_ _ _ _ _ _ _", carried+"|_ _ _ _ _ _ _", granted+"|_ _ _ _ _ _ _"), "applications.new", "total", "blank", ""},
		{"V32", "words of the template left in", reportOf(textOf("该部分以表格形式报告。表格如下："), numbered.table()), "applications.new", "total", "reported 1", ""},
		{"V33", "no table at all", text("五、创新性做法"), "applications.new", "total", "no fact", "table_missing_or_image"},
		{"V34", "another year in the period", &extract.Document{Blocks: []extract.Block{textOf("青禾区云岭镇人民政府2024年政府信息公开工作年度报告"), textOf("本报告所列数据的统计期限自2023年1月1日起至2023年12月31日止。"), numbered.table()}}, "", "", "", "year_conflict"},
		{"V38", "traditional script", of(strings.NewReplacer("数", "數", "请", "請", "开", "開").Replace(fresh)+"|1 0 0 0 0 0 1", carried+zero), "applications.new", "total", "reported 1", ""},
		{"V44", "bullets for ordinals", of("• 属于国家秘密|2 0 0 0 0 0 2", "- 其他法律行政法规禁止公开"+zero), "applications.result.denied.state_secret", "total", "reported 2", ""},
		{"V47", "rows are read by labels, never by place", of(carried+"|2 0 0 0 0 0 2", fresh+"|1 0 0 0 0 0 1"), "applications.new", "total", "reported 1", ""},
		{"V48", "letters, zeros and decimals in counts", of(fresh+"|007 0 0 0 0 0 7.5", carried+zero), "applications.new", "natural_person", "reported 7 leading_zeros", ""},
		{"V49", "outcomes run down", reportOf(sheet{{b(""), b("行政复议"), b("未经复议直接起诉"), b("复议后起诉")}, {b("结果维持"), b("1"), b("0"), b("4")}, {b("结果纠正"), b("0"), b("3"), b("0")}, {b("其他结果"), b("0"), b("0"), b("0")},
			{b("尚未审结"), b("2"), b("0"), b("0")}, {b("总计"), b("3"), b("3"), b("4")}}.table()), "litigation.after_review.upheld", "", "reported 4", ""},
		{"V50", "table inside a table", reportOf(sheet{{b("")}, {b("")}}.table(), depth(numbered.table())), "applications.new", "total", "reported 1", ""},
		{"V51", "spans of header and row disagree", one([]box{b("信息内容"), w("上一年项目数量", 2), w("本年增/减", 2), b("处理决定数量")}, []box{b("行政许可"), b("8"), w("5", 2), w("93", 2)}, []box{b("行政处罚"), b("1"), w("0", 2), w("7", 2)}),
			"proactive.licensing.decisions", "", "reported 93", ""},
	} {
		tt.Run(c.v+" "+c.name, func(tt *testing.T) {
			if c.want != "" && c.want != "no fact" || c.issue == "" {
				got := "no fact"
				if _, err := normalize.Normalize(c.doc, forms.All); err == nil {
					got = fact(tt, c.doc, c.indicator, c.applicant)
				}
				if got != c.want {
					tt.Errorf("%s|%s: %s, want %s", c.indicator, c.applicant, got, c.want)
				}
			}
			if c.issue != "" {
				r, err := normalize.Normalize(c.doc, forms.All)
				if err != nil || !hasIssue(r, c.issue) {
					tt.Errorf("no issue %s: %v", c.issue, err)
				}
			}
		})
	}
}
