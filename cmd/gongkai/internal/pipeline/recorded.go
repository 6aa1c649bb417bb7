package pipeline

import (
	"cmp"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"
)

// recorded collects the files of a run and gives each the path that the dataset
// keeps. That path must not depend on where the run was made or on the order of
// its arguments, and no two files may share one: a file is recorded under its
// name, a file of a folder under the folder's name and what follows, and those
// that would be equal get parent folders until they differ.
type recorded struct {
	files []named
	at    map[string]int // by the place in the file system
}

// named is one file with all names that lead to it; the last keep of them are
// its path.
type named struct {
	file  string
	names []string
	keep  int
}

// add takes the file below a given path; rel is "" where the path is the file.
func (s *recorded) add(given, rel string) error {
	abs, err := filepath.Abs(given)
	if err != nil {
		return err
	}
	n := named{file: filepath.Join(given, rel), names: split(filepath.Join(abs, rel)), keep: 1}
	if rel != "" {
		n.keep += len(split(rel))
	}
	place := filepath.Join(abs, rel)
	if dir, err := filepath.EvalSymlinks(filepath.Dir(place)); err == nil {
		place = filepath.Join(dir, filepath.Base(place))
	}
	if s.at == nil {
		s.at = map[string]int{}
	}
	i, had := s.at[place]
	if !had {
		s.at[place] = len(s.files)
		s.files = append(s.files, n)
		return nil
	}
	// given twice: the fuller path, whatever came first
	if cmp.Or(cmp.Compare(n.keep, s.files[i].keep), slices.Compare(s.files[i].names, n.names)) > 0 {
		s.files[i] = n
	}
	return nil
}

func split(p string) []string {
	return strings.FieldsFunc(filepath.ToSlash(p), func(r rune) bool { return r == '/' })
}

// path is what the dataset keeps. It is UTF-8; bytes that are not stand as \xff.
func (n *named) path() string {
	p := strings.Join(n.names[max(0, len(n.names)-n.keep):], "/")
	if utf8.ValidString(p) {
		return p
	}
	var b strings.Builder
	for i := 0; i < len(p); {
		r, size := utf8.DecodeRuneInString(p[i:])
		if r == utf8.RuneError && size == 1 {
			fmt.Fprintf(&b, `\x%02x`, p[i])
		} else {
			b.WriteString(p[i : i+size])
		}
		i += size
	}
	return b.String()
}

// sources returns the files by path, no path twice.
func (s *recorded) sources() []Source {
	for again := true; again; {
		again = false
		same := map[string][]int{}
		for i := range s.files {
			p := s.files[i].path()
			same[p] = append(same[p], i)
		}
		for _, group := range same {
			for _, i := range group {
				if n := &s.files[i]; len(group) > 1 && n.keep < len(n.names) {
					n.keep++
					again = true
				}
			}
		}
	}
	sources := make([]Source, len(s.files))
	for i := range s.files {
		sources[i] = Source{Path: s.files[i].path(), File: s.files[i].file}
	}
	slices.SortFunc(sources, func(a, b Source) int {
		return cmp.Or(strings.Compare(a.Path, b.Path), strings.Compare(a.File, b.File))
	})
	return sources
}
