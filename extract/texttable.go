package extract

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// TextTables returns blocks with every table that is printed as lines of text
// put in the place of the paragraphs that held it. Such a table is a run of at
// least three lines of body text that Fields splits in two or more; empty lines
// in it are passed over. A short line of one field between two such lines is a
// row of one cell, as a merged cell leaves it, unless it is numbered 一、, which
// starts a section. Each line becomes one row of cells without spans, numbered
// in their order: which column a field belongs to is not guessed.
//
// Blocks that hold no such table come back as they are, paragraphs untouched.
func TextTables(blocks []Block) []Block {
	var out []Block
	for i := 0; i < len(blocks); {
		if !isBodyText(blocks[i]) {
			out = append(out, blocks[i])
			i++
			continue
		}
		j := i + 1
		for j < len(blocks) && isBodyText(blocks[j]) {
			j++
		}
		out = append(out, textTables(blocks[i:j])...)
		i = j
	}
	return out
}

func isBodyText(b Block) bool {
	p, ok := b.(*Paragraph)
	return ok && p.Role == Body
}

// textLine is one printed line with its paragraph.
type textLine struct {
	par    *Paragraph
	text   string
	fields []string
}

func textTables(blocks []Block) []Block {
	var lines []textLine
	multi := 0
	for _, b := range blocks {
		p := b.(*Paragraph)
		for text := range strings.SplitSeq(p.Text, "\n") {
			l := textLine{par: p, text: text, fields: Fields(text)}
			if len(l.fields) == 2 && isListLabel(l.fields[0]) {
				l.fields = []string{strings.TrimFunc(text, isBlank)} // an entry of a list
			}
			lines = append(lines, l)
			if len(l.fields) > 1 {
				multi++
			}
		}
	}
	if multi < minTextRows {
		return blocks
	}
	var out []Block
	done := 0 // lines that stand in out
	for at := 0; at < len(lines); {
		from, to := textRun(lines, at)
		if from < 0 {
			break
		}
		if t := textTable(lines[max(from, done):to]); t != nil {
			out = append(out, proseOf(lines[done:max(from, done)])...)
			out = append(out, t)
			done = to
		}
		at = to
	}
	if done == 0 {
		return blocks
	}
	return append(out, proseOf(lines[done:])...)
}

const (
	minTextRows   = 3
	maxLoneField  = 40 // runes of a row that is one merged cell
	maxProseField = 30 // mean runes of a field, from which lines are prose
)

// textRun returns the next run of lines that may be a table, or -1.
func textRun(lines []textLine, at int) (from, to int) {
	for at < len(lines) && len(lines[at].fields) < 2 {
		at++
	}
	if at == len(lines) {
		return -1, 0
	}
	from, to = at, at+1
	lone, loneRows := 0, 0
	for i := at + 1; i < len(lines); i++ {
		switch n := len(lines[i].fields); {
		case n == 0:
		case n > 1:
			to, loneRows, lone = i+1, loneRows+lone, 0
		case lone == 0 && isLoneRow(lines[i].fields[0]):
			lone++
		default:
			i = len(lines)
		}
	}
	if loneRows > 0 && from > 0 && len(lines[from-1].fields) == 1 && isLoneRow(lines[from-1].fields[0]) {
		from-- // the first of the merged cells that stand between rows
	}
	return from, to
}

// isListLabel tells 1. （一） ① 第三条 and their kin, which word processors set
// apart from the entry by spaces.
func isListLabel(s string) bool {
	if utf8.RuneCountInString(s) > 6 {
		return false
	}
	bare := strings.Trim(s, "()（）.．、·•●◆■")
	if i, ok := strings.CutPrefix(bare, "第"); ok {
		bare = strings.TrimRight(i, "条章节款项部分")
	} else if bare == s {
		return strings.Trim(s, "①②③④⑤⑥⑦⑧⑨⑩") == ""
	}
	return strings.Trim(bare, "0123456789一二三四五六七八九十①②③④⑤⑥⑦⑧⑨⑩abcdefghivxABCDEFGHIVX") == ""
}

func isLoneRow(s string) bool {
	if utf8.RuneCountInString(s) > maxLoneField || strings.HasSuffix(s, "。") {
		return false
	}
	number, _, ok := strings.Cut(s, "、")
	return !ok || number == "" || strings.Trim(number, "一二三四五六七八九十") != ""
}

// textTable makes a table of the lines, or nil where they are too few or prose.
func textTable(lines []textLine) *Table {
	t := &Table{Text: true, Prov: lines[0].par.Prov}
	multi, widest, fields, runes := 0, 0, 0, 0
	for _, l := range lines {
		if len(l.fields) == 0 {
			continue
		}
		for col, f := range l.fields {
			t.Grid.Cells = append(t.Grid.Cells, Cell{Prov: l.par.Prov, Row: t.Grid.Rows, Col: col, RowSpan: 1, ColSpan: 1, Text: f})
			fields++
			runes += utf8.RuneCountInString(f)
		}
		if len(l.fields) > 1 {
			multi++
		}
		widest = max(widest, len(l.fields))
		t.Grid.Rows++
		t.Prov.End = max(t.Prov.End, l.par.End)
	}
	t.Grid.Cols = widest
	if multi < minTextRows || runes > maxProseField*fields {
		return nil
	}
	return t
}

// proseOf returns the lines as paragraphs again: whole ones as they were.
func proseOf(lines []textLine) []Block {
	var out []Block
	for i := 0; i < len(lines); {
		p := lines[i].par
		var text []string
		for ; i < len(lines) && lines[i].par == p; i++ {
			text = append(text, lines[i].text)
		}
		if s := strings.Join(text, "\n"); s == p.Text {
			out = append(out, p)
		} else if strings.TrimSpace(s) != "" {
			rest := *p
			rest.Text = s
			out = append(out, &rest)
		}
	}
	return out
}

// Fields splits a line at tabs and at runs of two or more spaces of any kind;
// an em space counts as two, an ideographic space as one, because names are
// padded with it (张　三). Each tab separates: two tabs leave an empty field
// between them, tabs at the end of a split line leave one each. Other space at
// the ends is indentation.
func Fields(line string) []string {
	whole := strings.TrimLeftFunc(line, isBlank)
	line = strings.TrimRightFunc(whole, isBlank)
	if line == "" {
		return nil
	}
	if i := strings.IndexFunc(line, isBlank); i < 0 {
		return []string{line}
	}
	var fields []string
	start, gap := 0, -1 // of the field, of the run of spaces after it
	width, tabs := 0, 0
	for i, r := range line {
		if isBlank(r) {
			if gap < 0 {
				gap, width, tabs = i, 0, 0
			}
			if r == '\t' {
				tabs++
			}
			width += blankWidth(r)
			continue
		}
		if gap >= 0 && (tabs > 0 || width > 1) {
			fields = append(fields, line[start:gap])
			for range tabs - 1 {
				fields = append(fields, "")
			}
			start = i
		}
		gap = -1
	}
	fields = append(fields, line[start:])
	if len(fields) > 1 {
		for range strings.Count(whole[len(line):], "\t") {
			fields = append(fields, "")
		}
	}
	return slices.Clip(fields)
}

func isBlank(r rune) bool {
	switch r {
	case ' ', '\t', '\u00a0', '\u3000', '\u202f', '\u205f':
		return true
	}
	return '\u2000' <= r && r <= '\u200b'
}

func blankWidth(r rune) int {
	switch r {
	case '\u2001', '\u2003':
		return 2
	case '\u200b': // zero width
		return 0
	}
	return 1
}
