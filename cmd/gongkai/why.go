package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/overrides"
	screen "github.com/gongkai-data/gongkai/cmd/gongkai/internal/term"
	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/normalize"
	"github.com/gongkai-data/gongkai/sinks"
)

var whyText = phrases{
	"short":      {"show where one number of a dataset comes from", "说明数据集中某个数字的来历"},
	"long":       {"From a value to its source cell: value, status and flags in words, the document, the table around the cell as it was read, every rule\nthat the cell is part of with its arithmetic, what other documents of the report print there, and the correction that set it, if one did.\nREPORT is a report_id, or a body and a year (青禾区 2024, in quotes). CELL is indicator|applicant, the end of an indicator (new,\ngranted|total), a column of the table panel, or a place in the source (t2r4c10). Takes a workspace or the folder of a dataset.", "从数值追溯到原文单元格：数值、状态与标记的含义，所在文件，该单元格周围的表格（按读取结果），涉及该单元格的每条规则及算式，\n同一年报的其他文件在此处所印，以及（如有）所采用的更正。\nREPORT 为 report_id，或机关与年度（如 '青禾区 2024'）。CELL 为 指标|申请人、指标的末段（new、granted|total）、\npanel 表的字段，或原文位置（t2r4c10）。参数为工作区或数据集文件夹。"},
	"example":    {"  gongkai why work 150203-2024 'applications.new|total'\n  gongkai why work '青禾区 2024' new\n  gongkai why work 150203-2024 t2r4c10\n  gongkai why work 150203-2024 'carried_out|natural_person' --json | jq .checks", "  gongkai why 工作区 150203-2024 'applications.new|total'\n  gongkai why 工作区 '青禾区 2024' new\n  gongkai why 工作区 150203-2024 t2r4c10\n  gongkai why 工作区 150203-2024 'carried_out|natural_person' --json | jq .checks"},
	"json":       {"print JSON", "输出 JSON"},
	"args":       {"why takes a workspace, a report and a cell", "why 需要工作区、年报与单元格"},
	"noreport":   {"no report %s", "没有此年报：%s"},
	"manyreport": {"%s may be several reports", "%s 对应多份年报"},
	"nocell":     {"report %[2]s has no cell %[1]s", "年报 %[2]s 中没有单元格 %[1]s"},
	"manycell":   {"%s may be several cells", "%s 对应多个单元格"},
	"mean":       {"did you mean: %s", "是否指：%s"},
	"lsfix":      {"gongkai ls WORKSPACE names the reports", "gongkai ls 工作区 可列出年报"},
	"cellfix":    {"gongkai list codes names every indicator", "gongkai list codes 可列出全部指标"},
	"value":      {"value", "数值"},
	"none":       {"none", "无"},
	"status":     {"status", "状态"},
	"raw":        {"printed", "原文"},
	"inferred":   {"inferred", "推得"},
	"by":         {"%s, by %s", "%s（依据 %s）"},
	"flags":      {"flags", "标记"},
	"labels":     {"labels", "行列标签"},
	"matches":    {"row %s, column %s", "行 %s，列 %s"},
	"document":   {"document", "文件"},
	"reader":     {"reader", "读取器"},
	"place":      {"place", "位置"},
	"placetext":  {"table %d, row %d, column %d", "表 %d，第 %d 行，第 %d 列"},
	"page":       {", page %d", "，第 %d 页"},
	"nowhere":    {"no cell of the source", "原文中没有对应单元格"},
	"override":   {"correction", "更正"},
	"was":        {"was %s", "原读数 %s"},
	"gone":       {"not in the workspace any more", "已不在工作区中"},
	"table":      {"the table around it", "所在表格"},
	"rules":      {"rules", "规则"},
	"norules":    {"no rule touches this cell", "没有规则涉及此单元格"},
	"witnesses":  {"other documents of the report", "同一年报的其他文件"},
	"printsno":   {"no such cell", "无此单元格"},
	"issues":     {"issues", "问题"},
	"next":       {"look at the source: ", "查看原文："},
	"superseded": {"this report is superseded by %s, which supplies the numbers", "此年报已被 %s 取代，数字以其为准"},
}

// whence is what `why --json` prints.
type whence struct {
	Report     sinks.ReportRow    `json:"report"`
	Fact       sinks.FactRow      `json:"fact"`
	LabelZh    string             `json:"label_zh"`
	LabelEn    string             `json:"label_en"`
	Document   *sinks.DocumentRow `json:"document"`
	Cells      []sinks.CellRow    `json:"cells"` // of its table
	Checks     []checkSeen        `json:"checks"`
	Issues     []sinks.IssueRow   `json:"issues"`
	Witnesses  []witnessSeen      `json:"witnesses"`
	Correction *correctionSeen    `json:"correction"`
}

// checkSeen is a check with the numbers that it rests on.
type checkSeen struct {
	sinks.CheckRow
	Numbers []operandFound `json:"numbers"`
}

// witnessSeen is another document of the same report.
type witnessSeen struct {
	ReportID string  `json:"report_id"`
	SHA256   string  `json:"document_sha256"`
	Path     *string `json:"path"`
	Text     *string `json:"text"` // null where it has no such cell
	TableNo  *int32  `json:"table_no"`
	RowNo    *int32  `json:"row_no"`
	ColNo    *int32  `json:"col_no"`
}

// correctionSeen is the correction that set the value.
type correctionSeen struct {
	ID    string `json:"id"`
	Kind  string `json:"kind"`
	Was   string `json:"was"`
	Value string `json:"value"`
	Who   string `json:"who"`
	Why   string `json:"why"`
	File  string `json:"file"`
}

func (a *app) whyCmd() *cobra.Command {
	say := func(key string) string { return whyText.say(a.lang, key) }
	w := asking{app: a, names: checking{app: a}}
	cmd := &cobra.Command{
		Use: "why WORKSPACE REPORT CELL [--json]", DisableFlagsInUseLine: true, Short: say("short"), Long: say("long"), Example: say("example"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) != 3 {
				return &failure{exit: exitUsage, code: "usage-path", text: say("args"), hint: mainText.say(a.lang, "helphint", cmd.CommandPath())}
			}
			return w.run(cmd.Context(), args[0], args[1], args[2])
		},
	}
	cmd.Flags().BoolVar(&w.json, "json", false, say("json"))
	return cmd
}

// asking is one run of `why`.
type asking struct {
	app   *app
	json  bool
	names checking // knows how cells are called and equations written

	whence
	facts []sinks.FactRow // of the report
}

func (w *asking) say(key string, args ...any) string { return whyText.say(w.app.lang, key, args...) }

func (w *asking) run(ctx context.Context, path, report, cell string) error {
	d, err := openWorkspace(ctx, w.app, path, "reports", "facts", "documents", "cells", "checks", "issues")
	if err != nil {
		return err
	}
	defer d.Close()
	broken := func(err error) error { return brokenDataset(w.app, path, err) }
	reports, err := w.readReports(ctx, d)
	if err != nil {
		return broken(err)
	}
	if err := w.chooseReport(reports, report); err != nil {
		return err
	}
	if err := w.readFacts(ctx, d); err != nil {
		return broken(err)
	}
	if err := w.chooseCell(cell); err != nil {
		return err
	}
	if err := w.gather(ctx, d, reports); err != nil {
		return broken(err)
	}
	if err := w.correction(path); err != nil {
		return err
	}
	if w.json {
		return w.app.json(&w.whence)
	}
	_, err = w.app.out.Write([]byte(w.text()))
	return err
}

// correction finds the correction that set the value among those of the workspace.
func (w *asking) correction(path string) error {
	if w.Fact.OverrideID == nil {
		return nil
	}
	w.Correction = &correctionSeen{ID: *w.Fact.OverrideID}
	entries, _, err := overrides.Read(path)
	if err != nil {
		return nil // a dataset without its workspace
	}
	for i := range entries {
		if e := &entries[i]; e.ID == w.Correction.ID {
			*w.Correction = correctionSeen{e.ID, e.Kind, e.Was, e.Value, e.Who, e.Why, e.File}
		}
	}
	return nil
}

// text is the answer for people.
func (w *asking) text() string {
	var b strings.Builder
	r, f := &w.Report, &w.Fact
	fmt.Fprintf(&b, "%s %d  %s  %s\n", screen.Line(r.BodyName), r.ReportYear, r.ReportID, orDash(r.Generation))
	if r.SupersededBy != nil {
		fmt.Fprintf(&b, "%s\n", w.say("superseded", *r.SupersededBy))
	}
	fmt.Fprintf(&b, "%s  %s\n\n", keyOf(f), screen.Line(w.called(f)))
	w.valueLines(&b)
	w.sourceLines(&b)
	if g := w.around(); g != nil {
		fmt.Fprintf(&b, "\n%s\n", w.say("table"))
		for _, line := range screen.Draw(g, 16) {
			b.WriteString(line + "\n")
		}
	}
	w.ruleLines(&b)
	w.otherLines(&b)
	if w.Document != nil && w.Document.Path != nil && f.TableNo != nil {
		fmt.Fprintf(&b, "\n%sgongkai explain %s --cell t%dr%dc%d\n", w.say("next"), screen.Quote(*w.Document.Path), *f.TableNo, *f.RowNo, *f.ColNo)
	}
	return b.String()
}

func (w *asking) field(b *strings.Builder, key, value string) {
	fmt.Fprintf(b, "%s %s\n", screen.Pad(w.say(key), 10), screen.Line(value))
}

// called is the name of a cell in the user's language.
func (w *asking) called(f *sinks.FactRow) string {
	name := w.LabelEn
	if w.app.lang == chinese {
		name = w.LabelZh
	}
	if f.Applicant != nil {
		for _, a := range normalize.Applicants {
			if a.Code == *f.Applicant {
				if w.app.lang == chinese {
					return name + " · " + a.Zh
				}
				return name + " · " + a.En
			}
		}
	}
	return name
}

// valueLines say what the value is and what is thought of it.
func (w *asking) valueLines(b *strings.Builder) {
	f := &w.Fact
	value := w.say("none")
	if f.Value != nil {
		value = number(*f.Value) + "  " + f.Unit
	}
	w.field(b, "value", value)
	w.field(b, "status", w.worded(f.Status))
	if f.RawText != nil {
		w.field(b, "raw", screen.Quote(*f.RawText))
	}
	if f.InferredValue != nil {
		by := deref(f.InferredBy)
		w.field(b, "inferred", w.say("by", number(*f.InferredValue), w.worded(by)))
	}
	for i, flag := range f.Flags {
		key := "flags"
		if i > 0 {
			key = ""
		}
		w.field(b, key, w.worded(flag))
	}
	if f.RowMatch != "" || f.ColMatch != "" {
		w.field(b, "labels", w.say("matches", orDash(f.RowMatch), orDash(f.ColMatch)))
	}
	if c := w.Correction; c != nil {
		text := c.ID + "  " + w.say("gone")
		if c.File != "" {
			text = fmt.Sprintf("%s  %s  %s  %s  (%s)", c.ID, w.say("was", c.Was), c.Who, c.Why, c.File)
		}
		w.field(b, "override", text)
	}
}

// worded is a code with what it means.
func (w *asking) worded(code string) string {
	if g := w.app.gloss(code); g != "" {
		return code + "  " + g
	}
	return code
}

// sourceLines say where the cell stands.
func (w *asking) sourceLines(b *strings.Builder) {
	f := &w.Fact
	text := fmt.Sprintf("%.12s…", f.DocumentSHA256)
	if w.Document != nil {
		text = deref(w.Document.Path) + "  " + text
	}
	w.field(b, "document", text)
	if w.Document != nil && w.Document.Reader != nil {
		version := ""
		if w.Document.ReaderVersion != nil {
			version = fmt.Sprintf(" %d", *w.Document.ReaderVersion)
		}
		w.field(b, "reader", *w.Document.Reader+version)
	}
	place := w.say("nowhere")
	if f.TableNo != nil && f.RowNo != nil && f.ColNo != nil {
		place = w.say("placetext", *f.TableNo, *f.RowNo, *f.ColNo)
		if f.Page != nil {
			place += w.say("page", *f.Page)
		}
		if len(f.Box) == 4 {
			place += fmt.Sprintf("  [%g %g %g %g]", f.Box[0], f.Box[1], f.Box[2], f.Box[3])
		}
	}
	w.field(b, "place", place)
}

// How much of a table is drawn around a cell.
const (
	rowsAround = 3
	colsAround = 13 // more than the forms have: their labels stand in front
)

// around is the part of the table that the cell stands in, the cell marked; nil
// where it has no table.
func (w *asking) around() *extract.Grid {
	f := &w.Fact
	if f.RowNo == nil || f.ColNo == nil || len(w.Cells) == 0 {
		return nil
	}
	top, left, bottom, right := *f.RowNo, *f.ColNo, *f.RowNo, *f.ColNo
	for i := range w.Cells {
		c := &w.Cells[i]
		top, left = min(top, c.RowNo), min(left, c.ColNo)
		bottom, right = max(bottom, c.RowNo+c.RowSpan-1), max(right, c.ColNo+c.ColSpan-1)
	}
	top, left = max(top, *f.RowNo-rowsAround), max(left, *f.ColNo-colsAround)
	bottom, right = min(bottom, *f.RowNo+rowsAround), min(right, *f.ColNo+colsAround)
	var cells []extract.Cell
	for i := range w.Cells {
		c := &w.Cells[i]
		r0, c0 := max(top, c.RowNo), max(left, c.ColNo)
		r1, c1 := min(bottom, c.RowNo+c.RowSpan-1), min(right, c.ColNo+c.ColSpan-1)
		if r1 < r0 || c1 < c0 {
			continue
		}
		text := c.Text
		if c.RowNo == *f.RowNo && c.ColNo == *f.ColNo {
			text = "▶" + text + "◀"
		}
		cells = append(cells, extract.Cell{Row: int(r0 - top), Col: int(c0 - left), RowSpan: int(r1 - r0 + 1), ColSpan: int(c1 - c0 + 1), Text: text})
	}
	g, err := extract.NewGrid(cells)
	if err != nil {
		return nil // the rows of another program: the numbers stand above all the same
	}
	return &g
}

// ruleLines write every rule that the cell is part of.
func (w *asking) ruleLines(b *strings.Builder) {
	fmt.Fprintf(b, "\n%s\n", w.say("rules"))
	if len(w.Checks) == 0 {
		fmt.Fprintf(b, "  %s\n", w.say("norules"))
	}
	for i := range w.Checks {
		c := &w.Checks[i]
		mark := map[string]string{normalize.Pass: "✓", normalize.PassIfBlankZero: "✓", normalize.Fail: "✗"}[c.Result]
		if mark == "" {
			mark = "·"
		}
		fmt.Fprintf(b, "  %s %s  %s\n", mark, screen.Line(c.Rule+" "+c.Scope), screen.Line(w.worded(c.Result)))
		f := finding{ReportID: &c.ReportID, Rule: &c.Rule, Scope: &c.Scope, LHS: c.LHS, RHS: c.RHS, Difference: c.Difference, Operands: c.Numbers, holds: c.Result != normalize.Fail}
		text := w.names.arithmetic(&f)
		switch {
		case text == "" && f.holds && c.LHS != nil && c.RHS != nil: // what the code means is about its failure
			text = fmt.Sprintf("%s ~ %s", number(*c.LHS), number(*c.RHS))
		case text == "":
			text = w.app.gloss(c.Rule)
		}
		fmt.Fprintf(b, "      %s\n", screen.Line(text))
		if c.CauseHint != nil {
			fmt.Fprintf(b, "      %s%s\n", checkText.say(w.app.lang, "hint"), screen.Line(w.names.hint(*c.CauseHint)))
		}
	}
}

// otherLines write what other documents print, and the issues.
func (w *asking) otherLines(b *strings.Builder) {
	if len(w.Witnesses) > 0 {
		fmt.Fprintf(b, "\n%s\n", w.say("witnesses"))
	}
	for i := range w.Witnesses {
		o := &w.Witnesses[i]
		text := w.say("printsno")
		if o.Text != nil {
			text = screen.Quote(*o.Text)
			if o.TableNo != nil {
				text += fmt.Sprintf("  t%dr%dc%d", *o.TableNo, *o.RowNo, *o.ColNo)
			}
		}
		fmt.Fprintf(b, "  %s  %s\n", screen.Line(deref(o.Path)), text)
	}
	if len(w.Issues) > 0 {
		fmt.Fprintf(b, "\n%s\n", w.say("issues"))
	}
	for i := range w.Issues {
		is := &w.Issues[i]
		text := is.MessageEn
		if w.app.lang == chinese {
			text = is.MessageZh
		}
		fmt.Fprintf(b, "  %s  %s  %s\n", w.names.severityName(is.Severity), is.Code, screen.Line(text))
	}
}

// keyOf is a cell as people write it.
func keyOf(f *sinks.FactRow) string {
	if f.Applicant == nil {
		return f.Indicator
	}
	return f.Indicator + "|" + *f.Applicant
}
