package sinks

import (
	"math"
	"strconv"
	"unicode/utf8"
)

// Kind is what a Value holds.
type Kind uint8

// Kinds of a Value, by the types of Column.
const (
	Null    Kind = iota
	Text         // string
	Integer      // int16, int32, int64
	Double       // double
	Bool         // bool, as Int 0 or 1
	Texts        // list<string>
	Floats       // list<float>
)

// Value is one cell of a table of the published dataset. The zero Value is NULL,
// which is neither an empty text nor an empty list.
type Value struct {
	Kind   Kind
	Text   string
	Int    int64
	Double float64
	Texts  []string
	Floats []float32
}

// KindOf tells the kind of the values of a column that are not NULL.
func KindOf(columnType string) Kind {
	switch columnType {
	case "int16", "int32", "int64":
		return Integer
	case "double":
		return Double
	case "bool":
		return Bool
	case "list<string>":
		return Texts
	case "list<float>":
		return Floats
	}
	return Text
}

// AppendNumber appends a double without exponent: every digit that tells it from
// its neighbours and no other.
func AppendNumber(b []byte, f float64) []byte { return strconv.AppendFloat(b, f, 'f', -1, 64) }

// AppendJSON appends the value as JSON. Lists become arrays.
func (v *Value) AppendJSON(b []byte) []byte {
	switch v.Kind {
	case Text:
		return AppendString(b, v.Text)
	case Integer:
		return strconv.AppendInt(b, v.Int, 10)
	case Double:
		if math.IsNaN(v.Double) || math.IsInf(v.Double, 0) {
			break // the dataset has none; JSON could not say it
		}
		return AppendNumber(b, v.Double)
	case Bool:
		return strconv.AppendBool(b, v.Int != 0)
	case Texts:
		b = append(b, '[')
		for i, s := range v.Texts {
			if i > 0 {
				b = append(b, ',')
			}
			b = AppendString(b, s)
		}
		return append(b, ']')
	case Floats:
		b = append(b, '[')
		for i, f := range v.Floats {
			if i > 0 {
				b = append(b, ',')
			}
			b = strconv.AppendFloat(b, float64(f), 'f', -1, 32)
		}
		return append(b, ']')
	}
	return append(b, "null"...)
}

// AppendString appends a text as a string of JSON (RFC 8259, section 7), with the
// two line separators escaped that JavaScript does not allow in one.
func AppendString(b []byte, s string) []byte {
	const hex = "0123456789abcdef"
	b = append(b, '"')
	start := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c >= ' ' && c != '"' && c != '\\' && c < utf8.RuneSelf {
			i++
			continue
		}
		r, size := rune(c), 1
		if c >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(s[i:])
			if r != '\u2028' && r != '\u2029' && (r != utf8.RuneError || size > 1) {
				i += size
				continue
			}
		}
		b = append(b, s[start:i]...)
		switch r {
		case '"', '\\':
			b = append(b, '\\', byte(r))
		case '\n':
			b = append(b, `\n`...)
		case '\r':
			b = append(b, `\r`...)
		case '\t':
			b = append(b, `\t`...)
		default:
			b = append(b, '\\', 'u', hex[r>>12&15], hex[r>>8&15], hex[r>>4&15], hex[r&15])
		}
		i += size
		start = i
	}
	return append(append(b, s[start:]...), '"')
}
