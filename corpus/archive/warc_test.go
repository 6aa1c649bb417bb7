package archive

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/gzip"

	"github.com/gongkai-data/gongkai/corpus/warc"
)

// answers is a web archive with what sites answer, packed record by record.
func answers(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	w := warc.NewWriter(&b)
	write := func(kind, target, media, block string) {
		r := &warc.Record{Type: kind, ID: warc.NewID(target), Date: time.Unix(1.7e9, 0), Target: target, Media: media, Block: []byte(block)}
		if err := w.Write(r); err != nil {
			t.Fatal(err)
		}
	}
	answer := func(target, status, media, body string) {
		write(warc.Response, target, "application/http;msgtype=response", fmt.Sprintf("HTTP/1.1 %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s", status, media, len(body), body))
	}
	write(warc.Info, "", "application/warc-fields", "software: a test\r\n")
	write(warc.Request, "http://a.gov.cn/1", "application/http;msgtype=request", "GET /1 HTTP/1.1\r\nHost: a.gov.cn\r\n\r\n")
	answer("http://a.gov.cn/1", "200 OK", "text/html", "<p>one</p>")
	answer("http://a.gov.cn/1/../年报.html?id=3//4", "200 OK", "text/html; charset=gbk", "two")
	answer("http://a.gov.cn/gone", "404 Not Found", "text/html", "gone")
	answer("http://a.gov.cn/logo", "200 OK", "image/png", "\x89PNG")
	answer("http://a.gov.cn/site.css", "200 OK", "text/css; charset=utf-8", "p{}")
	answer("http://a.gov.cn/r.zip", "200 OK", "application/zip", string(zipped(t, 0, 8, entry{"in.txt", "three"})))
	write(warc.Resource, "https://a.gov.cn/saved.doc", "application/msword", "four")
	write("metadata", "metadata://x", "text/plain", "five")
	return b.Bytes()
}

func TestWebArchives(t *testing.T) {
	packed := answers(t)
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	var plain bytes.Buffer
	if _, err := plain.ReadFrom(z); err != nil {
		t.Fatal(err)
	}
	want := []string{
		"[2] http://a.gov.cn/1 <p>one</p>",
		"[3] http://a.gov.cn/1/../年报.html?id=3//4 two",
		"[7 0] http://a.gov.cn/r.zip!/in.txt three",
		"[8] https://a.gov.cn/saved.doc four",
	}
	for name, b := range map[string][]byte{"packed": packed, "plain": plain.Bytes()} {
		if diff := cmp.Diff(want, walked(t, b, Options{})); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		cut := walked(t, b[:len(b)/2], Options{})
		if n := len(cut); n < 2 || cut[n-1] != Damaged || cut[0] != want[0] {
			t.Errorf("%s, cut: %q", name, cut)
		}
	}
	if got := walked(t, packed, Options{Limits: Limits{Entries: 4}}); got[len(got)-1] != Limit {
		t.Errorf("four entries at most: %q", got)
	}
	if got := walked(t, packed, Options{Limits: Limits{Total: 300}}); got[len(got)-1] != Limit {
		t.Errorf("300 bytes at most: %q", got)
	}
	large := "WARC/1.1\r\nWARC-Date: 2026-01-01T00:00:00Z\r\nContent-Length: 99999999\r\n\r\n" + strings.Repeat("x", 100)
	if got := walked(t, []byte(large), Options{}); len(got) != 1 || got[0] != Limit {
		t.Errorf("a record of 99 MB: %q", got)
	}
}
