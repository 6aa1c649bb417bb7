// Package trs lists portals made with TRS WCM (拓尔思), the most common system of
// government sites.
//
//	articles   …/202401/t20240119_664642.html, .htm, .shtml
//	listings   a folder or index.html, then index_1.html … by createPageHTML(12, 0, "index", "html")
//	files      ./P020240119….docx, ./W020240119….pdf beside the article
//
// An article is known by its file name, which holds its number in the system.
package trs

import (
	"net/url"
	"regexp"

	"github.com/gongkai-data/gongkai/corpus"
	"github.com/gongkai-data/gongkai/corpus/portals/internal/listing"
)

var article = regexp.MustCompile(`/(t(?:19|20)\d{6}_\d{2,12})(?:_\d+)?\.s?html?$`)

// Portal is the kind.
var Portal corpus.Portal = listing.Portal(kind)

var kind = listing.Kind{
	Name: "trs",
	Article: func(u *url.URL) string {
		if m := article.FindStringSubmatch(u.Path); m != nil {
			return m[1]
		}
		return ""
	},
	Evidence: []string{"createPageHTML(", "TRS_Editor", "TRS_UEDITOR", "TRS_AUTOADD"},
	Page:     listing.Numbered("index", "html", true),
	Content:  ".TRS_Editor, .TRS_UEDITOR, .trs_editor_view, #appendix, .appendix, #zoom, .article, .content",
}
