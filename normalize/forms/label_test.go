package forms_test

import (
	"strings"
	"testing"

	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/normalize"
	"github.com/gongkai-data/gongkai/normalize/forms"
)

// TestLabels holds printed wordings, official, varied and damaged, to the row
// that they name. An empty code means that the text names none.
func TestLabels(t *testing.T) {
	for _, c := range []struct {
		class normalize.Class
		text  string
		code  string
		match normalize.Match
	}{
		{normalize.LeafLabel, "一、本年新收政府信息公开申请数量", "applications.new", normalize.Exact},
		{normalize.LeafLabel, "一、本年新收", "applications.new", normalize.Alias},
		{normalize.LeafLabel, "二、上年结转政府信息公开申请数量", "applications.carried_in", normalize.Exact},
		{normalize.LeafLabel, "四、结转下年度继续办理", "applications.carried_out", normalize.Exact},
		{normalize.LeafLabel, "4、结转下年", "applications.carried_out", normalize.Alias},
		{normalize.LeafLabel, "（一）予以公开", "applications.result.granted", normalize.Exact},
		{normalize.LeafLabel, "（二）部分公开（区分处理的，只计这一情形，不计其他情形）", "applications.result.partial", normalize.Exact},
		{normalize.LeafLabel, "（二）部分公开（区分处理的，只计这一情况，不计其他情形）", "applications.result.partial", normalize.Exact},
		{normalize.LeafLabel, "（二）部分公开（区分处理的，只计这一情", "applications.result.partial", normalize.Exact},
		{normalize.LeafLabel, "1．属于国家秘密", "applications.result.denied.state_secret", normalize.Exact},
		{normalize.LeafLabel, "（三）不予公开 1.属于国家秘密", "applications.result.denied.state_secret", normalize.Alias},
		{normalize.LeafLabel, "2.其他法律行政法规禁止公\n开", "applications.result.denied.other_law_prohibited", normalize.Exact},
		{normalize.LeafLabel, "2.其他法律、行政法规禁止公开", "applications.result.denied.other_law_prohibited", normalize.Exact},
		{normalize.LeafLabel, "3.危及“三安全一稳定”", "applications.result.denied.security_stability", normalize.Exact},
		{normalize.LeafLabel, "3、危及三安全一稳定", "applications.result.denied.security_stability", normalize.Exact},
		{normalize.LeafLabel, "②重复申请", "applications.result.not_processed.duplicate", normalize.Exact},
		{normalize.LeafLabel, "4.无正当理由大量反复 申请", "applications.result.not_processed.excessive_repeat", normalize.Exact},
		{normalize.LeafLabel, "4.无正当理由大量重复申请", "applications.result.not_processed.excessive_repeat", normalize.Alias},
		{normalize.LeafLabel, "1.逾期不补正", "applications.result.other.correction_overdue", normalize.Alias},
		{normalize.LeafLabel, "2.逾期不缴费", "applications.result.other.fee_unpaid", normalize.Alias},
		{normalize.LeafLabel, "（七）总计", "applications.result.total", normalize.Exact},
		{normalize.LeafLabel, "（七）合计", "applications.result.total", normalize.Alias},
		{normalize.LeafLabel, "（六）其他处理", "applications.result.other", normalize.Exact},
		{normalize.LeafLabel, "補正後申請內容仍不明確", "applications.result.unable.still_unclear", normalize.Exact},
		{normalize.LeafLabel, "本机关不掌相关政府信息", "applications.result.unable.not_held", normalize.Fuzzy},
		{normalize.LeafLabel, "三、本年度办理结果", "", ""},
		{normalize.LeafLabel, "9.其他不予公开情形", "", ""},
		{normalize.GroupLabel, "9.其他不予公开情形", "", ""},
		{normalize.LeafLabel, "（六）其它他处理", "applications.result.other", normalize.Fuzzy},
		{normalize.GroupLabel, "（六）其它他处理", "other", normalize.Fuzzy},
		{normalize.LeafLabel, "（三）不予公开 小计", "applications.result.denied", normalize.Exact},
		{normalize.LeafLabel, "（六）其他处理 3.其他", "applications.result.other.other", normalize.Alias},
		{normalize.GroupLabel, "（六）其他处理 3.其他", "other", normalize.Exact},
		{normalize.LeafLabel, "三、本年度办理结果（三）不予公开 1.属于国家秘密", "applications.result.denied.state_secret", normalize.Alias},
		{normalize.GroupLabel, "三、本年度办理结果（三）不予公开", "denied", normalize.Alias},
		{normalize.ApplicantLabel, "法人或其他组织-其他", "org_other", normalize.Alias},
		{normalize.LeafLabel, "8.屬於行政查詢事項", "applications.result.denied.administrative_query", normalize.Exact},
		{normalize.LeafLabel, "2024年，全年新增信息", "", ""},
		{normalize.LeafLabel, "主动公开信息", "", ""},
		{normalize.LeafLabel, strings.Repeat("属于国家秘密的说明文字", 20), "", ""},
		{normalize.GroupLabel, "（3） \n不予\n公开", "denied", normalize.Exact},
		{normalize.GroupLabel, "三\n、\n本\n年\n度\n办\n理\n结\n果", "results", normalize.Exact},
		{normalize.ApplicantLabel, "商 业 企\n业", "org_commercial", normalize.Exact},
		{normalize.ApplicantLabel, "其他", "org_other", normalize.Exact},
		{normalize.ApplicantLabel, "合计", "total", normalize.Alias},
		{normalize.BannerLabel, "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", "relation", normalize.Exact},
		{normalize.BannerLabel, "法人或其他组织", "organisations", normalize.Exact},
		{normalize.SubjectLabel, "规範性檔案（行政機關制定發布的決定、公告）", "normative_documents", normalize.Alias},
		{normalize.SubjectLabel, "规章", "regulations", normalize.Exact},
		{normalize.SubjectLabel, "规章制度建设情况", "", ""},
		{normalize.MeasureLabel, "本年发件", "made", normalize.Alias},
		{normalize.MeasureLabel, "现行有效件", "in_force", normalize.Alias},
		{normalize.MeasureLabel, "本年收费金额（单位：万元）", "amount", normalize.Exact},
		{normalize.MeasureLabel, "上一年项目数量（指2019年事项数）", "items_prev_year", normalize.Exact},
		{normalize.MeasureLabel, "本年增/减", "items_change", normalize.Exact},
		{normalize.BlockLabel, "行政诉讼（未经复议直接起诉）", "direct", normalize.Alias},
		{normalize.BlockLabel, "行政诉讼", "litigation", normalize.Exact},
		{normalize.BlockLabel, "四、政府信息公开行政复议、行政诉讼情况", "", ""},
		{normalize.OutcomeLabel, "尚 未\n审结", "pending", normalize.Exact},
	} {
		code, match := forms.All.Label(c.text, c.class)
		if code != c.code || match != c.match {
			t.Errorf("%q: %q %q, want %q %q", c.text, code, match, c.code, c.match)
		}
	}
}

func FuzzLabel(f *testing.F) {
	for _, s := range []string{"（三）不予公开 1.属于国家秘密", "本机关不掌相关政府信息", "②重复申请", "规範性檔案（行政機關"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for c := normalize.LeafLabel; c <= normalize.MarkLabel; c++ {
			code, match := forms.All.Label(s, c)
			if (code == "") != (match == normalize.NoMatch) {
				t.Fatalf("%q: code %q with match %q", s, code, match)
			}
			again, _ := forms.All.Label(" "+s+"\n", c)
			if again != code {
				t.Fatalf("%q: %q, with white space around it %q", s, code, again)
			}
		}
	})
}

// FuzzNormalize lays arbitrary texts out as a table: nothing may panic, and
// every number comes from a cell that prints it.
func FuzzNormalize(f *testing.F) {
	f.Add("信息内容|本年制发件数|本年废止件数|现行有效件数\n规章|1|2|3\n", uint8(4))
	f.Add("|自然人|商业企业|科研机构|社会公益组织|法律服务机构|其他|总计\n一、本年新收|1|2|3|4|5|6|21\n二、上年结转|0|0|0|0|0|0|\n其他|1|2|||5|6|x\n", uint8(8))
	f.Add("行政复议|行政复议|行政复议\n结果维持|结果纠正|总计\n1|2|3\n勾稽关系为", uint8(3))
	f.Fuzz(func(t *testing.T, s string, cols uint8) {
		doc := document()
		var cells []extract.Cell
		for r, line := range strings.Split(s, "\n") {
			for c, text := range strings.Split(line, "|") {
				if c > int(cols) || r > 60 {
					break
				}
				cells = append(cells, extract.Cell{Row: r, Col: c, RowSpan: 1, ColSpan: 1, Text: text})
			}
		}
		g, err := extract.NewGrid(cells)
		if err != nil {
			t.Skip()
		}
		doc.Blocks = append(doc.Blocks, &extract.Paragraph{Text: s}, &extract.Table{Grid: g, Text: cols%2 == 0}, &extract.Table{Grid: g})
		r, err := normalize.Normalize(doc, forms.All)
		if err != nil {
			return
		}
		had := map[normalize.Key]bool{}
		for i := range r.Facts {
			k := r.Facts[i].Key()
			if had[k] {
				t.Fatalf("%v stands twice", k)
			}
			had[k] = true
			if f := &r.Facts[i]; f.HasValue() && !f.HasRaw {
				t.Fatalf("%v = %v without a printed text", k, f.Value)
			}
		}
		for _, k := range normalize.Grid(r.Generation) {
			if !had[k] {
				t.Fatalf("%v is missing from the grid of %s", k, r.Generation)
			}
		}
	})
}
