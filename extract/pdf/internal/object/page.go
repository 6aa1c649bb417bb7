package object

// MaxPages is how many pages of a file are listed.
const MaxPages = 2000

// PageNode is a page with what it inherits (7.7.3.4).
type PageNode struct {
	Dict      Object
	Resources Object
	MediaBox  Object
	CropBox   Object
	Rotate    int // 0, 90, 180 or 270, clockwise
}

// Pages lists the pages in their order, each node of the tree visited once. Of a
// file whose tree leads to none it returns what calls itself a page, in the
// order of the file. whole is false where nodes could not be read or there are
// more than MaxPages.
func (f *File) Pages() (pages []PageNode, whole bool) {
	w := pageWalk{f: f, seen: make(map[int]bool), whole: true}
	root := f.Get(f.trailer, "Root")
	w.node(root.Key("Pages"), PageNode{}, 0)
	if f.Get(f.Get(root, "Pages"), "Count").Int() > len(w.pages) {
		w.lost = true
	}
	if len(w.pages) == 0 && !f.repaired {
		f.mend("no page in the page tree")
		return f.Pages()
	}
	if len(w.pages) == 0 || f.Repaired != "" && w.lost {
		w.search()
	}
	return w.pages, w.whole && !w.lost
}

type pageWalk struct {
	f     *File
	seen  map[int]bool
	pages []PageNode
	lost  bool // a node of the tree is missing
	whole bool
}

// maxTree is how deep the page tree is followed.
const maxTree = 64

func (w *pageWalk) node(o Object, inherited PageNode, depth int) {
	if o.Kind == Ref {
		if w.seen[int(o.Num)] {
			return
		}
		w.seen[int(o.Num)] = true
	}
	d := w.f.Resolve(o)
	if !d.IsDict() {
		w.lost = true
		return
	}
	if depth > maxTree || len(w.pages) > MaxPages || w.f.ctx.Err() != nil {
		w.whole = false
		return
	}
	if t := w.f.Get(d, "Type"); t.Kind == Name && !t.IsName("Page") && !t.IsName("Pages") {
		w.lost = true // what it was is not told any more
	}
	page := w.inherit(d, inherited)
	kids := w.f.Get(d, "Kids")
	if kids.Kind != Array || w.f.Get(d, "Type").IsName("Page") && kids.Len() == 0 {
		if !w.f.Get(d, "Type").IsName("Pages") { // a tree without kids is no page
			w.pages = append(w.pages, page)
		}
		return
	}
	for i := range kids.Len() {
		w.node(kids.At(i), page, depth+1)
	}
}

func (w *pageWalk) inherit(d Object, p PageNode) PageNode {
	p.Dict = d
	take := func(dst *Object, key string, kind func(Object) bool) {
		if v := w.f.Get(d, key); kind(v) {
			*dst = v
		}
	}
	isArray := func(o Object) bool { return o.Kind == Array && o.Len() == 4 }
	take(&p.Resources, "Resources", Object.IsDict)
	take(&p.MediaBox, "MediaBox", isArray)
	take(&p.CropBox, "CropBox", isArray)
	if v := w.f.Get(d, "Rotate"); v.IsNumber() {
		p.Rotate = (v.Int()/90%4 + 4) % 4 * 90
	}
	return p
}

// search takes every object that calls itself a page and was not met yet, with
// what it inherits from the nodes above it as far as they are there.
func (w *pageWalk) search() {
	for _, num := range w.f.numbers() {
		if w.seen[num] || w.f.ctx.Err() != nil {
			continue
		}
		o := w.f.load(num, 0)
		if o.Kind != Dict || !w.f.Get(o, "Type").IsName("Page") {
			continue
		}
		if len(w.pages) > MaxPages {
			w.whole = false
			return
		}
		w.pages = append(w.pages, w.upwards(o))
	}
}

func (w *pageWalk) upwards(o Object) PageNode {
	line := []Object{o}
	for p := w.f.Get(o, "Parent"); p.IsDict() && len(line) < maxTree; p = w.f.Get(p, "Parent") {
		line = append(line, p)
	}
	var page PageNode
	for i := len(line) - 1; i >= 0; i-- {
		page = w.inherit(line[i], page)
	}
	return page
}

// Contents returns the decoded content streams of a page, joined by a line end;
// whole is false where a part is missing.
func (f *File) Contents(page Object) (b []byte, whole bool) {
	o := f.Get(page, "Contents")
	if o.Kind == Null { // a blank page needs no fonts
		return nil, !f.Lost(page, "Contents") && f.Get(f.Get(page, "Resources"), "Font").Len() == 0
	}
	switch {
	case o.Kind == Stream:
		return f.Data(o)
	case o.Kind != Array:
		return nil, false
	case o.Len() == 1:
		if s := f.Resolve(o.At(0)); s.Kind == Stream {
			return f.Data(s)
		}
	}
	whole = true
	for i := range o.Len() {
		s := f.Resolve(o.At(i))
		if s.Kind != Stream {
			whole = whole && s.Kind == Null && f.Repaired == ""
			continue
		}
		part, ok := f.Data(s)
		whole = whole && ok
		b = append(append(b, part...), '\n')
	}
	return b, whole
}
