package corpus

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/netip"
	"path"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/net/dns/dnsmessage"
)

// made is a clock that passes only while somebody sleeps.
type made struct {
	mu    sync.Mutex
	now   time.Time
	slept []time.Duration
}

// midnight in China, within the usual hours.
func newMade() *made { return &made{now: time.Date(2026, 1, 20, 1, 30, 0, 0, beijing)} }

func (m *made) Now() time.Time {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.now
}

func (m *made) Sleep(ctx context.Context, d time.Duration) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.now, m.slept = m.now.Add(d), append(m.slept, d)
	return context.Cause(ctx)
}

// handler answers the request number n of its path with bytes of its own.
type handler func(w net.Conn, r *http.Request, n int)

// say answers with a status, fields "Name: value" and a body of the right length.
func say(status int, body string, fields ...string) handler {
	return func(w net.Conn, _ *http.Request, _ int) {
		fmt.Fprintf(w, "HTTP/1.1 %d X\r\nContent-Length: %d\r\n", status, len(body))
		for _, f := range fields {
			fmt.Fprintf(w, "%s\r\n", f)
		}
		fmt.Fprintf(w, "\r\n%s", body)
	}
}

// raw answers with bytes as they are.
func raw(b string) handler {
	return func(w net.Conn, _ *http.Request, _ int) { io.WriteString(w, b) }
}

// turns answers with one handler after the other, the last one for ever.
func turns(h ...handler) handler {
	return func(w net.Conn, r *http.Request, n int) { h[min(n, len(h)-1)](w, r, n) }
}

func page(body string) handler { return say(200, body, "Content-Type: text/html") }

func to(url string) handler { return say(302, "", "Location: "+url) }

// site is what one host answers, by path; a path may end in "*".
type site map[string]handler

// visit is a request that a server saw.
type visit struct {
	host, path  string
	header      http.Header
	begin, done time.Time
}

// world is a loopback server for every host, names for them, and places where
// nobody may come.
type world struct {
	port   string // of the sites
	honey  string // of a server on the same machine that must not be asked
	mu     sync.Mutex
	sites  map[string]site
	names  map[string][][]string // answers to a name, one after the other, the last one for ever
	counts map[string]int
	flight map[string]int
	seen   []visit
	broken []string // what must never be
}

func newWorld(t *testing.T) *world {
	w := &world{sites: map[string]site{}, names: map[string][][]string{}, counts: map[string]int{}, flight: map[string]int{}}
	listen := func(addr string, serve func(net.Conn)) string {
		l, err := net.Listen("tcp", addr)
		if err != nil {
			return ""
		}
		t.Cleanup(func() { l.Close() })
		go func() {
			for {
				c, err := l.Accept()
				if err != nil {
					return
				}
				go serve(c)
			}
		}()
		_, port, _ := net.SplitHostPort(l.Addr().String())
		return port
	}
	w.port = listen("127.0.0.1:0", w.serve)
	trapped := func(c net.Conn) {
		w.wrong("a connection to " + c.LocalAddr().String())
		c.Close()
	}
	w.honey = listen("127.0.0.1:0", trapped)
	listen("[::1]:"+w.honey, trapped)
	if w.port == "" || w.honey == "" {
		t.Fatal("cannot listen")
	}
	return w
}

func (w *world) wrong(what string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.broken = append(w.broken, what)
}

func (w *world) serve(c net.Conn) {
	defer c.Close()
	r, err := http.ReadRequest(bufio.NewReader(c))
	if err != nil {
		return
	}
	host, _, _ := net.SplitHostPort(r.Host)
	w.await(host) // a request that was given up may be seen to end a little later
	w.mu.Lock()
	if w.flight[host]++; w.flight[host] > 1 {
		w.broken = append(w.broken, "two requests in flight to "+host)
	}
	key := host + r.URL.Path
	n := w.counts[key]
	w.counts[key]++
	v := visit{host: host, path: r.URL.RequestURI(), header: r.Header, begin: time.Now()}
	h := w.sites[host][r.URL.Path]
	for p, x := range w.sites[host] {
		if ok, _ := path.Match(p, r.URL.Path); h == nil && ok && r.URL.Path != "/robots.txt" {
			h = x
		}
	}
	at := len(w.seen)
	w.seen = append(w.seen, v)
	w.mu.Unlock()
	if h == nil {
		h = say(404, "")
	}
	h(c, r, n)
	w.mu.Lock()
	w.flight[host]--
	w.seen[at].done = time.Now()
	w.mu.Unlock()
}

// await waits a moment for the last request of a host to end.
func (w *world) await(host string) {
	for range 100 {
		w.mu.Lock()
		n := w.flight[host]
		w.mu.Unlock()
		if n == 0 {
			return
		}
		time.Sleep(time.Millisecond)
	}
}

// visits are the requests that a host saw, robots.txt left out.
func (w *world) visits(host string) (paths []string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, v := range w.seen {
		if v.host == host && v.path != "/robots.txt" {
			paths = append(paths, v.path)
		}
	}
	return paths
}

// answer is what a name is today.
func (w *world) answer(name string) []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	answers, ok := w.names[name]
	switch {
	case !ok && strings.HasSuffix(name, ".test"):
		return []string{"127.0.0.1"}
	case !ok || len(answers) == 0:
		return nil
	case len(answers) > 1:
		w.names[name] = answers[1:]
	}
	return answers[0]
}

// resolver is one of the standard library's that asks the world.
func (w *world) resolver() *net.Resolver {
	return &net.Resolver{PreferGo: true, Dial: func(context.Context, string, string) (net.Conn, error) {
		here, there := net.Pipe()
		go w.resolve(there)
		return here, nil
	}}
}

func (w *world) resolve(c net.Conn) {
	defer c.Close()
	for {
		var size [2]byte
		if _, err := io.ReadFull(c, size[:]); err != nil {
			return
		}
		b := make([]byte, binary.BigEndian.Uint16(size[:]))
		if _, err := io.ReadFull(c, b); err != nil {
			return
		}
		var m dnsmessage.Message
		if m.Unpack(b) != nil || len(m.Questions) != 1 {
			return
		}
		q := m.Questions[0]
		m.Response, m.RecursionAvailable, m.Additionals = true, true, nil // else an empty answer is taken for that of a broken server
		if q.Type == dnsmessage.TypeA {                                   // names are looked up for both kinds; one answer a look
			answers := w.answer(strings.TrimSuffix(q.Name.String(), "."))
			if answers == nil {
				m.RCode = dnsmessage.RCodeNameError
			}
			for _, a := range answers {
				h := dnsmessage.ResourceHeader{Name: q.Name, Class: q.Class, Type: dnsmessage.TypeA}
				ip := netip.MustParseAddr(a)
				if ip.Is4() {
					m.Answers = append(m.Answers, dnsmessage.Resource{Header: h, Body: &dnsmessage.AResource{A: ip.As4()}})
				}
			}
		} else if q.Type == dnsmessage.TypeAAAA {
			w.mu.Lock()
			answers := w.names[strings.TrimSuffix(q.Name.String(), ".")]
			w.mu.Unlock()
			for _, a := range slices.Concat(answers...) {
				if ip := netip.MustParseAddr(a); ip.Is6() {
					h := dnsmessage.ResourceHeader{Name: q.Name, Class: q.Class, Type: dnsmessage.TypeAAAA}
					m.Answers = append(m.Answers, dnsmessage.Resource{Header: h, Body: &dnsmessage.AAAAResource{AAAA: ip.As16()}})
				}
			}
		}
		out, err := m.Pack()
		if err != nil {
			return
		}
		binary.BigEndian.PutUint16(size[:], uint16(len(out)))
		if _, err := c.Write(append(size[:], out...)); err != nil {
			return
		}
	}
}

// client is one of a source at host in the world.
func (w *world) client(t *testing.T, host string, s Setup) (*Client, *Memory) {
	t.Helper()
	log := &Memory{}
	s.Contact, s.Log = "crawler@example.org", log
	if s.Store == nil {
		s.Store = &Store{Root: t.TempDir()}
	}
	if s.Hosts == nil {
		s.Hosts = NewHosts()
	}
	if s.Clock == nil {
		s.Clock = newMade()
	}
	if s.Limits == (Limits{}) {
		s.Limits = quick
	}
	s.Source.ID, s.Source.Start = "evil", append(s.Source.Start, "http://"+host+":"+w.port+"/")
	s.Resolver = w.resolver()
	s.Allow = func(a netip.AddrPort) bool {
		return a.Addr() == netip.MustParseAddr("127.0.0.1") && fmt.Sprint(a.Port()) == w.port
	}
	c, err := NewClient(s)
	if err != nil {
		t.Fatal(err)
	}
	c.wire.dialled = func(_, addr string) error {
		if addr != "127.0.0.1:"+w.port {
			w.wrong("connects to " + addr)
			return errors.New("not in a test")
		}
		return nil
	}
	return c, log
}

// quick are limits that a test can wait for.
var quick = func() Limits {
	l := DefaultLimits
	l.FirstByte, l.Whole, l.RateBytes, l.RateTime = 300*time.Millisecond, 700*time.Millisecond, 1000, 200*time.Millisecond
	l.Page, l.Body = 1<<20, 1<<20
	return l
}()

// within reports whether a request ended about when its limit says.
func within(d, want time.Duration) bool { return d > want*9/10 && d < want+250*time.Millisecond }

type conn = net.Conn

var quiet = log.New(io.Discard, "", 0)

var errStop = errors.New("stop")

func withCancel(t *testing.T, d time.Duration) (context.Context, func()) {
	ctx, cancel := context.WithCancelCause(t.Context())
	timer := time.AfterFunc(d, func() { cancel(errStop) })
	return ctx, func() { timer.Stop(); cancel(nil) }
}
