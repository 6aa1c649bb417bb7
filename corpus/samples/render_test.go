package samples

import (
	"archive/zip"
	"bytes"
	"fmt"
	"html"
	"maps"
	"slices"
	"strings"
)

// listOf are the automatic lists of the .docx: the headings and one list for
// each group of items, so that each group counts from 1.
var listOf = map[string]int{"heading": 1, "denied": 2, "unable": 3, "refused": 4, "other": 5}

// docx writes a package with numbering, a footer, gridSpan and vMerge.
func docx(title string, blocks []block) []byte {
	var body strings.Builder
	body.WriteString(para(title, "Title", 0))
	for _, b := range blocks {
		switch {
		case b.heading != "":
			body.WriteString(para(b.heading, "", listOf["heading"]))
		case b.table != nil:
			body.WriteString(docxTable(b.table))
		default:
			body.WriteString(para(b.text, "", 0))
		}
	}
	const w = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`
	const head = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	level := func(id int, format, text string) string {
		return fmt.Sprintf(`<w:abstractNum w:abstractNumId="%d"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="%s"/><w:suff w:val="nothing"/><w:lvlText w:val="%s"/></w:lvl></w:abstractNum>`, id, format, text)
	}
	numbering := level(1, "chineseCounting", "%1、")
	nums := `<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>`
	for id := 2; id <= 5; id++ {
		numbering += level(id, "decimal", "%1.")
		nums += fmt.Sprintf(`<w:num w:numId="%d"><w:abstractNumId w:val="%d"/></w:num>`, id, id)
	}
	const rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	const mime = "application/vnd.openxmlformats-officedocument.wordprocessingml."
	return pack([][2]string{
		{"[Content_Types].xml", head + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="` + mime + `document.main+xml"/><Override PartName="/word/numbering.xml" ContentType="` + mime + `numbering+xml"/><Override PartName="/word/footer1.xml" ContentType="` + mime + `footer+xml"/></Types>`},
		{"_rels/.rels", head + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="` + rel + `officeDocument" Target="word/document.xml"/></Relationships>`},
		{"word/_rels/document.xml.rels", head + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="` + rel + `numbering" Target="numbering.xml"/><Relationship Id="rId2" Type="` + rel + `footer" Target="footer1.xml"/></Relationships>`},
		{"word/document.xml", head + `<w:document ` + w + `><w:body>` + body.String() + `<w:sectPr><w:footerReference w:type="default" r:id="rId2"/></w:sectPr></w:body></w:document>`},
		{"word/footer1.xml", head + `<w:ftr ` + w + `><w:p><w:r><w:t>- 1 -</w:t></w:r></w:p></w:ftr>`},
		{"word/numbering.xml", head + `<w:numbering ` + w + `>` + numbering + nums + `</w:numbering>`},
	})
}

// pack zips parts in order, without time stamps.
func pack(parts [][2]string) []byte {
	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	for _, p := range parts {
		f, err := z.CreateHeader(&zip.FileHeader{Name: p[0], Method: zip.Deflate})
		if err == nil {
			_, err = f.Write([]byte(p[1]))
		}
		if err != nil {
			panic(err)
		}
	}
	if err := z.Close(); err != nil {
		panic(err)
	}
	return buf.Bytes()
}

// para is one paragraph, or several where the text has lines.
func para(text, style string, list int) string {
	var b strings.Builder
	for i, line := range strings.Split(text, "\n") {
		b.WriteString("<w:p>")
		switch {
		case style != "":
			b.WriteString(`<w:pPr><w:jc w:val="center"/></w:pPr>`)
		case list != 0 && i == 0:
			fmt.Fprintf(&b, `<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="%d"/></w:numPr></w:pPr>`, list)
		}
		fmt.Fprintf(&b, `<w:r><w:t xml:space="preserve">%s</w:t></w:r></w:p>`, html.EscapeString(line))
	}
	return b.String()
}

// placed is where the cells of a row stand once spans from above are counted.
func placed(rows []row) [][]int {
	var open []int // rows still covered, by column
	at := make([][]int, len(rows))
	for r, cells := range rows {
		col := 0
		for _, c := range cells {
			for col < len(open) && open[col] > r {
				col++
			}
			at[r] = append(at[r], col)
			for k := range c.cols {
				for len(open) <= col+k {
					open = append(open, 0)
				}
				open[col+k] = r + c.rows
			}
			col += c.cols
		}
	}
	return at
}

// docxTable repeats a tall cell as an empty continuation in every row below.
func docxTable(rows []row) string {
	type tallCell struct{ col, cols, until int }
	at := placed(rows)
	var open []tallCell
	var b strings.Builder
	b.WriteString("<w:tbl>")
	for r, cells := range rows {
		text := map[int]string{} // by column
		put := func(col, cols int, merge, content string) {
			span := ""
			if cols > 1 {
				span = fmt.Sprintf(`<w:gridSpan w:val="%d"/>`, cols)
			}
			text[col] = "<w:tc><w:tcPr>" + span + merge + "</w:tcPr>" + content + "</w:tc>"
		}
		for _, t := range open {
			if t.until > r {
				put(t.col, t.cols, "<w:vMerge/>", "<w:p/>")
			}
		}
		for i, c := range cells {
			merge := ""
			if c.rows > 1 {
				merge = `<w:vMerge w:val="restart"/>`
				open = append(open, tallCell{at[r][i], c.cols, r + c.rows})
			}
			put(at[r][i], c.cols, merge, para(c.text, "", listOf[c.list]))
		}
		b.WriteString("<w:tr>")
		for _, col := range slices.Sorted(maps.Keys(text)) {
			b.WriteString(text[col])
		}
		b.WriteString("</w:tr>")
	}
	b.WriteString("</w:tbl>")
	return b.String()
}

// page is how one portal writes a report.
type page struct {
	charset       string
	meta          [][2]string
	before, after string // furniture
	cell          func(attrs, text string) string
	closeRows     bool
}

// clean is a portal with tidy markup.
var clean = page{
	charset: "utf-8",
	meta: [][2]string{{"SiteName", "云岭市青禾区人民政府门户网站"}, {"SiteDomain", "qinghe.example"}, {"ColumnName", "政府信息公开年报"},
		{"ArticleTitle", "云岭市青禾区人民政府2024年政府信息公开工作年度报告"}, {"PubDate", "2025-01-24 09:30"}, {"ContentSource", "区政府办公室"}},
	before: `<div class="header"><ul class="nav"><li><a href="/">首页</a></li><li><a href="/zwgk/">政务公开</a></li><li><a href="/fw/">政务服务</a></li></ul>
<form class="search"><input name="q"><button>搜索</button></form></div>
<div class="crumb">当前位置：<a href="/">首页</a> &gt; <a href="/zwgk/">政务公开</a> &gt; <a href="/nb/">政府信息公开年报</a></div>
<p class="info">发布日期：2025-01-24 来源：区政府办公室 点击量：17 [字体： 大 中 小] 打印</p>
`,
	after: `<div class="footer"><p>主办：云岭市青禾区人民政府办公室　网站标识码：0000000000</p><p><a href="/map">网站地图</a> | <a href="/about">联系我们</a></p></div>
`,
	cell: func(attrs, text string) string {
		return "<td" + attrs + ">" + strings.ReplaceAll(text, "\n", "<br>") + "</td>"
	},
	closeRows: true,
}

// pasted is a portal whose editor kept what Word gave it and closes no cell.
var pasted = page{
	charset: "gb2312",
	meta:    [][2]string{{"ArticleTitle", "云岭市青禾区人民政府2024年政府信息公开工作年度报告"}, {"PubDate", "2025-01-24"}},
	before: `<table width="100%"><tr><td><a href="/">首页</a><td><a href="/xxgk/">信息公开</a><td><a href="/hd/">互动交流</a></table>
<p>发布时间：2025-01-24</p>
`,
	after: `<p align="center">版权所有：云岭市青禾区人民政府</p>
`,
	cell: func(attrs, text string) string {
		var b strings.Builder
		b.WriteString("<td" + attrs + ` width="57" style="border:1pt solid windowtext;mso-border-alt:solid windowtext .5pt">`)
		for _, l := range strings.Split(text, "\n") {
			if l == "" {
				l = "&nbsp;"
			}
			b.WriteString(`<p class="MsoNormal" align="center"><span style="font-family:仿宋_GB2312">` + l + "<o:p></o:p></span></p>")
		}
		return b.String()
	},
}

// html writes a report as a page. Lists print their numbers here.
func (p page) html(title string, blocks []block) string {
	var b strings.Builder
	fmt.Fprintf(&b, "<!DOCTYPE html>\n<html><head><meta charset=\"%s\">\n<title>%s</title>\n", p.charset, title)
	for _, m := range p.meta {
		fmt.Fprintf(&b, "<meta name=\"%s\" content=\"%s\">\n", m[0], m[1])
	}
	fmt.Fprintf(&b, "</head><body>\n%s<div class=\"article\"><h1>%s</h1>\n", p.before, title)
	sections := 0
	for _, k := range blocks {
		switch {
		case k.heading != "":
			fmt.Fprintf(&b, "<p><strong>%s、%s</strong></p>\n", ordinals[sections], k.heading)
			sections++
		case k.table != nil:
			b.WriteString(p.table(k.table))
		default:
			fmt.Fprintf(&b, "<p>%s</p>\n", html.EscapeString(k.text))
		}
	}
	b.WriteString("</div>\n" + p.after + "</body></html>\n")
	return b.String()
}

func (p page) table(rows []row) string {
	var b strings.Builder
	b.WriteString("<table border=\"1\">\n")
	next := map[string]int{}
	for _, cells := range rows {
		b.WriteString("<tr>")
		for _, c := range cells {
			attrs, text := "", html.EscapeString(c.text)
			if c.rows > 1 {
				attrs += fmt.Sprintf(` rowspan="%d"`, c.rows)
			}
			if c.cols > 1 {
				attrs += fmt.Sprintf(` colspan="%d"`, c.cols)
			}
			if c.list != "" {
				next[c.list]++
				text = fmt.Sprintf("%d.%s", next[c.list], text)
			}
			b.WriteString(p.cell(attrs, text))
		}
		if p.closeRows {
			b.WriteString("</tr>")
		}
		b.WriteString("\n")
	}
	b.WriteString("</table>\n")
	return b.String()
}
