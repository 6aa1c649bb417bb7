package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	screen "github.com/gongkai-data/gongkai/cmd/gongkai/internal/term"
	"github.com/gongkai-data/gongkai/corpus/portals"
	"github.com/gongkai-data/gongkai/corpus/sources"
)

var sourceText = phrases{
	"short":      {"add, list and check the sites that are crawled", "添加、列出、检查抓取的网站"},
	"long":       {"A source is one site of a known kind: a file WORKSPACE/sources/<id>.yaml, kept in git. `add` looks at a listing, recognises the\nkind and proposes the file; `lint` finds mistakes; `families` lists the kinds.", "来源即一个已知类型的网站：WORKSPACE/sources/<编号>.yaml，宜用 git 管理。add 查看栏目页、识别类型并给出文件草案；\nlint 查错；families 列出已知类型。"},
	"example":    {"  gongkai source add https://www.kdl.gov.cn/lists/cid/1899 --contact crawl@example.org\n  gongkai source lint work\n  gongkai source list work --json", "  gongkai source add https://www.kdl.gov.cn/lists/cid/1899 --contact crawl@example.org\n  gongkai source lint 工作区\n  gongkai source list 工作区 --json"},
	"list":       {"list the sources of a workspace", "列出工作区的来源"},
	"listeg":     {"  gongkai source list work", "  gongkai source list 工作区"},
	"lint":       {"look for mistakes in source files", "检查来源文件中的错误"},
	"linteg":     {"  gongkai source lint work\n  gongkai source lint work/sources/kundulun.yaml", "  gongkai source lint 工作区\n  gongkai source lint 工作区/sources/kundulun.yaml"},
	"families":   {"list the kinds of sites that are known", "列出已知的网站类型"},
	"familieseg": {"  gongkai source families\n  gongkai source families --json", "  gongkai source families\n  gongkai source families --json"},
	"sjson":      {"print JSON", "输出 JSON"},
	"problems":   {"%d mistakes in source files", "来源文件中有 %d 处错误"},
	"smissing":   {"no sources at %s", "%s 处没有来源文件"},
	"smissfix":   {"gongkai source add URL proposes one", "gongkai source add URL 可生成"},
	"soundall":   {"sources: %d, no mistakes", "来源：%d 个，无错误"},
	"startcount": {"%d listings", "%d 个栏目"},
	"bodycount":  {"%d bodies", "%d 个机关"},
	"advice":     {"advice", "建议"},
}

// familiesText is what a kind of portal is, for people.
var familiesText = map[string]phrase{
	"trs":       {"TRS WCM: …/202401/t20240119_664642.html, listings index_1.html", "拓尔思 TRS WCM：…/202401/t20240119_664642.html，栏目 index_1.html"},
	"jcms":      {"jcms: /art/2024/1/12/art_…html, /col/col…/index.html, the module xxgkAnnualReport.jsp", "大汉 jcms：/art/2024/1/12/art_…html、/col/col…/index.html、年报模块 xxgkAnnualReport.jsp"},
	"anhui":     {"Anhui openness platform: /XxgkAnnualReport/show/…, /XxgkContent/showList/…/page_1.html, /public/…", "安徽政务公开平台：/XxgkAnnualReport/show/…、/XxgkContent/showList/…/page_1.html、/public/…"},
	"guangdong": {"Guangdong cloud: …/content/post_….html", "广东政府网站集约化平台：…/content/post_….html"},
	"ucap":      {"UCAP: …/202401/<32 hex digits>.shtml, listings list_2.shtml", "开普 UCAP：…/202401/<32 位十六进制>.shtml，栏目 list_2.shtml"},
	"jeecms":    {"JEECMS: /xxgknb/24908607.jhtml", "JEECMS：/xxgknb/24908607.jhtml"},
	"boda":      {"VSB site groups: /info/1050/64208.htm", "博达站群：/info/1050/64208.htm"},
	"eportal":   {"eportal: /eportal/ui?articleKey=…", "慧点 eportal：/eportal/ui?articleKey=…"},
	"thinkphp":  {"ThinkPHP: /detail/cid/1899/aid/104248", "ThinkPHP：/detail/cid/1899/aid/104248"},
}

func (a *app) sourceCmd() *cobra.Command {
	say := func(key string) string { return sourceText.say(a.lang, key) }
	cmd := &cobra.Command{Use: "source", Short: say("short"), Long: say("long"), Example: say("example"), DisableFlagsInUseLine: true, Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return cmd.Help()
			}
			return &failure{exit: exitUsage, code: "usage-command", text: mainText.say(a.lang, "badcmd", screen.Quote(args[0])), hint: mainText.say(a.lang, "helphint", cmd.CommandPath())}
		},
	}
	var asJSON bool
	list := &cobra.Command{Use: "list [WORKSPACE] [--json]", Short: say("list"), Example: say("listeg"), DisableFlagsInUseLine: true, Args: a.sourcePaths,
		RunE: func(_ *cobra.Command, args []string) error { return a.sourceList(args, asJSON) }}
	lint := &cobra.Command{Use: "lint [WORKSPACE | FILE…] [--json]", Short: say("lint"), Example: say("linteg"), DisableFlagsInUseLine: true, Args: a.sourcePaths,
		RunE: func(_ *cobra.Command, args []string) error { return a.sourceLint(args, asJSON) }}
	families := &cobra.Command{Use: "families [--json]", Short: say("families"), Example: say("familieseg"), DisableFlagsInUseLine: true, Args: a.noArgs,
		RunE: func(*cobra.Command, []string) error { return a.sourceFamilies(asJSON) }}
	for _, c := range []*cobra.Command{list, lint, families} {
		c.Flags().BoolVar(&asJSON, "json", false, say("sjson"))
	}
	cmd.AddCommand(a.sourceAddCmd(), list, lint, families)
	return cmd
}

// sourcePaths is the Args of commands that look at the folder they are called in
// where no path is given.
func (a *app) sourcePaths(cmd *cobra.Command, args []string) error {
	for _, p := range args {
		if _, err := os.Stat(p); err != nil {
			return &failure{exit: exitUsage, code: "usage-path", text: sourceText.say(a.lang, "smissing", screen.Quote(p)), hint: mainText.say(a.lang, "helphint", cmd.CommandPath())}
		}
	}
	return nil
}

// kinds are the names of the kinds of portals.
func kinds() (names []string) {
	for _, p := range portals.All {
		names = append(names, p.Name)
	}
	return names
}

// sourceSeen is one source as `list --json` and `lint --json` print it.
type sourceSeen struct {
	File    string           `json:"file"`
	ID      string           `json:"id,omitempty"`
	Portal  string           `json:"portal,omitempty"`
	Name    string           `json:"name,omitempty"`
	Start   []string         `json:"start,omitempty"`
	Bodies  int              `json:"bodies"`
	Advice  []sources.Advice `json:"advice,omitempty"`
	Mistake []string         `json:"mistakes,omitempty"`
}

// look reads the sources at paths: workspaces, folders of sources, files.
func (a *app) look(paths []string) (seen []sourceSeen, mistakes int, err error) {
	if len(paths) == 0 {
		paths = []string{"."}
	}
	add := func(file string, s sources.Source, err error) {
		x := sourceSeen{File: file, ID: s.ID, Portal: s.Portal, Name: s.Name, Start: s.Start, Bodies: len(s.Bodies)}
		if err != nil {
			x.Mistake = strings.Split(err.Error(), "\n")
			mistakes += len(x.Mistake)
		} else {
			x.Advice = s.Advise()
		}
		seen = append(seen, x)
	}
	for _, p := range paths {
		if st, err := os.Stat(p); err == nil && st.Mode().IsRegular() {
			s, err := sources.ReadFile(p, kinds())
			add(p, s, err)
			continue
		}
		if inner := filepath.Join(p, sources.Folder); isDir(inner) {
			p = inner
		}
		found, problems, err := sources.Read(p, kinds())
		if err != nil {
			return nil, 0, err
		}
		for _, s := range found {
			add(filepath.Join(p, s.ID+".yaml"), s, nil)
		}
		for _, b := range problems {
			add(filepath.Join(p, b.File), sources.Source{}, b.Err)
		}
	}
	slices.SortStableFunc(seen, func(x, y sourceSeen) int { return strings.Compare(x.File, y.File) })
	if len(seen) == 0 {
		return nil, 0, &failure{exit: exitUsage, code: "usage-path", text: sourceText.say(a.lang, "smissing", screen.Quote(paths[0])), hint: sourceText.say(a.lang, "smissfix")}
	}
	return seen, mistakes, nil
}

func isDir(p string) bool {
	st, err := os.Stat(p)
	return err == nil && st.IsDir()
}

// tellMistakes writes what is wrong to stderr and returns the failure.
func (a *app) tellMistakes(seen []sourceSeen, mistakes int) error {
	for _, s := range seen {
		for _, m := range s.Mistake {
			a.tell("error", s.File+": "+m)
		}
	}
	if mistakes == 0 {
		return nil
	}
	return &failure{exit: exitUsage, code: "source-invalid", text: sourceText.say(a.lang, "problems", mistakes)}
}

func (a *app) sourceList(args []string, asJSON bool) error {
	seen, mistakes, err := a.look(args)
	if err != nil {
		return err
	}
	if asJSON {
		enc := json.NewEncoder(a.out)
		enc.SetEscapeHTML(false)
		for _, s := range seen {
			if err := enc.Encode(s); err != nil {
				return err
			}
		}
		return a.tellMistakes(seen, mistakes)
	}
	for _, s := range seen {
		if s.Mistake != nil {
			continue
		}
		if _, err := fmt.Fprintf(a.out, "%s %s %s %s, %s\n", screen.Pad(s.ID, 20), screen.Pad(s.Portal, 10), screen.Pad(screen.Line(s.Name), 30),
			sourceText.say(a.lang, "startcount", len(s.Start)), sourceText.say(a.lang, "bodycount", s.Bodies)); err != nil {
			return err
		}
	}
	return a.tellMistakes(seen, mistakes)
}

func (a *app) sourceLint(args []string, asJSON bool) error {
	seen, mistakes, err := a.look(args)
	if err != nil {
		return err
	}
	if asJSON {
		enc := json.NewEncoder(a.out)
		enc.SetEscapeHTML(false)
		for _, s := range seen {
			if err := enc.Encode(s); err != nil {
				return err
			}
		}
	} else {
		for _, s := range seen {
			for _, ad := range s.Advice {
				if _, err := fmt.Fprintf(a.out, "%s: %s: %s (%s)\n", screen.Line(s.File), sourceText.say(a.lang, "advice"), a.gloss(string(ad)), ad); err != nil {
					return err
				}
			}
		}
		if mistakes == 0 {
			if _, err := fmt.Fprintln(a.out, sourceText.say(a.lang, "soundall", len(seen))); err != nil {
				return err
			}
		}
	}
	return a.tellMistakes(seen, mistakes)
}

// family is one kind of portal as `families --json` prints it.
type family struct {
	Name string `json:"name"`
	En   string `json:"en"`
	Zh   string `json:"zh"`
}

func (a *app) sourceFamilies(asJSON bool) error {
	var all []family
	for _, n := range kinds() {
		all = append(all, family{n, familiesText[n].En, familiesText[n].Zh})
	}
	if asJSON {
		return a.json(all)
	}
	for _, f := range all {
		text := f.En
		if a.lang == chinese {
			text = f.Zh
		}
		if _, err := fmt.Fprintf(a.out, "%s %s\n", screen.Pad(f.Name, 10), text); err != nil {
			return err
		}
	}
	return nil
}

// writeNew writes a file that is not there yet.
func writeNew(file string, b []byte) error {
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = f.Write(b)
	if err := errors.Join(err, f.Close()); err != nil {
		_ = os.Remove(file) // nothing half-written stays
		return err
	}
	return nil
}

func exists(err error) bool { return errors.Is(err, fs.ErrExist) }
