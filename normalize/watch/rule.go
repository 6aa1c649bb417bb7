package watch

import (
	"strings"

	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/normalize"
)

// Rule is one rule of this package, or a watchdog name for something that the
// reading of a single report finds already.
type Rule struct {
	Code     string // X1, W7 …: rule of the table checks
	Issue    string // code in the table issues
	Severity string // of that issue: error, warning, info
	En, Zh   string
}

// Rules lists the rules in order. R1 to R5 and those of the forms before 2019
// belong to package normalize.
var Rules = []Rule{
	{"R6", "stock_impossible", "warning", "More was repealed, or newly disclosed, than there can be", "废止数或新公开数大于可能的总数"},
	{"R7", "unauthorised_regulation", "warning", "Government regulations (规章) are reported by a body that may not make any", "无规章制定权的机关填报了规章数"},
	{"R8", "suits_without_requests", "info", "There are reconsiderations or suits, but no request was handled; they may stem from earlier years", "无办理的申请却有复议或诉讼，可能源于以前年度"},
	{"R9", "suspected_misplaced_value", "warning", "The number of decisions equals the items in the catalogue: it may stand in the wrong column", "处理决定数量恰等于项目数，可能填错列"},
	{"X1", "carry_break", "warning", "What was carried in is not what the year before carried out", "上年结转数与上一年度报告的结转下年数不一致"},
	{"X2", "stock_break", "warning", "In force is not the year before plus made minus repealed", "现行有效件数≠上年现行有效＋本年制发－本年废止"},
	{"X3", "catalogue_break", "info", "A stock of form B does not follow from the year before", "B 式存量与上一年度报告不衔接"},
	{"X4", "rollup_exceeded", "info", "The bodies that a government reports for count more than the government", "所属机关合计大于本级政府汇总数"},
	{"X5", "narrative_conflict", "warning", "A sentence states a number that the tables do not give", "文字叙述的数字与表格不符"},
	{"W1", "missing_report", "warning", "A report that is expected is not here", "应有的年报缺失"},
	{"W2", "late", "warning", "The report was published after its deadline", "发布日期晚于规定期限"},
	{"W3", "rule_failed", "error", "The printed numbers contradict a rule of the form", "填报数据不符合勾稽关系"},
	{"W4", "carry_break", "warning", "What was carried in is not what the year before carried out", "上年结转数与上一年度报告的结转下年数不一致"},
	{"W5", "stock_break", "warning", "In force is not the year before plus made minus repealed", "现行有效件数≠上年现行有效＋本年制发－本年废止"},
	{"W6", "narrative_conflict", "warning", "A sentence states a number that the tables do not give", "文字叙述的数字与表格不符"},
	{"W7", "identical_tables", "warning", "Every number is that of the year before", "全部数字与上一年度报告相同"},
	{"W8", "text_reuse_prev_year", "warning", "The text is that of the year before", "正文与上一年度报告高度重复"},
	{"W9", "text_reuse_other_body", "warning", "The text is that of another body", "正文与其他机关的报告高度重复"},
	{"W10", "wrong_year_text", "warning", "A sentence about the body's work names another year", "叙述本机关工作的句子写的是其他年度"},
	{"W11", "format_generation_mismatch", "warning", "The form used is not the one in force for the year", "所用格式与该年度应用的格式不同"},
	{"W12", "all_zero_or_blank", "info", "The form holds no number but zero", "整份表格全为零或空白"},
	{"W13", "denial_outlier", "warning", "A share of the results is far above that of its level and year", "办理结果的某项占比远高于同级同年度"},
	{"W14", "loss_rate", "warning", "Reviews or suits are lost far more often than at its level and year", "复议、诉讼纠错率远高于同级同年度"},
	{"W15", "silent_edit", "warning", "The published page was changed after it was first seen", "网页发布后内容有改动"},
	{"W16", "unauthorised_regulation", "warning", "Government regulations (规章) are reported by a body that may not make any", "无规章制定权的机关填报了规章数"},
	{"W17", "copy_of_template", "info", "Text of a template is left in the report", "报告中残留模板文字或为空泛套话"},
	{"W18", "unit_jump", "warning", "The fees are some ten thousand times those of the year before, or a ten-thousandth: yuan and 万元 may be mixed up", "收费金额与上年相差约一万倍，疑元与万元混淆"},
}

// OfForm reports the rules of the forms themselves, which package normalize
// evaluates: R1 to R5, A1-1 to A1-3, A2-1 to A2-10.
func OfForm(rule string) bool {
	return strings.HasPrefix(rule, "A1-") || strings.HasPrefix(rule, "A2-") || len(rule) == 2 && rule[0] == 'R' && rule[1] <= '5'
}

// IssueOf returns the code of the issue that a failed rule makes.
func IssueOf(rule string) string {
	switch {
	case rule == "A2-9" || rule == "A2-10":
		return "rule_doubtful"
	case OfForm(rule):
		return "rule_failed"
	}
	return ruleOf(rule).Issue
}

// ruleOf finds a rule by its code.
func ruleOf(code string) Rule {
	for _, r := range Rules {
		if r.Code == code {
			return r
		}
	}
	return Rule{Code: code, Issue: code, Severity: "warning"}
}

// Shape says how the operands of a check make an equation: the first Left of
// them are added up on the left, the others on the right; those in Minus are
// taken away. A negative Left counts from the end.
type Shape struct {
	Left     int
	Minus    []int
	Relation string // "=", "≤" or "≥"
}

// Broken is the sign that stands between the sides where the rule failed.
func (s Shape) Broken() string {
	switch s.Relation {
	case "≤":
		return ">"
	case "≥":
		return "<"
	}
	return "≠"
}

// ShapeOf returns the shape of a rule's equation; ok is false where the rule
// compares something other than cells.
func ShapeOf(rule string) (s Shape, ok bool) {
	switch rule {
	case "R1":
		return Shape{Left: 2, Relation: "="}, true
	case "R2", "R3", "R4", "A1-1", "A1-2", "A1-3", "A2-1", "A2-2", "A2-3", "A2-4", "A2-5", "A2-6", "A2-7":
		return Shape{Left: -1, Relation: "="}, true
	case "R6":
		return Shape{Left: 1, Relation: "≤"}, true
	case "R9", "X1", "X3":
		return Shape{Left: 1, Relation: "="}, true
	case "X2":
		return Shape{Left: 1, Minus: []int{2}, Relation: "="}, true
	case "X4":
		return Shape{Left: 1, Relation: "≥"}, true // the government, then those it reports for
	case "A2-8", "A2-9", "A2-10":
		return Shape{Left: 1, Relation: "≤"}, true
	}
	return Shape{}, false
}

func meaning(code string, sev extract.Severity, en, zh string) extract.Meaning {
	return extract.Meaning{Code: extract.Code(code), Severity: sev, En: en, Zh: zh}
}

// IssueMeanings explains the issues that this package alone gives.
var IssueMeanings = func() []extract.Meaning {
	ms := []extract.Meaning{
		meaning("published_error", extract.Info, "Another document of the report prints the same numbers: the publisher's arithmetic is wrong", "同一年报的另一文件数字相同：原文即有误"),
		meaning("suspect_extraction", extract.Info, "No second document bears the numbers out: the error may be the publisher's or of the reading", "无其他文件佐证：可能是原文有误，也可能是读取有误"),
	}
	severities := map[string]extract.Severity{"error": extract.Err, "warning": extract.Warn, "info": extract.Info}
	had := map[string]bool{}
	for _, r := range Rules {
		if _, known := normalize.Meaning(r.Issue); !known && !had[r.Issue] {
			had[r.Issue] = true
			ms = append(ms, meaning(r.Issue, severities[r.Severity], r.En, r.Zh))
		}
	}
	return ms
}()

// rowsIn says what the table checks has of a rule, in English and in Chinese,
// where that is not a row for each report on which it could be evaluated.
type rowsIn [2]string

var (
	failuresAlone = rowsIn{"in checks where it fails alone", "checks 表只列不符者"}
	issuesAlone   = rowsIn{"in issues alone", "只列于 issues 表"}
)

func under(rules string) rowsIn {
	return rowsIn{"in checks as " + rules, "checks 表中列为 " + rules}
}

var rowsOf = map[string]rowsIn{
	"W1": issuesAlone, "W2": issuesAlone, "W11": issuesAlone, "W15": issuesAlone,
	"W9": failuresAlone, "W10": failuresAlone, "W17": failuresAlone,
	"W3": under("R1–R5, A1-1–A1-3, A2-1–A2-8"), "W4": under("X1"), "W5": under("X2"), "W6": under("X5"), "W16": under("R7"),
}

// RuleMeanings explains the rules.
var RuleMeanings = func() []extract.Meaning {
	var ms []extract.Meaning
	for _, r := range Rules {
		en, zh := r.Issue, r.Issue
		if rows, ok := rowsOf[r.Code]; ok {
			en, zh = en+"; "+rows[0], zh+"；"+rows[1]
		}
		ms = append(ms, meaning(r.Code, extract.Info, r.En+" ("+en+")", r.Zh+"（"+zh+"）"))
	}
	return ms
}()

// HintMeanings explains the likely causes of a failed check; a cell may follow
// after a colon.
var HintMeanings = []extract.Meaning{
	meaning("digit_lost", extract.Info, "The total is a tenth of the sum: a digit may be missing", "合计恰为十分之一，可能漏一位数字"),
	meaning("total_zero", extract.Info, "The total is zero although its parts are not: it may not have been filled in", "分项不为零而合计为零，合计可能未填"),
	meaning("total_equals", extract.Info, "The total repeats one of its parts", "合计栏重复了某一分项"),
	meaning("totals_swapped", extract.Info, "The total is that of another sum, which has the one of this: two totals may have changed places", "本项合计与另一合计互为对方之和，两处合计可能填反"),
	meaning("difference_equals", extract.Info, "The difference is the number of one cell: its row may be missing or doubled", "差额恰等于某一格，该行可能缺失或重复"),
	meaning("difference_equals_several", extract.Info, "The difference is the number of several cells", "差额等于其中若干格"),
	meaning("doubtful", extract.Info, "A number of the equation was read with a doubt", "运算项中有存疑的读数"),
	meaning("carried_in_repeated", extract.Info, "The number carried in is that of the year before, printed again", "上年结转数照抄了上一年度报告"),
	meaning("carried_out_repeated", extract.Info, "The number carried in is the one carried out in the same year", "上年结转数与本年结转下年数相同，可能填串"),
	meaning("moved_to", extract.Info, "The number stands under another kind of applicant", "数字可能填入其他申请人栏"),
	meaning("not_adjusted", extract.Info, "The stock is that of the year before: what was made or repealed was not counted in", "存量照抄上年，未计入本年增减"),
	meaning("change_not_applied", extract.Info, "The stock is that of the year before, without its change", "未计入上一年度的增减"),
	meaning("repealed_not_subtracted", extract.Info, "What was repealed was not subtracted", "未减去本年废止数"),
	meaning("restated", extract.Info, "All columns differ: the year before may have been restated", "各列均不同，上一年度数据可能经过调整"),
	meaning("yuan_for_10k", extract.Info, "Yuan may be printed where 万元 belongs", "应填万元处可能填了元"),
}
