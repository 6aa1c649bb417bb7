package pipeline

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
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

// Given is one path to read. One that was Listed on stdin and cannot be opened
// is a document that fails; on the command line it is a mistake of usage.
type Given struct {
	Path   string
	Listed bool
}

// maxList bounds what a list on stdin may hold.
const maxList = 1 << 30

// ReadList reads paths: one a line, or each ended by NUL where there is a NUL,
// as find -print0 writes them. Empty ones are skipped.
func ReadList(r io.Reader) ([]string, error) {
	b, err := io.ReadAll(io.LimitReader(r, maxList))
	if err != nil {
		return nil, err
	}
	end, tail := "\n", "\r"
	if bytes.IndexByte(b, 0) >= 0 {
		end, tail = "\x00", ""
	}
	var paths []string
	for p := range strings.SplitSeq(string(b), end) {
		if p = strings.TrimSuffix(p, tail); p != "" {
			paths = append(paths, p)
		}
	}
	return paths, nil
}

// Expand puts the paths on stdin in the place of "-". It stops waiting for
// stdin when ctx ends.
func Expand(ctx context.Context, args []string, stdin io.Reader) ([]Given, error) {
	var given []Given
	for _, a := range args {
		if a != "-" {
			given = append(given, Given{Path: a})
			continue
		}
		list, err := readListUntil(ctx, stdin)
		if err != nil {
			return nil, err
		}
		for _, p := range list {
			given = append(given, Given{p, true})
		}
		stdin = strings.NewReader("")
	}
	return given, nil
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
// the folder skip are left out. A path of the command line that is not there
// fails before any work.
func Gather(given []Given, skip string) ([]Source, error) {
	var s recorded
	for _, g := range given {
		st, err := os.Stat(g.Path)
		switch {
		case err == nil && st.Mode().IsRegular():
			err = s.add(g.Path, "")
		case err == nil && st.IsDir():
			err = s.walk(g.Path, skip)
		case err == nil:
			err = ErrNotRegular
		}
		switch {
		case err != nil && g.Listed:
			if err := s.add(g.Path, ""); err != nil { // reading it will say what is wrong
				return nil, &PathError{Path: g.Path, Err: bare(err)}
			}
		case err != nil:
			return nil, &PathError{Path: g.Path, Err: bare(err)}
		}
	}
	return s.sources(), nil
}

// walk adds the regular files below root.
func (s *recorded) walk(root, skip string) error {
	skipInfo, _ := os.Stat(skip)
	real, err := filepath.EvalSymlinks(root) // the user named this one
	if err != nil {
		return err
	}
	return filepath.WalkDir(real, func(file string, d fs.DirEntry, err error) error {
		if err != nil && (d == nil || file == real) {
			return err
		}
		rel, relErr := filepath.Rel(real, file)
		if relErr != nil {
			return relErr
		}
		if err != nil {
			return s.add(root, rel) // a folder that cannot be opened is told as a document that cannot
		}
		hidden := rel != "." && strings.HasPrefix(d.Name(), ".")
		if d.IsDir() {
			if info, err := d.Info(); hidden || err == nil && skipInfo != nil && os.SameFile(info, skipInfo) {
				return filepath.SkipDir
			}
			return nil
		}
		if !hidden && d.Type().IsRegular() {
			return s.add(root, rel)
		}
		return nil
	})
}

// bare drops the path that the system's error repeats.
func bare(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}
