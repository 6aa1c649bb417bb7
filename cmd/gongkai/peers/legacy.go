//go:build unix

package main

import (
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/pipeline"
	"github.com/gongkai-data/gongkai/extract"
)

// rounds is how often all resident programs are measured in turn: the load changes within a run.
var rounds = 3

const (
	reportLimit = 400 * time.Microsecond // what a .doc report of two pages may cost from bytes to facts
	margin      = 2                      // how much faster than the fastest other program ours has to be
	enough      = 200                    // documents in a comparison
	largest     = 1 << 20                // bytes; one huge file must not decide a mean
)

// group is a set of documents of one format that every program which reads in
// its own process takes.
type group struct {
	name, format string
	files        []string
	bytes        [][]byte
}

// figure is what a program needed for a document of a group.
type figure struct {
	program, yields string
	cpu             time.Duration // of a document it took; zero where not measured
	cells           int           // of all tables of the group; 0 where not counted
	refused         int
	broken          error // why it broke off
}

// legacy compares over the .doc, .rtf or .pdf documents at hand.
func legacy(format, documents, modules, binary string, strict bool) error {
	dir, err := os.MkdirTemp("", "peers")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	files, err := candidates(documents, format)
	if err != nil {
		return err
	}
	if format == "pdf" {
		if files, err = withPrinted(files, dir); err != nil {
			return err
		}
	}
	if len(files) == 0 {
		fmt.Printf("\nwithout .%s: no documents in %s\n", format, documents)
		return nil
	}
	fmt.Printf("\n.%s: %d files of at most %d KB, load %s\n", format, len(files), largest>>10, load())
	inside := residents(format, modules, dir)
	taken := oursTakes(files)
	fmt.Printf("gongkai takes %d of them", len(taken))
	inside, taken = common(inside, taken)
	missed := 0
	for _, g := range groups(taken, format) {
		figures, err := g.compare(inside, binary, dir)
		if err != nil {
			return fmt.Errorf("%s: %w", g.name, err)
		}
		g.print(figures)
		if len(figures) > 1 && !ahead(figures) {
			missed++
		}
	}
	if format == "doc" {
		kept, err := usualReport(taken)
		if err != nil {
			return err
		}
		if !kept {
			missed++
		}
	}
	fmt.Printf("load at the end %s\n", load())
	if missed > 0 && strict {
		return fmt.Errorf(".%s: %d figures above their limit", format, missed)
	}
	return nil
}

// common keeps the files that every program takes, and the programs that work at
// all: one that breaks off is left out, and the others are compared.
func common(inside []*resident, files []string) (working []*resident, taken []string) {
	taken = files
	for _, p := range inside {
		t, err := p.takes(taken)
		if err != nil || len(t) == 0 {
			fmt.Printf("\nwithout %s: it takes %d files: %v\n", p.name, len(t), err)
			continue
		}
		working, taken = append(working, p), t
		fmt.Printf(", %s %d of these", p.name, len(taken))
	}
	fmt.Println()
	return working, taken
}

// made are the folders of the made reports, which lead the list.
const made = "/synthetic/"

// candidates lists the files of a format below dir, made reports first.
func candidates(dir, format string) (files []string, err error) {
	err = filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || !strings.EqualFold(filepath.Ext(path), "."+format) {
			return err
		}
		if i, err := e.Info(); err == nil && i.Size() > 0 && i.Size() <= largest && !strings.ContainsRune(path, '\n') {
			files = append(files, path)
		}
		return nil
	})
	if os.IsNotExist(err) {
		return nil, nil
	}
	slices.SortStableFunc(files, func(a, b string) int {
		if a, b := isMade(a), isMade(b); a != b {
			if a {
				return -1
			}
			return 1
		}
		return strings.Compare(a, b)
	})
	return files, err
}

func ofContest(path string) bool { return strings.Contains(path, "icdar2013") }

func isMade(path string) bool { return strings.Contains(filepath.ToSlash(path), made) }

// groups are the made reports, and as many documents of all kinds as a
// comparison has: all made ones, and of the others every so-manieth.
func groups(files []string, format string) (gs []*group) {
	n := 0
	for n < len(files) && isMade(files[n]) {
		n++
	}
	all := slices.Clone(files[:min(n, enough)])
	others, room := files[n:], enough-len(all)
	for i := range min(room, len(others)) {
		all = append(all, others[i*len(others)/min(room, len(others))])
	}
	if n > 0 {
		gs = append(gs, &group{name: "made reports", format: format, files: files[:n]})
	}
	if len(others) > 0 && format != "pdf" { // there the contest is what all programs know
		gs = append(gs, &group{name: "all kinds", format: format, files: all})
	}
	contest := slices.DeleteFunc(slices.Clone(others), func(f string) bool { return !ofContest(f) })
	if len(contest) > 0 {
		gs = append(gs, &group{name: "ICDAR 2013", format: format, files: contest})
	}
	return gs
}

// facts goes from bytes to facts. That a document is no report is no error here.
func facts(s *pipeline.Stages, b []byte) error {
	doc, err := s.Read(ctx, b, extract.Options{})
	if err == nil {
		_, _ = s.Normalize(doc)
	}
	return err
}

// oursTakes keeps the files that this program reads.
func oursTakes(files []string) (taken []string) {
	s := pipeline.All()
	for _, f := range files {
		if b, err := os.ReadFile(f); err == nil && facts(s, b) == nil {
			taken = append(taken, f)
		}
	}
	return taken
}

// ours is the CPU time of a document of the group in the cheapest of some batches.
func (g *group) ours() (time.Duration, error) {
	s := pipeline.All()
	passes := func(n int) (time.Duration, error) {
		before := used()
		for range n {
			for i, b := range g.bytes {
				if err := facts(s, b); err != nil {
					return 0, fmt.Errorf("%s: %w", g.files[i], err)
				}
			}
		}
		return max(1, (used()-before)/time.Duration(n)), nil
	}
	once, err := passes(2)
	best := time.Duration(math.MaxInt64)
	for range batches {
		if err != nil {
			return 0, err
		}
		runtime.GC()
		var d time.Duration
		d, err = passes(max(1, int(2*batch/once)))
		best = min(best, d)
	}
	return best / time.Duration(len(g.bytes)), err
}

// compare measures every program at hand over the group; ours comes first.
func (g *group) compare(inside []*resident, binary, dir string) ([]figure, error) {
	g.bytes = nil
	for _, f := range g.files {
		b, err := os.ReadFile(f)
		if err != nil {
			return nil, err
		}
		g.bytes = append(g.bytes, b)
	}
	figures := []figure{{program: "gongkai", yields: "facts, cells with spans"}}
	for _, p := range inside {
		figures = append(figures, figure{program: p.name, yields: p.yields})
	}
	for range rounds {
		for i := range figures {
			d, err := time.Duration(0), figures[i].broken
			switch {
			case err != nil:
			case i == 0:
				if d, err = g.ours(); err != nil {
					return nil, err
				}
			default:
				d, err = inside[i-1].time(g.files)
			}
			if figures[i].broken = err; err != nil {
				continue
			}
			if f := &figures[i]; f.cpu == 0 || d < f.cpu {
				f.cpu = d
			}
		}
	}
	if g.format == "pdf" {
		if err := g.count(figures, inside); err != nil {
			return nil, err
		}
	}
	return append(figures, g.processes(binary, dir)...), nil
}

// count counts the cells that each program in a process of its own finds: a
// program that finds no tables is fast for another reason.
func (g *group) count(figures []figure, inside []*resident) error {
	s := pipeline.All()
	for _, b := range g.bytes {
		doc, err := s.Read(ctx, b, extract.Options{})
		if err != nil {
			return err
		}
		for _, t := range doc.Tables() {
			figures[0].cells += len(t.Grid.Cells)
		}
	}
	for i, p := range inside {
		if f := &figures[i+1]; f.broken == nil {
			f.cells, f.broken = p.cells(g.files)
		}
	}
	return nil
}

// own names our command among the processes: it is no other program.
const own = "gongkai read"

func (g *group) print(figures []figure) {
	fmt.Printf("\n.%s, %s: %d documents; CPU ms a document; xN: times ours; load now %s\n", g.format, g.name, len(g.files), load())
	t := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	for _, f := range figures {
		refused := ""
		if f.cells > 0 {
			refused = fmt.Sprintf(": %d", f.cells)
		}
		if f.broken != nil {
			refused += fmt.Sprintf("; broke off: %v", f.broken)
		}
		if f.refused > 0 {
			refused += fmt.Sprintf("; refuses %d", f.refused)
		}
		fmt.Fprintf(t, "%.3f\t%s\t  %s (%s%s)\n", float64(f.cpu)/1e6, times(f.cpu, figures[0].cpu), f.program, f.yields, refused)
	}
	t.Flush()
}

// ahead says whether ours, the first, keeps the margin to the fastest other.
func ahead(figures []figure) bool {
	fastest := figure{}
	for _, f := range figures[1:] {
		if f.program != own && f.cpu > 0 && (fastest.cpu == 0 || f.cpu < fastest.cpu) {
			fastest = f
		}
	}
	if fastest.cpu == 0 {
		return true
	}
	kept := figures[0].cpu*margin <= fastest.cpu
	word := "kept"
	if !kept {
		word = "NOT kept"
	}
	fmt.Printf("the fastest other is %s: %s ours; limit x%d %s\n", fastest.program, times(fastest.cpu, figures[0].cpu), margin, word)
	return kept
}

// usualReport measures the made report of middle size alone.
func usualReport(files []string) (kept bool, err error) {
	var reports [][]byte
	for _, f := range files {
		if filepath.Base(filepath.Dir(f)) == "doc" && isMade(f) {
			b, err := os.ReadFile(f)
			if err != nil {
				return false, err
			}
			reports = append(reports, b)
		}
	}
	if len(reports) == 0 {
		return true, nil
	}
	slices.SortStableFunc(reports, func(a, b []byte) int { return len(a) - len(b) })
	report := reports[len(reports)/2]
	s := pipeline.All()
	d, err := least(func() error { return facts(s, report) })
	if err != nil {
		return false, err
	}
	read, err := least(func() error { _, err := s.Read(ctx, report, extract.Options{}); return err })
	word := "kept"
	if d > reportLimit {
		word = "NOT kept"
	}
	fmt.Printf("\na .doc report of usual size, %d bytes: %.3f ms from bytes to facts, %.3f ms of it to cells; limit %.3f ms %s\n",
		len(report), float64(d)/1e6, float64(read)/1e6, float64(reportLimit)/1e6, word)
	return d <= reportLimit, err
}
