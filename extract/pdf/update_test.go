package pdf

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/extract/pdf/internal/pdftest"
)

// startOf is the offset that the last startxref of a file tells.
func startOf(b []byte) (offset int) {
	fmt.Sscan(string(b[strings.LastIndex(string(b), "startxref\n")+len("startxref\n"):]), &offset)
	return offset
}

// TestUpdatesThatAreCutOff holds that the objects of an update count even where
// its cross-references are lost (7.5.6), and that the loss is told.
func TestUpdatesThatAreCutOff(t *testing.T) {
	var f pdftest.File
	root := f.Pages(pdftest.Page{Content: "BT /F 12 Tf 10 50 Td (old) Tj ET", Resources: helvetica})
	whole := f.Table(root)
	prev, at := startOf(whole), len(whole)
	update := "2 0 obj\n<</Length 33>>stream\nBT /F 12 Tf 10 50 Td (new) Tj ET \nendstream\nendobj\n"
	table := fmt.Sprintf("xref\n2 1\n%010d 00000 n \n", at)
	trailer := fmt.Sprintf("trailer\n<</Root %d 0 R/Size %d/Prev %d>>\nstartxref\n%d\n%%%%EOF\n", root, root+1, prev, at+len(update))
	for _, c := range []struct {
		name, behind, want string
		cut                bool
	}{
		{"whole", update + table + trailer, "new", false},
		{"no-trailer", update + table, "new", true},
		{"no-table", update, "new", true},
		{"in-the-object", update[:50], "", true},
		{"text-behind", "\n<!-- obj, 1 obj and obj -->\n", "old", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := append(append([]byte{}, whole...), c.behind...)
			if got := shown(mustPages(t, b)); got != c.want {
				t.Errorf("shows %q, want %q", got, c.want)
			}
			doc, err := read(context.Background(), b, extract.Options{})
			if c.want == "" {
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if got := tells(doc, "pdf-cut"); got != c.cut {
				t.Errorf("tells pdf-cut: %v, want %v", got, c.cut)
			}
		})
	}
}

func tells(doc *extract.Document, code extract.Code) bool {
	for _, n := range doc.Notices {
		if n.Code == code {
			return true
		}
	}
	return false
}

// TestPackedUpdates holds that a page that an update packs into an object stream
// counts before the older one that stands alone, though the offset of the
// cross-references is wrong.
func TestPackedUpdates(t *testing.T) {
	var f pdftest.File
	root := f.Pages(pdftest.Page{Content: "BT /F 12 Tf 10 50 Td (old) Tj ET", Resources: helvetica})
	page := 0
	for i := 1; i < root; i++ {
		if strings.Contains(f.Object(i), "/Type/Page/") {
			page = i
		}
	}
	b := f.Table(root)
	content, pack := root+1, root+2
	b = fmt.Appendf(b, "%d 0 obj\n<</Length 33>>stream\nBT /F 12 Tf 10 50 Td (new) Tj ET \nendstream\nendobj\n", content)
	head := fmt.Sprintf("%d 0 ", page)
	packed := head + strings.Replace(f.Object(page), "/Contents 2 0 R", fmt.Sprintf("/Contents %d 0 R", content), 1)
	b = fmt.Appendf(b, "%d 0 obj\n<</Type/ObjStm/N 1/First %d/Length %d>>stream\n%s\nendstream\nendobj\n", pack, len(head), len(packed), packed)
	b = append(b, "startxref\n7\n%%EOF\n"...)
	if got := shown(mustPages(t, b)); got != "new" {
		t.Errorf("shows %q, want the page of the update", got)
	}
}
