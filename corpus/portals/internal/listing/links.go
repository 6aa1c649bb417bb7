package listing

import (
	"net/url"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// A Link is an address that a page names, with what stands beside it.
type Link struct {
	URL   *url.URL
	Title string // the title attribute, or the text
	Day   string // of publication, as listed
	Body  string // who published it, as listed
}

// Links are bounded: a page that names more is a trap.
const maxLinks = 20_000

// maxBeside is how much text of a row is looked at for a date.
const maxBeside = 2048

// row is an element that may hold one line of a listing.
type row struct {
	text strings.Builder
	open []*Link // links without a date yet
	keep int     // how often open links came up from rows below
}

// say adds text to a row, at most limit of it and maxBeside in all.
func (r *row) say(text string, limit int) {
	if room := min(limit, maxBeside-r.text.Len()); room > 0 {
		r.text.WriteString(text[:min(room, len(text))])
		r.text.WriteByte(' ')
	}
}

// Links reads the links of a page in order. Each belongs to the rows (li, tr, dl,
// div …) that it stands in: the date that a row holds is that of its only
// article, or of its articles one by one.
func (p *Parsed) Links() []*Link {
	w := linkWalk{p: p}
	for _, n := range p.Doc.Nodes {
		w.walk(n, &row{}, 0)
	}
	for _, l := range w.all {
		l.Title = clean(l.Title)
	}
	return w.all
}

type linkWalk struct {
	p   *Parsed
	all []*Link
}

func isRow(a atom.Atom) bool {
	switch a {
	case atom.Li, atom.Tr, atom.Dl, atom.Dd, atom.Div, atom.Article, atom.P, atom.Ul, atom.Table, atom.Section:
		return true
	}
	return false
}

func (w *linkWalk) walk(n *html.Node, r *row, depth int) {
	if depth > 600 || len(w.all) >= maxLinks {
		return
	}
	switch n.Type {
	case html.TextNode:
		r.say(n.Data, maxBeside)
		return
	case html.ElementNode:
		switch n.DataAtom {
		case atom.Script, atom.Style, atom.Noscript, atom.Template, atom.Head:
			return
		case atom.A:
			w.link(n, r)
			return
		}
	case html.CommentNode:
		return
	}
	inner := r
	if n.Type == html.ElementNode && isRow(n.DataAtom) {
		inner = &row{}
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		w.walk(c, inner, depth+1)
	}
	if inner != r {
		inner.close(r, n.DataAtom == atom.Ul || n.DataAtom == atom.Table)
	}
}

// close dates the links of a row and hands the rest up, three rows at most and not
// out of what holds a whole listing.
func (r *row) close(up *row, whole bool) {
	text := r.text.String()
	if len(r.open) > 0 && sameAddress(r.open) && (strings.Contains(text, "：") || strings.Contains(text, ":")) {
		if m := bodyBeside.FindStringSubmatch(text); m != nil {
			for _, l := range r.open {
				l.Body = m[1]
			}
		}
	}
	if len(r.open) > 0 {
		found := days(text, 65)
		switch {
		case len(found) == 0:
		case sameAddress(r.open):
			for _, l := range r.open {
				l.Day = found[0]
			}
			r.open = nil
		case len(found) == len(r.open):
			for i, l := range r.open {
				l.Day = found[i]
			}
			r.open = nil
		default:
			r.open = nil // a row of many things: which day is whose is not told
		}
	}
	up.say(text, maxBeside)
	if len(r.open) > 0 && !whole && r.keep < 3 && len(r.open) <= 64 {
		up.open = append(up.open, r.open...)
		up.keep = max(up.keep, r.keep+1)
	}
}

// Who published it, where a row says so.
var bodyBeside = regexp.MustCompile(`(?:发布机构|发布单位|公开机构|公开主体|信息来源)\s*[:：]\s*(\p{Han}{2,40})`)

func sameAddress(ls []*Link) bool {
	for _, l := range ls[min(1, len(ls)):] {
		if *l.URL != *ls[0].URL {
			return false
		}
	}
	return true
}

func (w *linkWalk) link(n *html.Node, r *row) {
	text := textOf(n)
	r.say(text, 512) // a day may stand inside the link
	u := resolve(w.p.Base, attr(n, "href"))
	if u == nil {
		return
	}
	title := attr(n, "title")
	if shown := clean(text); len([]rune(shown)) > len([]rune(clean(title))) {
		if _, cut := truncated(shown); !cut || title == "" {
			title = shown
		}
	}
	l := &Link{URL: u, Title: title}
	w.all = append(w.all, l)
	r.open = append(r.open, l)
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// maxTitle is how much of a title is kept.
const maxTitle = 1024

// textOf is the text of a link, at most maxTitle bytes.
func textOf(n *html.Node) string {
	var b strings.Builder
	var walk func(n *html.Node, depth int)
	walk = func(n *html.Node, depth int) {
		if depth > 64 || b.Len() >= maxTitle {
			return
		}
		if n.Type == html.TextNode {
			b.WriteString(n.Data[:min(len(n.Data), maxTitle-b.Len())])
			b.WriteByte(' ')
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c, depth+1)
		}
	}
	walk(n, 0)
	return strings.ToValidUTF8(b.String(), "")
}

var (
	titleEnds  = regexp.MustCompile(`^[\[(（【]?\s*(?:19|20)\d{2}[-/.年]\d{1,2}[-/.月]\d{1,2}日?\s*[\])）】]?$`)
	titleBegin = regexp.MustCompile(`^(?:[·•▪■◆▶>»\-]\s*|[\[(（【]?(?:19|20)\d{2}[-/.]\d{1,2}[-/.]\d{1,2}[\])）】]?\s+|(?:NEW|new|置顶|\[置顶\]|【置顶】)\s*)+`)
)

// clean is a title without what stands around it in listings: bullets, days, and
// gaps in Chinese text that mean nothing.
func clean(title string) string {
	title = title[:min(len(title), maxTitle)]
	fields := strings.Fields(title) // Unicode spaces, the wide one included
	var b strings.Builder
	last := ' '
	for i, f := range fields {
		if next, _ := utf8.DecodeRuneInString(f); i > 0 && last <= 0x2E80 && next <= 0x2E80 {
			b.WriteByte(' ')
		} else if i > 0 && i == 1 && bullets(fields[0]) {
			b.WriteByte(' ')
		}
		b.WriteString(f)
		last, _ = utf8.DecodeLastRuneInString(f)
	}
	t := strings.ToValidUTF8(b.String(), "")
	if t == "" {
		return t
	}
	if c := t[0]; c >= utf8.RuneSelf || c == '[' || c == '(' || c == '>' || c == '-' || c == 'N' || c == 'n' || c == '1' || c == '2' {
		t = strings.TrimSpace(titleBegin.ReplaceAllString(t, ""))
	}
	// a day at the end: look at the last word and at the last 16 characters only
	for at := max(0, len(t)-24); at < len(t); at++ {
		if c := t[at]; c == '[' || c == '(' || c == '1' || c == '2' || c >= 0xE3 {
			if titleEnds.MatchString(t[at:]) {
				return strings.TrimSpace(t[:at])
			}
		}
	}
	return t
}

// bullets tells a first word that a space parts from a title.
func bullets(word string) bool { return titleBegin.MatchString(word + " ") }
