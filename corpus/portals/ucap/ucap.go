// Package ucap lists portals of the 开普 UCAP kind, whose articles are named by 32
// hexadecimal digits.
//
//	articles   /ndxxxgk/c101626/202401/6f9fc7dc825a40b08adfbb702cf2c4d0.shtml
//	listings   /c112945/list.shtml, then list_2.shtml … by createPageHTML('page_div', 9, 1, 'list', 'shtml', 154)
//	files      in a folder named like the article, or under /…/files/
//
// An article is known by its 32 digits: it is the same file under each channel.
package ucap

import (
	"net/url"
	"regexp"

	"github.com/gongkai-data/gongkai/corpus"
	"github.com/gongkai-data/gongkai/corpus/portals/internal/listing"
)

var (
	article = regexp.MustCompile(`/(?:(?:19|20)\d{4}(?:\d\d)?|c\d{3,9})/([0-9a-f]{32})\.s?html?$`)
	list    = regexp.MustCompile(`/c\d{3,9}/(?:\w+_)?list(?:_\d+)?\.shtml$`)
)

// Portal is the kind.
var Portal corpus.Portal = listing.Portal(kind)

var kind = listing.Kind{
	Name: "ucap",
	Article: func(u *url.URL) string {
		if m := article.FindStringSubmatch(u.Path); m != nil {
			return m[1]
		}
		return ""
	},
	Listing:  func(u *url.URL) bool { return list.MatchString(u.Path) },
	Evidence: []string{"createPageHTML('page_div'", "UCAP", "ucap"},
	Page:     listing.Numbered("list", "shtml", false),
	Content:  "#zoom, .TRS_Editor, .ucap-content, #UCAP-CONTENT, .article-content, .content, .fj, .fujian",
}
