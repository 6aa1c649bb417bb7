package cfb_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/extract/internal/cfb"
	"github.com/gongkai-data/gongkai/extract/internal/cfb/cfbtest"
)

func fill(n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(i * 7)
	}
	return b
}

var streams = []cfbtest.Stream{
	{Name: "WordDocument", Bytes: fill(9000)}, {Name: "1Table", Bytes: fill(1000)}, {Name: "\x05SummaryInformation", Bytes: fill(200)},
	{Name: "Data", Bytes: fill(4096)}, {Name: "empty"}, {Name: "字符", Bytes: fill(63)},
}

func open(tb testing.TB, b []byte) *cfb.File {
	tb.Helper()
	f, err := cfb.Open(b, "doc", "msdoc")
	if err != nil {
		tb.Fatal(err)
	}
	return f
}

func TestStreams(t *testing.T) {
	f := open(t, cfbtest.Write(streams...))
	if f.Broken != "" || f.Empty() {
		t.Fatalf("broken: %s", f.Broken)
	}
	for _, s := range streams {
		b, whole := f.Stream(s.Name)
		if !whole || !bytes.Equal(b, s.Bytes) {
			t.Errorf("%q: %d bytes, whole %v, want %d", s.Name, len(b), whole, len(s.Bytes))
		}
	}
	if b, _ := f.Stream("WORDDOCUMENT"); len(b) != 9000 {
		t.Error("names are compared with case")
	}
	if f.Has("1Tabl") {
		t.Error("finds what is not there")
	}
}

// TestSalvage reads what is left of damaged files.
func TestSalvage(t *testing.T) {
	sound := cfbtest.Write(streams...)
	le := binary.LittleEndian
	damaged := func(change func(b []byte)) []byte {
		b := bytes.Clone(sound)
		change(b)
		return b
	}
	fat := int(le.Uint32(sound[76:]))
	for _, tt := range []struct {
		name string
		b    []byte
		word int // bytes of WordDocument, -1 where it is not found
	}{
		{"fat-cut-off", sound[:len(sound)-512], 9000},
		{"directory-cut-off", sound[:len(sound)-3*512], -1},
		{"fat-overwritten", damaged(func(b []byte) { clear(b[512*(fat+1) : 512*(fat+2)]) }), 9000},
		{"mini-fat-number-wrong", damaged(func(b []byte) { le.PutUint32(b[64:], 0x7FFFFFFF) }), 9000},
		{"sibling-ring", damaged(func(b []byte) { le.PutUint32(b[512*(int(le.Uint32(b[48:]))+1)+128+68:], 1) }), 9000},
		{"size-claims-more", damaged(func(b []byte) { le.PutUint32(b[512*(int(le.Uint32(b[48:]))+1)+128+120:], 1<<31) }), 9216},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := open(t, tt.b)
			b, whole := f.Stream("WordDocument")
			if tt.word < 0 {
				if b != nil {
					t.Errorf("%d bytes", len(b))
				}
				return
			}
			if len(b) < tt.word || !bytes.Equal(b[:9000], streams[0].Bytes[:9000]) {
				t.Errorf("%d bytes, want %d; broken %q", len(b), tt.word, f.Broken)
			}
			if want := tt.name != "size-claims-more"; whole != want {
				t.Errorf("whole %v", whole)
			}
		})
	}
}

// TestRing holds that a chain that comes back to one of its sectors ends there.
func TestRing(t *testing.T) {
	b := cfbtest.Write(streams...)
	le := binary.LittleEndian
	fat, dir := 512*(int(le.Uint32(b[76:]))+1), 512*(int(le.Uint32(b[48:]))+1)
	start := int(le.Uint32(b[dir+128+116:]))
	le.PutUint32(b[fat+4*(start+5):], uint32(start+2))
	got, whole := open(t, b).Stream("WordDocument")
	if whole || len(got) != 6*512 || !bytes.Equal(got, streams[0].Bytes[:6*512]) {
		t.Errorf("%d bytes, whole %v", len(got), whole)
	}
}

// TestEmbeddedStreams holds that a broken tree gives no stream of a storage.
func TestEmbeddedStreams(t *testing.T) {
	b := cfbtest.Write(cfbtest.Stream{Name: "ObjectPool"}, cfbtest.Stream{Name: "WordDocument", Bytes: streams[0].Bytes}, cfbtest.Stream{Name: "WordDocument", Bytes: streams[0].Bytes[1:]})
	le := binary.LittleEndian
	dir := 512 * (int(le.Uint32(b[48:])) + 1)
	at := func(i int) []byte { return b[dir+128*i:] }
	for i := range 4 {
		le.PutUint32(at(i)[68:], 0xFFFFFFFF)
		le.PutUint32(at(i)[72:], 0xFFFFFFFF)
	}
	at(1)[66] = 1 // a storage that holds the first stream; the root points nowhere
	le.PutUint32(at(1)[76:], 2)
	le.PutUint32(at(0)[76:], 99)
	f := open(t, b)
	if got, _ := f.Stream("WordDocument"); !bytes.Equal(got, streams[0].Bytes[1:]) {
		t.Errorf("%d bytes; broken %q", len(got), f.Broken)
	}
}

// TestChain follows a stream from its first sector where the directory is lost.
func TestChain(t *testing.T) {
	sound := cfbtest.Write(streams...)
	f := open(t, sound[:512*(int(binary.LittleEndian.Uint32(sound[48:]))+1)])
	if !f.Empty() {
		t.Fatal("the directory is there")
	}
	b := f.Chain(func(sector []byte) bool { return bytes.Equal(sector, streams[0].Bytes[:512]) })
	if !bytes.HasPrefix(b, streams[0].Bytes) {
		t.Errorf("%d bytes", len(b))
	}
	if b := f.Chain(func([]byte) bool { return false }); b != nil {
		t.Errorf("%d bytes of no stream", len(b))
	}
}

func TestErrors(t *testing.T) {
	var many []cfbtest.Stream
	for i := range 5000 {
		many = append(many, cfbtest.Stream{Name: fmt.Sprint(i)})
	}
	for _, tt := range []struct {
		name string
		b    []byte
		code extract.Code
		is   error
	}{
		{"empty", nil, "msdoc-not-cfb", extract.ErrCorrupt},
		{"short", []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "msdoc-not-cfb", extract.ErrCorrupt},
		{"zip", bytes.Repeat([]byte("PK\x03\x04"), 200), "msdoc-not-cfb", extract.ErrCorrupt},
		{"entries", cfbtest.Write(many...), "msdoc-cfb-limit", extract.ErrLimit},
	} {
		_, err := cfb.Open(tt.b, "doc", "msdoc")
		var e *extract.Error
		if !errors.As(err, &e) || e.Code != tt.code || e.Format != "doc" || !errors.Is(err, tt.is) {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
}

func FuzzOpen(f *testing.F) {
	f.Add(cfbtest.Write(streams...))
	f.Add(cfbtest.Write(streams[1], streams[2]))
	f.Fuzz(func(t *testing.T, b []byte) {
		start := time.Now()
		file, err := cfb.Open(b, "doc", "msdoc")
		if err != nil {
			return
		}
		for _, name := range []string{"WordDocument", "1Table", "Data", "\x05SummaryInformation"} {
			if s, _ := file.Stream(name); len(s) > len(b) {
				t.Errorf("%s: %d of %d bytes", name, len(s), len(b))
			}
		}
		if took := time.Since(start); took > 5*time.Second {
			t.Errorf("took %v", took)
		}
	})
}

// TestScatteredStream: a stream whose sectors do not follow one another in the
// file is put together, one whose sectors do is given as it stands there.
func TestScatteredStream(t *testing.T) {
	const sector = 512
	b := cfbtest.Write(streams...)
	whole := func(want []byte, inPlace bool) {
		t.Helper()
		got, ok := open(t, b).Stream("WordDocument")
		if !ok || !bytes.Equal(got, want) {
			t.Fatalf("%d bytes, whole %v", len(got), ok)
		}
		at := bytes.Index(b, got)
		if shared := at >= 0 && &got[0] == &b[at]; shared != inPlace {
			t.Errorf("given in place: %v, want %v", shared, inPlace)
		}
	}
	whole(streams[0].Bytes, true)

	le := binary.LittleEndian
	start := bytes.Index(b, streams[0].Bytes[:64])/sector - 1
	fat := b[(int(le.Uint32(b[76:]))+1)*sector:]
	at := func(n int) []byte { return b[(n+1)*sector : (n+2)*sector] }
	second := bytes.Clone(at(start + 1))
	copy(at(start+1), at(start+2))
	copy(at(start+2), second)
	le.PutUint32(fat[4*start:], uint32(start+2))
	le.PutUint32(fat[4*(start+2):], uint32(start+1))
	le.PutUint32(fat[4*(start+1):], uint32(start+3))
	whole(streams[0].Bytes, false)
}

func TestLists(t *testing.T) {
	b := cfbtest.Write(streams...)
	if !cfb.Lists(b, "worddocument") || cfb.Lists(b, "Workbook") || cfb.Lists(b[:600], "WordDocument") || cfb.Lists(nil, "WordDocument") {
		t.Error("what the directory lists is told wrongly")
	}
	root := bytes.Index(b, []byte("R\x00o\x00o\x00t\x00"))
	b[root+66] = 1 // no root: the tree is broken
	if cfb.Lists(b, "WordDocument") {
		t.Error("a broken directory is taken for a sound one")
	}
}
