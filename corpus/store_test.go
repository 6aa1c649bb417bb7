package corpus

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestStore(t *testing.T) {
	s := &Store{Root: t.TempDir()}
	b := []byte("年度报告")
	if _, err := s.Get(DigestOf(b)); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("never put: %v", err)
	}
	for range 2 {
		d, err := s.Put(b)
		if err != nil || d != DigestOf(b) || !s.Has(d) {
			t.Fatalf("%v %v", d, err)
		}
		if got, err := s.Get(d); err != nil || string(got) != string(b) {
			t.Errorf("%q %v", got, err)
		}
	}
	d := DigestOf(b)
	if got, err := ParseDigest(d.String()); err != nil || got != d {
		t.Errorf("%v %v", got, err)
	}
	if _, err := ParseDigest("../../etc/passwd"); err == nil {
		t.Error("a path was taken for a digest")
	}
}

// TestDamage: changed bytes are told, and the right ones heal them.
func TestDamage(t *testing.T) {
	s := &Store{Root: t.TempDir()}
	d, err := s.Put([]byte("abc"))
	if err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{"abd", "ab", ""} {
		if err := os.WriteFile(s.Path(d), []byte(bad), 0o666); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Get(d); !errors.Is(err, ErrDamaged) {
			t.Errorf("%q: %v", bad, err)
		}
		if _, err := s.Put([]byte("abc")); err != nil {
			t.Fatal(err)
		}
		if got, err := s.Get(d); err != nil || string(got) != "abc" {
			t.Errorf("not healed: %q %v", got, err)
		}
	}
}

// failing makes the operation number at fail, and keeps their order.
type failing struct {
	system
	at  int
	did []string
}

var errDisk = errors.New("no space left")

func (f *failing) step(name string) error {
	f.did = append(f.did, name)
	if len(f.did) == f.at {
		return errDisk
	}
	return nil
}

func (f *failing) MkdirAll(dir string) error {
	return errors.Join(f.step("mkdir"), f.system.MkdirAll(dir))
}

func (f *failing) Create(path string) (io.WriteCloser, error) {
	if err := f.step("create"); err != nil {
		return nil, err
	}
	w, err := f.system.Create(path)
	return failingFile{w, f}, err
}

type failingFile struct {
	io.WriteCloser
	f *failing
}

func (w failingFile) Write(b []byte) (int, error) {
	if err := w.f.step("write"); err != nil {
		n, _ := w.WriteCloser.Write(b[:len(b)/2])
		return n, err
	}
	return w.WriteCloser.Write(b)
}

func (w failingFile) Close() error { return errors.Join(w.WriteCloser.Close(), w.f.step("close")) }

func (f *failing) Sync(w io.WriteCloser) error {
	if err := f.step("sync"); err != nil {
		return err
	}
	return f.system.Sync(w.(failingFile).WriteCloser)
}

func (f *failing) Rename(from, to string) error {
	if err := f.step("rename"); err != nil {
		return err
	}
	return f.system.Rename(from, to)
}

func (f *failing) SyncDir(dir string) error {
	return errors.Join(f.step("syncdir"), f.system.SyncDir(dir))
}

// TestFaults makes every operation of a Put fail in turn: the caller is told,
// nothing but whole bytes lies under the digest, nothing incomplete is left, and
// the next Put succeeds.
func TestFaults(t *testing.T) {
	b := []byte(strings.Repeat("公开", 1000))
	for at := 1; ; at++ {
		f := &failing{at: at}
		s := &Store{Root: t.TempDir(), Files: f}
		_, err := s.Put(b)
		if at > len(f.did) {
			if err != nil {
				t.Fatal(err)
			}
			if got := strings.Join(f.did, " "); got != "mkdir syncdir create write sync close rename syncdir" {
				t.Errorf("steps: %s", got)
			}
			break
		}
		if !errors.Is(err, errDisk) {
			t.Errorf("step %d %s: %v", at, f.did[at-1], err)
		}
		if got, err := s.Get(DigestOf(b)); err == nil && string(got) != string(b) || err != nil && !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("after a fault in %s: %v", f.did[at-1], err)
		}
		left, err := filepath.Glob(filepath.Join(s.Root, "*", temporary+"*"))
		if err != nil || len(left) > 0 {
			t.Errorf("after a fault in %s: %v %v", f.did[at-1], left, err)
		}
		if _, err := s.Put(b); err != nil {
			t.Errorf("again after %s: %v", f.did[at-1], err)
		}
	}
}

func TestSweep(t *testing.T) {
	s := &Store{Root: filepath.Join(t.TempDir(), "raw")}
	if err := s.Sweep(); err != nil {
		t.Fatal(err)
	}
	d, err := s.Put([]byte("x"))
	if err != nil {
		t.Fatal(err)
	}
	left := filepath.Join(filepath.Dir(s.Path(d)), temporary+"1-1")
	if err := errors.Join(os.WriteFile(left, nil, 0o666), s.Sweep()); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(left); !errors.Is(err, fs.ErrNotExist) || !s.Has(d) {
		t.Error("what was incomplete stays, or what was whole went")
	}
}
