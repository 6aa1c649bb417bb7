package portaltest

import (
	"fmt"
	"html"
	"strings"
)

// Look is how one kind of site lays out its addresses and writes its pages.
type Look struct {
	Name     string // of the look; one kind may have several
	Portal   string // the kind
	Channels int
	Frame    bool                                  // a listing is an empty page that its data is asked for beside
	List     func(channel, page, pages int) string // address of a page of a listing
	Article  func(a *Article, channel int) string
	File     func(a *Article, i int) string
	Aliases  func(a *Article, channel int) []string // further addresses of an article
	ListPage func(v View) string
	// ArticlePage is the page of an article opened from a channel.
	ArticlePage func(s *Site, a *Article, channel int) string
	// Extra adds addresses of other kinds.
	Extra func(s *Site)
}

func (l Look) aliases(a *Article, channel int) []string {
	if l.Aliases == nil {
		return nil
	}
	return l.Aliases(a, channel)
}

// Looks are all of them.
var Looks = []Look{TRS, UCAP, Guangdong, JEECMS, Boda, EPortal, Anhui, JCMS, JCMSParam, JCMSUnit, JCMSModule, ThinkPHP}

// View is one page of a listing.
type View struct {
	Site           *Site
	Channel        int
	Page, Pages    int
	Claimed, Total int
	Listed, All    []*Article
}

// page is what every page of a site has around it.
func (s *Site) page(title, head, body string) string {
	charset := "utf-8"
	if s.opt.GB {
		charset = "gb2312"
	}
	return `<!DOCTYPE html>
<html lang="zh-CN"><head><meta http-equiv="Content-Type" content="text/html; charset=` + charset + `">
<title>` + html.EscapeString(title) + `_` + s.opt.Name + `</title>
<meta name="SiteName" content="` + s.opt.Name + `"><meta name="SiteDomain" content="www.qinghe.example"><meta name="SiteIDCode" content="1502030001">
` + head + `<script src="/images/jquery-1.12.4.min.js"></script><style>.nav li{float:left}</style></head>
<body><div class="header"><div class="today">今天是2026年3月1日</div><ul class="nav"><li><a href="/">首页</a></li><li><a href="/xwzx/">新闻中心</a></li><li><a href="/zwgk/">政务公开</a></li>
<li><a href="/zwgk/zfxxgkzn/" title="政府信息公开指南">政府信息公开指南</a></li><li><a href="/zwgk/zfxxgknb/">政府信息公开年报</a></li><li><a href="/hdjl/">互动交流</a></li></ul></div>
` + body + `
<div class="footer"><p>主办单位：` + s.opt.Name + `办公室　网站标识码：1502030001</p><p><a href="http://beian.example/" target="_blank">备案号</a> <a href="/uploads/gkzn.pdf">政府信息公开指南下载</a></p></div>
</body></html>`
}

// metaHead are the tags of an article.
func metaHead(a *Article) string {
	return fmt.Sprintf(`<meta name="ColumnName" content="政府信息公开年报"><meta name="ColumnType" content="政务公开"><meta name="ArticleTitle" content="%s"><meta name="PubDate" content="%s 09:30"><meta name="ContentSource" content="%s">
`, html.EscapeString(a.Title), a.Day, html.EscapeString(a.Body))
}

// rows writes the articles of a page with a template that takes address, title
// and day.
func (v View) rows(format string, href func(a *Article) string) string {
	var b strings.Builder
	for _, a := range v.Listed {
		fmt.Fprintf(&b, format+"\n", html.EscapeString(href(a)), html.EscapeString(a.Title), a.Day)
	}
	return b.String()
}

// attached are the links to the files of an article.
func attached(a *Article, format string, href func(i int) string) string {
	var b strings.Builder
	for i, f := range a.Files {
		fmt.Fprintf(&b, format+"\n", html.EscapeString(href(i)), html.EscapeString(f.Name))
	}
	return b.String()
}
