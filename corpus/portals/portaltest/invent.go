package portaltest

import (
	"fmt"
	"html"
	"strings"
	"time"
)

// Bodies of an invented district.
var bodies = []string{
	"水务局", "教育局", "财政局", "民政局", "司法局", "审计局", "商务局", "统计局", "应急管理局", "卫生健康局",
	"自然资源和规划局", "农业农村局", "芦花镇人民政府", "白沙镇人民政府", "松坪乡人民政府", "云台街道办事处", "南浦街道办事处", "教师培训中心",
	"医疗保障局", "市场监督管理局", "城市管理局", "文化和旅游局", "退役军人事务局", "信访局", "政务服务中心", "石桥镇人民政府", "柳林镇人民政府", "竹溪乡人民政府",
}

// What stands beside reports in their channels and is none.
var others = []string{
	"青禾区政府信息公开指南（%d年版）", "关于做好%d年度政府信息公开工作年度报告编制工作的通知", "青禾区政府信息公开工作制度（%d）",
	"%d年政府信息依申请公开流程图", "图解：%d年政府信息公开工作年度报告解读",
}

// invent makes the articles of a site, newest first: years from 2025 down, each
// with the bodies in turn.
func invent(look Look, opt Options) (out []*Article) {
	epoch := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	id := 20_000 + opt.Reports*2
	for n := range opt.Reports {
		year, body := 2025-n/len(bodies), "青禾区"+bodies[n%len(bodies)]
		id -= 2
		day := time.Date(year+1, 1, 28-n%len(bodies)%25, 0, 0, 0, 0, time.UTC).Format("2006-01-02")
		a := &Article{ID: id, Body: body, Year: year, Day: day, Title: title(n, year, body), changed: epoch}
		a.Channels = channels(n, look.Channels)
		a.HTML = report(body, year, n)
		if n%opt.Files == opt.Files-1 {
			f := File{Name: fmt.Sprintf("%s%d年政府信息公开工作年度报告.docx", body, year), Content: []byte(fmt.Sprintf("PK\x03\x04 made file %d", a.ID))}
			if n%(2*opt.Files) == opt.Files-1 {
				f.Name = strings.TrimSuffix(f.Name, "docx") + "pdf"
			}
			a.Files = []File{f}
		}
		out = append(out, a)
		if n%12 == 11 {
			out = append(out, &Article{ID: id - 1, Title: fmt.Sprintf(others[n/12%len(others)], year), Body: "青禾区政府办公室", Day: day,
				HTML: "<p>按照要求，现予公布。</p>", Channels: []int{0}, changed: epoch})
		}
	}
	return out
}

// channels are those that list the n-th report: most one, every fifth two.
func channels(n, of int) []int {
	if of == 1 {
		return []int{0}
	}
	c := []int{n % of}
	if n%5 == 4 {
		c = append(c, (n+1)%of)
	}
	return c
}

// title is the n-th title, in the forms that are in use.
func title(n, year int, body string) string {
	switch n % 6 {
	case 1:
		return fmt.Sprintf("%d年%s政府信息公开工作年度报告", year, body)
	case 2:
		return fmt.Sprintf("%s关于%d年度政府信息公开工作年度报告", body, year)
	case 3:
		return fmt.Sprintf("%s%d年度政务信息公开年度报告", body, year)
	case 4:
		return fmt.Sprintf("关于%s%d年度政府信息公开情况的报告", body, year)
	case 5:
		return fmt.Sprintf("%s%d年政府信息公开年报", body, year)
	}
	return fmt.Sprintf("%s%d年政府信息公开工作年度报告", body, year)
}

// report is the text of a made report, with one table.
func report(body string, year, n int) string {
	return fmt.Sprintf(`<p>本年度报告根据《中华人民共和国政府信息公开条例》编制，所列数据的统计期限为%[2]d年1月1日至%[2]d年12月31日。如有疑问，请与%[1]s办公室联系。</p>
<p>一、总体情况</p><p>全年主动公开信息%[3]d条。</p><p>二、主动公开政府信息情况</p>
<table border="1"><tr><td colspan="4">第二十条第（一）项</td></tr><tr><td>信息内容</td><td>本年制发件数</td><td>本年废止件数</td><td>现行有效件数</td></tr>
<tr><td>规章</td><td>0</td><td>0</td><td>0</td></tr><tr><td>行政规范性文件</td><td>%[4]d</td><td>0</td><td>%[5]d</td></tr></table>
<p>六、其他需要报告的事项</p><p>无。</p>`, html.EscapeString(body), year, 100+n, n%7, 3+n%7)
}
