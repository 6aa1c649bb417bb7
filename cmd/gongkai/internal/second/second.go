// Package second keeps the second reader of PDF pages: it is started when the
// first document asks for it and not before, its compiled module is kept between
// runs, and a kept module that is broken is made anew.
package second

import (
	"context"
	"os"
	"path/filepath"
	"runtime/debug"
	"sync"
	"time"

	"github.com/tetratelabs/wazero"

	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/extract/pdf/pdfium"
)

// slow is how long a start may take before the user is told.
const slow = time.Second

// A Reader starts PDFium when it is first needed. The zero value works and keeps
// nothing between runs. It is safe for concurrent use.
type Reader struct {
	Folder    string // where the compiled module is kept, "" for nowhere
	Instances int    // documents read at the same time
	Slow      func() // told once, while a start takes its time; may be nil

	start  sync.Mutex // held while starting
	mu     sync.Mutex
	reader *pdfium.Reader
	cache  wazero.CompilationCache
	err    error
}

// Folder is the place in which a system keeps what can be made anew, "" where it
// has none.
func Folder() string {
	dir, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	return filepath.Join(dir, "gongkai", "pdfium")
}

// Started reports that ReadPages answers at once.
func (r *Reader) Started() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.reader != nil
}

// Start makes the reader ready; all who ask meanwhile wait for the same start. A
// start that failed is not tried again. It ends early where the context does,
// and goes on for the next who asks.
func (r *Reader) Start(ctx context.Context) error {
	done := make(chan error, 1)
	go func() { done <- r.once() }()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

func (r *Reader) once() error {
	r.start.Lock()
	defer r.start.Unlock()
	r.mu.Lock()
	had, err := r.reader != nil, r.err
	r.mu.Unlock()
	if had || err != nil {
		return err
	}
	if r.Slow != nil {
		t := time.AfterFunc(slow, r.Slow)
		defer t.Stop()
	}
	// Compiling takes some 300 MB, once on a machine; collecting more often and compiling
	// on one thread keep it from taking 400, and the rest is given back.
	defer debug.FreeOSMemory()
	defer debug.SetGCPercent(debug.SetGCPercent(50))
	reader, cache, err := r.open()
	r.mu.Lock()
	defer r.mu.Unlock()
	r.reader, r.cache, r.err = reader, cache, err
	return err
}

// open starts PDFium with the kept module; where that is broken, with one made
// anew; where the folder cannot be used, without.
func (r *Reader) open() (*pdfium.Reader, wazero.CompilationCache, error) {
	cfg := pdfium.Config{Instances: r.Instances, Workers: 1}
	for r.Folder != "" {
		broken := r.holds() // should it not start
		cache, err := wazero.NewCompilationCacheWithDir(r.Folder)
		if err != nil {
			break
		}
		cfg.Cache = cache
		if reader, err := pdfium.Open(context.Background(), cfg); err == nil {
			return reader, cache, nil
		}
		cfg.Cache = nil
		_ = cache.Close(context.Background())
		if !broken || os.RemoveAll(r.Folder) != nil {
			break
		}
	}
	reader, err := pdfium.Open(context.Background(), cfg)
	return reader, nil, err
}

// holds reports that something is kept in the folder.
func (r *Reader) holds() bool {
	entries, err := os.ReadDir(r.Folder)
	if err != nil {
		return false
	}
	for _, e := range entries {
		if below, err := os.ReadDir(filepath.Join(r.Folder, e.Name())); err == nil && len(below) > 0 {
			return true
		}
	}
	return false
}

// running is the reader, or why there is none.
func (r *Reader) running() (*pdfium.Reader, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch {
	case r.reader != nil:
		return r.reader, nil
	case r.err != nil:
		return nil, &extract.Error{Code: "pdf-second", Format: "pdf", Offset: -1, Detail: r.err.Error(), Err: extract.ErrInternal}
	}
	return nil, &extract.Error{Code: "pdf-second", Format: "pdf", Offset: -1, Detail: "not started", Err: extract.ErrInternal}
}

// ReadPages reads pages with the started reader.
func (r *Reader) ReadPages(ctx context.Context, b []byte, opt extract.Options) ([]extract.PageContent, error) {
	reader, err := r.running()
	if err != nil {
		return nil, err
	}
	return reader.ReadPages(ctx, b, opt)
}

// Render paints pages with the started reader; see pdfium.Reader.Render.
func (r *Reader) Render(ctx context.Context, b []byte, opt extract.Options, pages []int, dpi float64, each func(pdfium.Rendered) error) error {
	reader, err := r.running()
	if err != nil {
		return err
	}
	return reader.Render(ctx, b, opt, pages, dpi, each)
}

// Close ends a started reader.
func (r *Reader) Close() error {
	r.start.Lock()
	defer r.start.Unlock()
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.reader == nil {
		return nil
	}
	err := r.reader.Close()
	if r.cache != nil {
		_ = r.cache.Close(context.Background())
	}
	r.reader, r.cache = nil, nil
	return err
}
