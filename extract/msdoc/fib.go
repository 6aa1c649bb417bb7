package msdoc

import (
	"fmt"

	"github.com/gongkai-data/gongkai/extract"
)

// fib is the file information block ([MS-DOC] 2.5.1 Fib) as far as it is read.
type fib struct {
	lid      int
	complex  bool // fast-saved: text and properties have been patched
	old      bool // Word 6 or 95
	eastAsia bool // wIdent of a version for East Asia
	wide     bool // fExtChar: a character of Word 95 is two bytes, see characters95
	mac      bool // the text is of the code page of the Macintosh
	fcMin    int  // of the text where there is no piece table
	fcMac    int
	ccp      [storyCount]int // characters of each story
	pairs    data            // FibRgFcLcb
}

// Stories in the order of their characters ([MS-DOC] 2.4.1).
const (
	storyMain = iota
	storyFootnotes
	storyHeaders
	storyMacros // unused since Word 95
	storyAnnotations
	storyEndnotes
	storyTextboxes
	storyHeaderTextboxes
	storyCount
)

// Indices into FibRgFcLcb97 ([MS-DOC] 2.5.6).
const (
	fcStshf        = 1
	fcPlcfBteChpx  = 12
	fcPlcfBtePapx  = 13
	fcSttbfFfn     = 15
	fcClx          = 33
	fcPlcSpaMom    = 40
	fcDggInfo      = 50
	fcSttbfRMark   = 51
	fcPlcftxbxTxt  = 56
	fcPlfLst       = 73
	fcPlfLfo       = 74
	fibBaseSize    = 32
	firstNFibWord8 = 0xC1 // [MS-DOC] 2.5.1; Word 6 and 95 wrote 101 to 104
	firstNFibWord6 = 101
)

// identity tells what wIdent and nFib say: Word 97 and later, Word 6 or 95, or
// none that is known. Word 95 and Word 97 for East Asia wrote other wIdent.
func identity(word data) (nFib int, known bool) {
	switch word.u16(0) {
	case 0xA5EC, 0xA5DC, 0xA697, 0xA698, 0xA699, 0xA5DB, 0xA5E8:
		return word.u16(2), true
	}
	return 0, false
}

// readFib reads the FIB of Word 97 and later. The counts in it say how long its
// parts are, so that later versions are read too.
func readFib(word data) (*fib, error) {
	if !word.has(0, fibBaseSize+2) {
		return nil, corrupt("msdoc-fib", 0, fmt.Sprintf("%d bytes", len(word)))
	}
	flags := word.u16(10)
	f := &fib{
		lid: word.u16(6), fcMin: word.i32(24), fcMac: word.i32(28), complex: flags&0x0004 != 0,
	}
	off := fibBaseSize
	csw := word.u16(off)
	off += 2 + 2*csw
	cslw := word.u16(off)
	off += 2
	lw := word.sub(off, 4*cslw)
	off += 4 * cslw
	pairs := word.u16(off)
	f.pairs = word.clip(off+2, 8*pairs)
	if lw == nil || len(f.pairs) < 8*(fcClx+1) {
		return nil, corrupt("msdoc-fib", off, fmt.Sprintf("counts %d, %d and %d", csw, cslw, pairs))
	}
	for i := range f.ccp {
		f.ccp[i] = max(lw.i32(12+4*i), 0) // [MS-DOC] 2.5.5 FibRgLw97
	}
	return f, nil
}

// total is the number of characters of all stories.
func (f *fib) total() int {
	n := 0
	for _, c := range f.ccp {
		n += c
	}
	return n
}

// part returns the bytes of one pair of FibRgFcLcb in the table stream; cut
// where the stream ends.
func (f *fib) part(table data, i int) data {
	fc, lcb := f.pairs.i32(8*i), f.pairs.i32(8*i+4)
	if lcb <= 0 || fc < 0 {
		return nil
	}
	return table.clip(fc, lcb)
}

func corrupt(code extract.Code, off int, detail string) error {
	return &extract.Error{Code: code, Format: format, Part: mainStream, Offset: int64(off), Detail: detail, Err: extract.ErrCorrupt}
}
