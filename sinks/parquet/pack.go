package parquet

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"reflect"
	"unicode/utf8"

	"github.com/klauspost/compress/zstd"

	"github.com/gongkai-data/gongkai/normalize"
	"github.com/gongkai-data/gongkai/sinks"
)

// packed is what a result is kept as until Commit: plain binary, compressed. A
// report takes some 5 KB this way instead of 150.
type packed struct {
	Report *normalize.Report
	Issues []normalize.Issue
}

// packer turns results into bytes and back.
type packer struct {
	enc *zstd.Encoder
	dec *zstd.Decoder
	buf []byte // plain, reused
	out []byte // compressed, reused
}

func newPacker() (*packer, error) {
	enc, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderConcurrency(1))
	if err != nil {
		return nil, err
	}
	dec, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1))
	return &packer{enc: enc, dec: dec}, err
}

// pack fails with sinks.ErrIntegrity where a text is not UTF-8: no reader of
// Parquet would accept the column.
func (p *packer) pack(v packed) ([]byte, error) {
	b, err := put(p.buf[:0], reflect.ValueOf(v))
	if err != nil {
		return nil, err
	}
	p.buf = b
	p.out = p.enc.EncodeAll(b, p.out[:0])
	return bytes.Clone(p.out), nil // exactly as long as it is: thousands are kept
}

func (p *packer) unpack(b []byte) (v packed, err error) {
	p.buf, err = p.dec.DecodeAll(b, p.buf[:0])
	if err != nil {
		return v, err
	}
	rest := get(p.buf, reflect.ValueOf(&v).Elem())
	if len(rest) != 0 {
		return v, fmt.Errorf("%d bytes left over: %w", len(rest), sinks.ErrIntegrity)
	}
	return v, nil
}

func put(b []byte, v reflect.Value) ([]byte, error) {
	var err error
	switch v.Kind() {
	case reflect.String:
		s := v.String()
		if !utf8.ValidString(s) {
			return b, fmt.Errorf("text %.40q is not UTF-8: %w", s, sinks.ErrIntegrity)
		}
		return append(binary.AppendUvarint(b, uint64(len(s))), s...), nil
	case reflect.Int, reflect.Int64:
		return binary.AppendVarint(b, v.Int()), nil
	case reflect.Uint8:
		return append(b, byte(v.Uint())), nil
	case reflect.Float64:
		f := v.Float()
		if f == 0 { // most boxes are empty
			return append(b, 0), nil
		}
		return binary.LittleEndian.AppendUint64(append(b, 1), math.Float64bits(f)), nil
	case reflect.Bool:
		if v.Bool() {
			return append(b, 1), nil
		}
		return append(b, 0), nil
	case reflect.Pointer:
		if v.IsNil() {
			return append(b, 0), nil
		}
		return put(append(b, 1), v.Elem())
	case reflect.Slice:
		b = binary.AppendUvarint(b, uint64(v.Len()))
		fallthrough
	case reflect.Array:
		for i := range v.Len() {
			if b, err = put(b, v.Index(i)); err != nil {
				return b, err
			}
		}
		return b, nil
	case reflect.Struct:
		for i := range v.NumField() {
			if b, err = put(b, v.Field(i)); err != nil {
				return b, err
			}
		}
		return b, nil
	}
	return b, fmt.Errorf("cannot keep a %s", v.Type())
}

// get reads what put wrote; the bytes never leave the process.
func get(b []byte, v reflect.Value) []byte {
	switch v.Kind() {
	case reflect.String:
		n, k := binary.Uvarint(b)
		b = b[k:]
		v.SetString(string(b[:n]))
		return b[n:]
	case reflect.Int, reflect.Int64:
		n, k := binary.Varint(b)
		v.SetInt(n)
		return b[k:]
	case reflect.Uint8:
		v.SetUint(uint64(b[0]))
		return b[1:]
	case reflect.Float64:
		if b[0] == 0 {
			return b[1:]
		}
		v.SetFloat(math.Float64frombits(binary.LittleEndian.Uint64(b[1:])))
		return b[9:]
	case reflect.Bool:
		v.SetBool(b[0] == 1)
		return b[1:]
	case reflect.Pointer:
		if b[0] == 0 {
			return b[1:]
		}
		v.Set(reflect.New(v.Type().Elem()))
		return get(b[1:], v.Elem())
	case reflect.Slice:
		n, k := binary.Uvarint(b)
		b = b[k:]
		if n > 0 {
			v.Set(reflect.MakeSlice(v.Type(), int(n), int(n)))
		}
		fallthrough
	case reflect.Array:
		for i := range v.Len() {
			b = get(b, v.Index(i))
		}
		return b
	case reflect.Struct:
		for i := range v.NumField() {
			b = get(b, v.Field(i))
		}
	}
	return b
}
