// Package portaltest makes portals for tests: a handler for each kind, with pages
// in the markup of that kind, in UTF-8 or GB18030, listings with their pagers, files,
// validators (ETag, Last-Modified), a log of requests, and knobs that add, change
// and remove articles, block a site or let it fail. Every body and number in
// them is invented.
//
//	site := portaltest.New(portaltest.TRS, portaltest.Options{Reports: 300})
//	server := httptest.NewServer(site)
//	source := site.Source(server.URL)
package portaltest

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/gongkai-data/gongkai/corpus"
)

// Article is one article of a made site.
type Article struct {
	ID       int
	Title    string
	Body     string // who published it
	Year     int    // the year reported on; 0 for what is no report
	Day      string // ISO date of publication
	HTML     string // what stands on the page below the title
	Files    []File
	Channels []int // the channels that list it, from 0
	changed  time.Time
}

// File is an attachment.
type File struct {
	Name    string
	Content []byte
}

// Options say how a site is made. The zero value is a small site in UTF-8 with
// validators.
type Options struct {
	Name         string // of the site; "": 青禾区人民政府
	Empty        bool   // without articles: Add brings them
	Reports      int    // how many are made; 0: 60
	PerPage      int    // articles of a page of a listing; 0: 20
	GB           bool   // pages in GB18030, declared as gb2312
	NoValidators bool   // neither ETag nor Last-Modified
	Counter      bool   // pages count their visitors: no two answers are the same
	Lie          int    // pages that listings claim beyond those that exist
	Files        int    // every n-th report has a file; 0: 10
}

// Hit is one request that the site has answered.
type Hit struct {
	Path   string // with the query
	Status int
	Agent  string
	At     time.Time
}

// Fault is what a site does in place of answering.
type Fault struct {
	Status int         // 0: as usual
	Header http.Header // added to the answer
	Body   string
	Cut    bool // the connection ends after half of the answer
}

// Site is a made portal. Its methods are safe for use beside requests.
type Site struct {
	Look Look
	opt  Options

	mu       sync.Mutex
	articles []*Article // newest first
	fault    func(r *http.Request) Fault
	log      []Hit
	visits   int
	now      time.Time
	routes   map[string]func() answer
}

type answer struct {
	body    string
	raw     []byte // in place of body: a file
	kind    string
	changed time.Time
}

// New makes a site with reports of invented bodies over the years to 2025, and an
// article of another kind for every twelve of them.
func New(look Look, opt Options) *Site {
	if opt.Name == "" {
		opt.Name = "青禾区人民政府"
	}
	if opt.Reports == 0 {
		opt.Reports = 60
	}
	if opt.PerPage == 0 {
		opt.PerPage = 20
	}
	if opt.Files == 0 {
		opt.Files = 10
	}
	s := &Site{Look: look, opt: opt, now: time.Date(2026, 3, 1, 3, 0, 0, 0, time.UTC)}
	if !opt.Empty {
		s.articles = invent(look, opt)
	}
	s.changed()
	return s
}

// Source is how the site is crawled when it is served at base.
func (s *Site) Source(base string) corpus.Source {
	src := corpus.Source{ID: "made-" + s.Look.Name, Portal: s.Look.Portal, Name: s.opt.Name, Params: map[string][]string{}}
	for c := range s.Look.Channels {
		src.Start = append(src.Start, base+s.Look.List(c, 1, 1))
	}
	return src
}

// Reports are the articles that a crawl should find, newest first.
func (s *Site) Reports() (out []Article) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, a := range s.articles {
		if a.Year != 0 {
			out = append(out, *a)
		}
	}
	return out
}

// Address is where an article is read, in its first channel.
func (s *Site) Address(a Article) string { return s.Look.Article(&a, a.Channels[0]) }

// Pages is how many pages the listings of the site have.
func (s *Site) Pages() (n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for c := range s.Look.Channels {
		n += s.pages(c)
		if s.Look.Frame {
			n++
		}
	}
	return n
}

// Add publishes an article as the newest; it gets a number where it has none.
func (s *Site) Add(a Article) Article {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, old := range s.articles {
		if a.ID == 0 || old.ID > a.ID {
			a.ID = max(a.ID, old.ID+1)
		}
	}
	if a.Channels == nil {
		a.Channels = []int{0}
	}
	s.tick()
	a.changed = s.now
	s.articles = append([]*Article{&a}, s.articles...)
	s.changed()
	return a
}

// Change edits an article; its listing stays as it is unless the title changes.
func (s *Site) Change(id int, edit func(*Article)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tick()
	for i, a := range s.articles {
		if a.ID == id {
			b := *a
			edit(&b)
			b.changed = s.now
			s.articles[i] = &b
		}
	}
	s.changed()
}

// Remove takes an article out of the listings and its page away.
func (s *Site) Remove(id int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tick()
	s.articles = slices.DeleteFunc(s.articles, func(a *Article) bool { return a.ID == id })
	s.changed()
}

// Break sets what requests get in place of an answer; nil mends the site.
func (s *Site) Break(f func(r *http.Request) Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.fault = f
}

// Block answers every request like a guard that wants a script to run; Break(nil)
// lifts it.
func (s *Site) Block() {
	s.Break(func(*http.Request) Fault {
		return Fault{Status: 412, Body: `<!DOCTYPE html><html><head><script>$_ts=window['$_ts'];if(!$_ts)$_ts={};$_ts.nsd=1;</script></head><body></body></html>`}
	})
}

// Log is what was asked so far; Forget empties it.
func (s *Site) Log() []Hit {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.log)
}

// Forget empties the log.
func (s *Site) Forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.log = nil
}

func (s *Site) tick() { s.now = s.now.Add(24 * time.Hour) }

func (s *Site) pages(channel int) int {
	n := 0
	for _, a := range s.articles {
		if slices.Contains(a.Channels, channel) {
			n++
		}
	}
	return max(1, (n+s.opt.PerPage-1)/s.opt.PerPage)
}

// changed lays out the addresses anew.
func (s *Site) changed() {
	s.routes = map[string]func() answer{}
	for c := range s.Look.Channels {
		s.layOut(c)
	}
	for _, a := range s.articles {
		for _, c := range a.Channels {
			page := func() answer {
				return answer{body: s.Look.ArticlePage(s, a, c), kind: "text/html", changed: a.changed}
			}
			s.routes[s.Look.Article(a, c)] = page
			for _, alias := range s.Look.aliases(a, c) {
				s.routes[alias] = page
			}
		}
		for i, f := range a.Files {
			s.routes[s.Look.File(a, i)] = func() answer {
				return answer{raw: f.Content, kind: "application/octet-stream", changed: a.changed}
			}
		}
	}
	if s.Look.Extra != nil {
		s.Look.Extra(s)
	}
}

func (s *Site) layOut(channel int) {
	var listed []*Article
	newest := time.Time{}
	for _, a := range s.articles {
		if slices.Contains(a.Channels, channel) {
			listed = append(listed, a)
		}
	}
	newest = s.now
	pages := s.pages(channel)
	for n := 1; n <= pages; n++ {
		v := View{Site: s, Channel: channel, Page: n, Pages: pages, Claimed: pages + s.opt.Lie, Total: len(listed),
			Listed: listed[min(len(listed), (n-1)*s.opt.PerPage):min(len(listed), n*s.opt.PerPage)], All: listed}
		address := s.Look.List(channel, n, pages)
		show := func() answer { return answer{body: s.Look.ListPage(v), kind: "text/html", changed: newest} }
		s.routes[address] = show
		if folder, ok := strings.CutSuffix(address, "/index.html"); ok && n == 1 {
			s.routes[folder+"/"] = show
		}
	}
}

// ServeHTTP answers a request.
func (s *Site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	path := r.URL.Path
	if r.URL.RawQuery != "" {
		path += "?" + r.URL.Query().Encode()
	}
	status := http.StatusOK
	defer func() {
		s.log = append(s.log, Hit{Path: path, Status: status, Agent: r.UserAgent(), At: time.Now()})
	}()
	var fault Fault
	if s.fault != nil {
		fault = s.fault(r)
	}
	for k, v := range fault.Header {
		w.Header()[k] = v
	}
	if fault.Status != 0 {
		status = fault.Status
		w.WriteHeader(status)
		fmt.Fprint(w, fault.Body)
		return
	}
	route, ok := s.routes[path]
	if !ok {
		status = http.StatusNotFound
		w.WriteHeader(status)
		fmt.Fprint(w, "<html><head><title>404</title></head><body><h1>您访问的页面不存在</h1></body></html>")
		return
	}
	a := route()
	b := a.raw
	if b == nil {
		b = s.encoded(a.body)
		a.kind += "; charset=" + map[bool]string{false: "utf-8", true: "gb2312"}[s.opt.GB]
	}
	if fault.Cut {
		w.Header().Set("Content-Length", fmt.Sprint(len(b)))
		_, _ = w.Write(b[:len(b)/2])
		panic(http.ErrAbortHandler)
	}
	w.Header().Set("Content-Type", a.kind)
	if !s.opt.NoValidators {
		sum := sha256.Sum256(b)
		tag := `"` + hex.EncodeToString(sum[:8]) + `"`
		w.Header().Set("ETag", tag)
		w.Header().Set("Last-Modified", a.changed.UTC().Format(http.TimeFormat))
		if r.Header.Get("If-None-Match") == tag {
			status = http.StatusNotModified
			w.WriteHeader(status)
			return
		}
	}
	_, _ = w.Write(b)
}

// encoded is a page in the charset of the site.
func (s *Site) encoded(body string) []byte {
	if s.opt.Counter {
		s.visits++
		body = strings.ReplaceAll(body, "点击量：14215", fmt.Sprintf("点击量：%d", 14215+s.visits))
	}
	if !s.opt.GB {
		return []byte(body)
	}
	b, err := simplifiedchinese.GB18030.NewEncoder().Bytes([]byte(body))
	if err != nil {
		return []byte(body)
	}
	return b
}
