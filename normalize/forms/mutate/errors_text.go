package mutate

import (
	"fmt"
	"slices"
	"strings"
)

// textErrors change what stands around the tables.
var textErrors = []Mutation{
	{"numbers_in_sentences", "V36 V45", true, numbersInSentences},
	{"numbers_of_other_years", "V34", true, numbersOfOtherYears},
	{"title_lost", "V34", true, titleLost},
	{"headings_lost", "V01 V37", true, headingsLost},
	{"template_left", "V32", true, templateLeft},
	{"old_form_in_new_year", "V30", true, oldFormInNewYear},
	{"period_damaged", "V35", true, periodDamaged},
}

// numbersInSentences states numbers that contradict the tables, or examples.
func numbersInSentences(rnd *Rand, r *Report) bool {
	r.insert(rnd.N(len(r.Parts)+1), Part{Text: fmt.Sprintf(pick(rnd, []string{
		"例如，某单位本年新收政府信息公开申请数量%d件，予以公开%d件。",
		"全年一、本年新收政府信息公开申请数量 %d 件，其中自然人 %d 件。",
		"行政复议%d件，行政诉讼%d件，均为结果维持。",
		"本年制发件数%d件，本年废止件数%d件。",
	}), 1+rnd.N(99), 1+rnd.N(99))})
	return true
}

func numbersOfOtherYears(rnd *Rand, r *Report) bool {
	r.insert(rnd.N(len(r.Parts)+1), Part{Text: fmt.Sprintf("%d年，共收到政府信息公开申请%d件，上年结转%d件，同比增长%d%%。", r.Year-1, rnd.N(200), rnd.N(9), rnd.N(99))})
	return true
}

func titleLost(rnd *Rand, r *Report) bool {
	r.Title = pick(rnd, []string{"政府信息公开工作年度报告", r.Body + "政府信息公开工作年度报告"})
	return true
}

// headingsLost removes the headings above the tables.
func headingsLost(_ *Rand, r *Report) bool {
	n := len(r.Parts)
	r.Parts = slices.DeleteFunc(r.Parts, func(p Part) bool {
		return p.Sheet == nil && (strings.HasPrefix(p.Text, "二、") || strings.HasPrefix(p.Text, "三、") || strings.HasPrefix(p.Text, "四、"))
	})
	return len(r.Parts) < n
}

func templateLeft(_ *Rand, r *Report) bool {
	for i := len(r.Parts) - 1; i > 0; i-- {
		if r.Parts[i].Sheet != nil {
			r.insert(i, Part{Text: "该部分以表格形式报告。表格如下："})
		}
	}
	return true
}

// oldFormInNewYear says that the report is of a year that had another form.
func oldFormInNewYear(_ *Rand, r *Report) bool {
	year := 2022
	if r.Form != "B" {
		year = 2020
	}
	from, to := fmt.Sprintf("%d年", r.Year), fmt.Sprintf("%d年", year)
	r.Title = strings.ReplaceAll(r.Title, from, to)
	for i := range r.Parts {
		p := &r.Parts[i]
		p.Text = strings.ReplaceAll(strings.ReplaceAll(p.Text, fmt.Sprintf("%d年", r.Year-1), fmt.Sprintf("%d年", year-1)), from, to)
	}
	for _, p := range r.Parts {
		if p.Sheet == nil {
			continue
		}
		for i := range p.Sheet.Rows {
			for j := range p.Sheet.Rows[i].Boxes {
				b := &p.Sheet.Rows[i].Boxes[j]
				b.Text = strings.ReplaceAll(strings.ReplaceAll(b.Text, fmt.Sprintf("%d年", r.Year-1), fmt.Sprintf("%d年", year-1)), from, to)
			}
		}
	}
	r.Year = year
	return true
}

func periodDamaged(_ *Rand, r *Report) bool {
	for i := range r.Parts {
		if p := &r.Parts[i]; strings.Contains(p.Text, "统计期限") {
			p.Text = strings.NewReplacer("年1月", "1月", "年12月", "12月").Replace(p.Text)
			return true
		}
	}
	return false
}
