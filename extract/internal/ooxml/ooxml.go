// Package ooxml opens the zip packages of Office Open XML (ECMA-376 part 2,
// Open Packaging Conventions) and reads their XML parts as tokens.
//
//	[x] sizes and counts limited by what really comes out, never by headers
//	[x] duplicate names (as OPC compares them) and overlapping entries rejected
//	[x] names with backslashes or a leading slash
//	[x] relationships, content types, main part by relationship
//	[x] transitional and strict namespaces; prefixes are free
//	[x] UTF-8 and UTF-16 parts; DOCTYPE rejected
//	[x] packages cut off before their directory: parts found by local headers
//	[ ] digital signatures, encryption, interleaved pieces
//
// The codes of its errors start with the name of the format that opened the
// package: "docx" gives docx-zip-ratio.
package ooxml

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/klauspost/compress/flate"
	"github.com/orisano/gosax"

	"github.com/gongkai-data/gongkai/extract"
)

// Package is one opened zip package. It is not safe for concurrent use: parts
// are read one after the other through shared buffers.
type Package struct {
	// Cut tells that the directory at the end of the file is missing or broken
	// and the parts were found by their local headers.
	Cut bool
	// BadSums are the parts read to their end whose checksum was wrong.
	BadSums []string

	format  string
	lim     extract.Limits
	raw     []byte
	entries []entry
	byName  map[string]int // folded name, index in entries
	total   int64
	inflate io.ReadCloser
	xml     *gosax.Reader
	tokens  int

	rootRels []Relationship // of the package, once read
}

type entry struct {
	name   string // without leading slash, slashes forward
	packed []byte
	method uint16
	locked bool // encrypted
	summed bool // crc is known
	crc    uint32
}

// Open reads the directory of the package. The limits must be complete.
func Open(b []byte, format string, lim extract.Limits) (*Package, error) {
	p := &Package{format: format, lim: lim, raw: b}
	if !bytes.HasPrefix(b, []byte("PK")) {
		return nil, p.fail("not-zip", "", 0, extract.ErrCorrupt, "no zip signature")
	}
	// Counted before the directory is read: each of its records costs memory.
	if n := bytes.Count(b, []byte("PK\x01\x02")); n > lim.Entries {
		return nil, p.fail("entry-limit", "", -1, extract.ErrLimit, "limit entries = %d, needed >= %d", lim.Entries, n)
	}
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil && err != zip.ErrInsecurePath {
		p.Cut = true
		if err := p.scanLocal(); err != nil {
			return nil, err
		}
	} else if err := p.directory(z); err != nil {
		return nil, err
	}
	return p, p.index()
}

// directory takes the entries of the central directory and makes sure that no
// two of them share bytes.
func (p *Package) directory(z *zip.Reader) error {
	type span struct{ from, to int64 }
	spans := make([]span, 0, len(z.File))
	p.entries = make([]entry, 0, len(z.File))
	for _, f := range z.File {
		from, err := f.DataOffset()
		to := from + int64(f.CompressedSize64)
		if err != nil || from < 0 || to < from || to > int64(len(p.raw)) {
			return p.fail("zip-broken", f.Name, -1, extract.ErrCorrupt, "entry outside the file")
		}
		if strings.HasSuffix(f.Name, "/") {
			continue
		}
		// The shortest local header stands before the bytes.
		spans = append(spans, span{from - 30, to})
		p.entries = append(p.entries, entry{
			name: partName(f.Name), packed: p.raw[from:to], method: f.Method,
			locked: f.Flags&1 != 0, summed: true, crc: f.CRC32,
		})
	}
	slices.SortFunc(spans, func(a, b span) int { return int(a.from - b.from) })
	for i := 1; i < len(spans); i++ {
		if spans[i].from < spans[i-1].to {
			return p.fail("zip-overlap", "", spans[i].from, extract.ErrCorrupt, "two entries share bytes")
		}
	}
	return nil
}

// scanLocal finds entries by their local headers ([APPNOTE] 4.3.7). The packed
// bytes of an entry end at most where the next header starts.
func (p *Package) scanLocal() error {
	sig := []byte("PK\x03\x04")
	at := bytes.Index(p.raw, sig)
	for at >= 0 && at+30 <= len(p.raw) {
		if len(p.entries) == p.lim.Entries {
			return p.fail("entry-limit", "", int64(at), extract.ErrLimit, "limit entries = %d, needed more", p.lim.Entries)
		}
		h := p.raw[at:]
		flags, size := binary.LittleEndian.Uint16(h[6:]), int(binary.LittleEndian.Uint32(h[18:]))
		nameLen := int(binary.LittleEndian.Uint16(h[26:]))
		body := 30 + nameLen + int(binary.LittleEndian.Uint16(h[28:]))
		if body > len(h) {
			break
		}
		end := len(h)
		if flags&8 == 0 && body+size <= len(h) {
			end = body + size
		} else if i := bytes.Index(h[body:], sig); i >= 0 {
			end = body + i
		}
		p.entries = append(p.entries, entry{
			name: partName(string(h[30 : 30+nameLen])), packed: h[body:end],
			method: binary.LittleEndian.Uint16(h[8:]), locked: flags&1 != 0,
			summed: flags&8 == 0, crc: binary.LittleEndian.Uint32(h[14:]),
		})
		next := bytes.Index(h[end:], sig)
		if next < 0 {
			break
		}
		at += end + next
	}
	if len(p.entries) == 0 {
		return p.fail("zip-broken", "", -1, extract.ErrCorrupt, "no readable entry")
	}
	return nil
}

func (p *Package) index() error {
	p.byName = make(map[string]int, len(p.entries))
	for i := range p.entries {
		key := strings.ToLower(p.entries[i].name)
		if _, ok := p.byName[key]; ok {
			return p.fail("zip-duplicate", p.entries[i].name, -1, extract.ErrCorrupt, "two entries of this name")
		}
		p.byName[key] = i
	}
	return nil
}

// partName turns the name of a zip entry or the target of a relationship into
// that of a part: some writers use backslashes or start with a slash.
func partName(s string) string {
	if strings.Contains(s, `\`) {
		s = strings.ReplaceAll(s, `\`, "/")
	}
	return strings.ToValidUTF8(strings.TrimLeft(s, "/"), "\uFFFD")
}

// Has reports whether the package holds the part.
func (p *Package) Has(name string) bool {
	_, ok := p.byName[strings.ToLower(name)]
	return ok
}

// Read unpacks a whole part.
func (p *Package) Read(name string) ([]byte, error) {
	r, err := p.open(name)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}

func (p *Package) open(name string) (*partReader, error) {
	i, ok := p.byName[strings.ToLower(name)]
	if !ok {
		return nil, p.fail("part-missing", name, -1, extract.ErrCorrupt, "no such part")
	}
	e := &p.entries[i]
	r := &partReader{p: p, e: e, packed: int64(len(e.packed))}
	switch {
	case e.locked:
		return nil, p.fail("zip-encrypted", name, -1, extract.ErrEncrypted, "entry needs a password")
	case e.method == zip.Store:
		r.src = bytes.NewReader(e.packed)
	case e.method == zip.Deflate:
		src := bytes.NewReader(e.packed)
		if p.inflate == nil {
			p.inflate = flate.NewReader(src)
		} else if err := p.inflate.(flate.Resetter).Reset(src, nil); err != nil {
			return nil, err
		}
		r.src = p.inflate
	default:
		return nil, p.fail("zip-method", name, -1, extract.ErrCorrupt, "compression method %d", e.method)
	}
	return r, nil
}

// ratioFrom is the size from which the ratio of unpacked to packed is looked at.
const ratioFrom = 8 << 20

// partReader counts what comes out of one entry.
type partReader struct {
	p      *Package
	e      *entry
	src    io.Reader
	packed int64
	n      int64
	crc    uint32
	err    error
}

// Read returns bytes or an error, never neither.
func (r *partReader) Read(b []byte) (int, error) {
	for r.err == nil {
		n, err := r.src.Read(b)
		r.n += int64(n)
		r.p.total += int64(n)
		if r.e.summed {
			r.crc = crc32.Update(r.crc, crc32.IEEETable, b[:n])
		}
		r.err = r.check(err)
		if n > 0 {
			return n, nil
		}
	}
	return 0, r.err
}

func (r *partReader) check(err error) error {
	p, lim := r.p, &r.p.lim
	switch {
	case r.n > lim.Entry:
		return p.fail("entry-size", r.e.name, r.n, extract.ErrLimit, "limit entry = %d, needed more", lim.Entry)
	case p.total > lim.Unpacked:
		return p.fail("unpacked-limit", r.e.name, r.n, extract.ErrLimit, "limit unpacked = %d, needed more", lim.Unpacked)
	case r.n > ratioFrom && r.n > r.packed*lim.Ratio:
		return p.fail("zip-ratio", r.e.name, r.n, extract.ErrLimit, "limit ratio = %d, needed more", lim.Ratio)
	case err == io.EOF && r.e.summed && r.crc != r.e.crc:
		p.BadSums = append(p.BadSums, r.e.name)
	case err != nil && err != io.EOF:
		return p.fail("zip-broken", r.e.name, r.n, extract.ErrCorrupt, "unpacking: %v", err)
	}
	return err
}

// Left returns how many unpacked bytes and tokens the limits leave.
func (p *Package) Left() (unpacked int64, tokens int) {
	return max(p.lim.Unpacked-p.total, 0), max(p.lim.Tokens-p.tokens, 0)
}

// Spend counts what reading another package cost as part of this one.
func (p *Package) Spend(other *Package) {
	p.total += other.total
	p.tokens += other.tokens
}

func (p *Package) fail(what, part string, at int64, sentinel error, format string, args ...any) error {
	return &extract.Error{
		Code: extract.Code(p.format + "-" + what), Format: p.format, Part: part, Offset: at,
		Detail: fmt.Sprintf(format, args...), Err: sentinel,
	}
}

// Relationship is one arrow from a part, or from the package, to another part.
type Relationship struct {
	ID, Type string
	Target   string // name of a part; as written where External
	External bool
}

// Is reports whether the type ends with the word, as "/footnotes": the
// transitional and the strict types differ in what stands before it.
func (r *Relationship) Is(word string) bool {
	return strings.HasSuffix(r.Type, word) && strings.HasSuffix(r.Type[:len(r.Type)-len(word)], "/")
}

// Relationships returns those of the part, in file order; of the package for "".
// A part without relationships has none.
func (p *Package) Relationships(part string) ([]Relationship, error) {
	if part == "" && p.rootRels != nil {
		return p.rootRels, nil
	}
	dir, base := path.Split(part)
	name := dir + "_rels/" + base + ".rels"
	if !p.Has(name) {
		return nil, nil
	}
	t, err := p.Tokens(name)
	if err != nil {
		return nil, err
	}
	var rels []Relationship
	for {
		k, err := t.Next()
		if err != nil || k == EOF {
			if part == "" {
				p.rootRels = rels
			}
			return rels, err
		}
		if k != Start || string(t.Local) != "Relationship" {
			continue
		}
		r := Relationship{ID: t.Value("Id"), Type: t.Value("Type"), Target: t.Value("Target"), External: t.Value("TargetMode") == "External"}
		if !r.External {
			r.Target = resolve(dir, r.Target)
		}
		rels = append(rels, r)
	}
}

func resolve(dir, target string) string {
	target = strings.ReplaceAll(target, `\`, "/")
	if i := strings.IndexByte(target, '#'); i >= 0 {
		target = target[:i]
	}
	if !strings.HasPrefix(target, "/") {
		target = dir + target
	}
	return strings.TrimPrefix(path.Clean("/"+target), "/")
}

// ContentType returns the type that [Content_Types].xml gives the part, "" for
// none.
func (p *Package) ContentType(part string) (string, error) {
	const name = "[Content_Types].xml"
	if !p.Has(name) {
		return "", nil
	}
	t, err := p.Tokens(name)
	if err != nil {
		return "", err
	}
	ext, byExt, found := strings.TrimPrefix(path.Ext(part), "."), "", ""
	for {
		k, err := t.Next()
		switch {
		case err != nil:
			return "", err
		case k == EOF && found != "":
			return found, nil
		case k == EOF:
			return byExt, nil
		case k != Start:
		case string(t.Local) == "Override" && strings.EqualFold(partName(t.Value("PartName")), part):
			found = t.Value("ContentType")
		case string(t.Local) == "Default" && strings.EqualFold(t.Value("Extension"), ext):
			byExt = t.Value("ContentType")
		}
	}
}

// Main returns the part that the package names as its main document, "" where
// it names none.
func (p *Package) Main() (string, error) {
	rels, err := p.Relationships("")
	if err != nil {
		return "", err
	}
	for i := range rels {
		if rels[i].Is("officeDocument") && !rels[i].External {
			return rels[i].Target, nil
		}
	}
	return "", nil
}
