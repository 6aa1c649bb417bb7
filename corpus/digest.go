package corpus

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
)

// A Digest is the SHA-256 of bytes. It names them.
type Digest [sha256.Size]byte

// DigestOf returns the digest of b.
func DigestOf(b []byte) Digest { return sha256.Sum256(b) }

// String prints the digest as 64 hexadecimal digits.
func (d Digest) String() string { return hex.EncodeToString(d[:]) }

// ParseDigest is the inverse of String.
func ParseDigest(s string) (d Digest, err error) {
	if b, err := hex.DecodeString(s); err == nil && len(b) == len(d) {
		return Digest(b), nil
	}
	return d, fmt.Errorf("corpus: %q is not the SHA-256 of anything", s)
}
