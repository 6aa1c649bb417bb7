package docx

import (
	"context"
	"os"
	"testing"

	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/extract/internal/ooxml"
)

// benchFile is a report of usual size: $BENCH names another file.
func benchFile(b *testing.B) []byte {
	b.Helper()
	if path := os.Getenv("BENCH"); path != "" {
		data, err := os.ReadFile(path)
		if err != nil {
			b.Fatal(err)
		}
		return data
	}
	return reportBytes(b)
}

func BenchmarkRead(b *testing.B) {
	data := benchFile(b)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Format.Read(context.Background(), data, extract.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkDetect(b *testing.B) {
	data := benchFile(b)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if !Format.Detect(data) {
			b.Fatal("not detected")
		}
	}
}

// BenchmarkInflateTokens is the floor under BenchmarkRead: the main part is
// unpacked and tokenised, nothing is kept.
func BenchmarkInflateTokens(b *testing.B) {
	data := benchFile(b)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		p, err := ooxml.Open(data, format, extract.DefaultLimits)
		if err != nil {
			b.Fatal(err)
		}
		if err := p.Bare(defaultMain); err != nil {
			b.Fatal(err)
		}
	}
}
