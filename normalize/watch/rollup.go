package watch

import (
	"cmp"
	"slices"
)

// rolledUp are the numbers that a government's report adds up from its bodies.
var rolledUp = []string{"applications.new", "applications.result.total"}

// rollups is X4: what the bodies count that a government reports for is no more
// than what the government counts. It is evaluated only where the settings name
// the bodies and every one of them has a report of the year.
func (w *Watcher) rollups(byYear map[string]*brief) {
	children := map[string][]string{}
	var parents []string
	for _, e := range w.settings.Expected {
		if e.Parent == "" {
			continue
		}
		if children[e.Parent] == nil {
			parents = append(parents, e.Parent)
		}
		children[e.Parent] = append(children[e.Parent], e.Body)
	}
	slices.Sort(parents)
	for _, parent := range parents {
		for _, p := range w.bodies[parent] {
			var below []*brief
			for _, child := range children[parent] {
				if c := byYear[bodyYear(child, p.year)]; c != nil {
					below = append(below, c)
				} else if w.expects(child, p.year) {
					below = nil
					break
				}
			}
			if len(below) > 0 {
				w.rollup(p, below)
			}
		}
	}
}

func (w *Watcher) rollup(p *brief, below []*brief) {
	slices.SortFunc(below, func(a, b *brief) int { return cmp.Compare(a.id, b.id) })
	p.open()
	for _, indicator := range rolledUp {
		var parts []term
		for _, b := range below {
			parts = append(parts, b.open().term(indicator, "total"))
		}
		c := equation(p, "X4", indicator, "≥", []term{p.term(indicator, "total")}, parts)
		c.OtherID = "" // they are many: the operands name them
		w.tell(p, c, ruleOf("X4").Severity)
	}
	for _, b := range append(below, p) {
		b.close()
	}
}
