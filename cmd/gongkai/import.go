package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/archive"
	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/ledger"
	screen "github.com/gongkai-data/gongkai/cmd/gongkai/internal/term"
	"github.com/gongkai-data/gongkai/corpus"
)

var importText = phrases{
	"short":   {"keep pages that people saved, and web archives, as if they had been fetched", "收入人工保存的网页与网页存档，等同于抓取"},
	"long":    {"For sites that do not answer programs: keeps in the workspace what a person saved in a browser (HTML, MHTML), files that a person downloaded\n(with --url), and the pages in web archives (WARC). A page that is a challenge or a login is not kept. gongkai sync then reads them.", "用于拒绝程序访问的网站：收入在浏览器中保存的网页（HTML、MHTML）、下载的文件（需 --url）以及网页存档（WARC）中的网页。\n验证页与登录页不收入。之后由 gongkai sync 读取。"},
	"example": {"  gongkai import work page.mhtml saved/*.html\n  gongkai import work crawl.warc.gz --source kundulun\n  gongkai import work report.doc --url http://www.example.gov.cn/2024/report.doc", "  gongkai import 工作区 网页.mhtml 保存/*.html\n  gongkai import 工作区 crawl.warc.gz --source kundulun\n  gongkai import 工作区 年报.doc --url http://www.example.gov.cn/2024/report.doc"},
	"url":     {"address that the file was saved from, where it does not say it itself", "文件的来源网址（文件本身未注明时）"},
	"source":  {"source that the pages belong to", "所属来源"},
	"json":    {"print one line of JSON for each file", "每个文件输出一行 JSON"},
	"noarg":   {"give a workspace and the files to keep", "请给出工作区与要收入的文件"},
	"oneurl":  {"--url goes with one file", "--url 只能用于一个文件"},
	"nourl":   {"%s does not say which address it was saved from", "%s 未注明来源网址"},
	"urlfix":  {"add --url ADDRESS", "请加 --url 网址"},
	"badfile": {"cannot keep %s", "无法收入 %s"},
	"took":    {"%s  kept %d, passed over %d", "%s  收入 %d，略过 %d"},
}

func (a *app) importCmd() *cobra.Command {
	say := func(key string) string { return importText.say(a.lang, key) }
	var address, source string
	var asJSON bool
	cmd := &cobra.Command{
		Use: "import WORKSPACE FILE… [--url ADDRESS] [--source ID] [--json]", DisableFlagsInUseLine: true, Short: say("short"), Long: say("long"), Example: say("example"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) < 2 {
				return &failure{exit: exitUsage, code: "usage-path", text: say("noarg"), hint: mainText.say(a.lang, "helphint", "gongkai import")}
			}
			if address != "" && len(args) > 2 {
				return &failure{exit: exitUsage, code: "usage-flag", text: say("oneurl"), hint: mainText.say(a.lang, "helphint", "gongkai import")}
			}
			return a.importAll(cmd.Context(), args[0], args[1:], address, source, asJSON)
		},
	}
	cmd.Flags().StringVar(&address, "url", "", say("url"))
	cmd.Flags().StringVar(&source, "source", archive.Saved, say("source"))
	cmd.Flags().BoolVar(&asJSON, "json", false, say("json"))
	return cmd
}

func (a *app) importAll(ctx context.Context, workspace string, files []string, address, source string, asJSON bool) (err error) {
	for _, name := range files { // before anything is made
		if _, err := os.Stat(name); err != nil {
			return a.badPath(name, err)
		}
	}
	c := conversion{app: a, workspace: workspace}
	unlock, err := c.open()
	if err != nil {
		return err
	}
	defer unlock()
	l, err := ledger.Open(ctx, workspace)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, l.Close()) }()
	t := archive.Taker{Store: &corpus.Store{Root: filepath.Join(workspace, rawFolder)}, Log: l.FetchLog(), Source: source, Now: time.Now}
	for _, name := range files {
		took, err := importOne(ctx, &t, name, address)
		switch {
		case errors.Is(err, archive.ErrAddress):
			return &failure{exit: exitUsage, code: "usage-path", text: importText.say(a.lang, "nourl", screen.Quote(name)), hint: importText.say(a.lang, "urlfix")}
		case ctx.Err() != nil:
			return context.Cause(ctx)
		case err != nil:
			return &failure{exit: exitFailed, code: "file-unreadable", text: importText.say(a.lang, "badfile", screen.Quote(name)), err: err}
		}
		if took.Notice != "" {
			a.tell("warning", name+": "+took.Notice)
		}
		if asJSON {
			err = a.json(took)
		} else {
			_, err = fmt.Fprintln(a.out, importText.say(a.lang, "took", screen.Line(strings.TrimSpace(name)), took.Kept, took.Passed))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func importOne(ctx context.Context, t *archive.Taker, name, address string) (archive.Taken, error) {
	f, err := os.Open(name)
	if err != nil {
		return archive.Taken{}, err
	}
	defer f.Close()
	return t.Take(ctx, filepath.Base(name), f, address)
}
