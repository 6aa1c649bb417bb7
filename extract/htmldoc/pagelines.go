package htmldoc

import (
	"strings"
	"unicode/utf8"

	"github.com/gongkai-data/gongkai/extract"
)

// pageLabels are the labels of the lines that portals print around an article,
// longer ones before those that they contain.
var pageLabels = []string{
	"发布日期", "发布时间", "发文日期", "发文时间", "成文日期", "成文时间", "生成日期", "生成时间", "公开日期", "公开时间", "更新时间", "更新日期", "印发日期", "生效日期", "废止日期",
	"信息来源", "文章来源", "稿件来源", "来源单位", "发布机构", "发布单位", "发文机关", "发文单位", "公开主体", "信息索引号", "索引号", "索引码", "发文字号", "文件编号", "信息名称", "信息分类", "主题分类", "体裁分类",
	"公开目录", "公开范围", "公开形式", "公开方式", "有效性", "主题词", "责任编辑", "浏览次数", "点击数", "文号", "来源", "作者", "日期", "时间", "标题", "名称",
}

// labelStarts holds the first characters of pageLabels.
const labelStarts = "发成生公更印废信文稿来索体主有责浏点作日时标名"

// pageLines returns the metadata that the page prints: short lines of labels
// and values, and tables of them. The first value of each label counts.
func pageLines(blocks []extract.Block) []extract.Property {
	l := lineReader{seen: make(map[string]bool)}
	for i, b := range blocks {
		switch b := b.(type) {
		case *extract.Paragraph:
			if i < maxPageLines && utf8.RuneCountInString(b.Text) <= 200 {
				l.line(b.Text)
			}
		case *extract.Table:
			if i < maxPageLines && len(b.Grid.Cells) <= 60 && b.Depth == 0 {
				l.table(&b.Grid)
			}
		}
	}
	return l.out
}

// maxPageLines is how far into the page metadata is looked for.
const maxPageLines = 60

type lineReader struct {
	seen map[string]bool
	out  []extract.Property
}

// line reads "来源：甲 时间：乙". A line that starts with other words is prose.
func (l *lineReader) line(s string) {
	for first := true; ; first = false {
		s = strings.TrimLeft(s, " \t\n\u00a0\u3000|｜[【")
		label, rest, ok := cutLabel(s)
		if !ok && first {
			return
		}
		if !ok {
			_, next := nextLabel(s)
			if next == "" {
				return
			}
			s = next
			continue
		}
		value, next := nextLabel(rest)
		l.add(label, value)
		s = next
	}
}

// cutLabel returns the label that s starts with. Two-character labels may be
// spread: 来　源.
func cutLabel(s string) (label, rest string, ok bool) {
	if r, _ := utf8.DecodeRuneInString(s); !strings.ContainsRune(labelStarts, r) {
		return "", "", false
	}
	for _, w := range pageLabels {
		r, ok := strings.CutPrefix(s, w)
		if !ok && len(w) == 6 && strings.HasPrefix(s, w[:3]) {
			r, ok = strings.CutPrefix(strings.TrimLeft(s[3:], " \u00a0\u3000"), w[3:])
		}
		if !ok {
			continue
		}
		r = strings.TrimLeft(r, " \u00a0\u3000")
		for _, colon := range []string{"：", ":"} {
			if v, ok := strings.CutPrefix(r, colon); ok {
				return w, v, true
			}
		}
	}
	return "", "", false
}

// nextLabel splits s in front of the next label that follows a space.
func nextLabel(s string) (value, next string) {
	for i, r := range s {
		if r != ' ' && r != '\t' && r != '\n' && r != '\u00a0' && r != '\u3000' && r != '|' && r != '【' && r != '[' && r != '｜' {
			continue
		}
		if _, _, ok := cutLabel(strings.TrimLeft(s[i:], " \t\n\u00a0\u3000|｜[【")); ok {
			return s[:i], s[i:]
		}
	}
	return s, ""
}

func (l *lineReader) add(label, value string) {
	value = strings.Trim(value, " \t\n\u00a0\u3000|｜]】[【")
	if i := strings.IndexAny(value, "\n【"); i >= 0 {
		value = strings.TrimSpace(value[:i])
	}
	switch {
	case strings.HasSuffix(label, "日期") || strings.HasSuffix(label, "时间"):
		value = leadingDate(value)
	case label == "来源" || strings.HasSuffix(label, "来源"):
		if f := extract.Fields(value); len(f) > 1 {
			value = f[0]
		}
		value, _, _ = strings.Cut(value, " ")
	}
	if value == "" || utf8.RuneCountInString(value) > 100 || l.seen[label] {
		return
	}
	l.seen[label] = true
	l.out = append(l.out, extract.Property{Name: "page:" + label, Value: value})
}

// leadingDate returns the date, and time if any, that s starts with.
func leadingDate(s string) string {
	end := strings.IndexFunc(s, func(r rune) bool {
		return !('0' <= r && r <= '9') && !strings.ContainsRune("-/.:： 年月日时分秒T\u00a0", r)
	})
	if end >= 0 {
		s = s[:end]
	}
	s = strings.TrimSpace(s)
	if len(s) < 8 {
		return ""
	}
	return s
}

// table reads a table whose cells are labels and values in turn.
func (l *lineReader) table(g *extract.Grid) {
	found := 0
	for i := range g.Cells {
		if _, ok := cellLabel(g.Cells[i].Text); ok {
			found++
		}
	}
	if found < 2 {
		return
	}
	for i := range g.Cells {
		c := &g.Cells[i]
		if label, ok := cellLabel(c.Text); ok && i+1 < len(g.Cells) && g.Cells[i+1].Row == c.Row {
			l.add(label, g.Cells[i+1].Text)
		} else if !ok {
			l.line(c.Text)
		}
	}
}

func cellLabel(s string) (string, bool) {
	if len(s) < 6 || len(s) > 60 {
		return "", false
	}
	s = strings.Trim(s, " \t\n\u00a0\u3000[]【】")
	s = strings.TrimRight(s, "：:")
	label, rest, ok := cutLabel(s + "：")
	return label, ok && rest == ""
}
