package record

import (
	"encoding/binary"
	"fmt"
	"reflect"
	"unicode/utf8"

	"github.com/klauspost/compress/zstd"
)

// Decoder turns bytes back into values. It trusts nothing in them. It is not
// safe for concurrent use.
type Decoder struct {
	zstd    *zstd.Decoder
	plain   []byte
	strings []string
	body    []byte
	held    int
	err     error
}

// NewDecoder makes a Decoder.
func NewDecoder() (*Decoder, error) {
	z, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(maxPlain), zstd.WithDecoderLowmem(true))
	return &Decoder{zstd: z}, err
}

// Decode reads a record and holds it against itself.
func (d *Decoder) Decode(blob []byte) (*Record, error) {
	var r Record
	if err := d.DecodeAs(recordForm, blob, &r); err != nil {
		return nil, err
	}
	return &r, r.check()
}

// DecodeAs reads a value of the type of the form into what p points at.
func (d *Decoder) DecodeAs(f *Form, blob []byte, p any) error {
	if len(blob) > maxBlob {
		return fmt.Errorf("%w: limit blob = %d, needed >= %d", ErrRecord, maxBlob, len(blob))
	}
	var err error
	if d.plain, err = d.zstd.DecodeAll(blob, d.plain[:0]); err != nil {
		return fmt.Errorf("%w: %w", ErrRecord, err)
	}
	defer func() {
		if cap(d.plain) > 4<<20 { // one large document is no reason to keep its room
			d.plain = nil
		}
	}()
	d.body, d.err, d.held = d.plain, nil, 0
	if s := d.take(8); d.err == nil && [8]byte(s) != f.schema {
		return fmt.Errorf("%w: schema %x, not %x", ErrRecord, s, f.schema)
	}
	d.table()
	if d.err == nil {
		f.codec.get(d, reflect.ValueOf(p).Elem())
	}
	if d.err == nil && len(d.body) > 0 {
		d.fail("%d bytes left over", len(d.body))
	}
	return d.err
}

// table reads the strings: their lengths, then all of them in one piece.
func (d *Decoder) table() {
	n := d.uvarint()
	if n > uint64(len(d.body)) || n == 0 {
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
	if d.strings[0] != "" {
		d.fail("the table of strings does not begin with the empty one")
	}
}

// take cuts n bytes off; nil where there are fewer.
func (d *Decoder) take(n int) []byte {
	if d.err != nil || n > len(d.body) {
		d.fail("the bytes end early")
		return nil
	}
	b := d.body[:n]
	d.body = d.body[n:]
	return b
}

func (d *Decoder) uvarint() uint64 {
	n, k := binary.Uvarint(d.body)
	if k <= 0 {
		d.fail("the bytes end inside a number")
		return 0
	}
	d.body = d.body[k:]
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
