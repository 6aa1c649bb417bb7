package rtf

import "github.com/gongkai-data/gongkai/extract"

// Codes lists what this reader tells. Those with severity Err end the document.
var Codes = []extract.Meaning{
	{Code: "rtf-not-rtf", Severity: extract.Err, En: "The file does not start like RTF.", Zh: "文件不是 RTF。", NextEn: "Fetch the file again.", NextZh: "请重新获取该文件。"},
	{Code: "rtf-depth", Severity: extract.Err, En: "Groups are nested deeper than a document may.", Zh: "RTF 组嵌套过深。"},
	{Code: "rtf-tokens", Severity: extract.Err, En: "The document has more control words and paragraphs than it may.", Zh: "RTF 控制字与段落数超过上限。"},
	{Code: "rtf-unpacked-limit", Severity: extract.Err, En: "The text is longer than a document may be.", Zh: "文本总量超过上限。"},
	{Code: "rtf-cells-limit", Severity: extract.Err, En: "The tables have more cells than a document may have.", Zh: "表格单元格数超过上限。"},
	{Code: "rtf-rows-limit", Severity: extract.Err, En: "A table has more rows than it may.", Zh: "表格行数超过上限。"},
	{Code: "rtf-tables-limit", Severity: extract.Err, En: "The document has more tables than it may.", Zh: "表格数量超过上限。"},
	{Code: "rtf-grid", Severity: extract.Err, En: "The cells of a table could not be placed: a defect of the reader.", Zh: "无法排布表格单元格（读取器缺陷）。", NextEn: "Report the file.", NextZh: "请反馈该文件。"},

	{Code: "rtf-cut", Severity: extract.Warn, Lossy: true, En: "The file ends inside a group; it was read to its end.", Zh: "文件被截断，已读到结尾。", NextEn: "Fetch the file again.", NextZh: "请重新获取该文件。"},
	{Code: "rtf-behind-end", Severity: extract.Warn, Lossy: true, En: "Bytes behind the end of the document were left out.", Zh: "文档结束标记之后的内容未读取。"},
	{Code: "rtf-bytes", Severity: extract.Warn, Lossy: true, En: "Bytes that have no meaning in their code page were replaced by U+FFFD.", Zh: "代码页中无定义的字节已替换为 U+FFFD。"},
	{Code: "rtf-code-page", Severity: extract.Warn, Lossy: true, En: "A code page is not known; its characters were read as Western European.", Zh: "未知代码页，按西欧字符读取。"},
	{Code: "rtf-charset-guessed", Severity: extract.Warn, En: "Bytes of a font for Western text make up characters of another code page and were read so.", Zh: "西文字体的字节按其他代码页读取（推断）。"},
	{Code: "rtf-surrogate", Severity: extract.Warn, Lossy: true, En: "Half a character was replaced by U+FFFD.", Zh: "不成对的代理字符已替换为 U+FFFD。"},
	{Code: "rtf-row-end", Severity: extract.Warn, En: "A row of a table is not closed; it ends where the table ends.", Zh: "表格行未结束，按表格结尾处理。"},
	{Code: "rtf-extra-cell", Severity: extract.Warn, En: "A row has more cells than its definition; they were put behind the last one.", Zh: "表格行的单元格多于定义，已排在其后。"},
	{Code: "rtf-missing-cell", Severity: extract.Warn, En: "A row has fewer cells than its definition; they were placed from the left.", Zh: "表格行的单元格少于定义，已自左向右排列。"},
	{Code: "rtf-cell-edges", Severity: extract.Warn, En: "The edges of a row do not lie from left to right; its cells were placed in their order.", Zh: "表格行的单元格边线次序有误，单元格按顺序排列。"},
	{Code: "rtf-merge", Severity: extract.Warn, En: "A cell goes on from the row above, where no cell has its columns; it was left as a cell of its own.", Zh: "单元格标为与上一行合并，但上一行无列位相同的单元格，已作为独立单元格保留。"},
	{Code: "rtf-number-format", Severity: extract.Warn, En: "A numbering format is not known; the label is printed in digits.", Zh: "未知编号格式，按阿拉伯数字处理。"},
	{Code: "rtf-strike", Severity: extract.Info, En: "Text in a table is struck through; it was kept, for deletions are marked in another way.", Zh: "表格中有带删除线的文字，已保留（删除以修订标记表示）。"},
	{Code: "rtf-symbol", Severity: extract.Info, En: "A character of a symbol font has no known meaning.", Zh: "符号字体中的字符含义未知。"},
	{Code: "rtf-equation-field", Severity: extract.Warn, Lossy: true, En: "A field that draws a formula or a circled number was left out.", Zh: "EQ 域（公式或带圈字符）未读取。"},
}
