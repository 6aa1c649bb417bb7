package normalize

import (
	"fmt"
	"slices"
	"strings"
)

// proactiveRow reads the numbers beside 规章, 行政许可 and so on.
func (rd *reader) proactiveRow(v *view, r int, s *survey, h *header) {
	known := s.subject.code != ""
	own := v.otherYear == "" && !s.other && !(rd.year > 0 && namesOtherYear(v.cells[s.label].src.Text, rd.year))
	rd.present("proactive", own)
	name, match := "proactive."+s.subject.code, s.subject.match
	var flags []Flag
	if !known {
		name, match = fmt.Sprintf("nonstandard.proactive.t%dr%d", v.no, v.cells[s.label].src.Row+1), NoMatch
		flags = []Flag{FlagExtraRow}
	}
	as := undecided(s.values)
	first := len(rd.obs)
	if h.table == "proactive" {
		h.stale = true
		as = h.assign(v, r, s.values, h.firstNumber(v, s))
		if h.endsBehind(v, s.values) || v.loose && h.edges(h.order(v, h.firstNumber(v, s))) != nil {
			flagAll(as, FlagSpanInconsistent)
		}
	} else if len(s.values) == 1 && known {
		as = onlyMeasure(s.subject, s.values)
	}
	unit := labelUnit(v.cells[s.label].src.Text)
	for _, a := range as {
		if a.slot.unit == "" {
			a.slot.unit = unit
		}
		a.slot.other = a.slot.other || !own
		key := rd.forms.cell(name, a.slot.leaf.code)
		if !a.bad && known && !key.known() {
			key = rd.forms.key(Key{Indicator: "nonstandard." + key.Indicator})
			flags = []Flag{FlagExtraRow}
			if own && v.cells[a.cell].kind != emptyCell {
				rd.undecidedRow(name)
				rd.strays(v, r, func(k Key) bool { return strings.HasPrefix(k.Indicator, name+".") })
			}
		}
		rd.observe(v, r, a, key, match, flags)
	}
	rd.doubtShifted(first)
	if known {
		v.subjects++
	}
	if known && own {
		rd.missedMeasures(v, r, as, name)
	} else if own && s.numbers > 0 {
		rd.unreadSubject(v, r, Fold(v.cells[s.label].src.Text))
	}
}

// endsBehind reports that a label stands right of the last cell of a row: the row
// has lost a cell, which need not be the last.
func (h *header) endsBehind(v *view, values []int) bool {
	if v.loose || len(values) == 0 {
		return false
	}
	end := v.cells[values[len(values)-1]].c1
	return slices.ContainsFunc(h.cols, func(c column) bool { return c.leaf.code != "" && !c.other && c.from >= end })
}

// doubtShifted flags a row, from its first observation, that prints a decrease
// in a column of counts: its numbers may stand beside their columns.
func (rd *reader) doubtShifted(first int) {
	row := rd.obs[first:]
	if slices.ContainsFunc(row, func(o observation) bool { return slices.Contains(o.value.Flags, FlagNegative) }) {
		for i := range row {
			row[i].value.flag(FlagSpanInconsistent)
		}
	}
}

// unreadSubject notes a row of the proactive table whose label is no subject
// but, but for one character, or among other words, might be meant for one.
func (rd *reader) unreadSubject(v *view, r int, text string) {
	key := labelKey(text)
	for code, names := range rd.forms.vocab.subjects {
		for _, name := range names {
			if len(key) > 0 && (strings.Contains(key, name) || len(key) >= 6 && strings.HasPrefix(name, key) || len(key) == 3 && strings.Contains(name, key) || editDistance([]rune(key), []rune(name), 2) <= 1 && len(name) > 6) {
				prefix := "proactive." + code + "."
				rd.strays(v, r, func(k Key) bool { return strings.HasPrefix(k.Indicator, prefix) })
				break
			}
		}
	}
}

// onlyMeasure assigns a single number where the form prints a single number.
func onlyMeasure(subject hit, values []int) []assignment {
	switch subject.code {
	case "licensing", "punishment", "coercion":
		return []assignment{{cell: values[0], slot: slot{leaf: hit{"decisions", Assumed, MeasureLabel}}, match: Assumed, flags: []Flag{FlagColumnsAssumed}}}
	}
	return undecided(values)
}

// missedMeasures notes the cells of a row whose column could not be told, so
// that they count as undecided and not as absent.
func (rd *reader) missedMeasures(v *view, r int, as []assignment, name string) {
	for _, a := range as {
		if !a.bad || v.cells[a.cell].kind == emptyCell {
			continue
		}
		rd.undecidedRow(name)
		rd.strays(v, r, func(k Key) bool { return strings.HasPrefix(k.Indicator, name+".") })
		return
	}
}

// undecidedRow notes that a number of a row of the proactive table is printed
// but cannot be given to one of its columns.
func (rd *reader) undecidedRow(name string) {
	for k := range rd.forms.keys {
		if k.Applicant == "" && strings.HasPrefix(k.Indicator, name+".") {
			rd.undecided[k] = true
		}
	}
}

// litigationRow reads the row of outcomes.
func (rd *reader) litigationRow(v *view, r int, s *survey, h *header) {
	rd.present("litigation", v.otherYear == "")
	values, first := s.values, h.firstNumber(v, s)
	if s.label >= 0 && h.table == "litigation" && h.heads(&v.cells[s.label]) {
		values, first = v.line(r, nil), 0 // words stand where the first number belongs
	} else if s.label >= 0 {
		v.cells[s.label].role = labelRole
	}
	if h.table != "litigation" {
		for i, a := range byOrder(v, values, litigationForm, Assumed, []Flag{FlagColumnsAssumed}) {
			rd.observe(v, r, a, rd.forms.cell("litigation."+litigationForm[i].block, a.slot.leaf.code), Assumed, nil)
		}
		return
	}
	h.stale = true
	as := h.assignOutcomes(v, r, values, first)
	rd.unreadOutcomes(v, r, as)
	for _, a := range as {
		if own := s.block.code; own != "" && own != "litigation" { // blocks are rows
			a.bad = a.bad || a.slot.block != "" && a.slot.block != "litigation" && a.slot.block != own
			a.slot.block = own
		}
		if !a.bad && (a.slot.block == "" || a.slot.block == "litigation") {
			a.bad = true
		}
		if a.bad && v.otherYear == "" && v.cells[a.cell].kind != emptyCell {
			rd.undecidedOutcome(a.slot.leaf.code)
		}
		rd.observe(v, r, a, rd.forms.cell("litigation."+a.slot.block, a.slot.leaf.code), Exact, nil)
	}
}

// unreadOutcomes notes a row of which most numbers have no column.
func (rd *reader) unreadOutcomes(v *view, r int, as []assignment) {
	n := 0
	for _, a := range as {
		if a.bad && v.cells[a.cell].kind == numberCell {
			n++
		}
	}
	if n > 0 && 2*n >= len(as) {
		rd.strays(v, r, func(k Key) bool { return strings.HasPrefix(k.Indicator, "litigation.") })
	}
}

// heads reports that the cell stands below the label of a column.
func (h *header) heads(c *viewCell) bool { return c.c0 < len(h.cols) && h.cols[c.c0].leaf.code != "" }

// assignOutcomes gives each number its outcome and block, by position and by
// the order of the labels, and flags where these disagree.
func (h *header) assignOutcomes(v *view, r int, values []int, first int) []assignment {
	if v.loose && (h.fields != countFields(v, r) || !h.inOrder(v, first)) {
		if o := byOrder(v, values, h.order(v, first), Alias, nil); o != nil {
			return o
		}
		return undecided(values)
	}
	as, sound := h.byPosition(v, r, values)
	regular := h.regular(v, r, first)
	sound = sound && regular && h.inOrder(v, first)
	if sound && h.official == yes {
		return as
	}
	o := byOrder(v, values, h.order(v, first), Alias, nil)
	switch {
	case o != nil && (!sound || !blocksNamed(as)):
		if !v.loose && !(regular && overlap(v, o)) {
			flagAll(o, FlagSpanInconsistent)
		}
		return o
	case o != nil:
		return agree(as, o)
	case !sound:
		if f := h.fill(v, as, values); f != nil && regular {
			return f
		}
		flagAll(as, FlagSpanInconsistent)
	}
	return as
}

func flagAll(as []assignment, f Flag) {
	for i := range as {
		as[i].flags = append(slices.Clone(as[i].flags), f)
	}
}

// undecidedOutcome notes a number that may belong to any block, and to any
// outcome where that is not known either.
func (rd *reader) undecidedOutcome(outcome string) {
	for _, s := range litigationForm {
		if outcome == "" || s.leaf.code == outcome {
			rd.undecided[Key{Indicator: "litigation." + s.block + "." + s.leaf.code}] = true
		}
	}
}

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
func (rd *reader) observe(v *view, r int, a assignment, key *formKey, row Match, flags []Flag) {
	c := &v.cells[a.cell]
	switch {
	case v.otherYear != "" || a.slot.other:
		c.role, c.reason = otherRole, otherYear
		return
	case a.bad || a.slot.leaf.code == "":
		if c.kind != emptyCell {
			c.role, c.reason = extraRole, noColumn
		}
		if c.kind == numberCell {
			rd.extra[columnRule(key.Key)] = true
		}
		return
	}
	o := observation{key: key, view: v, cell: a.cell, row: row, col: a.match}
	q := key.count
	q.Printed = a.slot.unit
	o.value = ParseValue(c.src.Text, q)
	if len(a.flags)+len(flags) > 0 {
		o.value.Flags = slices.Concat(o.value.Flags, a.flags, flags)
	}
	if row == Fuzzy || a.match == Fuzzy {
		o.value.flag(FlagLabelFuzzy)
	}
	if v.ragged {
		o.value.flag(FlagSpanInconsistent)
	}
	if c.r0 != r || c.r1-c.r0 > 1 {
		o.value = Value{Status: Ambiguous, Flags: append(o.value.Flags, FlagValueMerged)}
	}
	rd.obs = append(rd.obs, o)
}

// columnRule is the rule over the columns of the table of a key.
func columnRule(k Key) string {
	switch {
	case strings.HasPrefix(k.Indicator, "litigation."):
		return "R4"
	case strings.HasPrefix(k.Indicator, "proactive."):
		return ""
	}
	return "R3"
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
	rd.unnameGroups(places)
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
	rd.doubtTotals()
	rd.doubtShapes()
	contradicted := rd.contradicted()
	twice := make([]bool, len(rd.rows))
	for i := range rd.rows {
		if r := &rd.rows[i]; r.leaf.code != "" && contradicted[r.leaf.code] {
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

// unnameGroups takes the label of a group off a row whose own label was lost:
// the form prints no number for the group, and one of its rows is missing. Where a
// table goes on behind a page, its group is printed again in any of its rows.
func (rd *reader) unnameGroups(places []string) {
	for i := range rd.rows {
		r := &rd.rows[i]
		if r.leaf.code == "" || slices.Contains(places, r.leaf.code) {
			continue
		}
		for _, p := range places {
			if strings.HasPrefix(p, r.leaf.code+".") && !slices.ContainsFunc(rd.rows, func(o appRow) bool { return o.leaf.code == p && !o.otherYear }) {
				r.leaf, r.label = hit{}, -1
				break
			}
		}
	}
}

// doubtTotals marks rows that print numbers but leave the total empty while
// others print theirs: their numbers may stand one column too far left.
func (rd *reader) doubtTotals() {
	filled := 0
	var open []int
	for i := range rd.rows {
		r := &rd.rows[i]
		counts, total := false, emptyCell
		seen := false
		for _, a := range r.slots {
			c := &r.view.cells[a.cell]
			n, ok := plainInteger(c.src.Text)
			counts = counts || ok && n.Coef != 0
			if !a.bad && a.slot.leaf.code == "total" && !a.slot.other {
				seen, total = true, c.kind
			}
		}
		switch {
		case !seen || r.otherYear || !counts:
		case total == emptyCell:
			open = append(open, i)
		case total == numberCell:
			filled++
		}
	}
	if filled <= len(open) {
		return
	}
	for _, i := range open {
		rd.rows[i].shifted = true
	}
}

// doubtShapes marks rows of a table that have more or fewer cells than most of
// its rows have: where their count fits the header and the others' does not, it may be
// by a cell that was lost. So are rows that fit a header which most rows do not
// fit, and rows whose total stands left of numbers without a label while a
// column of the form has none.
func (rd *reader) doubtShapes() {
	for from := 0; from < len(rd.rows); {
		to := from + 1
		for to < len(rd.rows) && rd.rows[to].view == rd.rows[from].view {
			to++
		}
		var count [64]int
		own, lost := 0, 0
		for i := from; i < to; i++ {
			if r := &rd.rows[i]; !r.otherYear && len(r.values) < len(count) {
				count[len(r.values)]++
				own++
				if !slices.ContainsFunc(r.slots, func(a assignment) bool { return !a.bad }) {
					lost++
				}
			}
		}
		for i := from; i < to; i++ {
			r := &rd.rows[i]
			few := own > 2 && len(r.values) < len(count) && !r.otherYear && 4*count[len(r.values)] < own
			r.shifted = r.shifted || few || 2*lost > own || r.beyondTotal()
		}
		from = to
	}
}

// beyondTotal reports that a number without a column stands right of the total
// of a row that lacks another column.
func (r *appRow) beyondTotal() bool {
	total, named := -1, 0
	for _, a := range r.slots {
		if !a.bad && !a.slot.other && a.slot.leaf.code != "" {
			named++
			if a.slot.leaf.code == "total" {
				total = r.view.cells[a.cell].c0
			}
		}
	}
	return total >= 0 && named < len(Applicants) && !r.view.loose && slices.ContainsFunc(r.slots, func(a assignment) bool {
		c := &r.view.cells[a.cell]
		return a.bad && c.kind == numberCell && c.c0 > total
	})
}

// doubtToGap marks the rows between a label that stands twice and the nearest
// row of the form that is missing: the labels between them may have slipped.
func (rd *reader) doubtToGap(i int, places []string) {
	for _, step := range []int{-1, 1} {
		k := i
		for n := 0; n < len(places) && k+step >= 0 && k+step < len(rd.rows); n++ {
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

// rowText is what a row prints behind its label.
func rowText(r *appRow) string { return r.view.textOf(r.values) }

// textOf is what cells print, folded.
func (v *view) textOf(cells []int) string {
	var b strings.Builder
	for _, i := range cells {
		b.WriteString(Fold(v.cells[i].src.Text))
		b.WriteByte('|')
	}
	return b.String()
}

// contradicted returns the rows of the form that the document prints more than
// once, and not with the same numbers.
func (rd *reader) contradicted() map[string]bool {
	first := make(map[string]int, len(rd.rows))
	var found map[string]bool
	for i := range rd.rows {
		r := &rd.rows[i]
		if r.otherYear || r.leaf.code == "" || r.view.blank {
			continue
		}
		k, again := first[r.leaf.code]
		if !again {
			first[r.leaf.code] = i
		} else if rowText(r) != rowText(&rd.rows[k]) {
			if found == nil {
				found = map[string]bool{}
			}
			found[r.leaf.code] = true
		}
	}
	return found
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

// settleRun settles the rows i to j that have no label of their own. Rows with
// words that no missing row of the form holds are an office's own: they cast no
// doubt on others.
func (rd *reader) settleRun(i, j int, places []string) {
	first, last := -1, len(places)
	if i > 0 {
		first = slices.Index(places, rd.rows[i-1].leaf.code)
	}
	if j < len(rd.rows) {
		last = slices.Index(places, rd.rows[j].leaf.code)
	}
	open := i > 0 && first < 0 || j < len(rd.rows) && last < 0 || j == len(rd.rows)
	missing := places[first+1:]
	if last > first {
		missing = places[first+1 : last]
	}
	var unread []int
	fits := true // rows with a label that other tables share too stand in the place of it
	for n := i; n < j; n++ {
		shared := rd.rows[n].leaf.code
		rd.rows[n].leaf = hit{}
		fits = fits && !rd.strayLeaves(&rd.rows[n])
		if at := slices.Index(missing, shared); at >= 0 || !rd.ownWords(&rd.rows[n], missing) {
			fits = fits && (at < 0 || at == len(unread))
			unread = append(unread, n)
		}
	}
	if !open && len(missing) == len(unread) && last > first && fits {
		for n, k := range unread {
			rd.rows[k].leaf = hit{missing[n], Assumed, LeafLabel}
		}
		unread = nil
	}
	for n := i; n < j; n++ {
		if rd.rows[n].leaf.code == "" {
			rd.cutLeaf(&rd.rows[n], places)
		}
	}
	if len(unread) == 0 {
		return
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

// strayLeaves notes a row whose label names several rows of the form, a line
// each: its numbers may be those of any of them.
func (rd *reader) strayLeaves(row *appRow) bool {
	if row.label < 0 || row.otherYear {
		return false
	}
	text := row.view.cells[row.label].src.Text
	if !strings.Contains(text, "\n") {
		return false
	}
	var codes []string
	for line := range strings.SplitSeq(text, "\n") {
		if h, ok := pick(rd.find(line), LeafLabel); ok && !(common(h) && stripOrdinal(Fold(line)) == Fold(line)) && !slices.Contains(codes, h.code) {
			codes = append(codes, h.code)
		}
	}
	if len(codes) < 2 {
		return false
	}
	rd.strays(row.view, row.row, func(k Key) bool { return slices.Contains(codes, k.Indicator) })
	return true
}

// cutLeaf notes a row whose label is what may be left of that of a row of the
// form: its beginning, or half of its signs in order. Its numbers may be that row's.
func (rd *reader) cutLeaf(row *appRow, places []string) {
	if row.label < 0 || row.otherYear {
		return
	}
	key := labelKey(row.view.cells[row.label].src.Text)
	if len(key) < len("其他法") {
		return
	}
	for _, w := range rd.forms.vocab.whole {
		if slices.Contains(places, w.hit.code) && (strings.HasPrefix(w.key, key) || 2*len(key) >= len(w.key) && within(key, w.key)) {
			rd.strays(row.view, row.row, func(k Key) bool { return k.Indicator == w.hit.code })
		}
	}
}

// ownWords reports a label that can be read and shares no two characters in a
// row with that of any of the rows.
func (rd *reader) ownWords(row *appRow, codes []string) bool {
	if row.label < 0 {
		return false
	}
	words := []rune(labelKey(row.view.cells[row.label].src.Text))
	if len(words) < 2 || words[0] < firstHan {
		return false
	}
	for _, code := range codes {
		for _, w := range rd.forms.vocab.whole {
			if w.hit.code != code {
				continue
			}
			for k := 0; k+1 < len(words); k++ {
				if strings.Contains(w.key, string(words[k:k+2])) {
					return false
				}
			}
		}
	}
	return true
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
	if row.shifted {
		flags = append(flags, FlagSpanInconsistent)
	}
	if row.doubt {
		flags = append(flags, FlagRowNextToUnread)
	}
	for _, a := range row.slots {
		a.slot.other = a.slot.other || row.otherYear
		kind := row.view.cells[a.cell].kind
		if code != row.leaf.code && kind == numberCell && !row.otherYear {
			rd.extra["R2"] = true
		}
		if a.bad && !row.otherYear && kind != emptyCell {
			for _, ap := range Applicants {
				rd.undecided[Key{code, ap.Code}] = true
			}
		}
		rd.observe(row.view, row.row, a, rd.forms.applicantCell(code, a.slot.leaf.code), row.leaf.match, flags)
	}
}

func (rd *reader) rowNo(row *appRow) int {
	i := row.label
	if i < 0 {
		i = row.values[0]
	}
	return row.view.cells[i].src.Row + 1
}
