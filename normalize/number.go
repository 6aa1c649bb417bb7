package normalize

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Flags that the reading of a single value can give.
const (
	FlagSpaceInNumber   Flag = "space_in_number"   // white space between two digits of one cell
	FlagLinesJoined     Flag = "lines_joined"      // digits of one cell stand on two lines
	FlagSignedText      Flag = "signed_text"       // 增 or 减 instead of a sign
	FlagUnitInValue     Flag = "unit_in_value"     // converted by a unit printed in the cell
	FlagUnitInLabel     Flag = "unit_in_label"     // converted by a unit printed in the label
	FlagFootnoteMark    Flag = "footnote_mark"     // a raised or circled sign behind the number was set aside
	FlagStruckOut       Flag = "struck_out"        // characters with a line through them were set aside
	FlagUnitMismatch    Flag = "unit_mismatch"     // a unit that the column does not have
	FlagUnitAssumed     Flag = "unit_assumed"      // no unit is printed where it varies
	FlagValueAnnotated  Flag = "value_annotated"   // a remark in brackets follows the number
	FlagOCRZero         Flag = "ocr_zero_guess"    // a letter or box read as zero
	FlagNonIntegerCount Flag = "non_integer_count" // decimals in a count
	FlagNegative        Flag = "negative"          // a sign where the form has none
	FlagLeadingZeros    Flag = "leading_zeros"
	FlagSeparator       Flag = "separator_unusual" // a thousands separator that does not group by three
	FlagNumberTooLong   Flag = "number_too_long"   // more than 15 digits
)

// maxDigits is what a float64 holds exactly.
const maxDigits = 15

// Value is what one cell says.
type Value struct {
	Status Status
	Dec    Decimal
	Flags  []Flag
}

// Quantity says what a cell of the form counts.
type Quantity struct {
	Unit   string // piece, cny_10k, cny, person
	Signed bool   // an increase or decrease
	Vague  bool   // the form prints no unit for an amount of money

	Printed string // unit that the label prints, "" for that of the form
}

// ParseValue reads one cell (domain: integers, decimals, signs, thousands
// separators, units, Chinese numerals, and the ways to print nothing). A cell
// that holds words gives status text; one that could be two numbers ambiguous.
func ParseValue(raw string, q Quantity) Value {
	if v, ok := plainInteger(raw); ok {
		return money(Value{Status: Reported, Dec: v}, "", q)
	}
	if st, ok := plainNothing(raw); ok {
		return Value{Status: st}
	}
	if strings.ContainsRune(raw, struckOut) {
		return withoutStruck(raw, q)
	}
	if strings.ContainsRune(raw, unicode.ReplacementChar) && (strings.IndexFunc(raw, isDigit) >= 0 || strings.IndexFunc(raw, unicode.IsLetter) < 0) {
		return Value{Status: Unreadable}
	}
	raw, note := cutFootnote(raw)
	if note && raw == "" {
		return Value{Status: Ambiguous}
	}
	s, gaps := foldValue(raw)
	if st, ok := emptyLike(s); ok {
		return Value{Status: st}
	}
	v := Value{Status: Reported, Flags: gaps}
	if note {
		v.flag(FlagFootnoteMark)
	}
	s, sign, words := cutSign(s)
	if words {
		v.flag(FlagSignedText)
	}
	num, rest := cutNumber(s)
	if num == "" {
		if n, ok := ChineseNumber(s); ok {
			num = Int(n).String()
			rest = ""
		} else if n, r, ok := cutChinese(s); ok {
			num, rest = Int(n).String(), r
		} else if zeroGlyph(s) {
			num, rest = "0", ""
			v.flag(FlagOCRZero)
		} else {
			return Value{Status: TextStatus}
		}
	}
	ok := v.number(num)
	if !ok {
		return v
	}
	if sign < 0 {
		v.Dec.Coef = -v.Dec.Coef
		if !q.Signed {
			v.flag(FlagNegative)
		} else if strings.Contains(strings.TrimSpace(raw), "\n") {
			v.flag(FlagLinesJoined) // a sign for none above a number
		}
	}
	unit, ok := v.remark(rest)
	if !ok {
		return Value{Status: TextStatus}
	}
	return money(v, unit, q)
}

// struckOut follows each character that has a line through it.
const struckOut = '\u0336'

// withoutStruck reads what is left beside struck characters. Where nothing is,
// the number may be void or the line a fault of the drawing: none is chosen.
func withoutStruck(raw string, q Quantity) Value {
	var rest []rune
	for _, r := range raw {
		if r != struckOut {
			rest = append(rest, r)
		} else if len(rest) > 0 {
			rest = rest[:len(rest)-1]
		}
	}
	v := ParseValue(strings.TrimSpace(string(rest)), q)
	if v.Status == Blank {
		v.Status = Ambiguous
	}
	v.flag(FlagStruckOut)
	return v
}

func (v *Value) flag(f Flag) { v.Flags = append(v.Flags, f) }

// cutFootnote takes raised, lowered and circled signs off: folded, they would
// become digits of the number.
func cutFootnote(raw string) (rest string, found bool) {
	isMark := func(r rune) bool {
		return r >= 0x80 && (r < firstHan || r > lastHan) && unicode.Is(unicode.No, r)
	}
	if strings.IndexFunc(raw, isMark) < 0 {
		return raw, false
	}
	rest = strings.Map(func(r rune) rune {
		if isMark(r) {
			return -1
		}
		return r
	}, raw)
	return strings.TrimSpace(rest), true
}

// plainInteger is the common case: digits and nothing else, full-width or not.
func plainInteger(s string) (Decimal, bool) {
	var n int64
	count := 0
	for i := 0; i < len(s); count++ {
		var d byte
		switch {
		case s[i] < utf8.RuneSelf:
			d = s[i] - '0'
			i++
		case i+3 <= len(s) && s[i] == 0xEF && s[i+1] == 0xBC: // ０ is EF BC 90
			d = s[i+2] - 0x90
			i += 3
		default:
			return Decimal{}, false
		}
		if d > 9 || count == maxDigits || count > 0 && n == 0 {
			return Decimal{}, false
		}
		n = n*10 + int64(d)
	}
	return Int(n), count > 0
}

// plainNothing is the other common case: the usual signs for no number alone.
func plainNothing(s string) (Status, bool) {
	switch s {
	case "":
		return Blank, true
	case "-", "—", "－", "——", "--":
		return Dash, true
	case "/":
		return Slash, true
	case "无":
		return None, true
	}
	return "", false
}

// foldValue folds a cell and tells white space between two digits.
func foldValue(raw string) (string, []Flag) {
	s := Fold(raw)
	if s == raw || strings.IndexFunc(strings.TrimSpace(raw), unicode.IsSpace) < 0 {
		return s, nil
	}
	var last rune
	space, line := false, false
	for _, r := range raw {
		if unicode.IsSpace(r) {
			space = true
			line = line || r == '\n'
			continue
		}
		if r == 0xFEFF || unicode.Is(unicode.Cf, r) {
			continue
		}
		if line && isNumeral(last) && isNumeral(r) {
			return s, []Flag{FlagLinesJoined}
		}
		if space && isDigit(last) && isDigit(r) {
			return s, []Flag{FlagSpaceInNumber}
		}
		last, space, line = r, false, false
	}
	return s, nil
}

// isNumeral reports a digit, or a Chinese one or its power of ten.
func isNumeral(r rune) bool {
	d, p := chineseDigit(r)
	return isDigit(r) || d >= 0 || p > 0
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' || r >= '０' && r <= '９' }

// emptyLike names the ways to print nothing.
func emptyLike(s string) (Status, bool) {
	if s == "" {
		return Blank, true
	}
	if s[0] >= '0' && s[0] <= '9' {
		return "", false
	}
	switch strings.Trim(s, "()") {
	case "无", "空", "没有", "无数据", "*", "**", "×", "x", "N/A", "n/a", "NA", "null", "NULL", "nil", "暂无", "不涉及", "不适用", "〇无", "无。":
		return None, true
	}
	if strings.Trim(s, "-_~") == "" {
		return Dash, true
	}
	if strings.Trim(s, `/\|`) == "" {
		return Slash, true
	}
	return "", false
}

// cutSign takes a leading sign, printed or in words.
func cutSign(s string) (rest string, sign int, words bool) {
	for _, w := range [...]struct {
		text  string
		sign  int
		words bool
	}{{"增加", 1, true}, {"减少", -1, true}, {"新增", 1, true}, {"增", 1, true}, {"减", -1, true}, {"↑", 1, true}, {"↓", -1, true}, {"+", 1, false}, {"-", -1, false}} {
		if r, ok := strings.CutPrefix(s, w.text); ok && r != "" {
			return strings.TrimPrefix(r, ":"), w.sign, w.words
		}
	}
	return s, 1, false
}

// cutNumber takes the longest run of digits, separators and one decimal point.
func cutNumber(s string) (num, rest string) {
	i := 0
	for i < len(s) && (s[i] >= '0' && s[i] <= '9' || i > 0 && (s[i] == ',' || s[i] == '.')) {
		i++
	}
	for i > 0 && (s[i-1] == ',' || s[i-1] == '.') {
		i--
	}
	return s[:i], s[i:]
}

// number fills v.Dec from digits, separators and a decimal point. It reports
// false, with the status set, where the digits do not make one number.
func (v *Value) number(s string) bool {
	whole, frac, point := strings.Cut(s, ".")
	if strings.ContainsAny(frac, ".,") {
		v.Status = Ambiguous
		return false
	}
	if strings.Contains(whole, ",") {
		groups := strings.Split(whole, ",")
		for i, g := range groups {
			if i == 0 && (len(g) > 3 || g == "0") || i > 0 && len(g) != 3 {
				v.Status = Ambiguous
				v.flag(FlagSeparator)
				return false
			}
		}
		whole = strings.Join(groups, "")
	}
	if len(whole) > 1 && whole[0] == '0' {
		v.flag(FlagLeadingZeros)
		whole = strings.TrimLeft(whole, "0")
	}
	if len(whole)+len(frac) > maxDigits {
		v.Status = Unreadable
		v.flag(FlagNumberTooLong)
		return false
	}
	var n int64
	for _, c := range []byte(whole + frac) {
		n = n*10 + int64(c-'0')
	}
	v.Dec = Decimal{Coef: n}
	if point {
		v.Dec.Scale = len(frac)
	}
	return true
}

// units that may follow a number, longest first, with the power of ten that
// turns them into the unit of the second column.
var units = []struct {
	text, unit string
	shift      int
}{
	{"亿元", "cny", 8}, {"万元", "cny", 4}, {"万件", "piece", 4}, {"万条", "piece", 4}, {"人次", "person", 0}, {"元整", "cny", 0},
	{"元", "cny", 0}, {"万", "", 4}, {"件", "piece", 0}, {"条", "piece", 0}, {"次", "piece", 0}, {"项", "piece", 0}, {"份", "piece", 0},
	{"个", "piece", 0}, {"宗", "piece", 0}, {"篇", "piece", 0}, {"起", "piece", 0}, {"例", "piece", 0}, {"部", "piece", 0}, {"人", "person", 0},
}

// remark reads what follows the digits: a unit, a unit in brackets, a remark in
// brackets. It reports false where words follow that are neither.
func (v *Value) remark(s string) (unit string, ok bool) {
	s = strings.TrimRight(s, "。.;,")
	if s == "" {
		return "", true
	}
	bare := s
	if bracketed(s) {
		bare = s[1 : len(s)-1]
	}
	for i := range units {
		if u := &units[i]; s == u.text || s[0] == '(' && bare == u.text {
			return u.text, true
		}
	}
	for _, u := range units {
		if r, found := strings.CutPrefix(s, u.text); found && bracketed(r) {
			v.flag(FlagValueAnnotated)
			return u.text, true
		}
	}
	if bracketed(s) {
		v.flag(FlagValueAnnotated)
		return "", true
	}
	return "", false
}

// bracketed reports whether s is one remark in brackets.
func bracketed(s string) bool {
	return len(s) > 2 && s[0] == '(' && strings.IndexByte(s, ')') == len(s)-1 || len(s) > 1 && strings.HasPrefix(s, "[") && strings.IndexByte(s, ']') == len(s)-1
}

// money brings the number to the unit of its column and tells where the cell,
// or the label, says another one.
func money(v Value, printed string, q Quantity) Value {
	flag := FlagUnitInValue
	if printed == "" && q.Printed != "" {
		printed, flag = q.Printed, FlagUnitInLabel
	}
	unit, shift := unitNamed(printed)
	amount := q.Unit == "cny_10k" || q.Unit == "cny"
	switch {
	case printed == "", printed == unreadUnit:
		if (q.Vague || amount && printed != "") && !v.Dec.IsZero() {
			v.flag(FlagUnitAssumed)
		}
	case amount && (unit == "cny" || printed == "万"):
		if q.Unit == "cny_10k" {
			shift -= 4
		}
		v.convert(shift, flag)
	case !amount && unit != "cny":
		v.convert(shift, flag)
	default:
		v.flag(FlagUnitMismatch)
	}
	if !amount && !v.Dec.IsInt() {
		v.flag(FlagNonIntegerCount)
	}
	if abs(v.Dec.Coef) >= 1e15 {
		v.Status = Unreadable
		v.flag(FlagNumberTooLong)
	}
	return v
}

// unitNamed looks a printed unit up in units.
func unitNamed(printed string) (unit string, shift int) {
	if printed == "" {
		return "", 0
	}
	for i := range units {
		if u := &units[i]; u.text == printed {
			return u.unit, u.shift
		}
	}
	return "", 0
}

// convert multiplies by a power of ten and tells so; zero stays zero.
func (v *Value) convert(shift int, flag Flag) {
	if shift == 0 {
		return
	}
	v.Dec = v.Dec.shift(shift)
	if !v.Dec.IsZero() {
		v.flag(flag)
	}
}

// shift multiplies by a power of ten.
func (d Decimal) shift(n int) Decimal {
	d.Scale -= n
	for d.Scale < 0 && abs(d.Coef) < 1e17 {
		d.Coef, d.Scale = d.Coef*10, d.Scale+1
	}
	d.Scale = max(d.Scale, 0)
	return d
}

// zeroGlyph reports a letter or an empty box where a zero is meant.
func zeroGlyph(s string) bool {
	switch s {
	case "O", "o", "Ο", "о", "О", "口", "□", "○", "◯", "D":
		return true
	}
	return false
}

// ChineseNumber reads a number written with Chinese numerals (零, 十二,
// 二〇二四, 三百零五). It reports false for anything else.
func ChineseNumber(s string) (int64, bool) {
	n, rest, ok := cutChinese(s)
	return n, ok && rest == ""
}

// cutChinese reads the Chinese numeral at the start of s.
func cutChinese(s string) (n int64, rest string, ok bool) {
	var total, section, digit int64
	var digits, used, places int
	last, zero := int64(10), false // power before the digit at hand, and whether 零 stood between
	end := func(rest string) (int64, string, bool) {
		if digit > 0 && last > 10 && !zero { // 三千五 is 3500 as often as 3005
			return 0, s, false
		}
		return total + section + digit, rest, used > 0
	}
	for i, r := range s {
		d, power := chineseDigit(r)
		switch {
		case d >= 0:
			zero = zero || d == 0
			if digit = digit*10 + d; places == 0 {
				digits++
			} else if digit > 9 {
				return 0, s, false
			}
		case power == 10000:
			if used == 0 || total > 0 {
				return 0, s, false
			}
			total, section, digit = (total+section+digit)*power, 0, 0
			last, zero = power, false
			places++
		case power > 0:
			if digit == 0 && !(power == 10 && section == 0) {
				return 0, s, false
			}
			section, digit = section+max(digit, 1)*power, 0
			last, zero = power, false
			places++
		default:
			return end(s[i:])
		}
		if used++; used > 12 {
			return 0, s, false
		}
	}
	return end("")
}

func chineseDigit(r rune) (digit, power int64) {
	switch r {
	case '零', '〇':
		return 0, 0
	case '一', '壹':
		return 1, 0
	case '二', '两', '贰':
		return 2, 0
	case '三', '叁':
		return 3, 0
	case '四', '肆':
		return 4, 0
	case '五', '伍':
		return 5, 0
	case '六', '陆':
		return 6, 0
	case '七', '柒':
		return 7, 0
	case '八', '捌':
		return 8, 0
	case '九', '玖':
		return 9, 0
	case '十', '拾':
		return -1, 10
	case '百', '佰':
		return -1, 100
	case '千', '仟':
		return -1, 1000
	case '万':
		return -1, 10000
	}
	return -1, 0
}
