package archive

import (
	"bytes"
	"errors"
	"io"
	"iter"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/gongkai-data/gongkai/corpus"
	"github.com/gongkai-data/gongkai/corpus/warc"
)

var day = time.Date(2026, 1, 20, 17, 30, 0, 0, time.UTC)

func each(fetches []corpus.Fetch) iter.Seq2[corpus.Fetch, error] {
	return func(yield func(corpus.Fetch, error) bool) {
		for _, f := range fetches {
			if !yield(f, nil) {
				return
			}
		}
	}
}

// logged is a store and a log of one fetch of every outcome.
func logged(t *testing.T) (*corpus.Store, []corpus.Fetch) {
	store := &corpus.Store{Root: t.TempDir()}
	body := []byte("<html>年报</html>")
	d, err := store.Put(body)
	if err != nil {
		t.Fatal(err)
	}
	head := []byte("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
	f := func(n int, url string, o corpus.Outcome, received []byte) corpus.Fetch {
		return corpus.Fetch{ID: int64(n), Source: "a", URL: url, First: url, Started: day.Add(time.Duration(n) * time.Second), Address: "192.0.2.1:80", Sent: []byte("GET / HTTP/1.1\r\n\r\n"), Received: received, Outcome: o}
	}
	all := []corpus.Fetch{
		f(1, "http://a.cn/1", corpus.Kept, head), f(2, "http://a.cn/1", corpus.Unchanged, []byte("HTTP/1.1 304 X\r\n\r\n")), f(3, "http://a.cn/2", corpus.Kept, head),
		f(4, "http://a.cn/3", corpus.Blocked, []byte("HTTP/1.1 412 X\r\n\r\n")), f(5, "http://a.cn/4", corpus.Failed, nil), f(6, "http://a.cn/5", corpus.Moved, []byte("HTTP/1.1 302 X\r\nLocation: /1\r\n\r\n")), f(7, "http://a.cn/6", corpus.Kept, nil),
	}
	for _, i := range []int{0, 1, 2} {
		all[i].Digest, all[i].Size = d, int64(len(body))
	}
	all[3].Size, all[3].Body = 100000, []byte("<script>")
	saved := []byte("%PDF-1.4")
	if all[6].Digest, err = store.Put(saved); err != nil {
		t.Fatal(err)
	}
	all[6].Size, all[6].Sent = int64(len(saved)), nil
	return store, all
}

func TestWrite(t *testing.T) {
	store, fetches := logged(t)
	var file, index bytes.Buffer
	sum, err := Write(t.Context(), each(fetches), store, &file, &index, "x.warc.gz", "gongkai test", "a")
	if err != nil || sum != (Summary{Fetches: 6, Responses: 3, Revisits: 2, Resources: 1, Passed: 1}) {
		t.Fatalf("%+v %v", sum, err)
	}
	var kinds []string
	r := warc.NewReader(bytes.NewReader(file.Bytes()))
	for {
		rec, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		kinds = append(kinds, rec.Type+" "+strings.TrimPrefix(rec.Target, "http://a.cn/")+" "+rec.Get("WARC-Truncated"))
	}
	if got, want := strings.Join(kinds, ","), "warcinfo  ,response 1 ,request 1 ,revisit 1 ,request 1 ,revisit 2 ,request 2 ,response 3 length,request 3 ,response 5 ,request 5 ,resource 6 "; got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
	if n := strings.Count(index.String(), "\n"); n != 6 {
		t.Errorf("%d lines of index", n)
	}
	var again, same bytes.Buffer
	if _, err := Write(t.Context(), each(fetches), store, &again, &same, "x.warc.gz", "gongkai test", ""); err != nil || !bytes.Equal(again.Bytes(), file.Bytes()) || same.String() != index.String() {
		t.Error("the same log, other bytes")
	}
	if err := os.Remove(store.Path(fetches[6].Digest)); err != nil {
		t.Fatal(err)
	}
	if _, err := Write(t.Context(), each(fetches), store, io.Discard, io.Discard, "x", "", ""); !errors.Is(err, ErrMissing) {
		t.Errorf("a body is missing: %v", err)
	}
}

func TestTake(t *testing.T) {
	store, fetches := logged(t)
	var file bytes.Buffer
	if _, err := Write(t.Context(), each(fetches), store, &file, io.Discard, "x.warc.gz", "", ""); err != nil {
		t.Fatal(err)
	}
	const mhtml = "From: <Saved by Blink>\r\nSnapshot-Content-Location: http://a.cn/8\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x--\r\n"
	for _, c := range []struct {
		name, file, url string
		kept, passed    int
		at              string // of what is kept
		err             error
		notice          string
	}{
		{name: "archive", file: file.String(), kept: 2, passed: 10, at: "http://a.cn/1"},
		{name: "archive-cut", file: file.String()[:file.Len()-10], kept: 1, passed: 10, at: "http://a.cn/1", notice: "cut or damaged"},
		{name: "page", file: "<!-- saved from url=(0014)http://a.cn/7 -->\n<html>公开</html>", kept: 1, at: "http://a.cn/7"},
		{name: "mhtml", file: mhtml, kept: 1, at: "http://a.cn/8"},
		{name: "named", file: "%PDF", url: "http://a.cn/年报.pdf", kept: 1, at: "http://a.cn/%E5%B9%B4%E6%8A%A5.pdf"},
		{name: "unknown", file: "%PDF", err: ErrAddress},
		{name: "not-http", file: "%PDF", url: "file:///etc/passwd", err: corpus.ErrAddress},
		{name: "login", file: "<!-- saved from url=(0014)http://a.cn/9 -->\n<html><title>登录</title><input type=password></html>", passed: 1, notice: "a login"},
	} {
		t.Run(c.name, func(t *testing.T) {
			log := &corpus.Memory{}
			taker := Taker{Store: &corpus.Store{Root: t.TempDir()}, Log: log, Source: Saved, Now: func() time.Time { return day }}
			got, err := taker.Take(t.Context(), c.name, strings.NewReader(c.file), c.url)
			if !errors.Is(err, c.err) || got.Kept != c.kept || got.Passed != c.passed || !strings.Contains(got.Notice, c.notice) {
				t.Fatalf("%+v %v", got, err)
			}
			for _, f := range log.Fetches() {
				if f.Outcome != corpus.Kept || !taker.Store.Has(f.Digest) {
					t.Errorf("%+v", f)
				}
			}
			if c.at == "" {
				return
			}
			if f := log.Fetches()[0]; f.URL != c.at {
				t.Errorf("kept as from %s", f.URL)
			}
			again, err := taker.Take(t.Context(), c.name, strings.NewReader(c.file), c.url)
			if err != nil || again.Kept != 0 {
				t.Errorf("kept twice: %+v %v", again, err)
			}
		})
	}
}
