// Package cfb opens compound files ([MS-CFB], version 10.0) for the readers that
// find their streams in one.
//
//	[x] streams below the root by name, compared without case ([MS-CFB] 2.6.4)
//	[x] damaged or cut files as far as header, FAT and directory go
//	[x] the stream of a given first sector in files without a directory
//	[ ] streams inside storages
//
// Sound files are read by github.com/richardlehane/mscfb, all others by the
// walk in salvage.go. What is read is bounded by the size of the file.
package cfb

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"

	"github.com/richardlehane/mscfb"

	"github.com/gongkai-data/gongkai/extract"
)

// Limits that no document comes near.
const (
	maxEntries = 4096
	maxStream  = 128 << 20
)

// magic starts every compound file ([MS-CFB] 2.2).
const magic = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

// Is reports whether b starts like a compound file.
func Is(b []byte) bool { return len(b) >= headerSize && bytes.HasPrefix(b, []byte(magic)) }

// File is an open compound file.
type File struct {
	Broken string // why the file had to be salvaged, "" for a sound one

	b       []byte
	streams []stream
	sectors *sectors
}

// stream is one stream below the root.
type stream struct {
	name  string
	size  int64
	start uint32
	file  *mscfb.File // nil in a salvaged file
}

// Open reads the directory of a compound file. It fails with an *extract.Error of
// the format whose code starts with prefix: -not-cfb or -cfb-limit.
func Open(b []byte, format, prefix string) (*File, error) {
	if !Is(b) {
		return nil, &extract.Error{Code: extract.Code(prefix + "-not-cfb"), Format: format, Offset: 0, Detail: "no compound file", Err: extract.ErrCorrupt}
	}
	f := &File{b: b, sectors: newSectors(b)}
	entries := f.sectors.directory()
	if len(entries) > maxEntries {
		return nil, &extract.Error{Code: extract.Code(prefix + "-cfb-limit"), Format: format, Offset: -1, Err: extract.ErrLimit,
			Detail: fmt.Sprintf("limit entries = %d, needed %d", maxEntries, len(entries))}
	}
	r, err := mscfb.New(source(b))
	if err != nil {
		f.Broken = err.Error()
		f.streams = f.sectors.streams(entries)
		return f, nil
	}
	listed := f.sectors.streams(entries)
	for _, e := range r.File {
		if len(e.Path) > 0 || e.FileInfo().IsDir() {
			continue
		}
		name := e.Name
		if !unicode.IsPrint(rune(e.Initial)) { // mscfb cuts it off
			name = string(rune(e.Initial)) + name
		}
		f.streams = append(f.streams, stream{name: name, size: e.Size, start: startOf(listed, name, e.Size), file: e})
	}
	return f, nil
}

// startOf returns the first sector of the one stream of that name and size,
// noStream where there is none or more.
func startOf(listed []stream, name string, size int64) uint32 {
	start := uint32(noStream)
	for i := range listed {
		if s := &listed[i]; s.size == size && s.name == name {
			if start != noStream {
				return noStream
			}
			start = s.start
		}
	}
	return start
}

// Lists reports whether a sound directory names a stream below the root. It is
// the quick look at a file that need not be opened; false decides nothing.
func Lists(b []byte, name string) bool {
	if !Is(b) {
		return false
	}
	entries := newSectors(b).directory()
	if len(entries) > maxEntries {
		return false
	}
	listed, _, broken := tree(entries)
	return !broken && slices.ContainsFunc(listed, func(s stream) bool { return strings.EqualFold(s.name, name) })
}

// Has reports whether there is a stream of that name below the root.
func (f *File) Has(name string) bool { return f.find(name) >= 0 }

// Empty reports whether no stream was found at all.
func (f *File) Empty() bool { return len(f.streams) == 0 }

func (f *File) find(name string) int {
	for i := range f.streams {
		if strings.EqualFold(f.streams[i].name, name) {
			return i
		}
	}
	return -1
}

// Stream returns the bytes of a stream below the root, nil where there is none.
// Where fewer bytes are there than the directory says, whole is false. The bytes
// may be those of the file itself and are not to be changed.
func (f *File) Stream(name string) (b []byte, whole bool) {
	i := f.find(name)
	if i < 0 {
		return nil, false
	}
	s := &f.streams[i]
	size := min(s.size, int64(len(f.b)), maxStream)
	if s.file == nil {
		b = f.sectors.read(s.start, s.size, size)
		return b, int64(len(b)) == s.size
	}
	if b = f.sectors.inPlace(s.start, size); b != nil {
		return b, size == s.size
	}
	if s.start != noStream && size >= miniCutoff {
		if n := int64(len(f.sectors.chain(s.start, size/f.sectors.size+1))); n*f.sectors.size < size { // a ring, or cut off
			return f.sectors.read(s.start, s.size, size), false
		}
	}
	b = make([]byte, size)
	n, err := s.file.ReadAt(b, 0)
	if err == nil || errors.Is(err, io.EOF) && int64(n) == size {
		return b[:n], int64(n) == s.size
	}
	// The chain of sectors is broken: what the walk finds may be more.
	entries := f.sectors.directory()
	for _, e := range f.sectors.streams(entries) {
		if strings.EqualFold(e.name, name) {
			b = f.sectors.read(e.start, e.size, size)
			break
		}
	}
	return b, int64(len(b)) == s.size
}

// Chain returns what can be followed of the stream whose first sector match
// accepts, for files whose directory is lost; nil where no sector is the one.
// Where the FAT is lost too, the sectors are taken as they follow in the file.
func (f *File) Chain(match func(sector []byte) bool) []byte {
	for n := range uint32(f.sectors.count()) {
		if b := f.sectors.sector(n); b != nil && match(b) {
			return f.sectors.read(n, maxStream, min(int64(len(f.b)), maxStream))
		}
	}
	return nil
}

// source gives mscfb the bytes without copying.
type source []byte

func (s source) ReadAt(p []byte, off int64) (int, error) {
	if off < 0 || off >= int64(len(s)) {
		return 0, io.EOF
	}
	n := copy(p, s[off:])
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

// Slice is ReadAt without copying; mscfb asks for it.
func (s source) Slice(off int64, n int) ([]byte, error) {
	if off < 0 || n < 0 || off > int64(len(s)) || int64(n) > int64(len(s))-off {
		return nil, io.ErrUnexpectedEOF
	}
	return s[off : off+int64(n)], nil
}
