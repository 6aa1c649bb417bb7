// Package object reads the objects of a PDF file (ISO 32000-1, clause 7; ISO
// 32000-2 for AES-256): tokens, cross-reference tables and streams, object
// streams, filters and encryption. Everything is read when it is asked for, and
// points into the bytes of the file where it can.
//
//	[x] cross-reference tables, streams and hybrids; the offset of a header that is not at 0
//	[x] files whose cross-references are wrong or cut off: objects found by their "n g obj"
//	[x] pages of a tree that is broken or lost, found by their type
//	[x] Flate, LZW (both with predictors), ASCIIHex, ASCII85, RunLength; what a cut stream still holds
//	[x] RC4 and AES with 40 to 256 bits, empty or given password, as user or as owner
//	[ ] the filters of pictures: DCT, JPX, CCITTFax, JBIG2
//	[ ] public-key encryption, external streams
//
// No call fails by panic, and none takes longer than the bytes of the file and
// the limits allow: references that point in a circle are null, every stream is
// decoded within a budget for the file.
package object

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/gongkai-data/gongkai/extract"
)

// Errors of Open. A caller tells them by errors.Is.
var (
	ErrPassword   = errors.New("a password is needed")
	ErrEncryption = errors.New("encryption that is not known")
	ErrNoPDF      = errors.New("no PDF")
)

// File is an open file. It is not safe for concurrent use.
type File struct {
	Repaired string // why the objects had to be searched, "" for a sound file
	Cut      bool   // a stream or the file itself breaks off
	Spent    bool   // a budget ended: streams that were asked for later are empty

	ctx     context.Context
	b       []byte
	trailer Object
	entries map[int]entry
	objects map[int]Object
	packs   map[int]*pack // object streams by number
	crypt   *crypt
	inflate resetReader
	packed  bytes.Reader // what inflate reads
	budget  int64        // bytes that may still be decoded
	largest int64        // bytes that one stream may have

	opened    bool // the key is there: from now on wrong cross-references are mended
	repaired  bool // once is enough
	noEnd     int  // no "endstream" stands behind this offset; 0 for not known
	resolving int  // nesting of Resolve
}

// resetReader inflates one stream after the other with the same memory.
type resetReader interface {
	io.Reader
	Reset(r io.Reader, dict []byte) error
}

// entry says where an object is (7.5.8.3, table 18).
type entry struct {
	kind    uint8 // free, at or packed
	gen     uint16
	offset  int64 // of "n g obj"; of a packed object the number of its object stream
	ordinal int32 // in the object stream
}

const (
	free = iota
	at
	packed
)

// Limits that no document comes near.
const (
	maxObjects = 2_000_000
	maxNesting = 48 // streams whose length is the length of a stream …
)

// Open finds the cross-references of b, or the objects themselves where they are
// broken, and tries the empty and then the given password.
func Open(ctx context.Context, b []byte, password string, lim extract.Limits) (*File, error) {
	lim = lim.WithDefaults()
	start := bytes.Index(b[:min(len(b), 1024)], []byte("%PDF-"))
	f := &File{ctx: ctx, b: b, budget: lim.Unpacked, largest: lim.Entry}
	if start > 0 { // offsets count from the header (annex H.3.3)
		f.b = b[start:]
	}
	f.clear()
	why := f.readXrefs()
	if why != "" && start > 0 {
		f.b = b // or from the first byte after all
		f.clear()
		why = f.readXrefs()
	}
	if why == "" {
		if err := f.decrypt(password); err != nil {
			return nil, err
		}
		f.opened = true
		if why = f.sound(); why == "" {
			return f, nil
		}
	}
	if err := f.repair(why, password); err != nil {
		return nil, err
	}
	f.opened = true
	if len(f.entries) == 0 {
		return nil, fmt.Errorf("%w: no object found", ErrNoPDF)
	}
	return f, nil
}

func (f *File) clear() {
	f.entries, f.objects, f.packs = make(map[int]entry), make(map[int]Object), make(map[int]*pack)
	f.trailer, f.crypt = Object{}, nil
}

// sound says what is wrong with the cross-references, "" where they lead to pages.
func (f *File) sound() string {
	root := f.Get(f.trailer, "Root")
	if !root.IsDict() {
		return "no catalog"
	}
	if !f.Get(root, "Pages").IsDict() {
		return "no page tree"
	}
	return ""
}

// decrypt prepares the decryption of a file whose trailer asks for it.
func (f *File) decrypt(password string) (err error) {
	e := f.trailer.Key("Encrypt")
	if e.Kind == Null {
		return nil
	}
	d := f.Resolve(e)
	if !d.IsDict() {
		return nil
	}
	f.crypt, err = newCrypt(f, d, password)
	if e.Kind == Ref && f.crypt != nil {
		f.crypt.self = int(e.Num)
	}
	for n := range f.objects { // read while no key was there
		if n != f.crypt.number() {
			delete(f.objects, n)
		}
	}
	return err
}

// Trailer returns the dictionary at the end of the file.
func (f *File) Trailer() Object { return f.trailer }

// Get returns the value of a key with its references followed.
func (f *File) Get(dict Object, key string) Object { return f.Resolve(dict.Key(key)) }

// Lost reports whether a key refers to an object that is not there, as in a file
// that breaks off. A key that is missing is not lost.
func (f *File) Lost(dict Object, key string) bool {
	v := dict.Key(key)
	if v.Kind != Ref || f.Resolve(v).Kind != Null {
		return false
	}
	e, known := f.entries[int(v.Num)]
	return f.Repaired != "" || known && e.kind != free // a reference to a free object is null on purpose (7.3.10)
}

// Resolve follows references until there is none left; one that leads nowhere
// or in a circle is null.
func (f *File) Resolve(o Object) Object {
	for range 32 {
		if o.Kind != Ref {
			return o
		}
		o = f.load(int(o.Num), int(o.Gen))
	}
	return Object{}
}

// load reads an object once.
func (f *File) load(num, gen int) Object {
	if o, ok := f.objects[num]; ok {
		return o
	}
	e, ok := f.entries[num]
	if !ok || e.kind == free || f.resolving > maxNesting {
		return Object{}
	}
	f.resolving++
	defer func() { f.resolving-- }()
	f.objects[num] = Object{} // while it is read it is null to itself
	var o Object
	good := false
	if e.kind == packed {
		o, good = f.unpack(int(e.offset), int(e.ordinal), num)
	} else {
		o, good = f.readAt(e.offset, num, int(e.gen))
	}
	if !good && !f.repaired && f.opened {
		f.mend(fmt.Sprintf("object %d is not where it should be", num))
		return f.load(num, gen)
	}
	f.objects[num] = o
	return o
}

// readAt reads "num gen obj …" at an offset.
func (f *File) readAt(offset int64, num, gen int) (Object, bool) {
	if offset < 0 || offset >= int64(len(f.b)) {
		return Object{}, false
	}
	l := Lexer{b: f.b, pos: int(offset)}
	n, g, word := l.Token(), l.Token(), l.Token()
	if n.Kind != Int || int(n.Num) != num || g.Kind != Int || word.Kind != Keyword || !bytes.HasPrefix(word.Bytes, []byte("obj")) {
		return Object{}, false
	}
	l.pos -= len(word.Bytes) - len("obj") // "obj" may stand before "null" or a keyword without a space
	return f.readBody(&l, num, g.Int()), true
}

// readBody reads what follows "num gen obj".
func (f *File) readBody(l *Lexer, num, gen int) Object {
	o := l.Object()
	if o.Kind == Keyword || o.Kind == ArrayClose || o.Kind == DictClose || o.Kind == EOF {
		return Object{}
	}
	if o.Kind == Dict {
		l.SkipSpace()
		if bytes.HasPrefix(l.Rest(), []byte("stream")) {
			l.pos += len("stream")
			f.takeStream(l, &o, num, gen)
		}
	}
	if f.crypt != nil && num != f.crypt.self && !(o.Kind == Stream && o.Key("Type").IsName("XRef")) {
		f.crypt.strings(&o, num, gen, 0)
	}
	return o
}

// takeStream makes a stream of the dictionary in front of it. Its length is
// believed where "endstream" follows it (7.3.8.1).
func (f *File) takeStream(l *Lexer, o *Object, num, gen int) {
	if l.pos < len(f.b) && f.b[l.pos] == '\r' {
		l.pos++
	}
	if l.pos < len(f.b) && f.b[l.pos] == '\n' {
		l.pos++
	}
	o.Kind = Stream
	o.c.num, o.c.gen = num, gen
	start := l.pos
	length := f.Get(*o, "Length")
	if n := length.Num; length.IsNumber() && n >= 0 && n <= float64(len(f.b)-start) {
		end := start + int(n)
		after := Lexer{b: f.b, pos: end}
		for after.pos < len(f.b) && class[f.b[after.pos]] == space {
			after.pos++
		}
		if rest := after.Rest(); bytes.HasPrefix(rest, []byte("endstream")) || bytes.HasPrefix(rest, []byte("endobj")) {
			o.c.raw = f.b[start:end]
			l.pos = after.pos
			return
		}
	}
	end := f.endOfStream(start)
	o.c.cut = end == len(f.b)
	o.c.raw = f.b[start:end]
	l.pos = end
}

// endOfStream searches the end of a stream whose length is not to be believed.
func (f *File) endOfStream(start int) int {
	end := len(f.b)
	if f.noEnd == 0 || start < f.noEnd {
		i := bytes.Index(f.b[start:], []byte("endstream"))
		if i < 0 {
			f.noEnd = max(start, 1)
		} else {
			end = start + i
		}
	}
	if end == len(f.b) {
		return end
	}
	if end > start && f.b[end-1] == '\n' {
		end--
	}
	if end > start && f.b[end-1] == '\r' {
		end--
	}
	return end
}

// pack is a decoded object stream (7.5.7).
type pack struct {
	b       []byte
	numbers []int
	offsets []int
}

// unpack reads an object of an object stream.
func (f *File) unpack(stream, ordinal, num int) (Object, bool) {
	p := f.pack(stream)
	if p == nil {
		return Object{}, false
	}
	if ordinal < 0 || ordinal >= len(p.numbers) || p.numbers[ordinal] != num {
		ordinal = -1
		for i, n := range p.numbers {
			if n == num {
				ordinal = i
			}
		}
		if ordinal < 0 {
			return Object{}, false
		}
	}
	l := Lexer{b: p.b}
	l.Seek(p.offsets[ordinal])
	o := l.Object()
	if o.Kind > Ref {
		o = Object{}
	}
	return o, true
}

// pack decodes an object stream once; nil where it is none.
func (f *File) pack(num int) *pack {
	if p, ok := f.packs[num]; ok {
		return p
	}
	f.packs[num] = nil
	if f.entries[num].kind == packed { // an object stream stands in no other
		return nil
	}
	o := f.load(num, 0)
	if o.Kind != Stream {
		return nil
	}
	b, _ := f.Data(o)
	n, first := f.Get(o, "N").Int(), f.Get(o, "First").Int()
	if n < 0 || n > maxObjects || first < 0 || first > len(b) {
		return nil
	}
	p := &pack{b: b}
	for l := NewLexer(b[:first]); len(p.numbers) < n; {
		number, offset := l.Token(), l.Token()
		if number.Kind != Int || offset.Kind != Int {
			break
		}
		p.numbers = append(p.numbers, number.Int())
		p.offsets = append(p.offsets, first+offset.Int())
	}
	f.packs[num] = p
	return p
}
