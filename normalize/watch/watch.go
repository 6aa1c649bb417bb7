package watch

import (
	"cmp"
	"fmt"
	"iter"
	"slices"

	"github.com/gongkai-data/gongkai/normalize"
)

// Finding is what the other reports say about one: to be appended to it.
type Finding struct {
	Report string // ID
	Checks []normalize.Check
	Issues []normalize.Issue
}

// Watcher collects reports. Use New.
type Watcher struct {
	settings Settings
	expected map[string]int // place in settings.Expected by body
	briefs   []*brief
	bodies   map[string][]*brief
	middles  map[group][]middle
	found    map[string]*Finding // not yet given out
	general  []normalize.Issue

	text     func(id string) ([]normalize.Section, bool)
	leaderID string
	leader   []uint64 // pieces of the text that others were last held against
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
// their own. The order has no influence.
func (w *Watcher) Add(r *normalize.Report) {
	w.AddBrief(BriefOf(r))
}

// Finish holds all reports against each other and gives out what is found, one
// report at a time. Where text returns the chapters of a report, texts that look
// alike are compared in full, else by their sketches; it may be nil. General
// holds the rest when the sequence has ended.
func (w *Watcher) Finish(text func(id string) ([]normalize.Section, bool)) iter.Seq[Finding] {
	w.text = text
	return func(yield func(Finding) bool) {
		byYear, bodies := w.index()
		w.missing(byYear)
		w.rollups(byYear)
		w.copies(w.briefs)
		w.measure()
		for _, body := range bodies {
			bs := w.bodies[body]
			w.series(bs)
			for _, b := range bs {
				w.outliers(b.open())
				b.close()
				f := w.found[b.id]
				delete(w.found, b.id)
				if f != nil && !yield(*f) {
					return
				}
			}
			for _, b := range bs { // nobody asks for it any more
				b.text.min, b.kept = nil, packed{}
			}
		}
		w.briefs, w.bodies, w.leader = nil, nil, nil
	}
}

// General is what concerns no report that is there, after Finish.
func (w *Watcher) General() []normalize.Issue { return w.general }

// index orders the reports and finds them by body and year. A report without a
// year stands for itself.
func (w *Watcher) index() (byYear map[string]*brief, bodies []string) {
	slices.SortFunc(w.briefs, func(a, b *brief) int { return cmp.Compare(a.id, b.id) })
	byYear = make(map[string]*brief, len(w.briefs))
	for _, b := range w.briefs {
		body := b.body
		if b.year == 0 || b.body == "" {
			body = "\x00" + b.id
		} else {
			byYear[bodyYear(b.body, b.year)] = b
		}
		if w.bodies[body] == nil {
			bodies = append(bodies, body)
		}
		w.bodies[body] = append(w.bodies[body], b)
	}
	for _, body := range bodies {
		slices.SortFunc(w.bodies[body], func(a, b *brief) int { return cmp.Or(cmp.Compare(a.year, b.year), cmp.Compare(a.id, b.id)) })
	}
	return byYear, bodies
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
