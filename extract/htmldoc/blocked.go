package htmldoc

import (
	"fmt"
	"strings"

	"github.com/gongkai-data/gongkai/extract"
)

// enough is the printed text, in bytes, from which a page is a document.
const enough = 1500

// challenges are marks of pages that a firewall sends in place of a document:
// cookies and variables of their scripts, and what they tell people.
var challenges = []struct{ mark, whose string }{
	{"__jsl_clearance", "script challenge (jsl)"}, {"acw_sc__v", "script challenge (acw)"}, {"$_ts", "script challenge (412)"}, {"_$jsvmprt", "script challenge"},
	{"hwwafses", "firewall (hwwaf)"}, {"yunsuo_session", "firewall (yunsuo)"}, {"safeline", "firewall (safeline)"}, {"cf-browser-verification", "script challenge (cf)"}, {"challenge-platform", "script challenge (cf)"},
	{"waf_cookie", "firewall"}, {"/wzwschallenge", "script challenge (wzws)"}, {"wzws-waf-cgi", "script challenge (wzws)"}, {"cdn_sec_tc", "script challenge"}, {"slidecaptcha", "captcha"}, {"geetest", "captcha"},
}

var refusals = []string{
	"请输入验证码", "安全验证", "人机验证", "滑动验证", "点击验证", "访问验证", "访问被拒绝", "访问被阻断", "访问被拦截", "请求被拦截", "已被拦截", "访问过于频繁", "访问频率过高", "存在攻击行为", "可能存在威胁", "疑似攻击", "非法请求", "异常请求",
	"web应用防火墙", "网站防火墙", "云防护", "安全狗", "云锁", "请开启javascript", "启用javascript", "please enable javascript", "enable javascript and cookies", "checking your browser", "access denied", "request blocked",
	"403 forbidden", "405 not allowed", "method not allowed", "http 405", "412 precondition failed", "security check", "verify you are human", "请求包含恶意行为", "您的请求可能",
}

var logins = []string{"用户登录", "统一身份认证", "账号登录", "密码登录", "请登录", "登录系统", "用户名", "login"}

// blocked tells why the page is not a document, "" where it is one.
func (p *page) blocked(doc *extract.Document) string {
	text, figures := p.total.text, p.total.figures
	if text >= enough || figures > 3 {
		return ""
	}
	seen := strings.ToLower(doc.Title + "\n" + bodyText(doc))
	if text < 600 {
		raw := strings.ToLower(p.scan.src[:min(len(p.scan.src), 64<<10)])
		for _, c := range challenges {
			if strings.Contains(raw, c.mark) {
				return c.whose
			}
		}
	}
	for _, w := range refusals {
		if strings.Contains(seen, w) {
			return fmt.Sprintf("the page says %q", w)
		}
	}
	if p.scan.password && len(p.links) == 0 && !hasArticle(doc) {
		for _, w := range logins {
			if strings.Contains(seen, w) {
				return fmt.Sprintf("login: %q", w)
			}
		}
		if text < 300 {
			return "login"
		}
	}
	if text < 10 && p.scan.scripts > 200 && len(doc.Blocks) == 0 && isChallenge(p.scan.src) {
		return "script challenge"
	}
	return ""
}

// hasArticle reports whether the page describes an article: portals put their
// login box on every page.
func hasArticle(doc *extract.Document) bool {
	for _, p := range doc.Properties {
		if p.Name == "meta:ArticleTitle" && p.Value != "" {
			return true
		}
	}
	return false
}

// isChallenge tells a page of nothing but a script that sets a cookie and
// loads the page again.
func isChallenge(src string) bool {
	src = strings.ToLower(src[:min(len(src), 256<<10)])
	reload := strings.Contains(src, "location.reload") || strings.Contains(src, "location.href") || strings.Contains(src, "location.replace") || strings.Contains(src, "window.location")
	return strings.Contains(src, "document.cookie") && reload || strings.Contains(src, "eval(function(p,a,c,k,e") || strings.Contains(src, "eval(") && strings.Contains(src, "fromcharcode")
}

func bodyText(doc *extract.Document) string {
	var s strings.Builder
	for _, b := range doc.Blocks {
		switch b := b.(type) {
		case *extract.Heading:
			s.WriteString(b.Text)
		case *extract.Paragraph:
			s.WriteString(b.Text)
		case *extract.Table:
			for i := range b.Grid.Cells {
				s.WriteString(b.Grid.Cells[i].Text)
				s.WriteByte(' ')
			}
		}
		s.WriteByte('\n')
	}
	return s.String()
}

// remarks tells that the page points to its content rather than holding it.
func (p *page) remarks(doc *extract.Document) {
	s := p.scan
	add := func(code extract.Code, detail string) {
		doc.Notices = append(doc.Notices, extract.Notice{Code: code, Detail: detail, Prov: extract.Prov{Part: p.part}})
	}
	switch {
	case p.total.text < 300 && len(s.frames) > 0:
		add("html-frames", fmt.Sprintf("%q", s.frames[:min(len(s.frames), 5)]))
	case p.total.text < 300 && s.redirect != "":
		add("html-redirect", fmt.Sprintf("%q", s.redirect))
	case p.total.text < 300 && len(doc.Tables()) == 0:
		if to := scriptRedirect(s.src); to != "" {
			add("html-redirect", fmt.Sprintf("%q", to))
		}
	}
	if s.images > 0 && len(doc.Tables()) == 0 {
		add("html-images", fmt.Sprintf("%d images", s.images))
	}
}

// scriptRedirect returns the address that a script of the page leads to.
func scriptRedirect(src string) string {
	src = src[:min(len(src), 64<<10)]
	for _, w := range []string{"location.href", "window.location", "location.replace", "self.location", "document.location"} {
		i := strings.Index(src, w)
		if i < 0 {
			continue
		}
		rest := strings.TrimLeft(src[i+len(w):], " =(.hrefplac")
		if rest == "" || rest[0] != '"' && rest[0] != '\'' {
			continue
		}
		if j := strings.IndexByte(rest[1:], rest[0]); j > 0 && j < 500 {
			return rest[1 : 1+j]
		}
	}
	return ""
}
