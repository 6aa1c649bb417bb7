package bulk

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/ledger"
	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/pipeline"
	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/record"
)

// File is one file of a run.
type File struct {
	pipeline.Source
	Digest record.Digest
	Size   int64
	Err    string // why the system gave no bytes, "" where it did

	mtime int64
	fresh bool // hashed in this run
}

// hash finds the digest of every source, with so many files open at the same
// time. Where trust is set, a file whose size and time are those of known is
// not opened. The order is that of (digest, path); files without bytes come first.
func hash(ctx context.Context, sources []pipeline.Source, known map[string]ledger.File, trust bool, jobs int, shown func()) ([]File, error) {
	files := make([]File, len(sources))
	next := 0
	var mu sync.Mutex
	take := func() int {
		mu.Lock()
		defer mu.Unlock()
		if shown != nil && next > 0 {
			shown()
		}
		next++
		return next - 1
	}
	var wg sync.WaitGroup
	for range max(1, jobs) {
		wg.Go(func() {
			buf := make([]byte, 256<<10)
			for i := take(); i < len(files) && ctx.Err() == nil; i = take() {
				f := &files[i]
				f.Source = sources[i]
				if err := f.hash(known, trust, buf); err != nil {
					f.Err = err.Error()
				}
			}
		})
	}
	wg.Wait()
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	order(files)
	return files, nil
}

// order sorts files by (digest, path); those without bytes come first.
func order(files []File) {
	slices.SortFunc(files, func(a, b File) int {
		return cmp.Or(cmp.Compare(rank(a.Err == ""), rank(b.Err == "")), bytes.Compare(a.Digest[:], b.Digest[:]), strings.Compare(a.Path, b.Path))
	})
}

func rank(after bool) int {
	if after {
		return 1
	}
	return 0
}

// hash reads the file, or trusts what is known of it.
func (f *File) hash(known map[string]ledger.File, trust bool, buf []byte) error {
	bare := func(err error) error {
		var p *os.PathError
		if errors.As(err, &p) {
			return p.Err // the dataset stores no machine's paths
		}
		return err
	}
	st, err := os.Stat(f.File) // before it is opened: a pipe would wait for a writer
	if err != nil {
		return bare(err)
	}
	if !st.Mode().IsRegular() {
		return errors.New("not a regular file")
	}
	f.mtime = st.ModTime().UnixNano()
	if trust {
		if k, ok := known[place(f.File)]; ok && k.Size == st.Size() && k.Mtime == f.mtime {
			f.Digest, f.Size = k.Digest, k.Size
			return nil
		}
	}
	file, err := os.Open(f.File)
	if err != nil {
		return bare(err)
	}
	defer file.Close()
	h := sha256.New()
	n, err := io.CopyBuffer(struct{ io.Writer }{h}, struct{ io.Reader }{file}, buf)
	if err != nil {
		return bare(err)
	}
	f.Digest, f.Size, f.fresh = record.Digest(h.Sum(nil)), n, true
	return nil
}

// place names a file for the ledger.
func place(file string) string {
	if abs, err := filepath.Abs(file); err == nil {
		return abs
	}
	return file
}

// keep notes in the ledger what was hashed and differs from what is known.
func keep(ctx context.Context, l *ledger.Ledger, files []File, known map[string]ledger.File) error {
	var changed []ledger.File
	for i := range files {
		f := &files[i]
		if !f.fresh {
			continue
		}
		now := ledger.File{Path: place(f.File), Size: f.Size, Mtime: f.mtime, Digest: f.Digest}
		if known[now.Path] != now {
			changed = append(changed, now)
		}
	}
	for part := range slices.Chunk(changed, 10_000) {
		if err := l.Keep(ctx, part); err != nil {
			return err
		}
	}
	return nil
}
