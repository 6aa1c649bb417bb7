package msdoc

import "encoding/binary"

// data is a stream or a part of one. Every offset that a file states goes
// through it: what lies outside reads as zero or as nothing.
type data []byte

// has reports whether n bytes lie at off.
func (d data) has(off, n int) bool { return off >= 0 && n >= 0 && n <= len(d) && off <= len(d)-n }

func (d data) u8(off int) int {
	if !d.has(off, 1) {
		return 0
	}
	return int(d[off])
}

func (d data) u16(off int) int {
	if !d.has(off, 2) {
		return 0
	}
	return int(d[off]) | int(d[off+1])<<8
}

func (d data) i16(off int) int { return int(int16(d.u16(off))) }

func (d data) u32(off int) uint32 {
	if d.has(off, 4) {
		return binary.LittleEndian.Uint32(d[off:])
	}
	return uint32(d.u16(off)) | uint32(d.u16(off+2))<<16
}

// i32 is u32 as a number; counts and offsets of the format are signed.
func (d data) i32(off int) int { return int(int32(d.u32(off))) }

// sub returns n bytes at off, nil where they are not all there.
func (d data) sub(off, n int) data {
	if !d.has(off, n) {
		return nil
	}
	return d[off : off+n : off+n]
}

// from returns what lies at off and behind.
func (d data) from(off int) data {
	if !d.has(off, 0) {
		return nil
	}
	return d[off:]
}

// clip returns up to n bytes at off.
func (d data) clip(off, n int) data {
	d = d.from(off)
	return d[:max(min(n, len(d)), 0)]
}
