package chunk

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/klauspost/compress/zstd"

	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/failpoint"
	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/record"
)

// ErrPlan says that a plan is not the one that its name says.
var ErrPlan = errors.New("plan is broken")

// Doc is one line of a plan. Identity is the bytes; where they lie is known to
// whoever reads them.
type Doc struct {
	Digest record.Digest
	Size   int64
	Order  string // what is read together, in which order: of an archive, its members; "" for what lies alone
}

// Plan is a frozen list of documents, by order and digest, cut into chunks.
type Plan struct {
	Engine string // of what reads: another engine has other results
	Chunk  int    // documents a chunk
	Docs   []Doc
	Try    int // 0, or of a plan that reads again what was set aside: it has the name of no plan before it
	ID     string
}

// planHead is the first line of a plan.
type planHead struct {
	Engine    string `json:"engine"`
	Chunk     int    `json:"chunk"`
	Documents int    `json:"documents"`
	Schema    string `json:"schema"`
	Try       int    `json:"try,omitempty"`
}

type planLine struct {
	SHA256 string `json:"sha256"`
	Size   int64  `json:"size"`
	Order  string `json:"order,omitempty"`
}

// NewPlan freezes documents. Their order and what comes twice do not matter.
func NewPlan(engine string, size int, docs []Doc) *Plan { return NewTry(engine, size, docs, 0) }

// NewTry is NewPlan for documents of which a plan before it could not tell more
// than that they ended their workers.
func NewTry(engine string, size int, docs []Doc, try int) *Plan {
	docs = slices.Clone(docs)
	slices.SortFunc(docs, func(a, b Doc) int {
		return cmp.Or(strings.Compare(a.Order, b.Order), bytes.Compare(a.Digest[:], b.Digest[:]))
	})
	docs = slices.CompactFunc(docs, func(a, b Doc) bool { return a.Digest == b.Digest })
	p := &Plan{Engine: engine, Chunk: max(1, size), Docs: docs, Try: try}
	sum := sha256.Sum256(p.canonical())
	p.ID = hex.EncodeToString(sum[:8])
	return p
}

// canonical is the plan as lines of JSON.
func (p *Plan) canonical() []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	_ = e.Encode(planHead{p.Engine, p.Chunk, len(p.Docs), record.Schema(), p.Try})
	for _, d := range p.Docs {
		_ = e.Encode(planLine{d.Digest.String(), d.Size, d.Order})
	}
	return b.Bytes()
}

// Chunks is how many chunks there are.
func (p *Plan) Chunks() int { return (len(p.Docs) + p.Chunk - 1) / p.Chunk }

// Of returns the documents of a chunk.
func (p *Plan) Of(chunk int) []Doc {
	return p.Docs[chunk*p.Chunk : min(len(p.Docs), (chunk+1)*p.Chunk)]
}

const (
	chunkSuffix   = ".chunk"
	receiptSuffix = ".json"
	planName      = "plan.jsonl.zst"
)

// dir is where everything of the plan lies.
func (p *Plan) dir() string { return p.Engine + "/" + p.ID + "/" }

func (p *Plan) chunkKey(chunk int) string {
	return fmt.Sprintf("%s%06d%s", p.dir(), chunk, chunkSuffix)
}

func (p *Plan) receiptKey(chunk int) string {
	return fmt.Sprintf("%s%06d%s", p.dir(), chunk, receiptSuffix)
}

// Freeze writes the plan down.
func (p *Plan) Freeze(ctx context.Context, s Store) error {
	enc, err := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1))
	if err != nil {
		return err
	}
	if _, err := s.Create(ctx, p.dir()+planName, enc.EncodeAll(p.canonical(), nil)); err != nil {
		return err
	}
	return failpoint.Hit(failpoint.PlanFrozen)
}

// Thaw reads a plan by its name, and holds it against it.
func Thaw(ctx context.Context, s Store, engine, id string) (*Plan, error) {
	key := engine + "/" + id + "/" + planName
	packed, err := s.ReadAt(ctx, key, 0, -1)
	if err != nil {
		return nil, err
	}
	dec, err := zstd.NewReader(bytes.NewReader(packed), zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(1<<30))
	if err != nil {
		return nil, err
	}
	defer dec.Close()
	bad := func(err error) error { return fmt.Errorf("%s: %w: %w", key, ErrPlan, err) }
	d := json.NewDecoder(dec)
	var h planHead
	if err := d.Decode(&h); err != nil {
		return nil, bad(err)
	}
	var docs []Doc
	for {
		var l planLine
		if err := d.Decode(&l); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return nil, bad(err)
		}
		sum, err := hex.DecodeString(l.SHA256)
		if err != nil || len(sum) != 32 {
			return nil, bad(fmt.Errorf("digest %.80q", l.SHA256))
		}
		docs = append(docs, Doc{record.Digest(sum), l.Size, l.Order})
	}
	p := NewTry(h.Engine, h.Chunk, docs, h.Try)
	if p.ID != id || h.Engine != engine || len(p.Docs) != h.Documents {
		return nil, bad(errors.New("its content has another digest"))
	}
	return p, nil
}

// Plans returns the names of the plans of an engine, sorted.
func Plans(ctx context.Context, s Store, engine string) ([]string, error) {
	keys, err := s.List(ctx, engine+"/")
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, key := range keys {
		if path.Base(key) == planName {
			ids = append(ids, path.Base(path.Dir(key)))
		}
	}
	return ids, nil
}

// Missing returns the chunks of the plan that have no receipt.
func (p *Plan) Missing(ctx context.Context, s Store) ([]int, error) {
	keys, err := s.List(ctx, p.dir())
	if err != nil {
		return nil, err
	}
	var missing []int
	for c := range p.Chunks() {
		if _, there := slices.BinarySearch(keys, p.receiptKey(c)); !there {
			missing = append(missing, c)
		}
	}
	return missing, nil
}

func exists(ctx context.Context, s Store, key string) (bool, error) {
	_, err := s.ReadAt(ctx, key, 0, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}
