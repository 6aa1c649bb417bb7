// Package fsx is the few operations on files that a sink publishes with, behind
// an interface, so that tests can make each of them fail.
package fsx

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// ErrLocked is returned by Lock for a folder that a living process holds.
var ErrLocked = errors.New("locked by another process")

// File is a file being written.
type File interface {
	io.Writer
	Sync() error
	Close() error
}

// Reader is a file being checked.
type Reader interface {
	io.ReaderAt
	io.Closer
	Size() int64
}

// FS is the operations. Every path is absolute or relative to the working folder.
type FS interface {
	MkdirAll(path string) error
	// Mkdir makes a folder that nobody else may enter; it fails where one exists.
	Mkdir(path string) error
	Create(path string) (File, error)
	Open(path string) (Reader, error)
	// Lstat does not follow a link. It reports fs.ErrNotExist.
	Lstat(path string) (fs.FileInfo, error)
	Names(path string) ([]string, error)
	Chmod(path string, mode fs.FileMode) error
	Rename(from, to string) error
	// Exchange swaps two folders in one step, or fails with
	// errors.ErrUnsupported where system or file system cannot.
	Exchange(a, b string) error
	SyncDir(path string) error
	RemoveAll(path string) error
	// Lock holds a folder until unlock is called or the process ends, or fails
	// with ErrLocked, or with errors.ErrUnsupported.
	Lock(path string) (unlock func(), err error)
}

// OS is the file system of the machine.
type OS struct{}

// MkdirAll makes a folder and those above it.
func (OS) MkdirAll(path string) error {
	return before("mkdir", func() error { return os.MkdirAll(path, 0o777) })
}

// Mkdir makes a private folder.
func (OS) Mkdir(path string) error {
	return before("mkdir", func() error { return os.Mkdir(path, 0o700) })
}

// Create makes a file; it never opens one that exists.
func (OS) Create(path string) (File, error) {
	var f *os.File
	err := before("create", func() (err error) {
		f, err = os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
		return err
	})
	if err != nil {
		return nil, err
	}
	if hook.Load() != nil {
		return hooked{f}, nil
	}
	return f, nil
}

type reader struct {
	*os.File
	size int64
}

func (r reader) Size() int64 { return r.size }

// Open opens a file for reading.
func (OS) Open(path string) (Reader, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	st, err := f.Stat()
	if err != nil {
		f.Close()
		return nil, err
	}
	return reader{f, st.Size()}, nil
}

// Lstat describes a path without following a link.
func (OS) Lstat(path string) (fs.FileInfo, error) { return os.Lstat(path) }

// Names lists a folder, sorted.
func (OS) Names(path string) ([]string, error) {
	entries, err := os.ReadDir(path)
	names := make([]string, len(entries))
	for i, e := range entries {
		names[i] = e.Name()
	}
	return names, err
}

// Chmod sets the permissions of a path.
func (OS) Chmod(path string, mode fs.FileMode) error {
	return before("chmod", func() error { return os.Chmod(path, mode) })
}

// Rename moves from to a path that does not exist.
func (OS) Rename(from, to string) error {
	return before("rename", func() error { return os.Rename(from, to) })
}

// Exchange swaps two folders.
func (OS) Exchange(a, b string) error {
	return before("rename", func() error { return exchange(a, b) })
}

// SyncDir makes the names in a folder durable.
func (OS) SyncDir(path string) error {
	return before("sync", func() error { return syncDir(path) })
}

// RemoveAll removes a path and everything below it.
func (OS) RemoveAll(path string) error {
	return before("remove", func() error { return os.RemoveAll(path) })
}

// Lock holds a folder.
func (OS) Lock(path string) (func(), error) { return lock(filepath.Clean(path)) }
