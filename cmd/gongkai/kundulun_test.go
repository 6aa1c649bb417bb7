package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/http/httptest"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/gongkai-data/gongkai/corpus"
	"github.com/gongkai-data/gongkai/corpus/portals"
	"github.com/gongkai-data/gongkai/corpus/portals/portaltest"
	"github.com/gongkai-data/gongkai/corpus/sources"
)

// madeReport is the report of the sample district with another body and year.
func madeReport(t *testing.T) func(body string, year int) string {
	b, err := os.ReadFile("../../corpus/samples/qinghe-2024.html")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, ok := strings.Cut(string(b), "<p>")
	text, _, ok2 := strings.Cut(rest, `<div class="foot`)
	if !ok || !ok2 {
		t.Fatal("the sample page has changed")
	}
	return func(body string, year int) string {
		return strings.NewReplacer("云岭市青禾区人民政府", body, "云岭市青禾区", body, "青禾区人民政府", body, "青禾区", body, "2024年", fmt.Sprintf("%d年", year)).Replace("<p>" + text)
	}
}

// loopback lets a client ask the servers of a test.
func loopback(a netip.AddrPort) bool { return a.Addr().Unmap().IsLoopback() }

// readJSON is one line of `read --json`, as far as this test looks.
type readJSON struct {
	Path    string
	Outcome string
	Report  struct {
		ReportID     string `json:"report_id"`
		BodyName     string `json:"body_name"`
		DivisionCode string `json:"division_code"`
		ReportYear   int    `json:"report_year"`
	}
	Facts []struct {
		Indicator, Applicant, Status string
		Value                        *float64
	}
}

func readAll(t *testing.T, paths ...string) (out []readJSON) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	a := &app{in: strings.NewReader(""), out: &stdout, err: &stderr}
	if code := a.run(t.Context(), append([]string{"read", "--json"}, paths...), func(string) string { return "" }); code != exitDone {
		t.Fatalf("read: exit %d: %s", code, &stderr)
	}
	for d := json.NewDecoder(&stdout); d.More(); {
		var r readJSON
		if err := d.Decode(&r); err != nil {
			t.Fatal(err)
		}
		out = append(out, r)
	}
	return out
}

// values are the facts of a report as text.
func values(r readJSON) (out []string) {
	for _, f := range r.Facts {
		v := f.Status
		if f.Value != nil {
			v = fmt.Sprint(*f.Value)
		}
		out = append(out, f.Indicator+"|"+f.Applicant+" "+v)
	}
	slices.Sort(out)
	return out
}

// TestKundulun crawls a made site of 昆都仑区 by the source that ships, with the
// client that asks real ones, and reads what came to facts.
func TestKundulun(t *testing.T) {
	site := portaltest.Kundulun(madeReport(t))
	server := httptest.NewServer(site)
	defer server.Close()
	src, err := sources.Parse(bytes.ReplaceAll(sources.Example, []byte("https://www.kdl.gov.cn"), []byte(server.URL)), kinds())
	if err != nil {
		t.Fatal(err)
	}
	src.Manner = corpus.Manner{Delay: time.Nanosecond, Hours: "always"}
	client, err := corpus.NewClient(corpus.Setup{Contact: "test@example.org", Source: src.Source, Hosts: corpus.NewHosts(),
		Store: &corpus.Store{Root: filepath.Join(t.TempDir(), "raw")}, Log: &corpus.Memory{}, Allow: loopback})
	if err != nil {
		t.Fatal(err)
	}
	portal, _ := portals.ByName(src.Portal)
	dir := t.TempDir()
	of := map[string]sources.Body{} // body by file
	shared := 0
	for ref, err := range portal.List(t.Context(), client, src.Source, nil) {
		if err != nil {
			t.Fatal(err)
		}
		page, err := client.Get(t.Context(), corpus.Request{URL: ref.URL, For: corpus.Article})
		if err != nil {
			t.Fatal(err)
		}
		m := portal.Meta(page)
		if len(m.Dates) == 0 || m.Dates[0].Day != ref.Published || m.Body == "" {
			t.Errorf("%s: %+v", ref.URL, m)
		}
		body, ok := src.BodyOf(ref)
		if !ok {
			t.Errorf("%s is of no body", ref.Title)
		}
		if len(ref.Channels) > 1 {
			shared++
		}
		file := filepath.Join(dir, ref.Key[strings.LastIndexByte(ref.Key, '/')+1:]+".html")
		of[file] = body
		if err := os.WriteFile(file, page.Body, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if len(of) != len(site.Reports()) || shared != 3 {
		t.Errorf("%d reports, %d of them in several channels, want %d and 3", len(of), shared, len(site.Reports()))
	}

	want := values(readAll(t, "../../corpus/samples/qinghe-2024.html")[0])
	files := slices.Sorted(maps.Keys(of))
	for _, r := range readAll(t, files...) {
		body := of[r.Path]
		if r.Outcome != "ok" || body.Division != "" && r.Report.DivisionCode != body.Division {
			t.Errorf("%s: %s, division %s, want %s", r.Path, r.Outcome, r.Report.DivisionCode, body.Division)
		}
		if diff := cmp.Diff(want, values(r)); diff != "" || len(want) != 200 {
			t.Errorf("%s: facts (-sample +crawled):\n%s", r.Path, diff)
		}
		if strings.Contains(r.Report.BodyName, "卜尔汉图镇") && (r.Report.ReportYear != 2024 || r.Report.DivisionCode != "150203102") {
			t.Errorf("the sample report: %+v", r.Report)
		}
	}

	// and as a dataset
	var stdout, stderr bytes.Buffer
	a := &app{in: strings.NewReader(""), out: &stdout, err: &stderr}
	if code := a.run(t.Context(), []string{"convert", dir, "--out", filepath.Join(t.TempDir(), "work"), "--json", "--quiet", "-j", "1"}, func(string) string { return "" }); code != exitDone {
		t.Fatalf("convert: exit %d: %s", code, &stderr)
	}
	var sum convertSummary
	if err := json.Unmarshal(stdout.Bytes(), &sum); err != nil || sum.Reports != len(of) || sum.Outcomes["ok"] != len(of) || sum.Facts != 200*len(of) {
		t.Errorf("%v: %+v", err, sum)
	}
}

// TestSourceAdd asks a made site of each kind, as a person would have it asked.
func TestSourceAdd(t *testing.T) {
	for _, look := range portaltest.Looks {
		t.Run(look.Name, func(t *testing.T) {
			site := portaltest.New(look, portaltest.Options{Reports: 84})
			server := httptest.NewServer(site)
			defer server.Close()
			start := site.Source(server.URL).Start[0]
			out := filepath.Join(t.TempDir(), "made.yaml")
			var stdout, stderr bytes.Buffer
			a := &app{in: strings.NewReader(""), out: &stdout, err: &stderr, reach: loopback}
			if code := a.run(t.Context(), []string{"source", "add", start, "--contact", "test@example.org", "--id", "made", "--pages", "40", "-o", out, "--json"}, func(string) string { return "" }); code != exitDone {
				t.Fatalf("exit %d: %s", code, &stderr)
			}
			var p proposal
			if err := json.Unmarshal(stdout.Bytes(), &p); err != nil {
				t.Fatal(err)
			}
			reports := 0
			for _, r := range site.Reports() {
				if slices.Contains(r.Channels, 0) {
					reports++
				}
			}
			if p.Portal != look.Portal || p.Listed < reports || p.More || len(p.Errors) != 0 || p.Written != out {
				t.Errorf("%s: %d listed, want %d; %v %v", p.Evidence, p.Listed, reports, p.Errors, p.Written)
			}
			src, err := sources.ReadFile(out, kinds())
			if err != nil || src.Start[0] != start {
				t.Errorf("%v: %+v", err, src)
			}
			for _, h := range site.Log() {
				if !strings.Contains(h.Agent, "test@example.org") {
					t.Fatalf("asked without a contact: %+v", h)
				}
			}
		})
	}
	t.Run("blocked", func(t *testing.T) {
		site := portaltest.New(portaltest.TRS, portaltest.Options{})
		site.Block()
		server := httptest.NewServer(site)
		defer server.Close()
		var stdout, stderr bytes.Buffer
		a := &app{in: strings.NewReader(""), out: &stdout, err: &stderr, reach: loopback}
		code := a.run(t.Context(), []string{"source", "add", site.Source(server.URL).Start[0], "--contact", "test@example.org"}, func(string) string { return "" })
		if code != exitFailed || stdout.Len() != 0 || !strings.Contains(stderr.String(), "save the page in a browser") {
			t.Errorf("exit %d: %s%s", code, &stdout, &stderr)
		}
	})
}
