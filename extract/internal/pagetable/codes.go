package pagetable

import "github.com/gongkai-data/gongkai/extract"

// Codes lists the notices and errors of this package, for the readers that use it.
var Codes = []extract.Meaning{
	{Code: "pagetable-header-repeated", Severity: extract.Info, En: "A table goes on over a page break and repeats its head; the repeated rows were left out.", Zh: "表格跨页续表，重复的表头行已略去。"},
	{Code: "pagetable-cell-joined", Severity: extract.Info, En: "A page break cuts through a cell; its two parts were joined.", Zh: "单元格被分页截断，两部分已合并。"},
	{Code: "pagetable-row-unclear", Severity: extract.Warn, En: "At a page break it is unclear whether a row goes on or a new one begins; it was read as a new row.", Zh: "分页处无法判断是同一行的续行还是新的一行，按新行处理。", NextEn: "Compare the rows around the page break with the document.", NextZh: "请对照原文核对分页处的行。"},
	{Code: "pagetable-number-cut", Severity: extract.Warn, En: "A line of a table runs between two digits that stand next to each other: a number may reach into the next cell. Both parts are marked with U+FFFD.", Zh: "表格线穿过相邻的两个数字，数字可能越出单元格，两部分均以 U+FFFD 标记。", NextEn: "Compare the numbers of that table with the document.", NextZh: "请对照原文核对该表数字。"},
	{Code: "pagetable-struck", Severity: extract.Warn, En: "A line runs through figures: they may have been taken back. Each was kept and marked with U+0336.", Zh: "数字上有横线穿过，可能已被删除；已保留并以 U+0336 标记。", NextEn: "Compare these numbers with the document.", NextZh: "请对照原文核对这些数字。"},
	{Code: "pagetable-overprinted", Severity: extract.Warn, Lossy: true, En: "Figures are printed over other figures; each was replaced by U+FFFD.", Zh: "数字与其他数字重叠印刷，均以 U+FFFD 代替。", NextEn: "Compare these numbers with the document.", NextZh: "请对照原文核对这些数字。"},
	{Code: "pagetable-faint", Severity: extract.Warn, Lossy: true, En: "Pale or slanted figures may or may not belong to the text; each was replaced by U+FFFD.", Zh: "浅色或倾斜的数字是否属于正文无法判断，均以 U+FFFD 代替。", NextEn: "Compare these numbers with the document.", NextZh: "请对照原文核对这些数字。"},
	{Code: "pagetable-overlay", Severity: extract.Info, En: "Pale, slanted or large text lies over the page, a watermark or a stamp; it was kept apart from the text.", Zh: "页面上有浅色、倾斜或大号文字（水印或印章），已与正文分开。"},
	{Code: "pagetable-cell-irregular", Severity: extract.Warn, En: "A cell of a table is no rectangle: part of its border is missing. It was read as several cells.", Zh: "单元格边框不完整、不成矩形，已按多个单元格读取。", NextEn: "Compare the table with the document.", NextZh: "请对照原文核对该表。"},
	{Code: "pagetable-drawing", Severity: extract.Info, En: "A page holds more crossing lines than a table can have; they were taken for a drawing.", Zh: "页面线条交叉过多，按图形处理，不作表格。"},
	{Code: "pagetable-limit", Severity: extract.Err, En: "The pages hold more tables, rows or cells than a document may have.", Zh: "页面中的表格、行或单元格数量超过上限。"},
}
