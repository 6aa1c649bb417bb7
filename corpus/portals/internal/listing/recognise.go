package listing

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"

	"github.com/gongkai-data/gongkai/corpus"
)

// Names of channels that hold reports.
var channelName = regexp.MustCompile(`信息公开.{0,6}(年报|年度报告)|政务公开.{0,4}(年报|年度报告)|^(政府)?(年度报告|年报)$|((19|20)\d{2})年?度?(政府信息公开)?(年报|年度报告)`)

// maxStart bounds the channels that are proposed for a page.
const maxStart = 50

// recognise is corpus.Portal.Recognise: the address of the page, the addresses of
// the articles that it names and what stands in its markup. Two of them must
// agree, or the articles be many.
func (k Kind) recognise(page *corpus.Page) (corpus.Source, string, bool) {
	if !isHTML(page.Body) {
		return corpus.Source{}, "", false
	}
	p, err := Parse(page)
	if err != nil {
		return corpus.Source{}, "", false
	}
	isListing := k.Listing != nil && k.Listing(p.URL)
	own := k.Article(p.URL) != "" && !isListing
	links := p.Links()
	if k.Expand != nil {
		links = append(k.Expand(p), links...)
	}
	articles := map[string]bool{}
	for _, l := range links {
		if key := k.key(l.URL); key != "" && bareHost(l.URL) == bareHost(p.URL) {
			articles[key] = true
		}
	}
	var marks []string
	for _, e := range k.Evidence {
		if strings.Contains(p.Source, e) {
			marks = append(marks, e)
		}
	}
	if !own && !isListing && len(articles) < 3 && (len(articles) == 0 || len(marks) == 0) {
		return corpus.Source{}, "", false
	}
	var told []string
	switch {
	case own:
		told = append(told, "the address of an article")
	case isListing:
		told = append(told, "the address of a listing")
	}
	if len(articles) > 0 {
		told = append(told, fmt.Sprintf("%d articles by their addresses", len(articles)))
	}
	for _, m := range marks {
		told = append(told, fmt.Sprintf("%q in the page", m))
	}
	if c := p.claim(); c.Pages > 0 && !own {
		told = append(told, fmt.Sprintf("a pager of %d pages", c.Pages))
	}
	s := corpus.Source{ID: proposeID(p.URL), Portal: k.Name, Name: k.siteName(p), Hosts: k.hosts(p, links), Start: k.start(p, links, own)}
	if k.Params != nil {
		s.Params = k.Params(p)
	}
	return s, strings.Join(told, ", "), true
}

// start are the listings that a page proposes: itself, and the channels of
// reports that it names; for an article the channel that it says it stands in.
func (k Kind) start(p *Parsed, links []*Link, own bool) (out []string) {
	same := map[string]bool{whole(p.URL): true}
	add := func(u *url.URL) {
		if a := u.String(); len(out) < maxStart && !same[whole(u)] && k.key(u) == "" && !isFile(u) && bareHost(u) == bareHost(p.URL) {
			same[whole(u)] = true
			out = append(out, a)
		}
	}
	if own {
		if u := p.crumb(); u != nil {
			add(u)
		}
		return out
	}
	out = append(out, p.URL.String())
	for _, l := range links {
		if (strings.Contains(l.Title, "年报") || strings.Contains(l.Title, "年度报告")) && channelName.MatchString(fold(l.Title)) && l.URL.Path != "/" && (k.Listing == nil || k.Listing(l.URL)) {
			add(l.URL)
		}
	}
	return out
}

var indexName = regexp.MustCompile(`/index\.\w{3,5}$`)

// whole is an address as one of a folder, whatever its first page is called.
func whole(u *url.URL) string {
	return bareHost(u) + indexName.ReplaceAllString(u.Path, "/") + "?" + u.RawQuery
}

var here = regexp.MustCompile(`(当前|您的|所在|现在的?)位置`)

// crumb is the last channel of 当前位置：首页 > 政府信息公开 > 年报.
func (p *Parsed) crumb() *url.URL {
	var found *url.URL
	var steps int
	var walk func(n *html.Node, depth int) bool
	walk = func(n *html.Node, depth int) bool { // false: the trail has ended
		if depth > 600 {
			return true
		}
		if n.Type == html.TextNode && steps == 0 && here.MatchString(n.Data) {
			steps = 1
		}
		if n.Type == html.ElementNode && n.Data == "a" && steps > 0 {
			if u := resolve(p.Base, attr(n, "href")); u != nil && u.Path != "" && u.Path != "/" {
				found = u
			}
			steps++
			return steps < 12
		}
		if steps > 1 && n.Type == html.ElementNode && (n.Data == "h1" || n.Data == "table" || n.Data == "ul") {
			return false
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if !walk(c, depth+1) {
				return false
			}
		}
		// the trail ends with the element that holds its first links
		return !(steps > 1 && n.Type == html.ElementNode && (n.Data == "div" || n.Data == "p" || n.Data == "td"))
	}
	for _, n := range p.Doc.Nodes {
		if !walk(n, 0) {
			break
		}
	}
	return found
}

// siteName is the site by its tag, else by the end of its title.
func (k Kind) siteName(p *Parsed) string {
	tags := p.tags()
	if n := clean(first(tags, siteTags)); n != "" {
		return n
	}
	text := clean(p.title())
	for _, sep := range []string{"_", "|", "-", "－", "—"} {
		if i := strings.LastIndex(text, sep); i > 0 && i+len(sep) < len(text) {
			text = text[i+len(sep):]
		}
	}
	if text = strings.TrimSpace(text); text == "" {
		return bareHost(p.URL)
	}
	return text
}

// hosts are the names under which the site is asked: that of the page and those
// that its articles stand under and that differ only in what makes no difference.
func (k Kind) hosts(p *Parsed, links []*Link) []string {
	out := []string{p.URL.Host}
	for _, l := range links {
		if k.Article(l.URL) != "" && bareHost(l.URL) == bareHost(p.URL) && !slices.Contains(out, l.URL.Host) {
			out = append(out, l.URL.Host)
		}
	}
	return out
}

var notID = regexp.MustCompile(`[^a-z0-9]+`)

// proposeID makes a name for a source from its host: www.kdl.gov.cn is kdl.
func proposeID(u *url.URL) string {
	h := strings.ToLower(u.Hostname())
	for _, end := range []string{".gov.cn", ".org.cn", ".com.cn", ".cn", ".com", ".net", ".org"} {
		if rest, ok := strings.CutSuffix(h, end); ok {
			h = rest
			break
		}
	}
	h = strings.TrimPrefix(h, "www.")
	id := strings.Trim(notID.ReplaceAllString(h, "-"), "-")
	if id == "" || id[0] >= '0' && id[0] <= '9' {
		id = strings.TrimRight("site-"+id, "-")
	}
	if len(id) > 60 {
		id = strings.Trim(id[:60], "-")
	}
	return id
}
