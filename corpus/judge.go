package corpus

import (
	"bytes"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// verdict is what an answer is, by what it says and not by its status alone.
type verdict struct {
	outcome Outcome
	reason  string
	shut    bool // the whole host answers no program: it is not asked again this night
	again   bool // the server may answer next time
}

// judge tells a page from a challenge, a login and a page that says that there is
// none. Nothing is done to get past any of them.
func judge(u *url.URL, a *answer) verdict {
	p := look(a.body)
	if why := challenge(a, &p); why != "" {
		return verdict{outcome: Blocked, reason: why, shut: true}
	}
	switch s := a.status; {
	case s == http.StatusNotFound || s == http.StatusGone:
		return verdict{outcome: Gone, reason: http.StatusText(s)}
	case s == http.StatusTooManyRequests:
		return verdict{outcome: Blocked, reason: "too many requests", again: true}
	case s == http.StatusUnauthorized || s == http.StatusForbidden || s == http.StatusMethodNotAllowed || s == http.StatusProxyAuthRequired || s == http.StatusUnavailableForLegalReasons:
		return verdict{outcome: Blocked, reason: http.StatusText(s)}
	case s >= 500:
		return verdict{outcome: Failed, reason: "the server fails", again: true}
	case s != http.StatusOK:
		return verdict{outcome: Failed, reason: "a status that no page has"}
	case len(a.body) == 0:
		return verdict{outcome: Failed, reason: "an empty page", again: true}
	}
	if !p.html {
		return verdict{outcome: Kept}
	}
	if why := login(u, &p); why != "" {
		return verdict{outcome: Blocked, reason: why}
	}
	if why := says(&p, forbidden); why != "" {
		return verdict{outcome: Blocked, reason: why}
	}
	if why := says(&p, absent); why != "" {
		return verdict{outcome: Gone, reason: why}
	}
	return verdict{outcome: Kept}
}

// A page's look is what a reader sees of it, and what its scripts do.
type appearance struct {
	html     bool
	title    string
	text     string // without scripts; spaces dropped; up to maxLook bytes
	scripts  string
	password bool // a field for one
}

// maxLook bounds what is looked at: a page that turns programs away is short.
const maxLook = 256 << 10

// look reads a body as HTML, whatever its type is said to be.
func look(b []byte) (p appearance) {
	b = b[:min(len(b), maxLook)]
	start := bytes.TrimLeft(b[:min(len(b), 4096)], "\xef\xbb\xbf \t\r\n\x00")
	if len(start) == 0 || start[0] != '<' || !markup.Match(start) {
		return p
	}
	p.html = true
	if !utf8.Valid(b[:len(b)-min(len(b), utf8.UTFMax)]) {
		if decoded, err := simplifiedchinese.GB18030.NewDecoder().Bytes(b); err == nil {
			b = decoded
		}
	}
	var text, title, scripts strings.Builder
	in := ""
	z := html.NewTokenizer(bytes.NewReader(b))
	for {
		switch z.Next() {
		case html.ErrorToken:
			p.text, p.title, p.scripts = text.String(), title.String(), scripts.String()
			return p
		case html.StartTagToken, html.SelfClosingTagToken:
			name, more := z.TagName()
			in = string(name)
			for in == "input" && more {
				var k, v []byte
				k, v, more = z.TagAttr()
				p.password = p.password || string(k) == "type" && strings.EqualFold(string(v), "password")
			}
		case html.EndTagToken:
			in = ""
		case html.TextToken:
			to := &text
			switch in {
			case "script":
				scripts.Write(z.Text())
				continue
			case "style":
				continue
			case "title":
				to = &title
			}
			for f := range strings.FieldsSeq(string(z.Text())) {
				to.WriteString(f)
			}
		}
	}
}

var markup = regexp.MustCompile(`(?i)<(!doctype\s+html|html|head|body|title|script|meta|div|table|p|h1)[\s>/]`)

// few is how many letters a page shows at most that is no article.
const few = 600

func (p *appearance) short() bool { return utf8.RuneCountInString(p.text) < few }

// marks are what the walls of the usual makers leave in their pages. Those of
// scripts are looked for anywhere, those of text only in pages that show little
// else: a report may speak of a firewall.
var marks = []struct {
	in   func(p *appearance) string
	find *regexp.Regexp
	name string
}{
	{scripts, regexp.MustCompile(`\$_ts\s*=|\$_ts\.`), "a script challenge ($_ts)"},
	{scripts, regexp.MustCompile(`__jsl_clearance|\bjsl_uid`), "a script challenge (jsl)"},
	{scripts, regexp.MustCompile(`acw_sc__v[23]|_waf_bd8ce2ce37`), "a script challenge (acw)"},
	{scripts, regexp.MustCompile(`wzws_|WZWS`), "a script challenge (wzws)"},
	{scripts, regexp.MustCompile(`cf_chl|cdn-cgi/challenge`), "a script challenge (cdn)"},
	{text, regexp.MustCompile(`创宇盾|云防护|网站防火墙|Web应用防火墙|安全狗|网站卫士|护卫神`), "the page of a firewall"},
	{text, regexp.MustCompile(`请求(存在|可能|包含|中含有).{0,8}(威胁|恶意|攻击|不合法|非法)|(访问|请求)已?被(拦截|阻断|拒绝|禁止)|疑似.{0,6}(攻击|黑客)|访问(过于|太)频繁|异常访问`), "the page of a firewall"},
	{text, regexp.MustCompile(`(人机|安全|访问|滑动|滑块)验证|请(完成|输入|进行).{0,8}验证|验证码.{0,20}(提交|继续|刷新)|Justamoment|Checkingyourbrowser|areyouahuman`), "a test for people"},
	{text, regexp.MustCompile(`请(开启|启用|打开|允许)(浏览器的?)?(JavaScript|Javascript|javascript|JS|Cookie|cookie)`), "a script challenge"},
}

func scripts(p *appearance) string { return p.scripts }

func text(p *appearance) string {
	if !p.short() {
		return ""
	}
	return p.title + "\n" + p.text
}

// sets and goes: a script that sets a cookie and loads the page again.
var (
	setsCookie = regexp.MustCompile(`document\s*(\.|\[['"])\s*cookie`)
	goesOn     = regexp.MustCompile(`location|reload`)
)

// challenge is which wall an answer comes from, "" for none.
func challenge(a *answer, p *appearance) string {
	switch a.status {
	case http.StatusPreconditionFailed, 521:
		return "a script challenge"
	case http.StatusAccepted:
		if p.html && (p.scripts != "" || len(p.text) == 0) {
			return "a script challenge"
		}
	}
	if !p.html {
		return ""
	}
	for _, m := range marks {
		if m.find.MatchString(m.in(p)) {
			return m.name
		}
	}
	if utf8.RuneCountInString(p.text) < 100 && setsCookie.MatchString(p.scripts) && goesOn.MatchString(p.scripts) {
		return "a script that sets a cookie"
	}
	return ""
}

var (
	loginPath  = regexp.MustCompile(`(?i)(^|[/._-])(login|signin|logon|sso|cas|passport|oauth2?)($|[/._-])`)
	loginTitle = regexp.MustCompile(`登[录陆]|(?i)\b(login|sign in)\b`)
)

// login is why a page is a login, "" where it is none. Many sites have a small one
// beside their pages.
func login(u *url.URL, p *appearance) string {
	switch {
	case p.password && (p.short() || loginTitle.MatchString(p.title)), loginPath.MatchString(u.Path) && p.short():
		return "a login"
	}
	return ""
}

var (
	forbidden = regexp.MustCompile(`^403(\D|$)|(?i:403-?forbidden|accessdenied|forbidden$)|拒绝访问|无权访问|禁止访问`)
	absent    = regexp.MustCompile(`^404([^\d号]|$)|(?i:404-?notfound|notfound$|pagenotfound)|(错误|HTTP)404|(页面|网页|文件|文章|内容|栏目|资源|稿件)(已经?|可能)?(不存在|没有?找到|找不到|已?被?删除|未找到|已下线)|(找不到|没有找到|无法找到)(您|你)?.{0,8}(页面|网页|文章)`)
)

// shortest is how few letters a page shows whose text alone says what it is; that
// of a longer one must stand in the title.
const shortest = 200

// says is what a page says of itself, in its title or in the whole of its text.
func says(p *appearance, what *regexp.Regexp) string {
	if s := what.FindString(p.title); s != "" && p.short() {
		return "the title says " + s
	}
	if utf8.RuneCountInString(p.text) < shortest {
		if s := what.FindString(p.text); s != "" {
			return "the page says " + s
		}
	}
	return ""
}

// Refusal is why bytes that were saved from an address are no page of it: a
// challenge, a login, or a page that says that there is none; "" where they are.
func Refusal(address string, b []byte) string {
	u, err := canonical(address)
	if err != nil {
		return err.Error()
	}
	if v := judge(u, &answer{status: http.StatusOK, body: b}); v.outcome != Kept {
		return v.reason
	}
	return ""
}
