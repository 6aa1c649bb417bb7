package pagetable

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"

	"github.com/gongkai-data/gongkai/extract"
)

// piece is the part of a fragment that lies in one cell or line.
type piece struct {
	dir    extract.Dir
	glyphs []glyph
	mid    float64
	size   float64
}

func pieceOf(f *fragment) piece { return piece{f.dir, f.glyphs, f.mid, f.size} }

// textOf returns the text of pieces in reading order: one line for each line
// that is printed, "\n" between them, so that digits which stand on two lines
// are neither joined nor parted here. Lines that run in another direction
// follow those that run rightwards.
func textOf(pieces []piece) string {
	if len(pieces) == 0 {
		return ""
	}
	if len(pieces) == 1 {
		var b strings.Builder
		writeLine(&b, pieces)
		return b.String()
	}
	slices.SortStableFunc(pieces, func(a, b piece) int {
		if a.dir != b.dir {
			return int(a.dir) - int(b.dir)
		}
		return cmp.Compare(a.mid, b.mid)
	})
	var b strings.Builder
	for i := 0; i < len(pieces); {
		j := i + 1
		for j < len(pieces) && pieces[j].dir == pieces[i].dir && pieces[j].mid-pieces[i].mid < lineOf(pieces[i:j], &pieces[j]) {
			j++
		}
		line := pieces[i:j]
		slices.SortStableFunc(line, func(a, b piece) int { return cmp.Compare(a.glyphs[0].x0, b.glyphs[0].x0) })
		if i > 0 {
			b.WriteByte('\n')
		}
		writeLine(&b, line)
		i = j
	}
	return b.String()
}

// lineOf is how far below the first piece of a line another one may stand.
func lineOf(line []piece, p *piece) float64 {
	small, big := p.size, p.size
	for i := range line {
		small, big = min(small, line[i].size), max(big, line[i].size)
	}
	if small < scriptSize*big {
		return 0.55 * big
	}
	return 0.45 * small
}

func writeLine(b *strings.Builder, line []piece) {
	size := 0.0
	for i := range line {
		size = max(size, line[i].size)
	}
	var last *glyph
	for i := range line {
		p := &line[i]
		for k := range p.glyphs {
			g := &p.glyphs[k]
			if last != nil && (k > 0 && g.spaced || k == 0 && (g.spaced || spaceBetween(last, g, g.x0-last.x1)) || strange(last, g)) {
				b.WriteByte(' ')
			}
			if g.torn && k == 0 || last != nil && k == 0 && farApart(line, i) {
				b.WriteRune(extract.Unmapped)
			}
			r := g.r
			if g.clash {
				r = extract.Unmapped
			} else if g.script != 0 && p.size >= 0.9*size {
				r = scriptRune(r, g.script)
			} else if i > 0 && p.size < scriptSize*size && math.Abs(p.mid-line[0].mid) > 0.15*size {
				r = scriptRune(r, sign(line[0].mid-p.mid))
			}
			b.WriteRune(r)
			if g.struck {
				b.WriteRune(struckOut)
			}
			if g.torn && k == len(p.glyphs)-1 && k > 0 {
				b.WriteRune(extract.Unmapped)
			}
			last = g
		}
	}
}

// farApart tells two numbers of one line of a cell: piece i begins with a digit,
// the one before it ends with one, and two digits more would have had room between
// them. Digits that are set apart to fill their cell look the same as numbers of one digit.
func farApart(line []piece, i int) bool {
	const far = 1.1 // of the size
	a, b := &line[i-1], &line[i]
	last, first := &a.glyphs[len(a.glyphs)-1], &b.glyphs[0]
	return unicode.IsDigit(last.r) && unicode.IsDigit(first.r) && first.x0-last.x1 > far*min(a.size, b.size)
}

// strange tells two digits of different sizes on one line: they are no one
// number, though nothing parts them.
func strange(a, b *glyph) bool {
	return a.script == 0 && b.script == 0 && max(a.size, b.size) > 1.03*min(a.size, b.size) && unicode.IsDigit(a.r) && unicode.IsDigit(b.r)
}

func sign(v float64) int8 {
	if v < 0 {
		return -1
	}
	return 1
}

// scriptRune writes raised and lowered digits as what they are: a footnote mark
// behind a number must not become one of its digits.
func scriptRune(r rune, script int8) rune {
	const raised = "⁰¹²³⁴⁵⁶⁷⁸⁹"
	if r < '0' || r > '9' {
		return r
	}
	if script < 0 {
		return '₀' + r - '0'
	}
	return []rune(raised)[r-'0']
}
