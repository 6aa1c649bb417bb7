// Package corpus keeps documents as their publishers sent them, and knows how
// to ask for them politely.
//
// A portal (package portals and its families) lists refs: articles and files of
// a site that may be reports. It asks for pages through a [Getter] and never
// opens a connection itself, so that robots.txt, delays, budgets and the check of
// addresses hold for every request.
package corpus

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"slices"
	"time"
)

// Purpose is what a request is for. It decides which budget it counts against and how
// large its answer may be.
type Purpose int

const (
	Listing    Purpose = iota // a page that names others
	Article                   // a page that may be a report, or name its files
	Attachment                // a file of an article
	robotsFile                // robots.txt
)

var purposes = []string{"listing", "article", "attachment", "robots"}

// String is the purpose in a word.
func (p Purpose) String() string { return purposes[p] }

// ParsePurpose is the inverse of String.
func ParsePurpose(s string) (Purpose, error) {
	if i := slices.Index(purposes, s); i >= 0 {
		return Purpose(i), nil
	}
	return 0, fmt.Errorf("corpus: %q is no purpose", s)
}

// A Request asks for one address.
type Request struct {
	URL     string
	For     Purpose
	Referer string // the page that named it, "" for none
}

// A Page is one answer of a site, status 200 or what is kept in its place.
type Page struct {
	Asked     string      // the address that was asked for
	URL       string      // the address that answered, after redirects
	Status    int         // as the server sent it: 200, or 304 with Unchanged
	Header    http.Header // as received
	Body      []byte      // decoded from transfer and content encodings; never nil
	Digest    Digest      // of Body
	Fetched   time.Time   // UTC
	Unchanged bool        // the server said that what is kept is current; Body is what is kept
}

// A Getter asks for pages, one at a time for each host. Errors wrap the
// sentinels below; every other error is one of the network.
type Getter interface {
	Get(ctx context.Context, r Request) (*Page, error)
}

// Why there is no page, or nothing on it. Only ErrGone says something about the document: all
// others say that nobody knows, and nothing may be called missing because of
// them.
var (
	ErrGone      = errors.New("the site has no such page")                   // 404, 410, or a page that says so with status 200
	ErrBlocked   = errors.New("the site does not answer programs here")      // challenge, login, 403, 412, 521
	ErrRobots    = errors.New("robots.txt does not allow it")                // RFC 9309
	ErrUnreached = errors.New("the site was not reached")                    // with ErrRobots: it is not known what robots.txt allows
	ErrAddress   = errors.New("the address must not be reached from here")   // scheme, port, host or network not allowed
	ErrBudget    = errors.New("the budget of the source is spent")           // requests, bytes or time
	ErrLarge     = errors.New("the answer is larger than allowed")           // after decoding
	ErrTime      = errors.New("the site took longer than allowed to answer") // first byte, whole answer, or rate
	ErrListing   = errors.New("the listing is not one that is understood")   // no articles where there were or should be some
)

// A Ref is an article or a file that a portal lists.
type Ref struct {
	Key       string   // identity within the source, stable over nights: one article under two channels is one key
	URL       string   // where it is read
	Title     string   // as listed
	Body      string   // the publishing body as listed, "" where the listing does not say
	Published string   // ISO date as listed, "" where the listing does not say
	Channels  []string // the start addresses that list it
}

// Titles says which titles are those of reports where a site does not follow what
// is known of all sites: regular expressions (RE2). Drop goes before Take.
type Titles struct{ Take, Drop []string }

// Meta is what a page says of the article on it, "" where it does not say.
type Meta struct {
	Title  string
	Body   string   // who published it
	Column string   // the channel that it stands in
	Site   string   // the site by its name
	Code   string   // of the site: its first six digits are the division
	Dates  []Dating // of publication, the one to believe first
}

// A Dating is one place that tells a day of publication.
type Dating struct {
	Day  string // ISO date
	From string // "meta", "text", "url", "header"
}

// A Source is one site of a known kind, as its YAML file describes it.
type Source struct {
	ID     string   // file name without .yaml
	Portal string   // Portal.Name
	Name   string   // for people
	Start  []string // addresses that listings begin at
	Hosts  []string // "host" or "host:port" that may be asked, beside those of Start
	Titles Titles   // what is a report, where the site has a way of its own
	Params map[string][]string
	Manner Manner
	Expect Expect
}

// Manner is how a site wants to be asked; zero fields mean the defaults.
type Manner struct {
	Delay    time.Duration // between an answer and the next request
	Hours    string        // of the night in China, "01:00-06:00"; "always" for every hour
	Requests int           // a night
	Bytes    int64         // a night, as received
	Time     time.Duration // a night
	TLS      []string      // what is put up with, and told of every fetch: "old", "unverified"
}

// Expect is what a listing must hold, else nothing of the night is published; zero
// fields expect nothing.
type Expect struct {
	Refs  int            // at least so many in all
	Most  int            // at most so many in all
	New   int            // at most so many new in one night, after the first
	Years map[int]int    // year of the report: at least so many
	By    map[int]string // year of the report: from this ISO date on, its Years are expected
}

// A Portal is one kind of site.
type Portal struct {
	Name string // stable, stands in source files
	// Recognise proposes a source for a page of this kind of site; ok is false
	// for pages of other kinds. Evidence says in a few words what was recognised.
	Recognise func(p *Page) (s Source, evidence string, ok bool)
	// List yields the refs of a source, each key once, in the order listed. An
	// error does not end it where other listings are left; after one, a key that
	// is not listed is not missing. A listing ends early at a page that lists
	// nothing but what is known; nil has every page read.
	List func(ctx context.Context, g Getter, s Source, known func(key string) bool) iter.Seq2[Ref, error]
	// Key is the identity of the article at an address, "" where the address is
	// not one of an article of this kind.
	Key func(url string) string
	// Meta reads what a page says of its article.
	Meta func(p *Page) Meta
	// Files yields the refs of the files that belong to an article, none where the
	// page itself is the report.
	Files func(p *Page) []Ref
}
