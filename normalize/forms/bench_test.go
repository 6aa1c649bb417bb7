package forms_test

import (
	"math/rand/v2"
	"testing"

	"github.com/gongkai-data/gongkai/normalize"
	"github.com/gongkai-data/gongkai/normalize/forms"
)

// BenchmarkNormalize measures one report from document to facts, checks and
// inferred values.
func BenchmarkNormalize(b *testing.B) {
	doc := document(reportC(rand.New(rand.NewPCG(1, 1)), false)...)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := normalize.Normalize(doc, forms.All); err != nil {
			b.Fatal(err)
		}
	}
}
