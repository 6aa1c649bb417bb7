package mutate

import (
	"fmt"
	"slices"
	"strings"
)

// headerErrors damage what stands above the numbers.
var headerErrors = []Mutation{
	{"header_lost", "§4.2 columns", false, headerLost},
	{"header_last_row_lost", "§4.2 columns", false, headerLastRowLost},
	{"header_flat", "V51", true, headerFlat},
	{"header_merged_wrongly", "V51", false, headerMergedWrongly},
	{"header_cut_off", "V15", false, headerCutOff},
	{"header_repeated", "V10", true, headerRepeated},
	{"header_label_lost", "V15", false, headerLabelLost},
	{"header_char_wrong", "V13", false, misprintHeads(charWrong)},
	{"header_char_missing", "V14", false, misprintHeads(charMissing)},
	{"header_char_added", "V53", false, misprintHeads(charAdded)},
	{"header_relation_lost", "§1.3", true, relationLost},
	{"organisations_label_lost", "§1.3", true, organisationsLost},
}

// columnErrors add, lose and move whole columns.
var columnErrors = []Mutation{
	{"columns_swapped", "issue 5: columns", true, columnsSwapped},
	{"column_lost", "issue 5: columns", true, columnLost},
	{"total_column_lost", "issue 5: columns", true, totalColumnLost},
	{"column_blank_added", "§4.2 columns", true, columnBlankAdded},
	{"column_subtotal_added", "§4.2 v8", false, columnSubtotalAdded},
	{"column_ratio_added", "issue 5: columns", true, columnRatioAdded},
	{"column_last_year_added", "issue 5: last year", true, columnLastYearAdded},
	{"columns_of_both_years", "issue 5: last year", true, columnsOfBothYears},
}

// headed chooses a table that still has a header.
func headed(rnd *Rand, r *Report, tables ...string) *Sheet {
	var all []*Sheet
	for _, s := range r.sheets("") {
		if len(s.heads()) > 0 && len(s.data()) > 0 && (len(tables) == 0 || slices.Contains(tables, s.Table)) {
			all = append(all, s)
		}
	}
	if len(all) == 0 {
		return nil
	}
	return pick(rnd, all)
}

func headerLost(rnd *Rand, r *Report) bool {
	s := headed(rnd, r)
	if s == nil {
		return false
	}
	h := s.heads()
	if s.Table == "proactive" {
		s.drop(pick(rnd, h))
		return true
	}
	for i := len(h) - 1; i >= 0; i-- {
		s.drop(h[i])
	}
	return true
}

func headerLastRowLost(rnd *Rand, r *Report) bool {
	s := headed(rnd, r, "applications", "litigation")
	if s == nil || len(s.heads()) < 2 {
		return false
	}
	h := s.heads()
	s.drop(h[len(h)-1])
	return true
}

// headerFlat prints one row of labels instead of three.
func headerFlat(rnd *Rand, r *Report) bool {
	s := headed(rnd, r, "applications", "litigation")
	if s == nil {
		return false
	}
	data := s.data()
	row := &s.Rows[data[0]]
	line := Row{Kind: HeadRow}
	long := rnd.Chance(40)
	names := map[string]string{}
	for _, i := range s.heads() {
		for _, b := range s.Rows[i].Boxes {
			if b.Kind == Head {
				names[b.Code] = b.Text
			}
		}
	}
	width := 0
	for j := range row.Boxes {
		b := &row.Boxes[j]
		if b.Kind != Value {
			if len(line.Boxes) > 0 && width == 0 {
				return false // columns of other years stand among them
			}
			width += b.Cols
			continue
		}
		if width > 0 {
			line.Boxes = append(line.Boxes, text(Note, pick(rnd, []string{"项目", "", "情形"}), 1, width))
			width = 0
		}
		code := headCode(b)
		name, ok := names[code]
		if !ok {
			return false
		}
		if long || s.Table == "litigation" {
			name = longName(code) + name
		}
		line.Boxes = append(line.Boxes, head(code, name, 1, b.Cols))
	}
	h := s.heads()
	for i := len(h) - 1; i >= 0; i-- {
		if h[i] < data[0] {
			s.drop(h[i])
		}
	}
	s.Rows = slices.Insert(s.Rows, 0, line)
	return true
}

// headCode names the column that a number stands in.
func headCode(b *Box) string {
	if b.Seen.Applicant != "" {
		return b.Seen.Applicant
	}
	code, _ := strings.CutPrefix(b.Seen.Indicator, "litigation.")
	return code
}

// longName is what stands above a label, printed with it.
func longName(code string) string {
	switch {
	case strings.HasPrefix(code, "org_"):
		return "法人或其他组织-"
	case strings.HasPrefix(code, "review."):
		return "行政复议-"
	case strings.HasPrefix(code, "direct."):
		return "行政诉讼（未经复议直接起诉）-"
	case strings.HasPrefix(code, "after_review."):
		return "行政诉讼（复议后起诉）-"
	}
	return ""
}

// headerMergedWrongly makes one cell of the header wider or narrower than its columns.
func headerMergedWrongly(rnd *Rand, r *Report) bool {
	s := headed(rnd, r)
	if s == nil {
		return false
	}
	row := &s.Rows[pick(rnd, s.heads())]
	if len(row.Boxes) < 2 {
		return false
	}
	b := &row.Boxes[rnd.N(len(row.Boxes))]
	if b.Cols > 1 && rnd.Chance(60) {
		b.Cols--
	} else {
		b.Cols++
	}
	return true
}

// headCells lists the boxes that name columns.
func (r *Report) headCells() (out []*Box) {
	r.boxes(func(b *Box) {
		if b.Kind == Head && b.Text != "" {
			out = append(out, b)
		}
	})
	return out
}

// headerCutOff cuts the labels of the columns of one header row behind their
// third character.
func headerCutOff(rnd *Rand, r *Report) bool {
	s := headed(rnd, r)
	if s == nil {
		return false
	}
	changed := false
	row := &s.Rows[pick(rnd, s.heads())]
	for j := range row.Boxes {
		b := &row.Boxes[j]
		if rs := []rune(strings.ReplaceAll(b.Text, "\n", "")); b.Kind == Head && len(rs) > 3 && rnd.Chance(70) {
			b.Text, changed = string(rs[:3]), true
		}
	}
	return changed
}

// headerRepeated prints the header again between the rows, as after a page break.
func headerRepeated(rnd *Rand, r *Report) bool {
	s := headed(rnd, r, "applications")
	if s == nil {
		return false
	}
	data, heads := s.data(), s.heads()
	if len(data) < 4 || data[0] == 0 || len(heads) != data[0] {
		return false
	}
	i := data[2+rnd.N(len(data)-2)]
	var again []Row
	for _, h := range heads {
		again = append(again, Row{HeadRow, slices.Clone(s.Rows[h].Boxes)})
	}
	rest := s.cut(i, rnd.Chance(50))
	s.Rows = append(append(s.Rows, again...), rest.Rows...)
	return true
}

func headerLabelLost(rnd *Rand, r *Report) bool {
	hs := r.headCells()
	if len(hs) == 0 {
		return false
	}
	pick(rnd, hs).Text = ""
	return true
}

func misprintHeads(how func(rnd *Rand, s string) string) func(rnd *Rand, r *Report) bool {
	return func(rnd *Rand, r *Report) bool { return misprint(rnd, r.headCells(), how) }
}

func relationLost(_ *Rand, r *Report) bool {
	return r.rewrite([]Kind{Note}, func(b *Box) string {
		if strings.Contains(b.Text, "勾稽") {
			return ""
		}
		return b.Text
	})
}

func organisationsLost(_ *Rand, r *Report) bool {
	return r.rewrite([]Kind{Note}, func(b *Box) string {
		if b.Code == "organisations" {
			return ""
		}
		return b.Text
	})
}

// spanBy makes the labels above several columns wider by n.
func (s *Sheet) spanBy(n int, codes ...string) {
	for i := range s.Rows {
		for j := range s.Rows[i].Boxes {
			b := &s.Rows[i].Boxes[j]
			if b.Kind == Note && b.Cols+n > 0 && slices.Contains(codes, b.Code) {
				b.Cols += n
			}
		}
	}
}

// inColumn finds the box of a row that stands in the column of an applicant.
func (r *Row) inColumn(applicant string) int {
	return slices.IndexFunc(r.Boxes, func(b Box) bool {
		return b.Kind == Head && b.Code == applicant || b.Kind != Alien && b.Seen.Applicant == applicant
	})
}

func columnsSwapped(rnd *Rand, r *Report) bool {
	s := whole(rnd, r)
	if s == nil {
		return false
	}
	a, b := columns[1+rnd.N(5)].code, columns[1+rnd.N(5)].code
	if a == b {
		return false
	}
	for i := range s.Rows {
		if row := &s.Rows[i]; row.Kind == DataRow && (row.inColumn(a) < 0) != (row.inColumn(b) < 0) {
			return false
		}
	}
	found := false
	for i := range s.Rows {
		row := &s.Rows[i]
		if x, y := row.inColumn(a), row.inColumn(b); x >= 0 && y >= 0 {
			row.Boxes[x], row.Boxes[y] = row.Boxes[y], row.Boxes[x]
			found = true
		}
	}
	return found
}

func (s *Sheet) loseColumn(applicant string) bool {
	found := false
	for i := range s.Rows {
		row := &s.Rows[i]
		x := row.inColumn(applicant)
		if v := row.values(); x < 0 && len(v) > 0 {
			x = v[len(v)-1] // the row has lost a cell before: every column left of it is cut from it too
		}
		if x >= 0 {
			row.Boxes = slices.Delete(row.Boxes, x, x+1)
			found = true
		}
	}
	return found
}

// whole chooses an applications table with a header that was not split.
func whole(rnd *Rand, r *Report) *Sheet {
	if len(r.sheets("applications")) != 1 {
		return nil
	}
	return headed(rnd, r, "applications")
}

func columnLost(rnd *Rand, r *Report) bool {
	s := whole(rnd, r)
	if s == nil || !s.loseColumn(columns[1+rnd.N(5)].code) {
		return false
	}
	s.spanBy(-1, "applicants", "organisations")
	return true
}

func totalColumnLost(rnd *Rand, r *Report) bool {
	s := whole(rnd, r)
	if s == nil || !s.loseColumn("total") {
		return false
	}
	s.spanBy(-1, "applicants")
	return true
}

// columnBlankAdded puts an empty column right of the numbers, or left of them.
func columnBlankAdded(rnd *Rand, r *Report) bool {
	s := some(rnd, r, 1)
	if s == nil {
		return false
	}
	left := rnd.Chance(30)
	for i := range s.Rows {
		b := text(Note, "", 1, 1)
		if left {
			s.Rows[i].Boxes = slices.Insert(s.Rows[i].Boxes, 0, b)
		} else {
			s.Rows[i].Boxes = append(s.Rows[i].Boxes, b)
		}
	}
	return true
}

// columnSubtotalAdded prints the sum of all organisations before the total.
func columnSubtotalAdded(rnd *Rand, r *Report) bool {
	s := headed(rnd, r, "applications")
	if s == nil {
		return false
	}
	found := false
	for i := range s.Rows {
		row := &s.Rows[i]
		x := row.inColumn("org_other")
		if x < 0 {
			continue
		}
		b := head("", "小计", 1, 1)
		if row.Kind == DataRow {
			sum := int64(0)
			for _, j := range row.values() {
				if strings.HasPrefix(row.Boxes[j].Seen.Applicant, "org_") {
					sum += row.Boxes[j].Value.Coef
				}
			}
			b = text(Alien, fmt.Sprint(sum), 1, 1)
		}
		row.Boxes = slices.Insert(row.Boxes, x+1, b)
		found = true
	}
	s.spanBy(1, "applicants", "organisations")
	return found
}

// append puts one more cell at the end of every row: a label above, a text beside each row.
func (s *Sheet) appendColumn(label string, cell func() string) {
	heads := s.heads()
	for i := range s.Rows {
		row := &s.Rows[i]
		switch {
		case row.Kind == DataRow:
			row.Boxes = append(row.Boxes, text(Alien, cell(), 1, 1))
		case len(heads) > 0 && i == heads[0]:
			row.Boxes = append(row.Boxes, text(Note, label, 1, 1))
		default:
			row.Boxes = append(row.Boxes, text(Note, "", 1, 1))
		}
	}
}

func columnRatioAdded(rnd *Rand, r *Report) bool {
	s := headed(rnd, r, "applications")
	if s == nil {
		return false
	}
	s.appendColumn(pick(rnd, []string{"同比增长", "增长率（%）", "备注"}), func() string {
		return pick(rnd, []string{"", "12%", "-5%", "100%", "持平", "详见附件"})
	})
	return true
}

func columnLastYearAdded(rnd *Rand, r *Report) bool {
	s := headed(rnd, r, "applications")
	if s == nil {
		return false
	}
	s.appendColumn(pick(rnd, []string{fmt.Sprintf("%d年总计", r.Year-1), fmt.Sprintf("%d年", r.Year-1), "上年总计", "去年合计"}), func() string { return fmt.Sprint(rnd.N(60)) })
	return true
}

// columnsOfBothYears prints every column twice, for two years side by side.
func columnsOfBothYears(rnd *Rand, r *Report) bool {
	s := headed(rnd, r, "applications")
	if s == nil {
		return false
	}
	right := rnd.Chance(60)
	for i := range s.Rows {
		row := &s.Rows[i]
		var twins []Box
		first := -1
		for j := range row.Boxes {
			b := &row.Boxes[j]
			applicants := b.Code == "applicants"
			if b.Kind != Value && b.Code == "" {
				continue
			}
			if first < 0 {
				first = j
			}
			twin := *b
			if b.Kind == Value {
				twin.alien(int64(rnd.N(80)))
			}
			if applicants {
				b.Text, twin.Text = fmt.Sprintf("%d年申请人情况", r.Year), fmt.Sprintf("%d年申请人情况", r.Year-1)
			}
			if twin.Code = ""; twin.Kind == Head {
				twin.Kind = Note // later errors move the column of this year, label and numbers
			}
			twins = append(twins, twin)
		}
		if first < 0 {
			continue
		}
		if right {
			row.Boxes = append(row.Boxes, twins...)
		} else {
			row.Boxes = slices.Insert(row.Boxes, first, twins...)
		}
	}
	return true
}
