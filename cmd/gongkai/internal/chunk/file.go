package chunk

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/record"
)

// ErrChunk says that a chunk is not what its receipt says.
var ErrChunk = errors.New("chunk is broken")

// A chunk is the records of its documents, each as it came from the reader, in
// the order of the plan, then their index, then the length of the index and a magic.
const (
	magic    = "gkchunk1"
	tailSize = 8 + len(magic)
)

// Entry says of one document of a chunk what became of it and where its record lies.
type Entry struct {
	record.Brief
	Offset int64
	Length int64
	Sum    [16]byte // first half of the SHA-256 of the record
}

type index struct{ Entries []Entry }

var indexForm = record.FormOf[index]()

// Made is what became of one document.
type Made struct {
	Brief record.Brief
	Blob  []byte // the record, encoded
}

// encode lays a chunk out.
func encode(made []Made) ([]byte, []Entry, error) {
	size := 0
	for i := range made {
		size += len(made[i].Blob)
	}
	b := make([]byte, 0, size+len(made)*200)
	var x index
	for i := range made {
		m := &made[i]
		sum := sha256.Sum256(m.Blob)
		x.Entries = append(x.Entries, Entry{m.Brief, int64(len(b)), int64(len(m.Blob)), [16]byte(sum[:16])})
		b = append(b, m.Blob...)
	}
	enc, err := record.NewEncoder()
	if err != nil {
		return nil, nil, err
	}
	packed, err := enc.EncodeAs(indexForm, &x)
	if err != nil {
		return nil, nil, err
	}
	b = append(b, packed...)
	b = binary.LittleEndian.AppendUint64(b, uint64(len(packed)))
	return append(b, magic...), x.Entries, nil
}

// readIndex returns the entries of a chunk of the given size.
func readIndex(ctx context.Context, s Store, key string, size int64) ([]Entry, error) {
	bad := func(format string, args ...any) error {
		return fmt.Errorf("%s: %w: %s", key, ErrChunk, fmt.Sprintf(format, args...))
	}
	if size < int64(tailSize) {
		return nil, bad("%d bytes", size)
	}
	tail, err := s.ReadAt(ctx, key, size-int64(tailSize), int64(tailSize))
	if err != nil {
		return nil, err
	}
	n := binary.LittleEndian.Uint64(tail)
	if string(tail[8:]) != magic || n > uint64(size)-uint64(tailSize) {
		return nil, bad("it ends with %q", tail)
	}
	at := size - int64(tailSize) - int64(n)
	packed, err := s.ReadAt(ctx, key, at, int64(n))
	if err != nil {
		return nil, err
	}
	dec, err := record.NewDecoder()
	if err != nil {
		return nil, err
	}
	var x index
	if err := dec.DecodeAs(indexForm, packed, &x); err != nil {
		return nil, bad("%v", err)
	}
	for i := range x.Entries {
		if e := &x.Entries[i]; e.Offset < 0 || e.Length < 0 || e.Offset > at-e.Length {
			return nil, bad("record %d lies outside", i)
		}
	}
	return x.Entries, nil
}

// Dead is a document that could not be read, as receipts tell it.
type Dead struct {
	SHA256 string `json:"sha256"`
	Code   string `json:"code"`
}

// Receipt proves that a chunk is complete. When and where it was made stands
// here and in no row.
type Receipt struct {
	Plan      string         `json:"plan"`
	Engine    string         `json:"engine"`
	Chunk     int            `json:"chunk"`
	Schema    string         `json:"schema"`
	Documents int            `json:"documents"`
	Bytes     int64          `json:"bytes"`
	SHA256    string         `json:"sha256"`
	Outcomes  map[string]int `json:"outcomes"`
	Readers   map[string]int `json:"readers"` // version, by format
	Dead      []Dead         `json:"dead,omitempty"`
	MadeAt    string         `json:"made_at"`
}

// receiptOf proves the bytes of a chunk.
func receiptOf(p *Plan, chunk int, b []byte, entries []Entry, at string) Receipt {
	r := Receipt{
		Plan: p.ID, Engine: p.Engine, Chunk: chunk, Schema: record.Schema(), Documents: len(entries), Bytes: int64(len(b)),
		SHA256: record.Digest(sha256.Sum256(b)).String(), Outcomes: map[string]int{}, Readers: map[string]int{}, MadeAt: at,
	}
	for i := range entries {
		e := &entries[i]
		r.Outcomes[e.Outcome]++
		if e.Reader > 0 {
			r.Readers[e.Sniffed] = e.Reader
		}
		if e.Code != "" {
			r.Dead = append(r.Dead, Dead{e.Digest.String(), e.Code})
		}
	}
	return r
}

func readReceipt(ctx context.Context, s Store, key string) (Receipt, error) {
	var r Receipt
	b, err := s.ReadAt(ctx, key, 0, -1)
	if err != nil {
		return r, err
	}
	if err := json.Unmarshal(b, &r); err != nil {
		return r, fmt.Errorf("%s: %w: %w", key, ErrChunk, err)
	}
	return r, nil
}
