// Package content interprets the content streams of pages (ISO 32000-1, clauses
// 8, 9 and 14.6): it follows the state of graphics and text and notes characters
// with their boxes, straight rulings and pictures, in points of the page as it
// is displayed.
//
//	[x] all text operators, all rendering modes, vertical writing, Type 3 fonts
//	[x] lines and rectangles, stroked and filled, under any transform; dashes; white fills
//	[x] form XObjects, appearances of annotations and form fields, inline images
//	[x] clipping by the box of the clipping path; what is wholly clipped away is left out
//	[x] optional content that is off is left out; ActualText for glyphs that nothing else names
//	[x] Rotate, UserUnit, CropBox
//	[x] what is seen of a character: its contrast with what is below it, shapes and lines that cover it
//	[ ] curves, slanted lines, shadings, patterns: no ruling; soft masks and blending
package content

import (
	"context"

	"github.com/gongkai-data/gongkai/extract"
	"github.com/gongkai-data/gongkai/extract/pdf/internal/font"
	"github.com/gongkai-data/gongkai/extract/pdf/internal/object"
)

// Limits that no report comes near, for a whole document.
const (
	maxChars   = 2_000_000
	maxRulings = 1_000_000
	maxBoxes   = 100_000
	maxForms   = 16   // forms inside forms
	maxStates  = 4096 // states saved by q
	maxMarks   = 512  // marked content inside marked content
)

// budget is what is left to the pages of one document.
type budget struct {
	operators int // and shown glyphs
	chars     int
	rulings   int
	boxes     int
}

// Document reads the pages of one file.
type Document struct {
	f      *object.File
	fonts  *font.Cache
	layers layers
	budget budget
	forms  map[any]form
	ctx    context.Context
}

// NewDocument prepares the reading of pages. tokens bounds the operators and
// glyphs of all pages together.
func NewDocument(ctx context.Context, f *object.File, tokens int) *Document {
	return &Document{f: f, fonts: font.NewCache(f), layers: newLayers(f), ctx: ctx, forms: make(map[any]form),
		budget: budget{operators: tokens, chars: maxChars, rulings: maxRulings, boxes: maxBoxes}}
}

// Spent reports whether a budget ended before the pages did.
func (d *Document) Spent() bool {
	return d.budget.operators <= 0 || d.budget.chars <= 0 || d.budget.rulings <= 0 || d.budget.boxes <= 0
}

// Page is what a page shows and what was left out of it.
type Page struct {
	extract.PageContent
	Off      int           // characters of optional content that is off
	Inferred int           // characters of which font.Glyph.Inferred holds
	Clipped  int           // characters beside the page or outside the clipping path
	Lost     int           // characters of fonts of which font.Font.Lost or font.Glyph.Belied holds
	Figures  []extract.Box // small filled shapes that are no rectangles, as characters drawn by their outline are
	Bare     int           // annotations that show something and have no appearance that tells what
}

// manyOutside is how many characters may stand beside the page, as marks of printers do.
const manyOutside = 20

// a4 is the size of a page that does not tell one.
var a4 = extract.Box{X1: 595.276, Y1: 841.89}

// Page reads one page; number counts from 1.
func (d *Document) Page(node object.PageNode, number int) Page {
	r := &reader{Document: d, fontIndex: make(map[*font.Font]int32), active: make(map[any]bool)}
	r.page.Number = number
	base := r.frame(node)
	b, whole := d.f.Contents(node.Dict)
	r.page.Cut = !whole || d.f.Lost(node.Dict, "Resources")
	const bytesPerChar = 24 // at least that many, as programs write pages
	r.page.Chars = make([]extract.Char, 0, min(len(b)/bytesPerChar, 4096))
	r.run(b, node.Resources, base, r.visible())
	r.annotations(node.Dict, base)
	r.numbersCut()
	if r.outside > manyOutside && len(r.page.Chars) == 0 { // the page is not the one that it was written for
		r.page.Cut = true
	}
	return r.page
}

// frame sets the size of the page and returns the transform from user space to
// the page as it is displayed.
func (r *reader) frame(node object.PageNode) matrix {
	media, ok := rectangle(r.f, node.MediaBox)
	if !ok || media.X1-media.X0 < 1 || media.Y1-media.Y0 < 1 {
		media = a4
	}
	box := media
	if crop, ok := rectangle(r.f, node.CropBox); ok {
		if crop = meet(crop, media); crop.X1-crop.X0 >= 1 && crop.Y1-crop.Y0 >= 1 {
			box = crop
		}
	}
	u := r.f.Get(node.Dict, "UserUnit").Float(1)
	if !(u > 0 && u <= 100) {
		u = 1
	}
	w, h := (box.X1-box.X0)*u, (box.Y1-box.Y0)*u
	var m matrix
	switch node.Rotate {
	case 90:
		m = matrix{0, u, u, 0, -box.Y0 * u, -box.X0 * u}
	case 180:
		m = matrix{-u, 0, 0, u, box.X1 * u, -box.Y0 * u}
	case 270:
		m = matrix{0, -u, -u, 0, box.Y1 * u, box.X1 * u}
	default:
		m = matrix{u, 0, 0, -u, -box.X0 * u, box.Y1 * u}
	}
	if node.Rotate%180 != 0 {
		w, h = h, w
	}
	r.page.Width, r.page.Height = w, h
	return m
}

// visible is the box of the page.
func (r *reader) visible() extract.Box {
	return extract.Box{X1: r.page.Width, Y1: r.page.Height}
}
