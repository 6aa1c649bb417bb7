package normalize

import (
	"slices"
	"unicode/utf8"

	"github.com/gongkai-data/gongkai/extract"
)

// Flags that the reading of a table can give.
const (
	FlagLabelFuzzy       Flag = "label_fuzzy"        // the label is a near miss of the official one
	FlagColumnsAssumed   Flag = "columns_assumed"    // no header: the official order of columns was taken
	FlagSpanInconsistent Flag = "span_inconsistent"  // header and numbers do not stand in the same columns: order was taken
	FlagRowAssumed       Flag = "row_assumed"        // the row has no readable label: its neighbours leave one
	FlagRowNextToUnread  Flag = "row_next_to_unread" // a row beside it could not be placed: labels may have moved
	FlagValueMerged      Flag = "value_merged"       // one cell spans several cells of the form
	FlagDuplicate        Flag = "duplicate_conflict" // printed twice with different numbers
	FlagTablesCompete    Flag = "tables_compete"     // two tables give different numbers for the same cells
	FlagExtraRow         Flag = "extra_row"          // the official form has no such row
	FlagGridRebuilt      Flag = "grid_reconstructed" // read from text without cells
)

// reader fills one report from one document.
type reader struct {
	forms *FormSet
	seen  map[string][]hit
	year  int

	views   []*view
	obs     []observation
	rows    []appRow // rows of the applications table, in order
	marks   map[string]int
	tables  map[string]bool // tables of the form that the document has for its year
	foreign map[string]bool // tables of the form that it has for other years
	extra   map[string]bool // tables that print numbers in rows ("R2") or columns ("R3", "R4") that the form has not
	named   map[string]bool // rows of the proactive table whose label stands in some table
	hdr     header          // of the applications table, for one that goes on
	group   string

	doubled   []Key        // printed more than once
	undecided map[Key]bool // a number is printed, but not which of several keys it belongs to
}

func newReader(forms *FormSet, year int) *reader {
	return &reader{forms: forms, year: year, seen: map[string][]hit{},
		marks: map[string]int{}, tables: map[string]bool{}, foreign: map[string]bool{}, named: map[string]bool{}, extra: map[string]bool{}, undecided: map[Key]bool{}, obs: make([]observation, 0, 256)}
}

// observation is one number, or one absence, at one cell.
type observation struct {
	key      *formKey
	view     *view
	cell     int
	value    Value
	row, col Match
	flat     *flatSource // set where the number stands in running text; then view is nil
}

// appRow is one row of the applications table before its columns are read.
type appRow struct {
	view      *view
	row       int // of the view
	leaf      hit // code "" where no label was recognised
	label     int // cell of the label, −1 where none
	values    []int
	slots     []assignment
	group     string
	adjacent  bool // no text stands between this row and the one before
	otherYear bool // the row or its table is of another year
	doubt     bool // a row beside it could not be placed
}

// assignment gives a value cell its column.
type assignment struct {
	cell  int
	slot  slot
	match Match
	flags []Flag
	bad   bool // the cell covers several columns
}

// scan reads every table of the document into observations.
func (rd *reader) scan(doc *extract.Document) {
	no, between := 0, 0
	for i, b := range doc.Blocks {
		t, ok := b.(*extract.Table)
		if !ok {
			between++
			continue
		}
		no++
		v := rd.newView(t, no, i)
		rd.views = append(rd.views, v)
		if t.Role == extract.Furniture {
			v.furniture()
			continue
		}
		v.otherYear = rd.otherYear(doc.Blocks[:i], t)
		rd.scanTable(v, between == 0)
		between = 0
	}
}

// otherYear returns the title of the table, or its caption, that says the table
// is of an earlier year. Only the nearest line counts, and only a short one that
// speaks of figures: prose, dates and notes name other years freely.
func (rd *reader) otherYear(before []extract.Block, t *extract.Table) string {
	if rd.year == 0 {
		return ""
	}
	if t.Caption != "" && rd.titlesOtherYear(t.Caption) {
		return t.Caption
	}
	for i := len(before) - 1; i >= 0 && i >= len(before)-3; i-- {
		text := ""
		switch b := before[i].(type) {
		case *extract.Paragraph:
			if b.Role != extract.Body {
				continue
			}
			text = b.Text
		case *extract.Heading:
			text = b.Text
		case *extract.Table:
			return ""
		}
		if Fold(text) == "" {
			continue
		}
		if rd.titlesOtherYear(text) {
			return text
		}
		return ""
	}
	return ""
}

// titlesOtherYear reports the title of a table of an earlier year.
func (rd *reader) titlesOtherYear(text string) bool {
	if utf8.RuneCountInString(text) > 50 || !containsAny(text, figureWords) || containsAny(text, dateWords) {
		return false
	}
	return namesOtherYear(text, rd.year)
}

var (
	figureWords = []string{"情况", "数据", "报表", "统计", "表", "对比", "附"}
	dateWords   = []string{"日期", "截至", "截止", "填报", "印发", "格式", "按照", "根据", "如下"}
)

func (v *view) furniture() {
	for i := range v.cells {
		v.cells[i].role = furnitureRole
	}
}

// scanTable walks over the rows once. A row is a header, a row of numbers or
// neither; which, its labels say.
func (rd *reader) scanTable(v *view, adjacent bool) {
	var h header
	var line []int
	for r := 0; r < v.rows; r++ {
		line = v.line(r, line)
		above := &h
		if h.table == "" && len(rd.hdr.cols) == v.cols {
			above = &rd.hdr
		}
		s := rd.survey(v, r, line, above)
		switch rd.rowTable(v, &s, &h, adjacent) {
		case "applications":
			rd.applicationsRow(v, r, &s, &h, adjacent)
			adjacent = true
			continue
		case "proactive":
			rd.proactiveRow(v, r, &s, &h)
			continue
		case "litigation":
			rd.litigationRow(v, r, &s, &h)
			continue
		}
		if s.numbers > 0 {
			continue
		}
		if table, class := v.headerTable(&s, &h); table != "" {
			h.headerRow(v, r, line, table, class, rd.year)
			if table == "applications" {
				rd.hdr = h
			}
		} else if h.table != "" && rd.yearAbove(v, line) {
			h.headerRow(v, r, line, h.table, ApplicantLabel, rd.year)
		}
	}
}

// yearAbove reports a cell as wide as a column, or a few, that names another
// year above the numbers.
func (rd *reader) yearAbove(v *view, line []int) bool {
	return len(line) > 1 && slices.ContainsFunc(line, func(i int) bool {
		return len(v.cells[i].hits) == 0 && namesOtherYear(v.cells[i].src.Text, rd.year)
	})
}

// applicationsRow sets one row of the applications table aside; its label is
// settled once all rows are known.
func (rd *reader) applicationsRow(v *view, r int, s *survey, h *header, adjacent bool) {
	if h.table == "applications" {
		h.stale = true
	}
	row := appRow{view: v, row: r, leaf: s.leaf, label: s.label, adjacent: adjacent, values: slices.Clone(s.values)}
	row.otherYear = v.otherYear != "" || s.label >= 0 && row.leaf.code != "applications.carried_in" && rd.year > 0 && namesOtherYear(v.cells[s.label].src.Text, rd.year)
	rd.present("applications", !row.otherYear)
	if s.group != "" && s.group != "results" {
		rd.group = s.group
	}
	if row.leaf.code == "applications.result.other" {
		rd.group = "other" // the next rows may be its own
	}
	row.group = rd.group
	switch {
	case h.table == "applications":
		row.slots = h.assign(v, r, row.values)
	case len(rd.hdr.cols) == v.cols && rd.hdr.table != "" && !v.turned:
		row.slots = rd.hdr.assign(v, r, row.values)
	default:
		row.slots = rd.official(v, r, row.values)
	}
	rd.rows = append(rd.rows, row)
}

// present notes that the document has a table of the form, for the report's
// year or only for another.
func (rd *reader) present(table string, own bool) {
	if own {
		rd.tables[table] = true
	} else {
		rd.foreign[table] = true
	}
}

// official assigns seven values without a header in the order of the form.
func (rd *reader) official(v *view, r int, values []int) []assignment {
	if s := rd.hdr.order(); s != nil {
		if as := byOrder(v, values, s, Alias, nil); as != nil {
			return as
		}
	}
	s := make([]slot, len(Applicants))
	for i, a := range Applicants {
		s[i] = slot{leaf: hit{a.Code, Assumed, ApplicantLabel}}
	}
	if as := byOrder(v, values, s, Assumed, []Flag{FlagColumnsAssumed}); as != nil {
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

// assign gives each value cell its column: by position where every number
// stands below one label, by order where the spans of header and numbers
// disagree but their counts agree. What neither settles is flagged.
func (h *header) assign(v *view, r int, values []int) []assignment {
	if v.loose && h.fields != countFields(v, r) {
		if as := byOrder(v, values, h.order(), Alias, nil); as != nil {
			return as
		}
		return undecided(values)
	}
	as, sound := h.byPosition(v, r, values)
	if sound {
		return as
	}
	if o := byOrder(v, values, h.order(), Assumed, []Flag{FlagSpanInconsistent}); o != nil {
		if v.loose || h.overlap(v, o) {
			for i := range o {
				o[i].match, o[i].flags = Alias, nil
			}
		}
		return o
	}
	if h.misses(v, values) {
		return undecided(values)
	}
	if !h.aligned(v, as) {
		for i := range as {
			as[i].flags = []Flag{FlagSpanInconsistent}
		}
	}
	return as
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
	for _, a := range as {
		c := &v.cells[a.cell]
		if a.bad && (c.c0 < right || !h.cols[c.c0].words) || !a.bad && !h.below(c) {
			return false
		}
	}
	labels := 0
	for k, c := range h.cols {
		if c.leaf.code != "" && (k == 0 || h.cols[k-1].cell != c.cell) {
			labels++
		}
	}
	good := 0
	for _, a := range as {
		if !a.bad {
			good++
		}
	}
	return good == labels
}

// below reports that the cell has the edges of the label above it.
func (h *header) below(c *viewCell) bool {
	l := h.cols[c.c0]
	return l.leaf.code != "" && l.from == c.c0 && l.to == c.c1
}

// overlap reports that each cell stands at least partly below the column that
// order gave it: edges that differ by a sliver make spans overlap, not shift.
func (h *header) overlap(v *view, as []assignment) bool {
	for _, a := range as {
		c := &v.cells[a.cell]
		below := false
		for k := c.c0; k < min(c.c1, len(h.cols)); k++ {
			below = below || h.cols[k].leaf.code == a.slot.leaf.code && h.cols[k].block == a.slot.block
		}
		if !below {
			return false
		}
	}
	return true
}

func countFields(v *view, r int) int { return len(v.line(r, nil)) }

// byPosition reads the columns above each cell. It is sound where each number
// has one column and each column at most one number; the same text repeated
// over the columns of one label counts as one.
func (h *header) byPosition(v *view, r int, values []int) (as []assignment, sound bool) {
	sound = true
	as = make([]assignment, 0, len(values))
	var few [32]int
	under := few[:0] // label cell of each assignment
	for _, i := range values {
		c := &v.cells[i]
		as = append(as, assignment{cell: i, match: Exact})
		a := &as[len(as)-1]
		n := 0
		last := -1
		for k := c.c0; k < min(c.c1, len(h.cols)); k++ {
			col := &h.cols[k]
			if col.leaf.code == "" || n > 0 && col.cell == last {
				continue
			}
			n++
			if n == 1 && k > c.c0 && h.cols[k-1].other || k+1 < min(c.c1, len(h.cols)) && h.cols[k+1].other && !col.other {
				n++ // the cell also covers a column of another year
			}
			last = col.cell
			a.slot = slot{col.leaf, col.block, col.unit, col.other}
			a.match = col.leaf.match
		}
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

// byOrder pairs values and columns one by one from the left, or returns nil
// where their numbers differ. Empty cells beyond the last column do not count.
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
	as := make([]assignment, len(values))
	for i, c := range values {
		as[i] = assignment{cell: c, slot: order[i], match: m, flags: flags}
	}
	return as
}
