package corpus

import (
	"context"
	"sync"
	"time"
)

// Hosts is what is known of the hosts that are asked, whichever source asks: who
// may ask now, and who may not any more. It is safe for concurrent use; all
// clients of a process share one.
type Hosts struct {
	mu     sync.Mutex
	hosts  map[string]*host
	robots map[string]*robotsOf // by scheme, host and port
}

// NewHosts returns Hosts of which nothing is known.
func NewHosts() *Hosts {
	return &Hosts{hosts: map[string]*host{}, robots: map[string]*robotsOf{}}
}

// Asked tells of a request that another process made: the host is left alone for as
// long as after one of this process.
func (h *Hosts) Asked(c Clock, name string, at time.Time, delay time.Duration) {
	now := c.Now()
	if at.After(now) { // a clock that was wrong
		at = now
	}
	x := h.host(name)
	x.turn <- struct{}{}
	defer x.pass()
	x.rest(c, delay-now.Sub(at))
}

// host is one name. Whoever holds turn has the only request that is in flight.
type host struct {
	turn     chan struct{}
	free     time.Time     // no request before
	delay    time.Duration // crawl-delay of robots.txt
	shut     error         // why it is not asked any more
	reopens  time.Time     // when it is
	failures int           // of the network, one after the other
	refused  int           // 403 and the like, one after the other
	erring   int           // pages that the server failed at however often it was asked, one after the other
}

func (h *Hosts) host(name string) *host {
	h.mu.Lock()
	defer h.mu.Unlock()
	x := h.hosts[name]
	if x == nil {
		x = &host{turn: make(chan struct{}, 1)}
		h.hosts[name] = x
	}
	return x
}

// enter waits for the turn of the caller, and then until the host may be asked.
// The caller calls leave, unless there is an error.
func (x *host) enter(ctx context.Context, c Clock) error {
	select {
	case x.turn <- struct{}{}:
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	err := x.open(c)
	if d := x.free.Sub(c.Now()); err == nil && d > 0 {
		err = c.Sleep(ctx, d)
	}
	if err != nil {
		x.pass()
	}
	return err
}

// pass gives the turn to the next, who need not wait: nothing was asked.
func (x *host) pass() { <-x.turn }

// open is why the host is not asked, nil where it may be. The caller has the turn.
func (x *host) open(c Clock) error {
	if x.shut != nil && c.Now().Before(x.reopens) {
		return x.shut
	}
	x.shut = nil
	return nil
}

// leave gives the turn to the next, who waits for a delay.
func (x *host) leave(c Clock, delay time.Duration) {
	x.rest(c, max(delay, x.delay))
	<-x.turn
}

// rest leaves the host alone for a while, whoever wants to ask. The caller has the
// turn.
func (x *host) rest(c Clock, d time.Duration) {
	if t := c.Now().Add(d); t.After(x.free) {
		x.free = t
	}
}

// shutFor ends the asking for a while. The caller has the turn.
func (x *host) shutFor(c Clock, d time.Duration, why error) {
	x.shut, x.reopens, x.failures, x.refused, x.erring = why, c.Now().Add(d), 0, 0, 0
}
