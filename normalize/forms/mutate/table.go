package mutate

import (
	"errors"
	"fmt"
	"strings"
	"text/tabwriter"
)

// Table is what became of many damaged reports, by kind of error.
type Table struct {
	All    Tally
	By     [4]Tally             // by the number of errors: none, one, two, three
	Sure   Tally                // reports whose errors all leave the reading certain
	Kinds  map[string]*[2]Tally // of each error: alone, with others
	Silent []Found              // the first of each kind
	Untold []Found              // the first that nothing printed could tell
}

// Found is a wrong number with the report that it stands in.
type Found struct {
	Wrong
	Report int // its number
	Errors string
}

// mostFound bounds the wrong numbers that are kept.
const mostFound = 4000

// Add counts one report.
func (t *Table) Add(number int, done []Mutation, tally Tally, wrong []Wrong) {
	if t.Kinds == nil {
		t.Kinds = map[string]*[2]Tally{}
	}
	t.All.Add(tally)
	t.By[min(len(done), 3)].Add(tally)
	sure := len(done) > 0
	var names []string
	for _, m := range done {
		k := t.Kinds[m.Name]
		if k == nil {
			k = &[2]Tally{}
			t.Kinds[m.Name] = k
		}
		k[min(len(done)-1, 1)].Add(tally)
		sure = sure && m.Sure
		names = append(names, m.Name)
	}
	if sure {
		t.Sure.Add(tally)
	}
	for _, w := range wrong {
		list := &t.Silent
		if w.Kind == Untellable {
			list = &t.Untold
		}
		if len(*list) < mostFound {
			*list = append(*list, Found{w, number, strings.Join(names, " + ")})
		}
	}
}

// Join adds another table, whose reports follow those of t.
func (t *Table) Join(o *Table) {
	if t.Kinds == nil {
		t.Kinds = map[string]*[2]Tally{}
	}
	t.All.Add(o.All)
	t.Sure.Add(o.Sure)
	for i := range t.By {
		t.By[i].Add(o.By[i])
	}
	for name, k := range o.Kinds {
		mine := t.Kinds[name]
		if mine == nil {
			mine = &[2]Tally{}
			t.Kinds[name] = mine
		}
		mine[0].Add(k[0])
		mine[1].Add(k[1])
	}
	t.Silent = append(t.Silent, o.Silent...)
	t.Silent = t.Silent[:min(len(t.Silent), mostFound)]
	t.Untold = append(t.Untold, o.Untold...)
	t.Untold = t.Untold[:min(len(t.Untold), mostFound)]
}

// mostDoubt is the share of right numbers that may carry a flag where the
// errors leave the reading certain, in thousandths.
const mostDoubt = 20

// Verdict fails where a number was wrong in silence, where doubt was raised
// without need, or where a number was inferred that is not the body's.
func (t *Table) Verdict() error {
	var errs []error
	if t.All.Silent > 0 {
		errs = append(errs, fmt.Errorf("%d numbers are wrong without any doubt", t.All.Silent))
	}
	if t.All.Guessed > 0 {
		errs = append(errs, fmt.Errorf("%d inferred numbers are not those of the body", t.All.Guessed))
	}
	if t.Sure.Doubted*1000 > t.Sure.Right*mostDoubt {
		errs = append(errs, fmt.Errorf("%s of the right numbers carry a flag though the errors leave the reading certain", percent(t.Sure.Doubted, t.Sure.Right)))
	}
	return errors.Join(errs...)
}

func percent(n, of int) string {
	if of == 0 {
		return "-"
	}
	return fmt.Sprintf("%.2f%%", 100*float64(n)/float64(of))
}

// String prints the table: a line a kind of error, alone and in company, then
// the sums.
func (t *Table) String() string {
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "error\tdomain.md\treports\tcells\tright\tflagged of right\twrong: flagged\tby rule\tuntellable\tSILENT\talone\tinferred wrong\tnull\tempty\trefused\t")
	line := func(name, ref string, y Tally, alone int) {
		fmt.Fprintf(w, "%s\t%s\t%d\t%d\t%d\t%s\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t\n", name, ref, y.Reports, y.Cells, y.Right, percent(y.Doubted, y.Right),
			y.Flagged, y.ByRule, y.Excused, y.Silent, alone, y.Guessed, y.Null, y.Empty, y.Failed)
	}
	for _, m := range Mutations {
		k := t.Kinds[m.Name]
		if k == nil {
			k = &[2]Tally{}
		}
		sum := k[0]
		sum.Add(k[1])
		name := m.Name
		if m.Sure {
			name += " ="
		}
		line(name, m.Ref, sum, k[0].Silent)
	}
	for n, name := range []string{"no error", "one error", "two errors", "three errors"} {
		line(name, "", t.By[n], 0)
	}
	line("certain errors only (=)", "", t.Sure, 0)
	line("all", "", t.All, t.By[1].Silent)
	w.Flush()
	return b.String()
}
