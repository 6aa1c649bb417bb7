package msdoc

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/extract/extracttest"
	"github.com/gongkai-data/gongkai/extract/internal/cfb/cfbtest"
)

// many repeats paragraphs.
func many(n int, ps ...par) *doc {
	var pars []par
	for range n {
		pars = append(pars, ps...)
	}
	return &doc{pars: [storyCount][]par{pars}}
}

func TestHostile(t *testing.T) {
	row := rowEnd([]int{0, 1000}, []int{0})
	sound := fixtures()["tables"].streams()
	tracked := *fixtures()["tables"]
	tracked.parts = map[int][]byte{fcSttbfRMark: make([]byte, 28)}
	for _, tt := range []struct {
		name string
		b    []byte
		lim  extract.Limits
		code extract.Code
		is   error
	}{
		{"empty", nil, extract.Limits{}, "msdoc-not-cfb", extract.ErrCorrupt},
		{"directory-lost", tracked.bytes()[:len(tracked.bytes())-4*512], extract.Limits{}, "msdoc-cut", extract.ErrCorrupt},
		{"workbook", cfbtest.Write(cfbtest.Stream{Name: "Workbook", Bytes: make([]byte, 5000)}), extract.Limits{}, "msdoc-no-document", extract.ErrCorrupt},
		{"stream-empty", cfbtest.Write(cfbtest.Stream{Name: "WordDocument"}), extract.Limits{}, "msdoc-no-document", extract.ErrCorrupt},
		{"fib-short", cut(sound, 0, 33), extract.Limits{}, "msdoc-fib", extract.ErrCorrupt},
		{"version-5", changed(sound, 0, func(b []byte) { b[2] = 80 }), extract.Limits{}, "msdoc-version", extract.ErrNotYet},
		{"no-text", changed(sound, 0, func(b []byte) { clear(b[24:32]); clear(b[154+8*fcClx : 154+8*fcClx+8]) }), extract.Limits{}, "msdoc-no-text", extract.ErrCorrupt},
		{"rows", many(30, cell("x"), row).bytes(), extract.Limits{Rows: 20}, "msdoc-rows-limit", extract.ErrLimit},
		{"cells", many(30, cell("x"), row).bytes(), extract.Limits{Cells: 20}, "msdoc-cells-limit", extract.ErrLimit},
		{"tables", many(30, cell("x"), row, text("y")).bytes(), extract.Limits{Tables: 20}, "msdoc-tables-limit", extract.ErrLimit},
		{"text-tables", many(30, text("a\tb\tc")).bytes(), extract.Limits{Rows: 20}, "msdoc-rows-limit", extract.ErrLimit},
		{"paragraphs", many(1, text(strings.Repeat("\r", 3_000_000))).bytes(), extract.Limits{}, "msdoc-text-limit", extract.ErrLimit},
		{"entries", cfbtest.Write(make([]cfbtest.Stream, 5000)...), extract.Limits{}, "msdoc-cfb-limit", extract.ErrLimit},
	} {
		t.Run(tt.name, func(t *testing.T) {
			start := time.Now()
			doc, err := Format.Read(context.Background(), tt.b, extract.Options{Limits: tt.lim})
			if took := time.Since(start); took > 2*time.Second {
				t.Errorf("took %v", took)
			}
			var e *extract.Error
			if !errors.As(err, &e) {
				t.Fatalf("error %v, document %v", err, doc)
			}
			if e.Code != tt.code || !errors.Is(err, tt.is) || e.Format != "doc" || !extracttest.Declared(t, Codes)[e.Code] {
				t.Errorf("%s %v, want %s wrapping %v", e.Code, err, tt.code, tt.is)
			}
		})
	}
}

// TestArrayOnEveryRun holds that an array of properties that a piece puts on each
// of many runs is told where it is left out, and that the deadline counts there.
func TestArrayOnEveryRun(t *testing.T) {
	d := &doc{flags: 4, prcs: [][]byte{bytes.Repeat(prl(sprmCIss, 0), 10_000)}, pars: [storyCount][]par{{{}}}}
	for i := range 3000 {
		d.pars[storyMain][0].runs = append(d.pars[storyMain][0].runs, run{text: "x", chpx: prl(sprmCFVanish, byte(i&1)), prm: 1})
	}
	b := d.bytes()
	got, err := Format.Read(context.Background(), b, extract.Options{})
	if err != nil || !slices.ContainsFunc(got.Notices, func(n extract.Notice) bool { return n.Code == "msdoc-fkp" }) {
		t.Errorf("error %v, notices %v", err, got.Notices)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Format.Read(ctx, b, extract.Options{}); !errors.Is(err, extract.ErrLimit) {
		t.Errorf("error %v", err)
	}
}

func TestDeadline(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := Format.Read(ctx, many(1000, text("x")).bytes(), extract.Options{})
	var e *extract.Error
	if !errors.As(err, &e) || e.Code != "read-deadline" || !errors.Is(err, extract.ErrLimit) {
		t.Errorf("error %v", err)
	}
}

// TestDoubt covers what is read with a notice.
func TestDoubt(t *testing.T) {
	lists := *fixtures()["lists"]
	lists.lst = lists.lst[:len(lists.lst)-40]
	spec := prl(sprmCFSpec, 1)
	sound := fixtures()["tables"].streams()
	file := cfbtest.Write(sound...)
	for _, tt := range []struct {
		name string
		b    []byte
		text string
		code extract.Code
	}{
		{"lists-cut", lists.bytes(), "总体情况", "msdoc-lists"},
		{"number-format", (&doc{lst: writeLists([][]byte{lvl(200, 1, "%1、")}), lfo: writeLfos([]int{0}), pars: [storyCount][]par{{item("甲", 1, 0)}}}).bytes(), "1、甲", "msdoc-number-format"},
		{"symbol", (&doc{fonts: []string{"Webdings"}, pars: [storyCount][]par{{{runs: []run{{text: "(", chpx: join(prl(sprmCSymbol, 0, 0, 1, 0xF0), spec)}}}}}}).bytes(), "\uF001", "msdoc-symbol"},
		{"fat-cut-off", file[:len(file)-512], "合计", "msdoc-cfb-broken"},
		{"no-cell-ends", many(1, par{runs: []run{{text: "段落"}}, papx: prl(sprmPFInTable, 1)}, text("后")).bytes(), "段落", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			doc, err := Format.Read(context.Background(), tt.b, extract.Options{})
			if err != nil {
				t.Fatal(err)
			}
			extracttest.Check(t, doc, len(tt.b))
			if got := extracttest.AllText(doc); !strings.Contains(got, extracttest.Folded(tt.text)) {
				t.Errorf("text %q", got)
			}
			if tt.code != "" && !slices.ContainsFunc(doc.Notices, func(n extract.Notice) bool { return n.Code == tt.code }) || tt.code == "" && len(doc.Notices) > 0 {
				t.Errorf("notices %v", doc.Notices)
			}
		})
	}
}

// TestPiecesThatOverlap holds that pieces over the same bytes do not multiply
// the text.
func TestPiecesThatOverlap(t *testing.T) {
	d := many(1, text(strings.Repeat("x", 1000)))
	d.pieces = func(ps []pcd) []pcd {
		var out []pcd
		for range 5000 {
			out = append(out, ps[0])
		}
		return out
	}
	doc, err := Format.Read(context.Background(), d.bytes(), extract.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if n := len(extracttest.AllText(doc)); n > 20_000 || len(doc.Notices) == 0 {
		t.Errorf("%d characters, notices %v", n, doc.Notices)
	}
}
