package symbolfont

import "testing"

func TestUnicode(t *testing.T) {
	for _, tt := range []struct {
		font string
		in   rune
		want rune
	}{
		{"Wingdings", 0xF0FE, '☑'}, {"Wingdings", 0xA8, '◻'}, {"wingdings 2", 0xF052, '☑'}, {"Symbol", 0xF0B7, '•'},
		{"Symbol", 0xF031, '1'}, {"宋体", 0xF0FE, 0xF0FE}, {"Wingdings", 0xF001, 0xF001},
	} {
		if got := Unicode(tt.font, tt.in); got != tt.want {
			t.Errorf("%s %#x: %q, want %q", tt.font, tt.in, got, tt.want)
		}
	}
	for in, want := range map[rune]rune{0xF0B7: '•', 0xF06C: '●', 0xF001: '•', '一': '一'} {
		if got := Bullet(in); got != want {
			t.Errorf("bullet %#x: %q, want %q", in, got, want)
		}
	}
}
