package watch

import (
	"fmt"
	"slices"

	"github.com/gongkai-data/gongkai/normalize"
)

// Due replaces the deadline of a report where a local notice sets one, with the
// days late and the issue that follow (W2). It touches nothing else.
func Due(r *normalize.Report, s Settings) {
	day, basis := s.DeadlineOf(r)
	if day == "" || day == r.Deadline {
		return
	}
	r.Deadline, r.DaysLate = day, nil
	r.Issues = slices.DeleteFunc(r.Issues, func(i normalize.Issue) bool { return i.Code == "late" })
	if r.PublishedAt == "" {
		return
	}
	late := max(0, dayNumber(r.PublishedAt)-dayNumber(day))
	r.DaysLate = &late
	if late > 0 {
		evidence := r.PublishedAt + " > " + day
		if basis != "" {
			evidence += " (" + basis + ")"
		}
		r.Issues = append(r.Issues, issue("late", "warning", nil, evidence))
	}
}

// expects reports whether the settings ask for a body's report on a year.
func (w *Watcher) expects(body string, year int) bool {
	i, ok := w.expected[body]
	if !ok {
		return false
	}
	e := &w.settings.Expected[i]
	return year >= e.From && year <= w.lastYear(e)
}

// lastYear is the last year that a body's report is asked for: as the settings
// say, but no year whose reports were not due by then.
func (w *Watcher) lastYear(e *Expected) int {
	last := e.To
	if s := w.settings.AsOf; s != "" {
		y := int(s[0]-'0')*1000 + int(s[1]-'0')*100 + int(s[2]-'0')*10 + int(s[3]-'0')
		if dayNumber(s) > dayNumber(s[:4]+"-03-31") { // the latest deadline of all
			y++
		}
		if y -= 2; last == 0 || y < last {
			last = y
		}
	}
	return last
}

// missing is W1 for the bodies that the settings expect. Where a body has a
// report of an earlier or later year, that report is told of it; else the
// dataset is.
func (w *Watcher) missing(byYear map[string]*brief) {
	for i := range w.settings.Expected {
		e := &w.settings.Expected[i]
		for y := e.From; y <= w.lastYear(e); y++ {
			if byYear[bodyYear(e.Body, y)] != nil {
				continue
			}
			is := issue("missing_report", ruleOf("W1").Severity, nil, fmt.Sprintf("%s %s: %d", e.Body, e.Name, y))
			if near := w.nearest(e.Body, y); near != nil {
				w.issue(near, is)
			} else {
				w.general = append(w.general, is)
			}
		}
	}
}

// nearest is the body's last report before a year, else its first.
func (w *Watcher) nearest(body string, year int) *brief {
	bs := w.bodies[body]
	if len(bs) == 0 {
		return nil
	}
	near := bs[0]
	for _, b := range bs {
		if b.year < year {
			near = b
		}
	}
	return near
}
