package pdf

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gongkai-data/gongkai/extract/pdf/internal/pdftest"
)

// TestCellsThatAreNotEmpty holds that a cell with a picture or a figure in place
// of text is not read as an empty one.
func TestCellsThatAreNotEmpty(t *testing.T) {
	const cells = "10 40 90 30 re S 100 40 90 30 re S BT /F 10 Tf 20 50 Td (a) Tj ET "
	var f pdftest.File
	picture := f.Stream("/Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8", []byte("x"))
	resources := helvetica + fmt.Sprintf("/XObject<</P %d 0 R>>", picture)
	for _, c := range []struct{ name, content, want string }{
		{"empty", cells, "a"},
		{"picture", cells + "q 80 0 0 20 105 45 cm /P Do Q", "a\uFFFD"},
		{"picture-beside-text", cells + "q 20 0 0 20 60 45 cm /P Do Q", "a"},
		{"picture-outside", cells + "q 20 0 0 20 60 5 cm /P Do Q", "a"},
		{"picture-over-a-number", cells + "BT /F 10 Tf 120 50 Td (5) Tj ET q 20 0 0 20 110 45 cm /P Do Q", "a(5)\uFFFD"},
		{"outline", cells + "120 50 m 126 50 126 58 120 58 c h f 130 50 m 136 50 136 58 130 58 c h f", "a\uFFFD"},
		{"white-outline", cells + "1 g 120 50 m 126 50 126 58 120 58 c h f", "a"},
		{"rounded-background", cells + "101 55 m 101 75 180 75 180 55 c 180 41 101 41 101 55 c h f", "a"},
	} {
		t.Run(c.name, func(t *testing.T) {
			g := f
			if d := cmp.Diff(c.want, shown(mustPages(t, g.Table(g.Pages(pdftest.Page{Content: c.content, Resources: resources}))))); d != "" {
				t.Error(d)
			}
		})
	}
}
