package corpus

import (
	"context"
	"fmt"
	"time"
)

// A Clock tells the time and lets it pass; tests bring their own.
type Clock interface {
	Now() time.Time
	Sleep(ctx context.Context, d time.Duration) error
}

// SystemClock is the clock of the system.
type SystemClock struct{}

// Now is the time.
func (SystemClock) Now() time.Time { return time.Now() }

// Sleep waits, or ends with the cause of the context.
func (SystemClock) Sleep(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return context.Cause(ctx)
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// beijing is the time of all China; it knows no summer time.
var beijing = time.FixedZone("CST", 8*60*60)

// hours is a part of every day in China; the zero hours are all of it.
type hours struct{ from, to time.Duration } // since midnight; from may lie after to

// parseHours reads "01:00-06:00"; "always" is every hour.
func parseHours(s string) (hours, error) {
	if s == "always" {
		return hours{}, nil
	}
	var h1, m1, h2, m2 int
	if n, err := fmt.Sscanf(s, "%d:%d-%d:%d", &h1, &m1, &h2, &m2); n != 4 || err != nil || min(h1, m1, h2, m2) < 0 || max(h1, h2) > 24 || max(m1, m2) > 59 || h1 == h2 && m1 == m2 {
		return hours{}, fmt.Errorf("corpus: hours %q: want 01:00-06:00, or always", s)
	}
	return hours{time.Duration(h1)*time.Hour + time.Duration(m1)*time.Minute, time.Duration(h2)*time.Hour + time.Duration(m2)*time.Minute}, nil
}

// until is how long from now on the hours begin, 0 within them.
func (h hours) until(now time.Time) time.Duration {
	if h.from == h.to {
		return 0
	}
	now = now.In(beijing)
	y, m, d := now.Date()
	at := now.Sub(time.Date(y, m, d, 0, 0, 0, 0, beijing))
	switch {
	case h.from < h.to && at >= h.from && at < h.to, h.from > h.to && (at >= h.from || at < h.to):
		return 0
	case at < h.from:
		return h.from - at
	}
	return 24*time.Hour + h.from - at
}
