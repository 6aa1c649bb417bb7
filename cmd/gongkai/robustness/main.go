// Command robustness damages true reports on every core and holds what is read
// of them to what they print. It prints a line a kind of layout error and fails
// where a number was wrong without any doubt. `make robustness` runs it.
//
//	robustness                       the whole table
//	robustness -silent 20            and the first wrong numbers
//	robustness -untellable 50        and the first that nothing printed could tell to be wrong
//	robustness -report 1234 -dump    one report of the seed: its errors, its print, what is wrong
package main

import (
	"flag"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/normalize"
	"github.com/gongkai-data/gongkai/normalize/forms"
	"github.com/gongkai-data/gongkai/normalize/forms/mutate"
)

func main() {
	seed := flag.Uint64("seed", 1, "another seed makes other reports")
	reports := flag.Int("reports", 26000, "how many damaged reports")
	silent := flag.Int("silent", 0, "how many wrong numbers to list")
	untold := flag.Int("untellable", 0, "how many numbers to list that nothing printed could tell to be wrong")
	one := flag.Int("report", -1, "the number of one report to look at")
	only := flag.String("errors", "", "damage each report by these errors instead, with commas between")
	together := flag.Int("together", 0, "how many errors a report gets; 0 for one, two and three in turn")
	dump := flag.Bool("dump", false, "print the document of -report")
	flag.Parse()
	damage, err := planned(*seed, *only, *together)
	if err == nil && *one >= 0 {
		err = look(damage, *one, *dump)
	} else if err == nil {
		err = all(damage, *reports, *silent, *untold)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "robustness: error:", err)
		os.Exit(1)
	}
}

// printed lists the forms that reports are made on: those that are read.
func printed() []string {
	list := slices.Clone(mutate.Forms)
	for _, f := range forms.All.Forms {
		if f.Read && !slices.Contains(list, f.Name) {
			list = append(list, f.Name)
		}
	}
	return list
}

// planned returns how report n is damaged.
func planned(seed uint64, only string, together int) (func(n int) (*mutate.Report, []mutate.Mutation), error) {
	list := printed()
	if only == "" {
		return func(n int) (*mutate.Report, []mutate.Mutation) {
			if together > 0 {
				return mutate.Damaged(seed, n, together, list...)
			}
			return mutate.Damaged(seed, n, mutate.Plan(n), list...)
		}, nil
	}
	var ms []mutate.Mutation
	for name := range strings.SplitSeq(only, ",") {
		m, ok := mutate.Find(name)
		if !ok {
			return nil, fmt.Errorf("no error is called %q", name)
		}
		ms = append(ms, m)
	}
	return func(n int) (*mutate.Report, []mutate.Mutation) {
		rnd := mutate.NewRand(seed, uint64(n))
		r := mutate.New(rnd, list...)
		var done []mutate.Mutation
		for _, m := range ms {
			if m.Do(rnd, r) {
				done = append(done, m)
			}
		}
		return r, done
	}, nil
}

// read is what the program makes of a report.
func read(r *mutate.Report) *normalize.Report {
	got, err := normalize.Normalize(r.Document(), forms.All)
	if err != nil {
		return nil
	}
	return got
}

// chunk is how many reports a core takes at a time.
const chunk = 200

// all scores the reports. Each chunk has a table of its own and they are joined
// in order, so the table does not depend on the number of cores.
func all(damage func(int) (*mutate.Report, []mutate.Mutation), reports, silent, untold int) error {
	tables := make([]mutate.Table, (reports+chunk-1)/chunk)
	var next atomic.Int64
	var cores sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		cores.Go(func() {
			for {
				k := int(next.Add(1)) - 1
				if k >= len(tables) {
					return
				}
				for n := k * chunk; n < min(reports, (k+1)*chunk); n++ {
					r, errors := damage(n)
					tally, wrong := mutate.Score(r, read(r))
					tables[k].Add(n, errors, tally, wrong)
				}
			}
		})
	}
	cores.Wait()
	var sum mutate.Table
	for i := range tables {
		sum.Join(&tables[i])
	}
	fmt.Print(sum.String())
	for _, f := range append(sum.Silent[:min(silent, len(sum.Silent)):min(silent, len(sum.Silent))], sum.Untold[:min(untold, len(sum.Untold))]...) {
		fmt.Printf("report %d (%s): %s: %s = %s, printed %q\n", f.Report, f.Errors, f.Kind, f.Key, f.Got, f.Printed)
	}
	return sum.Verdict()
}

// look shows one report.
func look(damage func(int) (*mutate.Report, []mutate.Mutation), n int, dump bool) error {
	r, errors := damage(n)
	if dump {
		if err := extract.Dump(os.Stdout, r.Document()); err != nil {
			return err
		}
	}
	got := read(r)
	if dump && got != nil {
		for i := range got.Facts {
			f := &got.Facts[i]
			fmt.Printf("  %s %s %s %q\n", f.Key(), f.Status, f.Value, f.Flags)
		}
		for _, c := range got.Checks {
			fmt.Printf("  %s %s %s\n", c.Rule, c.Scope, c.Result)
		}
	}
	tally, wrong := mutate.Score(r, got)
	for _, m := range errors {
		fmt.Printf("%s (%s)\n", m.Name, m.Ref)
	}
	fmt.Printf("form %s year %d: %+v\n", r.Form, r.Year, tally)
	for _, w := range wrong {
		fmt.Printf("%s: %s = %s, printed %q\n", w.Kind, w.Key, w.Got, w.Printed)
	}
	return nil
}
