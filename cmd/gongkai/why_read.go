package main

import (
	"cmp"
	"context"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	screen "github.com/gongkai-data/gongkai/cmd/gongkai/internal/term"
	"github.com/gongkai-data/gongkai/normalize"
	"github.com/gongkai-data/gongkai/sinks"
	"github.com/gongkai-data/gongkai/sinks/parquet"
)

// readReports reads what reports are chosen by, and which stand for which.
func (w *asking) readReports(ctx context.Context, d *parquet.Dataset) ([]sinks.ReportRow, error) {
	var all []sinks.ReportRow
	for r, err := range parquet.Rows[sinks.ReportRow](d, "reports") {
		if err != nil {
			return nil, err
		}
		all = append(all, *r)
	}
	return all, ctx.Err()
}

// chooseReport finds the report that is asked for: by its id, or by body and year.
func (w *asking) chooseReport(all []sinks.ReportRow, asked string) error {
	if i := slices.IndexFunc(all, func(r sinks.ReportRow) bool { return r.ReportID == asked }); i >= 0 {
		w.Report = all[i]
		return nil
	}
	body, year := apart(asked)
	var found []int
	for _, same := range []func(r *sinks.ReportRow) bool{
		func(r *sinks.ReportRow) bool { return r.BodyName == body || r.BodyID == body },
		func(r *sinks.ReportRow) bool { return body != "" && strings.Contains(r.BodyName, body) },
		func(r *sinks.ReportRow) bool { return strings.HasPrefix(r.ReportID, asked) },
	} {
		for i := range all {
			if r := &all[i]; r.SupersededBy == nil && (year == 0 || r.ReportYear == year) && same(r) {
				found = append(found, i)
			}
		}
		if len(found) > 0 {
			break
		}
	}
	switch len(found) {
	case 1:
		w.Report = all[found[0]]
		return nil
	case 0:
		return w.unknown(w.say("noreport", screen.Quote(asked)), w.say("lsfix"), nearest(asked, len(all), func(i int) []string {
			r := &all[i]
			return []string{r.ReportID, fmt.Sprintf("%s %d", r.BodyName, r.ReportYear)}
		}))
	}
	var names []string
	for _, i := range found {
		names = append(names, fmt.Sprintf("%s (%s %d)", all[i].ReportID, all[i].BodyName, all[i].ReportYear))
	}
	return w.unknown(w.say("manyreport", screen.Quote(asked)), w.say("lsfix"), names)
}

var yearAtEnd = regexp.MustCompile(`^(.*?)[\s-]*((?:19|20)\d\d)(?:年度?)?$`)

// apart parts a body from the year behind it; year is 0 where there is none.
func apart(asked string) (body string, year int16) {
	asked = strings.TrimSpace(asked)
	m := yearAtEnd.FindStringSubmatch(asked)
	if m == nil {
		return asked, 0
	}
	y, err := strconv.ParseInt(m[2], 10, 16)
	if err != nil {
		return asked, 0
	}
	return strings.TrimSpace(m[1]), int16(y)
}

// unknown is the error about a name that fits nothing, or too much.
func (w *asking) unknown(text, fix string, names []string) error {
	const most = 8
	hint := fix
	if len(names) > most {
		names = append(names[:most:most], "…")
	}
	if len(names) > 0 {
		hint = w.say("mean", strings.Join(names, ", "))
	}
	return &failure{exit: exitUsage, code: "usage-cell", text: text, hint: hint}
}

// readFacts reads the facts of the report; a superseded one has none there.
func (w *asking) readFacts(ctx context.Context, d *parquet.Dataset) error {
	for f, err := range parquet.RowsOf[sinks.FactRow](d, "facts", map[string]bool{w.Report.ReportID: true}) {
		if err != nil {
			return err
		}
		if f.ReportID == w.Report.ReportID {
			w.facts = append(w.facts, *f)
		}
	}
	return ctx.Err()
}

var placeGiven = regexp.MustCompile(`^t(\d+)r(\d+)c(\d+)$`)

// chooseCell finds the cell that is asked for.
func (w *asking) chooseCell(asked string) error {
	found := w.cells(asked)
	switch len(found) {
	case 1:
		w.Fact = w.facts[found[0]]
		w.LabelZh, w.LabelEn = labelsOf(w.Fact.Indicator, w.Fact.Generation)
		return nil
	case 0:
		named := slices.DeleteFunc(slices.Clone(w.facts), func(f sinks.FactRow) bool { // one cell for each row of the form
			return !strings.Contains(asked, "|") && f.Applicant != nil && *f.Applicant != "total"
		})
		names := nearest(asked, len(named), func(i int) []string {
			f := &named[i]
			last := f.Indicator[strings.LastIndex(f.Indicator, ".")+1:]
			return []string{keyOf(f), f.Indicator, last}
		})
		if by := w.Report.SupersededBy; by != nil && len(w.facts) == 0 {
			return &failure{exit: exitUsage, code: "usage-cell", text: w.say("superseded", *by), hint: w.say("mean", *by)}
		}
		return w.unknown(w.say("nocell", screen.Quote(asked), w.Report.ReportID), w.say("cellfix"), names)
	}
	var names []string
	for _, i := range found {
		names = append(names, keyOf(&w.facts[i]))
	}
	return w.unknown(w.say("manycell", screen.Quote(asked)), w.say("cellfix"), names)
}

// cells are the facts that a name fits, by the first way of naming that fits any.
func (w *asking) cells(asked string) (found []int) {
	asked = strings.TrimSpace(asked)
	indicator, applicant, both := strings.Cut(asked, "|")
	ends := func(f *sinks.FactRow) bool {
		return f.Indicator == indicator || strings.HasSuffix(f.Indicator, "."+indicator)
	}
	column := map[string]string{}
	for _, c := range sinks.PanelColumns {
		column[c.Name] = c.Key.Indicator + "|" + c.Key.Applicant
	}
	m := placeGiven.FindStringSubmatch(asked)
	for _, fits := range []func(f *sinks.FactRow) bool{
		func(f *sinks.FactRow) bool { return f.Indicator == indicator && deref(f.Applicant) == applicant },
		func(f *sinks.FactRow) bool { return column[asked] == f.Indicator+"|"+deref(f.Applicant) },
		func(f *sinks.FactRow) bool {
			return m != nil && f.TableNo != nil && f.RowNo != nil && f.ColNo != nil && m[1] == fmt.Sprint(*f.TableNo) && m[2] == fmt.Sprint(*f.RowNo) && m[3] == fmt.Sprint(*f.ColNo)
		},
		func(f *sinks.FactRow) bool { return !both && f.Indicator == indicator && deref(f.Applicant) == "total" },
		func(f *sinks.FactRow) bool { return both && ends(f) && deref(f.Applicant) == applicant },
		func(f *sinks.FactRow) bool {
			return both && ends(f) && strings.HasSuffix(deref(f.Applicant), applicant)
		},
		func(f *sinks.FactRow) bool {
			return !both && ends(f) && (f.Applicant == nil || *f.Applicant == "total")
		},
		func(f *sinks.FactRow) bool {
			zh, en := labelsOf(f.Indicator, f.Generation)
			return (f.Applicant == nil || *f.Applicant == "total") && (zh == asked || strings.EqualFold(en, asked))
		},
	} {
		for i := range w.facts {
			if fits(&w.facts[i]) {
				found = append(found, i)
			}
		}
		if len(found) > 0 {
			return found
		}
	}
	return nil
}

// labelsOf are the labels of an indicator in a generation.
func labelsOf(code, generation string) (zh, en string) {
	for i := range normalize.Indicators {
		if ind := &normalize.Indicators[i]; ind.Code == code && (zh == "" || ind.Generation == generation) {
			zh, en = ind.Zh, ind.En
		}
	}
	return zh, en
}

// nearest are the names that differ least from what was asked.
func nearest(asked string, n int, names func(i int) []string) []string {
	type near struct {
		name string
		d    int
	}
	var all []near
	seen := map[string]bool{}
	want := []rune(strings.ToLower(asked))
	for i := range n {
		of := names(i)
		best := near{of[0], 1 << 30}
		for _, name := range of {
			best.d = min(best.d, apartBy(want, []rune(strings.ToLower(name))))
		}
		if best.d <= max(2, len(want)/3) && !seen[best.name] {
			seen[best.name] = true
			all = append(all, best)
		}
	}
	slices.SortStableFunc(all, func(a, b near) int { return cmp.Compare(a.d, b.d) })
	var out []string
	for i := range all {
		if i == 5 || all[i].d > all[0].d+1 {
			break
		}
		out = append(out, all[i].name)
	}
	return out
}

// apartBy is how many letters must be put in, taken out or changed (Levenshtein).
func apartBy(a, b []rune) int {
	if len(a) > 200 || len(b) > 200 {
		return 1 << 30
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i, x := range a {
		left := row[0]
		row[0] = i + 1
		for j, y := range b {
			change := left
			if x != y {
				change++
			}
			left = row[j+1]
			row[j+1] = min(change, left+1, row[j]+1)
		}
	}
	return row[len(b)]
}

// gather reads everything else about the cell.
func (w *asking) gather(ctx context.Context, d *parquet.Dataset, all []sinks.ReportRow) error {
	w.Cells, w.Checks, w.Issues, w.Witnesses = []sinks.CellRow{}, []checkSeen{}, []sinks.IssueRow{}, []witnessSeen{}
	others := map[string]bool{}
	for i := range all {
		if r := &all[i]; deref(r.SupersededBy) == w.Report.ReportID {
			others[r.ReportID] = true
			w.Witnesses = append(w.Witnesses, witnessSeen{ReportID: r.ReportID, SHA256: r.DocumentSHA256})
		}
	}
	if err := w.readDocuments(d); err != nil {
		return err
	}
	if err := w.readCells(d, others); err != nil {
		return err
	}
	if err := w.readIssues(d); err != nil {
		return err
	}
	if err := w.readChecks(d); err != nil {
		return err
	}
	return ctx.Err()
}

func (w *asking) readDocuments(d *parquet.Dataset) error {
	for r, err := range parquet.Rows[sinks.DocumentRow](d, "documents") {
		if err != nil {
			return err
		}
		if r.Outcome == sinks.Duplicate {
			continue
		}
		if r.DocumentSHA256 == w.Fact.DocumentSHA256 && w.Document == nil {
			row := *r
			w.Document = &row
		}
		for i := range w.Witnesses {
			if o := &w.Witnesses[i]; o.SHA256 == r.DocumentSHA256 {
				o.Path = r.Path
			}
		}
	}
	return nil
}

// readCells reads the table of the cell, and the cells of the witnesses.
func (w *asking) readCells(d *parquet.Dataset, others map[string]bool) error {
	f := &w.Fact
	wanted := map[string]bool{w.Report.ReportID: true}
	for id := range others {
		wanted[id] = true
	}
	for c, err := range parquet.RowsOf[sinks.CellRow](d, "cells", wanted) {
		if err != nil {
			return err
		}
		switch {
		case c.ReportID == w.Report.ReportID && c.DocumentSHA256 == f.DocumentSHA256 && f.TableNo != nil && c.TableNo == *f.TableNo:
			w.Cells = append(w.Cells, *c)
		case others[c.ReportID] && deref(c.Indicator) == f.Indicator && deref(c.Applicant) == deref(f.Applicant):
			for i := range w.Witnesses {
				if o := &w.Witnesses[i]; o.ReportID == c.ReportID && o.Text == nil {
					row := *c
					o.Text, o.TableNo, o.RowNo, o.ColNo = &row.Text, &row.TableNo, &row.RowNo, &row.ColNo
				}
			}
		}
	}
	return nil
}

func (w *asking) readIssues(d *parquet.Dataset) error {
	key := w.Fact.Indicator + "|" + deref(w.Fact.Applicant)
	for is, err := range parquet.Rows[sinks.IssueRow](d, "issues") {
		if err != nil {
			return err
		}
		if deref(is.ReportID) == w.Report.ReportID && slices.ContainsFunc(is.Indicators, func(k string) bool { return sameKey(k, key) }) {
			w.Issues = append(w.Issues, *is)
		}
	}
	return nil
}

// readChecks reads the checks of this report, and those of others, that the cell
// is an operand of, with their numbers.
func (w *asking) readChecks(d *parquet.Dataset) error {
	own := w.Fact.Indicator + "|" + deref(w.Fact.Applicant)
	for c, err := range parquet.Rows[sinks.CheckRow](d, "checks") {
		if err != nil {
			return err
		}
		mine := c.ReportID == w.Report.ReportID
		if !slices.ContainsFunc(c.Operands, func(o string) bool {
			id, key, other := strings.Cut(o, "/")
			if other {
				return id == w.Report.ReportID && sameKey(key, own)
			}
			return mine && sameKey(o, own)
		}) {
			continue
		}
		w.Checks = append(w.Checks, checkSeen{*c, operands(c)})
	}
	found := make([]finding, len(w.Checks))
	for i := range w.Checks {
		found[i].Operands = w.Checks[i].Numbers
	}
	if wanted := wantedOperands(found); len(wanted.places) > 0 {
		return wanted.readPlaced(context.Background(), d)
	}
	return nil
}

// operands are the cells that a check rests on.
func operands(c *sinks.CheckRow) []operandFound {
	found := make([]operandFound, 0, len(c.Operands))
	for _, o := range c.Operands {
		id, key, other := strings.Cut(o, "/")
		if !other {
			id, key = c.ReportID, o
		}
		indicator, applicant, _ := strings.Cut(key, "|")
		found = append(found, operandFound{ReportID: id, Indicator: indicator, Applicant: some(applicant)})
	}
	return found
}

// sameKey compares cells; one without an applicant may end with the bar.
func sameKey(a, b string) bool { return strings.TrimSuffix(a, "|") == strings.TrimSuffix(b, "|") }
