package normalize

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParseValue(t *testing.T) {
	count, fee, change := Quantity{Unit: "piece"}, Quantity{Unit: "cny_10k"}, Quantity{Unit: "piece", Signed: true}
	vague := Quantity{Unit: "cny_10k", Vague: true}
	for _, c := range []struct {
		raw   string
		q     Quantity
		st    Status
		dec   string
		flags []Flag
	}{
		{"0", count, Reported, "0", nil},
		{" 12 ", count, Reported, "12", nil},
		{"３件", count, Reported, "3", nil},
		{"1,742,076", count, Reported, "1742076", nil},
		{"1，718", count, Reported, "1718", nil},
		{"3（其中修订2件）", count, Reported, "3", []Flag{FlagValueAnnotated}},
		{"", count, Blank, "0", nil},
		{"\u00a0", count, Blank, "0", nil},
		{"——", count, Dash, "0", nil},
		{"／", count, Slash, "0", nil},
		{"无", count, None, "0", nil},
		{"详见附件", count, TextStatus, "0", nil},
		{"三", count, Reported, "3", nil},
		{"十二件", count, Reported, "12", nil},
		{"三百零五", count, Reported, "305", nil},
		{"1 2", count, Reported, "12", []Flag{FlagSpaceInNumber}},
		{"1742\n076", count, Reported, "1742076", []Flag{FlagLinesJoined}},
		{"O", count, Reported, "0", []Flag{FlagOCRZero}},
		{"-5", count, Reported, "-5", []Flag{FlagNegative}},
		{"-5", change, Reported, "-5", nil},
		{"+1036", change, Reported, "1036", nil},
		{"增13", change, Reported, "13", []Flag{FlagSignedText}},
		{"减3", change, Reported, "-3", []Flag{FlagSignedText}},
		{"3.0", count, Reported, "3.0", nil},
		{"3.5", count, Reported, "3.5", []Flag{FlagNonIntegerCount}},
		{"72701.2578", fee, Reported, "72701.2578", nil},
		{"0.76万元", fee, Reported, "0.76", nil},
		{"251000元", vague, Reported, "25.1000", []Flag{FlagUnitInValue}},
		{"75394432.52元", vague, Reported, "7539.443252", []Flag{FlagUnitInValue}},
		{"205(万)", vague, Reported, "205", nil},
		{"205", vague, Reported, "205", []Flag{FlagUnitAssumed}},
		{"0", vague, Reported, "0", nil},
		{"1.5亿元", fee, Reported, "15000", []Flag{FlagUnitInValue}},
		{"1.010145件", fee, Reported, "1.010145", []Flag{FlagUnitMismatch}},
		{"12元", count, Reported, "12", []Flag{FlagUnitMismatch}},
		{"1,23", count, Ambiguous, "0", []Flag{FlagSeparator}},
		{"1.2.3", count, Ambiguous, "0", nil},
		{"1234567890123456", count, Unreadable, "0", []Flag{FlagNumberTooLong}},
		{"007", count, Reported, "7", []Flag{FlagLeadingZeros}},
		{"7\u03367\u03361512", count, Reported, "1512", []Flag{FlagStruckOut}},
		{"7\u03367\u0336", count, Ambiguous, "0", []Flag{FlagStruckOut}},
		{"501\uFFFD", count, Unreadable, "0", nil},
		{"\uFFFD\uFFFD", count, Unreadable, "0", nil},
		{"见\uFFFD", count, TextStatus, "0", nil},
		{"2024年", count, TextStatus, "0", nil},
	} {
		v := ParseValue(c.raw, c.q)
		if v.Status != c.st || v.Dec.String() != c.dec && v.Status == Reported || cmp.Diff(c.flags, v.Flags) != "" {
			t.Errorf("ParseValue(%q) = %v %v %v, want %v %v %v", c.raw, v.Status, v.Dec, v.Flags, c.st, c.dec, c.flags)
		}
	}
}

// The common cells take a shorter way to the same value: white space behind
// them leads the longer one.
func TestCommonCellsReadAlike(t *testing.T) {
	for _, raw := range []string{"0", "7", "12", "００７", "０", "１２", "１2", "00", "０5", "123456789012345", "1234567890123456", "１２３４５６７８９０１２３４５６", "-", "—", "－", "——", "--", "/", "无", "", "\xef\xbc", "1\xef\xbc\x90", "\xef\xbc\x8f"} {
		for _, q := range []Quantity{{Unit: "piece"}, {Unit: "cny_10k", Vague: true}, {Unit: "cny_10k", Printed: "元"}} {
			if diff := cmp.Diff(ParseValue(raw+" ", q), ParseValue(raw, q)); diff != "" {
				t.Errorf("%q (-with a space behind it +alone):\n%s", raw, diff)
			}
		}
	}
}

func FuzzParseValue(f *testing.F) {
	for _, s := range []string{"1,742,076", "增13", "75394432.52元", "三百零五", "1 2", "——"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		// Digits are never invented: a number that is not zero has one in the text.
		digits := 0
		for _, r := range Fold(s) {
			if r >= '0' && r <= '9' {
				digits++
			}
		}
		for _, q := range []Quantity{{Unit: "piece"}, {Unit: "cny_10k", Vague: true}, {Unit: "piece", Signed: true}} {
			v := ParseValue(s, q)
			if v.Status == Reported && v.Dec.Coef != 0 && digits == 0 {
				if _, _, ok := cutChinese(Fold(s)); !ok {
					if r, _, _ := cutSign(Fold(s)); r == Fold(s) {
						t.Fatalf("%q: number %v without a digit", s, v.Dec)
					}
				}
			}
		}
	})
}

func TestDecimal(t *testing.T) {
	a, b := Decimal{150, 2}, Decimal{5, 1}
	if got := a.Add(b).String(); got != "2.0" && got != "2.00" {
		t.Errorf("1.50 + 0.5 = %s", got)
	}
	if a.Cmp(Decimal{15, 1}) != 0 || a.Sub(b).Cmp(Int(1)) != 0 || !(Decimal{300, 2}).IsInt() {
		t.Error("decimals differ by scale alone")
	}
	if got := (Decimal{-5, 2}).String(); got != "-0.05" {
		t.Errorf("String = %s", got)
	}
}
