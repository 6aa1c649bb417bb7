package normalize

import (
	"testing"
	"unicode/utf8"
)

func TestFold(t *testing.T) {
	for in, want := range map[string]string{
		"（３） \n不予\n公开":             "(3)不予公开",
		"商 业 企\n业":                 "商业企业",
		"1．属于国家秘密":                 "1.属于国家秘密",
		"危及“三安全一稳定”":               "危及三安全一稳定",
		"規範性文件":                    "规范性文件",
		"\u200b本年\u00a0制发\ufeff件数": "本年制发件数",
		"——":                       "--",
		"１２，３":                     "12,3",
		"⼀⽉":                       "一月",
	} {
		if got := Fold(in); got != want {
			t.Errorf("Fold(%q) = %q, want %q", in, got, want)
		}
	}
	if got := pairs("規规"); got['規'] != '规' {
		t.Errorf("pairs = %v", got)
	}
}

func FuzzFold(f *testing.F) {
	f.Add("（３） \n不予\n公开 \u202e 規")
	f.Fuzz(func(t *testing.T, s string) {
		once := Fold(s)
		if !utf8.ValidString(once) {
			t.Fatalf("not UTF-8: %q", once)
		}
		if twice := Fold(once); twice != once {
			t.Fatalf("not idempotent: %q %q %q", s, once, twice)
		}
	})
}
