package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"

	screen "github.com/gongkai-data/gongkai/cmd/gongkai/internal/term"
	"github.com/gongkai-data/gongkai/sinks"
	"github.com/gongkai-data/gongkai/sinks/parquet"
	"github.com/gongkai-data/gongkai/sinks/targets"
)

var exportText = phrases{
	"short":    {"give a dataset in another form: CSV, XLSX, SQLite, JSON lines, Stata", "把数据集导出为 CSV、XLSX、SQLite、JSON Lines 或 Stata"},
	"long":     {"Reads a published dataset, of a workspace or by itself, and writes all its tables or those named:\n  csv     a folder of CSV files with datapackage.json; text that a spreadsheet would take for a formula gets a ' in front\n  xlsx    a workbook with a sheet for each table; headings in Chinese, with --lang en the names of the columns\n  sqlite  a database with types, indexes and the views of views.sql\n  jsonl   a folder of JSON lines\n  stata   the CSV files and gongkai.do, which reads and labels them\nThe export appears whole or not at all. The same dataset gives the same bytes.", "读取已发布的数据集（工作区或数据集文件夹），写出全部或指定的表：\n  csv     CSV 文件夹，附 datapackage.json；会被表格软件当作公式的文字前加单引号\n  xlsx    工作簿，每表一页，中文标题；--lang en 时以字段名为标题\n  sqlite  数据库，含类型、索引及 views.sql 的视图\n  jsonl   JSON Lines 文件夹\n  stata   CSV 文件与 gongkai.do（读入并加标签）\n导出要么完整，要么不出现。同一数据集导出的字节相同。"},
	"example":  {"  gongkai export work --to xlsx --tables panel,reports,dictionary\n  gongkai export work --to csv --bom --out tables/\n  gongkai export work --to sqlite --out reports.sqlite --force\n  gongkai export work --to stata --lang en\n  gongkai export work/dataset --to jsonl --tables facts --json", "  gongkai export 工作区 --to xlsx --tables panel,reports,dictionary\n  gongkai export 工作区 --to csv --bom --out 表/\n  gongkai export 工作区 --to sqlite --out 年报.sqlite --force\n  gongkai export 工作区 --to stata\n  gongkai export 工作区/dataset --to jsonl --tables facts --json"},
	"to":       {"form: csv, xlsx, sqlite, jsonl, stata", "形式：csv、xlsx、sqlite、jsonl、stata"},
	"tables":   {"only these tables, separated by commas", "只导出这些表，以逗号分隔"},
	"eout":     {"folder or file (default: export/ beside the dataset; of a store it must be given)", "文件夹或文件（默认：数据集旁的 export/；存放处须给出）"},
	"force":    {"replace an export that is there", "替换已有的导出"},
	"bom":      {"begin CSV files with a byte order mark: Excel then reads Chinese rightly", "CSV 文件以字节顺序标记开头，使 Excel 正确显示中文"},
	"raw":      {"leave text as it is, even where a spreadsheet would take it for a formula", "文字原样写出，即使表格软件会将其当作公式"},
	"equiet":   {"no progress on stderr", "不在标准错误输出进度"},
	"ejson":    {"print the summary as JSON", "以 JSON 输出摘要"},
	"one":      {"export takes one workspace", "export 只接受一个工作区"},
	"noto":     {"no form given", "未给出导出形式"},
	"badto":    {"no form %s", "没有此形式：%s"},
	"tofix":    {"use --to csv, xlsx, sqlite, jsonl or stata", "请用 --to csv、xlsx、sqlite、jsonl 或 stata"},
	"noout":    {"no place given for the export of a store", "未给出存放处数据集的导出位置"},
	"outfix":   {"add --out PATH", "请加 --out 路径"},
	"badtable": {"no table %s", "没有此表：%s"},
	"tablefix": {"there are %s", "可用：%s"},
	"notfor":   {"--%s does not go with --to %s", "--%s 不适用于 --to %s"},
	"inside":   {"%s is inside the dataset, which is switched as a whole", "%s 在数据集之内，而数据集是整体切换的"},
	"exists":   {"something is at %s already", "%s 处已有内容"},
	"forcefix": {"--force replaces an export; anything else is never replaced: choose another --out", "--force 可替换旧的导出；其他内容一概不替换，请另选 --out"},
	"eplace":   {"cannot write to %s", "无法写入 %s"},
	"efull":    {"no room for the export; nothing was left behind", "空间不足，无法导出；未留下任何内容"},
	"writing":  {"exporting rows", "导出行"},
	"split":    {"%s has more rows than a sheet holds: it is on %d sheets", "%s 的行数超过单页上限，分为 %d 页"},
	"cut":      {"%s: %d cells hold more text than XLSX can, and are cut; they end with …", "%s：%d 个单元格的文字超过 XLSX 上限，已截断，末尾为 …"},
	"replaced": {"%s: %d cells hold characters that XLSX cannot hold; they are U+FFFD", "%s：%d 个单元格含 XLSX 无法表示的字符，已换为 U+FFFD"},
	"rows":     {"rows", "行"},
	"written":  {"export", "导出"},
}

// remarkText are the keys of what an export could not hold.
var remarkText = map[string]string{sinks.RemarkSplit: "split", sinks.RemarkCut: "cut", sinks.RemarkReplaced: "replaced"}

// exportSummary is what `export` says at the end.
type exportSummary struct {
	To      string         `json:"to"`
	Out     string         `json:"out"`
	Version string         `json:"dataset_version"`
	Tables  []exportedRows `json:"tables"`
	Remarks []exportRemark `json:"remarks"`
}

type exportedRows struct {
	Name string `json:"name"`
	Rows int64  `json:"rows"`
}

type exportRemark struct {
	Code  string `json:"code"`
	Table string `json:"table"`
	N     int64  `json:"n"`
}

// exporting is one run of `export`.
type exporting struct {
	app                     *app
	to, out                 string
	tables                  []string
	bom, raw, force         bool
	english, quiet, summary bool

	form    sinks.Export
	remarks []exportRemark
}

func (a *app) exportCmd() *cobra.Command {
	say := func(key string, args ...any) string { return exportText.say(a.lang, key, args...) }
	c := exporting{app: a}
	cmd := &cobra.Command{
		Use: "export WORKSPACE --to FORM [--tables T,…] [--out PATH] [--force] [--bom] [--csv-raw] [--quiet] [--json]", DisableFlagsInUseLine: true,
		Short: say("short"), Long: say("long"), Example: say("example"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 {
				return &failure{exit: exitUsage, code: "usage-path", text: say("one"), hint: mainText.say(a.lang, "helphint", cmd.CommandPath())}
			}
			// Only --lang decides, not the locale: the same command gives the same bytes everywhere.
			c.english = cmd.Flag("lang").Changed && a.lang == english
			return c.run(cmd.Context(), args[0])
		},
	}
	f := cmd.Flags()
	f.StringVar(&c.to, "to", "", say("to"))
	f.StringSliceVar(&c.tables, "tables", nil, say("tables"))
	f.StringVarP(&c.out, "out", "o", "", say("eout"))
	f.BoolVar(&c.force, "force", false, say("force"))
	f.BoolVar(&c.bom, "bom", false, say("bom"))
	f.BoolVar(&c.raw, "csv-raw", false, say("raw"))
	f.BoolVarP(&c.quiet, "quiet", "q", false, say("equiet"))
	f.BoolVar(&c.summary, "json", false, say("ejson"))
	return cmd
}

func (c *exporting) say(key string, args ...any) string {
	return exportText.say(c.app.lang, key, args...)
}

// run checks the flags, opens the dataset and writes.
func (c *exporting) run(ctx context.Context, path string) error {
	if err := c.flags(); err != nil {
		return err
	}
	if c.out == "" && isStore(path) { // its dataset is looked at in a cache, or stands among those that are never changed
		return &failure{exit: exitUsage, code: "usage-flag", text: c.say("noout"), hint: c.say("outfix")}
	}
	dir, err := findDataset(ctx, c.app, path)
	if err != nil {
		return err
	}
	if err := c.place(dir); err != nil {
		return err
	}
	src, err := parquet.OpenSource(dir, c.tables...)
	if err != nil {
		return brokenDataset(c.app, path, err)
	}
	defer src.Close()
	if err := c.write(ctx, src); err != nil {
		return c.explain(path, err)
	}
	return c.print(src)
}

// flags reads the flags; every complaint comes before any work.
func (c *exporting) flags() error {
	bad := func(text, hint string) error {
		return &failure{exit: exitUsage, code: "usage-flag", text: text, hint: hint}
	}
	i := slices.IndexFunc(targets.Exports, func(e sinks.Export) bool { return e.Name == c.to })
	switch {
	case c.to == "":
		return bad(c.say("noto"), c.say("tofix"))
	case i < 0:
		return bad(c.say("badto", screen.Quote(c.to)), c.say("tofix"))
	}
	c.form = targets.Exports[i]
	var all []string
	for _, t := range parquet.ExportTables() {
		all = append(all, t.Name)
	}
	for _, t := range c.tables {
		if !slices.Contains(all, t) {
			return bad(c.say("badtable", screen.Quote(t)), c.say("tablefix", strings.Join(all, ", ")))
		}
	}
	if c.bom && c.to != "csv" {
		return bad(c.say("notfor", "bom", c.to), c.say("tofix"))
	}
	if c.raw && c.to != "csv" && c.to != "stata" {
		return bad(c.say("notfor", "csv-raw", c.to), c.say("tofix"))
	}
	return nil
}

// place decides where the export goes: where the user says, in that folder where a
// file is written and the folder is there, else beside the dataset.
func (c *exporting) place(dataset string) error {
	file := "gongkai" + c.form.Suffix
	switch st, err := os.Stat(c.out); {
	case c.out == "" && c.form.Suffix == "":
		c.out = filepath.Join(filepath.Dir(filepath.Clean(dataset)), "export", c.form.Name)
	case c.out == "":
		c.out = filepath.Join(filepath.Dir(filepath.Clean(dataset)), "export", file)
	case c.form.Suffix != "" && err == nil && st.IsDir():
		c.out = filepath.Join(c.out, file)
	}
	in, err1 := filepath.Abs(dataset)
	out, err2 := filepath.Abs(c.out)
	if err := errors.Join(err1, err2); err != nil {
		return err
	}
	if rel, err := filepath.Rel(in, out); err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
		return &failure{exit: exitUsage, code: "usage-path", text: c.say("inside", screen.Quote(c.out)), hint: mainText.say(c.app.lang, "helphint", "gongkai export")}
	}
	return nil
}

// findDataset is the folder of the dataset of a workspace, or of the dataset itself.
func findDataset(ctx context.Context, a *app, path string) (string, error) {
	dirs, err := a.datasetDirs(ctx, path)
	if err != nil {
		return "", err
	}
	for _, dir := range dirs {
		if isDataset(dir) {
			return dir, nil
		}
	}
	return "", &failure{exit: exitNoWorkspace, code: "workspace-missing", text: checkText.say(a.lang, "nowhere", screen.Quote(path)), hint: checkText.say(a.lang, "wherefix")}
}

// write exports with progress.
func (c *exporting) write(ctx context.Context, src *parquet.Source) error {
	var total int64
	for _, t := range src.Tables() {
		total += src.Count(t.Name)
	}
	p := newRowProgress(c.app, c.quiet, c.say("writing"), total)
	defer p.end()
	return c.form.Write(ctx, src, c.out, sinks.ExportOptions{
		Replace: c.force, BOM: c.bom, Raw: c.raw, English: c.english, Progress: p.add,
		Remark: func(r sinks.Remark) { c.remarks = append(c.remarks, exportRemark(r)) },
	})
}

// explain gives an error the exit code and the words for what to do.
func (c *exporting) explain(path string, err error) error {
	var at *fs.PathError
	var link *os.LinkError
	switch {
	case errors.Is(err, context.Canceled):
		return err
	case errors.Is(err, sinks.ErrExists):
		return &failure{exit: exitUsage, code: "export-exists", text: c.say("exists", screen.Quote(c.out)), hint: c.say("forcefix")}
	case errors.Is(err, sinks.ErrSpace):
		return &failure{exit: exitFull, code: "disk-full", text: c.say("efull"), err: err}
	case errors.Is(err, sinks.ErrIntegrity):
		return brokenDataset(c.app, path, err)
	case errors.As(err, &at), errors.As(err, &link):
		return &failure{exit: exitFailed, code: "export-place", text: c.say("eplace", screen.Quote(c.out)), err: err}
	}
	return err
}

// print tells the remarks, then the summary on stdout.
func (c *exporting) print(src *parquet.Source) error {
	for _, r := range c.remarks {
		c.app.tell("warning", c.say(remarkText[r.Code], r.Table, r.N)+" ("+r.Code+")")
	}
	s := exportSummary{To: c.to, Out: filepath.ToSlash(c.out), Version: src.About().Version, Remarks: c.remarks}
	if s.Remarks == nil {
		s.Remarks = []exportRemark{}
	}
	for _, t := range src.Tables() {
		s.Tables = append(s.Tables, exportedRows{t.Name, src.Count(t.Name)})
	}
	if c.summary {
		return c.app.json(s)
	}
	var b strings.Builder
	for _, t := range s.Tables {
		fmt.Fprintf(&b, "%s %s %s\n", screen.Pad(t.Name, 14), screen.PadLeft(fmt.Sprint(t.Rows), 10), c.say("rows"))
	}
	fmt.Fprintf(&b, "%s %s\n", screen.Pad(c.say("written"), 14), screen.Line(s.Out))
	_, err := c.app.out.Write([]byte(b.String()))
	return err
}

// rowProgress tells how many rows are done: a bar on a terminal, else plain lines.
type rowProgress struct {
	app         *app
	quiet       bool
	name        string
	done, total int64
	began, last time.Time
	bar         *progressbar.ProgressBar
}

func newRowProgress(a *app, quiet bool, name string, total int64) *rowProgress {
	p := &rowProgress{app: a, quiet: quiet, name: name, total: total, began: time.Now(), last: time.Now()}
	if a.terminal && !quiet {
		p.bar = newBar(a.err, int(total), name)
	}
	return p
}

func (p *rowProgress) add(rows int64) {
	p.done += rows
	switch {
	case p.quiet:
	case p.bar != nil:
		_ = p.bar.Add64(rows)
	case time.Since(p.last) >= lineEvery:
		p.last = time.Now()
		rate := float64(p.done) / time.Since(p.began).Seconds()
		left := time.Duration(float64(p.total-p.done) / rate * float64(time.Second)).Round(time.Second)
		fmt.Fprintf(p.app.err, "gongkai: %s\n", progressText.say(p.app.lang, "line", p.name, p.done, p.total, rate, left))
	}
}

func (p *rowProgress) end() {
	if p.bar != nil {
		_ = p.bar.Finish()
	}
}
