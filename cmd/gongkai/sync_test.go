package main

import (
	"bytes"
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"maps"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/changes"
	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/failpoint"
	"github.com/gongkai-data/gongkai/corpus/portals/portaltest"
	"github.com/gongkai-data/gongkai/corpus/sources"
	"github.com/gongkai-data/gongkai/sinks"
	"github.com/gongkai-data/gongkai/sinks/parquet"
)

// night is a made site of 昆都仑区 and a workspace that crawls it.
type night struct {
	site *portaltest.Site
	work string
	yaml []byte
}

func newNight(t *testing.T) *night {
	n := &night{site: portaltest.Kundulun(madeReport(t)), work: t.TempDir()}
	server := httptest.NewServer(n.site)
	t.Cleanup(server.Close)
	n.yaml = bytes.ReplaceAll(sources.Example, []byte("https://www.kdl.gov.cn"), []byte(server.URL))
	n.source(t, n.yaml)
	return n
}

func (n *night) source(t *testing.T, b []byte) {
	t.Helper()
	dir := filepath.Join(n.work, sources.Folder)
	if err := errors.Join(os.MkdirAll(dir, 0o755), os.WriteFile(filepath.Join(dir, "kundulun.yaml"), b, 0o644)); err != nil {
		t.Fatal(err)
	}
}

// run runs a command over the workspace.
func (n *night) run(t *testing.T, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	a := &app{in: strings.NewReader(""), out: &out, err: &errs, reach: loopback}
	args = append([]string{args[0], n.work, "--contact", "crawl@example.org", "--any-hour"}, args[1:]...)
	code = a.run(t.Context(), args, func(string) string { return "" })
	return code, out.String(), errs.String()
}

func (n *night) sync(t *testing.T, want int, more ...string) string {
	t.Helper()
	code, stdout, stderr := n.run(t, append([]string{"sync", "--in-process", "-j", "1", "--quiet"}, more...)...)
	if code != want {
		t.Fatalf("exit %d, want %d: %s%s", code, want, stdout, stderr)
	}
	return stdout
}

// dataset is a digest of every file of the dataset.
func (n *night) dataset(t *testing.T) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(n.work, "dataset", "SHA256SUMS"))
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("%x", sha256.Sum256(b))
}

func (n *night) changes(t *testing.T) (c changes.Changes) {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(n.work, changes.Last))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, &c); err != nil {
		t.Fatal(err)
	}
	return c
}

// later lets everything that was had be due again.
func (n *night) later(t *testing.T) {
	t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(n.work, "ledger.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec("UPDATE refs SET checked = '2020-01-01T00:00:00Z', first = '2020-01-01T00:00:00Z'"); err != nil {
		t.Fatal(err)
	}
}

// TestSync is a week of nights: all is new; nothing happens; a number is edited in
// silence; a report is taken away; the site turns programs away; a source lists too
// little.
func TestSync(t *testing.T) {
	n := newNight(t)
	reports := n.site.Reports()
	out := n.sync(t, exitDone)
	if c := n.changes(t); len(c.New) == 0 || len(c.Replaced)+len(c.Vanished)+c.Changed > 0 || !strings.Contains(out, "new") {
		t.Errorf("the first night: %s %+v", out, c)
	}
	slots, err := os.ReadFile(filepath.Join(n.work, "slots.csv"))
	if err != nil || !strings.Contains(string(slots), ",published,") || !strings.Contains(string(slots), ",missing,") {
		t.Errorf("slots: %s %v", slots, err)
	}
	prom, err := os.ReadFile(filepath.Join(n.work, "metrics.prom"))
	if err != nil || !strings.Contains(string(prom), fmt.Sprintf("gongkai_source_new{source=\"kundulun\"} %d\n", len(reports))) || !strings.Contains(string(prom), "gongkai_run_outcome{outcome=\"done\"} 1\n") {
		t.Errorf("metrics: %s %v", prom, err)
	}
	first := n.dataset(t)
	if out := n.sync(t, exitDone); out != "" || n.dataset(t) != first {
		t.Errorf("a night without news: %q", out)
	}

	// an edit in silence
	edited := reports[0]
	n.site.Change(edited.ID, func(a *portaltest.Article) {
		if a.HTML = strings.Replace(a.HTML, "<td>12</td>", "<td>13</td>", 1); a.HTML == edited.HTML {
			a.HTML = strings.Replace(a.HTML, "<td>0</td>", "<td>1</td>", 1)
		}
	})
	n.later(t)
	n.sync(t, exitDone)
	c := n.changes(t)
	if len(c.Replaced) != 1 || c.Changed == 0 || len(c.New)+len(c.Vanished) > 0 || c.Values[0].Cause != changes.Document || c.Values[0].Before.Value == nil || *c.Values[0].After.Value != *c.Values[0].Before.Value+1 {
		t.Errorf("an edit: %s %+v", changes.Headline(&c), c.Values)
	}
	page, err := os.ReadFile(filepath.Join(n.work, changes.Page))
	if err != nil || !strings.Contains(string(page), "document changed") {
		t.Errorf("%s %v", page, err)
	}
	var feed struct {
		Entries []struct {
			Title string `xml:"title"`
		} `xml:"entry"`
	}
	b, err := os.ReadFile(filepath.Join(n.work, changes.Feed))
	if err = errors.Join(err, xml.Unmarshal(b, &feed)); err != nil || len(feed.Entries) != 2 || feed.Entries[0].Title != changes.Headline(&c) {
		t.Errorf("feed: %+v %v", feed, err)
	}

	// taken away: the site says so, the report stays in the dataset
	second := n.dataset(t)
	in := map[int]int{} // reports by channel: one that becomes empty would be a listing that is not understood
	for _, r := range reports {
		for _, c := range r.Channels {
			in[c]++
		}
	}
	away := slices.IndexFunc(reports, func(r portaltest.Article) bool {
		return r.ID != edited.ID && !slices.ContainsFunc(r.Channels, func(c int) bool { return in[c] < 2 })
	})
	n.site.Remove(reports[away].ID)
	n.later(t)
	if out := n.sync(t, exitDone, "--sweep"); !strings.Contains(out, "gone 1") || n.dataset(t) != second {
		t.Errorf("taken away: %s", out)
	}
	if slots, err = os.ReadFile(filepath.Join(n.work, "slots.csv")); err != nil || strings.Count(string(slots), ",gone,") != 1 {
		t.Errorf("slots: %s %v", slots, err)
	}

	// turned away
	n.site.Block()
	n.sync(t, exitDone)
	if now, err := os.ReadFile(filepath.Join(n.work, "slots.csv")); err != nil || strings.Contains(string(now), ",missing,") || !strings.Contains(string(now), ",blocked,") || n.dataset(t) != second {
		t.Errorf("blocked was taken for missing: %s %v", now, err)
	}
	n.site.Break(nil)

	// too little is listed
	n.source(t, bytes.Replace(n.yaml, []byte("refs: 6"), []byte("refs: 1000"), 1))
	n.sync(t, exitSource)
	if prom, err := os.ReadFile(filepath.Join(n.work, "metrics.prom")); err != nil || n.dataset(t) != second || !strings.Contains(string(prom), "gongkai_source_broken{source=\"kundulun\"} 1\n") {
		t.Errorf("published all the same: %s %v", prom, err)
	}
}

// TestSyncBrokenOff ends the night at each moment; the next comes to the same
// dataset and tells the same changes.
func TestSyncBrokenOff(t *testing.T) {
	whole := newNight(t)
	whole.sync(t, exitDone)
	told := whole.changes(t)
	want := changes.Headline(&told)
	defer failpoint.Set(nil)
	stop := errors.New("ended here")
	for _, name := range append(append([]string{}, failpoint.CrawlNames...), failpoint.PublishBegin, failpoint.PublishEnd) {
		t.Run(name, func(t *testing.T) {
			n := newNight(t)
			left := 3
			if name != failpoint.FetchBegin && name != failpoint.FetchEnd && name != failpoint.CrawlRef {
				left = 1
			}
			failpoint.Set(func(at string) error {
				if at == name {
					if left--; left == 0 {
						return stop
					}
				}
				return nil
			})
			if code, stdout, stderr := n.run(t, "sync", "--in-process", "-j", "1"); code == exitDone {
				t.Fatalf("it was not ended: %s%s", stdout, stderr)
			}
			failpoint.Set(nil)
			n.sync(t, exitDone)
			if c := n.changes(t); changes.Headline(&c) != want {
				t.Errorf("%s, want %s", changes.Headline(&c), want)
			}
			for _, left := range []string{beforeFolder, beforeFolder + ".tmp"} {
				if _, err := os.Stat(filepath.Join(n.work, left)); err == nil {
					t.Errorf("%s was left", left)
				}
			}
			if out := n.sync(t, exitDone); out != "" {
				t.Errorf("then: %s", out)
			}
		})
	}
}

// TestPageInPlaceOfReport: a page that no rule knows stands in the place of every
// report for a night; the dataset stays as it is, that night and after it.
func TestPageInPlaceOfReport(t *testing.T) {
	n := newNight(t)
	n.sync(t, exitDone)
	c := n.changes(t)
	first := len(c.New)
	mended := strings.Repeat("<p>本网站正在升级改造，给您带来的不便敬请谅解，如有需要请拨打热线电话。</p>", 40)
	was := map[int]string{}
	for _, r := range n.site.Reports() {
		n.site.Change(r.ID, func(a *portaltest.Article) { was[a.ID], a.HTML = a.HTML, mended })
	}
	n.later(t)
	n.sync(t, exitDone)
	reports := func() string {
		t.Helper()
		var out, errs bytes.Buffer
		a := &app{in: strings.NewReader(""), out: &out, err: &errs}
		if code := a.run(t.Context(), []string{"ls", n.work, "--json"}, func(string) string { return "" }); code != exitDone {
			t.Fatalf("%d %s%s", code, &out, &errs)
		}
		return out.String()
	}
	if got := strings.Count(reports(), "report_id"); got < first {
		t.Errorf("%d reports are left of %d", got, first)
	}
	if c = n.changes(t); len(c.Vanished) > 0 {
		t.Errorf("%d vanished", len(c.Vanished))
	}
	for id, html := range was {
		n.site.Change(id, func(a *portaltest.Article) { a.HTML = html })
	}
	n.later(t)
	n.sync(t, exitDone)
	if c = n.changes(t); len(c.Vanished)+c.Changed > 0 {
		t.Errorf("then: %s", changes.Headline(&c))
	}
}

// TestOneSource: a run for one source leaves what is told of the others.
func TestOneSource(t *testing.T) {
	n := newNight(t)
	other := bytes.Replace(n.yaml, []byte("id: kundulun"), []byte("id: other"), 1)
	if err := os.WriteFile(filepath.Join(n.work, sources.Folder, "other.yaml"), other, 0o644); err != nil {
		t.Fatal(err)
	}
	slots := func() string {
		t.Helper()
		b, err := os.ReadFile(filepath.Join(n.work, "slots.csv"))
		if err != nil {
			t.Fatal(err)
		}
		lines := strings.SplitAfter(string(b), "\n")
		slices.Sort(lines)
		return strings.Join(lines, "")
	}
	n.sync(t, exitDone)
	all := slots()
	n.sync(t, exitDone, "--source", "kundulun")
	if got := slots(); got != all || !strings.Contains(all, "other,") {
		t.Errorf("slots are now\n%s\nwere\n%s", got, all)
	}
}

// TestDamagedBefore: a former dataset that cannot be read is told once, and holds up
// neither this night nor the next.
func TestDamagedBefore(t *testing.T) {
	n := newNight(t)
	n.sync(t, exitDone)
	before := filepath.Join(n.work, beforeFolder)
	if err := os.CopyFS(before, os.DirFS(filepath.Join(n.work, "dataset"))); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(before, "facts.parquet"), []byte("PAR1 cut"), 0o644); err != nil {
		t.Fatal(err)
	}
	if code, out, errs := n.run(t, "sync", "--quiet"); code != exitDone || out != "" || !strings.Contains(errs, "what changed this night cannot be told") {
		t.Errorf("%d %s%s", code, out, errs)
	}
	if code, out, errs := n.run(t, "sync", "--quiet"); code != exitDone || out != "" || errs != "" {
		t.Errorf("the night after: %d %s%s", code, out, errs)
	}
}

// TestPutAside: a dataset whose tables are folders is put aside whole, and what is
// left of one that was being removed is not taken for it.
func TestPutAside(t *testing.T) {
	s := &syncing{crawling: crawling{conversion: conversion{workspace: t.TempDir()}}}
	table := filepath.Join("facts", "report_year=2024")
	file := filepath.Join(table, "part-0.parquet")
	if err := errors.Join(os.MkdirAll(filepath.Join(s.workspace, "dataset", table), 0o755), os.WriteFile(filepath.Join(s.workspace, "dataset", file), []byte("x"), 0o644)); err != nil {
		t.Fatal(err)
	}
	if err := s.putAside(); err != nil {
		t.Fatal(err)
	}
	before := filepath.Join(s.workspace, beforeFolder)
	if b, err := os.ReadFile(filepath.Join(before, file)); err != nil || string(b) != "x" {
		t.Errorf("%q %v", b, err)
	}
	if err := os.MkdirAll(filepath.Join(before+".tmp", "left"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := s.dropBefore(); err != nil {
		t.Fatal(err)
	}
	if left, err := filepath.Glob(before + "*"); err != nil || len(left) > 0 {
		t.Errorf("left: %v %v", left, err)
	}
}

func TestCrawlCommand(t *testing.T) {
	n := newNight(t)
	code, stdout, stderr := n.run(t, "crawl", "--dry-run")
	if code != exitDone || strings.Count(stdout, "would fetch") != len(n.site.Reports()) {
		t.Errorf("dry run: %d %s%s", code, stdout, stderr)
	}
	if _, err := os.Stat(filepath.Join(n.work, "ledger.db")); err == nil {
		t.Error("a dry run left a ledger")
	}
	code, stdout, stderr = n.run(t, "crawl", "--json")
	var s struct {
		Source string
		New    int
	}
	if err := json.Unmarshal([]byte(stdout), &s); err != nil || code != exitDone || s.Source != "kundulun" || s.New != len(n.site.Reports()) {
		t.Errorf("%d %s%s", code, stdout, stderr)
	}
	if code, stdout, _ = n.run(t, "crawl", "--dry-run"); code != exitDone || !strings.Contains(stdout, "nothing to fetch") {
		t.Errorf("dry run after: %s", stdout)
	}
	if code, stdout, _ = n.run(t, "crawl", "--quiet"); code != exitDone || stdout != "" {
		t.Errorf("quiet: %s", stdout)
	}
	if code, _, stderr = n.run(t, "crawl", "--source", "nobody"); code != exitUsage || !strings.Contains(stderr, "no source") {
		t.Errorf("%d %s", code, stderr)
	}
	out := filepath.Join(t.TempDir(), "a.warc.gz")
	var buf, errs bytes.Buffer
	a := &app{in: strings.NewReader(""), out: &buf, err: &errs}
	if code := a.run(t.Context(), []string{"archive", n.work, "--out", out}, func(string) string { return "" }); code != exitDone || !strings.Contains(buf.String(), "answers") {
		t.Errorf("archive: %d %s%s", code, &buf, &errs)
	}
	// the archive is input like any other, and its documents have addresses
	work := t.TempDir()
	if code := a.run(t.Context(), []string{"convert", out, "--out", work, "--in-process", "--quiet"}, func(string) string { return "" }); code != exitDone {
		t.Fatalf("convert: %d %s", code, &errs)
	}
	data, err := parquet.OpenDataset(filepath.Join(work, "dataset"), "documents")
	if err != nil {
		t.Fatal(err)
	}
	defer data.Close()
	read := map[string]bool{}
	for d, err := range parquet.Rows[sinks.DocumentRow](data, "documents") {
		if err != nil {
			t.Fatal(err)
		}
		if d.ReportID != nil && d.URL != nil {
			read[*d.ReportID] = true
		}
	}
	if want := len(n.site.Reports()); len(read) != want {
		t.Errorf("%d of %d reports are read from the archive: %v", len(read), want, slices.Sorted(maps.Keys(read)))
	}
}

// TestSyncKilled kills the process (kill -9) at a moment of the night; the next
// comes to the same changes. All moments with GONGKAI_KILLS: make kill.
func TestSyncKilled(t *testing.T) {
	whole := newNight(t)
	whole.sync(t, exitDone)
	told := whole.changes(t)
	names := failpoint.CrawlNames
	if os.Getenv("GONGKAI_KILLS") == "" {
		names = []string{failpoint.FetchEnd, failpoint.SyncChanges}
	}
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		t.Run(name, func(t *testing.T) {
			n := newNight(t)
			at := ":1"
			if name == failpoint.FetchBegin || name == failpoint.FetchEnd || name == failpoint.CrawlRef {
				at = ":4"
			}
			cmd := exec.CommandContext(t.Context(), exe, "sync", n.work, "--contact", "crawl@example.org", "--any-hour", "-j", "1", "--in-process", "--quiet")
			cmd.Env = append(os.Environ(), "GONGKAI_COMMAND=1", "GONGKAI_LOOPBACK=1", "GONGKAI_FAIL="+name+at+"=kill", "LC_ALL=C.UTF-8")
			out, err := cmd.CombinedOutput()
			if err == nil || cmd.ProcessState.ExitCode() != -1 {
				t.Fatalf("it was not killed: %v %s", err, out)
			}
			n.sync(t, exitDone)
			if c := n.changes(t); changes.Headline(&c) != changes.Headline(&told) {
				t.Errorf("%s, want %s", changes.Headline(&c), changes.Headline(&told))
			}
			if out := n.sync(t, exitDone); out != "" {
				t.Errorf("then: %s", out)
			}
		})
	}
}
