package normalize_test

import (
	"os"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
	"encoding/json"

	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/extract/docx"
	"github.com/gongkai-data/gongkai/extract/htmldoc"
	"github.com/gongkai-data/gongkai/extract/textdump"
	"github.com/gongkai-data/gongkai/normalize"
)

func TestZZNeg(t *testing.T) {
	root := "../../shared/documents"
	rep, _ := os.ReadFile(root + "/reports.tsv")
	known := map[string]string{}
	for _, l := range strings.Split(string(rep), "\n") {
		f := strings.Split(l, "\t")
		if len(f) > 1 { known[f[0]] = f[1] }
	}
	n, pos, good := 0, 0, 0
	filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if d.IsDir() { return nil }
		b, err := os.ReadFile(p)
		if err != nil || len(b) > 3<<20 { return nil }
		rel := strings.TrimPrefix(p, root+"/")
		if strings.HasPrefix(rel, "facts") || strings.HasPrefix(rel,"truth") || strings.HasPrefix(rel,"reference") || strings.HasPrefix(rel,"synthetic/truth") { return nil }
		var doc *extract.Document
		func() {
			defer func() { if x := recover(); x != nil { err = os.ErrInvalid } }()
			switch filepath.Ext(p) {
			case ".html", ".htm", ".mht", ".shtml":
				doc, err = htmldoc.Format.Read(t.Context(), b, extract.Options{})
			case ".txt", ".md":
				doc, err = textdump.Format.Read(t.Context(), b, extract.Options{})
			case ".docx", ".doc":
				if !docx.Format.Detect(b) { err = os.ErrInvalid; return }
				doc, err = docx.Format.Read(t.Context(), b, extract.Options{})
			default:
				err = os.ErrInvalid
			}
		}()
		if err != nil { return nil }
		n++
		r, ok := normalize.Header(doc)
		facts, isKnown := known[rel]
		if ok { pos++ }
		if ok && !isKnown { t.Logf("POSITIVE %s: %q %d %q", rel, r.Title, r.Year, r.Body.Name) }
		if !ok && isKnown { t.Logf("NEGATIVE %s: %q %d %q", rel, r.Title, r.Year, r.Body.Name) }
		if isKnown {
			var want struct{ Body string; Year int }
			fb, _ := os.ReadFile(root + "/" + facts)
			json.Unmarshal(fb, &want)
			if r.Year != want.Year || !strings.Contains(r.Body.Name, strings.ReplaceAll(want.Body, "人民政府", "")) {
				t.Logf("WRONG %s: %q %d title %q (want %s %d)", rel, r.Body.Name, r.Year, r.Title, want.Body, want.Year)
			} else { good++ }
			var is []string
			for _, i := range r.Issues { if i.Code != "body_unresolved" { is = append(is, i.Code+"="+i.Evidence) } }
			if len(is) > 0 { t.Logf("ISSUES %s %v sections %d pub %s %s", rel[max(0,len(rel)-50):], is, len(r.Sections), r.PublishedAt, r.PublishedFrom) }
		}
		return nil
	})
	t.Log(n, pos, good)
}
