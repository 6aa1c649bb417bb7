package second

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/gongkai-data/gongkai/extract"
)

// page is a PDF without a cross-reference table: one page with one word.
const page = `%PDF-1.4
1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj
2 0 obj <</Type/Pages/Count 1/Kids[3 0 R]>> endobj
3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>> endobj
4 0 obj <</Length 31>> stream
BT /F 9 Tf 10 50 Td (word) Tj ET
endstream endobj
5 0 obj <</Type/Font/Subtype/Type1/BaseFont/Helvetica>> endobj
trailer <</Root 1 0 R/Size 6>>
startxref
0
%%EOF
`

func reads(t *testing.T, r *Reader) {
	t.Helper()
	if err := r.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	pages, err := r.ReadPages(t.Context(), []byte(page), extract.Options{})
	if err != nil || len(pages) != 1 || len(pages[0].Chars) != 4 {
		t.Errorf("read %+v, %v", pages, err)
	}
	if err := r.Close(); err != nil {
		t.Error(err)
	}
}

// kept lists the files of a folder with their sizes.
func kept(t *testing.T, dir string) map[string]int64 {
	all := map[string]int64{}
	err := filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			st, err := d.Info()
			if err != nil {
				return err
			}
			all[p] = st.Size()
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestKeptModule(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "kept")
	r := &Reader{Folder: dir}
	if r.Started() {
		t.Error("started before anybody asked")
	}
	if _, err := r.ReadPages(t.Context(), []byte(page), extract.Options{}); err == nil {
		t.Error("answers before it is started")
	}
	if _, err := os.Stat(dir); err == nil {
		t.Error("a reader that nobody needs has made its folder")
	}
	reads(t, r)
	first := kept(t, dir)
	if len(first) == 0 {
		t.Fatal("nothing is kept")
	}
	for _, c := range []struct {
		name   string
		damage func(path string, size int64) error
	}{
		{"untouched", func(string, int64) error { return nil }},
		{"cut-off", func(p string, n int64) error { return os.Truncate(p, n/2) }},
		{"changed", func(p string, n int64) error {
			b, err := os.ReadFile(p)
			if err != nil {
				return err
			}
			b[len(b)/2] ^= 0xFF
			return os.WriteFile(p, b, 0o600)
		}},
	} {
		if c.name != "untouched" && testing.Short() {
			continue
		}
		t.Run(c.name, func(t *testing.T) {
			for p, n := range kept(t, dir) {
				if err := c.damage(p, n); err != nil {
					t.Fatal(err)
				}
			}
			reads(t, &Reader{Folder: dir})
			if got := kept(t, dir); len(got) != len(first) {
				t.Errorf("kept %v", got)
			}
		})
	}
}

func TestStartIsShared(t *testing.T) {
	r := &Reader{Folder: filepath.Join(t.TempDir(), "kept"), Instances: 2}
	defer r.Close()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := r.Start(ctx); err == nil {
		t.Error("a start outlives its context")
	}
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() {
			if err := r.Start(t.Context()); err != nil || !r.Started() {
				t.Error(err)
			}
		})
	}
	wg.Wait()
}

func TestUnusableFolder(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	reads(t, &Reader{Folder: filepath.Join(file, "kept")})
	if _, err := os.Stat(file); err != nil {
		t.Error("what stood in the way is gone")
	}
}
