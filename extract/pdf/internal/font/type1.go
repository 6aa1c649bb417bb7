package font

import (
	"bytes"

	"github.com/gongkai-data/gongkai/extract/pdf/internal/object"
)

// type1Encoding reads the encoding in the clear text of a Type 1 program: either
// "StandardEncoding def" or lines "dup 65 /A put".
func type1Encoding(b []byte) (names [256]string) {
	if i := bytes.Index(b, []byte("eexec")); i >= 0 {
		b = b[:i]
	}
	i := bytes.Index(b, []byte("/Encoding"))
	if i < 0 {
		return names
	}
	l := object.NewLexer(b[i+len("/Encoding"):])
	var code, name object.Object
	for range 4096 {
		switch t := l.Token(); {
		case t.Kind == object.EOF:
			return names
		case t.Kind == object.Int:
			code = t
		case t.Kind == object.Name:
			name = t
		case t.Kind != object.Keyword:
		case string(t.Bytes) == "StandardEncoding":
			return core()["Helvetica"].encoding
		case string(t.Bytes) == "put":
			if n := code.Int(); n >= 0 && n < 256 {
				names[n] = string(name.Bytes)
			}
		case string(t.Bytes) == "def", string(t.Bytes) == "readonly":
			if name.Kind == object.Name {
				return names
			}
		}
	}
	return names
}
