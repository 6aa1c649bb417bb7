package forms_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/normalize"
	"github.com/gongkai-data/gongkai/normalize/forms"
)

// listRow is one line of a list as a test prints it.
type listRow struct{ label, unit, value string }

// rowsOf prints every line of an older form: the number of the n-th line is n.
func rowsOf(generation string) (rows []listRow, want map[string]string) {
	want = map[string]string{}
	for i := range normalize.Indicators {
		if ind := &normalize.Indicators[i]; ind.Generation == generation && !ind.Derived {
			rows = append(rows, listRow{ind.Zh, ind.PrintedUnit, fmt.Sprint(len(rows) + 1)})
			want[ind.Code] = fmt.Sprint(len(rows))
		}
	}
	return rows, want
}

// older is a report on 2016 with tables between its title and its end.
func older(blocks ...extract.Block) *extract.Document {
	doc := &extract.Document{Format: "test", Blocks: []extract.Block{
		textOf("青禾区云岭镇人民政府2016年政府信息公开工作年度报告"), textOf("本报告所列数据的统计期限自2016年1月1日起至2016年12月31日止。"),
		textOf("一、概述"), textOf("附件：政府信息公开情况统计表"),
	}}
	doc.Blocks = append(doc.Blocks, blocks...)
	return doc
}

func listTable(head []string, rows ...[]string) extract.Block {
	var s sheet
	for _, r := range append([][]string{head}, rows...) {
		var line []box
		for _, c := range r {
			line = append(line, b(c))
		}
		if len(line) > 0 {
			s = append(s, line)
		}
	}
	return s.table()
}

func fieldsOf(rows []listRow) (out [][]string) {
	for _, r := range rows {
		out = append(out, []string{r.label, r.unit, r.value})
	}
	return out
}

var headA2 = []string{"统计指标", "单位", "统计数"}

// readList gives the value of each fact, or its status, with flags behind. That
// most sums fail is left out: the numbers of these lists are those of their lines.
func readList(t *testing.T, doc *extract.Document) (*normalize.Report, map[string]string) {
	t.Helper()
	r, err := normalize.Normalize(doc, forms.All)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for i := range r.Facts {
		f := &r.Facts[i]
		s := string(f.Status)
		if f.HasValue() {
			s = f.Value.String()
		}
		for _, g := range f.Flags {
			if g != normalize.FlagRulesFail {
				s += " " + string(g)
			}
		}
		got[f.Indicator] = s
	}
	return r, got
}

// changed copies what is wanted and changes some of it.
func changed(want map[string]string, pairs ...string) map[string]string {
	out := map[string]string{}
	for k, v := range want {
		out[k] = v
	}
	for i := 0; i < len(pairs); i += 2 {
		if out[pairs[i]] = pairs[i+1]; pairs[i+1] == "" {
			delete(out, pairs[i])
		}
	}
	return out
}

// TestListLayouts reads form A2 in the layouts in which it is printed.
func TestListLayouts(t *testing.T) {
	rows, want := rowsOf("A2")
	fields := fieldsOf(rows)
	all := func(flag string) map[string]string {
		out := map[string]string{}
		for k, v := range want {
			out[k] = v + " " + flag
		}
		return out
	}
	var halves, quarters, coded, numbered, cities [][]string
	for i := range 29 {
		halves = append(halves, append(slices.Clone(fields[i]), fields[i+29]...))
	}
	for i, f := range fields {
		quarters = append(quarters, []string{f[0], f[1], "1", "2", "3", "4", f[2]})
		coded = append(coded, []string{fmt.Sprint(i + 1), f[0], f[1], f[2], "99"})
		numbered = append(numbered, []string{f[0], f[1], f[2], "说明"})
		cities = append(cities, []string{f[0], f[1], "7", "8", "9"})
	}
	groups := slices.Concat([][]string{{"一、主动公开情况", "——", "——"}}, fields[:3], [][]string{{"（二）通过不同渠道和方式公开政府信息的情况", "——", ""}}, fields[3:16], [][]string{{"三、依申请公开情况", "——", "-"}}, fields[16:])
	undecided := map[string]string{}
	for k := range want {
		undecided[k] = "ambiguous"
	}
	var glued strings.Builder
	glued.WriteString("统计指标单位统计数")
	for _, f := range groups {
		glued.WriteString(strings.Join(f, ""))
	}
	for _, c := range []struct {
		name   string
		blocks []extract.Block
		want   map[string]string
	}{
		{"plain", []extract.Block{listTable(headA2, fields...)}, want},
		{"headings_without_numbers", []extract.Block{listTable(headA2, groups...)}, want},
		{"two_halves_side_by_side", []extract.Block{listTable(slices.Concat(headA2, headA2), halves...)}, want},
		{"quarters_and_the_year", []extract.Block{listTable([]string{"统计指标", "单位", "一季度", "二季度", "三季度", "四季度", "全年合计"}, quarters...)}, want},
		{"ordinals_and_last_year", []extract.Block{listTable([]string{"序号", "统计指标", "单位", "2016年", "2015年"}, coded...)}, want},
		{"remarks", []extract.Block{listTable([]string{"统计指标", "单位", "统计数", "备注"}, numbered...)}, want},
		{"parts_without_a_total", []extract.Block{listTable([]string{"统计指标", "单位", "区政府统计数", "区直单位统计数", "乡镇街道统计数"}, cities...)}, undecided},
		{"split_over_pages", []extract.Block{listTable(headA2, fields[:20]...), textOf("- 5 -"), listTable(fields[20], fields[21:]...)}, want},
		{"split_with_header_again", []extract.Block{listTable(headA2, fields[:55]...), listTable(headA2, fields[55:]...)}, want},
		{"header_lost", []extract.Block{listTable(nil, fields...)}, all("columns_assumed")},
		{"running_text", []extract.Block{textOf(glued.String())}, all("grid_reconstructed")},
		{"table_of_a_quarter", []extract.Block{textOf("2016年第四季度政府信息公开情况统计表"), listTable(headA2, fields...)}, undecided},
		{"twice", []extract.Block{listTable(headA2, fields...), listTable(headA2, fields...)}, want},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, got := readList(t, older(c.blocks...))
			if d := cmp.Diff(c.want, got); d != "" || r.Generation != "A2" || r.SourceKind != "table" {
				t.Errorf("form %s, %s\n%s", r.Generation, r.SourceKind, d)
			}
		})
	}
}

// TestListLines holds single lines of an otherwise true list to what their print allows.
func TestListLines(t *testing.T) {
	rows, want := rowsOf("A2")
	at := func(label string) int {
		return slices.IndexFunc(rows, func(r listRow) bool { return strings.Contains(r.label, label) })
	}
	second := func(label string) int {
		i := at(label) + 1
		return i + slices.IndexFunc(rows[i:], func(r listRow) bool { return strings.Contains(r.label, label) })
	}
	for _, c := range []struct {
		name   string
		change func(f [][]string) [][]string
		pairs  []string // what differs from the true list
	}{
		{"local_line", func(f [][]string) [][]string {
			return slices.Insert(f, 3, []string{"主动公开机构领导、机构设置及人事信息", "条", "17"})
		}, []string{"nonstandard.a2.t1r5", "17 extra_row"}},
		{"label_unreadable", func(f [][]string) [][]string { f[at("收到申请数")][0] = ""; return f }, []string{"a2.applications.received", "17 row_assumed"}},
		{"wording_unknown", func(f [][]string) [][]string { f[at("收到申请数")][0] = "群众来件"; return f },
			[]string{"a2.applications.received", "ambiguous", "nonstandard.a2.t1r18", "17 extra_row"}},
		{"misprint", func(f [][]string) [][]string { f[at("按时办结")][0] = "1.按时办绪数"; return f }, []string{"a2.applications.closed.on_time", "23 label_fuzzy"}},
		{"negation_lost", func(f [][]string) [][]string { f[at("不同意公开")][0] = "4.同意公开答复数"; return f },
			[]string{"a2.applications.answered.granted", "ambiguous duplicate_conflict", "a2.applications.answered.denied", "row_absent"}},
		{"heading_of_suits_lost", func(f [][]string) [][]string {
			return slices.Delete(f, at("五、行政诉讼"), at("五、行政诉讼")+1)
		}, []string{"a2.litigation", "row_absent"}},
		{"headings_of_both_lost", func(f [][]string) [][]string {
			f = slices.Delete(f, at("五、行政诉讼"), second("依法纠错"))
			return slices.Delete(f, at("四、行政复议"), at("依法纠错"))
		}, []string{"a2.review", "ambiguous", "a2.review.upheld", "ambiguous", "a2.litigation", "ambiguous", "a2.litigation.upheld", "ambiguous",
			"a2.review.corrected", "ambiguous", "a2.review.other", "ambiguous", "a2.litigation.corrected", "ambiguous", "a2.litigation.other", "ambiguous"}},
		{"one_of_two_lost", func(f [][]string) [][]string {
			return slices.Delete(f, second("依法纠错"), second("依法纠错")+1)
		},
			[]string{"a2.litigation.corrected", "row_absent", "a2.review.corrected", "42 row_assumed"}},
		{"doubled_with_another_number", func(f [][]string) [][]string {
			return slices.Insert(f, 1, []string{f[0][0], f[0][1], "5"})
		}, []string{"a2.proactive.disclosed", "ambiguous duplicate_conflict"}},
		{"fees_in_yuan", func(f [][]string) [][]string {
			f[at("收取的费用")][1] = "元"
			f[at("收取的费用")][2] = "4900"
			return f
		}, []string{"a2.fees", "0.4900 unit_in_label"}},
		{"money_beside_a_count", func(f [][]string) [][]string { f[at("收到申请数")][1] = "万元"; return f }, []string{"a2.applications.received", "17 unit_mismatch"}},
		{"ways_to_print_nothing", func(f [][]string) [][]string { f[0][2], f[1][2], f[2][2], f[3][2] = "", "—", "/", "无"; return f },
			[]string{"a2.proactive.disclosed", "blank", "a2.proactive.normative_disclosed", "dash", "a2.proactive.normative_made", "slash", "a2.channel.gazette", "none"}},
		{"number_below_the_unit", func(f [][]string) [][]string { f[0][1], f[0][2] = "22", ""; return f }, []string{"a2.proactive.disclosed", "ambiguous"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			rows, _ := rowsOf("A2")
			_, got := readList(t, older(listTable(headA2, c.change(fieldsOf(rows))...)))
			if d := cmp.Diff(changed(want, c.pairs...), got); d != "" {
				t.Error(d)
			}
		})
	}
}

// TestUnknownLineKeepsItsLabel: what the form does not have is told by its label.
func TestUnknownLineKeepsItsLabel(t *testing.T) {
	rows, _ := rowsOf("A2")
	f := append(fieldsOf(rows), []string{"十、网站 访问量", "人次", "123"})
	r, _ := readList(t, older(listTable(headA2, f...)))
	for _, i := range r.Issues {
		if i.Code == "lines_unknown" && strings.Contains(i.Evidence, "nonstandard.a2.t1r60 = 十、网站访问量") {
			return
		}
	}
	t.Errorf("no issue names the line: %v", r.Issues)
}

// TestLocalList reads form A1: 本年累计, with the running number as a witness.
func TestLocalList(t *testing.T) {
	rows, want := rowsOf("A1")
	head := []string{"指标名称", "计量单位", "代码", "本期实际", "本年累计"}
	var fields [][]string
	for i, r := range rows {
		fields = append(fields, []string{r.label, r.unit, fmt.Sprintf("%02d", i+1), "0", r.value})
	}
	clone := func() (out [][]string) {
		for _, f := range fields {
			out = append(out, slices.Clone(f))
		}
		return out
	}
	letters := slices.Insert(clone(), 0, []string{"甲", "乙", "丙", "1", "2"})
	wrong := clone()
	wrong[4][2] = "07"
	short := clone()[:20]
	few := map[string]string{}
	for i := range normalize.Indicators {
		if ind := &normalize.Indicators[i]; ind.Generation == "A1" && ind.Order <= 20 {
			few[ind.Code] = want[ind.Code]
		}
	}
	for name, c := range map[string]struct {
		rows [][]string
		want map[string]string
	}{
		"plain": {fields, want}, "row_of_letters": {letters, want}, "as_found": {short, few},
		"running_number_of_another": {wrong, changed(want, "a1.web_visits", "5 line_number")},
	} {
		r, got := readList(t, older(listTable(head, c.rows...)))
		if d := cmp.Diff(c.want, got); d != "" || r.Generation != "A1" || !hasIssue(r, "format_generation_mismatch") {
			t.Errorf("%s: form %s\n%s", name, r.Generation, d)
		}
	}
}

// TestListBesideTables: a report on form C stays one, whatever list stands in it.
func TestListBesideTables(t *testing.T) {
	sheets := reportC(rand.New(rand.NewPCG(21, 21)), false)
	plain, err := normalize.Normalize(document(sheets...), forms.All)
	if err != nil {
		t.Fatal(err)
	}
	rows, _ := rowsOf("A2")
	for name, list := range map[string]extract.Block{
		"whole_list": listTable(headA2, fieldsOf(rows)...),
		"few_lines":  listTable(headA2, fieldsOf(rows[16:20])...),
	} {
		doc := document(sheets...)
		doc.Blocks = append(doc.Blocks, list)
		r, err := normalize.Normalize(doc, forms.All)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(plain.Facts, r.Facts); d != "" || r.Generation != "C" {
			t.Errorf("%s: form %s\n%s", name, r.Generation, d)
		}
		if whole := name == "whole_list"; hasIssue(r, "second_form") != whole {
			t.Errorf("%s: told of a second form: %v", name, !whole)
		}
	}
}

// TestListFooter takes telephone and date from the fields below the list, and no
// names.
func TestListFooter(t *testing.T) {
	rows, want := rowsOf("A2")
	for name, blocks := range map[string][]extract.Block{
		"below": {listTable(headA2, fieldsOf(rows)...), textOf("单位负责人：某某　审核人：某某　填报人：某某　联系电话：0516-85551234　填报日期：2017年1月12日")},
		"inside": {listTable(headA2, append(fieldsOf(rows), []string{"单位负责人：某某", "审核人：某某", "填报人：某某"},
			[]string{"联系电话：0516-85551234", "填报日期：2017年1月12日", ""})...)},
	} {
		r, got := readList(t, older(blocks...))
		if d := cmp.Diff(want, got); d != "" || r.Contact.Phone != "0516-85551234" || r.WrittenAt != "2017-01-12" {
			t.Errorf("%s: phone %q, written %q\n%s", name, r.Contact.Phone, r.WrittenAt, d)
		}
	}
}

// TestListRules evaluates the sums and bounds of form A2.
func TestListRules(t *testing.T) {
	rows, _ := rowsOf("A2")
	for i := range rows {
		rows[i].value = "0"
	}
	set := func(label, value string) {
		for i := range rows {
			if strings.Contains(rows[i].label, label) {
				rows[i].value = value
				return
			}
		}
	}
	set("收到申请数", "7")
	set("当面申请数", "3")
	set("网络申请数", "4")
	set("申请办结数", "9")
	set("按时办结数", "9")
	set("专职人员数", "2")
	set("从事政府信息公开", "3")
	set("兼职人员数", "")
	set("主动公开规范性文件数", "5")
	r, got := readList(t, older(listTable(headA2, fieldsOf(rows)...)))
	results := map[string]string{}
	for _, c := range r.Checks {
		if c.Scope == "a2.applications.received" || c.Scope == "a2.applications.closed" || c.Scope == "a2.org.staff" || c.Scope == "a2.proactive.normative_disclosed" {
			results[c.Rule+" "+c.Scope] = c.Result
		}
	}
	want := map[string]string{"A2-1 a2.applications.received": normalize.Pass, "A2-2 a2.applications.closed": normalize.Pass, "A2-10 a2.applications.closed": normalize.Fail,
		"A2-7 a2.org.staff": normalize.NotEvaluable, "A2-8 a2.proactive.normative_disclosed": normalize.Fail}
	if d := cmp.Diff(want, results); d != "" {
		t.Error(d)
	}
	for i := range r.Facts {
		if f := &r.Facts[i]; f.Indicator == "a2.org.staff.part_time" && (f.Inferred == nil || f.Inferred.String() != "1" || f.InferredBy != "A2-7" || got[f.Indicator] != "blank") {
			t.Errorf("part-time staff: %v inferred %v by %q", got[f.Indicator], f.Inferred, f.InferredBy)
		}
	}
}

// TestNarrative reads the totals that a report without tables states.
func TestNarrative(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       map[string]string
	}{
		{"stated", "2016年主动公开政府信息数22条，其中线上信息公开15条。收到申请3件，均已办结。", map[string]string{"a2.proactive.disclosed": "22", "a2.applications.received": "3"}},
		{"none", "2016年，我镇未收到政府信息公开申请，未发生行政复议、行政诉讼。", map[string]string{"a2.applications.received": "0", "a2.review": "0", "a2.litigation": "0"}},
		{"in_words", "全年共受理政府信息公开申请十二件。", map[string]string{"a2.applications.received": "12"}},
		{"last_year", "2015年主动公开政府信息30条。去年收到申请4件。", map[string]string{}},
		{"comparison", "主动公开政府信息比上年增加30条。收到申请同比增长3件。", map[string]string{}},
		{"share", "依申请公开办结率100%，主动公开政府信息占90%。", map[string]string{}},
		{"quoted", "按照「收到申请3件」的格式填写《主动公开政府信息22条》。", map[string]string{}},
		{"parts", "通过网站主动公开政府信息22条，通过信函收到申请3件。", map[string]string{}},
		{"two_numbers", "主动公开政府信息22条。全年主动公开政府信息25条。", map[string]string{"a2.proactive.disclosed": "ambiguous"}},
		{"said_twice", "主动公开政府信息22条。全年主动公开政府信息22条。", map[string]string{"a2.proactive.disclosed": "22"}},
		{"about", "收到申请近30件，主动公开政府信息2000余条。", map[string]string{}},
		{"plans", "计划主动公开政府信息50条，将收到申请控制在3件。", map[string]string{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc := &extract.Document{Format: "test", Blocks: []extract.Block{
				textOf("青禾区云岭镇人民政府2016年政府信息公开工作年度报告"), textOf("本报告所列数据的统计期限自2016年1月1日起至2016年12月31日止。"),
				textOf("一、概述"), textOf("我镇高度重视政府信息公开工作。"), textOf("二、主动公开政府信息情况"), textOf(c.text), textOf("三、存在的主要问题及改进措施"), textOf("下一年主动公开政府信息100条。"),
			}}
			r, err := normalize.Normalize(doc, forms.All)
			if err != nil {
				t.Fatal(err)
			}
			got := map[string]string{}
			for i := range r.Facts {
				f := &r.Facts[i]
				got[f.Indicator] = string(f.Status)
				if f.HasValue() {
					got[f.Indicator] = f.Value.String()
				}
				if !slices.Contains(f.Flags, normalize.FlagNarrative) {
					t.Errorf("%s: flags %v", f.Indicator, f.Flags)
				}
			}
			if d := cmp.Diff(c.want, got); d != "" || r.SourceKind != "narrative" || r.Generation != "" {
				t.Errorf("%s, form %q\n%s", r.SourceKind, r.Generation, d)
			}
		})
	}
}

// TestLabelOfNextLine: a label that slipped up a line takes no place from the block
// below.
func TestLabelOfNextLine(t *testing.T) {
	rows, want := rowsOf("A2")
	f := fieldsOf(rows)
	f[40][0] = f[41][0] // 维持具体行政行为数 is printed as 被依法纠错数
	_, got := readList(t, older(listTable(headA2, f...)))
	if d := cmp.Diff(changed(want, "a2.review.upheld", "row_absent", "a2.review.corrected", "ambiguous duplicate_conflict"), got); d != "" {
		t.Error(d)
	}
}

// FuzzList reads whatever stands in a list, in a table and in running text: no
// panic, the same result twice, and no number that is not printed.
func FuzzList(f *testing.F) {
	rows, _ := rowsOf("A2")
	var plain strings.Builder
	plain.WriteString("统计指标|单位|统计数\n")
	for _, r := range rows {
		plain.WriteString(r.label + "|" + r.unit + "|" + r.value + "\n")
	}
	f.Add(plain.String(), "统计指标单位统计数"+strings.NewReplacer("|", "", "\n", "").Replace(plain.String()))
	f.Add("指标名称|计量单位|代码|本期实际|本年累计\n主动公开信息数|条|01|2|3\n申请总数|条|10||4", "指标名称计量单位2016年度历年累计主动公开信息数条2069121062.申请总数条00")
	f.Add("统计指标|统计指标\n收到申请数|1\n当面申请数\n传真申请数|条|件|2|3|4\n信函申请数||||5\n网络申请数|-|-", "主动公开政府信息数22条。收到申请3件，其中（")
	f.Fuzz(func(t *testing.T, table, text string) {
		if len(table)+len(text) > 20_000 {
			t.Skip()
		}
		var lines [][]string
		for l := range strings.SplitSeq(table, "\n") {
			lines = append(lines, strings.Split(l, "|"))
		}
		doc := older(listTable(nil, lines...), textOf("二、依申请公开政府信息情况"), textOf(text))
		r, err := normalize.Normalize(doc, forms.All)
		again, err2 := normalize.Normalize(doc, forms.All)
		if d := cmp.Diff(r, again); d != "" || (err == nil) != (err2 == nil) {
			t.Fatalf("%v, %v\n%s", err, err2, d)
		}
		if err != nil {
			return
		}
		for i := range r.Facts {
			if x := &r.Facts[i]; x.HasValue() && !x.HasRaw {
				t.Errorf("%v has a value and no print", x.Key())
			}
		}
	})
}
