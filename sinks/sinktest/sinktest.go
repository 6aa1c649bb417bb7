// Package sinktest is the contract that every sink keeps: what was written is
// there, an empty set is a valid output, a report comes once, a run that breaks
// off leaves nothing, and the same results give the same bytes.
package sinktest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gongkai-data/gongkai/sinks"
)

// Read returns, for the output at dir, how often each report id occurs.
type Read func(t *testing.T, dir string) map[string]int

// Run holds a target against the contract.
func Run(t *testing.T, target sinks.Target, read Read) {
	t.Run("RoundTrip", func(t *testing.T) {
		dir := filepath.Join(t.TempDir(), "out")
		commit(t, target, dir, Results())
		want := map[string]int{}
		for _, r := range Results() {
			if r.Report != nil {
				want[r.Report.ID]++
			}
		}
		if diff := cmp.Diff(want, read(t, dir)); diff != "" {
			t.Errorf("reports (-want +got):\n%s", diff)
		}
		alone(t, dir)
	})
	t.Run("Empty", func(t *testing.T) {
		dir := filepath.Join(t.TempDir(), "out")
		commit(t, target, dir, nil)
		if got := read(t, dir); len(got) != 0 {
			t.Errorf("reports of an empty set: %v", got)
		}
	})
	t.Run("SameReportTwice", func(t *testing.T) {
		s, _ := open(t, target)
		r := ResultOf(Report("C", 3))
		again := r
		again.Document.Path = &[]string{"elsewhere.docx"}[0]
		if err := errors.Join(s.Write(t.Context(), r), s.Write(t.Context(), again), s.Commit(t.Context())); !errors.Is(err, sinks.ErrIntegrity) {
			t.Errorf("error %v, want ErrIntegrity", err)
		}
	})
	t.Run("Abort", func(t *testing.T) { abort(t, target) })
	t.Run("DeterministicBytes", func(t *testing.T) {
		a, b := filepath.Join(t.TempDir(), "out"), filepath.Join(t.TempDir(), "out")
		rs := Results()
		commit(t, target, a, rs)
		slices.Reverse(rs)
		commit(t, target, b, rs)
		if diff := cmp.Diff(Tree(t, a), Tree(t, b)); diff != "" {
			t.Errorf("the order of writing changes the bytes:\n%s", diff)
		}
	})
	t.Run("Closed", func(t *testing.T) {
		s, _ := open(t, target)
		if err := errors.Join(s.Commit(t.Context()), s.Close(), s.Close()); err != nil {
			t.Fatal(err)
		}
		if err := s.Write(t.Context(), ResultOf(Report("C", 3))); !errors.Is(err, sinks.ErrClosed) {
			t.Errorf("Write after Commit: %v", err)
		}
		if err := s.Commit(t.Context()); !errors.Is(err, sinks.ErrClosed) {
			t.Errorf("Commit twice: %v", err)
		}
	})
}

// abort ends a run in three ways; what was there before stays.
func abort(t *testing.T, target sinks.Target) {
	dir := filepath.Join(t.TempDir(), "out")
	commit(t, target, dir, Results()[:2])
	before := Tree(t, dir)
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	for name, end := range map[string]func(s sinks.Sink) error{
		"Close":     func(s sinks.Sink) error { return s.Close() },
		"Cancelled": func(s sinks.Sink) error { return errors.Join(s.Commit(cancelled), s.Close()) },
		"Broken": func(s sinks.Sink) error {
			r := Report("C", 9)
			r.Facts = r.Facts[1:]
			return errors.Join(s.Write(t.Context(), ResultOf(r)), s.Commit(t.Context()), s.Close())
		},
	} {
		s, err := target.Open(dir, sinks.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Write(t.Context(), ResultOf(Report("C", 4))); err != nil {
			t.Fatal(err)
		}
		if err := end(s); (err == nil) != (name == "Close") {
			t.Errorf("%s: error %v", name, err)
		}
		if diff := cmp.Diff(before, Tree(t, dir)); diff != "" {
			t.Errorf("%s changes the output:\n%s", name, diff)
		}
		alone(t, dir)
	}
}

func open(t *testing.T, target sinks.Target) (s sinks.Sink, dir string) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "out")
	s, err := target.Open(dir, sinks.Options{Generator: "test 1"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s, dir
}

func commit(t *testing.T, target sinks.Target, dir string, rs []sinks.Result) {
	t.Helper()
	s, err := target.Open(dir, sinks.Options{Generator: "test 1"})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for _, r := range rs {
		if err := s.Write(t.Context(), r); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// alone fails where anything but the output is left in its parent.
func alone(t *testing.T, dir string) {
	t.Helper()
	entries, err := os.ReadDir(filepath.Dir(dir))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.Name() != filepath.Base(dir) {
			t.Errorf("%s is left behind", e.Name())
		}
	}
}

// Tree returns the SHA-256 of every file below dir, by path.
func Tree(t testing.TB, dir string) map[string]string {
	t.Helper()
	tree := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		sum := sha256.Sum256(b)
		rel, _ := filepath.Rel(dir, path)
		tree[rel] = hex.EncodeToString(sum[:])
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return tree
}
