package archive

import (
	"errors"
	"hash"
	"hash/crc32"
	"io"
	"io/fs"

	"github.com/bodgit/sevenzip"
	"github.com/nwaples/rardecode/v2"
)

// maxDictionary bounds the window of a rar file: WinRAR offers up to 1 GB, and uses
// 32 MB unless told otherwise.
const maxDictionary = 256 << 20

// sevenzip goes through a 7z file (7zFormat.txt of 7-Zip).
func (l *level) sevenzip(r io.ReaderAt, size int64) error {
	z, err := sevenzip.NewReader(r, size)
	if err != nil {
		return asError(sevenzipError(err))
	}
	for i, f := range z.File {
		if err := l.count(); err != nil {
			return err
		}
		if !f.Mode().IsRegular() {
			continue
		}
		var open io.Closer
		err := l.file(i, told(f.Name), func() (io.Reader, error) {
			in, err := f.Open()
			if err != nil {
				return nil, sevenzipError(err)
			}
			open = in
			return &summed{Reader: &translated{in, sevenzipError}, hash: crc32.NewIEEE(), want: f.CRC32, check: f.CRC32 != 0}, nil
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

func sevenzipError(err error) error {
	var e *sevenzip.ReadError
	if errors.As(err, &e) && e.Encrypted {
		return fail(Encrypted, "7z: it needs a password")
	}
	return err
}

// rar goes through a rar file, of RAR 1.5 and later.
func (l *level) rar(r io.Reader) error {
	z, err := rardecode.NewReader(r, rardecode.MaxDictionarySize(maxDictionary))
	if err != nil {
		return rarError(err)
	}
	for i := 0; ; i++ {
		h, err := z.Next()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return rarError(err)
		}
		if err := l.count(); err != nil {
			return err
		}
		name := decode(h.Name)
		switch {
		case h.LinkType == rardecode.LinkTypeHardLink || h.LinkType == rardecode.LinkTypeFileCopy:
			err = l.link(i, name, decode(h.LinkTarget))
		case h.IsDir || h.LinkType != rardecode.LinkTypeNone || h.Mode()&fs.ModeSymlink != 0:
		default:
			err = l.file(i, name, func() (io.Reader, error) {
				if h.Encrypted {
					return nil, fail(Encrypted, "rar: the entry needs a password")
				}
				return &translated{z, rarError}, nil
			})
		}
		if err != nil {
			return err
		}
	}
}

func rarError(err error) error {
	switch {
	case errors.Is(err, rardecode.ErrArchiveEncrypted), errors.Is(err, rardecode.ErrArchivedFileEncrypted), errors.Is(err, rardecode.ErrBadPassword):
		return &Error{Encrypted, "rar: it needs a password", err}
	case errors.Is(err, rardecode.ErrMultiVolume), errors.Is(err, rardecode.ErrBadVolumeNumber):
		return &Error{Volume, "rar: it goes on in another file", err}
	case errors.Is(err, rardecode.ErrDictionaryTooLarge):
		return fail(Limit, "limit dictionary = %d", maxDictionary)
	case errors.Is(err, rardecode.ErrUnsupportedDecoder), errors.Is(err, rardecode.ErrUnknownDecoder), errors.Is(err, rardecode.ErrUnknownVersion):
		return &Error{Method, "rar: a version that is not known", err}
	}
	return asError(err)
}

// translated tells the errors of a library in our words.
type translated struct {
	io.Reader
	say func(error) error
}

// Read keeps io.EOF.
func (t *translated) Read(p []byte) (int, error) {
	n, err := t.Reader.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		err = t.say(err)
	}
	return n, err
}

// summed holds content against its checksum at its end.
type summed struct {
	io.Reader
	hash  hash.Hash32
	want  uint32
	check bool
}

// Read is that of the content.
func (s *summed) Read(p []byte) (int, error) {
	n, err := s.Reader.Read(p)
	s.hash.Write(p[:n])
	if errors.Is(err, io.EOF) && s.check && s.hash.Sum32() != s.want {
		return n, fail(Damaged, "its checksum is another")
	}
	return n, err
}
