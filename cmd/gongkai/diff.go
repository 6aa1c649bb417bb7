package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	screen "github.com/gongkai-data/gongkai/cmd/gongkai/internal/term"
	"github.com/gongkai-data/gongkai/sinks"
	"github.com/gongkai-data/gongkai/sinks/parquet"
)

var diffText = phrases{
	"short":   {"tell what differs between two datasets, and why", "比较两个数据集，说明每处差异及其原因"},
	"long":    {"Compares the numbers of two workspaces, or of two folders of datasets: every cell whose value, status or inferred value differs, and every\nreport that came or went, each with its cause:\n  source    the document has other bytes, or is there only on one side\n  choice    another document of the report supplies the numbers\n  reader    the same bytes, read by another version of the reader\n  override  a correction was made, changed or taken back\n  form      the same bytes and reader: the form, the normaliser or the settings differ\nWith --all also where only flags or the printed text differ. Exit status 0, also where something differs; with --exit-code 4 where something does.", "比较两个工作区或数据集文件夹：列出数值、状态或推得数值不同的每个单元格，以及新增与消失的年报，并说明原因：\n  source    文件内容不同，或仅一方有此文件\n  choice    该年报改由另一份文件提供数字\n  reader    文件相同，读取器版本不同\n  override  更正有新增、变更或撤销\n  form      文件与读取器相同，报告格式、规范化程序或设置不同\n加 --all 时也列出仅标记或原文不同之处。退出码为 0（有差异亦然）；加 --exit-code 时，有差异则为 4。"},
	"example": {"  gongkai diff old new\n  gongkai diff old new --body 青禾 --year 2020-2024\n  gongkai diff old/dataset new/dataset --cause reader --json | jq -r .report_id\n  gongkai diff old new --exit-code --quiet", "  gongkai diff 旧 新\n  gongkai diff 旧 新 --body 青禾 --year 2020-2024\n  gongkai diff 旧/dataset 新/dataset --cause reader --json | jq -r .report_id\n  gongkai diff 旧 新 --exit-code --quiet"},
	"cause":   {"only differences with this cause: source, choice, reader, override, form", "只看此原因的差异：source、choice、reader、override、form"},
	"all":     {"also where only flags or the printed text differ", "也列出仅标记或原文不同之处"},
	"code":    {"exit with 4 where something differs", "有差异时以 4 退出"},
	"quiet":   {"print the summary only", "只输出摘要"},
	"json":    {"print one line of JSON a difference", "每处差异输出一行 JSON"},
	"args":    {"diff takes two workspaces or datasets", "diff 需要两个工作区或数据集"},
	"bad":     {"no cause %s", "没有此原因：%s"},
	"badfix":  {"use source, choice, reader, override or form", "可用：source、choice、reader、override、form"},
	"added":   {"added", "新增"},
	"lost":    {"lost", "消失"},
	"gone":    {"%s is not there any more", "%s 已不存在"},
	"new":     {"%s was not there before", "%s 此前不存在"},
	"is":      {"%s is %s", "%s 为 %s"},
	"was":     {"%s was %s", "%s 原为 %s"},
	"otherid": {"%s gives report %s", "%s 现为年报 %s"},
	"wasid":   {"%s gave report %s", "%s 原为年报 %s"},
	"none":    {"nothing", "无"},
	"summary": {"reports: %d in both, %d of them differ, %d added, %d lost", "年报：两者皆有 %d 份，其中 %d 份有差异，新增 %d 份，消失 %d 份"},
	"cells":   {"cells that differ: %d", "有差异的单元格：%d"},
	"differ":  {"the datasets differ", "两个数据集不同"},
}

// causes of differences, in the order of the summary.
var causes = []string{"source", "choice", "reader", "override", "form"}

// difference is one line of `diff --json`.
type difference struct {
	Kind       string   `json:"kind"` // cell, report_added, report_lost
	Cause      string   `json:"cause"`
	Detail     string   `json:"detail"` // document, versions, correction
	ReportID   string   `json:"report_id"`
	BodyName   string   `json:"body_name"`
	ReportYear int16    `json:"report_year"`
	Indicator  *string  `json:"indicator"`
	Applicant  *string  `json:"applicant"`
	Differs    []string `json:"differs"` // value, status, inferred_value, flags, raw_text
	A          *side    `json:"a"`       // null where it has no such cell
	B          *side    `json:"b"`
}

// side is a cell of one dataset.
type side struct {
	Value    *float64 `json:"value"`
	Status   string   `json:"status"`
	Raw      *string  `json:"raw_text"`
	Inferred *float64 `json:"inferred_value"`
	Flags    []string `json:"flags"`
	Override *string  `json:"override_id"`
}

func (a *app) diffCmd() *cobra.Command {
	say := func(key string) string { return diffText.say(a.lang, key) }
	c := comparing{app: a, by: map[string]int{}}
	cmd := &cobra.Command{
		Use: "diff A B [--cause C] [--body B] [--year Y] [--all] [--exit-code] [--quiet] [--json]", DisableFlagsInUseLine: true, Short: say("short"), Long: say("long"), Example: say("example"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) != 2 {
				return &failure{exit: exitUsage, code: "usage-path", text: say("args"), hint: mainText.say(a.lang, "helphint", cmd.CommandPath())}
			}
			return c.run(cmd.Context(), args[0], args[1])
		},
	}
	f := cmd.Flags()
	f.StringVar(&c.cause, "cause", "", say("cause"))
	f.StringVar(&c.filter.body, "body", "", checkText.say(a.lang, "body"))
	f.StringVar(&c.filter.years, "year", "", checkText.say(a.lang, "year"))
	f.BoolVar(&c.all, "all", false, say("all"))
	f.BoolVar(&c.exit, "exit-code", false, say("code"))
	f.BoolVarP(&c.quiet, "quiet", "q", false, say("quiet"))
	f.BoolVar(&c.json, "json", false, say("json"))
	return cmd
}

// comparing is one run of `diff`.
type comparing struct {
	app                    *app
	cause                  string
	filter                 listed // by body and year
	all, exit, quiet, json bool

	a, b *half

	last                       string // report whose heading was printed
	both, changed, added, lost int
	cells                      int
	by                         map[string]int // differences, by cause
}

// half is what is known of one of the two datasets.
type half struct {
	d       *parquet.Dataset
	reports map[string]*sinks.ReportRow // that stand
	ids     []string                    // of them, sorted
	bySHA   map[string]*sinks.DocumentRow
	paths   map[string]*sinks.DocumentRow
}

func (c *comparing) say(key string, args ...any) string {
	return diffText.say(c.app.lang, key, args...)
}

func (c *comparing) run(ctx context.Context, a, b string) error {
	bad := func(text, hint string) error {
		return &failure{exit: exitUsage, code: "usage-flag", text: text, hint: hint}
	}
	if c.cause != "" && !slices.Contains(causes, c.cause) {
		return bad(c.say("bad", screen.Quote(c.cause)), c.say("badfix"))
	}
	var ok bool
	if c.filter.first, c.filter.last, ok = yearSpan(c.filter.years); !ok {
		return bad(checkText.say(c.app.lang, "badyear", screen.Quote(c.filter.years)), checkText.say(c.app.lang, "yearfix"))
	}
	for _, h := range []struct {
		to   **half
		path string
	}{{&c.a, a}, {&c.b, b}} {
		d, err := openWorkspace(ctx, c.app, h.path, "reports", "documents", "facts")
		if err != nil {
			return err
		}
		defer d.Close()
		if *h.to, err = readHalf(ctx, d); err != nil {
			return brokenDataset(c.app, h.path, err)
		}
	}
	if err := c.compare(ctx); err != nil {
		return brokenDataset(c.app, a, err)
	}
	return c.end()
}

// readHalf reads reports and documents; facts are read side by side.
func readHalf(ctx context.Context, d *parquet.Dataset) (*half, error) {
	h := &half{d: d, reports: map[string]*sinks.ReportRow{}, bySHA: map[string]*sinks.DocumentRow{}, paths: map[string]*sinks.DocumentRow{}}
	for r, err := range parquet.Rows[sinks.ReportRow](d, "reports") {
		if err != nil {
			return nil, err
		}
		if r.SupersededBy == nil {
			h.reports[r.ReportID] = &sinks.ReportRow{ReportID: r.ReportID, BodyID: r.BodyID, BodyName: r.BodyName, ReportYear: r.ReportYear, Generation: r.Generation, DocumentSHA256: r.DocumentSHA256}
			h.ids = append(h.ids, r.ReportID)
		}
	}
	slices.Sort(h.ids)
	for r, err := range parquet.Rows[sinks.DocumentRow](d, "documents") {
		if err != nil {
			return nil, err
		}
		row := *r
		row.ErrorMessage = nil
		if r.Outcome != sinks.Duplicate && r.DocumentSHA256 != "" {
			h.bySHA[r.DocumentSHA256] = &row
		}
		h.paths[deref(r.Path)] = &row
	}
	return h, ctx.Err()
}

// compare goes through the reports of both in the order of their ids.
func (c *comparing) compare(ctx context.Context) error {
	fa, fb := newFactReader(c.a), newFactReader(c.b)
	defer fa.stop()
	defer fb.stop()
	ids := slices.Compact(slices.Sorted(slices.Values(slices.Concat(c.a.ids, c.b.ids))))
	for _, id := range ids {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		a, b := c.a.reports[id], c.b.reports[id]
		r := a
		if r == nil {
			r = b
		}
		if !c.filter.keep(id, r.BodyID, r.BodyName, r.Generation, r.ReportYear) {
			continue
		}
		var err error
		switch {
		case b == nil:
			err = c.came(r, c.a, c.b, "report_lost")
		case a == nil:
			err = c.came(r, c.b, c.a, "report_added")
		default:
			err = c.report(a, b, fa, fb)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// came tells a report that only one of the datasets has, and why the other lacks it.
func (c *comparing) came(r *sinks.ReportRow, has, lacks *half, kind string) error {
	d := difference{Kind: kind, ReportID: r.ReportID, BodyName: r.BodyName, ReportYear: r.ReportYear, Differs: []string{}}
	lost := kind == "report_lost"
	word := func(here, there string) string {
		if lost {
			return here
		}
		return there
	}
	mine := has.bySHA[r.DocumentSHA256]
	path := ""
	if mine != nil {
		path = deref(mine.Path)
	}
	other := lacks.bySHA[r.DocumentSHA256]
	switch {
	case other == nil && lacks.paths[path] != nil && lacks.paths[path].DocumentSHA256 != r.DocumentSHA256:
		o := lacks.paths[path]
		d.Cause, d.Detail = "source", c.say(word("is", "was"), path, orDash(o.Outcome)+" "+deref(o.ErrorCode))
	case other == nil:
		d.Cause, d.Detail = "source", c.say(word("gone", "new"), path)
	case versionOf(mine) != versionOf(other):
		d.Cause, d.Detail = "reader", c.versions(mine, other, lost)
	case other.ReportID != nil && *other.ReportID != r.ReportID:
		d.Cause, d.Detail = "form", c.say(word("otherid", "wasid"), path, *other.ReportID)
	default:
		d.Cause, d.Detail = "form", c.say(word("is", "was"), path, strings.TrimSpace(other.Outcome+" "+deref(other.ErrorCode)))
	}
	if c.cause != "" && c.cause != d.Cause {
		return nil
	}
	if lost {
		c.lost++
	} else {
		c.added++
	}
	c.by[d.Cause]++
	return c.tell(&d)
}

// versions are the readers of a document on both sides, A's first.
func (c *comparing) versions(mine, other *sinks.DocumentRow, mineIsA bool) string {
	a, b := mine, other
	if !mineIsA {
		a, b = other, mine
	}
	return versionOf(a) + " → " + versionOf(b)
}

// versionOf is a reader with its version, as "docx 3".
func versionOf(d *sinks.DocumentRow) string {
	if d == nil || d.Reader == nil || d.ReaderVersion == nil {
		return "–"
	}
	return fmt.Sprintf("%s %d", *d.Reader, *d.ReaderVersion)
}

// report compares the cells of a report that both have.
func (c *comparing) report(a, b *sinks.ReportRow, fa, fb *factReader) error {
	c.both++
	left, err := fa.of(a.ReportID)
	if err != nil {
		return err
	}
	right, err := fb.of(b.ReportID)
	if err != nil {
		return err
	}
	cause, detail := c.causeOf(a, b)
	changed := false
	keys := left.keysWith(right)
	for _, key := range keys { // what follows from a corrected number changes with it
		if o, p := overrideOf(left.at(key)), overrideOf(right.at(key)); cause == "form" && detail == "" && o != p {
			cause, detail = "override", orDash(o)+" → "+orDash(p)
		}
	}
	for _, key := range keys {
		x, y := left.at(key), right.at(key)
		d := difference{Kind: "cell", Cause: cause, Detail: detail, ReportID: b.ReportID, BodyName: b.BodyName, ReportYear: b.ReportYear, Indicator: &key.indicator, Applicant: some(key.applicant), A: x, B: y}
		if d.Differs = differs(x, y, c.all); len(d.Differs) == 0 {
			continue
		}
		if o, p := overrideOf(x), overrideOf(y); o != p {
			d.Cause, d.Detail = "override", orDash(o)+" → "+orDash(p)
		} else if o != "" && d.A.Raw != nil && d.B.Raw != nil && *d.A.Raw == *d.B.Raw {
			d.Cause, d.Detail = "override", o // the same correction says another number
		}
		if c.cause != "" && c.cause != d.Cause {
			continue
		}
		changed = true
		c.cells++
		c.by[d.Cause]++
		if err := c.tell(&d); err != nil {
			return err
		}
	}
	if changed {
		c.changed++
	}
	return nil
}

// causeOf is why the cells of a report differ, unless a correction says more.
func (c *comparing) causeOf(a, b *sinks.ReportRow) (cause, detail string) {
	x, y := c.a.bySHA[a.DocumentSHA256], c.b.bySHA[b.DocumentSHA256]
	path := func(d *sinks.DocumentRow) string {
		if d == nil {
			return "–"
		}
		return deref(d.Path)
	}
	switch {
	case a.DocumentSHA256 != b.DocumentSHA256 && (c.b.bySHA[a.DocumentSHA256] != nil && c.a.bySHA[b.DocumentSHA256] != nil):
		return "choice", path(x) + " → " + path(y)
	case a.DocumentSHA256 != b.DocumentSHA256 && path(x) == path(y):
		return "source", fmt.Sprintf("%s %.12s → %.12s", path(x), a.DocumentSHA256, b.DocumentSHA256)
	case a.DocumentSHA256 != b.DocumentSHA256:
		return "source", path(x) + " → " + path(y)
	case versionOf(x) != versionOf(y):
		return "reader", versionOf(x) + " → " + versionOf(y)
	case a.Generation != b.Generation:
		return "form", orDash(a.Generation) + " → " + orDash(b.Generation)
	}
	return "form", ""
}

func overrideOf(s *side) string {
	if s == nil {
		return ""
	}
	return deref(s.Override)
}

// differs names what differs between two cells.
func differs(a, b *side, all bool) []string {
	out := []string{}
	if a == nil || b == nil {
		return []string{"status"}
	}
	same := func(x, y *float64) bool { return (x == nil) == (y == nil) && (x == nil || *x == *y) }
	if !same(a.Value, b.Value) {
		out = append(out, "value")
	}
	if a.Status != b.Status {
		out = append(out, "status")
	}
	if !same(a.Inferred, b.Inferred) {
		out = append(out, "inferred_value")
	}
	if all && !slices.Equal(a.Flags, b.Flags) {
		out = append(out, "flags")
	}
	if all && ((a.Raw == nil) != (b.Raw == nil) || deref(a.Raw) != deref(b.Raw)) {
		out = append(out, "raw_text")
	}
	return out
}

// tell prints one difference.
func (c *comparing) tell(d *difference) error {
	switch {
	case c.json:
		return c.app.json(d)
	case c.quiet:
		return nil
	}
	var b strings.Builder
	if c.last != d.ReportID {
		if c.last != "" {
			b.WriteString("\n")
		}
		c.last = d.ReportID
		fmt.Fprintf(&b, "%s %d  %s\n", screen.Line(d.BodyName), d.ReportYear, d.ReportID)
	}
	cause := d.Cause
	if d.Detail != "" {
		cause += ": " + d.Detail
	}
	what := c.say(strings.TrimPrefix(d.Kind, "report_"))
	if d.Kind == "cell" {
		key := *d.Indicator
		if d.Applicant != nil {
			key += "|" + *d.Applicant
		}
		what = fmt.Sprintf("%s  %s → %s", screen.Pad(key, 56), c.cell(d.A, d.Differs), c.cell(d.B, d.Differs))
	}
	fmt.Fprintf(&b, "  %s  (%s)\n", screen.Line(what), screen.Line(cause))
	_, err := c.app.out.Write([]byte(b.String()))
	return err
}

// cell is a side in a few words.
func (c *comparing) cell(s *side, differs []string) string {
	if s == nil {
		return c.say("none")
	}
	text := s.Status
	if s.Value != nil {
		text = number(*s.Value)
		if s.Status != "reported" {
			text += " " + s.Status
		}
	}
	if s.Inferred != nil {
		text += " (" + number(*s.Inferred) + ")"
	}
	if slices.Contains(differs, "flags") {
		text += " [" + strings.Join(s.Flags, " ") + "]"
	}
	if slices.Contains(differs, "raw_text") && s.Raw != nil {
		text += " " + screen.Quote(screen.Cut(*s.Raw, 40))
	}
	return text
}

// end prints the summary and tells the exit code.
func (c *comparing) end() error {
	differ := c.cells+c.added+c.lost > 0
	if !c.json {
		var b strings.Builder
		if c.last != "" {
			b.WriteString("\n")
		}
		fmt.Fprintln(&b, c.say("summary", c.both, c.changed, c.added, c.lost))
		text := c.say("cells", c.cells)
		var parts []string
		for _, cause := range causes {
			if n := c.by[cause]; n > 0 {
				parts = append(parts, fmt.Sprintf("%s %d", cause, n))
			}
		}
		if len(parts) > 0 {
			text += "  (" + strings.Join(parts, ", ") + ")"
		}
		fmt.Fprintln(&b, text)
		if _, err := c.app.out.Write([]byte(b.String())); err != nil {
			return err
		}
	}
	if c.exit && differ {
		return &failure{exit: exitCheck, code: "datasets-differ", text: c.say("differ")}
	}
	return nil
}
