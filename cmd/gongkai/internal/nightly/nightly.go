// Package nightly asks every source of a workspace for what it lists and keeps
// what is new, changed or gone. What it did is known after every step, so that a
// run that was ended at any moment is gone on with by the next:
//
//	listing  what a source lists becomes refs in the ledger
//	expect   where a source lists too little or too much it is left alone, and nothing is published
//	fetch    each ref that was not had, or was had long ago, is asked for
//	slots    each body and year: published, late, missing, gone, blocked, unreadable, not due, unknown
//
// Only a site that says so makes a document gone, and only a listing that was read
// to its end makes one missing.
package nightly

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"sync"
	"time"

	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/failpoint"
	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/ledger"
	"github.com/gongkai-data/gongkai/corpus"
	"github.com/gongkai-data/gongkai/corpus/portals"
	"github.com/gongkai-data/gongkai/corpus/sources"
)

// Run is one crawl. The caller holds the workspace.
type Run struct {
	Sources  []sources.Source
	Ledger   *ledger.Ledger
	Store    *corpus.Store
	Contact  string
	Version  string
	Parallel int           // sources asked at the same time; 0 for DefaultParallel
	Sweep    bool          // read every listing to its end
	Anytime  bool          // whatever hours the sources name
	Told     func(Summary) // as each source ends; may be nil. Calls come one at a time.

	Clock  corpus.Clock                        // nil for that of the system
	Limits corpus.Limits                       // zero for the defaults
	Allow  func(netip.AddrPort) bool           // see corpus.Setup
	Manner func(m corpus.Manner) corpus.Manner // tests are in a hurry; nil for as the source says
}

// DefaultParallel is how many sources are asked at the same time: more hosts than
// that would come from one address at once.
const DefaultParallel = 8

// Summary is what came of one source.
type Summary struct {
	Source   string   `json:"source"`
	Listed   int      `json:"listed"`   // refs that its listings name
	Complete bool     `json:"complete"` // every listing was read to its end, or to what is known
	New      int      `json:"new"`      // refs that were had for the first time
	Changed  int      `json:"changed"`  // had again, with another content
	Gone     int      `json:"gone"`     // the site says so, this night
	Blocked  int      `json:"blocked"`  // refs that the site does not give to programs
	Unread   int      `json:"unread"`   // refs that could not be had for another reason
	Waiting  int      `json:"waiting"`  // refs that were not asked for any more
	Requests int      `json:"requests"`
	Bytes    int64    `json:"bytes"`
	Broken   []Broken `json:"broken"`         // expectations that do not hold
	Errors   []string `json:"errors"`         // the first of them
	Wall     string   `json:"wall,omitempty"` // why the site does not answer programs
}

// Night is what came of all.
type Night struct {
	ID      int64     `json:"night"`
	Sources []Summary `json:"sources"`
}

// Broken reports whether an expectation of a source does not hold: then nothing
// may be published.
func (n *Night) Broken() bool {
	for i := range n.Sources {
		if len(n.Sources[i].Broken) > 0 {
			return true
		}
	}
	return false
}

// Do crawls. An error is one of the ledger, the store or the context; what sites
// do is in the summaries.
func (r *Run) Do(ctx context.Context) (*Night, error) {
	if r.Clock == nil {
		r.Clock = corpus.SystemClock{}
	}
	if err := r.Store.Sweep(); err != nil {
		return nil, err
	}
	id, err := r.Ledger.BeginNight(ctx, r.Clock.Now())
	if err != nil {
		return nil, err
	}
	n := &Night{ID: id, Sources: make([]Summary, len(r.Sources))}
	err = r.all(ctx, n)
	if ctx.Err() != nil {
		return n, context.Cause(ctx)
	}
	outcome := "done"
	if err != nil {
		outcome = "failed: " + err.Error()
	} else if n.Broken() {
		outcome = "expectation"
	}
	b, e := json.Marshal(n)
	return n, errors.Join(err, e, r.Ledger.EndNight(ctx, id, r.Clock.Now(), outcome, string(b)))
}

// all crawls the sources, some at a time.
func (r *Run) all(ctx context.Context, n *Night) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	hosts, err := r.hosts(ctx)
	if err != nil {
		return err
	}
	next := make(chan int)
	var wait sync.WaitGroup
	var mu sync.Mutex
	var failed error
	parallel := r.Parallel
	if parallel == 0 {
		parallel = DefaultParallel
	}
	for range min(parallel, len(r.Sources)) {
		wait.Go(func() {
			for i := range next {
				s := site{run: r, src: &r.Sources[i], night: n.ID, hosts: hosts, sum: &n.Sources[i]}
				err := s.crawl(ctx)
				mu.Lock()
				if err != nil && failed == nil {
					failed = fmt.Errorf("%s: %w", s.src.ID, err)
					cancel(failed)
				}
				if err == nil && r.Told != nil {
					r.Told(*s.sum)
				}
				mu.Unlock()
			}
		})
	}
	for i := range r.Sources {
		select {
		case next <- i:
		case <-ctx.Done():
		}
	}
	close(next)
	wait.Wait()
	return failed
}

// lastAsked is how many fetches of earlier runs are looked at: those of the longest
// delay, from all sites at once.
const lastAsked = 500

// hosts are left alone for their delay after what the last run asked, too.
func (r *Run) hosts(ctx context.Context) (*corpus.Hosts, error) {
	hosts := corpus.NewHosts()
	last, err := r.Ledger.LastAsked(ctx, lastAsked)
	if err != nil {
		return nil, err
	}
	delays := map[string]time.Duration{}
	for i := range r.Sources {
		m := r.manner(r.Sources[i].Manner)
		delays[r.Sources[i].ID] = cmp.Or(m.Delay, corpus.DefaultDelay)
	}
	for _, f := range last {
		if u, err := url.Parse(f.URL); err == nil {
			hosts.Asked(r.Clock, u.Hostname(), f.Ended, cmp.Or(delays[f.Source], corpus.DefaultDelay))
		}
	}
	return hosts, nil
}

// manner is how a source is asked by this run.
func (r *Run) manner(m corpus.Manner) corpus.Manner {
	if r.Anytime {
		m.Hours = "always"
	}
	if r.Manner != nil {
		m = r.Manner(m)
	}
	return m
}

// sameNight is how long after it began a run that broke off is gone on with in the
// same night.
const sameNight = 12 * time.Hour

// goOn counts what runs of this night that broke off have cost.
func (s *site) goOn(ctx context.Context) error {
	began, err := s.run.Ledger.BrokenOff(ctx, s.night)
	if now := s.run.Clock.Now(); err != nil || began.IsZero() || began.After(now) {
		return err
	} else if now.Sub(began) > sameNight {
		began = now.Add(-sameNight)
	}
	spent, err := s.run.Ledger.SpentSince(ctx, s.src.ID, began)
	if err == nil && spent.Requests > 0 {
		s.ask.GoOn(spent.Requests, spent.Listings, spent.Bytes, spent.Began)
	}
	return err
}

// watched is the log of fetches, which tests end the process in.
type watched struct{ ledger.FetchLog }

func (w watched) Begin(ctx context.Context, f *corpus.Fetch) error {
	return errors.Join(w.FetchLog.Begin(ctx, f), failpoint.Hit(failpoint.FetchBegin))
}

func (w watched) End(ctx context.Context, f *corpus.Fetch) error {
	return errors.Join(w.FetchLog.End(ctx, f), failpoint.Hit(failpoint.FetchEnd))
}

// client asks for the pages of a source.
func (s *site) client(log corpus.Log) (*corpus.Client, error) {
	r, src := s.run, s.src.Source
	src.Manner = r.manner(src.Manner)
	return corpus.NewClient(corpus.Setup{Contact: r.Contact, Version: r.Version, Source: src, Hosts: s.hosts, Store: r.Store, Log: log, Limits: r.Limits, Clock: r.Clock, Allow: r.Allow})
}

// portal is the kind of a source.
func (s *site) portal() (corpus.Portal, error) {
	p, ok := portals.ByName(s.src.Portal)
	if !ok {
		return p, fmt.Errorf("no portal %q", s.src.Portal)
	}
	return p, nil
}
