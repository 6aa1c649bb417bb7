package ocr

import (
	"image"
	"slices"
	"strings"

	"github.com/gongkai-data/gongkai/extract"
)

// only paints over with paper what lies outside of the places.
func only(img *image.Gray, places []extract.Box, scale float64) {
	size := img.Bounds().Size()
	for y := range size.Y {
		row := img.Pix[y*img.Stride : y*img.Stride+size.X]
		at := 0 // as far as the row is settled
		for at < size.X {
			from, to := size.X, size.X
			for _, b := range places {
				x0, x1 := max(at, int(b.X0*scale)), min(size.X, int(b.X1*scale)+1)
				if y >= int(b.Y0*scale) && y <= int(b.Y1*scale) && x0 < x1 && x0 < from {
					from, to = x0, x1
				}
			}
			for x := at; x < from; x++ {
				row[x] = 255
			}
			at = to
		}
	}
}

// faint is how much darker than paper the faintest ink is, of 255.
const faint = 24

// pale separates everything that is darker than paper from paper, the shade that most dots have.
func pale(img *image.Gray) *ink {
	size := img.Bounds().Size()
	k := &ink{w: size.X, h: size.Y, dark: make([]bool, size.X*size.Y)}
	var count [256]int
	for y := range k.h {
		for _, v := range img.Pix[y*img.Stride : y*img.Stride+k.w] {
			count[v]++
		}
	}
	paper := 128                   // what is darker is no paper
	for v := paper; v < 255; v++ { // white is painted outside of the picture and over its lines
		if count[v] > count[paper] {
			paper = v
		}
	}
	if count[255] > count[paper] && count[paper] < size.X*size.Y/20 {
		paper = 255
	}
	for y := range k.h {
		for x, v := range img.Pix[y*img.Stride : y*img.Stride+k.w] {
			k.dark[y*k.w+x] = int(v) < paper-faint
		}
	}
	return k
}

// Marks of ink that may be characters: from least dots high to a share of the page,
// and not as full as a shaded area.
const (
	highestMark = 20  // to the page
	fullest     = 0.9 // share of the box that is ink
)

// missed returns an unmapped character for every group of marks, however faint,
// that has the shape of a number, is in no word and not beside text. What is left of an erased line is none.
func missed(img *image.Gray, words []word, lines []line, least int) []word {
	k := pale(img)
	marks := slices.DeleteFunc(components(k), func(m image.Rectangle) bool {
		shaded := m.Dx() > m.Dy() && k.share(m) > fullest
		if m.Dy() < least || m.Dx() < least/4 || m.Dy() > k.h/highestMark || m.Dx() > k.w/highestMark || shaded {
			return true
		}
		return slices.ContainsFunc(words, func(w word) bool { return w.box.Overlaps(m) }) ||
			slices.ContainsFunc(lines, func(l line) bool { return m.In(l.box().Inset(-least / 4)) })
	})
	var out []word
	for _, b := range blobs(marks, least) {
		if !b.numeric() || slices.ContainsFunc(words, func(w word) bool { return w.labels(b.box) }) {
			continue // what is left of a label says nothing about a number, and hinders its recognition
		}
		out = append(out, word{text: string(extract.Unmapped), box: b.box})
	}
	return out
}

// labels reports that a box stands nearer to a word of text than that is high.
func (w word) labels(b image.Rectangle) bool {
	return strings.Trim(w.text, digits+string(extract.Unmapped)) != "" && w.box.Inset(-w.box.Dy()).Overlaps(b)
}

// box is where a line stands.
func (l line) box() image.Rectangle {
	if l.level {
		return image.Rect(l.from, l.first, l.to+1, l.last+1)
	}
	return image.Rect(l.first, l.from, l.last+1, l.to+1)
}

// share is how much of a box is ink.
func (k *ink) share(b image.Rectangle) float64 {
	n := 0
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			if k.at(x, y) {
				n++
			}
		}
	}
	return float64(n) / float64(max(1, b.Dx()*b.Dy()))
}
