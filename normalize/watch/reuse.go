package watch

import (
	"cmp"
	"slices"
)

// Bands of the sketch: two texts meet where all rows of a band agree, with
// chance 1 − (1 − s^rows)^bands: 0.9999 at a similarity of 0.8.
const (
	bands = 25
	rows  = 5
)

// leaders is how many earlier texts of a group a text is held against, beside
// the one before it; more would make big groups quadratic.
const leaders = 8

// copies is W9: texts of different bodies that say the same. The later report is
// told of the earlier; of several the most similar, of equals the earliest.
func (w *Watcher) copies(bs []*brief) {
	order := make([]*brief, 0, len(bs))
	for _, b := range bs {
		if b.text.min != nil {
			order = append(order, b)
		}
	}
	slices.SortFunc(order, func(a, b *brief) int {
		return cmp.Or(cmp.Compare(a.year, b.year), cmp.Compare(a.published, b.published), cmp.Compare(a.id, b.id))
	})
	best := make([]match, len(order))
	type key struct {
		hash uint64
		at   int32
	}
	keys := make([]key, len(order)) // reused by every band
	for band := range bands {
		for i, b := range order {
			h := uint64(band)
			for _, v := range b.text.min[band*rows : (band+1)*rows] {
				h = mix(h ^ uint64(v))
			}
			keys[i] = key{h, int32(i)}
		}
		slices.SortFunc(keys, func(a, b key) int { return cmp.Or(cmp.Compare(a.hash, b.hash), cmp.Compare(a.at, b.at)) })
		var group []int32
		for i := 0; i < len(keys); i = i + len(group) {
			group = group[:0]
			for j := i; j < len(keys) && keys[j].hash == keys[i].hash; j++ {
				group = append(group, keys[j].at)
			}
			w.meet(order, group, best)
		}
	}
	for i, m := range best {
		if m.near == 0 {
			continue
		}
		other := order[m.other]
		if near := w.exact(other, order[i], m.near); near >= w.settings.threshold("reuse_alarm") {
			w.reuse("W9", other, order[i], near)
		}
	}
}

type match struct {
	other int32
	near  float64
}

// meet compares the texts of one group; members are in order.
func (w *Watcher) meet(order []*brief, group []int32, best []match) {
	least := w.settings.threshold("reuse_alarm") - doubtOfSketch
	first := make([]int32, 0, leaders)
	for n, at := range group {
		b := order[at]
		try := func(other int32) {
			o := order[other]
			if o.body == b.body || best[at].near > 0 && best[at].other == other {
				return
			}
			near := o.text.similar(&b.text)
			if m := best[at]; near >= least && (near > m.near || near == m.near && other < m.other) {
				best[at] = match{other, near}
			}
		}
		for _, other := range first {
			try(other)
		}
		if n > 0 {
			try(group[n-1])
		}
		if len(first) < leaders && !slices.ContainsFunc(first, func(o int32) bool { return order[o].body == b.body }) {
			first = append(first, at)
		}
	}
}

// exact compares the texts themselves, where the caller still has them. The
// pieces of a are kept: one text is often held against many.
func (w *Watcher) exact(a, b *brief, estimate float64) float64 {
	if w.text == nil {
		return estimate
	}
	if w.leaderID != a.id {
		x, ok := w.text(a.id)
		if !ok {
			return estimate
		}
		w.leaderID, w.leader = a.id, distinct(a.name, x)
	}
	y, ok := w.text(b.id)
	if !ok {
		return estimate
	}
	return jaccard(w.leader, distinct(b.name, y))
}
