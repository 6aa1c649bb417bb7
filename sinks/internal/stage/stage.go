// Package stage puts an export in its place at once: it grows in a private folder
// beside the place, every file is synced, and one rename makes it visible.
//
// A run that is killed leaves its folder behind; the next run for the same place
// finds that nobody holds it and removes it.
package stage

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/gongkai-data/gongkai/sinks"
	"github.com/gongkai-data/gongkai/sinks/internal/fsx"
)

// Mark is the file that tells a folder of exports from any other folder. Only a
// folder that holds it is ever replaced.
const Mark = "datapackage.json"

const suffix = ".tmp" // .<name>-<pid>-<n>.tmp

// Stage is the private folder of one export.
type Stage struct {
	fs     fsx.FS
	out    string // absolute
	dir    string // "" once nothing is to be removed
	unlock func()
	files  []Written
}

// Written is one finished file.
type Written struct {
	Name   string
	Size   int64
	SHA256 string
}

// Begin makes the folder for an export to out, a folder or a file. Where
// something is at out that may not be replaced it fails with sinks.ErrExists,
// before any work is done.
func Begin(fsys fsx.FS, out string, folder, replace bool) (*Stage, error) {
	out, err := filepath.Abs(out)
	if err != nil {
		return nil, err
	}
	s := &Stage{fs: fsys, out: out}
	if err := s.free(folder, replace); err != nil {
		return nil, err
	}
	if err := fsys.MkdirAll(filepath.Dir(out)); err != nil {
		return nil, Classify(err)
	}
	if err := s.sweep(); err != nil {
		return nil, err
	}
	for n := 1; ; n++ {
		dir := filepath.Join(filepath.Dir(out), fmt.Sprintf("%s%d-%d%s", s.prefix(), os.Getpid(), n, suffix))
		err := fsys.Mkdir(dir)
		if errors.Is(err, fs.ErrExist) && n < 1000 {
			continue
		}
		if err != nil {
			return nil, Classify(err)
		}
		s.dir = dir
		break
	}
	s.unlock, err = fsys.Lock(s.dir)
	if err != nil && !errors.Is(err, errors.ErrUnsupported) {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

func (s *Stage) prefix() string { return "." + filepath.Base(s.out) + "-" }

// free checks that out is free, or may be replaced.
func (s *Stage) free(folder, replace bool) error {
	st, err := s.fs.Lstat(s.out)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if !folder {
		if replace && st.Mode().IsRegular() {
			return nil
		}
		return fmt.Errorf("%s: %w", s.out, sinks.ErrExists)
	}
	if !st.IsDir() {
		return fmt.Errorf("%s: a file is %w", s.out, sinks.ErrExists)
	}
	names, err := s.fs.Names(s.out)
	if err != nil || len(names) == 0 {
		return err
	}
	if !replace {
		return fmt.Errorf("%s: %w", s.out, sinks.ErrExists)
	}
	return s.ours(names)
}

// ours reports whether a folder is an export and no published dataset.
func (s *Stage) ours(names []string) error {
	marked := false
	for _, name := range names {
		marked = marked || name == Mark
		if strings.HasSuffix(name, ".parquet") {
			return fmt.Errorf("%s: a dataset is %w", s.out, sinks.ErrExists)
		}
	}
	if !marked {
		return fmt.Errorf("%s: something other than an export is %w", s.out, sinks.ErrExists)
	}
	return nil
}

// sweep removes the folders of dead runs.
func (s *Stage) sweep() error {
	parent := filepath.Dir(s.out)
	names, err := s.fs.Names(parent)
	if err != nil {
		return err
	}
	for _, name := range names {
		if !strings.HasPrefix(name, s.prefix()) || !strings.HasSuffix(name, suffix) {
			continue
		}
		unlock, err := s.fs.Lock(filepath.Join(parent, name))
		if err != nil {
			continue // of a living run, or the system cannot tell
		}
		err = s.fs.RemoveAll(filepath.Join(parent, name))
		unlock()
		if err != nil {
			return err
		}
	}
	return nil
}

// Dir is the private folder, for libraries that want a path.
func (s *Stage) Dir() string { return s.dir }

// Files are the files finished by now, in the order of finishing.
func (s *Stage) Files() []Written { return s.files }

// File is one file of the export while it is written.
type File struct {
	s    *Stage
	name string
	f    fsx.File
	buf  *bufio.Writer
	sum  hash.Hash
	size int64
}

// Create makes a file of the export.
func (s *Stage) Create(name string) (*File, error) {
	f, err := s.fs.Create(filepath.Join(s.dir, name))
	if err != nil {
		return nil, Classify(err)
	}
	return &File{s: s, name: name, f: f, buf: bufio.NewWriterSize(f, 1<<18), sum: sha256.New()}, nil
}

// Write hashes and buffers b.
func (f *File) Write(b []byte) (int, error) {
	f.sum.Write(b)
	f.size += int64(len(b))
	n, err := f.buf.Write(b)
	return n, Classify(err)
}

// Finish makes the file durable.
func (f *File) Finish() error {
	err := f.buf.Flush()
	if err == nil {
		err = f.f.Sync()
	}
	if e := f.f.Close(); err == nil {
		err = e
	}
	f.f = nil
	if err != nil {
		return Classify(fmt.Errorf("%s: %w", f.name, err))
	}
	f.s.files = append(f.s.files, Written{f.name, f.size, hex.EncodeToString(f.sum.Sum(nil))})
	return nil
}

// Abandon closes a file that is not finished; it does nothing after Finish.
func (f *File) Abandon() {
	if f.f != nil {
		f.f.Close()
		f.f = nil
	}
}

// Put writes a small file in one go.
func (s *Stage) Put(name string, b []byte) error {
	f, err := s.Create(name)
	if err != nil {
		return err
	}
	defer f.Abandon()
	if _, err := f.Write(b); err != nil {
		return err
	}
	return f.Finish()
}

// CommitFile makes one file of the folder the export.
func (s *Stage) CommitFile(name string) error {
	if err := s.fs.Rename(filepath.Join(s.dir, name), s.out); err != nil {
		return Classify(err)
	}
	return errors.Join(Classify(s.fs.SyncDir(filepath.Dir(s.out))), s.Close())
}

// CommitFolder makes the folder the export.
func (s *Stage) CommitFolder() error {
	st, err := s.fs.Lstat(filepath.Dir(s.out))
	if err != nil {
		return err
	}
	if err := s.fs.Chmod(s.dir, st.Mode().Perm()|0o700); err != nil {
		return err
	}
	if err := s.fs.SyncDir(s.dir); err != nil {
		return Classify(err)
	}
	_, err = s.fs.Lstat(s.out)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if err := s.fs.Rename(s.dir, s.out); err != nil {
			return Classify(err)
		}
		s.dir = ""
	case err != nil:
		return err
	default:
		if err := s.swap(); err != nil {
			return Classify(err)
		}
	}
	return errors.Join(Classify(s.fs.SyncDir(filepath.Dir(s.out))), s.Close())
}

// swap puts the folder in the place of the old one, which Close then removes.
// Where the system cannot exchange two folders there is a moment without one:
// an export can be made again at any time.
func (s *Stage) swap() error {
	err := s.fs.Exchange(s.dir, s.out)
	if !errors.Is(err, errors.ErrUnsupported) {
		return err
	}
	aside := s.dir + "-old" + suffix
	if err := s.fs.Rename(s.out, aside); err != nil {
		return err
	}
	if err := s.fs.Rename(s.dir, s.out); err != nil {
		return errors.Join(err, s.fs.Rename(aside, s.out))
	}
	s.dir = aside
	return nil
}

// Close removes the private folder. It is safe twice and after a commit.
func (s *Stage) Close() error {
	if s.unlock != nil {
		s.unlock()
		s.unlock = nil
	}
	if s.dir == "" {
		return nil
	}
	if err := s.fs.RemoveAll(s.dir); err != nil {
		return err
	}
	s.dir = ""
	return nil
}

// Classify marks the errors of a full disk, quota or file size limit.
func Classify(err error) error {
	for _, full := range []error{syscall.ENOSPC, syscall.EDQUOT, syscall.EFBIG} {
		if errors.Is(err, full) && !errors.Is(err, sinks.ErrSpace) {
			return fmt.Errorf("%w: %w", sinks.ErrSpace, err)
		}
	}
	return err
}
