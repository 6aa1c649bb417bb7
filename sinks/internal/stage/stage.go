// Package stage puts an export in its place at once: it grows in a private folder
// beside the place, every file is synced, and one rename makes it visible.
//
// A run that is killed leaves its folder behind; the next run for the same place
// finds that nobody holds it and removes it.
package stage

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"

	"github.com/gongkai-data/gongkai/sinks"
	"github.com/gongkai-data/gongkai/sinks/internal/fsx"
)

// Mark is the file that tells a folder of exports from any other folder. Only a
// folder that holds it is ever replaced.
const Mark = "datapackage.json"

// Suffix ends the name of a private folder: .<name>-<pid>-<n>.tmp
const Suffix = ".tmp"

// Stage is the private folder of one export.
type Stage struct {
	*Folder
	out string // absolute
}

// Begin makes the folder for an export to out, a folder or a file. Where
// something is at out that may not be replaced it fails with sinks.ErrExists,
// before any work is done.
func Begin(fsys fsx.FS, out string, folder, replace bool) (*Stage, error) {
	out, err := filepath.Abs(out)
	if err != nil {
		return nil, err
	}
	s := &Stage{Folder: &Folder{FS: fsys}, out: out}
	if err := s.free(folder, replace); err != nil {
		return nil, err
	}
	if err := fsys.MkdirAll(filepath.Dir(out)); err != nil {
		return nil, Classify(err)
	}
	if err := s.sweep(); err != nil {
		return nil, err
	}
	s.Folder, err = MakeFolder(fsys, filepath.Dir(out), s.prefix())
	if err != nil {
		return nil, err
	}
	return s, nil
}

func (s *Stage) prefix() string { return "." + filepath.Base(s.out) + "-" }

// free checks that out is free, or may be replaced.
func (s *Stage) free(folder, replace bool) error {
	st, err := s.FS.Lstat(s.out)
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
	names, err := s.FS.Names(s.out)
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
	names, err := s.FS.Names(parent)
	if err != nil {
		return err
	}
	for _, name := range names {
		if !strings.HasPrefix(name, s.prefix()) || !strings.HasSuffix(name, Suffix) {
			continue
		}
		unlock, err := s.FS.Lock(filepath.Join(parent, name))
		if err != nil {
			continue // of a living run, or the system cannot tell
		}
		err = s.FS.RemoveAll(filepath.Join(parent, name))
		unlock()
		if err != nil {
			return err
		}
	}
	return nil
}

// CommitFile makes one file of the folder the export.
func (s *Stage) CommitFile(name string) error {
	if err := s.FS.Rename(filepath.Join(s.Path, name), s.out); err != nil {
		return Classify(err)
	}
	return errors.Join(Classify(s.FS.SyncDir(filepath.Dir(s.out))), s.Close())
}

// CommitFolder makes the folder the export.
func (s *Stage) CommitFolder() error {
	st, err := s.FS.Lstat(filepath.Dir(s.out))
	if err != nil {
		return err
	}
	if err := s.FS.Chmod(s.Path, st.Mode().Perm()|0o700); err != nil {
		return err
	}
	if err := s.FS.SyncDir(s.Path); err != nil {
		return Classify(err)
	}
	_, err = s.FS.Lstat(s.out)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if err := s.FS.Rename(s.Path, s.out); err != nil {
			return Classify(err)
		}
		s.Path = ""
	case err != nil:
		return err
	default:
		if err := s.swap(); err != nil {
			return Classify(err)
		}
	}
	return errors.Join(Classify(s.FS.SyncDir(filepath.Dir(s.out))), s.Close())
}

// swap puts the folder in the place of the old one, which Close then removes.
// Where the system cannot exchange two folders there is a moment without one:
// an export can be made again at any time.
func (s *Stage) swap() error {
	err := s.FS.Exchange(s.Path, s.out)
	if !errors.Is(err, errors.ErrUnsupported) {
		return err
	}
	aside := s.Path + "-old" + Suffix
	if err := s.FS.Rename(s.out, aside); err != nil {
		return err
	}
	if err := s.FS.Rename(s.Path, s.out); err != nil {
		return errors.Join(err, s.FS.Rename(aside, s.out))
	}
	s.Path = aside
	return nil
}
