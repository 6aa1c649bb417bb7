// Package anhui lists the disclosure platforms (政务公开) that the cities of Anhui
// share.
//
//	articles   /XxgkAnnualReport/show/4309.html, /OpennessContent/show/3321987.html,
//	           /XxgkContent/show/…, /BranchOpennessContent/show/…, /public/21981/23672221.html
//	listings   /XxgkContent/showList/440/26067/page_1.html, page_2.html …;
//	           /public/column/21981?type=4&…, by links
//
// XxgkAnnualReport is a type of article for reports alone.
package anhui

import (
	"net/url"
	"regexp"
	"strconv"

	"github.com/gongkai-data/gongkai/corpus"
	"github.com/gongkai-data/gongkai/corpus/portals/internal/listing"
)

var (
	article = regexp.MustCompile(`/((?:XxgkAnnualReport|XxgkContent|OpennessContent|OpennessAnnualReport|BranchOpennessContent)/show)/(\d{1,12})\.html$`)
	public  = regexp.MustCompile(`/public/(\d{1,9})/(\d{1,12})\.html$`)
	list    = regexp.MustCompile(`/(?:XxgkAnnualReport|XxgkContent|OpennessContent|OpennessAnnualReport|BranchOpennessContent)/showList/(?:\d+/)*page_\d+\.html$|/public/column/\d+$`)
	page    = regexp.MustCompile(`/page_\d+\.html$`)
)

// Portal is the kind.
var Portal corpus.Portal = listing.Portal(kind)

var kind = listing.Kind{
	Name: "anhui",
	Article: func(u *url.URL) string {
		if m := article.FindStringSubmatch(u.Path); m != nil {
			return m[1] + "/" + m[2]
		}
		if m := public.FindStringSubmatch(u.Path); m != nil {
			return "public/" + m[2]
		}
		return ""
	},
	Listing:  func(u *url.URL) bool { return list.MatchString(u.Path) },
	Evidence: []string{"XxgkAnnualReport", "XxgkContent", "OpennessContent"},
	Page: func(first *url.URL, _ listing.Claim, n int) string {
		if !page.MatchString(first.Path) {
			return ""
		}
		u := *first
		u.Path, u.RawPath = page.ReplaceAllString(u.Path, "/page_"+strconv.Itoa(n)+".html"), ""
		return u.String()
	},
	Content: ".j-fontContent, #zoom, .xxgk_content, .gkwz_contnt, .content, .article",
}
