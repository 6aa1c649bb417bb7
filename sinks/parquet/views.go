package parquet

// views is SQL for DuckDB, run in the dataset folder.
const views = `-- Views over the tables of this folder. In the folder: duckdb -init views.sql
CREATE OR REPLACE VIEW facts        AS SELECT * FROM read_parquet('facts.parquet');
CREATE OR REPLACE VIEW reports      AS SELECT * FROM read_parquet('reports.parquet');
CREATE OR REPLACE VIEW documents    AS SELECT * FROM read_parquet('documents.parquet');
CREATE OR REPLACE VIEW cells        AS SELECT * FROM read_parquet('cells.parquet');
CREATE OR REPLACE VIEW sections     AS SELECT * FROM read_parquet('sections.parquet');
CREATE OR REPLACE VIEW checks       AS SELECT * FROM read_parquet('checks.parquet');
CREATE OR REPLACE VIEW issues       AS SELECT * FROM read_parquet('issues.parquet');
CREATE OR REPLACE VIEW panel        AS SELECT * FROM read_parquet('panel.parquet');
CREATE OR REPLACE VIEW applications AS SELECT * FROM read_parquet('applications.parquet');
CREATE OR REPLACE VIEW proactive    AS SELECT * FROM read_parquet('proactive.parquet');
CREATE OR REPLACE VIEW litigation   AS SELECT * FROM read_parquet('litigation.parquet');
CREATE OR REPLACE VIEW dictionary   AS SELECT * FROM read_parquet('dictionary.parquet');
CREATE OR REPLACE VIEW crosswalk    AS SELECT * FROM read_csv('crosswalk.csv', header = true, all_varchar = true);

-- Facts with labels, and with what the form's own rules leave where nothing is printed.
CREATE OR REPLACE VIEW facts_labelled AS
SELECT f.*, coalesce(f.value, f.inferred_value) AS value_or_inferred,
       i.label_zh AS indicator_zh, i.label_en AS indicator_en, a.label_zh AS applicant_zh, a.label_en AS applicant_en
FROM facts f
LEFT JOIN dictionary i ON i.kind = 'indicator' AND i.code = f.indicator
LEFT JOIN dictionary a ON a.kind = 'applicant' AND a.code = f.applicant;

-- Lines of the forms before 2019, local ones included, with the label as printed to the left of each number.
CREATE OR REPLACE VIEW lists AS
SELECT f.*, (SELECT string_agg(c.text, ' / ' ORDER BY c.col_no) FROM cells c
             WHERE c.document_sha256 = f.document_sha256 AND c.table_no = f.table_no AND c.row_no = f.row_no
               AND c.col_no < f.col_no AND c.role = 'label') AS printed_label
FROM facts f
WHERE f.generation IN ('A1', 'A2');

-- Printed numbers without any doubt.
CREATE OR REPLACE VIEW facts_certain AS
SELECT * FROM facts WHERE value IS NOT NULL AND len(flags) = 0;

-- Groups for which the form prints no number: the sum of their parts, NULL where a part is missing.
CREATE OR REPLACE VIEW group_sums AS
SELECT f.report_id, f.body_id, f.body_name, f.report_year, f.generation, p.parent AS indicator, f.applicant,
       CASE WHEN count(*) = count(coalesce(f.value, f.inferred_value)) THEN sum(coalesce(f.value, f.inferred_value)) END AS value
FROM facts f
JOIN dictionary p ON p.kind = 'indicator' AND p.code = f.indicator
WHERE f.form_table = 'applications' AND p.parent <> 'applications.result.total'
GROUP BY ALL;

-- Share of what was granted in full or in part, and of what was finished.
CREATE OR REPLACE VIEW rates AS
SELECT report_id, body_name, report_year, generation,
       (t3_granted__total + t3_partial__total) / nullif(t3_total__total, 0) AS grant_rate,
       t3_granted__total / nullif(t3_total__total, 0) AS strict_grant_rate,
       t3_total__total / nullif(t3_new__total + t3_carried_in__total, 0) AS clearance,
       t3_new__natural / nullif(t3_new__total, 0) AS natural_person_share
FROM panel;

-- Rules that fail, with the report and, across years, the other one.
CREATE OR REPLACE VIEW failed_checks AS
SELECT r.body_id, r.body_name, r.admin_level, r.report_year, c.*
FROM checks c
JOIN reports r USING (report_id)
WHERE c.result = 'fail';

-- How much of the form each report that stands prints.
CREATE OR REPLACE VIEW coverage AS
SELECT report_id, body_name, report_year, generation, facts, facts_reported, facts_inferred,
       facts_reported / nullif(facts, 0) AS reported_share, checks_fail, issues_error
FROM reports
WHERE superseded_by IS NULL;
`
