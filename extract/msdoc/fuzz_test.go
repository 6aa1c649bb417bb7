package msdoc

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/extract/extracttest"
	"github.com/gongkai-data/gongkai/extract/internal/cfb"
	"github.com/gongkai-data/gongkai/extract/internal/cfb/cfbtest"
)

func FuzzRead(f *testing.F) {
	var seeds [][]byte
	for _, d := range fixtures() {
		seeds = append(seeds, d.bytes())
	}
	for _, d := range fixtures6() {
		seeds = append(seeds, d.bytes())
	}
	extracttest.Fuzz(f, Format, seeds)
}

// survives holds one reading against what every reading must keep.
func survives(t *testing.T, b []byte) {
	t.Helper()
	start := time.Now()
	doc, err := Format.Read(context.Background(), b, extract.Options{})
	if took := time.Since(start); took > 10*time.Second {
		t.Errorf("took %v", took)
	}
	var e *extract.Error
	switch {
	case err == nil:
		extracttest.Check(t, doc, len(b), func() (*extract.Document, error) {
			return Format.Read(context.Background(), b, extract.Options{})
		})
	case !errors.As(err, &e) || e.Code == "" || e.Err == nil:
		t.Errorf("error without a code: %v", err)
	}
}

// FuzzStreams changes the streams inside a sound compound file: FIB, formatted
// pages and everything in the table stream.
func FuzzStreams(f *testing.F) {
	for _, d := range fixtures() {
		s := d.streams()
		f.Add(s[0].Bytes, s[1].Bytes, d.data)
	}
	f.Fuzz(func(t *testing.T, word, table, data []byte) {
		survives(t, cfbtest.Write(cfbtest.Stream{Name: "WordDocument", Bytes: word}, cfbtest.Stream{Name: "1Table", Bytes: table}, cfbtest.Stream{Name: "Data", Bytes: data}))
	})
}

// FuzzWord6 changes the one stream of Word 6.
func FuzzWord6(f *testing.F) {
	for _, d := range fixtures6() {
		file, err := cfb.Open(d.bytes(), format, "msdoc")
		if err != nil {
			f.Fatal(err)
		}
		b, _ := file.Stream(mainStream)
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, word []byte) {
		survives(t, cfbtest.Write(cfbtest.Stream{Name: "WordDocument", Bytes: word}))
	})
}

// FuzzFib changes the FIB alone.
func FuzzFib(f *testing.F) {
	for _, d := range fixtures() {
		f.Add(d.streams()[0].Bytes[:900])
	}
	s := fixtures()["stories"].streams()
	f.Fuzz(func(t *testing.T, fib []byte) {
		word := append([]byte(nil), s[0].Bytes...)
		copy(word[:textStart], fib)
		survives(t, cfbtest.Write(cfbtest.Stream{Name: "WordDocument", Bytes: word}, s[1]))
	})
}

// FuzzPieces changes the piece table of a document that is sound otherwise.
func FuzzPieces(f *testing.F) {
	for _, d := range fixtures() {
		s := d.streams()
		fib, err := readFib(s[0].Bytes)
		if err != nil {
			f.Fatal(err)
		}
		f.Add([]byte(fib.part(s[1].Bytes, fcClx)))
	}
	tables := fixtures()["tables"]
	f.Fuzz(func(t *testing.T, clx []byte) {
		d := *tables
		d.clx = clx
		if len(clx) == 0 {
			d.clx = []byte{0}
		}
		survives(t, d.bytes())
	})
}

// FuzzSprms changes the properties of row marks and of characters.
func FuzzSprms(f *testing.F) {
	for _, d := range fixtures() {
		for _, p := range d.pars[storyMain] {
			f.Add(p.papx, p.chpx)
		}
	}
	f.Fuzz(func(t *testing.T, papx, chpx []byte) {
		papx, chpx = papx[:min(len(papx), 400)], chpx[:min(len(chpx), 200)]
		d := &doc{data: join([]byte("xxxx"), u16(len(papx)), papx), pars: [storyCount][]par{{
			cell("一"), cell("二"), {runs: []run{{text: "x(", chpx: chpx}}, mark: "\a", papx: papx}, rowEnd([]int{0, 1000, 2000, 3000}, []int{0, 0, 0}, papx[:min(len(papx), 300)]),
			cell("一"), cell("二"), {mark: "\a", papx: join(rowEnd([]int{0, 1000, 2000}, []int{0x60, 1}).papx, papx[:min(len(papx), 300)])},
			{runs: []run{{text: "完", chpx: chpx}}, papx: papx},
		}}}
		survives(t, d.bytes())
	})
}

// FuzzLists changes the list tables.
func FuzzLists(f *testing.F) {
	lists := fixtures()["lists"]
	f.Add(lists.lst, lists.lfo)
	f.Fuzz(func(t *testing.T, lst, lfo []byte) {
		d := *lists
		d.lst, d.lfo = nil, lfo
		d.parts = map[int][]byte{fcPlfLst: lst}
		survives(t, d.bytes())
	})
}
