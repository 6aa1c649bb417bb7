package pdfium

import (
	"bytes"
	"crypto/md5"
	"crypto/rc4"
	"fmt"
	"strings"
)

// file is a PDF made for a test: objects by number from 1, the first the catalog.
type file struct {
	objects []string
	trailer string // more keys of the trailer
	crypt   func(num int, b []byte) []byte
}

// add appends an object and returns its number.
func (f *file) add(body string) int {
	f.objects = append(f.objects, body)
	return len(f.objects)
}

// stream appends a stream with more keys of its dictionary.
func (f *file) stream(keys, content string) int {
	num := len(f.objects) + 1
	if f.crypt != nil {
		content = string(f.crypt(num, []byte(content)))
	}
	return f.add(fmt.Sprintf("<<%s/Length %d>>\nstream\n%s\nendstream", keys, len(content), content))
}

// onePage is a file of one page of 200 × 300 points with the given content and
// more keys of the page and its resources.
func onePage(content, page, resources string) *file {
	f := &file{}
	f.add("<</Type/Catalog/Pages 2 0 R>>")
	f.add("<</Type/Pages/Count 1/Kids[3 0 R]>>")
	f.add(fmt.Sprintf("<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 300]%s/Contents 5 0 R/Resources<</Font<</F 4 0 R>>%s>>>>", page, resources))
	f.add("<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>")
	f.stream("", content)
	return f
}

// bytes writes the file with its cross-reference table.
func (f *file) bytes() []byte {
	var w bytes.Buffer
	w.WriteString("%PDF-1.7\n")
	offsets := make([]int, len(f.objects))
	for i, o := range f.objects {
		offsets[i] = w.Len()
		fmt.Fprintf(&w, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	xref := w.Len()
	fmt.Fprintf(&w, "xref\n0 %d\n0000000000 65535 f \n", len(f.objects)+1)
	for _, o := range offsets {
		fmt.Fprintf(&w, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&w, "trailer\n<</Root 1 0 R/Size %d%s>>\nstartxref\n%d\n%%%%EOF\n", len(f.objects)+1, f.trailer, xref)
	return w.Bytes()
}

// padding fills a password to 32 bytes (ISO 32000-2 7.6.4.3.2).
const padding = "\x28\xBF\x4E\x5E\x4E\x75\x8A\x41\x64\x00\x4E\x56\xFF\xFA\x01\x08\x2E\x2E\x00\xB6\xD0\x68\x3E\x80\x2F\x0C\xA9\xFE\x64\x53\x69\x7A"

func padded(password string) []byte { return []byte((password + padding)[:32]) }

func rc4d(key, b []byte) []byte {
	c, _ := rc4.NewCipher(key)
	out := make([]byte, len(b))
	c.XORKeyStream(out, b)
	return out
}

// encrypted is a page of text under 40-bit RC4 (ISO 32000-2 7.6.4, revision 2).
func encrypted(text, password string) []byte {
	id := "0123456789abcdef"
	ownerKey := md5.Sum(padded(password))
	owner := rc4d(ownerKey[:5], padded(password))
	sum := md5.Sum([]byte(string(padded(password)) + string(owner) + "\xFC\xFF\xFF\xFF" + id))
	key := sum[:5]
	user := rc4d(key, []byte(padding))
	f := &file{crypt: func(num int, b []byte) []byte {
		k := md5.Sum(append(bytes.Clone(key), byte(num), byte(num>>8), byte(num>>16), 0, 0))
		return rc4d(k[:10], b)
	}}
	made := onePage("", "", "")
	f.objects = made.objects[:4]
	f.stream("", "BT /F 20 Tf 20 100 Td ("+text+") Tj ET")
	n := f.add(fmt.Sprintf("<</Filter/Standard/V 1/R 2/P -4/O<%x>/U<%x>>>", owner, user))
	f.trailer = fmt.Sprintf("/Encrypt %d 0 R/ID[<%x><%x>]", n, id, id)
	return f.bytes()
}

// nested is a page whose forms draw each other ten times on every level.
func nested(levels int) []byte {
	f := onePage("/X0 Do", "", "/XObject<</X0 6 0 R>>")
	for i := range levels {
		f.stream(fmt.Sprintf("/Type/XObject/Subtype/Form/BBox[0 0 200 300]/Resources<</XObject<</X%d %d 0 R>>>>", i+1, 7+i), strings.Repeat(fmt.Sprintf("/X%d Do ", i+1), 10))
	}
	f.stream("/Type/XObject/Subtype/Form/BBox[0 0 200 300]", "0 0 10 10 re f")
	return f.bytes()
}
