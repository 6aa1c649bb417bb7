// Package listing is what the kinds of portals share: a listing is walked page by
// page, titles are told from titles, pages say when and by whom they were
// published and which files belong to them.
//
// A kind of portal ([Kind]) says how its addresses look; everything else follows
// from what all portals have in common. Reading is linear in the size of a page
// and a page is never trusted: what it claims about further pages is bounded by
// [MaxPages], loops and repeated pages end a listing.
package listing

import (
	"net/url"
	"strings"

	"github.com/gongkai-data/gongkai/corpus"
)

// Kind is one kind of portal.
type Kind struct {
	Name string
	// Article is the identity of an article within its host, "" for other addresses.
	Article func(u *url.URL) string
	// Listing tells addresses that only listings of this kind have; nil where no
	// address is proof.
	Listing func(u *url.URL) bool
	// Evidence are texts in the markup of pages of this kind.
	Evidence []string
	// Page is the n-th page (from 2) of a listing by the address of its first and what
	// that says of the names of its pages; nil or "" where pages are only reached by
	// links.
	Page func(first *url.URL, c Claim, n int) string
	// Expand lists what stands in the page in a way of its own (data for scripts);
	// nil where links are all there is.
	Expand func(p *Parsed) []*Link
	// Follow adds addresses of further pages that stand in the page in a way of its own.
	Follow func(p *Parsed) []string
	// Empty tells an answer that says of itself that there is no more; nil where a page
	// without articles is always one that failed.
	Empty func(p *Parsed) bool
	// Content is where an article stands in its page, a CSS selector; files are
	// looked for there and, where nothing fits, in the whole page.
	Content string
	// Params fills in what a proposed source needs beside its start.
	Params func(p *Parsed) map[string][]string
	// Own walks a start that is no listing in the usual sense; ok is false for
	// those that are.
	Own func(w *Walk, start string) (ok bool)
}

// Portal makes the portal of a kind.
func Portal(k Kind) corpus.Portal {
	return corpus.Portal{
		Name:      k.Name,
		Recognise: k.recognise,
		List:      k.list,
		Key:       k.Key,
		Meta:      Meta,
		Files:     k.files,
	}
}

// Key is the identity of the article at an address: its host without what makes
// no difference, and what the kind knows an article by.
func (k Kind) Key(raw string) string {
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" {
		return ""
	}
	return k.key(u)
}

func (k Kind) key(u *url.URL) string {
	id := k.Article(u)
	if id == "" {
		return ""
	}
	return bareHost(u) + "/" + id
}

// bareHost is the host in lower case without www. and m.: one site under several
// names. A port is part of it where it is not the usual one.
func bareHost(u *url.URL) string {
	h := strings.ToLower(u.Hostname())
	for _, p := range []string{"www.", "m.", "wap."} {
		if rest, ok := strings.CutPrefix(h, p); ok && strings.Contains(rest, ".") {
			h = rest
			break
		}
	}
	if p := u.Port(); p != "" && p != "80" && p != "443" {
		h += ":" + p
	}
	return h
}

// resolve makes the address that a page means. Scripts, mail and fragments are
// none. The fragment is cut off, a backslash is a slash as in browsers.
func resolve(base *url.URL, href string) *url.URL {
	href = strings.TrimSpace(strings.ReplaceAll(href, `\`, "/"))
	if href == "" || href[0] == '#' || len(href) > 2048 {
		return nil
	}
	u, err := base.Parse(href)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" || u.User != nil {
		return nil
	}
	u.Fragment, u.RawFragment = "", ""
	return u
}
