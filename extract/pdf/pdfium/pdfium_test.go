package pdfium

import (
	"bytes"
	"compress/zlib"
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	lib "github.com/klippa-app/go-pdfium"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"

	"github.com/gongkai-data/gongkai/extract"
)

// cache keeps the compiled module for the tests of one run.
var cache wazero.CompilationCache

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "pdfium")
	if err != nil {
		panic(err)
	}
	if cache, err = wazero.NewCompilationCacheWithDir(dir); err != nil {
		panic(err)
	}
	code := m.Run()
	_ = cache.Close(context.Background())
	os.RemoveAll(dir)
	os.Exit(code)
}

func open(t testing.TB, cfg Config) *Reader {
	t.Helper()
	cfg.Cache = cache
	r, err := Open(context.Background(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	})
	return r
}

var shared = sync.OnceValue(func() *Reader {
	r, err := Open(context.Background(), Config{Cache: cache, Instances: 2})
	if err != nil {
		panic(err)
	}
	return r
})

func read(t *testing.T, b []byte) []extract.PageContent {
	t.Helper()
	pages, err := shared().ReadPages(t.Context(), b, extract.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return pages
}

func text(p extract.PageContent) string {
	var s strings.Builder
	for _, c := range p.Chars {
		s.WriteRune(c.Rune)
	}
	return s.String()
}

// sample is a page with a word, a stroke, a filled rectangle in a form, white
// paint, a dashed line and a picture.
const sample = `BT /F 20 Tf 20 100 Td (AB fi) Tj ET
2 w 10 20 m 110 20 l S
[3 2] 0 d 10 40 m 10 90 l S [] 0 d
1 g 5 5 50 10 re f
0 g q 2 0 0 2 100 200 cm /X Do Q
q 30 0 0 40 150 50 cm BI /W 1 /H 1 /BPC 8 /CS /G ID x EI Q
10 10 m 60 60 l S
10 250 m 20 260 30 260 40 250 c f`

func sampleFile(page string) []byte {
	f := onePage(sample, page, "/XObject<</X 6 0 R>>")
	f.stream("/Type/XObject/Subtype/Form/BBox[0 0 100 100]/Matrix[1 0 0 1 5 0]", "0 0 20 0.5 re f")
	return f.bytes()
}

func TestPageContent(t *testing.T) {
	p := read(t, sampleFile(""))[0]
	if got := text(p); got != "AB fi" {
		t.Errorf("text %q", got)
	}
	near := cmpopts.EquateApprox(0, 0.05)
	want := []extract.Ruling{
		{Box: extract.Box{X0: 10, Y0: 280, X1: 110, Y1: 280}, Width: 2},
		{Box: extract.Box{X0: 10, Y0: 210, X1: 10, Y1: 260}, Width: 2, Dashed: true},
		{Box: extract.Box{X0: 5, Y0: 285, X1: 55, Y1: 295}, Fill: true, Background: true},
		{Box: extract.Box{X0: 110, Y0: 99, X1: 150, Y1: 100}, Fill: true},
	}
	if d := cmp.Diff(want, p.Rulings, near); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]extract.Box{{X0: 150, Y0: 210, X1: 180, Y1: 250}}, p.Pictures, near); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]extract.Font{{Name: "Helvetica"}}, p.Fonts); d != "" {
		t.Error(d)
	}
	a, b := p.Chars[0], p.Chars[1]
	if math.Abs(a.Box.X0-20) > 0.1 || math.Abs(a.Box.X1-b.Box.X0) > 0.1 || math.Abs(a.Box.X1-a.Box.X0-0.667*20) > 0.2 {
		t.Errorf("advance of A: %v, %v", a.Box, b.Box)
	}
	if a.Box.Y0 > 188 || a.Box.Y1 < 200 || a.Box.Y1-a.Box.Y0 > 30 || a.Size != 20 {
		t.Errorf("A stands at %v with size %v on a baseline at 200", a.Box, a.Size)
	}
}

// TestTurnedPages: the same page, turned, shows everything at the turned place.
func TestTurnedPages(t *testing.T) {
	upright := read(t, sampleFile(""))[0]
	for turn, dir := range map[int]extract.Dir{90: extract.Downwards, 180: extract.Leftwards, 270: extract.Upwards} {
		t.Run(fmt.Sprint(turn), func(t *testing.T) {
			p := read(t, sampleFile(fmt.Sprintf("/Rotate %d", turn)))[0]
			place := func(x, y float64) (float64, float64) {
				switch turn {
				case 90:
					return 300 - y, x
				case 180:
					return 200 - x, 300 - y
				}
				return y, 200 - x
			}
			want := extract.Page{Width: 300, Height: 200}
			if turn == 180 {
				want = extract.Page{Width: 200, Height: 300}
			}
			if p.Page != want {
				t.Errorf("page %v", p.Page)
			}
			turned := func(b extract.Box) extract.Box {
				x0, y0 := place(b.X0, b.Y0)
				x1, y1 := place(b.X1, b.Y1)
				return extract.Box{X0: min(x0, x1), Y0: min(y0, y1), X1: max(x0, x1), Y1: max(y0, y1)}
			}
			for i, r := range upright.Rulings {
				if d := cmp.Diff(turned(r.Box), p.Rulings[i].Box, cmpopts.EquateApprox(0, 0.05)); d != "" {
					t.Errorf("ruling %d: %s", i, d)
				}
			}
			for i, c := range upright.Chars {
				if p.Chars[i].Dir != dir {
					t.Errorf("%q runs %d", c.Rune, p.Chars[i].Dir)
				}
				b, w := p.Chars[i].Box, turned(c.Box)
				if math.Abs((b.X0+b.X1)-(w.X0+w.X1)) > 4 || math.Abs((b.Y0+b.Y1)-(w.Y0+w.Y1)) > 4 || b.X1 <= b.X0 || b.Y1 <= b.Y0 {
					t.Errorf("%q stands at %v, not about %v", c.Rune, b, w)
				}
			}
		})
	}
}

func TestCropBoxMovesTheOrigin(t *testing.T) {
	p := read(t, sampleFile("/CropBox[5 10 195 290]"))[0]
	if p.Page != (extract.Page{Width: 190, Height: 280}) {
		t.Errorf("page %v", p.Page)
	}
	if b := p.Rulings[0].Box; math.Abs(b.X0-5) > 0.01 || math.Abs(b.Y0-270) > 0.01 {
		t.Errorf("ruling at %v", b)
	}
}

func TestTextTraits(t *testing.T) {
	cmap := "1 beginbfchar <41> <00660069> endbfchar 1 beginbfchar <42> <D842DFB7> endbfchar"
	f := onePage("BT 3 Tr /F 10 Tf 10 10 Td (A) Tj ET BT 0 Tr /G 10 Tf 10 50 Td (AB) Tj ET BT /F 10 Tf 0 1 -1 0 50 100 Tm (up) Tj ET", "", "")
	f.objects[2] = strings.Replace(f.objects[2], "/F 4 0 R", "/F 4 0 R/G 6 0 R", 1)
	f.add("<</Type/Font/Subtype/Type1/BaseFont/ABCDEF+Courier-Bold/ToUnicode 7 0 R>>")
	f.stream("", "begincmap 1 begincodespacerange <00> <FF> endcodespacerange "+cmap+" endcmap")
	p := read(t, f.bytes())[0]
	if got := text(p); got != "Afi𠮷up" {
		t.Fatalf("text %q", got)
	}
	if !p.Chars[0].Hidden || p.Chars[1].Hidden {
		t.Error("only the first character is painted without ink")
	}
	if d := cmp.Diff([]extract.Font{{Name: "Helvetica"}, {Name: "Courier-Bold", Bold: true}}, p.Fonts); d != "" {
		t.Error(d)
	}
	if a, b := p.Chars[1].Box, p.Chars[2].Box; math.Abs(a.X0-10) > 0.1 || math.Abs(a.X1-13) > 0.1 || math.Abs(b.X0-13) > 0.1 || math.Abs(b.X1-16) > 0.1 {
		t.Errorf("the letters of a ligature of 6 points stand at %v, %v", a, b)
	}
	if u := p.Chars[4]; u.Dir != extract.Upwards || u.Box.Y1 > 200.1 || u.Box.X1 < 50 || u.Box.X0 > 45 {
		t.Errorf("upward text %+v", u)
	}
}

// TestNegativeSize: text of a negative size under a matrix that turns it back
// stands upright.
func TestNegativeSize(t *testing.T) {
	p := read(t, onePage("BT /F -20 Tf -1 0 0 -1 20 100 Tm (AB) Tj ET", "", "").bytes())[0]
	if c := p.Chars[0]; text(p) != "AB" || c.Dir != extract.Rightwards || c.Size != 20 || math.Abs(c.Box.X0-20) > 0.1 || math.Abs(c.Box.X1-33.3) > 1 || c.Box.Y0 > 188 || c.Box.Y1 < 200 {
		t.Errorf("%+v", p.Chars)
	}
}

// TestVerticalWriting: characters of a vertical font run downwards, also where
// they stand alone.
func TestVerticalWriting(t *testing.T) {
	f := onePage("BT /F 10 Tf 50 250 Td <00410042> Tj ET BT /F 10 Tf 100 250 Td <0043> Tj ET", "", "")
	f.objects[3] = "<</Type/Font/Subtype/Type0/BaseFont/SimSun/Encoding/Identity-V/DescendantFonts[6 0 R]/ToUnicode 8 0 R>>"
	f.add("<</Type/Font/Subtype/CIDFontType2/BaseFont/SimSun/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>/FontDescriptor 7 0 R>>")
	f.add("<</Type/FontDescriptor/FontName/SimSun/Flags 4/Ascent 880/Descent -120/FontBBox[0 -120 1000 880]/ItalicAngle 0/CapHeight 880/StemV 80>>")
	f.stream("", "begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange 1 beginbfrange <0041> <0043> <4E00> endbfrange endcmap")
	p := read(t, f.bytes())[0]
	if text(p) != "一丁丂" || !p.Fonts[0].Vertical {
		t.Fatalf("%q %+v", text(p), p.Fonts)
	}
	for i, c := range p.Chars {
		want := extract.Box{X0: 45, Y0: 50, X1: 55, Y1: 60}
		if i == 1 {
			want.Y0, want.Y1 = 60, 70
		} else if i == 2 {
			want.X0, want.X1 = 95, 105
		}
		if d := cmp.Diff(want, c.Box, cmpopts.EquateApprox(0, 0.1)); c.Dir != extract.Downwards || d != "" {
			t.Errorf("%d: runs %d\n%s", i, c.Dir, d)
		}
	}
}

func TestPasswords(t *testing.T) {
	b := encrypted("secret", "open sesame")
	_, err := shared().ReadPages(t.Context(), b, extract.Options{})
	wantError(t, err, "pdf-password", extract.ErrEncrypted)
	pages, err := shared().ReadPages(t.Context(), b, extract.Options{Password: "open sesame"})
	if err != nil || text(pages[0]) != "secret" {
		t.Errorf("with its password: %v, %v", pages, err)
	}
	if p := read(t, encrypted("plain", "")); text(p[0]) != "plain" {
		t.Errorf("with an empty password: %q", text(p[0]))
	}
}

func wantError(t *testing.T, err error, code extract.Code, sentinel error) {
	t.Helper()
	var e *extract.Error
	if !errors.As(err, &e) || e.Code != code || !errors.Is(err, sentinel) {
		t.Errorf("error %v, want %s", err, code)
	}
}

func TestDamaged(t *testing.T) {
	for name, b := range map[string]string{"empty": "", "no-pdf": "hello", "head-only": "%PDF-1.7\n", "no-page": "%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n"} {
		t.Run(name, func(t *testing.T) {
			_, err := shared().ReadPages(t.Context(), []byte(b), extract.Options{})
			wantError(t, err, "pdf-damaged", extract.ErrCorrupt)
		})
	}
}

// TestCutOff: what is left of a file that breaks off is read and told as cut.
func TestCutOff(t *testing.T) {
	whole := sampleFile("")
	cuts := map[string]int{
		"before-table":    bytes.Index(whole, []byte("xref")),
		"in-last-object":  bytes.Index(whole, []byte("0 0 20 0.5 re")) + 3,
		"in-table":        bytes.Index(whole, []byte("trailer")) - 30,
		"behind-contents": bytes.Index(whole, []byte("6 0 obj")),
	}
	for name, at := range cuts {
		t.Run(name, func(t *testing.T) {
			p := read(t, whole[:at])
			if len(p) != 1 || text(p[0]) != "AB fi" || !p[0].Cut {
				t.Errorf("read %+v", p)
			}
		})
	}
	t.Run("catalog-lost", func(t *testing.T) {
		b := bytes.Replace(whole, []byte("<</Type/Catalog/Pages 2 0 R>>"), []byte("                             "), 1)
		p := read(t, b[:bytes.Index(b, []byte("xref"))])
		if len(p) != 1 || text(p[0]) != "AB fi" || !p[0].Cut {
			t.Errorf("read %+v", p)
		}
	})
	t.Run("whole", func(t *testing.T) {
		if p := read(t, whole); p[0].Cut {
			t.Error("told as cut")
		}
	})
}

func TestRepairFindsPackedObjects(t *testing.T) {
	var z bytes.Buffer
	w := zlib.NewWriter(&z)
	w.Write([]byte("3 0 7 40 <</Type/Page/Kids[<</Type/Catalog>>]>>        <</Type/Catalog/Pages 9 0 R>>"))
	w.Close()
	found := survey([]byte("%PDF-1.7\n 12 0 obj <</Type/ObjStm/N 2/First 9/Filter/FlateDecode>>\nstream\n" + z.String()))
	want := []object{{ref: ref{num: 12}, kind: "ObjStm", pages: -1}, {ref: ref{num: 3}, kind: "Page", pages: -1}, {ref: ref{num: 7}, kind: "Catalog", pages: 9}}
	if d := cmp.Diff(want, found, cmp.AllowUnexported(object{}, ref{})); d != "" {
		t.Error(d)
	}
}

// TestDeadline: a page that would take years ends with its context, and the
// reader goes on.
func TestDeadline(t *testing.T) {
	r := open(t, Config{})
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	start := time.Now()
	_, err := r.ReadPages(ctx, nested(28), extract.Options{})
	wantError(t, err, "read-deadline", extract.ErrLimit)
	if d := time.Since(start); d > 5*time.Second {
		t.Errorf("took %s", d)
	}
	p, err := r.ReadPages(t.Context(), sampleFile(""), extract.Options{})
	if err != nil || text(p[0]) != "AB fi" {
		t.Errorf("afterwards: %v, %v", p, err)
	}
}

// TestMemoryCap: a page that unpacks to more than the sandbox holds is refused,
// and the reader goes on.
func TestMemoryCap(t *testing.T) {
	r := open(t, Config{Memory: 1024}) // 64 MB
	var z bytes.Buffer
	w := zlib.NewWriter(&z)
	blank := bytes.Repeat([]byte("0 g "), 1<<18)
	for range 256 {
		w.Write(blank)
	}
	w.Close()
	f := onePage("", "", "")
	f.objects = f.objects[:4]
	f.stream("/Filter/FlateDecode", z.String())
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	pages, err := r.ReadPages(ctx, f.bytes(), extract.Options{})
	if err == nil && len(pages[0].Chars)+len(pages[0].Rulings) > 0 {
		t.Errorf("read %+v", pages)
	}
	if err != nil {
		var e *extract.Error
		if !errors.As(err, &e) {
			t.Errorf("not typed: %v", err)
		}
	}
	_, err = r.ReadPages(ctx, append(sampleFile(""), make([]byte, 62<<20)...), extract.Options{})
	if !errors.Is(err, extract.ErrLimit) && !errors.Is(err, extract.ErrCorrupt) {
		t.Errorf("a file larger than the sandbox: %v", err)
	}
	p, err := r.ReadPages(t.Context(), sampleFile(""), extract.Options{})
	if err != nil || text(p[0]) != "AB fi" {
		t.Errorf("afterwards: %v, %v", p, err)
	}
}

// TestNoFileIsSeen asks PDFium itself to open a file of the machine: it can where
// a folder is mounted, and cannot as this package sets it up.
func TestNoFileIsSeen(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "host.pdf")
	if err := os.WriteFile(name, sampleFile(""), 0o600); err != nil {
		t.Fatal(err)
	}
	opens := func(pool lib.Pool, name string) bool {
		inst, err := pool.GetInstanceWithContext(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		defer inst.Close()
		e, err := newEngine(t.Context(), inst)
		if err != nil {
			t.Fatal(err)
		}
		found := false
		if err := e.guard(func() { found = e.call("FPDF_LoadDocument", e.put(append([]byte(name), 0)), 0) != 0 }); err != nil {
			t.Fatal(err)
		}
		return found
	}
	mounted, err := webassembly.Init(webassembly.Config{
		MaxIdle: 1, MaxTotal: 1, FSConfig: wazero.NewFSConfig().WithDirMount(dir, "/"),
		RuntimeConfig: wazero.NewRuntimeConfig().WithCoreFeatures(api.CoreFeaturesV2 | experimental.CoreFeaturesExceptionHandling).
			WithCloseOnContextDone(true).WithMemoryLimitPages(memoryPages).WithCompilationCache(cache),
	})
	if err != nil {
		t.Fatal(err)
	}
	defer mounted.Close()
	if !opens(mounted, "/host.pdf") {
		t.Error("the file cannot be opened even where it is mounted: the test shows nothing")
	}
	for _, name := range []string{name, "/host.pdf", "host.pdf", "/etc/passwd", "/proc/self/environ"} {
		if opens(shared().pool, name) {
			t.Errorf("%s can be opened", name)
		}
	}
}

func TestConcurrentUse(t *testing.T) {
	b := sampleFile("")
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 3 {
				p, err := shared().ReadPages(t.Context(), b, extract.Options{})
				if err != nil || text(p[0]) != "AB fi" {
					t.Errorf("%v, %v", p, err)
				}
			}
		})
	}
	wg.Wait()
}

func TestRender(t *testing.T) {
	var got []Rendered
	err := shared().Render(t.Context(), sampleFile("/Rotate 90"), extract.Options{}, nil, 144, func(r Rendered) error {
		got = append(got, r)
		return nil
	})
	if err != nil || len(got) != 1 {
		t.Fatalf("%v, %v", got, err)
	}
	r := got[0]
	if s := r.Image.Bounds().Size(); s.X != 600 || s.Y != 400 || r.Scale != 2 || r.Number != 1 {
		t.Errorf("size %v, scale %v", s, r.Scale)
	}
	if r.Image.GrayAt(2*20, 2*60).Y > 40 { // the stroke at y = 20 of the upright page
		t.Error("the stroke is not painted")
	}
	if r.Image.GrayAt(300, 100).Y != 255 {
		t.Error("the page is not white")
	}
	halt := errors.New("enough")
	if err := shared().Render(t.Context(), sampleFile(""), extract.Options{}, nil, 72, func(Rendered) error { return halt }); !errors.Is(err, halt) {
		t.Errorf("error of the caller: %v", err)
	}
	huge := strings.Replace(string(sampleFile("")), "[0 0 200 300]", "[0 0 14400 14400]", 1)
	err = shared().Render(t.Context(), []byte(huge), extract.Options{}, nil, 300, func(r Rendered) error {
		if s := r.Image.Bounds().Size(); s.X*s.Y > MaxPixels || s.X*s.Y < MaxPixels/2 {
			t.Errorf("size %v", s)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

func BenchmarkReadPages(b *testing.B) {
	f := sampleFile("")
	r := shared()
	b.SetBytes(int64(len(f)))
	for b.Loop() {
		if _, err := r.ReadPages(b.Context(), f, extract.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

// TestSurveyIsBounded: marks without end cost no more than their bytes.
func TestSurveyIsBounded(t *testing.T) {
	for name, piece := range map[string]string{"open-dictionaries": "1 0 obj<</A<<", "streams": "1 0 obj<</Type/ObjStm/N 1/First 1>>stream\nx", "marks": " obj"} {
		start := time.Now()
		survey(bytes.Repeat([]byte(piece), (8<<20)/len(piece)))
		if d := time.Since(start); d > 10*time.Second {
			t.Errorf("%s: %s", name, d)
		}
	}
}

// FuzzRepair: whatever is mended begins with what was there, and ends as a PDF does.
func FuzzRepair(f *testing.F) {
	whole := sampleFile("")
	for _, cut := range []int{0, 40, 300, len(whole) / 2, len(whole)} {
		f.Add(whole[:cut])
	}
	f.Add([]byte("7 0 obj<</Type/ObjStm/N 3/First 20/Filter/FlateDecode>>stream\nx\x9c"))
	f.Add([]byte("1 0 obj<</Type/Page/A(\\)(<</B[<</C>>]>>endobj"))
	f.Fuzz(func(t *testing.T, b []byte) {
		mended, ok := repair(b)
		if !ok {
			return
		}
		if !bytes.HasPrefix(mended, b) || !bytes.HasSuffix(mended, []byte("%%EOF\n")) || len(mended) > 64*len(b)+1024 {
			t.Errorf("%q", mended)
		}
	})
}
