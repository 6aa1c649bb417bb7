package normalize

import "github.com/gongkai-data/gongkai/extract"

// listIssueMeanings explains the issues that only lists and sentences give.
var listIssueMeanings = []extract.Meaning{
	m("lines_unknown", extract.Info, "Lines that the form does not have are kept under nonstandard.* with their label", "表中有格式之外的行，按 nonstandard.* 保留其名称"),
	m("second_form", extract.Info, "A table of an older form stands beside the tables of the report; it was set aside", "报告另附旧格式统计表，未取值"),
	m("rule_doubtful", extract.Info, "Numbers do not relate as they usually do; there may be a reason", "数字之间的关系不合常理，可能另有原因"),
}

// listFlags explains the flags that only lists and sentences give.
var listFlags = []extract.Meaning{
	m(string(FlagNarrative), extract.Warn, "Stated by a sentence, not by a table", "取自文字叙述，而非表格"),
	m(string(FlagLineOutOfOrder), extract.Warn, "The line stands where the form has another one", "该行位置与表式次序不符"),
	m(string(FlagLineNumber), extract.Warn, "The running number beside the label is that of another line", "行代码与指标名称不符"),
}

// listRuleMeanings explains the rules of the older forms (domain.md §2.2).
var listRuleMeanings = []extract.Meaning{
	m("A1-1", extract.Err, "The requests are the sum of the ways in which they came", "申请总数＝各种形式申请数之和"),
	m("A1-2", extract.Err, "The answers are the sum of granted, partly granted and denied", "答复总数＝同意公开＋同意部分公开＋否决公开"),
	m("A1-3", extract.Err, "The denials are the sum of the reasons that are listed", "否决公开＝所列各项原因之和"),
	m("A2-1", extract.Err, "The requests received are the sum of the ways in which they came", "收到申请数＝当面＋传真＋网络＋信函"),
	m("A2-2", extract.Err, "The requests closed are the sum of those on time and those extended", "申请办结数＝按时办结＋延期办结"),
	m("A2-3", extract.Err, "The answers are the sum of their eight kinds", "申请答复数＝八类答复之和"),
	m("A2-4", extract.Err, "The refusals are the sum of their six grounds", "不同意公开答复数＝六项其中之和"),
	m("A2-5", extract.Err, "The reconsiderations are the sum of their outcomes", "行政复议数量＝维持＋纠错＋其他"),
	m("A2-6", extract.Err, "The suits are the sum of their outcomes", "行政诉讼数量＝维持或驳回＋纠错＋其他"),
	m("A2-7", extract.Err, "The staff is the sum of full-time and part-time staff", "工作人员数＝专职＋兼职"),
	m("A2-8", extract.Err, "What is part of a number is not more than it", "其中项不大于总项"),
	m("A2-9", extract.Info, "No channel has more than all disclosures, and all disclosures have a channel", "各渠道公开数不大于主动公开总数，总数不大于各渠道之和"),
	m("A2-10", extract.Info, "Requests closed are not more than received, answers not more than closed", "办结数不大于收到数，答复数不大于办结数"),
}
