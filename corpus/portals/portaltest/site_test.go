package portaltest

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/gongkai-data/gongkai/corpus"
)

// TestKnobs changes a site in every way that tests of a crawl need.
func TestKnobs(t *testing.T) {
	site := New(TRS, Options{Reports: 30, Files: 1})
	server := httptest.NewServer(site)
	defer server.Close()
	c := &Client{}
	get := func(path string) (*corpus.Page, error) {
		return c.Get(t.Context(), corpus.Request{URL: server.URL + path})
	}
	start := site.Look.List(0, 1, 1)
	first, err := get(start)
	if err != nil || first.Unchanged {
		t.Fatal(err)
	}
	if p, err := get(start); err != nil || !p.Unchanged || string(p.Body) != string(first.Body) {
		t.Errorf("a listing that did not change: %v", err)
	}
	if p, err := get("/zwgk/zfxxgknb_11/"); err != nil || len(p.Body) != len(first.Body) {
		t.Errorf("the folder is not its index: %v", err)
	}
	a := site.Reports()[0]
	file := site.Look.File(&a, 0)
	if p, err := get(file); err != nil || string(p.Body) != string(a.Files[0].Content) {
		t.Errorf("file: %v", err)
	}
	if _, err := get(site.Address(a)); err != nil {
		t.Error(err)
	}
	site.Change(a.ID, func(a *Article) { a.HTML = "<p>另行公布</p>" })
	if p, err := get(site.Address(a)); err != nil || p.Unchanged {
		t.Errorf("an edited page is unchanged: %v", err)
	}
	if p, err := get(start); err != nil || !p.Unchanged {
		t.Errorf("an edit of a page changed its listing: %v", err)
	}
	site.Add(Article{Title: "青禾区2026年政府信息公开年报", Year: 2026, Day: "2027-01-03"})
	if p, err := get(start); err != nil || p.Unchanged {
		t.Errorf("a new article did not change the listing: %v", err)
	}
	site.Remove(a.ID)
	if _, err := get(site.Address(a)); !errors.Is(err, corpus.ErrGone) {
		t.Errorf("removed: %v", err)
	}
	site.Block()
	if _, err := get(start); !errors.Is(err, corpus.ErrBlocked) {
		t.Errorf("blocked: %v", err)
	}
	site.Break(func(*http.Request) Fault { return Fault{Cut: true} })
	if _, err := get("/zwgk/zfxxgknb_12/index.html"); err == nil {
		t.Error("a cut answer is whole")
	}
	site.Break(nil)
	if _, err := get(start); err != nil {
		t.Error(err)
	}
	if log := site.Log(); len(log) != 12 || log[1].Status != 304 || log[8].Status != 404 {
		t.Errorf("%d requests: %+v", len(log), log)
	}
	site.Forget()
	if len(site.Log()) != 0 {
		t.Error("the log was not forgotten")
	}
}

// TestCounters makes pages that are never the same twice.
func TestCounters(t *testing.T) {
	site := New(ThinkPHP, Options{Counter: true, NoValidators: true})
	server := httptest.NewServer(site)
	defer server.Close()
	c := &Client{}
	address := server.URL + site.Address(site.Reports()[0])
	one, err := c.Get(t.Context(), corpus.Request{URL: address})
	if err != nil {
		t.Fatal(err)
	}
	two, err := c.Get(t.Context(), corpus.Request{URL: address})
	if err != nil || string(one.Body) == string(two.Body) || two.Header.Get("ETag") != "" {
		t.Errorf("two visits are one: %v", err)
	}
}
