// Package jeecms lists portals made with JEECMS.
//
//	articles   /xxgknb/24908607.jhtml
//	listings   /xxgknb/index.jhtml, then index_2.jhtml; the pager is a script,
//	           onclick="location.href=encodeURI('index_2.jhtml');", beside 共135条记录 1/14页
//	files      under /u/cms/…, or /attachment.jspx?cid=…&i=…
//
// An article is known by its number, which is one for the whole site.
package jeecms

import (
	"net/url"
	"regexp"

	"github.com/gongkai-data/gongkai/corpus"
	"github.com/gongkai-data/gongkai/corpus/portals/internal/listing"
)

var (
	article = regexp.MustCompile(`/(\d{1,12})(?:_\d+)?\.jhtml$`)
	list    = regexp.MustCompile(`/index(?:_\d+)?\.jhtml$`)
)

// Portal is the kind.
var Portal corpus.Portal = listing.Portal(kind)

var kind = listing.Kind{
	Name: "jeecms",
	Article: func(u *url.URL) string {
		if m := article.FindStringSubmatch(u.Path); m != nil {
			return m[1]
		}
		return ""
	},
	Listing:  func(u *url.URL) bool { return list.MatchString(u.Path) },
	Evidence: []string{".jhtml", "jeecms", "JEECMS"},
	Page:     listing.Numbered("index", "jhtml", false),
	Content:  ".content, .txt, #content, .article, .cont",
}
