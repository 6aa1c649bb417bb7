package ledger

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/gongkai-data/gongkai/corpus"
)

// TestFetches: what is begun is there before it ends; what ended comes back as it
// was; the last that is kept is found by its address.
func TestFetches(t *testing.T) {
	dir := t.TempDir()
	l := opened(t, dir)
	var log corpus.Log = l.FetchLog()
	at := time.Date(2026, 1, 20, 17, 30, 0, 123456789, time.UTC)
	kept := corpus.Fetch{
		Source: "a", For: corpus.Attachment, URL: "http://a.cn/1", First: "http://a.cn/0", Started: at, Ended: at.Add(time.Second), Address: "192.0.2.1:80", TLS: "TLS 1.0, old",
		Sent: []byte("GET / HTTP/1.1\r\n\r\n"), Received: []byte("HTTP/1.1 200 OK\r\nETag: \"1\"\r\n\r\n"), Status: 200, Wire: 9, Digest: corpus.DigestOf([]byte("x")), Size: 1, Outcome: corpus.Kept, Reason: "r",
	}
	blocked := corpus.Fetch{Source: "a", For: corpus.Article, URL: "http://a.cn/1", First: "http://a.cn/1", Started: at, Ended: at, Status: 412, Digest: corpus.DigestOf([]byte("y")), Size: 1, Body: []byte("y"), Outcome: corpus.Blocked}
	for _, f := range []*corpus.Fetch{&kept, &blocked} {
		if err := log.Begin(t.Context(), f); err != nil || f.ID == 0 {
			t.Fatal(f.ID, err)
		}
		if err := log.End(t.Context(), f); err != nil {
			t.Fatal(err)
		}
	}
	open := corpus.Fetch{Source: "a", URL: "http://a.cn/2", First: "http://a.cn/2", Started: at}
	if err := log.Begin(t.Context(), &open); err != nil {
		t.Fatal(err)
	}
	l.Close()
	l = opened(t, dir) // the process ended in the middle
	got, ok, err := l.FetchLog().Last(t.Context(), "http://a.cn/1")
	if diff := cmp.Diff(kept, got); err != nil || !ok || diff != "" {
		t.Errorf("%v %v (-want +got):\n%s", ok, err, diff)
	}
	if _, ok, err := l.FetchLog().Last(t.Context(), "http://a.cn/2"); ok || err != nil {
		t.Errorf("what did not end is kept: %v %v", ok, err)
	}
	var all []corpus.Fetch
	for f, err := range l.Fetches(t.Context(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, f)
	}
	if diff := cmp.Diff([]corpus.Fetch{kept, blocked}, all); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for f, err := range l.Fetches(t.Context(), kept.ID) {
		if f.ID != blocked.ID || err != nil {
			t.Errorf("after the first: %d %v", f.ID, err)
		}
	}
}
