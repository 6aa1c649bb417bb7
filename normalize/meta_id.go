package normalize

import (
	"encoding/hex"
	"strings"
	"unicode/utf8"

	"github.com/gongkai-data/gongkai/normalize/divisions"
)

// besideIndex are labels that may stand in the line of an index number.
var besideIndex = []string{"主题", "分类", "体裁", "发布", "发文", "文号", "成文", "生成", "公开", "名称", "标题", "有效", "日期", "组配"}

// indexNumber returns the 索引号 of the page as printed, blanks inside it included.
func (s *front) indexNumber() string {
	if v := s.property("索引号", "信息索引号", "索引码", "IndexNumber"); v != "" && len(v) <= 80 {
		return v
	}
	for _, l := range s.lines[:min(len(s.lines), 40)] {
		if len(l.text) > 600 || !strings.Contains(l.text, "索") {
			continue
		}
		p := newPrintedLine(l.text)
		start, ok := p.after("索引号", "索引码")
		if !ok {
			continue
		}
		end := len(p.folded)
		for _, w := range besideIndex {
			if i := strings.Index(p.folded[start:end], w); i >= 0 {
				end = start + i
			}
		}
		if v := p.printed(start, end); v != "" && len(v) <= 80 && strings.ContainsAny(v, "0123456789０１２３４５６７８９") {
			return v
		}
	}
	return ""
}

// setBodyID names the body: the division's code for its government, else code
// and digest of the name, else a digest alone. A name that many bodies bear is
// digested with what tells its bearers apart, else with the document: two
// bodies never share an identifier.
func (s *front) setBodyID(r *Report, place divisions.Resolution) {
	b := &r.Body
	name := canonicalName(b.Name)
	switch {
	case place.OK && isGovernment(b.Type, place.Rest):
		b.ID = place.Division.Code
	case place.OK:
		code := b.Division
		if code == "" {
			code = place.Division.Code
		}
		b.ID = code + "-" + digest(name, 8)
	case !sharedName(b.Name, place):
		b.ID = "x-" + digest(name, 12)
	default:
		where := s.whereabouts(b.Name, r.Year)
		if where == "" {
			where = hex.EncodeToString(s.doc.Digest[:4])
			r.headerIssue("body_ambiguous", b.Name)
		}
		b.ID = "x-" + digest(name+"\x00"+where, 12)
	}
}

func isGovernment(kind, rest string) bool {
	switch kind {
	case "government", "township", "subdistrict":
		return rest == "" || rest == "人民政府" || rest == "政府" || rest == "办事处"
	}
	return false
}

// canonicalName writes names of one body alike.
func canonicalName(s string) string {
	s = strings.ReplaceAll(s, "管理委员会", "管委会")
	s = strings.ReplaceAll(withoutGovernment(s), "街道办事处", "街道")
	s = strings.TrimSuffix(s, "人民政府")
	return s
}

// nationwide are the starts and ends of names that one body bears.
var (
	nationwideStarts = []string{"国务院", "国家", "中华", "中国"}
	nationwideEnds   = []string{"部", "大学", "学院", "公司", "银行", "医院"}
	plainZones       = []string{"经济技术开发区", "经济开发区", "高新技术产业开发区", "高新技术开发区", "高新区", "经开区", "开发区", "工业园区", "产业园区", "园区", "新区", "度假区", "示范区", "保税区"}
)

// maxShared is the number of signs above which a name has a part of its own.
const maxShared = 14

// sharedName reports whether many bodies bear the name: 市教育局, 教育局,
// 朝阳区人民政府, 和平镇人民政府, 开发区管委会.
func sharedName(name string, place divisions.Resolution) bool {
	if name == "" || len(place.Candidates) > 1 || !absolute(name) {
		return true
	}
	for _, z := range plainZones {
		if strings.HasPrefix(name, z) {
			return true
		}
	}
	for _, p := range nationwideStarts {
		if strings.HasPrefix(name, p) {
			return false
		}
	}
	for _, e := range nationwideEnds {
		if strings.HasSuffix(name, e) {
			return false
		}
	}
	_, at := lastUnit(name)
	return at < 0 && utf8.RuneCountInString(name) <= maxShared
}

// whereabouts returns what tells the bodies of one name apart, the same for
// every document of the body: the division that the text puts before the name,
// the host of the page, the site's code or name. "" where nothing is known.
func (s *front) whereabouts(name string, year int) string {
	if code := s.divisionBefore(name, year); code != "" {
		return code
	}
	for _, v := range []string{s.property("SiteDomain"), s.url()} {
		if h := host(v); h != "" {
			return h
		}
	}
	if v := s.property("SiteIDCode", "网站标识码"); v != "" {
		return v
	}
	return Fold(s.property("SiteName"))
}

// host returns the host of an address or of a bare domain, without www and port.
func host(v string) string {
	if i := strings.Index(v, "://"); i >= 0 {
		v = v[i+len("://"):]
	}
	if i := strings.IndexAny(v, "/?#:"); i >= 0 {
		v = v[:i]
	}
	v = strings.TrimPrefix(strings.ToLower(strings.TrimSpace(v)), "www.")
	if !strings.Contains(v, ".") {
		return ""
	}
	return v
}

// maxNamed bounds how often the name is looked for in the text.
const maxNamed = 10

// divisionBefore returns the code of the division that the text names with the
// body, 「苏州」市教育局; "" where it names none or several.
func (s *front) divisionBefore(name string, year int) string {
	if name == "" {
		return ""
	}
	code, seen := "", 0
	for _, l := range s.lines {
		for from := 0; seen < maxNamed; {
			i := strings.Index(l.text[from:], name)
			if i < 0 {
				break
			}
			i += from
			from = i + len(name)
			if seen++; i == 0 {
				continue
			}
			switch c := divisionOf(l.text[:i], name, year); {
			case c == "" || c == code:
			case code != "":
				return ""
			default:
				code = c
			}
		}
	}
	return code
}

// divisionOf resolves the body with as much of the text before it as makes a
// chain of divisions.
func divisionOf(before, name string, year int) string {
	code := ""
	for start, n := len(before), 0; start > 0 && n < 16; n++ {
		r, w := utf8.DecodeLastRuneInString(before[:start])
		if r < 0x4E00 || r > 0x9FA5 {
			break
		}
		start -= w
		if n == 0 {
			continue
		}
		whole := before[start:] + name
		if d := divisions.Resolve(whole, year); d.OK && len(whole)-len(d.Rest) >= len(before)-start {
			code = d.Division.Code
		}
	}
	return code
}
