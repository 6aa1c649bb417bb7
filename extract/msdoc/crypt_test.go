package msdoc

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/extract/extracttest"
	"github.com/gongkai-data/gongkai/extract/internal/cfb/cfbtest"
)

// TestPassword writes a document in each encryption and reads it back.
func TestPassword(t *testing.T) {
	const password = "密码x1"
	want, err := Format.Read(context.Background(), fixtures()["tables"].bytes(), extract.Options{})
	if err != nil {
		t.Fatal(err)
	}
	salt := []byte("0123456789abcdef")
	for _, tt := range []struct {
		name, password string
		header         func(string) []byte
		keys           func(string) func(uint32) []byte
	}{
		{"rc4", password, rc4Header(salt), func(p string) func(uint32) []byte { return keysOfRC4(p, salt) }},
		{"rc4-empty", "", rc4Header(salt), func(p string) func(uint32) []byte { return keysOfRC4(p, salt) }},
		{"cryptoapi-40", password, apiHeader(salt, 40), func(p string) func(uint32) []byte { return keysOfCryptoAPI(p, salt, 40) }},
		{"cryptoapi-128", password, apiHeader(salt, 128), func(p string) func(uint32) []byte { return keysOfCryptoAPI(p, salt, 128) }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			head := tt.header(tt.password)
			b := encrypt(fixtures()["tables"], 0x0100, uint32(len(head)), head, &rc4Cipher{key: tt.keys(tt.password)})
			held(t, b, tt.password, want)
		})
	}
	t.Run("xor", func(t *testing.T) {
		p := "secret"
		verifier := uint32(xorKey([]byte(p)))<<16 | uint32(xorHash([]byte(p)))
		b := encrypt(fixtures()["tables"], 0x8100, verifier, nil, newXor(p, verifier))
		held(t, b, p, want)
	})
}

// held reads b with the password and with others.
func held(t *testing.T, b []byte, password string, want *extract.Document) {
	t.Helper()
	doc, err := Format.Read(context.Background(), b, extract.Options{Password: password})
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(want.Tables(), doc.Tables(), cmp.FilterPath(func(p cmp.Path) bool { return p.Last().String() == ".Prov" }, cmp.Ignore())); d != "" {
		t.Error(d)
	}
	_, err = Format.Read(context.Background(), b, extract.Options{Password: password + "!"})
	var e *extract.Error
	if !errors.As(err, &e) || e.Code != "msdoc-encrypted" || !errors.Is(err, extract.ErrEncrypted) {
		t.Errorf("with a wrong password: %v", err)
	}
}

func rc4Header(salt []byte) func(string) []byte {
	return func(p string) []byte {
		v, h := bytes.Repeat([]byte{7}, 16), []byte(nil)
		sum := md5Of(v)
		h = join(v, sum)
		(&rc4Cipher{key: keysOfRC4(p, salt)}).decrypt(h)
		return join(u16(1), u16(1), salt, h)
	}
}

func apiHeader(salt []byte, bits int) func(string) []byte {
	return func(p string) []byte {
		v := bytes.Repeat([]byte{7}, 16)
		h := join(v, sha1Of(v))
		(&rc4Cipher{key: keysOfCryptoAPI(p, salt, bits)}).decrypt(h)
		inner := join(make([]byte, 16), u32(bits), make([]byte, 12))
		return join(u16(2), u16(2), u32(0), u32(len(inner)), inner, u32(16), salt, h[:16], u32(20), h[16:])
	}
}

// encrypt writes a document with the header of its encryption in front of its
// table stream.
func encrypt(d *doc, flags int, key uint32, head []byte, c cipher) []byte {
	e := *d
	e.flags = flags
	e.head = head
	s := e.streams()
	binary.LittleEndian.PutUint32(s[0].Bytes[lKeyOffset:], key)
	for i, plain := range []int{plainFib, len(head)} {
		s[i].Bytes = decrypted(c, s[i].Bytes, plain)
	}
	return cfbtest.Write(s...)
}

// TestPasswordOfCorpus opens documents that Word encrypted.
func TestPasswordOfCorpus(t *testing.T) {
	root := extracttest.Documents(t)
	for name, password := range map[string]string{
		"test-data__document__password_tika_binaryrc4.doc":     "tika",
		"test-data__document__password_password_cryptoapi.doc": "password",
	} {
		b, err := os.ReadFile(filepath.Join(root, "docs/doc/apache_poi", name))
		if err != nil {
			t.Fatal(err)
		}
		doc, err := Format.Read(context.Background(), b, extract.Options{Password: password})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if len(doc.Blocks) == 0 || len(doc.Notices) > 0 {
			t.Errorf("%s: %d blocks, notices %v", name, len(doc.Blocks), doc.Notices)
		}
		t.Logf("%s: %.60s", name, extracttest.AllText(doc))
	}
}
