package corpus

import (
	"bufio"
	"bytes"
	"context"
	"net/http"
	"net/textproto"
	"time"
)

// A Fetch is one exchange with a site. A redirect is a fetch of its own, and so is
// every further try.
type Fetch struct {
	ID      int64 // given by the Log
	Source  string
	For     Purpose
	URL     string // that was asked
	First   string // that began the chain of redirects, URL itself where there was none
	Started time.Time
	Ended   time.Time

	Address  string // that answered, "192.0.2.1:443"
	TLS      string // "" without; version, and what was put up with
	Sent     []byte // header block as sent
	Received []byte // status line and header block as received, without cookies
	Status   int
	Wire     int64 // bytes received

	Digest Digest // of the body, decoded
	Size   int64  // of the body, decoded; 0 where there is none
	Body   []byte // up to MaxEvidence bytes of a body that is not in the store

	Outcome Outcome // "" while it goes on, or for ever where the process ended
	Reason  string  // in a few words
}

// MaxEvidence is how much is kept of an answer that is no page.
const MaxEvidence = 64 << 10

// Outcome is what came of a fetch.
type Outcome string

// Outcomes. The bodies of Kept lie in the store, those of Unchanged are what was
// kept before under the same Digest.
const (
	Kept      Outcome = "kept"
	Unchanged Outcome = "unchanged"
	Moved     Outcome = "moved"
	Gone      Outcome = "gone"
	Blocked   Outcome = "blocked"
	TooLarge  Outcome = "large"
	TooSlow   Outcome = "slow"
	Failed    Outcome = "failed"
)

// Header parses the header fields that were received.
func (f *Fetch) Header() http.Header {
	_, fields, _ := bytes.Cut(f.Received, []byte("\n"))
	h, _ := textproto.NewReader(bufio.NewReader(bytes.NewReader(fields))).ReadMIMEHeader()
	return http.Header(h)
}

// A Log keeps every fetch.
type Log interface {
	// Begin keeps that a fetch is about to begin, and gives it its ID.
	Begin(ctx context.Context, f *Fetch) error
	// End keeps what came of it.
	End(ctx context.Context, f *Fetch) error
	// Last returns the last fetch of an address whose outcome was Kept; ok is false
	// where there is none.
	Last(ctx context.Context, url string) (f Fetch, ok bool, err error)
}
