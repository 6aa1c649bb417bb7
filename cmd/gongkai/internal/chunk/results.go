package chunk

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/record"
)

// Place is what became of a document, and where its record lies.
type Place struct {
	Entry
	Chunk int // in Results.Keys
}

// Broken is a chunk that is not what its receipt says.
type Broken struct {
	Receipt string
	Err     error
}

// Results is everything that an engine has read, by digest.
type Results struct {
	store  Store
	Keys   []string // of the chunks
	Places map[record.Digest]Place
	Broken []Broken // chunks that are not what their receipts say: as if they were not there

	mu   sync.Mutex
	open map[int]*os.File // chunks that were read from, by place in Keys
}

// keptOpen bounds the files that stay open for reading: a process may have 1,024.
const keptOpen = 256

// Close closes the chunks that were read from.
func (r *Results) Close() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	var err error
	for _, f := range r.open {
		err = errors.Join(err, f.Close())
	}
	r.open = nil
	return err
}

// file returns a chunk opened, nil where the store has no files or too many are open.
func (r *Results) file(chunk int) *os.File {
	o, ok := r.store.(interface {
		Open(key string) (*os.File, error)
	})
	if !ok {
		return nil
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if f := r.open[chunk]; f != nil || len(r.open) == keptOpen {
		return f
	}
	f, err := o.Open(r.Keys[chunk])
	if err != nil {
		return nil // ReadAt will say why
	}
	if r.open == nil {
		r.open = map[int]*os.File{}
	}
	r.open[chunk] = f
	return f
}

// Load reads the indexes of all chunks of an engine that have a receipt. Of two
// records of a document the first counts that says more than that it was set aside. skip leaves a plan out, "" for none.
func Load(ctx context.Context, s Store, engine, skip string) (*Results, error) {
	return load(ctx, s, engine, func(plan string) bool { return skip == "" || plan != skip })
}

// LoadPlans reads the indexes of the chunks of these plans and of no other.
func LoadPlans(ctx context.Context, s Store, engine string, plans []string) (*Results, error) {
	return load(ctx, s, engine, func(plan string) bool { return slices.Contains(plans, plan) })
}

func load(ctx context.Context, s Store, engine string, of func(plan string) bool) (*Results, error) {
	keys, err := s.List(ctx, engine+"/")
	if err != nil {
		return nil, err
	}
	r := &Results{store: s, Places: map[record.Digest]Place{}}
	same := map[string]string{} // a few strings, over and over
	once := func(v *string) {
		if had, ok := same[*v]; ok {
			*v = had
		} else {
			*v = strings.Clone(*v)
			same[*v] = *v
		}
	}
	for _, key := range keys {
		if !strings.HasSuffix(key, receiptSuffix) || !of(path.Base(path.Dir(key))) {
			continue
		}
		entries, chunk, err := open1(ctx, s, key)
		if err != nil {
			if ctx.Err() != nil {
				return nil, context.Cause(ctx)
			}
			r.Broken = append(r.Broken, Broken{key, err})
			continue
		}
		r.Keys = append(r.Keys, chunk)
		for i := range entries {
			e := &entries[i]
			if had, ok := r.Places[e.Digest]; ok && (!had.SetAside() || e.SetAside()) {
				continue
			}
			for _, v := range []*string{&e.Sniffed, &e.Outcome, &e.Code} {
				once(v)
			}
			e.Message, e.ReportID = strings.Clone(e.Message), strings.Clone(e.ReportID) // not the text of the whole index
			r.Places[e.Digest] = Place{*e, len(r.Keys) - 1}
		}
	}
	return r, nil
}

// open1 reads the index of the chunk that a receipt proves.
func open1(ctx context.Context, s Store, receipt string) ([]Entry, string, error) {
	chunk := strings.TrimSuffix(receipt, receiptSuffix) + chunkSuffix
	r, err := readReceipt(ctx, s, receipt)
	if err != nil {
		return nil, chunk, err
	}
	if r.Schema != record.Schema() {
		return nil, chunk, fmt.Errorf("%w: schema %s, not %s", ErrChunk, r.Schema, record.Schema())
	}
	entries, err := readIndex(ctx, s, chunk, r.Bytes)
	if err == nil && len(entries) != r.Documents {
		err = fmt.Errorf("%w: %d records, not %d", ErrChunk, len(entries), r.Documents)
	}
	return entries, chunk, err
}

// Blob returns the record of a place, checked against its sum.
func (r *Results) Blob(ctx context.Context, p *Place) ([]byte, error) {
	key := r.Keys[p.Chunk]
	b, err := r.read(ctx, p)
	if err != nil {
		return nil, err
	}
	if sum := sha256.Sum256(b); [16]byte(sum[:16]) != p.Sum {
		return nil, fmt.Errorf("%s: %w: record of %.12s has another digest", key, ErrChunk, p.Digest)
	}
	return b, nil
}

func (r *Results) read(ctx context.Context, p *Place) ([]byte, error) {
	f := r.file(p.Chunk)
	if f == nil {
		return r.store.ReadAt(ctx, r.Keys[p.Chunk], p.Offset, p.Length)
	}
	if err := ctx.Err(); err != nil {
		return nil, context.Cause(ctx)
	}
	b := make([]byte, p.Length)
	if _, err := f.ReadAt(b, p.Offset); err != nil {
		return nil, fmt.Errorf("%s at %d: %w", r.Keys[p.Chunk], p.Offset, err)
	}
	return b, nil
}

// Verify reads every chunk of an engine that has a receipt and returns what is
// wrong with them, by key.
func Verify(ctx context.Context, s Store, engine string) (chunks, records int, wrong []string, err error) {
	keys, err := s.List(ctx, engine+"/")
	if err != nil {
		return 0, 0, nil, err
	}
	for _, key := range keys {
		if !strings.HasSuffix(key, receiptSuffix) {
			continue
		}
		chunks++
		n, err := verify1(ctx, s, key)
		if ctx.Err() != nil {
			return chunks, records, wrong, context.Cause(ctx)
		}
		if err != nil {
			wrong = append(wrong, fmt.Sprintf("%s: %v", key, err))
		}
		records += n
	}
	return chunks, records, wrong, nil
}

func verify1(ctx context.Context, s Store, receipt string) (int, error) {
	r, err := readReceipt(ctx, s, receipt)
	if err != nil {
		return 0, err
	}
	entries, key, err := open1(ctx, s, receipt)
	if err != nil {
		return 0, err
	}
	b, err := s.ReadAt(ctx, key, 0, -1)
	if err != nil {
		return 0, err
	}
	if got := record.Digest(sha256.Sum256(b)).String(); got != r.SHA256 {
		return 0, fmt.Errorf("%w: digest %.12s, not %.12s", ErrChunk, got, r.SHA256)
	}
	return len(entries), verifyBlobs(key, b, entries)
}

// Receipt is the key of the receipt of a chunk.
func (r *Results) Receipt(chunk int) string {
	return strings.TrimSuffix(r.Keys[chunk], chunkSuffix) + receiptSuffix
}
