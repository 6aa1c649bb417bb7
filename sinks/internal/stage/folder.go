package stage

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"github.com/gongkai-data/gongkai/sinks"
	"github.com/gongkai-data/gongkai/sinks/internal/fsx"
)

// Folder is the private folder in which a run writes its files. The run holds
// it, so that others can tell it from the folder of a dead run.
type Folder struct {
	FS     fsx.FS
	Path   string // "" once nothing is to be removed
	unlock func()
	files  []Written
}

// Written is one finished file.
type Written struct {
	Name   string
	Size   int64
	SHA256 string
}

// MakeFolder makes parent/<prefix><pid>-<n>.tmp and holds it.
func MakeFolder(fsys fsx.FS, parent, prefix string) (*Folder, error) {
	d := &Folder{FS: fsys}
	for n := 1; ; n++ {
		dir := filepath.Join(parent, fmt.Sprintf("%s%d-%d%s", prefix, os.Getpid(), n, Suffix))
		err := fsys.Mkdir(dir)
		if errors.Is(err, fs.ErrExist) && n < 1000 {
			continue
		}
		if err != nil {
			return nil, Classify(err)
		}
		d.Path = dir
		break
	}
	unlock, err := fsys.Lock(d.Path)
	if err != nil && !errors.Is(err, errors.ErrUnsupported) {
		return nil, errors.Join(err, d.Close())
	}
	d.unlock = unlock
	return d, nil
}

// Files are the files finished by now, in the order of finishing.
func (d *Folder) Files() []Written { return d.files }

// Release lets go of the folder; it does nothing the second time.
func (d *Folder) Release() {
	if d.unlock != nil {
		d.unlock()
		d.unlock = nil
	}
}

// Close removes the folder. It is safe twice and after a commit.
func (d *Folder) Close() error {
	defer d.Release()
	if d.Path == "" {
		return nil
	}
	if err := d.FS.RemoveAll(d.Path); err != nil {
		return err
	}
	d.Path = ""
	return nil
}

// File is one file of the folder while it is written.
type File struct {
	d    *Folder
	name string
	f    fsx.File
	buf  *bufio.Writer
	sum  hash.Hash
	size int64
}

// Create makes a file of the folder.
func (d *Folder) Create(name string) (*File, error) {
	f, err := d.FS.Create(filepath.Join(d.Path, name))
	if err != nil {
		return nil, Classify(err)
	}
	return &File{d: d, name: name, f: f, buf: bufio.NewWriterSize(f, 1<<18), sum: sha256.New()}, nil
}

// Write hashes and buffers b.
func (f *File) Write(b []byte) (int, error) {
	f.sum.Write(b)
	f.size += int64(len(b))
	n, err := f.buf.Write(b)
	return n, Classify(err)
}

// SoFar returns the hash of what was written up to now.
func (f *File) SoFar() []byte { return f.sum.Sum(nil) }

// Finish makes the file durable.
func (f *File) Finish() error {
	err := f.buf.Flush()
	if err == nil {
		err = f.f.Sync()
	}
	if e := f.f.Close(); err == nil {
		err = e
	}
	f.f = nil
	if err != nil {
		return Classify(fmt.Errorf("%s: %w", f.name, err))
	}
	f.d.files = append(f.d.files, Written{f.name, f.size, hex.EncodeToString(f.SoFar())})
	return nil
}

// Abandon closes a file that is not finished; it does nothing after Finish.
func (f *File) Abandon() {
	if f.f != nil {
		f.f.Close()
		f.f = nil
	}
}

// Put writes a small file in one go.
func (d *Folder) Put(name string, b []byte) error {
	f, err := d.Create(name)
	if err != nil {
		return err
	}
	defer f.Abandon()
	if _, err := f.Write(b); err != nil {
		return err
	}
	return f.Finish()
}

// Classify marks the errors of a full disk, quota or file size limit.
func Classify(err error) error {
	for _, full := range []error{syscall.ENOSPC, syscall.EDQUOT, syscall.EFBIG} {
		if errors.Is(err, full) && !errors.Is(err, sinks.ErrSpace) {
			return fmt.Errorf("%w: %w", sinks.ErrSpace, err)
		}
	}
	return err
}
