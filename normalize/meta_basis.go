package normalize

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// readBasis lists the documents that the preface cites by number and checks
// the one on the form of the report. Wrong citations are frequent, so they never
// decide which form it is (domain: 3.2).
func (s *front) readBasis(r *Report) {
	for _, l := range s.prefaceLines() {
		if !strings.Contains(l, "号") {
			continue
		}
		f := Fold(head(l, 6000))
		for at := 0; len(r.BasisDocs) < 20; {
			i := strings.Index(f[at:], "号")
			if i < 0 {
				break
			}
			i += at
			at = i + len("号")
			if d := documentNumber(f[:at]); d != "" && !slices.Contains(r.BasisDocs, d) {
				r.BasisDocs = append(r.BasisDocs, d)
			}
		}
	}
	want := map[string]string{"A2": "国办发〔2014〕32号", "B": "国办公开办函〔2019〕60号", "C": "国办公开办函〔2021〕30号"}[r.GenerationExpected]
	cited := ""
	for _, d := range r.BasisDocs {
		if d == want {
			return
		}
		if strings.HasPrefix(d, "国办") && (strings.HasSuffix(d, "〕30号") || strings.HasSuffix(d, "〕60号") || strings.HasSuffix(d, "〕32号")) {
			cited = d
		}
	}
	if cited != "" && want != "" {
		r.headerIssue("basis_doc_mismatch", cited+" / "+want)
	}
}

// documentNumber reads 国办公开办函〔2021〕30号 at the end of a folded text; brackets
// of any kind are written 〔〕.
func documentNumber(f string) string {
	s := strings.TrimSuffix(f, "号")
	n := len(s)
	for n > 0 && s[n-1] >= '0' && s[n-1] <= '9' {
		n--
	}
	number := s[n:]
	if number == "" || len(number) > 5 {
		return ""
	}
	s = s[:n]
	for _, b := range []string{"〕", ")", "]", "】", "﹞"} {
		if t, ok := strings.CutSuffix(s, b); ok {
			s = t
			break
		}
	}
	if len(s) < 4 {
		return ""
	}
	year := s[len(s)-4:]
	if y, ok := digitYear(year); !ok || y == 0 {
		return ""
	}
	s = s[:len(s)-4]
	open := false
	for _, b := range []string{"〔", "(", "[", "【", "﹝"} {
		if t, ok := strings.CutSuffix(s, b); ok {
			s, open = t, true
			break
		}
	}
	if !open {
		return ""
	}
	start := len(s)
	for k := 0; k < 12 && start > 0; k++ {
		r, w := utf8.DecodeLastRuneInString(s[:start])
		if r < 0x4E00 || r > 0x9FA5 {
			break
		}
		start -= w
	}
	if start == len(s) {
		return ""
	}
	return s[start:] + "〔" + year + "〕" + number + "号"
}
