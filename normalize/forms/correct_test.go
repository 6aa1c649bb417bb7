package forms_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/gongkai-data/gongkai/normalize"
	"github.com/gongkai-data/gongkai/normalize/forms"
	"github.com/gongkai-data/gongkai/normalize/forms/mutate"
)

// sound reads a made report and returns the place of a cell among its facts; nil
// where a rule of the report fails or the cell has no number.
func sound(t *testing.T, seed uint64, cell normalize.Key) (r *normalize.Report, at int) {
	t.Helper()
	made := mutate.New(mutate.NewRand(seed, 1))
	if !made.Sound {
		return nil, 0
	}
	r, err := normalize.Normalize(made.Document(), forms.All)
	if err != nil {
		t.Fatal(err)
	}
	at = slices.IndexFunc(r.Facts, func(f normalize.Fact) bool { return f.Key() == cell })
	if at < 0 || !r.Facts[at].HasValue() || failures(r) > 0 {
		return nil, 0
	}
	return r, at
}

// TestCorrect breaks a sum, corrects it, and wants the report as it was.
func TestCorrect(t *testing.T) {
	total := normalize.Key{Indicator: "litigation.review.total"}
	tried := 0
	for seed := range uint64(40) {
		r, at := sound(t, seed, total)
		if r == nil {
			continue
		}
		tried++
		right := r.Facts[at].Value.String()
		wrong := r.Facts[at].Value.Add(normalize.Int(7)).String()
		before := len(r.Checks)
		spoil := normalize.Correction{ID: "spoil", Cell: total, Was: right, Value: wrong}
		if !r.Correct(&spoil, forms.All) || failures(r) != 1 || !told(r, "rule_failed") {
			t.Fatalf("seed %d: a wrong total is not told: %d", seed, failures(r))
		}
		if r.Correct(&spoil, forms.All) {
			t.Fatalf("seed %d: applied although the cell does not read %s any more", seed, right)
		}
		mend := normalize.Correction{ID: "mend", Cell: total, Was: wrong, Value: right}
		if !r.Correct(&mend, forms.All) || failures(r) != 0 || told(r, "rule_failed") || len(r.Checks) != before {
			t.Fatalf("seed %d: %d rules fail after the correction, %d checks of %d", seed, failures(r), len(r.Checks), before)
		}
		f := r.Facts[at]
		if f.Status != normalize.Corrected || f.Value.String() != right || f.OverrideID != "mend" || !f.HasRaw || len(f.Flags) > 0 {
			t.Fatalf("seed %d: %+v", seed, f)
		}
	}
	if tried < 10 {
		t.Errorf("only %d reports were tried", tried)
	}
}

// TestCorrectFillsABlank gives a blank cell its number, by its status.
func TestCorrectFillsABlank(t *testing.T) {
	r := &normalize.Report{Facts: []normalize.Fact{{Indicator: "proactive.fees.amount", Status: normalize.Blank, Flags: []normalize.Flag{normalize.FlagLabelFuzzy}}}}
	c := normalize.Correction{ID: "a", Cell: normalize.Key{Indicator: "proactive.fees.amount"}, Was: "dash", Value: "1.50"}
	if r.Correct(&c, forms.All) {
		t.Error("a blank is taken for a dash")
	}
	if c.Was = "blank"; !r.Correct(&c, forms.All) || r.Facts[0].Value.String() != "1.50" || r.Facts[0].Flags != nil {
		t.Errorf("%+v", r.Facts[0])
	}
	if c.Cell.Indicator = "proactive.fees.nothing"; r.Correct(&c, forms.All) {
		t.Error("a cell that is not there is corrected")
	}
}

// TestCorrectTakesANumberAway leaves a cell without its number: the sum
// does not hold without it, and does once it is back.
func TestCorrectTakesANumberAway(t *testing.T) {
	from, to := normalize.Key{Indicator: "litigation.review.upheld"}, normalize.Key{Indicator: "litigation.review.corrected"}
	tried := 0
	for seed := range uint64(60) {
		r, at := sound(t, seed, from)
		if r == nil || r.Facts[at].Value.IsZero() {
			continue
		}
		tried++
		was := r.Facts[at].Value.String()
		away := normalize.Correction{ID: "away", Report: "r", Cell: from, Kind: normalize.ExtractionFix, Was: was, Value: "blank", Who: "w", Why: "y"}
		if err := away.Check(); err != nil {
			t.Fatal(err)
		}
		if !r.Correct(&away, forms.All) {
			t.Fatalf("seed %d: not applied", seed)
		}
		f := r.Facts[at]
		if f.Status != normalize.Blank || f.HasValue() || !f.Value.IsZero() || f.OverrideID != "away" || !f.HasRaw {
			t.Fatalf("seed %d: %+v", seed, f)
		}
		if r.Correct(&away, forms.All) {
			t.Fatalf("seed %d: taken away twice", seed)
		}
		i := slices.IndexFunc(r.Checks, func(c normalize.Check) bool {
			return c.Rule != "R5" && slices.Contains(c.Operands, from) && slices.Contains(c.Operands, to)
		})
		if i < 0 || r.Checks[i].Result == normalize.Pass || r.Checks[i].Result == normalize.PassIfBlankZero {
			t.Fatalf("seed %d: a sum holds without its number", seed)
		}
		if back := (normalize.Correction{ID: "back", Cell: from, Was: "blank", Value: was}); !r.Correct(&back, forms.All) || r.Checks[i].Result == normalize.Fail {
			t.Fatalf("seed %d: the number does not come back", seed)
		}
	}
	if tried < 5 {
		t.Errorf("only %d reports were tried", tried)
	}
}

func TestCorrectionWithoutANumber(t *testing.T) {
	c := normalize.Correction{ID: "a", Report: "r", Cell: normalize.Key{Indicator: "proactive.fees.amount"}, Kind: normalize.ExtractionFix, Was: "0", Who: "w", Why: "y"}
	for value, want := range map[string]string{
		"blank": "", "dash": "", "slash": "", "none": "", "0.5": "", "": "is no number", "null": "is no number", "reported": "is no number", "row_absent": "is no number", "0.0": "is what was read",
	} {
		c.Value = value
		if err := c.Check(); (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", value, err)
		}
	}
	if c.Was, c.Value = "blank", "blank"; c.Check() == nil {
		t.Error("blank becomes blank")
	}
	if c.Value = "0"; c.Check() != nil {
		t.Error("a blank cannot become 0")
	}
}

// TestCorrectList corrects a cell of form A2: its rules are evaluated again, and
// nothing inferred from the number that was wrong stays.
func TestCorrectList(t *testing.T) {
	rows, _ := rowsOf("A2")
	values := map[string]string{"（一）收到申请数": "7", "1.当面申请数": "3", "3.网络申请数": "4", "（三）从事政府信息公开工作人员数": "3", "1.专职人员数": "2", "2.兼职人员数": ""}
	for i := range rows {
		rows[i].value = "0"
		for label, v := range values {
			if strings.HasPrefix(rows[i].label, label) {
				rows[i].value = v
			}
		}
	}
	r, _ := readList(t, older(listTable(headA2, fieldsOf(rows)...)))
	result := func(rule string) string {
		at := slices.IndexFunc(r.Checks, func(c normalize.Check) bool { return c.Rule == rule })
		if at < 0 {
			return "no check"
		}
		return r.Checks[at].Result
	}
	inferred := func() string {
		for i := range r.Facts {
			if f := &r.Facts[i]; f.Indicator == "a2.org.staff.part_time" && f.Inferred != nil {
				return f.Inferred.String()
			}
		}
		return ""
	}
	correct := func(indicator, was, value string) {
		t.Helper()
		c := normalize.Correction{ID: indicator, Cell: normalize.Key{Indicator: indicator}, Was: was, Value: value}
		if !r.Correct(&c, forms.All) {
			t.Fatalf("%s is not applied", indicator)
		}
	}
	if result("A2-1") != normalize.Pass || inferred() != "1" {
		t.Fatalf("before: %s, inferred %q", result("A2-1"), inferred())
	}
	checks := len(r.Checks)
	correct("a2.org.staff", "3", "5")
	if inferred() != "3" {
		t.Errorf("inferred from a number that is corrected: %q", inferred())
	}
	correct("a2.applications.received", "7", "8")
	if result("A2-1") != normalize.Fail || !told(r, "rule_failed") || len(r.Checks) != checks {
		t.Errorf("a corrected sum is not held to its rule: %s, %d checks of %d", result("A2-1"), len(r.Checks), checks)
	}
	correct("a2.applications.received.mail", "0", "1")
	if result("A2-1") != normalize.Pass || told(r, "rule_failed") {
		t.Errorf("after the second correction: %s", result("A2-1"))
	}
}

func TestParseDecimal(t *testing.T) {
	for s, want := range map[string]string{"12": "12", "-3": "-3", "0.50": "0.50", "007": "7"} {
		if d, ok := normalize.ParseDecimal(s); !ok || d.String() != want {
			t.Errorf("%q: %s %v", s, d, ok)
		}
	}
	for _, s := range []string{"", "-", "1.", ".5", "1,000", "1e3", "１２", "1.2.3", "1234567890123456", "blank"} {
		if d, ok := normalize.ParseDecimal(s); ok {
			t.Errorf("%q is taken for %s", s, d)
		}
	}
}

func failures(r *normalize.Report) (n int) {
	for _, c := range r.Checks {
		if c.Result == normalize.Fail {
			n++
		}
	}
	return n
}

func told(r *normalize.Report, code string) bool {
	return slices.ContainsFunc(r.Issues, func(i normalize.Issue) bool { return i.Code == code })
}
