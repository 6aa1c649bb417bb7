// Package warc writes and reads web archives as ISO 28500:2017 (WARC/1.1) says,
// one gzip member a record, and the index that replay tools look things up in.
//
//	[x] warcinfo, response, request, revisit (identical payload; not modified on server), resource
//	[x] reading: 1.0 and 1.1, packed member by member, packed as one, not packed; cut files up to the cut
//	[x] digests: sha256 written; sha1 and sha256 checked
//	[x] CDXJ: one line for each response, revisit and resource
//	[ ] metadata, conversion, continuation: passed on by the reader, not written
package warc

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Types of records.
const (
	Info     = "warcinfo"
	Response = "response"
	Request  = "request"
	Revisit  = "revisit"
	Resource = "resource"
)

// Profiles of revisits: the body is that of another record.
const (
	IdenticalPayload = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
	NotModified      = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
)

// A Record is one record.
type Record struct {
	Type   string
	ID     string // "<urn:uuid:…>"
	Date   time.Time
	Target string // address; "" for warcinfo
	Media  string // media type of Block
	Fields []Field
	Block  []byte

	Offset int64 // in the file, of the member that holds it
	Length int64 // of that member, 0 where others are in it; of the record where nothing is packed
}

// A Field is a further field of a record's head.
type Field struct{ Name, Value string }

// Get returns the value of a further field, "" where there is none.
func (r *Record) Get(name string) string {
	for _, f := range r.Fields {
		if strings.EqualFold(f.Name, name) {
			return f.Value
		}
	}
	return ""
}

// Digest is how digests are written here.
func Digest(b []byte) string {
	d := sha256.Sum256(b)
	return "sha256:" + base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(d[:])
}

// NewID is an identity that follows from what it is made of, so that the same
// archive is written twice as the same bytes: UUID version 8, RFC 9562.
func NewID(parts ...string) string {
	d := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	d[6], d[8] = d[6]&0x0f|0x80, d[8]&0x3f|0x80
	s := hex.EncodeToString(d[:16])
	return "<urn:uuid:" + s[:8] + "-" + s[8:12] + "-" + s[12:16] + "-" + s[16:20] + "-" + s[20:] + ">"
}

// A Writer writes records.
type Writer struct {
	w  io.Writer
	at int64
}

// NewWriter returns a Writer to the beginning of a file.
func NewWriter(w io.Writer) *Writer { return &Writer{w: w} }

// Write writes a record and notes in it where it lies. The block's digest and
// length are added to its head.
func (w *Writer) Write(r *Record) error {
	var b bytes.Buffer
	fmt.Fprintf(&b, "WARC/1.1\r\nWARC-Type: %s\r\nWARC-Record-ID: %s\r\nWARC-Date: %s\r\n", r.Type, r.ID, r.Date.UTC().Format(dateFormat))
	if r.Target != "" {
		fmt.Fprintf(&b, "WARC-Target-URI: %s\r\n", oneLine(r.Target))
	}
	for _, f := range r.Fields {
		fmt.Fprintf(&b, "%s: %s\r\n", oneLine(f.Name), oneLine(f.Value))
	}
	fmt.Fprintf(&b, "WARC-Block-Digest: %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n", Digest(r.Block), oneLine(r.Media), len(r.Block))
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed) // its header holds no time: the same bytes every time
	for _, part := range [][]byte{b.Bytes(), r.Block, []byte("\r\n\r\n")} {
		if _, err := z.Write(part); err != nil {
			return err
		}
	}
	if err := z.Close(); err != nil {
		return err
	}
	r.Offset, r.Length = w.at, int64(packed.Len())
	n, err := w.w.Write(packed.Bytes())
	w.at += int64(n)
	return err
}

// dateFormat has fractions of seconds, which 1.1 allows, where there are any.
const dateFormat = "2006-01-02T15:04:05.999999999Z"

// oneLine keeps a value from becoming several fields.
func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return -1
		}
		return r
	}, s)
}

// An Exchange is a request and its answer, as a crawler kept it.
type Exchange struct {
	Target   string
	Date     time.Time
	Address  string // of the server, without port; "" where it is not known
	Sent     []byte // header block
	Received []byte // status line and header block, with the empty line
	Body     []byte // decoded
	Same     *Visit // the record that holds the body: this one becomes a revisit
}

// A Visit is a record that another refers to.
type Visit struct {
	ID, Target, Digest string
	Date               time.Time
	Size               int  // bytes of the body
	Modified           bool // false: the server said that it is the same
}

// Records makes the records of an exchange: the answer, or the revisit, and then
// the request.
func (x *Exchange) Records() []*Record {
	answer := &Record{Type: Response, Date: x.Date, Target: x.Target, Media: "application/http; msgtype=response"}
	answer.ID = NewID(answer.Type, x.Target, x.Date.UTC().Format(dateFormat), string(x.Received))
	if x.Address != "" {
		answer.Fields = append(answer.Fields, Field{"WARC-IP-Address", x.Address})
	}
	if x.Same == nil {
		answer.Block = slices.Concat(plainHead(x.Received, len(x.Body)), x.Body)
		answer.Fields = append(answer.Fields, Field{"WARC-Payload-Digest", Digest(x.Body)})
	} else {
		answer.Type, answer.Block = Revisit, plainHead(x.Received, x.Same.Size)
		profile := NotModified
		if x.Same.Modified {
			profile = IdenticalPayload
		}
		answer.Fields = append(answer.Fields, Field{"WARC-Payload-Digest", x.Same.Digest}, Field{"WARC-Profile", profile}, Field{"WARC-Refers-To", x.Same.ID},
			Field{"WARC-Refers-To-Target-URI", x.Same.Target}, Field{"WARC-Refers-To-Date", x.Same.Date.UTC().Format(dateFormat)})
	}
	if len(x.Sent) == 0 {
		return []*Record{answer}
	}
	request := &Record{Type: Request, Date: x.Date, Target: x.Target, Media: "application/http; msgtype=request", Block: x.Sent, Fields: []Field{{"WARC-Concurrent-To", answer.ID}}}
	request.ID = NewID(request.Type, answer.ID)
	return []*Record{answer, request}
}

// plainHead is a header block for a body that was decoded: fields that say how it
// was packed keep their values under other names, as other crawlers do.
func plainHead(head []byte, size int) []byte {
	packed := false
	lines := bytes.SplitAfter(head, []byte("\n"))
	named := func(line []byte) string {
		name, _, ok := bytes.Cut(line, []byte(":"))
		if !ok {
			return ""
		}
		return strings.ToLower(string(bytes.TrimSpace(name)))
	}
	for _, l := range lines {
		packed = packed || named(l) == "content-encoding" || named(l) == "transfer-encoding"
	}
	if !packed {
		return head
	}
	var out []byte
	for _, l := range lines {
		switch named(l) {
		case "content-encoding", "transfer-encoding", "content-length":
			out = append(out, "X-Orig-"...)
		}
		if len(bytes.TrimSpace(l)) == 0 && len(l) > 0 {
			out = append(out, fmt.Sprintf("Content-Length: %d\r\n", size)...)
		}
		out = append(out, l...)
	}
	return out
}

// Surt writes an address so that those of one site sort together.
func Surt(address string) string {
	u, err := url.Parse(strings.ToLower(address))
	if err != nil || u.Scheme != "http" && u.Scheme != "https" {
		return address
	}
	host := u.Hostname()
	if rest, ok := strings.CutPrefix(host, "www"); ok {
		if rest = strings.TrimLeft(rest, "0123456789"); strings.HasPrefix(rest, ".") {
			host = rest[1:]
		}
	}
	labels := strings.Split(host, ".")
	slices.Reverse(labels)
	s := strings.Join(labels, ",")
	if p := u.Port(); p != "" && !(u.Scheme == "http" && p == "80" || u.Scheme == "https" && p == "443") {
		s += ":" + p
	}
	path := u.EscapedPath()
	if len(path) > 1 { // replay tools look for a folder without it
		path = strings.TrimSuffix(path, "/")
	}
	s += ")" + path
	if u.RawQuery != "" {
		args := strings.Split(u.RawQuery, "&")
		slices.Sort(args)
		s += "?" + strings.Join(args, "&")
	}
	return s
}

// IndexLine is the line of a CDXJ index for a record of a file, "" for records
// that no replay asks for. The lines of an index are sorted.
func IndexLine(r *Record, file string) string {
	var media, status string
	switch r.Type {
	case Response, Revisit:
		head, err := r.Answer()
		if err != nil {
			return ""
		}
		status = strconv.Itoa(head.StatusCode)
		media, _, _ = strings.Cut(head.Header.Get("Content-Type"), ";")
		if r.Type == Revisit {
			media = "warc/revisit"
		}
	case Resource:
		media, status = r.Media, "200"
	default:
		return ""
	}
	target := strings.ReplaceAll(oneLine(r.Target), " ", "%20")
	fields := []Field{{"url", target}, {"mime", strings.TrimSpace(media)}, {"status", status}, {"digest", r.Get("WARC-Payload-Digest")},
		{"length", strconv.FormatInt(r.Length, 10)}, {"offset", strconv.FormatInt(r.Offset, 10)}, {"filename", file}}
	var parts []string
	for _, f := range fields {
		if f.Value != "" {
			parts = append(parts, quote(f.Name)+": "+quote(f.Value))
		}
	}
	return Surt(target) + " " + r.Date.UTC().Format("20060102150405") + " {" + strings.Join(parts, ", ") + "}\n"
}

// Answer parses the header block of a response or revisit.
func (r *Record) Answer() (*http.Response, error) {
	return http.ReadResponse(newReader(r.Block), nil)
}
