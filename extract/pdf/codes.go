package pdf

import "github.com/gongkai-data/gongkai/extract"

// Codes lists what this reader tells. Those with severity Err end the document.
// Package pagetable has codes of its own.
var Codes = []extract.Meaning{
	{Code: "pdf-password", Severity: extract.Err, En: "The file needs a password, or another one than given.", Zh: "PDF 已加密，未提供密码或密码不正确。", NextEn: "Give the password with --password, or fetch the file again without one.", NextZh: "请用 --password 提供密码，或获取不带密码的文件。"},
	{Code: "pdf-encryption", Severity: extract.Err, En: "The file is encrypted in a way that is not known.", Zh: "PDF 的加密方式未知。", NextEn: "Fetch the file again without encryption.", NextZh: "请获取未加密的文件。"},
	{Code: "pdf-damaged", Severity: extract.Err, En: "The file is so damaged or cut off that no page of it is left.", Zh: "PDF 已损坏或不完整，无可读取的页面。", NextEn: "Fetch the file again.", NextZh: "请重新获取该文件。"},
	{Code: "pdf-no-text", Severity: extract.Err, En: "No character can be read from the pages: they are pictures, or empty.", Zh: "页面为图片或空白，没有可读取的文字。", NextEn: "Have the pictures recognised with --ocr, or ask the publisher for the text.", NextZh: "请用 --ocr 识别图片文字，或向发布机关索取文本版。"},
	{Code: "pdf-limit", Severity: extract.Err, En: "The file holds more than a document may.", Zh: "PDF 内容超过上限。", NextEn: "Open it by hand: a report is far smaller.", NextZh: "请人工打开：年报远小于此。"},
	{Code: "pdf-second", Severity: extract.Err, En: "The second reader could not be started.", Zh: "第二读取器无法启动。"},

	{Code: "pdf-unmapped", Severity: extract.Warn, Lossy: true, En: "The file prints characters without saying which they are; they were replaced by U+FFFD.", Zh: "文件未说明所印字符的含义，已替换为 U+FFFD。", NextEn: "Compare the page with the document, or have it recognised with --ocr.", NextZh: "请对照原文核对，或用 --ocr 识别。"},
	{Code: "pdf-cut", Severity: extract.Warn, Lossy: true, En: "The file or the content of a page breaks off; what is left was read.", Zh: "文件或页面内容不完整，已读取剩余部分。", NextEn: "Fetch the file again.", NextZh: "请重新获取该文件。"},
	{Code: "pdf-picture-page", Severity: extract.Warn, Lossy: true, En: "A page is a picture; what it shows was not read.", Zh: "某页为图片，其内容未读取。", NextEn: "Have the picture recognised with --ocr.", NextZh: "请用 --ocr 识别图片文字。"},
	{Code: "pdf-annotation-bare", Severity: extract.Warn, Lossy: true, En: "An annotation or form field writes on a page but does not say how it looks; where it writes text that became U+FFFD.", Zh: "批注或表单域未附外观，其所写文字未能读取，已以 U+FFFD 代替。", NextEn: "Open the document and compare what the annotation covers.", NextZh: "请打开文件核对批注或表单域所在处。"},
	{Code: "pdf-hidden-text", Severity: extract.Info, En: "Text that cannot be seen, such as the text layer of a scan, white or painted over, was left out.", Zh: "不可见文字（如扫描件的文字层、白色或被遮盖的文字）已略去。"},
	{Code: "pdf-encoding-inferred", Severity: extract.Warn, En: "A font does not say which characters its codes are; they were read as Latin letters and digits, because the codes it uses are those of a Latin text.", Zh: "字体未说明其编码；因所用代码与拉丁文本一致，按拉丁字母和数字读取（推断）。", NextEn: "Compare some numbers with the document.", NextZh: "请对照原文抽查数字。"},
	{Code: "pdf-clipped", Severity: extract.Info, En: "Text outside of the page, or cut off where it is drawn, was left out: it is not on the paper.", Zh: "页面以外或被裁剪的文字未读取（纸面上不显示）。"},
	{Code: "pdf-layer-off", Severity: extract.Info, En: "Text of layers that are switched off was left out.", Zh: "已关闭图层中的文字未读取。"},
	{Code: "pdf-repaired", Severity: extract.Info, En: "The table of contents of the file is wrong; its objects were found one by one.", Zh: "文件的交叉引用有误，已逐一查找其对象。"},
	{Code: "pdf-second-reader", Severity: extract.Info, En: "Pages were read by the second reader, because the first could not read them.", Zh: "第一读取器无法读取，已改用第二读取器读取页面。"},
}
