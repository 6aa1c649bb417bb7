package corpus

import (
	"cmp"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/gongkai-data/gongkai/corpus/robots"
)

// Product is the token that robots.txt knows us by.
const Product = "gongkai"

// Defaults of a Manner.
const (
	DefaultDelay    = 3 * time.Second
	DefaultHours    = "01:00-06:00"
	DefaultRequests = 5000
	DefaultBytes    = 2 << 30
	DefaultTime     = 5 * time.Hour
)

// A Setup is what a Client is made of.
type Setup struct {
	Contact string // an address of mail or a page: who runs this; wanted
	Version string // of the program
	Source  Source
	Hosts   *Hosts // shared by all clients of a process
	Store   *Store
	Log     Log

	Limits   Limits                    // zero for DefaultLimits
	Clock    Clock                     // nil for that of the system
	Resolver *net.Resolver             // nil for that of the system
	Allow    func(netip.AddrPort) bool // addresses beside the public ones: mirrors inside, tests
}

// A Client asks for the pages of one source. It is safe for concurrent use, which
// gains nothing: a host is asked for one page at a time.
type Client struct {
	Setup
	places places
	hours  hours
	wire   wire
	wait   sync.Mutex // guards what follows
	spent  spent
}

// spent is what a source has cost this night.
type spent struct {
	began    time.Time
	requests int
	listings int
	bytes    int64
	same     map[Digest]map[string]bool // addresses of listings by content
	stuck    error                      // in a listing that shows the same for ever
}

// NewClient returns a client for a source.
func NewClient(s Setup) (*Client, error) {
	if strings.TrimSpace(s.Contact) == "" || strings.ContainsAny(s.Contact, "\r\n()") {
		return nil, fmt.Errorf("corpus: contact %q: sites must be told whom to write to", s.Contact)
	}
	if s.Limits == (Limits{}) {
		s.Limits = DefaultLimits
	}
	if s.Clock == nil {
		s.Clock = SystemClock{}
	}
	m := &s.Source.Manner
	m.Delay, m.Hours, m.Requests = cmp.Or(m.Delay, DefaultDelay), cmp.Or(m.Hours, DefaultHours), cmp.Or(m.Requests, DefaultRequests)
	m.Bytes, m.Time = cmp.Or(m.Bytes, DefaultBytes), cmp.Or(m.Time, DefaultTime)
	places, err := placesOf(s.Source)
	if err != nil {
		return nil, err
	}
	hours, err := parseHours(m.Hours)
	if err != nil {
		return nil, err
	}
	for _, t := range m.TLS {
		if t != "old" && t != "unverified" {
			return nil, fmt.Errorf("corpus: tls %q: want old or unverified", t)
		}
	}
	c := &Client{Setup: s, places: places, hours: hours}
	c.wire = wire{
		limits: s.Limits, agent: Product + "/" + cmp.Or(s.Version, "0") + " (+" + s.Contact + ")", resolver: s.Resolver, allow: s.Allow,
		old: slices.Contains(m.TLS, "old"), anyone: slices.Contains(m.TLS, "unverified"),
	}
	c.spent.same = map[Digest]map[string]bool{}
	return c, nil
}

// A FetchError says why there is no page. It wraps one of the sentinels, or an
// error of the network.
type FetchError struct {
	URL    string
	Status int    // 0 where there was no answer
	Reason string // "" where Err says it all
	Err    error
}

// Error names the address, the status and the reason.
func (e *FetchError) Error() string {
	s := fmt.Sprintf("fetch %q: ", cut(e.URL, 300))
	if e.Status != 0 {
		s += fmt.Sprintf("status %d: ", e.Status)
	}
	if e.Reason != "" {
		s += e.Reason + ": "
	}
	return s + e.Err.Error()
}

// Unwrap returns the cause.
func (e *FetchError) Unwrap() error { return e.Err }

// told is an error that is of several kinds and says it in words of its own.
type told struct {
	text  string
	kinds []error
}

func (e told) Error() string   { return e.text }
func (e told) Unwrap() []error { return e.kinds }

// errServer is a server that did not answer as one does.
var errServer = errors.New("the server fails")

// Get asks for a page: robots.txt first, then the turn and the delay of the host,
// within the hours and the budget of the source. It follows redirects within the
// source and tries again what may come.
func (c *Client) Get(ctx context.Context, r Request) (*Page, error) {
	u, err := canonical(r.URL)
	if err != nil {
		return nil, &FetchError{URL: r.URL, Err: err}
	}
	first := u.String()
	seen := map[string]bool{}
	for hop := 0; ; hop++ {
		at := u.String()
		if seen[at] || hop > c.Limits.Redirects {
			return nil, &FetchError{URL: first, Err: fmt.Errorf("%w: redirects in a circle, or more than %d", errServer, c.Limits.Redirects)}
		}
		seen[at] = true
		if err := c.places.check(u); err != nil {
			return nil, &FetchError{URL: at, Err: err}
		}
		if err := c.robotsAllow(ctx, u); err != nil {
			return nil, &FetchError{URL: at, Err: err}
		}
		page, to, err := c.try(ctx, u, first, r)
		if err != nil || page != nil {
			return page, err
		}
		u = to
	}
}

// try asks for one address until there is an answer that stands, or no more tries:
// a page, or where the site says that it has moved.
func (c *Client) try(ctx context.Context, u *url.URL, first string, r Request) (*Page, *url.URL, error) {
	had, err := c.kept(ctx, u)
	if err != nil {
		return nil, nil, err
	}
	for n := 1; ; n++ {
		o, err := c.once(ctx, u, first, r, had, n)
		if err != nil {
			return nil, nil, err
		}
		switch {
		case o.page != nil || o.to != nil:
			return o.page, o.to, nil
		case o.unkept: // it said that what is kept is current, and nothing is
			had = nil
			continue
		case !o.again || n >= c.Limits.Tries:
			return nil, nil, o.err
		}
	}
}

// kept is what is kept of an address and may be asked for conditionally, nil for
// nothing.
func (c *Client) kept(ctx context.Context, u *url.URL) (*Fetch, error) {
	f, ok, err := c.Log.Last(ctx, u.String())
	if err != nil || !ok || !c.Store.Has(f.Digest) {
		return nil, err
	}
	d := DigestOf([]byte(f.URL)) // so that not all are asked for in full in one night
	spread := c.Limits.Reconfirm / 2 * time.Duration(binary.BigEndian.Uint16(d[:])) / (1 << 16)
	if h := f.Header(); c.Clock.Now().Sub(f.Ended) > c.Limits.Reconfirm+spread || h.Get("ETag") == "" && h.Get("Last-Modified") == "" {
		return nil, nil
	}
	return &f, nil
}

// outcome is what came of one exchange.
type outcome struct {
	page   *Page
	to     *url.URL // where it has moved to
	err    error
	again  bool
	after  time.Duration // that the site wants to be left alone for
	unkept bool
}

// once makes one exchange, the try number n, in the turn of the host, and keeps
// it. Where another try makes sense the host is left alone until then, by all.
func (c *Client) once(ctx context.Context, u *url.URL, first string, r Request, had *Fetch, n int) (*outcome, error) {
	h := c.Hosts.host(u.Hostname())
	if err := c.open(ctx, r.For); err != nil {
		return nil, &FetchError{URL: u.String(), Err: err}
	}
	if err := h.enter(ctx, c.Clock); err != nil {
		return nil, &FetchError{URL: u.String(), Err: err}
	}
	if c.hours.until(c.Clock.Now()) > 0 { // they ended while the host was waited for
		h.pass()
		c.giveBack(r.For)
		return nil, &FetchError{URL: u.String(), Err: c.outside()}
	}
	defer h.leave(c.Clock, c.Source.Manner.Delay)
	header := c.header(u, r.Referer)
	if had != nil {
		kept := had.Header()
		for field, value := range map[string]string{"If-None-Match": kept.Get("ETag"), "If-Modified-Since": kept.Get("Last-Modified")} {
			if value != "" {
				header.Set(field, value)
			}
		}
	}
	f := &Fetch{Source: c.Source.ID, For: r.For, URL: u.String(), First: first}
	a, err := c.exchange(ctx, u, header, f)
	if err != nil && f.ID == 0 {
		return nil, err // of the log
	}
	var o *outcome
	if err != nil {
		o = c.broke(ctx, h, f, err)
	} else if o, err = c.settle(h, u, f, a, had, n >= c.Limits.Tries); err != nil {
		return nil, err
	}
	if o.again {
		wait := c.Limits.Backoff<<(n-1) + rand.N(c.Limits.Backoff/4+1)
		h.rest(c.Clock, cmp.Or(o.after, wait))
	}
	if err := c.Log.End(context.WithoutCancel(ctx), f); err != nil {
		return nil, err
	}
	if o.page != nil {
		o.page.Fetched = f.Ended
		if err := c.repeats(r, o.page); err != nil {
			return nil, &FetchError{URL: u.String(), Err: err}
		}
	}
	return o, nil
}

// exchange counts, keeps that it begins, and asks.
func (c *Client) exchange(ctx context.Context, u *url.URL, header http.Header, f *Fetch) (*answer, error) {
	limit := map[Purpose]int64{Listing: c.Limits.Page, robotsFile: robots.MaxSize}[f.For]
	f.Started = c.Clock.Now().UTC()
	if err := c.Log.Begin(ctx, f); err != nil {
		f.ID = 0
		return nil, err
	}
	a, err := c.wire.do(ctx, u, header, cmp.Or(limit, c.Limits.Body), f)
	f.Ended = c.Clock.Now().UTC()
	c.wait.Lock()
	c.spent.bytes += f.Wire
	c.wait.Unlock()
	if a != nil {
		f.Size, f.Digest, f.Reason = int64(len(a.body)), DigestOf(a.body), a.note
		f.Body = a.body[:min(len(a.body), MaxEvidence)]
	}
	if f.For == robotsFile && a != nil && errors.Is(err, ErrLarge) {
		err = nil // what it begins with holds, RFC 9309 2.5
	}
	return a, err
}

// header is what every request says of itself.
func (c *Client) header(u *url.URL, referer string) http.Header {
	h := http.Header{
		"User-Agent": {c.wire.agent}, "Accept": {"text/html,application/xhtml+xml,application/pdf,application/msword,*/*;q=0.8"},
		"Accept-Language": {"zh-CN,zh;q=0.9"}, "Accept-Encoding": {"gzip, deflate"},
	}
	if from, err := canonical(referer); err == nil && from.Host == u.Host && from.Scheme == u.Scheme {
		h.Set("Referer", from.String())
	}
	return h
}

// broke is what came of an exchange without a whole answer.
func (c *Client) broke(ctx context.Context, h *host, f *Fetch, err error) *outcome {
	f.Outcome, f.Reason = Failed, strings.Trim(f.Reason+"; "+err.Error(), "; ")
	o := &outcome{err: &FetchError{URL: f.URL, Status: f.Status, Err: err}}
	var dns *net.DNSError
	switch {
	case ctx.Err() != nil:
		o.err = context.Cause(ctx)
		return o
	case errors.Is(err, ErrAddress):
		return o
	case errors.As(err, &dns) && dns.IsNotFound: // the name will not be there in a minute either
	case errors.Is(err, ErrLarge):
		f.Outcome = TooLarge
		return o
	case errors.Is(err, ErrTime):
		f.Outcome = TooSlow
		o.again = f.Status == 0 // a body that took too long would again
	default:
		o.again = true
	}
	if h.failures++; h.failures >= c.Limits.Failures {
		h.shutFor(c.Clock, night, fmt.Errorf("the host failed %d times in a row: %w", c.Limits.Failures, err))
		o.again = false
	}
	return o
}

// night is how long a host is left alone.
const night = 12 * time.Hour

// settle is what came of a whole answer.
func (c *Client) settle(h *host, u *url.URL, f *Fetch, a *answer, had *Fetch, last bool) (*outcome, error) {
	h.failures = 0
	fail := func(err error, reason string) *outcome {
		f.Reason = strings.Trim(f.Reason+"; "+reason, "; ")
		return &outcome{err: &FetchError{URL: f.URL, Status: f.Status, Reason: reason, Err: err}}
	}
	switch a.status {
	case http.StatusNotModified:
		return c.unchanged(f, a, had, fail)
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return c.moved(u, f, a, fail), nil
	}
	v := judge(u, a)
	if f.For == robotsFile && a.status == http.StatusOK && len(a.body) == 0 {
		v = verdict{outcome: Kept}
	}
	f.Outcome = v.outcome
	switch v.outcome {
	case Kept:
		h.refused, h.erring = 0, 0
		d, err := c.Store.Put(a.body)
		if err != nil {
			return nil, err
		}
		f.Body = nil
		return &outcome{page: &Page{Asked: f.First, URL: f.URL, Status: a.status, Header: a.header, Body: a.body, Digest: d}}, nil
	case Gone:
		h.refused, h.erring = 0, 0
		return fail(ErrGone, v.reason), nil
	case Failed:
		o := fail(errServer, v.reason)
		if v.again && last {
			if h.erring++; h.erring >= c.Limits.Refusals {
				h.shutFor(c.Clock, night, fmt.Errorf("%w: %d pages in a row: %s", errServer, c.Limits.Refusals, v.reason))
				return o, nil
			}
		}
		return c.later(h, f, a, o, v.again), nil
	}
	o := fail(ErrBlocked, v.reason)
	if h.refused++; v.shut || h.refused >= c.Limits.Refusals || v.again && last {
		h.shutFor(c.Clock, night, fmt.Errorf("%w: %s", ErrBlocked, v.reason))
		return o, nil
	}
	return c.later(h, f, a, o, v.again), nil
}

// later takes what the server says about when to come again.
func (c *Client) later(h *host, f *Fetch, a *answer, o *outcome, again bool) *outcome {
	if !again {
		return o
	}
	o.after = retryAfter(a.header.Get("Retry-After"), c.Clock.Now())
	if o.after > c.Limits.RetryAfter {
		h.shutFor(c.Clock, max(o.after, night), fmt.Errorf("%w: to be asked again in %v", o.err, o.after.Round(time.Second)))
		return o
	}
	o.again = true
	return o
}

// retryAfter reads seconds or a date, RFC 9110 10.2.3; 0 where there is neither.
func retryAfter(s string, now time.Time) time.Duration {
	if n, err := strconv.ParseUint(s, 10, 31); err == nil {
		return time.Duration(n) * time.Second
	}
	if t, err := http.ParseTime(s); err == nil {
		return max(0, t.Sub(now))
	}
	return 0
}

// unchanged is the answer that what is kept is current.
func (c *Client) unchanged(f *Fetch, a *answer, had *Fetch, fail func(error, string) *outcome) (*outcome, error) {
	f.Outcome = Failed
	if had == nil {
		return fail(errServer, "not modified, though nothing was asked to be compared"), nil
	}
	body, err := c.Store.Get(had.Digest)
	switch {
	case errors.Is(err, ErrDamaged) || errors.Is(err, fs.ErrNotExist):
		o := fail(err, "what was kept is damaged")
		o.unkept = true
		return o, nil
	case err != nil:
		return nil, err
	}
	f.Outcome, f.Digest, f.Size, f.Body = Unchanged, had.Digest, had.Size, nil
	return &outcome{page: &Page{Asked: f.First, URL: f.URL, Status: a.status, Header: a.header, Body: body, Digest: had.Digest, Unchanged: true}}, nil
}

// moved is an answer that names another address.
func (c *Client) moved(u *url.URL, f *Fetch, a *answer, fail func(error, string) *outcome) *outcome {
	f.Outcome = Failed
	ref, err := url.Parse(escape(a.header.Get("Location")))
	if err != nil || a.header.Get("Location") == "" {
		return fail(errServer, "a redirect to nowhere")
	}
	to, err := canonical(u.ResolveReference(ref).String())
	if err != nil {
		return fail(err, "redirected")
	}
	switch {
	case to.String() == u.String() && a.header.Get("Set-Cookie") != "":
		f.Outcome = Blocked
		return fail(ErrBlocked, "a redirect to itself that sets a cookie")
	case c.places.check(to) != nil:
		if loginPath.MatchString(to.Path) || loginPath.MatchString(to.Hostname()) {
			f.Outcome = Blocked
			return fail(ErrBlocked, "redirected to a login")
		}
		return fail(c.places.check(to), "redirected")
	}
	f.Outcome = Moved
	return &outcome{to: to}
}

// GoOn counts what the source has cost in a run of this night that broke off.
func (c *Client) GoOn(requests, listings int, bytes int64, began time.Time) {
	c.wait.Lock()
	defer c.wait.Unlock()
	c.spent.requests, c.spent.listings, c.spent.bytes, c.spent.began = requests, listings, bytes, began
}

// Spent is what the source has cost so far: requests and bytes received.
func (c *Client) Spent() (requests int, bytes int64) {
	c.wait.Lock()
	defer c.wait.Unlock()
	return c.spent.requests, c.spent.bytes
}

// open waits for the hours of the source and takes a request from its budget.
func (c *Client) open(ctx context.Context, p Purpose) error {
	if d := c.hours.until(c.Clock.Now()); d > 0 {
		if !c.waits(d) {
			return c.outside()
		}
		if err := c.Clock.Sleep(ctx, d); err != nil {
			return err
		}
	}
	c.wait.Lock()
	defer c.wait.Unlock()
	s, m, now := &c.spent, &c.Source.Manner, c.Clock.Now()
	if s.began.IsZero() {
		s.began = now
	}
	switch {
	case s.stuck != nil:
		return s.stuck
	case s.requests >= m.Requests:
		return fmt.Errorf("%w: %d requests", ErrBudget, m.Requests)
	case p == Listing && s.listings >= c.Limits.Listings:
		return fmt.Errorf("%w: %d requests for listings", ErrBudget, c.Limits.Listings)
	case s.bytes >= m.Bytes:
		return fmt.Errorf("%w: %d bytes", ErrBudget, m.Bytes)
	case now.Sub(s.began) >= m.Time:
		return fmt.Errorf("%w: %v", ErrBudget, m.Time)
	}
	s.requests++
	if p == Listing {
		s.listings++
	}
	return nil
}

// outside is why nothing is asked beside the hours of the source.
func (c *Client) outside() error {
	return told{"the source is asked at " + c.Source.Manner.Hours + " in China only", []error{ErrBudget}}
}

// giveBack returns a request to the budget that was not made.
func (c *Client) giveBack(p Purpose) {
	c.wait.Lock()
	defer c.wait.Unlock()
	if c.spent.requests--; p == Listing {
		c.spent.listings--
	}
}

// patience is how long before its hours a crawl may be begun.
const patience = 2 * time.Hour

// waits reports whether a source that has not been asked yet may wait for its hours.
func (c *Client) waits(d time.Duration) bool {
	c.wait.Lock()
	defer c.wait.Unlock()
	return c.spent.began.IsZero() && d <= patience
}

// repeats ends a listing that shows one content under address after address.
func (c *Client) repeats(r Request, p *Page) error {
	if r.For != Listing {
		return nil
	}
	c.wait.Lock()
	defer c.wait.Unlock()
	same := c.spent.same[p.Digest]
	if same == nil {
		same = map[string]bool{}
		c.spent.same[p.Digest] = same
	}
	if same[p.URL] = true; len(same) >= c.Limits.Repeats {
		c.spent.stuck = fmt.Errorf("%w: the same listing under %d addresses", ErrBudget, len(same))
	}
	return c.spent.stuck
}

// robotsOf is robots.txt of one scheme, host and port.
type robotsOf struct {
	mu    sync.Mutex // held while it is fetched
	rules robots.Rules
	until time.Time
	err   error // why nothing may be asked
}

// robotsAllow asks for robots.txt where it is not known, and reports whether it
// allows an address.
func (c *Client) robotsAllow(ctx context.Context, u *url.URL) error {
	origin := &url.URL{Scheme: u.Scheme, Host: u.Host, Path: "/robots.txt"}
	c.Hosts.mu.Lock()
	x := c.Hosts.robots[origin.String()]
	if x == nil {
		x = &robotsOf{}
		c.Hosts.robots[origin.String()] = x
	}
	c.Hosts.mu.Unlock()
	x.mu.Lock()
	defer x.mu.Unlock()
	if !c.Clock.Now().Before(x.until) {
		if err := c.readRobots(ctx, origin, x); err != nil {
			return err
		}
	}
	if x.err != nil {
		return x.err
	}
	if !x.rules.Allowed(u.RequestURI()) {
		return ErrRobots
	}
	return nil
}

// How long robots.txt holds, RFC 9309 2.4, and how long it holds that there is none.
const robotsHold, robotsFailHold = 24 * time.Hour, time.Hour

// readRobots is RFC 9309 2.3.1: what there is is read, 4xx allows all, and a site
// that does not answer allows nothing; nor does one that asks for fewer requests.
func (c *Client) readRobots(ctx context.Context, origin *url.URL, x *robotsOf) error {
	u, seen := origin, 0
	for {
		page, to, err := c.try(ctx, u, origin.String(), Request{URL: u.String(), For: robotsFile})
		if to != nil {
			if seen++; seen > c.Limits.Redirects {
				err = &FetchError{URL: to.String(), Err: fmt.Errorf("%w: more than %d redirects", errServer, c.Limits.Redirects)}
			} else if err = c.places.check(to); err == nil {
				u = to
				continue
			}
		}
		var e *FetchError
		switch {
		case ctx.Err() != nil:
			return context.Cause(ctx)
		case err == nil:
			x.rules, x.err, x.until = robots.Parse(page.Body, Product), nil, c.Clock.Now().Add(robotsHold)
			c.honour(u, x.rules.Delay)
		case errors.Is(err, ErrBudget):
			return err
		case errors.As(err, &e) && e.Status >= 400 && e.Status < 500 && e.Status != http.StatusTooManyRequests && c.shut(origin) == nil, errors.Is(err, ErrGone):
			x.rules, x.err, x.until = robots.Rules{}, nil, c.Clock.Now().Add(robotsHold)
		case errors.Is(err, ErrBlocked):
			x.rules, x.err, x.until = robots.None, err, c.Clock.Now().Add(robotsFailHold)
		case errors.As(err, &e):
			x.rules, x.err, x.until = robots.None, told{"robots.txt cannot be had, without it nothing is asked: " + err.Error(), []error{ErrRobots, ErrUnreached, err}}, c.Clock.Now().Add(robotsFailHold)
		default:
			return err
		}
		return nil
	}
}

// shut is why a host is not asked any more, nil where it is.
func (c *Client) shut(u *url.URL) error {
	h := c.Hosts.host(u.Hostname())
	h.turn <- struct{}{}
	defer func() { <-h.turn }()
	return h.open(c.Clock)
}

// honour takes the delay that robots.txt wants, up to a limit.
func (c *Client) honour(u *url.URL, d time.Duration) {
	h := c.Hosts.host(u.Hostname())
	h.turn <- struct{}{}
	defer func() { <-h.turn }()
	h.delay = min(d, c.Limits.CrawlDelay)
	h.rest(c.Clock, h.delay)
}
