// Package boda lists portals made with the 博达 (VSB) site group system.
//
//	articles   /info/1050/64208.htm
//	listings   /xxgknb.htm, then /xxgknb/12.htm, 11.htm … counted down, by links: 下页
//	files      /system/_content/download.jsp?urltype=news.DownloadAttachUrl&owner=…&wbfileid=…,
//	           virtual_attach_file.vsb; the name is the text of the link
//
// An article is known by its number within its site; several sites of one group
// may stand in folders of one host. Some schools ask for a code before a file is
// handed out: that is an answer of the client, not of this package.
package boda

import (
	"net/url"
	"regexp"

	"github.com/gongkai-data/gongkai/corpus"
	"github.com/gongkai-data/gongkai/corpus/portals/internal/listing"
)

var article = regexp.MustCompile(`^(.*/)?info/\d{1,9}/(\d{1,12})\.htm$`)

// Portal is the kind.
var Portal corpus.Portal = listing.Portal(kind)

var kind = listing.Kind{
	Name: "boda",
	Article: func(u *url.URL) string {
		if m := article.FindStringSubmatch(u.Path); m != nil {
			return m[1][1:] + m[2]
		}
		return ""
	},
	Evidence: []string{"_vsl", "vsb", "/system/resource/js/", "pb_sys_common", "v_news_content"},
	Content:  ".v_news_content, #vsb_content, [id^=vsb_content], form[name=_newscontent_fromname], .content",
}
