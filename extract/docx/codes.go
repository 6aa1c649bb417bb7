package docx

import "github.com/gongkai-data/gongkai/extract"

// Codes lists what this reader tells. Those with severity Err end the document.
var Codes = []extract.Meaning{
	{Code: "docx-not-zip", Severity: extract.Err, En: "The file is not a zip package.", Zh: "文件不是 zip 包。", NextEn: "Fetch the file again.", NextZh: "请重新获取该文件。"},
	{Code: "docx-zip-broken", Severity: extract.Err, En: "The zip package is damaged.", Zh: "zip 包已损坏。", NextEn: "Fetch the file again.", NextZh: "请重新获取该文件。"},
	{Code: "docx-zip-overlap", Severity: extract.Err, En: "Two entries of the zip package share bytes.", Zh: "zip 包中有条目相互重叠。"},
	{Code: "docx-zip-duplicate", Severity: extract.Err, En: "Two entries of the zip package have the same name.", Zh: "zip 包中有同名条目。"},
	{Code: "docx-zip-encrypted", Severity: extract.Err, En: "An entry of the zip package needs a password.", Zh: "zip 包中的条目已加密。", NextEn: "Save the document without a password.", NextZh: "请另存为不加密的文件。"},
	{Code: "docx-zip-method", Severity: extract.Err, En: "An entry is compressed by a method that packages do not allow.", Zh: "条目使用了不支持的压缩方法。"},
	{Code: "docx-zip-ratio", Severity: extract.Err, En: "An entry unpacks to far more than its packed size.", Zh: "条目解压比例过大。"},
	{Code: "docx-entry-limit", Severity: extract.Err, En: "The zip package has more entries than a document may have.", Zh: "zip 包条目数超过上限。"},
	{Code: "docx-entry-size", Severity: extract.Err, En: "A part is larger than a part may be.", Zh: "包内部件超过大小上限。"},
	{Code: "docx-unpacked-limit", Severity: extract.Err, En: "The parts together are larger than a document may be.", Zh: "解压总量超过上限。"},
	{Code: "docx-part-missing", Severity: extract.Warn, Lossy: true, En: "A part that the document points to is missing.", Zh: "文档引用的部件缺失。"},
	{Code: "docx-no-document", Severity: extract.Err, En: "The package holds no Word document.", Zh: "包内没有 Word 文档。"},
	{Code: "docx-xml-broken", Severity: extract.Err, En: "The XML of the document is damaged: a tag is not closed or does not match.", Zh: "文档 XML 已损坏（标签未闭合或不匹配）。", NextEn: "Open the file in Word and save it again.", NextZh: "请用 Word 打开后重新保存。"},
	{Code: "docx-doctype", Severity: extract.Err, En: "A part declares a document type, which packages forbid.", Zh: "部件含有被禁止的 DOCTYPE 声明。"},
	{Code: "docx-xml-depth", Severity: extract.Err, En: "Elements are nested deeper than a document may.", Zh: "XML 嵌套过深。"},
	{Code: "docx-xml-tokens", Severity: extract.Err, En: "The document has more XML tokens than it may.", Zh: "XML 标记数超过上限。"},
	{Code: "docx-cells-limit", Severity: extract.Err, En: "The tables have more cells than a document may have.", Zh: "表格单元格数超过上限。"},
	{Code: "docx-rows-limit", Severity: extract.Err, En: "A table has more rows than it may.", Zh: "表格行数超过上限。"},
	{Code: "docx-tables-limit", Severity: extract.Err, En: "The document has more tables than it may.", Zh: "表格数量超过上限。"},
	{Code: "docx-grid", Severity: extract.Err, En: "The cells of a table could not be placed: a defect of the reader.", Zh: "无法排布表格单元格（读取器缺陷）。", NextEn: "Report the file.", NextZh: "请反馈该文件。"},

	{Code: "docx-cut", Severity: extract.Warn, Lossy: true, En: "The zip package is cut off; the parts that could be found were read.", Zh: "zip 包被截断，仅读取可恢复的部件。", NextEn: "Fetch the file again.", NextZh: "请重新获取该文件。"},
	{Code: "docx-zip-sum", Severity: extract.Warn, Lossy: true, En: "The checksum of a part is wrong.", Zh: "部件校验和不符。", NextEn: "Fetch the file again.", NextZh: "请重新获取该文件。"},
	{Code: "docx-part-broken", Severity: extract.Warn, Lossy: true, En: "A part beside the body is damaged and was read up to the damage.", Zh: "正文以外的部件已损坏，仅读到损坏处。"},
	{Code: "docx-utf8", Severity: extract.Warn, Lossy: true, En: "Bytes that are no UTF-8 were replaced by U+FFFD.", Zh: "非法 UTF-8 字节已替换为 U+FFFD。"},
	{Code: "docx-unknown-element", Severity: extract.Warn, Lossy: true, En: "Text inside an unknown element was left out.", Zh: "未知元素中的文字未读取。"},
	{Code: "docx-span-clamped", Severity: extract.Warn, En: "A span wider than any table was cut.", Zh: "过大的跨列数已截短。"},
	{Code: "docx-altchunk", Severity: extract.Warn, Lossy: true, En: "A document of another kind inside this one was left out.", Zh: "内嵌的其他格式文档未读取。"},
	{Code: "docx-number-format", Severity: extract.Warn, En: "A numbering format is not known; the label is printed in digits.", Zh: "未知编号格式，按阿拉伯数字处理。"},
	{Code: "docx-strike", Severity: extract.Info, En: "Text in a table is struck through; it was kept, for Word marks deletions in another way.", Zh: "表格中有带删除线的文字，已保留（Word 以修订标记表示删除）。"},
	{Code: "docx-symbol", Severity: extract.Info, En: "A character of a symbol font has no known meaning.", Zh: "符号字体中的字符含义未知。"},
	{Code: "docx-equation-field", Severity: extract.Warn, Lossy: true, En: "A field that draws a formula or a circled number was left out.", Zh: "EQ 域（公式或带圈字符）未读取。"},
}
