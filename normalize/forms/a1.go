package forms

// linesA1 are the lines of the local tables before 2014, after the model of
// Shanghai (定西市 附件3): 指标名称 | 计量单位 | 代码 | 本期实际 | 本年累计. Places count
// and number them differently, so the running number (代码) only bears a label out.
//
// What 免予公开范围1 to 6 mean is set by each place: the codes say what most have. A line
// that none of these wordings names is kept under nonstandard.* with its label.
var linesA1 = lines(
	line("a1.disclosed", "主动公开信息数", "主动公开政府信息数", "主动公开信息总数", "主动公开政府信息总数", "主动公开的信息数"),
	line("a1.disclosed.full_text", "其中：全文电子化的主动公开信息数", "全文电子化的主动公开信息数", "全文电子化主动公开信息数", "全文电子化的信息数", "全文电子化信息数").keys("全文电子化"),
	line("a1.normative_new", "新增的行政规范性文件数", "新增行政规范性文件数", "新增的规范性文件数", "新增规范性文件数"),
	line("a1.service_info", "提供服务类信息数", "提供服务类信息总数", "提供服务信息数").keys("服务类信息"),
	line("a1.web_visits", "网站专栏页面访问量", "网站专栏页面访问数", "网站专栏访问量", "政府信息公开专栏页面访问量", "专栏页面访问量").keys("专栏页面访问"),
	line("a1.visits_in_person", "现场接待人数", "现场接待人次", "现场接待数", "现场接待人次数"),
	line("a1.consult_online", "网上咨询数", "网上咨询数量", "网络咨询数", "网上咨询"),
	line("a1.consult_phone", "咨询电话接听数", "咨询电话接听次数", "咨询电话接听", "电话咨询数", "电话咨询接听数").keys("咨询电话接听"),
	line("a1.on_request_catalogue", "依申请公开信息目录数", "依申请公开目录数", "依申请公开信息目录", "依申请公开信息数", "依申请公开政府信息目录数").keys("依申请公开信息目录"),
	line("a1.applications", "申请总数", "申请总量", "受理申请总数", "依申请公开总数", "受理依申请公开信息总数", "收到申请总数", "申请公开总数", "政府信息公开申请总数"),
	line("a1.applications.in_person", "其中：1.当面申请数", "当面申请", "当面申请数量", "现场申请数"),
	line("a1.applications.fax", "2.传真申请数", "传真申请", "以传真形式申请数", "传真形式申请数"),
	line("a1.applications.email", "3.电子邮件申请数", "电子邮件申请", "以电子邮件形式申请数", "电子邮件形式申请数", "邮件申请数"),
	line("a1.applications.online", "4.网上申请数", "网上申请", "网络申请数", "网上提交申请表申请数", "以网上提交表单形式申请数", "网上表单申请数"),
	line("a1.applications.mail", "5.信函申请数", "信函申请", "以信函形式申请数", "信函形式申请数"),
	line("a1.applications.other", "6.其他形式申请数", "其他形式申请", "其它形式申请数", "其他申请数", "其他方式申请数"),
	line("a1.answered", "对申请的答复总数", "申请的答复总数", "答复总数", "对申请答复总数", "申请答复总数", "对申请的答复数"),
	line("a1.answered.granted", "其中：1.同意公开答复数", "同意公开", "同意公开数", "同意公开的答复数"),
	line("a1.answered.partial", "2.同意部分公开答复数", "同意部分公开", "部分公开答复数", "同意部分公开数", "同意部分公开的答复数"),
	line("a1.answered.denied", "3.否决公开答复总数", "否决公开答复数", "不予公开答复数", "不予公开答复总数", "不同意公开答复数", "否决公开总数", "不同意公开答复总数"),
	line("a1.answered.denied.not_government_information", "其中：（1）“非《规定》所指政府信息”数", "非《规定》所指政府信息", "非《条例》所指政府信息数", "“非《条例》所指政府信息”数", "非政府信息数", "不是政府信息数").keys("所指政府信息"),
	line("a1.answered.denied.not_exist", "（2）“信息不存在”数", "信息不存在", "申请信息不存在数", "“政府信息不存在”数").keys("信息不存在"),
	line("a1.answered.denied.not_held", "（3）“非本部门掌握”数", "非本部门掌握", "“非本机关掌握”数", "非本机关掌握数", "“非本单位掌握”数", "非本机关政府信息数").keys("非本部门掌握", "非本机关掌握"),
	line("a1.answered.denied.unclear", "（4）“申请内容不明确”数", "申请内容不明确", "内容不明确数").keys("内容不明确"),
	line("a1.answered.denied.exempt_1_state_secret", "（5）“免予公开范围1”数", "免予公开范围1", "免于公开范围1", "“免于公开范围1”数", "“免予公开范围（1）”数"),
	line("a1.answered.denied.exempt_2_trade_secret", "（6）“免予公开范围2”数", "免予公开范围2", "免于公开范围2", "“免于公开范围2”数", "“免予公开范围（2）”数"),
	line("a1.answered.denied.exempt_3_privacy", "（7）“免予公开范围3”数", "免予公开范围3", "免于公开范围3", "“免于公开范围3”数", "“免予公开范围（3）”数"),
	line("a1.answered.denied.exempt_4_in_process", "（8）“免予公开范围4”数", "免予公开范围4", "免于公开范围4", "“免于公开范围4”数", "“免予公开范围（4）”数"),
	line("a1.answered.denied.exempt_5_enforcement", "（9）“免予公开范围5”数", "免予公开范围5", "免于公开范围5", "“免于公开范围5”数", "“免予公开范围（5）”数"),
	line("a1.answered.denied.exempt_6_other_law", "（10）“免予公开范围6”数", "免予公开范围6", "免于公开范围6", "“免于公开范围6”数", "“免予公开范围（6）”数"),
	line("a1.answered.denied.other", "（11）其它原因", "其他原因", "其他原因数", "其它原因数", "“其他原因”数"),
	line("a1.review", "行政复议数", "行政复议", "行政复议数量", "行政复议总数", "行政复议件数"),
	line("a1.litigation", "行政诉讼数", "行政诉讼", "行政诉讼数量", "行政诉讼总数", "行政诉讼件数"),
	line("a1.appeals", "行政申诉数", "行政申诉", "行政申诉数量", "行政申诉总数"),
	line("a1.appeals.first_handling", "其中：对本部门首次处理不满意的行政申诉数", "对本部门首次处理不满意的行政申诉数 *", "其中：对本部门首次处理不满意的申诉数", "对本机关首次处理不满意的行政申诉数").keys("首次处理不满意"),
)
