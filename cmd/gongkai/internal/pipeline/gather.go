package pipeline

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// ErrNotRegular is the cause of an ErrPath for pipes, devices and the like.
var ErrNotRegular = errors.New("neither a file nor a folder")

// PathError is a path of the command line that cannot be taken.
type PathError struct {
	Path string
	Err  error // fs.ErrNotExist, fs.ErrPermission, ErrNotRegular …
}

// Error names the path.
func (e *PathError) Error() string { return fmt.Sprintf("%q: %v", e.Path, e.Err) }

// Unwrap returns the cause.
func (e *PathError) Unwrap() error { return e.Err }

// ReadList reads paths, one a line. Empty lines are skipped.
func ReadList(r io.Reader) ([]string, error) {
	var paths []string
	sc := bufio.NewScanner(r)
	sc.Buffer(nil, 1<<20)
	for sc.Scan() {
		if p := strings.TrimSuffix(sc.Text(), "\r"); p != "" {
			paths = append(paths, p)
		}
	}
	return paths, sc.Err()
}

// Expand puts the lines of stdin in the place of "-". It stops waiting for
// stdin when ctx ends.
func Expand(ctx context.Context, args []string, stdin io.Reader) ([]string, error) {
	var paths []string
	for _, a := range args {
		if a != "-" {
			paths = append(paths, a)
			continue
		}
		list, err := readListUntil(ctx, stdin)
		if err != nil {
			return nil, err
		}
		paths = append(paths, list...)
		stdin = strings.NewReader("")
	}
	return paths, nil
}

// readListUntil is ReadList that can be left: a read from a terminal or a pipe
// cannot be interrupted itself.
func readListUntil(ctx context.Context, r io.Reader) ([]string, error) {
	type read struct {
		paths []string
		err   error
	}
	done := make(chan read, 1)
	go func() {
		paths, err := ReadList(r)
		done <- read{paths, err}
	}()
	select {
	case d := <-done:
		return d.paths, d.err
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}

// Gather turns paths into sources: a file is itself, a folder is every regular
// file below it. In folders symbolic links are not followed; hidden names and
// the folder skip are left out. A path that is not there fails before any work.
func Gather(paths []string, skip string) ([]Source, error) {
	var sources []Source
	seen := map[string]bool{}
	add := func(stored, file string) {
		if abs, err := filepath.Abs(file); err == nil {
			file = abs
		}
		if !seen[file] {
			seen[file] = true
			sources = append(sources, Source{Path: stored, File: file})
		}
	}
	for _, p := range paths {
		st, err := os.Stat(p)
		switch {
		case err != nil:
			return nil, &PathError{Path: p, Err: bare(err)}
		case st.Mode().IsRegular():
			add(Stored(p), p)
		case st.IsDir():
			if err := walk(p, skip, add); err != nil {
				return nil, &PathError{Path: p, Err: bare(err)}
			}
		default:
			return nil, &PathError{Path: p, Err: ErrNotRegular}
		}
	}
	slices.SortFunc(sources, func(a, b Source) int { return strings.Compare(a.Path, b.Path) })
	return sources, nil
}

// walk adds the regular files below root.
func walk(root, skip string, add func(stored, file string)) error {
	skipInfo, _ := os.Stat(skip)
	real, err := filepath.EvalSymlinks(root) // the user named this one
	if err != nil {
		return err
	}
	return filepath.WalkDir(real, func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(real, file)
		if err != nil {
			return err
		}
		hidden := rel != "." && strings.HasPrefix(d.Name(), ".")
		if d.IsDir() {
			if info, err := d.Info(); hidden || err == nil && skipInfo != nil && os.SameFile(info, skipInfo) {
				return filepath.SkipDir
			}
			return nil
		}
		if !hidden && d.Type().IsRegular() {
			add(path.Join(Stored(root), filepath.ToSlash(rel)), file)
		}
		return nil
	})
}

// Stored is the path that the dataset keeps: as given, joined with "/". Of an
// absolute path only the last name stays, of one that leaves the folder what
// follows "../": the dataset must not depend on where it was made.
func Stored(p string) string {
	s := filepath.ToSlash(filepath.Clean(p))
	if filepath.IsAbs(p) {
		if s = path.Base(s); s == "/" {
			return ""
		}
		return s
	}
	for strings.HasPrefix(s, "../") {
		s = s[3:]
	}
	if s == "." || s == ".." {
		return ""
	}
	return s
}

// bare drops the path that the system's error repeats.
func bare(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}
