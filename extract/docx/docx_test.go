package docx

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"io"
	"testing"

	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/extract/extracttest"
)

func TestGolden(t *testing.T) { extracttest.Golden(t, Format, "testdata") }

func FuzzRead(f *testing.F) {
	var seeds [][]byte
	for _, b := range extracttest.Fixtures(f, "testdata") {
		seeds = append(seeds, b)
	}
	extracttest.Fuzz(f, Format, seeds)
}

// FuzzParts reads changed parts in a sound package, past the zip.
func FuzzParts(f *testing.F) {
	for _, b := range extracttest.Fixtures(f, "testdata") {
		z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(entry(f, z, "word/document.xml"), entry(f, z, "word/styles.xml"), entry(f, z, "word/numbering.xml"))
	}
	f.Fuzz(func(t *testing.T, doc, styles, numbering string) {
		b := pack(t, part{defaultMain, doc}, part{"word/styles.xml", styles}, part{"word/numbering.xml", numbering})
		got, err := Format.Read(context.Background(), b, extract.Options{})
		var e *extract.Error
		switch {
		case err == nil:
			extracttest.Check(t, got, len(b), func() (*extract.Document, error) {
				return Format.Read(context.Background(), b, extract.Options{})
			})
		case !errors.As(err, &e):
			t.Errorf("error without a code: %v", err)
		}
	})
}

func entry(tb testing.TB, z *zip.Reader, name string) string {
	r, err := z.Open(name)
	if err != nil {
		return ""
	}
	defer r.Close()
	b, err := io.ReadAll(r)
	if err != nil {
		tb.Fatal(err)
	}
	return string(b)
}
