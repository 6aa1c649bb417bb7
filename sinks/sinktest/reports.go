package sinktest

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/normalize"
	"github.com/gongkai-data/gongkai/sinks"
)

// Report makes a report of a generation with made-up figures: every state of a
// cell occurs, and seed decides where.
func Report(generation string, seed int) *normalize.Report {
	late := -seed
	fee := normalize.Decimal{Coef: int64(seed)*10 + 50, Scale: 2}
	charged := seed%2 == 1
	r := &normalize.Report{
		ID:   fmt.Sprintf("%06d-%d", 150000+seed, 2019+seed%6),
		Body: normalize.Body{ID: fmt.Sprintf("%06d", 150000+seed), Printed: fmt.Sprintf("甲%d县", seed), Name: fmt.Sprintf("甲%d县人民政府", seed), Type: "government", Level: "county", Division: fmt.Sprintf("%06d", 150000+seed)},
		Year: 2019 + seed%6, Generation: generation, GenerationExpected: generation,
		Title: "甲县政府信息公开工作年度报告", PublishedAt: "2025-01-20", PublishedFrom: "page", DaysLate: &late,
		BasisDocs: []string{"国办公开办函〔2021〕30号"}, FeeCharged: &charged, FeeAmount: &fee, SourceKind: "table",
		Source: sha256.Sum256(fmt.Appendf(nil, "%s %d", generation, seed)), Format: "docx",
		Sections: []normalize.Section{{Code: "sec.preface", Text: "本报告由甲县人民政府编制。"}, {Code: "sec.overview", Heading: "一、总体情况", Text: "甲。\n乙。"}},
	}
	for i, k := range normalize.Grid(generation) {
		r.Facts = append(r.Facts, fact(k, i, seed))
	}
	for i := range 12 {
		r.Cells = append(r.Cells, normalize.Cell{TableNo: 1, RowNo: i/3 + 1, ColNo: i%3 + 1, RowSpan: 1, ColSpan: 1, Text: fmt.Sprint(i * seed), Role: "value",
			Prov: extract.Prov{Page: i / 6, Box: extract.Box{X0: 1, Y0: float64(i), X1: 30.5, Y1: 12}}})
	}
	lhs, rhs, difference := normalize.Int(3), normalize.Int(3), normalize.Int(0)
	r.Checks = []normalize.Check{
		{Rule: "R1", Scope: "total", Result: normalize.Pass, LHS: &lhs, RHS: &rhs, Difference: &difference, Operands: []normalize.Key{{Indicator: "applications.new", Applicant: "total"}}},
		{Rule: "R4", Scope: "review", Result: normalize.NotEvaluable},
	}
	r.Issues = []normalize.Issue{{Code: "late", Severity: "warning", Zh: "逾期公布。", En: "Published late.", Indicators: []normalize.Key{{Indicator: "proactive.fees.amount"}}}}
	return r
}

// fact makes the cell with number i of the grid.
func fact(k normalize.Key, i, seed int) normalize.Fact {
	f := normalize.Fact{Indicator: k.Indicator, Applicant: k.Applicant, Unit: "piece", Row: normalize.Exact, Col: normalize.Exact, TableNo: 1, RowNo: i/7 + 1, ColNo: i%7 + 1, HasRaw: true}
	for _, ind := range normalize.Indicators {
		if ind.Code == k.Indicator {
			f.Table, f.Unit = ind.Table, ind.Unit
		}
	}
	switch (i + seed) % 9 {
	case 0:
		f.Status, f.Raw = normalize.Blank, ""
		zero := normalize.Int(0)
		f.Inferred, f.InferredBy = &zero, "R3"
	case 1:
		f.Status, f.Raw = normalize.Dash, "—"
	case 2:
		f.Status, f.HasRaw, f.Row, f.Col, f.TableNo, f.RowNo, f.ColNo = normalize.RowAbsent, false, "", "", 0, 0, 0
	case 3:
		f.Status, f.Raw, f.Flags = normalize.Reported, "12", []normalize.Flag{"label_fuzzy"}
		f.Value, f.Row = normalize.Int(12), normalize.Fuzzy
	default:
		n := int64((i*7 + seed*13) % 100)
		f.Status, f.Value = normalize.Reported, normalize.Int(n)
		if f.Unit == "cny_10k" {
			f.Value = normalize.Decimal{Coef: n*10000 + 8710, Scale: 4}
		}
		f.Raw = f.Value.String()
	}
	return f
}

// ResultOf is the result of a document that gave a report.
func ResultOf(r *normalize.Report) sinks.Result {
	path, reader, version := r.ID+".docx", "docx", int32(1)
	return sinks.Result{Report: r, Document: sinks.DocumentRow{
		DocumentSHA256: hex.EncodeToString(r.Source[:]), Path: &path, Bytes: 1000, Outcome: sinks.OK, ReportID: &r.ID, Reader: &reader, ReaderVersion: &version,
	}}
}

// FailedResult is the result of a document that could not be read.
func FailedResult(path string) sinks.Result {
	sum := sha256.Sum256([]byte(path))
	code, message := "docx-zip", "docx: the file ends early: corrupt"
	return sinks.Result{
		Document: sinks.DocumentRow{DocumentSHA256: hex.EncodeToString(sum[:]), Path: &path, Bytes: 3, Outcome: sinks.Failed, ErrorCode: &code, ErrorMessage: &message},
		Issues:   []normalize.Issue{{Code: code, Severity: "error", Zh: "文件不完整。", En: "The file ends early."}},
	}
}

// Results is a small set with everything in it.
func Results() []sinks.Result {
	repost := FailedResult("repost.docx")
	repost.Document.Outcome, repost.Issues = sinks.Duplicate, nil
	first := Report("C", 5)
	repost.Document.ReportID = &first.ID
	return []sinks.Result{
		ResultOf(first), ResultOf(Report("B", 1)), FailedResult("broken.docx"), ResultOf(Report("C", 2)), repost, ResultOf(Report("A2", 7)),
	}
}
