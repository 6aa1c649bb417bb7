package corpus

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
)

// ErrDamaged is what Get returns for bytes that are not what their name says.
var ErrDamaged = errors.New("the bytes kept are not those that were put")

// A Store keeps bytes under their digest, in a folder:
//
//	raw/3f/3fa9c1…
//
// What Put returned from is on disk. Nothing is changed once it is there, but for
// a file that was damaged, which the same bytes heal.
type Store struct {
	Root  string
	Files Files // nil for those of the system
}

// Files are the operations that a Store changes its folder with; tests make them
// fail.
type Files interface {
	MkdirAll(dir string) error
	Create(path string) (io.WriteCloser, error)
	Sync(f io.WriteCloser) error
	Rename(from, to string) error
	Remove(path string) error
	SyncDir(dir string) error
}

// Path is where the bytes of a digest lie.
func (s *Store) Path(d Digest) string {
	name := d.String()
	return filepath.Join(s.Root, name[:2], name)
}

// Has reports whether there are bytes of a digest. It does not read them.
func (s *Store) Has(d Digest) bool {
	st, err := os.Lstat(s.Path(d))
	return err == nil && st.Mode().IsRegular()
}

// Get returns the bytes of a digest, checked. Bytes that were never put are
// fs.ErrNotExist, changed ones ErrDamaged.
func (s *Store) Get(d Digest) ([]byte, error) {
	b, err := os.ReadFile(s.Path(d))
	if err != nil {
		return nil, err
	}
	if DigestOf(b) != d {
		return nil, fmt.Errorf("%w: %s", ErrDamaged, d)
	}
	return b, nil
}

// temporary begins the name of a file that is not complete.
const temporary = ".tmp-"

// incomplete tells the incomplete files of this process apart.
var incomplete atomic.Int64

// Put keeps b, durably: beside its place, synced, renamed, and the folder synced.
func (s *Store) Put(b []byte) (Digest, error) {
	d := DigestOf(b)
	to := s.Path(d)
	if had, err := os.ReadFile(to); err == nil && bytes.Equal(had, b) {
		return d, nil
	}
	f := s.files()
	dir := filepath.Dir(to)
	if _, err := os.Lstat(dir); errors.Is(err, fs.ErrNotExist) {
		if err := errors.Join(f.MkdirAll(dir), f.SyncDir(s.Root)); err != nil {
			return d, err
		}
	}
	temp := filepath.Join(dir, fmt.Sprintf("%s%d-%d", temporary, os.Getpid(), incomplete.Add(1)))
	err := write(f, temp, b)
	if err == nil {
		err = f.Rename(temp, to)
	}
	if err != nil {
		if e := f.Remove(temp); !errors.Is(e, fs.ErrNotExist) {
			err = errors.Join(err, e)
		}
		return d, err
	}
	return d, f.SyncDir(dir)
}

func write(f Files, temp string, b []byte) error {
	w, err := f.Create(temp)
	if err != nil {
		return err
	}
	_, err = w.Write(b)
	if err == nil {
		err = f.Sync(w)
	}
	return errors.Join(err, w.Close())
}

// Sweep removes what dead processes left incomplete. The caller holds the
// workspace.
func (s *Store) Sweep() error {
	err := filepath.WalkDir(s.Root, func(p string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() && strings.HasPrefix(e.Name(), temporary) {
			err = s.files().Remove(p)
		}
		return err
	})
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

func (s *Store) files() Files {
	if s.Files == nil {
		return system{}
	}
	return s.Files
}

// system is the operations of the system.
type system struct{}

func (system) MkdirAll(dir string) error { return os.MkdirAll(dir, 0o777) }

func (system) Create(path string) (io.WriteCloser, error) {
	return os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
}

func (system) Sync(f io.WriteCloser) error  { return f.(*os.File).Sync() }
func (system) Rename(from, to string) error { return os.Rename(from, to) }
func (system) Remove(path string) error     { return os.Remove(path) }

// SyncDir makes the names in a folder durable, where the system can.
func (system) SyncDir(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := f.Sync(); err != nil && !errors.Is(err, errors.ErrUnsupported) && !errors.Is(err, fs.ErrPermission) && !errors.Is(err, fs.ErrInvalid) {
		return err
	}
	return nil
}
