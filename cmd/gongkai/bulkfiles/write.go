package main

import (
	"bytes"
	"fmt"
	"html"
	"strings"

	"github.com/gongkai-data/gongkai/extract"
)

// page is the report as a portal shows it.
func page(doc *extract.Document) []byte {
	var b bytes.Buffer
	b.WriteString("<!DOCTYPE html>\n<html lang=\"zh-CN\"><head><meta charset=\"utf-8\"><title>年度报告</title></head><body><div class=\"article\">\n")
	texts(doc, func(s string) {
		fmt.Fprintf(&b, "<p style=\"text-indent: 2em; font-family: 仿宋; font-size: 16pt\"><span>%s</span></p>\n", html.EscapeString(s))
	}, func(t *extract.Table) {
		b.WriteString("<table border=\"1\" cellspacing=\"0\" cellpadding=\"0\">\n")
		row := -1
		for i := range t.Grid.Cells {
			c := &t.Grid.Cells[i]
			for ; row < c.Row; row++ {
				if row >= 0 {
					b.WriteString("</tr>")
				}
				b.WriteString("<tr>")
			}
			fmt.Fprintf(&b, "<td width=\"%d\" rowspan=\"%d\" colspan=\"%d\" style=\"border: 1px solid windowtext; padding: 0cm 5.4pt\"><p align=\"center\"><span style=\"font-size: 10pt\">%s</span></p></td>\n",
				60*c.ColSpan, c.RowSpan, c.ColSpan, html.EscapeString(c.Text))
		}
		b.WriteString("</tr></table>\n")
	})
	b.WriteString("</div></body></html>\n")
	return b.Bytes()
}

// rich is the report as RTF 1.9 writes it: \clvmgf and \clvmrg for cells over rows.
func rich(doc *extract.Document) []byte {
	var b bytes.Buffer
	b.WriteString(`{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0\fnil\fcharset134 SimSun;}}` + "\n")
	texts(doc, func(s string) { b.WriteString(`\pard\plain\f0\fs32 ` + rtfText(s) + `\par` + "\n") }, func(t *extract.Table) {
		for n, row := range t.Grid.Dense() {
			rtfRow(&b, n, row)
		}
		b.WriteString(`\pard` + "\n")
	})
	b.WriteString("}")
	return b.Bytes()
}

func rtfRow(b *bytes.Buffer, n int, row []*extract.Cell) {
	b.WriteString(`\trowd\trgaph108`)
	var content strings.Builder
	for col := 0; col < len(row); {
		c, span := row[col], 1
		for col+span < len(row) && c != nil && row[col+span] == c {
			span++
		}
		text := ""
		if c != nil {
			text = c.Text
			if c.RowSpan > 1 {
				if c.Row == n {
					b.WriteString(`\clvmgf`)
				} else {
					b.WriteString(`\clvmrg`)
					text = ""
				}
			}
		}
		col += span
		fmt.Fprintf(b, `\clbrdrt\brdrs\cellx%d`, 900*col)
		content.WriteString(`\pard\intbl\f0\fs20 ` + rtfText(text) + `\cell` + "\n")
	}
	b.WriteString("\n" + content.String() + `\row` + "\n")
}

func rtfText(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '\\' || r == '{' || r == '}':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\line `)
		case r < 0x80:
			b.WriteRune(r)
		default:
			fmt.Fprintf(&b, `\u%d?`, int16(r))
		}
	}
	return b.String()
}

// plain is the report as text with tabs.
func plain(doc *extract.Document) []byte {
	var b bytes.Buffer
	texts(doc, func(s string) { b.WriteString(s + "\n\n") }, func(t *extract.Table) {
		for n, row := range t.Grid.Dense() {
			for col, c := range row {
				if col > 0 {
					b.WriteByte('\t')
				}
				if c != nil && c.Row == n && c.Col == col {
					b.WriteString(strings.ReplaceAll(c.Text, "\n", ""))
				}
			}
			b.WriteByte('\n')
		}
		b.WriteByte('\n')
	})
	return b.Bytes()
}
