// Package thinkphp lists portals that are written on ThinkPHP and address their
// articles by channel and number, as that of 昆都仑区 (kdl.gov.cn) does.
//
//	articles   /detail/cid/1899/aid/104248, with or without .html, below /mobile/ for phones
//	listings   /lists/cid/1899, then /lists/cid/1899/p/2 or ?page=2 by links
//	meta       发布日期：2022-01-30 06:06  发布单位：昆区政务局  来源：昆区政府网
//
// An article is known by its aid alone: several channels carry one article, and
// the site answers under www., without it and below /mobile/.
package thinkphp

import (
	"net/url"
	"regexp"

	"github.com/gongkai-data/gongkai/corpus"
	"github.com/gongkai-data/gongkai/corpus/portals/internal/listing"
)

var (
	article = regexp.MustCompile(`/(?:cid/\d{1,9}/)?aid/(\d{1,12})(?:/cid/\d{1,9})?(?:\.html?)?/?$`)
	list    = regexp.MustCompile(`/[a-z]*list[a-z]*/(?:[a-z]+/)?cid/\d{1,9}(?:/(?:p|page)/\d{1,6})?(?:\.html?)?/?$`)
)

// Portal is the kind.
var Portal corpus.Portal = listing.Portal(kind)

var kind = listing.Kind{
	Name: "thinkphp",
	Article: func(u *url.URL) string {
		if m := article.FindStringSubmatch(u.Path); m != nil {
			return "aid/" + m[1]
		}
		return ""
	},
	Listing: func(u *url.URL) bool { return list.MatchString(u.Path) },
	Content: ".detail-content, .article-content, .content, #content, .detail, .article",
}
