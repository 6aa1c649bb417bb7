package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/bulk"
	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/chunk"
	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/ledger"
	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/pipeline"
	screen "github.com/gongkai-data/gongkai/cmd/gongkai/internal/term"
	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/worker"
	"github.com/gongkai-data/gongkai/normalize"
	"github.com/gongkai-data/gongkai/sinks"
	"github.com/gongkai-data/gongkai/sinks/targets"
)

var convertText = phrases{
	"short":      {"turn documents into a dataset", "把文件转换为数据集"},
	"long":       {"Reads files, folders (with everything below them) and, for \"-\", a list of paths on stdin (lines, or NUL as of find -print0), and publishes\nWORKSPACE/dataset as a whole: it is complete, or it is the previous one. The dataset holds what this run's paths name, nothing of\nearlier runs: name all of them each time, what has not changed is not read again. In folders symbolic links are\nnot followed and hidden names are skipped. Archives (.zip, .tar, .tar.gz, .7z, .rar, .warc, in each other twice at most) are opened in place: what lies in\none is recorded as archive.zip!/name. Every file becomes a row of documents with an outcome.", "读取文件、文件夹（含其下全部文件）；“-”表示标准输入中的路径列表（每行一个，或如 find -print0 以 NUL 分隔）。整体发布到 WORKSPACE/dataset：\n要么完整，要么保持原样。数据集只含本次给出的路径，不与以前的运行累加：每次请给出全部路径，未变的文件不会重新读取。\n文件夹中的符号链接不跟随，隐藏文件跳过。压缩包（.zip、.tar、.tar.gz、.7z、.rar、.warc，至多嵌套两层）直接读取，\n其中的文件记作 压缩包.zip!/文件名。每份文件在 documents 中各占一行。"},
	"example":    {"  gongkai convert reports/ --out work\n  find . -name '*.docx' -print0 | gongkai convert - --out work -j 4\n  gongkai convert reports/ --out work --json --quiet", "  gongkai convert 年报/ --out work\n  find . -name '*.docx' -print0 | gongkai convert - --out work -j 4\n  gongkai convert 年报/ --out work --json --quiet"},
	"out":        {"workspace; the dataset goes to WORKSPACE/dataset", "工作区；数据集写入 WORKSPACE/dataset"},
	"quiet":      {"no progress on stderr", "不在标准错误输出进度"},
	"json":       {"print the summary as JSON", "以 JSON 输出摘要"},
	"noout":      {"no workspace given", "未给出工作区"},
	"nooutfix":   {"add --out WORKSPACE [-j N] [--quiet] [--json]", "请加 --out WORKSPACE"},
	"noinput":    {"no documents below the given paths", "给定路径下没有文件"},
	"noinputfix": {"hidden names and symbolic links in folders are passed over", "文件夹中的隐藏文件与符号链接不读取"},
	"badout":     {"cannot use the workspace %s", "无法使用工作区 %s"},
	"locked":     {"another run holds the workspace %s", "另一进程正在使用工作区 %s"},
	"lockedfix":  {"wait for it to end, or choose another --out", "请等待其结束，或另选 --out"},
	"full":       {"no room to write the dataset; the last one stands", "空间不足，无法写入数据集；原数据集保持不变"},
	"fullfix":    {"make room and run again", "请腾出空间后重试"},
	"integrity":  {"the results contradict each other; nothing was published", "结果自相矛盾，未发布"},
	"publish":    {"cannot publish the dataset; the last one stands", "无法发布数据集；原数据集保持不变"},
	"changed":    {"a file changed while it was read; nothing was published", "读取期间文件发生变化，未发布"},
	"again":      {"run again; what was read is kept", "请重新运行；已读取的结果均已保留"},
	"nostart":    {"a worker process cannot be started", "无法启动读取进程"},
	"nostartfix": {"--in-process reads without one; then a hostile file can end the whole run", "可用 --in-process 在本进程内读取；但恶意文件可能使整个运行终止"},
	"uptodate":   {"unchanged: it is what these files give", "未变：与现有文件一致"},
	"aside":      {"%d of them ended their worker twice and are set aside: --retry tries them again", "其中 %d 份两次使读取进程终止，已隔离：--retry 可重试"},
	"unread":     {"%d of %d documents could not be read", "%[2]d 份文件中有 %[1]d 份无法读取"},
	"more":       {"… %d more, see documents.parquet", "…… 另有 %d 份，见 documents.parquet"},
	"documents":  {"documents", "文件"},
	"reports":    {"reports", "年报"},
	"superseded": {"+ %d superseded", "另有 %d 份被取代"},
	"facts":      {"facts", "指标"},
	"printed":    {"%d printed numbers", "%d 个印出的数字"},
	"dataset":    {"dataset", "数据集"},
	"next":       {"next:", "接下来："},
	"trysql":     {"SELECT body_name, report_year, value FROM '%s/facts.parquet' WHERE indicator = 'applications.new' AND applicant = 'total'", "SELECT body_name, report_year, value FROM '%s/facts.parquet' WHERE indicator = 'applications.new' AND applicant = 'total'"},
	"trydict":    {"every column and code in both languages", "全部字段与代码的中英文说明"},
	"trycheck":   {"what the reports contradict, with the arithmetic", "各年报自身及相互之间的矛盾，附算式"},
	"tryls":      {"every report; --body, --year, --form and --code choose", "列出年报；可用 --body、--year、--form、--code 筛选"},
	"tryunread":  {"what could not be read, and why", "无法读取的文件及其原因"},
	"trywhy":     {"where a number comes from, as in %s", "查看数字的出处，如 %s"},
	"tryexplain": {"how a file was read", "查看文件的读取过程"},
}

// reportsNamed is how many unread documents are listed on stderr.
const reportsNamed = 20

// convertSummary is what `convert` says at the end; the text is made from it.
type convertSummary struct {
	Documents   int            `json:"documents"`
	Outcomes    map[string]int `json:"outcomes"`
	Reports     int            `json:"reports"` // that stand
	Superseded  int            `json:"superseded"`
	Facts       int            `json:"facts"`
	Printed     int            `json:"facts_with_value"`
	Read        int            `json:"documents_read"` // in this run
	Quarantined int            `json:"documents_quarantined"`
	Unchanged   bool           `json:"dataset_unchanged"`
	Dataset     string         `json:"dataset"`
}

func (a *app) convertCmd() *cobra.Command {
	say := func(key string, args ...any) string { return convertText.say(a.lang, key, args...) }
	s := sharing{conversion: conversion{app: a}}
	c := &s.conversion
	cmd := &cobra.Command{
		Use: "convert PATH… --out WORKSPACE [-j N] [--trust-mtime] [--retry] [--in-process] [--quiet] [--json]\n  gongkai convert --plan P --store STORE [--shard i/N]", DisableFlagsInUseLine: true, Short: say("short"), Long: say("long"), Example: say("example"),
		RunE: func(cmd *cobra.Command, args []string) error {
			switch {
			case s.plan == "" && s.store == "" && s.shard == "":
				if err := a.needPaths(cmd, args); err != nil {
					return err
				}
				return c.run(cmd.Context(), args)
			case len(args) > 0 || c.workspace != "":
				return &failure{exit: exitUsage, code: "usage-path", text: s.tellPlan("both"), hint: mainText.say(a.lang, "helphint", cmd.CommandPath())}
			}
			return s.part(cmd.Context())
		},
	}
	cmd.Flags().StringVar(&s.plan, "plan", "", s.tellPlan("plan"))
	cmd.Flags().StringVar(&s.store, "store", "", s.tellPlan("store"))
	cmd.Flags().StringVar(&s.shard, "shard", "", s.tellPlan("shard"))
	cmd.Flags().StringVarP(&c.workspace, "out", "o", "", say("out"))
	a.jobsFlag(cmd, &c.jobs)
	a.readFlags(cmd)
	cmd.Flags().BoolVarP(&c.quiet, "quiet", "q", false, say("quiet"))
	cmd.Flags().BoolVar(&c.json, "json", false, say("json"))
	c.bulkFlags(cmd)
	return cmd
}

// conversion is one run of `convert`.
type conversion struct {
	app       *app
	workspace string
	jobs      int
	quiet     bool
	json      bool
	inProcess bool
	trust     bool
	retry     bool
}

func (c *conversion) say(key string, args ...any) string {
	return convertText.say(c.app.lang, key, args...)
}

// run is the whole command: gather, lock, read, compare, publish, tell.
func (c *conversion) run(ctx context.Context, args []string) error {
	sources, err := c.gather(ctx, args)
	if err != nil {
		return err
	}
	unlock, err := c.open()
	if err != nil {
		return err
	}
	defer unlock()
	made, err := c.make(ctx, sources)
	if err != nil {
		return err
	}
	s := summarize(made, filepath.Join(c.workspace, "dataset"))
	if err := c.print(s); err != nil {
		return err
	}
	return c.unread(made)
}

// unread is how a run ends that could not read all.
func (c *conversion) unread(made *bulk.Summary) error {
	if n := made.Outcomes[sinks.Failed]; n > 0 {
		return &failure{exit: exitUnread, code: "documents-unread", text: c.say("unread", n, made.Documents), hint: "gongkai explain documents-unread"}
	}
	return nil
}

// make reads documents and publishes what they say. The workspace is held.
func (c *conversion) make(ctx context.Context, sources []pipeline.Source) (*bulk.Summary, error) {
	made, err := c.read(ctx, sources, false)
	if err != nil {
		return nil, err
	}
	c.listUnread(made.Unread)
	c.listUnfit(made.Unfit)
	return made, nil
}

// read reads documents; only says that nothing is published.
func (c *conversion) read(ctx context.Context, sources []pipeline.Source, only bool) (*bulk.Summary, error) {
	settings, err := c.app.settings(c.workspace)
	if err != nil {
		return nil, err
	}
	corrections, err := c.app.corrections(c.workspace)
	if err != nil {
		return nil, err
	}
	shown := c.progress()
	run, err := c.bulk(ctx, sources, shown)
	if err != nil {
		return nil, err
	}
	run.Settings, run.Entries = settings, corrections
	run.Target, run.Options = targets.All[0], sinks.Options{Generator: "gongkai " + version, Terms: terms(settings)}
	run.ReadOnly = only
	made, err := run.Do(ctx)
	shown.end()
	if err != nil {
		return nil, c.runError(ctx, err)
	}
	return made, nil
}

// gather finds the documents; every complaint about the command line comes here,
// before any work.
func (c *conversion) gather(ctx context.Context, args []string) ([]pipeline.Source, error) {
	if c.workspace == "" {
		return nil, &failure{exit: exitUsage, code: "usage-flag", text: c.say("noout"), hint: c.say("nooutfix")}
	}
	paths, err := pipeline.Expand(ctx, args, c.app.in)
	if err != nil {
		return nil, &failure{exit: exitUsage, code: "usage-path", text: readText.say(c.app.lang, "stdin"), err: err}
	}
	sources, err := pipeline.Gather(paths, c.workspace)
	var bad *pipeline.PathError
	switch {
	case errors.As(err, &bad):
		return nil, c.app.badPath(bad.Path, bad.Err)
	case err != nil:
		return nil, err
	case len(sources) == 0:
		return nil, &failure{exit: exitUsage, code: "usage-path", text: c.say("noinput"), hint: c.say("noinputfix")}
	}
	return sources, nil
}

// open makes the workspace and takes it for this run.
func (c *conversion) open() (unlock func(), err error) {
	name := screen.Quote(c.workspace)
	if err := os.MkdirAll(c.workspace, 0o755); err != nil {
		return nil, c.unusable(name, err)
	}
	unlock, err = pipeline.Lock(c.workspace)
	switch {
	case errors.Is(err, pipeline.ErrLocked):
		return nil, &failure{exit: exitLocked, code: "workspace-locked", text: c.say("locked", name), hint: c.say("lockedfix")}
	case err != nil:
		return nil, c.unusable(name, err)
	}
	return unlock, nil
}

func (c *conversion) unusable(name string, err error) error {
	if pipeline.IsFull(err) {
		return &failure{exit: exitFull, code: "disk-full", text: c.say("full"), hint: c.say("fullfix"), err: err}
	}
	var p *os.PathError
	if errors.As(err, &p) {
		err = p.Err
	}
	return &failure{exit: exitUsage, code: "workspace-unusable", text: c.say("badout", name), err: err}
}

// runError tells the exit code of a run that did not come to its end.
func (c *conversion) runError(ctx context.Context, err error) error {
	switch {
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case errors.Is(err, sinks.ErrSpace) || pipeline.IsFull(err) || ledger.IsFull(err):
		return &failure{exit: exitFull, code: "disk-full", text: c.say("full"), hint: c.say("fullfix"), err: err}
	case errors.Is(err, syscall.EIO):
		return &failure{exit: exitFailed, code: "disk-error", text: c.say("publish"), err: err}
	case errors.Is(err, sinks.ErrIntegrity) || errors.Is(err, chunk.ErrChunk) || errors.Is(err, chunk.ErrPlan):
		return &failure{exit: exitIntegrity, code: "dataset-integrity", text: c.say("integrity"), err: err}
	case errors.Is(err, bulk.ErrChanged):
		return &failure{exit: exitFailed, code: "file-changed", text: c.say("changed"), hint: c.say("again"), err: err}
	case errors.Is(err, worker.ErrStart):
		return &failure{exit: exitFailed, code: "worker-start", text: c.say("nostart"), hint: c.say("nostartfix"), err: err}
	}
	return &failure{exit: exitUsage, code: "workspace-unusable", text: c.say("publish"), err: err}
}

// listUnread names the documents that could not be read, by path.
func (c *conversion) listUnread(unread []bulk.Unread) {
	for i, r := range unread {
		if i == reportsNamed {
			c.app.tell("warning", c.say("more", len(unread)-i))
			break
		}
		c.app.tell("warning", r.Path+": "+c.app.reason(r.Code, r.Message))
	}
}

// listUnfit names the corrections that were not applied.
func (c *conversion) listUnfit(issues []normalize.Issue) {
	for i := range issues {
		text := issues[i].En
		if c.app.lang == chinese {
			text = issues[i].Zh
		}
		c.app.tell("warning", text+" ("+issues[i].Code+")")
	}
}

func summarize(made *bulk.Summary, dataset string) convertSummary {
	s := convertSummary{
		Documents: made.Documents, Outcomes: map[string]int{}, Reports: made.Reports, Superseded: made.Superseded, Facts: made.Facts, Printed: made.Printed,
		Read: made.Read, Quarantined: made.Quarantined, Unchanged: made.Unchanged, Dataset: filepath.ToSlash(dataset),
	}
	for _, o := range pipeline.Outcomes {
		s.Outcomes[o] = made.Outcomes[o]
	}
	return s
}

// print writes the summary to stdout.
func (c *conversion) print(s convertSummary) error {
	if c.json {
		return c.app.json(s)
	}
	var b strings.Builder
	field := func(key, value string) {
		fmt.Fprintf(&b, "%s %s\n", screen.Pad(c.say(key), 10), value)
	}
	var parts []string
	for _, o := range pipeline.Outcomes {
		parts = append(parts, fmt.Sprintf("%s %d", o, s.Outcomes[o]))
	}
	field("documents", fmt.Sprintf("%d = %s", s.Documents, strings.Join(parts, " + ")))
	reports := fmt.Sprint(s.Reports)
	if s.Superseded > 0 {
		reports += "  (" + c.say("superseded", s.Superseded) + ")"
	}
	field("reports", reports)
	field("facts", fmt.Sprintf("%d  (%s)", s.Facts, c.say("printed", s.Printed)))
	at := screen.Line(s.Dataset)
	if s.Unchanged {
		at += "  (" + c.say("uptodate") + ")"
	}
	field("dataset", at)
	if s.Quarantined > 0 {
		field("", c.say("aside", s.Quarantined))
	}
	fmt.Fprintf(&b, "\n%s\n", c.say("next"))
	if s.Reports > 0 {
		fmt.Fprintf(&b, "  duckdb -c \"%s\"\n", screen.Line(c.say("trysql", s.Dataset)))
	}
	fmt.Fprintf(&b, "  %s/dictionary.csv   # %s\n", screen.Line(s.Dataset), c.say("trydict"))
	if s.Reports > 0 {
		fmt.Fprintf(&b, "  gongkai check %s   # %s\n", screen.Line(c.workspace), c.say("trycheck"))
	}
	if s.Reports > 0 {
		fmt.Fprintf(&b, "  gongkai ls %s   # %s\n", screen.Line(c.workspace), c.say("tryls"))
		fmt.Fprintf(&b, "  gongkai why %s REPORT CELL   # %s\n", screen.Line(c.workspace), c.say("trywhy", "'applications.new|total'"))
	}
	if s.Outcomes[sinks.Failed] > 0 {
		fmt.Fprintf(&b, "  gongkai ls %s --outcome failed   # %s\n", screen.Line(c.workspace), c.say("tryunread"))
	}
	fmt.Fprintf(&b, "  gongkai explain FILE   # %s\n", c.say("tryexplain"))
	_, err := c.app.out.Write([]byte(b.String()))
	return err
}
