// Package chunk keeps what was read, in a way that needs no agreement between
// those who read: on one machine or on many.
//
//	plan     the documents to read, by digest, frozen: its name is the digest of its content
//	chunk    what became of so many documents of the plan: the same bytes whoever makes it
//	receipt  the proof that a chunk is complete, with counts and digests
//
// All three are created if absent and never changed. So a part that was begun
// twice is one part, a run that was killed is gone on with, and a dataset is
// made from receipts alone. Execution is at least once, the result is once.
//
//	results/<engine>/<plan>/plan.jsonl.zst
//	results/<engine>/<plan>/000000.chunk  000000.json
package chunk

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/failpoint"
)

// Store keeps bytes under keys such as "a/b/c". There is nothing in it that
// changes: Create is the only way in.
type Store interface {
	// Create keeps b under key where nothing is, durably, and reports whether it
	// did; what is there already stays.
	Create(ctx context.Context, key string, b []byte) (won bool, err error)
	// CreateFrom is Create of what can be read from the beginning of r, which may
	// be larger than memory.
	CreateFrom(ctx context.Context, key string, r io.ReadSeeker) (won bool, err error)
	// ReadAt returns n bytes from off; to the end where n is negative. A key that
	// is not there is fs.ErrNotExist.
	ReadAt(ctx context.Context, key string, off, n int64) ([]byte, error)
	// List returns the keys below a prefix that ends in "/", sorted.
	List(ctx context.Context, prefix string) ([]string, error)
}

// Files are the operations that Dir changes a folder with; tests make them fail.
type Files interface {
	MkdirAll(dir string) error
	Create(path string) (io.WriteCloser, error)
	Sync(f io.WriteCloser) error
	Link(from, to string) error
	Remove(path string) error
	SyncDir(dir string) error
}

// Dir is a Store in a folder: a file is written beside its place, synced, and
// linked; link(2) fails where something is, on local and network file systems.
type Dir struct {
	Root  string
	Files Files // nil for those of the system
}

func (d Dir) files() Files {
	if d.Files == nil {
		return System{}
	}
	return d.Files
}

func (d Dir) path(key string) (string, error) {
	if !fs.ValidPath(key) {
		return "", fmt.Errorf("store: key %q", key)
	}
	return filepath.Join(d.Root, filepath.FromSlash(key)), nil
}

// Create keeps b under key where nothing is.
func (d Dir) Create(ctx context.Context, key string, b []byte) (won bool, err error) {
	return d.CreateFrom(ctx, key, bytes.NewReader(b))
}

// CreateFrom keeps what r holds under key where nothing is.
func (d Dir) CreateFrom(ctx context.Context, key string, r io.ReadSeeker) (won bool, err error) {
	if err := ctx.Err(); err != nil {
		return false, context.Cause(ctx)
	}
	to, err := d.path(key)
	if err != nil {
		return false, err
	}
	if _, err := os.Lstat(to); err == nil {
		return false, nil
	}
	f := d.files()
	if err := f.MkdirAll(filepath.Dir(to)); err != nil {
		return false, err
	}
	temp := filepath.Join(filepath.Dir(to), TempPrefix+rand.Text()+"-"+filepath.Base(to))
	if err := write(f, temp, r); err != nil {
		return false, errors.Join(err, ignoreAbsent(f.Remove(temp)))
	}
	if err := hit(failpoint.ChunkWritten, key); err != nil {
		return false, errors.Join(err, f.Remove(temp))
	}
	err = f.Link(temp, to)
	if e := f.Remove(temp); err == nil {
		err = e
	}
	if errors.Is(err, fs.ErrExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	return true, f.SyncDir(filepath.Dir(to))
}

// hit is the moment of a chunk; plans and receipts have their own.
func hit(name, key string) error {
	if strings.HasSuffix(key, chunkSuffix) {
		return failpoint.Hit(name)
	}
	return nil
}

// TempPrefix begins the name of a file that is not complete. What follows is drawn
// by lot: processes on other machines, or in containers, have our number too.
const TempPrefix = ".tmp-"

func write(f Files, temp string, r io.ReadSeeker) error {
	if _, err := r.Seek(0, io.SeekStart); err != nil {
		return err
	}
	w, err := f.Create(temp)
	if err != nil {
		return err
	}
	_, err = io.Copy(w, r)
	if err == nil {
		err = f.Sync(w)
	}
	if e := w.Close(); err == nil {
		err = e
	}
	return err
}

func ignoreAbsent(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// ReadAt returns part of what is under key.
func (d Dir) ReadAt(ctx context.Context, key string, off, n int64) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, context.Cause(ctx)
	}
	f, err := d.Open(key)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if n < 0 {
		return io.ReadAll(io.NewSectionReader(f, off, 1<<62))
	}
	b := make([]byte, n)
	if _, err := f.ReadAt(b, off); err != nil {
		return nil, fmt.Errorf("%s at %d: %w", key, off, err)
	}
	return b, nil
}

// Open opens what is under key for reading.
func (d Dir) Open(key string) (*os.File, error) {
	from, err := d.path(key)
	if err != nil {
		return nil, err
	}
	return os.Open(from)
}

// List returns the keys below a prefix; what is not complete is not told.
func (d Dir) List(ctx context.Context, prefix string) ([]string, error) {
	root, err := d.path(path.Clean(prefix))
	if err != nil {
		return nil, err
	}
	var keys []string
	err = filepath.WalkDir(root, func(p string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || strings.HasPrefix(e.Name(), TempPrefix) {
			return ignoreAbsent(err)
		}
		rel, err := filepath.Rel(d.Root, p)
		keys = append(keys, filepath.ToSlash(rel))
		return err
	})
	slices.Sort(keys)
	return keys, err
}

// Discard removes a chunk that is not what its receipt says, the receipt first:
// its documents are read again. The caller holds the workspace.
func (d Dir) Discard(receipt string) error {
	for _, key := range []string{receipt, strings.TrimSuffix(receipt, receiptSuffix) + chunkSuffix} {
		p, err := d.path(key)
		if err != nil {
			return err
		}
		if err := ignoreAbsent(d.files().Remove(p)); err != nil {
			return err
		}
	}
	return nil
}

// Sweep removes what dead runs left incomplete. The caller holds the workspace.
func (d Dir) Sweep() error {
	return filepath.WalkDir(d.Root, func(p string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() && strings.HasPrefix(e.Name(), TempPrefix) {
			err = d.files().Remove(p)
		}
		return ignoreAbsent(err)
	})
}

// Clean removes the chunks of an engine that are not what their receipts say:
// their documents are read again. The caller holds the workspace.
func (d Dir) Clean(ctx context.Context, engine string) error {
	keys, err := d.List(ctx, engine+"/")
	if err != nil {
		return err
	}
	for _, key := range keys {
		if !strings.HasSuffix(key, receiptSuffix) {
			continue
		}
		if _, err := verify1(ctx, d, key); ctx.Err() != nil {
			return context.Cause(ctx)
		} else if err != nil {
			if err := d.Discard(key); err != nil {
				return err
			}
		}
	}
	return nil
}
