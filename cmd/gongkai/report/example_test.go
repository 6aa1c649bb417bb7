package report_test

import (
	"context"
	"fmt"
	"log"
	"os"
	"path/filepath"

	"github.com/gongkai-data/gongkai/cmd/gongkai/report"
	"github.com/gongkai-data/gongkai/normalize"
	"github.com/gongkai-data/gongkai/sinks/parquet"
)

const samples = "../../../corpus/samples/"

// One document: who reports on which year, and a number with its place.
func ExampleRead() {
	b, err := os.ReadFile(samples + "qinghe-2024.docx")
	if err != nil {
		log.Fatal(err)
	}
	res := report.Read(context.Background(), b, report.Options{})
	if res.Report == nil {
		log.Fatal(res.Outcome, " ", res.Code, " ", res.Message)
	}
	r := res.Report
	fmt.Println(res.Format, res.Outcome, r.Body.Name, r.Year, r.Generation)
	for i := range r.Facts {
		if f := &r.Facts[i]; f.Indicator == "applications.new" && (f.Applicant == "total" || f.Applicant == "org_research") {
			fmt.Println(f.Applicant, f.Status, f.HasValue(), f.Raw, f.Inferred, f.Addr)
		}
	}
	failed := 0
	for i := range r.Checks {
		if r.Checks[i].Result == normalize.Fail {
			failed++
		}
	}
	fmt.Println("rules that fail:", failed)
	// Output:
	// docx ok 云岭市青禾区人民政府 2024 C
	// org_research blank false  0 b8r3c5
	// total reported true 50 <nil> b8r3c9
	// rules that fail: 0
}

// What is no report has an outcome with a code, never an error.
func ExampleRead_otherDocuments() {
	for _, text := range []string{"A letter.", "PK\x03\x04", ""} {
		res := report.Read(context.Background(), []byte(text), report.Options{})
		fmt.Println(res.Outcome, res.Code)
	}
	// Output:
	// not_a_report report-not-found
	// failed format-damaged
	// failed format-empty
}

// Files, folders and archives to a dataset, and a look into it.
func ExampleConvert() {
	work, err := os.MkdirTemp("", "example")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(work)
	sum, err := report.Convert(context.Background(), work, []string{samples + "qinghe-2024.docx", samples + "qinghe-2024.html", samples + "luhua-2023.txt"}, report.Options{})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(sum.Documents, "documents,", sum.Reports, "reports,", sum.Facts, "facts")
	d, err := parquet.OpenDataset(filepath.Join(work, "dataset"), "reports")
	if err != nil {
		log.Fatal(err)
	}
	defer d.Close()
	type row struct {
		BodyName     string  `parquet:"body_name"`
		ReportYear   int16   `parquet:"report_year"`
		SupersededBy *string `parquet:"superseded_by"`
	}
	for r, err := range parquet.Rows[row](d, "reports") {
		if err != nil {
			log.Fatal(err)
		}
		if r.SupersededBy == nil {
			fmt.Println(r.BodyName, r.ReportYear)
		}
	}
	// Output:
	// 3 documents, 2 reports, 400 facts
	// 云岭市青禾区人民政府 2024
	// 云岭市青禾区芦花镇 2023
}
