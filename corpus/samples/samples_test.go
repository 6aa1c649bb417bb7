// Package samples holds reports that the project made itself and the code that
// makes them; see README.md.
package samples

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// made is every sample by its file name.
func made(t *testing.T) map[string][]byte {
	title, blocks := qinghe()
	gb, err := simplifiedchinese.GB18030.NewEncoder().String(pasted.html(title, blocks))
	if err != nil {
		t.Fatal(err)
	}
	department := clean
	department.meta = [][2]string{{"ArticleTitle", "云岭市望舒县水务局2020年政府信息公开工作年度报告"}, {"PubDate", "2021-02-09"}}
	department.before, department.after = "", ""
	wTitle, wBlocks := wangshu()
	return map[string][]byte{
		"qinghe-2024.docx":           docx(title, blocks),
		"qinghe-2024.html":           []byte(clean.html(title, blocks)),
		"qinghe-2024-gb.html":        []byte(gb),
		"wangshu-shuiwuju-2020.html": []byte(department.html(wTitle, wBlocks)),
		"luhua-2023.txt":             []byte(luhua()),
	}
}

// unpacked is the content of a zip part by part: what the compressor of a Go
// release makes of it is not ours to fix.
func unpacked(t *testing.T, b []byte) string {
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return string(b)
	}
	var s string
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		part, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		s += "== " + f.Name + "\n" + string(part) + "\n"
	}
	return s
}

// TestSamples holds the files against their description; UPDATE=1 rewrites them.
func TestSamples(t *testing.T) {
	want := made(t)
	for name, b := range want {
		if os.Getenv("UPDATE") != "" {
			if err := os.WriteFile(name, b, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		got, err := os.ReadFile(name)
		if err != nil {
			t.Errorf("%v; UPDATE=1 makes it", err)
			continue
		}
		if diff := cmp.Diff(unpacked(t, b), unpacked(t, got)); diff != "" {
			t.Errorf("%s (-description +file):\n%s", name, diff)
		}
	}
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		n := e.Name()
		if want[n] == nil && n != "README.md" && n != "render_test.go" && n != "report_test.go" && n != "samples_test.go" {
			t.Errorf("%s belongs to no description", n)
		}
	}
}

// TestNumbersAddUp guards the description itself: the totals of the invented
// district obey the form's rules, and in the department one row does not.
func TestNumbersAddUp(t *testing.T) {
	sums := func(blocks []block) (wrong int) {
		for _, b := range blocks {
			if len(b.table) < 20 {
				continue
			}
			for _, r := range b.table[3:] {
				n, total := 0, 0
				for i, c := range r[len(r)-7:] {
					v := 0
					for _, d := range c.text {
						v = v*10 + int(d-'0')
					}
					if i == 6 {
						total = v
					} else {
						n += v
					}
				}
				if n != total {
					wrong++
				}
			}
		}
		return wrong
	}
	if _, b := qinghe(); sums(b) != 0 {
		t.Errorf("district: %d rows do not add up", sums(b))
	}
	if _, b := wangshu(); sums(b) != 1 {
		t.Errorf("department: %d rows do not add up, want 1", sums(b))
	}
}
