package object

import (
	"bytes"
	"fmt"
)

// readXrefs reads the cross-references from the newest to the oldest (7.5.4 to
// 7.5.8) and says what is wrong with them, "" for nothing.
func (f *File) readXrefs() string {
	i := bytes.LastIndex(f.b, []byte("startxref"))
	if i < 0 {
		f.Cut = !bytes.Contains(f.b[max(0, len(f.b)-1024):], []byte("%%EOF"))
		return "no startxref"
	}
	l := Lexer{b: f.b, pos: i + len("startxref")}
	if f.updateBehind(i) {
		f.Cut = true
		return "objects behind the last cross-references"
	}
	next := []int{l.Token().Int()}
	seen := make(map[int]bool)
	for len(next) > 0 {
		offset := next[0]
		next = next[1:]
		if seen[offset] {
			continue
		}
		seen[offset] = true
		if offset < 0 || offset >= len(f.b) || len(seen) > 4096 {
			return fmt.Sprintf("no cross-references at %d", offset)
		}
		l := Lexer{b: f.b, pos: offset}
		l.SkipSpace()
		trailer, ok := Object{}, false
		if bytes.HasPrefix(l.Rest(), []byte("xref")) {
			l.pos += len("xref")
			trailer, ok = f.readTable(&l)
		} else {
			trailer, ok = f.readXrefStream(&l)
		}
		if !ok {
			return fmt.Sprintf("broken cross-references at %d", offset)
		}
		if f.trailer.Kind == Null {
			f.trailer = trailer
		}
		if x := trailer.Key("XRefStm"); x.Kind == Int { // a hybrid: before the previous ones
			next = append(next, x.Int())
		}
		if p := trailer.Key("Prev"); p.IsNumber() && p.Num > 0 {
			next = append(next, p.Int())
		}
	}
	return ""
}

// updateBehind reports whether objects begin behind the last startxref: an update
// (7.5.6) that breaks off before its own cross-references.
func (f *File) updateBehind(startxref int) bool {
	rest := f.b[startxref:]
	for {
		i := bytes.Index(rest, []byte("obj"))
		if i < 0 {
			return false
		}
		if _, _, _, ok := header(rest[:i]); ok {
			return true
		}
		rest = rest[i+len("obj"):]
	}
}

// add notes where an object is unless a newer section did.
func (f *File) add(num int, e entry) {
	if _, ok := f.entries[num]; !ok && num >= 0 && len(f.entries) < maxObjects {
		f.entries[num] = e
	}
}

// readTable reads what follows "xref" up to the trailer dictionary (7.5.4).
func (f *File) readTable(l *Lexer) (Object, bool) {
	for {
		t := l.Token()
		if t.Kind == Keyword && string(t.Bytes) == "trailer" {
			t = l.Object()
			return t, t.Kind == Dict
		}
		count := l.Token()
		if t.Kind != Int || count.Kind != Int || count.Num < 0 {
			return Object{}, false
		}
		first := t.Int()
		for i := range count.Int() {
			before := l.pos
			offset, gen, kind := l.Token(), l.Token(), l.Token()
			if offset.Kind == Keyword { // fewer than announced
				l.pos = before
				break
			}
			if offset.Kind != Int || gen.Kind != Int || kind.Kind != Keyword {
				return Object{}, false
			}
			if i == 0 && first == 1 && offset.Num == 0 && gen.Int() == 65535 { // the section starts at 0 after all
				first = 0
			}
			e := entry{gen: uint16(gen.Int()), offset: int64(offset.Num)}
			if string(kind.Bytes) == "n" && offset.Num > 0 {
				e.kind = at
			}
			f.add(first+i, e)
		}
	}
}

// readXrefStream reads a cross-reference stream (7.5.8).
func (f *File) readXrefStream(l *Lexer) (Object, bool) {
	num, gen, word := l.Token(), l.Token(), l.Token()
	if num.Kind != Int || gen.Kind != Int || string(word.Bytes) != "obj" {
		return Object{}, false
	}
	o := f.readBody(l, num.Int(), gen.Int())
	if o.Kind != Stream {
		return Object{}, false
	}
	o.c.plain = true
	b, _ := f.Data(o)
	return o, f.addStream(o, b)
}

// addStream notes the entries of a cross-reference stream.
func (f *File) addStream(o Object, b []byte) bool {
	var w [3]int
	width := 0
	for i := range w {
		w[i] = f.Resolve(f.Get(o, "W").At(i)).Int()
		if w[i] < 0 || w[i] > 8 {
			return false
		}
		width += w[i]
	}
	if width == 0 {
		return false
	}
	index := f.Get(o, "Index")
	if index.Kind != Array {
		index = Object{Kind: Array, c: &composite{elems: []Object{{Kind: Int}, f.Get(o, "Size")}}}
	}
	field := func(n int, def int64) int64 {
		if n == 0 {
			return def
		}
		v := int64(0)
		for _, c := range b[:n] {
			v = v<<8 | int64(c)
		}
		b = b[n:]
		return v
	}
	for i := 0; i+1 < index.Len(); i += 2 {
		first, count := index.At(i).Int(), index.At(i+1).Int()
		for k := 0; k < count && len(b) >= width; k++ {
			kind, second, third := field(w[0], 1), field(w[1], 0), field(w[2], 0)
			e := entry{offset: second}
			switch kind {
			case 1:
				e.kind, e.gen = at, uint16(third)
			case 2:
				e.kind, e.ordinal = packed, int32(third)
			}
			f.add(first+k, e)
		}
	}
	return true
}
