package ocr

import (
	"image"
	"slices"
)

// ink says which dots of a picture are dark.
type ink struct {
	w, h int
	dark []bool
}

func (k *ink) at(x, y int) bool { return k.dark[y*k.w+x] }

// threshold separates ink from paper by Otsu's method: the level that keeps the
// two groups of dots most apart.
func threshold(img *image.Gray) *ink {
	size := img.Bounds().Size()
	k := &ink{w: size.X, h: size.Y, dark: make([]bool, size.X*size.Y)}
	var count [256]int
	for y := range k.h {
		for _, v := range img.Pix[y*img.Stride : y*img.Stride+k.w] {
			count[v]++
		}
	}
	level := otsu(&count)
	for y := range k.h {
		row := img.Pix[y*img.Stride : y*img.Stride+k.w]
		for x, v := range row {
			k.dark[y*k.w+x] = int(v) <= level
		}
	}
	return k
}

func otsu(count *[256]int) int {
	total, sum := 0, 0
	for v, n := range count {
		total += n
		sum += v * n
	}
	best, level := -1.0, 127
	below, belowSum := 0, 0
	for v, n := range count {
		below += n
		belowSum += v * n
		if below == 0 || below == total {
			continue
		}
		a := float64(belowSum) / float64(below)
		b := float64(sum-belowSum) / float64(total-below)
		if d := float64(below) * float64(total-below) * (a - b) * (a - b); d > best {
			best, level = d, v
		}
	}
	return min(level, 200) // a blank page has no ink
}

// line is one straight line of ink, in dots; along is its long way.
type line struct {
	level        bool
	from, to     int // along
	first, last  int // across
	pixels, runs int
}

// lines finds the straight lines of a page: runs of dark dots at least least
// long, those of neighbouring rows joined. A slightly turned scan breaks a line
// into runs that step from row to row; they join too.
func (k *ink) lines(level bool, least, thickest int) []line {
	along, across := k.w, k.h
	dark := func(a, c int) bool { return k.dark[c*k.w+a] }
	if !level {
		along, across = k.h, k.w
		dark = func(a, c int) bool { return k.dark[a*k.w+c] }
	}
	var open, done []line
	piece := max(8, least/4)
	for c := range across {
		var next []line
		for a := 0; a < along; {
			if !dark(a, c) {
				a++
				continue
			}
			from, gap := a, 0
			end := a
			for a < along && gap <= maxGap {
				if dark(a, c) {
					end, gap = a, 0
				} else {
					gap++
				}
				a++
			}
			if end-from+1 < piece {
				continue
			}
			l := line{level: level, from: from, to: end, first: c, last: c, pixels: end - from + 1, runs: 1}
			for i := 0; i < len(open); {
				o := open[i]
				beside := o.from > l.to+maxGap || o.to < l.from-maxGap
				within := l.from >= o.from && l.to <= o.to && 4*(l.to-l.from) < o.to-o.from // what touches a line
				if beside || within {
					i++
					continue
				}
				l.from, l.to, l.first = min(l.from, o.from), max(l.to, o.to), min(l.first, o.first)
				l.pixels, l.runs = l.pixels+o.pixels, l.runs+o.runs
				open = slices.Delete(open, i, i+1)
			}
			next = append(next, l)
		}
		done = append(done, open...)
		open = next
	}
	done = append(done, open...)
	return slices.DeleteFunc(done, func(l line) bool {
		long := l.to - l.from + 1
		thick := (l.pixels + long - 1) / long
		return long < least || thick > thickest || l.last-l.first+1 > thickest+long/40
	})
}

// maxGap is how many dots a line may be interrupted.
const maxGap = 2

// erase paints the lines of a picture over with paper, with a rim for what the scan has
// smeared. Where a line crosses a character some of it is lost.
func erase(img *image.Gray, lines []line) {
	const rim = 2
	size := img.Bounds().Size()
	for _, l := range lines {
		x0, x1, y0, y1 := l.from, l.to, l.first, l.last
		if !l.level {
			x0, x1, y0, y1 = l.first, l.last, l.from, l.to
		}
		for y := max(0, y0-rim); y <= min(size.Y-1, y1+rim); y++ {
			for x := max(0, x0-rim); x <= min(size.X-1, x1+rim); x++ {
				img.Pix[y*img.Stride+x] = 255
			}
		}
	}
}
