package forms_test

import (
	"context"
	"os"
	"testing"

	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/extract/textdump"
	"github.com/gongkai-data/gongkai/normalize"
	"github.com/gongkai-data/gongkai/normalize/forms"
)

// TestBurhantu reads the report that the project started from: auto-numbered
// headings, the label of （四） and its first row lost, the table cut off after
// its third row.
func TestBurhantu(t *testing.T) {
	const path = "../../../shared/documents/seed/burhantu-2024.txt"
	b, err := os.ReadFile(path)
	if err != nil {
		t.Skipf("the corpus of documents is not at hand: %v", err)
	}
	doc, err := textdump.Format.Read(context.Background(), b, extract.Options{})
	if err != nil {
		t.Fatal(err)
	}
	r, err := normalize.Normalize(doc, forms.All)
	if err != nil {
		t.Fatal(err)
	}
	zeros, absent := 0, 0
	for i := range r.Facts {
		switch f := &r.Facts[i]; {
		case f.HasValue() && f.Value.IsZero() && len(f.Flags) == 0:
			zeros++
		case f.Status == normalize.RowAbsent && !f.HasRaw:
			absent++
		default:
			t.Errorf("%v is %s %v %v", f.Key(), f.Status, f.Value, f.Flags)
		}
	}
	if len(r.Facts) != 200 || zeros != 123 || absent != 77 {
		t.Errorf("%d facts, %d zeros, %d absent; want 200, 123, 77", len(r.Facts), zeros, absent)
	}
	for _, c := range r.Checks {
		if (c.Rule == "R1" || c.Rule == "R2") && c.Result != normalize.NotEvaluable || c.Result == normalize.Fail {
			t.Errorf("%s %s is %s", c.Rule, c.Scope, c.Result)
		}
	}
	if r.Year != 2024 || r.Body.Division != "150203102" || r.Generation != "C" || len(r.Sections) != 7 {
		t.Errorf("year %d, division %s, form %s, %d sections", r.Year, r.Body.Division, r.Generation, len(r.Sections))
	}
	want := normalize.Contact{Unit: "昆都仑区卜尔汉图镇党群服务中心", Address: "哈业脑包中学对面卜尔汉图镇党群服务中心", Postcode: "014010", Phone: "0472-6980677"}
	if r.Contact != want {
		t.Errorf("contact %+v", r.Contact)
	}
}
