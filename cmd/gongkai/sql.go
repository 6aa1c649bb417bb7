package main

import (
	"errors"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	screen "github.com/gongkai-data/gongkai/cmd/gongkai/internal/term"
	"github.com/gongkai-data/gongkai/sinks/parquet"
)

var sqlText = phrases{
	"short":   {"ask a dataset with SQL, by the DuckDB that is installed", "用已安装的 DuckDB 以 SQL 查询数据集"},
	"long":    {"Starts the program duckdb with the tables and views of the dataset (views.sql): facts, reports, panel, facts_labelled, rates …\nWithout a query it is interactive, or reads SQL from stdin. Files that a query names are looked for in the\ncurrent folder; nothing in the dataset changes. ~/.duckdbrc is not read.", "启动 duckdb，并载入数据集的各表与视图（views.sql）：facts、reports、panel、facts_labelled、rates 等。\n不给查询时为交互方式，或从标准输入读取 SQL。查询中的文件相对于当前文件夹；数据集不作任何改动。不读取 ~/.duckdbrc。"},
	"example": {"  gongkai sql work\n  gongkai sql work \"SELECT body_name, grant_rate FROM rates ORDER BY 2\"\n  gongkai sql work --format csv \"FROM facts_certain WHERE indicator = 'applications.new'\" > new.csv\n  gongkai sql work < query.sql", "  gongkai sql 工作区\n  gongkai sql 工作区 \"SELECT body_name, grant_rate FROM rates ORDER BY 2\"\n  gongkai sql 工作区 --format csv \"FROM facts_certain WHERE indicator = 'applications.new'\" > 新收.csv\n  gongkai sql 工作区 < 查询.sql"},
	"format":  {"how results are printed: csv, json, line, list, markdown", "结果的形式：csv、json、line、list、markdown"},
	"two":     {"sql takes a workspace and at most one query", "sql 接受一个工作区和至多一条查询"},
	"badform": {"no format %s", "没有此形式：%s"},
	"formfix": {"use csv, json, line, list or markdown", "可用：csv、json、line、list、markdown"},
	"nobin":   {"the program duckdb is not in the PATH", "PATH 中没有 duckdb"},
	"getbin":  {"get it from https://duckdb.org/install (one file), by brew install duckdb or winget install DuckDB.cli; or without it: gongkai export %s --to sqlite", "可从 https://duckdb.org/install 下载（单个文件），或 brew install duckdb、winget install DuckDB.cli；也可不用它：gongkai export %s --to sqlite"},
	"nostart": {"duckdb cannot be started", "无法启动 duckdb"},
}

// sqlFormats are the output modes of the program that every version has.
var sqlFormats = []string{"csv", "json", "line", "list", "markdown"}

func (a *app) sqlCmd() *cobra.Command {
	say := func(key string, args ...any) string { return sqlText.say(a.lang, key, args...) }
	var format string
	cmd := &cobra.Command{
		Use: "sql WORKSPACE [QUERY] [--format F]", DisableFlagsInUseLine: true, Short: say("short"), Long: say("long"), Example: say("example"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) < 1 || len(args) > 2 {
				return &failure{exit: exitUsage, code: "usage-path", text: say("two"), hint: mainText.say(a.lang, "helphint", cmd.CommandPath())}
			}
			if format != "" && !slices.Contains(sqlFormats, format) {
				return &failure{exit: exitUsage, code: "usage-flag", text: say("badform", screen.Quote(format)), hint: say("formfix")}
			}
			return a.sql(cmd, args[0], args[1:], format)
		},
	}
	cmd.Flags().StringVar(&format, "format", "", say("format"))
	return cmd
}

// sql runs duckdb with a script of our own: a dataset may come from anybody, so that
// its views.sql is not run, and no file of it can give the program a command.
func (a *app) sql(cmd *cobra.Command, path string, query []string, format string) error {
	dir, err := findDataset(cmd.Context(), a, path)
	if err != nil {
		return err
	}
	program, err := exec.LookPath("duckdb")
	if err != nil {
		return &failure{exit: exitFailed, code: "duckdb-missing", text: sqlText.say(a.lang, "nobin"), hint: sqlText.say(a.lang, "getbin", screen.Quote(path))}
	}
	var all []string
	for _, t := range parquet.ExportTables() {
		all = append(all, t.Name)
	}
	d, err := parquet.OpenSource(dir, all...) // what is damaged is told here, and not by DuckDB
	if err != nil {
		return brokenDataset(a, path, err)
	}
	d.Close()
	views, err := parquet.Views(dir)
	if err != nil {
		return err
	}
	temp, err := os.MkdirTemp("", "gongkai-sql-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(temp)
	script := filepath.Join(temp, "views.sql")
	if err := os.WriteFile(script, []byte(views), 0o600); err != nil {
		return err
	}
	args := []string{"-init", script}
	if format != "" {
		args = append(args, "-"+format)
	}
	if len(query) > 0 {
		args = append(args, "-c", query[0])
	}
	run := exec.CommandContext(cmd.Context(), program, args...)
	run.Stdin, run.Stdout, run.Stderr = a.in, a.out, a.err
	signal.Ignore(os.Interrupt) // it ends a query, not the session: duckdb has its own handler
	if err := run.Run(); err != nil {
		if exit := (*exec.ExitError)(nil); errors.As(err, &exit) {
			return &failure{exit: exitFailed} // told by duckdb
		}
		return &failure{exit: exitFailed, code: "duckdb-missing", text: sqlText.say(a.lang, "nostart"), err: err}
	}
	return nil
}
