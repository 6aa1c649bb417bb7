package normalize

import (
	"strings"
	"unicode/utf8"
)

// title is the title of a report, taken apart (domain: 3.2).
type title struct {
	text  string // as printed, lines joined
	org   string // folded; "" where the title names no body
	year  int    // 0 where it names no year
	other bool   // the title of something else: a format, a notice, an explanation
	after int    // lines up to the end of the title
	weak  bool   // from the file's properties, not printed in the text
}

// titleWords open the fixed part of a title, longest first.
var titleWords = []string{"政府信息公开", "政务信息公开", "政务公开", "信息公开"}

// titleKey finds the fixed part of a title in folded text, 政府信息公开工作年度报告 and
// its kin, and returns where it starts and ends; end is 0 where there is none.
func titleKey(s string) (start, end int) {
	for at := 0; ; {
		i := strings.Index(s[at:], "公开")
		if i < 0 {
			return 0, 0
		}
		i += at
		at = i + len("公开")
		for _, w := range titleWords {
			if strings.HasSuffix(s[:at], w) {
				if n := reportWords(s[at:]); n > 0 {
					return at - len(w), at + n
				}
				break
			}
		}
	}
}

// reportWords returns the length of 工作年度报告, 情况的报告, 年报 … at the start of s.
func reportWords(s string) int {
	at, annual := 0, false
	for range 6 {
		switch rest := s[at:]; {
		case strings.HasPrefix(rest, "年报"):
			return at + len("年报")
		case strings.HasPrefix(rest, "报告") && (annual || at > 0):
			return at + len("报告")
		case strings.HasPrefix(rest, "年度"):
			at, annual = at+len("年度"), true
		case strings.HasPrefix(rest, "工作"), strings.HasPrefix(rest, "情况"):
			at += len("工作")
		case strings.HasPrefix(rest, "的"):
			at += len("的")
		default:
			return 0
		}
	}
	return 0
}

// otherWords behind the fixed part make it the title of something else.
var otherWords = []string{"格式", "模板", "编制", "发布工作", "有关", "的通知", "通知", "解读", "评估", "的公告", "专栏", "目录", "的说明", "的批复", "要求"}

// findTitle looks for the title at the top of the text, then in what the file
// says about itself.
func (s *front) findTitle() title {
	t := s.printedTitle()
	if t.text != "" && t.org != "" && t.year != 0 {
		return t
	}
	for _, text := range []string{s.property("ArticleTitle", "标题", "title"), s.doc.Title} {
		m := splitTitle(Fold(text))
		if m.text == "" || m.other {
			continue
		}
		m.weak = true
		if t.text == "" || t.other {
			m.after, t = t.after, m
			continue
		}
		if t.org == "" && (t.year == 0 || m.year == 0 || t.year == m.year) {
			t.org = m.org
		}
		if t.year == 0 {
			t.year = m.year
		}
	}
	return t
}

// titleLines is the number of lines in which a title is looked for.
const titleLines = 60

// printedTitle finds the title in the text: the first that names a year and
// stands on lines of its own, else the first that names one.
func (s *front) printedTitle() title {
	limit, at := s.preface()
	limit = min(limit, titleLines)
	if at > 0 && limit < len(s.lines) {
		limit++
	}
	var best title
	score := 0
	for i := 0; i < limit; i++ {
		t, n := s.titleAt(i, limit)
		if t.text == "" {
			continue
		}
		v := 1
		if t.year != 0 {
			v += 4
		}
		if t.org != "" {
			v += 2
		}
		if t.other {
			v = 1
		}
		if !s.lines[i].furniture {
			v++
		}
		if v > score {
			best, score = t, v
			best.after = i + n
		}
	}
	return best
}

// titleAt reads a title whose fixed part starts in line i, and the number of
// lines that it takes from there.
func (s *front) titleAt(i, limit int) (title, int) {
	raw := s.lines[i].text
	if !strings.Contains(raw, "公") && !strings.Contains(raw, "政") && !strings.Contains(raw, "信") {
		return title{}, 0
	}
	f := Fold(head(raw, 1500))
	if rest, ok := cutTitleLabel(f); ok {
		f = rest
	}
	start, end := titleKey(f)
	n := 1
	if end == 0 && utf8.RuneCountInString(f) <= 40 {
		// 「…政府信息公开工作⏎年度报告」: the fixed part may run over three lines.
		for ; n < 3 && i+n < limit && utf8.RuneCountInString(s.lines[i+n].text) <= 30 && end == 0; n++ {
			own := len(f)
			f += Fold(s.lines[i+n].text)
			if start, end = titleKey(f); start >= own {
				return title{}, 0
			}
		}
	}
	if end == 0 {
		return title{}, 0
	}
	t := splitTitleAt(f, start, end)
	if t.text == "" || t.other {
		return t, n
	}
	printed := []string{}
	for k := i - 1; k >= 0 && k >= i-3 && (t.org == "" || t.year == 0) && start == strings.Index(f, f[start:]); k-- {
		up := Fold(head(s.lines[k].text, 400))
		if !titlePart(up) {
			break
		}
		f, start, end = up+f, start+len(up), end+len(up)
		u := splitTitleAt(f, start, end)
		if u.text == "" {
			break
		}
		t = u
		printed = append([]string{s.lines[k].text}, printed...)
	}
	for k := i; k < i+n; k++ {
		printed = append(printed, s.lines[k].text)
	}
	t.text = printedTitleText(printed, t.text)
	return t, n
}

// printedTitleText returns the printed lines where they hold the title and nothing else.
func printedTitleText(lines []string, folded string) string {
	if p := strings.Join(lines, ""); utf8.RuneCountInString(p) <= utf8.RuneCountInString(folded)+12 && !strings.ContainsAny(p, ":：") {
		return strings.ToValidUTF8(p, "\uFFFD")
	}
	return folded
}

// titlePart reports whether a folded line above can be the body or the year of a title.
func titlePart(s string) bool {
	n := utf8.RuneCountInString(s)
	if n == 0 || n > 40 || strings.ContainsAny(s, "。;!?>|=,:") || strings.HasPrefix(s, "当前位置") {
		return false
	}
	switch s {
	case "正文", "附件", "首页", "政务公开", "年报", "打印", "关闭", "返回":
		return false
	}
	if _, size, _ := findYear(s); size > 0 {
		return n <= 40
	}
	return isBody(s) || strings.HasSuffix(s, "关于")
}

// cutTitleLabel drops 标题: from the line of a text dump.
func cutTitleLabel(f string) (string, bool) {
	for _, l := range []string{"标题:", "文章标题:", "名称:"} {
		if rest, ok := strings.CutPrefix(f, l); ok {
			return rest, true
		}
	}
	return f, false
}

func splitTitle(f string) title {
	start, end := titleKey(f)
	if end == 0 {
		return title{}
	}
	return splitTitleAt(f, start, end)
}

// splitTitleAt takes a folded title apart whose fixed part is f[start:end].
func splitTitleAt(f string, start, end int) title {
	before := f[:start]
	// The title may be glued to what stands before it: a breadcrumb, a sentence.
	if i := strings.LastIndexAny(before, "。;!?>|:《》,\"」』"); i >= 0 {
		_, w := utf8.DecodeRuneInString(before[i:])
		before = before[i+w:]
	}
	rest := f[end:]
	t := title{text: before + f[start:end]}
	for _, w := range otherWords {
		if strings.HasPrefix(rest, w) {
			t.other = true
		}
	}
	year, size, at := findYear(before)
	t.year = year
	if after, ok := strings.CutPrefix(rest, "("); ok && year == 0 {
		if y, _, at := findYear(after); at == 0 {
			t.year = y // 「…年度报告(2021年)」
		}
	}
	org := before
	if size > 0 {
		left, right := before[:at], before[at+size:]
		left = strings.TrimSuffix(strings.TrimSuffix(left, "-"), "关于")
		switch {
		case isBody(right):
			org = right
		default:
			org = left
		}
		// 「首页政务公开政府信息公开年报 平潭…2021年度」: only what is a body counts.
	}
	org = strings.TrimSuffix(strings.TrimPrefix(org, "关于"), "关于")
	org = cleanBody(org)
	if strings.HasSuffix(org, "人民") {
		org += "政府" // 「…人民政府信息公开…」: one 政府 printed for two
	}
	if isBody(org) {
		t.org = org
	} else if utf8.RuneCountInString(before) > 40 {
		t.text = f[start:end]
	}
	if t.org == "" && strings.ContainsAny(before, "读发布图") && !strings.Contains(before, "图镇") && size == 0 {
		t.other = true
	}
	return t
}

// findYear finds 2024年(度), 二〇二四年(度) or a bare 2024 in folded text and returns
// the year, its length and its place.
func findYear(s string) (year, size, at int) {
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			if y, ok := digitYear(s[i:]); ok && (i == 0 || s[i-1] < '0' || s[i-1] > '9') {
				n := 4
				if strings.HasPrefix(s[i+n:], "年") {
					n += len("年")
				}
				if strings.HasPrefix(s[i+n:], "度") {
					n += len("度")
				}
				return y, n, i
			}
			i++
			continue
		}
		if y, n, ok := hanYear(s[i:]); ok {
			if strings.HasPrefix(s[i+n:], "年") {
				n += len("年")
				if strings.HasPrefix(s[i+n:], "度") {
					n += len("度")
				}
				return y, n, i
			}
		}
		_, w := utf8.DecodeRuneInString(s[i:])
		i += w
	}
	return 0, 0, 0
}

// digitYear reads a year of this form's history at the start of s.
func digitYear(s string) (int, bool) {
	if len(s) < 4 || len(s) > 4 && s[4] >= '0' && s[4] <= '9' {
		return 0, false
	}
	n, ok := digits(s[:4])
	return n, ok && n >= 2007 && n <= 2099
}

// digits reads a string of decimal digits.
func digits(s string) (n int, ok bool) {
	if s == "" || len(s) > 9 {
		return 0, false
	}
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
		n = n*10 + int(s[i]-'0')
	}
	return n, true
}

// hanYear reads 二〇二四, with 零, ○ or 0 for the zero.
func hanYear(s string) (year, size int, ok bool) {
	if !strings.HasPrefix(s, "二") {
		return 0, 0, false
	}
	n := 0
	for k := 0; k < 4; k++ {
		r, w := utf8.DecodeRuneInString(s[size:])
		d := strings.IndexRune("零一二三四五六七八九", r)
		switch {
		case r == '〇', r == '○', r == 'O', r == '0', r == 'Ｏ', r == '◯':
			d = 0
		case d < 0:
			return 0, 0, false
		default:
			d /= 3
		}
		n, size = n*10+d, size+w
	}
	return n, size, n >= 2007 && n <= 2099
}

// head returns at most n bytes of s, cut between runes.
func head(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}
