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
	Err    string // why there are no bytes to read, "" where there are
	Code   string // of Err, "" where the system gave none
	kind   string // of an archive that could not be read to its end

	in    *member // where in an archive it lies, nil for a file by itself
	mtime int64
	fresh bool // hashed in this run
	inner bool // an archive whose members are not known to the ledger
}

// hash finds the digest of every source, with so many files open at the same
// time, and of every member of those that are archives. Where trust is set, a file
// whose size and time are those of known is not opened. seen are the sources;
// files are the documents, by (digest, path); those without bytes come first.
func hash(ctx context.Context, sources []pipeline.Source, known map[string]ledger.File, open *openings, trust bool, jobs int, shown func()) (seen, files []File, err error) {
	seen = make([]File, len(sources))
	members := make([][]File, len(sources))
	var failed error
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
			for i := take(); i < len(seen) && ctx.Err() == nil; i = take() {
				f := &seen[i]
				f.Source = sources[i]
				var err error
				members[i], err = f.look(ctx, known, open, trust, buf)
				if err != nil {
					mu.Lock()
					failed = errors.Join(failed, err)
					mu.Unlock()
					return
				}
			}
		})
	}
	wg.Wait()
	if ctx.Err() != nil {
		return nil, nil, context.Cause(ctx)
	}
	if failed != nil {
		return nil, nil, failed
	}
	files = together(seen, members)
	order(files)
	return seen, files, nil
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

// look is hash, and what lies in the file where it is an archive. What the system
// refuses is the outcome of the file; an error ends the run.
func (f *File) look(ctx context.Context, known map[string]ledger.File, open *openings, trust bool, buf []byte) ([]File, error) {
	var members []File
	var fatal error
	err := f.hash(known, trust, buf, func(file *os.File) (bool, error) {
		var opened bool
		members, opened, fatal = open.members(ctx, f, file)
		return opened, fatal
	})
	if fatal != nil {
		return nil, fatal
	}
	if err != nil {
		f.Err = err.Error()
	}
	return members, nil
}

// hash reads the file, or trusts what is known of it, and has it opened where it
// is an archive; a file that changed meanwhile is an error.
func (f *File) hash(known map[string]ledger.File, trust bool, buf []byte, inside func(*os.File) (bool, error)) error {
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
			_, err := inside(nil)
			return err
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
	opened, err := inside(file)
	if !opened || err != nil {
		return err
	}
	if now, err := file.Stat(); err != nil || now.Size() != n || now.ModTime() != st.ModTime() {
		return errors.Join(ErrChanged, err)
	}
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
		if !f.fresh || f.inner {
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
