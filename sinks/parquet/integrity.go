package parquet

import (
	"fmt"
	"maps"
	"math"
	"slices"

	"github.com/gongkai-data/gongkai/normalize"
	"github.com/gongkai-data/gongkai/sinks"
)

// checker holds rows against the rules of the dataset, while they are written.
type checker struct {
	grids     map[string]map[normalize.Key]bool // by generation
	values    int64                             // facts with a value
	outcomes  map[string]int64
	reportIDs map[string]string // every report, with the one that supersedes it or ""
	last      *sinks.DocumentRow
	seen      map[normalize.Key]bool // of the report at hand
}

func newChecker() *checker {
	c := &checker{grids: map[string]map[normalize.Key]bool{}, outcomes: map[string]int64{}, reportIDs: map[string]string{}, seen: map[normalize.Key]bool{}}
	for _, g := range []string{"A1", "A2", "B", "C", ""} {
		keys := map[normalize.Key]bool{}
		for _, k := range normalize.Grid(g) {
			keys[k] = true
		}
		c.grids[g] = keys
	}
	return c
}

func broken(format string, args ...any) error {
	return fmt.Errorf(format+": %w", append(args, sinks.ErrIntegrity)...)
}

// facts checks that the grid of the generation is there once and whole, and that
// no status contradicts its value.
func (c *checker) facts(r *normalize.Report, rows []sinks.FactRow) error {
	grid, ok := c.grids[r.Generation]
	if !ok {
		return broken("report %s: generation %q", r.ID, r.Generation)
	}
	if r.Year < 0 || r.Year > math.MaxInt16 {
		return broken("report %s: year %d", r.ID, r.Year)
	}
	inGrid := 0
	seen := c.seen
	clear(seen)
	for i := range rows {
		row := &rows[i]
		k := normalize.Key{Indicator: row.Indicator}
		if row.Applicant != nil {
			k.Applicant = *row.Applicant
		}
		if seen[k] {
			return broken("report %s: fact %s twice", r.ID, k)
		}
		seen[k] = true
		if grid[k] {
			inGrid++
		}
		if why := contradiction(row); why != "" {
			return broken("report %s: fact %s: %s", r.ID, k, why)
		}
		if row.Value != nil {
			c.values++
		}
	}
	if inGrid != len(grid) {
		for _, k := range normalize.Grid(r.Generation) {
			if !seen[k] {
				return broken("report %s: %d of %d cells of form %s, %s is the first that is missing", r.ID, inGrid, len(grid), r.Generation, k)
			}
		}
	}
	return nil
}

// contradiction says what is wrong with the status of a fact, or "".
func contradiction(row *sinks.FactRow) string {
	has := row.Value != nil
	switch normalize.Status(row.Status) {
	case normalize.Reported, normalize.Corrected:
		if !has {
			return "status " + row.Status + " without a value"
		}
		if math.IsNaN(*row.Value) || math.IsInf(*row.Value, 0) {
			return "value is no number"
		}
	case normalize.Blank, normalize.Dash, normalize.Slash, normalize.None, normalize.TextStatus,
		normalize.ImageOnly, normalize.Unreadable, normalize.Ambiguous:
	case normalize.RowAbsent, normalize.ColumnAbsent, normalize.TableAbsent:
		if row.RawText != nil {
			return "status " + row.Status + " with a cell"
		}
	default:
		return "status " + fmt.Sprintf("%q", row.Status)
	}
	switch {
	case row.Indicator == "":
		return "no indicator"
	case has && row.Status != string(normalize.Reported) && row.Status != string(normalize.Corrected):
		return "status " + row.Status + " with a value"
	case row.InferredValue != nil && has:
		return "an inferred value beside a printed one"
	case (row.InferredValue == nil) != (row.InferredBy == nil):
		return "inferred_value and inferred_by do not go together"
	}
	return ""
}

// unique reports the first key that occurs twice.
func unique[T any, K comparable](table, report string, rows []T, key func(*T) K) error {
	seen := make(map[K]bool, len(rows))
	for i := range rows {
		k := key(&rows[i])
		if seen[k] {
			return broken("%s: report %s: key %v twice", table, report, k)
		}
		seen[k] = true
	}
	return nil
}

func (c *checker) cells(r *normalize.Report, cells []sinks.CellRow) error {
	type at struct{ table, row, col int32 }
	return unique("cells", r.ID, cells, func(c *sinks.CellRow) at { return at{c.TableNo, c.RowNo, c.ColNo} })
}

func (c *checker) checks(r *normalize.Report, checks []sinks.CheckRow) error {
	type rule struct{ rule, scope, other string }
	return unique("checks", r.ID, checks, func(c *sinks.CheckRow) rule {
		k := rule{rule: c.Rule, scope: c.Scope}
		if c.OtherReportID != nil {
			k.other = *c.OtherReportID
		}
		return k
	})
}

// documentRow checks that a document has one outcome and comes after the one
// before it, and that what it names as its report is one.
func (c *checker) documentRow(d *sinks.DocumentRow) error {
	if c.last != nil && compareDocuments(c.last, d) >= 0 {
		return broken("documents: %.12s twice at the same path, or out of order", d.DocumentSHA256)
	}
	last := *d
	c.last = &last
	switch d.Outcome {
	case sinks.OK, sinks.Partial, sinks.Failed, sinks.NotAReport, sinks.Duplicate:
	default:
		return broken("documents: %.12s has outcome %q", d.DocumentSHA256, d.Outcome)
	}
	c.outcomes[d.Outcome]++
	if d.ReportID != nil {
		if _, ok := c.reportIDs[*d.ReportID]; !ok {
			return broken("documents: %.12s names report %s, which there is not", d.DocumentSHA256, *d.ReportID)
		}
	}
	return nil
}

// documentsAndReports checks that every report has its document.
func (c *checker) documentsAndReports() error {
	if read := c.outcomes[sinks.OK] + c.outcomes[sinks.Partial]; read != int64(len(c.reportIDs)) {
		return broken("documents: %d gave a report, %d reports", read, len(c.reportIDs))
	}
	return nil
}

// supersession checks that whatever supersedes a report is there and stands: its
// numbers would be in no table else.
func (c *checker) supersession() error {
	for _, id := range slices.Sorted(maps.Keys(c.reportIDs)) {
		by := c.reportIDs[id]
		if by == "" {
			continue
		}
		if next, ok := c.reportIDs[by]; !ok || next != "" {
			return broken("report %s is superseded by %s, which does not stand", id, by)
		}
	}
	return nil
}
