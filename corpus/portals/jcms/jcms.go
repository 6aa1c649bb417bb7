// Package jcms lists portals made with jcms (大汉).
//
//	articles   /art/2024/1/12/art_1229847345_4201881.html, /art/2025/art_920774925.html
//	listings   /col/col1229214366/index.html; its first articles stand in the page as data,
//	           <datastore><nextgroup>…</nextgroup><recordset><record><![CDATA[<li>…]]></record>…,
//	           the rest at /module/web/jpage/dataproxy.jsp, in groups of pages
//	           or, in later versions, at /api-gateway/jpaas-publish-server/front/page/build/unit
//	module     /module/xxgk/xxgkAnnualReport.jsp?area=<code>&fbtime=<year>: one report an
//	           address, asked for by area and year (params area, years)
//	files      /module/download/downfile.jsp?classid=0&filename=….pdf
//
// An article is known by its number, the last of its address: the column before
// it is the one that it was opened from.
package jcms

import (
	"net/url"
	"regexp"
	"strings"

	"github.com/gongkai-data/gongkai/corpus"
	"github.com/gongkai-data/gongkai/corpus/portals/internal/listing"
)

var (
	article = regexp.MustCompile(`/art/(?:19|20)\d{2}/(?:\d{1,2}/\d{1,2}/)?art_(?:\d{1,12}_)?(\d{1,15}|[0-9a-f]{32})\.html$`)
	list    = regexp.MustCompile(`/col/col\d{1,12}/(?:index(?:_\d+)?\.html)?$`)
)

// Portal is the kind.
var Portal corpus.Portal = listing.Portal(kind)

var kind = listing.Kind{
	Name:     "jcms",
	Article:  identity,
	Listing:  func(u *url.URL) bool { return list.MatchString(u.Path) || isModule(u) },
	Evidence: []string{"/module/web/jpage/", "<datastore>", "jpage(", "/module/xxgk/", "jpaas-publish-server"},
	Expand:   expand,
	Follow:   follow,
	Empty:    func(p *listing.Parsed) bool { return strings.Contains(p.Source, "<recordset") },
	Content:  "#zoom, .article_zoom, .article_content, .main-txt, .article, .content",
	Own:      module,
	Params:   modules,
}

func identity(u *url.URL) string {
	if m := article.FindStringSubmatch(u.Path); m != nil {
		return "art_" + m[1]
	}
	if isModule(u) {
		if area, year := u.Query().Get("area"), u.Query().Get("fbtime"); area != "" && year != "" {
			return "xxgkAnnualReport/" + area + "/" + year
		}
	}
	return ""
}

func isModule(u *url.URL) bool {
	return strings.HasSuffix(u.Path, "/module/xxgk/xxgkAnnualReport.jsp") && len(u.RawQuery) < 2048
}
