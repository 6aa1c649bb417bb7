package pdfium

import (
	"context"
	"errors"
	"math"
	"reflect"

	lib "github.com/klippa-app/go-pdfium"
	"github.com/tetratelabs/wazero/api"

	"github.com/gongkai-data/gongkai/extract"
)

// engine makes the calls of one document in one instance. Calls go straight to
// the functions that the module exports: the library's own methods allocate and
// free each result in the sandbox and name each handle by a random string, which
// costs more than the reading.
type engine struct {
	ctx     context.Context
	fn      func(name string) api.Function
	mem     api.Memory
	scratch uint64   // scratchSize bytes in the sandbox for results
	blocks  []uint64 // allocated in the sandbox for this document
	stack   [16]uint64
}

const scratchSize = 4096

// caller is what is used of the library's implementation.
type caller interface {
	Fn(name string) api.Function
}

var errLibrary = errors.New("pdfium: the library does not give access to its module")

func newEngine(ctx context.Context, inst lib.Pdfium) (*engine, error) {
	impl := inst.(interface{ GetImplementation() any }).GetImplementation()
	c, ok := impl.(caller)
	if !ok {
		return nil, errLibrary
	}
	f := reflect.ValueOf(impl).Elem().FieldByName("Module") // has no method of its own
	if !f.IsValid() {
		return nil, errLibrary
	}
	mod, ok := f.Interface().(api.Module)
	if !ok {
		return nil, errLibrary
	}
	return &engine{ctx: ctx, fn: c.Fn, mem: mod.Memory()}, nil
}

// stop carries an error out of nested calls, up to guard.
type stop struct{ err error }

func (e *engine) fail(err error) { panic(stop{err}) }

// guard runs f and returns what fail was called with. A trap in the sandbox is
// damage of the file: the instance is thrown away with it.
func (e *engine) guard(f func()) (err error) {
	defer func() {
		switch p := recover().(type) {
		case nil:
		case stop:
			err = p.err
		default:
			panic(p)
		}
	}()
	f()
	return nil
}

// call calls an exported function and returns its only result.
func (e *engine) call(name string, params ...uint64) uint64 {
	stack := e.stack[:max(1, len(params))]
	copy(stack, params)
	if err := e.fn(name).CallWithStack(e.ctx, stack); err != nil {
		e.fail(ended(e.ctx, err))
	}
	return stack[0]
}

// yes calls a function that returns a FPDF_BOOL.
func (e *engine) yes(name string, params ...uint64) bool { return int32(e.call(name, params...)) != 0 }

// count calls a function that returns an int, never below 0.
func (e *engine) count(name string, params ...uint64) int {
	return max(0, int(int32(e.call(name, params...))))
}

// alloc takes memory in the sandbox until the document is closed.
func (e *engine) alloc(n int) uint64 {
	p := uint64(uint32(e.call("malloc", uint64(max(1, n)))))
	if p == 0 {
		e.fail(failed(codeLimit, extract.ErrLimit, "memory of the sandbox: %d bytes more", n))
	}
	e.blocks = append(e.blocks, p)
	return p
}

func (e *engine) free() {
	for _, p := range e.blocks {
		e.call("free", p)
	}
	e.blocks = nil
}

// put copies bytes into the sandbox.
func (e *engine) put(b []byte) uint64 {
	p := e.alloc(len(b))
	if !e.mem.Write(uint32(p), b) {
		e.fail(failed(codeLimit, extract.ErrLimit, "memory of the sandbox"))
	}
	return p
}

// out is the address of the i-th 8-byte slot for results.
func (e *engine) out(i int) uint64 { return e.scratch + uint64(i)*8 }

func (e *engine) u32(i int) uint32 {
	v, _ := e.mem.ReadUint32Le(uint32(e.out(i)))
	return v
}

func (e *engine) f32(i int) float64 { return float64(math.Float32frombits(e.u32(i))) }

// f32at reads the n-th float of a structure that starts in slot i.
func (e *engine) f32at(i, n int) float64 {
	v, _ := e.mem.ReadFloat32Le(uint32(e.out(i)) + uint32(n)*4)
	return float64(v)
}

func (e *engine) f64(i int) float64 {
	v, _ := e.mem.ReadFloat64Le(uint32(e.out(i)))
	return v
}

// open loads a document. Its bytes stay in the sandbox until free.
func (e *engine) open(b []byte, password string) uint64 {
	e.scratch = e.alloc(scratchSize)
	data := e.put(b)
	pw := e.put(append([]byte(password), 0))
	doc := uint64(uint32(e.call("FPDF_LoadMemDocument64", data, uint64(len(b)), pw)))
	if doc != 0 {
		return doc
	}
	switch code := e.call("FPDF_GetLastError"); uint32(code) { // fpdfview.h: FPDF_ERR_*
	case 4:
		e.fail(failed(codePassword, extract.ErrEncrypted, "a password is needed"))
	case 5:
		e.fail(failed(codePassword, extract.ErrEncrypted, "encrypted by a scheme that is not known"))
	default:
		e.fail(failed(codeDamaged, extract.ErrCorrupt, "pdfium opens no document: error %d", uint32(code)))
	}
	return 0
}
