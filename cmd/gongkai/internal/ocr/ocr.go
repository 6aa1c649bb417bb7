// Package ocr recognises characters in pages that are pictures, with an
// installed tesseract. What it gives is a guess: each character carries a
// confidence, and callers flag every number that comes of it.
//
// A page is painted at 300 dots an inch; its straight lines become rulings and are
// taken out of the picture; the rest is recognised as Chinese text. Numbers that
// stand alone, as in the cells of a table, are recognised once more as digits only, for a
// reader of Chinese sees characters in them. One that is not recognised for sure becomes an
// unmapped character, not a guess.
package ocr

import (
	"context"
	"image"
	"os/exec"
	"slices"
	"strings"

	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/extract/pdf/pdfium"
)

// resolution is how many dots an inch pages are painted with.
const resolution = 300

// Pages reads and paints the pages of a document.
type Pages interface {
	extract.PageReader
	Render(ctx context.Context, b []byte, opt extract.Options, pages []int, dpi float64, each func(pdfium.Rendered) error) error
}

// Engine recognises pages. It is safe for concurrent use.
type Engine struct {
	pages Pages
	path  string
}

// languages are what the program must have learnt: Chinese for the text, and
// digits come with English.
var languages = []string{"chi_sim", "eng"}

// New finds the program and what it has learnt. It fails with ocr-missing where
// something is not installed.
func New(ctx context.Context, pages Pages) (*Engine, error) {
	path, err := exec.LookPath(Program)
	if err != nil {
		return nil, failed("ocr-missing", extract.ErrNoText, "%v", err)
	}
	e := &Engine{pages: pages, path: path}
	has, err := e.run(ctx, nil, "--list-langs")
	if err != nil {
		return nil, err
	}
	for _, l := range languages {
		if !slices.Contains(strings.Fields(has), l) {
			return nil, failed("ocr-missing", extract.ErrNoText, "%s has not learnt %s", Program, l)
		}
	}
	return e, nil
}

// fewest is how many visible characters make a page of text.
const fewest = 8

// isPicture reports that a page shows a picture and hardly a character.
func isPicture(p *extract.PageContent) bool {
	visible := 0
	for i := range p.Chars {
		if c := &p.Chars[i]; !c.Hidden && c.Rune != ' ' {
			visible++
		}
	}
	return visible < fewest && len(p.Pictures) > 0
}

// Recognise recognises the pages of a document that are pictures and reads the
// others. It returns nil where none is a picture.
func (e *Engine) Recognise(ctx context.Context, b []byte, opt extract.Options) (*Recognition, error) {
	pages, err := e.pages.ReadPages(ctx, b, opt)
	if err != nil {
		return nil, err
	}
	var wanted []int
	for i := range pages {
		if isPicture(&pages[i]) {
			wanted = append(wanted, pages[i].Number)
		}
	}
	if len(wanted) == 0 {
		return nil, nil
	}
	r := &Recognition{pages: pages, sure: map[int][]placed{}}
	err = e.pages.Render(ctx, b, opt, wanted, resolution, func(img pdfium.Rendered) error {
		return e.page(ctx, img, r)
	})
	if err != nil {
		return nil, err
	}
	return r, nil
}

// Recognition is the pages of one document, with what was recognised in them.
type Recognition struct {
	pages []extract.PageContent
	sure  map[int][]placed // by page
}

// placed is how sure the recognition is of one place.
type placed struct {
	box  extract.Box
	sure int
}

// ReadPages returns the pages, whatever bytes are given.
func (r *Recognition) ReadPages(context.Context, []byte, extract.Options) ([]extract.PageContent, error) {
	return r.pages, nil
}

// Confidence is the lowest confidence of what was recognised at a place, 0 to
// 100; false where the page was read as text.
func (r *Recognition) Confidence(p extract.Prov) (int, bool) {
	words, is := r.sure[p.Page]
	if !is {
		return 0, false
	}
	least := 100
	for _, w := range words {
		x, y := (w.box.X0+w.box.X1)/2, (w.box.Y0+w.box.Y1)/2
		if x >= p.Box.X0 && x <= p.Box.X1 && y >= p.Box.Y0 && y <= p.Box.Y1 {
			least = min(least, w.sure)
		}
	}
	return least, true
}

// Rulings shorter than this, in points, are strokes of characters.
const (
	leastLevel   = 30.0
	leastUpright = 24.0
	thickest     = 3.5
)

// page recognises one painted page.
func (e *Engine) page(ctx context.Context, img pdfium.Rendered, r *Recognition) error {
	dots := func(points float64) int { return max(1, int(points*img.Scale)) }
	k := threshold(img.Image)
	lines := slices.Concat(k.lines(true, dots(leastLevel), dots(thickest)), k.lines(false, dots(leastUpright), dots(thickest)))
	erase(img.Image, lines)
	words, err := e.recognise(ctx, img.Image, "-l", "chi_sim", "--psm", "3", "tsv")
	if err != nil {
		return err
	}
	numbers, err := e.numbers(ctx, img.Image, dots(4))
	if err != nil {
		return err
	}
	words = slices.DeleteFunc(words, func(w word) bool {
		return slices.ContainsFunc(numbers, func(n word) bool { return w.box.Overlaps(n.box) })
	})
	i := slices.IndexFunc(r.pages, func(p extract.PageContent) bool { return p.Number == img.Number })
	p := &r.pages[i]
	p.Chars, p.Fonts, p.Pictures = nil, []extract.Font{{Name: Program}}, nil
	p.Rulings = append(p.Rulings, rulings(lines, img.Scale)...)
	r.sure[img.Number] = []placed{}
	for _, w := range append(words, numbers...) {
		r.place(p, w, img.Scale)
	}
	return nil
}

// digits is what may stand in a number.
const digits = "0123456789.,-"

// surely is the confidence from which a number is taken.
const surely = 60

// atOnce is how many numbers one picture holds; the program refuses pictures higher than 32,767 dots.
const atOnce = 250

// numbers recognises what stands alone and has the shape of a number.
func (e *Engine) numbers(ctx context.Context, img *image.Gray, least int) ([]word, error) {
	all := blobs(components(threshold(img)), least)
	all = slices.DeleteFunc(all, func(b blob) bool { return !b.numeric() || b.box.Dy() > img.Bounds().Dy()/40 })
	var out []word
	for some := range slices.Chunk(all, atOnce) {
		picture, slot := strip(img, some)
		seen, err := e.recognise(ctx, picture, "-l", "eng", "--psm", "6", "-c", "tessedit_char_whitelist="+digits, "tsv")
		if err != nil {
			return nil, err
		}
		out = append(out, numbered(some, seen, slot)...)
	}
	return out, nil
}

// numbered gives every number the word that was seen in its slot. One that was
// not seen, not for sure, or with more or fewer characters than it has marks, is unmapped.
func numbered(numbers []blob, seen []word, slot func(y int) int) []word {
	out := make([]word, len(numbers))
	for i, b := range numbers {
		out[i] = word{box: b.box, conf: 100}
	}
	slices.SortStableFunc(seen, func(a, b word) int { return a.box.Min.X - b.box.Min.X })
	for _, w := range seen {
		if i := slot((w.box.Min.Y + w.box.Max.Y) / 2); i >= 0 {
			out[i].text += w.text
			out[i].conf = min(out[i].conf, w.conf)
		}
	}
	for i, b := range numbers {
		if n := &out[i]; n.conf < surely || len(n.text) != len(b.marks) {
			n.text, n.conf = strings.Repeat(string(extract.Unmapped), len(b.marks)), 0
		}
	}
	return out
}

// place appends the characters of a word to a page, each with its share of the box.
func (r *Recognition) place(p *extract.PageContent, w word, scale float64) {
	box := extract.Box{X0: float64(w.box.Min.X) / scale, Y0: float64(w.box.Min.Y) / scale, X1: float64(w.box.Max.X) / scale, Y1: float64(w.box.Max.Y) / scale}
	runes := []rune(w.text)
	step := (box.X1 - box.X0) / float64(len(runes))
	for i, c := range runes {
		b := box
		b.X0 += step * float64(i)
		b.X1 = b.X0 + step
		p.Chars = append(p.Chars, extract.Char{Rune: c, Size: float32(box.Y1 - box.Y0), Box: b})
	}
	r.sure[p.Number] = append(r.sure[p.Number], placed{box, w.conf})
}

// rulings are the lines of a picture on its page.
func rulings(lines []line, scale float64) []extract.Ruling {
	var all []extract.Ruling
	for _, l := range lines {
		long := float64(l.to - l.from + 1)
		middle := float64(l.first+l.last+1) / 2 / scale
		from, to := float64(l.from)/scale, float64(l.to+1)/scale
		r := extract.Ruling{Width: float32(float64(l.pixels) / long / scale), Box: extract.Box{X0: from, X1: to, Y0: middle, Y1: middle}}
		if !l.level {
			r.Box = extract.Box{X0: middle, X1: middle, Y0: from, Y1: to}
		}
		all = append(all, r)
	}
	return all
}
