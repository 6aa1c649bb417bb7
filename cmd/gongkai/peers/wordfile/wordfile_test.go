package wordfile_test

import (
	"archive/zip"
	"bytes"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/pipeline"
	"github.com/gongkai-data/gongkai/cmd/gongkai/peers/wordfile"
	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/normalize"
)

// facts are the values and states of a report, without their places.
func facts(t *testing.T, b []byte) (*extract.Document, map[normalize.Key]string) {
	t.Helper()
	s := pipeline.All()
	doc, err := s.Read(t.Context(), b, extract.Options{})
	if err != nil {
		t.Fatal(err)
	}
	r, err := s.Normalize(doc)
	if err != nil {
		t.Fatal(err)
	}
	m := map[normalize.Key]string{}
	for i := range r.Facts {
		f := &r.Facts[i]
		m[f.Key()] = string(f.Status) + " " + f.Raw
	}
	return doc, m
}

func TestSavedReportHasTheFactsOfItsSource(t *testing.T) {
	sample, err := os.ReadFile("../../../../corpus/samples/qinghe-2024.docx")
	if err != nil {
		t.Fatal(err)
	}
	doc, want := facts(t, sample)
	for _, c := range []struct{ sentences, packed, xml int }{
		{wordfile.Usual, 25_000, 195_000},
		{wordfile.Long, 40_000, 295_000},
	} {
		saved, err := wordfile.Save(doc, c.sentences)
		if err != nil {
			t.Fatal(err)
		}
		again, err := wordfile.Save(doc, c.sentences)
		if err != nil || !bytes.Equal(saved, again) {
			t.Errorf("%d sentences: saved twice, two files: %v", c.sentences, err)
		}
		if _, got := facts(t, saved); len(got) != 200 || cmp.Diff(want, got) != "" {
			t.Errorf("%d sentences: %d facts (-sample +saved):\n%s", c.sentences, len(got), cmp.Diff(want, got))
		}
		z, err := zip.NewReader(bytes.NewReader(saved), int64(len(saved)))
		if err != nil {
			t.Fatal(err)
		}
		xml := int(z.File[2].UncompressedSize64)
		t.Logf("%d sentences: %d bytes, %s %d", c.sentences, len(saved), z.File[2].Name, xml)
		if !near(len(saved), c.packed) || !near(xml, c.xml) {
			t.Errorf("%d sentences: %d bytes packed, %d of XML; want about %d and %d", c.sentences, len(saved), xml, c.packed, c.xml)
		}
	}
}

// near allows a tenth: compressors of Go releases differ.
func near(got, want int) bool { return got > want*9/10 && got < want*11/10 }
