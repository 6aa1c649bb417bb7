package normalize

import (
	"fmt"
	"strings"
	"testing"
)

func TestGridCountsEveryPrintedCell(t *testing.T) {
	for generation, want := range map[string]int{"A1": 0, "A2": 58, "B": 198, "C": 200, "": 0} {
		keys := Grid(generation)
		if len(keys) != want {
			t.Errorf("Grid(%q): %d keys, want %d", generation, len(keys), want)
		}
		seen := map[Key]bool{}
		for _, k := range keys {
			if seen[k] {
				t.Errorf("Grid(%q): %s twice", generation, k)
			}
			seen[k] = true
		}
	}
}

func TestGridFollowsTheForm(t *testing.T) {
	c := Grid("C")
	for at, want := range map[int]string{
		0: "proactive.regulations.made|", 9: "proactive.fees.amount|",
		10: "applications.new|natural_person", 16: "applications.new|total",
		184: "applications.carried_out|total",
		185: "litigation.review.upheld|", 199: "litigation.after_review.total|",
	} {
		if got := c[at].String(); got != want {
			t.Errorf("C[%d] = %s, want %s", at, got, want)
		}
	}
}

func TestIndicatorsAreConsistent(t *testing.T) {
	type id struct{ generation, code string }
	seen := map[id]*Indicator{}
	orders := map[string]int{}
	printed := map[string]int{}
	for i := range Indicators {
		ind := &Indicators[i]
		where := fmt.Sprintf("%s %s", ind.Generation, ind.Code)
		if seen[id{ind.Generation, ind.Code}] != nil {
			t.Errorf("%s: listed twice", where)
		}
		seen[id{ind.Generation, ind.Code}] = ind
		if orders[ind.Generation]++; ind.Order != orders[ind.Generation] {
			t.Errorf("%s: order %d, want %d", where, ind.Order, orders[ind.Generation])
		}
		if ind.Zh == "" || ind.En == "" || ind.PrintedUnit == "" {
			t.Errorf("%s: a label is missing", where)
		}
		if !strings.Contains(" piece cny_10k person ", " "+ind.Unit+" ") {
			t.Errorf("%s: unit %q", where, ind.Unit)
		}
		if !strings.HasPrefix(ind.Code, ind.Table+".") {
			t.Errorf("%s: table %q", where, ind.Table)
		}
		if ind.ByApplicant != (ind.Table == "applications") {
			t.Errorf("%s: by applicant %v", where, ind.ByApplicant)
		}
		if !ind.Derived {
			printed[ind.Generation]++
		}
	}
	for _, ind := range seen {
		if ind.Parent != "" && seen[id{ind.Generation, ind.Parent}] == nil {
			t.Errorf("%s %s: parent %q is not listed", ind.Generation, ind.Code, ind.Parent)
		}
	}
	for generation, want := range map[string]int{"A1": 35, "A2": 58, "B": 60, "C": 50} {
		if printed[generation] != want {
			t.Errorf("%s: %d printed rows, want %d", generation, printed[generation], want)
		}
	}
	for _, code := range []string{"denied", "unable", "not_processed", "other"} {
		b, c := seen[id{"B", "applications.result." + code}], seen[id{"C", "applications.result." + code}]
		if b == nil || c == nil || !c.Derived || b.Derived != (code != "other") {
			t.Errorf("applications.result.%s: derived in B unless other, in C always", code)
		}
	}
}
