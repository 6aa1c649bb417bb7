package corpus

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// hostile is one way of a site to be difficult, and how it ends.
type hostile struct {
	name   string
	site   site                                      // PORT, HONEY and HOST stand for those of the world
	names  [][]string                                // what the name of the host is, one answer after the other
	source Source                                    // beside what starts at the host
	limits func(l *Limits)                           //
	get    []Request                                 // by path; nil for one of /
	want   error                                     // of the last; nil for a page, errAny for one that says nothing of the document
	body   string                                    // of the last, "" for any
	visits int                                       // requests beside robots.txt; 0 for any, -1 for none
	time   time.Duration                             // that it takes, 0 for any
	check  func(t *testing.T, w *world, r *outcome2) //
}

// outcome2 is what a case came to.
type outcome2 struct {
	log   []Fetch
	clock *made
	page  *Page
	err   error
	c     *Client
}

var errAny = errors.New("any error of the network")

const report = "<html><head><title>2024年政府信息公开工作年度报告</title></head><body>"

// long is a page with enough text to be an article.
func long(extra string) string {
	return report + strings.Repeat("<p>本年度主动公开政府信息一百二十三条，收到申请四件，均已答复。</p>", 60) + extra + "</body></html>"
}

func packed(kind, s string) string {
	var b bytes.Buffer
	var w io.WriteCloser
	switch kind {
	case "gzip":
		w = gzip.NewWriter(&b)
	case "zlib":
		w = zlib.NewWriter(&b)
	default:
		w, _ = flate.NewWriter(&b, 6)
	}
	io.WriteString(w, s)
	w.Close()
	return b.String()
}

func gbk(s string) string {
	b, err := simplifiedchinese.GBK.NewEncoder().String(s)
	if err != nil {
		panic(err)
	}
	return b
}

// drip sends bytes with a pause after each piece until the client has had enough.
func drip(head, piece string, pause time.Duration) handler {
	return func(w net.Conn, _ *http.Request, _ int) {
		io.WriteString(w, head)
		for {
			if _, err := io.WriteString(w, piece); err != nil {
				return
			}
			time.Sleep(pause)
		}
	}
}

func hang(w net.Conn, _ *http.Request, _ int) { io.Copy(io.Discard, w) }

func reset(w net.Conn, _ *http.Request, _ int) {
	w.(filled).Conn.(*net.TCPConn).SetLinger(0)
	w.Close()
}

const okHead = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"

// gets are requests of paths.
func gets(p Purpose, paths ...string) (r []Request) {
	for _, x := range paths {
		r = append(r, Request{URL: x, For: p})
	}
	return r
}

func many(p Purpose, n int, format string) (r []Request) {
	for i := range n {
		r = append(r, Request{URL: fmt.Sprintf(format, i), For: p})
	}
	return r
}

// inside are redirects to where nothing may be connected to.
func inside() (cases []hostile) {
	for name, url := range map[string]string{
		"loopback": "http://127.0.0.1:HONEY/", "loopback-v6": "http://[::1]:HONEY/", "private": "http://10.0.0.1/", "private-b": "http://172.20.1.1/", "private-c": "http://192.168.1.1/",
		"metadata": "http://169.254.169.254/latest/meta-data/", "metadata-cgnat": "http://100.100.100.200/", "metadata-cloud": "http://168.63.129.16/", "decimal": "http://2130706433:HONEY/", "hexadecimal": "http://0x7f000001:HONEY/",
		"octal": "http://0177.0.0.1:HONEY/", "short": "http://127.1:HONEY/", "mapped": "http://[::ffff:127.0.0.1]:HONEY/", "user": "http://HOST:PORT@127.0.0.1:HONEY/", "localhost": "http://localhost:HONEY/",
		"full-width": "http://１２７.0.0.1:HONEY/", "zero": "http://0.0.0.0:HONEY/", "link-local-v6": "http://[fe80::1%25lo]:HONEY/", "unique-local": "http://[fd00:ec2::254]/", "port": "http://HOST:HONEY/", "other-host": "http://elsewhere.test:PORT/",
		"file": "file:///etc/passwd", "ftp": "ftp://HOST/x", "gopher": "gopher://127.0.0.1:HONEY/_x", "data": "data:text/html,x", "script": "javascript:alert(1)", "backslash": `http:\\127.0.0.1:HONEY\`,
		"two-slashes": "//127.0.0.1:HONEY/", "newline": "http://HOST:PORT\r\n@127.0.0.1:HONEY/",
	} {
		cases = append(cases, hostile{name: "inside-" + name, site: site{"/": to(url)}, want: errAny, check: func(t *testing.T, w *world, r *outcome2) {
			if name != "backslash" && name != "newline" && !errors.Is(r.err, ErrAddress) {
				t.Errorf("%v is no ErrAddress", r.err)
			}
		}})
	}
	return cases
}

// lies are names of the source that lead where nothing may be connected to.
func lies() (cases []hostile) {
	for name, addr := range map[string]string{
		"loopback": "127.0.0.2", "private": "10.1.2.3", "metadata": "169.254.169.254", "cgnat": "100.64.0.1", "multicast": "224.0.0.1", "broadcast": "255.255.255.255", "zero": "0.0.0.0", "benchmark": "198.18.0.1", "documentation": "203.0.113.9",
		"loopback-v6": "::1", "link-local-v6": "fe80::1", "unique-local": "fd00::1", "mapped": "::ffff:10.0.0.1", "translated": "64:ff9b::a00:1", "six-to-four": "2002:a00:1::", "teredo": "2001:0:a00:1::", "multicast-v6": "ff02::1",
	} {
		cases = append(cases, hostile{name: "name-" + name, names: [][]string{{addr}}, want: ErrRobots, visits: -1, check: func(t *testing.T, w *world, r *outcome2) {
			if !errors.Is(r.err, ErrAddress) {
				t.Errorf("%v is no ErrAddress", r.err)
			}
		}})
	}
	return cases
}

func shows(want string) func(*testing.T, *world, *outcome2) {
	return func(t *testing.T, _ *world, r *outcome2) {
		if r.err == nil || !strings.Contains(r.err.Error(), want) {
			t.Errorf("%v does not say %q", r.err, want)
		}
	}
}

// slept wants a pause of about that length.
func slept(want time.Duration) func(*testing.T, *world, *outcome2) {
	return func(t *testing.T, _ *world, r *outcome2) {
		for _, d := range r.clock.slept {
			if d > want-time.Second && d <= want {
				return
			}
		}
		t.Errorf("no pause of %v: %v", want, r.clock.slept)
	}
}

var cases = append(append([]hostile{
	// names
	{name: "name-changes", names: [][]string{{"127.0.0.1"}, {"10.0.0.1"}}, site: site{"/": page(long(""))}, want: ErrAddress, visits: -1},
	{name: "name-of-both", names: [][]string{{"10.0.0.1", "127.0.0.1"}}, site: site{"/": page(long(""))}, visits: 1},
	{name: "name-unknown", names: [][]string{}, want: ErrRobots, visits: -1},
	{name: "port-not-of-the-source", get: gets(Article, "http://HOST:HONEY/"), want: ErrAddress, visits: -1},
	{name: "host-not-of-the-source", get: gets(Article, "http://elsewhere.test:PORT/"), want: ErrAddress, visits: -1},
	{name: "host-with-a-dot", site: site{"/": page(long(""))}, get: gets(Article, "http://HOST.:PORT/"), visits: 1},

	// redirects
	{name: "redirect-circle", site: site{"/": to("/b"), "/b": to("/")}, want: errServer, visits: 2},
	{name: "redirect-to-itself", site: site{"/": to("/")}, want: errServer, visits: 1},
	{name: "redirect-with-cookie", site: site{"/": say(302, "", "Location: /", "Set-Cookie: wall=1")}, want: ErrBlocked, visits: 1},
	{name: "redirects-five", site: site{"/": to("/1"), "/1": to("/2"), "/2": to("/3"), "/3": to("/4"), "/4": to("/5"), "/5": page(long(""))}, visits: 6},
	{name: "redirects-six", site: site{"/": to("/1"), "/1": to("/2"), "/2": to("/3"), "/3": to("/4"), "/4": to("/5"), "/5": to("/6"), "/6": page(long(""))}, want: errServer, visits: 6},
	{name: "redirects-endless", site: site{"/*": func(w net.Conn, r *http.Request, n int) { to(r.URL.Path+"x")(w, r, n) }}, want: errServer, visits: 6},
	{name: "redirect-nowhere", site: site{"/": say(302, "")}, want: errServer, visits: 1},
	{name: "redirect-into-robots", site: site{"/robots.txt": say(200, "User-agent: *\nDisallow: /secret"), "/": to("/secret/1")}, want: ErrRobots, visits: 1},
	{name: "redirect-to-foreign-login", site: site{"/": to("https://sso.example.test/login?from=x")}, want: ErrBlocked, visits: 1},
	{name: "redirect-chinese", site: site{"/": to("/公开/年报.html"), "/公开/年报.html": page(long(""))}, visits: 2},

	// lengths, encodings, speed
	{name: "gzip", site: site{"/": say(200, packed("gzip", long("")), "Content-Encoding: gzip")}, body: long("")},
	{name: "deflate", site: site{"/": say(200, packed("zlib", long("")), "Content-Encoding: deflate")}, body: long("")},
	{name: "deflate-without-header", site: site{"/": say(200, packed("", long("")), "Content-Encoding: deflate")}, body: long("")},
	{name: "gzip-twice", site: site{"/": say(200, packed("gzip", packed("gzip", long(""))), "Content-Encoding: gzip, gzip")}, body: long("")},
	{name: "gzip-lie", site: site{"/": say(200, long(""), "Content-Encoding: gzip")}, body: long("")},
	{name: "gzip-bomb", site: site{"/": say(200, packed("gzip", strings.Repeat("0", 50<<20)), "Content-Encoding: gzip")}, want: ErrLarge, visits: 1},
	{name: "gzip-bomb-in-gzip", site: site{"/": say(200, packed("gzip", packed("gzip", strings.Repeat("0", 50<<20))), "Content-Encoding: gzip, gzip")}, want: ErrLarge, visits: 1},
	{name: "gzip-cut", site: site{"/": say(200, packed("gzip", long(""))[:40], "Content-Encoding: gzip")}, want: errAny, visits: 4},
	{name: "gzip-damaged", site: site{"/": say(200, packed("gzip", long(""))[:200]+"xxxxxxxx", "Content-Encoding: gzip")}, want: errAny},
	{name: "encoding-not-asked", site: site{"/": say(200, "xxxx", "Content-Encoding: br")}, want: errAny},
	{name: "encoding-list-endless", site: site{"/": say(200, "x", "Content-Encoding: "+strings.Repeat("gzip,", 200))}, want: errAny, body: ""},
	{name: "body-endless", site: site{"/": drip(okHead+"\r\n", strings.Repeat("x", 1<<15), 0)}, want: ErrLarge, visits: 1},
	{name: "body-endless-chunks", site: site{"/": drip(okHead+"Transfer-Encoding: chunked\r\n\r\n", "8000\r\n"+strings.Repeat("x", 1<<15)+"\r\n", 0)}, want: ErrLarge, visits: 1},
	{name: "body-slow", site: site{"/": drip(okHead+"\r\n", "x", 10*time.Millisecond)}, want: ErrTime, visits: 1, time: quick.RateTime},
	{name: "body-stops", site: site{"/": func(w net.Conn, r *http.Request, n int) { io.WriteString(w, okHead+"\r\nx"); hang(w, r, n) }}, want: ErrTime, visits: 1, time: quick.RateTime},
	{name: "body-too-long-a-time", site: site{"/": drip(okHead+"\r\n", strings.Repeat("x", 500), 10*time.Millisecond)}, want: ErrTime, visits: 1, time: quick.Whole},
	{name: "head-slow", site: site{"/": drip("HTTP/1.1 200 OK\r\nX: ", "x", 10*time.Millisecond)}, limits: once, want: ErrTime, visits: 1, time: quick.FirstByte},
	{name: "head-never", site: site{"/": hang}, limits: once, want: ErrTime, visits: 1, time: quick.FirstByte},
	{name: "head-late-then-well", site: site{"/": turns(hang, page(long("")))}, visits: 2},
	{name: "head-flood", site: site{"/": drip("HTTP/1.1 200 OK\r\n", strings.Repeat("X-Flood: 1\r\n", 1000), 0)}, want: ErrLarge, visits: 1},
	{name: "head-endless-line", site: site{"/": drip("HTTP/1.1 200 OK\r\nX: ", strings.Repeat("x", 10000), 0)}, want: ErrLarge, visits: 1},
	{name: "head-endless-hints", site: site{"/": drip("", "HTTP/1.1 103 Early Hints\r\n\r\n", 0)}, want: errAny},
	{name: "head-hints", site: site{"/": raw("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" + okHead + "Content-Length: 2\r\n\r\nok")}, body: "ok", check: func(t *testing.T, _ *world, r *outcome2) {
		if f := r.log[len(r.log)-1]; string(f.Received) != okHead+"Content-Length: 2\r\n\r\n" {
			t.Errorf("received %q", f.Received)
		}
	}},
	{name: "length-too-long", site: site{"/": raw(okHead + "Content-Length: 1000\r\n\r\nshort")}, want: errAny, visits: 4},
	{name: "length-too-short", site: site{"/": raw(okHead + "Content-Length: 5\r\n\r\n" + long(""))}, want: errAny, visits: 4},
	{name: "length-negative", site: site{"/": raw(okHead + "Content-Length: -1\r\n\r\nx")}, want: errAny},
	{name: "length-twice", site: site{"/": raw(okHead + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nxx")}, want: errAny},
	{name: "length-huge", site: site{"/": raw(okHead + "Content-Length: 9999999999999\r\n\r\n")}, want: errAny},
	{name: "chunk-broken", site: site{"/": raw(okHead + "Transfer-Encoding: chunked\r\n\r\nzz\r\nxx")}, want: errAny},
	{name: "chunk-cut", site: site{"/": raw(okHead + "Transfer-Encoding: chunked\r\n\r\n5\r\nab")}, want: errAny},
	{name: "chunk-huge", site: site{"/": raw(okHead + "Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\nab")}, want: errAny},
	{name: "no-http", site: site{"/": raw("SSH-2.0-OpenSSH\r\n")}, want: errAny},
	{name: "closes", site: site{"/": raw("")}, want: errAny, visits: 4},
	{name: "resets-then-well", site: site{"/": turns(reset, reset, page(long("")))}, visits: 3},
	{name: "empty", site: site{"/": page("")}, want: errServer},
	{name: "no-content", site: site{"/": raw("HTTP/1.1 204 No Content\r\n\r\n")}, want: errServer, visits: 1},
	{name: "part", site: site{"/": say(206, long(""), "Content-Range: bytes 0-9/100")}, want: errServer, visits: 1},
	{name: "status-odd", site: site{"/": say(299, long(""))}, want: errServer, visits: 1},
	{name: "host-down", site: site{"/*": raw("")}, get: many(Article, 20, "/%d"), want: errAny, visits: 5, check: shows("in a row")},

	// types and charsets
	{name: "type-lie", site: site{"/": say(200, "%PDF-1.4 …", "Content-Type: text/html; charset=utf-8")}, body: "%PDF-1.4 …"},
	{name: "type-lie-html-as-doc", site: site{"/a.doc": say(200, long(""), "Content-Type: application/msword")}, get: gets(Attachment, "/a.doc"), body: long("")},
	{name: "charset-lie", site: site{"/": say(200, gbk(long("")), "Content-Type: text/html; charset=utf-8")}, body: gbk(long(""))},
	{name: "charset-lie-wall", site: site{"/": say(200, gbk("<html><title>提示</title><body>您的请求存在威胁，已被拦截</body></html>"), "Content-Type: text/html; charset=utf-8")}, want: ErrBlocked, visits: 1},
	{name: "name-of-a-file", site: site{"/": say(200, "x", "Content-Disposition: attachment; filename=\"../../../etc/passwd\"")}, body: "x"},

	// walls
	{name: "wall-412", site: site{"/": say(412, "<html><script>x</script></html>", "Set-Cookie: a=b")}, get: gets(Article, "/", "/2", "/3"), want: ErrBlocked, visits: 1},
	{name: "wall-521", site: site{"/": say(521, "<script>document.cookie='__jsl_clearance=1';location.href=location.href</script>")}, get: gets(Article, "/", "/2"), want: ErrBlocked, visits: 1},
	{name: "wall-202", site: site{"/": say(202, "<html><head><script>$_ts={}</script></head><body></body></html>")}, want: ErrBlocked, visits: 1},
	{name: "wall-200-script", site: site{"/": page("<html><head><meta id=x content=y><script>$_ts=window['$_ts'];</script></head><body></body></html>")}, want: ErrBlocked, visits: 1},
	{name: "wall-200-cookie", site: site{"/": page("<html><body><script>document['cookie']='k='+f();location.reload()</script></body></html>")}, want: ErrBlocked, visits: 1},
	{name: "wall-acw", site: site{"/": page("<html><script>var arg1='1';function setCookie(){document.cookie='acw_sc__v2='}</script></html>")}, want: ErrBlocked, visits: 1},
	{name: "wall-503-script", site: site{"/": say(503, "<html><title>Just a moment...</title><script src=/cdn-cgi/challenge-platform/x></script><script>window._cf_chl_opt={}</script></html>")}, want: ErrBlocked, visits: 1},
	{name: "wall-404", site: site{"/": say(404, "<html><body>您的访问已被拦截，创宇盾</body></html>")}, want: ErrBlocked, visits: 1},
	{name: "wall-as-doc", site: site{"/a.doc": say(200, "<html><body>请完成安全验证后继续访问</body></html>", "Content-Type: application/msword")}, get: gets(Attachment, "/a.doc"), want: ErrBlocked, visits: 1},
	{name: "wall-405", site: site{"/": say(405, "<html><title>405</title><body>blocked</body></html>")}, want: ErrBlocked, visits: 1},
	{name: "wall-403-one", site: site{"/": say(403, ""), "/2": page(long(""))}, get: gets(Article, "/", "/2"), visits: 2},
	{name: "wall-403-all", site: site{"/*": say(403, "")}, get: many(Article, 20, "/%d"), want: ErrBlocked, visits: 5},
	{name: "wall-401", site: site{"/": say(401, "", `WWW-Authenticate: Basic realm="x"`)}, want: ErrBlocked, visits: 1},
	{name: "wall-too-often", site: site{"/": page("<html><body>访问过于频繁，请稍后再试</body></html>")}, want: ErrBlocked, visits: 1},
	{name: "wall-title-403", site: site{"/": page("<html><title>403 Forbidden</title><body>x</body></html>")}, want: ErrBlocked, visits: 1},
	{name: "wall-in-a-report", site: site{"/": page(long("<p>升级网站防火墙，访问被拦截的情况减少。页面不存在的链接已修复。</p>"))}, visits: 1},
	{name: "login-instead", site: site{"/": page("<html><title>统一身份认证</title><form><input name=u><input type=\"password\" name=p></form></html>")}, want: ErrBlocked, visits: 1},
	{name: "login-redirect", site: site{"/": to("/cas/login?service=x"), "/cas/login": page("<html><body>请登录</body></html>")}, want: ErrBlocked, visits: 2},
	{name: "login-beside-a-report", site: site{"/": page(long("<form><input type=password></form>"))}, visits: 1},

	// gone
	{name: "gone-404", site: site{}, want: ErrGone, visits: 1},
	{name: "gone-410", site: site{"/": say(410, "gone")}, want: ErrGone, visits: 1},
	{name: "gone-with-200", site: site{"/": page("<html><head><title>404 Not Found</title></head><body>nginx</body></html>")}, want: ErrGone, visits: 1},
	{name: "gone-in-chinese", site: site{"/": page("<html><head><title>提示</title></head><body>您访问的页面不存在或已删除，3秒后返回首页</body></html>")}, want: ErrGone, visits: 1},
	{name: "gone-in-gbk", site: site{"/": say(200, gbk("<html><head><title>出错了</title></head><body>对不起，找不到您要访问的网页</body></html>"))}, want: ErrGone, visits: 1},
	{name: "gone-not-number-404", site: site{"/": page("<html><head><title>404号文件的答复</title></head><body>政府信息不存在告知书 <a href=a.doc>附件</a></body></html>")}, visits: 1},

	// robots.txt
	{name: "robots-none-allowed", site: site{"/robots.txt": say(200, "User-agent: *\nDisallow: /")}, want: ErrRobots, visits: -1},
	{name: "robots-us", site: site{"/robots.txt": say(200, "User-agent: *\nAllow: /\nUser-agent: gongkai\nDisallow: /")}, want: ErrRobots, visits: -1},
	{name: "robots-path", site: site{"/robots.txt": say(200, "User-agent: *\nDisallow: /政务"), "/x": page(long(""))}, get: gets(Article, "/x", "/%E6%94%BF%E5%8A%A1/1"), want: ErrRobots, visits: 1},
	{name: "robots-403", site: site{"/robots.txt": say(403, ""), "/": page(long(""))}, visits: 1},
	{name: "robots-500", site: site{"/robots.txt": say(500, ""), "/": page(long(""))}, get: gets(Article, "/", "/2"), want: ErrRobots, visits: -1},
	{name: "robots-500-then-well", site: site{"/robots.txt": turns(say(500, ""), say(200, "User-agent: *\nDisallow: /x")), "/": page(long(""))}, visits: 1},
	{name: "robots-429", site: site{"/robots.txt": say(429, ""), "/": page(long(""))}, want: ErrBlocked, visits: -1},
	{name: "robots-412", site: site{"/robots.txt": say(412, "<script></script>"), "/": page(long(""))}, want: ErrBlocked, visits: -1},
	{name: "robots-closes", site: site{"/robots.txt": raw(""), "/": page(long(""))}, want: ErrRobots, visits: -1},
	{name: "robots-unreached", site: site{"/robots.txt": raw(""), "/": page(long(""))}, want: ErrUnreached, visits: -1},
	{name: "robots-slow", site: site{"/robots.txt": hang, "/": page(long(""))}, limits: once, want: ErrRobots, visits: -1},
	{name: "robots-redirects", site: site{"/robots.txt": to("/1"), "/1": to("/2"), "/2": to("/3"), "/3": to("/4"), "/4": to("/5"), "/5": say(200, "User-agent: *\nDisallow: /")}, want: ErrRobots, check: func(t *testing.T, w *world, r *outcome2) {
		if strings.Contains(r.err.Error(), "cannot be had") {
			t.Error(r.err)
		}
	}},
	{name: "robots-redirects-away", site: site{"/robots.txt": to("http://127.0.0.1:HONEY/robots.txt"), "/": page(long(""))}, want: ErrRobots, visits: -1},
	{name: "robots-redirects-round", site: site{"/robots.txt": to("/robots.txt"), "/": page(long(""))}, want: ErrRobots, visits: -1},
	{name: "robots-endless", site: site{"/robots.txt": drip("HTTP/1.1 200 OK\r\n\r\nUser-agent: *\nDisallow: /x\n", strings.Repeat("#\n", 10000), 0), "/": page(long(""))}, get: gets(Article, "/", "/x"), want: ErrRobots, visits: 1},
	{name: "robots-html", site: site{"/robots.txt": page(long("")), "/": page(long(""))}, visits: 1},
	{name: "robots-soft-404", site: site{"/robots.txt": page("<html><title>404</title></html>"), "/": page(long(""))}, visits: 1},
	{name: "robots-empty", site: site{"/robots.txt": say(200, ""), "/": page(long(""))}, visits: 1},
	{name: "robots-gzip", site: site{"/robots.txt": say(200, packed("gzip", "User-agent: *\nDisallow: /"), "Content-Encoding: gzip")}, want: ErrRobots, visits: -1},
	{name: "robots-delay", site: site{"/robots.txt": say(200, "User-agent: *\nCrawl-delay: 7"), "/": page(long(""))}, check: slept(7 * time.Second)},
	{name: "robots-delay-for-ever", site: site{"/robots.txt": say(200, "User-agent: *\nCrawl-delay: 99999999"), "/": page(long(""))}, check: slept(DefaultLimits.CrawlDelay)},
	{name: "robots-once", site: site{"/*": page(long(""))}, get: many(Article, 10, "/%d"), visits: 10, check: func(t *testing.T, w *world, r *outcome2) {
		if n := w.counts[r.c.Source.Start[0][7:len(r.c.Source.Start[0])-len(w.port)-2]+"/robots.txt"]; n != 1 {
			t.Errorf("robots.txt was asked for %d times", n)
		}
	}},

	// later
	{name: "429-seconds", site: site{"/": turns(say(429, "", "Retry-After: 77"), page(long("")))}, visits: 2, check: slept(77 * time.Second)},
	{name: "429-date", site: site{"/": turns(func(w net.Conn, r *http.Request, n int) {
		say(429, "", "Retry-After: "+newMade().now.Add(100*time.Second).UTC().Format(http.TimeFormat))(w, r, n)
	}, page(long("")))}, visits: 2, check: slept(97 * time.Second)},
	{name: "429-tomorrow", site: site{"/": say(429, "", "Retry-After: 86400")}, get: gets(Article, "/", "/2"), want: ErrBlocked, visits: 1},
	{name: "429-negative", site: site{"/": turns(say(429, "", "Retry-After: -5"), page(long("")))}, visits: 2},
	{name: "429-for-ever", site: site{"/": say(429, "")}, get: gets(Article, "/", "/2"), want: ErrBlocked, visits: 4},
	{name: "503-then-well", site: site{"/": turns(say(503, "", "Retry-After: 3"), say(502, ""), page(long("")))}, visits: 3},
	{name: "500-for-ever", site: site{"/": say(500, "")}, want: errServer, visits: 4},

	// what is kept
	{name: "unchanged", site: site{"/": turns(say(200, long(""), `ETag: "1"`), asked("If-None-Match", `"1"`, raw("HTTP/1.1 304 Not Modified\r\n\r\n")))}, get: gets(Article, "/", "/"), body: long(""), visits: 2, check: func(t *testing.T, w *world, r *outcome2) {
		if !r.page.Unchanged || r.page.Status != 304 {
			t.Error("not told as unchanged")
		}
	}},
	{name: "unchanged-by-date", site: site{"/": turns(say(200, long(""), "Last-Modified: Tue, 20 Jan 2026 00:00:00 GMT"), asked("If-Modified-Since", "Tue, 20 Jan 2026 00:00:00 GMT", raw("HTTP/1.1 304 X\r\n\r\n")))}, get: gets(Article, "/", "/"), body: long(""), visits: 2},
	{name: "304-not-asked-for", site: site{"/": raw("HTTP/1.1 304 Not Modified\r\n\r\n")}, want: errServer, visits: 1},
	{name: "304-again-not-asked-for", site: site{"/": turns(say(200, long("")), raw("HTTP/1.1 304 Not Modified\r\n\r\n"))}, get: gets(Article, "/", "/"), want: errServer, visits: 2},
	{name: "edited-in-silence", site: site{"/": turns(say(200, long(""), `ETag: "1"`), say(200, long("<p>4</p>"), `ETag: "1"`))}, get: gets(Article, "/", "/"), body: long("<p>4</p>"), visits: 2, check: func(t *testing.T, w *world, r *outcome2) {
		if a, b := r.log[1].Digest, r.log[2].Digest; a == b || !r.c.Store.Has(a) || !r.c.Store.Has(b) {
			t.Error("both versions are to be kept")
		}
	}},
	{name: "then-gone", site: site{"/": turns(page(long("")), say(404, ""))}, get: gets(Article, "/", "/"), want: ErrGone, visits: 2},
	{name: "then-a-login", site: site{"/": turns(page(long("")), page("<html><title>登录</title><input type=password></html>"))}, get: gets(Article, "/", "/"), want: ErrBlocked, visits: 2},
	{name: "then-empty", site: site{"/": turns(page(long("")), page(""))}, get: gets(Article, "/", "/"), want: errServer},
	{name: "cookies", site: site{"/": page(long("")), "/1": say(200, long(""), "Set-Cookie: session=SECRET", "Set-Cookie2: a=SECRET,", "  folded=SECRET")}, get: gets(Article, "/1", "/"), visits: 2, check: func(t *testing.T, w *world, r *outcome2) {
		for _, v := range w.seen {
			if v.header.Get("Cookie") != "" || v.header.Get("Authorization") != "" {
				t.Error("a cookie was sent back")
			}
			if ua := v.header.Get("User-Agent"); !strings.HasPrefix(ua, "gongkai/") || !strings.Contains(ua, "crawler@example.org") {
				t.Errorf("user agent %q", ua)
			}
		}
		for _, f := range r.log {
			if strings.Contains(fmt.Sprintf("%s %s", f.Received, f.Sent), "SECRET") {
				t.Errorf("kept: %s", f.Received)
			}
		}
	}},

	// traps and budgets
	{name: "calendar", site: site{"/*": func(w net.Conn, r *http.Request, n int) { page(long(r.URL.RawQuery))(w, r, n) }}, limits: func(l *Limits) { l.Listings = 7 }, get: many(Listing, 50, "/calendar?day=%d"), want: ErrBudget, visits: 7},
	{name: "listing-repeats", site: site{"/*": page(long(""))}, limits: func(l *Limits) { l.Repeats = 6 }, get: many(Listing, 50, "/index_%d.html"), want: ErrBudget, visits: 6},
	{name: "folders-repeat", get: gets(Article, "/a/a/a/a/index.html"), want: ErrAddress, visits: -1},
	{name: "folders-deep", get: gets(Article, "/"+strings.Repeat("x/y/z", 20)), want: ErrAddress, visits: -1},
	{name: "address-long", get: gets(Article, "/?"+strings.Repeat("x", 3000)), want: ErrAddress, visits: -1},
	{name: "sessions-are-one", site: site{"/a": turns(say(200, long(""), `ETag: "1"`), raw("HTTP/1.1 304 X\r\n\r\n"))}, get: gets(Article, "/a;jsessionid=1", "/./a;jsessionid=2#x"), body: long(""), visits: 2},
	{name: "budget-requests", site: site{"/*": page(long(""))}, source: Source{Manner: Manner{Requests: 4}}, get: many(Article, 9, "/%d"), want: ErrBudget, visits: 3},
	{name: "budget-bytes", site: site{"/*": page(long(""))}, source: Source{Manner: Manner{Bytes: 10000}}, get: many(Article, 9, "/%d"), want: ErrBudget, visits: 2},
	{name: "budget-time", site: site{"/*": page(long(""))}, source: Source{Manner: Manner{Time: 10 * time.Second}}, get: many(Article, 9, "/%d"), want: ErrBudget, visits: 4},
	{name: "hours-over", site: site{"/*": page(long(""))}, source: Source{Manner: Manner{Hours: "00:00-01:30"}}, want: ErrBudget, visits: -1},
	{name: "hours-end", site: site{"/*": page(long(""))}, source: Source{Manner: Manner{Hours: "01:00-01:31", Delay: 20 * time.Second}}, get: many(Article, 9, "/%d"), want: ErrBudget, visits: 2},
	{name: "hours-to-come", site: site{"/*": page(long(""))}, source: Source{Manner: Manner{Hours: "02:00-05:00"}}, visits: 1, check: slept(30 * time.Minute)},
	{name: "delay", site: site{"/*": page(long(""))}, source: Source{Manner: Manner{Delay: 11 * time.Second}}, check: slept(11 * time.Second)},
}, inside()...), lies()...)

func once(l *Limits) { l.Tries = 1 }

// asked answers with h where a field is as it should be.
func asked(field, value string, h handler) handler {
	return func(w net.Conn, r *http.Request, n int) {
		if r.Header.Get(field) != value {
			h = say(500, "asked without "+field)
		}
		h(w, r, n)
	}
}

func TestHostile(t *testing.T) {
	w := newWorld(t)
	began := time.Now()
	if len(cases) < 60 {
		t.Errorf("only %d cases", len(cases))
	}
	t.Run("cases", func(t *testing.T) {
		for i, c := range cases {
			host := fmt.Sprintf("h%d.test", i)
			fill := strings.NewReplacer("HOST", host, "PORT", w.port, "HONEY", w.honey).Replace
			w.mu.Lock()
			w.sites[host] = site{}
			for p, h := range c.site {
				w.sites[host][p] = func(conn net.Conn, r *http.Request, n int) { h(filled{conn, fill}, r, n) }
			}
			if c.names != nil {
				w.names[host] = c.names
			}
			w.mu.Unlock()
			t.Run(c.name, func(t *testing.T) {
				t.Parallel()
				w.run(t, &c, host, fill)
			})
		}
	})
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, b := range w.broken {
		t.Error(b)
	}
	t.Logf("%d cases, %d requests, %v", len(cases), len(w.seen), time.Since(began).Round(time.Millisecond))
}

// filled writes with the names of the world in the place of those of the case.
type filled struct {
	net.Conn
	fill func(string) string
}

func (f filled) Write(b []byte) (int, error) {
	if len(b) > 1000 { // no address in it
		return f.Conn.Write(b)
	}
	_, err := io.WriteString(f.Conn, f.fill(string(b)))
	return len(b), err
}

func (w *world) run(t *testing.T, c *hostile, host string, fill func(string) string) {
	limits := quick
	if c.limits != nil {
		c.limits(&limits)
	}
	clock := newMade()
	client, log := w.client(t, host, Setup{Source: c.source, Limits: limits, Clock: clock})
	if c.get == nil {
		c.get = gets(Article, "/")
	}
	r := &outcome2{clock: clock, c: client}
	var took time.Duration
	for _, g := range c.get {
		if g.URL = fill(g.URL); strings.HasPrefix(g.URL, "/") {
			g.URL = "http://" + host + ":" + w.port + g.URL
		}
		start := time.Now()
		r.page, r.err = client.Get(t.Context(), g)
		took = time.Since(start)
	}
	r.log = log.Fetches()
	switch {
	case c.want == nil && r.err != nil:
		t.Fatal(r.err)
	case c.want == errAny && (r.err == nil || errors.Is(r.err, ErrGone)), c.want != nil && c.want != errAny && !errors.Is(r.err, c.want):
		t.Errorf("%v, want %v", r.err, c.want)
	}
	if (r.page == nil) != (r.err != nil) {
		t.Errorf("page %v, error %v", r.page, r.err)
	}
	if r.page != nil && c.body != "" && string(r.page.Body) != c.body {
		t.Errorf("body %.100q", r.page.Body)
	}
	if n := len(w.visits(host)); c.visits > 0 && n != c.visits || c.visits < 0 && n != 0 {
		t.Errorf("visited %d times, want %d: %v", n, c.visits, w.visits(host))
	}
	if c.time != 0 && os.Getenv("CI") == "" && !within(took, c.time) {
		t.Errorf("took %v, want %v", took, c.time)
	}
	for _, f := range r.log {
		switch {
		case f.Outcome == "":
			t.Errorf("%s: a fetch without an end", f.URL)
		case (f.Outcome == Kept || f.Outcome == Unchanged) != client.Store.Has(f.Digest) && f.Size > 0:
			t.Errorf("%s: %s, and in the store: %v", f.URL, f.Outcome, client.Store.Has(f.Digest))
		}
	}
	if c.check != nil {
		c.check(t, w, r)
	}
}
