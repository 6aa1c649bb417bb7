package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/pipeline"
	screen "github.com/gongkai-data/gongkai/cmd/gongkai/internal/term"
	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/sinks"
)

var tablesText = phrases{
	"short":   {"print every table of documents as the reader saw it", "按读取结果输出文件中的每一张表"},
	"long":    {"Prints every table of each document, annual report or not, with its spans and the text around it. Nothing is written.", "输出每份文件中的全部表格（不论是否为年报），含跨行跨列与正文。不写入任何文件。"},
	"example": {"  gongkai tables report.docx\n  gongkai tables --json page.html | jq '.tables[].cells[].text'", "  gongkai tables 年报.docx\n  gongkai tables --json 页面.html | jq '.tables[].cells[].text'"},
	"json":    {"print one line of JSON a document", "每份文件输出一行 JSON"},
	"table":   {"table %d: %d rows × %d columns", "表 %d：%d 行 × %d 列"},
	"page":    {", page %d", "，第 %d 页"},
	"none":    {"no table", "没有表格"},
	"toobig":  {"too large to draw; use --json", "表格过大，不予绘制；请用 --json"},
}

// tablesLine is what `tables --json` prints for one document.
type tablesLine struct {
	Path      string      `json:"path"`
	SHA256    *string     `json:"sha256"`
	Format    *string     `json:"format"`
	Outcome   string      `json:"outcome"`
	ErrorCode *string     `json:"error_code"`
	Tables    []tableSeen `json:"tables"`
	Text      []string    `json:"text"`
}

type tableSeen struct {
	TableNo int        `json:"table_no"`
	Page    *int       `json:"page"`
	Caption *string    `json:"caption"`
	Rows    int        `json:"rows"`
	Cols    int        `json:"cols"`
	Cells   []cellSeen `json:"cells"`
}

type cellSeen struct {
	Row     int         `json:"row"`
	Col     int         `json:"col"`
	RowSpan int         `json:"row_span"`
	ColSpan int         `json:"col_span"`
	Text    string      `json:"text"`
	Page    *int        `json:"page"`
	Box     *[4]float64 `json:"box"`
}

func (a *app) tablesCmd() *cobra.Command {
	say := func(key string) string { return tablesText.say(a.lang, key) }
	var asJSON bool
	var jobs int
	cmd := &cobra.Command{
		Use: "tables PATH… [--json] [-j N]", DisableFlagsInUseLine: true, Short: say("short"), Long: say("long"), Example: say("example"), Args: a.needPaths,
		RunE: func(cmd *cobra.Command, args []string) error {
			sources, err := a.files(cmd, args)
			if err != nil {
				return err
			}
			stages := a.stages(pipeline.ReadOnly())
			return a.each(cmd.Context(), stages, sources, jobs, func(r pipeline.Result) error {
				if asJSON {
					return a.json(tablesLineOf(&r))
				}
				return a.drawTables(&r)
			})
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, say("json"))
	a.jobsFlag(cmd, &jobs)
	a.readFlags(cmd)
	return cmd
}

// tablesLineOf numbers tables, rows and columns from 1.
func tablesLineOf(r *pipeline.Result) tablesLine {
	line := tablesLine{Path: r.Path, SHA256: some(r.Digest), Format: some(r.Sniffed), Outcome: r.Outcome, ErrorCode: some(r.Code), Tables: []tableSeen{}, Text: []string{}}
	if r.Doc == nil {
		return line
	}
	for _, b := range r.Doc.Blocks {
		switch b := b.(type) {
		case *extract.Heading:
			line.Text = append(line.Text, b.Text)
		case *extract.Paragraph:
			line.Text = append(line.Text, b.Text)
		case *extract.Table:
			t := tableSeen{TableNo: len(line.Tables) + 1, Page: page(b.Prov), Caption: some(b.Caption), Rows: b.Grid.Rows, Cols: b.Grid.Cols, Cells: make([]cellSeen, len(b.Grid.Cells))}
			for i := range b.Grid.Cells {
				c := &b.Grid.Cells[i]
				t.Cells[i] = cellSeen{Row: c.Row + 1, Col: c.Col + 1, RowSpan: c.RowSpan, ColSpan: c.ColSpan, Text: c.Text, Page: page(c.Prov), Box: box(c.Prov)}
			}
			line.Tables = append(line.Tables, t)
		}
	}
	return line
}

// drawTables prints the tables of one document for people.
func (a *app) drawTables(r *pipeline.Result) error {
	say := func(key string, args ...any) string { return tablesText.say(a.lang, key, args...) }
	var b strings.Builder
	fmt.Fprintf(&b, "%s  %s  %s\n", screen.Line(r.Path), r.Sniffed, r.Outcome)
	if r.Outcome == sinks.Failed {
		fmt.Fprintf(&b, "  %s\n", screen.Line(a.reason(r.Code, r.Message)))
	}
	if r.Doc != nil {
		for i, t := range r.Doc.Tables() {
			b.WriteString("\n" + say("table", i+1, t.Grid.Rows, t.Grid.Cols))
			if t.Page > 0 {
				b.WriteString(say("page", t.Page))
			}
			if t.Caption != "" {
				b.WriteString("  " + screen.Line(t.Caption))
			}
			b.WriteString("\n")
			b.WriteString(a.picture(&t.Grid))
		}
		if len(r.Doc.Tables()) == 0 {
			b.WriteString(say("none") + "\n")
		}
	}
	_, err := a.out.Write([]byte(b.String() + "\n"))
	return err
}

// picture draws a grid, or says why not.
func (a *app) picture(g *extract.Grid) string {
	lines := screen.Draw(g, 16)
	if lines == nil {
		return tablesText.say(a.lang, "toobig") + "\n"
	}
	return strings.Join(lines, "\n") + "\n"
}

// some returns nil for "", which JSON prints as null.
func some(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

func page(p extract.Prov) *int {
	if p.Page == 0 {
		return nil
	}
	return &p.Page
}

func box(p extract.Prov) *[4]float64 {
	if p.Box == (extract.Box{}) {
		return nil
	}
	return &[4]float64{p.Box.X0, p.Box.Y0, p.Box.X1, p.Box.Y1}
}
