package normalize

import (
	"slices"
	"strings"
)

// FlagRulesFail marks numbers that no rule vouches for in a table most of whose
// rules fail: the table may be another body's or year's, or its numbers may have moved.
const FlagRulesFail Flag = "rules_mostly_fail"

// fewestFailed is how many rules of a table must fail before the rest of it is
// doubted; a single wrong total breaks two.
var fewestFailed = map[string]int{"applications": 4, "litigation": 2, "a1": 3, "a2": 3}

// mostFail reports that a table fails: most of its rules, or all that can be evaluated.
func mostFail(table string, failed, held int) bool {
	return failed > held && failed >= fewestFailed[table] || failed >= 2 && held == 0
}

// doubtFailing doubts tables of which more rules fail than hold. What stands in
// a rule that holds over other numbers than zero is vouched for and stays.
func doubtFailing(facts []Fact, eqs []equation, verdicts []verdict) {
	var failed, held map[string]int
	for i := range eqs {
		if verdicts[i].result == Fail {
			failed = map[string]int{}
		}
	}
	if failed == nil {
		return
	}
	held = map[string]int{}
	vouched := make([]bool, len(facts))
	for i := range eqs {
		e, v := &eqs[i], &verdicts[i]
		table := facts[e.rhs[0]].Table
		switch {
		case v.result == Fail:
			failed[table]++
		case v.result == Pass || v.result == PassIfBlankZero:
			held[table]++
			for _, at := range slices.Concat(e.lhs, e.rhs) {
				vouched[at] = vouched[at] || !v.rhs.IsZero()
			}
		}
	}
	for i := range facts {
		f := &facts[i]
		if n := failed[f.Table]; f.HasValue() && !vouched[i] && mostFail(f.Table, n, held[f.Table]) {
			f.flag(FlagRulesFail)
		}
	}
}

// mostBlanks is how many empty cells a table may have that otherwise prints
// every cell: each of them is worth a look.
const mostBlanks = 3

// doubtEdges flags rows whose only empty cell is the first or the last, and
// columns that end with one, in tables that print every other cell: a number may
// be lost there, and the others stand one cell beside their columns.
func (rd *reader) doubtEdges() {
	var views []*view
	blanks := map[*view]int{}
	rd.eachRow(func(row []observation) {
		n := 0
		for i := range row {
			if row[i].value.Status == Blank {
				n++
			}
		}
		if v := row[0].view; n > 0 && n < len(row) && !v.blank {
			if blanks[v] == 0 {
				views = append(views, v)
			}
			blanks[v] += n
		}
	})
	for _, v := range views {
		if blanks[v] > mostBlanks && rd.holes(v) <= mostBlanks {
			rd.doubtColumnEnd(v)
		}
	}
	views = slices.DeleteFunc(views, func(v *view) bool { return blanks[v] > mostBlanks })
	if len(views) == 0 {
		return
	}
	rd.eachRow(func(row []observation) {
		if slices.Contains(views, row[0].view) {
			doubtEdge(row)
			doubtHole(row)
		}
	})
	for _, v := range views {
		rd.doubtColumnEnd(v)
	}
}

// holes counts the empty cells of the columns of applicants that print anything.
func (rd *reader) holes(v *view) (n int) {
	for _, a := range Applicants {
		empty, printed := 0, false
		for i := range rd.obs {
			if o := &rd.obs[i]; o.view != v || o.key.Applicant != a.Code {
				continue
			} else if o.value.Status == Blank {
				empty++
			} else {
				printed = true
			}
		}
		if printed {
			n += empty
		}
	}
	return n
}

// eachRow calls f for what was seen of each row of each table.
func (rd *reader) eachRow(f func(row []observation)) {
	for from := 0; from < len(rd.obs); {
		o := &rd.obs[from]
		to := from + 1
		for o.view != nil && to < len(rd.obs) && rd.obs[to].view == o.view && rd.obs[to].row0() == o.row0() {
			to++
		}
		if o.view != nil {
			f(rd.obs[from:to])
		}
		from = to
	}
}

// row0 is the row of its view in which the cell begins.
func (o *observation) row0() int { return o.view.cells[o.cell].r0 }

// doubtEdge flags the numbers of one row with an empty cell at one end.
func doubtEdge(row []observation) {
	first, last, empty := 0, 0, -1
	col := func(i int) int { return row[i].view.cells[row[i].cell].c0 }
	for i := range row {
		if col(i) < col(first) {
			first = i
		}
		if col(i) > col(last) {
			last = i
		}
		if row[i].value.Status == Blank {
			if empty >= 0 {
				return
			}
			empty = i
		}
	}
	if len(row) < 3 || empty < 0 || empty != first && empty != last {
		return
	}
	for i := range row {
		row[i].value.flag(FlagSpanInconsistent)
	}
}

// doubtHole flags a row of zeros with one empty cell in a table that prints every
// other cell: a cell may be lost and another one too many, and no sum tells.
func doubtHole(row []observation) {
	empty := 0
	for i := range row {
		switch v := &row[i].value; {
		case v.Status == Blank:
			empty++
		case v.Status != Reported || !v.Dec.IsZero():
			return
		}
	}
	if len(row) < 3 || empty != 1 {
		return
	}
	for i := range row {
		row[i].value.flag(FlagSpanInconsistent)
	}
}

// doubtColumnEnd flags the columns of applicants that print numbers and whose last
// cell is empty.
func (rd *reader) doubtColumnEnd(v *view) {
	last := -1
	for i := range rd.obs {
		if o := &rd.obs[i]; o.view == v && o.key.Applicant != "" {
			last = max(last, o.row0())
		}
	}
	for k := range rd.obs {
		end := &rd.obs[k]
		if end.view != v || end.key.Applicant == "" || end.value.Status != Blank || end.row0() != last {
			continue
		}
		of := func(o *observation) bool { return o.view == v && o.key.Applicant == end.key.Applicant }
		if !slices.ContainsFunc(rd.obs, func(o observation) bool { return of(&o) && o.value.Status == Reported }) {
			continue
		}
		for i := range rd.obs {
			if o := &rd.obs[i]; of(o) {
				o.value.flag(FlagSpanInconsistent)
			}
		}
	}
}

// doubtSlipped flags a column of applicants whose numbers stand one row beside
// their own: rows fail, and each would hold with what the column prints in the row
// above, or below.
func doubtSlipped(facts []Fact, eqs []equation, verdicts []verdict) {
	failed := 0
	for i := range eqs {
		if eqs[i].rule == "R3" && verdicts[i].result == Fail {
			failed++
		}
	}
	if failed < fewestSlipped {
		return
	}
	var rows []int // of eqs, in the order of the form
	for i := range eqs {
		if eqs[i].rule == "R3" && !strings.HasSuffix(eqs[i].scope, "result.other") {
			rows = append(rows, i)
		}
	}
	for k := range Applicants {
		for _, step := range []int{-1, 1} {
			fit := 0
			for n, i := range rows {
				if n+step < 0 || n+step >= len(rows) || verdicts[i].result != Fail {
					continue
				}
				e, o := &eqs[i], &eqs[rows[n+step]]
				own, other := e.cell(k), o.cell(k)
				if !facts[own].HasValue() || !facts[other].HasValue() {
					continue
				}
				moved := facts[other].Value.Sub(facts[own].Value)
				if k < len(e.lhs) {
					moved = Decimal{}.Sub(moved)
				}
				if verdicts[i].diff.Cmp(moved) == 0 {
					fit++
				}
			}
			if fit >= fewestSlipped {
				for _, i := range rows {
					if f := &facts[eqs[i].cell(k)]; f.HasValue() {
						f.flag(FlagSpanInconsistent)
					}
				}
				break
			}
		}
	}
}

// doubtSubtotals flags the totals of applicants that lack the natural persons: rows
// fail, all that print any, and each would hold without them. What stands in the
// column is the sum of the organisations.
func doubtSubtotals(facts []Fact, eqs []equation, verdicts []verdict) {
	without := 0
	for i := range eqs {
		if eqs[i].rule != "R3" || verdicts[i].result == NotEvaluable {
			continue
		}
		own, diff := &facts[eqs[i].cell(0)], verdicts[i].diff
		switch {
		case own.HasValue() && !own.Value.IsZero() && diff.Cmp(own.Value) == 0:
			without++
		case own.HasValue() && !own.Value.IsZero(), !diff.IsZero():
			return
		}
	}
	if without < fewestSubtotals {
		return
	}
	for i := range facts {
		if f := &facts[i]; f.Applicant == "total" && f.HasValue() {
			f.flag(FlagSpanInconsistent)
		}
	}
}

// fewestSubtotals is how many rows must hold without the natural persons.
const fewestSubtotals = 2

// fewestSlipped is how many rows must hold with the number beside their own.
const fewestSlipped = 3

// cell is the cell of the applicant k in a sum over the columns.
func (e *equation) cell(k int) int {
	if k < len(e.lhs) {
		return e.lhs[k]
	}
	return e.rhs[0]
}

// doubtOutcomes flags the row of outcomes where a block contradicts itself and a
// few cells are empty: a cell may be lost in one block and another too many in the next.
func doubtOutcomes(facts []Fact, eqs []equation, verdicts []verdict) {
	failed := false
	for i := range eqs {
		failed = failed || eqs[i].rule == "R4" && verdicts[i].result == Fail
	}
	if !failed {
		return
	}
	var row []*Fact
	blanks := 0
	for i := range facts {
		if f := &facts[i]; f.Table == "litigation" && (f.HasValue() || f.Status == Blank) {
			row = append(row, f)
			if f.Status == Blank {
				blanks++
			}
		}
	}
	if blanks == 0 || blanks > mostBlanks {
		return
	}
	for _, f := range row {
		if f.TableNo != row[0].TableNo || f.RowNo != row[0].RowNo {
			return
		}
	}
	for _, f := range row {
		if f.HasValue() {
			f.flag(FlagSpanInconsistent)
		}
	}
}
