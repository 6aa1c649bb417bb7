package normalize

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gongkai-data/gongkai/normalize/divisions"
)

// bodyEnds are the ends of a body's name (domain: 3.3), longest first where one ends another.
var bodyEnds = []string{
	"人民政府", "政府", "办公厅", "办公室", "管理委员会", "管委会", "委员会", "街道办事处", "办事处", "街道办", "街道", "苏木",
	"开发区", "高新区", "经开区", "实验区", "试验区", "示范区", "度假区", "保税区", "园区", "新区", "管理区",
	"省", "自治区", "市", "自治州", "州", "盟", "地区", "县", "区", "旗", "镇", "乡",
	"局", "委", "办", "厅", "中心", "院", "队", "所", "站", "署", "社", "馆", "公司", "处", "部", "行", "会", "学校", "大学", "学院", "海关",
}

// notBodies are words that end like a body and are none.
var notBodies = []string{
	"政务公开", "信息公开", "年报", "首页", "网站", "发布", "公布", "关于", "本机关", "本部门", "本单位", "我局", "我区", "我市", "我县", "我镇", "我乡", "我办", "我街道",
	"通知", "解读", "工作情况", "专栏", "要求", "印发", "做好", "条例", "年度", "当前位置", "关于印发",
}

// isBody reports whether a folded text can be the name of a body.
func isBody(s string) bool {
	n := utf8.RuneCountInString(s)
	if n < 2 || n > 45 || strings.ContainsAny(s, "。;!?|=:,《》") {
		return false
	}
	for _, w := range notBodies {
		if strings.Contains(s, w) {
			return false
		}
	}
	for _, p := range []string{"本", "我", "全", "各", "该", "附件", "为", "对", "据", "由", "请"} {
		if strings.HasPrefix(s, p) && !strings.HasPrefix(s, "本溪") && !strings.HasPrefix(s, "全州") && !strings.HasPrefix(s, "全南") && !strings.HasPrefix(s, "全椒") {
			return false
		}
	}
	if strings.HasSuffix(s, ")") {
		if i := strings.LastIndexByte(s, '('); i > 0 {
			s = s[:i]
		}
	}
	for _, e := range bodyEnds {
		if strings.HasSuffix(s, e) && len(s) > len(e) {
			return true
		}
	}
	return false
}

// cleanBody drops what stands around a body's name in a title.
func cleanBody(s string) string {
	for _, p := range []string{"标题:", "正文", "附件", "关于", "-", "/", ".", "·", "【", "】"} {
		s = strings.TrimPrefix(s, p)
	}
	return strings.TrimRight(s, "-/.·的:,关于")
}

// source says where the name of the body was read.
type source struct {
	name, folded string // as printed, folded
	from         string // title, text, meta, signature
}

// readBody names the body and its division.
func (s *front) readBody(r *Report) {
	src := s.bodySource()
	if src.folded == "" {
		s.setBodyID(r, divisions.Resolution{})
		r.headerIssue("body_unresolved", "")
		return
	}
	if s.title.rival != "" && src.from == "title" {
		r.headerIssue("body_conflict", s.title.org+" / "+s.title.rival)
	}
	if src.from != "title" {
		r.headerIssue("body_from_metadata", src.from+": "+src.name)
	}
	name := expandOrgan(src.folded)
	if isZone(name) && s.hasCommittee() {
		name += "管委会"
	}
	name = s.within(name, r.Year)
	r.Body.Printed, r.Body.Name = src.name, name
	place := divisions.Resolve(withoutGovernment(name), r.Year, s.hints(name, r.Year)...)
	for _, region := range []string{"国家税务总局", "国家统计局", "中华人民共和国", "中国共产党", "中共"} {
		if rest, ok := strings.CutPrefix(name, region); ok && !place.OK {
			place = divisions.Resolve(rest, r.Year)
		}
	}
	classifyBody(&r.Body, place)
	s.setBodyID(r, place)
	// A township under the code of its county is one that the year's tables do not name.
	if d := r.Body.Division; d == "" || r.Body.Level == divisions.Township && len(d) == 6 {
		evidence := name
		if place.OK {
			evidence += " < " + place.Division.Code
		}
		for i, c := range place.Candidates {
			if i == 8 {
				evidence += " …"
				break
			}
			evidence += " " + c.Code
		}
		r.headerIssue("body_unresolved", evidence)
	}
}

// within puts before a name the divisions that the preface prints before it:
// the title says 洪泽区人民政府, the preface 淮安市洪泽区人民政府.
func (s *front) within(name string, year int) string {
	const most = 12 // runes of the divisions
	for _, l := range s.prefaceLines() {
		at := strings.Index(l, name)
		if at < 0 {
			continue
		}
		above := ""
		for n, start := 0, at; n < most; n++ {
			r, w := utf8.DecodeLastRuneInString(l[:start])
			if !unicode.Is(unicode.Han, r) {
				break
			}
			start -= w
			if d := divisions.Resolve(l[start:at], year); d.OK && d.Rest == "" {
				above = l[start:at]
			}
		}
		if above == "" {
			continue
		}
		own, whole := divisions.Resolve(name, year), divisions.Resolve(above+name, year)
		if whole.OK && (!own.OK || own.Division.Code == whole.Division.Code) {
			return above + name
		}
	}
	return name
}

// bodySource reads the name of the body: title, compiler, properties, signature.
func (s *front) bodySource() source {
	if s.title.org != "" {
		return source{s.asPrinted(s.title.org), s.title.org, "title"}
	}
	for _, l := range s.prefaceLines() {
		if org := compiler(l); org != "" {
			return source{org, Fold(org), "text"}
		}
	}
	for _, v := range []string{s.property("发布机构", "发布单位", "信息来源机构", "制发机关"), s.labelled("发布机构", "发布单位"), s.property("ContentSource", "SiteName", "来源", "author", "creator")} {
		if f := cleanBody(Fold(v)); isBody(f) && !strings.Contains(f, "网") {
			return source{v, f, "meta"}
		}
	}
	if org := s.signature(); org != "" {
		return source{org, Fold(org), "signature"}
	}
	return source{}
}

// asPrinted finds the printed form of a folded name in the lines of the title.
func (s *front) asPrinted(folded string) string {
	for i := 0; i < min(s.title.after, len(s.lines)); i++ {
		l := s.lines[i].text
		if len(l) < 400 && Fold(l) == folded {
			return strings.ToValidUTF8(l, "\uFFFD")
		}
	}
	return folded
}

// labelled returns the value of a line 「发布机构: …」 near the top.
func (s *front) labelled(labels ...string) string {
	for _, l := range s.lines[:min(len(s.lines), 40)] {
		if len(l.text) > 300 {
			continue
		}
		for _, w := range labels {
			if i := strings.Index(l.text, w); i >= 0 {
				v := strings.TrimLeft(l.text[i+len(w):], ":： \u3000")
				if j := strings.IndexAny(v, " \t\u3000"); j >= 0 {
					v = v[:j]
				}
				if v != "" {
					return v
				}
			}
		}
	}
	return ""
}

// compiler reads 「由…编制」 and 「…编制本报告」 from a line of the preface.
func compiler(l string) string {
	for at := 0; ; {
		i := strings.Index(l[at:], "编制")
		if i < 0 {
			return ""
		}
		before := l[max(0, at+i-150) : at+i]
		at += i + len("编制")
		if j := strings.LastIndexAny(before, "，。；、》）：,;) "); j >= 0 {
			_, w := utf8.DecodeRuneInString(before[j:])
			before = before[j+w:]
		}
		for _, p := range []string{"要求", "规定"} {
			if j := strings.LastIndex(before, p); j >= 0 {
				before = before[j+len(p):]
			}
		}
		for _, p := range []string{"本报告", "本年度报告", "现", "系", "由", "经"} {
			before = strings.TrimPrefix(before, p)
		}
		for _, t := range []string{"组织", "汇总", "负责", "依法", "按要求", "认真"} {
			before = strings.TrimSuffix(before, t)
		}
		if f := Fold(before); utf8.ValidString(before) && isBody(f) && absolute(f) {
			return before
		}
	}
}

// absolute tells 昆都仑区统计局 and 市中区统计局 from 区统计局 and 市科委.
func absolute(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	if !strings.ContainsRune("区市县省镇乡旗州局委办", r) {
		return true
	}
	d := divisions.Resolve(s, 0)
	return d.OK || len(d.Candidates) > 0
}

// signature reads the body above or before the date at the end.
func (s *front) signature() string {
	body := make([]string, 0, 8)
	for i := len(s.lines) - 1; i >= 0 && len(body) < 8; i-- {
		if !s.lines[i].furniture {
			body = append(body, s.lines[i].text)
		}
	}
	for i := range body {
		if _, ok := wholeDate(body[i]); !ok {
			continue
		}
		for _, l := range body[i+1 : min(i+3, len(body))] {
			if f := Fold(head(l, 200)); isBody(f) && absolute(f) {
				return strings.ToValidUTF8(l, "\uFFFD")
			}
		}
	}
	return ""
}

// abbreviations are organs that have one full name everywhere.
var abbreviations = []struct{ short, full string }{
	{"科委", "科学技术委员会"}, {"发改委", "发展和改革委员会"}, {"发改局", "发展和改革局"}, {"卫健委", "卫生健康委员会"},
	{"国资委", "国有资产监督管理委员会"}, {"经信委", "经济和信息化委员会"}, {"教委", "教育委员会"}, {"住建局", "住房和城乡建设局"},
	{"人社局", "人力资源和社会保障局"}, {"市监局", "市场监督管理局"},
}

// expandOrgan writes an organ's short name in full where nothing but a
// division stands before it: 上海市科委.
func expandOrgan(name string) string {
	for _, a := range abbreviations {
		place, ok := strings.CutSuffix(name, a.short)
		if !ok {
			continue
		}
		for _, e := range []string{"省", "市", "自治区", "州", "县", "区", "旗", "盟"} {
			if strings.HasSuffix(place, e) {
				return place + a.full
			}
		}
	}
	return name
}

var zoneEnds = []string{"实验区", "试验区", "开发区", "高新区", "经开区", "示范区", "度假区", "保税区"}

func isZone(name string) bool {
	for _, e := range zoneEnds {
		if strings.HasSuffix(name, e) {
			return true
		}
	}
	return false
}

// hasCommittee reports whether the document speaks of a management committee,
// the organ of a zone that has no government.
func (s *front) hasCommittee() bool {
	for _, p := range s.doc.Properties {
		if strings.Contains(p.Value, "管委会") || strings.Contains(p.Value, "管理委员会") {
			return true
		}
	}
	for _, l := range s.lines {
		if strings.Contains(l.text, "管委会") || strings.Contains(l.text, "管理委员会") {
			return true
		}
	}
	return false
}

// hints are codes that may break a tie between divisions of one name: the
// site's identifier, the code inside an index number, the site's own name.
func (s *front) hints(name string, year int) []string {
	var hs []string
	if v := s.property("SiteIDCode", "网站标识码"); len(v) == 10 {
		hs = append(hs, v[:6])
	}
	if v := s.property("索引号", "IndexNumber"); len(v) > 8 && strings.HasPrefix(v, "11") {
		hs = append(hs, v[2:8])
	}
	if site := Fold(s.property("SiteName")); site != "" && site != name {
		if d := divisions.Resolve(site, year); d.OK && len(d.Division.Code) == 6 {
			hs = append(hs, d.Division.Code)
		}
	}
	for _, h := range hs {
		if _, ok := digits(h); !ok {
			return nil
		}
	}
	return hs
}

// verticalWords name organs that belong to a ministry and not to the place.
var verticalWords = []string{"税务局", "气象局", "海关", "统计调查队", "调查队", "海事局", "邮政管理局", "通信管理局", "金融监管", "银保监", "证监", "人民银行", "出入境边防"}

// classifyBody sets type, level and division (domain: 3.3).
func classifyBody(b *Body, place divisions.Resolution) {
	b.Type = bodyType(b.Name, place)
	level := ""
	if place.OK {
		d := place.Division
		b.Division, level = d.Code, d.Level
		if level == divisions.Zone {
			// A zone has no code of its own in GB/T 2260.
			b.Division = d.Parent
			level = ""
			if p, ok := divisions.Lookup(d.Parent, 0); ok {
				level = p.Level
			}
		}
		if lower, ok := lostUnit(place.Rest); ok && b.Type != "dispatched" {
			// The name goes on with a division that the year's tables do not
			// have: the code above it is not the body's.
			b.Division, level = "", lower
		}
		b.Parent = parentOf(b, place)
	} else {
		level = levelByName(b.Name)
	}
	switch {
	case b.Type == "township" || b.Type == "subdistrict":
		level = divisions.Township
	case b.Type == "dispatched" && !place.OK:
		level = ""
	}
	b.Level = level
}

// parentOf returns the code of the division that a body answers to. An organ of a
// ministry answers to none of them; that of a department whose division the
// year's tables do not have is not known.
func parentOf(b *Body, place divisions.Resolution) string {
	switch {
	case b.Type == "vertical" || b.Division == "" && b.Type == "department":
		return ""
	case b.Division != place.Division.Code || !isGovernment(b.Type, place.Rest):
		if place.Division.Level == divisions.Zone {
			return place.Division.Parent
		}
		return place.Division.Code
	case len(place.Path) > 0:
		return place.Path[len(place.Path)-1].Code
	}
	return ""
}

// withoutGovernment leaves 人民政府 out where a subdistrict follows it:
// 朝阳区人民政府望京街道办事处 is 朝阳区望京街道办事处.
func withoutGovernment(name string) string {
	above, street, ok := strings.Cut(name, "人民政府")
	if ok && above != "" && (strings.HasSuffix(street, "街道办事处") || strings.HasSuffix(street, "街道")) {
		return above + street
	}
	return name
}

// notUnits hold the suffix of a division and are none.
var notUnits = []string{"社区", "街区", "片区", "景区", "灌区", "库区", "保护区", "园区", "港区", "新区", "校区", "辖区", "山区", "林区", "牧区", "厂区", "工业区",
	"开发区", "高新区", "经开区", "实验区", "试验区", "示范区", "度假区", "保税区", "管理区", "合作区", "地区", "区划", "区域", "县域"}

// lostUnit reports whether what follows a resolved division starts with the
// name of another one, 「临平区财政局」, and its level. 市 may be of two levels.
func lostUnit(rest string) (level string, ok bool) {
	n := 0
	for i, r := range rest {
		if n++; n > 7 {
			break
		}
		if n < 3 {
			continue
		}
		after := rest[i+utf8.RuneLen(r):]
		_, next := utf8.DecodeRuneInString(after)
		if containsAny(rest[:len(rest)-len(after)+next], notUnits) || after != "" && !isBody("某"+after) {
			continue
		}
		switch r {
		case '县', '区', '旗':
			return divisions.County, true
		case '州', '盟':
			return divisions.Prefecture, true
		}
	}
	return "", false
}

func bodyType(name string, place divisions.Resolution) string {
	for _, w := range verticalWords {
		if strings.Contains(name, w) {
			return "vertical"
		}
	}
	if place.OK {
		switch rest := place.Rest; {
		case rest == "" || rest == "人民政府" || rest == "政府" || rest == "办事处" || rest == "管委会" || rest == "管理委员会":
			switch {
			case strings.HasSuffix(place.Division.Name, "街道"):
				return "subdistrict"
			case place.Division.Level == divisions.Township:
				return "township"
			case place.Division.Level == divisions.Zone:
				return "dispatched"
			case rest == "管委会" || rest == "管理委员会":
				return "dispatched"
			}
			return "government"
		}
	}
	for _, c := range []struct {
		kind string
		ends []string
	}{
		{"dispatched", []string{"管委会", "管理委员会", "开发区", "高新区", "经开区", "实验区", "试验区", "示范区", "度假区", "保税区", "园区", "行政公署"}},
		{"subdistrict", []string{"街道办事处", "街道办", "街道"}},
		{"township", []string{"镇人民政府", "乡人民政府", "苏木人民政府", "镇政府", "乡政府", "镇", "乡", "苏木"}},
		{"government", []string{"人民政府", "政府", "省", "自治区", "市", "州", "盟", "县", "区", "旗"}},
	} {
		for _, e := range c.ends {
			if strings.HasSuffix(name, e) {
				return c.kind
			}
		}
	}
	return "department"
}

// levelByName reads the level from the last division suffix before the organ,
// for places that the tables do not know. 市 alone may be either of two levels.
func levelByName(name string) string {
	if strings.HasPrefix(name, "国务院") || strings.HasPrefix(name, "国家") || strings.HasPrefix(name, "中华人民共和国") {
		return "national"
	}
	level, _ := lastUnit(name)
	return level
}

// lastUnit returns the level of the last division suffix before the organ and
// where it ends, -1 where the name has none.
func lastUnit(name string) (level string, at int) {
	at = -1
	for _, c := range []struct{ suffix, level string }{
		{"街道", divisions.Township}, {"镇", divisions.Township}, {"乡", divisions.Township}, {"苏木", divisions.Township},
		{"县", divisions.County}, {"区", divisions.County}, {"旗", divisions.County},
		{"自治州", divisions.Prefecture}, {"盟", divisions.Prefecture}, {"市", ""},
		{"省", divisions.Province}, {"自治区", divisions.Province},
	} {
		for from := 0; ; {
			i := strings.Index(name[from:], c.suffix)
			if i < 0 {
				break
			}
			i += from
			from = i + len(c.suffix)
			tail := name[i:]
			if i < len("某某") || organWord(tail) || i+len(c.suffix) <= at {
				continue
			}
			level, at = c.level, from
		}
	}
	return level, at
}

// organWord reports whether the suffix is part of an organ's name.
func organWord(tail string) bool {
	for _, w := range []string{"市场", "市政", "市容", "城乡", "乡村", "乡建", "镇建", "区划", "区域", "市管理", "乡规划"} {
		if strings.HasPrefix(tail, w) {
			return true
		}
	}
	return false
}
