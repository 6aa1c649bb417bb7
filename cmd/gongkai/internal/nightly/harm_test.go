package nightly

import (
	"errors"
	"net/http"
	"net/netip"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/failpoint"
	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/ledger"
	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/record"
	"github.com/gongkai-data/gongkai/corpus"
	"github.com/gongkai-data/gongkai/corpus/portals/portaltest"
	"github.com/gongkai-data/gongkai/corpus/sources"
	"github.com/gongkai-data/gongkai/normalize/watch"
)

// TestFrontPage: a site that redirects its articles to its front page says nothing
// about them; what was had stays.
func TestFrontPage(t *testing.T) {
	w := newWorld(t, portaltest.TRS, portaltest.Options{Reports: 12})
	w.must(t)
	before := w.refs(t)
	w.site.Break(func(r *http.Request) portaltest.Fault {
		switch {
		case strings.Contains(r.URL.Path, "/t20"):
			return portaltest.Fault{Status: http.StatusFound, Header: http.Header{"Location": {"/"}}}
		case r.URL.Path == "/":
			return portaltest.Fault{Status: http.StatusOK, Body: "<html><head><title>青禾区人民政府</title></head><body>" + strings.Repeat("<p>政府信息公开、政务服务、互动交流。</p>", 60) + "</body></html>"}
		}
		return portaltest.Fault{}
	})
	w.clock.now = w.clock.now.Add(8 * 24 * time.Hour)
	if s := w.must(t); s.Changed+s.Gone > 0 || !s.Complete || len(s.Errors) == 0 {
		t.Errorf("%+v", s)
	}
	for i, r := range w.refs(t) {
		if r.State != ledger.Had || r.Digest != before[i].Digest {
			t.Errorf("%s is %s, of another content: %v", r.URL, r.State, r.Digest != before[i].Digest)
		}
	}
}

// TestClockWasWrong: a night at which the clock stood a year ahead does not keep
// the nights after it from looking at anything.
func TestClockWasWrong(t *testing.T) {
	w := newWorld(t, portaltest.TRS, portaltest.Options{Reports: 5})
	right := w.clock.now
	w.clock.now = right.AddDate(1, 0, 0)
	w.must(t)
	w.clock.now = right
	w.site.Change(w.site.Reports()[2].ID, func(a *portaltest.Article) { a.HTML += "<p>更正。</p>" })
	if s := w.must(t); s.Changed != 1 {
		t.Errorf("%+v", s)
	}
}

// TestChannelsStay: a channel that was not read to its end lists what it listed.
func TestChannelsStay(t *testing.T) {
	w := newWorld(t, portaltest.TRS, portaltest.Options{Reports: 8})
	w.must(t)
	l, err := ledger.Open(t.Context(), w.dir)
	if err != nil {
		t.Fatal(err)
	}
	refs := w.refs(t)
	for i := range refs {
		refs[i].Channels = append(refs[i].Channels, "http://a.cn/other/")
		if err := l.PutRefs(t.Context(), &refs[i]); err != nil {
			t.Fatal(err)
		}
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	w.must(t)
	for i, r := range w.refs(t) {
		if !slices.Equal(r.Channels, refs[i].Channels) {
			t.Errorf("%s: %v, was %v", r.Key, r.Channels, refs[i].Channels)
		}
	}
}

// TestFileThatWasNotHad: where the page is no report and its file could not be had,
// nobody may call the report published.
func TestFileThatWasNotHad(t *testing.T) {
	src := &sources.Source{Source: corpus.Source{ID: "a"}, Bodies: []sources.Body{{Name: "甲局", Type: "department", From: 2024, To: 2024}}}
	digest := corpus.Digest{1}
	outcomes := map[record.Digest]string{record.Digest(digest): "not_a_report"}
	for state, want := range map[ledger.State]SlotState{ledger.Blocked: BlockedOut, ledger.Unread: Unknown, ledger.Gone: Unreadable, "": Unreadable} {
		refs := []ledger.Ref{{Key: "1", Title: "甲局2024年", Year: 2024, State: ledger.Had, Digest: digest}}
		if state != "" {
			refs = append(refs, ledger.Ref{Key: "f", Parent: "1", State: state})
		}
		slots := Slots(src, refs, outcomes, &Summary{Complete: true}, true, &watch.Settings{}, time.Date(2026, 3, 1, 0, 0, 0, 0, beijing))
		if len(slots) != 1 || slots[0].State != want {
			t.Errorf("file %q: %+v, want %s", state, slots, want)
		}
	}
}

// TestGoesOnPolitely: a run after one that broke off keeps the delay from its last
// request, and spends what it left of the budget of the night.
func TestGoesOnPolitely(t *testing.T) {
	w := newWorld(t, portaltest.TRS, portaltest.Options{Reports: 30})
	w.src.Manner.Delay, w.src.Manner.Requests = 5*time.Second, 20
	stop := errors.New("ended here")
	defer failpoint.Set(nil)
	left := 12
	failpoint.Set(func(at string) error {
		if at == failpoint.FetchEnd {
			if left--; left == 0 {
				return stop
			}
		}
		return nil
	})
	if _, err := w.night(t); !errors.Is(err, stop) {
		t.Fatal(err)
	}
	failpoint.Set(nil)
	asked := len(w.site.Log())
	at := w.clock.Now().Add(time.Second)
	l, err := ledger.Open(t.Context(), w.dir)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	w.clock.now = at
	r := Run{Sources: []sources.Source{w.src}, Ledger: l, Store: &corpus.Store{Root: filepath.Join(w.dir, "raw")}, Contact: "a@example.org", Clock: w.clock, Allow: func(netip.AddrPort) bool { return true }}
	n, err := r.Do(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if now := len(w.site.Log()); now != 20 || n.Sources[0].Waiting == 0 {
		t.Errorf("%d requests, then %d: %+v", asked, now-asked, n.Sources[0])
	}
	first := time.Time{}
	for f, err := range l.Fetches(t.Context(), int64(asked)) {
		if err != nil {
			t.Fatal(err)
		}
		if first.IsZero() {
			first = f.Started
		}
	}
	if gap := first.Sub(at); gap < 4*time.Second || gap > 5*time.Second {
		t.Errorf("the first request of the second run came %v after it began", gap)
	}
}
