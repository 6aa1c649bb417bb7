package archive

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"context"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/gzip"
	"golang.org/x/text/encoding/simplifiedchinese"
)

type entry struct{ name, text string }

// walked is a walk as lines: name, then content or code; at its end the archive's own code.
func walked(t testing.TB, b []byte, opt Options) []string {
	t.Helper()
	var lines []string
	err := Walk(context.Background(), bytes.NewReader(b), int64(len(b)), opt, func(m *Member) error {
		line := fmt.Sprintf("%v %s ", m.At, m.Name)
		switch {
		case m.Linked() != "":
			line += "-> " + m.Linked()
		case m.Err != nil:
			line += m.Err.Code
		default:
			text, err := io.ReadAll(m.Body)
			var e *Error
			if errors.As(err, &e) {
				line, text = line+e.Code, nil
			} else if err != nil {
				return err
			}
			if len(text) > 60 {
				text = fmt.Appendf(nil, "%d bytes", len(text))
			}
			line += string(text)
		}
		lines = append(lines, strings.TrimRight(line, " "))
		return nil
	})
	var e *Error
	switch {
	case errors.As(err, &e):
		lines = append(lines, e.Code)
	case err != nil:
		lines = append(lines, err.Error())
	}
	return lines
}

func check(t *testing.T, b []byte, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, walked(t, b, Options{Name: "a.gz"})); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func zipped(t testing.TB, flags uint16, method uint16, entries ...entry) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, e := range entries {
		h := &zip.FileHeader{Name: e.name, Method: method, NonUTF8: flags&flagUTF8 == 0}
		create := z.CreateHeader // sizes follow the content
		if method == zip.Store {
			h.Flags, h.CRC32, h.UncompressedSize64, h.CompressedSize64 = flags, crc32.ChecksumIEEE([]byte(e.text)), uint64(len(e.text)), uint64(len(e.text))
			create = z.CreateRaw
		}
		w, err := create(h)
		if err == nil {
			_, err = io.WriteString(w, e.text)
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

func tarred(t testing.TB, entries ...entry) []byte {
	t.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, e := range entries {
		h := &tar.Header{Name: e.name, Size: int64(len(e.text)), Mode: 0o644, Typeflag: tar.TypeReg}
		if target, ok := strings.CutPrefix(e.text, "link:"); ok {
			h.Typeflag, h.Size, h.Linkname, e.text = tar.TypeLink, 0, target, ""
		}
		if target, ok := strings.CutPrefix(e.text, "symlink:"); ok {
			h.Typeflag, h.Size, h.Linkname, e.text = tar.TypeSymlink, 0, target, ""
		}
		if err := w.WriteHeader(h); err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, e.text); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func gzipped(t testing.TB, name string, content []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	w.Name = name
	if _, err := w.Write(content); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// rarred writes RAR 5.0 without compression (technote of RARLAB, 2017).
func rarred(encrypted bool, entries ...entry) []byte {
	b := []byte("Rar!\x1a\x07\x01\x00")
	block := func(fields []byte) {
		fields = append(binary.AppendUvarint(nil, uint64(len(fields))), fields...)
		b = binary.LittleEndian.AppendUint32(b, crc32.ChecksumIEEE(fields))
		b = append(b, fields...)
	}
	vints := func(v ...uint64) (f []byte) {
		for _, x := range v {
			f = binary.AppendUvarint(f, x)
		}
		return f
	}
	block(vints(1, 0, 0))
	for _, e := range entries {
		n := uint64(len(e.text))
		f := vints(2, 2, n, 4, n, 0o644)
		var extra []byte
		if encrypted { // file encryption record: AES-256, 2^15 rounds, salt, iv
			extra = append(vints(36, 1, 0, 0), 15)
			extra = append(extra, make([]byte, 32)...)
			f = vints(2, 3, uint64(len(extra)), n, 4, n, 0o644)
		}
		f = binary.LittleEndian.AppendUint32(f, crc32.ChecksumIEEE([]byte(e.text)))
		f = append(f, vints(0, 1, uint64(len(e.name)))...)
		f = append(append(f, e.name...), extra...)
		block(f)
		b = append(b, e.text...)
	}
	block(vints(5, 0, 0))
	return b
}

func gbk(s string) string {
	b, err := simplifiedchinese.GB18030.NewEncoder().String(s)
	if err != nil {
		panic(err)
	}
	return b
}

var two = []entry{{"年报/a.txt", "青禾区"}, {"年报/附件/乙.txt", "乙"}}

func TestKinds(t *testing.T) {
	want := []string{"[0] 年报/a.txt 青禾区", "[1] 年报/附件/乙.txt 乙"}
	check(t, zipped(t, flagUTF8, zip.Deflate, two...), want...)
	check(t, zipped(t, flagUTF8, zip.Store, two...), want...)
	check(t, tarred(t, two...), want...)
	check(t, gzipped(t, "", tarred(t, two...)), want...)
	check(t, rarred(false, two...), want...)
	check(t, sevenzipped(t, plain7z), "[2] 年报/a.txt 青禾区 2023\n", "[3] 年报/附件/乙.txt 乙\n")
	check(t, gzipped(t, "nb.html", []byte("<p>")), "[0] nb.html <p>")
	check(t, gzipped(t, "", []byte("<p>")), "[0] a <p>")
}

func TestNames(t *testing.T) {
	for _, c := range []struct {
		what string
		b    []byte
		want []string
	}{
		{"GBK without a flag", zipped(t, 0, zip.Store, entry{gbk("联通/年报.doc"), "1"}, entry{gbk("联通"), "2"}), []string{"[0] 联通/年报.doc 1", "[1] 联通 2"}},
		{"GBK that is UTF-8 too", zipped(t, 0, zip.Store, entry{gbk("联通.doc"), "1"}), []string{"[0] 联通.doc 1"}},
		{"UTF-8 without a flag", zipped(t, 0, zip.Store, entry{"联通/年报.doc", "1"}), []string{"[0] 联通/年报.doc 1"}},
		{"Unicode path beside GBK", unicodePath(t, gbk("年报.doc"), "年报—甲.doc", true), []string{"[0] 年报—甲.doc 1"}},
		{"Unicode path of another name", unicodePath(t, gbk("年报.doc"), "年报—甲.doc", false), []string{"[0] 年报.doc 1"}},
		{"neither", zipped(t, 0, zip.Store, entry{"a\xff\xff.doc", "1"}), []string{`[0] a\xff\xff.doc 1`}},
		{"tar in GBK", tarred(t, entry{gbk("青禾/年报.doc"), "1"}), []string{"[0] 青禾/年报.doc 1"}},
		{"never paths", zipped(t, flagUTF8, zip.Store, entry{`..\..\a.doc`, "1"}, entry{"/etc/passwd", "2"}, entry{"C:/x//./y", "3"}, entry{"a\nb\x00c", "4"}, entry{"\u202e.doc", "5"}),
			[]string{"[0] ../../a.doc 1", "[1] etc/passwd 2", "[2] C:/x/y 3", `[3] a\x0ab\x00c 4`, "[4] \u202e.doc 5"}},
		{"hidden", zipped(t, flagUTF8, zip.Store, entry{"a/.b/c.doc", "1"}, entry{"__MACOSX/._x", "2"}, entry{"d.doc", "3"}), []string{"[2] d.doc 3"}},
		{"long", zipped(t, flagUTF8, zip.Store, entry{strings.Repeat("长", 2000), "1"}), []string{"[0] " + strings.Repeat("长", 1358) + "…1e1a7f1f9d3bcf3c 1"}},
	} {
		t.Run(strings.ReplaceAll(c.what, " ", "-"), func(t *testing.T) {
			got := walked(t, c.b, Options{})
			if c.what == "long" { // the digest is not read by people
				if len(got) != 1 || !strings.HasPrefix(got[0], c.want[0][:3000]) || len(got[0]) > 4106 {
					t.Error(got)
				}
				return
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// unicodePath writes an entry with the extra field 0x7075.
func unicodePath(t *testing.T, raw, name string, fits bool) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	sum := crc32.ChecksumIEEE([]byte(raw))
	if !fits {
		sum++
	}
	x := append(binary.LittleEndian.AppendUint32([]byte{1}, sum), name...)
	x = append(binary.LittleEndian.AppendUint16(binary.LittleEndian.AppendUint16(nil, 0x7075), uint16(len(x))), x...)
	w, err := z.CreateHeader(&zip.FileHeader{Name: raw, NonUTF8: true, Extra: x})
	if err == nil {
		_, err = io.WriteString(w, "1")
	}
	if err = errors.Join(err, z.Close()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestNested(t *testing.T) {
	one := string(zipped(t, flagUTF8, zip.Deflate, two...))
	twice := string(gzipped(t, "", tarred(t, entry{"里.zip", one}, entry{"b.txt", "b"})))
	check(t, zipped(t, flagUTF8, zip.Store, entry{"x.tgz", twice}, entry{"c.txt", "c"}),
		"[0 0 0] x.tgz!/里.zip!/年报/a.txt 青禾区", "[0 0 1] x.tgz!/里.zip!/年报/附件/乙.txt 乙", "[0 1] x.tgz!/b.txt b", "[1] c.txt c")
	check(t, tarred(t, entry{"w.zip", string(zipped(t, flagUTF8, zip.Store, entry{"x.tgz", twice}))}),
		"[0 0 0] w.zip!/x.tgz!/里.zip archive-depth", "[0 0 1] w.zip!/x.tgz!/b.txt b")
	check(t, tarred(t, entry{"bad.rar", "Rar!\x1a\x07\x01\x00"}, entry{"c.txt", "c"}), "[0] bad.rar archive-damaged", "[1] c.txt c")
}

func TestDocumentsAreNoArchives(t *testing.T) {
	for _, names := range [][]string{
		{"[Content_Types].xml", "word/document.xml"}, {"a", `word\document.xml`}, {"docProps/app.xml", "a"}, {"mimetype", "content.xml"}, {"Doc_0/Document.xml", "OFD.xml"}, {"a", "xl/workbook.xml"},
	} {
		var entries []entry
		for _, n := range names {
			entries = append(entries, entry{n, "x"})
		}
		b := zipped(t, flagUTF8, zip.Deflate, entries...)
		check(t, b, ErrNoArchive.Error())
		check(t, b[:len(b)-30], ErrNoArchive.Error()) // its directory is lost
		check(t, tarred(t, entry{"a.docx", string(b)}), fmt.Sprintf("[0] a.docx %d bytes", len(b)))
	}
	check(t, []byte("PK"), ErrNoArchive.Error())
	check(t, []byte("\x1f\x8b"), ErrNoArchive.Error())
	check(t, make([]byte, 1024), ErrNoArchive.Error())
	// a folder called word holds reports
	check(t, zipped(t, flagUTF8, zip.Store, entry{"word/2023.doc", "x"}), "[0] word/2023.doc x")
}

func TestWhatCannotBeRead(t *testing.T) {
	check(t, zipped(t, flagUTF8, zip.Store), Empty)
	check(t, tarred(t, entry{"l", "symlink:/etc/passwd"}), Empty)
	check(t, tarred(t, entry{"a", "x"}, entry{"b", "link:a"}, entry{"c", "link:z"}), "[0] a x", "[1] b -> a", "[2] c -> z")
	check(t, sevenzipped(t, encrypted7z), "[2] 年报/a.txt archive-encrypted", "[3] 年报/附件/乙.txt archive-encrypted")
	check(t, sevenzipped(t, encryptedHead7z), Encrypted)
	check(t, rarred(true, two...), "[0] 年报/a.txt archive-encrypted", "[1] 年报/附件/乙.txt archive-encrypted")
	locked := zipped(t, flagUTF8, zip.Store, two...)
	for i := range locked {
		for _, head := range []struct {
			mark string
			at   int
		}{{"PK\x03\x04", 6}, {"PK\x01\x02", 8}} {
			if bytes.HasPrefix(locked[i:], []byte(head.mark)) {
				locked[i+head.at] |= flagEncrypted
			}
		}
	}
	check(t, locked, "[0] 年报/a.txt archive-encrypted", "[1] 年报/附件/乙.txt archive-encrypted")
	odd := zipped(t, flagUTF8, zip.Store, two...)
	for i := range odd {
		if bytes.HasPrefix(odd[i:], []byte("PK\x01\x02")) {
			odd[i+10] = 9 // deflate64
		}
	}
	check(t, odd, "[0] 年报/a.txt archive-method", "[1] 年报/附件/乙.txt archive-method")
}

func TestDamageCostsWhatFollowsIt(t *testing.T) {
	long := []entry{{"a.txt", strings.Repeat("甲", 3000)}, {"b.txt", strings.Repeat("乙", 3000)}, {"c.txt", strings.Repeat("丙", 3000)}}
	z := zipped(t, flagUTF8, zip.Store, long...)
	check(t, z[:12000], "[0] a.txt 9000 bytes", "[1] b.txt archive-damaged", Damaged)
	z = zipped(t, flagUTF8, zip.Deflate, long...)
	check(t, z[:bytes.Index(z, []byte("PK\x01\x02"))+10], "[0] a.txt 9000 bytes", "[1] b.txt 9000 bytes", "[2] c.txt 9000 bytes", Damaged)
	flipped := zipped(t, flagUTF8, zip.Store, long...)
	flipped[12000] ^= 1
	check(t, flipped, "[0] a.txt 9000 bytes", "[1] b.txt archive-damaged", "[2] c.txt 9000 bytes")
	tr := tarred(t, long...)
	check(t, tr[:14000], "[0] a.txt 9000 bytes", "[1] b.txt archive-damaged", Damaged)
	g := gzipped(t, "", tarred(t, append(long, entry{"d.txt", noise(40000)})...))
	check(t, g[:len(g)-20000], "[0] a.txt 9000 bytes", "[1] b.txt 9000 bytes", "[2] c.txt 9000 bytes", "[3] d.txt archive-damaged", Damaged)
	r := rarred(false, long...)
	check(t, r[:14000], "[0] a.txt 9000 bytes", "[1] b.txt archive-damaged", Damaged)
	flipped = rarred(false, long...)
	flipped[14000] ^= 1
	check(t, flipped, "[0] a.txt 9000 bytes", "[1] b.txt archive-damaged", "[2] c.txt 9000 bytes")
	check(t, sevenzipped(t, plain7z)[:100], Damaged)
}

// noise is text that does not compress.
func noise(n int) string {
	b := make([]byte, n)
	x := uint32(1)
	for i := range b {
		x = x*1664525 + 1013904223
		b[i] = byte(x >> 24)
	}
	return string(b)
}

func TestBombs(t *testing.T) {
	lim := Limits{Entries: 100, Total: 1 << 20, Ratio: 20, From: 100 << 10}
	for _, c := range []struct {
		what string
		b    []byte
		want string
	}{
		{"ratio", zipped(t, flagUTF8, zip.Deflate, entry{"a", strings.Repeat("0", 300<<10)}), "archive-limit: limit ratio = 20"},
		{"ratio-of-many", zipped(t, flagUTF8, zip.Deflate, slices.Repeat([]entry{{"a", strings.Repeat("0", 50<<10)}}, 9)...), "archive-limit: limit ratio = 20"},
		{"ratio-gzip", gzipped(t, "", tarred(t, entry{".hidden", strings.Repeat("0", 300<<10)})), "archive-limit: limit ratio = 20"},
		{"nested", tarred(t, entry{"a.zip", string(zipped(t, flagUTF8, zip.Deflate, entry{"b.gz", string(gzipped(t, "", make([]byte, 900<<10)))}))}), "archive-limit: limit ratio = 20"},
		{"total", zipped(t, flagUTF8, zip.Store, slices.Repeat([]entry{{"a", noise(100 << 10)}}, 11)...), "archive-limit: limit content = 1048576"},
		{"entries", tarred(t, slices.Repeat([]entry{{"a", ""}}, 101)...), "archive-limit: limit entries = 100"},
		{"overlap", overlapping(t), "archive-limit: zip: entries overlap"},
	} {
		t.Run(c.what, func(t *testing.T) {
			err := Walk(t.Context(), bytes.NewReader(c.b), int64(len(c.b)), Options{Limits: lim}, func(m *Member) error {
				if m.Body != nil {
					_, _ = io.Copy(io.Discard, m.Body)
				}
				return nil
			})
			if err == nil || !strings.HasPrefix(err.Error(), c.want) {
				t.Errorf("%v, want %s", err, c.want)
			}
		})
	}
}

// overlapping makes two entries of the directory share one local entry.
func overlapping(t *testing.T) []byte {
	b := zipped(t, flagUTF8, zip.Store, entry{"aa", noise(1000)}, entry{"bb", noise(1000)})
	at := bytes.LastIndex(b, []byte("PK\x01\x02"))
	copy(b[at+42:], []byte{0, 0, 0, 0}) // where its local header is
	return b
}

func TestWantedMembersOnly(t *testing.T) {
	b := zipped(t, flagUTF8, zip.Store, entry{"a", "1"}, entry{"i.tar", string(tarred(t, two...))}, entry{"c", "3"})
	want := [][]int{{1, 1}, {2}}
	got := walked(t, b, Options{Want: func(at []int) bool {
		return slices.ContainsFunc(want, func(w []int) bool { return len(at) <= len(w) && slices.Equal(w[:len(at)], at) })
	}})
	if diff := cmp.Diff([]string{"[1 1] i.tar!/年报/附件/乙.txt 乙", "[2] c 3"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestEndsWhenAsked(t *testing.T) {
	b := tarred(t, two...)
	stop := errors.New("stop")
	n := 0
	if err := Walk(t.Context(), bytes.NewReader(b), int64(len(b)), Options{}, func(*Member) error { n++; return stop }); !errors.Is(err, stop) || n != 1 {
		t.Error(err, n)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := Walk(ctx, bytes.NewReader(b), int64(len(b)), Options{}, func(*Member) error { return nil }); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

// FuzzWalk: any bytes end in members and an error, within bounds, twice alike.
func FuzzWalk(f *testing.F) {
	for _, b := range [][]byte{
		zipped(f, flagUTF8, zip.Deflate, two...), zipped(f, 0, zip.Store, entry{gbk("年报"), "x"}), tarred(f, two...), gzipped(f, "n", tarred(f, two...)), rarred(false, two...), rarred(true, two...),
		sevenzipped(f, plain7z), sevenzipped(f, encrypted7z), sevenzipped(f, encryptedHead7z), tarred(f, entry{"a.zip", string(zipped(f, 0, zip.Store, two...))}),
	} {
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		opt := Options{Limits: Limits{Entries: 1000, Total: 1 << 20, Nested: 1 << 20}}
		one := walked(t, b, opt)
		for _, l := range one {
			if !strings.HasPrefix(l, "[") && !strings.HasPrefix(l, "archive-") && l != ErrNoArchive.Error() {
				t.Errorf("%q", l)
			}
		}
		if two := walked(t, b, opt); !slices.Equal(one, two) {
			t.Errorf("%q, then %q", one, two)
		}
	})
}

func BenchmarkWalk(b *testing.B) {
	var entries []entry
	for i := range 200 {
		entries = append(entries, entry{fmt.Sprintf("年报/%d.html", i), strings.Repeat(fmt.Sprintf("<td>%d</td>", i), 4000)})
	}
	for name, a := range map[string][]byte{"zip": zipped(b, flagUTF8, zip.Deflate, entries...), "tgz": gzipped(b, "", tarred(b, entries...))} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				n := int64(0)
				if err := Walk(b.Context(), bytes.NewReader(a), int64(len(a)), Options{}, func(m *Member) error {
					k, err := io.Copy(io.Discard, m.Body)
					n += k
					return err
				}); err != nil {
					b.Fatal(err)
				}
				b.SetBytes(n)
			}
		})
	}
}

// Made with 7-Zip 25.01 of the files in two, with a line end each; the
// password is "secret", and of the last one the names are hidden too.
const (
	plain7z         = "N3q8ryccAAT6IX64jQAAAAAAAAAhAAAAAAAAACrXBPEBABLpnZLnpr7ljLogMjAyMwrkuZkKAAAAgTMHrg/Pbu6MB8hDf0Gx+v3nLX3pbT2GlvWJ7iWt+8FLn8EsE5jYcWLyRUmGIS5VhZtTW6WuCmx0DcphetrfoOU7OoY3jPn3s3qTZ6dH4jlB1LJB7j8I5HJ68N8ZsVIZ/hudi2+h8qCU0/di6XBJfAwAAAAXBhcBCXYABwsBAAEjAwEBBV0AEAAADICmCgEWeLFZAAA="
	encrypted7z     = "N3q8ryccAASZnBjKtQAAAAAAAAAiAAAAAAAAADxhk7YpMOG2g0pPIx0DRPPouJ8DXXc6z4NvjYrCHvpNVeX33gAAgTMHrg/QDrA8nzkQnJ+m1TPasi6w8eIGngHVp12TnzhMsrwuVCCP/w9GJasffgujKnAFGu8Dr6DT7BMT1Sc6KAqcCugnYoz52rOOEzIdflXBWQq4J8/+Vub6JY54Xdk7ze6Oq5eLuOJ1AHsDViw1wz46FC1YtjKmN0dPnlJ1FhcEKxa2rhAeM590upSQ4zVAAAAAFwYgAQmAlQAHCwEAASMDAQEFXQAQAAAMgMYKAUHdJqUAAA=="
	encryptedHead7z = "N3q8ryccAAQ8kLkqwAAAAAAAAAA+AAAAAAAAACnmTkKiN/tFtBT97V1bNC5P+kcmA4VXoxSZaXKPIfSX6jik3+Pw8pNP7N5Im6Cp47o1Tgc8p34w/fz5YU+pRPzz+YIcFyc1816G+58usMAIqTa1NyxEblCYn9PCoOyHxaVxsudxk1F6Vx+G0kKB/LEDA2FzX/NqKXUzUfQDTLzlAwRfSC1sE8UXTgkJ9o+qTEtcIXodX41UFWmDnWXkAUqpxq7AGbK3Fs0JF2VxC64ur3r6/HzCF4ebPeTW0ePVvzceJ+AXBiABCYCgAAcLAQACJAbxBwESUw+K3s6vs0zxjLhWlfkRyJpdIwMBAQVdABAAAAEADICVgMYKAfOi5rcAAA=="
)

func sevenzipped(t testing.TB, text string) []byte {
	t.Helper()
	b, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
