package chunk

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/record"
	"github.com/gongkai-data/gongkai/sinks"
	"github.com/gongkai-data/gongkai/sinks/sinktest"
)

func docs(n int) []Doc {
	d := make([]Doc, n)
	for i := range d {
		d[i] = Doc{Digest: sha256.Sum256(fmt.Append(nil, i)), Size: int64(i)}
	}
	return d
}

// read makes a record that depends on the document alone.
// each reads documents one after the other.
func each(read func(Doc) (Made, error)) func(context.Context, []Doc) ([]Made, error) {
	return func(_ context.Context, docs []Doc) (made []Made, err error) {
		for _, d := range docs {
			m, err := read(d)
			if err != nil {
				return nil, err
			}
			made = append(made, m)
		}
		return made, nil
	}
}

func read(d Doc) (Made, error) {
	e, err := record.NewEncoder()
	if err != nil {
		return Made{}, err
	}
	r := &record.Record{Brief: record.Brief{Digest: d.Digest, Size: d.Size, Outcome: sinks.Failed, Code: "x", Message: d.Digest.String()}}
	b, err := e.Encode(r)
	return Made{r.Brief, b}, err
}

func shard(s Store, p *Plan) *Shard {
	return &Shard{Store: s, Plan: p, Read: each(read), Jobs: 3, Batch: Batch{Docs: 3, Bytes: 100}, Now: func() time.Time { return time.Unix(0, 0) }}
}

func TestShardsGiveTheSameBytes(t *testing.T) {
	p := NewPlan("e1", 7, docs(50))
	one, many := Dir{Root: t.TempDir()}, Dir{Root: t.TempDir()}
	if err := errors.Join(p.Freeze(t.Context(), one), shard(one, p).Run(t.Context(), 0, 1)); err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for _, i := range []int{0, 1, 2, 2, 1} { // two of three come twice
		wg.Go(func() {
			if err := errors.Join(p.Freeze(t.Context(), many), shard(many, p).Run(t.Context(), i, 3)); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if diff := cmp.Diff(sinktest.Tree(t, one.Root), sinktest.Tree(t, many.Root)); diff != "" {
		t.Errorf("(-one +many):\n%s", diff)
	}
	for _, s := range []Dir{one, many} {
		if missing, err := p.Missing(t.Context(), s); len(missing) > 0 || err != nil {
			t.Errorf("without receipt: %v, %v", missing, err)
		}
		r, err := Load(t.Context(), s, "e1", "")
		if err != nil || len(r.Places) != 50 || len(r.Broken) > 0 {
			t.Fatalf("%d places, %v, %v", len(r.Places), r.Broken, err)
		}
		for d, place := range r.Places {
			b, err := r.Blob(t.Context(), &place)
			if err != nil || place.Message != d.String() {
				t.Fatalf("%v: %q %v", d, place.Message, err)
			}
			dec, err := record.NewDecoder()
			if err != nil {
				t.Fatal(err)
			}
			if rec, err := dec.Decode(b); err != nil || rec.Digest != d {
				t.Fatal(err)
			}
		}
	}
}

func TestPlan(t *testing.T) {
	s := Dir{Root: t.TempDir()}
	d := docs(9)
	p := NewPlan("e1", 4, append(append([]Doc{}, d[5:]...), d...))
	if q := NewPlan("e1", 4, d); q.ID != p.ID || len(p.Docs) != 9 || p.Chunks() != 3 || len(p.Of(2)) != 1 {
		t.Errorf("%s %s, %d documents, %d chunks", p.ID, q.ID, len(p.Docs), p.Chunks())
	}
	for _, other := range []*Plan{NewPlan("e2", 4, d), NewPlan("e1", 5, d), NewPlan("e1", 4, d[1:])} {
		if other.ID == p.ID {
			t.Error("another plan has the same name")
		}
	}
	if err := p.Freeze(t.Context(), s); err != nil {
		t.Fatal(err)
	}
	q, err := Thaw(t.Context(), s, "e1", p.ID)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(p, q); diff != "" {
		t.Errorf("(-frozen +thawed):\n%s", diff)
	}
	name := filepath.Join(s.Root, "e1", p.ID, planName)
	other := NewPlan("e1", 4, d[1:])
	if err := other.Freeze(t.Context(), s); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(filepath.Join(s.Root, "e1", other.ID, planName))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, b, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Thaw(t.Context(), s, "e1", p.ID); !errors.Is(err, ErrPlan) {
		t.Errorf("another plan under the name: %v", err)
	}
}

// TestDamage changes what lies on the disk; it is told, and made anew once discarded.
func TestDamage(t *testing.T) {
	p := NewPlan("e1", 5, docs(20))
	s := Dir{Root: t.TempDir()}
	if err := shard(s, p).Run(t.Context(), 0, 1); err != nil {
		t.Fatal(err)
	}
	before := sinktest.Tree(t, s.Root)
	for name, damage := range map[string]func(b []byte) []byte{
		"cut": func(b []byte) []byte { return b[:len(b)/2] }, "empty": func([]byte) []byte { return nil },
		"index": func(b []byte) []byte { b[len(b)-30] ^= 1; return b }, "record": func(b []byte) []byte { b[20] ^= 1; return b },
	} {
		file := filepath.Join(s.Root, filepath.FromSlash(p.chunkKey(2)))
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, damage(b), 0o644); err != nil {
			t.Fatal(err)
		}
		if _, _, wrong, err := Verify(t.Context(), s, "e1"); err != nil || len(wrong) != 1 || !strings.Contains(wrong[0], "000002") {
			t.Errorf("%s: %v %v", name, wrong, err)
		}
		if err := errors.Join(s.Discard(p.receiptKey(2)), shard(s, p).Run(t.Context(), 0, 1)); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(before, sinktest.Tree(t, s.Root)); diff != "" {
			t.Errorf("%s, made anew (-before +after):\n%s", name, diff)
		}
	}
}

// faulty fails the operation number at.
type faulty struct {
	System
	mu    sync.Mutex
	n, at int
}

var errFault = errors.New("fault")

func (f *faulty) next() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.n++; f.n == f.at {
		return errFault
	}
	return nil
}

func (f *faulty) MkdirAll(dir string) error {
	if err := f.next(); err != nil {
		return err
	}
	return f.System.MkdirAll(dir)
}

func (f *faulty) Create(path string) (io.WriteCloser, error) {
	if err := f.next(); err != nil {
		return nil, err
	}
	w, err := f.System.Create(path)
	return &faultyFile{w, f}, err
}

func (f *faulty) Sync(io.WriteCloser) error { return f.next() }

func (f *faulty) Link(from, to string) error {
	if err := f.next(); err != nil {
		return err
	}
	return f.System.Link(from, to)
}

func (f *faulty) SyncDir(string) error { return f.next() }

type faultyFile struct {
	io.WriteCloser
	f *faulty
}

func (w *faultyFile) Write(b []byte) (int, error) {
	if err := w.f.next(); err != nil {
		n, _ := w.WriteCloser.Write(b[:len(b)/2])
		return n, err
	}
	return w.WriteCloser.Write(b)
}

func (w *faultyFile) Close() error {
	if err := w.f.next(); err != nil {
		w.WriteCloser.Close()
		return err
	}
	return w.WriteCloser.Close()
}

// TestEachOperationFails fails every operation of a run, one run each: the next
// run heals, and its bytes are those of a run that nothing happened to.
func TestEachOperationFails(t *testing.T) {
	p := NewPlan("e1", 7, docs(20))
	want := Dir{Root: t.TempDir()}
	if err := errors.Join(p.Freeze(t.Context(), want), shard(want, p).Run(t.Context(), 0, 1)); err != nil {
		t.Fatal(err)
	}
	failed := 0
	for at := 1; ; at++ {
		f := &faulty{at: at}
		s := Dir{Root: filepath.Join(t.TempDir(), "results"), Files: f}
		err := p.Freeze(t.Context(), s)
		if err == nil {
			err = shard(s, p).Run(t.Context(), 0, 1)
		}
		if f.n < at {
			break
		}
		failed++
		if !errors.Is(err, errFault) {
			t.Fatalf("operation %d: %v", at, err)
		}
		s.Files = nil
		if err := s.Sweep(); err != nil && !errors.Is(err, fs.ErrNotExist) {
			t.Fatal(err)
		}
		if err := errors.Join(p.Freeze(t.Context(), s), shard(s, p).Run(t.Context(), 0, 1)); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(sinktest.Tree(t, want.Root), sinktest.Tree(t, s.Root)); diff != "" {
			t.Fatalf("operation %d, healed:\n%s", at, diff)
		}
	}
	if failed < 30 {
		t.Errorf("only %d operations", failed)
	}
}

// TestCreateRace wants one winner of many.
func TestCreateRace(t *testing.T) {
	s := Dir{Root: t.TempDir()}
	for k := range 20 {
		var wg sync.WaitGroup
		var mu sync.Mutex
		won := 0
		for i := range 8 {
			wg.Go(func() {
				ok, err := s.Create(t.Context(), fmt.Sprintf("a/%d", k), fmt.Append(nil, i))
				if err != nil {
					t.Error(err)
				}
				mu.Lock()
				defer mu.Unlock()
				if ok {
					won++
				}
			})
		}
		wg.Wait()
		if won != 1 {
			t.Errorf("%d winners", won)
		}
	}
}

// drawn notes under which names files are begun.
type drawn struct {
	System
	names []string
}

func (d *drawn) Create(path string) (io.WriteCloser, error) {
	d.names = append(d.names, filepath.Base(path))
	return d.System.Create(path)
}

// In containers every process has the number 1: nothing that is not complete may be
// called after it, or two machines write into one file.
func TestIncompleteFilesOfManyMachines(t *testing.T) {
	var began [2]drawn
	for n := range began {
		s := Dir{Root: t.TempDir(), Files: &began[n]}
		if won, err := s.Create(t.Context(), "e/p/000000.chunk", []byte("a")); err != nil || !won {
			t.Fatal(won, err)
		}
	}
	if a, b := began[0].names[0], began[1].names[0]; a == b || strings.HasPrefix(a, fmt.Sprintf("%s%d-", TempPrefix, os.Getpid())) {
		t.Errorf("%s and %s", a, b)
	}
}

// TestSetAsideGivesWay: whichever plan comes first by name, a record that says more
// than that a document was set aside counts.
func TestSetAsideGivesWay(t *testing.T) {
	d := docs(8)
	s := Dir{Root: t.TempDir()}
	aside := func(d Doc) (Made, error) {
		e, err := record.NewEncoder()
		if err != nil {
			return Made{}, err
		}
		r := &record.Record{Brief: record.Brief{Digest: d.Digest, Size: d.Size, Outcome: sinks.Failed, Code: "worker-time"}}
		b, err := e.Encode(r)
		return Made{r.Brief, b}, err
	}
	for i := range d { // so that the name of either plan is first for some
		before, after := NewPlan("e1", 5, d[i:i+1]), NewTry("e1", 5, d[i:i+1], 1)
		if before.ID == after.ID {
			t.Fatal("one name for two tries")
		}
		first := shard(s, before)
		first.Read = each(aside)
		if err := errors.Join(before.Freeze(t.Context(), s), first.Run(t.Context(), 0, 1), after.Freeze(t.Context(), s), shard(s, after).Run(t.Context(), 0, 1)); err != nil {
			t.Fatal(err)
		}
		if p, err := Thaw(t.Context(), s, "e1", after.ID); err != nil || p.Try != 1 {
			t.Errorf("%+v, %v", p, err)
		}
	}
	r, err := Load(t.Context(), s, "e1", "")
	if err != nil || len(r.Places) != len(d) {
		t.Fatal(len(r.Places), err)
	}
	for _, p := range r.Places {
		if p.Code != "x" {
			t.Errorf("%.8s: %s", p.Digest, p.Code)
		}
	}
}
