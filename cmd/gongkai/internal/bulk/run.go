package bulk

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/chunk"
	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/failpoint"
	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/ledger"
	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/overrides"
	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/pipeline"
	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/record"
	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/unpack"
	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/worker"
	"github.com/gongkai-data/gongkai/corpus/archive"
	"github.com/gongkai-data/gongkai/normalize"
	"github.com/gongkai-data/gongkai/normalize/watch"
	"github.com/gongkai-data/gongkai/sinks"
)

// ChunkSize is how many documents a chunk holds: what a killed run may lose.
const ChunkSize = 500

// Run is one conversion. The caller holds the workspace.
type Run struct {
	Workspace string
	Sources   []pipeline.Source
	Jobs      int
	Stages    *pipeline.Stages                    // of this process, where there are no children
	Program   *worker.Program                     // nil: documents are read in this process
	Ready     func(ctx context.Context, b []byte) // before a document with pages is handed to a child; may be nil
	Trust     bool                                // an unchanged size and time is an unchanged file
	Retry     bool                                // read again what was set aside
	ReadOnly  bool                                // read, and leave the dataset alone
	Limit     int64                               // bytes of a document
	Chunk     int                                 // documents a chunk of a plan that many make; 0: ChunkSize
	Reading   json.RawMessage                     // the settings that change what is read

	Settings watch.Settings
	Entries  []overrides.Entry
	Target   sinks.Target
	Options  sinks.Options // without issues

	Progress Progress
	Now      func() time.Time
}

// Progress is told how far a run is. Calls come one at a time.
type Progress interface {
	Stage(name string, total int) // hash, read, compare, publish
	Step(b *record.Brief)         // b only while documents are read
	Inside(archive string, n int) // while files are hashed: so many files of an archive were listed; comes at any time
}

// Summary is what a run says at its end.
type Summary struct {
	Documents  int
	Outcomes   map[string]int
	Reports    int // that stand
	Superseded int
	Facts      int
	Printed    int
	Unread     []Unread          // by path, the first of them
	Unfit      []normalize.Issue // corrections that were not applied

	Read        int    // documents that were read in this run
	Quarantined int    // documents that are set aside
	Unchanged   bool   // the dataset was as it should be and was left alone
	Confined    string // what a child says about its limits
	WorkerPeak  int64
}

// Unread is a document that could not be read.
type Unread struct{ Path, Code, Message string }

func (s *Summary) report(p *normalize.Report) {
	if p.SupersededBy != "" {
		s.Superseded++
		return
	}
	s.Reports++
	s.Facts += len(p.Facts)
	s.Printed += record.Printed(p)
	s.tellUnfit(p.Issues)
}

func (r *Run) stage(name string, total int) {
	if r.Progress != nil {
		r.Progress.Stage(name, total)
	}
}

func (r *Run) step() {
	if r.Progress != nil {
		r.Progress.Step(nil)
	}
}

// Do hashes, reads and publishes.
func (r *Run) Do(ctx context.Context) (*Summary, error) {
	engine, err := Engine(r.Reading)
	if err != nil {
		return nil, err
	}
	l, err := ledger.Open(ctx, r.Workspace)
	if err != nil {
		return nil, err
	}
	sum, err := r.with(ctx, l, engine)
	if ctx.Err() == nil {
		outcome := "done"
		if err != nil {
			outcome = "failed: " + err.Error()
		}
		err = errors.Join(err, l.End(ctx, r.now(), outcome, len(r.Sources)))
	}
	return sum, errors.Join(err, l.Close())
}

func (r *Run) now() string { return r.Now().UTC().Format(time.RFC3339) }

func (r *Run) with(ctx context.Context, l *ledger.Ledger, engine string) (*Summary, error) {
	if err := l.Begin(ctx, r.now(), engine, r.Options.Generator); err != nil {
		return nil, err
	}
	archives, err := l.Archives(ctx, archive.Version)
	if err != nil {
		return nil, err
	}
	known, err := l.Files(ctx)
	if err != nil {
		return nil, err
	}
	opener, err := r.opener()
	if err != nil {
		return nil, err
	}
	defer opener.Close()
	r.stage("hash", len(r.Sources))
	seen, files, err := hash(ctx, r.Sources, known, &openings{ledger: l, known: archives, opener: opener, held: map[record.Digest]*unpack.Listing{}}, r.Trust, r.Jobs, r.step)
	if err != nil {
		return nil, err
	}
	if err := keep(ctx, l, seen, known); err != nil {
		return nil, err
	}
	known, seen = nil, nil
	sum := &Summary{Documents: len(files), Outcomes: map[string]int{}}
	store := chunk.Dir{Root: filepath.Join(r.Workspace, "results")}
	results, err := r.readAll(ctx, l, store, engine, opener, files, sum)
	if err != nil {
		return nil, err
	}
	defer results.Close() // read only
	s := newSource(files, results)
	if err := s.count(sum); err != nil || r.ReadOnly {
		return sum, err
	}
	return sum, r.bringUp(ctx, l, engine, s, sum)
}

// bringUp publishes, unless the dataset is what these files give already.
func (r *Run) bringUp(ctx context.Context, l *ledger.Ledger, engine string, s *source, sum *Summary) error {
	dir := filepath.Join(r.Workspace, "dataset")
	print, err := r.fingerprint(engine, s)
	if err != nil {
		return err
	}
	if was, err := l.Get(ctx, "published"); err != nil {
		return err
	} else if same, err := unchanged(ctx, dir, was, print, sum); same || err != nil {
		return err
	}
	if err := r.publish(ctx, dir, s, sum); err != nil {
		return err
	}
	if err := failpoint.Hit(failpoint.PublishEnd); err != nil {
		return err
	}
	note, err := published(dir, print, sum)
	if err != nil {
		return err
	}
	return l.Set(ctx, "published", note)
}

// readAll reads the documents of which nothing is known, and returns what is
// known of all.
func (r *Run) readAll(ctx context.Context, l *ledger.Ledger, store chunk.Dir, engine string, opener *unpack.Opener, files []File, sum *Summary) (*chunk.Results, error) {
	if err := store.Sweep(); err != nil {
		return nil, err
	}
	results, err := r.load(ctx, store, engine)
	if err != nil {
		return nil, err
	}
	want := func(known *chunk.Results) []chunk.Doc { return unread(files, known) }
	docs := want(results)
	if len(docs) == 0 {
		return results, nil
	}
	plan := chunk.NewPlan(engine, ChunkSize, docs)
	if begun, err := r.begun(ctx, l, store, engine, want); err != nil {
		return nil, err
	} else if begun != nil {
		plan = begun
	}
	if err := plan.Freeze(ctx, store); err != nil {
		return nil, err
	}
	if err := l.Set(ctx, "plan", plan.ID); err != nil {
		return nil, err
	}
	sum.Read = len(docs)
	r.stage("read", len(docs))
	inside := newStreams(ctx, opener, plan, files, r.Limit, r.Jobs)
	defer inside.close()
	if err := r.part(ctx, l, store, plan, fromFiles(files, inside), sum, 0, 1); err != nil {
		return nil, err
	}
	results = nil // the index is made anew: what it held may be collected
	return chunk.Load(ctx, store, engine, "")
}

// load reads the indexes, without what is broken and, where the user wants it
// tried again, without what was set aside: those chunks are made anew.
func (r *Run) load(ctx context.Context, store chunk.Dir, engine string) (*chunk.Results, error) {
	results, err := chunk.Load(ctx, store, engine, "")
	if err != nil {
		return nil, err
	}
	var again []string
	for _, b := range results.Broken {
		again = append(again, b.Receipt)
	}
	for _, p := range results.Places {
		if r.Retry && p.SetAside() {
			again = append(again, results.Receipt(p.Chunk))
		}
	}
	if len(again) == 0 {
		return results, nil
	}
	slices.Sort(again)
	for _, receipt := range slices.Compact(again) {
		if err := store.Discard(receipt); err != nil {
			return nil, err
		}
	}
	return chunk.Load(ctx, store, engine, "")
}

// begun is the plan that a run which was broken off had frozen, where the files
// still ask for exactly that plan: its chunks are gone on with.
func (r *Run) begun(ctx context.Context, l *ledger.Ledger, store chunk.Dir, engine string, want func(*chunk.Results) []chunk.Doc) (*chunk.Plan, error) {
	id, err := l.Get(ctx, "plan")
	if id == "" || err != nil {
		return nil, err
	}
	without, err := chunk.Load(ctx, store, engine, id)
	if err != nil {
		return nil, err
	}
	if p := chunk.NewPlan(engine, ChunkSize, want(without)); p.ID == id {
		return p, nil
	}
	return nil, nil
}

// part reads the documents of part i of n of a plan.
func (r *Run) part(ctx context.Context, l *ledger.Ledger, store chunk.Store, plan *chunk.Plan, load loader, sum *Summary, i, n int) error {
	rd, err := r.reader(ctx, l, plan, load)
	if err != nil {
		return err
	}
	ahead := 1 // what this process does with a document while the children read others
	if rd.pool != nil {
		defer rd.pool.Close()
		ahead = 3
	}
	sh := &chunk.Shard{
		Store: store, Plan: plan, Read: rd.read, Jobs: r.Jobs + ahead - 1, Batch: atOnce, Now: r.Now,
		Begin: func(c int, docs []chunk.Doc) error {
			tried := make([]ledger.Doc, len(docs))
			for i, d := range docs {
				tried[i] = ledger.Doc{Digest: d.Digest, Size: d.Size}
			}
			return l.Attempt(ctx, plan.Engine, plan.ID, c, tried)
		},
		End: func(_ chunk.Receipt, entries []chunk.Entry) error {
			briefs := make([]*record.Brief, len(entries))
			for i := range entries {
				briefs[i] = &entries[i].Brief
			}
			return l.Done(ctx, plan.Engine, briefs)
		},
	}
	if r.Progress != nil {
		sh.Shown = r.Progress.Step
	}
	err = sh.Run(ctx, i, n)
	if rd.pool != nil {
		sum.WorkerPeak, sum.Confined = rd.pool.Peak(), rd.pool.Confined()
	}
	return err
}

func (r *Run) reader(ctx context.Context, l *ledger.Ledger, plan *chunk.Plan, load loader) (*reader, error) {
	deaths, err := l.Deaths(ctx, plan.Engine)
	if err != nil {
		return nil, err
	}
	if r.Retry {
		clear(deaths)
	}
	rd := &reader{load: load, limit: r.Limit, engine: plan.Engine, ledger: l, deaths: deaths, ready: r.Ready}
	rd.batches.New = func() any { return new(worker.Batch) }
	rd.coders.New = func() any {
		d, err := record.NewDecoder()
		if err != nil {
			panic(err) // of constant options
		}
		return d
	}
	if r.Program == nil {
		rd.handle.New = func() any {
			h, err := Handler(r.Stages)
			if err != nil {
				panic(err) // of constant options
			}
			return h
		}
		return rd, nil
	}
	p := *r.Program
	if p.Dir, err = r.empty(); err != nil {
		return nil, err
	}
	rd.pool = worker.Open(p, max(1, r.Jobs))
	return rd, nil
}

// empty is the folder in which children work.
func (r *Run) empty() (string, error) {
	dir := filepath.Join(r.Workspace, ".empty")
	return dir, os.MkdirAll(dir, 0o700)
}

// opener opens archives where documents are read: in children, or in this process.
func (r *Run) opener() (*unpack.Opener, error) {
	o := &unpack.Opener{Jobs: r.Jobs}
	if r.Progress != nil {
		o.Seen = r.Progress.Inside
	}
	if r.Program == nil {
		return o, nil
	}
	dir, err := r.empty()
	if err != nil {
		return nil, err
	}
	p, err := unpack.Program(dir)
	o.Program = &p
	return o, err
}

// count tells the outcomes, and holds them against the files.
func (s *source) count(sum *Summary) error {
	for i := range s.files {
		place, known := s.results.Places[s.files[i].Digest]
		if s.files[i].Err == "" && !known {
			return fmt.Errorf("%w: nothing is known of %.12s", sinks.ErrIntegrity, s.files[i].Digest)
		}
		res := s.document(i)
		sum.Outcomes[res.Outcome]++
		if res.Outcome == sinks.Failed {
			sum.Unread = append(sum.Unread, Unread{res.Path, res.Code, res.Message})
			if s.files[i].Err == "" && place.SetAside() {
				sum.Quarantined++
			}
		}
	}
	slices.SortFunc(sum.Unread, func(a, b Unread) int { return strings.Compare(a.Path, b.Path) })
	return nil
}

// fingerprint names everything that the dataset is made from.
func (r *Run) fingerprint(engine string, s *source) (string, error) {
	h := sha256.New()
	settings, err := json.Marshal([]any{engine, r.Options, r.Settings, r.Entries})
	if err != nil {
		return "", err
	}
	h.Write(settings)
	for i := range s.files {
		f := &s.files[i]
		p := s.results.Places[f.Digest]
		fmt.Fprintf(h, "%q %s %d %q %q %x\n", f.Path, f.Digest, f.Size, f.Code, f.Err, p.Sum)
	}
	return record.Digest(h.Sum(nil)).String(), nil
}
