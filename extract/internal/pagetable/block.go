package pagetable

import (
	"cmp"
	"math"
	"slices"
)

// block is the label of a group of rows: text in a column left of the labels,
// set in the middle of the rows that it stands for.
type block struct {
	col    int
	parts  []part
	y0, y1 float64
}

func (b *block) yc() float64 { return (b.y0 + b.y1) / 2 }

// takeBlocks takes the parts in the columns left of the labels out of the lines
// of the body, if they float between the rows, and joins them to blocks.
func (a *aligned) takeBlocks() []block {
	if a.label < 1 || !a.floating() {
		return nil
	}
	a.widen()
	var out []block
	open := make([]int, a.label) // column → its last block
	for c := range open {
		open[c] = -1
	}
	lines := a.lines[:a.head:a.head]
	for i := a.head; i < len(a.lines); i++ {
		l := a.lines[i]
		var rest []part
		for _, q := range l.parts {
			if q.to >= a.label || q.numeric() {
				rest = append(rest, q)
				continue
			}
			if k := open[q.from]; k >= 0 && q.y0-out[k].y1 < 0.7*q.size {
				out[k].parts = append(out[k].parts, q)
				out[k].y1 = q.y1
				continue
			}
			open[q.from] = len(out)
			out = append(out, block{col: q.from, parts: []part{q}, y0: q.y0, y1: q.y1})
		}
		if len(rest) > 0 {
			l.parts = rest
			lines = append(lines, l)
		}
	}
	a.lines = lines
	return out
}

// widen finds the labels that stand over the columns of groups too: where
// labels are set in the middle of their column, they are off it to the left.
func (a *aligned) widen() {
	right := (a.cols[a.label].x1 + a.cols[min(a.label+1, len(a.cols)-1)].x0) / 2
	if a.label+1 == len(a.cols) {
		right = a.cols[a.label].x1
	}
	middle := func(c int) float64 {
		left := a.cols[c].x0 - (a.cols[c+1].x0-a.cols[c].x1)/2
		if c > 0 {
			left = (a.cols[c-1].x1 + a.cols[c].x0) / 2
		}
		return (left + right) / 2
	}
	const near = 3.5 // points
	var labels []*part
	count := make(map[int]int)
	for i := a.head; i < len(a.lines); i++ {
		for k := range a.lines[i].parts {
			q := &a.lines[i].parts[k]
			if q.to != a.label || q.numeric() {
				continue
			}
			labels = append(labels, q)
			count[int(math.Round(q.xc()))]++
		}
	}
	own, at := 0, 0 // the middle of the labels: where most of them are
	for x := range count {
		if n := count[x-1] + count[x] + count[x+1]; n > own || n == own && x > at {
			own, at = n, x
		}
	}
	if own < 3 || 2*own < len(labels) {
		return
	}
	for _, q := range labels {
		best, off := a.label, math.Abs(q.xc()-float64(at))
		for c := range a.label {
			if d := math.Abs(q.xc() - middle(c)); d < near && d < off {
				best, off = c, d
			}
		}
		if off < near {
			q.from = best
		}
	}
}

// floating tells whether what stands left of the labels is not on their lines.
func (a *aligned) floating() bool {
	on, off := 0, 0
	for i := a.head; i < len(a.lines); i++ {
		l := &a.lines[i]
		if l.parts[0].to >= a.label {
			continue
		}
		if l.parts[len(l.parts)-1].from > a.label {
			on++
		} else {
			off++
		}
	}
	return off > 0 && 3*off >= on
}

// splitStub cuts a column of groups in two where its parts stand side by side:
// groups of groups.
func (a *aligned) splitStub() bool {
	if len(a.cols) > 40 || !a.floating() {
		return false
	}
	for c := range a.label {
		var spans []column
		for i := a.head; i < len(a.lines); i++ {
			for k := range a.lines[i].parts {
				if q := &a.lines[i].parts[k]; q.from == c && q.to == c && !q.numeric() {
					spans = append(spans, column{q.x0, q.x1})
				}
			}
		}
		slices.SortFunc(spans, func(x, y column) int { return cmp.Compare(x.x0, y.x0) })
		end := math.Inf(-1)
		for i, s := range spans {
			if i > 0 && s.x0 > end+2 {
				a.cols = slices.Insert(slices.Clone(a.cols), c, column{a.cols[c].x0, end})
				a.cols[c+1].x0 = s.x0
				return true
			}
			end = max(end, s.x1)
		}
	}
	return false
}

// placeBlocks makes cells of the blocks: in each column, and in each run of rows
// that leave it free, blocks follow each other without a gap, each in the
// middle of its rows.
func (a *aligned) placeBlocks(blocks []block, groups []group, row int) []cell {
	var out []cell
	for c := range a.label {
		var bs []*block
		for i := range blocks {
			if blocks[i].col == c {
				bs = append(bs, &blocks[i])
			}
		}
		for from := 0; from < len(groups) && len(bs) > 0; {
			if a.occupied(groups[from], c) {
				from++
				continue
			}
			to := from
			for to < len(groups) && !a.occupied(groups[to], c) {
				to++
			}
			_, bottom := a.extent(groups[to-1])
			var mine []*block
			for len(bs) > 0 && (bs[0].yc() <= bottom+2 || to == len(groups)) {
				mine, bs = append(mine, bs[0]), bs[1:]
			}
			out = append(out, a.tile(mine, groups, from, to, row)...)
			from = to
		}
	}
	return out
}

// tile shares the rows from … to among blocks.
func (a *aligned) tile(blocks []*block, groups []group, from, to, row int) []cell {
	var out []cell
	for i, b := range blocks {
		if from >= to {
			from = to - 1
		}
		end := to
		if i < len(blocks)-1 {
			top, _ := a.extent(groups[from])
			want, best := 2*b.yc()-top, math.Inf(1)
			for k := from; k < to-(len(blocks)-1-i); k++ {
				if _, y := a.extent(groups[k]); math.Abs(y-want) < best {
					best, end = math.Abs(y-want), k+1
				}
			}
		}
		c := cell{row: row + from, col: b.col, rows: max(1, end-from), cols: 1, page: a.no, rect: b.parts[0].rect}
		for _, q := range b.parts {
			c.pieces = append(c.pieces, q.piece)
			c.rect = c.union(q.rect)
		}
		out = append(out, c)
		from = end
	}
	return out
}

// occupied tells whether a row holds something of its own in a column.
func (a *aligned) occupied(g group, col int) bool {
	for i := g.from; i < g.to; i++ {
		if slices.ContainsFunc(a.lines[i].parts, func(q part) bool {
			return q.from <= col && col <= q.to
		}) {
			return true
		}
	}
	return false
}

func (a *aligned) extent(g group) (y0, y1 float64) {
	y0, y1 = math.Inf(1), math.Inf(-1)
	for i := g.from; i < g.to; i++ {
		for k := range a.lines[i].parts {
			y0, y1 = min(y0, a.lines[i].parts[k].y0), max(y1, a.lines[i].parts[k].y1)
		}
	}
	return y0, y1
}
