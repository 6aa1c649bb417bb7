// Package pdfium reads the pages of a PDF with PDFium, the engine of Chrome,
// compiled to WebAssembly: a second reader beside that of package pdf, used where
// the first fails and as a witness where it is in doubt. It also renders pages,
// for character recognition.
//
// PDFium runs in a sandbox: it sees no file of the machine, no network and no clock but the
// bytes it is given, its memory is capped, and a call ends when its context does.
//
//	[x] characters with boxes, fonts, direction, unmapped and hidden ones
//	[x] strokes and filled rectangles, also of form XObjects; pictures
//	[x] page rotation, crop box, passwords
//	[x] files without a trailer, as far as their page objects stand outside of object streams
//	[x] characters that are perhaps painted over or white on the page, as pale
//	[ ] annotations and form fields, layers that are off: a page with them counts as cut
//
// ISO 32000-2 is the specification of what is read; names of calls are those of
// PDFium's public headers (fpdfview.h, fpdf_text.h, fpdf_edit.h).
package pdfium

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"

	lib "github.com/klippa-app/go-pdfium"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"

	"github.com/gongkai-data/gongkai/extract"
)

// Config bounds a Reader. Zero fields mean the defaults.
type Config struct {
	Cache     wazero.CompilationCache // keeps the compiled module between starts; nil compiles each time
	Memory    uint32                  // pages of 64 KB that one instance may use; 8192 = 512 MB
	Instances int                     // documents read at the same time; 1
	Workers   int                     // threads that compile; 1
}

// box is the only file that PDFium sees, a font with a hollow square for every
// character (font_test.go makes it). A character of a font that the file does not embed would have no
// extent without it, and PDFium leaves out text objects without extent: Chinese characters that are text
// objects of their own would be lost.
//
//go:embed sandbox
var box embed.FS

// memoryPages is the default cap of one instance: 512 MB.
const memoryPages = 8192

// A Reader reads pages by PDFium. It is safe for concurrent use; more calls than
// there are instances wait for one.
type Reader struct{ pool lib.Pool }

var _ extract.PageReader = (*Reader)(nil)

// Open compiles PDFium, or takes it from the cache, and makes it ready. The
// context must stay valid until Close: it carries settings, not a deadline.
func Open(ctx context.Context, cfg Config) (*Reader, error) {
	if cfg.Memory == 0 {
		cfg.Memory = memoryPages
	}
	root, err := fs.Sub(box, "sandbox")
	if err != nil {
		return nil, fmt.Errorf("pdfium: %w", err)
	}
	run := wazero.NewRuntimeConfig().
		WithCoreFeatures(api.CoreFeaturesV2 | experimental.CoreFeaturesExceptionHandling). // PDFium's setjmp
		WithMemoryLimitPages(cfg.Memory).
		WithCloseOnContextDone(true)
	if cfg.Cache != nil {
		run = run.WithCompilationCache(cfg.Cache)
	}
	n := max(1, cfg.Instances)
	pool, err := webassembly.Init(webassembly.Config{
		Context:       experimental.WithCompilationWorkers(ctx, max(1, cfg.Workers)),
		MaxIdle:       n,
		MaxTotal:      n,
		FSConfig:      wazero.NewFSConfig().WithFSMount(root, "/"), // nothing of the machine; nil would mount its root
		RuntimeConfig: run,
		Stdout:        io.Discard,
		Stderr:        io.Discard,
		RandomSource:  noRandom{},
		ReuseWorkers:  true,
	})
	if err != nil {
		return nil, fmt.Errorf("pdfium: %w", err)
	}
	return &Reader{pool: pool}, nil
}

// Close ends every instance and gives their memory back.
func (r *Reader) Close() error { return r.pool.Close() }

// noRandom gives the sandbox the same bytes each time: equal bytes are read to
// equal pages.
type noRandom struct{}

func (noRandom) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = byte(i)
	}
	return len(b), nil
}

// ReadPages reads every page of a document.
func (r *Reader) ReadPages(ctx context.Context, b []byte, opt extract.Options) ([]extract.PageContent, error) {
	var pages []extract.PageContent
	err := r.with(ctx, b, opt, func(e *engine, doc uint64) {
		pages = nil
		n := e.count("FPDF_GetPageCount", doc)
		if n > maxPages {
			e.fail(limit("pages", maxPages, n))
		}
		for i := range n {
			pages = append(pages, e.page(doc, i))
		}
		if n > 0 && cutOff(b) && !e.yes("FPDF_DocumentHasValidCrossReferenceTable", doc) {
			pages[n-1].Cut = true // found by their marks: what came behind is lost
		}
	})
	if err != nil {
		return nil, err
	}
	return pages, nil
}

// maxPages bounds how many pages are looked at.
const maxPages = 2000

// Code values are those that package pdf declares.
const (
	codePassword extract.Code = "pdf-password"
	codeDamaged  extract.Code = "pdf-damaged"
	codeLimit    extract.Code = "pdf-limit"
)

func failed(code extract.Code, sentinel error, format string, args ...any) *extract.Error {
	return &extract.Error{Code: code, Format: "pdf", Offset: -1, Detail: fmt.Sprintf(format, args...), Err: sentinel}
}

func limit(what string, most, needed int) *extract.Error {
	return failed(codeLimit, extract.ErrLimit, "limit %s = %d, needed >= %d", what, most, needed)
}

// with opens the document in an instance of its own and calls read. Where the
// file cannot be opened as it is, it is opened with a trailer put behind it.
func (r *Reader) with(ctx context.Context, b []byte, opt extract.Options, read func(e *engine, doc uint64)) (err error) {
	if n := opt.Limits.WithDefaults().Input; int64(len(b)) > n {
		return limit("input", int(n), len(b))
	}
	err = r.once(ctx, b, opt, read)
	if errors.Is(err, extract.ErrCorrupt) {
		if mended, ok := repair(b); ok {
			if again := r.once(ctx, mended, opt, read); again == nil {
				return nil
			}
		}
	}
	return err
}

// once runs one document in one instance. An instance in which anything went
// wrong, or whose memory has grown large, is not used again.
func (r *Reader) once(ctx context.Context, b []byte, opt extract.Options, read func(e *engine, doc uint64)) (err error) {
	inst, err := r.pool.GetInstanceWithContext(ctx)
	if err != nil {
		return ended(ctx, err)
	}
	e, err := newEngine(ctx, inst)
	defer func() {
		if err != nil || e.mem.Size() > recycle {
			_ = inst.Kill()
		} else if inst.Close() != nil {
			_ = inst.Kill()
		}
	}()
	if err != nil {
		return err
	}
	return e.guard(func() {
		doc := e.open(b, opt.Password)
		read(e, doc)
		e.call("FPDF_CloseDocument", doc)
		e.free()
	})
}

// recycle is the memory above which an instance is replaced: WebAssembly memory
// never shrinks.
const recycle = 160 << 20

// ended tells a deadline from a defect.
func ended(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return failed("read-deadline", extract.ErrLimit, "%v", context.Cause(ctx))
	}
	return failed(codeDamaged, extract.ErrCorrupt, "pdfium: %q", err.Error())
}
