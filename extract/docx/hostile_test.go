package docx

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/extract/extracttest"
)

const (
	open1 = `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>`
	shut1 = `</w:body></w:document>`
)

type part struct{ name, text string }

// pack zips parts; names may repeat.
func pack(tb testing.TB, parts ...part) []byte {
	tb.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, p := range parts {
		w, err := z.Create(p.name)
		if err == nil {
			_, err = w.Write([]byte(p.text))
		}
		if err != nil {
			tb.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

func document(tb testing.TB, body string) []byte {
	return pack(tb, part{defaultMain, open1 + body + shut1})
}

func table(rows string) string { return "<w:tbl>" + rows + "</w:tbl>" }

const cell1 = `<w:tc><w:p><w:r><w:t>x</w:t></w:r></w:p></w:tc>`

func TestHostile(t *testing.T) {
	good := document(t, `<w:p><w:r><w:t>`+strings.Repeat("甲乙丙丁", 2000)+`</w:t></w:r></w:p>`)
	many := []part{{defaultMain, open1 + shut1}}
	for i := range 2100 {
		many = append(many, part{fmt.Sprintf("x/%d", i), ""})
	}
	tests := []struct {
		name string
		b    []byte
		lim  extract.Limits
		code extract.Code
		is   error
	}{
		{name: "empty", b: nil, code: "docx-not-zip", is: extract.ErrCorrupt},
		{name: "ole", b: []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), code: "docx-not-zip", is: extract.ErrCorrupt},
		{name: "two-bytes", b: []byte("PK"), code: "docx-zip-broken", is: extract.ErrCorrupt},
		{name: "empty-zip", b: pack(t), code: "docx-no-document", is: extract.ErrCorrupt},
		{name: "cut-inside-document", b: good[:len(good)/2], code: "docx-zip-broken", is: extract.ErrCorrupt},
		{name: "ratio", b: document(t, "<w:p>"+strings.Repeat(" ", 40<<20)+"</w:p>"), code: "docx-zip-ratio", is: extract.ErrLimit},
		{name: "entry-size", b: document(t, "<w:p>"+strings.Repeat(" ", 70<<20)+"</w:p>"), lim: extract.Limits{Ratio: 1 << 40}, code: "docx-entry-size", is: extract.ErrLimit},
		{name: "unpacked", b: pack(t, part{"word/styles.xml", strings.Repeat("<w:a/>", 1000)}, part{defaultMain, open1 + shut1}), lim: extract.Limits{Unpacked: 3000}, code: "docx-unpacked-limit", is: extract.ErrLimit},
		{name: "entries", b: pack(t, many...), code: "docx-entry-limit", is: extract.ErrLimit},
		{name: "duplicate", b: pack(t, part{defaultMain, open1 + shut1}, part{"Word\\Document.xml", "<x/>"}), code: "docx-zip-duplicate", is: extract.ErrCorrupt},
		{name: "overlap", b: overlapping(t), code: "docx-zip-overlap", is: extract.ErrCorrupt},
		{name: "password", b: locked(t), code: "docx-zip-encrypted", is: extract.ErrEncrypted},
		{name: "method", b: method(t, 99), code: "docx-zip-method", is: extract.ErrCorrupt},
		{name: "depth", b: document(t, strings.Repeat("<w:sdt>", 1_000_000)), code: "docx-xml-depth", is: extract.ErrLimit},
		{name: "depth-skipped", b: document(t, "<w:sectPr>"+strings.Repeat("<w:a>", 1_000_000)), code: "docx-xml-depth", is: extract.ErrLimit},
		{name: "nested-tables", b: document(t, strings.Repeat("<w:tbl><w:tr><w:tc>", 100_000)), code: "docx-xml-depth", is: extract.ErrLimit},
		{name: "tokens", b: document(t, strings.Repeat("<w:p/>", 3000)), lim: extract.Limits{Tokens: 2000}, code: "docx-xml-tokens", is: extract.ErrLimit},
		{name: "cells", b: document(t, table(strings.Repeat("<w:tr>"+strings.Repeat(cell1, 100)+"</w:tr>", 10_000))), code: "docx-cells-limit", is: extract.ErrLimit},
		{name: "rows", b: document(t, table(strings.Repeat("<w:tr>"+cell1+"</w:tr>", 30_000))), code: "docx-rows-limit", is: extract.ErrLimit},
		{name: "tables", b: document(t, strings.Repeat("<w:tbl/>", 3000)), code: "docx-tables-limit", is: extract.ErrLimit},
		{name: "text-tables", b: document(t, strings.Repeat("<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:tab/><w:t>c</w:t></w:r></w:p>", 30_000)), code: "docx-rows-limit", is: extract.ErrLimit},
		{name: "wide-rows", b: document(t, table(strings.Repeat(`<w:tr><w:tc><w:tcPr><w:gridSpan w:val="1000000000"/></w:tcPr><w:p/></w:tc></w:tr>`, 1000))), code: "docx-cells-limit", is: extract.ErrLimit},
		{name: "invalid-name", b: document(t, "<w:p></w:p\x00>"), code: "docx-xml-broken", is: extract.ErrCorrupt},
		{name: "endless-tag", b: document(t, `<w:p a="`), code: "docx-xml-broken", is: extract.ErrCorrupt},
		{name: "endless-comment", b: document(t, `<!--`), code: "docx-xml-broken", is: extract.ErrCorrupt},
		{name: "two-roots", b: pack(t, part{defaultMain, open1 + shut1 + "<x/>"}), code: "docx-xml-broken", is: extract.ErrCorrupt},
		{name: "no-xml", b: pack(t, part{defaultMain, "hello"}), code: "docx-xml-broken", is: extract.ErrCorrupt},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			start := time.Now()
			doc, err := Format.Read(context.Background(), tt.b, extract.Options{Limits: tt.lim})
			if took := time.Since(start); took > 10*time.Second {
				t.Errorf("took %v", took)
			}
			var e *extract.Error
			if !errors.As(err, &e) {
				t.Fatalf("error %v, document %v", err, doc)
			}
			if e.Code != tt.code || !errors.Is(err, tt.is) || e.Format != "docx" {
				t.Errorf("%s %v, want %s wrapping %v", e.Code, err, tt.code, tt.is)
			}
		})
	}
}

// overlapping is a package whose two entries share their bytes.
func overlapping(tb testing.TB) []byte {
	b := pack(tb, part{defaultMain, open1 + shut1}, part{"b", "bb"})
	i := bytes.LastIndex(b, []byte("PK\x01\x02"))
	binary.LittleEndian.PutUint32(b[i+42:], 0) // the second entry points at the first
	return b
}

func locked(tb testing.TB) []byte {
	b := document(tb, "")
	b[bytes.Index(b, []byte("PK\x01\x02"))+8] |= 1
	return b
}

func method(tb testing.TB, m byte) []byte {
	b := document(tb, "")
	b[bytes.Index(b, []byte("PK\x01\x02"))+10] = m
	return b
}

// TestLongLines holds that cells which go on over many rows or columns cost no
// more than their text.
func TestLongLines(t *testing.T) {
	text := strings.Repeat("x", 1500)
	down := `<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p><w:r><w:t>` + text + `</w:t></w:r></w:p></w:tc></w:tr>`
	right := strings.ReplaceAll(`<w:tc><w:tcPr><w:hMerge/></w:tcPr><w:p><w:r><w:t>x</w:t></w:r></w:p></w:tc>`, "x", text)
	for name, b := range map[string][]byte{
		"down":  document(t, table(strings.Repeat(down, 19_000))),
		"right": document(t, table("<w:tr>"+strings.Repeat(right, 19_000)+"</w:tr>")),
	} {
		start := time.Now()
		doc, err := Format.Read(context.Background(), b, extract.Options{Limits: extract.Limits{Ratio: 1 << 40}})
		if took := time.Since(start); took > 10*time.Second {
			t.Errorf("%s took %v", name, took)
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
		} else if c := doc.Tables()[0].Grid.Cells; len(c) != 1 || len(c[0].Text) != 1501*19_000-1 {
			t.Errorf("%s: %d cells of %d bytes", name, len(c), len(c[0].Text))
		}
	}
}

func TestDeadline(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := Format.Read(ctx, document(t, strings.Repeat("<w:p/>", 10_000)), extract.Options{})
	var e *extract.Error
	if !errors.As(err, &e) || e.Code != "read-deadline" || !errors.Is(err, extract.ErrLimit) {
		t.Errorf("error %v", err)
	}
}

// TestDoubt covers what is read with a notice.
func TestDoubt(t *testing.T) {
	whole := pack(t, part{defaultMain, open1 + "<w:p><w:r><w:t>完整</w:t></w:r></w:p>" + shut1}, part{"word/theme.xml", strings.Repeat("x", 500)})
	sum := document(t, "<w:p><w:r><w:t>完整</w:t></w:r></w:p>")
	sum[bytes.Index(sum, []byte("PK\x01\x02"))+16] ^= 1
	tests := []struct {
		name string
		b    []byte
		text string
		code extract.Code
	}{
		{"directory-lost", whole[:bytes.Index(whole, []byte("PK\x01\x02"))], "完整", "docx-cut"},
		{"checksum", sum, "完整", "docx-zip-sum"},
		{"utf8", document(t, "<w:p><w:r><w:t>甲\xFF乙</w:t></w:r></w:p>"), "甲\uFFFD乙", "docx-utf8"},
		{"span", document(t, table(`<w:tr><w:tc><w:tcPr><w:gridSpan w:val="1000000000"/></w:tcPr><w:p><w:r><w:t>宽</w:t></w:r></w:p></w:tc></w:tr>`)), "宽", "docx-span-clamped"},
		{"span-overflow", document(t, table(`<w:tr><w:tc><w:tcPr><w:gridSpan w:val="99999999999999999999"/></w:tcPr><w:p><w:r><w:t>窄</w:t></w:r></w:p></w:tc></w:tr>`)), "窄", ""},
		{"utf16le", pack(t, part{defaultMain, utf16Text(binary.LittleEndian, open1+"<w:p><w:r><w:t>双字节𠮷</w:t></w:r></w:p>"+shut1)}), "双字节𠮷", ""},
		{"utf16be", pack(t, part{defaultMain, utf16Text(binary.BigEndian, open1+"<w:p><w:r><w:t>双字节</w:t></w:r></w:p>"+shut1)}), "双字节", ""},
		{"utf8-mark", pack(t, part{defaultMain, "\uFEFF" + open1 + "<w:p><w:r><w:t>有标记</w:t></w:r></w:p>" + shut1}), "有标记", ""},
		{"stored", stored(t, open1+"<w:p><w:r><w:t>未压缩</w:t></w:r></w:p>"+shut1), "未压缩", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if !Format.Detect(tt.b) {
				t.Error("not detected")
			}
			doc, err := Format.Read(context.Background(), tt.b, extract.Options{})
			if err != nil {
				t.Fatal(err)
			}
			extracttest.Check(t, doc, len(tt.b))
			if got := extracttest.AllText(doc); got != extracttest.Folded(tt.text+"\n") {
				t.Errorf("text %q", got)
			}
			var codes, want []extract.Code
			for _, n := range doc.Notices {
				codes = append(codes, n.Code)
			}
			if tt.code != "" {
				want = []extract.Code{tt.code}
			}
			if d := cmp.Diff(want, codes); d != "" {
				t.Error(d)
			}
		})
	}
}

func utf16Text(order binary.AppendByteOrder, s string) string {
	b := order.AppendUint16(nil, 0xFEFF)
	for _, u := range utf16.Encode([]rune(s)) {
		b = order.AppendUint16(b, u)
	}
	return string(b)
}

func stored(tb testing.TB, text string) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.CreateRaw(&zip.FileHeader{Name: defaultMain, Method: zip.Store, CRC32: crc32.ChecksumIEEE([]byte(text)), CompressedSize64: uint64(len(text)), UncompressedSize64: uint64(len(text))})
	if err == nil {
		_, err = w.Write([]byte(text))
	}
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

func TestAltChunk(t *testing.T) {
	inner := document(t, "<w:p><w:r><w:t>内文</w:t></w:r></w:p>")
	rels := `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="h" Type="x/aFChunk" Target="a.htm"/><Relationship Id="d" Type="x/aFChunk" Target="b.docx"/></Relationships>`
	b := pack(t, part{"word/_rels/document.xml.rels", rels}, part{"word/a.htm", "<table>"}, part{"word/b.docx", string(inner)},
		part{defaultMain, open1 + `<w:altChunk id="h"/><w:altChunk id="d"/>` + shut1})
	f := New(func(_ context.Context, b []byte, _ extract.Options) ([]extract.Block, error) {
		g, err := extract.NewGrid([]extract.Cell{{RowSpan: 1, ColSpan: 1, Text: string(b)}})
		return []extract.Block{&extract.Table{Grid: g}}, err
	})
	doc, err := f.Read(context.Background(), b, extract.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if len(doc.Blocks) != 2 || doc.Tables()[0].Grid.Cells[0].Text != "<table>" || extracttest.AllText(doc) != "<table>内文" {
		t.Errorf("%q", extracttest.AllText(doc))
	}
	if p := doc.Blocks[1].Where(); p.Part != defaultMain || p.End == 0 {
		t.Errorf("block of a chunk stands at %+v", p)
	}
	if _, err := f.Read(context.Background(), b, extract.Options{Limits: extract.Limits{Tokens: 20}}); !errors.Is(err, extract.ErrLimit) {
		t.Errorf("tokens of an inner document: %v", err)
	}
	if _, err := f.Read(context.Background(), b, extract.Options{Limits: extract.Limits{Cells: 1, Tables: 1}}); err != nil {
		t.Errorf("at the limits: %v", err)
	}
}

func TestDetectsNobodyElse(t *testing.T) {
	types := func(kind string) part {
		return part{"[Content_Types].xml", `<Types><Override PartName="/xl/workbook.xml" ContentType="` + kind + `"/></Types>`}
	}
	rels := part{"_rels/.rels", `<Relationships><Relationship Id="a" Type="x/officeDocument" Target="xl/workbook.xml"/></Relationships>`}
	for name, b := range map[string][]byte{
		"xlsx":  pack(t, types("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"), rels, part{"xl/workbook.xml", "<x/>"}),
		"odt":   pack(t, part{"mimetype", "application/vnd.oasis.opendocument.text"}, part{"content.xml", "<x/>"}),
		"zip":   pack(t, part{"a.txt", "x"}),
		"html":  []byte("<html>word/document.xml"),
		"empty": nil,
	} {
		if Format.Detect(b) {
			t.Errorf("%s is detected", name)
		}
	}
	if b := pack(t, types("application/vnd.ms-word.template.macroEnabledTemplate.main+xml"), rels, part{"xl/workbook.xml", open1 + shut1}); !Format.Detect(b) {
		t.Error("a .dotm is not detected")
	}
}
