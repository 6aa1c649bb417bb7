package listing

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"github.com/gongkai-data/gongkai/corpus"
)

// What titles of reports say, and what those say that look like them. Titles are
// compared without spaces and quotation marks. Evidence: domain.md 3.2.
var (
	takes = []string{
		`(政府|政务)?信息公开(工作)?(情况)?(的)?(年度|年终|年)?(工作)?(报告|年报|总结报告)`,
		`(政府|政务)信息公开.{0,12}(年度报告|年报)`,
		`政务公开.{0,8}(年度报告|年报|工作报告|情况报告|情况的报告)`,
		`(公开|信息).{0,4}年度(工作)?报告`,
	}
	drops = []string{
		`指南`, `目录`, `制度`, `办法`, `规定`, `条例`, `申请(表|流程|须知|渠道|方式)`, `流程图`, `通知`, `通报`, `培训`, `会议`, `工作要点`, `实施方案`,
		`工作方案`, `工作计划`, `解读`, `考核`, `评估报告`, `测评`, `整改`, `征求意见`, `社会评议`, `信息公开(专栏|栏目|平台)`, `保密审查`, `网站(工作)?年度`, `监管.{0,4}年度报表`,
		`法治政府`, `预算|决算`, `关于(做好|开展|编制|报送|印发|发布|规范).{0,40}(年度报告|年报)`, `^(政府|政务)?信息公开(工作)?(年度报告|年报|报告)$`,
	}
	// A title that names a year and ends like this is one of a report whatever its
	// body is called (a 培训中心 reports too).
	sure          = `(政府|政务)信息公开(工作)?(情况)?(的)?(年度|年终)?(工作)?(报告|年报)([（(].{0,20}[)）])?(\.(docx?|wps|pdf|html?))?$`
	truncatedTake = `政府信息|政务信息|信息公开|政务公开`
)

var (
	takeKnown     = regexp.MustCompile(strings.Join(takes, "|"))
	dropKnown     = regexp.MustCompile(strings.Join(drops, "|"))
	takeSure      = regexp.MustCompile(sure)
	orders        = regexp.MustCompile(`^关于(做好|开展|编制|报送|印发|发布|规范|进一步)`)
	takeTruncated = regexp.MustCompile(truncatedTake)
)

// Filter tells titles of reports from others.
type Filter struct{ take, drop []*regexp.Regexp }

// NewFilter adds what a source says to what is known.
func NewFilter(t corpus.Titles) (Filter, error) {
	var f Filter
	for _, list := range []struct {
		to   *[]*regexp.Regexp
		from []string
	}{{&f.take, t.Take}, {&f.drop, t.Drop}} {
		for _, expr := range list.from {
			re, err := regexp.Compile(expr)
			if err != nil {
				return Filter{}, err
			}
			*list.to = append(*list.to, re)
		}
	}
	return f, nil
}

// Report tells whether a title may be one of a report. A title that a listing
// has cut short is one where it may still become one: its page says the rest.
func (f Filter) Report(title string) bool {
	t := fold(title)
	for _, re := range f.drop {
		if re.MatchString(t) {
			return false
		}
	}
	for _, re := range f.take {
		if re.MatchString(t) {
			return true
		}
	}
	if !strings.Contains(t, "公开") && !strings.Contains(t, "信息") { // no pattern of a report is without
		return false
	}
	if Year(t) != 0 && takeSure.MatchString(t) && !orders.MatchString(t) {
		return true
	}
	if dropKnown.MatchString(t) {
		return false
	}
	if cut, ok := truncated(t); ok {
		return takeTruncated.MatchString(cut) || takeKnown.MatchString(cut)
	}
	return takeKnown.MatchString(t)
}

// truncated is what a listing left of a title that it cut short.
func truncated(title string) (string, bool) {
	for _, end := range []string{"...", "…", "．．．", "。。。", ".."} {
		if s, ok := strings.CutSuffix(title, end); ok {
			return strings.TrimRight(s, ".…．。"), true
		}
	}
	return title, false
}

// fold drops what makes no difference between titles.
func fold(title string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r), unicode.Is(unicode.Cf, r), strings.ContainsRune("“”\"'‘’《》〈〉「」", r):
			return -1
		case r >= '０' && r <= '９':
			return r - '０' + '0'
		}
		return r
	}, title)
}

var (
	yearDigits  = regexp.MustCompile(`(?:^|\D)((?:19|20)\d{2})(?:年|度|\D|$)`)
	yearChinese = regexp.MustCompile(`([二一][〇○零O0九一二三四五六七八]{3})年?`)
)

// Year is the year that a title names, 0 where it names none.
func Year(title string) int {
	t := fold(title)
	if m := yearDigits.FindStringSubmatch(t); m != nil {
		y, _ := strconv.Atoi(m[1])
		return y
	}
	if m := yearChinese.FindStringSubmatch(t); m != nil {
		y := 0
		for _, r := range m[1] {
			i := strings.IndexRune("〇一二三四五六七八九", r)
			n := 0
			if i > 0 {
				n = len([]rune("〇一二三四五六七八九"[:i]))
			}
			y = 10*y + n
		}
		if y >= 1990 && y < 2100 {
			return y
		}
	}
	return 0
}
