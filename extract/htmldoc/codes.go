package htmldoc

import "github.com/gongkai-data/gongkai/extract"

// Codes lists the codes of this package.
var Codes = []extract.Meaning{
	{Code: "html-charset-doubt", Severity: extract.Warn, En: "The page declares a charset that its bytes contradict; the bytes were believed.", Zh: "页面声明的字符集与实际字节不符，已按字节判定。"},
	{Code: "html-charset-guessed", Severity: extract.Info, En: "The page declares no charset; it was told from the bytes.", Zh: "页面未声明字符集，已按字节推断。"},
	{Code: "html-encoding-suspect", Severity: extract.Warn, Lossy: true, En: "Part of the text was lost or distorted by a wrong decoding.", Zh: "部分文字因错误解码而丢失或变为乱码。", NextEn: "Fetch the page again.", NextZh: "请重新获取该页面。"},
	{Code: "html-too-large", Severity: extract.Err, En: "The text of the page is larger than a page may be.", Zh: "页面文本超过大小上限。"},
	{Code: "html-too-many-tags", Severity: extract.Err, En: "The page has more tags than a page may have.", Zh: "页面标签数超过上限。"},
	{Code: "html-too-many-cells", Severity: extract.Err, En: "The tables of the page have more cells than a document may have.", Zh: "页面表格单元格数超过上限。"},
	{Code: "html-too-many-rows", Severity: extract.Err, En: "A table has more rows than a table may have.", Zh: "表格行数超过上限。"},
	{Code: "html-too-many-tables", Severity: extract.Err, En: "The page has more tables than a document may have.", Zh: "页面表格数超过上限。"},
	{Code: "html-too-deep", Severity: extract.Err, En: "Tables are nested deeper than a page may nest them.", Zh: "表格嵌套层数超过上限。"},
	{Code: "html-flattened", Severity: extract.Warn, En: "Elements are nested so deeply that only tables and paragraphs were kept of the structure.", Zh: "元素嵌套过深，仅保留了表格和段落结构。"},
	{Code: "html-span-cut", Severity: extract.Info, En: "A span reached beyond its table, over another cell or beyond the limit, and was cut.", Zh: "单元格跨度超出表格、与其他单元格重叠或超过上限，已截短。"},
	{Code: "html-deleted-text", Severity: extract.Info, En: "Text that is struck through was dropped.", Zh: "带删除线的文字已作为删除内容略去。"},
	{Code: "html-hidden-shown", Severity: extract.Warn, En: "The content is marked as hidden and the rest of the page is empty; the hidden content was read.", Zh: "正文被标记为隐藏且页面其余部分为空，已读取隐藏内容。"},
	{Code: "html-cut", Severity: extract.Warn, Lossy: true, En: "A comment, script or style sheet is never closed; what follows it is not text.", Zh: "注释、脚本或样式未闭合，其后内容未作为正文读取。", NextEn: "Fetch the page again: it may be cut off.", NextZh: "页面可能不完整，请重新获取。"},
	{Code: "html-frames", Severity: extract.Warn, Lossy: true, En: "The page has next to no text of its own; its content is in frames.", Zh: "页面本身几乎没有文字，内容在框架页中。", NextEn: "Fetch the page that is named.", NextZh: "请获取所列框架页。"},
	{Code: "html-redirect", Severity: extract.Warn, Lossy: true, En: "The page only leads to another one.", Zh: "页面仅跳转至另一页面。", NextEn: "Fetch the page that is named.", NextZh: "请获取跳转目标页面。"},
	{Code: "html-images", Severity: extract.Info, En: "The page has images and no table; figures may be in the images.", Zh: "页面含图片而无表格，数据可能在图片中。"},
	{Code: "html-blocked", Severity: extract.Err, En: "The page is that of a gatekeeper: a challenge, a block or a login.", Zh: "页面为防火墙验证、拦截或登录页，并非正文。", NextEn: "Fetch the document again by hand.", NextZh: "请人工重新获取该文件。"},
	{Code: "mhtml-broken", Severity: extract.Warn, Lossy: true, En: "The parts of the archived page are not properly delimited; what could be found was read.", Zh: "网页归档的分段边界损坏，已读取可识别部分。"},
	{Code: "mhtml-no-page", Severity: extract.Err, En: "The archived page holds no HTML part.", Zh: "网页归档中没有 HTML 部分。"},
	{Code: "mhtml-header", Severity: extract.Err, En: "The header of the archived page cannot be read.", Zh: "无法读取网页归档的头部。"},
	{Code: "mhtml-too-many-parts", Severity: extract.Err, En: "The archived page has more parts, or deeper nested ones, than it may have.", Zh: "网页归档分段过多或嵌套过深。"},
}
