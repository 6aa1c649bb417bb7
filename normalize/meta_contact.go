package normalize

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// printedLine is a text and its folding, with the way back to what was printed.
type printedLine struct {
	raw, folded string
	at          []int32 // byte of raw for each byte of folded, and the end
}

// newPrintedLine folds rune by rune, so that any part of the folding can be
// given back as printed.
func newPrintedLine(raw string) printedLine {
	p := printedLine{raw: raw, at: make([]int32, 0, len(raw)+1)}
	var b strings.Builder
	b.Grow(len(raw))
	for i, r := range raw {
		if r == utf8.RuneError {
			continue
		}
		foldRune(&b, r)
		for len(p.at) < b.Len() {
			p.at = append(p.at, int32(i))
		}
	}
	p.folded = b.String()
	p.at = append(p.at, int32(len(raw)))
	return p
}

// printed returns folded[start:end] as printed.
func (p *printedLine) printed(start, end int) string {
	if start >= end || end >= len(p.at) {
		return ""
	}
	from, to := int(p.at[start]), int(p.at[end])
	return strings.TrimRightFunc(strings.TrimSpace(strings.ToValidUTF8(p.raw[from:to], "")), func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune("，。；、,;“‘（", r)
	})
}

// readContact fills whom readers may ask, from the preface, the chapter on
// other matters and the lines after it.
func (s *front) readContact(r *Report) {
	for _, l := range s.contactLines() {
		p := newPrintedLine(l)
		c := &r.Contact
		if c.Address == "" {
			c.Address = p.address()
		}
		if c.Postcode == "" {
			c.Postcode = p.postcode()
		}
		if c.Email == "" {
			c.Email = p.email()
		}
		if c.Phone == "" {
			c.Phone = p.phone()
		}
		if c.Unit == "" {
			c.Unit = p.unit()
		}
	}
	if r.Contact.Email == "" {
		r.Contact.Email = s.brokenEmail()
	}
	if e := r.Contact.Email; strings.ContainsFunc(e, unicode.IsSpace) {
		r.headerIssue("email_suspect", e)
	}
	if f := Fold(r.Contact.Phone); f != "" && phonesSuspect(f) {
		r.headerIssue("phone_suspect", r.Contact.Phone)
	}
}

var emailLabel = regexp.MustCompile(`邮箱|(?i:mail)`)

// brokenEmail reads an address that runs over two lines of the preface, with
// the break as a blank.
func (s *front) brokenEmail() string {
	lines := s.prefaceLines()
	for i := 1; i < len(lines); i++ {
		l := lines[i-1]
		labels := emailLabel.FindAllStringIndex(l, -1)
		if len(labels) == 0 || len(lines[i]) > 2000 {
			continue
		}
		l = l[labels[len(labels)-1][1]:]
		if len(l) > 120 {
			continue
		}
		own, both := newPrintedLine(l), newPrintedLine(l+"\n"+lines[i])
		if e := both.email(); own.email() == "" && strings.Contains(e, "\n") {
			return strings.ReplaceAll(e, "\n", " ")
		}
	}
	return ""
}

// contactLines returns the lines that may hold contact fields, cut to the part
// around the words that say so.
func (s *front) contactLines() []string {
	n, at := s.preface()
	var out []string
	add := func(l string) {
		for _, w := range []string{"联系", "电话", "地址", "邮编", "邮政编码", "邮箱"} {
			if i := strings.Index(l, w); i >= 0 {
				lo := max(0, i-300)
				for lo > 0 && !utf8.RuneStart(l[lo]) {
					lo--
				}
				if len(out) < 12 {
					out = append(out, head(l[lo:], 1200))
				}
				return
			}
		}
	}
	for i := s.title.after; i < n && i < len(s.lines); i++ {
		add(s.lines[i].text)
	}
	if at > 0 && n < len(s.lines) {
		add(s.lines[n].text[:at])
	}
	if len(out) > 0 {
		return out
	}
	// Some reports name the contact at the end.
	last := len(s.lines)
	if k := len(s.chapters); k > 0 {
		for i := s.chapters[k-1].line; i < last; i++ {
			if !s.lines[i].furniture && strings.Contains(s.lines[i].text, "电话") {
				add(s.lines[i].text)
			}
		}
	}
	return out
}

// after returns the place behind the first label that stands in the folded text, and behind its colon.
func (p *printedLine) after(labels ...string) (int, bool) {
	for _, l := range labels {
		for from := 0; ; {
			i := strings.Index(p.folded[from:], l)
			if i < 0 {
				break
			}
			i += from + len(l)
			from = i
			for _, c := range []string{":", "为", "是"} {
				if strings.HasPrefix(p.folded[i:], c) {
					return i + len(c), true
				}
			}
			if r, _ := utf8.DecodeRuneInString(p.folded[i:]); r >= '0' && r <= '9' || r == '(' {
				return i, true
			}
		}
	}
	return 0, false
}

var addressEnds = []string{"邮编", "邮政编码", "邮政", ",邮", ",电", "电话", "联系电话", "传真", "联系人", "电子", "邮箱", ";", "。", "办公时间", ",联系"}

func (p *printedLine) address() string {
	start, ok := p.after("联系地址", "通信地址", "通讯地址", "办公地址", "单位地址", "地址")
	if !ok {
		return ""
	}
	end := len(p.folded)
	for _, e := range addressEnds {
		if i := strings.Index(p.folded[start:end], e); i >= 0 {
			end = start + i
		}
	}
	// The bracket around the contact ends it too, a bracket of the address does not.
	depth := 0
	for i := start; i < end; i++ {
		switch p.folded[i] {
		case '(':
			depth++
		case ')':
			if depth--; depth < 0 {
				end = i
			}
		}
	}
	if end-start > 240 {
		return ""
	}
	return p.printed(start, end)
}

func (p *printedLine) postcode() string {
	start, ok := p.after("邮政编码", "邮编")
	if !ok {
		return ""
	}
	d, rest, _ := cutDigits(p.folded[start:], 7)
	if len(d) != 6 || rest != "" && rest[0] >= '0' && rest[0] <= '9' {
		return ""
	}
	return p.printed(start, start+6)
}

func (p *printedLine) email() string {
	i := strings.IndexByte(p.folded, '@')
	if i <= 0 {
		return ""
	}
	mail := func(c byte) bool {
		return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || strings.IndexByte("._-+", c) >= 0
	}
	start, end := i, i+1
	for start > 0 && mail(p.folded[start-1]) {
		start--
	}
	for end < len(p.folded) && mail(p.folded[end]) {
		end++
	}
	for end > i+1 && p.folded[end-1] == '.' {
		end--
	}
	if start == i || !strings.Contains(p.folded[i:end], ".") || end-start > 80 {
		return ""
	}
	return p.printed(start, end)
}

func (p *printedLine) phone() string {
	start, ok := p.after("联系电话", "电话/传真", "电话(传真)", "电话及传真", "电话号码", "咨询电话", "办公电话", "电话")
	if !ok {
		return ""
	}
	end := p.number(start)
	if end == start {
		return ""
	}
	for end < len(p.folded) { // 「87222222、87222223」
		_, w := utf8.DecodeRuneInString(p.folded[end:])
		if !strings.ContainsAny(p.folded[end:end+w], ",、/;或") {
			break
		}
		next := p.number(end + w)
		if next == end+w || len(p.folded[end+w:next]) < 7 {
			break
		}
		end = next
	}
	return p.printed(start, end)
}

// number returns where a telephone number ends that starts at a byte of the
// folding, its extension included; start where there is none.
func (p *printedLine) number(start int) int {
	end, depth, seen := start, 0, 0
	for end < len(p.folded) {
		c := p.folded[end]
		switch {
		case c >= '0' && c <= '9':
			seen++
		case c == '-':
		case c == '+' && end == start:
		case c == '(' && (end+1 < len(p.folded) && p.folded[end+1] >= '0' && p.folded[end+1] <= '9' || end == start):
			depth++
		case c == ')' && depth > 0:
			depth--
		default:
			c = 0
		}
		if c == 0 || end-start > 24 {
			break
		}
		end++
	}
	for end > start && (p.folded[end-1] == '-' || p.folded[end-1] == '(') {
		end--
	}
	if seen < 5 {
		return start
	}
	for _, w := range []string{"转", "转分机", "分机"} {
		if rest, ok := strings.CutPrefix(p.folded[end:], w); ok {
			if d, _, ok := cutDigits(rest, 6); ok {
				return end + len(w) + len(d)
			}
		}
	}
	return end
}

// sevenDigits are areas in which no number has eight digits: 山西 and 内蒙古
// outside the large cities, 宁夏, 青海, 西藏, 新疆.
var sevenDigits = []string{"035", "047", "048", "089", "0902", "0903", "0906", "0908", "0909", "095", "097", "099"}

// eightDigits are areas in which every number has eight digits: 江苏, and large
// cities of other provinces.
var eightDigits = []string{"0510", "0511", "0512", "0513", "0514", "0515", "0516", "0517", "0518", "0519", "0523", "0527", "0531", "0532", "0571", "0574", "0577",
	"0591", "0755", "0757", "0769", "0731", "0371", "0311", "0411", "0431", "0451", "0551", "0871", "0851"}

// phonesSuspect reports whether one of several folded numbers is suspect.
func phonesSuspect(f string) bool {
	for _, n := range strings.FieldsFunc(f, func(r rune) bool { return strings.ContainsRune(",、/;或", r) }) {
		if phoneSuspect(n) {
			return true
		}
	}
	return false
}

// withoutExtension cuts 转8012 and a last group of up to five digits behind a
// whole number.
func withoutExtension(f string) string {
	for _, w := range []string{"转", "分机"} {
		f, _, _ = strings.Cut(f, w)
	}
	if area, rest, ok := strings.Cut(f, "-"); ok && len(area) < 5 {
		if local, ext, ok := strings.Cut(rest, "-"); ok && len(local) >= 7 && len(ext) > 0 && len(ext) <= 5 {
			return area + "-" + local
		}
	}
	return f
}

// phoneSuspect reports whether a folded number has another shape than area and
// number, a local number, a mobile number or a service number (domain: 3.2).
// It is told and never mended.
func phoneSuspect(f string) bool {
	f = withoutExtension(strings.ReplaceAll(strings.ReplaceAll(f, "(", ""), ")", "-"))
	area, local, hyphen := strings.Cut(f, "-")
	if !hyphen {
		n := len(f)
		return !(n == 7 || n == 8 || n == 5 && strings.HasPrefix(f, "12") || n == 11 && f[0] == '1' || n == 10 && strings.HasPrefix(f, "400"))
	}
	if _, ok := digits(local); !ok || len(area) < 3 || len(area) > 4 || area[0] != '0' {
		return true
	}
	if len(area) == 3 {
		return len(local) != 8
	}
	for _, a := range sevenDigits {
		if strings.HasPrefix(area, a) && area != "0351" {
			return len(local) != 7
		}
	}
	if slices.Contains(eightDigits, area) {
		return len(local) != 8
	}
	return len(local) != 7 && len(local) != 8
}

func (p *printedLine) unit() string {
	if start, ok := p.after("联系单位", "联系部门", "联系机构", "联系科室"); ok {
		end := len(p.folded)
		if i := strings.IndexAny(p.folded[start:], ",;。"); i >= 0 {
			end = start + i
		}
		if end-start <= 150 {
			return p.printed(start, end)
		}
	}
	// 「请与…联系」, 「请向…咨询」
	for from := 0; ; {
		i := strings.Index(p.folded[from:], "联系")
		if i < 0 {
			return ""
		}
		end := from + i
		from = end + len("联系")
		start := strings.LastIndex(p.folded[:end], "与")
		if j := strings.LastIndex(p.folded[:end], "请和"); j > start {
			start = j + len("请")
		}
		if start < 0 || end-start > 180 {
			continue
		}
		name := p.folded[start+len("与") : end]
		if name == "" || strings.ContainsAny(name, ",。;:") || strings.HasPrefix(name, "我") {
			continue
		}
		return p.printed(start+len("与"), end)
	}
}
