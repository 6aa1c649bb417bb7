package codepage

import "testing"

func TestPages(t *testing.T) {
	for _, tt := range []struct {
		charset, page int
		in, want      string
	}{
		{134, 936, "\xba\xcf\xbc\xc6\x31", "合计1"}, {136, 950, "\xa6\x58\xad\x70", "合計"}, {128, 932, "\x8d\x87", "合"}, {129, 949, "\xc7\xd5", "합"},
		{204, 1251, "\xcf", "П"}, {238, 1250, "\xb3", "ł"}, {0, 1252, "\x96", "–"}, {77, 10000, "\x8e", "é"}, {80, 936, "\x81\x30\x81\x30", "\u0080"},
		{254, 437, "\x82", "é"}, {255, 850, "\x82", "é"}, {222, 874, "\xa1", "ก"}, {163, 1258, "\xfe", "₫"},
	} {
		if page := OfCharset(tt.charset); page != tt.page {
			t.Errorf("charset %d: page %d, want %d", tt.charset, page, tt.page)
		}
		got := ""
		if m := Multi(tt.page); m != nil {
			got, _ = m.NewDecoder().String(tt.in)
		} else {
			got, _ = Single(tt.page).NewDecoder().String(tt.in)
		}
		if got != tt.want {
			t.Errorf("page %d: %q, want %q", tt.page, got, tt.want)
		}
	}
	for _, page := range []int{1, 1361, 65001, -1} {
		if Multi(page) != nil || Single(page) != nil {
			t.Errorf("page %d is known", page)
		}
	}
	if OfCharset(1) != 0 || OfCharset(2) != 0 {
		t.Error("the default and the symbol set name no page")
	}
	for _, tt := range []struct {
		page int
		b    byte
		want bool
	}{{936, 0xA1, true}, {936, 0x80, false}, {936, 0xFF, false}, {932, 0xA1, false}, {932, 0xE0, true}, {950, 0x81, true}} {
		if got := IsLead(tt.page, tt.b); got != tt.want {
			t.Errorf("page %d: %#x leads %v", tt.page, tt.b, got)
		}
	}
}
