package pipeline

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/gongkai-data/gongkai/normalize"
	"github.com/gongkai-data/gongkai/sinks"
)

// Choose settles which document supplies a report that several documents carry:
// the page and its attachment, a re-post elsewhere. One supplies the facts; the
// others are kept as witnesses under "<id>~<first 8 digits of their digest>"
// and name the first in SupersededBy. Printed numbers that differ are flagged and
// an issue of the report that was chosen; so is what only another document
// prints. Results must be in the order of Run.
func Choose(results []Result) {
	byID := map[string][]*Result{}
	var ids []string
	for i := range results {
		r := &results[i]
		if r.Report == nil {
			continue
		}
		if byID[r.Report.ID] == nil {
			ids = append(ids, r.Report.ID)
		}
		byID[r.Report.ID] = append(byID[r.Report.ID], r)
	}
	for _, id := range ids {
		same := byID[id]
		slices.SortStableFunc(same, preferred)
		for _, w := range same[1:] {
			same[0].Report.Issues = append(same[0].Report.Issues, compare(same[0], w)...)
			w.Report.ID = id + "~" + w.Digest[:8]
			w.Report.SupersededBy = id
		}
	}
}

// preferred orders documents of one report as dataset.md §7 says: tables of the
// file before PDF, PDF before recognised pictures; complete before incomplete, of
// these the one that prints more without doubt, and tables before text that has
// lost them; later before earlier, where no date is the earliest. One whose body
// or year is contested may be another report altogether and comes after the
// others. The digest settles what is left.
func preferred(a, b *Result) int {
	return cmp.Or(
		cmp.Compare(rank(contested(a.Report)), rank(contested(b.Report))),
		cmp.Compare(class(a), class(b)),
		cmp.Compare(rank(a.Outcome != sinks.OK), rank(b.Outcome != sinks.OK)),
		-cmp.Compare(certain(a.Report), certain(b.Report)),
		-cmp.Compare(printed(a.Report), printed(b.Report)),
		cmp.Compare(rank(!native(a.Sniffed)), rank(!native(b.Sniffed))),
		-strings.Compare(a.Report.PublishedAt, b.Report.PublishedAt),
		-strings.Compare(a.Report.WrittenAt, b.Report.WrittenAt),
		cmp.Compare(a.Digest, b.Digest),
	)
}

func rank(late bool) int {
	if late {
		return 1
	}
	return 0
}

// class is how directly a document shows its tables.
func class(r *Result) int {
	switch {
	case r.Report.Generation == "" || r.Report.SourceKind == "narrative":
		return 3 // sentences only
	case r.Report.SourceKind == "ocr":
		return 2
	case r.Sniffed == "pdf":
		return 1
	}
	return 0
}

// native tells formats whose tables are objects of the file.
func native(format string) bool {
	return slices.Contains([]string{"docx", "doc", "rtf", "html", "mhtml"}, format)
}

func printed(r *normalize.Report) int {
	n := 0
	for i := range r.Facts {
		if r.Facts[i].HasValue() {
			n++
		}
	}
	return n
}

// contested reports that a document does not agree with itself about whose
// report it is, or on which year.
func contested(r *normalize.Report) bool {
	return slices.ContainsFunc(r.Issues, func(is normalize.Issue) bool { return is.Code == "year_conflict" || is.Code == "body_conflict" })
}

// certain counts the numbers that no flag puts in doubt.
func certain(r *normalize.Report) int {
	n := 0
	for i := range r.Facts {
		if f := &r.Facts[i]; f.HasValue() && !f.Doubtful() {
			n++
		}
	}
	return n
}

// compare holds a witness against the chosen document. Numbers that differ put
// the chosen cells in doubt and are told as witness_conflict. Numbers that the
// chosen document does not print are told as witness_adds, and never taken
// over; where the chosen document has the cell and leaves it empty, a zero says
// nothing new. A number that only the chosen document prints is no conflict,
// unless the witness prints it in another cell of the table that is empty here.
func compare(chosen, witness *Result) []normalize.Issue {
	other := map[normalize.Key]*normalize.Fact{}
	for i := range witness.Report.Facts {
		f := &witness.Report.Facts[i]
		other[f.Key()] = f
	}
	var differ, added difference
	var alone [][2]*normalize.Fact // numbers of cells that the witness leaves empty
	elsewhere := map[string]bool{} // and of cells that the chosen document leaves empty
	number := func(f *normalize.Fact) string { return f.Table + " " + f.Value.String() }
	for i := range chosen.Report.Facts {
		f := &chosen.Report.Facts[i]
		w := other[f.Key()]
		switch {
		case w == nil:
		case f.HasValue() && w.HasValue():
			if f.Value.Cmp(w.Value) != 0 {
				differ.add(f, w)
			}
		case !f.HasValue() && w.HasValue() && !(f.Empty() && w.Value.IsZero()):
			added.add(f, w)
			elsewhere[number(w)] = elsewhere[number(w)] || f.Empty()
		case f.HasValue() && w.Empty() && !f.Value.IsZero():
			alone = append(alone, [2]*normalize.Fact{f, w})
		}
		delete(other, f.Key())
	}
	for _, p := range alone {
		if elsewhere[number(p[0])] {
			differ.add(p[0], p[1])
		}
	}
	if chosen.Report.Generation == witness.Report.Generation { // lines that only the other list has
		for i := range witness.Report.Facts {
			w := &witness.Report.Facts[i]
			if other[w.Key()] != nil && w.HasValue() && w.Table != "nonstandard" {
				added.keys = append(added.keys, w.Key())
				added.evidence = append(added.evidence, fmt.Sprintf("%s: / %s", w.Key(), w.Shown()))
			}
		}
	}
	return tellDifferences(chosen, witness, &differ, &added)
}

// tellDifferences flags what differs and makes the issues of it.
func tellDifferences(chosen, witness *Result, differ, added *difference) (issues []normalize.Issue) {
	a, b := chosen.Digest[:8], witness.Digest[:8]
	if n := len(differ.keys); n > 0 {
		chosen.Report.Doubt(normalize.FlagDocumentsDiffer, differ.keys)
		issues = append(issues, normalize.Issue{
			Code: "witness_conflict", Severity: "warning", Indicators: differ.keys,
			En:       fmt.Sprintf("documents %s and %s of this report differ in %d cells", a, b, n),
			Zh:       fmt.Sprintf("本报告的两份文件（%s 与 %s）有 %d 处不一致", a, b, n),
			Evidence: a + " / " + b + "\n" + strings.Join(differ.evidence, "\n"),
		})
	}
	if n := len(added.keys); n > 0 {
		issues = append(issues, normalize.Issue{
			Code: "witness_adds", Severity: "info", Indicators: added.keys,
			En:       fmt.Sprintf("document %s of this report prints %d numbers that %s, which supplies the facts, does not have", b, n, a),
			Zh:       fmt.Sprintf("本报告的另一份文件（%s）有 %d 个数字在所采用的文件（%s）中没有", b, n, a),
			Evidence: a + " / " + b + "\n" + strings.Join(added.evidence, "\n"),
		})
	}
	return issues
}

// difference collects cells that two documents show differently.
type difference struct {
	keys     []normalize.Key
	evidence []string
}

func (d *difference) add(f, w *normalize.Fact) {
	d.keys = append(d.keys, f.Key())
	d.evidence = append(d.evidence, fmt.Sprintf("%s: %s / %s", f.Key(), f.Shown(), w.Shown()))
}
