package msdoc

import (
	"bytes"
	"crypto/md5"
	"crypto/rc4"
	"crypto/sha1"
	"encoding/binary"
	"math/bits"
	"unicode/utf16"

	"github.com/gongkai-data/gongkai/extract"
)

// Encrypted documents ([MS-DOC] 2.2.6, [MS-OFFCRYPTO] 2.3.5 to 2.3.7). The start
// of the FIB is never encrypted; the table stream starts with what the
// password is tried against.
const (
	rc4Block   = 512
	plainFib   = 0x44
	plainFib6  = 0x34
	lKeyOffset = 14
)

// cipher decrypts n bytes of a stream from its start on.
type cipher interface {
	decrypt(b []byte)
}

// decrypt opens an encrypted document with the password of the options. Flags
// and key are those of FibBase.
func (r *reader) decrypt(nFib int, password string) error {
	flags, key := r.word.u16(10), r.word.u32(lKeyOffset)
	old := nFib < firstNFibWord8
	plain := plainFib
	if old {
		plain = plainFib6
	}
	var c cipher
	if old || flags&0x8000 != 0 {
		c = newXor(password, key)
	} else {
		c = newRC4(password, r.table, int(key))
	}
	if c == nil {
		detail := "the password does not fit"
		if password == "" {
			detail = "a password is needed"
		}
		return &extract.Error{Code: "msdoc-encrypted", Format: format, Part: mainStream, Offset: 10, Detail: detail, Err: extract.ErrEncrypted}
	}
	r.cipher = c
	r.word = decrypted(c, r.word, plain)
	header := int(key)
	if _, ok := c.(*xor); ok {
		header = 0
	}
	r.table = decrypted(c, r.table, header)
	return nil
}

// decrypted returns b without its encryption; its first bytes are plain.
func decrypted(c cipher, b data, plain int) data {
	out := bytes.Clone(b)
	c.decrypt(out)
	copy(out, b[:min(max(plain, 0), len(b))])
	return out
}

// rc4Cipher has a new key for each block, made of a hash and the number of the
// block.
type rc4Cipher struct {
	key func(block uint32) []byte
}

func (c *rc4Cipher) decrypt(b []byte) {
	for block := uint32(0); len(b) > 0; block++ {
		n := min(len(b), rc4Block)
		s, err := rc4.NewCipher(c.key(block))
		if err != nil {
			return
		}
		s.XORKeyStream(b[:n], b[:n])
		b = b[n:]
	}
}

// newRC4 reads the header of the table stream and tries the password; nil where
// it does not fit.
func newRC4(password string, table data, size int) cipher {
	header := table.clip(0, size)
	var c *rc4Cipher
	var verifier, hash data
	sum := md5Of
	switch major, minor := header.u16(0), header.u16(2); {
	case major == 1 && minor == 1: // [MS-OFFCRYPTO] 2.3.6.1
		c = &rc4Cipher{key: keysOfRC4(password, header.sub(4, 16))}
		verifier, hash = header.sub(20, 16), header.sub(36, 16)
	case major >= 2 && major <= 4 && minor == 2: // [MS-OFFCRYPTO] 2.3.5.1
		inner := header.i32(8)
		bits := header.i32(12 + 16)
		v := header.from(12 + inner)
		c = &rc4Cipher{key: keysOfCryptoAPI(password, v.sub(4, 16), bits)}
		verifier, hash = v.sub(20, 16), v.sub(40, 20)
		sum = sha1Of
	}
	if c == nil || verifier == nil || hash == nil {
		return nil
	}
	s, err := rc4.NewCipher(c.key(0))
	if err != nil {
		return nil
	}
	v, h := bytes.Clone(verifier), bytes.Clone(hash)
	s.XORKeyStream(v, v)
	s.XORKeyStream(h, h)
	if !bytes.Equal(sum(v), h) {
		return nil
	}
	return c
}

func md5Of(b []byte) []byte {
	h := md5.Sum(b)
	return h[:]
}

func sha1Of(b []byte) []byte {
	h := sha1.Sum(b)
	return h[:]
}

// keysOfRC4 is [MS-OFFCRYPTO] 2.3.6.2.
func keysOfRC4(password string, salt []byte) func(uint32) []byte {
	h := md5.Sum(passwordBytes(password))
	var b []byte
	for range 16 {
		b = append(append(b, h[:5]...), salt...)
	}
	h = md5.Sum(b)
	return func(block uint32) []byte {
		k := md5.Sum(binary.LittleEndian.AppendUint32(bytes.Clone(h[:5]), block))
		return k[:]
	}
}

// keysOfCryptoAPI is [MS-OFFCRYPTO] 2.3.5.2.
func keysOfCryptoAPI(password string, salt []byte, bits int) func(uint32) []byte {
	h := sha1.Sum(append(bytes.Clone(salt), passwordBytes(password)...))
	if bits == 0 {
		bits = 40
	}
	n := min(max(bits/8, 1), 16)
	return func(block uint32) []byte {
		k := sha1.Sum(binary.LittleEndian.AppendUint32(bytes.Clone(h[:]), block))
		if n == 5 { // 40 bits are padded with zeros
			return append(bytes.Clone(k[:5]), make([]byte, 11)...)
		}
		return k[:n]
	}
}

func passwordBytes(s string) []byte {
	var b []byte
	for _, u := range utf16.Encode([]rune(s)) {
		b = binary.LittleEndian.AppendUint16(b, u)
	}
	return b
}

// xor is XOR obfuscation ([MS-OFFCRYPTO] 2.3.7, [MS-DOC] 2.2.6.1): 16 bytes over
// and over, zeros stay zeros.
type xor struct{ key [16]byte }

func (x *xor) decrypt(b []byte) {
	for i, c := range b {
		if d := c ^ x.key[i%16]; c != 0 && d != 0 {
			b[i] = d
		}
	}
}

// newXor makes the key of a password and holds it against the verifier; nil
// where it does not fit.
func newXor(password string, verifier uint32) cipher {
	p := []byte(password)
	if len(p) == 0 || len(p) > 15 {
		return nil
	}
	key, hash := xorKey(p), xorHash(p)
	if verifier != uint32(key)<<16|uint32(hash) && verifier != uint32(hash)<<16|uint32(key) {
		return nil
	}
	x := &xor{key: [16]byte{0xBB, 0xFF, 0xFF, 0xBA, 0xFF, 0xFF, 0xB9, 0x80, 0x00, 0xBE, 0x0F, 0x00, 0xBF, 0x0F, 0x00, 0x00}}
	copy(x.key[len(p):], bytes.Clone(x.key[:16-len(p)]))
	copy(x.key[:], p)
	for i := range x.key {
		x.key[i] = bits.RotateLeft8(x.key[i]^byte(key>>(8*(i&1))), 7)
	}
	return x
}

// xorKey is [MS-OFFCRYPTO] 2.3.7.2 CreateXorKey_Method1.
func xorKey(p []byte) uint16 {
	key, base, end := uint16(0), uint16(0x8000), uint16(0xFFFF)
	step := func(v uint16) uint16 {
		if v = bits.RotateLeft16(v, 1); v&1 != 0 {
			v ^= 0x1020
		}
		return v
	}
	for i := len(p) - 1; i >= 0; i-- {
		c := p[i] & 0x7F
		for range 8 {
			if base = step(base); c&1 != 0 {
				key ^= base
			}
			c >>= 1
			end = step(end)
		}
	}
	return key ^ end
}

// xorHash is [MS-OFFCRYPTO] 2.3.7.1 CreatePasswordVerifier_Method1.
func xorHash(p []byte) uint16 {
	hash := uint16(len(p)) ^ 0xCE4B
	for i, c := range p {
		n := (i + 1) % 15
		v := uint16(c)
		hash ^= (v<<n | v>>(15-n)) & 0x7FFF
	}
	return hash
}
