package listnum

import "testing"

func TestSpell(t *testing.T) {
	tests := []struct {
		format string
		n      int
		want   string
	}{
		{"decimal", 12, "12"}, {"decimalZero", 9, "09"}, {"decimalZero", 10, "10"}, {"none", 3, ""},
		{"upperRoman", 1994, "MCMXCIV"}, {"lowerRoman", 4, "iv"}, {"lowerRoman", 0, "0"},
		{"upperLetter", 26, "Z"}, {"lowerLetter", 27, "aa"}, {"lowerLetter", 54, "bbb"},
		{"chineseCounting", 1, "一"}, {"chineseCounting", 10, "十"}, {"chineseCounting", 12, "十二"}, {"chineseCounting", 20, "二十"},
		{"chineseCounting", 99, "九十九"}, {"chineseCounting", 100, "一○○"},
		{"chineseCountingThousand", 105, "一百零五"}, {"chineseCountingThousand", 110, "一百一十"}, {"chineseCountingThousand", 1005, "一千零五"},
		{"chineseCountingThousand", 10010, "一万零一十"}, {"chineseCountingThousand", 100000, "十万"}, {"chineseCountingThousand", 20300, "二万零三百"},
		{"taiwaneseCounting", 21, "二十一"}, {"taiwaneseCountingThousand", 10000, "一萬"},
		{"chineseLegalSimplified", 10, "壹拾"}, {"chineseLegalSimplified", 123, "壹佰贰拾叁"}, {"ideographLegalTraditional", 3, "參"},
		{"japaneseCounting", 123, "百二十三"}, {"japaneseCounting", 1, "一"}, {"japaneseCounting", 1000, "千"},
		{"ideographDigital", 105, "一〇五"}, {"decimalFullWidth", 12, "１２"}, {"decimalFullWidth2", 3, "３"},
		{"decimalEnclosedCircle", 20, "⑳"}, {"decimalEnclosedCircle", 21, "㉑"}, {"decimalEnclosedCircle", 36, "36"}, {"decimalEnclosedParen", 2, "⑵"}, {"decimalEnclosedFullstop", 3, "⒊"},
		{"ideographEnclosedCircle", 10, "㊉"}, {"ideographTraditional", 2, "乙"}, {"ideographTraditional", 11, "甲"}, {"ideographZodiac", 12, "亥"},
		{"ideographZodiacTraditional", 13, "丙子"}, {"ordinal", 1, "1st"}, {"ordinal", 12, "12th"}, {"ordinal", 23, "23rd"}, {"hex", 255, "FF"},
		{"numberInDash", 3, "- 3 -"}, {"chicago", 5, "**"}, {"upperLetter", -1, "-1"}, {"chineseCountingThousand", -5, "-5"}, {"chineseCountingThousand", 0, "零"},
	}
	for _, tt := range tests {
		if got, ok := Spell(tt.format, tt.n); got != tt.want || !ok {
			t.Errorf("%s %d = %q %v, want %q", tt.format, tt.n, got, ok, tt.want)
		}
	}
	if got, ok := Spell("klingon", 7); got != "7" || ok {
		t.Errorf("unknown format gives %q %v", got, ok)
	}
	if got := Custom("001, 002, ...", 7); got != "007" {
		t.Errorf("custom number %q", got)
	}
}

func TestSpellNFC(t *testing.T) {
	for _, tt := range []struct {
		nfc, v int
		want   string
		ok     bool
	}{{0, 12, "12", true}, {37, 12, "十二", true}, {18, 3, "③", true}, {255, 7, "", true}, {60, 7, "7", false}, {-1, 7, "7", false}, {1 << 20, 7, "7", false}, {45, 7, "7", false}} {
		if got, ok := SpellNFC(tt.nfc, tt.v); got != tt.want || ok != tt.ok {
			t.Errorf("format %d: %q %v, want %q %v", tt.nfc, got, ok, tt.want, tt.ok)
		}
	}
}
