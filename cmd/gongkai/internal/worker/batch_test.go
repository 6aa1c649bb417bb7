package worker

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"
)

func batchOf(t *testing.T, requests ...string) *Batch {
	t.Helper()
	b := &Batch{}
	for i, r := range requests {
		if err := b.Add(func(to []byte) ([]byte, error) { return append(to, r...), nil }); err != nil {
			t.Fatal(err)
		}
		if b.Len() != i+1 || string(b.At(i)) != r {
			t.Fatalf("%d: %q", i, b.At(i))
		}
	}
	return b
}

// TestBatch wants one answer for each request, in order, whatever their sizes.
func TestBatch(t *testing.T) {
	p := pool(t, 1, Limits{})
	b := batchOf(t, "", "one", strings.Repeat("two ", 1<<18), "long abcdefgh", "dropped")
	b.Drop()
	if err := b.Add(func(to []byte) ([]byte, error) { return append(to, "half"...), errors.New("no") }); err == nil || b.Len() != 4 {
		t.Errorf("%v, %d requests", err, b.Len())
	}
	var got []int
	if err := p.Batch(t.Context(), b, func(answer []byte) error { got = append(got, len(answer)); return nil }); err != nil {
		t.Fatal(err)
	}
	if want := []int{4, 7, 4 + 4<<18, 8 << 20}; fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("answers of %v bytes, want %v", got, want)
	}
	b.Reset()
	if err := p.Batch(t.Context(), b, func([]byte) error { return errors.New("an answer to nothing") }); err != nil {
		t.Error(err)
	}
	refused := errors.New("refused")
	if err := p.Batch(t.Context(), batchOf(t, "a", "b"), func([]byte) error { return refused }); !errors.Is(err, refused) {
		t.Errorf("%v", err)
	}
}

// TestBatchTellsWhoTookTooLong wants what was answered before a request that takes
// for ever, and no answer after it.
func TestBatchTellsWhoTookTooLong(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("signals")
	}
	for _, what := range []string{"loop", "sleep"} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			n := 0
			var d *Death
			err := pool(t, 1, small).Batch(t.Context(), batchOf(t, "a", "b", what, "c"), func([]byte) error { n++; return nil })
			if !errors.As(err, &d) || d.Code != Time || n != 2 {
				t.Errorf("%v after %d answers", err, n)
			}
		})
	}
}

// TestTimeOfTheProcessor wants a request that waits for its turn to be waited for:
// it works for a quarter of the time that passes, and is done after twice its limit.
func TestTimeOfTheProcessor(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("by the clock on the wall here")
	}
	began := time.Now()
	got, err := pool(t, 1, small).Do(t.Context(), []byte("slowly"), false)
	if err != nil || string(got) != "got slowly" {
		t.Errorf("%q, %v", got, err)
	}
	if took := time.Since(began); took < 2*small.Time {
		t.Errorf("it took %s only", took)
	}
}

func TestClock(t *testing.T) {
	var k clock
	if k.start(-1, time.Hour); k.over(-1) {
		t.Error("over at its beginning")
	}
	k.began = time.Now().Add(-time.Hour)
	if !k.over(-1) {
		t.Error("no processor time is known, and the wall's does not count")
	}
}

func TestListsAreChecked(t *testing.T) {
	for _, list := range []string{"\x01", "\x02\x00\x00\x00a", "\x00\x00\x00\x00\xff\xff\xff\xffabc"} {
		if err := each([]byte(list), func([]byte) error { return nil }); !isFrame(err) {
			t.Errorf("%q: %v", list, err)
		}
	}
}
