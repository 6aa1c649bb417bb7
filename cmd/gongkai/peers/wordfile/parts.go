package wordfile

import (
	"fmt"
	"strings"
)

const (
	xmlHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	office  = "http://schemas.openxmlformats.org/officeDocument/2006/"
	opc     = "http://schemas.openxmlformats.org/package/2006/"
	spaces  = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="` + office + `relationships" xmlns:m="` + office + `math"` +
		` xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"` +
		` xmlns:wp14="http://schemas.microsoft.com/office/word/2010/wordprocessingDrawing" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"`
)

// parts are the package in the order in which Word stores it.
func parts(document string) [][2]string {
	names := []string{"styles", "settings", "fontTable", "footer", "footnotes"} // rId1 …
	types := `<Types xmlns="` + opc + `content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>`
	rels := `<Relationships xmlns="` + opc + `relationships">`
	names[3] = "footer1"
	for i, n := range names {
		kind := strings.TrimRight(n, "1")
		types += `<Override PartName="/word/` + n + `.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.` + kind + `+xml"/>`
		rels += fmt.Sprintf(`<Relationship Id="rId%d" Type="%srelationships/%s" Target="%s.xml"/>`, i+1, office, kind, n)
	}
	types += `<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/theme/theme1.xml" ContentType="application/vnd.openxmlformats-officedocument.theme+xml"/></Types>`
	rels += `<Relationship Id="rId6" Type="` + office + `relationships/theme" Target="theme/theme1.xml"/></Relationships>`
	return [][2]string{
		{"[Content_Types].xml", xmlHead + types},
		{"_rels/.rels", xmlHead + `<Relationships xmlns="` + opc + `relationships"><Relationship Id="rId1" Type="` + office + `relationships/officeDocument" Target="word/document.xml"/></Relationships>`},
		{"word/document.xml", document},
		{"word/_rels/document.xml.rels", xmlHead + rels},
		{"word/footnotes.xml", xmlHead + `<w:footnotes ` + spaces + `><w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote><w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote></w:footnotes>`},
		{"word/footer1.xml", xmlHead + `<w:ftr ` + spaces + `><w:p><w:pPr><w:pStyle w:val="a3"/><w:jc w:val="center"/></w:pPr><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE \* MERGEFORMAT</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p></w:ftr>`},
		{"word/theme/theme1.xml", xmlHead + theme()},
		{"word/settings.xml", xmlHead + settings()},
		{"word/fontTable.xml", xmlHead + fonts()},
		{"word/styles.xml", xmlHead + styles()},
	}
}

// styles holds the latent styles that Word always lists and some of its own.
func styles() string {
	var b strings.Builder
	b.WriteString(`<w:styles ` + spaces + `><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:asciiTheme="minorHAnsi" w:eastAsiaTheme="minorEastAsia"/><w:sz w:val="22"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults><w:latentStyles w:defLockedState="0" w:defUIPriority="99" w:count="376">`)
	for i := range 376 {
		fmt.Fprintf(&b, `<w:lsdException w:name="Style %d" w:semiHidden="%d" w:uiPriority="%d" w:unhideWhenUsed="%d"/>`, i*7919%376, i%3&1, 30+i%44, i%5&1)
	}
	b.WriteString(`</w:latentStyles><w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/><w:qFormat/><w:pPr><w:widowControl w:val="0"/><w:jc w:val="both"/></w:pPr></w:style>`)
	for i := range 12 {
		fmt.Fprintf(&b, `<w:style w:type="paragraph" w:styleId="a%d"><w:name w:val="custom %d"/><w:basedOn w:val="a"/><w:uiPriority w:val="%d"/><w:unhideWhenUsed/><w:rsid w:val="00%06X"/><w:pPr><w:tabs><w:tab w:val="center" w:pos="%d"/></w:tabs><w:snapToGrid w:val="0"/></w:pPr><w:rPr><w:sz w:val="%d"/></w:rPr></w:style>`, i+3, i, 90+i, i*0x1A2B3C&0xFFFFFF, 4153+i, 18+2*i)
	}
	return b.String() + `</w:styles>`
}

func settings() string {
	var b strings.Builder
	b.WriteString(`<w:settings ` + spaces + `><w:zoom w:percent="100"/><w:bordersDoNotSurroundHeader/><w:defaultTabStop w:val="420"/><w:characterSpacingControl w:val="compressPunctuation"/><w:rsids>`)
	for i := range 60 {
		fmt.Fprintf(&b, `<w:rsid w:val="00%06X"/>`, (i+3)*0x0D41F7&0xFFFFFF)
	}
	return b.String() + `</w:rsids></w:settings>`
}

func fonts() string {
	var b strings.Builder
	b.WriteString(`<w:fonts ` + spaces + `>`)
	for i, n := range []string{"Times New Roman", "宋体", "仿宋_GB2312", "仿宋", "黑体", "楷体_GB2312", "方正小标宋简体", "Calibri"} {
		fmt.Fprintf(&b, `<w:font w:name="%s"><w:panose1 w:val="0201060003010101010%d"/><w:charset w:val="86"/><w:family w:val="auto"/><w:pitch w:val="variable"/><w:sig w:usb0="0000000%d" w:usb1="288F0000" w:usb2="00000016" w:usb3="00000000" w:csb0="00040001" w:csb1="00000000"/></w:font>`, n, i, i)
	}
	return b.String() + `</w:fonts>`
}

func theme() string {
	var b strings.Builder
	b.WriteString(`<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="Office"><a:themeElements><a:clrScheme name="Office">`)
	for i, n := range []string{"dk1", "lt1", "dk2", "lt2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6", "hlink", "folHlink"} {
		fmt.Fprintf(&b, `<a:%s><a:srgbClr val="%06X"/></a:%s>`, n, (i+1)*0x1F497D&0xFFFFFF, n)
	}
	b.WriteString(`</a:clrScheme><a:fontScheme name="Office"><a:majorFont><a:latin typeface="Cambria"/>`)
	for i := range 60 {
		fmt.Fprintf(&b, `<a:font script="S%03d" typeface="Typeface %d"/>`, i*37%1000, i*i)
	}
	return b.String() + `</a:majorFont></a:fontScheme></a:themeElements></a:theme>`
}
