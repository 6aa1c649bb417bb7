package object

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/md5"
	"crypto/rc4"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/binary"
	"fmt"
)

// cryptMethod is how a stream or a string is encrypted.
type cryptMethod uint8

const (
	identity cryptMethod = iota
	rc4Method
	aesV2
	aesV3
)

// crypt is the standard security handler (ISO 32000-2, 7.6).
type crypt struct {
	key         []byte
	stream, str cryptMethod
	metadata    bool // metadata streams are encrypted
	self        int  // number of the encryption dictionary, which is not encrypted
	methods     map[string]cryptMethod
}

// number is the object that stays readable while no key is there.
func (c *crypt) number() int {
	if c == nil {
		return -1
	}
	return c.self
}

var padding = []byte("\x28\xBF\x4E\x5E\x4E\x75\x8A\x41\x64\x00\x4E\x56\xFF\xFA\x01\x08\x2E\x2E\x00\xB6\xD0\x68\x3E\x80\x2F\x0C\xA9\xFE\x64\x53\x69\x7A")

// newCrypt derives the key from the empty or the given password.
func newCrypt(f *File, d Object, password string) (*crypt, error) {
	c := &crypt{self: -1, metadata: f.Get(d, "EncryptMetadata").Bool(true)}
	if filter := f.Get(d, "Filter"); !filter.IsName("Standard") {
		return c, fmt.Errorf("%w: handler %q", ErrEncryption, filter.Bytes)
	}
	v, r := f.Get(d, "V").Int(), f.Get(d, "R").Int()
	length := f.Get(d, "Length").Int()
	switch {
	case v == 1, length < 40 && v < 4:
		length = 40
	case v == 4:
		length = 128
	case length > 128, length%8 != 0:
		length = 128
	}
	c.stream, c.str = rc4Method, rc4Method
	switch v {
	case 1, 2, 3:
	case 4, 5, 6:
		c.filters(f, d)
	default:
		return c, fmt.Errorf("%w: version %d", ErrEncryption, v)
	}
	h := handler{
		o: f.Get(d, "O").Bytes, u: f.Get(d, "U").Bytes, oe: f.Get(d, "OE").Bytes, ue: f.Get(d, "UE").Bytes,
		p: uint32(int64(f.Get(d, "P").Num)), r: r, n: length / 8, metadata: c.metadata,
		id: f.Resolve(f.Get(f.trailer, "ID").At(0)).Bytes,
	}
	for _, pw := range []string{"", password} {
		if c.key = h.open([]byte(pw)); c.key != nil {
			return c, nil
		}
	}
	return c, ErrPassword
}

// filters reads the crypt filters of version 4 and 5 (7.6.6).
func (c *crypt) filters(f *File, d Object) {
	c.methods = map[string]cryptMethod{"Identity": identity}
	cf := f.Get(d, "CF")
	for i := range cf.Len() {
		if cf.Kind != Dict {
			break
		}
		name, v := cf.Entry(i)
		switch string(f.Get(f.Resolve(v), "CFM").Bytes) {
		case "V2":
			c.methods[name] = rc4Method
		case "AESV2":
			c.methods[name] = aesV2
		case "AESV3":
			c.methods[name] = aesV3
		default:
			c.methods[name] = identity
		}
	}
	c.stream = c.methods[string(f.Get(d, "StmF").Bytes)]
	c.str = c.methods[string(f.Get(d, "StrF").Bytes)]
}

// handler holds what the key is derived from.
type handler struct {
	o, u, oe, ue, id []byte
	p                uint32
	r, n             int
	metadata         bool
}

// open returns the key that a password gives, as the user's or as the owner's,
// nil where it is neither.
func (h *handler) open(password []byte) []byte {
	if h.r >= 5 {
		return h.open256(password)
	}
	if len(h.o) < 32 || len(h.u) < 16 {
		return nil
	}
	if key := h.user(password); key != nil {
		return key
	}
	return h.user(h.ownerOpens(password))
}

func padded(password []byte) []byte {
	return append(append(make([]byte, 0, 64), password[:min(len(password), 32)]...), padding...)[:32]
}

// user is algorithm 2 with the check of algorithms 4 and 5.
func (h *handler) user(password []byte) []byte {
	m := md5.New()
	m.Write(padded(password))
	m.Write(h.o[:32])
	m.Write(binary.LittleEndian.AppendUint32(nil, h.p))
	m.Write(h.id)
	if h.r >= 4 && !h.metadata {
		m.Write([]byte{0xff, 0xff, 0xff, 0xff})
	}
	key := m.Sum(nil)
	if h.r >= 3 {
		for range 50 {
			s := md5.Sum(key[:h.n])
			copy(key, s[:])
		}
	}
	key = key[:h.n]
	if h.r < 3 {
		if bytes.Equal(rc4Of(key, padding), h.u[:min(len(h.u), 32)]) {
			return key
		}
		return nil
	}
	s := md5.Sum(append(append([]byte(nil), padding...), h.id...))
	if bytes.Equal(rc4Rounds(key, s[:], 0, 20), h.u[:16]) {
		return key
	}
	return nil
}

// ownerOpens is algorithm 7: what the owner's password makes of O is the user's.
func (h *handler) ownerOpens(password []byte) []byte {
	s := md5.Sum(padded(password))
	key := s[:]
	if h.r >= 3 {
		for range 50 {
			s = md5.Sum(key)
			key = s[:]
		}
	}
	key = key[:h.n]
	if h.r < 3 {
		return rc4Of(key, h.o[:32])
	}
	out := append([]byte(nil), h.o[:32]...)
	for i := 19; i >= 0; i-- {
		out = rc4Rounds(key, out, i, i+1)
	}
	return out
}

// rc4Rounds applies RC4 with the key and its variants number from to to.
func rc4Rounds(key, b []byte, from, to int) []byte {
	k := make([]byte, len(key))
	for i := from; i < to; i++ {
		for j := range key {
			k[j] = key[j] ^ byte(i)
		}
		b = rc4Of(k, b)
	}
	return b
}

func rc4Of(key, b []byte) []byte {
	out := make([]byte, len(b))
	c, err := rc4.NewCipher(key)
	if err != nil {
		return out
	}
	c.XORKeyStream(out, b)
	return out
}

// open256 is algorithm 2.A.
func (h *handler) open256(password []byte) []byte {
	if len(h.o) < 48 || len(h.u) < 48 || len(h.oe) < 32 || len(h.ue) < 32 {
		return nil
	}
	password = password[:min(len(password), 127)]
	o, u := h.o[:48], h.u[:48]
	var middle, wrapped []byte
	switch {
	case bytes.Equal(h.hash(password, u[32:40], nil), u[:32]):
		middle, wrapped = h.hash(password, u[40:48], nil), h.ue[:32]
	case bytes.Equal(h.hash(password, o[32:40], u), o[:32]):
		middle, wrapped = h.hash(password, o[40:48], u), h.oe[:32]
	default:
		return nil
	}
	block, err := aes.NewCipher(middle)
	if err != nil {
		return nil
	}
	key := make([]byte, 32)
	cipher.NewCBCDecrypter(block, make([]byte, 16)).CryptBlocks(key, wrapped)
	return key
}

// hash is algorithm 2.B; revision 5 stops after the first step.
func (h *handler) hash(password, salt, user []byte) []byte {
	join := func(parts ...[]byte) []byte { return bytes.Join(parts, nil) }
	first := sha256.Sum256(join(password, salt, user))
	k := first[:]
	if h.r < 6 {
		return k
	}
	for i := 0; ; i++ {
		e := bytes.Repeat(join(password, k, user), 64)
		block, err := aes.NewCipher(k[:16])
		if err != nil {
			return nil
		}
		cipher.NewCBCEncrypter(block, k[16:32]).CryptBlocks(e, e)
		mod := 0
		for _, c := range e[:16] {
			mod += int(c)
		}
		switch mod % 3 {
		case 0:
			s := sha256.Sum256(e)
			k = s[:]
		case 1:
			s := sha512.Sum384(e)
			k = s[:]
		default:
			s := sha512.Sum512(e)
			k = s[:]
		}
		if i >= 63 && int(e[len(e)-1]) <= i+1-32 {
			return k[:32]
		}
	}
}

// objectKey is algorithm 1: RC4 and AES-128 have a key for each object.
func (c *crypt) objectKey(num, gen int, m cryptMethod) []byte {
	if m == aesV3 {
		return c.key
	}
	k := append(append([]byte(nil), c.key...), byte(num), byte(num>>8), byte(num>>16), byte(gen), byte(gen>>8))
	if m == aesV2 {
		k = append(k, "sAlT"...)
	}
	s := md5.Sum(k)
	return s[:min(len(c.key)+5, 16)]
}

// open decrypts bytes of an object; b is left as it is.
func (c *crypt) open(b []byte, num, gen int, m cryptMethod) []byte {
	switch m {
	case rc4Method:
		return rc4Of(c.objectKey(num, gen, m), b)
	case aesV2, aesV3:
		n := (len(b) - 16) / 16 * 16 // a cut stream ends anywhere
		block, err := aes.NewCipher(c.objectKey(num, gen, m))
		if n <= 0 || err != nil {
			return nil
		}
		out := make([]byte, n)
		cipher.NewCBCDecrypter(block, b[:16]).CryptBlocks(out, b[16:16+n])
		if pad := int(out[n-1]); 1 <= pad && pad <= 16 {
			out = out[:n-pad]
		}
		return out
	}
	return b
}

// strings decrypts every string of an object.
func (c *crypt) strings(o *Object, num, gen, depth int) {
	if c.str == identity || c.key == nil || depth > maxDepth {
		return
	}
	if o.Kind == String {
		o.Bytes = c.open(o.Bytes, num, gen, c.str)
	} else if o.c != nil {
		for i := range o.c.elems {
			c.strings(&o.c.elems[i], num, gen, depth+1)
		}
	}
}
