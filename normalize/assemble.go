package normalize

import (
	"slices"
	"strings"
)

// mixedC names the grid of a report that prints table 1 of form C and the
// single row （六）其他处理 of form B. Such reports are real.
const mixedC = "C with one row of other handling"

// grid is one form ready to be filled.
type grid struct {
	template  []Fact // what is the same in every report: table, key and unit
	index     map[Key]int
	at        []int32 // by formKey.id: 1 + index into template, 0 for a key of other forms
	equations []equation
}

func newGrid(name string) *grid {
	g := &grid{index: map[Key]int{}}
	gen := name
	if name == mixedC {
		gen = "C"
	}
	units := map[string]*Indicator{}
	for i := range Indicators {
		if Indicators[i].Generation == gen {
			units[Indicators[i].Code] = &Indicators[i]
		}
	}
	keys := Grid(gen)
	if name == mixedC {
		for _, a := range Applicants {
			keys = append(keys, Key{"applications.result.other", a.Code})
		}
	}
	for _, k := range keys {
		ind := units[k.Indicator]
		g.index[k] = len(g.template)
		g.template = append(g.template, Fact{Table: ind.Table, Indicator: k.Indicator, Applicant: k.Applicant, Unit: ind.Unit})
	}
	g.equations = hardRules(g, name)
	return g
}

// assemble fills the grid of the report's form from the observations, keeps
// what the form does not have, and evaluates the rules.
func (rd *reader) assemble(r *Report, forms *FormSet) {
	name := r.Generation
	if name == "C" && rd.mixed() {
		name = mixedC
	}
	g := forms.grids[name]
	r.Facts = make([]Fact, len(g.template))
	byKey := make([][]int, len(r.Facts))
	slab := make([]int, len(rd.obs))
	extra := map[Key][]int{}
	var extraKeys []Key
	for i := range rd.obs {
		k := rd.obs[i].key.Key
		if at := g.at[rd.obs[i].key.id] - 1; at >= 0 {
			if byKey[at] == nil {
				slab[i] = i
				byKey[at] = slab[i : i+1 : i+1]
			} else {
				byKey[at] = append(byKey[at], i)
			}
			continue
		}
		if extra[k] == nil {
			extraKeys = append(extraKeys, k)
		}
		extra[k] = append(extra[k], i)
	}
	rd.compete(byKey)
	rd.doubtEdges()
	var rows map[string]bool // only where a cell is missing
	for at := range r.Facts {
		f, cell := &r.Facts[at], &g.template[at]
		f.Table, f.Indicator, f.Applicant, f.Unit = cell.Table, cell.Indicator, cell.Applicant, cell.Unit
		if len(byKey[at]) > 0 {
			rd.settle(f, byKey[at], r)
			rd.besideStray(f, byKey[at])
			continue
		}
		if rows == nil {
			rows = rd.rowsSeen()
		}
		f.Status = rd.absence(f, rows)
	}
	for _, k := range extraKeys {
		f := Fact{Table: "nonstandard", Indicator: k.Indicator, Applicant: k.Applicant, Unit: "piece"}
		if t, _, _ := strings.Cut(k.Indicator, "."); t != "nonstandard" {
			f.Table = t
		}
		rd.settle(&f, extra[k], r)
		r.Facts = append(r.Facts, f)
	}
	rd.absences(r)
	verdicts := verdictsOf(g.equations, r.Facts[:len(g.template)])
	doubtFailing(r.Facts[:len(g.template)], g.equations, verdicts)
	doubtSlipped(r.Facts[:len(g.template)], g.equations, verdicts)
	doubtSubtotals(r.Facts[:len(g.template)], g.equations, verdicts)
	doubtOutcomes(r.Facts[:len(g.template)], g.equations, verdicts)
	infer(r.Facts[:len(g.template)], g.equations, verdicts, rd.extra)
	check(r, g, verdicts)
}

// compete flags what two tables give that contradict each other: a table of
// another year that does not say so, say. Two numbers that differ are enough;
// then nothing in either table is certain, though only one prints it.
func (rd *reader) compete(byKey [][]int) {
	type pair struct{ a, b *view }
	against := map[pair]int{}
	var rows []place // printed twice with other numbers
	for _, claims := range byKey {
		claims = claims[:min(len(claims), 16)]
		for n, i := range claims {
			for _, k := range claims[:n] {
				x, y := &rd.obs[k], &rd.obs[i]
				if x.view != y.view && x.value.Status == Reported && y.value.Status == Reported && x.value.Dec.Cmp(y.value.Dec) != 0 {
					against[pair{x.view, y.view}]++
				} else if x.view != nil && x.view == y.view && x.value.Status == Reported && y.value.Status == Reported && x.value.Dec.Cmp(y.value.Dec) != 0 {
					rows = append(rows, place{x.view, x.row0()}, place{y.view, y.row0()})
				}
			}
		}
	}
	for i := range rd.obs {
		if o := &rd.obs[i]; len(rows) > 0 && o.view != nil && strings.HasPrefix(o.key.Indicator, "proactive.") && slices.Contains(rows, place{o.view, o.row0()}) {
			o.value.flag(FlagDuplicate)
		}
	}
	doubtful := map[*view]bool{}
	for p, n := range against {
		if n >= 2 {
			doubtful[p.a], doubtful[p.b] = true, true
		}
	}
	if len(doubtful) == 0 {
		return
	}
	for i := range rd.obs {
		if o := &rd.obs[i]; doubtful[o.view] {
			o.value.flag(FlagTablesCompete)
		}
	}
}

// mixed reports that （六）其他处理 is printed as one row with numbers, and its
// rows, if they are there, without.
func (rd *reader) mixed() bool {
	group := false
	for i := range rd.obs {
		o := &rd.obs[i]
		if o.value.Status != Reported {
			continue
		}
		if strings.HasPrefix(o.key.Indicator, "applications.result.other.") {
			return false
		}
		group = group || o.key.Indicator == "applications.result.other"
	}
	return group
}

// settle fills one fact from all cells that claim it. Equal claims are one;
// different numbers leave the fact undecided.
func (rd *reader) settle(f *Fact, claims []int, r *Report) {
	best := claims[0]
	for _, i := range claims[1:] {
		if claimRank(rd.obs[i].value.Status) > claimRank(rd.obs[best].value.Status) {
			best = i
		}
	}
	o := &rd.obs[best]
	f.Status, f.Value = o.value.Status, o.value.Dec
	f.Flags = slices.Clone(o.value.Flags)
	f.Row, f.Col = o.row, o.col
	o.address(f)
	for _, i := range claims {
		p := &rd.obs[i]
		var pc *viewCell // nil in running text
		if p.view != nil {
			pc = &p.view.cells[p.cell]
			pc.role, pc.claim = valueRole, int32(i+1)
		}
		if i == best {
			continue
		}
		if p.view != nil && p.view.blank || p.value.Status == o.value.Status && (p.value.Status != Reported || p.value.Dec.Cmp(o.value.Dec) == 0) {
			if pc != nil {
				pc.role, pc.reason = extraRole, duplicate
			}
			continue
		}
		if claimRank(p.value.Status) == claimRank(Reported) && claimRank(o.value.Status) == claimRank(Reported) {
			f.Status, f.Value = Ambiguous, Decimal{}
			f.Row, f.Col = o.row, o.col
		}
		f.Flags = append(f.Flags, FlagDuplicate)
	}
	if len(claims) > 1 {
		rd.doubled = append(rd.doubled, f.Key())
	}
	slices.Sort(f.Flags)
	f.Flags = slices.Compact(f.Flags)
}

// besideStray flags a number whose cell may also be meant by a row that could
// not be read.
func (rd *reader) besideStray(f *Fact, claims []int) {
	if len(rd.stray) == 0 || !f.HasValue() {
		return
	}
	for _, p := range rd.stray[f.Key()] {
		for _, i := range claims {
			if o := &rd.obs[i]; o.view != p.view || o.view.cells[o.cell].r0 != p.row {
				f.Flags = append(f.Flags, FlagDuplicate)
				slices.Sort(f.Flags)
				f.Flags = slices.Compact(f.Flags)
				return
			}
		}
	}
}

// address gives the fact the place of its number.
func (o *observation) address(f *Fact) {
	if o.view == nil {
		f.Raw, f.HasRaw = o.flat.digits, o.flat.digits != ""
		f.Addr.Block = o.flat.block
		return
	}
	c := &o.view.cells[o.cell]
	f.Raw, f.HasRaw = c.src.Text, true
	f.Addr.Block, f.Addr.Row, f.Addr.Col = o.view.block, c.src.Row, c.src.Col
	f.TableNo, f.RowNo, f.ColNo = o.view.no, c.src.Row+1, c.src.Col+1
	f.Prov = c.src.Prov
}

// claimRank orders claims: a number before a word, a word before nothing.
func claimRank(s Status) int {
	switch s {
	case Reported:
		return 3
	case Ambiguous, Unreadable:
		return 2
	case TextStatus:
		return 1
	}
	return 0
}

// rowsSeen lists the rows and blocks of the form that the document prints.
func (rd *reader) rowsSeen() map[string]bool {
	rows := map[string]bool{}
	last := ""
	for i := range rd.obs {
		if row := rowOf(rd.obs[i].key.Indicator); row != last {
			rows[row] = true
			last = row
		}
	}
	for i := range rd.rows {
		if !rd.rows[i].otherYear && rd.rows[i].leaf.code != "" {
			rows[rd.rows[i].leaf.code] = true
		}
	}
	return rows
}

// rowOf names the row that prints an indicator: proactive tables print one
// number a column, the matrix of applications one a applicant.
func rowOf(indicator string) string {
	if strings.HasPrefix(indicator, "applications.") {
		return indicator
	}
	if i := strings.LastIndexByte(indicator, '.'); i > 0 {
		return indicator[:i]
	}
	return indicator
}

// absence says why a cell of the form has no cell in the document.
func (rd *reader) absence(f *Fact, rows map[string]bool) Status {
	switch {
	case rd.undecided[f.Key()] || f.Table == "proactive" && !rows[rowOf(f.Indicator)] && rd.named[rowOf(f.Indicator)]:
		return Ambiguous // its label is printed beside numbers, but not which of them is its own
	case !rd.tables[f.Table] && rd.foreign[f.Table]:
		return Ambiguous // the only such table says that it is of another year
	case !rd.tables[f.Table] && rd.inPicture[f.Table]:
		return ImageOnly
	case !rd.tables[f.Table]:
		return TableAbsent
	case f.Table == "litigation" || rows[rowOf(f.Indicator)]:
		return ColumnAbsent
	}
	return RowAbsent
}

// absentTable names the issue of a table that the document lacks.
var absentTable = map[Status]string{TableAbsent: "table_missing", ImageOnly: "table_in_picture"}

// absences turns what is missing, doubled or undecided into issues.
func (rd *reader) absences(r *Report) {
	var missing, undecided []Key
	tables := map[string]bool{}
	last := ""
	for i := range r.Facts {
		f := &r.Facts[i]
		switch f.Status {
		case RowAbsent, ColumnAbsent:
			if row := string(f.Status) + rowOf(f.Indicator); row != last {
				missing = append(missing, f.Key())
				last = row
			}
		case TableAbsent, ImageOnly:
			if code := absentTable[f.Status]; !tables[f.Table] {
				tables[f.Table] = true
				r.Issues = append(r.Issues, issue(code, "warning", []Key{f.Key()}, f.Table))
			}
		case Ambiguous:
			undecided = append(undecided, f.Key())
		}
	}
	if len(missing) > 0 {
		r.Issues = append(r.Issues, issue("rows_missing", "warning", missing, ""))
	}
	if len(undecided) > 0 {
		r.Issues = append(r.Issues, issue("cells_ambiguous", "warning", undecided, ""))
	}
	for _, table := range []string{"proactive", "applications", "litigation"} {
		if rd.foreign[table] {
			r.Issues = append(r.Issues, issue("other_year_set_aside", "info", nil, table))
		}
	}
	if len(rd.doubled) > 0 {
		r.Issues = append(r.Issues, issue("cells_doubled", "info", rd.doubled, ""))
	}
}

// cellRows lists every physical cell with what became of it.
func (rd *reader) cellRows() []Cell {
	n := 0
	for _, v := range rd.views {
		n += len(v.cells)
	}
	cells := make([]Cell, n)
	n = 0
	for _, v := range rd.views {
		for i := range v.cells {
			c, into := &v.cells[i], &cells[n]
			n++
			s := c.src
			if c.role == otherRole && c.reason == noReason && c.kind == numberCell {
				c.reason = unplaced
			}
			into.TableNo, into.RowNo, into.ColNo, into.RowSpan, into.ColSpan = v.no, s.Row+1, s.Col+1, s.RowSpan, s.ColSpan
			into.Text, into.Prov, into.Role, into.Reason = s.Text, s.Prov, roleNames[c.role], reasonNames[c.reason]
			if c.claim > 0 {
				k := rd.obs[c.claim-1].key
				into.Indicator, into.Applicant = k.Indicator, k.Applicant
			}
		}
	}
	return cells
}
