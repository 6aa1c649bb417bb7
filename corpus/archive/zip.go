package archive

import (
	"archive/zip"
	"bufio"
	"bytes"
	"cmp"
	"compress/bzip2"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/zstd"
)

// Methods of compression (APPNOTE 4.4.5) beside those that the library knows.
const (
	methodStore   = 0
	methodDeflate = 8
	methodBzip2   = 12
	methodZstd    = 93
)

const (
	flagEncrypted = 1 << 0  // APPNOTE 4.4.4
	flagAfter     = 1 << 3  // sizes follow the content
	flagUTF8      = 1 << 11 // name and comment are UTF-8
)

// zip goes through a zip file by its directory (APPNOTE.TXT 6.3.10).
func (l *level) zip(r io.ReaderAt, size int64) error {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return l.zipRest(bufio.NewReaderSize(io.NewSectionReader(r, 0, size), 64<<10))
	}
	z.RegisterDecompressor(methodDeflate, flate.NewReader)
	z.RegisterDecompressor(methodBzip2, func(r io.Reader) io.ReadCloser { return io.NopCloser(bzip2.NewReader(r)) })
	z.RegisterDecompressor(methodZstd, unzstd)
	if err := overlap(z.File); err != nil {
		return err
	}
	names := zipNames(z.File)
	for i, f := range z.File {
		if err := l.count(); err != nil {
			return err
		}
		if !f.Mode().IsRegular() || strings.HasSuffix(names[i], "/") {
			continue
		}
		var open io.Closer
		err := l.file(i, names[i], func() (io.Reader, error) {
			if f.Flags&flagEncrypted != 0 {
				return nil, fail(Encrypted, "zip: the entry needs a password")
			}
			in, err := f.Open()
			if errors.Is(err, zip.ErrAlgorithm) {
				return nil, fail(Method, "zip: method %d", f.Method)
			}
			open = in
			return in, err
		})
		if open != nil {
			open.Close()
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func unzstd(r io.Reader) io.ReadCloser {
	d, err := zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(128<<20))
	if err != nil {
		return io.NopCloser(&failing{err})
	}
	return d.IOReadCloser()
}

type failing struct{ err error }

// Read fails.
func (f *failing) Read([]byte) (int, error) { return 0, f.err }

// overlap refuses directories whose entries share bytes: one kernel of content is
// then counted many times (D. Fifield, A better zip bomb, 2019).
func overlap(files []*zip.File) error {
	type span struct{ from, to int64 }
	spans := make([]span, 0, len(files))
	for _, f := range files {
		at, err := f.DataOffset()
		if err != nil || f.CompressedSize64 == 0 {
			continue // reading it will say what is wrong
		}
		spans = append(spans, span{at, at + int64(min(f.CompressedSize64, 1<<62))})
	}
	slices.SortFunc(spans, func(a, b span) int { return cmp.Compare(a.from, b.from) })
	for i := 1; i < len(spans); i++ {
		if spans[i].from < spans[i-1].to {
			return fail(Limit, "zip: entries overlap at byte %d", spans[i].from)
		}
	}
	return nil
}

// zipNames decodes the names of all entries. Where their charset is not told it
// is that of all of them together: one name alone may be valid in two.
func zipNames(files []*zip.File) []string {
	utf, anyHan := true, false
	for _, f := range files {
		if f.Flags&flagUTF8 == 0 {
			utf = utf && utf8.ValidString(f.Name)
			anyHan = anyHan || han(f.Name) > 0
		}
	}
	names := make([]string, len(files))
	for i, f := range files {
		switch name, ok := pathExtra(f); {
		case ok:
			names[i] = told(name)
		case f.Flags&flagUTF8 != 0 && utf8.ValidString(f.Name), utf && anyHan:
			names[i] = told(f.Name)
		default:
			names[i] = decode(f.Name)
			if s, ok := gb18030(f.Name); ok && !utf {
				names[i] = told(s)
			}
		}
	}
	return names
}

// pathExtra is the name in the Info-ZIP Unicode Path Extra Field (0x7075), which
// counts where its checksum is that of the name in the header.
func pathExtra(f *zip.File) (string, bool) {
	for b := f.Extra; len(b) >= 4; {
		id, n := binary.LittleEndian.Uint16(b), int(binary.LittleEndian.Uint16(b[2:]))
		if b = b[4:]; n > len(b) {
			return "", false
		}
		if id == 0x7075 && n > 5 && b[0] == 1 && binary.LittleEndian.Uint32(b[1:]) == crc32.ChecksumIEEE([]byte(f.Name)) && utf8.Valid(b[5:n]) {
			return string(b[5:n]), true
		}
		b = b[n:]
	}
	return "", false
}

// zipRest goes through what is left of a zip file without its directory, by the
// headers in front of the entries (APPNOTE 4.3.7). It always returns an error.
func (l *level) zipRest(r *bufio.Reader) error {
	lost := fail(Damaged, "zip: its directory is lost")
	for i := 0; ; i++ {
		var h [30]byte
		if _, err := io.ReadFull(r, h[:]); err != nil || !bytes.HasPrefix(h[:], []byte("PK\x03\x04")) {
			return lost
		}
		flags, method := binary.LittleEndian.Uint16(h[6:]), binary.LittleEndian.Uint16(h[8:])
		packed, name := int64(binary.LittleEndian.Uint32(h[18:])), make([]byte, binary.LittleEndian.Uint16(h[26:]))
		if _, err := io.ReadFull(r, name); err != nil {
			return lost
		}
		if _, err := r.Discard(int(binary.LittleEndian.Uint16(h[28:]))); err != nil {
			return lost
		}
		if err := l.count(); err != nil {
			return err
		}
		decoded := decode(string(name))
		if flags&flagUTF8 != 0 && utf8.Valid(name) {
			decoded = told(string(name))
		}
		rest, err := l.zipLocal(r, i, decoded, flags, method, packed, binary.LittleEndian.Uint32(h[14:]))
		if err != nil {
			return err
		}
		if !rest {
			return lost
		}
	}
}

// zipLocal takes one entry without a directory; rest says whether what follows it can be found.
func (l *level) zipLocal(r *bufio.Reader, i int, name string, flags, method uint16, packed int64, sum uint32) (rest bool, err error) {
	in := &io.LimitedReader{R: r, N: packed}
	known := flags&flagAfter == 0
	folder := name == "" || strings.HasSuffix(name, "/")
	switch {
	case !known && (method != methodDeflate || flags&flagEncrypted != 0):
		return false, l.file(i, name, func() (io.Reader, error) { return nil, fail(Damaged, "zip: its size is lost") })
	case !known:
		z := &summed{Reader: flate.NewReader(r), hash: crc32.NewIEEE()} // reads no byte more than it needs: r is a ByteReader
		if !folder {
			if err := l.file(i, name, func() (io.Reader, error) { return z, nil }); err != nil {
				return false, err
			}
		}
		if _, err := io.Copy(io.Discard, &counted{l.walker, z}); err != nil {
			return false, l.fatal
		}
		b, _ := r.Peek(4)
		n := 12
		if bytes.Equal(b, []byte("PK\x07\x08")) {
			n = 16
		}
		_, err := r.Discard(n)
		return err == nil, nil
	}
	if !folder {
		err = l.file(i, name, func() (io.Reader, error) {
			switch {
			case flags&flagEncrypted != 0:
				return nil, fail(Encrypted, "zip: the entry needs a password")
			case method == methodStore:
				return &summed{Reader: in, hash: crc32.NewIEEE(), want: sum, check: true}, nil
			case method == methodDeflate:
				return &summed{Reader: flate.NewReader(bufio.NewReader(in)), hash: crc32.NewIEEE(), want: sum, check: true}, nil
			}
			return nil, fail(Method, "zip: method %d", method)
		})
	}
	if err == nil {
		_, _ = io.Copy(io.Discard, in)
	}
	return in.N == 0, err
}
