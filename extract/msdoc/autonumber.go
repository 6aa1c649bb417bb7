package msdoc

import "github.com/gongkai-data/gongkai/extract/internal/listnum"

// autonumber prints the label of a paragraph numbered as Word 95 did
// ([MS-DOC] 2.9.3 ANLD of sprmPAnld80).
func (r *reader) autonumber(p *pap) string {
	a := p.anld
	if len(a) < 84 {
		return ""
	}
	nfc, before, after := a.u8(0), a.u8(1), a.u8(2)
	text := func(from, n int) string {
		var units data
		for i := from; i < min(from+n, 32); i++ {
			units = append(units, byte(a.u16(20+2*i)), byte(a.u16(20+2*i)>>8))
		}
		return utf16Text(units)
	}
	if p.level == 11 || nfc == nfcBullet || nfc == nfcNone {
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
	label := text(0, before) + r.number(nfc, r.nums.auto[k]) + text(before, max(after-before, 0))
	if listnum.Joins(label) {
		return label
	}
	return label + " "
}
