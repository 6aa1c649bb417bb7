package msdoc

import "github.com/gongkai-data/gongkai/extract/internal/listnum"

// ilfoAutonumber is the ilfo of a paragraph that sprmPAnld80 numbers
// ([MS-DOC] 2.6.2 sprmPIlfo).
const ilfoAutonumber = 0x7FF

// Values of nLvlAnm: 1 to 9 are levels of an outline.
const (
	anmNumber = 10
	anmBullet = 11
	anmPause  = 12 // the list goes on without a label
)

// autonumber prints the label of a paragraph numbered as Word 95 did
// ([MS-DOC] 2.9.3 ANLD; in Word 6 its text is of 8 bit). Bullets are left out:
// their character means nothing without its font.
func (r *reader) autonumber(p *pap) string {
	a := p.anld
	width := 2
	if r.fib.old {
		width = 1
	}
	if len(a) < 20+32*width || p.level == anmBullet || p.level == anmPause {
		return ""
	}
	nfc, before, after := a.u8(0), a.u8(1), a.u8(2)
	text := func(from, to int) string {
		b := a.clip(20+width*from, width*(min(to, 32)-from))
		if r.fib.old {
			return decode(r.language(), b)
		}
		return utf16Text(b)
	}
	if nfc == nfcBullet || nfc == nfcNone {
		return ""
	}
	k := 0
	if p.level >= 1 && p.level <= listLevels {
		k = p.level - 1
	}
	if r.nums.auto[k] == 0 {
		r.nums.auto[k] = max(a.u16(10), 1)
	} else {
		r.nums.auto[k]++
	}
	label := text(0, before) + r.number(nfc, r.nums.auto[k]) + text(before, before+after)
	if listnum.Joins(label) {
		return label
	}
	return label + " "
}
