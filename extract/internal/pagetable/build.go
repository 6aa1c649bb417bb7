package pagetable

import (
	"context"
	"strings"

	"github.com/gongkai-data/gongkai/extract"
)

// Result is what the pages of a document hold, in reading order.
type Result struct {
	Blocks  []extract.Block
	Notices []extract.Notice
}

// Build rebuilds tables and paragraphs of the pages. It fails with ErrLimit
// where the deadline passes or the tables are more than the limits allow.
func Build(ctx context.Context, pages []extract.PageContent, opt extract.Options) (Result, error) {
	ps := make([]*page, len(pages))
	for i := range pages {
		if ctx.Err() != nil {
			return Result{}, &extract.Error{Code: "read-deadline", Offset: -1, Err: extract.ErrLimit}
		}
		ps[i] = layOut(&pages[i], opt.Trace)
	}
	furniture(ps)
	w := writer{limits: opt.Limits.WithDefaults()}
	w.tables = joinPages(ps, &w.notices)
	for _, p := range ps {
		w.page(p)
	}
	if w.err != nil {
		return Result{}, w.err
	}
	return Result{w.blocks, w.notices}, nil
}

// writer makes the blocks.
type writer struct {
	limits  extract.Limits
	tables  map[*table]*joined
	blocks  []extract.Block
	notices []extract.Notice
	tail    *extract.Paragraph // ends the body of the page before
	ends    *paragraph         // its lines
	count   int                // of tables
	cells   int
	err     error
}

func (w *writer) page(p *page) {
	var g *paragraph
	flush := func() {
		if g != nil {
			w.paragraph(p, g)
		}
		g = nil
	}
	for _, o := range p.order {
		if o.table != nil {
			w.tail = nil
			if w.tables[o.table] != nil { // else it goes on one of an earlier page
				flush()
				w.table(o.table, p)
			}
			continue
		}
		l := &p.lines[o.line]
		if w.tail != nil && w.ends.page != p && !l.furniture && w.ends.goesOver(l) {
			w.ends.lines, w.ends.page = append(w.ends.lines, l), p
			w.tail.Text = w.ends.text()
			continue
		}
		if g != nil && g.goesOn(l) {
			g.lines = append(g.lines, l)
			g.rect = g.union(l.rect)
			continue
		}
		flush()
		g = &paragraph{page: p, rect: l.rect, lines: []*flowLine{l}, furniture: l.furniture}
	}
	flush()
	if len(p.overlay) > 0 {
		w.blocks = append(w.blocks, &extract.Paragraph{Prov: extract.Prov{Page: p.no}, Role: extract.Furniture, Text: strings.Join(p.overlay, " ")})
	}
	w.notices = append(w.notices, p.notices...)
}

func (w *writer) paragraph(p *page, g *paragraph) {
	b := &extract.Paragraph{Prov: p.prov(g.rect), Text: g.text()}
	if g.furniture {
		b.Role = extract.Furniture
	}
	if b.Text == "" {
		return
	}
	w.blocks = append(w.blocks, b)
	if !g.furniture {
		w.tail, w.ends = b, g
	}
}

// table writes a table with what was joined to it, and the tables in its cells.
func (w *writer) table(t *table, p *page) {
	j := w.tables[t]
	if w.count++; w.count > w.limits.Tables || j.rows > w.limits.Rows {
		w.err = &extract.Error{Code: "pagetable-limit", Offset: -1, Detail: "tables or rows", Err: extract.ErrLimit}
		return
	}
	if w.cells += j.rows * j.cols; w.cells > w.limits.Cells {
		w.err = &extract.Error{Code: "pagetable-limit", Offset: -1, Detail: "cells", Err: extract.ErrLimit}
		return
	}
	w.blocks = append(w.blocks, j.block(t.depth))
	for _, n := range j.parts {
		for _, inner := range n.page.tables {
			if inner.depth == t.depth+1 && n.table.holds(inner.rect, touch) && w.tables[inner] != nil {
				w.table(inner, n.page)
			}
		}
	}
}

func (p *page) prov(r rect) extract.Prov {
	return extract.Prov{Page: p.no, Box: p.turn.out(r).box()}
}
