package watch

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/gongkai-data/gongkai/normalize"
)

// Finding is what the other reports say about one: to be appended to it.
type Finding struct {
	Report string // ID
	Checks []normalize.Check
	Issues []normalize.Issue
}

// Findings is what the reports of a dataset say about each other, by report ID,
// and what concerns no report that is there.
type Findings struct {
	Reports []Finding
	General []normalize.Issue
}

// Watcher collects reports. Use New.
type Watcher struct {
	settings Settings
	expected map[string]int // place in settings.Expected by body
	briefs   []*brief
	bodies   map[string][]*brief
	found    map[string]*Finding
	general  []normalize.Issue

	text   func(id string) ([]normalize.Section, bool)
	lastID string
	last   []uint64
}

// New starts with no report. Settings must have passed Check.
func New(s Settings) *Watcher {
	w := &Watcher{settings: s, expected: map[string]int{}, bodies: map[string][]*brief{}, found: map[string]*Finding{}}
	for i, e := range s.Expected {
		w.expected[e.Body] = i
	}
	return w
}

// Add takes one report that stands; superseded versions are no reports of
// their own. The order has no influence. Add keeps no reference to r.
func (w *Watcher) Add(r *normalize.Report) {
	b := briefOf(r)
	b.text = sketchOf(r.Body.Name, r.Sections, w.settings.threshold("reuse_min_shingles"))
	b.close()
	w.briefs = append(w.briefs, b)
}

// Finish holds all reports against each other. Where text returns the chapters
// of a report, texts that look alike are compared in full, else by their
// sketches; it may be nil.
func (w *Watcher) Finish(text func(id string) ([]normalize.Section, bool)) Findings {
	w.text = text
	slices.SortFunc(w.briefs, func(a, b *brief) int { return cmp.Compare(a.id, b.id) })
	byYear := make(map[string]*brief, len(w.briefs))
	var bodies []string
	for _, b := range w.briefs {
		if b.year == 0 || b.body == "" {
			continue
		}
		if w.bodies[b.body] == nil {
			bodies = append(bodies, b.body)
		}
		w.bodies[b.body] = append(w.bodies[b.body], b)
		byYear[bodyYear(b.body, b.year)] = b
	}
	for _, body := range bodies {
		bs := w.bodies[body]
		slices.SortFunc(bs, func(a, b *brief) int { return cmp.Or(cmp.Compare(a.year, b.year), cmp.Compare(a.id, b.id)) })
		w.series(bs)
	}
	w.missing(byYear)
	w.rollups(byYear)
	w.outliers(w.briefs)
	w.copies(w.briefs)
	return w.findings()
}

func bodyYear(body string, year int) string { return fmt.Sprintf("%s %d", body, year) }

// finding is the finding of a report, made where there is none yet.
func (w *Watcher) finding(b *brief) *Finding {
	f := w.found[b.id]
	if f == nil {
		f = &Finding{Report: b.id}
		w.found[b.id] = f
	}
	return f
}

func (w *Watcher) findings() Findings {
	fs := Findings{General: w.general}
	for _, f := range w.found {
		fs.Reports = append(fs.Reports, *f)
	}
	slices.SortFunc(fs.Reports, func(a, b Finding) int { return cmp.Compare(a.Report, b.Report) })
	return fs
}
