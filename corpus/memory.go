package corpus

import (
	"context"
	"slices"
	"sync"
)

// Memory is a Log that is forgotten when the process ends: for runs that leave
// nothing behind. It is safe for concurrent use.
type Memory struct {
	mu      sync.Mutex
	fetches []Fetch
	kept    map[string]int // the last with a body, by address
}

// Begin keeps that a fetch is about to begin.
func (m *Memory) Begin(_ context.Context, f *Fetch) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	f.ID = int64(len(m.fetches) + 1)
	m.fetches = append(m.fetches, *f)
	return nil
}

// End keeps what came of it.
func (m *Memory) End(_ context.Context, f *Fetch) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.fetches[f.ID-1] = *f
	if f.Outcome == Kept {
		if m.kept == nil {
			m.kept = map[string]int{}
		}
		m.kept[f.URL] = int(f.ID - 1)
	}
	return nil
}

// Last returns the last fetch of an address whose body is kept.
func (m *Memory) Last(_ context.Context, url string) (Fetch, bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	i, ok := m.kept[url]
	if !ok {
		return Fetch{}, false, nil
	}
	return m.fetches[i], true, nil
}

// Fetches returns all of them, in the order begun.
func (m *Memory) Fetches() []Fetch {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.fetches)
}
