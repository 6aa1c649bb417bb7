package ocr

import (
	"image"
	"image/draw"
	"slices"
)

// blob is a group of marks that stand together on one line of a page, with white
// around it: a number in a cell, or a line of text.
type blob struct {
	box   image.Rectangle
	marks []image.Rectangle // connected ink, left to right
}

// maxMarks bounds the marks of one page; a picture of noise has more.
const maxMarks = 200_000

// components finds the connected marks of ink, smaller than a third of the page.
func components(k *ink) []image.Rectangle {
	seen := make([]bool, len(k.dark))
	var all []image.Rectangle
	var stack []int32
	for start := range k.dark {
		if !k.dark[start] || seen[start] {
			continue
		}
		if len(all) == maxMarks {
			return nil
		}
		box := image.Rect(start%k.w, start/k.w, start%k.w+1, start/k.w+1)
		stack = append(stack[:0], int32(start))
		seen[start] = true
		for len(stack) > 0 {
			p := int(stack[len(stack)-1])
			stack = stack[:len(stack)-1]
			x, y := p%k.w, p/k.w
			box = box.Union(image.Rect(x, y, x+1, y+1))
			for ny := max(0, y-1); ny <= min(k.h-1, y+1); ny++ {
				for nx := max(0, x-1); nx <= min(k.w-1, x+1); nx++ {
					if q := ny*k.w + nx; k.dark[q] && !seen[q] {
						seen[q] = true
						stack = append(stack, int32(q))
					}
				}
			}
		}
		if box.Dx() < k.w/3 && box.Dy() < k.h/3 {
			all = append(all, box)
		}
	}
	return all
}

// blobs joins marks that stand side by side, nearer than they are high. least is the
// height of the smallest mark that begins a blob; smaller ones (points, dirt) only join.
func blobs(marks []image.Rectangle, least int) []blob {
	slices.SortFunc(marks, func(a, b image.Rectangle) int { return a.Min.X - b.Min.X })
	var all []blob
	for _, m := range marks {
		best := -1
		for i := len(all) - 1; i >= 0; i-- {
			b := all[i].box
			if m.Min.X-b.Max.X > b.Dy()*7/10 || m.Min.Y >= b.Max.Y || m.Max.Y <= b.Min.Y {
				continue
			}
			if best < 0 || all[i].box.Max.X > all[best].box.Max.X {
				best = i
			}
		}
		switch {
		case best >= 0:
			all[best].box = all[best].box.Union(m)
			all[best].marks = append(all[best].marks, m)
		case m.Dy() >= least:
			all = append(all, blob{m, []image.Rectangle{m}})
		}
	}
	return all
}

// numeric reports that all marks of a blob have the shape of digits, points and
// signs: none wider than a digit, none above another, the tall ones equally tall.
// Han characters have neither.
func (b *blob) numeric() bool {
	tall, highest := 0, 0
	for _, m := range b.marks {
		highest = max(highest, m.Dy())
	}
	end := -1
	for _, m := range b.marks {
		if m.Min.X < end-2 {
			return false
		}
		end = m.Max.X
		switch {
		case m.Dy()*5 >= highest*4: // a digit
			if m.Dx()*20 > m.Dy()*17 || m.Dx()*10 < m.Dy()*3 {
				return false
			}
			tall++
		case m.Dy()*3 > highest: // too low for a digit, too high for a point or a sign
			return false
		}
	}
	return tall > 0 && tall <= 12
}

// strip puts numbers below each other into one picture, so that one run of the
// program reads them all; beside each other it would take some for one. slot returns
// which one stands at a height.
func strip(img *image.Gray, numbers []blob) (out *image.Gray, slot func(y int) int) {
	const pad = 24
	w, h := 0, 0
	for _, b := range numbers {
		w, h = max(w, b.box.Dx()), max(h, b.box.Dy())
	}
	h += 2 * pad
	out = image.NewGray(image.Rect(0, 0, w+4*pad, len(numbers)*h+2*pad))
	for i := range out.Pix {
		out.Pix[i] = 255
	}
	for i, b := range numbers {
		at := image.Pt(2*pad, pad+i*h+pad)
		draw.Draw(out, image.Rectangle{Min: at, Max: at.Add(b.box.Size())}, img, b.box.Min, draw.Src)
	}
	return out, func(y int) int {
		if i := (y - pad) / h; y >= pad && i < len(numbers) {
			return i
		}
		return -1
	}
}
