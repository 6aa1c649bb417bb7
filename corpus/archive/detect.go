package archive

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"io"
	"strconv"
	"strings"
)

// headSize is how much of a file tells what it may be.
const headSize = 1024

// Maybe reports whether a file that begins like this may be an archive; only
// Detect knows. It is cheap, and false for nearly every document.
func Maybe(head []byte) bool {
	switch magic(head) {
	case "":
		return false
	case "zip":
		return !isPart(firstName(head))
	}
	return true
}

// magic is the kind that the first bytes claim.
func magic(head []byte) string {
	for _, m := range []struct{ mark, kind string }{
		{"PK\x03\x04", "zip"}, {"PK\x05\x06", "zip"}, {"PK00PK\x03\x04", "zip"},
		{"Rar!\x1a\x07", "rar"}, {"7z\xbc\xaf\x27\x1c", "7z"}, {"\x1f\x8b\x08", "gzip"}, {"WARC/1.", "warc"},
	} {
		if bytes.HasPrefix(head, []byte(m.mark)) {
			return m.kind
		}
	}
	if isTar(head) {
		return "tar"
	}
	return ""
}

// Detect returns the kind of archive, zip, tar, gzip, 7z, rar or warc; "" for a
// document, packages included, and for everything else.
func Detect(r io.ReaderAt, size int64) string {
	head := make([]byte, min(headSize, size))
	n, _ := r.ReadAt(head, 0)
	head = head[:n]
	kind := magic(head)
	if kind == "zip" && (isPart(firstName(head)) || isPackage(r, size)) {
		return ""
	}
	return kind
}

// isTar reports whether a file begins with the header of an entry: its checksum
// holds (POSIX.1-2001 pax, ustar Interchange Format).
func isTar(b []byte) bool {
	if len(b) < 512 || b[0] == 0 {
		return false
	}
	stored, err := strconv.ParseUint(strings.Trim(string(b[148:156]), " \x00"), 8, 32)
	if err != nil {
		return false
	}
	sum := uint64(8 * ' ')
	for i, c := range b[:512] {
		if i < 148 || i >= 156 {
			sum += uint64(c)
		}
	}
	return sum == stored
}

// firstName is the name of the first entry of a zip file, "" where there is none.
func firstName(b []byte) string {
	b = bytes.TrimPrefix(b, []byte("PK00"))
	if len(b) < 30 || !bytes.HasPrefix(b, []byte("PK\x03\x04")) {
		return ""
	}
	n := int(binary.LittleEndian.Uint16(b[26:]))
	return string(b[30:min(len(b), 30+n)])
}

// isPart reports whether a name is one that packages have and people do not give.
func isPart(name string) bool {
	n := strings.ToLower(strings.TrimLeft(strings.ReplaceAll(name, `\`, "/"), "/"))
	switch n {
	case "[content_types].xml", "mimetype", "ofd.xml", "word/document.xml", "xl/workbook.xml", "ppt/presentation.xml", "meta-inf/container.xml", "meta-inf/manifest.xml":
		return true
	}
	if !strings.HasSuffix(n, ".xml") && !strings.HasSuffix(n, ".rels") {
		return false
	}
	folder, _, _ := strings.Cut(n, "/")
	switch folder {
	case "_rels", "docprops", "customxml", "word", "xl", "ppt":
		return true
	}
	return false
}

// isPackage reports whether a zip file is a document: OOXML, OpenDocument, OFD or
// EPUB, whole or with its directory lost.
func isPackage(r io.ReaderAt, size int64) bool {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return isPackageRest(r, size)
	}
	for _, f := range z.File {
		switch n := strings.ToLower(strings.TrimLeft(strings.ReplaceAll(f.Name, `\`, "/"), "/")); n {
		case "[content_types].xml", "ofd.xml", "word/document.xml", "xl/workbook.xml", "ppt/presentation.xml":
			return true
		}
	}
	return false
}

// isPackageRest looks for parts by the headers in front of the entries.
func isPackageRest(r io.ReaderAt, size int64) bool {
	b := make([]byte, min(size, 4<<20))
	n, _ := r.ReadAt(b, 0)
	for b = b[:n]; ; {
		i := bytes.Index(b, []byte("PK\x03\x04"))
		if i < 0 {
			return false
		}
		b = b[i:]
		if isPart(firstName(b)) {
			return true
		}
		b = b[4:]
	}
}
