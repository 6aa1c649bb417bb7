package content

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/extract/pdf/internal/object"
	"github.com/gongkai-data/gongkai/extract/pdf/internal/pdftest"
)

// pageOf reads a page with fonts, a form and a layer at hand.
func pageOf(tb testing.TB, content []byte, tokens int) (Page, *Document) {
	tb.Helper()
	var w pdftest.File
	form := w.Add("null")
	w.Set(form, fmt.Sprintf("<</Subtype/Form/BBox[0 0 50 50]/Resources<</XObject<</X %d 0 R>>>>/Length 15>>stream\n1 0 0 RG /X Do  \nendstream", form))
	twice := w.Add("null")
	for range 20 { // each form paints the one before twice
		twice = w.Stream(fmt.Sprintf("/Subtype/Form/BBox[0 0 999 999]/Resources<</XObject<</D %d 0 R>>>>", twice), []byte("/D Do /D Do 0 0 m 9 0 l S"))
	}
	c := w.Stream("", content)
	resources := fmt.Sprintf("/Font<</F<</Subtype/Type1/BaseFont/Helvetica>>/C<</Subtype/Type0/BaseFont/S/Encoding/GBK-EUC-V/DescendantFonts[<<>>]>>>>/XObject<</X %d 0 R/D %d 0 R>>", form, twice)
	b := w.Table(w.Pages(pdftest.Page{Resources: resources, Keys: fmt.Sprintf("/Contents %d 0 R", c)}))
	f, err := object.Open(context.Background(), b, "", extract.Limits{})
	if err != nil {
		tb.Fatal(err)
	}
	nodes, _ := f.Pages()
	if len(nodes) != 1 {
		tb.Fatalf("%d pages", len(nodes))
	}
	d := NewDocument(context.Background(), f, tokens)
	return d.Page(nodes[0], 1), d
}

func TestBudgets(t *testing.T) {
	for _, c := range []struct {
		name, content string
		tokens        int
		spent, cut    bool
	}{
		{"forms-in-forms", "/D Do", 1 << 23, false, true},
		{"forms-in-forms-cut", "/D Do", 1000, true, true},
		{"saved-states", strings.Repeat("q ", 1<<20), 1 << 21, false, false},
		{"marks", strings.Repeat("/A BMC ", 1<<19) + strings.Repeat("EMC ", 1<<19), 1 << 21, false, false},
		{"operands", strings.Repeat("1 ", 1<<20) + "re f", 1 << 20, false, false},
		{"open-array", "[" + strings.Repeat("(a) ", 1<<20) + "TJ", 1 << 21, false, false},
		{"one-path", strings.Repeat("1 1 m 2 1 l ", 1<<19) + "S", 1 << 21, false, false},
		{"glyphs", "BT /F 9 Tf (" + strings.Repeat("a", 1000) + ") Tj ET", 100, true, true},
		{"rulings", strings.Repeat("0 0 9 9 re f ", 1<<19), 1 << 22, false, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			start := time.Now()
			p, d := pageOf(t, []byte(c.content), c.tokens)
			if d.Spent() != c.spent || c.cut != p.Cut {
				t.Errorf("spent %v, cut %v", d.Spent(), p.Cut)
			}
			if took := time.Since(start); took > 20*time.Second {
				t.Errorf("took %v", took)
			}
		})
	}
}

func TestNumbersOutOfReach(t *testing.T) {
	for _, content := range []string{
		"1e9 0 0 1 0 0 cm", "99999999 0 0 99999999 0 0 cm 99999999 0 0 99999999 0 0 cm 0 0 9 9 re f S BT /F 9 Tf (a) Tj ET",
		"0 0 0 0 0 0 cm 0 0 9 9 re f BT /F 9 Tf (a) Tj ET", "BT /F 99999999 Tf 99999999 Tz 99999999 Tc (aaa) Tj ET",
	} {
		p, _ := pageOf(t, []byte(content), 1<<20)
		check(t, p)
	}
}

// check holds a page against what its receivers rely on.
func check(t *testing.T, p Page) {
	t.Helper()
	good := func(b extract.Box) bool {
		return b.X0 <= b.X1 && b.Y0 <= b.Y1 && b.X0 >= -farthest && b.Y0 >= -farthest && b.X1 <= farthest && b.Y1 <= farthest
	}
	for _, c := range p.Chars {
		if !good(c.Box) || c.Rune == 0 || int(c.Font) >= len(p.Fonts) || c.Dir > extract.Upwards || c.Size != c.Size {
			t.Fatalf("character %+v", c)
		}
	}
	for _, r := range p.Rulings {
		if !good(r.Box) || !r.Fill && r.X0 != r.X1 && r.Y0 != r.Y1 || r.Width < 0 || r.Width != r.Width {
			t.Fatalf("ruling %+v", r)
		}
	}
	for _, b := range p.Pictures {
		if !good(b) {
			t.Fatalf("picture %+v", b)
		}
	}
}

// TestLastCharacter holds that a coloured figure which is one too many is left out.
func TestLastCharacter(t *testing.T) {
	for _, text := range []string{"1", "12", "x1"} {
		var w pdftest.File
		c := w.Stream("", []byte("1 0 0 rg BT /F 9 Tf 9 9 Td ("+text+") Tj ET"))
		b := w.Table(w.Pages(pdftest.Page{Resources: "/Font<</F<</Subtype/Type1/BaseFont/Helvetica>>>>", Keys: fmt.Sprintf("/Contents %d 0 R", c)}))
		f, err := object.Open(context.Background(), b, "", extract.Limits{})
		if err != nil {
			t.Fatal(err)
		}
		nodes, _ := f.Pages()
		full := NewDocument(context.Background(), f, 1<<20)
		full.budget.chars = 1
		if p := full.Page(nodes[0], 1); len(p.Chars) > 0 || !full.Spent() {
			t.Errorf("%s: %d characters, spent %v", text, len(p.Chars), full.Spent())
		}
	}
}

func FuzzPage(f *testing.F) {
	for _, s := range []string{
		"q 1 0 0 1 5 5 cm BT /F 12 Tf 10 50 Td [(ab)-500(c)] TJ T* (d) ' 1 2 (e) \" ET Q",
		"BT /C 10 Tf 3 Tr <d5feb8ae> Tj ET 1 g 0 0 9 9 re W n 0 0 1 1 k 1 2 m 3 2 l 3 4 l h B* [3 2] 0 d s",
		"/X Do BI /W 2 /H 2 /BPC 8 /CS /G ID abcd EI /Span<</ActualText(x)>>BDC (y) Tj EMC /P /sh sh",
		"1 2 3 4 5 6 c 1 2 3 4 v 1 2 3 4 y 5 w f 0 1 -1 0 3 4 Tm 50 Tz 2 Ts 3 TL 4 5 TD",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		start := time.Now()
		p, _ := pageOf(t, b, 1<<20)
		check(t, p)
		if took := time.Since(start); took > 20*time.Second {
			t.Errorf("took %v", took)
		}
	})
}
