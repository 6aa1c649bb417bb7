package forms_test

import (
	"testing"

	"github.com/gongkai-data/gongkai/extract"
)

// TestReadWithoutNeedlessDoubt holds layouts that leave the reading certain, or
// a person at least able to read the number, to what comes out.
func TestReadWithoutNeedlessDoubt(tt *testing.T) {
	const fresh, carried, unable = "一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量", "（四）无法提供"
	plain := []string{fresh + "|9 0 0 0 0 0 9", carried + "|0 0 0 0 0 0 0", "（一）予以公开|5 0 0 0 0 0 5"}
	extra := func(label, value string) sheet {
		s := matrixOf(plain...)
		s[0] = append(s[0], b(label))
		s[1] = append(s[1], b(""))
		s[2] = append(s[2], b(""))
		for i := head; i < len(s); i++ {
			s[i] = append(s[i], b(value))
		}
		return s
	}
	for _, c := range []struct {
		name                 string
		doc                  *extract.Document
		indicator, applicant string
		want                 string
	}{
		{"column_of_last_year", reportOf(extra("2023年总计", "31").table()), "applications.new", "total", "reported 9"},
		{"column_of_remarks", reportOf(extra("备注", "12%").table()), "applications.new", "total", "reported 9"},
		{"columns_of_two_years", reportOf(func() *extract.Table {
			s := matrixOf(fresh+"|1 0 0 0 0 0 1 7 0 0 0 0 0 7", carried+"|0 0 0 0 0 0 0 3 0 0 0 0 0 3")
			s[0][1] = w("2024年申请人情况", 7)
			s[0] = append(s[0], w("2023年申请人情况", 7))
			s[1], s[2] = append(s[1], s[1]...), append(s[2], s[2]...)
			return s.table()
		}()), "applications.new", "natural_person", "reported 1"},
		{"rows_of_two_years", reportOf(func() *extract.Table {
			s := matrixOf(carried + "|0 0 0 0 0 0 0")
			s[0][0].cols = 4
			s[head][0].cols = 4
			return append(s, append([]box{wt(fresh, 2, 3), b("2023年")}, rowOf("|7 0 0 0 0 0 7")[1:]...), append([]box{b("2024年")}, rowOf("|4 0 0 0 0 0 4")[1:]...)).table()
		}()), "applications.new", "total", "reported 4"},
		{"subtotal_below_a_group", reportOf(matrixOf(append(plain, "三、本年度办理结果|"+unable+"|1.本机关不掌握相关政府信息|2 0 0 0 0 0 2", "||2.没有现成信息需要另行制作|0 0 0 0 0 0 0",
			"||3.补正后申请内容仍不明确|1 0 0 0 0 0 1", "||小计|3 0 0 0 0 0 3", "||1.信访举报投诉类申请|4 0 0 0 0 0 4")...).table()), "applications.result.unable.still_unclear", "total", "reported 1"},
		{"row_of_the_office", reportOf(matrixOf(plain[0], "咨询类申请|88 0 0 0 0 0 88", plain[1], plain[2]).table()), "applications.carried_in", "total", "reported 0"},
		{"blank_form_before", reportOf(&extract.Paragraph{Text: "该部分以表格形式报告。表格如下："}, matrixOf(fresh+"|_ _ _ _ _ _ _", carried+"|_ _ _ _ _ _ _").table(), matrixOf(plain...).table()),
			"applications.new", "total", "reported 9"},
		{"last_row_of_a_run_has_a_shared_label", reportOf(matrixOf(plain[0], plain[1], "3.要求提供公开出版物|1 0 0 0 0 0 1", "|2 0 0 0 0 0 2", "|3 0 0 0 0 0 3", "|4 0 0 0 0 0 4", "|5 0 0 0 0 0 5", "3.其他|6 0 0 0 0 0 6",
			"（七）总计|30 0 0 0 0 0 30").table()), "applications.result.other.other", "total", "reported 6 row_assumed"},
		{"shared_label_out_of_its_place", reportOf(matrixOf(plain[0], plain[1], "3.要求提供公开出版物|1 0 0 0 0 0 1", "|2 0 0 0 0 0 2", "|3 0 0 0 0 0 3", "3.其他|6 0 0 0 0 0 6", "|4 0 0 0 0 0 4", "|5 0 0 0 0 0 5",
			"（七）总计|30 0 0 0 0 0 30").table()), "applications.result.other.fee_unpaid", "total", "ambiguous"},
		{"label_around_its_numbers", reportOf(matrixOf(plain[0], plain[1], plain[2], "2.其他法律行政|_ _ _ _ _ _ _", "|6 0 0 0 0 0 6", "法规禁止公开|_ _ _ _ _ _ _").table()),
			"applications.result.denied.other_law_prohibited", "total", "reported 6 row_assumed"},
		{"label_of_a_column_lost", reportOf(func() *extract.Table {
			s := matrixOf(plain...)
			s[2][1].text = ""
			return s.table()
		}()), "applications.new", "org_research", "reported 0 columns_assumed"},
		{"example_above", reportOf(&extract.Paragraph{Text: "填报示例："}, matrixOf(fresh+"|1 0 0 0 0 0 1", carried+"|1 0 0 0 0 0 1").table(), &extract.Paragraph{Text: "本机关情况"}, matrixOf(plain...).table()),
			"applications.new", "total", "reported 9"},
		{"example_right_above", reportOf(&extract.Paragraph{Text: "填报示例："}, matrixOf(fresh+"|1 0 0 0 0 0 1", carried+"|1 0 0 0 0 0 1").table(), matrixOf(plain...).table()),
			"applications.new", "total", "reported 9"},
		{"own_body_above", reportOf(&extract.Paragraph{Text: "附件：云岭镇2024年政府信息公开申请情况"}, matrixOf(plain...).table()), "applications.new", "total", "reported 9"},
		{"other_body_above", reportOf(outcomesOf([]string{"结果维持", "结果纠正", "其他结果", "尚未审结", "总计", "结果维持", "结果纠正", "其他结果", "尚未审结", "总计"}, "0 0 0 0 0 0 0 0 0 0 0 0 0 0 0").table(),
			&extract.Paragraph{Text: "附件：青禾区民政局2024年政府信息公开申请情况"}, matrixOf(plain...).table()), "applications.new", "total", "ambiguous"},
	} {
		tt.Run(c.name, func(tt *testing.T) {
			if got := fact(tt, c.doc, c.indicator, c.applicant); got != c.want {
				tt.Errorf("%s|%s: %s, want %s", c.indicator, c.applicant, got, c.want)
			}
		})
	}
}
