package normalize

// told is one total that sentences state, with the words that name it. All
// words are folded.
type told struct {
	key    map[string]Key // by the form of the report's year
	words  []string       // what is counted, one of these
	verbs  []string       // one of these stands in the clause too; nil where words say it all
	unless []string       // words of a clause about something else
	twin   string         // rules a number out, but not that there was none of either
	none   []string       // words that state zero: 未收到…申请
	units  []string       // one of these follows the number
}

func family(a1, a2, bc string) map[string]Key {
	m := map[string]Key{}
	if a1 != "" {
		m["A1"] = Key{Indicator: a1}
	}
	if a2 != "" {
		m["A2"] = Key{Indicator: a2}
	}
	if bc != "" {
		k := Key{Indicator: bc}
		if len(bc) > 12 && bc[:12] == "applications" {
			k.Applicant = "total"
		}
		m["B"], m["C"] = k, k
	}
	return m
}

// tolds are the totals that a report without tables states (domain.md §4.4 V22,
// §1.8): what was disclosed, what was asked for, what was carried over, what
// became reconsiderations and suits. Parts of them are left alone.
var tolds = []told{
	{family("a1.disclosed", "a2.proactive.disclosed", ""), []string{"主动公开政府信息", "主动公开信息", "主动公开各类政府信息", "主动公开各类信息", "公开政府信息"}, nil,
		[]string{"依申请", "申请", "目录", "范围", "指南", "规范性文件", "复议", "诉讼"}, "", nil, []string{"条", "件", "余条"}},
	{family("a1.applications", "a2.applications.received", "applications.new"), []string{"申请"}, []string{"收到", "接到", "接收", "新收", "受理", "收悉"},
		[]string{"复议", "诉讼", "结转", "办结", "答复", "不予", "举报", "投诉"}, "", []string{"未收到", "没有收到", "未接到", "没有接到", "未受理", "无收到", "没有受理"}, []string{"件", "条", "份", "宗", "起", "次", "个"}},
	{family("", "", "applications.carried_in"), []string{"上年结转", "上年度结转", "上一年结转", "上一年度结转"}, nil, []string{"复议", "诉讼"}, "", nil, []string{"件", "条", "份", "宗"}},
	{family("", "", "applications.carried_out"), []string{"结转下年", "结转下一年", "结转至下年", "结转到下年", "结转至下一年"}, nil, []string{"复议", "诉讼"}, "", nil, []string{"件", "条", "份", "宗"}},
	{family("a1.review", "a2.review", "litigation.review.total"), []string{"行政复议"}, nil,
		[]string{"维持", "纠正", "纠错", "驳回", "审结", "办结", "起诉", "撤销"}, "诉讼", []string{"未发生", "没有发生", "未收到", "没有收到", "未有"}, []string{"件", "起", "宗", "次", "例"}},
	{family("a1.litigation", "a2.litigation", ""), []string{"行政诉讼"}, nil,
		[]string{"维持", "纠正", "纠错", "驳回", "审结", "办结", "败诉", "胜诉", "应诉率", "撤销"}, "复议", []string{"未发生", "没有发生", "未收到", "没有收到", "未有"}, []string{"件", "起", "宗", "次", "例"}},
}

// elsewhere are words of clauses that speak of a part, of another time or of
// another body: no total of the year stands in them.
var elsewhere = []string{"其中", "线上", "线下", "网络", "网上", "信函", "当面", "现场", "邮寄", "邮件", "平台", "传真", "同比", "环比", "上年同期", "去年", "增长", "下降", "增加", "减少", "提高", "较",
	"比上", "累计", "历年", "以来", "截至", "截止", "下属", "各部门", "各乡镇", "各镇", "各街道", "全国", "全省", "自然人", "法人", "企业", "转办", "咨询", "余", "多", "约", "近", "平均", "至少", "不少于", "超过", "以上", "以内", "分别", "占",
	"月", "季度", "其他", "剩余", "另", "涉及", "关于", "重复", "补正", "撤回", "微博", "微信", "网站", "公示栏", "公告栏", "政府公报", "计划", "将", "拟", "争取", "力争", "确保", "要求", "应当", "不得", "工作日", "规定", "条例", "办法", "通知", "第", "号", "%", "％", "率", "不同渠道", "计1"}
