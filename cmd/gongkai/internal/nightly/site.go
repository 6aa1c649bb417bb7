package nightly

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/failpoint"
	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/ledger"
	"github.com/gongkai-data/gongkai/corpus"
	"github.com/gongkai-data/gongkai/corpus/portals"
	"github.com/gongkai-data/gongkai/corpus/sources"
)

// How often things are looked at again.
const (
	sweepEvery = 7 * 24 * time.Hour // every listing to its end
	againAfter = 7 * 24 * time.Hour // a ref that was had, at the soonest; later as it grows older
	againMost  = 180 * 24 * time.Hour
	againShare = 20 // one in so many of the refs in one night, at the most
	againFew   = 20 // or so many
	errorsTold = 5
)

// site is the crawl of one source.
type site struct {
	run   *Run
	src   *sources.Source
	night int64
	hosts *corpus.Hosts
	sum   *Summary

	ask   *corpus.Client
	kind  corpus.Portal
	refs  map[string]*ledger.Ref
	order []string // of refs, as listed
	sweep bool     // the listings are read to their end
	ended bool     // the budget is spent
	tried map[string]bool
}

func (s *site) crawl(ctx context.Context) (err error) {
	*s.sum = Summary{Source: s.src.ID, Broken: []Broken{}, Errors: []string{}}
	s.tried = map[string]bool{}
	if s.kind, err = s.portal(); err != nil {
		return err
	}
	if s.ask, err = s.client(watched{s.run.Ledger.FetchLog()}); err != nil {
		return err
	}
	if err := s.goOn(ctx); err != nil {
		return err
	}
	if err := s.load(ctx); err != nil {
		return err
	}
	if err := s.list(ctx); err != nil {
		return err
	}
	if err := failpoint.Hit(failpoint.CrawlListed); err != nil {
		return err
	}
	finished, err := s.run.Ledger.Get(ctx, "finished "+s.src.ID)
	if err != nil {
		return err
	}
	s.sum.Broken = s.expectations(finished != "")
	if len(s.sum.Broken) == 0 {
		if err := s.fetchAll(ctx); err != nil {
			return err
		}
		if s.sum.Complete && s.sum.Waiting == 0 {
			if err := s.run.Ledger.Set(ctx, "finished "+s.src.ID, s.run.Clock.Now().UTC().Format(time.RFC3339)); err != nil {
				return err
			}
		}
	}
	s.sum.Requests, s.sum.Bytes = s.ask.Spent()
	return failpoint.Hit(failpoint.CrawlEnd)
}

// load reads what is known, and takes in what people saved from the site.
func (s *site) load(ctx context.Context) error {
	known, err := s.run.Ledger.Refs(ctx, s.src.ID)
	if err != nil {
		return err
	}
	s.refs = map[string]*ledger.Ref{}
	for i := range known {
		s.refs[known[i].Key] = &known[i]
	}
	saved, err := s.run.Ledger.Saved(ctx)
	if err != nil {
		return err
	}
	for i := range saved {
		if saved[i].Source == s.src.ID {
			if err := s.takeSaved(ctx, &saved[i]); err != nil {
				return err
			}
		}
	}
	swept, err := s.run.Ledger.Get(ctx, "swept "+s.src.ID)
	at, bad := time.Parse(time.RFC3339, swept)
	since := s.run.Clock.Now().Sub(at)
	s.sweep = s.run.Sweep || bad != nil || since >= sweepEvery || since < 0 // the clock was wrong then
	return err
}

// takeSaved makes a ref of a page that people saved, where the site gave none.
func (s *site) takeSaved(ctx context.Context, f *corpus.Fetch) error {
	key := cmp.Or(s.kind.Key(f.URL), f.URL)
	r := s.refs[key]
	if r != nil && (r.State == ledger.Had || r.Digest == f.Digest) {
		return nil
	}
	b, err := s.run.Store.Get(f.Digest)
	if err != nil {
		return err
	}
	if r == nil {
		m := s.kind.Meta(&corpus.Page{Asked: f.URL, URL: f.URL, Status: http.StatusOK, Header: http.Header{}, Body: b, Digest: f.Digest})
		r = &ledger.Ref{Source: s.src.ID, Key: key, URL: f.URL, Title: cmp.Or(m.Title, path.Base(f.URL)), Body: m.Body, First: f.Started}
		r.Year = portals.Year(r.Title)
		if len(m.Dates) > 0 {
			r.Published = m.Dates[0].Day
		}
		s.refs[key] = r
	}
	r.State, r.Digest, r.Checked, r.Failures, r.Reason = ledger.Had, f.Digest, f.Ended, 0, f.Reason
	return s.run.Ledger.PutRefs(ctx, r)
}

// list reads the listings.
func (s *site) list(ctx context.Context) error {
	var known func(string) bool
	if !s.sweep {
		known = func(key string) bool { r := s.refs[key]; return r != nil && r.State == ledger.Had }
	}
	s.sum.Complete = true
	var listed []*ledger.Ref
	ask := &guarded{Getter: s.ask}
	for ref, err := range s.kind.List(ctx, ask, s.src.Source, known) {
		switch {
		case ctx.Err() != nil:
			return context.Cause(ctx)
		case ask.failed != nil:
			return ask.failed
		}
		if err != nil {
			s.sum.Complete = false
			if s.told(err); s.sum.Wall == "" && refused(err) {
				s.sum.Wall = err.Error()
			}
			continue
		}
		r := s.refs[ref.Key]
		if r == nil {
			r = &ledger.Ref{Source: s.src.ID, Key: ref.Key, State: ledger.New, First: s.run.Clock.Now()}
			s.refs[ref.Key] = r
		}
		if r.State == ledger.Gone && (s.sweep || r.Digest != (corpus.Digest{})) { // it is listed all the same
			r.State = ledger.New
		}
		if !s.sweep { // a listing that was not read to its end may list it too
			ref.Channels = both(r.Channels, ref.Channels)
		}
		r.URL, r.Title, r.Channels, r.Listed = ref.URL, ref.Title, ref.Channels, s.night
		r.Body, r.Published = cmp.Or(ref.Body, r.Body), cmp.Or(ref.Published, r.Published)
		if y := portals.Year(ref.Title); y != 0 {
			r.Year = y
		}
		listed = append(listed, r)
		s.order = append(s.order, ref.Key)
	}
	switch {
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case ask.failed != nil:
		return ask.failed
	}
	s.sum.Listed = len(listed)
	if err := s.run.Ledger.PutRefs(ctx, listed...); err != nil {
		return err
	}
	if s.sum.Complete && s.sweep {
		return s.run.Ledger.Set(ctx, "swept "+s.src.ID, s.run.Clock.Now().UTC().Format(time.RFC3339))
	}
	return nil
}

// both are the addresses of two lists, the first first.
func both(a, b []string) []string {
	out := slices.Clone(a)
	for _, x := range b {
		if !slices.Contains(out, x) {
			out = append(out, x)
		}
	}
	return out
}

// guarded keeps the first error that is not the site's, which a portal takes for
// one like the others.
type guarded struct {
	corpus.Getter
	failed error
}

// Get asks, unless something of ours has failed.
func (g *guarded) Get(ctx context.Context, r corpus.Request) (*corpus.Page, error) {
	if g.failed != nil {
		return nil, g.failed
	}
	p, err := g.Getter.Get(ctx, r)
	if err != nil && ctx.Err() == nil && ours(err) {
		g.failed = err
	}
	return p, err
}

// ours tells errors of the ledger, the store or the disk from what sites do: a
// client wraps all of the latter.
func ours(err error) bool {
	var f *corpus.FetchError
	return !errors.As(err, &f) && !errors.Is(err, corpus.ErrAddress)
}

// refused is a site that wants no programs; one that was not reached has said nothing.
func refused(err error) bool {
	return errors.Is(err, corpus.ErrBlocked) || errors.Is(err, corpus.ErrRobots) && !errors.Is(err, corpus.ErrUnreached)
}

// told keeps the first errors of a source.
func (s *site) told(err error) {
	if errors.Is(err, corpus.ErrBudget) {
		s.ended = true
	}
	if len(s.sum.Errors) < errorsTold {
		s.sum.Errors = append(s.sum.Errors, err.Error())
	}
}

// fetchAll asks for what was not had, newest first as listed, then for what was
// had long ago, and for what is not listed any more.
func (s *site) fetchAll(ctx context.Context) error {
	var wanted, unlisted, again []*ledger.Ref
	seen := map[string]bool{}
	for _, key := range s.order {
		seen[key] = true
		if r := s.refs[key]; wants(r) {
			wanted = append(wanted, r)
		}
	}
	for _, key := range sorted(s.refs) {
		r := s.refs[key]
		switch {
		case wants(r):
			if !seen[key] {
				wanted = append(wanted, r)
			}
		case !s.sum.Complete: // a site in disorder is not asked about what is had
		case s.sweep && r.Parent == "" && r.Listed != s.night:
			unlisted = append(unlisted, r)
		case s.due(r):
			again = append(again, r)
		}
	}
	slices.SortStableFunc(wanted, func(a, b *ledger.Ref) int { return cmp.Compare(a.Failures, b.Failures) }) // what never comes keeps nothing waiting
	slices.SortStableFunc(again, func(a, b *ledger.Ref) int { return a.Checked.Compare(b.Checked) })
	for _, few := range []*[]*ledger.Ref{&unlisted, &again} {
		*few = (*few)[:min(len(*few), max(againFew, len(s.refs)/againShare))]
	}
	for _, r := range slices.Concat(wanted, unlisted, again) {
		if s.tried[r.Key] { // with its article
			continue
		}
		if s.ended {
			if wants(r) {
				s.sum.Waiting++
			}
			continue
		}
		if err := s.fetch(ctx, r); err != nil {
			return err
		}
	}
	return nil
}

// wants reports whether a ref was not had yet.
func wants(r *ledger.Ref) bool { return r.State != ledger.Had && r.State != ledger.Gone }

// due reports whether what was had is to be looked at again: after a week, and then
// whenever it has grown twice as old.
func (s *site) due(r *ledger.Ref) bool {
	if r.State != ledger.Had || r.Checked.IsZero() {
		return false
	}
	wait := min(againMost, max(againAfter, r.Checked.Sub(r.First)))
	since := s.run.Clock.Now().Sub(r.Checked)
	return since >= wait || since < 0 // the clock was wrong then
}

func sorted(refs map[string]*ledger.Ref) []string {
	keys := make([]string, 0, len(refs))
	for k := range refs {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// fetch asks for a ref and its files, and keeps what came of it.
func (s *site) fetch(ctx context.Context, r *ledger.Ref) error {
	s.tried[r.Key] = true
	page, err := s.get(ctx, r)
	if err == nil && s.elsewhere(r, page) {
		err = &corpus.FetchError{URL: r.URL, Status: page.Status, Reason: "redirected to " + page.URL, Err: errElsewhere}
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if err != nil {
		return s.lost(ctx, r, err)
	}
	first := r.Digest == corpus.Digest{}
	switch {
	case first && r.Parent == "":
		s.sum.New++
	case !first && r.Digest != page.Digest:
		s.sum.Changed++
	}
	r.State, r.Digest, r.Checked, r.Failures, r.Reason = ledger.Had, page.Digest, s.run.Clock.Now(), 0, ""
	keep := []*ledger.Ref{r}
	var files []*ledger.Ref
	if r.Parent == "" && isHTML(page) {
		s.meta(r, page)
		files = s.files(r, page)
		keep = append(keep, files...)
	}
	if err := s.run.Ledger.PutRefs(ctx, keep...); err != nil {
		return err
	}
	if err := failpoint.Hit(failpoint.CrawlRef); err != nil {
		return err
	}
	for _, f := range files {
		if s.ended {
			s.sum.Waiting++
			continue
		}
		if err := s.fetch(ctx, f); err != nil {
			return err
		}
	}
	return nil
}

// errElsewhere says nothing of the article: sites redirect so while they are mended,
// too.
var errElsewhere = errors.New("the site shows its front page or a listing in place of the article")

// front are names of pages that are no articles.
var front = regexp.MustCompile(`(?i)^(|/|(index|default|main|home|list|error|notfound|404|500)([_-]?\d*)(\.\w{2,5})?)$`)

// elsewhere reports whether a site redirected from an article to a page that is
// none, whatever that page says.
func (s *site) elsewhere(r *ledger.Ref, p *corpus.Page) bool {
	asked, err := corpus.Canonical(r.URL)
	if err != nil || asked == p.URL || !isHTML(p) || s.kind.Key(p.URL) != "" {
		return false
	}
	from, err1 := url.Parse(asked)
	to, err2 := url.Parse(p.URL)
	if err1 != nil || err2 != nil || to.Path == from.Path || to.RawQuery != "" {
		return false
	}
	return strings.HasSuffix(to.Path, "/") || front.MatchString(path.Base(to.Path)) || slices.Contains(s.src.Start, p.URL)
}

// get returns what a ref is. An answer that was kept right before a run broke off
// is not asked for again.
func (s *site) get(ctx context.Context, r *ledger.Ref) (*corpus.Page, error) {
	if r.Digest == (corpus.Digest{}) {
		address, err := corpus.Canonical(r.URL)
		if err != nil {
			return nil, err
		}
		f, ok, err := s.run.Ledger.FetchLog().Last(ctx, address)
		if err != nil {
			return nil, err
		}
		if ok && s.run.Clock.Now().Sub(f.Ended) < 24*time.Hour {
			if b, err := s.run.Store.Get(f.Digest); err == nil {
				return &corpus.Page{Asked: r.URL, URL: f.URL, Status: f.Status, Header: f.Header(), Body: b, Digest: f.Digest, Fetched: f.Ended}, nil
			}
		}
	}
	ask := corpus.Request{URL: r.URL, For: corpus.Article}
	if parent := s.refs[r.Parent]; parent != nil {
		ask.For, ask.Referer = corpus.Attachment, parent.URL
	} else if len(r.Channels) > 0 {
		ask.Referer = r.Channels[0]
	}
	return s.ask.Get(ctx, ask)
}

// lost keeps why a ref was not had. What was had before stays had, unless the site
// says that it is gone.
func (s *site) lost(ctx context.Context, r *ledger.Ref, err error) error {
	if ours(err) {
		return err
	}
	had := r.Digest != corpus.Digest{}
	if had || !errors.Is(err, corpus.ErrGone) {
		s.told(err)
	}
	switch {
	case errors.Is(err, corpus.ErrBudget): // it was not asked
		if wants(r) {
			s.sum.Waiting++
		}
		return nil
	case errors.Is(err, corpus.ErrGone) && (s.sum.Complete || !had && s.sum.Listed > 0): // a site that has lost its listings has lost more than this
		if r.State = ledger.Gone; had {
			s.sum.Gone++
		}
	case refused(err):
		if r.State != ledger.Had {
			r.State = ledger.Blocked
			s.sum.Blocked++
		}
	case r.State != ledger.Had:
		r.State = ledger.Unread
		s.sum.Unread++
	}
	r.Failures++
	r.Reason = err.Error()
	return s.run.Ledger.PutRefs(ctx, r)
}

// meta takes from an article what its listing did not say.
func (s *site) meta(r *ledger.Ref, p *corpus.Page) {
	m := s.kind.Meta(p)
	if r.Body = cmp.Or(r.Body, m.Body); r.Year == 0 {
		r.Year = portals.Year(m.Title)
	}
	if len(m.Dates) > 0 && r.Published == "" {
		r.Published = m.Dates[0].Day
	}
}

// files are the refs of the files of an article that were not had with it, or may
// have changed with it.
func (s *site) files(r *ledger.Ref, p *corpus.Page) (out []*ledger.Ref) {
	for _, f := range s.kind.Files(p) {
		old := s.refs[f.Key]
		if old != nil && (old.Parent != r.Key || p.Unchanged && old.State == ledger.Had) {
			continue // an article, or the file of another
		}
		if old == nil {
			old = &ledger.Ref{Source: s.src.ID, Key: f.Key, Parent: r.Key, State: ledger.New, First: s.run.Clock.Now()}
			s.refs[f.Key] = old
		}
		old.URL, old.Title, old.Year, old.Body, old.Published, old.Listed = f.URL, f.Title, r.Year, r.Body, r.Published, s.night
		out = append(out, old)
	}
	return out
}

// isHTML tells pages that may name files from files.
func isHTML(p *corpus.Page) bool {
	return strings.Contains(p.Header.Get("Content-Type"), "html") && !bytes.HasPrefix(p.Body, []byte("%PDF")) || bytes.HasPrefix(bytes.TrimLeft(p.Body[:min(len(p.Body), 256)], "\xef\xbb\xbf \t\r\n"), []byte("<"))
}

// Broken is an expectation that does not hold.
type Broken struct {
	What string `json:"what"` // refs, most, new, year
	Year int    `json:"year,omitempty"`
	Want int    `json:"want"`
	Got  int    `json:"got"`
}

// String says it in a few words.
func (b Broken) String() string {
	if b.Year != 0 {
		return fmt.Sprintf("%s %d: %d, want %d", b.What, b.Year, b.Got, b.Want)
	}
	return fmt.Sprintf("%s: %d, want %d", b.What, b.Got, b.Want)
}

// expectations holds what is listed against what the source must list. What an
// incomplete listing does not show is not counted as missing: what is known from
// earlier nights counts too.
func (s *site) expectations(finished bool) []Broken {
	broken := []Broken{}
	e := &s.src.Expect
	all, fresh := 0, 0
	years := map[int]int{}
	for _, r := range s.refs {
		if r.Parent != "" || s.sweep && s.sum.Complete && r.Listed != s.night {
			continue
		}
		all++
		years[r.Year]++
		if r.State == ledger.New {
			fresh++
		}
	}
	known := s.sum.Complete || finished // else nothing is known that could be too little
	if known && all < e.Refs {
		broken = append(broken, Broken{What: "refs", Want: e.Refs, Got: all})
	}
	if e.Most > 0 && all > e.Most {
		broken = append(broken, Broken{What: "most", Want: e.Most, Got: all})
	}
	if finished && e.New > 0 && fresh > e.New {
		broken = append(broken, Broken{What: "new", Want: e.New, Got: fresh})
	}
	today := s.run.Clock.Now().In(beijing).Format(time.DateOnly)
	for y, n := range e.Years {
		if known && years[y] < n && today >= e.By[y] {
			broken = append(broken, Broken{What: "year", Year: y, Want: n, Got: years[y]})
		}
	}
	slices.SortFunc(broken, func(a, b Broken) int { return cmp.Or(cmp.Compare(a.What, b.What), cmp.Compare(a.Year, b.Year)) })
	return broken
}

var beijing = time.FixedZone("CST", 8*60*60)
