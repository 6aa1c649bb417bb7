package htmldoc

import (
	"testing"

	"github.com/gongkai-data/gongkai/extract/extracttest"
)

func TestGolden(t *testing.T)      { extracttest.Golden(t, Format, "testdata/html") }
func TestGoldenMHTML(t *testing.T) { extracttest.Golden(t, MHTML, "testdata/mhtml") }

func FuzzRead(f *testing.F)      { extracttest.Fuzz(f, Format, seeds(f, "testdata/html")) }
func FuzzReadMHTML(f *testing.F) { extracttest.Fuzz(f, MHTML, seeds(f, "testdata/mhtml")) }

// seeds are the small fixtures: large ones stall the fuzzer.
func seeds(f *testing.F, dir string) [][]byte {
	var out [][]byte
	for _, b := range extracttest.Fixtures(f, dir) {
		if len(b) < 4096 {
			out = append(out, b)
		}
	}
	return out
}
