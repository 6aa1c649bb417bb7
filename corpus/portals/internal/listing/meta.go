package listing

import (
	"cmp"
	"net/http"
	"regexp"
	"strings"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/PuerkitoBio/goquery"

	"github.com/gongkai-data/gongkai/corpus"
)

// The tags of 《政府网站发展指引》(国办发〔2017〕47号, annex) and their kin in templates
// of before and since, the one to believe first.
var (
	titleTags  = []string{"articletitle", "og:title", "title"}
	dateTags   = []string{"pubdate", "publishdate", "firstpublishedtime", "article:published_time", "others:pubdate"}
	bodyTags   = []string{"contentsource", "source", "publisher"}
	columnTags = []string{"columnname"}
	siteTags   = []string{"sitename", "og:site_name"}
	codeTags   = []string{"siteidcode"}
)

// The line below a title: 发布日期：2022-01-30 06:06  发布单位：昆区政务局  来源：昆区政府网.
// The first word of a list that stands on the page counts.
var (
	dateWords = []string{"发布日期", "发布时间", "发文日期", "发稿时间", "公开日期", "公开时间", "日期", "时间"}
	bodyWords = []string{"发布单位", "发布机构", "发布机关", "公开机构", "公开主体", "发文机关", "信息来源", "稿件来源", "文章来源", "来源", "作者"}
	nameThere = regexp.MustCompile(`^[\p{Han}A-Za-z0-9（）()·]{2,40}`)
)

// beside finds what stands behind the first of the words that has something
// behind it that read makes sense of.
func beside(text string, words []string, read func(rest string) string) string {
	for _, w := range words {
		i := 0
		for range 200 {
			at := strings.Index(text[i:], w)
			if at < 0 {
				break
			}
			i += at + len(w)
			rest := strings.TrimSpace(text[i:min(len(text), i+160)])
			after, ok := strings.CutPrefix(rest, "：")
			if !ok {
				after, ok = strings.CutPrefix(rest, ":")
			}
			if !ok {
				continue
			}
			if v := read(strings.TrimSpace(after)); v != "" {
				return v
			}
		}
	}
	return ""
}

// maxText is how much text of a page is searched for the line below the title.
const maxText = 64 << 10

// Meta reads what a page says of its article: tags first, then what is printed,
// then its address and the header of the answer. All days are kept, in this order.
func Meta(page *corpus.Page) corpus.Meta {
	var m corpus.Meta
	p, err := Parse(page)
	if err != nil {
		return m
	}
	add := func(d, from string) {
		if d == "" {
			return
		}
		for _, known := range m.Dates {
			if known.From == from {
				return
			}
		}
		m.Dates = append(m.Dates, corpus.Dating{Day: d, From: from})
	}
	if isHTML(page.Body) {
		tags := p.tags()
		m.Title = clean(first(tags, titleTags))
		m.Body, m.Column = clean(first(tags, bodyTags)), clean(first(tags, columnTags))
		m.Site, m.Code = clean(first(tags, siteTags)), clean(first(tags, codeTags))
		add(Day(first(tags, dateTags)), "meta")
		text := p.visible(maxText)
		add(beside(text, dateWords, func(rest string) string {
			d, _ := dayAt(rest)
			return d
		}), "text")
		if m.Body == "" {
			m.Body = beside(text, bodyWords, func(rest string) string { return nameThere.FindString(rest) })
		}
		if m.Title == "" {
			m.Title = p.heading()
		}
	}
	add(dayOf(p.URL), "url")
	if t, err := http.ParseTime(page.Header.Get("Last-Modified")); err == nil {
		add(t.In(beijing).Format("2006-01-02"), "header")
	}
	return m
}

var beijing = time.FixedZone("CST", 8*3600)

func first(tags map[string]string, names []string) string {
	for _, n := range names {
		if v := tags[n]; v != "" {
			return v
		}
	}
	return ""
}

// tags are the meta tags of a page by their name in lower case; of two with one
// name the first counts.
func (p *Parsed) tags() map[string]string {
	if p.meta != nil {
		return p.meta
	}
	p.meta = map[string]string{}
	left := 300
	var walk func(n *html.Node, depth int)
	walk = func(n *html.Node, depth int) {
		if depth > 600 || left <= 0 {
			return
		}
		if n.Type == html.ElementNode && n.DataAtom == atom.Meta {
			left--
			name := strings.ToLower(strings.TrimSpace(cmp.Or(attr(n, "name"), attr(n, "property"))))
			if content := strings.TrimSpace(attr(n, "content")); name != "" && p.meta[name] == "" && len(content) < 1024 {
				p.meta[name] = content
			}
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c, depth+1)
		}
	}
	for _, n := range p.Doc.Nodes {
		walk(n, 0)
	}
	return p.meta
}

// heading is the first h1 that says something, else the title of the page up to a
// separator.
func (p *Parsed) heading() string {
	h := ""
	if s := p.Doc.FindMatcher(firstH1); s.Length() > 0 {
		if h = clean(textOf(s.Nodes[0])); len([]rune(h)) >= 6 {
			return h
		}
	}
	text := p.title()
	if text == "" {
		return h
	}
	for _, sep := range []string{"_", "|", "－", " - ", "--", "-"} {
		if before, _, ok := strings.Cut(text, sep); ok && len([]rune(strings.TrimSpace(before))) >= 6 {
			text = before
		}
	}
	return clean(text)
}

var firstH1, firstTitle = goquery.Single("h1"), goquery.Single("title")

// title is the text of the title of a page.
func (p *Parsed) title() string {
	if t := p.Doc.FindMatcher(firstTitle); t.Length() > 0 {
		return textOf(t.Nodes[0])
	}
	return ""
}

// visible is the text of a page, at most limit bytes.
func (p *Parsed) visible(limit int) string {
	var b strings.Builder
	var walk func(n *html.Node, depth int)
	walk = func(n *html.Node, depth int) {
		if depth > 600 || b.Len() > limit {
			return
		}
		if n.Type == html.TextNode {
			b.WriteString(n.Data[:min(len(n.Data), max(0, limit-b.Len()))])
			b.WriteByte(' ')
		}
		if n.Type == html.ElementNode && (n.DataAtom == atom.Script || n.DataAtom == atom.Style || n.DataAtom == atom.Head) {
			return
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c, depth+1)
		}
	}
	for _, n := range p.Doc.Nodes {
		walk(n, 0)
	}
	return b.String()
}
