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

// Reasons why a cell became no fact.
const (
	ReasonOtherYear = "other_year"
	ReasonNoColumn  = "column_unknown"
	ReasonDuplicate = "row_duplicated"
)

// reader fills one report from one document.
type reader struct {
	forms *FormSet
	seen  map[string][]hit
	year  int

	views  []*view
	obs    []observation
	rows   []appRow // rows of the applications table, in order
	marks  map[string]int
	tables map[string]bool // tables of the form that the document has
	hdr    header          // of the applications table, for one that goes on
	group  string
	issues []Issue

	doubled   []Key        // printed more than once
	undecided map[Key]bool // a number is printed, but not which of several keys it belongs to
}

func newReader(forms *FormSet, year int) *reader {
	return &reader{forms: forms, year: year, seen: make(map[string][]hit, 128),
		marks: map[string]int{}, tables: map[string]bool{}, undecided: map[Key]bool{}, obs: make([]observation, 0, 256)}
}

// observation is one number, or one absence, at one cell.
type observation struct {
	key      Key
	form     keyForms
	view     *view
	cell     int
	value    Value
	row, col Match
	flat     *flatSource // set where the number stands in running text; then view is nil
}

// appRow is one row of the applications table before its columns are read.
type appRow struct {
	view     *view
	leaf     hit // code "" where no label was recognised
	label    int // cell of the label, −1 where none
	values   []int
	slots    []assignment
	group    string
	adjacent bool // no text stands between this row and the one before
	doubt    bool // a row beside it could not be placed
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
			v.all(RoleFurniture, "")
			continue
		}
		v.otherYear = rd.otherYear(doc.Blocks[:i], t)
		rd.scanTable(v, between == 0)
		between = 0
	}
}

// otherYear returns the text before the table, or its caption, that says the
// table is of another year. Only the nearest line counts, and only a short one:
// prose names other years freely.
func (rd *reader) otherYear(before []extract.Block, t *extract.Table) string {
	if rd.year == 0 {
		return ""
	}
	if t.Caption != "" && namesOtherYear(t.Caption, rd.year) {
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
		if utf8.RuneCountInString(text) <= 50 && namesOtherYear(text, rd.year) {
			return text
		}
		return ""
	}
	return ""
}

func (v *view) all(role, reason string) {
	for i := range v.cells {
		v.cells[i].role, v.cells[i].reason = role, reason
	}
}

// scanTable walks over the rows once. A row is a header, a row of numbers or
// neither; which, its labels say.
func (rd *reader) scanTable(v *view, adjacent bool) {
	var h header
	var line []int
	var subject subjectRows
	for r := 0; r < v.rows; r++ {
		line = v.line(r, line)
		s := v.survey(r, line)
		rd.mark(s)
		switch {
		case s.leaf >= 0 && s.numbers+s.empty > 0:
			rd.applicationsRow(v, r, line, s, &h, adjacent)
			adjacent = true
		case s.measures > 0 && s.numbers == 0 && s.leaf < 0:
			h.headerRow(v, r, line, "proactive", MeasureLabel, rd.year)
		case s.subject >= 0 && s.numbers+s.empty > 0 && s.outcomes < 2:
			rd.proactiveRow(v, r, line, s, &h, &subject)
		case (s.applicants >= 2 || s.organisations) && s.numbers == 0:
			h.headerRow(v, r, line, "applications", ApplicantLabel, rd.year)
			rd.hdr = h
		case (s.outcomes >= 2 || s.blocks > 0) && s.numbers == 0:
			h.headerRow(v, r, line, "litigation", OutcomeLabel, rd.year)
		case h.table == "litigation" && s.numbers+s.empty >= 3 && s.words <= 1 && (s.numbers > 0 || !h.stale):
			rd.litigationRow(v, line, &h)
		case rd.litigationBare(v, s):
			rd.litigationRow(v, line, &h)
		case rd.applicationsOpen(&h, s, v, adjacent):
			rd.applicationsRow(v, r, line, s, &h, adjacent)
			adjacent = true
		case h.table == "proactive" && s.words == 1 && s.numbers > 0:
			rd.proactiveRow(v, r, line, s, &h, &subject)
		case s.yearHeader(v, line, rd.year):
			h.headerRow(v, r, line, h.table, ApplicantLabel, rd.year)
		}
	}
}

// survey counts what the cells that begin in a row are.
type survey struct {
	leaf, subject                          int // cells with a label of a row, −1 where none
	words, numbers, empty                  int
	applicants, outcomes, measures, blocks int
	organisations                          bool
	marks                                  []string
	last                                   int // position in the line of the last cell of words
}

func (v *view) survey(r int, line []int) survey {
	s := survey{leaf: -1, subject: -1, last: -1}
	for n, i := range line {
		c := &v.cells[i]
		if c.r0 != r {
			continue
		}
		switch c.kind {
		case numberCell:
			s.numbers++
			continue
		case emptyCell:
			s.empty++
			continue
		}
		s.words++
		if s.numbers == 0 {
			s.last = n
		}
		for _, h := range c.hits {
			switch {
			case h.class == LeafLabel && s.numbers == 0 && (!common(h) || s.leaf >= 0 && v.namesGroup(s.leaf)):
				s.leaf = i
			case h.class == SubjectLabel && s.subject < 0 && s.numbers == 0:
				s.subject = i
			case h.class == ApplicantLabel && !common(h):
				s.applicants++
			case h.class == OutcomeLabel && h.code != "total":
				s.outcomes++
			case h.class == MeasureLabel:
				s.measures++
			case h.class == BlockLabel:
				s.blocks++
			case h.class == BannerLabel && h.code == "organisations":
				s.organisations = true
			case h.class == MarkLabel:
				s.marks = append(s.marks, h.code)
			}
		}
	}
	return s
}

// namesGroup reports a label of several rows. Where another label follows it in
// its row, that one names the row.
func (v *view) namesGroup(cell int) bool {
	_, ok := pick(v.cells[cell].hits, GroupLabel)
	return ok
}

func (rd *reader) mark(s survey) {
	for _, m := range s.marks {
		rd.marks[m]++
	}
}

// yearHeader reports a row of words that names another year above the numbers.
func (s survey) yearHeader(v *view, line []int, year int) bool {
	if s.numbers > 0 || s.words == 0 || year == 0 {
		return false
	}
	return slices.ContainsFunc(line, func(i int) bool { return namesOtherYear(v.cells[i].src.Text, year) })
}

// applicationsOpen reports that a row without a label of its own can still be
// a row of the applications table: numbers for all of its columns stand in it.
func (rd *reader) applicationsOpen(h *header, s survey, v *view, adjacent bool) bool {
	if s.numbers == 0 || s.numbers+s.empty < 6 || s.words > 3 {
		return false
	}
	if h.table == "applications" {
		return true
	}
	return h.table == "" && len(rd.rows) > 0 && (adjacent || s.words == 1 || v.cols == len(Applicants) && s.words == 0)
}

// litigationBare reports a table of fifteen numbers alone where the row of
// outcomes is due.
func (rd *reader) litigationBare(v *view, s survey) bool {
	return v.cols == 15 && s.words == 0 && s.numbers > 0 && s.numbers+s.empty == 15 && !rd.tables["litigation"] && len(rd.rows) > 0
}

// applicationsRow sets one row of the applications table aside; its label is
// settled once all rows are known.
func (rd *reader) applicationsRow(v *view, r int, line []int, s survey, h *header, adjacent bool) {
	if h.table == "applications" {
		h.stale = true
	}
	rd.tables["applications"] = rd.tables["applications"] || v.otherYear == ""
	row := appRow{view: v, label: -1, adjacent: adjacent}
	if s.leaf >= 0 {
		row.label = s.leaf
		row.leaf, _ = pick(v.cells[s.leaf].hits, LeafLabel)
	} else if s.last >= 0 {
		row.label = line[s.last]
		row.leaf, _ = pick(v.cells[row.label].hits, LeafLabel)
	}
	start := 0
	for n, i := range line {
		c := &v.cells[i]
		if i == row.label {
			start = n + 1
			break
		}
		if g, ok := pick(c.hits, GroupLabel); ok {
			row.group = g.code
			if g.code != "results" {
				rd.group = g.code
			}
		}
	}
	if row.leaf.code == "applications.result.other" {
		rd.group = "other" // the next rows may be its own
	}
	if row.group == "" || row.group == "results" {
		row.group = rd.group
	}
	row.values = append([]int(nil), line[start:]...)
	if h.table != "applications" && len(rd.hdr.cols) == v.cols && rd.hdr.table != "" && !v.turned {
		row.slots = rd.hdr.assign(v, r, row.values)
	} else if h.table == "applications" {
		row.slots = h.assign(v, r, row.values)
	} else {
		row.slots = rd.official(v, r, row.values)
	}
	rd.rows = append(rd.rows, row)
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
// disagree and the count leaves no choice.
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
	return as
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
	under := make([]int, 0, len(values)) // label cell of each assignment
	for _, i := range values {
		c := &v.cells[i]
		a := assignment{cell: i, match: Exact}
		n := 0
		last := -1
		for k := c.c0; k < min(c.c1, len(h.cols)); k++ {
			col := h.cols[k]
			if col.leaf.code == "" || n > 0 && col.cell == last {
				continue
			}
			n++
			if n == 1 && k > c.c0 && h.cols[k-1].other || k+1 < min(c.c1, len(h.cols)) && h.cols[k+1].other && !col.other {
				n++ // the cell also covers a column of another year
			}
			last = col.cell
			a.slot = slot{col.leaf, col.block, col.other}
			a.match = col.leaf.match
		}
		switch {
		case n == 0 && c.kind == emptyCell:
			continue
		case n != 1 || c.r0 != r:
			a.bad = true
			sound = false
		default:
			if p := slices.Index(under, last); p >= 0 {
				if v.cells[as[p].cell].src.Text == c.src.Text && v.loose {
					continue
				}
				sound = false
			}
		}
		as = append(as, a)
		under = append(under, last)
	}
	for k, col := range h.cols { // a column without a cell: the row is shorter than its header
		if col.leaf.code != "" && v.at[r*v.cols+k] == 0 {
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
