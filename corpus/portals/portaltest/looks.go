package portaltest

import (
	"crypto/md5" //nolint:gosec // names of made articles
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html"
	"net/url"
	"path"
	"slices"
	"strings"
)

func compact(day string) string { return strings.ReplaceAll(day, "-", "") }

func hash(a *Article) string {
	sum := md5.Sum([]byte(fmt.Sprint("article ", a.ID)))
	return hex.EncodeToString(sum[:])
}

func ext(f File) string { return path.Ext(f.Name) }

// TRS is TRS WCM: t20240119_664642.html, createPageHTML(n, i, "index", "html").
var TRS = Look{
	Name: "trs", Portal: "trs", Channels: 2,
	List: func(c, n, _ int) string {
		if n == 1 {
			return fmt.Sprintf("/zwgk/zfxxgknb_%d/index.html", 11+c)
		}
		return fmt.Sprintf("/zwgk/zfxxgknb_%d/index_%d.html", 11+c, n-1)
	},
	Article: func(a *Article, _ int) string { // an article has one page, in its first channel
		return fmt.Sprintf("/zwgk/zfxxgknb_%d/%s/t%s_%d.html", 11+a.Channels[0], compact(a.Day)[:6], compact(a.Day), a.ID)
	},
	File: func(a *Article, i int) string {
		letter := map[bool]string{true: "P0", false: "W0"}[i%2 == 0]
		return fmt.Sprintf("/zwgk/zfxxgknb_%d/%s/%s%s%012d%s", 11+a.Channels[0], compact(a.Day)[:6], letter, compact(a.Day), a.ID*100+i, ext(a.Files[i]))
	},
	ListPage: func(v View) string {
		here := v.Site.Look.List(v.Channel, 1, 1)
		return v.Site.page("政府信息公开年报", "", `<div class="position">当前位置：<a href="/">首页</a> &gt; <a href="./">政府信息公开年报</a></div><div class="list"><ul>
`+v.rows(`<li><span>%[3]s</span><a href="%[1]s" target="_blank" title="%[2]s">%.60[2]s</a></li>`, func(a *Article) string { return relative(here, v.Site.Look.Article(a, v.Channel)) })+
			fmt.Sprintf(`</ul><div class="page"><script>createPageHTML(%d, %d, "index", "html");</script></div></div>`, v.Claimed, v.Page-1))
	},
	ArticlePage: func(s *Site, a *Article, c int) string {
		here := s.Look.Article(a, c)
		return s.page(a.Title, metaHead(a), `<div class="position">当前位置：<a href="/">首页</a> &gt; <a href="/zwgk/">政务公开</a> &gt; <a href="../">政府信息公开年报</a></div>
<div class="article"><h1>`+html.EscapeString(a.Title)+`</h1><div class="info">发布时间：`+a.Day+` 09:30 来源：`+html.EscapeString(a.Body)+`</div><div class="TRS_Editor">`+a.HTML+
			attached(a, `<p>附件：<a href="%s" appendix="true" otheroperation="false">%s</a></p>`, func(i int) string { return relative(here, s.Look.File(a, i)) })+`</div></div>`)
	},
}

// UCAP is the kind of 32 digits: list.shtml, createPageHTML('page_div', …).
var UCAP = Look{
	Name: "ucap", Portal: "ucap", Channels: 2,
	List: func(c, n, _ int) string {
		if n == 1 {
			return fmt.Sprintf("/qhq/c1019%02d/list.shtml", c)
		}
		return fmt.Sprintf("/qhq/c1019%02d/list_%d.shtml", c, n)
	},
	Article: func(a *Article, c int) string {
		return fmt.Sprintf("/qhq/c1019%02d/%s/%s.shtml", c, compact(a.Day)[:6], hash(a))
	},
	File: func(a *Article, i int) string {
		return fmt.Sprintf("/qhq/c101900/%s/%s/files/%s%d%s", compact(a.Day)[:6], hash(a), hash(a), i, ext(a.Files[i]))
	},
	ListPage: func(v View) string {
		return v.Site.page("政府信息公开年报", "", `<div class="list-box"><ul class="list">
`+v.rows(`<li><a href="%s" title="%[2]s" target="_blank">%.45[2]s...</a><span class="time">%[3]s</span></li>`, func(a *Article) string { return v.Site.Look.Article(a, v.Channel) })+
			fmt.Sprintf(`</ul><div id="page_div"></div><script>createPageHTML('page_div',%d, %d,'list','shtml',%d);</script></div>`, v.Claimed, v.Page, v.Total))
	},
	ArticlePage: func(s *Site, a *Article, c int) string {
		return s.page(a.Title, metaHead(a), `<div class="crumbs">您的位置：<a href="/">首页</a>&gt;<a href="`+s.Look.List(c, 1, 1)+`">政府信息公开年报</a></div><h1>`+html.EscapeString(a.Title)+`</h1><p class="time">时间：`+a.Day+`　点击量：14215</p><div id="zoom">`+a.HTML+`</div><div class="fujian">`+
			attached(a, `<a href="%s" target="_blank">%s</a>`, func(i int) string { return s.Look.File(a, i) })+`</div>`)
	},
}

// Guangdong has content/post_N.html and links to index_2.html.
var Guangdong = Look{
	Name: "guangdong", Portal: "guangdong", Channels: 1,
	List: func(_, n, _ int) string {
		if n == 1 {
			return "/zwgk/xxgknb/index.html"
		}
		return fmt.Sprintf("/zwgk/xxgknb/index_%d.html", n)
	},
	Article: func(a *Article, _ int) string { return fmt.Sprintf("/zwgk/xxgknb/content/post_%d.html", a.ID) },
	File: func(a *Article, i int) string {
		return fmt.Sprintf("/attachment/0/%d/%d/%d%s", a.ID/1000, a.ID, a.ID+i, ext(a.Files[i]))
	},
	ListPage: func(v View) string {
		pager := ""
		if v.Page < v.Claimed {
			pager = fmt.Sprintf(`<a class="next" href="%s">下一页</a><a class="last" href="index_%d.html">尾页</a>`, v.Site.Look.List(0, v.Page+1, v.Pages), v.Claimed)
		}
		return v.Site.page("政府信息公开年报", "", `<div class="newsList"><ul>
`+v.rows(`<li><a href="%s" target="_blank">%s</a><span>%s</span></li>`, func(a *Article) string { return v.Site.Look.Article(a, 0) })+`</ul><div class="page"><span>`+fmt.Sprint(v.Page)+`</span>`+pager+`</div></div>`)
	},
	ArticlePage: func(s *Site, a *Article, _ int) string {
		return s.page(a.Title, metaHead(a), `<div class="crumbs">当前位置：<a href="/">首页</a> &gt; <a href="../">政府信息公开年报</a></div><h1 class="title">`+html.EscapeString(a.Title)+`</h1><div class="property">时间 : `+a.Day+` 09:30:00　来源 : 本网</div><div class="article-content">`+a.HTML+`</div>`+
			attached(a, `<p class="nfw-cms-attachment"><a href="%s" alt="%[2]s" title="%[2]s">%[2]s</a></p>`, func(i int) string { return s.Look.File(a, i) }))
	},
}

// JEECMS pages by a script that no link shows.
var JEECMS = Look{
	Name: "jeecms", Portal: "jeecms", Channels: 1,
	List: func(_, n, _ int) string {
		if n == 1 {
			return "/xxgknb/index.jhtml"
		}
		return fmt.Sprintf("/xxgknb/index_%d.jhtml", n)
	},
	Article: func(a *Article, _ int) string { return fmt.Sprintf("/xxgknb/%d.jhtml", a.ID) },
	File: func(a *Article, i int) string {
		return fmt.Sprintf("/u/cms/www/%s/%08d%d%s", compact(a.Day)[:6], a.ID, i, ext(a.Files[i]))
	},
	ListPage: func(v View) string {
		next := `<a disabled="disabled">下一页</a>`
		if v.Page < v.Claimed {
			next = fmt.Sprintf(`<a href="#" onclick="location.href=encodeURI('index_%d.jhtml');">下一页</a> <a href="#" onclick="location.href=encodeURI('index_%d.jhtml');">尾页</a>`, v.Page+1, v.Claimed)
		}
		return v.Site.page("信息公开年报", "", `<table class="newtable">
`+v.rows(`<tr><td><a href="%s" title="%[2]s">%[2]s</a></td><td class="date">%[3]s</td></tr>`, func(a *Article) string { return v.Site.Look.Article(a, 0) })+
			fmt.Sprintf(`</table><div class="pagesite"><div>共%d条记录 %d/%d页&nbsp;<a disabled="disabled">首页</a> %s</div></div>`, v.Total, v.Page, v.Claimed, next))
	},
	ArticlePage: func(s *Site, a *Article, _ int) string {
		return s.page(a.Title, "", `<div class="pos">当前位置：<a href="/">首页</a> &gt; <a href="/xxgknb/index.jhtml">信息公开年报</a></div><h1>`+html.EscapeString(a.Title)+`</h1><div class="msgbar">发布时间：`+a.Day+` 09:30:12　来源：`+html.EscapeString(a.Body)+`　浏览次数：<span id="views">0</span></div><div class="content">`+a.HTML+
			attached(a, `<p><a href="%s" title="%s">附件下载</a></p>`, func(i int) string { return s.Look.File(a, i) })+`</div>`)
	},
}

// Boda counts the pages of its listings down.
var Boda = Look{
	Name: "boda", Portal: "boda", Channels: 1,
	List: func(_, n, pages int) string {
		if n == 1 {
			return "/zwgk/xxgknb.htm"
		}
		return fmt.Sprintf("/zwgk/xxgknb/%d.htm", pages-n+1)
	},
	Article: func(a *Article, _ int) string { return fmt.Sprintf("/info/1050/%d.htm", a.ID) },
	File: func(a *Article, i int) string {
		q := url.Values{"urltype": {"news.DownloadAttachUrl"}, "owner": {"1615111502"}, "wbfileid": {fmt.Sprint(a.ID*10 + i)}}
		return "/system/_content/download.jsp?" + q.Encode()
	},
	ListPage: func(v View) string {
		here := v.Site.Look.List(0, v.Page, v.Pages)
		next := `<span class="p_next_d p_fun_d">下页</span>`
		if v.Page < v.Pages {
			next = `<span class="p_next p_fun"><a href="` + relative(here, v.Site.Look.List(0, v.Page+1, v.Pages)) + `">下页</a></span>`
		}
		return v.Site.page("信息公开年报", "", `<script src="/system/resource/js/base64.js"></script><div class="n_list"><ul>
`+v.rows(`<li id="line_u8"><a href="%s" target="_blank" title="%[2]s"><em>%[2]s</em><span>%[3]s</span></a></li>`, func(a *Article) string { return relative(here, v.Site.Look.Article(a, 0)) })+
			fmt.Sprintf(`</ul></div><div class="pb_sys_common pb_sys_normal"><span class="p_t">共%d条</span><span class="p_no_d">%d</span>%s</div>`, v.Total, v.Page, next))
	},
	ArticlePage: func(s *Site, a *Article, _ int) string {
		return s.page(a.Title, metaHead(a), `<div class="dqwz">当前位置：<a href="../../index.htm">首页</a>&gt;<a href="../../zwgk/xxgknb.htm">信息公开年报</a></div><form name="_newscontent_fromname"><h1>`+html.EscapeString(a.Title)+`</h1><div class="sj">发布日期：`+a.Day+`　作者：`+html.EscapeString(a.Body)+`</div><div id="vsb_content"><div class="v_news_content">`+a.HTML+`</div></div><ul style="list-style-type:none;">`+
			attached(a, `<li>附件【<a href="%s" target="_blank">%s</a>】已下载<span id="nattach">0</span>次</li>`, func(i int) string { return s.Look.File(a, i) })+`</ul></form>`)
	},
}

// EPortal addresses everything by parameters; its pager is a script.
var EPortal = Look{
	Name: "eportal", Portal: "eportal", Channels: 1,
	List: func(_, n, _ int) string {
		q := url.Values{"pageId": {"300653"}}
		if n > 1 {
			q.Set("currentPage", fmt.Sprint(n))
			q.Set("moduleId", "b4ed2f132d90443abb869465186e9283")
			q.Set("staticRequest", "yes")
		}
		return "/eportal/ui?" + q.Encode()
	},
	Article: func(a *Article, _ int) string {
		return "/eportal/ui?" + url.Values{"articleKey": {hash(a)}, "columnId": {"6e17a1ed3b684162abd0322628d20e83"}, "pageId": {"300653"}}.Encode()
	},
	File: func(a *Article, i int) string {
		return fmt.Sprintf("/eportal/fileDir/qhq/resource/cms/article/300653/%s/%s%d%s", hash(a), compact(a.Day), i, ext(a.Files[i]))
	},
	ListPage: func(v View) string {
		next := `<span>下一页</span>`
		if v.Page < v.Claimed {
			next = `<a style="cursor:pointer" title="下一页" onclick="queryArticleByCondition(this,'` + html.EscapeString(v.Site.Look.List(0, v.Page+1, v.Pages)) + `')"><img src="/eportal/images/next.gif"></a>`
		}
		return v.Site.page("政府信息公开年报", "", `<div class="easysite-list-modelone"><ul>
`+v.rows(`<li><a href="%s" title="%[2]s">%[2]s</a><span>[%[3]s]</span></li>`, func(a *Article) string { return v.Site.Look.Article(a, 0) })+
			fmt.Sprintf(`</ul><div class="pageDiv" totalpage="%d">%s 第%d页/共%d页</div></div>`, v.Claimed, next, v.Page, v.Claimed))
	},
	ArticlePage: func(s *Site, a *Article, _ int) string {
		return s.page(a.Title, metaHead(a), `<div class="easysite-news-title"><h2>`+html.EscapeString(a.Title)+`</h2><p>发布时间：`+a.Day+` 　来源：`+html.EscapeString(a.Body)+`</p></div><div class="easysite-news-content"><div id="easysiteText">`+a.HTML+
			attached(a, `<p><a href="%s">%s</a></p>`, func(i int) string { return s.Look.File(a, i) })+`</div></div>`)
	},
}

// Anhui is the platform of Anhui: showList/…/page_1.html and a type of its own for
// reports.
var Anhui = Look{
	Name: "anhui", Portal: "anhui", Channels: 1,
	List: func(_, n, _ int) string { return fmt.Sprintf("/XxgkContent/showList/440/26067/page_%d.html", n) },
	Article: func(a *Article, _ int) string {
		switch {
		case a.ID%4 == 0:
			return fmt.Sprintf("/XxgkAnnualReport/show/%d.html", a.ID)
		case a.ID%6 == 0:
			return fmt.Sprintf("/public/21981/%d.html", a.ID)
		}
		return fmt.Sprintf("/OpennessContent/show/%d.html", a.ID)
	},
	File: func(a *Article, i int) string {
		return fmt.Sprintf("/Upload/main/ContentManage/Article/File/%s/%d%d%s", strings.ReplaceAll(a.Day, "-", "/"), a.ID, i, ext(a.Files[i]))
	},
	ListPage: func(v View) string {
		next := ""
		if v.Page < v.Claimed {
			next = fmt.Sprintf(`<a href="%s" class="next">下一页</a>`, v.Site.Look.List(0, v.Page+1, v.Pages))
		}
		return v.Site.page("政府信息公开年度报告", "", `<div class="xxgk_navli1"><table class="xxgk_list">
`+v.rows(`<tr><td class="mc"><a href="%s" title="%[2]s">%[2]s</a></td><td class="rq">%[3]s</td></tr>`, func(a *Article) string { return v.Site.Look.Article(a, 0) })+
			fmt.Sprintf(`</table><div class="pagination">共 %d 条 %d/%d 页 %s</div></div>`, v.Total, v.Page, v.Claimed, next))
	},
	ArticlePage: func(s *Site, a *Article, _ int) string {
		return s.page(a.Title, metaHead(a), `<div class="wz">您现在的位置：<a href="/">首页</a> &gt; <a href="`+s.Look.List(0, 1, 1)+`">政府信息公开年度报告</a></div><table class="xxgk_table"><tr><th>索引号：</th><td>000001/2024-00001</td><th>发布机构：</th><td>`+html.EscapeString(a.Body)+`</td></tr><tr><th>发布日期：</th><td>`+a.Day+`</td></tr></table><h1>`+html.EscapeString(a.Title)+`</h1><div class="j-fontContent">`+a.HTML+
			attached(a, `<p><a href="%s">%s</a></p>`, func(i int) string { return s.Look.File(a, i) })+`</div>`)
	},
}

// ThinkPHP is the site of 昆都仑区: several channels carry one article, the phone
// pages are the same.
var ThinkPHP = Look{
	Name: "thinkphp", Portal: "thinkphp", Channels: 4,
	List: func(c, n, _ int) string {
		if n == 1 {
			return fmt.Sprintf("/lists/cid/%d", 1899+c)
		}
		return fmt.Sprintf("/lists/cid/%d?page=%d", 1899+c, n)
	},
	Article: func(a *Article, c int) string { return fmt.Sprintf("/detail/cid/%d/aid/%d", 1899+c, a.ID) },
	Aliases: func(a *Article, c int) []string {
		return []string{fmt.Sprintf("/mobile/detail/cid/%d/aid/%d", 1899+c, a.ID)}
	},
	File: func(a *Article, i int) string {
		return fmt.Sprintf("/uploads/file/%s/%s%d%s", compact(a.Day), hash(a), i, ext(a.Files[i]))
	},
	ListPage: func(v View) string {
		pager := ""
		if v.Page < v.Claimed {
			pager = fmt.Sprintf(`<li><a href="%s">&raquo;</a></li>`, v.Site.Look.List(v.Channel, v.Page+1, v.Pages))
		}
		return v.Site.page("政府信息公开年报", "", `<div class="list_right"><ul class="news_list">
`+v.rows(`<li><a href="%s" target="_blank">%s</a><i>%s</i></li>`, func(a *Article) string { return v.Site.Look.Article(a, v.Channel) })+
			fmt.Sprintf(`</ul><ul class="pagination"><li class="active"><span>%d</span></li>%s</ul></div>`, v.Page, pager))
	},
	ArticlePage: func(s *Site, a *Article, c int) string {
		return s.page(a.Title, "", `<div class="weizhi">当前位置：<a href="/">首页</a> &gt; <a href="`+s.Look.List(c, 1, 1)+`">政府信息公开年报</a></div><div class="detail"><h1>`+html.EscapeString(a.Title)+`</h1><div class="detail_time">发布日期：`+a.Day+` 06:06  发布单位：`+html.EscapeString(a.Body)+`  来源：昆区政府网  点击量：14215  [字体: ] 打印 保存</div><div class="detail_content">`+a.HTML+
			attached(a, `<p><a href="%s">%s</a></p>`, func(i int) string { return s.Look.File(a, i) })+`</div></div>`)
	},
}

// jcmsGroup is how many articles stand in one set of jpage.
const jcmsGroup = 60

func jcmsList(c, n, _ int) string {
	if n == 1 {
		return fmt.Sprintf("/col/col12292143%02d/index.html", 66+c)
	}
	return fmt.Sprintf("/col/col12292143%02d/static_%d.html", 66+c, n) // no such pages: the set is the listing
}

func jcmsArticle(a *Article, c int) string {
	d := strings.Split(a.Day, "-")
	if a.ID%10 == 0 { // of later versions
		return fmt.Sprintf("/art/%s/art_%d.html", d[0], a.ID)
	}
	return fmt.Sprintf("/art/%s/%s/%s/art_12292143%02d_%d.html", d[0], strings.TrimLeft(d[1], "0"), strings.TrimLeft(d[2], "0"), 66+c, a.ID)
}

func jcmsFile(a *Article, i int) string {
	return "/module/download/downfile.jsp?" + url.Values{"classid": {"0"}, "filename": {fmt.Sprintf("%s%d%s", hash(a), i, ext(a.Files[i]))}}.Encode()
}

func jcmsPage(s *Site, a *Article, c int) string {
	return s.page(a.Title, metaHead(a), `<div class="bt_position">当前位置：<a href="/index.html">首页</a> &gt; <a href="`+s.Look.List(c, 1, 1)+`">政府信息公开年报</a></div><table id="article"><tr><td class="title">`+html.EscapeString(a.Title)+`</td></tr><tr><td>发布日期：`+a.Day+` 09:30　信息来源：`+html.EscapeString(a.Body)+`</td></tr><tr><td class="bt_content"><div id="zoom">`+a.HTML+
		attached(a, `<p><a href="%s"><img src="/images/word.gif">%s</a></p>`, func(i int) string { return s.Look.File(a, i) })+`</div></td></tr></table>`)
}

// set writes articles as jpage keeps them.
func set(s *Site, c int, listed []*Article, next string, total int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "<datastore>\n<totalrecord>%d</totalrecord><totalpage>%d</totalpage>\n", total, (total+14)/15)
	if next != "" {
		fmt.Fprintf(&b, `<nextgroup><![CDATA[<a href="%s"></a>]]></nextgroup>`+"\n", html.EscapeString(next))
	}
	b.WriteString("<recordset>\n")
	for _, a := range listed {
		fmt.Fprintf(&b, `<record><![CDATA[<li><a href="%s" title="%s" target="_blank">%[2]s</a><span>%s</span></li>]]></record>`+"\n", jcmsArticle(a, c), html.EscapeString(a.Title), a.Day)
	}
	b.WriteString("</recordset></datastore>")
	return b.String()
}

func listedIn(s *Site, c int) (out []*Article) {
	for _, a := range s.articles {
		if slices.Contains(a.Channels, c) {
			out = append(out, a)
		}
	}
	return out
}

// JCMS names the next group of a set in it.
var JCMS = Look{
	Name: "jcms", Portal: "jcms", Channels: 2, List: jcmsList, Article: jcmsArticle, File: jcmsFile, ArticlePage: jcmsPage,
	ListPage: func(v View) string {
		return v.Site.page("政府信息公开年报", "", `<div id="423656" class="default_pgContainer"></div><script type="text/xml">`+jcmsSet(v.Site, v.Channel, 0)+`</script><script>$('#423656').jpage({theme:'default',proxyUrl:'/module/web/jpage/dataproxy.jsp',perPage:15,groupSize:4,showMode:'full'});</script>`)
	},
	Extra: func(s *Site) {
		for c := range s.Look.Channels {
			for g := 1; g*jcmsGroup < len(listedIn(s, c)); g++ {
				s.routes[jcmsNext(c, g, true)] = func() answer {
					return answer{body: jcmsSet(s, c, g), kind: "text/xml", changed: s.now}
				}
			}
		}
	},
}

// jcmsSet is the g-th group of a channel with the address of the next.
func jcmsSet(s *Site, c, g int) string {
	all := listedIn(s, c)
	next := ""
	if (g+1)*jcmsGroup < len(all) {
		next = jcmsNext(c, g+1, g == 0)
	}
	return set(s, c, all[min(len(all), g*jcmsGroup):min(len(all), (g+1)*jcmsGroup)], next, len(all))
}

// jcmsNext is the address of a group; later answers leave out what does not change.
func jcmsNext(c, g int, whole bool) string {
	q := url.Values{"page": {fmt.Sprint(g)}, "columnid": {fmt.Sprintf("12292143%02d", 66+c)}, "unitid": {"423656"}, "path": {"/"}}
	if whole {
		q.Set("webid", "23")
		q.Set("permissiontype", "0")
	}
	return "/module/web/jpage/dataproxy.jsp?" + q.Encode()
}

// JCMSParam asks for its sets by number, as the script in the page would.
var JCMSParam = Look{
	Name: "jcms-param", Portal: "jcms", Channels: 1, List: jcmsList, Article: jcmsArticle, File: jcmsFile, ArticlePage: jcmsPage,
	ListPage: func(v View) string {
		return v.Site.page("政府信息公开年报", "", `<div id="325517"></div><script type="text/xml">`+set(v.Site, v.Channel, v.All[:min(len(v.All), 45)], "", len(v.All))+`</script>
<script>$(function(){$('#325517').jpage({proxyUrl:'/module/web/jpage/dataproxy.jsp',perPage:15,groupSize:3,totalRecord:`+fmt.Sprint(len(v.All))+`,ajaxParam:{col:1,appid:1,webid:'2',path:'/',columnid:1229214366,sourceContentType:'1',unitid:'325517',webname:'青禾区人民政府',permissiontype:0}})});</script>`)
	},
	Extra: func(s *Site) {
		all := listedIn(s, 0)
		for from := 46; from <= len(all); from += 75 {
			q := url.Values{"startrecord": {fmt.Sprint(from)}, "endrecord": {fmt.Sprint(from + 74)}, "perpage": {"15"}, "col": {"1"}, "appid": {"1"}, "webid": {"2"}, "path": {"/"},
				"columnid": {"1229214366"}, "sourceContentType": {"1"}, "unitid": {"325517"}, "webname": {"青禾区人民政府"}, "permissiontype": {"0"}}
			s.routes["/module/web/jpage/dataproxy.jsp?"+q.Encode()] = func() answer {
				return answer{body: set(s, 0, all[from-1:min(len(all), from+74)], "", len(all)), kind: "text/xml", changed: s.now}
			}
		}
	},
}

// JCMSUnit fills an empty page from a unit, as later versions (jpaas) do.
var JCMSUnit = Look{
	Name: "jcms-unit", Portal: "jcms", Channels: 1, Frame: true, List: jcmsList, Article: jcmsArticle, File: jcmsFile, ArticlePage: jcmsPage,
	ListPage: func(v View) string {
		return v.Site.page("政府信息公开年报", "", `<div id="unit"></div><script type="text/javascript" src="/script/jpaas.js" url="`+unitPath+`" queryData="{'parseType':'bulidstatic','webId':'2945','tplSetId':'quSyqDUrFfjv1nGRQhEEH','pageType':'column','tagId':'分页列表','editType':'null','pageId':'1229214366'}"></script>`)
	},
	Extra: func(s *Site) {
		all := listedIn(s, 0)
		const rows = 20
		for n := 1; n == 1 || (n-1)*rows < len(all); n++ {
			q := url.Values{"parseType": {"bulidstatic"}, "webId": {"2945"}, "tplSetId": {"quSyqDUrFfjv1nGRQhEEH"}, "pageType": {"column"}, "tagId": {"分页列表"}, "editType": {"null"}, "pageId": {"1229214366"}}
			if n > 1 {
				q.Set("paramJson", fmt.Sprintf(`{"pageNo":%d,"pageSize":%d}`, n, rows))
			}
			s.routes[unitPath+"?"+q.Encode()] = func() answer {
				v := View{Site: s, Listed: all[(n-1)*rows : min(len(all), n*rows)]}
				markup := `<ul class="page-content">` + v.rows(`<li class="clearfix"><a href="%s" title="%[2]s">%[2]s</a><span class="bt-right">%[3]s</span></li>`, func(a *Article) string { return jcmsArticle(a, 0) }) +
					fmt.Sprintf(`</ul><div class="pagination" rows="%d" count="%d"></div>`, rows, len(all))
				b, err := json.Marshal(map[string]any{"success": true, "data": map[string]string{"html": markup}})
				if err != nil {
					panic(err)
				}
				return answer{raw: b, kind: "application/json", changed: s.now}
			}
		}
	},
}

const unitPath = "/api-gateway/jpaas-publish-server/front/page/build/unit"

// areaOf is the code of a body in the module of reports.
func areaOf(body string) string {
	return fmt.Sprintf("1502030000%06d", slices.Index(bodies, strings.TrimPrefix(body, "青禾区"))+1)
}

// JCMSModule is the module of reports: an address for each area and year.
var JCMSModule = Look{
	Name: "jcms-module", Portal: "jcms", Channels: 1,
	List: func(_, _, _ int) string { return "/module/xxgk/xxgkAnnualReport.jsp" },
	Article: func(a *Article, _ int) string {
		if a.Year == 0 {
			return jcmsArticle(a, 0)
		}
		return "/module/xxgk/xxgkAnnualReport.jsp?" + url.Values{"area": {areaOf(a.Body)}, "fbtime": {fmt.Sprint(a.Year)}}.Encode()
	},
	File: jcmsFile, ArticlePage: jcmsPage,
	ListPage: func(v View) string {
		var b strings.Builder
		b.WriteString(`<div class="areas"><ul>`)
		for i, body := range bodies {
			fmt.Fprintf(&b, `<li><a href="/module/xxgk/xxgkAnnualReport.jsp?area=1502030000%06d">青禾区%s</a></li>`+"\n", i+1, body)
		}
		b.WriteString(`</ul></div><div class="years"><ul>`)
		for y, seen := 2025, 0; seen < len(v.All) && y > 2000; y-- {
			for _, a := range v.All {
				if a.Year == y {
					seen++
				}
			}
			fmt.Fprintf(&b, `<li><a href="/module/xxgk/xxgkAnnualReport.jsp?fbtime=%d">%[1]d年</a></li>`+"\n", y)
			if !slices.ContainsFunc(v.All, func(a *Article) bool { return a.Year != 0 && a.Year < y }) {
				break
			}
		}
		b.WriteString(`</ul></div>`)
		return v.Site.page("政府信息公开年度报告", "", b.String())
	},
}

// relative is an address as seen from another: ./ and ../ as systems write them.
func relative(from, to string) string {
	f, t := strings.Split(from, "/"), strings.Split(to, "/")
	n := 0
	for n < len(f)-1 && n < len(t)-1 && f[n] == t[n] {
		n++
	}
	if n == len(f)-1 {
		return "./" + strings.Join(t[n:], "/")
	}
	return strings.Repeat("../", len(f)-1-n) + strings.Join(t[n:], "/")
}
