package worker

import (
	"context"
	"encoding/json"
	"os"
	"sync"
	"time"
)

// Program says how a child is started: this program, with the arguments that
// make it a worker.
type Program struct {
	Path     string     // os.Executable()
	Args     []string   // "worker"
	Env      []string   // nothing but this is in the child's environment
	Dir      string     // an empty folder
	Files    []*os.File // what a child may read, from descriptor 3 on; not on Windows
	Settings json.RawMessage
	Limits   Limits
}

// Pool is a number of children. It is safe for concurrent use.
type Pool struct {
	program Program
	idle    chan *child
	ctx     context.Context // ends all children
	cancel  context.CancelFunc
	wg      sync.WaitGroup

	closed sync.Once

	mu   sync.Mutex
	peak int64
	said string
}

// Open makes a pool of n children; each is started when it is first needed.
func Open(program Program, n int) *Pool {
	ctx, cancel := context.WithCancel(context.Background())
	program.Limits = program.Limits.WithDefaults()
	p := &Pool{program: program, idle: make(chan *child, n), ctx: ctx, cancel: cancel}
	for range n {
		p.idle <- &child{pool: p}
	}
	return p
}

// Do hands a request to a child and returns its answer. Where the child ended
// instead, the error is a *Death, and the next request finds a new child. slow
// gives the request the longer time. A child that cannot be started is another error.
func (p *Pool) Do(ctx context.Context, request []byte, slow bool) ([]byte, error) {
	limit := p.program.Limits.Time
	if slow {
		limit = p.program.Limits.Slow
	}
	return p.ask(ctx, ask{kindRequest, request, limit, nil})
}

// Parts is Do for a child that serves parts (ServeParts): part is handed each of
// them as it comes, and the child waits while it is at work. Each part may take the
// longer time. An error of part ends the child and is returned.
func (p *Pool) Parts(ctx context.Context, request []byte, part func([]byte) error) ([]byte, error) {
	return p.ask(ctx, ask{kindRequest, request, p.program.Limits.Slow, part})
}

// ask is what is wanted of a child.
type ask struct {
	kind    byte
	payload []byte
	limit   time.Duration           // of the answer, or of each part
	part    func(part []byte) error // nil where there are none
}

func (p *Pool) ask(ctx context.Context, a ask) ([]byte, error) {
	var c *child
	select {
	case c = <-p.idle:
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
	defer func() { p.idle <- c }()
	return c.do(ctx, a)
}

// Confined is what a child said about its own limits, "" before one was started.
func (p *Pool) Confined() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.said
}

// Peak is the most memory that a child was seen to use, 0 where that is not known.
func (p *Pool) Peak() int64 {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.peak
}

func (p *Pool) saw(resident int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.peak = max(p.peak, resident)
}

// Close ends all children and waits until they are gone. It is safe twice.
func (p *Pool) Close() {
	p.closed.Do(func() {
		p.cancel()
		for range cap(p.idle) {
			c := <-p.idle
			c.end()
		}
		p.wg.Wait()
	})
}

// Self is the running program as a worker. The environment holds what the Go
// runtime of the child needs to know and nothing else.
func Self(dir string, l Limits) (Program, error) {
	path, err := os.Executable()
	if err != nil {
		return Program{}, err
	}
	l = l.WithDefaults()
	return Program{Path: path, Args: []string{"worker"}, Env: environment(l), Dir: dir, Limits: l}, nil
}
