package mutate

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gongkai-data/gongkai/normalize"
)

// tableErrors split, turn, place, flatten, lose and add whole tables.
var tableErrors = []Mutation{
	{"table_split", "V08", true, func(rnd *Rand, r *Report) bool { return split(rnd, r, false) }},
	{"table_split_with_header", "V08 V10", true, func(rnd *Rand, r *Report) bool { return split(rnd, r, true) }},
	{"table_turned", "V49", true, turned},
	{"litigation_in_three", "V49", true, litigationInThree},
	{"litigation_blocks_as_rows", "V49", true, litigationAsRows},
	{"table_nested", "V50", true, look(AsNested)},
	{"table_padded", "V50 V51", true, padded},
	{"table_as_tabs", "§4.1", true, look(AsTabs)},
	{"table_as_spaces", "V25 V50", false, look(AsSpaces)},
	{"table_as_lines", "V25", false, look(AsLines)},
	{"table_glued", "V24 V25", false, look(AsGlued)},
	{"tables_in_one_grid", "V51", true, tablesInOne},
	{"tables_reordered", "issue 5: order", true, tablesReordered},
	{"headings_swapped", "V01", true, headingsSwapped},
	{"last_years_table", "issue 5: last year", true, func(rnd *Rand, r *Report) bool { return lastYears(rnd, r, true) }},
	{"last_years_table_untitled", "issue 5: last year", false, func(rnd *Rand, r *Report) bool { return lastYears(rnd, r, false) }},
	{"table_of_a_department", "X4", false, departmentTable},
	{"table_of_examples", "V32", false, exampleTable},
	{"table_of_trend", "V36", true, trendTable},
	{"table_repeated", "V10 §7 of dataset.md", true, tableRepeated},
	{"blank_form_added", "V31 V32", true, blankForm},
	{"table_lost", "V21 V22", true, tableLost},
}

// split cuts a table in two between rows, with a page number between or not.
func split(rnd *Rand, r *Report, again bool) bool {
	s := some(rnd, r, 6)
	if s == nil || s.Table == "proactive" {
		return false
	}
	data, heads := s.data(), s.heads()
	if again && (len(heads) == 0 || heads[len(heads)-1] > data[0]) {
		return false
	}
	i := data[1+rnd.N(len(data)-1)]
	var head []Row
	for _, h := range heads {
		head = append(head, Row{HeadRow, slices.Clone(s.Rows[h].Boxes)})
	}
	rest := s.cut(i, rnd.Chance(50))
	if again {
		rest.Rows = append(head, rest.Rows...)
	}
	var parts []Part
	if rnd.Chance(40) {
		parts = append(parts, Part{Text: pick(rnd, []string{"- 5 -", "6", "续表", "（续上表）"})})
	}
	r.insert(r.at(s)+1, append(parts, Part{Sheet: rest})...)
	return true
}

func (r *Report) insert(at int, parts ...Part) { r.Parts = slices.Insert(r.Parts, at, parts...) }

func turned(rnd *Rand, r *Report) bool {
	var all []*Sheet
	for _, s := range r.sheets("") {
		if s.Table != "proactive" && !s.Turned {
			all = append(all, s)
		}
	}
	if len(all) == 0 {
		return false
	}
	pick(rnd, all).Turned = true
	return true
}

// outcomesOf collects the numbers and the labels of one block of table 3, nil
// where the table is not whole.
func (s *Sheet) outcomesOf(block string) (heads, values []Box) {
	for i := range s.Rows {
		for _, b := range s.Rows[i].Boxes {
			b.Rows, b.Cols = 1, 1
			switch {
			case b.Kind == Head && strings.HasPrefix(b.Code, block+"."):
				heads = append(heads, b)
			case b.Kind == Value && strings.HasPrefix(b.Seen.Indicator, "litigation."+block+"."):
				values = append(values, b)
			}
		}
	}
	if len(heads) != 5 || len(values) != 5 {
		return nil, nil
	}
	return heads, values
}

// outcomeTable returns the one table of lawsuits where it is whole.
func (r *Report) outcomeTable() *Sheet {
	all := r.sheets("litigation")
	if len(all) != 1 || len(all[0].data()) != 1 {
		return nil
	}
	for _, b := range litigationBlocks {
		if h, _ := all[0].outcomesOf(b); h == nil {
			return nil
		}
	}
	return all[0]
}

func litigationInThree(_ *Rand, r *Report) bool {
	s := r.outcomeTable()
	if s == nil {
		return false
	}
	var parts []Part
	for i, name := range []string{"行政复议", "行政诉讼（未经复议直接起诉）", "行政诉讼（复议后起诉）"} {
		h, v := s.outcomesOf(litigationBlocks[i])
		parts = append(parts, Part{Sheet: &Sheet{Table: "litigation", Look: s.Look, Rows: []Row{{HeadRow, []Box{text(Note, name, 1, 5)}}, {HeadRow, h}, {DataRow, v}}}})
	}
	at := r.at(s)
	r.Parts = slices.Replace(r.Parts, at, at+1, parts...)
	return true
}

func litigationAsRows(rnd *Rand, r *Report) bool {
	s := r.outcomeTable()
	if s == nil {
		return false
	}
	h, _ := s.outcomesOf("review")
	rows := []Row{{HeadRow, append([]Box{text(Note, pick(rnd, []string{"", "类别"}), 1, 2)}, h...)}}
	for i, labels := range [][]Box{{text(Label, "行政复议", 1, 2)}, {text(Group, "行政诉讼", 2, 1), text(Label, "未经复议直接起诉", 1, 1)}, {text(Label, "复议后起诉", 1, 1)}} {
		_, v := s.outcomesOf(litigationBlocks[i])
		rows = append(rows, Row{DataRow, append(labels, v...)})
	}
	s.Rows = rows
	return true
}

func look(l Look) func(rnd *Rand, r *Report) bool {
	return func(rnd *Rand, r *Report) bool {
		all := r.sheets("")
		if len(all) == 0 {
			return false
		}
		if rnd.Chance(50) {
			all = []*Sheet{pick(rnd, all)}
		}
		for _, s := range all {
			s.Look = l
		}
		return true
	}
}

// padded puts a table into a wider grid that only places it.
func padded(rnd *Rand, r *Report) bool {
	s := some(rnd, r, 1)
	if s == nil {
		return false
	}
	for i := range s.Rows {
		s.Rows[i].Boxes = append(slices.Insert(s.Rows[i].Boxes, 0, text(Note, "", 1, 1)), text(Note, "", 1, 1))
	}
	_, width := s.place()
	title := pick(rnd, []string{"", "收到和处理政府信息公开申请情况", "单位：件"})
	s.Rows = slices.Insert(s.Rows, 0, Row{NoteRow, []Box{text(Note, title, 1, width)}})
	return true
}

// tablesInOne stacks all tables in one grid.
func tablesInOne(_ *Rand, r *Report) bool {
	all := r.sheets("")
	if len(all) < 2 {
		return false
	}
	first := all[0]
	for _, s := range all[1:] {
		if s.Turned || first.Turned {
			return false
		}
	}
	for _, s := range all[1:] {
		first.Rows = append(first.Rows, s.Rows...)
		at := r.at(s)
		from := at
		if at > 0 && r.Parts[at-1].Sheet == nil && strings.Contains(r.Parts[at-1].Text, "、") {
			from--
		}
		r.Parts = slices.Delete(r.Parts, from, at+1)
	}
	first.Table = "mixed"
	return true
}

// headedTables lists the places of tables that stand below a heading of their own.
func (r *Report) headedTables() (at []int) {
	for i := 1; i < len(r.Parts); i++ {
		if r.Parts[i].Sheet != nil && r.Parts[i-1].Sheet == nil {
			at = append(at, i)
		}
	}
	return at
}

func tablesReordered(rnd *Rand, r *Report) bool {
	at := r.headedTables()
	if len(at) < 2 {
		return false
	}
	i := rnd.N(len(at) - 1)
	a, b := at[i], at[i+1]
	r.Parts[a], r.Parts[b] = r.Parts[b], r.Parts[a]
	r.Parts[a-1], r.Parts[b-1] = r.Parts[b-1], r.Parts[a-1]
	return true
}

func headingsSwapped(rnd *Rand, r *Report) bool {
	at := r.headedTables()
	if len(at) < 2 {
		return false
	}
	i := rnd.N(len(at) - 1)
	a, b := &r.Parts[at[i]-1], &r.Parts[at[i+1]-1]
	a.Text, b.Text, a.Other, b.Other = b.Text, a.Text, b.Other, a.Other
	return true
}

// foreign makes a table like one of the report's own, with other numbers. What
// says whose it is stands outside of it; without a title it could be the
// report's own.
func foreign(rnd *Rand, like *Sheet) *Sheet {
	s := like.clone()
	s.Table = ""
	for i := range s.Rows {
		for j := range s.Rows[i].Boxes {
			b := &s.Rows[i].Boxes[j]
			if b.Kind != Value || b.Status != normalize.Reported {
				continue
			}
			seen := b.Seen
			b.alien(int64(rnd.N(2) * rnd.N(90)))
			b.Seen = seen
		}
	}
	return s
}

func lastYears(rnd *Rand, r *Report, titled bool) bool {
	s := some(rnd, r, 1)
	if s == nil {
		return false
	}
	old := Part{Sheet: foreign(rnd, s)}
	at := r.at(s)
	if !titled {
		r.insert(at+rnd.N(2), old)
		return true
	}
	title := Part{Other: true, Text: fmt.Sprintf(pick(rnd, []string{"附：%d年度政府信息公开情况统计表", "%d年政府信息公开工作情况", "上年度数据（%d年）"}), r.Year-1)}
	own := Part{Text: fmt.Sprintf("%d年政府信息公开工作情况", r.Year)}
	if rnd.Chance(50) {
		r.insert(at+1, title, old)
	} else {
		r.insert(at, title, old, own)
	}
	return true
}

func departmentTable(rnd *Rand, r *Report) bool {
	s := some(rnd, r, 1)
	if s == nil {
		return false
	}
	title := Part{Other: true, Text: fmt.Sprintf(pick(rnd, []string{"附件：青禾区民政局%d年政府信息公开申请情况", "青禾区民政局%d年度情况统计表"}), r.Year)}
	r.Parts = append(r.Parts, title, Part{Sheet: foreign(rnd, s)})
	return true
}

// exampleTable shows how the form is to be filled, as instructions left in do.
func exampleTable(rnd *Rand, r *Report) bool {
	s := headed(rnd, r, "applications")
	if s == nil {
		return false
	}
	data := s.data()
	e := &Sheet{Rows: slices.Clone(s.Rows[:min(data[0]+2, len(s.Rows))])}
	e = foreign(rnd, e)
	r.insert(r.at(s), Part{Other: true, Text: pick(rnd, []string{"填报示例：", "（填表说明）例：", "示例"})}, Part{Sheet: e})
	return true
}

// trendTable compares years, one a row.
func trendTable(rnd *Rand, r *Report) bool {
	s := &Sheet{Rows: []Row{{HeadRow, []Box{text(Note, "年度", 1, 1), text(Note, "新收申请", 1, 1), text(Note, "予以公开", 1, 1), text(Note, "行政复议", 1, 1)}}}}
	for y := r.Year - 2; y <= r.Year; y++ {
		line := Row{DataRow, []Box{text(Note, fmt.Sprintf("%d年", y), 1, 1)}}
		for range 3 {
			line.Boxes = append(line.Boxes, text(Alien, fmt.Sprint(rnd.N(90)), 1, 1))
		}
		s.Rows = append(s.Rows, line)
	}
	r.insert(rnd.N(len(r.Parts)+1), Part{Text: "近三年情况对比如下："}, Part{Sheet: s})
	return true
}

func tableRepeated(rnd *Rand, r *Report) bool {
	s := some(rnd, r, 1)
	if s == nil {
		return false
	}
	r.Parts = append(r.Parts, Part{Text: "附件"}, Part{Sheet: s.clone()})
	return true
}

// blankForm adds the form once more, not filled in.
func blankForm(rnd *Rand, r *Report) bool {
	s := some(rnd, r, 1)
	if s == nil {
		return false
	}
	b := s.clone()
	b.Table = ""
	for i := range b.Rows {
		for j := range b.Rows[i].Boxes {
			if x := &b.Rows[i].Boxes[j]; x.Kind == Value || x.Kind == Alien {
				*x = text(Note, "", x.Rows, x.Cols)
			}
		}
	}
	if rnd.Chance(50) {
		r.insert(r.at(s), Part{Text: "该部分以表格形式报告。表格如下："}, Part{Sheet: b})
	} else {
		r.Parts = append(r.Parts, Part{Text: "附：报告格式"}, Part{Sheet: b})
	}
	return true
}

// tableLost leaves words instead of a table; some of them give totals.
func tableLost(rnd *Rand, r *Report) bool {
	s := some(rnd, r, 1)
	if s == nil {
		return false
	}
	words := pick(rnd, []string{"无。", "详见附件。", "（见下图）"})
	k := normalize.Key{Indicator: "applications.new", Applicant: "total"}
	if n, ok := r.Number[k]; s.Table == "applications" && ok && rnd.Chance(50) {
		words = fmt.Sprintf("%d年，本机关收到政府信息公开申请数量为%s件，结转下年度继续办理%s件。", r.Year, n, r.Number[normalize.Key{Indicator: "applications.carried_out", Applicant: "total"}])
		r.Said[k] = n
		k.Indicator = "applications.carried_out"
		r.Said[k] = r.Number[k]
	}
	r.Parts[r.at(s)] = Part{Text: words}
	return true
}
