package record

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"math"
	"reflect"
	"strings"
)

// codec writes and reads the values of one Go type. Fields of a struct that are
// zero take one bit: most of a report is.
type codec struct {
	typ  reflect.Type
	put  func(e *Encoder, v reflect.Value) // always writes
	get  func(d *Decoder, v reflect.Value)
	zero func(v reflect.Value) bool // nil where put itself tells, by writing nothing but zero bits
	min  int                        // fewest bytes of a value
}

// codecOf derives the codec of a type, and with it a text that names the schema.
func codecOf(t reflect.Type, schema *strings.Builder) *codec {
	c := &codec{typ: t, min: 1, zero: reflect.Value.IsZero}
	fmt.Fprintf(schema, "%s(", t.Kind())
	defer schema.WriteString(")")
	if h, ok := byHand[t]; ok {
		codecOf(t.Elem(), schema)
		schema.WriteString(handForm)
		c.put, c.get, c.zero = h.put, h.get, func(v reflect.Value) bool { return v.Len() == 0 }
		return c
	}
	switch t.Kind() {
	case reflect.String:
		c.put, c.get = putString, getString
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		c.put, c.get = putInt, getInt
	case reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uint:
		c.put, c.get = putUint, getUint
	case reflect.Float64, reflect.Float32:
		c.put, c.get, c.min = putFloat, getFloat, 8
	case reflect.Bool:
		c.put, c.get = putBool, getBool
	case reflect.Pointer:
		c.pointer(codecOf(t.Elem(), schema))
	case reflect.Slice:
		c.slice(codecOf(t.Elem(), schema))
	case reflect.Array:
		if t.Elem().Kind() != reflect.Uint8 {
			panic("record: no codec for " + t.String())
		}
		c.put, c.get, c.min = putBytes, getBytes, t.Len()
		fmt.Fprint(schema, t.Len())
	case reflect.Struct:
		c.structure(t, schema)
	default: // a type of the program, not of its input
		panic("record: no codec for " + t.String())
	}
	return c
}

func (c *codec) pointer(elem *codec) {
	c.put = func(e *Encoder, v reflect.Value) { // in a struct a nil is a bit; elsewhere it does not occur
		elem.put(e, v.Elem())
	}
	t := c.typ.Elem()
	c.get = func(d *Decoder, v reflect.Value) {
		if !d.spend(int(t.Size())) {
			return
		}
		p := reflect.New(t)
		elem.get(d, p.Elem())
		v.Set(p)
	}
	c.min = elem.min
}

func (c *codec) slice(elem *codec) {
	c.zero = func(v reflect.Value) bool { return v.Len() == 0 }
	c.put = func(e *Encoder, v reflect.Value) {
		n := v.Len()
		e.body = binary.AppendUvarint(e.body, uint64(n))
		for i := range n {
			elem.put(e, v.Index(i))
		}
	}
	size, t := int(c.typ.Elem().Size()), c.typ
	c.get = func(d *Decoder, v reflect.Value) {
		n := d.uvarint()
		if n > uint64(d.left()/elem.min) {
			d.fail("a list of %d", n)
			return
		}
		if n == 0 || !d.spend(int(n)*size) {
			return
		}
		s := reflect.MakeSlice(t, int(n), int(n))
		for i := 0; i < int(n) && d.err == nil; i++ {
			elem.get(d, s.Index(i))
		}
		v.Set(s)
	}
}

func (c *codec) structure(t reflect.Type, schema *strings.Builder) {
	fields := make([]*codec, t.NumField())
	for i := range fields {
		fmt.Fprintf(schema, "%s:", t.Field(i).Name)
		fields[i] = codecOf(t.Field(i).Type, schema)
		schema.WriteString(";")
	}
	if len(fields) > 64 {
		panic("record: too many fields in " + t.String())
	}
	mask := (len(fields) + 7) / 8
	c.min, c.zero = mask, nil
	c.put = func(e *Encoder, v reflect.Value) {
		at := len(e.body)
		for range mask {
			e.body = append(e.body, 0)
		}
		for i, f := range fields {
			fv := v.Field(i)
			if f.zero != nil && f.zero(fv) {
				continue
			}
			before := len(e.body)
			if f.typ.Kind() != reflect.Bool { // the bit says it all
				f.put(e, fv)
			}
			if f.zero == nil && allZero(e.body[before:]) {
				e.body = e.body[:before]
				continue
			}
			e.body[at+i/8] |= 1 << (i % 8)
		}
	}
	c.get = func(d *Decoder, v reflect.Value) {
		var bits uint64
		for i, b := range d.take(mask) {
			bits |= uint64(b) << (8 * i)
		}
		if d.err == nil && bits>>len(fields) != 0 {
			d.fail("a field that %s does not have", t.Name())
		}
		for i := 0; bits != 0 && d.err == nil; i, bits = i+1, bits>>1 {
			switch {
			case bits&1 == 0:
			case fields[i].typ.Kind() == reflect.Bool:
				v.Field(i).SetBool(true)
			default:
				fields[i].get(d, v.Field(i))
			}
		}
	}
}

// allZero tells a struct of zeros by its bits: it is nothing but its mask.
func allZero(b []byte) bool {
	for _, c := range b {
		if c != 0 {
			return false
		}
	}
	return true
}

func putString(e *Encoder, v reflect.Value) { e.str(v.String()) }

func getString(d *Decoder, v reflect.Value) { v.SetString(d.str()) }

func putInt(e *Encoder, v reflect.Value) { e.int(v.Int()) }

func getInt(d *Decoder, v reflect.Value) {
	n := d.int()
	if v.OverflowInt(n) {
		d.fail("a number too large")
		return
	}
	v.SetInt(n)
}

func putUint(e *Encoder, v reflect.Value) { e.uint(v.Uint()) }

func getUint(d *Decoder, v reflect.Value) {
	n := d.uvarint()
	if v.OverflowUint(n) {
		d.fail("a number too large")
		return
	}
	v.SetUint(n)
}

func (e *Encoder) float(x float64) {
	e.body = binary.LittleEndian.AppendUint64(e.body, math.Float64bits(x))
}

func (d *Decoder) float() float64 {
	b := d.take(8)
	if b == nil {
		return 0
	}
	return math.Float64frombits(binary.LittleEndian.Uint64(b))
}

func putFloat(e *Encoder, v reflect.Value) { e.float(v.Float()) }

func getFloat(d *Decoder, v reflect.Value) { v.SetFloat(d.float()) }

func putBool(e *Encoder, v reflect.Value) {
	b := byte(0)
	if v.Bool() {
		b = 1
	}
	e.body = append(e.body, b)
}

func getBool(d *Decoder, v reflect.Value) {
	if b := d.take(1); b != nil {
		v.SetBool(b[0] == 1)
	}
}

func putBytes(e *Encoder, v reflect.Value) { e.body = append(e.body, v.Bytes()...) }

func getBytes(d *Decoder, v reflect.Value) {
	if b := d.take(v.Len()); b != nil {
		reflect.Copy(v, reflect.ValueOf(b))
	}
}

// digestOf shortens the text of a schema.
func digestOf(schema string) [8]byte {
	sum := sha256.Sum256([]byte(schema))
	return [8]byte(sum[:8])
}
