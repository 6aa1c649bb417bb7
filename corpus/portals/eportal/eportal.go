// Package eportal lists portals of the eportal kind (慧点).
//
//	articles   /eportal/ui?articleKey=<32 hex>&columnId=…&pageId=…
//	listings   /eportal/ui?pageId=…, then &currentPage=2&moduleId=…; the pager is a script,
//	           onclick="queryArticleByCondition(this,'…')" with title="下一页"
//
// An article is known by its key: the column and the page around it differ.
package eportal

import (
	"net/url"
	"regexp"
	"strconv"

	"github.com/gongkai-data/gongkai/corpus"
	"github.com/gongkai-data/gongkai/corpus/portals/internal/listing"
)

var key = regexp.MustCompile(`^[0-9A-Za-z]{8,64}$`)

// Portal is the kind.
var Portal corpus.Portal = listing.Portal(kind)

var kind = listing.Kind{
	Name: "eportal",
	Article: func(u *url.URL) string {
		if k := u.Query().Get("articleKey"); isUI(u) && key.MatchString(k) {
			return k
		}
		return ""
	},
	Listing:  func(u *url.URL) bool { return isUI(u) && u.Query().Get("pageId") != "" && !u.Query().Has("articleKey") },
	Evidence: []string{"/eportal/", "queryArticleByCondition", "easysite"},
	Page: func(first *url.URL, _ listing.Claim, n int) string {
		q := first.Query()
		if q.Get("moduleId") == "" { // without it the page is the first again
			return ""
		}
		q.Set("currentPage", strconv.Itoa(n))
		u := *first
		u.RawQuery = q.Encode()
		return u.String()
	},
	Content: ".easysite-news-text, #easysiteText, .easysite-news-content, .content, #content",
}

func isUI(u *url.URL) bool {
	return len(u.Path) >= len("/eportal/ui") && u.Path[len(u.Path)-len("/eportal/ui"):] == "/eportal/ui" && len(u.RawQuery) < 2048
}
