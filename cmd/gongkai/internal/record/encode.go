package record

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"reflect"
	"strings"
	"unicode/utf8"

	"github.com/klauspost/compress/zstd"
)

// Form is how values of one Go type are kept.
type Form struct {
	codec  *codec
	schema [8]byte
}

// FormOf derives the form of T, a struct. It panics where T holds what cannot be
// kept, so it belongs into package variables.
func FormOf[T any]() *Form {
	var schema strings.Builder
	c := codecOf(reflect.TypeFor[T](), &schema)
	return &Form{codec: c, schema: digestOf(schema.String())}
}

var recordForm = FormOf[Record]()

// Schema names the fields of a record: bytes of another schema are refused.
func Schema() string { return fmt.Sprintf("%x", recordForm.schema) }

// Encoder turns values into bytes. It is not safe for concurrent use.
type Encoder struct {
	zstd    *zstd.Encoder
	body    []byte
	places  map[string]int
	strings []string
	plain   []byte
}

// NewEncoder makes an Encoder.
func NewEncoder() (*Encoder, error) {
	z, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderConcurrency(1), zstd.WithWindowSize(1<<20), zstd.WithLowerEncoderMem(true))
	return &Encoder{zstd: z, places: map[string]int{}}, err
}

// Encode keeps a record. A record that contradicts itself, or a text in it that
// is not UTF-8, fails with ErrRecord.
func (e *Encoder) Encode(r *Record) ([]byte, error) {
	if err := r.check(); err != nil {
		return nil, err
	}
	return e.EncodeAs(recordForm, r)
}

// EncodeAs keeps what p points at, a value of the type of the form.
func (e *Encoder) EncodeAs(f *Form, p any) ([]byte, error) {
	e.body, e.strings, e.plain = e.body[:0], e.strings[:0], e.plain[:0]
	clear(e.places)
	e.place("")
	f.codec.put(e, reflect.ValueOf(p).Elem())
	e.plain = append(e.plain, f.schema[:]...)
	e.plain = binary.AppendUvarint(e.plain, uint64(len(e.strings)))
	for _, s := range e.strings {
		if !utf8.ValidString(s) {
			return nil, fmt.Errorf("%w: text %.40q is not UTF-8", ErrRecord, s)
		}
		e.plain = binary.AppendUvarint(e.plain, uint64(len(s)))
	}
	for _, s := range e.strings {
		e.plain = append(e.plain, s...)
	}
	e.plain = append(e.plain, e.body...)
	if len(e.plain) > maxPlain {
		return nil, fmt.Errorf("%w: limit record = %d, needed >= %d", ErrRecord, maxPlain, len(e.plain))
	}
	return bytes.Clone(e.zstd.EncodeAll(e.plain, nil)), nil
}

// place is the number of a string in the table.
func (e *Encoder) place(s string) int {
	n, had := e.places[s]
	if !had {
		n = len(e.strings)
		e.places[s] = n
		e.strings = append(e.strings, s)
	}
	return n
}
