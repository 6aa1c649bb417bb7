package htmldoc

import (
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/google/go-cmp/cmp"
)

func gb(s string) string {
	out, err := simplifiedchinese.GB18030.NewEncoder().String(s)
	if err != nil {
		panic(err)
	}
	return out
}

func TestDecode(t *testing.T) {
	const words = "政府信息公开工作年度报告"
	tests := []struct {
		name, bytes, header string
		charset, text       string
		code                string
	}{
		{"ascii", "<p>x", "", "utf-8", "<p>x", ""},
		{"utf-8-mark", "\xef\xbb\xbf<meta charset=gbk>年", "", "utf-8", "<meta charset=gbk>年", ""},
		{"header-before-page", "<meta charset=big5>" + gb("年"), "GB2312", "gb18030", "<meta charset=big5>年", ""},
		{"header-unknown", "<meta charset=gbk>" + gb(words), "x-nothing", "gb18030", "<meta charset=gbk>" + words, ""},
		{"label-cp936", "<meta charset=cp936>" + gb("𠮷"), "", "gb18030", "<meta charset=cp936>𠮷", ""},
		{"label-ms936", "<META CHARSET='MS936'>" + gb("𠮷"), "", "gb18030", "<META CHARSET='MS936'>𠮷", ""},
		{"label-gb-underscore", "<meta charset=gb_18030>" + gb("𠮷"), "", "gb18030", "<meta charset=gb_18030>𠮷", ""},
		{"label-gb-80", `<meta http-equiv=x content="text/html;charset=gb_2312-80">` + gb("年"), "", "gb18030", `<meta http-equiv=x content="text/html;charset=gb_2312-80">年`, ""},
		{"label-hz", "<meta charset=hz-gb-2312>~{VPND~}", "", "hz-gb-2312", "<meta charset=hz-gb-2312>中文", ""},
		{"label-hz-but-gbk", "<meta charset=hz>" + gb(words), "", "gb18030", "<meta charset=hz>" + words, ""},
		{"xml-declaration", `<?xml version="1.0" encoding="gb2312"?>` + gb("年"), "", "gb18030", `<?xml version="1.0" encoding="gb2312"?>年`, ""},
		{"meta-utf-16-is-utf-8", "<meta charset=utf-16>年", "", "utf-8", "<meta charset=utf-16>年", ""},
		{"latin-label-on-gbk", "<meta charset=iso-8859-1>" + gb(words), "", "gb18030", "<meta charset=iso-8859-1>" + words, "html-charset-doubt"},
		{"latin-label-on-latin", "<meta charset=iso-8859-1>caf\xe9", "", "windows-1252", "<meta charset=iso-8859-1>café", ""},
		{"damaged-utf-8", "<meta charset=utf-8>" + words + words + "\xe5\xb9" + words, "", "utf-8", "<meta charset=utf-8>" + words + words + "\ufffd\ufffd" + words, "html-encoding-suspect"},
		{"no-label-latin", "caf\xe9 \xe0 c\xf4t\xe9", "", "windows-1252", "café à côté", "html-charset-guessed"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s, err := decode([]byte(tt.bytes), tt.header)
			if err != nil {
				t.Fatal(err)
			}
			code := ""
			for _, n := range s.notices {
				code += string(n.Code)
			}
			if d := cmp.Diff([]string{tt.charset, tt.text, tt.code}, []string{s.charset, string(s.text), code}); d != "" {
				t.Error(d)
			}
		})
	}
}

// TestSources maps every character back to its bytes.
func TestSources(t *testing.T) {
	for _, page := range []string{gb("<p>年𠮷x</p>年"), "\xff\xfe<\x00\x74\x5ex\x00", "年\xffx\xe5\xb9y"} {
		s, err := decode([]byte(page), "")
		if err != nil {
			t.Fatal(err)
		}
		var at []int64
		for i := range string(s.text) {
			at = append(at, int64(i))
		}
		at = append(at, int64(len(s.text)))
		got := append([]int64(nil), at...)
		s.sources(got)
		for i := 1; i < len(got); i++ {
			text := string(s.text[at[i-1]:at[i]])
			raw, err := decode(append([]byte(page[:s.skip]), page[got[i-1]:got[i]]...), s.charset)
			if err != nil {
				t.Fatal(err)
			}
			if string(raw.text) != text {
				t.Errorf("%q: bytes %d-%d are %q, want %q", page, got[i-1], got[i], raw.text, text)
			}
		}
		if got[len(got)-1] != int64(len(page)) {
			t.Errorf("%q ends at %d", page, got[len(got)-1])
		}
	}
}
