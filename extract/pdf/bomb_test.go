package pdf

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/extract/pdf/internal/pdftest"
)

// forms is a page whose forms paint the next one n times each, depth levels deep;
// the innermost one is given.
func forms(n, depth int, inner string) []byte {
	var f pdftest.File
	const form = "/Type/XObject/Subtype/Form/BBox[0 0 200 100]/Resources<<"
	last := f.Stream(form+helvetica+">>", []byte(inner))
	for range depth {
		last = f.Stream(fmt.Sprintf("%s/XObject<</X %d 0 R>>>>", form, last), []byte(strings.Repeat("/X Do ", n)))
	}
	return f.Table(f.Pages(pdftest.Page{Content: "/X Do", Resources: fmt.Sprintf("/XObject<</X %d 0 R>>", last)}))
}

// TestFormsThatPaintForms holds that a few bytes of forms cannot be endless work:
// what painting them costs is counted, and the document ends with its limit long before a deadline.
func TestFormsThatPaintForms(t *testing.T) {
	const text = "BT /F 12 Tf 10 50 Td (text) Tj ET"
	for _, c := range []struct {
		name  string
		n     int
		inner string
	}{
		{"empty", 10, ""}, {"text", 10, text}, {"wide", 1000, "0 0 1 1 re f"}, {"states", 10, strings.Repeat("q ", 100)},
		{"blanks", 4, strings.Repeat(" ", 100_000)}, {"operands", 4, strings.Repeat("1 ", 50_000)},
	} {
		start := time.Now()
		_, err := Format.Read(context.Background(), forms(c.n, 12, c.inner), extract.Options{})
		var e *extract.Error
		if !errors.As(err, &e) || e.Code != "pdf-limit" || !errors.Is(err, extract.ErrLimit) {
			t.Errorf("%s: %v", c.name, err)
		}
		t.Log(c.name, time.Since(start).Round(time.Millisecond))
	}
	doc, err := Format.Read(context.Background(), forms(100, 2, text), extract.Options{})
	if err != nil || len(doc.Notices) > 0 {
		t.Errorf("a sign that a drawing uses ten thousand times: %v", err)
	}
}
