package record

import (
	"encoding/binary"
	"fmt"
	"reflect"
	"unicode/utf8"

	"github.com/klauspost/compress/zstd"

	"github.com/gongkai-data/gongkai/normalize"
	"github.com/gongkai-data/gongkai/normalize/watch"
)

// Decoder turns bytes back into values. It trusts nothing in them. It is not
// safe for concurrent use.
type Decoder struct {
	zstd    *zstd.Decoder
	plain   []byte
	strings []string
	body    []byte
	at      int // in body
	held    int
	err     error

	check   bool // facts and cells are read through and not kept
	printed int  // numbers of facts that were read through
}

// NewDecoder makes a Decoder.
func NewDecoder() (*Decoder, error) {
	z, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(maxPlain), zstd.WithDecoderLowmem(true))
	return &Decoder{zstd: z}, err
}

// Check holds a record against itself, as Decode does, and returns what became
// of the document.
func (d *Decoder) Check(blob []byte) (Brief, error) {
	d.check, d.printed = true, 0
	defer func() { d.check = false }()
	r, err := d.decode(blob)
	if err != nil {
		return Brief{}, err
	}
	return r.Brief, r.checkWith(d.printed)
}

// Decode reads a record and holds it against itself.
func (d *Decoder) Decode(blob []byte) (*Record, error) {
	r, err := d.decode(blob)
	if err != nil {
		return nil, err
	}
	return r, r.check()
}

func (d *Decoder) decode(blob []byte) (*Record, error) {
	p, err := d.parts(blob)
	if err != nil {
		return nil, err
	}
	var h head
	if err := d.unlay(headForm, p.head, &h); err != nil {
		return nil, err
	}
	r := &Record{Brief: h.Brief, Watch: h.Watch}
	if len(p.text) > 0 {
		var t text
		if err := d.unpack(textForm, p.text, &t); err != nil {
			return nil, err
		}
		r.Report = &normalize.Report{}
		if err := d.unpack(restForm, p.rest, r.Report); err != nil {
			return nil, err
		}
		if len(r.Report.Sections) > 0 {
			return nil, fmt.Errorf("%w: texts in two places", ErrRecord)
		}
		r.Report.Sections = t.Sections
	}
	return r, nil
}

// Watch reads of a record what its report is held against others by; nil where
// it has no report.
func (d *Decoder) Watch(blob []byte) (*watch.Brief, error) {
	p, err := d.parts(blob)
	if err != nil {
		return nil, err
	}
	var h head
	return h.Watch, d.unlay(headForm, p.head, &h)
}

// Texts reads of a record the chapters of its report.
func (d *Decoder) Texts(blob []byte) ([]normalize.Section, error) {
	p, err := d.parts(blob)
	if err != nil || len(p.text) == 0 {
		return nil, err
	}
	var t text
	return t.Sections, d.unpack(textForm, p.text, &t)
}

// parts are those of a record, still packed.
type parts struct{ head, text, rest []byte }

func (d *Decoder) parts(blob []byte) (p parts, err error) {
	if len(blob) > maxBlob {
		return p, fmt.Errorf("%w: limit blob = %d, needed >= %d", ErrRecord, maxBlob, len(blob))
	}
	d.body, d.at, d.err, d.held = blob, 0, nil, 0
	if s := d.take(8); d.err == nil && [8]byte(s) != schema {
		return p, fmt.Errorf("%w: schema %x, not %x", ErrRecord, s, schema)
	}
	n, k := d.uvarint(), d.uvarint()
	if n > maxBlob || k > maxBlob {
		d.fail("parts of %d and %d bytes", n, k)
	}
	if d.err != nil {
		return p, d.err
	}
	p.head, p.text = d.take(int(n)), d.take(int(k))
	if p.rest = d.body[d.at:]; d.err == nil && (len(p.text) == 0) != (len(p.rest) == 0) {
		d.fail("a report in parts")
	}
	return p, d.err
}

// DecodeAs reads a value of the type of the form into what p points at.
func (d *Decoder) DecodeAs(f *Form, blob []byte, p any) error {
	if len(blob) > maxBlob {
		return fmt.Errorf("%w: limit blob = %d, needed >= %d", ErrRecord, maxBlob, len(blob))
	}
	if len(blob) < 8 || [8]byte(blob) != f.schema {
		return fmt.Errorf("%w: schema %.16x, not %x", ErrRecord, blob, f.schema)
	}
	d.err, d.held = nil, 0
	return d.unpack(f, blob[8:], p)
}

// unpack is unlay of what is compressed.
func (d *Decoder) unpack(f *Form, packed []byte, p any) (err error) {
	if d.plain, err = d.zstd.DecodeAll(packed, d.plain[:0]); err != nil {
		return fmt.Errorf("%w: %w", ErrRecord, err)
	}
	defer func() {
		if cap(d.plain) > 4<<20 { // one large document is no reason to keep its room
			d.plain = nil
		}
	}()
	return d.unlay(f, d.plain, p)
}

// unlay reads a value from its strings and its body.
func (d *Decoder) unlay(f *Form, plain []byte, p any) error {
	d.body, d.at = plain, 0
	d.table()
	if d.err == nil {
		f.codec.get(d, reflect.ValueOf(p).Elem())
	}
	if d.err == nil && d.left() > 0 {
		d.fail("%d bytes left over", d.left())
	}
	return d.err
}

// table reads the strings: their lengths, then all of them in one piece.
func (d *Decoder) table() {
	n := d.uvarint()
	if n > uint64(d.left()) {
		d.fail("a table of %d strings", n)
		return
	}
	if !d.spend(int(n) * 24) {
		return
	}
	ends := make([]int, n)
	total := uint64(0)
	for i := range ends {
		if total += d.uvarint(); total > maxPlain {
			d.fail("a table of strings of %d bytes", total)
			return
		}
		ends[i] = int(total)
	}
	text := string(d.take(int(total)))
	if d.err != nil || !utf8.ValidString(text) {
		d.fail("the table of strings is no UTF-8")
		return
	}
	d.strings = d.strings[:0]
	from := 0
	for _, end := range ends {
		if end < len(text) && !utf8.RuneStart(text[end]) {
			d.fail("a string ends inside a character")
			return
		}
		d.strings = append(d.strings, text[from:end])
		from = end
	}
}

// left is how many bytes are still to be read.
func (d *Decoder) left() int { return len(d.body) - d.at }

// take cuts n bytes off; nil where there are fewer.
func (d *Decoder) take(n int) []byte {
	if d.err != nil || n > d.left() {
		d.fail("the bytes end early")
		return nil
	}
	d.at += n
	return d.body[d.at-n : d.at]
}

func (d *Decoder) uvarint() uint64 {
	if d.at < len(d.body) && d.body[d.at] < 0x80 {
		d.at++
		return uint64(d.body[d.at-1])
	}
	n, k := binary.Uvarint(d.body[d.at:])
	if k <= 0 {
		d.fail("the bytes end inside a number")
		return 0
	}
	d.at += k
	return n
}

// spend counts what the values take in memory.
func (d *Decoder) spend(n int) bool {
	if d.held += n; d.held > maxHeld {
		d.fail("limit memory = %d, needed >= %d", maxHeld, d.held)
	}
	return d.err == nil
}

func (d *Decoder) fail(format string, args ...any) {
	if d.err == nil {
		d.err = fmt.Errorf("%w: %s", ErrRecord, fmt.Sprintf(format, args...))
	}
}
