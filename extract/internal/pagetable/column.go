package pagetable

import (
	"math"
	"slices"
)

// column is a strip of a table that is found by alignment.
type column struct{ x0, x1 float64 }

// columnsOf finds the columns of lines: the strips that words cover, between
// the strips of white that separate fragments in enough of the lines.
// Fragments that span columns, as the heads of groups do, do not count.
func columnsOf(lines []textLine) []column {
	box := lines[0].rect
	multi := 0
	for i := range lines {
		box = box.union(lines[i].rect)
		if len(lines[i].frags) > 1 {
			multi++
		}
	}
	if multi == 0 || !(box.w() < 20_000) {
		return nil
	}
	span := spanners(lines)
	const bin = 0.5
	outer := stubs(lines, box, bin)
	n := int(box.w()/bin) + 3
	cover, votes := make([]int32, n), make([]int32, n)
	at := func(x float64) int { return min(max(int((x-box.x0)/bin), 0), n-1) }
	size := 0.0
	for i := range lines {
		l := &lines[i]
		size += l.size
		if len(l.frags) < 2 {
			continue
		}
		for k, f := range l.frags {
			if k > 0 {
				votes[at(l.frags[k-1].x1)]++
				votes[at(f.x0)]--
			}
			if span[i][k] {
				continue
			}
			if k == 0 && outer != nil && outer.crosses(f) {
				continue
			}
			for _, w := range f.words() {
				cover[at(w.x0+0.2)]++
				cover[at(max(w.x1-0.2, w.x0+0.2))+1]--
			}
		}
	}
	size /= float64(len(lines))
	if outer != nil {
		outer.cover(lines, cover, votes, at)
	}
	return strips(cover, votes, int32(max(2, multi/5)), multi, func(i int) float64 { return box.x0 + float64(i)*bin }, size, outer != nil)
}

// stubWhite is the white left of which groups of rows have their labels. They are set
// in the middle of their rows, so few lines hold both a group and a label.
type stubWhite struct {
	white []bool
	x0    float64
	bin   float64
}

// stubs looks for white left of most labels, with text of some lines left of it;
// a few labels may run over it. It returns nil where there is none.
func stubs(lines []textLine, box rect, bin float64) *stubWhite {
	n := int(box.w()/bin) + 3
	cross, starts, ends := make([]int, n+1), make([]int, n+1), make([]int, n+1)
	at := func(x float64) int { return min(max(int((x-box.x0)/bin), 0), n-1) }
	multi := 0
	for i := range lines {
		f := lines[i].frags[0]
		if len(lines[i].frags) < 2 || f.numeric() || !figures(&lines[i]) {
			for _, f := range lines[i].frags {
				ends[at(f.x1)]++
			}
			continue
		}
		multi++
		cross[at(f.x0)]++
		cross[at(f.x1)]--
		starts[at(f.x0)]++
		ends[at(f.x1)]++
	}
	if multi < 6 {
		return nil
	}
	s := &stubWhite{white: make([]bool, n), x0: box.x0, bin: bin}
	left, before, over, found := 0, 0, 0, false
	for x := range n {
		over, before = over+cross[x], before+starts[x]
		right := multi - before
		if left > 1 && 5*over <= multi && 2*right >= multi {
			s.white[x], found = true, true
		}
		left += ends[x]
	}
	if !found {
		return nil
	}
	return s
}

// crosses tells a label that runs over the white.
func (s *stubWhite) crosses(f *fragment) bool {
	lo, hi := int((f.x0-s.x0)/s.bin)+2, int((f.x1-s.x0)/s.bin)-2
	for x := max(lo, 0); x < min(hi, len(s.white)); x++ {
		if s.white[x] {
			return true
		}
	}
	return false
}

// cover adds the labels of groups, which stand on lines of their own, and votes
// for the white right of them.
func (s *stubWhite) cover(lines []textLine, cover, votes []int32, at func(float64) int) {
	first, last := -1, -1
	for x, w := range s.white {
		if w {
			if first < 0 {
				first = x
			}
			last = x
		}
	}
	edge := s.x0 + float64(last+1)*s.bin
	for i := range lines {
		if f := lines[i].frags[0]; len(lines[i].frags) == 1 && f.x1 <= edge && !s.crosses(f) {
			// a line of one fragment has not been counted
			cover[at(f.x0+0.2)] += 1
			cover[at(max(f.x1-0.2, f.x0+0.2))+1] -= 1
		}
	}
	n := int32(len(lines))
	votes[first] += n
	votes[min(last+1, len(votes)-1)] -= n
}

// strips turns coverage and votes into columns.
func strips(cover, votes []int32, need int32, multi int, x func(int) float64, size float64, stubbed bool) []column {
	if multi < 3 {
		need = 1
	}
	for i := 1; i < len(cover); i++ {
		cover[i] += cover[i-1]
		votes[i] += votes[i-1]
	}
	// A few lines may run over the white between two columns that most keep.
	white := func(i int) bool { return cover[i] == 0 || !stubbed && 7*cover[i] <= votes[i] }
	var out []column
	for i := 0; i < len(cover); {
		if white(i) {
			i++
			continue
		}
		j := i
		for j < len(cover) && !white(j) {
			j++
		}
		out = append(out, column{x(i), x(j)})
		i = j
	}
	// White that few lines leave wide, or that is narrow, parts no columns.
	for k := 1; k < len(out); {
		best := int32(0)
		i0, i1 := int(math.Round((out[k-1].x1-x(0))*2)), int(math.Round((out[k].x0-x(0))*2))
		for i := i0; i < i1; i++ {
			best = max(best, votes[i])
		}
		gap := out[k].x0 - out[k-1].x1
		if best < need || gap < 0.3*size && int(best) < multi/2 {
			out[k-1].x1 = out[k].x1
			out = slices.Delete(out, k, k+1)
			continue
		}
		k++
	}
	return out
}

// spanners marks the fragments that lie over two fragments of most lines near
// by; lines with the most fragments tell the columns best.
func spanners(lines []textLine) [][]bool {
	const look = 14
	out := make([][]bool, len(lines))
	most := 0
	for i := range lines {
		most = max(most, len(lines[i].frags))
	}
	for i := range lines {
		out[i] = make([]bool, len(lines[i].frags))
		for k, f := range lines[i].frags {
			var one, two [2]int // in all lines, in those with the most fragments
			for j := max(0, i-look); j < min(len(lines), i+look+1); j++ {
				if j == i || len(lines[j].frags) < 2 {
					continue
				}
				n, full := overlapped(&lines[j], f), 0
				if 10*len(lines[j].frags) >= 7*most {
					full = 1
				}
				switch {
				case n == 1:
					one[0], one[1] = one[0]+1, one[1]+full
				case n > 1:
					two[0], two[1] = two[0]+1, two[1]+full
				}
			}
			out[i][k] = two[0] > one[0] || two[1] > one[1]
		}
	}
	return out
}

// overlapped counts the fragments of a line that stand above or below f.
func overlapped(l *textLine, f *fragment) int {
	from, _ := slices.BinarySearchFunc(l.frags, f.x0, func(g *fragment, x float64) int {
		if g.x1 <= x {
			return -1
		}
		return 1
	})
	n := 0
	for k := from; k < len(l.frags) && l.frags[k].x0 < f.x1; k++ {
		if overlap(f.x0, f.x1, l.frags[k].x0, l.frags[k].x1) > 1 {
			if n++; n > 1 {
				break
			}
		}
	}
	return n
}

// place returns the columns that a box lies in.
func place(cols []column, r rect) (from, to int) {
	from, to = -1, -1
	for c := range cols {
		lo, hi := math.Inf(-1), math.Inf(1)
		if c > 0 {
			lo = (cols[c-1].x1 + cols[c].x0) / 2
		}
		if c < len(cols)-1 {
			hi = (cols[c].x1 + cols[c+1].x0) / 2
		}
		o := overlap(r.x0, r.x1, lo, hi)
		if o <= 0 && !(r.w() == 0 && r.x0 >= lo && r.x0 < hi) {
			continue
		}
		// touching the strip of a column counts, the white beside it does not
		if in := overlap(r.x0, r.x1, cols[c].x0, cols[c].x1); in > min(1.5, 0.5*r.w()) || o > 0.6*r.w() {
			if from < 0 {
				from = c
			}
			to = c
		}
	}
	if from < 0 {
		x := r.xc()
		for c := range cols {
			from, to = c, c
			if c == len(cols)-1 || x < (cols[c].x1+cols[c+1].x0)/2 {
				break
			}
		}
	}
	return from, to
}
