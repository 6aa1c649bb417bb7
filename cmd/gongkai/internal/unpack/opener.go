package unpack

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"time"

	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/worker"
	"github.com/gongkai-data/gongkai/corpus/archive"
)

// Opener opens archives. It is safe for concurrent use.
type Opener struct {
	Program *worker.Program // of the child, nil for this process
	Jobs    int             // archives at the same time

	Seen func(archive string, n int) // told now and then how many files of one were listed; may be nil, must be safe for concurrent use

	once  sync.Once
	small *worker.Pool // for archives whose bytes are handed over
}

// handed is how large an archive may be whose bytes are handed to a child that
// serves others too; larger ones have a child of their own.
const handed = 16 << 20

// told is after how many files of an archive its listing is told of.
const told = 500

// limits are those of a child that unpacks: a part may take long where much lies in
// front of it, and a large archive as long as it needs.
func limits() worker.Limits {
	return worker.Limits{Slow: 15 * time.Minute, CPU: 12 * time.Hour, Served: 500}
}

// Program is the running program as a child that unpacks, in an empty folder.
func Program(dir string) (worker.Program, error) {
	p, err := worker.Self(dir, limits())
	p.Args = []string{"worker", "unpack"}
	p.Settings = []byte("{}")
	return p, err
}

// Close ends the children.
func (o *Opener) Close() {
	o.once.Do(func() {})
	if o.small != nil {
		o.small.Close()
	}
}

func (o *Opener) pool() *worker.Pool {
	o.once.Do(func() { o.small = worker.Open(*o.Program, max(1, o.Jobs)) })
	return o.small
}

// List lists an archive that begins like one (archive.Maybe). The error is one of
// the system; what is wrong with the archive is in the listing.
func (o *Opener) List(ctx context.Context, f *os.File, size int64) (*Listing, error) {
	l, names := &Listing{}, Names{}
	end, err := o.ask(ctx, f, size, true, question{Name: nameless}, func(p []byte) error {
		if n := len(l.Entries); o.Seen != nil && n > 0 && n%told == 0 {
			o.Seen(filepath.Base(f.Name()), n)
		}
		return l.take(p, names)
	})
	var death *worker.Death
	switch {
	case errors.As(err, &death), errors.Is(err, errAnswer):
		if death == nil {
			death = &worker.Death{Code: worker.Answer}
		}
		l.ended(death)
		return l, nil
	case err != nil:
		return nil, err
	}
	if err := l.finish(end); err != nil {
		l.ended(&worker.Death{Code: worker.Answer})
	}
	return l, nil
}

// ended is the outcome of an archive whose child did not come to its end.
func (l *Listing) ended(d *worker.Death) {
	l.Kind, l.Code, l.Message, l.Passing = "archive", string(d.Code), d.Error(), true
}

// Read hands over the bytes of members, none above the limit, in the order of the
// archive. What cannot be read any more does not come. Where take never waits the
// walk is quick: then a child is not started for it alone.
func (o *Opener) Read(ctx context.Context, f *os.File, size int64, want [][]int, limit int64, quick bool, take func(at []int, b []byte) error) error {
	_, err := o.ask(ctx, f, size, quick, question{Name: nameless, Want: want, Limit: limit}, func(p []byte) error {
		at, b, err := parsePart(p)
		if err != nil {
			return err
		}
		return take(at, b)
	})
	return err
}

// ask puts a question about an archive, to a child where there are any.
func (o *Opener) ask(ctx context.Context, f *os.File, size int64, quick bool, q question, part func([]byte) error) ([]byte, error) {
	q.Size = size
	small := size <= handed && quick
	if o.Program == nil || !small && runtime.GOOS == "windows" { // where no file can be handed over
		var failed error
		b := answer(ctx, f, size, &q, func(p []byte) error {
			failed = part(p)
			return failed
		})
		if failed != nil {
			return nil, failed
		}
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		return b, nil
	}
	if small {
		b := make([]byte, size)
		if _, err := f.ReadAt(b, 0); err != nil && !errors.Is(err, io.EOF) {
			return nil, err
		}
		q.Size = -1
		request, err := q.encode(b)
		if err != nil {
			return nil, err
		}
		return o.pool().Parts(ctx, request, part)
	}
	request, err := q.encode(nil)
	if err != nil {
		return nil, err
	}
	p := *o.Program
	p.Files = []*os.File{f}
	alone := worker.Open(p, 1)
	defer alone.Close()
	return alone.Parts(ctx, request, part)
}

// Path is the recorded path of a member: that of its archive, a mark that no file
// system's path has between two names by itself, and its name.
func Path(archive, name string) string { return archive + "!/" + name }

// Maybe reports whether a file begins like an archive.
func Maybe(r io.ReaderAt) bool {
	var head [1024]byte
	n, _ := r.ReadAt(head[:], 0)
	return archive.Maybe(head[:n])
}
