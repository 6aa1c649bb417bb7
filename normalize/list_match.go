package normalize

import (
	"fmt"
	"slices"
	"strings"
)

// Flags that only lists can give.
const (
	FlagLineOutOfOrder Flag = "line_out_of_order" // the line stands where the form has another one
	FlagLineNumber     Flag = "line_number"       // the running number beside the label is that of another line
)

// settleLines gives each line its indicator. Labels of their own come first;
// labels that the form prints twice go by the heading above them; a line
// without a readable label takes the place that its neighbours leave.
func (lr *listReader) settleLines() {
	lr.blankForms()
	context := ""
	for i := range lr.entries {
		e := &lr.entries[i]
		if !e.known {
			continue
		}
		switch {
		case len(e.hit.codes) == 1:
			context = e.hit.codes[0]
			if !e.hit.heading {
				e.indicator, e.row0 = context, e.hit.match
			}
		default:
			if code := closest(e.hit.codes, append([]string{context}, lr.groupCodes(e)...)); code != "" {
				e.indicator, e.row0 = code, e.hit.match
				context = code
			}
		}
	}
	lr.twins()
	lr.unlabelled()
	lr.order()
	lr.numbered()
}

// blankForms takes out lists without a single number beside one with numbers:
// the empty form, printed along.
func (lr *listReader) blankForms() {
	numbers := map[*view]int{}
	for i := range lr.entries {
		e := &lr.entries[i]
		if e.filled && e.other == "" {
			numbers[e.view]++
		}
	}
	if len(numbers) == 0 {
		return
	}
	lr.entries = slices.DeleteFunc(lr.entries, func(e entry) bool { return numbers[e.view] == 0 && e.other == "" })
}

// groupCodes are what the merged cells to the left of a label name.
func (lr *listReader) groupCodes(e *entry) (codes []string) {
	for _, g := range e.groups {
		if h, ok := lr.form.find(g); ok && len(h.codes) == 1 {
			codes = append(codes, h.codes[0])
		}
	}
	return codes
}

// closest returns the one candidate that shares its group with the context: the
// code itself without its last word. Where none or several do, "".
func closest(candidates, context []string) string {
	found := ""
	for _, c := range candidates {
		group := c[:strings.LastIndexByte(c, '.')]
		for _, x := range context {
			if x == group || strings.HasPrefix(x, group+".") {
				if found != "" && found != c {
					return ""
				}
				found = c
			}
		}
	}
	return found
}

// twins settles labels that the form prints more than once: a second line of one
// group takes the other group's place, flagged. So is a line whose twin is not there: the
// heading above it may belong to lines that are lost.
func (lr *listReader) twins() {
	had := map[string]int{}
	for i := range lr.entries {
		if e := &lr.entries[i]; e.indicator != "" && len(e.hit.codes) > 1 {
			had[e.indicator]++
		}
	}
	seen := map[string]bool{}
	for i := range lr.entries {
		e := &lr.entries[i]
		if e.indicator == "" || len(e.hit.codes) < 2 {
			continue
		}
		if !seen[e.indicator] {
			seen[e.indicator] = true
			continue
		}
		for _, c := range e.hit.codes {
			if had[c] == 0 && lr.form.order[c] > lr.form.order[e.indicator] {
				e.indicator, e.row0, e.doubt = c, Assumed, append(e.doubt, FlagRowAssumed)
				had[c]++
				seen[c] = true
				break
			}
		}
	}
	for i := range lr.entries {
		e := &lr.entries[i]
		if e.indicator == "" || len(e.hit.codes) < 2 {
			continue
		}
		for _, c := range e.hit.codes {
			if had[c] == 0 && e.row0 != Assumed {
				e.row0, e.doubt = Assumed, append(e.doubt, FlagRowAssumed)
			}
		}
	}
}

// unlabelled settles runs of lines that name nothing: they take the places that
// the lines around them leave, where these are as many as the lines.
func (lr *listReader) unlabelled() {
	for i := 0; i < len(lr.entries); i++ {
		if !lr.open(i) {
			continue
		}
		j := i
		for j < len(lr.entries) && lr.open(j) {
			j++
		}
		lr.settleRun(i, j)
		i = j - 1
	}
}

// open reports a line without an indicator that is no heading.
func (lr *listReader) open(i int) bool {
	e := &lr.entries[i]
	return e.indicator == "" && len(e.several) == 0 && !(e.known && e.hit.heading) && (e.filled || e.value >= 0 || e.words != "")
}

func (lr *listReader) settleRun(i, j int) {
	first, last := lr.place(i-1, -1), lr.place(j, 1)
	if first < 0 || last < 0 || last <= first {
		return
	}
	codes := lr.form.codes()
	blank := true
	for n := i; n < j; n++ {
		blank = blank && wordless(lr.entries[n].text)
	}
	if blank && last-first-1 == j-i {
		for n := i; n < j; n++ {
			e := &lr.entries[n]
			e.indicator, e.row0, e.doubt = codes[first+1+n-i], Assumed, append(e.doubt, FlagRowAssumed)
		}
		return
	}
	for n := i; n < j; n++ {
		if e := &lr.entries[n]; blank || e.known {
			lr.undecidedBetween(codes[first+1 : last])
			return
		}
	}
	if last-first > 1 && lr.form.name != "A1" { // an unknown wording where lines of the form are missing: it may be one of them
		lr.undecidedBetween(codes[first+1 : last])
	}
}

func (lr *listReader) undecidedBetween(codes []string) {
	for _, c := range codes {
		lr.undecided[Key{Indicator: c}] = true
	}
}

// wordless reports a label of which at most one character is left.
func wordless(text string) bool {
	n := 0
	for _, r := range lineKey(text) {
		if r >= firstHan && r <= lastHan {
			n++
		}
	}
	return n < 2
}

// codes are the indicators of the form in order.
func (f *listForm) codes() []string {
	codes := make([]string, len(f.grid.template))
	for i := range f.grid.template {
		codes[i] = f.grid.template[i].Indicator
	}
	return codes
}

// place is the place in the form of the nearest settled line from i on, −1 for none.
func (lr *listReader) place(i, step int) int {
	for ; i >= 0 && i < len(lr.entries); i += step {
		if c := lr.entries[i].indicator; c != "" {
			return lr.form.order[c]
		}
	}
	return -1
}

// order flags lines that stand where the form has another one, between
// neighbours that are in order: their label may have slipped.
func (lr *listReader) order() {
	for i := range lr.entries {
		e := &lr.entries[i]
		if e.indicator == "" {
			continue
		}
		at, before, behind := lr.form.order[e.indicator], lr.place(i-1, -1), lr.place(i+1, 1)
		if before >= 0 && behind >= 0 && before < behind && (at < before || at > behind) {
			e.doubt = append(e.doubt, FlagLineOutOfOrder)
		}
	}
}

// numbered holds labels to the running numbers of the form, where the table
// prints those: one that is another line's puts its line in doubt.
func (lr *listReader) numbered() {
	agree, all := 0, 0
	for i := range lr.entries {
		if e := &lr.entries[i]; e.indicator != "" && e.code != "" {
			all++
			if lr.numberedAs(e) {
				agree++
			}
		}
	}
	if all < 10 || agree*10 < all*8 {
		return
	}
	lr.coded = true
	for i := range lr.entries {
		if e := &lr.entries[i]; e.indicator != "" && e.code != "" && !lr.numberedAs(e) {
			e.doubt = append(e.doubt, FlagLineNumber)
		}
	}
}

// numberedAs reports that the running number of a settled line is that of the form.
func (lr *listReader) numberedAs(e *entry) bool {
	return strings.TrimLeft(e.code, "0") == fmt.Sprint(lr.form.order[e.indicator]+1)
}

// observeLines turns settled lines into observations and keeps what the form
// does not have under its label.
func (lr *listReader) observeLines() (unknown []string, keys []Key) {
	for i := range lr.entries {
		e := &lr.entries[i]
		if e.other != "" {
			lr.foreignLine(e)
			continue
		}
		switch {
		case e.known && e.hit.heading:
			continue
		case len(e.several) > 0: // the digits of several lines in one cell
			lr.undecidedBetween(e.several)
			lr.unplaced(e)
		case e.indicator != "":
			lr.observeLine(e, Key{Indicator: e.indicator})
		case e.known: // one of several lines
			lr.undecidedBetween(e.hit.codes)
			lr.unplaced(e)
		case e.filled && !wordless(e.text):
			k := Key{Indicator: "nonstandard." + strings.ToLower(lr.form.name) + "." + lr.address(i)}
			e.doubt = append(e.doubt, FlagExtraRow)
			lr.observeLine(e, k)
			unknown, keys = append(unknown, cleanLabel(e.text)), append(keys, k)
		case e.filled:
			lr.unplaced(e)
		}
	}
	return unknown, keys
}

// address names a line that the form does not have.
func (lr *listReader) address(i int) string {
	e := &lr.entries[i]
	if e.view == nil {
		return fmt.Sprintf("n%02d", i+1)
	}
	c := e.view.cells[e.label].src
	if c.Col == 0 {
		return fmt.Sprintf("t%dr%d", e.view.no, c.Row+1)
	}
	return fmt.Sprintf("t%dr%dc%d", e.view.no, c.Row+1, c.Col+1)
}

// cleanLabel is a label as printed, on one line.
func cleanLabel(text string) string {
	return strings.TrimLeft(strings.Join(strings.Fields(text), ""), ".、")
}

// foreignLine sets a line of another year's list aside.
func (lr *listReader) foreignLine(e *entry) {
	if e.value >= 0 {
		c := &e.view.cells[e.value]
		c.role, c.reason = otherRole, otherYear
	}
}

// unplaced marks the numbers of a line that no indicator takes.
func (lr *listReader) unplaced(e *entry) {
	if e.value >= 0 {
		c := &e.view.cells[e.value]
		c.role, c.reason = extraRole, unplaced
	}
}

// observeLine notes what one line says about one key.
func (lr *listReader) observeLine(e *entry, k Key) {
	key := lr.forms.key(k)
	q := Quantity{Unit: "piece"}
	if i, ok := lr.form.order[k.Indicator]; ok {
		q.Unit = lr.form.grid.template[i].Unit
	}
	if amount := q.Unit == "cny_10k"; amount && e.unit == "" {
		q.Vague = true
	} else if amount || strings.HasPrefix(e.unit, "万") || strings.HasSuffix(e.unit, "元") {
		q.Printed = e.unit
	}
	o := observation{key: key, view: e.view, cell: e.value, row: e.row0, col: e.col, flat: e.source}
	switch {
	case e.bad:
		o.value = Value{Status: Ambiguous}
		lr.undecided[k] = true
		if e.value < 0 && e.source == nil {
			return
		}
	case e.source != nil:
		o.value = ParseValue(e.words, q)
	case e.value < 0:
		lr.missing[k.Indicator] = true
		return
	default:
		o.value = ParseValue(e.view.cells[e.value].src.Text, q)
	}
	o.value.Flags = slices.Concat(o.value.Flags, e.flags, e.doubt)
	if e.row0 == Fuzzy {
		o.value.flag(FlagLabelFuzzy)
	}
	lr.own = true
	lr.obs = append(lr.obs, o)
}
