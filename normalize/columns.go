package normalize

import (
	"slices"
	"strings"
)

// official assigns seven values without a header in the order of the form.
func (rd *reader) official(v *view, r int, values []int) []assignment {
	if s := rd.hdr.order(v, rd.hdr.first); s != nil {
		if as := byOrder(v, values, s, Alias, nil); as != nil {
			return as
		}
	}
	if as := byOrder(v, values, applicationsForm, Assumed, []Flag{FlagColumnsAssumed}); as != nil {
		return as
	}
	return undecided(values)
}

func undecided(values []int) []assignment {
	as := make([]assignment, len(values))
	for i, c := range values {
		as[i] = assignment{cell: c, bad: true}
	}
	return as
}

// The columns of the tables on the form, in order.
var (
	applicationsForm = func() (s []slot) {
		for _, a := range Applicants {
			s = append(s, slot{leaf: hit{a.Code, Assumed, ApplicantLabel}})
		}
		return s
	}()
	litigationForm = func() (s []slot) {
		for _, b := range []string{"review", "direct", "after_review"} {
			for _, o := range []string{"upheld", "corrected", "other", "pending", "total"} {
				s = append(s, slot{leaf: hit{o, Assumed, OutcomeLabel}, block: b})
			}
		}
		return s
	}()
	measureForms = func() (forms [][]slot) {
		for _, codes := range [][]string{{"made", "repealed", "in_force"}, {"newly_made", "newly_disclosed", "disclosed_total"},
			{"items_prev_year", "items_change", "decisions"}, {"items_prev_year", "items_change"}, {"items", "amount"}} {
			var s []slot
			for _, c := range codes {
				s = append(s, slot{leaf: hit{c, Assumed, MeasureLabel}})
			}
			forms = append(forms, s)
		}
		return forms
	}()
)

// formOf returns the columns of the form that the slots with a label are some
// of, each in its place; nil where no form has them so, or two have.
func formOf(table string, s []slot) (form []slot) {
	forms := measureForms
	switch table {
	case "applications":
		forms = [][]slot{applicationsForm}
	case "litigation":
		forms = [][]slot{litigationForm}
		if len(s) == 5 { // blocks are rows
			forms = [][]slot{litigationForm[:5]}
		}
	}
	for _, f := range forms {
		if len(f) != len(s) {
			continue
		}
		named, fits := 0, true
		for i := range s {
			if s[i].leaf.code == "" {
				continue
			}
			named++
			fits = fits && s[i].leaf.code == f[i].leaf.code && (s[i].block == "" || s[i].block == "litigation" || len(s) == 5 || s[i].block == f[i].block)
		}
		if !fits || named == 0 || named == 1 && len(s) > 3 {
			continue
		}
		if form != nil {
			return nil
		}
		form = f
	}
	if form != nil && len(s) == 5 { // the block is that of the others, or of the row
		form = slices.Clone(form)
		at := slices.IndexFunc(s, func(o slot) bool { return o.leaf.code != "" })
		for i := range form {
			form[i].block = s[at].block
		}
	}
	return form
}

// firstNumber is the column in which the first number of a row stands, as far
// as its label tells; the cell in the corner of the header stands left of it.
func (h *header) firstNumber(v *view, s *survey) int {
	switch {
	case h.table == "litigation" && s.label < 0:
		return 0
	case s.label >= 0 && len(s.values) > 0:
		return v.cells[s.values[0]].c0
	case h.first > 0:
		return h.first
	}
	return 1
}

// assign gives each value cell its column: by position where every number
// stands below one label, by order where the spans of header and numbers
// disagree but their counts agree. What neither settles is flagged.
func (h *header) assign(v *view, r int, values []int, first int) []assignment {
	if v.loose && h.fields != countFields(v, r) {
		order := h.order(v, first)
		if as := byOrder(v, values, order, Alias, h.edges(order)); as != nil {
			return as
		}
		if as := h.ends(v, values, order); as != nil {
			return as
		}
		return undecided(values)
	}
	as, sound := h.byPosition(v, r, values)
	regular := h.regular(v, r, first)
	if sound && regular && h.inOrder(v, first) {
		if widerAtEnd(v, as) {
			flagAll(as, FlagSpanInconsistent)
		}
		return as
	}
	if o := byOrder(v, values, h.order(v, first), Assumed, []Flag{FlagSpanInconsistent}); o != nil {
		if v.loose && h.agrees || !v.loose && regular && overlap(v, o) && !shortOfHeader(v, o) {
			for i := range o {
				o[i].flags = nil
				if o[i].match != Assumed || o[i].slot.leaf.match != Assumed {
					o[i].match = Alias
				} else {
					o[i].flags = []Flag{FlagColumnsAssumed}
				}
			}
		}
		return o
	}
	if v.loose && !h.agrees {
		return undecided(values)
	}
	if f := h.fill(v, as, values); f != nil && regular {
		return f
	}
	if h.misses(v, values) {
		return undecided(values)
	}
	if !regular || !h.agrees || !h.aligned(v, as) {
		for i := range as {
			as[i].flags = []Flag{FlagSpanInconsistent}
		}
	}
	return as
}

// ends gives two equal numbers, the only ones of a row of text, to the first and
// the last column: natural persons alone applied, and the blanks between are lost.
func (h *header) ends(v *view, values []int, order []slot) []assignment {
	n := len(order)
	if h.table != "applications" || len(values) != 2 || n != len(Applicants) || order[0].leaf.code != "natural_person" || order[n-1].leaf.code != "total" {
		return nil
	}
	a, b := &v.cells[values[0]], &v.cells[values[1]]
	if a.kind != numberCell || !printsNumber(a) || Fold(a.src.Text) != Fold(b.src.Text) {
		return nil
	}
	return []assignment{{cell: values[0], slot: order[0], match: Assumed, flags: []Flag{FlagColumnsAssumed}}, {cell: values[1], slot: order[n-1], match: Assumed, flags: []Flag{FlagColumnsAssumed}}}
}

// inOrder reports that the labels stand over the columns in the order in which
// the header prints them. Labels that stand as on the form need no more proof.
func (h *header) inOrder(v *view, first int) bool {
	if h.official == unasked {
		h.official = no
		if h.standsAs(applicationsForm) || h.standsAs(litigationForm) {
			h.official = yes
		}
	}
	if h.official == yes {
		return true
	}
	h.order(v, first)
	return h.agrees
}

// standsAs reports that the labels over the columns are those of the form.
func (h *header) standsAs(form []slot) bool {
	n, last := 0, -1
	for k := range h.cols {
		c := &h.cols[k]
		if c.leaf.code == "" || c.cell == last {
			continue
		}
		last = c.cell
		if n == len(form) || form[n].leaf.code != c.leaf.code || form[n].block != c.block {
			return false
		}
		n++
	}
	return n == len(form)
}

// edges flags an order of text fields that does not begin and end as the form
// does, or has not all of a block's columns: empty fields leave no trace there, so
// the count of a row fits by chance where a label is lost.
func (h *header) edges(order []slot) []Flag {
	if h.table == "proactive" && len(order) > 1 && !slices.ContainsFunc(measureForms, func(form []slot) bool {
		return slices.EqualFunc(form, order, func(a, b slot) bool { return a.leaf.code == b.leaf.code })
	}) {
		return []Flag{FlagSpanInconsistent}
	}
	if n := len(order); h.table != "applications" || n > 0 && order[0].leaf.code == "natural_person" && order[n-1-h.extra].leaf.code == "total" {
		return nil
	}
	return []Flag{FlagSpanInconsistent}
}

// regular reports that the row has as many cells as most rows below the same
// header; a single row as many as the header. A row that has one less or one
// more has lost or got a cell, and what stands below which label is not sure.
func (h *header) regular(v *view, r, first int) bool {
	if v.loose {
		return true
	}
	from := slices.IndexFunc(h.cols, func(c column) bool { return c.leaf.code != "" })
	if from < 0 {
		return true
	}
	if h.shapeOf != v {
		h.shapeOf = v
		h.shape, h.shapeOne = h.usualShape(v, from)
	}
	if v.joined(r, from) {
		return false
	}
	if h.shapeOne {
		return v.shape(r, first) == h.headCells(first)
	}
	return v.shape(r, from) == h.shape
}

// joined reports a cell of the row that spans columns and holds two numbers.
func (v *view) joined(r, from int) bool {
	for _, i := range v.at[r*v.cols+from : (r+1)*v.cols] {
		if i == 0 {
			continue
		}
		if c := &v.cells[i-1]; c.kind == numberCell && c.c1-c.c0 > 1 && len(strings.Fields(c.src.Text)) > 1 {
			return true
		}
	}
	return false
}

// usualShape is the number of cells that more than half of the rows of numbers
// have; of two rows, both. −1 where there is none. one reports that no two rows
// can be compared.
func (h *header) usualShape(v *view, from int) (shape int, one bool) {
	end := v.rows
	for _, i := range v.labels {
		c := &v.cells[i]
		if c.r0 <= h.last || c.r0 >= end {
			continue
		}
		for _, t := range c.hits {
			if (t.class == ApplicantLabel || t.class == OutcomeLabel || t.class == MeasureLabel) && !common(t) {
				end = c.r0
			}
		}
	}
	var count [64]int
	rows := 0
	begin := h.last + 1
	if begin >= v.rows || len(h.cols) != v.cols {
		begin = 0
	}
	for r := begin; r < end; r++ {
		if n := v.numbersFrom(r, from); n > 0 && n < len(count) {
			count[n]++
			rows++
		}
	}
	for n, k := range count {
		if 2*k > rows && (rows > 2 || k == rows) {
			return n, rows == 1
		}
	}
	return -1, rows == 0
}

// shape counts the cells of a row that reach right of a column.
func (v *view) shape(r, from int) (n int) {
	last := int32(0)
	for _, i := range v.at[r*v.cols+from : (r+1)*v.cols] {
		if i != 0 && i != last {
			n++
		}
		last = i
	}
	return n
}

// numbersFrom is shape for a row that holds a number there, 0 for any other.
func (v *view) numbersFrom(r, from int) int {
	for _, i := range v.at[r*v.cols+from : (r+1)*v.cols] {
		if i != 0 && v.cells[i-1].kind == numberCell {
			return v.shape(r, from)
		}
	}
	return 0
}

// headCells counts the cells of the header that head columns right of first.
func (h *header) headCells(first int) (n int) {
	last := -1
	for k := max(first, 0); k < len(h.cols); k++ {
		if c := &h.cols[k]; c.head && c.cell != last {
			n++
			last = c.cell
		}
	}
	return n
}

// fill names the columns without a label of a row that has as many numbers as
// the form has columns, where those with a label stand in their places.
func (h *header) fill(v *view, as []assignment, values []int) []assignment {
	s := make([]slot, 0, len(values))
	for _, i := range values {
		c := &v.cells[i]
		n := slices.IndexFunc(as, func(a assignment) bool { return a.cell == i })
		switch {
		case n >= 0 && !as[n].bad:
			s = append(s, as[n].slot)
		case n >= 0 && as[n].slot.leaf.code != "" || c.c0 < len(h.cols) && h.cols[c.c0].other:
			return nil // several labels stand above it
		default:
			s = append(s, slot{})
		}
	}
	for len(s) > len(applicationsForm) && h.table == "applications" && s[len(s)-1].leaf.code == "" && v.cells[values[len(s)-1]].kind == emptyCell {
		s = s[:len(s)-1]
	}
	form := formOf(h.table, s)
	if form == nil {
		return nil
	}
	out := make([]assignment, len(s))
	for i := range s {
		if out[i] = (assignment{cell: values[i], slot: s[i], match: s[i].leaf.match}); s[i].leaf.code == "" {
			out[i].slot, out[i].match, out[i].flags = form[i], Assumed, []Flag{FlagColumnsAssumed}
		}
	}
	return out
}

// aligned reports that every number stands exactly below its label and no
// column lacks its cell. Numbers beyond, below words that are no label of the
// form, are another matter.
func (h *header) aligned(v *view, as []assignment) bool {
	right := 0
	for k, c := range h.cols {
		if c.leaf.code != "" {
			right = k + 1
		}
	}
	good := 0
	for _, a := range as {
		c := &v.cells[a.cell]
		if a.bad && (c.c0 < right || !h.cols[c.c0].words) || !a.bad && !h.below(c) {
			return false
		}
		if !a.bad {
			good++
		}
	}
	labels := 0
	for k, c := range h.cols {
		if c.leaf.code != "" && (k == 0 || h.cols[k-1].cell != c.cell) {
			labels++
		}
	}
	return good == labels
}

// below reports that the cell has the edges of the label above it.
func (h *header) below(c *viewCell) bool {
	l := h.cols[c.c0]
	return l.leaf.code != "" && l.from == c.c0 && l.to == c.c1
}

// overlap reports that each cell stands at least partly below the label that
// order gave it: edges that differ by a sliver make spans overlap, not shift.
func overlap(v *view, as []assignment) bool {
	for _, a := range as {
		if c := &v.cells[a.cell]; c.c0 >= a.slot.c1 || c.c1 <= a.slot.c0 {
			return false
		}
	}
	return true
}

// shortOfHeader reports a row with an empty cell that ends before its last label
// does: a cell may be lost, and the empty one keep the count.
func shortOfHeader(v *view, as []assignment) bool {
	end, last, empty := 0, 0, false
	for _, a := range as {
		c := &v.cells[a.cell]
		end, last = max(end, c.c1), max(last, a.slot.c1)
		empty = empty || c.kind == emptyCell
	}
	return empty && end < last
}

// widerAtEnd reports a row with an empty cell whose last cell reaches beyond the
// label above it: the empty one may be a cell too many, two cells of the others one.
func widerAtEnd(v *view, as []assignment) bool {
	n := len(as) - 1
	return !v.loose && n >= 0 && v.cells[as[n].cell].c1 > as[n].slot.c1 &&
		slices.ContainsFunc(as, func(a assignment) bool { return v.cells[a.cell].kind == emptyCell })
}

func countFields(v *view, r int) int { return len(v.line(r, nil)) }

// byPosition reads the columns above each cell. It is sound where each number
// has one column and each column at most one number; the same text repeated
// over the columns of one label counts as one.
func (h *header) byPosition(v *view, r int, values []int) (as []assignment, sound bool) {
	sound = true
	as = v.room.takeSlots(len(values))[:0]
	var few [32]int
	under := few[:0] // label cell of each assignment
	for _, i := range values {
		c := &v.cells[i]
		as = append(as, assignment{cell: i, match: Exact})
		a := &as[len(as)-1]
		n, last := h.above(c, a)
		switch {
		case n == 0 && c.kind == emptyCell:
			as = as[:len(as)-1]
			continue
		case n != 1 || c.r0 != r:
			a.bad = true
			sound = false
		default:
			if p := slices.Index(under, last); p >= 0 {
				if v.cells[as[p].cell].src.Text == c.src.Text && v.loose {
					as = as[:len(as)-1]
					continue
				}
				sound = false
			}
		}
		under = append(under, last)
	}
	for k := range h.cols { // a column without a cell of its own: the row is shorter than its header
		if col := &h.cols[k]; col.leaf.code != "" && !slices.Contains(under, col.cell) {
			sound = false
		}
	}
	return as, sound
}

// above counts the columns above a cell and gives the assignment the last of
// them. A column whose label was not read counts where the cell covers it all.
func (h *header) above(c *viewCell, a *assignment) (n, last int) {
	last = -1
	end := min(c.c1, len(h.cols))
	for k := c.c0; k < end; k++ {
		col := &h.cols[k]
		if col.leaf.code == "" {
			if n > 0 && col.head && col.from == k && col.to <= c.c1 {
				n++
			}
			continue
		}
		if n > 0 && col.cell == last {
			continue
		}
		n++
		if n == 1 && k > c.c0 && (h.cols[k-1].other || h.cols[k-1].head && h.cols[k-1].from >= c.c0) || k+1 < end && h.cols[k+1].other && !col.other {
			n++ // the cell also covers a column of another year, or one without a label
		}
		last = col.cell
		a.slot = slot{leaf: col.leaf, block: col.block, unit: col.unit, other: col.other, c0: col.from, c1: col.to}
		a.match = col.leaf.match
	}
	return n, last
}

// byOrder pairs values and columns one by one from the left, or returns nil
// where their numbers differ. Empty cells beyond the last column do not count,
// nor do columns without a label that nothing stands below.
func byOrder(v *view, values []int, order []slot, m Match, flags []Flag) []assignment {
	if len(order) == 0 {
		return nil
	}
	for len(values) > len(order) && v.cells[values[len(values)-1]].kind == emptyCell {
		values = values[:len(values)-1]
	}
	if len(values) != len(order) {
		return nil
	}
	as := v.room.takeSlots(len(values))
	for i, c := range values {
		as[i] = assignment{cell: c, slot: order[i], match: m, flags: flags, bad: order[i].leaf.code == ""}
		if order[i].leaf.match == Assumed && m != Assumed {
			as[i].match, as[i].flags = Assumed, append(slices.Clone(flags), FlagColumnsAssumed)
		}
	}
	return as
}
