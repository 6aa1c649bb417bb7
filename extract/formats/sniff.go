package formats

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"strings"
	"unicode/utf16"

	"github.com/gongkai-data/gongkai/extract/htmldoc"
	"github.com/gongkai-data/gongkai/extract/textdump"
)

// notYet names the kinds that have no reader.
var notYet = map[string]string{
	"word1": "Word 1 document", "word2": "Word 2 document", "wordmac": "Word for Macintosh document", "write": "Write or Word for DOS document", "wordperfect": "WordPerfect document", "wps": "Works document", "xls": "Excel binary workbook", "ppt": "PowerPoint binary presentation",
	"ole": "OLE compound file", "ooxml-encrypted": "encrypted Office document", "ofd": "OFD", "xlsx": "Excel workbook", "pptx": "PowerPoint presentation",
	"odt": "OpenDocument text", "wordml": "Word 2003 XML", "flat-opc": "Word flat XML", "zip": "zip archive", "rar": "RAR archive", "7z": "7z archive", "gzip": "gzip file",
	"png": "PNG image", "jpeg": "JPEG image", "tiff": "TIFF image", "gif": "GIF image",
}

// Sniff names what the bytes are, by marks and structure, never by a file name:
// doc, docx, rtf, pdf, html, mhtml, textdump, a key of notYet, empty or unknown. A file that
// calls itself .doc may be any of them.
func Sniff(b []byte) string {
	if len(b) == 0 {
		return "empty"
	}
	if kind := byMagic(b); kind != "" {
		return kind
	}
	head := bytes.TrimLeft(bytes.TrimPrefix(b[:min(len(b), 8<<10)], []byte("\xef\xbb\xbf")), " \t\r\n\f\x00")
	switch {
	case bytes.HasPrefix(head, []byte(`{\rtf`)), bytes.HasPrefix(head, []byte(`{\urtf`)):
		return "rtf"
	case bytes.Contains(b[:min(len(b), 1024)], []byte("%PDF-")): // ISO 32000-1, annex H.3.4.1
		return "pdf"
	case htmldoc.MHTML.Detect(b):
		return "mhtml"
	}
	if kind := xmlKind(head); kind != "" {
		return kind
	}
	switch {
	case htmldoc.Format.Detect(b):
		return "html"
	case textdump.Detect(b):
		return "textdump"
	}
	return "unknown"
}

func byMagic(b []byte) string {
	for _, m := range []struct{ magic, kind string }{
		{"PK\x03\x04", "zip"}, {"PK\x05\x06", "zip"}, {"PK00PK\x03\x04", "zip"},
		{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"},
		{"\xdb\xa5", "word2"}, {"\x9b\xa5", "word1"}, {"\xfe\x37\x00", "wordmac"}, {"\xfe\x34\x00", "wordmac"}, {"\xfe\x32\x00", "wordmac"},
		{"\x31\xbe\x00\x00", "write"}, {"\x32\xbe\x00\x00", "write"}, {"\xffWPC", "wordperfect"}, {"\x01\xfe\x32\x01", "wps"},
		{"Rar!\x1a\x07", "rar"}, {"7z\xbc\xaf\x27\x1c", "7z"}, {"\x1f\x8b\x08", "gzip"},
		{"%\xe2\xe3\xcf\xd3", "pdf"}, // the second line of one whose first is lost
		{"\x89PNG\r\n\x1a\n", "png"}, {"\xff\xd8\xff", "jpeg"}, {"II*\x00", "tiff"}, {"MM\x00*", "tiff"}, {"GIF87a", "gif"}, {"GIF89a", "gif"},
	} {
		if !bytes.HasPrefix(b, []byte(m.magic)) {
			continue
		}
		switch m.kind {
		case "zip":
			return zipKind(b)
		case "ole":
			return oleKind(b)
		}
		return m.kind
	}
	return ""
}

// zipKind tells packages by the names of their entries.
func zipKind(b []byte) string {
	kind := "zip"
	for _, name := range entryNames(b) {
		switch n := strings.ToLower(strings.TrimLeft(strings.ReplaceAll(name, `\`, "/"), "/")); {
		case strings.HasPrefix(n, "word/"):
			return "docx"
		case strings.HasPrefix(n, "xl/"):
			return "xlsx"
		case strings.HasPrefix(n, "ppt/"):
			return "pptx"
		case n == "ofd.xml":
			return "ofd"
		case n == "mimetype" && bytes.Contains(b[:min(len(b), 256)], []byte("mimetypeapplication/vnd.oasis.opendocument.text")):
			return "odt"
		}
	}
	return kind
}

// maxEntries bounds the entries that are looked at.
const maxEntries = 2000

// entryNames returns the names of the entries; those of a package without its
// directory from the headers in front of the entries.
func entryNames(b []byte) []string {
	var names []string
	if z, err := zip.NewReader(bytes.NewReader(b), int64(len(b))); err == nil {
		for _, f := range z.File[:min(len(z.File), maxEntries)] {
			names = append(names, f.Name)
		}
		return names
	}
	for range maxEntries {
		i := bytes.Index(b, []byte("PK\x03\x04"))
		if i < 0 || len(b) < i+30 {
			break
		}
		n := int(binary.LittleEndian.Uint16(b[i+26:]))
		names = append(names, string(b[i+30:min(len(b), i+30+n)]))
		b = b[i+30:]
	}
	return names
}

// oleKind tells compound files by the streams below their root.
func oleKind(b []byte) string {
	kind, names := "ole", rootEntries(b)
	if len(names) == 0 && hasFib(b) {
		return "doc" // its directory is cut off
	}
	for _, name := range names {
		switch strings.ToUpper(name) { // [MS-CFB] 2.6.4 compares names so
		case "ENCRYPTEDPACKAGE":
			return "ooxml-encrypted"
		case "WORDDOCUMENT":
			return "doc"
		case "WORKBOOK", "BOOK":
			kind = "xls"
		case "POWERPOINT DOCUMENT":
			kind = "ppt"
		case "MATOST", "MM":
			kind = "wps"
		case "CONTENTS":
			if bytes.Contains(b, []byte("CHNKWKS")) || bytes.Contains(b, worksClass) { // Publisher has CHNKINK too
				kind = "wps"
			}
		}
	}
	return kind
}

// worksClass is the class of the root entry of Works 2000 and later,
// {0EA45AB2-9E0A-11D1-A407-00C04FB932BA} ([MS-CFB] 2.6.1 CLSID).
var worksClass = []byte("\xb2\x5a\xa4\x0e\x0a\x9e\xd1\x11\xa4\x07\x00\xc0\x4f\xb9\x32\xba")

// hasFib reports whether a sector starts like the main stream of a Word
// document: [MS-DOC] 2.5.2 FibBase, wIdent and nFib.
func hasFib(b []byte) bool {
	for off := 512; off+4 <= len(b); off += 512 {
		version := binary.LittleEndian.Uint16(b[off+2:])
		if (b[off] == 0xec || b[off] == 0xdc) && b[off+1] == 0xa5 && 0x65 <= version && version <= 0x112 {
			return true
		}
	}
	return false
}

// rootEntries returns the names below the root of a compound file ([MS-CFB]
// 2.6). Of a damaged file it returns what the entries that can be read say.
func rootEntries(b []byte) []string {
	dir := directory(b)
	var names []string
	seen := make([]bool, len(dir))
	var walk []uint32
	if len(dir) > 0 {
		walk = append(walk, dir[0].child)
	}
	for len(walk) > 0 {
		id := walk[len(walk)-1]
		walk = walk[:len(walk)-1]
		if int64(id) >= int64(len(dir)) || seen[id] {
			continue
		}
		seen[id] = true
		names = append(names, dir[id].name)
		walk = append(walk, dir[id].left, dir[id].right)
	}
	if len(names) == 0 {
		for _, e := range dir {
			names = append(names, e.name)
		}
	}
	return names
}

type dirEntry struct {
	name               string
	left, right, child uint32
}

// directory reads the directory entries along their chain of sectors; each
// sector is visited once at most.
func directory(b []byte) []dirEntry {
	if len(b) < 512 {
		return nil
	}
	u32 := func(off int64) uint32 {
		if off < 0 || off+4 > int64(len(b)) {
			return 0xffffffff
		}
		return binary.LittleEndian.Uint32(b[off:])
	}
	shift := binary.LittleEndian.Uint16(b[30:])
	if shift != 9 && shift != 12 {
		shift = 9
	}
	size := int64(1) << shift
	sector := func(n uint32) int64 { return (int64(n) + 1) << shift }
	next := func(n uint32) uint32 {
		table := int64(n) / (size / 4)
		if table >= 109 { // the first 109 tables reach 6.8 MB; a directory lies before
			return n + 1
		}
		at := u32(76 + 4*table)
		if at >= 0xfffffff0 {
			return n + 1
		}
		return u32(sector(at) + 4*(int64(n)%(size/4)))
	}
	var dir []dirEntry
	at := u32(48)
	for range min(int64(len(b))/size, 64) {
		from := sector(at)
		if at >= 0xfffffff0 || from+size > int64(len(b)) {
			break
		}
		for off := from; off < from+size; off += 128 {
			e := b[off : off+128]
			dir = append(dir, dirEntry{entryName(e), u32(off + 68), u32(off + 72), u32(off + 76)})
		}
		at = next(at)
	}
	return dir
}

func entryName(e []byte) string {
	n := min(int(binary.LittleEndian.Uint16(e[64:])), 64)/2 - 1
	if n <= 0 {
		return ""
	}
	units := make([]uint16, n)
	for i := range units {
		units[i] = binary.LittleEndian.Uint16(e[2*i:])
	}
	return string(utf16.Decode(units))
}

// xmlKind tells the XML forms of Word.
func xmlKind(head []byte) string {
	if !bytes.HasPrefix(head, []byte("<")) {
		return ""
	}
	switch {
	case bytes.Contains(head, []byte("<w:wordDocument")), bytes.Contains(head, []byte(`progid="Word.Document"`)) && bytes.HasPrefix(head, []byte("<?xml")) && !bytes.Contains(head, []byte("<pkg:package")):
		return "wordml"
	case bytes.Contains(head, []byte("<pkg:package")):
		return "flat-opc"
	}
	return ""
}
