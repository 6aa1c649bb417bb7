package bulk

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
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
	load   loader
	limit  int64                               // of a document
	pool   *worker.Pool                        // nil for this process
	handle sync.Pool                           // of worker.Handle, for this process
	coders sync.Pool                           // of *record.Decoder
	ready  func(ctx context.Context, b []byte) // before a document with pages is handed out; may be nil

	engine string
	ledger *ledger.Ledger
	mu     sync.Mutex
	deaths map[record.Digest]ledger.Deaths
}

// tries is how often a document may end its worker.
const tries = 2

// read is chunk.Shard.Read.
func (r *reader) read(ctx context.Context, d chunk.Doc) (chunk.Made, error) {
	if d.Size > r.limit {
		e := &extract.Error{Code: "format-too-large", Offset: -1, Err: extract.ErrLimit, Detail: fmt.Sprintf("limit input = %d, needed >= %d", r.limit, d.Size)}
		return r.made(refused(d.Digest, d.Size, string(e.Code), e.Error()))
	}
	b, err := r.load(ctx, d)
	if err != nil {
		return chunk.Made{}, err
	}
	paged := bytes.Contains(b[:min(len(b), 1024)], []byte("%PDF-"))
	if paged && r.ready != nil {
		r.ready(ctx, b)
	}
	if r.pool == nil {
		return r.here(d, b)
	}
	return r.there(ctx, d, b, paged)
}

// loader brings the bytes of a document.
type loader func(ctx context.Context, d chunk.Doc) ([]byte, error)

// fromFiles reads a document from the first of its files that still has its bytes,
// or from an archive.
func fromFiles(files []File, inside *streams) loader {
	at := map[record.Digest][]string{}
	for i := range files {
		if f := &files[i]; f.Err == "" && f.in == nil {
			at[f.Digest] = append(at[f.Digest], f.File)
		}
	}
	return func(_ context.Context, d chunk.Doc) ([]byte, error) {
		var last error = ErrChanged
		for _, file := range at[d.Digest] {
			b, err := os.ReadFile(file)
			if err != nil {
				last = fmt.Errorf("%w: %w", ErrChanged, err)
				continue
			}
			if sha256.Sum256(b) == d.Digest {
				return b, nil
			}
			last = fmt.Errorf("%w: %q", ErrChanged, file)
		}
		b, err := inside.get(d.Digest)
		if b != nil && sha256.Sum256(b) == d.Digest {
			return b, nil
		}
		return nil, errors.Join(last, err)
	}
}

// here reads in this process.
func (r *reader) here(d chunk.Doc, b []byte) (chunk.Made, error) {
	handle := r.handle.Get().(worker.Handle)
	defer r.handle.Put(handle)
	return r.checked(d, handle(b))
}

// there reads in a child. A document that ends its child is tried once more.
func (r *reader) there(ctx context.Context, d chunk.Doc, b []byte, paged bool) (chunk.Made, error) {
	r.mu.Lock()
	was := r.deaths[d.Digest]
	r.mu.Unlock()
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
