package cfb

import (
	"bytes"
	"encoding/binary"
	"unicode/utf16"
)

const (
	headerSize = 512
	entrySize  = 128
	miniSize   = 64
	miniCutoff = 4096
	maxRegSect = 0xFFFFFFFA // [MS-CFB] 2.1: sector numbers from here on are marks
	endOfChain = 0xFFFFFFFE
	noStream   = 0xFFFFFFFF
)

// Kinds of entries ([MS-CFB] 2.6.1, object type).
const (
	kindStorage = 1
	kindStream  = 2
	kindRoot    = 5
)

// sectors walks the sectors of a file that need not be sound. Where a part of
// the FAT is missing, the sector that follows in the file is taken for the next
// of a chain, as writers that save in one go lay streams out.
type sectors struct {
	b       []byte
	size    int64    // of a sector
	fat     []uint32 // sector numbers of the FAT, in order
	mini    []uint32 // sectors of the mini FAT
	root    []uint32 // sectors of the mini stream
	rooted  bool     // mini and root are known
	entries []entry
}

// entry is one directory entry ([MS-CFB] 2.6.1).
type entry struct {
	name               string
	kind               byte
	left, right, child uint32
	start              uint32
	size               int64
}

func newSectors(b []byte) *sectors {
	s := &sectors{b: b, size: 512}
	if binary.LittleEndian.Uint16(b[30:]) == 12 {
		s.size = 4096
	}
	for i := range 109 {
		if n := s.u32(int64(76 + 4*i)); n < maxRegSect {
			s.fat = append(s.fat, n)
		}
	}
	// [MS-CFB] 2.5: further FAT sectors are listed in a chain of their own.
	at := s.u32(68)
	for range s.count() {
		if at >= maxRegSect || s.sector(at) == nil {
			break
		}
		off := s.offset(at)
		for i := range s.size/4 - 1 {
			if n := s.u32(off + 4*i); n < maxRegSect {
				s.fat = append(s.fat, n)
			}
		}
		if int64(len(s.fat)) > s.count() {
			break
		}
		at = s.u32(off + s.size - 4)
	}
	return s
}

// count is the number of sectors that the file can hold.
func (s *sectors) count() int64 { return int64(len(s.b)) / s.size }

func (s *sectors) u32(off int64) uint32 {
	if off < 0 || off+4 > int64(len(s.b)) {
		return noStream
	}
	return binary.LittleEndian.Uint32(s.b[off:])
}

func (s *sectors) offset(n uint32) int64 { return (int64(n) + 1) * s.size }

// sector returns the bytes of a sector; the last one of a cut file may be
// short. It returns nil beyond the end.
func (s *sectors) sector(n uint32) []byte {
	off := s.offset(n)
	if n >= maxRegSect || off >= int64(len(s.b)) {
		return nil
	}
	return s.b[off:min(off+s.size, int64(len(s.b)))]
}

// next returns the sector that follows n in its chain.
func (s *sectors) next(n uint32) uint32 {
	per := s.size / 4
	table := int64(n) / per
	if table >= int64(len(s.fat)) {
		return n + 1
	}
	off := s.offset(s.fat[table]) + 4*(int64(n)%per)
	if off+4 > int64(len(s.b)) || s.u32(off) == 0 && s.cleared(s.fat[table]) {
		return n + 1
	}
	return s.u32(off)
}

// cleared reports a sector of the FAT that holds zeros only: it was lost, for no
// two sectors are followed by the same.
func (s *sectors) cleared(n uint32) bool {
	b := s.sector(n)
	return len(b) > 0 && bytes.Count(b, []byte{0}) == len(b)
}

// chain returns the sectors from start on, no more than the file has or max. A
// sector that was met before ends it.
func (s *sectors) chain(start uint32, most int64) []uint32 {
	var c []uint32
	var seen map[uint32]bool // from the first step back on
	for range min(most, s.count()+1) {
		if start >= maxRegSect || s.sector(start) == nil || seen[start] {
			break
		}
		c = append(c, start)
		next := s.next(start)
		if next <= start && seen == nil {
			seen = make(map[uint32]bool, len(c))
			for _, n := range c {
				seen[n] = true
			}
		} else if seen != nil {
			seen[start] = true
		}
		start = next
	}
	return c
}

// directory reads the entries along their chain of sectors; past the largest
// number that is allowed it stops.
func (s *sectors) directory() []entry {
	if s.entries != nil {
		return s.entries
	}
	for _, n := range s.chain(s.u32(48), maxEntries/4+1) {
		b := s.sector(n)
		for ; len(b) >= entrySize && len(s.entries) <= maxEntries; b = b[entrySize:] {
			s.entries = append(s.entries, s.entry(b[:entrySize]))
		}
	}
	return s.entries
}

func (s *sectors) entry(b []byte) entry {
	le := binary.LittleEndian
	e := entry{kind: b[66], left: le.Uint32(b[68:]), right: le.Uint32(b[72:]), child: le.Uint32(b[76:]), start: le.Uint32(b[116:])}
	e.size = int64(le.Uint32(b[120:]))
	if s.size == 4096 { // version 4
		e.size = max(int64(le.Uint64(b[120:])), 0)
	}
	if n := int(le.Uint16(b[64:])); n >= 4 && n <= 64 {
		units := make([]uint16, n/2-1)
		for i := range units {
			units[i] = le.Uint16(b[2*i:])
		}
		e.name = string(utf16.Decode(units))
	}
	return e
}

// streams returns the streams below the root; all of them where the tree is
// broken.
func (s *sectors) streams(dir []entry) []stream {
	out, seen, broken := tree(dir)
	if broken || len(out) == 0 {
		inner := inStorages(dir)
		for i := range dir {
			if e := &dir[i]; e.kind == kindStream && !seen[i] && !inner[i] && e.name != "" {
				out = append(out, stream{name: e.name, size: e.size, start: e.start})
			}
		}
	}
	return out
}

// tree walks over the entries below the root: their streams, which entries were
// met, and whether the tree is broken.
func tree(dir []entry) (out []stream, seen []bool, broken bool) {
	if len(dir) == 0 {
		return nil, nil, true
	}
	seen = make([]bool, len(dir))
	walk := []uint32{dir[0].child}
	broken = dir[0].kind != kindRoot
	for len(walk) > 0 {
		id := walk[len(walk)-1]
		walk = walk[:len(walk)-1]
		if id == noStream {
			continue
		}
		if int64(id) >= int64(len(dir)) || seen[id] {
			broken = true
			continue
		}
		seen[id] = true
		e := &dir[id]
		if e.kind == kindStream {
			out = append(out, stream{name: e.name, size: e.size, start: e.start})
		}
		walk = append(walk, e.left, e.right)
	}
	return out, seen, broken
}

// inStorages tells which entries lie in a storage below the root: a document that
// is embedded there has streams of the same names.
func inStorages(dir []entry) []bool {
	inner := make([]bool, len(dir))
	var walk []uint32
	for i := range dir {
		if dir[i].kind == kindStorage {
			walk = append(walk, dir[i].child)
		}
	}
	for len(walk) > 0 {
		id := walk[len(walk)-1]
		walk = walk[:len(walk)-1]
		if int64(id) >= int64(len(dir)) || inner[id] || dir[id].kind == kindRoot {
			continue
		}
		inner[id] = true
		walk = append(walk, dir[id].left, dir[id].right, dir[id].child)
	}
	return inner
}

// inPlace returns the bytes of a stream whose sectors follow one another in the
// file, as writers that save in one go lay streams out; nil for any other.
func (s *sectors) inPlace(start uint32, size int64) []byte {
	if size < miniCutoff || start >= maxRegSect || s.offset(start)+size > int64(len(s.b)) {
		return nil
	}
	last := start + uint32((size-1)/s.size)
	for n := start; n < last; n++ {
		if s.next(n) != n+1 {
			return nil
		}
	}
	at := s.offset(start)
	return s.b[at : at+size : at+size]
}

// read returns up to most bytes of a stream; size says whether it lies in the
// mini stream.
func (s *sectors) read(start uint32, size, most int64) []byte {
	if most <= 0 {
		return nil
	}
	if size < miniCutoff {
		return s.readMini(start, most)
	}
	out := make([]byte, 0, most)
	for _, n := range s.chain(start, most/s.size+1) {
		out = append(out, s.sector(n)...)
	}
	return out[:min(int64(len(out)), most)]
}

func (s *sectors) readMini(start uint32, most int64) []byte {
	if !s.rooted {
		s.rooted = true
		s.mini = s.chain(s.u32(60), s.count())
		if len(s.entries) > 0 {
			s.root = s.chain(s.entries[0].start, s.count())
		}
	}
	var out []byte
	per := s.size / miniSize
	for range most/miniSize + 1 {
		i := int64(start) / per
		if start >= maxRegSect || i >= int64(len(s.root)) {
			break
		}
		b := s.sector(s.root[i])
		at := int64(start) % per * miniSize
		if at >= int64(len(b)) {
			break
		}
		out = append(out, b[at:min(at+miniSize, int64(len(b)))]...)
		table := int64(start) / (s.size / 4)
		if table >= int64(len(s.mini)) {
			start++
			continue
		}
		start = s.u32(s.offset(s.mini[table]) + 4*(int64(start)%(s.size/4)))
	}
	return out[:min(int64(len(out)), most)]
}
