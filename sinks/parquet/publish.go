package parquet

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/gongkai-data/gongkai/sinks"
	"github.com/gongkai-data/gongkai/sinks/internal/fsx"
	"github.com/gongkai-data/gongkai/sinks/internal/stage"
)

// publisher owns the folder beside the dataset in which the next one grows, and
// the switch.
//
// On Linux the switch is one renameat2(2): whoever opens the dataset finds the
// old or the new one. Elsewhere, and on file systems without it, the old one
// moves aside and the new one moves in; a run that is killed between the two
// leaves the old one aside, and the next run (prepare) brings it back.
type publisher struct {
	fs   fsx.FS
	dir  string        // where the dataset is published
	temp *stage.Folder // nil before begin
}

const (
	tempSuffix  = stage.Suffix // .dataset-<pid>-<n>.tmp: being written, or replaced and about to go
	asideSuffix = ".old"       // .dataset-<pid>.old: the previous dataset during a switch in two steps
)

func (p *publisher) parent() string { return filepath.Dir(p.dir) }

func (p *publisher) prefix() string { return "." + filepath.Base(p.dir) + "-" }

// prepare makes the parent, brings back a dataset that a killed switch left
// aside and removes the folders of dead runs.
func (p *publisher) prepare() error {
	if err := p.fs.MkdirAll(p.parent()); err != nil {
		return stage.Classify(err)
	}
	there, err := p.published()
	if err != nil {
		return err
	}
	names, err := p.fs.Names(p.parent())
	if err != nil {
		return err
	}
	for _, name := range names {
		path := filepath.Join(p.parent(), name)
		if !strings.HasPrefix(name, p.prefix()) || !strings.HasSuffix(name, tempSuffix) && !strings.HasSuffix(name, asideSuffix) {
			continue
		}
		unlock, err := p.fs.Lock(path)
		if err != nil {
			continue // of a living run, or the system cannot tell: better left than lost
		}
		if strings.HasSuffix(name, asideSuffix) && !there {
			err = p.fs.Rename(path, p.dir)
			there = err == nil
		} else {
			err = p.fs.RemoveAll(path)
		}
		unlock()
		if err != nil {
			return err
		}
	}
	return nil
}

// published reports whether a dataset is at dir. What is there and is no
// dataset is never replaced.
func (p *publisher) published() (bool, error) {
	st, err := p.fs.Lstat(p.dir)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	if !st.IsDir() {
		return false, fmt.Errorf("%s: not a folder, and not replaced", p.dir)
	}
	names, err := p.fs.Names(p.dir)
	if err != nil || len(names) == 0 {
		return true, err
	}
	if _, err := p.fs.Lstat(filepath.Join(p.dir, packageName)); err != nil {
		return false, fmt.Errorf("%s: a folder without %s is no dataset, and not replaced", p.dir, packageName)
	}
	return true, nil
}

// begin makes the folder that the dataset grows in, and holds it.
func (p *publisher) begin() error {
	d, err := stage.MakeFolder(p.fs, p.parent(), p.prefix())
	if err != nil {
		return err
	}
	p.temp = d
	return nil
}

// verify reads every file again and compares size and hash.
func (p *publisher) verify() error {
	for _, w := range p.temp.Files() {
		r, err := p.fs.Open(filepath.Join(p.temp.Path, w.Name))
		if err != nil {
			return stage.Classify(err)
		}
		sum := sha256.New()
		_, err = io.Copy(sum, io.NewSectionReader(r, 0, r.Size()))
		size := r.Size()
		r.Close()
		if err != nil {
			return err
		}
		if got := hex.EncodeToString(sum.Sum(nil)); got != w.SHA256 || size != w.Size {
			return fmt.Errorf("%s: read back %d bytes %.12s, written %d bytes %.12s: %w", w.Name, size, got, w.Size, w.SHA256, sinks.ErrIntegrity)
		}
	}
	return nil
}

// publish makes the folder the dataset.
func (p *publisher) publish() error {
	if err := p.open(); err != nil {
		return stage.Classify(err)
	}
	there, err := p.published()
	if err != nil {
		return err
	}
	if !there {
		return p.moveIn()
	}
	err = p.fs.Exchange(p.temp.Path, p.dir)
	if errors.Is(err, errors.ErrUnsupported) {
		return p.replace()
	}
	if err != nil {
		return stage.Classify(err)
	}
	if err := p.fs.SyncDir(p.parent()); err != nil {
		return errors.Join(stage.Classify(err), p.fs.Exchange(p.temp.Path, p.dir))
	}
	p.cleared(p.fs.RemoveAll(p.temp.Path)) // temp is the previous dataset now
	return nil
}

// open gives the private folder the permissions of the folder that it goes to.
func (p *publisher) open() error {
	st, err := p.fs.Lstat(p.parent())
	if err != nil {
		return err
	}
	if err := p.fs.Chmod(p.temp.Path, st.Mode().Perm()|0o700); err != nil {
		return err
	}
	return p.fs.SyncDir(p.temp.Path)
}

// moveIn is the switch where there was no dataset.
func (p *publisher) moveIn() error {
	if err := p.fs.Rename(p.temp.Path, p.dir); err != nil {
		return stage.Classify(err)
	}
	if err := p.fs.SyncDir(p.parent()); err != nil {
		return errors.Join(stage.Classify(err), p.fs.Rename(p.dir, p.temp.Path))
	}
	p.cleared(nil)
	return nil
}

// replace is the switch in two steps.
func (p *publisher) replace() error {
	aside := filepath.Join(p.parent(), fmt.Sprintf("%s%d%s", p.prefix(), os.Getpid(), asideSuffix))
	if err := p.fs.Rename(p.dir, aside); err != nil {
		return stage.Classify(err)
	}
	if err := p.moveIn(); err != nil {
		return errors.Join(err, p.fs.Rename(aside, p.dir))
	}
	p.temp.Path = aside
	p.cleared(p.fs.RemoveAll(aside))
	return nil
}

// cleared notes that nothing is left to remove, unless removing failed: the
// dataset is published all the same, and Close or the next run tries again.
func (p *publisher) cleared(err error) {
	if err == nil {
		p.temp.Path = ""
	}
	p.temp.Release()
}

// discard removes the folder of a run that published nothing.
func (p *publisher) discard() error {
	if p.temp == nil {
		return nil
	}
	return p.temp.Close()
}
