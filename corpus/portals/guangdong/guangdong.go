// Package guangdong lists portals of the Guangdong government cloud (南方数媒 NFCMS).
//
//	articles   …/content/post_11956962.html; mpost_ is the same for phones
//	listings   a folder or index.html, then index_2.html by links
//	files      /attachment/0/997/997590/9934070.xlsx
//
// Addresses hold no day: it stands in the listing and in meta tags.
package guangdong

import (
	"net/url"
	"regexp"

	"github.com/gongkai-data/gongkai/corpus"
	"github.com/gongkai-data/gongkai/corpus/portals/internal/listing"
)

var article = regexp.MustCompile(`/content/(?:\d+/\d+/)?m?(post_\d{3,12})\.html$`)

// Portal is the kind.
var Portal corpus.Portal = listing.Portal(kind)

var kind = listing.Kind{
	Name: "guangdong",
	Article: func(u *url.URL) string {
		if m := article.FindStringSubmatch(u.Path); m != nil {
			return m[1]
		}
		return ""
	},
	Evidence: []string{"NFCMS", "gkmlpt", "/content/post_"},
	Page:     listing.Numbered("index", "html", false),
	Content:  ".article-content, .article_content, #zoomcon, .zoomcon, .nfw-cms-attachment, .content, #zoom",
}
