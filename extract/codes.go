package extract

// Codes lists the codes that belong to no single reader. Each reader has a list
// of its own; formats.Codes joins them. A code stays what it is once released:
// datasets and scripts refer to it.
var Codes = []Meaning{
	{Code: "format-unknown", Severity: Err, En: "The bytes are of no kind that is read.", Zh: "无法识别文件类型。", NextEn: "Open the file by hand; if it is a report, save it as .docx or HTML.", NextZh: "请人工打开；若确为年报，请另存为 .docx 或 HTML。"},
	{Code: "format-not-yet", Severity: Err, En: "The kind of file is known, but no reader for it exists yet.", Zh: "文件类型已识别，但尚无对应的读取器。", NextEn: "Save the document as .docx or HTML.", NextZh: "请将文件另存为 .docx 或 HTML。"},
	{Code: "format-damaged", Severity: Err, En: "The file is of a kind that is read, but so damaged or cut off that nothing of it can be opened.", Zh: "文件类型可读取，但文件已损坏或不完整，无法打开。", NextEn: "Fetch the file again.", NextZh: "请重新获取该文件。"},
	{Code: "format-encrypted", Severity: Err, En: "The file is an encrypted Office document, which is not read, with its password neither.", Zh: "文件为加密的 Office 文档，提供密码也无法读取。", NextEn: "Fetch the file again without a password, or save it without one.", NextZh: "请获取或另存不带密码的文件。"},
	{Code: "format-empty", Severity: Err, En: "The file has no bytes.", Zh: "文件为空。", NextEn: "Fetch the file again.", NextZh: "请重新获取该文件。"},
	{Code: "format-too-large", Severity: Err, En: "The file is larger than a document may be.", Zh: "文件超过大小上限。", NextEn: "Open it by hand: a report is far smaller. Save the report alone, with its pictures left out.", NextZh: "请人工打开：年报远小于此。请只另存年报部分，并去掉图片。"},
	{Code: "read-deadline", Severity: Err, En: "Reading took longer than a document may take.", Zh: "读取超时。"},
	{Code: "read-panic", Severity: Err, En: "The reader met a defect of its own; the document was set aside.", Zh: "读取器内部错误，该文件已搁置。", NextEn: "Report the file and the message.", NextZh: "请反馈该文件及错误信息。"},
}
