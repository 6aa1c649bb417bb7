package parquet

import (
	"slices"
	"strings"

	"github.com/gongkai-data/gongkai/normalize"
	"github.com/gongkai-data/gongkai/sinks"
)

// meaning is a code that the dataset itself defines.
type meaning struct{ kind, code, zh, en string }

var meanings = []meaning{
	{"generation", "A1", "2014 年前的地方统计表", "local tables before 2014"},
	{"generation", "A2", "政府信息公开情况统计表（国办发〔2014〕32号）", "national table of 2014 to 2018"},
	{"generation", "B", "2019、2020 年度格式（国办公开办函〔2019〕60号）", "form of the report years 2019 and 2020"},
	{"generation", "C", "2021 年度起格式（国办公开办函〔2021〕30号）", "form since the report year 2021"},
	{"form_table", "proactive", "主动公开", "proactive disclosure"},
	{"form_table", "applications", "依申请公开", "applications"},
	{"form_table", "litigation", "复议诉讼", "reconsideration and litigation"},
	{"form_table", "a1", "A1 统计表", "table of A1"},
	{"form_table", "a2", "A2 统计表", "table of A2"},
	{"form_table", "nonstandard", "格式之外的行", "rows that the form does not have"},
	{"status", "reported", "印有数字，含零", "a number is printed, zero included"},
	{"status", "blank", "有格而空", "the cell is there and empty"},
	{"status", "dash", "横线", "a dash is printed"},
	{"status", "slash", "斜线", "a slash is printed"},
	{"status", "none", "写“无”", "无 or its kin is printed"},
	{"status", "text", "文字而非数字", "words instead of a number"},
	{"status", "row_absent", "缺行", "the source has no such row"},
	{"status", "column_absent", "缺列", "the source has no such column"},
	{"status", "table_absent", "缺表", "the source has no such table"},
	{"status", "image_only", "仅有图片", "the table is a picture"},
	{"status", "unreadable", "无法辨认", "there is something that cannot be read"},
	{"status", "ambiguous", "两可，未选", "two candidates, none chosen"},
	{"status", "corrected", "经人工更正", "set by a correction of a person"},
	{"unit", "piece", "件、条、次、项、个、篇等", "a count of things; printed_unit has the word on the form"},
	{"unit", "person", "人、人次", "persons"},
	{"unit", "cny_10k", "万元", "ten thousand yuan"},
	{"unit", "cny", "元", "yuan"},
	{"match", "exact", "与标准标签一致", "the official label, width and spaces aside"},
	{"match", "alias", "已知别写", "a known variant of the label"},
	{"match", "fuzzy", "近似，唯一候选", "a near miss with one candidate"},
	{"match", "assumed", "按次序推定", "by order, without a label of its own"},
	{"result", normalize.Pass, "通过", "the equation holds"},
	{"result", normalize.PassIfBlankZero, "空白视零则通过", "the equation holds with blanks as zero"},
	{"result", normalize.Fail, "不符", "the equation does not hold"},
	{"result", normalize.NotEvaluable, "无法勾稽", "an operand is missing"},
	{"severity", "error", "错误", "a value or a report cannot be trusted"},
	{"severity", "warning", "警告", "a person should look"},
	{"severity", "info", "提示", "told for completeness"},
	{"outcome", sinks.OK, "已读取", "read, one report"},
	{"outcome", sinks.Partial, "部分读取", "read, parts are missing"},
	{"outcome", sinks.Failed, "读取失败", "could not be read, see error_code"},
	{"outcome", sinks.NotAReport, "不是年报", "read, and no annual report"},
	{"outcome", sinks.Duplicate, "重复", "gives a report that another document gives"},
	{"source_kind", "table", "表格", "from tables of the file"},
	{"source_kind", "narrative", "文字叙述", "from sentences"},
	{"source_kind", "ocr", "文字识别", "from recognised pictures"},
	{"source_kind", "mixed", "多种", "from several of these"},
	{"body_type", "government", "人民政府", "government"},
	{"body_type", "department", "部门", "department of a government"},
	{"body_type", "township", "乡镇", "township"},
	{"body_type", "subdistrict", "街道", "subdistrict office"},
	{"body_type", "dispatched", "派出机关、开发区", "dispatched body"},
	{"body_type", "vertical", "垂直管理机关", "vertically managed organ"},
	{"admin_level", "national", "国家级", "national"},
	{"admin_level", "province", "省级", "province"},
	{"admin_level", "prefecture", "地级", "prefecture"},
	{"admin_level", "county", "县级", "county"},
	{"admin_level", "township", "乡级", "township"},
	{"role", "value", "数值", "became a fact"},
	{"role", "label", "行标签", "a label of a row"},
	{"role", "header", "表头", "a label of a column"},
	{"role", "extra", "格式之外", "belongs to a row or column that the form does not have"},
	{"role", "furniture", "版面元素", "navigation, page header, page footer"},
	{"role", "other", "其他", "anything else"},
	{"section", "sec.preface", "导语", "preface"},
	{"section", "sec.overview", "一、总体情况", "overview"},
	{"section", "sec.proactive", "二、主动公开政府信息情况", "proactive disclosure"},
	{"section", "sec.applications", "三、收到和处理政府信息公开申请情况", "applications"},
	{"section", "sec.litigation", "四、政府信息公开行政复议、行政诉讼情况", "reconsideration and litigation"},
	{"section", "sec.problems", "五、存在的主要问题及改进情况", "problems and improvements"},
	{"section", "sec.other", "六、其他需要报告的事项", "other matters"},
	{"section", "sec.unknown", "其他标题", "a heading that is none of the official ones"},
	{"comparability", exact, "定义相同", "the same definition"},
	{"comparability", approx, "概念相近、口径不同", "the same idea under another rule"},
	{"comparability", none, "不可比", "must not be put in one series"},
}

// dictionary explains every column and every code.
func dictionary(terms []sinks.Term) []sinks.DictionaryRow {
	var rows []sinks.DictionaryRow
	keys := map[string]string{}
	for _, c := range sinks.PanelColumns {
		keys[c.Name] = c.Key.String()
	}
	for _, t := range sinks.Tables() {
		rows = append(rows, sinks.DictionaryRow{Kind: "table", Code: t.Name, LabelZh: t.Zh, LabelEn: t.En})
		for _, c := range t.Columns {
			row := sinks.DictionaryRow{Kind: "column", TableName: &t.Name, Code: c.Name, LabelZh: c.Zh, LabelEn: c.En, Type: &c.Type}
			if t.Name == "panel" && keys[c.Name] != "" {
				key := keys[c.Name]
				indicator, _, _ := strings.Cut(key, "|")
				row.FactsKey, row.Comparability = &key, opt(comparability(indicator))
			}
			rows = append(rows, row)
		}
	}
	rows = append(rows, indicatorRows()...)
	for _, a := range normalize.Applicants {
		row := sinks.DictionaryRow{Kind: "applicant", Code: a.Code, LabelZh: a.Zh, LabelEn: a.En, Generations: []string{"B", "C"}, Comparability: opt(comparability("applications."))}
		if a.Code == "total" {
			row.Formula = opt(applicantSum())
		}
		rows = append(rows, row)
	}
	for _, m := range meanings {
		rows = append(rows, sinks.DictionaryRow{Kind: m.kind, Code: m.code, LabelZh: m.zh, LabelEn: m.en})
	}
	terms = slices.Clone(terms)
	slices.SortStableFunc(terms, func(a, b sinks.Term) int { return strings.Compare(a.Kind+"\x00"+a.Code, b.Kind+"\x00"+b.Code) })
	for _, t := range terms {
		rows = append(rows, sinks.DictionaryRow{Kind: t.Kind, Code: t.Code, LabelZh: t.Zh, LabelEn: t.En})
	}
	for i := range rows {
		if rows[i].Generations == nil {
			rows[i].Generations = []string{}
		}
	}
	return rows
}

func applicantSum() string {
	var parts []string
	for _, a := range normalize.Applicants {
		if a.Code != "total" {
			parts = append(parts, a.Code)
		}
	}
	return strings.Join(parts, " + ")
}

// indicatorRows has a row for each code, named as the newest form that prints it.
func indicatorRows() []sinks.DictionaryRow {
	at := map[string]int{}
	var rows []sinks.DictionaryRow
	for i := range normalize.Indicators {
		ind := &normalize.Indicators[i]
		n, known := at[ind.Code]
		if !known {
			n = len(rows)
			at[ind.Code] = n
			rows = append(rows, sinks.DictionaryRow{Kind: "indicator", Code: ind.Code})
		}
		row := &rows[n]
		if !ind.Derived {
			row.Generations = append(row.Generations, ind.Generation)
		}
		if known && ind.Derived && len(row.Generations) > 0 {
			row.Formula = opt(formula(ind)) // printed by one form, a sum in the next
			continue
		}
		row.TableName, row.LabelZh, row.LabelEn = &ind.Table, ind.Zh, ind.En
		row.Unit, row.PrintedUnit, row.Parent = &ind.Unit, &ind.PrintedUnit, opt(ind.Parent)
		row.Formula, row.Comparability = opt(formula(ind)), opt(comparability(ind.Code))
	}
	return rows
}

// ofWhich holds the codes whose parts are examples (其中) and do not add up to it.
var ofWhich = map[string]bool{"a2.proactive.disclosed": true, "a2.response.press_conferences": true, "a2.response.online_interviews": true}

// formula is the sum that the form defines for an indicator, "" where none.
func formula(ind *normalize.Indicator) string {
	if ofWhich[ind.Code] {
		return ""
	}
	var parts []string
	for i := range normalize.Indicators {
		if p := &normalize.Indicators[i]; p.Generation == ind.Generation && p.Parent == ind.Code {
			parts = append(parts, p.Code)
		}
	}
	return strings.Join(parts, " + ")
}

func opt(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// dictionaryCSV is the same table for spreadsheets: lists joined with ";".
func dictionaryCSV(rows []sinks.DictionaryRow) ([]byte, error) {
	var header []string
	for _, c := range sinks.ColumnsOf[sinks.DictionaryRow]() {
		header = append(header, c.Name)
	}
	or := func(s *string) string {
		if s == nil {
			return ""
		}
		return *s
	}
	lines := [][]string{header}
	for i := range rows {
		r := &rows[i]
		lines = append(lines, []string{r.Kind, or(r.TableName), r.Code, r.LabelZh, r.LabelEn, or(r.Type), or(r.Unit), or(r.PrintedUnit),
			strings.Join(r.Generations, ";"), or(r.Parent), or(r.Formula), or(r.Comparability), or(r.FactsKey)})
	}
	return csvBytes(lines)
}
