package stage

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/gongkai-data/gongkai/sinks"
	"github.com/gongkai-data/gongkai/sinks/internal/fsx"
	"github.com/gongkai-data/gongkai/sinks/internal/fsxtest"
)

func put(t *testing.T, fs fsx.FS, out, text string) error {
	t.Helper()
	s, err := Begin(fs, out, true, true)
	if err != nil {
		return err
	}
	defer s.Close()
	if err := errors.Join(s.Put("a.csv", []byte(text)), s.Put(Mark, []byte("{}"))); err != nil {
		return err
	}
	return s.CommitFolder()
}

// Where folders cannot be exchanged, a failure at any operation leaves the old
// folder or the new one, whole.
func TestReplaceWithoutExchange(t *testing.T) {
	count := &fsxtest.Faulty{FS: fsx.OS{}, NoExchange: true}
	for at := 0; at == 0 || at <= count.N; at++ {
		parent := t.TempDir()
		out := filepath.Join(parent, "out")
		if err := put(t, fsx.OS{}, out, "old"); err != nil {
			t.Fatal(err)
		}
		faulty := count
		if at > 0 {
			faulty = &fsxtest.Faulty{FS: fsx.OS{}, NoExchange: true, At: at, Err: os.ErrPermission}
		}
		err := put(t, faulty, out, "new")
		if (err != nil) != (at > 0) {
			t.Errorf("operation %d: error %v", at, err)
		}
		b, _ := os.ReadFile(filepath.Join(out, "a.csv"))
		_, marked := os.Stat(filepath.Join(out, Mark))
		if s := string(b); s != "old" && s != "new" || marked != nil || err == nil && s != "new" {
			t.Errorf("operation %d (%v): %q is there", at, err, s)
		}
	}
	if count.N < 12 {
		t.Errorf("only %d operations", count.N)
	}
}

// What a killed run left goes; what a living one holds stays.
func TestSweep(t *testing.T) {
	parent := t.TempDir()
	out := filepath.Join(parent, "out")
	dead, other := filepath.Join(parent, ".out-99-1.tmp"), filepath.Join(parent, ".another-99-1.tmp")
	if err := errors.Join(os.Mkdir(dead, 0o700), os.WriteFile(filepath.Join(dead, "x"), nil, 0o600), os.Mkdir(other, 0o700)); err != nil {
		t.Fatal(err)
	}
	living, err := Begin(fsx.OS{}, out, true, false)
	if err != nil {
		t.Fatal(err)
	}
	if err := put(t, fsx.OS{}, out, "new"); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]bool{dead: false, other: true, living.Path: true} {
		if _, err := os.Stat(path); (err == nil) != want {
			t.Errorf("%s: there %v, want %v", path, err == nil, want)
		}
	}
	if err := errors.Join(living.Close(), living.Close()); err != nil {
		t.Error(err)
	}
}

// A published dataset is no export, though it has a descriptor.
func TestADatasetIsNotReplaced(t *testing.T) {
	out := filepath.Join(t.TempDir(), "dataset")
	if err := errors.Join(os.Mkdir(out, 0o755), os.WriteFile(filepath.Join(out, Mark), nil, 0o644), os.WriteFile(filepath.Join(out, "facts.parquet"), nil, 0o644)); err != nil {
		t.Fatal(err)
	}
	if err := put(t, fsx.OS{}, out, "new"); !errors.Is(err, sinks.ErrExists) {
		t.Errorf("error %v", err)
	}
}
