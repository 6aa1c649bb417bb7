package nightly

import (
	"context"
	"errors"

	"github.com/gongkai-data/gongkai/corpus"
	"github.com/gongkai-data/gongkai/corpus/sources"
)

// Preview is what a crawl of a source would ask for.
type Preview struct {
	Source string     `json:"source"`
	Listed int        `json:"listed"`
	Fetch  []Proposed `json:"fetch"`
	Errors []string   `json:"errors"`
}

// Proposed is an article that would be fetched.
type Proposed struct {
	URL       string `json:"url"`
	Title     string `json:"title"`
	Published string `json:"published,omitempty"`
}

// Preview reads the listings of a source to their end and keeps nothing but what
// the store of the run holds.
func (r *Run) Preview(ctx context.Context, src *sources.Source, known func(key string) bool) (*Preview, error) {
	s := site{run: r, src: src, hosts: corpus.NewHosts()}
	kind, err := s.portal()
	if err != nil {
		return nil, err
	}
	ask, err := s.client(&corpus.Memory{})
	if err != nil {
		return nil, err
	}
	p := &Preview{Source: src.ID, Fetch: []Proposed{}, Errors: []string{}}
	for ref, err := range kind.List(ctx, ask, src.Source, nil) {
		switch {
		case ctx.Err() != nil:
			return nil, context.Cause(ctx)
		case err != nil:
			if errors.Is(err, corpus.ErrUnreached) && len(p.Errors) > 0 {
				continue // the other listings of the site, for the same reason
			}
			if len(p.Errors) < errorsTold {
				p.Errors = append(p.Errors, err.Error())
			}
			continue
		}
		if p.Listed++; !known(ref.Key) {
			p.Fetch = append(p.Fetch, Proposed{ref.URL, ref.Title, ref.Published})
		}
	}
	return p, nil
}
