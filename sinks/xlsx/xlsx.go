// Package xlsx gives a published dataset as one workbook that people read: a
// sheet for each table, with headings in Chinese.
//
// Format: ECMA-376, written as a stream by github.com/xuri/excelize/v2.
//
//   - [x] a first sheet that explains every column of every other
//   - [x] headings that stay when scrolling, a filter, widths, formats of numbers
//   - [x] text is text: no cell can become a formula, codes keep their zeros
//   - [x] a table of more rows than a sheet holds goes on in the next; it is told
//   - [x] text longer than a cell holds is cut, what XML cannot hold is replaced; both are told
//   - [x] the same dataset gives the same bytes
//   - [ ] NULL and an empty text are one: an empty cell
package xlsx

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"github.com/gongkai-data/gongkai/sinks"
	"github.com/gongkai-data/gongkai/sinks/internal/fsx"
	"github.com/gongkai-data/gongkai/sinks/internal/stage"
)

// Export is one workbook.
var Export = sinks.Export{Name: "xlsx", Suffix: ".xlsx", Write: func(ctx context.Context, src sinks.Source, out string, opt sinks.ExportOptions) error {
	return export(ctx, fsx.OS{}, src, out, opt, rowLimit)
}}

// Limits of a sheet and of a cell (Excel specifications and limits).
const (
	rowLimit  = 1_048_576
	textLimit = 32_767 // UTF-16 units
	exactly   = 1e15   // whole numbers below it keep all their digits
)

const name = "export.xlsx" // in the private folder

func export(ctx context.Context, fs fsx.FS, src sinks.Source, out string, opt sinks.ExportOptions, limit int) (err error) {
	s, err := stage.Begin(fs, out, false, opt.Replace)
	if err != nil {
		return err
	}
	defer s.Close()
	f := excelize.NewFile(excelize.Options{TmpDir: s.Path})
	defer func() { err = errors.Join(err, f.Close()) }()
	b := &book{f: f, src: src, opt: opt, limit: limit}
	if err := b.fill(ctx); err != nil {
		return stage.Classify(err)
	}
	spool, err := os.Create(filepath.Join(s.Path, "spool"))
	if err != nil {
		return stage.Classify(err)
	}
	defer spool.Close()
	w, err := s.Create(name)
	if err != nil {
		return err
	}
	defer w.Abandon()
	f.SetZipWriter(func(io.Writer) excelize.ZipWriter { return &archive{out: w, spool: spool} })
	if _, err := f.WriteTo(w); err != nil {
		return stage.Classify(err)
	}
	if err := w.Finish(); err != nil {
		return err
	}
	return s.CommitFile(name)
}

// book is the workbook while it is written.
type book struct {
	f     *excelize.File
	src   sinks.Source
	opt   sinks.ExportOptions
	limit int // rows of a sheet, the heading included

	text, count, year, head int // styles
	cut, replaced           int64
}

// fill writes every sheet.
func (b *book) fill(ctx context.Context) error {
	if err := b.styles(); err != nil {
		return err
	}
	about := b.src.About()
	err := b.f.SetDocProps(&excelize.DocProperties{Title: "政府信息公开工作年度报告数据集", Subject: about.Version, Creator: about.Generator, Created: "2000-01-01T00:00:00Z", Modified: "2000-01-01T00:00:00Z"})
	if err != nil {
		return err
	}
	if err := b.explain(); err != nil {
		return err
	}
	for _, t := range b.src.Tables() {
		if err := b.table(ctx, t); err != nil {
			return fmt.Errorf("%s: %w", t.Name, err)
		}
	}
	return nil
}

func (b *book) styles() (err error) {
	style := func(s *excelize.Style) (id int) {
		if err == nil {
			id, err = b.f.NewStyle(s)
		}
		return id
	}
	b.text = style(&excelize.Style{NumFmt: 49}) // @
	b.count = style(&excelize.Style{NumFmt: 3}) // #,##0
	b.year = style(&excelize.Style{NumFmt: 1})  // 0
	b.head = style(&excelize.Style{
		NumFmt: 49, Font: &excelize.Font{Bold: true}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"DCE6F1"}},
		Alignment: &excelize.Alignment{WrapText: true, Vertical: "center"},
	})
	return err
}

// styleOf is the format of a column; a double has that of the program.
func (b *book) styleOf(c sinks.Column) int {
	switch sinks.KindOf(c.Type) {
	case sinks.Integer:
		if strings.HasSuffix(c.Name, "_year") {
			return b.year
		}
		return b.count
	case sinks.Double, sinks.Bool:
		return 0
	}
	return b.text
}

// table writes a table on as many sheets as it needs.
func (b *book) table(ctx context.Context, t sinks.Table) error {
	b.cut, b.replaced = 0, 0
	heads := headings(t, b.opt.English)
	sheets := int64(1)
	s, err := b.sheet(t, heads, 1)
	if err != nil {
		return err
	}
	cells := make([]any, len(t.Columns))
	err = b.opt.EachRow(ctx, b.src, t.Name, func(row []sinks.Value) error {
		if s.rows == b.limit {
			if err := s.end(); err != nil {
				return err
			}
			sheets++
			if s, err = b.sheet(t, heads, sheets); err != nil {
				return err
			}
		}
		for i := range row {
			cells[i] = b.cell(&row[i])
		}
		return s.row(cells)
	})
	if err != nil {
		return err
	}
	if sheets > 1 {
		b.opt.Note(sinks.RemarkSplit, t.Name, sheets)
	}
	b.opt.Note(sinks.RemarkCut, t.Name, b.cut)
	b.opt.Note(sinks.RemarkReplaced, t.Name, b.replaced)
	return s.end()
}

// cell is a value as the library takes it: a string becomes a text, whatever is in
// it, a number a number, nil no cell.
func (b *book) cell(v *sinks.Value) any {
	switch v.Kind {
	case sinks.Text:
		if v.Text == "" {
			return nil
		}
		return b.fit(v.Text)
	case sinks.Integer:
		if math.Abs(float64(v.Int)) >= exactly {
			return fmt.Sprint(v.Int)
		}
		return v.Int
	case sinks.Double:
		return v.Double
	case sinks.Bool:
		return v.Int // 1 or 0: LibreOffice makes a formula of a boolean, =TRUE()
	case sinks.Texts, sinks.Floats:
		return b.fit(string(v.AppendJSON(nil)))
	}
	return nil
}

// fit makes a text fit into a cell, and counts what it changed.
func (b *book) fit(s string) string {
	if strings.IndexFunc(s, unfit) >= 0 {
		b.replaced++
		s = strings.Map(func(r rune) rune {
			if unfit(r) {
				return utf8.RuneError
			}
			return r
		}, s)
	}
	if len(s) <= textLimit || units(s) <= textLimit {
		return s
	}
	b.cut++
	room := textLimit - 1
	for i, r := range s {
		if room -= utf16.RuneLen(r); room < 0 {
			return s[:i] + "…"
		}
	}
	return s
}

// unfit tells characters that XML 1.0 cannot hold (2.2).
func unfit(r rune) bool {
	return r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xfffe || r == 0xffff
}

func units(s string) (n int) {
	for _, r := range s {
		n += utf16.RuneLen(r)
	}
	return n
}
