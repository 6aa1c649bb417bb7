package chunk

import (
	"errors"
	"io"
	"io/fs"
	"os"

	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/failpoint"
)

// System is the operations of the system.
type System struct{}

// MkdirAll makes a folder and those above it.
func (System) MkdirAll(dir string) error {
	if err := failpoint.File("mkdir"); err != nil {
		return err
	}
	return os.MkdirAll(dir, 0o777)
}

// Create makes a file that is not there.
func (System) Create(path string) (io.WriteCloser, error) {
	if err := failpoint.File("create"); err != nil {
		return nil, err
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return nil, err
	}
	return file{f}, nil
}

type file struct{ *os.File }

// Write writes.
func (f file) Write(b []byte) (int, error) {
	if err := failpoint.File("write"); err != nil {
		return 0, err
	}
	return f.File.Write(b)
}

// Close closes the file in any case.
func (f file) Close() error { return errors.Join(failpoint.File("close"), f.File.Close()) }

// Sync makes the content of a file durable.
func (System) Sync(f io.WriteCloser) error {
	if err := failpoint.File("sync"); err != nil {
		return err
	}
	return f.(file).Sync()
}

// Link gives a file a second name where nothing is.
func (System) Link(from, to string) error {
	if err := failpoint.File("link"); err != nil {
		return err
	}
	err := os.Link(from, to)
	if err == nil || errors.Is(err, fs.ErrExist) {
		return err
	}
	// a file system without links: one process writes here, the workspace is locked
	if _, e := os.Lstat(to); e == nil {
		return fs.ErrExist
	}
	if e := os.Rename(from, to); e != nil {
		return err
	}
	return os.WriteFile(from, nil, 0o666) // the caller removes it
}

// Shared is the operations of the system on a folder that others write to: where
// there are no links nothing else keeps the promise of Create.
type Shared struct{ System }

// Link gives a file a second name where nothing is.
func (Shared) Link(from, to string) error {
	if err := failpoint.File("link"); err != nil {
		return err
	}
	return os.Link(from, to)
}

// Remove removes a file.
func (System) Remove(path string) error {
	if err := failpoint.File("remove"); err != nil {
		return err
	}
	return os.Remove(path)
}

// SyncDir makes the names in a folder durable, where the system can.
func (System) SyncDir(dir string) error {
	if err := failpoint.File("sync"); err != nil {
		return err
	}
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := f.Sync(); err != nil && !errors.Is(err, errors.ErrUnsupported) && !errors.Is(err, fs.ErrPermission) && !errors.Is(err, fs.ErrInvalid) {
		return err
	}
	return nil
}
