//go:build !unix

package pipeline

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// ErrLocked says that another run holds the workspace.
var ErrLocked = errors.New("locked by another run")

// Lock takes the workspace for this run by making a file that must not exist;
// after a crash it has to be removed by hand.
func Lock(workspace string) (unlock func(), err error) {
	name := filepath.Join(workspace, ".lock")
	f, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return nil, ErrLocked
	}
	if err != nil {
		return nil, err
	}
	return func() { f.Close(); os.Remove(name) }, nil
}

// IsFull reports that an error means a full disk; it cannot be told here.
func IsFull(error) bool { return false }
