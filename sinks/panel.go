package sinks

import (
	"strings"

	"github.com/gongkai-data/gongkai/normalize"
)

// The panel has a row for each report and a column for each cell of forms B and
// C. Stata allows 32 characters in a name, so each row of the forms has a short
// name here: t2, t3, t4 for the chapter of the report that holds the table.
// Names are never reused or changed: scripts of other people hold them.

// PanelColumn is a cell of form B or C as a column.
type PanelColumn struct {
	Name   string
	Key    normalize.Key
	Amount bool   // double, in 万元; else int64
	Unit   string // piece, cny_10k
	Zh, En string
}

// panelRows holds the short name of each row of the forms, in column order.
var panelRows = [][2]string{
	{"t2_reg_made", "proactive.regulations.made"},
	{"t2_reg_repealed", "proactive.regulations.repealed"},
	{"t2_reg_in_force", "proactive.regulations.in_force"},
	{"t2_doc_made", "proactive.normative_documents.made"},
	{"t2_doc_repealed", "proactive.normative_documents.repealed"},
	{"t2_doc_in_force", "proactive.normative_documents.in_force"},
	{"t2_lic_decisions", "proactive.licensing.decisions"},
	{"t2_pun_decisions", "proactive.punishment.decisions"},
	{"t2_coe_decisions", "proactive.coercion.decisions"},
	{"t2_fee_amount", "proactive.fees.amount"},
	{"t2_reg_newly_made", "proactive.regulations.newly_made"},
	{"t2_reg_newly_disclosed", "proactive.regulations.newly_disclosed"},
	{"t2_reg_disclosed_total", "proactive.regulations.disclosed_total"},
	{"t2_doc_newly_made", "proactive.normative_documents.newly_made"},
	{"t2_doc_newly_disclosed", "proactive.normative_documents.newly_disclosed"},
	{"t2_doc_disclosed_total", "proactive.normative_documents.disclosed_total"},
	{"t2_lic_items_prev_year", "proactive.licensing.items_prev_year"},
	{"t2_lic_items_change", "proactive.licensing.items_change"},
	{"t2_srv_items_prev_year", "proactive.other_services.items_prev_year"},
	{"t2_srv_items_change", "proactive.other_services.items_change"},
	{"t2_srv_decisions", "proactive.other_services.decisions"},
	{"t2_pun_items_prev_year", "proactive.punishment.items_prev_year"},
	{"t2_pun_items_change", "proactive.punishment.items_change"},
	{"t2_coe_items_prev_year", "proactive.coercion.items_prev_year"},
	{"t2_coe_items_change", "proactive.coercion.items_change"},
	{"t2_fee_items_prev_year", "proactive.fees.items_prev_year"},
	{"t2_fee_items_change", "proactive.fees.items_change"},
	{"t2_buy_items", "proactive.procurement.items"},
	{"t2_buy_amount", "proactive.procurement.amount"},

	{"t3_new", "applications.new"},
	{"t3_carried_in", "applications.carried_in"},
	{"t3_granted", "applications.result.granted"},
	{"t3_partial", "applications.result.partial"},
	{"t3_den_secret", "applications.result.denied.state_secret"},
	{"t3_den_law", "applications.result.denied.other_law_prohibited"},
	{"t3_den_security", "applications.result.denied.security_stability"},
	{"t3_den_third_party", "applications.result.denied.third_party_rights"},
	{"t3_den_internal", "applications.result.denied.internal_affairs"},
	{"t3_den_process", "applications.result.denied.process_information"},
	{"t3_den_case_file", "applications.result.denied.enforcement_file"},
	{"t3_den_query", "applications.result.denied.administrative_query"},
	{"t3_una_not_held", "applications.result.unable.not_held"},
	{"t3_una_creation", "applications.result.unable.requires_creation"},
	{"t3_una_unclear", "applications.result.unable.still_unclear"},
	{"t3_np_petition", "applications.result.not_processed.petition_complaint"},
	{"t3_np_duplicate", "applications.result.not_processed.duplicate"},
	{"t3_np_publication", "applications.result.not_processed.publication"},
	{"t3_np_excessive", "applications.result.not_processed.excessive_repeat"},
	{"t3_np_reissue", "applications.result.not_processed.confirm_or_reissue"},
	{"t3_oth_overdue", "applications.result.other.correction_overdue"},
	{"t3_oth_fee_unpaid", "applications.result.other.fee_unpaid"},
	{"t3_oth_other", "applications.result.other.other"},
	{"t3_oth", "applications.result.other"},
	{"t3_total", "applications.result.total"},
	{"t3_carried_out", "applications.carried_out"},

	{"t4_review_upheld", "litigation.review.upheld"},
	{"t4_review_corrected", "litigation.review.corrected"},
	{"t4_review_other", "litigation.review.other"},
	{"t4_review_pending", "litigation.review.pending"},
	{"t4_review_total", "litigation.review.total"},
	{"t4_direct_upheld", "litigation.direct.upheld"},
	{"t4_direct_corrected", "litigation.direct.corrected"},
	{"t4_direct_other", "litigation.direct.other"},
	{"t4_direct_pending", "litigation.direct.pending"},
	{"t4_direct_total", "litigation.direct.total"},
	{"t4_after_review_upheld", "litigation.after_review.upheld"},
	{"t4_after_review_corrected", "litigation.after_review.corrected"},
	{"t4_after_review_other", "litigation.after_review.other"},
	{"t4_after_review_pending", "litigation.after_review.pending"},
	{"t4_after_review_total", "litigation.after_review.total"},
}

// panelApplicants holds the ending of each applicant's column.
var panelApplicants = map[string]string{
	"natural_person":     "natural",
	"org_commercial":     "commercial",
	"org_research":       "research",
	"org_public_welfare": "welfare",
	"org_legal_service":  "legal",
	"org_other":          "org_other",
	"total":              "total",
}

// PanelColumns lists the columns of cells, in the order of the file. It is
// never changed.
var PanelColumns = func() []PanelColumn {
	newest := map[string]normalize.Indicator{} // C is listed last and names what both forms print
	for _, ind := range normalize.Indicators {
		if old, ok := newest[ind.Code]; !ok || old.Derived || !ind.Derived {
			newest[ind.Code] = ind
		}
	}
	var cols []PanelColumn
	for _, row := range panelRows {
		ind := newest[row[1]]
		col := PanelColumn{Name: row[0], Key: normalize.Key{Indicator: row[1]}, Amount: ind.Unit == "cny_10k", Unit: ind.Unit, Zh: ind.Zh, En: ind.En}
		if !ind.ByApplicant {
			cols = append(cols, col)
			continue
		}
		for _, a := range normalize.Applicants {
			c := col
			c.Name, c.Key.Applicant = row[0]+"__"+panelApplicants[a.Code], a.Code
			c.Zh, c.En = ind.Zh+"："+a.Zh, ind.En+": "+strings.ToLower(a.En)
			cols = append(cols, c)
		}
	}
	return cols
}()

var panelPlace = func() map[normalize.Key]int {
	m := make(map[normalize.Key]int, len(PanelColumns))
	for i, c := range PanelColumns {
		m[c.Key] = i
	}
	return m
}()

// PanelHead is the part of a panel row that names the report.
type PanelHead struct {
	ReportID     string `json:"report_id" zh:"年报编号" en:"Report, stable over runs"`
	BodyID       string `json:"body_id" zh:"机关编号" en:"Reporting body, stable over years"`
	BodyName     string `json:"body_name" zh:"机关名称（规范化）" en:"Normalised name of the reporting body"`
	DivisionCode string `json:"division_code" zh:"行政区划代码" en:"Code of the division; empty where none fits"`
	AdminLevel   string `json:"admin_level" zh:"行政层级" en:"national, province, prefecture, county, township; empty where not known"`
	ReportYear   int16  `json:"report_year" zh:"报告年度" en:"Year reported on; 0 where the report does not tell it"`
	Generation   string `json:"generation" zh:"格式代次" en:"Generation of the form"`
}

// PanelValue is one cell of the panel: a whole number, an amount or nothing.
type PanelValue struct {
	Count  *int64
	Amount *float64
}

// Panel returns the row of a report: its head, and a value for each of
// PanelColumns. ok is false for generations that the panel has no columns for,
// and for reports whose tables are all pictures: what their sentences state counts
// differently.
func Panel(r *normalize.Report) (head PanelHead, values []PanelValue, ok bool) {
	if r.Generation != "B" && r.Generation != "C" || r.SourceKind == "narrative" {
		return head, nil, false
	}
	head = PanelHead{r.ID, r.Body.ID, r.Body.Name, r.Body.Division, r.Body.Level, int16(r.Year), r.Generation}
	values = make([]PanelValue, len(PanelColumns))
	for i := range r.Facts {
		f := &r.Facts[i]
		at, known := panelPlace[f.Key()]
		switch {
		case !known || !f.HasValue():
		case PanelColumns[at].Amount:
			values[at].Amount = float(&f.Value)
		default:
			values[at].Count = Count(f)
		}
	}
	return head, values, true
}

func panelTable() []Column {
	cols := ColumnsOf[PanelHead]()
	for _, c := range PanelColumns {
		t := "int64"
		if c.Amount {
			t = "double"
		}
		cols = append(cols, Column{Name: c.Name, Type: t, Nullable: true, Zh: c.Zh, En: c.En})
	}
	return cols
}
