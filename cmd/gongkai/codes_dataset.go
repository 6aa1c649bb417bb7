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

// statuses, flags and reasons sort the codes of package normalize into kinds.
var (
	statuses = []normalize.Status{
		normalize.Reported, normalize.Blank, normalize.Dash, normalize.Slash, normalize.None, normalize.TextStatus, normalize.RowAbsent,
		normalize.ColumnAbsent, normalize.TableAbsent, normalize.ImageOnly, normalize.Unreadable, normalize.Ambiguous, normalize.Corrected,
	}
	flags = []normalize.Flag{
		normalize.FlagSpaceInNumber, normalize.FlagLinesJoined, normalize.FlagSignedText, normalize.FlagUnitInValue, normalize.FlagUnitMismatch,
		normalize.FlagUnitAssumed, normalize.FlagValueAnnotated, normalize.FlagOCRZero, normalize.FlagNonIntegerCount, normalize.FlagNegative,
		normalize.FlagLeadingZeros, normalize.FlagSeparator, normalize.FlagNumberTooLong, normalize.FlagLabelFuzzy, normalize.FlagColumnsAssumed,
		normalize.FlagSpanInconsistent, normalize.FlagRowAssumed, normalize.FlagValueMerged, normalize.FlagDuplicate, normalize.FlagExtraRow,
		normalize.FlagGridRebuilt,
	}
	reasons = []string{normalize.ReasonOtherYear, normalize.ReasonNoColumn, normalize.ReasonDuplicate}
)

// issueCodes are issues of the header, of a run and of the documents in it.
var issueCodes = []extract.Meaning{
	{Code: "document_failed", Severity: extract.Err, En: "A document could not be read.", Zh: "文件无法读取。"},
	{Code: "witness_conflict", Severity: extract.Warn, En: "Two documents of one report print different numbers.", Zh: "同一年报的两份文件数字不一致。"},
	{Code: "year_conflict", Severity: extract.Warn, En: "Title, period and date of publication name different years.", Zh: "标题、统计期限和发布日期所示年度不一致。"},
	{Code: "period_text_damaged", En: "Signs are missing from the printed period; it was read by what is left.", Zh: "统计期限文字残缺，已按可辨认部分读取。"},
	{Code: "phone_suspect", En: "The phone number has an unusual length or form; it is kept as printed.", Zh: "联系电话的位数或格式可疑，按原文保留。"},
	{Code: "basis_doc_mismatch", En: "The cited notice on the form is not the one in force for the year.", Zh: "引用的年报格式文号与该年度应用的文号不符。"},
	{Code: "heading_numbering_mixed", En: "The headings of the chapters are numbered in different ways.", Zh: "章节标题的编号方式不一致。"},
	{Code: "section_missing", Severity: extract.Warn, En: "Chapters that the form asks for are missing.", Zh: "缺少规定的章节。"},
	{Code: "late", Severity: extract.Warn, En: "The report was published after its deadline.", Zh: "发布日期晚于规定期限。"},
	{Code: "body_unresolved", En: "The body's division could not be told.", Zh: "无法确定报告机关所属的行政区划。"},
	{Code: "body_from_metadata", En: "The title names no body; it was taken from the text, the page or the signature.", Zh: "标题未写明报告机关，取自正文、网页信息或落款。"},
	{Code: "format_generation_mismatch", En: "The form used is not the one in force for the year.", Zh: "所用格式与该年度应用的格式不同。"},
}

// nextSteps are what to do about a kind of code, where the code itself says
// nothing of it.
var nextSteps = map[string]phrase{
	"error":   {"Open the document by hand; gongkai explain FILE shows how far the reading came.", "请人工打开文件；gongkai explain 可显示读取到哪一步。"},
	"notice":  {"Compare the document with gongkai tables FILE.", "请用 gongkai tables 与原文件核对。"},
	"status":  {"gongkai explain FILE shows the cell; inferred_value holds what the form's rules leave as the only number.", "gongkai explain 可显示该单元格；inferred_value 为按勾稽关系推得的唯一数字。"},
	"flag":    {"Compare raw_text with the source before using the value.", "使用该数值前，请核对 raw_text 与原文。"},
	"rule":    {"Look at the operands in the table checks; the publisher's sum or the reading may be wrong.", "请查看 checks 表中的运算项；可能是原文有误，也可能是读取有误。"},
	"issue":   {"Look at the evidence in the table issues.", "请查看 issues 表中的证据。"},
	"reason":  {"The cell and its text are in the table cells.", "该单元格及其文字见 cells 表。"},
	"outcome": {"Look at error_code in the table documents.", "请查看 documents 表的 error_code。"},
}
