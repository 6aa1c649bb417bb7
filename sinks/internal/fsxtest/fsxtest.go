// Package fsxtest makes the operations of package fsx fail, one at a time.
package fsxtest

import (
	"errors"
	"fmt"
	"io/fs"
	"sync"

	"github.com/gongkai-data/gongkai/sinks/internal/fsx"
)

// Faulty counts the operations that can change or check something and fails
// the one with number At, counted from 1. At 0 none fails.
type Faulty struct {
	fsx.FS
	At         int
	Err        error // what the failing operation returns
	NoExchange bool  // the file system cannot swap
	Died       bool  // every later operation fails too, as after a kill

	mu  sync.Mutex // tables are written side by side
	N   int        // operations so far
	Log []string   // their names
}

func (f *Faulty) next(format string, args ...any) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.N++
	f.Log = append(f.Log, fmt.Sprintf(format, args...))
	if f.At > 0 && (f.N == f.At || f.Died && f.N > f.At) {
		return f.Err
	}
	return nil
}

// MkdirAll counts.
func (f *Faulty) MkdirAll(path string) error {
	if err := f.next("mkdirall %s", path); err != nil {
		return err
	}
	return f.FS.MkdirAll(path)
}

// Mkdir counts.
func (f *Faulty) Mkdir(path string) error {
	if err := f.next("mkdir %s", path); err != nil {
		return err
	}
	return f.FS.Mkdir(path)
}

// Create counts, and so does every Write, Sync and Close of the file.
func (f *Faulty) Create(path string) (fsx.File, error) {
	if err := f.next("create %s", path); err != nil {
		return nil, err
	}
	file, err := f.FS.Create(path)
	return &faultyFile{file, f, path}, err
}

// Open counts.
func (f *Faulty) Open(path string) (fsx.Reader, error) {
	if err := f.next("open %s", path); err != nil {
		return nil, err
	}
	return f.FS.Open(path)
}

// Names counts.
func (f *Faulty) Names(path string) ([]string, error) {
	if err := f.next("names %s", path); err != nil {
		return nil, err
	}
	return f.FS.Names(path)
}

// Chmod counts.
func (f *Faulty) Chmod(path string, mode fs.FileMode) error {
	if err := f.next("chmod %s", path); err != nil {
		return err
	}
	return f.FS.Chmod(path, mode)
}

// Rename counts.
func (f *Faulty) Rename(from, to string) error {
	if err := f.next("rename %s %s", from, to); err != nil {
		return err
	}
	return f.FS.Rename(from, to)
}

// Exchange counts.
func (f *Faulty) Exchange(a, b string) error {
	if f.NoExchange {
		return errors.ErrUnsupported
	}
	if err := f.next("exchange %s %s", a, b); err != nil {
		return err
	}
	return f.FS.Exchange(a, b)
}

// SyncDir counts.
func (f *Faulty) SyncDir(path string) error {
	return f.next("syncdir %s", path)
}

// RemoveAll counts.
func (f *Faulty) RemoveAll(path string) error {
	if err := f.next("removeall %s", path); err != nil {
		return err
	}
	return f.FS.RemoveAll(path)
}

type faultyFile struct {
	fsx.File
	f    *Faulty
	path string
}

func (w *faultyFile) Write(b []byte) (int, error) {
	if err := w.f.next("write %s", w.path); err != nil {
		n, _ := w.File.Write(b[:len(b)/2])
		return n, err
	}
	return w.File.Write(b)
}

func (w *faultyFile) Sync() error {
	return w.f.next("sync %s", w.path) // the disk itself is not tested, and slow
}

func (w *faultyFile) Close() error {
	if err := w.f.next("close %s", w.path); err != nil {
		w.File.Close()
		return err
	}
	return w.File.Close()
}
