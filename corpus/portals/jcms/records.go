package jcms

import (
	"html"
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"github.com/gongkai-data/gongkai/corpus/portals/internal/listing"
)

// A set of articles as jpage keeps it in a page and as dataproxy.jsp answers.
var (
	record    = regexp.MustCompile(`(?s)<record>\s*(?:<!\[CDATA\[)?(.*?)(?:\]\]>)?\s*</record>`)
	nextGroup = regexp.MustCompile(`(?s)<nextgroup>\s*(?:<!\[CDATA\[)?\s*<a\s[^>]*?href="([^"]{1,800})"`)
	total     = regexp.MustCompile(`(?i)<totalrecord>\s*(\d{1,7})|totalRecord["']?\s*:\s*["']?(\d{1,7})`)
	perPage   = regexp.MustCompile(`(?i)perPage["']?\s*:\s*["']?(\d{1,4})`)
	unit      = regexp.MustCompile(`(?i)unitid["']?\s*:\s*["']?(\d{1,12})`)
	parameter = regexp.MustCompile(`\b(col|appid|webid|path|columnid|sourceContentType|unitid|webname|permissiontype)["']?\s*:\s*(?:"([^"]{0,200})"|'([^']{0,200})'|(\d{1,12}))`)
)

// group is how many articles are asked for at a time: three pages of 15 to 25, as
// the script of jpage does.
const group = 75

// expand are the articles that stand in the page as data.
func expand(p *listing.Parsed) (out []*listing.Link) {
	var b strings.Builder
	for _, m := range record.FindAllStringSubmatch(p.Source, 5000) {
		b.WriteString("<ul>")
		b.WriteString(m[1])
		b.WriteString("</ul>\n")
	}
	b.WriteString(unitHTML(p))
	if b.Len() == 0 {
		return nil
	}
	if f := p.Fragment(b.String()); f != nil {
		return f.Links()
	}
	return nil
}

// follow is where the next articles of a set are: the address that the set itself
// names, else the one that its script would make.
func follow(p *listing.Parsed) []string {
	if a := followUnit(p); a != "" {
		return []string{a}
	}
	found := len(record.FindAllStringIndex(p.Source, 5000))
	if found == 0 {
		return nil
	}
	if m := nextGroup.FindStringSubmatch(p.Source); m != nil {
		return []string{complete(p.URL, html.UnescapeString(m[1]))}
	}
	all := 0
	if m := total.FindStringSubmatch(p.Source); m != nil {
		all, _ = strconv.Atoi(m[1] + m[2])
	}
	q := p.URL.Query()
	if strings.HasSuffix(p.URL.Path, "/dataproxy.jsp") { // an answer: the one after it
		end, _ := strconv.Atoi(q.Get("endrecord"))
		if end == 0 || all > 0 && end >= all { // without a count the empty answer ends it
			return nil
		}
		return []string{ask(p.URL, q, end+1, end+group)}
	}
	if all <= found || unit.FindString(p.Source) == "" {
		return nil
	}
	size := 0
	if m := perPage.FindStringSubmatch(p.Source); m != nil {
		size, _ = strconv.Atoi(m[1])
	}
	q = url.Values{"perpage": {strconv.Itoa(max(size, 1))}}
	at := strings.Index(p.Source, "ajaxParam")
	for _, m := range parameter.FindAllStringSubmatch(p.Source[max(at, 0):], 40) {
		if !q.Has(m[1]) {
			q.Set(m[1], m[2]+m[3]+m[4])
		}
	}
	proxy, err := p.URL.Parse("/module/web/jpage/dataproxy.jsp")
	if err != nil {
		return nil
	}
	return []string{ask(proxy, q, found+1, found+group)}
}

func ask(proxy *url.URL, q url.Values, from, to int) string {
	q.Set("startrecord", strconv.Itoa(from))
	q.Set("endrecord", strconv.Itoa(to))
	u := *proxy
	u.RawQuery = q.Encode()
	return u.String()
}

// complete fills in what the next address leaves out and the last one had: some
// answers name the next group without webid and permissiontype.
func complete(last *url.URL, next string) string {
	u, err := last.Parse(next)
	if err != nil {
		return ""
	}
	q := u.Query()
	for k, v := range last.Query() {
		if !q.Has(k) {
			q[k] = v
		}
	}
	u.RawQuery = q.Encode()
	return u.String()
}
