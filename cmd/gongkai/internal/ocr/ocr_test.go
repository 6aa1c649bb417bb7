package ocr

import (
	"bytes"
	"compress/zlib"
	"context"
	"errors"
	"fmt"
	"image"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/second"
	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/extract/pdf/pdfium"
)

func TestParseTSV(t *testing.T) {
	got := parseTSV("level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n" +
		"4\t1\t1\t1\t1\t0\t10\t20\t30\t40\t-1\t\n" +
		"5\t1\t1\t1\t1\t1\t10\t20\t30\t40\t96.53\t年报\n" +
		"5\t1\t1\t1\t1\t2\t50\t20\t30\t40\t-1\t \n" +
		"5\t1\t1\t1\t1\t3\tx\t20\t30\t40\t90\tbad\n" +
		"5\t1\t1\t1\t1\t4\t90\t20\t0\t40\t90\tflat\n" +
		"5\t1\t1\t1\t1\t5\t90\t20\t5\t40\t250\t\xff\n" +
		"5\t1\n")
	want := []word{{"年报", 96, image.Rect(10, 20, 40, 60)}, {"\uFFFD", 100, image.Rect(90, 20, 95, 60)}}
	if d := cmp.Diff(want, got, cmp.AllowUnexported(word{})); d != "" {
		t.Error(d)
	}
}

// paint makes a white picture with dark rectangles.
func paint(w, h int, dark ...image.Rectangle) *image.Gray {
	img := image.NewGray(image.Rect(0, 0, w, h))
	for i := range img.Pix {
		img.Pix[i] = 240
	}
	for _, r := range dark {
		for y := r.Min.Y; y < r.Max.Y; y++ {
			for x := r.Min.X; x < r.Max.X; x++ {
				img.Pix[y*img.Stride+x] = 30
			}
		}
	}
	return img
}

func TestLines(t *testing.T) {
	img := paint(400, 300,
		image.Rect(20, 50, 380, 53),   // a line
		image.Rect(20, 100, 200, 103), // a turned line, in two steps
		image.Rect(200, 102, 380, 105),
		image.Rect(20, 150, 60, 153),  // too short
		image.Rect(20, 200, 380, 240), // a bar
		image.Rect(20, 50, 23, 280),   // an upright line
	)
	k := threshold(img)
	level, upright := k.lines(true, 100, 10), k.lines(false, 100, 10)
	var got [][4]int
	for _, l := range append(level, upright...) {
		got = append(got, [4]int{l.from, l.to, l.first, l.last})
	}
	want := [][4]int{{20, 379, 50, 52}, {20, 379, 100, 104}, {50, 279, 20, 22}}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	erase(img, append(level, upright...))
	if img.GrayAt(100, 51).Y != 255 || img.GrayAt(300, 104).Y != 255 || img.GrayAt(40, 151).Y != 30 {
		t.Error("lines stay, or more is gone than lines")
	}
	if len(threshold(paint(50, 50)).lines(true, 10, 5)) != 0 {
		t.Error("lines on a blank page")
	}
}

func TestNumericShapes(t *testing.T) {
	r := func(x0, y0, x1, y1 int) image.Rectangle { return image.Rect(x0, y0, x1, y1) }
	for _, c := range []struct {
		name  string
		marks []image.Rectangle
		want  bool
	}{
		{"one-digit", []image.Rectangle{r(0, 0, 20, 30)}, true},
		{"two-digits", []image.Rectangle{r(0, 0, 20, 30), r(24, 1, 42, 30)}, true},
		{"decimal", []image.Rectangle{r(0, 0, 20, 30), r(24, 26, 28, 30), r(32, 0, 50, 30)}, true},
		{"han-square", []image.Rectangle{r(0, 0, 30, 30)}, false},
		{"han-stacked", []image.Rectangle{r(0, 0, 20, 12), r(0, 15, 20, 30)}, false},
		{"han-beside", []image.Rectangle{r(0, 0, 20, 30), r(10, 0, 30, 30)}, false},
		{"bracket", []image.Rectangle{r(0, 0, 8, 40), r(10, 5, 28, 35)}, false},
		{"flat", []image.Rectangle{r(0, 0, 30, 4)}, false},
		{"half-high", []image.Rectangle{r(0, 0, 20, 30), r(24, 15, 40, 30)}, false},
	} {
		b := blob{marks: c.marks}
		if got := b.numeric(); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}

func TestBlobs(t *testing.T) {
	img := paint(300, 100, image.Rect(10, 10, 25, 40), image.Rect(30, 10, 45, 40), image.Rect(100, 10, 115, 40), image.Rect(118, 36, 121, 40), image.Rect(10, 60, 25, 90), image.Rect(200, 50, 202, 52))
	got := blobs(components(threshold(img)), 10)
	var boxes []image.Rectangle
	for _, b := range got {
		boxes = append(boxes, b.box)
	}
	slices.SortFunc(boxes, func(a, b image.Rectangle) int { return a.Min.Y*1000 + a.Min.X - b.Min.Y*1000 - b.Min.X })
	want := []image.Rectangle{image.Rect(10, 10, 45, 40), image.Rect(100, 10, 121, 40), image.Rect(10, 60, 25, 90)}
	if d := cmp.Diff(want, boxes); d != "" {
		t.Error(d)
	}
}

// TestUnsureNumbers: what is not recognised for sure is unmapped, never a guess.
func TestUnsureNumbers(t *testing.T) {
	two := []image.Rectangle{image.Rect(0, 0, 20, 30), image.Rect(24, 0, 44, 30)}
	bs := []blob{{image.Rect(0, 0, 44, 30), two}, {image.Rect(0, 100, 44, 130), two}, {image.Rect(0, 200, 44, 230), two}, {image.Rect(0, 300, 44, 330), two}}
	_, slot := strip(paint(100, 400), bs)
	at := func(i int) image.Rectangle { return image.Rect(48, 48+78*i, 92, 78+78*i) }
	got := numbered(bs, []word{{"12", 90, at(0)}, {"34", 40, at(1)}, {"5", 95, at(2)}, {"9", 99, image.Rect(0, 5000, 9, 5020)}}, slot)
	want := []word{{"12", 90, bs[0].box}, {"\uFFFD\uFFFD", 0, bs[1].box}, {"\uFFFD\uFFFD", 0, bs[2].box}, {"\uFFFD\uFFFD", 0, bs[3].box}}
	if d := cmp.Diff(want, got, cmp.AllowUnexported(word{})); d != "" {
		t.Error(d)
	}
}

// fakePages paints what a test wants.
type fakePages struct {
	pages []extract.PageContent
	image *image.Gray
}

func (f fakePages) ReadPages(context.Context, []byte, extract.Options) ([]extract.PageContent, error) {
	return slices.Clone(f.pages), nil
}

// again is the picture, unchanged by who painted in it before.
func (f fakePages) again() *image.Gray {
	img := *f.image
	img.Pix = slices.Clone(img.Pix)
	return &img
}

func (f fakePages) Render(_ context.Context, _ []byte, _ extract.Options, pages []int, dpi float64, each func(pdfium.Rendered) error) error {
	for _, n := range pages {
		if err := each(pdfium.Rendered{Page: f.pages[n-1].Page, Number: n, Scale: dpi / 72, Image: f.again()}); err != nil {
			return err
		}
	}
	return nil
}

// program puts a shell script in the place of tesseract.
func program(t *testing.T, script string) {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, Program), []byte("#!/bin/sh\n[ \"$1\" = --list-langs ] && { echo chi_sim; echo eng; exit; }\n"+script), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir+string(os.PathListSeparator)+os.Getenv("PATH"))
}

// scan is a page of text with a small picture, a page that is a picture, and an empty one.
func scan() fakePages {
	size := extract.Page{Width: 144, Height: 96}
	text := extract.PageContent{Page: size, Number: 1, Pictures: []extract.Box{{X1: 9, Y1: 9}}}
	for range 20 {
		text.Chars = append(text.Chars, extract.Char{Rune: '字'})
	}
	full := []extract.Box{{X1: 144, Y1: 96}}
	return fakePages{pages: []extract.PageContent{text, {Page: size, Number: 2, Pictures: full}, {Page: size, Number: 3}}, image: paint(600, 400, image.Rect(50, 50, 550, 54))}
}

// settled gives an engine pages as the first reader sees them.
func settled(e *Engine, pages []extract.PageContent, pictures ...extract.Prov) {
	e.settle = func(context.Context, []byte, extract.Options) ([]extract.PageContent, []extract.Prov, error) {
		return slices.Clone(pages), pictures, nil
	}
}

// text is the characters of a page.
func text(p extract.PageContent) string {
	var s []rune
	for _, c := range p.Chars {
		s = append(s, c.Rune)
	}
	return string(s)
}

// PDFium reads what lies under paint and on layers that are off; its text is for
// pages of which the first reader has none.
func TestPagesOfTheFirstReaderStay(t *testing.T) {
	program(t, `cat > /dev/null; printf '5\t1\t1\t1\t1\t1\t100\t100\t50\t25\t77.5\t年报\n'`)
	other := scan()
	e, err := New(t.Context(), other)
	if err != nil {
		t.Fatal(err)
	}
	first := slices.Clone(other.pages)
	first[0].Chars = []extract.Char{{Rune: '5'}, {Rune: '0'}, {Rune: '1'}, {Rune: '4'}}
	settled(e, first, extract.Prov{Page: 2})
	r, err := e.Recognise(t.Context(), nil, extract.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if text(r.pages[0]) != "5014" || text(r.pages[1]) != "年报" {
		t.Errorf("%q, %q", text(r.pages[0]), text(r.pages[1]))
	}
	settled(e, first[:2], extract.Prov{Page: 2})
	if _, err = e.Recognise(t.Context(), nil, extract.Options{}); err == nil {
		t.Error("a page is recognised that the readers number differently")
	}
	first[1].Width = 200
	settled(e, first, extract.Prov{Page: 2})
	if _, err = e.Recognise(t.Context(), nil, extract.Options{}); err == nil {
		t.Error("a page is recognised that the readers see in different sizes")
	}
}

// A heading over a picture stays; the picture is recognised, and only that.
func TestPictureBelowText(t *testing.T) {
	program(t, `cat > /dev/null; printf '5\t1\t1\t1\t1\t1\t100\t50\t50\t25\t80\t页眉\n5\t1\t1\t1\t1\t1\t100\t300\t50\t25\t77.5\t年报\n5\t1\t1\t1\t1\t1\t300\t300\t50\t25\t70\t印字\n'`)
	other := scan()
	e, err := New(t.Context(), other)
	if err != nil {
		t.Fatal(err)
	}
	place := extract.Box{Y0: 40, X1: 144, Y1: 96}
	p := extract.PageContent{Page: other.pages[1].Page, Number: 2, Fonts: []extract.Font{{Name: "Song"}}, Pictures: []extract.Box{{X1: 9, Y1: 9}, place}}
	p.Chars = []extract.Char{
		{Rune: '眉', Box: extract.Box{X0: 24, Y0: 12, X1: 34, Y1: 18}},
		{Rune: '隐', Hidden: true, Box: extract.Box{X0: 24, Y0: 72, X1: 30, Y1: 78}},
		{Rune: '字', Box: extract.Box{X0: 75, Y0: 72, X1: 81, Y1: 78}},
	}
	settled(e, []extract.PageContent{other.pages[0], p, other.pages[2]}, extract.Prov{Page: 2, Box: place})
	r, err := e.Recognise(t.Context(), nil, extract.Options{})
	if err != nil {
		t.Fatal(err)
	}
	got := r.pages[1]
	if text(got) != "眉字年报" || len(got.Pictures) != 1 || got.Fonts[got.Chars[2].Font].Name != Program || got.Fonts[got.Chars[0].Font].Name != "Song" {
		t.Errorf("%q %+v", text(got), got)
	}
	if len(p.Chars) != 3 || len(p.Pictures) != 2 {
		t.Error("the pages of the reader are changed")
	}
	if sure, is := r.Confidence(extract.Prov{Page: 2, Box: extract.Box{X0: 20, Y0: 70, X1: 40, Y1: 80}}); sure != 77 || !is {
		t.Errorf("in the picture: %d, %v", sure, is)
	}
	if _, is := r.Confidence(extract.Prov{Page: 2, Box: extract.Box{X0: 20, Y0: 10, X1: 40, Y1: 20}}); is {
		t.Error("the heading is told as recognised")
	}
}

func TestMissedInk(t *testing.T) {
	img := paint(600, 800, image.Rect(20, 50, 35, 80), image.Rect(300, 300, 580, 330), image.Rect(20, 400, 24, 404))
	faint := func(r image.Rectangle) {
		for y := r.Min.Y; y < r.Max.Y; y++ {
			for x := r.Min.X; x < r.Max.X; x++ {
				img.Pix[y*img.Stride+x] = 170
			}
		}
	}
	faint(image.Rect(100, 50, 112, 80)) // digits at 30 % of the ink
	faint(image.Rect(116, 50, 128, 80))
	faint(image.Rect(200, 50, 206, 90)) // left of a line
	faint(image.Rect(60, 700, 72, 730)) // beside text
	got := missed(img, []word{{"1", 90, image.Rect(18, 48, 37, 82)}, {"年", 90, image.Rect(18, 700, 48, 730)}}, []line{{from: 0, to: 799, first: 198, last: 207}}, 16)
	want := []word{{string(extract.Unmapped), 0, image.Rect(100, 50, 128, 80)}}
	if d := cmp.Diff(want, got, cmp.AllowUnexported(word{})); d != "" {
		t.Error(d)
	}
	if got := missed(paint(600, 800), nil, nil, 16); got != nil {
		t.Errorf("on a blank page: %v", got)
	}
}

func TestOnlyPicturesAreRecognised(t *testing.T) {
	program(t, `cat > /dev/null; printf '5\t1\t1\t1\t1\t1\t100\t100\t50\t25\t77.5\t年报\n'`)
	e, err := New(t.Context(), scan())
	if err != nil {
		t.Fatal(err)
	}
	r, err := e.Recognise(t.Context(), nil, extract.Options{})
	if err != nil {
		t.Fatal(err)
	}
	pages, _ := r.ReadPages(t.Context(), nil, extract.Options{})
	if len(pages[0].Chars) != 20 || len(pages[2].Chars) != 0 || len(pages[1].Chars) != 2 || len(pages[1].Rulings) != 1 {
		t.Fatalf("%+v", pages)
	}
	if c := pages[1].Chars[1]; c.Rune != '报' || math.Abs(c.Box.X0-125*72/300.0) > 0.01 || math.Abs(c.Box.X1-150*72/300.0) > 0.01 {
		t.Errorf("%+v", c)
	}
	if sure, is := r.Confidence(extract.Prov{Page: 2, Box: extract.Box{X0: 20, Y0: 20, X1: 40, Y1: 40}}); sure != 77 || !is {
		t.Errorf("confidence %d, %v", sure, is)
	}
	if _, is := r.Confidence(extract.Prov{Page: 1}); is {
		t.Error("a page of text is told as recognised")
	}
	none := scan()
	none.pages = none.pages[:1]
	e.pages = none
	if r, err := e.Recognise(t.Context(), nil, extract.Options{}); r != nil || err != nil {
		t.Errorf("nothing to recognise: %v, %v", r, err)
	}
}

func TestProgramFails(t *testing.T) {
	wants := func(err error, code extract.Code) {
		t.Helper()
		var e *extract.Error
		if !errors.As(err, &e) || e.Code != code {
			t.Errorf("error %v, want %s", err, code)
		}
	}
	program(t, `echo "no chi_sim here" >&2; exit 1`)
	e, err := New(t.Context(), scan())
	if err != nil {
		t.Fatal(err)
	}
	_, err = e.Recognise(t.Context(), nil, extract.Options{})
	wants(err, "ocr-failed")
	if err == nil || !strings.Contains(err.Error(), "no chi_sim here") {
		t.Errorf("what the program says is lost: %v", err)
	}
	program(t, `exec sleep 60`)
	if e, err = New(t.Context(), scan()); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	go cancel()
	_, err = e.Recognise(ctx, nil, extract.Options{})
	wants(err, "ocr-deadline")
	program(t, `cat > /dev/null; yes 0123456789012345678901234567890123456789012345678901234567890123456789`)
	if e, err = New(t.Context(), scan()); err != nil {
		t.Fatal(err)
	}
	_, err = e.Recognise(t.Context(), nil, extract.Options{})
	wants(err, "ocr-failed")
	program(t, ``)
	if err := os.WriteFile(filepath.Join(filepath.SplitList(os.Getenv("PATH"))[0], Program), []byte("#!/bin/sh\necho eng"), 0o700); err != nil {
		t.Fatal(err)
	}
	_, err = New(t.Context(), scan())
	wants(err, "ocr-missing")
	t.Setenv("PATH", t.TempDir())
	_, err = New(t.Context(), scan())
	wants(err, "ocr-missing")
}

// scannedTable is a PDF with a picture of a ruled table of numbers, painted by
// PDFium from a PDF with text.
func scannedTable(t *testing.T, s *second.Reader) []byte {
	var c strings.Builder
	for row := range 4 {
		for col := range 4 {
			fmt.Fprintf(&c, "BT /F 10 Tf %d %d Td (%d) Tj ET %d %d 60 30 re S\n", 70+60*col, 160-30*row, (row*4+col)*37, 60+60*col, 150-30*row)
		}
	}
	vector := "%PDF-1.4\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n2 0 obj <</Type/Pages/Count 1/Kids[3 0 R]>> endobj\n" +
		"3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 360 240]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>> endobj\n" +
		fmt.Sprintf("4 0 obj <</Length %d>> stream\n%s\nendstream endobj\n", c.Len(), c.String()) +
		"5 0 obj <</Type/Font/Subtype/Type1/BaseFont/Helvetica>> endobj\ntrailer <</Root 1 0 R/Size 6>>\nstartxref\n0\n%%EOF\n"
	var out []byte
	err := s.Render(t.Context(), []byte(vector), extract.Options{}, nil, 150, func(r pdfium.Rendered) error {
		var z bytes.Buffer
		w := zlib.NewWriter(&z)
		w.Write(r.Image.Pix)
		w.Close()
		size := r.Image.Bounds().Size()
		out = []byte("%PDF-1.4\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n2 0 obj <</Type/Pages/Count 1/Kids[3 0 R]>> endobj\n" +
			"3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 360 240]/Contents 4 0 R/Resources<</XObject<</I 5 0 R>>>>>> endobj\n" +
			"4 0 obj <</Length 27>> stream\nq 360 0 0 240 0 0 cm /I Do Q\nendstream endobj\n" +
			fmt.Sprintf("5 0 obj <</Subtype/Image/Width %d/Height %d/BitsPerComponent 8/ColorSpace/DeviceGray/Filter/FlateDecode/Length %d>> stream\n", size.X, size.Y, z.Len()))
		out = append(out, z.Bytes()...)
		out = append(out, "\nendstream endobj\ntrailer <</Root 1 0 R/Size 6>>\nstartxref\n0\n%%EOF\n"...)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestScannedTable(t *testing.T) {
	s := &second.Reader{}
	if _, err := New(t.Context(), s); err != nil {
		t.Skipf("nothing to recognise with: %v", err)
	}
	if testing.Short() {
		t.Skip("starts PDFium")
	}
	defer s.Close()
	if err := s.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	e, err := New(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	r, err := e.Recognise(t.Context(), scannedTable(t, s), extract.Options{})
	if err != nil {
		t.Fatal(err)
	}
	p := r.pages[0]
	got := map[string]bool{}
	var number strings.Builder
	var last extract.Box
	for _, c := range p.Chars {
		if c.Box.Y0 != last.Y0 || math.Abs(c.Box.X0-last.X1) > 1 {
			got[number.String()] = true
			number.Reset()
		}
		number.WriteRune(c.Rune)
		last = c.Box
	}
	got[number.String()] = true
	right := 0
	for text := range got {
		n, err := strconv.Atoi(text)
		switch {
		case err != nil: // not a number to anybody
		case n%37 == 0 && n/37 < 16:
			right++
		default:
			t.Errorf("read %d, which is not printed", n)
		}
	}
	if right < 12 { // how well the installed program reads is not ours to say
		t.Errorf("only %d of 16 numbers are read: %v", right, got)
	}
	if len(p.Rulings) < 10 {
		t.Errorf("%d rulings of 5 + 5 lines", len(p.Rulings))
	}
}
