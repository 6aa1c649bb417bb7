package msdoc

import (
	"strings"

	"github.com/gongkai-data/gongkai/extract"
)

// Records of drawings ([MS-ODRAW] 2.2).
const (
	artDg   = 0xF002 // OfficeArtDgContainer
	artSpgr = 0xF003 // OfficeArtSpgrContainer
	artSp   = 0xF004 // OfficeArtSpContainer
	artFSP  = 0xF00A
	artFOPT = 0xF00B

	fspDeleted    = 0x8
	gtextUnicode  = 0x00C0 // [MS-ODRAW] 2.3.22.1: the text of WordArt
	artHeaderSize = 8      // OfficeArtRecordHeader
	maxArtDepth   = 16     // groups in groups
)

// record takes one record off the front of b; ok is false where none is whole
// enough to have a header.
func record(b data) (kind, instance int, body, rest data, ok bool) {
	if !b.has(0, artHeaderSize) {
		return 0, 0, nil, nil, false
	}
	body = b.clip(artHeaderSize, max(b.i32(4), 0))
	return b.u16(2), b.u16(0) >> 4, body, b.from(artHeaderSize + len(body)), true
}

// wordArt returns what WordArt prints, by the shapes that are anchored in the
// text ([MS-DOC] 2.9.172 OfficeArtContent): text that is a property of its
// drawing.
func wordArt(b data) map[int]string {
	art := make(map[int]string)
	_, _, _, b, ok := record(b) // OfficeArtDggContainer
	for ok && len(b) > 0 {
		var kind int
		var body data
		if kind, _, body, b, ok = record(b.from(1)); kind != artDg { // behind dgglbl
			break
		}
		for kind, _, inner, rest, ok := record(body); ok; kind, _, inner, rest, ok = record(rest) {
			if kind == artSpgr { // the shape of the page holds all others
				for kind, _, shape, rest, ok := record(inner); ok; kind, _, shape, rest, ok = record(rest) {
					if id, text := shapeArt(kind, shape, 0); text != "" {
						art[id] = text
					}
				}
			}
		}
	}
	return art
}

// shapeArt returns the identifier of a shape, or of the first one of a group,
// and the text of all.
func shapeArt(kind int, b data, depth int) (id int, text string) {
	switch {
	case kind == artSp:
		return spArt(b)
	case kind != artSpgr || depth >= maxArtDepth:
		return 0, ""
	}
	var texts []string
	first := true
	for kind, _, inner, rest, ok := record(b); ok; kind, _, inner, rest, ok = record(rest) {
		n, s := shapeArt(kind, inner, depth+1)
		if first {
			id, first = n, false
		}
		if s != "" {
			texts = append(texts, s)
		}
	}
	return id, strings.Join(texts, "\n")
}

// spArt reads an OfficeArtSpContainer ([MS-ODRAW] 2.2.14).
func spArt(b data) (id int, text string) {
	for kind, n, body, rest, ok := record(b); ok; kind, n, body, rest, ok = record(rest) {
		switch kind {
		case artFSP:
			if id = body.i32(0); body.u32(4)&fspDeleted != 0 {
				return id, ""
			}
		case artFOPT: // n properties of 6 bytes, then what is longer in the same order
			long := body.from(6 * n)
			for i := range min(n, len(body)/6) {
				opid, size := body.u16(6*i), body.i32(6*i+2)
				if opid&0x8000 == 0 { // fComplex
					continue
				}
				if opid&0x3FFF == gtextUnicode {
					text, _, _ = strings.Cut(utf16Text(long.clip(0, max(size, 0))), "\x00")
					text = strings.ReplaceAll(text, "\r", "\n")
				}
				long = long.from(max(size, 0))
			}
		}
	}
	return id, strings.TrimSpace(text)
}

// anchoredArt puts the text of a shape behind the paragraph that holds it.
func (r *reader) anchoredArt(shape int) error {
	text := r.art[shape]
	if text == "" {
		return nil
	}
	delete(r.art, shape)
	r.blocks = append(r.blocks, &extract.Paragraph{Prov: r.here, Role: r.role, Text: text})
	return r.spend(len(text))
}

// inlineArt prints the WordArt that stands in the line ([MS-DOC] 2.9.192
// PICFAndOfficeArtData).
func (r *reader) inlineArt(c *chp) {
	d := r.dataStream()
	at, end := c.picture+d.u16(c.picture+4), c.picture+max(d.i32(c.picture), 0)
	switch d.u16(c.picture + 6) { // mfpf.mm
	case 0x64: // MM_SHAPE
	case 0x66: // MM_SHAPEFILE, with a name in front
		at += 1 + d.u8(at)
	default:
		return
	}
	if c.hidden || r.instr > 0 || at > end {
		return
	}
	if kind, _, body, _, ok := record(d.clip(at, end-at)); ok && kind == artSp {
		_, text := spArt(body)
		r.text = append(r.text, text...)
	}
}
