package formats

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/gongkai-data/gongkai/extract"
)

// zipped makes a package with the entries.
func zipped(t *testing.T, names ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, n := range names {
		name, content, _ := strings.Cut(n, "=")
		w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
		if err == nil {
			_, err = w.Write([]byte(content))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// compound makes a compound file with the streams below its root, the last
// four of them below a storage where deep is set.
func compound(streams ...string) []byte {
	b := make([]byte, 512*8)
	copy(b, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
	le := binary.LittleEndian
	le.PutUint16(b[30:], 9)
	le.PutUint32(b[44:], 1)
	le.PutUint32(b[48:], 1) // directory
	le.PutUint32(b[76:], 0) // sectors
	for i := 80; i < 512; i += 4 {
		le.PutUint32(b[i:], 0xffffffff)
	}
	for i := 0; i < 128; i++ {
		le.PutUint32(b[512+4*i:], 0xffffffff)
	}
	le.PutUint32(b[512:], 0xfffffffd)
	le.PutUint32(b[512+4:], 3) // the directory goes on in sector 3
	le.PutUint32(b[512+12:], 0xfffffffe)
	entry := func(i int, name string, right, child uint32) {
		e := b[1024+128*i:]
		if i >= 4 {
			e = b[2048+128*(i-4):]
		}
		units := utf16.Encode([]rune(name))
		for k, u := range units {
			le.PutUint16(e[2*k:], u)
		}
		le.PutUint16(e[64:], uint16(2*len(units)+2))
		le.PutUint32(e[68:], 0xffffffff)
		le.PutUint32(e[72:], right)
		le.PutUint32(e[76:], child)
	}
	entry(0, "Root Entry", 0xffffffff, 1)
	for i, s := range streams {
		right := uint32(i + 2)
		if i == len(streams)-1 {
			right = 0xffffffff
		}
		child := uint32(0xffffffff)
		if s, deep, ok := strings.Cut(s, "/"); ok {
			entry(i+1, s, right, 7)
			entry(7, deep, 0xffffffff, 0xffffffff)
			continue
		}
		entry(i+1, s, right, child)
	}
	return b
}

func wide(s string, order binary.ByteOrder) []byte {
	var b bytes.Buffer
	binary.Write(&b, order, utf16.Encode([]rune(s)))
	return b.Bytes()
}

func TestSniff(t *testing.T) {
	docx := zipped(t, "[Content_Types].xml=<Types/>", "word/document.xml=<w:document/>")
	ole := compound("WordDocument", "1Table")
	tests := []struct {
		name string
		b    []byte
		want string
	}{
		{"empty", nil, "empty"},
		{"docx", docx, "docx"},
		{"docx-backslashes", zipped(t, `word\document.xml=x`), "docx"},
		{"docx-no-directory", docx[:len(docx)-40], "docx"},
		{"xlsx", zipped(t, "[Content_Types].xml=x", "xl/workbook.xml=x"), "xlsx"},
		{"pptx", zipped(t, "ppt/presentation.xml=x"), "pptx"},
		{"odt", zipped(t, "mimetype=application/vnd.oasis.opendocument.text", "content.xml=x"), "odt"},
		{"ofd", zipped(t, "OFD.xml=x", "Doc_0/Document.xml=x"), "ofd"},
		{"zip", zipped(t, "年报.doc=x"), "zip"},
		{"zip-cut", docx[:20], "zip"},
		{"zip-empty", zipped(t), "zip"},
		{"doc", ole, "doc"},
		{"doc-in-fifth-entry", compound("a", "b", "c", "d", "WordDocument"), "doc"},
		{"doc-truncated", ole[:1600], "doc"},
		{"doc-word-2", []byte("\xdb\xa5\x2d\x00\x31\x40"), "word2"},
		{"doc-lower-case", compound("worddocument"), "doc"},
		{"doc-without-directory", append(append([]byte{}, ole[:512]...), 0xec, 0xa5, 0xc1, 0), "doc"},
		{"xls", compound("Workbook"), "xls"},
		{"xls-5", compound("Book"), "xls"},
		{"xls-with-a-document-in-it", compound("Workbook", "ObjectPool/WordDocument"), "xls"},
		{"ppt", compound("PowerPoint Document"), "ppt"},
		{"wps", compound("CONTENTS", "MatOST"), "wps"},
		{"wps-2000", append(compound("CONTENTS"), "CHNKWKS"...), "wps"},
		{"wps-7", append(append(compound("CONTENTS"), "CHNKINK"...), worksClass...), "wps"},
		{"publisher", append(compound("CONTENTS"), "CHNKINK"...), "ole"},
		{"ole", compound("__properties"), "ole"},
		{"ole-header-only", ole[:512], "ole"},
		{"ole-magic-only", ole[:8], "ole"},
		{"ooxml-encrypted", compound("EncryptionInfo", "EncryptedPackage"), "ooxml-encrypted"},
		{"pdf", []byte("%PDF-1.4\n%\xe2\xe3"), "pdf"},
		{"pdf-behind-junk", append(bytes.Repeat([]byte("x"), 900), "%PDF-1.7"...), "pdf"},
		{"pdf-without-header", []byte("%\xe2\xe3\xcf\xd3\r\n1 0 obj"), "pdf"},
		{"rtf", []byte(`{\rtf1\ansi\ansicpg936`), "rtf"},
		{"rtf-behind-blanks", []byte("\r\n  " + `{\rtf1}`), "rtf"},
		{"rtf-behind-mark", []byte("\xef\xbb\xbf" + `{\rtf1}`), "rtf"},
		{"wordml", []byte(`<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument xmlns:w="x">`), "wordml"},
		{"flat-opc", []byte(`<?xml version="1.0"?><?mso-application progid="Word.Document"?><pkg:package xmlns:pkg="x">`), "flat-opc"},
		{"html", []byte("<!DOCTYPE html><html><body>年报</body></html>"), "html"},
		{"html-fragment", []byte("\n <table><tr><td>1</td></tr></table>"), "html"},
		{"html-comment-first", []byte("<!-- saved --><HTML>"), "html"},
		{"html-of-word", []byte(`<html xmlns:w="urn:schemas-microsoft-com:office:word"><head>`), "html"},
		{"html-utf-16", append([]byte{0xff, 0xfe}, wide("<html><p>年报", binary.LittleEndian)...), "html"},
		{"html-utf-16-no-mark", wide("<html><body><p class=x>", binary.BigEndian), "html"},
		{"html-behind-response", []byte("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>"), "html"},
		{"html-behind-words", []byte("junk <!doctype html><html>"), "html"},
		{"xhtml", []byte(`<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0//EN" ""><html xmlns="x">`), "html"},
		{"mhtml", []byte("MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"b\"\r\n\r\n--b\r\n"), "mhtml"},
		{"mhtml-from-first", []byte("From: <Saved by Blink>\r\nSubject: =?utf-8?Q?x?=\r\nContent-Type: multipart/related;\r\n\tboundary=b\r\n\r\n--b\r\n<html>"), "mhtml"},
		{"rar", []byte("Rar!\x1a\x07\x01\x00"), "rar"},
		{"7z", []byte("7z\xbc\xaf\x27\x1c\x00\x04"), "7z"},
		{"gzip", []byte("\x1f\x8b\x08\x00"), "gzip"},
		{"png", []byte("\x89PNG\r\n\x1a\n\x00"), "png"},
		{"jpeg", []byte("\xff\xd8\xff\xe0"), "jpeg"},
		{"tiff", []byte("II*\x00\x08"), "tiff"},
		{"tiff-big-endian", []byte("MM\x00*\x00"), "tiff"},
		{"gif", []byte("GIF89a\x01"), "gif"},
		{"text", []byte("政府信息公开工作年度报告\n一、总体情况\n"), "textdump"},
		{"text-gb18030", []byte("\xd5\xfe\xb8\xae\xd0\xc5\xcf\xa2\xb9\xab\xbf\xaa\n"), "textdump"},
		{"markdown-with-a-table-tag", []byte("# 年报\n\n<table><tr><td>1</td></tr></table>\n"), "textdump"},
		{"unknown", []byte{0, 1, 2, 3, 4, 5, 6, 7, 8}, "unknown"},
	}
	other := map[string]extract.Code{ // than format-not-yet
		"ole-header-only": "format-damaged", "ole-magic-only": "format-damaged", "zip-cut": "format-damaged", "ooxml-encrypted": "format-encrypted",
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Sniff(tt.b); got != tt.want {
				t.Fatalf("got %s, want %s", got, tt.want)
			}
			f, err := Detect(tt.b, extract.Limits{})
			var e *extract.Error
			_, not := notYet[tt.want]
			switch {
			case other[tt.name] != "":
				if !errors.As(err, &e) || e.Code != other[tt.name] || !errors.Is(err, extract.ErrCorrupt) && !errors.Is(err, extract.ErrEncrypted) {
					t.Errorf("Detect: %v, want %s", err, other[tt.name])
				}
			case not && (!errors.As(err, &e) || e.Code != "format-not-yet" || !errors.Is(err, extract.ErrNotYet) || !strings.Contains(e.Detail, tt.want)):
				t.Errorf("Detect: %v, want format-not-yet", err)
			case tt.want == "unknown" && (!errors.As(err, &e) || e.Code != "format-unknown"):
				t.Errorf("Detect: %v, want format-unknown", err)
			case tt.want == "empty" && (!errors.As(err, &e) || e.Code != "format-empty" || e.Detail != "the file is empty"):
				t.Errorf("Detect: %v, want format-empty", err)
			case !not && tt.want != "unknown" && tt.want != "empty" && tt.name != "docx-no-directory" && f.Name != tt.want:
				t.Errorf("Detect: %s, %v, want %s", f.Name, err, tt.want)
			}
		})
	}
	if len(tests) < 40 {
		t.Errorf("%d cases", len(tests))
	}
}

func FuzzSniff(f *testing.F) {
	f.Add(compound("WordDocument", "ObjectPool/x"))
	f.Add([]byte("PK\x03\x04"))
	f.Add([]byte("<html>"))
	f.Fuzz(func(t *testing.T, b []byte) {
		kind := Sniff(b)
		if _, ok := notYet[kind]; !ok && !strings.Contains("doc docx html mhtml textdump empty unknown", kind) {
			t.Errorf("kind %q", kind)
		}
	})
}
