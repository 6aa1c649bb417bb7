package portals

import (
	"context"
	"errors"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/gongkai-data/gongkai/corpus"
	"github.com/gongkai-data/gongkai/corpus/portals/portaltest"
)

// TestEveryKindIsListed wants each package below this one in All, and a look of
// the simulator for it.
func TestEveryKindIsListed(t *testing.T) {
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	var folders []string
	for _, e := range entries {
		if e.IsDir() && e.Name() != "internal" && e.Name() != "portaltest" && e.Name() != "testdata" {
			folders = append(folders, e.Name())
		}
	}
	var listed []string
	for _, p := range All {
		listed = append(listed, p.Name)
		if p.List == nil || p.Recognise == nil || p.Files == nil || p.Key == nil || p.Meta == nil {
			t.Errorf("%s lacks a part", p.Name)
		}
		if !slices.ContainsFunc(portaltest.Looks, func(l portaltest.Look) bool { return l.Portal == p.Name }) {
			t.Errorf("%s is not simulated", p.Name)
		}
	}
	slices.Sort(listed)
	if !slices.Equal(folders, listed) {
		t.Errorf("packages %v, listed %v", folders, listed)
	}
}

// crawl lists a site and fetches what a crawl of it would: new articles and their
// files. It returns the articles by key.
func crawl(t *testing.T, g corpus.Getter, s corpus.Source, known map[string]corpus.Ref, full bool) (fresh []corpus.Ref, files int) {
	t.Helper()
	portal, ok := ByName(s.Portal)
	if !ok {
		t.Fatalf("no kind %s", s.Portal)
	}
	is := func(key string) bool { _, ok := known[key]; return ok }
	if full {
		is = nil
	}
	listed := map[string]bool{}
	for ref, err := range portal.List(t.Context(), g, s, is) {
		if err != nil {
			t.Fatal(err)
		}
		if listed[ref.Key] {
			t.Errorf("%s is listed twice", ref.Key)
		}
		listed[ref.Key] = true
		if _, ok := known[ref.Key]; ok {
			continue
		}
		page, err := g.Get(t.Context(), corpus.Request{URL: ref.URL, For: corpus.Article})
		if errors.Is(err, corpus.ErrGone) {
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		known[ref.Key] = ref
		fresh = append(fresh, ref)
		for _, f := range portal.Files(page) {
			if _, err := g.Get(t.Context(), corpus.Request{URL: f.URL, For: corpus.Attachment}); err != nil {
				t.Errorf("%s: %v", f.URL, err)
			}
			files++
		}
	}
	return fresh, files
}

// TestSites crawls a made site of each kind over some nights: 3,000 articles in
// all.
func TestSites(t *testing.T) {
	articles := 0
	for _, look := range portaltest.Looks {
		for _, gb := range []bool{false, true} {
			name := look.Name + map[bool]string{false: "", true: "-gb"}[gb]
			opt := portaltest.Options{Reports: 140, GB: gb}
			site := portaltest.New(look, opt)
			articles += len(site.Reports())
			t.Run(name, func(t *testing.T) { nights(t, site) })
		}
	}
	if articles < 3000 {
		t.Errorf("%d articles", articles)
	}
}

func nights(t *testing.T, site *portaltest.Site) {
	server := httptest.NewServer(site)
	defer server.Close()
	source := site.Source(server.URL)
	portal, _ := ByName(source.Portal)
	client := &portaltest.Client{}
	known := map[string]corpus.Ref{}

	// first night: every report, each once, with what the listing says
	fresh, files := crawl(t, client, source, known, false)
	reports := site.Reports()
	wantFiles := 0
	for _, a := range reports {
		wantFiles += len(a.Files)
		ref, ok := known[portal.Key(server.URL+site.Address(a))]
		if !ok {
			t.Errorf("not found: %s", a.Title)
			continue
		}
		if site.Look.Name == "jcms-module" {
			continue // the module says neither title nor day
		}
		if ref.Title != a.Title || ref.Published != a.Day {
			t.Errorf("listed as %q of %s, is %q of %s", ref.Title, ref.Published, a.Title, a.Day)
		}
		if len(ref.Channels) != len(a.Channels) {
			t.Errorf("%s is listed by %v, want %d channels", a.Title, ref.Channels, len(a.Channels))
		}
	}
	if len(fresh) != len(reports) || files != wantFiles {
		t.Errorf("%d articles and %d files, want %d and %d", len(fresh), files, len(reports), wantFiles)
	}
	asked := map[string]int{}
	for _, h := range site.Log() {
		asked[h.Path]++
	}
	for path, n := range asked {
		if n > 1 {
			t.Errorf("%s was asked for %d times", path, n)
		}
	}
	if per := float64(client.Requests) / float64(len(fresh)); per > 1.2 {
		t.Errorf("%.2f requests for a new report", per)
	}

	// second night, nothing changed: at most one request a page, with everything
	// listed, and only the newest page of each listing where it may end early
	site.Forget()
	client.Requests = 0
	if fresh, _ := crawl(t, client, source, known, true); len(fresh) != 0 {
		t.Errorf("%d new articles on a site that did not change", len(fresh))
	}
	if client.Requests > site.Pages() {
		t.Errorf("%d requests for %d pages", client.Requests, site.Pages())
	}
	for _, h := range site.Log() {
		if h.Status != 304 && h.Status != 404 {
			t.Errorf("%s was sent again", h.Path)
		}
	}
	client.Requests = 0
	crawl(t, client, source, known, false)
	perListing := 1
	if site.Look.Frame {
		perListing = 2 // the frame, and the newest of its data
	}
	if client.Requests > perListing*len(source.Start) {
		t.Errorf("%d requests for %d listings", client.Requests, len(source.Start))
	}
	if site.Look.Name == "jcms-module" {
		return
	}

	// third night: one more, one gone
	client.Requests = 0
	added := site.Add(portaltest.Article{Title: "青禾区气象局2025年政府信息公开工作年度报告", Body: "青禾区气象局", Year: 2025, Day: "2026-02-20", HTML: "<p>一、总体情况</p>"})
	fresh, _ = crawl(t, client, source, known, false)
	if len(fresh) != 1 || fresh[0].Title != added.Title {
		t.Errorf("new: %v", fresh)
	}
	if client.Requests > len(source.Start)*(perListing+1)+1 {
		t.Errorf("%d requests for one new report", client.Requests)
	}
	gone := reports[len(reports)/2]
	site.Remove(gone.ID)
	key := portal.Key(server.URL + site.Address(gone))
	for ref, err := range portal.List(t.Context(), client, source, nil) {
		if err != nil || ref.Key == key {
			t.Errorf("%v %v is listed, but gone", ref, err)
		}
	}
}

// TestBlockedIsNotMissing wants an error from a site that does not answer, and
// no more than a request a listing.
func TestBlockedIsNotMissing(t *testing.T) {
	for _, look := range portaltest.Looks {
		site := portaltest.New(look, portaltest.Options{})
		server := httptest.NewServer(site)
		source := site.Source(server.URL)
		site.Block()
		portal, _ := ByName(source.Portal)
		client := &portaltest.Client{}
		refs, blocked := 0, 0
		for _, err := range portal.List(t.Context(), client, source, nil) {
			switch {
			case err == nil:
				refs++
			case errors.Is(err, corpus.ErrBlocked):
				blocked++
			default:
				t.Errorf("%s: %v", look.Name, err)
			}
		}
		if refs != 0 || blocked == 0 || client.Requests > len(source.Start) {
			t.Errorf("%s: %d refs, %d errors, %d requests", look.Name, refs, blocked, client.Requests)
		}
		server.Close()
	}
}

// TestRecognise shows each kind the listing and an article of each made site.
func TestRecognise(t *testing.T) {
	for _, look := range portaltest.Looks {
		t.Run(look.Name, func(t *testing.T) {
			site := portaltest.New(look, portaltest.Options{Reports: 84})
			server := httptest.NewServer(site)
			defer server.Close()
			source := site.Source(server.URL)
			client := &portaltest.Client{}
			for i, address := range []string{source.Start[0], server.URL + site.Address(site.Reports()[3])} {
				page, err := client.Get(t.Context(), corpus.Request{URL: address})
				if err != nil {
					t.Fatal(err)
				}
				found := Recognise(page)
				if len(found) != 1 || found[0].Source.Portal != look.Portal {
					t.Errorf("%s: %v", address, found)
					continue
				}
				s := found[0].Source
				if s.Name != "青禾区人民政府" || found[0].Evidence == "" {
					t.Errorf("%+v %q", s, found[0].Evidence)
				}
				if i == 0 && (len(s.Start) == 0 || s.Start[0] != address) {
					t.Errorf("%s: start %v", address, s.Start)
				}
				if i == 1 && len(s.Start) > 0 { // the trail above the article leads to its listing
					refs := 0
					p, _ := ByName(s.Portal)
					for _, err := range p.List(t.Context(), client, s, nil) {
						if err != nil {
							t.Error(err)
						}
						refs++
					}
					if refs < 20 && look.Name != "jcms-module" || refs == 0 { // the module is asked for one area
						t.Errorf("%v lists %d reports", s.Start, refs)
					}
				} else if i == 1 && look.Name != "eportal" {
					t.Errorf("%s: no listing found from the article", address)
				}
			}
		})
	}
}

// TestClaims holds listings that promise pages which they have not, or answer
// each number with their last page.
func TestClaims(t *testing.T) {
	for _, look := range []portaltest.Look{portaltest.TRS, portaltest.UCAP, portaltest.JEECMS, portaltest.Anhui, portaltest.EPortal} {
		site := portaltest.New(look, portaltest.Options{Reports: 100, Lie: 300})
		server := httptest.NewServer(site)
		source := site.Source(server.URL)
		portal, _ := ByName(source.Portal)
		client := &portaltest.Client{}
		n := 0
		for _, err := range portal.List(t.Context(), client, source, nil) {
			if err != nil {
				t.Errorf("%s: %v", look.Name, err)
			}
			n++
		}
		if n != 100 || client.Requests > site.Pages()+2*len(source.Start) {
			t.Errorf("%s: %d reports by %d requests for %d pages", look.Name, n, client.Requests, site.Pages())
		}
		server.Close()
	}
}

// TestMeta reads the pages of each made site.
func TestMeta(t *testing.T) {
	for _, look := range portaltest.Looks {
		for _, gb := range []bool{false, true} {
			site := portaltest.New(look, portaltest.Options{GB: gb})
			server := httptest.NewServer(site)
			portal, _ := ByName(look.Portal)
			for _, a := range site.Reports()[:12] {
				page, err := (&portaltest.Client{}).Get(context.Background(), corpus.Request{URL: server.URL + site.Address(a)})
				if err != nil {
					t.Fatal(err)
				}
				m := portal.Meta(page)
				if m.Title != a.Title || m.Body != a.Body && look.Name != "ucap" && look.Name != "guangdong" || m.Site != "青禾区人民政府" || m.Code != "1502030001" || len(m.Dates) < 2 || m.Dates[0].Day != a.Day {
					t.Errorf("%s: %+v, want %s of %s, %s", look.Name, m, a.Title, a.Body, a.Day)
				}
				for i, f := range portal.Files(page) {
					if !strings.Contains(f.Title, a.Files[i].Name) {
						t.Errorf("%s: file %q, want %q", look.Name, f.Title, a.Files[i].Name)
					}
				}
			}
			server.Close()
		}
	}
}

// BenchmarkPages reads the pages of a made site of each kind as a crawl does:
// listings to refs, articles to what they say and their files. The network is
// left out.
func BenchmarkPages(b *testing.B) {
	for _, look := range portaltest.Looks {
		site := portaltest.New(look, portaltest.Options{Reports: 140})
		server := httptest.NewServer(site)
		source := site.Source(server.URL)
		portal, _ := ByName(look.Portal)
		g := &recorded{client: &portaltest.Client{}, pages: map[string]*corpus.Page{}}
		pages, size := 0, 0
		round := func() {
			pages, size = 0, 0
			for ref, err := range portal.List(b.Context(), g, source, nil) {
				if err != nil {
					b.Fatal(err)
				}
				page, err := g.Get(b.Context(), corpus.Request{URL: ref.URL})
				if errors.Is(err, corpus.ErrGone) {
					continue
				}
				if err != nil {
					b.Fatal(err)
				}
				portal.Meta(page)
				portal.Files(page)
			}
			for _, p := range g.pages {
				pages++
				size += len(p.Body)
			}
		}
		round() // fetches
		server.Close()
		b.Run(look.Name, func(b *testing.B) {
			b.SetBytes(int64(size))
			for b.Loop() {
				round()
			}
			b.ReportMetric(float64(pages)*float64(b.N)/b.Elapsed().Seconds(), "pages/s")
		})
	}
}

// recorded answers from memory what was asked before.
type recorded struct {
	client *portaltest.Client
	pages  map[string]*corpus.Page
	gone   map[string]bool
}

// Get implements corpus.Getter.
func (r *recorded) Get(ctx context.Context, q corpus.Request) (*corpus.Page, error) {
	if p := r.pages[q.URL]; p != nil {
		return p, nil
	}
	if r.gone[q.URL] {
		return nil, corpus.ErrGone
	}
	p, err := r.client.Get(ctx, q)
	if errors.Is(err, corpus.ErrGone) {
		if r.gone == nil {
			r.gone = map[string]bool{}
		}
		r.gone[q.URL] = true
	}
	if err == nil {
		r.pages[q.URL] = p
	}
	return p, err
}
