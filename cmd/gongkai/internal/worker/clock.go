package worker

import "time"

// clock tells when a child has had its time. It counts the processor time of the
// child: on a busy machine a document waits for its turn through no fault of its own.
type clock struct {
	limit time.Duration
	began time.Time
	used  time.Duration // of the processor, by then
}

const (
	patience = 10  // how many times its limit a child may take by the clock on the wall
	asleep   = 100 // a child that took less than this part of the wall's time does nothing
)

// start begins to count.
func (k *clock) start(pid int, limit time.Duration) {
	*k = clock{limit, time.Now(), processor(pid)}
}

// over reports that the time has passed. Where processor time is not known the
// clock on the wall decides.
func (k *clock) over(pid int) bool {
	wall := time.Since(k.began)
	if wall < k.limit {
		return false
	}
	now := processor(pid)
	if now <= 0 || wall >= patience*k.limit {
		return true
	}
	spent := now - k.used
	return spent >= k.limit || spent < wall/asleep
}
