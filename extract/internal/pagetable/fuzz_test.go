package pagetable_test

import (
	"context"
	"encoding/binary"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/extract/extracttest"
	"github.com/gongkai-data/gongkai/extract/internal/pagetable"
)

// decoded makes pages of bytes: ten for each character or ruling.
func decoded(data []byte) []extract.PageContent {
	runes := []rune("一三（）1234567890.,-AbΩ 、年无\u00ad\uFFFD…")
	pages := []extract.PageContent{{Page: extract.Page{Width: 600, Height: 800}, Number: 1, Fonts: []extract.Font{{}, {Bold: true}}}}
	at := func(b []byte) float64 {
		v := float64(int16(binary.LittleEndian.Uint16(b))) / 32
		if v == 1000 {
			return math.NaN()
		}
		return v
	}
	for ; len(data) >= 10; data = data[10:] {
		p := &pages[len(pages)-1]
		x, y, w, h := at(data[2:]), at(data[4:]), at(data[6:]), at(data[8:])
		box := extract.Box{X0: x, Y0: y, X1: x + w, Y1: y + h}
		switch kind := data[0]; {
		case kind < 120:
			box.X1, box.Y1 = x+5, y+10
			p.Chars = append(p.Chars, extract.Char{Rune: runes[int(data[1])%len(runes)], Size: 10, Box: box})
		case kind < 160:
			p.Chars = append(p.Chars, extract.Char{Rune: runes[int(data[1])%len(runes)], Dir: extract.Dir(kind % 4), Hidden: kind == 159, Font: int32(kind%3) - 1, Size: float32(h), Box: box})
		case kind < 185:
			p.Rulings = append(p.Rulings, extract.Ruling{Box: extract.Box{X0: x, Y0: y, X1: x + w, Y1: y}})
		case kind < 210:
			p.Rulings = append(p.Rulings, extract.Ruling{Box: extract.Box{X0: x, Y0: y, X1: x, Y1: y + h}})
		case kind < 253:
			p.Rulings = append(p.Rulings, extract.Ruling{Box: box, Fill: true, Background: kind%4 == 0})
		case len(pages) < 8:
			pages = append(pages, extract.PageContent{Page: extract.Page{Width: 600, Height: 800}, Number: len(pages) + 1})
		}
	}
	return pages
}

// encoded is the inverse of decoded, for seeds.
func encoded(pages ...*sheet) []byte {
	var out []byte
	put := func(kind, arg byte, b extract.Box) {
		out = append(out, kind, arg)
		for _, v := range []float64{b.X0, b.Y0, b.X1 - b.X0, b.Y1 - b.Y0} {
			out = binary.LittleEndian.AppendUint16(out, uint16(int16(v*32)))
		}
	}
	for i, p := range pages {
		if i > 0 {
			put(255, 0, extract.Box{})
		}
		for k, c := range p.Chars {
			put(0, byte(k), c.Box)
		}
		for _, r := range p.Rulings {
			if r.Y0 == r.Y1 {
				put(160, 0, r.Box)
			} else {
				put(185, 0, r.Box)
			}
		}
	}
	return out
}

func built(t *testing.T, pages []extract.PageContent) *extract.Document {
	t.Helper()
	doc := new(extract.Document)
	for _, p := range pages {
		doc.Pages = append(doc.Pages, p.Page)
	}
	res, err := pagetable.Build(context.Background(), pages, extract.Options{})
	if err != nil {
		t.Fatal(err)
	}
	doc.Blocks, doc.Notices = res.Blocks, res.Notices
	return doc
}

// FuzzBuild holds what is built of any characters and rulings to the invariants
// of a document.
func FuzzBuild(f *testing.F) {
	xs, ys := []float64{50, 150, 250, 350}, []float64{100, 120, 140, 160}
	f.Add(encoded(newSheet(1).grid(xs, ys).row(105, xs, "ab", "c", "d").row(125, xs, "1", "2", "3").row(145, xs, "4", "5", "6")))
	f.Add(encoded(newSheet(1).row(105, xs, "ab", "c", "d").row(125, xs, "1", "2", "3").row(145, xs, "4", "5", "6")))
	f.Add(encoded(newSheet(1).grid(xs, []float64{700, 720, 740}).row(705, xs, "ab", "c", "d"), newSheet(2).grid(xs, []float64{60, 80}).row(65, xs, "1", "2", "3")))
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 1<<16 {
			return
		}
		pages := decoded(data)
		doc := built(t, pages)
		extracttest.Check(t, doc, len(data), func() (*extract.Document, error) { return built(t, decoded(data)), nil })
		known := extracttest.Declared(t, pagetable.Codes)
		for _, n := range doc.Notices {
			if !known[n.Code] {
				t.Errorf("notice %s is not declared", n.Code)
			}
		}
	})
}

// crowd makes a page of n objects of one kind.
func crowd(kind string, n int) []extract.PageContent {
	r := rand.New(rand.NewPCG(1, 2))
	side := 40 * math.Sqrt(float64(n)/1000) * 10
	s := newSheet(1)
	s.Width, s.Height = side+100, side+100
	switch kind {
	case "characters":
		for range n {
			s.text(r.Float64()*side, r.Float64()*side, string(rune('a'+r.IntN(26))))
		}
	case "one-place":
		for i := range n {
			s.text(100+float64(i%7)/10, 100+float64(i%11)/10, string(rune(0x4E00+i%2000)))
		}
	case "segments":
		for range n {
			x, y, l := r.Float64()*side, r.Float64()*side, r.Float64()*60
			if r.IntN(2) == 0 {
				s.line(x, y, x+l, y)
			} else {
				s.line(x, y, x, y+l)
			}
		}
	case "cells":
		cols := 20
		for i := range n / 5 {
			x, y := 50+float64(i%cols)*25, 50+float64(i/cols)*15
			s.grid([]float64{x, x + 25}, []float64{y, y + 15}).text(x+4, y+3, fmt.Sprint(i%10))
		}
	case "fills":
		for range n {
			x, y := r.Float64()*side, r.Float64()*side
			s.Rulings = append(s.Rulings, extract.Ruling{Box: extract.Box{X0: x, Y0: y, X1: x + r.Float64()*90, Y1: y + r.Float64()*90}, Fill: true, Background: r.IntN(2) == 0})
		}
	case "columns":
		for i := range n / 2 {
			s.text(50+float64(i%8)*60, 50+float64(i/8)*12, fmt.Sprint(10+i%80))
		}
	case "prose":
		for i := range n / 40 {
			s.text(50+float64(i%2)*260, 50+float64(i/2)*12, "the quick brown fox jumps over lazy dogs")
		}
	case "pages":
		var pages []extract.PageContent
		for i := range n / 100 {
			xs := []float64{50, 150, 250, 350}
			pages = append(pages, newSheet(i+1).grid(xs, []float64{60, 80, 100}).row(65, xs, "ab", "cd", "ef").row(85, xs, "1", "2", "3").PageContent)
		}
		return pages
	}
	return []extract.PageContent{s.PageContent}
}

// Four times the objects take about four times the time, that of this process. Collecting
// garbage and cold caches add to it, so a kind fails only if it does so again and again.
func TestTimeIsLinear(t *testing.T) {
	if testing.Short() {
		t.Skip("measures time")
	}
	best := func(pages []extract.PageContent) time.Duration {
		shortest := time.Hour
		for range 3 {
			start := used()
			built(t, pages)
			shortest = min(shortest, used()-start)
		}
		return shortest
	}
	const tries = 6
	for _, kind := range []string{"characters", "one-place", "segments", "cells", "fills", "columns", "prose", "pages"} {
		n := 8_000
		few := crowd(kind, n)
		for best(few) < 4*time.Millisecond && n < 64_000 { // too short to be measured
			n *= 2
			few = crowd(kind, n)
		}
		many := crowd(kind, 4*n)
		one, four := time.Hour, time.Hour
		for range tries {
			one, four = min(one, best(few)), min(four, best(many))
			if four <= 7*one {
				break
			}
		}
		t.Logf("%s: %v for %d, %v for four times as many", kind, one, n, four)
		if four > 7*one+5*time.Millisecond {
			t.Errorf("%s: %v for %d objects, %v for four times as many", kind, one, n, four)
		}
	}
}

// BenchmarkReport builds the three pages of a made report.
func BenchmarkReport(b *testing.B) {
	root := extracttest.Documents(b)
	pages := pagesOf(b, root, "synthetic/pdf/01_青川市临河区人民政府_2024.pdf")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := pagetable.Build(context.Background(), pages, extract.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
