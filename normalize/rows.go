package normalize

import (
	"fmt"
	"slices"
	"strings"
)

// subjectRows counts the rows of the proactive table that the form does not name.
type subjectRows struct{ extra int }

// proactiveRow reads the numbers beside 规章, 行政许可 and so on.
func (rd *reader) proactiveRow(v *view, r int, line []int, s survey, h *header, extra *subjectRows) {
	if h.table == "proactive" {
		h.stale = true
	}
	label := s.subject
	if label < 0 {
		label = line[s.last]
	}
	subject, known := pick(v.cells[label].hits, SubjectLabel)
	values := line[slices.Index(line, label)+1:]
	if s.numbers == 0 && !known {
		return
	}
	rd.tables["proactive"] = rd.tables["proactive"] || v.otherYear == ""
	name := "proactive." + subject.code
	var rowFlags []Flag
	if !known {
		extra.extra++
		name = fmt.Sprintf("nonstandard.proactive.t%dr%d", v.no, v.cells[label].src.Row+1)
		subject.match = NoMatch
		rowFlags = []Flag{FlagExtraRow}
	}
	as := undecided(values)
	if h.table == "proactive" {
		as = h.assign(v, r, values)
	} else if len(values) == 1 && known {
		as = rd.onlyMeasure(subject, values)
	}
	for _, a := range as {
		key := Key{Indicator: name + "." + a.slot.leaf.code}
		if !a.bad && known && !rd.forms.valid[key].known() {
			key.Indicator = "nonstandard." + key.Indicator
			rowFlags = []Flag{FlagExtraRow}
		}
		rd.observe(v, r, a, key, subject.match, rowFlags)
	}
	if known {
		rd.missedMeasures(v, as, name)
	}
}

// onlyMeasure assigns a single number where the form prints a single number.
func (rd *reader) onlyMeasure(subject hit, values []int) []assignment {
	switch subject.code {
	case "licensing", "punishment", "coercion":
		return []assignment{{cell: values[0], slot: slot{leaf: hit{"decisions", Assumed, MeasureLabel}}, match: Assumed, flags: []Flag{FlagColumnsAssumed}}}
	}
	return undecided(values)
}

// missedMeasures notes the cells of a row whose column could not be told, so
// that they count as undecided and not as absent.
func (rd *reader) missedMeasures(v *view, as []assignment, name string) {
	for _, a := range as {
		if !a.bad || v.cells[a.cell].kind == emptyCell {
			continue
		}
		for k := range rd.forms.valid {
			if k.Applicant == "" && strings.HasPrefix(k.Indicator, name+".") {
				rd.undecided[k] = true
			}
		}
		return
	}
}

// litigationRow reads the row of outcomes.
func (rd *reader) litigationRow(v *view, line []int, h *header) {
	h.stale = true
	rd.tables["litigation"] = rd.tables["litigation"] || v.otherYear == ""
	values := line
	for len(values) > 0 && v.cells[values[0]].kind == wordCell {
		v.cells[values[0]].role = RoleLabel
		values = values[1:]
	}
	r := v.cells[values[0]].r0
	if h.table != "litigation" {
		for i, a := range byOrder(v, values, litigationForm, Assumed, []Flag{FlagColumnsAssumed}) {
			rd.observe(v, r, a, Key{Indicator: "litigation." + litigationForm[i].block + "." + a.slot.leaf.code}, Assumed, nil)
		}
		return
	}
	as, sound := h.byPosition(v, r, values)
	order := h.order()
	if !sound || !blocksNamed(as) {
		if o := byOrder(v, values, order, Alias, nil); o != nil {
			as = o
		}
	} else if o := byOrder(v, values, order, Alias, nil); o != nil {
		as = agree(as, o)
	}
	for _, a := range as {
		if !a.bad && (a.slot.block == "" || a.slot.block == "litigation") {
			a.bad = true
		}
		key := Key{Indicator: "litigation." + a.slot.block + "." + a.slot.leaf.code}
		if a.bad && a.slot.leaf.code != "" {
			for _, b := range []string{"direct", "after_review"} {
				rd.undecided[Key{Indicator: "litigation." + b + "." + a.slot.leaf.code}] = true
			}
		}
		rd.observe(v, r, a, key, Exact, nil)
	}
}

// litigationForm is the order of the columns on the form.
var litigationForm = func() (s []slot) {
	for _, b := range []string{"review", "direct", "after_review"} {
		for _, o := range []string{"upheld", "corrected", "other", "pending", "total"} {
			s = append(s, slot{leaf: hit{o, Assumed, OutcomeLabel}, block: b})
		}
	}
	return s
}()

func blocksNamed(as []assignment) bool {
	return !slices.ContainsFunc(as, func(a assignment) bool { return a.slot.block == "" || a.slot.block == "litigation" })
}

// agree flags the cells whose position and order name different columns.
func agree(as, order []assignment) []assignment {
	if len(as) != len(order) {
		return as
	}
	for i := range as {
		if as[i].cell == order[i].cell && (as[i].slot.block != order[i].slot.block || as[i].slot.leaf.code != order[i].slot.leaf.code) {
			as[i].flags = append(as[i].flags, FlagSpanInconsistent)
		}
	}
	return as
}

// observe notes what one cell says about one key.
func (rd *reader) observe(v *view, r int, a assignment, key Key, row Match, flags []Flag) {
	c := &v.cells[a.cell]
	switch {
	case v.otherYear != "" || a.slot.other:
		c.role, c.reason = RoleOther, ReasonOtherYear
		return
	case a.bad || a.slot.leaf.code == "":
		if c.kind != emptyCell {
			c.role, c.reason = RoleExtra, ReasonNoColumn
		}
		return
	}
	o := observation{key: key, form: rd.forms.valid[key], view: v, cell: a.cell, row: row, col: a.match}
	o.value = ParseValue(c.src.Text, quantity(key))
	if len(a.flags)+len(flags) > 0 {
		o.value.Flags = slices.Concat(o.value.Flags, a.flags, flags)
	}
	if row == Fuzzy || a.match == Fuzzy {
		o.value.flag(FlagLabelFuzzy)
	}
	if c.r0 != r || c.r1-c.r0 > 1 {
		o.value = Value{Status: Ambiguous, Flags: append(o.value.Flags, FlagValueMerged)}
	}
	rd.obs = append(rd.obs, o)
}

// quantity says what the cell of a key counts.
func quantity(k Key) Quantity {
	switch {
	case k.Indicator == "proactive.procurement.amount":
		return Quantity{Unit: "cny_10k", Vague: true}
	case k.Indicator == "proactive.fees.amount":
		return Quantity{Unit: "cny_10k"}
	case strings.HasSuffix(k.Indicator, ".items_change"):
		return Quantity{Unit: "piece", Signed: true}
	}
	return Quantity{Unit: "piece"}
}

// settleRows gives each row of the applications table its indicator. Labels
// come first; a row without one takes the place that its neighbours leave, and
// is flagged, where they leave exactly as many places as there are rows.
func (rd *reader) settleRows() {
	places := rd.leafOrder()
	for i := 0; i < len(rd.rows); i++ {
		if rd.ownLabel(i) {
			continue
		}
		j := i
		for j < len(rd.rows) && !rd.ownLabel(j) && (j == i || rd.rows[j].adjacent || rd.rows[j].label < 0) {
			j++
		}
		rd.settleRun(i, j, places)
		i = j - 1
	}
	claims := map[string]int{}
	for i := range rd.rows {
		if r := &rd.rows[i]; r.view.otherYear == "" {
			claims[r.leaf.code]++
		}
	}
	twice := make([]bool, len(rd.rows))
	for i := range rd.rows {
		if r := &rd.rows[i]; r.leaf.code != "" && claims[r.leaf.code] > 1 && !rd.sameRow(i) {
			twice[i] = true
			rd.doubtToGap(i, places)
		}
	}
	for i := range rd.rows {
		first := len(rd.obs)
		rd.observeRow(&rd.rows[i])
		for k := first; twice[i] && k < len(rd.obs); k++ {
			rd.obs[k].value.flag(FlagDuplicate)
		}
	}
}

// doubtToGap marks the rows between a label that stands twice and the nearest
// row of the form that is missing: the labels between them may have slipped.
func (rd *reader) doubtToGap(i int, places []string) {
	for _, step := range []int{-1, 1} {
		k := i
		for k+step >= 0 && k+step < len(rd.rows) {
			at, next := slices.Index(places, rd.rows[k].leaf.code), slices.Index(places, rd.rows[k+step].leaf.code)
			if next != at && next != at+step {
				break
			}
			k += step
		}
		if k+step < 0 || k+step == len(rd.rows) {
			continue // no row is missing on this side
		}
		for ; k != i; k -= step {
			rd.rows[k].doubt = true
		}
	}
}

// sameRow reports that every other row with the label of row i prints the same
// cells: then it is one row printed twice, not one of two mislabelled.
func (rd *reader) sameRow(i int) bool {
	texts := func(r *appRow) (s []string) {
		for _, v := range r.values {
			s = append(s, Fold(r.view.cells[v].src.Text))
		}
		return s
	}
	own := texts(&rd.rows[i])
	for k := range rd.rows {
		if r := &rd.rows[k]; k != i && r.leaf.code == rd.rows[i].leaf.code && r.view.otherYear == "" && !slices.Equal(own, texts(r)) {
			return false
		}
	}
	return true
}

// ownLabel reports that the label of row i names one row of the form.
func (rd *reader) ownLabel(i int) bool {
	row := &rd.rows[i]
	switch row.leaf.code {
	case "":
		return false
	case "applications.result.other.other":
		// Bare 其他 is the last row of （六）; anywhere else it is not of the form.
		return row.group == "other" || row.group == "" && i > 0 && strings.HasPrefix(rd.rows[i-1].leaf.code, "applications.result.other.")
	}
	return true
}

// leafOrder is the order of the rows in the form that the document prints.
func (rd *reader) leafOrder() []string {
	single := true
	for i := range rd.rows {
		if c := rd.rows[i].leaf.code; c == "applications.result.other.correction_overdue" || c == "applications.result.other.fee_unpaid" || c == "applications.result.other.other" && rd.ownLabel(i) {
			single = false
		}
	}
	gen := "C"
	if single && slices.ContainsFunc(rd.rows, func(r appRow) bool { return r.leaf.code == "applications.result.other" }) {
		gen = "B"
	}
	return rd.forms.rows[gen]
}

// settleRun settles the rows i to j that have no label of their own.
func (rd *reader) settleRun(i, j int, places []string) {
	first, last := -1, len(places)
	if i > 0 {
		first = slices.Index(places, rd.rows[i-1].leaf.code)
	}
	if j < len(rd.rows) {
		last = slices.Index(places, rd.rows[j].leaf.code)
	}
	open := i > 0 && first < 0 || j < len(rd.rows) && last < 0 || j == len(rd.rows)
	if !open && last-first-1 == j-i {
		for n := i; n < j; n++ {
			rd.rows[n].leaf = hit{places[first+1+n-i], Assumed, LeafLabel}
		}
		return
	}
	for n := i; n < j; n++ {
		rd.rows[n].leaf = hit{}
	}
	if i > 0 {
		rd.rows[i-1].doubt = true
	}
	if j < len(rd.rows) {
		rd.rows[j].doubt = true
	}
	if first < 0 || last < 0 {
		return
	}
	for _, code := range places[first+1 : max(first+1, last)] {
		for _, a := range Applicants {
			rd.undecided[Key{code, a.Code}] = true
		}
	}
}

// observeRow notes the numbers of one settled row.
func (rd *reader) observeRow(row *appRow) {
	var flags []Flag
	code := row.leaf.code
	switch {
	case code == "":
		code = fmt.Sprintf("nonstandard.applications.t%dr%d", row.view.no, rd.rowNo(row))
		flags = []Flag{FlagExtraRow}
	case row.leaf.match == Assumed:
		flags = []Flag{FlagRowAssumed}
	}
	if row.doubt {
		flags = append(flags, FlagRowNextToUnread)
	}
	r := row.view.cells[row.values[0]].r0
	if row.label >= 0 {
		r = row.view.cells[row.label].r0
	}
	for _, a := range row.slots {
		if a.bad && row.view.otherYear == "" && row.view.cells[a.cell].kind != emptyCell {
			for _, ap := range Applicants {
				rd.undecided[Key{code, ap.Code}] = true
			}
		}
		rd.observe(row.view, r, a, Key{code, a.slot.leaf.code}, row.leaf.match, flags)
	}
}

func (rd *reader) rowNo(row *appRow) int {
	i := row.label
	if i < 0 {
		i = row.values[0]
	}
	return row.view.cells[i].src.Row + 1
}
