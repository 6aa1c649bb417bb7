package main

import (
	"fmt"
	"strings"

	"github.com/gongkai-data/gongkai/normalize/forms/mutate"
)

// Texts are what a body writes itself: some 1,500 to 4,000 characters, as reports
// have them. Sentences are put together of parts, so that two bodies share phrases
// and not texts. One body in twenty copies another's text, and one report in six
// repeats that of the year before, as happens.
const (
	copiesOf   = 20
	repeatedOf = 6
)

// narrative is the running text of the chapters that have one.
type narrative struct {
	overview, problems, plans, other []string // paragraphs
}

// narrate writes the texts of report i.
func narrate(seed uint64, i int) narrative {
	town, year := i/years, i%years
	if town%copiesOf == 1 {
		town--
	}
	for year > 0 && mutate.NewRand(seed, uint64(town*years+year)<<20).N(repeatedOf) == 0 {
		year--
	}
	w := &writer{Rand: mutate.NewRand(seed, uint64(town*years+year)<<21|1)}
	var n narrative
	for _, t := range []string{"主动公开", "依申请公开", "政府信息管理", "平台建设", "监督保障"} {
		n.overview = append(n.overview, fmt.Sprintf("（%s）%s。", string([]rune("一二三四五")[len(n.overview)]), t)+w.sentences(4+w.N(8)))
	}
	for range 2 + w.N(3) {
		n.problems = append(n.problems, "一是"+w.of(shortfalls)+"，"+w.of(details)+"；二是"+w.of(shortfalls)+"，"+w.of(details)+"。")
	}
	for range 2 + w.N(3) {
		n.plans = append(n.plans, w.sentences(2+w.N(3)))
	}
	if w.N(2) == 0 {
		n.other = append(n.other, w.sentences(1+w.N(3)))
	}
	return n
}

// into puts the texts where the report has their chapters.
func (n narrative) into(r *mutate.Report) {
	var parts []mutate.Part
	add := func(paragraphs []string) {
		for _, p := range paragraphs {
			parts = append(parts, mutate.Part{Text: p})
		}
	}
	for _, p := range r.Parts {
		parts = append(parts, p)
		switch {
		case p.Sheet != nil:
		case strings.HasPrefix(p.Text, "一、"):
			add(n.overview)
		case strings.HasPrefix(p.Text, "五、"):
			add(n.problems)
			add(n.plans)
		case strings.HasPrefix(p.Text, "六、"):
			add(n.other)
		}
	}
	r.Parts = parts
}

// writer puts sentences together.
type writer struct{ *mutate.Rand }

func (w *writer) of(list []string) string { return list[w.N(len(list))] }

func (w *writer) sentences(n int) string {
	var b strings.Builder
	for range n {
		b.WriteString(w.of(openings))
		b.WriteString(w.of(means))
		b.WriteString(w.of(works))
		b.WriteString(w.of(objects))
		if w.N(2) == 0 {
			b.WriteString("，" + w.of(results))
		}
		if w.N(4) == 0 {
			fmt.Fprintf(&b, "，全年共%s%d%s", w.of(counted), 1+w.N(900), w.of(units))
		}
		b.WriteString("。")
	}
	return b.String()
}

var (
	openings = []string{"", "", "严格按照上级部署，", "坚持以公开为常态、不公开为例外，", "围绕群众关切，", "结合本镇实际，", "聚焦重点领域，", "在县政务公开办公室指导下，", "对照年度工作要点，",
		"着眼于提升治理能力，", "针对往年短板，", "按照“谁公开、谁负责”的原则，", "进一步压实责任，", "为方便群众查询，", "立足服务基层，"}
	means = []string{"通过门户网站、政务新媒体、公开栏等渠道", "依托基层政务公开标准化规范化试点目录", "由党政办公室牵头、各站所配合", "采取定期自查与随机抽查相结合的方式", "建立台账并明确专人负责", "健全“三审三校”机制", "借助村务公开微信群和大喇叭",
		"会同司法所、便民服务中心", "运用图解、短视频等形式", "落实信息发布审核登记制度", "以政务公开专区为窗口", "完善受理、登记、审核、答复全流程规范", "结合“双随机、一公开”检查", "定期召开专题会议"}
	works   = []string{"及时发布", "持续更新", "规范办理", "集中梳理", "全面公开", "重点解读", "认真核对", "统一管理", "分类整理", "优化调整", "稳步推进", "主动回应", "逐项落实", "严格审查"}
	objects = []string{"惠民惠农补贴发放情况", "财政预决算信息", "乡村振兴项目安排与实施进度", "农村低保、特困供养和临时救助名单", "安全生产与应急避险提示", "征地补偿安置方案", "人居环境整治工作动态", "义务教育招生政策", "基本公共卫生服务事项", "行政执法事项清单与流程",
		"村级集体经济收支情况", "防汛抗旱和森林防火预案", "危房改造对象审核结果", "高标准农田建设项目信息", "社会保险参保缴费指南", "文化体育活动安排", "河湖长制巡查情况", "政策文件及其解读材料", "机构职能与领导分工", "公共资源配置信息",
		"食品药品安全监管结果", "生态环境保护督察整改情况", "退役军人优抚政策", "残疾人两项补贴名单", "重大民生实事进展", "规范性文件的清理结果"}
	results    = []string{"切实保障了群众的知情权、参与权和监督权", "信息发布的时效性和准确性明显提高", "公众满意度稳步提升", "未发生因公开不当引发的舆情", "为群众办事提供了便利", "形成了上下联动的工作格局", "基层政务公开的覆盖面进一步扩大", "工作人员的业务能力得到加强", "内容保障更加有力", "做到了应公开尽公开"}
	counted    = []string{"发布动态信息", "更新栏目内容", "推送新媒体稿件", "解答群众咨询", "张贴公示", "开展培训"}
	units      = []string{"条", "篇", "次", "份"}
	shortfalls = []string{"公开内容不够丰富", "政策解读形式较为单一", "业务人员变动频繁", "部分栏目更新不够及时", "与群众互动还不充分", "信息审核把关不够严格", "基层站所主动公开意识不强", "依申请公开答复文书不够规范", "公开平台功能有待完善", "村级公开标准不统一"}
	details    = []string{"多以文字材料为主，图表和音视频较少", "对业务知识的学习还不够系统", "与群众的实际需求仍有差距", "个别信息存在重发布、轻维护的现象", "缺少专职人员，工作连续性受到影响", "对热点问题的回应不够主动", "培训的针对性和实效性有待加强", "考核评议机制尚未完全发挥作用", "线下公开载体利用率不高", "历史信息归集整理进度较慢"}
)
