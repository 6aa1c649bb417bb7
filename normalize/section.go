package normalize

import (
	"strings"
	"unicode/utf8"

	"github.com/gongkai-data/gongkai/extract"
)

// line is one printed line of running text; tables have none.
type line struct {
	text      string // as printed
	block     int
	heading   bool // the file marks it as one
	furniture bool
}

// maxLines bounds what the header reading looks at; a report has some hundred.
const maxLines = 50_000

// textLines returns the non-empty lines of paragraphs and headings.
func textLines(doc *extract.Document) []line {
	lines := make([]line, 0, len(doc.Blocks))
	for i, b := range doc.Blocks {
		l := line{block: i}
		switch b := b.(type) {
		case *extract.Heading:
			l.text, l.heading = b.Text, true
		case *extract.Paragraph:
			if b.Role == extract.Note {
				continue
			}
			l.text, l.furniture = b.Text, b.Role == extract.Furniture
		default:
			continue
		}
		for rest, more := l.text, true; more && len(lines) < maxLines; {
			l.text, rest, more = strings.Cut(rest, "\n")
			if l.text = cleanLine(l.text); l.text != "" {
				lines = append(lines, l)
			}
		}
	}
	return lines
}

// cleanLine drops white space around a line and what converters of text leave
// in front of it (domain: "[bookmark: _GoBack]").
func cleanLine(s string) string {
	s = strings.TrimSpace(s)
	for strings.HasPrefix(s, "[bookmark:") || strings.HasPrefix(s, "[image:") {
		_, rest, ok := strings.Cut(s, "]")
		if !ok {
			break
		}
		s = strings.TrimSpace(rest)
	}
	return s
}

// sectionKind is one chapter of the official skeleton: phrases open its
// heading, closed ones are the whole heading.
type sectionKind struct {
	code    string
	phrases []string
	closed  []string
}

// sectionKinds follow the order of the form (国办公开办函〔2021〕30号), with the
// variants of printed reports and of the reports before 2019.
var sectionKinds = []sectionKind{
	{"sec.overview", []string{"总体情况", "总体工作情况", "政府信息公开工作总体情况", "政府信息公开总体情况", "政府信息公开工作概述"}, []string{"概述", "工作概述", "基本情况", "概况", "工作总体情况"}},
	{"sec.proactive", []string{"主动公开政府信息", "行政机关主动公开", "政府信息主动公开", "主动公开情况", "主动公开的政府信息", "主动公开信息", "主动公开工作情况"}, nil},
	{"sec.applications", []string{"收到和处理政府信息公开", "行政机关收到和处理", "政府信息依申请公开", "依申请公开", "政府信息公开申请", "收到和处理依申请", "申请公开政府信息", "受理政府信息公开申请"}, nil},
	{"sec.litigation", []string{"政府信息公开行政复议", "因政府信息公开", "政府信息公开被", "政府信息公开工作被申请", "行政复议", "复议、", "复议和", "政府信息公开申请行政复议", "政府信息公开的行政复议", "政府信息公开提起行政", "申请行政复议", "有关政府信息公开的行政复议", "政府信息公开复议"}, nil},
	{"sec.problems", []string{"存在的主要问题", "存在的问题", "存在问题", "存在主要问题", "主要问题", "政府信息公开工作存在", "工作存在的", "政府信息公开存在", "政府信息公开工作中存在", "存在的困难和问题", "存在不足", "存在的不足", "问题及改进"}, nil},
	{"sec.other", []string{"其他需要报告", "其它需要报告", "需要报告的其他", "需要说明的其他", "其他需要说明", "其他有关情况", "其他报告事项", "需要报告的事项", "其他需报告", "其他应报告", "其他应当报告"}, []string{"其他事项", "其他情况", "其他"}},
}

// headingEnds close the heading of a text that runs on without a break.
var headingEnds = []string{"情况", "事项", "措施", "概述", "概况", "计划"}

// Kinds of ordinals in front of a heading.
const (
	ordinalNone = iota
	ordinalHan  // 一、
	ordinalDigit
	ordinalPart // 第一部分
	ordinalSub  // （一）, where no other heading is found
)

// mark is one place that looks like the heading of a chapter.
type mark struct {
	line, start, end int // heading: lines[line].text[start:end]
	code             string
	ordinal, number  int
}

const hanDigits = "一二三四五六七八九十"

// hanNumber reads 一 to 十九 at the start of s.
func hanNumber(s string) (number, size int) {
	for size < len(s) && size < 6 {
		r, w := utf8.DecodeRuneInString(s[size:])
		i := strings.IndexRune(hanDigits, r)
		if i < 0 {
			break
		}
		if v := i/3 + 1; v == 10 && number > 0 || number > 10 {
			return 0, 0
		} else if number == 10 {
			number += v
		} else if number > 0 {
			return 0, 0
		} else {
			number = v
		}
		size += w
	}
	return number, size
}

// chapterOrdinal splits 一、 1. １、 第一部分 or, where sub, （一） from the start of a folded line.
func chapterOrdinal(s string, sub bool) (kind, number int, rest string) {
	if t, ok := strings.CutPrefix(s, "("); ok && sub {
		if n, w := hanNumber(t); n > 0 && strings.HasPrefix(t[w:], ")") {
			return ordinalSub, n, strings.TrimLeft(t[w+1:], "、,.")
		}
		return ordinalNone, 0, s
	}
	if t, ok := strings.CutPrefix(s, "第"); ok {
		if n, w := hanNumber(t); n > 0 {
			if t, ok := strings.CutPrefix(t[w:], "部分"); ok {
				return ordinalPart, n, strings.TrimLeft(t, "、:：,.")
			}
		}
		return ordinalNone, 0, s
	}
	if n, w := hanNumber(s); n > 0 {
		for _, sep := range []string{"、", ".", ",", "。", ":"} {
			if t, ok := strings.CutPrefix(s[w:], sep); ok {
				return ordinalHan, n, t
			}
		}
		return ordinalNone, 0, s
	}
	n, w := 0, 0
	for w < len(s) && w < 2 && s[w] >= '0' && s[w] <= '9' {
		n, w = n*10+int(s[w]-'0'), w+1
	}
	if w > 0 {
		for _, sep := range []string{"、", ".", ","} {
			if t, ok := strings.CutPrefix(s[w:], sep); ok && (t == "" || t[0] < '0' || t[0] > '9') {
				return ordinalDigit, n, t
			}
		}
	}
	return ordinalNone, 0, s
}

// kindOf names the chapter whose heading the folded text opens with.
func kindOf(s string) (code, phrase string) {
	for i := range sectionKinds {
		k := &sectionKinds[i]
		for _, p := range k.phrases {
			if strings.HasPrefix(s, p) && len(p) > len(phrase) {
				code, phrase = k.code, p
			}
		}
		for _, p := range k.closed {
			if strings.TrimRight(s, "。.:：;") == p {
				code, phrase = k.code, p
			}
		}
	}
	// 政府信息公开申请行政复议…: the chapter on remedies opens like that on applications.
	if code == "sec.applications" && (strings.Contains(s, "复议") || strings.Contains(s, "诉讼")) {
		code = "sec.litigation"
	}
	return code, phrase
}

const (
	maxHeading = 60 // runes of a line that can be a heading
	maxMarks   = 400
)

// findMarks returns the places that look like headings, in reading order.
// （一） opens a chapter only in a report that numbers nothing else.
func findMarks(lines []line) []mark {
	marks := marksOf(lines, false)
	if known(marks) < 2 {
		if sub := marksOf(lines, true); known(sub) >= 3 {
			return sub
		}
	}
	return marks
}

// known counts the chapters of the form among the marks.
func known(marks []mark) int {
	codes := map[string]bool{}
	for _, m := range marks {
		codes[m.code] = true
	}
	delete(codes, "sec.unknown")
	return len(codes)
}

func marksOf(lines []line, sub bool) []mark {
	var marks []mark
	for i := range lines {
		if lines[i].furniture || len(marks) > maxMarks {
			continue
		}
		s := lines[i].text
		if m, ok := headingLine(s, lines[i].heading, sub); ok {
			m.line = i
			marks = append(marks, m)
			continue
		}
		if len(s) > 3*10 {
			marks = runOnMarks(marks, i, s)
		}
	}
	return marks
}

// headingLine reads a line that is nothing but a heading.
func headingLine(s string, marked, sub bool) (mark, bool) {
	if len(s) > 4*maxHeading {
		return mark{}, false
	}
	// Almost no line of text starts with an ordinal; folding is for those that do.
	r, _ := utf8.DecodeRuneInString(s)
	if !marked && r != '第' && !strings.ContainsRune(hanDigits+"0123456789０１２３４５６７８９总其存主行收因政问", r) && !(sub && (r == '（' || r == '(')) {
		return mark{}, false
	}
	if utf8.RuneCountInString(s) > maxHeading {
		return mark{}, false
	}
	kind, number, rest := chapterOrdinal(Fold(s), sub)
	m := mark{end: len(s), ordinal: kind, number: number}
	rest = strings.TrimRight(rest, "。.:：;")
	var phrase string
	m.code, phrase = kindOf(rest)
	sentence := strings.ContainsAny(rest, "。;；") || strings.Count(rest, ",") > 1
	switch {
	case m.code != "" && sentence:
		return mark{}, false
	case m.code != "" && kind == ordinalNone && !marked:
		// Without an ordinal only the whole official wording is a heading.
		return m, officialHeadings[rest]
	case m.code != "" && kind == ordinalDigit:
		return m, officialHeadings[rest] || utf8.RuneCountInString(phrase) >= 6
	case m.code == "" && (kind == ordinalHan || kind == ordinalPart) && !sentence && utf8.RuneCountInString(rest) <= 30 && rest != "":
		m.code = "sec.unknown"
		return m, true
	}
	return m, m.code != ""
}

// officialHeadings are the headings of the form itself, folded.
var officialHeadings = map[string]bool{
	"总体情况": true, "主动公开政府信息情况": true, "收到和处理政府信息公开申请情况": true, "政府信息公开行政复议、行政诉讼情况": true,
	"政府信息公开行政复议和行政诉讼情况": true, "因政府信息公开工作被申请行政复议、提起行政诉讼情况": true,
	"存在的主要问题及改进情况": true, "其他需要报告的事项": true,
}

// runOnMarks finds headings inside a line that runs on: 「…0591-23165370。一、总体情况2021年，」.
func runOnMarks(marks []mark, n int, s string) []mark {
	for at := 0; len(marks) <= maxMarks; {
		i := strings.Index(s[at:], "、")
		if i < 0 {
			return marks
		}
		i += at
		at = i + len("、")
		start := i
		for start >= 3 && start > i-6 && strings.Contains(hanDigits, s[start-3:start]) {
			start -= 3
		}
		number, w := hanNumber(s[start:i])
		if number == 0 || w != i-start || strings.HasSuffix(s[:start], "第") || strings.HasSuffix(s[:start], "（") || strings.HasSuffix(s[:start], "(") {
			continue
		}
		code, phrase := kindOf(head(s[at:], 3*maxHeading))
		if code == "" || len(phrase) < 12 && phrase != "总体情况" {
			continue
		}
		if end := headingEnd(s, at+len(phrase)); end > 0 {
			if code == "sec.applications" && strings.Contains(s[at:end], "复议") {
				code = "sec.litigation"
			} else if code == "sec.litigation" && !strings.Contains(s[at:end], "复议") && !strings.Contains(s[at:end], "诉讼") {
				code = "sec.applications"
			}
			marks = append(marks, mark{line: n, start: start, end: end, code: code, ordinal: ordinalHan, number: number})
			at = end
		}
	}
	return marks
}

// headingEnd returns where a heading ends whose opening phrase ends at from: after the first
// closing word that no 及 or 和 continues; 0 where there is none within reach.
func headingEnd(s string, from int) int {
	for _, e := range headingEnds {
		if strings.HasSuffix(s[:from], e) && !continues(s[from:]) {
			return from
		}
	}
	limit := min(len(s), from+90)
	for limit < len(s) && !utf8.RuneStart(s[limit]) {
		limit--
	}
	best := 0
	for _, e := range headingEnds {
		if i := strings.Index(s[from:limit], e); i >= 0 {
			end := from + i + len(e)
			if !continues(s[end:]) && (best == 0 || end < best) && !strings.ContainsAny(s[from:end], "。；;，") {
				best = end
			}
		}
	}
	return best
}

func continues(s string) bool {
	return strings.HasPrefix(s, "及") || strings.HasPrefix(s, "和") || strings.HasPrefix(s, "与")
}

// chapters chooses the headings that divide the report: one for each chapter of
// the form, the others where they stand in the same count.
func chapters(lines []line, marks []mark) []mark {
	best := map[string]int{}
	for i, m := range marks {
		if m.code == "sec.unknown" {
			continue
		}
		j, ok := best[m.code]
		// Chinese ordinals outrank figures; of two alike the later one counts
		// where the earlier stands in a list of contents.
		if !ok || rank(m) > rank(marks[j]) || rank(m) == rank(marks[j]) && (bare(lines, marks, j) || j > 0 && bare(lines, marks, j-1)) {
			best[m.code] = i
		}
	}
	var out []mark
	last := 0
	for i, m := range marks {
		switch {
		case m.code != "sec.unknown":
			if best[m.code] != i {
				continue
			}
		case len(best) < 2 || m.number <= last || len(out) == 0:
			continue
		}
		if m.number > last {
			last = m.number
		}
		out = append(out, m)
	}
	return out
}

func rank(m mark) int {
	switch m.ordinal {
	case ordinalHan, ordinalPart:
		return 2
	case ordinalDigit, ordinalSub:
		return 1
	}
	return 0
}

// bare reports whether nothing stands between a heading and the next one.
func bare(lines []line, marks []mark, i int) bool {
	if i+1 >= len(marks) {
		return false
	}
	m, n := marks[i], marks[i+1]
	if m.line == n.line {
		return n.start-m.end < 12
	}
	return n.line == m.line+1 && n.start == 0 && m.end == len(lines[m.line].text) && lines[n.line].block <= lines[m.line].block+1
}

// readSections cuts the text at the chapters. What stands before the first
// one, after the title, is the preface.
func readSections(lines []line, marks []mark, title int) []Section {
	if len(marks) == 0 {
		return nil
	}
	var out []Section
	if s := textBetween(lines, title, 0, marks[0].line, marks[0].start); s != "" {
		out = append(out, Section{Code: "sec.preface", Text: s})
	}
	for i, m := range marks {
		endLine, end := len(lines), 0
		if i+1 < len(marks) {
			endLine, end = marks[i+1].line, marks[i+1].start
		}
		out = append(out, Section{
			Code:    m.code,
			Heading: strings.ToValidUTF8(strings.TrimSpace(lines[m.line].text[m.start:m.end]), "\uFFFD"),
			Text:    textBetween(lines, m.line, m.end, endLine, end),
		})
	}
	return out
}

// textBetween joins the text from one place up to another.
func textBetween(lines []line, l, at, endLine, end int) string {
	var b strings.Builder
	size := 0
	for k := l; k < len(lines) && k <= endLine; k++ {
		size += len(lines[k].text) + 1
	}
	b.Grow(min(size, 1<<20)) // one line may hold the whole report
	for ; l < len(lines) && (l < endLine || l == endLine && end > at); l++ {
		s := lines[l].text
		if l == endLine {
			s = s[:end]
		}
		s = strings.TrimSpace(s[min(at, len(s)):])
		at = 0
		if s == "" || lines[l].furniture {
			continue
		}
		if b.Len() > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(strings.ToValidUTF8(s, "\uFFFD"))
	}
	return b.String()
}
