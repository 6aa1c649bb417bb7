package corpus

import (
	"bufio"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"syscall"
	"time"
)

// Limits bound one exchange and what follows from it. They are of the process, not
// of a site.
type Limits struct {
	Header     int           // bytes of a header block
	Page       int64         // bytes of a listing, decoded
	Body       int64         // bytes of an article or a file, decoded
	FirstByte  time.Duration // until the header block is there
	Whole      time.Duration // until the body is there
	RateBytes  int64         // that must come
	RateTime   time.Duration // in every stretch of this length
	Redirects  int           // of one request
	Tries      int           // of one request, where the network or the server fails
	Backoff    time.Duration // before the second try, doubled before each further one
	RetryAfter time.Duration // that is waited for; a site that wants more is left alone for the night
	CrawlDelay time.Duration // of robots.txt that is honoured
	Failures   int           // of the network in a row, after which a host is left alone for the night
	Refusals   int           // of the server in a row, after which it is left alone too
	Repeats    int           // listings of one content, after which a source is left alone for the night
	Listings   int           // of a source in a night
	Reconfirm  time.Duration // after which what is kept is asked for in full again
}

// DefaultLimits are those of reliability.md.
var DefaultLimits = Limits{
	Header: 64 << 10, Page: 8 << 20, Body: 30 << 20, FirstByte: 15 * time.Second, Whole: 120 * time.Second, RateBytes: 30 << 10, RateTime: 30 * time.Second,
	Redirects: 5, Tries: 4, Backoff: 10 * time.Second, RetryAfter: 10 * time.Minute, CrawlDelay: 30 * time.Second,
	Failures: 5, Refusals: 5, Repeats: 50, Listings: 1000, Reconfirm: 30 * 24 * time.Hour,
}

// wire makes exchanges: one connection each, HTTP/1.1, no proxy, no cookies, so
// that what was sent and received is known to the byte and nothing is repeated
// behind our back.
type wire struct {
	limits   Limits
	agent    string
	resolver *net.Resolver                    // nil for that of the system
	allow    func(netip.AddrPort) bool        // exceptions to public; nil for none
	old      bool                             // TLS before 1.2 and its ciphers are put up with
	anyone   bool                             // certificates that do not hold are put up with
	roots    *x509.CertPool                   // nil for those of the system
	dialled  func(network, addr string) error // tests look at every address that is connected to
}

// answer is what an exchange brought, whatever its status.
type answer struct {
	status int
	header http.Header
	body   []byte // decoded
	note   string // what was odd
}

// do asks u and fills f in. Where the answer is not complete there is an error; f
// then holds what came.
func (w *wire) do(ctx context.Context, u *url.URL, header http.Header, limit int64, f *Fetch) (*answer, error) {
	start := time.Now()
	ctx, cancel := context.WithDeadlineCause(ctx, start.Add(w.limits.Whole), fmt.Errorf("%w: whole answer within %v", ErrTime, w.limits.Whole))
	defer cancel()
	conn, pace, err := w.connect(ctx, u, start, f)
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	stop := context.AfterFunc(ctx, func() { conn.Close() })
	defer stop()
	a, err := w.talk(conn, pace, u, header, limit, f)
	f.Wire = pace.received
	if err != nil && ctx.Err() != nil {
		err = context.Cause(ctx)
	}
	return a, err
}

// connect opens the connection; name, connect and handshake count as waiting for
// the first byte.
func (w *wire) connect(ctx context.Context, u *url.URL, start time.Time, f *Fetch) (net.Conn, *paced, error) {
	ctx, cancel := context.WithDeadlineCause(ctx, start.Add(w.limits.FirstByte), fmt.Errorf("%w: first byte within %v", ErrTime, w.limits.FirstByte))
	defer cancel()
	d := net.Dialer{Resolver: w.resolver, FallbackDelay: -1, KeepAlive: -1, ControlContext: w.control}
	raw, err := d.DialContext(ctx, "tcp", net.JoinHostPort(u.Hostname(), port(u)))
	if err != nil {
		return nil, nil, cause(ctx, err)
	}
	f.Address = raw.RemoteAddr().String()
	pace := &paced{Conn: raw, limits: &w.limits, end: start.Add(w.limits.Whole), first: start.Add(w.limits.FirstByte)}
	if u.Scheme == "http" {
		return pace, pace, nil
	}
	secure := tls.Client(pace, w.tls(u.Hostname(), f))
	if err := secure.HandshakeContext(ctx); err != nil {
		raw.Close()
		return nil, nil, cause(ctx, fmt.Errorf("tls: %w", err))
	}
	return secure, pace, nil
}

// cause is why a context ended, where it did.
func cause(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	var n net.Error
	if errors.As(err, &n) && n.Timeout() && !errors.Is(err, ErrTime) {
		return fmt.Errorf("%w: %w", ErrTime, err)
	}
	return err
}

// control sees every address right before it is connected to, after the name was
// looked up: a name that answers otherwise the second time gains nothing.
func (w *wire) control(_ context.Context, network, address string, _ syscall.RawConn) error {
	a, err := netip.ParseAddrPort(address)
	if err != nil || !public(a.Addr()) && (w.allow == nil || !w.allow(netip.AddrPortFrom(a.Addr().Unmap(), a.Port()))) {
		return fmt.Errorf("%w: %s is not of the public internet", ErrAddress, address)
	}
	if w.dialled != nil {
		return w.dialled(network, address)
	}
	return nil
}

// tls is how an encrypted connection is made; f says what was put up with.
func (w *wire) tls(name string, f *Fetch) *tls.Config {
	c := &tls.Config{ServerName: name, MinVersion: tls.VersionTLS12, NextProtos: []string{"http/1.1"}, RootCAs: w.roots, InsecureSkipVerify: w.anyone}
	if w.old {
		c.MinVersion = tls.VersionTLS10
		for _, s := range slices.Concat(tls.CipherSuites(), tls.InsecureCipherSuites()) {
			c.CipherSuites = append(c.CipherSuites, s.ID)
		}
	}
	c.VerifyConnection = func(s tls.ConnectionState) error {
		f.TLS = tls.VersionName(s.Version) + " " + tls.CipherSuiteName(s.CipherSuite)
		weak := slices.ContainsFunc(tls.InsecureCipherSuites(), func(x *tls.CipherSuite) bool { return x.ID == s.CipherSuite })
		if s.Version < tls.VersionTLS12 || weak {
			f.TLS += ", old"
		}
		if !w.anyone {
			return nil // it was verified
		}
		opts := x509.VerifyOptions{DNSName: name, Roots: w.roots, Intermediates: x509.NewCertPool()}
		for _, c := range s.PeerCertificates[1:] {
			opts.Intermediates.AddCert(c)
		}
		if _, err := s.PeerCertificates[0].Verify(opts); err != nil {
			f.TLS += ", unverified: " + err.Error()
		}
		return nil
	}
	return c
}

// talk sends the request and reads the answer.
func (w *wire) talk(conn net.Conn, pace *paced, u *url.URL, header http.Header, limit int64, f *Fetch) (*answer, error) {
	req := &http.Request{Method: http.MethodGet, URL: u, Host: u.Host, Header: header, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Close: true}
	var sent bytes.Buffer
	if err := req.Write(&sent); err != nil {
		return nil, err
	}
	f.Sent = sent.Bytes()
	if _, err := conn.Write(f.Sent); err != nil {
		return nil, err
	}
	head := &headReader{conn: conn, left: w.limits.Header}
	r := bufio.NewReaderSize(head, 2*piece)
	resp, err := http.ReadResponse(r, req)
	for n := 0; err == nil && resp.StatusCode >= 100 && resp.StatusCode < 200 && n < 5; n++ { // early hints
		resp, err = http.ReadResponse(r, req)
	}
	if head.over {
		return nil, fmt.Errorf("%w: header block over %d bytes", ErrLarge, w.limits.Header)
	}
	if err != nil {
		return nil, fmt.Errorf("no answer: %w", broken(err))
	}
	f.Received, f.Status = withoutSecrets(head.block(r)), resp.StatusCode
	head.done, head.kept = true, nil
	pace.begin()
	a := &answer{status: resp.StatusCode, header: resp.Header}
	body, note, err := decode(resp, limit)
	a.body, a.note = body, note
	if err != nil {
		return a, err
	}
	if r.Buffered() > 0 {
		return a, errors.New("the site sent more than it had said")
	}
	return a, nil
}

// broken names the end of a connection in the middle as what it is.
func broken(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// headReader hands the connection on, keeps the bytes of the header block, and
// ends where there are too many.
type headReader struct {
	conn net.Conn
	left int
	kept []byte
	done bool // the rest is body
	over bool
}

func (h *headReader) Read(p []byte) (int, error) {
	if h.done {
		return h.conn.Read(p)
	}
	if h.left <= 0 {
		h.over = true
		return 0, ErrLarge
	}
	n, err := h.conn.Read(p[:min(len(p), h.left)])
	h.left -= n
	h.kept = append(h.kept, p[:n]...)
	return n, err
}

// block is the header block that was read last: what was kept, without what waits
// in the buffer.
func (h *headReader) block(r *bufio.Reader) []byte {
	b := h.kept[:len(h.kept)-r.Buffered()]
	for { // those of early hints come before
		head, rest, ok := bytes.Cut(b, []byte("\r\n\r\n"))
		if !ok || len(rest) == 0 || !bytes.HasPrefix(head, []byte("HTTP/1.1 1")) {
			return bytes.Clone(b)
		}
		b = rest
	}
}

// secret are the header fields that are kept nowhere.
var secret = []string{"set-cookie", "set-cookie2", "cookie", "authorization", "proxy-authorization"}

// withoutSecrets drops the fields of a header block that name a session.
func withoutSecrets(block []byte) []byte {
	var out []byte
	drop := false
	for line := range bytes.SplitAfterSeq(block, []byte("\n")) {
		if folded := len(line) > 0 && (line[0] == ' ' || line[0] == '\t'); !folded {
			name, _, _ := bytes.Cut(line, []byte(":"))
			drop = slices.Contains(secret, strings.ToLower(string(bytes.TrimSpace(name))))
		}
		if !drop {
			out = append(out, line...)
		}
	}
	return out
}

// maxEncodings is how often a body may be packed.
const maxEncodings = 3

// decode reads a body, at most limit bytes of it after decoding.
func decode(resp *http.Response, limit int64) (body []byte, note string, err error) {
	var r io.Reader = io.LimitReader(pieces{resp.Body}, limit+limit/64+1<<16) // what was packed in vain is a little longer
	encodings := strings.FieldsFunc(strings.ToLower(strings.Join(resp.Header.Values("Content-Encoding"), ",")), func(r rune) bool { return r == ',' || r == ' ' })
	if slices.Reverse(encodings); len(encodings) > maxEncodings {
		return nil, "", fmt.Errorf("%d content encodings", len(encodings))
	}
	for _, e := range encodings {
		var odd string
		switch e {
		case "identity":
		case "gzip", "x-gzip":
			r, odd, err = unzip(r)
		case "deflate":
			r, err = inflate(r)
		default:
			return nil, "", fmt.Errorf("content encoding %q was not asked for", cut(e, 40))
		}
		if err != nil {
			return nil, "", fmt.Errorf("content encoding %s: %w", e, broken(err))
		}
		note += odd
	}
	body, err = io.ReadAll(io.LimitReader(r, limit+1))
	if int64(len(body)) > limit {
		return body[:limit], note, fmt.Errorf("%w: over %d bytes", ErrLarge, limit)
	}
	if body == nil {
		body = []byte{}
	}
	return body, note, err
}

// piece bounds a read of a body, below the buffer: what the site sends after the
// end of the body comes into the buffer with it, and is seen.
const piece = 32 << 10

type pieces struct{ io.Reader }

func (p pieces) Read(b []byte) (int, error) { return p.Reader.Read(b[:min(len(b), piece)]) }

// unzip reads what is packed with gzip; a page that only says so is as it is.
func unzip(r io.Reader) (io.Reader, string, error) {
	b := bufio.NewReader(r)
	if magic, err := b.Peek(2); err == io.EOF || err == nil && string(magic) != "\x1f\x8b" {
		return b, "not gzip, though it says so", nil
	}
	z, err := gzip.NewReader(b)
	return z, "", err
}

// inflate reads what is packed with deflate: with the header of zlib, as the
// standard says, or without.
func inflate(r io.Reader) (io.Reader, error) {
	b := bufio.NewReader(r)
	h, err := b.Peek(2)
	if err != nil {
		if err == io.EOF {
			return b, nil
		}
		return nil, err
	}
	if h[0]&0x0f == 8 && (int(h[0])<<8|int(h[1]))%31 == 0 {
		return zlib.NewReader(b)
	}
	return flate.NewReader(b), nil
}

// paced is a connection that must go on: the first byte by one moment, all by
// another, and in between at a rate.
type paced struct {
	net.Conn
	limits     *Limits
	first, end time.Time
	body       bool
	received   int64
	stretch    time.Time // when the present stretch ends
	since      int64     // bytes in it
}

// begin says that the header block is there.
func (p *paced) begin() { p.body, p.stretch, p.since = true, time.Now().Add(p.limits.RateTime), 0 }

func (p *paced) Write(b []byte) (int, error) {
	if err := p.SetWriteDeadline(p.first); err != nil {
		return 0, err
	}
	n, err := p.Conn.Write(b)
	return n, p.late(err)
}

func (p *paced) Read(b []byte) (int, error) {
	for {
		until := p.first
		if p.body {
			until = p.end
			if p.stretch.Before(until) {
				until = p.stretch
			}
		}
		if err := p.SetReadDeadline(until); err != nil {
			return 0, err
		}
		n, err := p.Conn.Read(b)
		p.received += int64(n)
		p.since += int64(n)
		if p.body && !time.Now().Before(p.stretch) {
			if p.since < p.limits.RateBytes {
				return n, fmt.Errorf("%w: fewer than %d bytes in %v", ErrTime, p.limits.RateBytes, p.limits.RateTime)
			}
			p.begin()
			if n == 0 && timeout(err) && time.Now().Before(p.end) {
				continue
			}
		}
		return n, p.late(err)
	}
}

func (p *paced) late(err error) error {
	switch {
	case !timeout(err):
		return err
	case p.body:
		return fmt.Errorf("%w: whole answer within %v", ErrTime, p.limits.Whole)
	}
	return fmt.Errorf("%w: first byte within %v", ErrTime, p.limits.FirstByte)
}

func timeout(err error) bool {
	var n net.Error
	return errors.As(err, &n) && n.Timeout()
}
