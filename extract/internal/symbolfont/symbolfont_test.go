package symbolfont

import "testing"

func TestUnicode(t *testing.T) {
	for _, tt := range []struct {
		font string
		in   rune
		want rune
	}{
		{"Wingdings", 0xF0FE, '☑'}, {"Wingdings", 0xA8, '◻'}, {"wingdings 2", 0xF052, '☑'}, {"Symbol", 0xF0B7, '•'},
		{"Symbol", 0xF031, '1'}, {"Symbol", 0x20, ' '}, {"Symbol", 0xF07E, '∼'}, {"Symbol", 0xFE, '⎭'}, {"Symbol", 0xF0B4, '×'},
		{"Symbol", 0xF0F0, 0xF0F0}, {"Symbol", 0xF07F, 0xF07F}, {"Symbol", '中', '中'}, {"Wingdings", 0xF020, ' '}, {"Wingdings 2", 0x7E, '❿'}, {"宋体", 0xF0FE, 0xF0FE}, {"宋体", '3', '3'}, {"Wingdings", '3', 0xF033}, {"Webdings", '3', 0xF033}, {"Webdings", 0xF033, 0xF033}, {"Wingdings", '中', '中'}, {"Wingdings", 0xF001, 0xF001},
	} {
		if got := Unicode(tt.font, tt.in); got != tt.want {
			t.Errorf("%s %#x: %q, want %q", tt.font, tt.in, got, tt.want)
		}
	}
	for font, want := range map[string]bool{"symbol": true, "Wingdings 3": true, "ZapfDingbats": true, "": false, "Symbola": false, "宋体": false} {
		if got := Is(font); got != want {
			t.Errorf("%s is a symbol font: %v", font, got)
		}
	}
	for in, want := range map[rune]rune{0xF0B7: '•', 0xF06C: '●', 0xF001: '•', '一': '一'} {
		if got := Bullet(in); got != want {
			t.Errorf("bullet %#x: %q, want %q", in, got, want)
		}
	}
}
