package bulk

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
	"sync"

	"github.com/klauspost/compress/zstd"

	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/chunk"
	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/overrides"
	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/pipeline"
	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/record"
	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/unpack"
	"github.com/gongkai-data/gongkai/normalize/watch"
)

// ErrEngine says that a plan was frozen by another version of the program, or
// with other settings: what this one reads must not be mixed into it.
var ErrEngine = errors.New("the plan is of another program or of other settings")

// Incomplete says that chunks of a plan have no receipt yet.
type Incomplete struct {
	Missing []int
	Chunks  int
}

// Error counts the chunks and names the first.
func (e *Incomplete) Error() string {
	return fmt.Sprintf("%d of %d chunks have no receipt, the first is %d", len(e.Missing), e.Chunks, e.Missing[0])
}

// Frozen is a conversion that many processes make together: every file with its
// digest, what is to be read, in chunks, and all that the dataset is a function
// of besides. It is named by its content.
//
//	raw/<2 hex>/<sha256>      the bytes of a document
//	plans/<id>.json           its head
//	plans/<id>.files.zst      its files, a line of JSON each
//	results/…                 chunks and receipts (package chunk)
//	datasets/<sums>/…         the files of a dataset
//	snapshots/000001.json     the datasets in their order (snapshot.go)
type Frozen struct {
	ID    string
	Head  Head
	Plan  *chunk.Plan
	files []File
}

// Head is what a plan says about itself.
type Head struct {
	Engine    string            `json:"engine"`
	Generator string            `json:"generator"`
	Schema    string            `json:"schema"`
	Documents int               `json:"documents"`
	Chunks    int               `json:"chunks"`
	Plan      string            `json:"chunk_plan"`
	RestsOn   []string          `json:"rests_on,omitempty"` // complete plans of this engine, whose results are used
	Parent    int               `json:"parent,omitempty"`   // number of the snapshot that was in force
	Files     string            `json:"files_sha256"`
	Settings  watch.Settings    `json:"settings"`
	Entries   []overrides.Entry `json:"corrections,omitempty"`
}

type fileLine struct {
	Path   string `json:"path"`
	SHA256 string `json:"sha256,omitempty"`
	Size   int64  `json:"size"`
	Err    string `json:"error,omitempty"`
	Code   string `json:"error_code,omitempty"`
	Kind   string `json:"archive,omitempty"` // of one that cannot be read to its end
}

// under is a part of a store.
type under struct {
	chunk.Store
	prefix string
}

func (u under) Create(ctx context.Context, key string, b []byte) (bool, error) {
	return u.Store.Create(ctx, u.prefix+key, b)
}

func (u under) CreateFrom(ctx context.Context, key string, r io.ReadSeeker) (bool, error) {
	return u.Store.CreateFrom(ctx, u.prefix+key, r)
}

func (u under) ReadAt(ctx context.Context, key string, off, n int64) ([]byte, error) {
	return u.Store.ReadAt(ctx, u.prefix+key, off, n)
}

func (u under) List(ctx context.Context, prefix string) ([]string, error) {
	keys, err := u.Store.List(ctx, u.prefix+prefix)
	for i := range keys {
		keys[i] = strings.TrimPrefix(keys[i], u.prefix)
	}
	return keys, err
}

// results is the part that holds chunks, as in a workspace.
func results(s chunk.Store) chunk.Store { return under{s, "results/"} }

func rawKey(d record.Digest) string {
	name := d.String()
	return "raw/" + name[:2] + "/" + name
}

// Freeze puts the bytes of all files into the store and freezes what is to be
// done with them. Nothing is read yet.
func (r *Run) Freeze(ctx context.Context, s chunk.Store) (*Frozen, error) {
	engine, err := Engine(r.Reading)
	if err != nil {
		return nil, err
	}
	r.stage("hash", len(r.Sources))
	files, err := r.putAll(ctx, s)
	if err != nil {
		return nil, err
	}
	f := &Frozen{files: files}
	last, err := Latest(ctx, s)
	if err != nil && !errors.Is(err, ErrNoSnapshot) {
		return nil, err
	}
	known, rests, err := complete(ctx, results(s), engine)
	if err != nil {
		return nil, err
	}
	f.Plan = chunk.NewPlan(engine, r.chunkSize(), unread(files, known))
	if r.Retry {
		maps.DeleteFunc(known.Places, func(_ record.Digest, p chunk.Place) bool { return p.SetAside() })
		docs := unread(files, known)
		f.Plan = chunk.NewPlan(engine, r.chunkSize(), docs)
		for try := 1; slices.Contains(rests, f.Plan.ID); try++ {
			f.Plan = chunk.NewTry(engine, r.chunkSize(), docs, try)
		}
	}
	lines := f.lines()
	sum := sha256.Sum256(lines)
	f.Head = Head{
		Engine: engine, Generator: r.Options.Generator, Schema: record.Schema(), Documents: len(files), Chunks: f.Plan.Chunks(), Plan: f.Plan.ID, RestsOn: rests,
		Files: hex.EncodeToString(sum[:]), Settings: r.Settings, Entries: r.Entries,
	}
	if last != nil {
		f.Head.Parent = last.Number
	}
	if err := f.Plan.Freeze(ctx, results(s)); err != nil {
		return nil, err
	}
	return f, f.freeze(ctx, s, lines)
}

// chunkSize is how many documents a chunk holds.
func (r *Run) chunkSize() int {
	if r.Chunk > 0 {
		return r.Chunk
	}
	return ChunkSize
}

// freeze writes the plan down, its head last: a plan that can be named is whole.
func (f *Frozen) freeze(ctx context.Context, s chunk.Store, lines []byte) error {
	head, err := json.MarshalIndent(f.Head, "", " ")
	if err != nil {
		return err
	}
	sum := sha256.Sum256(head)
	f.ID = hex.EncodeToString(sum[:8])
	enc, err := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1))
	if err != nil {
		return err
	}
	if _, err := s.Create(ctx, "plans/"+f.ID+".files.zst", enc.EncodeAll(lines, nil)); err != nil {
		return err
	}
	_, err = s.Create(ctx, "plans/"+f.ID+".json", head)
	return err
}

// lines is the files as lines of JSON.
func (f *Frozen) lines() []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	for i := range f.files {
		x := &f.files[i]
		l := fileLine{Path: x.Path, Size: x.Size, Err: x.Err, Code: x.Code, Kind: x.kind}
		if x.Digest != (record.Digest{}) {
			l.SHA256 = x.Digest.String()
		}
		_ = e.Encode(l) // into memory
	}
	return b.Bytes()
}

// complete is what the plans of an engine that are complete have read. Others may
// still grow, and a dataset must not depend on how far they are.
func complete(ctx context.Context, s chunk.Store, engine string) (*chunk.Results, []string, error) {
	plans, err := chunk.Plans(ctx, s, engine)
	if err != nil {
		return nil, nil, err
	}
	var done []string
	for _, id := range plans {
		p, err := chunk.Thaw(ctx, s, engine, id)
		if err != nil {
			return nil, nil, err
		}
		missing, err := p.Missing(ctx, s)
		if err != nil {
			return nil, nil, err
		}
		if len(missing) == 0 && p.Chunks() > 0 {
			done = append(done, id)
		}
	}
	known, err := chunk.LoadPlans(ctx, s, engine, done)
	if err == nil && len(known.Broken) > 0 {
		err = known.Broken[0].Err
	}
	return known, done, err
}

// putAll hashes every source and puts what is new into the store, with so many
// files in memory at the same time.
func (r *Run) putAll(ctx context.Context, s chunk.Store) ([]File, error) {
	there, err := s.List(ctx, "raw/")
	if err != nil {
		return nil, err
	}
	opener, err := r.opener()
	if err != nil {
		return nil, err
	}
	defer opener.Close()
	open := &openings{opener: opener, held: map[record.Digest]*unpack.Listing{}, put: func(ctx context.Context, file *os.File, f *File, members []File) error {
		return r.putMembers(ctx, s, there, opener, file, f, members)
	}}
	seen, members := make([]File, len(r.Sources)), make([][]File, len(r.Sources))
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	next := make(chan int)
	var mu sync.Mutex
	var wg sync.WaitGroup
	for range max(1, r.Jobs) {
		wg.Go(func() {
			buf := make([]byte, 256<<10)
			for i := range next {
				f := &seen[i]
				f.Source = r.Sources[i]
				var err error
				if members[i], err = f.look(ctx, nil, open, false, buf); err == nil && f.Err == "" && members[i] == nil {
					err = r.put(ctx, s, there, f)
				}
				if err != nil {
					cancel(err)
				}
				mu.Lock()
				r.step()
				mu.Unlock()
			}
		})
	}
	for i := range seen {
		if ctx.Err() != nil {
			break
		}
		next <- i
	}
	close(next)
	wg.Wait()
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	files := together(seen, members)
	for i := range files {
		files[i].in = nil // from here on its bytes lie in the store
	}
	order(files)
	return files, nil
}

// putMembers puts the members of an archive into the store, in one walk.
func (r *Run) putMembers(ctx context.Context, s chunk.Store, there []string, opener *unpack.Opener, file *os.File, f *File, members []File) error {
	var want [][]int
	digests := map[string]record.Digest{}
	for i := range members {
		m := &members[i]
		key := rawKey(m.Digest)
		if _, had := slices.BinarySearch(there, key); m.in != nil && m.Err == "" && m.Size <= r.Limit && !had {
			want, digests[fmt.Sprint(m.in.at)] = append(want, m.in.at), m.Digest
		}
	}
	if len(want) == 0 {
		return nil
	}
	err := opener.Read(ctx, file, f.Size, want, r.Limit, false, func(at []int, b []byte) error {
		d, wanted := digests[fmt.Sprint(at)]
		if !wanted || sha256.Sum256(b) != d {
			return fmt.Errorf("%w: %q", ErrChanged, f.File)
		}
		delete(digests, fmt.Sprint(at))
		_, err := s.Create(ctx, rawKey(d), b)
		return err
	})
	if err == nil && len(digests) > 0 {
		err = fmt.Errorf("%w: %q", ErrChanged, f.File)
	}
	return err
}

// put puts the bytes of a file into the store. What is too large to be read is
// not kept: its outcome needs no bytes.
func (r *Run) put(ctx context.Context, s chunk.Store, there []string, f *File) error {
	key := rawKey(f.Digest)
	if _, had := slices.BinarySearch(there, key); had || f.Size > r.Limit {
		return nil
	}
	b, err := os.ReadFile(f.File)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrChanged, err)
	}
	if sha256.Sum256(b) != f.Digest {
		return fmt.Errorf("%w: %q", ErrChanged, f.File)
	}
	_, err = s.Create(ctx, key, b)
	return err
}

// ThawFrozen reads a plan by its name, and holds it against it.
func ThawFrozen(ctx context.Context, s chunk.Store, id string) (*Frozen, error) {
	bad := func(err error) error { return fmt.Errorf("plan %.80q: %w: %w", id, chunk.ErrPlan, err) }
	if !fs.ValidPath(id) || strings.Contains(id, "/") {
		return nil, bad(fs.ErrNotExist)
	}
	head, err := s.ReadAt(ctx, "plans/"+id+".json", 0, -1)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, bad(fs.ErrNotExist)
	}
	if err != nil {
		return nil, err
	}
	f := &Frozen{ID: id}
	sum := sha256.Sum256(head)
	if hex.EncodeToString(sum[:8]) != id {
		return nil, bad(errors.New("its content has another digest"))
	}
	if err := json.Unmarshal(head, &f.Head); err != nil {
		return nil, bad(err)
	}
	if f.Head.Schema != record.Schema() {
		return nil, fmt.Errorf("%w: schema %s, not %s", ErrEngine, f.Head.Schema, record.Schema())
	}
	packed, err := s.ReadAt(ctx, "plans/"+f.ID+".files.zst", 0, -1)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, bad(err)
	}
	if err != nil {
		return nil, err // of the store: it may answer the next time
	}
	if err := f.readFiles(packed); err != nil {
		return nil, bad(err)
	}
	f.Plan, err = chunk.Thaw(ctx, results(s), f.Head.Engine, f.Head.Plan)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, bad(err)
	}
	return f, err
}

func (f *Frozen) readFiles(packed []byte) error {
	dec, err := zstd.NewReader(bytes.NewReader(packed), zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(1<<30))
	if err != nil {
		return err
	}
	defer dec.Close()
	h := sha256.New()
	d := json.NewDecoder(io.TeeReader(dec, h))
	for {
		var l fileLine
		if err := d.Decode(&l); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return err
		}
		x := File{Source: pipeline.Source{Path: l.Path}, Size: l.Size, Err: l.Err, Code: l.Code, kind: l.Kind}
		if l.Err == "" || l.SHA256 != "" {
			sum, err := hex.DecodeString(l.SHA256)
			if err != nil || len(sum) != len(x.Digest) {
				return fmt.Errorf("digest %.80q", l.SHA256)
			}
			x.Digest = record.Digest(sum)
		}
		f.files = append(f.files, x)
	}
	if got := hex.EncodeToString(h.Sum(nil)); got != f.Head.Files || len(f.files) != f.Head.Documents {
		return errors.New("its files have another digest")
	}
	return nil
}

// mine holds the plan against this program.
func (r *Run) mine(f *Frozen) error {
	engine, err := Engine(r.Reading)
	if err != nil {
		return err
	}
	if engine != f.Head.Engine {
		return fmt.Errorf("%w: plan %s is of %s (%s), this is %s (%s)", ErrEngine, f.ID, f.Head.Engine, f.Head.Generator, engine, r.Options.Generator)
	}
	return nil
}
