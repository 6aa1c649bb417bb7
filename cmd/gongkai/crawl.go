package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/ledger"
	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/nightly"
	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/pipeline"
	screen "github.com/gongkai-data/gongkai/cmd/gongkai/internal/term"
	"github.com/gongkai-data/gongkai/corpus"
	"github.com/gongkai-data/gongkai/corpus/sources"
)

var crawlText = phrases{
	"short":      {"fetch what is new or changed at the sources of a workspace", "抓取工作区各来源的新增与变动内容"},
	"long":       {"Asks every site in WORKSPACE/sources/*.yaml for its listings and fetches the reports that are new, were changed or could not be had\nbefore, as a guest does: robots.txt, one request at a time, a delay, the hours and the budget that the source names. What came is kept in\nWORKSPACE/raw and the ledger; a run that was ended at any moment is gone on with. A site that does not answer programs is told, and left alone.\nExit 5: a source lists less or more than it is expected to; then nothing of it is fetched.", "访问 WORKSPACE/sources/*.yaml 中的各网站，读取栏目，抓取新增、变动及此前未取得的年报；遵守 robots.txt，每站同时只有一个请求，\n并遵守来源所设的间隔、时段与额度。内容存入 WORKSPACE/raw 与台账；任何时刻中断后再次运行即可续作。拒绝程序访问的网站只作提示，不再打扰。\n退出码 5：某来源列出的数量不符合预期，其内容未抓取。"},
	"example":    {"  gongkai crawl work --contact crawl@example.org\n  gongkai crawl work --source kundulun --dry-run\n  GONGKAI_CONTACT=crawl@example.org gongkai crawl work --json --quiet", "  gongkai crawl 工作区 --contact crawl@example.org\n  gongkai crawl 工作区 --source kundulun --dry-run\n  GONGKAI_CONTACT=crawl@example.org gongkai crawl 工作区 --json --quiet"},
	"source":     {"only this source; may be repeated", "只抓取该来源，可重复给出"},
	"contact":    {"whom the sites may write to: mail or page (default: $GONGKAI_CONTACT)", "供网站联系的邮箱或网页（默认取 $GONGKAI_CONTACT）"},
	"dry":        {"read the listings and tell what would be fetched; keep nothing", "只读取栏目并列出将抓取的内容，不保存"},
	"sweep":      {"read every listing to its end (else once a week)", "把每个栏目读到最后（否则每周一次）"},
	"anytime":    {"now, whatever hours the sources name", "立即抓取，不论来源所设时段"},
	"sites":      {"sites asked at the same time (default: 8)", "同时访问的网站数（默认：8）"},
	"quiet":      {"print nothing where nothing happened", "无变化时不输出"},
	"json":       {"print one line of JSON for each source", "每个来源输出一行 JSON"},
	"nocontact":  {"sites must be told whom to write to", "须告知网站联系方式"},
	"contactfix": {"add --contact you@example.org, or set GONGKAI_CONTACT", "请加 --contact you@example.org，或设置 GONGKAI_CONTACT"},
	"nosources":  {"no sources at %s", "%s 处没有来源文件"},
	"sourcesfix": {"gongkai source add URL proposes one", "gongkai source add URL 可生成"},
	"nosource":   {"no source %s", "没有此来源：%s"},
	"badsource":  {"cannot use %s", "无法使用 %s"},
	"badsfix":    {"gongkai source lint names every mistake", "gongkai source lint 可列出全部错误"},
	"nospace":    {"there is no folder %s", "没有文件夹 %s"},
	"line":       {"%s  listed %d, new %d, changed %d, gone %d, blocked %d, not had %d, waiting %d; %d requests", "%s  列出 %d，新增 %d，变动 %d，消失 %d，被拒 %d，未取得 %d，待取 %d；请求 %d 次"},
	"wall":       {"%s does not answer programs; save its pages by hand and give them to gongkai import: %s", "%s 拒绝程序访问，请手工保存网页后用 gongkai import 收入：%s"},
	"notall":     {"%s: the listing was not read to its end: %s", "%s：栏目未读完：%s"},
	"broken":     {"%s: %s", "%s：%s"},
	"expect":     {"%d sources do not list what they are expected to; nothing was published, the last dataset stands", "%d 个来源列出的数量不符合预期；未发布，原数据集保持不变"},
	"expectfix":  {"look at the site: where the change is right, mend expect: in its source file", "请核对网站；若变化属实，请修改来源文件中的 expect:"},
	"refs":       {"lists %d reports, expected at least %d", "列出 %d 份年报，预期至少 %d 份"},
	"most":       {"lists %d reports, expected at most %d", "列出 %d 份年报，预期至多 %d 份"},
	"new":        {"lists %d new reports, expected at most %d in a night", "新增 %d 份年报，预期每夜至多 %d 份"},
	"year":       {"lists %d reports on %[3]d, expected at least %[2]d", "%[3]d 年度列出 %[1]d 份年报，预期至少 %[2]d 份"},
	"would":      {"would fetch", "将抓取"},
	"wouldnone":  {"%s  listed %d, nothing to fetch", "%s  列出 %d，无需抓取"},
	"unlisted":   {"%s  listed %d, what there is to fetch is not known", "%s  列出 %d，有无需抓取的内容尚不得知"},
	"kept":       {"interrupted; what was fetched is kept, run again to go on", "已中断；已抓取的内容均已保存，再次运行即可续作"},
}

// brokenText is the text of each expectation.
var brokenText = map[string]string{"refs": "refs", "most": "most", "new": "new", "year": "year"}

// crawling is what crawl and sync share.
type crawling struct {
	conversion
	only                []string
	contact             string
	dry, sweep, anytime bool
	sites               int
}

func (c *crawling) tellCrawl(key string, args ...any) string {
	return crawlText.say(c.app.lang, key, args...)
}

func (c *crawling) flags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringArrayVar(&c.only, "source", nil, c.tellCrawl("source"))
	f.StringVar(&c.contact, "contact", "", c.tellCrawl("contact"))
	f.BoolVar(&c.sweep, "sweep", false, c.tellCrawl("sweep"))
	f.BoolVar(&c.anytime, "any-hour", false, c.tellCrawl("anytime"))
	f.IntVar(&c.sites, "sites", 0, c.tellCrawl("sites"))
	f.BoolVarP(&c.quiet, "quiet", "q", false, c.tellCrawl("quiet"))
	f.BoolVar(&c.json, "json", false, c.tellCrawl("json"))
	cmd.Flags().Lookup("sites").DefValue = "0"
}

func (a *app) crawlCmd() *cobra.Command {
	c := crawling{conversion: conversion{app: a}}
	cmd := &cobra.Command{
		Use: "crawl WORKSPACE [--source ID]… [--contact WHO] [--dry-run] [--sweep] [--any-hour] [--sites N] [--quiet] [--json]", DisableFlagsInUseLine: true,
		Short: c.tellCrawl("short"), Long: c.tellCrawl("long"), Example: c.tellCrawl("example"), Args: a.workspaceOfSources,
		RunE: func(cmd *cobra.Command, args []string) error {
			c.workspace = args[0]
			return c.run(cmd.Context())
		},
	}
	c.flags(cmd)
	cmd.Flags().BoolVar(&c.dry, "dry-run", false, c.tellCrawl("dry"))
	return cmd
}

// workspaceOfSources is the Args of commands that take one workspace, with sources.
func (a *app) workspaceOfSources(cmd *cobra.Command, args []string) error {
	if err := a.needPaths(cmd, args); err != nil {
		return err
	}
	if len(args) > 1 {
		return a.noArgs(cmd, args)
	}
	if st, err := os.Stat(args[0]); err != nil || !st.IsDir() {
		return &failure{exit: exitNoWorkspace, code: "workspace-missing", text: crawlText.say(a.lang, "nospace", screen.Quote(args[0])), hint: crawlText.say(a.lang, "sourcesfix")}
	}
	return nil
}

func (c *crawling) run(ctx context.Context) error {
	list, err := c.sources()
	if err != nil {
		return err
	}
	unlock, err := c.open()
	if err != nil {
		return err
	}
	defer unlock()
	if c.dry {
		return c.preview(ctx, list)
	}
	night, err := c.crawl(ctx, list)
	if err != nil {
		return err
	}
	return c.broken(night)
}

// sources reads the sources that are asked for; every complaint comes before any
// site is asked.
func (c *crawling) sources() ([]sources.Source, error) {
	if c.contact = cmp.Or(c.contact, os.Getenv("GONGKAI_CONTACT")); c.contact == "" {
		return nil, &failure{exit: exitUsage, code: "usage-flag", text: c.tellCrawl("nocontact"), hint: c.tellCrawl("contactfix")}
	}
	dir := filepath.Join(c.workspace, sources.Folder)
	all, problems, err := sources.Read(dir, kinds())
	switch {
	case err != nil:
		return nil, err
	case len(problems) > 0:
		return nil, &failure{exit: exitUsage, code: "source-invalid", text: c.tellCrawl("badsource", screen.Quote(problems[0].File)), hint: c.tellCrawl("badsfix"), err: problems[0].Err}
	case len(all) == 0:
		return nil, &failure{exit: exitUsage, code: "usage-path", text: c.tellCrawl("nosources", screen.Quote(dir)), hint: c.tellCrawl("sourcesfix")}
	}
	for _, id := range c.only {
		if !slices.ContainsFunc(all, func(s sources.Source) bool { return s.ID == id }) {
			return nil, &failure{exit: exitUsage, code: "usage-flag", text: c.tellCrawl("nosource", screen.Quote(id))}
		}
	}
	if len(c.only) > 0 {
		all = slices.DeleteFunc(all, func(s sources.Source) bool { return !slices.Contains(c.only, s.ID) })
	}
	for _, s := range all {
		if _, err := corpus.NewClient(corpus.Setup{Contact: c.contact, Source: s.Source}); err != nil {
			return nil, &failure{exit: exitUsage, code: "source-invalid", text: c.tellCrawl("badsource", screen.Quote(s.ID)), err: err}
		}
	}
	return all, nil
}

// nightly is a crawl of this command.
func (c *crawling) nightly(list []sources.Source) *nightly.Run {
	r := &nightly.Run{
		Sources: list, Store: &corpus.Store{Root: filepath.Join(c.workspace, rawFolder)}, Contact: c.contact, Version: version,
		Parallel: c.sites, Sweep: c.sweep, Anytime: c.anytime, Allow: c.app.reach, Told: c.tellSource,
	}
	if c.app.reach != nil { // a test: no site is harmed
		r.Manner = func(m corpus.Manner) corpus.Manner { m.Delay = time.Nanosecond; return m }
	}
	return r
}

// crawl crawls, and tells each source as it ends.
func (c *crawling) crawl(ctx context.Context, list []sources.Source) (night *nightly.Night, err error) {
	l, err := ledger.Open(ctx, c.workspace)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, l.Close()) }()
	r := c.nightly(list)
	r.Ledger = l
	night, err = r.Do(ctx)
	switch {
	case ctx.Err() != nil:
		c.app.tell("warning", c.tellCrawl("kept"))
		return nil, context.Cause(ctx)
	case err != nil && (pipeline.IsFull(err) || ledger.IsFull(err)):
		return nil, &failure{exit: exitFull, code: "disk-full", text: c.say("full"), hint: c.say("fullfix"), err: err}
	}
	return night, err
}

// tellSource prints what came of a source, where something did or all is wanted.
func (c *crawling) tellSource(s nightly.Summary) {
	if s.Wall != "" {
		c.app.tell("warning", c.tellCrawl("wall", s.Source, s.Wall))
	} else if !s.Complete && len(s.Errors) > 0 {
		c.app.tell("warning", c.tellCrawl("notall", s.Source, s.Errors[0]))
	}
	for _, b := range s.Broken {
		args := []any{b.Got, b.Want}
		if b.What == "year" {
			args = append(args, b.Year)
		}
		c.app.tell("warning", c.tellCrawl("broken", s.Source, c.tellCrawl(brokenText[b.What], args...)))
	}
	switch quiet := c.quiet && s.New+s.Changed+s.Gone == 0; {
	case c.json:
		_ = c.app.json(s)
	case !quiet:
		fmt.Fprintln(c.app.out, screen.Line(c.tellCrawl("line", s.Source, s.Listed, s.New, s.Changed, s.Gone, s.Blocked, s.Unread, s.Waiting, s.Requests)))
	}
}

// broken is how a crawl ends where a source does not list what it must.
func (c *crawling) broken(night *nightly.Night) error {
	n := 0
	for _, s := range night.Sources {
		if len(s.Broken) > 0 {
			n++
		}
	}
	if n == 0 {
		return nil
	}
	return &failure{exit: exitSource, code: "source-expectation", text: c.tellCrawl("expect", n), hint: c.tellCrawl("expectfix")}
}

// preview reads the listings and tells what a crawl would fetch.
func (c *crawling) preview(ctx context.Context, list []sources.Source) (err error) {
	known := map[string]bool{}
	if l, err := ledger.Look(ctx, c.workspace); err == nil {
		refs, err := l.Refs(ctx, "")
		if err = errors.Join(err, l.Close()); err != nil {
			return err
		}
		for _, r := range refs {
			known[r.Source+"\x00"+r.Key] = r.State == ledger.Had
		}
	}
	dir, err := os.MkdirTemp("", "gongkai-crawl-*")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	r := c.nightly(list)
	r.Store = &corpus.Store{Root: dir}
	for i := range list {
		p, err := r.Preview(ctx, &list[i], func(key string) bool { return known[list[i].ID+"\x00"+key] })
		if err != nil {
			return err
		}
		if c.json {
			err = c.app.json(p)
		} else {
			err = c.printPreview(p)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (c *crawling) printPreview(p *nightly.Preview) error {
	var b strings.Builder
	for _, e := range p.Errors {
		c.app.tell("warning", c.tellCrawl("notall", p.Source, e))
	}
	switch {
	case len(p.Fetch) == 0 && len(p.Errors) > 0:
		b.WriteString(screen.Line(c.tellCrawl("unlisted", p.Source, p.Listed)) + "\n")
	case len(p.Fetch) == 0:
		b.WriteString(screen.Line(c.tellCrawl("wouldnone", p.Source, p.Listed)) + "\n")
	}
	for _, r := range p.Fetch {
		b.WriteString(screen.Line(p.Source+"  "+c.tellCrawl("would")+"  "+r.URL+"  "+r.Title) + "\n")
	}
	_, err := c.app.out.Write([]byte(b.String()))
	return err
}
