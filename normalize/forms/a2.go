package forms

import "github.com/gongkai-data/gongkai/normalize"

// linesA2 are the lines of 政府信息公开情况统计表 (国办发〔2014〕32号): 58 numbers under
// nine headings, 统计指标 | 单位 | 统计数. The wording is that of the notice as it is
// remembered, variants are those of printed reports; what a report prints
// otherwise is kept under nonstandard.* and told.
var linesA2 = lines(
	heading("a2.proactive", "一、主动公开情况", "主动公开政府信息情况", "主动公开"),
	line("a2.proactive.disclosed", "（一）主动公开政府信息数（不同渠道和方式公开相同信息计1条）", "主动公开政府信息总数", "主动公开政府信息数量", "主动公开政府信息条数", "主动公开信息数").keys("主动公开政府信息数", "主动公开政府信息总数"),
	line("a2.proactive.normative_disclosed", "其中：主动公开规范性文件数", "主动公开规范性文件总数", "主动公开规范性文件数量", "主动公开的规范性文件数").keys("主动公开规范性文件", "公开的规范性文件"),
	line("a2.proactive.normative_made", "制发规范性文件总数", "制发规范性文件数", "制发规范性文件数量", "制定规范性文件总数", "发布规范性文件总数").keys("制发规范性文件"),
	heading("a2.channel", "（二）通过不同渠道和方式公开政府信息的情况", "通过不同渠道和方式公开政府信息情况", "不同渠道和方式公开政府信息的情况"),
	line("a2.channel.gazette", "1.政府公报公开政府信息数", "政府公报公开信息数", "通过政府公报公开政府信息数").keys("政府公报公开").not("不包括"),
	line("a2.channel.website", "2.政府网站公开政府信息数", "政府网站公开信息数", "通过政府网站公开政府信息数", "政府门户网站公开政府信息数").keys("政府网站公开", "门户网站公开").not("不包括"),
	line("a2.channel.weibo", "3.政务微博公开政府信息数", "政务微博公开信息数", "微博公开政府信息数", "通过政务微博公开政府信息数").keys("微博公开").not("微信"),
	line("a2.channel.wechat", "4.政务微信公开政府信息数", "政务微信公开信息数", "微信公开政府信息数", "通过政务微信公开政府信息数", "政务微信公众号公开政府信息数").keys("微信公开", "微信公众号公开").not("微博"),
	line("a2.channel.other", "5.其他方式公开政府信息数", "其他方式公开信息数", "通过其他方式公开政府信息数", "其它方式公开政府信息数").keys("其他方式公开", "其它方式公开"),

	heading("a2.response", "二、回应解读情况", "回应解读", "解读回应情况"),
	line("a2.response.hot_topics", "（一）回应公众关注热点或重大舆情数（不同方式回应同一热点或舆情计1次）", "回应公众关注热点或重大舆情次数", "回应公众关注的热点或重大舆情数").keys("重大舆情", "公众关注热点"),
	heading("a2.response", "（二）通过不同渠道和方式回应解读的情况", "通过不同渠道和方式回应解读情况", "不同渠道和方式回应解读的情况"),
	line("a2.response.press_conferences", "1.参加或举办新闻发布会总次数", "参加或举办新闻发布会次数", "举办或参加新闻发布会总次数", "举办新闻发布会总次数", "参加或举办新闻发布会总数").keys("举办新闻发布会").not("同志", "负责"),
	line("a2.response.press_conferences_by_head", "其中：主要负责同志参加新闻发布会次数", "主要负责人参加新闻发布会次数", "主要负责同志参加新闻发布会总次数").keys("同志参加新闻发布会", "负责人参加新闻发布会"),
	line("a2.response.online_interviews", "2.政府网站在线访谈次数", "在线访谈次数", "政府网站在线访谈总次数").keys("网站在线访谈").not("同志", "负责"),
	line("a2.response.online_interviews_by_head", "其中：主要负责同志参加政府网站在线访谈次数", "主要负责人参加政府网站在线访谈次数", "主要负责同志参加在线访谈次数").keys("同志参加政府网站在线访谈", "同志参加在线访谈", "负责人参加政府网站在线访谈"),
	line("a2.response.interpretation_articles", "3.政策解读稿件发布数", "政策解读稿件发布数量", "发布政策解读稿件数", "政策解读稿件数").keys("解读稿件"),
	line("a2.response.weibo_wechat", "4.微博微信回应事件数", "微博、微信回应事件数", "政务微博微信回应事件数", "微博微信回应数").keys("微信回应", "微博微信回应"),
	line("a2.response.other", "5.其他方式回应事件数", "其它方式回应事件数", "其他方式回应数").keys("其他方式回应", "其它方式回应"),

	heading("a2.applications", "三、依申请公开情况", "依申请公开政府信息情况", "依申请公开"),
	line("a2.applications.received", "（一）收到申请数", "收到申请总数", "收到申请数量", "收到依申请公开数", "收到政府信息公开申请数").keys("收到申请"),
	line("a2.applications.received.in_person", "1.当面申请数", "当面申请", "当面申请数量").keys("当面申请"),
	line("a2.applications.received.fax", "2.传真申请数", "传真申请", "传真申请数量").keys("传真申请").not("信函", "网络", "网上"),
	line("a2.applications.received.online", "3.网络申请数", "网络申请", "网上申请数", "网络申请数量", "通过网络申请数").keys("网络申请").not("信函", "传真"),
	line("a2.applications.received.mail", "4.信函申请数", "信函申请", "信件申请数", "信函申请数量").keys("信函申请").not("网络", "传真"),
	line("a2.applications.closed", "（二）申请办结数", "申请办结总数", "申请办结数量", "办结申请数").keys("申请办结"),
	line("a2.applications.closed.on_time", "1.按时办结数", "按时办结", "按期办结数", "按时办结数量").keys("按时办结", "按期办结"),
	line("a2.applications.closed.extended", "2.延期办结数", "延期办结", "延期办结数量").keys("延期办结"),
	line("a2.applications.answered", "（三）申请答复数", "申请答复总数", "申请答复数量", "答复申请数").keys("申请答复"),
	line("a2.applications.answered.already_public", "1.属于已主动公开范围数", "属于主动公开范围数", "属于已经主动公开范围数", "已主动公开范围数", "属于已主动公开数").keys("已主动公开范围", "已经主动公开"),
	line("a2.applications.answered.granted", "2.同意公开答复数", "同意公开数", "同意公开", "同意公开答复数量"),
	line("a2.applications.answered.partial", "3.同意部分公开答复数", "部分公开答复数", "同意部分公开数", "同意部分公开").keys("部分公开"),
	line("a2.applications.answered.denied", "4.不同意公开答复数", "不予公开答复数", "不同意公开数", "不同意公开", "不予公开数", "不同意公开答复总数").keys("不同意公开"),
	line("a2.applications.answered.denied.state_secret", "其中：涉及国家秘密", "涉及国家秘密数", "国家秘密", "涉及国家机密", "属于国家秘密").keys("国家秘密", "国家机密"),
	line("a2.applications.answered.denied.trade_secret", "涉及商业秘密", "涉及商业秘密数", "商业秘密", "涉及商业机密", "属于商业秘密").keys("商业秘密", "商业机密"),
	line("a2.applications.answered.denied.privacy", "涉及个人隐私", "涉及个人隐私数", "个人隐私", "属于个人隐私").keys("个人隐私"),
	line("a2.applications.answered.denied.security_stability", "危及国家安全、公共安全、经济安全和社会稳定", "危及国家安全、公共安全、经济安全和社会稳定数", "危及国家安全、公共安全、经济安全、社会稳定", "危及“三安全一稳定”", "影响国家安全、公共安全、经济安全和社会稳定").keys("危及国家安全", "三安全"),
	line("a2.applications.answered.denied.not_government_information", "不是《条例》所指政府信息", "不是《条例》所指政府信息数", "非《条例》所指政府信息", "不属于《条例》所指政府信息", "不是《条例》所指的政府信息").keys("条例所指"),
	line("a2.applications.answered.denied.other_law", "法律法规规定的其他情形", "法律法规规定的其他情形数", "法律、法规规定的其他情形", "法律法规规定其他情形").keys("法规规定的其他情形", "法规规定的其它情形"),
	line("a2.applications.answered.not_this_body", "5.不属于本行政机关公开数", "不属于本机关公开数", "不属于本行政机关公开", "不属于本行政机关公开范围数").keys("不属于本行政机关", "不属于本机关"),
	line("a2.applications.answered.not_exist", "6.申请信息不存在数", "申请信息不存在", "信息不存在数", "政府信息不存在数").keys("信息不存在"),
	line("a2.applications.answered.correction_requested", "7.告知作出更改补充数", "告知作出更改、补充数", "告知作出更改补充", "告知更改补充数", "告知做出更改补充数").keys("更改补充"),
	line("a2.applications.answered.other_channel", "8.告知通过其他途径办理数", "告知通过其他途径办理", "通过其他途径办理数", "告知通过其它途径办理数").keys("其他途径办理", "其它途径办理"),

	line("a2.review", "四、行政复议数量", "行政复议数", "行政复议", "行政复议情况", "政府信息公开行政复议数量", "行政复议总数"),
	line("a2.litigation", "五、行政诉讼数量", "行政诉讼数", "行政诉讼", "行政诉讼情况", "政府信息公开行政诉讼数量", "行政诉讼总数"),
	line("a2.review.upheld|a2.litigation.upheld", "维持数", "维持", "结果维持数"),
	line("a2.review.upheld", "（一）维持具体行政行为数", "维持具体行政行为", "维持行政行为数").keys("维持具体行政行为").not("驳回", "诉讼"),
	line("a2.litigation.upheld", "（一）维持具体行政行为或者驳回原告诉讼请求数", "维持具体行政行为或驳回原告诉讼请求数", "维持或者驳回原告诉讼请求数", "驳回原告诉讼请求数").keys("驳回原告", "驳回诉讼请求"),
	line("a2.review.corrected|a2.litigation.corrected", "（二）被依法纠错数", "依法纠错数", "被依法纠错", "依法纠错", "被依法纠错数量").keys("依法纠错"),
	line("a2.review.other|a2.litigation.other", "（三）其他情形数", "其他情形", "其它情形数", "其他情形数量"),
	line("a2.complaints", "六、举报投诉数量", "举报投诉数", "举报投诉", "举报投诉情况", "投诉举报数量", "举报投诉总数").keys("举报投诉", "投诉举报").not("网站", "办结", "答复"),
	line("a2.fees", "七、依申请公开信息收取的费用", "依申请公开信息收取费用", "依申请公开政府信息收取的费用", "依申请公开收取的费用", "依申请公开信息收费金额").keys("信息收取的费用", "收取的费用", "信息收取费用").not("减免"),

	heading("a2.org", "八、机构建设和保障经费情况", "机构建设和保障经费", "机构建设情况", "机构建设和经费保障情况"),
	line("a2.org.units", "（一）政府信息公开工作专门机构数", "信息公开工作专门机构数", "政府信息公开专门机构数", "政府信息公开工作机构数").keys("专门机构"),
	line("a2.org.reading_points", "（二）设置政府信息公开查阅点数", "政府信息公开查阅点数", "设置政府信息公开查阅点", "设立政府信息公开查阅点数").keys("查阅点", "查阅场所"),
	line("a2.org.staff", "（三）从事政府信息公开工作人员数", "从事政府信息公开工作人员总数", "政府信息公开工作人员数", "从事政府信息公开工作的人员数").keys("从事政府信息公开工作"),
	line("a2.org.staff.full_time", "1.专职人员数（不包括政府公报及政府网站工作人员数）", "专职人员", "专职人员数量", "专职工作人员数").keys("专职人员", "专职工作人员").not("兼职"),
	line("a2.org.staff.part_time", "2.兼职人员数", "兼职人员", "兼职人员数量", "兼职工作人员数").keys("兼职人员", "兼职工作人员").not("专职"),
	line("a2.org.budget", "（四）政府信息公开专项经费（不包括用于政府公报编辑管理及政府网站建设维护等方面的经费）", "政府信息公开专项经费数", "政府信息公开工作专项经费", "信息公开专项经费").keys("专项经费"),
	heading("a2.meetings", "九、政府信息公开会议和培训情况", "会议和培训情况", "政府信息公开会议和培训", "政府信息公开会议培训情况"),
	line("a2.meetings.meetings", "（一）召开政府信息公开工作会议或专题会议数", "召开政府信息公开工作会议或专题会议次数", "召开政府信息公开工作会议和专题会议数", "召开政府信息公开工作会议数").keys("专题会议", "召开政府信息公开工作会议"),
	line("a2.meetings.trainings", "（二）举办各类培训班数", "举办各类培训班次数", "举办培训班数", "举办各类培训班", "举办各类培训班期数").keys("培训班"),
	line("a2.meetings.trainees", "（三）接受培训人员数", "接受培训人员", "接受培训人数", "培训人员数", "接受培训人次").keys("接受培训"),
)

// lineOf is a line while it is written down.
type lineOf normalize.Line

// lines lists what was written down.
func lines(ls ...lineOf) []normalize.Line {
	out := make([]normalize.Line, len(ls))
	for i, l := range ls {
		out[i] = normalize.Line(l)
	}
	return out
}

// heading is a line without a number: code is what the lines below it have in common.
func heading(code, text string, alias ...string) lineOf {
	return lineOf{Code: code, Text: text, Alias: alias, Heading: true}
}

func line(code, text string, alias ...string) lineOf {
	return lineOf{Code: code, Text: text, Alias: alias}
}

func (l lineOf) keys(ks ...string) lineOf { l.Keys = ks; return l }
func (l lineOf) not(ks ...string) lineOf  { l.Not = ks; return l }
