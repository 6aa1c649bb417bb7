package pdfium

import "testing"

func TestWhatPerhapsNobodySees(t *testing.T) {
	const word = "BT 0 g /F 10 Tf 50 100 Td (77) Tj ET "
	for _, c := range []struct {
		name, content, page string
		pale, cut           bool
	}{
		{name: "plain", content: word},
		{name: "painted-over", content: word + "1 g 40 90 60 30 re f", pale: true},
		{name: "on-white", content: "1 g 40 90 60 30 re f " + word},
		{name: "beside", content: word + "1 g 90 90 60 30 re f"},
		{name: "line-over", content: word + "0 g 40 103 60 1 re f"},
		{name: "white", content: "BT 1 g /F 10 Tf 50 100 Td (77) Tj ET", pale: true},
		{name: "white-on-dark", content: "0 g 40 90 60 30 re f BT 1 g /F 10 Tf 50 100 Td (77) Tj ET"},
		{name: "shaded-through", content: word + "/G gs 1 1 0 rg 40 90 60 30 re f"},
		{name: "layer", content: "/OC /L BDC " + word + "EMC", cut: true},
		{name: "marked", content: "/P <</MCID 0>> BDC " + word + "EMC"},
		{name: "correction", content: word, page: "/Annots[<</Type/Annot/Subtype/FreeText/Rect[40 90 90 120]/Contents(66)/DA(/F 9 Tf)>>]", cut: true},
		{name: "link", content: word, page: "/Annots[<</Type/Annot/Subtype/Link/Rect[40 90 90 120]>>]"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := read(t, onePage(c.content, c.page, "/ExtGState<</G<</BM/Multiply>>>>/Properties<</L<</Type/OCG/Name(x)>>>>").bytes())[0]
			if len(p.Chars) != 2 || p.Chars[0].Rune != '7' {
				t.Fatalf("%+v", p.Chars)
			}
			for _, ch := range p.Chars {
				if ch.Pale != c.pale || ch.Hidden {
					t.Errorf("pale %v, hidden %v", ch.Pale, ch.Hidden)
				}
			}
			if p.Cut != c.cut {
				t.Errorf("cut %v", p.Cut)
			}
		})
	}
}
