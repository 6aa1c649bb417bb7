package normalize

import (
	"slices"
	"strings"
)

// survey is what the cells of one row are.
type survey struct {
	label   int // cell that names the row, −1 where none does
	leaf    hit // row of the applications table that it names
	subject hit // row of the proactive table that it names
	block   hit // block of the litigation table that it names, where blocks are rows
	group   string
	unread  bool  // a row of a group stands here, but no label says which
	values  []int // cells behind the label, or all of them where there is none

	numbers, empty, words int // among values
	hinted                bool
	shared                bool // its label stands beside a row of another year, too
	other                 bool // it is the row of the other year

	applicants, totals, outcomes, measures, blocks int
	organisations                                  bool
}

// survey reads one row: its label first, then what stands behind it. h is the
// header above the row.
func (rd *reader) survey(v *view, r int, line []int, h *header) survey {
	s := survey{label: -1}
	for _, i := range line {
		c := &v.cells[i]
		if c.r0 == r {
			s.columns(c)
		}
		for _, t := range c.hits {
			if t.class == MarkLabel && c.r0 == r {
				rd.marks[t.code]++
			}
		}
	}
	line = s.cutYear(v, r, line, rd.year)
	at := s.findLabel(v, r, line, h)
	s.values = line[at+1:]
	for _, i := range line[:max(at, 0)] {
		if g, ok := pick(v.cells[i].hits, GroupLabel); ok {
			s.group = g.code
		}
	}
	for _, i := range s.values {
		if c := &v.cells[i]; c.r0 == r {
			switch c.kind {
			case numberCell:
				s.numbers++
			case emptyCell:
				s.empty++
			default:
				s.words++
				s.hinted = s.hinted || len(c.hits) > 0
			}
		}
	}
	return s
}

// cutYear takes the cell out that says of which year the row beside a label is,
// where two years share a label.
func (s *survey) cutYear(v *view, r int, line []int, year int) []int {
	for n, i := range line {
		c := &v.cells[i]
		if c.kind == numberCell {
			break
		}
		if n == 0 || c.r0 != r || c.kind != wordCell || len(c.hits) > 0 {
			continue
		}
		if l := &v.cells[line[n-1]]; l.r1-l.r0 == 2 && yearOnly(c.src.Text) && slices.ContainsFunc(l.hits, func(t hit) bool { return t.class == LeafLabel || t.class == SubjectLabel }) {
			c.role = labelRole
			s.shared, s.other = true, year > 0 && namesOtherYear(c.src.Text, year)
			return slices.Delete(slices.Clone(line), n, n+1)
		}
	}
	return line
}

// yearOnly reports a text that names a year and says nothing else.
func yearOnly(text string) bool {
	s := strings.TrimSuffix(Fold(text), "度")
	if _, ok := yearAt(s, 0); ok {
		return len(s) == len("2024年")
	}
	switch s {
	case "上年", "去年", "上一年", "本年", "今年":
		return true
	}
	return false
}

// columns counts the labels of columns.
func (s *survey) columns(c *viewCell) {
	for _, t := range c.hits {
		switch {
		case t.class == ApplicantLabel && common(t):
			s.totals++
		case t.class == ApplicantLabel:
			s.applicants++
		case t.class == OutcomeLabel && t.code != "total":
			s.outcomes++
		case t.class == MeasureLabel:
			s.measures++
		case t.class == BlockLabel:
			s.blocks++
		case t.class == BannerLabel && t.code == "organisations":
			s.organisations = true
		}
	}
}

// findLabel returns the position of the cell that names the row, −1 where none
// does. Numbers to the left of every word are ordinals.
func (s *survey) findLabel(v *view, r int, line []int, h *header) int {
	words := slices.IndexFunc(line, func(i int) bool { return v.cells[i].kind == wordCell })
	if words < 0 || words > 1 && slices.ContainsFunc(line[:words], func(i int) bool { return v.cells[i].kind == numberCell }) {
		return -1
	}
	at, weak, last, group := -1, -1, -1, -1
	for n := words; n < len(line) && v.cells[line[n]].kind != numberCell; n++ {
		c := &v.cells[line[n]]
		if c.r0 != r && !s.shared || c.kind != wordCell {
			continue
		}
		if t, ok := pick(c.hits, SubjectLabel); ok && s.subject.code == "" {
			s.subject, s.label = t, line[n]
			return n
		}
		switch t, ok := pick(c.hits, LeafLabel); {
		case ok && !common(t):
			at = n
		case ok:
			weak = n
		case onlyBanner(c):
			last = n
		default:
			if _, ok := pick(c.hits, GroupLabel); ok {
				group = n
			} else if t, ok := pick(c.hits, BlockLabel); ok && (s.label < 0 || s.block.code == "litigation") {
				s.block, s.label, last = t, line[n], n
			}
		}
	}
	if at < 0 && weak < 0 && last < 0 && group >= 0 {
		return s.insideGroup(v, r, line, group, h)
	}
	if at < 0 {
		return s.faintLabel(v, line, weak, last)
	}
	s.label = line[at]
	s.leaf, _ = pick(v.cells[s.label].hits, LeafLabel)
	if _, isGroup := pick(v.cells[s.label].hits, GroupLabel); isGroup {
		return s.insideGroup(v, r, line, at, h)
	}
	return at
}

// onlyBanner reports words that name no row, column or group.
func onlyBanner(c *viewCell) bool {
	return !slices.ContainsFunc(c.hits, func(h hit) bool { return h.class != BannerLabel })
}

// faintLabel takes 其他 or 总计, or the last word before the numbers.
func (s *survey) faintLabel(v *view, line []int, weak, last int) int {
	if weak >= 0 {
		s.label = line[weak]
		s.leaf, _ = pick(v.cells[s.label].hits, LeafLabel)
		return weak
	}
	if last >= 0 {
		s.label = line[last]
	}
	return last
}

// insideGroup settles a row that begins with the label of a group. The group
// names the row only where its cell is as high as the row and the numbers stand
// right beside it; else the cell beside it is the label, readable or not.
func (s *survey) insideGroup(v *view, r int, line []int, at int, h *header) int {
	g := &v.cells[line[at]]
	if at+1 == len(line) {
		return at
	}
	next := &v.cells[line[at+1]]
	named := (g.r1-g.r0 == 1 || s.shared) && (next.kind == numberCell || next.kind == emptyCell && !s.blankLabel(v, line, at, h))
	if named && next.r0 == r {
		return at
	}
	s.leaf, s.unread = hit{}, true
	if next.kind == numberCell {
		s.label = -1
		return at
	}
	s.label = line[at+1]
	if t, ok := pick(next.hits, LeafLabel); ok {
		s.leaf, s.unread = t, false
	}
	return at + 1
}

// blankLabel reports that the empty cell beside a group is a label left empty
// and not the first number: it stands below no label of a column, or there are
// more cells than columns.
func (s *survey) blankLabel(v *view, line []int, at int, h *header) bool {
	if v.loose || len(h.cols) != v.cols {
		n := len(h.order(v, h.first))
		return n > 0 && len(line)-at-1 > n
	}
	return h.cols[v.cells[line[at+1]].c0].leaf.code == ""
}

// table returns the table of the form that the row is a row of numbers of, ""
// where it is none.
func (rd *reader) rowTable(v *view, s *survey, h *header, adjacent bool) string {
	filled := s.numbers + s.empty
	definite := s.unread || s.leaf.code != "" && !common(s.leaf)
	switch {
	case definite && len(s.values) > 0 && (filled > 0 || h.table == "applications"):
		return "applications"
	case s.subject.code != "" && len(s.values) > 0 && s.measures == 0 && s.outcomes < 2 && (filled > 0 || h.table == "proactive"):
		return "proactive"
	case h.table == "litigation" && s.blocks == 1 && s.words+s.numbers == 0 && len(s.values) >= 3 && s.label >= 0 && h.heads(&v.cells[s.values[0]]):
		return "litigation" // blocks are rows, and this one is empty
	case s.measures > 0 || s.applicants > 1 || s.outcomes > 1 || s.organisations || s.blocks > 0 && s.numbers == 0:
		return ""
	case h.table == "litigation" && len(s.values) >= 3 && !s.hinted && (s.numbers > 0 || !h.stale):
		return "litigation"
	case s.outcomesUnheaded(v) && !rd.tables["litigation"] && len(rd.rows) > 0:
		return "litigation"
	case s.outcomesUnheaded(v) && rd.tables["litigation"] && h.table == "":
		return "" // a second one, maybe another year's
	case rd.applicationsOpen(v, s, h, adjacent):
		return "applications"
	case h.table == "proactive" && s.label >= 0 && s.numbers > 0 && !s.hinted:
		return "proactive"
	}
	return ""
}

// outcomesUnheaded reports a row of as many numbers, and nothing else, as the
// litigation table has columns.
func (s *survey) outcomesUnheaded(v *view) bool {
	return v.cols == len(litigationForm) && s.words == 0 && s.label < 0 && s.numbers > 0 && s.numbers+s.empty == len(litigationForm)
}

// applicationsOpen reports that a row without a label of its own can still be
// a row of the applications table: numbers for its columns stand in it.
func (rd *reader) applicationsOpen(v *view, s *survey, h *header, adjacent bool) bool {
	filled := s.numbers + s.empty
	if s.leaf.code != "" && !s.hinted && (h.table == "applications" || h.table == "" && v.leaves >= 3) {
		return len(s.values) > 0
	}
	if s.hinted || s.words > 2 || s.numbers == 0 {
		return false
	}
	if h.table == "applications" {
		return filled >= 6
	}
	return h.table == "" && len(rd.rows) > 0 && filled >= 6 && (adjacent || s.label >= 0 || v.cols == len(Applicants))
}

// headerTable returns the table of the form that the row heads, "" where it is
// no header.
func (v *view) headerTable(s *survey, h *header) (table string, class Class) {
	switch {
	case s.measures > 0:
		return "proactive", MeasureLabel
	case s.applicants >= 2 || s.organisations:
		return "applications", ApplicantLabel
	case s.outcomes >= 2 || s.blocks > 0:
		return "litigation", OutcomeLabel
	case v.leaves >= 3 && s.applicants+s.totals > 0 && !h.stale:
		return "applications", ApplicantLabel
	}
	return "", 0
}
