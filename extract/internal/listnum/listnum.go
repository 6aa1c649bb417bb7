// Package listnum prints the numbers of lists as word processors do: 一 ① 甲 iv.
// Formats have the names of [ECMA-376] part 1, 17.18.59 ST_NumberFormat.
package listnum

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// Spell prints n in a format; in digits where the format is not known, which
// the second result tells.
func Spell(format string, n int) (string, bool) {
	digits := strconv.Itoa(n)
	switch format {
	case "decimal", "", "decimalHalfWidth":
		return digits, true
	case "none", "bullet":
		return "", true
	case "decimalZero":
		return Custom("01", n), true
	case "decimalFullWidth", "decimalFullWidth2":
		return eachDigit(digits, "０１２３４５６７８９"), true
	case "numberInDash":
		return "- " + digits + " -", true
	case "upperRoman":
		return roman(n), true
	case "lowerRoman":
		return strings.ToLower(roman(n)), true
	case "upperLetter":
		return letters(n, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"), true
	case "lowerLetter":
		return letters(n, "abcdefghijklmnopqrstuvwxyz"), true
	case "russianUpper":
		return letters(n, "АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЫЭЮЯ"), true
	case "russianLower":
		return letters(n, "абвгдежзиклмнопрстуфхцчшщыэюя"), true
	case "chicago":
		return letters(n, "*†‡§"), true
	case "ordinal":
		return digits + ordinalEnd(n), true
	case "hex":
		return strings.ToUpper(strconv.FormatInt(int64(n), 16)), true
	}
	return spellEast(format, n, digits)
}

func spellEast(format string, n int, digits string) (string, bool) {
	switch format {
	case "decimalEnclosedCircle", "decimalEnclosedCircleChinese":
		if n > 20 && n <= 35 {
			return string('㉑' + rune(n-21)), true
		}
		return oneOf(n, '①', 20, digits), true
	case "decimalEnclosedFullstop":
		return oneOf(n, '⒈', 20, digits), true
	case "decimalEnclosedParen":
		return oneOf(n, '⑴', 20, digits), true
	case "ideographEnclosedCircle":
		return oneOf(n, '㊀', 10, digits), true
	case "ideographTraditional":
		return cycle(n, "甲乙丙丁戊己庚辛壬癸", digits), true
	case "ideographZodiac":
		return cycle(n, "子丑寅卯辰巳午未申酉戌亥", digits), true
	case "ideographZodiacTraditional":
		if n < 1 {
			return digits, true
		}
		return cycle((n-1)%10+1, "甲乙丙丁戊己庚辛壬癸", "") + cycle((n-1)%12+1, "子丑寅卯辰巳午未申酉戌亥", ""), true
	case "ideographDigital", "japaneseDigitalTenThousand":
		return eachDigit(digits, "〇一二三四五六七八九"), true
	case "taiwaneseDigital":
		return eachDigit(digits, "○一二三四五六七八九"), true
	case "koreanDigital":
		return eachDigit(digits, "영일이삼사오육칠팔구"), true
	case "chineseCounting", "taiwaneseCounting":
		if n >= 100 { // beyond the tens this format lists digits
			return eachDigit(digits, "○一二三四五六七八九"), true
		}
		return counting(n, "零一二三四五六七八九", "十百千万", false), true
	case "chineseCountingThousand":
		return counting(n, "零一二三四五六七八九", "十百千万", false), true
	case "taiwaneseCountingThousand":
		return counting(n, "零一二三四五六七八九", "十百千萬", false), true
	case "japaneseCounting":
		return japanese(n), true
	case "chineseLegalSimplified":
		return counting(n, "零壹贰叁肆伍陆柒捌玖", "拾佰仟万", true), true
	case "ideographLegalTraditional":
		return counting(n, "零壹貳參肆伍陸柒捌玖", "拾佰仟萬", true), true
	case "japaneseLegal":
		return counting(n, "〇壱弐参四伍六七八九", "拾百阡萬", true), true
	case "koreanCounting":
		return counting(n, "영일이삼사오육칠팔구", "십백천만", false), true
	}
	return digits, false
}

func oneOf(n int, first rune, size int, other string) string {
	if n < 1 || n > size {
		return other
	}
	return string(first + rune(n-1))
}

// cycle prints a member of a list; beyond its end Word starts again.
func cycle(n int, list, other string) string {
	rs := []rune(list)
	if n < 1 {
		return other
	}
	return string(rs[(n-1)%len(rs)])
}

func eachDigit(digits, list string) string {
	rs := []rune(list)
	var b strings.Builder
	for _, d := range digits {
		if d >= '0' && d <= '9' {
			d = rs[d-'0']
		}
		b.WriteRune(d)
	}
	return b.String()
}

// letters prints A … Z, AA, BB …: the letter is repeated.
func letters(n int, alphabet string) string {
	rs := []rune(alphabet)
	if n < 1 || n > 60*len(rs) {
		return strconv.Itoa(n)
	}
	return strings.Repeat(string(rs[(n-1)%len(rs)]), (n-1)/len(rs)+1)
}

func roman(n int) string {
	if n < 1 || n > 32767 {
		return strconv.Itoa(n)
	}
	var b strings.Builder
	for _, d := range []struct {
		v int
		s string
	}{{1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}} {
		for ; n >= d.v; n -= d.v {
			b.WriteString(d.s)
		}
	}
	return b.String()
}

func ordinalEnd(n int) string {
	if n/10%10 != 1 {
		switch n % 10 {
		case 1:
			return "st"
		case 2:
			return "nd"
		case 3:
			return "rd"
		}
	}
	return "th"
}

// counting spells numbers up to 99,999,999 as 一百零五. Ten is 十, not 一十,
// unless one is set.
func counting(n int, digits, units string, one bool) string {
	if n < 0 || n > 99_999_999 {
		return strconv.Itoa(n)
	}
	ds, us := []rune(digits), []rune(units)
	if n == 0 {
		return string(ds[0])
	}
	s := ""
	if n >= 10_000 {
		s = counting(n/10_000, digits, units, one) + string(us[3])
		if n %= 10_000; n == 0 {
			return s
		}
		if n < 1000 {
			s += string(ds[0])
		}
	}
	leading, gap := s == "", false
	for p, unit := range []int{1000, 100, 10, 1} {
		d := n / unit % 10
		if d == 0 {
			gap = gap || n >= unit
			continue
		}
		if gap {
			s, gap = s+string(ds[0]), false
		}
		if !(unit == 10 && d == 1 && n < 20 && leading && !one) {
			s += string(ds[d])
		}
		if unit > 1 {
			s += string(us[2-p])
		}
	}
	return s
}

// japanese spells as 百二十三: no one before a unit, no zeros.
func japanese(n int) string {
	if n < 1 || n > 9999 {
		return counting(n, "〇一二三四五六七八九", "十百千万", false)
	}
	ds, us := []rune("〇一二三四五六七八九"), []rune("千百十")
	s := ""
	for p, unit := range []int{1000, 100, 10, 1} {
		d := n / unit % 10
		if d > 1 || d == 1 && unit == 1 {
			s += string(ds[d])
		}
		if d > 0 && unit > 1 {
			s += string(us[p])
		}
	}
	return s
}

// Custom prints n as wide as the first number of a list like "001, 002".
func Custom(list string, n int) string {
	first, _, _ := strings.Cut(list, ",")
	s := strconv.Itoa(n)
	if first = strings.TrimSpace(first); n >= 0 && utf8.RuneCountInString(first) <= 10 && strings.Trim(first, "0123456789") == "" {
		for len(s) < len(first) {
			s = "0" + s
		}
	}
	return s
}

// Joins reports whether a label ends in punctuation as wide as a character:
// what follows such a label in print stands right behind it.
func Joins(label string) bool {
	c, _ := utf8.DecodeLastRuneInString(label)
	return strings.ContainsRune("、。，．：；）〕】》」』！？｡､　", c)
}

// SpellNFC is Spell for the number of a format ([MS-OSHARED] 2.2.1.3 MSONFC), as
// Word binary documents and RTF have it.
func SpellNFC(nfc, v int) (s string, ok bool) {
	if nfc < 0 || nfc >= len(nfcNames) || nfcNames[nfc] == "" {
		s, _ = Spell("decimal", v)
		return s, false
	}
	return Spell(nfcNames[nfc], v)
}

// nfcNames gives the values of MSONFC the names of ST_NumberFormat, which are
// defined as the same formats; 255 is none.
var nfcNames = [...]string{
	0: "decimal", 1: "upperRoman", 2: "lowerRoman", 3: "upperLetter", 4: "lowerLetter", 5: "ordinal", 6: "cardinalText", 7: "ordinalText",
	8: "hex", 9: "chicago", 10: "ideographDigital", 11: "japaneseCounting", 12: "aiueo", 13: "iroha", 14: "decimalFullWidth", 15: "decimalHalfWidth",
	16: "japaneseLegal", 17: "japaneseDigitalTenThousand", 18: "decimalEnclosedCircle", 19: "decimalFullWidth2", 20: "aiueoFullWidth", 21: "irohaFullWidth",
	22: "decimalZero", 23: "bullet", 24: "ganada", 25: "chosung", 26: "decimalEnclosedFullstop", 27: "decimalEnclosedParen", 28: "decimalEnclosedCircleChinese",
	29: "ideographEnclosedCircle", 30: "ideographTraditional", 31: "ideographZodiac", 32: "ideographZodiacTraditional", 33: "taiwaneseCounting",
	34: "ideographLegalTraditional", 35: "taiwaneseCountingThousand", 36: "taiwaneseDigital", 37: "chineseCounting", 38: "chineseLegalSimplified",
	39: "chineseCountingThousand", 40: "decimal", 41: "koreanDigital", 42: "koreanCounting", 43: "koreanLegal", 44: "koreanDigital2", 45: "hebrew1",
	46: "arabicAlpha", 47: "hebrew2", 48: "arabicAbjad", 49: "hindiVowels", 50: "hindiConsonants", 51: "hindiNumbers", 52: "hindiCounting",
	53: "thaiLetters", 54: "thaiNumbers", 55: "thaiCounting", 56: "vietnameseCounting", 57: "numberInDash", 58: "russianLower", 59: "russianUpper",
	255: "none",
}
