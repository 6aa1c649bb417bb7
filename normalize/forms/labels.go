package forms

import "github.com/gongkai-data/gongkai/normalize"

// The labels of the application matrix and of the litigation row are those of
// both forms B and C (notices 国办公开办函〔2019〕60号 and 〔2021〕30号).
// Keys are the words that set a label apart from all others of its class.
var applicationLabels = []normalize.Label{
	leaf("applications.new", "本年新收政府信息公开申请数量", keys("本年新收", "本年度新收", "新收政府信息公开申请"), not("上年", "去年", "上一年"), alias("本年新收", "本年新收申请数量", "本年度新收政府信息公开申请数量", "新收")),
	leaf("applications.carried_in", "上年结转政府信息公开申请数量", keys("上年结转", "上年度结转", "上一年结转", "上一年度结转"), alias("上年结转", "上年度结转政府信息公开申请数量")),
	leaf("applications.carried_out", "结转下年度继续办理", keys("结转下年", "结转下一年", "结转至下年", "下年结转", "下年度结转", "下一年度结转"), alias("结转下年", "结转下年度", "结转下年继续办理")),
	leaf("applications.result.granted", "予以公开", keys("予以公开"), not("不予", "部分公开"), alias("同意公开")),
	leaf("applications.result.partial", "部分公开", keys("部分公开")),
	leaf("applications.result.denied.state_secret", "属于国家秘密", keys("国家秘密")),
	leaf("applications.result.denied.other_law_prohibited", "其他法律行政法规禁止公开", keys("法律行政法规禁止", "法律法规禁止", "法律行政法规规定禁止"), alias("其他法律法规禁止公开")),
	leaf("applications.result.denied.security_stability", "危及“三安全一稳定”", keys("三安全", "一稳定")),
	leaf("applications.result.denied.third_party_rights", "保护第三方合法权益", keys("第三方")),
	leaf("applications.result.denied.internal_affairs", "属于三类内部事务信息", keys("内部事务")),
	leaf("applications.result.denied.process_information", "属于四类过程性信息", keys("过程性信息", "四类过程")),
	leaf("applications.result.denied.enforcement_file", "属于行政执法案卷", keys("执法案卷")),
	leaf("applications.result.denied.administrative_query", "属于行政查询事项", keys("行政查询")),
	leaf("applications.result.unable.not_held", "本机关不掌握相关政府信息", keys("不掌握")),
	leaf("applications.result.unable.requires_creation", "没有现成信息需要另行制作", keys("现成信息", "另行制作")),
	leaf("applications.result.unable.still_unclear", "补正后申请内容仍不明确", keys("仍不明确", "补正后申请内容")),
	leaf("applications.result.not_processed.petition_complaint", "信访举报投诉类申请", keys("信访举报", "举报投诉类")),
	leaf("applications.result.not_processed.duplicate", "重复申请", keys("重复申请"), not("大量")),
	leaf("applications.result.not_processed.publication", "要求提供公开出版物", keys("公开出版物")),
	leaf("applications.result.not_processed.excessive_repeat", "无正当理由大量反复申请", keys("大量反复", "大量重复")),
	leaf("applications.result.not_processed.confirm_or_reissue", "要求行政机关确认或重新出具已获取信息", keys("重新出具", "确认或重新")),
	leaf("applications.result.other.correction_overdue", "申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请", keys("逾期不补正", "逾期未补正"), alias("逾期不补正", "逾期未补正")),
	leaf("applications.result.other.fee_unpaid", "申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请", keys("收费通知", "缴纳费用", "不缴费", "未缴费"), alias("逾期不缴费", "逾期未缴费")),
	leaf("applications.result.other.other", "其他", alias("其它")),
	leaf("applications.result.total", "总计", alias("合计", "办理结果总计", "办理结果合计", "总 计（第三项）")),
	// The words of a group are also those of rows that offices add to it
	// (9.其他不予公开情形): the group is named only by a text that begins with them.
	leaf("applications.result.other", "其他处理", alias("其它处理")),
	leaf("applications.result.denied", "不予公开"),
	leaf("applications.result.unable", "无法提供"),
	leaf("applications.result.not_processed", "不予处理"),

	group("results", "本年度办理结果", alias("年度办理结果", "办理结果")),
	group("denied", "不予公开"),
	group("unable", "无法提供"),
	group("not_processed", "不予处理"),
	group("other", "其他处理", alias("其它处理")),

	column("natural_person", "自然人", keys("自然人")),
	column("org_commercial", "商业企业", keys("商业企业"), alias("企业")),
	column("org_research", "科研机构", keys("科研机构"), alias("科研")),
	column("org_public_welfare", "社会公益组织", keys("公益组织"), alias("公益组织", "社会公益")),
	column("org_legal_service", "法律服务机构", keys("法律服务"), alias("法律服务")),
	column("org_other", "其他", alias("其它", "其他组织")),
	column("total", "总计", alias("合计")),
	label(normalize.BannerLabel, "organisations", "法人或其他组织", []part{keys("法人或其他组织", "法人和其他组织", "法人及其他组织"), leads}),
	banner("applicants", "申请人情况", "申请人情况"),
	banner("relation", "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", "勾稽关系", "等于第三项加第四项"),
}

var litigationLabels = []normalize.Label{
	block("review", "行政复议", keys("行政复议"), not("未经复议", "复议后", "诉讼")),
	block("litigation", "行政诉讼", keys("行政诉讼"), not("未经复议", "复议后", "行政复议")),
	block("direct", "未经复议直接起诉", keys("未经复议", "直接起诉")),
	block("after_review", "复议后起诉", keys("复议后起诉", "复议后"), not("未经复议")),
	outcome("upheld", "结果维持", alias("维持"), keys("结果维持", "维持结果")),
	outcome("corrected", "结果纠正", alias("纠正"), keys("结果纠正", "纠正结果")),
	outcome("other", "其他结果", alias("其它结果"), keys("其他结果", "其它结果")),
	outcome("pending", "尚未审结", alias("未审结"), keys("尚未审结", "未审结")),
	outcome("total", "总计", alias("合计")),
}

// Subjects and measures of table 1. B and C name different measures for the
// same subjects; the measures tell the forms apart.
var subjectLabels = []normalize.Label{
	subject("regulations", "规章"),
	subject("normative_documents", "行政规范性文件", alias("规范性文件", "行政规范性文件数", "规范性档案", "行政规范性档案"), keys("规范性文件")),
	subject("licensing", "行政许可"),
	subject("punishment", "行政处罚"),
	subject("coercion", "行政强制", alias("行政强制措施")),
	subject("fees", "行政事业性收费", keys("事业性收费")),
	banner("content", "信息内容", "信息内容"),
	banner("article", "第二十条第（一）项", "第二十条第"),
	banner("article", "第二十条第（五）项"), banner("article", "第二十条第（六）项"),
	banner("article", "第二十条第（八）项"), banner("article", "第二十条第（九）项"),
	banner("head", "项目"), banner("head", "类别"), banner("head", "情形"), banner("head", "数量"), banner("head", "指标"), banner("head", "件数"),
}

var measuresC = []normalize.Label{
	measure("made", "本年制发件数", alias("本年发件", "本年制发数", "本年发件数", "本年制发数量", "制发件数"), keys("本年制发")),
	measure("repealed", "本年废止件数", alias("本年废止数", "废止件数", "本年废止数量"), keys("本年废止")),
	measure("in_force", "现行有效件数", alias("现行有效件", "现行有效数", "现行有效数量"), keys("现行有效")),
	measure("decisions", "本年处理决定数量", alias("处理决定数量", "本年处理决定数", "本年处理决定"), keys("处理决定数")),
	measure("amount", "本年收费金额（单位：万元）", alias("收费金额", "本年收费金额"), keys("收费金额")),
}

var measuresB = []normalize.Label{
	measure("newly_made", "本年新制作数量", alias("本年新制作数", "新制作数量"), keys("新制作")),
	measure("newly_disclosed", "本年新公开数量", alias("本年新公开数", "新公开数量"), keys("新公开数")),
	measure("disclosed_total", "对外公开总数量", alias("对外公开总数", "公开总数量"), keys("对外公开总")),
	measure("items_prev_year", "上一年项目数量", alias("上年项目数量", "上一年度项目数量"), keys("上一年项目")),
	measure("items_change", "本年增/减", alias("本年增减", "本年度增/减", "本年增/减数量"), keys("本年增/减", "本年增减")),
	measure("items", "采购项目数量", alias("采购项目数"), keys("采购项目")),
	measure("amount", "采购总金额", alias("采购金额"), keys("采购总金额", "采购金额")),
	subject("other_services", "其他对外管理服务事项", alias("其他管理服务事项"), keys("对外管理服务")),
	subject("procurement", "政府集中采购", alias("政府采购"), keys("集中采购")),
}

// Labels that only the older forms print. They tell that such a form is there.
var marksA2 = []normalize.Label{
	mark("A2", "主动公开政府信息数", "主动公开政府信息数"), mark("A2", "制发规范性文件总数", "制发规范性文件总数"),
	mark("A2", "政府公报公开政府信息数", "政府公报公开政府信息数"), mark("A2", "政务微博公开政府信息数", "政务微博公开"),
	mark("A2", "回应公众关注热点或重大舆情数", "重大舆情数"), mark("A2", "收到申请数", "收到申请数"),
	mark("A2", "申请办结数", "申请办结数"), mark("A2", "按时办结数", "按时办结数"), mark("A2", "延期办结数", "延期办结数"),
	mark("A2", "申请答复数", "申请答复数"), mark("A2", "属于已主动公开范围数", "属于已主动公开范围数"),
	mark("A2", "同意公开答复数", "同意公开答复数"), mark("A2", "申请信息不存在数", "申请信息不存在数"),
	mark("A2", "政府信息公开工作专门机构数", "信息公开工作专门机构数"), mark("A2", "举办各类培训班数", "各类培训班数"),
	mark("A2", "举报投诉数量", "举报投诉数量"),
}

var marksA1 = []normalize.Label{
	mark("A1", "主动公开信息数", "主动公开信息数"), mark("A1", "全文电子化的主动公开信息数", "全文电子化"),
	mark("A1", "提供服务类信息数", "提供服务类信息数"), mark("A1", "网站专栏页面访问量", "专栏页面访问量"),
	mark("A1", "现场接待人数", "现场接待人数"), mark("A1", "网上咨询数", "网上咨询数"), mark("A1", "咨询电话接听数", "咨询电话接听数"),
	mark("A1", "依申请公开信息目录数", "依申请公开信息目录数"), mark("A1", "对申请的答复总数", "对申请的答复总数"),
	mark("A1", "免予公开范围1", "免予公开范围"), mark("A1", "否决公开答复总数", "否决公开答复"),
}

type part func(*normalize.Label)

func leads(l *normalize.Label) { l.Leads = true }

func keys(ks ...string) part  { return func(l *normalize.Label) { l.Keys = ks } }
func not(ks ...string) part   { return func(l *normalize.Label) { l.Not = ks } }
func alias(ks ...string) part { return func(l *normalize.Label) { l.Alias = ks } }

func label(c normalize.Class, code, text string, parts []part) normalize.Label {
	l := normalize.Label{Class: c, Code: code, Text: []string{text}}
	for _, p := range parts {
		p(&l)
	}
	return l
}

func leaf(code, text string, ps ...part) normalize.Label {
	return label(normalize.LeafLabel, code, text, ps)
}
func column(code, text string, ps ...part) normalize.Label {
	return label(normalize.ApplicantLabel, code, text, ps)
}
func block(code, text string, ps ...part) normalize.Label {
	return label(normalize.BlockLabel, code, text, ps)
}
func outcome(code, text string, ps ...part) normalize.Label {
	return label(normalize.OutcomeLabel, code, text, ps)
}
func subject(code, text string, ps ...part) normalize.Label {
	return label(normalize.SubjectLabel, code, text, ps)
}
func measure(code, text string, ps ...part) normalize.Label {
	return label(normalize.MeasureLabel, code, text, ps)
}
func group(code, text string, ps ...part) normalize.Label {
	return label(normalize.GroupLabel, code, text, append(ps, leads))
}
func banner(code, text string, ks ...string) normalize.Label {
	return label(normalize.BannerLabel, code, text, []part{keys(ks...)})
}
func mark(code, text string, ks ...string) normalize.Label {
	return label(normalize.MarkLabel, code, text, []part{keys(ks...)})
}
