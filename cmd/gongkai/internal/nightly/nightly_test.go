package nightly

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/failpoint"
	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/ledger"
	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/record"
	"github.com/gongkai-data/gongkai/corpus"
	"github.com/gongkai-data/gongkai/corpus/portals/portaltest"
	"github.com/gongkai-data/gongkai/corpus/sources"
	"github.com/gongkai-data/gongkai/normalize/watch"
)

// made is a clock that passes only while somebody sleeps.
type made struct {
	mu  sync.Mutex
	now time.Time
}

func (m *made) Now() time.Time {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.now
}

func (m *made) Sleep(ctx context.Context, d time.Duration) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.now = m.now.Add(d)
	return context.Cause(ctx)
}

// world is a made site and a workspace that crawls it.
type world struct {
	site  *portaltest.Site
	src   sources.Source
	dir   string
	clock *made
}

func newWorld(t *testing.T, look portaltest.Look, opt portaltest.Options) *world {
	w := &world{site: portaltest.New(look, opt), dir: t.TempDir(), clock: &made{now: time.Date(2026, 3, 2, 1, 0, 0, 0, beijing)}}
	server := httptest.NewServer(w.site)
	t.Cleanup(server.Close)
	w.src.Source = w.site.Source(server.URL)
	w.src.ID = "qinghe"
	w.src.Manner.Delay = time.Millisecond
	return w
}

// night crawls once; the clock then stands at the next night.
func (w *world) night(t *testing.T) (*Night, error) {
	t.Helper()
	l, err := ledger.Open(t.Context(), w.dir)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	w.clock.mu.Lock()
	w.clock.now = time.Date(w.clock.now.Year(), w.clock.now.Month(), w.clock.now.Day()+1, 1, 0, 0, 0, beijing)
	w.clock.mu.Unlock()
	w.site.Forget()
	limits := corpus.DefaultLimits
	limits.Listings = 5000
	r := Run{
		Sources: []sources.Source{w.src}, Ledger: l, Store: &corpus.Store{Root: filepath.Join(w.dir, "raw")}, Contact: "a@example.org", Clock: w.clock, Limits: limits,
		Allow: func(netip.AddrPort) bool { return true },
	}
	return r.Do(t.Context())
}

func (w *world) must(t *testing.T) Summary {
	t.Helper()
	n, err := w.night(t)
	if err != nil {
		t.Fatal(err)
	}
	return n.Sources[0]
}

func (w *world) refs(t *testing.T) []ledger.Ref {
	t.Helper()
	l, err := ledger.Open(t.Context(), w.dir)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	refs, err := l.Refs(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	return refs
}

// paths counts the requests of a night by path.
func (w *world) paths() map[string]int {
	n := map[string]int{}
	for _, h := range w.site.Log() {
		n[h.Path]++
	}
	return n
}

// TestNights crawls a site of every look for two nights: every report is found,
// nothing is asked for twice, and a night without news costs a request a page of
// its listings at most.
func TestNights(t *testing.T) {
	for i, look := range portaltest.Looks {
		t.Run(look.Name, func(t *testing.T) {
			w := newWorld(t, look, portaltest.Options{GB: i%2 == 1, Reports: 20, PerPage: 8, Files: 5})
			s := w.must(t)
			want := len(w.site.Reports())
			if s.New != want || !s.Complete || s.Blocked+s.Unread+s.Gone+s.Waiting > 0 || len(s.Errors) > 0 {
				t.Errorf("%d reports: %+v", want, s)
			}
			had := map[string]bool{}
			for _, r := range w.refs(t) {
				if guessed := look.Name == "jcms-module" && r.State == ledger.Gone && r.Title == ""; !guessed && (r.State != ledger.Had || r.Digest == (corpus.Digest{})) {
					t.Errorf("%+v", r)
				}
				had[r.URL] = true
			}
			for path, n := range w.paths() {
				if n > 1 {
					t.Errorf("%s was asked for %d times", path, n)
				}
			}
			if s = w.must(t); s.New+s.Changed > 0 || s.Requests > w.site.Pages()+1 {
				t.Errorf("a night without news: %+v, for %d pages", s, w.site.Pages())
			}
		})
	}
}

// TestLarge: three thousand reports, at most 1.2 requests for each.
func TestLarge(t *testing.T) {
	if os.Getenv("GONGKAI_NIGHTS") == "" {
		t.Skip("set GONGKAI_NIGHTS=1: make nights does")
	}
	w := newWorld(t, portaltest.TRS, portaltest.Options{Reports: 3000, PerPage: 50})
	w.src.Manner.Requests = 10000
	start := time.Now()
	s := w.must(t)
	files := 0
	for _, a := range w.site.Reports() {
		files += len(a.Files)
	}
	if s.New != 3000 || float64(s.Requests) > 1.2*3000 {
		t.Errorf("%+v", s)
	}
	t.Logf("%d requests, %d files, %.0f pages a second", s.Requests, files, float64(s.Requests)/time.Since(start).Seconds())
	if s = w.must(t); s.New > 0 || s.Requests > w.site.Pages()+1 {
		t.Errorf("second night: %+v, for %d pages", s, w.site.Pages())
	}
}

// TestChanges: what is new, edited, taken away and blocked is told as that.
func TestChanges(t *testing.T) {
	w := newWorld(t, portaltest.TRS, portaltest.Options{Reports: 30})
	w.must(t)
	reports := w.site.Reports()
	w.site.Block()
	if s := w.must(t); s.Wall == "" || s.Complete || s.New+s.Gone+s.Changed > 0 || s.Requests > 2 {
		t.Errorf("blocked: %+v", s)
	}
	for _, r := range w.refs(t) {
		if r.State != ledger.Had {
			t.Errorf("blocked was taken for %s", r.State)
		}
	}
	w.site.Break(nil)
	w.site.Add(portaltest.Article{Title: "青禾区水务局2025年政府信息公开工作年度报告（补发）", Body: "青禾区水务局", Year: 2025, Day: "2026-03-03", HTML: "<p>补发。</p>"})
	if s := w.must(t); s.New != 1 || s.Changed+s.Gone > 0 {
		t.Errorf("one is new: %+v", s)
	}
	w.site.Change(reports[3].ID, func(a *portaltest.Article) { a.HTML += "<p>更正：主动公开一百条。</p>" })
	w.site.Remove(reports[5].ID)
	w.clock.now = w.clock.now.Add(8 * 24 * time.Hour)
	first := w.must(t)
	if second := w.must(t); first.Changed+second.Changed < 1 || first.Gone != 1 || second.Gone+first.New+second.New > 0 {
		t.Errorf("one was edited, one taken away: %+v, then %+v", first, second)
	}
	gone := 0
	for _, r := range w.refs(t) {
		if r.State == ledger.Gone {
			gone++
			if r.Title != reports[5].Title || r.Digest == (corpus.Digest{}) {
				t.Errorf("%+v", r)
			}
		}
	}
	if gone != 1 {
		t.Errorf("%d are gone", gone)
	}
	// the whole site fails: nothing is gone, nothing is missing
	w.site.Break(func(*http.Request) portaltest.Fault { return portaltest.Fault{Status: 500} })
	if s := w.must(t); s.Complete || s.Gone > 0 {
		t.Errorf("failing: %+v", s)
	}
	w.site.Break(func(r *http.Request) portaltest.Fault {
		return portaltest.Fault{Status: 404}
	})
	if s := w.must(t); s.Complete || s.Gone > 0 {
		t.Errorf("a site that has lost its listings: %+v", s)
	}
}

// TestManyNights is GONGKAI_NIGHTS nights (12 where it is not set) over a site that
// fails, blocks, cuts and loses pages at random, with crawls that are ended
// anywhere. Nothing that is there is ever called gone, nothing but an added report is
// new, nothing incomplete is left; a last quiet night has everything.
func TestManyNights(t *testing.T) {
	nights, _ := strconv.Atoi(os.Getenv("GONGKAI_NIGHTS"))
	if nights < 2 {
		nights = 12
	}
	w := newWorld(t, portaltest.TRS, portaltest.Options{Reports: 12, PerPage: 8, Files: 4})
	dice := rand.New(rand.NewPCG(7, 7))
	defer failpoint.Set(nil)
	removed := map[string]bool{}
	open := -1
	for n := range nights {
		if n%9 == 5 {
			w.site.Add(portaltest.Article{Title: fmt.Sprintf("青禾区第%d中学2025年政府信息公开工作年度报告", n), Year: 2025, Day: "2026-03-03", HTML: "<p>x</p>"})
		}
		if n%17 == 11 {
			r := w.site.Reports()[3]
			removed[r.Title] = true
			w.site.Remove(r.ID)
		}
		var mu sync.Mutex
		roll := func(n int) int { mu.Lock(); defer mu.Unlock(); return dice.IntN(n) }
		switch kind := n % 4; kind {
		case 0:
			w.site.Break(nil)
		case 1:
			w.site.Block()
		default:
			w.site.Break(func(r *http.Request) (f portaltest.Fault) {
				switch roll(12) {
				case 0:
					f.Status = 500
				case 1:
					f.Cut = true
				case 2:
					f.Status, f.Body = 412, "<script>x</script>"
				case 3:
					f.Status, f.Body = 200, "<html><title>登录</title><input type=password></html>"
				}
				return f
			})
		}
		left := roll(40)
		failpoint.Set(func(string) error {
			if left--; left == 0 && n%3 == 1 {
				return errors.New("ended anywhere")
			}
			return nil
		})
		if _, err := w.night(t); err != nil && !strings.Contains(err.Error(), "ended anywhere") {
			t.Fatalf("night %d: %v", n, err)
		}
		for _, r := range w.refs(t) {
			if r.State == ledger.Gone && !removed[r.Title] && !removedParent(w.refs(t), r, removed) {
				t.Fatalf("night %d: %q is called gone", n, r.Title)
			}
		}
		if n == 1 {
			open = descriptors(t)
		}
	}
	failpoint.Set(nil)
	w.site.Break(nil)
	for range 2 {
		w.must(t)
	}
	had := map[string]bool{}
	for _, r := range w.refs(t) {
		had[r.Title] = r.State == ledger.Had
	}
	for _, r := range w.site.Reports() {
		if !had[r.Title] {
			t.Errorf("%q was not had", r.Title)
		}
	}
	if temp, err := filepath.Glob(filepath.Join(w.dir, "raw", "*", ".tmp-*")); err != nil || len(temp) > 0 {
		t.Errorf("incomplete files: %v %v", temp, err)
	}
	if now := descriptors(t); open >= 0 && now > open+5 {
		t.Errorf("%d descriptors are open, %d after the second night", now, open)
	}
	l, err := ledger.Open(t.Context(), w.dir)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if said, err := l.Check(t.Context()); err != nil || said != "ok" {
		t.Errorf("%s %v", said, err)
	}
}

// removedParent reports whether a ref is the file of a report that was taken away.
func removedParent(refs []ledger.Ref, r ledger.Ref, removed map[string]bool) bool {
	for _, p := range refs {
		if p.Key == r.Parent && removed[p.Title] {
			return true
		}
	}
	return false
}

// descriptors counts the open files of this process, -1 where the system does not
// tell.
func descriptors(t *testing.T) int {
	entries, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		return -1
	}
	return len(entries)
}

// TestBrokenOff ends a crawl at every moment in turn; the next goes on, asks for
// nothing that it has, and comes to the same end.
func TestBrokenOff(t *testing.T) {
	opt := portaltest.Options{Reports: 3, Files: 3}
	whole := newWorld(t, portaltest.TRS, opt)
	whole.must(t)
	want := whole.contents(t)
	stop := errors.New("ended here")
	defer failpoint.Set(nil)
	for _, name := range failpoint.CrawlNames[:5] {
		for n := 1; ; n++ {
			w := newWorld(t, portaltest.TRS, opt)
			left := n
			failpoint.Set(func(at string) error {
				if at == name {
					left--
				}
				if left == 0 && at == name {
					return stop
				}
				return nil
			})
			_, err := w.night(t)
			failpoint.Set(nil)
			if err == nil {
				break
			}
			if !errors.Is(err, stop) {
				t.Fatalf("%s %d: %v", name, n, err)
			}
			before := w.paths()
			w.must(t)
			for path, k := range w.paths() {
				if strings.Contains(path, "/t20") && before[path]+k > 1 && name != failpoint.FetchBegin {
					t.Errorf("%s %d: %s was asked for again", name, n, path)
				}
			}
			if diff := cmp.Diff(want, w.contents(t)); diff != "" {
				t.Errorf("%s %d (-want +got):\n%s", name, n, diff)
			}
		}
	}
}

// contents is what is had, by title.
func (w *world) contents(t *testing.T) map[string]string {
	m := map[string]string{}
	for _, r := range w.refs(t) {
		m[r.Title] = fmt.Sprint(r.State, " ", r.Year, " ", r.Body, " ", r.Digest != corpus.Digest{})
	}
	return m
}

// TestExpectations: too few or too many stop the night before anything is asked
// for, again and again until somebody looks.
func TestExpectations(t *testing.T) {
	for name, c := range map[string]struct {
		expect corpus.Expect
		want   string
	}{
		"fits":         {corpus.Expect{Refs: 30, Most: 40, Years: map[int]int{2025: 28}, By: map[int]string{2025: "2026-02-01"}}, "[]"},
		"few":          {corpus.Expect{Refs: 31}, "[refs: 30, want 31]"},
		"many":         {corpus.Expect{Most: 29}, "[most: 30, want 29]"},
		"year":         {corpus.Expect{Years: map[int]int{2025: 29}, By: map[int]string{2025: "2026-02-01"}}, "[year 2025: 28, want 29]"},
		"year-not-yet": {corpus.Expect{Years: map[int]int{2025: 29}, By: map[int]string{2025: "2026-04-01"}}, "[]"},
		"first-night":  {corpus.Expect{New: 5}, "[]"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, portaltest.TRS, portaltest.Options{Reports: 30})
			w.src.Expect = c.expect
			for range 2 {
				s := w.must(t)
				if got := fmt.Sprint(s.Broken); got != c.want || len(s.Broken) > 0 && s.New > 0 {
					t.Errorf("%s, want %s; %+v", got, c.want, s)
				}
			}
		})
	}
	w := newWorld(t, portaltest.TRS, portaltest.Options{Reports: 30})
	w.src.Expect.New = 5
	w.must(t)
	for i := range 6 {
		w.site.Add(portaltest.Article{Title: fmt.Sprintf("青禾区水务局%d年政府信息公开工作年度报告", 2010+i), Year: 2010 + i, Day: "2026-03-03", HTML: "<p>x</p>"})
	}
	for range 2 {
		if s := w.must(t); fmt.Sprint(s.Broken) != "[new: 6, want 5]" || s.New > 0 {
			t.Errorf("%+v", s)
		}
	}
	w.src.Expect.New = 6 // a person has looked
	if s := w.must(t); len(s.Broken) > 0 || s.New != 6 {
		t.Errorf("%+v", s)
	}
}

func TestSlots(t *testing.T) {
	src := &sources.Source{Source: corpus.Source{ID: "a"}, Bodies: []sources.Body{
		{Name: "甲局", Type: "department", From: 2021}, {Name: "乙局", Type: "department", From: 2023, To: 2024}, {Name: "丙区政府", Type: "government", From: 2025},
	}}
	d := func(n byte) corpus.Digest { return corpus.Digest{n} }
	refs := []ledger.Ref{
		{Key: "1", Title: "甲局2021年", Year: 2021, State: ledger.Had, Digest: d(1), Published: "2022-01-20"},
		{Key: "2", Title: "甲局2022年", Year: 2022, State: ledger.Had, Digest: d(2), Published: "2023-02-20"},
		{Key: "3", Title: "甲局2023年", Year: 2023, State: ledger.Gone, Digest: d(3)},
		{Key: "4", Title: "甲局2024年", Year: 2024, State: ledger.Had, Digest: d(4)}, {Key: "4f", Parent: "4", State: ledger.Had, Digest: d(5)},
		{Key: "5", Title: "乙局2023年", Year: 2023, State: ledger.Blocked},
	}
	outcomes := map[record.Digest]string{record.Digest(d(4)): "not_a_report", record.Digest(d(5)): "failed"}
	tell := func(night Summary, listed bool, day string) string {
		now, err := time.ParseInLocation(time.DateOnly, day, beijing)
		if err != nil {
			t.Fatal(err)
		}
		var b strings.Builder
		for _, s := range Slots(src, refs, outcomes, &night, listed, &watch.Settings{}, now) {
			fmt.Fprintf(&b, "%s%d:%s ", s.Body, s.Year, s.State)
		}
		return b.String()
	}
	const had = "甲局2021:published 甲局2022:late 甲局2023:gone 甲局2024:unreadable "
	for _, c := range []struct {
		night  Summary
		listed bool
		day    string
		want   string
	}{
		{Summary{Complete: true}, true, "2026-02-15", had + "甲局2025:missing 乙局2023:blocked 乙局2024:missing 丙区政府2025:not_due "},
		{Summary{Complete: true}, true, "2026-01-31", had + "甲局2025:not_due 乙局2023:blocked 乙局2024:missing 丙区政府2025:not_due "},
		{Summary{Complete: true}, true, "2026-04-01", had + "甲局2025:missing 乙局2023:blocked 乙局2024:missing 丙区政府2025:missing "},
		{Summary{Wall: "412"}, true, "2026-04-01", had + "甲局2025:blocked 乙局2023:blocked 乙局2024:blocked 丙区政府2025:blocked "},
		{Summary{}, true, "2026-04-01", had + "甲局2025:unknown 乙局2023:blocked 乙局2024:unknown 丙区政府2025:unknown "},
		{Summary{Complete: true}, false, "2026-04-01", had + "甲局2025:unknown 乙局2023:blocked 乙局2024:unknown 丙区政府2025:unknown "},
	} {
		if got := tell(c.night, c.listed, c.day); got != c.want {
			t.Errorf("%s %+v:\n%s\n%s", c.day, c.night, got, c.want)
		}
	}
}
