package main

import (
	"context"
	"slices"
	"strings"

	"github.com/gongkai-data/gongkai/normalize"
	"github.com/gongkai-data/gongkai/normalize/watch"
	"github.com/gongkai-data/gongkai/sinks"
	"github.com/gongkai-data/gongkai/sinks/parquet"
)

// reportSeen is what is kept of every report while the issues are read.
type reportSeen struct {
	BodyID, BodyName, Level string
	Year                    int16
	superseded              bool
}

// read streams the tables one after the other: reports, the checks that failed,
// issues, and the facts that the findings rest on.
func (c *checking) read(ctx context.Context, d *parquet.Dataset) error {
	if err := c.readReports(ctx, d); err != nil {
		return err
	}
	failed, err := failedChecks(ctx, d)
	if err != nil {
		return err
	}
	if err := c.readIssues(ctx, d, failed); err != nil {
		return err
	}
	if err := c.readPaths(ctx, d); err != nil {
		return err
	}
	return c.readOperands(ctx, d)
}

// readPaths names the documents that gave no report.
func (c *checking) readPaths(ctx context.Context, d *parquet.Dataset) error {
	of := map[string]*string{}
	for i := range c.found {
		if f := &c.found[i]; f.ReportID == nil && f.Document != nil {
			of[*f.Document] = nil
		}
	}
	if len(of) == 0 {
		return nil
	}
	type row struct {
		DocumentSHA256 string  `parquet:"document_sha256"`
		Path           *string `parquet:"path"`
		Outcome        string  `parquet:"outcome"`
	}
	for r, err := range parquet.Rows[row](d, "documents") {
		if err != nil {
			return err
		}
		if _, wanted := of[r.DocumentSHA256]; wanted && r.Outcome == sinks.Failed {
			of[r.DocumentSHA256] = r.Path
		}
	}
	for i := range c.found {
		if f := &c.found[i]; f.ReportID == nil && f.Document != nil {
			f.Path = of[*f.Document]
		}
	}
	return ctx.Err()
}

func (c *checking) readReports(ctx context.Context, d *parquet.Dataset) error {
	type row struct {
		ReportID     string  `parquet:"report_id"`
		BodyID       string  `parquet:"body_id"`
		BodyName     string  `parquet:"body_name"`
		AdminLevel   string  `parquet:"admin_level"`
		ReportYear   int16   `parquet:"report_year"`
		SupersededBy *string `parquet:"superseded_by"`
	}
	c.reports = map[string]*reportSeen{}
	for r, err := range parquet.Rows[row](d, "reports") {
		if err != nil {
			return err
		}
		c.reports[r.ReportID] = &reportSeen{r.BodyID, r.BodyName, r.AdminLevel, r.ReportYear, r.SupersededBy != nil}
	}
	return ctx.Err()
}

// failedChecks are the checks that failed, by report.
func failedChecks(ctx context.Context, d *parquet.Dataset) (map[string][]sinks.CheckRow, error) {
	failed := map[string][]sinks.CheckRow{}
	for r, err := range parquet.Rows[sinks.CheckRow](d, "checks") {
		if err != nil {
			return nil, err
		}
		if r.Result == normalize.Fail {
			failed[r.ReportID] = append(failed[r.ReportID], *r)
		}
	}
	return failed, ctx.Err()
}

// readIssues keeps the issues that the filters let through, each with its check.
func (c *checking) readIssues(ctx context.Context, d *parquet.Dataset, failed map[string][]sinks.CheckRow) error {
	c.count = map[string]int{}
	whose := map[string]string{} // report, rule and scope → published_error or suspect_extraction
	for r, err := range parquet.Rows[sinks.IssueRow](d, "issues") {
		if err != nil {
			return err
		}
		f := finding{Severity: r.Severity, Code: r.Code, ReportID: r.ReportID, MessageZh: r.MessageZh, MessageEn: r.MessageEn, Evidence: r.Evidence,
			Fingerprint: r.Fingerprint, Document: r.DocumentSHA256, Operands: []operandFound{}}
		if id := deref(r.ReportID); id != "" {
			seen := c.reports[id]
			if seen == nil || seen.superseded {
				continue // evidence, not a finding
			}
			f.BodyID, f.BodyName, f.AdminLevel, f.ReportYear = seen.BodyID, seen.BodyName, seen.Level, seen.Year
			if r.Code == "published_error" || r.Code == "suspect_extraction" {
				for name := range strings.SplitSeq(deref(r.Evidence), "; ") {
					whose[id+" "+name] = r.Code
				}
				if !c.wanted[r.Code] {
					continue // told beside the check
				}
			}
			failed[id] = f.take(failed[id], r.Indicators)
		}
		if r.Code == "document_failed" && !c.wanted[r.Code] {
			c.unread++ // no report contradicts anything there
			continue
		}
		if !c.keep(&f) {
			continue
		}
		c.count[f.Severity]++
		if slices.Index(severities, f.Severity) >= slices.Index(severities, c.severity) {
			c.found = append(c.found, f)
		}
	}
	for i := range c.found {
		f := &c.found[i]
		if f.Rule != nil {
			f.Whose = some(whose[deref(f.ReportID)+" "+*f.Rule+" "+*f.Scope])
		}
	}
	return ctx.Err()
}

// take finds the check that an issue comes from and returns the others. An issue
// names the report's own operands of its check.
func (f *finding) take(checks []sinks.CheckRow, indicators []string) []sinks.CheckRow {
	i := slices.IndexFunc(checks, func(k sinks.CheckRow) bool {
		own := 0
		for own < len(k.Operands) && !strings.Contains(k.Operands[own], "/") {
			own++
		}
		return watch.IssueOf(k.Rule) == f.Code && slices.Equal(k.Operands[:own], indicators)
	})
	if i < 0 {
		return checks
	}
	k := &checks[i]
	rule, scope := k.Rule, k.Scope
	f.Rule, f.Scope, f.LHS, f.RHS, f.Difference, f.CauseHint, f.OtherReport = &rule, &scope, k.LHS, k.RHS, k.Difference, k.CauseHint, k.OtherReportID
	f.Operands = append(f.Operands, operands(k)...)
	return slices.Delete(checks, i, i+1)
}

// readOperands fills in the numbers that the findings rest on, for programs with
// the place of each.
func (c *checking) readOperands(ctx context.Context, d *parquet.Dataset) error {
	w := wantedOperands(c.found)
	if len(w.places) == 0 {
		return nil
	}
	if c.json {
		return w.readPlaced(ctx, d)
	}
	return w.readValues(ctx, d)
}

// wanted finds operands by their cell.
type wanted struct {
	places  map[place][]*operandFound
	reports map[string]bool
}

type place struct{ report, indicator, applicant string }

func wantedOperands(found []finding) wanted {
	w := wanted{map[place][]*operandFound{}, map[string]bool{}}
	for i := range found {
		for k := range found[i].Operands {
			o := &found[i].Operands[k]
			p := place{o.ReportID, o.Indicator, deref(o.Applicant)}
			w.places[p] = append(w.places[p], o)
			w.reports[o.ReportID] = true
		}
	}
	return w
}

// readValues reads few columns: facts is by far the longest table.
func (w *wanted) readValues(ctx context.Context, d *parquet.Dataset) error {
	type row struct {
		ReportID  string   `parquet:"report_id"`
		Indicator string   `parquet:"indicator"`
		Applicant *string  `parquet:"applicant"`
		Value     *float64 `parquet:"value"`
		Status    string   `parquet:"status"`
	}
	for r, err := range parquet.RowsOf[row](d, "facts", w.reports) {
		if err != nil {
			return err
		}
		if !w.reports[r.ReportID] {
			continue
		}
		for _, o := range w.places[place{r.ReportID, r.Indicator, deref(r.Applicant)}] {
			o.Value, o.Status = r.Value, r.Status
		}
	}
	return ctx.Err()
}

func (w *wanted) readPlaced(ctx context.Context, d *parquet.Dataset) error {
	type row struct {
		ReportID  string   `parquet:"report_id"`
		Indicator string   `parquet:"indicator"`
		Applicant *string  `parquet:"applicant"`
		Value     *float64 `parquet:"value"`
		Status    string   `parquet:"status"`
		RawText   *string  `parquet:"raw_text"`
		TableNo   *int32   `parquet:"table_no"`
		RowNo     *int32   `parquet:"row_no"`
		ColNo     *int32   `parquet:"col_no"`
	}
	for r, err := range parquet.RowsOf[row](d, "facts", w.reports) {
		if err != nil {
			return err
		}
		if !w.reports[r.ReportID] {
			continue
		}
		for _, o := range w.places[place{r.ReportID, r.Indicator, deref(r.Applicant)}] {
			o.Value, o.Status, o.RawText, o.TableNo, o.RowNo, o.ColNo = r.Value, r.Status, r.RawText, r.TableNo, r.RowNo, r.ColNo
		}
	}
	return ctx.Err()
}
