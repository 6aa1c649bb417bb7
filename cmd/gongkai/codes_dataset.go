package main

import (
	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/normalize"
)

var outcomeCodes = []extract.Meaning{
	{Code: "ok", En: "A report, read in full.", Zh: "年报，完整读取。"},
	{Code: "partial", En: "A report, but a table of the form is missing or the reader set something aside.", Zh: "年报，但缺少某张法定表格，或读取时有内容被搁置。", NextEn: "Look at the statuses and notices: gongkai explain FILE.", NextZh: "用 gongkai explain 查看状态与提示。"},
	{Code: "failed", En: "No trustworthy document or report could be made of the file.", Zh: "未能从该文件得到可信的内容。", NextEn: "Look at error_code.", NextZh: "请查看 error_code。"},
	{Code: "not_a_report", En: "The file was read; nothing says that it is an annual report.", Zh: "文件已读取，但不是政府信息公开工作年度报告。"},
	{Code: "duplicate", En: "The same bytes as another document of the run.", Zh: "与本次运行中的另一文件内容相同。"},
}

// issueCodes are the issues that a run finds by comparing its documents.
var issueCodes = []extract.Meaning{
	{Code: "document_failed", Severity: extract.Err, En: "A document could not be read.", Zh: "文件无法读取。"},
	{Code: "witness_adds", Severity: extract.Info, En: "Another document of the report prints numbers that the chosen one does not have; they were not taken over.", Zh: "同一年报的另一文件有所采用文件中没有的数字，未予采用。"},
	{Code: "witness_conflict", Severity: extract.Warn, En: "Two documents of one report print different numbers.", Zh: "同一年报的两份文件数字不一致。"},
}

// resultCodes are what a check can say.
var resultCodes = []extract.Meaning{
	{Code: normalize.Pass, En: "The equation holds.", Zh: "勾稽相符。"},
	{Code: normalize.PassIfBlankZero, En: "The equation holds with blanks as zero.", Zh: "空白视为 0 时相符。", NextEn: "Nothing is wrong with the numbers that are printed.", NextZh: "印出的数字无误。"},
	{Code: normalize.Fail, En: "The equation does not hold.", Zh: "勾稽不符。", NextEn: "Look at the operands in the table checks; the publisher's sum or the reading may be wrong.", NextZh: "请查看 checks 表中的运算项；可能是原文有误，也可能是读取有误。"},
	{Code: normalize.NotEvaluable, En: "An operand is missing.", Zh: "缺少运算项，无法勾稽。", NextEn: "Look at the statuses of its operands.", NextZh: "请查看各运算项的状态。"},
}

// codeSteps are what to do about a code whose own package says nothing of it and
// whose kind says too little.
var codeSteps = map[string]phrase{
	"report-not-found": {"If it is a report, open it by hand: the tables may be pictures. Else nothing is to be done.", "若确为年报，请人工打开：表格可能是图片。否则无须处理。"},
	"read-deadline":    {"Run it again alone, on an idle machine; if it still takes too long, report the file.", "请在空闲的机器上单独重试；若仍超时，请反馈该文件。"},
}

// nextSteps are what to do about a kind of code, where the code itself says
// nothing of it.
var nextSteps = map[string]phrase{
	"error":     {"Open the document by hand; gongkai explain FILE shows how far the reading came.", "请人工打开文件；gongkai explain 可显示读取到哪一步。"},
	"notice":    {"Compare the document with gongkai tables FILE.", "请用 gongkai tables 与原文件核对。"},
	"status":    {"gongkai explain FILE shows the cell; inferred_value holds what the form's rules leave as the only number.", "gongkai explain 可显示该单元格；inferred_value 为按勾稽关系推得的唯一数字。"},
	"flag":      {"Compare raw_text with the source before using the value.", "使用该数值前，请核对 raw_text 与原文。"},
	"rule":      {"gongkai check WORKSPACE --rule CODE shows each case with its numbers (operands in the table checks); the publisher or the reading may be wrong.", "gongkai check 工作区 --rule 代码 列出每一处及其数字（运算项见 checks 表）；可能是原文有误，也可能是读取有误。"},
	"hint":      {"Compare the operands of the check with the source: gongkai check shows them.", "请将运算项与原文核对：gongkai check 可列出。"},
	"threshold": {"Another value may stand under [watch.thresholds] of gongkai.toml.", "可在 gongkai.toml 的 [watch.thresholds] 中另定。"},
	"issue":     {"Look at the evidence in the table issues.", "请查看 issues 表中的证据。"},
	"reason":    {"The cell and its text are in the table cells.", "该单元格及其文字见 cells 表。"},
	"outcome":   {"Look at error_code in the table documents.", "请查看 documents 表的 error_code。"},
}
