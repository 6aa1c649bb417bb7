package worker

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"runtime/debug"
	"sync"
	"time"
)

// hello is what the parent tells a child at its start.
type hello struct {
	Limits   Limits
	Settings json.RawMessage // of the handler
}

// beat is how often a child that reads a document says that it is alive.
const beat = time.Second

// maxStack ends an endless recursion long before memory does.
const maxStack = 64 << 20

// Handle makes the answer to one request. It never fails: an error is an answer.
type Handle func(request []byte) (answer []byte)

// Serve is the child: it limits itself, makes its handler from the settings of
// the parent, and answers until its input ends. It returns nil at that end.
func Serve(in io.Reader, out io.Writer, makeHandle func(settings []byte) (Handle, error)) error {
	return ServeParts(in, out, func(settings []byte) (PartsHandle, error) {
		h, err := makeHandle(settings)
		return func(request []byte, _ func([]byte) error) []byte { return h(request) }, err
	})
}

// PartsHandle makes the answer to one request in parts, with an answer that ends
// them. An error of part is that of the parent's end.
type PartsHandle func(request []byte, part func([]byte) error) (answer []byte)

// ServeParts is Serve with answers in parts.
func ServeParts(in io.Reader, out io.Writer, makeHandle func(settings []byte) (PartsHandle, error)) error {
	kind, payload, err := readFrame(in, 1<<20)
	if err != nil {
		return err
	}
	var h hello
	if err := json.Unmarshal(payload, &h); kind != kindHello || err != nil {
		return fmt.Errorf("%w: kind %q, %w", errFrame, kind, err)
	}
	debug.SetMaxStack(maxStack)
	confined := confine(h.Limits.WithDefaults())
	handle, err := makeHandle(h.Settings)
	if err != nil {
		return err
	}
	s := &speaker{out: out}
	if err := s.send(kindReady, []byte(confined)); err != nil {
		return err
	}
	for {
		kind, request, err := readFrame(in, maxFrame)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil || kind != kindRequest && kind != kindBatch {
			return fmt.Errorf("%w: kind %q, %w", errFrame, kind, err)
		}
		stop := s.beat()
		if kind == kindBatch {
			err = s.batch(request, handle)
			stop()
		} else {
			answer := handle(request, func(p []byte) error { return s.send(kindPart, p) })
			stop()
			err = s.send(kindAnswer, answer)
		}
		if err != nil {
			return err
		}
	}
}

// speaker keeps frames of the beat and of the answer apart.
type speaker struct {
	mu   sync.Mutex
	out  io.Writer
	held []byte // answers of a batch
}

func (s *speaker) send(kind byte, payload []byte) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return writeFrame(s.out, kind, payload)
}

// alive sends what is held, and a sign of life.
func (s *speaker) alive() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.flush(); err != nil {
		return err
	}
	return writeFrame(s.out, kindAlive, nil)
}

// beat sends signs of life until it is stopped; none is sent afterwards.
func (s *speaker) beat() (stop func()) {
	done := make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		tick := time.NewTicker(beat)
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
				if s.alive() != nil {
					return
				}
			case <-done:
				return
			}
		}
	})
	return func() { close(done); wg.Wait() }
}
