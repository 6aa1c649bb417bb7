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
// and name the first in SupersededBy. A printed number that differs is an issue
// of the report that was chosen. Results must be in the order of Run.
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
			if is, ok := conflict(same[0], w); ok {
				same[0].Report.Issues = append(same[0].Report.Issues, is)
			}
			w.Report.ID = id + "~" + w.Digest[:8]
			w.Report.SupersededBy = id
		}
	}
}

// preferred orders documents of one report as dataset.md §7 says: tables of the
// file before PDF, PDF before recognised pictures; complete before incomplete, of
// these the one that prints more, and tables before text that has lost them; later
// before earlier, where no date is the earliest. The digest settles what is left.
func preferred(a, b *Result) int {
	return cmp.Or(
		cmp.Compare(class(a), class(b)),
		cmp.Compare(rank(a.Outcome != sinks.OK), rank(b.Outcome != sinks.OK)),
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

// conflict compares the printed numbers of a witness with those of the chosen
// document. A number that only one of them prints is no conflict.
func conflict(chosen, witness *Result) (normalize.Issue, bool) {
	other := map[normalize.Key]*normalize.Fact{}
	for i := range witness.Report.Facts {
		f := &witness.Report.Facts[i]
		other[f.Key()] = f
	}
	var keys []normalize.Key
	var evidence []string
	for i := range chosen.Report.Facts {
		f := &chosen.Report.Facts[i]
		w := other[f.Key()]
		if w == nil || !f.HasValue() || !w.HasValue() || f.Value.Cmp(w.Value) == 0 {
			continue
		}
		keys = append(keys, f.Key())
		evidence = append(evidence, fmt.Sprintf("%s: %s / %s", f.Key(), f.Value, w.Value))
	}
	if len(keys) == 0 {
		return normalize.Issue{}, false
	}
	a, b := chosen.Digest[:8], witness.Digest[:8]
	return normalize.Issue{
		Code: "witness_conflict", Severity: "warning", Indicators: keys,
		En:       fmt.Sprintf("documents %s and %s of this report print different numbers in %d cells", a, b, len(keys)),
		Zh:       fmt.Sprintf("本报告的两份文件（%s 与 %s）有 %d 处数字不一致", a, b, len(keys)),
		Evidence: a + " / " + b + "\n" + strings.Join(evidence, "\n"),
	}, true
}
