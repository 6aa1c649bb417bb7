// Package normalize understands what a reader saw: it finds the tables of an
// annual report on the disclosure of government information
// (政府信息公开工作年度报告) by their printed labels, puts every printed number into
// one schema and says where it is in doubt.
//
// The way of a document (Explain in form.go):
//
//	meta*.go section.go   the report about itself: body, year, period, contact, chapters
//	view.go               a table with its cells read once: label, number or empty
//	survey.go             one row: its label, and whether it is a header or numbers
//	header.go scan.go     what stands above each column; numbers to observations
//	columns.go            numbers to columns, by position, by order and by the shape of rows
//	title.go              tables of other years and bodies, examples, blank forms
//	rows.go               rows to indicators; rows without a readable label
//	flat.go               tables that have lost the marks between their cells
//	assemble.go           observations to the grid of the form, absences to statuses
//	check.go infer.go     the rules of the form, and what they leave as the only number
//	correct.go            a person's correction, and the rules again
//	label.go number.go fold.go decimal.go   single labels and values
//
// What it does:
//
//	[x] labels exact, by known variants, by distinguishing words, as near misses (flagged)
//	[x] headers merged wrongly, flat, repeated, lost; columns moved, added or missing
//	[x] rows lost, doubled, mislabelled, without a label; tables split, turned, nested
//	[x] last year's table or column beside this year's
//	[x] rules R1 to R5, those of the older forms, inferred values
//	[x] forms A1 and A2, reports that only tell their numbers
//
// Package watch holds reports against each other: rules across years, soft
// rules, watchdog checks.
//
// The package is pure: the same document gives the same report.
package normalize
