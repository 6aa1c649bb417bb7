package pipeline

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"time"
)

// TestDeadlineOfTheProcessor holds a document to the time that it was worked on.
func TestDeadlineOfTheProcessor(t *testing.T) {
	const limit = 40 * time.Millisecond
	var used atomic.Int64
	used.Store(1)
	s := &Stages{Used: func() time.Duration { return time.Duration(used.Load()) }}
	ctx, cancel := s.within(t.Context(), limit)
	defer cancel()
	select {
	case <-ctx.Done():
		t.Fatal("it did not wait for a document that had no turn")
	case <-time.After(3 * limit):
	}
	used.Add(int64(limit))
	select {
	case <-ctx.Done():
	case <-time.After(10 * time.Second):
		t.Fatal("its time is over, and nothing says so")
	}
	if !errors.Is(ctx.Err(), context.DeadlineExceeded) || !errors.Is(context.Cause(ctx), context.DeadlineExceeded) {
		t.Errorf("%v, %v", ctx.Err(), context.Cause(ctx))
	}

	idle, cancelIdle := s.within(t.Context(), limit)
	defer cancelIdle()
	began := time.Now()
	<-idle.Done()
	if took := time.Since(began); took < patience*limit || !errors.Is(idle.Err(), context.DeadlineExceeded) {
		t.Errorf("given up after %s: %v", took, idle.Err())
	}

	left, cancelLeft := s.within(t.Context(), limit)
	cancelLeft()
	if !errors.Is(left.Err(), context.Canceled) {
		t.Errorf("left: %v", left.Err())
	}
}
