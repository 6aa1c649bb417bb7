package robots

import (
	"strings"
	"testing"
	"time"
)

// vectors are those of the parser that Google publishes, and others of our own.
// A path that begins with "-" is refused. Where RFC 9309 and that parser differ
// (percent-encoded unreserved octets, index.html, sitemap lines), the RFC holds.
var vectors = []struct {
	name, file, agent string
	paths             []string
}{
	{"empty", "", "FooBot", []string{"/", "/x"}},
	{"one-group", "user-agent: FooBot\ndisallow: /\n", "FooBot", []string{"-/x/y", "/robots.txt"}},
	{"no-agent", "user-agent: FooBot\ndisallow: /\n", "", []string{"/x"}},
	{"unknown-lines", "foo: FooBot\nbar: /\n", "FooBot", []string{"/x/y"}},
	{"missing-colons", "user-agent FooBot\ndisallow /\n", "FooBot", []string{"-/x/y"}},
	{"three-words", "user-agent: FooBot\ndisallow / /x\n", "FooBot", []string{"/x/y"}},
	{"groups-foo", groups, "FooBot", []string{"/x/b", "/z/d", "-/y/c", "-/foo/bar/"}},
	{"groups-bar", groups, "BarBot", []string{"/y/c", "/w/a", "-/z/d", "-/foo/bar/"}},
	{"groups-baz", groups, "BazBot", []string{"/z/d", "-/foo/bar/"}},
	{"upper-case", "USER-AGENT: FooBot\nALLOW: /x/\nDISALLOW: /\n", "FooBot", []string{"/x/y", "-/a/b"}},
	{"mixed-case", "uSeR-aGeNt: FooBot\nAlLoW: /x/\ndIsAlLoW: /\n", "foobot", []string{"/x/y", "-/a/b"}},
	{"agent-case", "User-Agent: FOO BAR\nAllow: /x/\nDisallow: /\n", "foo", []string{"/x/y", "-/a/b"}},
	{"agent-version", "User-Agent: foo/2.1\nDisallow: /\n", "foo", []string{"-/a"}},
	{"agent-longer", "User-Agent: foobar\nDisallow: /\n", "foo", []string{"/a"}},
	{"agent-up-to-space", "User-Agent: *\nDisallow: /\nUser-Agent: Foo Bar\nAllow: /x/\nDisallow: /\n", "Foo", []string{"/x/y"}},
	{"agent-not-a-token", "User-Agent: *\nDisallow: /\nUser-Agent: Foo Bar\nAllow: /x/\nDisallow: /\n", "Foo Bar", []string{"-/x/y"}},
	{"global-for-others", "user-agent: *\nallow: /\nuser-agent: FooBot\ndisallow: /\n", "BarBot", []string{"/x/y"}},
	{"global-not-for-named", "user-agent: *\nallow: /\nuser-agent: FooBot\ndisallow: /\n", "FooBot", []string{"-/x/y"}},
	{"global-then-words", "user-agent: * all\ndisallow: /\n", "FooBot", []string{"-/x/y"}},
	{"only-others", "user-agent: FooBot\nallow: /\nuser-agent: BarBot\ndisallow: /\n", "QuxBot", []string{"/x/y"}},
	{"named-without-rules", "user-agent: *\ndisallow: /\n\nuser-agent: FooBot\ncrawl-delay: 1\n", "FooBot", []string{"/x"}},
	{"path-case", "user-agent: FooBot\ndisallow: /X/\n", "FooBot", []string{"/x/y", "-/X/y"}},
	{"longer-disallow", "user-agent: FooBot\ndisallow: /x/page.html\nallow: /x/\n", "FooBot", []string{"-/x/page.html", "/x/"}},
	{"longer-allow", "user-agent: FooBot\nallow: /x/page.html\ndisallow: /x/\n", "FooBot", []string{"/x/page.html", "-/x/"}},
	{"both-empty", "user-agent: FooBot\ndisallow: \nallow: \n", "FooBot", []string{"/x/page.html"}},
	{"tie-allows", "user-agent: FooBot\ndisallow: /\nallow: /\n", "FooBot", []string{"/x/page.html"}},
	{"slash", "user-agent: FooBot\ndisallow: /x\nallow: /x/\n", "FooBot", []string{"-/x", "/x/"}},
	{"tie-whole", "user-agent: FooBot\ndisallow: /x/page.html\nallow: /x/page.html\n", "FooBot", []string{"/x/page.html"}},
	{"star-longer", "user-agent: FooBot\nallow: /page\ndisallow: /*.html\n", "FooBot", []string{"-/page.html", "/page"}},
	{"star-shorter", "user-agent: FooBot\nallow: /x/page.\ndisallow: /*.html\n", "FooBot", []string{"/x/page.html", "-/x/y.html"}},
	{"specific-group", "User-agent: *\nDisallow: /x/\nUser-agent: FooBot\nDisallow: /y/\n", "FooBot", []string{"/x/page", "-/y/page"}},
	{"query", "User-agent: FooBot\nDisallow: /\nAllow: /foo/bar?qux=taz&baz=http://foo.bar?tar&par\n", "FooBot", []string{"/foo/bar?qux=taz&baz=http://foo.bar?tar&par"}},
	{"utf8-rule", "User-agent: FooBot\nDisallow: /\nAllow: /foo/bar/ツ\n", "FooBot", []string{"/foo/bar/%E3%83%84", "/foo/bar/ツ", "/foo/bar/%e3%83%84", "-/foo/bar/%E3%83%85"}},
	{"encoded-rule", "User-agent: FooBot\nDisallow: /\nAllow: /foo/bar/%e3%83%84\n", "FooBot", []string{"/foo/bar/%E3%83%84", "/foo/bar/ツ"}},
	{"chinese-rule", "User-agent: *\nDisallow: /政务公开/内部\n", "gongkai", []string{"-/%E6%94%BF%E5%8A%A1%E5%85%AC%E5%BC%80/%E5%86%85%E9%83%A8/1.html", "/%E6%94%BF%E5%8A%A1%E5%85%AC%E5%BC%80/1.html"}},
	{"gbk-rule", "User-agent: *\nDisallow: /\xc4\xda\xb2\xbf\n", "gongkai", []string{"-/%C4%DA%B2%BF/1.html", "/%E5%86%85%E9%83%A8/1.html"}},
	{"encoded-unreserved", "User-agent: FooBot\nDisallow: /\nAllow: /foo/bar/%62%61%7A\n", "FooBot", []string{"/foo/bar/baz", "/foo/bar/%62%61%7A"}},
	{"encoded-reserved", "User-agent: FooBot\nDisallow: /a%2fb\n", "FooBot", []string{"-/a%2Fb", "/a/b"}},
	{"not-encoded", "User-agent: FooBot\nDisallow: /a%zz\n", "FooBot", []string{"-/a%zz", "/a"}},
	{"star", "User-agent: FooBot\nDisallow: /foo/bar/quz\nAllow: /foo/*/qux\n", "FooBot", []string{"-/foo/bar/quz", "/foo/quz", "/foo//quz", "/foo/bax/quz"}},
	{"dollar", "User-agent: FooBot\nDisallow: /foo/bar$\nAllow: /foo/bar/qux\n", "FooBot", []string{"-/foo/bar", "/foo/bar/qux", "/foo/bar/", "/foo/bar/baz"}},
	{"dollar-inside", "User-agent: FooBot\nDisallow: /a$b\n", "FooBot", []string{"-/a$b", "/a"}},
	{"comments", "User-agent: FooBot\n# Disallow: /\nDisallow: /foo/quz#qux\nAllow: /\n", "FooBot", []string{"/foo/bar", "-/foo/quz"}},
	{"fish", "user-agent: FooBot\ndisallow: /\nallow: /fish\n", "FooBot", []string{"-/bar", "/fish", "/fish.html", "/fish/salmon.html", "/fishheads", "/fish.html?id=anything", "-/Fish.asp", "-/catfish", "-/?id=fish"}},
	{"fish-star", "user-agent: FooBot\ndisallow: /\nallow: /fish*\n", "FooBot", []string{"-/bar", "/fish", "/fish.html", "/fishheads/yummy.html", "-/Fish.bar", "-/catfish", "-/?id=fish"}},
	{"fish-slash", "user-agent: FooBot\ndisallow: /\nallow: /fish/\n", "FooBot", []string{"-/bar", "/fish/", "/fish/salmon", "/fish/?salmon", "-/fish", "-/fish.html", "-/Fish/Salmon.html"}},
	{"php", "user-agent: FooBot\ndisallow: /\nallow: /*.php\n", "FooBot", []string{"-/bar", "/filename.php", "/folder/filename.php?parameters", "//folder/any.php.file.html", "/filename.php/", "/index?f=filename.php/", "-/php/", "-/index?php", "-/windows.PHP"}},
	{"php-end", "user-agent: FooBot\ndisallow: /\nallow: /*.php$\n", "FooBot", []string{"-/bar", "/filename.php", "/folder/filename.php", "-/filename.php?parameters", "-/filename.php/", "-/filename.php5", "-/php/", "-/aaaphpaaa", "-//windows.PHP"}},
	{"fish-php", "user-agent: FooBot\ndisallow: /\nallow: /fish*.php\n", "FooBot", []string{"-/bar", "/fish.php", "/fishheads/catfish.php?parameters", "-/Fish.PHP"}},
	{"root-only", "user-agent: FooBot\nallow: /$\ndisallow: /\n", "FooBot", []string{"/", "-/page.html"}},
	{"page-allowed", "user-agent: FooBot\nallow: /p\ndisallow: /\n", "FooBot", []string{"/page"}},
	{"folder-tie", "user-agent: FooBot\nallow: /folder\ndisallow: /folder\n", "FooBot", []string{"/folder/page"}},
	{"htm", "user-agent: FooBot\nallow: /page\ndisallow: /*.htm\n", "FooBot", []string{"-/page.htm"}},
	{"cr", "User-Agent: foo\rDisallow: /x\rUser-Agent: bar\r\r\rDisallow: /\r", "foo", []string{"-/x", "/y"}},
	{"crlf", "User-Agent: foo\r\nDisallow: /x\r\nUser-Agent: bar\r\n\r\nDisallow: /\r\n", "bar", []string{"-/x", "-/y"}},
	{"no-last-newline", "User-Agent: foo\nDisallow: /", "foo", []string{"-/x"}},
	{"mark", "\xef\xbb\xbfUser-Agent: foo\nDisallow: /AnyValue\n", "foo", []string{"-/AnyValue"}},
	{"half-a-mark", "\xef\xbbUser-Agent: foo\nDisallow: /AnyValue\n", "foo", []string{"-/AnyValue"}},
	{"broken-mark", "\xef\x11\xbfUser-Agent: foo\nDisallow: /AnyValue\n", "foo", []string{"/AnyValue"}},
	{"mark-inside", "User-Agent: foo\n\xef\xbb\xbfDisallow: /AnyValue\n", "foo", []string{"/AnyValue"}},
	{"sitemap-ends-no-group", "User-Agent: foo\nSitemap: http://foo.bar/sitemap.xml\nUser-Agent: bar\nDisallow: /\n", "foo", []string{"-/x"}},
	{"misspelt", "User-agent: foo\nDissalow: /a\nDisalow: /b\nUseragent: x\nAllow: /\n", "foo", []string{"-/a", "-/b"}},
	{"stars", "User-agent: foo\nDisallow: /" + strings.Repeat("*a", 5000) + "$\n", "foo", []string{"/" + strings.Repeat("a", 4000) + "b"}},
	{"html-page", "<html><body>404 Not Found</body></html>", "foo", []string{"/x"}},
	{"none-but-empty-group", "User-agent: *\nDisallow:\n", "foo", []string{"/x"}},
	{"beyond-the-limit", strings.Repeat("# comment\n", MaxSize/10+1) + "User-agent: *\nDisallow: /\n", "foo", []string{"/x"}},
	{"up-to-the-limit", strings.Repeat("# comment\n", 500<<10/10) + "User-agent: *\nDisallow: /\n", "foo", []string{"-/x"}},
}

const groups = "allow: /foo/bar/\n\nuser-agent: FooBot\ndisallow: /\nallow: /x/\nuser-agent: BarBot\ndisallow: /\nallow: /y/\n\n\nallow: /w/\nuser-agent: BazBot\n\nuser-agent: FooBot\nallow: /z/\ndisallow: /\n"

func TestVectors(t *testing.T) {
	for _, v := range vectors {
		t.Run(v.name, func(t *testing.T) {
			r := Parse([]byte(v.file), v.agent)
			for _, p := range v.paths {
				path, refused := strings.CutPrefix(p, "-")
				if r.Allowed(path) == refused {
					t.Errorf("%.60s: allowed is %v", path, refused)
				}
			}
		})
	}
}

// TestLongLines: what a line says beyond the limit is cut off, not the line.
func TestLongLines(t *testing.T) {
	long := "/x/" + strings.Repeat("a", maxLine-len("/x/")-len("disallow: "))
	r := Parse([]byte("user-agent: foo\ndisallow: "+long+"/qux\n"), "foo")
	if r.Allowed(long+"/fux") || !r.Allowed("/fux") {
		t.Error("the rule does not stand as cut off")
	}
}

func TestNone(t *testing.T) {
	if None.Allowed("/x") || !None.Allowed("/robots.txt") || !(Rules{}).Allowed("/x") {
		t.Error("none allows nothing but robots.txt, no rules allow everything")
	}
}

func TestDelay(t *testing.T) {
	const file = "User-agent: *\nCrawl-delay: 10\nUser-agent: foo\nCrawl-delay: 2.5\nCrawl-delay: x\nCrawl-delay: -1\nUser-agent: bar\nCrawl-delay: 1e300\n"
	for agent, want := range map[string]time.Duration{"other": 10 * time.Second, "foo": 2500 * time.Millisecond} {
		if got := Parse([]byte(file), agent).Delay; got != want {
			t.Errorf("%s: %v", agent, got)
		}
	}
	if got := Parse([]byte(file), "bar").Delay; got < 24*time.Hour {
		t.Errorf("an endless delay became %v", got)
	}
}

func FuzzParse(f *testing.F) {
	for _, v := range vectors {
		if len(v.file) < 1000 {
			f.Add([]byte(v.file), v.agent, v.paths[0])
		}
	}
	f.Add([]byte("User-agent: *\nDisallow: /%%36%31\n"), "x", "/%%36%31")
	f.Fuzz(func(t *testing.T, file []byte, agent, path string) {
		r := Parse(file, agent)
		if r.Delay < 0 {
			t.Error("a delay below zero")
		}
		if c := canonical(path); c != canonical(c) {
			t.Errorf("%q is not written in one way", path)
		}
		if r.Allowed(path) != r.Allowed(canonical(path)) {
			t.Errorf("%q: two ways of writing, two answers", path)
		}
	})
}
