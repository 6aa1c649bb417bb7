package listing

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"net/url"
	"path"
	"slices"
	"strings"

	"github.com/gongkai-data/gongkai/corpus"
)

// Bounds of one listing.
const (
	MaxPages = 500    // pages
	MaxRefs  = 50_000 // refs of a source
	missing  = 2      // pages in a row without articles that end a listing
)

// Walk is one listing of a source: what List has found so far.
type Walk struct {
	Ctx    context.Context
	Getter corpus.Getter
	Source corpus.Source
	Known  func(key string) bool
	kind   Kind
	filter Filter
	byKey  map[string]int
	refs   []corpus.Ref
	errs   []error
	done   bool // nothing more can be asked for
}

// list is corpus.Portal.List: it reads all listings, so that a ref can tell all
// channels that list it, and then yields.
func (k Kind) list(ctx context.Context, g corpus.Getter, s corpus.Source, known func(string) bool) iter.Seq2[corpus.Ref, error] {
	return func(yield func(corpus.Ref, error) bool) {
		w := &Walk{Ctx: ctx, Getter: g, Source: s, Known: known, kind: k, byKey: map[string]int{}}
		var err error
		if w.filter, err = NewFilter(s.Titles); err != nil {
			yield(corpus.Ref{}, err)
			return
		}
		for _, start := range s.Start {
			if w.done || ctx.Err() != nil {
				break
			}
			if u, err := url.Parse(start); err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
				w.Fail(start, fmt.Errorf("no address to begin at: %w", corpus.ErrAddress))
				continue
			}
			if k.Own == nil || !k.Own(w, start) {
				w.listing(start)
			}
		}
		if ctx.Err() != nil && len(w.errs) == 0 {
			w.errs = append(w.errs, ctx.Err())
		}
		for _, r := range w.refs {
			if !yield(r, nil) {
				return
			}
		}
		for _, err := range w.errs {
			if !yield(corpus.Ref{}, err) {
				return
			}
		}
	}
}

// Fail keeps an error and tells whether the source can still be asked.
func (w *Walk) Fail(address string, err error) {
	w.errs = append(w.errs, fmt.Errorf("%s: %w", address, err))
	if errors.Is(err, corpus.ErrBudget) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) && w.Ctx.Err() != nil {
		w.done = true
	}
}

// Key is the identity of the article at an address.
func (w *Walk) Key(address string) string { return w.kind.Key(address) }

// Add takes a ref in; of a key that was seen before only the channel is new.
func (w *Walk) Add(r corpus.Ref) {
	if i, ok := w.byKey[r.Key]; ok {
		old := &w.refs[i]
		for _, c := range r.Channels {
			if !slices.Contains(old.Channels, c) {
				old.Channels = append(old.Channels, c)
			}
		}
		if _, cut := truncated(old.Title); old.Title == "" || cut && len(r.Title) > len(old.Title) {
			old.Title = r.Title
		}
		if old.Published == "" {
			old.Published = r.Published
		}
		if old.Body == "" {
			old.Body = r.Body
		}
		return
	}
	if len(w.refs) >= MaxRefs {
		if !w.done {
			w.Fail(r.URL, fmt.Errorf("more than %d reports: %w", MaxRefs, corpus.ErrListing))
			w.done = true
		}
		return
	}
	w.byKey[r.Key] = len(w.refs)
	w.refs = append(w.refs, r)
}

// listing walks one listing to its end: a page without articles or one that was
// seen before. What the pages claim about their number only says where to look.
func (w *Walk) listing(start string) {
	first, err := url.Parse(start)
	if err != nil {
		w.Fail(start, err)
		return
	}
	var (
		queue   = []string{start}
		asked   = map[string]bool{start: true}
		seen    = map[string]bool{} // articles of this listing
		holes   []string            // pages that are gone, an error once a later page is there
		bare    int                 // pages without articles in a row, holes among them
		claimed Claim
		n       = 0 // pages that were asked for
		referer = ""
	)
	push := func(a string) {
		u, err := url.Parse(a)
		if a == "" || asked[a] || err != nil || bareHost(u) != bareHost(first) {
			return
		}
		asked[a] = true
		queue = append(queue, a)
	}
	for len(queue) > 0 && !w.done && w.Ctx.Err() == nil {
		address := queue[0]
		queue = queue[1:]
		if n++; n > MaxPages {
			w.Fail(address, fmt.Errorf("more than %d pages: %w", MaxPages, corpus.ErrListing))
			return
		}
		page, err := w.Getter.Get(w.Ctx, corpus.Request{URL: address, For: corpus.Listing, Referer: referer})
		if err != nil && (!errors.Is(err, corpus.ErrGone) || n == 1) {
			w.Fail(address, err)
			if errors.Is(err, corpus.ErrBlocked) || errors.Is(err, corpus.ErrRobots) || errors.Is(err, corpus.ErrAddress) {
				return // asking on would only harm
			}
			if n > 1 && len(queue) == 0 { // the rest is behind a page that did not come
				w.guess(first, claimed, n+1, push)
			}
			if len(w.errs) > 10 {
				return
			}
			continue
		}
		var parsed *Parsed
		if err == nil {
			if parsed, err = Parse(page); err != nil {
				w.Fail(address, fmt.Errorf("%w: %w", corpus.ErrListing, err))
				return
			}
		}
		var links []*Link
		var articles, fresh int
		var follow []string
		if parsed != nil {
			links, articles, fresh = w.read(parsed, seen)
			if w.kind.Follow != nil {
				follow = w.kind.Follow(parsed)
			}
		}
		switch {
		case articles == 0 && n == 1 && len(follow) > 0: // a frame that a script fills
		case articles == 0 && n == 1:
			w.Fail(address, fmt.Errorf("no articles: %w", corpus.ErrListing))
			return
		case articles == 0 && len(seen) == 0:
			w.Fail(address, fmt.Errorf("no articles: %w", corpus.ErrListing))
			return
		case articles == 0 && parsed != nil && w.kind.Empty != nil && w.kind.Empty(parsed):
			return
		case articles == 0: // a count that promises too much, or a hole
			if bare++; parsed == nil {
				holes = append(holes, address)
			} else { // a page that is there should list something
				w.Fail(address, fmt.Errorf("a page without articles: %w", corpus.ErrListing))
			}
			if bare >= missing {
				return
			}
			w.guess(first, claimed, n+1, push)
			continue
		case fresh == 0 && n == 2 && len(follow) > 0: // the first page again, as its data
		case fresh == 0: // the last page again, or a loop
			return
		}
		for _, h := range holes {
			w.Fail(h, fmt.Errorf("a page is gone between others: %w", corpus.ErrListing))
		}
		holes, bare = nil, 0
		if w.take(links, start) {
			return // nothing but what is known
		}
		referer = address
		if n == 1 {
			claimed = parsed.claim()
		} else if c := parsed.claim(); c.Pages > claimed.Pages {
			claimed.Pages = c.Pages
		}
		next, opaque := parsed.next()
		for _, a := range append(next, follow...) {
			push(a)
		}
		if len(queue) > 0 {
			continue
		}
		if opaque && claimed.Pages == 0 { // a script turns the page, and nothing says how many there are
			claimed.Pages = MaxPages
		}
		w.guess(first, claimed, n+1, push)
		if opaque && len(queue) == 0 && n < claimed.Pages {
			w.Fail(address, fmt.Errorf("a script turns its pages: %w", corpus.ErrListing))
		}
	}
}

// guess makes the address of the n-th page where pages are numbered and the
// listing claims to have as many.
func (w *Walk) guess(first *url.URL, c Claim, n int, push func(string)) {
	if w.kind.Page != nil && n <= c.Pages {
		push(w.kind.Page(first, c, n))
	}
}

// read finds the links of a page; articles is how many of them are articles of
// this kind or files, fresh how many of those no earlier page listed.
func (w *Walk) read(p *Parsed, seen map[string]bool) (links []*Link, articles, fresh int) {
	if w.kind.Expand != nil {
		links = w.kind.Expand(p)
	}
	links = append(links, p.Links()...)
	for _, l := range links {
		key := w.kind.key(l.URL)
		if key == "" && isFile(l.URL) && w.filter.Report(l.Title) {
			key = l.URL.String()
		}
		if key == "" {
			continue
		}
		articles++
		if !seen[key] {
			seen[key] = true
			fresh++
		}
	}
	return links, articles, fresh
}

// take adds the reports among the links; it tells whether there were some and all
// of them are known.
func (w *Walk) take(links []*Link, channel string) (allKnown bool) {
	found, fresh := 0, 0
	for _, l := range links {
		ref, ok := w.ref(l, channel)
		if !ok {
			continue
		}
		found++
		if w.Known == nil || !w.Known(ref.Key) {
			fresh++
		}
		w.Add(ref)
	}
	return found > 0 && fresh == 0
}

// ref makes the ref of a link, where its title may be that of a report and its
// address one of an article or of a file.
func (w *Walk) ref(l *Link, channel string) (corpus.Ref, bool) {
	if !w.filter.Report(l.Title) {
		return corpus.Ref{}, false
	}
	key := w.kind.key(l.URL)
	if key == "" {
		if Year(l.Title) == 0 || !isFile(l.URL) && !looksLikeArticle(l.URL) {
			return corpus.Ref{}, false
		}
		key = bareHost(l.URL) + l.URL.EscapedPath()
		if l.URL.RawQuery != "" {
			key += "?" + l.URL.RawQuery
		}
	}
	published := l.Day
	if published == "" {
		published = dayOf(l.URL)
	}
	return corpus.Ref{Key: key, URL: l.URL.String(), Title: l.Title, Body: l.Body, Published: published, Channels: []string{channel}}, true
}

// looksLikeArticle tells pages of other kinds that a listing links to from
// listings and folders.
func looksLikeArticle(u *url.URL) bool {
	name := path.Base(u.Path)
	ext := strings.ToLower(path.Ext(name))
	if ext != ".html" && ext != ".htm" && ext != ".shtml" && ext != ".jhtml" {
		return false
	}
	return !strings.HasPrefix(name, "index") && !strings.HasPrefix(name, "list") && strings.ContainsAny(name, "0123456789")
}
