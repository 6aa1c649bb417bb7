package mutate

// row is one row of the applications table: its group, where it begins one, its
// code and its wordings, the official one first, then those that domain.md
// §1.3, §4.2 and §4.4 saw.
type row struct {
	group  string
	code   string
	labels []string
}

var firstRows = []row{
	{"", "new", []string{"一、本年新收政府信息公开申请数量", "一、本年新收"}},
	{"", "carried_in", []string{"二、上年结转政府信息公开申请数量", "二、上年结转"}},
}

var resultRows = []row{
	{"", "result.granted", []string{"（一）予以公开"}},
	{"", "result.partial", []string{"（二）部分公开（区分处理的，只计这一情形，不计其他情形）", "（二）部分公开（区分处理的，只计这一情况，不计其他情形）", "（二）部分公开"}},
	{"（三）不予公开", "result.denied.state_secret", []string{"1.属于国家秘密", "1．属于国家秘密"}},
	{"", "result.denied.other_law_prohibited", []string{"2.其他法律行政法规禁止公开", "2.其他法律、行政法规禁止公开", "2.其他法律法规禁止公开"}},
	{"", "result.denied.security_stability", []string{"3.危及“三安全一稳定”", "3.危及\"三安全一稳定\""}},
	{"", "result.denied.third_party_rights", []string{"4.保护第三方合法权益", "4、保护第三方合法权益"}},
	{"", "result.denied.internal_affairs", []string{"5.属于三类内部事务信息"}},
	{"", "result.denied.process_information", []string{"6.属于四类过程性信息"}},
	{"", "result.denied.enforcement_file", []string{"7.属于行政执法案卷"}},
	{"", "result.denied.administrative_query", []string{"8.属于行政查询事项"}},
	{"（四）无法提供", "result.unable.not_held", []string{"1.本机关不掌握相关政府信息"}},
	{"", "result.unable.requires_creation", []string{"2.没有现成信息需要另行制作", "2．没有现成信息需要另行制作"}},
	{"", "result.unable.still_unclear", []string{"3.补正后申请内容仍不明确"}},
	{"（五）不予处理", "result.not_processed.petition_complaint", []string{"1.信访举报投诉类申请"}},
	{"", "result.not_processed.duplicate", []string{"2.重复申请"}},
	{"", "result.not_processed.publication", []string{"3.要求提供公开出版物"}},
	{"", "result.not_processed.excessive_repeat", []string{"4.无正当理由大量反复申请"}},
	{"", "result.not_processed.confirm_or_reissue", []string{"5.要求行政机关确认或重新出具已获取信息"}},
}

var otherRows = []row{
	{"（六）其他处理", "result.other.correction_overdue", []string{"1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请", "1、申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请", "1.逾期不补正"}},
	{"", "result.other.fee_unpaid", []string{"2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请", "2.逾期不缴费"}},
	{"", "result.other.other", []string{"3.其他"}},
}

var otherRow = row{"", "result.other", []string{"（六）其他处理"}}

var lastRows = []row{
	{"", "result.total", []string{"（七）总计", "（七）合计"}},
	{"", "carried_out", []string{"四、结转下年度继续办理", "四、结转下年"}},
}

var columns = []struct {
	code   string
	labels []string
}{
	{"natural_person", []string{"自然人", "自然人"}}, {"org_commercial", []string{"商业\n企业", "商业企业", "商 业 企\n业"}}, {"org_research", []string{"科研\n机构", "科研机构"}},
	{"org_public_welfare", []string{"社会公益组织", "社会\n公益\n组织"}}, {"org_legal_service", []string{"法律服务机构", "法律\n服务\n机构"}},
	{"org_other", []string{"其他", "其\n他"}}, {"total", []string{"总计", "合计", "总 计"}},
}

var outcomes = []struct {
	code   string
	labels []string
}{
	{"upheld", []string{"结果维持", "结 果\n维持"}}, {"corrected", []string{"结果纠正", "结果\n纠正"}}, {"other", []string{"其他结果", "其他\n结果"}},
	{"pending", []string{"尚未审结", "尚 未\n审结"}}, {"total", []string{"总计", "总计", "合计"}},
}

var litigationBlocks = []string{"review", "direct", "after_review"}

const relation = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"

// measure is one column of table 1.
type measure struct {
	code   string
	labels []string
}

// subject is one row of table 1.
type subject struct {
	code   string
	labels []string
}

// block is one 第二十条第（…）项 of table 1.
type block struct {
	article  string
	measures []measure
	subjects []subject
}

var (
	regulations = subject{"regulations", []string{"规章"}}
	normative   = subject{"normative_documents", []string{"行政规范性文件", "规范性文件"}}
	licensing   = subject{"licensing", []string{"行政许可"}}
	services    = subject{"other_services", []string{"其他对外管理服务事项"}}
	punishment  = subject{"punishment", []string{"行政处罚"}}
	coercion    = subject{"coercion", []string{"行政强制"}}
	fees        = subject{"fees", []string{"行政事业性收费"}}
	procurement = subject{"procurement", []string{"政府集中采购"}}
)

var blocksC = []block{
	{"第二十条第（一）项", []measure{{"made", []string{"本年制发件数", "本年发件"}}, {"repealed", []string{"本年废止件数"}}, {"in_force", []string{"现行有效件数", "现行有效件"}}}, []subject{regulations, normative}},
	{"第二十条第（五）项", []measure{{"decisions", []string{"本年处理决定数量"}}}, []subject{licensing}},
	{"第二十条第（六）项", []measure{{"decisions", []string{"本年处理决定数量"}}}, []subject{punishment, coercion}},
	{"第二十条第（八）项", []measure{{"amount", []string{"本年收费金额（单位：万元）", "本年收费金额\n（单位：万元）"}}}, []subject{fees}},
}

var (
	itemMeasures = []measure{{"items_prev_year", []string{"上一年项目数量", "上一年项目数量（指2019年事项数）"}}, {"items_change", []string{"本年增/减"}}, {"decisions", []string{"处理决定数量"}}}
	blocksB      = []block{
		{"第二十条第（一）项", []measure{{"newly_made", []string{"本年新制作数量", "本年新\n制作数量"}}, {"newly_disclosed", []string{"本年新公开数量", "本年新\n公开数量"}}, {"disclosed_total", []string{"对外公开总数量", "对外公开\n总数量"}}}, []subject{regulations, normative}},
		{"第二十条第（五）项", itemMeasures, []subject{licensing, services}},
		{"第二十条第（六）项", itemMeasures, []subject{punishment, coercion}},
		{"第二十条第（八）项", itemMeasures[:2], []subject{fees}},
		{"第二十条第（九）项", []measure{{"items", []string{"采购项目数量"}}, {"amount", []string{"采购总金额"}}}, []subject{procurement}},
	}
)
