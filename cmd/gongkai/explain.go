package main

import (
	"context"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/pipeline"
	screen "github.com/gongkai-data/gongkai/cmd/gongkai/internal/term"
	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/extract/formats"
	"github.com/gongkai-data/gongkai/normalize"
	"github.com/gongkai-data/gongkai/normalize/forms"
	"github.com/gongkai-data/gongkai/sinks"
)

var explainText = phrases{
	"short":     {"show how a file was read, or what a code, form or format means", "说明文件的读取过程，或代码、格式的含义"},
	"long":      {"For a file, prints stage by stage: digest, why the format was chosen, the outline of blocks, each grid with\nits spans, what every form says, each fact with its raw text and address, checks with their operands, issues\nand notices. For a code, prints its meaning and the next step;\nfor a form (A1 … C) or a format (docx …), what it is.", "对文件：逐步输出散列、格式判定、内容提纲、每张表（含跨行跨列）、各报告格式的判定依据、\n每项指标的原文与位置、勾稽关系及其运算项、问题与提示。对代码：输出其含义与处理办法；\n对报告格式（A1 … C）或文件格式（docx …）：输出其说明。"},
	"example":   {"  gongkai explain report.docx\n  gongkai explain report.docx --cell t2r4c10\n  gongkai explain report.pdf --draw pages\n  gongkai explain row_absent", "  gongkai explain 年报.docx\n  gongkai explain 年报.docx --cell t2r4c10\n  gongkai explain 年报.pdf --draw 页面\n  gongkai explain row_absent"},
	"cell":      {"show one cell only, by its address", "只看一个单元格（按地址）"},
	"one":       {"explain takes one file or code", "explain 只接受一个文件或代码"},
	"nothing":   {"neither a file nor a known code: %s", "既不是文件也不是已知代码：%s"},
	"codesfix":  {"gongkai list codes", "gongkai list codes"},
	"folderfix": {"explain takes one file; gongkai convert takes folders", "explain 只接受一个文件；gongkai convert 可处理文件夹"},
	"badcell":   {"no such address: %s", "地址无效：%s"},
	"cellform":  {"an address is b<block>r<row>c<column> as explain prints it, or t<table>r<row>c<column> as in table_no, row_no, col_no", "地址格式为 b<块>r<行>c<列>（见 explain 的输出），或 t<表>r<行>c<列>（即 table_no、row_no、col_no）"},
	"next":      {"next", "处理办法"},
	"document":  {"document", "文件"},
	"digest":    {"digest", "散列"},
	"bytes":     {"bytes", "字节数"},
	"format":    {"format", "格式"},
	"asked":     {"asked by content: %s", "按内容判定：%s"},
	"outcome":   {"outcome", "结果"},
	"said":      {"the file says of itself", "文件自述"},
	"outline":   {"outline", "提纲"},
	"grids":     {"tables", "表格"},
	"forms":     {"forms", "报告格式"},
	"matches":   {"matches", "符合"},
	"differs":   {"does not match", "不符合"},
	"report":    {"report", "年报"},
	"facts":     {"facts", "指标"},
	"checks":    {"checks", "勾稽"},
	"issues":    {"issues", "问题"},
	"notices":   {"notices", "提示"},
	"none":      {"none", "无"},
	"table":     {"table", "表格"},
	"spans":     {"spans", "跨度"},
	"became":    {"became", "对应指标"},
	"became0":   {"became no fact: %s", "未成为指标：%s"},
	"part":      {"source", "来源"},
	"marks":     {"%d of its labels", "%d 个标签"},
	"evidence":  {"evidence", "依据"},
	"cells":     {"cells", "单元格"},
}

func (a *app) explainCmd() *cobra.Command {
	say := func(key string, args ...any) string { return explainText.say(a.lang, key, args...) }
	var cell string
	d := drawing{app: a}
	cmd := &cobra.Command{
		Use: "explain FILE|CODE [--cell ADDRESS] [--draw PATH]", DisableFlagsInUseLine: true, Short: say("short"), Long: say("long"), Example: say("example"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 {
				return &failure{exit: exitUsage, code: "usage-path", text: say("one"), hint: mainText.say(a.lang, "helphint", cmd.CommandPath())}
			}
			st, err := os.Stat(args[0])
			in, inside := inArchive(args[0], err)
			switch {
			case inside:
				return a.explainFile(cmd.Context(), in, cell, &d)
			case err == nil && st.Mode().IsRegular():
				return a.explainFile(cmd.Context(), pipeline.Source{Path: args[0], File: args[0]}, cell, &d)
			case err == nil && st.IsDir() && len(lookup(args[0])) == 0:
				return &failure{exit: exitUsage, code: "usage-path", text: readText.say(a.lang, "folder", screen.Quote(args[0])), hint: say("folderfix")}
			}
			return a.explainCode(args[0])
		},
	}
	cmd.Flags().StringVar(&cell, "cell", "", say("cell"))
	cmd.Flags().StringVar(&d.to, "draw", "", drawText.say(a.lang, "draw"))
	cmd.Flags().IntVar(&d.page, "page", 1, drawText.say(a.lang, "page"))
	cmd.Flags().Lookup("page").DefValue = "0" // the text says it in the language of the user
	a.readFlags(cmd)
	return cmd
}

// explainCode prints the meaning of a code.
func (a *app) explainCode(code string) error {
	var b strings.Builder
	a.describe(&b, code)
	found := lookup(code)
	if len(found) == 0 && b.Len() == 0 {
		return &failure{exit: exitUsage, code: "usage-code", text: explainText.say(a.lang, "nothing", screen.Quote(code)), hint: explainText.say(a.lang, "codesfix")}
	}
	for _, m := range found {
		text, next := m.En, m.NextEn
		if a.lang == chinese {
			text, next = m.Zh, m.NextZh
		}
		fmt.Fprintf(&b, "%s %s\n  %s\n", m.Kind, m.Code, text)
		switch {
		case next != "" && m.Kind == "indicator": // where it is found, nothing to do
			fmt.Fprintf(&b, "  %s\n", next)
		case next != "":
			fmt.Fprintf(&b, "  %s: %s\n", explainText.say(a.lang, "next"), next)
		}
	}
	_, err := a.out.Write([]byte(b.String()))
	return err
}

// describe prints what a form or a format is, where name is one.
func (a *app) describe(b *strings.Builder, name string) {
	l, err := a.listing(nil)
	if err != nil {
		return
	}
	say := func(key string) string { return listText.say(a.lang, key) }
	for _, f := range l.Forms {
		if f.Name != name {
			continue
		}
		state := say("notyet")
		if f.Read {
			state = say("complete")
		}
		fmt.Fprintf(b, "%s %s\n  %s: %s\n  %s: %s\n", say("form"), f.Name, say("years"), f.Years, say("basis"), f.Basis)
		if f.Cells > 0 {
			fmt.Fprintf(b, "  %s: %d\n", explainText.say(a.lang, "cells"), f.Cells)
		}
		fmt.Fprintf(b, "  %s\n", state)
	}
	for _, f := range l.Formats {
		if f.Name == name {
			reads, skips := a.formatText(f)
			fmt.Fprintf(b, "%s %s\n  %s: %s\n  %s: %s\n", say("format"), f.Name, say("reads"), reads, say("skips"), skips)
		}
	}
}

// explanation is the text about one document, stage by stage.
type explanation struct {
	strings.Builder
	app *app
	res *pipeline.Result
}

func (a *app) explainFile(ctx context.Context, src pipeline.Source, cell string, d *drawing) error {
	stages := a.stages(pipeline.All().Alone())
	stages.KeepDoc = true
	if d.to != "" {
		stages.Trace = d.trace.Step
	}
	src, err := a.openedOne(ctx, src, stages.Limits.WithDefaults().Input)
	if err != nil {
		return err
	}
	res := stages.Document(ctx, src)
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	e := &explanation{app: a, res: &res}
	if cell != "" {
		if err := e.cell(cell); err != nil {
			return err
		}
	} else {
		e.document()
		if res.Doc != nil {
			e.outline()
			e.grids()
			e.forms()
		}
		if res.Report != nil {
			e.facts()
			e.checks()
			e.issues()
		}
		e.notices()
	}
	if _, err := a.out.Write([]byte(e.String())); err != nil {
		return err
	}
	if d.to != "" && res.Outcome != sinks.Failed {
		if err := d.run(ctx, src, stages, res.Doc); err != nil {
			return err
		}
	}
	if res.Outcome == sinks.Failed {
		return &failure{exit: exitUnread, text: screen.Line(a.reason(res.Code, res.Message)), hint: "gongkai explain " + res.Code}
	}
	return nil
}

func (e *explanation) say(key string, args ...any) string {
	return explainText.say(e.app.lang, key, args...)
}

func (e *explanation) title(key string) { fmt.Fprintf(e, "\n── %s ──\n", e.say(key)) }

func (e *explanation) field(key, value string) {
	fmt.Fprintf(e, "  %s %s\n", screen.Pad(e.say(key), 10), screen.Line(value))
}

// document: the bytes, and which readers were asked before one took them.
func (e *explanation) document() {
	r := e.res
	fmt.Fprintf(e, "── %s ──\n", e.say("document"))
	e.field("digest", r.Digest)
	e.field("bytes", fmt.Sprint(r.Size))
	var asked []string
	for _, f := range formats.All {
		verdict := "–"
		if f.Name == r.Sniffed {
			verdict = "✓"
		}
		asked = append(asked, f.Name+" "+verdict)
		if f.Name == r.Sniffed {
			break
		}
	}
	e.field("format", r.Sniffed+"  ("+e.say("asked", strings.Join(asked, ", "))+")")
	outcome := e.app.coded(r.Outcome)
	if r.Code != "" {
		outcome += "  " + e.app.reason(r.Code, r.Message)
	}
	e.field("outcome", outcome)
	if r.Doc != nil && len(r.Doc.Properties) > 0 {
		e.title("said")
		for _, p := range r.Doc.Properties {
			fmt.Fprintf(e, "  %s = %s\n", screen.Line(p.Name), screen.Line(screen.Cut(p.Value, 100)))
		}
	}
}

// outline prints headings and tables; paragraphs by their beginnings.
func (e *explanation) outline() {
	e.title("outline")
	for i, b := range e.res.Doc.Blocks {
		switch b := b.(type) {
		case *extract.Heading:
			fmt.Fprintf(e, "  b%-4d %s %s\n", i, strings.Repeat("#", min(6, max(1, b.Level))), screen.Line(b.Text))
		case *extract.Paragraph:
			if t := strings.TrimSpace(b.Text); t != "" {
				fmt.Fprintf(e, "  b%-4d %-9s %s\n", i, b.Role, screen.Cut(screen.Line(t), 70))
			}
		case *extract.Table:
			fmt.Fprintf(e, "  b%-4d %s %d×%d %s\n", i, e.say("table"), b.Grid.Rows, b.Grid.Cols, screen.Line(b.Caption))
		}
	}
}

// grids draws every table with its spans.
func (e *explanation) grids() {
	for i, b := range e.res.Doc.Blocks {
		if t, ok := b.(*extract.Table); ok {
			fmt.Fprintf(e, "\n── %s b%d: %d×%d ──\n", e.say("table"), i, t.Grid.Rows, t.Grid.Cols)
			e.WriteString(e.app.picture(&t.Grid))
		}
	}
}

// forms prints what the labels of the document say about its form.
func (e *explanation) forms() {
	e.title("forms")
	_, found, _ := normalize.Explain(e.res.Doc, forms.All)
	for _, f := range forms.All.Forms {
		verdict, why := e.say("differs"), ""
		if f.Name == found.Form {
			verdict = e.say("matches")
		}
		if n := found.Marks[f.Name]; n > 0 {
			why = e.say("marks", n)
		}
		fmt.Fprintf(e, "  %-3s %s  %s  %s\n", f.Name, screen.Pad(f.Years, 10), verdict, why)
	}
	e.field("evidence", found.Evidence)
	e.field("grids", strings.Join(found.Tables, ", "))
	e.field("cells", fmt.Sprint(found.Keys))
}

// facts prints every fact with what stands in its cell and where.
func (e *explanation) facts() {
	r := e.res.Report
	e.title("report")
	fmt.Fprintf(e, "  %s  %s  %d  %s\n", r.ID, screen.Line(r.Body.Name), r.Year, r.Generation)
	e.title("facts")
	for i := range r.Facts {
		f := &r.Facts[i]
		fmt.Fprintf(e, "  %s  %s", screen.Pad(f.Key().String(), 70), screen.Pad(string(f.Status), 12))
		if f.HasValue() {
			fmt.Fprintf(e, "  %s", f.Value)
		}
		if f.Inferred != nil {
			fmt.Fprintf(e, "  (%s %s)", f.Inferred, f.InferredBy)
		}
		if f.HasRaw {
			fmt.Fprintf(e, "  %s  %s  %s/%s", screen.Quote(f.Raw), f.Addr, f.Row, f.Col)
		}
		if len(f.Flags) > 0 {
			fmt.Fprintf(e, "  %v", f.Flags)
		}
		e.WriteString("\n")
	}
}

func (e *explanation) checks() {
	e.title("checks")
	for i := range e.res.Report.Checks {
		c := &e.res.Report.Checks[i]
		fmt.Fprintf(e, "  %-3s %s %s", c.Rule, screen.Pad(c.Scope, 46), c.Result)
		if c.LHS != nil && c.RHS != nil {
			fmt.Fprintf(e, "  %s = %s", c.LHS, c.RHS)
		}
		if c.CauseHint != "" {
			fmt.Fprintf(e, "  %s", screen.Line(c.CauseHint))
		}
		e.WriteString("\n")
		if c.Result == normalize.Fail {
			for _, k := range c.Operands {
				fmt.Fprintf(e, "        %s\n", k)
			}
		}
	}
}

func (e *explanation) issues() {
	e.title("issues")
	for i := range e.res.Report.Issues {
		is := &e.res.Report.Issues[i]
		text := is.En
		if e.app.lang == chinese {
			text = is.Zh
		}
		fmt.Fprintf(e, "  %s %s: %s\n", is.Severity, is.Code, screen.Line(text))
	}
	if len(e.res.Report.Issues) == 0 {
		fmt.Fprintf(e, "  %s\n", e.say("none"))
	}
}

func (e *explanation) notices() {
	if e.res.Doc == nil {
		return
	}
	e.title("notices")
	for _, n := range e.res.Doc.Notices {
		fmt.Fprintf(e, "  %s", n.Code)
		if n.Prov.Part != "" || n.Prov.Start > 0 {
			fmt.Fprintf(e, "  %s@%d", screen.Line(n.Prov.Part), n.Prov.Start)
		}
		if n.Detail != "" {
			fmt.Fprintf(e, "  %s", screen.Line(n.Detail))
		}
		e.WriteString("\n")
	}
	if len(e.res.Doc.Notices) == 0 {
		fmt.Fprintf(e, "  %s\n", e.say("none"))
	}
}

// cell prints one cell: text, spans, bytes of the source, and its fact.
func (e *explanation) cell(address string) error {
	bad := &failure{exit: exitUsage, code: "usage-path", text: e.say("badcell", screen.Quote(address)), hint: e.say("cellform")}
	at, table, ok := parseCell(address)
	if !ok {
		return bad
	}
	if e.res.Doc == nil {
		return nil
	}
	if table > 0 {
		if at.Block = blockOf(e.res.Doc, table); at.Block < 0 {
			return bad
		}
	}
	c, ok := cellAt(e.res.Doc, at)
	if !ok {
		return bad
	}
	fmt.Fprintf(e, "%s\n", at)
	for _, line := range screen.Wrap(screen.Block(c.Text), 80) {
		fmt.Fprintf(e, "  │ %s\n", line)
	}
	e.field("spans", fmt.Sprintf("r%dc%d %d×%d", c.Row, c.Col, c.RowSpan, c.ColSpan))
	if c.End > c.Start {
		e.field("part", fmt.Sprintf("%s@%d–%d", c.Part, c.Start, c.End))
	}
	if e.res.Report != nil {
		e.fate(at, c)
	}
	return nil
}

// parseCell reads b<block>r<row>c<column>, counted from 0 as explain prints it,
// or t<table>r<row>c<column>, counted from 1 as in facts; then table is not 0.
func parseCell(address string) (at extract.Addr, table int, ok bool) {
	if _, err := fmt.Sscanf(address, "b%dr%dc%d", &at.Block, &at.Row, &at.Col); err == nil && at.String() == address {
		return at, 0, true
	}
	at = extract.Addr{}
	if _, err := fmt.Sscanf(address, "t%dr%dc%d", &table, &at.Row, &at.Col); err != nil || table < 1 ||
		fmt.Sprintf("t%dr%dc%d", table, at.Row, at.Col) != address {
		return at, 0, false
	}
	at.Row, at.Col = at.Row-1, at.Col-1
	return at, table, true
}

// blockOf is the block that holds a table, counted from 1; -1 without one.
func blockOf(doc *extract.Document, table int) int {
	for i, b := range doc.Blocks {
		if _, ok := b.(*extract.Table); ok {
			if table--; table == 0 {
				return i
			}
		}
	}
	return -1
}

// fate prints the fact that a cell became, or the reason why it became none.
func (e *explanation) fate(at extract.Addr, c *extract.Cell) {
	for i := range e.res.Report.Facts {
		f := &e.res.Report.Facts[i]
		if f.HasRaw && f.Addr == (extract.Addr{Block: at.Block, Row: c.Row, Col: c.Col}) {
			e.field("became", fmt.Sprintf("%s  %s  %v", f.Key(), f.Status, f.Flags))
			return
		}
	}
	table := 0
	for _, b := range e.res.Doc.Blocks[:at.Block+1] {
		if _, ok := b.(*extract.Table); ok {
			table++
		}
	}
	for _, k := range e.res.Report.Cells {
		if k.TableNo == table && k.RowNo == c.Row+1 && k.ColNo == c.Col+1 {
			fmt.Fprintf(e, "  %s\n", e.say("became0", strings.TrimSpace(k.Role+" "+k.Reason)))
		}
	}
}

// cellAt finds the cell that covers an address.
func cellAt(doc *extract.Document, at extract.Addr) (*extract.Cell, bool) {
	if at.Block < 0 || at.Block >= len(doc.Blocks) {
		return nil, false
	}
	t, ok := doc.Blocks[at.Block].(*extract.Table)
	if !ok {
		return nil, false
	}
	for i := range t.Grid.Cells {
		c := &t.Grid.Cells[i]
		if at.Row >= c.Row && at.Row < c.Row+c.RowSpan && at.Col >= c.Col && at.Col < c.Col+c.ColSpan {
			return c, true
		}
	}
	return nil, false
}
