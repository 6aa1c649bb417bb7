// Package ocr recognises characters in pictures that may show a table, with an
// installed tesseract. What it gives is a guess: each character carries a
// confidence, and callers flag every number that comes of it.
//
// A page is painted at 300 dots an inch; its straight lines become rulings and are
// taken out of the picture; the rest is recognised as Chinese text. Numbers that
// stand alone, as in the cells of a table, are recognised once more as digits only, for a
// reader of Chinese sees characters in them. One that is not recognised for sure becomes an
// unmapped character, not a guess; so does ink of that shape in which nothing was recognised, faint ink too.
package ocr

import (
	"context"
	"image"
	"math"
	"os/exec"
	"slices"
	"strings"

	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/extract/pdf"
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
	pages  Pages
	settle func(context.Context, []byte, extract.Options) ([]extract.PageContent, []extract.Prov, error)
	path   string
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
	e := &Engine{pages: pages, settle: pdf.Settled, path: path}
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

// Recognise recognises the pictures of a document that may show a table. All else
// stays as the readers of text see it. It returns nil where there is no such picture.
func (e *Engine) Recognise(ctx context.Context, b []byte, opt extract.Options) (*Recognition, error) {
	opt.Second, opt.Instead = e.pages, nil
	pages, pictures, err := e.settle(ctx, b, opt)
	if err != nil || len(pictures) == 0 {
		return nil, err
	}
	if painted, err := e.pages.ReadPages(ctx, b, opt); err != nil {
		return nil, err
	} else if len(painted) != len(pages) { // page 3 of one reader may be page 2 of the other
		return nil, failed("ocr-failed", extract.ErrInternal, "%d pages are read, %d painted", len(pages), len(painted))
	}
	r := &Recognition{pages: slices.Clone(pages), places: map[int][]extract.Box{}, sure: map[int][]placed{}}
	var wanted []int
	for _, at := range pictures {
		p := &pages[at.Page-1]
		if at.Box == (extract.Box{}) {
			at.Box = extract.Box{X1: p.Width, Y1: p.Height}
		}
		if r.places[p.Number] == nil {
			wanted = append(wanted, p.Number)
		}
		r.places[p.Number] = append(r.places[p.Number], at.Box)
	}
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
	pages  []extract.PageContent
	places map[int][]extract.Box // by page: what is recognised of it
	sure   map[int][]placed      // by page
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
// 100; false where the place was read as text.
func (r *Recognition) Confidence(p extract.Prov) (int, bool) {
	if !slices.ContainsFunc(r.places[p.Page], func(b extract.Box) bool { return touch(b, p.Box) }) {
		return 0, false
	}
	least := 100
	for _, w := range r.sure[p.Page] {
		if holds(p.Box, w.box) {
			least = min(least, w.sure)
		}
	}
	return least, true
}

// holds reports that the middle of a box lies in a place.
func holds(place, b extract.Box) bool {
	x, y := (b.X0+b.X1)/2, (b.Y0+b.Y1)/2
	return x >= place.X0 && x <= place.X1 && y >= place.Y0 && y <= place.Y1
}

// touch reports that two boxes share a point.
func touch(a, b extract.Box) bool {
	return a.X0 <= b.X1 && b.X0 <= a.X1 && a.Y0 <= b.Y1 && b.Y0 <= a.Y1
}

// Rulings shorter than this, in points, are strokes of characters.
const (
	leastLevel   = 30.0
	leastUpright = 24.0
	thickest     = 3.5
)

// page recognises the pictures of one painted page. Ink in them that is no word
// becomes unmapped characters, so that no cell with ink is taken for an empty one.
func (e *Engine) page(ctx context.Context, img pdfium.Rendered, r *Recognition) error {
	i := slices.IndexFunc(r.pages, func(p extract.PageContent) bool { return p.Number == img.Number })
	p := &r.pages[i]
	if math.Abs(img.Width-p.Width) > 1 || math.Abs(img.Height-p.Height) > 1 {
		return failed("ocr-failed", extract.ErrInternal, "page %d is read as %.0f × %.0f, painted as %.0f × %.0f", p.Number, p.Width, p.Height, img.Width, img.Height)
	}
	places := r.places[p.Number]
	only(img.Image, places, img.Scale)
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
	words = append(words, numbers...)
	words = append(words, missed(img.Image, words, lines, dots(4))...)
	r.clear(p)
	printed := p.Chars
	for _, w := range words {
		if r.in(p.Number, points(w.box, img.Scale)) && !said(printed, w, img.Scale) {
			r.place(p, w, img.Scale)
		}
	}
	p.Rulings = append(slices.Clone(p.Rulings), rulings(lines, img.Scale)...)
	return nil
}

// clear takes out of a page what the recognition stands for: the pictures, and the
// text without ink that lies on them.
func (r *Recognition) clear(p *extract.PageContent) {
	at := func(b extract.Box) bool { return r.in(p.Number, b) }
	p.Chars = slices.DeleteFunc(slices.Clone(p.Chars), func(c extract.Char) bool { return c.Hidden && at(c.Box) })
	p.Pictures = slices.DeleteFunc(slices.Clone(p.Pictures), at)
	p.Fonts = append(slices.Clone(p.Fonts), extract.Font{Name: Program})
}

// in reports that something stands on a picture that is recognised.
func (r *Recognition) in(page int, b extract.Box) bool {
	return slices.ContainsFunc(r.places[page], func(place extract.Box) bool { return holds(place, b) })
}

// said reports that a word is painted by characters that the file names. Larger ones
// are a watermark, which says nothing about what stands below it.
func said(printed []extract.Char, w word, scale float64) bool {
	b := points(w.box, scale)
	for i := range printed {
		c := &printed[i]
		large := c.Box.Y1-c.Box.Y0 > 2*(b.Y1-b.Y0)+4
		if !c.Hidden && !c.Slanted && !large && (holds(c.Box, b) || holds(b, c.Box)) {
			return true
		}
	}
	return false
}

// points is a box of dots on the page.
func points(b image.Rectangle, scale float64) extract.Box {
	return extract.Box{X0: float64(b.Min.X) / scale, Y0: float64(b.Min.Y) / scale, X1: float64(b.Max.X) / scale, Y1: float64(b.Max.Y) / scale}
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
	box := points(w.box, scale)
	font := int32(len(p.Fonts) - 1) // clear put it there
	runes := []rune(w.text)
	step := (box.X1 - box.X0) / float64(len(runes))
	for i, c := range runes {
		b := box
		b.X0 += step * float64(i)
		b.X1 = b.X0 + step
		p.Chars = append(p.Chars, extract.Char{Rune: c, Font: font, Size: float32(box.Y1 - box.Y0), Box: b})
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
