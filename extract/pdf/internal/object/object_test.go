package object

import (
	"bytes"
	"compress/lzw"
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/extract/pdf/internal/pdftest"
)

// printed is an object as text.
func printed(o Object) string {
	switch o.Kind {
	case Null:
		return "null"
	case Bool:
		return fmt.Sprint(o.Num != 0)
	case Int, Real:
		return fmt.Sprint(o.Num)
	case String:
		return fmt.Sprintf("(%s)", o.Bytes)
	case Name:
		return "/" + string(o.Bytes)
	case Ref:
		return fmt.Sprintf("%v %d R", o.Num, o.Gen)
	case Keyword:
		return string(o.Bytes)
	case EOF:
		return "EOF"
	}
	var s []string
	for _, e := range o.c.elems {
		s = append(s, printed(e))
	}
	if o.Kind == Array {
		return "[" + strings.Join(s, " ") + "]"
	}
	return "<<" + strings.Join(s, " ") + ">>"
}

func TestObjects(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"12", "12"}, {"-.5", "-0.5"}, {"+3.", "3"}, {"--5", "-5"}, {"1.2.3", "1.2"}, {"4-7", "4"}, {"0.-5", "0.5"}, {"4294967296", "4.294967296e+09"},
		{"true", "true"}, {"null", "null"}, {"Tj", "Tj"}, {"% a comment\n7", "7"}, {"", "EOF"}, {") > 7", "7"},
		{"/A#42#zz", "/AB#zz"}, {"/", "/"}, {"(a(b)c)", "(a(b)c)"}, {`(\101\n\)\\\8)`, "(A\n)\\8)"}, {"(a\\\r\nb)", "(ab)"}, {"(a\r\nb)", "(a\nb)"}, {"(cut", "(cut)"},
		{"<41 4>", "(A@)"}, {"<4x1>", "(A)"}, {"<41", "(A)"},
		{"[1 2 R 3 4 R]", "[1 2 R 3 4 R]"}, {"[1 0 R]", "[1 0 R]"}, {"1 0 Rx", "1"}, {"1 0", "1"},
		{"<</A 1/B[2 3]/C<</D(x)>>>>", "<</A 1 /B [2 3] /C <</D (x)>>>>"}, {"<</A/B/C>>", "<</A /B>>"}, {"<</A 1 endobj", "<</A 1>>"}, {"<<7Font<</B 1>>/A 1>>", "<</A 1>>"}, {"[1 2 >>", "[1 2]"}, {"<<7/A 1>>", "<</A 1>>"},
	} {
		if d := cmp.Diff(c.want, printed(NewLexer([]byte(c.in)).Object())); d != "" {
			t.Errorf("%q: %s", c.in, d)
		}
	}
}

func TestKey(t *testing.T) {
	small := NewLexer([]byte("<</A 1/B 2/A 3>>")).Object()
	if got := small.Key("A").Int(); got != 3 {
		t.Errorf("of two the last counts: %d", got)
	}
	var b strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&b, "/K%d %d", i, i)
	}
	large := NewLexer([]byte("<<" + b.String() + "/K7 77>>")).Object()
	if a, b, c := large.Key("K999").Int(), large.Key("K7").Int(), large.Key("none").Kind; a != 999 || b != 77 || c != Null {
		t.Error(a, b, c)
	}
}

// open opens a file that must open.
func open(t testing.TB, b []byte) *File {
	t.Helper()
	f, err := Open(context.Background(), b, "", extract.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestFilters(t *testing.T) {
	const text = "BT /F 12 Tf (aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa) Tj ET"
	var packed bytes.Buffer
	w := lzw.NewWriter(&packed, lzw.MSB, 8)
	if _, err := w.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	png := []byte{1, 'a', 1, 1, 2, 1, 1, 1} // "abc" by the left, "bcd" by the row above
	for _, c := range []struct {
		name, dict string
		data       []byte
		want       string
		whole      bool
	}{
		{"none", "", []byte(text), text, true},
		{"flate", "/Filter/FlateDecode", pdftest.Deflate([]byte(text)), text, true},
		{"flate-cut", "/Filter/FlateDecode", pdftest.Deflate([]byte(strings.Repeat(text, 99)))[:60], text[:20], false},
		{"flate-changed", "/Filter/FlateDecode", changed(pdftest.Deflate([]byte("1234567890 1234567890"))), "1234567890 1234567890", false},
		{"flate-without-header", "/Filter/FlateDecode", pdftest.Deflate([]byte(text))[2:], text, true},
		{"short-name", "/Filter/Fl", pdftest.Deflate([]byte(text)), text, true},
		{"lzw-late", "/Filter/LZWDecode/DecodeParms<</EarlyChange 0>>", packed.Bytes(), text, true},
		{"hex", "/Filter/ASCIIHexDecode", []byte("41 42 4>"), "AB@", true},
		{"ascii85", "/Filter/ASCII85Decode", []byte("<~87cURD]i,\"Ebo80~>"), "Hello World!", true},
		{"ascii85-cut", "/Filter/ASCII85Decode", []byte("87cUR"), "Hell", false},
		{"run-length", "/Filter/RunLengthDecode", []byte{2, 'a', 'b', 'c', 254, 'd', 128}, "abcddd", true},
		{"two", "/Filter[/ASCIIHexDecode/RunLengthDecode]", []byte("ff41 80>"), "AA", true},
		{"png-predictor", "/Filter/FlateDecode/DecodeParms<</Predictor 15/Columns 3>>", pdftest.Deflate(png), "abcbcd", true},
		{"tiff-predictor", "/Filter[/FlateDecode]/DecodeParms[<</Predictor 2/Columns 3>>]", pdftest.Deflate([]byte{'a', 1, 1, 'b', 1, 1}), "abcbcd", true},
		{"picture", "/Filter/DCTDecode", []byte("x"), "", false},
		{"too-many", "/Filter[/AHx/AHx/AHx/AHx/AHx/AHx/AHx/AHx/AHx]", []byte("41>"), "", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			var w pdftest.File
			n := w.Stream(c.dict, c.data)
			f := open(t, w.Table(w.Pages(pdftest.Page{})))
			b, whole := f.Data(f.Resolve(Object{Kind: Ref, Num: float64(n)}))
			if c.name == "flate-cut" {
				b = b[:min(len(b), 20)]
			}
			if string(b) != c.want || whole != c.whole {
				t.Errorf("%q %v, want %q %v", b, whole, c.want, c.whole)
			}
		})
	}
}

// changed returns zlib data with a wrong checksum.
func changed(b []byte) []byte {
	b[len(b)-1]++
	return b
}

func TestEarlyChangeOfLZW(t *testing.T) { // ISO 32000-1, 7.4.4.2, example
	b, whole := unLZW([]byte{0x80, 0x0B, 0x60, 0x50, 0x22, 0x0C, 0x0C, 0x85, 0x01}, true, 1000)
	if want := "-----A---B"; string(b) != want || !whole {
		t.Errorf("%q %v", b, whole)
	}
}

func lzwOf(t *testing.T, b []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w := lzw.NewWriter(&out, lzw.MSB, 8)
	if _, err := w.Write(b); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestLZWFillsItsTable(t *testing.T) {
	var text []byte
	for i := range 20000 {
		text = append(text, byte(i*i>>3), byte(i))
	}
	b, whole := unLZW(lzwOf(t, text), false, 1<<20)
	if !whole || !bytes.Equal(b, text) {
		t.Errorf("%d bytes of %d, whole %v", len(b), len(text), whole)
	}
}

// TestHostileFiles opens files that want to be read forever or to fill the memory.
func TestHostileFiles(t *testing.T) {
	stream := func(dict string, data []byte) string {
		return fmt.Sprintf("<<%s/Length %d>>stream\n%s\nendstream", dict, len(data), data)
	}
	bomb := pdftest.Deflate(pdftest.Deflate(make([]byte, 1<<28)))
	for _, c := range []struct {
		name    string
		objects []string // number 1 is the catalog
		trailer string
	}{
		{"page-tree-in-a-circle", []string{"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[2 0 R 2 0 R]>>"}, ""},
		{"page-tree-doubles", []string{"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R 3 0 R]>>", "<</Type/Pages/Kids[<</Kids[<</Kids[2 0 R]>>]>>]>>"}, ""},
		{"reference-to-itself", []string{"<</Type/Catalog/Pages 2 0 R>>", "2 0 R"}, ""},
		{"length-of-itself", []string{"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]>>", "<</Type/Page/Contents 4 0 R>>", "<</Length 4 0 R>>stream\nx\nendstream"}, ""},
		{"object-stream-in-itself", []string{"<</Type/Catalog/Pages 2 0 R>>", stream("/Type/ObjStm/N 1/First 4", []byte("2 0 <<>>"))}, ""},
		{"bomb", []string{"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]>>", "<</Type/Page/Contents[4 0 R 4 0 R 4 0 R 4 0 R 4 0 R 4 0 R 4 0 R]>>", stream("/Filter[/FlateDecode/FlateDecode]", bomb)}, ""},
		{"predictor-of-a-million-columns", []string{"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]>>", "<</Type/Page/Contents 4 0 R>>", stream("/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 999999999/Colors 99999>>", pdftest.Deflate(make([]byte, 100)))}, ""},
		{"deep", []string{"<</Type/Catalog/Pages 2 0 R>>", strings.Repeat("[", 1<<20)}, ""},
		{"deep-dictionaries", []string{"<</Type/Catalog/Pages 2 0 R>>", strings.Repeat("<</A", 1<<19)}, ""},
		{"closers", []string{"<</Type/Catalog/Pages 2 0 R>>", strings.Repeat("> ) ", 1<<19)}, ""},
		{"prev-in-a-circle", []string{"<</Type/Catalog/Pages 2 0 R>>", "null"}, "/Prev 9"},
		{"huge-size", []string{"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Count 2000000000/Kids[]>>"}, "/Size 2000000000"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var w pdftest.File
			for _, o := range c.objects {
				w.Add(o)
			}
			w.Trailer = c.trailer
			start := time.Now()
			explore(w.Table(1))
			if took := time.Since(start); took > 25*time.Second {
				t.Errorf("took %v", took)
			}
		})
	}
	many := []byte("%PDF-1.4\n" + strings.Repeat("1 0 obj\n<</Length 9>>stream\n", 1<<16))
	explore(many) // each stream is searched for an end that is not there
}

// explore looks at everything in a file.
func explore(b []byte) (f *File) {
	f, err := Open(context.Background(), b, "secret", extract.Limits{})
	if err != nil {
		return nil
	}
	pages, _ := f.Pages()
	for _, p := range pages {
		f.Contents(p.Dict)
	}
	left := 1000
	for _, n := range f.numbers() {
		if left--; left < 0 {
			break
		}
		o := f.Resolve(Object{Kind: Ref, Num: float64(n)})
		if o.Kind == Stream {
			f.Data(o)
		}
	}
	return f
}

func FuzzOpen(f *testing.F) {
	page := pdftest.Page{Content: "BT (x) Tj ET"}
	add := func(write func(w *pdftest.File) []byte) {
		var w pdftest.File
		f.Add(write(&w))
	}
	add(func(w *pdftest.File) []byte { return w.Table(w.Pages(page)) })
	add(func(w *pdftest.File) []byte { return w.XRefStream(w.Pages(page)) })
	for _, how := range []pdftest.Encryption{pdftest.RC440, pdftest.RC4128, pdftest.AES128, pdftest.AES256} {
		add(func(w *pdftest.File) []byte { w.Encrypt(how, "secret"); return w.Table(w.Pages(page)) })
	}
	add(func(w *pdftest.File) []byte {
		w.Stream("/Filter/LZWDecode", []byte{0x80, 0x0B, 0x60, 0x50, 0x22, 0x0C, 0x0C, 0x85, 0x01})
		w.Stream("/Filter[/ASCII85Decode/RunLengthDecode]", []byte("<~87cURD]i,\"Ebo80~>"))
		return w.Table(w.Pages(page))
	})
	f.Fuzz(func(t *testing.T, b []byte) {
		start := time.Now()
		f := explore(b)
		if took := time.Since(start); took > 5*time.Second {
			t.Errorf("took %v", took)
		}
		if f != nil && f.budget < -extract.DefaultLimits.Entry {
			t.Errorf("decoded %d bytes too many", -f.budget)
		}
	})
}
