package htmldoc

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/gongkai-data/gongkai/extract"
)

// attr takes one attribute of an element that is kept.
func (t *tag) attr(a atom.Atom, name, value string) {
	switch len(name) {
	case 2:
		if strings.EqualFold(name, "id") {
			t.named(value)
		}
	case 4:
		switch {
		case strings.EqualFold(name, "role"):
			switch strings.ToLower(value) {
			case "navigation", "banner", "contentinfo", "search", "menu", "menubar":
				t.flags |= furniture
			}
		case strings.EqualFold(name, "type") && a == atom.Ol && value != "":
			t.kind = value[0]
		}
	case 5:
		switch {
		case strings.EqualFold(name, "style"):
			t.style(value)
		case strings.EqualFold(name, "class"):
			t.named(value)
			if a == atom.P {
				t.class = value
			}
		case strings.EqualFold(name, "start"), strings.EqualFold(name, "value"):
			if n, err := strconv.ParseInt(strings.TrimSpace(value), 10, 32); err == nil && (a == atom.Ol || a == atom.Li) {
				t.number = int32(n)
			}
		}
	case 6:
		if strings.EqualFold(name, "hidden") {
			t.flags |= hidden
		}
	case 7:
		switch {
		case strings.EqualFold(name, "rowspan"):
			t.rowspan = span(value, maxRowSpan, 0)
		case strings.EqualFold(name, "colspan"):
			t.colspan = span(value, maxColSpan, 1)
		}
	}
}

// Clamps of HTML 4.9.11, attributes colspan and rowspan.
const (
	maxColSpan = 1000
	maxRowSpan = 65534
)

// span parses a span as the rules for non-negative integers say: leading
// spaces and what follows the digits are passed over.
func span(s string, most, least int32) int32 {
	s = strings.TrimPrefix(strings.TrimLeft(s, " \t\r\n\f"), "+")
	n, digits := int32(0), 0
	for ; digits < len(s) && '0' <= s[digits] && s[digits] <= '9'; digits++ {
		n = min(n*10+int32(s[digits]-'0'), most)
	}
	if digits == 0 || n < least {
		return 1
	}
	return n
}

// style looks for what decides whether text is printed.
func (t *tag) style(css string) {
	for rest := css; rest != ""; {
		var decl string
		decl, rest, _ = strings.Cut(rest, ";")
		decl = strings.TrimLeft(decl, " \t\r\n")
		if len(decl) > 15 && strings.EqualFold(decl[:15], "text-decoration") && indexFold(decl, "line-through") > 0 {
			t.flags |= deleted
			continue
		}
		if len(decl) < 11 || !strings.ContainsRune("dDvVwWmMlL", rune(decl[0])) {
			continue
		}
		name, value, ok := strings.Cut(decl, ":")
		if !ok {
			continue
		}
		value = strings.ToLower(strings.TrimSpace(value))
		value, _, _ = strings.Cut(value, "!")
		value = strings.TrimSpace(value)
		switch strings.ToLower(strings.TrimSpace(name)) {
		case "display":
			if value == "none" {
				t.flags |= hidden
			}
		case "visibility":
			if value == "hidden" {
				t.flags |= hidden
			}
		case "vertical-align":
			switch value {
			case "super":
				t.flags |= raised
			case "sub":
				t.flags |= lowered
			}
		case "mso-hide":
			if value == "all" {
				t.flags |= hidden
			}
		case "white-space":
			if strings.HasPrefix(value, "pre") || value == "break-spaces" {
				t.flags |= pre
			}
		case "list-style-type", "list-style":
			switch {
			case strings.Contains(value, "none"):
				t.flags |= noLabel
			case strings.Contains(value, "cjk-ideographic"), strings.Contains(value, "chinese"):
				t.kind = 'c'
			}
		}
	}
}

// element takes what the name of the element says.
func (t *tag) element(a atom.Atom) {
	switch a {
	case atom.Pre, atom.Listing:
		t.flags |= pre
	case atom.Th:
		t.flags |= header
	case atom.Nav, atom.Footer, atom.Aside, atom.Menu:
		t.flags |= furniture
	case atom.Header:
		t.flags |= furniture | banner
	case atom.Article, atom.Main:
		t.flags |= content
	}
}

// named looks for known words in a class or an id.
func (t *tag) named(value string) {
	for value != "" {
		for value != "" && isSpace(value[0]) {
			value = value[1:]
		}
		n := 0
		for n < len(value) && !isSpace(value[n]) {
			n++
		}
		t.flags |= nameFlags(value[:n])
		value = value[n:]
	}
}

// nameFlags sorts one name of a class or an id. Names are those of the portal
// systems (TRS, UCAP, 博达, jcms, 大汉) and of plain habit.
func nameFlags(name string) flag {
	if len(name) < 3 || len(name) > 40 {
		return 0
	}
	var buf [40]byte
	for i := range len(name) {
		c := name[i]
		if 'A' <= c && c <= 'Z' {
			c |= 0x20
		}
		if c == '-' {
			c = '_'
		}
		buf[i] = c
	}
	low := buf[:len(name)]
	switch string(low) {
	case "zoom", "trs_editor", "trs_ueditor", "ucapcontent", "ucap_content", "content", "article", "articlecontent", "article_content", "article_body",
		"news_content", "newscontent", "con_text", "txt_con", "text_con", "artibody", "vsb_content", "vsb_content_2", "v_news_content", "pages_content", "xl_content", "xxgk_content",
		"wordsection1", "detail_content", "detailcontent", "content_body", "contentbody", "main_content", "maincontent", "conttext", "cont_text", "info_content", "bt_content", "arc_content", "zwnr", "xxnr", "nr":
		return content
	}
	for start := 0; start < len(low); {
		end := start
		for end < len(low) && low[end] != '_' {
			end++
		}
		switch word := low[start:end]; string(trimDigits(word)) {
		case "nav", "navs", "navi", "navbar", "navigation", "subnav", "topnav", "mainnav", "menu", "submenu", "breadcrumb", "breadcrumbs", "crumb", "crumbs", "bread",
			"footer", "foot", "bottombar", "copyright", "search", "searchbox", "topsearch", "share", "bdshare", "sharebox", "sidebar", "topbar", "toolbar", "friendlink", "friendlinks", "links", "yqlj",
			"pagination", "pager", "sitemap", "login", "weather", "curpos", "dqwz", "curposition", "currentposition", "wzdh", "wza", "accessibility", "qrcode", "ewm":
			return furniture
		case "header":
			return furniture | banner
		case "position", "location", "local", "weizhi":
			if len(word) == len(low) {
				return furniture
			}
		}
		start = end + 1
	}
	return 0
}

func trimDigits(b []byte) []byte {
	for len(b) > 0 && '0' <= b[len(b)-1] && b[len(b)-1] <= '9' {
		b = b[:len(b)-1]
	}
	return b
}

// otherTag reads a tag that is not kept as it is.
func (s *scan) otherTag(a atom.Atom, i, at int) int {
	switch a {
	case atom.Br:
		s.out = append(s.out, "<br>"...)
	case atom.Hr:
		if s.implied && s.count[kCell] == 0 {
			break
		}
		s.out = append(s.out, "<hr>"...)
	case atom.A:
		return s.link(i, at)
	case atom.Script, atom.Style:
		end := s.attrs(at, nil)
		next := s.skipTo(a, a.String(), end, true)
		if a == atom.Script {
			s.scripts += next - end
		}
		return next
	case atom.Noscript, atom.Noframes, atom.Noembed, atom.Template, atom.Textarea, atom.Select, atom.Button, atom.Svg, atom.Math, atomXML:
		name := "xml"
		if a != atomXML {
			name = a.String()
		}
		return s.skipTo(a, name, s.attrs(at, nil), false)
	case atom.Iframe, atom.Frame:
		return s.frame(a, at)
	case atom.Title:
		return s.readTitle(at)
	case atom.Meta, atom.Link, atom.Base:
		return s.headTag(a, at)
	case atom.Img:
		s.images++
		return s.image(i, at)
	case atom.Input:
		return s.attrs(at, func(name, value string) {
			if strings.EqualFold(name, "type") && strings.EqualFold(value, "password") {
				s.password = true
			}
		})
	case atom.Area, atom.Col, atom.Colgroup, atom.Embed, atom.Param, atom.Source, atom.Track, atom.Wbr, atom.Html, atom.Head, atom.Body:
	default:
		t := tag{rowspan: 1, colspan: 1}
		end := s.attrs(at, func(name, value string) {
			if len(name) == 5 && strings.EqualFold(name, "style") || len(name) == 6 && strings.EqualFold(name, "hidden") {
				t.attr(a, name, value)
			}
		})
		switch a {
		case atom.Del, atom.S, atom.Strike:
			t.flags |= deleted
		case atom.Sup:
			t.flags |= raised
		case atom.Sub:
			t.flags |= lowered
		}
		if t.flags &= spanKept; s.flat {
			t.flags &= deleted | raised | lowered // what would change a number
		}
		if !s.flat || t.flags != 0 && s.kept < maxFlatSpans {
			s.span(a, t, i)
		}
		return end
	}
	return s.attrs(at, nil)
}

func (s *scan) link(i, at int) int {
	t := tag{rowspan: 1, colspan: 1}
	isLink := false
	end := s.attrs(at, func(name, value string) {
		switch {
		case strings.EqualFold(name, "href"):
			t.class, isLink = value, true
		case strings.EqualFold(name, "style"), strings.EqualFold(name, "hidden"):
			t.attr(atom.A, name, value)
		}
	})
	if s.linked {
		s.out, s.linked = append(s.out, "</x-a>"...), false
	}
	if !isLink && t.flags&hidden == 0 || s.flat {
		return end // an anchor
	}
	s.linked = true
	s.mark("x-a", t, i)
	return end
}

func (s *scan) frame(a atom.Atom, at int) int {
	end := s.attrs(at, func(name, value string) {
		if strings.EqualFold(name, "src") && value != "" && len(s.frames) < 100 {
			s.frames = append(s.frames, html.UnescapeString(value))
		}
	})
	if a == atom.Frame {
		return end
	}
	return s.skipTo(a, "iframe", end, false)
}

func (s *scan) readTitle(at int) int {
	from := s.attrs(at, nil)
	end := indexEnd(s.src, from, "title")
	if end < 0 || s.hasTitle && end > from+4096 {
		return from
	}
	if !s.hasTitle {
		s.title, s.hasTitle = strings.Join(strings.Fields(html.UnescapeString(s.src[from:end])), " "), true
	}
	return s.attrs(end+len("</title"), nil)
}

// headTag keeps what meta, link and base say.
func (s *scan) headTag(a atom.Atom, at int) int {
	var name, value, rel, href, equiv string
	end := s.attrs(at, func(n, v string) {
		switch strings.ToLower(n) {
		case "name", "property":
			name = v
		case "http-equiv":
			equiv = v
		case "content":
			value = v
		case "rel":
			rel = v
		case "href":
			href = v
		}
	})
	if len(s.properties) >= maxProperties {
		return end
	}
	switch {
	case a == atom.Base && href != "":
		s.property("base", href)
	case a == atom.Link && strings.EqualFold(rel, "canonical") && href != "":
		s.property("link:canonical", href)
	case a == atom.Meta && strings.EqualFold(equiv, "refresh"):
		if i := indexFold(value, "url="); i >= 0 {
			s.redirect = strings.Trim(html.UnescapeString(value[i+4:]), " '\"")
		}
	case a == atom.Meta && name != "":
		s.property("meta:"+html.UnescapeString(name), value)
	}
	return end
}

// maxProperties and maxProperty bound what a page may say about itself.
const (
	maxProperties = 500
	maxProperty   = 4096
)

func (s *scan) property(name, value string) {
	if len(name) > 200 {
		return
	}
	value = strings.TrimSpace(html.UnescapeString(value))
	if len(value) > maxProperty {
		value = strings.ToValidUTF8(value[:maxProperty], "")
	}
	s.properties = append(s.properties, extract.Property{Name: name, Value: value})
}

// indexFold finds ASCII sub in s whatever the case. Lower-casing s would move
// what stands behind bytes that are no UTF-8.
func indexFold(s, sub string) int {
	for i := 0; i+len(sub) <= len(s); i++ {
		if strings.EqualFold(s[i:i+len(sub)], sub) {
			return i
		}
	}
	return -1
}
