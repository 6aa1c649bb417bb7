// Package wordfile saves a document as a .docx the way a word processor does,
// for measuring: ECMA-376 part 1 with the attributes and properties that Word
// repeats on every paragraph, run and cell, and the parts it always adds. The
// tables and paragraphs are those of the document; a narrative of made-up
// sentences brings the file to the size of a published report.
//
//	[x] gridSpan, vMerge, fonts on runs and paragraph marks, revision marks
//	[x] styles with the list of latent styles, theme, fonts, settings, footer, notes
//	[x] the same bytes for the same input
//	[ ] automatic numbering, pictures, tracked changes: fixtures of extract/docx have them
package wordfile

import (
	"archive/zip"
	"bytes"
	"fmt"
	"html"
	"strings"

	"github.com/gongkai-data/gongkai/extract"
)

// Narratives that bring a report to about 25 KB and 40 KB as a file.
const (
	Usual = 148
	Long  = 530
)

// Save writes the document with so many sentences of narrative after its third
// paragraph.
func Save(doc *extract.Document, sentences int) ([]byte, error) {
	w := &writer{seed: 20240131}
	w.str(xmlHead + `<w:document ` + spaces + ` mc:Ignorable="w14 w15 wp14"><w:body>`)
	paragraphs := 0
	for _, b := range doc.Blocks {
		switch b := b.(type) {
		case *extract.Heading:
			w.paragraph(b.Text, body)
		case *extract.Paragraph:
			if b.Role != extract.Body {
				continue
			}
			w.paragraph(b.Text, body)
			if paragraphs++; paragraphs == 3 {
				w.narrative(sentences)
			}
		case *extract.Table:
			w.table(&b.Grid)
		}
	}
	w.str(`<w:sectPr w:rsidR="00D41F27"><w:footerReference w:type="default" r:id="rId4"/><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1800" w:bottom="1440" w:left="1800" w:header="851" w:footer="992" w:gutter="0"/><w:cols w:space="425"/><w:docGrid w:type="lines" w:linePitch="312"/></w:sectPr></w:body></w:document>`)
	return pack(parts(w.b.String()))
}

// pack zips parts in order, without time stamps.
func pack(parts [][2]string) ([]byte, error) {
	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	for _, p := range parts {
		f, err := z.CreateHeader(&zip.FileHeader{Name: p[0], Method: zip.Deflate})
		if err != nil {
			return nil, err
		}
		if _, err = f.Write([]byte(p[1])); err != nil {
			return nil, err
		}
	}
	err := z.Close()
	return buf.Bytes(), err
}

type writer struct {
	b    strings.Builder
	seed uint32
}

func (w *writer) str(s string) { w.b.WriteString(s) }

// next is a number below n, always the same sequence.
func (w *writer) next(n uint32) uint32 {
	w.seed = w.seed*1664525 + 1013904223
	return (w.seed >> 8) % n
}

// look is how a paragraph is set: its own properties and those of its runs.
type look struct{ paragraph, run string }

var (
	body = look{
		`<w:widowControl/><w:spacing w:line="560" w:lineRule="exact"/><w:ind w:firstLineChars="200" w:firstLine="640"/>`,
		`<w:rFonts w:ascii="仿宋_GB2312" w:eastAsia="仿宋_GB2312" w:hAnsi="仿宋" w:cs="宋体" w:hint="eastAsia"/><w:kern w:val="0"/><w:sz w:val="32"/><w:szCs w:val="32"/>`,
	}
	inCell = look{
		`<w:jc w:val="center"/>`,
		`<w:rFonts w:ascii="宋体" w:hAnsi="宋体"/><w:sz w:val="20"/>`,
	}
)

// paragraph writes one paragraph a line. Digits stand in a run of their own, as
// where the input method was switched.
func (w *writer) paragraph(text string, l look) {
	for line := range strings.SplitSeq(text, "\n") {
		fmt.Fprintf(&w.b, `<w:p w14:paraId="%08X" w:rsidR="%s" w:rsidRDefault="%s"><w:pPr>%s<w:rPr>%s</w:rPr></w:pPr>`,
			w.next(1<<24)|0x10000000, w.session(), w.session(), l.paragraph, l.run)
		for from := 0; from < len(line); {
			to := from + 1
			for to < len(line) && digit(line[to]) == digit(line[from]) {
				to++
			}
			fmt.Fprintf(&w.b, `<w:r w:rsidRPr="%s"><w:rPr>%s</w:rPr><w:t>%s</w:t></w:r>`, w.session(), l.run, html.EscapeString(line[from:to]))
			from = to
		}
		w.str(`</w:p>`)
	}
}

func digit(c byte) bool { return '0' <= c && c <= '9' }

// session is one of the revision marks of the document.
func (w *writer) session() string { return fmt.Sprintf("00%06X", (w.next(16)+3)*0x0D41F7&0xFFFFFF) }

// narrative writes paragraphs of four sentences.
func (w *writer) narrative(sentences int) {
	var p strings.Builder
	for i := range sentences {
		for clause := range 3 {
			if clause > 0 {
				p.WriteString("，")
			}
			for range 5 {
				p.WriteString(words[w.next(uint32(len(words)))])
			}
		}
		p.WriteString("。")
		if i%4 == 3 || i == sentences-1 {
			w.paragraph(p.String(), body)
			p.Reset()
		}
	}
}

// words make sentences that say nothing and hold no label and no number.
var words = strings.Fields(`
	全面 推进 政务 公开 工作 坚持 以人民 为中心 不断 提升 透明度 加强 组织 领导 健全 机制 完善 制度 明确 责任 分工 细化 措施
	规范 流程 严格 审查 程序 及时 发布 权威 内容 回应 群众 关切 拓展 渠道 优化 栏目 设置 丰富 形式 强化 平台 建设 管理 运维 定期
	开展 自查 整改 问题 落实 到位 提高 人员 业务 能力 举办 培训 学习 条例 精神 结合 实际 制定 方案 统筹 协调 各部门 各乡镇 街道
	村社 聚焦 重点 领域 民生 教育 医疗 就业 社保 环保 安全 生产 财政 预决算 项目 招标 采购 营商 环境 政策 解读 图文 视频 新媒体
	公众号 网站 专区 便民 服务 大厅 查阅 点位 档案 图书馆 受理 渠道 畅通 办理 答复 文书 质量 保障 知情权 参与权 监督权 邀请
	代表 座谈 征求 意见 建议 社会 评议 考核 结果 运用 压实 主体 推动 常态 长效 发展 成效 明显 有力 持续 深化 扎实 稳步 有序`)

// table writes a grid; a tall cell goes on as an empty one in the rows below.
func (w *writer) table(g *extract.Grid) {
	w.str(`<w:tbl><w:tblPr><w:tblW w:w="9560" w:type="dxa"/><w:jc w:val="center"/><w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar><w:tblLook w:val="04A0" w:firstRow="1" w:lastRow="0" w:firstColumn="1" w:lastColumn="0" w:noHBand="0" w:noVBand="1"/></w:tblPr><w:tblGrid>`)
	width := 9560 / max(1, g.Cols)
	w.str(strings.Repeat(fmt.Sprintf(`<w:gridCol w:w="%d"/>`, width), g.Cols) + `</w:tblGrid>`)
	for r, cells := range g.Dense() {
		fmt.Fprintf(&w.b, `<w:tr w:rsidR="%s" w14:paraId="%08X" w14:textId="77777777" w:rsidTr="%s"><w:trPr><w:trHeight w:val="500"/><w:jc w:val="center"/></w:trPr>`, w.session(), w.next(1<<24)|0x20000000, w.session())
		for col := 0; col < g.Cols; {
			c := cells[col]
			if c == nil {
				c = &extract.Cell{Row: r, ColSpan: 1, RowSpan: 1}
			}
			w.cell(c, r, width)
			col += c.ColSpan
		}
		w.str(`</w:tr>`)
	}
	w.str(`</w:tbl>`)
}

func (w *writer) cell(c *extract.Cell, row, width int) {
	text := c.Text
	fmt.Fprintf(&w.b, `<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/>`, width*c.ColSpan)
	if c.ColSpan > 1 {
		fmt.Fprintf(&w.b, `<w:gridSpan w:val="%d"/>`, c.ColSpan)
	}
	switch {
	case c.Row != row:
		w.str(`<w:vMerge/>`)
		text = ""
	case c.RowSpan > 1:
		w.str(`<w:vMerge w:val="restart"/>`)
	}
	w.str(`<w:vAlign w:val="center"/></w:tcPr>`)
	w.paragraph(text, inCell)
	w.str(`</w:tc>`)
}
