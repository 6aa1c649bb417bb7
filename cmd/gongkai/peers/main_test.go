//go:build unix

package main

import (
	"os"
	"strings"
	"testing"
	"time"
)

func TestVerdictComparesLikeWithLike(t *testing.T) {
	const m = time.Millisecond
	ahead := one{gongkai: m, asProcess: 10 * m, pandoc: 50 * m, anydoc: anydoc{cellsIn: 5 * m, markdown: 4 * m}}
	for _, c := range []struct {
		name   string
		change func(*one)
		behind string
	}{
		{"ahead", func(*one) {}, ""},
		{"nothing to compare with", func(d *one) { d.pandoc, d.anydoc = 0, anydoc{} }, ""},
		{"no command built", func(d *one) { d.asProcess = 0 }, ""},
		{"Markdown is cheaper", func(d *one) { d.anydoc.markdown = m / 2 }, "behind in 1 measurements, limit kept"},
		{"pandoc is cheaper than the command", func(d *one) { d.pandoc = 9 * m }, "behind in 1 measurements, limit kept"},
		{"all are cheaper", func(d *one) { d.gongkai, d.asProcess = time.Second, time.Second }, "behind in 3 measurements, limit NOT kept"},
		{"above the limit", func(d *one) { d.gongkai = limit + 1 }, "behind in 0 measurements, limit NOT kept"},
	} {
		d := ahead
		c.change(&d)
		got := ""
		if err := verdict([]*one{&d}, true); err != nil {
			got = err.Error()
		}
		if err := verdict([]*one{&d}, false); err != nil {
			t.Errorf("%s: %v where no failure was asked for", c.name, err)
		}
		if got != c.behind {
			t.Errorf("%s: %q, want %q", c.name, got, c.behind)
		}
	}
}

// TestFloorReadsTheWholePart guards against a floor that stops early.
func TestFloorReadsTheWholePart(t *testing.T) {
	b, err := os.ReadFile("../../../corpus/samples/qinghe-2024.docx")
	if err != nil {
		t.Fatal(err)
	}
	l := newFloor()
	for range 2 {
		d := &one{bytes: b}
		if err := l.take(d); err != nil || d.xml < 10_000 || int64(d.xml) != l.read {
			t.Errorf("%d of %d bytes tokenised: %v", l.read, d.xml, err)
		}
	}
}

func TestMissingPeersAreTold(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	if _, err := measurePandoc(nil); err == nil || !strings.Contains(err.Error(), "apt-get install pandoc") {
		t.Errorf("pandoc: %v", err)
	}
	if err := measureAnydoc(nil, t.TempDir()); err == nil || !strings.Contains(err.Error(), "node") {
		t.Errorf("anydoc: %v", err)
	}
}
