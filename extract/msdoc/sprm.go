package msdoc

// Single property modifiers that are read ([MS-DOC] 2.6).
const (
	sprmPIstd          = 0x4600
	sprmPIncLvl        = 0x2602
	sprmPIlvl          = 0x260A
	sprmPIlfo          = 0x460B
	sprmPNLvlAnm       = 0x25FF
	sprmPFInTable      = 0x2416
	sprmPFTtp          = 0x2417
	sprmPAnld80        = 0xC63E
	sprmPOutLvl        = 0x2640
	sprmPHugePapx      = 0x6646
	sprmPHugePapx2     = 0x6645 // of Word 97 before its final form
	sprmPItap          = 0x6649
	sprmPDtap          = 0x664A
	sprmPFInnerTblCell = 0x244B
	sprmPFInnerTtp     = 0x244C
	sprmPTableProps    = 0x646B
	sprmPChgTabs       = 0xC615
	sprmCFRMarkDel     = 0x0800
	sprmCPicLocation   = 0x6A03
	sprmCFData         = 0x0806
	sprmCSymbol        = 0x6A09
	sprmCIstd          = 0x4A30
	sprmCPlain         = 0x2A33
	sprmCFVanish       = 0x083C
	sprmCFStrike       = 0x0837
	sprmCFDStrike      = 0x2A53
	sprmCIss           = 0x2A48
	sprmCHpsPos        = 0x4845
	sprmCHps           = 0x4A43
	sprmCRgFtc0        = 0x4A4F
	sprmCRgFtc1        = 0x4A50
	sprmCRgFtc2        = 0x4A51
	sprmTDxaLeft       = 0x9601
	sprmTDxaGapHalf    = 0x9602
	sprmTTableHeader   = 0x3404
	sprmTDefTable10    = 0xD606
	sprmTDefTable      = 0xD608
	sprmTInsert        = 0x7621
	sprmTDelete        = 0x5622
	sprmTDxaCol        = 0x7623
	sprmTMerge         = 0x5624
	sprmTSplit         = 0x5625
	sprmTVertMerge     = 0xD62B
	sgcTable           = 5 // sprm.sgc of table properties
)

// prls walks an array of Prl ([MS-DOC] 2.9.208 Prl).
type prls struct {
	rest data
	op   uint16
	arg  data

	old, eastAsia bool // of Word 6, of one of its versions for East Asia
}

// next reads one Prl; false at the end or where the rest is too short.
func (p *prls) next() bool {
	if p.old {
		return p.next6()
	}
	b := p.rest
	if len(b) < 3 {
		return false
	}
	p.op = uint16(b[0]) | uint16(b[1])<<8
	skip, n := 2, int(operandSizes[p.op>>13])
	if n == 0 {
		skip, n = p.variable()
	}
	if n > len(b)-skip {
		return false
	}
	p.arg, p.rest = b[skip:skip+n], b[skip+n:]
	return true
}

// operandSizes by spra ([MS-DOC] 2.6); 0 for a size that is told in front of the
// operand.
var operandSizes = [8]uint8{1, 1, 2, 4, 2, 2, 0, 3}

// variable returns where the operand starts and its size.
func (p *prls) variable() (skip, n int) {
	switch p.op {
	case sprmTDefTable, sprmTDefTable10: // cb counts the operand and one more ([MS-DOC] 2.9.324)
		return 4, max(p.rest.u16(2)-1, 0)
	case sprmPChgTabs: // [MS-DOC] 2.9.180: 255 stands for what the counts say
		if p.rest.u8(2) == 255 {
			del := p.rest.u8(3)
			return 3, 2 + 4*del + 3*p.rest.u8(4+4*del)
		}
	}
	return 3, p.rest.u8(2)
}
