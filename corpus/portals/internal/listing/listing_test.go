package listing

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/gongkai-data/gongkai/corpus"
)

func pageOf(address, body string) *corpus.Page {
	return &corpus.Page{Asked: address, URL: address, Status: 200, Header: http.Header{}, Body: []byte(body)}
}

func parse(t *testing.T, address, body string) *Parsed {
	t.Helper()
	p, err := Parse(pageOf(address, body))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestReportTitles holds titles of published reports (domain.md 3.2 and 7, and their kin) against
// what stands beside them.
func TestReportTitles(t *testing.T) {
	f, err := NewFilter(corpus.Titles{})
	if err != nil {
		t.Fatal(err)
	}
	for title, want := range map[string]bool{
		"昆都仑区人民政府 关于2021年度政府信息公开工作年度报告":  true,
		"2024年南关区永吉街道办事处政府信息公开工作年度报告":    true,
		"2024年政府信息公开工作年度报告":              true,
		"舒兰市2016年政务信息公开年度报告":             true,
		"关于2021年度政府信息公开情况的报告":            true,
		"2022年度螅镇政府信息公开工作年度报告":           true,
		"某区水务局２０２３年政府信息公开年报":             true,
		"某市二〇一八年政府信息公开工作报告":              true,
		"某县政府信息公开 2013 年年度报告":            true,
		"某局2019年政府信息公开工作总结报告":            true,
		"某区教师培训中心2023年政府信息公开工作年度报告":      true,
		"某县会议中心2022年政府信息公开年报（修订版）":       true,
		"某市2020年政务公开工作报告":                true,
		"《某镇2024年政府信息公开工作年度报告》":          true,
		"某镇2024年政府信息公开工作年度报告.docx":       true,
		"某市某区人民政府办公室关于2021年度政府信息公…":      true,
		"某市某区2021年度政府信息公开工作...":          true,
		"政府信息公开年报":                       false,
		"政府信息公开年度报告":                     false,
		"信息公开年报":                         false,
		"政府信息公开指南":                       false,
		"某区政府信息公开目录（2023年）":              false,
		"政府信息公开工作制度":                     false,
		"依申请公开流程图":                       false,
		"关于做好2024年政府信息公开工作年度报告编制发布工作的通知": false,
		"关于印发2020年政府信息公开工作年度报告格式的通知":     false,
		"一图读懂：2023年政府信息公开工作年度报告解读":       false,
		"2023年政务公开工作要点":                  false,
		"某市2022年政府网站工作年度报表":              false,
		"某市2021年法治政府建设年度报告":              false,
		"某市2021年国民经济和社会发展统计公报":           false,
		"政府信息公开申请表...":                   false,
		"":                               false,
	} {
		if f.Report(title) != want {
			t.Errorf("%q: %v", title, !want)
		}
	}
	f, err = NewFilter(corpus.Titles{Take: []string{"^20[0-9]{2}年$"}, Drop: []string{"^某区"}})
	if err != nil || !f.Report("2023年") || f.Report("某区2023年政府信息公开年报") {
		t.Errorf("a source's own titles: %v", err)
	}
	if _, err := NewFilter(corpus.Titles{Take: []string{"("}}); err == nil {
		t.Error("a broken expression is taken")
	}
}

func TestYear(t *testing.T) {
	for title, want := range map[string]int{
		"昆都仑区人民政府关于2021年度政府信息公开工作年度报告": 2021, "某市二〇一八年政府信息公开工作报告": 2018, "二○一九年": 2019, "２０２３年度": 2023,
		"无年": 0, "编号120213": 0, "第20210条": 0, "二〇〇八": 2008,
	} {
		if got := Year(title); got != want {
			t.Errorf("%q: %d, want %d", title, got, want)
		}
	}
}

func TestDays(t *testing.T) {
	for text, want := range map[string]string{
		"[2024-01-19]": "2024-01-19", "2024年1月9日": "2024-01-09", "发布 2024/1/19 10:00": "2024-01-19", "2024.01.19": "2024-01-19",
		"电话0472-2024-1-19": "2024-01-19", "2024-13-40": "", "12024-01-01": "", "1999-02-29 2000-02-29": "2000-02-29",
	} {
		if got := Day(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	for address, want := range map[string]string{
		"/zwgk/202401/t20240119_664642.html": "2024-01-19", "/art/2024/1/12/art_1_2.html": "2024-01-12", "/c/2024-04-09/6835337.shtml": "2024-04-09",
		"/zltq/2026-02/02/article_1.html": "2026-02-02", "/nw12344/20230331/4a.html": "2023-03-31", "/xxx/202401/abc.shtml": "", "/t20241340_1.html": "",
	} {
		if got := dayOf(&url.URL{Path: address}); got != want {
			t.Errorf("%s: %q, want %q", address, got, want)
		}
	}
}

// TestDecode reads pages by what their bytes are, whatever they claim.
func TestDecode(t *testing.T) {
	gb := func(s string) []byte {
		b, err := simplifiedchinese.GB18030.NewEncoder().Bytes([]byte(s))
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	const text = "青禾区𠮷水路政府信息公开年报"
	for name, c := range map[string]struct {
		b    []byte
		kind string
	}{
		"utf-8":            {[]byte(text), "text/html; charset=utf-8"},
		"gb by header":     {gb(text), "text/html; charset=GBK"},
		"gb by meta":       {append([]byte(`<meta http-equiv="Content-Type" content="text/html; charset=gb2312">`), gb(text)...), "text/html"},
		"gb untold":        {gb(text), ""},
		"gb told as utf-8": {gb(text), "text/html; charset=utf-8"},
		"utf-8 told as gb": {[]byte(text), "text/html; charset=gbk"},
		"one bad byte":     {append([]byte(strings.Repeat(text, 3)), 0xff), "text/html; charset=utf-8"},
		"unknown label":    {gb(text), "text/html; charset=x-none"},
		"mark":             {append([]byte("\xef\xbb\xbf"), text...), ""},
	} {
		if got := Decode(c.b, c.kind); !strings.Contains(got, text) {
			t.Errorf("%s: %q", name, got)
		}
	}
}

// TestLinksAndTheirDays pairs links with the days beside them.
func TestLinksAndTheirDays(t *testing.T) {
	const at = "https://www.qinghe.example/xxgk/"
	p := parse(t, at, `<body><div class=header>今天是2026年3月1日 <ul><li><a href="/a">政务公开</a></li></ul></div>
<ul><li><a href="./202401/t20240119_1.html" title="青禾区2023年政府信息公开工作年度报告">青禾区2023年政府信息…</a><span>2024-01-19</span></li>
<li><span>[2024-01-18]</span> <a href='t20240118_2.html'>· 青禾区 水务局2023年年报</a></li></ul>
<table><tr><td><a href=3.html><img src=x></a></td><td><a href="3.html">芦花镇2023年年报 2024-01-17</a></td></tr></table>
<div class=item><div><a href="4.html">白沙镇</a></div><div>2024年1月16日</div></div>
<p><a href="5.html">一</a> 2024-01-15 <a href="6.html">二</a> 2024-01-14</p>
<p><a href="7.html">三</a> <a href="8.html">四</a> 2024-01-13</p>
<a href="javascript:void(0)">x</a><a href="mailto:a@b">y</a><a href="#top">z</a><a href="ftp://h/f">f</a><a href="http://u:p@h/">u</a>`)
	var got []string
	for _, l := range p.Links() {
		got = append(got, strings.TrimPrefix(l.URL.String(), at)+" "+l.Title+" "+l.Day)
	}
	if diff := cmp.Diff([]string{
		"https://www.qinghe.example/a 政务公开 ",
		"202401/t20240119_1.html 青禾区2023年政府信息公开工作年度报告 2024-01-19",
		"t20240118_2.html 青禾区水务局2023年年报 2024-01-18",
		"3.html  2024-01-17",
		"3.html 芦花镇2023年年报 2024-01-17",
		"4.html 白沙镇 2024-01-16",
		"5.html 一 2024-01-15", "6.html 二 2024-01-14",
		"7.html 三 ", "8.html 四 ",
	}, got); diff != "" {
		t.Errorf("links (-want +got):\n%s", diff)
	}
}

func TestClaimsOfPages(t *testing.T) {
	for source, want := range map[string]Claim{
		`createPageHTML(9, 0, "index", "html");`:                             {Pages: 9, Stem: "index", Ext: "html", Zero: true},
		`createPageHTML(3, 1, 'index', 'shtml');`:                            {Pages: 3, Stem: "index", Ext: "shtml", Zero: true},
		`createPageHTML('page_div',10, 1,'xlist','shtml',189)`:               {Pages: 10, Stem: "xlist", Ext: "shtml"},
		`createPageHTML(154, 9, 0, "index", "html");`:                        {Pages: 9, Stem: "index", Ext: "html", Zero: true},
		`function createPageHTML(a,b){} createPageHTML(2, 0, "list","htm");`: {Pages: 2, Stem: "list", Ext: "htm", Zero: true},
		`共135条记录 1/14页`:                                                      {Pages: 14},
		`<div totalpage="7">`:                                                {Pages: 7},
		`var countPage = 4; // 共 4 页`:                                        {Pages: 4},
		`createPageHTML(99999999999999999999, 0, "index", "html") 2024/1页`:   {Pages: 1},
		`没有`: {},
	} {
		p := parse(t, "https://h.example/", "<body>"+source)
		if got := p.claim(); got != want {
			t.Errorf("%s: %+v, want %+v", source, got, want)
		}
	}
}

// TestNextPages finds pagers of links and of scripts.
func TestNextPages(t *testing.T) {
	for markup, want := range map[string]string{
		`<a href="index_2.html">下一页</a>`:                                                                             "index_2.html",
		`<a href="#" onclick="location.href=encodeURI('index_2.jhtml');">下一页</a>`:                                    "index_2.jhtml",
		`<a style="cursor:pointer" title="下一页" onclick="queryArticleByCondition(this,'/fgw/be842d3c-2.shtml')"></a>`: "/fgw/be842d3c-2.shtml",
		`<a href="javascript:go('list.jsp?page=2')">下页</a>`:                                                          "list.jsp?page=2",
		`<a href="javascript:void(0)" tagname="/eportal/ui?pageId=1&currentPage=2">下页</a>`:                           "/eportal/ui?pageId=1&currentPage=2",
		`<li><a href="/lists/cid/1899?page=2">&raquo;</a></li>`:                                                      "/lists/cid/1899?page=2",
		`<link rel="next" href="2.html">`:                                                                            "2.html",
		`<a href="#" onclick="goPage(2)">下一页</a>`:                                                                    "",
		`<a href="javascript:goPage('form',3)">下一页</a>`:                                                              "",
		`<a href="javascript:void(0)">下一页</a>`:                                                                       "",
		`<a href="javascript:;">下一页</a>`:                                                                             "",
		`<a href="">下一页</a>`:                                                                                         "",
		`<a href="index_0.html">上一页</a>`:                                                                             "",
	} {
		p := parse(t, "https://h.example/x/", "<body>"+markup)
		if want != "" {
			u, _ := p.URL.Parse(want)
			want = u.String()
		}
		next, opaque := p.next()
		if got := strings.Join(next, " "); got != want || opaque != strings.Contains(markup, "goPage") {
			t.Errorf("%s: %s (%v), want %s", markup, got, opaque, want)
		}
	}
}

// TestFiles keeps documents of the article and nothing else, each once.
func TestFiles(t *testing.T) {
	k := Kind{Name: "x", Article: func(*url.URL) string { return "" }, Content: ".TRS_Editor"}
	page := pageOf("http://www.qinghe.example/xxgk/202401/t20240119_1.html", `<body><div class="header"><a href="/help.pdf">使用帮助</a></div>
<div class="TRS_Editor"><p><a href="./P020240119381.docx" appendix="true">青禾区2023年年报.docx</a> <a href="P020240119381.docx">同一文件</a></p>
<p><a href="W020240119381.PDF"></a><a href="x.jpg">图</a><a href="setup.exe">x</a><a href="t20240101_9.html">正文</a></p>
<p><a href="/module/download/downfile.jsp?classid=0&amp;filename=c3c7.pdf">附件</a>
<a href="/system/_content/download.jsp?urltype=news.DownloadAttachUrl&owner=1&wbfileid=2" >统计表.xls</a>
<a href="/system/_content/download.jsp?urltype=news.DownloadAttachUrl&owner=1&wbfileid=3">更多</a>
<a href="/u/%C4%EA%B1%A8.doc"></a> <a href="/gkzn.doc">政府信息公开指南</a></p>
<iframe src="/pdfjs/web/viewer.html?file=%2Fattach%2Fa.pdf"></iframe><embed src="/attach/b.pdf"><iframe src="//elsewhere.example/x.html?file=http://inner/c.pdf"></iframe></div>
<script>var appendix = '<a href="./P020240119999999999.wps">附件2</a>';</script><div class="footer"><a href="/reader.pdf">y</a></div>`)
	var got []string
	for _, r := range k.files(page) {
		got = append(got, strings.TrimPrefix(r.URL, "http://www.qinghe.example")+" "+r.Title)
	}
	if diff := cmp.Diff([]string{
		"/xxgk/202401/P020240119381.docx 青禾区2023年年报.docx",
		"/xxgk/202401/W020240119381.PDF W020240119381.PDF",
		"/module/download/downfile.jsp?classid=0&filename=c3c7.pdf 附件",
		"/system/_content/download.jsp?urltype=news.DownloadAttachUrl&owner=1&wbfileid=2 统计表.xls",
		"/u/%C4%EA%B1%A8.doc 年报.doc",
		"/attach/a.pdf a.pdf", "/attach/b.pdf b.pdf",
		"/xxgk/202401/P020240119999999999.wps P020240119999999999.wps",
	}, got); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
	if got := k.files(pageOf("http://h.example/a.pdf", "%PDF-1.4 <a href=b.pdf>")); got != nil {
		t.Errorf("a file has files: %v", got)
	}
}

func TestMetaOfTheSampleSite(t *testing.T) {
	page := pageOf("https://www.kdl.gov.cn/detail/cid/1771/aid/104248", `<title>昆都仑区人民政府 关于2021年度政府信息公开工作年度报告</title><h1>昆都仑区人民政府 关于2021年度政府信息公开工作年度报告</h1>
<div>发布日期：2022-01-30 06:06  发布单位：昆区政务局  来源：昆区政府网  点击量：14215  [字体: ] 打印 保存</div>`)
	page.Header.Set("Last-Modified", "Sat, 29 Jan 2022 22:06:00 GMT")
	want := corpus.Meta{Title: "昆都仑区人民政府关于2021年度政府信息公开工作年度报告", Body: "昆区政务局", Dates: []corpus.Dating{{Day: "2022-01-30", From: "text"}, {Day: "2022-01-30", From: "header"}}}
	if diff := cmp.Diff(want, Meta(page)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	page = pageOf("https://h.example/art/2024/1/12/art_1_2.html", `<head><meta name="PubDate" content="2024-01-11 10:00"><meta NAME="ArticleTitle" content="甲"><meta name="SiteIDCode" content="3307230001"></head>发布日期：2024年1月13日 来源：乙局`)
	want = corpus.Meta{Title: "甲", Body: "乙局", Code: "3307230001", Dates: []corpus.Dating{{Day: "2024-01-11", From: "meta"}, {Day: "2024-01-13", From: "text"}, {Day: "2024-01-12", From: "url"}}}
	if diff := cmp.Diff(want, Meta(page)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestProposedIDs(t *testing.T) {
	for host, want := range map[string]string{"www.kdl.gov.cn": "kdl", "61.150.65.235": "site-61-150-65-235", "zygh.xa.gov.cn": "zygh-xa", "122.137.242.24:8080": "site-122-137-242-24", "例子.cn": "site"} {
		if got := proposeID(&url.URL{Host: host}); got != want {
			t.Errorf("%s: %s, want %s", host, got, want)
		}
	}
}

// traps are pages that would keep a reader busy.
func traps() map[string]string {
	return map[string]string{
		"deep":    strings.Repeat("<div>", 300_000) + `<a href="/1.html">某局2023年政府信息公开年报</a>`,
		"links":   strings.Repeat(`<a href="/1.html">某局2023年政府信息公开年报</a> 2024-01-19 `, 50_000),
		"rows":    strings.Repeat(`<li><a href="/1.html">某局2023年政府信息公开年报</a>`, 50_000),
		"nested":  strings.Repeat(`<ul><li><a href="/1.html">某局2023年政府信息公开年报</a>`, 20_000),
		"days":    strings.Repeat("2024-01-19 ", 300_000),
		"records": strings.Repeat("<record><![CDATA[<li>", 100_000),
		"pages":   strings.Repeat("createPageHTML(", 200_000),
		"quotes":  `<a title="下一页" onclick="` + strings.Repeat("'", 500_000) + `">x</a>`,
		"metas":   strings.Repeat(`<meta name="PubDate" content="x">`, 50_000),
		"files":   strings.Repeat(`<a href="/P020240119.docx">附件</a>`, 50_000),
		"titles":  `<a href="/1.html">` + strings.Repeat("信息公开", 200_000) + `</a>`,
		"source":  strings.Repeat("来源：", 200_000) + strings.Repeat("时间：2024", 200_000),
		"spans":   `<a href="/1.html">` + strings.Repeat("<span>", 200_000) + "x",
		"trail":   "当前位置" + strings.Repeat(`<p><a href="/1/">x</a></p>`, 50_000),
		"P0":      strings.Repeat(`"P0`, 300_000) + strings.Repeat("/a", 300_000),
		"charset": strings.Repeat("<meta ", 500_000),
	}
}

// TestTrapsTakeNoTime reads each trap and an eighth of it: time must grow with size,
// not with its square.
func TestTrapsTakeNoTime(t *testing.T) {
	k := Kind{Name: "x", Article: func(u *url.URL) string { return u.Path }, Content: ".content"}
	f, _ := NewFilter(corpus.Titles{})
	read := func(body string) time.Duration {
		start := time.Now()
		page := pageOf("https://h.example/x/", body)
		if p, err := Parse(page); err == nil { // deeper than 512 elements is refused
			for _, l := range p.Links() {
				f.Report(l.Title)
			}
			p.claim()
			p.next()
		}
		Meta(page)
		k.files(page)
		k.recognise(page)
		return time.Since(start)
	}
	for name, body := range traps() {
		body = body[:len(body)/4]
		part, whole := read(body[:len(body)/8]), min(read(body), read(body)) // a square grows 64 times
		if whole > 40*part+time.Second {
			t.Errorf("%s: %v for an eighth, %v for all", name, part, whole)
		}
	}
}

var digitsName = regexp.MustCompile(`/(\d+)\.html$`)

func FuzzPage(f *testing.F) {
	for _, body := range traps() {
		f.Add(body[:min(len(body), 2000)])
	}
	f.Add(`<ul><li><a href="./1.html" title="某局2023年政府信息公开年报">x…</a><span>2024-01-19</span></ul><script>createPageHTML(3, 0, "index", "html");</script>`)
	f.Add("<meta charset=gbk>\xc4\xea\xb1\xa8<a href=2.html>\xc4\xea</a>")
	k := Kind{Name: "x", Article: func(u *url.URL) string {
		if m := digitsName.FindStringSubmatch(u.Path); m != nil {
			return m[1]
		}
		return ""
	}, Content: "#zoom", Page: Numbered("index", "html", true)}
	portal := Portal(k)
	f.Fuzz(func(t *testing.T, body string) {
		page := pageOf("https://h.example/x/index.html", body)
		portal.Meta(page)
		for _, r := range portal.Files(page) {
			if r.Key == "" || !strings.HasPrefix(r.URL, "http") {
				t.Errorf("%+v", r)
			}
		}
		portal.Recognise(page)
		g := &fixed{body: body}
		keys := map[string]bool{}
		for r, err := range portal.List(t.Context(), g, corpus.Source{Start: []string{page.URL}}, nil) {
			if err == nil && (r.Key == "" || keys[r.Key]) {
				t.Errorf("%+v is listed twice", r)
			}
			keys[r.Key] = true
		}
		if g.n > 3 {
			t.Errorf("%d requests to a site of one page", g.n)
		}
	})
}

func BenchmarkList(b *testing.B) {
	var rows strings.Builder
	for i := range 20 {
		fmt.Fprintf(&rows, `<li><span>2024-01-%02d</span><a href="./202401/%d.html" target="_blank" title="青禾区水务局%d年政府信息公开工作年度报告">青禾区水务局…</a></li>`, i+1, i, 2000+i)
	}
	body := "<html><head><title>政府信息公开年报</title>" + strings.Repeat("<script>var x=1;</script>", 40) + "</head><body>" + strings.Repeat(`<div class="nav"><a href="/zwgk/">政务公开</a></div>`, 60) + "<ul>" + rows.String() + `</ul><script>createPageHTML(1, 0, "index", "html");</script>` + strings.Repeat("<p>页脚</p>", 100)
	portal := Portal(Kind{Name: "x", Article: func(u *url.URL) string {
		if m := digitsName.FindStringSubmatch(u.Path); m != nil {
			return m[1]
		}
		return ""
	}, Page: Numbered("index", "html", true)})
	b.SetBytes(int64(len(body)))
	for b.Loop() {
		n := 0
		for range portal.List(b.Context(), &fixed{body: body}, corpus.Source{Start: []string{"https://h.example/x/"}}, nil) {
			n++
		}
		if n != 20 {
			b.Fatal(n)
		}
	}
}
