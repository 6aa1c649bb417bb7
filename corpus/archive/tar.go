package archive

import (
	"archive/tar"
	"bufio"
	"errors"
	"io"
	"unicode/utf8"

	"github.com/klauspost/compress/gzip"
)

// tar goes through a tape archive (POSIX.1-2001, GNU, V7).
func (l *level) tar(r io.Reader) error {
	t := tar.NewReader(r)
	for i := 0; ; i++ {
		h, err := t.Next()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case l.fatal != nil:
			return l.fatal
		case err != nil:
			return asError(err)
		}
		if err := l.count(); err != nil {
			return err
		}
		name, target := decode(h.Name), decode(h.Linkname)
		if h.PAXRecords["path"] != "" && utf8.ValidString(h.Name) { // UTF-8 by definition
			name = told(h.Name)
		}
		if h.PAXRecords["linkpath"] != "" && utf8.ValidString(h.Linkname) {
			target = told(h.Linkname)
		}
		switch h.Typeflag {
		case tar.TypeReg, tar.TypeGNUSparse, tar.TypeCont, 0:
			err = l.file(i, name, func() (io.Reader, error) { return t, nil })
		case tar.TypeLink:
			err = l.link(i, name, target)
		}
		if err != nil {
			return err
		}
	}
}

// gzip goes through a tape archive or a web archive that is packed, or the one file that is
// (RFC 1952).
func (l *level) gzip(r io.Reader, name string) error {
	z, err := gzip.NewReader(bufio.NewReaderSize(r, 64<<10))
	if err != nil {
		return asError(err)
	}
	inner := decode(z.Name)
	l.within = true
	in := bufio.NewReaderSize(&counted{l.walker, z}, 64<<10)
	head, err := in.Peek(512)
	if l.fatal != nil {
		return l.fatal
	}
	if magic(head) == "warc" {
		l.within = false
		return l.warc(in)
	}
	if !isTar(head) {
		if err != nil && !errors.Is(err, io.EOF) {
			return asError(err)
		}
		if err := l.count(); err != nil {
			return err
		}
		return l.file(0, unpacked(inner, name), func() (io.Reader, error) { return in, nil })
	}
	if err := l.tar(in); err != nil {
		return err
	}
	// what follows the last entry is no content, but its checksum covers all of it
	if _, err := io.Copy(io.Discard, in); l.fatal != nil {
		return l.fatal
	} else if errors.Is(err, gzip.ErrChecksum) {
		return asError(err)
	}
	return nil
}
