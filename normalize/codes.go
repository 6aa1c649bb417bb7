package normalize

// Indicator is one row of a generation's form, or, where Derived, a group that
// the form names without printing a number for it.
//
// Codes and wording follow 国办公开办函〔2021〕30号 (C), 国办公开办函〔2019〕60号 (B),
// 国办发〔2014〕32号 (A2) and the local tables before 2014 (A1).
type Indicator struct {
	Generation  string // A1, A2, B, C
	Code        string // dotted, stable once released
	Zh          string // as printed on the form, the labels of its groups before " / "
	En          string
	Unit        string // piece, cny_10k, person: what Value counts
	PrintedUnit string // 件 条 次 …: the unit of the form
	Table       string // proactive, applications, litigation, a1, a2
	Order       int    // place in the form from 1; derived groups follow the printed rows
	Parent      string // code that it is a part of, "" where none
	ByApplicant bool   // has a cell for each of Applicants
	Derived     bool   // sum of its parts, never read from the page
}

// Applicant is one column of the table of applications.
type Applicant struct {
	Code string
	Zh   string // labels of both header rows, " / " between them
	En   string
}

// Applicants lists the columns in the order of the form.
var Applicants = []Applicant{
	{"natural_person", "自然人", "Natural persons"},
	{"org_commercial", "法人或其他组织 / 商业企业", "Organisations: commercial enterprises"},
	{"org_research", "法人或其他组织 / 科研机构", "Organisations: research institutions"},
	{"org_public_welfare", "法人或其他组织 / 社会公益组织", "Organisations: public-welfare organisations"},
	{"org_legal_service", "法人或其他组织 / 法律服务机构", "Organisations: legal-service bodies"},
	{"org_other", "法人或其他组织 / 其他", "Organisations: other"},
	{"total", "总计", "Total"},
}

// Grid returns the key of every cell that the form of a generation prints, in
// canonical order: A2 58, B 198, C 200. A1 differs from place to place and has
// no grid.
func Grid(generation string) []Key {
	if generation == "A1" {
		return nil
	}
	var keys []Key
	for i := range Indicators {
		ind := &Indicators[i]
		switch {
		case ind.Generation != generation || ind.Derived:
		case ind.ByApplicant:
			for _, a := range Applicants {
				keys = append(keys, Key{ind.Code, a.Code})
			}
		default:
			keys = append(keys, Key{Indicator: ind.Code})
		}
	}
	return keys
}

// Indicators lists every row of every generation: generations in time, then the
// order of the form, then the derived groups.
//
// Columns: generation, code, zh, en, unit, printed unit, table, order, parent, by applicant, derived.
var Indicators = []Indicator{
	// A1: the local tables of 2008 to 2013.
	{"A1", "a1.disclosed", "主动公开信息数", "disclosed", "piece", "条", "a1", 1, "", false, false},
	{"A1", "a1.disclosed.full_text", "其中：全文电子化的主动公开信息数", "disclosed / full text", "piece", "条", "a1", 2, "", false, false},
	{"A1", "a1.normative_new", "新增的行政规范性文件数", "normative new", "piece", "条", "a1", 3, "", false, false},
	{"A1", "a1.service_info", "提供服务类信息数", "service info", "piece", "条", "a1", 4, "", false, false},
	{"A1", "a1.web_visits", "网站专栏页面访问量", "web visits", "person", "人次", "a1", 5, "", false, false},
	{"A1", "a1.visits_in_person", "现场接待人数", "visits in person", "person", "人次", "a1", 6, "", false, false},
	{"A1", "a1.consult_online", "网上咨询数", "consult online", "person", "人次", "a1", 7, "", false, false},
	{"A1", "a1.consult_phone", "咨询电话接听数", "consult phone", "person", "人次", "a1", 8, "", false, false},
	{"A1", "a1.on_request_catalogue", "依申请公开信息目录数", "on request catalogue", "piece", "条", "a1", 9, "", false, false},
	{"A1", "a1.applications", "申请总数", "applications", "piece", "条", "a1", 10, "", false, false},
	{"A1", "a1.applications.in_person", "其中：1.当面申请数", "applications / in person", "piece", "条", "a1", 11, "", false, false},
	{"A1", "a1.applications.fax", "2.传真申请数", "applications / fax", "piece", "条", "a1", 12, "", false, false},
	{"A1", "a1.applications.email", "3.电子邮件申请数", "applications / email", "piece", "条", "a1", 13, "", false, false},
	{"A1", "a1.applications.online", "4.网上申请数", "applications / online", "piece", "条", "a1", 14, "", false, false},
	{"A1", "a1.applications.mail", "5.信函申请数", "applications / mail", "piece", "条", "a1", 15, "", false, false},
	{"A1", "a1.applications.other", "6.其他形式申请数", "applications / other", "piece", "条", "a1", 16, "", false, false},
	{"A1", "a1.answered", "对申请的答复总数", "answered", "piece", "条", "a1", 17, "", false, false},
	{"A1", "a1.answered.granted", "其中：1.同意公开答复数", "answered / granted", "piece", "条", "a1", 18, "", false, false},
	{"A1", "a1.answered.partial", "2.同意部分公开答复数", "answered / partial", "piece", "条", "a1", 19, "", false, false},
	{"A1", "a1.answered.denied", "3.否决公开答复总数", "answered / denied", "piece", "条", "a1", 20, "", false, false},
	{"A1", "a1.answered.denied.not_government_information", "其中：（1）“非《规定》所指政府信息”数", "answered / denied / not government information", "piece", "条", "a1", 21, "", false, false},
	{"A1", "a1.answered.denied.not_exist", "（2）“信息不存在”数", "answered / denied / not exist", "piece", "条", "a1", 22, "", false, false},
	{"A1", "a1.answered.denied.not_held", "（3）“非本部门掌握”数", "answered / denied / not held", "piece", "条", "a1", 23, "", false, false},
	{"A1", "a1.answered.denied.unclear", "（4）“申请内容不明确”数", "answered / denied / unclear", "piece", "条", "a1", 24, "", false, false},
	{"A1", "a1.answered.denied.exempt_1_state_secret", "（5）“免予公开范围1”数", "answered / denied / exempt 1 state secret", "piece", "条", "a1", 25, "", false, false},
	{"A1", "a1.answered.denied.exempt_2_trade_secret", "（6）“免予公开范围2”数", "answered / denied / exempt 2 trade secret", "piece", "条", "a1", 26, "", false, false},
	{"A1", "a1.answered.denied.exempt_3_privacy", "（7）“免予公开范围3”数", "answered / denied / exempt 3 privacy", "piece", "条", "a1", 27, "", false, false},
	{"A1", "a1.answered.denied.exempt_4_in_process", "（8）“免予公开范围4”数", "answered / denied / exempt 4 in process", "piece", "条", "a1", 28, "", false, false},
	{"A1", "a1.answered.denied.exempt_5_enforcement", "（9）“免予公开范围5”数", "answered / denied / exempt 5 enforcement", "piece", "条", "a1", 29, "", false, false},
	{"A1", "a1.answered.denied.exempt_6_other_law", "（10）“免予公开范围6”数", "answered / denied / exempt 6 other law", "piece", "条", "a1", 30, "", false, false},
	{"A1", "a1.answered.denied.other", "（11）其它原因", "answered / denied / other", "piece", "条", "a1", 31, "", false, false},
	{"A1", "a1.review", "行政复议数", "review", "piece", "件", "a1", 32, "", false, false},
	{"A1", "a1.litigation", "行政诉讼数", "litigation", "piece", "件", "a1", 33, "", false, false},
	{"A1", "a1.appeals", "行政申诉数", "appeals", "piece", "件", "a1", 34, "", false, false},
	{"A1", "a1.appeals.first_handling", "其中：对本部门首次处理不满意的行政申诉数", "appeals / first handling", "piece", "件", "a1", 35, "", false, false},

	// A2: 政府信息公开情况统计表, 国办发〔2014〕32号.
	{"A2", "a2.proactive.disclosed", "（一）主动公开政府信息数（不同渠道和方式公开相同信息计1条）", "Information items disclosed proactively (same item via several channels counts once)", "piece", "条", "a2", 1, "", false, false},
	{"A2", "a2.proactive.normative_disclosed", "其中：主动公开规范性文件数", "of which normative documents disclosed", "piece", "条", "a2", 2, "a2.proactive.disclosed", false, false},
	{"A2", "a2.proactive.normative_made", "制发规范性文件总数", "Normative documents issued in total", "piece", "件", "a2", 3, "", false, false},
	{"A2", "a2.channel.gazette", "1.政府公报公开政府信息数", "via government gazette", "piece", "条", "a2", 4, "", false, false},
	{"A2", "a2.channel.website", "2.政府网站公开政府信息数", "via government websites", "piece", "条", "a2", 5, "", false, false},
	{"A2", "a2.channel.weibo", "3.政务微博公开政府信息数", "via official microblogs", "piece", "条", "a2", 6, "", false, false},
	{"A2", "a2.channel.wechat", "4.政务微信公开政府信息数", "via official WeChat", "piece", "条", "a2", 7, "", false, false},
	{"A2", "a2.channel.other", "5.其他方式公开政府信息数", "via other channels", "piece", "条", "a2", 8, "", false, false},
	{"A2", "a2.response.hot_topics", "（一）回应公众关注热点或重大舆情数（不同方式回应同一热点或舆情计1次）", "Hot topics / major public-opinion events answered", "piece", "次", "a2", 9, "", false, false},
	{"A2", "a2.response.press_conferences", "1.参加或举办新闻发布会总次数", "Press conferences held or attended", "piece", "次", "a2", 10, "", false, false},
	{"A2", "a2.response.press_conferences_by_head", "其中：主要负责同志参加新闻发布会次数", "of which attended by the principal leader", "piece", "次", "a2", 11, "a2.response.press_conferences", false, false},
	{"A2", "a2.response.online_interviews", "2.政府网站在线访谈次数", "Online interviews on government websites", "piece", "次", "a2", 12, "", false, false},
	{"A2", "a2.response.online_interviews_by_head", "其中：主要负责同志参加政府网站在线访谈次数", "of which with the principal leader", "piece", "次", "a2", 13, "a2.response.online_interviews", false, false},
	{"A2", "a2.response.interpretation_articles", "3.政策解读稿件发布数", "Policy-interpretation pieces published", "piece", "篇", "a2", 14, "", false, false},
	{"A2", "a2.response.weibo_wechat", "4.微博微信回应事件数", "Events answered via microblog/WeChat", "piece", "次", "a2", 15, "", false, false},
	{"A2", "a2.response.other", "5.其他方式回应事件数", "Events answered by other means", "piece", "次", "a2", 16, "", false, false},
	{"A2", "a2.applications.received", "（一）收到申请数", "Requests received", "piece", "件", "a2", 17, "", false, false},
	{"A2", "a2.applications.received.in_person", "1.当面申请数", "in person", "piece", "件", "a2", 18, "a2.applications.received", false, false},
	{"A2", "a2.applications.received.fax", "2.传真申请数", "by fax", "piece", "件", "a2", 19, "a2.applications.received", false, false},
	{"A2", "a2.applications.received.online", "3.网络申请数", "online", "piece", "件", "a2", 20, "a2.applications.received", false, false},
	{"A2", "a2.applications.received.mail", "4.信函申请数", "by letter", "piece", "件", "a2", 21, "a2.applications.received", false, false},
	{"A2", "a2.applications.closed", "（二）申请办结数", "Requests closed", "piece", "件", "a2", 22, "", false, false},
	{"A2", "a2.applications.closed.on_time", "1.按时办结数", "closed within the normal time limit", "piece", "件", "a2", 23, "a2.applications.closed", false, false},
	{"A2", "a2.applications.closed.extended", "2.延期办结数", "closed after an extension", "piece", "件", "a2", 24, "a2.applications.closed", false, false},
	{"A2", "a2.applications.answered", "（三）申请答复数", "Answers given", "piece", "件", "a2", 25, "", false, false},
	{"A2", "a2.applications.answered.already_public", "1.属于已主动公开范围数", "already proactively disclosed", "piece", "件", "a2", 26, "a2.applications.answered", false, false},
	{"A2", "a2.applications.answered.granted", "2.同意公开答复数", "disclosure agreed", "piece", "件", "a2", 27, "a2.applications.answered", false, false},
	{"A2", "a2.applications.answered.partial", "3.同意部分公开答复数", "partial disclosure agreed", "piece", "件", "a2", 28, "a2.applications.answered", false, false},
	{"A2", "a2.applications.answered.denied", "4.不同意公开答复数", "disclosure refused", "piece", "件", "a2", 29, "a2.applications.answered", false, false},
	{"A2", "a2.applications.answered.denied.state_secret", "其中：涉及国家秘密", "state secret", "piece", "件", "a2", 30, "a2.applications.answered.denied", false, false},
	{"A2", "a2.applications.answered.denied.trade_secret", "涉及商业秘密", "trade secret", "piece", "件", "a2", 31, "a2.applications.answered.denied", false, false},
	{"A2", "a2.applications.answered.denied.privacy", "涉及个人隐私", "personal privacy", "piece", "件", "a2", 32, "a2.applications.answered.denied", false, false},
	{"A2", "a2.applications.answered.denied.security_stability", "危及国家安全、公共安全、经济安全和社会稳定", "endangers national, public, economic security or social stability", "piece", "件", "a2", 33, "a2.applications.answered.denied", false, false},
	{"A2", "a2.applications.answered.denied.not_government_information", "不是《条例》所指政府信息", "not government information as defined", "piece", "件", "a2", 34, "a2.applications.answered.denied", false, false},
	{"A2", "a2.applications.answered.denied.other_law", "法律法规规定的其他情形", "other statutory grounds", "piece", "件", "a2", 35, "a2.applications.answered.denied", false, false},
	{"A2", "a2.applications.answered.not_this_body", "5.不属于本行政机关公开数", "not for this body to disclose", "piece", "件", "a2", 36, "a2.applications.answered", false, false},
	{"A2", "a2.applications.answered.not_exist", "6.申请信息不存在数", "information does not exist", "piece", "件", "a2", 37, "a2.applications.answered", false, false},
	{"A2", "a2.applications.answered.correction_requested", "7.告知作出更改补充数", "told to amend or supplement", "piece", "件", "a2", 38, "a2.applications.answered", false, false},
	{"A2", "a2.applications.answered.other_channel", "8.告知通过其他途径办理数", "told to use another procedure", "piece", "件", "a2", 39, "a2.applications.answered", false, false},
	{"A2", "a2.review", "四、行政复议数量", "Administrative reconsiderations", "piece", "件", "a2", 40, "", false, false},
	{"A2", "a2.review.upheld", "（一）维持具体行政行为数", "upheld", "piece", "件", "a2", 41, "a2.review", false, false},
	{"A2", "a2.review.corrected", "（二）被依法纠错数", "corrected", "piece", "件", "a2", 42, "a2.review", false, false},
	{"A2", "a2.review.other", "（三）其他情形数", "other", "piece", "件", "a2", 43, "a2.review", false, false},
	{"A2", "a2.litigation", "五、行政诉讼数量", "Administrative lawsuits", "piece", "件", "a2", 44, "", false, false},
	{"A2", "a2.litigation.upheld", "（一）维持具体行政行为或者驳回原告诉讼请求数", "act upheld or claim dismissed", "piece", "件", "a2", 45, "a2.litigation", false, false},
	{"A2", "a2.litigation.corrected", "（二）被依法纠错数", "corrected", "piece", "件", "a2", 46, "a2.litigation", false, false},
	{"A2", "a2.litigation.other", "（三）其他情形数", "other", "piece", "件", "a2", 47, "a2.litigation", false, false},
	{"A2", "a2.complaints", "六、举报投诉数量", "Reports and complaints", "piece", "件", "a2", 48, "", false, false},
	{"A2", "a2.fees", "七、依申请公开信息收取的费用", "Fees collected for information on request", "cny_10k", "万元", "a2", 49, "", false, false},
	{"A2", "a2.org.units", "（一）政府信息公开工作专门机构数", "Dedicated disclosure units", "piece", "个", "a2", 50, "", false, false},
	{"A2", "a2.org.reading_points", "（二）设置政府信息公开查阅点数", "Public reading points", "piece", "个", "a2", 51, "", false, false},
	{"A2", "a2.org.staff", "（三）从事政府信息公开工作人员数", "Staff", "person", "人", "a2", 52, "", false, false},
	{"A2", "a2.org.staff.full_time", "1.专职人员数（不包括政府公报及政府网站工作人员数）", "full-time (without gazette/website staff)", "person", "人", "a2", 53, "a2.org.staff", false, false},
	{"A2", "a2.org.staff.part_time", "2.兼职人员数", "part-time", "person", "人", "a2", 54, "a2.org.staff", false, false},
	{"A2", "a2.org.budget", "（四）政府信息公开专项经费（不包括用于政府公报编辑管理及政府网站建设维护等方面的经费）", "Earmarked budget (without gazette/website)", "cny_10k", "万元", "a2", 55, "", false, false},
	{"A2", "a2.meetings.meetings", "（一）召开政府信息公开工作会议或专题会议数", "Meetings held", "piece", "次", "a2", 56, "", false, false},
	{"A2", "a2.meetings.trainings", "（二）举办各类培训班数", "Training courses held", "piece", "次", "a2", 57, "", false, false},
	{"A2", "a2.meetings.trainees", "（三）接受培训人员数", "People trained", "person", "人次", "a2", 58, "", false, false},

	// B: 国办公开办函〔2019〕60号.
	{"B", "proactive.regulations.newly_made", "规章 / 本年新制作数量", "Government regulations: newly made this year", "piece", "件", "proactive", 1, "", false, false},
	{"B", "proactive.regulations.newly_disclosed", "规章 / 本年新公开数量", "Government regulations: newly disclosed this year", "piece", "件", "proactive", 2, "", false, false},
	{"B", "proactive.regulations.disclosed_total", "规章 / 对外公开总数量", "Government regulations: disclosed in total (stock)", "piece", "件", "proactive", 3, "", false, false},
	{"B", "proactive.normative_documents.newly_made", "规范性文件 / 本年新制作数量", "Normative documents: newly made this year", "piece", "件", "proactive", 4, "", false, false},
	{"B", "proactive.normative_documents.newly_disclosed", "规范性文件 / 本年新公开数量", "Normative documents: newly disclosed this year", "piece", "件", "proactive", 5, "", false, false},
	{"B", "proactive.normative_documents.disclosed_total", "规范性文件 / 对外公开总数量", "Normative documents: disclosed in total (stock)", "piece", "件", "proactive", 6, "", false, false},
	{"B", "proactive.licensing.items_prev_year", "行政许可 / 上一年项目数量", "Administrative licences: items in the catalogue last year", "piece", "项", "proactive", 7, "", false, false},
	{"B", "proactive.licensing.items_change", "行政许可 / 本年增/减", "Administrative licences: change in items this year (signed)", "piece", "项", "proactive", 8, "", false, false},
	{"B", "proactive.licensing.decisions", "行政许可 / 处理决定数量", "Administrative licences: decisions this year", "piece", "件", "proactive", 9, "", false, false},
	{"B", "proactive.other_services.items_prev_year", "其他对外管理服务事项 / 上一年项目数量", "Other outward administrative/service matters: items in the catalogue last year", "piece", "项", "proactive", 10, "", false, false},
	{"B", "proactive.other_services.items_change", "其他对外管理服务事项 / 本年增/减", "Other outward administrative/service matters: change in items this year (signed)", "piece", "项", "proactive", 11, "", false, false},
	{"B", "proactive.other_services.decisions", "其他对外管理服务事项 / 处理决定数量", "Other outward administrative/service matters: decisions this year", "piece", "件", "proactive", 12, "", false, false},
	{"B", "proactive.punishment.items_prev_year", "行政处罚 / 上一年项目数量", "Administrative punishments: items in the catalogue last year", "piece", "项", "proactive", 13, "", false, false},
	{"B", "proactive.punishment.items_change", "行政处罚 / 本年增/减", "Administrative punishments: change in items this year (signed)", "piece", "项", "proactive", 14, "", false, false},
	{"B", "proactive.punishment.decisions", "行政处罚 / 处理决定数量", "Administrative punishments: decisions this year", "piece", "件", "proactive", 15, "", false, false},
	{"B", "proactive.coercion.items_prev_year", "行政强制 / 上一年项目数量", "Administrative coercion: items in the catalogue last year", "piece", "项", "proactive", 16, "", false, false},
	{"B", "proactive.coercion.items_change", "行政强制 / 本年增/减", "Administrative coercion: change in items this year (signed)", "piece", "项", "proactive", 17, "", false, false},
	{"B", "proactive.coercion.decisions", "行政强制 / 处理决定数量", "Administrative coercion: decisions this year", "piece", "件", "proactive", 18, "", false, false},
	{"B", "proactive.fees.items_prev_year", "行政事业性收费 / 上一年项目数量", "Administrative fees: fee items last year", "piece", "项", "proactive", 19, "", false, false},
	{"B", "proactive.fees.items_change", "行政事业性收费 / 本年增/减", "Administrative fees: change in fee items (signed)", "piece", "项", "proactive", 20, "", false, false},
	{"B", "proactive.procurement.items", "政府集中采购 / 采购项目数量", "Centralised procurement: projects", "piece", "项", "proactive", 21, "", false, false},
	{"B", "proactive.procurement.amount", "政府集中采购 / 采购总金额", "Centralised procurement: total amount", "cny_10k", "万元", "proactive", 22, "", false, false},
	{"B", "applications.new", "一、本年新收政府信息公开申请数量", "New requests received this year", "piece", "件", "applications", 23, "", true, false},
	{"B", "applications.carried_in", "二、上年结转政府信息公开申请数量", "Requests carried over from last year", "piece", "件", "applications", 24, "", true, false},
	{"B", "applications.result.granted", "三、本年度办理结果 /（一）予以公开", "Granted in full", "piece", "件", "applications", 25, "applications.result.total", true, false},
	{"B", "applications.result.partial", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）", "Granted in part (severed; counted only here)", "piece", "件", "applications", 26, "applications.result.total", true, false},
	{"B", "applications.result.denied.state_secret", "（三）不予公开 / 1.属于国家秘密", "Denied: state secret", "piece", "件", "applications", 27, "applications.result.denied", true, false},
	{"B", "applications.result.denied.other_law_prohibited", "2.其他法律行政法规禁止公开", "Denied: disclosure prohibited by other law/administrative regulation", "piece", "件", "applications", 28, "applications.result.denied", true, false},
	{"B", "applications.result.denied.security_stability", "3.危及“三安全一稳定”", "Denied: endangers national/public/economic security or social stability", "piece", "件", "applications", 29, "applications.result.denied", true, false},
	{"B", "applications.result.denied.third_party_rights", "4.保护第三方合法权益", "Denied: protects third-party rights (trade secret, privacy)", "piece", "件", "applications", 30, "applications.result.denied", true, false},
	{"B", "applications.result.denied.internal_affairs", "5.属于三类内部事务信息", "Denied: three kinds of internal-affairs information", "piece", "件", "applications", 31, "applications.result.denied", true, false},
	{"B", "applications.result.denied.process_information", "6.属于四类过程性信息", "Denied: four kinds of deliberative/process information", "piece", "件", "applications", 32, "applications.result.denied", true, false},
	{"B", "applications.result.denied.enforcement_file", "7.属于行政执法案卷", "Denied: administrative enforcement case file", "piece", "件", "applications", 33, "applications.result.denied", true, false},
	{"B", "applications.result.denied.administrative_query", "8.属于行政查询事项", "Denied: belongs to an administrative query procedure", "piece", "件", "applications", 34, "applications.result.denied", true, false},
	{"B", "applications.result.unable.not_held", "（四）无法提供 / 1.本机关不掌握相关政府信息", "Unable: not held by this body", "piece", "件", "applications", 35, "applications.result.unable", true, false},
	{"B", "applications.result.unable.requires_creation", "2.没有现成信息需要另行制作", "Unable: no ready-made information, would have to be created", "piece", "件", "applications", 36, "applications.result.unable", true, false},
	{"B", "applications.result.unable.still_unclear", "3.补正后申请内容仍不明确", "Unable: still unclear after correction", "piece", "件", "applications", 37, "applications.result.unable", true, false},
	{"B", "applications.result.not_processed.petition_complaint", "（五）不予处理 / 1.信访举报投诉类申请", "Not processed: petition/report/complaint in disguise", "piece", "件", "applications", 38, "applications.result.not_processed", true, false},
	{"B", "applications.result.not_processed.duplicate", "2.重复申请", "Not processed: duplicate request", "piece", "件", "applications", 39, "applications.result.not_processed", true, false},
	{"B", "applications.result.not_processed.publication", "3.要求提供公开出版物", "Not processed: asks for a public publication", "piece", "件", "applications", 40, "applications.result.not_processed", true, false},
	{"B", "applications.result.not_processed.excessive_repeat", "4.无正当理由大量反复申请", "Not processed: mass repeated requests without good reason", "piece", "件", "applications", 41, "applications.result.not_processed", true, false},
	{"B", "applications.result.not_processed.confirm_or_reissue", "5.要求行政机关确认或重新出具已获取信息", "Not processed: asks to confirm or re-issue information already obtained", "piece", "件", "applications", 42, "applications.result.not_processed", true, false},
	{"B", "applications.result.other", "（六）其他处理", "Other handling (one row, without sub-items)", "piece", "件", "applications", 43, "applications.result.total", true, false},
	{"B", "applications.result.total", "（七）总计", "Total handled this year", "piece", "件", "applications", 44, "", true, false},
	{"B", "applications.carried_out", "四、结转下年度继续办理", "Carried over to next year", "piece", "件", "applications", 45, "", true, false},
	{"B", "litigation.review.upheld", "行政复议 / 结果维持", "Administrative reconsideration: upheld", "piece", "件", "litigation", 46, "litigation.review.total", false, false},
	{"B", "litigation.review.corrected", "行政复议 / 结果纠正", "Administrative reconsideration: corrected/overturned", "piece", "件", "litigation", 47, "litigation.review.total", false, false},
	{"B", "litigation.review.other", "行政复议 / 其他结果", "Administrative reconsideration: other result", "piece", "件", "litigation", 48, "litigation.review.total", false, false},
	{"B", "litigation.review.pending", "行政复议 / 尚未审结", "Administrative reconsideration: pending", "piece", "件", "litigation", 49, "litigation.review.total", false, false},
	{"B", "litigation.review.total", "行政复议 / 总计", "Administrative reconsideration: total", "piece", "件", "litigation", 50, "", false, false},
	{"B", "litigation.direct.upheld", "行政诉讼 / 未经复议直接起诉 / 结果维持", "Litigation without prior reconsideration: upheld", "piece", "件", "litigation", 51, "litigation.direct.total", false, false},
	{"B", "litigation.direct.corrected", "行政诉讼 / 未经复议直接起诉 / 结果纠正", "Litigation without prior reconsideration: corrected/overturned", "piece", "件", "litigation", 52, "litigation.direct.total", false, false},
	{"B", "litigation.direct.other", "行政诉讼 / 未经复议直接起诉 / 其他结果", "Litigation without prior reconsideration: other result", "piece", "件", "litigation", 53, "litigation.direct.total", false, false},
	{"B", "litigation.direct.pending", "行政诉讼 / 未经复议直接起诉 / 尚未审结", "Litigation without prior reconsideration: pending", "piece", "件", "litigation", 54, "litigation.direct.total", false, false},
	{"B", "litigation.direct.total", "行政诉讼 / 未经复议直接起诉 / 总计", "Litigation without prior reconsideration: total", "piece", "件", "litigation", 55, "", false, false},
	{"B", "litigation.after_review.upheld", "行政诉讼 / 复议后起诉 / 结果维持", "Litigation after reconsideration: upheld", "piece", "件", "litigation", 56, "litigation.after_review.total", false, false},
	{"B", "litigation.after_review.corrected", "行政诉讼 / 复议后起诉 / 结果纠正", "Litigation after reconsideration: corrected/overturned", "piece", "件", "litigation", 57, "litigation.after_review.total", false, false},
	{"B", "litigation.after_review.other", "行政诉讼 / 复议后起诉 / 其他结果", "Litigation after reconsideration: other result", "piece", "件", "litigation", 58, "litigation.after_review.total", false, false},
	{"B", "litigation.after_review.pending", "行政诉讼 / 复议后起诉 / 尚未审结", "Litigation after reconsideration: pending", "piece", "件", "litigation", 59, "litigation.after_review.total", false, false},
	{"B", "litigation.after_review.total", "行政诉讼 / 复议后起诉 / 总计", "Litigation after reconsideration: total", "piece", "件", "litigation", 60, "", false, false},
	{"B", "applications.result.denied", "（三）不予公开", "Denied, all grounds (derived)", "piece", "件", "applications", 61, "applications.result.total", true, true},
	{"B", "applications.result.unable", "（四）无法提供", "Unable to provide, all (derived)", "piece", "件", "applications", 62, "applications.result.total", true, true},
	{"B", "applications.result.not_processed", "（五）不予处理", "Not processed, all (derived)", "piece", "件", "applications", 63, "applications.result.total", true, true},

	// C: 国办公开办函〔2021〕30号.
	{"C", "proactive.regulations.made", "规章 / 本年制发件数", "Government regulations (规章): issued this year", "piece", "件", "proactive", 1, "", false, false},
	{"C", "proactive.regulations.repealed", "规章 / 本年废止件数", "Government regulations (规章): repealed this year", "piece", "件", "proactive", 2, "", false, false},
	{"C", "proactive.regulations.in_force", "规章 / 现行有效件数", "Government regulations (规章): in force at year end", "piece", "件", "proactive", 3, "", false, false},
	{"C", "proactive.normative_documents.made", "行政规范性文件 / 本年制发件数", "Administrative normative documents: issued this year", "piece", "件", "proactive", 4, "", false, false},
	{"C", "proactive.normative_documents.repealed", "行政规范性文件 / 本年废止件数", "Administrative normative documents: repealed this year", "piece", "件", "proactive", 5, "", false, false},
	{"C", "proactive.normative_documents.in_force", "行政规范性文件 / 现行有效件数", "Administrative normative documents: in force at year end", "piece", "件", "proactive", 6, "", false, false},
	{"C", "proactive.licensing.decisions", "行政许可 / 本年处理决定数量", "Administrative licences: decisions this year", "piece", "件", "proactive", 7, "", false, false},
	{"C", "proactive.punishment.decisions", "行政处罚 / 本年处理决定数量", "Administrative punishments: decisions this year", "piece", "件", "proactive", 8, "", false, false},
	{"C", "proactive.coercion.decisions", "行政强制 / 本年处理决定数量", "Administrative coercive measures: decisions this year", "piece", "件", "proactive", 9, "", false, false},
	{"C", "proactive.fees.amount", "行政事业性收费 / 本年收费金额（单位：万元）", "Administrative fees collected this year", "cny_10k", "万元", "proactive", 10, "", false, false},
	{"C", "applications.new", "一、本年新收政府信息公开申请数量", "New requests received this year", "piece", "件", "applications", 11, "", true, false},
	{"C", "applications.carried_in", "二、上年结转政府信息公开申请数量", "Requests carried over from last year", "piece", "件", "applications", 12, "", true, false},
	{"C", "applications.result.granted", "三、本年度办理结果 /（一）予以公开", "Granted in full", "piece", "件", "applications", 13, "applications.result.total", true, false},
	{"C", "applications.result.partial", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）", "Granted in part (severed; counted only here)", "piece", "件", "applications", 14, "applications.result.total", true, false},
	{"C", "applications.result.denied.state_secret", "（三）不予公开 / 1.属于国家秘密", "Denied: state secret", "piece", "件", "applications", 15, "applications.result.denied", true, false},
	{"C", "applications.result.denied.other_law_prohibited", "2.其他法律行政法规禁止公开", "Denied: disclosure prohibited by other law/administrative regulation", "piece", "件", "applications", 16, "applications.result.denied", true, false},
	{"C", "applications.result.denied.security_stability", "3.危及“三安全一稳定”", "Denied: endangers national/public/economic security or social stability", "piece", "件", "applications", 17, "applications.result.denied", true, false},
	{"C", "applications.result.denied.third_party_rights", "4.保护第三方合法权益", "Denied: protects third-party rights (trade secret, privacy)", "piece", "件", "applications", 18, "applications.result.denied", true, false},
	{"C", "applications.result.denied.internal_affairs", "5.属于三类内部事务信息", "Denied: three kinds of internal-affairs information", "piece", "件", "applications", 19, "applications.result.denied", true, false},
	{"C", "applications.result.denied.process_information", "6.属于四类过程性信息", "Denied: four kinds of deliberative/process information", "piece", "件", "applications", 20, "applications.result.denied", true, false},
	{"C", "applications.result.denied.enforcement_file", "7.属于行政执法案卷", "Denied: administrative enforcement case file", "piece", "件", "applications", 21, "applications.result.denied", true, false},
	{"C", "applications.result.denied.administrative_query", "8.属于行政查询事项", "Denied: belongs to an administrative query procedure", "piece", "件", "applications", 22, "applications.result.denied", true, false},
	{"C", "applications.result.unable.not_held", "（四）无法提供 / 1.本机关不掌握相关政府信息", "Unable: not held by this body", "piece", "件", "applications", 23, "applications.result.unable", true, false},
	{"C", "applications.result.unable.requires_creation", "2.没有现成信息需要另行制作", "Unable: no ready-made information, would have to be created", "piece", "件", "applications", 24, "applications.result.unable", true, false},
	{"C", "applications.result.unable.still_unclear", "3.补正后申请内容仍不明确", "Unable: still unclear after correction", "piece", "件", "applications", 25, "applications.result.unable", true, false},
	{"C", "applications.result.not_processed.petition_complaint", "（五）不予处理 / 1.信访举报投诉类申请", "Not processed: petition/report/complaint in disguise", "piece", "件", "applications", 26, "applications.result.not_processed", true, false},
	{"C", "applications.result.not_processed.duplicate", "2.重复申请", "Not processed: duplicate request", "piece", "件", "applications", 27, "applications.result.not_processed", true, false},
	{"C", "applications.result.not_processed.publication", "3.要求提供公开出版物", "Not processed: asks for a public publication", "piece", "件", "applications", 28, "applications.result.not_processed", true, false},
	{"C", "applications.result.not_processed.excessive_repeat", "4.无正当理由大量反复申请", "Not processed: mass repeated requests without good reason", "piece", "件", "applications", 29, "applications.result.not_processed", true, false},
	{"C", "applications.result.not_processed.confirm_or_reissue", "5.要求行政机关确认或重新出具已获取信息", "Not processed: asks to confirm or re-issue information already obtained", "piece", "件", "applications", 30, "applications.result.not_processed", true, false},
	{"C", "applications.result.other.correction_overdue", "（六）其他处理 / 1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请", "Other: applicant failed to correct in time", "piece", "件", "applications", 31, "applications.result.other", true, false},
	{"C", "applications.result.other.fee_unpaid", "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请", "Other: applicant did not pay the processing fee in time", "piece", "件", "applications", 32, "applications.result.other", true, false},
	{"C", "applications.result.other.other", "3.其他", "Other: other", "piece", "件", "applications", 33, "applications.result.other", true, false},
	{"C", "applications.result.total", "（七）总计", "Total handled this year", "piece", "件", "applications", 34, "", true, false},
	{"C", "applications.carried_out", "四、结转下年度继续办理", "Carried over to next year", "piece", "件", "applications", 35, "", true, false},
	{"C", "litigation.review.upheld", "行政复议 / 结果维持", "Administrative reconsideration: upheld", "piece", "件", "litigation", 36, "litigation.review.total", false, false},
	{"C", "litigation.review.corrected", "行政复议 / 结果纠正", "Administrative reconsideration: corrected/overturned", "piece", "件", "litigation", 37, "litigation.review.total", false, false},
	{"C", "litigation.review.other", "行政复议 / 其他结果", "Administrative reconsideration: other result", "piece", "件", "litigation", 38, "litigation.review.total", false, false},
	{"C", "litigation.review.pending", "行政复议 / 尚未审结", "Administrative reconsideration: pending", "piece", "件", "litigation", 39, "litigation.review.total", false, false},
	{"C", "litigation.review.total", "行政复议 / 总计", "Administrative reconsideration: total", "piece", "件", "litigation", 40, "", false, false},
	{"C", "litigation.direct.upheld", "行政诉讼 / 未经复议直接起诉 / 结果维持", "Litigation without prior reconsideration: upheld", "piece", "件", "litigation", 41, "litigation.direct.total", false, false},
	{"C", "litigation.direct.corrected", "行政诉讼 / 未经复议直接起诉 / 结果纠正", "Litigation without prior reconsideration: corrected/overturned", "piece", "件", "litigation", 42, "litigation.direct.total", false, false},
	{"C", "litigation.direct.other", "行政诉讼 / 未经复议直接起诉 / 其他结果", "Litigation without prior reconsideration: other result", "piece", "件", "litigation", 43, "litigation.direct.total", false, false},
	{"C", "litigation.direct.pending", "行政诉讼 / 未经复议直接起诉 / 尚未审结", "Litigation without prior reconsideration: pending", "piece", "件", "litigation", 44, "litigation.direct.total", false, false},
	{"C", "litigation.direct.total", "行政诉讼 / 未经复议直接起诉 / 总计", "Litigation without prior reconsideration: total", "piece", "件", "litigation", 45, "", false, false},
	{"C", "litigation.after_review.upheld", "行政诉讼 / 复议后起诉 / 结果维持", "Litigation after reconsideration: upheld", "piece", "件", "litigation", 46, "litigation.after_review.total", false, false},
	{"C", "litigation.after_review.corrected", "行政诉讼 / 复议后起诉 / 结果纠正", "Litigation after reconsideration: corrected/overturned", "piece", "件", "litigation", 47, "litigation.after_review.total", false, false},
	{"C", "litigation.after_review.other", "行政诉讼 / 复议后起诉 / 其他结果", "Litigation after reconsideration: other result", "piece", "件", "litigation", 48, "litigation.after_review.total", false, false},
	{"C", "litigation.after_review.pending", "行政诉讼 / 复议后起诉 / 尚未审结", "Litigation after reconsideration: pending", "piece", "件", "litigation", 49, "litigation.after_review.total", false, false},
	{"C", "litigation.after_review.total", "行政诉讼 / 复议后起诉 / 总计", "Litigation after reconsideration: total", "piece", "件", "litigation", 50, "", false, false},
	{"C", "applications.result.denied", "（三）不予公开", "Denied, all grounds (derived)", "piece", "件", "applications", 51, "applications.result.total", true, true},
	{"C", "applications.result.unable", "（四）无法提供", "Unable to provide, all (derived)", "piece", "件", "applications", 52, "applications.result.total", true, true},
	{"C", "applications.result.not_processed", "（五）不予处理", "Not processed, all (derived)", "piece", "件", "applications", 53, "applications.result.total", true, true},
	{"C", "applications.result.other", "（六）其他处理", "Other handling, all (derived)", "piece", "件", "applications", 54, "applications.result.total", true, true},
}
