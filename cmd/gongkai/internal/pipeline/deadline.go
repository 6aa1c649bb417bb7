package pipeline

import (
	"context"
	"time"
)

// patience is how many times its limit a document may take by the clock on the
// wall, where the processor's time is counted.
const patience = 10

// within is a context that ends when a document has had its time: that of the
// processor where s.Used tells it, else that of the clock on the wall. A process
// that reads one document at a time uses it for that one.
func (s *Stages) within(ctx context.Context, limit time.Duration) (context.Context, context.CancelFunc) {
	if s.Used == nil {
		return context.WithTimeout(ctx, limit)
	}
	began, before := time.Now(), s.Used()
	inner, cancel := context.WithCancelCause(ctx)
	var timer *time.Timer
	timer = time.AfterFunc(patience*limit, func() {
		if inner.Err() != nil {
			return
		}
		now := s.Used()
		if left := limit - (now - before); now > 0 && left > 0 && time.Since(began) < patience*limit {
			timer.Reset(min(max(left, limit/100), limit))
			return
		}
		cancel(context.DeadlineExceeded)
	})
	timer.Reset(limit) // set now: the function may set it again
	return timed{inner}, func() { timer.Stop(); cancel(context.Canceled) }
}

// timed says of its end what a context with a deadline says.
type timed struct{ context.Context }

// Err is context.DeadlineExceeded where the time was over.
func (t timed) Err() error {
	err := t.Context.Err()
	if err != nil && context.Cause(t.Context) == context.DeadlineExceeded {
		return context.DeadlineExceeded
	}
	return err
}
