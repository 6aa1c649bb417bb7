package htmldoc

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/gongkai-data/gongkai/extract"
)

// size is what a part of the page holds, in bytes of printed text.
type size struct {
	text, link, hidden int32
	links              int32 // number of links
	figures            int32 // cells that hold a number and nothing else
	headings           int32
	content            bool // an element named like the container of an article
}

func (a *size) add(b size) {
	a.text += b.text
	a.link += b.link
	a.hidden += b.hidden
	a.links += b.links
	a.figures += b.figures
	a.headings += b.headings
	a.content = a.content || b.content
}

// measure fills p.sizes for the tree below n.
func (p *page) measure(n *html.Node) size {
	var sum size
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch c.Type {
		case html.TextNode:
			sum.text += printed(c.Data)
		case html.ElementNode:
			sum.add(p.measure(c))
		}
	}
	id := tagID(n)
	if id < 0 {
		return sum
	}
	t := &p.scan.tags[id]
	switch {
	case t.flags&hidden != 0 && !p.shown:
		sum = size{hidden: sum.text + sum.hidden}
	case n.DataAtom == 0 && t.class != "":
		sum.link = sum.text
		sum.links++
	case kindOf(n.DataAtom) == kHeading:
		sum.headings++
	case kindOf(n.DataAtom) == kCell && 0 < sum.text && sum.text < 12 && isFigure(n):
		sum.figures++
	}
	sum.content = sum.content || t.flags&content != 0
	p.sizes[id] = sum
	return sum
}

func printed(s string) int32 {
	n := int32(0)
	for i := 0; i < len(s); i++ {
		if s[i] > ' ' {
			n++
		}
	}
	return n
}

// isFigure reports whether the text below n is made of digits.
func isFigure(n *html.Node) bool {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.TextNode && strings.Trim(c.Data, "0123456789.,- \t\r\n\u00a0") != "" || c.Type == html.ElementNode && !isFigure(c) {
			return false
		}
	}
	return true
}

// isFurniture tells an element of the page around the article. It is told by
// its own name, by the names of its class and id, or by being made of links.
// An element that holds much of the text, figures or the article is none:
// when in doubt text belongs to the body.
func (p *page) isFurniture(n *html.Node, id int32, k kind, f flow) bool {
	t, s := &p.scan.tags[id], &p.sizes[id]
	if t.flags&content != 0 || s.content || s.figures > 3 {
		return false
	}
	own, all := s.text-s.link, p.total.text-p.total.link
	if t.flags&furniture != 0 {
		if f.content && (n.DataAtom == atom.Header || n.DataAtom == atom.Footer || k == kPar || k == kHeading) {
			return false // of the article itself
		}
		if t.flags&banner != 0 && s.headings > 0 && s.links < 4 {
			return false // perhaps the title of the article
		}
		return own < 300 || own*5 < all
	}
	if f.content {
		return false
	}
	switch k {
	case kBlock, kList, kTable, kPar, kForm:
		return s.links > 3 && s.link*10 > s.text*7 && own*5 < all
	}
	return false
}

// isFurnitureLine tells a line of the page around the article by its words.
func isFurnitureLine(s string) bool {
	if utf8.RuneCountInString(s) > 120 {
		return false
	}
	t := strings.TrimLeft(s, " \t\u00a0\u3000")
	for _, w := range []string{"当前位置", "您的位置", "您当前的位置", "您现在的位置", "您所在的位置", "所在位置", "站内搜索", "版权所有", "网站标识码", "扫一扫", "分享到", "分享：", "打印本页", "关闭窗口", "关闭本页", "【打印", "【关闭", "【字体", "【字号", "[打印", "上一篇", "下一篇", "无障碍", "微信扫"} {
		if strings.HasPrefix(t, w) {
			return true
		}
	}
	return isFooter(t)
}

func isFooter(s string) bool {
	for _, w := range []string{"ICP备", "公网安备", "网站标识码", "版权所有", "Copyright ©", "CopyRight", "All Rights Reserved"} {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}

// isFurnitureTable tells a small table of search boxes or legal lines.
func isFurnitureTable(g *extract.Grid) bool {
	if len(g.Cells) == 0 || len(g.Cells) > 12 {
		return false
	}
	found := false
	for i := range g.Cells {
		s := g.Cells[i].Text
		if utf8.RuneCountInString(s) > 120 {
			return false
		}
		found = found || isFooter(s) || strings.Contains(s, "站内搜索") || strings.HasPrefix(s, "当前位置")
	}
	return found
}

// isAttachment tells a link to a file that holds the document, or says so.
func isAttachment(href string, n *html.Node) bool {
	path, _, _ := strings.Cut(href, "#")
	if path == "" || len(href) > maxProperty || len(path) > 11 && strings.EqualFold(path[:11], "javascript:") {
		return false
	}
	path, query, _ := strings.Cut(path, "?")
	if hasFileExt(path) || hasFileExt(query) {
		return true
	}
	c := n.FirstChild
	return c != nil && c.Type == html.TextNode && strings.HasPrefix(strings.TrimSpace(c.Data), "附件")
}

func hasFileExt(s string) bool {
	i := strings.LastIndexByte(s, '.')
	if i < 0 || len(s)-i > 5 {
		return false
	}
	switch strings.ToLower(s[i+1:]) {
	case "doc", "docx", "pdf", "wps", "xls", "xlsx", "et", "zip", "rar", "7z", "ofd", "rtf", "ppt", "pptx", "tif", "ceb":
		return true
	}
	return false
}
