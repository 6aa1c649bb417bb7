package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/store"
	screen "github.com/gongkai-data/gongkai/cmd/gongkai/internal/term"
	"github.com/gongkai-data/gongkai/normalize/watch"
	"github.com/gongkai-data/gongkai/sinks/parquet"
)

var checkText = phrases{
	"short":    {"print what the reports of a dataset contradict, in themselves and each other", "列出数据集中各年报自身及相互之间的矛盾"},
	"long":     {"Prints the issues of a dataset with their arithmetic: rules that fail (R1 to R9), breaks between consecutive years (X1 to X5) and the\nwatchdog checks (W1 to W18), each with the numbers it rests on and a hint at the cause. Takes a workspace or the folder of a\ndataset and changes nothing. Without --rule, what is only told for completeness (info) is counted, not listed.", "列出数据集中的问题及其算式：不符的勾稽关系（R1—R9）、相邻年度之间的断裂（X1—X5）、监督检查（W1—W18），\n并给出所依据的数字和可能原因。参数为工作区或数据集文件夹，不作任何改动。不带 --rule 时，提示级（info）只计数、不列出。"},
	"example":  {"  gongkai check work\n  gongkai check work --rule X1,X2 --body 平潭\n  gongkai check work --year 2022-2024 --level county --severity error\n  gongkai check work --fail-on error --json | jq -r .report_id", "  gongkai check 工作区\n  gongkai check 工作区 --rule X1,X2 --body 平潭\n  gongkai check 工作区 --year 2022-2024 --level county --severity error\n  gongkai check 工作区 --fail-on error --json | jq -r .report_id"},
	"rule":     {"only these rules or issues: X1, W13, carry_break …", "只看这些规则或问题：X1、W13、carry_break 等"},
	"severity": {"least severity that is listed: error, warning, info", "列出的最低级别：error、warning、info"},
	"body":     {"only bodies with this in their name, or this body_id or report_id", "只看名称含此文字，或 body_id、report_id 为此的机关"},
	"year":     {"only reports on this year or these years: 2023, 2019-2023", "只看此年度：2023 或 2019-2023"},
	"level":    {"only this level: national, province, prefecture, county, township", "只看此层级：national、province、prefecture、county、township"},
	"failon":   {"exit with 4 where something at or above this severity is found: error, warning, info", "发现达到此级别的问题时以 4 退出：error、warning、info"},
	"json":     {"print one line of JSON a finding", "每个问题输出一行 JSON"},
	"one":      {"check takes one workspace", "check 只接受一个工作区"},
	"badsev":   {"no severity %s", "没有此级别：%s"},
	"sevfix":   {"use error, warning or info", "可用：error、warning、info"},
	"badrule":  {"no rule or issue %s", "没有此规则或问题：%s"},
	"rulefix":  {"gongkai list codes prints them all", "gongkai list codes 可列出全部"},
	"badyear":  {"no year %s", "年度无效：%s"},
	"yearfix":  {"write 2023 or 2019-2023", "请写 2023 或 2019-2023"},
	"badlevel": {"no level %s", "没有此层级：%s"},
	"levelfix": {"use national, province, prefecture, county or township", "可用：national、province、prefecture、county、township"},
	"badbody":  {"no report of a body %s in the dataset", "数据集中没有机关 %s 的年报"},
	"bodyfix":  {"gongkai ls %s lists them", "gongkai ls %s 可列出全部"},
	"nowhere":  {"no dataset in %s", "%s 中没有数据集"},
	"wherefix": {"make one: gongkai convert PATH… --out WORKSPACE", "请先生成：gongkai convert 路径… --out 工作区"},
	"broken":   {"cannot read the dataset in %s", "无法读取 %s 中的数据集"},
	"hint":     {"likely cause: ", "可能原因："},
	"whose":    {"whose error: ", "谁的错误："},
	"nobody":   {"(no report)", "（无年报）"},
	"summary":  {"reports: %d, errors: %d, warnings: %d, told for completeness: %d", "年报 %d 份，错误 %d，警告 %d，提示 %d"},
	"unread":   {"documents that could not be read: %d (--rule document_failed)", "无法读取的文件 %d 份（--rule document_failed）"},
	"failed":   {"%d findings at or above %s", "达到 %[2]s 级别的问题有 %[1]d 个"},
}

// finding is one issue with the check that it comes from, as `check --json`
// prints it.
type finding struct {
	Severity    string         `json:"severity"`
	Code        string         `json:"code"`
	Rule        *string        `json:"rule"`
	Scope       *string        `json:"scope"`
	ReportID    *string        `json:"report_id"`
	OtherReport *string        `json:"other_report_id"`
	BodyID      string         `json:"body_id"`
	BodyName    string         `json:"body_name"`
	AdminLevel  string         `json:"admin_level"`
	ReportYear  int16          `json:"report_year"`
	LHS         *float64       `json:"lhs"`
	RHS         *float64       `json:"rhs"`
	Difference  *float64       `json:"difference"`
	Operands    []operandFound `json:"operands"`
	CauseHint   *string        `json:"cause_hint"`
	Whose       *string        `json:"whose"` // published_error, suspect_extraction
	MessageZh   string         `json:"message_zh"`
	MessageEn   string         `json:"message_en"`
	Evidence    *string        `json:"evidence"`
	Fingerprint string         `json:"fingerprint"`
	Document    *string        `json:"document_sha256"`
	Path        *string        `json:"path"` // of a document that gave no report

	holds bool // the rule does hold; only `why` tells of such
}

// operandFound is one number that a check rests on.
type operandFound struct {
	ReportID  string   `json:"report_id"`
	Indicator string   `json:"indicator"`
	Applicant *string  `json:"applicant"`
	Value     *float64 `json:"value"`
	Status    string   `json:"status"`
	RawText   *string  `json:"raw_text"`
	TableNo   *int32   `json:"table_no"`
	RowNo     *int32   `json:"row_no"`
	ColNo     *int32   `json:"col_no"`
}

func (a *app) checkCmd() *cobra.Command {
	say := func(key string, args ...any) string { return checkText.say(a.lang, key, args...) }
	c := checking{app: a}
	cmd := &cobra.Command{
		Use: "check WORKSPACE [--rule R] [--severity S] [--body B] [--year Y] [--level L] [--fail-on S] [--json]", DisableFlagsInUseLine: true,
		Short: say("short"), Long: say("long"), Example: say("example"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 {
				return &failure{exit: exitUsage, code: "usage-path", text: say("one"), hint: mainText.say(a.lang, "helphint", cmd.CommandPath())}
			}
			return c.run(cmd.Context(), args[0])
		},
	}
	f := cmd.Flags()
	f.StringSliceVar(&c.rules, "rule", nil, say("rule"))
	f.StringVar(&c.severity, "severity", "", say("severity"))
	f.StringVar(&c.body, "body", "", say("body"))
	f.StringVar(&c.years, "year", "", say("year"))
	f.StringVar(&c.level, "level", "", say("level"))
	f.StringVar(&c.failOn, "fail-on", "", say("failon"))
	f.BoolVar(&c.json, "json", false, say("json"))
	return cmd
}

// checking is one run of `check`.
type checking struct {
	app                                  *app
	rules                                []string
	severity, body, years, level, failOn string
	json                                 bool

	wanted      map[string]bool // codes of rules and issues; nil means all
	first, last int16           // years

	reports map[string]*reportSeen
	found   []finding
	count   map[string]int // of what the filters let through, by severity
	unread  int            // documents that gave no report
}

func (c *checking) say(key string, args ...any) string {
	return checkText.say(c.app.lang, key, args...)
}

var severities = []string{"info", "warning", "error"}

// run reads what is found and prints it.
func (c *checking) run(ctx context.Context, path string) error {
	if err := c.filters(); err != nil {
		return err
	}
	d, err := openWorkspace(ctx, c.app, path, "reports", "documents", "checks", "issues", "facts")
	if err != nil {
		return err
	}
	defer d.Close()
	if err := c.read(ctx, d); err != nil {
		return brokenDataset(c.app, path, err)
	}
	if c.body != "" && c.standing()+len(c.found) == 0 && !c.knows() {
		// A misspelt body would pass every check.
		return &failure{exit: exitUsage, code: "usage-flag", text: c.say("badbody", screen.Quote(c.body)), hint: c.say("bodyfix", screen.Quote(path))}
	}
	if err := c.print(); err != nil {
		return err
	}
	n := 0
	for i, s := range severities {
		if c.failOn != "" && i >= slices.Index(severities, c.failOn) {
			n += c.count[s]
		}
	}
	if n > 0 {
		return &failure{exit: exitCheck, code: "check-failed", text: c.say("failed", n, c.failOn)}
	}
	return nil
}

// openWorkspace opens the dataset of a workspace, or the dataset itself.
func openWorkspace(ctx context.Context, a *app, path string, tables ...string) (*parquet.Dataset, error) {
	dirs, err := a.datasetDirs(ctx, path)
	if err != nil {
		return nil, err
	}
	for _, dir := range dirs {
		d, err := parquet.OpenDataset(dir, tables...)
		switch {
		case err == nil:
			return d, nil
		case errors.Is(err, parquet.ErrNoDataset) || errors.Is(err, fs.ErrNotExist) && !isDataset(dir):
			continue
		}
		return nil, brokenDataset(a, path, err)
	}
	return nil, &failure{exit: exitNoWorkspace, code: "workspace-missing", text: checkText.say(a.lang, "nowhere", screen.Quote(path)), hint: checkText.say(a.lang, "wherefix")}
}

// datasetDirs is where the dataset of a workspace, of a store, or a dataset by
// itself may be.
func (a *app) datasetDirs(ctx context.Context, path string) ([]string, error) {
	if isStore(path) {
		dir, err := a.fromStore(ctx, path)
		return []string{dir}, err
	}
	return []string{filepath.Join(path, "dataset"), path}, nil
}

// isStore tells a store from a workspace and from the folder of a dataset.
func isStore(path string) bool {
	_, err := os.Stat(filepath.Join(path, "snapshots"))
	return err == nil || store.IsURL(path)
}

func isDataset(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, "datapackage.json"))
	return err == nil
}

func brokenDataset(a *app, path string, err error) error {
	if errors.Is(err, context.Canceled) {
		return err
	}
	return &failure{exit: exitIntegrity, code: "dataset-unreadable", text: checkText.say(a.lang, "broken", screen.Quote(path)), err: err}
}

// filters reads the flags; every complaint comes before any work.
func (c *checking) filters() error {
	bad := func(key, value, fix string) error {
		return &failure{exit: exitUsage, code: "usage-flag", text: c.say(key, screen.Quote(value)), hint: c.say(fix)}
	}
	for _, s := range []string{c.severity, c.failOn} {
		if s != "" && !slices.Contains(severities, s) {
			return bad("badsev", s, "sevfix")
		}
	}
	if c.severity == "" {
		c.severity = "warning"
		if len(c.rules) > 0 {
			c.severity = "info"
		}
	}
	for _, r := range c.rules {
		codes, ok := ruleCodes(r)
		if !ok {
			return bad("badrule", r, "rulefix")
		}
		if c.wanted == nil {
			c.wanted = map[string]bool{}
		}
		for _, code := range codes {
			c.wanted[code] = true
		}
	}
	if c.level != "" && !slices.Contains([]string{"national", "province", "prefecture", "county", "township"}, c.level) {
		return bad("badlevel", c.level, "levelfix")
	}
	var ok bool
	if c.first, c.last, ok = yearSpan(c.years); !ok {
		return bad("badyear", c.years, "yearfix")
	}
	return nil
}

// ruleCodes are the codes that findings carry for what a user asks for: R1 is the
// rule itself, W4 is X1, carry_break is both.
func ruleCodes(code string) ([]string, bool) {
	if ms := lookup(code); slices.ContainsFunc(ms, func(m meaning) bool { return m.Kind == "issue" }) {
		return []string{code}, true
	}
	upper := strings.ToUpper(code)
	if !slices.ContainsFunc(lookup(upper), func(m meaning) bool { return m.Kind == "rule" }) {
		return nil, false
	}
	for _, r := range watch.Rules {
		if r.Code == upper && upper[0] == 'W' {
			return []string{r.Issue}, true
		}
	}
	return []string{upper}, true
}

// standing counts the reports that the filters let through and that no other
// document supersedes.
func (c *checking) standing() (n int) {
	for id, r := range c.reports {
		if !r.superseded && c.about(r.BodyName, r.BodyID, id) && r.Year >= c.first && r.Year <= c.last && (c.level == "" || r.Level == c.level) {
			n++
		}
	}
	return n
}

// knows reports whether --body means a body of which there is a report, of any year and level.
func (c *checking) knows() bool {
	for id, r := range c.reports {
		if c.about(r.BodyName, r.BodyID, id) {
			return true
		}
	}
	return false
}

// about reports whether --body means this body or report.
func (c *checking) about(name, body, report string) bool {
	return c.body == "" || strings.Contains(name, c.body) || body == c.body || report == c.body
}

// keep reports whether the filters let a finding through.
func (c *checking) keep(f *finding) bool {
	switch {
	case c.wanted != nil && !c.wanted[f.Code] && (f.Rule == nil || !c.wanted[*f.Rule]):
	case f.ReportYear < c.first || f.ReportYear > c.last:
	case c.level != "" && f.AdminLevel != c.level:
	case !c.about(f.BodyName, f.BodyID, deref(f.ReportID)):
	default:
		return true
	}
	return false
}

// print writes the findings and, for people, a summary.
func (c *checking) print() error {
	if c.json {
		for i := range c.found {
			if err := c.app.json(&c.found[i]); err != nil {
				return err
			}
		}
		return nil
	}
	var b strings.Builder
	last := ""
	for i := range c.found {
		f := &c.found[i]
		if id := cmp.Or(deref(f.ReportID), "-"); id != last {
			if last != "" {
				b.WriteString("\n")
			}
			last = id
			c.heading(&b, f)
		}
		c.one(&b, f)
	}
	if len(c.found) > 0 {
		b.WriteString("\n")
	}
	b.WriteString(c.say("summary", c.standing(), c.count["error"], c.count["warning"], c.count["info"]) + "\n")
	if c.unread > 0 {
		b.WriteString(c.say("unread", c.unread) + "\n")
	}
	_, err := c.app.out.Write([]byte(b.String()))
	return err
}

func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func (c *checking) heading(b *strings.Builder, f *finding) {
	if f.ReportID == nil {
		b.WriteString(c.say("nobody") + "\n")
		return
	}
	fmt.Fprintf(b, "%s %d  %s\n", screen.Line(f.BodyName), f.ReportYear, *f.ReportID)
}
