package normalize

import (
	"strings"
	"unicode/utf8"

	"github.com/gongkai-data/gongkai/extract"
)

// otherYear returns the title of the table, or its caption, that says that the
// table is not the report's: of an earlier year, of another body, or an
// example. Only the nearest line counts, and only a short one that speaks of
// figures: prose, dates and notes name other years freely.
func (rd *reader) otherYear(before []extract.Block, t *extract.Table) string {
	if t.Caption != "" && rd.titlesOther(t.Caption) {
		return t.Caption
	}
	for i := len(before) - 1; i >= 0 && i >= len(before)-4; i-- {
		text := ""
		switch b := before[i].(type) {
		case *extract.Paragraph:
			if b.Role != extract.Body {
				continue
			}
			text = b.Text
		case *extract.Heading:
			text = b.Text
		case *extract.Table:
			return ""
		}
		if Fold(text) == "" || strings.Contains(text, "表格如下") {
			continue
		}
		if rd.titlesOther(text) {
			return text
		}
		return ""
	}
	return ""
}

// blankForm reports a table without a single number below words that say that a
// form follows: it contradicts nobody.
func blankForm(before []extract.Block, v *view) bool {
	if len(before) == 0 {
		return false
	}
	for i := range v.cells {
		if v.cells[i].kind == numberCell {
			return false
		}
	}
	p, ok := before[len(before)-1].(*extract.Paragraph)
	return ok && utf8.RuneCountInString(p.Text) <= 40 && containsAny(p.Text, []string{"表格如下", "格式", "样式", "空表"})
}

// titlesOther reports the title of figures that are not the report's.
func (rd *reader) titlesOther(text string) bool {
	return titlesOtherYear(text, rd.year) || titlesExample(text) || rd.titlesOtherBody(text)
}

// titlesOtherYear reports the title of a table of an earlier year.
func titlesOtherYear(text string, year int) bool {
	if year == 0 || strings.HasSuffix(text, "。") || utf8.RuneCountInString(text) > 50 || !containsAny(text, figureWords) || containsAny(text, dateWords) {
		return false
	}
	return namesOtherYear(text, year)
}

var (
	figureWords  = []string{"情况", "数据", "报表", "统计", "表", "对比", "附"}
	dateWords    = []string{"日期", "截至", "截止", "填报", "印发", "格式", "按照", "根据", "如下"}
	exampleWords = []string{"示例", "样表", "样例", "范例", "填表说明", "填报说明"}
)

// titlesExample reports a line above a table that shows how to fill the form.
func titlesExample(text string) bool {
	return utf8.RuneCountInString(text) <= 20 && containsAny(text, exampleWords)
}

// titlesOtherBody reports a title that begins with the name of another body and
// a year: 附件：某区民政局2024年政府信息公开申请情况. Without a name of the report's
// own only an annex is told.
func (rd *reader) titlesOtherBody(text string) bool {
	if utf8.RuneCountInString(text) > 50 || !strings.Contains(text, "年") || !containsAny(text, figureWords) {
		return false
	}
	s := Fold(text)
	annex := false
	for _, w := range [...]string{"附件", "附表", "附"} {
		if rest, ok := strings.CutPrefix(s, w); ok {
			s, annex = strings.TrimLeft(rest, "0123456789"+hanDigits+":、.-("), true
			break
		}
	}
	name := ""
	for i := 0; i+4 <= len(s); i++ {
		if _, ok := yearAt(s, i); ok {
			name = strings.TrimSuffix(s[:i], "关于")
			break
		}
	}
	if n := utf8.RuneCountInString(name); n < 3 || n > 25 || !endsAsBody(name) || containsAny(name, []string{"本", "我", "全", "各", "及"}) {
		return false
	}
	if rd.body == "" {
		return annex
	}
	return !within(name, rd.body) && !within(rd.body, name)
}

// endsAsBody reports a name that ends as those of public bodies do.
func endsAsBody(name string) bool {
	for _, w := range [...]string{"政府", "局", "委", "委员会", "厅", "办", "办公室", "办事处", "街道", "镇", "乡", "中心", "院", "处", "公司", "支队", "大队", "管委会", "站", "所", "学校", "医院"} {
		if strings.HasSuffix(name, w) {
			return true
		}
	}
	return false
}

// within reports that the signs of a stand in b in their order, as those of
// 市卫健委 do in 市卫生健康委员会.
func within(a, b string) bool {
	for _, r := range a {
		i := strings.IndexRune(b, r)
		if i < 0 {
			return false
		}
		b = b[i+utf8.RuneLen(r):]
	}
	return true
}
