package corpus

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"
	"time"
)

// TestPoliteness: many callers, two sources, real time: the server never sees two
// requests at once, nor one sooner than the delay after the last.
func TestPoliteness(t *testing.T) {
	const delay = 30 * time.Millisecond
	w := newWorld(t)
	w.sites["slow.test"] = site{"/*": page(long(""))}
	hosts := NewHosts()
	var wait sync.WaitGroup
	for range 2 {
		c, _ := w.client(t, "slow.test", Setup{Hosts: hosts, Clock: SystemClock{}, Source: Source{Manner: Manner{Delay: delay, Hours: "always"}}})
		for i := range 8 {
			wait.Go(func() {
				if _, err := c.Get(t.Context(), Request{URL: fmt.Sprintf("http://slow.test:%s/%d", w.port, i)}); err != nil {
					t.Error(err)
				}
			})
		}
	}
	wait.Wait()
	if len(w.broken) > 0 || len(w.seen) != 17 {
		t.Errorf("%d requests; %v", len(w.seen), w.broken)
	}
	for i := 1; i < len(w.seen); i++ {
		if gap := w.seen[i].begin.Sub(w.seen[i-1].done); gap < delay-2*time.Millisecond {
			t.Errorf("request %d came %v after the last", i, gap)
		}
	}
}

// TestGuards shows that the traps of these tests are traps: without the check of
// addresses there is a connection, and the world tells of it.
func TestGuards(t *testing.T) {
	w := newWorld(t)
	w.sites["h.test"] = site{"/": to("http://inside.test:" + w.honey + "/")}
	c, _ := w.client(t, "h.test", Setup{Source: Source{Hosts: []string{"inside.test:" + w.honey}}})
	c.wire.allow = func(netip.AddrPort) bool { return true }
	c.wire.dialled = nil
	if _, err := c.Get(t.Context(), Request{URL: "http://h.test:" + w.port + "/"}); err == nil {
		t.Error("the trap answers")
	}
	for range 100 {
		w.mu.Lock()
		n := len(w.broken)
		w.mu.Unlock()
		if n > 0 {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Error("nothing was noticed")
}

func TestPublic(t *testing.T) {
	for addr, want := range map[string]bool{
		"8.8.8.8": true, "60.31.254.1": true, "2400:3200::1": true, "172.15.0.1": true, "172.32.0.1": true, "100.63.0.1": true, "100.128.0.1": true, "::ffff:8.8.8.8": true,
		"127.0.0.1": false, "10.0.0.1": false, "172.16.0.1": false, "172.31.255.255": false, "192.168.0.1": false, "169.254.169.254": false, "100.64.0.1": false, "100.127.255.255": false,
		"0.0.0.0": false, "224.0.0.1": false, "239.1.1.1": false, "240.0.0.1": false, "255.255.255.255": false, "192.0.0.1": false, "198.19.0.1": false, "168.63.129.16": false,
		"::": false, "::1": false, "fe80::1": false, "fc00::1": false, "fd00:ec2::254": false, "ff02::1": false, "::ffff:127.0.0.1": false, "::127.0.0.1": false, "64:ff9b::7f00:1": false, "2002:7f00:1::": false, "2001::1": false, "2001:db8::1": false, "fec0::1": false, "100::1": false,
	} {
		if got := public(netip.MustParseAddr(addr)); got != want {
			t.Errorf("%s: %v", addr, got)
		}
	}
	if public(netip.Addr{}) || public(netip.MustParseAddr("2400::1%eth0")) {
		t.Error("no address, or one of a zone")
	}
}

func TestCanonical(t *testing.T) {
	for in, want := range map[string]string{
		"HTTP://WWW.KDL.gov.cn:80":               "http://www.kdl.gov.cn/",
		"https://a.cn:443/x/../y/./z?b=1&a=2#f":  "https://a.cn/y/z?b=1&a=2",
		"https://a.cn:8443/":                     "https://a.cn:8443/",
		"http://a.cn./x;jsessionid=12AB?y":       "http://a.cn/x?y",
		"http://a.cn/公开?关键字=年报":                  "http://a.cn/%E5%85%AC%E5%BC%80?%E5%85%B3%E9%94%AE%E5%AD%97=%E5%B9%B4%E6%8A%A5",
		" http://a.cn/a b ":                      "http://a.cn/a%20b",
		"http://昆区.政务.cn/":                       "http://xn--dkr505b.xn--zfr164b.cn/",
		"http://[2400:3200::1]:8080/x":           "http://[2400:3200::1]:8080/x",
		"http://122.137.242.24:8080/pub/x.html":  "http://122.137.242.24:8080/pub/x.html",
		"http://a.cn/%e5%85%ac":                  "http://a.cn/%e5%85%ac",
		"http://a.cn/../../etc/passwd":           "http://a.cn/etc/passwd",
		"http://a.cn/detail/cid/1899/aid/104248": "http://a.cn/detail/cid/1899/aid/104248",
	} {
		got, err := Canonical(in)
		if err != nil || got != want {
			t.Errorf("%q: %q %v, want %q", in, got, err, want)
		}
		if again, err := Canonical(got); err != nil || again != got {
			t.Errorf("%q again: %q %v", got, again, err)
		}
	}
	for _, in := range []string{"", "x", "/x", "ftp://a.cn/", "file:///etc/passwd", "http://", "http://u:p@a.cn/", "http://2130706433/", "http://0x7f.1/", "http://127.1/", "http://1.2.3.4.5/", "http://a.cn:99999999/", "http://a.cn/%zz", "mailto:a@b.cn", "http://a.cn:x/", "http:a.cn"} {
		if got, err := Canonical(in); !errors.Is(err, ErrAddress) {
			t.Errorf("%q: %q %v", in, got, err)
		}
	}
}

func FuzzCanonical(f *testing.F) {
	for _, s := range []string{"http://a.cn/x?y#z", "http://2130706433/", "http://[::1%25lo]/", "http://１２７.0.0.1/", "https://a.cn:443/a/../b;jsessionid=1/c"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, err := Canonical(s)
		if err != nil {
			if !errors.Is(err, ErrAddress) {
				t.Errorf("%q: %v", s, err)
			}
			return
		}
		if again, err := Canonical(got); err != nil || again != got {
			t.Errorf("%q: %q, then %q %v", s, got, again, err)
		}
		if u, err := url.Parse(got); err != nil || u.Scheme != "http" && u.Scheme != "https" || u.User != nil || u.Fragment != "" {
			t.Errorf("%q: %q %v", s, got, err)
		}
	})
}

func TestHours(t *testing.T) {
	at := func(s string) time.Time {
		x, err := time.ParseInLocation("15:04", s, beijing)
		if err != nil {
			t.Fatal(err)
		}
		return x.AddDate(2026, 0, 0)
	}
	for _, c := range []struct {
		hours, now string
		want       time.Duration
	}{
		{"01:00-06:00", "01:00", 0}, {"01:00-06:00", "05:59", 0}, {"01:00-06:00", "06:00", 19 * time.Hour}, {"01:00-06:00", "00:30", 30 * time.Minute},
		{"22:00-06:00", "23:00", 0}, {"22:00-06:00", "05:00", 0}, {"22:00-06:00", "06:00", 16 * time.Hour}, {"always", "12:00", 0},
	} {
		h, err := parseHours(c.hours)
		if err != nil || h.until(at(c.now)) != c.want || h.until(at(c.now).UTC()) != c.want {
			t.Errorf("%s at %s: %v %v", c.hours, c.now, h.until(at(c.now)), err)
		}
	}
	for _, s := range []string{"", "1", "01:00", "01:00-01:00", "25:00-26:00", "01:70-02:00", "-1:00-02:00"} {
		if _, err := parseHours(s); err == nil {
			t.Errorf("%q was taken", s)
		}
	}
}

func TestRetryAfter(t *testing.T) {
	now := newMade().now
	for s, want := range map[string]time.Duration{
		"": 0, "0": 0, "7": 7 * time.Second, "-1": 0, "x": 0, "99999999999999999999": 0, now.Add(-time.Hour).UTC().Format(http.TimeFormat): 0, now.Add(time.Hour).UTC().Format(http.TimeFormat): time.Hour,
	} {
		if got := retryAfter(s, now); got != want {
			t.Errorf("%q: %v", s, got)
		}
	}
}

// TestKeptIsDamaged: the site says that what is kept is current, and it is not
// what it was; it is fetched in full.
func TestKeptIsDamaged(t *testing.T) {
	w := newWorld(t)
	w.sites["h.test"] = site{"/": func(c conn, r *http.Request, n int) {
		if r.Header.Get("If-None-Match") != "" {
			raw("HTTP/1.1 304 X\r\n\r\n")(c, r, n)
			return
		}
		say(200, long(""), `ETag: "1"`)(c, r, n)
	}}
	c, log := w.client(t, "h.test", Setup{})
	get := func() *Page {
		p, err := c.Get(t.Context(), Request{URL: "http://h.test:" + w.port})
		if err != nil || string(p.Body) != long("") {
			t.Fatalf("%+v %v", p, err)
		}
		return p
	}
	p := get()
	if err := os.WriteFile(c.Store.Path(p.Digest), []byte("rot"), 0o666); err != nil {
		t.Fatal(err)
	}
	if get().Unchanged {
		t.Error("what was damaged is called current")
	}
	if !get().Unchanged || len(log.Fetches()) != 5 { // robots.txt, first, 304, again, 304
		t.Errorf("%d fetches", len(log.Fetches()))
	}
	c.Clock.(*made).now = c.Clock.Now().Add(4 * DefaultLimits.Reconfirm)
	c.spent.began = c.Clock.Now() // another night
	if get().Unchanged {
		t.Error("after so long what is kept is asked for in full")
	}
}

// TestFetchIsWhatWasSent keeps header blocks as they were on the wire.
func TestFetchIsWhatWasSent(t *testing.T) {
	w := newWorld(t)
	const block = "HTTP/1.1 200 Fine \r\nx-ODD-case:  1\r\nX-Odd-Case: 2\r\nContent-length: 2\r\n"
	w.sites["h.test"] = site{"/": raw(block + "Set-Cookie: s=1\r\n\r\nok")}
	c, log := w.client(t, "h.test", Setup{})
	at := "http://h.test:" + w.port + "/"
	if _, err := c.Get(t.Context(), Request{URL: at, Referer: at + "list"}); err != nil {
		t.Fatal(err)
	}
	f := log.Fetches()[1]
	if string(f.Received) != block+"\r\n" || f.Header().Get("X-Odd-Case") != "1" {
		t.Errorf("received %q", f.Received)
	}
	if !strings.HasPrefix(string(f.Sent), "GET / HTTP/1.1\r\nHost: h.test:"+w.port+"\r\n") || !strings.Contains(string(f.Sent), "Referer: "+at+"list\r\n") {
		t.Errorf("sent %q", f.Sent)
	}
	if f.Address != "127.0.0.1:"+w.port || f.Status != 200 || f.Wire == 0 || f.Source != "evil" {
		t.Errorf("%+v", f)
	}
	if _, err := c.Get(t.Context(), Request{URL: at, Referer: "http://other.test/secret?x"}); err != nil {
		t.Fatal(err)
	}
	if f := log.Fetches()[2]; strings.Contains(string(f.Sent), "Referer") {
		t.Errorf("a page of another site was named: %s", f.Sent)
	}
}

// TestTLS: old encryption and certificates that do not hold are refused, unless
// the source says so; then every fetch tells of it.
func TestTLS(t *testing.T) {
	serve := func(c *tls.Config) *httptest.Server {
		s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, long("")) }))
		s.TLS = c
		s.Config.ErrorLog = quiet
		s.StartTLS()
		t.Cleanup(s.Close)
		return s
	}
	modern := serve(&tls.Config{})
	tls10 := serve(&tls.Config{MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS10})
	weak := serve(&tls.Config{MaxVersion: tls.VersionTLS12, CipherSuites: []uint16{tls.TLS_RSA_WITH_AES_128_CBC_SHA}})
	for _, c := range []struct {
		name    string
		server  *httptest.Server
		trusted bool
		put     []string
		told    string // "" where it is refused
	}{
		{"modern", modern, true, nil, "TLS 1.3 "}, {"strange", modern, false, nil, ""}, {"strange-but", modern, false, []string{"unverified"}, "unverified"},
		{"not-strange", modern, true, []string{"unverified", "old"}, "TLS 1.3 "}, {"tls10", tls10, true, nil, ""}, {"tls10-but", tls10, true, []string{"old"}, "TLS 1.0 "},
		{"tls10-strange", tls10, false, []string{"old"}, ""}, {"weak", weak, true, nil, ""}, {"weak-but", weak, true, []string{"old"}, ", old"},
	} {
		t.Run(c.name, func(t *testing.T) {
			log := &Memory{}
			client, err := NewClient(Setup{
				Contact: "a@example.org", Log: log, Store: &Store{Root: t.TempDir()}, Hosts: NewHosts(), Clock: newMade(), Limits: quick,
				Source: Source{Start: []string{c.server.URL}, Manner: Manner{TLS: c.put}}, Allow: func(netip.AddrPort) bool { return true },
			})
			if err != nil {
				t.Fatal(err)
			}
			if c.trusted {
				client.wire.roots = c.server.Client().Transport.(*http.Transport).TLSClientConfig.RootCAs
			}
			_, err = client.Get(t.Context(), Request{URL: c.server.URL + "/x"})
			all := log.Fetches()
			last := all[len(all)-1]
			switch {
			case c.told == "" && err == nil:
				t.Errorf("was put up with: %s", last.TLS)
			case c.told != "" && (err != nil || !strings.Contains(last.TLS, c.told)):
				t.Errorf("%q %v", last.TLS, err)
			case c.told == "TLS 1.3 " && (strings.Contains(last.TLS, "unverified") || strings.Contains(last.TLS, "old")):
				t.Errorf("told of what was not: %s", last.TLS)
			}
		})
	}
}

func TestSetup(t *testing.T) {
	ok := Setup{Contact: "a@example.org", Source: Source{Start: []string{"http://a.cn/"}, Hosts: []string{"b.cn", "c.cn:8080"}}}
	c, err := NewClient(ok)
	if err != nil {
		t.Fatal(err)
	}
	for at, want := range map[string]bool{"http://a.cn/x": true, "https://a.cn/x": true, "http://a.cn:8080/": false, "https://b.cn/": true, "http://c.cn:8080/": true, "http://c.cn/": false, "http://d.cn/": false, "http://a.cn.d.cn/": false} {
		u, err := canonical(at)
		if err != nil || (c.places.check(u) == nil) != want {
			t.Errorf("%s: %v %v", at, c.places.check(u), err)
		}
	}
	for name, change := range map[string]func(*Setup){
		"contact": func(s *Setup) { s.Contact = " " }, "contact-lines": func(s *Setup) { s.Contact = "a\r\nb" }, "start": func(s *Setup) { s.Source.Start = []string{"ftp://a.cn/"} },
		"host": func(s *Setup) { s.Source.Hosts = []string{"a.cn/x"} }, "hours": func(s *Setup) { s.Source.Manner.Hours = "night" }, "tls": func(s *Setup) { s.Source.Manner.TLS = []string{"none"} },
	} {
		s := ok
		change(&s)
		if _, err := NewClient(s); err == nil {
			t.Errorf("%s was taken", name)
		}
	}
}

// TestInterrupted ends at once, and keeps that it did.
func TestInterrupted(t *testing.T) {
	w := newWorld(t)
	w.sites["h.test"] = site{"/": hang}
	limits := DefaultLimits
	c, log := w.client(t, "h.test", Setup{Limits: limits})
	ctx, cancel := withCancel(t, 50*time.Millisecond)
	defer cancel()
	start := time.Now()
	if _, err := c.Get(ctx, Request{URL: "http://h.test:" + w.port}); !errors.Is(err, errStop) || time.Since(start) > time.Second {
		t.Errorf("%v after %v", err, time.Since(start))
	}
	if f := log.Fetches(); f[len(f)-1].Outcome != Failed {
		t.Errorf("%+v", f[len(f)-1])
	}
}
