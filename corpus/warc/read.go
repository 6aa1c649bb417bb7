package warc

import (
	"bufio"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
)

// Errors of a Reader. After them there is no further record.
var (
	ErrFormat  = errors.New("warc: not a web archive")
	ErrDamaged = errors.New("warc: cut or damaged; what comes before is whole")
	ErrLarge   = errors.New("warc: a record is larger than allowed")
)

// Limits of what is read.
const (
	MaxBlock = 64 << 20
	maxHead  = 64 << 10
)

// A Reader reads the records of a file. Everything in it is taken as hostile.
type Reader struct {
	file   *counted
	packed bool
	begun  bool
	z      *gzip.Reader
	member *bufio.Reader // of the records; nil between members
	start  int64         // of the member
	err    error
}

// counted is a bufio.Reader that knows where it stands.
type counted struct {
	r  *bufio.Reader
	at int64
}

func (c *counted) Read(b []byte) (int, error) {
	n, err := c.r.Read(b)
	c.at += int64(n)
	return n, err
}

func (c *counted) ReadByte() (byte, error) {
	b, err := c.r.ReadByte()
	if err == nil {
		c.at++
	}
	return b, err
}

// NewReader returns a Reader of a file, packed or not.
func NewReader(r io.Reader) *Reader {
	return &Reader{file: &counted{r: bufio.NewReaderSize(r, 64<<10)}}
}

// Is reports whether bytes begin a web archive that is not packed, or a packed
// file that may be one.
func Is(b []byte) bool {
	if bytes.HasPrefix(b, []byte("WARC/1.")) {
		return true
	}
	z, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		return false
	}
	head := make([]byte, 7)
	_, err = io.ReadFull(z, head)
	return err == nil && string(head) == "WARC/1."
}

// Next returns the next record, io.EOF after the last.
func (r *Reader) Next() (*Record, error) {
	if r.err != nil {
		return nil, r.err
	}
	rec, err := r.next()
	switch {
	case err == nil:
		r.begun = true
	case errors.Is(err, io.EOF) && r.begun:
		r.err = io.EOF
	case errors.Is(err, io.EOF), errors.Is(err, ErrLarge):
		r.err = err
		if errors.Is(err, io.EOF) {
			r.err = ErrFormat
		}
	case r.begun:
		r.err = fmt.Errorf("%w: at byte %d: %w", ErrDamaged, r.start, err)
	default:
		r.err = fmt.Errorf("%w: %w", ErrFormat, err)
	}
	if r.err != nil {
		return nil, r.err
	}
	return rec, nil
}

func (r *Reader) next() (*Record, error) {
	for {
		if r.member == nil {
			if err := r.open(); err != nil {
				return nil, err
			}
		}
		at := r.start
		if !r.packed {
			at = r.file.at - int64(r.member.Buffered())
		}
		rec, err := readRecord(r.member)
		if errors.Is(err, io.EOF) && r.packed { // the member ends
			r.member = nil
			continue
		}
		if err != nil {
			return nil, err
		}
		left, err := skipEnd(r.member)
		if rec.Offset = at; r.packed {
			if err == nil && !left { // nothing else is in the member
				rec.Length, r.member = r.file.at-r.start, nil
			}
			return rec, err // the checksum may not hold
		}
		rec.Length = r.file.at - int64(r.member.Buffered()) - at
		return rec, nil
	}
}

// open begins a member, or the whole of a file that is not packed.
func (r *Reader) open() error {
	r.start = r.file.at
	magic, err := r.file.r.Peek(2)
	if err != nil {
		if len(magic) > 0 && errors.Is(err, io.EOF) {
			return io.ErrUnexpectedEOF
		}
		return err
	}
	if !r.begun {
		r.packed = string(magic) == "\x1f\x8b"
	}
	if !r.packed {
		r.member = bufio.NewReader(r.file)
		return nil
	}
	if r.z == nil {
		r.z = new(gzip.Reader)
	}
	if err := r.z.Reset(r.file); err != nil {
		return noEOF(err)
	}
	r.z.Multistream(false)
	r.member = bufio.NewReader(r.z)
	return nil
}

// skipEnd passes over the end of a record, and reports whether anything follows.
func skipEnd(r *bufio.Reader) (left bool, err error) {
	for n := 0; ; n++ {
		b, err := r.Peek(1)
		switch {
		case errors.Is(err, io.EOF):
			return false, nil
		case err != nil:
			return false, err
		case n == 4 || b[0] != '\r' && b[0] != '\n':
			return true, nil
		}
		if _, err := r.Discard(1); err != nil {
			return false, err
		}
	}
}

func noEOF(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// readRecord reads a record; io.EOF where none begins.
func readRecord(r *bufio.Reader) (*Record, error) {
	left := maxHead
	line, err := readLine(r, &left)
	for err == nil && line == "" { // between records
		line, err = readLine(r, &left)
	}
	if err != nil {
		return nil, err
	}
	if !strings.HasPrefix(line, "WARC/1.") {
		return nil, fmt.Errorf("%.40q is no record", line)
	}
	rec := &Record{}
	size := int64(-1)
	for {
		line, err := readLine(r, &left)
		if err != nil {
			return nil, noEOF(err)
		}
		if line == "" {
			break
		}
		if line[0] == ' ' || line[0] == '\t' { // folded
			if n := len(rec.Fields); n > 0 {
				rec.Fields[n-1].Value += " " + strings.TrimSpace(line)
			}
			continue
		}
		name, value, ok := strings.Cut(line, ":")
		if !ok {
			return nil, fmt.Errorf("%.40q is no field", line)
		}
		rec.Fields = append(rec.Fields, Field{strings.TrimSpace(name), strings.TrimSpace(value)})
	}
	if size, err = strconv.ParseInt(rec.Get("Content-Length"), 10, 64); err != nil || size < 0 {
		return nil, fmt.Errorf("length %.40q", rec.Get("Content-Length"))
	}
	if size > MaxBlock {
		return nil, fmt.Errorf("%w: %d bytes", ErrLarge, size)
	}
	var block bytes.Buffer
	if _, err := io.CopyN(&block, r, size); err != nil {
		return nil, noEOF(err)
	}
	rec.Block = block.Bytes()
	rec.Type, rec.ID, rec.Media = rec.Get("WARC-Type"), rec.Get("WARC-Record-ID"), rec.Get("Content-Type")
	rec.Target = strings.Trim(rec.Get("WARC-Target-URI"), "<>") // 1.0 writes the brackets
	if rec.Date, err = time.Parse(time.RFC3339Nano, rec.Get("WARC-Date")); err != nil {
		return nil, fmt.Errorf("date %.40q", rec.Get("WARC-Date"))
	}
	for _, name := range []string{"WARC-Block-Digest", "WARC-Payload-Digest"} {
		if name == "WARC-Block-Digest" || rec.Type == Resource {
			if err := check(rec.Get(name), rec.Block); err != nil {
				return nil, err
			}
		}
	}
	return rec, nil
}

// readLine reads a line without its end, of at most left bytes.
func readLine(r *bufio.Reader, left *int) (string, error) {
	var line []byte
	for {
		part, err := r.ReadSlice('\n')
		line = append(line, part...)
		if *left -= len(part); *left < 0 {
			return "", errors.New("a head without an end")
		}
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		if err != nil {
			if len(line) > 0 {
				err = noEOF(err)
			}
			return "", err
		}
		return strings.TrimRight(string(line), "\r\n"), nil
	}
}

// check holds bytes against a digest of a kind that is known, in base 32 or 16.
func check(want string, b []byte) error {
	kind, value, ok := strings.Cut(want, ":")
	if !ok {
		return nil
	}
	var sum []byte
	switch strings.ReplaceAll(strings.ToLower(kind), "-", "") {
	case "sha1":
		d := sha1.Sum(b)
		sum = d[:]
	case "sha256":
		d := sha256.Sum256(b)
		sum = d[:]
	default:
		return nil
	}
	if strings.EqualFold(value, hex.EncodeToString(sum)) || strings.EqualFold(strings.TrimRight(value, "="), base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(sum)) {
		return nil
	}
	return errors.New("the digest does not hold")
}

// Payload is what a record holds: the body of an answer, decoded, or the block of
// a resource; nil for records without, and for revisits, whose body is elsewhere.
func (r *Record) Payload() (body []byte, status int, err error) {
	switch r.Type {
	case Resource:
		return r.Block, 200, nil
	case Response:
	default:
		return nil, 0, nil
	}
	if !strings.HasPrefix(strings.ToLower(r.Media), "application/http") {
		return nil, 0, nil
	}
	a, err := r.Answer()
	if err != nil {
		return nil, 0, fmt.Errorf("%w: %s: %w", ErrDamaged, r.Target, err)
	}
	in := io.Reader(a.Body)
	switch e := strings.ToLower(strings.TrimSpace(a.Header.Get("Content-Encoding"))); e {
	case "", "identity":
	case "gzip", "x-gzip":
		in, err = gzip.NewReader(in)
	case "deflate":
		in, err = inflate(in)
	default:
		err = fmt.Errorf("content encoding %.40q", e)
	}
	if err == nil {
		body, err = io.ReadAll(io.LimitReader(in, MaxBlock+1))
	}
	if err == nil && len(body) > MaxBlock {
		err = ErrLarge
	}
	if err != nil {
		return nil, a.StatusCode, fmt.Errorf("%w: %s: %w", ErrDamaged, r.Target, err)
	}
	return body, a.StatusCode, nil
}

// PayloadMedia is the media type of what Payload returns, "" where it is not told.
func (r *Record) PayloadMedia() string {
	if r.Type == Resource {
		return r.Media
	}
	a, err := r.Answer()
	if err != nil {
		return ""
	}
	return a.Header.Get("Content-Type")
}

func inflate(r io.Reader) (io.Reader, error) {
	b := bufio.NewReader(r)
	if h, err := b.Peek(2); err == nil && h[0]&0x0f == 8 && (int(h[0])<<8|int(h[1]))%31 == 0 {
		return zlib.NewReader(b)
	}
	return flate.NewReader(b), nil
}

func newReader(b []byte) *bufio.Reader { return bufio.NewReader(bytes.NewReader(b)) }

func quote(s string) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(s); err != nil {
		return `""`
	}
	return strings.TrimSpace(b.String())
}
