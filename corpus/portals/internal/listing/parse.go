package listing

import (
	"bytes"
	"fmt"
	"net/url"
	"strings"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html"

	"github.com/gongkai-data/gongkai/corpus"
)

// maxPage is how much of a page is read, as elsewhere in the project for HTML.
const maxPage = 8 << 20

// Parsed is a page that was read.
type Parsed struct {
	*corpus.Page
	URL    *url.URL
	Base   *url.URL // what links are relative to
	Source string   // UTF-8
	Doc    *goquery.Document
	meta   map[string]string // tags, once read
}

// Parse reads a page. It fails only where the address of the page or its markup
// is beyond what can be read at all.
func Parse(p *corpus.Page) (parsed *Parsed, err error) {
	defer func() { // a page must not end the night of all others
		if r := recover(); r != nil {
			parsed, err = nil, fmt.Errorf("%v", r)
		}
	}()
	u, err := url.Parse(p.URL)
	if err != nil {
		return nil, err
	}
	body := p.Body
	if len(body) > maxPage {
		body = body[:maxPage]
	}
	source := Decode(body, p.Header.Get("Content-Type"))
	root, err := html.Parse(strings.NewReader(source))
	if err != nil {
		return nil, err
	}
	doc := goquery.NewDocumentFromNode(root)
	base := u
	if href, ok := doc.FindMatcher(firstBase).Attr("href"); ok {
		if b := resolve(u, href); b != nil {
			base = b
		}
	}
	return &Parsed{Page: p, URL: u, Base: base, Source: source, Doc: doc}, nil
}

var firstBase = goquery.Single("base[href]")

// Fragment reads markup that stands inside a page as data, with links relative to
// the page.
func (p *Parsed) Fragment(markup string) *Parsed {
	root, err := html.Parse(strings.NewReader(markup))
	if err != nil {
		return nil
	}
	return &Parsed{Page: p.Page, URL: p.URL, Base: p.Base, Source: markup, Doc: goquery.NewDocumentFromNode(root)}
}

// isHTML tells pages from files that came in the place of one.
func isHTML(b []byte) bool {
	head := bytes.ToLower(bytes.TrimLeft(b[:min(len(b), 2048)], "\xef\xbb\xbf \t\r\n\x00"))
	return bytes.HasPrefix(head, []byte("<")) || bytes.Contains(head, []byte("<html")) || bytes.Contains(head, []byte("<!doctype html"))
}
