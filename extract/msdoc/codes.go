package msdoc

import "github.com/gongkai-data/gongkai/extract"

// Codes lists what this reader tells. Those with severity Err end the document.
var Codes = []extract.Meaning{
	{Code: "msdoc-not-cfb", Severity: extract.Err, En: "The file is not an OLE compound file.", Zh: "文件不是 OLE 复合文档。", NextEn: "Fetch the file again.", NextZh: "请重新获取该文件。"},
	{Code: "msdoc-cfb-limit", Severity: extract.Err, En: "The compound file has more streams than a document may have.", Zh: "复合文档内的流数量超过上限。"},
	{Code: "msdoc-no-document", Severity: extract.Err, En: "The compound file holds no Word document.", Zh: "复合文档内没有 Word 文档。"},
	{Code: "msdoc-cut", Severity: extract.Err, En: "The file is cut off: the directory is lost, and what is left does not say for sure what the text is.", Zh: "文件被截断，目录已丢失，剩余内容不足以确定正文。", NextEn: "Fetch the file again.", NextZh: "请重新获取该文件。"},
	{Code: "msdoc-fib", Severity: extract.Err, En: "The header of the Word document is damaged.", Zh: "Word 文档头已损坏。", NextEn: "Open the file in Word and save it again.", NextZh: "请用 Word 打开后重新保存。"},
	{Code: "msdoc-version", Severity: extract.Err, En: "The document was written by a version of Word that is not read.", Zh: "该 Word 版本的文档尚不支持。", NextEn: "Save the document as .docx.", NextZh: "请将文件另存为 .docx。"},
	{Code: "msdoc-encrypted", Severity: extract.Err, En: "The document needs a password, or another one than given.", Zh: "文档已加密，未提供密码或密码不正确。", NextEn: "Give the password, or save the document without one.", NextZh: "请提供正确密码，或另存为不加密的文件。"},
	{Code: "msdoc-no-text", Severity: extract.Err, En: "Nothing says where the text of the document is.", Zh: "文档缺少文字位置信息，无法读取。", NextEn: "Fetch the file again.", NextZh: "请重新获取该文件。"},
	{Code: "msdoc-cells-limit", Severity: extract.Err, En: "The tables have more cells than a document may have.", Zh: "表格单元格数超过上限。"},
	{Code: "msdoc-rows-limit", Severity: extract.Err, En: "A table has more rows than it may.", Zh: "表格行数超过上限。"},
	{Code: "msdoc-tables-limit", Severity: extract.Err, En: "The document has more tables than it may.", Zh: "表格数量超过上限。"},
	{Code: "msdoc-text-limit", Severity: extract.Err, En: "The document has more text than a document may have.", Zh: "文档文字量超过上限。"},
	{Code: "msdoc-grid", Severity: extract.Err, En: "The cells of a table could not be placed: a defect of the reader.", Zh: "无法排布表格单元格（读取器缺陷）。", NextEn: "Report the file.", NextZh: "请反馈该文件。"},

	{Code: "msdoc-cfb-broken", Severity: extract.Warn, Lossy: true, En: "The compound file is damaged or cut off; the streams that could be found were read.", Zh: "复合文档已损坏或被截断，仅读取可恢复的流。", NextEn: "Fetch the file again.", NextZh: "请重新获取该文件。"},
	{Code: "msdoc-bare-text", Severity: extract.Warn, Lossy: true, En: "The file is cut off: only the text up to the cut was left. Cells were told by their marks; hidden text cannot be told from printed text; labels of lists, notes and headers are missing.", Zh: "文件被截断，仅恢复截断处之前的正文：单元格依分隔符划分，无法识别隐藏文字，列表编号、脚注和页眉缺失。", NextEn: "Fetch the file again.", NextZh: "请重新获取该文件。"},
	{Code: "msdoc-marks-doubt", Severity: extract.Warn, Lossy: true, En: "The marks of a table in a file that is cut off can be read in more than one way: its cells were left as paragraphs.", Zh: "截断文件中某表格的分隔符有多种解读，其单元格按段落保留。", NextEn: "Fetch the file again.", NextZh: "请重新获取该文件。"},
	{Code: "msdoc-stream-cut", Severity: extract.Warn, Lossy: true, En: "A stream is shorter than the file says.", Zh: "流的长度不足。", NextEn: "Fetch the file again.", NextZh: "请重新获取该文件。"},
	{Code: "msdoc-piece-table", Severity: extract.Warn, Lossy: true, En: "The piece table is damaged; the text was read as far as it goes.", Zh: "文字块表（piece table）已损坏，仅读取可恢复的文字。", NextEn: "Open the file in Word and save it again.", NextZh: "请用 Word 打开后重新保存。"},
	{Code: "msdoc-fkp", Severity: extract.Warn, Lossy: true, En: "Properties of paragraphs or characters are damaged: tables or hidden text may be mistaken.", Zh: "段落或字符属性已损坏，表格与隐藏文字可能有误。"},
	{Code: "msdoc-lists", Severity: extract.Warn, Lossy: true, En: "The list tables are damaged: printed labels may be missing.", Zh: "编号表已损坏，列表编号可能缺失。"},
	{Code: "msdoc-row-cells", Severity: extract.Warn, En: "A row has another number of cells than its definition; the cells were placed in their order.", Zh: "行内单元格数与定义不符，已按顺序排列。"},
	{Code: "msdoc-row-definition", Severity: extract.Warn, En: "A row of a table has no definition; its cells were placed in their order.", Zh: "表格行缺少定义，单元格按顺序排列。"},
	{Code: "msdoc-cell-edges", Severity: extract.Warn, En: "The edges of a row do not lie from left to right; its cells were placed in their order.", Zh: "表格行的单元格边线次序有误，单元格按顺序排列。"},
	{Code: "msdoc-merge", Severity: extract.Warn, En: "A cell goes on from the row above, where no cell has its columns; it was left as a cell of its own.", Zh: "单元格标为与上一行合并，但上一行无列位相同的单元格，已作为独立单元格保留。"},
	{Code: "msdoc-depth", Severity: extract.Warn, Lossy: true, En: "Tables are nested deeper than is read; the cells of the deepest stand together.", Zh: "表格嵌套过深，最深层的单元格合在一起。"},
	{Code: "msdoc-row-end", Severity: extract.Warn, Lossy: true, En: "A table ends without the end of its last row; its cells were placed in their order.", Zh: "表格末行缺少行结束标记，单元格按顺序排列。"},
	{Code: "msdoc-number-format", Severity: extract.Warn, En: "A numbering format is not known; the label is printed in digits.", Zh: "未知编号格式，按阿拉伯数字处理。"},
	{Code: "msdoc-bytes", Severity: extract.Warn, Lossy: true, En: "Bytes that are no character were replaced by U+FFFD.", Zh: "无法识别为字符的字节已替换为 U+FFFD。"},
	{Code: "msdoc-symbol", Severity: extract.Info, En: "A character of a symbol font has no known meaning.", Zh: "符号字体中的字符含义未知。"},
	{Code: "msdoc-strike", Severity: extract.Info, En: "Text in a table is struck through; it was kept, for deletions are marked in another way.", Zh: "表格中有带删除线的文字，已保留（删除以修订标记表示）。"},
	{Code: "msdoc-equation-field", Severity: extract.Warn, Lossy: true, En: "A field that draws a formula or a circled number was left out.", Zh: "EQ 域（公式或带圈字符）未读取。"},
}
