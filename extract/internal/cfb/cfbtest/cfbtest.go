// Package cfbtest writes compound files ([MS-CFB], version 3) for tests.
package cfbtest

import (
	"encoding/binary"
	"unicode/utf16"
)

// Stream is one stream below the root.
type Stream struct {
	Name  string
	Bytes []byte
}

const (
	sector     = 512
	miniSector = 64
	cutoff     = 4096
	free       = 0xFFFFFFFF
	end        = 0xFFFFFFFE
	fatMark    = 0xFFFFFFFD
)

// Write returns a compound file with the streams in their order. Streams below
// 4096 bytes lie in the mini stream.
func Write(streams ...Stream) []byte {
	w := &writer{}
	var mini []byte
	var miniFat []uint32
	entries := [][]byte{nil}
	for _, s := range streams {
		start := uint32(end)
		if n := len(s.Bytes); n >= cutoff {
			start = w.chain(s.Bytes)
		} else if n > 0 {
			start = uint32(len(miniFat))
			mini = append(mini, pad(s.Bytes, miniSector)...)
			miniFat = links(miniFat, n, miniSector)
		}
		entries = append(entries, entry(s.Name, 2, start, len(s.Bytes)))
	}
	miniStart, miniFatStart := uint32(end), uint32(end)
	if len(mini) > 0 {
		miniStart = w.chain(mini)
		miniFatStart = w.chain(numbers(miniFat))
	}
	entries[0] = entry("Root Entry", 5, miniStart, len(mini))
	for i := 1; i < len(entries); i++ { // siblings as a list to the right
		binary.LittleEndian.PutUint32(entries[i][72:], uint32(i+1))
	}
	if n := len(entries) - 1; n > 0 {
		binary.LittleEndian.PutUint32(entries[0][76:], 1)
		binary.LittleEndian.PutUint32(entries[n][72:], free)
	}
	var dir []byte
	for _, e := range entries {
		dir = append(dir, e...)
	}
	dirStart := w.chain(dir)
	return w.file(dirStart, miniFatStart, len(miniFat))
}

type writer struct {
	body []byte
	fat  []uint32
}

// chain appends b and returns its first sector.
func (w *writer) chain(b []byte) uint32 {
	start := uint32(len(w.fat))
	w.body = append(w.body, pad(b, sector)...)
	w.fat = links(w.fat, len(b), sector)
	return start
}

// file puts the header and the FAT around the body.
func (w *writer) file(dir, miniFat uint32, minis int) []byte {
	fats := 1
	for (len(w.fat)+fats)*4 > fats*sector {
		fats++
	}
	first := len(w.fat)
	for range fats {
		w.fat = append(w.fat, fatMark)
	}
	fat := pad(numbers(w.fat), sector)
	h := make([]byte, sector)
	copy(h, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
	le := binary.LittleEndian
	le.PutUint16(h[24:], 0x3E)
	le.PutUint16(h[26:], 3)
	le.PutUint16(h[28:], 0xFFFE)
	le.PutUint16(h[30:], 9)
	le.PutUint16(h[32:], 6)
	le.PutUint32(h[44:], uint32(fats))
	le.PutUint32(h[48:], dir)
	le.PutUint32(h[56:], cutoff)
	le.PutUint32(h[60:], miniFat)
	le.PutUint32(h[64:], uint32((minis*4+sector-1)/sector))
	le.PutUint32(h[68:], end)
	for i := range 109 {
		n := uint32(free)
		if i < fats {
			n = uint32(first + i)
		}
		le.PutUint32(h[76+4*i:], n)
	}
	return append(append(h, w.body...), fat...)
}

// links appends a chain for n bytes.
func links(fat []uint32, n, size int) []uint32 {
	for n > size {
		fat = append(fat, uint32(len(fat)+1))
		n -= size
	}
	return append(fat, end)
}

// numbers writes sector numbers, free ones up to the end of the sector.
func numbers(ns []uint32) []byte {
	var b []byte
	for _, n := range ns {
		b = binary.LittleEndian.AppendUint32(b, n)
	}
	for len(b)%sector != 0 {
		b = append(b, 0xFF)
	}
	return b
}

func pad(b []byte, size int) []byte {
	n := (len(b) + size - 1) / size * size
	return append(append(make([]byte, 0, n), b...), make([]byte, n-len(b))...)
}

// entry writes a directory entry ([MS-CFB] 2.6.1).
func entry(name string, kind byte, start uint32, size int) []byte {
	e := make([]byte, 128)
	le := binary.LittleEndian
	units := utf16.Encode([]rune(name))
	for i, u := range units {
		le.PutUint16(e[2*i:], u)
	}
	le.PutUint16(e[64:], uint16(2*len(units)+2))
	e[66], e[67] = kind, 1
	for _, at := range []int{68, 72, 76} {
		le.PutUint32(e[at:], free)
	}
	le.PutUint32(e[116:], start)
	le.PutUint32(e[120:], uint32(size))
	return e
}
