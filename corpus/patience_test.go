package corpus

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
)

// TestFailingServer: a server that fails at everything is left alone for the night
// after a few pages; one that fails at some of them is not.
func TestFailingServer(t *testing.T) {
	w := newWorld(t)
	w.sites["down.test"] = site{"/*": say(500, "error")}
	w.sites["some.test"] = site{"/*": say(500, "error"), "/good": page(long(""))}
	ask := func(host string, good bool) (last error, visits int) {
		c, _ := w.client(t, host, Setup{})
		for i := range 30 {
			_, last = c.Get(t.Context(), Request{URL: fmt.Sprintf("http://%s:%s/%d", host, w.port, i), For: Article})
			if good && i%3 == 2 {
				if _, err := c.Get(t.Context(), Request{URL: "http://" + host + ":" + w.port + "/good", For: Article}); err != nil {
					t.Errorf("%s after %d: %v", host, i, err)
				}
			}
		}
		return last, len(w.visits(host))
	}
	if err, n := ask("down.test", false); err == nil || errors.Is(err, ErrGone) || n > DefaultLimits.Refusals*DefaultLimits.Tries {
		t.Errorf("%d requests to a server that fails: %v", n, err)
	}
	if _, n := ask("some.test", true); n < 30*DefaultLimits.Tries {
		t.Errorf("%d requests to a server that fails at some pages", n)
	}
}

// TestNameNotFound: a name that does not exist is asked for once, and nobody says
// that the site refused.
func TestNameNotFound(t *testing.T) {
	w := newWorld(t)
	w.names["nowhere.test"] = [][]string{}
	c, _ := w.client(t, "nowhere.test", Setup{})
	for range 3 {
		_, err := c.Get(t.Context(), Request{URL: "http://nowhere.test:" + w.port + "/", For: Listing})
		if !errors.Is(err, ErrUnreached) || !errors.Is(err, ErrRobots) || strings.Contains(err.Error(), "allow") {
			t.Error(err)
		}
	}
	if n, _ := c.Spent(); n != 1 {
		t.Errorf("%d requests to a name that does not exist", n)
	}
}

// TestHoursEndWhileWaiting: where the hours end while the host is left alone
// nothing is asked any more, and nothing is counted.
func TestHoursEndWhileWaiting(t *testing.T) {
	w := newWorld(t)
	w.sites["late.test"] = site{"/*": page(long("")), "/busy": turns(say(503, "", "Retry-After: 540"), page(long("")))}
	clock := newMade()
	clock.now = time.Date(2026, 1, 20, 5, 55, 0, 0, beijing)
	c, _ := w.client(t, "late.test", Setup{Clock: clock})
	_, err := c.Get(t.Context(), Request{URL: "http://late.test:" + w.port + "/busy", For: Article})
	if n := len(w.visits("late.test")); !errors.Is(err, ErrBudget) || n != 1 {
		t.Errorf("%d requests, %v", n, err)
	}
	if n, _ := c.Spent(); n != 2 { // robots.txt among them
		t.Errorf("%d requests are counted", n)
	}
}
