package bulk

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"path/filepath"

	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/chunk"
	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/ledger"
	"github.com/gongkai-data/gongkai/sinks"
)

// Shard reads the part i of n of a plan: the chunks c with c%n == i that have no
// receipt. Two processes may have the same part: what one has done the other
// passes over, and what both do at once is one. r.Workspace is a folder of this
// process alone.
func (r *Run) Shard(ctx context.Context, s chunk.Store, f *Frozen, i, n int) (*Summary, error) {
	if err := r.mine(f); err != nil {
		return nil, err
	}
	l, err := ledger.Open(ctx, r.Workspace)
	if err != nil {
		return nil, err
	}
	sum := &Summary{Documents: f.Head.Documents, Outcomes: map[string]int{}}
	missing, err := f.Plan.Missing(ctx, results(s))
	if err == nil {
		for _, c := range missing {
			if c%n == i {
				sum.Read += len(f.Plan.Of(c))
			}
		}
		r.stage("read", sum.Read)
		load := func(ctx context.Context, d chunk.Doc, to []byte) ([]byte, error) {
			b, err := rawBytes(ctx, s, d)
			return append(to, b...), err
		}
		err = r.part(ctx, l, results(s), f.Plan, load, sum, i, n)
	}
	return sum, errors.Join(err, l.Close())
}

// rawBytes returns the bytes of a document, checked.
func rawBytes(ctx context.Context, s chunk.Store, d chunk.Doc) ([]byte, error) {
	b, err := s.ReadAt(ctx, rawKey(d.Digest), 0, -1)
	if err != nil {
		return nil, err
	}
	if sha256.Sum256(b) != d.Digest {
		return nil, fmt.Errorf("%w: %s has another digest", sinks.ErrIntegrity, rawKey(d.Digest))
	}
	return b, nil
}

// Commit makes the dataset of a plan from its receipts and puts it into the store
// as the next snapshot. It needs every receipt. Doing it twice changes nothing.
// Where another plan was committed since f was frozen it is ErrSuperseded, unless
// forced. r.Workspace is a folder of this process alone.
func (r *Run) Commit(ctx context.Context, s chunk.Store, f *Frozen, force bool) (*Summary, *Snapshot, error) {
	if err := r.mine(f); err != nil {
		return nil, nil, err
	}
	missing, err := f.Plan.Missing(ctx, results(s))
	if err != nil {
		return nil, nil, err
	}
	if len(missing) > 0 {
		return nil, nil, &Incomplete{missing, f.Plan.Chunks()}
	}
	read, err := chunk.LoadPlans(ctx, results(s), f.Head.Engine, append([]string{f.Head.Plan}, f.Head.RestsOn...))
	if err != nil {
		return nil, nil, err
	}
	if len(read.Broken) > 0 {
		return nil, nil, fmt.Errorf("%s: %w", read.Broken[0].Receipt, read.Broken[0].Err)
	}
	r.Settings, r.Entries = f.Head.Settings, f.Head.Entries
	sum := &Summary{Documents: len(f.files), Outcomes: map[string]int{}}
	src := newSource(f.files, read)
	if err := src.count(sum); err != nil {
		return nil, nil, err
	}
	dir := filepath.Join(r.Workspace, "dataset")
	if err := r.publish(ctx, dir, src, sum); err != nil {
		return nil, nil, err
	}
	r.stage("commit", 0)
	shot, err := commit(ctx, s, dir, f, sum, force)
	return sum, shot, err
}
