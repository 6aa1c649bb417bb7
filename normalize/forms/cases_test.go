package forms_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/normalize"
	"github.com/gongkai-data/gongkai/normalize/forms"
)

// fact is what a test expects of one cell: status, value and flags as text,
// "reported 56/10000 unit_in_label".
func fact(t *testing.T, doc *extract.Document, indicator, applicant string) string {
	t.Helper()
	r, err := normalize.Normalize(doc, forms.All)
	if err != nil {
		t.Fatal(err)
	}
	for i := range r.Facts {
		f := &r.Facts[i]
		if f.Indicator != indicator || f.Applicant != applicant {
			continue
		}
		s := string(f.Status)
		if f.HasValue() {
			s += " " + f.Value.String()
		}
		for _, g := range f.Flags {
			s += " " + string(g)
		}
		return s
	}
	return "no fact"
}

// TestPrintedOtherwise holds single cells of otherwise true reports to what
// their print allows.
func TestPrintedOtherwise(t *testing.T) {
	text := func(s []sheet, code, applicant, text string) {
		for i := range s {
			for j := range s[i] {
				for k := range s[i][j] {
					if s[i][j][k].key == (normalize.Key{Indicator: code, Applicant: applicant}) {
						s[i][j][k].text = text
					}
				}
			}
		}
	}
	label := func(s []sheet, from, to string) {
		for i := range s {
			for j := range s[i] {
				for k := range s[i][j] {
					if x := &s[i][j][k]; x.key.Indicator == "" && strings.Contains(x.text, from) {
						x.text = strings.Replace(x.text, from, to, 1)
					}
				}
			}
		}
	}
	for _, c := range []struct {
		name                 string
		change               func(s []sheet)
		indicator, applicant string
		want                 string
	}{
		{"fees_in_yuan_by_header", func(s []sheet) {
			label(s, "单位：万元", "单位：元")
			text(s, "proactive.fees.amount", "", "56")
		}, "proactive.fees.amount", "", "reported 0.0056 unit_in_label"},
		{"fees_in_yuan_by_row", func(s []sheet) {
			label(s, "本年收费金额（单位：万元）", "本年收费金额")
			label(s, "行政事业性收费", "行政事业性收费（元）")
			text(s, "proactive.fees.amount", "", "56")
		}, "proactive.fees.amount", "", "reported 0.0056 unit_in_label"},
		{"footnote_mark", func(s []sheet) { text(s, "proactive.licensing.decisions", "", "12①") }, "proactive.licensing.decisions", "", "reported 12 footnote_mark"},
		{"raised_digit", func(s []sheet) { text(s, "proactive.licensing.decisions", "", "12¹") }, "proactive.licensing.decisions", "", "reported 12 footnote_mark"},
		{"percentage", func(s []sheet) { text(s, "proactive.licensing.decisions", "", "50%") }, "proactive.licensing.decisions", "", "text"},
		{"words_in_first_outcome", func(s []sheet) { text(s, "litigation.review.upheld", "", "详见附件") }, "litigation.review.upheld", "", "text"},
		{"words_in_a_bare_row", func(s []sheet) { text(s, "applications.result.other.other", "natural_person", "详见附件") }, "applications.result.other.other", "natural_person", "text"},
		{"half_spoken_numeral", func(s []sheet) { text(s, "proactive.licensing.decisions", "", "三千五") }, "proactive.licensing.decisions", "", "text"},
		{"row_of_another_year", func(s []sheet) { label(s, "一、本年新收", "2023年新收") }, "applications.new", "total", "row_absent"},
		{"year_in_a_remark", func(s []sheet) {
			label(s, "二、上年结转", "二、上年（2023年）结转")
			text(s, "applications.carried_in", "natural_person", "41")
		}, "applications.carried_in", "natural_person", "reported 41"},
		{"year_of_a_law", func(s []sheet) {
			label(s, "第二十条第（八）项", "《条例》（2019年修订）第二十条第（八）项")
			text(s, "proactive.fees.amount", "", "7")
		}, "proactive.fees.amount", "", "reported 7"},
		{"first_label_of_a_group_lost", func(s []sheet) {
			label(s, "1.属于国家秘密", "")
			text(s, "applications.result.denied.state_secret", "org_other", "33")
		}, "applications.result.denied.state_secret", "org_other", "reported 33 row_assumed"},
		{"one_cell_too_many", func(s []sheet) {
			row := s[0][3]
			s[0][3] = slices.Insert(slices.Clone(row), 1, b("件"))
		}, "proactive.normative_documents.made", "", "text span_inconsistent"},
		{"one_cell_too_few", func(s []sheet) {
			text(s, "proactive.regulations.made", "", "8")
			s[0][2] = s[0][2][:3]
		}, "proactive.regulations.made", "", "reported 8 span_inconsistent"},
		{"ordinals_beside_the_rows", func(s []sheet) {
			for i := range s[1] {
				x := b([]string{"序号", "", ""}[min(i, 2)])
				if i >= head {
					x = b("1")
				}
				s[1][i] = slices.Insert(slices.Clone(s[1][i]), 0, x)
			}
			text(s, "applications.new", "natural_person", "77")
		}, "applications.new", "natural_person", "reported 77"},
		{"blocks_are_rows", func(s []sheet) {
			row := s[2][3]
			s[2] = sheet{{w("", 2), b("结果维持"), b("结果纠正"), b("其他结果"), b("尚未审结"), b("总计")},
				append([]box{w("行政复议", 2)}, row[:5]...), append([]box{t2("行政诉讼"), b("未经复议直接起诉")}, row[5:10]...), append([]box{b("复议后起诉")}, row[10:]...)}
			text(s, "litigation.after_review.other", "", "6")
		}, "litigation.after_review.other", "", "reported 6"},
		{"no_form_of_the_year", func(s []sheet) { s[0] = s[0][:2] }, "proactive.licensing.decisions", "", "table_absent"},
	} {
		t.Run(c.name, func(t *testing.T) {
			sheets := reportC(rand.New(rand.NewPCG(11, 11)), false)
			c.change(sheets)
			if got := fact(t, document(sheets...), c.indicator, c.applicant); got != c.want {
				t.Errorf("%s|%s: %s, want %s", c.indicator, c.applicant, got, c.want)
			}
		})
	}
}

func t2(text string) box { return t(text, 2) }

// TestTitleOfTable: a short line above a table sets it aside only where it is
// the title of figures of an earlier year.
func TestTitleOfTable(t *testing.T) {
	for line, want := range map[string]string{
		"附：2023年度收到和处理政府信息公开申请情况": "ambiguous",
		"填报日期：2025年1月20日":         "reported",
		"（2019年修订）":               "reported",
		"按照2021年新格式填报如下：":         "reported",
		"与上年同期相比":                 "reported",
		"2024年度情况":                "reported",
	} {
		sheets := reportC(rand.New(rand.NewPCG(12, 12)), false)
		doc := document(sheets...)
		for i, b := range doc.Blocks {
			if p, ok := b.(*extract.Paragraph); ok && strings.HasPrefix(p.Text, "三、收到") {
				doc.Blocks[i] = &extract.Paragraph{Text: line}
			}
		}
		if got, _, _ := strings.Cut(fact(t, doc, "applications.new", "total"), " "); got != want {
			t.Errorf("%q above the table: %s, want %s", line, got, want)
		}
	}
}

// TestEveryNumberAccounted: each physical cell is listed, and a number that
// became no fact says why.
func TestEveryNumberAccounted(t *testing.T) {
	sheets := reportC(rand.New(rand.NewPCG(13, 13)), false)
	sheets = append(sheets, sheet{{b("部门"), b("人数")}, {b("甲科"), b("12")}})
	doc := document(sheets...)
	r, err := normalize.Normalize(doc, forms.All)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, tb := range doc.Tables() {
		n += len(tb.Grid.Cells)
	}
	if len(r.Cells) != n {
		t.Errorf("%d cells listed, the document has %d", len(r.Cells), n)
	}
	for _, c := range r.Cells {
		if c.Text == "12" && c.TableNo == 4 && c.Reason != normalize.ReasonUnplaced {
			t.Errorf("a number outside the form has reason %q", c.Reason)
		}
		if (c.Role == normalize.RoleValue) != (c.Indicator != "") {
			t.Errorf("cell %d/%d/%d has role %q and indicator %q", c.TableNo, c.RowNo, c.ColNo, c.Role, c.Indicator)
		}
	}
}
