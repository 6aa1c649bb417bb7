package textdump

import (
	"bytes"
	"context"
	"errors"
	"strings"
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

func TestDetect(t *testing.T) {
	for _, c := range []struct {
		name string
		b    string
		want bool
	}{
		{"utf8", "政府信息公开", true},
		{"cut-character", strings.Repeat("a", 4095) + "政", true},
		{"gb18030", "\xd5\xfe\xb8\xae", true},
		{"nul", "a\x00b", false},
		{"control", "\x01\x02", false},
		{"utf16", "\xff\xfea\x00", true},
	} {
		if got := Detect([]byte(c.b)); got != c.want {
			t.Errorf("%s: Detect = %v, want %v", c.name, got, c.want)
		}
	}
}

func TestCellsLimit(t *testing.T) {
	for name, b := range map[string][]byte{
		"tabs":  bytes.Repeat([]byte("\tx\n"), 300_000),
		"pipes": bytes.Repeat([]byte("|a|b|c|\n"), 100_000),
	} {
		_, err := Read(context.Background(), b, extract.Options{})
		var e *extract.Error
		if !errors.As(err, &e) || e.Code != "textdump-cells-limit" || !errors.Is(err, extract.ErrLimit) {
			t.Errorf("%s: %v, want textdump-cells-limit", name, err)
		}
	}
}

func TestDeadline(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Read(ctx, []byte("a\nb\n"), extract.Options{}); !errors.Is(err, extract.ErrLimit) {
		t.Errorf("Read after cancel: %v", err)
	}
}

func BenchmarkRead(b *testing.B) {
	text := []byte(strings.Repeat("正文一段。\n\t规章\n\t0\n\t0\n\n", 200))
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Read(context.Background(), text, extract.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
