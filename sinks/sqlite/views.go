package sqlite

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gongkai-data/gongkai/sinks"
)

// view is one view of views.sql in the dialect of SQLite, where a division of two
// whole numbers drops its fraction, lists are JSON and GROUP BY ALL is unknown.
type view struct {
	name   string
	tables []string // it is made where all of them are exported
	sql    string
}

var views = []view{
	{"facts_labelled", []string{"facts", "dictionary"}, `SELECT f.*, coalesce(f.value, f.inferred_value) AS value_or_inferred,
       i.label_zh AS indicator_zh, i.label_en AS indicator_en, a.label_zh AS applicant_zh, a.label_en AS applicant_en
FROM facts f
LEFT JOIN dictionary i ON i.kind = 'indicator' AND i.code = f.indicator
LEFT JOIN dictionary a ON a.kind = 'applicant' AND a.code = f.applicant`},
	{"facts_certain", []string{"facts"}, `SELECT * FROM facts WHERE value IS NOT NULL AND flags = '[]'`},
	{"lists", []string{"facts", "cells"}, `SELECT f.*, (SELECT group_concat(text, ' / ') FROM (
        SELECT c.text FROM cells c
        WHERE c.document_sha256 = f.document_sha256 AND c.table_no = f.table_no AND c.row_no = f.row_no
          AND c.col_no < f.col_no AND c.role = 'label'
        ORDER BY c.col_no)) AS printed_label
FROM facts f
WHERE f.generation IN ('A1', 'A2')`},
	{"group_sums", []string{"facts", "dictionary"}, `SELECT f.report_id, f.body_id, f.body_name, f.report_year, f.generation, p.parent AS indicator, f.applicant,
       CASE WHEN count(*) = count(coalesce(f.value, f.inferred_value)) THEN sum(coalesce(f.value, f.inferred_value)) END AS value
FROM facts f
JOIN dictionary p ON p.kind = 'indicator' AND p.code = f.indicator
WHERE f.form_table = 'applications' AND p.parent <> 'applications.result.total'
GROUP BY f.report_id, f.body_id, f.body_name, f.report_year, f.generation, p.parent, f.applicant`},
	{"rates", []string{"panel"}, `SELECT report_id, body_name, report_year, generation,
       1.0 * (t3_granted__total + t3_partial__total) / nullif(t3_total__total, 0) AS grant_rate,
       1.0 * t3_granted__total / nullif(t3_total__total, 0) AS strict_grant_rate,
       1.0 * t3_total__total / nullif(t3_new__total + t3_carried_in__total, 0) AS clearance,
       1.0 * t3_new__natural / nullif(t3_new__total, 0) AS natural_person_share
FROM panel`},
	{"failed_checks", []string{"checks", "reports"}, `SELECT r.body_id, r.body_name, r.admin_level, r.report_year, c.*
FROM checks c
JOIN reports r ON r.report_id = c.report_id
WHERE c.result = 'fail'`},
	{"coverage", []string{"reports"}, `SELECT report_id, body_name, report_year, generation, facts, facts_reported, facts_inferred,
       1.0 * facts_reported / nullif(facts, 0) AS reported_share, checks_fail, issues_error
FROM reports
WHERE superseded_by IS NULL`},
}

// views makes the views whose tables are there, whole.
func (w *writer) views() error {
	there := map[string]bool{}
	for _, t := range w.src.Tables() {
		there[t.Name] = slices.ContainsFunc(sinks.Tables(), func(d sinks.Table) bool { return d.Name == t.Name && slices.Equal(d.Columns, t.Columns) })
	}
	for _, v := range views {
		if slices.ContainsFunc(v.tables, func(t string) bool { return !there[t] }) {
			continue
		}
		if err := w.exec(fmt.Sprintf("CREATE VIEW %s AS %s", v.name, strings.TrimSpace(v.sql))); err != nil {
			return fmt.Errorf("view %s: %w", v.name, err)
		}
	}
	return nil
}
