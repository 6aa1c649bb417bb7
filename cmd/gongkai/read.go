package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/pipeline"
	screen "github.com/gongkai-data/gongkai/cmd/gongkai/internal/term"
	"github.com/gongkai-data/gongkai/normalize"
	"github.com/gongkai-data/gongkai/sinks"
)

var readText = phrases{
	"short":     {"read documents and print what they say", "读取文件并输出其内容"},
	"long":      {"Reads each document and prints body, year, form, the numbers with their states, failed checks and\nflagged numbers. Nothing is written. \"-\" takes paths from stdin, one a line or each ended by NUL.\nArchives are opened: reports.zip for all of it, reports.zip!/a.doc for one file in it.", "读取每份文件，输出机关、年度、格式、各项数字及其状态、不符的勾稽关系与有标记的数字。\n不写入任何文件。“-”表示从标准输入读取路径，每行一个，或以 NUL 结尾。\n压缩包直接读取：年报.zip 为其全部内容，年报.zip!/甲.doc 为其中一份。"},
	"example":   {"  gongkai read report.docx\n  gongkai read --json -- *.html | jq .report.body_name\n  find . -name '*.docx' | gongkai read --json -", "  gongkai read 年报.docx\n  gongkai read --json -- *.html | jq .report.body_name\n  find . -name '*.docx' | gongkai read --json -"},
	"json":      {"print one line of JSON a document, in the order given", "按给定顺序，每份文件输出一行 JSON"},
	"missing":   {"no such file: %s", "文件不存在：%s"},
	"denied":    {"cannot open %s", "无法打开 %s"},
	"folder":    {"%s is a folder", "%s 是文件夹"},
	"filesfix":  {"name files, or their list: find FOLDER -type f | gongkai %s -; gongkai convert takes folders", "请给出文件，或文件列表：find 文件夹 -type f | gongkai %s -；gongkai convert 可处理文件夹"},
	"special":   {"%s is neither a file nor a folder", "%s 既不是文件也不是文件夹"},
	"stdin":     {"cannot read the list of paths on stdin", "无法读取标准输入中的路径列表"},
	"unread":    {"%d of %d documents could not be read", "%[2]d 份文件中有 %[1]d 份无法读取"},
	"explain":   {"gongkai explain %s", "gongkai explain %s"},
	"body":      {"body", "机关"},
	"year":      {"year", "年度"},
	"form":      {"form", "格式"},
	"expected":  {"form %s was in force for %d", "%[2]d 年度应用格式 %[1]s"},
	"facts":     {"facts", "指标"},
	"checks":    {"checks", "勾稽"},
	"issues":    {"issues", "问题"},
	"flagged":   {"flagged", "有标记"},
	"noform":    {"no statutory table found", "未找到法定表格"},
	"legend":    {"· blank   — dash   / slash   none 无   text “ ”   ∅ not in the source   (n) inferred   n! flagged", "· 空白   — 横线   / 斜线   无   文字 “ ”   ∅ 原文缺此项   (n) 推得   n! 有标记"},
	"more":      {"… %d more", "…… 另有 %d 项"},
	"proactive": {"proactive disclosure", "主动公开"}, "applications": {"applications", "依申请公开"}, "litigation": {"reconsideration and litigation", "复议与诉讼"},
	"a1": {"statistics (A1)", "统计表（A1）"}, "a2": {"statistics (A2)", "统计表（A2）"}, "nonstandard": {"beside the form", "格式之外"},
}

// readLine is what `read --json` prints for one document; the columns are those
// of the dataset.
type readLine struct {
	Path         string             `json:"path"`
	SHA256       *string            `json:"sha256"`
	Outcome      string             `json:"outcome"`
	ErrorCode    *string            `json:"error_code"`
	ErrorMessage *string            `json:"error_message"`
	Report       *sinks.ReportRow   `json:"report"`
	Facts        []sinks.FactRow    `json:"facts"`
	Checks       []sinks.CheckRow   `json:"checks"`
	Issues       []sinks.IssueRow   `json:"issues"`
	Sections     []sinks.SectionRow `json:"sections"`
}

func (a *app) readCmd() *cobra.Command {
	say := func(key string) string { return readText.say(a.lang, key) }
	var asJSON bool
	var jobs int
	cmd := &cobra.Command{
		Use: "read PATH… [--json] [-j N]", DisableFlagsInUseLine: true, Short: say("short"), Long: say("long"), Example: say("example"), Args: a.needPaths,
		RunE: func(cmd *cobra.Command, args []string) error {
			sources, err := a.files(cmd, args)
			if err != nil {
				return err
			}
			return a.each(cmd.Context(), a.stages(pipeline.All().Alone()), sources, jobs, func(r pipeline.Result) error {
				if asJSON {
					return a.json(readLineOf(&r))
				}
				_, err := a.out.Write([]byte(a.summary(&r)))
				return err
			})
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, say("json"))
	a.jobsFlag(cmd, &jobs)
	a.readFlags(cmd)
	return cmd
}

// files turns the arguments of a command that only looks into sources, in the
// order given. Every path is looked at before any document is read.
func (a *app) files(cmd *cobra.Command, args []string) ([]pipeline.Source, error) {
	say := func(key string, args ...any) string { return readText.say(a.lang, key, args...) }
	paths, err := pipeline.Expand(cmd.Context(), args, a.in)
	if err != nil {
		return nil, &failure{exit: exitUsage, code: "usage-path", text: say("stdin"), err: err}
	}
	var sources []pipeline.Source
	for _, g := range paths {
		p := g.Path
		st, err := os.Stat(p)
		if in, ok := inArchive(p, err); ok {
			sources = append(sources, in)
			continue
		}
		if g.Listed { // what is wrong with it is found by reading
			sources = append(sources, pipeline.Source{Path: p, File: p})
			continue
		}
		if err != nil {
			return nil, a.badPath(p, err)
		}
		if st.IsDir() {
			return nil, &failure{exit: exitUsage, code: "usage-path", text: say("folder", screen.Quote(p)), hint: say("filesfix", cmd.Name())}
		}
		if !st.Mode().IsRegular() {
			return nil, a.badPath(p, pipeline.ErrNotRegular)
		}
		sources = append(sources, pipeline.Source{Path: p, File: p})
	}
	return sources, nil
}

// badPath is the usage error for a path that cannot be taken.
func (a *app) badPath(p string, err error) error {
	key := "denied"
	switch {
	case errors.Is(err, fs.ErrNotExist):
		key, err = "missing", nil
	case errors.Is(err, pipeline.ErrNotRegular):
		key, err = "special", nil
	}
	var pe *fs.PathError
	if errors.As(err, &pe) {
		err = pe.Err
	}
	return &failure{exit: exitUsage, code: "usage-path", text: readText.say(a.lang, key, screen.Quote(p)), err: err}
}

// each reads the sources in order and ends with exit 3 where some failed.
func (a *app) each(ctx context.Context, s *pipeline.Stages, sources []pipeline.Source, jobs int, take func(pipeline.Result) error) error {
	failed, code := 0, ""
	read := 0
	err := s.Each(ctx, a.opened(ctx, sources, s.Limits.WithDefaults().Input), jobs, func(r pipeline.Result) error {
		read++
		if r.Outcome == sinks.Failed {
			failed, code = failed+1, r.Code
			a.tell("warning", r.Path+": "+a.reason(r.Code, r.Message))
		}
		return take(r)
	})
	if err != nil || failed == 0 {
		return err
	}
	return &failure{exit: exitUnread, code: "documents-unread", text: readText.say(a.lang, "unread", failed, read), hint: readText.say(a.lang, "explain", code)}
}

// readLineOf has empty lists, never null, where a document gave no report.
func readLineOf(r *pipeline.Result) readLine {
	line := readLine{
		Path: r.Path, SHA256: some(r.Digest), Outcome: r.Outcome, ErrorCode: some(r.Code), ErrorMessage: some(r.Message),
		Facts: []sinks.FactRow{}, Checks: []sinks.CheckRow{}, Issues: []sinks.IssueRow{}, Sections: []sinks.SectionRow{},
	}
	if r.Report == nil {
		return line
	}
	row := sinks.ReportOf(r.Report)
	line.Report = &row
	line.Facts = append(line.Facts, sinks.Facts(r.Report)...)
	line.Checks = append(line.Checks, sinks.Checks(r.Report)...)
	line.Issues = append(line.Issues, sinks.Issues(r.Report)...)
	line.Sections = append(line.Sections, sinks.Sections(r.Report)...)
	return line
}

// summary is one document on a screen.
func (a *app) summary(r *pipeline.Result) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s  %s  %s\n", screen.Line(r.Path), r.Sniffed, a.coded(r.Outcome))
	if r.Report == nil {
		if r.Code != "" {
			fmt.Fprintf(&b, "  %s\n", screen.Line(a.reason(r.Code, r.Message)))
		}
		return b.String() + "\n"
	}
	a.head(&b, r.Report)
	a.doubts(&b, r.Report)
	a.numbers(&b, r.Report)
	return b.String() + "\n"
}

// head prints who reports on which year and the counts.
func (a *app) head(b *strings.Builder, r *normalize.Report) {
	say := func(key string, args ...any) string { return readText.say(a.lang, key, args...) }
	field := func(key, value string) {
		fmt.Fprintf(b, "  %s %s\n", screen.Pad(say(key), 8), screen.Line(value))
	}
	body := r.Body.Name
	if r.Body.Division != "" {
		body += "  " + r.Body.Division
	}
	field("body", body)
	field("year", strconv.Itoa(r.Year))
	switch form := r.Generation; {
	case form == "":
		field("form", say("noform"))
	case r.GenerationExpected != "" && r.GenerationExpected != form:
		field("form", form+"  ("+say("expected", r.GenerationExpected, r.Year)+")")
	default:
		field("form", form)
	}
	field("facts", a.counts(len(r.Facts), func(i int) string { return string(r.Facts[i].Status) }))
	field("checks", a.counts(len(r.Checks), func(i int) string { return r.Checks[i].Result }))
	if len(r.Issues) > 0 {
		field("issues", a.counts(len(r.Issues), func(i int) string { return r.Issues[i].Code }))
	}
}

// counts prints "3 a, 2 b" in the order in which the codes first occur.
func (a *app) counts(n int, name func(i int) string) string {
	by, order := map[string]int{}, []string{}
	for i := range n {
		s := name(i)
		if by[s] == 0 {
			order = append(order, s)
		}
		by[s]++
	}
	var parts []string
	for _, s := range order {
		parts = append(parts, fmt.Sprintf("%d %s", by[s], a.coded(s)))
	}
	return strings.Join(parts, ", ")
}

// doubtLimit is how many failed checks and flagged facts a summary names.
const doubtLimit = 12

// failed tells a check that failed: its sides where the form sets them equal, else what the rule says.
func (a *app) failed(c *normalize.Check) string {
	if strings.HasPrefix(c.Rule, "W") {
		return fmt.Sprintf("✗ %s %s: %s", c.Rule, c.Scope, a.gloss(c.Rule))
	}
	return fmt.Sprintf("✗ %s %s: %s ≠ %s  %s", c.Rule, c.Scope, decimal(c.LHS), decimal(c.RHS), c.CauseHint)
}

// doubts prints failed checks with their sides and flagged facts with their reasons.
func (a *app) doubts(b *strings.Builder, r *normalize.Report) {
	var lines []string
	for i := range r.Checks {
		c := &r.Checks[i]
		if c.Result == normalize.Fail {
			lines = append(lines, a.failed(c))
		}
	}
	for i := range r.Facts {
		f := &r.Facts[i]
		if len(f.Flags) > 0 {
			lines = append(lines, fmt.Sprintf("! %s  %q  %v", f.Key(), f.Raw, f.Flags))
		}
	}
	for i, l := range lines {
		if i == doubtLimit {
			fmt.Fprintf(b, "  %s\n", readText.say(a.lang, "more", len(lines)-i))
			break
		}
		fmt.Fprintf(b, "  %s\n", screen.Line(strings.TrimRight(l, " ")))
	}
}

func decimal(d *normalize.Decimal) string {
	if d == nil {
		return "?"
	}
	return d.String()
}

// numbers draws the tables of the form compactly: applicants side by side,
// everything else as label and number.
func (a *app) numbers(b *strings.Builder, r *normalize.Report) {
	if len(r.Facts) == 0 {
		return
	}
	var tables []string
	byTable := map[string][]*normalize.Fact{}
	for i := range r.Facts {
		f := &r.Facts[i]
		if byTable[f.Table] == nil {
			tables = append(tables, f.Table)
		}
		byTable[f.Table] = append(byTable[f.Table], f)
	}
	labels := a.labels(r.Generation)
	for _, t := range tables {
		title := t
		if _, ok := readText[t]; ok {
			title = readText.say(a.lang, t)
		}
		fmt.Fprintf(b, "\n  %s\n", title)
		a.matrix(b, byTable[t], labels)
	}
	fmt.Fprintf(b, "\n  %s\n", readText.say(a.lang, "legend"))
}

// labelWidth is the most room that labels get in a summary.
const labelWidth = 52

// matrix prints one line an indicator, one column an applicant.
func (a *app) matrix(b *strings.Builder, facts []*normalize.Fact, labels map[string]string) {
	var rows, cols []string
	cell := map[normalize.Key]string{}
	seenRow, width := map[string]bool{}, map[string]int{}
	for _, f := range facts {
		if !seenRow[f.Indicator] {
			seenRow[f.Indicator] = true
			rows = append(rows, f.Indicator)
		}
		if _, ok := width[f.Applicant]; !ok {
			cols = append(cols, f.Applicant)
			width[f.Applicant] = screen.Width(a.applicant(f.Applicant))
		}
		cell[f.Key()] = shown(f)
		width[f.Applicant] = max(width[f.Applicant], screen.Width(shown(f)))
	}
	label := func(indicator string) string {
		if l := labels[indicator]; l != "" {
			indicator = l
		}
		return screen.Cut(screen.Line(indicator), labelWidth)
	}
	room := 0
	for _, ind := range rows {
		room = max(room, screen.Width(label(ind)))
	}
	line := func(label string, text func(col string) string) {
		s := "    " + screen.Pad(label, room)
		for _, c := range cols {
			s += "  " + screen.PadLeft(text(c), width[c])
		}
		b.WriteString(strings.TrimRight(s, " ") + "\n")
	}
	if len(cols) > 1 {
		line("", a.applicant)
	}
	for _, ind := range rows {
		line(label(ind), func(c string) string { return cell[normalize.Key{Indicator: ind, Applicant: c}] })
	}
}

// shown is a fact in a few characters.
func shown(f *normalize.Fact) string {
	s := map[normalize.Status]string{
		normalize.Blank: "·", normalize.Dash: "—", normalize.Slash: "/", normalize.None: "无", normalize.TextStatus: "“ ”",
		normalize.RowAbsent: "∅", normalize.ColumnAbsent: "∅", normalize.TableAbsent: "∅",
	}[f.Status]
	switch {
	case f.HasValue():
		s = f.Value.String()
	case s == "":
		s = "?"
	}
	if f.Inferred != nil {
		s = "(" + f.Inferred.String() + ")"
	}
	if len(f.Flags) > 0 {
		s += "!"
	}
	return s
}

// labels are the row labels of a generation in the user's language, without
// the labels of their groups.
func (a *app) labels(generation string) map[string]string {
	m := map[string]string{}
	for i := range normalize.Indicators {
		ind := &normalize.Indicators[i]
		if ind.Generation != generation {
			continue
		}
		m[ind.Code] = ind.En
		if a.lang == chinese {
			m[ind.Code] = ind.Zh
		}
	}
	return m
}

// applicant is the heading of a column.
func (a *app) applicant(code string) string {
	if a.lang == chinese {
		for _, ap := range normalize.Applicants {
			if ap.Code == code {
				labels := strings.Split(ap.Zh, " / ")
				return labels[len(labels)-1]
			}
		}
		return ""
	}
	return strings.TrimPrefix(code, "org_")
}
