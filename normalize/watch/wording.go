package watch

// The words that the rules about sentences go by. All are compared with folded
// text, which has no white space and no full-width signs.

// Marks that end a sentence, in folded text and as printed, and a clause.
var (
	sentenceEnds = []rune("。;；!?")
	printedEnds  = []rune("。；")
	clauseEnds   = []rune("，,")
)

// counted are the units of cases: 「收到申请12件」.
var counted = []string{"件", "条", "份", "宗", "起", "次", "个"}

// clause says which clauses state a number of cases of one scope, and what of
// the tables it may be.
type clause struct {
	scope  string
	all    []string // every one of these words stands in the clause
	any    []*words // one word of each list
	unless *words   // none of these
}

// partial are the words of a clause about a part, a comparison or another body.
var partial = []string{"其中", "街道", "部门", "各镇", "各乡", "乡镇", "线上", "线下", "网络", "网上", "信函", "当面", "现场", "邮寄", "邮件", "信件", "平台", "传真", "通过", "同比", "环比",
	"上年", "上一年", "去年", "结转", "累计", "历年", "以来", "区级", "市级", "县级", "省级", "自然人", "法人", "企业", "转办", "咨询", "较", "余件", "多件", "约", "近", "平均", "至少", "不少于", "分别", "占", "月", "季度",
	"其他", "剩余", "另", "涉及", "关于", "同一", "重复", "补正", "撤回", "撤销", "公开类", "网站", "公示", "主动"}

var clauses = []clause{
	{"applications", []string{"申请"}, []*words{newWords("收到", "接到", "接收", "新收", "受理", "收悉"), newWords("公开", "依申请")}, newWords(append([]string{"复议", "诉讼", "不予", "办结", "答复"}, partial...)...)},
	{"review", []string{"行政复议"}, nil, newWords(append([]string{"诉讼", "维持", "纠正", "驳回", "尚未", "审结", "办结", "起诉"}, partial...)...)},
	{"litigation", []string{"行政诉讼"}, nil, newWords(append([]string{"复议", "维持", "纠正", "驳回", "尚未", "审结", "办结", "败诉", "胜诉", "应诉率"}, partial...)...)},
}

// nothingReceived are the words for none: 「未收到政府信息公开申请」.
var nothingReceived = newWords("未收到", "没有收到", "未接到", "没有接到", "未受理", "无收到", "未发生", "没有发生")

// boilerplate marks sentences that every report opens and ends with; they are
// no text of the body's own.
var boilerplate = newWords("《中华人民共和国政府信息公开条例》", "统计期限", "所列数据", "电子版", "本报告由", "如对本报告", "如有疑问", "联系电话", "通讯地址", "通信地址", "邮政编码", "邮编", "网址", "报告全文", "特向社会公布", "公布本报告", "编制本报告", "编制而成", "本年报",
	"信息处理费", "没有其他需要报告", "无其他需要报告", "以表格形式报告", "附件下载")

// residue are sentences of the notice and of templates that a report should
// have replaced (domain.md §4.4 V32).
var residue = newWords("该部分以表格形式报告", "此处以表格形式报告", "文字描述,收取信息处理费情况在此处报告", "(文字描述", "(单位名称)", "XX年政府信息公开", "xx年政府信息公开", "××年", "XXXX年", "xxxx年", "XX区", "XX县", "XX镇", "××镇", "××县", "XX件", "xx件", "××件", "(请填写", "(此处填写")

// generic are words of texts about nobody in particular (V52).
var generic = newWords("一些地区", "部分地区", "有的地区", "一些地方", "部分地方", "有的地方", "一些单位", "有些地方", "一些部门", "某些地区")

// ofOurs follow 我, 本, 全: the body speaking of itself.
var ofOurs = []string{"区", "县", "市", "镇", "乡", "街道", "局", "委", "办", "省", "旗", "厅", "街", "机关", "单位", "部门", "处", "会", "苏木"}

// plans are words of sentences about what will be or has been, not about the
// year reported on.
var plans = newWords("将", "计划", "下一步", "拟", "争取", "力争", "确保", "打算", "继续", "要", "较", "比", "同比", "以来", "起", "至", "印发", "修订", "施行", "实施", "公布的", "制定的", "截至", "截止", "上年", "去年", "历年", "规划", "工作要点", "工作计划", "方案", "意见", "通知", "办法", "条例", "〔", "号", "月", "届", "次会议")

// didSomething are the words of sentences about work done.
var didSomething = newWords("收到", "受理", "公开", "发布", "办理", "答复", "申请", "制发", "召开", "开展")
