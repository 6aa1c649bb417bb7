package parquet

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gongkai-data/gongkai/sinks"
	"github.com/gongkai-data/gongkai/sinks/internal/fsx"
	"github.com/gongkai-data/gongkai/sinks/internal/fsxtest"
	"github.com/gongkai-data/gongkai/sinks/sinktest"
)

// beside lists what stands beside the dataset.
func beside(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(filepath.Dir(dir))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		if e.Name() != filepath.Base(dir) {
			names = append(names, e.Name())
		}
	}
	return names
}

// TestEachOperationFails fails one operation after the other. A run that
// returns an error leaves the old dataset and nothing beside it; a run that
// returns none leaves the new one.
func TestEachOperationFails(t *testing.T) {
	before, after := sinktest.Results()[:1], sinktest.Results()
	newTree := sinktest.Tree(t, publish(t, after, sinks.Options{}))
	for _, mode := range []struct {
		name       string
		noExchange bool
		fresh      bool // there is no old dataset
		from       int  // what comes before is the same in all modes
	}{{"Exchange", false, false, 1}, {"TwoSteps", true, false, 85}, {"First", false, true, 85}} {
		t.Run(mode.name, func(t *testing.T) {
			if mode.name == "Exchange" && runtime.GOOS != "linux" {
				t.Skip("folders are swapped on Linux only")
			}
			failed := 0
			dir, oldTree := "", map[string]string{}
			for at := mode.from; ; at++ {
				if dir == "" {
					dir = filepath.Join(t.TempDir(), "dataset")
					if !mode.fresh {
						if err := publishTo(t.Context(), fsx.OS{}, dir, before, sinks.Options{}); err != nil {
							t.Fatal(err)
						}
						oldTree = sinktest.Tree(t, dir)
					}
				}
				fs := &fsxtest.Faulty{FS: fsx.OS{}, At: at, Err: fmt.Errorf("test: %w", syscall.ENOSPC), NoExchange: mode.noExchange}
				err := publishTo(t.Context(), fs, dir, after, sinks.Options{})
				if fs.N < at {
					break
				}
				what := fs.Log[at-1]
				want := newTree
				if err != nil {
					failed++
					want = oldTree
					if !errors.Is(err, sinks.ErrSpace) && !strings.HasPrefix(what, "names ") {
						t.Errorf("operation %d (%s): error %v is not ErrSpace", at, what, err)
					}
				}
				got := map[string]string{}
				if _, e := os.Stat(dir); e == nil {
					got = sinktest.Tree(t, dir)
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Fatalf("operation %d (%s), error %v:\n%s", at, what, err, diff)
				}
				if left := beside(t, dir); len(left) > 0 {
					t.Errorf("operation %d (%s), error %v: left behind %v", at, what, err, left)
				}
				if err == nil {
					dir = "" // replaced: start over
				}
			}
			if failed+mode.from < 100 {
				t.Errorf("%d operations failed, expected more than %d", failed, 100-mode.from)
			}
			t.Logf("%d operations failed", failed)
		})
	}
}

// TestKilledAnywhere lets every operation after the Nth fail, as after a kill.
// The dataset is the old or the new one, or is brought back by the next run,
// which also removes what was left.
func TestKilledAnywhere(t *testing.T) {
	before, after := sinktest.Results()[:1], sinktest.Results()[:2]
	newTree := sinktest.Tree(t, publish(t, after, sinks.Options{}))
	for _, noExchange := range []bool{false, true} {
		dir := filepath.Join(t.TempDir(), "dataset")
		if err := publishTo(t.Context(), fsx.OS{}, dir, before, sinks.Options{}); err != nil {
			t.Fatal(err)
		}
		oldTree := sinktest.Tree(t, dir)
		count := &fsxtest.Faulty{FS: fsx.OS{}, NoExchange: noExchange}
		if err := publishTo(t.Context(), count, filepath.Join(t.TempDir(), "dataset"), after, sinks.Options{}); err != nil {
			t.Fatal(err)
		}
		for at := 1; at <= count.N+5; at += 1 + at/40 {
			fs := &fsxtest.Faulty{FS: fsx.OS{}, At: at, Err: io.ErrUnexpectedEOF, NoExchange: noExchange, Died: true}
			if err := publishTo(t.Context(), fs, dir, after, sinks.Options{}); err == nil {
				break
			}
			s, err := open(fsx.OS{}, dir, sinks.Options{}) // the next run
			if err != nil {
				t.Fatal(err)
			}
			got := sinktest.Tree(t, dir)
			if !cmp.Equal(got, oldTree) && !cmp.Equal(got, newTree) {
				t.Fatalf("killed at operation %d: the dataset is neither the old nor the new one", at)
			}
			if left := beside(t, dir); len(left) > 0 {
				t.Errorf("killed at operation %d: left behind %v", at, left)
			}
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func TestFoldersOfDeadRunsAreRemoved(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "dataset")
	parent := filepath.Dir(dir)
	for _, name := range []string{".dataset-1-1.tmp", ".dataset-99999-2.tmp", ".other-1-1.tmp", ".dataset-notes"} {
		if err := os.MkdirAll(filepath.Join(parent, name, "x"), 0o777); err != nil {
			t.Fatal(err)
		}
	}
	unlock, err := fsx.OS{}.Lock(filepath.Join(parent, ".dataset-99999-2.tmp"))
	if err != nil {
		t.Skip("folders cannot be locked here")
	}
	defer unlock()
	s, err := open(fsx.OS{}, dir, sinks.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if diff := cmp.Diff([]string{".dataset-99999-2.tmp", ".dataset-notes", ".other-1-1.tmp"}, beside(t, dir)); diff != "" {
		t.Errorf("the folder of a living run and those of others stay (-want +got):\n%s", diff)
	}
}

func TestOtherFoldersAreNotReplaced(t *testing.T) {
	for name, put := range map[string]func(dir string) error{
		"FolderOfOthers": func(dir string) error {
			return errors.Join(os.Mkdir(dir, 0o777), os.WriteFile(filepath.Join(dir, "thesis.txt"), nil, 0o666))
		},
		"File": func(dir string) error { return os.WriteFile(dir, nil, 0o666) },
		"Link": func(dir string) error { return os.Symlink(os.TempDir(), dir) },
	} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "dataset")
			if err := put(dir); err != nil {
				t.Fatal(err)
			}
			if s, err := Open(dir, sinks.Options{}); err == nil {
				s.Close()
				t.Error("opened")
			}
		})
	}
	dir := filepath.Join(t.TempDir(), "dataset")
	if err := os.Mkdir(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	if err := publishTo(t.Context(), fsx.OS{}, dir, nil, sinks.Options{}); err != nil {
		t.Errorf("an empty folder is replaced: %v", err)
	}
}

// A file that changes on the disk between writing and reading is noticed.
func TestReadBackIsCompared(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "dataset")
	err := publishTo(t.Context(), spoiler{fsx.OS{}}, dir, sinktest.Results(), sinks.Options{})
	if !errors.Is(err, sinks.ErrIntegrity) {
		t.Errorf("error %v, want ErrIntegrity", err)
	}
	if _, err := os.Stat(dir); !os.IsNotExist(err) {
		t.Errorf("a dataset is there: %v", err)
	}
}

// spoiler turns one bit of facts.parquet on its way to the disk.
type spoiler struct{ fsx.FS }

func (s spoiler) Create(path string) (fsx.File, error) {
	f, err := s.FS.Create(path)
	if filepath.Base(path) == "facts.parquet" {
		f = &spoiled{File: f}
	}
	return f, err
}

type spoiled struct {
	fsx.File
	done bool
}

func (f *spoiled) Write(b []byte) (int, error) {
	if !f.done && len(b) > 0 {
		b = append([]byte(nil), b...)
		b[len(b)/2] ^= 1
		f.done = true
	}
	return f.File.Write(b)
}

// The limit of a file's size stands in for a full disk: the child may write
// 8 KB and must say so, with the old dataset in place.
func TestFileSizeLimit(t *testing.T) {
	if dir := os.Getenv("LIMITED_DATASET"); dir != "" {
		err := publishTo(t.Context(), fsx.OS{}, dir, sinktest.Results(), sinks.Options{})
		if !errors.Is(err, sinks.ErrSpace) {
			t.Errorf("error %v, want ErrSpace", err)
		}
		return
	}
	sh, err := exec.LookPath("sh")
	if err != nil || runtime.GOOS != "linux" {
		t.Skip("needs sh and its ulimit")
	}
	dir := publish(t, sinktest.Results()[:1], sinks.Options{})
	before := sinktest.Tree(t, dir)
	cmd := exec.Command(sh, "-c", `ulimit -f 16 && exec "$0" -test.run '^TestFileSizeLimit$'`, os.Args[0])
	cmd.Env = append(os.Environ(), "LIMITED_DATASET="+dir)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if diff := cmp.Diff(before, sinktest.Tree(t, dir)); diff != "" {
		t.Errorf("the old dataset changed:\n%s", diff)
	}
	if left := beside(t, dir); len(left) > 0 {
		t.Errorf("left behind %v", left)
	}
}
