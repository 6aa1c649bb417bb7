package normalize

import (
	"slices"

	"github.com/gongkai-data/gongkai/extract"
)

// Meaning explains a code of this package: an issue, a flag, a status, a
// reason, a rule or an outcome of Normalize.
func Meaning(code string) (extract.Meaning, bool) {
	for i := range Meanings {
		if string(Meanings[i].Code) == code {
			return Meanings[i], true
		}
	}
	return extract.Meaning{}, false
}

func m(code string, sev extract.Severity, en, zh string) extract.Meaning {
	return extract.Meaning{Code: extract.Code(code), Severity: sev, En: en, Zh: zh}
}

// Meanings lists every code that this package gives.
var Meanings = slices.Concat(OutcomeMeanings, IssueMeanings, CorrectionMeanings, StatusMeanings, FlagMeanings, ReasonMeanings, RuleMeanings)

// OutcomeMeanings explains why Normalize fails.
var OutcomeMeanings = []extract.Meaning{
	m("report-not-found", extract.Info, "Nothing says that the document is an annual report", "未见表明该文件为政府信息公开工作年度报告的内容"),
}

// IssueMeanings explains the issues.
var IssueMeanings = append(append([]extract.Meaning{
	m("generation_undecided", extract.Warn, "The labels do not tell which form this is", "无法从标签判断表式"),
	m("table_missing", extract.Warn, "A table of the form is missing", "缺少法定表格"),
	m("table_in_picture", extract.Warn, "A table of the form is only there as a picture", "法定表格仅为图片"),
	m("table_missing_or_image", extract.Warn, "The report holds no table of the form, or only as a picture", "报告中没有法定表格，或表格为图片"),
	m("rows_missing", extract.Warn, "Rows or columns of the form are missing", "表格缺行或缺列"),
	m("cells_ambiguous", extract.Warn, "Numbers are printed, but which cell they belong to is not certain", "有数字但归属不明，未取值"),
	m("other_year_set_aside", extract.Info, "A table or row of another year was set aside", "其他年度的表或行未取值"),
	m("cells_doubled", extract.Info, "Cells are printed more than once", "单元格重复出现"),
	m("rule_failed", extract.Err, "The printed numbers contradict a rule of the form", "填报数据不符合勾稽关系"),
}, headerMeanings...), slices.Concat(witnessIssues, listIssueMeanings)...)

// StatusMeanings explains what can stand in a cell of the form.
var StatusMeanings = []extract.Meaning{
	m("reported", extract.Info, "A number is printed, zero included", "填有数字（含 0）"),
	m("blank", extract.Info, "The cell is there and empty; that is not zero", "单元格存在但为空，不等于 0"),
	m("dash", extract.Info, "A dash is printed", "填有横线"),
	m("slash", extract.Info, "A slash is printed", "填有斜线"),
	m("none", extract.Info, "无 or a word like it is printed", "填有“无”等字样"),
	m("text", extract.Info, "Words stand where a number belongs", "应填数字处为文字"),
	m("row_absent", extract.Info, "The table lacks the row", "表中缺此行"),
	m("column_absent", extract.Info, "The table lacks the column", "表中缺此列"),
	m("table_absent", extract.Info, "The document lacks the table", "文件中缺此表"),
	m("image_only", extract.Info, "The number is only in a picture", "仅有图片"),
	m("unreadable", extract.Info, "Something is printed that cannot be read as a number", "无法识别为数字"),
	m("ambiguous", extract.Info, "Two readings are possible; none was chosen", "存在两种可能，未取值"),
	m("corrected", extract.Info, "Set by a correction", "经人工更正"),
}

// FlagMeanings explains the reasons for doubt.
var FlagMeanings = append([]extract.Meaning{
	m(string(FlagSpaceInNumber), extract.Warn, "White space stands between two digits of the cell", "数字之间有空格"),
	m(string(FlagLinesJoined), extract.Warn, "The digits of the cell stand on two lines", "数字分列两行，已连接"),
	m(string(FlagSignedText), extract.Info, "增 or 减 is printed instead of a sign", "以“增”“减”代替正负号"),
	m(string(FlagUnitInValue), extract.Info, "Converted by the unit printed in the cell", "按单元格内单位换算"),
	m(string(FlagUnitInLabel), extract.Info, "Converted by the unit printed in the label", "按标签所注单位换算"),
	m(string(FlagFootnoteMark), extract.Warn, "A raised or circled sign behind the number was set aside", "数字后的上标或圈码已略去"),
	m(string(FlagStruckOut), extract.Warn, "Characters with a line through them were set aside", "带删除线的字符已略去"),
	m(string(FlagUnitMismatch), extract.Warn, "The cell prints a unit that the column does not have", "单元格内单位与该列不符"),
	m(string(FlagUnitAssumed), extract.Warn, "No unit is printed where it varies; 万元 was taken", "未注明单位，按万元处理"),
	m(string(FlagValueAnnotated), extract.Info, "A remark in brackets follows the number", "数字后附有说明"),
	m(string(FlagOCRZero), extract.Warn, "A letter or an empty box was read as zero", "字母或方框按 0 处理"),
	m(string(FlagNonIntegerCount), extract.Warn, "A count has decimals", "件数出现小数"),
	m(string(FlagNegative), extract.Warn, "A sign stands where the form has none", "出现负数"),
	m(string(FlagLeadingZeros), extract.Info, "The number is printed with leading zeros", "数字前有多余的 0"),
	m(string(FlagSeparator), extract.Warn, "The thousands separators do not group by three", "千分位分隔符位置异常"),
	m(string(FlagNumberTooLong), extract.Warn, "The number has more than 15 digits", "数字超过 15 位"),
	m(string(FlagLabelFuzzy), extract.Warn, "The label is a near miss of the official one", "标签与官方文字相近但不同"),
	m(string(FlagColumnsAssumed), extract.Warn, "There is no header; the official order of columns was taken", "无表头，按官方列序处理"),
	m(string(FlagSpanInconsistent), extract.Warn, "Header and numbers do not stand in the same columns; their order was taken", "表头与数据列不对齐，按顺序处理"),
	m(string(FlagRowAssumed), extract.Warn, "The row has no readable label; its neighbours leave one", "该行标签缺失，由上下行推定"),
	m(string(FlagValueMerged), extract.Warn, "One cell spans several cells of the form", "一个单元格跨表中多格"),
	m(string(FlagDuplicate), extract.Warn, "The cell is printed twice with different contents", "重复出现且内容不一致"),
	m(string(FlagRulesFail), extract.Warn, "Most rules of the table fail and none that holds covers the number: the table may be another's, or its numbers have moved", "该表多数勾稽关系不成立，且无成立的关系印证此数：可能并非本报告之表，或数字错位"),
	m(string(FlagTablesCompete), extract.Warn, "Two tables give different numbers for the same cells", "两张表对同一单元格给出不同数字"),
	m(string(FlagRowNextToUnread), extract.Warn, "A row beside it could not be placed; labels may have moved", "相邻行无法归位，标签可能错位"),
	m(string(FlagExtraRow), extract.Info, "The official form has no such row", "官方表式中无此行"),
	m(string(FlagGridRebuilt), extract.Warn, "Read from text that has lost its cells", "由失去单元格的文本重建"),
}, slices.Concat(witnessFlags, listFlags)...)

// ReasonMeanings explains why a cell became no fact.
var ReasonMeanings = []extract.Meaning{
	m(ReasonOtherYear, extract.Info, "The table or column is of another year or body, or an example", "该表或该列属于其他年度、其他单位或为示例"),
	m(ReasonNoColumn, extract.Info, "No column of the form stands above the number", "数字上方无对应列"),
	m(ReasonOtherForm, extract.Info, "The number stands in a table of another form than the report's", "数字在另一代格式的表中"),
	m(ReasonUnplaced, extract.Info, "A number outside every row and column of the form", "数字不在法定表格的任何行列内"),
	m(ReasonDuplicate, extract.Info, "The same number is printed elsewhere", "同一数字已在别处出现"),
}

// RuleMeanings explains the rules.
var RuleMeanings = append([]extract.Meaning{
	m("R1", extract.Err, "New and carried in equal handled and carried out, for each kind of applicant", "本年新收＋上年结转＝办理总计＋结转下年（各列）"),
	m("R2", extract.Err, "The total handled is the sum of all results, for each kind of applicant", "办理总计＝各项办理结果之和（各列）"),
	m("R3", extract.Err, "The total of a row is the sum of its applicants", "各行总计＝各类申请人之和"),
	m("R4", extract.Err, "The total of a block is the sum of its outcomes", "复议、诉讼各组总计＝各项结果之和"),
	m("R5", extract.Err, "Counts are whole and not negative, amounts not negative", "件数为非负整数，金额非负"),
}, listRuleMeanings...)
