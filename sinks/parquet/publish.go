package parquet

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/gongkai-data/gongkai/sinks"
	"github.com/gongkai-data/gongkai/sinks/internal/fsx"
)

// publisher owns the folder beside the dataset in which the next one grows, and
// the switch.
//
// On Linux the switch is one renameat2(2): whoever opens the dataset finds the
// old or the new one. Elsewhere, and on file systems without it, the old one
// moves aside and the new one moves in; a run that is killed between the two
// leaves the old one aside, and the next run (prepare) brings it back.
type publisher struct {
	fs     fsx.FS
	dir    string // where the dataset is published
	temp   string // "" unless a folder is to be removed
	unlock func()
	files  []written
}

// written is one finished file of the folder.
type written struct {
	name   string
	size   int64
	sha256 string
}

const (
	tempSuffix  = ".tmp" // .dataset-<pid>-<n>.tmp: being written, or replaced and about to go
	asideSuffix = ".old" // .dataset-<pid>.old: the previous dataset during a switch in two steps
)

func (p *publisher) parent() string { return filepath.Dir(p.dir) }

func (p *publisher) prefix() string { return "." + filepath.Base(p.dir) + "-" }

// prepare makes the parent, brings back a dataset that a killed switch left
// aside and removes the folders of dead runs.
func (p *publisher) prepare() error {
	if err := p.fs.MkdirAll(p.parent()); err != nil {
		return classify(err)
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
	for n := 1; ; n++ {
		temp := filepath.Join(p.parent(), fmt.Sprintf("%s%d-%d%s", p.prefix(), os.Getpid(), n, tempSuffix))
		err := p.fs.Mkdir(temp)
		if errors.Is(err, fs.ErrExist) && n < 1000 {
			continue
		}
		if err != nil {
			return classify(err)
		}
		p.temp = temp
		break
	}
	unlock, err := p.fs.Lock(p.temp)
	if err != nil && !errors.Is(err, errors.ErrUnsupported) {
		return err
	}
	p.unlock = unlock
	return nil
}

// output is one file of the folder while it is written.
type output struct {
	p    *publisher
	name string
	f    fsx.File
	buf  *bufio.Writer
	sum  hash.Hash
	size int64
}

func (p *publisher) create(name string) (*output, error) {
	f, err := p.fs.Create(filepath.Join(p.temp, name))
	if err != nil {
		return nil, classify(err)
	}
	return &output{p: p, name: name, f: f, buf: bufio.NewWriterSize(f, 1<<18), sum: sha256.New()}, nil
}

// Write hashes and buffers b.
func (o *output) Write(b []byte) (int, error) {
	o.sum.Write(b)
	o.size += int64(len(b))
	n, err := o.buf.Write(b)
	return n, classify(err)
}

// soFar returns the hash of what was written up to now.
func (o *output) soFar() []byte { return o.sum.Sum(nil) }

// finish makes the file durable.
func (o *output) finish() error {
	err := o.buf.Flush()
	if err == nil {
		err = o.f.Sync()
	}
	if e := o.f.Close(); err == nil {
		err = e
	}
	o.f = nil
	if err != nil {
		return classify(fmt.Errorf("%s: %w", o.name, err))
	}
	o.p.files = append(o.p.files, written{o.name, o.size, hex.EncodeToString(o.sum.Sum(nil))})
	return nil
}

// abandon closes the file of a failed run.
func (o *output) abandon() {
	if o.f != nil {
		o.f.Close()
		o.f = nil
	}
}

// put writes a small file in one go.
func (p *publisher) put(name string, b []byte) error {
	o, err := p.create(name)
	if err != nil {
		return err
	}
	defer o.abandon()
	if _, err := o.Write(b); err != nil {
		return err
	}
	return o.finish()
}

// verify reads every file again and compares size and hash.
func (p *publisher) verify() error {
	for _, w := range p.files {
		r, err := p.fs.Open(filepath.Join(p.temp, w.name))
		if err != nil {
			return classify(err)
		}
		sum := sha256.New()
		_, err = io.Copy(sum, io.NewSectionReader(r, 0, r.Size()))
		size := r.Size()
		r.Close()
		if err != nil {
			return err
		}
		if got := hex.EncodeToString(sum.Sum(nil)); got != w.sha256 || size != w.size {
			return fmt.Errorf("%s: read back %d bytes %.12s, written %d bytes %.12s: %w", w.name, size, got, w.size, w.sha256, sinks.ErrIntegrity)
		}
	}
	return nil
}

// publish makes the folder the dataset.
func (p *publisher) publish() error {
	if err := p.open(); err != nil {
		return classify(err)
	}
	there, err := p.published()
	if err != nil {
		return err
	}
	if !there {
		return p.moveIn()
	}
	err = p.fs.Exchange(p.temp, p.dir)
	if errors.Is(err, errors.ErrUnsupported) {
		return p.replace()
	}
	if err != nil {
		return classify(err)
	}
	if err := p.fs.SyncDir(p.parent()); err != nil {
		return errors.Join(classify(err), p.fs.Exchange(p.temp, p.dir))
	}
	p.cleared(p.fs.RemoveAll(p.temp)) // temp is the previous dataset now
	return nil
}

// open gives the private folder the permissions of the folder that it goes to.
func (p *publisher) open() error {
	st, err := p.fs.Lstat(p.parent())
	if err != nil {
		return err
	}
	if err := p.fs.Chmod(p.temp, st.Mode().Perm()|0o700); err != nil {
		return err
	}
	return p.fs.SyncDir(p.temp)
}

// moveIn is the switch where there was no dataset.
func (p *publisher) moveIn() error {
	if err := p.fs.Rename(p.temp, p.dir); err != nil {
		return classify(err)
	}
	if err := p.fs.SyncDir(p.parent()); err != nil {
		return errors.Join(classify(err), p.fs.Rename(p.dir, p.temp))
	}
	p.cleared(nil)
	return nil
}

// replace is the switch in two steps.
func (p *publisher) replace() error {
	aside := filepath.Join(p.parent(), fmt.Sprintf("%s%d%s", p.prefix(), os.Getpid(), asideSuffix))
	if err := p.fs.Rename(p.dir, aside); err != nil {
		return classify(err)
	}
	if err := p.moveIn(); err != nil {
		return errors.Join(err, p.fs.Rename(aside, p.dir))
	}
	p.temp = aside
	p.cleared(p.fs.RemoveAll(aside))
	return nil
}

// cleared notes that nothing is left to remove, unless removing failed: the
// dataset is published all the same, and Close or the next run tries again.
func (p *publisher) cleared(err error) {
	if err == nil {
		p.temp = ""
	}
	p.release()
}

func (p *publisher) release() {
	if p.unlock != nil {
		p.unlock()
		p.unlock = nil
	}
}

// discard removes the folder of a run that published nothing.
func (p *publisher) discard() error {
	defer p.release()
	if p.temp == "" {
		return nil
	}
	if err := p.fs.RemoveAll(p.temp); err != nil {
		return err
	}
	p.temp = ""
	return nil
}

// classify marks the errors of a full disk, quota or file size limit.
func classify(err error) error {
	for _, full := range []error{syscall.ENOSPC, syscall.EDQUOT, syscall.EFBIG} {
		if errors.Is(err, full) && !errors.Is(err, sinks.ErrSpace) {
			return fmt.Errorf("%w: %w", sinks.ErrSpace, err)
		}
	}
	return err
}
