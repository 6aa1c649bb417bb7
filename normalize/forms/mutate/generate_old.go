package mutate

import (
	"slices"
	"strings"

	"github.com/gongkai-data/gongkai/normalize"
)

// sums are the totals of the older forms (domain.md §2.2): each is the sum of
// the rows below it.
var sums = map[string][]string{
	"a2.applications.received":        {"in_person", "fax", "online", "mail"},
	"a2.applications.closed":          {"on_time", "extended"},
	"a2.applications.answered":        {"already_public", "granted", "partial", "denied", "not_this_body", "not_exist", "correction_requested", "other_channel"},
	"a2.applications.answered.denied": {"state_secret", "trade_secret", "privacy", "security_stability", "not_government_information", "other_law"},
	"a2.review":                       {"upheld", "corrected", "other"},
	"a2.litigation":                   {"upheld", "corrected", "other"},
	"a2.org.staff":                    {"full_time", "part_time"},
	"a1.applications":                 {"in_person", "fax", "email", "online", "mail", "other"},
	"a1.answered":                     {"granted", "partial", "denied"},
	"a1.answered.denied": {"not_government_information", "not_exist", "not_held", "unclear", "exempt_1_state_secret", "exempt_2_trade_secret", "exempt_3_privacy",
		"exempt_4_in_process", "exempt_5_enforcement", "exempt_6_other_law", "other"},
}

// partsOf are rows that count part of what another row counts, by what ends their code.
var partsOf = []string{".normative_disclosed", "_by_head", ".full_text", ".first_handling"}

// headingsA2 stand above the row of a code, without a number.
var headingsA2 = map[string][]string{
	"a2.proactive.disclosed": {"一、主动公开情况"}, "a2.channel.gazette": {"（二）通过不同渠道和方式公开政府信息的情况"},
	"a2.response.hot_topics": {"二、回应解读情况"}, "a2.response.press_conferences": {"（二）通过不同渠道和方式回应解读的情况"},
	"a2.applications.received": {"三、依申请公开情况"}, "a2.org.units": {"八、机构建设和保障经费情况"}, "a2.meetings.meetings": {"九、政府信息公开会议和培训情况"},
}

// older draws the numbers of an older form: parts first, totals as their sums.
func (g *maker) older(generation string) map[string]int64 {
	n := map[string]int64{}
	codes := codesOf(generation)
	for _, i := range slices.Backward(codes) {
		switch parts := sums[i]; {
		case parts != nil:
			for _, p := range parts {
				n[i] += n[i+"."+p]
			}
		default:
			n[i] = g.count()
		}
	}
	for _, i := range codes { // 其中: not more than the whole
		for _, end := range partsOf {
			if whole, ok := strings.CutSuffix(i, end); ok {
				if _, there := n[whole]; !there {
					whole += ".disclosed"
				}
				n[i] = min(n[i], n[whole])
			}
		}
	}
	return n
}

func codesOf(generation string) (codes []string) {
	for i := range normalize.Indicators {
		if ind := &normalize.Indicators[i]; ind.Generation == generation && !ind.Derived {
			codes = append(codes, ind.Code)
		}
	}
	return codes
}

// indicators lists the rows of an older form in order.
func indicators(generation string) (out []*normalize.Indicator) {
	for i := range normalize.Indicators {
		if ind := &normalize.Indicators[i]; ind.Generation == generation && !ind.Derived {
			out = append(out, ind)
		}
	}
	return out
}

// formA2 is the 政府信息公开情况统计表 of 国办发〔2014〕32号 (domain.md §1.7).
func (g *maker) formA2() []*Sheet {
	n := g.older("A2")
	s := &Sheet{Table: "a2", Rows: []Row{{HeadRow, []Box{text(Note, "统计指标", 1, 1), text(Note, "单位", 1, 1), head("", "统计数", 1, 1)}}}}
	for _, ind := range indicators("A2") {
		for _, h := range headingsA2[ind.Code] {
			s.Rows = append(s.Rows, Row{NoteRow, []Box{text(Note, h, 1, 1), text(Note, "——", 1, 1), text(Note, "", 1, 1)}})
		}
		s.Rows = append(s.Rows, Row{DataRow, []Box{text(Label, ind.Zh, 1, 1), text(Note, ind.PrintedUnit, 1, 1), g.number(ind.Code, "", normalize.Int(n[ind.Code]))}})
	}
	return []*Sheet{s}
}

// formA1 is the local table of the years before 2014 (domain.md §1.8): what
// counts is the last column, 本年累计.
func (g *maker) formA1() []*Sheet {
	n := g.older("A1")
	s := &Sheet{Table: "a1", Rows: []Row{{HeadRow, []Box{text(Note, "指标名称", 1, 1), text(Note, "计量单位", 1, 1), text(Note, "代码", 1, 1), text(Note, "本期实际", 1, 1), head("", "本年累计", 1, 1)}}}}
	for i, ind := range indicators("A1") {
		part := text(Alien, normalize.Int(n[ind.Code]/int64(1+g.N(4))).String(), 1, 1)
		line := normalize.Int(int64(i + 1)).String()
		if i < 9 {
			line = "0" + line
		}
		s.Rows = append(s.Rows, Row{DataRow, []Box{text(Label, ind.Zh, 1, 1), text(Note, ind.PrintedUnit, 1, 1), text(Note, line, 1, 1), part, g.number(ind.Code, "", normalize.Int(n[ind.Code]))}})
	}
	return []*Sheet{s}
}

// rulesOf lists the sums of an older form.
func rulesOf(generation string) (out []rule) {
	for _, code := range codesOf(generation) {
		parts := sums[code]
		if parts == nil {
			continue
		}
		q := rule{right: []normalize.Key{{Indicator: code}}}
		for _, p := range parts {
			q.left = append(q.left, normalize.Key{Indicator: code + "." + p})
		}
		out = append(out, q)
	}
	return out
}
