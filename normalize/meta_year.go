package normalize

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// period is the span of time that the numbers cover, as printed.
type period struct {
	year       int // of the last day; 0 where none was found
	start, end string
	damaged    string // the printed text, where signs are missing
	startYear  int
	told       bool // the text says that it is the period of the numbers
	disputed   bool // others are printed, and nothing decides
}

// Patterns of domain 3.2, for folded text close to the last day of the period.
var (
	wholePeriod   = regexp.MustCompile(`((?:19|20)\d{2})年(\d{1,2})月(\d{1,2})日(?:开始|起)?(?:至|到|截至|-|~)+(?:(?:((?:19|20)\d{2})年)|同年|当年)?(\d{1,2})月(\d{1,2})日`)
	damagedPeriod = regexp.MustCompile(`((?:19|20)\d{2})年?0?1月?0?1?日?[^0-9]{0,4}((?:19|20)\d{2})?年?12月?31日?`)
)

// findPeriod looks for the period in the preface, then in what follows it.
func (s *front) findPeriod() period {
	var all []period
	size := 0
	for _, l := range s.lines {
		if size += len(l.text); size > 30_000 || len(all) > maxPeriods {
			break
		}
		for _, p := range periodsIn(l.text) {
			if p.told && p.wholeYear() && p.year == s.title.year {
				return p // nothing could outweigh it
			}
			all = append(all, p)
		}
	}
	return s.choosePeriod(all)
}

// maxPeriods bounds the spans of time that are looked at.
const maxPeriods = 30

// choosePeriod prefers a period that is said to be that of the numbers, then
// one that title or publication bear out. Others may stand in any sentence.
func (s *front) choosePeriod(all []period) period {
	for _, keep := range []func(period) bool{
		func(p period) bool { return p.told },
		func(p period) bool { return p.damaged == "" },
	} {
		if slices.ContainsFunc(all, keep) {
			all = slices.DeleteFunc(all, func(p period) bool { return !keep(p) })
		}
	}
	if len(all) == 0 {
		return period{}
	}
	year := all[0].year
	disputed := slices.ContainsFunc(all, func(p period) bool { return p.year != year })
	if disputed {
		for _, want := range []int{s.title.year, s.yearBefore()} {
			if want != 0 && slices.ContainsFunc(all, func(p period) bool { return p.year == want }) {
				year, disputed = want, false
				break
			}
		}
	}
	all = slices.DeleteFunc(all, func(p period) bool { return p.year != year })
	p := all[0]
	if i := slices.IndexFunc(all, period.wholeYear); i >= 0 {
		p = all[i]
	}
	p.disputed = disputed
	return p
}

func (p period) wholeYear() bool {
	return strings.HasSuffix(p.start, "-01-01") && strings.HasSuffix(p.end, "-12-31") && p.startYear == p.year
}

// first reports the period of the first reports: from the day the Regulation
// came into force.
func (p period) first() bool { return p.start == "2008-05-01" && p.end == "2008-12-31" }

// periodsIn reads the periods from one printed line. Every day that ends a
// period has a 3: 31日, 30日.
func periodsIn(raw string) []period {
	raw = head(raw, 20_000)
	if strings.Contains(raw, "三十一日") || strings.Contains(raw, "三十日") {
		raw = inFigures(raw)
	}
	wide := strings.Contains(raw, "３")
	var out []period
	for i := 0; i < len(raw) && len(out) < maxPeriods; i++ {
		if !wide { // nothing else is looked for
			next := strings.IndexByte(raw[i:], '3')
			if next < 0 {
				break
			}
			i += next
		}
		switch {
		case raw[i] == '3' && i+1 < len(raw) && (raw[i+1] == '1' || raw[i+1] == '0') && i > 0 && (raw[i-1] == '2' || raw[i-1] == ' ' || raw[i-1] >= utf8.RuneSelf):
		case wide && strings.HasPrefix(raw[i:], "３"):
		default:
			continue
		}
		p := periodAround(raw, i)
		if p.year == 0 {
			continue
		}
		if k := slices.IndexFunc(out, func(q period) bool { return q.start == p.start && q.end == p.end }); k >= 0 {
			out[k].told = out[k].told || p.told
			continue
		}
		out = append(out, p)
	}
	return out
}

// Dates in characters: 二〇二三年, 十二月三十一日.
var (
	hanYearOfDate = regexp.MustCompile(`[二][〇○零0OＯ◯][一二三四五六七八九〇○零0OＯ◯]{2}年`)
	hanDayOfDate  = regexp.MustCompile(`([元一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})日`)
)

// inFigures writes dates in characters in figures.
func inFigures(s string) string {
	s = hanYearOfDate.ReplaceAllStringFunc(s, func(y string) string {
		if n, _, ok := hanYear(y); ok {
			return strconv.Itoa(n) + "年"
		}
		return y
	})
	return hanDayOfDate.ReplaceAllStringFunc(s, func(d string) string {
		month, day, _ := strings.Cut(strings.TrimSuffix(d, "日"), "月")
		if m, d := monthNumber(month), smallNumber(day); m > 0 && d > 0 {
			return fmt.Sprintf("%d月%d日", m, d)
		}
		return d
	})
}

// monthNumber is smallNumber of a month, 元月 included.
func monthNumber(s string) int {
	if s == "元" {
		return 1
	}
	return smallNumber(s)
}

// periodAround reads the last period in the text around byte i.
func periodAround(raw string, i int) period {
	lo, hi := max(0, i-130), min(len(raw), i+24)
	for lo > 0 && !utf8.RuneStart(raw[lo]) {
		lo--
	}
	for hi < len(raw) && !utf8.RuneStart(raw[hi]) {
		hi++
	}
	w := raw[lo:hi]
	if !strings.ContainsAny(w, "至到—-－～~日") {
		return period{}
	}
	f := Fold(w)
	if m, before := lastMatch(wholePeriod, f); m != nil {
		if m[4] == "" {
			m[4] = m[1]
		}
		p := period{start: isoDate(m[1], m[2], m[3]), end: isoDate(m[4], m[5], m[6]), told: tellsPeriod(before)}
		p.year, _ = digits(m[4])
		p.startYear, _ = digits(m[1])
		// A span of some days inside a year is an event, not the period of a report.
		if p.start == "" || p.end == "" || p.year < 2008 {
			return period{}
		}
		if m[5] != "12" && m[2] != "1" && m[2] != "01" && !(p.told && strings.Contains(before, "统计") && dayNumber(p.end)-dayNumber(p.start) > 180) {
			return period{}
		}
		return p
	}
	m, before := lastMatch(damagedPeriod, f)
	if m == nil {
		return period{}
	}
	if m[2] == "" {
		m[2] = m[1]
	}
	p := period{damaged: m[0], start: m[1] + "-01-01", end: m[2] + "-12-31", told: tellsPeriod(before)}
	p.year, _ = digits(m[2])
	p.startYear, _ = digits(m[1])
	if p.year < 2008 {
		return period{}
	}
	return p
}

// lastMatch returns the last match and what stands between the one before it
// and itself.
func lastMatch(re *regexp.Regexp, s string) (match []string, before string) {
	all := re.FindAllStringSubmatchIndex(s, -1)
	if len(all) == 0 {
		return nil, ""
	}
	at := all[len(all)-1]
	for i := 0; i < len(at); i += 2 {
		if at[i] < 0 {
			match = append(match, "")
			continue
		}
		match = append(match, s[at[i]:at[i+1]])
	}
	from := 0
	if len(all) > 1 {
		from = all[len(all)-2][1]
	}
	return match, s[from:at[0]]
}

// tellsPeriod reports whether the words before a span of time make it the
// period of the numbers: 「本报告所列数据的统计期限自」.
func tellsPeriod(before string) bool {
	before = before[strings.LastIndex(before, "。")+1:]
	return containsAny(before, []string{"期限", "时段", "周期", "时限", "所列数据", "统计时间", "统计数据", "数据统计", "报告数据", "报告的数据", "中的数据"})
}

// isoDate writes a date, "" where it is none.
func isoDate(y, m, d string) string {
	yn, ok1 := digits(y)
	mn, ok2 := digits(m)
	dn, ok3 := digits(d)
	if !ok1 || !ok2 || !ok3 || yn < 1990 || yn > 2100 || mn < 1 || mn > 12 || dn < 1 || dn > monthDays(yn, mn) {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", yn, mn, dn)
}

func monthDays(y, m int) int {
	switch m {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if y%4 == 0 && (y%100 != 0 || y%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}

// dayNumber counts days, for differences only.
func dayNumber(iso string) int {
	y, _ := strconv.Atoi(iso[:4])
	m, _ := strconv.Atoi(iso[5:7])
	d, _ := strconv.Atoi(iso[8:10])
	if m <= 2 {
		y, m = y-1, m+12
	}
	return 365*y + y/4 - y/100 + y/400 + (153*(m-3)+2)/5 + d
}

// readYear takes the vote of title, period and date of publication.
func (s *front) readYear(r *Report) {
	r.Title = s.title.text
	r.PeriodStart, r.PeriodEnd = s.period.start, s.period.end
	if s.period.damaged != "" {
		r.headerIssue("period_text_damaged", s.period.damaged)
	}
	switch p := s.period; {
	case p.year == 0:
		if text := s.unreadPeriod(); text != "" {
			r.headerIssue("period_unread", text)
		}
	case p.told && p.damaged == "" && !p.wholeYear() && !p.first():
		r.headerIssue("period_unusual", p.start+" / "+p.end)
	}
	s.date, s.dateFrom = s.published()
	before := s.yearBefore()
	votes := map[int]int{s.title.year: 1}
	votes[s.period.year]++
	votes[before]++
	r.Year = s.title.year
	if p := s.period.year; p != 0 && (r.Year == 0 || votes[p] > votes[r.Year]) {
		r.Year = p
	}
	listed := s.urlYear()
	if r.Year == 0 {
		r.Year = listed
	}
	if r.Year == 0 {
		r.Year = before
	}
	conflict := s.title.year != 0 && s.period.year != 0 && s.title.year != s.period.year ||
		before != 0 && before < r.Year || listed != 0 && listed != r.Year || s.period.disputed || s.period.startYear != 0 && s.period.startYear != s.period.year
	if conflict {
		r.headerIssue("year_conflict", fmt.Sprintf("title %d, period %d–%d, published %s%s", s.title.year, s.period.startYear, s.period.year, s.publishedAbout(), listedAs(listed)))
	}
}

// unreadPeriod returns the sentence of the preface that speaks of the period of
// the numbers and prints a year.
func (s *front) unreadPeriod() string {
	for _, l := range s.prefaceLines() {
		for _, w := range []string{"统计期限", "统计时限", "统计时段", "统计周期"} {
			i := strings.Index(l, w)
			if i < 0 {
				continue
			}
			text, _, _ := strings.Cut(head(l[i:], 150), "。")
			if strings.Contains(text, "20") || strings.Contains(text, "２０") || strings.Contains(text, "二") {
				return text
			}
		}
	}
	return ""
}

// urlYear returns the year that the address of a list of reports asks for:
// xxgkAnnualReport.jsp?area=…&fbtime=2022.
func (s *front) urlYear() int {
	_, after, ok := strings.Cut(s.url(), "fbtime=")
	if !ok {
		return 0
	}
	if y, ok := digitYear(after); ok {
		return y
	}
	return 0
}

func listedAs(year int) string {
	if year == 0 {
		return ""
	}
	return fmt.Sprintf(", listed under %d", year)
}

// publishedAbout returns the date of publication, to the month where no more is known.
func (s *front) publishedAbout() string {
	if d, _ := s.published(); d != "" {
		return d
	}
	return s.urlDate(true)
}

// yearBefore returns the year before that of publication, 0 where it is not known.
func (s *front) yearBefore() int {
	d := s.publishedAbout()
	if len(d) < 4 {
		return 0
	}
	y, _ := digits(d[:4])
	return y - 1
}

// readPublication fills the dates and the address of the page.
func (s *front) readPublication(r *Report) {
	r.PublishedAt, r.PublishedFrom = s.date, s.dateFrom
	r.SourceURL = s.url()
	// The date under the signature, below which page furniture may follow.
	for i, seen := len(s.lines)-1, 0; i >= 0 && seen < 10; i-- {
		if s.lines[i].furniture {
			continue
		}
		seen++
		if d, ok := signedDate(s.lines[i].text); ok {
			r.WrittenAt = d
			break
		}
		if impossibleDay(s.lines[i].text) {
			r.headerIssue("date_damaged", s.lines[i].text)
			break
		}
	}
	if s.damagedDate != "" {
		r.headerIssue("date_damaged", s.damagedDate)
	}
}

// signedDate reads a line that is a date, or a body and a date.
func signedDate(raw string) (string, bool) {
	if d, ok := wholeDate(raw); ok {
		return d, true
	}
	if len(raw) > 200 {
		return "", false
	}
	f := Fold(raw)
	if d := firstDate(f); d != "" && len(strings.Trim(f, "0123456789.-/")) == 0 && strings.ContainsAny(f, ".-/") {
		return d, true // 2024.1.18
	}
	_, _, at := findYear(f)
	if at <= 0 || !isBody(f[:at]) {
		return "", false
	}
	return wholeDate(f[at:])
}

// impossibleDay reports a line that is a date which no calendar has: 2月30日.
func impossibleDay(raw string) bool {
	if len(raw) > 60 {
		return false
	}
	m := plainDay.FindStringSubmatch(Fold(raw))
	return m != nil && isoDate(m[1], m[2], m[3]) == ""
}

var plainDay = regexp.MustCompile(`^(20\d{2})年(\d{1,2})月(\d{1,2})日$`)

var timeOfDay = regexp.MustCompile(`^\d{1,2}[:：]\d{2}([:：]\d{2})?$`)

// published returns the date of publication and where it was read: page
// metadata first, then a visible line, then the address (domain: 3.2). What
// stands in place of a date and is none is kept in damagedDate.
func (s *front) published() (date, from string) {
	for _, p := range []struct {
		from  string
		names []string
	}{
		{"meta", []string{"PubDate", "publishdate", "ArticlePubDate", "article:published_time", "published_time", "firstpublishedtime", "pubtime", "createdate"}},
		{"page", []string{"发布日期", "发布时间", "日期", "时间"}},
	} {
		v := s.property(p.names...)
		if d := firstDate(v); d != "" {
			return d, p.from
		}
		if s.damagedDate == "" && strings.ContainsAny(v, "0123456789") && !timeOfDay.MatchString(v) {
			s.damagedDate = v
		}
	}
	if d := s.visibleDate(); d != "" {
		return d, "page"
	}
	if d := s.urlDate(false); d != "" {
		return d, "url"
	}
	return "", ""
}

// visibleDate reads 「发布日期：2022-01-30」 from the lines around the title.
func (s *front) visibleDate() string {
	n, _ := s.preface()
	for _, l := range s.lines[:min(len(s.lines), n+1, titleLines)] {
		t := head(l.text, 500)
		if !strings.Contains(t, "时间") && !strings.Contains(t, "日期") {
			continue
		}
		for _, w := range []string{"发布日期", "发布时间", "时间：", "时间:", "日期：", "日期:"} {
			i := strings.Index(t, w)
			if i < 0 || len(w) < len("发布日期") && i > 0 && t[i-1] != ' ' && t[i-1] != '\t' && !strings.HasSuffix(t[:i], "\u3000") {
				continue
			}
			after := t[i+len(w):]
			if d := firstDate(after); d != "" {
				return d
			}
			if f := strings.TrimLeft(Fold(head(after, 60)), ":"); s.damagedDate == "" && strings.HasPrefix(f, "20") {
				s.damagedDate = strings.TrimSpace(head(after, 30))
			}
		}
	}
	return ""
}

// firstDate reads a date at the start of a text: 2024-01-19, 2024/1/19, 2024年1月19日, 20240119.
func firstDate(v string) string {
	v = strings.TrimLeft(Fold(head(v, 60)), ":")
	y, rest, ok := cutDigits(v, 8)
	if !ok {
		return ""
	}
	if len(y) == 8 {
		return isoDate(y[:4], y[4:6], y[6:])
	}
	if len(y) != 4 {
		return ""
	}
	parts := [2]string{}
	for i := range parts {
		_, w := utf8.DecodeRuneInString(rest)
		if w == 0 || !strings.ContainsAny(rest[:w], "-/.年月") {
			return ""
		}
		if parts[i], rest, ok = cutDigits(rest[w:], 2); !ok {
			return ""
		}
	}
	return isoDate(y, parts[0], parts[1])
}

func cutDigits(s string, limit int) (d, rest string, ok bool) {
	n := 0
	for n < len(s) && n < limit && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return s[:n], s[n:], n > 0
}

// wholeDate reads a line that is a date and nothing else, in figures or characters.
func wholeDate(raw string) (string, bool) {
	if len(raw) > 60 || len(raw) < 8 {
		return "", false
	}
	f := strings.Trim(Fold(raw), "()")
	if !strings.HasSuffix(f, "日") {
		return "", false
	}
	year, size, at := findYear(f)
	if at != 0 || !strings.HasSuffix(f[:size], "年") {
		return "", false
	}
	month, day, ok := strings.Cut(strings.TrimSuffix(f[size:], "日"), "月")
	m, d := monthNumber(month), smallNumber(day)
	date := isoDate(strconv.Itoa(year), strconv.Itoa(m), strconv.Itoa(d))
	return date, ok && date != ""
}

// smallNumber reads 1–31 in figures or characters, 0 where it is neither.
func smallNumber(s string) int {
	if n, ok := digits(s); ok {
		return n
	}
	n, tens := 0, 0
	for _, r := range s {
		i := strings.IndexRune(hanDigits, r)
		switch {
		case i < 0 || len(s) > 9:
			return 0
		case r == '十':
			tens, n = 10*max(n, 1), 0
		default:
			n = i/3 + 1
		}
	}
	return tens + n
}

// url returns the address of the page.
func (s *front) url() string {
	v := s.property("原文链接", "canonical", "og:url", "Content-Location", "url")
	if v == "" {
		v = s.labelled("原文链接")
	}
	if !strings.HasPrefix(v, "http://") && !strings.HasPrefix(v, "https://") {
		return ""
	}
	return v
}

// urlDate reads the date in an address: t20240119_, /art/2024/1/12/,
// /2024-04-09/; with month, /202401/ counts as the first of the month.
func (s *front) urlDate(month bool) string {
	u := s.url()
	for i := 0; i < len(u); i++ {
		if u[i] != '2' || i > 0 && u[i-1] >= '0' && u[i-1] <= '9' {
			continue
		}
		d, rest, _ := cutDigits(u[i:], 9)
		switch {
		case len(d) == 8 && (rest == "" || rest[0] < '0' || rest[0] > '9'):
			if iso := isoDate(d[:4], d[4:6], d[6:]); iso != "" {
				return iso
			}
		case len(d) == 4 && rest != "" && (rest[0] == '/' || rest[0] == '-'):
			if iso := firstDate(u[i:]); iso != "" {
				return iso
			}
		case len(d) == 6 && month && rest != "" && rest[0] == '/':
			if iso := isoDate(d[:4], d[4:], "1"); iso != "" {
				return iso
			}
		}
	}
	return ""
}

// Deadline is the last day of publication, art. 49 of the Regulation: departments
// and townships by 31 January, governments of counties and above by 31 March;
// before the reports on 2018 everybody by 31 March.
func Deadline(year int, bodyType string) string {
	day := "03-31"
	switch bodyType {
	case "department", "township", "subdistrict", "vertical":
		if year >= 2019 {
			day = "01-31"
		}
	}
	return fmt.Sprintf("%04d-%s", year+1, day)
}

// forGovernment reports the office of a government whose preface says that the
// report sums up those of other bodies: it is the report of the government, in
// the name of its office.
func (s *front) forGovernment(name string) bool {
	if !strings.HasSuffix(name, "政府办公室") && !strings.HasSuffix(name, "政府办公厅") {
		return false
	}
	for _, l := range s.prefaceLines() {
		for _, w := range []string{"汇总", "各部门", "各镇", "各乡", "各街道", "各县", "各区"} {
			if strings.Contains(l, w) && strings.Contains(l, "报告") && containsAny(l, []string{"编制", "汇编", "撰写", "形成"}) {
				return true
			}
		}
	}
	return false
}

// readDeadline says by when the report was due, and how late it came.
func (s *front) readDeadline(r *Report) {
	if r.Year == 0 {
		return
	}
	kind := r.Body.Type
	if s.forGovernment(r.Body.Name) {
		r.headerIssue("office_for_government", r.Body.Name)
		kind = "government"
	}
	r.Deadline = Deadline(r.Year, kind)
	if r.PublishedAt == "" {
		return
	}
	late := max(0, dayNumber(r.PublishedAt)-dayNumber(r.Deadline))
	r.DaysLate = &late
	if late > 0 {
		r.headerIssue("late", fmt.Sprintf("%s > %s", r.PublishedAt, r.Deadline))
	}
}
