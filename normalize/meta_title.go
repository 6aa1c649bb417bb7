package normalize

import (
	"slices"
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
	alone bool   // nothing else stands in its lines
	rival string // another body that a title of equal standing names
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
	claimed := s.claimedTitles()
	t := s.printedTitle(claimed)
	for _, m := range claimed {
		if t.org != "" && m.org != "" && !sameBody(t.org, m.org) && t.rival == "" {
			t.rival = m.org
		}
	}
	if t.text != "" && t.org != "" && t.year != 0 {
		return t
	}
	for _, m := range claimed {
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

// claimedTitles reads the titles that the file gives for itself.
func (s *front) claimedTitles() []title {
	var out []title
	for _, text := range []string{s.property("ArticleTitle", "标题", "title"), s.doc.Title} {
		if m := splitTitle(Fold(text)); m.text != "" && !m.other {
			out = append(out, m)
		}
	}
	return out
}

// sameBody reports whether two folded names may be those of one body: a
// division above it may be left out.
func sameBody(a, b string) bool {
	short := func(name string) string {
		name = strings.ReplaceAll(expandOrgan(name), "管理委员会", "管委会")
		for _, end := range []string{"人民政府", "政府", "管委会", "办事处"} {
			name = strings.TrimSuffix(name, end)
		}
		return name
	}
	a, b = short(a), short(b)
	return strings.HasSuffix(a, b) || strings.HasSuffix(b, a)
}

// titleLines is the number of lines in which a title is looked for.
const titleLines = 60

// printedAt is a title printed in the lines from line up to after.
type printedAt struct {
	title
	line int
	rank [4]int // what speaks for it, the strongest first
}

// printedTitle finds the title in the text: the one that names most and stands
// on lines of its own, before the first sentence, as a heading or as the file
// itself claims. Of several that are left the last stands nearest to the text.
func (s *front) printedTitle(claimed []title) title {
	var best []printedAt
	for _, c := range s.printedTitles(claimed) {
		switch {
		case len(best) == 0 || slices.Compare(c.rank[:], best[0].rank[:]) > 0:
			best = append(best[:0], c)
		case c.rank == best[0].rank:
			best = append(best, c)
		}
	}
	if len(best) == 0 {
		return title{}
	}
	t, last := best[0].title, best[len(best)-1].title
	if best[0].rank[0] > 1 && slices.ContainsFunc(best, func(c printedAt) bool { return c.year != t.year || !sameBody(c.org, t.org) }) {
		t = last
	}
	for _, c := range best {
		if c.org != "" && t.org != "" && !sameBody(c.org, t.org) {
			t.rival = c.org
		}
	}
	return t
}

// printedTitles returns the titles before the first chapter.
func (s *front) printedTitles(claimed []title) []printedAt {
	limit, at := s.preface()
	limit = min(limit, titleLines)
	if at > 0 && limit < len(s.lines) {
		limit++
	}
	var out []printedAt
	text := false // sentences have begun
	for i := 0; i < limit; i++ {
		t, n := s.titleAt(i, limit)
		if t.text != "" {
			t.after = i + n
			out = append(out, printedAt{t, i, [4]int{s.names(t, i), bit(t.alone), bit(!text), bit(s.lines[i].heading) + bit(claims(claimed, t))}})
		}
		l := s.lines[i].text
		text = text || len(l) > 3*40 && strings.Contains(l, "。") || strings.Contains(l, "统计期限")
	}
	return out
}

// names weighs what the title printed in line i names.
func (s *front) names(t title, i int) int {
	v := 1 + bit(!s.lines[i].furniture)
	if t.other {
		return v
	}
	return v + 4*bit(t.year != 0) + 2*bit(t.org != "")
}

func claims(claimed []title, t title) bool {
	return slices.ContainsFunc(claimed, func(m title) bool {
		return m.org != "" && t.org != "" && sameBody(m.org, t.org) && (m.year == 0 || m.year == t.year)
	})
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}

// titleAt reads a title whose fixed part starts in line i, and the number of
// lines that it takes from there.
func (s *front) titleAt(i, limit int) (title, int) {
	f, n := s.titleFrom(i, limit)
	if n == 0 {
		return title{}, 0
	}
	t := splitTitle(f)
	if t.text == "" || t.other {
		return t, n
	}
	t, first := s.titleAbove(t, f, i)
	printed := make([]string, 0, i+n-first)
	for k := first; k < i+n; k++ {
		printed = append(printed, s.lines[k].text)
	}
	t.text = printedTitleText(printed, t.text)
	return t, n
}

// titleFrom returns the folded text from line i on that holds the fixed part
// of a title, and the lines it takes; 「…政府信息公开工作⏎年度报告」 may run over three.
func (s *front) titleFrom(i, limit int) (f string, n int) {
	raw := s.lines[i].text
	if !strings.Contains(raw, "公") && !strings.Contains(raw, "政") && !strings.Contains(raw, "信") {
		return "", 0
	}
	f = Fold(head(raw, 1500))
	if rest, ok := cutTitleLabel(f); ok {
		f = rest
	}
	for _, p := range []string{"上一", "下一", "相关"} { // 上一篇: the title of another report
		if strings.HasPrefix(f, p) {
			return "", 0
		}
	}
	if _, end := titleKey(f); end > 0 {
		return f, 1
	}
	if utf8.RuneCountInString(f) > 40 {
		return "", 0
	}
	for n = 1; n < 3 && i+n < limit && utf8.RuneCountInString(s.lines[i+n].text) <= 30; n++ {
		own := len(f)
		f += Fold(s.lines[i+n].text)
		if start, end := titleKey(f); end > 0 {
			if start >= own {
				return "", 0 // it starts in a later line
			}
			return f, n + 1
		}
	}
	return "", 0
}

// titleAbove completes a title, folded f, by the lines above line i that can
// be its body or year, and returns the first line of the whole.
func (s *front) titleAbove(t title, f string, i int) (title, int) {
	start, end := titleKey(f)
	first := i
	for k := i - 1; k >= 0 && k >= i-3 && (t.org == "" || t.year == 0); k-- {
		up := Fold(head(s.lines[k].text, 400))
		if !titlePart(up) {
			break
		}
		f, start, end = up+f, start+len(up), end+len(up)
		u := splitTitleAt(f, start, end)
		if u.text == "" {
			break
		}
		t, first = u, k
	}
	return t, first
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
	if _, size, _ := findYear(withoutDates(s)); size > 0 {
		return true
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
	t := title{alone: utf8.RuneCountInString(f[end:]) <= 10}
	// The title may be glued to what stands before it: a breadcrumb, a sentence.
	if i := strings.LastIndexAny(before, "。;!?>|:《》,\"」』"); i >= 0 {
		_, w := utf8.DecodeRuneInString(before[i:])
		before = before[i+w:]
		t.alone = false
	}
	rest := f[end:]
	t.text = before + f[start:end]
	for _, w := range otherWords {
		if strings.HasPrefix(rest, w) {
			t.other = true
		}
	}
	undated := withoutDates(before)
	year, size, at := findYear(undated)
	t.year = year
	if after, ok := strings.CutPrefix(rest, "("); ok && year == 0 {
		if y, _, at := findYear(withoutDates(after)); at == 0 {
			t.year = y // 「…年度报告(2021年)」
		}
	}
	org := undated
	if size > 0 {
		org = besideYear(undated[:at], undated[at+size:])
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

// besideYear returns the body that stands before the year of a title, after it
// or on both sides of it: 「苏州市2024年教育局…」.
func besideYear(left, right string) string {
	left = strings.TrimSuffix(strings.TrimSuffix(left, "-"), "关于")
	office := strings.HasPrefix(right, "办公") // part of the body before the year
	if !isBody(right) && right != "办公室" && right != "办公厅" {
		return left
	}
	place := cleanBody(left)
	if !isBody(place) || strings.Contains(right, place) {
		return right
	}
	ends := []string{"省", "自治区", "市", "州", "盟", "地区", "县", "区", "旗", "镇", "乡", "街道"}
	if office {
		ends = []string{"政府", "委员会", "管委会"}
	}
	for _, e := range ends {
		if strings.HasSuffix(place, e) {
			return place + right
		}
	}
	return right
}

// withoutDates drops 2025年1月 and 2025年1月20日, in brackets or not, from folded
// text: a year that a month follows is that of a date, not of a report.
func withoutDates(s string) string {
	for from := 0; ; {
		_, size, at := findYear(s[from:])
		if size == 0 {
			return s
		}
		start := from + at
		from = start + size
		end := cutUnit(s, from, "月")
		if end == from || !strings.HasSuffix(s[:from], "年") {
			continue
		}
		end = cutUnit(s, end, "日")
		if strings.HasSuffix(s[:start], "(") && strings.HasPrefix(s[end:], ")") {
			start, end = start-1, end+1
		}
		s, from = s[:start]+s[end:], start
	}
}

// cutUnit returns where a number of one or two digits followed by the unit
// ends that starts at from; from where there is none.
func cutUnit(s string, from int, unit string) int {
	i := strings.Index(s[from:min(len(s), from+12)], unit)
	if i <= 0 || smallNumber(s[from:from+i]) == 0 {
		return from
	}
	return from + i + len(unit)
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
