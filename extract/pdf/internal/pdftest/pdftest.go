// Package pdftest writes small PDF files for tests.
package pdftest

import (
	"bytes"
	"compress/zlib"
	"crypto/aes"
	"crypto/cipher"
	"crypto/md5"
	"crypto/rc4"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"strings"
)

// File is a PDF file in the making. The zero value is an empty one.
type File struct {
	objects []string // number 1 is the first
	Trailer string   // keys besides Root and Size
	key     func(num int) []byte
	seal    func(key, b []byte) []byte
	plain   int // number of the encryption dictionary
}

// Add puts an object at the end and returns its number.
func (f *File) Add(body string) int {
	f.objects = append(f.objects, body)
	return len(f.objects)
}

// Set replaces an object.
func (f *File) Set(num int, body string) { f.objects[num-1] = body }

// Object returns an object as it was added.
func (f *File) Object(num int) string { return f.objects[num-1] }

// Stream adds a stream; dict holds the keys besides Length.
func (f *File) Stream(dict string, data []byte) int {
	num := len(f.objects) + 1
	if f.key != nil {
		data = f.seal(f.key(num), data)
	}
	return f.Add(fmt.Sprintf("<<%s/Length %d>>stream\n%s\nendstream", dict, len(data), data))
}

// String returns a literal string for an object with the number that Add will
// give next, encrypted where the file is.
func (f *File) String(s string) string {
	b := []byte(s)
	if f.key != nil {
		b = f.seal(f.key(len(f.objects)+1), b)
	}
	return fmt.Sprintf("<%x>", b)
}

// Page is one page of a file made by Pages.
type Page struct {
	Content   string
	Resources string // what stands in the resource dictionary
	Keys      string // further keys of the page
}

// Pages adds pages with their tree and returns the number of the catalog.
func (f *File) Pages(pages ...Page) int {
	tree := f.Add("null")
	var kids strings.Builder
	for _, p := range pages {
		c := f.Stream("", []byte(p.Content))
		n := f.Add(fmt.Sprintf("<</Type/Page/Parent %d 0 R/Contents %d 0 R/Resources<<%s>>%s>>", tree, c, p.Resources, p.Keys))
		fmt.Fprintf(&kids, "%d 0 R ", n)
	}
	f.Set(tree, fmt.Sprintf("<</Type/Pages/Kids[%s]/Count %d/MediaBox[0 0 200 100]>>", kids.String(), len(pages)))
	return f.Add(fmt.Sprintf("<</Type/Catalog/Pages %d 0 R>>", tree))
}

// Table writes the file with a table of cross-references.
func (f *File) Table(root int) []byte {
	var w bytes.Buffer
	w.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	offsets := make([]int, len(f.objects))
	for i, o := range f.objects {
		offsets[i] = w.Len()
		fmt.Fprintf(&w, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	start := w.Len()
	fmt.Fprintf(&w, "xref\n0 %d\n0000000000 65535 f \n", len(f.objects)+1)
	for _, o := range offsets {
		fmt.Fprintf(&w, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&w, "trailer\n<</Root %d 0 R/Size %d%s>>\nstartxref\n%d\n%%%%EOF\n", root, len(f.objects)+1, f.Trailer, start)
	return w.Bytes()
}

// XRefStream writes the file with a cross-reference stream; every object that is
// no stream is packed into one object stream.
func (f *File) XRefStream(root int) []byte {
	var w, packed, head bytes.Buffer
	w.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	type entry struct{ kind, a, b int }
	entries := make([]entry, len(f.objects)+3)
	pack, n := len(f.objects)+1, 0
	for i, o := range f.objects {
		if strings.Contains(o, ">>stream\n") {
			entries[i+1] = entry{1, w.Len(), 0}
			fmt.Fprintf(&w, "%d 0 obj\n%s\nendobj\n", i+1, o)
			continue
		}
		fmt.Fprintf(&head, "%d %d ", i+1, packed.Len())
		packed.WriteString(o + "\n")
		entries[i+1] = entry{2, pack, n}
		n++
	}
	entries[pack] = entry{1, w.Len(), 0}
	data := Deflate(append(head.Bytes(), packed.Bytes()...))
	fmt.Fprintf(&w, "%d 0 obj\n<</Type/ObjStm/N %d/First %d/Filter/FlateDecode/Length %d>>stream\n%s\nendstream\nendobj\n", pack, n, head.Len(), len(data), data)
	start := w.Len()
	entries[pack+1] = entry{1, start, 0}
	var rows []byte
	above := make([]byte, 4)
	for _, e := range entries { // PNG predictor "up", as programs write it
		row := []byte{byte(e.kind), byte(e.a >> 8), byte(e.a), byte(e.b)}
		rows = append(rows, 2)
		for k := range row {
			rows = append(rows, row[k]-above[k])
		}
		above = row
	}
	data = Deflate(rows)
	fmt.Fprintf(&w, "%d 0 obj\n<</Type/XRef/W[1 2 1]/Size %d/Root %d 0 R/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 4>>/Length %d%s>>stream\n%s\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n",
		pack+1, pack+2, root, len(data), f.Trailer, data, start)
	return w.Bytes()
}

// Deflate packs bytes as zlib does.
func Deflate(b []byte) []byte {
	var out bytes.Buffer
	w := zlib.NewWriter(&out)
	_, err := w.Write(b)
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		panic(err) // a buffer takes all
	}
	return out.Bytes()
}

var padding = []byte("\x28\xBF\x4E\x5E\x4E\x75\x8A\x41\x64\x00\x4E\x56\xFF\xFA\x01\x08\x2E\x2E\x00\xB6\xD0\x68\x3E\x80\x2F\x0C\xA9\xFE\x64\x53\x69\x7A")

// Encryption is a way to encrypt.
type Encryption int

// The ways to encrypt that files are written with.
const (
	RC440 Encryption = iota
	RC4128
	AES128
	AES256
)

// Encrypt encrypts what is added from now on with a user password.
func (f *File) Encrypt(how Encryption, password string) {
	id := []byte("0123456789abcdef")
	f.Trailer += fmt.Sprintf("/ID[<%x><%x>]", id, id)
	if how == AES256 {
		f.encrypt256(password)
		return
	}
	pad := func(s string) []byte { return append([]byte(s), padding...)[:32] }
	revision, length := 2, 5
	if how != RC440 {
		revision, length = map[Encryption]int{RC4128: 3, AES128: 4}[how], 16
	}
	rounds := func(key, b []byte, n int) []byte {
		for i := range n {
			k := make([]byte, len(key))
			for j := range key {
				k[j] = key[j] ^ byte(i)
			}
			b = rc4Of(k, b)
		}
		return b
	}
	digest := func(b []byte) []byte { s := md5.Sum(b); return s[:] }
	owner := digest(pad("owner"))
	if revision > 2 {
		for range 50 {
			owner = digest(owner)
		}
	}
	n := map[bool]int{true: 1, false: 20}[revision == 2]
	o := rounds(owner[:length], pad(password), n)
	const permissions = 0xfffffffc
	key := digest(append(binary.LittleEndian.AppendUint32(append(pad(password), o...), permissions), id...))
	if revision > 2 {
		for range 50 {
			key = digest(key[:length])
		}
	}
	key = key[:length]
	u := rc4Of(key, padding)
	if revision > 2 {
		u = append(rounds(key, digest(append(append([]byte(nil), padding...), id...)), 20), make([]byte, 16)...)
	}
	filters := ""
	if how == AES128 {
		filters = "/CF<</StdCF<</CFM/AESV2/Length 16>>>>/StmF/StdCF/StrF/StdCF"
	}
	f.plain = f.Add(fmt.Sprintf("<</Filter/Standard/V %d/R %d/Length %d/P -4/O<%x>/U<%x>%s>>", map[int]int{2: 1, 3: 2, 4: 4}[revision], revision, length*8, o, u, filters))
	f.Trailer += fmt.Sprintf("/Encrypt %d 0 R", f.plain)
	f.key = func(num int) []byte {
		k := append(append([]byte(nil), key...), byte(num), byte(num>>8), byte(num>>16), 0, 0)
		if how == AES128 {
			k = append(k, "sAlT"...)
		}
		return digest(k)[:min(length+5, 16)]
	}
	f.seal = rc4Of
	if how == AES128 {
		f.seal = aesOf
	}
}

// encrypt256 writes revision 5, whose hash is one SHA-256.
func (f *File) encrypt256(password string) {
	hash := func(s ...string) []byte { d := sha256.Sum256([]byte(strings.Join(s, ""))); return d[:] }
	key := hash("the key of the file")
	wrap := func(with []byte) []byte {
		block, _ := aes.NewCipher(with)
		out := make([]byte, 32)
		cipher.NewCBCEncrypter(block, make([]byte, 16)).CryptBlocks(out, key)
		return out
	}
	const check, salt = "8 bytes.", "8 others"
	u := string(hash(password, check)) + check + salt
	o := string(hash("owner", check, u)) + check + salt
	f.plain = f.Add(fmt.Sprintf("<</Filter/Standard/V 5/R 5/Length 256/P -4/O<%x>/U<%x>/OE<%x>/UE<%x>/CF<</StdCF<</CFM/AESV3/Length 32>>>>/StmF/StdCF/StrF/StdCF>>",
		o, u, wrap(hash("owner", salt, u)), wrap(hash(password, salt))))
	f.Trailer += fmt.Sprintf("/Encrypt %d 0 R", f.plain)
	f.key = func(int) []byte { return key }
	f.seal = aesOf
}

func rc4Of(key, b []byte) []byte {
	c, err := rc4.NewCipher(key)
	if err != nil {
		panic(err) // keys are made here
	}
	out := make([]byte, len(b))
	c.XORKeyStream(out, b)
	return out
}

// aesOf encrypts with a fixed first block, so that files are the same each time.
func aesOf(key, b []byte) []byte {
	block, err := aes.NewCipher(key)
	if err != nil {
		panic(err) // keys are made here
	}
	pad := 16 - len(b)%16
	b = append(append([]byte(nil), b...), bytes.Repeat([]byte{byte(pad)}, pad)...)
	out := append([]byte("the first block."), make([]byte, len(b))...)
	cipher.NewCBCEncrypter(block, out[:16]).CryptBlocks(out[16:], b)
	return out
}
