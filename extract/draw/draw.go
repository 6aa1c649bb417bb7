// Package draw shows a page as a reader saw it: its characters and rulings, what
// each step made of them, and the cells and tables of the document, as layers
// of an SVG file or over a picture of the page.
//
//	[x] characters where they stand, turned as they run; hidden and unmapped ones marked
//	[x] rulings; dashed, filled and hidden ones told apart
//	[x] one layer for each step of Options.Trace
//	[x] cells (single, merged, header) and tables of a document
//	[ ] documents without pages
package draw

import (
	"slices"

	"github.com/gongkai-data/gongkai/extract"
)

// Layer is what one step saw on a page.
type Layer struct {
	Name   string // of the step; names the group in the file
	Shapes []Shape
}

// Shape is one box of a layer.
type Shape struct {
	Box   extract.Box
	Class string // "merged", "header", "" for nothing special
	Label string
}

// Trace collects the shapes that a reader tells through Options.Trace.
type Trace struct {
	names  []string
	shapes map[string][]extract.Shape
}

// Step is the function for Options.Trace.
func (t *Trace) Step(step string, shapes []extract.Shape) {
	if t.shapes == nil {
		t.shapes = map[string][]extract.Shape{}
	}
	if _, had := t.shapes[step]; !had {
		t.names = append(t.names, step)
	}
	t.shapes[step] = append(t.shapes[step], shapes...)
}

// Layers are the steps with what they told of a page, in the order in which they
// first spoke.
func (t *Trace) Layers(page int) []Layer {
	var all []Layer
	for _, name := range t.names {
		l := Layer{Name: name}
		for _, s := range t.shapes[name] {
			if s.Page == page {
				l.Shapes = append(l.Shapes, Shape{Box: s.Box, Label: s.Label})
			}
		}
		if l.Shapes != nil {
			all = append(all, l)
		}
	}
	return all
}

// Document is the cells and tables of a document on one page. A cell is labelled
// with its address.
func Document(doc *extract.Document, page int) []Layer {
	cells, tables := Layer{Name: "document-cells"}, Layer{Name: "document-tables"}
	for i, b := range doc.Blocks {
		t, ok := b.(*extract.Table)
		if !ok {
			continue
		}
		var outline extract.Box
		for k := range t.Grid.Cells {
			c := &t.Grid.Cells[k]
			if c.Page != page || c.Box == (extract.Box{}) {
				continue
			}
			class := ""
			switch {
			case c.Header:
				class = "header"
			case c.RowSpan > 1 || c.ColSpan > 1:
				class = "merged"
			}
			cells.Shapes = append(cells.Shapes, Shape{Box: c.Box, Class: class, Label: extract.Addr{Block: i, Row: c.Row, Col: c.Col}.String()})
			outline = join(outline, c.Box)
		}
		if outline != (extract.Box{}) {
			tables.Shapes = append(tables.Shapes, Shape{Box: outline, Label: t.Caption})
		}
	}
	return slices.DeleteFunc([]Layer{cells, tables}, func(l Layer) bool { return l.Shapes == nil })
}

func join(a, b extract.Box) extract.Box {
	if a == (extract.Box{}) {
		return b
	}
	return extract.Box{X0: min(a.X0, b.X0), Y0: min(a.Y0, b.Y0), X1: max(a.X1, b.X1), Y1: max(a.Y1, b.Y1)}
}
