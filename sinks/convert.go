package sinks

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"

	"github.com/gongkai-data/gongkai/normalize"
)

// Facts returns the rows of facts, in canonical order: indicators as on the
// form, what the form does not have after them, applicants as on the form.
func Facts(r *normalize.Report) []FactRow {
	order := canonical(r)
	sha := hex.EncodeToString(r.Source[:])
	rows := make([]FactRow, len(order))
	slab := newSlab(len(order))
	for i, at := range order {
		f := &r.Facts[at]
		row := &rows[i]
		*row = FactRow{
			ReportID: r.ID, BodyID: r.Body.ID, BodyName: r.Body.Name, DivisionCode: r.Body.Division, AdminLevel: r.Body.Level,
			ReportYear: int16(r.Year), Generation: r.Generation,
			FormTable: f.Table, Indicator: f.Indicator, Applicant: text(&f.Applicant),
			Unit: f.Unit, Status: string(f.Status), InferredBy: text(&f.InferredBy), Flags: flagCodes(f.Flags),
			RowMatch: string(f.Row), ColMatch: string(f.Col), DocumentSHA256: sha,
			TableNo: slab.number(f.TableNo), RowNo: slab.number(f.RowNo), ColNo: slab.number(f.ColNo), Page: slab.number(f.Prov.Page),
			Box:        box(f.Prov.Box.X0, f.Prov.Box.Y0, f.Prov.Box.X1, f.Prov.Box.Y1),
			OverrideID: text(&f.OverrideID),
		}
		if f.HasValue() {
			row.Value = slab.float(f.Value)
		}
		if f.HasRaw {
			row.RawText = &f.Raw
		}
		if f.Inferred != nil {
			row.InferredValue = slab.float(*f.Inferred)
		}
	}
	return rows
}

// canonical returns the order in which the facts are written.
func canonical(r *normalize.Report) []int {
	order := make([]int, len(r.Facts))
	sorted := true
	var last place
	for i := range r.Facts {
		order[i] = i
		p := placeOf(r.Generation, r.Facts[i].Key())
		sorted = sorted && (i == 0 || last.compare(p) <= 0)
		last = p
	}
	if sorted { // as the engine leaves them
		return order
	}
	places := make([]place, len(r.Facts))
	for i := range r.Facts {
		places[i] = placeOf(r.Generation, r.Facts[i].Key())
	}
	slices.SortStableFunc(order, func(a, b int) int { return places[a].compare(places[b]) })
	return order
}

// place is where a fact stands among the facts of its report.
type place struct {
	indicator, applicant int
	key                  normalize.Key
}

func (p place) compare(q place) int {
	if p.indicator != q.indicator {
		return p.indicator - q.indicator
	}
	return cmp.Or(strings.Compare(p.key.Indicator, q.key.Indicator), p.applicant-q.applicant, strings.Compare(p.key.Applicant, q.key.Applicant))
}

// afterForm is the place of whatever the form does not have.
const afterForm = 1 << 20

type formRow struct{ generation, indicator string }

// The order of the form, looked up. Both are never changed.
var indicatorPlace = func() map[formRow]int {
	m := map[formRow]int{}
	for _, ind := range normalize.Indicators {
		m[formRow{ind.Generation, ind.Code}] = ind.Order
	}
	return m
}()

var applicantPlace = func() map[string]int {
	m := map[string]int{"": 0}
	for i, a := range normalize.Applicants {
		m[a.Code] = i + 1
	}
	return m
}()

func placeOf(generation string, k normalize.Key) place {
	p := place{indicator: afterForm, applicant: afterForm, key: k}
	if n, ok := indicatorPlace[formRow{generation, k.Indicator}]; ok {
		p.indicator = n
	}
	if n, ok := applicantPlace[k.Applicant]; ok {
		p.applicant = n
	}
	return p
}

// ReportOf returns the row of reports.
func ReportOf(r *normalize.Report) ReportRow {
	row := ReportRow{
		ReportID: r.ID, BodyID: r.Body.ID, BodyName: r.Body.Name, BodyNamePrinted: r.Body.Printed, BodyType: r.Body.Type,
		DivisionCode: r.Body.Division, AdminLevel: r.Body.Level, ParentCode: text(&r.Body.Parent), ReportYear: int16(r.Year),
		Generation: r.Generation, GenerationExpected: r.GenerationExpected, Title: text(&r.Title),
		PeriodStart: text(&r.PeriodStart), PeriodEnd: text(&r.PeriodEnd), PublishedAt: text(&r.PublishedAt), PublishedFrom: text(&r.PublishedFrom),
		WrittenAt: text(&r.WrittenAt), Deadline: text(&r.Deadline), IndexNumber: text(&r.IndexNumber),
		ContactUnit: text(&r.Contact.Unit), Address: text(&r.Contact.Address), Postcode: text(&r.Contact.Postcode),
		Phone: text(&r.Contact.Phone), Email: text(&r.Contact.Email),
		SourceURL: text(&r.SourceURL), BasisDocuments: list(r.BasisDocs), FeeCharged: r.FeeCharged, FeeAmountCNY: float(r.FeeAmount),
		Facts: int32(len(r.Facts)), SourceKind: r.SourceKind, DocumentFormat: r.Format, DocumentSHA256: hex.EncodeToString(r.Source[:]),
		SupersededBy: text(&r.SupersededBy),
	}
	if r.DaysLate != nil {
		n := int32(*r.DaysLate)
		row.DaysLate = &n
	}
	row.countFacts(r.Facts)
	row.countVerdicts(r)
	return row
}

func (row *ReportRow) countFacts(facts []normalize.Fact) {
	by := map[normalize.Status]*int32{
		normalize.Reported: &row.FactsReported, normalize.Blank: &row.FactsBlank, normalize.Dash: &row.FactsDash,
		normalize.Slash: &row.FactsSlash, normalize.None: &row.FactsNone, normalize.TextStatus: &row.FactsText,
		normalize.RowAbsent: &row.FactsRowAbsent, normalize.ColumnAbsent: &row.FactsColumnAbsent, normalize.TableAbsent: &row.FactsTableAbsent,
		normalize.ImageOnly: &row.FactsImageOnly, normalize.Unreadable: &row.FactsUnreadable,
		normalize.Ambiguous: &row.FactsAmbiguous, normalize.Corrected: &row.FactsCorrected,
	}
	for i := range facts {
		if n := by[facts[i].Status]; n != nil {
			*n++
		}
		if facts[i].Inferred != nil {
			row.FactsInferred++
		}
		if len(facts[i].Flags) > 0 {
			row.FactsFlagged++
		}
	}
}

func (row *ReportRow) countVerdicts(r *normalize.Report) {
	results := map[string]*int32{
		normalize.Pass: &row.ChecksPass, normalize.PassIfBlankZero: &row.ChecksPassBlank,
		normalize.Fail: &row.ChecksFail, normalize.NotEvaluable: &row.ChecksNotEvaluable,
	}
	for i := range r.Checks {
		if n := results[r.Checks[i].Result]; n != nil {
			*n++
		}
	}
	severities := map[string]*int32{"error": &row.IssuesError, "warning": &row.IssuesWarning, "info": &row.IssuesInfo}
	for i := range r.Issues {
		if n := severities[r.Issues[i].Severity]; n != nil {
			*n++
		}
	}
}

// Cells returns the rows of cells, in reading order.
func Cells(r *normalize.Report) []CellRow {
	sha := hex.EncodeToString(r.Source[:])
	rows := make([]CellRow, len(r.Cells))
	slab := newSlab(len(r.Cells))
	for i := range r.Cells {
		c := &r.Cells[i]
		rows[i] = CellRow{
			ReportID: r.ID, DocumentSHA256: sha, TableNo: int32(c.TableNo), RowNo: int32(c.RowNo), ColNo: int32(c.ColNo),
			RowSpan: int32(c.RowSpan), ColSpan: int32(c.ColSpan), Text: c.Text, Page: slab.number(c.Prov.Page),
			Box:  box(c.Prov.Box.X0, c.Prov.Box.Y0, c.Prov.Box.X1, c.Prov.Box.Y1),
			Role: c.Role, Indicator: text(&c.Indicator), Applicant: text(&c.Applicant), Reason: text(&c.Reason),
		}
	}
	slices.SortStableFunc(rows, func(a, b CellRow) int {
		return cmp.Or(cmp.Compare(a.TableNo, b.TableNo), cmp.Compare(a.RowNo, b.RowNo), cmp.Compare(a.ColNo, b.ColNo))
	})
	return rows
}

// Sections returns the rows of sections, in reading order.
func Sections(r *normalize.Report) []SectionRow {
	rows := make([]SectionRow, len(r.Sections))
	for i := range r.Sections {
		s := &r.Sections[i]
		rows[i] = SectionRow{ReportID: r.ID, SectionNo: int32(i + 1), Section: s.Code, Heading: text(&s.Heading), Text: s.Text}
	}
	return rows
}

// Checks returns the rows of checks, in the order of the report.
func Checks(r *normalize.Report) []CheckRow {
	rows := make([]CheckRow, len(r.Checks))
	for i := range r.Checks {
		c := &r.Checks[i]
		rows[i] = CheckRow{
			ReportID: r.ID, Rule: c.Rule, Scope: c.Scope, Result: c.Result,
			LHS: float(c.LHS), RHS: float(c.RHS), Difference: float(c.Difference),
			Operands: operands(c), CauseHint: text(&c.CauseHint), OtherReportID: text(&c.OtherID),
		}
		if applicantPlace[c.Scope] > 0 {
			rows[i].Applicant = &c.Scope
		}
	}
	return rows
}

// operands are the cells of the report itself, then those of others.
func operands(c *normalize.Check) []string {
	s := keys(c.Operands)
	for _, o := range c.Others {
		s = append(s, o.String())
	}
	return s
}

// Issues returns the rows of issues of a report, in its order.
func Issues(r *normalize.Report) []IssueRow {
	sha := hex.EncodeToString(r.Source[:])
	return issueRows(r.Issues, &r.ID, sha)
}

// DocumentIssues returns the rows of issues of a document that gave no report.
func DocumentIssues(d *DocumentRow, issues []normalize.Issue) []IssueRow {
	rows := issueRows(issues, nil, cmp.Or(d.DocumentSHA256, or(d.Path), or(d.URL)))
	for i := range rows {
		rows[i].DocumentSHA256 = text(&d.DocumentSHA256) // a file without bytes has none
	}
	return rows
}

// DatasetIssues returns the rows of issues that neither a report nor a document has.
func DatasetIssues(issues []normalize.Issue) []IssueRow {
	var rows []IssueRow
	for i := range issues {
		row := issueRows(issues[i:i+1], nil, issues[i].Evidence) // what is missing tells one from another
		row[0].DocumentSHA256 = nil
		rows = append(rows, row...)
	}
	return rows
}

func issueRows(issues []normalize.Issue, report *string, sha string) []IssueRow {
	rows := make([]IssueRow, len(issues))
	seen := map[string]int{}
	subject := sha
	if report != nil {
		subject = *report // a report keeps its issues when its file is replaced
	}
	for i := range issues {
		is := &issues[i]
		what := is.Code + "\x00" + subject + "\x00" + strings.Join(keys(is.Indicators), "\x00")
		seen[what]++
		sum := sha256.Sum256([]byte(what + "\x00" + strconv.Itoa(seen[what])))
		rows[i] = IssueRow{
			Fingerprint: hex.EncodeToString(sum[:8]), Code: is.Code, Severity: is.Severity, ReportID: report, DocumentSHA256: &sha,
			Indicators: keys(is.Indicators), MessageZh: is.Zh, MessageEn: is.En, Evidence: text(&is.Evidence),
		}
	}
	return rows
}

// Applications returns a row for each row of the table of applications.
func Applications(r *normalize.Report) []ApplicationRow {
	var rows []ApplicationRow
	for _, at := range canonical(r) {
		f := &r.Facts[at]
		if f.Table != "applications" {
			continue
		}
		if len(rows) == 0 || rows[len(rows)-1].Indicator != f.Indicator {
			rows = append(rows, ApplicationRow{
				ReportID: r.ID, BodyName: r.Body.Name, DivisionCode: r.Body.Division, ReportYear: int16(r.Year), Generation: r.Generation,
				Indicator: f.Indicator,
			})
		}
		if n := rows[len(rows)-1].cell(f.Applicant); n != nil {
			*n = Count(f)
		}
	}
	return rows
}

func (row *ApplicationRow) cell(applicant string) **int64 {
	switch applicant {
	case "natural_person":
		return &row.NaturalPerson
	case "org_commercial":
		return &row.OrgCommercial
	case "org_research":
		return &row.OrgResearch
	case "org_public_welfare":
		return &row.OrgPublicWelfare
	case "org_legal_service":
		return &row.OrgLegalService
	case "org_other":
		return &row.OrgOther
	case "total":
		return &row.Total
	}
	return nil
}

// Proactive returns a row for each cell of the table of proactive disclosure.
func Proactive(r *normalize.Report) []ProactiveRow {
	var rows []ProactiveRow
	for _, at := range canonical(r) {
		f := &r.Facts[at]
		rest, ok := strings.CutPrefix(f.Indicator, "proactive.")
		if f.Table != "proactive" || !ok {
			continue
		}
		subject, measure, _ := strings.Cut(rest, ".")
		row := ProactiveRow{
			ReportID: r.ID, BodyName: r.Body.Name, DivisionCode: r.Body.Division, ReportYear: int16(r.Year), Generation: r.Generation,
			Indicator: f.Indicator, Subject: subject, Measure: measure, Unit: f.Unit,
		}
		if f.HasValue() {
			row.Value = float(&f.Value)
		}
		rows = append(rows, row)
	}
	return rows
}

// Litigation returns a row for each block of the table of reconsideration and
// litigation.
func Litigation(r *normalize.Report) []LitigationRow {
	var rows []LitigationRow
	for _, at := range canonical(r) {
		f := &r.Facts[at]
		rest, ok := strings.CutPrefix(f.Indicator, "litigation.")
		procedure, outcome, two := strings.Cut(rest, ".")
		if f.Table != "litigation" || !ok || !two {
			continue
		}
		if len(rows) == 0 || rows[len(rows)-1].Procedure != procedure {
			rows = append(rows, LitigationRow{
				ReportID: r.ID, BodyName: r.Body.Name, DivisionCode: r.Body.Division, ReportYear: int16(r.Year), Generation: r.Generation,
				Procedure: procedure,
			})
		}
		row := &rows[len(rows)-1]
		cells := map[string]**int64{"upheld": &row.Upheld, "corrected": &row.Corrected, "other": &row.Other, "pending": &row.Pending, "total": &row.Total}
		if n := cells[outcome]; n != nil {
			*n = Count(f)
		}
	}
	return rows
}

// Count returns the printed or corrected whole number of f, nil where there is
// none. A broken number stays in facts: a count column never rounds.
func Count(f *normalize.Fact) *int64 {
	if !f.HasValue() || !f.Value.IsInt() {
		return nil
	}
	n := f.Value.Coef
	for s := f.Value.Scale; s > 0; s-- {
		n /= 10
	}
	return &n
}
