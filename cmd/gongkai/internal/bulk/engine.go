package bulk

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"sync"

	"github.com/gongkai-data/gongkai/cmd/gongkai/internal/record"
)

// Engine names what reads: the program, byte for byte, and the settings that
// change what is read. Results of another engine are not used: a reader that was
// changed without a new version must not leave old numbers in a new dataset.
func Engine(settings []byte) (string, error) {
	program, err := self()
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\n%s\n%s", program, record.Schema(), settings))
	return hex.EncodeToString(sum[:6]), nil
}

// self is the digest of the running program.
var self = sync.OnceValues(func() (string, error) {
	path, err := os.Executable()
	if err != nil {
		return "", err
	}
	return digestOf(path)
})
