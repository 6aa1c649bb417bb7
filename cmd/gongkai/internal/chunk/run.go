package chunk

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"sync"
	"time"

	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/failpoint"
	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/record"
)

// Shard is the part of a plan that one process makes.
type Shard struct {
	Store Store
	Plan  *Plan
	Read  func(ctx context.Context, docs []Doc) ([]Made, error) // an error ends the run: what a document does wrong is its outcome
	Jobs  int                                                   // calls of Read at the same time
	Batch Batch                                                 // what Read is handed at once

	Begin func(chunk int, docs []Doc) error      // before the first document of a chunk; may be nil
	End   func(r Receipt, entries []Entry) error // when its receipt is in place; may be nil
	Shown func(b *record.Brief)                  // of every document as it comes; may be nil
	Now   func() time.Time
}

// Batch bounds what is read together: so many documents, or so many bytes. The zero
// value is one document.
type Batch struct {
	Docs  int
	Bytes int64
}

// first is how many documents of a list are a batch.
func (b Batch) first(docs []Doc) int {
	n, size := 1, docs[0].Size
	for n < len(docs) && n < b.Docs && size+docs[n].Size <= b.Bytes {
		size += docs[n].Size
		n++
	}
	return n
}

// open is a chunk in work.
type open struct {
	chunk int
	made  []Made
	left  int
}

// task is a batch of a chunk.
type task struct {
	in   *open
	at   int // of the first
	docs []Doc
}

// Run makes the chunks c with c%n == i that have no receipt. Documents of several
// chunks are in work at the same time, so that no processor waits for the end of one.
func (s *Shard) Run(ctx context.Context, i, n int) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	tasks := make(chan task)
	var mu sync.Mutex // for left, and for Begin, End and Shown
	var wg sync.WaitGroup
	for range max(1, s.Jobs) {
		wg.Go(func() {
			for t := range tasks {
				made, err := s.Read(ctx, t.docs)
				if err != nil {
					cancel(err)
					return
				}
				mu.Lock()
				t.in.left -= copy(t.in.made[t.at:], made)
				last := t.in.left == 0
				for i := range made {
					if s.Shown != nil {
						s.Shown(&made[i].Brief)
					}
				}
				mu.Unlock()
				if last {
					if err := s.finish(ctx, t.in, &mu); err != nil {
						cancel(err)
						return
					}
				}
			}
		})
	}
	err := s.feed(ctx, tasks, &mu, i, n)
	close(tasks)
	wg.Wait()
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return err
}

// feed hands the documents out in order.
func (s *Shard) feed(ctx context.Context, tasks chan<- task, mu *sync.Mutex, i, n int) error {
	for c := i; c < s.Plan.Chunks(); c += n {
		done, err := exists(ctx, s.Store, s.Plan.receiptKey(c))
		if err != nil {
			return err
		}
		if done {
			continue
		}
		docs := s.Plan.Of(c)
		if s.Begin != nil {
			mu.Lock()
			err := s.Begin(c, docs)
			mu.Unlock()
			if err != nil {
				return err
			}
		}
		o := &open{chunk: c, made: make([]Made, len(docs)), left: len(docs)}
		for at := 0; at < len(docs); {
			n := s.Batch.first(docs[at:])
			select {
			case tasks <- task{o, at, docs[at : at+n]}:
			case <-ctx.Done():
				return context.Cause(ctx)
			}
			at += n
		}
	}
	return nil
}

// finish puts the chunk in place, then its receipt. Where another process was
// first its bytes stand: they differ only where a document's outcome does, as
// when a limit of time was passed.
func (s *Shard) finish(ctx context.Context, o *open, mu *sync.Mutex) error {
	b, entries, err := encode(o.made)
	if err != nil {
		return err
	}
	o.made = nil
	key := s.Plan.chunkKey(o.chunk)
	won, err := s.Store.Create(ctx, key, b)
	if err != nil {
		return err
	}
	if !won {
		if b, err = s.Store.ReadAt(ctx, key, 0, -1); err != nil {
			return err
		}
		if entries, err = readIndex(ctx, s.Store, key, int64(len(b))); err != nil {
			return err
		}
		if err := verifyBlobs(key, b, entries); err != nil {
			return err
		}
	}
	if err := failpoint.Hit(failpoint.ChunkLinked); err != nil {
		return err
	}
	r := receiptOf(s.Plan, o.chunk, b, entries, s.Now().UTC().Format(time.RFC3339))
	text, err := json.MarshalIndent(r, "", " ")
	if err != nil {
		return err
	}
	if _, err := s.Store.Create(ctx, s.Plan.receiptKey(o.chunk), append(text, '\n')); err != nil {
		return err
	}
	if err := failpoint.Hit(failpoint.ReceiptLinked); err != nil {
		return err
	}
	if s.End == nil {
		return nil
	}
	mu.Lock()
	defer mu.Unlock()
	return s.End(r, entries)
}

// verifyBlobs holds every record of a chunk against its sum.
func verifyBlobs(key string, b []byte, entries []Entry) error {
	for i := range entries {
		e := &entries[i]
		sum := sha256.Sum256(b[e.Offset : e.Offset+e.Length])
		if [16]byte(sum[:16]) != e.Sum {
			return fmt.Errorf("%s: %w: record of %.12s has another digest", key, ErrChunk, e.Digest)
		}
	}
	return nil
}
