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
	return l
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
	if len(l.off) == 0 || !o.IsDict() {
		return true
	}
	if !l.f.Get(o, "Type").IsName("OCMD") {
		return !l.off[o.Identity()]
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
