package font

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/gongkai-data/gongkai/extract"
)

func TestGlyphNames(t *testing.T) {
	for _, c := range []struct{ name, want string }{
		{"A", "A"}, {"eacute", "é"}, {"a.sc", "a"}, {"f_f_i", "ffi"}, {"uni5E74", "年"}, {"uni5E740041", "年A"}, {"u1F600", "😀"}, {"afii10017", "А"},
		{"g12", ""}, {".notdef", ""}, {"", ""}, {"uniXYZW", ""}, {"nonsense", ""}, {"f_nonsense", ""}, {"dalethatafpatah", "\u05D3\u05B2"},
	} {
		if got := string(runesOf(c.name)); got != c.want {
			t.Errorf("%q: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestDingbatsFollowTheirCodes(t *testing.T) {
	for _, c := range []struct {
		name string
		want rune
	}{{"a1", '✁'}, {"a2", '✂'}, {"a20", '✔'}, {"a71", '●'}, {"a120", '①'}, {"a161", '→'}, {"a191", '➾'}, {"space", ' '}} {
		code, ok := dingbatCode(c.name)
		if got := dingbat(code); !ok || got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// TestTables holds the embedded tables to what is known of the character
// collections.
func TestTables(t *testing.T) {
	for _, c := range []struct {
		collection string
		size       int
		cid        int
		want       rune
	}{
		{"GB1", 30000, 4511, '政'}, {"GB1", 30000, 34, 'A'}, {"GB1", 30000, 814, '!'},
		{"Japan1", 20000, 843, 'あ'}, {"CNS1", 18000, 595, '一'}, {"Korea1", 18000, 34, 'A'},
	} {
		all := unicodes[c.collection]()
		if len(all) < c.size || all[c.cid] != c.want {
			t.Errorf("%s: %d entries, CID %d is %q, want %q", c.collection, len(all), c.cid, all[c.cid], c.want)
		}
	}
	for name := range predefined {
		if m := named(name); m == nil || len(m.spans) == 0 && m.use == nil {
			t.Errorf("CMap %s is empty", name)
		}
	}
	for name := range unicodeForms {
		if m := named(name); m == nil {
			t.Errorf("CMap %s is missing", name)
		} else if cid, ok := m.cid('A', 2); !ok || cid == 0 {
			t.Errorf("CMap %s has no A", name)
		}
	}
	if got := core()["Helvetica-Bold"].widths["A"]; got != 722 {
		t.Errorf("width of A: %v", got)
	}
	if n := len(glyphList()); n < 4200 {
		t.Errorf("%d glyph names", n)
	}
}

// TestCMapsAgreeWithTheirCodePage decodes every code of GBK both ways: by the
// CMap and its collection, and by the code page.
func TestCMapsAgreeWithTheirCodePage(t *testing.T) {
	m, all := named("GBK-EUC-H"), unicodes["GB1"]()
	same, other := 0, 0
	for hi := 0x81; hi <= 0xfe; hi++ {
		for lo := 0x40; lo <= 0xfe; lo++ {
			r, ok := gb18030([]byte{byte(hi), byte(lo)})
			cid, known := m.cid(uint32(hi)<<8|uint32(lo), 2)
			if !ok || !known || cid == 0 || cid >= len(all) || all[cid] == 0 {
				continue
			}
			if all[cid] == r {
				same++
			} else {
				other++
			}
		}
	}
	if same < 21000 || other > 60 {
		t.Errorf("%d codes agree, %d do not", same, other)
	}
}

func TestCMapStream(t *testing.T) {
	p := parseCMap([]byte("/GBK-EUC-H usecmap /WMode 1 def 2 begincodespacerange <00> <80> <8140> <fefe> endcodespacerange\n" +
		"1 begincidrange <8140> <8142> 100 endcidrange 1 begincidchar <20> 7 endcidchar 1 begincidrange <81> <80> 5 endcidrange"))
	want := []cidSpan{{1, 0x20, 0x20, 7}, {2, 0x8140, 0x8142, 100}}
	if d := cmp.Diff(want, p.spans, cmp.AllowUnexported(cidSpan{})); d != "" {
		t.Error(d)
	}
	if p.useName != "GBK-EUC-H" || !p.vertical {
		t.Error(p.useName, p.vertical)
	}
	for _, c := range []struct {
		in   string
		code uint32
		n    int
	}{{"\x20\x81", 0x20, 1}, {"\x81\x41", 0x8141, 2}, {"\x81\x20", 0x8120, 2}, {"\x81", 0x81, 1}, {"\xff\x20", 0xff, 1}} {
		if code, n := p.next([]byte(c.in)); code != c.code || n != c.n {
			t.Errorf("%x: code %x of %d bytes", c.in, code, n)
		}
	}
}

func TestFontNames(t *testing.T) {
	for _, c := range []struct {
		in, want string
		gbk      bool
	}{
		{"SimSun", "SimSun", false}, {"宋体", "宋体", false}, {"\xcb\xce\xcc\xe5", "宋体", true}, {"\xb7\xc2\xcb\xce_GB2312", "仿宋_GB2312", true}, {"A\xe9", "Aé", false},
	} {
		if got, gbk := decodeName([]byte(c.in)); got != c.want || gbk != c.gbk {
			t.Errorf("%q: %q %v", c.in, got, gbk)
		}
	}
}

func FuzzCMap(f *testing.F) {
	f.Add([]byte("2 beginbfchar <0001> <5e74> <0002> <00660069> endbfchar"), []byte("\x00\x01\x00\x02"))
	f.Add([]byte("1 beginbfrange <0001> <ffff> [<0041> /eacute] endbfrange"), []byte("\x00\x01"))
	f.Add([]byte("/GBK-EUC-H usecmap 1 begincodespacerange <00> <ff> endcodespacerange 1 begincidrange <00> <ff> 1 endcidrange"), []byte("abc"))
	f.Fuzz(func(t *testing.T, stream, s []byte) {
		start := time.Now()
		p := parseCMap(stream)
		for len(s) > 0 {
			code, n := p.next(s)
			if n < 1 || n > len(s) {
				t.Fatalf("code of %d bytes in %d", n, len(s))
			}
			p.cid(code, n)
			p.text(code)
			s = s[n:]
		}
		p.lies()
		if took := time.Since(start); took > 3*time.Second {
			t.Errorf("took %v", took)
		}
	})
}

func FuzzProgram(f *testing.F) {
	f.Add([]byte("%!PS-AdobeFont-1.0\n/Encoding 256 array dup 65 /A put readonly def eexec"))
	f.Add([]byte("\x01\x00\x04\x01\x00\x01\x01\x01\x02A\x00\x01\x01\x01\x02\x8b\x11\x00\x00\x00\x00"))
	f.Add([]byte("\x00\x01\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00cmap\x00\x00\x00\x00\x00\x00\x00\x1c\x00\x00\x00\x40" +
		"\x00\x00\x00\x01\x00\x03\x00\x01\x00\x00\x00\x0c\x00\x0c\x00\x00\x00\x1c\x00\x00\x00\x00\x00\x01\x00\x00\x00\x20\x00\x00\x00\x7e\x00\x00\x00\x01"))
	f.Fuzz(func(t *testing.T, b []byte) {
		start := time.Now()
		p := newProgram(b)
		for c := range 256 {
			p.ofCode(byte(c))
			p.ofCID(c, c)
		}
		p.ofName("g12")
		p.ofName("a")
		if p.trueType() {
			p.sfnt.asText()
		}
		if took := time.Since(start); took > 3*time.Second {
			t.Errorf("took %v", took)
		}
	})
}

func TestProgramsTellCharacters(t *testing.T) {
	type1 := newProgram([]byte("%!PS-AdobeFont-1.0\n/Encoding 256 array\n0 1 255 {1 index exch /.notdef put} for\ndup 65 /eacute put\nreadonly def\ncurrentfile eexec"))
	if r, _ := type1.ofCode(65); r != 'é' {
		t.Errorf("Type 1: %q", r)
	}
	ttf := newProgram([]byte("\x00\x01\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00cmap\x00\x00\x00\x00\x00\x00\x00\x1c\x00\x00\x00\x40" +
		"\x00\x00\x00\x01\x00\x03\x00\x0a\x00\x00\x00\x0c\x00\x0c\x00\x00\x00\x00\x00\x1c\x00\x00\x00\x00\x00\x00\x00\x01\x00\x00\x4e\x00\x00\x00\x4e\x02\x00\x00\x00\x05"))
	if r, _ := ttf.ofCID(6, 6); r != '丁' {
		t.Errorf("TrueType: %q", r)
	}
	if r, _ := newProgram([]byte("nothing known")).ofCode(65); r != 0 {
		t.Errorf("nothing: %q", r)
	}
	if !says('年') || says(extract.Unmapped) || says(0xe123) || says(7) {
		t.Error("says")
	}
}
