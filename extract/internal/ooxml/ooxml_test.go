package ooxml

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gongkai-data/gongkai/extract"
)

// pack zips name, text, name, text …
func pack(tb testing.TB, parts ...string) []byte {
	tb.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(parts); i += 2 {
		w, err := z.Create(parts[i])
		if err == nil {
			_, err = w.Write([]byte(parts[i+1]))
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

func open(tb testing.TB, b []byte) *Package {
	tb.Helper()
	p, err := Open(b, "x", extract.DefaultLimits)
	if err != nil {
		tb.Fatal(err)
	}
	return p
}

// trace prints the tokens of a part, one word each.
func trace(p *Package, part string) (string, error) {
	t, err := p.Tokens(part)
	if err != nil {
		return "", err
	}
	var out []string
	for {
		k, err := t.Next()
		if err != nil || k == EOF {
			return strings.Join(out, " "), err
		}
		switch k {
		case Start:
			out = append(out, fmt.Sprintf("<%d:%s", t.Space, t.Local))
			if v := t.Value("v"); v != "" {
				out = append(out, "v="+v)
			}
		case End:
			out = append(out, ">")
		case Text:
			b, err := t.Text()
			if err != nil {
				return "", err
			}
			out = append(out, string(b))
		}
	}
}

const wml = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

func TestTokens(t *testing.T) {
	tests := []struct{ name, xml, want, code string }{
		{"prefix-free", `<a:x xmlns:a="` + wml + `"><a:y/><y/></a:x>`, "<1:x <1:y > <0:y > >", ""},
		{"default", `<x xmlns="` + wml + `"><y xmlns=""><z/></y><y/></x>`, "<1:x <0:y <0:z > > <1:y > >", ""},
		{"self-closing-binds", `<x><y xmlns="` + wml + `"/><y/></x>`, "<0:x <1:y > <0:y > >", ""},
		{"rebound", `<w:x><w:y xmlns:w="urn:z"/><w:y/></w:x>`, "<1:x <0:y > <1:y > >", ""},
		{"attributes", `<x a="1" w:v='&lt;"' v="2"/>`, `<0:x v=<" >`, ""},
		{"greater-in-value", `<x v="a>b"/>`, "<0:x v=a>b >", ""},
		{"text", "<x>a&amp;b\r\nc\rd&#65;&#x4E00;</x>", "<0:x a&b\nc\ndA一 >", ""},
		{"cdata", `<x><![CDATA[<&amp;]]></x>`, "<0:x <&amp; >", ""},
		{"passed-over", `<?xml version="1.0"?><!-- a --><x><?p?><!--b--></x><!--c-->`, "<0:x >", ""},
		{"space-in-end-tag", "<x></x >", "<0:x >", ""},
		{"surrogate", "<x>&#xD800;</x>", "<0:x \uFFFD >", ""},
		{"zero", "<x>&#0;</x>", "", "x-xml-broken"},
		{"unknown-entity", "<x>&b;</x>", "", "x-xml-broken"},
		{"mismatch", "<x><y></x></y>", "<0:x <0:y", "x-xml-broken"},
		{"unclosed", "<x><y>", "<0:x <0:y", "x-xml-broken"},
		{"open-end", "<x></x", "<0:x", "x-xml-broken"},
		{"nothing", "", "", "x-xml-broken"},
		{"two-roots", "<x/><y/>", "<0:x >", "x-xml-broken"},
		{"doctype", "<!DOCTYPE x><x/>", "", "x-doctype"},
		{"no-name", "<x>< /></x>", "<0:x", "x-xml-broken"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := trace(open(t, pack(t, "p", tt.xml)), "p")
			code := ""
			var e *extract.Error
			if errors.As(err, &e) {
				code = string(e.Code)
			}
			if got != tt.want || code != tt.code {
				t.Errorf("tokens %q, code %q (%v)", got, code, err)
			}
		})
	}
}

// TestSkip holds that Skip and NextOf end where Next would.
func TestSkip(t *testing.T) {
	const xml = `<r><a><a/><b><a></a></b>text</a><w:b v="1"/><c/><b>in</b></r>`
	p := open(t, pack(t, "p", xml))
	tok, err := p.Tokens("p")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tok.Next(); err != nil {
		t.Fatal(err)
	}
	var got []string
	for {
		ok, err := tok.NextOf(func(local []byte) bool { return string(local) == "b" })
		if err != nil {
			t.Fatal(err)
		}
		if !ok {
			break
		}
		got = append(got, fmt.Sprint(xml[tok.Start:tok.End], tok.Space))
		if err := tok.Skip(); err != nil {
			t.Fatal(err)
		}
	}
	if d := cmp.Diff([]string{`<w:b v="1"/>1`, "<b>0"}, got); d != "" {
		t.Error(d)
	}
	if k, err := tok.Next(); k != EOF || err != nil {
		t.Errorf("after the root: %v %v", k, err)
	}
	for _, bad := range []string{"<r><a><b></a></b></r>", "<r><a><b>", "<r><a><!DOCTYPE x></a></r>"} {
		tok, err := open(t, pack(t, "p", bad)).Tokens("p")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := tok.Next(); err != nil {
			t.Fatal(err)
		}
		if _, err := tok.NextOf(func([]byte) bool { return false }); !errors.Is(err, extract.ErrCorrupt) {
			t.Errorf("%s: %v", bad, err)
		}
	}
}

func TestRelationships(t *testing.T) {
	p := open(t, pack(t, "word/_rels/doc.xml.rels", `<Relationships><Relationship Id="a" Type="http://x/styles" Target="s.xml"/>`+
		`<Relationship Id="b" Type="http://x/styles" Target="/t\u.xml#f"/><Relationship Id="c" Type="y/headerstyles" Target="../../../v.xml"/>`+
		`<Relationship Id="d" Type="styles" Target="http://z/?a=1&amp;b" TargetMode="External"/></Relationships>`))
	got, err := p.Relationships("word/doc.xml")
	if err != nil {
		t.Fatal(err)
	}
	var targets []string
	for i := range got {
		targets = append(targets, fmt.Sprint(got[i].Target, " ", got[i].Is("styles")))
	}
	if d := cmp.Diff([]string{"word/s.xml true", "t/u.xml true", "v.xml false", "http://z/?a=1&b false"}, targets); d != "" {
		t.Error(d)
	}
	if none, err := p.Relationships("other.xml"); none != nil || err != nil {
		t.Errorf("%v %v", none, err)
	}
}

func TestContentType(t *testing.T) {
	p := open(t, pack(t, "[Content_Types].xml", `<Types><Default Extension="XML" ContentType="d"/><Override PartName="/A/b.xml" ContentType="o"/></Types>`))
	for part, want := range map[string]string{"a/B.xml": "o", "c.xml": "d", "c.bin": ""} {
		if got, err := p.ContentType(part); got != want || err != nil {
			t.Errorf("%s: %q %v, want %q", part, got, err, want)
		}
	}
}

// TestCut holds that parts are found without a directory, one cut short is not
// taken for whole.
func TestCut(t *testing.T) {
	b := pack(t, "a", strings.Repeat("甲", 500), "b", "two", "c", strings.Repeat("丙丁", 300))
	last := bytes.LastIndex(b, []byte("PK\x03\x04"))
	p := open(t, b[:last+35])
	if !p.Cut {
		t.Error("not told as cut")
	}
	for name, want := range map[string]int{"a": 1500, "b": 3} {
		if got, err := p.Read(name); len(got) != want || err != nil {
			t.Errorf("%s: %d bytes, %v", name, len(got), err)
		}
	}
	var e *extract.Error
	if _, err := p.Read("c"); !errors.As(err, &e) || e.Code != "x-zip-broken" {
		t.Errorf("c: %v", err)
	}
	if _, err := p.Read("d"); !errors.As(err, &e) || e.Code != "x-part-missing" {
		t.Errorf("d: %v", err)
	}
}
