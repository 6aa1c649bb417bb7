package ledger

import (
	"testing"
	"time"

	"github.com/gongkai-data/gongkai/corpus"
)

// TestSaved: of what people saved from an address the newest counts, not what they
// gave last.
func TestSaved(t *testing.T) {
	l, err := Open(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	log := l.FetchLog()
	for i, day := range []int{3, 1, 2} {
		at := time.Date(2026, 1, day, 0, 0, 0, 0, time.UTC)
		f := &corpus.Fetch{Source: "saved", For: corpus.Article, URL: "http://a.cn/1", Started: at, Ended: at, Digest: corpus.Digest{byte(day)}, Size: 1, Outcome: corpus.Kept}
		if err := log.Begin(t.Context(), f); err != nil {
			t.Fatal(i, err)
		}
		if err := log.End(t.Context(), f); err != nil {
			t.Fatal(i, err)
		}
	}
	saved, err := l.Saved(t.Context())
	if err != nil || len(saved) != 1 || saved[0].Digest != (corpus.Digest{3}) {
		t.Errorf("%+v %v", saved, err)
	}
}
