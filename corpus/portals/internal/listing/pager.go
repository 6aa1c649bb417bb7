package listing

import (
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Claim is what a page says of the pages of its listing.
type Claim struct {
	Pages int    // 0: it does not say
	Stem  string // of the names of pages: index, list, xlist
	Ext   string // html, shtml
	Zero  bool   // the second page is _1, as TRS WCM counts
}

// createPageHTML is called in three ways:
//
//	createPageHTML(9, 0, "index", "html")                      TRS WCM, the second page is index_1
//	createPageHTML('page_div', 9, 1, 'list', 'shtml', 154)     UCAP, the second page is list_2
//	createPageHTML(154, 9, 0, "index", "html")                 TRS WCM with a count of articles before
var createPageHTML = regexp.MustCompile(`createPageHTML\(\s*(?:['"]([\w-]{1,40})['"]\s*,\s*)?(\d{1,7})\s*,\s*(\d{1,7})\s*,\s*(?:(\d{1,7})\s*,\s*)?['"]([\w.-]{1,60})['"]\s*,\s*['"](\w{2,6})['"]`)

// Counts of pages in scripts and attributes: countPage = 7, totalpage="7".
var countNames = []string{"countPage", "totalPage", "totalpage", "totalPages", "pageCount", "pagecount", "total_page"}

// countOfPages reads 共12页, 1/14页 and the like.
func countOfPages(source string) int {
	for i, tries := 0, 0; tries < 1000; tries++ {
		at := strings.Index(source[i:], "页")
		if at < 0 {
			break
		}
		before := strings.TrimRight(source[max(i, i+at-24):i+at], " ")
		digits := len(before)
		for digits > 0 && before[digits-1] >= '0' && before[digits-1] <= '9' {
			digits--
		}
		n, err := strconv.Atoi(before[digits:])
		rest := strings.TrimRight(before[:digits], " ")
		if err == nil && n < 100_000 && (strings.HasSuffix(rest, "共") || strings.HasSuffix(rest, "/")) {
			return n
		}
		i += at + len("页")
	}
	for _, name := range countNames {
		i := 0
		for range 100 {
			at := strings.Index(source[i:], name)
			if at < 0 {
				break
			}
			i += at + len(name)
			rest := strings.TrimLeft(source[i:min(len(source), i+40)], "s\"' ")
			if rest == "" || rest[0] != ':' && rest[0] != '=' {
				continue
			}
			rest = strings.TrimLeft(rest[1:], "\"' ")
			if n, err := strconv.Atoi(rest[:min(digitsAt(rest), 6)]); err == nil && n < 100_000 {
				return n
			}
		}
	}
	return 0
}

// claim reads what a page says of its pages.
func (p *Parsed) claim() Claim {
	at := strings.LastIndex(p.Source, "createPageHTML(") // the function itself may stand before its call
	if at < 0 {
		at = len(p.Source)
	}
	if m := createPageHTML.FindStringSubmatch(p.Source[at:min(len(p.Source), at+400)]); m != nil {
		n, _ := strconv.Atoi(m[2])
		if m[1] == "" && m[4] != "" { // articles, pages, current
			n, _ = strconv.Atoi(m[3])
		}
		return Claim{Pages: n, Stem: m[5], Ext: m[6], Zero: m[1] == ""}
	}
	return Claim{Pages: countOfPages(p.Source)}
}

// inScript is the address in what a link does when it is clicked:
// location.href=encodeURI('index_2.jhtml') of jeecms, queryArticleByCondition(this,'/x-2.html') of eportal.
var inScript = regexp.MustCompile(`['"]([^'"\s]{1,400}?(?:\.\w{2,6}|/)(?:\?[^'"\s]{0,400})?|[^'"\s]{0,200}\?[^'"\s]{1,400})['"]`)

var nextWords = map[string]bool{"下一页": true, "下页": true, "后一页": true, "后页": true, "下一頁": true, "next": true, "nextpage": true, ">": true, "›": true, "»": true, "&gt;": true}

// next are the addresses that the page itself calls its next page. Opaque tells a
// next page that only a script of the site can reach: goPage(2).
func (p *Parsed) next() (out []string, opaque bool) {
	var walk func(n *html.Node, depth int)
	walk = func(n *html.Node, depth int) {
		if depth > 600 || len(out) >= 4 {
			return
		}
		if n.Type == html.ElementNode && (n.DataAtom == atom.A || n.DataAtom == atom.Link) {
			word := strings.ToLower(strings.Trim(fold(textOf(n)), " "))
			if nextWords[word] || nextWords[fold(attr(n, "title"))] || attr(n, "rel") == "next" {
				if u := p.target(n); u != nil {
					out = append(out, u.String())
				} else if call.MatchString(attr(n, "onclick")) || call.MatchString(attr(n, "href")) {
					opaque = true
				}
			}
			if n.DataAtom == atom.A {
				return
			}
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c, depth+1)
		}
	}
	for _, n := range p.Doc.Nodes {
		walk(n, 0)
	}
	return out, opaque
}

// call is a function that is called with a number other than 0.
var call = regexp.MustCompile(`\w\(\s*['"]?[1-9]\d{0,6}|\w\([^()]{1,80},\s*['"]?[1-9]\d{0,6}`)

// target is where a link of a pager leads, by address or by script; nil where it
// leads nowhere or back to the page itself.
func (p *Parsed) target(n *html.Node) *url.URL {
	u := resolve(p.Base, attr(n, "href"))
	if u == nil || u.String() == p.URL.String() {
		for _, a := range []string{"onclick", "tagname", "data-href", "href"} {
			v := attr(n, a)
			if a == "tagname" || a == "data-href" {
				if v == "" {
					continue
				}
				v = "'" + v + "'"
			}
			if len(v) > 2048 {
				continue
			}
			if m := inScript.FindStringSubmatch(v); m != nil {
				if u = resolve(p.Base, m[1]); u != nil {
					break
				}
			}
		}
	}
	if u == nil || u.String() == p.URL.String() {
		return nil
	}
	return u
}

// numbered replaces the last part of a path by stem_n.ext.
func numbered(first *url.URL, stem, ext string, n int) string {
	u := *first
	dir := u.Path[:strings.LastIndexByte(u.Path, '/')+1]
	u.Path, u.RawPath = dir+stem+"_"+strconv.Itoa(n)+"."+ext, ""
	return u.String()
}

// Numbered is the Page of kinds whose pages are called stem_2.ext, or stem_1.ext
// where the page counts from zero; fallback names stem and extension where the
// page does not.
func Numbered(stem, ext string, zero bool) func(*url.URL, Claim, int) string {
	return func(first *url.URL, c Claim, n int) string {
		if c.Stem == "" {
			c.Stem, c.Ext, c.Zero = stem, ext, zero
			if name := first.Path[strings.LastIndexByte(first.Path, '/')+1:]; strings.Contains(name, ".") {
				c.Stem, c.Ext, _ = strings.Cut(name, ".")
			}
		}
		if c.Zero {
			n--
		}
		return numbered(first, c.Stem, c.Ext, n)
	}
}
