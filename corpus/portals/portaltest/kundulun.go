package portaltest

import (
	"fmt"
	"slices"
)

// KundulunChannels are the channels of reports that sources/kundulun.yaml names.
var KundulunChannels = []int{1899, 1771, 1704, 1705, 1712, 1686}

// Kundulun is a made site of 昆都仑区 in the addresses and the markup of the real
// one: channels that share articles, the line below the title, pages for phones.
// The text of each report is content's; what is in it is invented.
func Kundulun(content func(body string, year int) string) *Site {
	look := ThinkPHP
	look.Channels = len(KundulunChannels)
	look.List = func(c, n, _ int) string {
		if n == 1 {
			return fmt.Sprintf("/lists/cid/%d", KundulunChannels[c])
		}
		return fmt.Sprintf("/lists/cid/%d?page=%d", KundulunChannels[c], n)
	}
	look.Article = func(a *Article, c int) string {
		return fmt.Sprintf("/detail/cid/%d/aid/%d", KundulunChannels[c], a.ID)
	}
	look.Aliases = func(a *Article, c int) []string {
		return []string{fmt.Sprintf("/mobile/detail/cid/%d/aid/%d", KundulunChannels[c], a.ID)}
	}
	s := New(look, Options{Name: "昆都仑区人民政府", Empty: true})
	add := func(aid int, title, body string, year int, day string, channels ...int) {
		a := Article{ID: aid, Title: title, Body: body, Year: year, Day: day}
		for _, c := range channels {
			a.Channels = append(a.Channels, slices.Index(KundulunChannels, c))
		}
		if a.HTML = "<p>现予公布。</p>"; year != 0 {
			a.HTML = content(body, year)
		}
		s.Add(a)
	}
	add(98001, "昆都仑区政府信息公开指南", "昆都仑区政务服务局", 0, "2021-03-01", 1899, 1771)
	add(104248, "昆都仑区人民政府 关于2021年度政府信息公开工作年度报告", "包头市昆都仑区人民政府", 2021, "2022-01-30", 1899, 1771)
	add(119074, "2023年前进道街道办事处政府信息公开工作年度报告", "包头市昆都仑区前进道街道办事处", 2023, "2024-01-22", 1712)
	add(119102, "昆都仑区商务局2023年政府信息公开工作年度报告", "包头市昆都仑区商务局", 2023, "2024-01-25", 1686)
	add(123262, "2024年阿尔丁大街街道办事处政府信息公开工作年度报告", "包头市昆都仑区阿尔丁大街街道办事处", 2024, "2025-01-16", 1705)
	add(123300, "2024年卜尔汉图镇政府信息公开工作年度报告", "包头市昆都仑区卜尔汉图镇人民政府", 2024, "2025-01-20", 1899, 1771)
	add(123301, "关于做好2024年政府信息公开工作年度报告编制发布工作的通知", "昆都仑区政务服务局", 0, "2024-12-20", 1899)
	add(126486, "市府东路街道办事处2025年政府信息公开工作年度报告", "包头市昆都仑区市府东路街道办事处", 2025, "2026-01-19", 1704)
	add(126541, "昆都仑区人民政府2025年政府信息公开工作年度报告", "包头市昆都仑区人民政府", 2025, "2026-01-29", 1899, 1771)
	return s
}
