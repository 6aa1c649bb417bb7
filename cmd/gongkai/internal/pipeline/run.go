package pipeline

import (
	"cmp"
	"context"
	"iter"
	"slices"
	"sync"

	"github.com/gongkai-data/gongkai/sinks"
)

// Run reads the sources with the given number of workers and returns a result
// for each, ordered by (digest, path): neither the number of workers nor the
// order of the sources shows. Of several sources with the same bytes the one with
// the smallest path is read, the others are duplicates. done is told of every
// result as it comes, one at a time; it may be nil.
func (s *Stages) Run(ctx context.Context, sources []Source, workers int, done func(Result)) ([]Result, error) {
	results := make([]Result, len(sources))
	var (
		mu      sync.Mutex
		claimed = map[string]bool{} // digests that some worker reads
		next    int
		wg      sync.WaitGroup
	)
	take := func() (int, bool) {
		mu.Lock()
		defer mu.Unlock()
		if next == len(sources) || ctx.Err() != nil {
			return 0, false
		}
		next++
		return next - 1, true
	}
	claim := func(digest string) bool {
		mu.Lock()
		defer mu.Unlock()
		first := !claimed[digest]
		claimed[digest] = true
		return first
	}
	for range max(1, workers) {
		wg.Go(func() {
			for i, ok := take(); ok; i, ok = take() {
				b, res := load(sources[i], s.Limits.WithDefaults().Input)
				switch {
				case res.Digest != "" && !claim(res.Digest):
					res.Outcome, res.Code, res.Message = sinks.Duplicate, "", ""
				case res.Outcome == "":
					s.walk(ctx, b, &res)
				}
				mu.Lock()
				results[i] = res
				if done != nil {
					done(res)
				}
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	settle(results)
	return results, nil
}

// settle orders the results and gives the reading of each digest to its
// smallest path, whichever worker came first.
func settle(results []Result) {
	slices.SortFunc(results, func(a, b Result) int {
		return cmp.Or(cmp.Compare(a.Digest, b.Digest), cmp.Compare(a.Path, b.Path))
	})
	for i := 0; i < len(results); {
		j := i + 1
		for j < len(results) && results[i].Digest != "" && results[j].Digest == results[i].Digest {
			j++
		}
		for k := i; k < j; k++ {
			if results[k].Outcome != sinks.Duplicate {
				results[i].Path, results[k].Path = results[k].Path, results[i].Path
				results[i], results[k] = results[k], results[i]
			}
		}
		for k := i + 1; k < j; k++ {
			r := &results[k]
			r.Sniffed, r.Reader, r.Read, r.Pages, r.Tables = results[i].Sniffed, results[i].Reader, results[i].Read, results[i].Pages, results[i].Tables
			r.DuplicateOf = results[i].Path
		}
		i = j
	}
}

// Each reads the sources and hands every result over in the order given, while
// up to workers documents are read ahead. Equal documents are read again: each
// answer stands for itself.
func (s *Stages) Each(ctx context.Context, sources iter.Seq[Source], workers int, take func(Result) error) error {
	queue := make(chan chan Result, max(1, workers)-1)
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	go func() {
		defer close(queue)
		for src := range sources {
			one := make(chan Result, 1)
			select {
			case queue <- one:
			case <-ctx.Done():
				return
			}
			go func() { one <- s.Document(ctx, src) }()
		}
	}()
	for one := range queue {
		res := <-one
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if err := take(res); err != nil {
			return err
		}
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return nil
}
