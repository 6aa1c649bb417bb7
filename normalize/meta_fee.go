package normalize

import "strings"

// readFee reads what the report says on the fee for processing information
// (信息处理费, 国办函〔2020〕109号): charged or not, and how many yuan. What is not
// said stays unknown.
func readFee(r *Report) {
	for _, code := range []string{"sec.other", "sec.applications", "sec.overview", "sec.preface"} {
		for _, s := range r.Sections {
			if s.Code != code || !strings.Contains(s.Text, "费") {
				continue
			}
			sentences := feeSentences(s.Text)
			for i, t := range sentences {
				if !strings.Contains(t, "处理费") && !(code == "sec.other" && strings.Contains(t, "费")) {
					continue
				}
				if r.feeFrom(t) || strings.Contains(t, "处理费") && i+1 < len(sentences) && r.feeFrom(sentences[i+1]) {
					return
				}
			}
		}
	}
}

// feeSentences splits folded text into sentences, only those near a fee.
func feeSentences(text string) []string {
	i := strings.Index(text, "费")
	lo := strings.LastIndexAny(text[:i], "。；\n")
	if lo < 0 {
		lo = 0
	}
	return strings.FieldsFunc(Fold(strings.ReplaceAll(head(text[lo:], 4000), "\n", "。")), func(r rune) bool { return r == '。' || r == ';' })
}

var noFee = []string{"未收取", "未收", "没有收取", "无收取", "不收取", "未发生", "未产生", "没有产生", "没有发生", "无信息处理费", "未向", "没有收", "均未", "未涉及", "不涉及", "未征收", "未对", "收取0", "处理费0", "没有向", "免收", "未予收", "无收费", "未有收", "未就", "情况:无", "处理费为0", "未依申请收"}

// feeFrom takes charge and amount from one folded sentence.
func (r *Report) feeFrom(t string) bool {
	for _, w := range noFee {
		if i := strings.Index(t, w); i >= 0 && (!strings.HasSuffix(w, "0") || zeroAt(t[i+len(w)-1:])) {
			r.fee(false, Decimal{})
			return true
		}
	}
	for at := 0; ; {
		i := strings.Index(t[at:], "元")
		if i < 0 {
			return false
		}
		i += at
		at = i + len("元")
		scale := 1
		number := t[:i]
		if n, ok := strings.CutSuffix(number, "万"); ok {
			number, scale = n, 10_000
		}
		if d, ok := yuan(number, scale); ok {
			r.fee(!d.IsZero(), d)
			return true
		}
	}
}

// zeroAt reports whether the number at the start of s is zero.
func zeroAt(s string) bool {
	i := 0
	for i < len(s) && (s[i] == '0' || s[i] == '.') {
		i++
	}
	return i == len(s) || s[i] < '1' || s[i] > '9'
}

func (r *Report) fee(charged bool, amount Decimal) {
	r.FeeCharged = &charged
	if charged || amount.Scale > 0 {
		r.FeeAmount = &amount
	}
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
