package warc

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var day = time.Date(2026, 1, 20, 17, 30, 1, 5e8, time.UTC)

// sample is an archive of every kind of record that is written.
func sample(t testing.TB) (file []byte, records []*Record) {
	body := []byte("<html>年度报告</html>")
	exchanges := []*Exchange{
		{Target: "http://www.kdl.gov.cn/detail/cid/1899/aid/104248", Date: day, Address: "192.0.2.1", Sent: []byte("GET /detail HTTP/1.1\r\nHost: www.kdl.gov.cn\r\n\r\n"),
			Received: []byte("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n\r\n"), Body: body},
		{Target: "https://a.cn:8443/x?b=2&a=1", Date: day.Add(time.Second), Received: []byte("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")},
		{Target: "http://a.cn/moved", Date: day.Add(2 * time.Second), Received: []byte("HTTP/1.1 302 Found\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n"), Sent: []byte("GET /moved HTTP/1.1\r\nHost: a.cn\r\n\r\n")},
	}
	first := exchanges[0].Records()[0]
	same := Visit{ID: first.ID, Target: first.Target, Date: first.Date, Digest: Digest(body)}
	other := same
	other.Modified = true
	exchanges = append(exchanges,
		&Exchange{Target: first.Target, Date: day.Add(time.Hour), Received: []byte("HTTP/1.1 304 Not Modified\r\nETag: \"1\"\r\n\r\n"), Same: &same},
		&Exchange{Target: "http://b.cn/copy", Date: day.Add(2 * time.Hour), Received: []byte("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"), Same: &other})
	records = append(records, &Record{Type: Info, ID: NewID("info"), Date: day, Media: "application/warc-fields", Block: []byte("software: gongkai\r\nformat: WARC File Format 1.1\r\n")})
	for _, x := range exchanges {
		records = append(records, x.Records()...)
	}
	saved := []byte("%PDF-1.4")
	records = append(records, &Record{Type: Resource, ID: NewID("saved"), Date: day, Target: "http://c.cn/年报.pdf\r\nX: y", Media: "application/pdf", Block: saved, Fields: []Field{{"WARC-Payload-Digest", Digest(saved)}}})
	var b bytes.Buffer
	w := NewWriter(&b)
	for _, r := range records {
		if err := w.Write(r); err != nil {
			t.Fatal(err)
		}
	}
	return b.Bytes(), records
}

func readAll(b []byte) (all []*Record, err error) {
	r := NewReader(bytes.NewReader(b))
	for {
		rec, err := r.Next()
		if err != nil {
			if _, again := r.Next(); !errors.Is(again, err) && again.Error() != err.Error() {
				return all, fmt.Errorf("first %w, then %w", err, again)
			}
			return all, err
		}
		all = append(all, rec)
	}
}

func TestRoundTrip(t *testing.T) {
	file, want := sample(t)
	got, err := readAll(file)
	if err != io.EOF || len(got) != len(want) || !Is(file) {
		t.Fatalf("%d of %d: %v", len(got), len(want), err)
	}
	for i, g := range got {
		w := want[i]
		if g.Type != w.Type || g.ID != w.ID || !g.Date.Equal(w.Date) || g.Media != w.Media || string(g.Block) != string(w.Block) || g.Offset != w.Offset || g.Length != w.Length {
			t.Errorf("%d: %+v, want %+v", i, g, w)
		}
	}
	body, status, err := got[1].Payload()
	if string(body) != "<html>年度报告</html>" || status != 200 || err != nil {
		t.Errorf("%q %d %v", body, status, err)
	}
	if again, _ := sample(t); !bytes.Equal(again, file) {
		t.Error("the same archive, other bytes")
	}
	if last := got[len(got)-1]; strings.ContainsAny(last.Target, "\r\n") {
		t.Errorf("an address became a field: %q", last.Target)
	}
}

// others are ways in which other programs write archives.
func TestOtherWriters(t *testing.T) {
	file, want := sample(t)
	z, err := gzip.NewReader(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	plain, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	var one bytes.Buffer
	pack := gzip.NewWriter(&one)
	pack.Write(plain)
	pack.Close()
	old := bytes.ReplaceAll(plain, []byte("WARC/1.1\r\n"), []byte("WARC/1.0\r\n"))
	old = bytes.ReplaceAll(old, []byte("WARC-Target-URI: http://a.cn/moved"), []byte("WARC-Target-URI: <http://a.cn/moved>"))
	for name, b := range map[string][]byte{"plain": plain, "one-member": one.Bytes(), "1.0": old, "bare-newlines-between": bytes.ReplaceAll(plain, []byte("\r\n\r\nWARC/"), []byte("\n\nWARC/"))} {
		t.Run(name, func(t *testing.T) {
			got, err := readAll(b)
			if err != io.EOF || len(got) != len(want) || !Is(b) {
				t.Fatalf("%d of %d: %v", len(got), len(want), err)
			}
			for i := range got {
				if got[i].ID != want[i].ID || string(got[i].Block) != string(want[i].Block) {
					t.Errorf("%d differs", i)
				}
				if name == "plain" && !bytes.HasPrefix(b[got[i].Offset:got[i].Offset+got[i].Length], []byte("WARC/1.1")) {
					t.Errorf("%d does not lie at %d", i, got[i].Offset)
				}
			}
		})
	}
}

// TestCut: whatever is cut off, all before it is read, and the cut is told.
func TestCut(t *testing.T) {
	file, want := sample(t)
	for n := range len(file) {
		got, err := readAll(file[:n])
		whole := slices.IndexFunc(want, func(r *Record) bool { return r.Offset+r.Length > int64(n) })
		atEnd := whole >= 0 && want[whole].Offset == int64(n)
		if len(got) != whole {
			t.Fatalf("cut at %d: %d records, want %d: %v", n, len(got), whole, err)
		}
		switch {
		case n == 0 && !errors.Is(err, ErrFormat), n > 0 && atEnd && err != io.EOF, n > 0 && !atEnd && whole > 0 && !errors.Is(err, ErrDamaged), n > 0 && whole == 0 && !errors.Is(err, ErrFormat):
			t.Fatalf("cut at %d: %v", n, err)
		}
	}
}

func TestDamage(t *testing.T) {
	file, want := sample(t)
	for n := 0; n < len(file); n += 7 {
		b := bytes.Clone(file)
		b[n] ^= 0x55
		got, err := readAll(b)
		if err == io.EOF && len(got) != len(want) {
			t.Errorf("a change at %d went unnoticed: %d records", n, len(got))
		}
		for i, g := range got {
			if string(g.Block) != string(want[i].Block) {
				t.Errorf("a change at %d: record %d differs", n, i)
			}
		}
	}
	for name, b := range map[string]string{
		"no-archive": "hello", "empty": "", "html": "<html></html>", "no-length": "WARC/1.1\r\nWARC-Type: x\r\n\r\n", "huge": "WARC/1.1\r\nWARC-Date: 2026-01-01T00:00:00Z\r\nContent-Length: 99999999999\r\n\r\n",
		"negative": "WARC/1.1\r\nContent-Length: -1\r\n\r\n", "endless-head": "WARC/1.1\r\n" + strings.Repeat("X: y\r\n", 20000), "bad-digest": "WARC/1.1\r\nWARC-Date: 2026-01-01T00:00:00Z\r\nWARC-Block-Digest: sha1:AAAA\r\nContent-Length: 1\r\n\r\nx\r\n\r\n",
	} {
		if got, err := readAll([]byte(b)); len(got) > 0 || err == nil || err == io.EOF {
			t.Errorf("%s: %d records, %v", name, len(got), err)
		}
	}
}

func TestIndex(t *testing.T) {
	_, records := sample(t)
	var lines []string
	for _, r := range records {
		if l := IndexLine(r, "a.warc.gz"); l != "" {
			lines = append(lines, l)
		}
	}
	slices.Sort(lines)
	var got []string
	for _, l := range lines {
		got = append(got, l[:strings.Index(l, "{")])
	}
	want := []string{
		"cn,a)/moved 20260120173003 ", "cn,a:8443)/x?a=1&b=2 20260120173002 ", "cn,b)/copy 20260120193001 ", "cn,c)/%E5%B9%B4%E6%8A%A5.pdfx:%20y 20260120173001 ",
		"cn,gov,kdl)/detail/cid/1899/aid/104248 20260120173001 ", "cn,gov,kdl)/detail/cid/1899/aid/104248 20260120183001 ",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s%q", diff, got)
	}
	if !strings.Contains(lines[5], `"mime": "warc/revisit", "status": "304"`) || !strings.Contains(lines[4], `"mime": "text/html", "status": "200"`) {
		t.Errorf("%s%s", lines[4], lines[5])
	}
}

// TestRevisitOfPacked: the body of a revisit is had as it was unpacked, so its head
// must not say that it is packed, nor be of another length.
func TestRevisitOfPacked(t *testing.T) {
	same := Visit{ID: NewID("x"), Target: "http://a.cn/", Date: day, Digest: Digest([]byte("12345")), Size: 5, Modified: true}
	x := Exchange{Target: "http://a.cn/copy", Date: day, Received: []byte("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\nContent-Length: 99\r\n\r\n"), Same: &same}
	a, err := x.Records()[0].Answer()
	if err != nil || a.Header.Get("Content-Encoding") != "" || len(a.TransferEncoding) > 0 || a.ContentLength != 5 || a.Header.Get("X-Orig-Content-Encoding") != "gzip" {
		t.Errorf("%+v %v", a, err)
	}
}

func TestSurt(t *testing.T) {
	for in, want := range map[string]string{
		"https://www2.A.cn:443/X?b&a": "cn,a)/x?a&b", "http://a.cn:8080/": "cn,a:8080)/", "http://a.cn/zwgk/": "cn,a)/zwgk", "http://a.cn/zwgk/?b": "cn,a)/zwgk?b", "http://wwwx.cn/": "cn,wwwx)/", "urn:x": "urn:x",
	} {
		if got := Surt(in); got != want {
			t.Errorf("%s: %s", in, got)
		}
	}
}

// TestOracle has another program read what is written here: warcio, where
// GONGKAI_WARCIO names its command line file.
func TestOracle(t *testing.T) {
	cli := os.Getenv("GONGKAI_WARCIO")
	if cli == "" {
		t.Skip("set GONGKAI_WARCIO=…/warcio/dist/cli.js: make warc does")
	}
	file, records := sample(t)
	path := filepath.Join(t.TempDir(), "a.warc.gz")
	if err := os.WriteFile(path, file, 0o666); err != nil {
		t.Fatal(err)
	}
	run := func(args ...string) string {
		cmd := exec.Command("node", append([]string{cli}, args...)...)
		cmd.Stderr = os.Stderr
		out, err := cmd.Output()
		if err != nil {
			t.Fatal(err)
		}
		return string(out)
	}
	if n := strings.Count(run("index", path), "\n"); n != len(records) {
		t.Errorf("it reads %d records of %d", n, len(records))
	}
	var ours []string
	for _, r := range records {
		if l := IndexLine(r, "a.warc.gz"); l != "" && r.Type != Resource { // it does not know how spaces are written in addresses
			key, rest, _ := strings.Cut(l, "{")
			ours = append(ours, key+place(rest))
		}
	}
	var theirs []string
	for l := range strings.Lines(run("cdx-index", path)) {
		if key, rest, _ := strings.Cut(l, "{"); !strings.HasPrefix(key, "cn,c)") {
			theirs = append(theirs, key+place(rest))
		}
	}
	slices.Sort(ours)
	slices.Sort(theirs)
	if diff := cmp.Diff(theirs, ours); diff != "" {
		t.Errorf("the indexes differ (-theirs +ours):\n%s", diff)
	}
}

// place keeps of a line what says where a record lies and what it is.
func place(s string) string {
	var out []string
	for _, key := range []string{"offset", "length", "status", "mime"} {
		_, v, _ := strings.Cut(s, `"`+key+`":`)
		v, _, _ = strings.Cut(strings.TrimLeft(v, ` "`), `"`)
		out = append(out, key+"="+v)
	}
	return strings.Join(out, " ")
}

func FuzzRead(f *testing.F) {
	file, _ := sample(f)
	f.Add(file[:2000])
	z, _ := gzip.NewReader(bytes.NewReader(file))
	plain, _ := io.ReadAll(z)
	f.Add(plain[:3000])
	f.Fuzz(func(t *testing.T, b []byte) {
		all, err := readAll(b)
		if err == nil || len(all) > 0 && errors.Is(err, ErrFormat) {
			t.Errorf("%d records, %v", len(all), err)
		}
		for _, r := range all {
			if _, _, err := r.Payload(); err != nil && !errors.Is(err, ErrDamaged) {
				t.Error(err)
			}
			IndexLine(r, "x")
		}
	})
}
