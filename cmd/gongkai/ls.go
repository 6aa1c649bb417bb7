package main

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/pipeline"
	screen "github.com/gongkai-data/gongkai/cmd/gongkai/internal/term"
	"github.com/gongkai-data/gongkai/sinks"
	"github.com/gongkai-data/gongkai/sinks/parquet"
)

var lsText = phrases{
	"short":      {"list the reports or the documents of a dataset", "列出数据集中的年报或文件"},
	"long":       {"Lists the reports of a dataset, or its documents with what became of each. Without a word after WORKSPACE these are the reports;\n--outcome asks about documents. Takes a workspace or the folder of a dataset and changes nothing. Filters hold together.", "列出数据集中的年报，或文件及其结果。WORKSPACE 之后不写则列年报；--outcome 针对文件。\n参数为工作区或数据集文件夹，不作任何改动。各筛选条件同时生效。"},
	"example":    {"  gongkai ls work\n  gongkai ls work --body 青禾 --year 2020-2024\n  gongkai ls work --code rule_failed\n  gongkai ls work documents --outcome failed\n  gongkai ls work documents --code archive-damaged --json | jq -r .path", "  gongkai ls 工作区\n  gongkai ls 工作区 --body 青禾 --year 2020-2024\n  gongkai ls 工作区 --code rule_failed\n  gongkai ls 工作区 documents --outcome failed\n  gongkai ls 工作区 documents --code archive-damaged --json | jq -r .path"},
	"outcome":    {"only documents with this outcome: ok, partial, failed, not_a_report, duplicate", "只看此结果的文件：ok、partial、failed、not_a_report、duplicate"},
	"form":       {"only reports of this form: A1, A2, B, C; none for those without a table", "只看此格式的年报：A1、A2、B、C；none 表示无法定表格"},
	"code":       {"of documents: only those with this error; of reports: only those with this issue", "文件：只看此错误代码；年报：只看有此问题者"},
	"old":        {"list superseded reports too", "同时列出被取代的年报"},
	"json":       {"print one line of JSON a report or document", "每份年报或文件输出一行 JSON"},
	"args":       {"ls takes one workspace, and reports or documents", "ls 需要一个工作区，其后可写 reports 或 documents"},
	"badoutcome": {"no outcome %s", "没有此结果：%s"},
	"outcomefix": {"use ok, partial, failed, not_a_report or duplicate", "可用：ok、partial、failed、not_a_report、duplicate"},
	"badform":    {"no form %s", "没有此格式：%s"},
	"formfix":    {"use A1, A2, B, C or none", "可用：A1、A2、B、C、none"},
	"notreports": {"--outcome is about documents", "--outcome 针对文件"},
	"notfix":     {"write: gongkai ls WORKSPACE documents --outcome …", "请写：gongkai ls 工作区 documents --outcome …"},
	"reports":    {"reports: %d", "年报 %d 份"},
	"documents":  {"documents: %d", "文件 %d 份"},
	"c-report":   {"report_id", "年报编号"},
	"c-year":     {"year", "年度"},
	"c-form":     {"form", "格式"},
	"c-printed":  {"numbers", "数字"},
	"c-failed":   {"failed rules", "不符"},
	"c-issues":   {"issues", "问题"},
	"c-body":     {"body", "机关"},
	"c-outcome":  {"outcome", "结果"},
	"c-code":     {"code", "代码"},
	"c-path":     {"path", "路径"},
	"superseded": {"superseded by %s", "被 %s 取代"},
}

// listed is one run of `ls`.
type listed struct {
	app                                    *app
	outcome, form, body, years, code, kind string
	old, json                              bool

	first, last int16
	reports     map[string]*lsReport // wanted columns of every report, for documents
	coded       map[string]bool      // reports with the issue that is asked for
}

type lsReport struct {
	name, id, form string
	year           int16
}

// documentLine is a row of documents with the report that it gave.
type documentLine struct {
	sinks.DocumentRow
	BodyName   *string `json:"body_name"`
	ReportYear *int16  `json:"report_year"`
	Generation *string `json:"generation"`
}

func (a *app) lsCmd() *cobra.Command {
	say := func(key string) string { return lsText.say(a.lang, key) }
	l := listed{app: a}
	cmd := &cobra.Command{
		Use: "ls WORKSPACE [reports|documents] [--outcome O] [--form F] [--year Y] [--body B] [--code C] [--superseded] [--json]", DisableFlagsInUseLine: true,
		Short: say("short"), Long: say("long"), Example: say("example"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) < 1 || len(args) > 2 || len(args) == 2 && args[1] != "reports" && args[1] != "documents" {
				return &failure{exit: exitUsage, code: "usage-path", text: say("args"), hint: mainText.say(a.lang, "helphint", cmd.CommandPath())}
			}
			if len(args) == 2 {
				l.kind = args[1]
			}
			return l.run(cmd.Context(), args[0])
		},
	}
	f := cmd.Flags()
	f.StringVar(&l.outcome, "outcome", "", say("outcome"))
	f.StringVar(&l.form, "form", "", say("form"))
	f.StringVar(&l.years, "year", "", checkText.say(a.lang, "year"))
	f.StringVar(&l.body, "body", "", checkText.say(a.lang, "body"))
	f.StringVar(&l.code, "code", "", say("code"))
	f.BoolVar(&l.old, "superseded", false, say("old"))
	f.BoolVar(&l.json, "json", false, say("json"))
	return cmd
}

func (l *listed) say(key string, args ...any) string { return lsText.say(l.app.lang, key, args...) }

func (l *listed) run(ctx context.Context, path string) error {
	if err := l.flags(); err != nil {
		return err
	}
	d, err := openWorkspace(ctx, l.app, path, "reports", "documents", "issues")
	if err != nil {
		return err
	}
	defer d.Close()
	list := l.listReports
	if l.kind == "documents" {
		list = l.listDocuments
	}
	if err := list(ctx, d); err != nil {
		return brokenDataset(l.app, path, err)
	}
	return nil
}

// flags reads the flags; every complaint comes before any work.
func (l *listed) flags() error {
	bad := func(text, hint string) error {
		return &failure{exit: exitUsage, code: "usage-flag", text: text, hint: hint}
	}
	switch {
	case l.outcome != "" && !slices.Contains(pipeline.Outcomes, l.outcome):
		return bad(l.say("badoutcome", screen.Quote(l.outcome)), l.say("outcomefix"))
	case l.outcome != "" && l.kind == "reports":
		return bad(l.say("notreports"), l.say("notfix"))
	case l.form != "" && !slices.Contains([]string{"A1", "A2", "B", "C", "none"}, l.form):
		return bad(l.say("badform", screen.Quote(l.form)), l.say("formfix"))
	}
	var ok bool
	if l.first, l.last, ok = yearSpan(l.years); !ok {
		return bad(checkText.say(l.app.lang, "badyear", screen.Quote(l.years)), checkText.say(l.app.lang, "yearfix"))
	}
	if l.kind == "" {
		l.kind = "reports"
		if l.outcome != "" {
			l.kind = "documents"
		}
	}
	return nil
}

// yearSpan reads 2023, 2019-2023, or nothing, which is all years.
func yearSpan(years string) (first, last int16, ok bool) {
	if years == "" {
		return -1, 9999, true
	}
	from, to, span := strings.Cut(years, "-")
	if !span {
		to = from
	}
	y, err1 := strconv.ParseInt(from, 10, 16)
	z, err2 := strconv.ParseInt(to, 10, 16)
	return int16(y), int16(z), err1 == nil && err2 == nil && y <= z && y >= 0
}

// keep reports whether the filters about reports let one through.
func (l *listed) keep(id, bodyID, name, form string, year int16) bool {
	if form == "" {
		form = "none"
	}
	return year >= l.first && year <= l.last && (l.form == "" || l.form == form) &&
		(l.body == "" || strings.Contains(name, l.body) || bodyID == l.body || id == l.body)
}

// filtered reports whether anything is asked that only reports have.
func (l *listed) filtered() bool { return l.form != "" || l.years != "" || l.body != "" }

func (l *listed) listReports(ctx context.Context, d *parquet.Dataset) error {
	if err := l.readCoded(d); err != nil {
		return err
	}
	t := table{right: []bool{false, true, false, true, true, true}}
	t.add(l.say("c-report"), l.say("c-year"), l.say("c-form"), l.say("c-printed"), l.say("c-failed"), l.say("c-issues"), l.say("c-body"))
	n := 0
	for r, err := range parquet.Rows[sinks.ReportRow](d, "reports") {
		if err != nil {
			return err
		}
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if !l.keep(r.ReportID, r.BodyID, r.BodyName, r.Generation, r.ReportYear) || l.coded != nil && !l.coded[r.ReportID] || r.SupersededBy != nil && !l.old {
			continue
		}
		n++
		if l.json {
			if err := l.app.json(r); err != nil {
				return err
			}
			continue
		}
		body := r.BodyName
		if r.SupersededBy != nil {
			body += "  (" + l.say("superseded", *r.SupersededBy) + ")"
		}
		t.add(r.ReportID, strconv.Itoa(int(r.ReportYear)), orDash(r.Generation), fmt.Sprintf("%d/%d", r.FactsReported, r.Facts), count(r.ChecksFail), count(r.IssuesError+r.IssuesWarning), body)
	}
	return l.end(&t, "reports", n)
}

// readCoded finds the reports that have an issue of the code that is asked for.
func (l *listed) readCoded(d *parquet.Dataset) error {
	if l.code == "" {
		return nil
	}
	type row struct {
		Code     string  `parquet:"code"`
		ReportID *string `parquet:"report_id"`
	}
	l.coded = map[string]bool{}
	for r, err := range parquet.Rows[row](d, "issues") {
		if err != nil {
			return err
		}
		if r.Code == l.code && r.ReportID != nil {
			l.coded[*r.ReportID] = true
		}
	}
	return nil
}

func (l *listed) listDocuments(ctx context.Context, d *parquet.Dataset) error {
	if err := l.readReports(d); err != nil {
		return err
	}
	t := table{right: []bool{false, false, false, true}}
	t.add(l.say("c-outcome"), l.say("c-code"), l.say("c-form"), l.say("c-year"), l.say("c-path"), l.say("c-body"))
	n := 0
	for r, err := range parquet.Rows[sinks.DocumentRow](d, "documents") {
		if err != nil {
			return err
		}
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if l.outcome != "" && r.Outcome != l.outcome || l.code != "" && deref(r.ErrorCode) != l.code {
			continue
		}
		p := l.reports[deref(r.ReportID)]
		if p == nil && l.filtered() || p != nil && !l.keep(*r.ReportID, p.id, p.name, p.form, p.year) {
			continue
		}
		n++
		line := documentLine{DocumentRow: *r}
		if p != nil {
			line.BodyName, line.ReportYear, line.Generation = &p.name, &p.year, some(p.form)
		}
		if l.json {
			if err := l.app.json(&line); err != nil {
				return err
			}
			continue
		}
		form, year, body := "", "", ""
		if p != nil {
			form, year, body = orDash(p.form), strconv.Itoa(int(p.year)), p.name
		}
		t.add(r.Outcome, deref(r.ErrorCode), form, year, deref(r.Path), body)
	}
	return l.end(&t, "documents", n)
}

// readReports keeps of every report what documents are filtered by.
func (l *listed) readReports(d *parquet.Dataset) error {
	type row struct {
		ReportID   string `parquet:"report_id"`
		BodyID     string `parquet:"body_id"`
		BodyName   string `parquet:"body_name"`
		ReportYear int16  `parquet:"report_year"`
		Generation string `parquet:"generation"`
	}
	l.reports = map[string]*lsReport{}
	for r, err := range parquet.Rows[row](d, "reports") {
		if err != nil {
			return err
		}
		l.reports[strings.Clone(r.ReportID)] = &lsReport{strings.Clone(r.BodyName), strings.Clone(r.BodyID), strings.Clone(r.Generation), r.ReportYear}
	}
	return nil
}

// end prints the table and how long it is.
func (l *listed) end(t *table, key string, n int) error {
	if l.json {
		return nil
	}
	text := ""
	if n > 0 {
		text = t.String() + "\n"
	}
	_, err := l.app.out.Write([]byte(text + l.say(key, n) + "\n"))
	return err
}

func orDash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}

// count is a number that is seen only where it is one.
func count(n int32) string {
	if n == 0 {
		return "·"
	}
	return strconv.Itoa(int(n))
}

// table is rows for people, in columns that line up; the first row is the heading.
type table struct {
	rows  [][]string
	right []bool // columns of numbers
}

func (t *table) add(cells ...string) {
	for i := range cells {
		cells[i] = screen.Line(cells[i])
	}
	t.rows = append(t.rows, cells)
}

// String lays the rows out.
func (t *table) String() string {
	var width []int
	for _, r := range t.rows {
		for i, c := range r {
			if i == len(width) {
				width = append(width, 0)
			}
			width[i] = max(width[i], screen.Width(c))
		}
	}
	var b strings.Builder
	for _, r := range t.rows {
		var line strings.Builder
		for i, c := range r {
			if i > 0 {
				line.WriteString("  ")
			}
			if i < len(t.right) && t.right[i] {
				line.WriteString(screen.PadLeft(c, width[i]))
			} else {
				line.WriteString(screen.Pad(c, width[i]))
			}
		}
		b.WriteString(strings.TrimRight(line.String(), " ") + "\n")
	}
	return b.String()
}
