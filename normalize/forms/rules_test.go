package forms_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/gongkai-data/gongkai/normalize"
	"github.com/gongkai-data/gongkai/normalize/forms"
)

// TestInference empties random cells of true reports: whatever is inferred must
// be the number that stood there, and a cell alone in its row always is.
func TestInference(t *testing.T) {
	inferred, open := 0, 0
	for seed := range 300 {
		rnd := rand.New(rand.NewPCG(uint64(seed), 7))
		sheets := reportC(rnd, seed%4 == 3)
		want := truth(sheets)
		share := 1 + rnd.IntN(40)
		for _, s := range sheets {
			for _, row := range s {
				for k := range row {
					if row[k].key.Indicator != "" && rnd.IntN(100) < share {
						row[k].text = []string{"", "-", "/", "无"}[rnd.IntN(4)]
					}
				}
			}
		}
		r, err := normalize.Normalize(document(sheets...), forms.All)
		if err != nil {
			t.Fatal(err)
		}
		for i := range r.Facts {
			f := &r.Facts[i]
			if f.Inferred == nil {
				if !f.HasValue() {
					open++
				}
				continue
			}
			inferred++
			if f.HasValue() || f.InferredBy == "" {
				t.Fatalf("seed %d: %v inferred %v beside %q by %q", seed, f.Key(), f.Inferred, f.Status, f.InferredBy)
			}
			if got := f.Inferred.String(); want[f.Key()] != got {
				t.Fatalf("seed %d: %v inferred %s by %s, printed was %q", seed, f.Key(), got, f.InferredBy, want[f.Key()])
			}
		}
		for _, c := range r.Checks {
			if c.Result == normalize.Fail {
				t.Fatalf("seed %d: %s %s fails on a true report", seed, c.Rule, c.Scope)
			}
		}
	}
	if inferred < 1000 {
		t.Errorf("inferred %d, left open %d: too few to show anything", inferred, open)
	}
}

// TestNoInferenceFromContradiction: the total of a row contradicts R1, so the
// blank in its row follows from its column, never from that total.
func TestNoInferenceFromContradiction(t *testing.T) {
	sheets := reportC(rand.New(rand.NewPCG(5, 5)), false)
	row := sheets[1][head]
	was := row[1].text
	row[len(row)-1].text = "9999"
	row[1].text = "" // natural persons of the same row
	r, err := normalize.Normalize(document(sheets...), forms.All)
	if err != nil {
		t.Fatal(err)
	}
	for i := range r.Facts {
		if f := &r.Facts[i]; f.Indicator == "applications.new" && f.Applicant == "natural_person" {
			if f.Inferred == nil || f.Inferred.String() != was || f.InferredBy != "R1" {
				t.Errorf("inferred %v by %q, want %s by R1", f.Inferred, f.InferredBy, was)
			}
		}
	}
}

func TestRules(t *testing.T) {
	find := func(s []sheet, code, applicant string) *box {
		for i := range s {
			for j := range s[i] {
				for k := range s[i][j] {
					if s[i][j][k].key == (normalize.Key{Indicator: code, Applicant: applicant}) {
						return &s[i][j][k]
					}
				}
			}
		}
		t.Fatalf("no %s %s", code, applicant)
		return nil
	}
	// block prints one block of the litigation table: its parts, all of them of
	// one outcome, and its total.
	block := func(s []sheet, name, parts, total string) {
		for _, o := range []string{"corrected", "other", "pending"} {
			find(s, name+"."+o, "").text = "0"
		}
		find(s, name+".upheld", "").text = parts
		find(s, name+".total", "").text = total
	}
	for _, c := range []struct {
		name        string
		change      func(s []sheet)
		rule, scope string
		result      string
		hint        string
	}{
		{"true", func([]sheet) {}, "R1", "total", normalize.Pass, ""},
		{"row_total_wrong", func(s []sheet) { find(s, "applications.result.granted", "total").text = "7777" }, "R3", "applications.result.granted", normalize.Fail, ""},
		{"row_total_wrong_column_too", func(s []sheet) { find(s, "applications.result.granted", "total").text = "7777" }, "R2", "total", normalize.Fail, ""},
		{"digit_lost", func(s []sheet) {
			for _, a := range []string{"natural_person", "org_commercial", "org_research", "org_public_welfare", "org_legal_service", "org_other"} {
				find(s, "applications.result.partial", a).text = "0"
			}
			find(s, "applications.result.partial", "natural_person").text = "120"
			find(s, "applications.result.partial", "total").text = "12"
		}, "R3", "applications.result.partial", normalize.Fail, "digit_lost:applications.result.partial|total"},
		{"totals_swapped", func(s []sheet) {
			block(s, "litigation.direct", "14", "31")
			block(s, "litigation.review", "31", "14")
		}, "R4", "direct", normalize.Fail, "totals_swapped:litigation.review.total|"},
		{"one_total_of_another", func(s []sheet) {
			block(s, "litigation.direct", "14", "31")
			block(s, "litigation.review", "31", "31")
		}, "R4", "direct", normalize.Fail, "none"},
		{"totals_swapped_with_one_of_two", func(s []sheet) {
			block(s, "litigation.direct", "14", "31")
			block(s, "litigation.review", "31", "14")
			block(s, "litigation.after_review", "31", "14")
		}, "R4", "direct", normalize.Fail, "none"},
		{"blank_counts_as_zero", func(s []sheet) {
			for _, o := range []string{"upheld", "corrected", "other"} {
				find(s, "litigation.direct."+o, "").text = ""
			}
			find(s, "litigation.direct.pending", "").text = "4"
			find(s, "litigation.direct.total", "").text = "4"
		}, "R4", "direct", normalize.PassIfBlankZero, ""},
		{"words_do_not_count_as_zero", func(s []sheet) {
			find(s, "litigation.direct.upheld", "").text = "详见说明"
			find(s, "litigation.direct.total", "").text = "90"
		}, "R4", "direct", normalize.NotEvaluable, ""},
		{"parts_exceed_the_total", func(s []sheet) {
			find(s, "litigation.direct.upheld", "").text = ""
			find(s, "litigation.direct.corrected", "").text = "5"
			find(s, "litigation.direct.total", "").text = "4"
		}, "R4", "direct", normalize.Fail, "*"},
		{"all_blank", func(s []sheet) {
			for _, o := range []string{"upheld", "corrected", "other", "pending", "total"} {
				find(s, "litigation.direct."+o, "").text = ""
			}
		}, "R4", "direct", normalize.NotEvaluable, ""},
		{"fraction", func(s []sheet) { find(s, "proactive.licensing.decisions", "").text = "1.5" }, "R5", "proactive", normalize.Fail, ""},
		{"negative", func(s []sheet) { find(s, "litigation.review.upheld", "").text = "-1" }, "R5", "litigation", normalize.Fail, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			sheets := reportC(rand.New(rand.NewPCG(3, 3)), false)
			c.change(sheets)
			r, err := normalize.Normalize(document(sheets...), forms.All)
			if err != nil {
				t.Fatal(err)
			}
			for _, k := range r.Checks {
				if k.Rule != c.rule || k.Scope != c.scope {
					continue
				}
				if k.Result != c.result || c.hint == "none" && k.CauseHint != "" || c.hint != "" && c.hint != "*" && c.hint != "none" && k.CauseHint != c.hint {
					t.Errorf("%s %s = %s (%s), want %s (%s)", k.Rule, k.Scope, k.Result, k.CauseHint, c.result, c.hint)
				}
				if k.Result == normalize.Fail && !hasIssue(r, "rule_failed") {
					t.Error("no issue tells of the failed rule")
				}
				return
			}
			t.Errorf("no check %s %s", c.rule, c.scope)
		})
	}
}

func hasIssue(r *normalize.Report, code string) bool {
	for _, i := range r.Issues {
		if i.Code == code {
			return true
		}
	}
	return false
}

// TestMixedForm: table 1 of form C with the single row （六） of form B stays
// what it is. The row is kept beside the complete grid of C, R2 uses it.
func TestMixedForm(t *testing.T) {
	r, err := normalize.Normalize(document(reportC(rand.New(rand.NewPCG(1, 2)), true)...), forms.All)
	if err != nil {
		t.Fatal(err)
	}
	absent, single := 0, 0
	for i := range r.Facts {
		switch f := &r.Facts[i]; {
		case strings.HasPrefix(f.Indicator, "applications.result.other.") && f.Status == normalize.RowAbsent:
			absent++
		case f.Indicator == "applications.result.other" && f.HasValue():
			single++
		}
	}
	if r.Generation != "C" || len(r.Facts) != 207 || absent != 21 || single != 7 {
		t.Errorf("generation %s, %d facts, %d absent leaves, %d numbers in the single row; want C, 207, 21, 7", r.Generation, len(r.Facts), absent, single)
	}
	for _, c := range r.Checks {
		if c.Rule == "R2" && c.Result != normalize.Pass {
			t.Errorf("R2 %s = %s", c.Scope, c.Result)
		}
	}
}

// TestRunningText reads a report whose tables have lost the marks between their
// cells. Rows that the rules leave one reading are read; others stay null.
func TestRunningText(t *testing.T) {
	var b strings.Builder
	want := map[normalize.Key]string{}
	sheets := reportC(rand.New(rand.NewPCG(9, 9)), false)
	for i, s := range sheets {
		if i == 0 {
			b.WriteString("二、主动公开政府信息情况")
		}
		for _, row := range s {
			for _, x := range row {
				b.WriteString(strings.ReplaceAll(x.text, "\n", ""))
				if x.key.Indicator != "" {
					want[x.key] = x.text
				}
			}
		}
	}
	doc := document()
	doc.Blocks = append(doc.Blocks[:2], textOf(b.String()))
	r, err := normalize.Normalize(doc, forms.All)
	if err != nil {
		t.Fatal(err)
	}
	read, null := 0, 0
	for i := range r.Facts {
		f := &r.Facts[i]
		if !f.HasValue() {
			null++
			if f.Status != normalize.Ambiguous {
				t.Errorf("%v is %s, want ambiguous", f.Key(), f.Status)
			}
			continue
		}
		read++
		if fmt.Sprint(f.Value) != want[f.Key()] && len(f.Flags) == 0 {
			t.Errorf("%v = %v, printed %s, no flag", f.Key(), f.Value, want[f.Key()])
		}
	}
	if read < 100 {
		t.Errorf("read %d, null %d", read, null)
	}
}
