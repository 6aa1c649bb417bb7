package normalize

import "slices"

// subjectRows are the rows of numbers below one header of the proactive table.
type subjectRows []subjectRow

// subjectRow is one of them.
type subjectRow struct {
	code        string // "" where nothing names the row
	view        *view
	row         int // of the view
	first, last int // its observations
}

// add notes a row whose observations begin at first. Rows of an office's own,
// and those of another year, tell nothing about others.
func (b *subjectRows) add(rd *reader, s *survey, v *view, r, first int) {
	if v.otherYear != "" || s.other || v.blank || s.label >= 0 && s.subject.code == "" && labelKey(v.cells[s.label].src.Text) != "" {
		return
	}
	*b = append(*b, subjectRow{s.subject.code, v, r, first, len(rd.obs)})
}

// numbers are what the row prints but words.
func (r *subjectRow) numbers() string {
	return r.view.textOf(slices.DeleteFunc(r.view.line(r.row, nil), func(i int) bool { return r.view.cells[i].kind == wordCell }))
}

// subjectOrder are the rows of the proactive table in the order of the forms.
var subjectOrder = []string{"regulations", "normative_documents", "licensing", "other_services", "punishment", "coercion", "fees", "procurement"}

// subjectBlocks are the places in subjectOrder of the rows that share a header.
var subjectBlocks = [][2]int{{0, 2}, {2, 4}, {4, 6}, {6, 7}, {7, 8}}

// close doubts the rows beside rows without a label for which the form has no
// place there: a label may have moved from the one to the other.
func (b *subjectRows) close(rd *reader, h *header) {
	rows := *b
	*b = rows[:0]
	if !slices.ContainsFunc(rows, func(r subjectRow) bool { return r.code == "" }) {
		return
	}
	from, to := len(subjectOrder), 0
	for _, r := range rows {
		at := slices.Index(subjectOrder, r.code)
		for _, p := range subjectBlocks {
			if at >= p[0] && at < p[1] {
				from, to = min(from, p[0]), max(to, p[1])
			}
		}
	}
	single := h.table == "proactive" && !slices.ContainsFunc(h.cols, func(c column) bool { return c.leaf.code == "items_prev_year" })
	above := -1 // the last row with a label
	for i := range rows {
		if rows[i].code != "" {
			above = i
			continue
		}
		if i > 0 && rows[i-1].code == "" {
			continue // the run was looked at
		}
		below, run := i, 0
		for ; below < len(rows) && rows[below].code == ""; below++ {
			if !(above >= 0 && rows[above].numbers() == rows[below].numbers() || below+1 < len(rows) && rows[below+1].numbers() == rows[below].numbers()) {
				run++
			}
		}
		places := to
		if below < len(rows) {
			places = slices.Index(subjectOrder, rows[below].code)
		}
		before := from - 1
		if above >= 0 {
			before = slices.Index(subjectOrder, rows[above].code)
		}
		places -= before + 1
		if other := 3; single && before < other && before+1+places > other {
			places-- // form C has no row 其他对外管理服务事项
		}
		if run <= max(places, 0) {
			continue
		}
		for _, k := range []int{above, below} {
			if k < 0 || k == len(rows) {
				continue
			}
			for n := rows[k].first; n < rows[k].last; n++ {
				rd.obs[n].value.flag(FlagRowNextToUnread)
			}
		}
	}
}
