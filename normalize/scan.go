package normalize

import (
	"slices"
	"strings"

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
	body  string // name of the body that reports, "" where it is not known
	room  *room

	views     []*view
	obs       []observation
	rows      []appRow // rows of the applications table, in order
	marks     map[string]int
	tables    map[string]bool // tables of the form that the document has for its year
	foreign   map[string]bool // tables of the form that it has for other years
	inPicture map[string]bool // tables of the form in whose place a picture stands
	extra     map[string]bool // tables that print numbers in rows ("R2") or columns ("R3", "R4") that the form has not
	named     map[string]bool // rows of the proactive table whose label stands in some table
	hdr       header          // of the applications table, for one that goes on
	group     string

	stray     map[Key][]place // rows with numbers that may be those of a cell, but could not be read
	doubled   []Key           // printed more than once
	undecided map[Key]bool    // a number is printed, but not which of several keys it belongs to
}

func newReader(forms *FormSet, year int, m *room) *reader {
	return &reader{forms: forms, year: year, room: m, seen: map[string][]hit{},
		marks: map[string]int{}, tables: map[string]bool{}, foreign: map[string]bool{}, named: map[string]bool{}, extra: map[string]bool{}, undecided: map[Key]bool{}}
}

// place is a row of a table.
type place struct {
	view *view
	row  int
}

// strays notes that the numbers of a row that was not read may be those of the keys.
func (rd *reader) strays(v *view, r int, of func(k Key) bool) {
	if v.otherYear != "" {
		return
	}
	if rd.stray == nil {
		rd.stray = map[Key][]place{}
	}
	for k := range rd.forms.keys {
		if of(k) {
			rd.stray[k] = append(rd.stray[k], place{v, r})
		}
	}
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
	shifted   bool // its numbers may stand beside their columns
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
		if n := len(rd.views); between == 0 && no > 1 && n > 1 && v.otherYear == "" && !v.headed() {
			v.otherYear = rd.views[n-2].otherYear // a piece of the table above
		}
		v.blank = blankForm(doc.Blocks[:i], v)
		rd.scanTable(v, between == 0)
		between = 0
	}
}

// headed reports a table that prints labels of columns: it is no piece of the
// table above it.
func (v *view) headed() bool {
	return slices.ContainsFunc(v.labels, func(i int32) bool {
		return slices.ContainsFunc(v.cells[i].hits, func(t hit) bool {
			return (t.class == ApplicantLabel || t.class == OutcomeLabel || t.class == MeasureLabel) && !common(t)
		})
	})
}

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
	var few [8]subjectRow
	block := subjectRows(few[:0])
	for r := 0; r < v.rows; r++ {
		if r > 0 && r == v.wrapped {
			continue
		}
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
			first := len(rd.obs)
			rd.proactiveRow(v, r, &s, &h)
			block.add(rd, &s, v, r, first)
			continue
		case "litigation":
			rd.litigationRow(v, r, &s, &h)
			continue
		}
		if s.numbers > 0 {
			if s.outcomesUnheaded(v) && h.table == "" {
				rd.strays(v, r, func(k Key) bool { return strings.HasPrefix(k.Indicator, "litigation.") })
			}
			if h.table == "proactive" && (s.label < 0 || labelKey(v.cells[s.label].src.Text) == "") {
				v.nameless++
				block.add(rd, &s, v, r, len(rd.obs))
			}
			continue
		}
		if table, class := v.headerTable(&s, &h); table != "" {
			block.close(rd, &h)
			h.headerRow(v, r, line, table, class, rd.year)
			if table == "applications" {
				rd.hdr = h
			}
		} else if h.table != "" && rd.yearAbove(v, line) {
			h.headerRow(v, r, line, h.table, ApplicantLabel, rd.year)
		}
	}
	block.close(rd, &h)
	rd.doubtNameless(v)
}

// doubtNameless notes a proactive table that lost its labels: it may be the
// report's, and another beside it another year's.
func (rd *reader) doubtNameless(v *view) {
	if v.nameless >= 2 && v.nameless > v.subjects {
		rd.strays(v, -1, func(k Key) bool { return strings.HasPrefix(k.Indicator, "proactive.") })
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
	if s.leaf.code == "" && s.numbers > 0 {
		rd.unwrap(v, r, s)
	}
	row := appRow{view: v, row: r, leaf: s.leaf, label: s.label, adjacent: adjacent, values: slices.Clone(s.values)}
	row.otherYear = v.otherYear != "" || s.other || s.label >= 0 && row.leaf.code != "applications.carried_in" && rd.year > 0 && namesOtherYear(v.cells[s.label].src.Text, rd.year)
	rd.present("applications", !row.otherYear)
	rd.group = groupAfter(rd.group, s)
	row.group = rd.group
	switch {
	case h.table == "applications":
		row.slots = h.assign(v, r, row.values, h.firstNumber(v, s))
	case len(rd.hdr.cols) == v.cols && rd.hdr.table != "" && !v.turned:
		row.slots = rd.hdr.assign(v, r, row.values, rd.hdr.firstNumber(v, s))
	default:
		row.slots = rd.official(v, r, row.values)
	}
	rd.rows = append(rd.rows, row)
}

// groupAfter is the group that a row of the applications table stands in.
func groupAfter(group string, s *survey) string {
	const results = "applications.result."
	switch rest, ok := strings.CutPrefix(s.leaf.code, results); {
	case s.group != "" && s.group != "results":
		return s.group
	case s.leaf.code == results+"other":
		return "other" // the next rows may be its own
	case s.leaf.code == "" || common(s.leaf):
		return group
	case ok && strings.Contains(rest, "."):
		return rest[:strings.IndexByte(rest, '.')]
	}
	return ""
}

// unwrap reads the label of a row that is broken around its numbers: its halves
// stand above and below, with empty cells beside them.
func (rd *reader) unwrap(v *view, r int, s *survey) {
	if s.label >= 0 && v.cells[s.label].kind != emptyCell || r == 0 || r+1 == v.rows {
		return
	}
	above, below := v.alone(r-1), v.alone(r+1)
	if above < 0 || below < 0 {
		return
	}
	leaf, ok := pick(rd.find(v.cells[above].src.Text+v.cells[below].src.Text), LeafLabel)
	if !ok || common(leaf) {
		return
	}
	s.leaf, s.label = hit{leaf.code, Assumed, LeafLabel}, above
	v.cells[above].role, v.cells[below].role = labelRole, labelRole
	v.wrapped = r + 1
	if n := len(rd.rows); n > 0 && rd.rows[n-1].view == v && rd.rows[n-1].row == r-1 {
		rd.rows = rd.rows[:n-1]
	}
}

// alone returns the cell of the only words that begin in a row, −1 where there
// are others, or numbers.
func (v *view) alone(r int) int {
	found := -1
	for _, i := range v.line(r, nil) {
		switch c := &v.cells[i]; {
		case c.r0 != r || c.kind == emptyCell:
		case c.kind == numberCell || found >= 0:
			return -1
		default:
			found = i
		}
	}
	return found
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
