package rtf

import (
	"testing"

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
