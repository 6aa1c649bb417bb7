package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	screen "github.com/gongkai-data/gongkai/cmd/gongkai/internal/term"
	"github.com/gongkai-data/gongkai/corpus"
	"github.com/gongkai-data/gongkai/corpus/portals"
	"github.com/gongkai-data/gongkai/corpus/sources"
)

var sourceAddText = phrases{
	"short":      {"recognise a site and propose its source file", "识别网站并给出来源文件草案"},
	"long":       {"Looks at a listing of annual reports (or an article, for the listing above it), recognises the kind of site, and prints the source\nfile with what a crawl would fetch as comments. Asks the site at most --pages times beside robots.txt and the page itself, slowly. Nothing is\nwritten without --yes or -o. A site that does not answer programs: save the page by hand and give it with --page.", "查看年报栏目页（或文章页，由其上级栏目推定），识别网站类型，输出来源文件，并以注释列出将抓取的内容。除 robots.txt 与该页外\n至多请求 --pages 次，且放慢速度。不加 --yes 或 -o 不写文件。网站拒绝程序访问时，请手工保存网页并用 --page 给出。"},
	"example":    {"  gongkai source add https://www.kdl.gov.cn/lists/cid/1899 --contact crawl@example.org\n  gongkai source add https://www.kdl.gov.cn/lists/cid/1899 --contact crawl@example.org --yes\n  gongkai source add http://www.qh.gov.cn/zwgk/nb/ --page saved.html -o qinghe.yaml", "  gongkai source add https://www.kdl.gov.cn/lists/cid/1899 --contact crawl@example.org\n  gongkai source add https://www.kdl.gov.cn/lists/cid/1899 --contact crawl@example.org --yes\n  gongkai source add http://www.qh.gov.cn/zwgk/nb/ --page 网页.html -o qinghe.yaml"},
	"id":         {"name of the source (default: from its host)", "来源编号（默认取自主机名）"},
	"portal":     {"kind of site, where more than one fits (see gongkai source families)", "网站类型，用于有多种可能时（见 gongkai source families）"},
	"pages":      {"pages of listings to look at", "查看的栏目页数"},
	"page":       {"read this saved page in place of asking the site", "读取已保存的网页，不访问网站"},
	"contact":    {"whom the site may write to: mail or page (default: $GONGKAI_CONTACT)", "供网站联系的邮箱或网页（默认取 $GONGKAI_CONTACT）"},
	"yes":        {"write WORKSPACE/sources/<id>.yaml", "写入 WORKSPACE/sources/<编号>.yaml"},
	"output":     {"write to this file", "写入此文件"},
	"workspace":  {"workspace for --yes", "--yes 所用的工作区"},
	"json":       {"print JSON", "输出 JSON"},
	"oneurl":     {"source add takes one address", "source add 需要一个网址"},
	"badurl":     {"%s is no http or https address", "%s 不是 http 或 https 网址"},
	"nocontact":  {"sites must be told whom to write to", "须告知网站联系方式"},
	"contactfix": {"add --contact you@example.org, or set GONGKAI_CONTACT", "请加 --contact you@example.org，或设置 GONGKAI_CONTACT"},
	"nopage":     {"%s could not be looked at", "无法查看 %s"},
	"blockedfix": {"the site turns programs away: save the page in a browser and give it with --page FILE", "该网站拒绝程序访问：请用浏览器保存网页，再以 --page FILE 给出"},
	"retryfix":   {"look at the address in a browser; nothing was written", "请在浏览器中核对网址；未写任何文件"},
	"unknown":    {"%s is of no kind that is known", "%s 不属于任何已知类型"},
	"unknownfix": {"gongkai source families lists the kinds; give the address of a listing of reports", "gongkai source families 列出已知类型；请给出年报栏目的网址"},
	"several":    {"%s fits several kinds: %s", "%s 符合多种类型：%s"},
	"severalfix": {"choose with --portal", "请用 --portal 选定"},
	"nolisting":  {"%s is an article, and the listing above it was not found", "%s 是文章页，未能找到其上级栏目"},
	"there":      {"%s is there already", "%s 已存在"},
	"therefix":   {"change it by hand, or choose another --id or -o", "请手工修改，或另选 --id、-o"},
	"badid":      {"%s cannot be the name of a source", "%s 不能作为来源编号"},
	"badidfix":   {"small letters, digits and hyphens, a letter first", "用小写字母、数字与连字符，以字母开头"},
	"lookedat":   {"looked at %s on %s", "%[2]s 查看 %[1]s"},
	"kindof":     {"kind: %s: %s", "类型：%s：%s"},
	"foundrefs":  {"reports listed: %d on %d pages", "列出的年报：%d 份，共 %d 页"},
	"foundmore":  {"reports listed: %d on the first %d pages, more follow", "列出的年报：前 %[2]d 页 %[1]d 份，后续尚有"},
	"yearsfound": {"report years: %s", "报告年度：%s"},
	"firstnight": {"first crawl: about %d requests, %s at the delay of the source; files of articles come on top", "首次抓取：约 %d 次请求，按所设间隔约 %s；附件另计"},
	"nextnights": {"nights without news: about %d requests", "无更新之夜：约 %d 次请求"},
	"trouble":    {"not understood: %s", "未能读懂：%s"},
	"leftout":    {"left out: %s", "未收入：%s"},
	"norefs":     {"no reports found: look at titles, or at the address", "未找到年报：请核对 titles 或网址"},
	"saved":      {"written to %s; gongkai source lint looks at it", "已写入 %s；可用 gongkai source lint 检查"},
	"notwritten": {"nothing was written; --yes or -o FILE does", "未写文件；加 --yes 或 -o FILE 写入"},
}

// adding is one run of `source add`.
type adding struct {
	app                                       *app
	id, portal, page, contact, out, workspace string
	pages                                     int
	yes, json                                 bool
}

func (a *app) sourceAddCmd() *cobra.Command {
	say := func(key string) string { return sourceAddText.say(a.lang, key) }
	s := &adding{app: a}
	cmd := &cobra.Command{Use: "add URL [--id NAME] [--portal KIND] [--pages N] [--page FILE] [--contact WHO] [--yes | -o FILE] [--json]", Short: say("short"), Long: say("long"), Example: say("example"), DisableFlagsInUseLine: true,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 {
				return &failure{exit: exitUsage, code: "usage-path", text: say("oneurl"), hint: mainText.say(a.lang, "helphint", cmd.CommandPath())}
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return s.run(cmd.Context(), args[0]) },
	}
	f := cmd.Flags()
	f.StringVar(&s.id, "id", "", say("id"))
	f.StringVar(&s.portal, "portal", "", say("portal"))
	f.IntVar(&s.pages, "pages", 3, say("pages"))
	f.StringVar(&s.page, "page", "", say("page"))
	f.StringVar(&s.contact, "contact", "", say("contact"))
	f.BoolVarP(&s.yes, "yes", "y", false, say("yes"))
	f.StringVarP(&s.out, "out", "o", "", say("output"))
	f.StringVar(&s.workspace, "workspace", ".", say("workspace"))
	f.BoolVar(&s.json, "json", false, say("json"))
	return cmd
}

func (s *adding) say(key string, args ...any) string {
	return sourceAddText.say(s.app.lang, key, args...)
}

// proposal is what `add` found; --json prints it.
type proposal struct {
	Address  string      `json:"address"`
	Portal   string      `json:"portal"`
	Evidence string      `json:"evidence"`
	Source   string      `json:"source"` // the file
	Refs     []proposed  `json:"refs"`   // the first, as listed
	Listed   int         `json:"listed"`
	Pages    int         `json:"pages"` // of listings that were looked at
	More     bool        `json:"more"`  // pages follow
	Years    map[int]int `json:"years,omitempty"`
	Requests int         `json:"first_crawl_requests"`
	Nightly  int         `json:"nightly_requests"`
	Errors   []string    `json:"errors,omitempty"`
	Left     []string    `json:"left_out,omitempty"` // listings that the page named and that are none
	Written  string      `json:"written,omitempty"`
	source   sources.Source
}

type proposed struct {
	URL       string `json:"url"`
	Title     string `json:"title"`
	Published string `json:"published,omitempty"`
}

// run looks at the page, recognises it, looks at its listing and proposes.
func (s *adding) run(ctx context.Context, address string) error {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return &failure{exit: exitUsage, code: "usage-path", text: s.say("badurl", screen.Quote(address))}
	}
	if s.id != "" && !sources.ValidID(s.id) {
		return &failure{exit: exitUsage, code: "usage-flag", text: s.say("badid", screen.Quote(s.id)), hint: s.say("badidfix")}
	}
	getter, done, err := s.getter(u)
	if err != nil {
		return err
	}
	defer done()
	page, err := getter(corpus.Source{ID: "source-add", Start: []string{address}, Hosts: twins(u)}).Get(ctx, corpus.Request{URL: address, For: corpus.Article})
	if err != nil {
		return s.notSeen(ctx, address, err)
	}
	p, err := s.recognise(address, page)
	if err != nil {
		return err
	}
	s.preview(ctx, getter(p.source.Source), p)
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	p.Source = string(sources.Format(p.source))
	if err := s.write(p); err != nil {
		return err
	}
	if s.json {
		return s.app.json(p)
	}
	return s.print(p)
}

// twins are the names that a host has beside its own: with www. and without.
func twins(u *url.URL) []string {
	port := ""
	if u.Port() != "" {
		port = ":" + u.Port()
	}
	if rest, ok := strings.CutPrefix(u.Hostname(), "www."); ok {
		return []string{rest + port}
	}
	if strings.Count(u.Hostname(), ".") > 0 && strings.Trim(u.Hostname(), "0123456789.") != "" {
		return []string{"www." + u.Hostname() + port}
	}
	return nil
}

// getter makes what asks for the pages of a source: a client that keeps nothing,
// or the saved page.
func (s *adding) getter(u *url.URL) (func(corpus.Source) corpus.Getter, func(), error) {
	if s.page != "" {
		b, err := readBounded(s.page, 30<<20)
		if err != nil {
			return nil, nil, &failure{exit: exitUsage, code: "usage-path", text: s.say("nopage", screen.Quote(s.page)), err: err}
		}
		p := &corpus.Page{Asked: u.String(), URL: u.String(), Status: http.StatusOK, Header: http.Header{}, Body: b, Fetched: time.Now().UTC()}
		return func(corpus.Source) corpus.Getter { return savedPage{p} }, func() {}, nil
	}
	contact := cmp.Or(s.contact, os.Getenv("GONGKAI_CONTACT"))
	if contact == "" {
		return nil, nil, &failure{exit: exitUsage, code: "usage-flag", text: s.say("nocontact"), hint: s.say("contactfix")}
	}
	dir, err := os.MkdirTemp("", "gongkai-source-*")
	if err != nil {
		return nil, nil, err
	}
	done := func() { _ = os.RemoveAll(dir) }
	setup := corpus.Setup{Contact: contact, Version: version, Hosts: corpus.NewHosts(), Store: &corpus.Store{Root: dir}, Log: &corpus.Memory{}, Allow: s.app.reach}
	if _, err := corpus.NewClient(setup); err != nil {
		done()
		return nil, nil, &failure{exit: exitUsage, code: "usage-flag", text: s.say("nocontact"), hint: s.say("contactfix"), err: err}
	}
	return func(src corpus.Source) corpus.Getter {
		setup := setup
		setup.Source = src
		setup.Source.Manner.Hours = "always" // a person waits for it
		if s.app.reach != nil {
			setup.Source.Manner.Delay = time.Nanosecond
		}
		c, err := corpus.NewClient(setup)
		if err != nil {
			return failing{err}
		}
		return c
	}, done, nil
}

// savedPage knows one page.
type savedPage struct{ page *corpus.Page }

// Get implements corpus.Getter.
func (s savedPage) Get(_ context.Context, r corpus.Request) (*corpus.Page, error) {
	if r.URL != s.page.URL {
		return nil, fmt.Errorf("only the saved page was looked at: %w", corpus.ErrBudget)
	}
	return s.page, nil
}

// failing knows none.
type failing struct{ err error }

// Get implements corpus.Getter.
func (f failing) Get(context.Context, corpus.Request) (*corpus.Page, error) { return nil, f.err }

func (s *adding) notSeen(ctx context.Context, address string, err error) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	f := &failure{exit: exitFailed, code: "source-unseen", text: s.say("nopage", screen.Quote(address)), hint: s.say("retryfix"), err: err}
	if errors.Is(err, corpus.ErrBlocked) {
		f.hint = s.say("blockedfix")
	}
	return f
}

// recognise asks the kinds about a page.
func (s *adding) recognise(address string, page *corpus.Page) (*proposal, error) {
	found := portals.Recognise(page)
	if s.portal != "" {
		found = slices.DeleteFunc(found, func(r portals.Recognised) bool { return r.Source.Portal != s.portal })
	}
	switch {
	case len(found) == 0:
		return nil, &failure{exit: exitFailed, code: "source-unknown-kind", text: s.say("unknown", screen.Quote(address)), hint: s.say("unknownfix")}
	case len(found) > 1:
		var names []string
		for _, r := range found {
			names = append(names, r.Source.Portal+" ("+r.Evidence+")")
		}
		return nil, &failure{exit: exitUsage, code: "source-unknown-kind", text: s.say("several", screen.Quote(address), strings.Join(names, "; ")), hint: s.say("severalfix")}
	}
	p := &proposal{Address: address, Portal: found[0].Source.Portal, Evidence: found[0].Evidence, source: sources.Source{Source: found[0].Source}}
	src := &p.source
	src.ID = cmp.Or(s.id, src.ID)
	if len(src.Start) == 0 {
		return nil, &failure{exit: exitFailed, code: "source-unknown-kind", text: s.say("nolisting", screen.Quote(address)), hint: s.say("unknownfix")}
	}
	starts := map[string]bool{} // hosts that start names already
	for _, a := range src.Start {
		if u, err := url.Parse(a); err == nil {
			starts[u.Host] = true
		}
	}
	src.Hosts = slices.DeleteFunc(src.Hosts, func(h string) bool { return starts[h] })
	return p, nil
}

// limited asks for some pages of listings and no more.
type limited struct {
	corpus.Getter
	left, asked int
}

// Get implements corpus.Getter.
func (l *limited) Get(ctx context.Context, r corpus.Request) (*corpus.Page, error) {
	if l.left == 0 {
		return nil, errEnough
	}
	l.left--
	p, err := l.Getter.Get(ctx, r)
	if err == nil {
		l.asked++
	}
	return p, err
}

var errEnough = fmt.Errorf("enough was seen: %w", corpus.ErrBudget)

// refsShown is how many refs a proposal shows.
const refsShown = 10

// preview lists what a crawl would fetch, as far as some pages tell. A further
// listing that the page named and that turns out to be none is left out.
func (s *adding) preview(ctx context.Context, g corpus.Getter, p *proposal) {
	portal, _ := portals.ByName(p.Portal)
	l := &limited{Getter: g, left: max(s.pages, 1)}
	p.Years = map[int]int{}
	had := map[string]bool{}
	var starts []string
	for i, start := range p.source.Start {
		one := p.source.Source
		one.Start = []string{start}
		keep := true
		for ref, err := range portal.List(ctx, l, one, nil) {
			switch {
			case errors.Is(err, corpus.ErrBudget):
				p.More = true
			case err != nil && i > 0:
				keep = false
				p.Left = append(p.Left, err.Error())
			case err != nil:
				p.Errors = append(p.Errors, err.Error())
			case had[ref.Key]:
			default:
				had[ref.Key] = true
				p.take(ref)
			}
		}
		if keep {
			starts = append(starts, start)
		}
	}
	p.source.Start, p.Pages = starts, l.asked
	p.Requests, p.Nightly = p.Pages+p.Listed, len(starts)
}

func (p *proposal) take(ref corpus.Ref) {
	if p.Listed++; len(p.Refs) < refsShown {
		p.Refs = append(p.Refs, proposed{ref.URL, ref.Title, ref.Published})
	}
	if y := portals.Year(ref.Title); y != 0 {
		p.Years[y]++
	}
}

// write puts the file where it was asked for.
func (s *adding) write(p *proposal) error {
	file := s.out
	if file == "" && s.yes {
		file = filepath.Join(s.workspace, sources.Folder, p.source.ID+".yaml")
	}
	if file == "" {
		return nil
	}
	if err := writeNew(file, []byte(p.Source)); err != nil {
		if exists(err) {
			return &failure{exit: exitUsage, code: "source-exists", text: s.say("there", screen.Quote(file)), hint: s.say("therefix")}
		}
		return &failure{exit: exitFailed, code: "file-unreadable", text: s.say("nopage", screen.Quote(file)), err: err}
	}
	p.Written = file
	return nil
}

// print writes the proposal for people: comments, then the file.
func (s *adding) print(p *proposal) error {
	var b strings.Builder
	note := func(key string, args ...any) { fmt.Fprintf(&b, "# %s\n", screen.Line(s.say(key, args...))) }
	note("lookedat", p.Address, time.Now().Format(time.DateOnly))
	note("kindof", p.Portal, p.Evidence)
	if p.More {
		note("foundmore", p.Listed, p.Pages)
	} else {
		note("foundrefs", p.Listed, p.Pages)
	}
	for _, r := range p.Refs {
		fmt.Fprintf(&b, "#   %s  %s\n#     %s\n", screen.Pad(r.Published, 10), screen.Line(r.Title), screen.Line(r.URL))
	}
	if p.Listed > len(p.Refs) {
		fmt.Fprintf(&b, "#   … %d\n", p.Listed-len(p.Refs))
	}
	if len(p.Years) > 0 {
		var years []int
		for y := range p.Years {
			years = append(years, y)
		}
		slices.Sort(years)
		var list []string
		for _, y := range years {
			list = append(list, fmt.Sprintf("%d: %d", y, p.Years[y]))
		}
		note("yearsfound", strings.Join(list, ", "))
	}
	for _, e := range p.Errors {
		note("trouble", e)
	}
	for _, e := range p.Left {
		note("leftout", e)
	}
	if p.Listed == 0 {
		note("norefs")
	} else {
		note("firstnight", p.Requests, time.Duration(p.Requests)*cmp.Or(p.source.Manner.Delay, corpus.DefaultDelay))
		note("nextnights", p.Nightly)
	}
	b.WriteString(p.Source)
	if _, err := s.app.out.Write([]byte(b.String())); err != nil {
		return err
	}
	if p.Written != "" {
		s.app.tell("", s.say("saved", p.Written))
	} else {
		s.app.tell("hint", s.say("notwritten"))
	}
	return nil
}
