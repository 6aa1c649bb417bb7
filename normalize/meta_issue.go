package normalize

import (
	"strings"

	"github.com/gongkai-data/gongkai/extract"
)

// headerMeanings lists the issues of the header.
var headerMeanings = []extract.Meaning{
	m("year_conflict", extract.Warn, "Title, period and date of publication name different years", "标题、统计期限和发布日期所示年度不一致"),
	m("period_text_damaged", extract.Info, "Signs are missing from the printed period; it was read by what is left", "统计期限文字残缺，已按可辨认部分读取"),
	m("period_unread", extract.Info, "A period of the numbers is printed that could not be read", "印有统计期限但无法读取"),
	m("period_unusual", extract.Warn, "The period of the numbers is not one whole year", "统计期限不是一个完整的自然年度"),
	m("date_damaged", extract.Info, "What stands in place of a date is none; no date was taken from it", "日期残缺或不存在，未予采用"),
	m("email_suspect", extract.Info, "The e-mail address is broken by white space or over two lines", "电子邮箱中有空格或被断行"),
	m("phone_suspect", extract.Info, "The phone number has an unusual length or form; it is kept as printed", "联系电话的位数或格式可疑，按原文保留"),
	m("basis_doc_mismatch", extract.Info, "The cited notice on the form is not the one in force for the year", "引用的年报格式文号与该年度应用的文号不符"),
	m("heading_numbering_mixed", extract.Info, "The headings of the chapters are numbered in different ways", "章节标题的编号方式不一致"),
	m("section_missing", extract.Warn, "Chapters that the form asks for are missing", "缺少规定的章节"),
	m("late", extract.Warn, "The report was published after its deadline", "发布日期晚于规定期限"),
	m("body_unresolved", extract.Info, "The division of the body could not be told", "无法确定报告机关所属的行政区划"),
	m("office_for_government", extract.Info, "The office of a government reports in its own name what the government's bodies report together; the deadline of the government applies", "政府办公机构以自身名义报告全域汇总情况，按本级政府的期限计"),
	m("body_conflict", extract.Warn, "Titles of equal standing name different bodies", "并列的标题所示报告机关不一致"),
	m("body_ambiguous", extract.Info, "Many bodies bear the name and nothing tells which; the identifier holds for this document alone", "同名机关众多且无从区分，机关标识仅对本文件有效"),
	m("body_from_metadata", extract.Info, "The title names no body; it was taken from the text, the page or the signature", "标题未写明报告机关，取自正文、网页信息或落款"),
	m("format_generation_mismatch", extract.Warn, "The form used is not the one in force for the year", "所用格式与该年度应用的格式不同"),
}

// headerIssue appends an issue of a code of headerMeanings.
func (r *Report) headerIssue(code, evidence string) {
	for _, m := range headerMeanings {
		if string(m.Code) != code {
			continue
		}
		i := Issue{Code: code, Severity: "info", Zh: m.Zh, En: m.En, Evidence: strings.ToValidUTF8(head(evidence, 400), "\uFFFD")}
		if m.Severity == extract.Warn {
			i.Severity = "warning"
		}
		if i.Evidence != "" {
			i.Zh += "：" + i.Evidence
			i.En += ": " + i.Evidence
		}
		r.Issues = append(r.Issues, i)
	}
}

// checkSections tells which chapters are missing and whether their numbering
// is mixed. Forms before 2019 left the chapters free.
func (s *front) checkSections(r *Report) {
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
	if g := r.GenerationExpected; g != "B" && g != "C" {
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

func (s *front) headings() string {
	var hs []string
	for _, m := range s.chapters {
		hs = append(hs, s.lines[m.line].text[m.start:m.end])
	}
	return strings.Join(hs, " / ")
}
