package pdf

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gongkai-data/gongkai/extract/pdf/internal/pdftest"
)

// TestLayers holds which optional content shows (8.11): a is on, b off.
func TestLayers(t *testing.T) {
	for _, c := range []struct{ name, properties, configuration, want string }{
		{"group-on", "a", "/OFF[%[2]d 0 R]", "xy"},
		{"group-off", "b", "/OFF[%[2]d 0 R]", "y"},
		{"membership", "<</Type/OCMD/OCGs[%[1]d 0 R %[2]d 0 R]/P/AllOn>>", "/OFF[%[2]d 0 R]", "y"},
		{"expression-not", "<</Type/OCMD/VE[/Not %[1]d 0 R]>>", "", "y"},
		{"expression-and", "<</Type/OCMD/VE[/And %[1]d 0 R %[2]d 0 R]>>", "/OFF[%[2]d 0 R]", "y"},
		{"expression-or", "<</Type/OCMD/VE[/Or %[2]d 0 R[/Not %[2]d 0 R]]>>", "/OFF[%[2]d 0 R]", "xy"},
		{"expression-before-policy", "<</Type/OCMD/VE[/Not %[1]d 0 R]/OCGs %[1]d 0 R>>", "", "y"},
		{"usage", "b", "/AS[<</Event/View/Category[/View]/OCGs[%[1]d 0 R %[2]d 0 R]>>]", "y"},
		{"usage-in-print", "b", "/AS[<</Event/Print/Category[/View]/OCGs[%[2]d 0 R]>>]", "xy"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var f pdftest.File
			a := f.Add("<</Type/OCG/Name(a)/Usage<</View<</ViewState/ON>>>>>>")
			b := f.Add("<</Type/OCG/Name(b)/Usage<</View<</ViewState/OFF>>>>>>")
			place := func(s string) string {
				return strings.NewReplacer("%[1]d", fmt.Sprint(a), "%[2]d", fmt.Sprint(b)).Replace(s)
			}
			properties := map[string]int{"a": a, "b": b}[c.properties]
			if properties == 0 {
				properties = f.Add(place(c.properties))
			}
			root := f.Pages(pdftest.Page{Content: "/OC /O BDC BT /F 10 Tf 10 50 Td (x) Tj ET EMC BT /F 10 Tf 30 50 Td (y) Tj ET", Resources: helvetica + fmt.Sprintf("/Properties<</O %d 0 R>>", properties)})
			f.Set(root, strings.Replace(f.Object(root), "/Type/Catalog", fmt.Sprintf("/Type/Catalog/OCProperties<</OCGs[%d 0 R %d 0 R]/D<<%s>>>>", a, b, place(c.configuration)), 1))
			if d := cmp.Diff(c.want, shown(mustPages(t, f.Table(root)))); d != "" {
				t.Error(d)
			}
		})
	}
}

// TestTrailersThatNeverEnd holds that a file that has lost its cross-references
// is read by its last trailers, however many there are.
func TestTrailersThatNeverEnd(t *testing.T) {
	var f pdftest.File
	root := f.Pages(pdftest.Page{Content: "BT /F 12 Tf 10 50 Td (one) Tj ET", Resources: helvetica})
	b := f.Table(root)
	b = append(b[:len("%PDF-1.7\n")], append([]byte(strings.Repeat("trailer [[[[[[[[[[ ", 100_000)), b[len("%PDF-1.7\n"):]...)...)
	if n := testing.AllocsPerRun(1, func() {
		if got := shown(mustPages(t, b)); got != "one" {
			t.Fatalf("shows %q", got)
		}
	}); n > 10_000 {
		t.Errorf("%.0f allocations", n)
	}
}
