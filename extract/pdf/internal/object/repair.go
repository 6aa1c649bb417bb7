package object

import (
	"bytes"
	"slices"
)

// mend searches the objects of a file whose cross-references proved wrong.
func (f *File) mend(why string) {
	f.repaired = true
	f.Repaired = why
	trailer := f.trailer
	f.entries, f.objects, f.packs = make(map[int]entry), make(map[int]Object), make(map[int]*pack)
	found := f.scan()
	if f.trailer = trailer; !f.Get(trailer, "Root").IsDict() {
		f.trailer = found
	}
	f.addPacked()
	f.findRoot()
}

// repair opens a file by its objects alone.
func (f *File) repair(why, password string) error {
	f.clear()
	f.repaired = true
	f.Repaired = why
	f.trailer = f.scan()
	if err := f.decrypt(password); err != nil {
		return err
	}
	f.addPacked()
	f.findRoot()
	return nil
}

// scan finds every "n g obj" and every trailer. Of two objects with the same
// number the later counts, as it does after an update of the file (7.5.6).
func (f *File) scan() (trailer Object) {
	merge := func(o Object) {
		if o.IsDict() && (o.Key("Root").Kind == Ref || trailer.Kind == Null) {
			if e := trailer.Key("Encrypt"); e.Kind != Null && o.Key("Encrypt").Kind == Null {
				return
			}
			trailer = o
		}
	}
	for pos := 0; ; {
		i := bytes.Index(f.b[pos:], []byte("obj"))
		if i < 0 {
			break
		}
		pos += i + len("obj")
		num, gen, start, ok := header(f.b[:pos-len("obj")])
		if !ok || len(f.entries) >= maxObjects {
			continue
		}
		f.entries[num] = entry{kind: at, gen: uint16(gen), offset: int64(start)}
		// The trailer of a file with cross-reference streams is their dictionary.
		if head := f.b[pos:min(len(f.b), pos+256)]; bytes.Contains(head, []byte("/XRef")) {
			l := Lexer{b: f.b, pos: pos}
			if o := l.Object(); o.Key("Type").IsName("XRef") {
				merge(o)
			}
		}
	}
	for _, pos := range f.trailers() {
		l := Lexer{b: f.b[:min(len(f.b), pos+longestTrailer)], pos: pos}
		merge(l.Object())
	}
	return trailer
}

// Bounds of the trailers that are looked at in a file that has lost its cross-references.
const (
	maxTrailers    = 64
	longestTrailer = 1 << 14
)

// trailers lists where the dictionaries behind the last "trailer"s begin.
func (f *File) trailers() (at []int) {
	for end := len(f.b); len(at) < maxTrailers; {
		i := bytes.LastIndex(f.b[:end], []byte("trailer"))
		if i < 0 {
			break
		}
		end = i
		l := Lexer{b: f.b, pos: i + len("trailer")}
		if l.SkipSpace(); bytes.HasPrefix(l.Rest(), []byte("<<")) {
			at = append(at, l.pos)
		}
	}
	slices.Reverse(at)
	return at
}

// header reads "num gen " backwards from the end of b.
func header(b []byte) (num, gen, start int, ok bool) {
	i := len(b)
	blanks := func() int {
		n := 0
		for i > 0 && class[b[i-1]] == space {
			i--
			n++
		}
		return n
	}
	digits := func() (v, n int) {
		for scale := 1; i > 0 && b[i-1]-'0' <= 9 && n < 10; scale *= 10 {
			i--
			v += int(b[i]-'0') * scale
			n++
		}
		return v, n
	}
	blanks()
	gen, n := digits()
	if n == 0 || n > 5 || blanks() == 0 {
		return 0, 0, 0, false
	}
	num, n = digits()
	return num, gen, i, n > 0 && num < 1<<31-1
}

// addPacked notes the objects inside object streams. Of those and of the objects
// with the same number that stand alone the later in the file counts (7.5.6).
func (f *File) addPacked() {
	var streams []int
	for num, e := range f.entries {
		if head := f.b[e.offset:min(int64(len(f.b)), e.offset+512)]; bytes.Contains(head, []byte("ObjStm")) {
			streams = append(streams, num)
		}
	}
	slices.SortFunc(streams, func(a, b int) int { return int(f.entries[a].offset - f.entries[b].offset) })
	for _, s := range streams {
		p := f.pack(s)
		if p == nil || f.ctx.Err() != nil {
			continue
		}
		for i, num := range p.numbers {
			if e, ok := f.entries[num]; (!ok || e.kind == packed || e.offset < f.entries[s].offset) && num != s && num >= 0 && len(f.entries) < maxObjects {
				f.entries[num] = entry{kind: packed, offset: int64(s), ordinal: int32(i)}
			}
		}
	}
	for num, e := range f.entries { // read before it was known that they are packed
		if e.kind == packed {
			delete(f.objects, num)
		}
	}
}

// findRoot searches the catalog of a file whose trailer does not lead to one.
func (f *File) findRoot() {
	if f.Get(f.Get(f.trailer, "Root"), "Pages").IsDict() {
		return
	}
	for _, num := range f.numbers() {
		o := f.load(num, 0)
		if o.Kind == Dict && o.Key("Type").IsName("Catalog") && f.Get(o, "Pages").IsDict() {
			elems := []Object{{Kind: Name, Bytes: []byte("Root")}, o}
			if f.trailer.IsDict() {
				elems = append(slices.Clone(f.trailer.c.elems), elems...)
			}
			f.trailer = Object{Kind: Dict, c: &composite{elems: elems}}
		}
		if f.ctx.Err() != nil {
			return
		}
	}
}

// numbers lists the objects in the order of the file, packed ones behind.
func (f *File) numbers() []int {
	all := make([]int, 0, len(f.entries))
	for num, e := range f.entries {
		if e.kind != free {
			all = append(all, num)
		}
	}
	slices.SortFunc(all, func(a, b int) int {
		x, y := f.entries[a], f.entries[b]
		switch {
		case x.kind != y.kind:
			return int(x.kind) - int(y.kind)
		case x.offset != y.offset:
			return int(x.offset - y.offset)
		}
		return int(x.ordinal - y.ordinal)
	})
	return all
}
