package worker

import (
	"context"
	"encoding/binary"
	"fmt"
)

// Batch is several requests that go to a child in one frame: small documents are
// read faster than two processes wake each other. The zero value is empty.
type Batch struct {
	list []byte // each request after its length
	ends []int
}

// lengthSize is what a length in a list takes.
const lengthSize = 4

// Add appends a request, which fill appends to what it is given. Where fill fails
// the batch is as it was.
func (b *Batch) Add(fill func(to []byte) ([]byte, error)) error {
	from := len(b.list)
	to, err := fill(append(b.list, make([]byte, lengthSize)...))
	if err != nil {
		b.list = b.list[:from]
		return err
	}
	binary.LittleEndian.PutUint32(to[from:], uint32(len(to)-from-lengthSize))
	b.list, b.ends = to, append(b.ends, len(to))
	return nil
}

// Len is the number of requests.
func (b *Batch) Len() int { return len(b.ends) }

// At is request i, until the next Add or Reset.
func (b *Batch) At(i int) []byte {
	from := lengthSize
	if i > 0 {
		from += b.ends[i-1]
	}
	return b.list[from:b.ends[i]:b.ends[i]]
}

// Drop takes the last request out.
func (b *Batch) Drop() {
	b.ends = b.ends[:len(b.ends)-1]
	b.list = b.list[:0]
	if n := len(b.ends); n > 0 {
		b.list = b.list[:b.ends[n-1]]
	}
}

// keptRoom is how much room an empty batch keeps.
const keptRoom = 4 << 20

// Reset empties the batch and keeps its room.
func (b *Batch) Reset() {
	if cap(b.list) > keptRoom {
		b.list = nil
	}
	b.list, b.ends = b.list[:0], b.ends[:0]
}

// each takes a list apart.
func each(list []byte, f func(one []byte) error) error {
	for len(list) > 0 {
		if len(list) < lengthSize {
			return fmt.Errorf("%w: a list of %d bytes", errFrame, len(list))
		}
		n := int(binary.LittleEndian.Uint32(list))
		if list = list[lengthSize:]; n > len(list) {
			return fmt.Errorf("%w: %d bytes in a list, %d follow", errFrame, n, len(list))
		}
		if err := f(list[:n:n]); err != nil {
			return err
		}
		list = list[n:]
	}
	return nil
}

// Batch hands requests to one child and gives their answers to answered, in their
// order. Each may take the usual time. Where the child ended the error is a *Death;
// answers that it had sent were given. Whether the next of the requests ended it is
// certain only where it took too long: answers are held back, a second at the most.
// An error of answered is returned.
func (p *Pool) Batch(ctx context.Context, b *Batch, answered func(answer []byte) error) error {
	n := 0
	count := func(answer []byte) error {
		if n++; n > b.Len() {
			return death(Answer, "", "more than %d answers", b.Len())
		}
		return answered(answer)
	}
	take := func(list []byte) error {
		err := each(list, count)
		if err != nil && isFrame(err) {
			return death(Answer, "", "%v", err)
		}
		return err
	}
	rest, err := p.ask(ctx, ask{kind: kindBatch, payload: b.list, limit: p.program.Limits.Time, part: take})
	if err != nil {
		return err
	}
	if err := take(rest); err != nil {
		return err
	}
	if n < b.Len() {
		return death(Answer, "", "%d answers to %d requests", n, b.Len())
	}
	return nil
}

// flushAt is how many bytes of answers wait for the others of their batch.
const flushAt = 1 << 20

// batch is the child's side.
func (s *speaker) batch(list []byte, handle PartsHandle) error {
	none := func([]byte) error { return errFrame } // of a batch an answer has no parts
	err := each(list, func(request []byte) error { return s.hold(handle(request, none)) })
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	rest := s.held
	s.held = s.held[:0]
	return writeFrame(s.out, kindAnswer, rest)
}

// hold keeps an answer until its batch is done, or a sign of life is due.
func (s *speaker) hold(answer []byte) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.held)+len(answer) > flushAt {
		if err := s.flush(); err != nil {
			return err
		}
	}
	s.held = append(binary.LittleEndian.AppendUint32(s.held, uint32(len(answer))), answer...)
	return nil
}

// flush sends what is held. s.mu is held.
func (s *speaker) flush() error {
	if len(s.held) == 0 {
		return nil
	}
	list := s.held
	if s.held = s.held[:0]; cap(list) > keptRoom {
		s.held = nil
	}
	return writeFrame(s.out, kindPart, list)
}
