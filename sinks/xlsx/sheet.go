package xlsx

import (
	"fmt"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"github.com/gongkai-data/gongkai/sinks"
)

// sheetNames are what the sheets are called in Chinese; in English they are called
// as the tables are.
var sheetNames = map[string]string{
	"facts": "指标数据", "reports": "年报", "documents": "文件", "cells": "单元格", "sections": "章节", "checks": "勾稽检验", "issues": "问题", "panel": "宽表",
	"applications": "依申请公开", "proactive": "主动公开", "litigation": "复议诉讼", "dictionary": "字典", "crosswalk": "可比性",
}

// sheetName names the n-th sheet of a table.
func sheetName(table string, english bool, n int64) string {
	name := table
	if zh := sheetNames[table]; zh != "" && !english {
		name = zh
	}
	if n > 1 {
		name = fmt.Sprintf("%s (%d)", name, n)
	}
	return name
}

// headings are those of a table: what the columns hold in Chinese, their names in
// English. Where two would be alike the name stands behind.
func headings(t sinks.Table, english bool) []string {
	times := map[string]int{}
	for _, c := range t.Columns {
		times[c.Zh]++
	}
	heads := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		switch {
		case english || c.Zh == "":
			heads[i] = c.Name
		case times[c.Zh] > 1:
			heads[i] = c.Zh + "（" + c.Name + "）"
		default:
			heads[i] = c.Zh
		}
	}
	return heads
}

// sheet is one sheet while it is written.
type sheet struct {
	b       *book
	name    string
	w       *excelize.StreamWriter
	rows    int
	columns int
	filter  bool
}

// newSheet starts a sheet with its columns; what NewFile brings becomes the first.
func (b *book) newSheet(name string, widths []float64, styles []int) (*sheet, error) {
	if b.f.SheetCount == 1 && b.f.GetSheetName(0) == "Sheet1" {
		if err := b.f.SetSheetName("Sheet1", name); err != nil {
			return nil, err
		}
	} else if _, err := b.f.NewSheet(name); err != nil {
		return nil, err
	}
	w, err := b.f.NewStreamWriter(name)
	if err != nil {
		return nil, err
	}
	for i := range widths {
		if err := w.SetColWidth(i+1, i+1, widths[i]); err != nil {
			return nil, err
		}
		if styles[i] == 0 {
			continue
		}
		if err := w.SetColStyle(i+1, i+1, styles[i]); err != nil {
			return nil, err
		}
	}
	return &sheet{b: b, name: name, w: w, columns: len(widths)}, nil
}

// sheet starts the n-th sheet of a table, heading and all.
func (b *book) sheet(t sinks.Table, heads []string, n int64) (*sheet, error) {
	widths, styles := make([]float64, len(heads)), make([]int, len(heads))
	for i, c := range t.Columns {
		widths[i], styles[i] = width(c, heads[i]), b.styleOf(c)
	}
	s, err := b.newSheet(sheetName(t.Name, b.opt.English, n), widths, styles)
	if err != nil {
		return nil, err
	}
	s.filter = true
	return s, s.heading(heads)
}

// heading writes the first row and keeps it in view.
func (s *sheet) heading(heads []string) error {
	err := s.w.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"})
	if err != nil {
		return err
	}
	cells := make([]any, len(heads))
	for i, h := range heads {
		cells[i] = excelize.Cell{StyleID: s.b.head, Value: h}
	}
	s.rows++
	return s.w.SetRow("A1", cells, excelize.RowOpts{Height: 32})
}

func (s *sheet) row(cells []any) error {
	s.rows++
	at, err := excelize.CoordinatesToCellName(1, s.rows)
	if err != nil {
		return err
	}
	return s.w.SetRow(at, cells)
}

// end adds the filter and finishes the sheet.
func (s *sheet) end() error {
	if s.filter && s.rows > 1 {
		to, err := excelize.CoordinatesToCellName(s.columns, s.rows)
		if err != nil {
			return err
		}
		if err := s.b.f.AutoFilter(s.name, "A1:"+to, nil); err != nil {
			return err
		}
	}
	return s.w.Flush()
}

// wide are columns of sentences, narrow those of codes longer than what one reads.
var (
	wide   = map[string]bool{"text": true, "title": true, "message_zh": true, "message_en": true, "evidence": true, "error_message": true, "label_zh": true, "label_en": true, "note": true, "operands": true, "indicator": true, "formula": true, "source_url": true, "url": true, "path": true}
	narrow = map[string]bool{"document_sha256": true, "fingerprint": true}
)

// width is that of a column, in characters of the font.
func width(c sinks.Column, heading string) float64 {
	w := 10.0
	switch {
	case wide[c.Name]:
		w = 40
	case narrow[c.Name]:
		w = 14
	case sinks.KindOf(c.Type) == sinks.Text:
		w = 18
	}
	head := 2.0 // room for the arrow of the filter
	for _, r := range heading {
		head++
		if r >= 0x2e80 && utf8.RuneLen(r) >= 3 {
			head++
		}
	}
	return max(w, min(head, 24)) // a longer heading takes two lines
}

// explain writes the first sheet: the versions, and a row for each column.
func (b *book) explain() error {
	name, heads := "说明", []any{"工作表", "标题", "字段", "类型", "可空", "含义", "Meaning"}
	if b.opt.English {
		name, heads = "about", []any{"sheet", "heading", "column", "type", "nullable", "meaning in Chinese", "meaning"}
	}
	t := b.text
	s, err := b.newSheet(name, []float64{16, 28, 28, 14, 8, 40, 80}, []int{t, t, t, t, t, t, t})
	if err != nil {
		return err
	}
	about := b.src.About()
	for _, row := range [][]any{{"dataset_version", about.Version}, {"schema_version", about.Schema}, {"generator", about.Generator}, {}, heads} {
		if len(row) == len(heads) {
			for i := range row {
				row[i] = excelize.Cell{StyleID: b.head, Value: row[i]}
			}
		}
		if err := s.row(row); err != nil {
			return err
		}
	}
	for _, t := range b.src.Tables() {
		sheet := sheetName(t.Name, b.opt.English, 1)
		if err := s.row([]any{sheet, t.Name, fmt.Sprint(b.src.Count(t.Name)), nil, nil, t.Zh, t.En}); err != nil {
			return err
		}
		for i, h := range headings(t, b.opt.English) {
			c, null := t.Columns[i], ""
			if c.Nullable {
				null = "NULL"
			}
			if err := s.row([]any{sheet, h, c.Name, c.Type, null, c.Zh, c.En}); err != nil {
				return err
			}
		}
	}
	return s.end()
}
