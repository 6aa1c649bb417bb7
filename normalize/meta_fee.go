package normalize

import (
	"slices"
	"strings"
)

// readFee reads what the report says on the fee for processing information
// (信息处理费, 国办函〔2020〕109号): charged or not, and how many yuan. What is not
// said, or said in two ways, stays unknown.
func readFee(r *Report) {
	for _, code := range []string{"sec.other", "sec.applications", "sec.overview", "sec.preface"} {
		for _, s := range r.Sections {
			if s.Code != code {
				continue
			}
			if f := feeIn(s.Text, code == "sec.other"); f.said() {
				f.decide(r)
				return
			}
		}
	}
}

// feeStatement is what sentences say on the fee.
type feeStatement struct {
	none    bool // not charged, in words
	amounts []Decimal
}

func (f *feeStatement) said() bool { return f.none || len(f.amounts) > 0 }

func (f *feeStatement) add(g feeStatement) {
	f.none = f.none || g.none
	f.amounts = append(f.amounts, g.amounts...)
}

// decide fills the report where all statements agree.
func (f *feeStatement) decide(r *Report) {
	charged, amount := false, Decimal{} // a zero has no decimals
	if i := slices.IndexFunc(f.amounts, func(d Decimal) bool { return !d.IsZero() }); i >= 0 {
		charged, amount = true, f.amounts[i]
		for _, d := range f.amounts {
			if f.none || d.IsZero() || d.Cmp(amount) != 0 {
				return
			}
		}
	}
	r.FeeCharged = &charged
	if len(f.amounts) > 0 {
		r.FeeAmount = &amount
	}
}

// feeIn reads a chapter. Sentences that name the processing fee count first;
// in the last chapter, which must tell it, others count where there is none.
func feeIn(text string, last bool) feeStatement {
	var f feeStatement
	sentences := feeSentences(text)
	for i, t := range sentences {
		if !strings.Contains(t, "处理费") {
			continue
		}
		g := feeFrom(t)
		if !g.said() && i+1 < len(sentences) { // 「（一）收取信息处理费情况。…」
			g = feeFrom(sentences[i+1])
		}
		f.add(g)
	}
	if f.said() || !last {
		return f
	}
	for _, t := range sentences {
		if (strings.Contains(t, "费") || strings.Contains(t, "收取")) && !containsAny(t, otherFees) {
			f.add(feeFrom(t))
		}
	}
	return f
}

// otherFees are payments that are not for processing information.
var otherFees = []string{"服务费", "经费", "诉讼费", "培训费", "停车", "购买", "支出", "学费", "税费", "物业费", "水费", "电费", "罚款", "保险费", "律师费"}

// feeSentences splits folded text into sentences, only those near a fee.
func feeSentences(text string) []string {
	i := strings.Index(text, "费")
	if j := strings.Index(text, "收取"); j >= 0 && (i < 0 || j < i) {
		i = j
	}
	if i < 0 {
		return nil
	}
	lo := max(0, strings.LastIndexAny(text[:i], "。；\n"))
	return strings.FieldsFunc(Fold(strings.ReplaceAll(head(text[lo:], 4000), "\n", "。")), func(r rune) bool { return r == '。' || r == ';' })
}

var noFee = []string{"未收取", "未收", "没有收取", "无收取", "不收取", "未发生", "未产生", "没有产生", "没有发生", "无信息处理费", "未向", "没有收", "均未", "未涉及", "不涉及", "未征收", "未对", "收取0", "处理费0", "没有向", "免收", "未予收", "无收费", "未有收", "未就", "情况:无", "处理费为0", "未依申请收"}

// feeFrom reads one folded sentence.
func feeFrom(t string) feeStatement {
	var f feeStatement
	for _, clause := range clauses(t) {
		f.amounts = append(f.amounts, amountsCharged(clause, strings.Contains(t, "处理费"))...)
	}
	for _, w := range noFee {
		if i := strings.Index(t, w); i >= 0 && (!strings.HasSuffix(w, "0") || zeroAt(t[i+len(w)-1:])) {
			f.none = true
		}
	}
	return f
}

// clauses splits a folded sentence at its commas, those inside numbers excepted.
func clauses(t string) []string {
	var out []string
	digit := func(i int) bool { return i >= 0 && i < len(t) && t[i] >= '0' && t[i] <= '9' }
	from := 0
	for i := range len(t) {
		if t[i] == ',' && !(digit(i-1) && digit(i+1)) {
			out = append(out, t[from:i])
			from = i + 1
		}
	}
	return append(out, t[from:])
}

// amountsCharged returns the amounts of a clause that were charged; about says
// that the sentence is about the processing fee.
func amountsCharged(clause string, about bool) []Decimal {
	var out []Decimal
	for at := 0; ; {
		i := strings.Index(clause[at:], "元")
		if i < 0 {
			return out
		}
		i += at
		at = i + len("元")
		scale := 1
		number := clause[:i]
		if n, ok := strings.CutSuffix(number, "万"); ok {
			number, scale = n, 10_000
		}
		if d, ok := yuan(number, scale); ok && isCharge(strings.TrimRight(number, "0123456789.,"), clause[at:], about) {
			out = append(out, d)
		}
	}
}

var (
	unitPrices = []string{"每", "标准", "单价", "不超过"}
	givenBack  = []string{"减免", "退还", "退回", "免除", "免收", "免交"}
)

// isCharge tells an amount that was charged, by the words before and after it,
// from a price for one page and from what was remitted or paid back.
func isCharge(before, after string, about bool) bool {
	for _, p := range []string{"/", "每", "一页", "一件", "的标准", "标准"} {
		if strings.HasPrefix(after, p) {
			return false
		}
	}
	verb, size := -1, 0
	for _, w := range []string{"收取", "实收", "收缴", "征收"} {
		if i := strings.LastIndex(before, w); i > verb {
			verb, size = i, len(w)
		}
	}
	if verb < 0 {
		return about && containsAny(before, []string{"共计", "合计", "处理费"}) &&
			!containsAny(before, unitPrices) && !containsAny(before, givenBack) && !strings.Contains(before, "应")
	}
	subject, object := before[:verb], before[verb+size:]
	for _, p := range []string{"应", "拟", "需", "可", "应当", "应予"} {
		if strings.HasSuffix(subject, p) {
			return false
		}
	}
	if containsAny(subject, givenBack) && !strings.Contains(subject, "后") { // 「退还已收取的…」
		return false
	}
	return !containsAny(object, unitPrices) && !containsAny(object, givenBack)
}

// zeroAt reports whether the number at the start of s is zero.
func zeroAt(s string) bool {
	i := 0
	for i < len(s) && (s[i] == '0' || s[i] == '.') {
		i++
	}
	return i == len(s) || s[i] < '1' || s[i] > '9'
}

// yuan reads the number at the end of s.
func yuan(s string, scale int) (Decimal, bool) {
	n := len(s)
	for n > 0 && (s[n-1] >= '0' && s[n-1] <= '9' || s[n-1] == '.' || s[n-1] == ',') {
		n--
	}
	whole, frac, _ := strings.Cut(strings.ReplaceAll(strings.TrimLeft(s[n:], ",."), ",", ""), ".")
	if len(whole)+len(frac) > 12 || len(frac) > 4 {
		return Decimal{}, false
	}
	var coef int64
	for _, c := range whole + frac {
		if c < '0' || c > '9' {
			return Decimal{}, false
		}
		coef = coef*10 + int64(c-'0')
	}
	d := Decimal{Coef: coef, Scale: len(frac)}
	for ; scale > 1; scale /= 10 {
		if d.Scale > 0 {
			d.Scale--
		} else {
			d.Coef *= 10
		}
	}
	return d, whole != ""
}
