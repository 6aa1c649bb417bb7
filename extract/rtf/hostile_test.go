package rtf

import (
	"context"
	"errors"
	"math/rand"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/extract/extracttest"
)

func TestRefused(t *testing.T) {
	repeat := strings.Repeat
	row := func(cells string) string { return `\trowd\cellx9\pard\intbl ` + cells + `\row ` }
	list := `{\*\listtable{\list{\listlevel\levelnfc0{\leveltext \'7f` + repeat("x", 127) + `;}}\listid7}}{\*\listoverridetable{\listoverride\listid7\ls1}}\pard\ls1 `
	tests := []struct {
		name, text string
		lim        extract.Limits
		code       extract.Code
		is         error
	}{
		{name: "empty", code: "rtf-not-rtf", is: extract.ErrCorrupt},
		{name: "no-rtf", text: "{hello}", code: "rtf-not-rtf", is: extract.ErrCorrupt},
		{name: "fragment", text: `{\pard \par}`, code: "rtf-not-rtf", is: extract.ErrCorrupt},
		{name: "depth", text: `{\rtf1` + repeat("{", 1<<20), code: "rtf-depth", is: extract.ErrLimit},
		{name: "tokens", text: `{\rtf1` + repeat(`\b`, 9000), lim: extract.Limits{Tokens: 2000}, code: "rtf-tokens", is: extract.ErrLimit},
		{name: "paragraphs", text: `{\rtf1` + repeat(`a\par `, 9000), lim: extract.Limits{Tokens: 100_000}, code: "rtf-tokens", is: extract.ErrLimit},
		{name: "labels", text: `{\rtf1` + list + repeat(`\par`, 100_000), lim: extract.Limits{Unpacked: 1 << 20}, code: "rtf-unpacked-limit", is: extract.ErrLimit},
		{name: "labels-in-a-cell", text: `{\rtf1` + list + `\trowd\cellx9\intbl ` + repeat(`\par`, 100_000) + `\cell\row`, lim: extract.Limits{Unpacked: 1 << 20}, code: "rtf-unpacked-limit", is: extract.ErrLimit},
		{name: "cells-of-a-row", text: `{\rtf1\trowd\cellx9\pard\intbl ` + repeat(`\cell`, 1_000_000), code: "rtf-cells-limit", is: extract.ErrLimit},
		{name: "cells", text: `{\rtf1` + repeat(row(repeat(`a\cell `, 101)), 3000), code: "rtf-cells-limit", is: extract.ErrLimit},
		{name: "rows", text: `{\rtf1` + repeat(row(`\cell`), 30_000), code: "rtf-rows-limit", is: extract.ErrLimit},
		{name: "tables", text: `{\rtf1` + repeat(row(`\cell`)+`\pard x\par `, 3000), code: "rtf-tables-limit", is: extract.ErrLimit},
		{name: "text-tables", text: `{\rtf1` + repeat(`a\tab b\tab c\par `, 30_000), code: "rtf-rows-limit", is: extract.ErrLimit},
		{name: "ragged", text: `{\rtf1\trowd ` + edgesOf(9000) + `\pard\intbl ` + repeat(`a\cell `, 9000) + `\row` + repeat(`\trowd\cellx9 a\cell\row `, 15_000), code: "rtf-cells-limit", is: extract.ErrLimit},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			start := time.Now()
			doc, err := Format.Read(context.Background(), []byte(tt.text), extract.Options{Limits: tt.lim})
			if took := time.Since(start); took > 2*time.Second {
				t.Errorf("took %v", took)
			}
			var e *extract.Error
			if !errors.As(err, &e) {
				t.Fatalf("error %v, document of %d blocks", err, len(doc.Blocks))
			}
			if e.Code != tt.code || !errors.Is(err, tt.is) || e.Format != "rtf" {
				t.Errorf("%s %v, want %s wrapping %v", e.Code, err, tt.code, tt.is)
			}
		})
	}
}

func edgesOf(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(`\cellx` + strings.Repeat("9", 1+i/1000) + string(rune('0'+i%10)))
	}
	return b.String()
}

// TestLongRuns holds that what repeats without end costs no more than its bytes.
func TestLongRuns(t *testing.T) {
	repeat := strings.Repeat
	text := repeat("x", 1500)
	for name, s := range map[string]string{
		"merged-down":    repeat(`\trowd\clvmrg\cellx900\pard\intbl `+text+`\cell\row `, 19_000),
		"merged-right":   `\trowd\clmgf\cellx1` + repeat(`\clmrg\cellx900000`, 9_000) + `\pard\intbl ` + repeat(text+`\cell `, 9_001) + `\row `,
		"open-rows":      repeat(`\trowd\cellx9 a\cell\pard b\par `, 1900),
		"loose":          repeat(`\trowd\intbl a\par\pard b\par `, 20_000),
		"groups":         repeat("{}", 1<<20),
		"raw":            `\ansicpg936 ` + repeat("\xb8\xae", 1<<20),
		"half-hex":       `\ansicpg936 ` + repeat(`\'b8a`, 1<<18),
		"symbols":        repeat(`\~\_\-\*`, 1<<18),
		"headers":        repeat(`{\header a}{\header b`+text+`}`, 2000),
		"notes":          repeat(`{\footnote a`, 200),
		"symbol-field":   `{\field{\*\fldinst SYMBOL 254` + repeat(` \\f`, 200_000) + `}}`,
		"label-of-notes": `{\listtext ` + repeat("1", 1<<20) + `}` + repeat(`{\footnote a}`, 20_000),
		"fonts":          `{\fonttbl` + fontsOf(100_000) + `}`,
		"bin":            `\bin99999999999 x`,
		"deep-tables":    `\pard\intbl\itap60 ` + repeat(`a\nestcell{\*\nesttableprops\trowd\cellx9\nestrow}`, 10),
		"huge-numbers":   `\u99999999999x\itap-5\trowd\cellx-99999999999\trleft99999999999\cellx99999999999\pard\intbl a\cell b\cell\row`,
		"pictures":       repeat(`{\pict `+repeat("00", 500)+`}`, 5000),
		"never-closed":   repeat(`{\*\unknown `, 200),
		"blanks":         repeat(" ", 1<<20) + repeat(`\*`, 1<<20),
		"one-backslash":  `\`,
	} {
		t.Run(name, func(t *testing.T) {
			b := []byte(`{\rtf1 ` + s + "}")
			start := time.Now()
			doc, err := Format.Read(context.Background(), b, extract.Options{})
			if took := time.Since(start); took > 2*time.Second {
				t.Errorf("took %v", took)
			}
			if err != nil {
				t.Fatal(err)
			}
			extracttest.Check(t, doc, len(b))
			if strings.HasPrefix(name, "merged") {
				c := doc.Tables()[0].Grid.Cells
				if len(c) != 1 || len(c[0].Text)%1501 != 1500 {
					t.Errorf("%d cells, first of %d bytes", len(c), len(c[0].Text))
				}
			}
		})
	}
}

func fontsOf(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(`{\f` + string(rune('0'+i%10)) + strings.Repeat("1", i%5) + ` a;}`)
	}
	return b.String()
}

func TestDeadline(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := Format.Read(ctx, []byte(`{\rtf1`+strings.Repeat(`\par`, 10_000)), extract.Options{})
	var e *extract.Error
	if !errors.As(err, &e) || e.Code != "read-deadline" || !errors.Is(err, extract.ErrLimit) {
		t.Errorf("error %v", err)
	}
}

func TestDetect(t *testing.T) {
	for s, want := range map[string]bool{
		`{\rtf1}`: true, "\xef\xbb\xbf\r\n {\\rtf1}": true, `{\urtf1}`: true, `{\rt}`: false, "": false, "<html>": false, `text {\rtf1}`: false,
	} {
		if got := Format.Detect([]byte(s)); got != want {
			t.Errorf("%q: %v", s, got)
		}
	}
}

// TestEveryCut reads the fixtures cut off after each byte: it is told wherever
// the end is missing.
func TestEveryCut(t *testing.T) {
	for name, b := range extracttest.Fixtures(t, "testdata") {
		for n := range b {
			doc, err := Format.Read(context.Background(), b[:n], extract.Options{})
			if err != nil {
				if !errors.Is(err, extract.ErrCorrupt) || n > 20 {
					t.Fatalf("%s cut at %d: %v", name, n, err)
				}
				continue
			}
			extracttest.Check(t, doc, n)
			told := slices.ContainsFunc(doc.Notices, func(n extract.Notice) bool { return n.Code == "rtf-cut" })
			if whole := strings.LastIndexByte(string(b), '}'); !told && n <= whole && name != "behind-the-end" {
				t.Fatalf("%s cut at %d of %d: not told", name, n, len(b))
			}
		}
	}
}

// TestRandomWords reads words in any order: structures may be wrong in every
// way.
func TestRandomWords(t *testing.T) {
	rnd := rand.New(rand.NewSource(1))
	parts := []string{"{", "}", "a", "1 ", `\'d5`, `\'fe`, "\xb8\xae", `\u20113?`, `\u-10179`, `\*`, `\bin3 {}}`, "\n", `\~`}
	for _, e := range names {
		parts = append(parts, `\`+e.name+" ", `\`+e.name+"2", `{\`+e.name+" ")
	}
	for i := range 3000 {
		var b strings.Builder
		b.WriteString(`{\rtf1\ansicpg936{\fonttbl{\f0\fcharset134 a;}{\f2\fcharset2 Symbol;}}`)
		for range rnd.Intn(200) {
			p := parts[rnd.Intn(len(parts))]
			if rnd.Intn(3) == 0 { // words of tables and paragraphs more often
				p = []string{`\cell `, `\row `, `\trowd `, `\cellx900 `, `\cellx1900 `, `\pard\intbl `, `\pard `, `\par `, `\itap2 `, `\nestcell `, `\nestrow `, `\clvmrg `, `\clmrg `, "x", "}"}[rnd.Intn(15)]
			}
			b.WriteString(p)
		}
		s := []byte(b.String())
		doc, err := Format.Read(context.Background(), s, extract.Options{})
		if err != nil {
			t.Fatalf("%d: %v\n%q", i, err, s)
		}
		extracttest.Check(t, doc, len(s))
	}
}
