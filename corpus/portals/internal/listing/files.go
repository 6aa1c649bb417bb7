package listing

import (
	"net/url"
	"path"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/gongkai-data/gongkai/corpus"
)

// documentTypes are what a report or its tables come as; pictures, films and
// programs are none.
var documentTypes = map[string]bool{
	".doc": true, ".docx": true, ".docm": true, ".wps": true, ".wpt": true, ".rtf": true, ".pdf": true, ".ofd": true,
	".xls": true, ".xlsx": true, ".et": true, ".csv": true, ".txt": true, ".mht": true, ".mhtml": true,
	".zip": true, ".rar": true, ".7z": true,
}

// servlets hand out files under an address without their name: downfile.jsp of
// jcms, download.jsp of 博达, virtual_attach_file.vsb, attachment.jspx of jeecms.
var servlets = regexp.MustCompile(`(?i)(downfile|download|downloadfile|attach(ment)?(_file)?|fileDownload|virtual_attach_file|getfile|filedown)(\.\w{2,5})?(/|$)`)

// maxFiles bounds the files of one article.
const maxFiles = 200

// extOf is the extension that an address ends on, or one of its parameters.
func extOf(u *url.URL) string {
	if e := strings.ToLower(path.Ext(u.Path)); documentTypes[e] {
		return e
	}
	if len(u.RawQuery) < 2048 {
		for _, pair := range strings.Split(u.RawQuery, "&") {
			_, v, _ := strings.Cut(pair, "=")
			if e := strings.ToLower(path.Ext(unescape(v))); documentTypes[e] {
				return e
			}
		}
	}
	return ""
}

// isFile tells addresses of files that can hold a document.
func isFile(u *url.URL) bool { return extOf(u) != "" }

// unescape undoes percent signs; what is not UTF-8 then is GB18030, as older
// servers write names.
func unescape(s string) string {
	u, err := url.PathUnescape(strings.ReplaceAll(s, "+", " "))
	if err != nil {
		u = s
	}
	if !utf8.ValidString(u) {
		if d, err := simplifiedchinese.GB18030.NewDecoder().String(u); err == nil {
			return d
		}
	}
	return strings.ToValidUTF8(u, "")
}

// notHere are parts of a page that are the same on every page of a site.
var notHere = regexp.MustCompile(`(?i)(^|[\s_-])(header|head|top|footer?|foot|nav|navbar|menu|sidebar|side|copyright|links?|friend|crumbs?|breadcrumb|pager?|pagination|recommend|related|hot)([\s_-]|$)`)

// files are the documents that belong to an article: links with the extension of
// a document or to a servlet that hands one out, and documents shown in frames.
// Each address is told once, in the order of the page.
func (k Kind) files(page *corpus.Page) []corpus.Ref {
	if !isHTML(page.Body) {
		return nil
	}
	p, err := Parse(page)
	if err != nil {
		return nil
	}
	f := &fileWalk{p: p, seen: map[string]bool{page.URL: true}}
	if k.Content != "" {
		for _, n := range p.Doc.Find(k.Content).Nodes {
			f.walk(n, 0)
		}
	}
	if len(f.refs) == 0 {
		for _, n := range p.Doc.Nodes {
			f.walk(n, 0)
		}
	}
	f.scripts()
	return f.refs
}

type fileWalk struct {
	p    *Parsed
	seen map[string]bool
	refs []corpus.Ref
}

func (f *fileWalk) walk(n *html.Node, depth int) {
	if depth > 600 || len(f.refs) >= maxFiles {
		return
	}
	if n.Type == html.ElementNode {
		switch n.DataAtom {
		case atom.Script, atom.Style, atom.Head, atom.Header, atom.Footer, atom.Nav, atom.Aside, atom.Template:
			return
		case atom.A, atom.Area:
			f.add(attr(n, "href"), textOf(n), attr(n, "title"), attr(n, "download"))
		case atom.Iframe, atom.Embed:
			f.shown(attr(n, "src"))
		case atom.Object:
			f.shown(attr(n, "data"))
		case atom.Div, atom.Ul, atom.Section, atom.Table:
			if c := attr(n, "class") + " " + attr(n, "id"); len(c) < 512 && notHere.MatchString(c) && !strings.Contains(c, "content") {
				return
			}
		}
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		f.walk(c, depth+1)
	}
}

// add takes a link in where it leads to a document.
func (f *fileWalk) add(href string, names ...string) {
	u := resolve(f.p.Base, href)
	if u == nil || len(f.refs) >= maxFiles {
		return
	}
	ext := extOf(u)
	name := ""
	for _, n := range names {
		n = clean(n)
		if name == "" || !documentTypes[strings.ToLower(path.Ext(name))] && documentTypes[strings.ToLower(path.Ext(n))] {
			if n != "" {
				name = n
			}
		}
	}
	if ext == "" {
		if !servlets.MatchString(u.Path) || !documentTypes[strings.ToLower(path.Ext(name))] {
			return
		}
	}
	if name == "" {
		name = unescape(path.Base(u.EscapedPath()))
	}
	if noFile.MatchString(fold(name)) {
		return
	}
	f.put(u, name)
}

// noFile are documents that many pages of a site offer beside the article.
var noFile = regexp.MustCompile(`指南|申请表|流程图|信息公开目录|使用说明|操作手册|阅读器|浏览器|插件`)

func (f *fileWalk) put(u *url.URL, name string) {
	key := u.String()
	if f.seen[key] {
		return
	}
	f.seen[key] = true
	f.refs = append(f.refs, corpus.Ref{Key: bareHost(u) + strings.TrimPrefix(key, u.Scheme+"://"+u.Host), URL: key, Title: name})
}

// shown is a document in a frame: by its own address, or as a parameter of a
// viewer (viewer.html?file=/attach/x.pdf).
func (f *fileWalk) shown(src string) {
	u := resolve(f.p.Base, src)
	if u == nil || len(f.refs) >= maxFiles {
		return
	}
	if documentTypes[strings.ToLower(path.Ext(u.Path))] {
		f.put(u, unescape(path.Base(u.EscapedPath())))
		return
	}
	for _, name := range []string{"file", "url", "src", "pdf"} {
		v := u.Query().Get(name)
		if v == "" {
			continue
		}
		if inner := resolve(u, v); inner != nil && documentTypes[strings.ToLower(path.Ext(inner.Path))] && inner.Host == u.Host {
			f.put(inner, unescape(path.Base(inner.EscapedPath())))
			return
		}
	}
}

// scripts finds documents that scripts of TRS WCM write into the page: names of
// attachments begin with P0 or W0 and a time.
func (f *fileWalk) scripts() {
	source := f.p.Source
	for i := 0; i < len(source) && len(f.refs) < maxFiles; {
		at := strings.Index(source[i:], "0")
		if at < 0 {
			return
		}
		at += i
		n := digitsAt(source[at:min(len(source), at+32)])
		i = at + n
		if n < 12 || n > 24 || at == 0 || source[at-1] != 'P' && source[at-1] != 'W' || i >= len(source) || source[i] != '.' {
			continue
		}
		end := i + 1
		for end < len(source) && end < i+6 && isName(source[end]) {
			end++
		}
		if !documentTypes[strings.ToLower(source[i:end])] {
			continue
		}
		from := at - 1
		for from > 0 && at-from < 200 && (isName(source[from-1]) || source[from-1] == '/' || source[from-1] == '.') {
			from--
		}
		if u := resolve(f.p.Base, source[from:end]); u != nil {
			f.put(u, path.Base(u.Path))
		}
	}
}

func isName(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c == '-'
}
