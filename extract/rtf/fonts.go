package rtf

import (
	"strings"

	"github.com/gongkai-data/gongkai/extract/internal/symbolfont"
)

// font is one entry of \fonttbl.
type font struct {
	name    string
	charset int // \fcharset, -1 where not given
	page    int // \cpg, 0 where not given
	set     *charset
}

type fonts struct {
	byNum   map[int32]*font
	cur     *font
	last    *font // found last, of number lastNum
	lastNum int32
	partial []byte
	symbols bool // some font draws symbols
}

// maxFonts bounds the list of fonts.
const maxFonts = 1 << 16

// define starts the entry of a font.
func (f *fonts) define(n int32) {
	if f.byNum == nil {
		f.byNum = make(map[int32]*font)
	}
	f.finish()
	f.cur = &font{charset: -1}
	f.last = nil
	if _, ok := f.byNum[n]; ok || len(f.byNum) < maxFonts {
		f.byNum[n] = f.cur
	}
}

// name reads the name of the entry, which ends with a semicolon. Only names in
// ASCII matter.
func (f *fonts) name(b []byte) {
	for _, c := range b {
		if c != ';' {
			if c >= ' ' && c < 0x7f && len(f.partial) < 64 {
				f.partial = append(f.partial, c)
			}
			continue
		}
		f.finish()
	}
}

// finish gives the current entry its name.
func (f *fonts) finish() {
	if f.cur != nil && f.cur.name == "" {
		f.cur.name = strings.TrimSpace(string(f.partial))
		f.symbols = f.symbols || symbolfont.Is(f.cur.name)
	}
	f.partial = f.partial[:0]
}

func (f *fonts) find(n int32) *font {
	if f.last != nil && f.lastNum == n {
		return f.last
	}
	x := f.byNum[n]
	f.last, f.lastNum = x, n
	return x
}

func (f *fonts) nameOf(n int32) string {
	if x := f.find(n); x != nil {
		return x.name
	}
	return ""
}
