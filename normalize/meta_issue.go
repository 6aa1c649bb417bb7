package normalize

import "strings"

// headerIssue is one kind of issue of the header, with its messages.
type headerIssue struct{ code, severity, zh, en string }

var headerIssues = []headerIssue{
	{"year_conflict", "warning", "标题、统计期限和发布日期所示年度不一致。", "Title, period and date of publication name different years."},
	{"period_text_damaged", "info", "统计期限文字残缺，已按可辨认部分读取。", "Signs are missing from the printed period; it was read by what is left."},
	{"phone_suspect", "info", "联系电话的位数或格式可疑，按原文保留。", "The phone number has an unusual length or form; it is kept as printed."},
	{"basis_doc_mismatch", "info", "引用的年报格式文号与该年度应用的文号不符。", "The cited notice on the form is not the one in force for the year."},
	{"heading_numbering_mixed", "info", "章节标题的编号方式不一致。", "The headings of the chapters are numbered in different ways."},
	{"section_missing", "warning", "缺少规定的章节。", "Chapters that the form asks for are missing."},
	{"late", "warning", "发布日期晚于规定期限。", "The report was published after its deadline."},
	{"body_unresolved", "info", "无法确定报告机关所属的行政区划。", "The body's division could not be told."},
	{"body_from_metadata", "info", "标题未写明报告机关，取自正文、网页信息或落款。", "The title names no body; it was taken from the text, the page or the signature."},
	{"format_generation_mismatch", "info", "所用格式与该年度应用的格式不同。", "The form used is not the one in force for the year."},
}

// headerIssue appends an issue of a code of headerIssues.
func (r *Report) headerIssue(code, evidence string) {
	for _, i := range headerIssues {
		if i.code == code {
			r.Issues = append(r.Issues, Issue{Code: code, Severity: i.severity, Zh: i.zh, En: i.en, Evidence: strings.ToValidUTF8(head(evidence, 400), "\uFFFD")})
		}
	}
}

// checkSections tells which chapters are missing and whether their numbering
// is mixed. Forms before 2019 left the chapters free.
func (s *scan) checkSections(r *Report, generation string) {
	kinds := map[int]bool{}
	found := map[string]bool{}
	for _, m := range s.chapters {
		if m.code != "sec.unknown" {
			kinds[m.ordinal], found[m.code] = true, true
		}
	}
	if len(kinds) > 1 {
		r.headerIssue("heading_numbering_mixed", s.headings())
	}
	if generation == "" {
		generation = r.GenerationExpected
	}
	if generation != "B" && generation != "C" {
		return
	}
	var missing []string
	for _, k := range sectionKinds {
		if !found[k.code] {
			missing = append(missing, k.code)
		}
	}
	if len(missing) > 0 {
		r.headerIssue("section_missing", strings.Join(missing, " "))
	}
}

func (s *scan) headings() string {
	var hs []string
	for _, m := range s.chapters {
		hs = append(hs, s.lines[m.line].text[m.start:m.end])
	}
	return strings.Join(hs, " / ")
}
