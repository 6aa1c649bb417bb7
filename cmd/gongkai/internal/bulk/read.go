package bulk

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"sync"

	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/chunk"
	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/ledger"
	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/pipeline"
	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/record"
	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/worker"
	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/sinks"
)

// ErrChanged says that no file has the bytes any more that it had when the run began.
var ErrChanged = errors.New("a file changed while it was read")

// Handler is the child's side: bytes to record.
func Handler(stages *pipeline.Stages) (worker.Handle, error) {
	enc, err := record.NewEncoder()
	if err != nil {
		return nil, err
	}
	return func(request []byte) []byte {
		res := stages.Bytes(context.Background(), request)
		rec, err := recordOf(&res)
		if err == nil {
			var blob []byte
			if blob, err = enc.Encode(rec); err == nil {
				return blob
			}
		}
		// a report that cannot be kept is one document's failure
		blob, err := enc.Encode(refused(sha256.Sum256(request), int64(len(request)), "read-panic", err.Error()))
		if err != nil {
			return nil // the parent takes it for a broken answer
		}
		return blob
	}, nil
}

// refused is the record of a document of which nothing came.
func refused(d record.Digest, size int64, code, message string) *record.Record {
	return &record.Record{Brief: record.Brief{Digest: d, Size: size, Outcome: sinks.Failed, Code: code, Message: message}}
}

// reader reads documents, in children or in this process.
type reader struct {
	load    loader
	limit   int64                               // of a document
	pool    *worker.Pool                        // nil for this process
	handle  sync.Pool                           // of worker.Handle, for this process
	coders  sync.Pool                           // of *record.Decoder
	batches sync.Pool                           // of *worker.Batch
	ready   func(ctx context.Context, b []byte) // before a document with pages is handed out; may be nil

	engine string
	ledger *ledger.Ledger
	mu     sync.Mutex
	deaths map[record.Digest]ledger.Deaths
}

// tries is how often a document may end its worker.
const tries = 2

// atOnce is what is handed to a child at once: usual documents are read in
// milliseconds, and two processes that wake each other for one take a tenth of that.
var atOnce = chunk.Batch{Docs: 24, Bytes: 1 << 20}

// read is chunk.Shard.Read.
func (r *reader) read(ctx context.Context, docs []chunk.Doc) ([]chunk.Made, error) {
	made := make([]chunk.Made, len(docs))
	if r.pool == nil {
		for i, d := range docs {
			var err error
			if made[i], err = r.here(ctx, d); err != nil {
				return nil, err
			}
		}
		return made, nil
	}
	batch := r.batches.Get().(*worker.Batch)
	defer func() { batch.Reset(); r.batches.Put(batch) }()
	var in []int // places in docs of what is in the batch
	for i, d := range docs {
		if d.Size > r.limit {
			var err error
			if made[i], err = r.tooLarge(d); err != nil {
				return nil, err
			}
			continue
		}
		if err := batch.Add(func(to []byte) ([]byte, error) { return r.load(ctx, d, to) }); err != nil {
			return nil, err
		}
		b := batch.At(batch.Len() - 1)
		if paged := r.isPaged(ctx, b); paged || r.died(d).N > 0 {
			var err error
			if made[i], err = r.alone(ctx, d, b, paged); err != nil {
				return nil, err
			}
			batch.Drop()
			continue
		}
		in = append(in, i)
	}
	return made, r.there(ctx, docs, batch, in, made)
}

func (r *reader) tooLarge(d chunk.Doc) (chunk.Made, error) {
	e := &extract.Error{Code: "format-too-large", Offset: -1, Err: extract.ErrLimit, Detail: fmt.Sprintf("limit input = %d, needed >= %d", r.limit, d.Size)}
	return r.made(refused(d.Digest, d.Size, string(e.Code), e.Error()))
}

// isPaged tells documents with pages, which may take longer and want what ready brings.
func (r *reader) isPaged(ctx context.Context, b []byte) bool {
	paged := bytes.Contains(b[:min(len(b), 1024)], []byte("%PDF-"))
	if paged && r.ready != nil {
		r.ready(ctx, b)
	}
	return paged
}

func (r *reader) died(d chunk.Doc) ledger.Deaths {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.deaths[d.Digest]
}

// loader appends the bytes of a document.
type loader func(ctx context.Context, d chunk.Doc, to []byte) ([]byte, error)

// fromFiles reads a document from the first of its files that still has its bytes,
// or from an archive.
func fromFiles(files []File, inside *streams) loader {
	at := map[record.Digest][]string{}
	for i := range files {
		if f := &files[i]; f.Err == "" && f.in == nil {
			at[f.Digest] = append(at[f.Digest], f.File)
		}
	}
	return func(_ context.Context, d chunk.Doc, to []byte) ([]byte, error) {
		var last error = ErrChanged
		for _, file := range at[d.Digest] {
			b, err := appendFile(to, file, d.Size)
			if err != nil {
				last = fmt.Errorf("%w: %w", ErrChanged, err)
				continue
			}
			if sha256.Sum256(b[len(to):]) == d.Digest {
				return b, nil
			}
			last = fmt.Errorf("%w: %q", ErrChanged, file)
		}
		b, err := inside.get(d.Digest)
		if b != nil && sha256.Sum256(b) == d.Digest {
			return append(to, b...), nil
		}
		return nil, errors.Join(last, err)
	}
}

// appendFile appends what a file holds, which is expected to be so many bytes: of
// one that grew no more than one byte more.
func appendFile(to []byte, file string, size int64) ([]byte, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	n := len(to)
	to = slices.Grow(to, int(size)+1)[:n+int(size)+1]
	k, err := io.ReadFull(f, to[n:])
	if err == nil || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		return to[:n+k], nil
	}
	return nil, err
}

// here reads in this process.
func (r *reader) here(ctx context.Context, d chunk.Doc) (chunk.Made, error) {
	if d.Size > r.limit {
		return r.tooLarge(d)
	}
	b, err := r.load(ctx, d, nil)
	if err != nil {
		return chunk.Made{}, err
	}
	r.isPaged(ctx, b)
	handle := r.handle.Get().(worker.Handle)
	defer r.handle.Put(handle)
	return r.checked(d, handle(b))
}

// there reads a batch in a child; in are the places of its documents. Where the
// child ended, what it had not answered is read one by one: it is not known which of
// them ended it, and none is blamed for another.
func (r *reader) there(ctx context.Context, docs []chunk.Doc, batch *worker.Batch, in []int, made []chunk.Made) error {
	if len(in) == 0 {
		return nil
	}
	done := 0
	err := r.pool.Batch(ctx, batch, func(answer []byte) (err error) {
		i := in[done]
		if made[i], err = r.checked(docs[i], answer); err != nil {
			return &worker.Death{Code: worker.Answer, Detail: err.Error()}
		}
		done++
		return nil
	})
	var death *worker.Death
	if err == nil || !errors.As(err, &death) {
		return err
	}
	if death.Code == worker.Time { // the next one took it: all before it were answered
		d := docs[in[done]]
		if err := r.ledger.Died(ctx, r.engine, d.Digest, string(death.Code), death.Detail); err != nil {
			return err
		}
		r.mu.Lock()
		was := r.deaths[d.Digest]
		r.deaths[d.Digest] = ledger.Deaths{N: was.N + 1, Code: string(death.Code)}
		r.mu.Unlock()
	}
	for ; done < len(in); done++ {
		if made[in[done]], err = r.alone(ctx, docs[in[done]], batch.At(done), false); err != nil {
			return err
		}
	}
	return nil
}

// alone reads one document in a child. One that ends its child is tried once more.
func (r *reader) alone(ctx context.Context, d chunk.Doc, b []byte, paged bool) (chunk.Made, error) {
	was := r.died(d)
	var death *worker.Death
	if was.N > 0 {
		death = &worker.Death{Code: extract.Code(was.Code)}
	}
	for n := was.N; n < tries; n++ {
		answer, err := r.pool.Do(ctx, b, paged)
		var m chunk.Made
		if err == nil {
			if m, err = r.checked(d, answer); err == nil {
				return m, nil
			}
			err = &worker.Death{Code: worker.Answer, Detail: err.Error()}
		}
		if !errors.As(err, &death) {
			return m, err
		}
		if err := r.ledger.Died(ctx, r.engine, d.Digest, string(death.Code), death.Detail); err != nil {
			return m, err
		}
	}
	return r.made(refused(d.Digest, d.Size, string(death.Code), (&worker.Death{Code: death.Code}).Error()))
}

// checked holds an answer against the document that it is about.
func (r *reader) checked(d chunk.Doc, answer []byte) (chunk.Made, error) {
	dec := r.coders.Get().(*record.Decoder)
	defer r.coders.Put(dec)
	b, err := dec.Check(answer)
	if err != nil {
		return chunk.Made{}, err
	}
	if b.Digest != d.Digest || b.Size != d.Size {
		return chunk.Made{}, fmt.Errorf("%w: about another document", record.ErrRecord)
	}
	return chunk.Made{Brief: b, Blob: answer}, nil
}

// made encodes a record of this process.
func (r *reader) made(rec *record.Record) (chunk.Made, error) {
	enc, err := record.NewEncoder()
	if err != nil {
		return chunk.Made{}, err
	}
	blob, err := enc.Encode(rec)
	return chunk.Made{Brief: rec.Brief, Blob: blob}, err
}
