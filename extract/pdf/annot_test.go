package pdf

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/extract/pdf/internal/pdftest"
)

// TestBareAnnotations holds that what viewers write for an annotation without an
// appearance is told, and takes the trust from the place where it stands.
func TestBareAnnotations(t *testing.T) {
	for _, c := range []struct {
		name, annots, want string
		rulings            int
		told               bool
	}{
		{"free-text", "<</Subtype/FreeText/Rect[10 45 50 65]/Contents(9)>>", "5\uFFFD", 0, true},
		{"free-text-without-text", "<</Subtype/FreeText/Rect[10 45 50 65]>>", "5", 0, false},
		{"field", "<</Subtype/Widget/FT/Tx/V(9)/Rect[10 45 50 65]>>", "5\uFFFD", 0, true},
		{"field-of-a-field", "<</Subtype/Widget/Parent<</FT/Tx/V(9)>>/Rect[10 45 50 65]>>", "5\uFFFD", 0, true},
		{"empty-field", "<</Subtype/Widget/FT/Tx/Rect[10 45 50 65]>>", "5", 0, false},
		{"hidden-field", "<</Subtype/Widget/F 2/FT/Tx/V(9)/Rect[10 45 50 65]>>", "5", 0, false},
		{"signature", "<</Subtype/Widget/FT/Sig/V<</Type/Sig>>/Rect[10 45 50 65]>>", "5", 0, false},
		{"struck-out", "<</Subtype/StrikeOut/Rect[10 45 50 65]/QuadPoints[10 58 20 58 10 48 20 48]>>", "5", 1, true},
		{"filled-square", "<</Subtype/Square/IC[1 1 1]/Rect[0 40 50 70]>>", "~5", 0, true},
		{"link", "<</Subtype/Link/Rect[10 45 50 65]>>", "5", 0, false},
		{"remark", "<</Subtype/Text/Contents(9)/Rect[10 45 50 65]>>", "5", 0, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			var f pdftest.File
			b := f.Table(f.Pages(pdftest.Page{Content: "BT /F 10 Tf 10 50 Td (5) Tj ET", Resources: helvetica, Keys: "/Annots[" + c.annots + "]"}))
			p := mustPages(t, b)[0]
			if d := cmp.Diff(c.want, sights(p)); d != "" {
				t.Error(d)
			}
			if len(p.Rulings) != c.rulings {
				t.Errorf("%d rulings, want %d", len(p.Rulings), c.rulings)
			}
			doc, err := read(context.Background(), b, extract.Options{})
			if err != nil {
				t.Fatal(err)
			}
			if got := tells(doc, "pdf-annotation-bare"); got != c.told {
				t.Errorf("tells pdf-annotation-bare: %v, want %v", got, c.told)
			}
		})
	}
}
