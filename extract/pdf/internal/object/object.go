package object

// Kind tells what an Object is (ISO 32000-1, 7.3).
type Kind uint8

// The kinds of objects, and those that only a token of a content stream has.
const (
	Null Kind = iota
	Bool
	Int
	Real
	String
	Name
	Array
	Dict
	Stream
	Ref
	Keyword // an operator or a keyword such as endobj
	ArrayOpen
	ArrayClose
	DictOpen
	DictClose
	EOF
)

// Object is one value of a file. The zero value is null. Strings and names are
// decoded; their bytes belong to the file and are never written to.
type Object struct {
	Kind  Kind
	Gen   int32   // of a Ref
	Num   float64 // of Int, Real, Bool (0 or 1), Ref (object number)
	Bytes []byte  // of String, Name, Keyword
	c     *composite
}

// composite holds what is in an array, a dictionary or a stream.
type composite struct {
	elems    []Object       // of an array; key, value, key, value … of a dictionary
	index    map[string]int // of a large dictionary, once asked
	raw      []byte         // of a stream, as it stands in the file
	num, gen int            // of the object that a stream is, for its key
	cut      bool           // the stream ends with the file
	plain    bool           // the stream is not encrypted
}

// manyKeys is how long a dictionary is searched from end to end.
const manyKeys = 24

// Key returns the value of a dictionary or stream as it is written there: null
// where there is none, the last where there are several.
func (o Object) Key(key string) Object {
	if o.c == nil || o.Kind != Dict && o.Kind != Stream {
		return Object{}
	}
	e := o.c.elems
	if len(e) > 2*manyKeys {
		if o.c.index == nil {
			o.c.index = make(map[string]int, len(e)/2)
			for i := 0; i+1 < len(e); i += 2 {
				o.c.index[string(e[i].Bytes)] = i
			}
		}
		if i, ok := o.c.index[key]; ok {
			return e[i+1]
		}
		return Object{}
	}
	for i := len(e) - 2; i >= 0; i -= 2 {
		if string(e[i].Bytes) == key {
			return e[i+1]
		}
	}
	return Object{}
}

// Len returns the number of elements of an array or of keys of a dictionary.
func (o Object) Len() int {
	switch {
	case o.c == nil:
		return 0
	case o.Kind == Array:
		return len(o.c.elems)
	}
	return len(o.c.elems) / 2
}

// At returns an element of an array as it is written there, null outside.
func (o Object) At(i int) Object {
	if o.Kind != Array || o.c == nil || i < 0 || i >= len(o.c.elems) {
		return Object{}
	}
	return o.c.elems[i]
}

// Entry returns key and value number i of a dictionary.
func (o Object) Entry(i int) (string, Object) {
	return string(o.c.elems[2*i].Bytes), o.c.elems[2*i+1]
}

// Same reports whether two objects are the same array, dictionary or stream.
func (o Object) Same(p Object) bool { return o.c != nil && o.c == p.c }

// Identity is equal for objects that are the same array, dictionary or stream,
// so that what was made of one can be kept. It is nil for others.
func (o Object) Identity() any {
	if o.c == nil {
		return nil
	}
	return o.c
}

// IsName reports whether o is the name s.
func (o Object) IsName(s string) bool { return o.Kind == Name && string(o.Bytes) == s }

// IsDict reports whether o has keys.
func (o Object) IsDict() bool { return o.Kind == Dict || o.Kind == Stream }

// IsNumber reports whether o is an integer or a real number.
func (o Object) IsNumber() bool { return o.Kind == Int || o.Kind == Real }

// Int returns the number as an integer within ±2^31, 0 for what is no number.
func (o Object) Int() int {
	switch {
	case !o.IsNumber(), o.Num != o.Num:
		return 0
	case o.Num > 1<<31-1:
		return 1<<31 - 1
	case o.Num < -1<<31:
		return -1 << 31
	}
	return int(o.Num)
}

// Float returns the number, or def for what is none.
func (o Object) Float(def float64) float64 {
	if !o.IsNumber() {
		return def
	}
	return o.Num
}

// Bool returns the truth value, or def for what is none.
func (o Object) Bool(def bool) bool {
	if o.Kind != Bool {
		return def
	}
	return o.Num != 0
}
