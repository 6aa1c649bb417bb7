package record

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"reflect"
	"strings"
	"unicode/utf8"

	"github.com/klauspost/compress/zstd"

	"github.com/gongkai-data/gongkai/normalize"
	"github.com/gongkai-data/gongkai/normalize/watch"
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

// A record is kept in three parts, so that what is asked for often is found
// without the rest: what every pass needs, the texts, and the tables.
var (
	headForm = FormOf[head]()
	textForm = FormOf[text]()
	restForm = FormOf[normalize.Report]()
	schema   = digestOf(fmt.Sprintf("%x %x %x %q", headForm.schema, textForm.schema, restForm.schema, known))
)

// head is plain, the other parts are compressed.
type head struct {
	Brief
	Watch *watch.Brief
}

type text struct{ Sections []normalize.Section }

// Schema names the fields of a record: bytes of another schema are refused.
func Schema() string { return fmt.Sprintf("%x", schema) }

// Encoder turns values into bytes. It is not safe for concurrent use.
type Encoder struct {
	zstd    *zstd.Encoder
	body    []byte
	places  map[string]int // of strings that are not known
	strings []string
	recent  *recent
	table   uint32 // number of the table that is being made, from 1
	plain   []byte
	head    []byte
	packed  []byte
}

// NewEncoder makes an Encoder.
func NewEncoder() (*Encoder, error) {
	z, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderConcurrency(1), zstd.WithWindowSize(1<<20), zstd.WithLowerEncoderMem(true))
	return &Encoder{zstd: z, places: map[string]int{}, recent: &recent{}}, err
}

// Encode keeps a record. A record that contradicts itself, or a text in it that
// is not UTF-8, fails with ErrRecord.
func (e *Encoder) Encode(r *Record) ([]byte, error) {
	if err := r.check(); err != nil {
		return nil, err
	}
	h, err := e.lay(headForm, &head{r.Brief, r.Watch}, e.head[:0])
	if err != nil {
		return nil, err
	}
	e.head = h
	out := append(make([]byte, 0, len(h)+16<<10), schema[:]...)
	out = binary.AppendUvarint(out, uint64(len(h)))
	if r.Report == nil {
		return append(binary.AppendUvarint(out, 0), h...), nil
	}
	if e.packed, err = e.pack(textForm, &text{r.Report.Sections}, e.packed[:0]); err != nil {
		return nil, err
	}
	out = append(binary.AppendUvarint(out, uint64(len(e.packed))), h...)
	out = append(out, e.packed...)
	rest := *r.Report
	rest.Sections = nil
	return e.pack(restForm, &rest, out)
}

// EncodeAs keeps what p points at, a value of the type of the form.
func (e *Encoder) EncodeAs(f *Form, p any) ([]byte, error) {
	return e.pack(f, p, bytes.Clone(f.schema[:]))
}

// pack appends a value, compressed.
func (e *Encoder) pack(f *Form, p any, to []byte) (_ []byte, err error) {
	if e.plain, err = e.lay(f, p, e.plain[:0]); err != nil {
		return nil, err
	}
	return e.zstd.EncodeAll(e.plain, to), nil
}

// lay appends a value: its strings, then its body.
func (e *Encoder) lay(f *Form, p any, to []byte) ([]byte, error) {
	e.body, e.strings = e.body[:0], e.strings[:0]
	clear(e.places)
	e.table++
	f.codec.put(e, reflect.ValueOf(p).Elem())
	to = binary.AppendUvarint(to, uint64(len(e.strings)))
	for _, s := range e.strings {
		if !utf8.ValidString(s) {
			return nil, fmt.Errorf("%w: text %.40q is not UTF-8", ErrRecord, s)
		}
		to = binary.AppendUvarint(to, uint64(len(s)))
	}
	for _, s := range e.strings {
		to = append(to, s...)
	}
	if to = append(to, e.body...); len(to) > maxPlain {
		return nil, fmt.Errorf("%w: limit record = %d, needed >= %d", ErrRecord, maxPlain, len(to))
	}
	return to, nil
}

// place is the number of a string: among those that are known, then in the table.
func (e *Encoder) place(s string) int {
	if s == "" {
		return 0
	}
	r := &e.recent[slot(s)]
	if (r.in == e.table || r.in == 0) && r.text == s {
		return r.at
	}
	n, had := knownPlaces[s]
	r.text, r.in = s, 0
	if !had {
		r.in = e.table
		if n, had = e.places[s]; !had {
			n = len(known) + len(e.strings)
			e.places[s] = n
			e.strings = append(e.strings, s)
		}
	}
	r.at = n
	return n
}
