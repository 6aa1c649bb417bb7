package xlsx

import (
	"archive/zip"
	"cmp"
	"errors"
	"hash/crc32"
	"io"
	"io/fs"
	"os"
	"slices"

	"github.com/klauspost/compress/flate"
)

// archive is the zip file of a workbook. The library hands over its parts in the
// order of a Go map and would hold the whole file in memory; here each part is
// compressed into a spool as it comes, and Close writes them in one fixed order.
type archive struct {
	out   io.Writer
	spool *os.File
	at    int64 // size of the spool
	parts []*part
}

// part is one file of the archive while it is written.
type part struct {
	a      *archive
	header zip.FileHeader
	from   int64 // in the spool
	deflat *flate.Writer
}

// Create starts the next part and ends the one before.
func (a *archive) Create(name string) (io.Writer, error) {
	if err := a.end(); err != nil {
		return nil, err
	}
	p := &part{a: a, header: zip.FileHeader{Name: name, Method: zip.Deflate}, from: a.at}
	var err error
	if p.deflat, err = flate.NewWriter(counter{a}, 5); err != nil {
		return nil, err
	}
	a.parts = append(a.parts, p)
	return p, nil
}

// counter writes to the spool and counts.
type counter struct{ a *archive }

func (c counter) Write(b []byte) (int, error) {
	n, err := c.a.spool.Write(b)
	c.a.at += int64(n)
	return n, err
}

// Write compresses b.
func (p *part) Write(b []byte) (int, error) {
	p.header.CRC32 = crc32.Update(p.header.CRC32, crc32.IEEETable, b)
	p.header.UncompressedSize64 += uint64(len(b))
	return p.deflat.Write(b)
}

// end finishes the part that is being written.
func (a *archive) end() error {
	if len(a.parts) == 0 {
		return nil
	}
	p := a.parts[len(a.parts)-1]
	if p.deflat == nil {
		return nil
	}
	err := p.deflat.Close()
	p.deflat, p.header.CompressedSize64 = nil, uint64(a.at-p.from)
	return err
}

// AddFS is part of what the library asks for, and not used by it for a workbook.
func (a *archive) AddFS(fs.FS) error { return errors.ErrUnsupported }

// Close writes the archive: [Content_Types].xml first, as Office does (ECMA-376-2,
// 10.2.7), then by name.
func (a *archive) Close() error {
	if err := a.end(); err != nil {
		return err
	}
	slices.SortFunc(a.parts, func(x, y *part) int { return cmp.Compare(x.header.Name, y.header.Name) })
	z := zip.NewWriter(a.out)
	for _, p := range a.parts {
		w, err := z.CreateRaw(&p.header)
		if err != nil {
			return err
		}
		if _, err := io.Copy(w, io.NewSectionReader(a.spool, p.from, int64(p.header.CompressedSize64))); err != nil {
			return err
		}
	}
	return z.Close()
}
