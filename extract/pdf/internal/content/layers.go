package content

import "github.com/gongkai-data/gongkai/extract/pdf/internal/object"

// layers knows which optional content is off (8.11).
type layers struct {
	f   *object.File
	off map[any]bool
}

// newLayers reads the default configuration of the catalog.
func newLayers(f *object.File) layers {
	l := layers{f: f, off: make(map[any]bool)}
	properties := f.Get(f.Get(f.Trailer(), "Root"), "OCProperties")
	d := f.Get(properties, "D")
	if f.Get(d, "BaseState").IsName("OFF") {
		l.mark(f.Get(properties, "OCGs"), true)
		l.mark(f.Get(d, "ON"), false)
	}
	l.mark(f.Get(d, "OFF"), true)
	l.automatic(f.Get(d, "AS"))
	return l
}

// automatic turns groups on and off as their usage says of the event of viewing
// (8.11.4.4).
func (l layers) automatic(usages object.Object) {
	for i := range usages.Len() {
		u := l.f.Resolve(usages.At(i))
		if usages.Kind != object.Array || !l.f.Get(u, "Event").IsName("View") {
			continue
		}
		groups, categories := l.f.Get(u, "OCGs"), l.f.Get(u, "Category")
		for k := range groups.Len() {
			g := l.f.Resolve(groups.At(k))
			if g.Identity() == nil {
				continue
			}
			for c := range categories.Len() {
				usage := l.f.Get(l.f.Get(g, "Usage"), string(l.f.Resolve(categories.At(c)).Bytes))
				if l.f.Get(usage, "ViewState").IsName("OFF") {
					l.off[g.Identity()] = true
				}
			}
		}
	}
}

func (l layers) mark(groups object.Object, off bool) {
	for i := range groups.Len() {
		if g := l.f.Resolve(groups.At(i)); g.Identity() != nil {
			l.off[g.Identity()] = off
		}
	}
}

// on reports whether a group, or a membership by its policy, shows.
func (l layers) on(o object.Object) bool {
	if !o.IsDict() {
		return true
	}
	if !l.f.Get(o, "Type").IsName("OCMD") {
		return !l.off[o.Identity()]
	}
	if ve := l.f.Get(o, "VE"); ve.Kind == object.Array { // it counts before P and OCGs
		left := maxExpression
		return l.holds(ve, &left)
	}
	groups := l.f.Get(o, "OCGs")
	if groups.IsDict() {
		return !l.off[groups.Identity()]
	}
	on, off := 0, 0
	for i := range groups.Len() {
		if g := l.f.Resolve(groups.At(i)); g.IsDict() {
			if l.off[g.Identity()] {
				off++
			} else {
				on++
			}
		}
	}
	if on+off == 0 {
		return true
	}
	switch string(l.f.Get(o, "P").Bytes) {
	case "AllOn":
		return off == 0
	case "AnyOff":
		return off > 0
	case "AllOff":
		return on == 0
	}
	return on > 0
}

// maxExpression is how many operands of a visibility expression are looked at.
const maxExpression = 256

// holds evaluates a visibility expression (8.11.2.2, table 99).
func (l layers) holds(ve object.Object, left *int) bool {
	if ve.IsDict() {
		return !l.off[ve.Identity()]
	}
	if *left--; ve.Kind != object.Array || *left < 0 {
		return true
	}
	operand := func(i int) bool { return l.holds(l.f.Resolve(ve.At(i)), left) }
	switch string(l.f.Resolve(ve.At(0)).Bytes) {
	case "Not":
		return !operand(1)
	case "And":
		for i := 1; i < ve.Len() && *left >= 0; i++ {
			if !operand(i) {
				return false
			}
		}
	case "Or":
		for i := 1; i < ve.Len() && *left >= 0; i++ {
			if operand(i) {
				return true
			}
		}
		return false
	}
	return true
}
